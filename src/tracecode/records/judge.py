"""Judge a record: plain data in, the typed record or every finding out.

The typed class decides; its faults become findings in two languages. Where elements are wrong, the rules among the
right ones are still tried, so that one pass names everything.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic_core import ValidationError, to_json

from tracecode.codes.registry import registry
from tracecode.codes.rules import citation
from tracecode.errors import UnknownId
from tracecode.findings import Finding
from tracecode.privacy import shown
from tracecode.records.model import Record
from tracecode.records.models import model_of
from tracecode.records.plain import PARTS, STANDARD_VERSION
from tracecode.records.quick import Quick, quick_way
from tracecode.records.rules import written
from tracecode.spec.catalog import load_catalog
from tracecode.spec.layout import Field, Group, Layout, group_layout, record_layout
from tracecode.spec.model import Text

if TYPE_CHECKING:
    from tracecode.spec.catalog import Catalog

_KINDS = {
    "missing": "record.missing", "extra_forbidden": "record.unknown_field", "literal_error": "record.codelist",
    "codelist": "record.codelist", "string_pattern_mismatch": "record.format", "string_too_short": "record.length",
    "string_too_long": "record.length", "too_short": "record.occurrences", "too_long": "record.occurrences",
    "greater_than_equal": "record.range", "less_than_equal": "record.range", "decimal_max_digits": "record.format",
}  # fmt: skip
_TYPES = {
    "group": Text(zh="对象 {…}", en="an object {...}"), "many": Text(zh="列表 […]", en="a list [...]"),
    "boolean": Text(zh="true 或 false", en="true or false"), "integer": Text(zh="整数", en="a whole number"),
    "text": Text(zh="文本（加引号）", en="text in quotes"),
}  # fmt: skip


class Judged(NamedTuple):
    """What was found of a record."""

    layout: Layout | None
    """Its record type, if it is known."""
    record: Record | None
    """The typed record, if it is right."""
    findings: tuple[Finding, ...]


def judge(data: Mapping[str, Any], raw: bytes | None = None, catalog: Catalog | None = None) -> Judged:
    """Judge the plain data of a record: text, whole numbers, true and false, lists and mappings.

    Args:
        data: the record; `record_type` and `product_item` say what it is.
        raw: the same record as JSON, where it is at hand.
        catalog: another catalogue than the packaged one.
    """
    try:
        layout = layout_of(data, catalog)
    except UnknownId as error:
        return Judged(None, None, (_unknown(data, error),))
    if raw is None:
        raw = to_json(data)
    if (right := quick_way(layout, catalog)(raw)) is not None:
        return Judged(layout, right, tuple(_notes(layout, data, catalog)))
    try:
        record = _validator(layout, catalog)(raw)
    except ValidationError as error:
        return Judged(layout, None, (*faults(error, layout, data, catalog), *_notes(layout, data, catalog)))
    assert isinstance(record, Record)
    return Judged(layout, record, tuple(_notes(layout, data, catalog)))


def right_record(raw: bytes) -> Record | None:
    """The typed record of a record in JSON, if one pass shows that it has no error; otherwise None.

    Its record type is looked up by a search, so that a right record is parsed only once.
    """
    end = raw.find(b",", raw.find(b",") + 1)
    way = _ways.get(raw[:end])
    if way is None:
        kind, item = _TYPE.search(raw), _ITEM.search(raw)
        if kind is None or raw.find(b"{", 1, kind.start()) > 0:  # a message, or something stranger
            return None
        try:
            way = quick_way(_known(kind[1].decode(), item and item[1].decode(), None))
        except UnknownId:
            return None
        if item and max(kind.end(), item.end()) <= end and len(_ways) < _MOST_WAYS:
            _ways[raw[:end]] = way
    return way(raw)


_TYPE, _ITEM = (re.compile(rb'"%s": ?"([a-z0-9-]{1,64})"' % id) for id in (b"record_type", b"product_item"))
_MOST_WAYS = 4096
_ways: dict[bytes, Quick] = {}
"""The quick way by how most records begin: with the two elements that say what they are."""


def judge_message(data: Mapping[str, Any]) -> tuple[Finding, ...]:
    """What is wrong with the envelope of a message: its header, its count, the blocks of digest and signature.

    The records of the body are judged one by one, and the signature is verified, elsewhere.
    """
    packaged = load_catalog()  # the envelope is the same whatever records it carries
    found = [_part(name) for name in ("header", "body") if data.get(name) is None]
    for name in data:
        if name not in PARTS and name != "body":
            near = _near(name, [*PARTS, "body"])
            found.append(
                Finding(
                    rule="record.unknown_field",
                    severity="error",
                    values={"found": name, "hint": _hint(near)},
                    path=shown(name),
                )
            )
    for name, group in PARTS.items():
        if data.get(name) is not None:
            layout = group_layout(packaged, group)
            raw = to_json(data[name])
            try:
                _validator(layout, None)(raw)
            except ValidationError as error:
                found += [
                    finding.replace(path=f"{name}.{finding.path}" if finding.path else name)
                    for finding in faults(error, layout, data[name])
                ]
            if isinstance(data[name], Mapping):
                _advise(_advice(layout, None), data[name], f"{name}.", found)
    header, body = data.get("header"), data.get("body")
    if body is not None and not isinstance(body, list):
        said: dict[str, object] = {
            "name": Text(zh="报文体", en="Body"),
            "found": _shown(body, None),
            "allowed": _TYPES["many"],
        }
        found.append(Finding(rule="record.type", severity="error", values=said, path="body"))
    if isinstance(header, Mapping):
        count, version = header.get("record_count"), header.get("standard_version")
        if isinstance(body, list) and isinstance(count, int) and count != len(body):
            said = {"found": count, "allowed": len(body)}
            found.append(Finding(rule="message.count", severity="error", values=said, path="header.record_count"))
        if isinstance(version, str) and version != STANDARD_VERSION:
            said = {"found": version, "allowed": STANDARD_VERSION}
            found.append(
                Finding(rule="message.version", severity="warning", values=said, path="header.standard_version")
            )
    return tuple(found)


def _part(name: str) -> Finding:
    return Finding(rule="message.part", severity="error", values={"found": name}, path=name)


def layout_of(data: Mapping[str, Any], catalog: Catalog | None = None) -> Layout:
    """The record type that a record says it is of.

    Raises:
        UnknownId: it does not say, or there is none.
    """
    kind, product = data.get("record_type"), data.get("product_item")
    if not isinstance(kind, str) or len(kind) > _LONGEST:
        raise UnknownId("record type", str(kind)[:_LONGEST], ())
    return _known(kind, product if isinstance(product, str) and len(product) <= _LONGEST else None, catalog)


_LONGEST = 64
"""No kind of record and no item has a longer id; so what is kept of foreign data stays small."""


@lru_cache(1024)
def _known(kind: str, product: str | None, catalog: Catalog | None) -> Layout:
    used = registry(catalog).catalog
    return record_layout(used, kind, product if product in used.ids("product") else None)


@cache
def _validator(layout: Group, catalog: Catalog | None) -> Any:
    model = model_of(layout, catalog)
    model.model_rebuild()
    return model.__pydantic_validator__.validate_json


def _unknown(data: Mapping[str, Any], error: UnknownId) -> Finding:
    kind = data.get("record_type")
    said: dict[str, object] = {"name": Text(zh="记录类型", en="Record type"), "found": _shown(kind, None)}
    if kind is None:
        return Finding(rule="record.missing", severity="error", values=said, path="record_type")
    if not isinstance(kind, str):
        said["allowed"] = _TYPES["text"]
        return Finding(rule="record.type", severity="error", values=said, path="record_type")
    return unknown_type(kind, data.get("product_item"), error.known).replace(path="record_type")


def unknown_type(kind: str, product: object, known: tuple[str, ...]) -> Finding:
    """The finding on a record of a type that does not exist, or that its item has not.

    Args:
        kind: the type that was named.
        product: the item that was named.
        known: the types that there are.
    """
    hint = _hint(_near(kind, known))
    if not hint["en"] and known:
        listed = ", ".join(known[:12]) + (" …" if len(known) > 12 else "")
        hint = {"zh": f"；可用：{listed}", "en": f"; known: {listed}"}
    said = {"found": kind, "product": "-" if product is None else _shown(product, None), "known": hint}
    return Finding(rule="record.unknown_type", severity="error", values=said)


# --- from the faults of the typed class to findings -------------------------------------------------------------------


def faults(error: ValidationError, layout: Group, data: object, catalog: Catalog | None = None) -> Iterator[Finding]:
    """The findings behind a validation error of the class of a layout.

    Args:
        error: as raised.
        layout: of the class.
        data: what was validated.
        catalog: of the class.
    """
    wrong: set[str] = set()
    strangers = 0
    for one in error.errors(include_url=False):
        loc = one["loc"]
        path, field, inside, group = _place(loc, layout)
        ctx: dict[str, Any] = one.get("ctx") or {}
        if one["type"] == "extra_forbidden":
            strangers += 1
            wrong.add(f"{path.rpartition('.')[0]}.?")  # one of them stands for all
            yield _stranger(str(loc[-1]), path, inside, catalog, guess=strangers <= _GUESSES)
            continue
        if loc:
            wrong.add(path)
        if one["type"] in ("rules", "code"):
            for finding in ctx["findings"]:
                below = ".".join(part for part in (path, finding.path) if part) or None
                named = _name(finding.path, group) if one["type"] == "rules" else {}
                made = finding.replace(path=below, values=dict(finding.values) | named)
                if one["type"] == "code":
                    yield _masked(made, field)
                else:
                    yield _discreet(_cited(made, finding.path, group, catalog), finding.path, group)
            continue
        yield _cited(_fault(one, ctx, path, field, inside), field.id if field else None, inside, catalog)
    if isinstance(data, Mapping):
        yield from _rules_beside(layout, data, "", wrong, catalog)


_GUESSES = 20
"""So many unknown elements get a proposal: it takes a search among all names each time."""


def _stranger(id: str, path: str, inside: Group, catalog: Catalog | None, *, guess: bool) -> Finding:
    near = _near(id, [field.id for field in inside.fields]) if guess else []
    made = Finding(
        rule="record.unknown_field", severity="error", values={"found": id, "hint": _hint(near)}, path=path
    )  # fmt: skip
    return _cited(made, None, inside, catalog)


def _fault(one: Any, ctx: dict[str, Any], path: str, field: Field | None, inside: Group) -> Finding:
    kind = one["type"]
    rule = _KINDS.get(kind)
    value = one.get("input")
    values: dict[str, object] = {"name": field.name if field else inside.name, "found": _shown(value, field)}
    if field is None:
        rule = "record.type"
        values["allowed"] = _TYPES["group"]
    elif rule == "record.codelist":
        codes = field.values or ()
        values["list"] = field.codelist.name if field.codelist else field.name
        values["allowed"] = ", ".join(codes[:12]) + (" …" if len(codes) > 12 else "")
    elif rule in ("record.occurrences", "record.length"):
        values["found"] = len(value) if isinstance(value, str | list) else "?"
        values["allowed"] = (
            f"1–{field.many}" if rule == "record.occurrences" else field.format and field.format.notation
        )
    elif rule == "record.range":
        values["allowed"] = ctx.get("ge", ctx.get("le"))
        values["sign"] = "≥" if "ge" in ctx else "≤"
    elif rule is None and kind.startswith(("date", "datetime")) and isinstance(value, str):
        rule = "record.date"
        values["allowed"] = field.format and field.format.notation
    elif rule is None:
        rule = "record.type"
        many = field.many and not isinstance(one["loc"][-1], int)
        word = "many" if many else "group" if field.group else field.format.kind if field.format else "text"
        values["allowed"] = _TYPES.get(word, _TYPES["text"])
    else:
        said = (field.format.notation if field.format else None, field.spec.chars if rule == "record.format" else None)
        values["allowed"] = " ".join(part for part in said if part)
    return Finding(rule=rule, severity="error", values=values, path=path or None)


def _rules_beside(
    layout: Group, data: Mapping[str, Any], prefix: str, wrong: set[str], catalog: Catalog | None
) -> Iterator[Finding]:
    """The broken rules among elements that are right, where the class itself did not come to try them."""
    if not any(path.startswith(prefix) for path in wrong):
        return
    values: dict[str, Any] = {}
    for field in layout.fields:
        value, path = data.get(field.id), prefix + field.id
        if value is None:
            continue
        below = [value] if not isinstance(value, list) else value
        if field.group is not None:
            for i, line in enumerate(below):
                if isinstance(line, Mapping):
                    at = f"{path}[{i}]." if isinstance(value, list) else f"{path}."
                    yield from _rules_beside(field.group, line, at, wrong, catalog)
        values[field.id] = (
            _Wrong if any(p == path or p.startswith((f"{path}.", f"{path}[")) for p in wrong) else _typed(field, value)
        )
    usable = {id: value for id, value in values.items() if value is not _Wrong}
    for rule in model_of(layout, catalog).rules:
        named = set(_elements(rule))
        if named & {id for id, value in values.items() if value is _Wrong}:
            continue
        for finding in rule.broken(usable):
            at = (prefix + (finding.path or "")).removesuffix(".")
            made = finding.replace(path=at or None, values=dict(finding.values) | _name(finding.path, layout))
            yield _discreet(_cited(made, finding.path, layout, catalog), finding.path, layout)


class _Wrong:
    """Stands for a value that is wrong by itself."""


def _typed(field: Field, value: Any) -> Any:
    if field.group is not None:
        if isinstance(value, list):
            return [{f.id: _typed(f, line[f.id]) for f in field.group.fields if f.id in line} for line in value]
        return value
    kind = field.format.kind if field.format else "text"
    read: Callable[[str], Any] | None = _READ.get(kind)
    return read(value) if read is not None and isinstance(value, str) else value


_READ: dict[str, Callable[[str], Any]] = {
    "decimal": Decimal, "date": date.fromisoformat, "moment": datetime.fromisoformat,
}  # fmt: skip


def _elements(rule: Any) -> Iterable[str]:
    for value in vars(rule).values():
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple | dict):
            yield from value


def _place(loc: tuple[str | int, ...], layout: Group) -> tuple[str, Field | None, Group, Group]:
    """What pydantic's location means: the path, its element, the group in which it stands, and the group that it is."""
    path, field, inside, group = "", None, layout, layout
    for part in loc:
        if isinstance(part, int):
            path += f"[{part}]"
            continue
        inside = group
        field = next((each for each in group.fields if each.id == part), None)
        part = part if field is not None else shown(part)  # noqa: PLW2901  # foreign text
        path += f".{part}" if path else part
        if field is not None and field.group is not None:
            group = field.group
    return path, field, inside, group


