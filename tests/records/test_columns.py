"""Rows that columns say to be right are records of which nothing is to be said: no error, no
warning, no note.
"""

from __future__ import annotations

import copy
import io
import json
from contextlib import suppress
from datetime import datetime
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import tracecode as tc
from benchmarks.traffic import faulty, records
from tests.records.test_acceptor import changed, groups
from tracecode.checks import parquet_records, row_pieces
from tracecode.checks.arrow_lines import lines_of
from tracecode.publish.examples import full
from tracecode.records.quick import columns
from tracecode.records.quick.columns import silent_rows
from tracecode.records.quick.json_record import accepting
from tracecode.standard.elements import RecordLayout
from tracecode.standard.record_layout import layouts, record_layout
from tracecode.standard.resolved import packaged

Plain = dict[str, Any]
PRODUCTION = record_layout(packaged(), "production", "pesticide")


def right_rows(batch: pa.RecordBatch) -> list[int]:
    """The rows of which nothing is to be said, by columns."""
    return [row for _, rows in silent_rows(packaged(), batch) for row in rows.tolist()]


def speaking_rows(lines: bytes) -> set[int]:
    """The lines of which something is to be said, but that an id stood before."""
    return {
        verdict.line - 1
        for verdict in tc.validate(lines, format="ndjson")
        if verdict.status != "valid" or {f.rule for f in verdict.findings} - {"record.repeated"}
    }


def batch_of(rows: list[Plain], like: list[Plain]) -> pa.RecordBatch:
    """Those of some rows that have the types of others."""
    schema = pa.RecordBatch.from_pylist(like).schema
    batches = []
    for row in rows:
        with suppress(pa.ArrowException, OverflowError, UnicodeError):
            batches.append(pa.RecordBatch.from_pylist([row], schema))
    return pa.Table.from_batches(batches).combine_chunks().to_batches()[0]


def whole(layout: RecordLayout) -> Plain:
    """A right record with all of its elements, what says its type first."""
    record = full(layout, packaged())
    if layout.product is not None:
        record |= {"product_item": layout.product}
    head = {key: record[key] for key in ("record_type", "product_item") if key in record}
    return head | record


def unsound(seed: int, count: int, step: int) -> tuple[int, int, list[tuple[str, bytes]]]:
    """How many changed rows of every so many-th record type were tried and said to be right, and
    those of them of which something is to be said.
    """
    random = Random(seed)
    tried = accepted = 0
    wrong: list[tuple[str, bytes]] = []
    everything = [(layout, full(layout, packaged())) for layout in layouts(packaged())]
    for layout, _ in everything[seed % step :: step]:
        record = whole(layout)
        others = [record, *(each for _, each in random.sample(everything, 3))]
        rows = [copy.deepcopy(record)]
        while len(rows) < count:
            with suppress(ValueError):
                data = json.loads(changed(record, others, random))
                rows += [data] if isinstance(data, dict) else []
        batch = batch_of(rows, [record])
        lines = lines_of(batch)
        speak, right = speaking_rows(lines), right_rows(batch)
        tried, accepted = tried + batch.num_rows, accepted + len(right)
        wrong += [(layout.id, lines.splitlines()[row]) for row in right if row in speak]
    return tried, accepted, wrong


