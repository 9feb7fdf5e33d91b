# ruff: noqa: E501  # a specification of one line a thing
"""Numbers of a specification: plain digits within bounds, refused by lint and when they are read,
with line and remedy.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import tracecode as tc
from tests.cases import thinned
from tests.folders import alone, write
from tests.lint.test_files import BASIC, COMPLETE, CORE, THING
from tracecode.errors import SpecError
from tracecode.lint.files import lint
from tracecode.spec.construct import construct
from tracecode.spec.formats import Format
from tracecode.spec.label_model import LabelSymbol
from tracecode.spec.layer import COMPILED, Layer
from tracecode.spec.meta import derived
from tracecode.spec.numbers import BOUND
from tracecode.spec.record_model import NumberRange

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = [
    "-->", "", "NaN", "nan", "sNaN", "Infinity", "-Infinity", "1e9999999", "-1e400", "1E5", "1_0",
    "１２", "٣", "+5", ".5", "5.", "05", "0x10", "1/2", "1,5", "--1", "5 000", "9" * 19,
    "0." + "0" * 9 + "1", "9" * 5000, "1\u200b0",
]  # fmt: skip
"""What Decimal or float may take, and other programs do not; or what never ends."""


@pytest.mark.parametrize("end", ["min", "max"])
@pytest.mark.parametrize("text", thinned(TEXTS, 4))
def test_bounds(text: str, end: str, tmp_path: Path) -> None:
    """A bound of an element that is no plain number is refused: by lint on its line, and by whoever
    reads it.
    """
    before = 'range: {min: "0.001", max: "500"}'
    bounds = {"min": "0.001", "max": "500"} | {end: text}
    changed = COMPLETE[BASIC].replace(before, f"range: {json.dumps(bounds, ensure_ascii=False)}")
    assert changed != COMPLETE[BASIC]
    standard = alone(write(tmp_path / "specs", {**COMPLETE, BASIC: changed}))
    (finding,) = [finding for finding in lint(standard) if finding.path == f"specs/{BASIC}"]
    assert finding.rule == ("spec.hidden" if "\u200b" in text else "spec.number")
    assert finding.line == changed.count("\n", 0, changed.index("range: {")) + 1
    assert "\u200b" in text or "12 / -0.5" in finding.text("zh")
    with pytest.raises(SpecError):
        standard.indicator("weight")
    with pytest.raises(SpecError):
        construct(NumberRange, {end: text})


@pytest.mark.parametrize(
    "text", ["0", "-0.5", "12", "500", "-273.1", "123456789012345678", "0.000000001"]
)
def test_right_bounds(text: str) -> None:
    """Plain numbers are bounds."""
    assert BOUND.fits(text)
    assert construct(NumberRange, {"min": text}).min == text


@pytest.mark.parametrize(
    ("bounds", "said"),
    [
        ({"min": "5", "max": "4"}, "range is 5..4; allowed: min <= max"),
        ({"max": "-1"}, "range is 0..-1; allowed: min <= max"),
        ({"max": "1000000000"}, "range is 1000000000; allowed: n..9,3"),
        ({"min": "0.0001"}, "range is 0.0001; allowed: n..9,3"),
    ],
)
def test_bounds_that_no_value_has(bounds: dict[str, str], said: str, tmp_path: Path) -> None:
    """Bounds in the wrong order, and those that the format cannot write, are refused."""
    changed = COMPLETE[BASIC].replace(
        'range: {min: "0.001", max: "500"}', f"range: {json.dumps(bounds)}"
    )
    found = lint(alone(write(tmp_path / "specs", {**COMPLETE, BASIC: changed})))
    assert said in [finding.text("en") for finding in found]


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (CORE, "many: 20", "many: 10001"), (CORE, "many: 20", "many: 0"),
        (CORE, "many: 20", "many: -100000000000000000"),
        (THING, "length: 9", "length: 100000000000000000"), (THING, "length: 9", "length: -1"),
        (THING, "weights: [7", "weights: [1000000000000"), (THING, "modulus: 11", "modulus: 0"),
    ],
)  # fmt: skip
def test_whole_numbers(path: str, old: str, new: str, tmp_path: Path) -> None:
    """Counts, lengths, weights and moduli that no rule has are refused with the least and the
    greatest one.
    """
    text = COMPLETE[path]
    if old not in text:  # what the small standard does not have
        text = WEIGHTED.format(
            new if new.startswith("weights") else "weights: [7",
            new if new[0] == "m" else "modulus: 11",
        )
    else:
        text = text.replace(old, new, 1)
    standard = alone(write(tmp_path / "specs", {**COMPLETE, path: text}))
    found = [finding for finding in lint(standard) if finding.rule in ("spec.value", "spec.type")]
    assert found, new
    assert found[0].path == f"specs/{path}"


WEIGHTED = """
id: thing
name: {{zh: 物品码, en: Thing code}}
identifies: unit
issued_by: {{kind: enterprise, name: {{zh: 企业, en: Enterprise}}}}
editions:
  - id: one
    valid_from: 2010-01-01
    source: {{ref: rule-book}}
    evidence: confirmed
    length: 3
    segments:
      - {{id: body, name: {{zh: 主体, en: Body}}, chars: digits, length: 2}}
      - {{id: check, name: {{zh: 校验, en: Check}}, chars: digits, length: 1}}
    checks:
      - {{rule: weighted-sum, of: [body], into: check, alphabet: digits, {0}, 3], {1}, results: 0123456789X, source: {{ref: rule-book}}, evidence: confirmed}}
    examples: {{valid: [{{code: "118", origin: derived}}]}}
"""


@pytest.mark.parametrize("notation", ["n..19", "n..99999", "n..28,9", "n..99999,9"])
def test_numbers_without_end(notation: str) -> None:
    """A format of more digits than 64 bits hold is none: what is derived from it grows with its
    digits.
    """
    with pytest.raises(ValueError, match="at most 18 digits before the point"):
        Format.read(notation)
    assert Format.read("n..27,9").max == 27


@pytest.mark.parametrize(
    "text",
    ['"00"', '"-0"', '"1e9"', '"20200101"', '"2020-W01-1"', '"２０２０-01-01"', "1577836800"],
)
def test_dates(text: str, tmp_path: Path) -> None:
    """A date is written 2026-11-01, and no other way: not as seconds, which pydantic would take."""
    changed = COMPLETE["sources/test.yaml"].replace("ended: 2030-01-01", f"ended: {text}")
    found = lint(alone(write(tmp_path / "specs", {**COMPLETE, "sources/test.yaml": changed})))
    assert any(
        "write it as 2026-11-01" in finding.text("en") and finding.line == 5 for finding in found
    )


@pytest.mark.parametrize(
    "box", ["1 1 1e9 1", "1 1 NaN 1", "1 1 1", "1 1 1 1 1", "1  1 1 1", "１ 1 1 1", "-1 1 1 1"]
)
def test_boxes(box: str) -> None:
    """A box of a label is four plain lengths, also where lint did not look."""
    with pytest.raises(SpecError) as error:
        construct(LabelSymbol, {"box": box})
    assert error.value.findings[0].rule == "spec.number"


def test_a_forged_copy(tmp_path: Path) -> None:
    """A compiled copy that says otherwise is no way around it."""
    home = write(tmp_path / "specs", COMPLETE)
    copied = derived(Layer(home))[COMPILED]
    assert '"0.001"' in copied
    (home / COMPILED).parent.mkdir()
    (home / COMPILED).write_text(copied.replace('"0.001"', '"1e9999999"'), "utf-8")
    standard = alone(home)
    with pytest.raises(tc.SpecError):
        standard.indicator("weight")
