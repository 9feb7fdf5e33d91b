"""The commands that convert records and derive files from the standard."""

from __future__ import annotations

import json
import shutil
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import tracecode as tc
from tests.folders import BASE, write
from tests.records.standard import FILES
from tracecode.cli import main
from tracecode.publish import models
from tracecode.publish.examples import minimal
from tracecode.standard.record_layout import record_layout
from tracecode.standard.resolved import packaged


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Exit code, output and error output of one command, in English unless the words say
    otherwise.
    """
    try:
        code = main([*words, *(() if "--lang" in words else ("--lang", "en"))])
    except SystemExit as stop:  # argparse leaves so
        code = int(stop.code or 0)
    out = capsys.readouterr()
    return code, out.out, out.err


def recall() -> dict[str, Any]:
    """A right record of an invented recall."""
    return minimal(record_layout(packaged(), "recall"), packaged())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with one record."""
    file = tmp_path / "a.json"
    file.write_text(json.dumps(recall(), ensure_ascii=False), encoding="utf-8")
    return file


def test_convert_through_every_form(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, file: Path
) -> None:
    """A record goes through all forms and comes back as it was; each output is named on a line."""
    names = ["a.json", "b.xml", "c.ndjson", "d.csv", "e.xlsx", "f.json"]
    for one, other in pairwise(names):
        code, out, err = run(capsys, "convert", str(tmp_path / one), str(tmp_path / other))
        assert (code, out, err) == (0, f"{tmp_path / other}\n", "")
    assert tc.loads((tmp_path / "f.json").read_bytes()) == [tc.loads(file.read_bytes())]


def test_convert_gb18030(capsys: pytest.CaptureFixture[str], tmp_path: Path, file: Path) -> None:
    """A file in GB18030 is read where that is said, and written in UTF-8."""
    old = tmp_path / "old.json"
    old.write_bytes(file.read_text(encoding="utf-8").encode("gb18030"))
    assert (
        run(capsys, "convert", str(old), str(tmp_path / "new.json"), "--encoding", "gb18030")[0]
        == 0
    )
    assert tc.loads((tmp_path / "new.json").read_bytes()) == tc.loads(file.read_bytes())
    code, _, err = run(capsys, "convert", str(old), str(tmp_path / "no.json"))
    assert code == 1
    assert "the encoding is wrong" in err
    assert not (tmp_path / "no.json").exists()


