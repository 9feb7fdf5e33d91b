"""Single values of an element: whether one is surely right, and what it is.

>>> is_plain("农药 A"), is_plain(" x"), is_plain("e\u0301"), is_plain("a\u200b")
(True, False, False, False)
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from tracecode.citizens import LEAST
from tracecode.codes.registry import registry
from tracecode.privacy import mask
from tracecode.records.fields import SchemeNames, codes_of, number_bounds, recurs
from tracecode.records.quick.values import Accepted, ValuesByText, reader
from tracecode.records.source import form, literals
from tracecode.spec.charclass import BLANKS, CONTROLS, inside
from tracecode.spec.formats import Format, FormatKind

if TYPE_CHECKING:
    from tracecode.records.advice import Advice
    from tracecode.standard.elements import Element
    from tracecode.standard.resolved import Resolved

_MOST, LONGEST, MOST_WRONG = 8192, 64, 1024
"""So many values of an element are remembered, and none that is longer: they are foreign data; and
of so many wrong ones of a record type what is wrong with them.
"""
WRONG = object()
"""What stands for a value that is not surely right."""


class ElementValues:
    """What is asked of the values of an element that is no group."""

    def __init__(
        self, standard: Resolved, field: Element, item: str | None, advised: Iterable[Advice]
    ) -> None:
        """An element.

        Args:
            standard: the standard.
            field: the element.
            item: of which the records are.
            advised: what may be to be noted of its values; not by rules, which see more than one.
        """
        self._standard, self._field, self._item = standard, field, item
        self._advised = tuple(advised)
        self._check = form(field, standard)
        self._format = Format.read(self._check.notation)
        self._bounds = self._check.bounds
        only = literals(field)
        self._literals = None if only is None else frozenset(only)
        self.seen: dict[str, object] = {}
        """What `value` gave, as far as it is remembered."""
        scheme = self._check.scheme
        self._keeps = scheme is None or recurs(registry(standard)[scheme])
        """Whether verdicts on values may be remembered."""

    @property
    def kind(self) -> FormatKind:
        """Of which kind its values are; those that its class writes out are texts."""
        return "text" if self._literals is not None else self._format.kind

    @property
    def typed(self) -> bool:
        """Whether a plain text that is one of those written out, or as long as it may be, is
        right.
        """
        return self._literals is not None or (
            self._format.kind == "text"
            and self._bare
            and reader(self._field, self._standard) is None
        )

    @property
    def only(self) -> frozenset[str] | None:
        """The texts that its class writes out, if it does."""
        return self._literals

    @property
    def sizes(self) -> tuple[int, int]:
        """Fewest and most characters of a text that shows something."""
        return max(1, self._format.min), self._format.max

    @property
    def pattern(self) -> str | None:
        """What alone has to fit a text; None where more is asked, or less."""
        known = reader(self._field, self._standard)
        if known is None or known[1] or self._literals is not None or not self._bare:
            return None
        return known[0].pattern if isinstance(known[0], ValuesByText) else None

    @property
    def _bare(self) -> bool:
        return not self._domain and self._bounds is None

    @property
    def bounds(self) -> tuple[int, int]:
        """Least and greatest of whole numbers."""
        low, high = number_bounds(self._format, self._check.min, self._check.max)
        return int(low), int(high)

    def value(self, text: str) -> object:
        """What is written, or that it is wrong; of most values that was seen before."""
        value = self.seen.get(text)
        if value is None:
            value = self.look(text)
            if self._keeps and len(self.seen) < _MOST and len(text) <= LONGEST:
                self.seen[text] = value
        return value

    def values(self, texts: set[str]) -> dict[str, object]:
        """The same of several texts, by text. Moments mostly differ from record to record, and each
        takes a third of the time here.
        """
        if self._moment is not None and None not in map(self._moment, texts):
            with suppress(ValueError):  # no such day
                return dict(zip(texts, map(datetime.fromisoformat, texts), strict=True))
        return dict(zip(texts, map(self.value, texts), strict=True))

    @cached_property
    def _moment(self) -> Callable[[str], object] | None:
        """Finds the form of a moment, where nothing else is asked of it than that there is one."""
        if self.kind != "moment" or not self._bare or self._advised:
            return None
        return re.compile(self._format.pattern or "").fullmatch

    def look(self, text: str) -> object:
        """The same, of a value that is not remembered."""
        if not is_plain(text):
            return WRONG
        try:
            value = self._read(text)
        except (ValueError, ArithmeticError, KeyError):  # another form or value, no such day
            return WRONG
        for holds in self._domain:
            if not holds(text):
                return WRONG
        if self._bounds is not None and not self._bounds[0] <= value <= self._bounds[1]:
            return WRONG
        for each in self._advised:
            if text not in each.quiet and [*each.advise(text, self._item)]:
                return WRONG
        return value

    @cached_property
    def _read(self) -> Callable[[str], Any]:
        """Gives what a text stands for; raises ValueError where it has not the form."""
        if (only := self._literals) is not None:
            return {text: text for text in only}.__getitem__
        known = reader(self._field, self._standard)
        least, most = self._format.min, self._format.max
        bounded = self._format.kind == "text" and self._check.scheme is None
        bounded = bounded and not self._check.identifies

        def read(text: str) -> object:
            if bounded and not least <= len(text) <= most:
                raise ValueError(text)
            return text if known is None else known[0][text]

        return read

    @cached_property
    def _domain(self) -> tuple[Callable[[str], bool], ...]:
        """What has to hold of a text beside its form."""
        check, found = self._check, list[Callable[[str], bool]]()
        if self._literals is not None:
            return ()
        if check.scheme is not None:
            found.append(Accepted(check).take)
        if check.identifies:
            found.append(SchemeNames(check.identifies, self._standard).take)
        if check.codelist is not None:
            found.append(codes_of(self._standard, check.codelist).__contains__)
        return tuple(found)


def lasts(text: str) -> bool:
    """Whether what was found of a foreign text may be remembered: it is short, and no number of
    somebody's stands in it.
    """
    return len(text) <= LONGEST and (len(text) < LEAST or mask(text) == text)


def is_plain(text: str) -> bool:
    """Whether a text surely is one that shows something from its first character on, in Unicode
    normal form C, and holds no control and, beside the blank of ASCII, nothing that shows nothing.
    """
    if text[:1] in ("", " "):
        return False
    if text.isascii():
        return text.isprintable()
    return _odd().search(text) is None and unicodedata.is_normalized("NFC", text)


@cache
def _odd() -> re.Pattern[str]:
    return re.compile(f"[{inside((*CONTROLS, *(each for each in BLANKS if each[1] > 127)))}]")
