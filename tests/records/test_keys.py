# ruff: noqa: E501, SIM905  # tables of cases: one case a line
"""Keys: published vectors, secrets that stay secret, weak keys and odd signatures that are
refused.
"""

from __future__ import annotations

import base64
import copy
import importlib
import json
import pickle
import pprint
import traceback
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

import tracecode as tc
from tracecode.errors import MissingExtra
from tracecode.extras import extra
from tracecode.records import curves
from tracecode.records.keys import SM2_USER_ID, Ed25519Key, Key, Sm2Key
from tracecode.records.signature_value import Encoding
from tracecode.records.verification import PartyKey

VECTORS = json.loads(
    (Path(__file__).parents[1] / "vectors" / "common.vectors.json").read_text(encoding="utf-8")
)
PARTY = ("uscc", "91350100M000100Y43")  # printed in GB 32100
PAIRS: list[Key] = [Ed25519Key.new("maker"), Sm2Key.new("maker")]


def vectors(kind: str) -> list[dict[str, Any]]:
    """The published vectors of a kind."""
    return [one for one in VECTORS if one["kind"] == kind]


def reasons(key: Key, block: dict[str, Any], text: bytes = b"text") -> list[tuple[str, str, str]]:
    """Why a key refuses a block, in both languages."""
    return [(one.rule, one.text("zh"), one.text("en")) for one in key.refusals(text, block)]


# --- signatures -----------------------------------------------------------------------------------

FITS_NOT = (
    "message.signature",
    "签名与报文头、摘要及密钥 k 不符",
    "the signature does not fit header, digest and the key k",
)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"signature_algorithm": "sm2-sm3"}, [("message.algorithm", ("算法应为密钥 k 所用的 ed25519，实为 "
                                                                    "sm2-sm3"),
                                                                    ("the algorithm is sm2-sm3; the key k takes "
                                                                               "ed25519"))]),
        ({"signature_value": "*"}, [("message.malformed", ("签名值“*”写法不合规定，应为 "
                                                          "raw-base64"),
                                                          ("Signature value '*' is not written as it should be: "
                                                                        "raw-base64"))]),
        ({"signature_encoding": "der-base64"}, [("message.malformed", ("签名编码“der-base64”写法不合规定，应为 raw-base64 / "
                                                                      "raw-hex"),
                                                                      ("Signature encoding 'der-base64' is not written as it "
                                                                                 "should be: raw-base64 / "
                                                                                 "raw-hex"))]),
        ({"signature_value": "AAAA"}, [("message.malformed", ("签名值“AAAA”写法不合规定，应为 "
                                                             "raw-base64"),
                                                             ("Signature value 'AAAA' is not written as it should be: "
                                                                           "raw-base64"))]),
        ({"signature_value": None}, [("message.malformed", ("签名值“-”写法不合规定，应为 "
                                                           "raw-base64"),
                                                           ("Signature value '-' is not written as it should be: "
                                                                         "raw-base64"))]),
        ({"signer_user_id": "x"}, [("message.user_id", ("签名者标识应为密钥 k "
                                                       "的“-”，实为“x”"), "the user id is 'x'; that of the key k is '-'")]),
        ({"signature_value": base64.b64encode(bytes(64)).decode()}, [FITS_NOT]),
    ],
)  # fmt: skip
def test_why_a_signature_does_not_hold(
    change: dict[str, Any], found: list[tuple[str, str, str]]
) -> None:
    """Another algorithm, a value that is not written as it says, another form, another user: each
    has its reason.
    """
    key = Ed25519Key.new("k")
    block = key.sign(b"text").plain()
    assert reasons(key, block) == []
    assert reasons(key, block | change) == found
    assert reasons(key, block, b"other") == [FITS_NOT]


@pytest.mark.parametrize(
    "value",
    [
        "",
        "AA==",
        base64.b64encode(b"0" * 63).decode(),
        base64.b64encode(b"\0" * 64).decode(),
        5,
        None,
        [],
        "\ud800",
        "é",
    ],
)
@pytest.mark.parametrize(
    "encoding", ["raw-base64", "der-base64", "raw-hex", "der-hex", "", None, 5, ["raw-hex"]]
)
def test_odd_signatures(value: object, encoding: object) -> None:
    """A signature that is none, in any form, does not hold; nothing is raised."""
    for key in PAIRS:
        block = key.sign(b"text").plain() | {
            "signature_value": value,
            "signature_encoding": encoding,
        }
        assert key.refusals(b"text", block)


def sm2_key(where: dict[str, str], encoding: Encoding, user_id: str = SM2_USER_ID) -> Sm2Key:
    """The public key of a published vector."""
    return Sm2Key("vector", bytes.fromhex(where["Px"] + where["Py"]), None, encoding, user_id)


