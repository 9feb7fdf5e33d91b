"""Shorter words, the same standard: the files say what they said before they were rewritten, but
for what is listed.
"""

from __future__ import annotations

import json
import subprocess
import tarfile
from io import BytesIO
from pathlib import Path

import pytest

from tracecode.spec.definitions import Definitions
from tracecode.spec.diff import changes
from tracecode.spec.layer import Layer
from tracecode.standard.resolved import packaged

ROOT = Path(__file__).parents[2]
LISTED = Path(__file__).with_name("rewriting.json")
"""The differences between the files before and after the commit that brought this list."""


def git(*words: str) -> bytes:
    """What git says; a test is skipped where there is no git or no history."""
    try:
        done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, check=False)
    except FileNotFoundError:
        pytest.skip("git is not installed")
    if done.returncode:
        pytest.skip(f"no history: git {words[0]}")
    return done.stdout


def specs(revision: str, folder: Path) -> Definitions:
    """The standard as it was at a revision."""
    with tarfile.open(fileobj=BytesIO(git("archive", revision, "specs"))) as tar:
        tar.extractall(folder, filter="data")
    return Definitions(Layer(folder / "specs"))


def test_the_expanded_form_is_the_same_but_for_what_is_listed(tmp_path: Path) -> None:
    """What the library resolves from the shorter files is what it resolved from the longer ones."""
    path = str(LISTED.relative_to(ROOT))
    brought = git("log", "--diff-filter=A", "--format=%H", "--", path).decode().split()
    if not brought:
        pytest.skip("the list is not committed")
    old, new = (specs(f"{brought[-1]}{above}", tmp_path / str(len(above))) for above in ("^", ""))
    found = [{"place": one.place, "old": one.old, "new": one.new} for one in changes(old, new)]
    assert found == json.loads(LISTED.read_text("utf-8"))


def test_each_difference_has_a_reason() -> None:
    """Differences are those that the language asked for: warnings in words, and characters of
    nested codes.
    """
    for one in json.loads(LISTED.read_text("utf-8")):
        place = one["place"]
        assert "examples" in place or place.endswith(
            (".warn", ".limits", ".letter-verified", ".chars")
        ), place


@pytest.mark.parametrize(
    "path", sorted((ROOT / "specs/products/import").glob("*.yaml")), ids=lambda path: path.stem
)
def test_an_import_says_only_what_is_its_own(path: Path) -> None:
    """What imports share stands once, so each file fits a screen."""
    assert len(path.read_text("utf-8").splitlines()) <= 40
    data = packaged().data("product", path.stem)
    assert len(data["records"]) >= 15
    assert data["category"] == "import"
