"""Read data in another system's names: the aliases of the dictionary become the elements of a
record type.

>>> from tracecode.standard.resolved import packaged
>>> from tracecode.standard.record_layout import record_layout
>>> intake = record_layout(packaged(), "slaughter-intake")
>>> renamed({"in_date": "2026-03-12", "quarantine_num": "40", "product_item": "meat"}, intake, "mofcom")
{'intake_date': '2026-03-12', 'certified_count': 40, 'product_item': 'meat', 'record_type': 'slaughter-intake'}
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tracecode.standard.elements import Element, ElementGroup, RecordLayout

_WHOLE = re.compile(r"0|[1-9][0-9]{0,17}", re.ASCII)


def renamed(data: Mapping[str, Any], layout: RecordLayout, system: str) -> dict[str, Any]:
    """The data with the names of the dictionary, and with what the record type fixes.

    Only names change, and whole numbers written as text. What has no alias keeps its name, so that
    the judge of the record speaks of it; dates in another form are for the caller to rewrite.

    Args:
        data: plain data in the other system's names; names of the dictionary are understood too.
        layout: the record type that they are of.
        system: the other system, as the dictionary calls it, for instance `mofcom`.

    Raises:
        ValueError: two names of the data mean the same element.
    """
    constants = {
        field.id: field.constant for field in layout.elements if field.constant is not None
    }
    return _group(data, layout, system) | constants


def systems(layout: RecordLayout) -> tuple[str, ...]:
    """The systems that have names of their own for some element of a record type."""
    return tuple(
        sorted({system for _, field in layout.walk() for system in field.spec.aliases or ()})
    )


def _group(data: Mapping[str, Any], group: ElementGroup, system: str) -> dict[str, Any]:
    fields = {
        alias: field
        for field in group.elements
        for alias in (field.spec.aliases or {}).get(system, ())
    }
    fields |= {field.id: field for field in group.elements}
    made: dict[str, Any] = {}
    for name, value in data.items():
        field = fields.get(name)
        id = name if field is None else field.id
        if id in made:
            raise ValueError(
                f"{name!r} and another name of the data both mean {id!r}; keep one of them"
            )
        made[id] = value if field is None else _value(value, field, system)
    return made


def _value(value: Any, field: Element, system: str) -> Any:
    if isinstance(value, list):
        return [_value(each, field, system) for each in value]
    if field.group is not None and isinstance(value, Mapping):
        return _group(value, field.group, system)
    whole = field.format is not None and field.format.kind == "integer"
    return int(value) if whole and isinstance(value, str) and _WHOLE.fullmatch(value) else value
