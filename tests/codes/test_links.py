"""Links of encoding rules at work: what is compared, what agrees, what is kept."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.folders import edition, scheme_file, schemes
from tracecode.codes.registry import registry
from tracecode.standard.resolved import packaged

UNIT, REGISTRATION = "11722252247250743408010974953971", "PD20172225"
BOX = (
    '- {id: maker, name: {zh: 厂, en: Maker}, chars: "[A-Z]", length: 2}\n'
    "- {id: number, name: {zh: 号, en: Number}, chars: digits, length: 3}"
)
OPEN = (
    '- {id: mark, name: {zh: 标, en: Mark}, chars: "[a-z]", length: {min: 1, max: 3}}\n'
    '- {id: maker, name: {zh: 厂, en: Maker}, chars: "[A-Z]", length: 2}'
)
LINK = """
links:
  - {id: box, name: {zh: 与箱一致, en: Agrees with the box}, to: box, equal: [{here: [maker], there: [maker]}],
     source: {ref: rule-book}, evidence: EVIDENCE}
"""


def test_codes_of_one_product_agree() -> None:
    """Codes that differ behind what is compared agree with one registration, and with no other."""
    link = registry(packaged())["pesticide-unit"].links["registration"]
    assert link.agree(UNIT, REGISTRATION, date(2026, 3, 12))
    assert link.agree(UNIT[:11] + "0" * 21, REGISTRATION)
    assert not link.agree(UNIT, "PD20199999")
    assert not link.agree(UNIT, "WP20172225")


@pytest.mark.parametrize(
    ("text", "other"), [(UNIT[:-1], REGISTRATION), (UNIT, "PD1"), ("", ""), (UNIT, "LS2017222")]
)
def test_a_wrong_code_disagrees_with_nothing(text: str, other: str) -> None:
    """What is no code of its scheme has no parts that could differ; that it is wrong is told
    elsewhere.
    """
    assert registry(packaged())["pesticide-unit"].links["registration"].agree(text, other)


@pytest.mark.parametrize("evidence", ["single", "unsure"])
def test_parts_at_varying_places(tmp_path: Path, evidence: str) -> None:
    """Behind a part of varying length every code is taken apart; the severity of a link is that of
    its evidence.
    """
    known = schemes(
        tmp_path,
        {
            "box": scheme_file("box", edition(BOX, "5", example="AB123")),
            "open": scheme_file("open", edition(OPEN, "{min: 3, max: 5}", example="aAB"))
            + LINK.replace("EVIDENCE", evidence),
        },
    )
    link = known["open"].links["box"]
    assert link.severity == ("error" if evidence == "single" else "warning")
    assert [link.agree(text, "AB123") for text in ("aAB", "abcAB", "aCD", "abAB", "aAB")] == [
        True,
        True,
        False,
        True,
        True,
    ]


def test_parts_and_judgement_are_those_of_a_reading() -> None:
    """The parts of a code, and the judgement for loops, are what the full reading says, for every
    example and date.
    """
    for id in registry(packaged()).ids:
        scheme = registry(packaged())[id]
        for one in scheme.examples:
            for on in (None, one.on, date(2026, 3, 12), date(2027, 1, 1)):
                code, _ = scheme.read(one.code, on, strict=True)
                assert scheme.judge(one.code, on) == scheme.is_valid(one.code, on)
                assert scheme.parts(one.code, on) == ({} if code is None else code.segments), (
                    id,
                    one.code,
                )
