"""Every rule in every engine: the samples of the rule are found as the plain reference finds them.

The table of rules and engines in `docs/across.md` is what these runs give.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import tracecode as tc
from tests.relations.reference import Rows
from tracecode.lint.across import found_in
from tracecode.relations.rows import from_paths
from tracecode.standard.resolved import packaged

if TYPE_CHECKING:
    from tracecode.spec.across_model import AcrossSample, AcrossSpec

RULES = packaged().ids("rule")
ENGINES = ("reference", "duckdb", "sqlite")
PAGE = Path(__file__).resolve().parents[2] / "docs" / "across.md"


def found_by(engine: str, rule: AcrossSpec, sample: AcrossSample) -> list[int] | None:
    """The numbers of the records that an engine finds in a sample; None where the rule is not
    checked there.
    """
    records = [from_paths(record) for record in sample.records]
    if engine == "reference":
        return sorted(
            {number for number, judged in Rows(packaged(), records).found(rule) if judged}
        )
    if engine == "sqlite":
        return sorted(found_in(packaged(), rule, records))
    report = tc.across(records, rules=[rule.id])
    numbers = {
        found.place.line
        for found in report
        if found.place is not None and not found.finding.unchecked
    }
    return None if report.not_checked else sorted(numbers)


@pytest.mark.parametrize(
    "engine",
    [pytest.param(one, marks=[pytest.mark.slow] if one == "duckdb" else []) for one in ENGINES],
)
def test_samples_are_found(engine: str) -> None:
    """Each engine finds in each sample of each rule what the sample says."""
    for id in RULES:
        rule = packaged().rule(id)
        for sample in rule.samples:
            assert found_by(engine, rule, sample) == sorted(sample.found), (id, sample.about.en)


def test_the_page_has_the_matrix() -> None:
    """The page lists every rule, by engine, as the samples prove it."""
    text = PAGE.read_text(encoding="utf-8")
    listed = re.findall(
        r"^\| `([a-z-]+)` \|.*\| (yes|not checked) \| (yes|not checked) \|$", text, re.MULTILINE
    )
    assert [row[0] for row in listed] == list(RULES)
    assert {cell for row in listed for cell in row[1:]} == {"yes"}
