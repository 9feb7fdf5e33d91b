"""The record type that a record says it is of: by its elements `record_type` and `product_item`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tracecode.errors import UnknownId
from tracecode.privacy import shown
from tracecode.records.plain import MAX_ID
from tracecode.standard.record_layout import find_layout, item_ids, record_layout
from tracecode.standard.resolved import kept

if TYPE_CHECKING:
    from tracecode.standard.elements import RecordLayout
    from tracecode.standard.resolved import Resolved


def layout_of(data: Mapping[str, Any], standard: Resolved) -> RecordLayout:
    """The record type that a record says it is of.

    Raises:
        UnknownId: it does not say, or there is none.
    """
    layout = type_of(data, standard)
    if layout is not None:
        return layout
    kind, product = said_type(data, standard)
    if kind is None:
        value = data.get("record_type")
        raise UnknownId(
            "record type",
            shown(value, MAX_ID) if isinstance(value, str) else type(value).__name__,
            (),
        )
    return record_layout(standard, kind, product)  # which says what there is


def type_of(data: Mapping[str, Any], standard: Resolved) -> RecordLayout | None:
    """The same; None where there is none."""
    kind, product = said_type(data, standard)
    return None if kind is None else known_type(standard, kind, product)


def known_type(standard: Resolved, kind: str, product: str | None) -> RecordLayout | None:
    """The record type of a kind of record and an item, which may be foreign text; None where there
    is none.
    """
    named = _named(standard)
    if (layout := named.get((kind, product))) is None:
        item = product if product in item_ids(standard) else None
        layout = find_layout(standard, kind, item)
        if layout is not None:
            named[kind, item] = layout
    return layout


def said_type(data: Mapping[str, Any], standard: Resolved) -> tuple[str | None, str | None]:
    """The type and the item that a record names; a text that is too long for a type is none."""
    kind, product = data.get("record_type"), data.get("product_item")
    if not isinstance(kind, str) or len(kind) > MAX_ID:
        return None, None
    return kind, product if isinstance(product, str) and product in item_ids(standard) else None


@kept
def _named(_: Resolved) -> dict[tuple[str, str | None], RecordLayout]:
    """The record types that were asked for, by kind of record and item; of names that exist, so not
    without end.
    """
    return {}
