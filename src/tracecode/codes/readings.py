"""The readings of a text under all schemes, weighed against each other.

How likely a scheme is follows from how many codes it allows: a text that fits a tight rule (a check
character, a fixed prefix, a list of values) fits it by chance far more seldom than a rule that only
counts digits. `confidence` weighs all fitting schemes against each other and against "a text of
this alphabet and length that is no code at all"; so a match that rests on length alone never
reaches one half.
"""

from __future__ import annotations

import math
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from tracecode.codes.chance import random_bits
from tracecode.codes.layout import Reading
from tracecode.codes.likelihood import (
    CARRIED_BITS,
    ERROR_BITS,
    HINT_BITS,
    LEFT_BITS,
    OTHER_ERROR_BITS,
    behind_ai,
    message_bits,
    precedence,
    score,
)
from tracecode.codes.match import Match, basis_of, reasons_of
from tracecode.codes.payload import Piece
from tracecode.codes.segment_rules import Bound
from tracecode.codes.spreadsheet import damage
from tracecode.findings import Finding
from tracecode.fold import fold
from tracecode.spec.model import Fold
from tracecode.value import Value

if TYPE_CHECKING:
    from tracecode.codes.code import Code
    from tracecode.codes.registry import Registry
    from tracecode.codes.scheme import Scheme

LEAST_BITS = min(ERROR_BITS.values())
_ROUNDING = 0.002  # weights are compared with three digits behind the point
# a near miss that explains the text worse than chance by more than this is not worth telling
NEAR_BITS = 24.0
_NEAR_LENGTH = 400  # longer texts are no mistyped codes
NEAR_ERRORS = 3  # with more faults a text is something else
# a rule of length alone that fits so much worse than chance explains nothing: set back as much
_LOOSE_BITS = 10.0
_EVIDENCE_BITS = 8.0  # what a near miss must keep of its rules, unless some product carries it
RIVAL_BITS = 7.0  # another reading this close, or likelier, leaves doubt
CONVINCING = 0.9  # share of the fits beyond which nobody asks for near misses
_ONE_FAULT = ["code.check_character"]
_OUTLINE = frozenset({"code.characters", "code.length", "code.literal", "code.unverified_layout"})
"""Faults and doubts in the outline of a scheme."""
_BARE_BITS = 12.0  # so close stays in doubt what nothing but digits says to be of GS1
# a tight rule that is nearly kept, this close to a reading by length, leaves doubt
_TIGHT_BITS = 12.0
LOOSE: tuple[Fold, ...] = ("width", "trim", "spaces", "hyphens")


