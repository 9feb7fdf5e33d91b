"""A parser of arguments whose errors teach, and the arguments that several commands share.

argparse, because start-up time decides: it costs a third of click, which alone would take a quarter
of the time of a short command.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any, NoReturn

from tracecode.errors import UnknownId
from tracecode.privacy import shown

_Parser = argparse.ArgumentParser


class CommandParser(_Parser):
    """A parser whose errors end with exit code 2 and say how to get help."""

    def __init__(self, **options: Any) -> None:
        # of a fixed width, since asking the terminal for its own imports half a dozen compression
        # modules
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
        arguments, unknown = self.parse_known_args(args, namespace)
        if unknown:
            # it takes milliseconds, which most programs need not spend
            from tracecode.nearest import meant, near

            words = sys.argv[1:] if args is None else list(args)
            known = tuple(sorted(self._options_of(words)))
            hints = []
            for word in unknown:
                if word.startswith("--") and (likely := near(word.partition("=")[0], known)):
                    hint = meant(likely)
                    hints.append(f"{shown(word)}{hint['en']} / {hint['zh'].lstrip('；')}")
            strangers = " ".join(map(shown, unknown))
            self.error("\n  ".join([f"unrecognized arguments: {strangers} / 没有这些参数", *hints]))
        return arguments

    def _options_of(self, words: Sequence[str]) -> set[str]:
        """The options of the parser and of the command that was chosen: those of others are no help
        there.
        """
        own = {option for option in self._option_string_actions if option.startswith("--")}
        for action in self._actions:
            if isinstance(action, argparse._SubParsersAction):
                chosen = [(at, word) for at, word in enumerate(words) if word in action.choices][:1]
                for at, word in chosen:
                    own |= action.choices[word]._options_of(words[at + 1 :])
        return own

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments, and leave with exit code 2."""
        self.exit(2, f"{self.prog}: {message}\n{self.prog} --help\n")


def command(
    names: argparse._SubParsersAction[CommandParser],
    name: str,
    run: Callable[[argparse.Namespace], int],
    text: str,
) -> CommandParser:
    """Add a command below another one, and what it runs."""
    sub: CommandParser = names.add_parser(name, help=text, description=text, allow_abbrev=False)
    sub.set_defaults(run=run)
    return sub


def options(parser: CommandParser, *names: str, langs: type[argparse.Action] | None = None) -> None:
    """The options that several commands share; every command has --specs and --lang.

    Args:
        parser: of the command.
        names: of those that not every command has.
        langs: what takes --lang where both languages may be asked for at once.
    """
    if "scheme" in names:
        parser.add_argument(
            "--scheme", metavar="ID", help="encoding rule; see: tracecode spec list / 编码规则"
        )
    if "product" in names:
        parser.add_argument("--product", metavar="ID", help="product on which it stands / 所在品目")
    if "on" in names:
        parser.add_argument(
            "--on", type=_day, metavar="DATE", help="production date, YYYY-MM-DD / 生产日期"
        )
    if "strict" in names:
        parser.add_argument(
            "--strict",
            action="store_true",
            help="only the characters of the rule / 只接受规则规定的字符",
        )
    if "format" in names:
        parser.add_argument(
            "--format", choices=("text", "json"), default="text", help="text or JSON / 文本或 JSON"
        )
    parser.add_argument(
        "--specs",
        metavar="PACK",
        action="append",
        help="a pack over the packaged standard / 叠加的规范包",
    )
    help_text = "language of the output; default: the locale's / 输出语言"
    choices = ("zh", "en") if langs is None else ("zh", "en", "both")
    parser.add_argument("--lang", choices=choices, action=langs or "store", help=help_text)


def limit(parser: CommandParser) -> None:
    """The option that changes the limits of reading."""
    help_text = "change a limit of reading; see docs/limits.md / 读取限值"
    parser.add_argument("--limit", action="append", metavar="NAME=VALUE", help=help_text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a date; write YYYY-MM-DD / 日期应写成 YYYY-MM-DD"
        ) from None


def between(kind: type[float], low: float, high: float) -> Callable[[str], float]:
    """The type of an argument that is a number from `low` to `high`."""

    def read(text: str) -> float:
        try:
            number = kind(text)
        except ValueError:
            number = kind("nan") if kind is float else kind(low) - 1
        if not low <= number <= high:
            raise argparse.ArgumentTypeError(f"{text!r} is not a number from {low} to {high}")
        return number

    return read
