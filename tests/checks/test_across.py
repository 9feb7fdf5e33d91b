"""Checks across records: planted faults are found exactly, and nothing hostile ends a run or passes
for clean.
"""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest

import tracecode as tc
from tests.relations.planted import FAULTS, planted
from tests.relations.reference import Rows
from tracecode.standard.resolved import packaged

if TYPE_CHECKING:
    from pathlib import Path

RECALL = {"record_type": "recall", "record_id": "7", "uscc": "P"}
SALE: dict[str, Any] = {
    "record_type": "food-wholesale",
    "product_item": "baijiu",
    "uscc": "P",
    "trade_date": "2026-03-02",
}
PURCHASE = SALE | {"record_type": "food-dealer-purchase", "trade_date": "2026-03-01"}


def line(quantity: object = "5", unit: object = "kg") -> list[dict[str, object]]:
    """The lines of a deal in one batch."""
    return [{"product_name": "G", "batch_no": "B", "quantity": quantity, "quantity_unit": unit}]


def told(
    *records: dict[str, Any], rules: list[str] | None = None
) -> list[tuple[str | None, str, int | None]]:
    """The rule, the sentence's rule and the line of all that is found."""
    found = tc.across(list(records), rules=rules)
    return [(one.rule, one.finding.rule, one.finding.line) for one in found]


@pytest.mark.slow
def test_planted_faults_are_found_exactly() -> None:
    """Among 10^4 records the engine finds what the plain reference finds, which is what was
    planted.
    """
    records, rules = zip(*planted(1150, every=10), strict=True)
    wanted = {(rule, number) for number, ids in enumerate(rules, 1) for rule in ids}
    rows = Rows(packaged(), records)
    by_hand = {
        (id, number, judged)
        for id in packaged().ids("rule")
        for number, judged in rows.found(packaged().rule(id))
    }
    assert by_hand == {(rule, number, True) for rule, number in wanted}
    report = tc.across(records)
    assert {(found.rule, found.place and found.place.line) for found in report} == wanted
    assert {rule for rule, _ in wanted} == {*FAULTS}
    assert (report.records, report.status, report.errors) == (len(records), "valid", 0)


def test_a_finding_says_all() -> None:
    """A finding names both records, the rule, its source, and what to do, in both languages."""
    (found,) = tc.across(
        [
            PURCHASE | {"record_id": "A", "lines": line("4")},
            SALE | {"record_id": "C", "lines": line()},
        ]
    )
    assert found.as_dict() == {
        "across": "batch-out-not-over-in", "rule": "across.balance", "severity": "warning",
        "line": 2, "source": "本项目约定", "evidence": "project",
        "zh": "批次售出多于来源：P / B 合计 5000 g，多于 4000 g（见第 1 行）。"
        "核对数量和单位；如有遗漏，补报生产、购入或退货记录。",
        "en": "More of a batch sold than obtained: P / B adds up to 5000 g, which is more than "
              "4000 g (see line 1). "
        "Check amounts and units; send what is missing of production, purchases and returns.",
        "record": {"line": 2, "record_id": "C"}, "other": {"line": 1, "record_id": "A"},
    }  # fmt: skip


def test_persons_are_not_shown() -> None:
    """What concerns a person stands in no text."""
    sale = {
        "record_type": "sales-ledger",
        "product_item": "pesticide",
        "person_id_no": "11010519491231002X",
    }
    (found,) = tc.across(
        [sale | {"buyer_name": "张某某"}, sale | {"buyer_name": "李某某"}],
        rules=["one-name-a-number"],
    )
    for text in (json.dumps(found.as_dict(), ensure_ascii=False), repr(found.finding)):
        assert "张某某" not in text
        assert "李某某" not in text
        assert "19491231" not in text


def test_units_that_differ() -> None:
    """Amounts in units of different kinds are not compared, and that is said: the whole is not
    checked.
    """
    pair = PURCHASE | {"lines": line("4", "box")}, SALE | {"lines": line()}
    assert told(*pair) == [("batch-out-not-over-in", "across.amounts", 2)]
    assert tc.across(list(pair)).run().status == "not checked"
    assert told(PURCHASE | {"lines": line("5000", "g")}, SALE | {"lines": line("5")}) == []


@pytest.mark.parametrize("quantity", [None, "many", 5.5, [5], {"n": 5}, True])
def test_null_and_mixed_types(quantity: object) -> None:
    """An amount that is none is not taken for nought."""
    found = told(PURCHASE | {"lines": line(quantity)}, SALE | {"lines": line()})
    assert ("batch-out-not-over-in", "across.amounts", 2) in found
    assert {rule for _, rule, _ in found} <= {"across.amounts", "across.value"}


def test_a_side_without_records() -> None:
    """Where nobody sent what a rule looks among, it is not checked, and says so."""
    report = tc.across([SALE | {"lines": line()}], rules=["sold-batch-has-origin"])
    (found,) = report
    assert found.finding.text("en") == (
        "Batch sold without origin: not checked: no record at all tells of: Batches made or bought"
    )
    assert (
        report.not_checked["sold-batch-has-origin"]["zh"]
        == "没有任何“生产或购入的批次”的记录可供核对"
    )
    assert report.status == "not checked"


