"""What a standard does with records, messages and keys: a part of `tracecode.Standard`."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Literal

from tracecode.arguments import checked_methods

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable
    from datetime import datetime

    from tracecode.publish.record_type import RecordType
    from tracecode.records.api import Loaded
    from tracecode.records.envelope import MessageHeader
    from tracecode.records.keys import Key
    from tracecode.records.message import Message
    from tracecode.records.model import Record
    from tracecode.records.reading import FileFormat
    from tracecode.records.verification import Party, PartyKey
    from tracecode.standard.resolved import Resolved
    from tracecode.tables.limits import Limits


@checked_methods()
class RecordMethods:
    """The methods of a standard that read, write and describe records."""

    resolved: Resolved

    def record_type(self, product: str | None, record: str) -> RecordType:
        """A record type.

        Args:
            product: id of the item; None for records that belong to none, such as a receipt.
            record: kind of record, for instance `production`.

        Raises:
            UnknownId: there is no such item, or it has no such record.
        """
        from tracecode.publish.record_type import RecordType
        from tracecode.standard.record_layout import record_layout

        return RecordType(record_layout(self.resolved, record, product), self.resolved, product)

    def loads(
        self, data: bytes | str, format: FileFormat = "json", *, encoding: str = "utf-8",
        limits: Limits | None = None
    ) -> Loaded:  # fmt: skip
        """Read a message, a record, or several records.

        Args:
            data: the whole of it.
            format: how it is written; `ndjson`, `csv` and `xlsx` give lists.
            encoding: of bytes; `utf-8` or `gb18030`.
            limits: how much is read; see `docs/limits.md`.

        Returns:
            A `Message`, one typed record, or a list of them, as the data are.

        Raises:
            InvalidRecord: something is wrong, or there is nothing; carries every finding, up to a
                number (`limits`).
        """
        from tracecode.records.api import loads

        return loads(data, self.resolved, format, encoding=encoding, limits=limits)

    def dumps(
        self, obj: Message | Record | Iterable[Record],
        format: Literal["json", "ndjson", "xml", "csv", "xlsx"] = "json",
    ) -> bytes:  # fmt: skip
        """Write a message, a record, or several records; `loads` of the result is equal to what was
        written.

        Args:
            obj: a message (json, xml), a record, or several records (json, ndjson, csv, xlsx).
            format: how to write it.

        Raises:
            ValueError: that cannot be written in this format.
        """
        from tracecode.records.api import dumps

        return dumps(obj, self.resolved, format)

    def load_keys(self, source: str | os.PathLike[str] | bytes) -> list[PartyKey]:
        """Public keys, each with its party, from a JSON file: `[{...}, ...]`.

        Each object of the list has `code_scheme` and `code_value` of the party, `key_id`,
        `signature_algorithm` (`ed25519` or `sm2-sm3`), `public_key` in lower-case hexadecimal (32
        bytes; of SM2 64, x then y), and for SM2 perhaps `signer_user_id`. `PartyKey.as_dict` writes
        one.

        Args:
            source: a path, or the bytes of the file.

        Raises:
            UnreadableFile: it cannot be read, is no such list, holds a private key, a weak key, or
                one key twice.
        """
        from tracecode.records.key_file import load_keys

        return load_keys(source, self.resolved)

    def write_message(
        self, records: Iterable[Record], out: IO[bytes], *, sender: Party, receiver: Party,
        type: str = "submit", id: str | None = None, sent_at: datetime | None = None,
        key: Key | None = None, format: Literal["json", "xml"] = "json",
    ) -> MessageHeader:  # fmt: skip
        """Write a message around records as they come; `Message` does the same for what fits into
        memory.

        Args:
            records: what it carries; they are asked for once.
            out: an open binary file. If a record fails, nothing was written to it.
            sender: encoding rule and code of who sends it, for instance `("uscc", "91...")`.
            receiver: likewise.
            type: value of the code list `message-type`.
            id: a UUID; a new one if left out.
            sent_at: with offset; now if left out.
            key: with its private part, to sign it; without one it is not signed.
            format: `json` or `xml`.

        Returns:
            The header, with the id and the number of records.

        Raises:
            ValueError: the key has no private part, or the format is another one.
            pydantic.ValidationError: a part of the header is wrong.
            OSError: there is no room for the temporary file, or `out` cannot be written.
        """
        from tracecode.records.message_writer import write_message

        return write_message(
            records, out, self.resolved, sender=sender, receiver=receiver, type=type, id=id,
            sent_at=sent_at, key=key, format=format,
        )  # fmt: skip
