r"""Codes in blocks: rows that are plain to see in the bytes are taken many at once, all others one
by one.

A line is plain if reading it as `tables` does could give nothing but its cells: it is in the
encoding, not too long, ends with one line end, and has as many cells as the header, in quotes that
end where the cell ends or in none. Where it is not, the row on it is read as ever, and with it
whatever lines belong to it.

>>> from tracecode.checks.rows import TextRows
>>> rows = TextRows(b"1\n2\n3\n4\r5\n6\n")
>>> [piece.line if isinstance(piece, CodeRow) else piece.lines.tolist() for piece in blocks_of(rows)]
[1, [2, 3, 4, 5, 6]]
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tracecode.checks.rows import CodeRow, emptied
from tracecode.codes.bulk.columns import BLOCK as _MOST
from tracecode.codes.bulk.columns import Bools, Ints, read_columns
from tracecode.codes.bulk.columns import Rows as Texts

if TYPE_CHECKING:
    from tracecode.checks.rows import TextRows

BLOCK = 1 << 20
"""Bytes looked at at a time: so many that calls of numpy cost little, so few that they stay in the
cache.
"""
_LF, _CR, _QUOTE = 10, 13, 34
_NONE = np.zeros(1, np.int64)
"""Where a row that is read alone begins in a block, and its size."""


class CodeBlock(NamedTuple):
    """Codes of rows that follow each other: most of them plain, of which nothing is to be said but
    of the codes.
    """

    codes: Texts
    lines: Ints
    days: Texts | None = None
    """The cells of the column of days, where there is one."""
    alone: Mapping[int, CodeRow] = MappingProxyType({})
    """The rows that are not plain, by their place; where they are, the others are empty."""

    def row(self, index: int, beside: str | None) -> CodeRow:
        """One of them, as it is read alone; `beside` is the name of the column of days."""
        if index in self.alone:
            return self.alone[index]
        fields = {} if self.days is None or beside is None else {beside: self.days.text(index)}
        return emptied(CodeRow(int(self.lines[index]), self.codes.text(index), fields))

    def behind(self, index: int) -> CodeBlock:
        """The rows from one of them on, where none is read alone."""
        days = None if self.days is None else _behind(self.days, index)
        return CodeBlock(_behind(self.codes, index), self.lines[index:], days)


def _behind(texts: Texts, index: int) -> Texts:
    return Texts(texts.data, texts.start[index:], texts.size[index:])


def block_of(texts: object, number: int, days: object | None = None) -> CodeBlock:
    """A block of texts in memory, of which the first has that number.

    Args:
        texts: a list, or an Arrow array without nulls.
        number: the line of the first.
        days: the cells of the column of days.
    """
    codes = _joined(texts)
    return CodeBlock(
        codes, np.arange(len(codes.size)) + number, None if days is None else _joined(days)
    )


def gathered(rows: list[CodeRow], beside: str | None) -> CodeBlock:
    """Rows that were read one by one, as a block."""
    alone = {at: row for at, row in enumerate(rows) if row.fault is not None or row.notes}
    days = None if beside is None else _joined([row.fields.get(beside, "") for row in rows])
    texts = _joined(["" if at in alone else row.text for at, row in enumerate(rows)])
    return CodeBlock(texts, np.array([row.line for row in rows]), days, alone)


def _joined(texts: object) -> Texts:
    parts = [*read_columns(texts)]
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return Texts(np.zeros(0, np.uint8), np.zeros(0, np.int64), np.zeros(0, np.int64))
    raise ValueError(f"a block has at most {_MOST} rows")


def blocks_of(rows: TextRows) -> Iterator[CodeBlock | CodeRow]:
    """The rest of a list or table: blocks, and the rows between them."""
    while True:
        ready = rows.lines.number and not rows.waits and not rows.lines.waits
        if ready and (raw := rows.lines.window(BLOCK)):
            window = _Window(rows, raw, rows.lines.codec)
            if len((block := window.block(_pieces(rows, window))).lines):
                yield block
            continue
        for _ in range(_ALONE if ready else 1):
            row = next(rows, None)
            if row is None:
                return
            yield row


_ALONE = 256
"""So many rows are read one by one before the next window is looked for: it may cost as much as
they do.
"""


def _pieces(rows: TextRows, window: _Window) -> Iterator[CodeRow | tuple[int, int, int]]:
    """What stands in the lines of a window: rows read alone, and stretches of plain lines: first,
    end, number before.

    Ends early where reading has left the window, or the encoding has shown itself.
    """
    lines, codec = rows.lines, rows.lines.codec
    at = 0
    for begin, end in window.stretches():
        while at < begin or rows.waits:  # lines that are not plain, and what they leave to be said
            row = next(rows, None)
            if row is None:
                return
            yield row
            if not lines.waits:
                position = lines.position
                if position is None or lines.codec != codec:
                    return
                at = window.line(position)
        first = max(begin, at)
        if first < end:
            yield first, end, lines.number
            lines.pass_over(window.position(end), end - first)
            at = end


class _Window:
    """The lines of a window, and which are plain."""

    def __init__(self, rows: TextRows, raw: bytes, codec: str | None) -> None:
        columns = rows.columns
        self._in_table = columns is not None
        data = np.frombuffer(raw, np.uint8)
        self._ends = np.flatnonzero(data == _LF)
        self._plain: Bools = np.ones(len(self._ends), np.bool_)
        text = raw
        if not raw.isascii():
            text, stop = _in_utf8(raw, codec)
            if stop is not None:
                self._plain[self.line(stop) :] = False
        ends = self._ends
        if text is not raw:
            data = np.frombuffer(text, np.uint8)
            ends = np.flatnonzero(data == _LF)
        self._data = data
        starts = np.concatenate(([0], ends[:-1] + 1))
        most = rows.limits.cell_characters
        self._plain[np.diff(ends, prepend=-1) > min(most, rows.limits.line_bytes)] = False
        if b"\r" in text:
            place = np.flatnonzero(data[:-1] == _CR)
            odd = place[data[place + 1] != _LF]
            self._plain[np.searchsorted(ends, odd)] = False
            ends = ends - (data[ends - 1] == _CR)
        if columns is None:
            self._cells = [(starts, ends - starts)]
        else:
            self._cells = self._table(
                text, starts, ends, columns.delimiter, columns.names, columns.wanted
            )

    def stretches(self) -> Iterator[tuple[int, int]]:
        """The first and the end of lines that are plain and follow each other; at the end an empty
        one.
        """
        edges = np.flatnonzero(np.diff(self._plain.view(np.int8), prepend=0, append=0)).tolist()
        yield from zip(edges[::2], edges[1::2], strict=True)
        yield len(self._plain), len(self._plain)

    def line(self, position: int) -> int:
        """The line in which a position in the window stands."""
        return int(np.searchsorted(self._ends, position))

    def position(self, line: int) -> int:
        """Where a line begins in the window."""
        return int(self._ends[line - 1]) + 1 if line else 0

    def block(self, pieces: Iterable[CodeRow | tuple[int, int, int]]) -> CodeBlock:
        """The rows of its lines.

        Args:
            pieces: rows, and stretches of plain lines: the first, the end, the number of the line
                before the first.
        """
        alone: dict[int, CodeRow] = {}
        lines: list[Ints] = []
        parts: list[list[tuple[Ints, Ints]]] = [[] for _ in self._cells]
        count = 0
        for piece in pieces:
            if isinstance(piece, CodeRow):
                alone[count] = piece
                count += 1
                lines.append(np.array([piece.line]))
                for part in parts:
                    part.append((_NONE, _NONE))
                continue
            begin, end, number = piece
            cells = [(start[begin:end], size[begin:end]) for start, size in self._cells]
            numbers = np.arange(number + 1, number + 1 + end - begin)
            # a line in a list, on which nothing stands
            if not self._in_table and not cells[0][1].all():
                filled = np.flatnonzero(cells[0][1])
                cells, numbers = (
                    [(start[filled], size[filled]) for start, size in cells],
                    numbers[filled],
                )
            for part, cell in zip(parts, cells, strict=True):
                part.append(cell)
            lines.append(numbers)
            count += len(numbers)
        texts = [Texts(self._data, *(np.concatenate([_NONE[:0], *each]) for each in zip(*part, strict=True)))
                 for part in parts if part]  # fmt: skip
        if not texts:
            return CodeBlock(Texts(self._data, _NONE[:0], _NONE[:0]), _NONE[:0])
        return CodeBlock(
            texts[0], np.concatenate(lines), texts[1] if len(texts) > 1 else None, alone
        )

    def _table(
        self, text: bytes, starts: Ints, ends: Ints, delimiter: str, names: list[str],
        wanted: tuple[int, ...]
    ) -> list[tuple[Ints, Ints]]:  # fmt: skip
        """Begin and size of the wanted cells of each line; lines that are not plain have any."""
        data, plain, count = self._data, self._plain, len(names)
        if len(delimiter) > 1 or not delimiter.isascii():
            plain[:] = False
            return [(starts, ends * 0)] * len(wanted)
        marks = np.flatnonzero(data[: int(ends[-1])] == ord(delimiter))
        good: Bools = np.ones(len(starts), np.bool_)
        if len(marks) != len(starts) * (count - 1) or (
            count > 1 and not _even(marks, starts, ends, count)
        ):
            of_line = np.searchsorted(ends, marks)
            good = np.bincount(of_line, minlength=len(starts)) == count - 1
            marks = marks[good[of_line]]
            plain &= good
        begin = np.zeros((len(starts), count), np.int64)
        stop = np.zeros((len(starts), count), np.int64)
        begin[:, 0], stop[:, -1] = starts, ends
        if count > 1:
            stop[good, :-1] = marks.reshape(-1, count - 1)
            begin[:, 1:] = stop[:, :-1] + 1
        size = stop - begin
        if b'"' in text:
            self._unquote(begin, size)
        nameless = [place for place, name in enumerate(names) if not name]
        if nameless:
            plain &= ~size[:, nameless].any(axis=1)
        # a row without a code is told of, one without anything not
        nothing = np.flatnonzero(size[:, wanted[0]] == 0)
        plain[nothing[~size[nothing].any(axis=1)]] = False
        return [(begin[:, place], size[:, place]) for place in wanted]

    def _unquote(self, begin: NDArray[np.int64], size: NDArray[np.int64]) -> None:
        """Take the quotes off; a line with any that do not stand around a cell is not plain."""
        data = self._data
        longest = len(data) - 1
        opens = (data[np.minimum(begin, longest)] == _QUOTE) & (size > 0)
        closes = (data[np.clip(begin + size - 1, 0, longest)] == _QUOTE) & (size > 0)
        quotes = np.flatnonzero(data == _QUOTE)
        of_line = np.searchsorted(begin[:, 0], quotes, "right") - 1
        count = np.bincount(of_line, minlength=len(begin))
        self._plain &= ~(opens != closes).any(axis=1) & ~(opens & (size < 2)).any(axis=1)
        self._plain &= count == 2 * opens.sum(axis=1)
        begin += opens
        size -= 2 * opens


def _even(marks: Ints, starts: Ints, ends: Ints, count: int) -> bool:
    """Whether each line has its share of delimiters, if all together have."""
    table = marks.reshape(-1, count - 1)
    return bool((table[:, 0] >= starts).all() and (table[:, -1] < ends).all())


def _in_utf8(raw: bytes, codec: str | None) -> tuple[bytes, int | None]:
    """Lines in UTF-8, and from which byte on they are not in the encoding; None for the whole.

    Where no character has shown the encoding, the first that does has to be read alone.
    """
    if codec is None:
        return raw, _first_foreign(raw)
    try:
        text = raw.decode(codec)
    except UnicodeDecodeError as error:
        return raw, error.start if codec == "utf-8" else _first_foreign(raw)
    return (raw if codec == "utf-8" else text.encode()), None


def _first_foreign(raw: bytes) -> int:
    return int((np.frombuffer(raw, np.uint8) > 127).argmax())
