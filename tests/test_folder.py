"""Folders that are written whole: what they replace, and that nothing is left of one that could not
be written.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import tracecode as tc
from tracecode.cli import main
from tracecode.files.folder import check_place, write_folder

FILES = {"index.html": b"1", "a/b/c.txt": b"2"}


def content(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_new_folder(tmp_path: Path) -> None:
    """A folder is made with those that lead to it; nothing else is left beside it."""
    write_folder(str(tmp_path / "x" / "site"), FILES, "index.html")
    assert content(tmp_path) == {f"x/site/{name}": data for name, data in FILES.items()}
    assert [path.name for path in (tmp_path / "x").iterdir()] == ["site"]


def test_earlier_folder(tmp_path: Path) -> None:
    """One that has the mark is replaced as a whole, an empty one too."""
    for old in ({"index.html": b"0", "old.html": b"0"}, {}):
        folder = tmp_path / f"site{len(old)}"
        folder.mkdir()
        for name, data in old.items():
            (folder / name).write_bytes(data)
        write_folder(str(folder), FILES, "index.html")
        assert content(folder) == FILES


ELSE = ("那里有其他内容", "something else stands there")


@pytest.mark.parametrize(
    ("there", "zh", "en"),
    [("file", "是文件，不是文件夹", "is a file, not a folder"), ("folder", *ELSE), ("link", *ELSE)],
)
def test_something_else_is_there(tmp_path: Path, there: str, zh: str, en: str) -> None:
    """What was not made so before stays as it is."""
    place = tmp_path / "site"
    if there == "file":
        place.write_bytes(b"mine")
    elif there == "folder":
        place.mkdir()
        (place / "mine.txt").write_bytes(b"mine")
    else:
        (tmp_path / "other").mkdir()
        place.symlink_to(tmp_path / "other")
    before = content(tmp_path)
    with pytest.raises(tc.UnwritableFile, match=en) as error:
        write_folder(str(place), FILES, "index.html")
    assert zh in error.value.texts["zh"]
    assert content(tmp_path) == before


@pytest.mark.parametrize("words", [("site",), ("docs", "--as", "md")])
def test_the_command_looks_at_its_place_first(
    words: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A place that cannot take a folder is told before the standard is even read."""
    (tmp_path / "file").write_bytes(b"mine")
    for out in ("file", "file/site"):
        command = ["publish", *words, "--specs", str(tmp_path / "none"), "--lang", "zh"]
        assert main([*command, "--out", str(tmp_path / out)]) == 2
        told = capsys.readouterr().err
        assert f"无法写入 {tmp_path / out}：{tmp_path / 'file'} 是文件，不是文件夹" in told


def test_cannot_be_written(tmp_path: Path) -> None:
    """Where a file of it cannot be written, the earlier folder stays, and nothing is left beside
    it.
    """
    folder = tmp_path / "site"
    write_folder(str(folder), FILES, "index.html")
    with pytest.raises(tc.UnwritableFile):
        write_folder(str(folder), {"index.html": b"3", "index.html/x": b"4"}, "index.html")
    assert content(tmp_path) == {f"site/{name}": data for name, data in FILES.items()}
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(tc.UnwritableFile):
        write_folder(str(tmp_path / "file" / "site"), FILES, "index.html")
    with pytest.raises(tc.UnwritableFile, match="file is a file, not a folder"):
        check_place(str(tmp_path / "file" / "site"), "index.html")


def test_left_behind(tmp_path: Path) -> None:
    """What a killed process left is cleared away; while another one writes, nobody else does."""
    import fcntl
    import os

    part = tmp_path / ".site.part"
    (part / "made").mkdir(parents=True)
    (part / "made" / "half").write_bytes(b"")
    lock = os.open(part, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    with pytest.raises(tc.UnwritableFile, match="another process is writing it"):
        write_folder(str(tmp_path / "site"), FILES, "index.html")
    assert (part / "made" / "half").exists()
    os.close(lock)
    write_folder(str(tmp_path / "site"), FILES, "index.html")
    assert content(tmp_path) == {f"site/{name}": data for name, data in FILES.items()}
    assert not part.exists()
