"""How the value of a signature is written: raw or DER, in Base64 or hexadecimal, and each in one
way only.

A value that could be written in two ways could be changed without breaking the signature. So
whatever does not give the same text when it is written again is refused: capitals in hexadecimal,
white space, spare bits at the end of Base64, long forms of DER.

>>> read("AAAA", "raw-base64", "ed25519") is None
True
"""

from __future__ import annotations

import base64
from typing import Literal

from tracecode.findings import Finding
from tracecode.records.curves import ORDER, SM2_ORDER
from tracecode.records.plain import fault
from tracecode.spec.base import Text

Encoding = Literal["raw-base64", "der-base64", "raw-hex", "der-hex"]
_RAW: tuple[Encoding, ...] = ("raw-base64", "raw-hex")
_ALL: tuple[Encoding, ...] = (*_RAW, "der-base64", "der-hex")
_SHOWN = 200


def encodings(algorithm: str) -> tuple[Encoding, ...]:
    """The encodings of an algorithm: DER is of SM2 only."""
    return _ALL if algorithm == "sm2-sm3" else _RAW


def write(raw: bytes, encoding: Encoding) -> str:
    """The value of a signature of 64 bytes: of SM2 r and s, of Ed25519 R and S."""
    value = der_of(raw) if encoding.startswith("der") else raw
    return value.hex() if encoding.endswith("hex") else base64.b64encode(value).decode()


def read(value: object, encoding: object, algorithm: str) -> bytes | None:
    """The 64 bytes behind a value; None if it is not exactly what `write` gives, or its numbers are
    out of range.
    """
    if not isinstance(value, str) or encoding not in encodings(algorithm):
        return None
    try:
        given = (
            bytes.fromhex(value)
            if encoding.endswith("hex")
            else base64.b64decode(value, validate=True)
        )
        raw = raw_of(given) if encoding.startswith("der") else given
    except (ValueError, IndexError, OverflowError):
        return None
    return (
        raw
        if len(raw) == 64 and _in_range(raw, algorithm) and write(raw, encoding) == value
        else None
    )


def raw_of(der: bytes) -> bytes:
    """The numbers r and s, of 32 bytes each, of a DER sequence. It is read loosely: `read` writes
    it again.

    Raises:
        ValueError: these are no two numbers. Or IndexError, OverflowError.
    """
    length = der[3]
    r, s = der[4 : 4 + length], der[6 + length :]
    return int.from_bytes(r, "big").to_bytes(32, "big") + int.from_bytes(s, "big").to_bytes(
        32, "big"
    )


def der_of(raw: bytes) -> bytes:
    """A DER sequence of r and s, given as 32 bytes each."""
    numbers = b"".join(_number(int.from_bytes(part, "big")) for part in (raw[:32], raw[32:]))
    return bytes((0x30, len(numbers))) + numbers


def _number(number: int) -> bytes:
    """A positive number in DER: as short as may be, its first bit never set."""
    body = number.to_bytes(number.bit_length() // 8 + 1, "big")
    return bytes((0x02, len(body))) + body


def _in_range(raw: bytes, algorithm: str) -> bool:
    if algorithm == "ed25519":
        return int.from_bytes(raw[32:], "little") < ORDER
    r, s = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    return 0 < r < SM2_ORDER and 0 < s < SM2_ORDER and r + s != SM2_ORDER


def malformed(path: str, value: object, allowed: str) -> Finding:
    """The finding on a value of a digest or signature that is not written as it should be."""
    name = Text(zh=_NAMES[path][0], en=_NAMES[path][1])
    return fault("message.malformed", path, name=name, found=brief(value), allowed=allowed)


def brief(value: object) -> str:
    """What stood somewhere, as much of it as is ever shown; a dash where nothing did."""
    return "-" if value is None else str(value)[:_SHOWN]


_NAMES = {
    "digest": ("摘要", "Digest"),
    "digest.digest_value": ("摘要值", "Digest value"),
    "signature": ("签名", "Signature"),
    "signature.key_id": ("密钥标识", "Key id"),
    "signature.signature_encoding": ("签名编码", "Signature encoding"),
    "signature.signature_value": ("签名值", "Signature value"),
}  # fmt: skip
