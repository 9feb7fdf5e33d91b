"""Check a document against the meta-model: every fault as a finding with its line and the remedy."""

from __future__ import annotations

import difflib
import json
from dataclasses import fields, is_dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import ConfigDict, TypeAdapter, ValidationError

from tracecode.findings import Finding
from tracecode.spec import model, record_model

if TYPE_CHECKING:
    from tracecode.spec.kinds import Kind
    from tracecode.spec.reader import Document, Place

for _module in (model, record_model):
    for _cls in vars(_module).values():
        if is_dataclass(_cls):
            _cls.__pydantic_config__ = ConfigDict(extra="forbid", use_attribute_docstrings=True)  # type: ignore[union-attr]


@cache
def adapter(kind: Kind) -> TypeAdapter[Any]:
    """The validator of a kind of file."""
    cls: Any = kind.cls
    return TypeAdapter(list[cls] if kind.listed else cls)


def check(document: Document, kind: Kind) -> list[Finding]:
    """Everything in which a document departs from the meta-model; empty if it is right."""
    try:
        adapter(kind).validate_json(json.dumps(document.data), strict=True)
    except ValidationError as error:
        found: dict[tuple[int, str], Finding] = {}
        for one in error.errors(include_url=False):
            finding = _finding(document, kind, one)
            found.setdefault((finding.line or 0, str(finding.path) + finding.text()), finding)
        return list(found.values())
    return []


def _finding(document: Document, kind: Kind, error: Any) -> Finding:
    place, value, cls = _resolve(document, kind, error["loc"])
    line = document.line(place)
    name = ".".join(str(part) for part in place) or kind.id
    values: dict[str, object] = {"field": name}
    match error["type"]:
        case "missing" | "missing_argument" | "missing_keyword_only_argument":
            rule, values = "spec.missing_field", {"field": error["loc"][-1], "within": _within(place, kind)}
        case "unexpected_keyword_argument" | "extra_forbidden":
            known = [field.name for field in fields(cls)] if cls else []  # type: ignore[arg-type]
            key = str(error["loc"][-1])
            near = difflib.get_close_matches(key, known, n=1)
            rule = "spec.unknown_field"
            values = {"field": key, "within": _within(place[:-1], kind), "known": near or known}
        case "literal_error":
            rule = "spec.value"
            values |= {"found": value, "allowed": error["ctx"]["expected"].replace("'", "").replace(" or ", ", ")}
        case _ if name.rpartition(".")[2] == "length":
            rule, values = "spec.type", {"field": name, "found": value, "expected": "18 / {min: 1, max: 20}"}
        case kind_of_error if kind_of_error.startswith("date"):
            rule, values = "spec.type", {"field": name, "found": value, "expected": "2026-11-01"}
        case kind_of_error if kind_of_error.endswith("_type"):
            expected = {"string": '"text"', "int": "12", "bool": "true / false", "tuple": "[a, b]", "list": "- a"}
            wanted = expected.get(kind_of_error.removesuffix("_type"), "{key: value}")
            rule, values = "spec.type", {"field": name, "found": value, "expected": wanted}
        case _:
            rule, values = "spec.value", {"field": name, "found": value, "allowed": error["msg"]}
    return Finding(rule=rule, severity="error", values=values, path=document.path, line=line)


def _resolve(document: Document, kind: Kind, loc: tuple[str | int, ...]) -> tuple[Place, object, type | None]:
    """The place in the data that pydantic's location means, the value there, and the class of what encloses it."""
    data: Any = document.data
    place: Place = ()
    cls: Any = None if kind.listed else kind.cls
    for part in loc:
        if isinstance(data, dict) and part in data:
            place, data = (*place, part), data[part]
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            place, data = (*place, part), data[part]
        # any other part names a member of a union, or the absent field itself
    return place, data, cls if len(place) <= 1 and not kind.listed else _class_at(kind, place[:-1])


def _class_at(kind: Kind, place: Place) -> type | None:
    import typing

    hint: Any = list[kind.cls] if kind.listed else kind.cls  # type: ignore[name-defined]
    for part in place:
        hint = next((a for a in typing.get_args(hint) if is_dataclass(a)), hint) if not is_dataclass(hint) else hint
        if isinstance(part, int):
            continue
        if not is_dataclass(hint):
            return None
        hint = typing.get_type_hints(hint).get(part)
        hint = next((a for a in typing.get_args(hint) if is_dataclass(a) or typing.get_origin(a) is tuple), hint)
    if not is_dataclass(hint):
        hint = next((a for a in typing.get_args(hint) if is_dataclass(a)), None)
    return hint if isinstance(hint, type) else None


def _within(place: Place, kind: Kind) -> str:
    return ".".join(str(part) for part in place) or kind.id
