"""The index behind `identify`: which schemes a text may belong to, by length and first character,
without trying each.

It is derived from the schemes and kept in `meta/index.json`, so that reading one code does not load
every scheme; if any scheme has changed since, it is made anew.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Iterable, Iterator
from functools import cache, cached_property
from typing import TYPE_CHECKING

from tracecode.fold import AROUND, ORDER, fold, table_of
from tracecode.spec.file_kinds import KINDS
from tracecode.spec.layers import ids_in
from tracecode.value import Value

if TYPE_CHECKING:
    from tracecode.codes.layout import Layout
    from tracecode.codes.registry import Registry
    from tracecode.spec.layer import Layer
    from tracecode.spec.model import Fold
    from tracecode.standard.resolved import Resolved

FILE = "meta/index.json"
_NARROW = 8  # a layout whose lengths differ by no more is filed under each of them
_USUAL = 64  # foreign texts of any length come by: of longer ones nothing is kept


class Shape(Value):
    """What a layout's texts look like from outside."""

    scheme: str
    lenient: tuple[Fold, ...]
    """Folding that lenient reading allows."""
    min: int
    max: int
    first: str | None
    """Characters with which a text may begin; None: many."""
    begins: str
    """Fixed text with which every code begins."""
    carried: bool
    """Whether some product of the catalogue carries the scheme."""
    hint_only: bool
    """Whether the scheme is offered only for a product that carries it, or behind its GS1
    application identifier.
    """
    may: str
    """Kinds of characters that may occur: `d` digits, `l` Latin letters, `p` other ASCII, `w` all
    others.
    """
    must: str
    """Kinds that occur in every code, since fixed text holds them."""


