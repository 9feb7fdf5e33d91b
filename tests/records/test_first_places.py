"""What stood before is known in whatever number, in memory that does not grow."""

from __future__ import annotations

import sqlite3
import subprocess
import sys

import pytest

from tracecode.records import first_places
from tracecode.records.first_places import FirstPlaces


@pytest.mark.parametrize("in_memory", [0, 1, 10, 1000])
def test_the_first_place_is_told_wherever_it_is_kept(in_memory: int) -> None:
    """In memory, in the database, and where the one becomes the other."""
    places, expected = FirstPlaces(in_memory), dict[str, int]()
    for place in range(200):
        text = str(place * place % 97)
        assert places.first(text, place) == expected.get(text)
        expected.setdefault(text, place)


@pytest.mark.parametrize("in_memory", [0, 10, 1000])
@pytest.mark.parametrize("together", [1, 7, 64, 300])
def test_several_are_asked_as_one_by_one(in_memory: int, together: int) -> None:
    """Also where one stands twice among them, and as they are committed."""
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


def test_several_are_known_without_room_on_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was put there just before the disk was full stood nowhere before, and stays known."""
    begin = (*first_places._BEGIN, "PRAGMA max_page_count = 9")
    monkeypatch.setattr(first_places, "_BEGIN", begin)
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
    begin = (*first_places._BEGIN, "PRAGMA max_page_count = 9")
    monkeypatch.setattr(first_places, "_BEGIN", begin)
    places = FirstPlaces(100)
    assert all(places.first(str(place), place) is None for place in range(5000))
    assert places._few, "there was room after all"
    assert [places.first(str(place), 9999) for place in range(5000)] == [*range(5000)]


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


def test_the_database_is_closed_with_its_owner() -> None:
    """Nothing is left open, and nothing lies in a folder."""
    places = FirstPlaces(0)
    places.first("a", 1)
    database = places._database
    assert database is not None
    execute = database._execute
    assert execute("PRAGMA database_list").fetchone()[2] == ""
    del places, database
    with pytest.raises(sqlite3.ProgrammingError):
        execute("SELECT 1")
