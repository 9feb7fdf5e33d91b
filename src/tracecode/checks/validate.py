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
from tracecode.spec.model import Text

if TYPE_CHECKING:
    from tracecode.checks.records import RecordJudge
    from tracecode.checks.rows import Source
    from tracecode.records.reading import Form
    from tracecode.records.verification import MessageStore, PartyKey
    from tracecode.spec.catalog import Catalog
    from tracecode.tables.limits import Limits

Format = Literal["codes", "json", "ndjson", "xml", "csv", "xlsx"]
_HEAD = 65_536


def validate(
    source: Source, *, format: Format | None = None,
    column: str | None = None, scheme: str | None = None, product: str | None = None, on: date | None = None,
    on_column: str | None = None, strict: bool = False, encoding: str = "utf-8",
    keys: Iterable[PartyKey] | None = None, seen: MessageStore | None = None, catalog: Catalog | None = None,
    limits: Limits | None = None,
) -> Report:  # fmt: skip
    """Judge every code, or every message and record, of a source.

    Streams: nothing is read before the report is iterated. Of codes, memory grows by a digest and a line number of each
    different code or record id (to find repeated ones); what is kept of records is constant in every form. The verdict
    on a message follows those on its records. With keys a document is copied and verified first, then judged.

    Args:
        source: a path, bytes or an open file, or an iterable of codes. Of a folder every file is read, in the folders
            below too; what is not read is named by a verdict of its own, "not checked".
        format: `codes` (one a line, or a CSV column), or how records are written; if left out, the file's name and
            first bytes tell. A CSV file holds records if it has the column `record_type` (记录类型).
        column: name of the column of a CSV file that holds codes.
        scheme: id of the scheme of codes; without it, each is identified.
        product: id of the product on which codes stand; helps to identify them.
        on: the production date of all codes, where known; chooses the editions.
        on_column: name of a CSV column with the production date of each code (YYYY-MM-DD); empty: unknown. Only with
            `column`.
        strict: accept only the characters of the rule in codes. Only with `scheme`. (Records are always read strictly.)
        encoding: of bytes and files.
        keys: public keys, each with its party, to verify the signatures of messages. Where they are given, also none at
            all, only the records of a message that verifies are valid; without them no signature says anything.
        seen: remembers the messages that verified, so that none is taken twice. Only with `keys`.
        catalog: another catalogue than the packaged one.
        limits: how much is read; see `docs/limits.md`.

    Raises:
        UnknownId: there is no such scheme or product.
        ValueError: `keys` or `seen` are given for codes, `seen` without `keys`, or `on_column` without `column`.
        UnreadableFile: while iterating: the source is not what it was said to be.
    """
    run = Run(
        format=format, column=column, scheme=scheme, product=product, on=on, on_column=on_column, strict=strict,
        encoding=encoding, keys=keys, seen=seen, catalog=catalog, limits=limits,
    )  # fmt: skip
    return run.report(source)


class Run:
    """Judges sources that are one input, such as the files that a command names.

    Within it no message and no record stands twice without a finding. `validate` is a run with one source.
    """

    def __init__(
        self, *, format: Format | None = None, column: str | None = None, scheme: str | None = None,
        product: str | None = None, on: date | None = None, on_column: str | None = None, strict: bool = False,
        encoding: str = "utf-8", keys: Iterable[PartyKey] | None = None, seen: MessageStore | None = None,
        catalog: Catalog | None = None, limits: Limits | None = None,
    ) -> None:  # fmt: skip
        """A run; see `validate` for what it takes and raises."""
        self._of_codes = format == "codes" or (format is None and not column is scheme is product is None)
        if on_column is not None and (column is None or not self._of_codes):
            raise ValueError("on_column stands beside the column of codes: give column too")
        self._signed = keys is not None or seen is not None
        if self._signed and self._of_codes:
            raise ValueError(_NO_SIGNATURE)
        self._format, self._encoding, self._catalog, self._limits = format, encoding, catalog, limits
        self._keys, self._seen = keys, seen
        self._codes = partial(
            _codes, column=column, scheme=scheme, product=product, on=on, on_column=on_column, strict=strict,
            encoding=encoding, catalog=catalog, limits=limits,
        )  # fmt: skip
        if self._signed:
            self._records  # noqa: B018  # what is wrong with the keys is said at once

    @cached_property
    def _records(self) -> RecordJudge:
        from tracecode.checks.records import RecordJudge
        from tracecode.tables.limits import DEFAULT

        return RecordJudge(
            encoding=self._encoding, keys=self._keys, seen=self._seen, catalog=self._catalog,
            limits=self._limits or DEFAULT,
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
        if form is None and self._signed:
            form = "json"  # it is no message in any form, which reading it as one says
        return self._read(source, form)

    def _read(self, source: Source, form: Form | None) -> Report:
        if form is None:
            return self._codes(source)
        return self._records.report(source, form)  # type: ignore[arg-type]


_NO_SIGNATURE = "codes carry no signature: keys and seen are for messages"


def _codes(source: Source, *, limits: Limits | None, **options: Any) -> Report:
    from tracecode.checks.codes import codes
    from tracecode.tables.limits import DEFAULT

    return codes(source, limits=limits or DEFAULT, **options)


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
