"""Codes of a DataFrame: judged by the kernels, batch by batch, with the findings of `validate`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from tracecode.arguments import checked
from tracecode.checks.blocks import CodeBlock, block_of
from tracecode.checks.codes import Before, CodeReader
from tracecode.checks.columns import ColumnJudge
from tracecode.checks.parquet_codes import texts_of
from tracecode.checks.report import speaks
from tracecode.checks.rows import TOGETHER
from tracecode.codes.registry import registry
from tracecode.extras import extra
from tracecode.reports.rows import verdict_rows
from tracecode.spark.columns import TEXTS, column_of, line_of, numbers_of
from tracecode.spark.repeats import (
    Standing,
    judged_batch,
    judged_schema,
    standing_batch,
    standing_codes,
    told_repeats,
)
from tracecode.spark.shipping import findings_schema, on_workers, resolved

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame

    from tracecode.checks.columns import Passed
    from tracecode.checks.report import Verdict
    from tracecode.face import Standard
    from tracecode.standard.resolved import Resolved


@checked
def validate_codes(
    df: DataFrame, column: str, scheme: str | None = None, *, product: str | None = None,
    on: date | None = None, on_column: str | None = None, strict: bool = False,
    line: str | None = None, standard: Standard | None = None,
) -> DataFrame:  # fmt: skip
    """Judge every code of a column.

    Args:
        df: has the column.
        column: the codes: texts, or whole numbers, whose digits count. Null is an empty code.
        scheme: the scheme of all of them; by default it is found for each by itself, whatever
            stands around it.
        product: id of the item whose codes they are.
        on: the day for which they are judged.
        on_column: a column with that day, for each row.
        strict: accept exactly the characters of the rule.
        line: a column with the number of each row, all different. Then findings have it as their
            `line`, and codes of units that stand twice are found, which takes a shuffle. Without it
            `line` is null, and what stands twice is not looked for.
        standard: by default the packaged one.

    Returns:
        The table of findings (`tracecode.findings_table`), in no order. Codes of which nothing is to
        be said have no row.

    Raises:
        MissingExtra: pyspark, pyarrow or numpy is not installed.
        UnknownId: there is no such column, scheme or product.
        WrongUse: a column holds what it may not.
    """
    data = resolved(standard)
    schemes = registry(data)
    if scheme is not None:
        schemes[scheme]
    if product is not None:
        data.product(product)
    chosen = [
        column_of(df, column, TEXTS, ("codes", "代码")).alias("code"), line_of(df, line).alias("line")
    ]  # fmt: skip
    if on_column is not None:
        chosen.append(column_of(df, on_column, TEXTS, ("days", "日期")).alias("day"))
    work = CodeWork(scheme, product, on, on_column, strict, line is not None)
    if line is None:
        return on_workers(df.select(*chosen), work, findings_schema(), data)
    judged = on_workers(df.select(*chosen), work, judged_schema(), data)
    return told_repeats(judged, data)


class CodeWork(NamedTuple):
    """Judges the codes of a partition."""

    scheme: str | None
    product: str | None
    on: date | None
    on_column: str | None
    strict: bool
    numbered: bool
    """Whether rows have numbers: then the codes of units are given too, as they stand."""

    def run(
        self, standard: Resolved, batches: Iterator[pa.RecordBatch]
    ) -> Iterator[pa.RecordBatch]:
        """See `PartitionWork`."""
        reader = CodeReader(
            registry(standard), self.scheme, self.product, self.on, self.on_column, self.strict
        )
        judge = ColumnJudge(reader, Before())
        for batch in batches:
            for begin in range(0, batch.num_rows, TOGETHER):
                some = batch.slice(begin, TOGETHER)
                texts = texts_of(some.column("code"), "code")
                yield from self._block(self._made(some, texts), texts, judge, reader)

    def _made(self, batch: pa.RecordBatch, texts: pa.Array[Any]) -> CodeBlock:
        days = None if self.on_column is None else texts_of(batch.column("day"), self.on_column)
        block = block_of(texts, 0, days)
        if not self.numbered:
            return block
        return block._replace(lines=numbers_of(batch))

    def _block(
        self, block: CodeBlock, texts: pa.Array[Any], judge: ColumnJudge, reader: CodeReader
    ) -> Iterator[pa.RecordBatch]:
        passed, told = judge.judged(block)
        verdicts = [
            reader.finished(told[at], block.row(at, self.on_column), None) for at in sorted(told)
        ]
        rows = [row for verdict in filter(speaks, verdicts) for row in verdict_rows(verdict)]
        yield from judged_batch(rows, numbered=self.numbered)
        if self.numbered:
            yield from self._standing(passed, verdicts, block, texts)

    @staticmethod
    def _standing(
        passed: list[Passed], verdicts: list[Verdict], block: CodeBlock, texts: pa.Array[Any]
    ) -> Iterator[pa.RecordBatch]:
        """The codes of units, of which each may stand once."""
        arrow, compute = extra("pyarrow", "bulk"), extra("pyarrow.compute", "bulk")
        for scheme, rows in passed:
            if scheme.units == "some":
                codes = (scheme.read(text)[0] for text in texts.take(arrow.array(rows)).to_pylist())
                rows = rows[[code is not None and code.is_unit for code in codes]]  # noqa: PLW2901
            if scheme.units != "none":
                own = texts.take(arrow.array(rows))
                head, end = (arrow.scalar(text, own.type) for text in (f"{scheme.id}:", ""))
                things = compute.binary_join_element_wise(head, own, end)
                yield standing_codes(things, arrow.array(block.lines[rows]), own, scheme.id)
        yield from standing_batch(
            [
                Standing(verdict.code.canonical, verdict.line, 0, verdict.text, verdict)
                for verdict in verdicts
                if verdict.code is not None and verdict.code.is_unit
            ]
        )
