"""Code lists that hold another, and units of one spelling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.folders import alone, write
from tests.lint.test_files import COMPLETE
from tracecode.lint.files import lint

if TYPE_CHECKING:
    from pathlib import Path

    from tracecode.standard.resolved import Resolved

SHADES = """\
id: shades
name: {zh: 颜色和色调, en: Colours and shades}
like: colour
strict: true
source: {ref: rule-book}
evidence: confirmed
entries: [{code: "03", name: {zh: 淡, en: pale}}]
"""
UNITS = """\
id: measure-unit
name: {zh: 单位, en: Units}
strict: true
source: {ref: rule-book}
evidence: confirmed
entries: [{code: g, name: {zh: 克, en: Gram}, aliases: {rec20: GRM}}]
"""


def standard(root: Path, changed: dict[str, str]) -> Resolved:
    """The complete folder of the lint tests with some files changed."""
    return alone(write(root / "specs", COMPLETE | changed))


def test_a_list_like_another_has_its_values_and_more(tmp_path: Path) -> None:
    """A fact stands in one list; another takes it from there."""
    made = standard(tmp_path, {"codelists/shades.yaml": SHADES})
    assert lint(made) == []
    assert [entry.code for entry in made.codelist("shades").entries] == ["01", "02", "03"]
    assert [entry["code"] for entry in made.data("codelist", "shades")["entries"]] == [
        "01",
        "02",
        "03",
    ]


def test_a_list_like_no_other(tmp_path: Path) -> None:
    """What it is like must be there, and not itself be like another."""
    made = standard(
        tmp_path, {"codelists/shades.yaml": SHADES.replace("like: colour", "like: hue")}
    )
    assert [(f.rule, f.values["found"]) for f in lint(made)] == [("spec.like", "hue")]
    deeper = SHADES.replace("id: shades", "id: tints").replace("like: colour", "like: shades")
    deeper = deeper.replace("颜色和色调, en: Colours and shades", "色彩, en: Tints")
    made = standard(
        tmp_path / "deeper", {"codelists/shades.yaml": SHADES, "codelists/tints.yaml": deeper}
    )
    assert [(f.rule, f.values["found"]) for f in lint(made)] == [("spec.like", "shades")]


def test_units_are_those_of_the_list(tmp_path: Path) -> None:
    """A unit has one spelling, that of the list of units, where there is one."""
    made = standard(tmp_path, {"codelists/measure-unit.yaml": UNITS})
    assert [(f.rule, f.values["found"], f.values["allowed"]) for f in lint(made)] == [
        ("spec.value", "kg", ["g"])
    ]
    made = standard(
        tmp_path / "right", {"codelists/measure-unit.yaml": UNITS.replace("code: g,", "code: kg,")}
    )
    assert lint(made) == []
