"""What a test compares: the findings of Spark and those of the local engine, in whatever order."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import tracecode as tc

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from tracecode.reports.rows import Judged


def of_spark(findings: DataFrame) -> Counter[tuple[object, ...]]:
    """The rows of a table of findings."""
    return Counter(map(tuple, findings.collect()))


def of_local(judged: Judged) -> Counter[tuple[object, ...]]:
    """The rows of the table of findings, as they come without Spark."""
    return Counter(map(tuple, tc.finding_rows(judged)))


def placeless(rows: Counter[tuple[object, ...]]) -> Counter[tuple[object, ...]]:
    """The same without lines."""
    at = tc.FindingRow._fields.index("line")
    return Counter((*row[:at], None, *row[at + 1 :]) for row in rows.elements())
