"""Digital Link URIs, read and written."""

from __future__ import annotations

from itertools import product

import pytest

import tracecode as tc
from tests.cases import together
from tracecode.errors import InvalidCode
from tracecode.gs1 import build, parse, read, table

BASE = "https://id.gs1.org/01/06901234567892"


def test_reads_key_qualifiers_and_attributes() -> None:
    """The path gives key and qualifiers, the query the attributes; other parameters are kept
    apart.
    """
    message = parse(
        "http://example.com:8080/shop/01/06901234567892/22/V1/10/L%2F1/21/A+B?17=261231&linkType=gs1%3Apip&lang=zh+CN&x#top"
    )
    assert dict(message) == {
        "01": "06901234567892",
        "22": "V1",
        "10": "L/1",
        "21": "A+B",
        "17": "261231",
    }
    assert message.parameters == (("linkType", "gs1:pip"), ("lang", "zh CN"), ("x", ""))
    assert message.digital_link() == f"{BASE}/22/V1/10/L%2F1/21/A%2BB?17=261231"


@pytest.mark.parametrize(
    ("link", "values"),
    [
        ("HTTPS://ID.GS1.ORG/01/06901234567892", {"01": "06901234567892"}),
        ("https://192.168.0.1:443/01/06901234567892?", {"01": "06901234567892"}),
        (f"{BASE}?#", {"01": "06901234567892"}),
        (f"{BASE}/235/X?10=A", {"01": "06901234567892", "235": "X", "10": "A"}),
        (f"{BASE}?10=A%2BB&17=261200", None),
        (f"{BASE}?3103=000195", {"01": "06901234567892", "3103": "000195"}),
        ("https://x/8004/STEM/01/06901234567892", {"01": "06901234567892"}),
        (
            "https://x/01/06901234567892/8004/6901A?01=06901234567892",
            {"8004": "6901A", "01": "06901234567892"},
        ),
        ("https://x/414/6901234000016/7040/1ABC", {"414": "6901234000016", "7040": "1ABC"}),
        (
            "https://x/00/069012340000000016?02=06901234567892&37=25&10=A",
            {"00": "069012340000000016", "02": "06901234567892", "37": "25", "10": "A"},
        ),
        ("https://x/8003/06901234000016A%2F1", {"8003": "06901234000016A/1"}),
    ],
)
def test_forms_of_links(link: str, values: dict[str, str] | None) -> None:
    """Any domain, stem and port; either case of the scheme; a key in the stem is passed over, a
    second an attribute.
    """
    message, _ = read(link)
    assert (message and dict(message)) == values


@pytest.mark.parametrize(
    ("link", "found"),
    [
        ("http://", [("gs1.link_uri", 1)]),
        ("https:///01/06901234567892", [("gs1.link_uri", 1)]),
        ("Https://id.gs1.org/01/06901234567892", [("gs1.link_uri", 1)]),
        (f"{BASE}/21/A B", [("gs1.link_character", 42)]),
        (f"{BASE}/21/\ud800", [("gs1.link_character", 41)]),
        (f"{BASE}/21/A\nB", [("gs1.link_character", 42)]),
        ("https://id.gs1.org", [("gs1.link_key", 19)]),
        ("https://id.gs1.org/", [("gs1.link_slash", 19), ("gs1.link_key", 19)]),
        ("https://id.gs1.org/gtin/06901234567892/ser/1", [("gs1.link_key", 19)]),
        ("https://id.gs1.org/AQnYUc1gmiTtvx5i", [("gs1.link_key", 19)]),
        ("https://id.gs1.org/01", [("gs1.link_key", 19)]),
        (f"{BASE}/", [("gs1.link_slash", 37)]),
        (f"{BASE}/10", [("gs1.length", 40)]),
        (f"{BASE}/10/", [("gs1.link_slash", 40), ("gs1.length", 40)]),
        (f"{BASE}/info", [("gs1.link_qualifier", 38)]),
        (f"{BASE}/21/A/10/B", [("gs1.link_qualifier", 43)]),
        (f"{BASE}/235/X/10/A", [("gs1.link_qualifier", 44)]),
        (f"{BASE}/10/A/10/A", [("gs1.link_qualifier", 43)]),
        (f"{BASE}?10=A", [("gs1.link_attribute", 38)]),
        (f"{BASE}?21=A", [("gs1.link_attribute", 38)]),
        (f"{BASE}?01=06901234567892", [("gs1.repeated", 38)]),
        (f"{BASE}?17=261231&17=261231", [("gs1.repeated", 48)]),
        (f"{BASE}?17=", [("gs1.length", 41)]),
        (f"{BASE}?1234=5", [("gs1.unknown_ai", 38)]),
        (f"{BASE}?240=A+B", [("gs1.link_plus", 43)]),
        (f"{BASE}/21/A%2", [("gs1.link_escape", 42)]),
        (f"{BASE}/21/%", [("gs1.link_escape", 41)]),
        (f"{BASE}/21/%zz?17=%E6", [("gs1.link_escape", 41), ("gs1.link_escape", 48)]),
        (f"{BASE}/21/%00", [("gs1.characters", 41)]),
        (f"{BASE}/21/%E6%89%B9", [("gs1.characters", 41)]),
        ("https://id.gs1.org/01/690123456787", [("gs1.length", 23)]),
        (
            "https://id.gs1.org/01/06901234567890?17=261300",
            [("gs1.check_character", 36), ("gs1.date", 41)],
        ),
        (f"{BASE}?12=261231", [("gs1.requires", 38)]),
        ("]Q1" + BASE + "/10", [("gs1.length", 43)]),
        ("]Q3" + BASE, [("gs1.symbology_link", 1)]),
        ("]Q3" + BASE + "/10", [("gs1.length", 43), ("gs1.symbology_link", 1)]),
    ],
)
def test_wrong_links(link: str, found: list[tuple[str, int | None]]) -> None:
    """Everything wrong with a link is found, with its place in the text as given."""
    assert sorted((f.rule, f.position) for f in read(link)[1]) == sorted(found)


