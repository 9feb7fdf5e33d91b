"""Messages: the envelope in which records travel, with a digest and a signature that survive a change of format.

>>> from tracecode.models.all_items import Recall
>>> message = Message.new([], sender=("uscc", "91350100M000100Y43"), receiver=("uscc", "91350100M000100Y43"))
>>> message.header.record_count
0
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self

from tracecode.extras import extra
from tracecode.findings import Finding
from tracecode.models.groups import CodedIdentifier, Digest, MessageHeader, Signature
from tracecode.records.model import Record
from tracecode.records.plain import STANDARD_VERSION
from tracecode.value import Value

if TYPE_CHECKING:
    from tracecode.records.keys import Key


class Message(Value):
    """Records in their envelope."""

    header: MessageHeader
    """Identity, kind, parties, time and count."""
    body: tuple[Record, ...]
    """The records."""
    digest: Digest | None = None
    """Digest of header and body."""
    signature: Signature | None = None
    """Signature over header and body."""

    @classmethod
    def new(
        cls, records: Iterable[Record], *, sender: tuple[str, str], receiver: tuple[str, str], type: str = "submit",
        id: str | None = None, sent_at: datetime | None = None,
    ) -> Self:  # fmt: skip
        """A message around records.

        Args:
            records: what it carries.
            sender: encoding rule and code of who sends it, for instance `("uscc", "91...")`.
            receiver: likewise.
            type: value of the code list `message-type`.
            id: a UUID; a new one if left out.
            sent_at: with offset; now if left out.

        Raises:
            pydantic.ValidationError: a part of the header is wrong.
        """
        body = tuple(records)
        header = MessageHeader(
            message_id=id or str(uuid.uuid4()), message_type=type, standard_version=STANDARD_VERSION,  # type: ignore[arg-type]
            sender_id=CodedIdentifier(code_scheme=sender[0], code_value=sender[1]),
            receiver_id=CodedIdentifier(code_scheme=receiver[0], code_value=receiver[1]),
            sent_at=sent_at or datetime.now(UTC).astimezone(), record_count=len(body),
        )  # fmt: skip
        return cls(header=header, body=body)

    def plain(self) -> dict[str, Any]:
        """The message as plain data."""
        parts = {"header": self.header, "digest": self.digest, "signature": self.signature}
        data: dict[str, Any] = {name: part.plain() for name, part in parts.items() if part is not None}
        return {"header": data.pop("header"), "body": [record.plain() for record in self.body], **data}

    def signed(self, key: Key) -> Self:
        """The same message with digest and signature.

        Args:
            key: with its private part; see `records.keys`.

        Raises:
            MissingExtra: the packages of the extra `sign` are not installed.
        """
        text = canonical(self.plain())
        algorithm = key.digest
        return self.replace(
            digest=Digest(digest_algorithm=algorithm, digest_value=digest(text, algorithm)),
            signature=key.sign(text),
        )

    def verify(self, keys: Mapping[str, Key]) -> tuple[Finding, ...]:
        """What is wrong with digest and signature; empty if both hold.

        Args:
            keys: public keys by key id.
        """
        return verify(self.plain(), keys)


def canonical(data: Mapping[str, Any]) -> bytes:
    """Header and body of a message in canonical JSON (RFC 8785): over these bytes digest and signature are made.

    XML is read into the same plain data first, so that a message keeps its signature in whatever form it travels.
    """
    rfc8785 = extra("rfc8785", "sign")
    return rfc8785.dumps({"header": data.get("header"), "body": data.get("body", [])})  # type: ignore[no-any-return]


def digest(text: bytes, algorithm: str) -> str:
    """The digest of canonical bytes in hexadecimal.

    Args:
        text: the bytes.
        algorithm: `sm3` (GB/T 32905) or `sha-256`.
    """
    import hashlib

    if algorithm == "sha-256":
        return hashlib.sha256(text).hexdigest()
    if algorithm != "sm3":
        raise ValueError(f"{algorithm!r} is no digest of a message; use sm3 or sha-256")
    if "sm3" in hashlib.algorithms_available:
        return hashlib.new("sm3", text).hexdigest()
    made = extra("cryptography.hazmat.primitives.hashes", "sign")
    state = made.Hash(made.SM3())
    state.update(text)
    return str(state.finalize().hex())


def verify(data: Mapping[str, Any], keys: Mapping[str, Key] | None = None) -> tuple[Finding, ...]:
    """What is wrong with digest and signature of a message as plain data; empty where it has none, or both hold.

    Args:
        data: the whole message.
        keys: public keys by key id; without them a signature is only mentioned.
    """
    stated, signature = data.get("digest"), data.get("signature")
    if not stated and not signature:
        return ()
    try:
        text = canonical(data)
    except ValueError:  # for instance a number beyond the range of JSON: nobody signed that
        said = {"reason_zh": "报文没有规范形式（RFC 8785）", "reason_en": "it has no canonical form (RFC 8785)"}
        return (Finding(rule="message.signature", severity="error", values=said, path="signature"),)
    found: list[Finding] = []
    if isinstance(stated, Mapping):
        algorithm = str(stated.get("digest_algorithm"))
        if algorithm in ("sm3", "sha-256") and digest(text, algorithm) != stated.get("digest_value"):
            found.append(Finding(rule="message.digest", severity="error", values={"found": algorithm}, path="digest"))
    if isinstance(signature, Mapping):
        id = str(signature.get("key_id"))
        key = (keys or {}).get(id)
        if key is None:
            level: Any = "error" if keys else "info"
            found.append(Finding(rule="message.unverified", severity=level, values={"found": id}, path="signature"))
        elif reason := key.refuses(text, signature):
            said = {"reason_zh": reason[0], "reason_en": reason[1]}
            found.append(Finding(rule="message.signature", severity="error", values=said, path="signature"))
    return tuple(found)
