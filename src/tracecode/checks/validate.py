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

from tracecode.checks.codes_in_bytes import only_codes
from tracecode.checks.report import Report, Verdict
from tracecode.checks.sources import (
    document,
    first_of,
    holds_plain,
    in_lines,
    is_plain,
    taken,
)
from tracecode.errors import UnknownId, WrongUse
from tracecode.files import opened_pieces
from tracecode.spec.base import Text
from tracecode.tables.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from tracecode.checks.forms import SourceHead
    from tracecode.checks.line_parts import LinesPart
    from tracecode.checks.records import RecordJudge
    from tracecode.checks.sources import Source, Taken
    from tracecode.records.conversion import ConvertedForm as RecordForm
    from tracecode.records.verification import MessageStore, PartyKey
    from tracecode.standard.resolved import Resolved

SourceFormat = Literal["codes", "json", "ndjson", "xml", "csv", "xlsx", "parquet"]


def validate(
    source: Source | None, standard: Resolved, *, path: str | os.PathLike[str] | None,
    format: SourceFormat | None, column: str | None, scheme: str | None, product: str | None,
    on: date | None, on_column: str | None, strict: bool, encoding: str,
    keys: Iterable[PartyKey] | None, seen: MessageStore | None, limits: Limits, jobs: int,
) -> Report:  # fmt: skip
    """Judge every code, or every message and record, of a source; see
    `tracecode.Standard.validate`.
    """
    run = Run(
        standard, format=format, column=column, scheme=scheme, product=product, on=on,
        on_column=on_column, strict=strict, encoding=encoding, keys=keys, seen=seen, limits=limits,
        jobs=jobs,
    )  # fmt: skip
    return run.report(taken(source, path), guess=False)


