"""Suggestions for mistyped codes."""

from __future__ import annotations

import pickle
import unicodedata
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import tracecode as tc
from tests.cases import drawing
from tests.folders import edition, one, scheme_file, schemes
from tests.strategies import schemes as standard_schemes
from tracecode.codes.strays import occurs
from tracecode.errors import UnknownId
from tracecode.findings import Suggestion
from tracecode.privacy import mask

if TYPE_CHECKING:
    from pathlib import Path


def test_a_swap_is_undone() -> None:
    """Two neighbours that changed places are among the suggestions, with the place of the left
    one.
    """
    found = tc.suggest("6901234567829", "gtin")
    assert ("6901234567892", 12) in [(s.text, s.position) for s in found if s.kind == "swap"]


def test_the_likeliest_kinds_come_first() -> None:
    """Another check character comes first, then swaps, then characters that look alike, then any
    other.
    """
    kinds = [s.kind for s in tc.suggest("6901234567829", "gtin")]
    order = ("check", "swap", "alike", "character")
    assert kinds == sorted(kinds, key=order.index)
    assert kinds[0] == "check"
    assert len(kinds) <= 20


def test_characters_that_look_alike() -> None:
    """A letter O typed for a zero, where no O can stand, was meant for it; one that may stand is
    among the guesses.
    """
    found = tc.suggest("9135010OM000100Y43", "uscc")
    assert [(s.text, s.kind, s.position) for s in found] == [("91350100M000100Y43", "forced", 8)]
    assert ("91350100M000100Y43", "alike", 12) in [
        tuple(s) for s in tc.suggest("91350100M00Q100Y43", "uscc")
    ]


FOREIGN = [*"，,.'\"`*[(№/_?¥é\x1d：𝟎\ud800", "编号", "：“"]


@drawing(60)
@given(data=st.data(), char=st.sampled_from(FOREIGN), at=st.integers(0, 40))
def test_what_remains_without_foreign_characters_comes_first(
    data: st.DataObject, char: str, at: int
) -> None:
    """A character that no code of the rule holds goes, wherever it stands; nothing else is then
    proposed.
    """
    id = data.draw(
        st.sampled_from(["gtin", "sscc", "uscc", "gln", "drug-standard-code", "veterinary-trace"])
    )
    right = data.draw(
        st.sampled_from([one.code for one in tc.scheme(id).examples if not one.lenient])
    )
    at %= len(right) + 1
    # a zero of another script before a GTIN-13 is no foreign character, but the zero of its GTIN-14
    plain = unicodedata.normalize("NFKC", char)
    assume(not tc.scheme(id).is_valid(f"{right[:at]}{plain}{right[at:]}"))
    found = tc.suggest(f"{right[:at]}{char}{right[at:]}", id)
    assert [(s.text, s.kind) for s in found] == [(right, "foreign")]


@drawing(60)
@given(data=st.data())
def test_letters_that_cannot_occur_were_meant_for_digits(data: st.DataObject) -> None:
    """In a row of digits every letter that looks like one is one, however many there are, of any
    script.
    """
    right = data.draw(
        st.sampled_from(["6901234567892", "6924561884074", "06901234567892", "69012341"])
    )
    alike = {
        "0": "OoQD",
        "1": "IlL|",
        "2": "Zz",
        "5": "Ss",
        "8": "B",
        "6": "G",
        "4": "4",
        "3": "З",
        "7": "7",
        "9": "9",
    }
    wrong = "".join(data.draw(st.sampled_from([digit, *alike[digit]])) for digit in right)
    assume(wrong != right)
    first = tc.suggest(wrong, "gtin")[0]
    assert (first.text, first.kind) == (right, "forced")


@pytest.mark.parametrize(
    ("text", "scheme"),
    [
        ("916201055716048000", "uscc"),
        ("6.9E+12", "gtin"),
        ("6.90123E+12", "gtin"),
        ("#N/A", "gtin"),
        ("#REF!", "uscc"),
        ("########", "gtin"),
        ("11010519491231002", "resident-id"),
        ("110105194912310021", "resident-id"),
    ],
)
def test_nothing_is_invented(text: str, scheme: str) -> None:
    """Where digits are lost, or the number is a person's, nothing is proposed."""
    assert tc.suggest(text, scheme) == ()


@pytest.mark.parametrize(
    ("text", "right", "kind"),
    [
        ("6901234567892.0", "6901234567892", "spreadsheet"),
        ("6901234567892.00", "6901234567892", "spreadsheet"),
        ("6,901,234,567,892", "6901234567892", "spreadsheet"),
        ('="6901234567892"', "6901234567892", "spreadsheet"),
        ("=6901234567892", "6901234567892", "spreadsheet"),
        ("6.901234567892E+12", "6901234567892", "spreadsheet"),
        ("6.901234567892e12", "6901234567892", "spreadsheet"),
        ("78000003864", "078000003864", "zeros"),
    ],
)
def test_what_a_spreadsheet_did_is_undone(text: str, right: str, kind: str) -> None:
    """What can be told without a guess is the one suggestion: a number that was stored, shown or
    computed.
    """
    assert [(s.text, s.kind) for s in tc.suggest(text, "gtin")] == [(right, kind)]


