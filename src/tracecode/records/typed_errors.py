"""What the errors and fields of typed classes say: the findings of `validate`, and the words of the
dictionary.

Both are looked up in the standard when somebody asks: a class that is imported, and a record that
is right, cost nothing.

>>> import tracecode as tc
>>> from tracecode.models.groups import AdditiveDose
>>> try:
...     AdditiveDose(additive_name="", additive_dose=1.5)
... except ValueError as error:
...     [(one.rule, one.path) for one in tc.findings(error)]
[('record.length', 'additive_name'), ('record.type', 'additive_dose')]
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pydantic_core import InitErrorDetails, PydanticCustomError, ValidationError

from tracecode.findings import Finding, Told
from tracecode.records.explain import faults
from tracecode.records.lookups import fields_of
from tracecode.records.model import Record
from tracecode.records.source import meanings
from tracecode.standard.composition import group_layout
from tracecode.standard.elements import RecordLayout
from tracecode.standard.names import class_name
from tracecode.standard.record_layout import known_layout
from tracecode.standard.resolved import kept, packaged

if TYPE_CHECKING:
    from tracecode.records.model import Group as Model
    from tracecode.standard.elements import Element, ElementGroup
    from tracecode.standard.resolved import Resolved


# --- errors ---------------------------------------------------------------------------------------


def told(error: ValidationError, model: type[Model], value: object) -> ValidationError:
    """The error of a class with everything that is wrong, also the rules among right elements.

    Args:
        error: as pydantic raised it.
        model: the class.
        value: what was to become one.
    """
    standard = model._standard or packaged()
    layout = layout_of(model)
    if layout is None:
        return error
    details = error.errors(include_url=False)
    errors = [
        fault for fault in faults(details, layout, value, standard) if fault.severity == "error"
    ]
    return ValidationError.from_exception_data(
        model.__name__, [_line(fault, layout, value) for fault in errors], hide_input=True
    )


def _line(finding: Finding, layout: ElementGroup, value: object) -> InitErrorDetails:
    loc, personal = _loc(finding.path or "", layout)
    # pydantic would fill it in
    text = f"{finding.text('en')} / {finding.text('zh')}".replace("{finding}", "(finding)")
    reason = PydanticCustomError(finding.rule, text, {"finding": Told(finding, len(loc))})
    return InitErrorDetails(type=reason, loc=loc, input="***" if personal else _at(loc, value))


def _loc(path: str, layout: ElementGroup) -> tuple[tuple[str | int, ...], bool]:
    """The element behind the path of a finding, which may go on into a code, and whether it is
    personal.
    """
    loc: list[str | int] = []
    group: ElementGroup | None = layout
    personal = False
    for part in path.split(".") if path else ():
        if group is None:  # a segment of a code
            break
        id, *places = part.replace("]", "").split("[")
        loc += [id, *(int(place) for place in places if place.isdigit())]
        field = fields_of(group).get(id)
        personal = field is None or field.personal
        group = field.group if field is not None else None
    return tuple(loc), personal


def _at(loc: Sequence[str | int], value: Any) -> object:
    """What stands at a place; None where nothing does, or where it is all of a group or record."""
    for part in loc:
        if isinstance(value, Mapping):
            value = value.get(part)
        elif isinstance(value, list) and isinstance(part, int) and part < len(value):
            value = value[part]
        else:
            value = getattr(value, str(part), None)
    return None if isinstance(value, Mapping | list) else value


# --- fields ---------------------------------------------------------------------------------------


def describe(model: type[Model]) -> None:
    """Give the fields of a class their names and definitions, for JSON Schema and whatever shows
    fields.
    """
    layout = layout_of(model)
    for field in () if layout is None else layout.elements:
        info = model.__pydantic_fields__.get(field.id)
        # somebody's own class may say something else
        if info is None or info.description is not None:
            continue
        info.title = f"{field.name.zh} / {field.name.en}"
        info.description = description(field)
        info._attributes_set |= {"title": info.title, "description": info.description}


def description(field: Element) -> str:
    """What an element is: its definition, its unit, and what each of the values means that its
    class writes out.
    """
    definition = field.spec.definition
    words = [f"{definition.zh} / {definition.en}"]
    if field.spec.unit:
        words.append(f"({field.spec.unit})")
    if (values := meanings(field)) is not None:
        words.append(f"({values})")
    return " ".join(words)


def layout_of(model: type[Model]) -> ElementGroup | None:
    """The record type or group of a class; None of one that somebody else wrote."""
    standard = model._standard or packaged()
    if model._named:
        id, *product = model._named
        assert id is not None
        return known_layout(standard, id, *product) if product else group_layout(standard, id)
    for own in model.__mro__:
        if own.__module__.startswith(_OURS):
            return (
                _record(own)
                if issubclass(own, Record)
                else group_layout(standard, _groups(standard)[own.__name__])
            )
    return None


_OURS = ("tracecode.models.", "tracecode.records.envelope")
"""Where the classes of the standard stand: the derived ones, and those that are written."""


def _record(model: type[Record]) -> RecordLayout:
    fields = model.__pydantic_fields__
    kind, item = fields["record_type"].default, fields.get("product_item")
    product = item.default if item is not None and isinstance(item.default, str) else None
    return known_layout(packaged(), kind, product)


@kept
def _groups(standard: Resolved) -> dict[str, str]:
    """The groups by the names of their classes."""
    return {class_name(id): id for id in standard.ids("group")}
