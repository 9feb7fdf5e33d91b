"""What the command prints: masked, unable to steer a terminal, and one sentence where it cannot be
printed.
"""

from __future__ import annotations

import io
import json
import os
import pty
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import tracecode as tc
from tracecode.cli import main
from tracecode.cli.screen import (
    Screen,
    beneath,
    put,
    put_code,
    screens,
    standard_input,
    standard_lines,
)

COMMAND = [sys.executable, "-c", "import sys; from tracecode.cli import main; sys.exit(main())"]
PRINTED = "11010519491231002X"
USCC = "91350100M000100Y43"


def run(*words: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own."""
    return subprocess.run(
        [*COMMAND, *words], capture_output=True, text=True, check=False, **options
    )


def written(*texts: str) -> str:
    """What a screen makes of some texts."""
    out = io.StringIO()
    for text in texts:
        assert Screen(out, "<stdout>").write(text) == len(text)
    return out.getvalue()


def test_texts_are_masked_and_printable() -> None:
    """Numbers are masked and hidden characters written out; lines, tabs and blanks stay."""
    assert written(f"a\t{PRINTED}\n", "\x1b[2J\u202e\x9b\r", "追溯\u3000码") == (
        "a\t110105***********X\n<U+001B>[2J<U+202E><U+009B><U+000D>追溯\u3000码"
    )


def test_columns_are_masked_one_by_one() -> None:
    """A number and a code in the next column are not one number."""
    assert written("110105\t194912310021\n") == "110105\t194912310021\n"
    assert (
        written(f"110105\t194912310021\t{PRINTED}\n")
        == "110105\t194912310021\t110105***********X\n"
    )
    assert written("110105 19491231 002X\n") == "110105 ******** ***X\n"


def test_data_are_printed_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    """What a command was asked to make is neither masked nor changed."""
    with screens():
        put("\x1b\u202e")
        put_code(f"{PRINTED}\x1d")
        beneath(sys.stdout).write("\r1")
    put("outside")
    assert capsys.readouterr().out == f"\x1b\u202e\n{PRINTED}\x1d\n\r1outside\n"
    assert beneath(sys.stdout) is sys.stdout
    # looks like a citizen's number
    assert main(["build", "sscc", "extension=1", "body=1010519491231002"]) == 0
    assert capsys.readouterr().out.startswith("11010519491231002")


def test_personal_numbers_are_not_built(capsys: pytest.CaptureFixture[str]) -> None:
    """Of a personal number `build` prints what may be shown to anybody."""
    assert (
        main(["build", "resident-id", "division=110105", "birth_date=19491231", "sequence=002"])
        == 0
    )
    assert capsys.readouterr().out == "110105************\n"


def test_the_streams_come_back(capsys: pytest.CaptureFixture[str]) -> None:
    """After a command the streams are those that were there before, also after an error."""
    before = sys.stdout, sys.stderr
    assert main(["parse", USCC]) == 0
    with pytest.raises(SystemExit):
        main(["nothing"])
    assert (sys.stdout, sys.stderr) == before
    capsys.readouterr()


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [
        ("parse", "6901234567892", PRINTED), (PRINTED,), ("parse", "x", "--on", PRINTED),
        ("parse", "x", "--scheme", PRINTED), ("build", "uscc", PRINTED), ("spec", "show", PRINTED),
        ("identify", PRINTED), ("validate", f"{PRINTED}.json"), ("labels", PRINTED),
        ("labels", f"{PRINTED}.yaml"), ("publish", PRINTED),
        ("convert", f"{PRINTED}.json", "x.xml"), ("parse", "110105194913310021"),
        ("parse", "110105 491231 002"),
        ("issue", "status", PRINTED, "--ledger", f"sqlite:///{PRINTED}.db"),
        ("qr", PRINTED, "x.doc"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_command_repeats_a_number(words: tuple[str, ...], lang: str, tmp_path: Path) -> None:
    """Whatever is done with a citizen's number among the arguments, it is not printed."""
    done = run(*words, "--lang", lang, cwd=tmp_path)
    assert "Traceback" not in done.stderr
    for piece in ("19491231", "491231", "491331"):
        assert piece not in done.stdout + done.stderr


@pytest.mark.slow
def test_names_of_files_cannot_steer_a_terminal(tmp_path: Path) -> None:
    """Escapes and markup in a file's name, in each format, also as a table with colours on a
    terminal.
    """
    name = "\x1b[2J[red]\u202ex\n.json"
    (tmp_path / name).write_text('{"record_type": "recall", "\x9b1m": 1}', encoding="utf-8")
    for format in ("text", "json", "csv"):
        done = run("validate", name, "--format", format, cwd=tmp_path)
        assert done.returncode == 1
        assert not {"\x1b", "\x9b", "\u202e"} & set(done.stdout + done.stderr)
        if format == "json":
            assert json.loads(done.stdout.splitlines()[0])["file"] == name
    master, slave = pty.openpty()
    subprocess.run(
        [*COMMAND, "validate", name],
        cwd=tmp_path,
        stdout=slave,
        check=False,
        env={**os.environ, "TERM": "xterm"},
    )
    os.close(slave)
    shown = b""
    while piece := _read(master):
        shown += piece
    os.close(master)
    assert b"\x1b[2J" not in shown
    assert b"\x1b[31m" in shown  # our own colours
    assert "<U+001B>[2J[red]<U+202E>x" in "".join(shown.decode().split())


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # nobody has it open any more
        return b""


@pytest.mark.parametrize(
    "words",
    [
        ("spec", "list"),
        ("validate", "--scheme", "uscc"),
        ("validate", "--scheme", "uscc", "--format", "json"),
    ],
)
def test_a_full_disk_behind_the_output(words: tuple[str, ...]) -> None:
    """Where the output cannot be written, one sentence says so, and the exit code is 2."""
    for lang, said in (
        ("en", "cannot write <stdout>: No space left on device"),
        ("zh", "无法写入 <stdout>：磁盘已满"),
    ):
        with open("/dev/full", "w") as full:
            done = subprocess.run(
                [*COMMAND, *words, "--lang", lang], input=f"{USCC}\n".encode() * 3000, stdout=full,
                stderr=subprocess.PIPE, check=False,
            )  # fmt: skip
        assert (done.returncode, done.stderr.decode()) == (2, f"{said}\n")


@pytest.mark.parametrize(
    "words", [("--version",), ("--help",), ("parse", "--help"), ("spec", "lint", "--help")]
)
def test_a_full_disk_behind_help(words: tuple[str, ...]) -> None:
    """So it is with what is printed before there is a command."""
    with open("/dev/full", "w") as full:
        done = subprocess.run([*COMMAND, *words], stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    assert done.stderr.decode().count("\n") == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "file"),
    [
        (("qr", USCC, "x.png"), "x.png"), (("qr", USCC, "x.pdf"), "x.pdf"),
        (("publish", "docs", "--out", "d"), "d/alphabets.md"),
        (("publish", "template", "pesticide", "x.xlsx"), "x.xlsx"),
        (("issue", "keygen", "x.key"), "x.key"), (("publish", "schemas", "--out", "d"), "d/"),
        (("convert", "r.json", "x.xml"), "x.xml"), (("convert", "r.json", "x.csv"), "x.csv"),
        (("convert", "r.json", "x.xlsx"), "x.xlsx"),
    ],
)  # fmt: skip
def test_a_full_disk_behind_a_file(words: tuple[str, ...], file: str, tmp_path: Path) -> None:
    """Where a file cannot grow, one sentence names it, and nothing is left behind."""
    from random import Random

    from tracecode.standard.record_layout import record_layout
    from tracecode.standard.resolved import packaged
    from tracecode.testing import payload

    record = payload(record_layout(packaged(), "recall"), Random(1))
    (tmp_path / "r.json").write_text(json.dumps(record))
    limit = 10
    done = run(
        *words,
        "--lang",
        "en",
        cwd=tmp_path,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    assert done.returncode in (1, 2)
    assert done.stderr.startswith(f"cannot write {file}")
    assert done.stderr.endswith(": the file would be larger than the limit\n")
    assert done.stderr.count("\n") == 1
    left = [name for _, _, names in os.walk(tmp_path) for name in names]
    assert left == ["r.json"]


@pytest.mark.slow
def test_missing_streams(tmp_path: Path) -> None:
    """A command that was given no output still works; without an input it says so."""
    for redirect, code in ((">&-", 0), ("2>&-", 0), (">&- 2>&-", 0), ("<&-", 0)):
        words = ["sh", "-c", f'"$@" {redirect}', "-", *COMMAND, "spec", "list"]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (code, "")
    for words in (
        ["validate", "--scheme", "uscc"],
        ["issue", "status", "-", "--ledger", "sqlite:///x.db"],
    ):
        shell = ["sh", "-c", '"$@" <&-', "-", *COMMAND, *words, "--lang", "en"]
        done = subprocess.run(shell, capture_output=True, text=True, check=False, cwd=tmp_path)
        assert (done.returncode, done.stderr) == (2, "the standard input is closed\n")


def test_the_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines are read as text whatever their bytes are; a stream of text that stands in its place is
    read too.
    """
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a\n\xff\nb"), "utf-8"))
    assert list(standard_lines()) == ["a", "\udcff", "b"]
    monkeypatch.setattr(sys, "stdin", io.StringIO("a\nb\n"))
    assert list(standard_lines()) == ["a", "b"]
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(tc.UnreadableFile, match="the standard input is closed"):
        standard_input()
