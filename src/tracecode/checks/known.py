"""Which messages and records stood before in an input, in whatever form: memory of a digest and a place each.

>>> known = Known()
>>> known.record("0b7c6f0e-51a4-4b6e-9a53-6d1d7a3f2c01", "a.json", 1), known.record("another", "a.json", 2)
(None, None)
>>> known.record("another", "a.json", 3), known.record("another", "b.json", 1)
('2', 'a.json:2')
"""

from __future__ import annotations

from hashlib import blake2b

_LINES = 1 << 40
"""More lines than a file has."""


class Known:
    """Ids of messages and records by their places."""

    def __init__(self) -> None:
        self._files: dict[str | None, int] = {}
        self._places: dict[bytes, int] = {}

    def record(self, id: str, file: str | None, line: int) -> str | None:
        """Remember a record; where its id stood before, if it did.

        Args:
            id: of the record.
            file: the file it stands in.
            line: its line there.
        """
        return self._first(f"r{id}", file, line)

    def message(self, id: str, sender: str, file: str | None, line: int) -> str | None:
        """Remember a message; where this id of this sender stood before, if it did."""
        return self._first(f"m{id} {sender}", file, line)

    def _first(self, text: str, file: str | None, line: int) -> str | None:
        key = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).digest()
        number = self._files.setdefault(file, len(self._files))
        place = self._places.setdefault(key, -1)
        if place < 0:
            self._places[key] = number * _LINES + line
            return None
        at, line = divmod(place, _LINES)
        return str(line) if at == number else f"{[*self._files][at]}:{line}"
