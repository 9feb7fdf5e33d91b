"""What laws ask: every cell of the table of compliance is tried out on records."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cases import thinned, together
from tracecode.publish.compliance import cells, page, right, without
from tracecode.publish.examples import full
from tracecode.records.judge import judge
from tracecode.standard.duties import basis
from tracecode.standard.record_layout import items_of, record_layout
from tracecode.standard.resolved import packaged

if TYPE_CHECKING:
    from tracecode.publish.compliance import Cell

ROOT = Path(__file__).resolve().parents[2]
CELLS = list(cells(packaged()))
BY_DUTY = {
    f"{duty.law} {duty.article.id} {duty.layout.id}": list(here)
    for duty, here in groupby(CELLS, key=lambda cell: cell.duty)
}
LACKING = {"M": "record.missing", "one-of": "record.at_least_one", "when": "record.required_when"}


@pytest.mark.parametrize("id", thinned(BY_DUTY, 3))
def test_a_record_without_what_the_article_lists_fails_with_its_name(id: str) -> None:
    """A right record passes; without the element, or all of which one is asked for, it fails and
    says which.
    """
    for cell in BY_DUTY[id]:
        record = right(cell, packaged())
        assert _errors(record) == [], cell.paths
        errors = _errors(without(record, cell.paths))
        assert cell.how is not None
        named = [text for rule, text in errors if rule == LACKING[cell.how]]
        assert any(path.rpartition(".")[2] in text for path in cell.paths for text in named), (
            cell.paths,
            errors,
        )


def _errors(record: dict[str, object]) -> list[tuple[str, str]]:
    findings = judge(record, packaged()).findings
    return [(f.rule, f"{f.path} {f.values}") for f in findings if f.severity == "error"]


@together("id", BY_DUTY)
def test_what_an_article_asks_rests_on_a_law(id: str) -> None:
    """The document behind the obligation is a law that asks for it, save in types shared with items
    of no such law.
    """
    laws = packaged().ids("law")
    for cell in BY_DUTY[id]:
        items = items_of(packaged(), cell.duty.layout)
        binds = {*cell.duty.article.products} or {*items}
        shared = not all({item, packaged().product(item).category} & binds for item in items)
        cited = {basis(packaged(), cell.duty.layout, path)[0].ref for path in cell.paths}
        assert shared or cell.how == "when" or not cited.isdisjoint(laws), (cell.paths, cited)


def test_the_finding_on_what_is_missing_names_the_article() -> None:
    """Not the core that all items share, nor the project, which invented none of it."""
    record = full(record_layout(packaged(), "sale", "detonator"), packaged())
    del record["buyer"]["party_name"], record["lines"][0]["quantity"]
    findings = {str(each.path): each for each in judge(record, packaged()).findings}
    for path in ("buyer.party_name", "lines[0].quantity"):
        assert (findings[path].source, findings[path].evidence) == (
            "国务院令第466号 第二十四条",
            "confirmed",
        )


def test_an_item_of_a_shared_type_has_its_own_article() -> None:
    """One type serves the recall of many items; a law on pesticides is named to who recalls one,
    and to no other.
    """
    shared = record_layout(packaged(), "recall")
    said = {}
    for item in ("pesticide", "feed", "elevator", "fertilizer"):
        record = {**full(shared, packaged()), "product_item": item}
        del record["started_on"]
        (missing,) = [
            each for each in judge(record, packaged()).findings if each.path == "started_on"
        ]
        said[item] = (missing.source or "").partition(" ")[2] or missing.source
    articles = {"pesticide": "第四十二条", "feed": "第二十八条", "elevator": "第二十六条"}
    assert said == articles | {"fertilizer": "本项目约定"}


def test_no_article_is_open() -> None:
    """Every article has cells, a time, or says why it has none, and lint leaves no cell that a
    record may lack.
    """
    assert [cell for cell in CELLS if cell.how is None] == []
    tried = {(cell.duty.law, cell.duty.article.id) for cell in CELLS}
    for law in map(packaged().law, packaged().ids("law")):
        for article in law.articles:
            if article.asks:
                assert (law.id, article.id) in tried
            assert article.asks or article.gaps or article.keep or article.report


def test_the_page_is_up_to_date() -> None:
    """`docs/compliance.md` is what the specifications give."""
    assert (ROOT / "docs" / "compliance.md").read_text("utf-8") == page(packaged())


def _conditional(cell: Cell) -> bool:
    return cell.duty.article.when is not None


def test_a_condition_that_does_not_hold_asks_for_nothing() -> None:
    """What is asked for on a condition may be left out where the condition does not hold."""
    cell = next(
        cell for cell in CELLS if _conditional(cell) and cell.duty.article.id == "art-17-pork"
    )
    record = without(right(cell, packaged()), cell.paths)
    for line in record["meat_lines"]:
        line["meat_species"] = "cattle"
    assert _errors(record) == []
