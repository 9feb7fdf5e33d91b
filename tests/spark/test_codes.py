"""Codes of a DataFrame have the findings that they have in a file."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

import tracecode as tc
from tests.spark.equality import of_local, of_spark, placeless
from tests.spark.made import codes
from tracecode.checks import codes as local_codes
from tracecode.spark import validate_codes

if TYPE_CHECKING:
    from pathlib import Path

    from pyspark.sql import SparkSession


def test_a_million_codes(spark: SparkSession, tmp_path: Path) -> None:
    """Findings on 10^6 codes, with those that stand twice, are those of the local engine; moved to
    other partitions they stay so.
    """
    path = codes(tmp_path / "codes.parquet", 1_000_000)
    local = of_local(tc.validate(path=path, column="code", scheme="pesticide-unit"))
    assert len(local) > 10_000
    table = spark.read.parquet(str(path)).repartition(8)
    assert of_spark(validate_codes(table, "code", "pesticide-unit", line="n")) == local
    repeated = ("code.repeated", "code.repeated_otherwise")
    rule = tc.FindingRow._fields.index("rule")
    alone = placeless(local)
    for row in [row for row in alone if row[rule] in repeated]:
        del alone[row]
    assert of_spark(validate_codes(table, "code", "pesticide-unit")) == alone


@pytest.mark.parametrize(
    "options",
    [
        {"scheme": None},
        {"scheme": None, "product": "pesticide"},
        {"scheme": "gtin", "strict": True},
        {"scheme": "pesticide-unit", "on": date(2027, 1, 1)},
    ],
)
def test_the_options(
    spark: SparkSession, tmp_path: Path, options: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What `validate` is told, this is told too. Where no scheme is named, each code is identified
    by itself: partitions have no first rows that could tell it.
    """
    monkeypatch.setattr(local_codes, "SAMPLE", 0)
    path = codes(tmp_path / "codes.parquet", 3_000)
    local = of_local(tc.validate(path=path, column="code", format="codes", **options))
    assert local
    table = spark.read.parquet(str(path))
    scheme = options.pop("scheme")
    assert of_spark(validate_codes(table, "code", scheme, line="n", **options)) == local


def test_days_in_a_column(spark: SparkSession) -> None:
    """Each row is judged for its own day, and one whose day nobody can tell is not checked."""
    code = "31722252247250743408010974953971"
    rows = [(code, "2026-10-31"), (code, "2026-11-01"), (code, "soon"), (code, None)]
    table = spark.createDataFrame(rows, "code STRING, made STRING")
    found = validate_codes(table, "code", "pesticide-unit", on_column="made").collect()
    csv = "code,made\n" + "".join(f"{text},{day or ''}\n" for text, day in rows)
    local = of_local(
        tc.validate(csv.encode(), column="code", scheme="pesticide-unit", on_column="made")
    )
    rule = tc.FindingRow._fields.index("rule")
    assert sorted(row.rule for row in found) == sorted(
        str(row[rule]) for row in local.elements() if row[rule] != "code.repeated"
    )


def test_the_columns(spark: SparkSession) -> None:
    """The table has the public columns, with their types; a column of nulls is one of empty codes,
    and of no rows nothing is found.
    """
    nulls = spark.createDataFrame([(None,), (None,)], "code STRING")
    found = validate_codes(nulls, "code", "gtin")
    assert found.columns == list(tc.FindingRow._fields)
    assert dict(found.dtypes)["line"] == "bigint"
    assert [row.rule for row in found.collect()] == ["code.empty", "code.empty"]
    assert validate_codes(nulls.where("false"), "code", line=None).collect() == []


def test_wrong_columns(spark: SparkSession) -> None:
    """What cannot be judged is refused before anything is run, in both languages."""
    table = spark.createDataFrame([(1.5, "a", None)], "x DOUBLE, code STRING, n INT")
    with pytest.raises(tc.UnknownId, match="code"):
        validate_codes(table, "kode")
    with pytest.raises(tc.WrongUse, match="holds double, and not codes"):
        validate_codes(table, "x")
    with pytest.raises(tc.WrongUse, match="整数"):
        validate_codes(table, "code", line="code")
    with pytest.raises(tc.UnknownId):
        validate_codes(table, "code", "gtim")
    with pytest.raises(Exception, match="a row has no number"):
        validate_codes(table, "code", "gtin", line="n").collect()