def block(vector: dict[str, Any], encoding: Encoding, user_id: str = SM2_USER_ID) -> dict[str, str]:
    """The signature block of a published vector, its hexadecimal in lower case."""
    raw = bytes.fromhex(vector["code"])
    return {
        "signature_algorithm": "sm2-sm3", "signature_encoding": encoding, "signer_user_id": user_id,
        "signature_value": raw.hex() if encoding.endswith("hex") else base64.b64encode(raw).decode(),
    }  # fmt: skip


def test_sm2_as_published() -> None:
    """The published signature of SM2 verifies, as r and s in a row and as DER, in hexadecimal and
    Base64.
    """
    (raw,) = vectors("sm2_signature_raw_rs")
    where = raw["segments"]
    encodings: tuple[Encoding, ...] = ("raw-hex", "raw-base64")
    for encoding in encodings:
        assert (
            sm2_key(where, encoding).refusals(where["message"].encode(), block(raw, encoding)) == ()
        )
    der, _ = vectors("sm2_signature_der")
    key = sm2_key(der["context"], "der-hex")
    assert key.refusals(der["context"]["message"].encode(), block(der, "der-hex")) == ()
    own = Sm2Key("vector", key.public_bytes, bytes.fromhex(where["d"]))
    assert key.refusals(b"text", own.sign(b"text").plain()) == ()


def test_sm2_as_published_for_other_data() -> None:
    """The published signature does not hold over another message, nor for another user."""
    _, wrong = vectors("sm2_signature_der")
    assert wrong["valid"] is False
    other = wrong["segments"]
    key = sm2_key(wrong["context"], "der-hex")
    assert [
        one.rule for one in key.refusals(other["message"].encode(), block(wrong, "der-hex"))
    ] == ["message.signature"]
    user = other["alternative_user_id"]
    key = sm2_key(wrong["context"], "der-hex", user)
    assert [one.rule for one in key.refusals(b"message digest", block(wrong, "der-hex", user))] == [
        "message.signature"
    ]


def test_the_user_id_is_part_of_what_is_signed() -> None:
    """A signature for one user id does not hold under another, and the block says which it was."""
    key = Sm2Key.new("k", user_id="maker@example.com")
    made = key.sign(b"text").plain()
    assert made["signer_user_id"] == "maker@example.com"
    other = Sm2Key("k", key.public_bytes)
    assert [one.rule for one in other.refusals(b"text", made)] == ["message.user_id"]
    assert [
        one.rule for one in other.refusals(b"text", made | {"signer_user_id": SM2_USER_ID})
    ] == ["message.signature"]
    assert key.public().refusals(b"text", made) == ()


