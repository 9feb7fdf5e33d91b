r"""Element strings: the wire form and the form in brackets, with what is said of wrong ones."""

from __future__ import annotations

import json
import time
from datetime import date
from pathlib import Path

import pytest

from tracecode.errors import InvalidCode, WrongUse
from tracecode.gs1 import Gs1Message, build, is_valid, parse, read, table

GTIN = "0109506000134352"
GS = "\x1d"


def rules(text: str) -> list[tuple[str, int | None]]:
    """The rules that a text breaks, with positions."""
    return [(f.rule, f.position) for f in read(text)[1]]


def test_reads_a_message_of_four_elements() -> None:
    """The elements come in order, by application identifier, with their dates."""
    message = parse(f"{GTIN}17261231" + f"10ABC123{GS}21XYZ789")
    assert dict(message) == {"01": "09506000134352", "17": "261231", "10": "ABC123", "21": "XYZ789"}
    assert [(e.ai, e.value, e.date, e.title) for e in message.elements][1] == (
        "17",
        "261231",
        date(2026, 12, 31),
        "USE BY or EXPIRY",
    )
    assert message.date("17", on=date(1980, 1, 1)) == date(2026, 12, 31)
    assert message.date("10") is None
    with pytest.raises(KeyError):
        message.date("11")


def test_worked_examples_of_the_notes() -> None:
    """The pairs of element string and Digital Link that the notes print."""
    for text, link in {
        "(01)06901234567892(21)S/0001": "https://id.gs1.org/01/06901234567892/21/S%2F0001",
        "(01)06901234567892(10)L2026-07": "https://id.gs1.org/01/06901234567892/10/L2026-07",
        "(00)069012340000000016": "https://id.gs1.org/00/069012340000000016",
        "(414)6901234000016(254)W01": "https://id.gs1.org/414/6901234000016/254/W01",
    }.items():
        assert parse(text).digital_link() == link
        assert parse(link).bracketed() == text
    assert (
        parse("(01)06901234567892(10)L2026-07(21)S/0001").element_string()
        == f"010690123456789210L2026-07{GS}21S/0001"
    )


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("]C1" + GTIN, {"01": "09506000134352"}),
        ("]e0" + GTIN, {"01": "09506000134352"}),
        ("]d2" + GTIN, {"01": "09506000134352"}),
        ("]Q3" + GTIN, {"01": "09506000134352"}),
        ("]J1" + GTIN, {"01": "09506000134352"}),
        ("]E06901234567892", {"01": "06901234567892"}),
        ("]E469012341", {"01": "00000069012341"}),
        ("]I116901234567899", {"01": "16901234567899"}),
        ("]Q1https://id.gs1.org/01/06901234567892", {"01": "06901234567892"}),
        ("]d1https://id.gs1.org/01/06901234567892", {"01": "06901234567892"}),
    ],
)
def test_symbology_identifiers(text: str, values: dict[str, str]) -> None:
    """A symbology identifier says what follows it: element strings, the digits of a GTIN, or a
    Digital Link.
    """
    assert dict(parse(text)) == values


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", [("code.empty", None)]), ("]d2", [("code.empty", 4)]),
        ("]C0" + GTIN, [("gs1.symbology", 1)]), ("]zz" + GTIN, [("gs1.symbology", 1)]),
        ("]E0690123456789", [("gs1.length", 4)]), ("]E469012342", [("gs1.check_character", 11)]),
        ("01", [("gs1.length", 3)]), ("0109506000134353", [("gs1.check_character", 16)]),
        ("]d20109506000134353", [("gs1.check_character", 19)]),
        ("01095060001343", [("gs1.length", 3)]), (f"{GTIN}17261300", [("gs1.date", 19)]),
        (f"{GTIN}17260230", [("gs1.date", 19)]), (f"{GTIN}7006260200", [("gs1.date", 21)]),
        (f"{GTIN}10AB CD", [("gs1.characters", 21)]), (f"{GTIN}10批号", [("gs1.characters", 19)]),
        (f"{GTIN}10\ud800", [("gs1.characters", 19)]), ("18261231", [("gs1.no_ai", 1)]),
        ("hello", [("gs1.no_ai", 1)]), (f"{GTIN}418123456789012310A", [("gs1.unknown_ai", 17)]),
        (f"{GTIN}47A{GS}10A", [("gs1.no_ai", 17)]),
        (f"{GTIN}719A{GS}10", [("gs1.unknown_ai", 17), ("gs1.length", 24)]),
        (f"{GTIN}10" + "A" * 21, [("gs1.separator_missing", 39)]),
        (f"{GTIN}42215610ABC", [("gs1.separator_missing", 23)]),
        (f"{GTIN}{GS}{GS}10A", [("gs1.separator_extra", 18), ("gs1.separator_extra", 17)]),
        (f"{GTIN}10A{GS}{GS}21B", [("gs1.separator_extra", 21)]),
        (f"{GTIN}10A{GS}10B", [("gs1.repeated", 21)]), ("10A", [("gs1.requires", 1)]),
        (f"{GTIN}21A{GS}235B", [("gs1.excludes", 17)]),
        (f"{GTIN}3101000001" + "3102000001", [("gs1.excludes", 17)]),
        (f"{GTIN}8030AAAA", [("gs1.requires", 17)]),
        (f"2536901234567892{GS}8030AAAA", [("gs1.serial", 1)]),
        ("(01)09506000134353(17)261300(10)", [("gs1.check_character", 18), ("gs1.date", 23), ("gs1.length", 33)]),
        ("(01)06924561884074(10)AB(C)D", [("gs1.bracket", 25)]),
        ("(01)06924561884074(10", [("gs1.bracket", 19)]),
        ("(01)06924561884074(47)1(10)A", [("gs1.unknown_ai", 19)]),
        (r"(01)06924561884074(10)\(\(é", [("gs1.characters", 27)]),
        ("((", [("gs1.bracket", 1), ("gs1.bracket", 2)]),
        ("GTIN (01)06924561884074", [("gs1.no_ai", 1)]),
    ],
)  # fmt: skip
def test_wrong_texts(text: str, found: list[tuple[str, int | None]]) -> None:
    """Everything wrong with a text is found, errors first, with its place in the text as given."""
    assert rules(text) == found
    assert not is_valid(text)


