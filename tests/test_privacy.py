"""Privacy: what the mask finds, what it leaves, and that no text made by the library passes it
by.
"""

from __future__ import annotations

import json
import pickle
import re
import traceback
import unicodedata
from datetime import UTC, datetime
from random import Random
from time import process_time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tracecode as tc
from tests.records.standard import standard
from tracecode.citizens import _ASCII_GAP, _may_hold, _runs
from tracecode.codes.registry import registry
from tracecode.findings import Finding, Suggestion, discreet
from tracecode.gs1 import parse as parse_gs1
from tracecode.messages import sentence
from tracecode.models.all_items import Recall
from tracecode.privacy import columns, described, mask, shown, starred
from tracecode.records.models import model_of
from tracecode.spec.layer import Layer
from tracecode.standard.record_layout import record_layout
from tracecode.standard.resolved import packaged
from tracecode.value import Value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PRINTED = "11010519491231002X"
"""The example printed in GB 11643-1999."""
PARTS = ("19491231", "491231")


def leaks(text: str) -> bool:
    """Whether the birth date of the example stands in a text, in digits of any script."""
    digits = "".join(
        str(unicodedata.digit(char)) for char in text if unicodedata.digit(char, None) is not None
    )
    return any(part in digits for part in PARTS)


# --- the mask -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (PRINTED, "110105***********X"),
        (f"a {PRINTED}, {PRINTED.lower()}", "a 110105***********X, 110105***********x"),
        (f"code:{PRINTED}.", "code:110105***********X."),
        (f"身份证{PRINTED}号", "身份证110105***********X号"),
        (f"ID{PRINTED}abc", "ID110105***********Xabc"),
        ("110105194912310021", "110105***********1"),
    ],
)
def test_right_numbers(text: str, masked: str) -> None:
    """A citizen's number loses birth date and sequence, wherever it stands, whatever its check
    character.
    """
    assert mask(text) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("1.1010519491231E+17", "1.10105********E+17"),
        ("=1.1010519491231e17;", "=1.10105********e17;"),
        ("号1.10105194912E+17号", "号1.10105******E+17号"),
        ("1.10105491231002E14", "1.10105*********E14"),
        ("1.1010519491231E+017", "1.10105********E+017"),
        ("1.1010519491231E+13", "1.1010519491231E+13"), ("6.9012345678E+12", "6.9012345678E+12"),
        ("1.2345678901234E+17", "1.2345678901234E+17"),
        ("0.1.1010519491231E+17", "0.1.1010519491231E+17"),
    ],
)  # fmt: skip
def test_powers_of_ten(text: str, masked: str) -> None:
    """So a spreadsheet keeps a number that was entered as one; all digits but its last are
    there.
    """
    assert mask(text) == masked
    assert mask(masked) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("110105 19491231 002X", "110105 ******** ***X"),
        ("1101 0519 4912 3100 2X", "1101 05** **** **** *X"),
        ("110105-19491231-002-X", "110105-********-***-X"),
        ("110105—19491231–002X", "110105—********–***X"),
        ("110105.19491231.002X", "110105.********.***X"),
        ("110105·19491231·002X", "110105·********·***X"),
        ("110105_19491231_002X", "110105_********_***X"),
        ("110105/19491231/002X", "110105/********/***X"),
        ("110,105,194,912,310,021", "110,105,***,***,***,**1"),
        ("1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2 X", "1 1 0 1 0 5 * * * * * * * * * * * X"),
        ("１１０１０５１９４９１２３１００２Ｘ", "１１０１０５***********Ｘ"),
        ("１１０１０５　１９４９１２３１　００２Ｘ", "１１０１０５　********　***Ｘ"),
        ("١١٠١٠٥١٩٤٩١٢٣١٠٠٢X", "١١٠١٠٥***********X"),
        ("𝟏𝟏𝟎𝟏𝟎𝟓𝟏𝟗𝟒𝟗𝟏𝟐𝟑𝟏𝟎𝟎𝟐𝐗".replace("𝐗", "X"), "𝟏𝟏𝟎𝟏𝟎𝟓***********X"),
        ("一一〇一〇五一九四九一二三一〇〇二X", "一一〇一〇五***********X"),
        ("第一110105194912310021", "第一110105***********1"),
        ("①110105194912310021", "①110105***********1"),
        ("110105\u200b1949\u00ad1231\ufeff002X", "110105\u200b****\u00ad****\ufeff***X"),
        ("1\u20e31\u20e301051949123100 2X", "1\u20e31\u20e30105********** *X"),
        ("110105\u202e19491231\x00002X", "110105\u202e********\x00***X"),
        ("110105%2019491231%20002X", "110105%20********%20***X"),
        (repr("110105\u200b19491231\u3000002X"), "'110105\\u200b********\\u3000***X'"),
        ("110105194912310O2Х", "110105***********Х"),  # a letter O, and the Cyrillic letter
        ("11O1O519491231OO2X", "11O1O5***********X"),  # letters side by side
        ("ll0l05l949l23l002X", "ll0l05***********X"),
        ("I1010519491231002X", "I10105***********X"),  # and at the beginning
        ("II0I05I949I23I002X", "II0I05***********X"),
        (("\u200b" * 9).join(PRINTED), ("\u200b" * 9).join("110105***********X")),
        ((" " * 700).join(PRINTED), (" " * 700).join("110105***********X")),
        ("110105---------19491231---------002X", "110105---------********---------***X"),
        ("110105(19491231)002X", "110105(********)***X"),
        ("110105（19491231）002X", "110105（********）***X"),
        ("110105[19491231]0021", "110105[********]***1"),  # its check character is wrong
        ("110105:19491231:002X", "110105:********:***X"),
        ("110105;19491231;002X", "110105;********;***X"),
        ("110105=19491231=002X", "110105=********=***X"),
        ("110105#19491231#002X", "110105#********#***X"),
        ("110105, 19491231, 002X", "110105, ********, ***X"),
        ("110105、19491231、002X", "110105、********、***X"),
        ("110105 1949年12月31日 002X", "110105 ****年**月**日 ***X"),
        ("【110105】【1949】【12】【31】【002X】", "【110105】【****】【**】【**】【***X】"),
        ('["110105","19491231","002X"]', '["110105","********","***X"]'),
        ("['110105', '19491231', '002X']", "['110105', '********', '***X']"),
        (str(list(PRINTED)), str(list("110105***********X"))),
        ("1101:0519:4912:3100:2X", "1101:05**:****:****:*X"),
        ("110105(491231)002", "110105(******)***"),  # until 1999
        ("110105 49年12月31日 002", "110105 **年**月**日 ***"),
    ],
)
def test_numbers_as_people_write_them(text: str, masked: str) -> None:
    """What parts the digits, and in which script they stand, does not matter; what is masked keeps
    its length.
    """
    assert mask(text) == masked
    assert len(masked) == len(text)


