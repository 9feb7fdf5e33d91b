r"""Lines of JSON (NDJSON): mostly a record each.

>>> [item.data for item in parse_lines(io.BytesIO(b'{"a": 1}\n\n{"b": 2}'))]
[{'a': 1}, {'b': 2}]
"""

from __future__ import annotations

import io
import os
import re
import stat
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Literal, cast

from tracecode.findings import has_errors
from tracecode.records.decoding import BOM, TWO_MARKS, decode
from tracecode.records.json_document import begins_several, parse_document
from tracecode.records.json_form import Right, parse
from tracecode.records.judged_lines import JudgedLine, JudgedLines
from tracecode.records.plain import MOSTLY_WRONG, SELDOM, Item, bounded, fault, names_type
from tracecode.records.reasons import MORE_JSON
from tracecode.tables.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from tracecode.records.quick.json_record import Accepting, SeenLine

BLANKS = b" \t\r\n\x0b\x0c\x1e"
"""White space around a document, and the character by which JSON text sequences (RFC 7464) begin
each.
"""
_EMPTY = re.compile(rb"(?:\xef\xbb\xbf)?\[\s*\]")


def parse_lines(
    lines: IO[bytes], encoding: str = "utf-8", right: Right | None = None, limits: Limits = DEFAULT
) -> Iterator[Item]:
    """Read NDJSON: a record, a list of records or a message a line.

    Blank lines are passed over; a line that is too long costs only itself. Documents that share a
    line are read, and said to do so.

    Args:
        lines: an open file.
        encoding: `utf-8` or `gb18030`.
        right: gives the typed record of a line that is plainly a right record; such a line is not
            read otherwise.
        limits: how long a line may be, and how much a record may hold.
    """
    return cast("Iterator[Item]", accepting_lines(lines, encoding, right, limits, None))


def accepting_lines(
    lines: IO[bytes], encoding: str, right: Right | None, limits: Limits,
    accepted: Accepting | None, before: int = 0,
) -> Iterator[Item | JudgedLines]:  # fmt: skip
    """As `parse_lines`; the records of which `accepted` knows what is to be said come together.

    `before`: so many lines stand before these.
    """
    if not limits.admit_records:  # the quick ways do not ask for them
        right = accepted = None
    reader = _LineReader(encoding, right, limits, accepted, before)
    number, held, size = before, list[JudgedLine](), 0
    try:
        for pieces in _pieces(lines, limits, accepted):
            for read in reader.read(pieces):
                if isinstance(read, tuple):
                    held.append(read)
                    size += len(read[1])
                    if len(held) < _TOGETHER and size < _BLOCK:
                        continue
                if held:
                    given, held, size = held, [], 0  # first, so that none is given twice
                    yield JudgedLines.of(number + 1, given)
                    number += len(given)
                if not isinstance(read, tuple):
                    number += 1
                    yield from read
    except (Exception, KeyboardInterrupt):
        if held:  # what was judged stays judged
            yield JudgedLines.of(number + 1, held)
        raise
    if held:
        yield JudgedLines.of(number + 1, held)


_ReadLine = JudgedLine | Iterable[Item]
"""What stands on a line: a record of which all is known, or else items."""


