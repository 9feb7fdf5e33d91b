"""Records and messages as XML: one namespace, elements named after the dictionary, no attributes.

The document of a record is an element named after its record type, for instance `pesticide_production`; a message is
`message` with `header`, `body` and perhaps `digest` and `signature`. Entities, document types and processing
instructions are refused before anything is expanded; nothing is ever fetched.

>>> from tracecode.spec.catalog import load_catalog
>>> parse(b"<a>&b;</a>", load_catalog())[0].faults[0].rule
'data.xml'
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from lxml import etree

from tracecode.errors import UnknownId
from tracecode.findings import Finding, has_errors
from tracecode.records.explain import unknown_type
from tracecode.records.judge import layout_of
from tracecode.records.plain import MAX_LINE, PARTS, Item, decode, fault, irregular, suspect
from tracecode.records.quick import quick_way
from tracecode.spec.catalog import load_catalog
from tracecode.spec.layout import Field, Group, Layout, group_layout, layouts

if TYPE_CHECKING:
    from tracecode.records.model import Record
    from tracecode.spec.catalog import Catalog

NAMESPACE = "urn:tracecode:records"
"""The namespace of all elements."""
_IN = f"{{{NAMESPACE}}}"
_DECLARED = re.compile(rb"""<\?xml\s[^>]{0,100}?encoding=["']([A-Za-z0-9._-]{1,40})["'][^>]{0,100}\?>""")
_DECLARATION = re.compile(r"<\?xml\s[^>]{0,200}\?>")
_AT = re.compile(r"\s*,\s*line [0-9]+, column [0-9]+\Z", re.ASCII)
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,17})", re.ASCII)
_VALUE = re.compile(rb"""=[ \t\r\n]*["']""")
_SPACE = " \t\r\n"
"""White space of XML: other blanks, such as U+3000, are text."""


class _Element(NamedTuple):
    """How one element is read and written."""

    id: str
    kind: str
    """`text`, `integer`, `boolean`, `group`, or `token`: a text around which XML Schema does not count white space."""
    many: bool
    inner: Mapping[str, Any]
    """Of a group: its elements by tag."""
    plain: _Plain | None
    """Of a group: its elements by name."""


def parse(raw: bytes, catalog: Catalog, number: int = 1, encoding: str = "utf-8") -> list[Item]:
    """Read an XML document: a record gives one item; a message gives the message without body, then its records.

    Args:
        raw: the bytes.
        catalog: the specifications; they say what repeats and what is a number.
        number: its place in its source.
        encoding: `utf-8`, or `gb18030`; one that the document declares wins.
    """
    declared = _DECLARED.match(raw[:400].removeprefix(b"\xef\xbb\xbf"))
    if declared is not None:
        encoding = declared[1].decode().lower()
        if encoding not in ("utf-8", "gb18030"):
            return [Item(number, None, None, (fault("data.encoding", found=encoding),))]
    found: tuple[Finding, ...] = ()
    if encoding != "utf-8" or raw[:1] != b"<" or 0 in raw[:4] or not _is_utf8(raw):
        text, found = decode(raw, encoding)
        if not text.strip():
            return [Item(number, None, None, found if has_errors(found) else (*found, fault("data.empty")))]
        if at_first := _DECLARATION.match(text):  # it names another encoding; the rest keeps its rows and columns
            text = re.sub(r"[^\n]", " ", at_first[0]) + text[at_first.end() :]
        raw = text.encode()
    if b"<!" in raw and (b"<!DOCTYPE" in raw or b"<!ENTITY" in raw):
        return [Item(number, None, None, (*found, fault("data.doctype")))]
    try:
        root = etree.fromstring(raw, _parser())
    except etree.XMLSyntaxError as error:
        return [Item(number, None, None, (*found, _syntax(error)))]
    declaration = raw.startswith((b"<?xml ", b"<?xml\n", b"<?xml\t"))
    if raw.count(b"<?") > declaration and (at := _instruction(root)) is not None:
        return [Item(number, None, None, (*found, fault("data.instruction", line=at)))]
    reader = _Reader(raw)
    if root.tag == f"{_IN}message":
        items = reader.message(root, catalog, number)
    else:
        items = [reader.record(root, catalog, number)._replace(alone=True)]
    return [items[0]._replace(faults=(*found, *items[0].faults)), *items[1:]]


