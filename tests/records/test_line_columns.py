"""Lines that columns say to be right are records of which nothing is to be said, as the reading of
each line by itself says.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import tempfile
import unicodedata
from pathlib import Path
from random import Random
from typing import IO, Any

import pytest

import tracecode as tc
from benchmarks.traffic import faulty, records
from tests.records.test_acceptor import changed
from tests.records.test_columns import speaking_rows, whole
from tracecode.publish.examples import full
from tracecode.records import json_lines
from tracecode.records import judge as judging
from tracecode.records.quick import json_record
from tracecode.records.quick.block_texts import look
from tracecode.records.quick.column_texts import stands_alone
from tracecode.records.quick.json_record import Accepting, accepting, right_record
from tracecode.records.quick.line_columns import FEWEST, LineColumns
from tracecode.standard.elements import RecordLayout
from tracecode.standard.record_layout import layouts, record_layout
from tracecode.standard.resolved import packaged
from tracecode.tables.limits import DEFAULT, Limits
from tracecode.value import Value

Plain = dict[str, Any]
PRODUCTION = record_layout(packaged(), "production", "pesticide")


def line(data: Plain, **written: Any) -> bytes:
    """A record as a line."""
    return json.dumps(data, ensure_ascii=False, **written).encode()


def columns_of(layout: RecordLayout, record: Plain) -> LineColumns:
    """The columns of a record's type and item."""
    return LineColumns(packaged(), layout, record["record_type"], record["product_item"])


def taken(columns: LineColumns, lines: list[bytes]) -> dict[int, str]:
    """The lines of which nothing is to be said, and the ids of their records; what is called wrong
    is nothing that the quick way takes.
    """
    seen = columns.judge(lines)
    assert not any(right_record(lines[n], packaged()) for n, id in seen.items() if id is False)
    return {number: id for number, id in seen.items() if id is not False}


def unsound(seed: int, count: int, step: int) -> tuple[int, int, list[tuple[str, bytes]]]:
    """How many changed lines of every so many-th record type were tried and taken, and those of
    them of which something is to be said.
    """
    random = Random(seed)
    tried = took = 0
    wrong: list[tuple[str, bytes]] = []
    everything = [(layout, full(layout, packaged())) for layout in layouts(packaged())]
    for layout, _ in everything[seed % step :: step]:
        record = whole(layout)
        if "product_item" not in record:
            continue
        others = [record, *(each for _, each in random.sample(everything, 3))]
        lines = [line(record)]
        while len(lines) < count:
            raw = changed(record, others, random).strip(json_lines.BLANKS)
            lines += [raw] if raw and b"\n" not in raw else []
        speak, columns = speaking_rows(b"\n".join(lines)), columns_of(layout, record)
        found = taken(columns, lines)
        for number, raw in enumerate(lines):  # by itself: no other has a name twice
            for id in taken(columns, [raw]).values():
                found[number] = id
        tried, took = tried + len(lines), took + len(found)
        wrong += [(layout.id, lines[number]) for number in found if number in speak]
        assert all(json.loads(lines[number])["record_id"] == id for number, id in found.items())
    return tried, took, wrong


@pytest.mark.parametrize(
    ("seed", "count", "step"),
    [(3, 40, 40), pytest.param(12, 120, 1, marks=pytest.mark.slow)],
)
def test_nothing_is_to_be_said_of_what_columns_take(seed: int, count: int, step: int) -> None:
    """Of changed lines of every record type none is taken of which the reading that explains says
    anything.
    """
    tried, took, wrong = unsound(seed, count, step)
    assert wrong == []
    assert took > tried / 20


@pytest.mark.slow
def test_columns_take_what_the_acceptor_takes() -> None:
    """Of every record type, and of records that lack what they may lack."""
    took = 0
    for layout in layouts(packaged()):
        record = whole(layout)
        if "product_item" not in record:
            continue
        optional = [field.id for field in layout.elements if not field.required]
        lines = [
            line({key: value for key, value in record.items() if key not in left})
            for left in ((), *((id,) for id in optional))
        ]
        speaking_rows(b"\n".join(lines))  # then it is known what need not be noted
        by_lines = [number for number, raw in enumerate(lines) if accepting(packaged())(raw)]
        assert {*by_lines} <= {*taken(columns_of(layout, record), lines)}, layout.id
        took += len(by_lines)
    assert took > 2_000


