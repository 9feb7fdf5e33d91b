r"""A table of records in CSV, cut into parts that can be read by themselves.

A part begins at a row of which it is plain that a record begins there, whatever stood above it: its
quotation marks are right, it says its type, and nothing of it was looked at for the rows before.
With it goes what the head of the table said; what rows further above said is told to who reads it
(`PartReader.begin`). Where no such row comes for long (no row but the first says its type, or rows
go on and on), the rest is one part, which is read as it comes.

>>> import io
>>> from tracecode.standard.resolved import packaged
>>> table = "record_type,recall_no\n" + "".join(f"recall,R-{n}\n" for n in range(90))
>>> cutter = CsvCutter(io.BytesIO(table.encode()), packaged(), "utf-8", DEFAULT, 2_000)
>>> [(part.before, len(part.lines)) for part in cutter.parts()]
[(0, 35), (35, 33), (68, 23)]
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import IO, TYPE_CHECKING, NamedTuple

from tracecode.findings import Finding
from tracecode.records.csv_form import delimiter_in, items_of, nothing, row_of_cells
from tracecode.records.headings import TYPE
from tracecode.records.judged_lines import JudgedLines
from tracecode.records.plain import Item
from tracecode.records.table_form import TableReader
from tracecode.records.table_record import ColumnPlan, filled
from tracecode.spec.charclass import shows_nothing
from tracecode.tables.delimited import LinesAgain, cells_of
from tracecode.tables.limits import DEFAULT, Limits
from tracecode.tables.lines import Line, Lines
from tracecode.tables.nothing import NOTHINGS
from tracecode.tables.quotes import quoted
from tracecode.tables.rows import Cell, Row

if TYPE_CHECKING:
    from tracecode.records.quick.table_rows import Take
    from tracecode.standard.resolved import Resolved

_HEAD = 64 * 1024
"""Characters of the first part, which nobody can read who does not know the head."""
_LONGEST = 4
"""A part has so many times its usual size at most."""
_LINE = 50
"""So many characters a line counts for beside its own."""


class CsvHead(NamedTuple):
    """What the beginning of a table says of all that follows."""

    delimiter: str
    row: Row | None = None
    """The header; None where it is still to be read."""
    first_cells: tuple[Cell, ...] = ()
    """What stands in the first cells of headers."""
    nothings: frozenset[str] = frozenset()
    """The words for nothing of which it was said that they are read as empty cells."""


class CsvPart(NamedTuple):
    """Rows of a table, one below another."""

    lines: list[Line]
    before: int
    """How many lines stand before them."""
    reached: int
    """So many lines of the source were read before the first of them is."""
    notes: tuple[Finding, ...]
    """What is to be said of the encoding, each from its line on."""
    head: CsvHead
    told: int = 0
    """How many such notes stand before them."""
    rest: Lines | None = None
    """What follows them, where it is not cut; then the part stays in its process."""


class CsvCutter:
    """Cuts a table."""

    def __init__(
        self, file: IO[bytes], standard: Resolved, encoding: str, limits: Limits, size: int
    ) -> None:
        """Begin to read.

        Args:
            file: the table.
            standard: the specifications.
            encoding: as for `csv_form.parse`.
            limits: how much is read.
            size: of a part, in characters.

        Raises:
            UnreadableFile: the encoding is another one.
        """
        self._lines, self._limits, self._size = Lines(file, encoding, limits), limits, size
        self._head = CsvHead(delimiter_in(self._lines, standard, limits))
        self._scout = PartReader(standard, self._head, limits)
        """Reads the first rows, to know what the header is; what it says of them, is said again by
        who reads the first part."""
        self._reached = self._lines.number
        self._noted = self._told = 0
        """How many notes on the encoding were seen, and how many went with a part."""

    def parts(self) -> Iterator[CsvPart]:
        """The parts; the first is to be read by who knows nothing of the table."""
        held: list[Line] = []
        enough, size = min(_HEAD, self._size), 0
        for row, apart in self._rows():
            if size >= enough and apart and self._begins(row):
                yield self._part(held)
                held, enough, size = [], self._size, 0
            if self._head.row is None:
                self._scouted(row)
            held += row
            size += sum(_LINE + (len(text) if isinstance(text, str) else 0) for _, text in row)
            if size >= _LONGEST * self._size:
                yield self._part(held, self._lines)
                return
        if self._head.row is None:  # also where there is nothing at all
            yield self._part(held, self._lines)
        elif held:
            yield self._part(held)

    def _part(self, lines: list[Line], rest: Lines | None = None) -> CsvPart:
        """A part; where it is the first of several, its head goes with the others."""
        before = lines[0][0] - 1 if lines else 0
        reached, told = max(before, self._reached), self._told
        notes, self._told = self._lines.notes[told:], len(self._lines.notes)
        part = CsvPart(lines, before, reached, notes, self._head, told, rest)
        if self._head.row is None and (header := self._scout.header) is not None:
            self._head = self._head._replace(
                row=header.row,
                first_cells=tuple(self._scout.heads),
                nothings=self._scout.new_nothings,
            )
        return part

    def _rows(self) -> Iterator[tuple[list[Line], bool]]:
        """The lines of each row, as `cells_of` takes them; and whether nothing of it was read
        before, to find out what a row above it is.
        """
        lines, delimiter, limits = self._lines, self._head.delimiter, self._limits
        while True:
            reached = lines.number
            line = next(lines, None)
            if line is None:
                return
            number, text = line
            taken = [line]
            if isinstance(text, str) and '"' in text:
                quoted(number, text, _Taken(lines, taken), delimiter, limits)
            yield taken, number > reached

    def _begins(self, lines: list[Line]) -> bool:
        """Whether a part may begin with a row.

        What is to be said of the encoding is said with the next record that ends, so one more
        begins before the part ends.
        """
        row = self._row(lines)
        if row is None or not self._scout.begins(row):
            return False
        noted, self._noted = self._noted, len(self._lines.notes)
        return noted == self._noted

    def _scouted(self, lines: list[Line]) -> None:
        if (row := self._row(lines)) is not None:
            deque(self._scout.row(row), 0)

    def _row(self, lines: list[Line]) -> Row | None:
        """A row read alone; None if nothing stands there."""
        number, cells = next(cells_of(LinesAgain(lines), self._head.delimiter, self._limits))
        return row_of_cells(number, cells) if isinstance(cells, Finding) or cells else None


class PartReader(TableReader):
    """Reads the rows of a part."""

    def __init__(self, standard: Resolved, head: CsvHead, limits: Limits = DEFAULT) -> None:
        """A reader, for one part after another; `begin` stands before each.

        Args:
            standard: the specifications.
            head: of the table.
            limits: how much is read.
        """
        super().__init__(standard, None, limits)
        self.first: object = None
        """Record id of the first record."""
        self.head = head
        self._known: frozenset[str] = frozenset()
        if head.row is not None:
            deque(self._find_header(head.row), 0)  # what is wrong with it was said in its place

    def begin(self, last: object, nothings: frozenset[str]) -> None:
        """Begin a part, further below than the first.

        Args:
            last: record id of the record before.
            nothings: the words for nothing of which it was said above what they are.
        """
        self._second, self.heads = False, [*self.head.first_cells]
        self._known = nothings
        self.notes, self._nothings = [], {*nothings}
        self._open = self._recent = self.first = None
        self.last = last

    @property
    def new_nothings(self) -> frozenset[str]:
        """The words for nothing of which it was first said in this part."""
        return frozenset(self._nothings) - self._known

    def begins(self, row: Row) -> bool:
        """Whether a record begins with a row, whatever stands above it."""
        cells = {
            at: cell
            for at, cell in row.cells.items()
            if not isinstance(cell, str) or cell not in NOTHINGS
        }
        texts = [cell for cell in cells.values() if isinstance(cell, str)]
        if row.fault is not None or not self.is_ready or all(map(shows_nothing, texts)):
            return False
        if next(iter(cells.values())) in self.heads:  # the header once more, perhaps
            return False
        row = row._replace(cells=cells)
        plan, said = self.plan(row)
        return isinstance(said.get(TYPE[0]), str) and any(True for _ in filled(plan.starts, row))

    def pass_over(self, id: object, plan: ColumnPlan) -> int:
        """As ever; see `TableReader.pass_over`."""
        self.first = id if self.first is None else self.first
        return super().pass_over(id, plan)

    def end_record(self) -> Iterator[Item]:
        """As ever; see `TableReader.end_record`."""
        ends = self._open is not None
        for item in super().end_record():
            self.first = self.last if self.first is None and ends else self.first
            yield item

    def items(self, part: CsvPart, take: Take | None) -> Iterator[Item | JudgedLines]:
        """What stands in a part; there may be nothing.

        Args:
            part: the part that was begun.
            take: as for `csv_form.parse_quickly`.
        """
        lines, empty = PartLines(part), True
        for item in items_of(lines, part.head.delimiter, self, take, self._limits):
            empty = False
            yield item
        if empty and part.head.row is None and part.rest is not None:  # in the whole table
            yield nothing(lines)


class PartLines(LinesAgain):
    """The lines of a part, and what is to be said of the encoding as far as they were read."""

    def __init__(self, part: CsvPart) -> None:
        super().__init__(part.lines)
        self._part = part
        self._reached = part.reached

    def __next__(self) -> Line:
        """The next line, of the part or behind it where the rest is not cut."""
        rest = self._part.rest
        try:
            line = super().__next__()
        except StopIteration:
            if rest is None:
                raise
            line = next(rest)
        self._reached = max(self._reached, line[0])
        return line

    @property
    def notes(self) -> tuple[Finding, ...]:
        """What is to be said of the encoding."""
        part = self._part
        notes = part.notes if part.rest is None else part.rest.notes[part.told :]
        if not notes:
            return ()
        return tuple(note for note in notes if (note.line or 0) <= self._reached)


class _Taken:
    """Lines of which those are kept that were taken, and not put back."""

    def __init__(self, lines: Lines, taken: list[Line]) -> None:
        self._lines, self._taken = lines, taken

    def __next__(self) -> Line:
        line = next(self._lines)
        self._taken.append(line)
        return line

    def put_back(self, lines: Iterable[Line]) -> None:
        """Read these lines next, in this order; they were taken last."""
        again = [*lines]
        del self._taken[len(self._taken) - len(again) :]
        self._lines.put_back(again)
