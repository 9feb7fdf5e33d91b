"""Character classes of the specification language."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracecode.spec.charclass import BLANKS, CONTROLS, CharClass, inside, is_blank, shows_nothing


@pytest.mark.parametrize(
    ("text", "chars", "negated"),
    [
        ("[0-9]", "0123456789", False),
        ("[0-9X]", "0123456789X", False),
        ("[X0-2]", "X012", False),
        ("[a-a]", "a", False),
        ("[aab]", "ab", False),
        ("[-a]", "-a", False),
        ("[a-]", "a-", False),
        ("[-]", "-", False),
        (r"[\^a]", "^a", False),
        (r"[a^]", "a^", False),
        (r"[\]\\\-]", r"]\-", False),
        (r"[\--/]", "-./", False),
        ("[京津]", "京津", False),
        ("[ .]", " .", False),
        ("[^,]", ",", True),
        ("[^^]", "^", True),
        ("[^0-2]", "012", True),
        ("[!-~]", "".join(map(chr, range(33, 127))), False),
    ],
)
def test_read(text: str, chars: str, negated: bool) -> None:
    """A class lists its characters in order, each once."""
    found = CharClass.read(text)
    assert (found.chars, found.negated) == (chars, negated)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "'' is not a character class; write it in brackets, for instance [0-9A-Z]"),
        ("[]", "'[]' is not a character class; write it in brackets, for instance [0-9A-Z]"),
        ("0-9", "'0-9' is not a character class; write it in brackets, for instance [0-9A-Z]"),
        ("[0-9", "'[0-9' is not a character class; write it in brackets, for instance [0-9A-Z]"),
        ("0-9]", "'0-9]' is not a character class; write it in brackets, for instance [0-9A-Z]"),
        ("[^]", "'[^]' lists no character"),
        ("[9-0]", "in '[9-0]' the range 9-0 runs backwards; write 0-9"),
        ("[\u0000-\u4e00]", "in '[\\x00-一]' the range \x00-一 is longer than 4096 characters"),
        (r"[\d]", r"a backslash in a class stands only before \ ] - or ^"),
        ("[a\\]", r"a backslash in a class stands only before \ ] - or ^"),
        ("[a]b]", r"write \] for a bracket inside a class"),
        ("[a[b]", "a class cannot nest"),
    ],
)
def test_what_is_not_in_the_dialect(text: str, words: str) -> None:
    """Anything else is refused, and the error says what would be right."""
    with pytest.raises(ValueError) as caught:  # noqa: PT011  # the whole text follows
        CharClass.read(text)
    assert str(caught.value) == words


def test_the_longest_range() -> None:
    """A range may have 4097 characters and no more."""
    assert CharClass.read(f"[{chr(0x4E00)}-{chr(0x4E00 + 4096)}]").size == 4097
    with pytest.raises(ValueError, match="is longer than 4096 characters"):
        CharClass.read(f"[{chr(0x4E00)}-{chr(0x4E00 + 4097)}]")


@pytest.mark.parametrize("char", ["\x00", "\x1f", "\x7f", "\x9f", "\ud800", "\udfff", "\n"])  # noqa: PT014  # two different surrogates
def test_control_characters_are_never_meant(char: str) -> None:
    """A class of all but a few characters holds no control character and no unpaired surrogate."""
    cls = CharClass.read("[^,]")
    assert char not in cls
    assert re.fullmatch(cls.regex, char) is None


@pytest.mark.parametrize("char", [" ", "~", "\xa0", "，", "京", "\ue000", "\U0001f600", "\ud7ff"])
def test_all_others_are(char: str) -> None:
    """A class of all but a few characters holds every other character."""
    cls = CharClass.read("[^,]")
    assert char in cls
    assert re.fullmatch(cls.regex, char)


@given(
    chars=st.text(min_size=1, max_size=8), negated=st.booleans(), probe=st.characters(codec=None)
)
def test_pattern_and_membership_agree(chars: str, negated: bool, probe: str) -> None:
    """The pattern matches exactly the characters that are in the class."""
    body = "".join(
        f"\\{c}" if c in "\\]-^" else f"\\{c}" if c == "[" else c for c in chars.replace("[", "")
    )
    if not body:
        return
    cls = CharClass.read(f"[{'^' if negated else ''}{body}]")
    for char in (probe, chars[0]):
        assert (char in cls) is bool(re.fullmatch(cls.regex, char)), (cls, char)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("[0-9]", "0-9"),
        ("[0-9A-HJ-NP]", "0-9 A-H J-N P"),
        ("[AB]", "A B"),
        ("[ABC]", "A-C"),
        ("[京津]", "京 津"),
        ("[ -]", "space -"),
        ("[^,\n\r\t]", "任意字符/any except , LF CR TAB"),
        ("[!-/]", "! \" # $ % & ' ( ) * + , - . /"),
    ],
)
def test_labels(text: str, label: str) -> None:
    """A class is shown in short form, runs joined, invisible characters by name."""
    assert CharClass.read(text).label == label


def test_size() -> None:
    """The size is the number of characters; of an open class an estimate."""
    assert CharClass.read("[0-9X]").size == 11
    assert CharClass.read("[^,]").size == 8000


# Prepended marks of Arabic and Syriac numbers have a shape.
_SHAPED = {*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD}
_BLANK_SIGNS = (0x2800, 0x1D159)


def test_blanks_are_what_shows_nothing() -> None:
    """Every space, separator and format character of Unicode is a blank or a control; letters and
    signs are not.
    """
    for code in (*range(0xD800), *range(0xE000, 0x110000)):
        char = chr(code)
        category = unicodedata.category(char)
        if char.isspace() or (category in ("Zs", "Zl", "Zp", "Cf", "Cc") and code not in _SHAPED):
            assert is_blank(char), hex(code)
        elif category[0] in "NPS" and code not in _BLANK_SIGNS:
            assert not is_blank(char), hex(code)


@pytest.mark.parametrize(
    "char",
    "\u115f\u1160\u3164\uffa0\u034f\u17b4\ufe0f\u2800\u180e\u2065\U000e0100\U000e0fff"
    "\U0001d159\U00016fe4\U00013430\U00013439\U00013440\U00013441\U0001107f\u2d7f",
)
def test_letters_and_marks_that_show_nothing_are_blanks(char: str) -> None:
    """Fillers, joiners, variation selectors, tags and signs that are blank by name show nothing by
    themselves.
    """
    assert is_blank(char)
    assert shows_nothing(char)
    assert is_blank(f" {char}\u3000")
    assert not is_blank(f"{char}一")


def test_what_shows_nothing_was_not_written() -> None:
    """White space of every kind, and invisible characters; a control that is no white space was
    written.
    """
    assert all(map(shows_nothing, ("", " ", "\t\n", "\u200b\u3000", "\x85\u2028", "\x1c")))
    assert not any(map(shows_nothing, ("\0", "0", " 0", "\u200b\x01", "一", "~", "!")))


def test_ranges_stand_in_order_and_apart() -> None:
    """The ranges of blanks and controls ascend and share no character, so that their classes can be
    read.
    """
    ranges = sorted((*BLANKS, *CONTROLS))
    assert list(BLANKS) == sorted(BLANKS)
    assert all(first <= last for first, last in ranges)
    assert all(before[1] < after[0] for before, after in pairwise(ranges))
    assert re.fullmatch(
        f"[{inside(BLANKS)}]+", "".join(chr(code) for one in BLANKS for code in one)
    )


@pytest.mark.parametrize(
    ("chars", "text", "holds"),
    [
        ("[0-9]", "0129", True),
        ("[0-9]", "", True),
        ("[0-9]", "01x29", False),
        ("[0-9]", "x0129", False),
        ("[0-9]", "1２", False),
        ("[^0-9]", "ab", True),
        ("[^0-9]", "a1b", False),
        ("[^0-9]", "a\n", False),
    ],
)
def test_every_character_of_a_text(chars: str, text: str, *, holds: bool) -> None:
    """A text is held if each of its characters belongs to the class, wherever it stands."""
    read = CharClass.read(chars)
    assert read.holds(text) is holds
    assert holds is all(char in read for char in text)
