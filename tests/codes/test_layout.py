# ruff: noqa: E501  # tables of cases: one case a line
"""Diagnosis: what is said of a text that is no code, with segment, position and both languages."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from tests.folders import edition, one, scheme_file, schemes
from tracecode.codes.chance import free
from tracecode.codes.heads import remembering
from tracecode.codes.layout import Layout
from tracecode.codes.registry import registry
from tracecode.codes.segment_rules import Bound
from tracecode.errors import SpecError, UnknownId
from tracecode.findings import status_of
from tracecode.standard.resolved import load, packaged
from tracecode.standard.segment import MAX_TEXT

if TYPE_CHECKING:
    from tracecode.codes.scheme import Scheme

SOURCE = "TEST 1-2020 3"
Said = tuple[str, str, str | None, int | None, str, str]

FIXED = """
- {id: colour, name: {zh: 颜色, en: Colour}, chars: digits, length: 2, codelist: colour}
- {id: number, name: {zh: 号码, en: Number}, chars: digits, first: "[1-9]", length: 3, range: {min: 105, max: 900}}
- {id: mark, name: {zh: 标志, en: Mark}, literal: X}
- {id: check, name: {zh: 校验码, en: Check digit}, chars: digits, length: 1}
"""
CHECK = (
    "- {rule: gs1-mod10, of: [colour, number], into: check, source: {ref: rule-book, clause: B}, "
    "evidence: confirmed}"
)
VARIABLE = """
- {id: head, name: {zh: 头部, en: Head}, chars: digits, length: {min: 2, max: 4}}
- {id: dash, name: {zh: 连字符, en: Hyphen}, literal: "-", also: ["－"]}
- {id: tail, name: {zh: 尾部, en: Tail}, chars: alnum, length: {min: 1}}
"""
ARCS = """
- id: arcs
  name: {zh: 弧, en: Arcs}
  chars: digits
  length: {min: 1, max: 4}
  repeat: {separator: ".", min: 2, max: 4, leading_zeros: false}
