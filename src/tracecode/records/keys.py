"""Keys that sign messages: Ed25519, and SM2 with SM3 (GB/T 32918).

A key that exists is usable: weak ones, and points that are none, are refused when it is made. It
never shows its private part: not in `repr`, not in an error, not to `pickle`; `private_bytes` alone
hands it out.

>>> key = Ed25519Key.new("maker-1")
>>> text = b"what is signed"
>>> signature = key.sign(text).plain()
>>> key.public().refusals(text, signature)
()
>>> [finding.rule for finding in key.public().refusals(b"other", signature)]
['message.signature']
"""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from typing import Any, Literal, NoReturn, Self

from tracecode.errors import InvalidKey
from tracecode.extras import extra
from tracecode.findings import Finding
from tracecode.privacy import described
from tracecode.randomness import is_plain
from tracecode.records import signature_value
from tracecode.records.curves import Fault, fault_of_ed25519, fault_of_sm2, fault_of_sm2_private
from tracecode.records.envelope import Signature
from tracecode.records.plain import fault
from tracecode.records.private_part import PrivatePart
from tracecode.records.signature_value import Encoding, brief, malformed

SM2_USER_ID = "1234567812345678"
"""The user id of GB/T 32918 where parties agree on no other."""
MAX_TEXT = 64
"""Most characters of a key id and of a user id."""


