"""Codes as scanners, spreadsheets and people deliver them: what is read, what comes first, what is
said beside it.
"""

from __future__ import annotations

import json
import re
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import tracecode as tc
from tests.cases import drawing
from tests.strategies_gs1 import messages
from tracecode.codes.identify import identify
from tracecode.codes.payload import _KEYED, _LINKED, _is_row
from tracecode.codes.things import expanded
from tracecode.fold import SPACES
from tracecode.gs1 import build, read, table
from tracecode.gs1.message import Gs1Message
from tracecode.gs1.symbology import symbologies
from tracecode.spec.charclass import BLANKS
from tracecode.standard.check_computation import algorithm
from tracecode.standard.resolved import packaged

KEYS = {ai for id in packaged().ids("scheme") for ai in packaged().scheme(id).gs1_ai}
MOD10 = algorithm("gs1-mod10")
UNSEEN = [
    chr(code)
    for first, last in BLANKS
    for code in range(first, last + 1)
    if chr(code) not in SPACES
]
DASHES = [
    chr(code)
    for code in range(0x110000)
    if unicodedata.category(chr(code)) == "Pd" and code != 0x2D
]


def checked(digits: str) -> str:
    """Digits with their check digit."""
    return digits + MOD10(digits)


GTIN = st.from_regex("0[1-9][0-9]{11}", fullmatch=True).map(checked)
SSCC = st.from_regex("[0-9]{17}", fullmatch=True).map(checked)
DAY = st.dates().map(lambda day: f"{20 + day.year % 10}{day:%m%d}")
SHORT = st.text("0123456789ABCDEF", min_size=1, max_size=6)


# --- element strings without a mark ---------------------------------------------------------------


@pytest.mark.slow
@drawing(150)
@given(elements=messages())
def test_whatever_gs1_reads_is_identified(elements: dict[str, str]) -> None:
    """Any element first and any second: a message with a key is found in every form, with all that
    stands around it.
    """
    keys = [ai for ai in elements if ai in KEYS]
    assume(keys)
    message = build(elements)
    wire = message.element_string()
    forms = [
        wire,
        "]d2" + wire,
        "\x1d" + wire,
        wire + "\r\n",
        "\ufeff" + message.bracketed(),
        message.bracketed() + "\t",
    ]
    for text in forms:
        found = [match for match in tc.identify(text) if match.inside == "gs1"]
        schemes = {
            id for id in packaged().ids("scheme") if {*packaged().scheme(id).gs1_ai} & {*keys}
        }
        assert {match.scheme for match in found} <= schemes
        for match in found:
            assert match.code is not None
            assert dict(match.code.elements) == dict(message)
        # bare, a loose key may be read otherwise, but then as something
        assert found or text == wire, text


def test_the_row_of_elements_is_that_of_the_table() -> None:
    """What may stand before a key without a separator, and which keys there are, is what the table
    says.
    """
    for entry in table():
        value = "0" * entry.max
        before = _is_row(f"{entry.ai}{value}00{'0' * 18}")
        assert before == (entry.predefined or entry.ai in KEYS), entry.ai
        if entry.ai in KEYS:
            assert _is_row(f"{entry.ai}{'0' * entry.min}")


@given(
    gtin=GTIN,
    more=st.sampled_from(["", "10", "21", "240", "422", "3103", "17", "8200"]),
    day=DAY,
    rest=SHORT,
)
def test_a_trade_item_comes_first(gtin: str, more: str, day: str, rest: str) -> None:
    """A bare element string with a right GTIN is that trade item; a national code of its length is
    named as a rival.
    """
    value = {"": "", "422": "156", "3103": "000195", "17": day, "8200": "https://a.example"}.get(
        more, rest
    )
    first = tc.identify(f"01{gtin}{more}{value}")[0]
    # 24 digits may be a code of the ministry by all its rules
    assume(first.scheme in ("gtin", "veterinary-trace"))
    if first.scheme == "gtin":
        assert (first.text, first.inside, first.basis) == (gtin, "gs1", "check")
    else:
        assert "gtin" in first.rivals


@given(gtin=GTIN, days=st.lists(DAY, min_size=1, max_size=2), lot=SHORT)
def test_dates_first(gtin: str, days: list[str], lot: str) -> None:
    """Dates may stand before the item, and a batch behind it."""
    dated = "".join(ai + day for ai, day in zip(("17", "11"), days, strict=False))
    found = tc.identify(f"{dated}01{gtin}10{lot}")
    assert "gtin" in [match.scheme for match in found]
    code = next(match.code for match in found if match.scheme == "gtin")
    assert code is not None
    assert code.canonical == f"gtin:{gtin}(10){lot}"