@pytest.mark.parametrize("identifier", ["]Q3", "]d2", "]C1", "]e0"])
def test_a_link_behind_the_identifier_of_elements(identifier: str) -> None:
    """Scanners put the identifier of elements before links, too: they are read, with a warning
    where links belong.
    """
    message = parse(f"{identifier}{BASE}/21/S1")
    assert message["21"] == "S1"
    (finding,) = message.findings
    assert (finding.rule, finding.severity, finding.position) == (
        "gs1.symbology_link",
        "warning",
        1,
    )
    assert finding.text("en") == (
        f"a link stands behind the symbology identifier '{identifier}', which announces elements; "
        f"it was read all the "
        "same; a link may stand behind: ]Q1, ]d1"
    )
    assert finding.text("zh") == (
        f"码制标识“{identifier}”之后应为 GS1 "
        f"单元数据串，实为网址，已照常读取；网址之前可用：]Q1、]d1"
    )
    for code in (
        tc.parse(f"{identifier}{BASE}/21/S1"),
        tc.parse(f"]Q1{BASE}/21/S1"),
        tc.parse(f"{BASE}/21/S1"),
    ):
        assert (code.scheme, code.elements["21"]) == ("gtin", "S1")


def test_short_gtins_are_read_on_request() -> None:
    """A GTIN of 8, 12 or 13 digits is padded only when the caller allows older links."""
    for gtin in ("690123456787", "6901234567892", "69012341"):
        link = f"https://id.gs1.org/01/{gtin}"
        assert read(link)[0] is None
        assert parse(link, short_gtin=True)["01"] == gtin.zfill(14)


@pytest.mark.parametrize(
    ("elements", "link"),
    [
        ({"01": "06901234567892", "21": "A", "10": "B"}, "/01/06901234567892/10/B/21/A"),
        ({"10": "B", "235": "X", "01": "06901234567892"}, "/01/06901234567892/235/X?10=B"),
        ({"01": "06901234567892", "30": "5", "17": "261231"}, "/01/06901234567892?17=261231&30=5"),
        ({"01": "06901234567892", "10": "A+%/()"}, "/01/06901234567892/10/A%2B%25%2F%28%29"),
        ({"8004": "6901A", "01": "06901234567892"}, "/8004/6901A?01=06901234567892"),
    ],
)
def test_writes_the_canonical_link(elements: dict[str, str], link: str) -> None:
    """The first key becomes the path, qualifiers follow in their order, all else is sorted in the
    query.
    """
    assert build(elements).digital_link() == f"https://id.gs1.org{link}"


@pytest.mark.parametrize(
    ("elements", "rules"),
    [
        ({"10": "A"}, ["gs1.link_key"]),
        ({"01": "06901234567892", "8200": "http"}, ["gs1.link_attribute"]),
        ({"00": "069012340000000016", "7041": "1A"}, ["gs1.link_attribute"]),
    ],
)
def test_says_why_a_link_cannot_be_made(elements: dict[str, str], rules: list[str]) -> None:
    """A message without a key, or with an element that no link may carry, is refused; nothing is
    dropped.
    """
    with pytest.raises(InvalidCode) as caught:
        build(elements, associations=False).digital_link()
    assert [f.rule for f in caught.value.findings] == rules


@pytest.mark.parametrize(
    "base", ["", "id.gs1.org", "ftp://x", "https://", "https://x?y", "https://x#y", "https://x y"]
)
def test_refuses_a_base_that_is_no_address(base: str) -> None:
    """The address before the key must be one of http or https, without query and fragment."""
    with pytest.raises(InvalidCode):
        parse(BASE).digital_link(base)