def test_separators_that_reading_tolerates() -> None:
    """One separator after a value of pre-defined length, and one at the end, are only warnings, and
    are not written.
    """
    message, findings = read(f"{GTIN}{GS}10A{GS}")
    assert message is not None
    assert [(f.rule, f.severity, f.position) for f in findings] == [
        ("gs1.separator_extra", "warning", 17),
        ("gs1.separator_extra", "warning", 21),
    ]
    assert message.findings == findings
    assert message.element_string() == f"{GTIN}10A"


def test_the_same_element_twice_is_taken_once() -> None:
    """An application identifier with the same value again is no fault."""
    assert parse(f"{GTIN}10A{GS}10A") == parse(f"{GTIN}10A")


def test_associations_can_be_left_out() -> None:
    """A part of a message is right in itself when associations are not judged."""
    assert dict(parse("10A", associations=False)) == {"10": "A"}
    assert dict(parse("(10)A", associations=False)) == {"10": "A"}


def test_day_00_is_the_last_of_the_month() -> None:
    """Where no day is stated the date is the month's last day."""
    assert [parse(f"{GTIN}17{text}").date("17") for text in ("260200", "280200", "261200")] == [
        date(2026, 2, 28), date(2028, 2, 29), date(2026, 12, 31),
    ]  # fmt: skip


def test_coupons_are_taken_with_a_warning() -> None:
    """The structure of coupon codes is not checked, and the message says so."""
    assert [(f.rule, f.severity) for f in parse("8110123").findings] == [
        ("gs1.unchecked", "warning")
    ]


def test_messages_in_both_languages() -> None:
    """The texts name the element, what was found and what would be right."""
    with pytest.raises(InvalidCode) as caught:
        parse("010950600013435317261300" + "10" + "A" * 21)
    assert [f.text("en") for f in caught.value.findings] == [
        "the check of (01) GTIN is '3'; expected '2'",
        "'261300' in (17) USE BY or EXPIRY is no date or time (YYMMDD, DD may be 00)",
        (
            "(10) BATCH/LOT has 21 characters up to the next separator, expected 1..20: "
            "too long, or the separator (FNC1, GS) after it is missing"
        ),
    ]
    assert [f.text("zh") for f in caught.value.findings] == [
        "(01) GTIN 的校验码应为“2”，实为“3”",
        "(17) USE BY or EXPIRY 的“261300”不是有效日期或时间（YYMMDD，日可为 00）",
        "(10) BATCH/LOT 到下一分隔符共 21 个字符，应为 1..20：值过长，或其后缺少分隔符（FNC1，即 GS）",
    ]
    assert (
        read("(10)A(B")[1][0].text("zh")
        == "此处应为括号内的应用标识符，如 (01)，实为“(B”；值中的左括号请写成 \\("
    )
    assert all(f.source and f.evidence == "confirmed" for f in caught.value.findings)


