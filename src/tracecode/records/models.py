"""The typed class of a record type: the committed one of the packaged standard, or one made of
other specifications.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import create_model

from tracecode.records import rules
from tracecode.records.envelope import WRITTEN
from tracecode.records.fields import Many, ValueFormat
from tracecode.records.model import Group as GroupModel
from tracecode.records.model import Record
from tracecode.records.source import BOUND, GROUPS, Call, doc, form, literals, rules_of
from tracecode.standard.composition import group_layout
from tracecode.standard.elements import Element, ElementGroup, RecordLayout
from tracecode.standard.names import name_of
from tracecode.standard.record_layout import record_layout
from tracecode.standard.resolved import Reference, packaged, referred

if TYPE_CHECKING:
    from tracecode.standard.resolved import Resolved


def model_of(layout: ElementGroup, standard: Resolved) -> type[GroupModel]:
    """The class of a record type or group.

    Args:
        layout: the record type or group, of the same catalogue.
        standard: the standard; its classes are made when first asked for.
    """
    if standard is not packaged():
        return _made(layout, standard)
    if (written := WRITTEN.get(layout.id)) is not None:
        return written
    model = getattr(
        importlib.import_module(f"tracecode.models.{module_of(layout)}"), name_of(layout)
    )
    assert isinstance(model, type)
    assert issubclass(model, GroupModel)
    return model


def group_model(id: str) -> type[GroupModel]:
    """The class of a group of the packaged standard, by id."""
    return model_of(group_layout(packaged(), id), packaged())


def module_name(product: str | None) -> str:
    """The module of an item's records; `all_items` for those of all items."""
    return "all_items" if product is None else product.replace("-", "_")


def module_of(group: ElementGroup) -> str:
    """The module of the class of a record type or group."""
    return module_name(group.product) if isinstance(group, RecordLayout) else GROUPS


def groups_in_order(standard: Resolved) -> list[str]:
    """The ids of all groups, inner ones before those that hold them."""
    order: dict[str, None] = {}

    def visit(id: str) -> None:
        for field in group_layout(standard, id).elements:
            if field.group is not None and field.group.id not in order:
                visit(field.group.id)
        order.setdefault(id, None)

    for id in standard.ids("group"):
        visit(id)
    return list(order)


def _made(group: ElementGroup, standard: Resolved) -> type[GroupModel]:
    """The class of a group or record type of one's own standard: made once, from data, by
    pydantic's own function.
    """
    return standard.keep((_made, type(group), group.id), lambda: _make(group, standard))


def _make(group: ElementGroup, standard: Resolved) -> type[GroupModel]:
    base = Record if isinstance(group, RecordLayout) else GroupModel
    module = f"tracecode.models.made.{module_of(group)}"
    docstring = "\n".join(doc(standard, group))
    elements: Any = {field.id: _element(field, standard) for field in group.elements}
    model = create_model(
        name_of(group), __base__=base, __module__=module, __doc__=docstring, **elements
    )
    model._named = (group.record, group.product) if isinstance(group, RecordLayout) else (group.id,)
    model._standard = standard
    model._personal = frozenset(field.id for field in group.elements if field.personal)
    model.rules = tuple(_carried_out(call, standard) for call in rules_of(group, standard))
    return model


def arrived(reference: Reference, id: str, *product: str | None) -> GroupModel:
    """A record (its kind and item) or group (its id) that was pickled, without its values.

    Raises:
        AbsentStandard: its standard is not loaded in this process.
    """
    standard = referred(reference)
    model = _made(
        record_layout(standard, id, *product) if product else group_layout(standard, id), standard
    )
    return model.__new__(model)


def _element(field: Element, standard: Resolved) -> tuple[Any, Any]:
    """Type and default of an element; as `records.source` writes them."""
    if field.constant is not None:
        return Literal[field.constant], field.constant
    base: Any
    note: ValueFormat | Many | None = None
    if field.group is not None:
        base = _made(field.group, standard)
    elif (values := literals(field)) is not None:
        base = Literal[values]
    else:
        assert field.format is not None
        base, note = _TYPES.get(field.format.kind, str), form(field, standard)
    if field.many is not None:
        base = list[base] if note is None else list[Annotated[base, note]]
        note = Many(field.many)
    if not field.required:
        base |= None
    return base if note is None else Annotated[base, note], ... if field.required else None


_TYPES: dict[str, type] = {
    "boolean": bool, "integer": int, "decimal": Decimal, "date": date, "moment": datetime,
}  # fmt: skip


def _carried_out(value: Any, standard: Resolved) -> Any:
    """A rule that is described as a call."""
    if isinstance(value, Mapping):
        return {key: _carried_out(item, standard) for key, item in value.items()}
    if not isinstance(value, Call):
        return value
    named = _carried_out(value.named, standard)
    if value.name in BOUND:
        named["standard"] = standard
    return getattr(rules, value.name)(*value.positional, **named)