@pytest.mark.parametrize(
    "text",
    [
        "11010519491331002X",  # month 13
        "11010519490031002X",  # month 0
        "11010519491232002X",  # day 32
        "11010519490231002X",  # 31 February
        "11010518491231002X",  # born in 1849
        "11010529491231002X",
        "99010519491231002X",  # no such province
        "00010519491231002X",
        "990105 19491231 002X",
        "1101051949123100X",  # one digit too few, behind the date and before it
        "1101519491231002X",
        "1101051949123100211",  # one too many
        "1110105194912310021",
        "110105491231002",  # until 1999
        "440301491231502",
        "110105 491231 002",
        "１１０１０５４９１２３１００２",
        f"0{PRINTED}00000",  # inside a longer code
        "20240101120104190001010015",
    ],
)
def test_wrong_numbers(text: str) -> None:
    """What looks like a citizen's number is masked although it is wrong."""
    assert "*****" in mask(text).replace(" ", "")
    assert not leaks(mask(text))
    assert mask(mask(text)) == mask(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "1101051949123100", "91350100M000100Y43", "911200007109339563", "81000010000000000000",
        "6901234567892", "069012340000000016", "TJ1701291120116000000019T2603127K2M9QX4N",
        "11722252247250743408010974953971", ("120101, 120102, "
        "120103"), "120101、120102、120103", "2026-03-12T10:30:00+08:00", "20260312103045123",
        "(01)09506000134352(21)ABC",
        "https://id.gs1.org/01/09506000134352/10/ABC/21/12345?17=260312",
        ('{"a": "1101051949123", "b": '
        '"10021"}'), "7c9e6679-7425-40de-944b-e07fc1f90ae7", "11010519491331 and 002X",
        "110105490031002", "022-12345678 13800000000",
        "112010491331002", "215012491331002",  # ear tags, or numbers of old with a wrong month
        "120116000000014", "370101318060006",  # a business, and a project of blasting
        "120101, 20260312, 0001", "110105*19491231*002X",
        "[QP02001,132020000001,AG,323232,2015年09月,2045年09月]", "YB11201041234564",
        "SC11464010500015", ("2026-03-12 "
                                                "10:30:00.123456"),
                                                "(01)09506000134352(17)260312(10)12",
        "SoOlIsZil lOoSs zizIlO 2026-03-12",
    ],
)  # fmt: skip
def test_other_texts(text: str) -> None:
    """Other codes, lists of codes, dates and addresses stay as they are."""
    assert mask(text) == text


