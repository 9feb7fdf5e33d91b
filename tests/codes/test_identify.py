# tables of cases: one case a line
"""Saying what a text is: ranking, doubt, hints, payloads, near misses."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

import tracecode as tc
from tests.folders import edition, scheme_file, schemes
from tracecode.codes.match import Match
from tracecode.codes.payload import Piece, payload
from tracecode.errors import UnknownId

if TYPE_CHECKING:
    from pathlib import Path

    from tracecode.standard.resolved import Resolved


def seg(id: str, chars: str, length: str, more: str = "") -> str:
    """A segment of a test scheme."""
    return f"- {{id: {id}, name: {{zh: 段, en: Part}}, chars: {chars}, length: {length}{more}}}\n"


CHECK = "- {rule: gs1-mod10, of: [a], into: c, source: {ref: rule-book}, evidence: confirmed}"
LITERAL = "- {id: m, name: {zh: 标志, en: Mark}, literal: QX}\n"


@pytest.fixture
def standard(tmp_path: Path) -> Resolved:
    """Four schemes of eight characters: with a check digit, with fixed text, with a list, and of
    digits alone; and two more.
    """
    files = {
        "checked": scheme_file(
            "checked",
            edition(seg("a", "digits", "7") + seg("c", "digits", "1"), "8", checks=CHECK),
            more='gs1_ai: ["01"]\n',
        ),
        "marked": scheme_file("marked", edition(LITERAL + seg("a", "digits", "6"), "8")),
        "listed": scheme_file(
            "listed",
            edition(seg("a", "digits", "2", ", codelist: colour") + seg("b", "digits", "6"), "8"),
        ),
        "counted": scheme_file(
            "counted", edition(seg("a", "digits", "8"), "8"), lenient="[spaces]"
        ),
        "doubted": scheme_file("doubted", edition(seg("a", "digits", "8"), "8", evidence="unsure")),
        "open": scheme_file(
            "open",
            edition(LITERAL.replace("QX", "URN") + seg("a", "alnum", "{min: 1}"), "{min: 4}"),
        ),
    }
    named = {
        name: text.replace("试验码", f"试验码 {name}").replace("Test code", f"Test code {name}")
        for name, text in files.items()
    }
    return schemes(tmp_path, named).standard


def ids(found: list[Match]) -> list[str]:
    """The schemes of the matches, in order."""
    return [match.scheme for match in found]


def test_tight_rules_come_first(standard: Resolved) -> None:
    """A rule that few texts fit ranks before one that many fit; the length alone comes last."""
    found = tc.Standard(standard).identify("01234565")
    assert ids(found)[0] == "listed"
    assert ids(found)[-1] in ("counted", "doubted")
    assert [match.confidence for match in found] == sorted(
        (m.confidence for m in found), reverse=True
    )
    assert {match.scheme: match.basis for match in found} == {
        "listed": "content", "checked": "check", "counted": "length", "doubted": "length",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("inner", "evidence", "basis"),
    [
        ("checked", "confirmed", "check"),
        ("checked", "unsure", "content"),
        ("counted", "confirmed", "length"),
    ],
)
def test_what_a_code_around_another_rests_on(
    inner: str, evidence: str, basis: str, tmp_path: Path
) -> None:
    """On the check character of the code inside if it is sure that this stands there; if it is not,
    the check only makes it likelier.
    """
    digits = seg("a", "digits", "7") + seg("c", "digits", "1")
    around = seg("a", "digits", "8", f", scheme: {inner}") + seg("b", "digits", "3")
    texts = {
        "checked": scheme_file("checked", edition(digits, "8", checks=CHECK)),
        "counted": scheme_file("counted", edition(digits, "8")),
        "around": scheme_file("around", edition(around, "11", evidence=evidence)),
    }
    found = tc.Standard(schemes(tmp_path, texts).standard).identify("01234565123")
    assert {match.scheme: match.basis for match in found} == {"around": basis}


def test_reasons(standard: Resolved) -> None:
    """Each match says in both languages why it fits."""
    said = {
        m.scheme: [(r.zh, r.en) for r in m.reasons]
        for m in tc.Standard(standard).identify("01234565")
    }
    assert said["checked"] == [("校验码正确（gs1-mod10）", "check character verified (gs1-mod10)")]
    assert said["listed"] == [("在代码表“颜色”中", "in the code list 'Colour'")]
    assert said["counted"] == [("仅长度和字符相符", "only length and characters fit")]
    (marked,) = tc.Standard(standard).identify("QX123456")
    assert [(r.zh, r.en) for r in marked.reasons] == [("固定字符“QX”", "fixed text 'QX'")]


def test_length_alone_is_never_certain(standard: Resolved) -> None:
    """A text of which only the length fits is never certain, and never likelier than one half."""
    found = tc.Standard(standard).identify("99999999")
    assert found
    for match in found:
        assert match.basis == "length"
        assert match.confidence <= 0.5
        assert not match.certain


def test_length_alone_in_the_packaged_catalogue() -> None:
    """No match by length alone is certain or likelier than one half, for digits of any number."""
    for length in range(1, 41):
        for match in tc.identify("9" * length):
            if match.basis == "length":
                assert match.confidence <= 0.5
                assert not match.certain


def test_certain(standard: Resolved) -> None:
    """A match is certain if nothing else is plausible."""
    (marked,) = tc.Standard(standard).identify("QX123456")
    assert marked.certain
    assert marked.rivals == ()
    assert tc.identify("91350100M000100Y43")[0].certain


def test_rivals_are_named(tmp_path: Path) -> None:
    """Where two rules fit nearly as well, each names the other, neither is certain, and the
    likelier kind comes first.
    """
    files = {
        "party-code": scheme_file(
            "party-code", edition(LITERAL + seg("a", "digits", "6"), "8")
        ).replace("identifies: unit", "identifies: party"),
        "unit-code": scheme_file("unit-code", edition(LITERAL + seg("b", "digits", "6"), "8")),
    }
    standard = schemes(tmp_path, files).standard
    first, second = tc.Standard(standard).identify("QX123456")
    assert (first.scheme, second.scheme) == ("unit-code", "party-code")
    assert (first.rivals, second.rivals) == (("party-code",), ("unit-code",))
    assert not first.certain
    assert not second.certain
    assert first.confidence + second.confidence <= 1.001
    code = tc.Standard(standard).parse("QX123456")
    assert code.scheme == "unit-code"
    (doubt,) = code.findings
    assert (doubt.rule, doubt.severity) == ("code.undecided", "warning")
    assert doubt.text("zh") == "不能确定是哪一种，也可能是：试验码"
    assert doubt.text("en") == "it cannot be told which it is; may also be: Test code"


def test_a_fixed_beginning_outweighs_a_check_digit() -> None:
    """A drug's standard code is a trade item number as well; its fixed beginning makes it the first
    answer.
    """
    assert ids(tc.identify("86902551000259"))[:2] == ["drug-standard-code", "gtin"]


def test_the_product_comes_first() -> None:
    """A scheme that the product carries comes before one that it does not; an unknown product
    raises.
    """
    text = "83857930000879766660"
    plain = {match.scheme: match for match in tc.identify(text)}
    hinted = tc.identify(text, product="drug-preparation")
    assert hinted[0].scheme == "drug-trace-20"
    assert hinted[0].confidence > plain["drug-trace-20"].confidence
    assert hinted[0].reasons[-1].zh == "该品目使用此码"
    assert hinted[0].reasons[-1].en == "the product carries this code"
    with pytest.raises(UnknownId, match="nothing"):
        tc.identify(text, product="nothing")


def test_the_date_chooses_the_edition() -> None:
    """With a production date only the edition of that day counts."""
    text = "31722252247250743408010974953971"
    assert "pesticide-unit" in ids(tc.identify(text, on=date(2020, 1, 1)))
    assert "pesticide-unit" not in ids(tc.identify(text, on=date(2027, 1, 1)))


@pytest.mark.parametrize("text", ["", "x" * 4097, "~~~", "\n"])
def test_no_match(standard: Resolved, text: str) -> None:
    """A text that is empty, too long or of no known kind has no match."""
    assert tc.Standard(standard).identify(text) == []


def test_reading_is_lenient(standard: Resolved) -> None:
    """A text is folded as each scheme allows; the finding says so."""
    (match,) = tc.Standard(standard).identify("9999 9999")
    assert match.scheme == "counted"
    assert [f.rule for f in match.findings] == ["code.folded"]


# --- near misses ----------------------------------------------------------------------------------


def test_near_misses_are_told_on_request() -> None:
    """A code with one wrong character has no match, and with `near` one that says what is wrong."""
    wrong = "91350100M000100Y44"
    assert "uscc" not in ids(tc.identify(wrong))
    match = tc.identify(wrong, near=True)[0]
    assert (match.scheme, match.code, match.reasons) == ("uscc", None, ())
    assert match.findings[0].rule == "code.check_character"
    assert not match.certain


@pytest.mark.parametrize("text", ["91350100M000100Y4", "91350100M000100Y433", "9135010OM000100Y43"])
def test_near_misses_by_length_or_character(text: str) -> None:
    """A text one character too long or too short, or with one wrong character, is near its
    scheme.
    """
    assert "uscc" in ids(tc.identify(text, near=True))


@pytest.mark.parametrize(
    "text",
    [
        "TJ1403191120116000000019T2603127K2M9QX4",
        "TJ1403191120116000000019T2603127K2M9QX4V0",
        "TJ1403",
    ],
)
def test_near_misses_by_their_beginning(text: str) -> None:
    """A text that begins as a scheme's codes do is near it, whatever its length."""
    first = tc.identify(text, near=True)[0]
    assert (first.scheme, first.code) == ("tj-trace", None)


