"""Of which kind a text is: of digits, of digits and capital letters; and which texts hold elements
of GS1.

>>> kind_of("6901234567892"), kind_of("91350100M000100Y43"), kind_of("a-1")
('d', 'dl', '')
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tracecode.codes.bulk.columns import Bools
from tracecode.codes.bulk.lines import ByteMatrix
from tracecode.codes.payload import NOTHING, payload

_UPC_E = 8


def kind_of(text: str) -> str:
    """The kind of a text of digits, or of digits and capital letters; empty for any other."""
    if not text.isascii() or not text.isalnum() or text.upper() != text or text.isalpha():
        return ""
    return "d" if text.isdigit() else "dl"


def kinds(lines: ByteMatrix) -> tuple[Bools, Bools]:
    """Which rows hold digits alone, and which digits and capital letters."""
    across = lines.across
    digit = across - np.uint8(48) < 10
    letter = across - np.uint8(65) < 26
    digits: Bools = np.logical_and.reduce(digit, axis=1)
    capitals: Bools = (
        np.logical_and.reduce(digit | letter, axis=1)
        & ~digits
        & np.logical_or.reduce(digit, axis=1)
    )
    return digits, capitals


def _elements() -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """By its first two digits the length of an element of GS1, if another may follow; and the least
    length of a key.
    """
    skip, key = np.zeros(100, np.int64), np.zeros(100, np.int64)
    for head, length in (
        (4, 18),
        *((each, 8) for each in range(11, 20)),
        (20, 4),
        *((n, 10) for n in range(31, 37)),
    ):
        skip[head] = length
    for head, length in ((0, 20), (1, 16), (2, 16), (3, 16), (25, 16), (40, 3), (41, 16), (80, 4)):
        key[head] = length
    return skip, key


_SKIP, _KEY = _elements()


def of_gs1(lines: ByteMatrix, digits: Bools) -> Bools:
    """Which rows hold elements of GS1, or are a UPC-E: those that may by their first digits are
    read.
    """
    across, width = lines.across, lines.width
    elements = digits & (across[:, 0] < 50) if width == _UPC_E else lines.none()
    left, at = np.arange(lines.count), np.zeros(lines.count, np.int64)
    while True:
        inside = at + 3 <= width
        left, at = left[inside], at[inside]
        if not len(left):
            break
        tens, ones = across[left, at] - np.uint8(48), across[left, at + 1] - np.uint8(48)
        head = np.where((tens < 10) & (ones < 10), tens.astype(np.int64) * 10 + ones, 99)
        key = _KEY.take(head)
        third = across[left, at + 2] - np.uint8(48)
        may = (key > 0) & (at + key <= width)
        may &= (head != 40) | (third == 1) | (third == 2)
        may &= (head != 80) | (third < 3)
        elements[left[may]] = True
        skip = _SKIP.take(head)
        on = skip > 0
        left, at = left[on], at[on] + skip[on]
    for row in np.flatnonzero(elements).tolist():
        elements[row] = payload(across[row].tobytes().decode("latin-1")) != NOTHING
    return elements