def test_examples_of_the_standard() -> None:
    """No example of an encoding rule that names nobody is taken for a citizen's number."""
    schemes = [
        scheme
        for scheme in map(registry(packaged()).__getitem__, registry(packaged()).ids)
        if not scheme.personal
    ]
    codes = [example.code for scheme in schemes for example in scheme.examples]
    assert len(codes) > 500
    assert [code for code in codes if mask(code) != code] == []


@pytest.mark.slow
def test_how_often_other_numbers_look_so() -> None:
    """The share of other numbers that are masked by chance is what `docs/privacy.md` says."""
    random = Random(11)

    def share(size: int) -> float:
        numbers = ("".join(random.choices("0123456789", k=size)) for _ in range(20_000))
        return sum(mask(number) != number for number in numbers) / 20_000

    assert share(14) == share(16) == 0
    assert 0.046 < share(15) < 0.058
    assert share(17) < 0.002
    assert 0.005 < share(18) < 0.010
    assert share(20) < 0.001


@pytest.mark.parametrize(
    "text",
    [
        "110105491331002",
        "110105491232002",
        "910105491231002",
        "440301491331002",
        "110105-491331-002",
        "110105 491331 002",
    ],
)
def test_numbers_of_old_with_one_wrong_digit(text: str) -> None:
    """15 digits of which province, month or day is wrong are masked too, where no other code of
    ours looks so.
    """
    assert mask(text).endswith("***")
    assert "49" not in mask(text)


def test_codes_of_15_digits() -> None:
    """Codes of the standard that begin with a division are masked only where province, month and
    day are all right.
    """
    random = Random(12)
    cities, counties = ("01", "03", "20"), ("01", "16")
    divisions = [
        f"{first}{second}{third}"
        for first in (11, 12, 37, 44, 51)
        for second in cities
        for third in counties
    ]

    def serial(size: int) -> str:
        return "".join(random.choices("0123456789", k=size))

    def ear_tag() -> str:
        return random.choice("123") + random.choice(divisions) + serial(8)

    def business() -> str:
        body, product = random.choice(divisions) + serial(8), 10
        for digit in body:
            product = ((product + int(digit)) % 10 or 10) * 2 % 11
        return f"{body}{(11 - product) % 10}"

    def project() -> str:
        month = f"{random.randrange(15, 27)}{random.randrange(1, 13):02d}"
        return f"{random.choice(divisions)}{random.randrange(1, 10)}{month}{serial(4)}"

    right = re.compile(
        "(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12])[0-9]{6}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}"
    )
    assert tc.is_valid(business(), "business-registration-15")
    for make in (ear_tag, business, project):
        codes = [make() for _ in range(5_000)]
        masked = [code for code in codes if mask(code) != code]
        assert masked == [code for code in codes if right.fullmatch(code)]
        assert 0 < len(masked) < 500


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "1" * 1_000_000, "1 " * 500_000, ("1" * 13 + " x") * 66_000, f"{PRINTED} " * 52_000,
        "1        " * 110_000, "一二三" * 300_000, "１" * 1_000_000, "1%20" * 250_000,
        "1O" * 500_000, ("1" * 13 + "\u200b" * 9) * 45_000, "\\u200b" * 160_000,
        ("1" + "a" * 77_000) * 13, "1101051949123100" * 60_000, ("1" * 13 + "(" * 100_000) * 10,
        "1234567890" + "-" * 1_000_000, "110105(19491231)002X " * 50_000,
        "110105491331002 " * 62_500, "1,\n" * 330_000, "sSoOlIzZB1" * 100_000, "'1', " * 200_000,
    ],
    ids=range(20),
)  # fmt: skip
def test_hostile_texts_take_linear_time(text: str) -> None:
    """A megabyte of anything is masked in a moment."""
    begin = process_time()
    mask(text)
    assert process_time() - begin < 5  # 0.01 to 0.7 s


