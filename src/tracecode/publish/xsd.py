"""XML Schema 1.0 of records and messages: one file for all record types, or one for some.

An element of the dictionary is a named type, a group is a named complex type, and a record type or
`message` is a global element. Elements stand in the order of the record type, because XML Schema
1.0 knows no other way for a record in which something repeats; the library reads them in any order
and writes them in this one. Conditions, and the most occurrences where they are very many, are in
the Schematron beside it; what neither can say is listed by `schema_limits`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracecode.escape import attribute, markup
from tracecode.lint.blame import blaming
from tracecode.publish.lexical import Lexical, lexical, named_schemes, scheme_names
from tracecode.publish.patterns import xsd_class, xsd_pattern
from tracecode.records.plain import PARTS
from tracecode.records.xml_elements import NAMESPACE
from tracecode.spec.base import Text
from tracecode.spec.charclass import BLANKS, CONTROLS
from tracecode.spec.list_model import CodeListSpec
from tracecode.standard.composition import group_layout
from tracecode.standard.elements import Element, ElementGroup, RecordLayout
from tracecode.standard.record_layout import layouts

if TYPE_CHECKING:
    from tracecode.spec.record_model import IndicatorSpec
    from tracecode.standard.resolved import Resolved

NOTES = "urn:tracecode:notes"
"""The namespace of the notes on sources and evidence."""
_BASES = {
    "boolean": "xs:boolean",
    "integer": "xs:integer",
    "decimal": "xs:decimal",
    "date": "xs:date",
    "moment": "xs:dateTime",
}
"""Kinds that XML Schema knows. Around their values it does not count white space, and neither does
the library.
"""
MOST = 5000
"""Java's own validator refuses, unless told otherwise, a schema in which an element may stand more
often.
"""


@blaming
def schema(standard: Resolved, *only: RecordLayout) -> str:
    """The schema of record types, and of the message around them.

    Args:
        standard: the specifications.
        only: these record types; all if none is named.
    """
    records = list(only or layouts(standard))
    parts = [group_layout(standard, id) for id in PARTS.values()]
    inside = {
        field.group.id: field.group
        for each in (*records, *parts)
        for _, field in each.walk()
        if field.group
    }
    groups = inside | {part.id: part for part in parts}
    fields = {
        field.id: field
        for each in (*records, *groups.values())
        for field in each.elements
        if field.group is None
    }
    uses = [field for each in (*records, *groups.values()) for field in each.elements]
    named = named_schemes([*uses, *map(_by_itself, fields.values())], standard)
    lists = {
        field.codelist.id: field.codelist
        for field in fields.values()
        if field.codelist and field.codelist.strict
    }
    out = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        (
            f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="{NAMESPACE}" '
            f'xmlns:n="{NOTES}"'
        ),
        f'    targetNamespace="{NAMESPACE}" elementFormDefault="qualified" version="1.0">',
        *_message(records),
        *(line for layout in records for line in _record(layout, standard)),
        *(line for id in sorted(groups) for line in _group(groups[id], standard)),
        *_line(),
        *(line for id, form in named.items() for line in _schemes(id, form, standard)),
        *(line for id in sorted(lists) for line in _codelist(lists[id], standard)),
        *(line for id in sorted(fields) for line in _element(fields[id], standard)),
        "</xs:schema>",
        "",
    ]
    return "\n".join(out)


def _message(records: list[RecordLayout]) -> list[str]:
    digest, signature = (
        f'      <xs:element name="{name}" type="{PARTS[name]}-group" minOccurs="0"/>'
        for name in ("digest", "signature")
    )
    return [
        '<xs:element name="message">',
        *_said(Text(zh="报文", en="Message")),
        "  <xs:complexType>",
        "    <xs:sequence>",
        f'      <xs:element name="header" type="{PARTS["header"]}-group"/>',
        '      <xs:element name="body">',
        "        <xs:complexType>",
        '          <xs:choice maxOccurs="unbounded">',
        *(f'            <xs:element ref="{layout.id}"/>' for layout in records),
        "          </xs:choice>",
        "        </xs:complexType>",
        "      </xs:element>",
        digest,
        signature,
        "    </xs:sequence>",
        "  </xs:complexType>",
        "</xs:element>",
    ]


def _record(layout: RecordLayout, standard: Resolved) -> list[str]:
    return [
        f'<xs:element name="{layout.id}">',
        *_said(layout.name, _source(layout, standard)),
        "  <xs:complexType>",
        "    <xs:sequence>",
        *(line for field in layout.elements for line in _use(field, layout, standard)),
        "    </xs:sequence>",
        "  </xs:complexType>",
        "</xs:element>",
    ]


def _group(group: ElementGroup, standard: Resolved) -> list[str]:
    return [
        f'<xs:complexType name="{group.id}-group">',
        *_said(group.name, _source(group, standard)),
        "  <xs:sequence>",
        *(f"  {line}" for field in group.elements for line in _use(field, group, standard)),
        "  </xs:sequence>",
        "</xs:complexType>",
    ]


def _use(field: Element, owner: ElementGroup, standard: Resolved) -> list[str]:
    """An element where it stands in a record type or group."""
    often = "" if field.required else ' minOccurs="0"'
    if field.many is not None:
        often += f' maxOccurs="{field.many if field.many <= MOST else "unbounded"}"'
    type_ = field.id if field.group is None else f"{field.group.id}-group"
    if field.identifies:
        own = field.identifies == field.spec.identifies
        type_ = field.id if own else lexical(field, standard).schemes or field.id
        return [f'      <xs:element name="{field.id}" type="{type_}"{often}/>']
    values = None if field.group else lexical(field, standard, owner).values
    if values == field.replace(constant=None).values:
        return [f'      <xs:element name="{field.id}" type="{type_}"{often}/>']
    return [
        f'      <xs:element name="{field.id}"{often}>',
        f'        <xs:simpleType><xs:restriction base="{type_}">',
        *(f"          <xs:enumeration value={attribute(value)}/>" for value in values or ()),
        *(
            ['          <xs:length value="0"/>'] if not values else []
        ),  # which no text has: nothing is right here
        "        </xs:restriction></xs:simpleType>",
        "      </xs:element>",
    ]


def _element(field: Element, standard: Resolved) -> list[str]:
    """The named type of an element of the dictionary."""
    spec, form = field.spec, lexical(_by_itself(field), standard)
    base = _BASES.get(form.kind, "text-line")
    if form.values is not None and field.codelist is not None and base == "text-line":
        base = f"{field.codelist.id}-list"
    if form.schemes is not None:
        base = form.schemes
    facets = _facets(form, listed=base.endswith("-list") or base == form.schemes)
    first, rest = facets[:1], facets[1:]
    opening = [
        f'<xs:simpleType name="{field.id}">',
        *_said(spec.name, _source(spec, standard), spec.definition),
    ]
    return [
        *opening,
        *_restricted(base, [*(facet for each in first for facet in each)], rest),
        "</xs:simpleType>",
    ]


def _by_itself(field: Element) -> Element:
    """An element without what a record type makes of it."""
    return field.replace(constant=None, identifies=field.spec.identifies)


def _facets(form: Lexical, *, listed: bool) -> list[list[str]]:
    """The facets of a value, in steps: patterns of one step are alternatives, so each has a step of
    its own.
    """
    if listed or form.kind == "boolean":
        return [['<xs:pattern value="true|false"/>']] if form.kind == "boolean" else []
    bounds = []
    if form.kind in ("integer", "decimal"):
        bounds = [
            f'<xs:minInclusive value="{form.low:f}"/>',
            f'<xs:maxInclusive value="{form.high:f}"/>',
        ]
    elif form.kind == "text":
        bounds = [f'<xs:minLength value="{form.min}"/>', f'<xs:maxLength value="{form.max}"/>']
    patterns = [
        [f"<xs:pattern value={attribute(xsd_pattern(pattern))}/>"] for pattern in form.patterns
    ]
    if form.values is not None:
        bounds += [f"<xs:enumeration value={attribute(value)}/>" for value in form.values]
    if not patterns:
        return [bounds]
    return [patterns[0] + bounds, *patterns[1:]]


def _restricted(base: str, facets: list[str], inside: list[list[str]]) -> list[str]:
    """A restriction; further steps stand inside, nearest to the base."""
    if not inside:
        return [
            f'  <xs:restriction base="{base}">',
            *(f"    {facet}" for facet in facets),
            "  </xs:restriction>",
        ]
    inner = _restricted(base, inside[0], inside[1:])
    return [
        "  <xs:restriction>", "  <xs:simpleType>", *(f"  {line}" for line in inner),
        "  </xs:simpleType>", *(f"    {facet}" for facet in facets), "  </xs:restriction>",
    ]  # fmt: skip


def _schemes(id: str, form: Lexical, standard: Resolved) -> list[str]:
    """The names of encoding rules that may stand beside a code: those of this standard, and foreign
    ones.
    """
    own = []
    for scheme in form.values or ():
        own += [
            f"        <xs:enumeration value={attribute(scheme)}><xs:annotation>",
            f"          {_text(standard.scheme(scheme).name)}",
            "        </xs:annotation></xs:enumeration>",
        ]
    if own:  # without any value a restriction would restrict nothing
        own = [
            "    <xs:simpleType>", '      <xs:restriction base="text-line">', *own,
            "      </xs:restriction>", "    </xs:simpleType>",
        ]  # fmt: skip
    foreign = attribute(xsd_pattern(form.patterns[0]))
    return [
        (f'<xs:simpleType '
        f'name="{id}">'), *_said(scheme_names(form)), "  <xs:union>", *own, "    <xs:simpleType>",
        f'      <xs:restriction base="text-line"><xs:pattern value={foreign}/></xs:restriction>',
        "    </xs:simpleType>", "  </xs:union>", "</xs:simpleType>",
    ]  # fmt: skip


def _codelist(codelist: CodeListSpec, standard: Resolved) -> list[str]:
    lines = [
        f'<xs:simpleType name="{codelist.id}-list">',
        *_said(codelist.name, _source(codelist, standard)),
        '  <xs:restriction base="text-line">',
    ]
    for entry in codelist.entries:
        lines += [
            f"    <xs:enumeration value={attribute(entry.code)}><xs:annotation>",
            f"      {_text(entry.name)}",
            "    </xs:annotation></xs:enumeration>",
        ]
    return [*lines, "  </xs:restriction>", "</xs:simpleType>"]


def _line() -> list[str]:
    # XML itself knows only the controls tab, line feed and carriage return below U+0020, and not
    # U+FFFE and U+FFFF.
    controls = (
        *((code, code) for code in b"\t\n\r"),
        *(span for span in CONTROLS if span[0] and span[1] < 0xFFFE),
    )
    blank, other = xsd_class(BLANKS), xsd_class((*controls, *BLANKS), negated=True)
    name = Text(
        zh="一行文本，不含控制字符，且不只有空白或不可见字符",
        en="A line of text without control characters, and not of blanks or invisible characters only",
    )
    return [
        '<xs:simpleType name="text-line">',
        *_said(name),
        '  <xs:restriction base="xs:string">',
        f'    <xs:pattern value="{blank}*{other}{xsd_class(controls, negated=True)}*"/>',
        "  </xs:restriction>",
        "</xs:simpleType>",
    ]


def _said(name: Text, source: str = "", definition: Text | None = None) -> list[str]:
    """Names, and where it is written, for people."""
    lines = ["  <xs:annotation>", f"    {_text(name, definition)}"]
    return [*lines, *([f"    {source}"] if source else []), "  </xs:annotation>"]


def _source(cited: ElementGroup | IndicatorSpec | CodeListSpec, standard: Resolved) -> str:
    """The note on where something is written, and how sure that is."""
    attributes = f"{attribute(cited.source.ref)} evidence={attribute(cited.evidence)}"
    return f"<xs:appinfo><n:source ref={attributes}>{markup(standard.cite(cited.source))}</n:source></xs:appinfo>"


def _text(name: Text, definition: Text | None = None) -> str:
    zh = name.zh if definition is None else f"{name.zh}：{definition.zh}"
    en = name.en if definition is None else f"{name.en}: {definition.en}"
    return (
        f'<xs:documentation xml:lang="zh">{markup(zh)}</xs:documentation>'
        f'<xs:documentation xml:lang="en">{markup(en)}</xs:documentation>'
    )
