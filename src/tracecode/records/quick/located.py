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

from tracecode.records.model import untold
from tracecode.records.models import model_of
from tracecode.records.quick.acceptor import part_reader
from tracecode.records.quick.element_values import WRONG, ElementValues
from tracecode.standard.resolved import kept

if TYPE_CHECKING:
    from tracecode.standard.elements import Element, ElementGroup
    from tracecode.standard.resolved import Resolved

Detail = dict[str, Any]
"""An error as `ValidationError.errors` tells it."""


class Located(NamedTuple):
    """What was found of a record, all of it."""

    details: list[Detail]
    """The errors of its elements, in the order in which its class would tell them."""
    typed: dict[str, Any]
    """The values of right elements, as rules compare them; of some of them."""


Locate = Callable[[Mapping[str, Any]], Located]
_ABSENT = object()


@kept
def locator(standard: Resolved, layout: ElementGroup) -> Locate:
    """What finds the wrong elements of records of a type. msgspec has to be installed.

    Args:
        standard: the standard.
        layout: the record type.
    """
    readers = [
        (
            field.id,
            _several(field.many, _reader(standard, field)) if field.many else _reader(standard, field),
            field.required and field.constant is None,
        )
        for field in layout.elements
    ]  # fmt: skip
    known = frozenset(field.id for field in layout.elements)
    told = _Errors(standard, layout)

    def locate(data: Mapping[str, Any]) -> Located:
        details: list[Detail] = []
        typed: dict[str, Any] = {}
        for id, read, needed in readers:
            value = data.get(id, _ABSENT)
            if value is _ABSENT:
                if needed:
                    details.append({"type": "missing", "loc": (id,), "input": data})
                continue
            found = read(value)
            if found is not WRONG:
                typed[id] = found
            else:
                details += told(id, value)
        if not data.keys() <= known:
            details += [
                {"type": "extra_forbidden", "loc": (key,), "input": value}
                for key, value in data.items()
                if key not in known
            ]
        return Located(details, typed)

    return locate


class _Errors:
    """The errors of single elements."""

    def __init__(self, standard: Resolved, group: ElementGroup) -> None:
        self._standard, self._group = standard, group
        self._validators: dict[str, Callable[[bytes], object]] = {}

    def __call__(self, id: str, value: object) -> list[Detail]:
        """What is wrong with the value of an element; nothing, if it is right after all."""
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


def _reader(standard: Resolved, field: Element) -> Callable[[object], object]:
    """What gives a value as rules compare it, or `WRONG` where it is not surely right."""
    if field.group is not None:
        part = part_reader(standard, field.group)

        def group(value: object) -> object:
            found = part(to_json(value)) if type(value) is dict else None
            return WRONG if found is None else found

        return group
    values = ElementValues(standard, field, None, ())
    if values.kind == "boolean":
        return lambda value: value if type(value) is bool else WRONG
    if values.kind == "integer":
        low, high = values.bounds
        return lambda value: value if type(value) is int and low <= value <= high else WRONG
    return lambda value: values.value(value) if type(value) is str else WRONG


def _several(most: int, read: Callable[[object], object]) -> Callable[[object], object]:
    """The same of a list of at most so many."""

    def several(value: object) -> object:
        if type(value) is not list or not 1 <= len(value) <= most:
            return WRONG
        found = [*map(read, value)]
        return WRONG if any(each is WRONG for each in found) else found

    return several
