"""Records and messages as JSON, one value; `json_lines` reads lines, `json_document` long documents.

>>> parse(b'{"a": 1, "a": 2}').faults[0].rule
'data.duplicate_key'
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Self

import jiter

from tracecode.findings import Finding, has_errors
from tracecode.privacy import shown
from tracecode.records.decoding import BOM, bad_byte, decode, is_wide
from tracecode.records.plain import (
    Findings,
    Item,
    fault,
    find_irregular,
    oversized,
    suspect,
)
from tracecode.records.reasons import Reason, json_reason
from tracecode.tables.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from tracecode.records.model import Record

Right = Callable[[bytes], "Record | None"]
"""Gives the typed record of a text that is plainly a right record."""
Place = tuple[int, int]
"""Row and column of the first byte of a text in its source, from 1."""
_PLACE = re.compile(r"(.*?)(?: at)? line ([0-9]+) column ([0-9]+)", re.DOTALL)
_TWICE = "Detected duplicate key"


def parse(
    raw: bytes, number: int = 1, line: int | None = None, encoding: str = "utf-8", *,
    place: Place = (1, 1), before: int = 0, limits: Limits = DEFAULT, tried: bool = False,
    data: dict[str, Any] | None = None,
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
        data: what `plain_object` gave of it, if that was asked.
    """
    findings: tuple[Finding, ...] = ()
    if encoding != "utf-8" or raw.startswith(BOM):
        text, findings = decode(raw, encoding)
        if has_errors(findings):
            return Item(number, line, None, findings)
        raw = text.encode()
    read: Any = data
    if data is None:
        try:
            read = jiter.from_json(raw, catch_duplicate_keys=True, allow_inf_nan=False)
        except ValueError as error:
            return _faulty(raw, number, line, str(error), findings, place, before, limits)
    if (large := oversized(read, len(raw), limits)) is not None:
        return Item(number, line, None, (*findings, large.replace(line=place[0])))
    if data is None and (not raw.startswith(b"{") or _boundless(raw) or _boundless_too(raw)):
        read = json.loads(raw, parse_float=_as_written)
    if not suspect(raw, b"\\", b"null"):
        return Item(number, line, read, findings, raw, tried=tried)
    odd = Findings(limits.findings)
    find_irregular(read, odd, place[0])
    return Item(number, line, read, (*findings, *odd.all()), None if odd else raw, tried=tried)


_boundless, _boundless_too = (
    re.compile(rb"%b\+?[0-9]{3,}[,}\]\s]" % sign).search for sign in (b"e", b"E")
)
"""A number of hundreds of digits in an object may be written so; as a float it would be infinite.
One pattern for both takes three times as long as these.
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
