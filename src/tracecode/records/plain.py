"""Plain data: what every form of a record is read into and written from.

A record is a mapping of elements to text, whole numbers, true and false, lists and further mappings. Each form (JSON,
XML, tables) is read into it with the faults of the form itself; whether it is a right record is judged afterwards.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from tracecode.errors import UnreadableFile
from tracecode.findings import Finding
from tracecode.privacy import shown

if TYPE_CHECKING:
    from tracecode.records.model import Record

STANDARD_VERSION = "0.1"
"""Version of the standard that this program carries; in message headers, and in the path of what is published."""
PARTS = {"header": "message-header", "digest": "digest", "signature": "signature"}
"""The parts of a message beside its body, and the group of each."""
MAX_DOCUMENT = 64 * 1024 * 1024
"""Most bytes of one JSON or XML document; longer data travel as NDJSON or in several messages."""
MAX_ID = 64
"""No kind of record and no item has a longer id; so what is kept of foreign data stays small."""
MAX_LINE = 1024 * 1024
"""Most bytes of one line of NDJSON."""


class Item(NamedTuple):
    """One thing in a source: a record, or a whole message around records."""

    number: int
    """Place in the source, from 1: of a record in its file or message body; of a message in its file."""
    line: int | None
    """Line of a file of lines or rows on which it begins."""
    data: Any
    """Plain data; None where nothing could be read."""
    faults: tuple[Finding, ...] = ()
    """What is wrong with the form."""
    raw: bytes | None = None
    """The same as JSON, where it was read from JSON without fault."""
    right: Record | None = None
    """The typed record, where it was plain at once that it is right; then `data` is None."""
    alone: bool = False
    """Whether the source is this one record, not a list or a message of them."""
    record_count: int | None = None
    """Of a message: how many records its body has, each an item of its own beside it. None for anything else: what
    looks like a message there stands in a list or in another message, where none belongs."""


def fault(rule: str, path: str | None = None, line: int | None = None, **values: object) -> Finding:
    """A finding on the form of data; always an error."""
    return Finding(rule=rule, severity="error", values=values, path=path, line=line)


def decode(raw: bytes, encoding: str) -> tuple[str, tuple[Finding, ...]]:
    """The text of bytes, and what is wrong with its encoding.

    Args:
        raw: the bytes.
        encoding: `utf-8`, or `gb18030` where that was declared.

    Raises:
        UnreadableFile: the encoding is another one.
    """
    name = encoding.lower().replace("_", "-")
    if name not in ("utf-8", "utf8", "gb18030"):
        raise UnreadableFile(
            f"the encoding {encoding!r} is not read; use utf-8, or gb18030 where the data declare it",
            f"不读取编码 {encoding!r}；请用 utf-8，或声明后用 gb18030",
        )
    found: tuple[Finding, ...] = ()
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff") or raw[:4].count(0) >= 2:
        return "", (fault("data.encoding", found="UTF-16 / UTF-32"),)
    if raw.startswith(b"\xef\xbb\xbf"):
        raw, found = raw[3:], (Finding(rule="data.bom", severity="warning"),)
    try:
        return raw.decode("utf-8" if name != "gb18030" else name), found
    except UnicodeDecodeError as error:
        return "", (*found, fault("data.encoding", found=f"0x{raw[error.start]:02X} @ {error.start + 1}"))


def suspect(raw: bytes, *marks: bytes) -> bool:
    """Whether a text in UTF-8 may hold what `irregular` finds; mostly not.

    Args:
        raw: the text.
        marks: what begins an escape, or stands for null, in its form.
    """
    return any(map(raw.__contains__, marks)) or not (raw.isascii() or unicodedata.is_normalized("NFC", raw.decode()))


def irregular(data: object) -> tuple[Finding, ...]:
    """The values of plain data that have no one written form: null, text that is not in Unicode normal form C."""
    return tuple(_irregular(data, ""))


def _irregular(data: object, path: str) -> Iterator[Finding]:
    if isinstance(data, Mapping):
        for key, value in data.items():
            yield from _irregular(value, f"{path}.{shown(str(key))}" if path else shown(str(key)))
    elif isinstance(data, list):
        for i, value in enumerate(data):
            yield from _irregular(value, f"{path}[{i}]")
    elif data is None:
        yield fault("data.null", path or None)
    elif isinstance(data, str) and not unicodedata.is_normalized("NFC", data):
        yield fault("data.nfc", path or None)
