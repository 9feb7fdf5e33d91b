"""What is wrong with a single value of a data element: its example, or the bounds of a number."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracecode.spec.formats import Format
    from tracecode.spec.record_model import NumberRange
    from tracecode.standard.elements import Element


def fault(field: Element, value: str) -> str | None:
    """What is wrong with an example's text, or None. Codes of a scheme are judged by
    `lint.examples`.
    """
    assert field.format is not None
    form = field.format
    text = (
        value.removeprefix("-")
        if form.number and field.spec.range and field.spec.range.min
        else value
    )
    if form.pattern is not None and not re.fullmatch(form.pattern, text):
        return form.notation
    if not form.number and not form.min <= len(value) <= form.max:
        return form.notation
    if field.values is not None and value not in field.values:
        return ", ".join(field.values[:12])
    return None


def odd_range(range: NumberRange, form: Format) -> tuple[str, str] | None:
    """What is wrong with bounds, and what is right: a value of the format can have them, the least
    one first.
    """
    for text in (range.min, range.max):
        if text is not None and re.fullmatch(f"-?(?:{form.pattern})", text) is None:
            return text, form.notation
    if range.max is not None and Decimal(range.min or "0") > Decimal(range.max):
        return f"{range.min or '0'}..{range.max}", "min <= max"
    return None
