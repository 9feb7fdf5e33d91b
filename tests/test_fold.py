"""Lenient reading: what is folded, and where each character stood."""

from __future__ import annotations

import re
import unicodedata
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracecode.fold import AROUND, CHANGES, SPACES, Change, fold, table_of
from tracecode.spec.charclass import BLANKS
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
        (
            "１—２‐３−４－５",
            ("width",),
            "1-2-3-4-5",
            (0, 1, 2, 3, 4, 5, 6, 7, 8),
            ("width", "dashes"),
        ),
        ("\u3000A\u3000B", ("width", "trim"), "A B", (1, 2, 3), ("width", "trim")),
        (" \t\r\nA B\u00a0\ufeff", ("trim",), "A B", (4, 5, 6), ("unseen", "trim")),
        (
            "A \tB\u2002\u2003\u2009\u200b\u3000C",
            ("spaces",),
            "ABC",
            (0, 3, 9),
            ("unseen", "spaces"),
        ),
        ("A\nB", ("spaces",), "A\nB", None, ()),
        ("A\r\nB", ("spaces",), "A\r\nB", None, ()),
        ("A\u0085\u2028B\u2029\v\fC", ("spaces",), "ABC", (0, 3, 7), ("spaces",)),
        ("1-2-3", ("hyphens",), "123", (0, 2, 4), ("hyphens",)),
        ("1.2·3", ("dots",), "123", (0, 2, 4), ("dots",)),
        ("1-2", (), "1-2", None, ()),
        ("ß", ("upper",), "ß", None, ()),
        ("İ", ("lower",), "İ", None, ()),
        ("ａ－ｂ", STEPS, "AB", (0, 2), ("width", "hyphens", "upper")),
        ("0012-0", ("zeros",), "12-0", (2, 3, 4, 5), ("zeros",)),
        (" 00 ", ("trim", "zeros"), "0", (2,), ("trim", "zeros")),
        ("", STEPS, "", None, ()),
        ("   ", STEPS, "", (), ("trim",)),
        ("\U0001f600", STEPS, "\U0001f600", None, ()),
    ],
)
def test_folding(
    text: str,
    steps: tuple[Fold, ...],
    folded: str,
    places: tuple[int, ...] | None,
    changes: tuple[Change, ...],
) -> None:
    """Each step changes what it says and nothing else, in the order of the specification."""
    done = fold(text, steps)
    assert (done.text, done.places, done.changes) == (folded, places, changes)


@pytest.mark.parametrize("step", get_args(Fold))
def test_what_a_step_does_not_touch_it_leaves(step: Fold) -> None:
    """Each character of the first planes, between others and at both ends."""
    for code in (*range(0x3100), *range(0xFE00, 0x10000), *range(0x1F600, 0x1F640)):
        char = chr(code)
        for text in (char, f"M{char}M", f"{char}5", f"\u4eac{char}"):
            plain = text.translate(table_of("unseen"))
            if step == "trim":
                plain = plain.strip(AROUND if plain.strip(AROUND) else SPACES)
            elif step == "zeros":
                rest = plain.lstrip("0")
                plain = rest if rest == plain or "0" <= rest[:1] <= "9" else f"0{rest}"
            else:
                plain = plain.translate(table_of(step))
                plain = plain.translate(table_of("dashes")) if step == "width" else plain
            assert fold(text, (step,)).text == plain, code


def test_every_step_has_a_name() -> None:
    """What was changed can be said in both languages for every step."""
    assert set(CHANGES) == {*get_args(Fold), "unseen", "dashes"}
    assert CHANGES["width"].zh == "全角转半角"
    assert CHANGES["spaces"].en == "spaces removed"


@pytest.mark.parametrize(("index", "place"), [(0, 2), (1, 5), (2, 6), (9, 6)])
def test_places(index: int, place: int) -> None:
    """A character of the folded text is found in the given one; past the end stands the end."""
    assert fold("  A  B  ", ("spaces",)).place(index) == place


def test_places_where_nothing_moved() -> None:
    """Where nothing was folded every place is itself; where everything was dropped, the
    beginning.
    """
    assert fold("AB", STEPS).place(5) == 5
    assert fold("  ", STEPS).place(3) == 0


@given(text=st.text(), steps=st.lists(st.sampled_from(get_args(Fold)), unique=True).map(tuple))
def test_places_point_at_what_was_kept(text: str, steps: tuple[Fold, ...]) -> None:
    """Every kept character stands at its place, changed at most in width and case."""
    folded = fold(text, steps)
    for index, char in enumerate(folded.text):
        origin = text[folded.place(index)]
        assert (
            fold(origin, tuple(s for s in steps if s in ("width", "upper", "lower"))).text == char
        )