def _cited(finding: Finding, element: str | None, group: Group, catalog: Catalog | None) -> Finding:
    """The finding with the document behind it: of the element's obligation, or of the whole."""
    if finding.source is not None:
        return finding
    where: Field | Group = next((field for field in group.fields if field.id == element), None) or group
    return finding.replace(source=citation(where.source, registry(catalog).catalog), evidence=where.evidence)


def _name(path: str | None, inside: Group | None) -> dict[str, object]:
    if path is None or inside is None:
        return {}
    id = path.partition("[")[0] if path.endswith("]") else path
    field = next((each for each in inside.fields if each.id == id), None)
    return {} if field is None else {"name": field.name}


def _masked(finding: Finding, field: Field | None) -> Finding:
    if field is not None and field.spec.privacy == "personal":
        return finding.replace(values=dict(finding.values) | {"found": "***"})
    return finding


def _discreet(finding: Finding, element: str | None, group: Group) -> Finding:
    """The finding of a rule among elements, without the values of personal ones."""
    personal = {field.id for field in group.fields if field.spec.privacy == "personal"}
    said = dict(finding.values)
    if personal & {element, said.get("first")}:
        said |= {name: "***" for name in ("found", "allowed") if name in said and finding.rule != "record.exclusive"}
    if isinstance(when := said.get("when"), list):
        named = [(one, one.partition("=")[0] if isinstance(one, str) else "") for one in when]
        said["when"] = [f"{id}=***" if id in personal else one for one, id in named]
    return finding.replace(values=said)


