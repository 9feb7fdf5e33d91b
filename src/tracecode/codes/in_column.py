"""A text among codes of one scheme that the scheme refuses: a right code of another, or a broken one
of its own.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tracecode.codes.chance import random_bits
from tracecode.codes.identify import identify, leads
from tracecode.codes.likelihood import HINT_BITS, score
from tracecode.codes.match import Match
from tracecode.codes.payload import Payload, payload
from tracecode.codes.readings import LOOSE, NEAR_BITS, NEAR_ERRORS, Readings
from tracecode.codes.registry import registry
from tracecode.codes.segment_rules import Bound
from tracecode.codes.spreadsheet import damage
from tracecode.findings import Finding
from tracecode.fold import fold

if TYPE_CHECKING:
    from tracecode.codes.layout import Reading
    from tracecode.codes.scheme import Scheme


def others(text: str, scheme: Scheme, product: str | None, on: date | None) -> list[Match]:
    """The matches of a text that is a right code of something else, as told by more than its length,
    or that holds a code of the scheme, say in a message; none if it is no such text.

    Args:
        text: that the scheme refuses.
        scheme: of the codes around it.
        product: id of the product on which they stand.
        on: the day for which they are read.
    """
    if _is_nothing_else(text, scheme, product, on):
        return []
    matches = identify(text, product, on, standard=scheme.standard)
    best = matches[0] if matches else None
    if best is None or best.code is None:
        return []
    # what is found among words may be part of a broken code
    told = best.scheme == scheme.id or (leads(best) and best.inside != "text")
    return matches if told else []


def _is_nothing_else(text: str, scheme: Scheme, product: str | None, on: date | None) -> bool:
    """Whether it is quickly told that a text is no code of another scheme, as it is of most: one
    run of letters and digits, of no elements of GS1, that only rules of length accept.
    """
    text = fold(text, ("width", "trim")).text
    if not text.isalnum() or not text.isascii() or "UPC" in text.upper():
        return False
    favoured = scheme.standard.product(product).codes.all if product else frozenset()
    reader = Readings(registry(scheme.standard), favoured, on, near=False)
    return not reader.told_by_more_than_length(text) and payload(text) == Payload()


def is_near(
    text: str, reading: Reading | None, findings: tuple[Finding, ...], on: date | None
) -> bool:
    """Whether a text that a scheme refuses is nearly a code of it.

    Args:
        text: as it was given.
        reading: of it, as `Scheme.weighed` gives it; None if it was not read.
        findings: what is wrong.
        on: the day for which it is read.
    """
    if reading is None or damage(text) is not None:
        return True  # what is wrong then, is wrong under any scheme
    if sum(finding.severity == "error" for finding in findings) > NEAR_ERRORS:
        return False
    scheme = reading.layout.owner
    folded = fold(text, scheme.spec.lenient)
    begun = registry(scheme.standard).index.begun()
    if any(
        shape.scheme != scheme.id and not shape.begins.isdigit() and text.startswith(shape.begins)
        for shape in begun
    ):
        return False  # with the words of another scheme
    if folded.changes:
        reading = scheme.best(folded.text, Bound(on or date.today(), strict=False), on)
    bits = score(reading, None, text, favoured=False, carried=False) + _COLUMN_BITS
    return bits > -random_bits(fold(text, LOOSE).text) - NEAR_BITS


_COLUMN_BITS = 2 * HINT_BITS  # what stands around a text says more than the product on which it is
