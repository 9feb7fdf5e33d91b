"""What a type checker sees of the examples in the documents: nothing wrong, by the strictest
rules.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = ("README.md", "README.zh.md", "docs/web.md")


def program(page: str) -> str:
    """The examples of a page as one program."""
    text = (ROOT / page).read_text(encoding="utf-8")
    shown = [
        line[4:]
        for block in re.findall(r"```pycon\n(.*?)```", text, re.DOTALL)
        for line in block.splitlines()
        if line.startswith((">>> ", "... "))
    ]
    return "\n".join([*shown, *re.findall(r"```python\n(.*?)```", text, re.DOTALL)]) + "\n"


@pytest.mark.slow
def test_examples_are_typed(tmp_path: Path) -> None:
    """The examples of the README, in both languages, and of the page on web services pass mypy
    --strict.
    """
    files = [tmp_path / f"{re.sub(r'[^a-z]', '_', page.lower())}.py" for page in PAGES]
    for page, file in zip(PAGES, files, strict=True):
        file.write_text(program(page), encoding="utf-8")
        assert len(program(page).splitlines()) > 20, page
    words = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--config-file=",
        f"--cache-dir={tmp_path}",
        *map(str, files),
    ]
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
