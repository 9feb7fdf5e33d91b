"""The command line: what it prints, and the exit codes, on good and bad input."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tracecode.cli import main
from tracecode.spec.file_kinds import KINDS

ROOT = Path(__file__).parents[2]
USCC = "91350100M000100Y43"  # printed in the standard


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Exit code, output and error output of one command, in English unless the words say
    otherwise.
    """
    lang = () if "--lang" in words else ("--lang", "en")
    try:
        code = main([*words, *lang])
    except SystemExit as stop:  # argparse leaves so
        code = int(stop.code or 0)
    out = capsys.readouterr()
    return code, out.out, out.err


def process(
    *words: str, stdin: bytes = b"", lang: str = "C.UTF-8"
) -> subprocess.CompletedProcess[bytes]:
    """One command as a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", ("import sys; from tracecode.cli import main; "
                               "sys.exit(main())"), *words],
        input=stdin, capture_output=True, check=False,
        env={**os.environ, "LANG": lang, "LC_ALL": lang},
    )  # fmt: skip


def test_parse_explains_the_segments(capsys: pytest.CaptureFixture[str]) -> None:
    """A good code is printed with its segments and what they mean, exit code 0."""
    code, out, err = run(capsys, "parse", "SC11464010500015")
    assert (code, err) == (0, "")
    assert out.splitlines()[:2] == [
        "Food production licence number  sc-food-licence (saic-2015)",
        "SC11464010500015",
    ] or (out.startswith("Food production licence number  sc-food-licence ("))
    assert "Tea and related products" in out


def test_parse_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    """`--lang zh` prints Chinese names and sentences."""
    code, out, _ = run(capsys, "parse", "SC11464010500016", "--lang", "zh")
    assert code == 1
    assert "校验码应为“5”，实为“6”" in out
    assert "可能是（仅供参考）: SC11464010500015" in out


def test_parse_json(capsys: pytest.CaptureFixture[str]) -> None:
    """JSON output of a good and of a bad code."""
    code, out, _ = run(capsys, "parse", USCC, "--format", "json")
    data = json.loads(out)
    assert (code, data["valid"], data["scheme"], data["normalized"]) == (0, True, "uscc", USCC)
    code, out, _ = run(capsys, "parse", USCC[:-1] + "4", "--scheme", "uscc", "--format", "json")
    data = json.loads(out)
    assert (code, data["valid"], data["findings"][0]["rule"]) == (1, False, "code.check_character")


def test_identify_ranks(capsys: pytest.CaptureFixture[str]) -> None:
    """The likeliest scheme stands first; nothing fits: exit code 1 and a sentence."""
    code, out, _ = run(capsys, "identify", "86902551000259")
    assert code == 0
    assert "drug-standard-code" in out.splitlines()[0]
    assert "gtin" in out
    code, out, err = run(capsys, "identify", "手机扫码 🎉")
    assert (code, out, err) == (1, "", "no encoding rule fits\n")


def test_build(capsys: pytest.CaptureFixture[str]) -> None:
    """The check character is computed; a wrong segment name says which there are."""
    assert run(capsys, "build", "gtin", "body=690123456789")[:2] == (0, "6901234567892\n")
    code, out, err = run(capsys, "build", "gtin", "bod=690123456789")
    assert (code, out) == (1, "")
    assert "needs body" in err
    assert "has no segment bod" in err
    assert run(capsys, "build", "gtin", "body")[0] == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("parse",), "required: TEXT"),
        (("parse", "x", "--on", "2026-13-01"), "write YYYY-MM-DD"),
        (("parse", "x", "--scheme", "uscd"), "did you mean uscc"),
        (("nonsense",), "unknown command"),
        (("validate", "x", "--strict"), "--strict needs --scheme"),
        (("spec", "lint", "/nonexistent"), "unknown folder or installed pack '/nonexistent'"),
        (("spec", "show", "uscd"), "did you mean uscc"),
        (
            ("qr", USCC, "/nonexistent/x.png"),
            "cannot write /nonexistent/x.png: No such file or directory",
        ),
        (("qr", USCC, "x.gif"), "use .svg, .png, .pdf or .zpl"),
        (("qr", USCC, "x.png", "--dpi", "9"), "from 50 to 4800"),
        (("qr", USCC, "x.png", "--module-mm", "wide"), "from 0.05 to 20"),
        (("identify", "x", "--product", "pestcide"), "did you mean pesticide"),
    ],
)
def test_wrong_use(capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str) -> None:
    """Wrong use ends with exit code 2 and a sentence that helps, never a traceback."""
    code, out, err = run(capsys, *words)
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err


def test_help_and_version(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a command the help is printed and the exit code is 2; --version prints the
    version.
    """
    assert main([]) == 2
    assert "COMMAND" in capsys.readouterr().out
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("tracecode 0.")


