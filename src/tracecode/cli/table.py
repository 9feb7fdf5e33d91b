"""The report of a validation as a table on a terminal, or as plain lines in a pipe."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tracecode.checks.report import STATUSES, Report, Verdict
from tracecode.cli.show import columns, say
from tracecode.privacy import shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracecode.codes.code import Code

_STYLES = {"valid": "green", "uncertain": "yellow", "invalid": "red", "unknown": "magenta", "unread": "red"}
_WIDTH = 150  # of a table that goes to a file
_HEADS = {"zh": ("行", "代码", "判定", "编码规则", "说明"), "en": ("line", "code", "verdict", "scheme", "what it says")}


def print_report(report: Report, lang: str, *, quiet: bool, table: bool) -> None:
    """Print every verdict as it comes, as a table or as lines with tabs, then the counts."""
    wanted = (v for v in report if not quiet or v.status != "valid" or any(f.severity != "info" for f in v.findings))
    if table:
        _table(wanted, lang)
    else:
        for verdict in wanted:
            print("\t".join(_cells(verdict, lang)))
    _counts(report, lang)


def _table(verdicts: Iterable[Verdict], lang: str) -> None:
    """Blocks of rows, so that a long file scrolls by instead of waiting for its end."""
    from itertools import islice

    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(width=None if sys.stdout.isatty() else _WIDTH)
    rest = iter(verdicts)
    while block := list(islice(rest, 200)):
        table = Table(box=None, pad_edge=False, header_style="bold")
        for head in _HEADS[lang]:
            table.add_column(head, overflow="fold", no_wrap=head in ("line", "行"))
        for verdict in block:
            line, code, status, scheme, said = _cells(verdict, lang)
            table.add_row(line, Text(code), Text(status, _STYLES[verdict.status]), Text(scheme), Text(said))
        console.print(table)


def _cells(verdict: Verdict, lang: str) -> tuple[str, str, str, str, str]:
    name = say(verdict.name, lang) if verdict.name is not None else ""
    scheme = f"{name} {verdict.scheme}" if verdict.scheme else ""
    findings = [f.line_text(lang) for f in verdict.findings]
    if verdict.code is not None and all(f.severity == "info" for f in verdict.findings):
        findings = [*_parts(verdict.code, lang), *findings]
    return str(verdict.line), shown(verdict.text, 64), say(STATUSES[verdict.status], lang), scheme, "; ".join(findings)


def _parts(code: Code, lang: str) -> list[str]:
    """The parts of a code that say something: what they mean, or their value."""
    names, meanings = code.names(lang), code.meanings(lang)
    _, values = code.public()
    silent = {
        segment.spec.id for segment in code.layout.segments if segment.spec.literal or segment.spec.role == "check"
    }
    said = {id: meanings.get(id) or shown(value, 24) for id, value in values.items() if id not in silent}
    said |= {id: meaning for id, meaning in meanings.items() if id not in values}
    return [f"{names.get(id, id)}: {text}" for id, text in said.items()]


def _counts(report: Report, lang: str) -> None:
    total = sum(report.counts.values())
    parts = [f"{say(STATUSES[status], lang)} {count}" for status, count in report.counts.most_common()]
    head = f"共 {total} 个代码" if lang == "zh" else f"{total} codes"
    print()
    print(f"{head}: {', '.join(parts)}")
    if report.repeated:
        print({"zh": f"重复出现的代码：{report.repeated}", "en": f"repeated codes: {report.repeated}"}[lang])
    if report.rules:
        print(columns((rule, str(count)) for rule, count in report.rules.most_common()))
