# ruff: noqa: E501  # tables of cases: one case a line
"""Schemes at work: editions by date, forms, building, nested codes, links, warnings."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

import tracecode as tc
from tests.folders import edition, one, scheme_file, schemes
from tracecode.codes import clock
from tracecode.codes.registry import Registry, registry
from tracecode.codes.segment_rules import Bound
from tracecode.errors import InvalidCode, UnknownId
from tracecode.standard.resolved import packaged

if TYPE_CHECKING:
    from pathlib import Path

    from tracecode.codes.scheme import Scheme

A = "- {id: a, name: {zh: 甲, en: First}, chars: digits, length: 2}\n"
B = "- {id: b, name: {zh: 乙, en: Second}, chars: digits, length: 1}\n"


def digits(count: int, id: str = "number") -> str:
    """A segment of so many digits."""
    return f"- {{id: {id}, name: {{zh: 号码, en: Number}}, chars: digits, length: {count}}}\n"


@pytest.fixture
def dated(tmp_path: Path) -> Scheme:
    """Three editions one after the other: 2, 3 and 4 digits; the last begins in the far future."""
    editions = (
        edition(digits(2), "2", id="old", dates="valid_to: 2019-12-31", example='"11"')
        + edition(
            digits(3),
            "3",
            id="new",
            dates="valid_from: 2020-01-01\nvalid_to: 2150-12-31",
            example='"111"',
        )
        + edition(digits(4), "4", id="next", dates="valid_from: 2151-01-01", example='"1111"')
    )
    return schemes(tmp_path, {"thing": scheme_file("thing", editions)})["thing"]


def test_midnight(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a date today counts, and today ends at midnight, or when the clock is put back."""
    # no date behind today
    code, rule = "201512270003740268599528", registry(packaged())["veterinary-trace"]

    def at(year: int, month: int, day: int, hour: int) -> None:
        class Today(date):
            @classmethod
            def today(cls) -> Today:
                return cls(year, month, day)

        monkeypatch.setattr(clock, "date", Today)
        monkeypatch.setattr(clock, "time", lambda: datetime(year, month, day, hour).timestamp())  # noqa: DTZ001

    monkeypatch.setattr(clock, "_today", (0.0, 0.0, clock.STRICT))
    verdicts = []
    for day, hour in ((25, 9), (26, 23), (27, 0), (27, 23), (26, 12), (28, 1)):
        at(2015, 12, day, hour)
        verdicts.append(rule.is_valid(code))
    assert verdicts == [False, False, True, True, False, True]


# --- editions -------------------------------------------------------------------------------------


def test_editions_in_force_come_first(dated: Scheme) -> None:
    """Without a date every edition counts, the one in force today first, then the older, then the
    coming ones.
    """
    assert [layout.edition.id for layout in dated.layouts] == ["new", "old", "next"]
    assert [dated.parse(text).edition for text in ("111", "11", "1111")] == ["new", "old", "next"]


@pytest.mark.parametrize(
    ("on", "right", "edition_id"),
    [
        (date(1990, 1, 1), "11", "old"),
        (date(2019, 12, 31), "11", "old"),
        (date(2020, 1, 1), "111", "new"),
        (date(2150, 12, 31), "111", "new"),
        (date(2151, 1, 1), "1111", "next"),
    ],
)
def test_a_date_chooses_the_edition(dated: Scheme, on: date, right: str, edition_id: str) -> None:
    """On a date only the edition in force on that day counts, to the day."""
    assert dated.parse(right, on).edition == edition_id
    assert [text for text in ("11", "111", "1111") if dated.is_valid(text, on)] == [right]
    assert dated.parse(right, on).findings == ()


