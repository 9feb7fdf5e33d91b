"""Records in Parquet have the verdicts that they have in lines of JSON."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import tracecode as tc
from tests.checks.test_jobs import recalls
from tests.properties.test_jobs_say_the_same import said
from tracecode.checks import line_parts
from tracecode.cli import main
from tracecode.records.conversion import convert
from tracecode.standard.record_layout import record_layout
from tracecode.standard.resolved import packaged
from tracecode.testing import payload

WRONG = {"record_type": "recall", "record_id": "1"}


def rows(count: int) -> list[dict[str, Any]]:
    """Records of which some stand twice, and the last is wrong."""
    return [*map(json.loads, recalls(count).splitlines()), WRONG]


def lines_of(rows: list[dict[str, Any]]) -> bytes:
    """Records as lines of JSON."""
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def record(item: str, kind: str, seed: int) -> dict[str, Any]:
    """A right record."""
    return dict(payload(record_layout(packaged(), kind, item), Random(seed)))


def parquet(table: pa.Table, **options: Any) -> bytes:
    """A table as a file."""
    file = io.BytesIO()
    pq.write_table(table, file, **options)
    return file.getvalue()


def found(data: bytes, **options: Any) -> list[tuple[int, str, list[str]]]:
    """The verdicts on bytes that say anything."""
    report = tc.validate(data, **options).speaking()
    return [(each.line, each.status, [one.rule for one in each.findings]) for each in report]


def test_rows_are_judged_as_lines_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From a path, bytes and an open file, by one process and by several; the line is the row."""
    monkeypatch.setattr(line_parts, "PART", 5_000)
    data = rows(60)
    raw = lines_of(data)
    file = tmp_path / "records.parquet"
    file.write_bytes(parquet(pa.Table.from_pylist(data), row_group_size=7))
    expected = [(line, rules) for line, _, rules in found(raw)]
    assert expected[-1][0] == 61
    for source in (file, file.read_bytes(), io.BytesIO(file.read_bytes())):
        for jobs in (1, 2) if source is file else (1,):
            report = tc.validate(source, jobs=jobs)
            told = [(each.line, [one.rule for one in each.findings]) for each in report.speaking()]
            assert told == expected
            assert report.kinds == {"record": 61}
    assert said(tc.validate(file)) == said(tc.validate(file, jobs=2))


def test_nested_dictionary_and_null_columns_are_as_json() -> None:
    """Groups are structs, what repeats lists; null is absent, also inside."""
    data = [record("pesticide", "production", n) for n in range(4)]
    table = pa.Table.from_pylist(data)
    types = table.schema.get_field_index("record_type")
    table = table.set_column(types, "record_type", table["record_type"].dictionary_encode())
    table = table.append_column("remark_of_nobody", pa.nulls(len(data)))
    raw = lines_of(data)
    assert found(parquet(table)) == found(raw)


@pytest.mark.parametrize("row_group", [300, 10_000])
def test_dictionaries_of_many_row_groups_are_read(row_group: int) -> None:
    """Of plain columns, and inside of structs, where pyarrow reads no further than a group of
    rows.
    """
    data = [record("pesticide", "production", 3) | {"record_id": f"{n:036}"} for n in range(700)]
    table = pa.Table.from_pylist(data)
    for name in ("record_type", "product_item", "party_name"):
        at = table.schema.get_field_index(name)
        table = table.set_column(at, name, table[name].dictionary_encode())
    outer = next(field for field in table.schema if pa.types.is_struct(field.type))
    whole = table[outer.name].combine_chunks()
    fields = [field.name for field in outer.type]
    inner = [
        each.dictionary_encode() if pa.types.is_string(each.type) else each
        for each in whole.flatten()
    ]
    struct = pa.StructArray.from_arrays(inner, fields)
    coded = table.set_column(table.schema.get_field_index(outer.name), outer.name, struct)
    expected = found(parquet(table))
    assert {line for line, *_ in expected} == {*range(1, 701)}  # no such ids
    assert found(parquet(coded, row_group_size=row_group)) == expected


