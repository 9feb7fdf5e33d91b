"""Names of files while they are written: one process at a time, whole or not at all, whatever kills
it and when.
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.codes.issue.orders import PESTICIDE
from tests.codes.issue.test_issuer import refused
from tracecode.codes.issue import Issuer, manifest, part_file
from tracecode.codes.issue.part_file import new_files
from tracecode.errors import IssueError

COUNT = 10


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder for output alone."""
    path = tmp_path / "out"
    path.mkdir()
    return path


def issue(issuer: Issuer, path: Path) -> None:
    """Issue some codes to a file."""
    issuer.issue_to(path, "pesticide-unit", COUNT, **PESTICIDE)


def names(folder: Path) -> list[str]:
    """What lies in a folder."""
    return sorted(path.name for path in folder.iterdir())


def is_whole(path: Path) -> bool:
    """Whether a file is what its manifest says."""
    data = path.read_bytes()
    said = json.loads((path.parent / f"{path.name}.manifest.json").read_bytes())
    return bool(said["sha256"] == hashlib.sha256(data).hexdigest() and said["count"] == COUNT)


def killed(run: Callable[[], object]) -> bool:
    """Do something in a forked process; whether it was killed before it was done."""
    child = os.fork()
    if not child:
        try:
            run()
            os._exit(0)
        finally:
            os._exit(1)
    status = os.waitpid(child, 0)[1]
    assert status in (0, signal.SIGKILL)
    return status == signal.SIGKILL


def dies_at(monkeypatch: pytest.MonkeyPatch, name: str, turn: int, *, after: bool) -> None:
    """Let this process kill itself at its n-th call of a function of `os`, before or after what it
    does.
    """
    owner: Any = os
    if name == "renameat2":
        owner, name = part_file, "_renamed"
    real, calls = getattr(owner, name), 0

    def call(*words: object, **options: object) -> object:
        nonlocal calls
        calls += 1
        if calls == turn and not after:
            os.kill(os.getpid(), signal.SIGKILL)
        done = real(*words, **options)
        if calls == turn:
            os.kill(os.getpid(), signal.SIGKILL)
        return done

    monkeypatch.setattr(owner, name, call)


