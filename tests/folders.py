# tables of cases: one case a line
"""Small specification folders for tests. All their names, documents and codes are invented."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from tracecode.codes.registry import Registry
from tracecode.spec.layer import Layer
from tracecode.standard.resolved import Resolved

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping
    from pathlib import Path

    from tracecode.codes.scheme import Scheme


def alone(*folders: str | os.PathLike[str]) -> Resolved:
    """A standard of folders below which nothing lies."""
    return Resolved(*map(Layer, folders))


WHOLE = {"pack.yaml": "id: test\nname: {zh: 试验规范, en: Test}\nlanguage: 1\nwhole: true\n"}
"""What makes a folder a standard of its own, below which nothing lies."""
BASE = {
    "sources/test.yaml": """
        - id: rule-book
          number: TEST 1-2020
          title: {zh: 试验规则, en: Rule book of the tests}
          status: in-force
          evidence: confirmed
        - id: unnumbered
          title: {zh: 无编号的规则, en: A rule without number}
          status: unknown
          evidence: single
        """,
    "alphabets.yaml": """
        - id: digits
          name: {zh: 数字, en: Digits}
          chars: "[0-9]"
          source: {ref: rule-book}
          evidence: confirmed
        - id: alnum
          name: {zh: 数字和大写字母, en: Digits and capitals}
          chars: "[0-9A-Z]"
          source: {ref: rule-book}
          evidence: confirmed
        """,
    "codelists/colour.yaml": """
        id: colour
        name: {zh: 颜色, en: Colour}
        strict: true
        source: {ref: rule-book}
        evidence: confirmed
        entries:
          - {code: "01", name: {zh: 红, en: red}}
          - {code: "02", name: {zh: 绿, en: green}}
        """,
    "codelists/shade.yaml": """
        id: shade
        name: {zh: 色调, en: Shade}
        strict: false
        covers: ["1"]
        source: {ref: rule-book}
        evidence: confirmed
        entries:
          - {code: "11", name: {zh: 浅, en: light}}
          - {code: "12", name: {zh: 深, en: dark}}
        """,
}
"""What every test folder has: sources, alphabets and two code lists."""


def write(root: Path, files: Mapping[str, str]) -> Path:
    """Write files below `root`; their text may be indented as a whole."""
    for path, text in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")
    return root


def scheme_file(id: str, editions: str, *, lenient: str = "[]", more: str = "") -> str:
    """The text of a scheme around its editions."""
    head = f"""
        id: {id}
        name: {{zh: 试验码, en: Test code}}
        identifies: unit
        issued_by: {{kind: enterprise, name: {{zh: 生产者, en: Maker}}}}
        lenient: {lenient}
        """
    return (
        textwrap.dedent(head).lstrip("\n")
        + textwrap.dedent(more).lstrip("\n")
        + "editions:\n"
        + textwrap.indent(textwrap.dedent(editions).lstrip("\n"), "  ")
    )


def edition(
    segments: str,
    length: str,
    *,
    id: str = "first",
    evidence: str = "confirmed",
    checks: str = "",
    limits: str = "",
    dates: str = "",
    example: str = '"0"',
) -> str:
    """The text of an edition of one layout; segments, checks and limits are given as YAML lists."""
    text = f"- id: {id}\n"
    if dates:
        text += textwrap.indent(textwrap.dedent(dates).strip(), "  ") + "\n"
    text += (
        f'  source: {{ref: rule-book, clause: "3"}}\n  evidence: {evidence}\n  length: {length}\n'
    )
    for name, body in (("segments", segments), ("checks", checks), ("limits", limits)):
        if body:
            text += f"  {name}:\n" + textwrap.indent(textwrap.dedent(body).strip(), "    ") + "\n"
    return text + f"  examples: {{valid: [{{code: {example}, origin: derived}}]}}\n"


def schemes(root: Path, files: Mapping[str, str], *, base: bool = True) -> Registry:
    """A registry over a folder with these scheme texts, by id, beside the base files; other paths
    are taken as they are.
    """
    named = {path if "/" in path else f"schemes/{path}.yaml": text for path, text in files.items()}
    return Registry(alone(write(root, {**(BASE if base else {}), **named})))


def one(root: Path, segments: str, length: str, **options: str) -> Scheme:
    """A scheme `thing` of one edition."""
    lenient = options.pop("lenient", "[]")
    more = options.pop("more", "")
    text = scheme_file("thing", edition(segments, length, **options), lenient=lenient, more=more)
    return schemes(root, {"thing": text})["thing"]
