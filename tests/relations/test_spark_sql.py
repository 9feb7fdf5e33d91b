"""Rules as SQL of Spark: what can be seen in the texts. What they find, `tests/spark` asks Spark."""

from __future__ import annotations

import re

import pytest

from tracecode.relations.spark_sql import quoted, spark_name, spark_query, spark_tables
from tracecode.spec.across_model import BalanceCheck, read_by
from tracecode.standard.resolved import packaged

RULES = packaged().ids("rule")


@pytest.mark.parametrize("id", RULES)
def test_a_query_reads_its_rows_and_nothing_else(id: str) -> None:
    """Each query reads the rows of its rule, and brings them together by one key."""
    rule = packaged().rule(id)
    text = spark_query(packaged(), rule)
    read = set(re.findall(r"FROM (`[^`]+`)", text))
    assert read == {spark_name(used.rows) for used in read_by(rule.check)}
    keys = set(re.findall(r"(?:PARTITION|GROUP) BY ((?:`[^`]+`(?:, )?)+)", text))
    assert len(keys) == 1, keys
    assert "JOIN" not in text
    assert '"' not in text


def test_each_side_of_a_balance_counts_or_adds() -> None:
    """The codes that a report lists are counted, and held against the number that it states."""
    rule = packaged().rule("reported-code-count")
    assert isinstance(rule.check, BalanceCheck)
    text = spark_query(packaged(), rule)
    used, supplied = re.findall(r"STRUCT\((COUNT|SUM)\(", text)
    assert (used, supplied) == ("COUNT", "SUM")


def test_names_cannot_end_early() -> None:
    """A backtick in a name is doubled."""
    assert quoted("a`b") == "`a``b`"
    assert spark_tables(["stock-in"], "{rows}").startswith("WITH `stock_in` AS (SELECT ")
