"""The JavaScript engine: one file that stands alone, small, and the same from its modules each
time.
"""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from itertools import product
from pathlib import Path
from random import Random

import pytest

import tracecode as tc
from tests.folders import edition, scheme_file, schemes
from tracecode.findings import cited
from tracecode.gs1.ai import table
from tracecode.messages import UNCHECKED
from tracecode.publish.program import program_text
from tracecode.publish.site import engine
from tracecode.standard.resolved import packaged

MODULES = [
    path
    for path in (files("tracecode.publish.site") / "engine").iterdir()
    if path.name.endswith(".js")
]
READER = Path(__file__).parents[3] / "script" / "second-reader.mjs"
EXPORTS = {"Program", "answer", "explain", "identify"}


def test_small_and_alone() -> None:
    """The published file imports nothing and has at most 25 kB as a server sends it, the program at
    most 250 kB.
    """
    for text in (engine.module(), engine.script()):
        assert len(gzip.compress(text.encode())) <= 25_000
        assert not re.search(
            r"^\s*import "
            r"|\bimport\(|require\(|fetch\(|eval\(|XMLHttp",
            text,
            re.MULTILINE,
        )
    assert len(gzip.compress(program_text(packaged()).encode())) <= 250_000


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.name))
def test_modules_are_small(path: Path) -> None:
    """A module has at most 400 lines of at most 100 characters, and begins by saying what it is."""
    text = path.read_text(encoding="utf-8")
    assert text.startswith("/**")
    assert len(text.splitlines()) <= 400
    assert max(map(len, text.splitlines())) <= 100


def test_the_reader_can_be_read_in_one_sitting() -> None:
    """What reads codes by the rule program, without what ranks and explains, has at most 600 lines
    beside comments: whoever writes another reader begins with it.
    """
    sources = {path.name: path.read_text(encoding="utf-8") for path in MODULES}
    names = ["reader.js"]
    for name in names:
        names += [one for one in re.findall(r'from "./(.*)";', sources[name]) if one not in names]
    assert {"layout.js", "segment.js"} < {*names} < {*sources}
    code = "".join(re.sub(r"/\*\*.*?\*/", "", sources[name], flags=re.DOTALL) for name in names)
    lines = [line.strip() for line in code.splitlines()]
    assert len([line for line in lines if line and not line.startswith("//")]) <= 600


def test_every_module_is_in_it() -> None:
    """Each module of the folder is part of the file, once."""
    text = engine.module()
    for path in MODULES:
        assert text.count(f"const _{path.name.removesuffix('.js')} = (() => {{") == 1


def test_types_are_of_what_is_exported() -> None:
    """The types name what the module exports."""
    exported = re.search(r"export const \{ (.*) \} = _index;", engine.module())
    assert exported is not None
    assert {*exported[1].split(", ")} == EXPORTS
    declared = re.findall(r"^export (?:class|function) (\w+)", engine.types(), re.MULTILINE)
    assert {*declared} == EXPORTS


def test_what_leaves_a_verdict_open() -> None:
    """The findings on codes that say that something was not judged are those of the library."""
    text = (files("tracecode.publish.site") / "engine" / "findings.js").read_text("utf-8")
    (listed,) = re.findall(r"const UNCHECKED = \[(.*?)\];", text, re.DOTALL)
    of_codes = {rule for rule in UNCHECKED if rule.startswith(("code.", "gs1."))}
    assert {*re.findall(r'"([^"]+)"', listed)} == of_codes


HEAD = "- {id: head, name: {zh: 头, en: Head}, chars: alnum, length: {min: 1, max: 3}}\n"
NAMED = '- {id: named, name: {zh: 名, en: Named}, chars: alnum, first: "[A-Z]", length: {min: 1, max: 2}}\n'
PAIR = '- {id: pair, name: {zh: 对, en: Pair}, chars: "[A-Z]", length: 2}\n'
DIGIT = "- {id: digit, name: {zh: 位, en: Digit}, chars: digits, length: 1}\n"
SIGN = '- {id: sign, name: {zh: 号, en: Sign}, literal: "-", optional: true}\n'
ROW = """
- id: row
  name: {zh: 列, en: Row}
  chars: digits
  length: {min: 1, max: 2}
  repeat: {separator: "-", min: 1, max: 2, leading_zeros: false}
"""
ARRANGED = {
    "head-pair": (HEAD + PAIR, "{min: 3, max: 5}"),
    "named-pair-digit": (NAMED + PAIR + DIGIT, "{min: 4, max: 5}"),
    "head-sign-digit": (HEAD + SIGN + DIGIT, "{min: 2, max: 5}"),
    "row-pair": (ROW.strip() + "\n" + PAIR, "{min: 3, max: 7}"),
    "named-row": (NAMED + ROW.strip() + "\n", "{min: 2, max: 7}"),
}
"""Layouts whose parts must be told apart, with their lengths."""


