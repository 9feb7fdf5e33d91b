"""Validation of codes from Python: sources, verdicts, counts."""

from __future__ import annotations

import io
import pickle
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import tracecode as tc
from tracecode.checks import codes as judging
from tracecode.checks.code_sources import CodeSource
from tracecode.checks.rows import CodeRow
from tracecode.codes.registry import registry
from tracecode.codes.scheme import Scheme
from tracecode.standard.resolved import packaged
from tracecode.tables.limits import Limits
from tracecode.tables.nothing import NOTHINGS

USCC = "91350100M000100Y43"  # printed in the standard
VET = "202605200021400097228186"  # invented


def statuses(*texts: str, **options: object) -> list[str]:
    """The statuses of some texts."""
    return [verdict.status for verdict in tc.validate(list(texts), **options)]  # type: ignore[arg-type]


def test_statuses() -> None:
    """What no rule judges, or only by its length, is not checked; an empty code is none."""
    assert statuses(USCC, USCC[:-1] + "4", "12010400100230004217", "？？", "") == [
        "valid", "invalid", "not checked", "not checked", "invalid",
    ]  # fmt: skip


def test_a_yes_with_rivals() -> None:
    """A code that several rules judge right is valid by the first; the others are named."""
    (verdict,) = tc.validate(["6929994237787"])
    assert (verdict.status, verdict.scheme) == ("valid", "gtin")
    assert [finding.text("en") for finding in verdict.findings] == [
        "may also be: Global location number (GLN)"
    ]


def test_unsure_rules_say_no_yes() -> None:
    """A text that fits no layout of a rule of unsure evidence is carried, but never called
    valid.
    """
    (fits, other) = tc.validate(["ADW000000000001", "hello"], scheme="fireworks-unit-code")
    assert (fits.status, other.status) == ("valid", "not checked")
    assert [finding.rule for finding in other.findings if finding.unchecked] == ["code.unverified"]
    assert tc.is_valid("ADW000000000001", "fireworks-unit-code")
    assert not tc.is_valid("hello", "fireworks-unit-code")


def test_the_status_of_a_report() -> None:
    """It is valid only when all was read and judged; one error makes it invalid, one gap not
    checked.
    """
    assert tc.validate([USCC]).status == "not checked"
    assert tc.validate([USCC]).run().status == "valid"
    assert tc.validate([USCC, "？？"]).run().status == "not checked"
    assert tc.validate([USCC, "？？", USCC[:-1] + "4"]).run().status == "invalid"
    report = tc.validate([USCC, USCC])
    next(iter(report))
    assert report.status == "not checked"


@pytest.mark.parametrize("source", [[], b"", b"\n\n", iter(())])
def test_emptiness_is_no_success(source: CodeSource) -> None:
    """Where there is nothing to judge, one finding says so."""
    report = tc.validate(source)
    assert [(v.status, v.kind, [f.rule for f in v.findings]) for v in report] == [
        ("invalid", "file", ["data.empty"])
    ]
    assert report.status == "invalid"


@pytest.mark.parametrize(
    "text", [" ", "\u3000", "\u200b", "\u2060 \ufeff", "\u3164", "\u2800", "\U0001d159", "\t"]
)
def test_a_code_that_shows_nothing_is_empty(text: str) -> None:
    """Blanks and invisible characters are no code that no rule fits: there is none, with a scheme
    or without.
    """
    options: list[dict[str, Any]] = [
        {},
        {"scheme": "uscc"},
        {"scheme": "uscc", "strict": True},
        {"product": "pesticide"},
    ]
    for option in options:
        (verdict,) = tc.validate([text], **option)
        assert (verdict.status, [finding.rule for finding in verdict.findings]) == (
            "invalid",
            ["code.empty"],
        )
    for scheme in (None, "uscc", "container-number"):
        with pytest.raises(tc.InvalidCode, match="the code is empty"):
            tc.parse(text, scheme)
    assert not tc.is_valid(text, "container-number", strict=False)


