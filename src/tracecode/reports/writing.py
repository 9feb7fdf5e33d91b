"""Write findings to files: the ending of each says its form, and each appears whole or not at all.

>>> import pathlib, tempfile, tracecode as tc
>>> path = tempfile.mkdtemp() + "/findings.csv"
>>> tc.write_findings(tc.validate(["6901234567890"], scheme="gtin"), path)
1
>>> pathlib.Path(path).read_text(encoding="utf-8-sig")[:25]
'file,line,text,status,typ'

A file that cannot be written ends neither the judging nor the other files; that it is missing is
said at the end.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import import_module
from typing import IO, Literal, Protocol, Self

from tracecode.arguments import checked
from tracecode.checks.across import Across
from tracecode.checks.report import Report
from tracecode.errors import MissingExtra, TraceCodeError, UnknownId, WrongUse
from tracecode.files import replacing
from tracecode.privacy import shown
from tracecode.reports.earlier import Earlier
from tracecode.reports.rows import FindingRow, Judged, finding_rows

Lang = Literal["zh", "en"]


@dataclass
class Facts:
    """What a report says beside its rows; complete when the last row was written."""

    lang: Lang
    """The language in which it opens, or of a form with one language the language."""
    compared: bool
    """Whether the rows are held against an earlier run."""
    errors_only: bool
    limit: int | None
    at: datetime = field(default_factory=lambda: datetime.now(UTC).astimezone())
    """When it began."""
    rules: Counter[str] = field(default_factory=Counter)
    """How many findings of each rule there are of today, listed or not; a rule across records by
    its own id.
    """
    unlisted: Counter[str] = field(default_factory=Counter)
    """How many of each rule are not listed, for the limit."""
    judged: Mapping[str, object] = field(default_factory=dict)
    """The counts of what was judged, as `Report.summary` or `Across.summary` gives them."""
    complete: bool = True
    """Whether everything was judged to its end."""


class RowWriter(Protocol):
    """Writes rows in one form into an open file."""

    def put(self, row: FindingRow) -> None:
        """Write a row."""

    def finish(self, facts: Facts) -> None:
        """Write what comes last."""

    def discard(self) -> None:
        """Let go of what was not finished."""


_FORMS: Mapping[str, tuple[str, str]] = {
    ".csv": ("lines", "CsvWriter"), ".ndjson": ("lines", "NdjsonWriter"),
    ".html": ("page", "PageWriter"), ".xlsx": ("workbook", "WorkbookWriter"),
    ".parquet": ("parquet", "ParquetWriter"), ".sarif": ("sarif", "SarifWriter"),
}  # fmt: skip
"""The module and class of each form, by the ending."""


@checked
def write_findings(
    judged: Judged, *paths: str | os.PathLike[str], against: str | os.PathLike[str] | None = None,
    errors_only: bool = False, limit: int | None = None, lang: Lang = "zh",
) -> int:  # fmt: skip
    """Write the table of findings, or a report of it. Everything is judged to its end, whatever is
    listed.

    Args:
        judged: what `validate` or `across` gives and nobody read yet, or verdicts.
        paths: the files: `*.html` for people, `*.xlsx`, `*.csv`, `*.ndjson`, `*.parquet`,
            `*.sarif`.
        against: the table of an earlier run, `*.ndjson` or `*.parquet`: rows say whether they are
            `new` or `remaining`, and those that are `gone` follow.
        errors_only: leave out warnings.
        limit: most rows that are listed.
        lang: the language of headings, and of forms that have one language.

    Returns:
        How many findings there are, listed or not.

    Raises:
        UnknownId: an ending names no form.
        WrongUse: a file is named twice, or the limit is below 0.
        MissingExtra: a form needs a package that is not installed.
        UnreadableFile: the earlier run cannot be read.
        UnwritableFile: a file cannot be written; the others are.
    """
    counts = (lambda: judged) if isinstance(judged, Report | Across) else None
    with FindingFiles(
        paths, against=against, errors_only=errors_only, limit=limit, lang=lang
    ) as files:
        facts = files.write(finding_rows(judged), counts)
    return facts.rules.total()


class FindingFiles:
    """The files of one run, open to be written; see `write_findings`. What is wrong with one is
    said at once.
    """

    def __init__(
        self, paths: Iterable[str | os.PathLike[str]], *,
        against: str | os.PathLike[str] | None = None, errors_only: bool = False,
        limit: int | None = None, lang: Lang = "zh", inputs: Iterable[str | os.PathLike[str]] = (),
    ) -> None:  # fmt: skip
        names = [os.fspath(path) for path in paths]
        apart(names, inputs)
        if limit is not None and limit < 0:
            raise WrongUse("limit is a number from 0", "limit 应为不小于 0 的数")
        forms = [_form(name) for name in names]
        self.facts = Facts(lang, against is not None, errors_only, limit)
        self._earlier = None if against is None else Earlier(against)
        self._outputs: list[_Output] = []
        try:
            for name, form in zip(names, forms, strict=True):
                self._outputs.append(_Output(name, form, self.facts))
        except BaseException as error:
            self._end(error)
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        self._end(error)

    def _end(self, error: BaseException | None) -> None:
        for output in self._outputs:
            output.drop(error or _Unfinished())
        if self._earlier is not None:
            self._earlier.close()

    def write(
        self, rows: Iterable[FindingRow], counts: Callable[[], Report | Across] | None = None
    ) -> Facts:
        """Write all rows, and put the files in their places; also when judging ends early, with
        what was found.

        Args:
            rows: as they are found.
            counts: gives, after the last row, what was judged.

        Raises:
            UnwritableFile: a file cannot be written; the others are.
        """
        facts, found = self.facts, False
        try:
            for row in self._listed(rows):
                self._put(row)
                found = True
        except (Exception, KeyboardInterrupt) as error:
            facts.complete = False  # whatever ended it: what was judged stays judged
            if not found:  # an empty table would say that all is right, perhaps over a good one
                self._end(error)
            raise
        finally:
            if counts is not None:
                facts.judged = counts().summary()
                facts.complete &= counts().complete
            for output in self._outputs:
                output.finish(facts)
        for output in self._outputs:
            if output.failure is not None:
                raise output.failure
        return facts

    def _listed(self, rows: Iterable[FindingRow]) -> Iterator[FindingRow]:
        """The rows that are listed; the others are counted."""
        facts, listed = self.facts, 0
        for row in self._compared(rows):
            if facts.errors_only and row.severity != "error":
                continue
            if row.change != "gone":
                facts.rules[row.named] += 1
            if facts.limit is not None and listed >= facts.limit:
                facts.unlisted[row.named] += 1
                continue
            listed += 1
            yield row

    def _compared(self, rows: Iterable[FindingRow]) -> Iterator[FindingRow]:
        if self._earlier is None:
            yield from rows
        else:
            yield from map(self._earlier.compared, rows)
            yield from self._earlier.gone()

    def _put(self, row: FindingRow) -> None:
        for output in self._outputs:
            output.put(row)


def apart(
    outputs: Iterable[str | os.PathLike[str]], inputs: Iterable[str | os.PathLike[str]]
) -> None:
    """See to it that nothing is written twice, over what is read, or into a folder that is judged.

    Raises:
        WrongUse: it would be.
    """
    names = [os.fspath(path) for path in outputs]
    written = {os.path.realpath(name): name for name in names}
    if len(written) < len(names):
        raise WrongUse("two outputs are one file", "两个输出是同一个文件")
    for path in inputs:
        read = os.path.realpath(path)
        for real, name in written.items():
            if real == read:
                raise WrongUse(
                    f"the output {shown(name, 200)!r} is a file that is read",
                    f"输出“{shown(name, 200)}”是要读取的文件",
                )
            if os.path.isdir(read) and real.startswith(os.path.join(read, "")):
                raise WrongUse(
                    f"the output {shown(name, 200)!r} stands in a folder that is judged",
                    f"输出“{shown(name, 200)}”位于要校验的文件夹内",
                )


def _form(name: str) -> Callable[[IO[bytes], Facts], RowWriter]:
    """What writes the form that an ending names."""
    ending = os.path.splitext(name)[1].lower()
    if ending not in _FORMS:
        raise UnknownId("format", ending or shown(name, 60), _FORMS)
    module, kind = _FORMS[ending]
    made: Callable[[IO[bytes], Facts], RowWriter] = getattr(
        import_module(f"tracecode.reports.{module}"), kind
    )
    return made


class _Output:
    """A file on its way."""

    def __init__(
        self, path: str, form: Callable[[IO[bytes], Facts], RowWriter], facts: Facts
    ) -> None:
        self.failure: OSError | None = None
        """Why it cannot be written."""
        self._open = ExitStack()
        self._done = False
        self._writer: RowWriter | None = None
        file = self._open.enter_context(replacing(path))
        try:
            self._writer = form(file, facts)
        except (OSError, MissingExtra) as error:
            self.drop(error)
            raise self.failure or error from None

    def put(self, row: FindingRow) -> None:
        """Write a row, unless the file failed before."""
        if self._writer is not None and not self._done:
            try:
                self._writer.put(row)
            except OSError as error:
                self.drop(error)

    def finish(self, facts: Facts) -> None:
        """Write what comes last, and put the file in its place."""
        if self._writer is not None and not self._done:
            try:
                self._writer.finish(facts)
                self._open.close()
                self._done = True
            except OSError as error:
                self.drop(error)

    def drop(self, error: BaseException) -> None:
        """Leave no file; what is in its place stays."""
        if self._done:
            return
        self._done = True
        if self._writer is not None:
            with suppress(Exception):
                self._writer.discard()
        try:
            self._open.__exit__(type(error), error, error.__traceback__)
        except OSError as told:  # the same as a sentence
            error = told
        if isinstance(error, OSError):
            self.failure = error


class _Unfinished(TraceCodeError):
    """Nobody wrote the rows."""
