"""What stood before is known in whatever number, in memory that does not grow."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
from typing import TYPE_CHECKING
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracecode.records import first_places
from tracecode.records.first_places import FirstPlaces

if TYPE_CHECKING:
    from pathlib import Path

TINY = {"_WORDS": 1, "_MOST_WORDS": 4, "_BUSY": 1, "_BLOCK": 2, "_TOGETHER": 3, "_MISS": 100}
"""Sizes at which everything happens among few: the filter grows, and tells little from four words
on; a search in vain is followed by a merge; blocks and parts of merges end anywhere.
"""


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything happens among few."""
    for name, size in TINY.items():
        monkeypatch.setattr(first_places, name, size)


class ShortDisk(io.FileIO):
    """A file that takes so many bytes, and of what is too much a part."""

    room = 0

    def write(self, data: memoryview) -> int:  # type: ignore[override]
        """As of a file."""
        if not self.room:
            raise OSError(28, "No space left on device")
        taken = super().write(data[: self.room])
        self.room -= taken
        return taken


def short(room: int) -> ShortDisk:
    """A file of a disk with so much room."""
    with tempfile.TemporaryFile() as whole:
        file = ShortDisk(os.dup(whole.fileno()), "r+")
    file.room = room
    return file


@pytest.mark.parametrize("in_memory", [0, 1, 10, 1000])
def test_the_first_place_is_told_wherever_it_is_kept(in_memory: int) -> None:
    """In memory, in the file, and where the one becomes the other."""
    places, expected = FirstPlaces(in_memory), dict[str, int]()
    for place in range(200):
        text = str(place * place % 97)
        assert places.first(text, place) == expected.get(text)
        expected.setdefault(text, place)


@pytest.mark.parametrize("in_memory", [0, 10, 1000])
@pytest.mark.parametrize("together", [1, 7, 64, 300])
def test_several_are_asked_as_one_by_one(in_memory: int, together: int) -> None:
    """Also where one stands twice among them, and as they are written."""
    texts = [str(place * place % 2999) for place in range(6000)]
    one, several = FirstPlaces(in_memory), FirstPlaces(in_memory)
    expected = [one.first(text, place) for place, text in enumerate(texts)]
    found = [
        each
        for at in range(0, len(texts), together)
        for each in several.several(
            texts[at : at + together], range(at, min(at + together, len(texts)))
        )
    ]
    assert found == expected


@given(
    st.lists(st.lists(st.integers(0, 60), max_size=9), max_size=40),
    st.integers(0, 5),
    st.none() | st.integers(0, 3000),
)
def test_a_dictionary_tells_the_same(
    parts: list[list[int]], in_memory: int, room: int | None
) -> None:
    """Whatever is asked in whatever parts, with room on the disk and without."""
    file = tempfile.TemporaryFile(buffering=0) if room is None else short(room)  # noqa: SIM115
    with mock.patch.dict(vars(first_places), {"_open": lambda: file, **TINY}):
        places, expected, at = FirstPlaces(in_memory), dict[str, int](), 0
        for part in parts:
            texts = [str(number) for number in part]
            told = []
            for place, text in enumerate(texts, at):
                told.append(expected.get(text))
                expected.setdefault(text, place)
            if len(part) == 1:
                assert [places.first(texts[0], at)] == told
            else:
                assert places.several(texts, range(at, at + len(part))) == told
            at += len(part)
    file.close()


@pytest.mark.usefixtures("tiny")
def test_what_all_stood_before_is_soon_in_few_runs() -> None:
    """A search costs no more and more reads; the file holds nothing but the runs."""
    places = FirstPlaces(10)
    for at in range(0, 3000, 10):
        places.several([*map(str, range(at, at + 10))], range(at, at + 10))
    for _ in range(2):
        assert places.several([*map(str, range(3000))], range(3000)) == [*range(3000)]
    file = places._file
    assert file is not None
    assert len(file._runs) < 10
    assert len(file._words) == TINY["_MOST_WORDS"]
    ends = [0, *(run.start + 28 * run.rows for run in file._runs)]
    assert [run.start for run in file._runs] == ends[:-1]
    assert os.fstat(file._file.fileno()).st_size == ends[-1]


def test_merged_rows_keep_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each once, where runs are of very different sizes."""
    monkeypatch.setattr(first_places, "_BLOCK", 4)
    monkeypatch.setattr(first_places, "_TOGETHER", 32)
    file, rows = first_places._SortedFile(), list[bytes]()
    for size in (1000, 1, 2, 30, 500):
        some = {os.urandom(12): place for place in range(size)}
        assert file.takes(some)
        rows += [digest + place.to_bytes(16, "big") for digest, place in some.items()]
    parts = [*file._merged(file._runs)]
    assert [row for part in parts for row in part] == sorted(rows)
    assert max(map(len, parts)) < 32 * 3


@pytest.mark.usefixtures("tiny")
def test_digests_that_begin_alike_are_told_apart() -> None:
    """Also where blocks end between them, and where a digest stands elsewhere than in its row."""
    file = first_places._SortedFile()
    digests = [bytes(8) + number.to_bytes(4, "big") for number in range(1, 30, 2)]
    assert file.takes({digest: int.from_bytes(digest, "big") for digest in digests})
    assert [file._search(digest) for digest in digests] == [*range(1, 30, 2)]
    others = [bytes(8) + number.to_bytes(4, "big") for number in range(0, 32, 2)]
    assert [file._search(digest) for digest in others] == [None] * 16
    assert file._search(bytes(12)) is None  # as the beginning of places
    assert file._search(b"\xff" * 12) is None


@pytest.mark.usefixtures("tiny")
@pytest.mark.parametrize("room", [*range(0, 1200, 7), 28, 280, 560])
def test_nothing_is_lost_wherever_the_disk_is_full(
    room: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a run, in merged runs, and while these are moved: what was written stays known, half a
    run is no run.
    """
    file = short(room)
    monkeypatch.setattr(first_places, "_open", lambda: file)
    places = FirstPlaces(3)
    for at in range(0, 60, 4):
        numbers = range(at, at + 4)
        assert places.several([*map(str, numbers)], numbers) == [None] * 4
        before = range(0, at, 5)
        assert places.several([*map(str, before)], range(100, 100 + len(before))) == [*before]
    assert places._few, "there was room after all"
    assert [places.first(str(place), 9999) for place in range(60)] == [*range(60)]


