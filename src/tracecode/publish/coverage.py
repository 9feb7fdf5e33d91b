"""Coverage: what each item of the catalogue has of codes, records, schemas and samples, and how sure it is."""

from __future__ import annotations

import json
import os
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from tracecode.standard.layout import Layout, record_layout

if TYPE_CHECKING:
    from tracecode.spec.model import Evidence
    from tracecode.spec.record_model import ProductSpec
    from tracecode.standard.resolved import Resolved

UNSTAGED = "-"
"""Stands for the stage of records that belong to none, such as filings."""


class Cell(NamedTuple):
    """One item at one stage."""

    records: tuple[Layout, ...]
    """Its record types, its own and the common ones that it uses."""
    schemas: int
    """How many of them have a published JSON Schema."""
    samples: int
    """How many of them have published samples."""

    @property
    def indicators(self) -> Counter[Evidence]:
        """How many elements are collected, each counted once, by the evidence of its obligation."""
        found = {path: field.evidence for layout in self.records for path, field in layout.walk() if not field.group}
        return Counter(found.values())


class Coverage(NamedTuple):
    """One item."""

    product: ProductSpec
    codes: dict[str, tuple[str, ...]]
    """Scheme ids by role: unit, batch, package, product, party, licence, certificate, label."""
    evidence: Counter[Evidence]
    """How many of its schemes have which evidence."""
    stages: dict[str, Cell]
    """What is recorded at each stage; `-` for what belongs to none."""

    @property
    def missing(self) -> tuple[str, ...]:
        """The stages that the plan names and at which nothing is recorded, published or shown."""
        empty = Cell((), 0, 0)
        cells = ((stage, self.stages.get(stage, empty)) for stage in self.product.stages)
        return tuple(stage for stage, cell in cells if not (cell.records and cell.schemas and cell.samples))

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
                    "indicators": dict(cell.indicators), "schemas": cell.schemas, "samples": cell.samples,
                }
                for stage, cell in self.stages.items()
            },
            "missing": list(self.missing),
        }  # fmt: skip


def coverage(standard: Resolved) -> list[Coverage]:
    """The coverage of every item, in the order of the catalogue."""
    products = sorted(map(standard.product, standard.ids("product")), key=lambda product: product.number)
    published = _published(standard)
    found = []
    for product in products:
        codes = {role: getattr(product.codes, role) for role in product.codes.field_names()}
        sure = Counter(evidence(standard, id) for id in sorted(product.codes.all))
        found.append(Coverage(product, codes, sure, _stages(standard, product, published)))
    return found


def evidence(standard: Resolved, scheme: str) -> Evidence:
    """The evidence of a scheme's edition that is in force, or of its latest."""
    editions = sorted(standard.scheme(scheme).editions, key=lambda edition: edition.valid_from or date.min)
    begun = [edition for edition in editions if (edition.valid_from or date.min) <= date.today()]
    return (begun or editions)[-1].evidence


def _stages(standard: Resolved, product: ProductSpec, published: frozenset[tuple[str, str]]) -> dict[str, Cell]:
    by_stage: dict[str, list[Layout]] = {}
    for one in product.records:
        layout = record_layout(standard, one.id, product.id)
        by_stage.setdefault(layout.stage or UNSTAGED, []).append(layout)
    order = [entry.code for entry in standard.codelist("stage").entries] if by_stage else []
    return {
        stage: Cell(
            tuple(by_stage[stage]),
            sum(("schema", layout.id) in published for layout in by_stage[stage]),
            sum(("sample", layout.id) in published for layout in by_stage[stage]),
        )
        for stage in sorted(by_stage, key=lambda stage: order.index(stage) if stage in order else -1)
    }


def _published(standard: Resolved) -> frozenset[tuple[str, str]]:
    """The record types that have a published schema, and those that have a published right and a wrong sample."""
    home = standard.layers[0].path("published")
    found = set()
    for folder, _, names in os.walk(home):
        if os.path.basename(folder) == "json-schema":
            found |= {("schema", name.removesuffix(".json")) for name in names}
        if "index.ndjson" in names:
            with open(os.path.join(folder, "index.ndjson"), encoding="utf-8") as index:
                shown = [(one["type"], one["kind"]) for one in map(json.loads, index)]
            right = {type for type, kind in shown if kind in ("minimal", "full")}
            found |= {("sample", type) for type, kind in shown if kind not in ("minimal", "full") and type in right}
    return frozenset(found)
