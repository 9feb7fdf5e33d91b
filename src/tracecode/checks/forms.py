r"""What form a source has: by its name, and by how it begins, packed or not.

>>> from tracecode.standard.resolved import packaged
>>> sniffed(b'{"record_type": "recall"}\n\n{"record_type": "recall"}', packaged()), sniffed(b"12345", packaged())
('ndjson', None)
"""

from __future__ import annotations

import io
import os
import re
from functools import partial
from typing import IO, TYPE_CHECKING, Any

from tracecode.checks.rows import TABLES
from tracecode.errors import UnreadableFile, WrongUse
from tracecode.files import opened, opened_pieces, reading
from tracecode.records.reading import format_of
from tracecode.tables.limits import DEFAULT, Limits
from tracecode.tables.packed import plain_name, unpacked

if TYPE_CHECKING:
    from tracecode.records.conversion import ConvertedForm as RecordForm
    from tracecode.standard.resolved import Resolved

LISTS = (*TABLES, ".txt")
"""How the names of files end that may hold nothing but codes."""
_HEAD = 65_536
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How workbooks begin; the second is an old one, which is said to be that."""
_PARQUET = b"PAR1"
"""How Parquet files begin."""
_MARK = b"\xef\xbb\xbf"
_SAVED_TABLE = re.compile(
    rb"\A<(?:!doctype\s+html|html|head|meta|body|table|style)\b|<\?mso-application|office:spreadsheet",
    re.IGNORECASE,
)
"""What shows that markup is a table that some program called a workbook; its reader says what to
do.
"""
_ELEMENT = re.compile(rb"[\[{][0-9]{2,4}[\]}][^\s,\]}]")
"""How elements of GS1 begin in other brackets than round ones: no JSON, where nothing stands behind
the last bracket.
"""
_FIRST = 1_000


class SourceHead:
    """The beginning of a source, unpacked, and the source itself, of which nothing is lost by
    looking at it.
    """

    def __init__(
        self, source: Any, standard: Resolved, encoding: str = "utf-8", limits: Limits = DEFAULT
    ) -> None:
        """Look at a source.

        Args:
            source: where codes or records stand.
            standard: the specifications, by which a table of records is known.
            encoding: of its bytes.
            limits: how much is read.

        Raises:
            WrongUse: it is an open text that begins as records.
            MissingExtra: it is packed with Zstandard, which this Python does not have.
        """
        self.source = source
        self.is_list = False
        """Whether it is a list of codes, or a file that its name calls one, or one that cannot be
        read.
        """
        self._standard, self._encoding, self._limits = standard, encoding, limits
        self._name: str | None = None
        self._data: bytes | None = None
        if isinstance(source, str | os.PathLike):
            self._name = plain_name(os.fspath(source))
            self.is_list = os.path.splitext(self._name)[1].lower() in LISTS
            try:
                with opened(source) as file, reading(source):
                    self._data = _beginning(file, limits)
            except UnreadableFile:  # reading it says why
                self.is_list = True
        elif isinstance(source, bytes):
            self._data = _beginning(io.BytesIO(source), limits)
        elif not hasattr(source, "read"):
            self.is_list = True
        elif hasattr(source, "encoding"):
            self._text()
        else:
            self._file()

    def _text(self) -> None:
        """Look at the beginning of an open text, if it can be read again."""
        if not self.source.seekable():
            self.is_list = True
            return
        at = self.source.tell()
        self._data = self.source.read(_HEAD).encode("utf-8", "surrogatepass")
        self.source.seek(at)
        if sniffed(self._data, self._standard, limits=self._limits) is not None:
            raise WrongUse(
                "records are read from bytes: open the file with mode 'rb'",
                "记录须按字节读取：请以 'rb' 方式打开文件",
            )

    def _file(self) -> None:
        """Look at the beginning of an open file."""
        if hasattr(self.source, "seekable") and self.source.seekable():
            at = self.source.tell()
            self._data = _beginning(self.source, self._limits)
            self.source.seek(at)
            return
        if not hasattr(self.source, "peek"):
            self.source = opened_pieces(iter(partial(self.source.read, _HEAD), b""))
        self._data = _beginning(io.BytesIO(self.source.peek(_HEAD)[:_HEAD]), self._limits)

    def form(self) -> RecordForm | None:
        """The form of records that the source has; None for codes."""
        if self._data is None:
            return None if self._name is None else named_form(self._name)
        if self._name is None:
            return sniffed(self._data, self._standard, self._encoding, self._limits)
        return _of_file(self._name, self._data, self._standard, self._encoding, self._limits)

    @property
    def lines(self) -> bytes:
        """The whole lines at the beginning; of bytes that are not packed, all lines."""
        data = self._data or b""
        if isinstance(self.source, bytes) and self.source[:_HEAD] == data:
            return self.source
        return data if len(data) < _HEAD else data[: data.rfind(b"\n") + 1] or data


def sniffed(
    head: bytes, standard: Resolved, encoding: str = "utf-8", limits: Limits = DEFAULT
) -> RecordForm | None:
    """The form of records that begin so; None if these are codes, or nothing.

    Args:
        head: the first bytes, not packed.
        standard: the specifications.
        encoding: of the bytes.
        limits: how far down the header of a table may stand.
    """
    if head.startswith(_WORKBOOKS):
        return "xlsx"
    if head.startswith(_PARQUET):
        return "parquet"
    begin = _text(head)
    if begin[:1] == b"<":
        return "xlsx" if _SAVED_TABLE.search(begin[:_FIRST]) else "xml"
    if begin[:1] in (b"{", b"[") and not _ELEMENT.match(begin):
        return _of_json(begin)
    from tracecode.records.csv_form import has_types

    return "csv" if has_types(head, standard, encoding, limits) else None


def named_form(name: str) -> RecordForm | None:
    """The form of records that a file's name promises, or None."""
    return "parquet" if name.lower().endswith(".parquet") else format_of(name)


