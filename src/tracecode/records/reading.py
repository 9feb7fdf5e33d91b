"""Read records and messages from files and bytes, in whatever form they come.

Nothing is read before it is asked for, and memory holds one record: lines, rows and documents of any size stream.

>>> from tracecode.standard.resolved import packaged
>>> raw = b'{"body": [{"a": 1}], "header": {}}'
>>> [(item.number, item.message, item.record_count) for item in read(raw, "json", packaged())]
[(1, 1, None), (1, 1, 1)]
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from functools import partial
from typing import IO, TYPE_CHECKING, Literal, get_args

from tracecode.errors import UnknownId
from tracecode.files import opened, reading
from tracecode.records.plain import Item, fault, stopped
from tracecode.tables.limits import DEFAULT, Limits
from tracecode.tables.packed import fault_of, plain_name, unpacked

if TYPE_CHECKING:
    from tracecode.standard.resolved import Resolved

FileFormat = Literal["json", "ndjson", "xml", "csv", "xlsx"]
FORMS: tuple[FileFormat, ...] = get_args(FileFormat)
_ENDINGS: dict[str, FileFormat] = {
    ".json": "json", ".ndjson": "ndjson", ".jsonl": "ndjson", ".xml": "xml", ".csv": "csv", ".tsv": "csv",
    ".xlsx": "xlsx", ".xlsm": "xlsx", ".xls": "xlsx",
}  # fmt: skip


def format_of(name: str) -> FileFormat | None:
    """The form that a file's name promises, packed (`.gz`, `.zst`) or not; or None."""
    return _ENDINGS.get(os.path.splitext(plain_name(name))[1].lower())


def read(
    source: str | os.PathLike[str] | bytes | IO[bytes], form: FileFormat, standard: Resolved,
    encoding: str = "utf-8", *, typed: bool = True, limits: Limits = DEFAULT,
) -> Iterator[Item]:  # fmt: skip
    """The records and messages of a source. The envelope of a message follows its records, in every form.

    Args:
        source: a path, bytes, or an open binary file; packed with gzip or Zstandard, or not.
        form: how it is written.
        standard: the specifications.
        encoding: `utf-8`, or `gb18030` where the data are in that.
        typed: give the typed record of what is plainly right, in place of its data; False: always give the data.
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
    if isinstance(source, bytes):
        yield from _unpacked(io.BytesIO(source), form, standard, encoding, typed, limits)
    elif isinstance(source, str | os.PathLike):
        with opened(source) as file, reading(source):
            yield from _unpacked(file, form, standard, encoding, typed, limits)
    else:
        yield from _unpacked(source, form, standard, encoding, typed, limits)


def _unpacked(
    file: IO[bytes], form: FileFormat, standard: Resolved, encoding: str, typed: bool, limits: Limits
) -> Iterator[Item]:  # fmt: skip
    """The items, and why they end too early where packed data do."""
    file = unpacked(file, limits)
    line = 0
    for item in _all(_items(file, form, standard, encoding, typed, limits), limits):
        line = item.line or item.number
        yield item
    if form != "csv" and (cut := fault_of(file)) is not None:  # of CSV its lines say it
        yield Item(0, line or None, None, (cut, stopped(line or 1, _PACKED)))


_PACKED = {"zh": "压缩数据到此为止", "en": "the packed data end there"}


def _items(
    file: IO[bytes], form: FileFormat, standard: Resolved, encoding: str, typed: bool, limits: Limits
) -> Iterator[Item]:  # fmt: skip
    if form in ("json", "ndjson"):
        from tracecode.records.quick.json_record import right_record

        right = partial(right_record, standard=standard) if typed else None
        if form == "json":
            from tracecode.records.json_document import parse_document

            return parse_document(file, encoding, right=right, limits=limits)
        from tracecode.records.json_form import parse_lines

        return parse_lines(file, encoding, right if encoding == "utf-8" else None, limits)
    if form == "xml":
        from tracecode.records.xml_document import parse_document as parse_xml

        return parse_xml(file, standard, encoding, typed=typed, limits=limits)
    if form == "csv":
        from tracecode.records import csv_form

        return csv_form.parse(file, standard, encoding=encoding, limits=limits)
    from tracecode.records import excel_form

    return excel_form.parse(file, standard, limits=limits)


def _all(items: Iterator[Item], limits: Limits) -> Iterator[Item]:
    """The items, as long as there are records among them; one that says so where there are none."""
    strangers = 0
    item = None
    for item in items:
        yield item
        if item.right is not None or item.envelope or _names_type(item.data):
            strangers = 0
        else:
            strangers += 1
            if strangers >= limits.strangers:
                texts = f"连续 {strangers} 处不是记录", f"{strangers} places one after another hold no record"
                end = stopped(item.line or item.number, {"zh": texts[0], "en": texts[1]})
                yield Item(0, item.line, None, (end,))
                return
    if item is None:
        yield Item(0, None, None, (fault("data.empty"),))


def _names_type(data: object) -> bool:
    """Whether data at least say of which type they would be a record."""
    return isinstance(data, dict) and "record_type" in data
