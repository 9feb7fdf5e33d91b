# ruff: noqa: E501  # tables of cases: one case a line
"""Messages: digest and signature through both formats, published vectors, keys that keep their secret."""

from __future__ import annotations

import base64
import importlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.records.test_judge import HEADER
from tracecode.errors import InvalidRecord, MissingExtra
from tracecode.extras import extra
from tracecode.publish.examples import minimal
from tracecode.records.api import dumps, loads
from tracecode.records.keys import SM2_USER_ID, Ed25519Key, Encoding, Key, Sm2Key
from tracecode.records.message import Message, canonical, digest, verify
from tracecode.records.model import Record
from tracecode.spec.catalog import load_catalog
from tracecode.spec.layout import record_layout

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "common.vectors.json").read_text(encoding="utf-8"))
PARTY = ("uscc", "91350100M000100Y43")  # printed in GB 32100


def vectors(kind: str) -> list[dict[str, Any]]:
    """The published vectors of a kind."""
    return [one for one in VECTORS if one["kind"] == kind]


def record() -> Record:
    """A right record of an invented recall."""
    layout = record_layout(load_catalog(), "recall")
    made = loads(json.dumps(minimal(layout, load_catalog())))
    assert isinstance(made, Record)
    return made


def keys() -> list[Key]:
    """A key of each kind and each way to write its signature."""
    encodings: tuple[Encoding, ...] = ("raw-base64", "der-base64", "raw-hex", "der-hex")
    sm2 = [Sm2Key.new(f"sm2-{encoding}", encoding) for encoding in encodings]
    own = Sm2Key.new("sm2-own-id", user_id="ALICE123@YAHOO.COM")
    pair = Ed25519Key.new("ed-hex")
    return [Ed25519Key.new("ed"), Ed25519Key(pair.id, pair.public_bytes, pair._private, "raw-hex"), *sm2, own]


def signed(key: Key) -> Message:
    """A signed message around one record."""
    return Message.new([record()], sender=PARTY, receiver=PARTY).signed(key)


@pytest.mark.parametrize("key", keys(), ids=lambda key: key.id)
def test_a_signature_survives_both_formats(key: Key) -> None:
    """A message that was signed before it became JSON verifies after a trip through XML, and the other way."""
    message = signed(key)
    public = {key.id: key.public()}
    assert message.verify(public) == ()
    trip = loads(dumps(loads(dumps(message, "json"), "json"), "xml"), "xml")
    assert isinstance(trip, Message)
    assert trip == message
    assert trip.verify(public) == ()
    assert loads(dumps(trip, "json")) == message


def leaves(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[tuple[Any, ...], str]]:
    """The texts of plain data with their places."""
    if isinstance(data, dict):
        return [leaf for id, one in data.items() for leaf in leaves(one, (*path, id))]
    if isinstance(data, list):
        return [leaf for i, one in enumerate(data) for leaf in leaves(one, (*path, i))]
    return [(path, data)] if isinstance(data, str) else []


@pytest.mark.parametrize("key", [Ed25519Key.new("ed"), Sm2Key.new("sm2")], ids=lambda key: key.id)
def test_one_flipped_bit_fails(key: Key) -> None:
    """One bit of any text of header, body, digest or signature is noticed."""
    message = signed(key).plain()
    public = {key.id: key.public()}
    assert verify(message, public) == ()
    places = leaves(message)
    assert {path[0] for path, _ in places} == {"header", "body", "digest", "signature"}
    for path, text in places:
        changed = json.loads(json.dumps(message))
        inner = changed
        for part in path[:-1]:
            inner = inner[part]
        inner[path[-1]] = chr(ord(text[0]) ^ 1) + text[1:]
        if path != ("digest", "digest_algorithm"):  # an unknown digest is a fault of its element
            assert {finding.severity for finding in verify(changed, public)} == {"error"}, path


def test_findings_of_a_changed_message() -> None:
    """Digest and signature each say that they do not hold, in both languages."""
    key = Ed25519Key.new("maker-1")
    message = signed(key).plain()
    message["body"][0]["recall_no"] = "other"
    found = verify(message, {"maker-1": key.public()})
    assert [(f.rule, f.severity, f.path, f.text("zh"), f.text("en")) for f in found] == [
        ("message.digest", "error", "digest", "摘要不符：报文头或报文体已改动（sha-256）",
         "the digest does not fit: header or body was changed (sha-256)"),
        ("message.signature", "error", "signature", "签名无效：与报文内容或公钥不符",
         "the signature does not hold: it was made over other data or with another key"),
    ]  # fmt: skip


def test_without_the_public_key() -> None:
    """A signature whose key is not at hand is mentioned; where keys are given and this one is not, it is an error."""
    key = Ed25519Key.new("maker-1")
    message = signed(key)
    (finding,) = verify(message.plain())
    assert (finding.rule, finding.severity) == ("message.unverified", "info")
    assert finding.text("zh") == "签名未验证：没有密钥 maker-1 的公钥"
    assert finding.text("en") == "the signature was not verified: no public key is known for maker-1"
    (finding,) = message.verify({"other": key})
    assert finding.severity == "error"
    assert loads(dumps(message)) == message


