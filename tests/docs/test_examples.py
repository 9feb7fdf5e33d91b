"""The programs of examples/: short, and they run as they stand."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.docs.pages import ROOT, surroundings

FOLDER = ROOT / "examples"


class Program(NamedTuple):
    """A program, and what it shows."""

    file: str
    prints: tuple[str, ...]
    writes: tuple[str, ...] = ()


PROGRAMS = [
    Program(
        "enterprise.py",
        (
            "issued: [True, True, True, False]",
            "'179999'",
            "report.json: 3 records, signed by 91120116000000019T",
        ),
        ("codes.db", "issue.key", "report.json"),
    ),
    Program(
        "label_printer.py",
        ("labels.pdf: 2 labels, 1 page", "read back: 2 of 2"),
        ("labels.pdf", "symbol.svg"),
    ),
    Program("platform_team.py", ("'record.missing'", "\n200 ", "\n422 ", "[True, False, True]")),
    Program(
        "standards_staff.sh",
        ("Honey jar code  honey-jar (v1)", "readers "),
        ("coverage.txt", "honey.xlsx", "pages", "schemas"),
    ),
]


def test_every_program_is_tried() -> None:
    """No program stands in the folder that is not run here."""
    assert {program.file for program in PROGRAMS} == {
        path.name for path in FOLDER.glob("*.[ps][yh]")
    }


@pytest.mark.long
@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.file)
def test_a_program(program: Program, tmp_path: Path) -> None:
    """It has at most sixty lines, prints what it promises, and writes into the folder that it is
    given.
    """
    path = FOLDER / program.file
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 60
    (out := tmp_path / "out").mkdir()
    done = subprocess.run(
        [sys.executable if path.suffix == ".py" else "bash", str(path), "out"],
        cwd=tmp_path, env=surroundings(tmp_path / "home", Path(sys.executable).parent),
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    for text in program.prints:
        assert text in done.stdout
    assert sorted(entry.name for entry in out.iterdir()) == sorted(program.writes)
