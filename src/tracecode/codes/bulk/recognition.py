"""Codes over columns whose scheme nobody named: which rows `identify` would call a code of one scheme, without a doubt.

`identify` weighs a text under every scheme. For texts of one length and one kind of characters the weights of a scheme
lie between bounds that do not depend on the text. So once a scheme was found for a text, it is known for all such texts
which other schemes could ever come near it: where kernels say that none of these accepts a row, and the scheme's own
has nothing to say of it, nobody need read it. Rows that hold elements of GS1, or other than digits and capital letters,
are always read.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tracecode.codes.bulk.column_layout import MAX_WIDTH
from tracecode.codes.bulk.columnar import columnar
from tracecode.codes.bulk.columns import Bools, Rows, matrix
from tracecode.codes.bulk.engine import lengths
from tracecode.codes.bulk.lines import ByteMatrix
from tracecode.codes.bulk.silence import Silence
from tracecode.codes.layout import DIGITS_ONLY_BITS, Layout, most_lengths, random_bits
from tracecode.codes.match import basis_of
from tracecode.codes.payload import Payload, payload
from tracecode.codes.readings import (
    CARRIED_BITS,
    CONVINCING,
    ERROR_BITS,
    HINT_BITS,
    LEFT_BITS,
    NEAR_ERRORS,
    OTHER_ERROR_BITS,
    RIVAL_BITS,
    WARNING_BITS,
)
from tracecode.codes.segment_rules import Bound
from tracecode.spec.charclass import CharClass

if TYPE_CHECKING:
    from tracecode.codes.registry import Registry
    from tracecode.codes.scheme import Scheme

_ROUNDED = 0.01
"""Weights are compared rounded."""
_MOST_READ = 3
"""So many other schemes may be asked row by row; with more, reading the row is as quick."""
_UPC_E = 8
_SAMPLES = {"d": "1", "dl": "A1"}


class _Judge(NamedTuple):
    """What says of rows of one length and kind that they are of a scheme."""

    silence: Silence
    others: tuple[Callable[[ByteMatrix], Bools], ...]
    """Which rows another scheme accepts that comes near it."""
    zeros: bool
    """Whether it holds of texts that begin with a zero, too."""


class Recognition:
    """Finds the schemes of a column from those that were found in its first rows."""

    def __init__(self, schemes: Registry, product: str | None) -> None:
        self._schemes = schemes
        self._favoured = schemes.standard.product(product).codes.all if product else frozenset()
        self._found: dict[tuple[int, str], list[str]] = {}
        self._judges: dict[tuple[str, int, str, date | None], _Judge | None] = {}
        self._silences: dict[str, Silence] = {}

    def learn(self, scheme: str, text: str) -> bool:
        """Remember the scheme of a text that was identified without a doubt; whether it is new of such texts."""
        kind = _kind_of(text)
        found = self._found.setdefault((len(text), kind), [])
        if not kind or scheme in found:
            return False
        found.append(scheme)
        return True

    def silent(self, rows: Rows, on: date | None) -> Iterator[tuple[Scheme, Bools]]:
        """For each scheme the rows that are codes of it, of which nothing is to be said."""
        for size, index in lengths(rows.size):
            if size > MAX_WIDTH or not any(length == size for length, _ in self._found):
                continue
            lines = ByteMatrix(matrix(rows, index, size))
            digits, capitals = _kinds(lines)
            free = ~_of_gs1(lines, digits)
            for kind, own in (("d", digits), ("dl", capitals)):
                left = own & free
                for id in self._found.get((size, kind), ()):
                    judge = self._judge(id, size, kind, on)
                    if judge is None or not left.any():
                        continue
                    mine = left & judge.silence.one_length(lines, on)
                    if not judge.zeros:
                        mine &= lines.across[:, 0] != ord("0")
                    for accepts in judge.others if mine.any() else ():
                        mine &= ~accepts(lines)
                    left &= ~mine
                    silent = np.zeros(len(rows.size), np.bool_)
                    silent[slice(None) if index is None else index] = mine
                    yield self._schemes[id], silent

    def _judge(self, id: str, size: int, kind: str, on: date | None) -> _Judge | None:
        key = id, size, kind, on
        if key not in self._judges:
            self._judges[key] = self._made(self._schemes[id], size, kind, on)
        return self._judges[key]

    def _made(self, scheme: Scheme, size: int, kind: str, on: date | None) -> _Judge | None:
        """The judge of a scheme; None where it may always have a rival, or its weight may be small."""
        silence = self._silences.setdefault(scheme.id, Silence(scheme))
        own = [columns.layout for columns in silence.layouts(on) if columns.run(size) is not None]
        loose = any(layout.spec.lenient_only and layout.min <= size <= layout.max for layout in scheme.layouts)
        if not own or loose or any(_is_another(layout) or basis_of(layout) == "length" for layout in own):
            return None
        if any(basis_of(layout) == "content" and not layout.begins for layout in own) and self._may_lack(
            scheme, size, kind
        ):
            return None
        least = min(-_space(layout, size, kind, most=True) for layout in own) + self._hint(scheme)
        total = 1 + 2 ** (-random_bits((_SAMPLES[kind] * size)[:size]) - least)
        near: list[tuple[Scheme, list[Layout]]] = []
        for other in self._others(scheme, size, kind):
            zeros = "zeros" in other.spec.lenient
            layouts = other.candidates(on, strict=False)
            fitting = [
                layout
                for layout in layouts
                if (layout.min <= size <= layout.max or (zeros and layout.min < size))
                and not _holds_more(layout, "", kind)
            ]
            if not fitting:
                continue
            greatest = max(-_space(layout, size, kind, most=False) for layout in fitting) + self._hint(other)
            if zeros or greatest > least - RIVAL_BITS - _ROUNDED or other.identity == "label":
                near.append((other, fitting))
            else:
                total += 2 ** (greatest - least)
        convincing = 1 / total > CONVINCING + _ROUNDED
        if not convincing and self._is_nearly_another(scheme, size, kind, on, least):
            return None
        accepting = [self._accepting(other, layouts, size, on) for other, layouts in near]
        read = [other for (other, _), accepts in zip(near, accepting, strict=True) if accepts is None]
        if len(read) > _MOST_READ:
            return None
        by_rows = [_one_by_one(other, Bound(on or date.today(), strict=False)) for other in read]
        return _Judge(silence, (*(accepts for accepts in accepting if accepts is not None), *by_rows), convincing)

    def _hint(self, scheme: Scheme) -> float:
        if scheme.id in self._favoured:
            return HINT_BITS
        return CARRIED_BITS if scheme.id in self._schemes.index.carried else 0.0

    def _others(self, scheme: Scheme, size: int, kind: str) -> list[Scheme]:
        """The other schemes of which a text may be."""
        ids = self._schemes.index.alike(size, frozenset(kind), self._favoured)
        return [self._schemes[id] for id in ids if id != scheme.id]

    def _is_nearly_another(self, scheme: Scheme, size: int, kind: str, on: date | None, least: float) -> bool:
        """Whether such a text may be a broken code of another scheme rather than a right one of this scheme."""
        for id in self._schemes.index.nearly(size, frozenset(kind), self._favoured):
            other = self._schemes[id]
            layouts = other.candidates(on, strict=False) if other is not scheme else []
            if any(_near(layout, size, kind) + self._hint(other) >= least - _ROUNDED for layout in layouts):
                return True
        return False

    def _may_lack(self, scheme: Scheme, size: int, kind: str) -> bool:
        """Whether such a text may be a code of another scheme without the words that it begins with."""
        for shape in self._schemes.index.begun():
            is_other = shape.scheme != scheme.id and not shape.begins.isascii()
            if is_other and shape.min <= size + len(shape.begins) <= shape.max:
                layouts = self._schemes[shape.scheme].layouts
                if not all(_holds_more(layout, shape.begins, kind) for layout in layouts):
                    return True
        return False

    @staticmethod
    def _accepting(
        scheme: Scheme, fitting: list[Layout], size: int, on: date | None
    ) -> Callable[[ByteMatrix], Bools] | None:  # fmt: skip
        """Which rows a scheme accepts by any of these layouts; None if columns cannot tell."""
        if "lower" in scheme.spec.lenient or "zeros" in scheme.spec.lenient:
            return None
        layouts = [columnar(each) for each in fitting]
        nested = {s.spec.scheme for each in layouts for s in each.layout.segments if s.spec.scheme is not None}
        nested |= {limit.scheme for each in layouts for limit in each.layout.spec.limits if limit.scheme is not None}
        if any(layout.spec.lenient_only for id in nested for layout in scheme.sibling(id).layouts):
            return None
        if any(each.run(size) is None for each in layouts):
            return None
        runs = [run for each in layouts if (run := each.run(size)) is not None]
        reference = on or date.today()

        def accepts(lines: ByteMatrix) -> Bools:
            some = lines.none()
            for run in runs:
                some |= run(lines, reference) == 0
            return some

        return accepts


def _one_by_one(scheme: Scheme, bound: Bound) -> Callable[[ByteMatrix], Bools]:
    accepts = scheme.inner.accepts
    return lambda lines: np.array([accepts(row.tobytes().decode("ascii", "replace"), bound) for row in lines.across])


def _is_another(layout: Layout) -> bool:
    """Whether all of a text is a code of another scheme."""
    return len(layout.segments) == 1 and layout.segments[0].spec.scheme is not None


def _space(layout: Layout, size: int, kind: str, *, most: bool) -> float:
    """How many texts of one length and kind fit a layout and its rules, at most or at least, as a binary logarithm."""
    held = sum(rule.bits for rule in layout.rules)
    sizes = _sizes(layout, size)
    free = 0.0
    if sizes is None:
        assert not most
        fixed = sum(s.max for s in layout.segments if s.chars is None)
        each = [math.log2(min(s.chars.size, 10)) for s in layout.segments if s.chars is not None]
        firsts = sum(min(0.0, math.log2(s.first.size / s.chars.size)) for s in layout.segments if s.first and s.chars)
        free = max(0, size - fixed) * min(each, default=0.0) + firsts
    spared = [0.0]
    for segment, length in zip(layout.segments, sizes or (), strict=False):
        if segment.chars is None or not length:
            continue
        text_bits = random_bits((_SAMPLES[kind] * length)[:length])
        own = text_bits if segment.chars.negated else length * math.log2(segment.chars.size)
        digits = length * math.log2(10)
        if kind == "d" or not most:  # also of a text with letters a part may have none
            less = min(own, digits + DIGITS_ONLY_BITS, digits if segment.chars.negated else own)
            spared.append(own - less)
            own = less
        free += own + most_lengths(segment)
        if segment.first is not None:
            free += math.log2(segment.first.size / segment.chars.size)
    if kind == "dl" and not any(map(str.isalpha, "".join(text for s in layout.segments for text in s.texts))):
        free += min(spared[1:], default=0.0)  # but one part has the letters
    return max(0.0, free - held)


def _near(layout: Layout, size: int, kind: str) -> float:
    """At most, how well a layout explains texts of one length and kind that do not fit it, as a binary logarithm.

    As `Layout.diagnose` reads them: in a layout of several lengths nothing is read behind a fixed text that is missing.
    """
    fixed, firm = layout.min == layout.max, layout.severity == "error"
    literal = 0
    faults = int(not layout.min <= size <= layout.max)
    costs: list[tuple[float, float]] = []  # of each character, and how many may be read at it
    read: set[int] = set()
    for segment in layout.segments:
        if segment.chars is None:
            fitting = [text for text in segment.texts if _fits(text, kind)]
            literal += max(map(len, fitting), default=0)
            if not fitting and not segment.spec.optional:
                faults += 1
                if not fixed:
                    break
                continue
        elif kind == "d" and segment.min and not _has_digits(segment.chars):
            faults += 1
            if segment.min == segment.max:
                costs.append((math.log2(min(segment.chars.size, 10)), segment.max))
            if not fixed:
                break
            continue
        else:
            first = min(0.0, math.log2(segment.first.size / segment.chars.size)) if segment.first else 0.0
            most = segment.max if segment.min == segment.max else math.inf
            costs.append((math.log2(min(segment.chars.size, 10)), most))
            if first:
                costs.append((first, 0))
        read.add(segment.place)
    if faults > NEAR_ERRORS and firm:
        return -math.inf
    sound = firm and not (fixed and size != layout.max)
    held = sum(rule.bits for rule in layout.rules if read.issuperset(rule.segments)) if sound else 0.0
    left = max(0, size - literal)
    free = 0.0
    for cost, most in sorted(costs):
        taken = min(left, most)
        free += cost * taken if most else cost
        left -= int(taken)
    free = max(0.0, free - held) + left * (math.log2(10) + LEFT_BITS)
    return -free - (faults * (OTHER_ERROR_BITS if firm else WARNING_BITS) or min(ERROR_BITS.values()))


def _holds_more(layout: Layout, begins: str, kind: str) -> bool:
    """Whether every text of a layout holds fixed characters that neither these words have nor texts of the kind."""
    for segment in layout.segments:
        if (repeat := segment.spec.repeat) is not None and repeat.min > 1 and not _fits(repeat.separator, kind):
            return True
        if segment.chars is None and not segment.spec.optional:
            others = ("".join(char for char in text if char not in begins) for text in segment.texts)
            if not any(_fits(text, kind) or not text for text in others):
                return True
    return False


def _has_digits(chars: CharClass) -> bool:
    return chars.negated or any("0" <= char <= "9" for char in chars.chars)


def _fits(text: str, kind: str) -> bool:
    return text.isascii() and (text.isdigit() if kind == "d" else text.isalnum() and text.upper() == text)


def _sizes(layout: Layout, size: int) -> list[int] | None:
    """How long each segment is in a text of a length, where that is settled."""
    columns = columnar(layout)
    if columns.mixed or columns.run(size) is None:
        return None
    settled = columns.of_size(size)
    return None if settled is None else [len(cells) for cells in settled.cells]


# --- texts -----------------------------------------------------------------------------------------------------------


def _kind_of(text: str) -> str:
    """The kind of a text of digits, or of digits and capital letters; empty for any other."""
    if not text.isascii() or not text.isalnum() or text.upper() != text or text.isalpha():
        return ""
    return "d" if text.isdigit() else "dl"


def _kinds(lines: ByteMatrix) -> tuple[Bools, Bools]:
    """Which rows hold digits alone, and which digits and capital letters."""
    across = lines.across
    digit = across - np.uint8(48) < 10
    letter = across - np.uint8(65) < 26
    digits: Bools = np.logical_and.reduce(digit, axis=1)
    capitals: Bools = np.logical_and.reduce(digit | letter, axis=1) & ~digits & np.logical_or.reduce(digit, axis=1)
    return digits, capitals


def _elements() -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """By its first two digits the length of an element of GS1, if another may follow; and the least length of a key."""
    skip, key = np.zeros(100, np.int64), np.zeros(100, np.int64)
    for head, length in ((4, 18), *((each, 8) for each in range(11, 20)), (20, 4), *((n, 10) for n in range(31, 37))):
        skip[head] = length
    for head, length in ((0, 20), (1, 16), (2, 16), (3, 16), (25, 16), (40, 3), (41, 16), (80, 4)):
        key[head] = length
    return skip, key


_SKIP, _KEY = _elements()


def _of_gs1(lines: ByteMatrix, digits: Bools) -> Bools:
    """Which rows hold elements of GS1, or are a UPC-E: those that may by their first digits are read."""
    across, width = lines.across, lines.width
    elements = digits & (across[:, 0] < 50) if width == _UPC_E else lines.none()
    left, at = np.arange(lines.count), np.zeros(lines.count, np.int64)
    while True:
        inside = at + 3 <= width
        left, at = left[inside], at[inside]
        if not len(left):
            break
        tens, ones = across[left, at] - np.uint8(48), across[left, at + 1] - np.uint8(48)
        head = np.where((tens < 10) & (ones < 10), tens.astype(np.int64) * 10 + ones, 99)
        key = _KEY.take(head)
        third = across[left, at + 2] - np.uint8(48)
        may = (key > 0) & (at + key <= width)
        may &= (head != 40) | (third == 1) | (third == 2)
        may &= (head != 80) | (third < 3)
        elements[left[may]] = True
        skip = _SKIP.take(head)
        on = skip > 0
        left, at = left[on], at[on] + skip[on]
    for row in np.flatnonzero(elements).tolist():
        elements[row] = payload(across[row].tobytes().decode("latin-1")) != Payload()
    return elements
