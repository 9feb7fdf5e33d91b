r"""CSV as it comes: comma, semicolon, tab or bar between cells, titles above the header, quotes
that are never closed.

>>> lines = Lines('Codes of March\ncode;made\n"A\n1";2026-03-12\n'.encode())
>>> [row.fields for row in named_rows(lines, "code")]
[{'code': 'A\n1', 'made': '2026-03-12'}]
"""

from __future__ import annotations

import re
import unicodedata
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from tracecode.errors import UnreadableFile
from tracecode.findings import Finding
from tracecode.fold import fold
from tracecode.privacy import columns
from tracecode.spec.charclass import shows_nothing
from tracecode.tables.limits import DEFAULT, Limits
from tracecode.tables.lines import Line, Lines
from tracecode.tables.quotes import held, quoted
from tracecode.tables.rows import cell_name

DELIMITERS = (",", ";", "\t", "|")
"""What may stand between cells."""
_SEPARATOR = re.compile(r'"?sep=([^\r\n"])"?[\r\n]*\Z', re.IGNORECASE)
"""The first line by which Excel is told what stands between cells."""


class NamedRow(NamedTuple):
    """A row below a header."""

    line: int
    """On which it begins."""
    fields: dict[str, str]
    """Its cells by the names of their columns; of a column that stands twice the second is `name
    (2)`.
    """
    fault: Finding | None = None
    """Why it could not be read; or what is wrong with the header."""
    notes: tuple[Finding, ...] = ()
    """What is wrong beside its named cells."""


def delimiter_of(lines: Lines, knows: Callable[[str], bool], limits: Limits = DEFAULT) -> str:
    """What stands between the cells: that which makes most of the known names of a header.

    Args:
        lines: from the first on; they are read again afterwards, except a line `sep=;`.
        knows: whether a text is the name of a column.
        limits: how far down the header may stand.
    """
    seen: list[Line] = []
    size = 0
    for number, line in lines:
        if not seen and isinstance(line, str) and (match := _SEPARATOR.match(line)):
            return match[1]
        seen.append((number, line))
        size += len(line) if isinstance(line, str) else 0
        if (
            isinstance(line, Finding)
            or len(seen) > limits.title_rows + limits.row_lines
            or size > limits.row_characters
        ):
            break
    scores = {mark: _most_known(seen, mark, knows, limits) for mark in DELIMITERS}
    lines.put_back(seen)
    return max(DELIMITERS, key=lambda mark: scores[mark])


def _most_known(
    seen: Sequence[Line], mark: str, knows: Callable[[str], bool], limits: Limits
) -> int:
    """How many names of columns the first rows have at most, if that stands between their cells."""
    rows = islice(cells_of(LinesAgain(seen), mark, limits), limits.title_rows + 1)
    return max(
        (
            sum(map(knows, map(str.strip, row[: limits.columns])))
            for _, row in rows
            if isinstance(row, list)
        ),
        default=0,
    )


