"""The command that carries out the rules across records."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from tracecode.cli import listing
from tracecode.cli.chosen import chosen
from tracecode.cli.parser import CommandParser, between, options
from tracecode.cli.screen import put, standard_input
from tracecode.cli.show import as_json, say
from tracecode.files import opened

if TYPE_CHECKING:
    from tracecode.checks.across import Across, AcrossFinding

_WORDS = {
    "error": {"zh": "错误", "en": "error"},
    "warning": {"zh": "警告", "en": "warning"},
    "info": {"zh": "说明", "en": "note"},
}


def across_takes(parser: CommandParser) -> None:
    """The arguments of `across`."""
    parser.set_defaults(run=across)
    parser.add_argument(
        "file", metavar="FILE", nargs="+",
        help="records and messages (JSON, NDJSON, XML, CSV, XLSX, Parquet), or folders of them; "
        "- is standard input / 记录或报文文件，或文件夹",
    )  # fmt: skip
    parser.add_argument(
        "--rule", metavar="ID", action="append", help="only this rule; default: all / 只查此规则"
    )
    parser.add_argument("--encoding", default="utf-8", help="encoding of the files / 文件编码")
    parser.add_argument(
        "--memory",
        type=between(int, 50, 1_000_000),
        default=1_000,
        metavar="MB",
        help="of the engine / 引擎内存上限（兆字节）",
    )
    parser.add_argument(
        "--temp", metavar="DIR", help="where the engine spills to / 引擎的临时文件夹"
    )
    listing.takes(parser)
    options(parser, "format")


def across(args: Namespace) -> int:
    """Look at all records of files together."""
    from tracecode.cli.limiting import limits_of

    shown = listing.ListedFindings(args)
    for file in args.file:
        if file != "-" and not Path(file).is_dir():
            opened(file).close()  # what is named and cannot be read is an error, not a finding
    sources = [standard_input() if file == "-" else Path(file) for file in args.file]
    report = chosen(args).across(
        *sources, rules=args.rule, encoding=args.encoding, memory_mb=args.memory, folder=args.temp,
        limits=limits_of(args),
    )  # fmt: skip
    files = shown.files(args.file)
    if files is None:
        for found in shown.across(report):
            put(
                as_json(found.as_dict(args.lang))
                if args.format == "json"
                else _line(found, args.lang)
            )
        shown.say_unlisted()
        _print_counts(report, args)
    else:
        from tracecode.reports.rows import finding_rows

        with files:
            try:
                files.write(finding_rows(report), lambda: report)
            finally:
                _print_counts(report, args)
    return shown.exit_code(report)


def _print_counts(report: Across, args: Namespace) -> None:
    if args.format == "json":
        print(as_json({"summary": report.summary()}))
    else:
        print(_counts(report, args.lang), file=sys.stderr)


def _line(found: AcrossFinding, lang: str) -> str:
    word = _word(found, lang)
    rule = found.rule or found.finding.rule
    return f"{word}\t{rule}\t{found.finding.line_text(lang)}"


def _word(found: AcrossFinding, lang: str) -> str:
    """What a finding is called: its severity, or that something was not checked."""
    if found.finding.unchecked:
        from tracecode.checks.report import STATUSES

        return say(STATUSES["not checked"], lang)
    return _WORDS[found.severity][lang]


def _counts(report: Across, lang: str) -> str:
    if lang == "zh":
        return (
            f"{report.records} 条记录，{len(report.judged)} 条规则；"
            f"{report.errors} 个错误，{report.warnings - report.unchecked} "
            f"个警告，{report.unchecked} 项未校验"
        )
    return (
        f"{report.records} records, {len(report.judged)} rules; {report.errors} errors, "
        f"{report.warnings - report.unchecked} warnings, {report.unchecked} not checked"
    )