class _LineReader:
    """Reads the lines of a source."""

    def __init__(
        self, encoding: str, right: Right | None, limits: Limits, accepted: Accepting | None,
        before: int,
    ) -> None:  # fmt: skip
        self._encoding, self._right, self._limits = encoding, right, limits
        self._accepted = accepted
        self._number = self._at = before
        self._refused = 0
        """So many lines, one after another, were not plainly right."""
        if accepted is not None:  # here, since looking for a module takes a microsecond each time
            from tracecode.records.judge import judge
            from tracecode.records.quick.json_object import plain_object

            self._judge, self._plain = judge, plain_object

    def read(self, pieces: Sequence[bytes | None]) -> Iterator[_ReadLine]:
        """What stands on the lines that come next, but on blank ones.

        Some hundred are read before any is told, so that those that are wrong are explained one
        right after the other: among right ones each took twice as long, since what it needs was no
        longer at hand.

        Args:
            pieces: without white space around them; None for one that is too long.
        """
        seen: Mapping[int, SeenLine | Literal[False]] = {}
        if self._accepted is not None and len(pieces) > 1:
            seen = self._accepted.lines(pieces, self._limits.findings)
        read, wrong = deque[_ReadLine](), 0
        try:
            for place, piece in enumerate(pieces):
                self._at += 1
                if piece == b"":
                    continue
                self._number += 1
                known = seen.get(place)
                if piece and known is None:
                    known = self._looked_up(piece)
                if known and piece:
                    self._refused = 0
                    read.append((self._at, piece, *known, None))
                else:
                    read.append(self._items(piece, tried=known is False))
                    wrong += 1
                if len(read) == _HELD or wrong == _WRONG_HELD:
                    yield from _emptied(read)
                    wrong = 0
        except (Exception, KeyboardInterrupt):
            yield from _emptied(read)
            raise
        yield from _emptied(read)

    def _looked_up(self, piece: bytes) -> SeenLine | Literal[False] | None:
        """What is known of a record of which nothing is to be said; False of one that is not
        plainly right.
        """
        if self._accepted is None:
            return None
        if self._refused >= MOSTLY_WRONG and self._at % SELDOM:
            return False
        values = self._accepted(piece)
        if values:
            return values[1]["record_id"], values[0], ()
        self._refused = 0 if values is None else self._refused + 1
        return False if values is False else None

    def _items(self, piece: bytes | None, *, tried: bool) -> _ReadLine:
        """What stands on a line that is not accepted; one record is read at once.

        Args:
            piece: the line.
            tried: whether it is known to be no record that is plainly right.
        """
        number, at, right = self._number, self._at, self._right
        if piece is None:
            long = fault("file.line_too_long", line=at, allowed=self._limits.line_bytes)
            return [Item(number, at, None, (long,))]
        if right is not None and not tried and (record := right(piece)) is not None:
            return [Item(number, at, None, right=record)]
        if _EMPTY.fullmatch(piece):  # a line that says something: not to be lost in silence
            return [Item(number, at, None, (fault("data.empty", line=at),))]
        if self._encoding != "utf-8" or (at == 1 and piece.startswith(BOM)):
            return self._decoded(piece, number, at)
        items = self._parsed(piece, number, at)
        return items if self._accepted is None else self._judged(items, piece, self._accepted)

    def _decoded(self, piece: bytes, number: int, at: int) -> Iterator[Item]:
        text, findings = decode(piece, self._encoding)
        if has_errors(findings):
            yield Item(number, at, None, tuple(finding.replace(line=at) for finding in findings))
            return
        piece = text.encode()
        if piece.startswith(BOM):
            twice = fault("data.encoding", line=at, found=TWO_MARKS)
            yield Item(number, at, None, (*findings, twice))
            return
        for item in self._parsed(piece, number, at):
            yield item._replace(faults=(*findings, *item.faults)) if findings else item
            findings = ()

    def _parsed(self, piece: bytes, number: int, at: int) -> Iterable[Item]:
        if not begins_several(piece):
            tried = self._right is not None
            data = None if self._accepted is None else self._plain(piece)
            item = parse(
                piece, number, at, place=(at, 1), limits=self._limits, tried=tried, data=data
            )
            if item.data is not None or not any(
                each.values.get("reason") is MORE_JSON for each in item.faults
            ):
                return [item]
        return self._several(piece, number, at)

    def _several(self, piece: bytes, number: int, at: int) -> Iterator[Item]:
        """The documents on a line, each when it is asked for: there may be many."""
        file, limits = io.BytesIO(piece), self._limits
        for item in parse_document(file, right=self._right, limits=limits, number=number, line=at):
            yield item._replace(alone=False)

    def _judged(self, items: Iterable[Item], piece: bytes, accepted: Accepting) -> _ReadLine:
        """What stands on a line, with what is found of it where it is one record of a named type:
        whoever reads wants to know no more.
        """
        item = items[0] if isinstance(items, list) else None
        if item is None or item.record_count is not None or not names_type(item.data):
            return items
        most = self._limits.findings
        try:
            judged = self._judge(item.data, accepted.standard, item.raw, most, tried=item.tried)
        except Exception:  # noqa: BLE001  # told where it costs this record its verdict, and no other
            return items
        findings = bounded((*item.faults, *judged.findings), most)
        return self._at, piece, item.data.get("record_id"), judged.layout, findings, judged.record


