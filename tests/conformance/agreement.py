"""Ask three judges of one record: the library, the published JSON Schema, the published XSD with
its Schematron.

Each form of the record is judged in that form: JSON text by the library and by JSON Schema, the XML
text by the library and by XSD and Schematron. Where XML carries the same data, the library must say
the same of both. What a schema language cannot say is left out by name (`publish.schema_limits`),
never otherwise.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from random import Random
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from lxml import etree
from lxml.isoschematron import Schematron  # type: ignore[import-not-found]

import tracecode as tc
from tests.conformance.mutations import mutate
from tracecode.findings import Finding
from tracecode.publish import schematron, xsd
from tracecode.publish.schema_limits import Target, covering
from tracecode.publish.schema_validator import schema_validator
from tracecode.records import json_form, xml_form
from tracecode.records.judge import judge
from tracecode.standard.elements import ElementGroup, RecordLayout
from tracecode.standard.record_layout import layouts
from tracecode.standard.resolved import Resolved
from tracecode.testing import payload

_UNWRITABLE = frozenset(map(chr, (*(set(range(0x20)) - {0x9, 0xA, 0xD}), 0xFFFE, 0xFFFF)))
"""Characters that XML 1.0 cannot carry."""
_CHANGED = 5
"""One record in so many is right."""


class Dispute(NamedTuple):
    """A record of which two judges say different things."""

    record: str
    change: str
    target: str
    library: tuple[str, ...]
    """The library's errors that the other should see; empty: it finds the record right."""
    schema: str
    """What the other says; empty: it finds the record right."""
    data: Any


class Judges:
    """The judges of one catalogue, each made once."""

    def __init__(self, standard: Resolved) -> None:
        self.standard = standard
        self.layouts = {layout.id: layout for layout in layouts(standard)}
        self.limits: Counter[str] = Counter()
        """How often a limit was the reason for leaving out a finding."""
        self._xsd = etree.XMLSchema(etree.fromstring(xsd.schema(standard).encode()))
        self._schematron = Schematron(
            etree.fromstring(schematron.schema(standard).encode()), store_report=True
        )  # fmt: skip

    def disputes(self, layout: RecordLayout, payloads: int, seed: str = "") -> Iterator[Dispute]:
        """What is disputed among so many records of a type: each right one is followed by some
        changed at one place.
        """
        right: dict[str, Any] = {}
        for i in range(payloads):
            random = Random(f"{seed}{layout.id}{i}")
            if i % _CHANGED == 0:
                right = payload(layout, random, standard=tc.Standard(self.standard))
                yield from self.compare(layout, "right", right)
            else:
                yield from self.compare(layout, *mutate(right, layout, random))

    def compare(self, layout: RecordLayout, change: str, data: Any) -> Iterator[Dispute]:
        """What is disputed of one record."""
        raw = json.dumps(data, ensure_ascii=False).encode()
        item = json_form.parse(raw)
        judged = (
            judge(item.data, self.standard, item.raw) if isinstance(item.data, Mapping) else None
        )
        used = judged.layout if judged and judged.layout else layout
        found = (*item.faults, *(judged.findings if judged else ()))
        errors = self._seen(found, used, item.data, "json-schema")
        fault = next(
            schema_validator(self.standard, used).validator.iter_errors(json.loads(raw)), None
        )
        if _disputed(found, errors, bool(fault)):
            yield Dispute(
                layout.id, change, "json-schema", errors, fault.message if fault else "", data
            )
        if any(char in _UNWRITABLE for char in raw.decode()) or "\\u00" in raw.decode():
            return
        yield from self._compare_xml(used, layout, change, data, has_errors=bool(_errors(found)))

    def _compare_xml(
        self, used: RecordLayout, layout: RecordLayout, change: str, data: Any, *, has_errors: bool
    ) -> Iterator[Dispute]:
        text = write(used, data)
        [item] = xml_form.parse(text, self.standard)
        judged = judge(item.data, self.standard) if isinstance(item.data, Mapping) else None
        found = (*item.faults, *(judged.findings if judged else ()))
        errors = self._seen(found, used, item.data, "xsd")
        if judged is not None and judged.layout is not used and not errors:
            return  # limit xml-name: the element says another type than the record
        tree = etree.fromstring(text)
        fault = ""
        if not self._xsd.validate(tree):
            fault = str(self._xsd.error_log)
        elif not self._schematron.validate(tree):
            fault = str(self._schematron.error_log)
        if _disputed(found, errors, bool(fault)):
            yield Dispute(layout.id, change, "xsd", errors, fault, data)
        if item.data == data and bool(_errors(found)) != has_errors:
            yield Dispute(layout.id, change, "json and xml", tuple(_errors(found)), "", data)

    def _seen(
        self, found: tuple[Finding, ...], layout: RecordLayout, data: Any, target: Target
    ) -> tuple[str, ...]:
        """The errors that a schema language must see."""
        seen = []
        for finding in found:
            if finding.severity == "error":
                limit = covering(finding, layout, data, target, self.standard)
                if limit is None:
                    seen.append(finding.line_text())
                else:
                    self.limits[f"{target} {limit.id}"] += 1
        return tuple(seen)


def write(layout: RecordLayout, data: Mapping[str, Any]) -> bytes:
    """Any plain data as XML under the element of a record type: known elements in their order, then
    the others.
    """
    body = _inside(data, layout)
    return f'<{layout.id} xmlns="{xml_form.NAMESPACE}">{body}</{layout.id}>'.encode()


def write_part(name: str, data: Any, group: ElementGroup) -> str:
    """A part of a message as XML."""
    return f"<{name}>{_content(data, group)}</{name}>"


def _inside(data: Mapping[str, Any], group: ElementGroup | None) -> str:
    fields = {field.id: field for field in group.elements} if group is not None else {}
    out: list[str] = []
    for name in [*(id for id in fields if id in data), *(id for id in data if id not in fields)]:
        field = fields.get(name)
        group_of = field.group if field else None
        values = data[name] if isinstance(data[name], list) else [data[name]]
        out.extend(f"<{name}>{_content(one, group_of)}</{name}>" for one in values)
    return "".join(out)


def _content(value: Any, group: ElementGroup | None) -> str:
    if isinstance(value, Mapping):
        return _inside(value, group)
    if isinstance(value, list):
        return "".join(_content(one, group) for one in value)
    if value is None:
        return ""
    text = ("false", "true")[value] if isinstance(value, bool) else str(value)
    return escape(text, {"\r": "&#13;", "\n": "&#10;", "\t": "&#9;"})


def _disputed(found: tuple[Finding, ...], seen: tuple[str, ...], refused: bool) -> bool:
    """Whether a schema accepts what it must refuse, or refuses what the library accepts.

    A record whose only errors are named limits is wrong; a schema may say so for another reason
    that it sees.
    """
    return bool(seen) if not refused else not _errors(found)


def _errors(found: tuple[Finding, ...]) -> list[str]:
    return [finding.line_text() for finding in found if finding.severity == "error"]
