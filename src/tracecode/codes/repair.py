"""Suggest what a wrong code may have been meant to be, and is right by every rule.

First what remains where nothing is guessed: without the marks of a spreadsheet, without characters
that no code of the rule holds, with the one character that can be meant by a letter or digit that
cannot stand there. Only then guesses: one character or one swap away. A guess satisfies the rules,
which is not to say that the code exists.

>>> import tracecode as tc
>>> [(s.text, s.kind) for s in tc.suggest("6901234567892,", "gtin")]
[('6901234567892', 'foreign')]
>>> [s.text for s in tc.suggest("91350203MOOO1QKT1F", "uscc")]
['91350203M0001QKT1F']
>>> [s.text for s in tc.suggest("6901234567829", "gtin") if s.kind == "swap"]
['9601234567829', '6901234567892']
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import islice, pairwise, product
from typing import TYPE_CHECKING

from tracecode.codes.foreign import ForeignScheme
from tracecode.codes.layout import Layout
from tracecode.codes.segment_rules import Bound
from tracecode.codes.spreadsheet import damage, zeros_lost
from tracecode.codes.strays import occurs
from tracecode.findings import RepairKind, Suggestion
from tracecode.fold import fold
from tracecode.privacy import mask
from tracecode.spec.charclass import shows_nothing
from tracecode.standard.segment import MAX_TEXT

if TYPE_CHECKING:
    from tracecode.codes.scheme import Scheme
    from tracecode.spec.charclass import CharClass

_MOST = 20
_LONGEST = 64
_COMBINATIONS = 64
_ALIKE = {
    frozenset(pair)
    for pair in (
        "O0",
        "Q0",
        "D0",
        "I1",
        "L1",
        "l1",
        "Z2",
        "S5",
        "B8",
        "G6",
        "U0",
        "V0",
        "17",
        "38",
        "69",
        "UV",
    )
}
_MEANT: dict[str, str] = {
    **dict(zip("OoQDIlLiZzSsBGgb|!", "000011112255866811", strict=False)),
    **dict(zip("01258", "OIZSB", strict=True)),
    **dict(zip("АВЕЗКМНОРСТУХЅІЈасеорх", "ABE3KMHOPCTYXSIJaceopx", strict=True)),
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEZHIKMNOPTYXo", strict=True)),
}
"""What a character can be meant for that cannot stand where it is: another digit or letter, or the
same in Latin.
"""


def repairs(rule: Scheme, text: str, on: date | None) -> tuple[Suggestion, ...]:
    """Repairs of a wrong code, the surest first; at most 20. Where digits are lost there is nothing
    to suggest.

    Of personal numbers, and what looks like one, there are none: a right one would be another
    person's.

    Raises:
        MissingExtra: the scheme is of another country, and python-stdnum is not installed.
    """
    if rule.personal or mask(text) != text:
        return ()  # a number that is right would be somebody's
    if isinstance(rule, ForeignScheme):
        rule.module  # noqa: B018  # without it nothing is known of the text, which "no suggestions" would not say
    bound = Bound(on or date.today(), strict=True)
    layouts = rule.candidates(on, strict=True)
    if (damaged := damage(text)) is not None and not any(
        layout.accepts(text, bound) for layout in layouts
    ):
        restored = damaged.restored
        fits = restored is not None and any(_clean(layout, restored, bound) for layout in layouts)
        return (Suggestion(restored, "spreadsheet", 1),) if restored is not None and fits else ()
    folded = fold(text, rule.spec.lenient).text
    if any(_clean(layout, folded, bound) for layout in layouts):
        return ()
    if len(folded) > MAX_TEXT:
        return ()
    foreign = _surer(_without_foreign, folded, layouts, bound)
    if len(folded) > _LONGEST:
        return foreign
    forced = _surer(_forced, folded, layouts, bound)
    if foreign or forced:
        # nothing but letters stood in the way
        letters = all(len(repair.text) == len(folded) for repair in forced)
        return (*forced, *foreign)[:_MOST] if forced and letters else (*foreign, *forced)[:_MOST]
    lengths = [layout.max for layout in layouts if layout.min == layout.max and layout.spec.checks]
    padded = zeros_lost(
        folded, lengths, lambda wide: any(_clean(layout, wide, bound) for layout in layouts)
    )
    if padded is not None and padded.restored is not None:
        return (Suggestion(padded.restored, "zeros", 1),)
    return _guesses(folded, layouts, bound)


def _surer(
    repair: Callable[[str, Layout, Bound], Iterator[Suggestion]], text: str,
    layouts: Iterable[Layout], bound: Bound
) -> tuple[Suggestion, ...]:  # fmt: skip
    """What a way of repair makes of a text under all layouts, each text once."""
    made = {each.text: each for layout in layouts for each in repair(text, layout, bound)}
    return tuple(made.values())[:_MOST]


def _clean(layout: Layout, text: str, bound: Bound) -> bool:
    return layout.accepts(text, bound) and not layout.read(text, bound).findings


# --- what remains ---------------------------------------------------------------------------------


def _without_foreign(text: str, layout: Layout, bound: Bound) -> Iterator[Suggestion]:
    """The text without characters that no code of the layout holds; or also without those that
    nobody sees, which a free part of it may hold.
    """
    kept = "".join(char for char in text if occurs(char, layout))
    seen = "".join(char for char in kept if char.isascii() or not shows_nothing(char))
    for rest in dict.fromkeys((kept, seen)):
        if rest != text and _clean(layout, rest, bound):
            yield Suggestion(rest, "foreign", _first_difference(text, rest))


def _forced(text: str, layout: Layout, bound: Bound) -> Iterator[Suggestion]:
    """The text with every character that cannot stand in its place replaced by the one that it can
    be meant for.
    """
    kept = "".join(char for char in text if occurs(char, layout) or _meant(char))
    if not layout.min <= len(kept) <= layout.max:
        return
    alphabet = _alphabet(layout) if layout.min == layout.max else None
    choices = [
        _choices(char, alphabet[i] if alphabet else None, layout) for i, char in enumerate(kept)
    ]
    if not all(choices) or choices == [[char] for char in kept]:
        return
    for chosen in islice(product(*choices), _COMBINATIONS):
        meant = "".join(chosen)
        if meant != text and _clean(layout, meant, bound):
            yield Suggestion(meant, "forced", _first_difference(text, meant))


def _alphabet(layout: Layout) -> list[tuple[str, CharClass | None]]:
    """For each place of a layout of one length the id of its segment and the characters that may
    stand there.
    """
    return [
        (segment.spec.id, segment.first if i == 0 and segment.first else segment.chars)
        for segment in layout.segments
        for i in range(segment.max)
    ]


def _choices(char: str, place: tuple[str, CharClass | None] | None, layout: Layout) -> list[str]:
    """The character if it may stand there, else what it can be meant for."""
    chars = place[1] if place else None

    def allowed(candidate: str) -> bool:
        return candidate in chars if chars is not None else occurs(candidate, layout)

    if allowed(char):
        return [char]
    meant = _meant(char)
    return [
        candidate
        for candidate in (meant, _MEANT.get(meant, ""))
        if candidate and allowed(candidate)
    ]


def _meant(char: str) -> str:
    """What a character can be meant for: what looks like it, or the digit or letter that it is in
    another form.
    """
    if char in _MEANT or char.isascii():
        return _MEANT.get(char, "")
    digit = unicodedata.digit(char, None)  # of any script
    plain = unicodedata.normalize("NFKC", char) if digit is None else str(digit)
    return plain if len(plain) == 1 and plain.isascii() and plain.isalnum() else ""


def _first_difference(text: str, other: str) -> int:
    """Where two texts differ first, from 1."""
    return next(
        (i for i, (a, b) in enumerate(zip(text, other, strict=False), 1) if a != b),
        min(len(text), len(other)) + 1,
    )


# --- guesses --------------------------------------------------------------------------------------


def _guesses(text: str, layouts: Iterable[Layout], bound: Bound) -> tuple[Suggestion, ...]:
    guesses: dict[str, Suggestion] = {}
    for layout in layouts:
        if not layout.min <= len(text) <= layout.max:
            continue
        for suggestion in _changes(text, layout):
            if suggestion.text not in guesses and _clean(layout, suggestion.text, bound):
                guesses[suggestion.text] = suggestion
    order = ("check", "swap", "alike", "character")
    return tuple(sorted(guesses.values(), key=lambda s: (order.index(s.kind), s.position))[:_MOST])


def _changes(text: str, layout: Layout) -> Iterator[Suggestion]:
    checks = {check.into for check in layout.spec.checks}
    alphabet = _alphabet(layout) if layout.min == layout.max else None
    for i, (left, right) in enumerate(pairwise(text)):
        if left != right:
            yield Suggestion(text[:i] + right + left + text[i + 2 :], "swap", i + 1)
    for i, char in enumerate(text):
        segment, chars = alphabet[i] if alphabet else ("", None)
        listed = chars.chars if chars is not None and not chars.negated else _VARIABLE
        for other in listed:
            if other != char:
                kind: RepairKind = (
                    "check"
                    if segment in checks
                    else "alike"
                    if frozenset((char, other)) in _ALIKE
                    else "character"
                )
                yield Suggestion(text[:i] + other + text[i + 1 :], kind, i + 1)


_VARIABLE = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