class Readings:
    """Reads texts under every scheme that they may belong to, and weighs the readings."""

    def __init__(
        self, schemes: Registry, favoured: frozenset[str], on: date | None, near: bool, *,
        first: bool = False
    ) -> None:  # fmt: skip
        """Readings under these schemes.

        Args:
            schemes: all of them.
            favoured: ids of those that the product carries.
            on: the day for which texts are read.
            near: whether near misses count.
            first: of a text that fits nothing, only the likeliest near miss is wanted.
        """
        self._schemes, self._favoured, self._on, self._near, self._first = (
            schemes,
            favoured,
            on,
            near,
            first,
        )
        self._bound = Bound(on or date.today(), strict=False)

    def matches(self, texts: list[Given]) -> list[Match]:
        """The matches of each text, its likeliest first. Near misses are looked for only where no
        fit convinces.
        """
        each = [self._weigh(given, near=False) for given in texts]
        fits = [match for matches in each for match in matches]
        if not self._near or any(map(_convincing, each)):
            return fits
        self._alone = self._first and [given[1:] for given in texts] == [(None, ())]
        return [
            match
            for given in texts
            for match in self._weigh(given, near=len(given[0]) <= _NEAR_LENGTH)
        ]

    _alone = False
    """Whether one near miss is enough, if it is likelier than everything that fits."""

    def fits(self, texts: list[Given]) -> list[Match]:
        """The matches of each text, without near misses."""
        return [match for given in texts for match in self._weigh(given, near=False)]

    def proved(self, part: Piece) -> list[Match]:
        """The matches of a piece of a label that rest on more than length, if the likeliest
        does.
        """
        return proving(self._weigh((part.text, part, ()), near=False))

    def _weigh(self, given: Given, *, near: bool) -> list[Match]:
        whole, part, bare = given
        chance = -random_bits(fold(whole, LOOSE).text)
        scored = self._read(whole, part, chance, near=near)
        for element in bare:  # the same characters, read as elements of GS1
            scored += self._read(element.text, element, chance, near=near)
        fitting = max(
            (read.score for read in scored if read.code is not None), default=chance - NEAR_BITS
        )
        floor = max(chance - NEAR_BITS, fitting - _TIGHT_BITS)
        scored = [read for read in scored if read.code is not None or read.score > floor]
        if any(read.code is not None and read.part is not None for read in scored if bare):
            scored = [
                read for read in scored if read.code is not None
            ]  # what GS1 reads from end to end is no near miss
        scored.sort(
            key=lambda r: (
                -round(r.score, 3),
                precedence(r.reading.layout),
                r.reading.layout.owner.id,
            )
        )
        top = max([chance, *(read.score for read in scored)])
        total = 2.0 ** (chance - top) + sum(2.0 ** (read.score - top) for read in scored)
        return [
            self._match(
                read,
                2.0 ** (read.score - top) / total,
                self._rivals(read, scored) + self._unmarked(read),
            )
            for read in scored
        ]

    def _unmarked(self, read: _Read) -> list[str]:
        """Schemes whose code the text is without the words that every one begins with, which people
        leave out.

        Only where no check character says what it is, and nothing such as a shorter word does.
        """
        if (
            read.code is None
            or basis_of(read.reading.layout) != "content"
            or read.reading.layout.begins
        ):
            return []
        ids = []
        for shape in self._schemes.index.begun:
            if (
                shape.min <= len(read.text) + len(shape.begins) <= shape.max
                and not shape.begins.isascii()
            ):
                scheme = self._schemes[shape.scheme]
                other = scheme.id != read.reading.layout.owner.id
                if other and scheme.inner.accepts(shape.begins + read.text, self._bound):
                    ids.append(scheme.id)
        return [*dict.fromkeys(ids)]

    @staticmethod
    def _rivals(read: _Read, scored: list[_Read]) -> list[str]:
        """The schemes whose reading is about as likely; of one by length also a tight rule nearly
        kept.
        """
        loose = basis_of(read.reading.layout) == "length"
        bare = read.part is not None and read.part.bare
        close = _BARE_BITS if bare else RIVAL_BITS
        ids = (
            other.reading.layout.owner.id
            for other in scored
            if not _beside(read.part, other.part)
            if (other.score > read.score - close and (other.code is not None or read.code is None))
            or (
                loose
                and other.score > read.score - _TIGHT_BITS
                and basis_of(other.reading.layout) == "check"
            )
        )
        return [*dict.fromkeys(id for id in ids if id != read.reading.layout.owner.id)]

    def _read(self, text: str, part: Piece | None, chance: float, *, near: bool) -> list[_Read]:
        """The readings of a text under every scheme that it may belong to."""
        readings: list[_Read] = []
        cost = 0.0 if part is None or not part.bare else message_bits(part)
        hopeful = self._hopeful(text, part, chance) if near else self._accepting(text, part)
        best, fitting = -math.inf, chance - NEAR_BITS
        for scheme, bound in hopeful:
            if bound < max(fitting - _TIGHT_BITS, chance - NEAR_BITS):
                continue
            if self._alone and bound < best - _ROUNDING and best > fitting + _ROUNDING:
                break
            reading, code, findings = scheme.weighed(text, self._on)
            if code is not None and not code.segments:
                continue  # a scheme whose rule is unsure takes any text; that is no match
            if code is not None and _is_another(reading):
                # the text of a symbol that holds the code of another scheme alone: that one says so
                continue
            if code is None and (
                not near or sum(f.severity == "error" for f in findings) > NEAR_ERRORS
            ):
                continue
            named = part is not None and part.ai is not None and part.ai in scheme.spec.gs1_ai
            if scheme.spec.hint_only and scheme.id not in self._favoured and not named:
                continue
            folded = fold(text, scheme.spec.lenient)
            # it may have been read as it is, if that is right strictly
            if reading is None or folded.changes:
                reading = scheme.best(folded.text, self._bound, self._on)
            favoured, carried = (
                scheme.id in self._favoured,
                scheme.id in self._schemes.index.carried,
            )
            bits = score(reading, part, text, favoured=favoured, carried=carried) - cost
            untold = reading.held < _EVIDENCE_BITS and not carried
            if (
                code is None
                and untold
                and [f.rule for f in findings if f.severity == "error"] != _ONE_FAULT
            ):
                continue
            if (
                code is not None
                and bits < chance - _LOOSE_BITS
                and basis_of(reading.layout) == "length"
            ):
                bits -= _LOOSE_BITS
            if code is not None and part is not None and part.elements:
                code = code.replace(elements=MappingProxyType(dict(part.elements)))
            readings.append(
                _Read(
                    score=bits, reading=reading, code=code, findings=findings, text=text, part=part
                )
            )
            if code is None:
                best = max(best, bits)
            else:
                fitting = max(fitting, bits)
        return readings

    def _accepting(self, text: str, part: Piece | None) -> list[tuple[Scheme, float]]:
        """The schemes that accept a text: asking that is quicker than reading it, which would say
        why they do not.
        """
        candidates = self._candidates(text, part, near=False)
        return [
            (scheme, math.inf) for scheme in candidates if scheme.inner.accepts(text, self._bound)
        ]

    def _hopeful(self, text: str, part: Piece | None, chance: float) -> list[tuple[Scheme, float]]:
        """The schemes that accept a text, or may explain it better than chance, each with how well
        at most.
        """
        candidates = self._candidates(text, part, near=True)
        if not text or damage(text) is not None:  # then other things are said of it
            return [(scheme, math.inf) for scheme in candidates]
        odd = random_bits(text) / len(text)
        hopeful = []
        for scheme in candidates:
            if scheme.inner.accepts(text, self._bound):
                hopeful.append((scheme, math.inf))
                continue
            if scheme.id not in self._schemes.index.carried and not _is_telling(scheme):
                continue
            folded = fold(text, scheme.spec.lenient).text
            bounds = (
                layout.nearness.bound(
                    folded, odd + LEFT_BITS, odd, OTHER_ERROR_BITS, LEAST_BITS, NEAR_ERRORS
                )
                for layout in scheme.candidates(self._on, strict=False)
            )
            hinted = scheme.id in self._favoured or (part is not None and part.ai is not None)
            bound = max(bounds) + (HINT_BITS if hinted else CARRIED_BITS)
            if bound > chance - NEAR_BITS:
                hopeful.append((scheme, bound))
        return sorted(hopeful, key=lambda each: -each[1])

    def _candidates(self, text: str, part: Piece | None, near: bool) -> list[Scheme]:
        """Schemes by length and first character; for near misses by a length that is one off, or a
        fixed beginning.
        """
        hinted = self._favoured if part is None or part.ai is None else None
        candidates = [
            self._schemes[id] for id in self._schemes.index.schemes(text, near=near, hinted=hinted)
        ]
        if part is None or part.ai is None:
            return candidates
        meant = [scheme for scheme in candidates if part.ai in scheme.spec.gs1_ai]
        return meant if meant or part.inside in ("gs1", "upc-e") else candidates

    def _match(self, read: _Read, confidence: float, rivals: list[str]) -> Match:
        layout, code, findings, part = read.reading.layout, read.code, read.findings, read.part
        basis = basis_of(layout)
        if basis == "content" and any(
            f.severity == "warning" and f.rule in _OUTLINE for f in findings
        ):
            basis = "length"  # the very content it would rest on is what does not fit
        hinted = layout.owner.id in self._favoured or behind_ai(layout.owner, part)
        share = min(confidence, 0.5) if basis == "length" and not hinted else confidence
        return Match(
            scheme=layout.owner.id, name=layout.owner.name, text=read.text, code=code,
            confidence=round(share, 4), basis=basis,
            reasons=reasons_of(layout, part, layout.owner.id in self._favoured) if code else (),
            findings=findings, inside=part.inside if part else None, rivals=tuple(rivals),
            personal=layout.owner.personal,
        )  # fmt: skip


