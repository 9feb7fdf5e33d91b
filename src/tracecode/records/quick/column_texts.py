"""The characters of texts in columns: whether all of a column are such that nothing is to be said.

>>> import pyarrow as pa
>>> plain(pa.array(["农药 A", " x", "e\u0301"])).tolist()
[True, False, False]
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np

from tracecode.records.quick.column_cells import Mask, Numbers
from tracecode.records.quick.element_values import is_plain
from tracecode.records.quick.marks import WIDE

_PRINTABLE = bytes(range(0x20, 0x7F))


def text_column(column: Any) -> Any:
    """A column of texts as such, or a dictionary of them; days and decimal numbers as texts; None
    if it is something else.

    A dictionary is not written out: in few bytes it may hold long texts many times.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_dictionary(column.type):
        plain = pa.types.is_string(column.type.value_type) and not column.dictionary.null_count
        return column if plain else None
    if pa.types.is_string(column.type):
        return column
    if (texts := texts_of(column)) is not None:
        return texts
    try:
        return pc.cast(column, pa.string()) if pa.types.is_large_string(column.type) else None
    except pa.ArrowInvalid:  # of more than two gigabytes
        return None


def texts_of(column: Any) -> Any:
    """A column of days, moments or decimal numbers as texts; None if it is something else, or
    Python has no such value, or would write it with an exponent.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_date32(column.type):
        ends = pc.min_max(pc.cast(column, pa.int32()))
        first, last = ends["min"].as_py(), ends["max"].as_py()
        if first is None or (first >= _FIRST_DAY and last <= _LAST_DAY):
            return pc.cast(column, pa.string())
    elif pa.types.is_decimal128(column.type) and 0 <= column.type.scale <= _MOST_PLACES:
        return pc.cast(column, pa.string())
    elif pa.types.is_timestamp(column.type):
        try:
            return _moments(column)
        # parts of a second, a zone that is not known here: pyarrow and Python have errors for it
        except (pa.ArrowException, ValueError, LookupError, OverflowError):
            return None
    return None


def _moments(column: Any) -> Any:
    """Whole seconds of our time as texts; None where Python might write them otherwise."""
    import pyarrow as pa
    import pyarrow.compute as pc

    seconds = pc.cast(column, pa.timestamp("s", column.type.tz))
    ends = pc.min_max(seconds)
    ends["min"].as_py()  # Python knows the zone, or says so
    first, last = (ends[end].cast(pa.int64()).as_py() for end in ("min", "max"))
    if first is not None and not _FIRST_SECOND <= first <= last < _LAST_SECOND:
        return None
    zone = "+00:00" if column.type.tz == "UTC" else column.type.tz
    fixed = None if zone is None else _OFFSET.fullmatch(zone)
    if zone is None or fixed is not None:
        shift = 0 if fixed is None else int(fixed[1] + "1") * (int(fixed[2]) * 60 + int(fixed[3]))
        local = pc.add(pc.cast(seconds, pa.int64()), shift * 60)
        offset = "" if zone is None else zone if shift else "+00:00"
        return pc.strftime(pc.cast(local, pa.timestamp("s")), format=f"{_TO_SECONDS}{offset}")
    texts = pc.strftime(seconds, format=f"{_TO_SECONDS}%z")
    hours = len("2026-03-12T10:30:00+08")
    around = (pc.utf8_slice_codeunits(texts, 0, hours), pc.utf8_slice_codeunits(texts, hours))
    return pc.binary_join_element_wise(*around, ":")


_OFFSET, _TO_SECONDS = re.compile("([+-])([01][0-9]|2[0-3]):([0-5][0-9])"), "%Y-%m-%dT%H:%M:%S"
_FIRST_SECOND, _LAST_SECOND = 94_694_400, 2_114_380_800
"""The beginnings of 1973 and 2037 in UTC. Before, zones have parts of a minute, which are not
written; after, Arrow knows of no summer time."""
_EPOCH = date(1970, 1, 1).toordinal()
_FIRST_DAY, _LAST_DAY = date.min.toordinal() - _EPOCH, date.max.toordinal() - _EPOCH
_MOST_PLACES = 6


def numbered(texts: Any) -> tuple[Numbers, Any]:
    """The number of each text of a column, -1 where there is none, and the texts by number."""
    coded = texts.dictionary_encode()
    numbers = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return numbers.astype(np.int64), coded.dictionary


def plain(texts: Any) -> Mask:
    """Which texts of a column are plain, as `is_plain` says of one."""
    import pyarrow.compute as pc

    if not _all_plain(texts):
        return np.array(
            [text is not None and is_plain(text) for text in texts.to_pylist()], np.bool_
        )
    return ~ends(texts, pc.starts_with)


def ends(texts: Any, at: Callable[[Any, str], Any], with_: str = " ") -> Mask:
    """Where a blank, or another text, stands at the end, or at the beginning: what
    `pyarrow.compute` has for it.
    """
    found: Mask = at(texts, with_).fill_null(False).to_numpy(zero_copy_only=False)
    return found


def _all_plain(texts: Any) -> bool:
    """Whether all characters of a column are such as need no look at their neighbours."""
    _, offsets, data = texts.buffers()
    if data is None:
        return True
    ends = memoryview(offsets).cast("i")
    first, last = ends[texts.offset], ends[texts.offset + len(texts)]
    rest = data.slice(first, last - first).to_pybytes().translate(None, _PRINTABLE)
    if not rest.translate(None, WIDE):
        return True
    try:
        return all(map(stands_alone, {*rest.decode()}))
    except UnicodeDecodeError:  # what is left under a null
        return False


def stands_alone(char: str) -> bool:
    """Whether a character is printed, is no blank, and composes with no other, whatever stands
    before it.

    It is an ideograph, or of the punctuation, kana and full-width forms beside them, or a Latin,
    Greek or Cyrillic letter or a sign such as × and °.
    """
    place = ord(char)
    if not any(place in range for range in _ALONE):
        return False
    # Hangul, which composes otherwise, stands elsewhere
    return is_plain(char) and unicodedata.combining(char) == 0


_ALONE = (
    range(0xA1, 0x530), range(0x2000, 0x4000), range(0x4000, 0xA000), range(0xF000, 0x10000),
)  # fmt: skip
