"""Rules across the records of a DataFrame find what they find in DuckDB, with one shuffle a rule."""

from __future__ import annotations

import json
import shutil
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pyspark.errors import PythonException

import tracecode as tc
from tests.relations.planted import FAULTS, planted
from tests.spark.equality import of_local, of_spark, placeless
from tests.spark.made import json_lines, table_of
from tracecode.relations.rows import from_paths
from tracecode.spark import across
from tracecode.standard.resolved import packaged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import DataFrame, SparkSession

WRONG = {
    "record_type": "wholesale", "product_item": "meat", "uscc": "P", "trade_date": "soon",
    "lines": [{"batch_no": "B", "quantity": "many"}],
}  # fmt: skip
ONE_SENDER = "91120116000000019T"


@pytest.fixture
def uncached(spark: SparkSession) -> Iterator[None]:
    """Nothing stays in the cache of the session."""
    yield
    spark.catalog.clearCache()


def loaded(spark: SparkSession, path: Path, records: list[dict[str, Any]]) -> DataFrame:
    """Records as payloads in a table of several partitions."""
    lines = (line.decode() for line in json_lines(records))
    return spark.read.parquet(str(table_of(path, lines))).repartition(8)


@pytest.mark.usefixtures("uncached")
def test_all_rules(spark: SparkSession, tmp_path: Path) -> None:
    """10^5 records with faults of 21 kinds, half of them of one sender: the findings of DuckDB; the
    records are read once, and each rule moves its rows once.
    """
    records = [record for record, _ in islice(planted(12_600), 100_000)]
    for record in records:
        if int(record["uscc"].removeprefix("party ")) % 2:
            record["uscc"] = ONE_SENDER
    judged = tc.across(records)
    local = of_local(judged)
    found_rules = {row[tc.FindingRow._fields.index("across")] for row in local}
    assert found_rules >= set(FAULTS)
    table = loaded(spark, tmp_path / "records.parquet", records)
    context = spark.sparkContext
    context.setJobGroup("reading", "reading")
    found = across(table, "payload", line="n")
    assert shuffles(spark, "reading") == 2  # the table's own repartition, and the counts
    context.setJobGroup("rules", "rules")
    rows = of_spark(found)
    moved = shuffles(spark, "rules")
    context.setJobGroup("", "")
    assert rows == local
    assert moved == len(judged.judged)


def shuffles(spark: SparkSession, group: str) -> int:
    """How many stages of the jobs of a group wrote rows for a shuffle."""
    context = spark.sparkContext
    tracker, store = context.statusTracker(), context._jsc.sc().statusStore()
    jobs = map(tracker.getJobInfo, tracker.getJobIdsForGroup(group))
    stages = {stage for job in jobs if job is not None for stage in job.stageIds}
    ran = [stage for stage in stages if tracker.getStageInfo(stage) is not None]
    return sum(store.lastStageAttempt(stage).shuffleWriteRecords() > 0 for stage in ran)


@pytest.mark.usefixtures("uncached")
def test_samples(spark: SparkSession) -> None:
    """The samples of all rules together give the findings of DuckDB; those of a rule of which nothing
    is found among so many records, by themselves.
    """
    rule = tc.FindingRow._fields.index("across")
    whole = [record for id in packaged().ids("rule") for record in samples(id)]
    local = of_local(tc.across(whole))
    assert of_spark(across(numbered(spark, whole), "payload", line="n")) == local
    for id in set(packaged().ids("rule")) - {row[rule] for row in local}:
        alone = samples(id)
        found = of_local(tc.across(alone, rules=[id]))
        assert found
        assert of_spark(across(numbered(spark, alone), "payload", line="n", rules=[id])) == found


def samples(id: str) -> list[dict[str, Any]]:
    """The records of the last sample of a rule of which something is found."""
    wrong = [sample for sample in packaged().rule(id).samples if sample.found]
    return [from_paths(record) for record in wrong[-1].records]


def numbered(spark: SparkSession, records: list[dict[str, Any]]) -> DataFrame:
    """Records as payloads with their numbers."""
    rows = [(number, json.dumps(record)) for number, record in enumerate(records, 1)]
    return spark.createDataFrame(rows, "n LONG, payload STRING")


@pytest.mark.usefixtures("uncached")
def test_rows_are_records(spark: SparkSession) -> None:
    """Without a column each row is a record; without numbers the same is found, and no line told."""
    rows = [
        (1, "recall", "7", "91350100M000100Y43"), (2, "recall", "8", None), (3, "recall", "7", None),
    ]  # fmt: skip
    table = spark.createDataFrame(rows, "n INT, record_type STRING, record_id STRING, uscc STRING")
    records = [{"record_type": kind, "record_id": id} for _, kind, id, _ in rows]
    local = of_local(tc.across(records))
    assert of_spark(across(table, line="n")) == local
    (found,) = across(table.drop("n")).collect()
    assert (found.across, found.line, found.other) == ("record-id-twice", None, None)
    assert "another record" in found.en


