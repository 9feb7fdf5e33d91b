"""JSON Schema 2020-12 of record types and messages, for validators in any language.

A schema stands alone: what it refers to is in its `$defs`, and nothing is fetched; that of the
message holds all record types, each element once. Validate with formats asserted (`date`,
`date-time`), because calendars cannot be told by patterns. What JSON Schema cannot say is listed by
`schema_limits`.

The schemas compile in the strict mode of Ajv, which asks that what is required is named beside,
that types are named, and that words of ours are announced: `WORDS`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import TYPE_CHECKING, assert_never

from tracecode.lint.blame import blaming
from tracecode.publish.json_values import (
    LINE,
    LINE_NAME,
    Json,
    element_schema,
    listed,
    name_of,
    schemes,
)
from tracecode.publish.lexical import source_of, title
from tracecode.publish.patterns import dates, json_pattern
from tracecode.records.plain import PARTS
from tracecode.spec.base import Citation
from tracecode.spec.record_model import Period
from tracecode.spec.rule_model import (
    AtLeastOneSpec,
    CodeFitsSpec,
    EqualSpec,
    ExclusiveSpec,
    OrderSpec,
    RuleSpec,
    SumSpec,
)
from tracecode.standard.composition import group_layout
from tracecode.standard.elements import Element, ElementGroup, RecordLayout
from tracecode.standard.periods import deadlines_of_type, retention_of_type
from tracecode.standard.record_layout import items_of, layouts

if TYPE_CHECKING:
    from tracecode.standard.resolved import Resolved

DIALECT = "https://json-schema.org/draft/2020-12/schema"
WORDS = (
    "x-codelist", "x-deadline", "x-evidence", "x-format", "x-identifies", "x-name", "x-obligation",
    "x-privacy", "x-product", "x-record", "x-retention", "x-rule", "x-scheme", "x-sharing",
    "x-source", "x-stage", "x-unit",
)  # fmt: skip
"""Our own words in schemas. They say where something is written and what it is, and judge
nothing.
"""


@blaming
def schema(group: ElementGroup, standard: Resolved) -> dict[str, object]:
    """The schema of a record type; also of a part of a message."""
    return {
        "$schema": DIALECT,
        "$id": file_name(group),
        **_body(group, standard),
        "$defs": _definitions((group,), standard),
    }


@blaming
def message_schema(standard: Resolved) -> dict[str, object]:
    """The schema of a message, with those of all records that it may carry."""
    parts = {name: group_layout(standard, id) for name, id in PARTS.items()}
    kinds: dict[str, list[RecordLayout]] = {}
    for layout in layouts(standard):
        kinds.setdefault(layout.record, []).append(layout)
    return {
        "$schema": DIALECT,
        "$id": "message.json",
        **MESSAGE,
        **message_of(parts, {"$ref": "#/$defs/any-record"}),
        "$defs": {
            "any-record": {
                "type": "object",
                "properties": {"record_type": listed(kinds)},
                "required": ["record_type"],
                "allOf": [_dispatch(kind, types, standard) for kind, types in kinds.items()],
            },
            **bundle((*layouts(standard), *parts.values()), standard),
        },
    }


MESSAGE: Json = {
    "title": title("报文", "Message"),
    "description": title(
        "报文由报文头、报文体、摘要和签名组成；报文体中的每条记录按其记录类型和产品品目校验。",
        "A message has a header, a body, a digest and a signature; each record is judged by its "
        "type and item.",
    ),
}
"""What a message is called."""


def message_of(parts: Mapping[str, ElementGroup], record: Json) -> dict[str, object]:
    """The object that is a message.

    Args:
        parts: the groups of the parts beside the body.
        record: the schema of each record in the body.
    """
    header, digest, signature = ({"$ref": f"#/$defs/{name_of(parts[name])}"} for name in PARTS)
    return {
        "type": "object",
        "properties": {
            "header": header,
            "body": {"type": "array", "minItems": 1, "items": record},
            "digest": digest,
            "signature": signature,
        },
        "required": ["header", "body"],
        "additionalProperties": False,
    }


def bundle(groups: Iterable[ElementGroup], standard: Resolved) -> dict[str, object]:
    """Definitions of record types and groups with all that they refer to, by `name_of`.

    Most elements stand in many record types and say the same there. Such a one, if it is not a
    group, which has a definition anyway, is a definition of its own, by its id.
    """
    groups = tuple(groups)
    shared: dict[str, object] = {}
    bodies = {name_of(group): _body(group, standard) for group in groups}
    made = _definitions(groups, standard) | bodies
    of = {name_of(group): group for group in (*_inside(groups).values(), *groups)}
    for name, group in of.items():
        body = made[name]
        assert isinstance(body, dict)
        body["properties"] = {
            field.id: _once(field, body["properties"][field.id], shared) for field in group.elements
        }
    return shared | made


def _once(field: Element, schema: dict[str, object], shared: dict[str, object]) -> Json:
    """The schema of an element, as a reference where it is the one that others have."""
    if field.constant is not None or field.group is not None:
        return schema
    own = {"x-obligation": schema["x-obligation"]}
    rest = {name: value for name, value in schema.items() if name not in own}
    return (
        {"$ref": f"#/$defs/{field.id}", **own}
        if shared.setdefault(field.id, rest) == rest
        else schema
    )


def file_name(group: ElementGroup) -> str:
    """The file of a record type's schema, which is also its `$id`."""
    return f"{group.id}.json"