def test_far_misses_are_not_told(standard: Resolved) -> None:
    """What breaks nearly every rule of a scheme is not near it."""
    assert tc.Standard(standard).identify("~~~~~~~~", near=True) == []


def test_a_whole_code_comes_before_far_misses(standard: Resolved) -> None:
    """What fits comes before what does not, unless the miss is much likelier."""
    found = tc.Standard(standard).identify("01234565", near=True)
    assert found[0].code is not None


# --- payloads -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", []),
        (
            "(01)09506000134352(10)ABC",
            [Piece("09506000134352", "gs1", "01"), Piece("ABC", "gs1", "10")],
        ),
        (
            "scan: WWW.example.invalid/?code=12345678;b=1",
            [Piece("12345678", "address"), Piece("1", "address")],
        ),
        ("http://[broken", []),
        ("https://example.invalid", []),
        ("https://example.invalid/?a", []),
    ],
)
def test_parts(text: str, expected: list[Piece]) -> None:
    """The pieces of an address or of element strings are found in order; other texts have none."""
    assert [part._replace(elements=()) for part in payload(text).parts] == expected


def test_parts_are_bounded() -> None:
    """However many pieces an address has, only some are read, each once."""
    text = "scan https://example.invalid/" + "/".join(str(n) for n in range(1000))
    assert len(payload(text).parts) == 64


