"""Records of a DataFrame have the findings that they have in a file."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import tracecode as tc
from tests.spark.equality import of_local, of_spark, placeless
from tests.spark.made import json_lines, record_lines, table_of
from tracecode.records.message import new_header
from tracecode.spark import validate_records

if TYPE_CHECKING:
    from pathlib import Path

    from pyspark.sql import SparkSession

RULE = tc.FindingRow._fields.index("rule")


def test_a_hundred_thousand_records(spark: SparkSession, tmp_path: Path) -> None:
    """Findings on 10^5 payloads, with ids that stand twice, are those of the same lines in a file."""
    lines = record_lines(100_000)
    local = of_local(tc.validate(b"\n".join(lines), format="ndjson"))
    assert sum(row[RULE] == "record.repeated" for row in local) > 100
    path = table_of(tmp_path / "records.parquet", (line.decode() for line in lines))
    table = spark.read.parquet(str(path)).repartition(8)
    assert of_spark(validate_records(table, "payload", line="n")) == local
    told = of_spark(validate_records(table, "payload"))
    assert unplaced(told) == unplaced(local)


def unplaced(rows: Counter[tuple[object, ...]]) -> Counter[tuple[object, ...]]:
    """The findings that need no numbers of rows; of broken JSON, which names its row, the counts."""
    kept = {row: count for row, count in placeless(rows).items() if row[RULE] != "record.repeated"}
    whole = Counter({row: count for row, count in kept.items() if row[RULE] != "data.json"})
    whole["data.json",] = sum(kept.values()) - whole.total()
    return whole


def test_structs(spark: SparkSession, tmp_path: Path) -> None:
    """Structs of Parquet, with elements that are null, are the records of their fields."""
    records: list[dict[str, object]] = [
        {"record_type": "recall", "record_id": None, "uscc": "91350100M000100Y43"},
        {"record_type": "recall", "record_id": "7", "uscc": "91350100M000100Y44"},
        {"record_type": "recall", "record_id": "7", "uscc": None},
    ]
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    timed = [record | {"event_time": moment} for record in records]
    path = table_of(tmp_path / "records.parquet", timed)
    table = spark.read.parquet(str(path))
    assert dict(table.dtypes)["payload"].startswith("struct<")
    pq.write_table(pa.Table.from_pylist(timed), tmp_path / "local.parquet")
    local = of_local(tc.validate((tmp_path / "local.parquet").read_bytes()))
    assert of_spark(validate_records(table, "payload", line="n")) == local


@pytest.mark.parametrize("zone", ["GMT+8", "UTC", "Asia/Shanghai"])
def test_zones(spark: SparkSession, zone: str) -> None:
    """Moments are those of no zone of the session, and one that Python does not have is a finding
    of its row.
    """
    before = spark.conf.get("spark.sql.session.timeZone")
    moments = ("2026-03-01T18:00:00Z", "9999-12-31T23:59:59Z", "10001-01-01T00:00:00Z")
    rows = " UNION ALL ".join(
        f"SELECT {n} AS n, named_struct('record_type', 'recall', 'record_id', '{n}', "
        f"'event_time', timestamp'{'+' if len(moment) > 20 else ''}{moment}') AS payload"
        for n, moment in enumerate(moments, 1)
    )
    try:
        spark.conf.set("spark.sql.session.timeZone", zone)
        found = validate_records(spark.sql(rows), "payload", line="n").collect()
    finally:
        spark.conf.set("spark.sql.session.timeZone", str(before))
    assert {row.line for row in found} == {1, 2, 3}
    times = sorted((row.line, row.rule) for row in found if row.path == "event_time")
    assert times == [(2, "record.format"), (3, "record.type")]


def test_texts_that_are_none(spark: SparkSession) -> None:
    """Bytes in a column of texts, as GBK gets there, are a finding of their row."""
    sql = "SELECT 1 AS n, CAST(X'7B2261223A22B2A9227D' AS STRING) AS payload"
    told = of_spark(validate_records(spark.sql(sql), "payload", line="n"))
    local = of_local(tc.validate(bytes.fromhex("7B2261223A22B2A9227D"), format="ndjson"))
    assert [row[RULE] for row in placeless(told)] == [row[RULE] for row in placeless(local)]
    struct = "SELECT 1 AS n, named_struct('record_type', 'recall', 'uscc', CAST(X'B2A9' AS STRING)) AS payload"
    found = validate_records(spark.sql(struct), "payload", line="n").where("path = 'uscc'")
    assert [row.rule for row in found.collect()] == ["record.type"]


def test_documents(spark: SparkSession, tmp_path: Path) -> None:
    """Each row is a document of its own: XML, JSON over several lines, messages, nothing."""
    record = {"record_type": "recall", "record_id": "7", "uscc": "91350100M000100Y44"}
    header = new_header(2, ("uscc", "91120116000000019T"), ("uscc", "91120116000000019T"))
    message = {"header": header.plain(), "body": [record, record]}
    xml = b'<?xml version="1.0"?>\n<nothing/>'
    payloads = [
        json.dumps(record, indent=1).encode(), json.dumps(message).encode(), xml, None, b" ", b"\xff",
        json.dumps(message, indent=1).encode(), *json_lines([record]),
    ]  # fmt: skip
    path = table_of(tmp_path / "records.parquet", payloads, pa.binary())
    found = validate_records(spark.read.parquet(str(path)), "payload", line="n").collect()
    for number, payload in enumerate(payloads, 1):
        alone = of_local(tc.validate(payload or b"", format="xml" if payload == xml else "json"))
        want = {row[RULE] for row in alone} - {"record.repeated"}
        have = {row.rule for row in found if row.line == number}
        assert have - {"record.repeated", "message.repeated"} == want, number
    again = [row for row in found if row.rule in ("record.repeated", "message.repeated")]
    assert sorted((row.line, row.rule) for row in again) == [
        (2, "record.repeated"), (2, "record.repeated"), (7, "message.repeated"),
        (7, "record.repeated"), (7, "record.repeated"), (8, "record.repeated"),
    ]  # fmt: skip
    assert all(" 1" in row.en for row in again if row.line == 8)
