"""The modules of a symbol: any text as a QR code in the smallest version that holds it, or as a
Data Matrix.

>>> rows = draw("91350100M000100Y43", "qr", "M")
>>> len(rows), rows[0].hex()[:14]
(21, '01010101010101')

Symbols are drawn by zxing-cpp (extra `labels`), and without it QR codes by the qrcode package, in a
thirtieth of the speed: of the same version and level, perhaps with another mask, which no reader
notices.
"""

from __future__ import annotations

import math
from functools import lru_cache
from importlib.util import find_spec
from typing import Literal

from tracecode.errors import TraceCodeError, UnknownId
from tracecode.extras import extra
from tracecode.labels.modes import ALIKE, VERSIONS, Mode, split

Level = Literal["L", "M", "Q", "H"]
Symbology = Literal["qr", "data-matrix"]
LEVELS: tuple[Level, ...] = ("L", "M", "Q", "H")
SYMBOLOGIES: tuple[Symbology, ...] = ("qr", "data-matrix")
CALLED = {
    "二维码": "qr",
    "QR码": "qr",
    "快速响应矩阵码": "qr",
    "数据矩阵码": "data-matrix",
    "DM码": "data-matrix",
}
"""What symbologies are called besides."""
_MOST = 7089  # digits in the largest QR code, GB/T 18284
_DARK = bytes([1]) + bytes(255)  # a grey image's 0 becomes 1, all else 0
_FAST = find_spec("zxingcpp") is not None


class UndrawableText(TraceCodeError, ValueError):
    """The text does not fit a symbol, holds what a symbol cannot carry, or its carrier rule is not
    kept.
    """


def draw(
    text: str, symbology: Symbology, level: Level, *, eci: bool = False
) -> tuple[bytes, ...]:  # fmt: skip
    """The modules of a text, without quiet zone.

    Args:
        text: what the symbol carries, in UTF-8.
        symbology: its kind.
        level: error correction of a QR code.
        eci: mark what is not ASCII as UTF-8 (ECI 26). The carrier rules have no such mark, and
            readers that do not know it give a character more; others guess the character set
            without it.

    Raises:
        UndrawableText: it is empty or too long, or holds NUL or an unpaired surrogate.
        UnknownId: there is no such symbology or level.
        MissingExtra: zxing-cpp is needed and not installed.
    """
    if symbology not in SYMBOLOGIES:
        raise UnknownId("symbology", symbology, SYMBOLOGIES, CALLED)
    if level not in LEVELS:
        raise UnknownId("level", level, LEVELS)
    try:
        data = text.encode()
    except UnicodeEncodeError:
        raise UndrawableText(
            "the text holds an unpaired surrogate, which no symbol can carry / "
            "文本含有不成对的代理字符"
        ) from None
    if not data or len(data) > _MOST or b"\0" in data:
        raise UndrawableText(
            f"a symbol holds 1 to {_MOST} characters and no NUL; this text has {len(data)} bytes / "
            f"符号可容纳 1 至 {_MOST} 个字符，且不含 NUL"
        )
    if _FAST or symbology != "qr" or (eci and not data.isascii()):
        rows = _draw_fast(data, symbology, level, eci=eci)
    else:
        rows = _draw_qr(data, level)
    if rows is None:
        kind = f"a QR code of level {level}" if symbology == "qr" else "a Data Matrix"
        raise UndrawableText(
            f"{len(data)} bytes do not fit {kind}; use a lower level or a shorter text / "
            f"{len(data)} 个字节放不下，请降低纠错等级或缩短文本"
        )
    return rows


def strongest(
    text: str, symbology: Symbology, *, eci: bool = False
) -> tuple[tuple[bytes, ...], Level | None]:  # fmt: skip
    """The modules of a text, and their level: M, or a higher one where that makes the symbol no
    larger.

    Raises:
        UndrawableText: as `draw`.
    """
    if symbology != "qr":
        return draw(text, symbology, "M", eci=eci), None
    level = _level(text.translate(ALIKE), eci=eci)
    return draw(text, "qr", level, eci=eci), level


@lru_cache(maxsize=256)  # the labels of a roll have texts alike
def _level(text: str, *, eci: bool) -> Level:
    """The level that `strongest` chooses; the same for texts whose characters are of the same modes,
    place by place.
    """
    modules = len(draw(text, "qr", "M", eci=eci))
    for level in ("H", "Q"):
        try:
            if len(draw(text, "qr", level, eci=eci)) == modules:
                return level
        except UndrawableText:
            continue
    return "M"


def _draw_qr(data: bytes, level: Level) -> tuple[bytes, ...] | None:
    """With the qrcode package, which computes version, codewords and mask; the split into modes is
    ours.
    """
    import qrcode
    from qrcode.exceptions import DataOverflowError
    from qrcode.util import QRData

    levels = {
        "L": qrcode.ERROR_CORRECT_L,
        "M": qrcode.ERROR_CORRECT_M,
        "Q": qrcode.ERROR_CORRECT_Q,
        "H": qrcode.ERROR_CORRECT_H,
    }
    # as the standard numbers them
    modes: dict[Mode, Literal[1, 2, 4]] = {"numeric": 1, "alphanumeric": 2, "byte": 4}
    for first, last in VERSIONS.items():
        pieces = split(data, first)
        # A block of nothing but zero bits is more than qrcode 8.2 can divide; the digit 0 as a byte
        # is not zero.
        whole: list[tuple[Mode, bytes]] = [("byte", data)]
        for tried in (pieces, whole):
            drawn = qrcode.QRCode(version=first, error_correction=levels[level], border=0)
            for mode, chunk in tried:
                drawn.add_data(QRData(chunk, modes[mode], check_data=False), optimize=0)
            try:
                if drawn.best_fit(start=first) > last:
                    break
                drawn.make(fit=False)
            except DataOverflowError:
                break
            except ValueError:
                continue
            return tuple(bytes(map(bool, row)) for row in drawn.get_matrix())
    return None


def _draw_fast(
    data: bytes, symbology: Symbology, level: Level, *, eci: bool
) -> tuple[bytes, ...] | None:
    """With zxing-cpp's writer.

    Text that is not ASCII goes in as bytes, without a mark of the character set: that is what the
    rules mean by UTF-8, and what `qr` does. Given as text, the writer would add the mark.
    """
    extra("zxingcpp", "labels")
    import zxingcpp

    try:
        options: dict[str, object] = (
            {"force_square": True} if symbology == "data-matrix" else {"ec_level": level}
        )
        form = (
            zxingcpp.BarcodeFormat.DataMatrix
            if symbology == "data-matrix"
            else zxingcpp.BarcodeFormat.QRCode
        )
        if data.isascii() or eci:
            drawn = zxingcpp.create_barcode(data.decode(), form, **options)
        else:
            drawn = zxingcpp.create_barcode(data, form, eci="Unknown", **options)
    except ValueError:
        return None
    flat = bytes(memoryview(drawn.to_image(scale=1, add_quiet_zones=False))).translate(_DARK)  # type: ignore[arg-type]  # it has the buffer of one
    side = math.isqrt(len(flat))
    return tuple([flat[start : start + side] for start in range(0, side * side, side)])
