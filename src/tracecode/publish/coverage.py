"""Coverage: what each item of the catalogue has of codes and records, how sure that is, and what
laws say of it.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from tracecode.lint.blame import blaming
from tracecode.standard.elements import RecordLayout
from tracecode.standard.periods import deadlines, retention
from tracecode.standard.record_layout import items_in_order, record_layout

if TYPE_CHECKING:
    from tracecode.spec.base import Evidence
    from tracecode.spec.product_model import ProductSpec
    from tracecode.spec.record_model import Sharing
    from tracecode.standard.elements import Element
    from tracecode.standard.resolved import Resolved

UNSTAGED = "-"
"""Stands for the stage of records that belong to none, such as filings."""


class ItemStage(NamedTuple):
    """One item at one stage."""

    records: tuple[RecordLayout, ...]
    """Its record types, its own and the common ones that it uses."""
    kept: tuple[str, ...]
    """The kinds of those whose retention a law sets."""
    due: tuple[str, ...]
    """The kinds of those that a law wants reported within a time."""

    @property
    def indicators(self) -> Counter[Evidence]:
        """How many elements are collected, each counted once, by the evidence of its obligation."""
        return Counter(field.evidence for field in self._elements.values())

    @property
    def sharing(self) -> Counter[Sharing]:
        """How many of them anybody may have, who has a claim, or nobody else."""
        return Counter(field.sharing for field in self._elements.values())

    @property
    def _elements(self) -> dict[str, Element]:
        return {
            path: field
            for layout in self.records
            for path, field in layout.walk()
            if not field.group
        }


class Coverage(NamedTuple):
    """One item."""

    product: ProductSpec
    codes: dict[str, tuple[str, ...]]
    """Scheme ids by role: unit, batch, package, product, party, licence, certificate, label."""
    evidence: Counter[Evidence]
    """How many of its schemes have which evidence."""
    stages: dict[str, ItemStage]
    """What is recorded at each stage; `-` for what belongs to none."""

    @property
    def missing(self) -> tuple[str, ...]:
        """The stages that the plan names and at which nothing is recorded."""
        return tuple(stage for stage in self.product.stages if stage not in self.stages)

    def as_dict(self) -> dict[str, object]:
        """Plain data for JSON."""
        return {
            "id": self.product.id,
            "category": self.product.category,
            "codes": {role: list(ids) for role, ids in self.codes.items()},
            "evidence": dict(self.evidence),
            "stages": {
                stage: {
                    "records": [layout.record for layout in cell.records],
                    "indicators": dict(cell.indicators.items()),
                    "sharing": dict(cell.sharing.items()),
                    "retention": list(cell.kept),
                    "deadlines": list(cell.due),
                }
                for stage, cell in self.stages.items()
            },
            "missing": list(self.missing),
        }  # fmt: skip


@blaming
def coverage(standard: Resolved) -> list[Coverage]:
    """The coverage of every item, in the order of the catalogue."""
    products = map(standard.product, items_in_order(standard))
    coverages = []
    for product in products:
        codes = {role: getattr(product.codes, role) for role in product.codes.field_names()}
        sure = Counter(evidence(standard, id) for id in sorted(product.codes.all))
        coverages.append(Coverage(product, codes, sure, _stages(standard, product)))
    return coverages


def evidence(standard: Resolved, scheme: str) -> Evidence:
    """The evidence of a scheme's edition that is in force, or of its latest."""
    editions = sorted(
        standard.scheme(scheme).editions, key=lambda edition: edition.valid_from or date.min
    )
    begun = [edition for edition in editions if (edition.valid_from or date.min) <= date.today()]
    return (begun or editions)[-1].evidence


def _stages(standard: Resolved, product: ProductSpec) -> dict[str, ItemStage]:
    by_stage: dict[str, list[RecordLayout]] = {}
    for record in product.records:
        layout = record_layout(standard, record.id, product.id)
        by_stage.setdefault(layout.stage or UNSTAGED, []).append(layout)
    order = [entry.code for entry in standard.codelist("stage").entries] if by_stage else []

    def cell(layouts: list[RecordLayout]) -> ItemStage:
        kinds = [layout.record for layout in layouts]
        kept = tuple(kind for kind in kinds if retention(standard, kind, product.id))
        return ItemStage(
            tuple(layouts),
            kept,
            tuple(kind for kind in kinds if deadlines(standard, kind, product.id)),
        )

    return {
        stage: cell(by_stage[stage])
        for stage in sorted(
            by_stage, key=lambda stage: order.index(stage) if stage in order else -1
        )
    }
