"""What laws ask, record type by record type, and whether a record type asks for it.

>>> from tracecode.standard.resolved import packaged
>>> duty = next(duty for duty in duties(packaged()) if duty.layout.id == "food_recall")
>>> duty.law, duty.article.clause, [asked(duty, paths) for paths in duty.article.asks]
('food-safety-law', '第六十三条', ['M', 'M'])
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

from tracecode.spec.base import Citation, Evidence
from tracecode.spec.rule_model import AtLeastOneSpec
from tracecode.standard.elements import RecordLayout
from tracecode.standard.record_layout import items_in_order, items_of, record_layout
from tracecode.standard.resolved import kept

if TYPE_CHECKING:
    from tracecode.spec.law_model import ArticleSpec
    from tracecode.standard.elements import Element, ElementGroup
    from tracecode.standard.resolved import Resolved

Asked = Literal["M", "one-of", "when"]
"""How a record type asks for an element: always, for one of several, or on the article's
condition.
"""


class Duty(NamedTuple):
    """An article and a record type that it binds."""

    law: str
    article: ArticleSpec
    layout: RecordLayout


def duties(standard: Resolved) -> Iterator[Duty]:
    """Every article with every record type that it binds, law by law, each type once.

    Raises:
        UnknownId: an article names an item or record that there is not.
        SpecError: a record type cannot be made.
    """
    for law in standard.ids("law"):
        for article in standard.law(law).articles:
            types = {layout.id: layout for layout in bound(standard, article)}
            yield from (Duty(law, article, layout) for layout in types.values())


def bound(standard: Resolved, article: ArticleSpec) -> Iterator[RecordLayout]:
    """The record types that an article binds, item by item; those of no item in particular, if no
    item has them.

    Raises:
        UnknownId, SpecError: as `duties`.
    """
    items = [standard.product(id) for id in items_in_order(standard)]
    for record in article.records:
        having = [item for item in items if any(own.id == record for own in item.records)]
        for item in having:
            if not article.products or {item.id, item.category} & {*article.products}:
                yield record_layout(standard, record, item.id)
        if not having:
            yield record_layout(standard, record)


class BoundArticle(NamedTuple):
    """An article that binds a kind of record of an item."""

    source: Citation
    article: ArticleSpec
    evidence: Evidence


def binding(standard: Resolved, record: str, product: str | None) -> Iterator[BoundArticle]:
    """The articles that bind a kind of record of an item, law by law; no record type is made for
    it.

    Args:
        standard: the standard.
        record: kind of record.
        product: id of the item; None: what binds every item.
    """
    item = set() if product is None else {product, standard.product(product).category}
    for each in _by_record(standard).get(record, ()):
        if not each.article.products or item & {*each.article.products}:
            yield each


def binding_type(
    standard: Resolved, layout: RecordLayout
) -> Iterator[tuple[BoundArticle, tuple[str, ...]]]:
    """The articles that bind records of a type, each with the items that it binds; none are named
    where it is all.
    """
    users = items_of(standard, layout)
    for each in _by_record(standard).get(layout.record, ()):
        wanted = {*each.article.products}
        items = [
            item for item in users if not wanted or {item, standard.product(item).category} & wanted
        ]
        if items:
            yield each, () if len(items) == len(users) else tuple(items)


def basis(
    standard: Resolved, group: ElementGroup, path: str, item: str | None = None
) -> tuple[Citation, Evidence]:  # fmt: skip
    """What the obligation of an element rests on, and how sure that is.

    The first article that asks for it in records of the item; else, or where the element itself
    cites a law whose articles are listed, what the element cites.

    Args:
        standard: the standard.
        group: the record type, or a group by itself, of which no article asks.
        path: of the element in it.
        item: of the record, if it is known; else an article counts only if it binds all items that
            have the type.
    """
    element = reach(group, path)[1]
    if isinstance(group, RecordLayout) and element.source.ref not in standard.ids("law"):
        return _asked_by(standard, group, item).get(path, (element.source, element.evidence))
    return element.source, element.evidence


@kept
def _asked_by(
    standard: Resolved, layout: RecordLayout, item: str | None
) -> dict[str, tuple[Citation, Evidence]]:
    """The first article that asks for each element of a type on no condition: of an item, or of all
    that have it.
    """
    users = items_of(standard, layout)
    bound = [
        each
        for each, items in binding_type(standard, layout)
        if not items or (item in users and item in items)
    ]
    bases: dict[str, tuple[Citation, Evidence]] = {}
    for each in (each for each in bound if not each.article.when):
        for path in (path for paths in each.article.asks for path in paths):
            bases.setdefault(path, (each.source, each.evidence))
    return bases


@kept
def _by_record(standard: Resolved) -> dict[str, list[BoundArticle]]:
    """The articles by kind of record."""
    articles: dict[str, list[BoundArticle]] = {}
    for id in standard.ids("law"):
        law = standard.law(id)
        for article in law.articles:
            source, evidence = (
                Citation(ref=id, clause=article.clause),
                article.evidence or law.evidence,
            )
            for record in article.records:
                articles.setdefault(record, []).append(BoundArticle(source, article, evidence))
    return articles


def asked(duty: Duty, paths: tuple[str, ...]) -> Asked | None:
    """How a record type asks for one of some elements; None if a right record may lack them all."""
    here = [path for path in paths if stands(duty.layout, path)]
    reached = [
        (path.rpartition(".")[2], place) for path in here if (place := _reached(duty.layout, path))
    ]
    if any(field.required for _, (_, field) in reached):
        return "M"
    for _, (group, _) in reached:
        beside = {id for id, (other, _) in reached if other is group}
        rules = (rule for rule in group.rules if isinstance(rule, AtLeastOneSpec))
        if any(beside >= {*rule.at_least_one} for rule in rules):
            return "one-of"
    when = duty.article.when
    return "when" if when and any(field.use.when == when for _, (_, field) in reached) else None


def stands(layout: RecordLayout, path: str) -> bool:
    """Whether a record type has an element at a path."""
    return any(path == each for each, _ in layout.walk())


def _reached(layout: RecordLayout, path: str) -> tuple[ElementGroup, Element] | None:
    """An element and the group in which it stands; None if the way there may be absent."""
    *outer, _ = path.split(".")
    ways = (".".join(outer[: number + 1]) for number in range(len(outer)))
    return reach(layout, path) if all(reach(layout, way)[1].required for way in ways) else None


def reach(group: ElementGroup, path: str) -> tuple[ElementGroup, Element]:
    """The element at a path, and the group in which it stands.

    Raises:
        UnknownId: there is none.
    """
    id, _, below = path.partition(".")
    element = group.element(id)
    return (group, element) if not below or element.group is None else reach(element.group, below)
