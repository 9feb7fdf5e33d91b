"""Laws of GS1 messages, tried on random ones: what is written is read back, and both ways of
reading agree.
"""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.strategies_gs1 import CSET82, messages, values
from tracecode.errors import InvalidCode
from tracecode.gs1 import build, is_valid, parse, read, table
from tracecode.gs1.brackets import read_bracketed
from tracecode.gs1.digital_link import write_link
from tracecode.gs1.element_string import quick, read_elements

EVERY = sorted(entry.ai for entry in table())
PIECES = st.sampled_from(
    [
        "01",
        "09506000134352",
        "10",
        "17",
        "261231",
        "21",
        "3103",
        "000195",
        "422",
        "156",
        "\x1d",
        "(",
        ")",
        "\\(",
        "A",
        "9",
        "47",
        "18",
        "%",
        "/",
        "é",
        "\ud800",
        "8030",
        "253",
    ]
)
LINKS = st.sampled_from(
    [
        "/",
        "01",
        "09506000134352",
        "10",
        "A",
        "21",
        "235",
        "?",
        "&",
        "=",
        "17",
        "261231",
        "%2F",
        "%",
        "%ff",
        "+",
        "#",
        "lang",
        "é",
        " ",
        "8004",
        "\ud800",
    ]
)


@given(st.data())
def test_every_ai_accepts_its_values(data: st.DataObject) -> None:
    """A value made from the table's row is right, alone and as the only element of a message."""
    entry = table()[data.draw(st.sampled_from(EVERY))]
    value = data.draw(values(entry))
    assert [f for f in entry.faults(value) if f.severity == "error"] == []
    message = parse(f"{entry.ai}{value}", associations=False)
    assert dict(message) == {entry.ai: value}


@pytest.mark.slow
@pytest.mark.parametrize("ai", EVERY)
def test_every_ai_round_trips(ai: str) -> None:
    """For each of the 541 identifiers a message with all that it requires survives both forms of
    element strings.
    """

    @given(messages(ai))
    def law(elements: dict[str, str]) -> None:
        message = parse(build(elements).element_string())
        assert dict(message) == elements
        assert parse(message.bracketed()) == message

    from hypothesis import settings

    settings(max_examples=2)(law)()


@given(messages())
def test_messages_round_trip_through_element_strings(elements: dict[str, str]) -> None:
    """Wire form, wire form with the pre-defined lengths first, and brackets give back the same
    message.
    """
    message = build(elements)
    assert list(parse(message.element_string()).items()) == list(elements.items())
    assert list(parse(message.bracketed()).items()) == list(elements.items())
    shorter = message.element_string(predefined_first=True)
    assert parse(shorter) == message
    assert len(shorter) <= len(message.element_string())


@given(messages(), st.sampled_from(["https://id.gs1.org", "http://example.com:8080/a/01/b/"]))
def test_messages_round_trip_through_digital_links(elements: dict[str, str], base: str) -> None:
    """A message that can be a Digital Link comes back from it; one that cannot is refused with the
    reason.
    """
    message = build(elements)
    refused: set[str] = set()
    link = ""
    try:
        link = message.digital_link(base)
    except InvalidCode as error:
        refused = {finding.rule for finding in error.findings}
    if refused:
        assert refused <= {"gs1.link_key", "gs1.link_attribute"}
        return
    assert parse(link) == message
    assert parse(link).digital_link() == message.digital_link()


@given(st.one_of(st.lists(PIECES, max_size=12).map("".join), st.text(max_size=30)))
def test_quick_and_complete_reading_agree(text: str) -> None:
    """The quick reading takes a text only if the complete one finds nothing, and then with the same
    elements.
    """
    found = quick(text, table())
    if found is None:
        return
    complete = read_elements(text).message()
    assert dict(complete) == dict(found)
    assert complete.findings == ()


@given(st.lists(PIECES, max_size=12).map("".join))
def test_complete_reading_finds_nothing_that_quick_refuses(text: str) -> None:
    """A text without symbology identifier and without any finding is read quickly, unless an
    element stands twice.
    """
    assume(text and "8030" not in text)
    reading = read_elements(text)
    try:
        message = reading.message()
    except InvalidCode:
        return
    written = message.element_string()
    if not message.findings and len(written) == len(text):
        assert quick(text, table()) == message


@given(
    st.one_of(
        st.text(),
        st.lists(PIECES).map("".join),
        st.lists(LINKS).map(lambda parts: "https://x" + "".join(parts)),
    )
)
def test_any_text_gives_findings_and_no_other_error(text: str) -> None:
    """Whatever the text, the answer is a message or findings in both languages, with positions
    inside the text.
    """
    for one in (text, f"({text}", f"]d2{text}", f"]Q1{text}"):
        message, findings = read(one)
        assert (message is None) == any(f.severity == "error" for f in findings)
        assert is_valid(one) == (message is not None)
        for finding in findings:
            assert finding.text("zh")
            assert finding.text("en")
            assert finding.position is None or 1 <= finding.position <= len(one) + 1


@given(st.text(CSET82, min_size=1, max_size=20))
def test_brackets_in_values_are_escaped(lot: str) -> None:
    """Any lot of CSET 82 survives the form in brackets and the percent-encoding of a link."""
    message = build({"01": "06901234567892", "10": lot})
    assert dict(parse(message.bracketed())) == {"01": "06901234567892", "10": lot}
    assert read_bracketed(message.bracketed()).findings == []
    assert parse(write_link(message)) == message