@pytest.mark.parametrize(
    ("elements", "thing"),
    [
        (
            {"00": "106141412345678908", "02": "06901234567892", "37": "10"},
            "sscc:106141412345678908",
        ),
        (
            {"02": "06901234567892", "3103": "001250", "00": "106141412345678908", "37": "9"},
            "sscc:106141412345678908",
        ),
        ({"410": "6901234567892", "01": "06901234567892", "21": "S1"}, "gtin:06901234567892(21)S1"),
        ({"01": "06901234567892", "413": "6901234567892", "21": "S1"}, "gtin:06901234567892(21)S1"),
        ({"412": "6901234567892", "00": "106141412345678908"}, "sscc:106141412345678908"),
        ({"410": "6901234567892", "8006": "069012345678920102"}, "itip:069012345678920102"),
        ({"410": "6901234567892", "402": "69012345678901238"}, "gsin:69012345678901238"),
    ],
)
def test_the_thing_of_a_message_is_what_it_is_about(elements: dict[str, str], thing: str) -> None:
    """What a pallet holds and where goods go is said of them, in any order and form; it is no other
    reading.
    """
    message = build(elements, associations=False)
    for text in (message.bracketed(), message.element_string(), "]d2" + message.element_string()):
        code = tc.parse(text)
        assert code.canonical == thing, text
        assert "code.ambiguous" not in [finding.rule for finding in code.findings]


@given(sscc=SSCC)
def test_a_pallet(sscc: str) -> None:
    """A bare SSCC is read, parsed and valid, unless a national code of 20 digits is as likely: then
    both are named.
    """
    (verdict,) = tc.validate([f"00{sscc}"])
    assert verdict.scheme == "sscc" or "Serial shipping container code" in str(
        [f.text("en") for f in verdict.findings]
    )


@pytest.mark.parametrize(
    ("text", "rival"),
    [
        ("0110333332112101", "Compulsory product certification"),
        ("172612310106901234567892", "Veterinary drug trace code"),
    ],
)
def test_what_else_it_could_be_is_said(text: str, rival: str) -> None:
    """A reading that nothing but digits says to be GS1's names the national code that it may be."""
    code = tc.parse(text)
    assert code.scheme == "gtin"
    assert any(
        rival in finding.text("en") for finding in code.findings if finding.rule == "code.ambiguous"
    )


@pytest.mark.parametrize(
    "text", ["0106901234567893", "010690123456789310L1", "00106141412345678905"]
)
def test_a_wrong_check_digit_behind_an_identifier(text: str) -> None:
    """A bare element string whose only fault is its check digit is named, first or as a rival;
    never a plain yes.
    """
    (verdict,) = tc.validate([text])
    assert verdict.status != "valid"
    said = f"{verdict.scheme} {[finding.text('en') for finding in verdict.findings]}"
    assert "gtin" in said.lower() or "sscc" in said.lower()


@pytest.mark.parametrize("word", ["{GS}", "^", "@", "\\x1d", "␝", "|", "\ufffd", "~1", "[FNC1]"])
def test_a_serial_is_not_lost(word: str) -> None:
    """Where the separator became text, parsing says so; what stands behind it is never dropped
    without a word.
    """
    text = f"010690123456789210L1{word}21S1"
    with pytest.raises(tc.InvalidCode) as caught:
        tc.parse(text)
    assert "gs1.separator_written" in [finding.rule for finding in caught.value.findings]
    (verdict,) = tc.validate([text])
    assert verdict.status == "invalid"


@pytest.mark.parametrize("mark", [";", ", ", "，", "、", " | "])
def test_what_people_put_between_elements_in_brackets(mark: str) -> None:
    """A mark between elements in brackets is named: it makes a key wrong, and would be part of a
    batch.
    """
    with pytest.raises(tc.InvalidCode) as caught:
        tc.parse(f"(01)06901234567892{mark}(21)S1")
    assert "gs1.separator_written" in [finding.rule for finding in caught.value.findings]
    if mark.isascii() and "|" not in mark:
        code = tc.parse(f"(01)06901234567892(10)L1{mark}(21)S1")
        assert [(f.rule, f.severity) for f in code.findings] == [
            ("gs1.separator_written", "warning")
        ]
    assert tc.parse("(01)06901234567892(10)L;1(21)S1").findings == ()


@pytest.mark.parametrize("word", ["<GS>", "<FNC1>", "%1D", "_1D"])
def test_a_separator_that_may_be_part_of_a_batch(word: str) -> None:
    """Where the separator as text may be part of a value, parsing warns."""
    code = tc.parse(f"010690123456789210L1{word}21S1")
    assert "gs1.separator_written" in [finding.rule for finding in code.findings]
    assert code.elements["10"] == f"L1{word}21S1"


