"""A small standard whose every text is hostile to whatever is made of it: source, pages, schemas,
tables, screens.

Nothing in it is forbidden: `pack` passes lint. `forge` puts what lint would refuse into its
compiled copy, which is what a program reads.
"""

from __future__ import annotations

import copy
import json
from itertools import count
from typing import TYPE_CHECKING, Any

from tests.folders import WHOLE, alone
from tests.lint.test_files import COMPLETE
from tracecode.records.plain import PARTS
from tracecode.spec.layer import COMPILED
from tracecode.spec.reader import read_text
from tracecode.standard.resolved import packaged

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CANARY = "tracecode_canary"
"""An attribute of `sys` that only executed text would set."""
CALL = f'setattr(__import__("sys"), "{CANARY}", 1)'
SPITES = (
    # Python, and whatever fills in templates
    f'"""+{CALL}+"""', f"'''+{CALL}+'''", f'"+{CALL}+"', f"'+{CALL}+'", f"{{{CALL}}}", '\\"""', '"', "\\",
    "{0.__class__}", "{found}{code}{text}", "%s%(x)n", "${a}", "{{ 7*7 }}", "<?php ?>", "$(touch a) `touch b`",
    # HTML, XML, SVG
    "</script><script>alert(1)</script>", ('"><img src=x '
                                          'onerror=alert(1)>'), "]]>", "-->", ("<!DOCTYPE "
                                                                             "a>&amp;&#x1b;"),
    # Markdown, and what sites make of it
    "| a | b |", "``` `a` ```", "[x](javascript:alert(1))", "![x](http://example.com/a.png)", "<javascript:alert(1)>",
    "*a* _b_ **c** ~~d~~", "{: onclick=alert(1) }", "{#a}", "- a", "1. a", "# a", "> a", "---", "%3Cscript%3E",
    # spreadsheets
    "=cmd|' /C calc'!A0", "+1-1", "@SUM(A1)", "＝1+1", "_x000D__x0041_",
    # Typst, SQL, label printers, files, patterns
    "#set page(width: 1pt)", "'; DROP TABLE t; --", "^XZ^XA~JA", "..\\..\\a", "../../a", "con",
    "[[:a:]]\\d$",
)  # fmt: skip
"""Texts that some target would obey. All can be seen, so lint lets them pass."""
UNSEEN = (
    "\x1b[2J",
    "\u202e",
    "\u2066",
    "\u2028",
    "\x00",
    "\x85",
    "\u200b",
    "\ufeff",
    "\ufffe",
    "\r",
    "\x08",
    "\u3164",
)
"""What lint refuses: controls, marks of direction, what has no width."""
NAME = f'"""+{CALL}+"""; <script> ..\\a | `b` $(c) %s {{0.__class__}}'
"""The name of the folder."""
_WORDS = frozenset({"zh", "en", "note", "clause", "number", "unit", "authorities"})
"""Fields that hold words for people."""


def spites() -> Callable[[], str]:
    """One text after another, each with several of the spites, each spite at the beginning and the
    end of some.
    """
    numbers = count()

    def text() -> str:
        at = next(numbers)
        return " ".join(
            (
                *(SPITES[(at + step) % len(SPITES)] for step in (0, 7, 19)),
                f"n{at}",
                SPITES[-1 - at % len(SPITES)],
            )
        )

    return text


def files() -> dict[str, Any]:
    """The files of the standard as plain data."""
    data: dict[str, Any] = {
        path: read_text(text, path).data for path, text in (WHOLE | COMPLETE).items()
    }
    text = spites()
    for element in data["indicators/basic.yaml"]:
        if element["id"] == "trace_code":
            element["example"] = "1/Z"  # of the edition in force, from which samples are made
    _add_moods(data, text)
    _add_parts(data)
    _add_words(data)
    for path, content in data.items():
        _spoil(content, text, path)
    return data


def pack(root: Path) -> Path:
    """The folder of the standard, below another folder."""
    home = root / NAME
    for path, content in files().items():
        target = home / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return home


def forge(home: Path) -> None:
    """Put what lint refuses into every text of the compiled copy, under the checksums of the files
    as they are.
    """
    from tracecode.spec.meta import derived

    numbers = count()

    def text(old: str) -> str:
        unseen = UNSEEN[next(numbers) % len(UNSEEN)]
        return f"{unseen}{old[:9]}{unseen}{old[9:]}{unseen}"

    lines = derived(alone(home).layers[0])[COMPILED].split("\n")
    for at, line in enumerate(lines[1:-2], 1):
        path, _, row = line.partition(":")
        checksum, data = json.loads(row.removesuffix(","))
        _each(data, text)
        lines[at] = f"{path}:{json.dumps([checksum, data], separators=(',', ':'))},"
    (home / COMPILED).parent.mkdir(exist_ok=True)
    (home / COMPILED).write_text("\n".join(lines), encoding="utf-8")


def texts(data: object) -> list[str]:
    """Every text for people in plain data."""
    found: list[str] = []

    def keep(text: str) -> str:
        found.append(text)
        return text

    _each(copy.deepcopy(data), keep)
    return found


