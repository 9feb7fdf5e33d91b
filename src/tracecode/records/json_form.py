"""Records and messages as JSON: one value, or one document a line (NDJSON); `json_document` reads
long ones.

>>> parse(b'{"a": 1, "a": 2}').faults[0].rule
'data.duplicate_key'
"""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import IO, TYPE_CHECKING, Any, Literal, Self, cast

import jiter

from tracecode.findings import Finding, has_errors
from tracecode.privacy import shown
from tracecode.records.decoding import BOM, TWO_MARKS, bad_byte, decode, is_wide
from tracecode.records.plain import (
    AcceptedLine,
    AcceptedLines,
    Findings,
    Item,
    fault,
    find_irregular,
    oversized,
    suspect,
)
from tracecode.records.reasons import MORE_JSON, Reason, json_reason
from tracecode.tables.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from tracecode.records.model import Record
    from tracecode.records.quick.json_record import Accepting
    from tracecode.standard.elements import RecordLayout

Right = Callable[[bytes], "Record | None"]
"""Gives the typed record of a text that is plainly a right record."""
Place = tuple[int, int]
"""Row and column of the first byte of a text in its source, from 1."""
_PLACE = re.compile(r"(.*?)(?: at)? line ([0-9]+) column ([0-9]+)", re.DOTALL)
_TWICE = "Detected duplicate key"


def parse(
    raw: bytes, number: int = 1, line: int | None = None, encoding: str = "utf-8", *,
    place: Place = (1, 1), before: int = 0, limits: Limits = DEFAULT, tried: bool = False,
) -> Item:  # fmt: skip
    """Read one value of JSON, mostly a record.

    Args:
        raw: the bytes.
        number: its place in its source.
        line: its line there, where it has one of its own.
        encoding: `utf-8` or `gb18030`.
        place: row and column at which it begins in its source.
        before: how many bytes of its source stand before it.
        limits: how much one record may hold.
        tried: whether it was seen that it is no record that is plainly right.
    """
    findings: tuple[Finding, ...] = ()
    if encoding != "utf-8" or raw.startswith(BOM):
        text, findings = decode(raw, encoding)
        if has_errors(findings):
            return Item(number, line, None, findings)
        raw = text.encode()
    try:
        data = jiter.from_json(raw, catch_duplicate_keys=True, allow_inf_nan=False)
    except ValueError as error:
        return _faulty(raw, number, line, str(error), findings, place, before, limits)
    if (large := oversized(data, len(raw), limits)) is not None:
        return Item(number, line, None, (*findings, large.replace(line=place[0])))
    if not raw.startswith(b"{") or any(each.search(raw) for each in _BOUNDLESS):
        data = json.loads(raw, parse_float=_as_written)
    odd = Findings(limits.findings)
    if suspect(raw, b"\\", b"null"):
        find_irregular(data, odd, place[0])
    return Item(number, line, data, (*findings, *odd.all()), None if odd else raw, tried=tried)


_BLANKS = b" \t\r\n\x0b\x0c\x1e"
"""White space around a document, and the character by which JSON text sequences (RFC 7464) begin
each.
"""
_BOUNDLESS = [re.compile(rb"%b\+?[0-9]{3,}[,}\]\s]" % sign) for sign in (b"e", b"E")]
"""A number of hundreds of digits in an object may be written so; as a float it would be
infinite.
"""


class _Written(float):
    """A number that no float holds: it is shown as it is written."""

    def __new__(cls, text: str) -> Self:
        made = super().__new__(cls, text)
        made.text = text
        return made

    text: str

    def __repr__(self) -> str:
        return self.text

    __str__ = __repr__


def _as_written(text: str) -> float:
    number = float(text)
    return _Written(text) if number in (float("inf"), float("-inf")) else number


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
    number = at = before
    held: list[AcceptedLine] = []
    refused = 0
    for pieces in _pieces(lines, limits, accepted):
        taken: Mapping[int, tuple[RecordLayout, str]] = {}
        if accepted is not None and len(pieces) > 1 and refused < _MOSTLY_WRONG:
            taken = accepted.lines(pieces)
        for place, piece in enumerate(pieces):
            at += 1
            known = taken.get(place)
            values: tuple[RecordLayout, dict[str, Any]] | Literal[False] | None = None
            if known is None and accepted is not None and piece:
                if refused >= _MOSTLY_WRONG and at % _SELDOM:
                    values = False
                else:
                    values = accepted(piece)
                    refused = refused + 1 if values is False else 0
                    if values:
                        known = values[0], values[1]["record_id"]
            if known is not None and piece is not None:
                refused = 0
                held.append((at, piece, known[1], known[0]))
                if len(held) < _TOGETHER:
                    continue
            if held:
                yield AcceptedLines.of(number + 1, held)
                number += len(held)
                held = []
            if piece == b"" or known is not None:
                continue
            number += 1
            record = None if right is None or values is False or not piece else right(piece)
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
            yield [piece.strip(_BLANKS)]
        else:
            return
    for raw in whole_lines(file, _BLOCK, most):
        pieces = raw.split(b"\n")
        if not pieces[-1]:
            pieces.pop()
        yield [None if len(piece) > most else piece.strip(_BLANKS) for piece in pieces]


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


