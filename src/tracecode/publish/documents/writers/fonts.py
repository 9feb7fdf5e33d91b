"""Fonts by role: which families of this machine draw the text, the headings and the codes of a PDF.

What is missing is named, with the package of Debian that brings it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from tracecode.errors import BilingualError
from tracecode.extras import extra

if TYPE_CHECKING:
    from collections.abc import Iterable

# Families in the order of choice. Latin ones come first: Chinese fonts have Latin letters too,
# which nobody wants.
_LATIN = {
    "serif": ("Times New Roman", "Liberation Serif", "Libertinus Serif"),
    "sans": ("Arial", "Liberation Sans", "Helvetica", "DejaVu Sans"),
    "fixed": ("DejaVu Sans Mono",),
}
_SERIF = (
    "SimSun", "NSimSun", "Songti SC", "STSong", "Noto Serif CJK SC", "Noto Serif SC",
    "Source Han Serif SC", "Source Han Serif CN", "AR PL UMing CN", "AR PL SungtiL GB",
)  # fmt: skip
_SANS = (
    "SimHei", "Heiti SC", "STHeiti", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC",
    "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei", ("Droid Sans "
                                                                                            "Fallback"),
)  # fmt: skip
_RARE = (
    "BabelStone Han",
    "HanaMinA",
    "HanaMinB",
    "Plangothic P1",
    "Plangothic P2",
    "SimSun-ExtB",
    "SimSun-ExtG",
)
_PACKAGES = (  # by the last code point for which they are the ones to install
    (0x2E7F, "fonts-noto-core"),
    (0x9FFF, "fonts-noto-cjk"),
    (0xABFF, "fonts-noto-core"),
    (0xD7FF, "fonts-noto-cjk"),
    (0xF8FF, "fonts-noto-core"),
    (0xFAFF, "fonts-noto-cjk"),
    (0xFDFF, "fonts-noto-core"),
    (0xFFEF, "fonts-noto-cjk"),
    (0x1FFFF, "fonts-noto-core"),
    (0x2A6DF, "fonts-hanazono"),
    (0x3FFFF, "fonts-babelstone-han"),
)


class MissingGlyphs(BilingualError, ValueError):
    """No font of this machine has characters of the document."""


@lru_cache(maxsize=1)
def roles() -> dict[str, tuple[str, ...]]:
    """The families for `serif`, `sans` and `fixed`: a Latin one, Chinese ones, and those with rare
    characters.

    Raises:
        MissingExtra: Typst is not installed.
        MissingGlyphs: there is no Chinese font.
    """
    installed = frozenset(extra("typst", "documents").Fonts().families())
    chinese = {
        "serif": [name for name in (*_SERIF, *_SANS) if name in installed][:1],
        "sans": [name for name in (*_SANS, *_SERIF) if name in installed][:1],
    }
    if not chinese["serif"]:
        raise MissingGlyphs(
            "no font with Chinese letters is installed (on Debian: apt-get install fonts-noto-cjk)",
            "未安装中文字体（Debian 系统：apt-get install fonts-noto-cjk）",
        )
    chinese["fixed"] = chinese["sans"]
    rare = [name for name in _RARE if name in installed]
    return {
        role: (
            next((name for name in latin if name in installed), latin[-1]),
            *chinese[role],
            *rare,
        )
        for role, latin in _LATIN.items()
    }


def missing(characters: Iterable[str]) -> MissingGlyphs:
    """The error on characters that no font of this machine has."""
    absent = list(dict.fromkeys(characters))
    packages = "、".join(dict.fromkeys(package(char) for char in absent))
    shown = "、".join(f"{char}（U+{ord(char):04X}）" for char in absent[:20])
    said = ", ".join(f"{char} (U+{ord(char):04X})" for char in absent[:20])
    return MissingGlyphs(
        f"no font of this machine has {said}; on Debian: apt-get install "
        f"{packages.replace('、', ' ')}",
        f"本机字体缺少以下字符：{shown}；Debian 系统请安装 {packages}",
    )


def package(char: str) -> str:
    """The package of Debian in which a font for a character is most likely."""
    return next((name for last, name in _PACKAGES if ord(char) <= last), "fonts-noto-core")


def undrawn(said: str) -> str:
    """The characters that Typst says that it could not draw."""
    return "".join(re.findall(_UNDRAWN, said))


_UNDRAWN = r'the text `"(.+?)"` could not be displayed'
