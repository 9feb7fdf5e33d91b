"""Law: however many processes judge a table of records in CSV, and wherever it is cut, the verdicts,
the findings, their order and the counts are those of one.

As `test_jobs_say_the_same`, of which it is a part: parts of a few rows travel by pickle and are
judged in this process.
"""

from __future__ import annotations

import csv
import gzip
import io
from dataclasses import replace
from itertools import pairwise
from random import Random
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tracecode as tc
from tests.cases import drawing
from tests.properties.test_jobs_say_the_same import Here, same
from tests.properties.test_quick_rows_agree import Table, _tables, changed
from tracecode.checks import part_judge, table_parts
from tracecode.records import csv_parts
from tracecode.records.csv_parts import CsvCutter
from tracecode.standard.resolved import packaged
from tracecode.tables.limits import DEFAULT

LIMITS = replace(
    DEFAULT, strangers=12, line_bytes=4_000, findings=4, row_lines=6, title_rows=3,
    row_characters=3_000, cell_characters=900,
)  # fmt: skip
TIGHT = replace(LIMITS, record_rows=3, record_bytes=2_000)
DAMAGE = (
    b'"', b'""', b'a"b', b'",', b',"', b'"x', b"\n", b"\r", b"\r\n", b"\n\n\n", b"\xff", b"\x80",
    b"\x00", b",", b";", b"=1", b"'", "　".encode(), "农".encode(), "农药".encode("gbk"),
    b'\n"a\nb\nc', b'\n"\n', b"\n\x81\x30\n", b'"' * 5, b"x" * 1_000, b"x" * 5_000, b"\nx" * 20,
)  # fmt: skip
"""What may come between two bytes of a table."""


class Ahead(Here):
    """Answers all parts before the first answer is heard, as workers may."""

    def answers(self, parts: Any, question: Any) -> Any:
        """Each part with its answer."""
        return iter([*super().answers(parts, question)])


def long(table: Table, random: Random) -> Table:
    """A table with more rows: its own again, most of them with an id of their own."""
    head, *rows = table
    if not rows:
        return table
    place = head.index("record_id") if "record_id" in head else -1
    made = [head]
    for number in range(random.choice([0, 5, 30, 60, 100])):
        row = [*rows[number % len(rows)]]
        if 0 <= place < len(row) and row[place] and random.random() < 0.9:
            row[place] = f"{row[place][:-6]}{number // random.choice([1, 1, 1, 2]):06}"
        if random.random() < 0.03:
            row[random.randrange(len(row) or 1) : 1] = [
                random.choice(["NULL", "NaN", "'NULL", " "])
            ]
        made.append(row)
    return made


