"""The documents: what a page says, that links lead somewhere, and that no value breaks the
Markdown.
"""

from __future__ import annotations

import posixpath
import re
from functools import cache

import pytest

from tracecode.escape import markdown as escape
from tracecode.escape import markdown_code
from tracecode.publish.documents import derived
from tracecode.publish.documents.page import code
from tracecode.publish.documents.words import EVIDENCE, THEMES
from tracecode.spec.base import Evidence
from tracecode.standard.record_layout import layouts
from tracecode.standard.resolved import packaged

LINK = re.compile(r"\]\(([^)\s]*)\)")
ANCHOR = re.compile(r'\{#([^}]+)\}|<a id="([^"]+)">')


@cache
def pages(lang: str) -> dict[str, str]:
    """The pages of the packaged standard."""
    return derived(packaged(), "zh" if lang == "zh" else "bilingual")


@pytest.mark.slow
def test_there_is_a_page_for_everything() -> None:
    """Every scheme, item, record type, group and code list has a page; so has every theme of the
    dictionary.
    """
    standard, found = packaged(), pages("zh")
    wanted = {f"{folder}/{id}.md" for folder, kind in (("schemes", "scheme"), ("products", "product"), ("groups", "group"), ("codelists", "codelist")) for id in standard.ids(kind)}  # fmt: skip  # noqa: E501
    wanted |= {f"records/{layout.id}.md" for layout in layouts(standard)}
    assert wanted <= set(found)
    assert {"index.md", "sources.md", "interfaces.md", "alphabets.md", "records/index.md"} <= set(
        found
    )
    elements = "".join(text for path, text in found.items() if path.startswith("indicators/"))
    assert all(f'<a id="{id}"></a>' in elements for id in standard.ids("indicator"))


@pytest.mark.slow
def test_rules_across_records_and_terms_say_what_they_rest_on() -> None:
    """A rule says what it asks, its remedy and source; each term stands under its own anchor."""
    page = pages("zh")["rules/sold-after-expiry.md"]
    rule = packaged().rule("sold-after-expiry")
    for said in (rule.asks.zh, rule.remedy.zh, packaged().rows("sold-batches").name.zh):
        assert escape(said) in page
    assert "sources.md#project" in page
    assert "| 截止日之后售出 | 2 |" in page
    assert "(rules/index.md)" in pages("zh")["index.md"]
    assert "(sold-after-expiry.md)" in pages("zh")["rules/index.md"]
    terms = pages("zh")["terms.md"]
    for id in packaged().ids("term"):
        assert f"{{#{id}}}" in terms
        assert escape(packaged().term(id).name.zh) in terms


@pytest.mark.parametrize("lang", ["zh", "bilingual"])
def test_every_link_leads_somewhere(lang: str) -> None:
    """Relative links lead to pages that exist, and their anchors stand there."""
    found = pages(lang)
    anchors = {path: {a or b for a, b in ANCHOR.findall(text)} for path, text in found.items()}
    for path, text in found.items():
        for target in LINK.findall(text):
            file, _, anchor = target.partition("#")
            there = (
                posixpath.normpath(posixpath.join(posixpath.dirname(path), file)) if file else path
            )
            assert there in found, (path, target)
            assert not anchor or anchor in anchors[there], (path, target)


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "bilingual"])
def test_rows_have_as_many_cells_as_their_table(lang: str) -> None:
    """No value splits a cell: each row of a table has the cells of its heads."""
    for path, text in pages(lang).items():
        for block in text.split("\n\n"):
            if block.startswith("|"):
                counts = {line.count("|") for line in block.splitlines()}
                assert len(counts) == 1, (path, block[:200])


@pytest.mark.slow
def test_the_same_specifications_give_the_same_text() -> None:
    """Two runs agree to the letter."""
    assert derived(packaged()) == pages("zh")


