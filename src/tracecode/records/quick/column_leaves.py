"""Columns of single values: which of them are surely right, and what they are.

A value that is not right, or of which something is to be noted, is left out, and so is one whose
characters need a second look; which it is, others say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from tracecode.codes.bulk import kernel
from tracecode.codes.registry import registry
from tracecode.records.fields import SchemeNames, codes_of, number_bounds, recurs
from tracecode.records.quick.column_cells import Cells, Mask, Numbers
from tracecode.records.quick.column_texts import ends, is_plain, plain, text_column
from tracecode.records.quick.values import Accepted, reader
from tracecode.records.source import form, literals
from tracecode.spec.formats import Format

if TYPE_CHECKING:
    from tracecode.records.advice import Advice
    from tracecode.standard.elements import Element
    from tracecode.standard.resolved import Resolved

_MOST, _LONGEST = 8192, 64
"""So many values of an element are remembered, and none that is longer: they are foreign data."""
_SAMPLE = 32
"""So many values show whether those of a column recur."""
_WRONG = object()


class Leaf:
    """What is asked of the values of an element that is no group."""

    def __init__(
        self, standard: Resolved, field: Element, item: str | None, advised: Iterable[Advice]
    ) -> None:
        """An element.

        Args:
            standard: the standard.
            field: the element.
            item: of which the records are.
            advised: what may be to be noted of its values.
        """
        self._standard, self._field, self._item = standard, field, item
        self._advised = tuple(advised)
        self._check = form(field, standard)
        self._format = Format.read(self._check.notation)
        only = literals(field)
        self._literals = None if only is None else frozenset(only)
        self._seen: dict[str, object] = {}
        scheme = self._check.scheme
        self._keeps = scheme is None or recurs(registry(standard)[scheme])
        """Whether verdicts on values may be remembered."""

    def judged(self, column: Any) -> tuple[Cells, Mask, Numbers | None]:
        """Judge a column.

        Args:
            column: of Arrow.

        Returns:
            The values; where they are right, or absent; and how many bytes each text has.
        """
        import pyarrow as pa
        import pyarrow.compute as pc

        present = ~column.is_null().to_numpy(zero_copy_only=False)
        kind = self._format.kind if self._literals is None else "text"
        if kind == "boolean" and pa.types.is_boolean(column.type):
            index = column.fill_null(False).to_numpy(zero_copy_only=False).astype(np.int64)
            return Cells(present, index, [False, True]), np.ones(len(column), np.bool_), None
        if kind == "integer" and pa.types.is_integer(column.type):
            low, high = number_bounds(self._format, self._check.min, self._check.max)
            numbers = column.fill_null(0).to_numpy(zero_copy_only=False)
            right = ~present | ((numbers >= int(low)) & (numbers <= int(high)))
            return Cells(present, column=column), right, None
        texts = None if kind in ("boolean", "integer") else text_column(column)
        if texts is None:
            return Cells(np.zeros(len(column), np.bool_)), ~present, None
        sizes = pc.binary_length(texts).fill_null(0).to_numpy(zero_copy_only=False)
        if self._together is not None and _differ(texts):
            right = ~present | self._together(texts)
            left = np.flatnonzero(~right)
            if len(left):
                right[left] = [
                    self._look(text) is not _WRONG for text in texts.take(left).to_pylist()
                ]
            return Cells(present & right, column=texts), right, sizes
        coded = texts.dictionary_encode()
        values = [*map(self._value, coded.dictionary.to_pylist())]
        index = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
        wrong = np.array([value is _WRONG for value in [*values, None]])  # the last: of nothing
        right = ~wrong[index]
        values = [None if value is _WRONG else value for value in values]
        return Cells(present & right, index, values), right, sizes

    def _value(self, text: str) -> object:
        """What is written, or that it is wrong; of most values that was seen before."""
        value = self._seen.get(text)
        if value is None:
            value = self._look(text)
            if self._keeps and len(self._seen) < _MOST and len(text) <= _LONGEST:
                self._seen[text] = value
        return value

    def _look(self, text: str) -> object:
        check = self._check
        if not is_plain(text):
            return _WRONG
        try:
            value = self._read(text)
        except (ValueError, ArithmeticError, KeyError):  # another form or value, no such day
            return _WRONG
        if not all(holds(text) for holds in self._domain):
            return _WRONG
        if check.bounds is not None and not check.bounds[0] <= value <= check.bounds[1]:
            return _WRONG
        for each in self._advised:
            doubted = bool(each.rules) and each.doubtful(text)
            if text not in each.quiet and (doubted or [*each.advise(text, self._item)]):
                return _WRONG
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

    @cached_property
    def _together(self) -> Callable[[Any], Mask] | None:
        """Says which texts of a column are surely right, all at once; None where each has to be
        looked at.
        """
        import pyarrow as pa
        import pyarrow.compute as pc

        check, format = self._check, self._format
        trimmed = [each for each in self._advised if each.ends]
        if (
            self._literals is not None or check.identifies or check.codelist is not None
            or check.bounds is not None or format.kind in ("date", "decimal", "moment")
            or len(trimmed) < len(self._advised)
        ):  # fmt: skip
            return None
        pattern = format.pattern
        if format.kind == "text" and check.chars is not None:
            schema: Any = check.plain_schema()
            pattern = schema["pattern"].removeprefix("^").removesuffix("$")
        judge = None if check.scheme is None else kernel(self._standard, check.scheme).check
        try:
            pc.match_substring_regex(pa.array(["x"]), f"^(?:{pattern})$")
        except pa.ArrowInvalid:  # too long for this engine
            return None

        def right(texts: Any) -> Mask:
            found = plain(texts)
            if format.kind == "text":
                sizes = pc.utf8_length(texts).fill_null(0).to_numpy(zero_copy_only=False)
                found &= (sizes >= format.min) & (sizes <= format.max)
            if pattern is not None:
                fits = pc.match_substring_regex(texts, f"^(?:{pattern})$")
                found &= fits.fill_null(False).to_numpy(zero_copy_only=False)
            if trimmed:
                found &= ~ends(texts, pc.ends_with)
            if judge is not None:
                found &= judge(texts).valid
            return found

        return right


def _differ(texts: Any) -> bool:
    """Whether the values of a column mostly differ."""
    count = len(texts)
    if count < 2 * _SAMPLE:
        return False
    sample = texts.take(np.linspace(0, count - 1, _SAMPLE).astype(np.int64)).to_pylist()
    return len({*sample}) > _SAMPLE * 3 // 4