def dump(data: Any, *, indent: int | None = None) -> bytes:
    """Plain data as JSON in UTF-8."""
    separators = (",", ":") if indent is None else None
    return json.dumps(data, ensure_ascii=False, indent=indent, separators=separators).encode()


def dump_record(record: Record) -> bytes:
    """A typed record as `dump` writes its plain data."""
    return record.__pydantic_serializer__.to_json(record, exclude_none=True)


def repeated_keys(raw: bytes) -> Iterator[tuple[str, str]]:
    """The keys that stand twice in one object, with their paths.

    Args:
        raw: JSON without any other fault.
    """
    return _repeated(json.loads(raw, object_pairs_hook=_Object), "")


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


def _faulty(
    raw: bytes, number: int, line: int | None, message: str, findings: tuple[Finding, ...],
    place: Place, before: int, limits: Limits,
) -> Item:  # fmt: skip
    """What is left of a value that the parser refused."""
    if not raw.strip():
        return Item(number, line, None, (*findings, fault("data.empty")))
    if not message.startswith(_TWICE):
        return Item(number, line, None, (*findings, _fault(raw, message, place, before)))
    row = _row_of(message, place)
    try:  # what else is wrong can still be said
        data = jiter.from_json(raw, allow_inf_nan=False)
    except ValueError as other:
        key = message.partition('"')[2].rpartition('"')[0]
        twice = fault("data.duplicate_key", line=row, found=key)
        return Item(number, line, None, (*findings, twice, _fault(raw, str(other), place, before)))
    if (large := oversized(data, len(raw), limits)) is not None:
        return Item(number, line, None, (*findings, large.replace(line=place[0])))
    wrong = Findings(limits.findings)
    several = list(repeated_keys(raw))
    for path, key in several:
        wrong.say("data.duplicate_key", path, row if len(several) == 1 else place[0], found=key)
    find_irregular(data, wrong, place[0])
    return Item(number, line, data, (*findings, *wrong.all()))


def _fault(raw: bytes, message: str, place: Place, before: int) -> Finding:
    """The finding behind a message of the parser."""
    if is_wide(raw):
        return fault("data.encoding", found="UTF-16 / UTF-32")
    try:
        raw.decode()
    except UnicodeDecodeError as error:
        return bad_byte(raw, error.start, before, place[0] + raw.count(b"\n", 0, error.start))
    at = _PLACE.fullmatch(message)
    what = at[1] if at else message
    if "recursion" in what:
        return fault("data.too_deep", line=place[0], allowed=DEFAULT.depth)
    if at is None:
        return no_json(json_reason(what), place)
    row, column = int(at[2]), max(int(at[3]), 1)
    return no_json(
        json_reason(what), (place[0] + row - 1, column + (place[1] - 1 if row == 1 else 0))
    )


def no_json(reason: Reason, place: Place) -> Finding:
    """The finding on text that is no JSON."""
    return fault("data.json", reason=reason, row=place[0], column=place[1])


def _row_of(message: str, place: Place) -> int:
    at = _PLACE.fullmatch(message)
    return place[0] + int(at[2]) - 1 if at else place[0]


class _Object(dict[str, Any]):
    """An object of JSON that knows which of its keys stand twice."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.twice: list[str] = []
        if len(self) < len(pairs):
            times = Counter(key for key, _ in pairs)
            self.twice += [key for key, count in times.items() if count > 1]


def _repeated(data: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(data, _Object):
        inside = f"{path}." if path else ""
        yield from ((f"{inside}{shown(key)}", key) for key in data.twice)
        for key, value in data.items():
            yield from _repeated(value, f"{inside}{shown(key)}")
    elif isinstance(data, list):
        for i, value in enumerate(data):
            yield from _repeated(value, f"{path}[{i}]")
