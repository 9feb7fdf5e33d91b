"""Read records and messages from files and bytes, in whatever form they come.

Nothing is read before it is asked for, and memory holds one record: lines, rows and documents of
any size stream.

>>> from tracecode.standard.resolved import packaged
>>> raw = b'{"body": [{"a": 1}], "header": {}}'
>>> [(item.number, item.message, item.record_count) for item in read(raw, "json", packaged())]
[(1, 1, None), (1, 1, 1)]
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import IO, TYPE_CHECKING, Literal, TypeVar, cast, get_args

from tracecode.errors import UnknownId
from tracecode.files import opened, reading
from tracecode.records.judged_lines import JudgedLines
from tracecode.records.plain import Item, fault, names_type, stopped
from tracecode.tables.limits import DEFAULT, Limits
from tracecode.tables.packed import fault_of, plain_name, unpacked

if TYPE_CHECKING:
    from tracecode.records.quick.json_record import Accepting
    from tracecode.records.quick.table_rows import Take
    from tracecode.standard.resolved import Resolved

_Read = TypeVar("_Read", Item, Item | JudgedLines)
FileFormat = Literal["json", "ndjson", "xml", "csv", "xlsx"]
FORMS: tuple[FileFormat, ...] = get_args(FileFormat)
_ENDINGS: dict[str, FileFormat] = {
    ".json": "json", ".ndjson": "ndjson", ".jsonl": "ndjson", ".xml": "xml", ".csv": "csv",
    ".tsv": "csv", ".xlsx": "xlsx", ".xlsm": "xlsx", ".xls": "xlsx",
}  # fmt: skip


def format_of(name: str) -> FileFormat | None:
    """The form that a file's name promises, packed (`.gz`, `.zst`) or not; or None."""
    return _ENDINGS.get(os.path.splitext(plain_name(name))[1].lower())


def read(
    source: str | os.PathLike[str] | bytes | IO[bytes], form: FileFormat, standard: Resolved,
    encoding: str = "utf-8", *, typed: bool = True, limits: Limits = DEFAULT,
) -> Iterator[Item]:  # fmt: skip
    """The records and messages of a source. The envelope of a message follows its records, in every
    form.

    Args:
        source: a path, bytes, or an open binary file; packed with gzip or Zstandard, or not.
        form: how it is written.
        standard: the specifications.
        encoding: `utf-8`, or `gb18030` where the data are in that.
        typed: give the typed record of what is plainly right, in place of its data; False: always
            give the data.
        limits: how much is read.

    Yields:
        At least one item: where there is nothing to read, that is what it says.

    Raises:
        UnknownId: there is no such form.
        UnreadableFile: the file cannot be opened, or the encoding is none of those.
        MissingExtra: it is packed with Zstandard, which this Python does not have.
    """
    if form not in FORMS:
        raise UnknownId("format", form, FORMS)
    typed = typed and limits.admit_records  # the quick ways do not ask for them
    yield from _opened(
        source, lambda file: _items(file, form, standard, encoding, typed, limits), form, limits
    )


def read_lines(
    source: str | os.PathLike[str] | bytes | IO[bytes],
    standard: Resolved,
    accepted: Accepting,
    limits: Limits,
) -> Iterator[Item | JudgedLines]:
    """As `read`, of lines of JSON in UTF-8; those of which all is known come together.

    Args:
        source: a path, bytes, or an open binary file.
        standard: the specifications.
        accepted: gives the type and values of a record of which nothing is to be said.
        limits: how much is read.
    """
    from tracecode.records.json_lines import accepting_lines
    from tracecode.records.quick.json_record import right_record

    right = partial(right_record, standard=standard)
    return _opened(
        source,
        lambda file: accepting_lines(file, "utf-8", right, limits, accepted),
        "ndjson",
        limits,
    )


def read_rows(
    pieces: Iterable[JudgedLines | bytes], standard: Resolved, accepted: Accepting, limits: Limits
) -> Iterator[Item | JudgedLines]:
    """As `read_lines`, of the rows of a table, some of which were accepted before.

    Args:
        pieces: those that were, and the others as lines of JSON, in order.
        standard: the specifications.
        accepted: as for `read_lines`.
        limits: how much is read.
    """
    return _all(read_pieces(pieces, 0, standard, accepted, limits), limits)


def read_pieces(
    pieces: Iterable[JudgedLines | bytes], before: int, standard: Resolved,
    accepted: Accepting | None, limits: Limits
) -> Iterator[Item | JudgedLines]:  # fmt: skip
    """The same from the middle of a table, where there may be nothing.

    Args:
        pieces: as for `read_rows`.
        before: how many rows stand before them.
        standard: the specifications.
        accepted: as for `read_lines`.
        limits: how much is read.
    """
    from tracecode.records.json_lines import accepting_lines
    from tracecode.records.quick.json_record import right_record

    right = partial(right_record, standard=standard)
    for piece in pieces:
        if isinstance(piece, JudgedLines):
            yield piece
            before = piece.line
        else:
            lines = io.BytesIO(piece)
            yield from accepting_lines(lines, "utf-8", right, limits, accepted, before)
            before += piece.count(b"\n")


