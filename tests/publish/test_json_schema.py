"""The published JSON Schemas: right by the metaschema, self-contained, annotated; a message finds
the right ones.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from random import Random
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry

from tests.records.standard import right, standard
from tracecode.publish import json_schema, json_values
from tracecode.standard.record_layout import layouts, record_layout
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


@cache
def _message_validator() -> Draft202012Validator:
    return Draft202012Validator(
        _schemas()["message.json"], registry=Registry(), format_checker=FormatChecker()
    )


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


@pytest.mark.long
def test_metaschema() -> None:
    """Every schema is right by the metaschema of JSON Schema 2020-12; a definition that many have
    is looked at once.
    """
    right: set[str] = set()
    for schema in _schemas().values():
        definitions = schema["$defs"]
        assert isinstance(definitions, dict)
        new = {id: one for id, one in definitions.items() if json.dumps(one) not in right}
        Draft202012Validator.check_schema(schema | {"$defs": new})
        right |= {*map(json.dumps, new.values())}
    assert len(right) > len(_schemas())


def test_stand_alone() -> None:
    """A schema refers to its own definitions only, and to each of them; that of the message too."""
    for name, schema in _schemas().items():
        definitions = schema["$defs"]
        assert isinstance(definitions, dict)
        assert set(_references(schema)) == {f"#/$defs/{id}" for id in definitions}, name


def _inside(schema: object) -> Iterator[tuple[dict[str, Any], frozenset[str]]]:
    """Every schema inside a schema with the types that it, or what is around it, names for the same
    value.
    """

    def walk(one: object, types: frozenset[str]) -> Iterator[tuple[dict[str, Any], frozenset[str]]]:
        if not isinstance(one, dict):
            return
        own = types | ({one["type"]} if "type" in one else set())
        yield one, own
        for word in ("allOf", "anyOf", "oneOf"):
            for below in one.get(word, ()):
                yield from walk(below, own)
        for word in ("if", "then", "else", "not"):
            yield from walk(one.get(word), own)
        for word in ("properties", "$defs"):
            for below in one.get(word, {}).values():
                yield from walk(below, frozenset())
        yield from walk(one.get("items"), frozenset())

    yield from walk(schema, frozenset())


_OF_TYPE = {
    "string": ("pattern", "minLength", "maxLength", "format"),
    "array": ("items", "minItems", "maxItems"),
    "object": ("properties", "required", "additionalProperties"),
}  # fmt: skip


def test_strict() -> None:
    """What Ajv's strict mode asks: what is required is named beside, words have their type, ours
    are announced.
    """
    ours: set[str] = set()
    for name, schema in _schemas().items():
        for one, types in _inside(schema):
            assert set(one.get("required", ())) <= set(one.get("properties", ())), (name, one)
            assert one.get("enum") != [], (name, one)
            for type, words in _OF_TYPE.items():
                assert type in types or not set(words) & set(one), (name, one)
            ours |= {word for word in one if word.startswith("x-")}
    assert ours == set(json_schema.WORDS)


def test_of_no_value() -> None:
    """Of several values one is right, of one that one, of none nothing: a list of none is no
    schema.
    """
    assert json_values.listed(["a", "b"]) == {"enum": ["a", "b"]}
    assert json_values.listed(["a"]) == {"const": "a"}
    assert not Draft202012Validator(dict(json_values.listed([]))).is_valid("a")


def test_groups_say_the_same_wherever_they_stand() -> None:
    """A group is one definition of the message: no record type has another under its name."""
    together = _schemas()["message.json"]["$defs"]
    assert isinstance(together, dict)
    for name, schema in _schemas().items():
        definitions = schema["$defs"]
        assert isinstance(definitions, dict)
        for id in definitions:
            assert id in together, (name, id)
            if id.endswith("-group") and name != "message.json":
                assert set(definitions[id]["properties"]) == set(together[id]["properties"]), (
                    name,
                    id,
                )


def test_same_each_time() -> None:
    """A schema is made the same each time."""
    layout = record_layout(CATALOG, "production", "pesticide")
    assert json.dumps(json_schema.schema(layout, CATALOG)) == json.dumps(
        _schemas()["pesticide_production.json"]
    )


def test_annotations() -> None:
    """An element says its names, definition, source, evidence and obligation."""
    properties = _schemas()["pesticide_production.json"]["properties"]
    assert isinstance(properties, dict)
    for name, one in properties.items():
        assert {"title", "description", "x-name", "x-source", "x-evidence", "x-obligation"} <= set(
            one
        ), name
    assert properties["record_type"]["const"] == "production"
    assert properties["product_item"]["const"] == "pesticide"
    assert properties["batch_no"]["title"] == "批次号 / Batch number"


def test_groups_beside_our_own_definitions() -> None:
    """A group that is called like a definition of ours stands beside it; each is judged by its
    own.
    """
    layout = record_layout(standard(), "delivery")
    schema: Any = json_schema.schema(layout, standard())
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    validator.validate(right(lines=[{"article": "120116"}], tags=["new"]))
    assert not validator.is_valid(right(lines=["120116"]))
    assert not validator.is_valid(right(title={"article": "120116"}))


def test_conditions() -> None:
    """A condition on a date is a pattern of days; one on values lists them; each rule says where it
    is written.
    """
    rules = _schemas()["pesticide_production.json"]["allOf"]
    assert isinstance(rules, list)
    assert {rule["x-rule"] for rule in rules} >= {"record.required_when", "record.at_least_one"}
    assert all("x-source" in rule and "x-evidence" in rule for rule in rules)


@pytest.mark.parametrize(
    ("product", "record"),
    [("pesticide", "production"), (None, "recall"), (None, "storage"), ("pesticide", "subject")],
)
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


@pytest.mark.slow
def test_every_type_travels() -> None:
    """A right record of every type is right in a message, also one that names no item beside others
    that do.
    """
    records = [payload(layout, Random(1)) for layout in layouts(CATALOG)]
    assert list(_message_validator().iter_errors({"header": HEADER, "body": records})) == []
    subject = payload(record_layout(CATALOG, "subject"), Random(1))
    assert "product_item" not in subject
    assert not _message_validator().is_valid(
        {"header": HEADER, "body": [subject | {"product_item": "elevator"}]}
    )


def test_item_without_such_a_record() -> None:
    """A kind of record that an item does not have is refused for that item."""
    data = payload(record_layout(CATALOG, "production", "pesticide"), Random(1))
    assert not _message_validator().is_valid(
        {"header": HEADER, "body": [data | {"product_item": "elevator"}]}
    )
