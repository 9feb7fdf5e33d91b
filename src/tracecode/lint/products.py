"""Lint of the catalogue: its items, and what the items of a category share."""

from __future__ import annotations

import difflib
from contextlib import suppress
from typing import TYPE_CHECKING

from tracecode.errors import SpecError, UnknownId
from tracecode.lint.record_codes import CodeLint
from tracecode.standard.record_layout import record_layout

if TYPE_CHECKING:
    from tracecode.lint.findings import SpecFindings
    from tracecode.lint.records import RecordLint
    from tracecode.spec.product_model import CategorySpec, ProductCodes, ProductRecord, ProductSpec
    from tracecode.spec.reader import Document, Place
    from tracecode.standard.elements import RecordLayout


class ProductLint:
    """Checks one item or category at a time; what it finds goes to the notes."""

    def __init__(self, notes: SpecFindings, records: RecordLint) -> None:
        self._notes, self._records = notes, records
        self._codes = CodeLint(notes)

    def category(self, category: CategorySpec, document: Document, place: Place) -> None:
        """What items share: what it names exists. How it fits together is looked at in each of
        them.
        """
        self._notes.value("category", category.id, document, (*place, "id"))
        if category.codes is not None:
            self._schemes(category.codes, document, place)
        for i, record in enumerate(category.records):
            self._core(record, document, (*place, "records", i))

    def product(self, product: ProductSpec, document: Document, place: Place) -> None:
        """An item: its codes and its records."""
        self._codes.roles(product, document, place)
        self._schemes(product.codes, document, place)
        self._domains(product, document, place)
        for i, id in enumerate(product.recorders):
            self._notes.value("recorder", id, document, (*place, "recorders", i))
        seen: set[str] = set()
        for i, record in enumerate(product.records):
            where = (*place, "records", i)
            if record.id in seen:
                self._notes.say(
                    document, where, "spec.duplicate_id", found=record.id, first=product.id
                )
            seen.add(record.id)
            self._core(record, document, where)
            self._records.uses(
                record.indicators,
                record.evidence or product.evidence,
                document,
                (*where, "indicators"),
            )
            self._own(product, record, document, where)
            self._recorded(product, record, document, where)
        for i, stage in enumerate(product.stages):
            self._notes.value("stage", stage, document, (*place, "stages", i))
            cores = [
                self._notes.things["record"].get(record.core, (None,))[0]
                for record in product.records
            ]
            if product.records and stage not in [core.stage for core in cores if core is not None]:
                self._notes.layout(
                    document,
                    (*place, "stages", i),
                    f"环节 {stage} 没有记录",
                    f"the stage {stage} has no record",
                )
        self._notes.value("product-item", product.id, document, (*place, "id"))
        self._notes.value("category", product.category, document, (*place, "category"))
        self._notes.value("catalogue-item", product.number, document, (*place, "number"))
        first = next(
            item.id
            for item, _, _ in self._notes.things["product"].values()
            if item.number == product.number
        )
        if first != product.id:
            self._notes.say(
                document, (*place, "number"), "spec.duplicate_id", found=product.number, first=first
            )

    def _domains(self, product: ProductSpec, document: Document, place: Place) -> None:
        """Beginnings are values of their code list, and the item has a record with the element."""
        for i, domain in enumerate(product.domains):
            where = (*place, "domains", i)
            self._notes.refer("indicator", domain.element, document, (*where, "element"))
            for k, text in enumerate(domain.begins):
                self._notes.value(domain.codelist, text, document, (*where, "begins", k))

    def _schemes(self, codes: ProductCodes, document: Document, place: Place) -> None:
        for role in codes.field_names():
            for i, id in enumerate(getattr(codes, role)):
                self._notes.refer("scheme", id, document, (*place, "codes", role, i))

    def _core(self, record: ProductRecord, document: Document, place: Place) -> None:
        """The core of a record, which has the record's own id where none is named."""
        known = self._notes.things["record"]
        if (
            record.core != record.id
            or record.id in known
            or f"record {record.id}" in self._notes.broken
        ):
            self._notes.refer("record", record.core, document, (*place, "core"))
            return
        near = difflib.get_close_matches(record.id, known, n=1)
        hint = (
            {"zh": f"；是否为 {near[0]}？", "en": f"; did you mean {near[0]}?"}
            if near
            else {"zh": "", "en": ""}
        )
        self._notes.say(document, place, "spec.core", found=record.id, hint=hint)

    def _own(
        self, product: ProductSpec, record: ProductRecord, document: Document, where: Place
    ) -> None:
        core = self._notes.things["record"].get(record.core, (None,))[0]
        if core is None:
            return
        if not record.own and core.abstract:
            self._notes.layout(
                document,
                where,
                "抽象的公共记录须由品目补充内容",
                "an abstract core needs something of the item's own",
            )
            return
        if record.id != record.core and record.name is None:
            self._notes.say(document, where, "spec.missing_field", field="name", within=record.id)
        for i, id in enumerate(record.recorders):
            self._notes.value("recorder", id, document, (*where, "recorders", i))
        if record.own:
            self._names_item(product, record, document, where)
            self._records.content(
                record.indicators, record.rules,
                lambda: record_layout(self._notes.standard, record.id, product.id), document, where,
            )  # fmt: skip

    def _layout(self, product: ProductSpec, record: ProductRecord) -> RecordLayout | None:
        """A record as the item has it; None where something is wrong with its parts, which is said
        there.
        """
        with suppress(SpecError, UnknownId, RecursionError, ValueError):
            return record_layout(self._notes.standard, record.id, product.id)
        return None

    def _recorded(
        self, product: ProductSpec, record: ProductRecord, document: Document, where: Place
    ) -> None:
        """Somebody of those who make records of the item makes this one."""
        layout = self._layout(product, record)
        if layout is None:
            return
        if (
            product.recorders
            and layout.recorders
            and not {*product.recorders} & {*layout.recorders}
        ):
            named = ", ".join(layout.recorders)
            words = (
                f"{record.id} 由 {named} 记录，不在本品目的 recorders 之内",
                f"{record.id} is made by {named}, none of whom is among the recorders of the item",
            )
            self._notes.layout(document, where, *words)

    def _names_item(
        self, product: ProductSpec, record: ProductRecord, document: Document, where: Place
    ) -> None:
        """An item's own record says whose it is, or it could not be told from the common one."""
        layout = self._layout(product, record)
        if layout is None:
            return
        for id in ("record_type", "product_item"):
            if not any(field.id == id and field.required for field in layout.elements):
                self._notes.layout(
                    document, where, f"须有必填的 {id}", f"it needs the mandatory element {id}"
                )
