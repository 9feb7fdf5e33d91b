"""Lint of what stands in invented records: right values of elements that exist, of the goods of the
item.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracecode.lint.values import fault
from tracecode.nearest import meant, near
from tracecode.spec.formats import Format
from tracecode.spec.record_model import IndicatorUse
from tracecode.spec.sample_model import ALL_ITEMS
from tracecode.standard.elements import Element

if TYPE_CHECKING:
    from tracecode.lint.findings import SpecFindings
    from tracecode.spec.product_model import ProductSpec
    from tracecode.spec.reader import Document, Place
    from tracecode.spec.record_model import IndicatorSpec
    from tracecode.spec.sample_model import SampleSpec


class SampleLint:
    """Checks one file at a time; what it finds goes to the notes."""

    def __init__(self, notes: SpecFindings) -> None:
        self._notes = notes

    def sample(self, sample: SampleSpec, document: Document, place: Place) -> None:
        """An item or category exists, what is named exists, and the values are right."""
        things = self._notes.things
        if sample.id not in (ALL_ITEMS, *things["category"]):
            self._notes.refer("product", sample.id, document, (*place, "id"))
        records = [
            record.id for product, _, _ in things["product"].values() for record in product.records
        ]
        holders = {id for id, (spec, *_) in things["indicator"].items() if spec.group is not None}
        kinds = {*things["record"], *records}
        places = {*things["group"], *kinds, *holders}
        named = [(key, (*place, "values", key)) for key in sample.values]
        named += [(key, (*place, "without", i)) for i, key in enumerate(sample.without)]
        for key, where in named:
            outer, _, id = key.rpartition(".")
            self._notes.refer("indicator", id, document, where)
            record, _, holder = outer.rpartition(".")
            for found, known in ((record, kinds), (holder, holders if record else places)):
                if found and found not in known:
                    hint = meant(near(found, tuple(known)))
                    self._notes.say(
                        document,
                        where,
                        "spec.reference",
                        field=key,
                        kind="group",
                        found=found,
                        hint=hint,
                    )
        product: ProductSpec | None = things["product"].get(sample.id, (None,))[0]
        begins = (
            {domain.element: domain.begins for domain in product.domains}
            if product is not None
            else {}
        )
        for key, text in sample.values.items():
            id, where = key.rpartition(".")[2], (*place, "values", key)
            spec: IndicatorSpec | None = things["indicator"].get(id, (None,))[0]
            if spec is None:
                continue
            if spec.format is None:
                self._notes.layout(
                    document,
                    where,
                    f"{id} 是一组数据元，没有取值",
                    f"{id} is a group and has no value",
                )
                continue
            allowed: object = self._fault(spec, text)
            if allowed is None and not text.startswith(begins.get(key, "")):
                allowed = begins[key]
            if allowed is not None:
                self._notes.say(
                    document, where, "spec.value", field=key, found=text, allowed=allowed
                )

    def _fault(self, spec: IndicatorSpec, text: str) -> str | None:
        """What a value of an element should be, where this is none."""
        assert spec.format is not None
        field = Element(
            id=spec.id, spec=spec, use=IndicatorUse(use=spec.id, obligation="M"),
            format=Format.read(spec.format),
            codelist=self._notes.things["codelist"].get(spec.codelist or "", (None,))[0],
            source=spec.source, evidence=spec.evidence,
        )  # fmt: skip
        return fault(field, text)
