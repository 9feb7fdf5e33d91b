"""Validation by several processes: real ones, lost ones, ended ones."""

from __future__ import annotations

import csv
import gzip
import io
import json
import multiprocessing
import os
import pty
import signal
import subprocess
import sys
from argparse import Namespace
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import tracecode as tc
from tests.properties.test_jobs_say_the_same import RECALL, Here, said
from tracecode.checks import blocks, codes, file_parts, line_parts, table_parts, workers
from tracecode.checks.workers import Workers
from tracecode.cli import main, validating
from tracecode.cli.working import LARGE, Bar, cores, size_of

HERE = Path(__file__).parent
PACK = HERE.parent / "packs" / "odd"


def recalls(count: int) -> bytes:
    """Lines of right records, of which each tenth stands twice."""
    records = (
        {**RECALL, "record_id": f"0b7c6f0e-51a4-4b6e-9a53-{n - (n % 10 == 9):012}"}
        for n in range(count)
    )
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


@pytest.mark.slow
def test_processes_say_what_one_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of lines, of codes in several forms, and of a folder; by the packaged standard and a pack
    over it.
    """
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    monkeypatch.setattr(line_parts, "PART", 5_000)
    monkeypatch.setattr(blocks, "BLOCK", 2_000)
    monkeypatch.setattr(codes, "ALONE", 5)
    (tmp_path / "a.ndjson").write_bytes(recalls(60))
    (tmp_path / "b.ndjson").write_bytes(recalls(20))
    (tmp_path / "c.ndjson").write_bytes(recalls(20).replace(b"recall_no", b"recal_no"))
    (tmp_path / "d.ndjson").write_bytes(b'{"record_type": "recal", "record_id": 5}\n' * 20)
    numbers = [tc.scheme("gtin").build(body=f"69{n // 2:010}").normalized for n in range(400)]
    table = tmp_path / "codes.csv"
    table.write_text("name,code\n" + "".join(f'"a\nb",{code}\n' for code in numbers))
    column = tmp_path / "codes.parquet"
    pq.write_table(pa.table({"code": numbers}), column, row_group_size=50)
    of_codes = {"column": "code", "scheme": "gtin"}
    for standard in (tc.Standard.packaged(), tc.Standard.load(PACK)):
        for source, options in ((tmp_path, {}), (table, of_codes), (column, of_codes)):
            judged = partial(standard.validate, path=source, **options)  # type: ignore[arg-type]
            assert said(judged(jobs=2)) == said(judged())
    assert multiprocessing.active_children() == []


def _blocked(_: int) -> bool:
    """The judge of a part: whether this process hears no Ctrl-C, from its beginning on."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    mask = next(line for line in status.splitlines() if line.startswith("SigBlk"))
    return bool(int(mask.split()[1], 16) >> (signal.SIGINT - 1) & 1)


def _asks_what_is_blocked() -> Any:
    return _blocked


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux tells it")
def test_workers_hear_no_interrupt() -> None:
    """Not even the first, with which Python begins a process of its own: so in a new process."""
    program = "from tests.checks.test_jobs import said_to_be_blocked as said; print(said())"
    told = subprocess.check_output([sys.executable, "-c", program], text=True)
    assert told.split() == ["True"] * 6


def said_to_be_blocked() -> str:
    """What two workers say, to six questions."""
    with Workers(2, _asks_what_is_blocked) as workers:
        answers = [answer for _, answer in workers.answers(range(6), lambda part: part)]
        return " ".join(str(answer and answer.result()) for answer in answers)


def _killed(part: int) -> int:
    """The judge of a part: the third is the end of its process."""
    if part == 3:
        os._exit(9)
    if part == 2:
        raise KeyError(part)
    return part * part


def _begun() -> Any:
    return _killed


@pytest.mark.slow
def test_a_lost_process() -> None:
    """What was answered stays; what was not is lost; an error of a judge is raised here."""
    with Workers(1, _begun) as workers:
        answers = [answer for _, answer in workers.answers(range(6), lambda part: part)]
        assert answers[0] is not None
        assert answers[0].result() == 0
        errors = [answer and type(answer.exception()) for answer in answers[2:]]
    assert errors == [KeyError, BrokenProcessPool, BrokenProcessPool, BrokenProcessPool]
    assert multiprocessing.active_children() == []


