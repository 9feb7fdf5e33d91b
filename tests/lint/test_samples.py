# cases: one line of a file a line
"""What stands in invented records, and with what the values of an item's own goods begin, is held
to the standard.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.folders import alone, write
from tests.lint.test_files import COMPLETE, FLOUR
from tracecode.lint.files import lint

if TYPE_CHECKING:
    from pathlib import Path

SAMPLE = "samples/flour.yaml"
DOMAIN = '{element: colour_code, begins: ["01"], codelist: colour, source: {ref: rule-book}, evidence: unsure}'
OWN = "records:\n  - {id: production, core: production, indicators: [{use: colour_code"


def texts(root: Path, sample: str, domain: str = DOMAIN) -> list[str]:
    """What lint says of the complete folder with an item's domain and this sample."""
    assert OWN in COMPLETE[FLOUR]
    product = COMPLETE[FLOUR].replace(OWN, f"domains: [{domain}]\n{OWN}")
    changed = COMPLETE | {FLOUR: product, SAMPLE: f"id: flour\n{sample}"}
    return [finding.line_text("en") for finding in lint(alone(write(root / "specs", changed)))]


def test_right_values_are_clean(tmp_path: Path) -> None:
    """An element, one in a group, one in a record, and what is left out."""
    assert (
        texts(
            tmp_path,
            'values: {colour_code: "01", production.made_on: 2026-03-12}\nwithout: [made_on]\n',
        )
        == []
    )


@pytest.mark.parametrize(
    ("sample", "said"),
    [
        (
            'values: {colour: "01"}\n',
            (
                "specs/samples/flour.yaml:2: colour refers to the indicator 'colour', which does not "
                "exist; did you mean colour_code?"
            ),
        ),
        (
            'values: {bakery.colour_code: "01"}\n',
            (
                "specs/samples/flour.yaml:2: bakery.colour_code refers to the group 'bakery', which "
                "does not exist; did you mean maker?"
            ),
        ),
        (
            'values: {colour_code: "09"}\n',
            "specs/samples/flour.yaml:2: colour_code is 09; allowed: 01, 02",
        ),
        (
            'values: {colour_code: "02"}\n',
            "specs/samples/flour.yaml:2: colour_code is 02; allowed: 01",
        ),
        ('values: {maker: "x"}\n', "specs/samples/flour.yaml:2: maker is a group and has no value"),
        (
            'values: {colour_code: "01"}\nwithout: [hue]\n',
            "specs/samples/flour.yaml:3: without refers to the indicator 'hue', which does not exist",
        ),
    ],
)
def test_wrong_values_are_told(sample: str, said: str, tmp_path: Path) -> None:
    """An element that does not exist, a place that does not, a value outside its domain or of other
    goods.
    """
    assert texts(tmp_path, sample) == [said]


@pytest.mark.parametrize(
    ("domain", "said"),
    [
        (DOMAIN.replace("colour_code", "hue"), "refers to the indicator 'hue'"),
        (DOMAIN.replace('"01"', '"07"'), "begins is 07; allowed: 01, 02"),
        (DOMAIN.replace("codelist: colour", "codelist: tint"), "refers to the codelist 'tint'"),
        (DOMAIN.replace("rule-book", "no-book"), "refers to the source 'no-book'"),
    ],
)
def test_wrong_beginnings_are_told(domain: str, said: str, tmp_path: Path) -> None:
    """What an item says of its goods names elements, values, lists and documents that exist."""
    assert any(
        said in text
        for text in texts(tmp_path, "values: {production.made_on: 2026-03-12}\n", domain)
    )
