"""The commands of the command line, and what each takes.

What a command of `issue`, `qr` and `labels` takes stands beside what it does.
"""

from __future__ import annotations

from collections.abc import Callable

from tracecode.cli import commands
from tracecode.cli.parser import CommandParser, command, limit, options
from tracecode.spec.file_kinds import KINDS


def program(first: str | None = None) -> CommandParser:
    """The parser of the command line; the chosen command is `run` of its result.

    Args:
        first: the first word given. If it is a command, only its part of the grammar is made: the
            rest costs time and cannot matter.
    """
    main = CommandParser(
        prog="tracecode", allow_abbrev=False,
        description="Identify, read, build and check traceability codes. / "
                    "识别、解析、生成和校验追溯码。",
        epilog="Exit codes: 0 clean, 1 errors, 2 wrong use, 3 not all was checked. / "
        "退出码：0 无误，1 有错误，2 用法不当，3 有未校验的内容。",
    )  # fmt: skip
    main.add_argument("--version", action="store_true", help="print the version / 显示版本")
    names = main.add_subparsers(metavar="COMMAND", parser_class=CommandParser, prog=main.prog)
    for name, (text, describe) in _COMMANDS.items():
        if first not in _COMMANDS or first == name:
            describe(names.add_parser(name, help=text, description=text, allow_abbrev=False))
    return main


def _identify(parser: CommandParser) -> None:
    parser.set_defaults(run=commands.identify)
    parser.add_argument("text", metavar="TEXT")
    options(parser, "product", "on", "format")


def _parse(parser: CommandParser) -> None:
    parser.set_defaults(run=commands.parse)
    parser.add_argument("text", metavar="TEXT")
    options(parser, "scheme", "on", "strict", "format")


def _build(parser: CommandParser) -> None:
    parser.set_defaults(run=commands.build)
    parser.add_argument("scheme", metavar="SCHEME")
    parser.add_argument("segments", metavar="SEGMENT=VALUE", nargs="*")
    parser.add_argument("--edition", metavar="ID", help="edition of the scheme / 版本")
    options(parser, "on", "format")


def _issue(parser: CommandParser) -> None:
    from tracecode.cli import issuing

    issuing.takes(parser)


def _validate(parser: CommandParser) -> None:
    from tracecode.cli import validating

    validating.takes(parser)


def _across(parser: CommandParser) -> None:
    from tracecode.cli import crossing

    crossing.across_takes(parser)


def _convert(parser: CommandParser) -> None:
    from tracecode.cli import publishing

    parser.set_defaults(run=publishing.convert)
    parser.add_argument("file", metavar="FILE", help="a message or records / 报文或记录文件")
    parser.add_argument(
        "out", metavar="OUT", help="its ending chooses the form / 输出文件，后缀决定格式"
    )
    parser.add_argument("--encoding", default="utf-8", help="encoding of FILE / 输入文件编码")
    for name, text in (("sender", "sends / 发送方"), ("receiver", "receives / 接收方")):
        parser.add_argument(
            f"--{name}",
            metavar="SCHEME:CODE",
            help=f"make a message around the records; who {text}",
        )
    parser.add_argument(
        "--records", action="store_true", help="of a message its records alone / 只写报文中的记录"
    )
    limit(parser)
    options(parser)


def _publish(parser: CommandParser) -> None:
    from tracecode.cli import documenting, publishing, site

    names = parser.add_subparsers(metavar="COMMAND", parser_class=CommandParser, required=True)
    for name, text in (
        ("models", "typed Python modules of the records / 生成记录的 Python 模块"),
        (
            "schemas",
            "JSON Schema, XSD, OpenAPI, code lists, the rule program / 生成各类模式文件和规则程序",
        ),
        (
            "conformance",
            (
                "texts with their verdicts, by which other programs are proved / "
                "生成校验程序的比对用例"
            ),
        ),
        ("samples", "right and wrong samples of every record type / 生成示例数据"),
        ("sql", "the rules across records as SQL for a warehouse / 生成跨记录规则的 SQL"),
    ):
        sub = command(names, name, publishing.publish, text)
        sub.set_defaults(what=name)
        sub.add_argument("--out", metavar="DIR", help="default: where they are kept / 输出目录")
        sub.add_argument(
            "--check",
            action="store_true",
            help="write nothing; report what is out of date / 只检查",
        )
        options(sub)
    sub = command(
        names,
        "docs",
        documenting.documents,
        "the standard as a document, or as pages / 生成标准文档",
    )
    documenting.grammar(sub)
    options(sub, langs=documenting.Tongue)
    sub = command(
        names, "template", publishing.template, "an Excel file to fill in / 生成 Excel 填报模板"
    )
    sub.add_argument("product", metavar="PRODUCT", help="item / 品目")
    sub.add_argument(
        "out",
        metavar="OUT",
        type=publishing.workbook,
        help="a file that ends in .xlsx / 以 .xlsx 结尾的文件",
    )
    sub.add_argument(
        "--record", metavar="ID", action="append", help="kind of record; default: all / 记录类型"
    )
    options(sub)
    sub = command(
        names, "site", site.site, "a site that opens without a server, with search / 生成网站"
    )
    sub.add_argument(
        "--out", metavar="DIR", required=True, help="a new folder, or an earlier site / 输出目录"
    )
    text = "with the document of each item in Word, some seconds an item / 附各品目的 Word 文本"
    sub.add_argument("--word", action="store_true", help=text)
    text = (
        "with the pages of each released version, which name the current one / 附各发布版本的网页"
    )
    sub.add_argument("--versions", action="store_true", help=text)
    options(sub)
    text = "what items share, and what nobody uses, as a workbook / 生成统筹分析工作簿"
    sub = command(names, "coordination", publishing.coordination, text)
    sub.add_argument(
        "out",
        metavar="OUT",
        type=publishing.workbook,
        help="a file that ends in .xlsx / 以 .xlsx 结尾的文件",
    )
    options(sub)