def _periods(layout: RecordLayout, standard: Resolved) -> dict[str, object]:
    """How long laws ask a record to be kept, and within what time to be reported."""
    periods: dict[str, object] = {}
    for word, rules in (
        ("x-retention", retention_of_type(standard, layout)),
        ("x-deadline", deadlines_of_type(standard, layout)),
    ):
        if rules:
            periods[word] = [
                rule.as_dict()
                | ({"products": list(items)} if items else {})
                | _cited(rule.source, rule.evidence, standard)
                for rule, items in rules
            ]
    return periods


def _body(group: ElementGroup, standard: Resolved) -> dict[str, object]:
    """The schema of a record type or group, without its definitions."""
    body: dict[str, object] = {
        "title": title(group.name.zh, group.name.en),
        "description": title(group.definition.zh, group.definition.en),
        "x-name": {"zh": group.name.zh, "en": group.name.en},
        "x-source": source_of(group, standard),
        "x-evidence": group.evidence,
    }
    if isinstance(group, RecordLayout):
        body |= {"x-record": group.record}
        body |= {"x-product": group.product} if group.product else {}
        body |= {"x-stage": group.stage} if group.stage else {}
        body |= _periods(group, standard)
    body |= {
        "type": "object",
        "properties": {
            field.id: element_schema(field, standard, group) for field in group.elements
        },
        "required": [field.id for field in group.elements if field.required],
        "additionalProperties": False,
    }
    if rules := _rules(group, standard):
        body["allOf"] = rules
    return body


def _definitions(groups: Iterable[ElementGroup], standard: Resolved) -> dict[str, object]:
    """What the schemas of record types or groups refer to."""
    groups = tuple(groups)
    fields = [field for group in groups for _, field in group.walk()]
    return {
        LINE_NAME: LINE,
        **schemes(fields, standard),
        **{name_of(group): _body(group, standard) for group in _inside(groups).values()},
    }


def _inside(groups: Iterable[ElementGroup]) -> dict[str, ElementGroup]:
    """The groups inside record types or groups, by id."""
    inside = {
        field.group.id: field.group
        for group in groups
        for _, field in group.walk()
        if field.group is not None
    }
    return dict(sorted(inside.items()))


def _rules(group: ElementGroup, standard: Resolved) -> list[Json]:
    """The rules among the elements of a group that JSON Schema can say."""
    fields = {field.id: field for field in group.elements}
    schemas: list[Json] = []
    for field in group.elements:
        if field.use.when is not None:
            given = [(fields[id], wanted) for id, wanted in field.use.when.items()]
            schemas.append(
                {
                    "x-rule": "record.required_when",
                    **_cited(field.source, field.evidence, standard),
                    "if": {
                        "properties": {
                            other.id: _condition(other, wanted) for other, wanted in given
                        },
                        "required": [other.id for other, _ in given],
                    },
                    "then": _present(field.id),
                }
            )
    for rule in group.rules:
        schemas += _rule(rule, group, standard)
    return schemas


def _rule(rule: RuleSpec, group: ElementGroup, standard: Resolved) -> list[Json]:
    cited = _cited(rule.source or group.source, rule.evidence or group.evidence, standard)
    match rule:
        case AtLeastOneSpec():
            present: list[Json] = [_present(id) for id in rule.at_least_one]
            return [{"x-rule": "record.at_least_one", **cited, "anyOf": present}]
        case ExclusiveSpec():
            both: list[Json] = [_present(*pair) for pair in combinations(rule.exclusive, 2)]
            return [{"x-rule": "record.exclusive", **cited, "not": {"anyOf": both}}]
        case OrderSpec() | EqualSpec() | SumSpec() | CodeFitsSpec():
            return []  # see docs/schema-limits.md
        case _:
            assert_never(rule)


def _present(*ids: str) -> Json:
    """That elements are there; whoever requires one names it beside."""
    return {"properties": {id: {} for id in ids}, "required": list(ids)}


def _condition(field: Element, wanted: tuple[str, ...] | Period) -> Json:
    if isinstance(wanted, Period):
        return {"type": "string", "pattern": json_pattern(dates(wanted.since, wanted.until))}
    if wanted == ("*",):
        return {}
    kind = field.format.kind if field.format else "text"
    if kind == "boolean":
        return listed(value == "true" for value in wanted)
    return listed(int(value) if kind == "integer" else value for value in wanted)


def _cited(source: Citation, evidence: str, standard: Resolved) -> dict[str, object]:
    return {"x-source": standard.cite(source), "x-evidence": evidence}


def _dispatch(kind: str, types: list[RecordLayout], standard: Resolved) -> Json:
    """The records of one kind: by its item each goes to the schema of its type, or to none."""
    given = {"properties": {"record_type": {"const": kind}}, "required": ["record_type"]}
    if len(types) == 1:
        return {"if": given, "then": _type(types[0])}
    by_item = [layout for layout in types if any(field.id == _ITEM for field in layout.elements)]
    of = {layout.id: list(items_of(standard, layout)) for layout in by_item}
    known = {"properties": {_ITEM: listed(item for layout in by_item for item in of[layout.id])}}
    cases: list[Json] = [
        {
            "if": {"properties": {_ITEM: listed(of[layout.id])}, "required": [_ITEM]},
            "then": _type(layout),
        }
        for layout in by_item
    ]
    without = [layout for layout in types if layout not in by_item]
    cases += [{"if": _present(_ITEM), "else": _type(layout)} for layout in without]
    required = {} if without else {"required": [_ITEM]}
    return {"if": given, "then": {**known, **required, "allOf": cases}}


_ITEM = "product_item"


def _type(layout: RecordLayout) -> Json:
    return {"$ref": f"#/$defs/{name_of(layout)}"}
