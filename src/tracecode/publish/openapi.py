"""OpenAPI 3.1 of the interfaces between enterprises, platforms and the public.

Bodies are messages, as JSON or XML. The document stands alone, so that programs that write clients
can read it: each record type, group and element is a schema of its own (`PesticideProduction`,
`PartyGroup`, `batch_no`), and a message carries one of the record types, which differ by their
constants `record_type` and `product_item`. What the public is shown are schemas of their own,
without personal data and trade secrets. XML is by the published XSD beside the document. The places
of the ministries' interfaces are marked `x-reserved` and promise nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, assert_never

from tracecode.errors import SpecError
from tracecode.findings import Finding
from tracecode.lint.blame import blaming
from tracecode.publish import json_schema, json_values
from tracecode.publish.lexical import title
from tracecode.records.plain import PARTS, STANDARD_VERSION
from tracecode.spec.formats import Format
from tracecode.spec.record_model import IndicatorUse, InterfaceSpec, Sharing
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
from tracecode.standard.record_layout import layouts

if TYPE_CHECKING:
    from tracecode.standard.resolved import Resolved

Json = dict[str, object]
_XML = {"x-xsd": "xsd/tracecode.xsd", "x-schematron": "xsd/tracecode.sch"}
_PARAMETER = re.compile(r"\{([a-z_0-9]+)\}", re.ASCII)
_FAULTS = {
    "400": (
        "请求不是合法的 JSON 或 XML，或参数有误",
        "Not well-formed JSON or XML, or a wrong parameter",
    ),
    "401": ("身份未通过验证", "The caller is not authenticated"),
    "413": ("报文过大，请分批报送", "The message is too large; send it in parts"),
    "415": ("媒体类型不受支持", "The media type is not supported"),
    "422": (
        "报文有错误，回执列出全部校验结果",
        "The message has errors; the receipt lists all findings",
    ),
    "429": (
        "请求过于频繁，请按 Retry-After 稍后重试",
        "Too many requests; try again after the time in Retry-After",
    ),
}
_WITH_FINDINGS = ("400", "422")


@blaming
def document(standard: Resolved) -> Json:
    """The description of all interfaces."""
    specs = [standard.interface(id) for id in standard.ids("interface")]
    paths: dict[str, Json] = {}
    for spec in specs:
        paths.setdefault(spec.path, {})[spec.method] = _operation(spec, standard)
    shown = {record for spec in specs if spec.public for record in spec.returns}
    known, messages = layouts(standard), _carried(specs)
    parts = [group_layout(standard, id) for id in PARTS.values()] if messages else []
    public = [_public(layout) for layout in known if layout.record in shown]
    asked = [_field(use, standard) for spec in specs for use in spec.query]
    schemas = {
        **json_values.schemes(asked, standard),
        **json_schema.bundle((*known, *parts, *public), standard),
        **{_message_name(records): _message(records, standard) for records in messages},
    }
    made = {
        "openapi": "3.1.0",
        "info": {
            "title": title("重要产品追溯接口", "Interfaces for tracing important products"),
            "version": STANDARD_VERSION,
            "description": title(
                "企业、市级平台、部委平台与公众之间的操作。报文可为 JSON 或 "
                "XML，两种形式内容相同，签名通用。",
                "Operations between enterprises, the city platform, the ministries' platforms and "
                "the public. "
                "A message is JSON or XML; both say the same, and one signature holds for both.",
            ),
        },
        "jsonSchemaDialect": json_schema.DIALECT,
        "servers": [
            {
                "url": "/",
                "description": title("平台地址由平台公布", "The platform publishes its address"),
            }
        ],
        "tags": [
            {"name": name, "description": title(zh, en)} for name, (zh, en) in _CALLERS.items()
        ],
        "paths": {path: paths[path] for path in sorted(paths)},
        "components": {
            "schemas": _components(schemas),
            "securitySchemes": {
                "caller": {
                    "type": "mutualTLS",
                    "description": title(
                        "平台与企业之间以双向证书建立连接；报文另有签名。部委平台另有规定的从其规定。",
                        "Caller and platform know each other by their certificates; messages are "
                        "signed besides. "
                        "Where a ministry's platform has its own rule, that rule holds.",
                    ),
                    "x-evidence": "project",
                }
            },
        },
        "security": [{"caller": []}],
    }
    described: Json = _here(made)
    return described


_CALLERS = {
    "enterprise": ("由企业调用", "Called by enterprises"),
    "third-party-platform": ("由第三方平台调用", "Called by third-party platforms"),
    "district-platform": ("由区级平台调用", "Called by the platforms of districts"),
    "department": ("由市、区有关部门调用", "Called by departments of the city and its districts"),
    "city-platform": ("由市级平台调用", "Called by the city platform"),
    "ministry-platform": ("由部委平台调用", "Called by ministries' platforms"),
    "public": ("由公众调用", "Called by the public"),
}


def _operation(spec: InterfaceSpec, standard: Resolved) -> Json:
    operation: Json = {
        "operationId": spec.id.replace("-", "_"),
        "summary": title(spec.name.zh, spec.name.en),
        "description": title(spec.definition.zh, spec.definition.en),
        "tags": [spec.caller],
        "x-caller": spec.caller,
        "x-responder": spec.responder,
        "x-source": standard.cite(spec.source),
        "x-evidence": spec.evidence,
    }
    if spec.reserved:
        operation |= {
            "x-reserved": True,
            "responses": {"501": {"description": title("预留，尚无定义", "Reserved; not defined")}},
        }
        return operation
    in_path = [IndicatorUse(use=id, obligation="M") for id in _PARAMETER.findall(spec.path)]
    parameters = [_parameter(use, "path", standard) for use in in_path]
    parameters += [_parameter(use, "query", standard) for use in spec.query]
    if parameters:
        operation["parameters"] = parameters
    if spec.accepts:
        operation["requestBody"] = {
            "required": True,
            "content": _content(_ref(_message_name(spec.accepts))),
        }
    if spec.public:
        operation["security"] = []
    operation["responses"] = _responses(spec, standard)
    return operation


def _responses(spec: InterfaceSpec, standard: Resolved) -> Json:
    if spec.public:
        shown = [layout for layout in layouts(standard) if layout.record in spec.returns]
        schema = _one_of([json_values.name_of(_public(layout)) for layout in shown])
        content: Json = {"application/json": {"schema": schema}}
    else:
        content = _content(_ref(_message_name(spec.returns)))
    success: Json = {"description": title("成功", "Success")}
    responses: Json = {"200": success | {"content": content} if spec.returns else success}
    codes = [
        "400",
        "429",
        *(() if spec.public else ("401",)),
        *(("413", "415", "422") if spec.accepts else ()),
    ]
    if spec.method == "get":
        responses["404"] = {"description": title("没有找到", "Not found")}
    for code in codes:
        zh, en = _FAULTS[code]
        fault: Json = {"description": title(zh, en)}
        if code in _WITH_FINDINGS and spec.accepts:
            fault["content"] = _content(_ref(_message_name(_ANSWER)))
        if code == "429":
            fault["headers"] = {"Retry-After": {"schema": {"type": "integer", "minimum": 0}}}
        responses[code] = fault
    return {code: responses[code] for code in sorted(responses)}


def _content(schema: Json) -> Json:
    """A message as JSON, or as XML by the published XSD."""
    return {
        "application/json": {"schema": schema},
        "application/xml": {"schema": {"type": "string", **_XML}},
    }


_ANSWER = ("receipt",)
"""What a message with errors is answered with."""


def _carried(specs: Iterable[InterfaceSpec]) -> list[tuple[str, ...]]:
    """The kinds of records of each message that some interface carries."""
    sent = {spec.accepts for spec in specs if not spec.reserved}
    answered = {spec.returns for spec in specs if not spec.reserved and not spec.public}
    faults = {_ANSWER} if any(sent) else set()
    return sorted(records for records in sent | answered | faults if records)


def _message_name(records: tuple[str, ...]) -> str:
    """The schema of the messages whose bodies have only records of these kinds."""
    return "-".join((*("any" if record == "*" else record for record in records), "message"))


def _message(records: tuple[str, ...], standard: Resolved) -> Json:
    types = [
        layout for layout in layouts(standard) if records == ("*",) or layout.record in records
    ]
    parts = {name: group_layout(standard, id) for name, id in PARTS.items()}
    record = _one_of([json_values.name_of(layout) for layout in types])
    return {**json_schema.MESSAGE, **json_schema.message_of(parts, record)}


def _one_of(names: Sequence[str]) -> Json:
    """One of several schemas; exactly one fits, as their constants differ."""
    if not names:
        return {**json_values.NOTHING}
    return _ref(names[0]) if len(names) == 1 else {"oneOf": [_ref(name) for name in names]}


def _ref(name: str) -> Json:
    return {"$ref": f"#/$defs/{name}"}


def _field(use: IndicatorUse, standard: Resolved) -> Element:
    """An element of the dictionary by itself."""
    spec = standard.indicator(use.use)
    return Element(
        id=use.use, spec=spec, use=use, format=Format.read(spec.format or ""),
        identifies=spec.identifies,
        codelist=None if spec.codelist is None else standard.codelist(spec.codelist),
        source=spec.source, evidence=spec.evidence,
    )  # fmt: skip


def _parameter(use: IndicatorUse, place: str, standard: Resolved) -> Json:
    field = _field(use, standard)
    return {
        "name": use.use,
        "in": place,
        "required": use.obligation == "M",
        "description": title(field.name.zh, field.name.en),
        "schema": _for_clients(json_values.element_schema(field, standard)),
    }


def _components(schemas: Mapping[str, object]) -> Json:
    """The schemas under the names that they have in the document, which are also the titles of
    objects.

    Raises:
        SpecError: two have one name, so that one would be written over the other.
    """
    made: dict[str, object] = {}
    first: dict[str, str] = {}
    for id, schema in schemas.items():
        name = _component(id)
        if first.setdefault(name, id) != id:
            values = {"found": id, "first": first[name], "name": name}
            raise SpecError([Finding(rule="spec.name_clash", severity="error", values=values)])
        assert isinstance(schema, dict)
        titled = {"title": name} if schema.get("type") == "object" else {}
        made[name] = titled | _for_clients(schema)
    return dict(sorted(made.items()))


def _component(id: str) -> str:
    """The name of a definition in the document: `PesticideProduction`, `PartyGroup`; elements keep
    theirs.

    >>> [_component(id) for id in ("pesticide_production-record", "party-group", "batch_no")]
    ['PesticideProduction', 'PartyGroup', 'batch_no']
    """
    if "-" not in id:
        return id
    return "".join(
        part[:1].upper() + part[1:] for part in re.split("[-_]", id.removesuffix("-record"))
    )


def _for_clients(schema: Any) -> Any:
    """A schema as programs that write clients read it.

    They take titles for names of classes, so that titles begin descriptions here; and they pass
    over what stands beside a reference, so that of a text it stands in `allOf`.
    """
    if isinstance(schema, list):
        return [_for_clients(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    made = {name: _for_clients(value) for name, value in schema.items()}
    if isinstance(heading := made.get("title"), str):
        made["description"] = (
            f"{heading}\n\n{made.pop('description')}" if "description" in made else heading
        )
        del made["title"]
    if made.get("type") == "string" and "$ref" in made:
        own = {name: made.pop(name) for name in _OF_TEXT if name in made}
        made["allOf"] = [{"$ref": made.pop("$ref")}, own, *made.get("allOf", ())]
    return made


_OF_TEXT = ("minLength", "maxLength", "pattern", "anyOf")


def _here(schema: Any) -> Any:
    """A schema whose references go to the components of this document."""
    if isinstance(schema, list):
        return [_here(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        name: f"#/components/schemas/{_component(value.removeprefix('#/$defs/'))}"
        if name == "$ref"
        else _here(value)
        for name, value in schema.items()
    }


def _public(layout: RecordLayout) -> RecordLayout:
    """The record type without what the public is not shown, under a name of its own unless it hides
    nothing.

    Of a record that is not made for the public, it sees what is open; of one that is, all but what
    is withheld.
    """
    shown = _shown(layout, ("open", "conditional") if layout.open else ("open",))
    assert isinstance(shown, RecordLayout)
    return layout if shown == layout else shown.replace(id=f"{layout.id}_public")


def _shown(group: ElementGroup, classes: tuple[Sharing, ...]) -> ElementGroup:
    fields = tuple(
        field if field.group is None else field.replace(group=_shown_inside(field.group, classes))
        for field in group.elements
        if field.sharing in classes
    )
    kept = {field.id for field in fields}
    rules = tuple(rule for rule in group.rules if _elements(rule) <= kept)
    fields = tuple(
        field
        if set(field.use.when or ()) <= kept
        else field.replace(use=field.use.replace(when=None))
        for field in fields
    )
    return group.replace(elements=fields, rules=rules)


def _shown_inside(group: ElementGroup, classes: tuple[Sharing, ...]) -> ElementGroup:
    """The same of a group; one that hides nothing keeps its name."""
    shown = _shown(group, classes)
    return group if shown == group else shown.replace(id=f"{group.id}-public")


def _elements(rule: RuleSpec) -> set[str]:
    """The elements that the rules of JSON Schema name."""
    match rule:
        case AtLeastOneSpec():
            return set(rule.at_least_one)
        case ExclusiveSpec():
            return set(rule.exclusive)
        case OrderSpec() | EqualSpec() | SumSpec() | CodeFitsSpec():
            return set()
        case _:
            assert_never(rule)
