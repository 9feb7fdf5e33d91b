"""The grammar of the command line.

argparse, because start-up time decides: it costs a third of click, which alone would take a quarter of the time of a
short command.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any, NoReturn

from tracecode.cli import commands
from tracecode.errors import UnknownId
from tracecode.privacy import shown
from tracecode.spec.file_kinds import KINDS

_Parser = argparse.ArgumentParser


class CommandParser(_Parser):
    """A parser whose errors end with exit code 2 and say how to get help."""

    def __init__(self, **options: Any) -> None:
        # of a fixed width, since asking the terminal for its own imports half a dozen compression modules
        super().__init__(**options, formatter_class=partial(argparse.HelpFormatter, width=100))

    def _print_message(self, message: str, file: Any = None) -> None:
        """Print, where argparse would say nothing of an output that is full."""
        if message:
            print(message, end="", file=file or sys.stderr, flush=True)

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """As argparse, with the near choices first."""
        choices = [str(choice) for choice in action.choices or ()]
        if choices and value not in choices:
            kind = "command" if isinstance(action, argparse._SubParsersAction) else "choice"
            raise argparse.ArgumentError(action, str(UnknownId(kind, str(value), choices)))

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        """As argparse, with near options in place of those that there are not."""
        found, unknown = self.parse_known_args(args, namespace)
        if unknown:
            from tracecode.nearest import meant, near  # it takes milliseconds, which most programs need not spend

            words = sys.argv[1:] if args is None else list(args)
            known = tuple(sorted(self._options_of(words)))
            hints = []
            for word in unknown:
                if word.startswith("--") and (likely := near(word.partition("=")[0], known)):
                    hint = meant(likely)
                    hints.append(f"{shown(word)}{hint['en']} / {hint['zh'].lstrip('；')}")
            said = " ".join(map(shown, unknown))
            self.error("\n  ".join([f"unrecognized arguments: {said} / 没有这些参数", *hints]))
        return found

    def _options_of(self, words: Sequence[str]) -> set[str]:
        """The options of the parser and of the command that was chosen: those of others are no help there."""
        found = {option for option in self._option_string_actions if option.startswith("--")}
        for action in self._actions:
            if isinstance(action, argparse._SubParsersAction):
                chosen = [(at, word) for at, word in enumerate(words) if word in action.choices][:1]
                for at, word in chosen:
                    found |= action.choices[word]._options_of(words[at + 1 :])
        return found

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments, and leave with exit code 2."""
        self.exit(2, f"{self.prog}: {message}\n{self.prog} --help\n")


