"""Suggestions for mistyped codes."""

from __future__ import annotations

import pickle
from datetime import date
from typing import TYPE_CHECKING

import pytest

import tracecode as tc
from tests.folders import edition, one, scheme_file, schemes
from tracecode.errors import UnknownId
from tracecode.findings import Suggestion

if TYPE_CHECKING:
    from pathlib import Path


def test_a_swap_is_undone() -> None:
    """Two neighbours that changed places are among the suggestions, with the place of the left one."""
    found = tc.suggest("6901234567829", "gtin")
    assert ("6901234567892", 12) in [(s.text, s.position) for s in found if s.kind == "swap"]


def test_the_likeliest_kinds_come_first() -> None:
    """Another check character comes first, then swaps, then characters that look alike, then any other."""
    kinds = [s.kind for s in tc.suggest("6901234567829", "gtin")]
    order = ("check", "swap", "alike", "character")
    assert kinds == sorted(kinds, key=order.index)
    assert kinds[0] == "check"
    assert len(kinds) <= 20


def test_characters_that_look_alike() -> None:
    """A letter O typed for a zero is a suggestion of its own kind."""
    found = tc.suggest("9135010OM000100Y43", "uscc")
    assert [(s.text, s.kind, s.position) for s in found] == [("91350100M000100Y43", "alike", 8)]


@pytest.mark.parametrize("text", ["", "1", "69012345678", "690123456789" * 10, "京" * 13, "\ud800" * 13])
def test_nothing_near(text: str) -> None:
    """A text of another length, or with more than one fault, has no suggestion; nothing raises."""
    assert tc.suggest(text, "gtin") == ()


def test_the_given_text_is_folded() -> None:
    """Suggestions are made for the folded text, and never repeat it."""
    assert tc.suggest(" 6 901234 567829", "gtin") == tc.suggest("6901234567829", "gtin")
    assert "6901234567892" not in [s.text for s in tc.suggest("6901234567892", "gtin")]


def test_the_date_chooses_the_edition() -> None:
    """Only the editions in force on the date are tried."""
    wrong = "41722252247250743408010974953971"
    assert any(s.text.startswith("3") for s in tc.suggest(wrong, "pesticide-unit", date(2020, 1, 1)))
    assert not any(s.text.startswith("3") for s in tc.suggest(wrong, "pesticide-unit", date(2027, 1, 1)))


def test_varying_length(tmp_path: Path) -> None:
    """A code of varying length is repaired too, with digits and capitals."""
    segments = """
        - {id: a, name: {zh: 甲, en: First}, chars: digits, length: {min: 1, max: 3}}
        - {id: dash, name: {zh: 连字符, en: Hyphen}, literal: "-"}
        - {id: b, name: {zh: 乙, en: Second}, chars: "[AB]", length: 1}
        """
    standard = one(tmp_path, segments, "{min: 3, max: 5}").standard
    assert [(s.text, s.kind, s.position) for s in tc.Standard(standard).suggest("1A-", "thing")] == [("1-A", "swap", 2)]
    assert [s.text for s in tc.Standard(standard).suggest("1-8", "thing")] == ["1-B", "1-A"]
    assert [s.kind for s in tc.Standard(standard).suggest("1-8", "thing")] == ["alike", "character"]


def test_suggestions_have_no_warnings(tmp_path: Path) -> None:
    """A repair that would only pass with a warning is not suggested."""
    segments = '- {id: a, name: {zh: 甲, en: First}, chars: "[1-9]", length: 2, codelist: shade}'
    standard = schemes(tmp_path, {"thing": scheme_file("thing", edition(segments, "2"))}).standard
    found = [s.text for s in tc.Standard(standard).suggest("19", "thing")]
    assert {"11", "12"} <= set(found)
    assert not {"13", "14"} & set(found)


def test_unknown_scheme() -> None:
    """A scheme that does not exist raises."""
    with pytest.raises(UnknownId, match="nowhere"):
        tc.suggest("1", "nowhere")


def test_the_error_carries_its_suggestions() -> None:
    """A refused code suggests repairs, with and without a named scheme; an error of no scheme, or sent away, none."""
    for scheme in ("sc-food-licence", None):
        with pytest.raises(tc.InvalidCode) as caught:
            tc.parse("SC11464010500016", scheme)
        assert caught.value.suggestions[0] == Suggestion("SC11464010500015", "check", 16)
    assert pickle.loads(pickle.dumps(caught.value)).suggestions == ()  # our own data
    with pytest.raises(tc.InvalidCode) as caught:
        tc.parse("？")
    assert caught.value.suggestions == ()