def test_ed25519_as_published() -> None:
    """The first signature printed in RFC 8032 verifies."""
    key = Ed25519Key(
        "rfc", bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    )
    signed = {
        "signature_algorithm": "ed25519", "signature_encoding": "raw-hex",
        "signature_value": "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    }  # fmt: skip
    assert key.refusals(b"", signed) == ()


# --- secrets --------------------------------------------------------------------------------------


def spellings(secret: bytes) -> list[str]:
    """How a secret might be printed."""
    number = int.from_bytes(secret, "big"), int.from_bytes(secret, "little")
    return [
        secret.hex(),
        secret.hex().upper(),
        repr(secret)[2:-1],
        base64.b64encode(secret).decode(),
        *map(str, number),
        str([*secret])[1:-1],
    ]


@pytest.mark.parametrize("key", PAIRS, ids=lambda key: key.algorithm)
def test_keys_do_not_show_their_secret(key: Key, capsys: pytest.CaptureFixture[str]) -> None:
    """The private part stands in no text of a key, of what holds it, of its errors, nor in its
    public copy.
    """
    kind = type(key).__name__
    assert repr(key) == f"{kind}('maker', with its private part)"
    assert repr(key.public()) == f"{kind}('maker', without its private part)"
    said = [
        repr(key),
        str(key),
        f"{key}",
        pprint.pformat([key]),
        repr(key._private),
        repr({"k": key}),
        repr(PartyKey(PARTY, key)),
    ]
    said += [repr(getattr(key, name)) for name in dir(key) if not callable(getattr(key, name))]
    Console().print(key, locals())
    for name in ("__dict__", "private"):
        with pytest.raises(AttributeError):
            getattr(key, name)
    with pytest.raises(TypeError):
        vars(key)
    with pytest.raises(TypeError):
        json.dumps(key)
    with pytest.raises(
        ValueError, match="the key 'maker' has no private part; only its owner can sign"
    ) as caught:
        key.public().sign(b"text")
    said += [
        str(caught.value),
        "".join(traceback.format_exception(caught.value)),
        capsys.readouterr().out,
    ]
    assert not [one for one in spellings(key.private_bytes()) if one in "".join(said)]


@pytest.mark.parametrize("key", PAIRS, ids=lambda key: key.algorithm)
def test_private_keys_are_not_pickled(key: Key) -> None:
    """A key with its private part is refused by pickle, also inside something else; its public part
    travels.
    """
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        for held in (key, [key], {"key": key}, key._private):
            with pytest.raises(TypeError) as caught:
                pickle.dumps(held, protocol)
            assert "pickled" in str(caught.value)
            assert "不能序列化" in str(caught.value)
    with pytest.raises(TypeError):
        key.__getstate__()
    public = key.public()
    assert pickle.loads(pickle.dumps(public)) == public  # our own data
    assert pickle.loads(pickle.dumps(PartyKey(PARTY, key))) == PartyKey(PARTY, public)


@pytest.mark.parametrize("key", PAIRS, ids=lambda key: key.algorithm)
def test_keys_are_fixed(key: Key) -> None:
    """A key cannot be changed, so that a copy is the same key and no second secret."""
    for name in ("id", "public_bytes", "_private", "encoding", "other"):
        with pytest.raises(AttributeError):
            setattr(key, name, b"")
        with pytest.raises(AttributeError):
            delattr(key, name)
    assert copy.copy(key) is copy.deepcopy(key) is key
    assert key.public() == key
    assert hash(key.public()) == hash(key)
    assert key not in (Ed25519Key.new("maker"), Sm2Key.new("maker"))
    assert key != "maker"
    assert key.public().public() == key


def test_private_parts_are_handed_out_when_asked_for() -> None:
    """The owner of a key gets its private part by one name, and makes the same key of it again."""
    for key in PAIRS:
        again = type(key)("maker", key.public_bytes, key.private_bytes())
        assert key.refusals(b"text", again.sign(b"text").plain()) == ()
        with pytest.raises(ValueError, match="has no private part"):
            key.public().private_bytes()
    assert Ed25519Key.from_private("maker", PAIRS[0].private_bytes()) == PAIRS[0]


# --- weak keys ------------------------------------------------------------------------------------

SMALL = """
0100000000000000000000000000000000000000000000000000000000000000 ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f
0000000000000000000000000000000000000000000000000000000000000000 0000000000000000000000000000000000000000000000000000000000000080
c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa
26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05 26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85
""".split()
"""The eight points of Ed25519 whose order divides 8."""
NOT_CANONICAL = """
0100000000000000000000000000000000000000000000000000000000000080 ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f
edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
""".split()
"""Points written with y of p or more, or with a sign where x is 0."""


def fault(make: Any, *arguments: Any) -> tuple[str, str]:
    """Why a key cannot be made, in both languages."""
    with pytest.raises(tc.InvalidKey) as caught:
        make("k", *arguments)
    (finding,) = caught.value.findings
    assert finding.rule == "key.unusable"
    zh, en = finding.text("zh"), finding.text("en")
    assert zh.startswith("密钥 k 不能使用：")
    assert en.startswith("the key k cannot be used: ")
    return zh.removeprefix("密钥 k 不能使用："), en.removeprefix("the key k cannot be used: ")


def test_weak_points_of_ed25519() -> None:
    """Points of small or mixed order, points beside the curve, and odd spellings of points are
    refused.
    """
    assert {fault(Ed25519Key, bytes.fromhex(one)) for one in SMALL} == {
        ("小阶点，任何人都能为其伪造签名", "a point of small order, for which anybody can forge")
    }
    assert {fault(Ed25519Key, bytes.fromhex(one)) for one in NOT_CANONICAL} == {
        ("坐标没有按规范写出", "not written in its one canonical form")
    }
    assert fault(Ed25519Key, (2).to_bytes(32, "little")) == (
        "不是曲线上的点",
        "no point of the curve",
    )
    good, torsion = (point(one) for one in (PAIRS[0].public_bytes, bytes.fromhex(SMALL[4])))
    assert fault(Ed25519Key, written(curves._sum(good, torsion))) == (
        "不在素数阶子群中",
        "outside the subgroup of prime order",
    )
    assert Ed25519Key("k", written(good)).public_bytes == PAIRS[0].public_bytes


def point(raw: bytes) -> curves._Point:
    """The point of its bytes."""
    y = int.from_bytes(raw, "little") & (1 << 255) - 1
    x = curves._root((y * y - 1) * pow(curves._D * y * y + 1, -1, curves._P) % curves._P)
    assert x is not None
    x = x if x & 1 == raw[31] >> 7 else curves._P - x
    return x, y, 1, x * y % curves._P


def written(one: curves._Point) -> bytes:
    """The bytes of a point."""
    x, y, z, _ = one
    inverse = pow(z, -1, curves._P)
    return (y * inverse % curves._P | (x * inverse % curves._P & 1) << 255).to_bytes(32, "little")


def test_weak_points_of_sm2() -> None:
    """Points beside the curve, coordinates beyond the field and the base point are refused; so is
    infinity, which has none.
    """
    public = PAIRS[1].public_bytes
    base = curves._SM2_GX.to_bytes(32, "big")
    gy = bytes.fromhex("bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0")
    minus = (curves._SM2_P - int.from_bytes(gy, "big")).to_bytes(32, "big")
    assert fault(Sm2Key, bytes(64)) == ("不是曲线上的点", "no point of the curve")
    assert fault(Sm2Key, public[:-1] + bytes([public[-1] ^ 1])) == (
        "不是曲线上的点",
        "no point of the curve",
    )
    assert fault(Sm2Key, b"\xff" * 64) == (
        "坐标没有按规范写出",
        "not written in its one canonical form",
    )
    for y in (gy, minus):
        assert fault(Sm2Key, base + y) == (
            "其私钥人人皆知",
            "one whose private part everybody knows",
        )
    assert fault(Sm2Key, b"\x04" + public) == ("公钥应为 64 个字节", "a public part has 64 bytes")


def test_private_parts_out_of_range() -> None:
    """Private numbers of 0, 1, n - 1 and more are refused, as are seeds of zero and parts of
    another length.
    """
    public, n = PAIRS[1].public_bytes, curves.SM2_ORDER
    assert fault(Sm2Key, public, bytes(32)) == ("私钥全为零", "its private part is zero")
    for number in (1, n - 1, n, n + 5, 2**256 - 1):
        found = fault(Sm2Key, public, number.to_bytes(32, "big"))
        assert found == ("私钥应大于 1 且小于 n-1", "its private part is not between 1 and n - 1")
    assert fault(Ed25519Key.from_private, bytes(32)) == ("私钥全为零", "its private part is zero")
    for short in (b"", bytes(31), b"1" * 33):
        assert fault(Ed25519Key.from_private, short) == (
            "私钥应为 32 个字节",
            "a private part has 32 bytes",
        )
        assert fault(Sm2Key, public, short) == ("私钥应为 32 个字节", "a private part has 32 bytes")


@pytest.mark.parametrize(
    "private", [b"\x01" * 32, b"ab" * 16, bytes(31) + b"\x05", b"passpass" * 4]
)
def test_private_parts_that_nobody_drew(private: bytes) -> None:
    """A private part of one repeated byte, or of a few, is refused with the way to make one."""
    zh, en = fault(Ed25519Key.from_private, private)
    assert (zh, en) == (
        "私钥不是随机数，只有几种不同的字节；请用该类的 new 生成",
        (
            "its private part is not random, it has a few different bytes only; make a pair with the "
            "class's new"
        ),
    )
    assert fault(Sm2Key, PAIRS[1].public_bytes, private) == (zh, en)
    assert private.decode() not in zh + en


def test_parts_of_two_pairs() -> None:
    """A private part beside another's public one is refused: what it signs would not verify, or
    betray it.
    """
    found = ("公钥与私钥不成对", "its public part does not belong to its private part")
    assert fault(Ed25519Key, Ed25519Key.new("a").public_bytes, PAIRS[0].private_bytes()) == found
    assert fault(Sm2Key, Sm2Key.new("a").public_bytes, PAIRS[1].private_bytes()) == found


def test_names_and_encodings() -> None:
    """An id or user id that no message could carry, and an encoding that is none, are refused; so
    is DER for Ed25519.
    """
    public = PAIRS[0].public_bytes
    for id in ("", "x" * 65, "a\nb", 5):
        with pytest.raises(tc.InvalidKey, match="its id has not 1 to 64 characters"):
            Ed25519Key(id, public)  # type: ignore[arg-type]
    with pytest.raises(tc.InvalidKey, match="its user id has not 1 to 64 characters"):
        Sm2Key.new("k", user_id="")
    assert fault(Ed25519Key, public, None, "der-base64") == (
        "签名编码应为 raw-base64, raw-hex",
        "its signatures are written as one of: raw-base64, raw-hex",
    )
    assert fault(Sm2Key, PAIRS[1].public_bytes, None, "pem")[1].startswith(
        "its signatures are written as one of: raw-base64"
    )
    assert fault(Ed25519Key, "text") == ("公钥应为 32 个字节", "a public part has 32 bytes")


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
        Ed25519Key.from_private("k", b"1" * 32)
    assert (
        Ed25519Key("k", PAIRS[0].public_bytes).id == "k"
    )  # who only verifies learns of it when there is something to verify