class Key(ABC):
    """A pair of keys, or its public part alone. It is fixed once made."""

    __slots__ = ("_private", "encoding", "id", "public_bytes")

    algorithm: Literal["ed25519", "sm2-sm3"]
    digest: Literal["sha-256", "sm3"]
    """The digest that goes with the algorithm; a message with another one is refused."""
    public_length: int

    id: str
    public_bytes: bytes
    encoding: Encoding
    """How its signatures are written."""
    _private: PrivatePart | None

    def __init__(
        self,
        id: str,
        public: bytes,
        private: bytes | None = None,
        encoding: Encoding = "raw-base64",
    ) -> None:
        """A key of its bytes.

        Args:
            id: its name in messages, at most 64 characters.
            public: the public part.
            private: the private part, for who signs.
            encoding: how its signatures are written.

        Raises:
            InvalidKey: a part has the wrong length, is weak, or does not belong to the other.
        """
        self._set(id, public, None if private is None else PrivatePart(private), encoding)
        if (reason := self._fault()) is not None:
            raise InvalidKey(
                [
                    fault(
                        "key.unusable",
                        found=str(id)[:MAX_TEXT],
                        reason_zh=reason[0],
                        reason_en=reason[1],
                    )
                ]
            )

    def public(self) -> Self:
        """The same key without its private part, for those who verify."""
        return self if self._private is None else self._like(None)

    def private_bytes(self) -> bytes:
        """The private part, to be kept where only its owner can read it.

        Raises:
            ValueError: the key has none.
        """
        return self._secret().bytes

    def sign(self, text: bytes) -> Signature:
        """The signature block over bytes.

        Raises:
            ValueError: the key has no private part.
            MissingExtra: the packages of the extra `sign` are not installed.
        """
        raw = self._sign(text, self._secret())
        return Signature(
            signature_algorithm=self.algorithm, key_id=self.id, signature_encoding=self.encoding,
            signature_value=signature_value.write(raw, self.encoding), **self._more(),
        )  # fmt: skip

    def refusals(self, text: bytes, signature: Mapping[str, Any]) -> tuple[Finding, ...]:
        """Why a signature block does not hold over bytes; empty if, and only if, this key made it
        over them.

        Args:
            text: the bytes.
            signature: plain data of a signature block.

        Raises:
            MissingExtra: the packages of the extra `sign` are not installed.
        """
        findings = [*self._wrong_names(signature)]
        value, encoding = signature.get("signature_value"), signature.get("signature_encoding")
        raw = signature_value.read(value, encoding, self.algorithm)
        if encoding not in self._encodings():
            findings.append(
                malformed("signature.signature_encoding", encoding, " / ".join(self._encodings()))
            )
        elif raw is None:
            findings.append(malformed("signature.signature_value", value, str(encoding)))
        if not findings and raw is not None and not self._holds(text, raw):
            findings.append(fault("message.signature", "signature", key=self.id))
        return tuple(findings)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({described(self.id)}, {'with' if self._private else 'without'} its private part)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Key) and self._parts() == other._parts()

    def __hash__(self) -> int:
        return hash(self._parts())

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"a key is fixed; {name} cannot be set")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"a key is fixed; {name} cannot be deleted")

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        if self._private is not None:
            raise TypeError(
                f"the key {described(self.id)} holds its private part and is not pickled; send "
                f"key.public()\n"
                f"密钥 {described(self.id)} 含私钥，不能序列化；请发送 key.public()"
            )
        return type(self), (self.id, self.public_bytes, None, self.encoding, *self._more().values())

    def __getstate__(self) -> object:
        return self.__reduce__()

    def _set(self, id: str, public: bytes, private: PrivatePart | None, encoding: Encoding) -> None:
        for name, value in (
            ("id", id),
            ("public_bytes", public),
            ("_private", private),
            ("encoding", encoding),
        ):
            object.__setattr__(self, name, value)

    def _like(self, private: PrivatePart | None) -> Self:
        """The same key with another private part or none; nothing is checked again."""
        key = object.__new__(type(self))
        key._set(self.id, self.public_bytes, private, self.encoding)
        return key

    def _secret(self) -> PrivatePart:
        if self._private is None:
            raise ValueError(
                f"the key {described(self.id)} has no private part; only its owner can sign"
            )
        return self._private

    def _parts(self) -> tuple[object, ...]:
        return self.algorithm, self.id, self.public_bytes, *self._more().values()

    def _fault(self) -> Fault | None:
        if not _is_name(self.id):
            return "密钥标识应为 1 至 64 个字符", "its id has not 1 to 64 characters"
        if self.encoding not in self._encodings():
            allowed = ", ".join(self._encodings())
            return f"签名编码应为 {allowed}", f"its signatures are written as one of: {allowed}"
        if self._private is not None and len(self._private.bytes) != 32:
            return "私钥应为 32 个字节", "a private part has 32 bytes"
        if not isinstance(self.public_bytes, bytes) or len(self.public_bytes) != self.public_length:
            return (
                f"公钥应为 {self.public_length} 个字节",
                f"a public part has {self.public_length} bytes",
            )
        if self._private is not None and not any(self._private.bytes):
            return "私钥全为零", "its private part is zero"
        if (reason := self._weakness()) is not None:
            return reason
        if self._private is not None and is_plain(self._private.bytes):
            return _PLAIN
        return None if self._private is None or self._is_pair(self._private) else _OTHER_PAIR

    def _wrong_names(self, signature: Mapping[str, Any]) -> Iterator[Finding]:
        """Where a block names another algorithm or user id than the key's."""
        own = {
            "signature_algorithm": self.algorithm,
            "signer_user_id": self._more().get("signer_user_id"),
        }
        rules = {"signature_algorithm": "message.algorithm", "signer_user_id": "message.user_id"}
        for name, allowed in own.items():
            if (given := signature.get(name)) != allowed:
                yield fault(
                    rules[name],
                    f"signature.{name}",
                    found=brief(given),
                    allowed=brief(allowed),
                    key=self.id,
                )

    def _encodings(self) -> tuple[Encoding, ...]:
        return signature_value.encodings(self.algorithm)

    def _more(self) -> dict[str, str]:
        return {}

    @abstractmethod
    def _weakness(self) -> Fault | None: ...

    @abstractmethod
    def _is_pair(self, private: PrivatePart) -> bool: ...

    @abstractmethod
    def _sign(self, text: bytes, private: PrivatePart) -> bytes: ...

    @abstractmethod
    def _holds(self, text: bytes, raw: bytes) -> bool: ...


