"""Where a record is wrong, element by element: the errors that its typed class would raise, at a
third of the time.

Most wrong records are so in one element. All others are seen to be right as on the quick way, and
only what is not is given to pydantic, which tells its errors. Rules among elements it leaves to the
typed class, unless an element is wrong already: then `explain` tries them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic_core import SchemaValidator, ValidationError, core_schema, to_json

from tracecode.records.lookups import plain_of
from tracecode.records.model import untold
from tracecode.records.models import model_of
from tracecode.records.quick.element_values import MOST_WRONG, WRONG, ElementValues, lasts
from tracecode.records.quick.mapping_way import rules_hold
from tracecode.records.rule_faults import typed_value
from tracecode.standard.resolved import kept

if TYPE_CHECKING:
    from tracecode.standard.elements import Element, ElementGroup
    from tracecode.standard.resolved import Resolved

Detail = dict[str, Any]
"""An error as `ValidationError.errors` tells it."""


class Located(NamedTuple):
    """What was found of a record."""

    details: list[Detail]
    """The errors of its elements, in the order in which its class would tell them."""
    typed: dict[str, Any]
    """The values of all right elements, as rules compare them."""


Locate = Callable[[Mapping[str, Any]], Located]
_ABSENT = object()


@kept
def locator(standard: Resolved, layout: ElementGroup) -> Locate:
    """What finds the wrong elements of records of a type.

    Args:
        standard: the standard.
        layout: the record type.
    """
    parts, told = _parts(standard, layout), ElementErrors(standard, layout)
    fields = {field.id: field for field in layout.elements}

    def locate(data: Mapping[str, Any]) -> Located:
        details: list[Detail] = []
        typed: dict[str, Any] = {}
        for id, seen, read, needed, _ in parts:
            value = data.get(id, _ABSENT)
            if value is _ABSENT:
                if needed:
                    details.append({"type": "missing", "loc": (id,), "input": data})
                continue
            held = seen.get(value) if type(value) is str else None
            if held is None:
                held = read(value)
            if held is not WRONG:
                typed[id] = held
            elif errors := told(id, value):
                details += errors
            elif value is not None:  # right after all
                typed[id] = typed_value(fields[id], value)
        if not data.keys() <= fields.keys():
            details += [
                {"type": "extra_forbidden", "loc": (key,), "input": value}
                for key, value in data.items()
                if key not in fields
            ]
        return Located(details, typed)

    return locate


class ElementErrors:
    """The errors of single elements."""

    def __init__(self, standard: Resolved, group: ElementGroup) -> None:
        self._standard, self._group = standard, group
        self._validators: dict[str, Callable[[bytes], object]] = {}
        self._plain = plain_of(group)
        self._known: dict[tuple[str, str], list[Detail]] = {}

    def __call__(self, id: str, value: object) -> list[Detail]:
        """What is wrong with the value of an element; nothing, if it is right after all."""
        if id not in self._plain or type(value) is not str or not lasts(value):
            return self._errors(id, value)
        known = self._known.get((id, value))
        if known is None:
            known = self._errors(id, value)
            if len(self._known) < MOST_WRONG:
                self._known[id, value] = known
        return known

    def _errors(self, id: str, value: object) -> list[Detail]:
        validator = self._validators.get(id)
        if validator is None:
            validator = self._validators[id] = self._validator(id)
        try:
            validator(to_json(value))
        except ValidationError as error:
            return [
                {**detail, "loc": (id, *detail["loc"])}
                for detail in error.errors(include_url=False)
            ]
        return []

    def _validator(self, id: str) -> Callable[[bytes], object]:
        """What the class of the group asks of an element."""
        model = model_of(self._group, self._standard)
        model.model_rebuild()
        schema: Any = untold(model.__pydantic_core_schema__)
        definitions: list[Any] = []
        while schema["type"] != "model-fields":
            if schema["type"] == "definitions":
                definitions += schema["definitions"]
            if schema["type"] == "definition-ref":
                name = schema["schema_ref"]
                schema = next(each for each in definitions if each.get("ref") == name)
            else:
                schema = schema["schema"]
        inner = schema["fields"][id]["schema"]
        whole = core_schema.definitions_schema(inner, definitions) if definitions else inner
        return SchemaValidator(whole).validate_json


class _Part(NamedTuple):
    """An element of a record or group."""

    id: str
    seen: Mapping[str, object]
    """What `read` gave of texts, as far as that is remembered: most were seen before."""
    read: Callable[[object], object]
    """Gives a value as rules compare it, or `WRONG` where it is not surely right."""
    needed: bool
    constant: str | None
    """Its value where it is absent."""


def _parts(standard: Resolved, group: ElementGroup) -> list[_Part]:
    parts = []
    for field in group.elements:
        seen, read = _of_element(standard, field)
        if field.many is not None:
            seen, read = {}, _several(field.many, read)
        needed = field.required and field.constant is None
        parts.append(_Part(field.id, seen, read, needed, field.constant))
    return parts


def _of_element(
    standard: Resolved, field: Element
) -> tuple[Mapping[str, object], Callable[[object], object]]:
    """What reads a single value, and what that gave of texts."""
    if field.group is not None:
        return {}, _of_group(standard, field.group)
    values = ElementValues(standard, field, None, ())
    if values.kind == "boolean":
        return {}, lambda value: value if type(value) is bool else WRONG
    if values.kind == "integer":
        low, high = values.bounds
        return {}, lambda value: value if type(value) is int and low <= value <= high else WRONG
    return values.seen, lambda value: values.value(value) if type(value) is str else WRONG


def _of_group(standard: Resolved, group: ElementGroup) -> Callable[[object], object]:
    """What reads a group."""
    parts, hold = _parts(standard, group), rules_hold(standard, group)
    known = frozenset(part.id for part in parts)

    def read(data: object) -> object:
        if type(data) is not dict or not data.keys() <= known:
            return WRONG
        typed: dict[str, Any] = {}
        for id, seen, read, needed, constant in parts:
            value = data.get(id, _ABSENT)
            if value is not _ABSENT:
                held = seen.get(value) if type(value) is str else None
                if held is None:
                    held = read(value)
                if held is WRONG:
                    return WRONG
                typed[id] = held
            elif needed:
                return WRONG
            elif constant is not None:
                typed[id] = constant
        return typed if hold(typed) else WRONG

    return read


def _several(most: int, read: Callable[[object], object]) -> Callable[[object], object]:
    """What reads a list of at most so many."""

    def several(value: object) -> object:
        if type(value) is not list or not 1 <= len(value) <= most:
            return WRONG
        held = [*map(read, value)]
        return WRONG if any(each is WRONG for each in held) else held

    return several
