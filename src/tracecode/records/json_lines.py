r"""Lines of JSON (NDJSON): mostly a record each.

>>> [item.data for item in parse_lines(io.BytesIO(b'{"a": 1}\n\n{"b": 2}'))]
[{'a': 1}, {'b': 2}]
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from typing import IO, TYPE_CHECKING, Literal, cast

from tracecode.findings import Finding, has_errors
from tracecode.records.decoding import BOM, TWO_MARKS, decode
from tracecode.records.json_form import Right, parse
from tracecode.records.plain import AcceptedLine, AcceptedLines, Item, fault
from tracecode.records.reasons import MORE_JSON
from tracecode.tables.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from tracecode.records.quick.json_record import Accepting
    from tracecode.standard.elements import RecordLayout

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
) -> Iterator[Item | AcceptedLines]:  # fmt: skip
    """As `parse_lines`; the records that `accepted` gives, of which nothing is to be said, come
    together.

    `before`: so many lines stand before these.
    """
    if not limits.admit_records:  # the quick ways do not ask for them
        right = accepted = None
    number = at = before
    held: list[AcceptedLine] = []
    refused = 0
    for pieces in _pieces(lines, limits, accepted):
        seen: Mapping[int, tuple[RecordLayout, str] | Literal[False]] = {}
        if accepted is not None and len(pieces) > 1 and refused < _MOSTLY_WRONG:
            seen = accepted.lines(pieces)
        for place, piece in enumerate(pieces):
            at += 1
            known = seen.get(place)
            if known is None and accepted is not None and piece:
                if refused >= _MOSTLY_WRONG and at % _SELDOM:
                    known = False
                elif values := accepted(piece):
                    known = values[0], values[1]["record_id"]
                else:
                    known = values
                    refused = 0 if values is None else refused + 1
            if known and piece is not None:
                refused = 0
                held.append((at, piece, known[1], known[0]))
                if len(held) < _TOGETHER:
                    continue
            if held:
                yield AcceptedLines.of(number + 1, held)
                number += len(held)
                held = []
            if piece == b"" or known:
                continue
            number += 1
            record = None if right is None or known is False or not piece else right(piece)
            if record is not None:
                yield Item(number, at, None, right=record)
            elif piece is None:
                long = fault("file.line_too_long", line=at, allowed=limits.line_bytes)
                yield Item(number, at, None, (long,))
            elif _EMPTY.fullmatch(piece):  # a line that says something: not to be lost in silence
                yield Item(number, at, None, (fault("data.empty", line=at),))
            else:
                yield from _line(piece, number, at, encoding, right, limits)
    if held:
        yield AcceptedLines.of(number + 1, held)


def _pieces(
    file: IO[bytes], limits: Limits, accepted: Accepting | None
) -> Iterator[list[bytes | None]]:
    """The lines of a file, without white space around them, None for one that is too long: one by
    one, and many together once there are so many that columns are worth it.
    """
    most = limits.line_bytes
    while accepted is None or not accepted.many:
        piece = file.readline(most + 1)
        if accepted is not None:
            accepted.seen(len(piece))
        if len(piece) > most and not piece.endswith(b"\n"):
            _end_of_line(file, most)
            yield [None]
        elif piece:
            yield [piece.strip(BLANKS)]
        else:
            return
    for raw in whole_lines(file, _BLOCK, most):
        pieces = raw.split(b"\n")
        if not pieces[-1]:
            pieces.pop()
        yield [None if len(piece) > most else piece.strip(BLANKS) for piece in pieces]


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
    while raw := file.read(size):
        if not raw.endswith(b"\n"):
            rest = file.readline(most + 1)
            raw += rest
            if len(rest) > most and not rest.endswith(b"\n"):
                raw += _end_of_line(file, most)
        yield raw


def _end_of_line(file: IO[bytes], most: int) -> bytes:
    """Pass over the rest of a line; the line end, if there is one."""
    while (rest := file.readline(most)) and not rest.endswith(b"\n"):
        pass
    return b"\n" if rest else b""


_BLOCK = 1024 * 1024
"""So many bytes are looked at together."""
_TOGETHER = 128
"""So many accepted lines are given at once."""
_MOSTLY_WRONG, _SELDOM = 16, 8
"""After so many lines that are not plainly right one in so many is tried: where all are wrong,
trying takes a tenth of all.
"""


def _line(
    piece: bytes, number: int, at: int, encoding: str, right: Right | None, limits: Limits
) -> Iterator[Item]:  # fmt: skip
    """What stands on a line that is not plainly one right record."""
    from tracecode.records.json_document import begins_several, parse_document

    findings: tuple[Finding, ...] = ()
    if encoding != "utf-8" or (at == 1 and piece.startswith(BOM)):
        text, findings = decode(piece, encoding)
        if has_errors(findings):
            yield Item(number, at, None, tuple(finding.replace(line=at) for finding in findings))
            return
        piece = text.encode()
        if piece.startswith(BOM):
            yield Item(
                number, at, None, (*findings, fault("data.encoding", line=at, found=TWO_MARKS))
            )
            return
    if begins_several(piece):
        several = parse_document(
            io.BytesIO(piece), right=right, limits=limits, number=number, line=at
        )
        for item in several:
            yield item._replace(faults=(*findings, *item.faults), alone=False)
            findings = ()
        return
    item = parse(piece, number, at, place=(at, 1), limits=limits, tried=right is not None)
    if item.data is None and any(each.values.get("reason") is MORE_JSON for each in item.faults):
        for item in parse_document(
            io.BytesIO(piece), right=right, limits=limits, number=number, line=at
        ):
            yield item._replace(faults=(*findings, *item.faults), alone=False)
            findings = ()
        return
    yield item._replace(faults=(*findings, *item.faults)) if findings else item
