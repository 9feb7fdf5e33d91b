"""Number formats: what a cell of a spreadsheet shows of the number that it holds.

A cell holds 0.6 and shows 60%; it holds 12 and shows 0000000012; it holds 46093 and shows
2026-03-12. What people see and sign is what is shown, so it is worked out here (ECMA-376, part 1,
18.8.30 and 18.8.31). What a format shows that is not understood here, such as fractions or Chinese
numerals, is a flaw, never a guess.

Under a format of dates a cell holds one certain day, and the format says which part stands where:
so 12/03/2026 under `dd/mm/yyyy` is read as that day, not guessed at, and a year of two digits is
that of the cell. Between the parts separators may stand, and the words 年, 月, 日, 时, 分, 秒
behind their own; any other text could say another date. An offset behind the time of day is part of
what is shown.

>>> NumberFormat("0%").of(Decimal("0.6")).shown.text
'60%'
>>> NumberFormat('"PC"0000').of(Decimal(12)).shown.text
'PC0012'
>>> NumberFormat("yyyy/m/d").of(Decimal(46093)).at.date()
datetime.date(2026, 3, 12)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import NamedTuple

from tracecode.spec.base import Text
from tracecode.tables.date_format import DateParts, parts_of
from tracecode.tables.rows import Cell, Clock, Flaw, Moment, Number, Shown, plain
from tracecode.tables.serial_dates import of_serial

BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "¥#,##0;¥-#,##0",
    6: "¥#,##0;¥-#,##0", 7: "¥#,##0.00;¥-#,##0.00", 8: "¥#,##0.00;¥-#,##0.00", 9: "0%", 10: "0.00%",
    11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm",
    17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss",
    22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"',
    34: '上午/下午h"时"mm"分"', 35: '上午/下午h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"',
    37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ ¥* #,##0_ ;_ ¥* -#,##0_ ;_ ¥* "-"_ ;_ @_ ', 43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * '
                                                           '"-"??_ ;_ @_ ',
    44: '_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ;_ @_ ', 45: "mm:ss", 46: "[h]:mm:ss",
    47: "mm:ss.0", 48: "##0.0E+0", 49: "@", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"',
    52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"', 55: '上午/下午h"时"mm"分"',
    56: '上午/下午h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
"""The formats that a file names by number only, as a Chinese Excel shows them."""
_TOKEN = re.compile(
    r"""
    "(?P<quoted>[^"]*)"? | \\(?P<escaped>.) | (?P<nothing>[_*].) | \[(?P<bracket>[^\]]*)\]
  | (?P<general>General|G/通用格式) | (?P<noon>AM/PM|A/P|上午/下午) | (?P<power>E[+-])
  | (?P<date>y+|m+|d+|h+|s+|e+|g+|b+|aaaa?) | (?P<digit>[0\#?]) | (?P<mark>[.,%@/;]) | (?P<other>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_COLOUR = re.compile(
    r"black|blue|cyan|green|magenta|red|white|yellow|colou?r ?[0-9]{1,2}"
    r"|黑色|蓝色|青色|绿色|洋红|洋红色|红色|白色|黄色|颜色 ?[0-9]{1,2}",
    re.IGNORECASE,
)
_LOCALE = re.compile(
    r"\$(?P<sign>[^-]*)(?:-(?P<place>[0-9A-Fa-f]{1,4}|[A-Za-z]{1,3}(?:-[A-Za-z]{2,8})*))?"
)
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
_BARE_POINT = re.compile(r"[.](?![0-9])")
"""Programs differ on whether a point without digits is shown."""
_DASHES = ("-", "–", "—", "－")
"""What accountants write for nothing."""
_ENOUGH = Context(prec=700)
"""For numbers below 10**15 and as many places as a format can have."""


class _Token(NamedTuple):
    kind: str
    """`literal`, `digit`, `date`, `mark`, `general`, `power`, `noon`, `elapsed`, `opaque`."""
    text: str


class _Section(NamedTuple):
    """One of the parts between semicolons."""

    tokens: tuple[_Token, ...]
    kind: str
    """`general`, `number`, `date`, `elapsed`, `text` or `opaque`."""
    date: DateParts | None = None
    """Of a date: the parts that it shows."""


class NumberFormat:
    """A number format at work."""

    def __init__(self, code: str, *, date1904: bool = False) -> None:
        self.code, self.date1904 = code, date1904
        sections = [_section(tokens) for tokens in _split(code)]
        self._text: _Section | None = None
        if len(sections) == 4 or sections[-1].kind == "text":
            self._text = sections.pop()
        elif _AS_TEXT in sections[-1].tokens:
            self._text = sections[-1]  # numbers are not understood either
        self._sections = sections[:3] or [_GENERAL]
        self._odd = len(sections) > 3
        self.as_is = self._sections == [_GENERAL] and not self._odd
        """Whether numbers are shown as they are."""
        self.keeps_text = self._text is None or self._text.tokens == (_AS_TEXT,)
        """Whether texts are shown as they are."""

    def of_date(self, at: datetime, written: str) -> Cell:
        """The cell that holds a date which is written as one, with these parts."""
        if self.as_is:
            return Moment(at, written)
        date = self._sections[0].date
        return self._unclear() if date is None else Moment(at, date.shows, date.offset)

    def of_clock(self, at: time) -> Cell:
        """The cell that holds a time of day which is written as one."""
        if self.as_is:
            return Clock(at)
        date = self._sections[0].date
        return self._unclear() if date is None else Clock(at, date.shows, date.offset)

    def of(self, value: Decimal) -> Cell:
        """The cell that holds a number."""
        if self.as_is:
            return Number(value)
        section = self._chosen(value)
        match section.kind:
            case "general" if section == _GENERAL:
                return Number(value)
            case "date" if section.date is not None:
                return of_serial(value, section.date, date1904=self.date1904)
            case "elapsed":
                duration = Text(zh="时长", en="a duration")
                return Flaw(
                    "data.cell_kind", {"found": duration, "allowed": Text(zh="文本", en="text")}
                )
            case "general" | "number":
                shown = _show(section, value, minus=value < 0 and self._signs())
                if shown is not None and shown.text:
                    return Number(value, shown)
                if shown is not None:
                    return unseen(plain(value))
        return self._unclear()

    def of_text(self, text: str) -> Cell:
        """The cell that holds a text."""
        if self._text is None or self.keeps_text:
            return text
        if any(token.kind not in ("literal", "mark") for token in self._text.tokens):
            return self._unclear()
        shown = "".join(text if token.text == "@" else token.text for token in self._text.tokens)
        return shown if _AS_TEXT in self._text.tokens else unseen(text)

    def _chosen(self, value: Decimal) -> _Section:
        if self._odd:
            return _Section((), "opaque")
        if value < 0 and len(self._sections) > 1:
            return self._sections[1]
        return self._sections[2 if value == 0 and len(self._sections) > 2 else 0]

    def _unclear(self) -> Flaw:
        reason = Text(
            zh=f"的数字格式“{self.code}”改变了显示的内容",
            en=f"has the number format '{self.code}', which shows something else",
        )
        return Flaw("data.cell_shown", {"reason": reason})

    def _signs(self) -> bool:
        """Whether a minus is set before negative numbers: a section of their own sets its own
        sign.
        """
        return len(self._sections) == 1


def unseen(held: str) -> Flaw:
    """What a cell that does not show what it holds is read as."""
    reason = Text(zh=f"有内容“{held}”，但不显示", en=f"holds '{held}' and does not show it")
    return Flaw("data.cell_shown", {"reason": reason})


# --- reading a format -----------------------------------------------------------------------------


def _split(code: str) -> list[list[_Token]]:
    """The tokens of each section."""
    sections: list[list[_Token]] = [[]]
    for match in _TOKEN.finditer(code):
        kind, text = match.lastgroup or "", match[match.lastgroup or 0]
        if kind == "mark" and text == ";":
            sections.append([])
        elif kind in ("quoted", "escaped", "other"):
            bare = kind == "other" and text.isdigit()  # programs differ on what it shows
            sections[-1].append(_Token("opaque" if bare else "literal", text))
        elif kind == "general":
            sections[-1].append(_Token(kind, "General"))
        elif kind == "bracket":
            sections[-1] += _bracket(text)
        elif kind == "nothing" and text[0] == "*" and not text[1].isspace():
            sections[-1].append(_Token("opaque", text))  # it is repeated to fill the cell
        elif kind != "nothing":
            sections[-1].append(_Token(kind, text))
    return sections


def _bracket(text: str) -> Iterator[_Token]:
    if _ELAPSED.fullmatch(text):
        yield _Token("elapsed", text.lower())
    elif match := _LOCALE.fullmatch(text):
        if match["sign"]:
            yield _Token("literal", match["sign"])
    elif re.fullmatch("DBNum[0-9]", text, re.IGNORECASE):
        yield _Token("numerals", text)
    elif not _COLOUR.fullmatch(text):
        yield _Token("opaque", text)  # conditions, other calendars


def _section(tokens: Sequence[_Token]) -> _Section:
    kinds = {token.kind for token in tokens}
    marks = {token.text for token in tokens if token.kind == "mark"}
    if "opaque" in kinds:
        return _Section(tuple(tokens), "opaque")
    if "elapsed" in kinds:
        return _Section(tuple(tokens), "elapsed")
    if "date" in kinds:
        return _date_section(tokens)
    if "@" in marks:
        return _Section(
            tuple(tokens), "text" if kinds <= {"literal", "mark"} and marks == {"@"} else "opaque"
        )
    if kinds & {"numerals", "noon"} or "/" in marks:
        return _Section(tuple(tokens), "opaque")
    if "general" in kinds:
        return _Section(tuple(tokens), "general" if kinds <= {"general", "literal"} else "opaque")
    return _Section(tuple(tokens), "number")


def _date_section(tokens: Sequence[_Token]) -> _Section:
    date = parts_of(tokens)
    return _Section(tuple(tokens), "opaque" if date is None else "date", date)


_AS_TEXT = _Token("mark", "@")
_GENERAL = _Section((_Token("general", "General"),), "general")


# --- showing a number -----------------------------------------------------------------------------


def _show(section: _Section, value: Decimal, *, minus: bool) -> Shown | None:
    """A number as a section shows it; None if that is not understood."""
    layout = _Digits.read(section.tokens)
    if layout is None:
        return None
    literals = "".join(token.text for token in section.tokens if token.kind == "literal")
    percents = sum(token.text == "%" for token in section.tokens if token.kind == "mark")
    around = re.sub(r"[\s()（）\-]+", "", literals) + "%" * percents
    if section.kind == "number" and not (layout.slots or layout.places):
        if not value and literals.strip() in _DASHES:
            return Shown(literals.strip(), value, plain=False)
        return Shown("-" * minus + literals, None, around, exact=False)
    scaled = abs(value).scaleb(2 * percents - 3 * layout.thousands, _ENOUGH)
    if section.kind == "general":
        whole, fraction, power, read = plain(scaled), "", "", scaled
    else:
        whole, fraction, power, read = layout.digits(scaled)
    text = "-" * minus + "".join(layout.fill(section.tokens, whole, fraction, power))
    negative = minus or "-" in literals or ("(" in literals and ")" in literals)
    number = None if layout.broken else -read if negative and read else read
    exact = (
        read == scaled and not layout.thousands and number == value.scaleb(2 * percents, _ENOUGH)
    )
    told = read == scaled and any(char.isdigit() for char in text) and not _BARE_POINT.search(text)
    return Shown(
        text.strip(),
        number,
        around,
        exact,
        told and not (power or (layout.grouped and "," in text)),
    )


class _Digits(NamedTuple):
    """The places for digits in a section."""

    slots: str
    """Before the point, of `0`, `#` and `?`."""
    places: str
    """After the point."""
    power: str
    """Of the power of ten; empty if there is none."""
    grouped: bool
    thousands: int
    """How often the number is divided by a thousand."""
    broken: bool
    """Whether literals stand between the digits."""

    @classmethod
    def read(cls, tokens: Iterable[_Token]) -> _Digits | None:
        """The places of a section; None if they are more than is understood."""
        parts = {"whole": "", "fraction": "", "power": ""}
        part, commas, thousands, grouped, broken, gap = "whole", 0, 0, False, False, False
        for token in tokens:
            if token.kind == "digit":
                broken |= gap
                if commas and part != "whole":
                    return None
                grouped, commas = grouped or commas > 0, 0
                parts[part] += token.text
            elif token.kind == "power" and part != "power":
                part = "power"
            elif token.text == "." and token.kind == "mark" and part == "whole":
                part, thousands, commas = "fraction", commas, 0
            elif token.text == "," and token.kind == "mark" and parts["whole"]:
                commas += 1
            elif token.kind == "mark" and token.text in ".,":
                return None
            gap = token.kind in ("literal", "general") and bool(parts["whole"] or parts["fraction"])
        thousands += commas
        if parts["power"] and (len(parts["whole"]) != 1 or thousands or grouped):
            return None
        if part == "power" and not parts["power"]:
            return None
        if grouped and broken:
            return None
        return cls(parts["whole"], parts["fraction"], parts["power"], grouped, thousands, broken)

    def digits(self, number: Decimal) -> tuple[str, str, str, Decimal]:
        """The digits before and after the point and of the power, and the number that they mean."""
        shift = 0
        if self.power and number:
            shift = number.adjusted()
        rounded = self._rounded(number.scaleb(-shift, _ENOUGH))
        if self.power and rounded >= 10:
            shift += 1
            rounded = self._rounded(number.scaleb(-shift, _ENOUGH))
        whole, _, fraction = format(rounded, "f").partition(".")
        return whole, fraction, str(shift) if self.power else "", rounded.scaleb(shift, _ENOUGH)

    def _rounded(self, number: Decimal) -> Decimal:
        return number.quantize(Decimal(1).scaleb(-len(self.places)), ROUND_HALF_UP, _ENOUGH)

    def fill(
        self, tokens: Iterable[_Token], whole: str, fraction: str, power: str
    ) -> Iterator[str]:
        """The pieces of the text: digits in their places, and what stands around them."""
        before, after = self._before(whole), self._after(fraction)
        part = before
        for token in tokens:
            if token.kind == "digit":
                yield next(part, "")
            elif token.kind == "general":
                yield whole
            elif token.kind == "power":
                sign = "-" if power.startswith("-") else token.text[1].replace("-", "")
                yield f"E{sign}{power.lstrip('-').rjust(len(self.power), '0')}"
                part = iter(())
            elif token.kind == "literal" or token.text == "%":
                yield token.text
            elif token.text == ".":
                yield "." if self.slots else f"{whole.lstrip('0')}."
                part = after

    def _before(self, whole: str) -> Iterator[str]:
        """What stands in each place before the point; the first takes what has no place of its
        own.
        """
        first = self.slots.find("0")
        needed = len(self.slots) - first if first >= 0 else 0
        digits = whole.lstrip("0").rjust(needed, "0")
        if self.grouped:
            digits = _grouped(digits)
            yield digits
            return
        extra = len(digits) - len(self.slots)
        yield digits[: max(extra, 0) + 1] if extra >= 0 else ""
        for at in range(1, len(self.slots)):
            yield digits[extra + at] if extra + at >= 0 else ""

    def _after(self, fraction: str) -> Iterator[str]:
        needed = self.places.rfind("0") + 1
        digits = fraction[:needed] + fraction[needed:].rstrip("0")
        yield from digits


def _grouped(digits: str) -> str:
    head = len(digits) % 3
    groups = [digits[:head], *(digits[at : at + 3] for at in range(head, len(digits), 3))]
    return ",".join(group for group in groups if group)
