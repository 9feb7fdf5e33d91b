"""The JavaScript engine: one file that stands alone, small, and the same from its modules each
time.
"""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
from importlib.resources import files
from pathlib import Path

import pytest

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