def test_a_scheme_says_its_editions_segments_and_sources() -> None:
    """The page of the pesticide code has both editions with dates, positions, evidence and judged
    examples.
    """
    page = pages("zh")["schemes/pesticide-unit.md"]
    assert (
        "2018-01-01 ～ 2026-10-31 | [农业部公告第2579号](../sources.md#moa-2579-2017)（已证实）"
        in page
    )
    assert "| 2～7 | 登记证号后六位<br>`registration_last6` | 6 |" in page
    assert "| `code.length` | 农药标签单元识别代码应为 32 个字符，实为 31 个 |" in page
    assert "## 未查明事项" in page


@pytest.mark.slow
def test_a_record_says_obligation_format_condition_and_rules() -> None:
    """The table of a record has its elements with obligation and format, and conditions as
    sentences.
    """
    page = pages("bilingual")["records/pesticide_production.md"]
    assert "`batch_no` | M | `an..50` |" in page
    assert (
        "“生产日期”不早于 2026-11-01 时必填<br>Mandatory where “Production date” is not before 2026-11-01"
        in page
    )
    assert "为 2（委托加工）、3（委托分装）时必填<br>" in page
    assert "个人信息：在提示和公开查询中隐去" in page
    assert "| 依次不得递减：[" in page
    assert " / Not decreasing: [" in page


def test_an_item_says_that_authorities_are_named_as_in_2017() -> None:
    """Authorities stand as the plan names them, with a word on it."""
    page = pages("zh")["products/pesticide.md"]
    assert "市农委、市市场监管委、市供销总社" in page
    assert "部门名称按 2017 年方案所列" in page


def test_the_page_of_an_item_says_what_its_goods_begin_with() -> None:
    """Customs headings of an item stand with their names; an item that says nothing of its goods
    has no such table.
    """
    page = pages("zh")["products/imported-olive-oil.md"]
    assert "## 属于本品目的取值（其他开头的只提示）" in page
    assert "`1509` 橄榄油<br>`1510` 橄榄油（1510）" in page
    assert "只提示）" not in pages("zh")["products/pesticide.md"]


def test_a_source_names_the_pages_that_cite_it() -> None:
    """The list of sources leads back to what is taken from each."""
    page = pages("zh")["sources.md"]
    part = page[page.index("{#moa-2579-2017}") :].split("\n## ")[0]
    assert "[农药标签单元识别代码](schemes/pesticide-unit.md)" in part


def test_personal_numbers_are_masked() -> None:
    """An example of a personal number is not printed."""
    standard = packaged()
    for id in standard.ids("scheme"):
        spec = standard.scheme(id)
        if spec.privacy is not None:
            page = pages("zh")[f"schemes/{id}.md"]
            assert not any(
                one.code in page for edition in spec.editions for one in edition.examples.valid
            )


def test_text_is_shown_as_it_is() -> None:
    """What means something in Markdown is escaped; code keeps its characters."""
    assert escape(
        "a|b [c](d) <e> *f* #g\nh"
    ) == "a&#124;b \\[c\\](d) &lt;e&gt; \\*f\\* \\#g h".replace("&lt;", "&#60;").replace(
        "&gt;", "&#62;"
    )
    assert escape("1. first") == "1\\. first"
    assert escape("- dash") == "\\- dash"
    assert markdown_code("record_type") == "`record_type`"
    assert markdown_code("a|`b") == "<code>a&#124;&#96;b</code>"
    assert markdown_code("a\x1db") == "<code>a&#92;u001db</code>"
    assert code("") == ("—",)


def test_every_evidence_and_theme_has_a_word() -> None:
    """Each mark of evidence and each theme of the dictionary is named."""
    from typing import get_args

    standard = packaged()
    assert set(EVIDENCE) == set(get_args(Evidence))
    categories = {entry.code for entry in standard.codelist("category").entries}
    themes = {
        path.split("/")[1].removesuffix(".yaml")
        for path in standard.layers[0].files
        if path.startswith("indicators/")
    }
    assert themes <= categories | set(THEMES)


@pytest.mark.slow
def test_another_language_is_refused() -> None:
    """The documents are in Chinese, or in both languages."""
    with pytest.raises(ValueError, match="use zh or bilingual"):
        derived(packaged(), "en")  # type: ignore[arg-type]