- {id: slash, name: {zh: 斜线, en: Slash}, literal: /}
- {id: tail, name: {zh: 尾部, en: Tail}, chars: alnum, length: 1}
"""


def said(scheme: Scheme, text: str, on: date | None = None) -> list[Said]:
    """Everything that strict reading says of a text."""
    _, findings = scheme.read(text, on, strict=True)
    return [(f.rule, f.severity, f.path, f.position, f.text("zh"), f.text("en")) for f in findings]


@pytest.fixture
def fixed(tmp_path: Path) -> Scheme:
    """A code of fixed length with a list, a range, a fixed text and a check digit."""
    return one(tmp_path, FIXED, "7", checks=CHECK)


@pytest.fixture
def variable(tmp_path: Path) -> Scheme:
    """A code of two parts of varying length around a hyphen."""
    return one(tmp_path, VARIABLE, "{min: 4}")


@pytest.fixture
def arcs(tmp_path: Path) -> Scheme:
    """A code that begins with two to four numbers between dots."""
    return one(tmp_path, ARCS, "{min: 5, max: 21}")


def test_a_right_code_has_no_findings(fixed: Scheme, variable: Scheme, arcs: Scheme) -> None:
    """A code that keeps every rule has no finding, and its segments are its parts in order."""
    code, findings = fixed.read("01123X5", strict=True)
    assert code is not None
    assert findings == ()
    assert dict(code.segments) == {"colour": "01", "number": "123", "mark": "X", "check": "5"}
    assert said(variable, "123-A") == []
    assert said(arcs, "1.20.0/A") == []


CASES: dict[str, list[Said]] = {
    "03123X3": [
        (
            "code.codelist", "error", "colour", 1,
            "颜色“03”不在代码表“颜色”中；可用：01、02", ("Colour '03' is not in the code list "
                                         "'Colour'; allowed: 01, 02"),
        )
    ],
    "01100X6": [
        ("code.range", "error", "number", 3, ("号码“100”超出范围 "
                                             "105..900"), "Number '100' is outside 105..900")
    ],
    "01123X6": [
        (
            "code.check_character", "error", "check", 7,
            "校验码应为“5”，实为“6”（gs1-mod10）", "Check digit is '6'; expected '5' (gs1-mod10)",
        )
    ],
    "01123Y5": [("code.literal", "error", "mark", 6, "标志应为“X”，实为“Y”", "Mark is 'Y'; expected 'X'")],
    "01023X5": [
        ("code.characters", "error", "number", 3, "号码中的“0”不在允许字符 1-9 之内", "'0' in Number is not allowed; allowed: 1-9")
    ],
    "0112AX5": [
        ("code.characters", "error", "number", 5, "号码中的“A”不在允许字符 0-9 之内", "'A' in Number is not allowed; allowed: 0-9")
    ],
    "01123X": [("code.length", "error", None, None, "试验码应为 7 个字符，实为 6 个", "Test code has 6 characters; expected 7")],
    "01123X55": [
        ("code.length", "error", None, None, "试验码应为 7 个字符，实为 8 个", "Test code has 8 characters; expected 7")
    ],
    "01123X5\n": [
        ("code.length", "error", None, None, "试验码应为 7 个字符，实为 8（含 <U+000A>） 个", "Test code has 8 (with <U+000A>) characters; expected 7")
    ],
    "01123X5\u200b": [
        ("code.length", "error", None, None, "试验码应为 7 个字符，实为 8（含 <U+200B>） 个", "Test code has 8 (with <U+200B>) characters; expected 7")
    ],
    "0１123X5": [
        ("code.characters", "error", "colour", 2, "颜色中的“１”不在允许字符 0-9 之内", "'１' in Colour is not allowed; allowed: 0-9")
    ],
    "01123X\x00": [
        (
            "code.characters", "error", "check", 7,
            "校验码中的“<U+0000>”不在允许字符 0-9 之内", ("'<U+0000>' in Check digit is not "
                                            "allowed; allowed: 0-9"),
        )
    ],
    "": [("code.empty", "error", None, None, "代码为空", "the code is empty")],
    "1" * 4097: [
        (
            "code.too_long", "error", None, None,
            "代码过长：4097 个字符，最多 4096 个", ("the text has 4097 characters; at most 4096 "
                                       "are read"),
        )
    ],
}  # fmt: skip


@pytest.mark.parametrize("text", CASES, ids=lambda t: repr(t[:12]))
def test_fixed_length(fixed: Scheme, text: str) -> None:
    """Each fault of a code of fixed length is named once, with its segment and its character."""
    assert said(fixed, text) == CASES[text]


def test_several_faults_are_all_named(fixed: Scheme) -> None:
    """A text with several faults has a finding for each; rules on broken segments stay silent."""
    found = [(rule, path, position) for rule, _, path, position, _, _ in said(fixed, "031B3Y9")]
    assert found == [
        ("code.characters", "number", 4),
        ("code.literal", "mark", 6),
        ("code.codelist", "colour", 1),
    ]


def test_source_and_evidence(fixed: Scheme) -> None:
    """A finding cites the clause of its own rule, or else the edition's, and how sure it is."""
    _, (check,) = fixed.read("01123X6")
    _, (literal,) = fixed.read("01123Y5")
    assert (check.source, check.evidence) == ("TEST 1-2020 B", "confirmed")
    assert (literal.source, literal.evidence) == (SOURCE, "confirmed")


def test_source_without_number_is_named_by_its_title(tmp_path: Path) -> None:
    """A document without number is cited by its Chinese title."""
    segments = (
        "- {id: a, name: {zh: 甲, en: First}, chars: digits, length: 1, source: {ref: "
        "unnumbered}, range: {min: 3}}"
    )
    _, (finding,) = one(tmp_path, segments, "1").read("1")
    assert finding.source == "无编号的规则"
    assert finding.text() == "First '1' is outside 3..…"


@pytest.mark.parametrize("length", ["2", "{min: 2, max: 3}"])
@pytest.mark.parametrize(
    ("bounds", "right", "wrong"),
    [
        ("min: 5", ("05", "99"), ("00", "04")), ("max: 5", ("00", "05"), ("06", "99")),
        ("min: 5, max: 5000", ("05", "99"), ("04",)), ("min: 0, max: 0", ("00",), ("01", "10")),
        ("min: 100", (), ("00", "99")), ("min: 9, max: 10", ("09", "10"), ("08", "11")),
    ],
)  # fmt: skip
def test_ranges(
    tmp_path: Path, length: str, bounds: str, right: tuple[str, ...], wrong: tuple[str, ...]
) -> None:
    """A range counts numbers, whether the segment has one width or several."""
    segments = f"- {{id: a, name: {{zh: 甲, en: First}}, chars: digits, length: {length}, range: {{{bounds}}}}}"
    scheme = one(tmp_path, segments, "2")
    assert [text for text in (*right, *wrong) if scheme.is_valid(text)] == [*right]
    for text in wrong:
        assert [finding.rule for finding in scheme.read(text, strict=True)[1]] == ["code.range"]


