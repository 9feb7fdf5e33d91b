"""The quick way through XML that is written as this library writes it, or indented: no parser, no
fault explained.

Without attributes, references and comments, a text falls apart at `<` into its tags, each with the
text behind it. Whatever is written otherwise is left to the parser, and so is every fault.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tracecode.records.plain import MAX_LINE
from tracecode.records.quick.way import quick_way
from tracecode.records.xml_elements import NAMESPACE, Plain, plain, typed
from tracecode.standard.elements import RecordLayout
from tracecode.standard.record_layout import layout_named
from tracecode.standard.resolved import kept

if TYPE_CHECKING:
    from tracecode.records.model import Record
    from tracecode.standard.resolved import Resolved

_INDENT = re.compile(rb">[ \t\r]*\n[ \t\r\n]*<")
_OURS = re.compile(rb"""<\?xml version="1.0" encoding="(?:UTF|utf)-8"\?>[ \t\r\n]*""")


def right_record(raw: bytes, standard: Resolved) -> Record | None:
    """The typed record of a document, if it is written as `dump` writes it and has no error;
    otherwise None.
    """
    if len(raw) > MAX_LINE:  # the reading of documents bounds memory
        return None
    if (declaration := _OURS.match(raw)) is not None:
        raw = raw[declaration.end() :].rstrip(b" \t\r\n")
    return right_element(raw, standard, inside=False)


def right_element(raw: bytes, standard: Resolved, *, inside: bool) -> Record | None:
    """The same of the element of a record.

    Args:
        raw: the element, from its tag to its closing tag.
        standard: the standard.
        inside: whether it stands in a message, which declares the namespace, or declares that by
            itself.
    """
    if len(raw) > MAX_LINE or b"&" in raw or (b"]" in raw and b"]]>" in raw):
        return None
    if b"\n" in raw:
        # an element with nothing but that inside would be empty, which none may be
        raw = _INDENT.sub(b"><", raw)
    try:
        pieces = raw.decode().split("<")
        layout, known, required = _roots(standard, inside)[pieces[1]]
        data: dict[str, Any] = {}
        end = _read(pieces, 2, known, data)
        if (
            pieces[0]
            or end != len(pieces) - 1
            or pieces[end] != f"/{layout.id}>"
            or not required <= data.keys()
        ):
            return None
    except (
        IndexError,
        KeyError,
        ValueError,
    ):  # ValueError: not UTF-8, or `_read` saw something else
        return None
    return quick_way(standard, layout)(raw, data)


class _Roots(dict[str, tuple[RecordLayout, Plain, frozenset[str]]]):
    """The record types of a standard by their opening tag, with their elements, and those that say
    the type.

    A record must say its type itself: the name of its element is no part of the data. Each is made
    when it is met.
    """

    def __init__(self, standard: Resolved, space: str) -> None:
        super().__init__()
        self._standard = standard
        self._end = f"{space}>"

    def __missing__(self, tag: str) -> tuple[RecordLayout, Plain, frozenset[str]]:
        layout = (
            layout_named(self._standard, tag.removesuffix(self._end))
            if tag.endswith(self._end)
            else None
        )
        if layout is None:
            raise KeyError(tag)
        saying = frozenset(field.id for field in layout.elements if field.constant is not None)
        self[tag] = layout, plain(self._standard, layout), saying
        return self[tag]


@kept
def _roots(standard: Resolved, inside: bool) -> _Roots:
    return _Roots(standard, "" if inside else f' xmlns="{NAMESPACE}"')


def _read(pieces: list[str], at: int, known_here: Plain, data: dict[str, Any]) -> int:
    """Read elements into `data`, from a piece on; the place of the first piece that does not begin
    one.

    Raises:
        ValueError: something else stands there.
        IndexError: the document ends too early.
    """
    texts, others = known_here
    while True:
        tag, closed, value = pieces[at].partition(">")
        if (end := texts.get(tag)) is not None:
            if not value or pieces[at + 1] != end or tag in data or not closed:
                raise ValueError(tag)
            data[tag] = value
            at += 2
            continue
        if (known := others.get(tag)) is None:
            return at
        at += 1
        element: Any
        if known.plain is not None:
            if value:
                raise ValueError(tag)
            element = {}
            at = _read(pieces, at, known.plain, element)
        else:
            element = typed(known.kind, value)
        if pieces[at] != f"/{tag}>" or not closed or (tag in data and not known.many):
            raise ValueError(tag)
        at += 1
        if known.many:
            data.setdefault(tag, []).append(element)
        else:
            data[tag] = element