@pytest.mark.parametrize("scheme", ["uscc", None])
@pytest.mark.parametrize("nothing", sorted(NOTHINGS))
def test_a_word_for_nothing_is_an_empty_code(nothing: str, scheme: str | None) -> None:
    """What programs write for nothing is an empty cell, and said to be that, wherever codes
    stand.
    """
    sources: list[tuple[Any, dict[str, Any]]] = [
        ([nothing], {"format": "codes"}), (f"{nothing}\n".encode(), {"format": "codes"}),
        (f"code,n\n{nothing},1\n".encode(), {"column": "code"}),
    ]  # fmt: skip
    for source, options in sources:
        (verdict,) = tc.validate(source, scheme=scheme, **options)
        assert (verdict.status, [finding.rule for finding in verdict.findings]) == (
            "invalid",
            ["code.empty", "data.no_value"],
        )
        assert verdict.findings[1].text("en") == (
            f"the row holds '{nothing}', as programs write for nothing; such cells are read as empty"
        )
        assert verdict.findings[1].text("zh") == (
            f"该行 为“{nothing}”，即数据库或程序所写的空值；此类单元格按空白读取"
        )


def test_nothing_of_pandas_is_an_empty_code() -> None:
    """A column of pandas has objects for nothing; they are the same."""

    class NAType:
        def __repr__(self) -> str:
            return "<NA>"

    column: list[Any] = [None, float("nan"), np.float64("nan"), NAType()]
    for verdict in tc.validate(column, scheme="uscc"):
        assert [finding.rule for finding in verdict.findings] == ["code.empty", "data.no_value"]


@pytest.mark.parametrize("word", ["TRUE", "True", "false", "#N/A"])
def test_a_truth_value_is_no_code(word: str) -> None:
    """A truth value or an error of a spreadsheet is said to be that, under every rule, and is
    nearly no code.
    """
    for scheme in ("uscc", "gtin", None):
        (verdict,) = tc.validate([word], scheme=scheme)
        assert [finding.rule for finding in verdict.findings] == ["data.digits_lost"]
        assert verdict.status == "invalid"
    if word != "#N/A":
        assert (
            verdict.findings[0].text("zh")
            == f"{word}：是逻辑值，不是代码；请将单元格设为文本后重新填写"
        )
        assert verdict.findings[0].text("en") == (
            f"{word}: is a truth value, and no code; format the cell as text and enter it again"
        )