VARIABLE_CASES: dict[str, list[tuple[str, str | None, int | None, str]]] = {
    "1-A": [
        ("code.length", None, None, "Test code has 3 characters; expected ≥ 4"),
        ("code.length", "head", 1, "Head has 1 characters; expected 2..4"),
    ],
    "12345-A": [("code.length", "head", 1, "Head has 5 characters; expected 2..4")],
    "12A4-B": [("code.characters", "head", 3, "'A' in Head is not allowed; allowed: 0-9")],
    "1234": [("code.literal", "dash", 5, "Hyphen is ''; expected '-'")],
    "1234B": [("code.literal", "dash", 5, "Hyphen is 'B'; expected '-'")],
    "123-": [("code.length", "tail", 5, "Tail has 0 characters; expected ≥ 1")],
    "123-Ab": [("code.characters", "tail", 6, "'b' in Tail is not allowed; allowed: 0-9 A-Z")],
    "-": [
        ("code.length", None, None, "Test code has 1 characters; expected ≥ 4"),
        ("code.length", "head", 1, "Head has 0 characters; expected 2..4"),
    ],
}


@pytest.mark.parametrize("text", VARIABLE_CASES)
def test_varying_length(variable: Scheme, text: str) -> None:
    """In a code of varying length the segment that is too short, too long or odd is named, and what
    follows it is not guessed.
    """
    assert [
        (rule, path, position, en) for rule, _, path, position, _, en in said(variable, text)
    ] == VARIABLE_CASES[text]


def test_other_printed_forms_are_read(variable: Scheme) -> None:
    """A fixed text is read in each printed form that the rule allows, and normalized to the
    first.
    """
    code = variable.parse("123－A", strict=True)
    assert (code.text, code.normalized) == ("123－A", "123-A")


@pytest.mark.parametrize(
    "text",
    [
        "1/A",
        "1.02/A",
        "1.2.3.4.5/A",
        "1.2/a",
        "/A",
        ".1/A",
        "1..2/A",
        "1.2A",
        "1.2",
        "12345.1/A",
        "1.2.",
    ],
)
def test_repeated_items(arcs: Scheme, text: str) -> None:
    """Too few or too many items, an empty one, one with a leading zero or too long a one is refused
    with a finding.
    """
    assert not arcs.is_valid(text)
    assert any(severity == "error" for _, severity, *_ in said(arcs, text))


@pytest.mark.parametrize("text", ["1/A", "12345.1/A"])
def test_repeated_items_are_not_blamed_on_right_characters(arcs: Scheme, text: str) -> None:
    """No finding says that a character is not allowed which is in the list of those allowed."""
    for rule, _, _, _, _, en in said(arcs, text):
        if rule == "code.characters":
            assert en.split("'")[1] not in "0123456789", en


def test_repeated_items_at_the_end(tmp_path: Path) -> None:
    """A row of items at the end of a code is judged to the last character."""
    segments = (
        '- {id: arcs, name: {zh: 弧, en: Arcs}, chars: digits, length: 1, repeat: {separator: "."}}'
    )
    scheme = one(tmp_path, segments, "{min: 1, max: 63}")
    assert scheme.is_valid("1.2.3")
    assert said(scheme, "1.2x") == [
        (
            "code.characters",
            "error",
            "arcs",
            4,
            "弧中的“x”不在允许字符 0-9 . 之内",
            "'x' in Arcs is not allowed; allowed: 0-9 .",
        )
    ]
    assert not scheme.is_valid("1.2.")


