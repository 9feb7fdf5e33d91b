"""The program that the page shows runs on a laptop, and both languages show the same."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"
BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)


def test_the_program_of_the_page(tmp_path: Path) -> None:
    """With two threads of one process it finds the code that is cut, and what stands twice."""
    shown = {
        page: BLOCK.findall((DOCS / page).read_text("utf-8"))
        for page in ("scale.md", "scale.zh.md")
    }
    assert shown["scale.md"] == shown["scale.zh.md"]
    language, program = shown["scale.md"][0]
    assert language == "python"
    path = tmp_path / "laptop.py"
    path.write_text(program, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(path)], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    for told in ("code.length", "code.repeated", "record.repeated", "record-id-twice"):
        assert told in done.stdout, done.stdout