def _each(data: Any, change: Callable[[str], str]) -> None:
    """Change every text for people in place."""
    for key, value in (
        data.items()
        if isinstance(data, dict)
        else enumerate(data)
        if isinstance(data, list)
        else ()
    ):
        if isinstance(value, str) and key in _WORDS:
            data[key] = change(value)
        elif key == "authorities" and isinstance(value, list):
            data[key] = list(map(change, value))
        else:
            _each(value, change)


def _spoil(content: Any, text: Callable[[], str], path: str) -> None:
    if path != "products/food/flour.yaml":
        _each(content, lambda _: text())
        return
    number = content["number"]  # a value of a code list, not a word
    _each(content, lambda _: text())
    content["number"] = number


def _add_moods(data: dict[str, Any], text: Callable[[], str]) -> None:
    """Code lists whose very codes are hostile: one short enough to be written into a class, one
    longer.
    """
    cited = {"source": {"ref": "rule-book"}, "evidence": "single"}
    for id, length in (("mood", 6), ("weather", len(SPITES))):
        codes = [SPITES[i] if length > 6 else text() for i in range(length)]
        entries = [{"code": code, "name": {"zh": "", "en": ""}} for code in codes]
        data[f"codelists/{id}.yaml"] = {
            "id": id, "name": {"zh": "", "en": ""}, "strict": True, **cited, "entries": entries,
        }  # fmt: skip
        data["indicators/basic.yaml"].append({
            "id": id, "name": {"zh": "", "en": ""}, "definition": {"zh": "", "en": ""},
            "format": "an..500", "unit": "", "codelist": id, **cited, "aliases": {text(): [text()]},
            "example": codes[0],
        })  # fmt: skip
    data["indicators/basic.yaml"].append({
        "id": "record_id", "name": {"zh": "", "en": ""}, "definition": {"zh": "", "en": ""},
        "format": "uuid", **cited, "example": "0b1e7c1e-0000-4000-8000-000000000001",
    })  # fmt: skip
    data["records/base.yaml"]["indicators"].append({"use": "record_id", "obligation": "M"})
    first = [entry["code"] for entry in data["codelists/mood.yaml"]["entries"]]
    data["indicators/basic.yaml"].append({
        "id": "remark", "name": {"zh": "", "en": ""}, "definition": {"zh": "", "en": ""},
        "format": "an..500", "chars": "[(?:|\\]\\^\\-'\"<&{}a-z]", **cited, "example": "(?:'\"<&{}",
    })  # fmt: skip
    data["records/production.yaml"]["indicators"] += [
        {"use": "mood", "obligation": "O"},
        {"use": "weather", "obligation": "C", "when": {"mood": first[:3]}},
        {"use": "remark", "obligation": "O"},
    ]  # fmt: skip
    data["schemes/thing.yaml"]["editions"][1]["carrier"]["content"] = "{code}{0.__class__}%s\"'<&"


_PAIR = {"value": "code_value", "scheme": "code_scheme", "identifies": ["unit", "party"]}


def _add_words(data: dict[str, Any]) -> None:
    """The standard as a document, and an abbreviation that stands in it."""
    names = (
        "level",
        "title",
        "goods",
        "place",
        "proposed_by",
        "drafted_by",
        "drafters",
        "issued_by",
        "authorities",
    )
    own: dict[str, Any] = {name: {"zh": "", "en": ""} for name in names}
    data["pack.yaml"]["document"] = own | {"series": "DB99/T", "ics": SPITES[0], "ccs": SPITES[1]}
    data["terms/own.yaml"] = [{
        "id": "xml", "abbreviation": "JSON", "name": {"zh": "", "en": ""},
        "definition": {"zh": "", "en": ""}, "source": {"ref": "rule-book"}, "evidence": "single",
    }]  # fmt: skip


def _add_parts(data: dict[str, Any]) -> None:
    """The parts of a message, as the packaged standard has them."""
    ours = packaged()
    cited = {"source": {"ref": "rule-book"}, "evidence": "single"}
    groups = {id: ours.group(id) for id in (*PARTS.values(), "coded-identifier")}
    known = {item["id"] for item in data["indicators/basic.yaml"]}
    lists = set()
    for id, group in groups.items():
        uses = [
            {"use": use.use, "obligation": use.obligation.replace("C", "O")}
            for use in group.indicators
        ]
        data["groups/basic.yaml"].append({
            "id": id, "name": {"zh": "", "en": ""}, "definition": {"zh": "", "en": ""},
            "indicators": uses, **cited,
            **({"rules": [{"code": _PAIR}]} if id == "coded-identifier" else {}),
        })  # fmt: skip
        for spec in (ours.indicator(use.use) for use in group.indicators):
            if spec.id not in known:
                known.add(spec.id)
                kind = (
                    {"group": spec.group}
                    if spec.group
                    else {"format": spec.format, "example": spec.example}
                )
                more = {"codelist": spec.codelist} if spec.codelist else {}
                lists |= set(more.values())
                data["indicators/basic.yaml"].append({
                    "id": spec.id, "name": {"zh": "", "en": ""}, "definition": {"zh": "", "en": ""},
                    **kind, **more, **cited,
                })  # fmt: skip
    for id in lists:
        codes = [entry.code for entry in ours.codelist(id).entries]
        entries = [{"code": code, "name": {"zh": "", "en": ""}} for code in codes]
        data[f"codelists/{id}.yaml"] = {
            "id": id, "name": {"zh": "", "en": ""}, "strict": True, **cited, "entries": entries,
        }  # fmt: skip