def test_an_edition_by_name(dated: Scheme) -> None:
    """A named edition is used whatever the date; outside its dates a warning says so."""
    assert dated.parse("11", edition="old").edition == "old"
    assert not dated.is_valid("111", edition="old")
    (finding,) = dated.parse("11", date(2021, 5, 1), edition="old").findings
    assert (finding.rule, finding.severity, finding.source) == (
        "code.edition",
        "warning",
        "TEST 1-2020 3",
    )
    assert finding.text("zh") == "2021-05-01 没有有效版本，按版本 old 读取"
    assert finding.text("en") == "no edition is in force on 2021-05-01; read by edition old"
    assert dated.parse("11", date(2010, 5, 1), edition="old").findings == ()


@pytest.mark.parametrize(
    ("on", "expected"),
    [(date(2014, 1, 1), "first"), (date(2017, 12, 1), "second"), (date(2031, 1, 1), "second")],
)
def test_between_editions_the_nearest_is_read(tmp_path: Path, on: date, expected: str) -> None:
    """On a date without edition the nearest one is read, with a warning."""
    editions = edition(
        digits(2), "2", id="first", dates="valid_from: 2015-01-01\nvalid_to: 2015-12-31"
    ) + edition(digits(2), "2", id="second", dates="valid_from: 2018-01-01\nvalid_to: 2018-12-31")
    scheme = schemes(tmp_path, {"thing": scheme_file("thing", editions)})["thing"]
    code = scheme.parse("11", on)
    assert code.edition == expected
    assert [finding.rule for finding in code.findings] == ["code.edition"]


def test_unknown_editions_and_forms(dated: Scheme) -> None:
    """An edition or form that does not exist raises, and the error names those that do."""
    with pytest.raises(UnknownId, match=r"unknown edition of thing 'newer'; did you mean new"):
        dated.parse("11", edition="newer")
    with pytest.raises(UnknownId, match=r"unknown form of thing 'nowhere'; known: new, next, old"):
        dated.parse("11", form="nowhere")
    with pytest.raises(UnknownId, match=r"unknown form of thing 'new'; known: old"):
        dated.is_valid("11", edition="old", form="new")


# --- forms ----------------------------------------------------------------------------------------

FORMS = """
- id: only
  source: {ref: rule-book}
  evidence: confirmed
  forms:
    - id: short
      name: {zh: 短, en: short}
      length: 3
      segments:
        - {id: number, name: {zh: 号码, en: Number}, chars: digits, length: 2}
        - {id: check, name: {zh: 校验码, en: Check digit}, chars: digits, length: 1}
      checks: [{rule: gs1-mod10, of: [number], into: check, source: {ref: rule-book}, evidence: confirmed}]
    - id: long
      name: {zh: 长, en: long}
      evidence: single
      length: 5
      segments:
        - {id: prefix, name: {zh: 前缀, en: Prefix}, literal: AB}
        - {id: number, name: {zh: 号码, en: Number}, chars: digits, length: 2}
        - {id: class, name: {zh: 类, en: Class}, chars: "[A-Z]", length: 1}
  examples: {valid: [{code: "123", origin: derived}]}
"""


@pytest.fixture
def layouts(tmp_path: Path) -> Scheme:
    """One edition with two forms."""
    return schemes(tmp_path, {"thing": scheme_file("thing", FORMS)})["thing"]


def test_the_form_that_fits_is_taken(layouts: Scheme) -> None:
    """A text is read by the form that it fits, and the code says which."""
    assert layouts.parse("130").form == "short"
    assert layouts.parse("AB13C").form == "long"
    assert not layouts.is_valid("AB13C", form="short")
    assert layouts.is_valid("AB13C", form="long")


def test_the_form_with_fewest_faults_explains(layouts: Scheme) -> None:
    """A text that fits no form is explained by the form that it comes nearest to, whose name is
    said.
    """
    _, findings = layouts.read("AB13")
    assert findings[0].text("en") == "Test code (long) has 4 characters; expected 5"
    assert findings[0].text("zh") == "试验码（长）应为 5 个字符，实为 4 个"
    _, (wrong,) = layouts.read("AB13c")
    assert wrong.text("en") == "'c' in Class is not allowed; allowed: A-Z"


# --- reading --------------------------------------------------------------------------------------


