r"""Patterns that JSON Schema, XSD and Python read alike: the regular expressions of published
schemas.

A pattern is written once in a dialect that is the same in ECMA 262 (with `u`), in XML Schema and in
Python: listed characters, ranges, groups, alternatives and counts; no `\d`, no `.`, no look-around.
`json_pattern` and `xsd_pattern` turn it into what each language needs around it.

>>> json_pattern("[0-9]{6}|(?:A|B)x")
'^(?:[0-9]{6}|(?:A|B)x)$'
>>> xsd_pattern("[0-9]{6}|(?:A|B)x")
'[0-9]{6}|(A|B)x'
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from tracecode.spec.charclass import CharClass
from tracecode.standard.segment import MAX_TEXT, item_length

if TYPE_CHECKING:
    from tracecode.codes.layout import Layout
    from tracecode.codes.scheme import Scheme
    from tracecode.standard.segment import Segment

Ranges = tuple[tuple[int, int], ...]
"""Characters as ranges of code points."""
_SPECIAL = frozenset("\\|.?*+(){}[]^")
_BLANKS = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}
# what is escaped, a class, the beginning of a group
_TOKEN = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|\(\?:", re.DOTALL)


def json_pattern(pattern: str) -> str:
    """A pattern for JSON Schema, anchored at both ends.

    `$` means the very end in ECMA 262, but Python also lets a line end stand after it. Every string
    of the published schemas therefore also refuses line ends.
    """
    return f"^(?:{pattern})$"


def xsd_pattern(pattern: str) -> str:
    """A pattern for XML Schema, which is anchored by itself and knows plain groups only."""
    return _TOKEN.sub(lambda match: "(" if match[0] == "(?:" else match[0], pattern)


def json_class(ranges: Ranges, *, negated: bool = False) -> str:
    r"""A class of characters that have no shape, for JSON Schema. Python and ECMA 262 have one way
    for each half.

    >>> print(json_class(((0xA0, 0xA0), (0x2000, 0x200F)), negated=True))
    [^\u00a0\u2000-\u200f]
    """
    listed = (
        _span(first, last, lambda code: f"\\u{code:04x}" if code < 0x10000 else chr(code))
        for first, last in ranges
    )
    return f"[{'^' if negated else ''}{''.join(listed)}]"


def xsd_class(ranges: Ranges, *, negated: bool = False) -> str:
    """The same for XML Schema, as it stands in an attribute of the document."""
    listed = (_span(first, last, lambda code: f"&#x{code:X};") for first, last in ranges)
    return f"[{'^' if negated else ''}{''.join(listed)}]"


def _span(first: int, last: int, written: Callable[[int], str]) -> str:
    return written(first) if first == last else f"{written(first)}-{written(last)}"


def literal(text: str) -> str:
    r"""A pattern of exactly that text.

    >>> print(literal("a.b$"))
    a\.b[$]
    """
    return "".join(
        "[$]" if char == "$" else f"\\{char}" if char in _SPECIAL else char for char in text
    )


def char_class(chars: CharClass) -> str:
    r"""A pattern of one character of the class; that control characters are refused is said
    elsewhere.

    >>> char_class(CharClass.read("[^,-]"))
    '[^,\\-]'
    """
    listed = "".join(
        f"{_inside(run[0])}-{_inside(run[-1])}" if len(run) > 3 else "".join(map(_inside, run))
        for run in chars._runs()
    )
    return f"[{'^' if chars.negated else ''}{listed}]"


def scheme_pattern(scheme: Scheme) -> str | None:
    """The pattern of all codes of an encoding rule, in any of its layouts; None where none can be
    given.

    A rule whose every layout is unsure carries any text, so it has none.
    """
    if scheme.unsure:
        return None
    return "|".join(dict.fromkeys(map(layout_pattern, scheme.strict_layouts)))


def layout_pattern(layout: Layout) -> str:
    """The pattern of one layout of an encoding rule: what `Layout.fits` accepts."""
    return "".join(map(_segment, layout.segments))


def dates(since: date | None, until: date | None) -> str:
    """The pattern of the days `YYYY-MM-DD` of a period, both ends included; of texts that are
    days.
    """
    return between(
        (since or date(1900, 1, 1)).isoformat(), (until or date(2199, 12, 31)).isoformat()
    )


def between(low: str, high: str) -> str:
    """The pattern of the texts between two of one shape: same length, digits, separators at the
    same places.

    >>> between("07", "25")
    '(?:0[7-9]|1[0-9]|2[0-5])'
    """
    if not low:
        return ""
    if low == high:
        return literal(low)
    if low[0] == high[0]:
        return literal(low[0]) + between(low[1:], high[1:])
    rest_low, rest_high = low[1:], high[1:]
    least, most = re.sub("[0-9]", "0", rest_low), re.sub("[0-9]", "9", rest_low)
    first, last = int(low[0]), int(high[0])
    options = []
    if rest_low != least:
        options.append(low[0] + between(rest_low, most))
        first += 1
    tail = None
    if rest_high != most:
        tail = high[0] + between(least, rest_high)
        last -= 1
    if first <= last:
        options.append(_digits(first, last) + _any(rest_low))
    options += [tail] if tail else []
    return options[0] if len(options) == 1 else f"(?:{'|'.join(options)})"


def decimals_between(low: Decimal, high: Decimal, places: int) -> str | None:
    r"""The pattern of the numbers between two, both included; None where none is known.

    >>> print(decimals_between(Decimal("-1.5"), Decimal(20), places=1))
    -(?:0(?:\.[0-9]{1,1})?|1(?:\.(?:[0-4]|5))?)|(?:[0-9]|1[0-9])(?:\.[0-9]{1,1})?|20(?:\.0{1,1})?

    Args:
        low: least number.
        high: greatest number.
        places: most decimals.
    """
    if low > high:
        return None
    if low >= 0:
        return _positive(low, high, places)
    below = _positive(max(Decimal(0), -high), -low, places)
    above = _positive(Decimal(0), high, places) if high >= 0 else None
    if below is None or (high >= 0 and above is None):
        return None
    return "|".join([f"-(?:{below})", *([above] if above else [])])


def whole_between(low: int, high: int) -> str:
    """The pattern of the whole numbers from 0 between two, both included, without leading zeros."""
    options = []
    for width in range(len(str(low)), len(str(high)) + 1):
        first, last = max(low, 10 ** (width - 1) if width > 1 else 0), min(high, 10**width - 1)
        options.append(between(str(first), str(last)))
    return options[0] if len(options) == 1 else f"(?:{'|'.join(options)})"


def _positive(low: Decimal, high: Decimal, places: int) -> str | None:
    first, last = int(low), int(high)
    from_, to = _fraction(low), _fraction(high)
    if first == last:
        return f"{first}{_at_most(to, places)}" if not from_ else None
    options = []
    if from_:
        options.append(f"{first}{_at_least(from_, places)}")
        first += 1
    if first < last:
        options.append(whole_between(first, last - 1) + _some(places))
    options.append(f"{last}{_at_most(to, places)}")
    return "|".join(options)


def _fraction(number: Decimal) -> str:
    return format(number, "f").partition(".")[2].rstrip("0")


def _some(places: int) -> str:
    return rf"(?:\.[0-9]{{1,{places}}})?" if places else ""


def _at_least(fraction: str, places: int) -> str:
    options = [
        f"{fraction[:i]}{_digits(int(digit) + 1, 9)}{_up_to('[0-9]', places - i - 1)}"
        for i, digit in enumerate(fraction)
        if digit != "9"
    ]
    options.append(f"{fraction}{_up_to('[0-9]', places - len(fraction))}")
    return rf"\.(?:{'|'.join(options)})"


def _at_most(fraction: str, places: int) -> str:
    if not places:
        return ""
    if not fraction:
        return rf"(?:\.0{{1,{places}}})?"
    options = [
        f"{fraction[:i]}{_digits(0, int(digit) - 1)}{_up_to('[0-9]', places - i - 1)}"
        for i, digit in enumerate(fraction)
        if digit != "0"
    ]
    options += [fraction[:i] for i in range(1, len(fraction))]
    options.append(f"{fraction}{_up_to('0', places - len(fraction))}")
    return rf"(?:\.(?:{'|'.join(options)}))?"


def _up_to(char: str, count: int) -> str:
    return f"{char}{{0,{count}}}" if count else ""


def _digits(first: int, last: int) -> str:
    return str(first) if first == last else f"[{first}-{last}]"


def _any(shape: str) -> str:
    """Any digits where the shape has some."""
    runs = re.findall("[0-9]+|[^0-9]+", shape)
    return "".join(
        literal(run)
        if not run[0].isdigit()
        else "[0-9]"
        if len(run) == 1
        else f"[0-9]{{{len(run)}}}"
        for run in runs
    )


def _inside(char: str) -> str:
    """A character inside a class."""
    if char in _BLANKS:
        return _BLANKS[char]
    return f"\\{char}" if char in "\\]-^[" else char


def _segment(segment: Segment) -> str:
    spec = segment.spec
    if spec.literal is not None:
        texts = segment.texts
        if len(texts) == 1 and not spec.optional:
            return literal(texts[0])
        return f"(?:{'|'.join(map(literal, texts))}){'?' if spec.optional else ''}"
    assert segment.chars is not None
    chars = char_class(segment.chars)
    if (repeat := spec.repeat) is not None:
        low, high = item_length(spec)
        item = (
            chars + _times(low, high)
            if repeat.leading_zeros
            else f"(?:0|[1-9]{chars}{_times(0, high - 1)})"
        )
        return (
            f"{item}(?:{literal(repeat.separator)}{item}){_times(repeat.min - 1, repeat.max - 1)}"
        )
    if segment.first is None:
        return chars + _times(segment.min, segment.max)
    rest = _times(max(segment.min - 1, 0), segment.max - 1)
    return char_class(segment.first) + (chars + rest if segment.max > 1 else "")


def _times(low: int, high: int) -> str:
    if high >= MAX_TEXT - 1:  # no upper limit: the length of the element has one
        return {0: "*", 1: "+"}.get(low, f"{{{low},}}")
    if low == high:
        return "" if low == 1 else f"{{{low}}}"
    return f"{{{low},{high}}}"