def test_every_symbology_identifier() -> None:
    """A code behind any symbology identifier is found: elements, the digits of a trade item, or any
    text.
    """
    for letter in "ACEFGHILMOQRSXZdepqz":
        for digit in "0123456789":
            symbol = f"]{letter}{digit}"
            known = symbologies().get(symbol)
            carries = known.carries if known else "plain"
            size = known.digits if known else None
            item = {8: "69012341", 13: "6901234567892"}.get(size or 0, "06901234567892")
            wanted, scheme = {
                "plain": ("91350100M000100Y43", "uscc"),
                "elements": ("0106901234567892", "gtin"),
                "gtin": (item, "gtin"),
            }[carries]
            assert scheme in [match.scheme for match in tc.identify(symbol + wanted)], symbol


@pytest.mark.parametrize(
    "around", ["\x1d{}", "{}\x1d", "\ufffd{}\r\n", "\x02{}\x03", "{}\x04", "\x1d{}\t"]
)
def test_separators_around_other_codes(around: str) -> None:
    """A code that is not GS1's is found between what a scanner puts around it."""
    for id, right in (("uscc", "91350100M000100Y43"), ("sc-food-licence", "SC11464010500015")):
        assert id in [match.scheme for match in tc.identify(around.format(right))]


# --- trade items ----------------------------------------------------------------------------------


@given(text=st.from_regex("[01][0-9]{6}", fullmatch=True))
def test_upc_e(text: str) -> None:
    """A right UPC-E is named and expanded, with a scheme and without; it is the trade item that it
    stands for.
    """
    wide = next((full for digit in "0123456789" if (full := expanded(text + digit))), None)
    assert wide is not None
    assert tc.is_valid(wide, "gtin")
    assert wide[0] == text[0]
    short = text + wide[-1]
    assert "gtin" in [match.scheme for match in tc.identify(short)]
    code, findings = tc.scheme("gtin").read(short)
    assert code is not None or [f.values["allowed"] for f in findings if f.rule == "gs1.upc_e"] == [
        wide
    ]


@pytest.mark.parametrize(
    ("short", "wide"),
    [("07838604", "078000003864"), ("00985234", "009800000524"), ("01234565", "012345000065")],
)
def test_upc_e_by_example(short: str, wide: str) -> None:
    """Printed pairs of a UPC-E and its GTIN-12."""
    assert expanded(short) == wide


@pytest.mark.parametrize("text", ["0 425261 4", "0425261 4", "0\u00a0425261\u00a04", "0 4252614"])
def test_upc_e_as_it_is_printed(text: str) -> None:
    """The number system and the check digit stand apart from the others below the symbol."""
    (best, *_) = tc.identify(text)
    assert (best.scheme, best.text, best.basis) == ("gtin", "042100005264", "check")
    (note,) = [each for each in best.findings if each.rule == "gs1.upc_e"]
    assert (note.severity, note.values["allowed"]) == ("info", "042100005264")


@pytest.mark.parametrize("text", ["04 252614", "0 425261 5", "0\n425261\n4", "042 52614"])
def test_no_upc_e(text: str) -> None:
    """Parted elsewhere, or with another check digit, it is none."""
    assert "gs1.upc_e" not in [each.rule for match in tc.identify(text) for each in match.findings]


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("0206901234567892375", ["gs1.requires"]),
        ("(02)06901234567892(37)5", ["gs1.requires"]),
        ("(01)06901234567892(37)5", ["gs1.excludes", "gs1.requires", "gs1.requires"]),
        ("https://id.gs1.org/01/06901234567892?17=261231&37=5", ["gs1.excludes", "gs1.requires",
                                                                 "gs1.requires"]),
        ("(00)106141411234567897(02)06901234567892(37)5", []),
        ("(01)06901234567892(10)L1(21)S1", []),
    ],
)  # fmt: skip
def test_elements_that_need_others_are_warned_of(text: str, rules: list[str]) -> None:
    """What makes the message wrong for `gs1.parse` is a warning on a right code in it."""
    code = tc.parse(text)
    assert [(each.rule, each.severity) for each in code.findings] == [
        (rule, "warning") for rule in rules
    ]
    (verdict,) = tc.validate([text])
    assert verdict.status == "valid"
    assert [each.rule for each in verdict.findings] == rules
    _, found = read(text)
    assert sorted(each.rule for each in found if each.severity == "error") == rules