def test_lenient_reading_says_what_it_changed(tmp_path: Path) -> None:
    """Lenient reading folds as the scheme allows, says so, and gives positions in the text as it
    came.
    """
    scheme = one(tmp_path, A + B, "3", lenient="[width, trim, spaces]")
    code = scheme.parse(" １2 3")
    assert (code.text, code.normalized) == (" １2 3", "123")
    (finding,) = code.findings
    assert (finding.rule, finding.severity) == ("code.folded", "info")
    assert finding.text("zh") == "已规范化：全角转半角、去除首尾空白、去除空格"
    assert (
        finding.text("en")
        == "read after folding: full-width to ASCII, surrounding space removed, spaces removed"
    )
    assert not scheme.is_valid(" １2 3")
    assert scheme.is_valid(" １2 3", strict=False)
    _, findings = scheme.read(" １ A 3")
    assert [(f.rule, f.position) for f in findings] == [
        ("code.characters", 4),
        ("code.folded", None),
    ]


def test_what_folds_away_is_empty(tmp_path: Path) -> None:
    """A text of nothing but blanks is empty, not short."""
    scheme = one(tmp_path, A, "2", lenient="[trim]")
    assert [f.rule for f in scheme.read("   ")[1]] == ["code.empty"]
    assert not scheme.is_valid("   ", strict=False)


@pytest.mark.parametrize(
    "text", ["", "x" * 4097, "1" * 5000, "\ud800", "\x00\x00", "12\n", "１２", "1 2"]
)
def test_is_valid_never_raises(tmp_path: Path, text: str) -> None:
    """Any str gets an answer."""
    scheme = one(tmp_path, A, "2")
    assert not scheme.is_valid(text)


def test_too_long_a_text_is_never_valid(tmp_path: Path) -> None:
    """A text that is too long to be read is not valid either, whatever would be left of it after
    folding.
    """
    scheme = one(tmp_path, A, "2", lenient="[spaces]")
    text = " " * 5000 + "12"
    assert scheme.read(text)[0] is None
    assert not scheme.is_valid(text, strict=False)


@pytest.mark.parametrize("given", [None, 12, b"12", ["1", "2"]])
def test_other_types_are_refused(tmp_path: Path, given: object) -> None:
    """What is not a str is a fault of the program, and raises TypeError."""
    scheme = one(tmp_path, A, "2")
    with pytest.raises(TypeError, match=r"text takes a str, not "):
        scheme.parse(given)  # type: ignore[arg-type]


def test_a_fault_is_told_once() -> None:
    """What a segment and a limit on it both judge is told once, as gravely as either has it."""
    _, findings = tc.scheme("resident-id").read("11010519490231002X")
    assert [(finding.rule, finding.severity) for finding in findings] == [
        ("code.date", "error"),
        ("code.check_character", "error"),
    ]
    _, findings = tc.scheme("resident-id").read("110105189912310025")
    assert "code.date_range" in [finding.rule for finding in findings]


def test_errors_come_before_warnings(tmp_path: Path) -> None:
    """The findings of a text stand in the order of their weight, errors first."""
    segments = (
        "- {id: s, name: {zh: 色调, en: Shade}, chars: digits, length: 2, codelist: shade}\n"
        + A.replace("2}", "2, codelist: colour}")
    )
    scheme = one(tmp_path, segments, "4", lenient="[trim]")
    _, findings = scheme.read(" 1999")
    assert [(f.rule, f.severity, f.position) for f in findings] == [
        ("code.codelist", "error", 4),
        ("code.codelist", "warning", 2),
        ("code.folded", "info", None),
    ]
    with pytest.raises(InvalidCode) as caught:
        scheme.parse(" 1999")
    assert caught.value.findings == findings
    assert str(caught.value) == (
        "a@4: First '99' is not in the code list 'Colour'; allowed: 01, 02 [TEST 1-2020 3] (and 2 "
        "more)\n"
        "a@4: 甲“99”不在代码表“颜色”中；可用：01、02 [TEST 1-2020 3]（另有 2 条）"
    )


