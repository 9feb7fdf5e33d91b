"""Lenient reading: fold what people and scanners deliver onto the characters of the rule, and say
what was changed.

What cannot be seen goes from every text; the scheme says what else may be folded.

>>> folded = fold("９１\u200e 35", ("width", "spaces"))
>>> folded.text, folded.places, folded.changes
('9135', (0, 1, 4, 5), ('unseen', 'width', 'spaces'))
>>> [said.en for said in folded.said]
['invisible characters removed (U+200E)', 'full-width to ASCII', 'spaces removed']
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Literal, NamedTuple

from tracecode.spec.base import Text
from tracecode.spec.charclass import BLANKS
from tracecode.spec.model import Fold

Change = Fold | Literal["unseen", "dashes"]
"""What folding does: what a scheme allows, and what comes with it."""

SPACES = "\t\n\v\f\r \u0085\u00a0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
"""The spaces of Unicode (`White_Space`)."""
AROUND = SPACES + "".join(
    chr(code) for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in f"{SPACES}\x1d"
)
"""What scanners put around a code: blanks, line ends and controls, but not GS, which says that
elements follow.
"""
_LINE_ENDS = "\n\r"  # inside a text they part its lines, and with them its codes
_DASHES = (
    "\u02d7\u058a\u05be\u1400\u1806\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2053\u207b\u208b\u2212\u2796"
    "\u2e17\u2e1a\u2e3a\u2e3b\u2e40\u2e5d\u301c\u3030\u30a0\ufe31\ufe32\ufe58\ufe63\U00010d6e\U00010ead"
)
"""What is written for a hyphen: the dashes of Unicode (`Dash`), the hyphen bullet, the small and
the heavy minus.
"""
_WIDE = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: 0x20}

CHANGES: dict[Change, Text] = {
    "unseen": Text(zh="去除不可见字符", en="invisible characters removed"),
    "width": Text(zh="全角转半角", en="full-width to ASCII"),
    "dashes": Text(zh="各种横线转为连字符", en="dashes to hyphens"),
    "trim": Text(zh="去除首尾空白", en="surrounding space removed"),
    "spaces": Text(zh="去除空格", en="spaces removed"),
    "hyphens": Text(zh="去除连字符", en="hyphens removed"),
    "dots": Text(zh="去除点号", en="dots removed"),
    "upper": Text(zh="转为大写", en="upper case"),
    "lower": Text(zh="转为小写", en="lower case"),
    "zeros": Text(zh="去除前导零", en="leading zeros removed"),
}


class Folded(NamedTuple):
    """A text after folding."""

    text: str
    given: str
    """The text as it was given."""
    changes: tuple[Change, ...]
    """What was done."""

    @property
    def places(self) -> tuple[int, ...] | None:
        """For each character its index in the text as given; None if nothing moved."""
        return _places(self) if self.changes else None

    def place(self, index: int) -> int:
        """The index in the given text of a character of the folded one; past the end, the given
        text's end.
        """
        return self.places_of([index])[0]

    def places_of(self, indexes: list[int]) -> list[int]:
        """As `place`, of several characters."""
        places = self.places
        if places is None:
            return indexes
        end = places[-1] + 1 if places else 0
        return [places[index] if index < len(places) else end for index in indexes]

    @property
    def wide(self) -> str:
        """The text with wide blanks as they were given, where those of ASCII stand for them."""
        if "\u3000" not in self.given or " " not in self.text:
            return self.text
        given = (self.given[place] for place in self.places or range(len(self.text)))
        return "".join(
            wide if wide == "\u3000" and char == " " else char
            for char, wide in zip(self.text, given, strict=True)
        )

    @property
    def said(self) -> list[Text]:
        """What was done, in words; characters that cannot be told apart by sight by their
        numbers.
        """
        if self.given.isascii() and self.given.isprintable():
            return [CHANGES[step] for step in self.changes]
        texts: list[Text] = []
        left = self.given
        for step in self.changes:
            text, odd = (
                CHANGES[step],
                [char for char in dict.fromkeys(_gone(step, left)) if char not in " -"],
            )
            if step not in _ENDS:
                left = left.translate(table_of(step))
            if odd:
                points = [f"U+{ord(char):04X}" for char in odd[:_MOST_TOLD]] + ["…"] * (
                    len(odd) > _MOST_TOLD
                )
                text = Text(
                    zh=f"{text.zh}（{'、'.join(points)}）", en=f"{text.en} ({', '.join(points)})"
                )
            texts.append(text)
        return texts


_MOST_TOLD = 8


def _gone(step: Change, text: str) -> str:
    """The characters that a step takes away or makes hyphens, of those that cannot be told apart by
    sight.
    """
    if step == "trim":
        around = _around(text)
        return text[: len(text) - len(text.lstrip(around))] + text[len(text.rstrip(around)) :]
    if step not in ("unseen", "dashes", "spaces"):
        return ""
    table = table_of(step)
    return "".join(char for char in text if ord(char) in table)


@lru_cache(2)  # each finding on a text asks for its place
def _places(folded: Folded) -> tuple[int, ...]:
    kept = list(enumerate(folded.given))
    for step in folded.changes:
        if step not in _ENDS:
            table = table_of(step)
            mapped = ((place, table.get(ord(char), ord(char))) for place, char in kept)
            kept = [(place, chr(code)) for place, code in mapped if code is not None]
    standing = "".join(char for _, char in kept)  # what trimming leaves of it is one piece
    end = len(standing.rstrip(_around(standing))) if "trim" in folded.changes else len(standing)
    return tuple(place for place, _ in kept[end - len(folded.text) : end])


@lru_cache(maxsize=256)  # `identify` folds one text for many schemes
def fold(text: str, steps: tuple[Fold, ...]) -> Folded:
    """Fold a text by the steps that its scheme allows, whatever their order; what is folded once
    stays as it is.
    """
    folded = text
    changes: dict[Change, None] = {}
    for step, table, touched in _plan(steps, text.isascii(), text.isalnum()):
        if touched.isdisjoint(folded):  # as mostly, and told four times as fast
            continue
        after = folded.translate(table) if table is not None else _cut(step, folded)
        if after != folded:
            changes[step] = None
            folded = after
    return Folded(folded, text, tuple(changes))


@cache
def _plan(
    steps: tuple[Fold, ...], ascii: bool, alnum: bool
) -> tuple[tuple[Change, dict[int, int | None] | None, frozenset[str]], ...]:
    """The steps that may change a text of this kind, with what they do to each character (None:
    they cut its ends), and the characters without which they change nothing.
    """
    order = ORDER if not ascii else _CASES if alnum else _ASCII
    chosen = (step for step in order if step == "unseen" or FOLLOWS.get(step, step) in steps)
    return tuple(
        (step, None if step in _ENDS else table_of(step), _touched(step)) for step in chosen
    )


@cache
def _touched(step: Change) -> frozenset[str]:
    """The characters that a step may drop or replace."""
    if step in _ENDS:
        return frozenset(AROUND if step == "trim" else "0")
    return frozenset(map(chr, table_of(step)))


def _cut(step: Change, text: str) -> str:
    if step == "trim":
        return text.strip(_around(text))
    rest = text.lstrip("0")
    return rest if rest == text or "0" <= rest[:1] <= "9" else f"0{rest}"


def _around(text: str) -> str:
    """What is taken from the ends of a text: not the controls of which all of it consists, for
    these are told.
    """
    return AROUND if text.strip(AROUND) else SPACES


# The others look for ASCII. Trimmed once more: what is dropped may have stood before a blank.
ORDER: tuple[Change, ...] = (
    "unseen", "width", "dashes", "trim", "spaces", "hyphens", "dots", "upper", "lower", "trim",
    "zeros",
)  # fmt: skip
_ASCII: tuple[Change, ...] = (
    "trim",
    "spaces",
    "hyphens",
    "dots",
    "upper",
    "lower",
    "trim",
    "zeros",
)
# all that there is to do to letters and digits of ASCII
_CASES: tuple[Change, ...] = ("upper", "lower", "zeros")
FOLLOWS: dict[Change, Fold] = {"dashes": "width"}
"""What comes with a change that a scheme allows."""
_ENDS = ("trim", "zeros")  # what these drop stands at an end


@cache
def table_of(step: Change) -> dict[int, int | None]:
    """What a step does to each character."""
    if step == "unseen":
        spaces = {*map(ord, SPACES)}
        return {
            code: None
            for first, last in BLANKS
            for code in range(first, last + 1)
            if code not in spaces
        }
    return _TABLES[step]


_TABLES: dict[Change, dict[int, int | None]] = {
    "width": dict(_WIDE),
    "dashes": dict.fromkeys(map(ord, _DASHES), ord("-")),
    "spaces": dict.fromkeys(map(ord, set(SPACES) - set(_LINE_ENDS))),
    "hyphens": dict.fromkeys(map(ord, "-")),
    "dots": dict.fromkeys(map(ord, ".·")),
    "upper": {code: code - 32 for code in range(ord("a"), ord("z") + 1)},
    "lower": {code: code + 32 for code in range(ord("A"), ord("Z") + 1)},
}
