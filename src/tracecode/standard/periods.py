"""How long laws ask a record to be kept, and within what time to be reported.

>>> from tracecode.standard.resolved import packaged
>>> kept = retention(packaged(), "food-purchase", "baijiu")[0]
>>> kept.source.clause, [(rule.after, rule.months) for rule in kept.rules]
('第五十条第二款', [('expiry_date', 6), ('production_date', 6), ('event_time', 24)])
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tracecode.spec.base import Citation, Evidence
from tracecode.spec.law_model import ArticleSpec, KeepSpec, ReportSpec
from tracecode.standard.duties import binding
from tracecode.standard.resolved import Resolved
from tracecode.value import Value


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
            {"after": rule.after, **({"plus": list(rule.plus)} if rule.plus else {}), "months": rule.months}
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
        said = {} if to is None else {"to": {"zh": to.zh, "en": to.en}}
        return {"after": self.rule.after, "days": self.rule.days, **said}


def retention(standard: Resolved, record: str, product: str | None) -> tuple[Retention, ...]:
    """How long a kind of record of an item is kept, article by article; the longest counts.

    Args:
        standard: the standard.
        record: kind of record.
        product: id of the item; None: what binds every item.
    """
    return tuple(
        Retention(rules=article.keep, when=article.when or {}, source=source, evidence=evidence)
        for source, article, evidence in binding(standard, record, product)
        if article.keep
    )


def deadlines(standard: Resolved, record: str, product: str | None) -> tuple[Deadline, ...]:
    """Within what time a kind of record of an item is reported, article by article. Arguments as `retention`."""
    return tuple(
        Deadline(rule=article.report, source=source, evidence=evidence)
        for source, article, evidence in binding(standard, record, product)
        if article.report is not None
    )


def paths_of(article: ArticleSpec) -> Iterator[str]:
    """The elements by which the times of an article are reckoned, by path."""
    for rule in article.keep:
        yield from (rule.after, *rule.plus)
    if article.report is not None:
        yield article.report.after
