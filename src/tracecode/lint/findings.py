"""What the parts of lint share: everything that was read, and a place for findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracecode.findings import Finding
from tracecode.nearest import meant, near
from tracecode.spec.charclass import CharClass
from tracecode.spec.file_kinds import KINDS
from tracecode.spec.layout_model import Length

if TYPE_CHECKING:
    from tracecode.spec.layer import Layer
    from tracecode.spec.reader import Document, Place
    from tracecode.standard.resolved import Resolved


OPEN = 10**9
"""Stands for a length without upper limit."""


def bounds(length: int | Length) -> tuple[int, int]:
    """Fewest and most characters."""
    if isinstance(length, Length):
        return length.min, length.max if length.max is not None else OPEN
    return length, length


def field_of(place: Place) -> str:
    """The field that a place is, or the one whose list it is in."""
    return next((part for part in reversed(place) if isinstance(part, str)), "")


class SpecFindings:
    """The things of a standard by kind and id, and what was found on them."""

    def __init__(self, standard: Resolved) -> None:
        self.standard = standard
        self.found: list[Finding] = []
        self.things: dict[str, dict[str, tuple[Any, Document, Place]]] = {
            kind: {} for kind in KINDS
        }
        self.homes: dict[tuple[str, str], Layer] = {}
        """The uppermost layer that defines a thing, by kind and id."""
        self.cited: set[str] = set()
        self.used: set[tuple[str, str]] = set()
        self.broken: set[str] = set()
        """What could not be read: the kind of a list, or kind and id; references to it may be
        right.
        """

        self.half_written: set[str] = set()
        """The schemes whose nested segments have no characters or length yet, since an inner scheme
        is wrong.
        """

    def refer(self, kind: str, id: str, document: Document, place: Place) -> None:
        """Note that a thing of that kind is used, and say if there is none."""
        self.used.add((kind, id))
        if id not in self.things[kind] and not self.broken & {kind, f"{kind} {id}"}:
            hint = meant(near(id, tuple(self.things[kind])))
            self.say(
                document,
                place,
                "spec.reference",
                field=field_of(place),
                kind=kind,
                found=id,
                hint=hint,
            )

    def value(self, codelist: str, code: str, document: Document, place: Place) -> None:
        """Note that a code list is used, and say if it lacks the code."""
        self.refer("codelist", codelist, document, place)
        if codelist in self.things["codelist"]:
            codes = [entry.code for entry in self.things["codelist"][codelist][0].entries]
            if code not in codes:
                self.say(
                    document, place, "spec.value", field=field_of(place), found=code, allowed=codes
                )

    def alphabet_or_class(self, text: str, document: Document, place: Place) -> None:
        """Check what `chars` says: the name of an alphabet, or a class written out."""
        if text.startswith("["):
            self.char_class(text, document, place)
        else:
            self.refer("alphabet", text, document, place)

    def char_class(self, text: str, document: Document, place: Place) -> None:
        """Say if a class is not written in the dialect."""
        try:
            CharClass.read(text)
        except ValueError as error:
            self.say(document, place, "spec.class", reason=str(error))

    def layout(self, document: Document, place: Place, zh: str, en: str) -> None:
        """Say that the parts of something do not fit together."""
        self.say(document, place, "spec.layout", reason_zh=zh, reason_en=en)

    def say(self, document: Document, place: Place, rule: str, **values: object) -> None:
        """Note a finding on a place of a document."""
        path, line = document.where(place)
        self.found.append(Finding(rule=rule, severity="error", values=values, path=path, line=line))

    def is_replaced_above(self, kind: str, id: str | None, other: tuple[str, str]) -> bool:
        """Whether a thing was replaced in a layer above the one that defines another thing."""
        home, below = self.homes.get((kind, id or "")), self.homes.get(other)
        layers = self.standard.layers
        return home is not None and below is not None and layers.index(home) > layers.index(below)

    def chars(self, text: str) -> CharClass:
        """The characters behind `chars`.

        Raises:
            ValueError: the class is wrong, or no alphabet has that name.
        """
        if not text.startswith("[") and text in self.things["alphabet"]:
            text = self.things["alphabet"][text][0].chars
        return CharClass.read(text)

    # --- references, names, use -------------------------------------------------------------------
