"""Links: which parts of a code repeat parts of another, for instance of the product's registration
number.

>>> from tracecode.codes.registry import registry
>>> from tracecode.standard.resolved import packaged
>>> link = registry(packaged())["pesticide-unit"].links["registration"]
>>> link.agree("11722252247250743408010974953971", "PD20172225")
True
>>> [(found, wanted) for _, found, wanted in link.differences(
...     {"registration_last6": "172225"}, {"year": "2019", "serial": "0001"}
... )]
[('172225', '190001')]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from tracecode.errors import UnknownId
from tracecode.findings import Finding, severity_of
from tracecode.privacy import starred

if TYPE_CHECKING:
    from tracecode.codes.code import Code
    from tracecode.codes.layout import Layout
    from tracecode.codes.scheme import Scheme
    from tracecode.findings import Severity
    from tracecode.spec.base import Evidence
    from tracecode.spec.model import LinkEqual, LinkSpec

_MOST = 8192


class Link:
    """A link of a scheme at work."""

    def __init__(self, spec: LinkSpec, owner: Scheme) -> None:
        self.spec, self.owner = spec, owner
        self.evidence: Evidence = spec.evidence
        self.severity: Severity = severity_of(spec.evidence)
        self._agreed: set[tuple[str, str]] = set()

    @cached_property
    def source(self) -> str:
        """The document behind it."""
        return self.owner.standard.cite(self.spec.source)

    def differences(
        self, here: Mapping[str, str], there: Mapping[str, str]
    ) -> Iterator[tuple[LinkEqual, str, str]]:
        """What does not agree: the parts, what stands in the code, what the other code asks for.

        Args:
            here: the segments of the code.
            there: the segments of the other; one without those that are compared agrees.
        """
        for equal in self.spec.equal:
            if not (set(equal.here) <= set(here) and set(equal.there) <= set(there)):
                continue
            wanted = self.wanted(equal, there)
            actual = "".join(here[id] for id in equal.here)
            if wanted is not None and actual != wanted:
                yield equal, actual, wanted

    @staticmethod
    def wanted(equal: LinkEqual, there: Mapping[str, str]) -> str | None:
        """What a code must repeat of another with these segments; None where the other says
        nothing.
        """
        text = "".join(there[id] for id in equal.there)
        if equal.last is not None:
            text = text[-equal.last :]
        return text if equal.map is None else equal.map.get(text)

    def agree(self, text: str, other: str, on: date | None = None) -> bool:
        """Whether two texts agree, each right under its scheme; one that is not right disagrees
        with nothing.

        Codes of one product differ behind the parts that are compared: what agreed once for a
        beginning is kept.

        Args:
            text: the code.
            other: the other code.
            on: the date for which the code is read.
        """
        pair = text[: self._head], other
        if pair in self._agreed:
            return True
        here, there = self.owner.parts(text, on), self.owner.sibling(self.spec.to).parts(other)
        if any(self.differences(here, there)):
            return False
        if self._head is not None and here and there:
            if len(self._agreed) >= _MOST:
                self._agreed.clear()
            self._agreed.add(pair)
        return True

    @cached_property
    def _head(self) -> int | None:
        """How many characters hold all parts that are compared, at the same places in every layout;
        None: no number.

        Nothing is kept of personal numbers.
        """
        if self.owner.spec.privacy or self.owner.sibling(self.spec.to).spec.privacy:
            return None
        compared = [id for equal in self.spec.equal for id in equal.here]
        distinct_places = {_places(layout, compared) for layout in self.owner.layouts}
        places = distinct_places.pop()
        return None if distinct_places or places is None else max(places, default=0)


def agreement(scheme: Scheme, code: Code, other: Code, link: str | None) -> list[Finding]:
    """The disagreements of two codes; see `Scheme.agrees`.

    Raises:
        UnknownId: there is no such link.
    """
    links = [each_link for id, each_link in scheme.links.items() if link in (None, id)]
    if link is not None and not links:
        raise UnknownId("link", link, [*scheme.links])
    findings: list[Finding] = []
    for each_link in links:
        values: dict[str, object] = {"name": each_link.spec.name}
        if other.scheme != each_link.spec.to:
            if link is not None:
                values |= {"found": other.scheme, "allowed": each_link.spec.to}
                findings.append(Finding(rule="code.link_scheme", severity="error", values=values))
            continue
        for equal, here, wanted in each_link.differences(code.segments, other.segments):
            if scheme.personal or other.layout.owner.personal:
                here, wanted = starred(here), starred(wanted)  # noqa: PLW2901
            made = Finding(
                rule="code.link", severity=each_link.severity,
                values=values | {"found": here, "allowed": wanted}, path=".".join(equal.here),
                source=each_link.source, evidence=each_link.evidence,
            )  # fmt: skip
            findings.append(made)
    return findings


def _places(layout: Layout, ids: list[str]) -> tuple[int, ...] | None:
    """Where segments begin and end in every text of a layout; None where that varies, or one of
    them is absent.
    """
    places: dict[str, tuple[int, int]] = {}
    at = 0
    for segment in layout.segments:
        if segment.min != segment.max:
            break
        places[segment.spec.id] = (at, at + segment.max)
        at += segment.max
    return tuple(end for id in ids for end in places[id]) if set(ids) <= places.keys() else None
