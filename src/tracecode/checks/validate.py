"""Validate codes, records and messages: one function for every source.

>>> import tracecode as tc
>>> [(v.scheme, v.status) for v in tc.validate(["91350100M000100Y43", "SC11464010500016"])]
[('uscc', 'valid'), ('sc-food-licence', 'invalid')]
>>> [v.status for v in tc.validate(b'{"record_type": "recall"}')]
['invalid']
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from typing import IO, TYPE_CHECKING, Literal, TypeGuard

from tracecode.checks.report import Report
from tracecode.errors import UnreadableFile
from tracecode.files import opened, reading
from tracecode.spec.model import Text

if TYPE_CHECKING:
    from tracecode.checks.records import RecordJudge
    from tracecode.checks.rows import Source
    from tracecode.records.reading import Form
    from tracecode.records.verification import MessageStore, PartyKey
    from tracecode.standard.resolved import Resolved
    from tracecode.tables.limits import Limits

Format = Literal["codes", "json", "ndjson", "xml", "csv", "xlsx"]
_HEAD = 65_536


def validate(
    source: Source, standard: Resolved, *, format: Format | None, column: str | None, scheme: str | None,
    product: str | None, on: date | None, on_column: str | None, strict: bool, encoding: str,
    keys: Iterable[PartyKey] | None, seen: MessageStore | None, limits: Limits,
) -> Report:  # fmt: skip
    """Judge every code, or every message and record, of a source; see `tracecode.Standard.validate`."""
    of_codes = format == "codes" or (format is None and not column is scheme is product is None)
    signed = keys is not None or seen is not None
    if signed and (of_codes or not _is_data(source)):
        raise ValueError("codes carry no signature: keys and seen are for messages")

    @cache
    def records() -> RecordJudge:
        from tracecode.checks.records import RecordJudge

        return RecordJudge(encoding=encoding, keys=keys, seen=seen, standard=standard, limits=limits)

    if signed:
        records()  # what is wrong with the keys is said at once

    def report(source: Source, form: Form | None) -> Report:
        if form is None:
            from tracecode.checks.codes import codes

            return codes(
                source, standard, column=column, scheme=scheme, product=product, on=on, on_column=on_column,
                strict=strict, encoding=encoding, limits=limits,
            )  # fmt: skip
        return records().report(source, form)  # type: ignore[arg-type]

    given = None if format == "codes" else format
    if isinstance(source, str | os.PathLike) and os.path.isdir(source):
        from tracecode.checks.folder import verdicts_in

        report((), None)  # refuses a scheme or product that does not exist
        asked = format or ("codes" if of_codes else None)
        return Report(verdicts_in(os.fspath(source), lambda path: _inside(path, asked, encoding, report)))
    form = given if given or of_codes else _form(source, encoding)
    if form is None and signed:
        form = "json"  # it is no message in any form, which reading it as one says
    return report(source, form)


def _inside(
    path: str, asked: Format | None, encoding: str, report: Callable[[str, Form | None], Report]
) -> Report | Text:
    """The report on a file that was found in a folder, or why it is not read.

    Args:
        path: the file.
        asked: what the files hold, where the caller says it; the others are passed over.
        encoding: of the files.
        report: reads a file.
    """
    from tracecode.records.reading import form_of

    ending = os.path.splitext(path)[1].lower()
    form = form_of(path)
    if asked == "codes":
        return report(path, None) if ending in _CODES else _other(ending, _CODES)
    if form is None or asked not in (None, form):
        return _other(ending, _RECORDS if asked is None else (f".{asked}",))
    form = _form(path, encoding)
    return _NO_RECORDS if form is None else report(path, form)


_CODES = (".csv", ".txt")
_RECORDS = (".json", ".ndjson", ".jsonl", ".xml", ".csv", ".xlsx", ".xlsm")
_NO_RECORDS = Text(
    zh="表中没有“记录类型”列；如为代码，请指明代码所在列",
    en="the table has no column record_type; if it holds codes, name their column",
)


def _other(ending: str, wanted: tuple[str, ...]) -> Text:
    named = ", ".join(wanted)
    return Text(zh=f"后缀“{ending}”不是 {named}", en=f"its ending {ending!r} is none of {named}")


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
    if _is_data(source) and not isinstance(source, str | os.PathLike | bytes) and source.seekable():
        at = source.tell()
        head = source.read(_HEAD)
        source.seek(at)
        return _sniffed(head, encoding, csv=True)
    return None


def _is_data(source: Source) -> TypeGuard[str | os.PathLike[str] | bytes | IO[bytes]]:
    """Whether a source is bytes or holds some: no open text, and no iterable of codes."""
    if isinstance(source, str | os.PathLike | bytes):
        return True
    return hasattr(source, "read") and not hasattr(source, "encoding")


def _sniffed(head: bytes, encoding: str, *, csv: bool) -> Form | None:
    while head.startswith(b"\xef\xbb\xbf"):  # more than one is a fault, of whatever stands behind them
        head = head[3:].lstrip()
    start = head.lstrip()[:1]
    if head[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):  # the second is an old .xls, which is said to be one
        return "xlsx"
    if (wide := _utf16(head)) is not None:
        head, start = wide, wide.lstrip()[:1]
    if start == b"<":
        return "xml"
    if start in (b"{", b"["):
        lines = head.strip().split(b"\n")
        several = len(lines) > 1 and lines[0].rstrip().endswith(b"}") and lines[1].lstrip()[:1] == b"{"
        return "ndjson" if several else "json"
    if not csv:
        return None
    from tracecode.records.csv_form import has_types

    return "csv" if has_types(head, encoding) else None


def _utf16(head: bytes) -> bytes | None:
    """The beginning of records in UTF-16, which no form allows: they are read as records all the same, to say so."""
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if head.startswith(mark):
            text = head[2:1000].decode(encoding, "replace").lstrip()
            return text.encode("utf-8", "replace") if text[:1] in ("<", "{", "[") else None
    return None
