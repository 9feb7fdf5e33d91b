"""The command that begins a definition: `spec new KIND ID`."""

from __future__ import annotations

import os
import sys
import tempfile
from typing import TYPE_CHECKING

from tracecode.cli.commands import wrong_use

if TYPE_CHECKING:
    from argparse import Namespace

    from tracecode.findings import Finding
    from tracecode.spec.scaffold import NewKind
    from tracecode.standard.resolved import Resolved


def spec_new(args: Namespace) -> int:
    """Write the file of a new definition into a pack, and that of the pack, if it has none; lint is
    clean of it.
    """
    from tracecode.files import write_all
    from tracecode.spec.layer import Layer
    from tracecode.spec.scaffold import scaffold
    from tracecode.standard.resolved import unchecked

    _judge_id(args.kind, args.id)
    pack = os.path.abspath(args.pack)
    there = Layer(pack).files if os.path.isdir(pack) else ()
    standard = unchecked(*(args.specs or ()), *([pack] if there else []))
    if (args.kind == "product") != (args.category is not None):
        raise wrong_use(
            "--category goes with a product, and a product has one / 品目须写 --category，其他不写"
        )
    number = "" if args.category is None else _number(standard, args.category)
    files = [scaffold(args.kind, args.id, args.category or "", number)]
    if args.kind != "pack" and "pack.yaml" not in there:
        _judge_id("pack", os.path.basename(pack))
        files.insert(0, scaffold("pack", os.path.basename(pack)))
    made = dict(files)
    if taken := [path for path in made if path in there]:
        raise wrong_use(f"{taken[0]} is there already / {taken[0]} 已存在")
    if wrong := _wrong(args, pack, there, made):
        for finding in wrong:
            print(finding.line_text(args.lang), file=sys.stderr)
        return 1
    texts = {
        os.path.normpath(os.path.join(args.pack, path)): text.encode()
        for path, text in made.items()
    }
    write_all(texts)
    for path in texts:
        print(path)
    return 0


def _judge_id(kind: NewKind, id: str) -> None:
    """Refuse an id that cannot be the name of a file."""
    from tracecode.errors import WrongUse
    from tracecode.spec.scaffold import odd_new_id

    if wrong := odd_new_id(kind, id):
        raise WrongUse(wrong.text("en"), wrong.text("zh"))


def _number(standard: Resolved, category: str) -> str:
    """The next number of a category in the catalogue."""
    from tracecode.errors import UnknownId

    names = {entry.name.zh: entry.code for entry in standard.codelist("category").entries}
    known = list(names.values())
    if category not in known:
        raise UnknownId("category", category, known, names)
    items = [
        spec.number
        for spec in map(standard.product, standard.ids("product"))
        if spec.category == category
    ]
    return str(int(max(items)) + 1) if items else f"{known.index(category) + 1}01"


def _wrong(
    args: Namespace, pack: str, there: tuple[str, ...], made: dict[str, str]
) -> list[Finding]:
    """What lint says of the new files in their places; what is wrong with others is said there."""
    from tracecode.lint.blame import lint_all
    from tracecode.standard.resolved import unchecked

    with tempfile.TemporaryDirectory() as folder:
        copy = os.path.join(folder, os.path.basename(pack))
        for path in (*there, *made):
            os.makedirs(os.path.dirname(os.path.join(copy, path)), exist_ok=True)
            with open(os.path.join(copy, path), "wb") as file:
                file.write(
                    made[path].encode() if path in made else _bytes(os.path.join(pack, path))
                )
        findings = lint_all(unchecked(*(args.specs or ()), copy))
    return [
        finding
        for finding in findings
        if any((finding.path or "").endswith(f"/{path}") for path in made)
    ]


def _bytes(path: str) -> bytes:
    from tracecode.files import opened

    with opened(path) as file:
        return file.read()