class Index:
    """Finds the schemes that a text may belong to."""

    def __init__(self, schemes: Registry) -> None:
        self._fixed: dict[tuple[tuple[Fold, ...], int], list[Shape]] = {}
        self._open: dict[tuple[Fold, ...], list[Shape]] = {}
        self._begun: dict[tuple[Fold, ...], list[Shape]] = {}
        self._folds: dict[tuple[Fold, ...], None] = {}
        self._firsts: set[str] = set()
        """The characters with which texts of some layout begin: of all others that have no case, a
        text begins alike."""
        self._made: dict[tuple[tuple[Fold, ...], int, frozenset[str]], list[Shape]] = {}
        self._staying: dict[
            tuple[int, frozenset[str], str, frozenset[str] | None], tuple[str, ...]
        ] = {}
        """What `schemes` gives for texts that no folding changes, but in the case of letters: it
        hangs on their length, kinds of characters and beginning alone."""
        self.carried: set[str] = set()
        """Ids of the schemes that some product of the catalogue carries."""
        for shape in _stored(schemes) or _shapes(schemes):
            steps = shape.lenient
            if shape.carried:
                self.carried.add(shape.scheme)
            self._folds[steps] = None
            self._firsts.update(shape.first or "")
            if len(shape.begins) > 1:
                self._begun.setdefault(steps, []).append(shape)
            if shape.max - shape.min <= _NARROW:
                for length in range(shape.min, shape.max + 1):
                    self._fixed.setdefault((steps, length), []).append(shape)
            else:
                self._open.setdefault(steps, []).append(shape)

    @cached_property
    def begun(self) -> tuple[Shape, ...]:
        """The shapes of codes that begin with a fixed text of at least two characters."""
        return tuple(shape for shapes in self._begun.values() for shape in shapes)

    def schemes(
        self, text: str, *, near: bool = False, hinted: frozenset[str] | None = frozenset()
    ) -> tuple[str, ...]:
        """The ids of schemes that a text may belong to, whatever folding they allow.

        Schemes that need a hint come only if they are among `hinted` (None: all).

        With `near` also those that it may nearly fit: one character too many or too few, another
        beginning, or a fixed beginning of at least two characters that the text has.
        """
        if not near and 0 < len(text) <= _USUAL and _stays(text):
            first = text[0] if text[0].isascii() or text[0] in self._firsts else ""
            key = len(text), _kinds(text), first, hinted
            known = self._staying.get(key)
            if known is None:
                known = self._staying[key] = _hinted(self._fitting(text), hinted)
            return known
        shapes = self._near(text) if near else self._fitting(text)
        return _hinted(shapes, hinted)

    def _fitting(self, text: str) -> Iterator[Shape]:
        """The shapes of texts such as one."""
        known: dict[str, frozenset[str]] = {}  # most ways of folding leave the same text
        for steps in self._folds:
            if folded := fold(text, steps).text:
                kinds = known.get(folded) or known.setdefault(folded, _kinds(folded))
                first = folded[0]
                yield from (
                    shape
                    for shape in self._alike(steps, len(folded), kinds)
                    if shape.first is None or first in shape.first
                )

    def _near(self, text: str) -> Iterator[Shape]:
        """The shapes of texts that one nearly is."""
        for steps in self._folds:
            if folded := fold(text, steps).text:
                length = len(folded)
                yield from self._long(steps, length)
                for other in (length - 1, length + 1):
                    yield from self._fixed.get((steps, other), ())
                for shape in self._begun.get(steps, ()):
                    if folded.startswith(shape.begins):
                        yield shape

    def alike(self, length: int, kinds: frozenset[str], hinted: frozenset[str]) -> tuple[str, ...]:
        """The ids of schemes that a text of a length and of these kinds of characters may belong
        to, however it begins.

        Of a text that folding changes in its case, or by taking zeros from its beginning, and not
        otherwise. `hinted` as for `schemes`.
        """
        lengths = {
            steps: range(1, length + 1) if "zeros" in steps else (length,) for steps in self._folds
        }
        shapes = [
            shape for steps,
            sizes in lengths.items() for size in sizes for shape in self._alike(steps, size, kinds)
        ]  # fmt: skip
        return _hinted(shapes, hinted)

    def nearly(self, length: int, kinds: frozenset[str], hinted: frozenset[str]) -> tuple[str, ...]:
        """The ids of schemes that a text of a length and of these kinds of characters may nearly
        fit.

        As for `alike`, of a text that does not begin with a zero.
        """
        shapes: list[Shape] = []
        for steps in self._folds:
            for near in (length - 1, length + 1):
                shapes += self._fixed.get((steps, near), ())
            shapes += self._long(steps, length)
            shapes += [
                shape for shape in self._begun.get(steps, ()) if _kinds(shape.begins) <= kinds
            ]
        return _hinted(shapes, hinted)

    def _long(self, steps: tuple[Fold, ...], length: int) -> list[Shape]:
        """The shapes of texts of a length."""
        each = (*self._fixed.get((steps, length), ()), *self._open.get(steps, ()))
        return [shape for shape in each if shape.min <= length <= shape.max]

    def _alike(self, steps: tuple[Fold, ...], length: int, kinds: frozenset[str]) -> list[Shape]:
        """The shapes of texts of a length and of these kinds of characters; kept of lengths that
        most codes have.
        """
        key = (steps, length, kinds)
        shapes = self._made.get(key)
        if shapes is None:
            each = self._long(steps, length)
            shapes = [
                shape
                for shape in each
                if kinds.issubset(shape.may) and kinds.issuperset(shape.must)
            ]
            if length <= _USUAL:
                self._made[key] = shapes
        return shapes


def _stays(text: str) -> bool:
    """Whether no step of folding changes a text, but for the case of its letters."""
    return text[0] != "0" and _folded_away().isdisjoint(text)


@cache
def _folded_away() -> frozenset[str]:
    """The characters that some step drops or replaces, but for letters of another case."""
    steps = (step for step in ORDER if step not in ("trim", "upper", "lower", "zeros"))
    return frozenset(AROUND).union(*(map(chr, table_of(step)) for step in steps))


def _hinted(shapes: Iterable[Shape], hinted: frozenset[str] | None) -> tuple[str, ...]:
    """The ids of schemes of shapes; of those that need a hint only if they are among these (None:
    all).
    """
    return tuple(
        dict.fromkeys(
            s.scheme for s in shapes if not s.hint_only or hinted is None or s.scheme in hinted
        )
    )


def derived(schemes: Registry) -> str:
    """The text of the index file."""
    rows = [
        json.dumps([*shape.__dict__.values()], ensure_ascii=False) for shape in _shapes(schemes)
    ]
    return (
        f'{{"of": "{_state(schemes.standard.layers[-1])}", "shapes": [\n'
        + ",\n".join(rows)
        + "\n]}\n"
    )


