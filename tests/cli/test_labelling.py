"""The commands that draw: `qr` and `labels`."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

import pytest

import tracecode as tc
from tests.labels.conftest import characters
from tests.labels.made_fonts import make_font
from tracecode.cli import main

CODE = "11722252247250743408010974953971"


@pytest.fixture(scope="session")
def font(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A font made for the tests."""
    return str(make_font(tmp_path_factory.mktemp("font") / "made.ttf", characters()))


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Exit code, output and messages of a command."""
    try:
        code = main([*words, "--lang", "en"])
    except SystemExit as left:
        code = int(str(left.code))
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def data(folder: Path, **changes: str) -> str:
    """A CSV file with the sample of the pesticide template."""
    row = {**tc.label("pesticide").sample, **changes}
    path = folder / "x.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(row))
        writer.writeheader()
        writer.writerow(row)
    return str(path)


def test_qr_follows_the_carrier_rule(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A code with a carrier rule is drawn by it: its address is asked for, Data Matrix allowed where it is."""
    out = str(tmp_path / "x.zpl")
    code, _, err = run(capsys, "qr", CODE, out)
    assert code == 2
    assert "holds a trace address before the code" in err
    address = ("--base-url", "HTTPS://T.EXAMPLE/", "--dpi", "203")
    code, said, _ = run(capsys, "qr", CODE, out, *address)
    assert code == 0
    assert f"{out}: 29×29, 12.21 mm, 0.33 mm (2.6 dots, 203 dpi)" in said
    assert "warning  a module is 0.330 mm wide" in said
    assert run(capsys, "qr", CODE, out, *address, "--symbology", "data-matrix")[0] == 0
    assert run(capsys, "qr", "91350100M000100Y43", out, "--symbology", "data-matrix")[0] == 2


def test_labels_lists_and_describes(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a template the ready ones are listed; without data a template's columns and a sample CSV are shown."""
    code, out, _ = run(capsys, "labels")
    assert code == 0
    assert "pesticide        Pesticide label (70 by 40 mm)" in out
    code, out, err = run(capsys, "labels", "pesticide")
    assert code == 0
    assert list(csv.DictReader(io.StringIO(out))) == [tc.label("pesticide").sample]
    assert "Unit identification code" in err


def test_labels_prints_and_verifies(capsys: pytest.CaptureFixture[str], tmp_path: Path, font: str) -> None:
    """Labels are printed, read back and graded."""
    out = str(tmp_path / "x.pdf")
    code, said, _ = run(
        capsys, "labels", "pesticide", data(tmp_path), out, "--font", font, "--sheet", "--verify",
        "--set", "product_name=农药",
    )  # fmt: skip
    assert code == 0
    assert f"{out}: 1 labels, 1 pages\nread back 1 of 1\n" in said
    assert "spot (share of the symbol)  5%: 1/1   10%: 1/1" in said
    assert said.endswith("grade: strong\n")
    assert sorted(os.listdir(tmp_path)) == ["x.csv", "x.pdf"]


def test_labels_names_faults(capsys: pytest.CaptureFixture[str], tmp_path: Path, font: str) -> None:
    """Faults of the data end with exit code 1, with line and reason, and no file."""
    out = str(tmp_path / "x.pdf")
    code, said, err = run(capsys, "labels", "pesticide", data(tmp_path, holder_name="嘞"), out, "--font", font)
    assert (code, said) == (1, "")
    assert ":2: the font made.ttf lacks the characters: 嘞 (U+561E)" in err
    assert os.listdir(tmp_path) == ["x.csv"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("labels", "pesticid"), "did you mean pesticide"),
        (("labels", "pesticide", "CSV"), "name the output"),
        (("labels", "pesticide", "CSV", "x.doc"), "cannot write labels to '.doc'"),
        (("labels", "pesticide", "CSV", "/nonexistent/x.pdf"), "cannot write /nonexistent/x.pdf: No such file"),
        (("labels", "pesticide", "none.csv", "x.pdf", "--font", "FONT"), "cannot read 'none.csv'"),
        (("labels", "pesticide", "CSV", "x.zip", "--verify"), "--verify reads .pdf and .zpl back"),
        (("labels", "pesticide", "CSV", "x.zpl", "--sheet"), "the output is no PDF"),
        (("labels", "pesticide", "CSV", "x.pdf", "--set", "batch"), "'batch' is not FIELD=VALUE"),
        (("labels", "pesticide", "CSV", "x.pdf", "--logo", "none.png"), "cannot use 'none.png' as logo"),
        (("labels", "pesticide", "CSV", "x.pdf", "--font", "none.ttf"), "cannot use the font none.ttf"),
    ],
)
def test_wrong_use(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, font: str, words: tuple[str, ...], said: str
) -> None:
    """Wrong use ends with exit code 2 and a sentence that helps, never a traceback."""
    given = {"CSV": data(tmp_path), "FONT": font}
    code, _, err = run(capsys, *(given.get(word, word) for word in words))
    assert code == 2
    assert said in err
    assert "Traceback" not in err
    assert not os.path.exists("x.pdf")
