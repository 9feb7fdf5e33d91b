"""The command `tracecode across`: what it prints, and how it ends."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tracecode.cli import main

if TYPE_CHECKING:
    from pathlib import Path

RECALL = {"record_type": "recall", "record_id": "7", "uscc": "P"}


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """The exit code of a command, what it prints, and what it says of itself."""
    code = main([*words, "--lang", "en"])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_text_and_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A warning ends with 0; each finding is a line, as text or JSON, then the counts."""
    file = tmp_path / "r.ndjson"
    file.write_text(f"{json.dumps(RECALL)}\n" * 2, encoding="utf-8")
    code, out, err = run(capsys, "across", str(file), "--rule", "record-id-twice")
    assert (code, err) == (0, "2 records, 1 rules; 0 errors, 1 warnings, 0 not checked\n")
    assert out.startswith(
        f"warning\trecord-id-twice\t{file}:2: Record id twice: 7 is the same as at line 1."
    )
    code, out, err = run(capsys, "across", str(file), "--format", "json")
    *found, summary = map(json.loads, out.splitlines())
    assert [one["across"] for one in found] == ["record-id-twice"]
    assert (code, summary["summary"]["status"], err) == (0, "valid", "")


def test_exit_codes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What cannot be read ends with 3, nothing at all with 1, a rule that there is not with 2."""
    file = tmp_path / "r.ndjson"
    file.write_text(f"garbage\n{json.dumps(RECALL)}\n", encoding="utf-8")
    assert run(capsys, "across", str(file))[0] == 3
    assert run(capsys, "across", str(tmp_path))[0] == 3
    (tmp_path / "none").mkdir()
    assert run(capsys, "across", str(tmp_path / "none"))[0] == 1
    assert run(capsys, "across", str(file), "--rule", "no-such-rule")[0] == 2
