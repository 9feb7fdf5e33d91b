"""Records of a DataFrame: payloads or structs, judged as `validate` judges them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from tracecode.arguments import checked
from tracecode.checks.clerk import Clerk
from tracecode.checks.parcels import Opener
from tracecode.checks.report import Verdict, VerdictBlock, speaks
from tracecode.records.known import Known
from tracecode.reports.rows import verdict_rows
from tracecode.spark.columns import PAYLOADS, column_of, line_of, numbers_of
from tracecode.spark.payloads import LIMITS, payloads_of
from tracecode.spark.repeats import (
    Standing,
    judged_batch,
    judged_schema,
    standing_batch,
    told_repeats,
)
from tracecode.spark.shipping import findings_schema, on_workers, resolved

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame

    from tracecode.face import Standard
    from tracecode.findings import Finding
    from tracecode.records.judged_lines import JudgedLines
    from tracecode.spark.payloads import Payloads
    from tracecode.standard.resolved import Resolved


@checked
def validate_records(
    df: DataFrame, column: str, *, line: str | None = None, standard: Standard | None = None
) -> DataFrame:
    """Judge the record or message of every row. Signatures are not verified.

    Args:
        df: has the column.
        column: payloads, each a document of its own: texts or bytes in JSON or XML, or structs as of
            Parquet, whose fields are the elements; what is null in one is absent, and moments are in
            UTC. Null is an empty document.
        line: a column with the number of each row, all different. Then findings have it as their
            `line`, and records and messages whose id stands twice are found, which takes a shuffle.
            Without it `line` is null, and what stands twice is not looked for.
        standard: by default the packaged one.

    Returns:
        The table of findings (`tracecode.findings_table`), in no order. Records of which nothing is
        to be said have no row.

    Raises:
        MissingExtra: pyspark or pyarrow is not installed.
        UnknownId: there is no such column.
        WrongUse: a column holds what it may not.
    """
    data = resolved(standard)
    chosen = df.select(
        column_of(df, column, PAYLOADS, ("records", "记录")).alias("payload"),
        line_of(df, line).alias("line"),
    )
    if line is None:
        return on_workers(chosen, RecordWork(numbered=False), findings_schema(), data)
    return told_repeats(on_workers(chosen, RecordWork(numbered=True), judged_schema(), data), data)


class RecordWork(NamedTuple):
    """Judges the records of a partition."""

    numbered: bool
    """Whether rows have numbers: then records and messages are given too, as they stand."""

    def run(
        self, standard: Resolved, batches: Iterator[pa.RecordBatch]
    ) -> Iterator[pa.RecordBatch]:
        """See `PartitionWork`."""
        for batch in batches:
            numbers = numbers_of(batch).tolist() if self.numbered else [1] * batch.num_rows
            for payloads in payloads_of(batch.column("payload"), standard):
                clerk = _RowClerk(payloads, numbers, standard)
                rows = [row for told in filter(speaks, clerk.told()) for row in verdict_rows(told)]
                yield from judged_batch(rows, numbered=self.numbered)
                if self.numbered:
                    yield from standing_batch(clerk.standing)


class _RowClerk(Clerk):
    """Judges payloads, none of which knows of another: what would repeat an earlier one is noted."""

    def __init__(self, payloads: Payloads, numbers: list[int], standard: Resolved) -> None:
        self._noted = _Noted()
        super().__init__(None, 0, self._noted, standard, LIMITS.findings, keyed=False)
        self._payloads, self._numbers = payloads, numbers
        self._on_row: Counter[int] = Counter()
        self.standing: list[Standing] = []
        """The records and messages that were judged, as they stand."""

    def told(self) -> Iterator[Verdict]:
        """The verdicts on the payloads, but for some of those that say nothing."""
        opener = Opener(0, self._payloads.form, self._standard, "utf-8", LIMITS)
        opener.want_few()
        for piece in self.verdicts(opener.unverified(self._payloads.source)):
            if isinstance(piece, VerdictBlock):
                yield from map(self._placed, piece.told)
            elif self._payloads.alone or piece.kind != "file" or not _is_misplaced(piece):
                yield self._placed(piece)

    def _together(self, lines: JudgedLines) -> VerdictBlock:
        told = []
        for at, (line, id) in enumerate(zip(lines.lines, lines.ids, strict=True)):
            if isinstance(id, str):
                self._noted.record(id, line)
            findings = lines.told.get(at, ())
            verdict = self._of_layout(line, id, findings, lines.types[at], None)
            if findings:
                told.append(verdict)
        return VerdictBlock((*told,), lambda: iter(()))

    def _made(self, *args: Any, **named: Any) -> Verdict:
        verdict = super()._made(*args, **named)
        if (kind := self._noted.taken()) is not None:
            self._stands(kind, verdict)
        return verdict

    def _stands(self, kind: str, verdict: Verdict) -> None:
        number = self._numbers[self._payloads.row(verdict.line)]
        thing = f"{kind} {verdict.text}"
        self.standing.append(Standing(thing, number, self._on_row[number], verdict.text, verdict))
        self._on_row[number] += kind == "record"

    def _placed(self, verdict: Verdict) -> Verdict:
        """A verdict with the number of its row, for the lines of what was read together."""
        number = self._numbers[self._payloads.row(verdict.line or None)]
        findings = [finding.replace(line=None) for finding in verdict.findings]
        if not self._payloads.alone:
            findings = [_in_row(finding, number) for finding in findings]
        return replace(verdict, line=number, findings=tuple(findings))


class _Noted(Known):
    """Knows nothing: it notes what is asked, so that all rows can be asked together."""

    def __init__(self) -> None:
        super().__init__()
        self._kind: str | None = None

    def record(self, _id: str, _place: int, _nth: int = 0) -> None:
        """Note a record."""
        self._kind = "record"

    def message(self, _id: str, _sender: str, _place: int) -> None:
        """Note a message."""
        self._kind = "message"

    def taken(self) -> str | None:
        """What was noted since this was asked last."""
        kind, self._kind = self._kind, None
        return kind


def _in_row(finding: Finding, number: int) -> Finding:
    """A finding that names a line of what was read together: it is the row."""
    if "row" not in finding.values:
        return finding
    return finding.replace(values={**finding.values, "row": number})


def _is_misplaced(verdict: Verdict) -> bool:
    """Whether it says that messages and records stand side by side, as rows of a table may."""
    return all(finding.rule == "message.misplaced" for finding in verdict.findings)
