"""Write a message of any number of records, signed or not, without holding them.

Nothing leaves before everything is known: the records pass once, into a temporary file, while they
are counted and digested; then the header is made, the message is signed, and all of it goes out.

>>> import io
>>> from tracecode.standard.resolved import packaged
>>> out = io.BytesIO()
>>> party = ("uscc", "91350100M000100Y43")
>>> write_message((), out, packaged(), sender=party, receiver=party)
Traceback (most recent call last):
    ...
tracecode.errors.WrongUse: a message carries at least one record; there is none
...
>>> out.getvalue()
b''
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from datetime import datetime
from typing import IO, TYPE_CHECKING, Literal

from tracecode.records.api import dumps
from tracecode.records.envelope import MessageHeader
from tracecode.records.message import Message, new_header, no_records
from tracecode.records.model import Record
from tracecode.records.signed_form import SignedForm

if TYPE_CHECKING:
    from tracecode.records.keys import Key
    from tracecode.records.verification import Party
    from tracecode.standard.resolved import Resolved

_IN_MEMORY = 16 * 1024 * 1024
_BODY = {"json": (b'"body":[', b"]"), "xml": (b"<body>", b"</body>")}
"""How a body begins and ends. No text of a header can hold an empty one, since both forms escape it
there.
"""


def write_message(
    records: Iterable[Record], out: IO[bytes], standard: Resolved, *, sender: Party,
    receiver: Party, type: str = "submit", id: str | None = None, sent_at: datetime | None = None,
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
        standard: the standard.

    Returns:
        The header, with the id and the number of records.

    Raises:
        WrongUse: there is no record; nothing was written.
        ValueError: the key has no private part, or the format is another one.
        pydantic.ValidationError: a part of the header is wrong.
        OSError: there is no room for the temporary file, or `out` cannot be written.
    """
    if format not in _BODY:
        raise ValueError(f"a message is written as json or xml, not as {format}")
    message = Message(header=new_header(0, sender, receiver, type, id, sent_at), body=())
    form = SignedForm(*(() if key is None else (key.digest,)))
    start, end = _BODY[format]
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as body:
        for record in records:
            form.add(record.plain())
            if format == "json" and form.count > 1:
                body.write(b",")
            body.write(_written(record, format, standard))
        if not form.count:
            raise no_records()
        message.header.record_count = form.count
        if key is not None:
            message = message.sealed(form, key)
        head, _, tail = dumps(message, standard, format).partition(start + end)
        body.seek(0)
        out.write(head + start)
        shutil.copyfileobj(body, out)
        out.write(end + tail)
    return message.header


def _written(record: Record, format: Literal["json", "xml"], standard: Resolved) -> bytes:
    """A record as it stands in a body: in XML without declaration, and the namespace is that of the
    message.
    """
    raw = dumps(record, standard, format)
    if format == "json":
        return raw
    from tracecode.records.xml_elements import NAMESPACE

    return raw.partition(b"?>\n")[2].replace(f' xmlns="{NAMESPACE}"'.encode(), b"", 1)
