"""What `validate` and `across` list, where to, and how they end."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

import tracecode as tc
from tracecode.cli import main

RIGHT, WRONG, PARTY = "6901234567892", "6901234567890", "91350100M000100Y43"


def run(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, str, str]:
    """The exit code of a command, what it prints, and what it says of itself."""
    code = main([*map(str, words), "--lang", "en"])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


@pytest.fixture
def codes(tmp_path: Path) -> Path:
    """Two right codes and three wrong ones."""
    path = tmp_path / "codes.txt"
    path.write_text(
        "\n".join([RIGHT, WRONG, WRONG[:-1] + "1", RIGHT[:-2] + "00", RIGHT]), encoding="utf-8"
    )
    return path


def test_out_in_place_of_listing(
    codes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The findings go into the files, each with its source; only the counts are printed."""
    page, table = tmp_path / "r.html", tmp_path / "r.ndjson"
    code, out, err = run(
        capsys, "validate", codes, "--scheme", "gtin", "--out", page, "--out", table
    )
    assert (code, err) == (1, "")
    assert out.startswith("\n5 codes: valid ")
    assert WRONG not in out
    rows = [json.loads(line) for line in table.read_text(encoding="utf-8").splitlines()]
    assert {row["file"] for row in rows} == {str(codes)}
    assert [row["line"] for row in rows if row["severity"] == "error"] == [2, 3, 4]
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    code, out, _ = run(
        capsys, "validate", codes, "--scheme", "gtin", "--out", page, "--format", "json"
    )
    assert json.loads(out)["summary"]["errors"] == 3


def test_csv_has_the_columns_of_the_table(
    codes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One table everywhere: printed or written, a finding has the same cells but for the file."""
    _, out, _ = run(
        capsys, "validate", codes, "--scheme", "gtin", "--format", "csv", "--errors-only"
    )
    run(capsys, "validate", codes, "--scheme", "gtin", "--out", tmp_path / "r.csv", "--errors-only")
    with (tmp_path / "r.csv").open(encoding="utf-8-sig", newline="") as file:
        written = [row | {"file": ""} for row in csv.DictReader(file)]
    assert list(csv.DictReader(out.splitlines())) == written


def test_limit(codes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """At most so many are listed, all are counted, and how many are not listed is said; reading has
    its own limits.
    """
    words = ("validate", codes, "--scheme", "gtin", "--quiet", "--errors-only")
    code, out, err = run(capsys, *words, "--limit", "2")
    assert (code, err) == (1, "1 more are not listed (--limit)\n")
    assert (
        out.splitlines()[:2] == [line for line in run(capsys, *words)[1].splitlines() if line][:2]
    )
    assert "code.check_character  3" in out
    code, _, err = run(capsys, *words, "--limit", "2", "--limit", "line_bytes=5")
    assert (code, err) == (1, "3 more are not listed (--limit)\n")
    assert run(capsys, *words, "--limit", "lines=1")[0] == 2


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        (PARTY, {"error": 0, "not-checked": 0, "warning": 0}),
        (WRONG, {"error": 1, "not-checked": 1, "warning": 1}),
        ("12345678", {"error": 0, "not-checked": 3, "warning": 3}),
        (f"{PARTY}\n{PARTY}\n", {"error": 0, "not-checked": 0, "warning": 0}),
        ("", {"error": 1, "not-checked": 1, "warning": 1}),
    ],
)
def test_fail_on(
    text: str, ends: dict[str, int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The exit code tells what was asked for; by default errors, and what was not checked."""
    path = tmp_path / "codes.txt"
    path.write_text(text, encoding="utf-8")
    assert {each: run(capsys, "validate", path, "--fail-on", each)[0] for each in ends} == ends
    assert run(capsys, "validate", path)[0] == ends["not-checked"]


def test_fail_on_warnings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A warning fails only where that is asked for; across records as well."""
    path = tmp_path / "r.ndjson"
    path.write_text(
        '{"record_type": "recall", "record_id": "7", "uscc": "P"}\n' * 2, encoding="utf-8"
    )
    words = ("across", path, "--rule", "record-id-twice")
    ends = {
        each: run(capsys, *words, "--fail-on", each)[0]
        for each in ("error", "not-checked", "warning")
    }
    assert ends == {"error": 0, "not-checked": 0, "warning": 1}
    assert run(capsys, *words, "--errors-only")[1] == ""
    _, out, _ = run(capsys, *words, "--out", tmp_path / "r.ndjson.ndjson", "--format", "json")
    assert json.loads(out)["summary"]["records"] == 2
    (row,) = map(
        json.loads, (tmp_path / "r.ndjson.ndjson").read_text(encoding="utf-8").splitlines()
    )
    assert (row["across"], row["line"], row["file"]) == ("record-id-twice", 2, str(path))


def test_a_later_file_that_cannot_be_read(
    codes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was judged is written and counted; the command says what cannot be read."""
    table = tmp_path / "r.ndjson"
    code, out, err = run(
        capsys, "validate", codes, tmp_path / "absent", "--scheme", "gtin", "--out", table
    )
    assert code == 2
    assert "absent" in err
    assert "5 codes" in out
    assert len(table.read_text(encoding="utf-8").splitlines()) >= 3


def test_against(codes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The next run says what is new; without an output there is nothing to say it in."""
    table, again = tmp_path / "r.ndjson", tmp_path / "again.ndjson"
    run(capsys, "validate", codes, "--scheme", "gtin", "--out", table)
    run(capsys, "validate", codes, "--scheme", "gtin", "--out", again, "--against", table)
    assert {
        json.loads(line)["change"] for line in again.read_text(encoding="utf-8").splitlines()
    } == {"remaining"}
    assert run(capsys, "validate", codes, "--against", table) == (2, "", "--against needs --out\n")


def test_findings_that_recur_are_told_alike(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In row after row, in each language and where else something stands on the row."""
    path = tmp_path / "r.ndjson"
    some = [{"record_type": "recall", "remark": 5}, {"record_type": "recall", "strange": 1}]
    path.write_text("\n".join(map(json.dumps, some * 3)), encoding="utf-8")
    expected = [*tc.validate(path=path)]
    for lang in ("en", "zh", "en"):
        main(["validate", str(path), "--lang", lang])
        rows = capsys.readouterr().out.splitlines()[: len(expected)]
        told = [row.split("\t")[-1] for row in rows]
        assert told == ["; ".join(f.line_text(lang) for f in each.findings) for each in expected]
        assert told[:2] == told[2:4] == told[4:]


def test_annotate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The copy of one workbook; of anything else none can be made."""
    source = Path(__file__).parents[2] / "examples" / "messages" / "7-gas-cylinder.xlsx"
    out = tmp_path / "copy.xlsx"
    run(capsys, "validate", source, "--annotate", out, "--quiet")
    assert out.exists()
    assert run(capsys, "validate", source, source, "--annotate", out)[0] == 2
    assert (
        run(capsys, "validate", tmp_path, "--annotate", out)[2] == "--annotate takes one workbook\n"
    )
