"""Records and messages as JSON: one document, or one a line (NDJSON).

>>> parse(b'{"a": 1, "a": 2}').faults[0].rule
'data.duplicate_key'
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import IO, TYPE_CHECKING, Any

import jiter

from tracecode.findings import Finding, has_errors
from tracecode.records.plain import MAX_LINE, Item, decode, fault, irregular, suspect

if TYPE_CHECKING:
    from tracecode.records.model import Record

_PLACE = re.compile(r"(.*?)(?: at)? line ([0-9]+) column ([0-9]+)", re.DOTALL)
_KEY = re.compile(r'Detected duplicate key "(.*)"', re.DOTALL)


def parse(raw: bytes, number: int = 1, line: int | None = None, encoding: str = "utf-8") -> Item:
    """Read one JSON document.

    Args:
        raw: the bytes.
        number: its place in its source.
        line: its line there.
        encoding: `utf-8` or `gb18030`.
    """
    found: tuple[Finding, ...] = ()
    if encoding != "utf-8" or raw[:1] not in (b"{", b"["):
        text, found = decode(raw, encoding)
        if not text.strip():
            return Item(number, line, None, found if has_errors(found) else (*found, fault("data.empty")))
        raw = text.encode()
    try:
        data = jiter.from_json(raw, catch_duplicate_keys=True, allow_inf_nan=False)
    except ValueError as error:
        wrong = (*found, _fault(str(error)))
        if wrong[-1].rule != "data.duplicate_key":
            return Item(number, line, None, decode(raw, "utf-8")[1] or wrong)
        try:  # what else is wrong can still be said
            data = jiter.from_json(raw, allow_inf_nan=False)
        except ValueError as other:
            return Item(number, line, None, (*wrong, _fault(str(other))))
        return Item(number, line, data, (*wrong, *irregular(data)))
    odd = irregular(data) if suspect(raw, b"\\", b"null") else ()
    return Item(number, line, data, (*found, *odd), None if odd else raw)


def parse_lines(
    lines: IO[bytes], encoding: str = "utf-8", right: Callable[[bytes], Record | None] | None = None
) -> Iterator[Item]:
    """Read NDJSON: one document a line; blank lines are passed over, longer ones than `MAX_LINE` are refused.

    Args:
        lines: an open file.
        encoding: `utf-8` or `gb18030`.
        right: gives the typed record of a line that is plainly a right record; such a line is not read otherwise.
    """
    number = 0
    at = 0
    while piece := lines.readline(MAX_LINE + 1):
        at += 1
        if len(piece) > MAX_LINE and not piece.endswith(b"\n"):
            while (rest := lines.readline(MAX_LINE)) and not rest.endswith(b"\n"):
                pass
            number += 1
            yield Item(number, at, None, (fault("file.line_too_long", line=at, allowed=MAX_LINE),))
        elif piece := piece.strip():
            number += 1
            record = None if right is None else right(piece)
            if record is not None:
                yield Item(number, at, None, right=record)
            else:
                yield parse(piece, number, at, encoding)


def dump(data: Any, *, indent: int | None = None) -> bytes:
    """Plain data as JSON in UTF-8."""
    separators = (",", ":") if indent is None else None
    return json.dumps(data, ensure_ascii=False, indent=indent, separators=separators).encode()


def _fault(said: str) -> Finding:
    """The finding behind a message of the parser."""
    place = _PLACE.fullmatch(said)
    what = place[1] if place else said
    where = {"row": int(place[2]), "column": int(place[3])} if place else {"row": "?", "column": "?"}
    if key := _KEY.fullmatch(what):
        return fault("data.duplicate_key", found=key[1], **where)
    if "recursion" in what:
        return fault("data.too_deep", allowed=200)
    return fault("data.json", reason=what, **where)