@pytest.mark.slow
def test_long_texts_of_a_dictionary_are_written_a_few_rows_at_a_time() -> None:
    """A megabyte in a dictionary, named by four thousand rows, takes no gigabytes."""
    program = """
import io, resource, sys
import pyarrow as pa, pyarrow.parquet as pq
import tracecode as tc
count = int(sys.argv[1])
remark = pa.DictionaryArray.from_arrays(pa.array([0] * count, pa.int32()), ["x" * 400_000])
kind = pa.array(["recall"] * count)
file = io.BytesIO()
pq.write_table(pa.table({"record_type": kind, "product_item": kind, "remark": remark}), file)
report = tc.validate(file.getvalue())
report.run()
assert report.counts["invalid"] == count
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""
    few, many = (
        int(subprocess.check_output([sys.executable, "-c", program, count]))
        for count in ("250", "1500")
    )
    assert many < few + 150


def test_records_of_several_types_may_stand_in_one_file() -> None:
    """Each row is judged by its own type, and columns of the other are absent in it."""
    data = [record("pesticide", "production", 3), record("egg", "harvest", 3)]
    lines, file = io.BytesIO(lines_of(data)), io.BytesIO()
    convert(lines, "ndjson", file, "parquet", packaged())
    report = tc.validate(file.getvalue())
    assert [each.status for each in report] == ["valid", "valid"]
    assert len(report.records) == 2


@pytest.mark.parametrize(
    "column",
    [
        pa.array([b"\xff"]), pa.array([float("inf")]), pa.array([2**52], pa.timestamp("ms")),
        pa.array([1], pa.timestamp("ns")), pa.array([[("a", 1)]], pa.map_(pa.string(), pa.int8())),
        pa.array([3], pa.duration("s")), pa.array([{"a": {"b": [None, "x"]}}]),
        pa.array([2**31 - 1], pa.int32()).cast(pa.date32()),
    ],
    ids=str,
)  # fmt: skip
def test_what_no_record_holds_is_a_finding(column: pa.Array) -> None:
    """Whatever a cell holds, its row has a verdict, and so has the next."""
    table = pa.table({"record_type": ["recall"], "remark": column})
    (verdict,) = tc.validate(parquet(table))
    assert verdict.status == "invalid"
    assert not any(one.rule == "check.failed" for one in verdict.findings)
    assert any("remark" in (one.path or "") for one in verdict.findings)


def test_text_in_bytes_is_text() -> None:
    """Old programs write no type of text."""
    table = pa.table({"record_type": ["recall"], "remark": ["药"]})
    as_bytes = pa.table({name: table[name].cast(pa.binary()) for name in table.column_names})
    assert found(parquet(as_bytes)) == found(parquet(table))


@pytest.mark.parametrize(
    ("table", "en", "zh"),
    [
        (pa.table({"code": ["1"]}), "no column record_type", "没有 record_type 列"),
        (
            pa.table({"record_type": ["recall"], **{f"c{n}": ["x"] for n in range(2500)}}),
            "2501 columns, and no record has more than 2000 (limit keys)",
            "2501 列，记录至多 2000 列（限值 keys）",
        ),
        (
            pa.table([["recall"], ["a"], ["b"]], ["record_type", "remark", "remark"]),
            "two columns 'remark'",
            "两列“remark”",
        ),
    ],
    ids=["codes", "columns", "twice"],
)
def test_a_table_of_something_else_is_refused(table: pa.Table, en: str, zh: str) -> None:
    """With a reason, in both languages."""
    with pytest.raises(tc.UnreadableFile) as raised:
        list(tc.validate(parquet(table)))
    assert en in raised.value.texts["en"]
    assert zh in raised.value.texts["zh"]


def test_garbage_in_the_middle_costs_what_stands_behind_it() -> None:
    """What was judged stays judged, and the first row that was not is named."""
    data = pa.Table.from_pylist(rows(5000)[:-1])
    raw = bytearray(parquet(data, row_group_size=2500, compression="snappy"))
    at = pq.ParquetFile(io.BytesIO(raw)).metadata.row_group(1).column(0).dictionary_page_offset
    raw[at : at + 4000] = b"\xff" * 4000
    report = tc.validate(bytes(raw))
    *_, last = report
    assert (last.kind, last.status, last.line) == ("file", "not checked", 2305)
    assert [one.rule for one in last.findings] == ["data.stopped"]
    assert report.kinds["record"] == 2304  # whole batches
    for broken in (raw[:2000], b"PAR1", raw[:4] + bytes(200) + raw[-8:]):
        with pytest.raises(tc.UnreadableFile, match="Parquet"):
            list(tc.validate(bytes(broken)))


def test_the_command_and_folders_take_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Codes in a folder, whose column nobody named, are passed over as those of CSV are."""
    (tmp_path / "a.parquet").write_bytes(parquet(pa.Table.from_pylist(rows(3)[:-1])))
    (tmp_path / "b.parquet").write_bytes(parquet(pa.Table.from_pylist(rows(2)[:-1])))
    assert (
        main(["validate", "--lang", "en", str(tmp_path / "a.parquet"), "--input", "parquet"]) == 0
    )
    (tmp_path / "codes.parquet").write_bytes(parquet(pa.table({"code": ["1"]})))
    capsys.readouterr()
    assert main(["validate", "--lang", "en", str(tmp_path), "--quiet"]) == 3
    said = capsys.readouterr().out
    assert f"{tmp_path / 'a.parquet'}:1" in said  # where the records of b stood before
    assert "if it holds codes, name their column" in said
