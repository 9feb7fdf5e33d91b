"""Rules across the records of a DataFrame: the findings of `tracecode.across`, by Spark SQL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import uuid4

from tracecode.arguments import checked
from tracecode.checks.across import (
    AcrossFinding,
    Sentences,
    missing_rows,
    not_run,
    rules_of,
    tables_of,
)
from tracecode.checks.across_loading import RecordPlace, counted
from tracecode.extras import extra
from tracecode.findings import Finding
from tracecode.relations.spark_sql import quoted, spark_query, spark_tables
from tracecode.relations.sql import query_of
from tracecode.reports.rows import arrow_schema, batch_of, finding_rows
from tracecode.spark.columns import PAYLOADS, column_of, line_of
from tracecode.spark.rows import RECORDS, ROWS, TOLD, RowsWork, rows_schema
from tracecode.spark.shipping import on_workers, resolved
from tracecode.spec.across_model import read_by

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame

    from tracecode.face import Standard
    from tracecode.spec.across_model import AcrossSpec
    from tracecode.standard.resolved import Resolved


@checked
def across(
    df: DataFrame, column: str | None = None, *, rules: Iterable[str] | None = None,
    line: str | None = None, standard: Standard | None = None,
) -> DataFrame:  # fmt: skip
    """Carry out rules across all records of a DataFrame.

    The records are read once, now: what rules look at goes into Spark's cache, in memory and then on
    disk, as a temporary view of its own, and stays there until `spark.catalog.clearCache()`. The
    rules are carried out when somebody asks for the findings; each moves its rows once between
    machines.

    Args:
        df: the records.
        column: payloads or structs, as of `validate_records`. By default each row of the DataFrame
            is a record, its columns the elements.
        rules: ids of rules; by default all.
        line: a column with the number of each row, all different: in that order records are first or
            second, and findings have it as their `line`. Without it they come as the partitions do,
            and `line` is null.
        standard: by default the packaged one.

    Returns:
        The table of findings (`tracecode.findings_table`), in no order.

    Raises:
        MissingExtra: pyspark or pyarrow is not installed.
        UnknownId: there is no such column or rule.
        WrongUse: a column holds what it may not.
    """
    data = resolved(standard)
    wanted = rules_of(data, rules)
    tables = tuple(tables_of(wanted))
    functions, session = extra("pyspark.sql.functions", "spark"), df.sparkSession
    if column is None:
        names = [quoted(name) for name in df.columns if name != line]
        payload = functions.struct(*names)
    else:
        payload = column_of(df, column, PAYLOADS, ("records", "记录"))
    number = functions.monotonically_increasing_id().alias("number")
    chosen = df.select(payload.alias("payload"), line_of(df, line).alias("line"), number)
    # Spark knows what it keeps again by the name of a view: what workers made of rows it takes for
    # something else in every further query, and would make once more for each. By the same name it
    # does not take the rows of an earlier call, of files that may have changed, for these.
    kept = f"tracecode_{uuid4().hex}"
    work = RowsWork(tables, line is not None, kept)
    rows = on_workers(chosen, work, rows_schema(data, tables), data)
    rows.createOrReplaceTempView(kept)
    session.catalog.cacheTable(kept)
    counts = _Counts(session.table(kept), tables)
    carried_out = [
        rule
        for rule in wanted
        if counts.rows[read_by(rule.check)[0].rows]
        and missing_rows(data, rule, counts.rows) is None
    ]
    told = session.createDataFrame(_table_of(counts.told(data, wanted)))
    if not carried_out:
        return told
    query = "\nUNION ALL\n".join(f"({spark_query(data, rule)})" for rule in carried_out)
    found = session.sql(f"{spark_tables(tables, quoted(kept))}\n{query}")
    return on_workers(found, AcrossWork(line is not None), arrow_schema(), data).unionByName(told)


class _Counts:
    """What was counted while the records were read, which this waits for."""

    def __init__(self, rows: DataFrame, tables: tuple[str, ...]) -> None:
        told = rows.where(f"{TOLD} IS NOT NULL").select(f"{TOLD}.*").groupBy("what", "of")
        counts = told.agg({"count": "sum", "first": "min"})
        self._counts = sorted(
            (what, of, count, first)
            for what, of, count, first in counts.select(
                "what", "of", "`sum(count)`", "`min(first)`"
            ).collect()
        )
        self.rows = dict.fromkeys(tables, 0)
        for what, of, count, _ in self._counts:
            if what == ROWS:
                self.rows[of] = count

    def told(self, standard: Resolved, rules: list[AcrossSpec]) -> Iterator[AcrossFinding]:
        """What is to be said of the records as a whole, and of rules that are not carried out."""
        kinds = {what for what, *_ in self._counts}
        if not kinds:
            yield AcrossFinding(None, Finding(rule="data.empty", severity="error"))
        for what, of, count, first in self._counts:
            if what not in (ROWS, RECORDS):
                values = {"path": of} if of else {}
                yield AcrossFinding(None, counted(what, None, first, found=count, **values))
        for rule in rules:
            if self.rows[read_by(rule.check)[0].rows]:
                missing = missing_rows(standard, rule, self.rows)
                if missing is not None:
                    yield not_run(rule, missing)


def _table_of(found: Iterable[AcrossFinding]) -> pa.Table:
    arrow = extra("pyarrow", "spark")
    rows, schema = list(finding_rows(found)), arrow_schema()
    return arrow.Table.from_batches([batch_of(rows, schema)] if rows else [], schema=schema)


class AcrossWork(NamedTuple):
    """Makes findings of what queries gave."""

    numbered: bool
    """Whether rows have numbers."""

    def run(
        self, standard: Resolved, batches: Iterator[pa.RecordBatch]
    ) -> Iterator[pa.RecordBatch]:
        """See `PartitionWork`."""
        sentences: dict[str, Sentences] = {}
        for batch in batches:
            rows = [row for found in batch.to_pylist() for row in finding_rows(
                [self._told(found, standard, sentences)])]  # fmt: skip
            if not self.numbered:
                rows = [row._replace(line=None, other=None) for row in rows]
            if rows:
                yield batch_of(rows, arrow_schema())

    def _told(
        self, found: dict[str, Any], standard: Resolved, sentences: dict[str, Sentences]
    ) -> AcrossFinding:
        id = found["rule"]
        if id not in sentences:
            rule = standard.rule(id)
            sentences[id] = Sentences(standard, rule, query_of(standard, rule))
        place = RecordPlace(None, found["line"] or 0, found["named"])
        other = found["other"]
        row = (None, None, None, found["unjudged"], *found["key"],
               *(found[name] for name in ("found", "allowed", "unit")))  # fmt: skip
        return sentences[id].told(
            row, place, None if other is None else RecordPlace(None, other, None)
        )
