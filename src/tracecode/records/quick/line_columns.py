"""Many lines of JSON of one record type by columns: which of them are records of which nothing is
to be said.

Most lines of a sender are right, and asking each of them element by element takes most of the time
of accepting it. So the values of an element in some hundred lines are looked at together: a set of
them tells most, since they recur; the rules among elements are one function that is called with
columns; and all bytes are looked at at once. As in `columns`, nothing is explained here, and a line
only has to be surely right where it is said to be: the others are read one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import msgspec

from tracecode.records.plain import MAX_LINE
from tracecode.records.quick.asked_group import LineValues, SeenLines, asked_group
from tracecode.records.quick.block_texts import look
from tracecode.standard.record_layout import item_ids

if TYPE_CHECKING:
    from tracecode.standard.elements import RecordLayout
    from tracecode.standard.resolved import Resolved

FEWEST = 64
"""Among so many lines a name that stands twice is not sought: each is read by itself."""


class LineColumns:
    """Judges lines of one record type and item."""

    def __init__(self, standard: Resolved, layout: RecordLayout, kind: str, item: str) -> None:
        known = item if item in item_ids(standard) else None
        self._group = asked_group(standard, layout, known)
        self._read = msgspec.json.Decoder(self._group.type).decode
        self._named = kind, item
        self._told = [*map(self._group.ids.index, ("record_type", "product_item", "record_id"))]

    def judge(self, lines: Sequence[bytes]) -> dict[int, str | Literal[False]]:
        """What is seen of lines: the number of each, from 0, that is a record of which nothing is
        to be said, and its id; and of each that is not plainly right, and False. Of any other
        nothing is seen.

        Args:
            lines: without white space around them.
        """
        seen: dict[int, str | Literal[False]] = {}
        rows, numbers, read = list[LineValues](), list[int](), self._read
        for number, line in enumerate(lines):
            if b"\\" not in line and len(line) <= MAX_LINE:
                try:
                    rows.append(read(line))
                except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
                    seen[number] = False
                    continue
                numbers.append(number)
        if not rows:
            return seen
        try:
            texts = look([lines[number] for number in numbers])
            judged = SeenLines(texts.odd)
            columns = self._group.judge(rows, None, judged)
        except Exception:  # noqa: BLE001  # told where it costs one record its verdict, and no other
            return seen
        if judged.marks == texts.marks:
            kinds, items, ids = (columns[at] for at in self._told)
            if {*kinds} != {self._named[0]} or {*items} != {self._named[1]}:
                named = [*map(self._named.__eq__, zip(kinds, items, strict=True))]
                judged.unsure.update(at for at, right in enumerate(named) if not right)
            seen.update(zip(numbers, ids, strict=True))
            for at in judged.broken:
                seen[numbers[at]] = False
            for at in judged.unsure:  # of these the rules saw nothing
                del seen[numbers[at]]
        elif len(rows) > FEWEST:  # a name stands twice: near which lines, their halves tell
            middle = len(rows) // 2
            for half in (numbers[:middle], numbers[middle:]):
                found = self.judge([lines[number] for number in half])
                seen |= {half[number]: id for number, id in found.items()}
        return seen
