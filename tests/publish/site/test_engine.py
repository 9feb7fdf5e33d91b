"""The JavaScript engine: one file that stands alone, small, and the same from its modules each
time.
"""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
from importlib.resources import files
from pathlib import Path

import pytest

from tracecode.messages import UNCHECKED
from tracecode.publish.program import program_text
from tracecode.publish.site import engine
from tracecode.standard.resolved import packaged

MODULES = [
    path
    for path in (files("tracecode.publish.site") / "engine").iterdir()
    if path.name.endswith(".js")
]
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


TEXTS = {
    "https://t.example/31722252247250743408010974953971": "valid",
    "https://t.example/31722252247250743408010974953971 expired": "not checked",
    "https://a.example/01/06901234567892/21/S|1": "not checked",
    "社会信用代码：91350100M000100Y43 有效": "not checked",
    "91350100M000100Y43\nJY13301080111719\nSC11464010500015\n6901234567892": "not checked",
}


@pytest.mark.skipif(shutil.which("node") is None, reason="needs Node")
def test_what_is_not_judged_is_not_valid(tmp_path: Path) -> None:
    """A code among words, in a broken link, or one of several is never simply valid."""
    (tmp_path / "codes.json").write_text(program_text(packaged()), encoding="utf-8")
    (tmp_path / "texts.json").write_text(json.dumps([*TEXTS]), encoding="utf-8")
    (tmp_path / "engine.mjs").write_text(engine.module(), encoding="utf-8")
    (tmp_path / "run.mjs").write_text(
        'import { readFileSync } from "node:fs";\n'
        'import { Program, answer } from "./engine.mjs";\n'
        'const [data, texts] = ["codes.json", "texts.json"].map((name) =>\n'
        '  JSON.parse(readFileSync(name, "utf8")));\n'
        "const program = new Program(data);\n"
        "const said = texts.map((text) => answer(program, text).matches[0]);\n"
        "console.log(JSON.stringify(said.map(({ scheme, verdict }) => [scheme, verdict])));\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        ["node", "run.mjs"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    said = json.loads(done.stdout)
    assert dict(zip(TEXTS, (verdict for _, verdict in said), strict=True)) == TEXTS
    assert "seed-label" not in {scheme for scheme, _ in said}


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
