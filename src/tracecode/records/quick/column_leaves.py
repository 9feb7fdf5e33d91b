"""Columns of single values: which of them are surely right, and what they are.

A value that is not right, or of which something is to be noted, is left out, and so is one whose
characters need a second look; which it is, others say.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

import numpy as np

from tracecode.codes.bulk import kernel
from tracecode.codes.spreadsheet import TAIL
from tracecode.records.quick.column_cells import Cells, Mask, Numbers
from tracecode.records.quick.column_texts import ends, numbered, plain, text_column
from tracecode.records.quick.element_values import WRONG, ElementValues

_SAMPLE = 32
"""So many values show whether those of a column recur."""


class Leaf(ElementValues):
    """What is asked of the values of an element that is no group, in a column."""

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
        if (kind := self.kind) == "boolean" and pa.types.is_boolean(column.type):
            index = column.fill_null(False).to_numpy(zero_copy_only=False).astype(np.int64)
            return Cells(present, index, [False, True]), np.ones(len(column), np.bool_), None
        if kind == "integer" and pa.types.is_integer(column.type):
            low, high = self.bounds
            numbers = column.fill_null(0).to_numpy(zero_copy_only=False)
            right = ~present | ((numbers >= low) & (numbers <= high))
            return Cells(present, column=column), right, None
        texts = None if kind in ("boolean", "integer") else text_column(column)
        if texts is None:
            return Cells(np.zeros(len(column), np.bool_)), ~present, None
        if self._together is not None and _differ(texts):
            sizes = pc.binary_length(texts).fill_null(0).to_numpy(zero_copy_only=False)
            right = ~present | self._together(texts)
            left = np.flatnonzero(~right)
            if len(left):
                right[left] = [
                    self.look(text) is not WRONG for text in texts.take(left).to_pylist()
                ]
            return Cells(present & right, column=texts), right, sizes
        index, different = numbered(texts)
        values = [*map(self.value, different.to_pylist())]
        lengths = pc.binary_length(different).to_numpy(zero_copy_only=False)
        sizes = np.append(lengths, 0)[index]
        wrong = np.array([value is WRONG for value in [*values, None]])  # the last: of nothing
        right = ~wrong[index]
        values = [None if value is WRONG else value for value in values]
        return Cells(present & right, index, values), right, sizes

    @cached_property
    def _together(self) -> Callable[[Any], Mask] | None:
        """Says which texts of a column are surely right, all at once; None where each has to be
        looked at.
        """
        import pyarrow as pa
        import pyarrow.compute as pc

        check, format = self._check, self._format
        trimmed = [each for each in self._advised if each.ends]
        uncut = [each for each in self._advised if each.zeros]
        if (
            self._literals is not None or check.identifies or check.codelist is not None
            or check.bounds is not None or format.kind in ("date", "decimal", "moment")
            or len(trimmed) + len(uncut) < len(self._advised)
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
            mask = plain(texts)
            if format.kind == "text":
                sizes = pc.utf8_length(texts).fill_null(0).to_numpy(zero_copy_only=False)
                mask &= (sizes >= format.min) & (sizes <= format.max)
            if pattern is not None:
                fits = pc.match_substring_regex(texts, f"^(?:{pattern})$")
                mask &= fits.fill_null(False).to_numpy(zero_copy_only=False)
            if trimmed:
                mask &= ~ends(texts, pc.ends_with)
            if uncut:
                mask &= ~ends(texts, pc.ends_with, TAIL)
            if judge is not None:
                mask &= judge(texts).valid
            return mask

        return right


def _differ(texts: Any) -> bool:
    """Whether the values of a column mostly differ; those of a dictionary recur."""
    import pyarrow as pa

    count = len(texts)
    if count < 2 * _SAMPLE or pa.types.is_dictionary(texts.type):
        return False
    sample = texts.take(np.linspace(0, count - 1, _SAMPLE).astype(np.int64)).to_pylist()
    return len({*sample}) > _SAMPLE * 3 // 4
