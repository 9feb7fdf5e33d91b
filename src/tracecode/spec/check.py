"""Check a document against the meta-model: every fault as a finding with its line and the remedy."""

from __future__ import annotations

import ast
import functools
import inspect
import json
import operator
import re
import types
import typing
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    PlainValidator,
    Tag,
    TypeAdapter,
    ValidationError,
    WithJsonSchema,
    create_model,
)
from pydantic_core import PydanticCustomError

from tracecode.findings import Finding
from tracecode.nearest import near
from tracecode.spec.base import Spec
from tracecode.spec.construct import tag
from tracecode.spec.numbers import WholeRule
from tracecode.spec.texts import LINE, MOST, TextRule, odd_id, odd_text, sound

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracecode.spec.file_kinds import FileKind
    from tracecode.spec.reader import Document, Place


@cache
def adapter(kind: FileKind, *, described: bool = False) -> TypeAdapter[Any]:
    """The validator of a kind of file: a pydantic model of its class of the meta-model.

    Args:
        kind: the kind of file.
        described: with the strings under fields as descriptions, for a schema; to find them, the source is parsed.
    """
    model: Any = _model(kind.cls, described)  # type: ignore[arg-type]  # a class is hashable, whatever its instances are
    return TypeAdapter(list[model] if kind.listed else model)


def model_of(cls: type[Spec]) -> type[BaseModel]:
    """The pydantic model that says the same as a class, with the strings under fields as descriptions."""
    return _model(cls, described=True)  # type: ignore[arg-type]  # as above


@cache
def _model(cls: type[Spec], described: bool) -> type[BaseModel]:
    """The pydantic model that says the same as a class of the meta-model."""
    docs = field_docs(cls) if described else {}
    fields: dict[str, Any] = {}
    for name, hint in hints(cls).items():  # type: ignore[arg-type]  # as above
        default = getattr(cls, name, ...)
        description = " ".join(docs.get(name, "").split()) or None
        fields[name] = (_hint(hint, described), Field(default, description=description))
    return create_model(
        cls.__name__, __config__=ConfigDict(extra="forbid"), __doc__=cls.__doc__, **fields
    )


def _hint(hint: Any, described: bool) -> Any:
    """A type hint with the classes of the meta-model replaced by their models."""
    if _is_spec(hint):
        return _model(hint, described)
    if typing.get_origin(hint) is Annotated:
        rule = hint.__metadata__[0]
        if isinstance(rule, WholeRule):
            return Annotated[int, Field(ge=rule.least, le=rule.most)]
        if (form := rule.pattern) is None:
            return str
        return Annotated[
            str, Field(json_schema_extra={"pattern": f"^(?:{form})$", "maxLength": MOST})
        ]
    if hint is date:
        return Annotated[
            date, PlainValidator(_date), WithJsonSchema({"type": "string", "format": "date"})
        ]
    arguments = typing.get_args(hint)
    if not arguments or typing.get_origin(hint) is Literal:
        return hint
    replaced = tuple(_hint(argument, described) for argument in arguments)
    if isinstance(hint, types.UnionType):
        if sum(map(_is_spec, arguments)) > 1:
            return _one_of(arguments, replaced)
        return functools.reduce(operator.or_, replaced)
    return typing.get_origin(hint)[replaced]


def _one_of(kinds: tuple[type[Spec], ...], models: tuple[Any, ...]) -> Any:
    """Any of several kinds, each told by its own field."""
    tags = [tag(cls) for cls in kinds]

    def which(data: object) -> str | None:
        present = [key for key in tags if isinstance(data, dict) and key in data]
        return (
            f"={present[0]}" if len(present) == 1 else None
        )  # a key would be taken for a place in the data

    members = tuple(
        Annotated[model, Tag(f"={key}")] for key, model in zip(tags, models, strict=True)
    )
    which_one = Discriminator(
        which, custom_error_type="one_kind", custom_error_message=", ".join(tags)
    )
    return Annotated[functools.reduce(operator.or_, members), which_one]


def _date(given: object) -> date:
    """A date of the form 2026-11-01; pydantic itself would take digits for seconds since 1970."""
    if isinstance(given, str) and re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", given):
        with suppress(ValueError):
            return date.fromisoformat(given)
    raise PydanticCustomError("date_form", "YYYY-MM-DD")


@cache
def hints(cls: Any) -> dict[str, Any]:
    """The types of the fields, with what is said of texts."""
    return typing.get_type_hints(cls, include_extras=True)