def test_convert_refuses_wrong_records(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Wrong records are not converted; every finding is printed, exit code 1."""
    wrong = tmp_path / "wrong.json"
    wrong.write_text(json.dumps({**recall(), "recall_no": "", "odd": 1}), encoding="utf-8")
    code, out, err = run(capsys, "convert", str(wrong), str(tmp_path / "out.xml"), "--lang", "zh")
    assert (code, out) == (1, "")
    assert (
        err
        == "recall_no: 召回编号有 0 个字符，格式为 an..50 [本项目约定]\nodd: 没有数据元“odd” [本项目约定]\n"
    )
    assert not (tmp_path / "out.xml").exists()


def test_convert_says_what_was_not_checked(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """What no rule judged is written, named on the error stream, and ends with exit code 3."""
    file, out = tmp_path / "a.json", tmp_path / "b.xml"
    file.write_text(
        json.dumps(recall() | {"trace_codes": ["A-1"], "code_scheme": "other:x"}), encoding="utf-8"
    )
    assert run(capsys, "convert", str(file), str(out), "--lang", "zh") == (
        3, f"{out}\n", "code_scheme:1: 编码规则“other:x”不属于本标准，其代码未校验\n",
    )  # fmt: skip
    assert tc.loads(out.read_bytes(), "xml") == tc.loads(file.read_bytes())


def test_convert_wrong_use(capsys: pytest.CaptureFixture[str], tmp_path: Path, file: Path) -> None:
    """Names without a form, files that are not there, and what a form cannot carry are wrong
    use.
    """
    many = tmp_path / "many.json"
    many.write_text(json.dumps([recall()] * 2), encoding="utf-8")
    for words, said in (
        (("a.txt", "b.json"), "the files end in .json, .ndjson, .xml, .csv, .xlsx or .parquet"),
        ((str(file), "b.pdf"), "the files end in"),
        (
            (str(tmp_path / "none.json"), str(tmp_path / "b.xml")),
            "none.json': No such file or directory",
        ),
        ((str(file), str(tmp_path / "no" / "b.xml")), "No such file or directory"),
        (
            (str(many), str(tmp_path / "b.xml")),
            "several records are written as XML inside a message",
        ),
        (
            (str(file), str(tmp_path / "b.xml"), "--encoding", "latin-1"),
            "the encoding 'latin-1' is not read",
        ),
    ):
        code, out, err = run(capsys, "convert", *words)
        assert (code, out) == (2, "")
        assert said in err
        assert "Traceback" not in err
    assert not (tmp_path / "b.xml").exists()


def test_the_committed_models_are_fresh(capsys: pytest.CaptureFixture[str]) -> None:
    """`publish models --check` finds nothing to do for the packaged standard."""
    assert run(capsys, "publish", "models", "--check") == (0, "", "")


@pytest.mark.slow
def test_stale_models_are_found(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Modules that differ are named with exit code 1, then written; a second run has nothing to
    do.
    """
    out = tmp_path / "models"
    shutil.copytree(
        Path(models.__file__).parents[1] / "models",
        out,
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    (out / "egg" / "__init__.py").write_text("stale", encoding="utf-8")
    (out / "dairy" / "_food_filing.py").unlink()
    code, said, _ = run(capsys, "publish", "models", "--out", str(out), "--check")
    assert code == 1
    assert {line.partition(":")[0] for line in said.splitlines()} == {
        "dairy/_food_filing.py",
        "egg/__init__.py",
    }
    assert (out / "egg" / "__init__.py").read_text(encoding="utf-8") == "stale"
    code, said, _ = run(capsys, "publish", "models", "--out", str(out), "--lang", "zh")
    count = len(models.derived(packaged()))
    assert (code, said) == (0, f"{out}：{count} 个文件，写入 2 个\n")
    assert run(capsys, "publish", "models", "--out", str(out), "--check") == (0, "", "")


def test_publish_wrong_use(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Other specifications need a folder to write to; what is no folder or no command is wrong
    use.
    """
    specs = str(write(tmp_path / "specs", {**BASE, **FILES}))
    for words, said in (
        (("models", "--specs", specs), "--specs needs --out"),
        (
            ("models", "--specs", str(tmp_path / "none"), "--out", "x"),
            "unknown folder or installed pack",
        ),
        (("docs",), "publish docs needs --out"),
        (("docs", "--as", "md"), "publish docs needs --out"),
        (("docs", "--as", "md,odt", "--out", "x"), "'odt' is none of md, html, docx, pdf"),
        (("docs", "--as", "md", "--product", "bread", "--out", "x"), "unknown product 'bread'"),
        (("docs", "--as", "md", "--category", "toys", "--out", "x"), "unknown category 'toys'"),
        (
            ("docs", "--product", "pesticide", "--category", "food", "--out", "x"),
            "not allowed with",
        ),
        (("docs", "--product", "pesticide", "--out", "x"), "a document needs --as"),
        (("docs", "--as", "md", "--check", "--out", "x"), "--check is for pages"),
        (("docs", "--as", "md", "--paginate", "--out", "x"), "--paginate is for Word"),
        (("nonsense",), "unknown command 'nonsense'"),
        (("template", "bread", "x.xlsx"), "unknown product 'bread'"),
        (
            ("template", "pesticide", "x.xlsx", "--record", "filling"),
            "unknown record of pesticide 'filling'",
        ),
    ):
        code, out, err = run(capsys, "publish", *words)
        assert (code, out) == (2, "")
        assert said in err


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en", "both"])
def test_publish_a_document(capsys: pytest.CaptureFixture[str], tmp_path: Path, lang: str) -> None:
    """One item as Markdown and HTML: files are named, and drawings and the numbers of clauses are
    beside them.
    """
    out = tmp_path / "new" / "folder"
    code, said, err = run(
        capsys,
        "publish",
        "docs",
        "--product",
        "gas-cylinder",
        "--as",
        "html,md",
        "--out",
        str(out),
        "--lang",
        lang,
    )
    assert (code, err) == (0, "")
    names = [Path(line).name for line in said.splitlines()]
    assert sorted(names) == sorted(path.name for path in out.iterdir())
    (page,) = out.glob("*.html")
    (text,) = out.glob("*.md")
    shown = {"zh": "1 范围", "en": "1 Scope", "both": "1 范围"}[lang]
    assert f"## {shown}" in text.read_text(encoding="utf-8")
    assert f">{shown}" in page.read_text(encoding="utf-8")
    numbers = json.loads((out / f"{page.stem}-clauses.json").read_text(encoding="utf-8"))["numbers"]
    assert numbers["scope"] == "1"


@pytest.mark.slow
def test_a_document_is_written_whole_or_not(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A folder that is none is refused in a sentence, and nothing is left."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    out = tmp_path / "file" / "below"
    words = ("publish", "docs", "--product", "gas-cylinder", "--as", "md", "--out", str(out))
    code, said, err = run(capsys, *words)
    assert (code, said) == (2, "")
    assert "is a file, not a folder" in err
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_template(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A template has one sheet a kind of record and says which."""
    file = tmp_path / "egg.xlsx"
    code, out, _ = run(
        capsys,
        "publish",
        "template",
        "pesticide",
        str(file),
        "--record",
        "production",
        "--lang",
        "zh",
    )
    assert (code, out) == (0, f"{file}: 农药·生产\n")
    # it is read, and nothing was filled in
    assert dict(tc.validate(file).run().rules) == {"data.empty": 1}


@pytest.mark.slow
def test_a_folder_that_cannot_be_written(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Where files cannot be written, the command says so and leaves with exit code 2."""
    (tmp_path / "file").write_text("")
    assert main(["publish", "docs", "--out", str(tmp_path / "file" / "below"), "--lang", "zh"]) == 2
    assert capsys.readouterr().err.startswith("无法写入 ")
