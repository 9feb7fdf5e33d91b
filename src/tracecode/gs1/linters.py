"""What is checked in a part of a GS1 value beyond characters and length: each linter once, by its
name in the AI table.

A name that is not listed is an error, never a pass. A linter whose rule this library does not know
says so: its values get a warning.

>>> linter("hhmi").ok("2359"), linter("hhmi").ok("2360")
(True, False)
>>> linter("csum").expected("6901234567890")
'2'
>>> linter("csumm")
Traceback (most recent call last):
    ...
tracecode.errors.UnknownId: unknown linter 'csumm'; did you mean csum?
没有检查项“csumm”；是否为 csum？

A linter is only asked about texts whose characters and length are right for the part.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, partial
from typing import Literal, NamedTuple

from tracecode.errors import UnknownId
from tracecode.spec.base import Text
from tracecode.standard.check_computation import algorithm
from tracecode.standard.resolved import packaged

Ok = Callable[[str], bool]
RuleId = Literal["gs1.value", "gs1.date", "gs1.check_character", "gs1.unchecked"]


class Linter(NamedTuple):
    """One check of a part."""

    name: str
    ok: Ok
    """Whether a text passes."""
    allowed: Text
    """What would pass, for people."""
    rule: RuleId = "gs1.value"
    """Rule id of the finding; `gs1.unchecked` is a warning."""
    check: tuple[str, int] | None = None
    """Of a check character: its algorithm, and how many characters it has at the end."""

    def expected(self, text: str) -> str | None:
        """The right check characters of a text, where that is what the linter checks."""
        if self.check is None:
            return None
        name, width = self.check
        try:
            return algorithm(name)(text[:-width])
        except ValueError:  # too short or too long for a check pair
            return None


@cache
def linter(name: str) -> Linter:
    """The linter of that name.

    Raises:
        UnknownId: there is none.
    """
    if name in _LISTS:
        return _listed(name, *_LISTS[name])
    if name not in _LINTERS:
        raise UnknownId("linter", name, linter_names())
    return _LINTERS[name]


def linter_names() -> tuple[str, ...]:
    """All names."""
    return (*_LINTERS, *_LISTS)


# --- code lists, kept in specs/gs1/lists ----------------------------------------------------------

_LISTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "iso3166": ("iso3166", ()), "iso3166999": ("iso3166", ("999",)),
    "iso3166alpha2": ("iso3166alpha2", ()), "iso4217": ("iso4217", ()),
    "mediatype": ("mediatype", ()), "packagetype": ("packagetype", ()),
}  # fmt: skip


def _listed(name: str, id: str, also: tuple[str, ...]) -> Linter:
    spec = packaged().gs1_list(id)
    allowed = Text(zh="、".join((spec.name.zh, *also)), en=" / ".join((spec.name.en, *also)))
    return Linter(name, frozenset((*spec.codes.split(), *also)).__contains__, allowed)


# --- check characters -----------------------------------------------------------------------------


def _checked(rule: str, width: int) -> Ok:
    compute = algorithm(rule)

    def ok(text: str) -> bool:
        try:
            return compute(text[:-width]) == text[-width:]
        except ValueError:  # a check pair of more characters than the rule has primes for
            return False

    return ok


# --- dates and times ------------------------------------------------------------------------------

_LAST_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DAYS = frozenset(
    f"{month:02d}{day:02d}"
    for month, last in enumerate(_LAST_DAYS, 1)
    for day in range(1, last + 1)
)
_DAYS_0 = _DAYS | {f"{month:02d}00" for month in range(1, 13)}
_TWO_DIGITS = tuple(f"{n:02d}" for n in range(60))


def _date(days: frozenset[str], text: str) -> bool:
    """A date of the calendar. With a two-digit year the century is open: 00 counts as a leap
    year.
    """
    day = text[-4:]
    if day not in days:
        return False
    if day != "0229":
        return True
    year = int(text[:-4])
    return year % 4 == 0 and (len(text) == 6 or year % 100 != 0 or year % 400 == 0)


def _hour_minute(text: str) -> bool:
    return text[:2] < "24" and text[2:] < "60"


# --- others ---------------------------------------------------------------------------------------


def _iban(text: str) -> bool:
    """Country, characters, and ISO/IEC 7064 MOD 97-10 over the text with its first four characters
    at the end.
    """
    if not linter("iso3166alpha2").ok(text[:2]) or re.fullmatch("[0-9A-Z]+", text) is None:
        return False
    return int("".join(str(int(char, 36)) for char in text[4:] + text[:4])) % 97 == 1


def _piece_of_total(text: str) -> bool:
    half = len(text) // 2
    return len(text) % 2 == 0 and 0 < int(text[:half]) <= int(text[half:])


def _position_of_total(text: str) -> bool:
    match = re.fullmatch("([1-9][0-9]*)/([1-9][0-9]*)", text)
    return match is not None and int(match[1]) <= int(match[2])


def _prefixed(start: int, text: str) -> bool:
    """The GS1 company prefix begins with four digits; which prefixes are issued is not looked
    up.
    """
    prefix = text[start : start + 4]
    return len(prefix) == 4 and prefix.isascii() and prefix.isdigit()


def _base64url(text: str) -> bool:
    # padding as the reference linter judges it, by a multiple of 3; ordinary base64 pads to one of
    # 4, so write none
    return re.fullmatch("[0-9A-Za-z_-]*={0,2}", text) is not None and (
        "=" not in text or len(text) % 3 == 0
    )


def _is(
    zh: str, en: str, ok: Ok, rule: RuleId = "gs1.value", check: tuple[str, int] | None = None
) -> Linter:
    return Linter("", ok, Text(zh=zh, en=en), rule, check)


def _like(zh: str, en: str, pattern: str) -> Linter:
    return _is(zh, en, lambda text: re.fullmatch(pattern, text) is not None)


def _unchecked(zh: str, en: str) -> Linter:
    return _is(zh, en, lambda _: False, "gs1.unchecked")


_MOD10, _PAIR = ("gs1-mod10", 1), ("gs1-check-pair", 2)
_LINTERS: dict[str, Linter] = {name: unnamed._replace(name=name) for name, unnamed in {
    "csum": _is("GS1 校验码", "GS1 check digit", _checked(*_MOD10), "gs1.check_character", _MOD10),
    "csumalpha": _is("GS1 校验字符对", "GS1 check character pair", _checked(*_PAIR), "gs1.check_character", _PAIR),
    "csetZ": _is("base64url，不补“=”", "base64url without padding", _base64url),
    "gcppos1": _is("以 4 位数字（厂商识别代码）开头", "begins with 4 digits (company "
                                        "prefix)", partial(_prefixed, 0)),
    "gcppos2": _is("第 2 位起为 4 位数字", "4 digits (company prefix) from the second on", partial(_prefixed, 1)),
    "yymmd0": _is("YYMMDD，日可为 00", "YYMMDD, DD may be 00", partial(_date, _DAYS_0), "gs1.date"),
    "yymmdd": _is("YYMMDD，日不可为 00", "YYMMDD, DD not 00", partial(_date, _DAYS), "gs1.date"),
    "yyyymmd0": _is("YYYYMMDD，日可为 00", "YYYYMMDD, DD may be 00", partial(_date, _DAYS_0), "gs1.date"),
    "yyyymmdd": _is("YYYYMMDD，日不可为 00", "YYYYMMDD, DD not 00", partial(_date, _DAYS), "gs1.date"),
    "hh": _is("时 00–23", "hour 00-23", _TWO_DIGITS[:24].__contains__, "gs1.date"),
    "mi": _is("分 00–59", "minute 00-59", _TWO_DIGITS.__contains__, "gs1.date"),
    "ss": _is("秒 00–59", "second 00-59", _TWO_DIGITS.__contains__, "gs1.date"),
    "hhmi": _is("时分 0000–2359", "HHMM 0000-2359", _hour_minute, "gs1.date"),
    "iso5218": _like("0、1、2、9", "0, 1, 2, 9", "[0129]"),
    "iban": _is("国际银行账号（IBAN）", "international bank account number (IBAN)", _iban),
    "importeridx": _like("一个字符：- 0-9 A-Z _ a-z", "one character of - 0-9 A-Z _ a-z", "[-0-9A-Z_a-z]"),
    "zero": _like("0", "0", "0+"),
    "nonzero": _is("不为 0", "not zero", lambda text: text.strip("0") != ""),
    "nozeroprefix": _is("不以 0 开头", "does not begin with 0", lambda text: text[:1] != "0"),
    "yesno": _like("0、1", "0, 1", "[01]"), "winding": _like("0、1、9", "0, 1, 9", "[019]"),
    "hyphen": _like("连字符 -（负值）", "a hyphen (negative value)", "-+"),
    "pcenc": _like("% 之后为两位十六进制数", "two hexadecimal digits after each %", "(?:[^%]|%[0-9A-Fa-f]{2})*"),
    "pieceoftotal": _is("件号和总数，1 ≤ 件号 ≤ 总数", "piece and total, 1 <= piece <= total", _piece_of_total),
    "posinseqslash": _is("序号/总数，如 1/3", "position/total such as 1/3", _position_of_total),
    "latitude": _is("0000000000–1800000000", "0000000000-1800000000", lambda text: int(text) <= 1_800_000_000),
    "longitude": _is("0000000000–3600000000", "0000000000-3600000000", lambda text: int(text) <= 3_600_000_000),
    "hasnondigit": _is("至少一个非数字字符", "a character that is no digit", lambda text: not text.isdigit()),
    "couponcode": _unchecked("北美优惠券代码", "North American coupon code"),
    "couponposoffer": _unchecked("北美优惠券文件", "North American positive offer file"),
}.items()}  # fmt: skip
