"""An element of many lines of JSON, some of them wrong: which values are not surely right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from types import NoneType
from typing import TYPE_CHECKING, Any

from tracecode.records.quick.element_values import WRONG, is_plain

if TYPE_CHECKING:
    from tracecode.records.quick.asked_group import AskedElement
    from tracecode.standard.elements import Element


def without(values: Sequence[Any], lines: Iterable[int]) -> Sequence[Any]:
    """The values by line, None for those of some lines."""
    left = [*values]
    for n in lines:
        left[n] = None
    return left


def _places(values: list[Any], value: object) -> Iterator[int]:
    """Where a value stands among others."""
    at = -1
    with suppress(ValueError):
        while True:
            yield (at := values.index(value, at + 1))


class LooseElement:
    """Looks at the values of an element that is one text, number, true or false; whatever stands
    there instead.
    """

    def __init__(self, field: Element, item: str | None, column: AskedElement) -> None:
        """An element.

        Args:
            field: the element.
            item: of which the records are.
            column: what is asked of it where its type is known.
        """
        self.field, self.column, self.id, self._item = field, column, field.id, item
        assert column.alone is not None
        self._values = values = column.alone
        self.type: type = {"boolean": bool, "integer": int}.get(values.kind, str)
        """The type of a right value."""
        self._trimmed = bool(column.advised) and all(each.ends for each in column.advised)
        self._typed = values.typed and (self._trimmed or not column.advised)
        pattern = None if column.advised else values.pattern
        self._match = None if pattern is None else re.compile(pattern).fullmatch
        self._personal = field.personal  # of which nothing is remembered

    def is_silent(self, value: object) -> bool:
        """Whether there is nothing to note of a value by itself."""
        return type(value) is str and not any(
            value not in each.quiet and [*each.advise(value, self._item)]
            for each in self.column.advised
        )

    def look(self, values: Sequence[Any], odd: set[int]) -> tuple[Sequence[Any], set[int]]:
        """The values as rules compare them, None for each that is not surely right; and the lines
        of those.

        Args:
            values: by line; None where it is absent.
            odd: the lines in which characters stand that need a look.
        """
        wrong = set[int]()
        types = [*map(type, values)]
        if strange := {*types} - {self.type, NoneType}:
            wrong = {n for each in strange for n in _places(types, each)}
            values = without(values, wrong)
        if self.type is str:
            return self._texts(values, odd, wrong)
        if self.type is int:
            low, high = self._values.bounds
            beyond = {n for n, value in enumerate(values)
                      if value is not None and not low <= value <= high}  # fmt: skip
            return without(values, beyond), wrong | beyond
        return values, wrong

    def _texts(
        self, values: Sequence[str | None], odd: set[int], wrong: set[int]
    ) -> tuple[Sequence[Any], set[int]]:
        """The same of texts, some of which are known to be wrong."""
        given: set[Any] = {*values}
        given.discard(None)
        read, bad = self._read(given)
        if self._typed or self._match:  # which see no characters
            strange = {text for n in odd if (text := values[n]) is not None}
            bad |= {text for text in strange if not is_plain(text)}
        if bad:
            wrong |= {n for n, value in enumerate(values) if value in bad}
        if read is not None and self.column.ruled:
            return [*map(read.get, values)], wrong
        return (without(values, wrong) if bad else values), wrong

    def _read(self, given: set[str]) -> tuple[dict[Any, Any] | None, set[str]]:
        """What different texts stand for, where that is compared; and those that are wrong."""
        if self._typed:
            return None, self._untypical(given)
        if (match := self._match) is not None:
            wrong = None in map(match, given)
            return None, {text for text in given if match(text) is None} if wrong else set()
        look = self._values.look
        read = (
            {text: look(text) for text in given} if self._personal else self._values.values(given)
        )
        bad = {text for text, value in read.items() if value is WRONG}
        return {
            text: value for text, value in read.items() if text not in bad
        } if bad else read, bad

    def _untypical(self, given: Iterable[str]) -> set[str]:
        """The texts that are none of those written out, or too short or long."""
        if (only := self._values.only) is not None:
            bad = {*given} - only
        else:
            least, most = self._values.sizes
            bad = {text for text in given if not least <= len(text) <= most}
        return bad | {text for text in given if text.strip() != text} if self._trimmed else bad
