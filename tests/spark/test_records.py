"""Records of a DataFrame have the findings that they have in a file."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pyarrow as pa

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
    local = of_local(tc.validate(timed))
    assert of_spark(validate_records(table, "payload", line="n")) == local


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
