"""Check a document against the meta-model: every fault as a finding with its line and the remedy."""

from __future__ import annotations

import ast
import difflib
import functools
import inspect
import json
import operator
import types
import typing
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, create_model

from tracecode.findings import Finding
from tracecode.spec.base import Spec

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracecode.spec.kinds import Kind
    from tracecode.spec.reader import Document, Place


@cache
def adapter(kind: Kind) -> TypeAdapter[Any]:
    """The validator of a kind of file: a pydantic model of its class of the meta-model."""
    model: Any = _model(kind.cls)  # type: ignore[arg-type]  # a class is hashable, whatever its instances are
    return TypeAdapter(list[model] if kind.listed else model)


@cache
def _model(cls: type[Spec]) -> type[BaseModel]:
    """The pydantic model that says the same as a class of the meta-model; strings under fields become descriptions."""
    docs = _field_docs(cls)
    fields: dict[str, Any] = {}
    for name, hint in typing.get_type_hints(cls).items():
        default = getattr(cls, name, ...)
        fields[name] = (_hint(hint), Field(default, description=docs.get(name)))
    return create_model(cls.__name__, __config__=ConfigDict(extra="forbid"), __doc__=cls.__doc__, **fields)


def _hint(hint: Any) -> Any:
    """A type hint with the classes of the meta-model replaced by their models."""
    if isinstance(hint, type) and issubclass(hint, Spec):
        return _model(hint)  # type: ignore[arg-type]  # as above
    arguments = typing.get_args(hint)
    if not arguments or typing.get_origin(hint) is Literal:
        return hint
    replaced = tuple(map(_hint, arguments))
    if isinstance(hint, types.UnionType):
        return functools.reduce(operator.or_, replaced)
    return typing.get_origin(hint)[replaced]


def _field_docs(cls: type[Spec]) -> dict[str, str]:
    """The string under each field."""
    (definition,) = ast.parse(inspect.getsource(cls)).body
    assert isinstance(definition, ast.ClassDef)
    docs = {}
    for field, after in zip(definition.body, definition.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(after, ast.Expr):
            docs[field.target.id] = inspect.cleandoc(ast.literal_eval(after.value)).replace("\n", " ")
    return docs


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
    place, value = _resolve(document, error["loc"])
    line = document.line(place)
    name = ".".join(str(part) for part in place) or kind.id
    values: dict[str, object] = {"field": name}
    match error["type"]:
        case "missing":
            rule, values = "spec.missing_field", {"field": error["loc"][-1], "within": _within(place, kind)}
        case "extra_forbidden":
            cls = _class_at(kind, place[:-1])
            known = list(cls.field_names()) if cls else []
            key = str(error["loc"][-1])
            near = difflib.get_close_matches(key, known, n=1)
            rule = "spec.unknown_field"
            values = {"field": key, "within": _within(place[:-1], kind), "known": near or known}
        case "literal_error":
            rule = "spec.value"
            values |= {"found": value, "allowed": ", ".join(_choices(kind, place))}
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


def _resolve(document: Document, loc: tuple[str | int, ...]) -> tuple[Place, object]:
    """The place in the data that pydantic's location means, and the value there."""
    data: Any = document.data
    place: Place = ()
    for part in loc:
        key: Any = part
        if (isinstance(data, dict) and key in data) or (isinstance(data, list) and part in range(len(data))):
            place, data = (*place, part), data[key]
        # any other part names a member of a union, or the absent field itself
    return place, data


def _class_at(kind: Kind, place: Place) -> type[Spec] | None:
    """The class of the meta-model that describes what stands at a place."""
    cls: type[Spec] | None = kind.cls
    for part in place:
        if cls is not None and isinstance(part, str):
            cls = _spec_in(typing.get_type_hints(cls).get(part))
    return cls


def _choices(kind: Kind, place: Place) -> list[str]:
    """The words of which what stands at a place must be one."""
    names = [part for part in place if isinstance(part, str)]
    cls = _class_at(kind, tuple(names[:-1]))
    hint = typing.get_type_hints(cls).get(names[-1]) if cls is not None and names else None
    return [str(word) for word in _literals(hint)]


def _literals(hint: Any) -> Iterator[object]:
    arguments = typing.get_args(hint)
    if typing.get_origin(hint) is Literal:
        yield from arguments
        return
    for argument in arguments:
        yield from _literals(argument)


def _spec_in(hint: Any) -> type[Spec] | None:
    """The class of the meta-model inside a type hint, if there is one."""
    if isinstance(hint, type) and issubclass(hint, Spec):
        return hint
    return next((found for part in typing.get_args(hint) if (found := _spec_in(part)) is not None), None)


def _within(place: Place, kind: Kind) -> str:
    return ".".join(str(part) for part in place) or kind.id
