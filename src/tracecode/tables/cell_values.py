"""What the cells of a sheet hold: texts, numbers, truth values and dates, as they are seen.

A cell that cannot be read, or shows something else than it holds, is a flaw, which says why.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, time

from tracecode.escape import from_excel
from tracecode.spec.base import Text
from tracecode.tables.limits import Limits
from tracecode.tables.number_format import NumberFormat, unseen
from tracecode.tables.package import BadPart
from tracecode.tables.raw_rows import FORMULA, INLINE, ODD
from tracecode.tables.rows import Cell, Flaw, Number, number_of
from tracecode.tables.shared_texts import SharedTexts
from tracecode.tables.styles import Styles
from tracecode.tables.xml_part import whole

_NUMBER = re.compile(r"[+-]?(?:[0-9]++\.?[0-9]*+|\.[0-9]++)(?:[eE][+-]?[0-9]{1,4})?", re.ASCII)
_SPACE = " \t\r\n"
_FREE = 1024 * 1024
_LARGE = 10**15
"""From here on a spreadsheet loses digits."""


class CellValues:
    """Understands the cells of a sheet."""

    def __init__(self, texts: SharedTexts, styles: Styles, limits: Limits) -> None:
        self._texts, self._styles, self._limits = texts, styles, limits
        self.hides_zeros = False
        """Whether a zero is not shown."""
        self.plain: set[str | None] = set()
        """The styles that show texts as they are."""
        self._read = 0
        """Bytes of the sheet so far."""
        self._drawn = 0
        """Characters taken from the shared texts."""
        self._formats: dict[str | None, NumberFormat | None] = {}

    def counted(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """The bytes of the sheet, counted."""
        for piece in pieces:
            self._read += len(piece)
            yield piece

    def value(self, kind: str | None, style: str | None, text: str, seen: int) -> Cell | None:
        """What a cell shows; None for nothing."""
        if seen & FORMULA:
            return Flaw("data.formula", {})
        if seen & ODD or (kind == "inlineStr") != bool(seen & INLINE):
            return _odd()
        if kind == "s":
            shared = self._shared(text)
            if isinstance(shared, Flaw):
                return shared
            text = shared
        elif kind not in ("inlineStr", "str"):
            return self._other(kind, style, text.strip(_SPACE))
        if not text:
            return None
        if len(text) > self._limits.cell_characters:
            return too_long(self._limits.cell_characters)
        if "_x" in text:
            text = from_excel(text)
            if not text.isprintable() and any("\ud800" <= char <= "\udfff" for char in text):
                return _broken(
                    Text(zh="含有不成对的代理字符", en="it holds half a pair of surrogates")
                )
        form = self._formats[style] if style in self._formats else self._form(style)
        if form is None:
            return _no_style()
        return text if form.keeps_text else form.of_text(text)

    def _form(self, style: str | None) -> NumberFormat | None:
        form = self._formats[style] = self._styles.format_of(style)
        if form is not None and form.keeps_text:
            self.plain.add(style)
        return form

    def _shared(self, text: str) -> str | Flaw:
        try:
            shared = self._texts[whole(text.strip(_SPACE))]
        except IndexError:
            return _broken(
                Text(
                    zh=f"没有编号为 {text[:20]} 的文本",
                    en=f"there is no text of the number {text[:20]}",
                )
            )
        except ValueError:
            return _odd()
        self._drawn += len(shared)
        if self._drawn > _FREE + self._limits.expansion * self._read:
            raise BadPart(
                Text(zh="重复引用过长的文本", en="its cells repeat long texts beyond all bounds")
            )
        return shared

    def _other(self, kind: str | None, style: str | None, text: str) -> Cell | None:
        """A number, truth value, error or date."""
        if not text:
            return None
        form = self._formats[style] if style in self._formats else self._form(style)
        if form is None:
            return _no_style()
        if kind in (None, "n"):
            number = _number(text, form)
            return (
                unseen("0")
                if self.hides_zeros and isinstance(number, Number) and not number.value
                else number
            )
        if kind == "b" and text in ("0", "1"):
            return text == "1"
        if kind == "e":
            return Flaw("data.cell_error", {"found": text})
        if kind == "d":
            return _iso_date(text, form)
        return _broken(
            Text(
                zh=f"没有种类“{(kind or '')[:20]}”的值“{text[:20]}”",
                en=f"'{text[:20]}' is no value of the kind '{(kind or '')[:20]}'",
            )
        )


def _number(text: str, form: NumberFormat) -> Cell:
    if len(text) > 400 or not _NUMBER.fullmatch(text):
        return _broken(Text(zh=f"“{text[:20]}”不是数字", en=f"'{text[:20]}' is no number"))
    number = number_of(text)
    if not number.value.is_finite():
        return _broken(Text(zh=f"“{text[:20]}”不是数字", en=f"'{text[:20]}' is no number"))
    return number if form.as_is or abs(number.value) >= _LARGE else form.of(number.value)


def _iso_date(text: str, form: NumberFormat) -> Cell:
    """A date that is written as one, as strict workbooks may; a spreadsheet shows it without its
    Z.
    """
    try:
        if "T" in text or "-" in text:
            at = datetime.fromisoformat(text.removesuffix("Z")).replace(microsecond=0)
            if at.tzinfo is None:
                return form.of_date(at, "ymdHMS" if "T" in text else "ymd")
        else:
            clock = time.fromisoformat(text).replace(microsecond=0)
            if clock.tzinfo is None:
                return form.of_clock(clock)
    except ValueError:
        pass
    return _broken(Text(zh=f"“{text[:20]}”不是日期", en=f"'{text[:20]}' is no date"))


def _broken(reason: Text) -> Flaw:
    return Flaw("data.cell_broken", {"reason": reason})


def _odd() -> Flaw:
    return _broken(Text(zh="内容的写法不对", en="its content is not written as in a workbook"))


def too_long(most: int) -> Flaw:
    """A text is longer than any that is read."""
    return _broken(Text(zh=f"超过 {most} 个字符", en=f"it has more than {most} characters"))


def _no_style() -> Flaw:
    return _broken(Text(zh="没有它所用的格式", en="the style that it names is missing"))
