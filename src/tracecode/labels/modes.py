"""Split the text of a QR code into the modes that make it smallest: digits, capital letters with
digits, bytes.

>>> [(mode, chunk.decode()) for mode, chunk in split(b"HTTPS://T.EXAMPLE/?id=11722252247250743408", 1)]
[('alphanumeric', 'HTTPS://T.EXAMPLE/'), ('byte', '?id='), ('numeric', '11722252247250743408')]
"""

from __future__ import annotations

from typing import Literal

Mode = Literal["numeric", "alphanumeric", "byte"]

_MODES: tuple[Mode, ...] = ("numeric", "alphanumeric", "byte")
_HOLDS = (
    frozenset(b"0123456789"),
    frozenset(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"),
    frozenset(range(256)),
)
# bits a character, in sixths: 10 for three digits, 11 for two letters, 8 for a byte
_SIXTHS = (20, 33, 48)
# bits before the characters, from this version on
_HEADS = {1: (14, 13, 12), 10: (16, 15, 20), 27: (18, 17, 20)}
VERSIONS = {1: 9, 10: 26, 27: 40}
"""First and last version of each of the three ranges in which a mode's head has one length."""


def split(data: bytes, first: int) -> list[tuple[Mode, bytes]]:
    """The pieces of least total length in bits; optimal, by dynamic programming over the modes.

    Args:
        data: the text as bytes, at least one.
        first: first version of the range for which it is meant, a key of `VERSIONS`.
    """
    heads = [6 * bits for bits in _HEADS[first]]
    never = 1 << 60
    # before the first character every mode begins anew, at no more than its head
    cost = [0, never, never]
    came: list[tuple[int, int, int]] = []
    for at, character in enumerate(data):
        after, origin = [never] * 3, [0] * 3
        whole = [-(-paid // 6) * 6 for paid in cost]  # a piece that ends is filled up to whole bits
        least = min(whole)
        before = whole.index(least)
        for mode in range(3):
            if character not in _HOLDS[mode]:
                continue
            anew, on = least + heads[mode], cost[mode] if at else never
            after[mode], origin[mode] = (on, mode) if on <= anew else (anew, before + 3)
            after[mode] += _SIXTHS[mode]
        came.append((origin[0], origin[1], origin[2]))
        cost = after
    mode = min(range(3), key=[-(-paid // 6) for paid in cost].__getitem__)
    pieces: list[tuple[Mode, bytes]] = []
    end = len(data)
    for at in range(len(data) - 1, -1, -1):
        if (previous := came[at][mode]) >= 3:
            pieces.append((_MODES[mode], data[at:end]))
            mode, end = previous - 3, at
    return pieces[::-1]


class _Alike(dict[int, str]):
    """For each character of a text one that takes the same modes and the same bytes."""

    def __missing__(self, point: int) -> str:
        if point == 0 or 0xD800 <= point < 0xE000:  # what no symbol can carry stays
            return chr(point)
        if point < 0x80:
            return "A" if point in _HOLDS[1] else "a"
        return "é" if point < 0x800 else "中" if point < 0x10000 else "𠀀"


ALIKE = _Alike(dict.fromkeys(_HOLDS[0], "8"))
"""Texts that this table translates to one text take symbols of one size."""