class Ed25519Key(Key):
    """A key of Ed25519 (RFC 8032); both parts are 32 bytes."""

    __slots__ = ()
    algorithm = "ed25519"
    digest = "sha-256"
    public_length = 32

    @classmethod
    def new(cls, id: str) -> Self:
        """A new pair from the system's random numbers."""
        return cls.from_private(id, os.urandom(32))

    @classmethod
    def from_private(cls, id: str, private: bytes, encoding: Encoding = "raw-base64") -> Self:
        """The pair of a private part of 32 bytes.

        Raises:
            InvalidKey: there are not 32 bytes, or they are plainly not random.
        """
        return cls(id, _public_of(private) if len(private) == 32 else b"", private, encoding)

    def _weakness(self) -> Fault | None:
        # a pair's point is computed
        return None if self._private is not None else fault_of_ed25519(self.public_bytes)

    def _is_pair(self, private: PrivatePart) -> bool:
        return _public_of(private.bytes) == self.public_bytes

    def _sign(self, text: bytes, private: PrivatePart) -> bytes:
        made = extra("cryptography.hazmat.primitives.asymmetric.ed25519", "sign")
        return bytes(made.Ed25519PrivateKey.from_private_bytes(private.bytes).sign(text))

    def _holds(self, text: bytes, raw: bytes) -> bool:
        made = extra("cryptography.hazmat.primitives.asymmetric.ed25519", "sign")
        invalid = extra("cryptography.exceptions", "sign").InvalidSignature
        try:
            made.Ed25519PublicKey.from_public_bytes(self.public_bytes).verify(raw, text)
        except invalid:
            return False
        return True


class Sm2Key(Key):
    """A key of SM2: 32 private bytes, 64 public ones (x, then y)."""

    __slots__ = ("user_id",)
    algorithm = "sm2-sm3"
    digest = "sm3"
    public_length = 64

    user_id: str
    """Of the signer; part of what is digested."""

    def __init__(
        self, id: str, public: bytes, private: bytes | None = None,
        encoding: Encoding = "der-base64", user_id: str = SM2_USER_ID,
    ) -> None:  # fmt: skip
        """A key of its bytes.

        Args:
            id: its name in messages, at most 64 characters.
            public: x and y.
            private: the private number, for who signs.
            encoding: whether signatures are written as DER or as r and s in a row.
            user_id: of the signer; part of what is digested.

        Raises:
            InvalidKey: a part has the wrong length, is weak, or does not belong to the other.
        """
        object.__setattr__(self, "user_id", user_id)
        super().__init__(id, public, private, encoding)

    @classmethod
    def new(cls, id: str, encoding: Encoding = "der-base64", user_id: str = SM2_USER_ID) -> Self:
        """A new pair."""
        public, private = extra("gmssl_pyx", "sign").sm2_key_generate()
        return cls(id, bytes(public), bytes(private), encoding, user_id)

    def _more(self) -> dict[str, str]:
        return {"signer_user_id": self.user_id}

    def _like(self, private: PrivatePart | None) -> Self:
        key = super()._like(private)
        object.__setattr__(key, "user_id", self.user_id)
        return key

    def _weakness(self) -> Fault | None:
        if not _is_name(self.user_id):
            return "签名者标识应为 1 至 64 个字符", "its user id has not 1 to 64 characters"
        if (
            self._private is not None
            and (reason := fault_of_sm2_private(self._private.bytes)) is not None
        ):
            return reason
        return fault_of_sm2(self.public_bytes)

    def _is_pair(self, private: PrivatePart) -> bool:
        probe = b"tracecode"
        return self._holds(probe, self._sign(probe, private))

    def _sign(self, text: bytes, private: PrivatePart) -> bytes:
        sign = extra("gmssl_pyx", "sign").sm2_sign
        der = sign(private.bytes, self.public_bytes, text, signer_id=self.user_id.encode())
        return signature_value.raw_of(bytes(der))

    def _holds(self, text: bytes, raw: bytes) -> bool:
        verify = extra("gmssl_pyx", "sign").sm2_verify
        der = signature_value.der_of(raw)
        return bool(verify(self.public_bytes, text, der, signer_id=self.user_id.encode()))


_PLAIN: Fault = (
    "私钥不是随机数，只有几种不同的字节；请用该类的 new 生成",
    (
        "its private part is not random, it has a few different bytes only; make a pair with the "
        "class's new"
    ),
)
_OTHER_PAIR: Fault = "公钥与私钥不成对", "its public part does not belong to its private part"


def _public_of(private: bytes) -> bytes:
    made = extra("cryptography.hazmat.primitives.asymmetric.ed25519", "sign")
    return bytes(made.Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw())


def _is_name(text: object) -> bool:
    return isinstance(text, str) and 0 < len(text) <= MAX_TEXT and text.isprintable()