def test_language_follows_the_locale() -> None:
    """Without --lang the locale decides."""
    assert "不是".encode() in process(
        "parse", USCC[:-1] + "4", "--scheme", "uscc", lang="zh_CN.UTF-8"
    ).stdout or (
        "应为".encode()
        in process("parse", USCC[:-1] + "4", "--scheme", "uscc", lang="zh_CN.UTF-8").stdout
    )


def test_validate_the_example(capsys: pytest.CaptureFixture[str]) -> None:
    """The example file of the demo: at least 60 codes of at least 15 schemes, good and bad; the
    JSON summary agrees.
    """
    words = (
        "validate",
        str(ROOT / "examples" / "scans.csv"),
        "--column",
        "code",
        "--on-column",
        "production_date",
    )
    code, out, _ = run(capsys, *words, "--format", "json")
    rows = [json.loads(line) for line in out.splitlines()]
    summary = rows.pop()["summary"]
    assert code == 1
    assert summary["kinds"]["code"] == len(rows) >= 60
    assert len(summary["schemes"]) >= 15
    assert summary["verdicts"]["valid"] >= 20
    assert summary["verdicts"]["invalid"] >= 20
    code, out, _ = run(capsys, *words)
    assert code == 1
    assert f"{len(rows)} codes: " in out


def test_validate_standard_input() -> None:
    """`-` reads standard input, one code a line; exit code 0 without errors."""
    done = process(
        "validate", "--scheme", "uscc", "--lang", "en", stdin=f"{USCC}\n\n{USCC}\n".encode()
    )
    assert done.returncode == 0
    assert b"2 codes: valid 2" in done.stdout


