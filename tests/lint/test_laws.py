# ruff: noqa: E501  # cases: one line of a file a line
"""Obligations against laws: what an article lists is asked for, and what is asked for rests on what
was read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.folders import alone, write
from tests.lint.test_files import COMPLETE
from tracecode.lint.files import lint

if TYPE_CHECKING:
    from pathlib import Path

LAW = {
    "laws/other-book.yaml": """\
id: other-book
evidence: confirmed
articles:
  - id: art-3
    clause: article 3
    name: {zh: 生产, en: Production}
    records: [production]
    asks:
      - [made_on]
      - [maker.party_name, maker.phone]
""",
    "groups/narrow.yaml": """\
- id: known-party
  name: {zh: 有名称的主体, en: Party with a name}
  definition: {zh: 须有名称的参与者, en: Who takes part and has a name}
  indicators:
    - {use: party_name, obligation: M}
    - {use: phone, obligation: C}
  rules:
    - {at_least_one: [party_name, phone]}
  source: {ref: rule-book}
  evidence: single
""",
}
RECORDER = """\
id: recorder
name: {zh: 记录者, en: Recorder}
strict: true
source: {ref: rule-book}
evidence: single
entries:
  - {code: producer, name: {zh: 生产者, en: Maker}}
  - {code: carrier, name: {zh: 承运者, en: Carrier}}
