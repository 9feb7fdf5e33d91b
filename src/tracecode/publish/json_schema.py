"""JSON Schema 2020-12 of record types and messages, for validators in any language.

A schema is self-contained: what a record type needs stands in its `$defs`, and nothing is fetched. Validate with
formats asserted (`date`, `date-time`), because calendars cannot be told by patterns. What JSON Schema cannot say is
listed by `schema_limits`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from tracecode.lint.blame import blaming
from tracecode.publish.lexical import Lexical, lexical, named_schemes, scheme_names, source_of, title
from tracecode.publish.patterns import dates, json_class, json_pattern
from tracecode.records.plain import PARTS
from tracecode.spec.charclass import BLANKS, CONTROLS
from tracecode.spec.model import Citation
from tracecode.spec.record_model import Period, RuleSpec
from tracecode.standard.layout import Field, Group, Layout, group_layout, items_of, layouts

if TYPE_CHECKING:
    from tracecode.standard.resolved import Resolved

Json = Mapping[str, object]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
LINE: Json = {
    "title": title("一行文本", "A line of text"),
    "description": title(
        "不含控制字符和换行符、且不只有空白或不可见字符的文本",
        "Text without control characters and line ends, and not of blanks or invisible characters only",
    ),
    "type": "string",
    "pattern": json_class(BLANKS, negated=True),
    "not": {"pattern": json_class(CONTROLS)},
}
"""What every text is."""
_FORMATS = {"date": "date", "moment": "date-time", "uuid": "uuid"}
"""Formats that say more than the pattern beside them. `uri` is not one: checkers differ on what it means."""


@blaming
def schema(layout: Layout, standard: Resolved) -> dict[str, object]:
    """The schema of a record type."""
    return {
        "$schema": DIALECT,
        "$id": file_name(layout),
        **_body(layout, standard),
        "$defs": _definitions((layout,), standard),
    }


@blaming
def message_schema(standard: Resolved) -> dict[str, object]:
    """The schema of a message. Each record of its body is judged by the schema of its type, in a file beside it."""
    parts = {name: group_layout(standard, id) for name, id in PARTS.items()}
    kinds: dict[str, list[Layout]] = {}
    for layout in layouts(standard):
        kinds.setdefault(layout.record, []).append(layout)
    return {
        "$schema": DIALECT,
        "$id": "message.json",
        "title": title("报文", "Message"),
        "description": title(
            "报文由报文头、报文体、摘要和签名组成；报文体中的每条记录按其记录类型和产品品目校验。",
            "A message has a header, a body, a digest and a signature; each record is judged by its type and item.",
        ),
        "type": "object",
        "properties": {
            "header": {"$ref": f"#/$defs/{PARTS['header']}"},
            "body": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/record"}},
            "digest": {"$ref": f"#/$defs/{PARTS['digest']}"},
            "signature": {"$ref": f"#/$defs/{PARTS['signature']}"},
        },
        "required": ["header", "body"],
        "additionalProperties": False,
        "$defs": {
            "record": {
                "type": "object",
                "properties": {"record_type": {"enum": list(kinds)}},
                "required": ["record_type"],
                "allOf": [_dispatch(kind, found, standard) for kind, found in kinds.items()],
            },
            **{group.id: _body(group, standard) for group in parts.values()},
            **_definitions(parts.values(), standard),
        },
    }  # fmt: skip


def file_name(layout: Layout) -> str:
    """The file of a record type's schema, which is also its `$id`."""
    return f"{layout.id}.json"


def element_schema(field: Field, standard: Resolved, owner: Group | None = None) -> dict[str, object]:
    """The schema of the values of one element, with its names and its source.

    Args:
        field: the element.
        standard: the specifications.
        owner: the record type or group in which it stands.
    """
    spec = field.spec
    one: Json = (
        {"$ref": f"#/$defs/{_named(field.group.id)}"} if field.group else value_schema(lexical(field, standard, owner))
    )
    said: dict[str, object] = {
        "title": title(spec.name.zh, spec.name.en),
        "description": title(spec.definition.zh, spec.definition.en),
        **(one if field.many is None else {"type": "array", "items": one, "minItems": 1, "maxItems": field.many}),
        "x-name": {"zh": spec.name.zh, "en": spec.name.en},
        "x-source": source_of(field, standard),
        "x-evidence": spec.evidence,
        "x-obligation": field.use.obligation,
    }
    more = {
        "x-format": spec.format, "x-unit": spec.unit, "x-codelist": spec.codelist, "x-scheme": spec.scheme,
        "x-identifies": list(field.identifies) or None, "x-privacy": spec.privacy,
    }  # fmt: skip
    return said | {name: value for name, value in more.items() if value is not None}


def value_schema(form: Lexical) -> dict[str, object]:
    """The schema of a single value."""
    match form.kind:
        case "boolean":
            return {"type": "boolean"}
        case "integer":
            assert form.low is not None
            assert form.high is not None
            return {"type": "integer", "minimum": int(form.low), "maximum": int(form.high)}
    if form.schemes is not None:
        return {"$ref": f"#/$defs/{form.schemes}"}
    if form.values is not None:
        return {"const": form.values[0]} if len(form.values) == 1 else {"enum": list(form.values)}
    said: dict[str, object] = {"$ref": "#/$defs/line"}
    if form.kind == "text":
        said |= {"minLength": form.min, "maxLength": form.max}
    if form.patterns:
        said["pattern"] = json_pattern(form.patterns[0])
    if len(form.patterns) > 1:
        said["allOf"] = [{"pattern": json_pattern(pattern)} for pattern in form.patterns[1:]]
    if form.kind in _FORMATS:
        said["format"] = _FORMATS[form.kind]
    return said