@given(prefix=st.sampled_from([*range(1000)]), body=st.from_regex("[0-9]{9}", fullmatch=True))
def test_restricted_circulation(prefix: int, body: str) -> None:
    """Numbers of 020 to 029, 040 to 049 and 200 to 299 are told as restricted, in 12, 13 and 14
    digits; no others.
    """
    number = checked(f"{prefix:03d}{body}")
    restricted = 20 <= prefix < 30 or 40 <= prefix < 50 or 200 <= prefix < 300
    for text in (number, "0" + number, *([number[1:]] if number[0] == "0" else [])):
        code = tc.parse(text, "gtin")
        told = [finding.severity for finding in code.findings if finding.rule == "gs1.restricted"]
        assert told == (["info"] if restricted else [])


def test_a_broken_trade_item_is_named() -> None:
    """Where only length speaks for a code, a trade item number with a wrong check digit is named
    beside it.
    """
    code = tc.parse("300450549108")
    assert any("Global trade item number" in finding.text("en") for finding in code.findings)


@pytest.mark.parametrize("text", ["H20013124", "Z20053123", "S20060012"])
def test_words_that_people_leave_out_leave_doubt(text: str) -> None:
    """A number that is another's without the words before it is not certain."""
    for match in tc.identify(text):
        assert not match.certain
    (verdict,) = tc.validate([text])
    assert verdict.status != "valid"


# --- labels ---------------------------------------------------------------------------------------

CODES = {
    "uscc": "91350100M000100Y43",
    "jy-food-licence": "JY13301080111719",
    "sc-food-licence": "SC11464010500015",
    "gtin": "6901234567892",
    "vin": "LFV2A21K8A3000003",
}
GAPS = ["\n", "\r\n", "\n\r", " ", "，", "；", "\t", "\u3000", "|", "\u2028", " / "]


@pytest.mark.parametrize("gap", ["\n", "\r\n", "\r"])
def test_four_codes_are_no_label(gap: str) -> None:
    """Four lines that their check characters prove are four codes, though a label has four lines."""
    codes = [code for id, code in CODES.items() if id != "vin"]
    found = tc.identify(gap.join(codes))
    assert set(codes) <= {match.text for match in found}
    assert "seed-label" not in {match.scheme for match in found}


@given(data=st.data())
def test_several_codes_in_one_text(data: st.DataObject) -> None:
    """All codes of a label's text are found, whatever parts them and with captions or not; parsing
    names the others.
    """
    known = {id: code for id, code in CODES.items() if tc.is_valid(code, id)}
    chosen = data.draw(st.lists(st.sampled_from([*known]), min_size=2, max_size=4, unique=True))
    captions = {
        "uscc": "社会信用代码：",
        "jy-food-licence": "许可证号: ",
        "sc-food-licence": "生产许可证编号",
        "gtin": "条码=",
    }
    pieces = [
        (captions.get(id, "") if data.draw(st.booleans()) else "") + known[id] for id in chosen
    ]
    text = data.draw(st.sampled_from(GAPS)).join(pieces)
    found = tc.identify(text)
    assert {known[id] for id in chosen} <= {match.text for match in found}
    code = tc.parse(text)
    (several,) = [finding for finding in code.findings if finding.rule == "code.several"]
    for id in chosen:
        assert known[id] == code.normalized or known[id] in several.text("zh")


def test_a_label_with_elements_and_a_link() -> None:
    """Element strings in brackets and addresses inside a text are found too."""
    found = tc.identify("信用代码91350100M000100Y43，追溯码 (01)06901234567892(21)S1")
    assert {match.code.canonical for match in found if match.code} == {
        "uscc:91350100M000100Y43",
        "gtin:06901234567892(21)S1",
    }
    found = tc.identify(
        "生产许可证 SC11464010500015\n详见 https://id.gs1.org/01/06901234567892/21/S1"
    )
    assert {"sc-food-licence", "gtin"} <= {match.scheme for match in found}


@pytest.mark.parametrize(
    "text", ["合格", "二〇二六年", "hello world", "产品名称：某某牌大米 5kg", "电话 022-12345678"]
)
def test_texts_without_codes(text: str) -> None:
    """Words are no codes."""
    assert [match for match in tc.identify(text) if match.inside == "text"] == []


# --- what cannot be seen --------------------------------------------------------------------------

IDS = (
    "gtin",
    "sscc",
    "uscc",
    "cas",
    "drug-standard-code",
    "drug-trace-20",
    "veterinary-trace",
    "vin",
    "resident-id",
)
EXAMPLES = [
    (id, next(one.code for one in tc.scheme(id).examples if not one.lenient and one.on is None))
    for id in IDS
]