@pytest.mark.skipif(shutil.which("node") is None, reason="needs Node")
def test_every_short_text_is_diagnosed_as_by_the_library(tmp_path: Path) -> None:
    """What each part takes of a text that does not fit, and what is wrong with it, is the same in
    place and sentence.
    """
    registry = schemes(
        tmp_path / "specs",
        {id: scheme_file(id, edition(*arranged)) for id, arranged in ARRANGED.items()},
    )
    on = date(2026, 3, 12)
    texts = ["".join(chars) for size in range(1, 6) for chars in product("1A-", repeat=size)]
    unseen = (
        "\u200b",
        "\u00a0\u2060",
        " ",
        "\n",
        "\u2028\u200b\u2060\ufeff\u2061\u2062\u2063\u00ad\u200c\u200d",
    )
    texts += [
        f"{text[:at]}{odd}{text[at:]}"
        for text in ("1A-", "11AA1", "1-1AA")
        for odd in unseen
        for at in (0, 2, 5)
    ]
    lines = []
    for id, text in product(ARRANGED, texts):
        _, findings = registry[id].judged(text, on, strict=True)
        told = [
            [f.rule, f.severity, f.path, f.position, f.text("zh"), f.text("en"),
             f.source and cited(f.source, "zh"), f.evidence]
            for f in findings
        ]  # fmt: skip
        line = {"scheme": id, "text": text, "on": on.isoformat(), "mode": "strict", "moved": False}
        lines.append(json.dumps(line | {"told": told}))
    (tmp_path / "engine.mjs").write_text(engine.module(), encoding="utf-8")
    (tmp_path / "codes.json").write_text(program_text(registry.standard), encoding="utf-8")
    (tmp_path / "lines.ndjson").write_text("\n".join(lines), encoding="utf-8")
    done = subprocess.run(
        ["node", READER, "engine.mjs", "codes.json", "lines.ndjson"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout == f"{len(lines)} lines, 0 disagreements\n", done.stderr


TEXTS = {
    "https://t.example/31722252247250743408010974953971": "valid",
    "https://t.example/31722252247250743408010974953971 expired": "not checked",
    "https://a.example/01/06901234567892/21/S|1": "not checked",
    "https://a.example/?01=06901234567892&17=261332": "not checked",
    "]d2https://id.gs1.org/01/06901234567892?17=261332": "not checked",
    "(01)06901234567892(17)261332(10)A": "invalid",
    "（01）06901234567892（17）260230": "invalid",
    "(01)06901234567892(10)AB#12中": "invalid",
    "(01)06901234567892(17)26133": "invalid",
    "010690123456789217261332": "invalid",
    "]C10106901234567892172613321": "invalid",
    "\x1d010690123456789210A#\x1d17261231": "invalid",
    "(01)06901234567892(421)999123": "not checked",
    "(01)06901234567892(00)069012345000000001": "not checked",
    "(01)06901234567892(01)06901234567885": "not checked",
    "]C106901234567892": "not checked",
    "lot (01)06901234567892(10)A": "not checked",
    "(01)06901234567892(10)AB12(17)261200": "valid",
    "010690123456789217261231": "valid",
    "]d2010690123456789210A\x1d20" + "12": "valid",
    "社会信用代码：91350100M000100Y43 有效": "not checked",
    "91350100M000100Y43\nJY13301080111719\nSC11464010500015\n6901234567892": "not checked",
}


@pytest.mark.skipif(shutil.which("node") is None, reason="needs Node")
def test_what_is_not_judged_is_not_valid(tmp_path: Path) -> None:
    """A code among words, in a broken link, or one of several is never simply valid."""
    said = answers([*TEXTS], tmp_path)
    assert dict(zip(TEXTS, (verdict for _, verdict, _ in said), strict=True)) == TEXTS
    assert "seed-label" not in {scheme for scheme, _, _ in said}


@pytest.mark.skipif(shutil.which("node") is None, reason="needs Node")
def test_what_was_not_judged_is_named(tmp_path: Path) -> None:
    """The finding names each element that no rule of the program judges, and no other."""
    text = "(01)06901234567892(421)156123(10)A(3103)000195(8200)x"
    (said,) = answers([text], tmp_path)
    assert said[2] == [["gs1.not_judged", "GS1 数据中的 (421) SHIP TO POST 未校验"]]


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("node") is None, reason="needs Node")
def test_elements_are_no_better_than_the_library_says(tmp_path: Path) -> None:
    """Beside a key, elements of every application identifier, right and wrong, in each form: what
    the engine calls valid is right for the library, and what it finds wrong is wrong.
    """
    texts = [*dict.fromkeys(element_strings(Random(20_261_130)))]
    seen = set()
    for text, (_, verdict, told) in zip(texts, answers(texts, tmp_path), strict=True):
        try:
            right = not any(f.severity == "error" for f in tc.parse(text).findings)
        except tc.InvalidCode:
            right = False
        seen.add((verdict, right))
        assert right or verdict != "valid", text
        assert not right or not any(rule in WRONG for rule, _ in told), (text, told)
    assert {("valid", True), ("invalid", False), ("not checked", True)} <= seen


WRONG = {"gs1.characters", "gs1.date", "gs1.length"}
"""What the engine finds in elements."""


def element_strings(random: Random) -> Iterator[str]:
    """Elements beside a trade item number: with brackets, behind the identifier of a symbol, and
    bare.
    """
    for entry in table():
        for _ in range(2 if entry.ai < "30" else 1):
            size = random.choice([entry.min, entry.max, max(entry.min - 1, 1), entry.max + 1])
            chars = random.choice(["0123", "0123456789", "01AZ-", "Ab/#", "中 1"])
            value = "".join(random.choice(chars) for _ in range(size))
            if entry.date_format and random.random() < 0.7:
                value = (
                    f"{random.randrange(100):02}{random.choice(['0228', '0229', '1300', '1200'])}"
                )
            pairs = [("01", "06901234567892"), (entry.ai, value)]
            random.shuffle(pairs)
            yield "".join(f"({ai}){text}" for ai, text in pairs)
            joined = "\x1d".join(f"{ai}{text}" for ai, text in pairs)
            yield f"]d2{joined}"
            yield f"0106901234567892{entry.ai}{value}"


def answers(texts: list[str], folder: Path) -> list[tuple[str, str, list[list[str]]]]:
    """Of each text the scheme of the first answer, its verdict, and its findings on GS1."""
    (folder / "codes.json").write_text(program_text(packaged()), encoding="utf-8")
    (folder / "texts.json").write_text(json.dumps(texts), encoding="utf-8")
    (folder / "engine.mjs").write_text(engine.module(), encoding="utf-8")
    (folder / "run.mjs").write_text(
        'import { readFileSync } from "node:fs";\n'
        'import { Program, answer } from "./engine.mjs";\n'
        'const [data, texts] = ["codes.json", "texts.json"].map((name) =>\n'
        '  JSON.parse(readFileSync(name, "utf8")));\n'
        "const program = new Program(data);\n"
        'const none = { scheme: "", verdict: "", findings: [] };\n'
        "const said = texts.map((text) => answer(program, text).matches[0] ?? none);\n"
        'const gs1 = ({ rule }) => rule.startsWith("gs1.");\n'
        "console.log(JSON.stringify(said.map(({ scheme, verdict, findings }) =>\n"
        "  [scheme, verdict, findings.filter(gs1).map(({ rule, zh }) => [rule, zh])])));\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        ["node", "run.mjs"], cwd=folder, capture_output=True, text=True, check=True
    )
    read: list[tuple[str, str, list[list[str]]]] = json.loads(done.stdout)
    return read


@pytest.mark.skipif(shutil.which("node") is None, reason="needs Node")
def test_runs(tmp_path: Path) -> None:
    """Node imports the module and runs the script; both answer."""
    codes = tmp_path / "codes.json"
    codes.write_text(program_text(packaged()), encoding="utf-8")
    (tmp_path / "tracecode-codes.mjs").write_text(engine.module(), encoding="utf-8")
    (tmp_path / "tracecode-codes.cjs").write_text(engine.script(), encoding="utf-8")
    (tmp_path / "run.mjs").write_text(
        'import { readFileSync } from "node:fs";\n'
        'import * as module from "./tracecode-codes.mjs";\n'
        'import "./tracecode-codes.cjs";\n'
        'const data = JSON.parse(readFileSync("codes.json", "utf8"));\n'
        "for (const { Program, answer } of [module, globalThis.tracecode]) {\n"
        '  const { matches } = answer(new Program(data), "6901234567890");\n'
        "  console.log(matches[0].scheme, matches[0].verdict, matches[0].findings[0].zh);\n"
        "}\n",
        encoding="utf-8",
    )
    ran = subprocess.run(
        ["node", "run.mjs"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert ran.stdout == "gtin invalid 校验码应为“2”，实为“0”（gs1-mod10）\n" * 2, ran.stderr