def test_open_length_in_the_middle(tmp_path: Path) -> None:
    """A text field ends at the fixed text after it; a control character inside is named by its
    number.
    """
    segments = """
        - {id: name, name: {zh: 名称, en: Name}, chars: "[^,]", length: {min: 1}}
        - {id: comma, name: {zh: 逗号, en: Comma}, literal: ","}
        - {id: phone, name: {zh: 电话, en: Telephone}, chars: "[^,]", length: {min: 1}}
        """
    scheme = one(tmp_path, segments, "{min: 3}")
    assert scheme.is_valid("某某药业,022")
    assert said(scheme, "某\n某,022") == [
        (
            "code.characters", "error", "name", 2,
            "名称中的“<U+000A>”不在允许字符 任意字符/any except , 之内",
            "'<U+000A>' in Name is not allowed; allowed: 任意字符/any except ,",
        )
    ]  # fmt: skip
    assert [rule for rule, *_ in said(scheme, "某某药业")] == ["code.literal"]
    assert [(rule, path) for rule, _, path, *_ in said(scheme, ",022")] == [("code.length", "name")]


def test_neighbours_of_varying_length(tmp_path: Path) -> None:
    """Two parts of varying length side by side are told apart by their characters."""
    segments = """
        - {id: letters, name: {zh: 字母, en: Letters}, chars: "[A-Z]", length: {min: 1, max: 3}}
        - {id: digits, name: {zh: 数字, en: Digits}, chars: digits, length: {min: 1, max: 3}}
        """
    scheme = one(tmp_path, segments, "{min: 2, max: 6}")
    assert scheme.parse("AB12").segments == {"letters": "AB", "digits": "12"}
    assert [(rule, path, position) for rule, _, path, position, *_ in said(scheme, "ABCD1")] == [
        ("code.characters", "digits", 4)
    ]
    assert [(rule, path, position) for rule, _, path, position, *_ in said(scheme, "AB1234")] == [
        ("code.length", "digits", 3)
    ]


def test_the_end_of_fixed_length_is_left_to_its_own_part(tmp_path: Path) -> None:
    """A part of varying length takes no characters of parts of fixed length behind it, even if they
    fit it: what is wrong is said of the part where it stands.
    """
    segments = """
        - {id: head, name: {zh: 头部, en: Head}, chars: alnum, length: {min: 1, max: 3}}
        - {id: tail, name: {zh: 尾部, en: Tail}, chars: digits, length: 2}
        """
    scheme = one(tmp_path, segments, "{min: 3, max: 5}")
    assert said(scheme, "A9X") == [
        (
            "code.characters",
            "error",
            "tail",
            3,
            "尾部中的“X”不在允许字符 0-9 之内",
            "'X' in Tail is not allowed; allowed: 0-9",
        )
    ]


def test_a_code_of_one_character(tmp_path: Path) -> None:
    """It is as right for a date as it is without one; nothing at all is not."""
    segments = "- {id: mark, name: {zh: 标志, en: Mark}, chars: digits, length: 1}"
    scheme = one(tmp_path, segments, "1")
    for on in (None, date(2026, 5, 10)):
        assert [scheme.judge(text, on) for text in ("7", "", "77", "X")] == [True] + 3 * [False]
        assert scheme.is_valid("7", on)


def test_characters_left_over(tmp_path: Path) -> None:
    """Where each part fits alone and characters are left over, the length is wrong."""
    segments = """
        - {id: head, name: {zh: 头部, en: Head}, chars: digits, length: {min: 1, max: 3}}
        - {id: end, name: {zh: 结尾, en: End}, literal: Z}
        """
    scheme = one(tmp_path, segments, "{min: 2, max: 4}")
    assert said(scheme, "1ZZ") == [
        (
            "code.length",
            "error",
            None,
            None,
            "试验码应为 2..4 个字符，实为 3 个",
            "Test code has 3 characters; expected 2..4",
        )
    ]


def test_optional_text(tmp_path: Path) -> None:
    """An optional fixed text may be left out; the normalized code has it."""
    segments = """
        - {id: mark, name: {zh: 标志, en: Mark}, literal: CN, optional: true}
        - {id: number, name: {zh: 号码, en: Number}, chars: digits, length: 2}
        """
    scheme = one(tmp_path, segments, "{min: 2, max: 4}")
    assert scheme.is_valid("CN12")
    assert scheme.is_valid("12")
    assert scheme.parse("12") == scheme.parse("CN12")
    assert not scheme.is_valid("C12")


# --- rules ----------------------------------------------------------------------------------------


