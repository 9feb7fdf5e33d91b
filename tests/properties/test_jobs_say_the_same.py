"""Law: however many processes judge a source, and wherever it is cut, the verdicts, the findings,
their order and the counts are those of one.

Cuts, and what is kept of what stood before, are tried in this process, with parts of a few lines
that travel by pickle as they would; `tests/checks/test_jobs.py` starts processes.
"""

from __future__ import annotations

import json
import os
import pickle
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any, Self

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tracecode as tc
from tests.cases import drawing
from tests.properties.test_columns_say_the_same import plain as code_plain
from tests.properties.test_columns_say_the_same import tables
from tracecode.checks import blocks, codes, file_parts, line_parts, part_judge, workers
from tracecode.checks.line_parts import LinesPart
from tracecode.checks.report import Report, Verdict
from tracecode.publish.examples import minimal
from tracecode.records.message import new_header
from tracecode.standard.record_layout import record_layout
from tracecode.standard.resolved import packaged
from tracecode.tables.limits import DEFAULT

LIMITS = replace(DEFAULT, strangers=5, line_bytes=4_000, findings=4)
PARTY = ("uscc", "91350100M000100Y43")  # printed in GB 32100
RECALL = minimal(record_layout(packaged(), "recall"), packaged())


class Here:
    """Answers as workers do, one after another, in this process."""

    def __init__(self, _: int, begin: Callable[[], Callable[[Any], Any]]) -> None:
        self._judge = pickle.loads(pickle.dumps(begin))()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def answers(
        self, parts: Iterable[Any], question: Callable[[Any], object]
    ) -> Iterator[tuple[Any, Future[Any] | None]]:
        """Each part with its answer."""
        for part in parts:
            if (given := question(part)) is None:
                yield part, None
                continue
            answer: Future[Any] = Future()
            answer.set_result(
                pickle.loads(pickle.dumps(self._judge(pickle.loads(pickle.dumps(given)))))
            )
            yield part, answer


def said(verdicts: Iterable[Verdict]) -> list[tuple[object, ...]]:
    """All that verdicts say; typed records stay where they were made."""
    return [(*code_plain(each), each.file, each.record_type, each.signature) for each in verdicts]


def same(one: Callable[[], Report], several: Callable[[], Report]) -> None:
    """See to it that both say the same, whole and of what speaks."""
    expected, report = one(), several()
    assert said(report) == said(expected)
    assert (report.summary(), report.complete) == (expected.summary(), expected.complete)
    speaking, few = one(), several()
    assert said(few.speaking()) == said(speaking.speaking())
    assert few.summary() == expected.summary()


# --- lines of JSON --------------------------------------------------------------------------------


def _id(random: Random) -> str:
    """One of a few, so that some stand twice."""
    return f"0b7c6f0e-51a4-4b6e-9a53-6d1d7a3f2c{random.randrange(12):02}"


def _record(random: Random) -> dict[str, Any]:
    record = {**RECALL, "record_id": _id(random)}
    if random.random() < 0.3:
        record[random.choice(["uscc", "recall_no", "record_id", "x"])] = random.choice(["", 5, "7"])
    return record


def _message(random: Random) -> dict[str, Any]:
    body = [_record(random) for _ in range(random.randrange(3))]
    header = new_header(len(body), PARTY, PARTY).plain()
    return {"header": header | {"message_id": _id(random)}, "body": body}


def _line(random: Random) -> bytes:
    match random.randrange(16):
        case 0:
            return b""
        case 1:
            return b"[]"
        case 2 | 3:
            return json.dumps(_message(random), ensure_ascii=random.random() < 0.5).encode()
        case 4:
            return (json.dumps(_record(random)) + " " + json.dumps(_record(random))).encode()
        case 5:
            return json.dumps([_record(random) for _ in range(3)]).encode()
        case 6:
            return b'{"a": "' + b"x" * random.choice([3_900, 4_100, 9_000]) + b'"}'
        case 7 | 8:
            return random.choice([b'{"a": 1}', b"{", b'"text"', b"\xff\xfe", b"\x1f\x8b\x08"])
    raw = json.dumps(_record(random), ensure_ascii=False).encode()
    return raw if random.random() < 0.9 else raw[: random.randrange(len(raw))]