def test_a_code_in_an_address() -> None:
    """A code inside an address is found, with the part that was read."""
    match = tc.identify("https://example.invalid/trace?code=91350100M000100Y43&from=shop")[0]
    assert (match.scheme, match.text, match.inside) == ("uscc", "91350100M000100Y43", "address")


def test_application_identifiers() -> None:
    """In element strings and digital links the application identifier says which scheme is
    meant.
    """
    for text in ("(01)09506000134352(10)ABC", "https://example.invalid/01/09506000134352/10/ABC"):
        match = tc.identify(text)[0]
        assert (match.scheme, match.code and match.code.normalized) == ("gtin", "09506000134352")
        assert ("GS1 应用标识符（01）", "GS1 application identifier (01)") in [
            (r.zh, r.en) for r in match.reasons
        ]


def test_application_identifiers_of_other_values(standard: Resolved) -> None:
    """In brackets a value is read only as what its identifier means; in an address a number before
    it may be no identifier.
    """
    assert ids(tc.Standard(standard).identify("(21)01234565")) == []
    assert "checked" in ids(tc.Standard(standard).identify("https://example.invalid/21/01234565"))
    assert (
        ids(tc.Standard(standard).identify("https://example.invalid/01/01234565"))[0] == "checked"
    )


def test_labels() -> None:
    """The codes inside a label are found beside the label."""
    text = "201512270003700019840759，注射用硫酸链霉素，兽药字（2015）220442658，某某药业，022-00000000"
    found = tc.identify(text)
    assert (found[0].scheme, found[0].inside) == ("veterinary-label", None)
    assert ("veterinary-trace", "label") in [(m.scheme, m.inside) for m in found]


def test_address_before_a_match_by_length(standard: Resolved) -> None:
    """What an address holds comes before the address itself read as some open text."""
    found = tc.Standard(standard).identify("https://example.invalid/QX123456")
    assert (found[0].scheme, found[0].inside) == ("marked", "address")


@pytest.mark.parametrize("around", ["\x1d{}\t", "\x1d{}", " \x1d{} ", "\x1d\x1d{}\n"])
@pytest.mark.parametrize("message", ["0106901234567892\t34567892", "0106901234567892", "010690"])
def test_a_message_that_is_all_of_a_text_is_read_once(around: str, message: str) -> None:
    """Blanks and separators around it are no other text: to look into it again would never end."""
    text = around.format(message)
    (verdict,) = tc.validate([text])
    assert "check.failed" not in {finding.rule for finding in verdict.findings}