def test_warns_and_tightness(tmp_path: Path, layouts: Scheme) -> None:
    """A scheme knows whether right codes may have warnings, and how seldom a random text fits
    it.
    """
    assert not layouts.warns
    assert layouts.tightness == 0.0
    advisory = one(tmp_path / "w", A.replace("2}", "2, codelist: shade}"), "2")
    assert advisory.warns
    listed = one(tmp_path / "l", A.replace("2}", "2, codelist: colour}"), "2")
    assert listed.tightness == pytest.approx(5.6438, abs=1e-3)


def test_repr_and_examples(dated: Scheme) -> None:
    """A scheme shows its id, and gives the examples of all its editions."""
    assert repr(dated) == "Scheme('thing')"
    assert [example.code for example in dated.examples] == ["11", "111", "1111"]


# --- building -------------------------------------------------------------------------------------


def test_build_fills_in_what_is_fixed_and_computed(layouts: Scheme) -> None:
    """Check characters are computed, fixed texts filled in; the segments given choose the form."""
    assert layouts.build(number="13").normalized == "130"
    long = layouts.build(form="long", edition=None, on=None, number="13", **{"class": "C"})
    assert (long.normalized, long.form) == ("AB13C", "long")
    assert layouts.build(form="short", number="13").form == "short"


def build_faults(scheme: Scheme, **segments: object) -> list[tuple[str, str, str]]:
    """What building says of these segments."""
    with pytest.raises(InvalidCode) as caught:
        scheme.build(**segments)  # type: ignore[arg-type]
    return [(f.rule, f.text("zh"), f.text("en")) for f in caught.value.findings]


def test_build_says_what_is_missing_and_unknown(tmp_path: Path) -> None:
    """Each missing and each unknown segment is named, beside those that the scheme has."""
    scheme = one(tmp_path, A + B, "3")
    assert build_faults(scheme, a="12", c="3", b2="4") == [
        (
            "build.missing",
            "试验码缺少字段 b；需要：a、b",
            "Test code needs b; its segments are: a, b",
        ),
        (
            "build.unknown",
            "试验码没有字段 c；可用：a、b",
            "Test code has no segment c; its segments are: a, b",
        ),
        (
            "build.unknown",
            "试验码没有字段 b2；可用：a、b",
            "Test code has no segment b2; its segments are: a, b",
        ),
    ]


def test_build_does_not_take_check_characters(layouts: Scheme) -> None:
    """A check character or a fixed text is not given but computed."""
    assert build_faults(layouts, number="13", check="0") == [
        (
            "build.unknown",
            "试验码没有字段 check；可用：number",
            "Test code has no segment check; its segments are: number",
        )
    ]


@pytest.mark.parametrize("value", [12, None, b"12", date(2026, 1, 1), 1.5])
def test_build_takes_text(tmp_path: Path, value: object) -> None:
    """A segment takes text; a number would lose its zeros."""
    kind = type(value).__name__
    assert build_faults(one(tmp_path, A, "2"), a=value) == [
        ("build.type", f"甲应为文本，实为 {kind}", f"First takes text, not {kind}")
    ]


def test_build_makes_no_code_that_shows_nothing() -> None:
    """A rule of unsure evidence takes any characters; what parse would call empty is not built."""
    with pytest.raises(InvalidCode) as caught:
        registry(packaged())["toxic-purchase-permit"].build(permit_no=" ")
    assert [finding.rule for finding in caught.value.findings] == ["code.empty"]


def test_build_judges_each_segment(tmp_path: Path) -> None:
    """A segment of wrong characters, length or value is refused, and every fault is named."""
    scheme = one(
        tmp_path,
        A.replace("2}", '2, first: "[1-9]", codelist: colour}').replace("length: 2,", "length: 2,")
        + B,
        "3",
    )
    assert build_faults(scheme, a="0x", b="12") == [
        (
            "code.characters",
            "甲中的“0”不在允许字符 1-9 之内",
            "'0' in First is not allowed; allowed: 1-9",
        ),
        (
            "code.characters",
            "甲中的“x”不在允许字符 0-9 之内",
            "'x' in First is not allowed; allowed: 0-9",
        ),
        ("code.length", "乙应为 1 个字符，实为 2 个", "Second has 2 characters; expected 1"),
    ]
    assert [rule for rule, *_ in build_faults(scheme, a="10", b="1")] == ["code.codelist"]
    assert [rule for rule, *_ in build_faults(scheme, a="", b="1")] == ["code.length"]


