"""The files that are written of findings: what they hold, what they never hold, and what happens
when one fails.
"""

from __future__ import annotations

import csv
import errno
import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest

import tracecode as tc
from tests.reports.made import HOSTILE, verdicts
from tracecode.files import part_of
from tracecode.reports.page import MOST_BYTES
from tracecode.reports.rows import COLUMNS

ENDINGS = ("html", "xlsx", "csv", "ndjson", "parquet", "sarif")


def written(path: Path) -> list[dict[str, Any]]:
    """The rows of a file as plain data, absent values left out; of a page and SARIF the rule and
    both sentences.
    """
    match path.suffix:
        case ".csv":
            with path.open(encoding="utf-8-sig", newline="") as file:
                return [
                    {name: value for name, value in row.items() if value}
                    for row in csv.DictReader(file)
                ]
        case ".ndjson":
            return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        case ".parquet":
            rows = pq.read_table(path).to_pylist()
            return [
                {name: value for name, value in row.items() if value is not None} for row in rows
            ]
        case ".xlsx":
            names, ids, *rows = openpyxl.load_workbook(path).worksheets[0].values
            assert ids == COLUMNS
            assert len(names) == len(set(names))
            return [
                {name: value for name, value in zip(ids, row, strict=True) if value is not None}
                for row in rows
            ]
        case ".sarif":
            results = json.loads(path.read_text(encoding="utf-8"))["runs"][0]["results"]
            return [{"rule": each["ruleId"], **each["properties"]} for each in results]
        case _:
            return [
                {"rule": rule["id"], "zh": row[9], "en": row[10], "text": row[3]}
                for rule in page_data(path)["rules"]
                for row in rule["rows"]
            ]


def page_data(path: Path) -> dict[str, Any]:
    """The data in a page."""
    text = path.read_text(encoding="utf-8")
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', text)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("text", ["", HOSTILE], ids=["plain", "hostile"])
def test_every_form_holds_every_finding(tmp_path: Path, ending: str, text: str) -> None:
    """Each form says of each finding the rule and both sentences; text from outside is data in
    it.
    """
    path = tmp_path / f"findings.{ending}"
    assert tc.write_findings(verdicts(40, text=text), path) == 40
    expected = Counter(
        (row.rule, row.zh, row.en, row.text) for row in tc.finding_rows(verdicts(40, text=text))
    )
    names = ("rule", "zh", "en", "text")
    found = Counter(tuple(row[name].removeprefix("'") for name in names) for row in written(path))
    assert found == expected
    raw = path.read_bytes()
    assert b"19491231" not in raw
    if ending == "html":
        assert b"<img" not in raw
        assert raw.count(b"</script>") == 2


def test_what_looks_like_a_formula(tmp_path: Path) -> None:
    """CSV marks it with an apostrophe; in a workbook it is a text."""
    for ending in ("csv", "xlsx"):
        tc.write_findings(verdicts(1, text="=1+1"), tmp_path / f"f.{ending}")
    assert written(tmp_path / "f.csv")[0]["text"] == "'=1+100000000"
    cell = openpyxl.load_workbook(tmp_path / "f.xlsx").worksheets[0]["C3"]
    assert (cell.value, cell.data_type) == ("=1+100000000", "s")


def test_a_page_is_never_large(tmp_path: Path) -> None:
    """All is counted, whatever was found; of each rule the first rows are listed, and rare rules
    keep all of theirs.
    """
    path = tmp_path / "report.html"
    tc.write_findings(verdicts(4_000, text="长" * 60), path)
    data = page_data(path)
    counts = {rule["id"]: sum(count for *_, count in rule["counts"]) for rule in data["rules"]}
    assert counts == dict(Counter(row.rule for row in tc.finding_rows(verdicts(4_000))))
    assert 1_000_000 < path.stat().st_size <= MOST_BYTES
    rows = {rule["id"]: len(rule["rows"]) for rule in data["rules"]}
    assert min(rows.values()) > 200
    assert sum(rows.values()) < 4_000


