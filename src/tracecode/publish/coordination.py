"""What coordination (统筹) asks of a standard: what items share and where they differ, what nobody
uses, what is near.

>>> from tracecode.standard.resolved import packaged
>>> report = coordination(packaged())
>>> recalled = next(shared for shared in report.shared if shared.id == "recall_no")
>>> len(recalled.items), sorted({mark for marks in recalled.items.values() for mark in marks})
(34, ['C', 'M', 'O'])
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, NamedTuple

from tracecode.lint.blame import blaming
from tracecode.spec.base import Citation, Spec
from tracecode.spec.file_kinds import KINDS
from tracecode.standard.record_layout import items_in_order, record_layout

if TYPE_CHECKING:
    from tracecode.spec.base import Text
    from tracecode.standard.resolved import Resolved

NEAR = 0.8
"""Names that are so much alike are near: twice the common characters over all."""
_MARKS = "MCO"
"""Obligations, the strictest first."""


class SharedElement(NamedTuple):
    """An element of the records of several items."""

    id: str
    name: Text
    items: dict[str, str]
    """The obligations with which each item has it, the strictest first: `M`, `CO`."""
    types: int
    """In how many record types."""

    @property
    def differs(self) -> bool:
        """Whether items ask for it differently."""
        return len(set(self.items.values())) > 1


class NearPair(NamedTuple):
    """Two elements of one format whose names are nearly the same."""

    first: str
    second: str
    ratio: float


class CitedDocument(NamedTuple):
    """How often a document is cited, and how sure what rests on it is."""

    id: str
    times: int
    evidence: Counter[str]


class Coordination(NamedTuple):
    """The whole report."""

    elements: list[SharedElement]
    """Every element that a record of any item has, in the order of its id."""
    orphans: dict[str, list[str]]
    """What nothing uses, by kind: elements, groups, code lists, encoding rules."""
    near: list[NearPair]
    """The nearest first."""
    sources: list[CitedDocument]
    """Every document, in the order of its id."""

    @property
    def shared(self) -> list[SharedElement]:
        """The elements of several items, those of most items first."""
        several = [element for element in self.elements if len(element.items) > 1]
        return sorted(several, key=lambda element: (-len(element.items), element.id))

    @property
    def cited_once(self) -> list[CitedDocument]:
        """The documents on which one rule rests."""
        return [cited for cited in self.sources if cited.times == 1]


@blaming
def coordination(standard: Resolved) -> Coordination:
    """The report of a standard.

    Raises:
        SpecError: a specification is wrong.
    """
    elements = _elements(standard)
    return Coordination(elements, _orphans(standard), list(_near(standard)), _sources(standard))


def _elements(standard: Resolved) -> list[SharedElement]:
    marks: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    types: dict[str, set[str]] = defaultdict(set)
    for item in items_in_order(standard):
        for record in standard.product(item).records:
            layout = record_layout(standard, record.id, item)
            for _, element in layout.walk():
                marks[element.id][item].add(element.use.obligation)
                types[element.id].add(layout.id)
    return [
        SharedElement(
            id,
            standard.indicator(id).name,
            {
                item: "".join(mark for mark in _MARKS if mark in seen)
                for item, seen in marks[id].items()
            },
            len(types[id]),
        )
        for id in sorted(marks)
    ]


def _orphans(standard: Resolved) -> dict[str, list[str]]:
    """What no other definition names."""
    named = {kind: set[str]() for kind in KINDS}
    for kind in KINDS:
        for id in standard.ids(kind):
            for field, value in _fields(standard.thing(kind, id)):
                for target in _TARGETS.get(field, ()):
                    named[target].add(value)
    kinds = ("indicator", "group", "codelist", "scheme", "alphabet")
    return {kind: sorted({*standard.ids(kind)} - named[kind]) for kind in kinds}


_TARGETS = {
    "use": ("indicator",), "group": ("group",), "codelist": ("codelist",), "scheme": ("scheme",),
    "chars": ("alphabet",), "like": ("codelist",), "scheme_id": ("scheme",),
    **dict.fromkeys(("unit", "batch", "package", "product", "party", "licence", "certificate", "label"), ("scheme",)),
}  # fmt: skip
"""Which kinds of things the words of a specification name."""


def _fields(part: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text inside a definition, with the name of the field in which it stands."""
    if isinstance(part, str):
        yield name, part
    elif isinstance(part, Spec):
        for field, value in part.__dict__.items():
            yield from _fields(value, field)
    elif isinstance(part, tuple):
        for value in part:
            yield from _fields(value, name)


def _near(standard: Resolved) -> Iterator[NearPair]:
    by_format: dict[str, list[Any]] = defaultdict(list)
    for id in standard.ids("indicator"):
        element = standard.indicator(id)
        if element.format is not None:
            by_format[element.format].append(element)
    pairs = []
    for elements in by_format.values():
        for i, first in enumerate(elements):
            matcher = SequenceMatcher(None, "", first.name.zh)
            for second in elements[i + 1 :]:
                matcher.set_seq1(second.name.zh)
                if (
                    matcher.real_quick_ratio() >= NEAR
                    and matcher.quick_ratio() >= NEAR
                    and matcher.ratio() >= NEAR
                ):
                    pairs.append(NearPair(first.id, second.id, round(matcher.ratio(), 3)))
    yield from sorted(pairs, key=lambda pair: (-pair.ratio, pair.first, pair.second))


def _sources(standard: Resolved) -> list[CitedDocument]:
    times: Counter[str] = Counter()
    evidence: dict[str, Counter[str]] = defaultdict(Counter)
    for kind in KINDS:
        if kind != "source":
            for id in standard.ids(kind):
                for source, sure in _citations(standard.thing(kind, id)):
                    times[source] += 1
                    if sure is not None:
                        evidence[source][sure] += 1
    for law in map(standard.law, standard.ids("law")):
        times[law.id] += len(law.articles)
        evidence[law.id].update(article.evidence or law.evidence for article in law.articles)
    return [CitedDocument(id, times[id], evidence[id]) for id in standard.ids("source")]


def _citations(part: object) -> Iterator[tuple[str, str | None]]:
    """Every document that a definition cites, and the evidence beside it."""
    if isinstance(part, Spec):
        values = part.__dict__
        source = values.get("source")
        if isinstance(source, Citation):
            yield source.ref, values.get("evidence")
        for field, value in values.items():
            if field != "source":
                yield from _citations(value)
    elif isinstance(part, tuple):
        for value in part:
            yield from _citations(value)