def test_dates(tmp_path: Path) -> None:
    """A date must exist in the calendar, and lie in the period of the rule."""
    segments = """
        - id: made
          name: {zh: 生产日期, en: Production date}
          chars: digits
          length: 8
          date: {format: YYYYMMDD, not_before: 2020-01-01, not_after: reference}
        """
    scheme = one(tmp_path, segments, "8")
    on = date(2026, 6, 15)
    assert said(scheme, "20260615", on) == []
    assert said(scheme, "20200101", on) == []
    assert said(scheme, "20260230", on) == [
        (
            "code.date", "error", "made", 1, "生产日期“20260230”不是有效日期（YYYYMMDD）",
            "Production date '20260230' is not a date in the calendar (YYYYMMDD)",
        )
    ]  # fmt: skip
    for text in ("20191231", "20260616"):
        assert said(scheme, text, on) == [
            (
                "code.date_range", "error", "made", 1,
                f"生产日期 {text} 不在允许期间：>= 2020-01-01、<= 2026-06-15",
                (f"Production date {text} is outside the allowed dates: >= 2020-01-01, <= "
                f"2026-06-15"),
            )
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "good", "bad", "allowed"),
    [
        ("{format: YYMM, century: 2000, not_before: 2020-02-15}", "2002", "2001", ">= 2020-02-15"),
        ("{format: YYMM, century: 2000, not_after: reference}", "2606", "2607", "<= 2026-06-15"),
    ],
)
def test_months_touch_a_period(
    tmp_path: Path, rule: str, good: str, bad: str, allowed: str
) -> None:
    """A month is within a period if any of its days is."""
    segments = (
        f"- {{id: made, name: {{zh: 年月, en: Month}}, chars: digits, length: 4, date: {rule}}}"
    )
    scheme = one(tmp_path, segments, "4")
    on = date(2026, 6, 15)
    assert said(scheme, good, on) == []
    assert [en for *_, en in said(scheme, bad, on)] == [
        f"Month {bad} is outside the allowed dates: {allowed}"
    ]


LIMITED = """
- {id: a, name: {zh: 甲, en: First}, chars: alnum, length: 2}
- {id: b, name: {zh: 乙, en: Second}, chars: alnum, length: 2}
"""


@pytest.mark.parametrize(
    ("limit", "good", "bad", "expected"),
    [
        (
            'chars: "[0-9]"', "1234", "12B4",
            ("code.characters", "a.b", 1, "甲、乙中的“B”不在允许字符 0-9 之内", "'B' in First + Second is not allowed; allowed: 0-9"),
        ),
        (
            'contains: "[A-Z]"', "1A34", "1234",
            ("code.contains", "a.b", 1, "甲、乙“1234”中至少要有一个字符属于 A-Z", "First + Second '1234' needs at least one character of A-Z"),
        ),
        (
            "part: {start: 2, end: 3}, codelist: colour", "A01B", "A03B",
            ("code.codelist", "a.b", 2, "甲、乙“03”不在代码表“颜色”中；可用：01、02", ("First + Second '03' is not in the code list 'Colour'; "
                                                                      "allowed: 01, 02")),
        ),
        (
            "range: {max: 500}", "0500", "0501",
            ("code.range", "a.b", 1, ("甲、乙“0501”超出范围 "
                                     "…..500"), "First + Second '0501' is outside …..500"),
        ),
        (
            "range: {min: 5}", "0005", "00A5",
            ("code.range", "a.b", 1, "甲、乙“00A5”超出范围 5..…", "First + Second '00A5' is outside 5..…"),
        ),
        (
            "date: {format: MMYY, century: 2000}", "1226", "1326",
            ("code.date", "a.b", 1, "甲、乙“1326”不是有效日期（MMYY）", ("First + Second '1326' is not a date in the calendar "
                                                             "(MMYY)")),
        ),
    ],
)  # fmt: skip
def test_limits(
    tmp_path: Path, limit: str, good: str, bad: str, expected: tuple[str, str, int, str, str]
) -> None:
    """A further rule reads several segments together, or a part of them, and its finding names them
    all.
    """
    text = f"- {{id: lim, name: {{zh: 限, en: Limit}}, of: [a, b], {limit}, source: {{ref: rule-book}}, evidence: single}}"
    scheme = one(tmp_path, LIMITED, "4", limits=text)
    assert said(scheme, good) == []
    rule, path, position, zh, en = expected
    assert said(scheme, bad) == [(rule, "error", path, position, zh, en)]