def program(first: str | None = None) -> CommandParser:
    """The parser of the command line; the chosen command is `run` of its result.

    Args:
        first: the first word given. If it is a command, only its part of the grammar is made: the rest costs time and
            cannot matter.
    """
    main = CommandParser(
        prog="tracecode", allow_abbrev=False,
        description="Identify, read, build and check traceability codes. / 识别、解析、生成和校验追溯码。",
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
    _options(parser, "product", "on", "format")


def _parse(parser: CommandParser) -> None:
    parser.set_defaults(run=commands.parse)
    parser.add_argument("text", metavar="TEXT")
    _options(parser, "scheme", "on", "strict", "format")


def _build(parser: CommandParser) -> None:
    parser.set_defaults(run=commands.build)
    parser.add_argument("scheme", metavar="SCHEME")
    parser.add_argument("segments", metavar="SEGMENT=VALUE", nargs="*")
    parser.add_argument("--edition", metavar="ID", help="edition of the scheme / 版本")
    _options(parser, "on", "format")


def _issue(parser: CommandParser) -> None:
    from tracecode.cli import issuing

    names = parser.add_subparsers(metavar="COMMAND", parser_class=CommandParser, required=True)
    sub = _command(names, "keygen", issuing.keygen, "make a key / 生成密钥")
    sub.add_argument("file", metavar="FILE")
    _options(sub)
    sub = _command(names, "run", issuing.run, "issue codes / 赋码")
    sub.add_argument("scheme", metavar="SCHEME")
    sub.add_argument("count", metavar="COUNT", type=int)
    sub.add_argument("segments", metavar="SEGMENT=VALUE", nargs="*")
    sub.add_argument("--out", metavar="FILE", help="a new file; default: print the codes / 输出文件")
    sub.add_argument(
        "--format", choices=("text", "csv", "ndjson", "parquet"), help="of --out; default: as its ending says / 格式"
    )
    sub.add_argument("--purpose", default="", metavar="TEXT", help="for the log / 用途")
    sub.add_argument("--edition", metavar="ID", help="edition of the scheme / 版本")
    sub.add_argument("--form", metavar="ID", help="layout of the scheme / 形式")
    sub.add_argument("--serial-prefix", default="", metavar="TEXT", help="head of every serial / 序列号的固定开头")
    sub.add_argument("--serial-length", type=int, metavar="N", help="where the rule lets it vary / 序列号长度")
    sub.add_argument("--serial-chars", metavar="CLASS", help="use only these, as in [0-9] / 序列号所用字符")
    _ledger(sub)
    _options(sub, "on")
    _manifests(sub, "folders with manifests, beside that of --out; an older ledger issues nothing / 清单文件夹")
    sub = _command(names, "recover", issuing.recover, "make a restored or lost ledger safe / 恢复台账后防止重复")
    sub.add_argument("--ledger", required=True, metavar="URL", help="sqlite:///FILE or postgresql://... / 台账")
    _manifests(sub, "folders with manifests, at any depth / 清单文件夹")
    sub.add_argument(
        "--reserve", type=int, metavar="N",
        help="so many codes at most, of any one kind, left without a manifest / 未留清单的代码至多多少个",
    )  # fmt: skip
    sub.add_argument("--new-nonce", action="store_true", help="where nobody can say / 无法确定数量时，改用新随机数")
    sub.add_argument("--purpose", default="", metavar="TEXT", help="for the log / 用途")
    _options(sub, "format")
    sub = _command(names, "status", issuing.status, "say whether codes were issued / 核验代码是否赋出")
    sub.add_argument("codes", metavar="CODE", nargs="+", help="- reads one a line / - 表示逐行读取标准输入")
    _ledger(sub)
    _options(sub, "scheme", "format")


def _ledger(parser: CommandParser) -> None:
    parser.add_argument("--ledger", required=True, metavar="URL", help="sqlite:///FILE or postgresql://... / 台账")
    parser.add_argument("--key-file", metavar="FILE", help="default: the variable TRACECODE_ISSUE_KEY / 密钥文件")
    parser.add_argument("--cipher", choices=("aes", "sm4"), default="aes", help="block cipher / 分组密码")


def _manifests(parser: CommandParser, text: str) -> None:
    parser.add_argument("--manifests", metavar="DIR", nargs="+", action="extend", default=[], help=text)


def _validate(parser: CommandParser) -> None:
    parser.set_defaults(run=commands.validate)
    parser.add_argument(
        "file", metavar="FILE", nargs="*", default=["-"],
        help="codes (one a line, or CSV), records and messages (JSON, NDJSON, XML, CSV, XLSX), or folders of them; "
        "- is standard input / 代码、记录或报文文件，或文件夹",
    )  # fmt: skip
    parser.add_argument(
        "--input", choices=("codes", "json", "ndjson", "xml", "csv", "xlsx"),
        help="what the files hold; default: told by name and content / 输入格式",
    )  # fmt: skip
    parser.add_argument("--column", metavar="NAME", help="CSV column with the codes / CSV 中代码所在列")
    parser.add_argument("--on-column", metavar="NAME", help="CSV column with the production dates / 生产日期所在列")
    parser.add_argument("--encoding", default="utf-8", help="encoding of the files / 文件编码")
    _limit(parser)
    parser.add_argument(
        "--keys", metavar="FILE",
        help="public keys with their parties, in JSON: only messages that verify are valid / 公钥文件，报文须通过验签",
    )  # fmt: skip
    parser.add_argument(
        "--by", choices=("library", "schema"), default="library",
        help="schema: what a program sees that has only the published JSON Schema / 只按公布的 JSON Schema 校验",
    )  # fmt: skip
    parser.add_argument(
        "--quiet", action="store_true", help="only rows with findings, and the counts / 只列出有问题的行"
    )
    parser.add_argument(
        "--table", action="store_true", help="a table also where the output is no terminal / 总是输出表格"
    )
    parser.add_argument(
        "--format", choices=("text", "json", "csv"), default="text", help="text, JSON or CSV / 文本、JSON 或 CSV"
    )
    _options(parser, "scheme", "product", "on", "strict")


def _across(parser: CommandParser) -> None:
    from tracecode.cli import crossing

    crossing.arguments(parser, _between(int, 50, 1_000_000))
    _limit(parser)
    _options(parser, "format")


def _convert(parser: CommandParser) -> None:
    from tracecode.cli import publishing

    parser.set_defaults(run=publishing.convert)
    parser.add_argument("file", metavar="FILE", help="a message or records / 报文或记录文件")
    parser.add_argument("out", metavar="OUT", help="its ending chooses the form / 输出文件，后缀决定格式")
    parser.add_argument("--encoding", default="utf-8", help="encoding of FILE / 输入文件编码")
    _limit(parser)
    _options(parser)


def _limit(parser: CommandParser) -> None:
    help_text = "change a limit of reading; see docs/limits.md / 读取限值"
    parser.add_argument("--limit", action="append", metavar="NAME=VALUE", help=help_text)


def _publish(parser: CommandParser) -> None:
    from tracecode.cli import publishing

    names = parser.add_subparsers(metavar="COMMAND", parser_class=CommandParser, required=True)
    for name, text in (
        ("models", "typed Python modules of the records / 生成记录的 Python 模块"),
        (
            "schemas",
            "JSON Schema, XSD, OpenAPI, code lists, the rule program / 生成各类模式文件和规则程序",
        ),
        ("conformance", "texts with their verdicts, by which other programs are proved / 生成校验程序的比对用例"),
        ("docs", "the standard as Markdown pages / 生成标准文档"),
        ("samples", "right and wrong samples of every record type / 生成示例数据"),
        ("sql", "the rules across records as SQL for a warehouse / 生成跨记录规则的 SQL"),
    ):
        sub = _command(names, name, publishing.publish, text)
        sub.set_defaults(what=name)
        sub.add_argument("--out", metavar="DIR", help="default: where they are kept / 输出目录")
        sub.add_argument("--check", action="store_true", help="write nothing; report what is out of date / 只检查")
        _options(sub)
    sub = _command(names, "template", publishing.template, "an Excel file to fill in / 生成 Excel 填报模板")
    sub.add_argument("product", metavar="PRODUCT", help="item / 品目")
    sub.add_argument("out", metavar="OUT", help="a file that ends in .xlsx / 输出文件")
    sub.add_argument("--record", metavar="ID", action="append", help="kind of record; default: all / 记录类型")
    _options(sub)
    text = "what items share, and what nobody uses, as a workbook / 生成统筹分析工作簿"
    sub = _command(names, "coordination", publishing.coordination, text)
    sub.add_argument("out", metavar="OUT", help="a file that ends in .xlsx / 输出文件")
    _options(sub)


def _qr(parser: CommandParser) -> None:
    from tracecode.cli import labelling

    parser.set_defaults(run=labelling.qr)
    parser.add_argument("text", metavar="TEXT")
    parser.add_argument("out", metavar="OUT", help="a file that ends in .svg, .png, .pdf or .zpl / 输出文件")
    parser.add_argument("--base-url", metavar="URL", help="address before the code / 代码前的网址")
    parser.add_argument("--symbology", choices=("qr", "data-matrix"), help="where the rule allows both / 码制")
    parser.add_argument(
        "--level", choices=("L", "M", "Q", "H"), help="error correction; default: the rule's, or M / 纠错等级"
    )
    width = _between(float, 0.05, 20)
    parser.add_argument("--module-mm", type=width, metavar="MM", help="module width / 模块宽度（毫米）")
    parser.add_argument("--dpi", type=_between(int, 50, 4800), default=300, help="of the printer / 打印分辨率")
    parser.add_argument("--any-text", action="store_true", help="do not check that TEXT is a code / 不检查是否为代码")
    _options(parser, "scheme", "on")


def _labels(parser: CommandParser) -> None:
    from tracecode.cli import labelling

    parser.set_defaults(run=labelling.labels)
    parser.add_argument(
        "template", metavar="TEMPLATE", nargs="?", help="a ready one or a .yaml file; without it: list them / 模板"
    )
    parser.add_argument(
        "data", metavar="DATA", nargs="?", help="CSV with a header line; without it: the columns / 数据文件"
    )
    parser.add_argument("out", metavar="OUT", nargs="?", help="a file that ends in .pdf, .zpl, .svg or .zip / 输出文件")
    parser.add_argument("--sheet", action="store_true", help="many labels on a page of paper / 一页多个标签")
    parser.add_argument(
        "--set", action="append", metavar="FIELD=VALUE", help="a value of all labels / 所有标签共同的值"
    )
    parser.add_argument(
        "--margin", type=_between(float, 0, 100), metavar="MM", help="white edges of a sheet / 页边距（毫米）"
    )
    parser.add_argument("--reprint", action="store_true", help="codes may stand twice in DATA / 允许重复的代码（重印）")
    parser.add_argument("--verify", action="store_true", help="read the output back and grade it / 读回并评级")
    parser.add_argument("--font", metavar="FILE", help="with Chinese letters; default: an installed one / 字体文件")
    parser.add_argument("--logo", metavar="FILE", help="a picture for the template's logo box / 标志图")
    parser.add_argument("--dpi", type=_between(int, 50, 4800), default=300, help="of the printer / 打印分辨率")
    parser.add_argument("--encoding", default="utf-8", help="encoding of DATA / 数据文件编码")
    _options(parser, "on")


def _spec(parser: CommandParser) -> None:
    names = parser.add_subparsers(metavar="COMMAND", parser_class=CommandParser, required=True)
    sub = _command(names, "list", commands.spec_list, "list what the standard defines / 列出定义")
    sub.add_argument("kind", choices=tuple(KINDS), nargs="?", default="scheme", metavar="KIND", help=", ".join(KINDS))
    _options(sub, "format")
    sub = _command(names, "show", commands.spec_show, "show one definition with its sources / 显示一条定义及其依据")
    sub.add_argument("id", metavar="ID")
    sub.add_argument("--kind", choices=tuple(KINDS), help="if an id is used twice / 类别")
    _options(sub, "format")
    sub = _command(names, "coverage", commands.spec_coverage, "which codes each item has / 各品目的代码覆盖情况")
    _options(sub, "format")
    sub = _command(names, "lint", commands.spec_lint, "check specification files / 检查规范文件")
    sub.add_argument("path", metavar="PACK", nargs="?", help="default: the packaged standard / 默认为自带规范")
    _options(sub, "format")
    from tracecode.cli import differing, scaffolding
    from tracecode.spec.scaffold import NEW_KINDS

    sub = _command(names, "new", scaffolding.spec_new, "begin a definition, in a pack / 在规范包中新建一条定义")
    sub.add_argument("kind", choices=NEW_KINDS, metavar="KIND", help=", ".join(NEW_KINDS))
    sub.add_argument("id", metavar="ID")
    sub.add_argument("--pack", metavar="FOLDER", required=True, help="made if there is none / 没有则新建")
    sub.add_argument("--category", metavar="ID", help="of a product / 品目的类别")
    _options(sub)
    sub = _command(names, "diff", differing.spec_diff, "what changed between two standards / 比较两版规范")
    about = "packaged, a pack, or a git revision / packaged、规范包或 git 版本"
    sub.add_argument("old", metavar="OLD", help=about)
    sub.add_argument("new", metavar="NEW", help=about)
    sub.add_argument("--accepted", metavar="FILE", help="accepted breaks: FINGERPRINT REASON a line / 已接受的改动")
    _options(sub, "format")
    sub = _command(names, "compile", commands.spec_compile, "write the derived files in meta/ / 生成派生文件")
    sub.add_argument("path", metavar="PACK", nargs="?", help="default: the packaged standard / 默认为自带规范")
    instead = sub.add_mutually_exclusive_group()
    instead.add_argument("--check", action="store_true", help="write nothing; report what is out of date / 只检查")
    instead.add_argument("--out", metavar="FILE", help="write the rule program alone / 只写规则程序")
    _options(sub)


_COMMANDS: dict[str, tuple[str, Callable[[CommandParser], None]]] = {
    "identify": ("say what a text may be, the likeliest first / 判断是什么代码", _identify),
    "parse": ("read a code and explain its parts / 解析代码并解释各段", _parse),
    "build": ("build a code from its segments / 由各段生成代码，校验码自动计算", _build),
    "issue": ("issue codes that never repeat, and recognise them / 赋码与核验", _issue),
    "validate": ("judge codes, records and messages / 校验代码、记录和报文", _validate),
    "across": ("look for what no record shows by itself / 跨记录核对：重复、来源、数量、次序", _across),
    "convert": ("write messages or records in another form / 转换报文或记录的格式", _convert),
    "publish": ("derive models, schemas, documents, samples, templates / 生成派生文件", _publish),
    "qr": ("write a QR symbol of a code / 生成代码的二维码", _qr),
    "labels": ("print labels from a template and a table / 按模板和数据表打印标签", _labels),
    "spec": ("the standard as data / 规范数据", _spec),
}


def _command(
    names: argparse._SubParsersAction[CommandParser], name: str, run: Callable[[argparse.Namespace], int], text: str
) -> CommandParser:
    sub: CommandParser = names.add_parser(name, help=text, description=text, allow_abbrev=False)
    sub.set_defaults(run=run)
    return sub


def _options(parser: CommandParser, *names: str) -> None:
    """The options that several commands share; every command has --specs and --lang."""
    if "scheme" in names:
        parser.add_argument("--scheme", metavar="ID", help="encoding rule; see: tracecode spec list / 编码规则")
    if "product" in names:
        parser.add_argument("--product", metavar="ID", help="product on which it stands / 所在品目")
    if "on" in names:
        parser.add_argument("--on", type=_day, metavar="DATE", help="production date, YYYY-MM-DD / 生产日期")
    if "strict" in names:
        parser.add_argument(
            "--strict", action="store_true", help="only the characters of the rule / 只接受规则规定的字符"
        )
    if "format" in names:
        parser.add_argument("--format", choices=("text", "json"), default="text", help="text or JSON / 文本或 JSON")
    parser.add_argument(
        "--specs", metavar="PACK", action="append", help="a pack over the packaged standard / 叠加的规范包"
    )
    parser.add_argument("--lang", choices=("zh", "en"), help="language of the output; default: the locale's / 输出语言")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date; write YYYY-MM-DD / 日期应写成 YYYY-MM-DD") from None


def _between(kind: type[float], low: float, high: float) -> Callable[[str], float]:
    def read(text: str) -> float:
        try:
            number = kind(text)
        except ValueError:
            number = kind("nan") if kind is float else kind(low) - 1
        if not low <= number <= high:
            raise argparse.ArgumentTypeError(f"{text!r} is not a number from {low} to {high}")
        return number

    return read
