"""The table of findings: one row a finding, with the same columns wherever it is written.

>>> import tracecode as tc
>>> (row,) = tc.finding_rows(tc.validate(["6901234567890"], scheme="gtin"))
>>> row.line, row.rule, row.severity, row.who
(1, 'code.check_character', 'error', 'sender')
>>> row.remedy_en[:36]
'Most likely one character is wrong: '

Its rows are the errors and warnings (what was not judged is a warning); notes ask nobody for
anything. Texts are masked and safe to print, as those of findings are. New columns may be added at
the end; those that are there stay.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from itertools import islice
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, get_args

from tracecode.checks.across import Across, AcrossFinding
from tracecode.checks.report import Report, Subject, Verdict, speaks
from tracecode.extras import extra
from tracecode.findings import MAX_PLACE, Finding, Severity, Status, cited, status_of
from tracecode.messages import Actor, rules
from tracecode.privacy import shown

if TYPE_CHECKING:
    import pyarrow as pa

Change = Literal["new", "remaining", "gone"]
Judged: TypeAlias = Report | Across | Iterable[Verdict | AcrossFinding]
"""Where findings come from: a report that was not read yet, or verdicts."""
_AT_ONCE = 10_000
"""Rows of a batch."""


class FindingRow(NamedTuple):
    """A finding with where it stands. `None`: there is nothing to say."""

    file: str | None
    """The file, where it is known; its first 256 characters."""
    line: int | None
    """Line or row in the file, or place among the records or codes, from 1; 0: the file as a
    whole.
    """
    text: str
    """The code as it stands there; of a record or message its id. Empty where it has none."""
    status: Status
    """The verdict on the code, record, message or file; across records that of the finding
    alone.
    """
    type: str | None
    """The record type, or the scheme of a code."""
    rule: str
    """The rule id, see `docs/rules.md`."""
    severity: Severity
    """`error` or `warning`."""
    path: str | None
    """The element of the record, or the segment of the code."""
    zh: str
    """The finding as a sentence in Chinese."""
    en: str
    """And in English."""
    source: str | None
    """The document and clause behind the rule."""
    cell: str | None
    """The cell of a table, `Sheet!D2`."""
    position: int | None
    """Character in the text, from 1."""
    kind: Subject
    """What the verdict is on: `code`, `record`, `message` or `file`."""
    evidence: str | None
    """How sure the rule is."""
    unchecked: bool
    """Whether it says that something was not judged."""
    who: Actor
    """Who can put it right: `sender`, `developer`, `issuer`, `operator` or `editor`."""
    remedy_zh: str
    """What is to be done, in Chinese."""
    remedy_en: str
    """And in English."""
    across: str | None
    """Across records: the id of the rule in `specs/rules/`."""
    other: str | None
    """Across records: where the record stands that it is held against, `FILE:LINE`."""
    key: str
    """The same for the same finding in a later run: 16 hexadecimal digits. See `_key`."""
    change: Change | None
    """Held against an earlier run: `new`, `remaining`, or `gone`."""

    @property
    def named(self) -> str:
        """The rule by which people know it: that of `specs/rules/`, or the rule id."""
        return self.across or self.rule


COLUMNS = FindingRow._fields
"""The columns, in order."""


def finding_rows(judged: Judged) -> Iterator[FindingRow]:
    """The rows of the table of findings, as they are found.

    Args:
        judged: what `validate` or `across` gives, or verdicts.
    """
    for each in judged.speaking() if isinstance(judged, Report) else judged:
        if isinstance(each, AcrossFinding):
            if each.severity != "info":
                yield _across_row(each)
        elif speaks(each):
            yield from verdict_rows(each)


def findings_table(judged: Judged) -> pa.RecordBatchReader:
    """The table of findings for Arrow: batches as they are found, of the schema `reader.schema`.

    Args:
        judged: what `validate` or `across` gives, or verdicts.

    Raises:
        MissingExtra: pyarrow is not installed.
    """
    arrow = extra("pyarrow", "bulk")
    schema = arrow_schema()
    rows = finding_rows(judged)
    batches = (batch_of(part, schema) for part in iter(lambda: list(islice(rows, _AT_ONCE)), []))
    return arrow.RecordBatchReader.from_batches(schema, batches)


def arrow_schema() -> pa.Schema:
    """The schema of the table for Arrow and Parquet."""
    arrow = extra("pyarrow", "bulk")
    types = {"line": arrow.int64(), "position": arrow.int32(), "unchecked": arrow.bool_()}
    return arrow.schema(
        [
            arrow.field(name, types.get(name, arrow.string()), nullable=name not in _ALWAYS)
            for name in COLUMNS
        ]
    )


def batch_of(rows: list[FindingRow], schema: pa.Schema) -> pa.RecordBatch:
    """Rows as a batch of Arrow."""
    arrow = extra("pyarrow", "bulk")
    columns = [
        arrow.array(values, field.type)
        for field, values in zip(schema, zip(*rows, strict=True), strict=True)
    ]
    return arrow.RecordBatch.from_arrays(columns, schema=schema)


_ALWAYS = {
    "text", "status", "rule", "severity", "zh", "en", "kind", "unchecked", "who", "remedy_zh",
    "remedy_en", "key",
}  # fmt: skip
"""The columns that are never empty of a value."""


_MOST = {"line": 2**63 - 1, "position": 2**31 - 1}
"""The whole numbers, and how large they may be."""


def as_values(row: FindingRow) -> dict[str, object]:
    """A row as plain data for JSON; what is absent is left out."""
    return {name: value for name, value in zip(COLUMNS, row, strict=True) if value is not None}


def from_values(data: Mapping[str, object]) -> FindingRow:
    """The row of plain data, as `as_values` gives them.

    Raises:
        TypeError, ValueError: a column that a row needs is missing, or holds what it never does.
    """
    values = {name: data.get(name) for name in COLUMNS}
    if not all(isinstance(values[name], bool if name == "unchecked" else str) for name in _ALWAYS):
        raise TypeError
    kept = {"status": get_args(Status), "kind": get_args(Subject), "who": get_args(Actor)}
    kept |= {"severity": ("error", "warning"), "change": (None, *get_args(Change))}
    if any(values[name] not in allowed for name, allowed in kept.items()):
        raise TypeError
    for name, value in values.items():
        if name in _MOST:
            if value is not None and (type(value) is not int or not 0 <= value <= _MOST[name]):
                raise TypeError
        elif name != "unchecked" and not isinstance(value, str | None):
            raise TypeError
        elif isinstance(value, str):
            value.encode()  # half a character is no text: a ValueError
    return FindingRow(**values)  # type: ignore[arg-type]  # what is shown of it is text


def title_of(rule: str) -> tuple[str, str]:
    """The sentence of a rule without values, in Chinese and English; of one that there is no more
    its id.
    """
    zh, en = (re.sub(r"\{[^{}]*\}", "…", text) for text in rules().get(rule, (rule, rule)))
    return zh, en


def verdict_rows(verdict: Verdict, *, notes: bool = False) -> Iterator[FindingRow]:
    """The rows of one verdict.

    Args:
        verdict: on a code, record, message or file.
        notes: those of notes too.
    """
    file = None if verdict.file is None else shown(verdict.file, MAX_PLACE)
    text, type = shown(verdict.public_text, MAX_PLACE), verdict.record_type or verdict.scheme
    for finding in verdict.findings:
        if finding.severity != "info" or notes:
            line = verdict.line if finding.line is None else finding.line
            yield _row(finding, file, line, text, verdict.status, type, verdict.kind)


def _across_row(found: AcrossFinding) -> FindingRow:
    finding, place, other = found.finding, found.place, found.other
    file = finding.path if place is None else place.file
    row = _row(
        finding.replace(path=None), None if file is None else shown(file, MAX_PLACE),
        finding.line if place is None else place.line,
        "" if place is None or place.record_id is None else shown(place.record_id, MAX_PLACE),
        status_of([finding]), None, "file" if place is None else "record", found.rule,
    )  # fmt: skip
    if other is None:
        return row
    where = (
        str(other.line) if other.file is None else f"{shown(other.file, MAX_PLACE)}:{other.line}"
    )
    return row._replace(other=where)


def _row(
    finding: Finding, file: str | None, line: int | None, text: str, status: Status,
    type: str | None, kind: Subject, across: str | None = None,
) -> FindingRow:  # fmt: skip
    who, remedy_zh, remedy_en = finding.remedy
    zh, place = finding.text("zh"), finding.place
    return FindingRow(
        file, line, text, status, type, finding.rule, finding.severity, place, zh,
        finding.text("en"), None if finding.source is None else cited(finding.source, "zh"),
        None if finding.cell is None else shown(finding.cell, MAX_PLACE), finding.position, kind,
        finding.evidence, finding.unchecked, who, remedy_zh, remedy_en, across, None,
        _key(file if kind == "file" else None, text, type, across or finding.rule, place, zh), None,
    )  # fmt: skip


def _key(
    file: str | None, text: str, type: str | None, rule: str, path: str | None, sentence: str
) -> str:
    """What makes a finding the same in a later run.

    It is the code or the id of the record, its type, the rule, and the element: not the line, which
    moves when a row is added above, nor the name of the file, which has a date in it; of a file as
    a whole its name without folders. What has no id is known by the sentence.
    """
    parts = [
        os.path.basename(file or ""),
        text,
        type or "",
        rule,
        path or "",
        "" if text else sentence,
    ]
    return blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
