"""Near names: those that `difflib` finds, in its order, and said in one way."""

from __future__ import annotations

from difflib import get_close_matches

from hypothesis import given
from hypothesis import strategies as st

from tracecode.nearest import meant, near

NAMES = st.text("abcd-_", max_size=9)


@given(NAMES, st.lists(NAMES, max_size=12).map(tuple), st.integers(1, 4))
def test_as_difflib(word: str, names: tuple[str, ...], most: int) -> None:
    """The same names in the same order, however many are asked for."""
    assert near(word, names, most) == get_close_matches(word, names, n=most)


@given(st.text(max_size=20), st.lists(st.text(max_size=20), max_size=6).map(tuple))
def test_as_difflib_in_any_script(word: str, names: tuple[str, ...]) -> None:
    """The same of foreign text, whose characters share the bits by which names are sorted out."""
    assert near(word, names, 3) == get_close_matches(word, names, n=3)


def test_long_words() -> None:
    """Of a long word the beginning is looked at, so that foreign data cannot cost much."""
    assert near("recall" + "x" * 10**6, ("recall" + "x" * 74,)) == ["recall" + "x" * 74]


def test_words() -> None:
    """What is near is asked, in both languages; of nothing near nothing is said."""
    assert meant(["recall", "receipt"]) == {
        "zh": "；是否为 recall、receipt？",
        "en": "; did you mean recall, receipt?",
    }
    assert meant([]) == {"zh": "", "en": ""}
