"""What a standard document covers: the whole standard, one part a category, or one item, with all
that they rest on.

>>> from tracecode.standard.resolved import packaged
>>> pesticide = extent(packaged(), product="pesticide")
>>> pesticide.products, "pesticide-unit" in pesticide.schemes, "vin" in pesticide.schemes
(('pesticide',), True, False)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from tracecode.errors import UnknownId, WrongUse
from tracecode.standard.composition import group_layout
from tracecode.standard.record_layout import (
    common_records,
    items_in_order,
    items_of,
    layouts,
    record_layout,
)

if TYPE_CHECKING:
    from tracecode.spec.layout_model import LimitSpec, SegmentSpec
    from tracecode.spec.record_model import IndicatorSpec
    from tracecode.standard.elements import ElementGroup, RecordLayout
    from tracecode.standard.resolved import Resolved

_ENVELOPE = ("message-header", "digest", "signature")
"""The groups around the records of a message, which no record has."""
_LISTS = ("category", "stage", "recorder")
"""The code lists in whose words every document speaks."""


class Extent(NamedTuple):
    """What a document covers. Ids stand in the order in which they are written about."""

    id: str
    """`whole`, or the id of the category or item."""
    category: str | None
    product: str | None
    products: tuple[str, ...]
    schemes: tuple[str, ...]
    codelists: tuple[str, ...]
    alphabets: tuple[str, ...]
    layouts: tuple[RecordLayout, ...]
    groups: tuple[str, ...]
    indicators: tuple[str, ...]
    interfaces: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether it is the whole standard."""
        return self.category is None and self.product is None


def extent(
    standard: Resolved, *, category: str | None = None, product: str | None = None
) -> Extent:
    """What the document of a category or item covers; of neither, the whole standard.

    Args:
        standard: the specifications.
        category: id of a category; then no item is given.
        product: id of an item.

    Raises:
        UnknownId: there is no such category or item.
        WrongUse: both are given.
    """
    if category is not None and product is not None:
        raise WrongUse(
            "a document is of a category or of an item, not of both",
            "文件针对一个类别或一个品目，不能同时指定",
        )
    if product is not None:
        standard.product(product)
        return _around(standard, product, None, product, (product,))
    items = items_in_order(standard)
    if category is not None:
        items = tuple(id for id in items if standard.product(id).category == category)
        if not items:
            raise UnknownId(
                "category",
                category,
                {standard.product(id).category for id in standard.ids("product")},
            )
        return _around(standard, category, category, None, items)
    every = {
        kind: standard.ids(kind)
        for kind in ("scheme", "codelist", "alphabet", "group", "indicator", "interface")
    }
    return Extent(
        "whole", None, None, items, every["scheme"], every["codelist"], every["alphabet"],
        layouts(standard), every["group"], every["indicator"], every["interface"],
    )  # fmt: skip


def _around(
    standard: Resolved,
    id: str,
    category: str | None,
    product: str | None,
    products: tuple[str, ...],
) -> Extent:
    """Some items with all that they rest on."""
    interfaces = tuple(
        each for each in standard.ids("interface") if not standard.interface(each).reserved
    )
    types = {layout.id: layout for layout in _layouts(standard, products, interfaces)}
    reach = _Reach(standard)
    for layout in types.values():
        reach.elements(layout)
    for group in _ENVELOPE:
        if group in standard.ids("group"):
            reach.group(group)
    for each in interfaces:
        for use in standard.interface(each).query:
            reach.indicator(standard.indicator(use.use))
    for each in products:
        spec = standard.product(each)
        reach.schemes_of(sorted(spec.codes.all))
        for domain in spec.domains:
            reach.indicator(standard.indicator(domain.element))
            reach.codelist(domain.codelist)
    for codelist in _LISTS:
        reach.codelist(codelist)
    known = {kind: frozenset(ids) for kind, ids in reach.found.items()}

    def ordered(kind: str) -> tuple[str, ...]:
        return tuple(each for each in standard.ids(kind) if each in known[kind])

    return Extent(
        id, category, product, products, ordered("scheme"), ordered("codelist"),
        ordered("alphabet"), tuple(layout for layout in layouts(standard) if layout.id in types),
        ordered("group"), ordered("indicator"), interfaces,
    )  # fmt: skip


def _layouts(
    standard: Resolved, products: tuple[str, ...], interfaces: tuple[str, ...]
) -> Iterator[RecordLayout]:
    """The record types of some items, and those of no item in particular, which all items have."""
    for each in products:
        for record in standard.product(each).records:
            yield record_layout(standard, record.id, each)
    everybody = len(standard.ids("product"))
    sent = {
        id
        for each in interfaces
        for id in (*standard.interface(each).accepts, *standard.interface(each).returns)
    }
    for id in sorted(common_records(standard)):
        layout = record_layout(standard, id)
        if id in sent or len(items_of(standard, layout)) == everybody:
            yield layout


class _Reach:
    """What is reached from records and codes, by kind."""

    def __init__(self, standard: Resolved) -> None:
        self._standard = standard
        self.found: dict[str, set[str]] = {
            kind: set() for kind in ("scheme", "codelist", "alphabet", "group", "indicator")
        }

    def _new(self, kind: str, id: str | None) -> bool:
        """Whether something is met for the first time; then it is noted."""
        if id is None or id in self.found[kind]:
            return False
        self.found[kind].add(id)
        return True

    def elements(self, group: ElementGroup) -> None:
        """The elements of a record type or group, at any depth."""
        for element in group.elements:
            self.indicator(element.spec)
            if element.group is not None:
                self.group(element.group.id)

    def group(self, id: str) -> None:
        if self._new("group", id):
            self.elements(group_layout(self._standard, id))

    def indicator(self, spec: IndicatorSpec) -> None:
        if self._new("indicator", spec.id):
            if spec.group is not None:
                self.group(spec.group)
            self.codelist(spec.codelist)
            self.alphabet(spec.chars)
            if spec.scheme is not None:
                self.schemes_of([spec.scheme])

    def codelist(self, id: str | None) -> None:
        self._new("codelist", id)

    def alphabet(self, chars: str | None) -> None:
        if chars is not None and not chars.startswith("["):
            self._new("alphabet", chars)

    def schemes_of(self, ids: Iterable[str]) -> None:
        for id in ids:
            if not self._new("scheme", id):
                continue
            spec = self._standard.scheme(id)
            for layout in (layout for edition in spec.editions for layout in edition.layouts):
                for segment in layout.segments:
                    self._values(segment)
                    self.alphabet(segment.first)
                for limit in layout.limits:
                    self._values(limit)
                    self.alphabet(limit.contains)
                for check in layout.checks:
                    self.alphabet(check.alphabet)
            self.schemes_of(link.to for link in spec.links)

    def _values(self, part: SegmentSpec | LimitSpec) -> None:
        """What a segment or limit says of values."""
        self.codelist(part.codelist)
        self.alphabet(part.chars)
        self.schemes_of([part.scheme] if part.scheme is not None else [])
