"""What may stand once only, and stood before: found among the rows of all partitions by one shuffle.

Judging gives, beside findings, a row for each thing that may stand once (`Standing`). Rows of one
thing come together, the first by its number is passed over, and each of the others is told with the
number of the first. No row is read twice, and a finding on its way costs what a thing does.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from tracecode.checks.parcels import repeated_message
from tracecode.checks.report import Verdict
from tracecode.extras import extra
from tracecode.findings import Finding
from tracecode.records.known import first_in_words, repeated
from tracecode.reports.rows import COLUMNS, FindingRow, arrow_schema, batch_of, verdict_rows
from tracecode.spark.shipping import on_workers

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame

    from tracecode.standard.resolved import Resolved

_FIRST = ("first_line", "first_nth", "first_written")


class Standing(NamedTuple):
    """Something that may stand once only, where it stands."""

    thing: str
    """What it is: the key of a code, or the id of a record or message."""
    line: int
    """The number of its row."""
    nth: int
    """How many records stand before it in its row."""
    written: str
    """How it is written: the text of a code, the id of a record."""
    verdict: Verdict
    """What was found of it beside."""


def judged_schema() -> pa.Schema:
    """The columns of findings, and those of what stands; a row has the ones or the others."""
    arrow = extra("pyarrow", "spark")
    fields = [field.with_nullable(True) for field in arrow_schema()]
    return arrow.schema(
        [
            *fields,
            arrow.field("thing", arrow.string()),
            arrow.field("nth", arrow.int32()),
            arrow.field("written", arrow.string()),
        ]
    )


def judged_batch(rows: list[FindingRow], *, numbered: bool) -> Iterator[pa.RecordBatch]:
    """Findings as a batch, if there are any.

    Args:
        rows: the findings.
        numbered: whether rows have numbers, and things that stand are given beside; otherwise the
            findings have no line.
    """
    if not rows:
        return
    if not numbered:
        yield batch_of([row._replace(line=None) for row in rows], arrow_schema())
        return
    findings = batch_of(rows, arrow_schema())
    yield _filled(dict(zip(COLUMNS, findings.columns, strict=True)), len(rows))


def standing_codes(
    things: pa.Array[Any], lines: pa.Array[Any], written: pa.Array[Any], scheme: str
) -> pa.RecordBatch:
    """Right codes of one scheme, as they stand."""
    of_all = {"status": "valid", "type": scheme, "kind": "code", "nth": 0}
    return _filled({"thing": things, "line": lines, "written": written, **of_all}, len(lines))


def standing_batch(standing: list[Standing]) -> Iterator[pa.RecordBatch]:
    """Things that stand, as a batch, if there are any."""
    if standing:
        verdicts = [each.verdict for each in standing]
        columns: dict[str, Any] = {
            name: [getattr(each, name) for each in standing]
            for name in ("thing", "line", "nth", "written")
        }
        columns["status"] = [verdict.status for verdict in verdicts]
        columns["type"] = [verdict.record_type or verdict.scheme for verdict in verdicts]
        columns["kind"] = [verdict.kind for verdict in verdicts]
        yield _filled(columns, len(standing))


def _filled(columns: dict[str, Any], count: int) -> pa.RecordBatch:
    """A batch of `judged_schema`: arrays, or one value for all rows; the other columns are null."""
    arrow = extra("pyarrow", "spark")
    schema = judged_schema()
    arrays = []
    for field in schema:
        values = columns.get(field.name)
        if values is None:
            arrays.append(arrow.nulls(count, field.type))
        elif isinstance(values, str | int):
            arrays.append(arrow.repeat(arrow.scalar(values, field.type), count))
        elif isinstance(values, list):
            arrays.append(arrow.array(values, field.type))
        else:
            arrays.append(values.cast(field.type))
    return arrow.RecordBatch.from_arrays(arrays, schema=schema)


def told_repeats(judged: DataFrame, standard: Resolved) -> DataFrame:
    """The table of findings of what was judged, with one on everything that stood before."""
    functions, window = (
        extra("pyspark.sql.functions", "spark"),
        extra("pyspark.sql.window", "spark"),
    )
    alone = functions.concat(functions.lit(" "), functions.col("line").cast("string"))
    together = window.Window.partitionBy(functions.coalesce(functions.col("thing"), alone))
    in_order = together.orderBy("line", "nth", "written")
    first = [
        functions.first(name).over(in_order).alias(f"first_{name}")
        for name in ("line", "nth", "written")
    ]
    placed = judged.select("*", *first, functions.row_number().over(in_order).alias("place"))
    again = placed.where("thing IS NULL OR place > 1").drop("place")
    return on_workers(again, RepeatWork(), arrow_schema(), standard)


class RepeatWork(NamedTuple):
    """Tells what stood before; findings pass."""

    def run(
        self, _standard: Resolved, batches: Iterator[pa.RecordBatch]
    ) -> Iterator[pa.RecordBatch]:
        """See `PartitionWork`."""
        arrow, compute = extra("pyarrow", "spark"), extra("pyarrow.compute", "spark")
        schema = arrow_schema()
        for batch in batches:
            found = compute.is_null(batch.column("thing"))
            findings = batch.select(list(COLUMNS)).filter(found)
            if findings.num_rows:
                yield arrow.RecordBatch.from_arrays(findings.columns, schema=schema)
            standing = batch.filter(compute.invert(found)).to_pylist()
            rows = [row for thing in standing for row in verdict_rows(_verdict(thing))]
            if rows:
                yield batch_of(rows, schema)


def _verdict(standing: dict[str, Any]) -> Verdict:
    """The verdict on something that stood before, with that finding alone."""
    line, kind, type = standing["line"], standing["kind"], standing["type"]
    first, nth, written = (standing[name] for name in _FIRST)
    if kind == "code":
        rule = "code.repeated" if written == standing["written"] else "code.repeated_otherwise"
        finding = Finding(rule=rule, severity="warning", values={"first": first})
    else:
        elsewhere = first != line or not standing["nth"]
        told = first_in_words(str(first), nth, elsewhere=elsewhere)
        finding = repeated(told) if kind == "record" else repeated_message(told)
    return Verdict(
        line, standing["written"], standing["status"], type if kind == "code" else None, None, None,
        (finding,), None, None if kind == "code" else type, kind=kind,
    )  # fmt: skip
