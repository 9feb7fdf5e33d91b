"""The command that writes the standard as a document: `publish docs`."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Sequence
from typing import Any

from tracecode.cli.chosen import chosen
from tracecode.cli.commands import wrong_use
from tracecode.publish.documents.forms import FORMS


def documents(args: argparse.Namespace) -> int:
    """Write the standard, or a part of it, as a document in several forms; or all of it as
    pages.
    """
    if args.forms is None:
        if args.product or args.category or args.paginate:
            raise wrong_use("a document needs --as md,html,docx,pdf / 生成文件须用 --as 指定格式")
        from tracecode.cli.publishing import publish

        return publish(args)
    if args.out is None:
        raise wrong_use("publish docs needs --out / publish docs 须有 --out")
    if args.check:
        raise wrong_use(
            "--check is for pages, which stand without --as / --check 只用于网页，不与 --as 同用"
        )
    if args.paginate and "docx" not in args.forms:
        raise wrong_use(
            "--paginate is for Word: --as docx / --paginate 只用于 Word，须有 --as docx"
        )
    from tracecode.files import check_folder, write
    from tracecode.publish.documents.forms import files
    from tracecode.publish.standard_document import clauses, standard_document

    check_folder(args.out)
    standard = chosen(args).resolved
    document = standard_document(
        standard, args.document or args.lang, category=args.category, product=args.product
    )
    # all are made before the first is written
    made = [*files(document, args.forms, paginate=args.paginate)]
    numbers = clauses.clauses_text(document, clauses.numbers_before(standard, document))
    made.append((f"{document.id}-{clauses.FILE}", numbers.encode()))
    for name, data in made:
        write(os.path.join(args.out, name), data)
    for name in dict.fromkeys(name.partition("/")[0] for name, _ in made):
        print(os.path.join(args.out, name))
    return 0


def grammar(parser: argparse.ArgumentParser) -> None:
    """The options of the command alone."""
    parser.set_defaults(what="docs", document=None)
    parser.add_argument("--out", metavar="DIR", help="folder to write into / 输出目录")
    about = "a document, as md,html,docx,pdf; without it: Markdown pages of all / 文件格式，缺省为全部网页的 Markdown"
    parser.add_argument("--as", dest="forms", type=_listed(FORMS), metavar="FORMS", help=about)
    part = parser.add_mutually_exclusive_group()
    part.add_argument("--product", metavar="ID", help="only what concerns an item / 只含一个品目")
    part.add_argument(
        "--category", metavar="ID", help="only what concerns a category / 只含一个类别"
    )
    about = "page numbers in Word as of LibreOffice / 按 LibreOffice 取页码"
    parser.add_argument("--paginate", action="store_true", help=about)
    parser.add_argument(
        "--check", action="store_true", help="pages: report what is out of date / 只检查网页"
    )


class Tongue(argparse.Action):
    """The language of documents, `both` among them; the command itself then speaks Chinese."""

    def __call__(
        self, _parser: Any, namespace: argparse.Namespace, values: Any, _option: str | None = None
    ) -> None:
        """Keep both languages apart."""
        namespace.document, namespace.lang = values, "zh" if values == "both" else values


def _listed(allowed: Sequence[str]) -> Callable[[str], tuple[str, ...]]:
    """Words of a list, separated by commas."""

    def read(text: str) -> tuple[str, ...]:
        words = tuple(dict.fromkeys(word.strip() for word in text.split(",")))
        if unknown := [word for word in words if word not in allowed]:
            known, listed = ", ".join(allowed), "、".join(allowed)
            raise argparse.ArgumentTypeError(f"{unknown[0]!r} is none of {known} / 可选：{listed}")
        return words

    return read