def test_nothing_to_read(tmp_path: Path) -> None:
    """An empty source is no success."""
    (tmp_path / "empty.ndjson").write_bytes(b"")
    assert tc.across(tmp_path / "empty.ndjson").run().status != "valid"
    assert tc.across([]).run().status != "valid"
    assert tc.across().run().status == "invalid"


def test_files_and_folders_together(tmp_path: Path) -> None:
    """All sources are looked at together; a place in another file names it; what cannot be read is
    named.
    """
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "one.json").write_text(json.dumps(RECALL), encoding="utf-8")
    (tmp_path / "a" / "notes.md").write_bytes(b"")
    (tmp_path / "two.ndjson").write_text(f"garbage\n{json.dumps(RECALL)}\n", encoding="utf-8")
    report = tc.across(
        tmp_path / "a", tmp_path / "two.ndjson", tmp_path / "three.json", rules=["record-id-twice"]
    )
    found = {one.finding.rule: one for one in report}
    assert set(found) == {"file.skipped", "file.unreadable", "across.unread", "across.unique"}
    unique = found["across.unique"]
    assert (unique.place, unique.other) == (
        tc.RecordPlace(str(tmp_path / "two.ndjson"), 2, "7"),
        tc.RecordPlace(str(tmp_path / "a" / "one.json"), 1, "7")
    )  # fmt: skip
    assert "one.json, line 1" in unique.finding.text("en")
    assert report.status == "not checked"


def test_messages_and_bytes() -> None:
    """Records in a message, in bytes or an open file, are records."""
    body = json.dumps({"header": {}, "body": [RECALL, RECALL]}).encode()
    for source in (body, io.BytesIO(body)):
        assert [one.rule for one in tc.across(source, rules=["record-id-twice"])] == [
            "record-id-twice"
        ]


@pytest.mark.parametrize("source", ["a.json", 7])
def test_no_source(source: Any) -> None:
    """A text or number is no source, and is told as that."""
    with pytest.raises(tc.WrongUse):
        tc.across(source).run()


def test_no_such_rule() -> None:
    """A rule that there is not is told with those that are near."""
    with pytest.raises(tc.UnknownId, match="record-id-twice"):
        tc.across([RECALL], rules=["record-id-twise"])


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the engine each rule is not checked and named, and the extra too."""
    import sys

    monkeypatch.setitem(sys.modules, "duckdb", None)
    report = tc.across([RECALL, RECALL]).run()
    assert set(report.not_checked) == {*packaged().ids("rule")}
    assert "tracecode[engine]" in report.not_checked["record-id-twice"]["en"]
    assert report.status == "not checked"


def test_text_is_data() -> None:
    """Values that would be SQL are values."""
    evil = """x'; DROP TABLE "record_heads"; --"""
    record = RECALL | {"record_id": evil, "uscc": evil}
    assert told(record, record, record) == [
        ("record-id-twice", "across.unique", 2), ("record-id-twice", "across.unique", 3),
    ]  # fmt: skip


def test_rows_by_columns(tmp_path: Path) -> None:
    """Rows that are there as Arrow or Parquet are taken as they are, with units; what cannot be
    read is named.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    bought = pa.table(
        {"party": ["P"], "batch": ["B"], "quantity": ["1"], "unit": ["t"], "day": ["2026-03-01"]}
    )
    pq.write_table(bought, tmp_path / "bought.parquet")
    sold = pa.table(
        {"party": ["P", "P"], "batch": ["B", "B"], "quantity": [999.5, 0.6], "unit": ["kg", "kg"]}
    )
    rows = {"obtained-batches": tmp_path / "bought.parquet", "sold-batches": sold}
    (found,) = tc.across(rows=rows, rules=["batch-out-not-over-in"])
    assert (found.finding.values["value"], found.finding.values["other"]) == (
        "1000100 g",
        "1000000 g",
    )
    assert (found.place, found.other) == (
        tc.RecordPlace(None, 2, None), tc.RecordPlace(str(tmp_path / "bought.parquet"), 1, None)
    )  # fmt: skip
    rows["sold-batches"] = pa.table(
        {"party": ["P"], "batch": ["B"], "quantity": ["many"], "unit": ["kg"]}
    )
    report = tc.across(rows=rows, rules=["batch-out-not-over-in"])
    assert [one.finding.rule for one in report] == ["across.value", "across.amounts"]


def test_records_in_arrow_and_parquet(tmp_path: Path) -> None:
    """Records in Arrow tables and Parquet files are records, null being absent."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.Table.from_pylist([RECALL, RECALL | {"uscc": None}])
    pq.write_table(table, tmp_path / "r.parquet")
    for source in (table, tmp_path / "r.parquet", tmp_path):
        assert [one.rule for one in tc.across(source, rules=["record-id-twice"])] == [
            "record-id-twice"
        ]
    (tmp_path / "r.parquet").write_bytes(b"no Parquet")
    assert [one.finding.rule for one in tc.across(tmp_path / "r.parquet")] == ["file.unreadable"]


@pytest.mark.parametrize("rows", [{"no-such-rows": 1}, {"sold-batches": 7}])
def test_no_rows(rows: Any) -> None:
    """Rows that the standard does not know, or that are no table, are refused."""
    with pytest.raises((tc.UnknownId, tc.WrongUse)):
        tc.across(rows=rows).run()
