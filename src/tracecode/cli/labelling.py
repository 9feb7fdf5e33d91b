"""The commands that draw: `qr` and `labels`."""

from __future__ import annotations

import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from tracecode.cli.chosen import chosen
from tracecode.cli.commands import _print_findings, wrong_use
from tracecode.cli.parser import CommandParser, between, options
from tracecode.cli.show import columns, say
from tracecode.escape import cell

if TYPE_CHECKING:
    from tracecode.face import Standard
    from tracecode.labels.label import Label, Printed
    from tracecode.labels.symbol import Symbol
    from tracecode.labels.verify import ReadBack


def qr_takes(parser: CommandParser) -> None:
    """The arguments of `qr`."""
    parser.set_defaults(run=qr)
    parser.add_argument("text", metavar="TEXT")
    parser.add_argument(
        "out", metavar="OUT", help="a file that ends in .svg, .png, .pdf or .zpl / 输出文件"
    )
    parser.add_argument("--base-url", metavar="URL", help="address before the code / 代码前的网址")
    parser.add_argument(
        "--symbology", choices=("qr", "data-matrix"), help="where the rule allows both / 码制"
    )
    parser.add_argument(
        "--level",
        choices=("L", "M", "Q", "H"),
        help="error correction; default: the rule's, or M / 纠错等级",
    )
    width = between(float, 0.05, 20)
    parser.add_argument(
        "--module-mm", type=width, metavar="MM", help="module width / 模块宽度（毫米）"
    )
    parser.add_argument(
        "--dpi", type=between(int, 50, 4800), default=300, help="of the printer / 打印分辨率"
    )
    parser.add_argument(
        "--any-text",
        action="store_true",
        help="do not check that TEXT is a code / 不检查是否为代码",
    )
    options(parser, "scheme", "on")


def qr(args: Namespace) -> int:
    """Write the symbol of a code."""
    symbol = _symbol(args)
    symbol.save(args.out, args.dpi)
    module = (
        f"{symbol.module_mm:g} mm ({symbol.module_mm / 25.4 * args.dpi:.1f} dots, {args.dpi} dpi)"
    )
    print(f"{args.out}: {symbol.modules}×{symbol.modules}, {symbol.size_mm} mm, {module}")
    _print_findings(symbol.findings(args.dpi), args.lang)
    return 0


def _symbol(args: Namespace) -> Symbol:
    """By the carrier rule of the code's edition, where there is one; any other text as a QR
    code.
    """
    from tracecode.labels.draw import SYMBOLOGIES
    from tracecode.labels.symbol import MODULE_MM, symbol_for
    from tracecode.labels.symbol import qr as draw

    code = None if args.any_text else chosen(args).parse(args.text, args.scheme, args.on)
    rule = code.layout.edition.carrier if code is not None else None
    if (
        code is not None
        and rule is not None
        and rule.content
        and set(rule.symbologies) & set(SYMBOLOGIES)
    ):
        return symbol_for(
            code,
            trace_url=args.base_url,
            symbology=args.symbology,
            level=args.level,
            module_mm=args.module_mm,
        )
    if args.symbology not in (None, "qr"):
        raise wrong_use(
            f"no carrier rule allows {args.symbology} here / 没有载体规定允许 {args.symbology}"
        )
    return draw(
        code or args.text,
        base_url=args.base_url,
        level=args.level or "M",
        module_mm=args.module_mm or MODULE_MM,
    )


def labels_takes(parser: CommandParser) -> None:
    """The arguments of `labels`."""
    parser.set_defaults(run=labels)
    parser.add_argument(
        "template",
        metavar="TEMPLATE",
        nargs="?",
        help="a ready one or a .yaml file; without it: list them / 模板",
    )
    parser.add_argument(
        "data",
        metavar="DATA",
        nargs="?",
        help="CSV with a header line; without it: the columns / 数据文件",
    )
    parser.add_argument(
        "out",
        metavar="OUT",
        nargs="?",
        help="a file that ends in .pdf, .zpl, .svg or .zip / 输出文件",
    )
    parser.add_argument(
        "--sheet", action="store_true", help="many labels on a page of paper / 一页多个标签"
    )
    parser.add_argument(
        "--set",
        action="append",
        metavar="FIELD=VALUE",
        help="a value of all labels / 所有标签共同的值",
    )
    parser.add_argument(
        "--margin",
        type=between(float, 0, 100),
        metavar="MM",
        help="white edges of a sheet / 页边距（毫米）",
    )
    parser.add_argument(
        "--reprint",
        action="store_true",
        help="codes may stand twice in DATA / 允许重复的代码（重印）",
    )
    parser.add_argument(
        "--verify", action="store_true", help="read the output back and grade it / 读回并评级"
    )
    parser.add_argument(
        "--font", metavar="FILE", help="with Chinese letters; default: an installed one / 字体文件"
    )
    parser.add_argument(
        "--logo", metavar="FILE", help="a picture for the template's logo box / 标志图"
    )
    parser.add_argument(
        "--dpi", type=between(int, 50, 4800), default=300, help="of the printer / 打印分辨率"
    )
    parser.add_argument("--encoding", default="utf-8", help="encoding of DATA / 数据文件编码")
    options(parser, "on")


