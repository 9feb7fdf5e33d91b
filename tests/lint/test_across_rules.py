"""Lint of rules across records: what they name is there, and their samples do what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.folders import alone, write
from tests.lint.test_files import COMPLETE
from tracecode.lint.files import lint

if TYPE_CHECKING:
    from pathlib import Path

RECORD = "production"
ROWS = """\
id: heads
name: {zh: 各条, en: Heads}
columns: {id: text, number: number}
reads:
  - {records: [production], take: {id: [ELEMENT]}}
"""
RULE = """\
id: twice
name: {zh: 重复两次, en: Stands twice}
asks: {zh: 只出现一次。, en: It stands once.}
remedy: {zh: 请删去一条。, en: Take one out.}
source: {ref: rule-book}
evidence: project
check: {unique: {of: heads, by: [id]}}
samples:
  - about: {zh: 不同, en: They differ}
    records: [RECORD-A, RECORD-B]
  - about: {zh: 相同, en: They are alike}
    records: [RECORD-A, RECORD-A]
    found: [2]
"""


def texts(root: Path, **changed: str) -> list[str]:
    """What lint says of the complete folder with a rule, in which some texts are replaced."""
    rows, rule = ROWS, RULE
    for name, new in changed.items():
        old = {"element": "ELEMENT", "found": "found: [2]", "by": "by: [id]", "of": "of: heads"}[
            name
        ]
        assert old in rows + rule
        rows, rule = rows.replace(old, new), rule.replace(old, new)
    rows = rows.replace("ELEMENT", "colour_code")
    for name in "AB":
        rule = rule.replace(
            f"RECORD-{name}",
            f"{{record_type: production, product_item: flour, colour_code: {name}}}",
        )
    files = COMPLETE | {"rules/rows/heads.yaml": rows, "rules/twice.yaml": rule}
    return [finding.line_text("en") for finding in lint(alone(write(root / "specs", files)))]


def test_a_right_rule_is_clean(tmp_path: Path) -> None:
    """Rows and a rule that fit are clean."""
    assert texts(tmp_path) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"element": "no_such"}, "production.no_such"),
        ({"found": "found: [1]"}, "the rule finds the records 2 of this sample, not 1"),
        ({"found": "found: []"}, "the rule finds the records 2 of this sample, not -"),
        ({"by": "by: [colour]"}, "heads.colour"),
        ({"of": "of: tails"}, "tails"),
    ],
)
def test_what_does_not_fit_is_said(tmp_path: Path, change: dict[str, str], said: str) -> None:
    """What a rule names and is not there, and a sample that says something else, is told."""
    assert any(said in text for text in texts(tmp_path, **change))
