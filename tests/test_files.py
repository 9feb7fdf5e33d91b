"""Files: what is opened and what is refused, and that a written file is whole, with the right mode,
or not there.
"""

from __future__ import annotations

import errno
import fcntl
import os
import pickle
import resource
import socket
import stat
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import tracecode as tc
from tracecode import files
from tracecode.codes.issue import Issuer
from tracecode.errors import IssueError
from tracecode.files import (
    creating,
    opened,
    part_of,
    reading,
    reason,
    remove,
    replacing,
    walked,
    write,
    write_all,
)
from tracecode.labels.output import picture
from tracecode.spec.layer import COMPILED, Layer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PART = ".x.part"


@contextmanager
def umask(mask: int) -> Iterator[None]:
    """Another umask of this process."""
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def mode(path: Path) -> int:
    """The permissions of a file."""
    return stat.S_IMODE(path.stat().st_mode)


# --- reading --------------------------------------------------------------------------------------


def test_files_are_opened(tmp_path: Path) -> None:
    """A regular file is read, also through a link; it knows its name."""
    (tmp_path / "x").write_bytes(b"whole")
    (tmp_path / "link").symlink_to("x")
    for name in ("x", "link"):
        with opened(tmp_path / name) as file:
            assert file.read() == b"whole"
            assert str(file.name).endswith(name)


def odd(folder: Path) -> dict[str, tuple[str, str]]:
    """Makes what is no file to read; for each name what is said of it, in Chinese and English."""
    (folder / "folder").mkdir()
    os.mkfifo(folder / "pipe")
    with socket.socket(socket.AF_UNIX) as one:
        before = Path.cwd()
        os.chdir(folder)  # the path of a socket is short
        one.bind("socket")
        os.chdir(before)
    for name, target in (
        ("nothing", "gone"),
        ("circle", "circle"),
        ("device", "/dev/null"),
        ("way", "pipe"),
    ):
        (folder / name).symlink_to(target)
    (folder / "file").touch()
    return {
        "folder": ("是文件夹，不是文件", "it is a folder, not a file"),
        "pipe": ("是管道，不是文件", "it is a pipe, not a file"),
        "way": ("是管道，不是文件", "it is a pipe, not a file"),
        "socket": ("是套接字，不是文件", "it is a socket, not a file"),
        "device": ("是设备，不是文件", "it is a device, not a file"),
        "nothing": ("没有这个文件或文件夹", "No such file or directory"),
        "circle": ("符号链接成环或层数过多", "symbolic links lead in a circle"),
        "gone": ("没有这个文件或文件夹", "No such file or directory"),
        "file/below": ("路径中有一段不是文件夹", "a part of the path is no folder"),
        "x" * 300: ("名称过长", "the name is too long"),
        "nul\0": ("文件名无效", "the name is not valid"),
        "\ud800": ("文件名无效", "the name is not valid"),
    }


def test_what_is_no_file_is_refused_at_once(tmp_path: Path) -> None:
    """Pipes, devices, sockets, folders, links to nothing and impossible names are each a sentence
    in two languages.
    """
    for name, (zh, en) in odd(tmp_path).items():
        with pytest.raises(tc.UnreadableFile) as caught:
            opened(tmp_path / name)
        assert caught.value.why == {"zh": zh, "en": en}
        assert caught.value.texts["en"].endswith(f": {en}")
        assert caught.value.texts["zh"].endswith(f"：{zh}")
        assert "cannot read" in str(pickle.loads(pickle.dumps(caught.value)))  # our own data
    assert tc.UnreadableFile("a", "b").why is None


def test_a_pipe_that_takes_the_place_of_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What becomes a pipe after it was looked at is refused too, and does not make us wait."""
    (tmp_path / "x").touch()
    looked = os.stat(tmp_path / "x")
    (tmp_path / "x").unlink()
    os.mkfifo(tmp_path / "x")
    monkeypatch.setattr(os, "stat", lambda *_args, **_more: looked)
    with pytest.raises(tc.UnreadableFile, match="it is a pipe"):
        opened(tmp_path / "x")


@pytest.fixture
def mute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A file that is opened, and has nothing to say yet, as `/proc/kmsg` is: behind its name stands
    an open pipe.
    """
    file = tmp_path / "mute.json"
    file.touch()
    file.chmod(0o600)
    into, out = os.pipe()
    os.set_blocking(into, False)
    opening = os.open

    def opened_pipe(path: Any, *more: Any, **named: Any) -> int:
        return os.dup(into) if os.fspath(path) == str(file) else opening(path, *more, **named)

    looked = os.stat(file)
    status = os.fstat
    monkeypatch.setattr(os, "open", opened_pipe)
    monkeypatch.setattr(
        os,
        "fstat",
        lambda handle: looked if stat.S_ISFIFO(status(handle).st_mode) else status(handle),
    )
    yield file
    monkeypatch.undo()
    os.close(into)
    os.close(out)


