"""Read records and messages from files and bytes, in whatever form they come.

Nothing is read before it is asked for; lines and rows stream, a document is read as a whole up to a limit.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Mapping
from typing import IO, TYPE_CHECKING, Literal

from tracecode.files import opened, reading
from tracecode.records.plain import MAX_DOCUMENT, PARTS, Item, fault
from tracecode.spec.catalog import load_catalog

if TYPE_CHECKING:
    from tracecode.spec.catalog import Catalog

Form = Literal["json", "ndjson", "xml", "csv", "xlsx"]
_ENDINGS: dict[str, Form] = {
    ".json": "json", ".ndjson": "ndjson", ".jsonl": "ndjson", ".xml": "xml", ".csv": "csv",
    ".xlsx": "xlsx", ".xlsm": "xlsx",
}  # fmt: skip


def form_of(name: str) -> Form | None:
    """The form that a file's name promises, or None."""
    return _ENDINGS.get(os.path.splitext(name)[1].lower())


def read(
    source: str | os.PathLike[str] | bytes | IO[bytes], form: Form, catalog: Catalog, encoding: str = "utf-8"
) -> Iterator[Item]:
    """The messages and records of a source. A message comes first, its records follow it.

    Args:
        source: a path, bytes, or an open binary file.
        form: how it is written.
        catalog: the specifications.
        encoding: `utf-8`, or `gb18030` where the data are in that.

    Raises:
        UnreadableFile: the file cannot be opened, or the encoding is none of those.
    """
    if isinstance(source, bytes):
        yield from _read(io.BytesIO(source), form, catalog, encoding)
    elif isinstance(source, str | os.PathLike):
        with opened(source) as file, reading(source):
            yield from _read(file, form, catalog, encoding)
    else:
        yield from _read(source, form, catalog, encoding)


def _read(file: IO[bytes], form: Form, catalog: Catalog, encoding: str) -> Iterator[Item]:
    if form == "ndjson":
        from tracecode.records.json_form import parse_lines
        from tracecode.records.judge import right_record

        packaged = catalog is load_catalog() and encoding == "utf-8"
        for item in parse_lines(file, encoding, right_record if packaged else None):
            yield from _parts(item)
    elif form == "csv":
        from tracecode.records import csv_form

        yield from csv_form.parse(file, catalog, encoding=encoding)
    elif form == "xlsx":
        from tracecode.records import excel_form

        yield from excel_form.parse(file, catalog)
    else:
        raw = file.read(MAX_DOCUMENT + 1)
        if len(raw) > MAX_DOCUMENT:
            yield Item(1, None, None, (fault("data.too_large", allowed=MAX_DOCUMENT),))
        elif form == "xml":
            from tracecode.records.xml_form import parse as parse_xml

            yield from parse_xml(raw, catalog, encoding=encoding)
        else:
            from tracecode.records.json_form import parse

            yield from _parts(parse(raw, encoding=encoding))


def is_message(data: object) -> bool:
    """Whether plain data are a message, not a record."""
    return isinstance(data, Mapping) and "record_type" not in data and any(part in data for part in (*PARTS, "body"))


def _parts(item: Item) -> Iterator[Item]:
    """A document as its parts: a message and its records, the records of a list, or the one record."""
    data = item.data
    if is_message(data):
        yield item
        body = data.get("body")
        records = body if isinstance(body, list) else []
    elif isinstance(data, list):
        if item.faults:
            yield item._replace(data=None)
        records = data
    else:
        yield item._replace(alone=True)
        return
    for number, record in enumerate(records, 1):
        yield Item(number, item.line, record)
