"""Figures and worked check characters: the steps lead to the result, and what is drawn stays inside
the drawing.
"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tracecode.publish.documents.drawing import Box, Drawing, Lettering, Line
from tracecode.publish.standard_document.figures import (
    WIDTH,
    BarPart,
    MessageArrow,
    Stage,
    Steps,
    check,
    flow,
    sequence,
    structure,
)
from tracecode.publish.standard_document.worked import worked
from tracecode.standard.check_rules import WEIGHTED, Hybrid, check_rule, check_rule_names

RULES = [name for name in check_rule_names() if name != WEIGHTED]
NAMES = Steps("位", "字符", "数值", "权", "积", "和")
LABELS = st.text("追溯码校验产品（），Unit code 12", max_size=40)


@st.composite
def bodies(draw: st.DrawFn) -> tuple[str, str]:
    """A rule, and a text that has a check character."""
    name = draw(st.sampled_from(RULES))
    rule = check_rule(name)
    if isinstance(rule, Hybrid):
        return name, draw(st.text(rule.alphabet, min_size=1, max_size=40))
    chars = "".join(char for char in rule.values[0] if all(char in table for table in rule.values))
    least, most = max(rule.least, 1), rule.most or 40
    return name, draw(st.text(chars, min_size=least, max_size=most))


@given(bodies())
def test_the_steps_lead_to_the_check_character(case: tuple[str, str]) -> None:
    """Products add up to the total, the remainder is that of the modulus, and the result stands at
    it.
    """
    rule, (_, body) = check_rule(case[0]), case
    work = worked(rule, body)
    assert len(work.values) == len(work.products) == len(body)
    assert work.remainder in range(work.modulus)
    if isinstance(rule, Hybrid):
        assert rule.alphabet[work.remainder] == work.result
        assert work.total == work.products[-1]
        assert all(
            product == sum_ * 2 % (work.modulus + 1)
            for product, sum_ in zip(work.products, work.sums, strict=True)
        )
    else:
        pairs = zip(work.values, work.weights, strict=True)
        assert work.total == sum(value * weight for value, weight in pairs)
        assert work.remainder == work.total % work.modulus
        assert rule.results[work.remainder] == work.result


def inside(drawing: Drawing) -> bool:
    """Whether all boxes and lines, and the base lines of all words, are inside a drawing that fits
    on a page.
    """
    points: list[tuple[float, float]] = []
    for shape in drawing.shapes:
        match shape:
            case Box():
                points += [(shape.x, shape.y), (shape.x + shape.width, shape.y + shape.height)]
            case Line():
                points += [(shape.x, shape.y), (shape.to_x, shape.to_y)]
            case Lettering():
                points.append((shape.x, shape.y))
    slack = 0.01
    fits = all(
        -slack <= x <= drawing.width + slack and -slack <= y <= drawing.height + slack
        for x, y in points
    )
    return fits and drawing.width <= WIDTH + 4


PARTS = st.builds(
    BarPart, LABELS, st.text("0123456789A", max_size=60), st.none() | st.integers(1, 30)
)


@given(st.lists(PARTS, min_size=1, max_size=24))
def test_a_structure_stays_on_the_page(parts: list[BarPart]) -> None:
    """Whatever the segments are called and however long they are."""
    assert inside(structure(parts))


@given(bodies())
def test_a_worked_check_character_stays_on_the_page(case: tuple[str, str]) -> None:
    """Whatever is checked."""
    work = worked(check_rule(case[0]), case[1])
    assert inside(check(work, NAMES, ["r = 1"]))


STAGES = st.builds(Stage, LABELS, st.lists(LABELS, max_size=8), st.booleans())


@given(st.lists(STAGES, min_size=1, max_size=12))
def test_stages_stay_on_the_page(stages: list[Stage]) -> None:
    """However many there are."""
    assert inside(flow(stages))


@given(
    st.lists(
        st.builds(MessageArrow, st.integers(0, 3), st.integers(0, 3), LABELS, LABELS), max_size=9
    )
)
def test_a_sequence_stays_on_the_page(calls: list[MessageArrow]) -> None:
    """Whoever calls whom."""
    assert inside(sequence(["企业", "第三方平台", "市级平台", "公众"], calls))


def test_positions_end_where_a_length_varies() -> None:
    """Behind a segment of open length nothing has a position."""
    drawing = structure([BarPart("甲", "", 2), BarPart("乙", "", None), BarPart("丙", "", 1)])
    said = [shape.text for shape in drawing.shapes if isinstance(shape, Lettering)]
    assert said == ["甲", "1～2", "乙", "3～", "丙"]


def test_no_line_of_a_name_begins_with_a_closing_mark() -> None:
    """A closing bracket stays with what it closes."""
    drawing = structure([BarPart("主体（经营者主体码）", "1201040010023", 13)])
    said = [shape.text for shape in drawing.shapes if isinstance(shape, Lettering)]
    assert not any(text.startswith("）") for text in said)