@pytest.mark.usefixtures("tiny")
def test_runs_that_cannot_be_moved_stay_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """There was room for them, but none to write where others lay."""
    places = FirstPlaces(3)
    with monkeypatch.context() as filling:  # or chance would have some merged already
        filling.setattr(first_places._SortedFile, "_merge_if_worth", lambda _: None)
        for at in range(0, 40, 4):
            places.several([*map(str, range(at, at + 4))], range(at, at + 4))
    file = places._file
    assert file is not None
    file._misses = 100
    put, starts = file._put, {run.start for run in file._runs}

    def refused(at: int, data: bytes) -> None:
        if at in starts:
            put(at, data[:5])
            raise OSError
        put(at, data)

    monkeypatch.setattr(file, "_put", refused)
    assert places.several([*map(str, range(40))], range(40)) == [*range(40)]
    assert file._full
    assert [places.first(str(place), 9999) for place in range(80)] == [*range(40)] + [None] * 40


def test_several_are_known_without_room_on_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was written just before the disk was full stood nowhere before, and stays known."""
    file = short(9 * 4096)
    monkeypatch.setattr(first_places, "_open", lambda: file)
    places = FirstPlaces(100)
    for at in range(0, 5000, 50):
        assert places.several([*map(str, range(at, at + 50))], range(at, at + 50)) == [None] * 50
    assert places._few, "there was room after all"
    again = places.several([*map(str, range(5000))], range(9000, 14000))
    assert again == [*range(5000)]


def test_places_and_texts_of_any_size_are_kept() -> None:
    """A place of a record far down a line of a late file takes more than 64 bits; a text may hold
    half of a character.
    """
    places, place = FirstPlaces(0), 3 * 2**80 + 5 * 2**40 + 7
    assert places.first("\ud800", place) is None
    assert places.first("", 0) is None
    assert (places.first("\ud800", 1), places.first("", 1)) == (place, 0)


def test_without_room_on_the_disk_memory_takes_what_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    """What stood before is still known, and nothing is raised."""
    file = short(9 * 4096)
    monkeypatch.setattr(first_places, "_open", lambda: file)
    places = FirstPlaces(100)
    assert all(places.first(str(place), place) is None for place in range(5000))
    assert places._few, "there was room after all"
    assert [places.first(str(place), 9999) for place in range(5000)] == [*range(5000)]


def test_without_a_folder_for_the_file_memory_takes_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is raised either."""

    def refused() -> io.FileIO:
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr(first_places, "_open", refused)
    places = FirstPlaces(10)
    assert all(places.first(str(place), place) is None for place in range(100))
    assert [places.first(str(place), 9999) for place in range(100)] == [*range(100)]


def test_what_cannot_be_read_is_no_new_thing() -> None:
    """Where the file fails, so does the question: no answer is made up."""
    places = FirstPlaces(0)
    places.first("a", 1)
    assert places._file is not None
    with (
        mock.patch.object(first_places._SortedFile, "_read", side_effect=OSError(5, "I/O error")),
        pytest.raises(OSError, match="I/O error"),
    ):
        places.first("a", 2)
    assert places.first("a", 3) == 1


def test_memory_does_not_grow_with_the_number() -> None:
    """A process that remembers ten times as many keeps as much."""
    program = """
import sys
from resource import RUSAGE_SELF, getrusage
from tracecode.records.first_places import FirstPlaces
places = FirstPlaces()
for place in range(int(sys.argv[1])):
    places.first(str(place), place)
print(getrusage(RUSAGE_SELF).ru_maxrss)
"""
    few, many = (
        int(subprocess.check_output([sys.executable, "-c", program, number]))
        for number in ("20000", "200000")
    )
    assert many < 1.2 * few


def test_the_file_is_closed_with_its_owner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is left open, and nothing lies in a folder."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    places = FirstPlaces(0)
    places.first("a", 1)
    sorted_file = places._file
    assert sorted_file is not None
    file = sorted_file._file
    assert not [*tmp_path.iterdir()]
    assert not file.closed
    del places, sorted_file
    assert file.closed


@pytest.mark.parametrize("in_memory", [0, 10])
def test_a_place_may_be_given_twice(in_memory: int) -> None:
    """Rows of two sheets have the same numbers: what stands there again stood there before."""
    places = FirstPlaces(in_memory)
    assert places.several(["a", "b"], [1, 2]) == [None, None]
    assert places.several(["a", "b", "c"], [1, 2, 3]) == [1, 2, None]
    assert places.several(["d", "d"], [4, 4]) == [None, 4]
    assert places.first("c", 3) == 3
