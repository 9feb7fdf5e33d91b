"""The command that judges codes, records and messages."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Literal, NamedTuple

from tracecode.cli import listing
from tracecode.cli.chosen import chosen
from tracecode.cli.commands import wrong_use
from tracecode.cli.parser import CommandParser, between, options
from tracecode.cli.screen import standard_input
from tracecode.cli.working import LARGE, Bar, cores, size_of
from tracecode.files import opened, reading
from tracecode.privacy import shown

if TYPE_CHECKING:
    from tracecode.checks.receipts import Receipts
    from tracecode.checks.report import Verdict
    from tracecode.checks.validate import Run
    from tracecode.cli.table import Printer
    from tracecode.reports.annotated import Remarks
    from tracecode.reports.writing import FindingFiles


_WORKBOOK = b"PK\x03\x04"


def takes(parser: CommandParser) -> None:
    """The arguments of `validate`."""
    parser.set_defaults(run=validate)
    parser.add_argument(
        "file", metavar="FILE", nargs="*", default=["-"],
        help="codes (one a line, CSV, Parquet), records and messages (JSON, NDJSON, XML, CSV, XLSX, "
             "Parquet), or folders of them; "
        "- is standard input / 代码、记录或报文文件，或文件夹",
    )  # fmt: skip
    parser.add_argument(
        "--input", choices=("codes", "json", "ndjson", "xml", "csv", "xlsx", "parquet"),
        help="what the files hold; default: told by name and content / 输入格式",
    )  # fmt: skip
    parser.add_argument(
        "--column", metavar="NAME", help="CSV column with the codes / CSV 中代码所在列"
    )
    parser.add_argument(
        "--on-column", metavar="NAME", help="CSV column with the production dates / 生产日期所在列"
    )
    parser.add_argument("--encoding", default="utf-8", help="encoding of the files / 文件编码")
    parser.add_argument(
        "--keys", metavar="FILE",
        help="public keys with their parties, in JSON: only messages that verify are valid / "
             "公钥文件，报文须通过验签",
    )  # fmt: skip
    parser.add_argument(
        "--by", choices=("library", "schema"), default="library",
        help="schema: what a program sees that has only the published JSON Schema / 只按公布的 "
             "JSON Schema 校验",
    )  # fmt: skip
    listing.takes(parser)
    parser.add_argument(
        "--annotate", metavar="COPY",
        help="a copy (.xlsx) of the one workbook that is judged, its faulty cells coloured, with "
             "comments "
        "/ 写出带批注的工作簿副本",
    )  # fmt: skip
    parser.add_argument(
        "--receipts", metavar="DIR",
        help="a new folder of receipts to send back: a file for each sender, with a line of JSON for "
             "each of its messages / 回执文件夹，每个发送方一个文件",
    )  # fmt: skip
    parser.add_argument(
        "--quiet",
        action="store_true",
        help="only rows with findings, and the counts / 只列出有问题的行",
    )
    parser.add_argument(
        "--table",
        action="store_true",
        help="a table also where the output is no terminal / 总是输出表格",
    )
    parser.add_argument(
        "--format",
        choices=("text", "json", "csv"),
        default="text",
        help="text, JSON or CSV / 文本、JSON 或 CSV",
    )
    parser.add_argument(
        "--jobs", type=between(int, 1, 256), metavar="N",
        help="how many processes judge; default: one, and from 64 MB on as many as there are cores "
             "/ 并行进程数",
    )  # fmt: skip
    options(parser, "scheme", "product", "on", "strict")


def validate(args: Namespace) -> int:
    """Judge every code, record and message of files."""
    from tracecode.checks.validate import Run
    from tracecode.cli.limiting import limits_of
    from tracecode.cli.table import Printer

    if args.strict and args.scheme is None:
        raise wrong_use("--strict needs --scheme / --strict 须与 --scheme 同用")
    if args.on_column is not None and (args.column is None or args.input not in (None, "codes")):
        raise wrong_use("--on-column needs --column / --on-column 须与 --column 同用")
    standard, keys = chosen(args), None
    if args.keys is not None:
        if args.column or args.scheme or args.product or args.input == "codes":
            raise wrong_use(
                "--keys is for messages; codes carry no signature / --keys 用于报文，代码没有签名"
            )
        keys = standard.load_keys(args.keys)
    if args.by == "schema" and (
        args.keys or args.column or args.scheme or args.product or args.input == "codes"
    ):
        raise wrong_use(
            "--by schema is for records, not for codes and signatures / --by schema "
            "只用于记录，不校验代码和签名"
        )
    if args.receipts is not None and (
        args.column or args.scheme or args.product or args.input == "codes" or args.by == "schema"
    ):
        raise wrong_use(
            "--receipts answers messages, not codes, and not --by schema / --receipts "
            "答复报文，不用于代码，也不与 --by schema 同用"
        )
    listed = listing.ListedFindings(args)
    limits = limits_of(args)
    size = size_of(args.file)
    bar = Bar(size, args.lang)
    printer = Printer(args.format, args.lang, table=args.table, clear=bar.clear)
    run = Run(
        standard.resolved, format=args.input, column=args.column, scheme=args.scheme,
        product=args.product, on=args.on, on_column=args.on_column, strict=args.strict,
        encoding=args.encoding, keys=keys, limits=limits, by_schema=args.by == "schema",
        jobs=_jobs(args, size),
    )  # fmt: skip
    remarks = None if args.annotate is None else _remarks(args)
    files = listed.files(
        [*args.file, *([args.keys] if args.keys else ())],
        *([args.annotate] if args.annotate else ()),
    )
    try:
        with bar.shown(), _receipts(args) as receipts:
            beside = _Beside(remarks, receipts)
            _listed(args, run, printer, listed, files, beside)
            beside.say(args.lang)
    except KeyboardInterrupt:
        listed.say_interrupted()
        raise
    if remarks is not None:
        remarks.write(args.file[0], args.annotate, limits)
    return listed.exit_code(printer.total)


def _jobs(args: Namespace, size: int) -> int:
    """How many processes judge."""
    if args.jobs is not None:
        return int(args.jobs)
    if size < LARGE or args.keys is not None or args.by == "schema":
        return 1
    return cores()


def _listed(
    args: Namespace, run: Run, printer: Printer, listed: listing.ListedFindings,
    files: FindingFiles | None, beside: _Beside,
) -> None:  # fmt: skip
    """List what is found, or write it; and the counts, also where it ends early."""
    if files is None:
        try:
            for file in args.file:
                printer.show(listed.verdicts(_judged(run, file, printer, beside, few=args.quiet)))
            listed.say_unlisted()
        except KeyboardInterrupt:
            printer.finish()
            raise
        printer.finish()
        return
    from tracecode.reports.rows import finding_rows

    every = (
        each if file == "-" else each.of_file(file)  # whoever reads the files sees no command
        for file in args.file
        for each in _judged(run, file, printer, beside, few=True)
    )
    with files:
        try:
            files.write(finding_rows(every), lambda: printer.total)
        finally:
            printer.finish()


def _judged(
    run: Run, file: str, printer: Printer, beside: _Beside, *, few: bool
) -> Iterator[Verdict]:
    """The verdicts on a file, counted, remarked on and answered; `few`: only those that say
    anything.
    """
    from tracecode.checks.report import Report

    report = run.report(standard_input() if file == "-" else file)
    if beside.receipts is not None:
        report = Report(beside.receipts.passing(report), report._want_few)
    printer.count(report)
    for verdict in report.speaking() if few else report:
        if beside.remarks is not None:
            beside.remarks.add(verdict)
        yield verdict


class _Beside(NamedTuple):
    """What is made of the verdicts beside their list."""

    remarks: Remarks | None
    receipts: Receipts | None

    def say(self, lang: Literal["zh", "en"]) -> None:
        """Say on the error stream how many were answered, and what was not."""
        if (made := self.receipts) is None:
            return
        zh = f"{made.written} 份回执，{len(made.senders)} 个发送方"
        en = f"{made.written} receipts for {len(made.senders)} senders"
        if made.unanswered:
            zh += f"；{made.unanswered} 个报文无标识，未答复"
            en += f"; {made.unanswered} messages have no id, and no receipt"
        if made.outside:
            zh += f"；{made.outside} 条记录不在报文中，未答复"
            en += f"; {made.outside} records are in no message, and have no receipt"
        print(zh if lang == "zh" else en, file=sys.stderr)


def _receipts(args: Namespace) -> AbstractContextManager[Receipts | None]:
    if args.receipts is None:
        return nullcontext()
    from tracecode.checks.receipts import receipts_in

    return receipts_in(args.receipts)


def _remarks(args: Namespace) -> Remarks:
    from tracecode.reports.annotated import Remarks, may_annotate

    if len(args.file) != 1 or args.file == ["-"] or os.path.isdir(args.file[0]):
        raise wrong_use("--annotate takes one workbook / --annotate 只用于一个工作簿文件")
    may_annotate(args.file[0], args.annotate)
    with opened(args.file[0]) as file, reading(args.file[0]):
        if file.read(len(_WORKBOOK)) != _WORKBOOK:
            name = shown(args.file[0], 200)
            raise wrong_use(
                f"{name!r} is no workbook (.xlsx) that could be annotated / “{name}”不是工作簿"
            )
    return Remarks(args.lang)
