"""The index behind `identify`: which schemes a text may belong to, by length and first character, without trying each.

It is derived from the schemes and kept in `meta/index.json`, so that reading one code does not load every scheme; if
any scheme has changed since, it is made anew.
"""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, NamedTuple

from tracecode.codes.fold import fold

if TYPE_CHECKING:
    from tracecode.codes.registry import Registry
    from tracecode.spec.catalog import Catalog
    from tracecode.spec.model import Fold

FILE = "meta/index.json"
_NARROW = 8  # a form whose lengths differ by no more is filed under each of them


class Shape(NamedTuple):
    """What a form's texts look like from outside."""

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


class Index:
    """Finds the schemes that a text may belong to."""

    def __init__(self, schemes: Registry) -> None:
        self._fixed: dict[tuple[tuple[Fold, ...], int], list[Shape]] = {}
        self._open: dict[tuple[Fold, ...], list[Shape]] = {}
        self._begun: dict[tuple[Fold, ...], list[Shape]] = {}
        self._folds: dict[tuple[Fold, ...], None] = {}
        self.carried: set[str] = set()
        """Ids of the schemes that some product of the catalogue carries."""
        for shape in _stored(schemes.catalog) or _shapes(schemes):
            steps = shape.lenient
            if shape.carried:
                self.carried.add(shape.scheme)
            self._folds[steps] = None
            if len(shape.begins) > 1:
                self._begun.setdefault(steps, []).append(shape)
            if shape.max - shape.min <= _NARROW:
                for length in range(shape.min, shape.max + 1):
                    self._fixed.setdefault((steps, length), []).append(shape)
            else:
                self._open.setdefault(steps, []).append(shape)

    def schemes(self, text: str, *, near: bool = False) -> list[str]:
        """The ids of schemes that a text may belong to, whatever folding they allow.

        With `near` also those that it may nearly fit: one character too many or too few, another beginning, or a fixed
        beginning of at least two characters that the text has.
        """
        found: dict[str, None] = {}
        for steps in self._folds:
            folded = fold(text, steps).text
            if not folded:
                continue
            length = len(folded)
            for shape in (*self._fixed.get((steps, length), ()), *self._open.get(steps, ())):
                if shape.min <= length <= shape.max and (near or shape.first is None or folded[0] in shape.first):
                    found[shape.scheme] = None
            if near:
                for other in (length - 1, length + 1):
                    found.update(dict.fromkeys(shape.scheme for shape in self._fixed.get((steps, other), ())))
                begun = (shape.scheme for shape in self._begun.get(steps, ()) if folded.startswith(shape.begins))
                found.update(dict.fromkeys(begun))
        return list(found)


def derived(schemes: Registry) -> str:
    """The text of the index file."""
    rows = [json.dumps(shape, ensure_ascii=False) for shape in _shapes(schemes)]
    return f'{{"of": "{_state(schemes.catalog)}", "shapes": [\n' + ",\n".join(rows) + "\n]}\n"


def _shapes(schemes: Registry) -> list[Shape]:
    carried = {code for id in schemes.catalog.ids("product") for code in schemes.catalog.product(id).codes.all}
    found = {
        Shape(id, schemes[id].spec.lenient, form.min, form.max, form.first_chars, form.begins, id in carried): None
        for id in schemes.ids
        for form in sorted(
            schemes[id].forms, key=lambda form: (form.edition.id, form.id)
        )  # not by what is in force today
    }
    return list(found)


def _stored(catalog: Catalog) -> list[Shape] | None:
    """The shapes in the index file, if it belongs to the schemes as they are."""
    try:
        with open(catalog.path(FILE), encoding="utf-8") as file:
            data = json.load(file)
        if data["of"] != _state(catalog):
            return None
        return [Shape(id, tuple(lenient), *rest) for id, lenient, *rest in data["shapes"]]
    except (OSError, ValueError, LookupError, TypeError):
        return None


def _state(catalog: Catalog) -> str:
    """A checksum of everything that shapes are made of."""
    files = [file for file in catalog.files if file.startswith(("schemes/", "alphabets", "products/"))]
    return f"{zlib.crc32(' '.join(map(catalog.checksum, files)).encode()):08x}"
