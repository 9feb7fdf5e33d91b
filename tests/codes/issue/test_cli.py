"""`tracecode issue`: keys, codes and their status, in both languages."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tracecode.cli import main
from tracecode.codes.issue.column import BLOCK
from tracecode.privacy import mask

PRODUCT = (
    "registration_category=1",
    "registration_last6=172225",
    "production_type=1",
    "spec_code=001",
)
Out = tuple[int, str, str]


class Terminal(io.StringIO):
    """An error output that is a terminal."""

    def isatty(self) -> bool:
        """It is."""
        return True


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The present folder, without a key in the environment."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TRACECODE_ISSUE_KEY", raising=False)


def run(capsys: pytest.CaptureFixture[str], *words: str, lang: str = "en") -> Out:
    """Exit code, output and error output of `tracecode issue`."""
    code = main(["issue", *words, "--lang", lang])
    out = capsys.readouterr()
    return code, out.out, out.err


def issued(capsys: pytest.CaptureFixture[str], *words: str, lang: str = "en") -> Out:
    """The same with ledger and key."""
    return run(
        capsys, *words, "--ledger", "sqlite:///codes.db", "--key-file", "issue.key", lang=lang
    )


def test_from_key_to_status(capsys: pytest.CaptureFixture[str]) -> None:
    """A key, codes to a file, and their status; an invented code is told with exit code 1."""
    code, out, _ = run(capsys, "keygen", "issue.key")
    assert code == 0
    assert out.startswith("issue.key: fingerprint ")
    secret = Path("issue.key").read_text().strip()
    code, out, _ = issued(
        capsys, "run", "pesticide-unit", "20", *PRODUCT, "--out", "codes.txt", "--purpose", "spring"
    )
    assert code == 0
    codes = Path("codes.txt").read_text().split()
    assert out.splitlines()[0] == "codes.txt: 20 codes"
    assert codes[0] in out
    assert secret not in out
    code, out, _ = issued(capsys, "status", codes[4])
    assert code == 0
    # a random code may look like a number of a citizen
    assert out.splitlines()[0] == f"{mask(codes[4])}: issued"
    assert [line.split()[0] for line in out.splitlines()[1:]] == [
        "scheme",
        "number",
        "batch",
        "at",
        "purpose",
        "odds",
    ]
    assert "  odds of a guess  2e-20" in out
    invented = codes[0][:-1] + str((int(codes[0][-1]) + 1) % 10)
    code, out, _ = issued(
        capsys, "status", invented, "--format", "json", "--scheme", "pesticide-unit"
    )
    assert code == 1
    assert json.loads(out) == {
        "scheme": "pesticide-unit",
        "code": invented,
        "issued": False,
        "odds": 2e-20,
    }
    code, out, _ = issued(capsys, "status", codes[0], "--format", "json")
    assert json.loads(out)["number"] == 1


def test_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    """The same in Chinese."""
    assert run(capsys, "keygen", "issue.key", lang="zh")[1].startswith("issue.key: 指纹 ")
    _, out, _ = issued(
        capsys,
        "run",
        "mofcom-trace",
        "3",
        "operator=2201220010000",
        "--out",
        "a.csv",
        "--format",
        "csv",
        lang="zh",
    )
    assert out.splitlines()[0] == "a.csv: 3 个代码"
    code, out, _ = issued(
        capsys, "status", "22012200100000000002", "22012200100000000009", "手机", lang="zh"
    )
    assert code == 1
    assert "22012200100000000002: 已赋出" in out
    assert "22012200100000000009: 从未赋出" in out
    assert "伪造者猜中的概率  1" in out


def test_to_the_output(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a file the codes are printed; the key may stand in the environment, and codes come in
    by a pipe.
    """
    monkeypatch.setenv("TRACECODE_ISSUE_KEY", "00112233445566778899aabbccddeeff")
    ledger = ("--ledger", "sqlite:///codes.db")
    code, out, _ = run(
        capsys,
        "run",
        "seed-unit",
        "5",
        "--serial-chars",
        "digits",
        "--serial-length",
        "20",
        *ledger,
    )
    assert code == 0
    assert len(set(out.split())) == 5
    monkeypatch.setattr("sys.stdin", io.StringIO(out))
    code, out, _ = run(capsys, "status", "-", *ledger)
    assert code == 0
    assert out.count(": issued\n") == 5
    numbers = [line.split()[1] for line in out.splitlines() if line.split()[0] == "number"]
    assert numbers == ["1", "2", "3", "4", "5"]  # beside what is the same of all