def test_never_an_attribute() -> None:
    """The identifiers that may not stand in a query are those of the notes (section 4)."""
    refused = [
        "03",
        "21",
        "22",
        "235",
        "254",
        "7040",
        "7041",
        "8011",
        "8014",
        "8019",
        "8020",
        "8040",
        "8041",
        "8042",
        "8043",
        "8200",
    ]
    assert [entry.ai for entry in table() if not entry.spec.attribute] == refused


def test_messages_in_both_languages() -> None:
    """What is said of a wrong link names the element and what would be right."""
    with pytest.raises(InvalidCode) as caught:
        parse(f"{BASE}/21/A/10/B?240=A+B&21=X")
    assert [f.text("en") for f in caught.value.findings] == [
        "'10' in the path is no qualifier of (01) GTIN here; in order: 22, 10, 21 / 235",
        "'+' in (240) ADDITIONAL ID means a space in the query; write %2B",
        "(21) SERIAL cannot stand in the query of this Digital Link",
    ]
    assert [f.text("zh") for f in caught.value.findings] == [
        "路径中的“10”不是 (01) GTIN 此处可用的限定符；依次可用：22, 10, 21 / 235",
        "(240) ADDITIONAL ID 中的“+”在查询部分表示空格；请写成 %2B",
        "(21) SERIAL 不能作为该数字链接的查询参数",
    ]


FORBIDDEN = [*'<>"\\^`{|}', "中", "\x00", "\x7f", "é", "\u200b", "\u3000", "\ud800", " "]
PARTS = [
    "https://a{}b.example/x/01/06901234567892/10/L1?17=261231&lang=zh#f",
    "https://u{}@a.example/x/01/06901234567892/10/L1?17=261231&lang=zh#f",
    "https://a.example/x{}y/01/06901234567892/10/L1?17=261231&lang=zh#f",
    "https://a.example/x/01/06901234567892/10/L{}1?17=261231&lang=zh#f",
    "https://a.example/x/01/06901234567892/10/L1?17=261231&la{}ng=zh#f",
    "https://a.example/x/01/06901234567892/10/L1?17=261231&lang=z{}h#f",
    "https://a.example/x/01/06901234567892/10/L1?240=A{}B#f",
    "https://a.example/x/01/06901234567892/10/L1?17=261231#f{}g",
]


@together("part, char", product(PARTS, FORBIDDEN))
def test_characters_that_no_address_holds(part: str, char: str) -> None:
    """RFC 3986: no other characters stand in an address, whichever part; an invisible one is
    dropped.
    """
    message, findings = read(part.format(char))
    if char == "\u200b":
        assert message is not None
        return
    assert message is None
    assert [(f.rule, f.position) for f in findings if f.severity == "error"] == [
        ("gs1.link_character", part.index("{}") + 1)
    ]
    base = part[: part.index("/01/")].format(char)
    if char in base:
        with pytest.raises(InvalidCode):
            build({"01": "06901234567892"}).digital_link(base)


@pytest.mark.parametrize("part", [part for part in PARTS if "@" not in part])
@pytest.mark.parametrize("broken", ["%", "%2g", "%zz", "%%20"])
def test_broken_percent_encoding_in_every_part(part: str, broken: str) -> None:
    """A percent sign stands before two hexadecimal digits, in every part."""
    message, findings = read(part.format(broken))
    assert message is None
    assert {finding.rule for finding in findings} <= {
        "gs1.link_escape",
        "gs1.link_uri",
        "gs1.characters",
    }


@pytest.mark.parametrize(
    "host",
    [
        "",
        "@",
        ":80",
        "[",
        "[]",
        "[x]",
        "[::1",
        "[fe80::1%25lo]",
        "[::1]x",
        "a:b",
        "a]b",
        "u@@a",
        "[v1.x",
    ],
)
def test_what_is_no_host(host: str) -> None:
    """RFC 3986, 3.2.2: an address needs a name, or an IP address in brackets without a zone; a port
    is digits.
    """
    assert read(f"https://{host}/01/06901234567892")[0] is None
    with pytest.raises(InvalidCode):
        build({"01": "06901234567892"}).digital_link(f"https://{host}")


@pytest.mark.parametrize("stem", ["01/123", "8004", "x/414", "01"])
def test_a_stem_that_looks_like_a_key(stem: str) -> None:
    """A key before the key is passed over with a warning."""
    message, findings = read(f"https://a.example/{stem}/01/06901234567892")
    assert message is not None
    assert [(finding.rule, finding.severity) for finding in findings] == [
        ("gs1.link_stem", "warning")
    ]