@drawing(200)
@given(
    case=st.sampled_from(EXAMPLES),
    char=st.sampled_from([*UNSEEN, *SPACES.replace("\n", "")]),
    at=st.integers(0, 30),
)
def test_what_cannot_be_seen_does_no_harm(case: tuple[str, str], char: str, at: int) -> None:
    """An invisible character anywhere, and any space at the ends, is passed over leniently and
    refused strictly.
    """
    id, right = case
    at = at % (len(right) + 1) if char in UNSEEN else at % 2 * len(right)
    text = right[:at] + char + right[at:]
    assert not tc.is_valid(text, id)
    assert tc.is_valid(text, id, strict=False)
    code = tc.parse(text, id)
    assert code.normalized == tc.parse(right, id).normalized
    (told,) = [finding for finding in code.findings if finding.rule == "code.folded"]
    assert char in " \u3000" or f"U+{ord(char):04X}" in told.text("en")
    with pytest.raises(tc.InvalidCode) as caught:
        tc.parse(text, id, strict=True)
    shown = "".join(finding.text("en") + finding.text("zh") for finding in caught.value.findings)
    assert char == " " or char not in shown


@given(char=st.sampled_from(DASHES))
def test_every_dash(char: str) -> None:
    """A number with hyphens is read with dashes of any kind."""
    assert tc.is_valid(f"7732{char}18{char}5", "cas", strict=False)
    assert tc.is_valid(f"690{char}1234{char}567892", "gtin", strict=False)
    assert not tc.is_valid(f"7732{char}18{char}5", "cas")


@given(zeros=st.integers(1, 5))
def test_zeros_before_a_cas_number(zeros: int) -> None:
    """They are refused strictly, and read as the same substance leniently."""
    text = "0" * zeros + "50-00-0"
    assert not tc.is_valid(text, "cas")
    assert tc.parse(text, "cas") == tc.parse("50-00-0", "cas")


# --- personal numbers -----------------------------------------------------------------------------

MOD11 = algorithm("gb11643")
PROVINCES = {entry.code for entry in packaged().codelist("province").entries}


@given(
    province=st.integers(10, 99),
    year=st.integers(1000, 2999),
    rest=st.sampled_from(["0104", "0101"]),
)
def test_births_and_provinces_that_cannot_be(province: int, year: int, rest: str) -> None:
    """A birth before 1900 or in the future, and a province that is none, are warnings; other
    numbers have neither.
    """
    body = f"{province}{rest}{year}0315001"
    code = tc.parse(body + MOD11(body), "resident-id")
    rules = {finding.rule for finding in code.findings if finding.severity == "warning"}
    assert ("code.date_range" in rules) == (not 1900 <= year <= 2026)
    assert ("code.codelist" in rules) == (f"{province}" not in PROVINCES)


def test_parts_of_a_message_that_are_no_keys() -> None:
    """A message without a key of any scheme is no code."""
    assert [
        match for match in identify("91ABCDEF", standard=packaged()) if match.inside == "gs1"
    ] == []
    assert isinstance(build({"91": "ABCDEF"}), Gs1Message)
    assert "91" in {entry.ai for entry in table()}


ITEM, PALLET = "06901234567892", "106141412345678908"
BESIDE = [
    ("gtin", f"(01){ITEM}(21)S1", f"gtin:{ITEM}(21)S1"),
    ("gtin", f"01{ITEM}21S1", f"gtin:{ITEM}(21)S1"),
    ("gtin", f"]d201{ITEM}10L1\x1d21S1\r\n", f"gtin:{ITEM}(21)S1"),
    ("gtin", f"（01）{ITEM}（10）L1", f"gtin:{ITEM}(10)L1"),
    ("gtin", f"https://example.com/01/{ITEM}/21/5", f"gtin:{ITEM}(21)5"),
    ("gtin", f"\ufeff\x1d01{ITEM}", f"gtin:{ITEM}"),
    ("sscc", f"00{PALLET}", f"sscc:{PALLET}"),
    ("sscc", f"]C100{PALLET}", f"sscc:{PALLET}"),
    ("gln", "4146901234567892", "gln:6901234567892"),
]  # fmt: skip


@pytest.mark.parametrize(("scheme", "scan", "thing"), BESIDE)
def test_a_named_scheme_reads_a_scan(scheme: str, scan: str, thing: str) -> None:
    """A scan that holds a code of the named scheme is read as it, with its serial; strictly, it is
    alone.
    """
    code = tc.parse(scan, scheme)
    assert (code.scheme, code.canonical) == (scheme, thing)
    assert tc.is_valid(scan, scheme, strict=False)
    assert not tc.is_valid(scan, scheme)
    with pytest.raises(tc.InvalidCode):
        tc.parse(scan, scheme, strict=True)
    assert [v.status for v in tc.validate([scan], scheme=scheme)] == ["valid"]


