"""The values of an element in the rows of a table, as columns have them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Mask: TypeAlias = NDArray[np.bool_]
Numbers: TypeAlias = NDArray[np.int64]
Objects: TypeAlias = NDArray[np.object_]


class Cells:
    """The values of an element, an entry for each of what it is an element of."""

    def __init__(
        self, present: Mask, index: Numbers | None = None, values: Sequence[object] = (), *,
        column: Any = None, entries: Cells | None = None, of: Numbers | None = None,
    ) -> None:  # fmt: skip
        """Some values: numbered ones, those of a column, several an entry, or groups.

        Args:
            present: where there is a value that is right.
            index: the number of each value; any number where there is none.
            values: by number.
            column: of Arrow, whose values they are.
            entries: of an element that repeats: all of its values.
            of: of which entry each of those is.
        """
        self.present, self.entries, self.of = present, entries, of
        self._index, self._values, self._column = index, values, column

    @property
    def coded(self) -> tuple[Numbers, Sequence[object]]:
        """The number of each value, any where there is none, and the values by number."""
        if self._index is None and self._column is not None:
            coded = self._column.dictionary_encode()
            self._index = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
            self._values = coded.dictionary.to_pylist()
        if self._index is None:
            return np.full(len(self.present), -1), ()
        return self._index, self._values

    def texts(self) -> Any:
        """Its texts as a column of Arrow, null where there is none; of an element whose values are
        texts.
        """
        import pyarrow as pa

        if self._column is not None:
            return self._column
        index, values = self.coded
        numbers = pa.array(index, mask=~self.present)
        return pa.array([*values], pa.string()).take(numbers)

    def objects(self) -> Objects:
        """Its values as objects; None where there is none."""
        index, values = self.coded
        several = np.empty(len(values) + 1, np.object_)
        several[:-1] = values
        taken: Objects = several[np.where(self.present, index, len(values))]
        return taken

    def where(self, holds: Callable[[Any], bool]) -> Mask:
        """Where there is a value of which something holds."""
        index, values = self.coded
        told = [value is not None and holds(value) for value in values]
        of_each = np.array([*told, False], np.bool_)
        mask: Mask = self.present & of_each[np.where(self.present, index, len(values))]
        return mask
