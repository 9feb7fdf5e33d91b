"""Records and messages as XML: one namespace, elements named after the dictionary, no attributes.

The document of a record is an element named after its record type, for instance
`pesticide_production`; a message is `message` with `header`, `body` and perhaps `digest` and
`signature`. Entities, document types and processing instructions are refused before anything is
expanded; nothing is ever fetched.

>>> from tracecode.standard.resolved import packaged
>>> parse(b"<a>&b;</a>", packaged())[0].faults[0].rule
'data.xml'
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from lxml import etree

from tracecode.records.named_type import layout_of
from tracecode.records.plain import PARTS, Item
from tracecode.records.xml_document import parse_document
from tracecode.records.xml_elements import NAMESPACE, Writing, writing
from tracecode.standard.composition import group_layout
from tracecode.standard.resolved import packaged
from tracecode.tables.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from tracecode.standard.resolved import Resolved

__all__ = ["NAMESPACE", "dump", "dump_inside", "parse", "parse_document"]


def parse(
    raw: bytes, standard: Resolved, encoding: str = "utf-8", *, limits: Limits = DEFAULT
) -> list[Item]:
    """Read an XML document: a record gives one item; a message gives its records, then its
    envelope.

    Args:
        raw: the bytes.
        standard: the specifications; they say what repeats and what is a number.
        encoding: `utf-8`, or `gb18030`; one that the document declares wins.
        limits: how much a record may hold.
    """
    return list(parse_document(io.BytesIO(raw), standard, encoding, limits=limits))


def dump(data: Mapping[str, Any], standard: Resolved, *, indent: bool = False) -> bytes:
    """Plain data of a record or message as XML in UTF-8.

    Raises:
        UnknownId: the record is of no known type.
    """
    out = ['<?xml version="1.0" encoding="UTF-8"?>\n']
    space = f' xmlns="{NAMESPACE}"'
    if "header" in data:
        out.append(f"<message{space}>")
        for name, group in PARTS.items():
            if name == "digest":
                out.append("<body>")
                for record in data.get("body", ()):
                    _record(record, standard, "", out)
                out.append("</body>")
            if name in data:
                out.append(f"<{name}>")
                _write(writing(packaged(), group_layout(packaged(), group)), data[name], out)
                out.append(f"</{name}>")
        out.append("</message>")
    else:
        _record(data, standard, space, out)
    text = "".join(out).encode()
    if indent:
        tree = etree.fromstring(text)
        etree.indent(tree)
        return etree.tostring(tree, encoding="UTF-8", xml_declaration=True)
    return text


def dump_inside(data: Mapping[str, Any], standard: Resolved) -> bytes:
    """Plain data of a record as an element of the body of a message.

    Raises:
        UnknownId: the record is of no known type.
    """
    out: list[str] = []
    _record(data, standard, "", out)
    return "".join(out).encode()


def _record(data: Mapping[str, Any], standard: Resolved, space: str, out: list[str]) -> None:
    layout = layout_of(data, standard)
    out.append(f"<{layout.id}{space}>")
    _write(writing(standard, layout), data, out)
    out.append(f"</{layout.id}>")


def _write(elements: tuple[Writing, ...], data: Mapping[str, Any], out: list[str]) -> None:
    for id, text, many, opening, closing, inner in elements:
        value = data.get(id)
        if value is None:
            continue
        for item in value if many else (value,):
            if text:
                if "&" in item or "<" in item or ">" in item:
                    item = item.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")  # noqa: PLW2901
                out.append(f"{opening}{item}{closing}")
            elif inner is None:
                out.append(
                    f"{opening}{'true' if item is True else 'false' if item is False else item}{closing}"
                )
            else:
                out.append(opening)
                _write(inner, item, out)
                out.append(closing)