def _shown(value: object, field: Field | None) -> object:
    if field is not None and field.spec.privacy == "personal":
        return "***"
    if isinstance(value, dict | list):
        return "{…}" if isinstance(value, dict) else "[…]"
    return "null" if value is None else written(value) if isinstance(value, bool) else value


def _near(id: str, known: Iterable[str]) -> list[str]:
    return difflib.get_close_matches(id, known, n=1) if len(id) <= _LONGEST else []


def _hint(near: list[str]) -> dict[str, str]:
    return {"zh": f"；是否为 {near[0]}？", "en": f"; did you mean {near[0]}?"} if near else {"zh": "", "en": ""}


# --- what is no fault of the class: advisory lists, doubtful codes ----------------------------------------------------


def _notes(layout: Layout, data: Mapping[str, Any], catalog: Catalog | None) -> list[Finding]:
    found: list[Finding] = []
    _advise(_advice(layout, catalog), data, "", found)
    return found


Advise = Callable[[str], Iterable[Finding]]
"""Says what is to be noted of a value."""


class _Advice(NamedTuple):
    id: str
    inner: tuple[Any, ...] | None
    """Of a group: the advice on its elements."""
    advise: Advise


@cache
def _advice(group: Group, catalog: Catalog | None) -> tuple[_Advice, ...]:
    """The elements of a group on which there may be something to say beside errors."""
    advice = []
    for field in group.fields:
        if field.group is not None:
            if inner := _advice(field.group, catalog):
                advice.append(_Advice(field.id, inner, lambda _: ()))
            continue
        if field.codelist is not None and not field.codelist.strict and not field.codelist.covers:
            advice.append(_Advice(field.id, None, _unlisted(field)))
        if field.spec.scheme is not None and registry(catalog)[field.spec.scheme].warns:
            advice.append(_Advice(field.id, None, _warnings(field, catalog)))
        if any(rule.code is not None and rule.code.scheme == field.id for rule in group.rules):
            advice.append(_Advice(field.id, None, _unknown_scheme(frozenset(registry(catalog).ids))))
    return tuple(advice)