@given(st.text(alphabet="0123456789Xx ０-.,a"))
def test_masking_keeps_lengths(text: str) -> None:
    """Nothing moves, and nothing is masked twice."""
    once = mask(text)
    assert len(once) == len(text)
    assert mask(once) == once
    assert all(b in (a, "*") for a, b in zip(text, once, strict=True))


# --- foreign text ---------------------------------------------------------------------------------


def test_shown() -> None:
    """Foreign text is shortened, and what cannot be seen is written out."""
    assert shown("abc") == "abc"
    assert shown("a\tb\x00\ud800\u200b") == "a<U+0009>b<U+0000><U+D800><U+200B>"
    assert (
        shown("\x1b[2J\x9b1m\u202e\u3164\u2800\ufe0f")
        == "<U+001B>[2J<U+009B>1m<U+202E><U+3164><U+2800><U+FE0F>"
    )
    assert shown("x" * 60) == "x" * 60
    assert shown("x" * 61) == "x" * 59 + "…"
    assert shown("x" * 10, 5) == "xxxx…"
    assert shown("追溯 码") == "追溯 码"


@pytest.mark.parametrize("before", range(60))
def test_shown_never_cuts_a_number_open(before: int) -> None:
    """A citizen's number that stands where the text is cut does not show its birth date."""
    assert not leaks(shown("x" * before + PRINTED + "y" * 60))
    assert not leaks(shown("x" * before + "1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2 X" + "y" * 60))
    for gap in (" ", "-", "\u200b"):
        assert not leaks(shown("x" * before + "1101051949123100" + gap * 1000 + "2X"))


@given(text=st.text())
def test_shown_can_always_be_printed(text: str) -> None:
    """Whatever the text, it can be printed on one line."""
    assert shown(text).isprintable()
    assert shown(text).encode("utf-8").decode("utf-8") == shown(text)


def test_columns() -> None:
    """The names of columns are listed, as far as they can be names."""
    assert columns(["代码", "name"]) == {"zh": "代码, name", "en": "代码, name"}
    assert columns(["张三", PRINTED]) == {
        "zh": "无：首行是数据",
        "en": "none: the first line holds data",
    }
    assert columns(["张三", "138 0000 0000"])["en"] == "none: the first line holds data"
    assert columns(f"c{i}" for i in range(30))["en"].endswith("c19, …")
    assert columns(["a" * 100, "\x1b"])["en"] == "a" * 39 + "…, <U+001B>"


def test_starred() -> None:
    """Of a personal text no letter and no digit stays."""
    assert starred("1.0.110105X-张") == "*.*.*******-*"


def test_described() -> None:
    """Plain data are described as by `repr`, with numbers masked wherever they stand; characters
    that hide too.
    """
    assert (
        described({"a": [1, (PRINTED,)], PRINTED: None})
        == "{'a': [1, ('110105***********X',)], '110105***********X': None}"
    )
    assert described(110105194912310021) == "110105***********1"
    assert described(("a", "b")) == "('a', 'b')"
    assert not leaks(described(["110105\u200b19491231\u200b002X"]))


# --- every way out --------------------------------------------------------------------------------

FINDING = Finding(
    rule="code.literal",
    severity="error",
    path=f"a.{PRINTED}",
    values={"name": "A", "found": PRINTED, "allowed": "B"},
)


def texts(finding: Finding) -> Iterator[str]:
    """All texts that are made of a finding."""
    yield from (
        finding.text("zh"),
        finding.text("en"),
        finding.line_text("zh"),
        str(finding.as_dict()),
    )
    yield from (repr(finding), str(finding))


def test_findings() -> None:
    """No text of a finding shows a number; its values, and a pickled copy, hold it as data."""
    assert not any(map(leaks, texts(FINDING)))
    assert not leaks(
        sentence("data.duplicate_key", {"row": 1, "column": 2, "found": PRINTED}, "zh")
    )
    assert pickle.loads(pickle.dumps(FINDING)).values["found"] == PRINTED  # our own data
    assert FINDING.place == "a.110105***********X"
    assert FINDING.replace(path="\x1b[2J").as_dict()["path"] == "<U+001B>[2J"


def test_pieces_of_a_number() -> None:
    """Findings on a text that is a citizen's number do not show its pieces, whatever rule it is
    read by.
    """
    (hidden,) = discreet(
        [FINDING.replace(path=None, values={"found": "19491231", "allowed": "B"})], f"x{PRINTED}"
    )
    assert hidden.values == {"found": "********", "allowed": "B"}
    assert discreet([FINDING], "x") == (FINDING,)
    for id in registry(packaged()).ids:
        for text in (PRINTED, "110105194912310021", "110105194913310021", "110105491231002"):
            _, found = registry(packaged())[id].read(text)
            said = "".join(text for finding in found for text in texts(finding))
            assert not leaks(said), id
            assert "491331" not in said, id