def test_wrong_lines_among_right_ones() -> None:
    """Each kind of fault, on a line of its own among many right ones, is left to others, and the
    right ones are taken; however they are written.
    """
    rows = records(PRODUCTION, 3 * FEWEST)
    changes: list[Plain] = [
        {"party_name": 5}, {"strange": "x"}, {"strange": None}, {"remark": None},
        {"production_date": "2026-02-30"}, {"uscc": "91350100M000100Y44"}, {"record_type": "recall"},
        {"event_time": "2026-03-12 09:30:00+08:00"}, {"party_name": " 厂"}, {"party_name": "e\u0301"},
        {"party_name": "\u3000厂"}, {"remark": "a\u200bb"}, {"remark": "\x7f"}, {"remark": 'a"b'},
        {"batch_no": "A1 "}, {"expiry_date": "2020-01-01"}, {"attachments": []}, {"inputs": [None]},
        {"inputs": [rows[0]["inputs"][0] | {"strange": "x"}]}, {"product_item": "vegetable"},
        {"record_id": rows[0]["record_id"].upper()}, {"shelf_life": 24.5}, {"shelf_life": True},
    ]  # fmt: skip
    for written in ({}, {"separators": (",", ":")}):
        lines = [line(row, **written) for row in rows]
        wrong = {7 * n + 3 for n in range(len(changes))}
        for at, change in zip(sorted(wrong), changes, strict=True):
            lines[at] = line(rows[at] | change, **written)
        found = taken(columns_of(PRODUCTION, rows[0]), lines)
        assert {*range(len(lines))} - {*found} == wrong
        assert all(rows[at]["record_id"] == id for at, id in found.items())


def test_a_name_that_stands_twice_costs_few_others() -> None:
    """Values that were overwritten are told by quotation marks: only the lines near them are left
    to others.
    """
    rows = records(PRODUCTION, 8 * FEWEST)
    lines = [line(row) for row in rows]
    lines[5] = lines[5].replace(b'"remark"', b'"remark": "", "remark"')
    found = taken(columns_of(PRODUCTION, rows[0]), lines)
    assert 5 not in found
    assert len(found) >= 7 * FEWEST


def test_signs_that_stand_alone_are_plain() -> None:
    """Punctuation, full-width forms and letters need no look; what joins the letter before it, or
    is not seen, does.
    """
    plain = ("（甲）、乙：丙", "ｶﾞ", "½", "é", "0.25 g×24", "20 °C ± 1", "ρж", "℃", "…")
    odd = (
        "か\u3099", "e\u0301", "한", "ᄒ\u1161", "𠀀", "\ufffe", "\u2028", "\xad", "\xa0x", "\u0345",
        "\u3000甲", "\u212b", "Å".encode().decode("latin-1"), "\x7f", " 甲",
    )  # fmt: skip
    seen = look([line({"a": text}) for text in (*plain, *odd)])
    assert seen.marks == 4 * len(plain + odd)
    assert seen.odd == {*range(len(plain), len(plain + odd))}
    assert look([]) == (0, set())