def _advise(advice: tuple[_Advice, ...], data: Mapping[str, Any], prefix: str, found: list[Finding]) -> None:
    for id, inner, advise in advice:
        value = data.get(id)
        if value is None:
            continue
        if inner is None and type(value) is str:
            if notes := advise(value):
                found += [_below(finding, prefix + id) for finding in notes]
            continue
        for i, each in enumerate(value) if type(value) is list else ((None, value),):
            path = f"{prefix}{id}" if i is None else f"{prefix}{id}[{i}]"
            if inner is not None and isinstance(each, dict):
                _advise(inner, each, f"{path}.", found)
            elif inner is None and type(each) is str:
                found += [_below(finding, path) for finding in advise(each)]


def _below(finding: Finding, path: str) -> Finding:
    return finding.replace(path=f"{path}.{finding.path}" if finding.path else path)


def _unlisted(field: Field) -> Advise:
    """A value outside a code list that may be incomplete."""
    assert field.codelist is not None
    codes, name = frozenset(entry.code for entry in field.codelist.entries), field.codelist.name

    def advise(value: str) -> Iterable[Finding]:
        if value in codes:
            return ()
        values = {"name": field.name, "found": _shown(value, field), "list": name}
        return (Finding(rule="record.unlisted", severity="warning", values=values),)

    return advise


def _unknown_scheme(known: frozenset[str]) -> Advise:
    """An encoding rule that is not in the catalogue."""

    def advise(value: str) -> Iterable[Finding]:
        if value in known:
            return ()
        return (Finding(rule="record.unknown_scheme", severity="warning", values={"found": value}),)

    return advise


def _warnings(field: Field, catalog: Catalog | None) -> Advise:
    """What an encoding rule warns of."""
    scheme = registry(catalog)[field.spec.scheme or ""]

    @lru_cache(4096)
    def advise(value: str) -> Iterable[Finding]:
        _, findings = scheme.read(value, None, strict=True)
        return tuple(_masked(finding, field) for finding in findings if finding.severity == "warning")

    return advise
