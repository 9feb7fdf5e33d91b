"""The published JSON Schemas: right by the metaschema, self-contained, annotated; a message finds the right ones."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from random import Random
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource

from tests.records.standard import right, standard
from tracecode.publish import json_schema
from tracecode.standard.layout import layouts, record_layout
from tracecode.standard.resolved import packaged
from tracecode.testing import payload

CATALOG = packaged()
HEADER = {
    "message_id": "0f8c2b6e-5d1a-4c3f-9b7e-2a6d4e8f1c05",
    "message_type": "submit",
    "standard_version": "0.1",
    "sender_id": {"code_scheme": "uscc", "code_value": "91350100M000100Y43"},
    "receiver_id": {"code_scheme": "uscc", "code_value": "91350100M000100Y43"},
    "sent_at": "2026-03-12T10:30:00+08:00",
    "record_count": 1,
}


@cache
def _schemas() -> dict[str, dict[str, object]]:
    made = [json_schema.schema(layout, CATALOG) for layout in layouts(CATALOG)]
    return {str(one["$id"]): one for one in (*made, json_schema.message_schema(CATALOG))}


def _message_validator() -> Draft202012Validator:
    resources = [(name, Resource.from_contents(schema)) for name, schema in _schemas().items()]
    registry: Registry[Any] = Registry().with_resources(resources)
    return Draft202012Validator(_schemas()["message.json"], registry=registry, format_checker=FormatChecker())


def _references(schema: object) -> Iterator[str]:
    if isinstance(schema, dict):
        for name, value in schema.items():
            if name == "$ref":
                yield str(value)
            else:
                yield from _references(value)
    elif isinstance(schema, list):
        for one in schema:
            yield from _references(one)


@pytest.mark.slow
def test_metaschema() -> None:
    """Every schema is right by the metaschema of JSON Schema 2020-12."""
    for schema in _schemas().values():
        Draft202012Validator.check_schema(schema)


def test_self_contained() -> None:
    """A record type's schema refers to its own definitions and to each of them; the message's to files beside it."""
    for name, schema in _schemas().items():
        inside = {ref.removeprefix("#/$defs/") for ref in _references(schema) if ref.startswith("#/$defs/")}
        definitions = schema["$defs"]
        assert isinstance(definitions, dict)
        assert inside == set(definitions), name
        outside = {ref for ref in _references(schema) if not ref.startswith("#/")}
        assert outside == (set(_schemas()) - {"message.json"} if name == "message.json" else set()), name


def test_same_each_time() -> None:
    """A schema is made the same each time."""
    layout = record_layout(CATALOG, "production", "pesticide")
    assert json.dumps(json_schema.schema(layout, CATALOG)) == json.dumps(_schemas()["pesticide_production.json"])


def test_annotations() -> None:
    """An element says its names, definition, source, evidence and obligation."""
    properties = _schemas()["pesticide_production.json"]["properties"]
    assert isinstance(properties, dict)
    for name, one in properties.items():
        assert {"title", "description", "x-name", "x-source", "x-evidence", "x-obligation"} <= set(one), name
    assert properties["record_type"]["const"] == "production"
    assert properties["product_item"]["const"] == "pesticide"
    assert properties["batch_no"]["title"] == "批次号 / Batch number"


def test_groups_beside_our_own_definitions() -> None:
    """A group that is called like a definition of ours stands beside it; each is judged by its own."""
    layout = record_layout(standard(), "delivery")
    schema: Any = json_schema.schema(layout, standard())
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    validator.validate(right(lines=[{"article": "120116"}], tags=["new"]))
    assert not validator.is_valid(right(lines=["120116"]))
    assert not validator.is_valid(right(title={"article": "120116"}))


def test_conditions() -> None:
    """A condition on a date is a pattern of days; one on values lists them; each rule says where it is written."""
    rules = _schemas()["pesticide_production.json"]["allOf"]
    assert isinstance(rules, list)
    assert {rule["x-rule"] for rule in rules} >= {"record.required_when", "record.at_least_one"}
    assert all("x-source" in rule and "x-evidence" in rule for rule in rules)


@pytest.mark.parametrize(("product", "record"), [("pesticide", "production"), (None, "recall"), (None, "storage")])
def test_dispatch(product: str | None, record: str) -> None:
    """A record in a message is judged by the schema of its type, and one of no type is refused."""
    validator = _message_validator()
    data = payload(record_layout(CATALOG, record, product), Random(1))
    message = {"header": HEADER, "body": [data]}
    assert list(validator.iter_errors(message)) == []
    assert not validator.is_valid(message | {"body": [data | {"no_such_element": 1}]})
    assert not validator.is_valid(message | {"body": [data | {"record_type": "no-such"}]})
    assert not validator.is_valid(message | {"body": [data | {"product_item": "no-such"}]})
    assert not validator.is_valid(message | {"body": [{}]})
    assert not validator.is_valid({"body": [data]})
    assert not validator.is_valid(message | {"more": 1})


def test_item_without_such_a_record() -> None:
    """A kind of record that an item does not have is refused for that item."""
    data = payload(record_layout(CATALOG, "production", "pesticide"), Random(1))
    assert not _message_validator().is_valid({"header": HEADER, "body": [data | {"product_item": "elevator"}]})
