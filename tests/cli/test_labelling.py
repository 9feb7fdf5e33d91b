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
from tracecode.labels.second_reader import PROGRAMS, is_there

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
    """A code with a carrier rule is drawn by it: its address is asked for, Data Matrix allowed
    where it is.
    """
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
    """Without a template the ready ones are listed; without data a template's columns and a sample
    CSV are shown.
    """
    code, out, _ = run(capsys, "labels")
    assert code == 0
    assert "pesticide        Pesticide label (70 by 40 mm)" in out
    code, out, err = run(capsys, "labels", "pesticide")
    assert code == 0
    assert list(csv.DictReader(io.StringIO(out))) == [tc.label("pesticide").sample]
    assert "Unit identification code" in err


@pytest.mark.slow
def test_labels_prints_and_verifies(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, font: str
) -> None:
    """Labels are printed, read back and graded."""
    out = str(tmp_path / "x.pdf")
    code, said, _ = run(
        capsys, "labels", "pesticide", data(tmp_path), out, "--font", font, "--sheet", "--verify",
        "--set", "product_name=农药",
    )  # fmt: skip
    assert code == 0
    notes = [
        line
        for line in said.splitlines(keepends=True)
        if line.startswith("  note  ZBar is not installed")
    ]
    assert len(notes) == (0 if is_there(PROGRAMS["qr"]) else 1)
    assert f"{out}: 1 labels, 1 pages\nread back 1 of 1\n" in said.replace("".join(notes), "")
    assert "spot (share of the symbol)  5%: 1/1   10%: 1/1" in said
    assert said.endswith("grade: strong\n")
    assert sorted(os.listdir(tmp_path)) == ["x.csv", "x.pdf"]


def test_labels_names_faults(capsys: pytest.CaptureFixture[str], tmp_path: Path, font: str) -> None:
    """Faults of the data end with exit code 1, with line and reason, and no file."""
    out = str(tmp_path / "x.pdf")
    code, said, err = run(
        capsys, "labels", "pesticide", data(tmp_path, holder_name="嘞"), out, "--font", font
    )
    assert (code, said) == (1, "")
    assert ":2: the font made.ttf lacks the characters: 嘞 (U+561E)" in err
    assert os.listdir(tmp_path) == ["x.csv"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("labels", "pesticid"), "did you mean pesticide"),
        (("labels", "pesticide", "CSV"), "name the output"),
        (("labels", "pesticide", "CSV", "x.doc"), "cannot write labels to '.doc'"),
        (
            ("labels", "pesticide", "CSV", "/nonexistent/x.pdf"),
            "cannot write /nonexistent/x.pdf: No such file",
        ),
        (("labels", "pesticide", "none.csv", "x.pdf", "--font", "FONT"), "cannot read 'none.csv'"),
        (("labels", "pesticide", "CSV", "x.zip", "--verify"), "--verify reads .pdf and .zpl back"),
        (("labels", "pesticide", "CSV", "x.zpl", "--sheet"), "the output is no PDF"),
        (("labels", "pesticide", "CSV", "x.pdf", "--set", "batch"), "'batch' is not FIELD=VALUE"),
        (
            ("labels", "pesticide", "CSV", "x.pdf", "--logo", "none.png"),
            "cannot use 'none.png' as logo",
        ),
        (
            ("labels", "pesticide", "CSV", "x.pdf", "--font", "none.ttf"),
            "cannot use the font none.ttf",
        ),
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


