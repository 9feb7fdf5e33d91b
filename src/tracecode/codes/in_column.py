"""A text among codes of one scheme that the scheme refuses: whether it is rather a broken code of
it than anything else.
"""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING

from tracecode.citizens import LEAST
from tracecode.codes.chance import random_bits
from tracecode.codes.identify import identify
from tracecode.codes.likelihood import CARRIED_BITS, HINT_BITS, LEFT_BITS, OTHER_ERROR_BITS, score
from tracecode.codes.match import basis_of
from tracecode.codes.payload import NOTHING, payload
from tracecode.codes.pieces import messages
from tracecode.codes.readings import LEAST_BITS, LOOSE, NEAR_BITS, NEAR_ERRORS
from tracecode.codes.registry import registry
from tracecode.codes.segment_rules import Bound
from tracecode.codes.spreadsheet import LOST, damage
from tracecode.codes.words import numbers, words
from tracecode.fold import fold
from tracecode.standard.resolved import kept

if TYPE_CHECKING:
    from tracecode.codes.layout import Reading
    from tracecode.codes.registry import Registry
    from tracecode.codes.scheme import Scheme
    from tracecode.standard.resolved import Resolved

_FEW = 3  # so many characters may be missing, or too many
_COLUMN_BITS = HINT_BITS - CARRIED_BITS  # what stands around a text says as much as its product
_UNLIKELY = 0.1  # share of right codes of other schemes, beside no code at all


def is_broken(text: str, reading: Reading, product: str | None, on: date | None) -> bool:
    """Whether a text that the scheme of the codes around it refuses is nearly a code of it, rather
    than a right code of another, one that has another fixed beginning, or a personal number.

    Args:
        text: as it was given.
        reading: of it, as `Scheme.weighed` gives it.
        product: id of the product on which the codes stand.
        on: the day for which they are read.
    """
    if (harm := damage(text)) is not None and harm.said is not LOST:
        return True  # what is wrong then, is wrong under any scheme
    scheme = reading.layout.owner
    weight = _weight(text, scheme, on, reading)
    chance = -random_bits(fold(text, LOOSE).text)
    if weight + _COLUMN_BITS <= chance - NEAR_BITS or _begins_as_another(text, scheme):
        return False
    return scheme.personal or not (
        _is_another(text, scheme, product, on)
        or _is_rather_personal(text, scheme.standard, weight, on)
    )


def may_hold_code(text: str, scheme: Scheme, product: str | None, on: date | None) -> bool:
    """Whether a text that a scheme refuses may hold a code of it after all, in a symbol or a
    message, so that it is worth looking for. Arguments as for `is_broken`.
    """
    return not _is_nothing_else(text, scheme, product, on)


def _is_another(text: str, scheme: Scheme, product: str | None, on: date | None) -> bool:
    """Whether a text may be a right code of other schemes, as told by more than its length, or holds
    a code of the scheme, say in a message.
    """
    if _is_nothing_else(text, scheme, product, on):
        return False
    matches = identify(text, product, on, standard=scheme.standard)
    fitting = [match for match in matches if match.code is not None]
    if fitting and fitting[0].scheme == scheme.id:
        return True
    # what is found among words may be part of a broken code
    told = (m.confidence for m in fitting if m.basis != "length" and m.inside != "text")
    return sum(told) > _UNLIKELY


def _is_nothing_else(text: str, scheme: Scheme, product: str | None, on: date | None) -> bool:
    """Whether it is quickly told that a text is no code of another scheme and holds none of this, as
    it is of most: it is no payload and holds no message, no scheme accepts it but by its length,
    and no word in it is a code of this scheme.
    """
    text = fold(text, ("width", "trim")).text
    if text[:1] == "]" or "UPC" in text.upper() or messages(text) or payload(text) != NOTHING:
        return False
    favoured = scheme.standard.product(product).codes.all if product else frozenset()
    bound = Bound(on or date.today(), strict=False)
    if _may_be_told(registry(scheme.standard), favoured, text, bound):
        return False

    def is_right(piece: str) -> bool:
        return scheme.inner.accepts_once(piece, bound)

    pieces = (*words(text, text, is_right), *numbers(text, text, is_right))
    return not any(is_right(piece.text) for piece in pieces)