def dump(data: Mapping[str, Any], catalog: Catalog, *, indent: bool = False) -> bytes:
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
                    _record(record, catalog, "", out)
                out.append("</body>")
            if name in data:
                out.append(f"<{name}>")
                _write(_elements(group_layout(load_catalog(), group)), data[name], out)
                out.append(f"</{name}>")
        out.append("</message>")
    else:
        _record(data, catalog, space, out)
    text = "".join(out).encode()
    if indent:
        tree = etree.fromstring(text)
        etree.indent(tree)
        return etree.tostring(tree, encoding="UTF-8", xml_declaration=True)
    return text


def right_record(raw: bytes) -> Record | None:
    """The typed record of a record in XML, if it is written as `dump` writes it and has no error; otherwise None.

    Without attributes, references, comments or white space between elements, a document falls apart at `<` into its
    tags, each with the text behind it. Whatever is written otherwise is left to the parser, and so is every fault.
    """
    if len(raw) > MAX_LINE:  # the parser bounds memory
        return None
    if (declaration := _OURS.match(raw)) is not None:
        raw = raw[declaration.end() :].rstrip(b" \t\r\n")
    if b"&" in raw or (b"]" in raw and b"]]>" in raw):
        return None
    try:
        pieces = raw.decode().split("<")
        layout, elements = _roots()[pieces[1]]
        data: dict[str, Any] = {}
        end = _read(pieces, 2, elements, data)
        if pieces[0] or end != len(pieces) - 1 or pieces[end] != f"/{layout.id}>":
            return None
    except (IndexError, KeyError, ValueError):  # ValueError: not UTF-8, or `_read` saw something else
        return None
    return quick_way(layout)(raw, data)


_OURS = re.compile(rb"""<\?xml version="1.0" encoding="(?:UTF|utf)-8"\?>[ \t\r\n]*""")


@cache
def _roots() -> Mapping[str, tuple[Layout, _Plain]]:
    """The record types of the packaged standard by their opening tag, with the elements inside."""
    return {f'{layout.id} xmlns="{NAMESPACE}">': (layout, _plain(layout)) for layout in layouts(load_catalog())}


class _Plain(NamedTuple):
    """The elements of a group by name, as they are read from pieces."""

    texts: Mapping[str, str]
    """Of the single texts: the closing tag."""
    others: Mapping[str, _Element]


@cache
def _plain(group: Group) -> _Plain:
    elements = {element.id: element for element in _elements(group).values()}
    texts = {id: f"/{id}>" for id, element in elements.items() if element.kind == "text" and not element.many}
    return _Plain(texts, {id: element for id, element in elements.items() if id not in texts})


def _read(pieces: list[str], at: int, elements: _Plain, data: dict[str, Any]) -> int:
    """Read elements into `data`, from a piece on; the place of the first piece that does not begin one.

    Raises:
        ValueError: something else stands there.
        IndexError: the document ends too early.
    """
    texts, others = elements
    while True:
        tag, closed, value = pieces[at].partition(">")
        if (end := texts.get(tag)) is not None:
            if pieces[at + 1] != end or tag in data or not closed:
                raise ValueError(tag)
            data[tag] = value
            at += 2
            continue
        if (known := others.get(tag)) is None:
            return at
        at += 1
        one: Any
        if known.plain is not None:
            if value:
                raise ValueError(tag)
            one = {}
            at = _read(pieces, at, known.plain, one)
        else:
            one = _typed(known.kind, value)
        if pieces[at] != f"/{tag}>" or not closed or (tag in data and not known.many):
            raise ValueError(tag)
        at += 1
        if known.many:
            data.setdefault(tag, []).append(one)
        else:
            data[tag] = one


