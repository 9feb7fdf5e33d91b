"""The Word file of an item, reckoned anew from what stands in the file: its numbers, references and
contents agree.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.publish.writers.fonts import needs_fonts
from tests.publish.writers.test_docx import W, fields
from tracecode.publish.documents.numbering import letter, number
from tracecode.publish.documents.writers.as_docx import docx
from tracecode.publish.standard_document import standard_document
from tracecode.standard.resolved import packaged

pytestmark = [pytest.mark.slow, needs_fonts]
CLAUSES, ANNEXES = "1", "2"


@pytest.fixture(scope="module")
def tree() -> Any:
    """The document of an item."""
    return standard_document(packaged(), "zh", product="gas-cylinder")


@pytest.fixture(scope="module")
def body(tree: Any) -> Any:
    """The body of its Word file."""
    from docx import Document

    return Document(io.BytesIO(docx(tree).data)).element.body


def numbered(body: Any) -> Iterator[tuple[Any, str]]:
    """Every paragraph with the number that a program gives it by the lists of its style or its
    own.
    """
    counts: dict[str, list[int]] = {CLAUSES: [], ANNEXES: []}
    for paragraph in body.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        named = re.fullmatch(
            r"(Heading|Annex)(\d)", style.get(f"{W}val") if style is not None else ""
        )
        own = paragraph.find(f"{W}pPr/{W}numPr")
        if own is not None:
            listed, level = (
                own.find(f"{W}numId").get(f"{W}val"),
                int(own.find(f"{W}ilvl").get(f"{W}val")),
            )
        elif named is not None:
            listed, level = {"Heading": CLAUSES, "Annex": ANNEXES}[named[1]], int(named[2]) - 1
        else:
            yield paragraph, ""
            continue
        if listed not in counts:
            yield paragraph, ""
            continue
        count = counts[listed][: level + 1] + [0] * (level + 1 - len(counts[listed]))
        count[level] += 1
        counts[listed] = count
        first = letter(count[0]) if listed == ANNEXES else str(count[0])
        shown = ".".join([first, *map(str, count[1:])])
        yield paragraph, f"附录{shown}" if listed == ANNEXES and level == 0 else shown


def text(element: Any) -> str:
    """What is read in an element."""
    return "".join(each.text or "" for each in element.iter(f"{W}t"))


def test_references_and_contents_name_the_right_clause(body: Any) -> None:
    """Each field shows the number that its target has by the lists and counters of the file
    itself.
    """
    homes = {}
    for paragraph, shown in numbered(body):
        for mark in paragraph.iter(f"{W}bookmarkStart"):
            homes[mark.get(f"{W}name")] = shown, text(paragraph)
    found = fields(body)
    by_number = [
        (each.split()[1], value) for each, value in found if re.match(r"REF \S+ \\r", each)
    ]
    assert len(by_number) > 500
    assert all(homes[name][0] == value for name, value in by_number)
    by_text = [(each.split()[1], value) for each, value in found if re.match(r"REF \S+ \\h", each)]
    assert len(by_text) > 500
    assert all(value in homes[name][1] for name, value in by_text)
    entries = 0
    for paragraph in body.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if style is not None and style.get(f"{W}val").startswith(("TOC1", "TOC2", "TOC3", "TOC4")):
            (link,) = paragraph.iter(f"{W}hyperlink")
            shown, home = homes[link.get(f"{W}anchor")]
            assert text(link).removesuffix("–").replace("　", "") == (shown + home).replace(
                "　", ""
            )
            entries += 1
    assert entries > 50


def test_numbers_go_on_without_a_gap(tree: Any, body: Any) -> None:
    """Clauses, annexes and terms of the file have the numbers of the tree; tables and figures count
    without a gap.
    """
    labels = [
        label
        for label in number(tree).labels.values()
        if re.match(r"\d+(\.|$)|附录|[A-Z]+\.\d", label)
    ]
    assert [shown for _, shown in numbered(body) if shown] == labels
    counts: dict[str, int] = {}
    for instruction, value in fields(body):
        if match := re.match(r"SEQ (\S+) \\\* ARABIC(.*)", instruction):
            counts[match[1]] = 1 if r"\r 1" in match[2] else counts[match[1]] + 1
            assert value == str(counts[match[1]])
    assert set(counts) == {"表", "图", "式"}
