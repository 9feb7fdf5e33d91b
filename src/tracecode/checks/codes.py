"""Validate codes: from a file, a stream or a list, one verdict each.

>>> import tracecode as tc
>>> report = tc.validate(["91350100M000100Y43", "SC11464010500016"], format="codes")
>>> [(v.scheme, v.status) for v in report]
[('uscc', 'valid'), ('sc-food-licence', 'invalid')]
>>> report.errors
1
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from functools import partial
from hashlib import blake2b
from importlib.util import find_spec
from itertools import islice
from typing import TYPE_CHECKING
from zlib import crc32

from tracecode.checks.code_sources import CodeSource, read_codes
from tracecode.checks.column_scheme import SAMPLE, ColumnSample, scheme_of
from tracecode.checks.report import Report, Subject, Verdict, VerdictBlock, crashed
from tracecode.checks.rows import CodeRow, CodeRows
from tracecode.citizens import LEAST
from tracecode.codes.clock import now
from tracecode.codes.doubts import doubts
from tracecode.codes.identify import identify, unread
from tracecode.codes.in_column import is_broken, may_hold_code
from tracecode.codes.registry import registry
from tracecode.codes.remarks import cut
from tracecode.codes.spreadsheet import seems_cut
from tracecode.findings import Finding, Severity, status_of
from tracecode.tables.days import day_of
from tracecode.tables.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from tracecode.checks.seen import Seen
    from tracecode.codes.registry import Registry
    from tracecode.codes.scheme import Scheme
    from tracecode.standard.resolved import Resolved

Piece = Verdict | VerdictBlock


def codes(
    source: CodeSource, standard: Resolved, *, column: str | None = None, scheme: str | None = None,
    product: str | None = None, on: date | None = None, on_column: str | None = None,
    strict: bool = False, encoding: str = "utf-8", limits: Limits = DEFAULT, jobs: int = 1,
) -> Report:  # fmt: skip
    """Judge every code of a source; see `tracecode.Standard.validate`.

    Raises:
        UnknownId: there is no such scheme or product.
        UnreadableFile: while iterating: the source is not what it was said to be.
    """
    schemes = registry(standard)
    if scheme is not None:
        schemes[scheme]
    if product is not None:
        schemes.standard.product(product)
    reader = CodeReader(schemes, scheme, product, on, on_column, strict)
    beside = () if on_column is None else (on_column,)
    opener = partial(
        read_codes, source, column=column, encoding=encoding, limits=limits, beside=beside
    )
    return Report(_verdicts(opener, reader, jobs))


ALONE = 1000
"""So many codes are read one by one before numpy is loaded and kernels are made, which takes as
long.
"""
ALONE_UNNAMED = 100
"""As many, where the scheme of each has to be found."""
_OF_FILE = ("data.column_repeated", "data.empty")
"""What is wrong with a table, not with a row of it."""


def _verdicts(
    opener: Callable[[], AbstractContextManager[CodeRows]], reader: CodeReader, jobs: int
) -> Iterator[Piece]:
    """The verdicts on the rows of a source: the first one by one, and the others in blocks where
    that is possible.
    """
    before = Before()
    with opener() as rows:
        alone = ALONE
        if reader.scheme is None:
            reader = yield from _first(rows, reader, before)
            alone = (ALONE_UNNAMED if reader.column is None else ALONE) - SAMPLE
        for row in islice(rows, max(0, alone)):
            yield reader.judged(row, before)
        if rows.in_blocks and find_spec("numpy") is not None:
            from tracecode.checks.columns import ColumnJudge

            judge = ColumnJudge(reader, before)
            yield from judge.verdicts(rows) if jobs == 1 else judge.verdicts_by(rows, jobs)
        else:
            for row in rows:
                yield reader.judged(row, before)


def _first(
    rows: CodeRows, reader: CodeReader, before: Before
) -> Generator[Verdict, None, CodeReader]:
    """The verdicts on the first rows, which tell the scheme of a column; gives the reader of the
    others.

    Where all rows are at hand, the first are judged by that scheme as the others are; where they
    come one by one, each is told at once, by itself.
    """
    if not rows.at_hand:
        told: list[Verdict] = []
        for row in islice(rows, SAMPLE):
            told.append(reader.read(row))
            yield reader.settled(told[-1], row, before)
        scheme = scheme_of(told, reader.schemes)
        return reader if scheme is None else reader.of_column(scheme)
    sample, scheme = ColumnSample(reader.read, reader.schemes), None
    broken: BaseException | None = None
    try:
        for row in islice(rows, SAMPLE):
            sample.add(row)
    except (Exception, KeyboardInterrupt) as fault:  # noqa: BLE001  # what was read is told before
        broken = fault
    try:
        scheme = sample.scheme()
    except (Exception, KeyboardInterrupt) as fault:  # noqa: BLE001  # as above
        broken = broken or fault
    if scheme is not None:
        reader = reader.of_column(scheme)
    for row, alone in sample:
        if alone is None or (scheme is not None and (alone.scheme != scheme or alone.findings)):
            yield reader.judged(row, before)
        else:
            yield reader.settled(alone, row, before)
    if broken is not None:
        raise broken
    return reader


class Before:
    """The codes that stood before in a source, as far as they were read one by one."""

    def __init__(self) -> None:
        self._seen: dict[bytes, tuple[int, int]] = {}
        """For each different code the line where it stood first, and a checksum of how it was
        written there.
        """
        self.first: list[tuple[str, str, int]] = []
        """Key, text and line of the first of them, for who goes on in another way."""

    def code(self, key: str, text: str, line: int) -> tuple[int, bool] | None:
        """Where a thing stood before, and whether it was written alike; None if it did not, and
        stands here now.
        """
        digest = blake2b(key.encode("utf-8", "surrogatepass"), digest_size=12).digest()
        written = crc32(text.encode("utf-8", "surrogatepass"))
        first, spelling = self._seen.setdefault(digest, (line, written))
        if first != line:
            return first, spelling == written
        if len(self.first) < max(ALONE, SAMPLE):
            self.first.append((key, text, line))
        return None


class CodeReader:
    """Reads codes one by one, and says everything that is to be said of each."""

    def __init__(
        self,
        schemes: Registry,
        scheme: str | None,
        product: str | None,
        on: date | None,
        on_column: str | None,
        strict: bool,
        column: str | None = None,
    ) -> None:
        self.schemes, self.scheme, self.product = schemes, scheme, product
        self.on, self.on_column, self.strict = on, on_column, strict
        self.column = column
        """The scheme of most texts, which nobody named: the first of a column told it."""
        self._told: dict[tuple[str, date], Verdict] = {}
        """Verdicts on short texts, which take up to a millisecond where they are wrong, by the day
        for which they are: words for nothing and numbers of a spreadsheet recur. None is so long
        that it could hold a citizen's number."""

    def __reduce__(self) -> tuple[object, ...]:
        named = self.scheme, self.product, self.on, self.on_column, self.strict
        return _arrived, (self.schemes.standard, *named, self.column)

    def of_column(self, scheme: str | None) -> CodeReader:
        """The reader of a column of codes of a scheme; None: of no certain one."""
        return CodeReader(
            self.schemes, None, self.product, self.on, self.on_column, self.strict, scheme
        )

    def judged(self, row: CodeRow, seen: Before | Seen) -> Verdict:
        """The verdict on a row, which stands behind those that were seen."""
        return self.settled(self.read(row), row, seen)

    def settled(self, verdict: Verdict, row: CodeRow, seen: Before | Seen) -> Verdict:
        """The verdict on a row, given the one on the row by itself."""
        code = verdict.code
        again = None if code is None else seen.code(code.canonical, verdict.text, verdict.line)
        return self.finished(verdict, row, again)

    def read(self, row: CodeRow) -> Verdict:
        """The verdict on a row by itself."""
        if row.fault is not None:
            # what stops the reading is said of the rest
            whole = row.fault.unchecked or row.fault.rule in _OF_FILE
            kind: Subject = "file" if whole else "code"
            return Verdict(
                row.line,
                row.text,
                status_of((row.fault,)),
                None,
                None,
                None,
                (row.fault,),
                kind=kind,
            )
        on, undated = self.day(row.fields.get(self.on_column or "", ""))
        if undated is not None:  # by the rules of another day the verdict would be another
            known = self.scheme or self.column
            secret = known is not None and self.schemes[known].personal
            return Verdict(
                row.line, row.text, status_of((undated,)), None, None, None, (undated,),
                personal=secret
            )  # fmt: skip
        asked = row.text, on or now().reference
        if (told := self._told.get(asked)) is not None:
            return replace(told, line=row.line)
        try:
            told = (
                self._known(row, on)
                if self.scheme is not None
                else self._of_column(row, on) or self._identified(row, on)
            )
        except Exception as error:  # noqa: BLE001  # one code must not cost the others their verdicts
            return Verdict(row.line, row.text, "not checked", None, None, None, (crashed(error),))
        if len(row.text) < LEAST and len(self._told) < _MOST_TOLD:
            self._told[asked] = told
        return told

    def finished(self, verdict: Verdict, row: CodeRow, again: tuple[int, bool] | None) -> Verdict:
        """A verdict with what is to be said of the row beside its code.

        Args:
            verdict: on the code.
            row: in which it stands.
            again: where it stood before, and whether it was written alike.
        """
        more = (*_cut(verdict), *_repeated(verdict, again), *row.notes)
        if not more or (row.fault is not None):
            return verdict
        findings = (*verdict.findings, *more)
        return replace(verdict, status=status_of(findings), findings=findings)

    def _known(self, row: CodeRow, on: date | None) -> Verdict:
        rule = self.schemes[self.scheme or ""]
        code, findings = rule.read(row.text, on, strict=self.strict)
        status = status_of(findings)
        return Verdict(
            row.line, row.text, status, rule.id, rule.name, code, findings, personal=rule.personal
        )

    def _identified(self, row: CodeRow, on: date | None) -> Verdict:
        matches = identify(
            row.text, self.product, on, near=True, first=True, standard=self.schemes.standard
        )
        if not matches:
            findings = unread(row.text, self.schemes.standard)
            return Verdict(row.line, row.text, status_of(findings), None, None, None, findings)
        best = matches[0]
        told = best.findings
        if best.code is not None:
            told = (*told, *doubts(matches, self.schemes.standard))
        status = status_of(told) if best.code is not None else "invalid"
        return Verdict(
            row.line, row.text, status, best.scheme, best.name, best.code, told,
            personal=best.personal
        )  # fmt: skip

    def _of_column(self, row: CodeRow, on: date | None) -> Verdict | None:
        """The verdict on a row of a column whose scheme is known: on a code of it, or what is
        nearly one. None on all else, which is identified by itself.
        """
        if self.column is None:
            return None
        rule = self.schemes[self.column]
        reading, code, findings = rule.weighed(row.text, on)
        if reading is not None:  # it was read
            if code is not None and not reading.whole:
                return None  # which rules of unsure evidence carry as it is
            if code is None and not is_broken(row.text, reading, self.product, on):
                return None
            if code is None and (own := self._held(row, rule, on)) is not None:
                return own
        status = status_of(findings)
        return Verdict(
            row.line, row.text, status, rule.id, rule.name, code, findings, personal=rule.personal
        )

    def _held(self, row: CodeRow, rule: Scheme, on: date | None) -> Verdict | None:
        """The verdict on the number of somebody that a text holds, say in a symbol; None where it
        holds none that is right: then nothing else is said of it, since nobody may show it.
        """
        if not rule.personal or not may_hold_code(row.text, rule, self.product, on):
            return None
        told = self._identified(row, on)
        return told if told.scheme == rule.id and told.code is not None else None

    def day(self, cell: str) -> tuple[date | None, Finding | None]:
        """The day for which a row is judged, by its cell in the column of days; or why none can be
        told.
        """
        if self.on_column is None or not (text := cell.strip()):
            return self.on, None
        if (day := day_of(text)) is not None:
            return day, None
        values = {"name": self.on_column, "found": text, "allowed": "YYYY-MM-DD"}
        return None, Finding(
            rule="check.date", severity="warning", values=values, path=self.on_column
        )


_MOST_TOLD = 4096
"""So many verdicts are kept."""


def _arrived(
    standard: Resolved, scheme: str | None, product: str | None, on: date | None,
    on_column: str | None, strict: bool, column: str | None
) -> CodeReader:  # fmt: skip
    """A reader that was pickled."""
    return CodeReader(registry(standard), scheme, product, on, on_column, strict, column)


def _cut(verdict: Verdict) -> tuple[Finding, ...]:
    """A right code whose last digits a spreadsheet has lost, as it looks."""
    code = verdict.code
    if code is None or not any(map(seems_cut, (verdict.text, code.text))):
        return ()
    return (cut(verdict.public_text),)


def _repeated(verdict: Verdict, again: tuple[int, bool] | None) -> tuple[Finding, ...]:
    """A thing that stood before. A unit may stand only once; other codes repeat in the nature of
    things.
    """
    if verdict.code is None or again is None:
        return ()
    first, alike = again
    level: Severity = "warning" if verdict.code.is_unit else "info"
    rule = "code.repeated" if alike else "code.repeated_otherwise"
    return (Finding(rule=rule, severity=level, values={"first": first}),)