@pytest.mark.parametrize(
    ("seed", "count", "step"),
    [(3, 24, 40), pytest.param(12, 60, 1, marks=pytest.mark.slow)],
)
def test_nothing_is_to_be_said_of_what_columns_take(
    seed: int, count: int, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of changed rows of every record type none is taken of which the reading that explains says
    anything.
    """
    monkeypatch.setattr(columns, "_FEW", 1)
    tried, accepted, wrong = unsound(seed, count, step)
    assert wrong == []
    assert accepted > tried / 20


@pytest.mark.slow
def test_columns_take_what_lines_take(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of every record type of which the first way through lines takes records, columns take the
    same.
    """
    monkeypatch.setattr(columns, "_FEW", 1)
    taken = 0
    for layout in layouts(packaged()):
        batch = pa.RecordBatch.from_pylist([whole(layout)] * 3)
        lines = lines_of(batch).splitlines()
        speaking_rows(b"\n".join(lines))  # then it is known what need not be noted
        by_lines = [row for row, line in enumerate(lines) if accepting(packaged())(line)]
        assert {*by_lines} <= {*right_rows(batch)}, layout.id
        taken += len(by_lines)
    assert taken > 600


@pytest.mark.parametrize("jobs", [1, 2])
def test_right_rows_never_become_lines(jobs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a file only the others are written, and in no form before somebody asks for one."""
    written: list[int] = []

    def lines(batch: pa.RecordBatch) -> bytes:
        written.append(batch.num_rows)
        return lines_of(batch)

    monkeypatch.setattr(row_pieces, "lines_of", lines)
    monkeypatch.setattr(parquet_records, "lines_of", lines)
    rows = records(PRODUCTION, 200)
    for row in rows[50::100]:
        row["uscc"] = "91350100M000100Y44"
    file = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), file)
    report = tc.validate(file.getvalue(), jobs=jobs)
    report.run()
    assert report.counts == {"valid": 198, "invalid": 2}
    assert written == [2]


@pytest.mark.parametrize("zone", ["+08:00", "Asia/Shanghai", "UTC"])
def test_moments_are_judged_by_columns(zone: str) -> None:
    """A time of an event that a table has as a moment is seen to be right as one in a text is."""
    rows = records(PRODUCTION, 100)
    moments = [datetime.fromisoformat(row.pop("event_time")) for row in rows]
    batch = pa.RecordBatch.from_pylist(rows)
    column = pa.array(moments, pa.timestamp("us", zone))
    assert right_rows(batch.append_column("event_time", column)) == [*range(100)]
    wrong = pa.array([None, *moments[1:]], pa.timestamp("us", zone))
    assert right_rows(batch.append_column("event_time", wrong)) == [*range(1, 100)]


@pytest.mark.parametrize("row_group", [7, 300, 1000])
@pytest.mark.parametrize("jobs", [1, 2])
def test_the_same_is_told_and_counted(row_group: int, jobs: int) -> None:
    """Whether few verdicts are wanted or all, and by lines: they and the counts are the same, by
    one process and by two.
    """
    random = Random(2)
    given = [
        faulty(record, PRODUCTION, random) if n % 9 == 5 else record
        for n, record in enumerate(records(PRODUCTION, 300))
    ]
    given += given[:3]
    batch = batch_of(given, [record for record in given if "temprature" not in record][:1])
    file = io.BytesIO()
    pq.write_table(pa.Table.from_batches([batch]), file, row_group_size=row_group)
    every = tc.validate(lines_of(batch), format="ndjson")
    expected = [
        (each.line, each.text, each.status, each.findings, each.record_type)
        for each in every
        if each.findings
    ]
    few = tc.validate(file.getvalue(), jobs=jobs)
    told = [
        (each.line, each.text, each.status, each.findings, each.record_type)
        for each in few.speaking()
    ]
    assert told == expected
    assert few.summary() == every.summary()
    assert len(expected) > 20
    assert few.counts["valid"] > 200


def taken_beside(change: dict[str, Any]) -> list[int]:
    """The rows taken of sixty right ones, of which the first was changed so."""
    rows = records(PRODUCTION, 60)
    rows[0] |= change
    return right_rows(pa.RecordBatch.from_pylist(rows))


@pytest.mark.parametrize(
    "change",
    [
        {"remark": " x"}, {"remark": "\u3000"}, {"remark": "e\u0301"}, {"remark": "a\u200bb"},
        {"remark": "a\nb"}, {"batch_no": "B1 "}, {"remark": "字" * 2000}, {"remark": ""},
        {"production_date": "2026-02-30"}, {"event_time": "2026-03-12T24:00:00+08:00"},
        {"uscc": "91350100M000100Y44"}, {"record_id": "1"}, {"record_type": "recall"},
        {"stranger": "x"}, {"stranger": 1}, {"trace_code": "31722252247250700000000000000000"},
    ],
    ids=str,
)  # fmt: skip
def test_a_row_with_a_fault_is_not_taken(change: dict[str, Any]) -> None:
    """In one column, among right rows, which are."""
    assert {key for key in change if key != "stranger"} <= {
        field.id for field in PRODUCTION.elements
    } | {"record_type"}
    taken = taken_beside(change)
    assert 0 not in taken
    assert len(taken) == 59


def test_what_is_null_is_absent() -> None:
    """A column without values asks nothing, one that is needed refuses, in groups too."""
    rows = records(PRODUCTION, 60)
    inner = next(key for key, value in rows[0].items() if groups({key: value}))
    for row in rows[:5]:
        row.pop("remark", None)
    rows[7][inner] = None
    rows[8]["uscc"] = None
    batch = pa.RecordBatch.from_pylist(rows).append_column("nobody", pa.nulls(60))
    speak = speaking_rows(lines_of(batch))
    assert speak >= {8}
    assert {*right_rows(batch)} == {*range(60)} - speak


def test_days_and_decimal_numbers_are_as_their_texts() -> None:
    """As programs write them that know the types of their columns; what no record may hold is
    told.
    """
    rows = [each | {"quantity": f"{n}.25"} for n, each in enumerate(records(PRODUCTION, 60))]
    batch = pa.RecordBatch.from_pylist(rows)
    for id, kind in (("production_date", pa.date32()), ("quantity", pa.decimal128(14, 2))):
        at = batch.schema.get_field_index(id)
        batch = batch.set_column(at, id, batch.column(at).cast(kind))
    assert right_rows(batch) == [*range(60)]
    assert speaking_rows(lines_of(batch)) == set()
    days = pa.array([20_000] * 59 + [2**31 - 1], pa.int32()).cast(pa.date32())
    at = batch.schema.get_field_index("production_date")
    late = batch.set_column(at, "production_date", days)
    assert 59 in speaking_rows(lines_of(late))
    assert right_rows(late) == []


@pytest.mark.parametrize("values", [["农药", "药农"], ["农药", None]])
def test_texts_in_a_dictionary_are_as_others(values: list[str | None]) -> None:
    """What is null in a dictionary is not taken for a text."""
    rows = [each | {"party_name": values[n % 2]} for n, each in enumerate(records(PRODUCTION, 60))]
    batch = pa.RecordBatch.from_pylist(rows)
    names = pa.DictionaryArray.from_arrays(pa.array([n % 2 for n in range(60)]), values)
    at = batch.schema.get_field_index("party_name")
    coded = batch.set_column(at, "party_name", names)
    expected = {*range(60)} - speaking_rows(lines_of(batch))
    assert {*right_rows(coded)} == (expected if None not in values else set())
    assert {*right_rows(batch)} == expected
    assert expected == ({*range(60)} if None not in values else {*range(0, 60, 2)})


def test_few_rows_of_a_type_are_left_to_lines() -> None:
    """Looking at columns is not worth it then; rows of several types stand beside each other."""
    rows = [*records(PRODUCTION, 60), *records(record_layout(packaged(), "harvest", "egg"), 5)]
    Random(1).shuffle(rows)
    batch = pa.RecordBatch.from_pylist(rows)
    taken = right_rows(batch)
    assert [rows[row]["product_item"] for row in taken] == ["pesticide"] * 60


def test_a_record_that_is_too_long_is_not_taken() -> None:
    """As no line of that length is."""
    batch = pa.RecordBatch.from_pylist(records(PRODUCTION, 60))
    longest = max(map(len, lines_of(batch).splitlines()))
    assert next(iter(silent_rows(packaged(), batch, longest - 1)))[1].tolist() == []
    assert len(next(iter(silent_rows(packaged(), batch, 8 * longest)))[1]) == 60