def test_what_stands_alone_composes_with_nothing() -> None:
    """No character that needs no look is one with which another becomes a third, nor one that has
    another form.
    """
    second = set()
    for place in range(0x110000):
        parts = unicodedata.decomposition(chr(place)).split()
        if len(parts) == 2 and not parts[0].startswith("<"):
            second.add(chr(int(parts[1], 16)))
    assert len(second) > 60
    alone = {chr(place) for place in range(0x10000) if stands_alone(chr(place))}
    assert len(alone) > 30_000
    assert not alone & second
    assert all(unicodedata.is_normalized("NFC", char) for char in alone)


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many lines columns took each time, where they are asked from the beginning."""
    given: list[int] = []
    of_lines = Accepting.lines

    def lines(self: Accepting, pieces: list[bytes | None], most: int) -> Any:
        found = of_lines(self, pieces, most)
        given.append(sum(type(each) is tuple for each in found.values()))
        return found

    monkeypatch.setattr(json_record, "_WITHOUT_COLUMNS", 1)
    monkeypatch.setattr(json_lines, "_BLOCK", 1 << 18)
    monkeypatch.setattr(Accepting, "lines", lines)
    accepting(packaged()).many = False
    accepting(packaged())._left = 1
    return given


def test_the_same_is_told_and_counted(soon: list[int]) -> None:
    """Whether few verdicts are wanted, by columns, or all: they and the counts are the same, with
    other types, blank lines, messages, garbage and lines that are too long between.
    """
    random = Random(2)
    given = [
        faulty(record, PRODUCTION, random, 10) if n % 40 == 5 else record
        for n, record in enumerate(records(PRODUCTION, 900))
    ]
    recalls = records(record_layout(packaged(), "recall", "pesticide"), 200)
    lines = [line(record) for record in [*given, *given[:3], *recalls]]
    lines[30:30] = [
        b"",
        b"  ",
        b"[]",
        b"x",
        b"{" * 20,
        b'{"a":"' + b"x" * (1 << 20) + b'"}',
        b"\x1e",
    ]
    lines[400] = b" \t" + lines[400] + b" \r"
    lines[450] += lines[451]
    data = b"\n".join(lines)
    every = tc.validate(data, format="ndjson")
    expected = [each for each in every if each.status != "valid" or each.findings]
    assert not soon
    few = tc.validate(io.BytesIO(data), format="ndjson")
    assert [*few.speaking()] == expected
    assert few.summary() == every.summary()
    assert sum(soon) > 700


@pytest.mark.parametrize("item", ["pesticide", "nonsense"])
def test_types_without_an_item(item: str, soon: list[int]) -> None:
    """A record that names an item though its type has none is wrong, by columns too."""
    record = whole(record_layout(packaged(), "subject", None))
    head = {"record_type": record["record_type"], "product_item": item}
    data = b"\n".join([line(head | record)] * 300)
    assert [*tc.validate(io.BytesIO(data), format="ndjson").speaking()] == [
        *tc.validate(data, format="ndjson")
    ]
    assert soon


def test_lines_are_where_they_stand(soon: list[int]) -> None:
    """A record that stood before is told by columns with the lines of both."""
    rows = [line(record) for record in records(PRODUCTION, 600)]
    rows[500] = rows[100]
    report = tc.validate(b"\n\n".join(rows), format="ndjson")
    told = [*report.speaking()]
    assert [(each.line, each.findings[0].values["first"]) for each in told] == [(1001, "201")]
    assert sum(soon) > 450


def test_short_lines_are_long_where_the_limit_is(soon: list[int]) -> None:
    """A line is too long by columns where it is so by itself."""
    rows = [line(record) for record in records(PRODUCTION, 300)]
    rows[200] = rows[200].replace(b'"remark": "', b'"remark": "' + "长".encode() * 100)
    most = max(map(len, rows)) - 1
    report = tc.validate(b"\n".join(rows), format="ndjson", limits=Limits(line_bytes=most))
    told = [*report.speaking()]
    assert [(each.line, each.findings[0].rule) for each in told] == [(201, "file.line_too_long")]
    assert sum(soon) > 250


@pytest.mark.parametrize("tight", [{"depth": 1}, {"keys": 5}, {"record_values": 10}])
def test_tight_limits_hold_on_every_way(tight: dict[str, int]) -> None:
    """A record that is larger than the caller takes is refused, whoever reads it."""
    rows = records(PRODUCTION, 200)
    for row in (row for n, row in enumerate(rows) if n % 20):
        row["remark"] = 5
    data = b"\n".join(map(line, rows))
    limits = Limits(**tight)
    every, few = (tc.validate(data, format="ndjson", limits=limits) for _ in range(2))
    assert [*few.speaking()] == [*every]
    assert few.counts == {"invalid": 200}
    accepting(packaged()).many = True
    try:
        assert tc.validate(data, format="ndjson", limits=limits).run().counts == few.counts
    finally:
        accepting(packaged()).many = False


def told_of(rows: list[bytes], *, many: bool) -> tuple[list[tuple[int, str]], tc.Report]:
    """Line and first rule of each verdict that speaks, by columns or line by line."""
    accepting(packaged()).many = many
    try:
        report = tc.validate(b"\n".join(rows), format="ndjson")
        return [(each.line, each.findings[0].rule) for each in report.speaking()], report
    finally:
        accepting(packaged()).many = False


@pytest.mark.parametrize("deep", [b"[" * 1200 + b"]" * 1200, b'{"a":' * 1200 + b"1" + b"}" * 1200])
@pytest.mark.parametrize("many", [False, True])
def test_a_deep_line_costs_itself(deep: bytes, many: bool) -> None:
    """Brackets in brackets are told where they stand, and the lines behind them are judged."""
    rows = [*map(line, records(PRODUCTION, 300))]
    rows[10] = rows[10].replace(b'"remark"', b'"strange": ' + deep + b', "remark"')
    told, report = told_of(rows, many=many)
    assert told == [(11, "data.too_deep")]
    assert report.counts == {"valid": 299, "invalid": 1}


def test_without_numpy_lines_are_read_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is looked for once in some megabytes, not with each line."""
    asked: list[str] = []
    monkeypatch.setattr(json_record, "find_spec", asked.append)
    accepted = Accepting(packaged())
    for _ in range(10_000):
        accepted.expect(1_000)
    assert (asked, accepted.many) == (["numpy"] * 2, False)