def test_a_check_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of our own leaves one code unchecked; it is named without what was read, and the
    others are judged.
    """

    def read(self: Scheme, text: str, *_: object, **__: object) -> tuple[None, tuple[()]]:
        if text == "boom":
            raise KeyError(text)
        return None, ()

    monkeypatch.setattr(Scheme, "read", read)
    verdicts = list(tc.validate(["boom", "other"], scheme="uscc"))
    assert [verdict.status for verdict in verdicts] == ["not checked", "valid"]
    (finding,) = verdicts[0].findings
    assert finding.rule == "check.failed"
    assert re.match(
        r"the check itself failed \(KeyError, [a-z_.]+:[0-9]+\); nothing was "
        r"judged",
        finding.text(),
    )


def test_an_iterable_that_fails() -> None:
    """A source that ends with an error of its own does not pass for one that ended."""

    def texts() -> Iterator[str]:
        yield USCC
        raise RuntimeError("boom")

    report = tc.validate(texts())
    assert [(v.status, v.kind) for v in report] == [("valid", "code"), ("not checked", "file")]
    assert report.status == "not checked"


def test_uncertain_says_why() -> None:
    """A reading that rests on length, or has rivals, says so."""
    (verdict,) = tc.validate(["1201040010023"])
    assert verdict.status == "not checked"
    assert {finding.rule for finding in verdict.findings} & {"code.length_only", "code.ambiguous"}


def test_a_loose_rule_whose_content_does_not_fit_is_not_valid() -> None:
    """The text N/A has the outline of a handle only in a layout that is itself in doubt."""
    (verdict,) = tc.validate(["N/A"])
    assert verdict.status == "not checked"
    assert {f.rule for f in verdict.findings} == {"code.unverified_layout", "code.length_only"}


def test_a_mistake_that_recurs_is_told_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    """With its own line, for its own day; and no more is kept than so much."""
    monkeypatch.setattr(judging, "_MOST_TOLD", 3)
    texts = ["91350100M000100Y44", "NULL", "6901234567890", "无", "6.9E+12"] * 2
    told = [*tc.validate(texts)]
    alone = [next(iter(tc.validate([text]))) for text in texts]
    for line, (verdict, own) in enumerate(zip(told, alone, strict=True), 1):
        assert (verdict.line, verdict.status, verdict.findings[: len(own.findings)]) == (
            line, own.status, own.findings
        )  # fmt: skip
    reader = judging.CodeReader(registry(packaged()), None, None, None, None, strict=False)
    for text in texts:
        reader.read(CodeRow(1, text, {}))
    assert len(reader._told) == 3


def test_no_citizens_number_is_remembered() -> None:
    """Nor one that is nearly one."""
    reader = judging.CodeReader(registry(packaged()), None, None, None, None, strict=False)
    for text in ("11010519491231002X", "110105194912310021", "no 110105194912310021", "NULL"):
        reader.read(CodeRow(1, text, {}))
    assert [text for text, _ in reader._told] == ["NULL"]


def test_known_scheme_is_strict_on_request() -> None:
    """With a scheme, strict reading refuses what lenient reading folds."""
    assert statuses(USCC.lower(), scheme="uscc") == ["valid"]
    assert statuses(USCC.lower(), scheme="uscc", strict=True) == ["invalid"]


def test_product_decides_between_schemes() -> None:
    """A product hint makes the scheme that the product carries the first."""
    (verdict,) = tc.validate(["12010400100230004217"], product="vegetable")
    assert verdict.scheme in {"mofcom-trace", "agri-trace-short"}


def test_repeated_unit_codes_are_reported() -> None:
    """The same unit code again is a warning, also when it is written otherwise; other codes may
    repeat.
    """
    report = tc.validate([VET, USCC, f" {VET} ", USCC])
    findings = [[f.rule for f in verdict.findings if f.severity != "info"] for verdict in report]
    assert findings == [[], [], ["code.repeated_otherwise"], []]
    assert (report.errors, report.repeated) == (0, 2)
    (_, again) = tc.validate([USCC, USCC])
    assert [(f.rule, f.severity, f.text("zh")) for f in again.findings] == [
        ("code.repeated", "info", "与第 1 行是同一个代码")
    ]


def repeated(*codes: str, **options: Any) -> list[tuple[str, str]]:
    """What is said of the last of some codes: that it stood before."""
    findings = [*tc.validate(list(codes), **options)][-1].findings
    return [(f.rule, f.severity) for f in findings if f.rule.startswith("code.repeated")]


@pytest.mark.parametrize(
    ("scheme", "code", "severity"),
    [
        ("giai", "6901234ASSET-001", "warning"),
        ("grai", "06901234000016ABC-1", "warning"),
        ("grai", "06901234000016", "info"),  # a type of assets
        ("cpid", "(8010)6901234A(8011)12", "warning"),
        ("cpid", "(8010)6901234A", "info"),
        ("gdti", "6901234000016DOC1", "info"),  # a document may be named as often as it is used
        ("ecode", "1001012345678", "info"),  # of any thing, and of kinds of things
        ("sscc", "106141411234567897", "warning"),
    ],
)
@pytest.mark.parametrize("ways", ["rows", "columns"])
def test_which_codes_may_stand_once(
    scheme: str, code: str, severity: str, ways: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those of single units: also an asset with its serial number, and a part with its own."""
    monkeypatch.setattr(judging, "ALONE", 0 if ways == "columns" else 1000)
    assert repeated(code, code, scheme=scheme) == [("code.repeated", severity)]


def test_an_asset_may_stand_once_where_its_scheme_is_not_named() -> None:
    """Behind its application identifier, and in another notation."""
    assert repeated("(8004)6901234ASSET-001", "(8004)6901234ASSET-001") == [
        ("code.repeated", "warning")
    ]
    again = repeated("(8003)06901234000016ABC-1", "800306901234000016ABC-1")
    assert again == [("code.repeated_otherwise", "warning")]
    assert repeated("(8004)6901234ASSET-001", "(8004)6901234ASSET-002") == []


