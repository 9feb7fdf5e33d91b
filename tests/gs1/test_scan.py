r"""What stands around GS1 data, and separators that became text: alike in wire form, in brackets
and in links.

A lost separator loses the elements behind it, and with them the serial; so a text either says the
same as with a right separator, or somebody is told.
"""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import tracecode as tc
from tests.strategies_gs1 import messages
from tracecode.errors import InvalidCode
from tracecode.fold import SPACES
from tracecode.gs1 import build, parse, read
from tracecode.gs1.message import Gs1Message
from tracecode.gs1.symbology import symbologies
from tracecode.spec.charclass import BLANKS

GTIN = "0106901234567892"
GS = "\x1d"
LINK = "https://example.com/x/01/06901234567892/10/L1?17=261231"
ENDS = [
    "\r",
    "\n",
    "\r\n",
    "\t",
    " ",
    "\x0b",
    "\u3000",
    "\u00a0",
    "\u2028",
    "\ufeff",
    "\u200b",
    "\u200e",
    "\u202c",
    "\u00ad",
]
AROUND = st.text(st.sampled_from([*SPACES, *(chr(first) for first, _ in BLANKS)]), max_size=4)


def forms(message: Gs1Message) -> list[str]:
    """A message as it is read: in wire form, behind symbology identifiers, in brackets, as a link
    where it has one.
    """
    wire = message.element_string()
    known = [one.identifier for one in symbologies().values() if one.carries == "elements"]
    found = [wire, *(identifier + wire for identifier in known), message.bracketed()]
    try:
        return [*found, message.digital_link("https://example.com/a")]
    except InvalidCode:
        return found


@given(elements=messages(), before=AROUND, after=AROUND)
def test_blanks_and_invisible_characters_around(
    elements: dict[str, str], before: str, after: str
) -> None:
    """Whatever blank or invisible stands around, each form says the same, and one finding tells
    what was passed.
    """
    message = build(elements)
    for text in forms(message):
        again, findings = read(f"{before}{text}{after}")
        assert again == message, text
        assert ("code.folded" in [finding.rule for finding in findings]) == bool(before + after)


@pytest.mark.parametrize("separator", [GS, "\ufffd", GS + GS])
@given(elements=messages(), first=st.booleans(), end=st.sampled_from(["", *ENDS]))
def test_separators_around(separator: str, elements: dict[str, str], first: bool, end: str) -> None:
    """A separator that stands first, or last before what a scanner adds, is passed over and said to
    be too many.
    """
    message = build(elements)
    for text in forms(message):
        if not first and separator == GS + GS and not text.startswith(("(", "http")):
            continue  # only one may stand last in the wire form
        again, findings = read(f"{separator}{text}{end}" if first else f"{text}{separator}{end}")
        assert again == message, text
        told = [finding for finding in findings if finding.rule == "gs1.separator_extra"]
        assert [finding.severity for finding in told] == ["warning"]
        assert told[0].position == (1 if first else len(text) + 1)


@given(elements=messages())
def test_full_width_characters(elements: dict[str, str]) -> None:
    """Element strings typed with full-width characters are read, brackets and all."""
    message = build(elements)
    wide = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
    for text in (message.element_string(), message.bracketed()):
        assert parse(text.translate(wide)) == message


@pytest.mark.slow
@pytest.mark.parametrize("brackets", ["[]", "{}", "【】", "〔〕", "〖〗", "﹙﹚", "［］", "｛｝"])
@given(elements=messages())
def test_other_brackets(brackets: str, elements: dict[str, str]) -> None:
    """Application identifiers in brackets of another kind are read as in ( ), serial and all, which
    is said.
    """
    message = build(elements)
    assume(not any(char in f"{value}" for value in elements.values() for char in "()"))
    text = "".join(f"{brackets[0]}{ai}{brackets[1]}{value}" for ai, value in message.items())
    again, findings = read(f"\ufeff{text}{GS}\r\n")
    assert again == message, text
    (told,) = [finding for finding in findings if finding.rule == "code.folded"]
    assert ("brackets to ( )" in told.text("en"), "括号转为圆括号" in told.text("zh")) == (
        True,
        True,
    )


@pytest.mark.parametrize(
    "word",
    [
        "{GS}", "[GS]", "{FNC1}", "[FNC1]", "\\x1d", "\\u001d", "\\035", "\\29", "\\F", "&#29;",
        "&#x1D;", "^]", "^GS", "~1", "~d029", "␝", "↔", "\ufffd", "@", "|", "#", "$", "^", "~", "`",
        "[", "]", "{", "}", "\\", " ", "\t", "\r\n", "\x1e", "\x1f", "\x1c", "\x04", "\x00", "·",
        "、", "@@", "\u3000", "{gs}", "<Group Separator>", "é",
    ],
)  # fmt: skip
def test_a_separator_that_can_be_in_no_value(word: str) -> None:
    """It is an error that names what stands there, whatever it is; in brackets too where it says
    what it is.
    """
    message, findings = read(f"{GTIN}10L1{word}17261231")
    assert message is None
    shown = {finding.rule: finding for finding in findings}
    assert "gs1.separator_written" in shown, findings
    assert shown["gs1.separator_written"].position == 21
    assert "written as text" in shown["gs1.separator_written"].text("en")
    assert "分隔符" in shown["gs1.separator_written"].text("zh")