def test_a_named_scheme_tells_units_apart() -> None:
    """In a column of scans two serials of one article are two things, and a serial that comes twice
    is told.
    """
    report = tc.validate([f"01{ITEM}21S1", f"01{ITEM}21S2", f"(01){ITEM}(21)S1"], scheme="gtin")
    assert [[(f.rule, f.severity) for f in verdict.findings] for verdict in report] == [
        [], [], [("code.repeated_otherwise", "warning")],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("scan", "scheme", "rule"),
    [
        (f"(01){ITEM[:-1]}3(21)S1", "gtin", "gs1.check_character"),
        (f"(01){ITEM}(21)", "gtin", "gs1.length"),
        (f"01{ITEM}10L1{{GS}}21S1", "gtin", "gs1.separator_written"),
        (f"00{PALLET}", "gtin", "code.length"), (f"(01){ITEM}", "uscc", "code.characters"),
    ],
)  # fmt: skip
def test_a_named_scheme_refuses_a_wrong_scan(scan: str, scheme: str, rule: str) -> None:
    """What is wrong among the elements is told as GS1 has it; a scan without a code of the scheme
    is none.
    """
    code, findings = tc.scheme(scheme).read(scan)
    assert code is None
    assert rule in {finding.rule for finding in findings}
    assert not tc.is_valid(scan, scheme, strict=False)


@pytest.mark.parametrize(
    "text", [f"【01】{ITEM}【10】L1【21】S1", f"[01]{ITEM}[21]S1", f"﹙01﹚{ITEM}﹙21﹚S1"]
)
def test_no_serial_is_lost_in_other_brackets(text: str) -> None:
    """Brackets that people put in place of ( ) lose no element."""
    assert tc.parse(text).canonical == f"gtin:{ITEM}(21)S1"
    assert tc.parse(text, "gtin").canonical == f"gtin:{ITEM}(21)S1"


@pytest.mark.parametrize("text", ["【备注】x", "{}", "[津]01", '{"a":1}', "[1]", "[01"])
def test_other_texts_in_brackets(text: str) -> None:
    """A text in such brackets that begins with no application identifier is no element string."""
    assert not [match for match in tc.identify(text, near=True) if match.inside == "gs1"]


@pytest.mark.parametrize(
    "text", ["(400)PO77", "]C1400PO77", "\x1d400PO77\r\n", "(10)L1(17)270331", "【400】PO77"]
)
def test_elements_without_a_key(text: str) -> None:
    """GS1 data that name nothing are said to be that, and are no near miss of a national code."""
    with pytest.raises(tc.InvalidCode) as caught:
        tc.parse(text)
    (finding,) = caught.value.findings
    assert finding.rule == "gs1.no_key"
    assert ("name no thing" in finding.text("en"), "不指明任何物品" in finding.text("zh")) == (
        True,
        True,
    )
    (verdict,) = tc.validate([text], format="codes")
    assert (verdict.status, [one.rule for one in verdict.findings]) == (
        "not checked",
        ["gs1.no_key"],
    )


def test_a_bare_element_string_is_no_near_miss() -> None:
    """What GS1 reads from end to end is not called a broken code of another rule; that it may be no
    GS1 is said.
    """
    for text in ("80046976543210ASSET9", "80046901234567892A1"):
        code = tc.parse(text)
        assert (code.scheme, dict(code.elements)) == ("giai", {"8004": text[4:]})
        assert [verdict.status for verdict in tc.validate([text], format="codes")] == [
            "not checked"
        ]


@pytest.mark.parametrize(
    "around", ["\u200e{}", "\u202a{}\u202c", "{}\ufeff", "{}\u3164", "{}\r\n", "\u200b\u200b{}"]
)
def test_what_was_taken_off_is_said(around: str) -> None:
    """A code of doubtful kind with something invisible around it is read as the whole text, and
    says what went.
    """
    code = tc.parse(around.format("6901234567892"))
    assert code.normalized == "6901234567892"
    assert "code.folded" in {finding.rule for finding in code.findings}


@pytest.mark.parametrize("text", ["6901234567892,00", "6901234567892.0", "86902551000259,0"])
def test_no_code_is_taken_out_of_what_a_spreadsheet_changed(text: str) -> None:
    """The trace of a spreadsheet is told without a scheme as with one: its pieces are no label."""
    (verdict,) = tc.validate([text], format="codes")
    assert verdict.status == "invalid"
    assert verdict.findings[0].rule == "data.digits_lost"


