"""Formats of data elements, written in the manner of GB/T 19488: what a value looks like as text.

Every value has exactly one written form, so that it is the same text in JSON, XML, CSV and under a signature.

>>> Format.read("n..14,3").kind
'decimal'
>>> Format.read("an..50").max
50
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, Self

from tracecode.value import Value

FormatKind = Literal["text", "letters", "digits", "integer", "decimal", "boolean", "date", "month", "year", "moment", "time", "uri", "uuid"]  # fmt: skip  # noqa: E501

_NOTATION = re.compile(
    r"(an|a|n)(?:([1-9][0-9]{0,4})|(?:([1-9][0-9]{0,3}))?\.\.([1-9][0-9]{0,4})(?:,([1-9]))?)",
    re.ASCII,
)
_WHOLE = 18
"""Most digits before the point: what 64 bits hold. A code of digits is written `n20`."""
_YEAR, _MONTH, _DAY = "(?:19|2[01])[0-9]{2}", "(?:0[1-9]|1[0-2])", "(?:0[1-9]|[12][0-9]|3[01])"
_CLOCK = "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
# XML Schema knows offsets up to 14:00. One offset has one written form, so there is no -00:00.
_ZONE = "(?:[+]00:00|[+-](?:00:(?:0[1-9]|[1-5][0-9])|(?:0[1-9]|1[0-3]):[0-5][0-9]|14:00))"
_TOKENS: dict[str, tuple[FormatKind, int, str]] = {
    "boolean": ("boolean", 5, "true|false"),
    "YYYY": ("year", 4, _YEAR),
    "YYYY-MM": ("month", 7, f"{_YEAR}-{_MONTH}"),
    "YYYY-MM-DD": ("date", 10, f"{_YEAR}-{_MONTH}-{_DAY}"),
    "YYYY-MM-DDThh:mm:ss±hh:mm": (
        "moment",
        25,
        f"{_YEAR}-{_MONTH}-{_DAY}T{_CLOCK}:[0-5][0-9]{_ZONE}",
    ),
    "hh:mm": ("time", 5, _CLOCK),
    "uri": ("uri", 500, "https?://[!-~]{1,492}"),
    "uuid": ("uuid", 36, "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"),
}


class Format(Value):
    """What a value looks like."""

    notation: str
    """As written in the dictionary."""
    kind: FormatKind
    min: int
    """Fewest characters; of a number 1."""
    max: int
    """Most characters; of a number, most digits without sign and point."""
    decimals: int = 0
    """Most digits after the decimal point."""
    pattern: str | None = None
    """Regular expression of the whole value in the common dialect, without anchors; None: any line of text. The sign of
    a number is added where its range allows one."""

    @classmethod
    @cache
    def read(cls, notation: str) -> Self:
        """The format behind a notation.

        Raises:
            ValueError: it is not one.
        """
        if token := _TOKENS.get(notation):
            kind, length, pattern = token
            least = 4 if kind == "boolean" else 8 if kind == "uri" else length
            return cls(notation=notation, kind=kind, min=least, max=length, pattern=pattern)
        match = _NOTATION.fullmatch(notation)
        if match is None:
            raise ValueError(
                f"{notation!r} is not a format; write an..50, n6, n..9, n..14,3, or one of {', '.join(_TOKENS)}"
            )
        letters, exact, low, high, decimals = match.groups()
        least, most = int(exact or low or 1), int(exact or high)
        if least > most or (decimals and (letters != "n" or low or int(decimals) >= most)):
            raise ValueError(f"{notation!r} cannot be: its numbers contradict each other")
        if letters == "n" and exact is None and low is None:
            places = int(decimals or 0)
            whole = most - places
            if whole > _WHOLE:
                raise ValueError(
                    f"{notation!r} cannot be: a number has at most {_WHOLE} digits before the point"
                )
            pattern = f"(?:0|[1-9][0-9]{{0,{whole - 1}}})" + (
                rf"(?:\.[0-9]{{1,{places}}})?" if places else ""
            )
            number: FormatKind = "decimal" if places else "integer"
            return cls(
                notation=notation, kind=number, min=1, max=most, decimals=places, pattern=pattern
            )
        size = f"{{{least}}}" if least == most else f"{{{least},{most}}}"
        chars: dict[str, tuple[FormatKind, str | None]] = {
            "n": ("digits", f"[0-9]{size}"), "a": ("letters", f"[A-Za-z]{size}"), "an": ("text", None),
        }  # fmt: skip
        return cls(
            notation=notation,
            kind=chars[letters][0],
            min=least,
            max=most,
            pattern=chars[letters][1],
        )

    @property
    def number(self) -> bool:
        """Whether it is a number."""
        return self.kind in ("integer", "decimal")

    @property
    def textual(self) -> bool:
        """Whether a program has its values as text."""
        return self.kind not in ("integer", "decimal", "boolean", "date", "moment")

    @property
    def ordered(self) -> bool:
        """Whether its values have an order."""
        return self.kind in ("integer", "decimal", "date", "month", "year", "moment", "time")
