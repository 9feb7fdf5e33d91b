"""A second, independent reader of symbols: ZBar for QR codes, libdmtx for Data Matrix, as programs
of their own.

The first reader comes from the same library as the writer, so that both could share a mistake.
These two share no code with it. They are asked for the bytes of each symbol, since of the character
set they only guess.
"""

from __future__ import annotations

import math
import shutil
import subprocess
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from PIL.Image import Image

    from tracecode.labels.draw import Symbology
    from tracecode.labels.verify import Placed

_PIXELS = 6
"""A module is at least so many pixels wide when it is handed over."""
_SECONDS = 20


class ReaderProgram(NamedTuple):
    """A program that reads one symbol of a picture on its standard input."""

    name: str
    """How the reader is called."""
    command: tuple[str, ...]
    package: str
    """The Debian package that has it."""


PROGRAMS: dict[Symbology, ReaderProgram] = {
    "qr": ReaderProgram(
        "ZBar",
        ("zbarimg", "-q", "--raw", "-Sbinary", "-Sdisable", "-Sqrcode.enable", "-"),
        "zbar-tools",
    ),
    "data-matrix": ReaderProgram("libdmtx", ("dmtxread", "-N1", "-m3000", "-"), "dmtx-utils"),
}


def is_there(program: ReaderProgram) -> bool:
    """Whether the program is installed."""
    return shutil.which(program.command[0]) is not None


def second_reading(program: ReaderProgram, page: Image, placed: Placed, dpi: float) -> bytes | None:
    """What the program reads in the place of a symbol; None where it reads nothing.

    Args:
        program: reads symbols of this kind, and is installed.
        page: a grey picture.
        placed: the symbol, and where it lies.
        dpi: resolution of the picture.
    """
    symbol, across, down = placed
    scale = dpi / 25.4
    half = symbol.size_mm / 2
    edges = [
        (across - half) * scale,
        (down - half) * scale,
        (across + half) * scale,
        (down + half) * scale,
    ]
    left, top, right, low = (
        math.floor(edges[0]),
        math.floor(edges[1]),
        math.ceil(edges[2]),
        math.ceil(edges[3]),
    )
    piece = page.crop((left, top, right, low)).convert("L")
    larger = math.ceil(_PIXELS / (symbol.module_mm * scale))
    piece = piece.resize((piece.width * larger, piece.height * larger), resample=0)
    return _run(program.command, b"P5 %d %d 255\n%s" % (piece.width, piece.height, piece.tobytes()))


def _run(command: Sequence[str], picture: bytes) -> bytes | None:
    try:
        done = subprocess.run(  # noqa: S603  # words of ours, no shell
            command, input=picture, capture_output=True, timeout=_SECONDS, check=False
        )  # fmt: skip
    except (subprocess.TimeoutExpired, OSError):
        return None
    return done.stdout or None