def test_build_takes_dates(tmp_path: Path) -> None:
    """A date segment takes a date and writes it in its format."""
    segments = (
        "- {id: made, name: {zh: 日期, en: Date}, chars: digits, length: 6, date: {format: "
        "YYMMDD, century: 2000}}\n"
    )
    scheme = one(tmp_path, segments, "6")
    assert scheme.build(made=date(2026, 3, 12)).normalized == "260312"
    assert scheme.build(made="260312").normalized == "260312"
    assert [rule for rule, *_ in build_faults(scheme, made="260230")] == ["code.date"]


def test_build_judges_a_date_by_its_own_date(tmp_path: Path) -> None:
    """A rule that looks at the date of reading looks at `on`."""
    segments = "- {id: made, name: {zh: 日期, en: Date}, chars: digits, length: 8, date: {format: YYYYMMDD, not_after: reference}}\n"
    scheme = one(tmp_path, segments, "8")
    assert scheme.build(on=date(2099, 1, 2), made=date(2099, 1, 1)).normalized == "20990101"
    assert [rule for rule, *_ in build_faults(scheme, on=date(2020, 1, 1), made="20200102")] == [
        "code.date_range"
    ]


def test_build_where_a_check_cannot_be_computed(tmp_path: Path) -> None:
    """Where the check rule has no value for a character the code is refused, not built without
    check.
    """
    segments = "- {id: a, name: {zh: 甲, en: First}, chars: alnum, length: 2}\n- {id: c, name: {zh: 校验码, en: Check}, chars: digits, length: 1}"
    scheme = one(
        tmp_path,
        segments,
        "3",
        checks="- {rule: luhn, of: [a], into: c, source: {ref: rule-book}, evidence: confirmed}",
    )
    assert build_faults(scheme, a="A1")
    assert scheme.build(a="11").normalized == "117"


def test_build_repeated_items(tmp_path: Path) -> None:
    """A row of items is given as one text."""
    segments = (
        "- {id: arcs, name: {zh: 弧, en: Arcs}, chars: digits, length: 1, repeat: {separator: "
        '".", min: 2, max: 3}}'
    )
    scheme = one(tmp_path, segments, "{min: 3, max: 5}")
    assert scheme.build(arcs="1.2").normalized == "1.2"
    assert build_faults(scheme, arcs="1..2")


# --- nested codes ---------------------------------------------------------------------------------


def nesting(root: Path, evidence: str = "confirmed", outer: str = "confirmed") -> Registry:
    """A scheme `outer` around a code of the scheme `inner`, which has a list and a check digit."""
    inner = (
        "- {id: colour, name: {zh: 颜色, en: Colour}, chars: digits, length: 2, codelist: colour}\n"
        "- {id: check, name: {zh: 校验码, en: Check digit}, chars: digits, length: 1}\n"
    )
    check = "- {rule: gs1-mod10, of: [colour], into: check, source: {ref: rule-book}, evidence: confirmed}"
    around = (
        "- {id: mark, name: {zh: 标志, en: Mark}, literal: Q}\n"
        f"- {{id: party, name: {{zh: 主体, en: Party}}, chars: digits, length: 3, scheme: inner, evidence: {evidence}}}\n"
    )
    return schemes(
        root,
        {
            "inner": scheme_file("inner", edition(inner, "3", checks=check)),
            "outer": scheme_file("outer", edition(around, "4", evidence=outer)),
        },
    )