def _typed(kind: str, text: str) -> str | int | bool:
    """The value of an element that is not a group."""
    if kind == "text":
        return text
    text = text.strip(_SPACE)  # it does not count
    if kind == "integer":
        return int(text) if _WHOLE.fullmatch(text) else text
    return {"true": True, "false": False}.get(text, text) if kind == "boolean" else text


class _Reader:
    def __init__(self, raw: bytes) -> None:
        self.suspect = suspect(raw, b"&")
        self.found: list[Finding] = []
        declaration = raw[: raw.find(b"?>")] if raw.startswith(b"<?xml") else b""
        self.bare = raw.count(b"=") - declaration.count(b"=") == raw.count(b" xmlns=") == 1
        """Whether there can be no attribute but the one that declares the namespace: spares looking for them."""

    def message(self, root: etree._Element, catalog: Catalog, number: int) -> list[Item]:
        """The message without its body, and the records of the body."""
        data: dict[str, Any] = {}
        records: list[Item] = []
        bodies: list[etree._Element] = []
        for child in root:
            self._tail(child, "")
            name = self._name(child, "")
            if name == "body" and not bodies:
                bodies.append(child)
            elif name in PARTS and name not in data:
                data[name] = self._group(child, _elements(group_layout(load_catalog(), PARTS[name])), name)
            elif name is not None:
                rule = "data.repeated" if name in data or name == "body" else "data.unknown_element"
                self.found.append(fault(rule, name, found=name))
        self._bare(root, "")
        for body in bodies:
            self._bare(body, "body")
            for child in body:
                self._tail(child, "body")
        faults = (*self.found, *(irregular(data) if self.suspect else ()))
        for body in bodies:
            for place, child in enumerate(body, 1):
                self.found = []
                records.append(self.record(child, catalog, place))
        if bodies:
            data["body"] = [item.data for item in records]
        return [Item(number, None, data, faults), *records]

    def record(self, root: etree._Element, catalog: Catalog, number: int) -> Item:
        """One record."""
        name = self._name(root, "")
        elements = _tables(catalog).get(name or "")
        if elements is None:
            unknown = (unknown_type(name, None, tuple(_tables(catalog))),) if name is not None else ()
            return Item(number, _line(root), None, (*self.found, *unknown))
        data = self._group(root, elements, "")
        if (kind := _kind_of(data, catalog)) not in (None, name):
            self.found.append(fault("data.root", "record_type", line=_line(root), found=kind, allowed=name))
        return Item(number, _line(root), data, (*self.found, *(irregular(data) if self.suspect else ())))

    def _group(self, element: etree._Element, elements: Mapping[str, _Element], path: str) -> dict[str, Any]:
        data: dict[str, Any] = {}
        if element.text is not None or not self.bare:
            self._bare(element, path)
        bare = self.bare
        for child in element:
            known = elements.get(child.tag)
            if child.tail is not None:
                self._tail(child, path)
            if known is None:
                name = self._name(child, path)
                if name is not None:
                    data.setdefault(name, child.text or "")  # the judge of the record says that it is unknown
                continue
            id, kind, many, inner, _ = known
            if kind == "group":
                value: Any = self._group(child, inner, f"{path}.{id}" if path else id)
            else:
                value = child.text or ""
                if not bare or len(child):
                    self._leaf(child, f"{path}.{id}" if path else id)
                if kind != "text":  # spares most a call
                    value = _typed(kind, value)
            if many:
                data.setdefault(id, []).append(value)
            elif id in data:
                self.found.append(fault("data.repeated", f"{path}.{id}" if path else id, found=id))
            else:
                data[id] = value
        return data

    def _name(self, element: etree._Element, path: str) -> str | None:
        """The local name of an element in the namespace; otherwise a finding."""
        name = etree.QName(element)
        if name.namespace != NAMESPACE:
            said = {"found": name.namespace or "-", "allowed": NAMESPACE}
            self.found.append(fault("data.namespace", path or name.localname, line=_line(element), **said))
            return None
        return name.localname

    def _tail(self, element: etree._Element, path: str) -> None:
        if text := (element.tail or "").strip(_SPACE):
            self.found.append(fault("data.mixed_text", path or None, line=_line(element), found=len(text)))

    def _bare(self, element: etree._Element, path: str) -> None:
        for name in element.attrib:
            self.found.append(fault("data.attribute", path or None, line=_line(element), found=str(name)))
        if text := (element.text or "").strip(_SPACE):
            self.found.append(fault("data.mixed_text", path or None, line=_line(element), found=len(text)))

    def _leaf(self, element: etree._Element, path: str) -> None:
        for name in element.attrib:
            self.found.append(fault("data.attribute", path, line=_line(element), found=str(name)))
        if len(element):
            inside = etree.QName(element[0]).localname
            self.found.append(fault("data.inside", path, line=_line(element), found=inside))


