"""Documents of other standards: small, hostile, layered, with long lists and names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.folders import BASE, WHOLE, alone, write
from tests.hostile_pack import forge, pack
from tracecode.publish.documents.numbering import number
from tracecode.publish.documents.traversal import blocks, plain, sections
from tracecode.publish.documents.tree import TableBlock
from tracecode.publish.standard_document import standard_document
from tracecode.publish.standard_document.layout_rules import breaches
from tracecode.standard.resolved import load

if TYPE_CHECKING:
    from pathlib import Path

    from tracecode.publish.documents.tree import Lang

OWN = WHOLE | {"pack.yaml": WHOLE["pack.yaml"] + "document: {series: DB99/T}\n"}
"""A standard of an invented province."""


@pytest.mark.parametrize("forged", [False, True])
@pytest.mark.parametrize("lang", ["zh", "en", "both"])
def test_a_hostile_standard_keeps_the_layout(tmp_path: Path, lang: Lang, forged: bool) -> None:
    """Texts that some target would obey are texts, and references resolve."""
    folder = pack(tmp_path)
    if forged:
        forge(folder)
    document = standard_document(alone(folder), lang)
    assert breaches(document, number(document)) == []


def test_a_standard_without_items_and_records_has_a_document(tmp_path: Path) -> None:
    """What is not there is not referred to."""
    document = standard_document(alone(write(tmp_path, {**OWN, **BASE})))
    assert breaches(document) == []
    assert "codelist-colour" in {section.id for section in sections(document)}


def test_long_lists_and_names_stand_whole(tmp_path: Path) -> None:
    """A list of 2 000 values, a name of 200 characters, rare characters, and a script from the
    right.
    """
    name, rare = "甲" * 200, "𠮷𪚥𫝆𫠝𬺞𰻞 עברית"
    rows = "\n".join(
        f'  - {{code: "{at:04}", name: {{zh: 值{at}, en: value {at}}}}}' for at in range(1998)
    )
    text = (
        f"id: long\nname: {{zh: {name}, en: long}}\nstrict: true\nsource: "
        f"{{ref: rule-book}}\nevidence: confirmed\n"
        f'entries:\n{rows}\n  - {{code: "1998", name: {{zh: {name}, en: long}}}}\n'
        f'  - {{code: "1999", name: {{zh: {rare}, en: rare}}}}\n'
    )
    document = standard_document(
        alone(write(tmp_path, {**OWN, **BASE, "codelists/long.yaml": text}))
    )
    assert breaches(document) == []
    table = next(
        block
        for block in blocks(document)
        if isinstance(block, TableBlock) and block.id == "table-codelist-long"
    )
    assert len(table.rows) == 2000
    assert [plain(row[1]) for row in table.rows[-2:]] == [name, rare]


@pytest.mark.slow
def test_packs_over_the_standard_keep_the_layout() -> None:
    """A province's pack and a city's over it."""
    document = standard_document(load("tests/packs/seaside", "tests/packs/inland"))
    assert breaches(document) == []