@pytest.mark.usefixtures("uncached")
def test_what_cannot_be_read(spark: SparkSession) -> None:
    """No records are an error; what is no record, values that are none, and rules without anything
    to look into are told as they are without Spark.
    """
    nothing = spark.createDataFrame([], "n LONG, payload STRING")
    assert [row.rule for row in across(nothing, "payload").collect()] == ["data.empty"]
    lines = [
        "[1]", '{"record_type": "nothing"}', None,
        json.dumps(WRONG),
    ]  # fmt: skip
    table = spark.createDataFrame(list(enumerate(lines, 1)), "n LONG, payload STRING")
    local = of_local(tc.across(b"\n".join((line or "5").encode() for line in lines)))
    assert placeless(of_spark(across(table, "payload", line="n"))) == placeless(local)
    with pytest.raises(tc.UnknownId):
        across(table, "payload", rules=["record-id-thrice"])


@pytest.mark.usefixtures("uncached")
def test_files_that_changed(spark: SparkSession, tmp_path: Path) -> None:
    """A second call reads what is there now, not what an earlier one kept of the same files."""
    recall = '{"record_type": "recall", "record_id": "%s"}'
    for turn, found in enumerate((0, 2)):
        table_of(tmp_path / f"{turn}.parquet", [recall % 7, recall % 8])
        day = spark.read.parquet(str(tmp_path))
        assert across(day, "payload", rules=["record-id-twice"]).count() == found


def test_a_row_without_number(spark: SparkSession) -> None:
    """It is refused, as by the others."""
    table = spark.createDataFrame([(None, "{}"), (2, "{}")], "n LONG, payload STRING")
    with pytest.raises(PythonException, match="a row has no number"):
        across(table, "payload", line="n")


RULES = {
    "unit-one-place": "{unique: {of: unit-places, by: [scheme, code, moment]}}",
    "stock-by-unit": "{balance: {used: stock-out, supplied: stock-in, amount: quantity, "
                     "by: [party, store, name, batch, unit]}}",
    "one-place": "{agrees: {of: unit-places, by: [scheme, code], agree: [place]}}",
    "one-moment": "{agrees: {of: unit-places, by: [scheme, code], agree: [moment]}}",
}  # fmt: skip


@pytest.mark.usefixtures("uncached")
def test_columns_of_any_name(spark: SparkSession, tmp_path: Path) -> None:
    """Rules of a pack on columns that are called as parts of queries might be."""
    pack = tmp_path / "seaside"
    shutil.copytree(Path(__file__).parents[1] / "packs" / "seaside", pack)
    (pack / "rules").mkdir()
    for id, check in RULES.items():
        (pack / "rules" / f"{id}.yaml").write_text(RULE % (id, check), encoding="utf-8")
    standard = tc.Standard.load(pack)
    records = [
        stored("A", "08:00:00", "120101"), stored("A", "08:00:00", "120101"),
        stored("A", "08:00:00.5", "120102"), moved("1", "10"), moved("2", "11"),
    ]  # fmt: skip
    local = of_local(standard.across(records, rules=RULES))
    assert {row[tc.FindingRow._fields.index("across")] for row in local} == set(RULES)
    table = numbered(spark, records)
    assert of_spark(across(table, "payload", line="n", rules=RULES, standard=standard)) == local


RULE = """id: %s
name: {zh: 某规则, en: A rule}
asks: {zh: 某要求。, en: Something is asked.}
remedy: {zh: 请核对。, en: Check it.}
source: {ref: project}
evidence: project
check: %s
samples:
  - about: {zh: 对, en: Right}
    records:
      - {record_type: recall}
"""


def stored(code: str, time: str, place: str) -> dict[str, Any]:
    """A unit that is stored."""
    return {
        "record_type": "storage", "product_item": "baijiu", "unit_level": "1",
        "code_scheme": "tj-trace", "trace_code": code, "event_time": f"2026-03-01T{time}+08:00",
        "division_code": place,
    }  # fmt: skip


def moved(kind: str, quantity: str) -> dict[str, Any]:
    """Goods into a store, or out of it."""
    line = {"product_name": "Goods", "batch_no": "B1", "quantity": quantity, "quantity_unit": "kg"}
    return {
        "record_type": "stock-move", "product_item": "industrial-explosive",
        "uscc": "91350100M000100Y43", "warehouse": "W1", "stock_move_type": kind, "lines": [line],
    }  # fmt: skip