class Run:
    """Judges sources that are one input, such as the files that a command names.

    Within it no message and no record stands twice without a finding. `validate` is a run with one
    source.
    """

    def __init__(
        self, standard: Resolved, *, format: SourceFormat | None = None, column: str | None = None,
        scheme: str | None = None, product: str | None = None, on: date | None = None,
        on_column: str | None = None, strict: bool = False, encoding: str = "utf-8",
        keys: Iterable[PartyKey] | None = None, seen: MessageStore | None = None,
        limits: Limits = DEFAULT, by_schema: bool = False, jobs: int = 1,
    ) -> None:  # fmt: skip
        """A run; see `validate` for what it takes and raises.

        `by_schema`: records are judged by the published JSON Schema alone, as a program without
        this library would.
        """
        if not isinstance(jobs, int) or jobs < 1:
            raise WrongUse("jobs is a number from 1", "jobs 应为不小于 1 的数")
        if format not in (None, *get_args(SourceFormat)):
            raise UnknownId("format", str(format), get_args(SourceFormat))
        self._of_codes = format == "codes" or (
            format is None and not column is scheme is product is None
        )
        if on_column is not None and (column is None or not self._of_codes):
            raise WrongUse(
                "on_column stands beside the column of codes: give column too",
                "on_column 与代码列同用：请同时给出 column",
            )
        self._signed = keys is not None or seen is not None
        self._by_schema = by_schema
        if self._signed and self._of_codes:
            raise WrongUse(*_NO_SIGNATURE)
        if by_schema and (self._signed or self._of_codes):
            raise WrongUse(*_NO_SCHEMA)
        self._format, self._encoding, self._standard, self._limits = (
            format,
            encoding,
            standard,
            limits,
        )
        self._keys, self._seen, self._jobs = keys, seen, jobs
        self._options: dict[str, object] = {
            "format": format, "column": column, "scheme": scheme, "product": product, "on": on,
            "on_column": on_column, "strict": strict, "encoding": encoding, "limits": limits,
        }  # fmt: skip
        if jobs > 1 and (self._signed or by_schema):
            raise WrongUse(*_ONE_JOB)
        self._codes = partial(
            _codes, standard=standard, column=column, scheme=scheme, product=product, on=on,
            on_column=on_column, strict=strict, encoding=encoding, limits=limits, jobs=jobs,
        )  # fmt: skip
        if self._signed or by_schema:
            self._records  # noqa: B018  # what is wrong with the keys, or not installed, is said at once

    @cached_property
    def _records(self) -> RecordJudge:
        from tracecode.checks.records import RecordJudge

        return RecordJudge(
            encoding=self._encoding, keys=self._keys, seen=self._seen, standard=self._standard,
            limits=self._limits, by_schema=self._by_schema,
        )  # fmt: skip

    def report(self, source: Taken, *, guess: bool = True) -> Report:
        """The report on one source of the run.

        Args:
            source: what is judged; a text is a path.
            guess: take for codes, one a line, what shows no form; otherwise that is refused, see
                `only_codes`.
        """
        if is_plain(source) or holds_plain(source):
            return self._plain(source)
        if isinstance(source, Iterator) and not hasattr(source, "read"):
            if self._of_codes:
                self._codes(())  # refuses a scheme or product that does not exist
            return Report(self._items(source))
        if not _has_bytes(source):
            self._no_codes()
        if isinstance(source, str | os.PathLike) and os.path.isdir(source):
            self._codes(())  # refuses a scheme or product that does not exist
            return self._folder(os.fspath(source))
        given = None if self._format == "codes" else self._format
        if given or self._of_codes:
            return self._read(source, given)
        head = self._head(source)
        form = head.form()
        if form is None and (self._signed or self._by_schema):
            form = "json"  # it is no message or record in any form, which reading it as one says
        if form is None and not guess and not head.is_list:
            only_codes(head.lines, self._encoding, self._standard, self._limits)
        return self._read(head.source, form)

    def _folder(self, path: str) -> Report:
        """The report on all files of a folder."""
        if self._jobs == 1:
            from tracecode.checks.folder import verdicts_in

            return Report(verdicts_in(path, self.inside))
        from tracecode.checks.file_parts import FileJudge, folder_verdicts

        begin = partial(FileJudge, self._standard, self._options)
        every = [True]
        verdicts = folder_verdicts(
            path, self.inside, begin, self._records.known, self._jobs, lambda: every[0]
        )
        return Report(verdicts, partial(every.__setitem__, 0, False))

    def inside(self, path: str) -> Report | Text:
        """The report on a file in a folder, or why it is not read."""
        asked = self._format or ("codes" if self._of_codes else None)
        return _inside(path, asked, lambda path: self._head(path).form(), self._read)

    def _head(self, source: Taken) -> SourceHead:
        from tracecode.checks.forms import SourceHead

        return SourceHead(source, self._standard, self._encoding, self._limits)

    def _no_codes(self) -> None:
        """Refuse codes where only messages, or only records, can be judged."""
        if self._signed:
            raise WrongUse(*_NO_SIGNATURE)
        if self._by_schema:
            raise WrongUse(*_NO_SCHEMA)

    def _items(self, items: Iterator[Any]) -> Iterator[Verdict]:
        """The verdicts on what is read only once; its first item says whether it is codes or
        records.
        """
        first, items = first_of(items)
        if is_plain(first):
            yield from self._plain(items)
        else:
            self._no_codes()
            yield from self._codes(items)

    def _plain(self, source: Any) -> Report:
        """The report on records in memory."""
        if self._of_codes:
            raise WrongUse(*_NO_CODES)
        if is_plain(source):
            return self._read(document(source), "json")
        return self._read(opened_pieces(in_lines(source)), "ndjson")

    def _read(self, source: Any, form: RecordForm | None) -> Report:
        if form is None:
            return self._codes(source)
        if form == "parquet":
            return self._parquet(source)
        if form == "ndjson" and self._jobs > 1:
            return self._lines(source, self._encoding)
        if form == "csv" and self._jobs > 1:
            return self._table(source)
        return self._records.report(source, form)

    def _parquet(self, source: Any) -> Report:
        """The report on the rows of a Parquet file."""
        from tracecode.checks.parquet_records import ParquetRecords

        records = ParquetRecords(source, self._limits)
        name = os.fspath(source) if isinstance(source, str | os.PathLike) else None
        report = (
            self._lines(b"", "utf-8", name, records.parts())
            if self._jobs > 1
            else self._records.report(
                records.lines(), "ndjson", rows_of=name or "", pieces=records.pieces
            )
        )
        return Report(records.verdicts(report), report._want_few)

    def _lines(
        self, source: Any, encoding: str, name: str | None = None,
        parts: Iterator[LinesPart] | None = None
    ) -> Report:  # fmt: skip
        """The report on lines of JSON, or on rows, judged by several processes."""
        from tracecode.checks.line_parts import line_verdicts

        known = self._records.known
        return Report(
            line_verdicts(
                source, known, self._standard, encoding, self._limits, self._jobs, name, parts
            )
        )

    def _table(self, source: Any) -> Report:
        """The report on a table of records in CSV, judged by several processes."""
        from tracecode.checks.table_parts import table_verdicts

        name = os.fspath(source) if isinstance(source, str | os.PathLike) else None
        return Report(
            table_verdicts(
                source, name, self._records.known, self._standard, self._encoding, self._limits,
                self._jobs,
            )
        )  # fmt: skip