def _shapes(schemes: Registry, known: Collection[str] = ()) -> list[Shape]:
    """The shapes of all schemes but those that are known."""
    carried = {
        code
        for id in schemes.standard.ids("product")
        for code in schemes.standard.product(id).codes.all
    }
    shapes: dict[tuple[object, ...], Shape] = {}
    for id in (id for id in schemes.ids if id not in known):
        spec = schemes[id].spec
        # by id, not by what is in force today: the file must not change from one day to the next
        for layout in sorted(
            schemes[id].layouts, key=lambda layout: (layout.edition.id, layout.id)
        ):
            may, must = _layout_kinds(layout)
            shape = Shape(
                scheme=id, lenient=spec.lenient, min=layout.min, max=layout.max,
                first=layout.first_chars, begins=layout.begins, carried=id in carried,
                hint_only=spec.hint_only, may=may, must=must,
            )  # fmt: skip
            shapes.setdefault(tuple(shape.__dict__.values()), shape)
    return list(shapes.values())


def _layout_kinds(layout: Layout) -> tuple[str, str]:
    may: set[str] = set()
    must: set[str] = set()
    for segment in layout.segments:
        if segment.spec.literal is not None:
            variants = [_kinds(text) for text in (segment.spec.literal, *segment.spec.also)]
            may.update(*variants)
            if not segment.spec.optional:
                must |= frozenset.intersection(*variants)
        else:
            assert segment.chars is not None
            may |= set("dlpw") if segment.chars.negated else _kinds(segment.chars.chars)
            if segment.spec.repeat is not None:
                may |= _kinds(segment.spec.repeat.separator)
    return "".join(sorted(may)), "".join(sorted(must))


def _kinds(text: str) -> frozenset[str]:
    """The kinds of characters in a text."""
    if text.isascii():
        if text.isdigit():
            return frozenset("d")
        if text.isalnum():
            return frozenset("l") if text.isalpha() else frozenset("dl")
    return frozenset(map(_kind, text))


def _kind(char: str) -> str:
    if not char.isascii():
        return "w"
    return "d" if char.isdigit() else "l" if char.isalpha() else "p"


def _stored(schemes: Registry) -> list[Shape] | None:
    """The shapes in the index file of the lowest layer, if it belongs to the schemes as they are,
    and of added ones.

    None where another layer replaces anything of which shapes are made.
    """
    standard = schemes.standard
    layer, *others = standard.layers
    try:
        with open(layer.path(FILE), encoding="utf-8") as file:
            data = json.load(file)
        if data["of"] != _state(layer) or any(_replaces(other) for other in others):
            return None
        names = Shape.field_names()
        rows = ([id, tuple(lenient), *rest] for id, lenient, *rest in data["shapes"])
        shapes = [Shape(**dict(zip(names, row, strict=True))) for row in rows]
    except (OSError, ValueError, LookupError, TypeError):
        return None
    if not others:
        return shapes
    added = {
        code
        for other in others
        for id in ids_in(other, KINDS["product"])
        for code in _codes(standard, id)
    }
    shapes = [shape.replace(carried=shape.carried or shape.scheme in added) for shape in shapes]
    known = {shape.scheme for shape in shapes}
    return shapes + _shapes(schemes, known)


def _replaces(layer: Layer) -> bool:
    """Whether a layer replaces a scheme, an alphabet or an item."""
    kinds = [KINDS[id] for id in ("scheme", "alphabet", "product")]
    data = [layer.plain(path, kind) for kind in kinds for path in layer.files if kind.holds(path)]
    return any(
        item.get("overrides")
        for file in data
        for item in (file if isinstance(file, list) else [file])
    )


def _codes(standard: Resolved, product: str) -> frozenset[str]:
    return standard.product(product).codes.all


def _state(layer: Layer) -> str:
    """A checksum of everything that shapes are made of."""
    files = [
        file for file in layer.files if file.startswith(("schemes/", "alphabets", "products/"))
    ]
    return f"{zlib.crc32(' '.join(map(layer.checksum, files)).encode()):08x}"
