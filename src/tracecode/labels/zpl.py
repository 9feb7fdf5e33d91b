"""ZPL, the language of label printers: a picture in dots as one graphic field (`^GFA`), compressed
as ZPL has it.

>>> graphic([bytes([1, 0] * 8), bytes([1, 0] * 8), bytes(16)])
'^GFA,6,6,2,JA:,'
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_SAME = re.compile(r"(.)\1{1,418}")
_PIECE = re.compile(r"([G-Yg-z]*)([0-9A-F,!:])")


def label(width: int, height: int, fields: str) -> str:
    """A label of so many dots, with its fields."""
    return f"^XA^PW{width}^LL{height}^FO0,0{fields}^FS^XZ\n"


def graphic(lines: Sequence[bytes]) -> str:
    """A picture as a graphic field.

    Args:
        lines: rows of dots of one length, a byte a dot: 1 is dark.
    """
    wide = -(-len(lines[0]) // 8)
    text, before = [], ""
    for line in lines:
        bits = int(line.translate(_DIGITS).ljust(wide * 8, b"0"), 2)
        row = f"{bits:0{wide * 2}X}"
        text.append(":" if row == before else _short(row))
        before = row
    total = wide * len(lines)
    return f"^GFA,{total},{total},{wide},{''.join(text)}"


_DIGITS = b"01" + bytes(254)


def _short(row: str) -> str:
    """A row of hexadecimal digits with repeats counted, and zeros at its end as a comma."""
    kept = row.rstrip("0")
    cut = _SAME.sub(lambda m: _count(len(m[0])) + m[1] if len(m[0]) > 2 else m[0], kept)
    return f"{cut}," if len(kept) < len(row) else cut


def _count(number: int) -> str:
    """A repeat count of at most 419: `G` to `Y` are 1 to 19, `g` to `z` are 20 to 400 in steps of
    20.
    """
    twenties, ones = divmod(number, 20)
    return (chr(ord("g") + twenties - 1) if twenties else "") + (
        chr(ord("G") + ones - 1) if ones else ""
    )


def pictures(text: str) -> list[list[bytes]]:
    """The graphic fields of a ZPL text, as lines of dots: what a printer of this language would
    burn.
    """
    images = []
    for wide, body in re.findall(r"\^GFA,\d+,\d+,(\d+),([^^]*)\^FS", text):
        digits = int(wide) * 2
        rows: list[str] = []
        row = ""
        for counts, sign in _PIECE.findall(body):
            if sign == ":":
                rows.append(rows[-1])
                continue
            if sign in ",!":  # zeros, or ones, to the end of the row
                row = row.ljust(digits, "0" if sign == "," else "F")
            else:
                row += sign * (sum(map(_COUNTS.__getitem__, counts)) or 1)
            if len(row) == digits:
                rows.append(row)
                row = ""
        images.append([f"{int(row, 16):0{digits * 4}b}".encode().translate(_DOTS) for row in rows])
    return images


_COUNTS = {chr(ord("G") + i): i + 1 for i in range(19)} | {
    chr(ord("g") + i): 20 * (i + 1) for i in range(20)
}
_DOTS = bytes(49) + b"\1" + bytes(206)  # the digit 1 becomes 1, 0 becomes 0