def written(rows: Table, random: Random) -> bytes:
    """A table as CSV, in one of the ways of spreadsheets."""
    out = io.StringIO()
    delimiter, end = random.choice(",,;\t|"), random.choice(["\n", "\r\n", "\r\n", "\r"])
    if random.random() < 0.15:
        delimiter = random.choice(";,!")
        out.write(f"sep={delimiter}{end}")
    quoting: Literal[0, 1] = random.choice((csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL))
    csv.writer(out, quoting=quoting, delimiter=delimiter, lineterminator=end).writerows(rows)
    text = out.getvalue()
    if random.random() < 0.2:  # nothing beyond ASCII above, or nothing at all
        half = random.choice([len(text) // 2, len(text)])
        text = "".join(each if each.isascii() else "x" for each in text[:half]) + text[half:]
    encoding = random.choice(["utf-8", "utf-8", "utf-8-sig", "gb18030", "utf-16"])
    return text.encode(encoding, "replace")


def damaged(raw: bytes, random: Random) -> bytes:
    """Bytes with something among them, or without some; or none of that."""
    for _ in range(random.choice([0, 0, 1, 1, 3, 8])):
        at = random.randrange(len(raw) + 1)
        if random.random() < 0.5:  # at the end of a row
            at = max(raw.find(b"\n", at), 0)
        gone = random.choice([0, 0, 0, 1, 40])
        raw = raw[:at] + random.choice(DAMAGE) + raw[at + gone :]
    if random.random() < 0.1:
        raw = raw[: random.randrange(len(raw) + 1)]
    if random.random() < 0.15:
        raw = gzip.compress(raw)
        if random.random() < 0.5:
            raw = raw[: -random.randrange(1, min(60, len(raw)))]
    return raw


@drawing(400)
@given(
    st.integers(0, 10**9), st.sampled_from([(1, 40_000), (500, 80), (3_000, 10), (9_000, 4)]),
    st.sampled_from([LIMITS, LIMITS, TIGHT, DEFAULT]), st.sampled_from(["utf-8", "utf-8", "gb18030"])
)  # fmt: skip
def test_of_tables(seed: int, size: tuple[int, int], limits: Any, encoding: str) -> None:
    """Whatever stands in their cells and between them, and wherever the source is cut."""
    random = Random(seed)
    table = long(changed(random.choice(_tables()), random), random)
    if random.random() < 0.1:  # another one below
        table += long(changed(random.choice(_tables()), random), random)
    data = damaged(written(table, random), random)
    options: dict[str, Any] = {"format": "csv", "limits": limits, "encoding": encoding}
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(table_parts, "PART", size[0])
        monkeypatch.setattr(csv_parts, "_LONGEST", size[1])
        monkeypatch.setattr(part_judge, "Workers", random.choice([Here, Ahead]))
        same(lambda: tc.validate(data, **options), lambda: tc.validate(data, jobs=2, **options))


# --- where it is cut ------------------------------------------------------------------------------

HEAD = "record_type,recall_no,remark,record_id\n"


def rows(count: int, begin: int = 0, remark: str = "x") -> str:
    """Rows of records that lack most of their elements."""
    ids = (f"0b7c6f0e-51a4-4b6e-9a53-{n:012}" for n in range(begin, begin + count))
    return "".join(f"recall,R-1,{remark},{id}\n" for id in ids)


LONG = 60
"""Parts may be long beside their usual size: many lines are looked at to find the header."""


def cut(
    text: str, size: int = 4_000, encoding: str = "utf-8", longest: int = LONG
) -> list[tuple[int, int, bool]]:
    """The parts of a table: how many lines stand before, how many it has, whether the rest
    follows.
    """
    data = text.encode(encoding)
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(csv_parts, "_LONGEST", longest)
        cutter = CsvCutter(io.BytesIO(data), packaged(), "utf-8", DEFAULT, size)
        return [(part.before, len(part.lines), part.rest is not None) for part in cutter.parts()]


def of_one_and_of_several(
    text: str, size: int = 4_000, encoding: str = "utf-8", longest: int = LONG
) -> None:
    """See to it that a table that is cut has the verdicts of one that is not."""
    data = text.encode(encoding)
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(csv_parts, "_LONGEST", longest)
        monkeypatch.setattr(table_parts, "PART", size)
        for workers in (Here, Ahead):
            monkeypatch.setattr(part_judge, "Workers", workers)
            same(
                lambda: tc.validate(data, format="csv"),
                lambda: tc.validate(data, format="csv", jobs=2),
            )


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (HEAD + rows(200), "utf-8"),
        ((HEAD + rows(200)).replace("\n", "\r"), "utf-8"),
        ("sep=;\n" + (HEAD + rows(200)).replace(",", ";"), "utf-8"),
        (HEAD + rows(100) + rows(100, 100, "农药登记"), "utf-8"),
        (HEAD + rows(100) + rows(100, 100, "农药登记"), "gb18030"),
        (HEAD + rows(200, remark="农药登记"), "utf-16"),
        (HEAD + rows(200, remark='"a ""b"", c"'), "utf-8-sig"),
        (HEAD + rows(200, remark="NULL"), "utf-8"),
        (HEAD + rows(200, remark='a"b'), "utf-8"),
        ("Recalls of April\n" + HEAD + "记录类型,召回编号,备注,记录标识\n" + rows(200), "utf-8"),
        (HEAD + rows(100) + HEAD + rows(100), "utf-8"),
    ],
)
def test_tables_are_cut(text: str, encoding: str) -> None:
    """In all encodings and line ends, with quotation marks and titles, the header once more."""
    parts = cut(text, 2_000, encoding)
    assert len(parts) > 3
    assert not any(rest for *_, rest in parts)
    assert all(after[0] == part[0] + part[1] for part, after in pairwise(parts))
    for size in (100, 200, 2_000):
        of_one_and_of_several(text, size, encoding)