def test_sources() -> None:
    """Bytes, open files, paths and iterables are read alike."""
    assert [v.status for v in tc.validate(f"{USCC}\n".encode())] == ["valid"]
    assert [v.status for v in tc.validate(io.BytesIO(f"{USCC}\r\n".encode()))] == ["valid"]
    assert [v.status for v in tc.validate(io.StringIO(f"{USCC}\n"))] == ["valid"]
    assert [v.status for v in tc.validate(iter([USCC]))] == ["valid"]


def test_csv_with_dates(tmp_path: Path) -> None:
    """A column of production dates chooses the edition; a row whose date nobody can read is not
    checked.
    """
    code = "3" + "172225" + "1" + "247" + "250743408010974953971"
    file = tmp_path / "x.csv"
    file.write_text(
        f"code,made\n{code},2026-10-31\n{code},2026-11-01\n{code},soon\n{code},\n", encoding="utf-8"
    )
    report = tc.validate(
        file, column="code", on_column="made", scheme="pesticide-unit", on=date(2026, 10, 1)
    )
    verdicts = list(report)
    assert [verdict.status for verdict in verdicts] == ["valid", "invalid", "not checked", "valid"]
    (why,) = verdicts[2].findings
    assert why.rule == "check.date"
    assert why.text("en") == "made 'soon' names no day (YYYY-MM-DD); the row was not judged"
    assert why.text("zh") == "made“soon”看不出是哪一天（应为 YYYY-MM-DD），该行未作判定"


@given(
    day=st.dates(date(2026, 10, 20), date(2026, 11, 10)),
    written=st.sampled_from([
        "{0.year}/{0.month}/{0.day}", "{0.year}年{0.month}月{0.day}日", "{0:%Y-%m-%d} 00:00:00",
        "{0:%Y%m%d}", "{0:%Y.%m.%d}", "{0:%Y-%m-%d}T08:30:00+08:00", " {0:%Y-%m-%d} ",
        "serial", "serial.0", "serial.75", "{0:%Y/%m/%d} 8:30",
    ]),
)  # fmt: skip
def test_dates_as_people_and_spreadsheets_write_them(day: date, written: str) -> None:
    """However the day is written, it chooses the same edition."""
    text = written.replace("serial", str((day - date(1899, 12, 30)).days)).format(day)
    code = "3" + "172225" + "1" + "247" + "250743408010974953971"
    (verdict,) = tc.validate(
        f'code,made\n{code},"{text}"\n'.encode(),
        column="code",
        on_column="made",
        scheme="pesticide-unit",
    )
    assert verdict.status == ("valid" if day <= date(2026, 10, 31) else "invalid")


@pytest.mark.parametrize(
    "text",
    [
        "12/3/2026",
        "26-03-12",
        "2026-02-30",
        "3月12日",
        "12",
        "2026",
        "46",
        "-46093",
        "1e5",
        "2026-13-01",
    ],
)
def test_dates_that_can_be_read_in_two_ways(text: str) -> None:
    """What may be another day is no day: the row is not checked."""
    (verdict,) = tc.validate(
        f"code,made\n{USCC},{text}\n".encode(), column="code", on_column="made"
    )
    assert (verdict.status, [finding.rule for finding in verdict.findings]) == (
        "not checked",
        ["check.date"],
    )


def test_a_column_of_dates_that_is_not_there(tmp_path: Path) -> None:
    """A misspelt column of dates is refused as one of codes is; without a column of codes it means
    nothing.
    """
    table = f"code,made\n{USCC},2026-10-31\n".encode()
    (tmp_path / "x.csv").write_bytes(table)
    for source in (table, io.BytesIO(table), tmp_path / "x.csv"):
        with pytest.raises(
            tc.UnreadableFile, match="there is no column 'mad'; the columns are: code, made"
        ):
            tc.validate(source, column="code", on_column="mad").run()
    with pytest.raises(tc.UnreadableFile, match="there is no column 'made'"):
        tc.validate([USCC], column="code", on_column="made").run()
    wrong: list[dict[str, Any]] = [{}, {"format": "json"}, {"column": "code", "format": "csv"}]
    for more in wrong:
        with pytest.raises(ValueError, match="give column too"):
            tc.validate(table, on_column="made", **more)


