"""Lenient reading: what is folded, and where each character stood."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracecode.codes.fold import CHANGES, fold
from tracecode.spec.model import Fold

STEPS: tuple[Fold, ...] = ("width", "trim", "spaces", "hyphens", "dots", "upper")


@pytest.mark.parametrize(
    ("text", "steps", "folded", "places", "changes"),
    [
        ("AB12", STEPS, "AB12", None, ()),
        ("ab12", ("lower",), "ab12", None, ()),
        ("ab12", ("upper",), "AB12", (0, 1, 2, 3), ("upper",)),
        ("AB12", ("lower",), "ab12", (0, 1, 2, 3), ("lower",)),
        ("ＡＢ１２", ("width",), "AB12", (0, 1, 2, 3), ("width",)),
        ("！～", ("width",), "!~", (0, 1), ("width",)),
        ("１—２‐３−４－５", ("width",), "1-2-3-4-5", (0, 1, 2, 3, 4, 5, 6, 7, 8), ("width",)),
        ("\u3000A\u3000B", ("width", "trim"), "A B", (1, 2, 3), ("width", "trim")),
        (" \t\r\nA B\u00a0\ufeff", ("trim",), "A B", (4, 5, 6), ("trim",)),
        ("A \tB\u2002\u2003\u2009\u200b\u3000C", ("spaces",), "ABC", (0, 3, 9), ("spaces",)),
        ("A\nB", ("spaces",), "A\nB", None, ()),
        ("1-2-3", ("hyphens",), "123", (0, 2, 4), ("hyphens",)),
        ("1.2·3", ("dots",), "123", (0, 2, 4), ("dots",)),
        ("1-2", (), "1-2", None, ()),
        ("ß", ("upper",), "ß", None, ()),
        ("İ", ("lower",), "İ", None, ()),
        ("ａ－ｂ", STEPS, "AB", (0, 2), ("width", "hyphens", "upper")),
        ("", STEPS, "", None, ()),
        ("   ", STEPS, "", (), ("trim",)),
        ("\U0001f600", STEPS, "\U0001f600", None, ()),
    ],
)
def test_folding(
    text: str, steps: tuple[Fold, ...], folded: str, places: tuple[int, ...] | None, changes: tuple[Fold, ...]
) -> None:
    """Each step changes what it says and nothing else, in the order of the specification."""
    done = fold(text, steps)
    assert (done.text, done.places, done.changes) == (folded, places, changes)


def test_every_step_has_a_name() -> None:
    """What was changed can be said in both languages for every step."""
    assert set(CHANGES) == set(get_args(Fold))
    assert CHANGES["width"].zh == "全角转半角"
    assert CHANGES["spaces"].en == "spaces removed"


@pytest.mark.parametrize(("index", "place"), [(0, 2), (1, 5), (2, 6), (9, 6)])
def test_places(index: int, place: int) -> None:
    """A character of the folded text is found in the given one; past the end stands the end."""
    assert fold("  A  B  ", ("spaces",)).place(index) == place


def test_places_where_nothing_moved() -> None:
    """Where nothing was folded every place is itself; where everything was dropped, the beginning."""
    assert fold("AB", STEPS).place(5) == 5
    assert fold("  ", STEPS).place(3) == 0


@given(text=st.text(), steps=st.lists(st.sampled_from(get_args(Fold)), unique=True).map(tuple))
def test_places_point_at_what_was_kept(text: str, steps: tuple[Fold, ...]) -> None:
    """Every kept character stands at its place, changed at most in width and case."""
    folded = fold(text, steps)
    for index, char in enumerate(folded.text):
        origin = text[folded.place(index)]
        assert fold(origin, tuple(s for s in steps if s in ("width", "upper", "lower"))).text == char


@given(text=st.text(st.sampled_from("Aa1１－ -.·—Ａｚ\u3000")))
def test_folding_twice_changes_nothing(text: str) -> None:
    """What has been folded is not folded again (line ends are dropped at the ends only, and aside here)."""
    assert fold(fold(text, STEPS).text, STEPS).changes == ()
