"""The encoding rule of a column, told by its first codes: what is wrong is told as of that rule."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable, Iterator
from functools import partial
from random import Random
from typing import IO, cast

import pytest

import tracecode as tc
from benchmarks.corpus import right
from benchmarks.traffic import _party
from tracecode.checks import codes, columns
from tracecode.checks.codes import CodeReader
from tracecode.checks.column_scheme import SAMPLE, ColumnSample, scheme_of
from tracecode.checks.report import Verdict
from tracecode.checks.rows import CodeRow
from tracecode.codes.registry import registry
from tracecode.errors import UnreadableFile
from tracecode.standard.resolved import packaged


def _parties(count: int) -> list[str]:
    random = Random(11)
    return [tc.scheme("uscc").build(**_party(random)).normalized for _ in range(count)]


PARTIES = _parties(200)
LICENCE = "SC11464010500015"


def last(column: list[str], text: str) -> Verdict:
    """The verdict on a text behind the others of a column."""
    *_, verdict = tc.validate([*column, text], format="codes")
    assert isinstance(verdict, Verdict)
    return verdict


def test_the_licence_is_right() -> None:
    """What the tests below take for granted."""
    assert tc.is_valid(LICENCE, "sc-food-licence")
    assert all(tc.is_valid(code, "uscc") for code in PARTIES)


SPOILT: tuple[Callable[[str], str], ...] = (
    lambda code: code[:-1],
    lambda code: code + "0",
    lambda code: code[:9] + "?" + code[10:],
    lambda code: code[:9] + code[8] + code[10:],
    lambda code: f"农药{code[2:]}",
    lambda code: f"６{code[1:]}",
    lambda code: code[:15],
    lambda _: "6.90123E+12",
    lambda _: "",
    lambda code: code[:-1] + ("0" if code[-1] != "0" else "1"),
)


@pytest.mark.parametrize("spoil", SPOILT)
@pytest.mark.parametrize("behind", [40, 150])
def test_what_is_wrong_is_told_as_of_the_column(spoil: Callable[[str], str], behind: int) -> None:
    """As if somebody had named the rule, whether the text stands among the first rows or behind."""
    text = spoil(PARTIES[-1])
    assert not tc.is_valid(text, "uscc")
    told = last(PARTIES[:behind], text)
    named = next(iter(tc.validate([text], format="codes", scheme="uscc")))
    assert (told.scheme, told.status) == ("uscc", "invalid")
    assert told.findings == named.findings


def test_a_text_that_two_rules_accept_is_of_the_column_wherever_it_stands() -> None:
    """Among the first rows, which told the rule, as behind them."""
    text = "2201220010000"  # by itself rather a trade item
    made = [*dict.fromkeys(right(tc.scheme("detonator"), 400, Random(4)))]
    silent = tc.validate(iter(made), format="codes")
    column = [each.text for each in silent if each.scheme == "detonator" and not each.findings]
    assert last([], text).scheme == "gtin"
    for behind in (40, 150):
        told = last(column[:behind], text)
        assert (told.scheme, told.status, told.findings) == ("detonator", "valid", ())


def test_alone_it_is_told_as_what_it_comes_near_to() -> None:
    """Where few codes stand around it nothing is known of the column."""
    short = PARTIES[-1][:-1]
    assert last(PARTIES[:19], short).scheme == last([], short).scheme
    assert last(PARTIES[:20], short).scheme == "uscc"


def test_a_right_code_of_another_rule_is_told_as_that() -> None:
    """By itself, and in a message of GS1."""
    told = last(PARTIES[:60], LICENCE)
    assert (told.scheme, told.status) == ("sc-food-licence", "valid")
    told = last(PARTIES[:60], "(01)06901234567892(21)A1")
    assert told.scheme == "gtin"
    assert told.code is not None
    assert told.code.elements


def test_a_code_of_the_column_among_words_is_read() -> None:
    """With a caption before it, and in an address."""
    for text in (f"追溯码：{PARTIES[70]}", f"https://t.example/?code={PARTIES[70]}"):
        told = last(PARTIES[:60], text)
        alone = last([], text)
        assert told.code is not None
        assert (told.scheme, told.code, told.findings) == ("uscc", alone.code, alone.findings)


def test_what_is_nothing_like_the_column_is_told_by_itself() -> None:
    """A broken code of another rule, and words."""
    for text in ("this is a note of somebody, and no code", f"{LICENCE[:-1]}X", "示例"):
        told, alone = last(PARTIES[:60], text), last([], text)
        assert (told.scheme, told.findings) == (alone.scheme, alone.findings)


def test_a_column_of_several_rules_is_of_none() -> None:
    """Nine of ten rows have to be of one, empty ones aside."""
    schemes = registry(packaged())

    def of(*counted: tuple[str, int]) -> str | None:
        reader = codes.CodeReader(schemes, None, None, None, None, strict=False)
        row = partial(CodeRow, 1, fields={})
        return scheme_of(
            (reader.read(row(text)) for text, count in counted for _ in range(count)), schemes
        )

    assert of((PARTIES[0], 90), (LICENCE, 10)) == "uscc"
    assert of((PARTIES[0], 89), (LICENCE, 11)) is None
    assert of((PARTIES[0], 90), (PARTIES[0][:-1], 10), ("", 40)) == "uscc"
    assert of((PARTIES[0], 19)) is None
    assert of() is None


def _sampled(texts: list[str]) -> tuple[ColumnSample, list[str]]:
    """The first rows of a column, and the texts that were identified as yet."""
    schemes, asked = registry(packaged()), list[str]()
    reader = codes.CodeReader(schemes, None, None, None, None, strict=False)

    def read(row: CodeRow) -> Verdict:
        asked.append(row.text)
        return reader.read(row)

    sample = ColumnSample(read, schemes)
    for line, text in enumerate(texts, 1):
        sample.add(CodeRow(line, text, {}))
    return sample, asked


def test_what_the_first_codes_refuse_is_not_identified() -> None:
    """Only before it is known which rule they follow, or where they do not tell the column."""
    broken = [code[:-1] for code in PARTIES[60:64]]
    sample, asked = _sampled([broken[0], *PARTIES[:3], *broken[1:], "", LICENCE, *PARTIES[3:60]])
    assert sample.scheme() == "uscc"
    assert asked == [broken[0], *PARTIES[:60]]
    sample, asked = _sampled([*PARTIES[:60], *broken, *[LICENCE] * 10])
    assert asked == PARTIES[:60]
    assert sample.scheme() is None
    assert asked == [*PARTIES[:60], *broken, *[LICENCE] * 10]
    assert [row.text for row, _ in sample] == asked
    assert all(verdict is not None and verdict.text == row.text for row, verdict in sample)


def test_a_sample_tells_the_scheme_of_all_its_verdicts() -> None:
    """Whatever stands in it, in whatever order."""
    random, schemes = Random(8), registry(packaged())
    kinds = [PARTIES, [LICENCE, "PD20180001"], ["", " ", "NULL", "示例"], [c[1:] for c in PARTIES]]
    kinds += [[f"(01)06901234567892(21)A{number}" for number in range(9)], ["2201220010000"]]
    told = set()
    for _ in range(60):
        shares = [1.0, *(random.random() ** 4 * 0.2 for _ in kinds[1:])]
        some = random.choices(kinds, shares, k=random.randrange(15, 100))
        sample, _ = _sampled([random.choice(kind) for kind in some])
        scheme = sample.scheme()
        reader = codes.CodeReader(schemes, None, None, None, None, strict=False)
        assert scheme == scheme_of([reader.read(row) for row, _ in sample], schemes)
        told.add(scheme)
    assert told == {"uscc", None}


def test_a_column_of_which_something_is_said_is_of_none() -> None:
    """A trade item of 13 digits may be a place as well, which goes on being said of each."""
    random = Random(3)
    items = [
        tc.scheme("gtin").build(body=f"69{random.randrange(10**10):010}").normalized
        for _ in range(120)
    ]
    rules = {
        finding.rule
        for verdict in tc.validate(items, format="codes")
        for finding in verdict.findings
    }
    assert rules == {"code.ambiguous"}


def test_codes_that_hold_one_do_not_tell_the_column() -> None:
    """Messages of GS1 are codes of trade items, and none of them is one."""
    messages = [f"(01)06901234567892(21)A{number}" for number in range(60)]
    assert scheme_of(tc.validate(messages, format="codes"), registry(packaged())) is None


def test_a_right_trade_item_is_told_as_that(monkeypatch: pytest.MonkeyPatch) -> None:
    """Though it may as well be a place: of which of them it is, is told, and not that it is wrong."""
    items = [
        tc.scheme("gtin").build(body=f"69{number:010}").normalized for number in (1, 74, 123456789)
    ]
    columns = {
        scheme: [code for code in right(tc.scheme(scheme), 120, Random(4)) if code.isascii()]
        for scheme in ("pesticide-unit", "pesticide-registration", "sc-food-licence", "resident-id")
    }
    columns["pesticide-registration"] = [f"PD2018{number:04}" for number in range(100)]
    for scheme, column in columns.items():
        verdicts = [*tc.validate([*column, *items], format="codes")]
        sample = iter(verdicts[: len(column)])
        assert scheme_of(sample, registry(packaged())) == scheme
        told = verdicts[len(column) :]
        assert {(verdict.scheme, verdict.status) for verdict in told} == {("gtin", "valid")}


def test_a_rule_that_takes_any_text_is_of_no_column() -> None:
    """What is said of its column is said of each row by itself."""
    for scheme in ("overseas-maker-q", "yb-food-filing", "fireworks-unit-code"):
        column = [*dict.fromkeys(right(tc.scheme(scheme), 200, Random(4)))][:60]
        told = last(column, PARTIES[0])
        assert (told.scheme, told.status) == ("uscc", "valid")


class _Pipe(io.RawIOBase):
    """A file that is not there as a whole: a line at a time."""

    def __init__(self, lines: list[str]) -> None:
        self.asked, self._lines, self._left = 0, lines, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        room = memoryview(buffer)  # type: ignore[arg-type]  # whatever takes bytes
        if room and not self._left and self.asked < len(self._lines):
            self._left = f"{self._lines[self.asked]}\n".encode()
            self.asked += 1
        some, self._left = self._left[: len(room)], self._left[len(room) :]
        room[: len(some)] = some
        return len(some)


def test_what_comes_one_by_one_is_told_at_once() -> None:
    """The first hundred each by itself: nobody waits for a sample of what a scanner reads."""
    texts = [*PARTIES[:50], PARTIES[50][:-1], *PARTIES[51:120], PARTIES[120][:-1]]
    pipe, asked = _Pipe(texts), list[str]()

    def scanned() -> Iterator[str]:
        for code in texts:
            asked.append(code)
            yield code

    piped = iter(tc.validate(cast("IO[bytes]", pipe), format="codes"))
    listed = iter(tc.validate(scanned(), format="codes"))
    assert next(piped).text == next(listed).text == PARTIES[0]
    assert len(asked) == 1
    assert pipe.asked < 5
    for rest in ([*piped], [*listed]):
        assert [verdict.text for verdict in rest] == texts[1:]
        assert rest[49].scheme != "uscc"
        assert rest[-1].scheme == "uscc"


@pytest.mark.parametrize("end", [OSError("gone"), KeyboardInterrupt()])
def test_what_was_read_before_a_source_broke_off_is_told(end: BaseException) -> None:
    """Whatever broke it off, and though all of it seemed to be at hand."""

    class File(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            part = super().read(600 if size is None or size < 0 else min(size, 600))
            if not part and size:
                raise end
            return part

    told: list[Verdict] = []
    data = "".join(f"{code}\n" for code in PARTIES[:50]).encode()
    try:
        told.extend(tc.validate(File(data), format="codes"))
    except KeyboardInterrupt:
        assert isinstance(end, KeyboardInterrupt)
    texts = [verdict.text for verdict in told if verdict.kind == "code"]
    assert len(texts) > 40
    assert texts == PARTIES[: len(texts)]


def test_long_texts_take_no_time() -> None:
    """They are refused unread."""
    started = time.process_time()
    *_, told = tc.validate([*PARTIES[:60], *["9" * 300_000] * 60], format="codes")
    assert [finding.rule for finding in told.findings] == ["code.too_long"]
    assert time.process_time() - started < 2


def test_a_broken_number_of_a_citizen_is_covered_in_another_column() -> None:
    """It is told as what it nearly is, not as a broken code of the column."""
    random = Random(6)
    numbers = [code for code in right(tc.scheme("resident-id"), 60, random) if len(code) == 18]
    for scheme in ("cas", "detonator", "jy-food-licence", "uscc"):
        column = [*dict.fromkeys(right(tc.scheme(scheme), 120, Random(4)))]
        for at, slip in ((14, "?"), (15, "A"), (16, "o"), (12, "I")):
            broken = numbers[at][:at] + slip + numbers[at][at + 1 :]
            told, alone = last(column, broken), last([], broken)
            assert told.personal == alone.personal
            assert told.public_text == alone.public_text


def test_of_a_row_whose_day_cannot_be_read_nothing_personal_is_shown() -> None:
    """In a column of personal numbers all are."""
    random = Random(7)
    numbers = [code for code in right(tc.scheme("resident-id"), 90, random) if len(code) == 18]
    rows = [*((code, "2026-11-20") for code in numbers), (numbers[0][:-1] + "?", "soon")]
    data = "\n".join(["code,day", *(",".join(row) for row in rows)]).encode()
    *_, told = tc.validate(data, format="codes", column="code", on_column="day")
    assert told.status == "not checked"
    assert told.personal


def test_a_broken_number_of_a_citizen_is_covered() -> None:
    """In a column of them what nearly is one is as personal as they are."""
    random = Random(5)
    citizens = [code for code in right(tc.scheme("resident-id"), 120, random) if len(code) == 18]
    broken = citizens[-1][:-2] + "?"
    told = last(citizens[:60], broken)
    assert told.scheme == "resident-id"
    assert told.personal
    assert broken not in repr(told)
    assert broken[:16] not in json.dumps(told.as_dict("en"))


@pytest.mark.parametrize("text", ["\x1d11010519491231002X", "]C0120101202008047845"])
def test_a_citizens_number_in_a_symbol_is_right_wherever_it_stands(text: str) -> None:
    """As the first row, among those that tell the column, and behind them; and it is not shown."""
    numbers = right(tc.scheme("resident-id"), 150, Random(4))
    for at in (0, 40, 150):
        column = [*numbers[:at], text, *numbers[at:]]
        told = [*tc.validate(column, format="codes")][at]
        assert (told.text, told.scheme, told.status, told.personal) == (
            text, "resident-id", "valid", True,
        )  # fmt: skip
        assert text[-12:] not in repr(told)
    broken = last(numbers, f"{text[:-1]}?")
    assert (broken.scheme, broken.status, broken.personal) == ("resident-id", "invalid", True)


@pytest.mark.parametrize("behind", [",1", '"', "#a", "，1", " 1"])
def test_what_holds_no_right_number_shows_none_of_it(behind: str) -> None:
    """Whatever else it might be read as, it stays a number of somebody."""
    numbers = right(tc.scheme("resident-id"), 150, Random(4))
    for number in (numbers[3], f"{numbers[3][:-1]}?"):
        text = f"\x1d{number}{behind}"
        for at in (0, 40, 150):
            told = [*tc.validate([*numbers[:at], text, *numbers[at:]], format="codes")][at]
            assert (told.scheme, told.personal) == ("resident-id", True)
            assert number[6:14] not in repr(told)
            assert number[6:14] not in json.dumps(told.as_dict("en"))


def test_a_fault_while_the_column_is_told_loses_no_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows that were read have verdicts, and the rest is named."""

    def refuse(_: ColumnSample) -> str | None:
        raise ValueError

    monkeypatch.setattr(ColumnSample, "scheme", refuse)
    told = [*tc.validate(PARTIES[:60], format="codes")]
    assert [verdict.text for verdict in told[:60]] == PARTIES[:60]
    assert [f.rule for f in told[-1].findings] == ["check.failed"]


