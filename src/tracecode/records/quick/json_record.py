"""The quick way through a record in JSON: its record type is looked up by its first bytes, or by a
search.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

from tracecode.records.named_type import known_type
from tracecode.records.plain import MAX_LINE
from tracecode.records.quick.way import Quick, quick_way
from tracecode.standard.resolved import kept

if TYPE_CHECKING:
    from tracecode.records.json_form import Accepted
    from tracecode.records.model import Record
    from tracecode.records.quick.acceptor import Accept
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
        if item and max(kind.end(), item.end()) <= end and len(ways) < _MOST_WAYS:
            ways[raw[:end]] = way
    return way(raw)


@kept
def accepting(standard: Resolved) -> Accepted:
    """What gives the type and values of a record in JSON of which nothing is to be said, not even a
    note; otherwise None, or False where it is not plainly right: then `right_record` need not be
    asked.

    Of each type it is asked only if the first bytes of a record name it, as they mostly do.
    """
    from tracecode.records.quick.acceptor import acceptor

    known: dict[bytes, tuple[RecordLayout, Accept]] = {}

    def accepted(raw: bytes) -> tuple[RecordLayout, dict[str, Any]] | Literal[False] | None:
        end = raw.find(b",", raw.find(b",") + 1)
        way = known.get(raw[:end])
        if way is None:
            kind, item = _TYPE.search(raw, 0, end), _ITEM.search(raw, 0, end)
            if kind is None or item is None or len(known) >= _MOST_WAYS:
                return None
            layout = known_type(standard, kind[1].decode(), item[1].decode())
            if layout is None:
                return None
            way = known[raw[:end]] = layout, acceptor(standard, layout)
        if len(raw) > MAX_LINE:
            return None
        values = way[1](raw)
        return values if values is None or values is False else (way[0], values)

    return accepted


_TYPE, _ITEM = (
    re.compile(rb'"%s": ?"([a-z0-9-]{1,64})"' % id) for id in (b"record_type", b"product_item")
)
_MOST_WAYS = 4096


@kept
def _ways(_: Resolved) -> dict[bytes, Quick]:
    """The quick way by how most records begin: with the two elements that say what they are."""
    return {}
