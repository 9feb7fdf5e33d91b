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
