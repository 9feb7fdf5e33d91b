"""Character classes of the specification language."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracecode.spec.charclass import CharClass


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


@given(chars=st.text(min_size=1, max_size=8), negated=st.booleans(), probe=st.characters(codec=None))
def test_pattern_and_membership_agree(chars: str, negated: bool, probe: str) -> None:
    """The pattern matches exactly the characters that are in the class."""
    body = "".join(f"\\{c}" if c in "\\]-^" else f"\\{c}" if c == "[" else c for c in chars.replace("[", ""))
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