def _qr(parser: CommandParser) -> None:
    from tracecode.cli import labelling

    labelling.qr_takes(parser)


def _labels(parser: CommandParser) -> None:
    from tracecode.cli import labelling

    labelling.labels_takes(parser)


def _spec(parser: CommandParser) -> None:
    names = parser.add_subparsers(metavar="COMMAND", parser_class=CommandParser, required=True)
    sub = command(names, "list", commands.spec_list, "list what the standard defines / 列出定义")
    sub.add_argument(
        "kind",
        choices=tuple(KINDS),
        nargs="?",
        default="scheme",
        metavar="KIND",
        help=", ".join(KINDS),
    )
    options(sub, "format")
    sub = command(
        names,
        "show",
        commands.spec_show,
        "show one definition with its sources / 显示一条定义及其依据",
    )
    sub.add_argument("id", metavar="ID")
    sub.add_argument("--kind", choices=tuple(KINDS), help="if an id is used twice / 类别")
    options(sub, "format")
    sub = command(
        names,
        "coverage",
        commands.spec_coverage,
        "which codes each item has / 各品目的代码覆盖情况",
    )
    options(sub, "format")
    sub = command(names, "lint", commands.spec_lint, "check specification files / 检查规范文件")
    sub.add_argument(
        "path", metavar="PACK", nargs="?", help="default: the packaged standard / 默认为自带规范"
    )
    options(sub, "format")
    from tracecode.cli import differing, releasing, scaffolding
    from tracecode.spec.scaffold import NEW_KINDS

    sub = command(
        names, "new", scaffolding.spec_new, "begin a definition, in a pack / 在规范包中新建一条定义"
    )
    sub.add_argument("kind", choices=NEW_KINDS, metavar="KIND", help=", ".join(NEW_KINDS))
    sub.add_argument("id", metavar="ID")
    sub.add_argument(
        "--pack", metavar="FOLDER", required=True, help="made if there is none / 没有则新建"
    )
    sub.add_argument("--category", metavar="ID", help="of a product / 品目的类别")
    options(sub)
    sub = command(
        names, "diff", differing.spec_diff, "what changed between two standards / 比较两版规范"
    )
    about = "packaged, a pack, or a git revision / packaged、规范包或 git 版本"
    sub.add_argument("old", metavar="OLD", help=about)
    sub.add_argument("new", metavar="NEW", help=about)
    sub.add_argument(
        "--accepted",
        metavar="FILE",
        help="accepted breaks: FINGERPRINT REASON a line / 已接受的改动",
    )
    options(sub, "format")
    sub = command(
        names,
        "release",
        releasing.spec_release,
        "freeze a version of the standard / 发布并冻结一个版本",
    )
    sub.add_argument("number", metavar="X.Y.Z")
    sub.add_argument(
        "--check", action="store_true", help="write nothing; say whether it may be / 只检查"
    )
    options(sub)
    sub = command(
        names, "compile", commands.spec_compile, "write the derived files in meta/ / 生成派生文件"
    )
    sub.add_argument(
        "path", metavar="PACK", nargs="?", help="default: the packaged standard / 默认为自带规范"
    )
    instead = sub.add_mutually_exclusive_group()
    instead.add_argument(
        "--check", action="store_true", help="write nothing; report what is out of date / 只检查"
    )
    instead.add_argument(
        "--out", metavar="FILE", help="write the rule program alone / 只写规则程序"
    )
    options(sub)


_COMMANDS: dict[str, tuple[str, Callable[[CommandParser], None]]] = {
    "identify": ("say what a text may be, the likeliest first / 判断是什么代码", _identify),
    "parse": ("read a code and explain its parts / 解析代码并解释各段", _parse),
    "build": ("build a code from its segments / 由各段生成代码，校验码自动计算", _build),
    "issue": ("issue codes that never repeat, and recognise them / 赋码与核验", _issue),
    "validate": ("judge codes, records and messages / 校验代码、记录和报文", _validate),
    "across": (
        "look for what no record shows by itself / 跨记录核对：重复、来源、数量、次序",
        _across,
    ),
    "convert": ("write messages or records in another form / 转换报文或记录的格式", _convert),
    "publish": ("derive models, schemas, documents, samples, templates / 生成派生文件", _publish),
    "qr": ("write a QR symbol of a code / 生成代码的二维码", _qr),
    "labels": ("print labels from a template and a table / 按模板和数据表打印标签", _labels),
    "spec": ("the standard as data / 规范数据", _spec),
}
