"""The same texts given to biip, an independent library: where both take one they agree; each
difference has its reason.

| text | biip | here | decided by |
|---|---|---|---|
| wrong check digit of 01, 00, 41n | taken, with an error beside it | refused | notes 1, check digit |
| wrong check digit in 253, 255, 402, 8003 ..., wrong pair in 8013, 8014 | taken | refused | notes 1 |
| country, currency, IBAN, piece of total ... not in list or range | taken | refused | dictionary: linters |
| day 00 in 4326, 7003, 7006, 7007, 7011, 8008 | taken | refused | notes 2, values: DD = 00 not for these |
| requirements and exclusions | not judged | refused, unless switched off | notes 2, associations |
| the same AI twice with different values | taken twice | refused | notes 2, wire form |
| separators: leading, doubled | taken | refused | notes 2: tolerated only after a pre-defined length and at the end |
| bracket in a value, written with a backslash | refused | taken | notes 2, bracketed form |
| link: key in the stem | first one is the key | last one is the key | notes 4: from the right |
| link: short GTIN | padded | refused, unless switched on | notes 4 |
| link: a qualifier, or (21), (235), (254) ... in the query | taken | refused | notes 4: never an attribute |
| link: an AI twice | last one | refused | notes 4 |
| link: all-digit key that is no AI | passed over | refused | notes 4 |
| link: 235 after 22, 10, 21 | taken | refused | notes 4: 235 alone |
| link: second primary key, written | refused | attribute | notes 4 |
"""

from __future__ import annotations

import pytest

biip = pytest.importorskip("biip")

from biip.gs1_digital_link_uris import GS1DigitalLinkURI  # noqa: E402  # only where it is installed
from biip.gs1_messages import GS1Message  # noqa: E402
from hypothesis import assume, given  # noqa: E402

from tests.strategies_gs1 import messages  # noqa: E402
from tracecode.errors import InvalidCode  # noqa: E402
from tracecode.gs1 import build, parse, read, table  # noqa: E402

GTIN = "0109506000134352"
BASE = "https://id.gs1.org/01/06901234567892"


def theirs(text: str) -> dict[str, str] | None:
    """What biip reads in a text, by application identifier; None if it refuses."""
    try:
        if text.startswith("http"):
            found = GS1DigitalLinkURI.parse(text).element_strings
        elif text.startswith("("):
            found = GS1Message.parse_hri(text).element_strings
        else:
            found = GS1Message.parse(text).element_strings
    except biip.ParseError:
        return None
    return {element.ai.ai: element.value for element in found}


def ours(text: str) -> dict[str, str] | None:
    """What this library reads."""
    message, _ = read(text)
    return None if message is None else dict(message)


def test_the_tables_agree() -> None:
    """Both know the same identifiers, and which need a separator."""
    from biip.gs1_application_identifiers import _GS1_APPLICATION_IDENTIFIERS as THEIRS

    assert {entry.ai: not entry.predefined for entry in table()} == {
        ai: one.separator_required for ai, one in THEIRS.items()
    }


@given(messages())
def test_right_messages_are_read_alike(elements: dict[str, str]) -> None:
    """Biip reads the element strings that are written here, with the same values and dates."""
    # biip wants five characters of a part identifier
    assume(len(elements.get("8010", "-----")) >= 5)
    message = build(elements)
    assert theirs(message.element_string()) == elements
    for element in GS1Message.parse(message.element_string()).element_strings:
        if element.date is not None:
            assert element.date == message.date(element.ai.ai)


@given(messages("01"))
def test_right_links_are_read_alike(elements: dict[str, str]) -> None:
    """Biip reads the links that are written here, and writes the same canonical ones."""
    try:
        link = build(elements).digital_link()
    except InvalidCode:
        return
    if "+" in "".join(elements.values()) or table().keys.keys() & elements.keys() != {"01"}:
        return  # differences of their own, below
    assert theirs(link) == elements
    assert (
        GS1DigitalLinkURI.parse(link).as_canonical_uri().partition("?")[0] == link.partition("?")[0]
    )


@pytest.mark.parametrize(
    ("text", "both"),
    [
        (f"{GTIN}17261231", True), (f"{GTIN}17261200", True), (f"{GTIN}17261300", False),
        (f"{GTIN}17260230", False), (f"{GTIN}10A\x1d21B", True), (f"{GTIN}\x1d10A\x1d", True),
        (f"{GTIN}10A B", False), ("0109506000134", False), ("18261231", False),
        ("3109000001", False), (f"{GTIN}10", False), ("hello", False), ("", False),
        ("(01)06901234567892(10)A", True), ("(01) 06901234567892 (10) A", True), ("(47)A", False),
        (BASE, True), (f"{BASE}/10/A/21/B?17=261231&lang=zh", True), (f"{BASE}/21/B/10/A", False),
        (f"{BASE}/", False), ("https://id.gs1.org/x", False),
        ("ftp://id.gs1.org/01/06901234567892", False),
    ],
)  # fmt: skip
def test_shared_texts(text: str, both: bool) -> None:
    """Where the rules are beyond doubt, both take or both refuse a text, and read the same in
    it.
    """
    assert (ours(text) is not None) == both
    if text:
        assert theirs(text) == ours(text)


@pytest.mark.parametrize(
    ("text", "biips", "here"),
    [
        ("0109506000134353", {"01": "09506000134353"}, None),
        ("800306901234000017", {"8003": "06901234000017"}, None),
        (f"{GTIN}422999", {"01": "09506000134352", "422": "999"}, None),
        (f"{GTIN}7006261200", {"01": "09506000134352", "7006": "261200"}, None),
        ("10A", {"10": "A"}, None),
        (f"{GTIN}10A\x1d10B", {"01": "09506000134352", "10": "B"}, None),
        (f"\x1d{GTIN}", {"01": "09506000134352"}, {"01": "09506000134352"}),
        (f"{GTIN}\x1d\x1d10A", {"01": "09506000134352", "10": "A"}, None),
        (r"(01)06901234567892(10)A\(B", None, {"01": "06901234567892", "10": "A(B"}),
        ("https://x/8004/01/06901234567892", None, {"01": "06901234567892"}),
        ("https://x/01/6901234567892", {"01": "06901234567892"}, None),
        (f"{BASE}?10=A", {"01": "06901234567892", "10": "A"}, None),
        (f"{BASE}?21=A", {"01": "06901234567892", "21": "A"}, None),
        (f"{BASE}?17=261231&17=261230", {"01": "06901234567892", "17": "261230"}, None),
        (f"{BASE}?1234=5", {"01": "06901234567892"}, None),
        (f"{BASE}/10/A/235/X", {"01": "06901234567892", "10": "A", "235": "X"}, None),
        (
            f"{BASE}/235/X?10=A",
            {"01": "06901234567892", "235": "X", "10": "A"},
            {"01": "06901234567892", "235": "X", "10": "A"},
        ),
    ],
)
def test_known_differences(
    text: str, biips: dict[str, str] | None, here: dict[str, str] | None
) -> None:
    """Each difference of the table above, as it stands in biip 5.2."""
    assert theirs(text) == biips
    assert ours(text) == here


def test_a_second_key_is_written_as_an_attribute() -> None:
    """Biip refuses to write a link with two keys; here the first one met is the path."""
    assert (
        parse("(8004)6901A(01)06901234567892").digital_link()
        == "https://id.gs1.org/8004/6901A?01=06901234567892"
    )
