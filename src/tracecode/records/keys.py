"""Keys that sign messages: Ed25519, and SM2 with SM3 (GB/T 32918).

A key never shows its private part: not in `repr`, not in an error.

>>> key = Ed25519Key.new("maker-1")
>>> message = b"header and body"
>>> signature = key.sign(message).plain()
>>> key.public().refuses(message, signature) is None, key.public().refuses(b"other", signature) is None
(True, False)
"""

from __future__ import annotations

import base64
import binascii
import contextlib
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, Literal, Self

from tracecode.extras import extra
from tracecode.models.groups import Signature

Encoding = Literal["raw-base64", "der-base64", "raw-hex", "der-hex"]
SM2_USER_ID = "1234567812345678"
"""The user id of GB/T 32918 where parties agree on no other."""


class Key(ABC):
    """A pair of keys, or its public part alone."""

    algorithm: Literal["ed25519", "sm2-sm3"]
    digest: Literal["sha-256", "sm3"]

    def __init__(self, id: str, public: bytes, private: bytes | None = None, encoding: Encoding = "raw-base64") -> None:
        self.id, self.public_bytes, self._private, self.encoding = id, public, private, encoding

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.id!r}, {'with' if self._private else 'without'} its private part)"

    def public(self) -> Self:
        """The same key without its private part, for those who verify."""
        copy = object.__new__(type(self))
        copy.__dict__.update(self.__dict__ | {"_private": None})
        return copy

    def sign(self, text: bytes) -> Signature:
        """The signature block over canonical bytes.

        Raises:
            ValueError: the key has no private part.
        """
        if self._private is None:
            raise ValueError(f"the key {self.id!r} has no private part; only its owner can sign")
        raw = self._sign(text, self._private)
        written = raw.hex() if self.encoding.endswith("hex") else base64.b64encode(raw).decode()
        return Signature(
            signature_algorithm=self.algorithm, key_id=self.id, signature_encoding=self.encoding,
            signature_value=written, **self._more(),
        )  # fmt: skip

    def refuses(self, text: bytes, signature: Mapping[str, Any]) -> tuple[str, str] | None:
        """Why a signature block does not hold over canonical bytes, in Chinese and English; None if it does."""
        if signature.get("signature_algorithm") != self.algorithm:
            said = signature.get("signature_algorithm")
            return f"算法 {said} 与密钥 {self.id} 不符", f"the algorithm {said} is not that of the key {self.id}"
        encoding, value = str(signature.get("signature_encoding")), str(signature.get("signature_value"))
        try:
            raw = bytes.fromhex(value) if encoding.endswith("hex") else base64.b64decode(value, validate=True)
        except (ValueError, binascii.Error):
            return f"签名值不是 {encoding}", f"its value is not {encoding}"
        if self._more().get("signer_user_id") == signature.get("signer_user_id") and self._holds(text, raw, encoding):
            return None
        return "与报文内容或公钥不符", "it was made over other data or with another key"

    def _more(self) -> dict[str, str]:
        return {}

    @abstractmethod
    def _sign(self, text: bytes, private: bytes) -> bytes: ...

    @abstractmethod
    def _holds(self, text: bytes, raw: bytes, encoding: str) -> bool: ...


class Ed25519Key(Key):
    """A key of Ed25519; both parts are 32 bytes."""

    algorithm = "ed25519"
    digest = "sha-256"

    @classmethod
    def new(cls, id: str) -> Self:
        """A new pair from the system's random numbers."""
        import os

        return cls.from_private(id, os.urandom(32))

    @classmethod
    def from_private(cls, id: str, private: bytes) -> Self:
        """The pair of a private part of 32 bytes."""
        made = extra("cryptography.hazmat.primitives.asymmetric.ed25519", "sign")
        public = made.Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()
        return cls(id, public, private)

    def _sign(self, text: bytes, private: bytes) -> bytes:
        made = extra("cryptography.hazmat.primitives.asymmetric.ed25519", "sign")
        return bytes(made.Ed25519PrivateKey.from_private_bytes(private).sign(text))

    def _holds(self, text: bytes, raw: bytes, encoding: str) -> bool:
        made = extra("cryptography.hazmat.primitives.asymmetric.ed25519", "sign")
        invalid = extra("cryptography.exceptions", "sign").InvalidSignature
        try:
            made.Ed25519PublicKey.from_public_bytes(self.public_bytes).verify(raw, text)
        except invalid:
            return False
        return encoding.startswith("raw")


class Sm2Key(Key):
    """A key of SM2: 32 private bytes, 64 public ones (x, then y)."""

    algorithm = "sm2-sm3"
    digest = "sm3"

    def __init__(
        self, id: str, public: bytes, private: bytes | None = None, encoding: Encoding = "der-base64",
        user_id: str = SM2_USER_ID,
    ) -> None:  # fmt: skip
        """A key.

        Args:
            id: its name in messages.
            public: x and y.
            private: the private number, for who signs.
            encoding: whether signatures are written as DER or as r and s in a row.
            user_id: of the signer; part of what is digested.
        """
        super().__init__(id, public, private, encoding)
        self.user_id = user_id

    @classmethod
    def new(cls, id: str, encoding: Encoding = "der-base64", user_id: str = SM2_USER_ID) -> Self:
        """A new pair."""
        public, private = extra("gmssl_pyx", "sign").sm2_key_generate()
        return cls(id, bytes(public), bytes(private), encoding, user_id)

    def _more(self) -> dict[str, str]:
        return {"signer_user_id": self.user_id}

    def _sign(self, text: bytes, private: bytes) -> bytes:
        der = extra("gmssl_pyx", "sign").sm2_sign(private, self.public_bytes, text, signer_id=self.user_id.encode())
        return bytes(der) if self.encoding.startswith("der") else _raw(bytes(der))

    def _holds(self, text: bytes, raw: bytes, encoding: str) -> bool:
        if not raw:  # the package raises an error of its own
            return False
        with contextlib.suppress(ValueError):
            der = raw if encoding.startswith("der") else _der(raw)
            verify = extra("gmssl_pyx", "sign").sm2_verify
            return bool(verify(self.public_bytes, text, der, signer_id=self.user_id.encode()))
        return False


def _raw(der: bytes) -> bytes:
    """R and s of 32 bytes each from the DER sequence of two integers."""
    utils = extra("cryptography.hazmat.primitives.asymmetric.utils", "sign")
    r, s = utils.decode_dss_signature(der)
    return bytes(r.to_bytes(32, "big") + s.to_bytes(32, "big"))


def _der(raw: bytes) -> bytes:
    if len(raw) != 64:
        raise ValueError("r and s take 64 bytes")
    utils = extra("cryptography.hazmat.primitives.asymmetric.utils", "sign")
    return bytes(utils.encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")))
