"""In which way a text is wrong that has not the form of its element: what is said of all such texts is
the same but for the text, and so need not be found out for each.

Ids and moments differ from record to record, so a program that writes them wrongly makes as many
wrong values as records.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Literal

from tracecode.records.explain import lacks_offset
from tracecode.records.source import form, literals
from tracecode.spec.formats import Format

if TYPE_CHECKING:
    from tracecode.standard.elements import Element
    from tracecode.standard.resolved import Resolved

WrongForm = Literal["form", "day"]
"""`form`: it is written otherwise; `day`: it is written so, and there is no such day."""


def wrong_form(
    field: Element, standard: Resolved
) -> Callable[[str], WrongForm | None] | None:  # fmt: skip
    """What tells in which way a text is surely wrong, None where it is right, or wrong otherwise; None
    of an element of which more is asked than a form that is a pattern.

    Args:
        field: the element.
        standard: the standard.
    """
    if field.group is not None or field.many is not None or field.personal:
        return None
    check = form(field, standard)
    named = field.spec.scheme  # of which more is said, also where the rule itself is not asked
    asks_more = named or check.codelist or check.identifies or literals(field) is not None
    written = Format.read(check.notation)
    if asks_more or written.pattern is None or written.kind in _OTHERWISE:
        return None
    match, moment = re.compile(written.pattern).fullmatch, written.kind == "moment"
    has_day = moment or written.kind == "date"

    def wrong(text: str) -> WrongForm | None:
        if not (text.isascii() and text.isprintable()) or text[:1] in ("", " "):
            return None
        if match(text) is None:
            return None if moment and lacks_offset(text) else "form"
        return "day" if has_day and not _is_day(text[:_DAY]) else None

    return wrong


_OTHERWISE = ("boolean", "integer", "decimal", "text")
"""Of these a class asks more than a pattern: bounds, or how long they are."""
_DAY = len("YYYY-MM-DD")


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False