def _record(data: Mapping[str, Any], catalog: Catalog, space: str, out: list[str]) -> None:
    layout = layout_of(data, catalog)
    out.append(f"<{layout.id}{space}>")
    _write(_elements(layout), data, out)
    out.append(f"</{layout.id}>")


def _write(elements: Mapping[str, _Element], data: Mapping[str, Any], out: list[str]) -> None:
    for element in elements.values():
        value = data.get(element.id)
        if value is None:
            continue
        id = element.id
        for one in value if element.many else (value,):
            if element.kind == "group":
                out.append(f"<{id}>")
                _write(element.inner, one, out)
                out.append(f"</{id}>")
            elif element.kind in ("text", "token"):
                if "&" in one or "<" in one or ">" in one:
                    one = one.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")  # noqa: PLW2901
                out.append(f"<{id}>{one}</{id}>")
            else:
                out.append(f"<{id}>{'true' if one is True else 'false' if one is False else one}</{id}>")


@cache
def _elements(group: Group) -> Mapping[str, _Element]:
    """The elements of a group by tag, in the order of the group."""
    return {
        _IN + field.id: _Element(
            field.id,
            _kind(field),
            field.many is not None,
            {} if field.group is None else _elements(field.group),
            None if field.group is None else _plain(field.group),
        )
        for field in group.fields
    }  # fmt: skip


def _kind(field: Field) -> str:
    if field.group is not None:
        return "group"
    kind = field.format.kind if field.format else "text"
    if kind in ("decimal", "date", "moment"):
        return "token"
    return kind if kind in ("integer", "boolean") else "text"


@cache
def _tables(catalog: Catalog) -> Mapping[str, Mapping[str, _Element]]:
    return {layout.id: _elements(layout) for layout in layouts(catalog)}


@cache
def _parser() -> etree.XMLParser:
    """No entities, no network, no document type, no huge trees."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        collect_ids=False,
    )


def _is_utf8(raw: bytes) -> bool:
    """Whether bytes need no decoding before the parser sees them."""
    try:
        return raw.isascii() or bool(raw.decode())
    except UnicodeDecodeError:
        return False


def _line(element: etree._Element) -> int | None:
    line: Any = element.sourceline
    return line if isinstance(line, int) else None


def _instruction(root: etree._Element) -> int | None:
    """The line of the first processing instruction."""
    around = [*root.itersiblings(preceding=True), *root.itersiblings()]  # comments are gone: these can be nothing else
    return next((_line(one) or 1 for one in (*around, *root.iter(etree.ProcessingInstruction))), None)


def _kind_of(data: Mapping[str, Any], catalog: Catalog) -> str | None:
    """The record type that a record says it is of; None where the judge will say that there is none."""
    try:
        return layout_of(data, catalog).id
    except UnknownId:
        return None


def _syntax(error: etree.XMLSyntaxError) -> Finding:
    row, column = error.position
    said = str(error.msg)
    if "Excessive depth" in said:
        return fault("data.too_deep", allowed=256)
    if "XML_PARSE_HUGE" in said:
        return fault("data.too_large", allowed=10_000_000)
    return fault("data.xml", reason=_AT.sub("", said)[:200], row=row, column=column)