@pytest.mark.parametrize(
    "text", ["6901234567892;", "￥6901234567892", "品名：苹果\n条码：6901234567892"]
)
def test_a_piece_of_a_text_is_said_to_be_one(text: str) -> None:
    """A code that was taken out of a longer text says so: what stood beside it was not judged."""
    code = tc.parse(text)
    assert code.normalized == "6901234567892"
    (told,) = [finding for finding in code.findings if finding.rule == "code.within"]
    assert (told.severity, told.text("zh")) == ("warning", "从较长的文字中读出，其余文字未校验")
    assert [verdict.status for verdict in tc.validate([text], format="codes")] == ["not checked"]


@pytest.mark.parametrize(
    "text",
    [
        "91350100M000100Y43 91120116000000019X",  # the second is wrong
        "86902551000259 86902551000258",
        "31722252247250743408010974953971 expired",
        "not 91350100M000100Y43",
        "信用代码91350100M000100Y43，追溯码 (01)06901234567892(21)S1",
        json.dumps({"header": {}, "body": [{"uscc": "91350100M000100Y43"}]}),
    ],
)
def test_a_text_of_which_a_piece_was_judged_is_never_valid(text: str) -> None:
    """A code among other words, or among other codes, leaves them unjudged: the text is not
    checked.
    """
    assert [verdict.status for verdict in tc.validate([text], format="codes")] == ["not checked"]


# --- links ----------------------------------------------------------------------------------------

LINK = "https://a.example/01/06901234567892"
BROKEN_LINKS = [
    (f"{LINK}/21/S|1", "gs1.link_character"), (f"{LINK}/21/%zz", "gs1.link_escape"),
    (f"{LINK}/21/é", "gs1.link_character"), (f"{LINK}/21/S1/10/L1", "gs1.link_qualifier"),
    (f"{LINK}?10=L1", "gs1.link_attribute"), (f"{LINK}/", "gs1.link_slash"),
    (f"{LINK}/21/S1#<x>", "gs1.link_character"),
    ("https://[::1/01/06901234567892/21/S1", "gs1.link_uri"),
    ("https://中文.example/01/06901234567892/21/S1", "gs1.link_character"),
    (f"{LINK}/99/x", "gs1.link_qualifier"),
    ("https://a.example/01/6901234567892/21/S1", "gs1.length"),
    ("https://a.example/01//06901234567892", "gs1.length"),
    (f"{LINK}?17=260312&17=260313", "gs1.repeated"),
    ("https://a.example/8003/06901234567892S|1", "gs1.link_character"),
    ("https://a.example/00/106141412345678908/37/1", "gs1.link_qualifier"),
]  # fmt: skip


@pytest.mark.parametrize(("link", "rule"), BROKEN_LINKS)
def test_a_broken_link_is_no_trade_item_without_its_serial(link: str, rule: str) -> None:
    """What is wrong with a Digital Link is told, with a scheme named and without; it is never read
    as its key alone.
    """
    with pytest.raises(tc.InvalidCode) as caught:
        tc.parse(link)
    assert rule in [finding.rule for finding in caught.value.findings]
    (verdict,) = tc.validate([link])
    assert (verdict.status, verdict.code) == ("invalid", None)
    assert "gtin" not in [match.scheme for match in tc.identify(link) if match.code]
    if "/01/" in link:
        code, findings = tc.scheme("gtin").read(link)
        assert code is None
        assert rule in [finding.rule for finding in findings]


def test_two_broken_links_are_not_the_same_thing() -> None:
    """Nothing is said to be repeated that was not read."""
    report = tc.validate([f"{LINK}/21/S1|", f"{LINK}/21/S2|"])
    assert not [
        finding
        for verdict in report
        for finding in verdict.findings
        if finding.rule.startswith("code.repeated")
    ]


@pytest.mark.parametrize(
    ("address", "scheme"),
    [
        ("https://t.example/01/31722252247250743408010974953971", "pesticide-unit"),
        ("https://t.example/00/91350100M000100Y43", "uscc"),
        ("https://t.example/8004/SC11464010500015", "sc-food-licence"),
    ],
)  # fmt: skip
def test_other_addresses_with_numbers_in_their_path(address: str, scheme: str) -> None:
    """A number in a path that is followed by no key of its length makes no Digital Link of an
    address.
    """
    code = tc.parse(address)
    assert (code.scheme, code.findings) == (scheme, ())


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        (f"扫码查询 {LINK}/21/S1", "gtin:06901234567892(21)S1"),
        (f"（{LINK}/21/S1）", "gtin:06901234567892(21)S1"),
        (f"详见{LINK}/10/L1，谢谢", "gtin:06901234567892(10)L1"),
    ],
)  # fmt: skip
def test_a_link_in_a_text_keeps_its_serial(text: str, thing: str) -> None:
    """A Digital Link among words is read whole, and that the words were not judged is said."""
    code = tc.parse(text)
    assert code.canonical == thing
    assert "code.within" in [finding.rule for finding in code.findings]
    assert [verdict.status for verdict in tc.validate([text])] == ["not checked"]