class LinesAgain(Iterator[Line]):
    """Lines that were read before, once more."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._lines = deque(lines)

    def __next__(self) -> Line:
        if not self._lines:
            raise StopIteration
        return self._lines.popleft()

    def put_back(self, lines: Iterable[Line]) -> None:
        """Read these lines next, in this order."""
        self._lines.extendleft(reversed(list(lines)))


def columns_shown(lines: Lines, limits: Limits = DEFAULT) -> list[str]:
    """The cells of the longest among the first rows, which is the header most likely, where no name
    is known.

    Args:
        lines: of the table.
        limits: how far down the header may stand.
    """
    seen = list(islice(lines, limits.title_rows + 1))
    rows = (islice(cells_of(LinesAgain(seen), mark, limits), len(seen)) for mark in DELIMITERS)
    return max(
        (cells for few in rows for _, cells in few if isinstance(cells, list)), key=len, default=[]
    )


def is_empty(lines: Lines) -> bool:
    """Whether nothing stands in a table: it has blanks, delimiters and line ends only.

    Args:
        lines: of the table; from the first that shows something on they are read again.
    """
    for number, line in lines:
        if isinstance(line, Finding) or not shows_nothing(line.translate(_NO_DELIMITERS)):
            lines.put_back([(number, line)])
            return False
    return True


_NO_DELIMITERS = str.maketrans("", "", "".join(DELIMITERS))


def cells_of(
    lines: Lines | LinesAgain, delimiter: str, limits: Limits = DEFAULT
) -> Iterator[tuple[int, list[str] | Finding]]:
    """The rows of a table: the line on which each begins, and its cells or why it could not be
    read.

    A row whose quotes are not right costs its first line, and reading goes on with the next.
    """
    for number, line in lines:
        if isinstance(line, Finding):
            yield number, line
        elif '"' not in line:
            text = line.rstrip("\r\n")
            cells = text.split(delimiter) if text else []
            yield (
                number,
                (cells if len(text) <= limits.cell_characters else held(cells, number, limits)),
            )
        else:
            yield number, quoted(number, line, lines, delimiter, limits)


class Columns(NamedTuple):
    """The columns of a table, known once its header was read."""

    delimiter: str
    """What stands between cells."""
    names: list[str]
    """Of all columns, as they stand there; a column that has none has an empty one."""
    wanted: tuple[int, ...]
    """The places of the columns that were asked for."""


class NamedRows:
    """The rows below the header of a table. Iterate it."""

    def __init__(
        self, lines: Lines, column: str, limits: Limits = DEFAULT, *, beside: Sequence[str] = (),
        called: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        """See `named_rows`."""
        self._lines, self._limits, self.column = lines, limits, column
        self._wanted_names = (column, *beside)
        self._meant = {**(called or {}), **{compared(name): name for name in (*beside, column)}}
        self.columns: Columns | None = None
        """Known with the first row; None where no header was found."""

    def __iter__(self) -> Iterator[NamedRow]:
        delimiter = delimiter_of(
            self._lines,
            lambda name: not {text := compared(name), unasked(text)}.isdisjoint(self._meant),
            self._limits,
        )
        rows = cells_of(self._lines, delimiter, self._limits)
        above: list[tuple[int, list[str]]] = []
        header = _header(rows, self._wanted_names, self._meant, above, self._limits)
        if isinstance(header, NamedRow):
            yield header
            yield from (
                NamedRow(number, {}, cells) for number, cells in rows if isinstance(cells, Finding)
            )
            return
        line, names = header
        yield from _codes_above(above, line, names)
        for repeated in _repeated(names, self._wanted_names, line):
            yield NamedRow(line, {}, repeated)
        self.columns = Columns(delimiter, names, tuple(map(names.index, self._wanted_names)))
        place, distinct = self.columns.wanted[0], _distinct(names)
        width = len(names) if all(names) else 0  # of a row whose cells all have names
        for number, cells in rows:
            if isinstance(cells, Finding):
                yield NamedRow(number, {}, cells)
            elif place < len(cells):
                if any(cells):
                    notes = () if len(cells) <= width else _nameless(cells, names, number)
                    yield NamedRow(number, dict(zip(distinct, cells, strict=False)), None, notes)
            elif any(cells):
                values = {"column": place + 1}
                short = Finding(
                    rule="file.missing_column", severity="error", values=values, line=number
                )
                yield NamedRow(number, {}, short)


def named_rows(
    lines: Lines, column: str, limits: Limits = DEFAULT, *, beside: Sequence[str] = (),
    called: Mapping[str, str] | None = None,
) -> Iterator[NamedRow]:  # fmt: skip
    """The rows below the header of a table.

    Args:
        lines: of the table.
        column: a column that it must have; white space, width and capitals of its name do not
            matter.
        limits: how far down the header may stand, and how long a row may be.
        beside: further columns that it must have.
        called: other names of columns, as `compared` gives them, and what each means.

    Yields:
        The rows. A header that names one of these columns twice is a fault, after which the first
        of them is read; so is a table in which nothing stands.

    Raises:
        UnreadableFile: there is no such column, or no header.
    """
    return iter(NamedRows(lines, column, limits, beside=beside, called=called))


def _header(
    rows: Iterator[tuple[int, list[str] | Finding]], wanted: Sequence[str],
    meant: Mapping[str, str], above: list[tuple[int, list[str]]], limits: Limits,
) -> tuple[int, list[str]] | NamedRow:  # fmt: skip
    """The line of the header and the names of the columns; or why no row can be read. Takes the
    rows above it.
    """
    first: list[str] = []
    for number, cells in rows:
        if isinstance(cells, Finding):
            return NamedRow(number, {}, cells)
        names = _called([name.strip() for name in cells], meant)
        if wanted[0] in names:
            for column in wanted:
                if column not in names:
                    raise no_column(column, names)
            return number, names
        if not first and not all(map(shows_nothing, names)):
            first = names
        above.append((number, names))
        if len(above) > limits.title_rows:
            break
    if first:
        raise no_column(wanted[0], first)
    if all(not isinstance(cells, Finding) and all(map(shows_nothing, cells)) for _, cells in rows):
        return NamedRow(0, {}, Finding(rule="data.empty", severity="error"))
    raise UnreadableFile("the file has no header line", "文件没有表头行")


def _called(names: list[str], meant: Mapping[str, str]) -> list[str]:
    """The names of columns, those that are known as the caller writes them; a column that has that
    very name is it.
    """
    given = {*names}
    known = {
        name: meant.get(text := compared(name)) or meant.get(unasked(text), name) for name in given
    }
    return [name if known[name] in given else known[name] for name in names]


def compared(name: str) -> str:
    r"""A name of a column as it is compared: without spaces, line ends, full-width forms, capitals
    and what is unseen.

    >>> compared("追溯\n码（Code）")
    '追溯码(code)'
    """
    return "".join(unicodedata.normalize("NFKC", fold(name, ()).text).casefold().split())


_ASKED = re.compile(
    r"[*※]+|[(\[【<](?:[*※]|必填项?|必须|必需|选填项?|可选|非必填|required|mandatory|optional|m|o)[)\]】>]"
)


def unasked(name: str) -> str:
    """A name, as `compared` gives it, without what people put beside it to say whether it must be
    filled.

    >>> unasked("*追溯码(必填)")
    '追溯码'
    """
    return _ASKED.sub("", name)


def no_column(column: str, names: Sequence[str]) -> UnreadableFile:
    """The error on a table that lacks a column.

    Args:
        column: the one that was asked for.
        names: of those that it has.
    """
    known = columns(names)
    return UnreadableFile(
        f"there is no column {column!r}; the columns are: {known['en']}",
        f"没有名为 {column!r} 的列；现有列：{known['zh']}",
    )


def _codes_above(
    above: list[tuple[int, list[str]]], header: int, names: list[str]
) -> Iterator[NamedRow]:
    """The rows above the header that are no titles: a table has codes there that was sorted with
    its header.

    A title fills one cell, and where there is one column only it has blanks or other than ASCII.
    From the first row on that has not, each counts as one of a code.
    """
    codes = False
    for line, cells in above:
        filled = [cell for cell, name in zip(cells, names, strict=False) if cell and name]
        alone = len(names) == 1 and any(cell.isascii() and " " not in cell for cell in filled)
        codes = codes or len(filled) > 1 or alone
        if codes and any(cells):
            values = {"row": header}
            yield NamedRow(
                line,
                {},
                Finding(rule="data.above_header", severity="error", values=values, line=line),
            )


def _repeated(names: Sequence[str], wanted: Sequence[str], line: int) -> Iterator[Finding]:
    """The findings on columns that have the name of one that is read: what stands in them is
    not.
    """
    for column in dict.fromkeys(wanted):
        first, *more = (at for at, name in enumerate(names) if name == column)
        for at in more:
            values = {"cell": cell_name(at, line), "found": column, "first": cell_name(first, line)}
            yield Finding(
                rule="data.column_repeated", severity="error", values=values, path=column, line=line
            )


def _nameless(cells: Sequence[str], names: Sequence[str], line: int) -> tuple[Finding, ...]:
    """The finding on filled cells of a row whose columns have no name."""
    beyond = [
        cell_name(at, line)
        for at, cell in enumerate(cells)
        if (at >= len(names) or not names[at]) and not shows_nothing(cell)
    ]  # fmt: skip
    if not beyond:
        return ()
    listed = ", ".join(beyond[:_NAMED]) + (f" … {beyond[-1]}" if len(beyond) > _NAMED else "")
    return (
        Finding(rule="data.beyond_header", severity="error", values={"cell": listed}, line=line),
    )


_NAMED = 5
"""So many cells of one row are named in one finding."""


def _distinct(names: list[str]) -> list[str]:
    """The names, of which none stands twice."""
    seen: dict[str, int] = {}
    distinct = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        distinct.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return distinct