def _may_be_told(schemes: Registry, favoured: frozenset[str], text: str, bound: Bound) -> bool:
    """Whether a scheme accepts all of a text that may tell its codes by more than their length
    and characters. Nothing of it is kept: it may be a citizen's number.
    """
    return any(
        scheme.inner.accepts_once(text, bound)
        for scheme in map(schemes.__getitem__, schemes.index.schemes(text, hinted=favoured))
        if _may_tell(schemes.standard, scheme)
    )


@kept
def _may_tell(_: Resolved, scheme: Scheme) -> bool:
    """Whether what is a code of a scheme may rest on more than its length."""
    return any(basis_of(layout) != "length" for layout in scheme.layouts)


def _begins_as_another(text: str, scheme: Scheme) -> bool:
    """Whether a text begins with the words or letters with which all codes of another begin, or with
    less than half of those with which its own do.
    """
    text = fold(text, scheme.spec.lenient).text
    if text.startswith(_other_beginnings(scheme.standard, scheme.id)):
        return True
    begins = (layout.begins for layout in scheme.layouts)
    return all(2 * sum(char in text[: len(own) + 1] for char in own) < len(own) for own in begins)


@kept
def _other_beginnings(standard: Resolved, id: str) -> tuple[str, ...]:
    """The words and letters with which all codes of other schemes begin."""
    shapes = registry(standard).index.begun
    return tuple({s.begins for s in shapes if s.scheme != id and not s.begins.isdigit()})


def _weight(text: str, scheme: Scheme, on: date | None, reading: Reading | None = None) -> float:
    """Binary logarithm of how well a scheme explains a text that it refuses as one of its codes with
    few slips.
    """
    folded = fold(text, scheme.spec.lenient)
    if not _is_as_long(scheme, len(folded.text), on):
        return -math.inf
    if reading is None or folded.changes:
        reading = scheme.best(folded.text, Bound(on or date.today(), strict=False), on)
    if sum(finding.severity == "error" for finding in reading.findings) > NEAR_ERRORS:
        return -math.inf
    return score(reading, None, text, favoured=False, carried=True)


def _is_as_long(scheme: Scheme, size: int, on: date | None) -> bool:
    return any(
        layout.min - _FEW <= size <= layout.max + _FEW
        for layout in scheme.candidates(on, strict=False)
    )


def _is_rather_personal(text: str, standard: Resolved, weight: float, on: date | None) -> bool:
    """Whether a text is explained better as a personal number with few slips, which nobody may
    show; `weight` says how well otherwise.
    """
    if sum(map(str.isdigit, text)) < LEAST - NEAR_ERRORS:
        return False
    odd = random_bits(text) / len(text)
    for scheme, sizes in _personal(standard):
        if len(text) < sizes.start:
            continue
        folded = fold(text, scheme.spec.lenient).text
        if len(folded) not in sizes:
            continue
        bounds = (
            layout.nearness.bound(
                folded, odd + LEFT_BITS, odd, OTHER_ERROR_BITS, LEAST_BITS, NEAR_ERRORS
            )
            for layout in scheme.candidates(on, strict=False)
        )
        if max(bounds) + CARRIED_BITS > weight and _weight(text, scheme, on) > weight:
            return True
    return False


@kept
def _personal(standard: Resolved) -> tuple[tuple[Scheme, range], ...]:
    """The schemes of personal numbers, and how long what is nearly one of each may be, at most."""
    schemes = registry(standard)
    # as plain data: to make all schemes of it takes longer than to read it
    ids = (id for id in schemes.ids if standard.data("scheme", id).get("privacy") == "personal")
    return tuple(
        (
            each,
            range(
                min(layout.min for layout in each.layouts) - _FEW,
                max(layout.max for layout in each.layouts) + _FEW + 1,
            ),
        )
        for each in map(schemes.__getitem__, ids)
    )