@pytest.mark.slow
@pytest.mark.parametrize("step", ["renameat2", "link", "rename"])
@pytest.mark.parametrize("after", [False, True])
def test_killed_at_each_moment(
    after: bool, step: str, out: Path, issuer: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever a process is killed, no name has half a file, and the next run to the name leaves
    nothing else there.
    """
    moments = 0
    offer(step, monkeypatch)
    for name in ("open", "write", "fsync", step, "unlink"):
        for turn in range(1, 20):
            path = out / f"{name}-{turn}"

            def run(path: Path = path, name: str = name, turn: int = turn) -> None:
                dies_at(monkeypatch, name, turn, after=after)
                issue(issuer, path)

            if not killed(run):
                break
            moments += 1
            if path.exists():
                assert is_whole(path)
                with pytest.raises(IssueError) as error:
                    issue(issuer, path)
                refused(error, "issue.exists")
            else:
                issue(issuer, path)
            assert is_whole(path)
            assert not [
                left for left in names(out) if left.endswith(".part") or left.startswith(".")
            ]
    assert moments >= (9 if after else 11)
    codes = [
        code
        for path in out.iterdir()
        if ".manifest" not in path.name
        for code in path.read_text().split()
    ]
    assert len(codes) == len(set(codes)) >= moments * COUNT


def offer(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the file system offer this step to name a file, and no better one."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    if step != "renameat2":
        monkeypatch.setattr("ctypes.CDLL", lambda *_, **__: object())  # as with an old C library
    if step == "rename":
        monkeypatch.setattr(os, "link", refuse)


@pytest.mark.parametrize("step", ["renameat2", "link", "rename"])
def test_steps_that_name_a_file(
    step: str, out: Path, issuer: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By each of the steps a file gets its name, keeps its part no longer, and replaces nothing."""
    offer(step, monkeypatch)
    issue(issuer, out / "codes")
    assert is_whole(out / "codes")
    assert [path.stat().st_nlink for path in out.iterdir()] == [1, 1]

    def meanwhile(_: int) -> None:
        (out / "other").write_text("theirs")

    with pytest.raises(IssueError) as error:
        issuer.issue_to(out / "other", "pesticide-unit", COUNT, progress=meanwhile, **PESTICIDE)
    refused(error, "issue.exists")
    assert (out / "other").read_text() == "theirs"
    assert names(out) == ["codes", "codes.manifest.json", "other"]


def test_one_process_at_a_time(out: Path, issuer: Issuer) -> None:
    """Who comes while another one writes the file is refused, and takes no number."""
    path = out / "codes"
    rules = []

    def meanwhile(_: int) -> None:
        with pytest.raises(IssueError) as error:
            issue(issuer, path)
        rules.append(error.value.findings[0])
        with pytest.raises(IssueError) as error:  # the manifest of the one is the file of the other
            issue(issuer, out / "codes.manifest.json")
        rules.append(error.value.findings[0])

    issuer.issue_to(path, "pesticide-unit", COUNT, progress=meanwhile, **PESTICIDE)
    assert [finding.rule for finding in rules] == ["issue.busy", "issue.busy"]
    assert rules[0].text("en") == f"another process is writing {path}"
    assert rules[0].text("zh") == f"另一进程正在写 {path}"
    (code,) = issuer.issue("pesticide-unit", 1, **PESTICIDE)
    assert issuer.status(code).number == COUNT + 1
    assert names(out) == ["codes", "codes.manifest.json"]


def test_many_threads_to_one_name(out: Path, issuer: Issuer) -> None:
    """Of many threads that begin together one wins, the others are refused, and no number is
    lost.
    """
    ended: list[str] = []
    start = threading.Barrier(6)

    def run() -> None:
        start.wait()
        try:
            issue(issuer, out / "codes")
            ended.append("won")
        except IssueError as error:
            ended.append(error.findings[0].rule)

    threads = [threading.Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ended.count("won") == 1
    assert set(ended) <= {"won", "issue.busy", "issue.exists"}
    assert names(out) == ["codes", "codes.manifest.json"]
    (code,) = issuer.issue("pesticide-unit", 1, **PESTICIDE)
    assert issuer.status(code).number == COUNT + 1


def test_the_part_of_a_dead_process(out: Path, issuer: Issuer) -> None:
    """A part that nobody holds is taken over, whatever stands in it."""
    (out / "codes.part").write_text("torn")
    (out / "codes.manifest.json.part").write_text("")
    issue(issuer, out / "codes")
    assert names(out) == ["codes", "codes.manifest.json"]
    assert is_whole(out / "codes")


def test_a_manifest_without_its_file(out: Path, issuer: Issuer) -> None:
    """A manifest without its file is left alone, unless the file's part stands complete: then its
    owner died.
    """
    issue(issuer, out / "codes")
    (out / "codes").rename(out / "moved")
    for text in (None, "torn", (out / "moved").read_text()[:-1]):
        if text is not None:
            (out / "codes.part").write_text(text)
        with pytest.raises(IssueError) as error:
            issue(issuer, out / "codes")
        refused(error, "issue.exists")
        assert (out / "codes.manifest.json").exists()
    (out / "codes.part").write_text((out / "moved").read_text())
    issue(issuer, out / "codes")
    assert is_whole(out / "codes")
    assert names(out) == ["codes", "codes.manifest.json", "moved"]


def test_a_published_file_that_was_moved(out: Path, issuer: Issuer) -> None:
    """A part that is a link to a file that has its name is no torn one: the manifest stays, the
    link goes.
    """
    issue(issuer, out / "codes")
    os.link(out / "codes", out / "codes.part")
    (out / "codes").rename(out / "moved")
    with pytest.raises(IssueError) as error:
        issue(issuer, out / "codes")
    refused(error, "issue.exists")
    assert names(out) == ["codes.manifest.json", "moved"]
    assert (out / "moved").read_bytes().count(b"\n") == COUNT


def test_a_part_beside_a_file(out: Path, issuer: Issuer) -> None:
    """Where the file exists, a part that is no link to it may be anybody's, and stays."""
    for name in ("codes", "codes.part"):
        (out / name).write_text(name)
    with pytest.raises(IssueError) as error:
        issue(issuer, out / "codes")
    refused(error, "issue.exists")
    assert {name: (out / name).read_text() for name in names(out)} == {
        "codes": "codes",
        "codes.part": "codes.part",
    }


def pipe(path: Path) -> None:
    """Make a pipe."""
    os.mkfifo(path)


def listening(path: Path) -> None:
    """Make a socket."""
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path))


