"""The library, the JSON Schema of messages and the XSD with its Schematron give one verdict on the
envelope.
"""

from __future__ import annotations

import json
from functools import cache
from random import Random
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from lxml import etree
from lxml.isoschematron import Schematron  # type: ignore[import-not-found]
from referencing import Registry, Resource

from tests.conformance.agreement import write_part
from tests.conformance.mutations import mutate
from tracecode.findings import Finding
from tracecode.publish import json_schema, schematron, xsd
from tracecode.publish.schema_limits import Target, covering
from tracecode.records import json_form, xml_form
from tracecode.records.judge import judge, judge_message
from tracecode.records.plain import PARTS
from tracecode.standard.composition import group_layout
from tracecode.standard.record_layout import record_layout
from tracecode.standard.resolved import packaged
from tracecode.testing import group_payload, payload

CATALOG = packaged()
RECORD = payload(record_layout(CATALOG, "storage"), Random(1))
EVERY = {name: group_layout(CATALOG, id) for name, id in PARTS.items()}


@cache
def _validator() -> Draft202012Validator:
    storage = json_schema.schema(record_layout(CATALOG, "storage"), CATALOG)
    # The other record types do not occur here; a reference to one would raise, since nothing is
    # fetched.
    registry: Registry[Any] = Registry().with_resource(
        "storage.json", Resource.from_contents(storage)
    )
    schema = json_schema.message_schema(CATALOG)
    return Draft202012Validator(schema, registry=registry, format_checker=FormatChecker())


@cache
def _xsd() -> etree.XMLSchema:
    return etree.XMLSchema(
        etree.fromstring(xsd.schema(CATALOG, record_layout(CATALOG, "storage")).encode())
    )


@cache
def _schematron() -> Any:
    return Schematron(
        etree.fromstring(schematron.schema(CATALOG, record_layout(CATALOG, "storage")).encode())
    )


@pytest.mark.slow
@pytest.mark.parametrize("part", EVERY)
@pytest.mark.parametrize("seed", range(100))
def test_one_verdict(part: str, seed: int) -> None:
    """A right message, and one whose header, digest or signature was changed at one place, is
    judged alike by all.
    """
    random = Random(f"{part}{seed}")
    parts = {name: group_payload(group, random) for name, group in EVERY.items()}
    if seed:
        _, parts[part] = mutate(parts[part], EVERY[part], random)
    message: dict[str, Any] = {"header": parts.pop("header"), "body": [RECORD], **parts}
    raw = json.dumps(message, ensure_ascii=False).encode()
    item = json_form.parse(raw)
    _compare(
        (*item.faults, *judge_message(item.data)),
        item.data,
        _validator().is_valid(message),
        "json-schema",
    )
    if not raw.decode().isprintable() or "\\u00" in raw.decode():
        return
    body = xml_form.dump(RECORD, CATALOG).decode().partition("?>")[2]
    texts = {name: write_part(name, message[name], EVERY[name]) for name in EVERY}
    text = (
        f'<message xmlns="{xml_form.NAMESPACE}">{texts["header"]}<body>{body}</body>'
        f"{texts['digest']}{texts['signature']}</message>"
    ).encode()
    item = xml_form.parse(text, CATALOG)[-1]
    tree = etree.fromstring(text)
    accepted = _xsd().validate(tree) and _schematron().validate(tree)
    _compare(
        (*item.faults, *judge_message(item.data, item.record_count)), item.data, accepted, "xsd"
    )


def _compare(found: tuple[Finding, ...], data: Any, accepted: bool, target: Target) -> None:
    errors = [finding for finding in found if finding.severity == "error"]
    seen = [finding for finding in errors if not _covered(finding, data, target)]
    assert not (seen if accepted else not errors), (seen, accepted, data)


def _covered(finding: Finding, data: Any, target: Target) -> bool:
    name, _, path = (finding.path or "").partition(".")
    group = EVERY.get(name, EVERY["header"])
    inside = data.get(name)
    inner = finding.replace(path=path or None)
    return (
        covering(inner, group, inside if isinstance(inside, dict) else {}, target, CATALOG)
        is not None
    )


ODD = {
    "attribute": ("<record_id>", '<record_id a="1">'),
    "spaced attribute": ("<record_id>", "<record_id a = '1'>"),
    "other namespace": ("<record_id>", '<record_id xmlns="urn:other">'),
    "mixed text": ("<record_id>", "x<record_id>"),
    "ideographic space between elements": ("<record_id>", "\u3000<record_id>"),
    "no-break space between elements": ("<record_id>", "&#160;<record_id>"),
    "white space between elements": ("<record_id>", "\n \t&#13;<record_id>"),
    "comment": ("<record_id>", "<record_id><!-- a comment -->"),
    "nested element": ("<record_id>", "<record_id><a/>"),
    "repeated element": ("<unit_level>", "<unit_level>1</unit_level><unit_level>"),
    "prefix": ("<record_id>", '<t:more xmlns:t="urn:tracecode:records"/><record_id>'),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_xml(name: str) -> None:
    """XML that is well-formed but not of the form is refused by both; harmless freedom is allowed
    by both.
    """
    text = xml_form.dump(RECORD, CATALOG).decode()
    changed = text.replace(*ODD[name]).encode()
    assert changed != text.encode()
    item = xml_form.parse(changed, CATALOG)[0]
    found = (*item.faults, *judge(item.data, CATALOG).findings)
    accepted = _xsd().validate(etree.fromstring(changed))
    assert accepted != any(finding.severity == "error" for finding in found)


ODD_MESSAGES = {
    "text in the body": ("<body>", "<body>x"),
    "attribute of the body": ("<body>", '<body a="1">'),
    "attribute of the message": ("<message ", '<message a="1" '),
    "text after the header": ("</header>", "</header>x"),
    "text after a record": ("</storage>", "</storage>x"),
    "comment in the body": ("</body>", "<!-- c --></body>"),
    "second body": ("</body>", "</body><body/>"),
    "second digest": ("<digest>", "<digest/><digest>"),
    "record of no type": ("</body>", "<no_such/></body>"),
    "unknown part": ("</message>", "<more/></message>"),
    "white space": ("</header>", "</header>\n  "),
}


@pytest.mark.parametrize("name", ODD_MESSAGES)
def test_odd_message(name: str) -> None:
    """A message that is well-formed but not of the standard's form is refused by the library as by
    the XSD.
    """
    random = Random(1)
    header = group_payload(EVERY["header"], random) | {"record_count": 1}
    parts = [
        write_part(part, group_payload(EVERY[part], random), EVERY[part])
        for part in ("digest", "signature")
    ]
    body = xml_form.dump(RECORD, CATALOG).decode().partition("?>")[2]
    text = (
        f'<message xmlns="{xml_form.NAMESPACE}">{write_part("header", header, EVERY["header"])}<body>{body}</body>'
        f"{''.join(parts)}</message>"
    )
    changed = text.replace(*ODD_MESSAGES[name], 1).encode()
    assert changed != text.encode()
    items = xml_form.parse(changed, CATALOG)
    found = [finding for item in items for finding in item.faults]
    found += judge_message(items[-1].data, items[-1].record_count)
    accepted = _xsd().validate(etree.fromstring(changed))
    assert accepted != any(finding.severity == "error" for finding in found)