def test_build_takes_texts_and_dates() -> None:
    """GTINs are padded, dates are written, and the result is judged as any other message."""
    message = build(
        {"01": "690123456787", "17": date(2026, 12, 31), "7003": "2612311200"}, associations=False
    )
    assert message.bracketed() == "(01)00690123456787(17)261231(7003)2612311200"
    assert build({"7250": date(1999, 12, 31)}, associations=False)["7250"] == "19991231"


def test_build_tells_every_fault() -> None:
    """Unknown identifiers, other types, wrong values and dates of another century are findings."""
    with pytest.raises(InvalidCode) as caught:
        build({"01": "1", "47": "x", "10": 5, "17": date(1950, 1, 1)})  # type: ignore[dict-item]
    with pytest.raises(InvalidCode):
        build({})
    assert sorted(f.rule for f in caught.value.findings) == [
        "build.type",
        "gs1.date",
        "gs1.length",
        "gs1.unknown_ai",
    ]


def test_messages_are_equal_whatever_the_order() -> None:
    """Two messages that say the same are equal and have one hash."""
    one, other = parse("(01)06901234567892(10)A"), parse("(10)A(01)06901234567892")
    assert one == other
    assert hash(one) == hash(other)
    assert one != parse("(01)06901234567892(10)B")
    assert repr(one) == "Gs1Message('(01)06901234567892(10)A')"
    assert str(one) == one.bracketed()
    assert len(one) == 2
    assert isinstance(one, Gs1Message)


@pytest.mark.parametrize("wrong", [None, 5, b"0109506000134352"])
def test_only_texts_are_read(wrong: object) -> None:
    """Anything but a str is a mistake of the program."""
    with pytest.raises(TypeError):
        parse(wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "(",
        "(01)",
        "10A",
        GS,
        "%",
        "/01/",
        "(10)\\(",
        "21A\x1d",
        "https://x/",
        "（2016）号",
        "（01）",
    ],
)
@pytest.mark.parametrize(
    "start", ["", "(", "(01)09506000134352", "https://x/", "]d2", "]Q1https://x?"]
)
def test_long_texts_take_linear_time(start: str, piece: str) -> None:
    """Ten megabytes are refused unread, and the longest text that is read takes no time to speak
    of.
    """
    began = time.process_time()
    assert rules(start + piece * (10_000_000 // len(piece))) == [("code.too_long", None)]
    read((start + piece * 8192)[:8192])
    assert time.process_time() - began < 2


def test_vectors() -> None:
    """The element strings among the vectors of the research are judged as they say."""
    path = Path(__file__).parents[1] / "vectors/drugs.vectors.json"
    vectors = [
        v for v in json.loads(path.read_text(encoding="utf-8")) if v["kind"] == "gs1_element_string"
    ]
    assert [(v["valid"], [f.rule for f in read(v["code"])[1]]) for v in vectors] == [
        (False, ["gs1.date"]), (False, ["gs1.length"]),
    ]  # fmt: skip


def test_the_table_is_made_once() -> None:
    """Every call shares one table."""
    assert table() is table()


@pytest.mark.parametrize("given", [None, 5, b"(01)06901234567892"])
def test_what_is_no_text(given: object) -> None:
    """It is wrong use, in both languages."""
    with pytest.raises(WrongUse) as caught:
        parse(given)  # type: ignore[arg-type]
    assert "GS1 data are a str" in caught.value.texts["en"]
    assert "GS1 数据应为 str" in caught.value.texts["zh"]


def test_separators_between_brackets() -> None:
    """A separator before the next bracket is passed over and told; one in words is named."""
    message, findings = read("(01)06901234567892(10)L1\x1d(21)S1")
    assert message == parse("(01)06901234567892(10)L1(21)S1")
    assert [(finding.rule, finding.severity) for finding in findings] == [
        ("gs1.separator_extra", "warning")
    ]
    for mark in ("^", "→", "␝", "@"):
        message, findings = read(f"(01)06901234567892(10)L1{mark}(21)S1")
        assert message is None
        assert [f.values["found"] for f in findings if f.rule == "gs1.separator_written"] == [mark]


@pytest.mark.parametrize(
    "text",
    ["010690123456789221S1%1D", "(01)06901234567892(10)L1%1D(21)S1", "010690123456789210LFNC1"],
)
def test_a_separator_in_words_behind_a_value(text: str) -> None:
    """It may be part of the value: a warning names it, also where nothing or a right separator
    stands behind it.
    """
    message, findings = read(text)
    assert message is not None
    assert ("gs1.separator_written", "warning") in [
        (finding.rule, finding.severity) for finding in findings
    ]