"""
MAKER = "{use: maker, obligation: O}"
MADE = "{use: maker, obligation: M}"
CORE, SOURCES, PARTY = "records/production.yaml", "sources/test.yaml", "groups/basic.yaml"
RECORD = COMPLETE[CORE]


def texts(root: Path, changed: dict[str, str]) -> list[str]:
    """What lint says of the complete folder with a law and some files changed."""
    files = COMPLETE | LAW | changed
    return [finding.line_text("en") for finding in lint(alone(write(root / "specs", files)))]


def record(new: str, old: str = MAKER) -> str:
    """The record of production with another use of an element."""
    assert old in RECORD
    return RECORD.replace(old, new)


def test_a_record_that_asks_for_what_the_article_lists_is_clean(tmp_path: Path) -> None:
    """The maker is mandatory, and of its name and telephone one is."""
    assert texts(tmp_path, {CORE: record(MADE)}) == []


def test_a_record_that_may_lack_what_the_article_lists(tmp_path: Path) -> None:
    """An optional group may be absent with all that is mandatory in it."""
    assert texts(tmp_path, {}) == [
        (
            "specs/laws/other-book.yaml:10: article 3 asks for maker.party_name, maker.phone, which a "
            "right flour_production may lack; make it mandatory there (M or at_least_one), or say why "
            "not under gaps"
        )
    ]


def test_an_article_does_not_list_what_cites_it(tmp_path: Path) -> None:
    """A mandatory element that cites an article must stand in its list."""
    cited = "{use: trace_code, obligation: M, source: {ref: other-book, clause: article 3}}"
    changed = record(MADE).replace("{use: trace_code, obligation: M}", cited)
    assert texts(tmp_path, {CORE: changed}) == [
        (
            "specs/records/production.yaml:6: trace_code is mandatory, and other-book article 3, "
            "which it cites, does not ask for it; cite what does, or make it optional"
        )
    ]


def test_a_clause_is_not_another_that_begins_like_it(tmp_path: Path) -> None:
    """What article 3 lists is not what article 31 asks for; a part of article 3 is of it."""
    used = "{use: made_on, obligation: M}"
    cited = record(MADE).replace(
        used, used.replace("M}", "M, source: {ref: other-book, clause: article 31}}")
    )
    assert [
        "made_on is mandatory, and other-book article 31, which it cites" in text
        for text in texts(tmp_path, {CORE: cited})
    ] == [True]
    assert texts(tmp_path, {CORE: cited.replace("article 31", "article 3.1")}) == []


def test_one_of_fewer_is_narrower(tmp_path: Path) -> None:
    """A group in place of another may ask for one of fewer elements, but not of more."""
    party = COMPLETE[PARTY]
    rules = "  rules:\n    - {at_least_one: [party_name, phone]}\n"
    assert rules in party
    few, many = "    - {at_least_one: [phone]}\n", "    - {at_least_one: [party_name, phone]}\n"
    changed = {CORE: record(MADE.replace("M}", "M, group: known-party}"))}
    fewer = {"groups/narrow.yaml": LAW["groups/narrow.yaml"].replace(many, few)}
    assert not any("narrower" in text for text in texts(tmp_path, changed | fewer))
    assert any(
        "rules" in text for text in texts(tmp_path, changed | {PARTY: party.replace(many, few)})
    )


def test_a_record_that_nobody_of_the_item_makes(tmp_path: Path) -> None:
    """Of those who make a kind of record, one at least makes records of the item; who that may be
    is listed.
    """
    flour = COMPLETE["products/food/flour.yaml"]
    stages = "stages: [production]\n"
    assert stages in flour
    made = {"codelists/recorder.yaml": RECORDER, CORE: record(MADE) + "recorders: [producer]\n"}
    none = "production is made by producer, none of whom"
    for recorders, said in (("carrier", (none,)), ("nobody", ("nobody", none)), ("producer", ())):
        changed = {
            "products/food/flour.yaml": flour.replace(stages, f"{stages}recorders: [{recorders}]\n")
        }
        found = texts(tmp_path / recorders, made | changed)
        assert all(any(words in text for text in found) for words in said), found
        assert bool(found) == bool(said), found


def test_a_document_on_other_goods_makes_nothing_mandatory(tmp_path: Path) -> None:
    """What a document on rice asks for is not asked of flour."""
    rice = "- id: rice-book\n  title: {zh: 大米规则, en: Rule book of rice}\n  status: unknown\n  evidence: single\n  products: [rice]\n"
    cited = "{use: made_on, obligation: M, source: {ref: rice-book}}"
    changed = record(MADE).replace("{use: made_on, obligation: M}", cited)
    rices = {
        "products/food/rice.yaml": COMPLETE["products/food/flour.yaml"].replace(
            "id: flour", "id: rice"
        )
    }
    said = texts(tmp_path, rices | {SOURCES: COMPLETE[SOURCES] + rice, CORE: changed})
    uncovered = [
        text for text in said if "made_on is mandatory, and rice-book, which it cites" in text
    ]
    assert uncovered
    assert all(text.startswith("specs/products/food/flour.yaml:") for text in uncovered)


def test_what_rests_on_a_title_is_unsure(tmp_path: Path) -> None:
    """Evidence above what a title can give is refused, clause by clause."""
    sources = COMPLETE[SOURCES].replace(
        "  evidence: single\n", "  evidence: single\n  unread: [table]\n"
    )
    cited = "{use: total_weight, obligation: O, source: {ref: other-book, clause: table 2}, evidence: single}"
    changed = record(MADE).replace("{use: total_weight, obligation: O}", cited)
    assert texts(tmp_path, {SOURCES: sources, CORE: changed}) == [
        (
            "specs/records/production.yaml:13: of other-book table 2 only the title was seen, which "
            "is no single evidence; write unsure or project"
        )
    ]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (
            "    - {use: phone, obligation: C}\n",
            "",
            "known-party is not narrower than party: phone",
        ),
        (
            "  rules:\n    - {at_least_one: [party_name, phone]}\n",
            "",
            "known-party is not narrower than party: rules",
        ),
    ],
)
def test_a_group_in_place_of_another_is_narrower(
    tmp_path: Path, old: str, new: str, reason: str
) -> None:
    """It has the same elements and all rules, or what is right here would be wrong there."""
    groups = LAW["groups/narrow.yaml"]
    assert old in groups
    changed = record(MADE.replace("M}", "M, group: known-party}"))
    said = texts(tmp_path, {"groups/narrow.yaml": groups.replace(old, new), CORE: changed})
    assert any(reason in text for text in said), said


def test_only_a_group_gives_way(tmp_path: Path) -> None:
    """A value has no group in its place."""
    dated = record(
        "{use: made_on, obligation: M, group: known-party}", "{use: made_on, obligation: M}"
    )
    said = texts(tmp_path, {CORE: dated})
    assert any("only a group gives way to a narrower one" in text for text in said), said
