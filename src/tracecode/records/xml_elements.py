"""The elements of records in XML, and what an element that was parsed says as plain data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from lxml import etree

from tracecode.records.named_type import type_of
from tracecode.records.plain import Findings, Item, find_irregular, misplaced, oversized, suspect
from tracecode.records.unknown_names import unknown_type
from tracecode.standard.elements import Element, ElementGroup
from tracecode.standard.record_layout import layout_named, layouts
from tracecode.standard.resolved import kept
from tracecode.tables.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from tracecode.standard.resolved import Resolved

NAMESPACE = "urn:tracecode:records"
"""The namespace of all elements."""
SPACE = " \t\r\n"
"""White space of XML: other blanks, such as U+3000, are text."""
_IN = f"{{{NAMESPACE}}}"
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,17})", re.ASCII)


class XmlElement(NamedTuple):
    """How one element is read and written."""

    id: str
    kind: str
    """`text`, `integer`, `boolean`, `group`, or `token`: a text around which XML Schema does not
    count white space.
    """
    many: bool
    inner: Mapping[str, Any]
    """Of a group: its elements by tag."""
    plain: Plain | None
    """Of a group: its elements by name."""


class Plain(NamedTuple):
    """The elements of a group by name, as they are read from a text without a parser."""

    texts: Mapping[str, str]
    """Of the single texts: the closing tag."""
    others: Mapping[str, XmlElement]


@kept
def elements(standard: Resolved, group: ElementGroup) -> Mapping[str, XmlElement]:
    """The elements of a group by tag, in the order of the group."""
    return {
        _IN + field.id: XmlElement(
            field.id,
            _kind(field),
            field.many is not None,
            {} if field.group is None else elements(standard, field.group),
            None if field.group is None else plain(standard, field.group),
        )
        for field in group.elements
    }  # fmt: skip


@kept
def plain(standard: Resolved, group: ElementGroup) -> Plain:
    """The elements of a group by name."""
    known = {element.id: element for element in elements(standard, group).values()}
    texts = {
        id: f"/{id}>"
        for id, element in known.items()
        if element.kind == "text" and not element.many
    }
    return Plain(texts, {id: element for id, element in known.items() if id not in texts})


class Writing(NamedTuple):
    """How one element is written."""

    id: str
    text: bool
    """Whether its value is text."""
    many: bool
    opening: str
    closing: str
    inner: tuple[Any, ...] | None
    """Of a group: its elements."""


@kept
def writing(standard: Resolved, group: ElementGroup) -> tuple[Writing, ...]:
    """How the elements of a group are written, in the order of the group."""
    return tuple(
        Writing(
            field.id, _kind(field) in ("text", "token"), field.many is not None, f"<{field.id}>",
            f"</{field.id}>", None if field.group is None else writing(standard, field.group),
        )
        for field in group.elements
    )  # fmt: skip


def typed(kind: str, text: str) -> str | int | bool:
    """The value of an element that is not a group."""
    if kind == "text":
        return text
    text = text.strip(SPACE)  # it does not count
    if kind == "integer":
        return int(text) if _WHOLE.fullmatch(text) else text
    return {"true": True, "false": False}.get(text, text) if kind == "boolean" else text


class ElementReader:
    """Reads the elements of one text that was parsed, and gathers what is wrong with them."""

    def __init__(self, raw: bytes, row: int, limits: Limits = DEFAULT) -> None:
        """Begin with a text.

        Args:
            raw: the text that was parsed.
            row: the row of its source on which it begins.
            limits: how much a record may hold.
        """
        self.found = Findings(limits.findings)
        self._suspect = suspect(raw, b"&")
        self._bare = raw.count(b"=") == raw.count(b" xmlns=")
        """Whether there can be no attribute: spares looking for them."""
        self._rows = row - 1
        self._size = len(raw)
        self._limits = limits

    def record(self, root: etree._Element, standard: Resolved, number: int) -> Item:
        """A record."""
        line = self._line(root)
        name = self.name(root, "")
        if name is None or name == "message":
            if name is not None:
                self.found.add(misplaced())
            return Item(number, line, None, self.found.all())
        layout = layout_named(standard, name)
        data = self.group(
            root, _inside(root, standard) if layout is None else elements(standard, layout), ""
        )
        kind = _kind_of(data, standard)
        if layout is None and "record_type" not in data:
            self.found.add(unknown_type(name, None, _ids(standard)))
            if not data:
                return Item(number, line, None, self.found.all())
        elif kind not in (None, name):
            self.found.say("data.root", "record_type", line, found=kind, allowed=name)
        if (large := oversized(data, self._size, self._limits)) is not None:
            return Item(number, line, None, (large.replace(line=line),))
        self.look(data, line)
        return Item(number, line, data, self.found.all())

    def look(self, data: object, line: int | None) -> None:
        """Find the values that have no one written form."""
        if self._suspect:
            find_irregular(data, self.found, line)

    def group(
        self, element: etree._Element, known_here: Mapping[str, XmlElement], path: str
    ) -> dict[str, Any]:
        """The elements of a group."""
        data: dict[str, Any] = {}
        if element.text is not None or not self._bare:
            self.bare(element, path)
        bare = self._bare
        for child in element:
            known = known_here.get(child.tag)
            if child.tail is not None:
                self._tail(child, path)
            if known is None:
                name = self.name(child, path)
                if name is None:
                    self._levels(child, path)
                    continue
                place = f"{path}.{name}" if path else name
                self._leaf(child, place)
                if name in data:
                    self.found.say("data.duplicate_key", place, self._line(child), found=name)
                data[name] = child.text or ""  # the judge of the record says that it is unknown
                continue
            id, kind, many, inner, _ = known
            if kind == "group":
                value: Any = self.group(child, inner, f"{path}.{id}" if path else id)
            else:
                value = child.text or ""
                if not bare or len(child):
                    self._leaf(child, f"{path}.{id}" if path else id)
                if kind != "text":  # spares most a call
                    value = typed(kind, value)
            if many:
                data.setdefault(id, []).append(value)
            else:
                if id in data:
                    self.found.say(
                        "data.duplicate_key",
                        f"{path}.{id}" if path else id,
                        self._line(child),
                        found=id,
                    )
                data[id] = value  # the last one, as in JSON
        return data

    def name(self, element: etree._Element, path: str) -> str | None:
        """The local name of an element in the namespace; otherwise a finding."""
        name = etree.QName(element)
        if name.namespace != NAMESPACE:
            values = {"found": name.namespace or "-", "allowed": NAMESPACE}
            self.found.say("data.namespace", path or name.localname, self._line(element), **values)
            return None
        return name.localname

    def bare(self, element: etree._Element, path: str) -> None:
        """An element around others has no attributes and no text of its own."""
        self._attributes(element, path)
        if element.text is not None:
            self.text(element.text, path, self._line(element))

    def text(self, text: str, path: str, line: int | None) -> None:
        """Text between elements is white space."""
        if text := text.strip(SPACE):
            self.found.say("data.mixed_text", path or None, line, found=len(text))

    def _tail(self, element: etree._Element, path: str) -> None:
        self.text(element.tail or "", path, self._line(element))

    def _leaf(self, element: etree._Element, path: str) -> None:
        self._attributes(element, path)
        if len(element):
            inside = etree.QName(element[0]).localname
            self.found.say("data.inside", path, self._line(element), found=inside)
            self._levels(element, path)

    def _attributes(self, element: etree._Element, path: str) -> None:
        for name in element.attrib:
            self.found.say("data.attribute", path or None, self._line(element), found=str(name))

    def _levels(self, element: etree._Element, path: str) -> None:
        """No element lies deeper than JSON may be nested."""
        most = self._limits.depth - 1 - path.count(".")
        rest = [(element, 1)]
        while rest:
            around, depth = rest.pop()
            if depth > most:
                self.found.say(
                    "data.too_deep", path or None, self._line(element), allowed=self._limits.depth
                )
                return
            rest += [(child, depth + 1) for child in around if len(child)]

    def _line(self, element: etree._Element) -> int | None:
        line: Any = element.sourceline
        return line + self._rows if isinstance(line, int) else None


@kept
def _ids(standard: Resolved) -> tuple[str, ...]:
    return tuple(layout.id for layout in layouts(standard))


def _inside(root: etree._Element, standard: Resolved) -> Mapping[str, XmlElement]:
    """The elements of the record type that an element of no type names inside, if it does."""
    texts = {id: root.findtext(_IN + id) or "" for id in ("record_type", "product_item")}
    layout = type_of({id: text for id, text in texts.items() if text}, standard)
    return {} if layout is None else elements(standard, layout)


def _kind_of(data: Mapping[str, Any], standard: Resolved) -> str | None:
    """The record type that a record says it is of; None where the judge will say that there is
    none.
    """
    layout = type_of(data, standard)
    return None if layout is None else layout.id


def _kind(field: Element) -> str:
    if field.group is not None:
        return "group"
    kind = field.format.kind if field.format else "text"
    if kind in ("decimal", "date", "moment"):
        return "token"
    return kind if kind in ("integer", "boolean") else "text"