def test_an_address_without_its_scheme() -> None:
    """Addresses as people write them keep their serial too."""
    assert (
        tc.parse("www.a.example/01/06901234567892/21/S1").canonical == "gtin:06901234567892(21)S1"
    )


def test_two_links_in_a_text_are_two_things() -> None:
    """Units of one trade item in one text are all found, and told."""
    text = f"1 {LINK}/21/S1\n2 {LINK}/21/S2"
    assert {match.code.canonical for match in tc.identify(text) if match.code} == {
        "gtin:06901234567892(21)S1", "gtin:06901234567892(21)S2",
    }  # fmt: skip
    (several,) = [finding for finding in tc.parse(text).findings if finding.rule == "code.several"]
    assert "(21)S2" in several.text("zh")


def test_keys_of_links_are_those_of_the_table() -> None:
    """Which addresses are looked at as links is what the table says."""
    for ai in table().keys:
        value = {"00": PALLET, "401": "6901", "8004": "6901", "8010": "6901", "8013": "6901"}.get(
            ai, "0" * table()[ai].min
        )
        assert re.search(_KEYED, f"https://a.example/{ai}/{value}"), ai
        assert re.search(_LINKED, f"https://a.example/{ai}/{value}"), ai
    assert not re.search(_KEYED, "https://a.example/10/L1/21/S1")


# --- separators in words, around ------------------------------------------------------------------


@pytest.mark.parametrize(
    "word",
    ["<GS>", "{GS}", "\\x1d", "^", "␝", "%1D", "{FNC1}", "@", "~", "|", "[GS]", "&#29;", "\\F"],
)
@pytest.mark.parametrize(
    "scan", [f"01{ITEM}21S1", f"01{ITEM}", f"(01){ITEM}(21)S1", f"00{PALLET}", f"1726123101{ITEM}"]
)
def test_a_separator_in_words_stands_first(word: str, scan: str) -> None:
    """It is named, and no rule of another country or ministry is; the scan is not read as anything
    else.
    """
    with pytest.raises(tc.InvalidCode) as caught:
        tc.parse(word + scan)
    assert "gs1.separator_written" in [finding.rule for finding in caught.value.findings]
    assert {finding.rule.partition(".")[0] for finding in caught.value.findings} <= {"gs1", "code"}
    assert [verdict.status for verdict in tc.validate([word + scan])] == ["invalid"]


@pytest.mark.parametrize("form", ["<GS>{}", "{}<GS>", "{{GS}}{}", "{}␝", "%1D{}"])
def test_a_separator_in_words_beside_another_code(form: str) -> None:
    """A national code beside it is read, with a warning that names it."""
    for scheme, right in (("uscc", "91350100M000100Y43"), ("gtin", "6901234567892")):
        code = tc.parse(form.format(right))
        assert (code.scheme, code.normalized) == (scheme, right)
        assert "gs1.separator_written" in [finding.rule for finding in code.findings]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("01969012345678993103001250", "code.check_character"),
        ("8018690123456789012344", "code.check_character"),
        ("800606901234567892010221S9", "gs1.separator_missing"),
        ("]E404252614", "code.check_character"), ("1726123101" + ITEM + "21S|1", "gs1.characters"),
    ],
)  # fmt: skip
def test_a_broken_row_of_elements_is_told_as_gs1s(text: str, rule: str) -> None:
    """A broken scan is no near miss of a label or of a code of another kind."""
    (verdict,) = tc.validate([text])
    assert verdict.status == "invalid"
    assert rule in [finding.rule for finding in verdict.findings]
    assert verdict.scheme in ("gtin", "gsrn", None)


@pytest.mark.parametrize(
    "text",
    ["*6901234567892*", "'6901234567892'", '"6901234567892"', "#6901234567892#", "[6901234567892]"],
)
def test_a_code_in_marks(text: str) -> None:
    """Marks around a code are no part of it: the code is found, and that they were not judged is
    said.
    """
    code = tc.parse(text)
    assert (code.normalized, "code.within" in [finding.rule for finding in code.findings]) == (
        "6901234567892",
        True,
    )


@pytest.mark.parametrize(
    "digits", ["٦٩٠١٢٣٤٥٦٧٨٩٢", "𝟔𝟗𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗𝟐", "①90123456789２", "₆901234567892"]
)
def test_digits_of_other_scripts_are_suggested(digits: str) -> None:
    """Digits in another form can only be meant for those of the rule."""
    assert [repair.text for repair in tc.suggest(digits, "gtin")][:1] == ["6901234567892"]