def test_a_file_that_does_not_answer(mute: Path, tmp_path: Path) -> None:
    """A file of the system that has nothing to say yet is refused however it is read, and by
    whoever reads it.
    """
    readings: tuple[Callable[[Any], object], ...] = (
        lambda file: file.read(), lambda file: file.read(9), lambda file: file.read1(),
        lambda file: file.readline(), lambda file: file.readinto(bytearray(9)),
        lambda file: file.peek(), lambda file: file.raw.read(), lambda file: file.raw.read(9),
    )  # fmt: skip
    for read in readings:
        with (
            pytest.raises(
                tc.UnreadableFile,
                match=r"mute.json': it does not "
                r"answer",
            ),
            opened(mute) as file,
        ):
            read(file)
        with pytest.raises(tc.UnreadableFile) as caught, opened(mute) as file, reading(mute):
            read(file)
        assert caught.value.why == {"zh": "它没有应答", "en": "it does not answer"}
    with pytest.raises(tc.UnreadableFile, match="it does not answer"):
        tc.load_keys(mute)
    with pytest.raises(IssueError, match="it does not answer"):
        Issuer(f"sqlite:///{tmp_path}/codes.db", mute)
    with pytest.raises(tc.UnreadableFile, match="it does not answer"):
        list(tc.validate(mute))
    told = [finding.text("en") for verdict in tc.validate(tmp_path) for finding in verdict.findings]
    assert any("it does not answer" in text for text in told), told
    with pytest.raises(tc.SpecError, match="it does not answer"):
        Layer(tmp_path)._bytes(mute.name)


def test_a_compiled_copy_that_is_a_pipe(tmp_path: Path) -> None:
    """A pack whose compiled copy is a pipe does not make us wait."""
    (tmp_path / COMPILED).parent.mkdir()
    os.mkfifo(tmp_path / COMPILED)
    assert Layer(tmp_path)._compiled == b""


def test_faults_while_reading(tmp_path: Path) -> None:
    """An error of the device is told by the name of the file; other errors pass."""
    with (
        pytest.raises(tc.UnreadableFile, match=r"x': the device reports an error"),
        reading(tmp_path / "x"),
    ):
        raise OSError(errno.EIO, "Input/output error")
    with pytest.raises(tc.UnwritableFile, match="cannot write y"), reading(tmp_path / "x"):
        raise files.unwritable("y", {"zh": "", "en": ""})
    with pytest.raises(KeyError), reading("x"):
        raise KeyError


def test_reasons() -> None:
    """An error of the system without a sentence of its own is told by its name."""
    assert reason(OSError(errno.ENOTTY, "?")) == {
        "zh": "系统拒绝（ENOTTY）",
        "en": "the system refuses (ENOTTY)",
    }
    assert reason(OSError("?"))["en"] == "the system refuses (OSError)"
    assert reason(OSError(errno.ENOSPC, "?")) == {"zh": "磁盘已满", "en": "No space left on device"}


