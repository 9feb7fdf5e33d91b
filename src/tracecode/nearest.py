"""What a wrong name was meant to be: the nearest of some names, and the words that say so.

`near` finds what `difflib.get_close_matches` finds, two to five times as fast: whoever reads
foreign data asks for it at every wrong name. Most names cannot be near, as their lengths and
letters say; those that may be are compared in full, the likeliest first, until none that is left
can be nearer. `proposals` looks further, for one person who is waiting: at what things are called
in Chinese and English, and at names of which a part was given.

>>> near("recal", ("receipt", "recall")), near("zzz", ("receipt", "recall"))
(['recall'], [])
>>> meant(near("recal", ("receipt", "recall")))["en"]
'; did you mean recall?'
>>> proposals("召回记录", {"recall": "recall", "召回": "recall", "receipt": "receipt"})
('recall',)
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

_CUTOFF = 0.6
_LONGEST = 80
"""So much of a wrong name is looked at, since time grows with its square."""


def near(word: str, names: tuple[str, ...], most: int = 1) -> list[str]:
    """The names that are near, the nearest first; of equally near ones the last in the alphabet.

    Args:
        word: a wrong name; of a long one the beginning is looked at.
        names: what it may have been; always the same ones, for what is known of them is kept.
        most: so many are given.
    """
    word = word[:_LONGEST]
    size, letters = len(word), _letters(word)
    repeated = size - letters.bit_count()
    likely = []
    for name, length, others, repeats in _known(names):
        both = size + length
        least = _CUTOFF * both - _ROUNDING
        if 2 * min(size, length) >= least:
            common = (letters & others).bit_count() + min(repeated, repeats)
            if 2 * common >= least:
                likely.append((2.0 * common / both if both else 1.0, name))
    if not likely:
        return []
    likely.sort(reverse=True)
    matcher = SequenceMatcher(b=word)
    nearest: list[tuple[float, str]] = []
    for best, name in likely:
        least = nearest[-1][0] if len(nearest) == most else _CUTOFF
        if best < least:
            break
        if _overlap(word, name) < least * (size + len(name)) - _ROUNDING:
            continue
        matcher.set_seq1(name)
        if (ratio := matcher.ratio()) >= _CUTOFF:
            nearest = sorted([*nearest, (ratio, name)], reverse=True)[:most]
    return [name for _, name in nearest]


def meant(names: Sequence[str]) -> dict[str, str]:
    """The end of a message on a wrong name: what it may have been meant to be; empty if nothing is
    near.
    """
    if not names:
        return {"zh": "", "en": ""}
    return {"zh": f"；是否为 {'、'.join(names)}？", "en": f"; did you mean {', '.join(names)}?"}


def proposals(wanted: str, named: Mapping[str, str], most: int = 3) -> tuple[str, ...]:
    """The ids that a wrong name may have meant, the likeliest first; none if nothing is near.

    Args:
        wanted: the name; of a long one the beginning counts.
        named: ids by every name that things have; an id is a name too.
        most: so many at most.
    """
    asked = _folded(wanted[:_LONGEST])
    names: dict[str, list[str]] = {}
    for name, id in named.items():
        names.setdefault(_folded(name), []).append(id)
    if asked in names:
        return tuple(dict.fromkeys(names[asked]))[:most]
    parts = [
        name
        for name in names
        if (len(asked) > 1 and asked in name) or (len(name) > 1 and name in asked)
    ]
    parts.sort(key=lambda name: abs(len(name) - len(asked)))
    close = near(asked, tuple(names), most) if asked else []
    ids = [id for name in (*close, *parts) for id in names.get(name, ())]
    return tuple(dict.fromkeys(ids))[:most]


@lru_cache(8192)  # the names of things are folded at every wrong one
def _folded(name: str) -> str:
    """A name without what people write one way or another: capitals, width, blanks, hyphens."""
    text = unicodedata.normalize("NFKC", name).casefold()
    return "".join(char for char in text if char not in " -_/.")


_ROUNDING = 1e-9


@lru_cache(256)
def _known(names: tuple[str, ...]) -> tuple[tuple[str, int, int, int], ...]:
    """Each name with its length, its letters, and how many of them repeat others."""
    return tuple(
        (name, len(name), _letters(name), len(name) - _letters(name).bit_count()) for name in names
    )


def _letters(text: str) -> int:
    """The letters of a text, each a bit; some share one, and count as repeated."""
    letters = 0
    for char in text:
        letters |= 1 << ord(char) % 127
    return letters


def _overlap(word: str, other: str) -> float:
    """Twice as many letters as two texts have in common, in whatever order."""
    return 2.0 * sum(min(word.count(letter), other.count(letter)) for letter in set(word))