@pytest.mark.parametrize(
    ("change", "zh", "en"),
    [
        ({"signature_algorithm": "sm2-sm3"}, "算法 sm2-sm3 与密钥 k 不符", "the algorithm sm2-sm3 is not that of the key k"),
        ({"signature_value": "*"}, "签名值不是 raw-base64", "its value is not raw-base64"),
        ({"signature_encoding": "raw-hex"}, "签名值不是 raw-hex", "its value is not raw-hex"),
        ({"signature_encoding": "der-base64"}, "与报文内容或公钥不符", "it was made over other data or with another key"),
        ({"signature_value": "AAAA"}, "与报文内容或公钥不符", "it was made over other data or with another key"),
        ({"signer_user_id": "x"}, "与报文内容或公钥不符", "it was made over other data or with another key"),
    ],
)  # fmt: skip
def test_why_a_signature_does_not_hold(change: dict[str, str], zh: str, en: str) -> None:
    """Another algorithm, a value that is not written as it says, another form, another user: each has its reason."""
    key = Ed25519Key.new("k")
    block = key.sign(b"text").plain()
    assert key.refuses(b"text", block) is None
    assert key.refuses(b"text", block | change) == (zh, en)


@pytest.mark.parametrize(
    "value", ["", "AA==", base64.b64encode(b"0" * 63).decode(), base64.b64encode(b"\0" * 64).decode()]
)
def test_odd_signatures_of_sm2(value: str) -> None:
    """A signature of SM2 that is none, in either form, does not hold; nothing is raised."""
    for encoding in ("raw-base64", "der-base64"):
        key = Sm2Key.new("k", "raw-base64" if encoding.startswith("raw") else "der-base64")
        block = key.sign(b"text").plain() | {"signature_value": value}
        assert key.refuses(b"text", block) is not None


def test_numbers_beyond_json_are_signed_by_nobody() -> None:
    """A message with a number that canonical JSON cannot hold does not verify, and nothing is raised."""
    for number in (10**30, 1e400):
        data = {
            "header": {"record_count": number},
            "body": [],
            "digest": {"digest_algorithm": "sm3", "digest_value": ""},
        }
        (finding,) = verify(data)
        assert finding.text("zh") == "签名无效：报文没有规范形式（RFC 8785）"
        assert finding.text("en") == "the signature does not hold: it has no canonical form (RFC 8785)"


def test_a_plain_message_has_nothing_to_verify() -> None:
    """Without digest and signature there is nothing to verify; odd ones are faults of their elements."""
    message = Message.new([], sender=PARTY, receiver=PARTY)
    assert message.verify({}) == ()
    assert verify({"header": {}, "body": [], "digest": "x", "signature": 5}) == ()
    assert verify({"header": {}, "body": [], "digest": {"digest_algorithm": "md5"}}) == ()


@pytest.mark.parametrize("vector", vectors("sm3"), ids=lambda vector: vector["code"][:8])
def test_sm3_as_published(vector: dict[str, Any]) -> None:
    """SM3 gives the published digests."""
    assert digest(vector["segments"]["message_utf8"].encode(), "sm3") == vector["code"]


def test_digests() -> None:
    """SHA-256 is the other digest; there is no third one."""
    assert digest(b"abc", "sha-256") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    with pytest.raises(ValueError, match="'md5' is no digest of a message; use sm3 or sha-256"):
        digest(b"abc", "md5")