def field_docs(cls: type[Spec]) -> dict[str, str]:
    """The string under each field, also of its bases: English, and on a new line Chinese."""
    docs = (
        {}
        if cls.__base__ in (None, Spec) or not issubclass(cls.__base__, Spec)
        else field_docs(cls.__base__)
    )
    (definition,) = ast.parse(inspect.getsource(cls)).body
    assert isinstance(definition, ast.ClassDef)
    for field, after in zip(definition.body, definition.body[1:], strict=False):
        if (
            isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(after, ast.Expr)
        ):
            docs[field.target.id] = inspect.cleandoc(ast.literal_eval(after.value))
    return docs


def check(document: Document, kind: FileKind) -> list[Finding]:
    """Everything in which a document departs from the meta-model; empty if it is right."""
    try:
        adapter(kind).validate_json(json.dumps(document.data), strict=True)
    except ValidationError as error:
        findings: dict[tuple[int, str], Finding] = {}
        shared = (
            kind.id == "product" and isinstance(document.data, dict) and "like" in document.data
        )
        for detail in error.errors(include_url=False):
            if shared and detail["type"] == "missing" and len(detail["loc"]) == 1:
                continue  # its category may have it, which is seen when the two are put together
            finding = _finding(document, kind, detail)
            findings.setdefault((finding.line or 0, str(finding.path) + finding.text()), finding)
        if findings:
            return list(findings.values())
    cls: Any = kind.cls
    shape = _shape(list[cls] if kind.listed else cls)
    texts: dict[TextRule, list[str]] = {}
    _gather(shape, document.data, texts)
    if all(
        sound(rule, each) for rule, each in texts.items()
    ):  # all at once: a file has thousands, and none is odd
        return []
    return list(_odd_texts(document, shape, document.data, ()))


class _Shape(NamedTuple):
    """What texts in data of a type are: those of its own and of what is inside."""

    text: TextRule
    item: _Shape | None
    """Of a list."""
    fields: Mapping[str, _Shape]
    """Of a class of the meta-model."""
    value: _Shape | None
    """Of a mapping, whose keys are lines."""


@cache
def _shape(hint: Any) -> _Shape:
    items = {typing.get_args(part)[0] for part in _parts(hint, tuple, list)}
    values = {typing.get_args(part)[1] for part in _parts(hint, Mapping)}
    fields = {
        name: inner for cls in _members(hint) if _is_spec(cls) for name, inner in hints(cls).items()
    }
    return _Shape(
        text=next((rule for rule in _rules(hint) if isinstance(rule, TextRule)), LINE),
        item=_shape(*items) if items else None,
        fields={name: _shape(inner) for name, inner in fields.items()},
        value=_shape(*values) if values else None,
    )


def _gather(shape: _Shape, data: object, texts: dict[TextRule, list[str]]) -> None:
    """Collect all texts in data of the right shape by what they must be."""
    if isinstance(data, str):
        texts.setdefault(shape.text, []).append(data)
    elif isinstance(data, list) and shape.item is not None:
        for item in data:
            _gather(shape.item, item, texts)
    elif isinstance(data, dict):
        if shape.value is not None:
            texts.setdefault(LINE, []).extend(data)
        for key, value in data.items():
            _gather(shape.value or shape.fields[key], value, texts)


def _odd_texts(document: Document, shape: _Shape, data: object, place: Place) -> Iterator[Finding]:
    """The findings on texts and ids, in data of the right shape."""
    if isinstance(data, str):
        odd = odd_text(shape.text, data) if shape.text.pattern is None else odd_id(shape.text, data)
        if odd is not None:
            values = {"field": ".".join(map(str, place))} | odd[1]
            yield Finding(
                rule=odd[0], severity="error", values=values, path=document.path, line=document.line(place)
            )  # fmt: skip
    elif isinstance(data, list) and shape.item is not None:
        for i, item in enumerate(data):
            yield from _odd_texts(document, shape.item, item, (*place, i))
    elif isinstance(data, dict):
        key_shape = _shape(str)
        for key, value in data.items():
            yield from _odd_texts(document, key_shape, key, (*place, key))
            yield from _odd_texts(document, shape.value or shape.fields[key], value, (*place, key))


def _members(hint: Any) -> tuple[Any, ...]:
    """The members of a union, or the type itself."""
    return (
        typing.get_args(hint)
        if typing.get_origin(hint) in (types.UnionType, typing.Union)
        else (hint,)
    )


