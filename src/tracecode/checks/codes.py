"""Validate codes: from a file, a stream or a list, one verdict each.

>>> import tracecode as tc
>>> report = tc.validate(["91350100M000100Y43", "SC11464010500016"], format="codes")
>>> [(v.scheme, v.status) for v in report]
[('uscc', 'valid'), ('sc-food-licence', 'invalid')]
>>> report.errors
1
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from hashlib import blake2b
from typing import TYPE_CHECKING
from zlib import crc32

from tracecode.checks.report import Report, Subject, Verdict, crashed
from tracecode.checks.rows import CodeRow, CodeSource, rows
from tracecode.codes.identify import doubts, identify, unread
from tracecode.codes.registry import registry
from tracecode.codes.spreadsheet import LOST, is_cut
from tracecode.findings import Finding, Severity, status_of
from tracecode.tables.days import day_of
from tracecode.tables.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from tracecode.codes.registry import Registry
    from tracecode.standard.resolved import Resolved


def codes(
    source: CodeSource, standard: Resolved, *, column: str | None = None, scheme: str | None = None,
    product: str | None = None, on: date | None = None, on_column: str | None = None, strict: bool = False,
    encoding: str = "utf-8", limits: Limits = DEFAULT,
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
    judge = _Judge(schemes, scheme, product, on, on_column, strict)
    beside = () if on_column is None else (on_column,)
    return Report(judge.verdicts(rows(source, column=column, encoding=encoding, limits=limits, beside=beside)))


_ZEROS = 3
"""One code in a thousand ends with so many."""
_OF_FILE = ("data.column_repeated", "data.empty")
"""What is wrong with a table, not with a row of it."""


class _Judge:
    def __init__(
        self,
        schemes: Registry,
        scheme: str | None,
        product: str | None,
        on: date | None,
        on_column: str | None,
        strict: bool,
    ) -> None:
        self._schemes, self._scheme, self._product = schemes, scheme, product
        self._on, self._on_column, self._strict = on, on_column, strict
        self._seen: dict[bytes, tuple[int, int]] = {}
        """For each different code the line where it stood first, and a checksum of how it was written there."""

    def verdicts(self, source: Iterator[CodeRow]) -> Iterator[Verdict]:
        for row in source:
            if row.fault is not None:
                whole = row.fault.unchecked or row.fault.rule in _OF_FILE  # what stops the reading is said of the rest
                kind: Subject = "file" if whole else "code"
                yield Verdict(row.line, row.text, status_of((row.fault,)), None, None, None, (row.fault,), kind=kind)
                continue
            on, undated = self._date(row)
            if undated is not None:  # by the rules of another day the verdict would be another
                faults = (undated, *row.notes)
                secret = self._scheme is not None and self._schemes[self._scheme].personal
                yield Verdict(row.line, row.text, status_of(faults), None, None, None, faults, personal=secret)
                continue
            try:
                verdict = self._known(row, on) if self._scheme is not None else self._identified(row, on)
            except Exception as error:  # noqa: BLE001  # one code must not cost the others their verdicts
                verdict = Verdict(row.line, row.text, "not checked", None, None, None, (crashed(error),))
            repeated = (*self._cut(verdict), *self._repeated(verdict))
            if repeated or row.notes:
                findings = (*verdict.findings, *repeated, *row.notes)
                verdict = replace(verdict, status=status_of(findings), findings=findings)
            yield verdict

    def _known(self, row: CodeRow, on: date | None) -> Verdict:
        rule = self._schemes[self._scheme or ""]
        code, findings = rule.read(row.text, on, strict=self._strict)
        status = status_of(findings)
        return Verdict(row.line, row.text, status, rule.id, rule.name, code, findings, personal=rule.personal)

    def _identified(self, row: CodeRow, on: date | None) -> Verdict:
        matches = identify(row.text, self._product, on, near=True, standard=self._schemes.standard)
        if not matches:
            finding = unread(row.text)
            return Verdict(row.line, row.text, status_of((finding,)), None, None, None, (finding,))
        best = matches[0]
        if best.code is None:
            found, secret = best.findings, best.personal
            return Verdict(row.line, row.text, "invalid", best.scheme, best.name, None, found, personal=secret)
        found, secret = (*best.findings, *doubts(matches, self._schemes.standard)), best.personal
        return Verdict(row.line, row.text, status_of(found), best.scheme, best.name, best.code, found, personal=secret)

    def _date(self, row: CodeRow) -> tuple[date | None, Finding | None]:
        """The day for which a row is judged; or why none can be told."""
        if self._on_column is None or not (text := row.fields.get(self._on_column, "").strip()):
            return self._on, None
        if (day := day_of(text)) is not None:
            return day, None
        values = {"name": self._on_column, "found": text, "allowed": "YYYY-MM-DD"}
        return None, Finding(rule="check.date", severity="warning", values=values, path=self._on_column)

    @staticmethod
    def _cut(verdict: Verdict) -> tuple[Finding, ...]:
        """A right code that looks as if a spreadsheet had cut it: so many zeros seldom stand there by chance."""
        if verdict.code is None or not is_cut(verdict.text, _ZEROS):
            return ()
        values = {"cell": verdict.public_text, "reason": LOST}
        return (Finding(rule="data.digits_lost", severity="warning", values=values),)

    def _repeated(self, verdict: Verdict) -> tuple[Finding, ...]:
        """A thing that stood before. A unit may stand only once; other codes repeat in the nature of things."""
        if verdict.code is None:
            return ()
        key = blake2b(verdict.code.canonical.encode(), digest_size=12).digest()
        written = crc32(verdict.text.encode("utf-8", "surrogatepass"))
        first, spelling = self._seen.setdefault(key, (verdict.line, written))
        if first == verdict.line:
            return ()
        level: Severity = "warning" if verdict.code.is_unit else "info"
        rule = "code.repeated" if spelling == written else "code.repeated_otherwise"
        return (Finding(rule=rule, severity=level, values={"first": first}),)
