"""Markdown and HTML of a document: numbers, links, and texts that stay texts."""

from __future__ import annotations

import re

import pytest
from lxml import html as parser
from markdown_it import MarkdownIt

from tests.publish.writers.sample import HOSTILE, RARE, sample
from tracecode.escape import code, line
from tracecode.publish.documents.drawing import Box, Drawing, Lettering, Line, svg
from tracecode.publish.documents.numbering import number
from tracecode.publish.documents.tree import DocumentTree, Hyperlink, Paragraph, Section
from tracecode.publish.documents.writers.as_html import html
from tracecode.publish.documents.writers.as_markdown import drawings, markdown


def test_markdown_has_numbers_and_links() -> None:
    """Headings, captions and references of the Markdown have the numbers, and lead to each
    other.
    """
    text = markdown(sample())
    for said in (
        "## 1 范围 {#s-scope}",
        "### 4.2 校验码 {#s-check}",
        "## 附录A（规范性） 代码表 {#a-lists}",
        "### 3.1 追溯码 trace code {#term-code}",
        '<a id="t-wide"></a>**表1 代码 `a_b`**',
        "按[式（1）](#q-sum)计算，见[表1](#t-wide)、[附录A](#a-lists)、[\\[1\\]](#r-one)。",
        "**4.2.1** 无标题条，[链接](https://example.org/x)。",
        "- b) 第二 **要**",
        "注2：第二个注。",
        "![登记类别 1 位，序列号 31 位](sample-figures/1.svg)",
        "- [附录B（资料性） 示例](#a-two)",
    ):  # fmt: skip
        assert said in text
    anchors = set(re.findall(r"\{#([^}]+)\}", text)) | set(re.findall(r'<a id="([^"]+)">', text))
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= anchors
    assert list(drawings(sample())) == ["sample-figures/1.svg"]


def test_hostile_texts_stay_texts_in_markdown() -> None:
    """A reader of Markdown shows the texts as they are, and makes nothing of them."""
    rendered = parser.fromstring(
        MarkdownIt("commonmark").enable("table").render(markdown(sample(rare=True)))
    )
    cells = [str(cell.xpath("string()")) for cell in rendered.iter("td")]
    for text in HOSTILE + RARE:
        assert line(text) in cells
        assert code(text) in cells or "\\u" in code(text)
    assert not list(rendered.iter("script"))


def test_hostile_texts_stay_texts_in_html() -> None:
    """The page has no script and nothing that loads; every text is in its cell as it is."""
    page = parser.fromstring(html(sample(rare=True)))
    cells = [str(cell.xpath("string()")) for cell in page.iter("td")]
    for text in HOSTILE + RARE:
        assert line(text) in cells
        assert code(text) in cells
    assert not [
        element for element in page.iter() if element.tag in {"script", "link", "img", "iframe"}
    ]
    assert not [
        name
        for element in page.iter()
        for name in map(str, element.attrib)
        if name.startswith("on")
    ]


@pytest.mark.parametrize("lang", ["zh", "en", "both"])
def test_html_leads_to_itself(lang: str) -> None:
    """Ids stand once, and every reference leads to one; the contents name every entry in order."""
    document = sample(lang)
    page = parser.fromstring(html(document))
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    links = [element.get("href") or "" for element in page.iter("a") if element.get("href")]
    assert {link[1:] for link in links if link.startswith("#")} <= set(ids)
    (contents,) = page.iter("nav")
    entries = [str(entry.xpath("string()")) for entry in contents.iter("li")]
    places = number(document).outline
    assert entries == [f"{place.label}{place.status} {place.title}".strip() for place in places]
    assert page.get("lang") == ("en" if lang == "en" else "zh-CN")


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", " JavaScript:alert(1)", "data:text/html,x", "vbscript:x"]
)
def test_a_link_runs_no_program(target: str) -> None:
    """An address that a browser would run leads nowhere."""
    document = DocumentTree(
        "d",
        ("t",),
        "zh",
        (Section("s", ("题",), blocks=(Paragraph((Hyperlink(target, ("x",)),)),)),),
    )
    assert "script" not in html(document).lower().replace("description", "")
    assert "](" not in markdown(document) or "[x]()" in markdown(document)


def test_a_drawing_as_svg() -> None:
    """Boxes, lines with arrows and texts stand where they were placed, texts escaped."""
    shapes = (
        Box(1, 2, 30.5, 8, shade="light"),
        Line(0, 0, 10, 0, arrow=True),
        Lettering(5, 5, "<a&b>", middle=True),
    )
    drawn = parser.fromstring(svg(Drawing(40, 20, shapes), "什么"))
    assert (drawn.get("viewbox") or drawn.get("viewBox")) == "0 0 40 20"
    assert drawn.get("aria-label") == "什么"
    (box,) = drawn.iter("rect")
    assert (box.get("x"), box.get("width"), box.get("fill")) == ("1", "30.5", "#eeeeee")
    (head,) = drawn.iter("polygon")
    assert (head.get("points") or "").startswith("10,0 ")
    (text,) = drawn.iter("text")
    assert (text.text, text.get("text-anchor")) == ("<a&b>", "middle")