def judged_by_killed(report: tc.Report) -> list[tc.Verdict]:
    """The verdicts of processes that are killed behind the third."""
    verdicts = iter(report)
    first = [next(verdicts) for _ in range(3)]
    for process in multiprocessing.active_children():
        process.kill()
        process.join()
    return [*first, *verdicts]


@pytest.mark.slow
def test_the_rest_is_named_where_a_process_was_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was judged stays judged, and the whole is not valid."""
    monkeypatch.setattr(line_parts, "PART", 2_000)
    file = tmp_path / "a.ndjson"
    file.write_bytes(recalls(300))
    report = tc.validate(file, jobs=2)
    *others, last = judged_by_killed(report)
    assert said(others) == said([*tc.validate(file)][: len(others)])
    assert (last.kind, last.line, last.findings[0].rule) == (
        "file", others[-1].line + 1, "check.worker"
    )  # fmt: skip
    assert (report.status, report.counts["not checked"]) == ("not checked", 1)


def table(count: int) -> bytes:
    """Such records as CSV; every fourth row has a cell of two lines, every tenth id stands twice."""
    records = tc.loads(recalls(count))
    assert isinstance(records, list)
    lines = tc.dumps(records, "csv").splitlines(keepends=True)
    place = lines[0].decode("utf-8-sig").strip().split(",").index("recall_reason")
    for at in range(4, len(lines), 4):
        cells = next(csv.reader([lines[at].decode()]))
        cells[place] = 'a "quoted"\r\nreason'
        out = io.StringIO()
        csv.writer(out).writerow(cells)
        lines[at] = out.getvalue().encode()
    return b"".join(lines)


@pytest.mark.slow
def test_the_command_judges_a_table_by_processes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A table of some megabytes, packed or not: the same list and counts, whoever judged it."""
    file, packed = tmp_path / "a.csv", tmp_path / "b.csv.gz"
    made = table(8_000)
    file.write_bytes(made + made.partition(b"\r\n")[2])
    packed.write_bytes(gzip.compress(file.read_bytes()))
    assert file.stat().st_size > 3 * table_parts.PART
    for path in (file, packed):
        listed = []
        for jobs in ("1", "2"):
            code = main(["validate", str(path), "--quiet", "--lang", "en", "--jobs", jobs])
            listed.append((code, capsys.readouterr().out))
        assert listed[0] == listed[1]
        assert "record.repeated" in listed[0][1]
    assert multiprocessing.active_children() == []


@pytest.mark.slow
def test_the_rest_of_a_table_is_named_where_a_process_was_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As of lines: from which line on nothing was checked."""
    monkeypatch.setattr(table_parts, "PART", 2_000)
    file = tmp_path / "a.csv"
    file.write_bytes(table(300))
    report = tc.validate(file, jobs=2)
    *others, last = judged_by_killed(report)
    whole = said(tc.validate(file))
    assert said(others) == whole[: len(others)]
    assert (last.kind, last.line, last.findings[0].rule) == (
        "file", whole[len(others)][0], "check.worker"
    )  # fmt: skip
    assert (report.status, report.counts["not checked"]) == ("invalid", 1)


class _Gone(Here):
    """Workers, of whom none answers."""

    def answers(self, parts: Any, question: Any) -> Any:
        """Each part, and that its process ended."""
        for part in parts:
            lost: Future[Any] = Future()
            lost.set_exception(BrokenProcessPool())
            yield part, lost if question(part) is not None else None


def test_files_and_codes_of_a_lost_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each file is named; of a column of codes the first row that was not judged."""
    pytest.importorskip("numpy")
    monkeypatch.setattr(file_parts, "Workers", _Gone)
    monkeypatch.setattr(workers, "Workers", _Gone)
    monkeypatch.setattr(codes, "ALONE", 2)
    table = tmp_path / "codes.csv"
    table.write_text("code\n" + "6901234567892\n" * 900)  # the first are read alone
    (tmp_path / "a.ndjson").write_bytes(recalls(2))
    report = tc.validate(tmp_path, jobs=2)
    found = [(one.file, one.line, one.findings[0].rule, one.status) for one in report]
    assert found == [
        (str(tmp_path / name), 1, "check.worker", "not checked")
        for name in ("a.ndjson", "codes.csv")
    ]
    report = tc.validate(table, column="code", scheme="gtin", jobs=2)
    *judged, last = report
    assert 2 < len(judged) < 900
    assert [one.line for one in judged] == [*range(2, len(judged) + 2)]
    assert (last.line, last.findings[0].rule) == (len(judged) + 2, "check.worker")
    assert report.status == "not checked"