def test_how_much_there_is_a_file_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Columns judge from the first line on where there is enough for them; a pipe says nothing."""
    monkeypatch.setattr(json_record, "_WITHOUT_COLUMNS", 5_000)
    text = b"\n".join(map(line, records(PRODUCTION, 8)))
    (tmp_path / "a").write_bytes(text)
    reading, writing = os.pipe()
    os.write(writing, text[:3_000] + b"\n")
    os.close(writing)
    with (tmp_path / "a").open("rb") as file, os.fdopen(reading, "rb") as pipe:
        sources: dict[str, IO[bytes]] = {
            "bytes": io.BytesIO(text),
            "file": file,
            "few": io.BytesIO(text[:900]),
            "pipe": pipe,
        }
        many = {}
        for name, source in sources.items():
            accepted = Accepting(packaged())
            next(json_lines.accepting_lines(source, "utf-8", None, DEFAULT, accepted))
            many[name] = accepted.many
    assert many == {"bytes": True, "file": True, "few": False, "pipe": False}


class Strange(io.BytesIO):
    """What answers as some objects do, and goes to the disk when it is asked for its number."""

    def fileno(self) -> int:
        """No number."""
        raise RuntimeError("no number")


def test_no_other_object_is_asked_how_much_it_has() -> None:
    """Whatever it would say, raise or do: a spooled file would be written to the disk."""
    text = b"\n".join(map(line, records(PRODUCTION, 3)))
    packed = gzip.GzipFile(fileobj=io.BytesIO(gzip.compress(text)))
    with tempfile.SpooledTemporaryFile(max_size=10**9) as spooled:
        spooled.write(text)
        spooled.seek(0)
        for source in (Strange(text), spooled, packed):
            report = tc.validate(source, format="ndjson")  # type: ignore[arg-type]  # all can be read
            assert [*report.speaking()] == []
            assert report.counts == {"valid": 3}
        assert not spooled._rolled  # type: ignore[attr-defined]  # whether it is on the disk


def test_findings_in_an_error_are_not_written_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """To explain a wrong code no finding is written as Python shows it."""
    monkeypatch.setattr(Value, "__repr__", lambda _: pytest.fail("written out"))
    wrong = line(records(PRODUCTION, 1)[0] | {"uscc": "91350100M000100Y44"})
    report = tc.validate(wrong, format="ndjson")
    assert report.run().rules == {"code.check_character": 1}


@pytest.mark.parametrize("many", [False, True])
def test_a_fault_of_ours_costs_the_line_that_it_is_on(
    monkeypatch: pytest.MonkeyPatch, many: bool
) -> None:
    """Where explaining fails, that line was not checked, and the others were."""
    monkeypatch.setattr(judging, "locator", None)
    rows = [*map(line, records(PRODUCTION, 300))]
    rows[200] = rows[200].replace(b'"remark": "', b'"remark": 5, "strange": "')
    told, report = told_of(rows, many=many)
    assert told == [(201, "check.failed")]
    assert report.counts == {"valid": 299, "not checked": 1}