class _Read(Value):
    """A text as one scheme reads it."""

    score: float
    reading: Reading
    code: Code | None
    findings: tuple[Finding, ...]
    text: str
    part: Piece | None


Given = tuple[str, Piece | None, tuple[Piece, ...]]
"""A text, the part of a payload that it is, and the elements of GS1 as which it may be read
instead.
"""


def proving(ranked: list[Match]) -> list[Match]:
    """Those of all matches of a text that rest on more than length, if the likeliest does."""
    if not ranked or ranked[0].basis == "length":
        return []
    return [match for match in ranked if match.basis != "length"]


def _beside(part: Piece | None, other: Piece | None) -> bool:
    """Whether two pieces are elements of one message, each of which says something else."""
    return part is not None and other is not None and bool(part.elements) and part.ai != other.ai


def _is_another(reading: Reading | None) -> bool:
    """Whether a reading finds nothing but a code of another scheme."""
    segments = () if reading is None else reading.layout.segments
    return len(segments) == 1 and segments[0].spec.scheme is not None


def _is_telling(scheme: Scheme) -> bool:
    """Whether its rules are enough for a near miss of a scheme that no product carries."""
    return any(
        layout.nearness.held >= _EVIDENCE_BITS or layout.nearness.checked
        for layout in scheme.layouts
    )


def _convincing(matches: list[Match]) -> bool:
    """Whether nobody would ask for near misses beside these matches: they leave little to chance or
    length.
    """
    sound = (
        m
        for m in matches
        if m.basis != "length" and all(f.severity != "warning" for f in m.findings)
    )
    return sum(match.confidence for match in sound) > CONVINCING