@pytest.mark.parametrize(
    "error",
    [
        tc.InvalidCode([FINDING]), tc.InvalidRecord([FINDING]), tc.IssueError([FINDING]),
        tc.SpecError([FINDING]), tc.UnknownId("scheme", PRINTED, []),
        tc.UnreadableFile(f"no {PRINTED}", PRINTED), tc.TraceCodeError(PRINTED),
        tc.UnwritableFile(PRINTED, PRINTED), tc.WrongOutput(PRINTED),
    ],
    ids=lambda error: type(error).__name__,
)  # fmt: skip
def test_errors(error: tc.TraceCodeError) -> None:
    """No error shows a number: not as text, not in its repr, its arguments or its fields."""
    assert not any(map(leaks, (str(error), repr(error), str(error.args), str(vars(error)))))
    again = pickle.loads(pickle.dumps(error))  # our own data
    assert type(again) is type(error)
    assert not leaks(str(again))


def test_codes_and_matches() -> None:
    """Codes, matches and verdicts show no personal number in their repr; of others what looks like
    one is masked.
    """
    for text in (
        PRINTED,
        "1101 0519 4912 3100 2X",
        f"1.0.{PRINTED}.01060123.20180123101530.001",
        f"0.{PRINTED}.00000",
    ):
        matches = tc.identify(text, near=True)
        (verdict,) = tc.validate([text])
        assert verdict.personal
        assert not leaks(
            repr(matches) + repr(tc.parse(text)) + repr(verdict) + str(verdict.as_dict())
        )
        assert matches[0].text == text
        assert "1949" not in matches[0].public_text
    assert tc.parse("911200007109339563").public()[0] == "911200007109339563"
    assert not leaks(repr(parse_gs1(f"(01)09506000134352(21){PRINTED}")))
    assert (
        repr(Suggestion(PRINTED, "check", 1))
        == "Suggestion(text='110105***********X', kind='check', position=1)"
    )


def test_objects_that_carry_a_number(tmp_path: Path) -> None:
    """Symbols, elements, keys and layers show no number in their repr, nor keys in what they
    refuse.
    """
    key = tc.Ed25519Key.new(PRINTED)
    folder = tmp_path / PRINTED
    folder.mkdir()
    for said in (
        repr(tc.qr(PRINTED)), repr(parse_gs1(f"(01)09506000134352(21){PRINTED}").elements[1]),
        repr(key), repr(key.public()), repr(tc.PartyKey(("resident-id", PRINTED), key.public())),
        repr(Layer(folder)),
    ):  # fmt: skip
        assert not leaks(said)
        assert "110105***********X" in said
    assert repr(tc.qr("abc")).startswith("Symbol('abc', 'qr', 21 modules of ")
    refusals: tuple[Callable[[], object], ...] = (
        lambda: pickle.dumps(key),
        lambda: key.public().private_bytes(),
    )
    for refused in refusals:
        with pytest.raises((TypeError, ValueError)) as caught:
            refused()
        assert not leaks(str(caught.value))


def test_a_number_in_the_parts_of_another_code() -> None:
    """A code whose value looks like a citizen's number is masked as a whole before it is taken
    apart.
    """
    code = tc.parse("110105491231002", "ear-tag")
    normalized, segments = code.public()
    assert normalized == "110105*********" == "".join(segments.values())
    assert not leaks(str(segments) + str(code.public_meanings("en")))
    other = tc.parse("91350100M000100Y43")
    assert other.public() == (other.normalized, dict(other.segments))
    assert other.public_meanings("en") == other.meanings("en")


def test_a_number_in_an_address() -> None:
    """The birth date inside a citizen's number is not taken for a code of its own."""
    for written in (
        f"https://t.example/{PRINTED}",
        "https://t.example/110105.19491231.002X?id=110105%2019491231%20002X",
    ):
        assert not any(leaks(repr(match)) for match in tc.identify(written, near=True))


def test_no_suggestions_for_numbers() -> None:
    """For a personal number nothing is proposed: a right one would be somebody's."""
    assert tc.suggest("110105194912310021", "resident-id") == ()
    assert tc.suggest("110105194912310021", "sscc") == ()
    with pytest.raises(tc.InvalidCode) as caught:
        tc.parse("110105194912310021", "resident-id")
    assert caught.value.suggestions == ()


