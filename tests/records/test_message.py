"""Messages: what a signature covers, that it survives both formats, and that only an explicit yes
is one.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Literal

import pytest

import tracecode as tc
from tests.records.forged import MAKER, OTHER, record
from tests.records.test_judge import HEADER
from tracecode import dumps, loads
from tracecode.records.keys import Ed25519Key, Key, Sm2Key
from tracecode.records.message import Message, new_header
from tracecode.records.signature_value import Encoding
from tracecode.records.verification import PartyKey, Verified


def every_key() -> list[Key]:
    """A key of each kind and each way to write its signature."""
    encodings: tuple[Encoding, ...] = ("raw-base64", "der-base64", "raw-hex", "der-hex")
    sm2 = [Sm2Key.new(f"sm2-{encoding}", encoding) for encoding in encodings]
    own = Sm2Key.new("sm2-own-id", user_id="ALICE123@YAHOO.COM")
    in_hex = Ed25519Key.from_private("ed-hex", bytes(range(32)), "raw-hex")
    return [Ed25519Key.new("ed"), in_hex, *sm2, own]


def signed(key: Key) -> Message:
    """A signed message around one record."""
    return Message.new([record("one")], sender=MAKER, receiver=OTHER).signed(key)


def loaded(data: Any) -> Message:
    """A message of plain data."""
    message = loads(json.dumps(data))
    assert isinstance(message, Message)
    return message


@pytest.mark.parametrize("key", every_key(), ids=lambda key: key.id)
def test_a_signature_survives_both_formats(key: Key) -> None:
    """A message that was signed before it became JSON verifies after a trip through XML, and the
    other way.
    """
    message = signed(key)
    keys = [PartyKey(MAKER, key)]
    proof = message.verify(keys)
    assert (proof.sender, proof.key_id, proof.algorithm, proof.record_count) == (
        MAKER,
        key.id,
        key.algorithm,
        1,
    )
    trip = loads(dumps(loads(dumps(message, "json"), "json"), "xml"), "xml")
    assert isinstance(trip, Message)
    assert trip == message
    assert trip.verify(keys) == proof
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
    keys = [PartyKey(MAKER, key)]
    places = leaves(message)
    assert {path[0] for path, _ in places} == {"header", "body", "digest", "signature"}
    for path, text in places:
        changed = json.loads(json.dumps(message))
        inner = changed
        for part in path[:-1]:
            inner = inner[part]
        inner[path[-1]] = chr(ord(text[0]) ^ 1) + text[1:]
        *_, envelope = tc.validate(json.dumps(changed).encode(), keys=keys)
        assert (envelope.signature, envelope.verified) == ("invalid", None), path


def test_a_yes_says_who_signed_what() -> None:
    """What verifies gives sender, key, algorithm and what is covered: message id, digest, number of
    records.
    """
    key = Ed25519Key.new("maker-1")
    message = signed(key)
    assert message.digest is not None
    proof = message.verify([PartyKey(MAKER, key)])
    assert proof == Verified(
        key_id="maker-1", algorithm="ed25519", sender=MAKER, message_id=message.header.message_id,
        record_count=1, digest_algorithm="sha-256", digest=message.digest.digest_value,
    )  # fmt: skip
    assert proof.as_dict() == {
        "sender_id": {"code_scheme": "uscc", "code_value": MAKER[1]}, "key_id": "maker-1",
        "record_count": 1, "message_id": proof.message_id, "signature_algorithm": "ed25519",
        "digest_algorithm": "sha-256", "digest_value": proof.digest,
    }  # fmt: skip


def test_a_no_cannot_be_overlooked() -> None:
    """What does not verify raises, with findings in both languages; nothing is returned that looks
    like a yes.
    """
    key = Ed25519Key.new("maker-1")
    message = signed(key)
    for changed in (
        message.replace(signature=None, digest=None), message.replace(signature=None),
        message.replace(body=(record("two"),)), message.replace(body=()),
    ):  # fmt: skip
        with pytest.raises(tc.NotVerified):
            changed.verify([PartyKey(MAKER, key)])
    with pytest.raises(tc.NotVerified) as caught:
        message.replace(body=(record("two"),)).verify([PartyKey(MAKER, key)])
    assert [(f.rule, f.severity, f.path, f.text("zh"), f.text("en")) for f in caught.value.findings] == [
        ("message.digest", "error", "digest", "摘要不符：报文头或报文体已改动（sha-256）",
         "the digest does not fit: header or body was changed (sha-256)"),
    ]  # fmt: skip


def test_no_keys_are_no_yes() -> None:
    """A key ring without keys lets nothing pass, whatever it is made of."""
    message = signed(Ed25519Key.new("maker-1"))
    none: list[Any] = [[], (), {}, iter(())]
    for keys in none:
        with pytest.raises(tc.NotVerified) as caught:
            message.verify(keys)
        assert [f.text("en") for f in caught.value.findings] == [
            f"no key maker-1 of the sender uscc {MAKER[1]} is known"
        ]


def test_keys_without_party_are_refused() -> None:
    """A key that is not given with its party proves nothing about anybody: that is wrong use, as is
    no list.
    """
    key = Ed25519Key.new("maker-1")
    message = signed(key)
    wrong: list[Any] = [{"maker-1": key}, [key], [(MAKER, key)]]
    taking: list[Callable[[Any], object]] = [
        message.verify, lambda keys: tc.validate(message, keys=keys),
        lambda keys: tc.validate(b"{}", keys=keys),
    ]  # fmt: skip
    for take in taking:
        for keys in wrong:
            with pytest.raises(
                tc.WrongUse, match=r"with their party, as tc.PartyKey\(party, key\)"
            ) as error:
                take(keys)
            assert "密钥须与其所属主体一并给出：tc.PartyKey(party, key)" in error.value.texts["zh"]
    none: list[Any] = [None, 7, key, PartyKey(MAKER, key)]
    for keys in none:
        with pytest.raises(tc.WrongUse, match="keys are given with their party"):
            message.verify(keys)
    for keys in none[1:]:
        with pytest.raises(tc.WrongUse, match="keys"):
            tc.validate(message, keys=keys)


def test_a_message_carries_something() -> None:
    """A message of no records, which `validate` refuses, is not made."""
    none: list[Any] = [[], (), iter(()), {}]
    for records in none:
        with pytest.raises(tc.WrongUse, match="at least one record") as error:
            Message.new(records, sender=MAKER, receiver=OTHER)
        assert error.value.texts["zh"] == "报文至少含一条记录；现无记录"


def test_new_messages() -> None:
    """A message counts its records, has an id of its own and says when it was sent; all of it can
    be given.
    """
    first, second = (
        Message.new([record("one")] * 2, sender=MAKER, receiver=OTHER) for _ in range(2)
    )
    assert first.header.record_count == 2
    assert first.header.message_id != second.header.message_id
    assert first.header.sent_at.utcoffset() is not None
    at = datetime(2026, 3, 12, 8, 30, tzinfo=UTC)
    given = Message.new(
        [record("one")],
        sender=MAKER,
        receiver=MAKER,
        id="0b1e7c1e-0000-4000-8000-000000000001",
        sent_at=at,
    )
    assert given.plain() == {
        "header": {**HEADER, "sent_at": "2026-03-12T08:30:00+00:00"},
        "body": [record("one").plain()],
    }
    with pytest.raises(ValueError, match="Check character is '4'; expected '3'"):
        Message.new([record("one")], sender=("uscc", "91350100M000100Y44"), receiver=MAKER)


def test_a_changed_message_is_not_loaded() -> None:
    """`loads` refuses a message whose digest does not fit, with its finding; one without digest is
    only unsigned.
    """
    data = signed(Ed25519Key.new("k")).plain()
    data["header"]["message_id"] = "0b1e7c1e-0000-4000-8000-000000000001"
    with pytest.raises(tc.InvalidRecord) as caught:
        loads(json.dumps(data))
    assert [f.rule for f in caught.value.findings if f.severity == "error"] == ["message.digest"]
    assert loaded({"header": data["header"], "body": data["body"]}).signature is None


def test_a_message_stands_by_itself() -> None:
    """A message in a list, in a message, beside another or beside records is refused: none of it
    gets lost.
    """
    data = signed(Ed25519Key.new("k")).plain()
    one = record("two").plain()
    for form, raw in (
        ("json", json.dumps([data])), ("json", json.dumps([data, data])),
        ("json", json.dumps([one, data])),
        ("json", json.dumps({"header": data["header"], "body": [data]})),
        ("ndjson", f"{json.dumps(data)}\n{json.dumps(data)}"),
        ("ndjson", f"{json.dumps(data)}\n{json.dumps(one)}"),
        ("ndjson", f"{json.dumps(one)}\n{json.dumps(data)}"), ("ndjson", json.dumps([data])),
    ):  # fmt: skip
        with pytest.raises(tc.InvalidRecord) as caught:
            loads(raw, form)  # type: ignore[arg-type]
        assert "message.misplaced" in [f.rule for f in caught.value.findings]
    assert loads(json.dumps(data), "ndjson") == loaded(data)


@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_message_without_records_is_empty(form: Literal["json", "xml"]) -> None:
    """What carries nothing is no success, however well its header is filled."""
    message = Message(header=new_header(0, MAKER, OTHER), body=())
    (verdict,) = tc.validate(tc.dumps(message, form), format=form)
    assert (verdict.status, [finding.rule for finding in verdict.findings]) == (
        "invalid",
        ["data.empty", "message.unsigned"],
    )
    with pytest.raises(tc.InvalidRecord):
        tc.loads(tc.dumps(message, form), form)


def test_a_party_without_its_rule_is_told_so() -> None:
    """A sender that is a text, or no pair, is wrong use, and not taken letter by letter."""
    for sender in ("91120116000000019T", ("91120116000000019T",)):
        with pytest.raises(tc.WrongUse, match="pairs"):
            tc.Message.new([record("one")], sender=sender, receiver=("uscc", "91120116000000019T"))  # type: ignore[arg-type]
