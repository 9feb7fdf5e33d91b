"""What documents show: their code blocks, and the files, sessions and links in them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from tests.labels.conftest import characters
from tests.labels.made_fonts import make_font

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("examples/*.md"), *DOCS.glob("*.md")])
"""Every document but the generated pages of the standard."""

_BLOCK = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
_NAME = re.compile(r"`([\w./-]+)`\n\s*\Z")
_COMMAND = re.compile(r"^\$ ((?:.*\\\n)*.*)$", re.MULTILINE)


class Block(NamedTuple):
    """A code block of a document."""

    language: str
    text: str
    """Without the indent of the list in which it stands."""
    file: str | None
    """The path on a line of its own above the block: then the block is this file."""


def name_of(page: Path) -> str:
    """A document, for the name of a test."""
    return page.relative_to(ROOT).as_posix()


def blocks(page: Path) -> list[Block]:
    """The code blocks of a document, from top to bottom."""
    text = page.read_text(encoding="utf-8")
    found = []
    for block in _BLOCK.finditer(text):
        indent, language, body = block.groups()
        file = _NAME.search(text, 0, block.start())
        found.append(
            Block(language, re.sub(f"^{indent}", "", body, flags=re.MULTILINE), file and file[1])
        )
    return found


def surroundings(home: Path, programs: Path) -> dict[str, str]:
    """The environment of a program that does what a document shows: English, and a font with
    Chinese letters.

    Args:
        home: a folder for the font; that of the machine is taken where it has one.
        programs: the folder of `tracecode`.
    """
    (home / ".fonts").mkdir(parents=True)
    make_font(
        home / ".fonts" / "simhei.ttf",
        characters() + "".join(page.read_text(encoding="utf-8") for page in PAGES),
    )
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "HOME": str(home), "LC_ALL": "C.UTF-8", "PATH": path}


def follow(page: Path, folder: Path) -> int:
    """Do what a document says: write its files, change them, run its commands and compare what they
    print.

    `...` in what a page shows stands for any text. What it does not show is not compared.

    Args:
        page: the document.
        folder: where to do it.

    Returns:
        How many commands were run.
    """
    ran, last = 0, folder
    env = surroundings(folder / "home", Path(sys.executable).parent)
    for block in blocks(page):
        if block.file is not None:
            last = folder / block.file
            last.parent.mkdir(parents=True, exist_ok=True)
            last.write_text(block.text, encoding="utf-8")
        elif block.language == "diff":
            for old, new in re.findall(r"^-(.*)\n\+(.*)$", block.text, re.MULTILINE):
                before = last.read_text(encoding="utf-8")
                assert before.count(old) == 1, old
                last.write_text(before.replace(old, new), encoding="utf-8")
        elif block.language == "console":
            ran += _run(block.text, folder, env)
    return ran


def _run(session: str, folder: Path, env: dict[str, str]) -> int:
    """Run the commands of a session in a folder."""
    _, *parts = _COMMAND.split(session)
    for command, shown in zip(parts[::2], parts[1::2], strict=True):
        done = subprocess.run(
            ["bash", "-c", command], cwd=folder, env=env,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=False,
        )  # fmt: skip
        assert done.returncode in (0, 1), f"{command}\n{done.stdout}"
        wanted = re.escape(shown.strip("\n")).replace(r"\.\.\.", ".*")
        assert not wanted or re.fullmatch(wanted, done.stdout.strip("\n"), re.DOTALL), (
            f"{command}\n{done.stdout}"
        )
    return len(parts) // 2
