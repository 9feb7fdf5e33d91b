"""How well one reading of a text explains it: weights in bits, by which readings get likelier or
unlikelier.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracecode.codes.chance import random_bits
from tracecode.codes.match import basis_of
from tracecode.codes.payload import Piece
from tracecode.fold import fold
from tracecode.spec.model import Fold

if TYPE_CHECKING:
    from tracecode.codes.layout import Layout, Reading
    from tracecode.codes.scheme import Scheme

HINT_BITS = 12.0  # the product carries the scheme, or a GS1 application identifier says so
# about one code in a hundred is mistyped or misread somewhere
ERROR_BITS = {"code.check_character": 7.0}
OTHER_ERROR_BITS = 16.0  # a fault of one kind at one place is much more special
WARNING_BITS = 10.0  # an unsure rule is broken: seldom in a real code
# some product of the catalogue, or any trade, carries the scheme: commoner here than others
CARRIED_BITS = 4.0
LEFT_BITS = 2.0  # a character that a near miss leaves unexplained, beyond its own weight
_AI_BITS = 3.0  # which application identifier stands there, or how long its value is
_KEY_BITS = 1.0  # that it is the one of a trade item or of a pallet
_UPC_E_BITS = 20.9 - 11 * 3.32  # what a UPC-E leaves open, less than the GTIN that it stands for
_DATE_BITS = 15.2  # a day of a century
_MARK_BITS = 4.0  # a hyphen or dot that had to be dropped: it may have meant something
_MARKS: tuple[tuple[Fold, str], ...] = (("hyphens", "-"), ("dots", "."))
_PRECEDENCE = (
    "product",
    "unit",
    "batch",
    "logistic-unit",
    "package",
    "label",
    "licence",
    "certificate",
    "document",
    "party",
)


def score(
    reading: Reading, part: Piece | None, text: str, *, favoured: bool, carried: bool
) -> float:
    """Binary logarithm of how well a reading explains a text.

    Args:
        reading: of the text.
        part: of a payload that it is, where it is one.
        text: as it was given.
        favoured: whether the product carries the scheme.
        carried: whether any product does.
    """
    scheme = reading.layout.owner
    folded = fold(text, scheme.spec.lenient)
    left = len(folded.text) - sum(map(len, reading.groups))
    bits = -reading.space
    if left > 0:
        bits -= left * (random_bits(text) / len(text) + LEFT_BITS)
    if folded.changes:
        bits -= _MARK_BITS * sum(
            text.count(mark) for change, mark in _MARKS if change in folded.changes
        )
    for finding in reading.findings:
        if finding.severity == "error":
            bits -= ERROR_BITS.get(finding.rule, OTHER_ERROR_BITS)
            if finding.rule == "code.characters":
                bits -= random_bits(text) / len(text)
        elif finding.severity == "warning":
            bits -= WARNING_BITS
    if favoured or behind_ai(scheme, part):
        bits += HINT_BITS
    elif carried or (part and part.bare and basis_of(reading.layout) == "check"):
        bits += CARRIED_BITS
    return bits


def behind_ai(scheme: Scheme, part: Piece | None) -> bool:
    """Whether a part stands behind an application identifier of the scheme, which something says to
    be one.
    """
    return (
        part is not None and part.ai is not None and part.ai in scheme.spec.gs1_ai and not part.bare
    )


def message_bits(part: Piece) -> float:
    """Binary logarithm of how many messages would do as well around one element."""
    if part.inside == "upc-e":
        return _UPC_E_BITS
    others = (value for ai, value in part.elements if ai != part.ai)
    free = sum(
        _DATE_BITS if len(value) == 6 and value.isdigit() else random_bits(value) + _AI_BITS
        for value in others
    )
    return free + sum(_KEY_BITS if ai in ("00", "01") else _AI_BITS for ai, _ in part.elements)


def precedence(layout: Layout) -> int:
    """Which of equally likely readings comes first: the lower."""
    kind = layout.owner.spec.identifies
    return _PRECEDENCE.index(kind) if kind in _PRECEDENCE else len(_PRECEDENCE)