def test_packed_and_void(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The status tells the package; a void code counts as not good."""
    import tracecode as tc

    run(capsys, "keygen", "issue.key")
    issuer = tc.Issuer("sqlite:///codes.db", tmp_path / "issue.key")
    one, two = issuer.issue("mofcom-trace", 2, operator="2201220010000")
    issuer.pack(tc.parse("106141411234567897", "sscc"), [one])
    issuer.void([two])
    code, out, _ = issued(capsys, "status", one.normalized)
    assert code == 0
    assert "  in               sscc 106141411234567897" in out
    code, out, _ = issued(capsys, "status", two.normalized)
    assert code == 1
    assert out.startswith(f"{two.normalized}: VOID")


def test_progress_on_a_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a terminal the number of codes written is told."""
    run(capsys, "keygen", "issue.key")
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    words = ("run", "pesticide-unit", "40000", *PRODUCT, "--out", "codes.txt")
    main(["issue", *words, "--ledger", "sqlite:///codes.db", "--key-file", "issue.key"])
    told = [*range(BLOCK, 40_000, BLOCK), 40_000]
    assert terminal.getvalue() == "".join(f"\r{count:,}" for count in told) + "\n"


@pytest.mark.parametrize(
    ("words", "code", "text"),
    [
        (("run", "veterinary-trace", "1"), 1, "codes are issued by"),
        (("run", "pesticide-unit", "0", *PRODUCT), 1, "the count is a whole number from 1, not 0"),
        (("run", "pesticide-unit", "1", "spec_code"), 2, "is not SEGMENT=VALUE"),
        (("run", "pesticide-unit", "1", "edition=x"), 2, "is not SEGMENT=VALUE"),
        (("run", "pesticide-unit", "1", *PRODUCT, "--format", "csv"), 2, "--format needs --out"),
        (("run", "pesticide-unit", "1", *PRODUCT[1:]), 1, "needs registration_category"),
    ],
)
def test_what_goes_wrong(
    words: tuple[str, ...], code: int, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each fault is one line on the error output, without a traceback."""
    run(capsys, "keygen", "issue.key")
    found, out, err = issued(capsys, *words)
    assert (found, out) == (code, "")
    assert text in err
    assert "Traceback" not in err


def test_without_a_key(capsys: pytest.CaptureFixture[str]) -> None:
    """A missing key is told with what to do."""
    code, _, err = run(
        capsys, "run", "pesticide-unit", "1", *PRODUCT, "--ledger", "sqlite:///codes.db"
    )
    assert code == 1
    assert err == "there is no key (TRACECODE_ISSUE_KEY): set the variable, or name a key file\n"


def test_status_makes_no_ledger(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A slip in the ledger's address is told, not answered with "never issued"; nothing is made."""
    ledger = tmp_path / "slip.db"
    words = [
        "issue",
        "status",
        "11722251001112916867015695594024",
        "--ledger",
        f"sqlite:///{ledger}",
        "--lang",
    ]
    assert main([*words, "en"]) == 1
    assert capsys.readouterr().err == f"there is no ledger {ledger}\n"
    assert not ledger.exists()
    ledger.touch()
    assert main([*words, "zh"]) == 1
    assert capsys.readouterr().err == f"没有台账 {ledger}\n"


@pytest.mark.slow
def test_four_commands_to_one_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of four commands at once to one name one ends with 0; the others refuse in one sentence, with
    exit code 1.
    """
    run(capsys, "keygen", "issue.key")
    program = "import sys; from tracecode.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", program, "issue", "run", "pesticide-unit", "60000", *PRODUCT]
    command += [
        "--ledger",
        "sqlite:///codes.db",
        "--key-file",
        "issue.key",
        "--out",
        "codes.txt",
        "--lang",
        "en",
    ]
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    ended = [(process.communicate(), process.returncode) for process in running]
    assert sorted(code for _, code in ended) == [0, 1, 1, 1]
    for (out, err), code in ended:
        if code:
            assert out == ""
            assert err in {
                "another process is writing codes.txt\n",
                "the file codes.txt exists and is not overwritten\n",
            }
        else:
            assert out.startswith("codes.txt: 60000 codes\n")
    assert len({*Path("codes.txt").read_text().split()}) == 60_000
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "codes.db", "codes.txt", "codes.txt.manifest.json", "issue.key",
    ]  # fmt: skip


def test_folders_with_manifests(capsys: pytest.CaptureFixture[str]) -> None:
    """`issue run --manifests` refuses an older ledger also where the codes are printed."""
    run(capsys, "keygen", "issue.key")
    issued(capsys, "run", "pesticide-unit", "5", *PRODUCT)
    shutil.copy("codes.db", "backup")
    Path("out").mkdir()
    issued(capsys, "run", "pesticide-unit", "5", *PRODUCT, "--out", "out/codes.txt")
    shutil.copy("backup", "codes.db")
    code, out, err = issued(capsys, "run", "pesticide-unit", "5", *PRODUCT, "--manifests", "out")
    assert (code, out) == (1, "")
    assert err == (
        "the ledger is older than what was issued from it: out/codes.txt.manifest.json knows of "
        "numbers up to 10, the "
        "ledger up to 5. No number was taken; run tracecode issue recover first\n"
    )


def test_bytes_that_are_no_text(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bytes in the input of `issue status -` that are no UTF-8 are no code, and end nothing."""
    run(capsys, "keygen", "issue.key")
    issued(capsys, "run", "pesticide-unit", "1", *PRODUCT, "--out", "codes.txt")
    data = b"\xff\xfe\n" + Path("codes.txt").read_bytes()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data), "utf-8"))
    code, out, _ = issued(capsys, "status", "-")
    assert code == 1
    assert [line.rpartition(": ")[2] for line in out.splitlines() if not line.startswith(" ")] == [
        "NEVER ISSUED", "issued",
    ]  # fmt: skip


def test_an_output_that_is_full(capsys: pytest.CaptureFixture[str]) -> None:
    """Codes that are printed to a full disk are told in one sentence."""
    run(capsys, "keygen", "issue.key")
    program = "import sys; from tracecode.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", program, "issue", "run", "pesticide-unit", "3", *PRODUCT]
    command += ["--ledger", "sqlite:///codes.db", "--key-file", "issue.key", "--lang", "en"]
    with open("/dev/full", "w", encoding="ascii") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "cannot write <stdout>: No space left on device\n")
