"""The quick way through a record in JSON: its record type is looked up by its first bytes, or by a
search.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Literal

from tracecode.records.named_type import known_type
from tracecode.records.plain import MAX_LINE
from tracecode.records.quick.way import Quick, quick_way
from tracecode.standard.resolved import kept

if TYPE_CHECKING:
    from tracecode.findings import Finding
    from tracecode.records.model import Record
    from tracecode.records.quick.acceptor import Accept
    from tracecode.records.quick.line_faults import LineFaults
    from tracecode.standard.elements import RecordLayout
    from tracecode.standard.resolved import Resolved


def right_record(raw: bytes, standard: Resolved) -> Record | None:
    """The typed record of a record in JSON, if one pass shows that it has no error; otherwise None.

    Its record type is looked up by a search, so that a right record is parsed only once.
    """
    if len(raw) > MAX_LINE:  # the reading of documents bounds memory
        return None
    end = raw.find(b",", raw.find(b",") + 1)
    ways = _ways(standard)
    way = ways.get(raw[:end])
    if way is None:
        kind, item = _TYPE.search(raw), _ITEM.search(raw)
        if kind is None or raw.find(b"{", 1, kind.start()) > 0:  # a message, or something stranger
            return None
        layout = known_type(standard, kind[1].decode(), item and item[1].decode())
        if layout is None:
            return None
        way = quick_way(standard, layout)
        if item and max(kind.end(), item.end()) <= end <= _LONGEST and len(ways) < _MOST_WAYS:
            ways[raw[:end]] = way
    return way(raw)


@kept
def accepting(standard: Resolved) -> Accepting:
    """What accepts records in JSON of which nothing is to be said; msgspec has to be installed."""
    return Accepting(standard)


class Accepting:
    """Accepts records in JSON of which nothing is to be said, not even a note.

    Of each type it is asked only if the first bytes of a record name it, as they mostly do.
    """

    def __init__(self, standard: Resolved) -> None:
        self.standard = standard
        self._known: dict[bytes, tuple[RecordLayout, Accept]] = {}
        self._columns: dict[bytes, _ColumnWay] = {}
        self.many = False
        """Whether there is so much that columns are worth it: they need numpy, which takes as long
        as some thousand records."""
        self._left = _WITHOUT_COLUMNS

    def __call__(self, raw: bytes) -> tuple[RecordLayout, dict[str, Any]] | Literal[False] | None:
        """The type and values of such a record; otherwise None, or False where it is not plainly
        right: then `right_record` need not be asked.
        """
        begin = raw[: raw.find(b",", raw.find(b",") + 1) + 1]
        way = self._known.get(begin)
        if way is None:
            named = self._named(begin)
            if named is None or len(self._known) >= _MOST_WAYS:
                return None
            from tracecode.records.quick.acceptor import acceptor

            way = self._known[begin] = named[0], acceptor(self.standard, named[0])
        if len(raw) > MAX_LINE:
            return None
        values = way[1](raw)
        return values if values is None or values is False else (way[0], values)

    def expect(self, size: int) -> None:
        """Hear of so many bytes more: such that were read, or are going to be."""
        self._left -= size
        if self._left < 0:  # to look for what is not there takes as long as some lines
            self.many = find_spec("numpy") is not None
            self._left = _WITHOUT_COLUMNS

    def lines(
        self, lines: Sequence[bytes | None], most: int
    ) -> dict[int, SeenLine | Literal[False]]:
        """What columns see of lines: the number of each, from 0, of which they know what is to be
        said, and that; and of each other that is not plainly right, with False. numpy has to be
        installed.

        Args:
            lines: without white space around them; None is none.
            most: so many findings on a record are told.
        """
        seen: dict[int, SeenLine | Literal[False]] = {}
        texts = [line or b"" for line in lines]
        left = [number for number, text in enumerate(texts) if text]
        for _ in range(_MOST_TYPES):
            if len(left) < _FEWEST:
                break
            first = texts[left[0]]
            begin = first[: first.find(b",", first.find(b",") + 1) + 1]
            some = [n for n in left if texts[n].startswith(begin)] if begin else left[:1]
            if len(some) >= _FEWEST and (way := self._column_way(begin)) is not None:
                for n, found in way.seen([texts[n] for n in some], most).items():
                    seen[some[n]] = found
            if len(some) == len(left):
                break
            begun = {*some}
            left = [n for n in left if n not in begun]
        return seen

    def _column_way(self, begin: bytes) -> _ColumnWay | None:
        """The columns of the records that begin so."""
        way = self._columns.get(begin)
        if way is None and len(self._columns) < _MOST_WAYS and (named := self._named(begin)):
            layout, kind, item = named
            if not any(field.id == "product_item" for field in layout.elements):
                return None  # what names an item there is wrong
            way = self._columns[begin] = _ColumnWay(self.standard, layout, kind, item)
        return way

    def _named(self, begin: bytes) -> tuple[RecordLayout, str, str] | None:
        """The type, kind and item that the beginning of a record names; a long one, which would be
        kept, names none.
        """
        if len(begin) > _LONGEST:
            return None
        kind, item = _TYPE.search(begin), _ITEM.search(begin)
        if kind is None or item is None:
            return None
        named = kind[1].decode(), item[1].decode()
        layout = known_type(self.standard, *named)
        return None if layout is None else (layout, *named)


SeenLine = tuple[Any, "RecordLayout", tuple["Finding", ...]]
"""What is known of a line: what stands there as the id of its record, its type, and what is to be
said of it.
"""


class _ColumnWay:
    """The columns of records of one type and item: those for right ones, and for wrong ones where
    there are many.
    """

    def __init__(self, standard: Resolved, layout: RecordLayout, kind: str, item: str) -> None:
        from tracecode.records.quick.line_columns import LineColumns

        self._layout, self._named = layout, (standard, layout, kind, item)
        self._right = LineColumns(standard, layout, kind, item)
        self._mostly_wrong = False
        """Whether of the lines before most were not right: then those for right ones are not asked
        first."""
        self._in_vain = 0
        """How many times in a row those for wrong ones told less than half of the lines."""

    @cached_property
    def _wrong(self) -> LineFaults | None:
        from tracecode.records.quick.line_faults import line_faults

        return line_faults(*self._named)

    def seen(self, lines: Sequence[bytes], most: int) -> dict[int, SeenLine | Literal[False]]:
        """What is seen of lines of the type. Arguments as for `Accepting.lines`."""
        seen: dict[int, SeenLine | Literal[False]] = {}
        for at in range(0, len(lines), _TOGETHER):
            if self._mostly_wrong:
                break
            for n, id in self._right.judge(lines[at : at + _TOGETHER]).items():
                seen[at + n] = (id, self._layout, ()) if id else False
            asked = min(at + _TOGETHER, len(lines))
            self._mostly_wrong = 2 * sum(map(bool, seen.values())) < asked
        left = [n for n in range(len(lines)) if not seen.get(n)]
        if len(left) < _FEWEST_WRONG or self._in_vain >= _MOST_IN_VAIN or self._wrong is None:
            self._mostly_wrong = False  # the first of the next ones are asked again
            return seen
        for at in range(0, len(left), _TOGETHER):
            own = left[at : at + _TOGETHER]
            told = self._wrong.tell([lines[n] for n in own], most)
            for n, (stands, findings) in told.items():
                seen[own[n]] = stands, self._layout, findings
            self._in_vain = self._in_vain + 1 if 2 * len(told) < len(own) else 0
        right = sum(each is not False and not each[2] for each in seen.values())
        self._mostly_wrong = 2 * right < len(lines)
        return seen


_WITHOUT_COLUMNS = 4 * 1024 * 1024
"""So many bytes are read line by line first, where nobody says how many there are."""
_TOGETHER, _FEWEST, _FEWEST_WRONG = 256, 128, 24
"""So many lines are judged at once by columns; fewer of a type are read one by one; and so are
fewer that are not right among them."""
_MOST_IN_VAIN = 8
"""Columns that told so little so often are not asked of wrong lines any more: it takes half as long
again.
"""
_MOST_TYPES = 8
"""Lines of more types one after another are read one by one."""
_TYPE, _ITEM = (
    re.compile(rb'"%s": ?"([a-z0-9-]{1,64})"' % id) for id in (b"record_type", b"product_item")
)
_MOST_WAYS, _LONGEST = 4096, 256
"""So many beginnings are kept, of so many bytes at most: they are foreign data."""


@kept
def _ways(_: Resolved) -> dict[bytes, Quick]:
    """The quick way by how most records begin: with the two elements that say what they are."""
    return {}
