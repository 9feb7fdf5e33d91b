"""Values on the quick way: what is left to pydantic, and codes and days that recur from record to
record.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pydantic_core import SchemaValidator, ValidationError, core_schema

from tracecode.codes.registry import registry
from tracecode.records.fields import SEEN, ValueFormat, number_pattern, recurs
from tracecode.records.source import form, literals
from tracecode.spec.formats import Format

if TYPE_CHECKING:
    from tracecode.standard.elements import Element
    from tracecode.standard.resolved import Resolved

_MOST = 8192


def lean_schema(check: ValueFormat) -> core_schema.CoreSchema:
    """What is left to check of a value in JSON if the rest is looked at elsewhere.

    That is: the characters of free text, the code list, the whole of a code, the name of an
    encoding rule, the bounds of a decimal number.
    """
    format = Format.read(check.notation)
    if check.scheme is not None or check.identifies:
        return core_schema.str_schema(strict=True)
    if format.kind == "text" and check.chars is None:
        return core_schema.str_schema(
            strict=True, min_length=format.min, max_length=format.max, pattern=SEEN
        )
    if format.kind == "decimal":
        text = core_schema.str_schema(strict=True, pattern=f"^{number_pattern(format, check.min)}$")
        return core_schema.no_info_after_validator_function(Decimal, text)
    if format.kind == "date":
        return core_schema.no_info_after_validator_function(
            DAYS.__getitem__, core_schema.str_schema(strict=True)
        )
    if format.kind == "moment":
        text = core_schema.str_schema(strict=True, pattern=f"^{format.pattern}$")
        return core_schema.no_info_after_validator_function(datetime.fromisoformat, text)
    return check.plain_schema()


class Accepted(set[str]):
    """The codes that are known to keep the format and the encoding rule of an element, as far as
    such codes recur.
    """

    def __init__(self, form: ValueFormat) -> None:
        super().__init__()
        assert form.scheme is not None
        self._check = SchemaValidator(form.schema()).validate_python
        self._kept = recurs(registry(form.standard)[form.scheme])

    def take(self, value: str) -> bool:
        """Whether the code is right; then it is kept, if it may recur."""
        try:
            self._check(value)
        except ValidationError:
            return False
        if self._kept:
            if len(self) >= _MOST:
                self.clear()
            self.add(value)
        return True


class _Days(dict[str, date]):
    """Days by how they are written: from record to record they recur, and pydantic takes five times
    as long.
    """

    def __missing__(self, text: str) -> date:
        pattern = Format.read("YYYY-MM-DD").pattern
        if pattern is None or re.fullmatch(pattern, text) is None:
            raise ValueError("no day")
        day = date.fromisoformat(text)
        if len(self) >= _MOST:
            self.clear()
        self[text] = day
        return day


DAYS = _Days()


class ValuesByText(dict[str, object]):
    """Values by how they are written: many recur from record to record, and a pattern of Python
    takes a microsecond.
    """

    def __init__(self, pattern: str, read: Callable[[str], object]) -> None:
        super().__init__()
        self.pattern = pattern
        self._match, self._read = re.compile(pattern).fullmatch, read

    def __missing__(self, text: str) -> object:
        if self._match(text) is None:
            raise ValueError("another form")
        value = self._read(text)
        if len(self) < _MOST and len(text) <= _LONGEST:
            self[text] = value
        return value


_LONGEST = 64


def reader(field: Element, standard: Resolved) -> tuple[Mapping[str, object], bool] | None:
    """What reads the text of a value, and whether it is compared as something else; None where
    types tell all.
    """
    if field.group is not None or field.format is None or literals(field) is not None:
        return None
    check = form(field, standard)
    format = Format.read(check.notation)
    if check.scheme is not None or check.identifies or format.kind in ("boolean", "integer"):
        return None
    if format.kind == "date":
        return DAYS, True
    if format.kind == "decimal":
        return ValuesByText(number_pattern(format, check.min), Decimal), True
    if format.kind == "moment":
        return ValuesByText(format.pattern or "", datetime.fromisoformat), True
    if format.kind == "text":
        if check.chars is None:
            return None
        schema: Any = check.plain_schema()
        return ValuesByText(schema["pattern"].removeprefix("^").removesuffix("$"), str), False
    return ValuesByText(format.pattern or "", str), False
