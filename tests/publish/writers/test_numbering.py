"""Numbers of clauses, annexes, tables, figures and formulas, and what cross-references show."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.publish.writers.sample import sample
from tracecode.publish.documents.numbering import (
    BrokenDocument,
    broken,
    letter,
    note_labels,
    number,
    ragged,
)
from tracecode.publish.documents.traversal import blocks, sections
from tracecode.publish.documents.tree import (
    DocumentTree,
    Figure,
    Note,
    Paragraph,
    Ref,
    Section,
    TableBlock,
)


def test_everything_has_its_number() -> None:
    """Clauses, terms, annexes, tables and figures are numbered in order; annexes count anew."""
    numbering = number(sample())
    assert [
        (place.level, place.label, place.status, place.title) for place in numbering.outline
    ] == [
        (1, "", "", "前言"),
        (1, "1", "", "范围"),
        (1, "2", "", "规范性引用文件"),
        (1, "3", "", "术语和定义"),
        (1, "4", "", "编码规则"),
        (2, "4.1", "", "代码结构"),
        (2, "4.2", "", "校验码"),
        (1, "附录A", "（规范性）", "代码表"),
        (2, "A.1", "", "细目"),
        (1, "附录B", "（资料性）", "示例"),
        (1, "", "", "参考文献"),
        (1, "图1", "", "代码的结构"),
        (1, "表1", "", "代码 a_b"),
        (1, "表A.1", "", "值"),
    ]
    shown = numbering.shown
    assert (shown["term-code"], shown["s-untitled"], shown["q-sum"]) == ("3.1", "4.2.1", "式（1）")
    assert (shown["r-gb"], shown["r-one"], shown["x-place"]) == ("GB/T 1.1", "[1]", "附录A")


def test_the_words_of_an_english_document() -> None:
    """An English document has tables, figures and annexes with a blank before the number."""
    shown = number(sample("en")).shown
    assert (shown["t-wide"], shown["a-lists"], shown["q-sum"]) == (
        "Table 1",
        "Annex A",
        "Formula (1)",
    )


def test_notes_are_numbered_where_there_are_several() -> None:
    """One note has no number; notes of one clause count from 1."""
    one, two = Note(("a",)), Note(("b",))
    assert list(note_labels((one,), "zh").values()) == ["注："]
    assert list(note_labels((one, two), "zh").values()) == ["注1：", "注2："]
    assert list(note_labels((one, two), "en").values()) == ["Note 1: ", "Note 2: "]


def test_what_is_not_listed_has_a_number_all_the_same() -> None:
    """A table or clause that stays out of the contents is numbered, and so is what follows."""
    tables = (
        TableBlock("t1", ("a",), (("h",),), ((("c",),),), listed=False),
        TableBlock("t2", ("b",), (("h",),), ((("c",),),)),
    )
    hidden = Section("s1", ("x",), blocks=tables, listed=False, children=(Section("s2", ("y",)),))
    numbering = number(DocumentTree("d", ("t",), "zh", (hidden, Section("s3", ("z",)))))
    assert [place.label for place in numbering.outline] == ["2", "表2"]
    assert numbering.shown["t1"] == "表1"
    assert numbering.shown["s2"] == "1.1"


def test_a_page_of_the_site_has_no_numbers() -> None:
    """A document without numbers shows titles where it refers."""
    table = TableBlock("t", ("表题",), (("h",),), ((("c",),),))
    document = DocumentTree(
        "d", ("t",), "zh", (Section("s", ("题",), blocks=(table,)),), numbered=False
    )
    assert number(document).shown == {"s": "题", "t": "表题"}


@pytest.mark.parametrize(
    ("blocks", "zh"),
    [
        ((Paragraph((Ref("nothing"),)),), "引用的对象不存在：nothing"),
        ((TableBlock("s", ("a",), (), ()),), "标识重复：s"),
        (
            (TableBlock("t", ("a",), (("h",),), ((("a",),), (("a",), ("b",)))),),
            "表中各行单元格数不一：t",
        ),
    ],
)
def test_a_broken_document_is_refused(blocks: tuple[Paragraph | TableBlock, ...], zh: str) -> None:
    """A reference to nothing, an id that stands twice and a row with a cell too many are errors
    that name the id.
    """
    document = DocumentTree("d", ("t",), "zh", (Section("s", ("题",), blocks=blocks),))
    assert any(broken(document)) or ragged(document)
    with pytest.raises(BrokenDocument) as error:
        number(document)
    assert error.value.texts["zh"] == f"文件 d：{zh}"


@given(st.integers(1, 20_000))
def test_letters_of_annexes_differ(count: int) -> None:
    """Z is followed by AA; no two annexes have the same letters."""
    value = 0
    for char in letter(count):
        value = value * 26 + ord(char) - ord("A") + 1
    assert value == count


_TITLES = st.text("题目", min_size=1, max_size=3)
_TREES: st.SearchStrategy[tuple[str, list[Any]]] = st.recursive(
    _TITLES.map(lambda title: (title, [])),
    lambda inner: st.tuples(_TITLES, st.lists(inner, max_size=4)),
    max_leaves=30,
)


@given(_TREES)
def test_numbers_are_continuous(tree: tuple[str, list[Any]]) -> None:
    """Among the sections below one, numbers go 1, 2, 3 ... after the number of the one above."""
    made = 0

    def build(node: object) -> Section:
        nonlocal made
        made += 1
        assert isinstance(node, tuple)
        return Section(f"s{made}", (node[0],), children=tuple(map(build, node[1])))

    document = DocumentTree("d", ("t",), "zh", (build(tree),))
    labels = number(document).labels
    for section in sections(document):
        below = [labels[child.id] for child in section.children]
        assert below == [f"{labels[section.id]}.{at}" for at in range(1, len(below) + 1)]


def test_the_sample_has_every_kind_of_block() -> None:
    """What the tests of the writers look at holds tables and figures with captions."""
    kinds = {type(block).__name__ for block in blocks(sample())}
    assert kinds == {
        "Paragraph",
        "Note",
        "Example",
        "Listing",
        "Items",
        "TableBlock",
        "Figure",
        "Formula",
        "Term",
        "ReferenceEntry",
    }
    assert all(
        block.caption for block in blocks(sample()) if isinstance(block, TableBlock | Figure)
    )