@pytest.mark.parametrize("at", [25, 50])
def test_an_interrupt_while_the_column_is_told_loses_no_row(
    at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All rows that were read have a verdict, also where others have a say after all."""
    column = [*PARTIES[:18], *right(tc.scheme("pesticide-registration"), 40, Random(2))]
    read, times = CodeReader.read, iter(range(1, 1000))

    def interrupted(self: CodeReader, row: CodeRow) -> Verdict:
        if next(times) == at:
            raise KeyboardInterrupt
        return read(self, row)

    monkeypatch.setattr(CodeReader, "read", interrupted)
    report = tc.validate(column, format="codes")
    told: list[Verdict] = []
    with pytest.raises(KeyboardInterrupt):
        told.extend(report)
    assert [verdict.text for verdict in told] == column[: len(told)]
    assert len(told) >= at - 1


def test_what_two_rules_explain_equally_well_is_told_as_by_itself() -> None:
    """A bound that is added up in another order than a weight decides nothing."""
    reader = CodeReader(registry(packaged()), None, "seed", None, None, strict=False)

    def alone(text: str) -> Verdict:
        return reader.read(CodeRow(1, text, {}))

    known = map(alone, dict.fromkeys(right(tc.scheme("plant-quarantine"), 400, Random(5))))
    sound = [each.text for each in known if each.scheme == "plant-quarantine" and not each.findings]
    text = "201012020038684X"
    assert alone(text).scheme == "ccc-certificate"
    *_, told = tc.validate([*sound[:40], text], format="codes", product="seed")
    assert (told.scheme, told.findings) == (alone(text).scheme, alone(text).findings)


def test_a_day_of_which_no_row_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where rows are learnt from one day, and all others are of another."""
    monkeypatch.setattr(columns, "_FEW", 1)
    licences = right(tc.scheme("pesticide-registration"), 8, Random(2))
    rows = [(code, "2026-01-01") for code in (*PARTIES[:60], *[LICENCE] * 60, licences[0])]
    rows += [(code, "2026-01-02") for code in licences[1:]]
    table = "\n".join(["code,on", *(f"{code},{on}" for code, on in rows)]).encode()
    told = [*tc.validate(table, column="code", on_column="on")]
    assert [verdict.text for verdict in told] == [code for code, _ in rows]
    assert {verdict.scheme for verdict in told[120:]} == {"pesticide-registration"}


def _as_csv(texts: list[str]) -> bytes:
    return "\n".join(["name,code", *(f"x,{text}" for text in texts)]).encode()


def _as_json(texts: list[str]) -> bytes:
    return b"".join(json.dumps({"code": text}).encode() + b"\n" for text in texts)


def _as_parquet(texts: list[str]) -> bytes:
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(pa.table({"code": texts}), out, row_group_size=30)
    return out.getvalue()


def _as_workbook(texts: list[str]) -> bytes:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in (["code"], *([text] for text in texts)):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("written", [_as_csv, _as_json, _as_parquet, _as_workbook])
def test_of_every_form(
    written: Callable[[list[str]], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """All rows are there, each once and on its line, whatever of them told the column."""
    texts = [*PARTIES[:105], PARTIES[0][:-1], *PARTIES[105:140], PARTIES[1] + "0"]
    for sample, alone in ((100, 0), (100, 1000), (30, 0), (30, 1000), (SAMPLE, 120), (500, 0)):
        monkeypatch.setattr(codes, "SAMPLE", sample)
        monkeypatch.setattr(codes, "ALONE", alone)
        verdicts = [*tc.validate(written(texts), column="code", format="codes")]
        assert [verdict.text for verdict in verdicts] == texts
        lines = [verdict.line for verdict in verdicts]
        assert lines == [*range(lines[0], lines[0] + len(texts))]
        assert {verdict.scheme for verdict in verdicts} == {"uscc"}
        wrong = [texts[at] for at, verdict in enumerate(verdicts) if verdict.status != "valid"]
        assert wrong == [texts[105], texts[-1]]


def test_what_breaks_off_keeps_its_verdicts() -> None:
    """A damaged Parquet file among its first rows."""
    data = bytearray(_as_parquet(PARTIES[:90]))
    data[len(data) // 2 : len(data) // 2 + 40] = b"\xff" * 40
    report = tc.validate(bytes(data), column="code", format="codes")
    told: list[Verdict] = []
    with pytest.raises(UnreadableFile):
        told.extend(report)
    assert [verdict.text for verdict in told] == PARTIES[: len(told)]