def test_links_between_personal_codes() -> None:
    """Where two codes disagree and one is personal, neither is shown."""
    scheme = registry(packaged())["resident-id"]
    code = scheme.parse(PRINTED)
    assert scheme.personal
    assert not leaks(repr(code) + repr(Value(code=code, text=PRINTED)))


def test_records() -> None:
    """The repr of a record names personal elements without their value, and masks numbers
    elsewhere.
    """
    record = Recall.model_construct(
        operator_name="某甲乙丙",
        recall_no=PRINTED,
        event_time=datetime(2026, 3, 12, tzinfo=UTC),
        unheard_of="某丁",
    )
    said = repr(record) + str(record)
    assert "operator_name=***" in said
    assert "recall_no='110105***********X'" in said
    assert "2026, 3, 12" in said
    assert "某甲" not in said
    assert "某丁" not in said


def test_records_of_own_standards() -> None:
    """Which elements are personal is said by the standard that the class is of."""
    layout = record_layout(standard(), "delivery")
    made = model_of(layout, standard()).model_construct(driver="某甲乙丙", title="Mill")
    assert "driver=***" in repr(made)
    assert "title='Mill'" in repr(made)


def test_texts_where_no_text_belongs() -> None:
    """What stands in place of a group, of a body, or between elements may be personal: it is not
    quoted.
    """
    raw = json.dumps({"header": "某甲乙丙", "body": "某甲乙丙", "digest": "某甲乙丙"}).encode()
    xml = '<recall xmlns="urn:tracecode:records">某甲乙丙<record_type>recall</record_type></recall>'.encode()
    for data in (raw, xml):
        found = [finding for verdict in tc.validate(data) for finding in verdict.findings]
        assert found
        assert not any("某甲" in text for finding in found for text in texts(finding))


def test_header_lines() -> None:
    """The columns of a table without a header are not listed: its first line is data."""
    for column in ("code", f"{PRINTED}1"):
        with pytest.raises(tc.UnreadableFile) as caught:
            list(tc.validate(f"某甲乙丙,{PRINTED}\n".encode(), column=column))
        assert "某甲" not in str(caught.value)
        assert not leaks(str(caught.value) + repr(caught.value))


def test_receipts() -> None:
    """A receipt shows no number, neither as a record nor in its repr."""
    raw = json.dumps(
        {"record_type": "recall", PRINTED: 1, "recall_no": 110105194912310021}
    ).encode()
    receipt = tc.receipt(tc.validate(raw), message_id="0b7c6f0e-51a4-4b6e-9a53-6d1d7a3f2c01")
    assert not leaks(str(receipt.plain()) + repr(receipt))


# --- the quick look -------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        *"0123456789",
        *"OoIilZzSsBXxuUnM",
        *" -./,:_*%\\\t\x00\x7f",
        "%20",
        "\\u200b",
        "\\x20",
        "110105",
        "1949",
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_nothing_is_passed_over(text: str) -> None:
    """A text without enough digits, or without a long stretch of them, holds no run in which a
    number might stand.
    """
    if _runs("0-9", _ASCII_GAP).search(text) and sum(map(str.isdigit, text)) >= 10:
        assert _may_hold(text)


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("91350100M000100Y43", False), ("1234567890123", False), ("12345678901234", True),
        ("1234567 1-2.3/4:5;6,7", True), ("1234567*8901234", False), ("123456789OOOOO", False),
        ("1234567890OOOO", True),
        ("1234567890%20abcd", True),
    ],
)  # fmt: skip
def test_the_quick_look(text: str, may: bool) -> None:
    """It counts digits, and characters that nothing but marks parts."""
    assert _may_hold(text) is may


def test_the_log_of_an_unknown_id_shows_no_number() -> None:
    """Nothing that stands in the chain of an exception holds an id as it was given, which may be a
    citizen's number.
    """
    asked = (
        lambda given: tc.record_type(given, "production"),
        lambda given: tc.record_type("meat", given), tc.kernel, tc.scheme, tc.product,
        lambda given: tc.is_valid("x", given),
    )  # fmt: skip
    for ask in asked:
        for written in (PRINTED, f"{PRINTED[:6]} {PRINTED[6:]}"):
            with pytest.raises(tc.TraceCodeError) as caught:
                ask(written)
            logged = "".join(traceback.format_exception(caught.value))
            assert PRINTED not in logged
            assert written not in logged