def test_nested_codes_are_judged_by_their_own_scheme(tmp_path: Path) -> None:
    """A nested code's fault is found, with the path and position in the outer code."""
    outer = nesting(tmp_path)["outer"]
    assert outer.is_valid("Q017")
    assert not outer.is_valid("Q018")
    _, (finding,) = outer.read("Q018")
    assert (finding.rule, finding.severity, finding.path, finding.position) == (
        "code.check_character",
        "error",
        "party.check",
        4,
    )
    assert not outer.is_valid("Q99X")


def test_nested_codes_can_be_taken_out_and_put_in(tmp_path: Path) -> None:
    """A code has its nested codes, with their meanings; building takes a code as a segment."""
    schemes = nesting(tmp_path)
    inner = schemes["inner"].build(colour="02")
    code = schemes["outer"].build(party=inner)
    assert code.nested == {"party": inner}
    assert code.meanings("en") == {"party": "Test code", "party.colour": "green"}
    assert code.meanings("zh") == {"party": "试验码", "party.colour": "绿"}


def test_nested_findings_never_outrank_the_outer_rule(tmp_path: Path) -> None:
    """Where it is unsure that a segment is such a code, its faults are warnings."""
    outer = nesting(tmp_path, "unsure")["outer"]
    code = outer.parse("Q018")
    assert [(f.rule, f.severity, f.evidence) for f in code.findings] == [
        ("code.check_character", "warning", "unsure")
    ]


def test_nested_codes_that_are_none(tmp_path: Path) -> None:
    """A segment that only perhaps is a code, and is not, is left out of the nested codes: nothing
    raises.
    """
    code = nesting(tmp_path, "unsure")["outer"].parse("Q018")
    assert code.nested == {}
    assert code.meanings("en") == {}


def test_nested_warnings_are_passed_on(tmp_path: Path) -> None:
    """A right nested code with a warning gives the outer code that warning, and stays right."""
    inner = "- {id: s, name: {zh: 色调, en: Shade}, chars: digits, length: 2, codelist: shade}"
    outer = "- {id: k, name: {zh: 内码, en: Inner}, chars: digits, length: 2, scheme: inner}"
    made = schemes(
        tmp_path,
        {
            "inner": scheme_file("inner", edition(inner, "2")),
            "outer": scheme_file("outer", edition(outer, "2")),
        },
    )
    code = made["outer"].parse("19")
    assert [(f.rule, f.severity, f.path) for f in code.findings] == [
        ("code.codelist", "warning", "k.s")
    ]
    assert made["outer"].warns


def test_nested_codes_are_folded_where_reading_is_lenient(tmp_path: Path) -> None:
    """In lenient reading a nested code is folded as its own scheme allows; in strict reading
    not.
    """
    inner = "- {id: s, name: {zh: 字母, en: Letters}, chars: alnum, length: 2}"
    outer = (
        '- {id: k, name: {zh: 内码, en: Inner}, chars: "[0-9A-Za-z-]", length: 3, scheme: inner}'
    )
    made = schemes(
        tmp_path,
        {
            "inner": scheme_file("inner", edition(inner, "2"), lenient="[hyphens, upper]"),
            "outer": scheme_file("outer", edition(outer, "3")),
        },
    )
    assert made["outer"].is_valid("a-b", strict=False)
    assert made["outer"].parse("a-b").scheme == "outer"
    assert not made["outer"].is_valid("a-b")


# --- links ----------------------------------------------------------------------------------------

LINKS = """
links:
  - id: with-registration
    name: {zh: 登记号, en: registration}
    to: other
    equal:
      - {here: [a], there: [x], last: 2}
      - {here: [b], there: [kind], map: {P: "1", Q: "2"}}
    source: {ref: rule-book, clause: "9"}
    evidence: confirmed
  - id: with-itself
    name: {zh: 自身, en: itself}
    to: thing
    equal: [{here: [a, b], there: [a, b]}]
    source: {ref: rule-book}
    evidence: unsure
"""
OTHER = (
    '- {id: kind, name: {zh: 类, en: Kind}, chars: "[P-R]", length: 1}\n'
    "- {id: x, name: {zh: 号, en: Number}, chars: digits, length: {min: 2, max: 4}}\n"
)


