"""Coverage: which codes each item of the catalogue has, in which role, and how sure they are."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tracecode.spec.catalog import Catalog
    from tracecode.spec.model import Evidence
    from tracecode.spec.record_model import ProductSpec


class Coverage(NamedTuple):
    """One item."""

    product: ProductSpec
    codes: dict[str, tuple[str, ...]]
    """Scheme ids by role: unit, batch, package, product, party, licence, certificate, label."""
    evidence: Counter[Evidence]
    """How many of its schemes have which evidence."""

    def as_dict(self) -> dict[str, object]:
        """Plain data for JSON."""
        return {
            "id": self.product.id,
            "category": self.product.category,
            "codes": {role: list(ids) for role, ids in self.codes.items()},
            "stages": sorted({record.core for record in self.product.records}),
            "records": [record.id for record in self.product.records],
            "evidence": dict(self.evidence),
        }


def coverage(catalog: Catalog) -> list[Coverage]:
    """The coverage of every item, in the order of the catalogue."""
    products = sorted(map(catalog.product, catalog.ids("product")), key=lambda product: product.number)
    found = []
    for product in products:
        codes = {role: getattr(product.codes, role) for role in product.codes.field_names()}
        found.append(Coverage(product, codes, Counter(evidence(catalog, id) for id in sorted(product.codes.all))))
    return found


def evidence(catalog: Catalog, scheme: str) -> Evidence:
    """The evidence of a scheme's edition that is in force, or of its latest."""
    editions = sorted(catalog.scheme(scheme).editions, key=lambda edition: edition.valid_from or date.min)
    begun = [edition for edition in editions if (edition.valid_from or date.min) <= date.today()]
    return (begun or editions)[-1].evidence
