"""Validate codes, records and messages: one function for every source.

>>> import tracecode as tc
>>> [(v.scheme, v.status) for v in tc.validate(["91350100M000100Y43", "SC11464010500016"])]
[('uscc', 'valid'), ('sc-food-licence', 'invalid')]
>>> [v.status for v in tc.validate(b'{"record_type": "recall"}')]
['invalid']
>>> [v.status for v in tc.validate({"record_type": "recall"})]
['invalid']
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Literal, get_args

from tracecode.checks.report import Report, Verdict
from tracecode.checks.sources import (
    document,
    first_of,
    holds_plain,
    in_lines,
    is_plain,
    only_codes,
    opened_pieces,
    taken,
)  # fmt: skip
from tracecode.errors import UnknownId, UnreadableFile, WrongUse
from tracecode.files import opened, reading
from tracecode.spec.model import Text
from tracecode.tables.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from tracecode.checks.records import RecordJudge
    from tracecode.checks.sources import Source, Taken
    from tracecode.records.reading import Form
    from tracecode.records.verification import MessageStore, PartyKey
    from tracecode.standard.resolved import Resolved

Format = Literal["codes", "json", "ndjson", "xml", "csv", "xlsx"]
_HEAD = 65_536


def validate(
    source: Source | None, standard: Resolved, *, path: str | os.PathLike[str] | None, format: Format | None,
    column: str | None, scheme: str | None, product: str | None, on: date | None, on_column: str | None, strict: bool,
    encoding: str, keys: Iterable[PartyKey] | None, seen: MessageStore | None, limits: Limits,
) -> Report:  # fmt: skip
    """Judge every code, or every message and record, of a source; see `tracecode.Standard.validate`."""
    run = Run(
        standard, format=format, column=column, scheme=scheme, product=product, on=on, on_column=on_column,
        strict=strict, encoding=encoding, keys=keys, seen=seen, limits=limits,
    )  # fmt: skip
    return run.report(taken(source, path), guess=False)


class Run:
    """Judges sources that are one input, such as the files that a command names.

    Within it no message and no record stands twice without a finding. `validate` is a run with one source.
    """

    def __init__(
        self, standard: Resolved, *, format: Format | None = None, column: str | None = None, scheme: str | None = None,
        product: str | None = None, on: date | None = None, on_column: str | None = None, strict: bool = False,
        encoding: str = "utf-8", keys: Iterable[PartyKey] | None = None, seen: MessageStore | None = None,
        limits: Limits = DEFAULT,
    ) -> None:  # fmt: skip
        """A run; see `validate` for what it takes and raises."""
        if format not in (None, *get_args(Format)):
            raise UnknownId("format", str(format), get_args(Format))
        self._of_codes = format == "codes" or (format is None and not column is scheme is product is None)
        if on_column is not None and (column is None or not self._of_codes):
            raise WrongUse(
                "on_column stands beside the column of codes: give column too",
                "on_column 与代码列同用：请同时给出 column",
            )
        self._signed = keys is not None or seen is not None
        if self._signed and self._of_codes:
            raise WrongUse(*_NO_SIGNATURE)
        self._format, self._encoding, self._standard, self._limits = format, encoding, standard, limits
        self._keys, self._seen = keys, seen
        self._codes = partial(
            _codes, standard=standard, column=column, scheme=scheme, product=product, on=on, on_column=on_column,
            strict=strict, encoding=encoding, limits=limits,
        )  # fmt: skip
        if self._signed:
            self._records  # noqa: B018  # what is wrong with the keys is said at once

    @cached_property
    def _records(self) -> RecordJudge:
        from tracecode.checks.records import RecordJudge

        return RecordJudge(
            encoding=self._encoding, keys=self._keys, seen=self._seen, standard=self._standard, limits=self._limits,
        )  # fmt: skip

    def report(self, source: Taken, *, guess: bool = True) -> Report:
        """The report on one source of the run.

        Args:
            source: what is judged; a text is a path.
            guess: take for codes, one a line, what shows no form; otherwise that is refused, see `only_codes`.
        """
        if is_plain(source) or holds_plain(source):
            return self._plain(source)
        if isinstance(source, Iterator) and not hasattr(source, "read"):
            if self._of_codes:
                self._codes(())  # refuses a scheme or product that does not exist
            return Report(self._items(source))
        if self._signed and not _is_data(source):
            raise WrongUse(*_NO_SIGNATURE)
        if isinstance(source, str | os.PathLike) and os.path.isdir(source):
            from tracecode.checks.folder import verdicts_in

            self._codes(())  # refuses a scheme or product that does not exist
            asked = self._format or ("codes" if self._of_codes else None)
            judge = partial(_inside, asked=asked, encoding=self._encoding, report=self._read)
            return Report(verdicts_in(os.fspath(source), judge))
        given = None if self._format == "codes" else self._format
        if given or self._of_codes:
            return self._read(source, given)
        head = _Head(source)
        form = _form(head, self._encoding)
        if form is None and self._signed:
            form = "json"  # it is no message in any form, which reading it as one says
        if form is None and not guess and not head.is_list:
            only_codes(head.lines, self._encoding, self._standard, self._limits)
        return self._read(head.source, form)

    def _items(self, items: Iterator[Any]) -> Iterator[Verdict]:
        """The verdicts on what is read only once; its first item says whether it is codes or records."""
        first, items = first_of(items)
        if is_plain(first):
            yield from self._plain(items)
        elif self._signed:
            raise WrongUse(*_NO_SIGNATURE)
        else:
            yield from self._codes(items)

    def _plain(self, source: Any) -> Report:
        """The report on records in memory."""
        if self._of_codes:
            raise WrongUse(*_NO_CODES)
        if is_plain(source):
            return self._read(document(source), "json")
        return self._read(opened_pieces(in_lines(source)), "ndjson")

    def _read(self, source: Any, form: Form | None) -> Report:
        if form is None:
            return self._codes(source)
        return self._records.report(source, form)


_NO_SIGNATURE = "codes carry no signature: keys and seen are for messages", "代码没有签名：keys 和 seen 用于报文"
_NO_CODES = (
    "records are no codes: format='codes', column, scheme, product and on are for codes",
    "记录不是代码：format='codes'、column、scheme、product 和 on 用于代码",
)


def _codes(source: Any, **options: Any) -> Report:
    from tracecode.checks.codes import codes

    return codes(source, **options)


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
    form = _form(_Head(path), encoding)
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


class _Head:
    """The beginning of a source, and the source itself, of which nothing is lost by looking at it."""

    def __init__(self, source: Any) -> None:
        self.source, self.path = source, os.fspath(source) if isinstance(source, str | os.PathLike) else None
        self.data: bytes | None = None
        self.is_list = False
        """Whether it is a list of codes, or a file that its name calls one."""
        if self.path is not None:
            self.is_list = os.path.splitext(self.path)[1].lower() in _CODES
        elif isinstance(source, bytes):
            self.data = source
        elif not hasattr(source, "read"):
            self.is_list = True
        else:
            self._look()

    def _look(self) -> None:
        """Look at the beginning of an open file."""
        if hasattr(self.source, "seekable") and self.source.seekable():
            at = self.source.tell()
            head = self.source.read(_HEAD)
            self.source.seek(at)
        elif hasattr(self.source, "encoding"):  # of text, and read as it comes
            self.is_list = True
            return
        else:
            if not hasattr(self.source, "peek"):
                self.source = opened_pieces(iter(partial(self.source.read, _HEAD), b""))
            head = self.source.peek(_HEAD)[:_HEAD]
        if isinstance(head, str):
            head = head.encode("utf-8", "surrogatepass")
            if _sniffed(head, "utf-8", csv=True) is not None:
                raise WrongUse(
                    "records are read from bytes: open the file with mode 'rb'",
                    "记录须按字节读取：请以 'rb' 方式打开文件",
                )
        self.data = head

    @property
    def lines(self) -> bytes:
        """The whole lines at the beginning; of bytes all lines."""
        if self.data is None:
            with opened(self.source) as file, reading(self.source):
                self.data = file.read(_HEAD)
        if isinstance(self.source, bytes) or len(self.data) < _HEAD:
            return self.data
        return self.data[: self.data.rfind(b"\n") + 1] or self.data


def _form(head: _Head, encoding: str) -> Form | None:
    """The form of records that a source has; None for codes."""
    from tracecode.records.reading import form_of

    if head.path is None:
        return None if head.data is None else _sniffed(head.data[:_HEAD], encoding, csv=True)
    form = form_of(head.path)
    if form not in ("csv", None):
        return form
    try:
        with opened(head.path) as file, reading(head.path):
            begin = file.read(_HEAD)
    except UnreadableFile:
        head.is_list = True
        return None  # reading it as codes says why
    if form == "csv" and len(begin) < _HEAD and _is_empty(begin, encoding):
        return form  # a table of whatever: that nothing stands in it is all there is to say
    return _sniffed(begin, encoding, csv=form == "csv")


def _is_empty(head: bytes, encoding: str) -> bool:
    """Whether nothing stands in a table."""
    from tracecode.tables.delimited import is_empty
    from tracecode.tables.lines import Lines

    try:
        return is_empty(Lines(head, encoding))
    except UnreadableFile:
        return False  # reading it as codes says that there is no such encoding


def _is_data(source: object) -> bool:
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