_NO_SIGNATURE = (
    "codes carry no signature: keys and seen are for messages",
    "代码没有签名：keys 和 seen 用于报文",
)
_NO_SCHEMA = (
    "a JSON Schema judges records: it knows no codes and verifies no signature",
    "JSON Schema 用于校验记录：它不认识代码，也不验签",
)
_ONE_JOB = (
    "signatures, and records by their schema, are judged by one process: jobs=1",
    "验签和按模式校验只用一个进程：jobs=1",
)
_NO_CODES = (
    "records are no codes: format='codes', column, scheme, product and on are for codes",
    "记录不是代码：format='codes'、column、scheme、product 和 on 用于代码",
)


def _codes(source: Any, **options: Any) -> Report:
    from tracecode.checks.codes import codes

    return codes(source, **options)


def _inside(
    path: str,
    asked: SourceFormat | None,
    form: Callable[[str], RecordForm | None],
    report: Callable[[str, RecordForm | None], Report],
) -> Report | Text:
    """The report on a file that was found in a folder, or why it is not read.

    Args:
        path: the file.
        asked: what the files hold, where the caller says it; the others are passed over.
        form: finds the form of a file.
        report: reads a file.
    """
    from tracecode.checks.forms import LISTS, named_form
    from tracecode.tables.packed import plain_name

    ending = os.path.splitext(plain_name(path))[1].lower()
    named = named_form(path)
    if asked == "codes":
        return report(path, None) if ending in LISTS else _other(ending, LISTS)
    if asked not in (None, named) or (named is None and ending not in LISTS):
        return _other(ending, _RECORDS if asked is None else (f".{asked}",))
    file_format = form(path)
    if named is file_format is None:
        return _other(ending, _RECORDS)
    return _NO_RECORDS if file_format is None else report(path, file_format)


_RECORDS = (
    ".json", ".ndjson", ".jsonl", ".xml", ".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".parquet",
)  # fmt: skip
_NO_RECORDS = Text(
    zh="表中没有“记录类型”列；如为代码，请指明代码所在列",
    en="the table has no column record_type; if it holds codes, name their column",
)


def _other(ending: str, wanted: tuple[str, ...]) -> Text:
    named = ", ".join(wanted)
    return Text(zh=f"后缀“{ending}”不是 {named}", en=f"its ending {ending!r} is none of {named}")


def _has_bytes(source: object) -> bool:
    """Whether a source is bytes or holds some: no open text, and no iterable of codes."""
    return isinstance(source, str | os.PathLike | bytes) or (
        hasattr(source, "read") and not hasattr(source, "encoding")
    )