def labels(args: Namespace) -> int:
    """Print labels from a template and a CSV file, or list the templates."""
    if args.template is None:
        _list(chosen(args), args.lang)
        return 0
    template = chosen(args).label(args.template, args.font)
    constants = _constants(args.set or [])
    if args.data is None:
        _describe(template, args.lang)
        return 0
    if args.out is None:
        raise wrong_use(
            "name the output: tracecode labels TEMPLATE DATA.csv OUT.pdf / 须指明输出文件"
        )
    if args.verify and not args.out.lower().endswith((".pdf", ".zpl")):
        raise wrong_use("--verify reads .pdf and .zpl back / --verify 只能读回 .pdf 和 .zpl")
    printed = _write(template, args, constants)
    summary = {
        "zh": f"{printed.labels} 个标签，{printed.pages} 页",
        "en": f"{printed.labels} labels, {printed.pages} pages",
    }
    print(f"{args.out}: {summary[args.lang]}")
    _print_findings(printed.findings, args.lang)
    if not args.verify:
        return 0
    return _verify(template, args, constants)


def _write(template: Label, args: Namespace, constants: dict[str, str]) -> Printed:
    return template.write(
        args.data, args.out, dpi=args.dpi, on=args.on, logo=args.logo, sheet=args.sheet,
        constants=constants, encoding=args.encoding, reprint=args.reprint, margin=args.margin,
    )  # fmt: skip


def _constants(words: list[str]) -> dict[str, str]:
    """The values of --set."""
    constants: dict[str, str] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals:
            raise wrong_use(f"{word!r} is not FIELD=VALUE / 应写成 字段=值")
        constants[name] = value
    return constants


def _list(standard: Standard, lang: str) -> None:
    rows = [(id, say(standard.label(id).name, lang)) for id in standard.ids("label")]
    print(columns(rows, indent=""))


def _describe(template: Label, lang: str) -> None:
    """A template's columns, and its sample as CSV: a file to begin with."""
    import csv

    rows = [
        (
            f.id,
            say(f.name, lang),
            {True: {"zh": "可空", "en": "optional"}[lang], False: ""}[f.optional],
            f.example,
        )
        for f in template.fields
    ]
    print(f"{say(template.name, lang)}  {template.id}", file=sys.stderr)
    print(columns(rows), file=sys.stderr)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(template.sample)
    out.writerow(map(cell, template.sample.values()))


def _verify(template: Label, args: Namespace, constants: dict[str, str]) -> int:
    """Read the output back and print the grade."""
    from tracecode.labels.verify import GRADES, WEARS

    verdict: ReadBack = template.verify(
        args.data, args.out, dpi=args.dpi, on=args.on, sheet=args.sheet, constants=constants,
        encoding=args.encoding, reprint=args.reprint, margin=args.margin,
    )  # fmt: skip
    _print_findings(verdict.findings, args.lang)
    zh = args.lang == "zh"
    print(
        f"读回 {verdict.read}/{verdict.symbols}"
        if zh
        else f"read back {verdict.read} of {verdict.symbols}"
    )
    for reader, (right, of) in verdict.second.items():
        print(f"{reader} 读回 {right}/{of}" if zh else f"{reader} read back {right} of {of}")
    rows = []
    for wear in WEARS:
        cells = [say(wear.name, args.lang)]
        for strength in ("mild", "hard"):
            read, of = verdict.worn[wear.name.en, strength]
            level = getattr(wear, strength)
            amount = f"{level:.0%}" if wear.unit == "%" else f"{level:g}{wear.unit}"
            cells.append(f"{amount}: {read}/{of}")
        rows.append(cells)
    print(columns(rows))
    print(f"{'等级' if zh else 'grade'}: {say(GRADES[verdict.grade], args.lang)}")
    return 1 if verdict.grade == "unreadable" else 0