@pytest.mark.parametrize(
    "text", ["", "1", "69012345678", "690123456789" * 10, "京" * 13, "\ud800" * 13]
)
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
    assert any(
        s.text.startswith("3") for s in tc.suggest(wrong, "pesticide-unit", date(2020, 1, 1))
    )
    assert not any(
        s.text.startswith("3") for s in tc.suggest(wrong, "pesticide-unit", date(2027, 1, 1))
    )


def test_varying_length(tmp_path: Path) -> None:
    """A code of varying length is repaired too, with digits and capitals."""
    segments = """
        - {id: a, name: {zh: 甲, en: First}, chars: digits, length: {min: 1, max: 3}}
        - {id: dash, name: {zh: 连字符, en: Hyphen}, literal: "-"}
        - {id: b, name: {zh: 乙, en: Second}, chars: "[AB]", length: 1}
        """
    standard = one(tmp_path, segments, "{min: 3, max: 5}").standard
    assert [
        (s.text, s.kind, s.position) for s in tc.Standard(standard).suggest("1A-", "thing")
    ] == [("1-A", "swap", 2)]
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
    """A refused code suggests repairs, with and without a named scheme; an error of no scheme, or
    sent away, none.
    """
    for scheme in ("sc-food-licence", None):
        with pytest.raises(tc.InvalidCode) as caught:
            tc.parse("SC11464010500016", scheme)
        assert caught.value.suggestions[0] == Suggestion("SC11464010500015", "check", 16)
    assert pickle.loads(pickle.dumps(caught.value)).suggestions == ()  # our own data
    with pytest.raises(tc.InvalidCode) as caught:
        tc.parse("？")
    assert caught.value.suggestions == ()


UNSEEN = "\u00a0\u2007\u202f\u3000\u2003\u1680\u205f\u200b\u00ad\ufeff\u2060\u115f\u034f\U000e0020"


@drawing(60)
@given(data=st.data(), char=st.sampled_from(UNSEEN), at=st.integers(0, 120), strict=st.booleans())
def test_what_nobody_sees_is_named_by_its_number(
    data: st.DataObject, char: str, at: int, strict: bool
) -> None:
    """Wherever it stands in a code of a rule that has no free part; and what remains without it comes
    first.
    """
    rule = data.draw(st.sampled_from(standard_schemes()))
    right = [each.code for each in rule.examples if not each.lenient and rule.is_valid(each.code)]
    assume(right and not any(occurs(char, layout) for layout in rule.layouts))
    text = data.draw(st.sampled_from(right))
    at %= len(text) + 1
    text = text[:at] + char + text[at:]
    code, findings = rule.read(text, strict=strict)
    if code is not None:
        return
    errors = [finding for finding in findings if finding.severity == "error"]
    for lang in ("zh", "en"):
        assert any(f"U+{ord(char):04X}" in finding.text(lang) for finding in errors)
    if not strict and not rule.personal and mask(text) == text:
        assert text.replace(char, "") in [each.text for each in tc.suggest(text, rule.id)][:1]


@pytest.mark.parametrize(
    ("scheme", "text", "position", "strict"),
    [
        ("un-number", "12\u300003", 3, False),
        ("un-number", "12\u00a003", 3, False),
        ("ma-code", "MA.156.M0001.\u00a0Y0001.1.C1", 14, True),
    ],
)
def test_the_place_of_what_nobody_sees(scheme: str, text: str, position: int, strict: bool) -> None:
    """It is that in the text as given, and the wide blank is not told as a narrow one."""
    _, findings = tc.scheme(scheme).read(text, strict=strict)
    told = [
        (finding.position, finding.values["found"])
        for finding in findings
        if finding.rule == "code.characters"
    ]
    assert (position, text[position - 1]) in told


def test_what_nobody_sees_in_a_label() -> None:
    """A long text with a free part is told what remains without it."""
    label = tc.scheme("seed-label").examples[0].code
    assert len(label) > 64
    found = tc.suggest(f"{label[:3]}\u00a0{label[3:]}", "seed-label")
    assert [(each.text, each.kind, each.position) for each in found] == [(label, "foreign", 4)]


def test_a_blank_that_the_rule_has_is_not_told() -> None:
    """The blank of a fixed text may be written wide; another fault is told alone."""
    assert tc.is_valid("UN\u30001203", "un-number", strict=False)
    _, findings = tc.scheme("un-number").read("UN\u3000120X")
    assert "3000" not in "".join(f.text("en") for f in findings if f.severity == "error")