def test_limit_on_part_of_one_segment(tmp_path: Path) -> None:
    """A further rule on a part of one segment points at that part."""
    limit = "- {id: lim, name: {zh: 限, en: Limit}, of: [b], part: {start: 2, end: 2}, range: {min: 5}, source: {ref: rule-book}, evidence: single}"
    scheme = one(tmp_path, LIMITED, "4", limits=limit)
    assert said(scheme, "AA05") == []
    assert said(scheme, "AA54") == [
        ("code.range", "error", "b", 4, "乙“4”超出范围 5..…", "Second '4' is outside 5..…")
    ]


def test_lists_that_may_be_incomplete(tmp_path: Path) -> None:
    """A value outside a list that is not strict is only reported, and not at all where the list
    does not claim to be complete.
    """
    segments = "- {id: a, name: {zh: 甲, en: First}, chars: digits, length: 2, codelist: shade}"
    scheme = one(tmp_path, segments, "2")
    assert said(scheme, "11") == []
    assert said(scheme, "29") == []
    assert said(scheme, "19") == [
        (
            "code.codelist", "warning", "a", 1,
            "甲“19”不在代码表“色调”中；可用：11、12", ("First '19' is not in the code list "
                                        "'Shade'; allowed: 11, 12"),
        )
    ]  # fmt: skip
    assert scheme.is_valid("19")


def test_long_lists_name_near_values(tmp_path: Path) -> None:
    """Of a long list only the values near to the wrong one are named; if none is near, none."""
    entries = "\n".join(
        f'          - {{code: "{n}", name: {{zh: 值{n}, en: value {n}}}}}'
        for n in range(1000, 1020)
    )
    listed = f"""
        id: long
        name: {{zh: 长表, en: Long list}}
        strict: true
        source: {{ref: rule-book}}
        evidence: confirmed
        entries:
{entries}
        """
    segments = "- {id: a, name: {zh: 甲, en: First}, chars: digits, length: 4, codelist: long}"
    scheme = schemes(
        tmp_path,
        {"codelists/long.yaml": listed, "thing": scheme_file("thing", edition(segments, "4"))},
    )["thing"]
    assert [en for *_, en in said(scheme, "1050")] == [
        "First '1050' is not in the code list 'Long list'; did you mean 1015, 1010, 1009?"
    ]
    assert [en for *_, en in said(scheme, "7777")] == [
        "First '7777' is not in the code list 'Long list'"
    ]


def test_check_over_characters_without_value(tmp_path: Path) -> None:
    """A check rule that has no value for a character refuses the code and says why."""
    segments = """
        - {id: a, name: {zh: 甲, en: First}, chars: alnum, length: 2}
        - {id: c, name: {zh: 校验码, en: Check digit}, chars: digits, length: 1}
        """
    check = "- {rule: luhn, of: [a], into: c, source: {ref: rule-book}, evidence: confirmed}"
    scheme = one(tmp_path, segments, "3", checks=check)
    assert said(scheme, "A10") == [
        (
            "code.check_character", "error", "c", 3,
            "校验码应为“'A' 在该校验规则中没有取值”，实为“0”（luhn）",
            "Check digit is '0'; expected ''A' has no value in this check rule' (luhn)",
        )
    ]  # fmt: skip


def test_weighted_sum(tmp_path: Path) -> None:
    """A check rule written out as weights, modulus and results is computed as written; the alphabet
    is digits unless named.
    """
    segments = """
        - {id: a, name: {zh: 甲, en: First}, chars: digits, length: 2}
        - {id: c, name: {zh: 校验码, en: Check}, chars: alnum, length: 1}
        """
    for alphabet in ("", ", alphabet: alnum"):
        check = (
            f"- {{rule: weighted-sum, of: [a], into: c, weights: [1, 3], modulus: 5, results: VWXYZ{alphabet}, "
            "source: {ref: rule-book}, evidence: confirmed}"
        )
        scheme = one(tmp_path, segments, "3", checks=check)
        assert scheme.build(a="12").normalized == "12X"
        assert not scheme.is_valid("12Y")


