"""Messages: the envelope in which records travel, with a digest and a signature that survive a
change of format.

>>> Message.new([], sender=("uscc", "91350100M000100Y43"), receiver=("uscc", "91350100M000100Y43"))
Traceback (most recent call last):
    ...
tracecode.errors.WrongUse: a message carries at least one record; there is none
...
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, Self

from tracecode.arguments import checked
from tracecode.errors import InvalidRecord, NotVerified, WrongUse
from tracecode.findings import Finding
from tracecode.records.envelope import CodedIdentifier, Digest, MessageHeader, Signature
from tracecode.records.model import Record
from tracecode.records.plain import STANDARD_VERSION, fault
from tracecode.records.signed_form import SignedForm, signed_text
from tracecode.records.verification import KeyRing, PartyKey, Verified, digest_fault, verification
from tracecode.standard.resolved import packaged
from tracecode.value import Value

if TYPE_CHECKING:
    from tracecode.records.keys import Key
    from tracecode.standard.resolved import Resolved
    from tracecode.tables.limits import Limits


def new_header(
    count: int, sender: tuple[str, str], receiver: tuple[str, str], type: str = "submit",
    id: str | None = None, sent_at: datetime | None = None,
) -> MessageHeader:  # fmt: skip
    """The header of a message of so many records; see `Message.new`."""
    for party in (sender, receiver):
        if isinstance(party, str) or len(party) != 2:
            raise WrongUse(
                'sender and receiver are pairs of an encoding rule and a code, such as ("uscc", '
                '"91...")',
                'sender 和 receiver 应为编码规则与代码的一对，例如 ("uscc", "91...")',
            )
    return MessageHeader(
        message_id=id or str(uuid.uuid4()), message_type=type, standard_version=STANDARD_VERSION,
        sender_id=CodedIdentifier(code_scheme=sender[0], code_value=sender[1]),
        receiver_id=CodedIdentifier(code_scheme=receiver[0], code_value=receiver[1]),
        sent_at=sent_at or datetime.now(UTC).astimezone(), record_count=count,
    )  # fmt: skip


def no_records() -> WrongUse:
    """The error on a message without records."""
    return WrongUse(
        "a message carries at least one record; there is none", "报文至少含一条记录；现无记录"
    )


class Message(Value):
    """Records in their envelope."""

    header: MessageHeader
    """Identity, kind, parties, time and count."""
    body: tuple[Record, ...]
    """The records."""
    digest: Digest | None = None
    """Digest of records and header; see `records.signed_form`."""
    signature: Signature | None = None
    """Signature over header and digest."""

    @classmethod
    @checked
    def new(
        cls, records: Iterable[Record], *, sender: tuple[str, str], receiver: tuple[str, str],
        type: str = "submit", id: str | None = None, sent_at: datetime | None = None,
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
            WrongUse: sender or receiver is no pair, or there is no record: no reader takes an empty
                message.
        """
        body = tuple(records)
        if not body:
            raise no_records()
        return cls(header=new_header(len(body), sender, receiver, type, id, sent_at), body=body)

    @classmethod
    @checked
    def loads(
        cls, data: bytes | str, format: Literal["json", "xml"] = "json", *, encoding: str = "utf-8",
        limits: Limits | None = None, standard: Resolved | None = None,
    ) -> Message:  # fmt: skip
        """Read a message; as `tracecode.loads`, for what can only be one.

        Args:
            data: the whole of it.
            format: how it is written.
            encoding: of bytes; `utf-8` or `gb18030`.
            limits: how much is read; see `docs/limits.md`.
            standard: of its records; the packaged one if left out.

        Raises:
            InvalidRecord: something is wrong, or it is no message; carries every finding, up to a
                number (`limits`).
        """
        from tracecode.records.api import loads
        from tracecode.tables.limits import DEFAULT

        read = loads(
            data, standard or packaged(), format, encoding=encoding, limits=limits or DEFAULT
        )
        if not isinstance(read, Message):
            raise InvalidRecord((fault("message.part", "header", found="header"),))
        return read

    def plain(self) -> dict[str, Any]:
        """The message as plain data."""
        parts = self._parts()
        return {
            "header": parts.pop("header"),
            "body": [record.plain() for record in self.body],
            **parts,
        }

    def signed(self, key: Key) -> Self:
        """The same message with digest and signature.

        Args:
            key: with its private part; see `records.keys`.

        Raises:
            ValueError: the key has no private part.
            MissingExtra: the packages of the extra `sign` are not installed.
        """
        return self.sealed(self._form(key.digest), key)

    def sealed(self, form: SignedForm, key: Key) -> Self:
        """The same message with digest and signature over records that passed already.

        Args:
            form: the records.
            key: with its private part.
        """
        header = self.header.plain()
        digest = Digest(digest_algorithm=key.digest, digest_value=form.digest(header, key.digest))
        return self.replace(digest=digest, signature=key.sign(signed_text(header, digest.plain())))

    def verify(self, keys: Iterable[PartyKey], *, standard: Resolved | None = None) -> Verified:
        """Who signed what: exactly this message, by the holder of a key, acting for its sender.

        Args:
            keys: public keys, each with the party it belongs to.
            standard: that knows the encoding rules of the parties; the packaged one if left out.

        Raises:
            NotVerified: it is not proved; carries a finding for each reason.
        """
        form = self._form(*((self.digest.digest_algorithm,) if self.digest else ()))
        result = verification(self._parts(), form, KeyRing(keys, standard or packaged()))
        if result.verified is None:
            raise NotVerified(result.findings)
        return result.verified

    def digest_fault(self) -> tuple[Finding, ...]:
        """What is wrong with the digest that it carries: where it does not fit, something was
        damaged.

        Nothing wrong is no proof: it may carry none, and anybody can compute one.
        """
        if self.digest is None:
            return ()
        return tuple(digest_fault(self._parts(), self._form(self.digest.digest_algorithm)))

    def _parts(self) -> dict[str, Any]:
        """Header, digest and signature as plain data."""
        parts = {"header": self.header, "digest": self.digest, "signature": self.signature}
        return {name: part.plain() for name, part in parts.items() if part is not None}

    def _form(self, *algorithms: str) -> SignedForm:
        form = SignedForm(*algorithms)
        for record in self.body:
            form.add(record.plain())
        return form
