"""Setting text into boxes: where lines break, when the font shrinks, what does not fit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracecode.labels.typeset import broken, fit


def measure(text: str) -> float:
    """Latin letters are half as wide as the font is high, Chinese ones as wide."""
    return sum(0.5 if character.isascii() else 1.0 for character in text)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("登记证持有人", 4, ["登记证持", "有人"]),
        ("登记证持，有人", 4, ["登记证", "持，有人"]),
        ("兽药字（2015）2204", 6, ["兽药字", "（2015）2204"]),
        ("one two three", 4, ["one two", "three"]),
        ("0123456789", 3, ["012345", "6789"]),
        ("(01) 06901234567892 (10) A1", 12, ["(01) 06901234567892", "(10) A1"]),
        ("a\n\nb", 4, ["a", "", "b"]),
        ("", 4, [""]),
    ],
)
def test_breaks(text: str, width: float, lines: list[str]) -> None:
    """Chinese breaks anywhere but before closing marks, Latin at blanks, a GS1 element stays
    whole.
    """
    assert broken(text, width, measure) == lines


@given(st.text("ab 种子，（）\n", max_size=60), st.integers(2, 20))
def test_nothing_is_lost_and_nothing_sticks_out(text: str, width: int) -> None:
    """Lines hold all characters but the blanks, in order, and none is wider than the box."""
    lines = broken(text, width, measure)
    if lines is None:  # a mark that must not begin a line stands alone in a box for one letter
        return
    assert "".join(lines).replace(" ", "") == text.replace("\n", "").replace(" ", "")
    assert all(measure(line) <= width for line in lines)


def test_shrinks_only_as_far_as_allowed() -> None:
    """The largest size that fits is taken, in steps of half a point, down to the smallest
    allowed.
    """
    assert fit("种" * 10, 30, 5, 12, 6, measure) == (["种" * 10], 8.5)
    assert fit("种" * 10, 30, 5, 12, 9, measure) is None
    assert fit("种", 1, 5, 8, 8, measure) is None  # a box narrower than one character
