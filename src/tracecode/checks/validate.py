"""Validate codes, records and messages: one function for every source.

>>> import tracecode as tc
>>> [(v.scheme, v.status) for v in tc.validate(["91350100M000100Y43", "SC11464010500016"])]
[('uscc', 'valid'), ('sc-food-licence', 'invalid')]
>>> [v.status for v in tc.validate(b'{"record_type": "recall"}')]
['invalid']
"""

from __future__ import annotations

import io
import os
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Literal

from tracecode.checks.report import Report
from tracecode.errors import UnreadableFile
from tracecode.files import opened, reading

if TYPE_CHECKING:
    from tracecode.checks.rows import Source
    from tracecode.records.keys import Key
    from tracecode.records.reading import Form
    from tracecode.spec.catalog import Catalog

_HEAD = 65_536


def validate(
    source: Source, *, format: Literal["codes", "json", "ndjson", "xml", "csv", "xlsx"] | None = None,
    column: str | None = None, scheme: str | None = None, product: str | None = None, on: date | None = None,
    on_column: str | None = None, strict: bool = False, encoding: str = "utf-8",
    keys: Mapping[str, Key] | None = None, catalog: Catalog | None = None,
) -> Report:  # fmt: skip
    """Judge every code, or every message and record, of a source.

    Streams: nothing is read before the report is iterated. Of codes, memory grows by a digest and a line number of each
    different code (to find repeated ones); of records it stays constant, but a JSON or XML document is read as a whole.

    Args:
        source: a path, bytes or an open file, or an iterable of codes.
        format: `codes` (one a line, or a CSV column), or how records are written; if left out, the file's name and
            first bytes tell. A CSV file holds records if it has the column `record_type` (记录类型).
        column: name of the column of a CSV file that holds codes.
        scheme: id of the scheme of codes; without it, each is identified.
        product: id of the product on which codes stand; helps to identify them.
        on: the production date of all codes, where known; chooses the editions.
        on_column: name of a CSV column with the production date of each code (YYYY-MM-DD); empty: unknown.
        strict: accept only the characters of the rule in codes. Only with `scheme`. (Records are always read strictly.)
        encoding: of bytes and files.
        keys: public keys by key id, to verify the signatures of messages.
        catalog: another catalogue than the packaged one.

    Raises:
        UnknownId: there is no such scheme or product.
        UnreadableFile: while iterating: the source is not what it was said to be.
    """
    if format is None and column is None and scheme is None and product is None:
        form = _form(source, encoding)
    else:
        form = None if format in (None, "codes") else format  # type: ignore[assignment]
    if form is None:
        from tracecode.checks.codes import codes

        return codes(
            source, column=column, scheme=scheme, product=product, on=on, on_column=on_column, strict=strict,
            encoding=encoding, catalog=catalog,
        )  # fmt: skip
    from tracecode.checks.records import records

    return records(source, form, encoding=encoding, keys=keys, catalog=catalog)  # type: ignore[arg-type]


def _form(source: Source, encoding: str) -> Form | None:
    """The form of records that a source has; None for codes."""
    from tracecode.records.reading import form_of

    if isinstance(source, str | os.PathLike):
        form = form_of(os.fspath(source))
        if form not in ("csv", None):
            return form
        try:
            with opened(source) as file, reading(source):
                head = file.read(_HEAD)
        except UnreadableFile:
            return None  # reading it as codes says why
        return _sniffed(head, encoding, csv=form == "csv")
    if isinstance(source, bytes):
        return _sniffed(source[:_HEAD], encoding, csv=True)
    if hasattr(source, "peek"):
        return _sniffed(source.peek(_HEAD)[:_HEAD], encoding, csv=True)
    if isinstance(source, io.BytesIO):
        return _sniffed(bytes(source.getbuffer()[source.tell() :][:_HEAD]), encoding, csv=True)
    return None


def _sniffed(head: bytes, encoding: str, *, csv: bool) -> Form | None:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if head[:4] == b"PK\x03\x04":
        return "xlsx"
    if (wide := _utf16(head)) is not None:
        head, start = wide, wide.lstrip()[:1]
    if start == b"<":
        return "xml"
    if start in (b"{", b"["):
        lines = head.strip().split(b"\n")
        several = len(lines) > 1 and lines[0].rstrip().endswith(b"}") and lines[1].lstrip()[:1] == b"{"
        return "ndjson" if several else "json"
    try:
        first = head.partition(b"\n")[0].decode(encoding, "replace")
    except LookupError:
        return None  # reading it as codes says that there is no such encoding
    return "csv" if csv and ("record_type" in first or "记录类型" in first) else None


def _utf16(head: bytes) -> bytes | None:
    """The beginning of records in UTF-16, which no form allows: they are read as records all the same, to say so."""
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if head.startswith(mark):
            text = head[2:1000].decode(encoding, "replace").lstrip()
            return text.encode("utf-8", "replace") if text[:1] in ("<", "{", "[") else None
    return None