def _emptied(read: deque[_ReadLine]) -> Iterator[_ReadLine]:
    """What was read, each given once, whatever breaks off."""
    while read:
        yield read.popleft()


def _pieces(
    file: IO[bytes], limits: Limits, accepted: Accepting | None
) -> Iterator[list[bytes | None]]:
    """The lines of a file, without white space around them, None for one that is too long: many
    together where there are so many that columns are worth it, or else one by one until there are.
    """
    most, ahead = limits.line_bytes, 0
    if accepted is not None:
        accepted.expect(ahead := _ahead(file))
    while accepted is None or not accepted.many:
        piece = file.readline(most + 1)
        if accepted is not None and not ahead:
            accepted.expect(len(piece))
        if len(piece) > most and not piece.endswith(b"\n"):
            _end_of_line(file, most)
            yield [None]
        elif piece:
            yield [piece.strip(BLANKS)]
        else:
            return
    for raw, rest in _blocks(file, _BLOCK, most):
        pieces = raw.split(b"\n")
        pieces[-1] += rest.removesuffix(b"\n")  # not of the whole, which would be copied
        if not pieces[-1]:
            pieces.pop()
        yield [None if len(piece) > most else piece.strip(BLANKS) for piece in pieces]


def _ahead(file: IO[bytes]) -> int:
    """How many bytes of a file on a disk, or in memory, are still to be read; 0 of anything else:
    not all that has a `fileno` or a `seek` stays as it is when it is asked.
    """
    raw = file.raw if isinstance(file, io.BufferedReader) else file
    with suppress(OSError, ValueError):
        if type(raw) is io.BytesIO:
            at = raw.tell()
            size = raw.seek(0, io.SEEK_END) - at
            raw.seek(at)
            return size
        if isinstance(raw, io.FileIO) and stat.S_ISREG((state := os.fstat(raw.fileno())).st_mode):
            return max(0, state.st_size - file.tell())
    return 0


def whole_lines(file: IO[bytes], size: int, most: int) -> Iterator[bytes]:
    r"""Whole lines of a file, many together. Of a line that is too long no more is kept than shows
    it.

    >>> [*whole_lines(io.BytesIO(b"{}\n{}\nxxxxxx\n{}"), 4, 4)]
    [b'{}\n{}\n', b'xxxxxx\n', b'{}']

    Args:
        file: open.
        size: about so many bytes are read at once.
        most: so long may a line be.
    """
    for raw, rest in _blocks(file, size, most):
        yield raw + rest


def _blocks(file: IO[bytes], size: int, most: int) -> Iterator[tuple[bytes, bytes]]:
    """The same: what was read at once, and the rest of its last line."""
    while raw := file.read(size):
        rest = b""
        if not raw.endswith(b"\n"):
            rest = file.readline(most + 1)
            if len(rest) > most and not rest.endswith(b"\n"):
                rest += _end_of_line(file, most)
        yield raw, rest


def _end_of_line(file: IO[bytes], most: int) -> bytes:
    """Pass over the rest of a line; the line end, if there is one."""
    while (rest := file.readline(most)) and not rest.endswith(b"\n"):
        pass
    return b"\n" if rest else b""


_BLOCK = 1024 * 1024
"""So many bytes are looked at together."""
_TOGETHER = 128
"""So many lines are given at once of which all is known."""
_HELD, _WRONG_HELD = 512, 64
"""So many lines at most are read before they are told, and so many with all that is wrong."""