def schemes(fields: Iterable[Field], standard: Resolved) -> dict[str, object]:
    """The definitions of the encoding rules that elements may name, as far as the elements refer to them."""
    return {
        id: {
            "title": title("编码规则的标识", "Id of an encoding rule"),
            "description": title(scheme_names(form).zh, scheme_names(form).en),
            "$ref": "#/$defs/line",
            "anyOf": [{"enum": list(form.values or ())}, {"pattern": json_pattern(form.patterns[0])}],
        }
        for id, form in named_schemes(fields, standard).items()
    }


def _body(group: Group, standard: Resolved) -> dict[str, object]:
    """The schema of a record type or group, without its definitions."""
    body: dict[str, object] = {
        "title": title(group.name.zh, group.name.en),
        "description": title(group.definition.zh, group.definition.en),
        "x-name": {"zh": group.name.zh, "en": group.name.en},
        "x-source": source_of(group, standard),
        "x-evidence": group.evidence,
    }
    if isinstance(group, Layout):
        body |= {"x-record": group.record}
        body |= {"x-product": group.product} if group.product else {}
        body |= {"x-stage": group.stage} if group.stage else {}
    body |= {
        "type": "object",
        "properties": {field.id: element_schema(field, standard, group) for field in group.fields},
        "required": [field.id for field in group.fields if field.required],
        "additionalProperties": False,
    }
    if rules := _rules(group, standard):
        body["allOf"] = rules
    return body


def _definitions(groups: Iterable[Group], standard: Resolved) -> dict[str, object]:
    """What the schemas of record types or groups refer to."""
    groups = tuple(groups)
    inside = {
        field.group.id: field.group for group in groups for _, field in group.walk() if field.group is not None
    }  # fmt: skip
    fields = [field for group in groups for _, field in group.walk()]
    return {
        "line": LINE,
        **schemes(fields, standard),
        **{_named(id): _body(inside[id], standard) for id in sorted(inside)},
    }


def _named(group: str) -> str:
    """The definition of a group; ids have no underscore, so that none meets another or those of our own."""
    return f"{group}_group" if group in ("line", "record") else group


def _rules(group: Group, standard: Resolved) -> list[Json]:
    """The rules among the elements of a group that JSON Schema can say."""
    fields = {field.id: field for field in group.fields}
    said: list[Json] = []
    for field in group.fields:
        if field.use.when is not None:
            given = [(fields[id], wanted) for id, wanted in field.use.when.items()]
            said.append(
                {
                    "x-rule": "record.required_when",
                    **_cited(field.source, field.evidence, standard),
                    "if": {
                        "properties": {one.id: _condition(one, wanted) for one, wanted in given},
                        "required": [one.id for one, _ in given],
                    },
                    "then": {"required": [field.id]},
                }
            )
    for rule in group.rules:
        said += _rule(rule, group, standard)
    return said


def _rule(rule: RuleSpec, group: Group, standard: Resolved) -> list[Json]:
    cited = _cited(rule.source or group.source, rule.evidence or group.evidence, standard)
    if rule.at_least_one:
        present: list[Json] = [{"required": [id]} for id in rule.at_least_one]
        return [{"x-rule": "record.at_least_one", **cited, "anyOf": present}]
    if rule.exclusive:
        both: list[Json] = [
            {"required": [first, second]}
            for i, first in enumerate(rule.exclusive)
            for second in rule.exclusive[i + 1 :]
        ]
        return [{"x-rule": "record.exclusive", **cited, "not": {"anyOf": both}}]
    return []


def _condition(field: Field, wanted: tuple[str, ...] | Period) -> Json:
    if isinstance(wanted, Period):
        return {"pattern": json_pattern(dates(wanted.since, wanted.until))}
    if wanted == ("*",):
        return {}
    kind = field.format.kind if field.format else "text"
    if kind == "boolean":
        return {"enum": [value == "true" for value in wanted]}
    return {"enum": [int(value) if kind == "integer" else value for value in wanted]}


def _cited(source: Citation, evidence: str, standard: Resolved) -> dict[str, object]:
    return {"x-source": standard.cite(source), "x-evidence": evidence}


def _dispatch(kind: str, found: list[Layout], standard: Resolved) -> Json:
    """The records of one kind: by its item each goes to the schema of its type, or to none."""
    given = {"properties": {"record_type": {"const": kind}}, "required": ["record_type"]}
    if len(found) == 1:
        return {"if": given, "then": {"$ref": file_name(found[0])}}
    of = {layout.id: list(items_of(standard, layout)) for layout in found}
    cases = [
        {"if": {"properties": {"product_item": {"enum": of[layout.id]}}}, "then": {"$ref": file_name(layout)}}
        for layout in found
    ]
    known = {"enum": [item for layout in found for item in of[layout.id]]}
    return {"if": given, "then": {"properties": {"product_item": known}, "required": ["product_item"], "allOf": cases}}