@pytest.fixture
def linked(tmp_path: Path) -> Registry:
    """A scheme `thing` that agrees with codes of `other`."""
    return schemes(
        tmp_path,
        {
            "thing": scheme_file("thing", edition(A + B, "3"), more=LINKS),
            "other": scheme_file("other", edition(OTHER, "{min: 3, max: 5}")),
        },
    )


@pytest.mark.parametrize(
    ("here", "there", "expected"),
    [
        ("121", "P12", []),
        ("121", "P9912", []),
        ("122", "Q12", []),
        ("129", "R12", []),
        (
            "121",
            "P13",
            [("登记号：应为“13”，实为“12”", "registration: expected '13', found '12'", "a")],
        ),
        (
            "121",
            "Q12",
            [("登记号：应为“2”，实为“1”", "registration: expected '2', found '1'", "b")],
        ),
    ],
)
def test_links(
    linked: Registry, here: str, there: str, expected: list[tuple[str, str, str]]
) -> None:
    """Linked segments are compared, the last characters or by a table where the link says so."""
    found = linked["thing"].agrees(linked["thing"].parse(here), linked["other"].parse(there))
    assert [(f.text("zh"), f.text("en"), f.path) for f in found] == expected
    assert all(
        (f.rule, f.severity, f.source) == ("code.link", "error", "TEST 1-2020 9") for f in found
    )


def test_links_by_name(linked: Registry) -> None:
    """A named link says when the other code is of another scheme; an unsure one only warns; an
    unknown one raises.
    """
    thing, other = linked["thing"], linked["other"]
    (finding,) = thing.agrees(thing.parse("121"), thing.parse("121"), link="with-registration")
    assert finding.rule == "code.link_scheme"
    assert finding.text("zh") == "应与other核对，而不是thing"
    assert finding.text("en") == "is compared with other, not with thing"
    (doubt,) = thing.agrees(thing.parse("121"), thing.parse("122"))
    assert (doubt.rule, doubt.severity, doubt.path) == ("code.link", "warning", "a.b")
    assert thing.agrees(thing.parse("121"), other.parse("P12"), link="with-registration") == []
    with pytest.raises(UnknownId, match=r"unknown link 'nothing'"):
        thing.agrees(thing.parse("121"), other.parse("P12"), link="nothing")


def test_links_that_compare_nothing(tmp_path: Path) -> None:
    """Where one of the codes lacks the compared segments, there is nothing to disagree about."""
    more = LINKS.replace("there: [x]", "there: [absent]")
    made = schemes(
        tmp_path,
        {
            "thing": scheme_file("thing", edition(A + B, "3"), more=more),
            "other": scheme_file("other", edition(OTHER, "{min: 3, max: 5}")),
        },
    )
    assert made["thing"].agrees(made["thing"].parse("121"), made["other"].parse("P99")) == []


# --- the registry ---------------------------------------------------------------------------------


def test_registry_makes_each_scheme_once(linked: Registry) -> None:
    """A scheme is one object a catalogue; unknown ids raise with near ones."""
    assert linked["thing"] is linked["thing"]
    assert linked.ids == ("other", "thing")
    assert registry(linked.standard) is registry(linked.standard)
    with pytest.raises(UnknownId, match=r"unknown scheme 'thin'; did you mean thing\?"):
        linked["thin"]


def test_what_stands_inside_no_other_code_is_not_kept() -> None:
    """It is told alike, and nothing of it stays: it may be a citizen's number."""
    inner = Registry(packaged())["uscc"].inner
    bound = Bound(date(2026, 1, 1), strict=False)
    for text in ("91350100M000100Y43", "91350100m000100y43", "11010519491231002X", "", "?"):
        once = inner.accepts_once(text, bound)
        assert not any(inner._known)
        assert inner.accepts(text, bound) == once == (text.upper() == "91350100M000100Y43")
        inner._known[0].clear()
        assert not any(inner._known)