def test_no_cell_of_a_table_is_lost() -> None:
    """A second column of codes, and a cell without a header, are errors; what has a name is
    judged.
    """
    report = tc.validate(f"code,code\n{USCC},{VET}\n{USCC},,x\n".encode(), column="code")
    found = [
        (v.kind, v.line, v.status, v.text, [f.rule for f in v.findings if f.severity == "error"])
        for v in report
    ]
    assert found == [
        ("file", 1, "invalid", "", ["data.column_repeated"]), ("code", 2, "valid", USCC, []),
        ("code", 3, "invalid", USCC, ["data.beyond_header"]),
    ]  # fmt: skip


def test_multi_line_labels_in_csv() -> None:
    """A quoted field may hold a label of several lines; lines are counted from where the row
    begins.
    """
    label = "品种名称：某品种\n生产经营者名称：某某种业有限公司\n单元识别代码：0126110800004213\n追溯网址：https://seed.example/s"
    rows = list(tc.validate(f'code,n\n"{label}",1\n{USCC},2\n'.encode(), column="code"))
    assert [(verdict.line, verdict.scheme) for verdict in rows] == [(2, "seed-label"), (6, "uscc")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters(delimiter: str) -> None:
    """The delimiter is the one under which the header has the column."""
    data = delimiter.join(["no", "code"]) + "\n" + delimiter.join(["1", USCC]) + "\n"
    assert [v.status for v in tc.validate(data.encode(), column="code")] == ["valid"]


def test_byte_order_mark() -> None:
    """A byte order mark before the header is not part of the column's name."""
    assert [
        v.status for v in tc.validate(b"\xef\xbb\xbfcode\n" + USCC.encode(), column="code")
    ] == ["valid"]


def test_summary() -> None:
    """The counts are complete when the report has been read."""
    report = tc.validate([USCC, USCC[:-1] + "4"]).run()
    assert report.summary() == {
        "status": "invalid", "verdicts": {"valid": 1, "invalid": 1}, "kinds": {"code": 2},
        "signatures": {}, "errors": 1, "warnings": 0, "repeated": 0, "schemes": {"uscc": 2},
        "record_types": {}, "rules": {"code.check_character": 1},
    }  # fmt: skip


def test_unknown_scheme_is_refused_at_once() -> None:
    """A slip in the scheme's or product's id is told before anything is read."""
    with pytest.raises(tc.UnknownId, match="did you mean uscc"):
        tc.validate([], scheme="uscd")
    with pytest.raises(tc.UnknownId):
        tc.validate([], product="pestcide")


def test_verdict_as_data_masks_citizens_numbers() -> None:
    """What looks like a citizen's number is masked in the data of a verdict."""
    (verdict,) = tc.validate(["11010519491231002X"])
    assert "19491231" not in str(verdict.as_dict())


def test_limits() -> None:
    """How much is read of codes can be changed as it can for records."""
    found = list(
        tc.validate(f"{USCC}\n{'9' * 50}\n".encode(), format="codes", limits=Limits(line_bytes=40))
    )
    assert [(verdict.status, [one.rule for one in verdict.findings]) for verdict in found] == [
        ("valid", []), ("invalid", ["file.line_too_long"]),
    ]  # fmt: skip


def test_bad_bytes_end_the_reading() -> None:
    """A line in another encoding is an error, and what follows it was not checked; what stood
    before was.
    """
    data = f"{USCC}\n".encode() + b"\xff\xff\n" + f"{USCC}\n".encode()
    found = list(tc.validate(data, format="codes"))
    assert [verdict.status for verdict in found] == ["valid", "invalid", "not checked"]
    assert [verdict.line for verdict in found] == [1, 2, 2]


# --- one thing, two things ------------------------------------------------------------------------

GTIN = "06901234567892"
ONE = {
    "serial": ["(01){0}(21)S1", "(01){0}(10)L1(21)S1", "01{0}10L2\x1d21S1", "01{0}21S1", "]d201{0}21S1\r\n",
               "（01）{0}（21）S1", "https://id.gs1.org/01/{0}/21/S1",
               "https://x.example/a/01/{0}/10/L9/21/S1?17=271231", "1727123101{0}21S1"],
    "batch": ["(01){0}(10)L1", "(01){0}(17)271231(10)L1", "01{0}10L1", "https://id.gs1.org/01/{0}/10/L1"],
    "item": ["{0}", "(01){0}", "01{0}", "6901234567892", "690 1234 567892", "(01){0}(17)271231"],
}  # fmt: skip


def same(first: str, second: str) -> tuple[bool, str]:
    """Whether the second of two texts is told to be the same as the first, and how severe that
    is.
    """
    _, verdict = tc.validate([first, second])
    told = [
        finding
        for finding in verdict.findings
        if finding.rule in ("code.repeated", "code.repeated_otherwise")
    ]
    return bool(told), told[0].severity if told else ""


@given(data=st.data())
def test_the_same_thing_however_written(data: st.DataObject) -> None:
    """A serial, a batch, an item is one thing in every notation; a serial again is a warning, the
    others are not.
    """
    kind = data.draw(st.sampled_from([*ONE]))
    first, second = (data.draw(st.sampled_from(ONE[kind])).format(GTIN) for _ in range(2))
    assert same(first, second) == (True, "warning" if kind == "serial" else "info")
    assert tc.parse(first) == tc.parse(second)
    assert hash(tc.parse(first)) == hash(tc.parse(second))


@given(data=st.data())
def test_different_things(data: st.DataObject) -> None:
    """Two serials, two batches, two items, and an item and its serial, are different things."""
    first = data.draw(st.sampled_from([text for texts in ONE.values() for text in texts])).format(
        GTIN
    )
    other = data.draw(st.sampled_from([text for texts in ONE.values() for text in texts]))
    changed = data.draw(st.sampled_from([("S1", "S2"), ("L1", "L3"), ("{0}", "06924561884074")]))
    kinds = [kind for kind, texts in ONE.items() if first in [text.format(GTIN) for text in texts]]
    second = other.replace(*changed).format(GTIN)
    if (
        other in ONE[kinds[0]]
        and changed[0] in other
        and (kinds[0], changed[0]) != ("serial", "L1")
    ):
        assert same(first, second) == (False, "")
        assert tc.parse(first) != tc.parse(second)
    elif other not in ONE[kinds[0]]:
        assert same(first, other.format(GTIN)) == (False, "")


@pytest.mark.parametrize(
    "id",
    [
        id
        for id in tc.Standard.load().ids("scheme")
        if tc.scheme(id).spec.identifies in ("unit", "logistic-unit")
    ],
)
def test_a_unit_again_is_a_warning_in_every_scheme(id: str) -> None:
    """Whatever scheme a unit's code is of, the second time is a warning; on a label too."""
    code = next(one for one in tc.scheme(id).examples if not one.lenient)
    first, second = tc.validate([code.code, code.code], scheme=id, on=code.on)
    assert first.code is not None
    (told,) = [finding for finding in second.findings if finding.rule == "code.repeated"]
    assert told.severity == "warning"


def test_a_label_is_the_unit_that_bears_it() -> None:
    """The code on a label and the label around it are one thing."""
    label = next(one.code for one in tc.scheme("veterinary-label").examples if not one.lenient)
    code = tc.parse(label, "veterinary-label")
    unit = code.nested["trace_code"]
    assert code.canonical == unit.canonical
    assert same(label, unit.normalized) == (True, "warning")


def test_a_pallet_is_not_what_it_holds() -> None:
    """Two pallets of one batch are two things."""
    assert (
        same(
            "(00)106141411234567897(02)06901234567892(37)10(10)L1",
            "(00)069012340000000016(02)06901234567892(37)10(10)L1",
        )[0]
        is False
    )
    assert same("(00)106141411234567897(02)06901234567892(37)10", "106141411234567897") == (
        True,
        "warning",
    )


def test_codes_keep_their_elements_across_processes() -> None:
    """A code that is pickled names the same thing."""
    code = tc.parse("(01)06901234567892(10)L1(21)S1")
    again = pickle.loads(pickle.dumps(code))
    assert again == code
    assert again.canonical == "gtin:06901234567892(21)S1"
    assert dict(again.elements) == {"01": "06901234567892", "10": "L1", "21": "S1"}


def test_a_code_that_was_cut_among_words() -> None:
    """It is told so as alone."""
    for text in ("84187631076182200000", "追溯码：84187631076182200000"):
        (verdict,) = tc.validate([text], format="codes")
        assert "data.digits_lost" in [finding.rule for finding in verdict.findings]
