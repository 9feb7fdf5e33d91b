"""A code: a value that was read or built under a scheme. It exists only if it is right.

>>> import tracecode as tc
>>> code = tc.parse("SC11464010500015")
>>> code.scheme, code.segments["category"]
('sc-food-licence', '14')
>>> code.meanings("en")["category"]
'Tea and related products'
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from tracecode.codes.things import finest, is_serial, thing
from tracecode.errors import UnknownId
from tracecode.findings import Finding
from tracecode.messages import LANGUAGES
from tracecode.privacy import mask
from tracecode.standard.resolved import Reference, referred
from tracecode.value import Value

if TYPE_CHECKING:
    from tracecode.codes.layout import Layout
    from tracecode.spec.base import Text


class Code(Value):
    """A trace code, always the pair of scheme and value; two are equal if they name one thing,
    however written.
    """

    scheme: str
    """Id of the scheme."""
    normalized: str
    """The value in the characters of the rule."""
    text: str
    """The text as it was given."""
    edition: str
    """Id of the edition under which it was read."""
    form: str
    """Id of the layout."""
    segments: Mapping[str, str]
    """The parts, by segment id, in order; fixed texts included."""
    findings: tuple[Finding, ...] = ()
    """Warnings, and what folding changed. Never errors."""
    elements: Mapping[str, str] = MappingProxyType({})
    """The GS1 elements among which it stood, by application identifier: its serial, batch, dates;
    else none.
    """
    _layout: Layout | None = None
    _standard: Reference | None = None
    """After a journey between processes: the standard under which it was read."""
    _on: date | None = None
    _canonical: str | None = None
    """After a journey between processes: the key of the thing, which needs no standard."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Code) and self.canonical == other.canonical

    def __hash__(self) -> int:
        return hash(self.canonical)

    def __str__(self) -> str:
        return self.normalized

    def __repr__(self) -> str:
        return f"Code({self.scheme!r}, {self.public()[0]!r}, edition={self.edition!r})"

    @property
    def canonical(self) -> str:
        """The key of the thing that it names: scheme and value, and of a GTIN its serial, or else
        its batch.

        A GTIN has 14 digits in it, so its shorter forms have one key. A label is the unit whose
        code stands in it.
        """
        if self._canonical is not None:
            return self._canonical
        kind = self.layout.owner.identity
        if kind == "value":
            return f"{self.scheme}:{self.normalized}"
        if kind == "label":
            return (
                self._unit.canonical
                if self._unit is not None
                else f"{self.scheme}:{self.normalized}"
            )
        value = self.normalized.zfill(14) if kind == "trade-item" else self.normalized
        return f"{self.scheme}:{thing(self._ai, value, self.elements) if self.elements and self._ai else value}"

    @property
    def is_unit(self) -> bool:
        """Whether it names a single unit: then it may stand only once."""
        if self._unit is not None:
            return True
        units = self.layout.owner.units
        if units == "all" or (units == "some" and self._is_numbered):
            return True
        return self._ai is not None and is_serial(finest(self._ai, self.elements))

    @property
    def _is_numbered(self) -> bool:
        """Whether it has a serial number in it."""
        return any(
            segment.spec.role == "serial" and self.segments.get(segment.spec.id)
            for segment in self.layout.segments
        )

    @property
    def _ai(self) -> str | None:
        """The application identifier behind which it stood."""
        own = (
            ai
            for ai in self.layout.owner.spec.gs1_ai
            if self.elements.get(ai, "").endswith(self.normalized)
        )
        return next(own, None) if self.elements else None

    @property
    def _unit(self) -> Code | None:
        """Of a label the code of the unit that bears it."""
        if self.layout.owner.spec.identifies != "label":
            return None
        units = [code for code in self.nested.values() if code.is_unit]
        return units[0] if len(units) == 1 else None

    @property
    def nested(self) -> Mapping[str, Code]:
        """The codes inside this one, by segment id; a segment that should be one and is not is left
        out.
        """
        codes: dict[str, Code] = {}
        for segment in self.layout.segments if self.segments else ():
            if segment.spec.scheme is not None:
                inner = self.layout.owner.sibling(segment.spec.scheme)
                code, _ = inner.alone(self.segments[segment.spec.id], self._on)
                if code is not None:
                    codes[segment.spec.id] = code
        return codes

    @property
    def layout(self) -> Layout:
        """The layout by which it was read.

        Raises:
            AbsentStandard: it came from another process, and its standard is not loaded in this
                one.
        """
        if self._layout is not None:
            return self._layout
        from tracecode.codes.registry import registry

        assert self._standard is not None
        (layout,) = registry(referred(self._standard))[self.scheme].candidates(
            None, self.edition, self.form, strict=True
        )
        return layout

    def __getstate__(self) -> dict[str, object]:
        named = self._standard if self._layout is None else self._layout.owner.standard.reference
        kept = {
            "segments": dict(self.segments),
            "elements": dict(self.elements),
            "_canonical": self.canonical,
        }
        return {**self.__dict__, **kept, "_layout": None, "_standard": named}

    def __setstate__(self, state: dict[str, object]) -> None:
        self.__dict__.update(state)

    def names(self, lang: str = "zh") -> dict[str, str]:
        """The segments' names in `lang` (`zh` or `en`), by segment id."""
        return {segment.spec.id: _in(segment.spec.name, lang) for segment in self.layout.segments}

    def meanings(self, lang: str = "zh") -> dict[str, str]:
        """What the segments' values mean, in `lang`, by segment id: names from code lists and dates
        as YYYY-MM-DD.

        A segment whose value means nothing beyond itself (a serial number) is left out; those of a
        nested code stand under `outer.inner`.

        Raises:
            UnknownId: there is no such language.
        """
        if lang not in LANGUAGES:
            raise UnknownId("language", lang, LANGUAGES)
        if not self.segments:
            return {}
        from tracecode.codes.meanings import meanings

        return meanings(self.layout, self.segments, lang, self._on)

    def public(self) -> tuple[str, dict[str, str]]:
        """Value and segments as they may be shown to anybody: of a personal number no more than a
        place.
        """
        if not self.layout.owner.personal:
            return self._masked()
        segments = {
            segment.spec.id: value
            if segment.spec.literal is not None or segment.spec.role in _TELLING
            else "*" * len(value)
            for segment, value in zip(self.layout.segments, self.segments.values(), strict=False)
        }
        return "".join(segments.values()) or "*" * len(self.normalized), segments

    @property
    def public_elements(self) -> dict[str, str]:
        """The GS1 elements around it, as they may be shown to anybody."""
        return {ai: mask(value) for ai, value in self.elements.items()}

    def public_meanings(self, lang: str = "zh") -> dict[str, str]:
        """As `meanings`, without those of parts that `public` hides, such as a date inside a
        person's number.
        """
        meanings = self.meanings(lang)
        if self.layout.owner.personal:
            return meanings  # it tells no date
        _, shown = self.public()
        if shown == self.segments:
            return meanings
        hidden = {id for id, value in shown.items() if value != self.segments[id]}
        return {
            id: text
            for id, text in meanings.items()
            if not hidden & {*id.partition(".")[0].split("+")}
        }

    def _masked(self) -> tuple[str, dict[str, str]]:
        """Value and segments, masked as one text: a number that is cut into segments is a number
        all the same.
        """
        whole = mask(self.normalized)
        if whole == self.normalized:
            return whole, dict(self.segments)
        shown: dict[str, str] = {}
        at = 0
        for id, value in self.segments.items():
            shown[id] = whole[at : at + len(value)]
            at += len(value)
        return whole, shown

    def uri(self, base_url: str) -> str:
        """The code behind an address, as its symbol carries it: `base_url` and the percent-encoded
        value.
        """
        from urllib.parse import quote

        return base_url + quote(self.normalized, safe="")


_TELLING = ("prefix", "version", "class", "place", "level")  # roles of segments that name nobody


def _in(text: Text, lang: str) -> str:
    return text.zh if lang == "zh" else text.en
