"""The annotated copy of a workbook."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import tracecode as tc
from tracecode.reports import annotated

HEAD = ("code", "count", "day", "share", "note")


def book(path: Path, codes: list[str], **cells: Any) -> Path:
    """A workbook with a column of codes beside other values."""
    from datetime import date

    made = openpyxl.Workbook()
    sheet: Any = made.active
    sheet.title = "Codes"
    sheet.append(HEAD)
    for at, code in enumerate(codes, 2):
        sheet.append(
            (code, at, date(2026, 3, at % 28 + 1), at / 100, f"=A{at}" if at == 2 else "text")
        )
        sheet.cell(at, 1).number_format = "@"
        sheet.cell(at, 3).number_format = "yyyy-mm-dd"
        sheet.cell(at, 4).number_format = "0%"
    for name, value in cells.items():
        sheet[name] = value
    made.save(path)
    return path


RIGHT, WRONG = "6901234567892", "6901234567890"


def copied(path: Path, out: Path) -> Any:
    """The first sheet of the annotated copy of a workbook of codes."""
    tc.annotate_workbook(path, tc.validate(path, column="code", scheme="gtin"), out, lang="en")
    return openpyxl.load_workbook(out)


def test_values_stay_and_what_is_wrong_is_seen(tmp_path: Path) -> None:
    """The faulty cell is red, its comment has sentence, remedy and rule; values and kinds are those
    of the original.
    """
    made = copied(book(tmp_path / "a.xlsx", [RIGHT, WRONG]), tmp_path / "b.xlsx")
    sheet = made["Codes"]
    assert [cell.value for cell in sheet[1]] == list(HEAD)
    assert [cell.value for cell in sheet[3]][:2] == [WRONG, 3]
    assert str(sheet["C3"].value)[:10] == "2026-03-04"
    assert (sheet["D3"].value, sheet["D3"].number_format[-1]) == (0.03, "%")
    assert sheet["E2"].value is None  # a formula
    assert sheet["A3"].fill.fgColor.rgb == "00FFC7CE"
    assert sheet["A2"].comment is None
    lines = sheet["A3"].comment.text.split("\n")
    assert lines[0] == "Check digit is '0'; expected '2' (gs1-mod10)"
    assert lines[1].startswith("Remedy: Most likely one character is wrong")
    assert lines[-1] == "(code.check_character)"
    assert made.sheetnames == ["Codes", "About this copy"]


def test_a_formula_is_no_formula(tmp_path: Path) -> None:
    """A text that begins like a formula stays a text in the copy."""
    made = copied(book(tmp_path / "a.xlsx", ["'=1+1", WRONG]), tmp_path / "b.xlsx")
    assert {cell.data_type for row in made["Codes"].rows for cell in row} <= {"s", "n", "d"}


def test_records(tmp_path: Path) -> None:
    """A cell that should be filled is coloured where the value belongs."""
    source = Path(__file__).parents[2] / "examples" / "messages" / "7-gas-cylinder.xlsx"
    verdicts = list(tc.validate(source))
    told = [finding for each in verdicts for finding in each.findings if finding.severity != "info"]
    assert tc.annotate_workbook(source, verdicts, tmp_path / "b.xlsx") == len(
        {finding.cell for finding in told}
    )
    made = openpyxl.load_workbook(tmp_path / "b.xlsx")
    for name in filter(None, {finding.cell for finding in told}):
        title, _, place = name.rpartition("!")
        assert made[title][place].comment is not None


def test_a_large_workbook_is_copied_by_its_faulty_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They stand on their own row numbers; the heading stays; what found no room is counted."""
    monkeypatch.setattr(annotated, "MOST_CELLS", 40)
    codes = [WRONG if at % 2 else RIGHT for at in range(120)]
    made = copied(book(tmp_path / "a.xlsx", codes), tmp_path / "b.xlsx")
    sheet, about = made["Codes"], made["About this copy"]
    assert sheet["A1"].value == "code"
    assert sheet["A81"].value == WRONG  # the fortieth of sixty
    assert sheet["A80"].value is None
    comments = [cell for row in sheet.rows for cell in row if cell.comment is not None]
    assert len(comments) == 40
    told = [[cell.value for cell in row] for row in about.rows]
    assert ["code.check_character", "20 more places have no comment"] in told
    assert any("more than 40 cells" in str(row[1]) for row in told)


def test_what_is_refused(tmp_path: Path) -> None:
    """The copy is another file, ends in .xlsx, and is made of a workbook."""
    path = book(tmp_path / "a.xlsx", [WRONG])
    with pytest.raises(tc.WrongUse, match="another file"):
        tc.annotate_workbook(path, [], path)
    with pytest.raises(tc.WrongUse, match=r"ends in \.xlsx"):
        tc.annotate_workbook(path, [], tmp_path / "b.csv")
    (tmp_path / "c.xlsx").write_bytes(b"no workbook")
    with pytest.raises(tc.BadWorkbook):
        tc.annotate_workbook(tmp_path / "c.xlsx", [], tmp_path / "b.xlsx")
    assert not (tmp_path / "b.xlsx").exists()


@pytest.mark.slow
@pytest.mark.skipif(
    shutil.which("soffice") is None, reason="needs soffice (Debian: libreoffice-calc)"
)
def test_libreoffice_opens_it(tmp_path: Path) -> None:
    """LibreOffice reads values, colours and comments."""
    path, out = book(tmp_path / "a.xlsx", [RIGHT, WRONG]), tmp_path / "b.xlsx"
    copied(path, out)
    own = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", own, "--headless", "--convert-to", "fods", "--outdir", tmp_path, out],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    text = (tmp_path / "b.fods").read_text(encoding="utf-8")
    assert "<office:annotation" in text
    assert "Most likely one character is wrong" in text
    assert "#ffc7ce" in text
    assert WRONG in text