@given(text=st.text(st.sampled_from("Aa1１－ -.·—Ａｚ\u3000")))
def test_folding_twice_changes_nothing(text: str) -> None:
    """What has been folded is not folded again (line ends are dropped at the ends only, and aside
    here).
    """
    assert fold(fold(text, STEPS).text, STEPS).changes == ()


_UNSEEN = [
    chr(code)
    for first, last in BLANKS
    for code in range(first, last + 1)
    if chr(code) not in SPACES
]
_DASHES = [
    chr(code)
    for code in range(0x110000)
    if unicodedata.category(chr(code)) == "Pd" and code not in (0x2D, 0xFF0D)
]


def test_the_spaces_of_unicode() -> None:
    """Every character that Python takes for white space is a space, but the four separators of
    ASCII.
    """
    blank = {chr(code) for code in range(0x110000) if chr(code).isspace()}
    assert set(SPACES) == blank - set("\x1c\x1d\x1e\x1f")


@given(
    char=st.sampled_from(_UNSEEN),
    at=st.integers(0, 3),
    steps=st.sampled_from([(), ("trim",), STEPS]),
)
def test_invisible_characters_go_and_are_told(char: str, at: int, steps: tuple[Fold, ...]) -> None:
    """An invisible character goes from every place, under every scheme, and is told by its
    number.
    """
    folded = fold(f"{'A12'[:at]}{char}{'A12'[at:]}", steps)
    assert (folded.text, folded.changes) == ("A12", ("unseen",))
    (said,) = folded.said
    assert said.en == f"invisible characters removed (U+{ord(char):04X})"
    assert said.zh == f"去除不可见字符（U+{ord(char):04X}）"


@given(char=st.sampled_from(SPACES.replace(" ", "")), before=st.booleans())
def test_every_space_is_trimmed_and_told(char: str, before: bool) -> None:
    """A space of any kind goes from the ends, a line end too; any but the common one is told by its
    number.
    """
    folded = fold(f"{char}A" if before else f"A{char}", ("width", "trim"))
    assert folded.text == "A"
    # which is a full-width blank
    assert f"U+{ord(char):04X}" in folded.said[-1].en or char == "\u3000"
    assert fold(" A", ("trim",)).said[0].en == "surrounding space removed"


@given(
    char=st.sampled_from(
        [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0)) if code != 0x1D]
    ),
    first=st.booleans(),
)
def test_controls_around_are_trimmed_and_told(char: str, first: bool) -> None:
    """A control that a scanner puts before or behind a code is passed over; inside a code it is a
    fault.
    """
    folded = fold(f"{char}A" if first else f"A{char}", ("trim",))
    assert folded.text == "A"
    assert f"U+{ord(char):04X}" in folded.said[0].en
    assert fold(f"A{char}B", ("trim",)).text == f"A{char}B"
    assert fold("\x1dA\x1d", ("trim",)).text == "\x1dA\x1d"
    assert fold(f"{char}{char}", ("trim",)).text == ("" if char in SPACES else char * 2)


@given(char=st.sampled_from([*_DASHES, "\u2212", "\u2043", "\u02d7", "\u2796", "\u207b", "\u208b"]))
def test_every_dash_is_a_hyphen(char: str) -> None:
    """A dash of any kind is read as a hyphen and told by its number, and dropped where hyphens
    are.
    """
    folded = fold(f"7732{char}18{char}5", ("width",))
    assert (folded.text, folded.changes) == ("7732-18-5", ("dashes",))
    assert folded.said[0].en == f"dashes to hyphens (U+{ord(char):04X})"
    assert fold(f"7732{char}18{char}5", ("width", "hyphens")).text == "7732185"


def test_many_odd_characters_are_cut_short() -> None:
    """Of very many different characters the first are told."""
    (said,) = fold("".join(_UNSEEN[:50]) + "A", ()).said
    assert said.en.count("U+") == 8
    assert said.en.endswith(", …)")


@given(st.text("0123a.零٣", max_size=8))
def test_leading_zeros(text: str) -> None:
    """Zeros go where a digit follows, so the last character of nothing but zeros stays."""
    assert fold(text, ("zeros",)).text == re.sub("^0+(?=[0-9])", "", text)