def read_table(
    source: str | os.PathLike[str] | bytes | IO[bytes], form: FileFormat,
    standard: Resolved, encoding: str, limits: Limits
) -> Iterator[Item | JudgedLines]:  # fmt: skip
    """As `read`, of a table; the records of which nothing is to be said come together.

    msgspec has to be installed.
    """
    from tracecode.records.quick.table_rows import taking_values

    take = taking_values(standard)
    return _opened(
        source,
        lambda file: _rows_of_tables(file, form, standard, encoding, limits, take),
        form,
        limits,
    )


def _opened(
    source: str | os.PathLike[str] | bytes | IO[bytes],
    begin: Callable[[IO[bytes]], Iterator[_Read]], form: FileFormat, limits: Limits,
) -> Iterator[_Read | Item]:  # fmt: skip
    if isinstance(source, bytes):
        yield from _unpacked(io.BytesIO(source), begin, form, limits)
    elif isinstance(source, str | os.PathLike):
        with opened(source) as file, reading(source):
            yield from _unpacked(file, begin, form, limits)
    else:
        yield from _unpacked(source, begin, form, limits)


def _unpacked(
    file: IO[bytes], begin: Callable[[IO[bytes]], Iterator[_Read]], form: FileFormat, limits: Limits
) -> Iterator[_Read | Item]:  # fmt: skip
    """The items, and why they end too early where packed data do."""
    file = unpacked(file, limits)
    line = 0
    for item in _all(begin(file), limits):
        line = item.line or item.number
        yield item
    # of CSV its lines say it
    if form != "csv" and (cut := cut_short(file, line)) is not None:
        yield cut


def cut_short(file: IO[bytes], line: int) -> Item | None:
    """What is to be said where packed data end too early; None if they do not.

    Args:
        file: as `unpacked` gave it, read to its end.
        line: of the last item.
    """
    cut = fault_of(file)
    return None if cut is None else Item(0, line or None, None, (cut, stopped(line or 1, _PACKED)))


_PACKED = {"zh": "压缩数据到此为止", "en": "the packed data end there"}


def read_part(
    raw: bytes, before: int, standard: Resolved, encoding: str, limits: Limits,
    accepted: Accepting | None
) -> Iterator[Item | JudgedLines]:  # fmt: skip
    """As `read_lines`, of whole lines from the middle of a source; there may be nothing on them.

    Args:
        raw: the lines.
        before: how many lines stand before them.
        standard: the specifications.
        encoding: `utf-8` or `gb18030`.
        limits: how much is read.
        accepted: as for `read_lines`; only where the encoding is UTF-8.
    """
    from tracecode.records.json_lines import accepting_lines
    from tracecode.records.quick.json_record import right_record

    right = partial(right_record, standard=standard) if encoding == "utf-8" else None
    return accepting_lines(io.BytesIO(raw), encoding, right, limits, accepted, before)


def _items(
    file: IO[bytes], form: FileFormat, standard: Resolved, encoding: str, typed: bool,
    limits: Limits
) -> Iterator[Item]:  # fmt: skip
    if form in ("json", "ndjson"):
        from tracecode.records.quick.json_record import right_record

        right = partial(right_record, standard=standard) if typed else None
        if form == "json":
            from tracecode.records.json_document import parse_document

            return parse_document(file, encoding, right=right, limits=limits)
        from tracecode.records.json_lines import parse_lines

        return parse_lines(file, encoding, right if encoding == "utf-8" else None, limits)
    if form == "xml":
        from tracecode.records.xml_document import parse_document as parse_xml

        return parse_xml(file, standard, encoding, typed=typed, limits=limits)
    from tracecode.records.quick.table_rows import taking_records

    take = taking_records(standard) if typed else None
    items = _rows_of_tables(file, form, standard, encoding, limits, take)
    return cast("Iterator[Item]", items)  # no lines come together without `taking_values`


def _rows_of_tables(
    file: IO[bytes], form: FileFormat, standard: Resolved, encoding: str, limits: Limits,
    take: Take | None
) -> Iterator[Item | JudgedLines]:  # fmt: skip
    if form == "csv":
        from tracecode.records import csv_form

        return csv_form.parse_quickly(file, standard, take, encoding=encoding, limits=limits)
    from tracecode.records import excel_form

    return excel_form.parse_quickly(file, standard, take, limits=limits)


def _all(items: Iterator[_Read], limits: Limits) -> Iterator[_Read | Item]:
    """The items, as long as there are records among them; one that says so where there are none."""
    item = None
    for item in Strangers(limits).among(items):
        yield item
    if item is None:
        yield Item(0, None, None, (fault("data.empty"),))


class Strangers:
    """Counts the places of a source, one after another, that hold no record: after too many,
    nothing more is read.
    """

    def __init__(self, limits: Limits) -> None:
        self._most = limits.strangers
        self.count = 0
        """So many stood there last."""
        self.leading = 0
        """So many before the first record."""
        self.records = False
        """Whether there was one."""
        self.ended = False
        """Whether there were too many."""

    def among(self, items: Iterator[_Read]) -> Iterator[_Read | Item]:
        """The items, until there are too many."""
        for item in items:
            yield item
            if (
                isinstance(item, JudgedLines)
                or item.right is not None
                or item.envelope
                or names_type(item.data)
            ):
                self.count = 0
                self.records = True
                continue
            self.count += 1
            self.leading += not self.records
            if self.count >= self._most:
                texts = (
                    f"连续 {self.count} 处不是记录",
                    f"{self.count} places one after another hold no record",
                )
                end = stopped(item.line or item.number, {"zh": texts[0], "en": texts[1]})
                self.ended = True
                yield Item(0, item.line, None, (end,))
                return