def _parts(hint: Any, *origins: object) -> Iterator[Any]:
    """Those members that are made of one of some generic types."""
    return (member for member in _members(hint) if typing.get_origin(member) in origins)


def _rules(hint: Any) -> Iterator[TextRule | WholeRule]:
    """What the members say of their texts and numbers."""
    return (part.__metadata__[0] for part in _parts(hint, Annotated))


def _is_spec(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, Spec)


def _finding(document: Document, kind: FileKind, error: Any) -> Finding:
    place, value = _resolve(document, error["loc"])
    line = document.line(place)
    name = ".".join(str(part) for part in place) or kind.id
    values: dict[str, object] = {"field": name}
    match error["type"]:
        case "missing":
            rule, values = (
                "spec.missing_field",
                {"field": error["loc"][-1], "within": _within(place, kind)},
            )
        case "one_kind":
            zh, en = "每条规则须且只须写一种", "a rule says exactly one thing"
            values = {"reason_zh": f"{zh}：{error['msg']}", "reason_en": f"{en}: {error['msg']}"}
            rule = "spec.layout"
        case "extra_forbidden":
            cls = _spec_of(
                _hint_at(kind, document.data, place[:-1]), _value_at(document.data, place[:-1])
            )
            known = list(cls.field_names()) if cls else []
            key = str(error["loc"][-1])
            rule = "spec.unknown_field"
            values = {
                "field": key,
                "within": _within(place[:-1], kind),
                "known": near(key, tuple(known)) or known,
            }
        case "literal_error":
            rule = "spec.value"
            values |= {
                "found": value,
                "allowed": ", ".join(map(str, _literals(_hint_at(kind, document.data, place)))),
            }
        case "greater_than_equal" | "less_than_equal":
            rule = "spec.value"
            values |= {"found": value, "allowed": _span(_hint_at(kind, document.data, place))}
        case _ if name.rpartition(".")[2] == "length":
            rule, values = (
                "spec.type",
                {"field": name, "found": value, "expected": "18 / {min: 1, max: 20}"},
            )
        case kind_of_error if kind_of_error.startswith("date"):
            rule, values = "spec.type", {"field": name, "found": value, "expected": "2026-11-01"}
        case kind_of_error if kind_of_error.endswith("_type"):
            expected = {
                "string": '"text"',
                "int": "12",
                "bool": "true / false",
                "tuple": "[a, b]",
                "list": "- a",
            }
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
        if (isinstance(data, dict) and key in data) or (
            isinstance(data, list) and part in range(len(data))
        ):
            place, data = (*place, part), data[key]
        # any other part names a member of a union, or the absent field itself
    return place, data


def _hint_at(kind: FileKind, data: Any, place: Place) -> Any:
    """The type of what stands at a place of some data; None if the meta-model knows of nothing there."""
    hint: Any = list[kind.cls] if kind.listed else kind.cls  # type: ignore[name-defined]  # a class found at run time
    for part in place:
        mapping = next(_parts(hint, Mapping), None)
        if isinstance(part, int):
            hint = next(
                (typing.get_args(alternative)[0] for alternative in _parts(hint, tuple, list)), None
            )
        elif mapping is not None:
            hint = typing.get_args(mapping)[1]
        else:
            cls: Any = _spec_of(hint, data)
            hint = None if cls is None else hints(cls).get(part)
        data = data[part]
    return hint


def _value_at(data: Any, place: Place) -> Any:
    return functools.reduce(operator.getitem, place, data)


def _span(hint: Any) -> str:
    """The least and the greatest whole number of a type."""
    rules = [rule for rule in _rules(hint) if isinstance(rule, WholeRule)]
    return f"{rules[0].least} … {rules[0].most}" if rules else ""


def _literals(hint: Any) -> Iterator[object]:
    arguments = typing.get_args(hint)
    if typing.get_origin(hint) is Literal:
        yield from arguments
        return
    for argument in arguments:
        yield from _literals(argument)


def _spec_of(hint: Any, data: Any) -> type[Spec] | None:
    """The class of the meta-model by which some data are read, if a type has one."""
    kinds = [cls for cls in _members(hint) if _is_spec(cls)]
    if len(kinds) > 1 and isinstance(data, dict):
        return next((cls for cls in kinds if tag(cls) in data), None)
    return next(iter(kinds), None)


def _within(place: Place, kind: FileKind) -> str:
    return ".".join(str(part) for part in place) or kind.id