def test_validate_quiet(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """`--quiet` leaves out rows without findings."""
    file = tmp_path / "codes.txt"
    file.write_text(f"{USCC}\n{USCC[:-1]}4\n", encoding="utf-8")
    code, out, _ = run(capsys, "validate", str(file), "--scheme", "uscc", "--quiet")
    assert code == 1
    assert USCC not in out
    assert f"{USCC[:-1]}4\tinvalid" in out


@pytest.mark.parametrize(
    ("content", "words", "exit_code", "said"),
    [
        (b"", (), 1, "there is nothing to read"),
        (b"\n\n\n", (), 1, "there is nothing to read"),
        (b"9" * 10_000_000 + b"\n" + USCC.encode(), ("--scheme", "uscc"), 1, "longer than 1048576 bytes"),
        (b"\x00\x01\x02\n", ("--scheme", "uscc"), 1, "'<U+0000>' in"),
        ("🎉🎉\n".encode(), (), 3, "no encoding rule fits"),
        (b"a,b\n1,2\n", ("--column", "code"), 2, "there is no column 'code'; the columns are: a, b"),
        (b"a,code\n1,x\n", ("--column", "code", "--on-column", "mad"), 2,
         "there is no column 'mad'; the columns are: a, code"),
        (b"code\nx\n", ("--on-column", "made"), 2, "--on-column needs --column"),
        (b"{}", ("--on-column", "made"), 2, "--on-column needs --column"),
        (b"", ("--column", "code"), 1, "there is nothing to read"),
        (b"\xef\xbb\xbf \n,,\n" + b"\n" * 100, ("--column", "code"), 1, "there is nothing to read"),
        (b"\n" * 100 + b"code\n", ("--column", "code"), 2, "the file has no header line"),
        (f"code,code\n{USCC},x\n".encode(), ("--column", "code", "--scheme", "uscc"), 1,
         "B1: the column 'code' is the same as A1; it was passed over"),
        ("序号,代码\n1,x\n".encode("gbk"), ("--column", "代码"), 1,
         "this is no UTF-8, and was read as GB 18030"),
        ("序号\n".encode() + "代码\n".encode("gbk"), (), 1,
         "it looks like gb18030: declare it with --encoding gb18030"),
        (f"code\n{USCC}\n".encode("utf-16"), ("--column", "code", "--scheme", "uscc"), 0, "valid 1"),
        (b"\xff\xff\xff\n", (), 1, "the encoding is wrong (0xFF @ 1)"),
        (f"{USCC}\n".encode() + b"\xff\n", (), 1, "from row 2 on nothing was read or checked"),
        (b"x\n", ("--encoding", "nope"), 2, "the encoding 'nope' is not read"),
        (b'code\n"never closed\n' + USCC.encode() + b"\n", ("--column", "code"), 1, "the row is not valid CSV"),
        (b"no,code\n1\n", ("--column", "code"), 1, "the row has no column 2"),
    ],
)  # fmt: skip
def test_validate_bad_files(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    content: bytes,
    words: tuple[str, ...],
    exit_code: int,
    said: str,
) -> None:
    """Each kind of bad file gets its sentence and exit code; good rows beside bad ones are still
    judged.
    """
    file = tmp_path / "codes.txt"
    file.write_bytes(content)
    code, out, err = run(capsys, "validate", str(file), *words)
    assert code == exit_code
    assert said in out + err
    assert "Traceback" not in err
    if USCC.encode() in content:
        assert "valid 1" in out


def test_validate_gbk_when_declared(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A GBK file is read when its encoding is named."""
    file = tmp_path / "codes.csv"
    file.write_bytes(f"序号,代码\n1,{USCC}\n".encode("gbk"))
    code, out, _ = run(capsys, "validate", str(file), "--column", "代码", "--encoding", "gbk")
    assert code == 0
    assert "1 codes: valid 1" in out


def test_validate_a_folder_or_nothing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A folder with nothing in it is an error; a missing file and a CSV file without --column are
    wrong use.
    """
    assert run(capsys, "validate", str(tmp_path))[0] == 1
    assert run(capsys, "validate", str(tmp_path / "none.txt"))[0] == 2
    file = tmp_path / "x.csv"
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    code, _, err = run(capsys, "validate", str(file))
    assert code == 2
    assert "name the column of the codes with --column. Columns: a, b" in err


@pytest.mark.parametrize(
    "content", [b"", b"\xef\xbb\xbf", b"\xff\xfe", b" \r\n\n", b",,,\n,,\n", "\u3000\n".encode()]
)
def test_an_empty_table(capsys: pytest.CaptureFixture[str], tmp_path: Path, content: bytes) -> None:
    """A CSV file in which nothing stands is an error, whatever was asked for; in a folder too."""
    (tmp_path / "x.csv").write_bytes(content)
    for file in (tmp_path / "x.csv", tmp_path):
        for words in ((), ("--column", "code"), ("--input", "codes")):
            code, out, err = run(capsys, "validate", str(file), *words)
            assert (code, err) == (1, ""), (file, words, out, err)
            assert "there is nothing to read" in out


def test_broken_pipe() -> None:
    """When the reader goes away the command ends quietly with exit code 141."""
    shell = (
        f"yes {USCC} | head -20000 | {sys.executable} -c 'import sys; from tracecode.cli import "
        f"main; sys.exit(main())'"
        " validate --scheme uscc | head -1; echo ${PIPESTATUS[2]}"
    )
    done = subprocess.run(["bash", "-c", shell], capture_output=True, check=False)
    assert done.stdout.splitlines()[-1] == b"141"
    assert b"Traceback" not in done.stderr


def test_surrogates_in_arguments() -> None:
    """Bytes that are no text reach the program as unpaired surrogates and are shown as such."""
    done = process("parse", "--scheme", "uscc", os.fsdecode(b"\xff\xfe91"))
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert b"<U+DCFF>" in done.stdout


def test_qr_writes_a_symbol_that_reads_back(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """The PNG decodes to the code behind its address; nothing else is left in the folder."""
    zxingcpp = pytest.importorskip("zxingcpp")
    from PIL import Image

    file = tmp_path / "x.png"
    code, out, _ = run(capsys, "qr", USCC, str(file), "--base-url", "https://t.example/")
    assert code == 0
    assert out.startswith(f"{file}: ")
    with Image.open(file) as image:
        assert [found.text for found in zxingcpp.read_barcodes(image)] == [
            f"https://t.example/{USCC}"
        ]
    assert os.listdir(tmp_path) == ["x.png"]


def test_qr_refuses_what_is_no_code(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A wrong code is not drawn, unless any text is wanted."""
    assert run(capsys, "qr", USCC[:-1] + "4", str(tmp_path / "x.svg"), "--scheme", "uscc")[0] == 1
    assert run(capsys, "qr", "any text", str(tmp_path / "x.svg"), "--any-text")[0] == 0


def test_spec_commands(capsys: pytest.CaptureFixture[str]) -> None:
    """list, show and coverage print what the specifications say, as text and JSON."""
    code, out, _ = run(capsys, "spec", "list")
    assert code == 0
    assert "uscc" in out
    code, out, _ = run(capsys, "spec", "list", "product", "--format", "json")
    assert len(json.loads(out)) == 34
    for kind in KINDS:
        assert run(capsys, "spec", "list", kind)[0] == 0
    code, out, _ = run(capsys, "spec", "show", "uscc")
    assert code == 0
    assert "evidence: confirmed" in out
    code, out, _ = run(capsys, "spec", "show", "uscc", "--format", "json")
    assert json.loads(out)["id"] == "uscc"
    code, out, _ = run(capsys, "spec", "coverage", "--format", "json")
    items = json.loads(out)["items"]
    assert code == 0
    assert len(items) == 34
    assert all(item["codes"]["unit"] or item["codes"]["batch"] for item in items)
    detonator = next(item for item in items if item["id"] == "detonator")["stages"]
    assert (
        detonator["wholesale"]["retention"]
        == detonator["wholesale"]["deadlines"]
        == ["purchase", "sale"]
    )
    assert {"open", "conditional", "withheld"} == detonator["wholesale"]["sharing"].keys()
    code, out, _ = run(capsys, "spec", "coverage", "--lang", "en")
    assert code == 0
    assert (
        "stage                  records  kept  due  indicators  open  withheld  by evidence" in out
    )


@pytest.mark.slow
def test_spec_lint_and_compile(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The packaged specifications are clean and their derived files fresh; a changed one is found
    stale.
    """
    import shutil

    assert run(capsys, "spec", "lint")[0] == 0
    assert run(capsys, "spec", "compile", "--check")[0] == 0
    copy = tmp_path / "specs"
    shutil.copytree(ROOT / "specs", copy)
    cas = copy / "schemes" / "cas.yaml"
    cas.write_text(
        cas.read_text(encoding="utf-8").replace("name: {zh: ", "name: {zh: 新", 1), encoding="utf-8"
    )
    code, out, _ = run(capsys, "spec", "compile", str(copy), "--check")
    assert code == 1
    assert "meta/catalog.json: the derived file is out of date; run tracecode spec compile" in out
    assert run(capsys, "spec", "compile", str(copy))[0] == 0
    assert run(capsys, "spec", "compile", str(copy), "--check")[0] == 0
    program = tmp_path / "codes.json"
    assert run(capsys, "spec", "compile", str(copy), "--out", str(program))[0] == 0
    assert json.loads(program.read_text("utf-8"))["schemes"]["cas"]["name"]["zh"].startswith("新")
    cas.write_text("id: cas\nnmae: x\n", encoding="utf-8")
    code, out, _ = run(capsys, "spec", "lint", str(copy))
    assert code == 1
    assert "specs/schemes/cas.yaml:2: scheme has no field nmae; use: name" in out


@pytest.mark.parametrize("more", [(), ("--scheme", "uscc")])
def test_what_a_start_does_not_load(more: tuple[str, ...]) -> None:
    """Reading one right code loads nothing that serves wrong names, wrong codes, building or other
    processes.
    """
    code = (
        f"import sys; from tracecode.cli import main; main(['parse', '91350100M000100Y43', "
        f"*{more!r}])\n"
        "print(*{'difflib', 'hashlib', 'threading', 'tracecode.nearest', 'tracecode.codes.build', "
        "'tracecode.gs1', "
        "'tracecode.codes.repair', 'yaml', 'pydantic'} & {*sys.modules}, 'end')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "end"


def test_the_end_of_a_process_looks_at_no_object() -> None:
    """What a command made is frozen when its process ends; a program that calls `main` keeps its
    collector as it is.
    """
    code = (
        "import atexit, gc, sys\nfrom tracecode.cli import main\nbefore = gc.get_threshold()\n"
        "atexit.register(lambda: print(gc.get_freeze_count() > 0, gc.get_threshold() == before))\n"
        "sys.argv = ['tracecode', '--version']\nmain({})"
    )
    ends = [
        subprocess.run(
            [sys.executable, "-c", code.format(given)], capture_output=True, text=True, check=True
        ).stdout
        for given in ("", "['--version']")
    ]
    assert [end.splitlines()[-1] for end in ends] == ["True False", "False True"]