def test_many_files_make_no_large_page(tmp_path: Path) -> None:
    """Names of files take no more than their share."""
    path = tmp_path / "report.html"
    many = (replace(each, file=f"{at}{'长' * 250}") for at, each in enumerate(verdicts(2_500)))
    tc.write_findings(many, path)
    assert path.stat().st_size <= MOST_BYTES
    data = page_data(path)
    assert sum(count for _, count in data["files"]) + data["otherFiles"] == 2_500


def test_sarif(tmp_path: Path) -> None:
    """The parts that SARIF 2.1.0 asks for are there and of their types; every index leads to its
    rule.
    """
    path = tmp_path / "findings.sarif"
    tc.write_findings(verdicts(20, text=HOSTILE), path, lang="en")
    log = json.loads(path.read_text(encoding="utf-8"))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert set(run) == {"tool", "results", "language", "columnKind", "invocations", "properties"}
    assert (run["language"], run["columnKind"]) == ("en-US", "unicodeCodePoints")
    driver = run["tool"]["driver"]
    assert driver["name"] == "tracecode"
    for rule in driver["rules"]:
        assert set(rule) == {"id", "shortDescription", "help"}
        assert rule["shortDescription"]["text"]
        assert rule["help"]["text"]
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning")
        assert result["message"]["text"] == result["properties"]["en"]
        (place,) = result["locations"]
        uri = place["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"[A-Za-z0-9%._~/+-]+", uri)
        assert place["physicalLocation"]["region"]["startLine"] >= 1
        assert re.fullmatch("[0-9a-f]{16}", result["partialFingerprints"]["tracecode/v1"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", run["invocations"][0]["endTimeUtc"])


@pytest.mark.parametrize("ending", ["ndjson", "parquet"])
def test_against_an_earlier_run(tmp_path: Path, ending: str) -> None:
    """Findings are new or remain, and what is gone follows; a run compared before says nothing
    twice.
    """
    earlier, now = tmp_path / f"earlier.{ending}", tmp_path / f"now.{ending}"
    tc.write_findings(verdicts(30), earlier)
    page = tmp_path / "now.html"
    found = [each for each in verdicts(40) if each.line > 10]
    assert tc.write_findings(found, now, page, against=earlier) == 30
    assert Counter(row["change"] for row in written(now)) == {
        "remaining": 20,
        "new": 10,
        "gone": 10,
    }
    assert [row["text"] for row in written(now) if row["change"] == "gone"] == [
        f"{at:08d}" for at in range(10)
    ]
    assert page_data(page)["compared"] is True
    again = tmp_path / "again.sarif"
    tc.write_findings(found, again, against=now)
    states = [
        each["baselineState"] for each in json.loads(again.read_bytes())["runs"][0]["results"]
    ]
    assert Counter(states) == {"unchanged": 30}


@pytest.mark.parametrize("content", ["", "[1]\n", "{}\n", '{"key": 1}\n', "\x00\n", "{" * 5000])
def test_an_earlier_run_that_is_none(tmp_path: Path, content: str) -> None:
    """What is no table of findings is refused before anything is judged; nothing found before is a
    table, too.
    """
    path = tmp_path / "earlier.ndjson"
    path.write_text(content, encoding="utf-8")
    if content:
        with pytest.raises(tc.UnreadableFile, match="is no table of findings"):
            tc.write_findings(verdicts(1), tmp_path / "now.csv", against=path)
        assert not (tmp_path / "now.csv").exists()
    else:
        assert tc.write_findings(verdicts(1), tmp_path / "now.csv", against=path) == 1
    with pytest.raises(tc.UnreadableFile):
        tc.write_findings(verdicts(1), tmp_path / "now.csv", against=tmp_path / "absent.parquet")


def test_an_earlier_run_of_another_version(tmp_path: Path) -> None:
    """What a rule found that there is no more is gone, under its id; what no table holds is
    refused.
    """
    earlier, page, sarif = (
        tmp_path / "earlier.ndjson",
        tmp_path / "now.html",
        tmp_path / "now.sarif",
    )
    (row,) = (each._asdict() for each in tc.finding_rows(verdicts(1)))
    earlier.write_text(json.dumps(row | {"rule": "data.retired"}), encoding="utf-8")
    tc.write_findings([], page, sarif, against=earlier)
    assert [(rule["id"], rule["en"]) for rule in page_data(page)["rules"]] == [
        ("data.retired", "data.retired")
    ]
    for change in ({"severity": "fatal"}, {"who": "me"}, {"line": "1"}, {"unchecked": 1}):
        earlier.write_text(json.dumps(row | change), encoding="utf-8")
        with pytest.raises(tc.UnreadableFile, match=r"\(row 1\)"):
            tc.write_findings([], page, against=earlier)


def test_limit_and_errors(tmp_path: Path) -> None:
    """At most so many are listed, and of errors only; all are counted, and what is left out is told
    by rule.
    """
    path, page = tmp_path / "f.ndjson", tmp_path / "f.html"
    assert tc.write_findings(verdicts(160), path, page, errors_only=True, limit=5) == 30
    assert {row["severity"] for row in written(path)} == {"error"}
    assert len(written(path)) == 5
    assert dict(page_data(page)["unlisted"]) == {"data.null": 8, "data.nfc": 8, "message.digest": 9}


def test_wrong_outputs_are_refused_at_once(tmp_path: Path) -> None:
    """Before anything is judged: an unknown ending, a file named twice, a folder that is not
    there.
    """
    never: Iterator[tc.Verdict] = iter(lambda: pytest.fail("judged"), None)
    with pytest.raises(tc.UnknownId, match=r"unknown format '\.pdf'"):
        tc.write_findings(never, tmp_path / "report.pdf")
    with pytest.raises(tc.WrongUse, match="two outputs are one file"):
        tc.write_findings(never, tmp_path / "a.csv", tmp_path / "x" / ".." / "a.csv")
    with pytest.raises(tc.UnwritableFile):
        tc.write_findings(never, tmp_path / "b.csv", tmp_path / "absent" / "a.csv")
    assert list(tmp_path.iterdir()) == []


class _Full:
    """A file on a disk that is full after some bytes."""

    def __init__(self, file: Any, room: int) -> None:
        self._file, self._room = file, room

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def write(self, data: bytes) -> int:
        """Write, while there is room."""
        self._room -= len(data)
        if self._room < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return int(self._file.write(data))


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_full_disk_ends_one_file_only(
    tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is not there, its place keeps what it held, the other is whole; and the error says
    which.
    """
    from contextlib import contextmanager

    from tracecode.files import replacing
    from tracecode.reports import writing

    @contextmanager
    def small(path: str) -> Iterator[Any]:
        with replacing(path) as file:
            yield _Full(file, 3_000) if path.endswith(f"full.{ending}") else file

    monkeypatch.setattr(writing, "replacing", small)
    full, whole = tmp_path / f"full.{ending}", tmp_path / "whole.csv"
    full.write_bytes(b"before")
    with pytest.raises(tc.UnwritableFile, match="No space left on device"):
        tc.write_findings(verdicts(800), full, whole)
    assert full.read_bytes() == b"before"
    assert len(written(whole)) == 800
    assert not Path(part_of(full)).exists()


@pytest.mark.parametrize(
    "error", [KeyboardInterrupt(), tc.UnreadableFile("cannot", "不能"), RuntimeError()]
)
@pytest.mark.parametrize("ending", ENDINGS)
def test_what_was_judged_stays_judged(tmp_path: Path, ending: str, error: BaseException) -> None:
    """Where judging ends early the files hold what was found until then, and the page says that it
    ended.
    """

    def broken() -> Iterator[tc.Verdict]:
        yield from verdicts(7)
        raise error

    path = tmp_path / f"f.{ending}"
    with pytest.raises(type(error)):
        tc.write_findings(broken(), path)
    assert len(written(path)) == 7
    if ending == "html":
        assert page_data(path)["complete"] is False