def _of_file(
    name: str, head: bytes, standard: Resolved, encoding: str, limits: Limits
) -> RecordForm | None:
    """The form of a file. What it holds counts for more than its name, except where both are
    possible.
    """
    named = named_form(name)
    if head.startswith(_WORKBOOKS):
        return "xlsx"
    if named == "xlsx":  # a spreadsheet opens tables and web pages of that name too
        return "csv" if sniffed(head, standard, encoding, limits) == "csv" else named
    if named == "ndjson":
        return named if _lines(_text(head)) else "json"
    if named == "json":
        return "ndjson" if _of_json(_text(head)) == "ndjson" else named
    if named in ("xml", "parquet"):
        return named
    if name.lower().endswith(TABLES) and len(head) < _HEAD and _is_empty(head, encoding):
        return "csv"  # a table of whatever: that nothing stands in it is all there is to say
    return sniffed(head, standard, encoding, limits)


def _of_json(text: bytes) -> RecordForm:
    """Whether text in JSON is lines of documents, or one of whatever length."""
    first, *more = _first_lines(text) or [b""]
    several = (
        bool(more) and first[:1] + first[-1:] in (b"{}", b"[]") and more[0][:1] in (b"{", b"[")
    )
    return "ndjson" if several else "json"


def _lines(text: bytes) -> bool:
    """Whether a file that is called one of lines may be that: its documents are not spread over
    lines.
    """
    first = next(iter(_first_lines(text)), b"")
    return first not in (b"{", b"[") and (b"\r" not in text or b"\n" in text)


def _first_lines(text: bytes) -> list[bytes]:
    """The first two lines in which something stands."""
    stripped = (line.strip(b" \t\r\n\x1e") for line in text.split(b"\n", 1_000))
    return [line for line in stripped if line][:2]


def _text(head: bytes) -> bytes:
    """The beginning of a text without white space and byte order mark, if it is one."""
    head = _utf16(head) or head
    while head.startswith(_MARK):  # more than one is a fault, of whatever stands behind them
        head = head[len(_MARK) :].lstrip()
    return head.lstrip(b" \t\r\n\x0b\x0c\x1e")


def _utf16(head: bytes) -> bytes | None:
    """The beginning of records in UTF-16, which no form allows: they are read as records all the
    same, to say so.
    """
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if head.startswith(mark):
            text = head[2:1000].decode(encoding, "replace").lstrip()
            return text.encode("utf-8", "replace") if text[:1] in ("<", "{", "[") else None
    return None


def _is_empty(head: bytes, encoding: str) -> bool:
    """Whether nothing stands in a table."""
    from tracecode.tables.delimited import is_empty
    from tracecode.tables.lines import Lines

    try:
        return is_empty(Lines(head, encoding))
    except UnreadableFile:
        return False  # reading it as codes says that there is no such encoding


def _beginning(file: IO[bytes], limits: Limits) -> bytes:
    """The first bytes of a file from where it stands; of a packed one, of what is packed."""
    file, pieces, size = unpacked(file, limits), [], 0
    while size < _HEAD and (piece := file.read(_HEAD - size)):
        pieces.append(piece)
        size += len(piece)
    return b"".join(pieces)
