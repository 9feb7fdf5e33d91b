"""Lint of the GS1 tables: application identifiers, lists of values, symbologies."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from tracecode.lint.findings import OPEN, bounds
from tracecode.spec.gs1_model import matches

if TYPE_CHECKING:
    from tracecode.lint.findings import SpecFindings
    from tracecode.spec.gs1_model import Gs1AiSpec, Gs1ListSpec, Gs1SymbologySpec
    from tracecode.spec.reader import Document, Place

_SYMBOLOGY = re.compile(r"\][A-Za-z][0-9]", re.ASCII)


class Gs1Lint:
    """Checks one row at a time, when all are read; what it finds goes to the notes."""

    def __init__(self, notes: SpecFindings) -> None:
        self._notes = notes

    def identifier(self, spec: Gs1AiSpec, document: Document, place: Place) -> None:
        """An application identifier: its parts, and the others that it names."""
        known = self._ais
        for ai in spec.ais:
            for cut in (ai[:2], ai[:3], ai):
                if known.get(cut, spec.id) != spec.id:
                    self._notes.say(
                        document,
                        (*place, "id"),
                        "spec.duplicate_id",
                        found=ai,
                        first=f"'{known[cut]}'",
                    )
        for field, named in (
            (
                "requires",
                [ai for group in spec.requires for entry in group for ai in entry.split("+")],
            ),
            ("excludes", spec.excludes),
            ("qualifiers", [ai for alternative in spec.qualifiers for ai in alternative]),
        ):
            for name in dict.fromkeys(named):
                if name not in known and not any(matches(name, ai) for ai in known):
                    self._notes.say(
                        document,
                        (*place, field),
                        "spec.reference",
                        field=field,
                        kind="AI",
                        found=name,
                        hint="",
                    )
        sizes = [bounds(part.length) for part in spec.parts]
        if not sizes or any(not 1 <= low <= high < OPEN for low, high in sizes):
            self._notes.layout(
                document,
                (*place, "parts"),
                "每段须有长度，且 1 <= min <= max",
                "each part needs a length, 1 <= min <= max",
            )
        if any(low != high for low, high in sizes[:-1]):
            self._notes.layout(
                document,
                (*place, "parts"),
                "只有最后一段可以变长",
                "only the last part may vary in length",
            )
        optional = [part.optional for part in spec.parts]
        if optional != sorted(optional) or optional[:1] == [True]:
            self._notes.layout(
                document,
                (*place, "parts"),
                "可选段须在必有段之后",
                "optional parts come after the others",
            )
        if spec.predefined and (any(optional) or any(low != high for low, high in sizes)):
            self._notes.layout(
                document,
                (*place, "predefined"),
                "预定义长度的值须定长",
                "a value of pre-defined length cannot vary",
            )
        if spec.qualifiers and not spec.key:
            self._notes.layout(
                document,
                (*place, "qualifiers"),
                "限定符须有 key: true",
                "qualifiers need key: true",
            )

    @cached_property
    def _ais(self) -> dict[str, str]:
        """The row of each application identifier, when all are read."""
        rows = [(row, id) for id, (row, *_) in self._notes.things["gs1-ai"].items()]
        return {ai: id for row, id in rows for ai in row.ais}

    def values(self, spec: Gs1ListSpec, document: Document, place: Place) -> None:
        """A list of the values that a part may have: none stands twice."""
        codes = spec.codes.split()
        for code in dict.fromkeys(code for code in codes if codes.count(code) > 1):
            self._notes.say(
                document, (*place, "codes"), "spec.duplicate_id", found=code, first="codes"
            )

    def symbology(self, symbology: Gs1SymbologySpec, document: Document, place: Place) -> None:
        """A symbology: its identifier, and what it carries."""
        if not _SYMBOLOGY.fullmatch(symbology.identifier):
            self._notes.layout(
                document, (*place, "identifier"), "须为 ] 加两个字符", "needs ] and two characters"
            )
        rows = self._notes.things["gs1-symbology"].values()
        first = next(other for other, *_ in rows if other.identifier == symbology.identifier)
        if first is not symbology:
            self._notes.say(
                document,
                (*place, "identifier"),
                "spec.duplicate_id",
                found=symbology.identifier,
                first=first.id,
            )
        if (symbology.digits is not None) != (symbology.carries == "gtin"):
            self._notes.layout(
                document,
                (*place, "digits"),
                "digits 只用于、且须用于 carries: gtin",
                "digits goes with carries: gtin",
            )
        if symbology.links and symbology.carries != "plain":
            self._notes.layout(
                document,
                (*place, "links"),
                "links 只用于 carries: plain",
                "links goes with carries: plain",
            )