def test_readers_take_files_only(tmp_path: Path) -> None:
    """Whatever is read by name, from Python: a pipe is refused by all, at once."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    template = tmp_path / "t.yaml"
    os.mkfifo(template)
    for ending in ("json", "ndjson", "xml", "csv", "xlsx", "txt"):
        (tmp_path / f"x.{ending}").symlink_to(pipe)
        with pytest.raises(tc.UnreadableFile, match="it is a pipe"):
            list(tc.validate(tmp_path / f"x.{ending}"))
        with pytest.raises(tc.UnreadableFile, match="it is a pipe"):
            list(tc.validate(tmp_path / f"x.{ending}", scheme="uscc"))
    with pytest.raises(tc.SpecError, match="it is a pipe"):
        tc.label(template)
    with pytest.raises(tc.UnreadableFile, match="it is a pipe"):
        picture(pipe)
    with pytest.raises(tc.IssueError, match="it is a pipe"):
        tc.Issuer(f"sqlite:///{tmp_path}/l.db", pipe)


def test_folders_are_walked(tmp_path: Path) -> None:
    """Every entry is named in the order of names, sub-folders in their place; what is no file with
    the reason.
    """
    said = {
        name: why
        for name, why in odd(tmp_path).items()
        if os.path.lexists(tmp_path / name.replace("\0", "0"))
    }
    (tmp_path / "folder" / "b").touch()
    (tmp_path / "folder" / "a").mkdir()
    (tmp_path / "folder" / "a" / "c").touch()
    (tmp_path / "again").symlink_to("folder")
    (tmp_path / "linked").symlink_to("file")
    entries = list(walked(tmp_path))
    names = [os.path.relpath(entry.path, tmp_path) for entry in entries]
    assert names == sorted(names)
    good = [name for name, entry in zip(names, entries, strict=True) if entry.fault is None]
    assert good == ["file", "folder/a/c", "folder/b", "linked"]
    faults = {
        name: entry.fault["en"] for name, entry in zip(names, entries, strict=True) if entry.fault
    }
    assert faults == {
        "again": "it is a link to a folder", "nothing": "it is a link to nothing",
        **{name: said[name][1] for name in ("circle", "device", "pipe", "socket", "way")},
    }  # fmt: skip
    assert next(walked(tmp_path / "gone")).fault == reason(OSError(errno.ENOENT, ""))


# --- writing --------------------------------------------------------------------------------------


def test_the_umask_is_kept(tmp_path: Path) -> None:
    """A new file has the mode that the umask leaves; a private one also while it is written."""
    for mask, wanted in ((0o022, 0o644), (0o077, 0o600), (0o002, 0o664)):
        with umask(mask), replacing(tmp_path / "x") as file:
            file.write(b"1")
            assert mode(tmp_path / PART) == wanted
        assert mode(tmp_path / "x") == wanted
        remove(tmp_path / "x")
    with umask(0o022), creating(tmp_path / "x", 0o600):
        assert mode(tmp_path / PART) == 0o600
    assert mode(tmp_path / "x") == 0o600


def test_a_file_keeps_its_mode(tmp_path: Path) -> None:
    """A file that is written again has the mode that it had, whatever the umask."""
    target = tmp_path / "x"
    target.touch()
    for wanted in (0o600, 0o640, 0o666):
        target.chmod(wanted)
        with umask(0o077), replacing(target) as file:
            file.write(b"1")
        assert mode(target) == wanted


def test_a_link_to_nothing_has_no_mode(tmp_path: Path) -> None:
    """What takes the place of a link to nothing has the mode that the umask leaves: the link's own
    allows all.
    """
    (tmp_path / "x").symlink_to("nothing")
    with umask(0o077), replacing(tmp_path / "x") as file:
        file.write(b"1")
    assert mode(tmp_path / "x") == 0o600


def test_links_are_replaced(tmp_path: Path) -> None:
    """A link in the place of the file is replaced; what it points to stays as it was."""
    (tmp_path / "other").write_bytes(b"other")
    for target in ("other", "nothing"):
        link = tmp_path / target[:1]
        link.symlink_to(target)
        write(link, b"new")
        assert not link.is_symlink()
        assert link.read_bytes() == b"new"
    assert (tmp_path / "other").read_bytes() == b"other"


def test_what_is_no_file_is_not_replaced(tmp_path: Path) -> None:
    """Pipes, devices, sockets and folders stay what they are, also behind a link."""
    for name, (zh, en) in odd(tmp_path).items():
        if name in ("nothing", "gone"):
            continue  # a link to nothing is replaced, a new name is free
        for way in (replacing, creating):
            with pytest.raises(tc.UnwritableFile) as caught, way(tmp_path / name):
                pass
            assert caught.value.why == {"zh": zh, "en": en}
            assert isinstance(caught.value, OSError)
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)
    assert (tmp_path / "device").is_symlink()
    assert not list(tmp_path.glob(".*"))
    with (
        pytest.raises(
            tc.UnwritableFile,
            match=r"cannot write .*/none/x: No such file or "
            r"directory",
        ),
        replacing(tmp_path / "none" / "x"),
    ):
        pass
    for name, zh, en in (
        ("file", "文件", "a file"), ("pipe", "管道", "a pipe"), ("socket", "套接字", "a socket"),
        ("device", "设备", "a device"), ("nothing", "无效链接", "a link to nothing"),
    ):  # fmt: skip
        for below in ("x", "below/x"):
            with pytest.raises(tc.UnwritableFile) as caught:
                write(tmp_path / name / below, b"")
            place = tmp_path / name
            assert caught.value.why == {
                "zh": f"{place} 是{zh}，不是文件夹",
                "en": f"{place} is {en}, not a folder",
            }
    with pytest.raises(tc.UnwritableFile, match="No such file"):
        remove(tmp_path / "none")


@pytest.mark.parametrize("way", [replacing, creating])
def test_whole_or_not_at_all(tmp_path: Path, way: type) -> None:
    """An error inside the block leaves nothing behind; one that is not about the file passes as it
    is.
    """

    def write_half(error: BaseException) -> None:
        with way(tmp_path / "x") as file:
            file.write(b"half")
            raise error

    for error in (
        KeyError("x"),
        KeyboardInterrupt(),
        OSError("no number"),
        OSError(errno.EIO, "other", "elsewhere"),
    ):
        with pytest.raises(type(error)) as caught:
            write_half(error)
        assert caught.value is error
        assert os.listdir(tmp_path) == []
    with pytest.raises(tc.UnwritableFile, match="No space left on device"):
        write_half(OSError(errno.ENOSPC, "No space left on device"))
    assert os.listdir(tmp_path) == []


def test_no_room(tmp_path: Path) -> None:
    """Where a file cannot grow it is one sentence, also when the last bytes are written; nothing is
    left.
    """
    program = (
        "import sys\nfrom tracecode.files import creating, replacing\n"
        "for way in (creating, replacing):\n    for size in (40, 100_000):\n        try:\n"
        "            with way('x') as file:\n                file.write(b'1' * size)\n"
        "        except OSError as error:\n            print(type(error).__name__, error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (32, 32)),
    )  # fmt: skip
    said = "UnwritableFile cannot write x: the file would be larger than the limit\n无法写入 x：文件大小超出上限\n"
    assert (done.stdout, done.stderr) == (said * 4, "")
    assert os.listdir(tmp_path) == []


def test_new_names_only(tmp_path: Path) -> None:
    """`creating` replaces nothing: not what is there, nor a link, nor what appears meanwhile."""
    (tmp_path / "x").write_bytes(b"first")
    (tmp_path / "l").symlink_to("nothing")
    for name in ("x", "l"):
        with pytest.raises(FileExistsError), creating(tmp_path / name):
            pass
    with pytest.raises(FileExistsError), creating(tmp_path / "y"):
        (tmp_path / "y").write_bytes(b"other")
    assert (tmp_path / "x").read_bytes() == b"first"
    assert (tmp_path / "y").read_bytes() == b"other"
    assert sorted(os.listdir(tmp_path)) == ["l", "x", "y"]


def test_file_systems_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a file cannot have two names, it is renamed, unless the name is taken."""

    def link(*_args: object, **_more: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", link)
    with creating(tmp_path / "x") as file:
        file.write(b"1")
    with pytest.raises(FileExistsError), creating(tmp_path / "y"):
        (tmp_path / "y").touch()
    assert sorted(os.listdir(tmp_path)) == ["x", "y"]


def test_one_writer_a_name(tmp_path: Path) -> None:
    """While a file is written, others that want its name refuse, in this process too."""
    with replacing(tmp_path / "x") as file:
        file.write(b"mine")
        for way in (replacing, creating):
            with (
                pytest.raises(tc.UnwritableFile, match="another process is writing it"),
                way(tmp_path / "x"),
            ):
                pass
    assert (tmp_path / "x").read_bytes() == b"mine"
    assert os.listdir(tmp_path) == ["x"]


def test_writers_at_once(tmp_path: Path) -> None:
    """Of many writers to one name some win, one after another; the file is always of one of
    them.
    """
    won: list[int] = []

    def run(number: int) -> None:
        for _ in range(20):
            try:
                with replacing(tmp_path / "x") as file:
                    file.write(b"%d" % number * 10_000)
                won.append(number)
            except tc.UnwritableFile:
                time.sleep(0.001)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert won
    assert len(set((tmp_path / "x").read_bytes())) == 1
    assert os.listdir(tmp_path) == ["x"]


KILLED = """
import os, signal, sys
from tracecode import files
def end(*_args, **_more): os.kill(os.getpid(), signal.SIGKILL)
when, way = sys.argv[1:]
if when == "published": os.unlink = end
if when == "publishing": os.link = os.replace = end
with getattr(files, way)("x") as file:
    file.write(b"1" * 100_000)
    if when == "writing": end()
"""


@pytest.mark.parametrize("way", ["replacing", "creating"])
@pytest.mark.parametrize("when", ["writing", "publishing", "published"])
def test_what_a_killed_writer_leaves(tmp_path: Path, way: str, when: str) -> None:
    """A killed process leaves no half file under the name, and its part is gone after the next
    run.
    """
    if (when, way) == ("published", "replacing"):
        return  # there is nothing left to do
    subprocess.run([sys.executable, "-c", KILLED, when, way], cwd=tmp_path, check=False)
    left = sorted(os.listdir(tmp_path))
    assert left == ([PART, "x"] if when == "published" else [PART])
    if when == "published":
        assert (tmp_path / "x").stat().st_size == 100_000
        with pytest.raises(FileExistsError), creating(tmp_path / "x"):
            pass
        assert (tmp_path / "x").stat().st_size == 100_000
    else:
        with getattr(files, way)(tmp_path / "x") as file:
            file.write(b"2")
    assert os.listdir(tmp_path) == ["x"]


def test_odd_things_in_place_of_a_part(tmp_path: Path) -> None:
    """A link or a pipe where the part belongs is none of ours: it goes, what it points to stays; a
    folder refuses.
    """
    (tmp_path / "other").write_bytes(b"other")
    (tmp_path / PART).symlink_to("other")
    write(tmp_path / "x", b"1")
    os.mkfifo(tmp_path / PART)
    write(tmp_path / "x", b"2")
    assert (tmp_path / "other").read_bytes() == b"other"
    assert sorted(os.listdir(tmp_path)) == ["other", "x"]
    (tmp_path / PART).mkdir()
    with pytest.raises(tc.UnwritableFile, match="it is a folder"):
        write(tmp_path / "x", b"3")
    assert (tmp_path / "x").read_bytes() == b"2"


def test_file_systems_without_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can be locked a part that is there is not taken over, and the sentence says
    what to do.
    """

    def flock(*_args: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    (tmp_path / PART).touch()
    monkeypatch.setattr(fcntl, "flock", flock)
    with pytest.raises(tc.UnwritableFile, match="this file system has no locks"):
        write(tmp_path / "x", b"1")


def test_long_names(tmp_path: Path) -> None:
    """A name as long as may be is written; its part has a shorter one."""
    name = "长" * 85
    assert len(part_of(name).encode()) < 60
    assert part_of("a/x") == "a/.x.part"
    write(tmp_path / name, b"1")
    assert os.listdir(tmp_path) == [name]


def test_several_files_or_none(tmp_path: Path) -> None:
    """Where one of several files cannot be written, those before it and their folders are not
    there.
    """
    (tmp_path / "old").write_bytes(b"old")
    (tmp_path / "mine").mkdir()
    (tmp_path / "blocked").mkdir()
    before = sorted(tmp_path.rglob("*"))
    wanted = {
        str(tmp_path / name): b"new" for name in ("old", "mine/x", "a/b/c", "a/d", "e/f/blocked")
    }
    for blocked in (
        tmp_path / "blocked",
        tmp_path / "a" / "d" / "below",
        tmp_path / "e" / ("x" * 300),
    ):
        with pytest.raises(tc.UnwritableFile):
            write_all({**wanted, str(blocked): b"new"})
        assert sorted(tmp_path.rglob("*")) == before
        with pytest.raises(tc.UnwritableFile):
            write(tmp_path / "g" / "h" / ("x" * 300), b"new")
        assert sorted(tmp_path.rglob("*")) == before
    write_all(wanted)
    assert all(Path(path).read_bytes() == b"new" for path in wanted)
    write_all({})
