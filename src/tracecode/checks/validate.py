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
from functools import cached_property, partial
from typing import IO, TYPE_CHECKING, Any, Literal, TypeGuard

from tracecode.checks.report import Report
from tracecode.errors import UnreadableFile
from tracecode.files import opened, reading
from tracecode.spec.base import Text
from tracecode.tables.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from tracecode.checks.records import RecordJudge
    from tracecode.checks.rows import Source
    from tracecode.records.reading import FileFormat
    from tracecode.records.verification import MessageStore, PartyKey
    from tracecode.standard.resolved import Resolved

Format = Literal["codes", "json", "ndjson", "xml", "csv", "xlsx"]
_HEAD = 65_536


def validate(
    source: Source, standard: Resolved, *, format: Format | None, column: str | None, scheme: str | None,
    product: str | None, on: date | None, on_column: str | None, strict: bool, encoding: str,
    keys: Iterable[PartyKey] | None, seen: MessageStore | None, limits: Limits,
) -> Report:  # fmt: skip
    """Judge every code, or every message and record, of a source; see `tracecode.Standard.validate`."""
    run = Run(
        standard, format=format, column=column, scheme=scheme, product=product, on=on, on_column=on_column,
        strict=strict, encoding=encoding, keys=keys, seen=seen, limits=limits,
    )  # fmt: skip
    return run.report(source)


class Run:
    """Judges sources that are one input, such as the files that a command names.

    Within it no message and no record stands twice without a finding. `validate` is a run with one source.
    """

    def __init__(
        self, standard: Resolved, *, format: Format | None = None, column: str | None = None, scheme: str | None = None,
        product: str | None = None, on: date | None = None, on_column: str | None = None, strict: bool = False,
        encoding: str = "utf-8", keys: Iterable[PartyKey] | None = None, seen: MessageStore | None = None,
        limits: Limits = DEFAULT, by_schema: bool = False,
    ) -> None:  # fmt: skip
        """A run; see `validate` for what it takes and raises.

        `by_schema`: records are judged by the published JSON Schema alone, as a program without this library would.
        """
        self._of_codes = format == "codes" or (format is None and not column is scheme is product is None)
        if on_column is not None and (column is None or not self._of_codes):
            raise ValueError("on_column stands beside the column of codes: give column too")
        self._signed = keys is not None or seen is not None
        self._by_schema = by_schema
        if self._signed and self._of_codes:
            raise ValueError(_NO_SIGNATURE)
        if by_schema and (self._signed or self._of_codes):
            raise ValueError("a JSON Schema judges records: it knows no codes and verifies no signature")
        self._format, self._encoding, self._standard, self._limits = format, encoding, standard, limits
        self._keys, self._seen = keys, seen
        self._codes = partial(
            _codes, standard=standard, column=column, scheme=scheme, product=product, on=on, on_column=on_column,
            strict=strict, encoding=encoding, limits=limits,
        )  # fmt: skip
        if self._signed or by_schema:
            self._records  # noqa: B018  # what is wrong with the keys, or not installed, is said at once

    @cached_property
    def _records(self) -> RecordJudge:
        from tracecode.checks.records import RecordJudge

        return RecordJudge(
            encoding=self._encoding, keys=self._keys, seen=self._seen, standard=self._standard, limits=self._limits,
            by_schema=self._by_schema,
        )  # fmt: skip

    def report(self, source: Source) -> Report:
        """The report on one source of the run; see `validate`."""
        if self._signed and not _is_data(source):
            raise ValueError(_NO_SIGNATURE)
        if isinstance(source, str | os.PathLike) and os.path.isdir(source):
            from tracecode.checks.folder import verdicts_in

            self._codes(())  # refuses a scheme or product that does not exist
            asked = self._format or ("codes" if self._of_codes else None)
            judge = partial(_inside, asked=asked, encoding=self._encoding, report=self._read)
            return Report(verdicts_in(os.fspath(source), judge))
        given = None if self._format == "codes" else self._format
        form = given if given or self._of_codes else _form(source, self._encoding)
        if form is None and (self._signed or self._by_schema):
            form = "json"  # it is no message or record in any form, which reading it as one says
        return self._read(source, form)

    def _read(self, source: Source, form: FileFormat | None) -> Report:
        if form is None:
            return self._codes(source)
        return self._records.report(source, form)  # type: ignore[arg-type]


_NO_SIGNATURE = "codes carry no signature: keys and seen are for messages"


def _codes(source: Source, **options: Any) -> Report:
    from tracecode.checks.codes import codes

    return codes(source, **options)


def _inside(
    path: str, asked: Format | None, encoding: str, report: Callable[[str, FileFormat | None], Report]
) -> Report | Text:
    """The report on a file that was found in a folder, or why it is not read.

    Args:
        path: the file.
        asked: what the files hold, where the caller says it; the others are passed over.
        encoding: of the files.
        report: reads a file.
    """
    from tracecode.records.reading import format_of

    ending = os.path.splitext(path)[1].lower()
    form = format_of(path)
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


def _form(source: Source, encoding: str) -> FileFormat | None:
    """The form of records that a source has; None for codes."""
    from tracecode.records.reading import format_of

    if isinstance(source, str | os.PathLike):
        form = format_of(os.fspath(source))
        if form not in ("csv", None):
            return form
        try:
            with opened(source) as file, reading(source):
                head = file.read(_HEAD)
        except UnreadableFile:
            return None  # reading it as codes says why
        if form == "csv" and len(head) < _HEAD and _is_empty(head, encoding):
            return form  # a table of whatever: that nothing stands in it is all there is to say
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


def _is_empty(head: bytes, encoding: str) -> bool:
    """Whether nothing stands in a table."""
    from tracecode.tables.delimited import is_empty
    from tracecode.tables.lines import Lines

    try:
        return is_empty(Lines(head, encoding))
    except UnreadableFile:
        return False  # reading it as codes says that there is no such encoding


def _is_data(source: Source) -> TypeGuard[str | os.PathLike[str] | bytes | IO[bytes]]:
    """Whether a source is bytes or holds some: no open text, and no iterable of codes."""
    if isinstance(source, str | os.PathLike | bytes):
        return True
    return hasattr(source, "read") and not hasattr(source, "encoding")


def _sniffed(head: bytes, encoding: str, *, csv: bool) -> FileFormat | None:
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
