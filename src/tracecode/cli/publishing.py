"""The commands that derive files from the standard, and that change the form of records."""

from __future__ import annotations

import argparse
import os
import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from tracecode.cli.chosen import chosen
from tracecode.cli.commands import _read, wrong_use
from tracecode.cli.listing import EXIT
from tracecode.cli.show import say
from tracecode.privacy import shown

if TYPE_CHECKING:
    from tracecode.records.conversion import ConvertedForm
    from tracecode.standard.resolved import Resolved


def convert(args: Namespace) -> int:
    """Write messages or records in another form."""
    from tracecode.cli.limiting import limits_of
    from tracecode.files import opened, replacing
    from tracecode.records.conversion import convert as run

    form, into = _form_of(args.file), _form_of(args.out)
    if form is None or into is None:
        raise wrong_use(
            "the files end in .json, .ndjson, .xml, .csv, .xlsx or .parquet / 文件名应以这些后缀结尾"
        )
    if (args.sender is None) != (args.receiver is None):
        raise wrong_use("--sender and --receiver go together / --sender 与 --receiver 须同时给出")
    parties = None if args.sender is None else (_party(args.sender), _party(args.receiver))
    with opened(args.file) as file, replacing(args.out) as out:
        told = run(
            file,
            form,
            out,
            into,
            chosen(args).resolved,
            encoding=args.encoding,
            limits=limits_of(args),
            parties=parties,
            alone=args.records,
        )
    print(args.out)
    for finding in told:
        print(finding.line_text(args.lang), file=sys.stderr)
    return EXIT["not checked" if any(finding.unchecked for finding in told) else "valid"]


def _form_of(name: str) -> ConvertedForm | None:
    from tracecode.records.reading import format_of

    return "parquet" if name.lower().endswith(".parquet") else format_of(name)


def _party(text: str) -> tuple[str, str]:
    """Encoding rule and code of a party."""
    scheme, mark, code = text.partition(":")
    if not (scheme and mark and code):
        raise wrong_use(
            f"{shown(text, 40)!r} is not SCHEME:CODE / 应写成 编码规则:代码，例如 uscc:91350100M000100Y43"
        )
    return scheme, code


def publish(args: Namespace) -> int:
    """Write derived files, or say which are out of date."""
    from tracecode.files import remove
    from tracecode.findings import Finding
    from tracecode.spec.meta import write

    if args.specs is not None and args.out is None:
        raise wrong_use("--specs needs --out / --specs 须与 --out 同用")
    standard = chosen(args).resolved
    home, files = _derived(args.what, standard, args)
    stale = [name for name, text in files.items() if _read(os.path.join(home, name)) != text]
    ours = {name.partition("/")[0] for name in files}
    there = [
        name for name in _present(home) if name.partition("/")[0] in ours or args.what == "models"
    ]
    extra = [name for name in there if name not in files] if args.out is None else []
    if args.check:
        values = {"allowed": f"tracecode publish {args.what}"}
        for name in [*stale, *extra]:
            print(
                Finding(rule="spec.derived", severity="error", values=values, path=name).line_text(
                    args.lang
                )
            )
    else:
        write({os.path.join(home, name): files[name] for name in stale})
        for name in extra:
            remove(os.path.join(home, name))
        print(
            {
                "zh": f"{home}：{len(files)} 个文件，写入 {len(stale)} 个",
                "en": f"{home}: {len(files)} files, {len(stale)} written",
            }[args.lang]
        )
    return 1 if args.check and (stale or extra) else 0


def _derived(what: str, standard: Resolved, args: Namespace) -> tuple[str, dict[str, str]]:
    """The folder of a kind of derived file, and the files."""
    from tracecode.publish import schemas
    from tracecode.spec.layer import packaged as packaged_folder

    published = os.path.join(packaged_folder(), schemas.FOLDER)
    if args.out is None and not os.path.isdir(published):
        raise wrong_use(
            "an installed package keeps no derived files; name a folder with --out / "
            "请用 --out 指定目录"
        )
    if what == "models":
        import keyword

        from tracecode.publish import models

        if args.specs is None:
            package = os.path.dirname(os.path.dirname(models.__file__))
            return args.out or os.path.join(package, "models"), models.derived(standard)
        name = os.path.basename(os.path.abspath(args.out))
        if not name.isidentifier() or keyword.iskeyword(name):
            raise wrong_use(
                f"{name!r} cannot be a Python package; name it otherwise / 目录名须可作 Python 包名"
            )
        return args.out, models.derived(
            standard,
            name,
            [
                os.path.relpath(pack, args.out) if os.path.isdir(pack) else pack
                for pack in args.specs
            ],
        )
    if what == "schemas":
        return args.out or published, schemas.derived(standard)
    if what == "conformance":
        from tracecode.publish import conformance

        return args.out or published, conformance.derived(standard)
    if what == "samples":
        from tracecode.publish import samples

        made = samples.derived(standard, ("json",) if args.out is None else ("json", "xml"))
        return args.out or published, {f"samples/{name}": text for name, text in made.items()}
    if args.out is None:
        raise wrong_use(f"publish {what} needs --out / publish {what} 须有 --out")
    if what == "sql":
        from tracecode.publish import sql

        return args.out, sql.derived(standard)
    from tracecode.publish import documents

    alone = (args.document or args.lang) == "zh"
    return args.out, documents.derived(standard, "zh" if alone else "bilingual")


def template(args: Namespace) -> int:
    """Write an Excel file to fill in."""
    from tracecode.publish.template import template as make
    from tracecode.standard.record_layout import record_layout

    standard = chosen(args).resolved
    product = standard.product(args.product)
    wanted = args.record or [record.id for record in product.records]
    layouts = [record_layout(standard, id, args.product) for id in wanted]
    make(layouts, standard, args.out, lang=args.lang)
    print(f"{args.out}: {', '.join(say(layout.name, args.lang) for layout in layouts)}")
    return 0


def coordination(args: Namespace) -> int:
    """Write the report on what items share, what nobody uses, and what is near."""
    from tracecode.publish.coordination_book import write_book

    report = write_book(chosen(args).resolved, args.out, lang=args.lang)
    unused = sum(map(len, report.orphans.values()))
    zh = f"{len(report.shared)} 个共用数据元，{unused} 项无人使用，{len(report.near)} 对名称相近"
    en = f"{len(report.shared)} shared elements, {unused} things that nobody uses, {len(report.near)} near pairs"
    print(f"{args.out}: {en}" if args.lang == "en" else f"{args.out}：{zh}")
    return 0


def workbook(name: str) -> str:
    """The name of a workbook that is to be written."""
    if not name.lower().endswith(".xlsx"):
        named = shown(name, 200)
        raise argparse.ArgumentTypeError(
            f"{named!r} is no workbook: the name ends in .xlsx / “{named}”不是工作簿，文件名应以 .xlsx 结尾"
        )
    return name


def _present(home: str) -> list[str]:
    """The files below a folder of derived files."""
    paths = []
    for folder, _, names in os.walk(home):
        below = os.path.relpath(folder, home)
        if "__pycache__" not in folder:
            paths += [name if below == "." else f"{below}/{name}" for name in names]
    return sorted(paths)
