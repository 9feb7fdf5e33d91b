"""The traceability procedures: every item has one, with every record of it, who makes it and what
laws ask of it.
"""

from __future__ import annotations

import pytest

from tracecode.publish.compliance import cells
from tracecode.publish.documents import derived
from tracecode.publish.documents.procedure import recorders, stages
from tracecode.standard.duties import duties
from tracecode.standard.periods import deadlines, retention
from tracecode.standard.record_layout import items_in_order, items_of, layouts, record_layout
from tracecode.standard.resolved import packaged

pytestmark = pytest.mark.slow

STANDARD = packaged()
ITEMS = items_in_order(STANDARD)


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """The documents, bilingual."""
    return derived(STANDARD, "bilingual")


def test_every_item_has_one(pages: dict[str, str]) -> None:
    """A page for each of the 34 items, and an index that links them all."""
    assert len(ITEMS) == 34
    assert {f"procedures/{item}.md" for item in ITEMS} | {"procedures/index.md"} == {
        path for path in pages if path.startswith("procedures/")
    }
    assert all(f"({item}.md)" in pages["procedures/index.md"] for item in ITEMS)


@pytest.mark.parametrize("item", ITEMS)
def test_every_record_is_in_it(item: str, pages: dict[str, str]) -> None:
    """Each record type stands once, at its stage, with who makes it, when it is due, and how long
    it is kept.
    """
    spec, page = STANDARD.product(item), pages[f"procedures/{item}.md"]
    listed = [layout.id for _, here in stages(STANDARD, spec) for layout in here]
    assert sorted(listed) == sorted(
        record_layout(STANDARD, record.id, item).id for record in spec.records
    )
    rows = [line for line in page.splitlines() if "](../records/" in line]
    for record in spec.records:
        layout = record_layout(STANDARD, record.id, item)
        (row,) = [row for row in rows if f"](../records/{layout.id}.md)" in row]
        assert layout.recorders
        assert all(name.zh in row and name.en in row for name in recorders(STANDARD, layout, spec))
        for rule in retention(STANDARD, record.id, item):
            assert f"{rule.rules[0].months} 个月" in row
        for due in deadlines(STANDARD, record.id, item):
            assert f"{due.rule.days} 日内" in row


def test_nobody_records_what_is_not_of_his_trade() -> None:
    """Of those who make a record of many items, an item's procedure names its own: no grower
    recalls a lift.
    """
    named: dict[str, set[str]] = {}
    for item in ITEMS:
        spec = STANDARD.product(item)
        named[item] = {
            name.en
            for record in spec.records
            for name in recorders(STANDARD, record_layout(STANDARD, record.id, item), spec)
        }
        assert spec.recorders
    growers = {item for item, names in named.items() if any("Grower" in name for name in names)}
    assert growers == {"vegetable", "edible-fungus", "drug-substance", "tcm-slices"}
    slaughter = {item for item, names in named.items() if any("laughter" in name for name in names)}
    assert slaughter == {"meat", "livestock", "poultry"}
    recall = record_layout(STANDARD, "recall", "meat")
    assert "slaughterhouse" in recall.recorders


def test_what_laws_list_is_in_it(pages: dict[str, str]) -> None:
    """Alternatives and what stands inside groups are named: lot or day of production, address of
    the supplier.
    """
    (row,) = [
        row
        for row in pages["procedures/baijiu.md"].splitlines()
        if "/baijiu_food_purchase.md)" in row
    ]
    assert "至少一项 one of［批次号 Batch number / 生产日期 Production date］" in row
    assert "供货者 Supplier（" in row
    of_items = {record.id for item in ITEMS for record in STANDARD.product(item).records}
    assert {
        cell.duty.layout.id for cell in cells(STANDARD) if cell.duty.layout.record not in of_items
    } == {"online_shop"}
    for cell in (cell for cell in cells(STANDARD) if cell.duty.layout.record in of_items):
        layout = cell.duty.layout
        item = layout.product or next(iter(items_of(STANDARD, layout)))
        rows = [
            row
            for row in pages[f"procedures/{item}.md"].splitlines()
            if f"](../records/{layout.id}.md)" in row
        ]
        assert len(rows) == 1
        names = [STANDARD.indicator(path.rpartition(".")[2]).name.zh for path in cell.paths]
        assert any(name in rows[0] for name in names), (layout.id, cell.paths)


def test_every_article_is_in_it(pages: dict[str, str]) -> None:
    """Each article stands in the procedure of every item whose records it binds."""
    for duty in duties(STANDARD):
        if duty.layout.product is not None and duty.article.clause is not None:
            assert duty.article.clause in pages[f"procedures/{duty.layout.product}.md"], (
                duty.law,
                duty.layout.id,
            )


def test_every_record_type_has_a_recorder() -> None:
    """Who makes a record is said of every type, in words of the list."""
    known = {entry.code for entry in STANDARD.codelist("recorder").entries}
    for layout in layouts(STANDARD):
        assert layout.recorders, layout.id
        assert known.issuperset(layout.recorders)