def test_sm3_without_openssl(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Python's own library has no SM3, the one of the extra gives the same digest."""
    import hashlib

    before = digest(b"abc", "sm3")
    monkeypatch.setattr(hashlib, "algorithms_available", frozenset())
    assert digest(b"abc", "sm3") == before


def sm2_key(where: dict[str, str], encoding: Encoding, user_id: str = SM2_USER_ID) -> Sm2Key:
    """The public key of a published vector."""
    return Sm2Key("vector", bytes.fromhex(where["Px"] + where["Py"]), None, encoding, user_id)


def block(vector: dict[str, Any], encoding: Encoding, user_id: str = SM2_USER_ID) -> dict[str, str]:
    """The signature block of a published vector."""
    value = vector["code"] if encoding.endswith("hex") else base64.b64encode(bytes.fromhex(vector["code"])).decode()
    return {
        "signature_algorithm": "sm2-sm3", "signature_encoding": encoding, "signature_value": value,
        "signer_user_id": user_id,
    }  # fmt: skip


def test_sm2_as_published() -> None:
    """The published signature of SM2 verifies, as r and s in a row and as DER, in hexadecimal and base64."""
    (raw,) = vectors("sm2_signature_raw_rs")
    where = raw["segments"]
    for encoding in ("raw-hex", "raw-base64"):
        key = sm2_key(where, "raw-hex" if encoding == "raw-hex" else "raw-base64")
        assert key.refuses(where["message"].encode(), block(raw, key.encoding)) is None
    der, _ = vectors("sm2_signature_der")
    key = sm2_key(der["context"], "der-hex")
    assert key.refuses(der["context"]["message"].encode(), block(der, "der-hex")) is None


def test_sm2_as_published_for_other_data() -> None:
    """The published signature does not hold over another message, nor for another user."""
    _, wrong = vectors("sm2_signature_der")
    assert wrong["valid"] is False
    other = wrong["segments"]
    key = sm2_key(wrong["context"], "der-hex")
    assert key.refuses(other["message"].encode(), block(wrong, "der-hex")) is not None
    user = other["alternative_user_id"]
    key = sm2_key(wrong["context"], "der-hex", user)
    assert key.refuses(b"message digest", block(wrong, "der-hex", user)) is not None


def test_the_user_id_is_part_of_what_is_signed() -> None:
    """A signature for one user id does not hold under another, and the block says which it was."""
    key = Sm2Key.new("k", user_id="maker@example.com")
    made = key.sign(b"text")
    assert made.signer_user_id == "maker@example.com"
    other = Sm2Key("k", key.public_bytes)
    assert other.refuses(b"text", made.plain()) is not None
    assert other.refuses(b"text", made.plain() | {"signer_user_id": SM2_USER_ID}) is not None
    assert key.public().refuses(b"text", made.plain()) is None


@pytest.mark.parametrize("key", [Ed25519Key.new("maker"), Sm2Key.new("maker")], ids=lambda key: type(key).__name__)
def test_keys_do_not_show_their_secret(key: Key) -> None:
    """The private part stands in no text of a key, of its errors, nor in its public copy."""
    assert key._private is not None
    kind = type(key).__name__
    assert repr(key) == f"{kind}('maker', with its private part)"
    assert repr(key.public()) == f"{kind}('maker', without its private part)"
    with pytest.raises(ValueError, match="the key 'maker' has no private part; only its owner can sign") as caught:
        key.public().sign(b"text")
    said = repr(key) + str(key) + repr(caught.value) + str(vars(key.public()))
    assert key._private.hex() not in said
    assert repr(key._private)[2:-1] not in said


def test_keys_of_bytes() -> None:
    """A key is the same when made again of its private bytes."""
    key = Ed25519Key.new("a")
    assert key._private is not None
    assert Ed25519Key.from_private("a", key._private).public_bytes == key.public_bytes


def test_new_messages() -> None:
    """A message counts its records, has an id of its own and says when it was sent; all of it can be given."""
    first, second = (Message.new([record()] * 2, sender=PARTY, receiver=PARTY) for _ in range(2))
    assert first.header.record_count == 2
    assert first.header.message_id != second.header.message_id
    assert first.header.sent_at.utcoffset() is not None
    at = datetime(2026, 3, 12, 8, 30, tzinfo=UTC)
    given = Message.new([], sender=PARTY, receiver=PARTY, id="0b1e7c1e-0000-4000-8000-000000000001", sent_at=at)
    assert given.plain() == {"header": {**HEADER, "sent_at": "2026-03-12T08:30:00+00:00"}, "body": []}
    with pytest.raises(ValueError, match="Check character is '4'; expected '3'"):
        Message.new([], sender=("uscc", "91350100M000100Y44"), receiver=PARTY)


def test_canonical_form() -> None:
    """Header and body are signed in the order and spelling of RFC 8785, whatever order they came in."""
    assert canonical({"body": [{"b": 1, "a": "中"}], "header": {}, "digest": 1}) == (
        '{"body":[{"a":"中","b":1}],"header":{}}'.encode()
    )


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the packages that sign, the error says in both languages what to install."""

    def refuse(name: str) -> object:
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", refuse)
    with pytest.raises(MissingExtra) as caught:
        extra("gmssl_pyx.more", "sign")
    assert str(caught.value) == (
        "this needs the package gmssl_pyx; install it with: pip install 'tracecode[sign]'\n"
        "此功能需要软件包 gmssl_pyx；请安装：pip install 'tracecode[sign]'"
    )
    with pytest.raises(MissingExtra):
        Ed25519Key.from_private("k", bytes(32))


def test_a_changed_message_is_not_loaded() -> None:
    """`loads` refuses a message whose digest does not fit, with its finding."""
    data = signed(Ed25519Key.new("k")).plain()
    data["header"]["message_id"] = "0b1e7c1e-0000-4000-8000-000000000001"
    with pytest.raises(InvalidRecord) as caught:
        loads(json.dumps(data))
    assert [f.rule for f in caught.value.findings if f.severity == "error"] == ["message.digest"]
