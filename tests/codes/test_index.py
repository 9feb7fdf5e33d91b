"""The index behind `identify`: kept beside the compiled copy, and made anew when a scheme
changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import tracecode as tc
from tests.folders import alone, edition, scheme_file, schemes
from tracecode.codes.index import FILE, derived
from tracecode.codes.registry import Registry
from tracecode.standard.resolved import packaged

if TYPE_CHECKING:
    from pathlib import Path

LITERAL = (
    "- {id: m, name: {zh: 标志, en: Mark}, literal: QX}\n- {id: a, name: {zh: 甲, en: First}, "
    "chars: digits, length: 3}"
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with one scheme and the index derived from it."""
    made = schemes(tmp_path, {"thing": scheme_file("thing", edition(LITERAL, "5"))})
    target = tmp_path / FILE
    target.parent.mkdir(exist_ok=True)
    target.write_text(derived(made), encoding="utf-8")
    return tmp_path


def ids(root: Path, text: str) -> list[str]:
    """The schemes of the matches."""
    return [match.scheme for match in tc.Standard(alone(root)).identify(text)]


def test_the_kept_index_finds_the_same(root: Path) -> None:
    """With and without the kept index the same schemes are found."""
    assert ids(root, "QX123") == ["thing"]
    (root / FILE).unlink()
    assert ids(root, "QX123") == ["thing"]


def test_an_edited_scheme_counts_at_once(root: Path) -> None:
    """A scheme that was edited, added or removed since is found by what it says now."""
    path = root / "schemes/thing.yaml"
    path.write_text(path.read_text("utf-8").replace("literal: QX", "literal: ZZ"), encoding="utf-8")
    assert ids(root, "ZZ123") == ["thing"]
    assert ids(root, "QX123") == []
    (root / "schemes/other.yaml").write_text(
        scheme_file("other", edition(LITERAL, "5")), encoding="utf-8"
    )
    assert ids(root, "QX123") == ["other"]
    path.unlink()
    assert ids(root, "ZZ123") == []


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "7", '{"state": 1}', "\x00"])
def test_a_broken_index_does_not_matter(root: Path, text: str) -> None:
    """An index that cannot be read is as good as none."""
    (root / FILE).write_text(text, encoding="utf-8")
    assert ids(root, "QX123") == ["thing"]


def test_what_is_kept_of_foreign_texts_is_what_is_found() -> None:
    """Texts that begin otherwise than any code are alike, so that nothing of them is kept."""
    kept, fresh = Registry(packaged()).index, Registry(packaged()).index
    texts = [
        "农药120116MA8937566Q",
        "龘药120116MA8937566Q",
        "闽药120116MA8937566Q",
        "津A12345",
        "龘A12345",
    ]
    texts += ["a1201", "A1201", "é1201", "É1201", "示例", "\U0001f600123", "　123", "123　", "１23"]
    for text in (*texts, *texts):
        fresh._staying.clear()
        assert kept.schemes(text) == fresh.schemes(text)
    before = len(kept._staying)
    for code in range(0x4E00, 0x5600):
        kept.schemes(f"{chr(code)}药120116MA8937566Q")
    assert len(kept._staying) - before < 60


def test_the_index_is_the_same_each_time(root: Path) -> None:
    """Deriving twice gives the same text."""
    assert derived(Registry(alone(root))) == (root / FILE).read_text("utf-8")