def test_from_issue_to_labels(
    capsys: pytest.CaptureFixture[str], font: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What `issue run` writes is what `labels` reads; what is the same on all labels is given
    once.
    """
    monkeypatch.chdir(tmp_path)
    assert run(capsys, "issue", "keygen", "k")[0] == 0
    words = (
        "registration_category=1",
        "registration_last6=172225",
        "production_type=1",
        "spec_code=100",
        "--key-file",
        "k",
        "--ledger",
        "sqlite:///codes.db",
    )
    assert run(capsys, "issue", "run", "pesticide-unit", "5", *words, "--out", "codes.csv")[0] == 0
    assert Path("codes.csv").read_text(encoding="utf-8").startswith("scheme,code\n")
    sets = [
        f"{name}={value}" for name, value in tc.label("pesticide").sample.items() if name != "code"
    ]
    options = [word for one in sets for word in ("--set", one)]
    code, out, err = run(
        capsys, "labels", "pesticide", "codes.csv", "out.pdf", "--font", font, *options, "--verify"
    )
    assert (code, "5 labels" in out, "read back 5 of 5" in out) == (0, True, True), (out, err)
    for ending, start in ((".ndjson", "{"), (".txt", "1172"), (".csv", "scheme,")):
        assert (
            run(capsys, "issue", "run", "pesticide-unit", "2", *words, "--out", f"more{ending}")[0]
            == 0
        )
        assert Path(f"more{ending}").read_text(encoding="utf-8").startswith(start)


def test_codes_twice(capsys: pytest.CaptureFixture[str], font: str, tmp_path: Path) -> None:
    """A code that stands twice is refused with both lines, however it is written; printing again
    must be asked for.
    """
    path = tmp_path / "x.csv"
    rows = [tc.label("pesticide").sample] * 2
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows([rows[0], {**rows[1], "code": f" {CODE}"}])
    out = str(tmp_path / "x.pdf")
    code, _, err = run(capsys, "labels", "pesticide", str(path), out, "--font", font)
    assert code == 1
    assert "3: the code stands on line 2 already" in err
    assert not os.path.exists(out)
    assert run(capsys, "labels", "pesticide", str(path), out, "--font", font, "--reprint")[0] == 0


def test_columns_by_name(capsys: pytest.CaptureFixture[str], font: str, tmp_path: Path) -> None:
    """The columns of the data may have the names of fields in either language."""
    template = tc.label("pesticide")
    path = tmp_path / "x.csv"
    names = {field.id: field.name.zh for field in template.fields}
    with path.open("w", encoding="gbk", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([names[id] for id in template.sample])
        writer.writerow(template.sample.values())
    out = str(tmp_path / "x.pdf")
    assert run(capsys, "labels", "pesticide", str(path), out, "--font", font)[0] == 0


@pytest.mark.slow
def test_margins(capsys: pytest.CaptureFixture[str], font: str, tmp_path: Path) -> None:
    """Ready sheets keep away from the edges of the paper; other margins may be asked for, and
    narrow ones warn.
    """
    for id in tc.Standard.packaged().ids("label"):
        template = tc.label(id, font)
        printed = template.write([template.sample], tmp_path / "x.pdf", sheet=True)
        assert [finding.rule for finding in printed.findings if finding.rule == "label.edge"] == []
    text = (Path(tc.__file__).parents[2] / "specs" / "labels" / "pesticide.yaml").read_text(
        encoding="utf-8"
    )
    (tmp_path / "own.yaml").write_text(
        text.replace("margin: 33 8, gap: 4 0", "margin: 0 8, gap: 0 0"), encoding="utf-8"
    )
    file, out = data(tmp_path), str(tmp_path / "x.pdf")
    own = ("labels", str(tmp_path / "own.yaml"), file, out, "--font", font, "--sheet")
    code, said, _ = run(capsys, *own)
    assert (code, "something stands 1.0 mm from the edge of the paper" in said) == (0, True)
    assert "label.edge" not in run(capsys, *own, "--margin", "10")[1]
    code, said, _ = run(
        capsys,
        "labels",
        "pesticide",
        file,
        out,
        "--font",
        font,
        "--sheet",
        "--margin",
        "10",
        "--verify",
    )
    assert (code, "label.edge" in said, "read back 1 of 1" in said) == (0, False, True)
    code, _, err = run(
        capsys, "labels", "pesticide", file, out, "--font", font, "--sheet", "--margin", "90"
    )
    assert (code, "no label fits on the sheet" in err) == (2, True)
