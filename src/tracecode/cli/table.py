"""The report of a validation as a table on a terminal, or as plain lines in a pipe."""

from __future__ import annotations

import csv
import sys
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from tracecode.checks.report import KINDS, STATUSES, Report, Verdict
from tracecode.cli.screen import beneath, put
from tracecode.cli.show import as_json, columns, say
from tracecode.escape import cell, terminal
from tracecode.messages import Constant
from tracecode.privacy import shown
from tracecode.spec.base import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from tracecode.codes.code import Code
    from tracecode.findings import Finding, Status

_STYLES = {"valid": "green", "invalid": "red", "not checked": "yellow"}
_WIDTH = 150  # of a table that goes to a file
_HEADS = {
    "zh": ("行", "代码", "判定", "编码规则", "说明"),
    "en": ("line", "code", "verdict", "scheme", "what it says"),
}


class Printer:
    """Prints the reports of one command: each verdict as it comes, then the counts of all."""

    def __init__(
        self, format: str, lang: str, *, table: bool, clear: Callable[[], None] | None = None
    ) -> None:
        """A printer; `clear` takes away what stands on the terminal for the time being."""
        self._format, self._lang = format, lang
        self._clear = clear if clear is not None and sys.stdout.isatty() else _nothing
        self._tabular = table or sys.stdout.isatty()
        self._reports: list[Report] = []
        self._rows: Any = None

    @property
    def total(self) -> Report:
        """The counts of all sources together."""
        return Report.total(self._reports)

    def count(self, report: Report) -> None:
        """Take a report into the counts, whoever reads it."""
        self._reports.append(report)

    def show(self, verdicts: Iterable[Verdict]) -> None:
        """Print the verdicts of one source."""
        if self._format == "json":
            for verdict in verdicts:
                text = as_json(verdict.as_dict(self._lang))
                self._clear()
                put(text)
        elif self._format == "csv":
            self._csv(verdicts)
        elif self._tabular:
            _table(verdicts, self._lang, self._clear)
        else:
            for verdict in verdicts:
                self._clear()
                put("\t".join(_cells(verdict, self._lang)))

    def finish(self) -> None:
        """Print the counts."""
        if self._format == "json":
            print(as_json({"summary": self.total.summary()}))
        elif self._format == "text":
            _counts(self.total, self._lang)

    def _csv(self, verdicts: Iterable[Verdict]) -> None:
        """One row a finding, with the columns of the table of findings; a verdict without any has
        one row too.
        """
        from tracecode.reports.lines import csv_cells
        from tracecode.reports.rows import COLUMNS, verdict_rows

        if self._rows is None:
            self._rows = csv.writer(sys.stdout, lineterminator="\n")
            self._rows.writerow(COLUMNS)
        for verdict in verdicts:
            self._clear()
            for row in verdict_rows(verdict, notes=True):
                self._rows.writerow(csv_cells(row))
            if not verdict.findings:
                kind = verdict.record_type or verdict.scheme or ""
                file, text = (
                    cell(shown(part, 256)) for part in (verdict.file or "", verdict.public_text)
                )
                head = {
                    "file": file,
                    "line": verdict.line,
                    "text": text,
                    "status": verdict.status,
                    "type": kind,
                }
                self._rows.writerow(
                    [(head | {"kind": verdict.kind}).get(name, "") for name in COLUMNS]
                )


def _nothing() -> None:
    """Nothing is there to be taken away."""


def _table(verdicts: Iterable[Verdict], lang: str, clear: Callable[[], None]) -> None:
    """Blocks of rows, so that a long file scrolls by instead of waiting for its end."""
    from itertools import islice

    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    # its colours are orders to the terminal, so it writes past the screen, and only what was shown
    # already
    console = Console(file=beneath(sys.stdout), width=None if sys.stdout.isatty() else _WIDTH)
    rest = iter(verdicts)
    while block := list(islice(rest, 200)):
        table = Table(box=None, pad_edge=False, header_style="bold")
        for head in _HEADS[lang]:
            table.add_column(head, overflow="fold", no_wrap=head in ("line", "行"))
        for verdict in block:
            line, code, status, scheme, detail = map(terminal, _cells(verdict, lang))
            table.add_row(
                Text(line),
                Text(code),
                Text(status, _STYLES[verdict.status]),
                Text(scheme),
                Text(detail),
            )
        clear()
        console.print(table)


def _cells(verdict: Verdict, lang: str) -> tuple[str, str, str, str, str]:
    line = str(verdict.line) if verdict.file is None else f"{_file(verdict.file)}:{verdict.line}"
    findings = [
        _recurring_line(f, lang) if type(f.values) is Constant else f.line_text(lang)
        for f in verdict.findings
    ]
    if verdict.code is not None and all(f.severity == "info" for f in verdict.findings):
        findings = [*_parts(verdict.code, lang), *findings]
    return (
        line,
        shown(verdict.public_text, 64),
        say(STATUSES[verdict.status], lang),
        _scheme(verdict, lang),
        "; ".join(findings),
    )


def _scheme(verdict: Verdict, lang: str) -> str:
    """Name and id of what a verdict was given by."""
    name = say(verdict.name, lang) if verdict.name is not None else ""
    return f"{name} {verdict.record_type or verdict.scheme or ''}".strip()


@lru_cache(8)
def _file(path: str) -> str:
    """A path as it is shown; it is the same in row after row."""
    return shown(path, 256)


@lru_cache(1024)
def _recurring_line(finding: Finding, lang: str) -> str:
    """The line of a finding that is the same in record after record: the same object each time."""
    return finding.line_text(lang)


def _parts(code: Code, lang: str) -> list[str]:
    """The parts of a code that say something: what they mean, or their value."""
    names = code.names(lang)
    _, values = code.public()
    meanings = code.meanings(lang) if values == code.segments else code.public_meanings(lang)
    silent = {
        segment.spec.id
        for segment in code.layout.segments
        if segment.spec.literal or segment.spec.role == "check"
    }
    texts = {
        id: meanings.get(id) or shown(value, 24) for id, value in values.items() if id not in silent
    }
    texts |= {id: meaning for id, meaning in meanings.items() if id not in values}
    return [f"{names.get(id, id)}: {text}" for id, text in texts.items()]


_SIGNATURES: Mapping[Status, Text] = {
    "valid": Text(zh="已核实", en="verified"),
    "invalid": Text(zh="未通过", en="refused"),
    "not checked": Text(zh="未核实", en="not checked"),
}


def _counts(report: Report, lang: str) -> None:
    if not report.kinds:  # nothing was judged, and why not is said
        return
    parts = [
        f"{say(name, lang)} {report.counts[status]}"
        for status, name in STATUSES.items()
        if report.counts[status]
    ]
    things = [
        f"{report.kinds[kind]} {say(name, lang)}"
        for kind, name in KINDS.items()
        if report.kinds[kind]
    ]
    head = f"共 {'、'.join(things)}" if lang == "zh" else ", ".join(things)
    print()
    print(f"{head}: {', '.join(parts)}")
    if report.signatures:
        signatures = ", ".join(
            f"{say(name, lang)} {report.signatures[status]}"
            for status, name in _SIGNATURES.items()
            if report.signatures[status]
        )
        print(
            {"zh": f"报文签名：{signatures}", "en": f"signatures of messages: {signatures}"}[lang]
        )
    if report.repeated:
        print(
            {
                "zh": f"重复出现的代码：{report.repeated}",
                "en": f"repeated codes: {report.repeated}",
            }[lang]
        )
    if report.rules:
        print(columns((rule, str(count)) for rule, count in report.rules.most_common()))