@pytest.mark.parametrize(
    ("rule", "zh", "en"),
    [
        (
            "rule: nonsense",
            "校验规则 nonsense：不存在；可用：gs1-mod10",
            "the check rule nonsense does not exist; use one of gs1-mod10",
        ),
        (
            "rule: weighted-sum",
            "校验规则 weighted-sum：参数不符：0 个余数须各有一个结果，实有 0 个",
            "the check rule weighted-sum needs one result for each of the 0 remainders",
        ),
        (
            "rule: weighted-sum, modulus: 2, results: ab",
            "校验规则 weighted-sum：参数不符：须有权重",
            "the check rule weighted-sum needs weights",
        ),
    ],
)
def test_check_rules_that_do_not_exist(tmp_path: Path, rule: str, zh: str, en: str) -> None:
    """An unknown check rule, or one whose parameters do not fit, stops the scheme from working: it
    never passes.
    """
    check = f"- {{{rule}, of: [colour, number], into: check, source: {{ref: rule-book}}, evidence: confirmed}}"
    scheme = one(tmp_path, FIXED, "7", checks=check)
    with pytest.raises(SpecError) as caught:
        scheme.is_valid("01123X5")
    (finding,) = caught.value.findings
    assert finding.rule == "spec.check"
    assert finding.text("zh").startswith(zh)
    assert finding.text("en").startswith(en)


def test_segment_without_characters(tmp_path: Path) -> None:
    """A segment that is neither fixed text nor has characters and length stops the scheme from
    working.
    """
    scheme = one(tmp_path, "- {id: a, name: {zh: 甲, en: First}, chars: digits}", "1")
    with pytest.raises(SpecError, match=r"the segment a needs chars and length"):
        scheme.is_valid("1")


def test_names_that_lead_nowhere(tmp_path: Path) -> None:
    """An alphabet, code list or scheme that does not exist stops the scheme from working."""
    for number, segment in enumerate(
        ("chars: nowhere", "chars: digits, codelist: nowhere", "chars: digits, scheme: nowhere")
    ):
        scheme = one(
            tmp_path / str(number),
            f"- {{id: a, name: {{zh: 甲, en: First}}, length: 1, {segment}}}",
            "1",
        )
        with pytest.raises(UnknownId, match=r"nowhere"):
            scheme.is_valid("1")


# --- evidence -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edition_evidence", "rule_evidence", "severity"),
    [
        ("confirmed", "confirmed", "error"),
        ("confirmed", "single", "error"),
        ("confirmed", "unsure", "warning"),
        ("confirmed", "project", "warning"),
        ("project", "project", "error"),
        ("project", "unsure", "warning"),
    ],
)
def test_severity_follows_evidence(
    tmp_path: Path, edition_evidence: str, rule_evidence: str, severity: str
) -> None:
    """Only rules that are well founded, or this project's own on its own codes, raise errors."""
    check = f"- {{rule: gs1-mod10, of: [colour, number], into: check, source: {{ref: rule-book}}, evidence: {rule_evidence}}}"
    scheme = one(tmp_path, FIXED, "7", checks=check, evidence=edition_evidence)
    assert [(rule, level) for rule, level, *_ in said(scheme, "01123X6")] == [
        ("code.check_character", severity)
    ]
    assert scheme.is_valid("01123X6") is (severity == "warning")


def test_unsure_layout_takes_any_text(tmp_path: Path) -> None:
    """A layout of unsure evidence refuses nothing: the text is carried as it is, with warnings, but
    was not checked.
    """
    scheme = one(tmp_path, FIXED, "7", evidence="unsure")
    code, findings = scheme.read("something else", strict=True)
    assert code is not None
    assert (code.normalized, dict(code.segments)) == ("something else", {})
    assert {f.severity for f in findings} == {"warning"}
    assert "code.unverified" in {f.rule for f in findings}
    assert not scheme.is_valid("something else")


def test_unsure_layout_with_a_sure_rule(tmp_path: Path) -> None:
    """The quick answer and the full one agree also where a sure rule stands in an unsure layout."""
    limit = "- {id: lim, name: {zh: 限, en: Limit}, of: [a], codelist: colour, source: {ref: rule-book}, evidence: confirmed}"
    scheme = one(tmp_path, LIMITED, "4", evidence="unsure", limits=limit)
    for text in ("01AB", "99AB", "99ab", "01ab", "0"):
        assert scheme.is_valid(text) is (status_of(scheme.read(text, strict=True)[1]) == "valid"), (
            text
        )


# --- what identify asks ---------------------------------------------------------------------------