@st.composite
def lines(draw: st.DrawFn) -> bytes:
    """Records, messages, and what is neither; mostly lines of one kind follow each other."""
    random = Random(draw(st.integers(0, 10**6)))
    kinds = [_line(random) for _ in range(draw(st.integers(1, 8)))]
    made = [
        _line(random) if random.random() < 0.5 else random.choice(kinds)
        for _ in range(draw(st.integers(0, 40)))
    ]
    begin = draw(st.sampled_from([b"", b"\xef\xbb\xbf", b"\n\n"]))
    return begin + b"\n".join(made) + draw(st.sampled_from([b"", b"\n", b"\r\n"]))


def test_records_behind_a_message_are_told_of_with_the_first() -> None:
    """However many of them come together, in one part or in several."""
    records = b"".join(
        json.dumps(RECALL | {"record_id": f"0b7c6f0e-51a4-4b6e-9a53-6d1d7a3f2c{n:02}"}).encode()
        + b"\n"
        for n in range(3)
    )
    header = new_header(0, PARTY, PARTY).plain()
    data = json.dumps({"header": header, "body": []}).encode() + b"\n" + records
    for jobs in (1, 2):
        for part in (1, 2_000):
            with pytest.MonkeyPatch.context() as monkeypatch:
                monkeypatch.setattr(line_parts, "PART", part)
                monkeypatch.setattr(part_judge, "Workers", Here)
                report = tc.validate(data, format="ndjson", jobs=jobs)
                told = [(each.line, each.kind) for each in report.speaking()]
                assert told == [(1, "message"), (2, "file")]
                every = [
                    (each.line, each.kind) for each in tc.validate(data, format="ndjson", jobs=jobs)
                ]
                assert every[1:] == [(2, "record"), (2, "file"), (3, "record"), (4, "record")]


@drawing(60)
@given(lines(), st.sampled_from([1, 300, 2_000, 20_000]), st.sampled_from(["utf-8", "gb18030"]))
def test_of_lines(data: bytes, size: int, encoding: str) -> None:
    """Whatever stands on them, and wherever the source is cut."""
    options: dict[str, Any] = {"format": "ndjson", "limits": LIMITS, "encoding": encoding}
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(line_parts, "PART", size)
        monkeypatch.setattr(part_judge, "Workers", Here)
        same(lambda: tc.validate(data, **options), lambda: tc.validate(data, jobs=2, **options))


def asked_by_path(monkeypatch: pytest.MonkeyPatch, tell: Callable[[LinesPart], object]) -> None:
    """Hear of each part of a file what a worker is given of it."""
    original = line_parts._asked

    def asked(part: LinesPart, before: part_judge.StoodBefore) -> LinesPart | None:
        given = original(part, before)
        assert given is not None
        tell(given)
        return given

    monkeypatch.setattr(line_parts, "_asked", asked)
    monkeypatch.setattr(part_judge, "Workers", Here)


@given(lines(), st.sampled_from([1, 300, 2_000]), st.integers(0, 9))
def test_of_lines_of_a_file(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, size: int, touched: int
) -> None:
    """Which workers read themselves, until somebody writes it: what was cut is judged here then."""
    file = tmp_path_factory.mktemp("lines") / "a.ndjson"
    file.write_bytes(data)

    def several() -> Report:
        os.utime(file, (5, 5))
        return tc.validate(file, format="ndjson", limits=LIMITS, jobs=2)

    def touch(part: LinesPart) -> None:
        if part.before >= touched:
            os.utime(file, (9, 9))

    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(line_parts, "PART", size)
        asked_by_path(monkeypatch, touch)
        same(lambda: tc.validate(file, format="ndjson", limits=LIMITS), several)


