"""How rules get at the characters that they judge: from the groups of a match, or from the text
itself.

>>> read = of_text([0, 2, 6, 7])((0, 1), None)  # a layout of 2, 4 and 1 characters, of which a rule reads the first two
>>> read("35ABCD7")
'35ABCD'
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any

from tracecode.spec.layout_model import Part

Groups = tuple[str | Any, ...]
"""The texts of a layout's segments, in order."""
Read = Callable[[Any], str]
"""Reads some characters, from groups or from the whole text."""
Reader = Callable[[tuple[int, ...], Part | None], Read]
"""Makes what reads some segments, named by their places, or a part of them."""


def of_groups(indexes: tuple[int, ...], part: Part | None) -> Read:
    """A `Reader`: reads the listed segments as one text, or a part of it, from the groups of a
    match.
    """
    return _joined([*indexes], part)


def of_text(starts: Sequence[int]) -> Reader:
    """A `Reader` for a layout in which each segment has its place: it reads from the whole text,
    without groups.

    Args:
        starts: where each segment begins, and where the last one ends.
    """

    def reader(indexes: tuple[int, ...], part: Part | None) -> Read:
        runs: list[slice] = []
        for index in indexes:
            begin, end = starts[index], starts[index + 1]
            if runs and runs[-1].stop == begin:
                begin = runs.pop().start
            runs.append(slice(begin, end))
        if part is not None and len(runs) == 1:
            begin, end = runs[0].start, runs[0].stop
            return itemgetter(slice(begin + part.start - 1, min(begin + part.end, end)))
        return _joined(runs, part)

    return reader


def _joined(pieces: list[int] | list[slice], part: Part | None) -> Read:
    if len(pieces) == 1:
        only = itemgetter(pieces[0])
        if part is None:
            return only
        return lambda subject: only(subject)[part.start - 1 : part.end]
    pick = itemgetter(*pieces)
    if part is None:
        return lambda subject: "".join(pick(subject))
    return lambda subject: "".join(pick(subject))[part.start - 1 : part.end]