def test_first_characters(tmp_path: Path, fixed: Scheme, variable: Scheme) -> None:
    """A form knows with which characters and fixed text its codes begin."""
    (layout,) = fixed.layouts
    assert (layout.begins, layout.first_chars, layout.min, layout.max) == ("", "0123456789", 7, 7)
    assert variable.layouts[0].max == MAX_TEXT
    literal = one(
        tmp_path / "a", "- {id: m, name: {zh: 标志, en: Mark}, literal: AB, also: [ab]}", "2"
    ).layouts[0]
    assert (literal.begins, literal.first_chars) == ("AB", "Aa")
    optional = one(
        tmp_path / "b",
        "- {id: m, name: {zh: 标志, en: Mark}, literal: AB, optional: true}\n- {id: a, name: {zh: "
        '甲, en: First}, chars: "[^,]", length: 1}',
        "{min: 1, max: 3}",
    ).layouts[0]
    assert optional.first_chars is None
    negated = one(
        tmp_path / "c", '- {id: a, name: {zh: 甲, en: First}, chars: "[^,]", length: 1}', "1"
    ).layouts[0]
    assert negated.first_chars is None


def test_tight_rules_leave_little_space(fixed: Scheme) -> None:
    """The more rules a text keeps, the fewer texts would do as well."""
    (layout,) = fixed.layouts
    bound = Bound(date(2026, 6, 15), strict=True)
    right, wrong = layout.read("01123X5", bound), layout.read("03123X8", bound)
    assert right.space < wrong.space < free(layout.segments, right.groups)


@pytest.mark.slow
@pytest.mark.parametrize("id", registry(packaged()).ids)
def test_what_was_accepted_changes_no_answer(id: str) -> None:
    """A form that has accepted a code says of its neighbours what one says that has not."""
    scheme, random = registry(packaged())[id], Random(id)
    for example in scheme.examples:
        text, bound = example.code, Bound(example.on or date(2026, 11, 23), strict=True)
        for layout in scheme.layouts:
            if not layout.accepts(text, bound):
                continue
            for _ in range(60):
                other = list(text)
                for _ in range(random.choice((1, 1, 2, 9))):
                    place = random.randrange(random.choice((0, len(other) // 2)), len(other))
                    other[place] = random.choice((*text, "0", "1", "A", "a", "", "00", "\n", "京"))
                for day in (bound.reference, date(2016, 2, 29), date(2031, 1, 1)):
                    near, fresh = "".join(other), Layout(layout.spec, layout.edition, scheme)
                    assert layout.accepts(near, Bound(day, strict=True)) == fresh.accepts(
                        near, Bound(day, strict=True)
                    )


def test_which_beginnings_are_remembered() -> None:
    """Those of the codes of this programme, where a party stands before the serial and a check over
    all behind it.
    """

    def quick(text: str, bound: Bound) -> bool:
        raise AssertionError(text, bound)

    remembered = {
        id
        for id in registry(packaged()).ids
        for layout in registry(packaged())[id].layouts
        if remembering(layout, quick) is not quick
    }
    assert remembered == {"tj-trace"}


def test_a_layout_in_doubt_warns_of_every_code(tmp_path: Path) -> None:
    """What fits it is right, with a warning in the words of the rule; what does not fit is told
    without it.
    """
    scheme = one(
        tmp_path,
        FIXED,
        "7",
        checks=CHECK,
        dates="warn: {zh: 这种写法未经证实, en: This form is not verified}",
    )
    code, (finding,) = scheme.read("01105X1", None, strict=True)
    assert code is not None
    assert (finding.rule, finding.severity, finding.path) == (
        "code.unverified_layout",
        "warning",
        None,
    )
    assert (finding.text("zh"), finding.text("en")) == (
        "代码结构存疑：这种写法未经证实",
        "the layout is in doubt: This form is not verified",
    )
    assert (finding.source, finding.evidence) == ("TEST 1-2020 3", "unsure")
    assert scheme.warns
    assert status_of([finding]) == "valid"
    assert [one[0] for one in said(scheme, "01105X")] == ["code.length"]
    assert [one[:2] for one in said(scheme, "01105X2")] == [
        ("code.check_character", "error"), ("code.unverified_layout", "warning"),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["12", "123", "1", "12-"])
def test_a_text_that_ends_before_the_fixed_end(text: str) -> None:
    """Where a segment of varying length finds fewer characters than must follow it, the text is too
    short.
    """
    scheme = registry(load(Path(__file__).parents[1] / "packs" / "odd"))["odd-inner"]
    code, findings = scheme.read(text, edition="old", strict=True)
    assert code is None
    assert {finding.rule for finding in findings} == {"code.length"}
