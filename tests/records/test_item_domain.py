"""What an item says of the values of its own goods: a customs code of other goods is told, in every
form alike.
"""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import tracecode as tc
from tracecode.findings import Finding
from tracecode.publish.examples import full, minimal
from tracecode.records.judge import judge
from tracecode.records.model import Record
from tracecode.records.reading import FORMS
from tracecode.standard.record_layout import layouts, record_layout
from tracecode.standard.resolved import packaged

STANDARD = packaged()
HEADINGS = {
    id: domain.begins
    for id in STANDARD.ids("product")
    for domain in STANDARD.product(id).domains
    if domain.element == "hs_code"
}
"""The headings of each item."""
IMPORTS = [id for id in STANDARD.ids("product") if STANDARD.product(id).category == "import"]


def declaration(item: str, hs_code: str) -> dict[str, Any]:
    """A right customs declaration of an item, with this code."""
    data = minimal(record_layout(STANDARD, "import-declaration", item), STANDARD)
    return data | {"product_item": item, "hs_code": hs_code}


def told(data: Any) -> list[Finding]:
    """The findings on the goods of a record, whatever form it has."""
    findings = (finding for verdict in tc.validate(data) for finding in verdict.findings)
    return [finding for finding in findings if finding.rule == "record.other_item"]


def test_every_import_item_has_headings() -> None:
    """Each item of the category says which headings its goods have, and nobody else does."""
    assert sorted(HEADINGS) == sorted(IMPORTS)


@pytest.mark.parametrize("item", IMPORTS)
def test_own_headings_are_right(item: str) -> None:
    """A code under any heading of the item's own says nothing."""
    for heading in HEADINGS[item]:
        assert judge(declaration(item, heading.ljust(10, "0")), STANDARD).findings == ()


@pytest.mark.parametrize("item", IMPORTS)
def test_a_heading_of_another_item_is_told(item: str) -> None:
    """A code under a heading of another item is reported with the headings that would be right, and
    refuses nothing.
    """
    for other in IMPORTS:
        if other == item:
            continue
        (finding,) = judge(declaration(item, HEADINGS[other][0].ljust(10, "0")), STANDARD).findings
        assert (finding.rule, finding.severity, finding.path) == (
            "record.other_item",
            "warning",
            "hs_code",
        )
        for heading in HEADINGS[item]:
            assert heading in finding.text("zh")
            assert heading in finding.text("en")


def test_the_finding_says_what_would_be_right() -> None:
    """Both sentences in full; evidence and source are those of the item's statement."""
    (finding,) = told(declaration("imported-olive-oil", "8703234990"))
    assert finding.text("zh") == (
        "海关商品编码“8703234990”不像是品目橄榄油的货物；其开头应为：1509 橄榄油；1510 "
        "橄榄油（1510）"
    )
    assert finding.text("en") == (
        "Declared commodity code '8703234990' does not look like goods of the item Imported olive "
        "oil; it would begin "
        "with: 1509 Olive oil; 1510 Olive oil (1510)"
    )
    assert finding.evidence == "unsure"
    (milk,) = told(declaration("imported-milk-powder", "2204210000"))
    assert milk.evidence == "single"


def test_it_is_told_in_every_form(tmp_path: Path) -> None:
    """A mapping, a typed record, JSON, XML, CSV and a workbook give the same finding."""
    data = declaration("imported-olive-oil", "8703234990")
    record = tc.loads(json.dumps(data), "json")
    assert isinstance(record, Record)
    said = {told(data)[0].text("zh"), told(record)[0].text("zh")}
    for form in FORMS:
        file = tmp_path / f"declaration.{form}"
        file.write_bytes(tc.dumps(record, form))
        (finding,) = told(file)
        said.add(finding.text("zh"))
    assert len(said) == 1


def test_a_parcel_holds_goods_of_the_item() -> None:
    """A parcel may hold other goods too, so of its lines one at least is of the record's item, in
    every form alike.
    """
    data = full(record_layout(STANDARD, "cross-border-inventory", "imported-milk-powder"), STANDARD)
    (line,) = data["inventory_lines"]
    wine = line | {"hs_code": "2204210000"}
    data["inventory_lines"] = [wine, line]
    assert told(data) == told(tc.loads(json.dumps(data), "json")) == []
    data["inventory_lines"] = [wine, wine]
    (finding,) = told(data)
    assert (finding.path, finding.severity) == ("inventory_lines[0].hs_code", "warning")
    assert told(tc.loads(json.dumps(data), "json")) == [finding]


def test_a_class_is_held_against_the_headings_where_it_is_a_customs_code() -> None:
    """The class of the goods is judged by the encoding rule named beside it: a customs code like
    one declared.
    """
    data = full(record_layout(STANDARD, "import-filing", "imported-tea"), STANDARD)
    assert told(data) == []
    (finding,) = told(data | {"product_class": "2204210000"})
    assert (finding.path, finding.evidence) == ("product_class", "unsure")
    assert told(data | {"product_class": "01234015", "product_class_scheme": "goods-code-8"}) == []


@pytest.mark.parametrize("item", [*STANDARD.ids("product")])
def test_invented_records_are_of_their_own_item(item: str) -> None:
    """No sample of an item declares a customs code or a product name of another item, at any
    depth.
    """
    names = {
        other: name
        for other in STANDARD.ids("product")
        if other != item and (name := STANDARD.sample(other).values.get("product_name"))
    }
    own = STANDARD.sample(item).values["product_name"]
    for layout in layouts(STANDARD):
        if layout.product == item:
            for data in (minimal(layout, STANDARD), full(layout, STANDARD)):
                for id, value in leaves(data):
                    if id == "hs_code":
                        assert value.startswith(HEADINGS[item]), layout.id
                    if id == "product_name":
                        assert value == own or value not in names.values(), layout.id
                        assert not value.startswith(
                            "示例牌" + STANDARD.product(item).name.zh + "示例"
                        )


def leaves(data: Any, id: str = "") -> list[tuple[str, Any]]:
    """Every value in a record, with the element it stands in."""
    if isinstance(data, dict):
        return [leaf for key, value in data.items() for leaf in leaves(value, key)]
    if isinstance(data, list):
        return [leaf for value in data for leaf in leaves(value, id)]
    return [(id, data)]


@pytest.mark.parametrize("item", [*STANDARD.ids("product")])
def test_amounts_are_those_of_the_goods(item: str) -> None:
    """Where a line has quantity, unit price and amount, the amount is their product."""
    examples = STANDARD.sample(item).values
    made = Decimal(examples["quantity"]) * Decimal(examples["unit_price"])
    assert Decimal(examples["amount"]) == made