@pytest.mark.parametrize(
    "word",
    [
        "<GS>",
        "<FNC1>",
        "<fnc1>",
        "(GS)",
        "<RS>",
        "<US>",
        "<1E>",
        "%1D",
        "=1D",
        "_1D",
        "_x001D_",
        "0x1D",
        "FNC1",
        "%",
        "?",
        ";",
        ",",
        "_",
    ],
)
def test_a_separator_that_can_be_in_a_value(word: str) -> None:
    """It stays in the value, where the rules allow it, and a warning names it; in brackets too."""
    for text in (
        f"{GTIN}10L1{word}17261231",
        f"]d2{GTIN}10L1{word}17261231",
        f"(01)06901234567892(10)L1{word.replace('(', chr(92) + '(')}17261231",
    ):
        message = parse(text)
        assert message["10"] == f"L1{word}17261231"
        (doubt,) = message.findings
        assert (doubt.rule, doubt.severity, doubt.path) == (
            "gs1.separator_written",
            "warning",
            "10",
        )
        assert word in doubt.text("en")


@pytest.mark.parametrize(
    "lot", ["L1", "50%", "L?", "(A)", "A-21B", "FNC1X", "B/10", "GS1", "1D", "=1DX"]
)
def test_values_that_are_no_separators(lot: str) -> None:
    """What does not read as elements behind it stands for itself."""
    assert parse(f"{GTIN}10{lot}").findings == ()


@given(
    elements=messages(),
    word=st.sampled_from(
        ["{GS}", "<GS>", "^", "@", "%1D", "[FNC1]", "␝", "|", "\ufffd", "\x1e", "~"]
    ),
)
def test_nothing_is_lost_in_silence(elements: dict[str, str], word: str) -> None:
    """Where all separators became the same text, the message is refused or a warning stands; never
    plain.
    """
    message = build(elements)
    wire = message.element_string()
    assume(GS in wire and word not in wire)
    again, findings = read(wire.replace(GS, word))
    told = {finding.rule for finding in findings}
    assert again is None or "gs1.separator_written" in told
    assert "gs1.separator_written" in told


def test_a_separator_that_swallowed_what_another_element_needs() -> None:
    """The value is right by itself, the message is not: both are said."""
    message, findings = read(f"72530%E5<GS>8017{'0' * 18}")
    assert message is None
    assert {finding.rule for finding in findings} == {"gs1.requires", "gs1.separator_written"}


def test_positions_are_those_of_the_text_as_given() -> None:
    """What stands before the elements does not shift what is said of them."""
    plain = [f.position for f in read("010690123456789017261300")[1]]
    moved = [
        f.position for f in read("\ufeff \x1d010690123456789017261300")[1] if f.severity == "error"
    ]
    assert moved == [position + 3 for position in plain if position]
    behind = [f.position for f in read("]d2\x1d0106901234567890")[1] if f.severity == "error"]
    assert behind == [20]


@pytest.mark.parametrize(
    "separator",
    [
        "<GS>", "<gs>", "&lt;GS&gt;", "&lt;FNC1&gt;", "&#60;GS&#62;",
        "{GS}", "[GS]", "<ASCII 29>", "<ASCII29>", "{ASCII 29}", "[ASCII 29]",
        "<CHR(29)>", "<29>", "<029>", "ASCII(29)", "<FNC1>", "{FNC1}", "[FNC1]", "<FNC 1>", "<GS1>",
        "{GS1}", r"\x1d", r"\x1D", r"\0x1D", r"\u001d", r"\u{1d}", r"\035", r"\GS", "^]", "^",
        "^029", "␝", "%1D", "&#29;", "&#029;", "&#x1D;", "<U+001D>",
    ],
)  # fmt: skip
def test_written_separators_are_named_first(separator: str) -> None:
    """However a separator is written, it is named before what it makes wrong; in a value there is a
    warning.
    """
    message, findings = read(f"010690123456789210B1{separator}21S1")
    assert (findings[0].rule, findings[0].severity) == (
        "gs1.separator_written",
        "error" if message is None else "warning",
    )
    assert separator in findings[0].text("en")
    if message is None:
        with pytest.raises(tc.InvalidCode, match="written as text"):
            tc.parse(f"010690123456789210B1{separator}21S1")