class _Interrupted(io.RawIOBase):
    """Bytes, and then somebody presses Ctrl-C."""

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = self._data.read(min(len(buffer), 4_096))
        if not piece:
            raise KeyboardInterrupt
        buffer[: len(piece)] = piece
        return len(piece)


def _interrupted(data: bytes, *words: str, monkeypatch: pytest.MonkeyPatch) -> int:
    stdin = Namespace(buffer=io.BufferedReader(_Interrupted(data)))
    monkeypatch.setattr(sys, "stdin", stdin)
    return main(["validate", "-", "--input", "ndjson", "--lang", "en", "--quiet", *words])


def test_ctrl_c(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was found so far is counted and written, and said not to be all."""
    assert _interrupted(recalls(60), "--format", "json", monkeypatch=monkeypatch) == 130
    printed = capsys.readouterr()
    *_, last = printed.out.splitlines()
    summary = json.loads(last)["summary"]
    assert summary["status"] == "not checked"
    assert summary["verdicts"]["valid"] > 10
    assert printed.err == ("interrupted: this is what was found so far, the rest was not checked\n")
    out = tmp_path / "found.ndjson"
    assert _interrupted(recalls(60), "--out", str(out), monkeypatch=monkeypatch) == 130
    assert "record.repeated" in out.read_text("utf-8")
    assert [path.name for path in tmp_path.iterdir()] == ["found.ndjson"]


@pytest.mark.slow
def test_ctrl_c_among_processes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """They are ended, and nothing else is printed."""
    monkeypatch.setattr(line_parts, "PART", 1_000)
    assert _interrupted(recalls(60), "--jobs", "2", monkeypatch=monkeypatch) == 130
    assert multiprocessing.active_children() == []
    assert capsys.readouterr().err.startswith("interrupted:")


def test_how_many(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One process for what is small, and where only one can do it; as many as there are cores
    otherwise.
    """
    (tmp_path / "a.json").write_bytes(b"12345")
    assert size_of([str(tmp_path), "-", str(tmp_path / "b")]) == 5
    usual = Namespace(jobs=None, keys=None, by="library")
    assert validating._jobs(usual, LARGE - 1) == 1
    assert validating._jobs(usual, LARGE) == cores() >= 1
    for other in ({"keys": "k.json"}, {"by": "schema"}):
        assert validating._jobs(Namespace(**vars(usual) | other), LARGE) == 1
    assert validating._jobs(Namespace(**vars(usual) | {"jobs": 3}), 1) == 3
    with pytest.raises(tc.WrongUse, match="jobs is a number"):
        tc.validate(b"{}", jobs=0)
    with pytest.raises(tc.WrongUse, match="one process"):
        tc.validate(b"{}", jobs=2, keys=[])
    with pytest.raises(SystemExit):
        main(["validate", "--jobs", "0"])
    assert "--jobs" in capsys.readouterr().err


def test_a_bar(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """How far the reading is, how fast, and how long it will take; it goes when the work is done."""
    file = tmp_path / "a.ndjson"
    file.write_bytes(recalls(60))
    monkeypatch.setattr("tracecode.cli.working._SOON", 0.0)
    monkeypatch.setattr("tracecode.cli.working._OFTEN", 0.0)
    ours, theirs = pty.openpty()
    with open(theirs, "w", encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stderr", stream)
        bar = Bar(file.stat().st_size, "en")
        with bar.shown():
            assert tc.validate(file).run().status == "valid"
        half = Bar(2_000_000, "zh")
        half._read = 1_000_000
        os.set_blocking(ours, False)
        shown = ""
        with suppress(BlockingIOError):
            while True:
                shown += os.read(ours, 10_000).decode()
    os.close(ours)
    assert shown.startswith("\r[")
    assert "100%" in shown
    assert shown.endswith("\r\x1b[K")
    assert half.text(65.0) == "[############............]  50%     0.0 MB/s  剩余 1:05"


def test_no_bar_in_a_pipe(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nor where nobody knows how much there is."""
    file = tmp_path / "a.ndjson"
    file.write_bytes(recalls(5))
    with Bar(5, "en").shown():
        tc.validate(file).run()
    assert capsys.readouterr() == ("", "")
