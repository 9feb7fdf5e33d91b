"""How long laws ask a record to be kept, and within what time to be reported.

>>> from tracecode.standard.resolved import packaged
>>> kept = retention(packaged(), "food-purchase", "baijiu")[0]
>>> kept.source.clause, [(rule.after, rule.months) for rule in kept.rules]
('第五十条第二款', [('expiry_date', 6), ('production_date', 6), ('event_time', 24)])
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tracecode.spec.base import Citation, Evidence
from tracecode.spec.law_model import KeepSpec, ReportSpec
from tracecode.standard.duties import BoundArticle, binding, binding_type
from tracecode.standard.resolved import Resolved
from tracecode.value import Value

if TYPE_CHECKING:
    from tracecode.standard.elements import RecordLayout


class Retention(Value):
    """How long an article asks a record to be kept."""

    rules: tuple[KeepSpec, ...]
    """The first counts for which a record has the dates."""
    when: Mapping[str, tuple[str, ...]]
    """Only where each of these elements has one of the values."""
    source: Citation
    evidence: Evidence

    def as_dict(self) -> dict[str, object]:
        """Plain data for JSON, without the source: `{"rules": [{"after": ..., "months": ...}]}`."""
        rules = [
            {
                "after": rule.after,
                **({"plus": list(rule.plus)} if rule.plus else {}),
                "months": rule.months,
            }
            for rule in self.rules
        ]
        when = {id: list(values) for id, values in self.when.items()}
        return {"rules": rules, **({"when": when} if when else {})}


class Deadline(Value):
    """Within what time an article asks a record to be reported."""

    rule: ReportSpec
    source: Citation
    evidence: Evidence

    def as_dict(self) -> dict[str, object]:
        """Plain data for JSON, without the source: `{"after": ..., "days": ..., "to": {...}}`."""
        to = self.rule.to
        until = {} if to is None else {"to": {"zh": to.zh, "en": to.en}}
        return {"after": self.rule.after, "days": self.rule.days, **until}


def retention(standard: Resolved, record: str, product: str | None) -> tuple[Retention, ...]:
    """How long a kind of record of an item is kept, article by article; the longest counts.

    Args:
        standard: the standard.
        record: kind of record.
        product: id of the item; None: what binds every item.
    """
    return tuple(
        _retention(each) for each in binding(standard, record, product) if each.article.keep
    )


def deadlines(standard: Resolved, record: str, product: str | None) -> tuple[Deadline, ...]:
    """Within what time a kind of record of an item is reported, article by article. Arguments as
    `retention`.
    """
    candidates = (_deadline(each) for each in binding(standard, record, product))
    return tuple(deadline for deadline in candidates if deadline is not None)


def retention_of_type(
    standard: Resolved, layout: RecordLayout
) -> list[tuple[Retention, tuple[str, ...]]]:
    """How long records of a type are kept, each with the items for which that holds; none are named
    where it is all.
    """
    return [
        (_retention(each), items)
        for each, items in binding_type(standard, layout)
        if each.article.keep
    ]


def deadlines_of_type(
    standard: Resolved, layout: RecordLayout
) -> list[tuple[Deadline, tuple[str, ...]]]:
    """Within what time records of a type are reported, as `retention_of_type`."""
    candidates = ((_deadline(each), items) for each, items in binding_type(standard, layout))
    return [(deadline, items) for deadline, items in candidates if deadline is not None]


def _retention(each: BoundArticle) -> Retention:
    article = each.article
    return Retention(
        rules=article.keep, when=article.when or {}, source=each.source, evidence=each.evidence
    )


def _deadline(each: BoundArticle) -> Deadline | None:
    report = each.article.report
    return (
        None
        if report is None
        else Deadline(rule=report, source=each.source, evidence=each.evidence)
    )