def test_no_part_begins_within_a_cell() -> None:
    """Lines in quotation marks are rows of nobody; one record goes on over rows."""
    inside = 'recall,R-2,"' + "recall,R-1,x,y\n" * 20 + '",z\n'
    text = HEAD + rows(40) + (inside + rows(1, 50)) * 20 + ",,,\n" * 30 + rows(40, 80)
    lines = text.splitlines()
    parts = cut(text, 3_000)
    assert len(parts) > 4
    within = [at for at, line in enumerate(lines) if line.startswith("recall,R-1,x,y")]
    assert not {before for before, *_ in parts} & {*within}
    of_one_and_of_several(text, 3_000)


def test_a_quotation_mark_is_looked_for_as_far_as_by_one() -> None:
    """Why the first of these rows is not right, a line further below says, behind the place where
    a part would end otherwise.
    """
    broken = 'recall,R-1,"x,y\n' + "recall,R-1,x,y\n" * 5 + 'recall,"R-1,x,y\n'
    text = HEAD + rows(36) + (broken + rows(40)) * 9
    assert len(cut(text, 3_000)) > 5
    for size in (2_000, 3_000, 4_000, 5_000):
        of_one_and_of_several(text, size)


@pytest.mark.parametrize(
    "text",
    [
        "",
        HEAD,
        "recall_no,remark\n" + "R-1,x\n" * 900,
        HEAD + rows(1) + ",R-1,x,\n" * 2_000,
        HEAD + "\n" * 20_000 + rows(3),
        HEAD + 'recall,R-1,"x,y\n' * 900,
    ],
    ids=["nothing", "a header", "no type", "one type", "blank lines", "quotation marks"],
)
def test_what_is_not_cut(text: str) -> None:
    """No row but the first says its type, or none surely begins a record: one process judges it,
    and holds no more of it than a few parts.
    """
    parts = cut(text, 2_000, longest=4)
    assert parts[-1][2]
    assert sum(count for _, count, _ in parts) < 500
    of_one_and_of_several(text, 2_000, longest=4)


def test_the_header_once_more_begins_no_part() -> None:
    """A record goes on below it."""
    head = "record_type,product_item,record_id,inputs.material_name\n"
    begins = "production,pesticide,0b7c6f0e-51a4-4b6e-9a53-{:012},Talc\n"
    records = (begins.format(n) + head + ",,,Water\n" for n in range(60))
    text = head + "".join(records)
    assert len(cut(text, 200)) > 20
    of_one_and_of_several(text, 200)


def test_what_rows_above_said() -> None:
    """An id once more right below and far below, and a word for nothing, are told as by one; a
    part is judged again for it only where it has to be.
    """
    once = rows(120) + rows(1, 119, "NULL") + rows(60, 120, "NaN") + rows(2, 3)
    assert len(cut(HEAD + once, 100)) > 140
    for size in (100, 200):
        of_one_and_of_several(HEAD + once, size)
    report = [each.findings for each in tc.validate((HEAD + once).encode(), format="csv")]
    rules = [finding.rule for findings in report for finding in findings]
    assert [rules.count(rule) for rule in ("data.same_record", "data.no_value")] == [1, 2]
    assert rules.count("record.repeated") == 2