@pytest.mark.parametrize(
    ("make", "rule", "words"),
    [
        (Path.mkdir, "issue.no_file", ("a folder", "文件夹")),
        (pipe, "issue.no_file", ("a pipe", "管道")),
        (listening, "issue.no_file", ("a socket", "套接字")),
        (lambda path: path.symlink_to("/dev/null"), "issue.no_file", ("a device", "设备")),
        (lambda path: path.symlink_to("nothing"), "issue.exists", ("exists", "已存在")),
        (lambda path: path.symlink_to(__file__), "issue.exists", ("exists", "已存在")),
    ],
)
@pytest.mark.parametrize(
    "name", ["codes", "codes.manifest.json", "codes.part", "codes.manifest.json.part"]
)
def test_names_that_something_has(
    make: Callable[[Path], None], rule: str, words: tuple[str, str], name: str, out: Path,
    issuer: Issuer, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """A folder, pipe, socket, device or link at one of the names is told at once, left alone, and
    costs no number.
    """
    monkeypatch.chdir(out)  # the name of a socket is short
    make(Path(name))
    with pytest.raises(IssueError) as error:
        issue(issuer, Path("codes"))
    refused(error, rule)
    assert words[0] in error.value.findings[0].text("en")
    assert words[1] in error.value.findings[0].text("zh")
    assert names(out) == [name]
    (code,) = issuer.issue("pesticide-unit", 1, **PESTICIDE)
    assert issuer.status(code).number == 1


@pytest.mark.parametrize("path", ["", "none/", "a\0b", "n" * 300, "issue.key/codes"])
def test_names_that_cannot_be(
    path: str, tmp_path: Path, issuer: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    """A name that no file can have is told in one sentence, and costs no number."""
    monkeypatch.chdir(tmp_path)
    before = names(tmp_path)
    with pytest.raises(IssueError) as error:
        issuer.issue_to(path, "pesticide-unit", COUNT, **PESTICIDE)
    assert error.value.findings[0].rule in {"issue.output", "issue.no_file"}
    assert names(tmp_path) == before
    (code,) = issuer.issue("pesticide-unit", 1, **PESTICIDE)
    assert issuer.status(code).number == 1


def test_names_of_every_kind(out: Path, issuer: Issuer) -> None:
    """A name may be bytes, and need not be UTF-8; the manifest is JSON all the same."""
    path = os.fsencode(out) + b"/codes-\xff"
    issuer.issue_to(os.fsdecode(path), "pesticide-unit", COUNT, **PESTICIDE)
    issuer.issue_to(path + b"2", "pesticide-unit", COUNT, **PESTICIDE)  # type: ignore[arg-type]  # os.fspath gives it
    found = manifest.read(os.fsdecode(path) + manifest.ENDING)
    assert found is None or found.file == "codes-\udcff"
    said = json.loads(Path(os.fsdecode(path) + manifest.ENDING).read_bytes())
    assert said["file"] == "codes-\udcff"


@pytest.mark.parametrize(("mask", "mode"), [(0o077, 0o600), (0o027, 0o640), (0o022, 0o644)])
def test_umask(mask: int, mode: int, out: Path, issuer: Issuer) -> None:
    """Files have the mode that the umask leaves, also where a dead process left a part of another
    mode.
    """
    (out / "codes.part").write_text("torn")
    (out / "codes.part").chmod(0o666)
    before = os.umask(mask)
    try:
        issue(issuer, out / "codes")
    finally:
        os.umask(before)
    assert [(out / name).stat().st_mode & 0o777 for name in names(out)] == [mode, mode]


def test_a_folder_that_may_not_be_written(out: Path, issuer: Issuer, tmp_path: Path) -> None:
    """A folder without the right to write is told, and costs no number."""
    out.chmod(0o500)
    tmp_path.chmod(0o755)

    def run() -> None:
        if os.geteuid() == 0:
            os.seteuid(65534)
        with pytest.raises(IssueError) as error, new_files([str(out / "codes")]):
            pass
        refused(error, "issue.output")
        assert "Permission denied" in error.value.findings[0].text("en")

    assert not killed(run)
    out.chmod(0o700)
    assert names(out) == []


def test_a_name_taken_meanwhile(out: Path, issuer: Issuer) -> None:
    """If another program makes a file of the name meanwhile, it is not replaced, and nothing of
    ours stays.
    """
    for name in ("codes", "codes.manifest.json"):

        def meanwhile(_: int, name: str = name) -> None:
            (out / name).write_text("theirs")

        with pytest.raises(IssueError) as error:
            issuer.issue_to(out / "codes", "pesticide-unit", COUNT, progress=meanwhile, **PESTICIDE)
        refused(error, "issue.exists")
        assert names(out) == [name]
        assert (out / name).read_text() == "theirs"
        (out / name).unlink()


@pytest.mark.parametrize("change", ["taken away", "replaced", "written to"])
def test_a_part_that_somebody_touches(change: str, out: Path, issuer: Issuer) -> None:
    """A part that is taken away, replaced or written to by others is never published."""
    own = out / "codes.part"

    def meanwhile(_: int) -> None:
        if change == "written to":
            with own.open("a") as file:
                file.write("more")
        else:
            own.unlink()
        if change == "replaced":
            own.write_text("theirs")

    with pytest.raises(IssueError) as error:
        issuer.issue_to(out / "codes", "pesticide-unit", COUNT, progress=meanwhile, **PESTICIDE)
    refused(error, "issue.output")
    assert names(out) == (["codes.part"] if change == "replaced" else [])


def test_without_locks(out: Path, issuer: Issuer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the file system has no locks a new part is enough, and one that stands there is not
    touched.
    """

    def none(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr("fcntl.flock", none)
    issue(issuer, out / "codes")
    assert is_whole(out / "codes")
    (out / "other.part").write_text("whose?")
    with pytest.raises(IssueError) as error:
        issue(issuer, out / "other")
    refused(error, "issue.output")
    assert (out / "other.part").read_text() == "whose?"


def test_a_fork_leaves_the_file_alone(out: Path, issuer: Issuer) -> None:
    """A process that is forked meanwhile and ends neither writes to the file nor clears it away."""

    def meanwhile(_: int) -> None:
        child = os.fork()
        if not child:
            raise SystemExit(0)  # unwinds through the writer, as in a child that ends
        assert os.waitpid(child, 0)[1] == 0

    program = os.getpid()
    try:
        issuer.issue_to(out / "codes", "pesticide-unit", COUNT, progress=meanwhile, **PESTICIDE)
    finally:
        if os.getpid() != program:
            os._exit(0)
    assert is_whole(out / "codes")
    assert names(out) == ["codes", "codes.manifest.json"]


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)]
)
def test_signals_to_the_command(number: int, code: int, tmp_path: Path, key: Path) -> None:
    """SIGTERM, SIGHUP and Ctrl-C end `issue run` with their exit code; no file is left, and no
    traceback shown.
    """
    program = f"""
import os, signal, sys
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # whoever runs the tests may have it ignored, as nohup does
signal.signal(signal.SIGINT, signal.default_int_handler)
from tracecode.cli import main
from tracecode.codes.issue import batch
take = batch.Ledger.take
def taken(*words):
    os.kill(os.getpid(), {int(number)})
    return take(*words)
batch.Ledger.take = taken
sys.exit(main())
"""
    words = [
        "issue",
        "run",
        "pesticide-unit",
        "9",
        *(f"{id}={text}" for id, text in PESTICIDE.items()),
    ]
    words += [
        "--ledger",
        f"sqlite:///{tmp_path}/codes.db",
        "--key-file",
        str(key),
        "--out",
        str(tmp_path / "codes"),
    ]
    done = subprocess.run(
        [sys.executable, "-c", program, *words], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (code, "")
    assert names(tmp_path) == ["codes.db", "issue.key"]
