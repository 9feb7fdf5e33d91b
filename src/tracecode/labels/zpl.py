"""ZPL, the language of label printers: a picture in dots as one graphic field (`^GFA`), compressed
as ZPL has it.

>>> graphic([pack(bytes([1] * 16)), pack(bytes([1] * 16)), pack(bytes(16))])
'^GFA,6,6,2,JF:,'
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_SAME = re.compile("(0{3,419}|F{3,419})")  # other digits hardly repeat in a picture
_PIECE = re.compile(r"([G-Yg-z]*)([0-9A-F,!:])")


def label(width: int, height: int, fields: str) -> str:
    """A label of so many dots, with its fields."""
    return f"^XA^PW{width}^LL{height}^FO0,0{fields}^FS^XZ\n"


def pack(line: bytes) -> bytes:
    """A row of dots, a byte each, as eight to a byte, the first in the highest bit; 1 is dark."""
    wide = -(-len(line) // 8)
    return int(line.translate(_DIGITS).ljust(wide * 8, b"0"), 2).to_bytes(wide, "big")


_DIGITS = b"01" + bytes(254)


def graphic(rows: Sequence[bytes]) -> str:
    """A picture as a graphic field.

    Args:
        rows: of dots, packed, of one length.
    """
    lines, before = [], b""
    for row in rows:
        # zeros at the end of a row are a comma, a row like the one before a colon
        digits = row.hex().upper()
        kept = digits.rstrip("0")
        lines.append(":" if row == before else kept if kept == digits else f"{kept},")
        before = row
    wide = len(rows[0])
    total = wide * len(rows)
    # all rows at once, and no call for each repeat: most of the time of a label goes here
    pieces = _SAME.split("\n".join(lines))
    pieces[1::2] = map(_COUNTED.__getitem__, pieces[1::2])
    text = "".join(pieces).replace("\n", "")
    return f"^GFA,{total},{total},{wide},{text}"


def _count(number: int) -> str:
    """A repeat count of at most 419: `G` to `Y` are 1 to 19, `g` to `z` are 20 to 400 in steps of
    20.
    """
    twenties, ones = divmod(number, 20)
    return (chr(ord("g") + twenties - 1) if twenties else "") + (
        chr(ord("G") + ones - 1) if ones else ""
    )


_COUNTED = {digit * number: _count(number) + digit for digit in "0F" for number in range(420)}


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