def test_lines_are_read_where_they_stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They do not go through a pipe, but where one is too long: of that no more is kept than shows
    it. A file that was written since it was opened is not what it was.
    """
    file, sent = tmp_path / "a.ndjson", list[LinesPart]()
    short = json.dumps(RECALL).encode() + b"\n"
    file.write_bytes(short * 20 + b'{"a": "' + b"x" * 9_000 + b'"}\n' + short * 20)
    expected = said(tc.validate(file, format="ndjson", limits=LIMITS))
    monkeypatch.setattr(line_parts, "PART", 2_000)
    asked_by_path(monkeypatch, sent.append)
    assert said(tc.validate(file, format="ndjson", limits=LIMITS, jobs=2)) == expected
    assert len(sent) > 5
    assert [part.place is None for part in sent].count(True) == 1
    assert all(bool(part.raw) == (part.place is None) for part in sent)
    places = [part.place for part in sent if part.place is not None]
    assert places[0].read() == file.read_bytes()[: places[0].size]
    was = file.stat().st_mtime_ns
    file.write_bytes(file.read_bytes().replace(b"x", b"y"))
    os.utime(file, ns=(was, was + 1))
    assert [place.read() for place in places] == [None] * len(places)
    file.write_bytes(
        b" " + file.read_bytes()[:-1]
    )  # as many bytes, other lines, and nobody says so
    os.utime(file, ns=(was, was))
    assert [place.read() for place in places] == [None] * len(places)
    file.unlink()
    assert places[0].read() is None


def test_of_packed_lines_that_are_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """The end of what was packed is told behind the last line."""
    import gzip

    raw = b"".join(
        json.dumps({**RECALL, "record_id": f"0b7c6f0e-51a4-4b6e-9a53-{n:012}"}).encode() + b"\n"
        for n in range(200)
    )
    monkeypatch.setattr(line_parts, "PART", 3_000)
    monkeypatch.setattr(part_judge, "Workers", Here)
    for data in (gzip.compress(raw), gzip.compress(raw)[:-9], b"", b"\n" * 9_000):
        same(
            lambda data=data: tc.validate(data, format="ndjson"),  # type: ignore[misc]
            lambda data=data: tc.validate(data, format="ndjson", jobs=2),  # type: ignore[misc]
        )


# --- codes ----------------------------------------------------------------------------------------


@pytest.mark.slow
@drawing(12)
@given(
    tables(), st.sampled_from([64, 500, 1 << 20]), st.booleans(), st.booleans(),
    st.sampled_from([0, 25])
)  # fmt: skip
def test_of_codes(
    table: tuple[str, bytes], size: int, dated: bool, named: bool, sample: int
) -> None:
    """Whatever rows are at fault: cells of several lines, codes that stand twice, any encoding."""
    pytest.importorskip("numpy")
    scheme, data = table
    options: dict[str, Any] = {"column": "code", "on_column": "made" if dated else None}
    options |= {"scheme": scheme} if named else {}
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(blocks, "BLOCK", size)
        monkeypatch.setattr(workers, "Workers", Here)
        monkeypatch.setattr(codes, "ALONE", 2)
        monkeypatch.setattr(codes, "ALONE_UNNAMED", 2)
        monkeypatch.setattr(codes, "SAMPLE", sample)
        same(lambda: tc.validate(data, **options), lambda: tc.validate(data, jobs=3, **options))


# --- folders --------------------------------------------------------------------------------------


@pytest.mark.slow
@drawing(8)
@given(st.lists(lines(), min_size=1, max_size=3), tables(), st.sampled_from([600, 1 << 20]))
def test_of_folders(
    tmp_path_factory: pytest.TempPathFactory, some: list[bytes], table: tuple[str, bytes],
    large: int
) -> None:  # fmt: skip
    """Records of several files, of which some stand twice; codes; what is neither."""
    folder = tmp_path_factory.mktemp("folder")
    for number, data in enumerate(some):
        (folder / f"{number}.ndjson").write_bytes(data)
    _write_others(folder)
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(file_parts, "LARGE", large)
        monkeypatch.setattr(line_parts, "PART", 700)
        for module in (file_parts, part_judge, workers):
            monkeypatch.setattr(module, "Workers", Here)
        options: dict[str, Any] = {"limits": LIMITS}
        same(lambda: tc.validate(folder, **options), lambda: tc.validate(folder, jobs=2, **options))
        (folder / "codes.csv").write_bytes(table[1])
        options = {"format": "codes", "column": "code"}
        same(lambda: tc.validate(folder, **options), lambda: tc.validate(folder, jobs=2, **options))


def _write_others(folder: Path) -> None:
    (folder / "a.json").write_bytes(json.dumps(_message(Random(1))).encode())
    (folder / "b.xml").write_bytes(tc.dumps(tc.loads(json.dumps(RECALL).encode()), "xml"))
    again = json.dumps({**RECALL, "record_id": _id(Random(2))}).encode()
    (folder / "c.csv").write_bytes(tc.dumps([tc.loads(again)], "csv"))  # type: ignore[list-item]
    (folder / "d.bin").write_bytes(b"\0\1")
    (folder / "e.json").write_bytes(b"")
