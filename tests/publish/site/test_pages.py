"""The pages of a site as files: what stands around them, the search, the documents."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tracecode.publish.site.guides import Guides
from tracecode.publish.site.history import History, Subject
from tracecode.publish.site.home import EXAMPLES, code_page, home
from tracecode.publish.site.index import definitions, synonyms
from tracecode.publish.site.shell import TREES, Lang, SitePage, shell
from tracecode.publish.site.words import WORDS
from tracecode.standard.record_layout import layouts
from tracecode.standard.resolved import packaged

DOCS = Path(__file__).parents[3] / "docs"
CHINESE = re.compile(r"[一-鿿]")


@pytest.mark.parametrize("lang", TREES)
@pytest.mark.parametrize("made", [home, code_page])
def test_shell(lang: Lang, made: object) -> None:
    """A page runs no script that stands in it, allows no connection, and speaks one language."""
    page = (
        home(packaged(), lang, docs=True)
        if made is home
        else code_page(packaged(), lang, docs=True)
    )
    text = shell(page, docs=True)
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    assert policy is not None
    assert "connect-src 'none'" in policy[1]
    assert "unsafe-inline" not in policy[1]
    assert ("'wasm-unsafe-eval'" in policy[1]) == (made is code_page)
    assert re.findall(r"<script(?![^>]*\bsrc=)", text) == []
    assert re.findall(r"\bon[a-z]+=", text) == []
    assert "style=" not in text
    assert [url for url in re.findall(r'(?:src|href)="([^"]*)"', text) if "//" in url] == []
    if lang == "en":
        assert CHINESE.findall(re.sub(r'<a class="switch".*?</a>', "", text)) == []


def test_foreign_text_in_a_shell() -> None:
    """A title and the headings of a page are text."""
    hostile = '"><script>alert(1)</script>'
    page = SitePage("a/b.html", "zh", hostile, "", ((2, hostile, hostile), (2, "b", "b")))
    text = shell(page, docs=False)
    assert "<script>" not in text
    assert text.count("&lt;script&gt;alert(1)") == 3


def test_no_history_before_the_first_version() -> None:
    """While nothing is released, a page says so."""
    history = History(packaged())
    said = history.section([Subject("scheme", "uscc")], "zh", "standard/schemes/uscc.html")
    assert said.endswith("<p>标准尚未发布任何版本，因此还没有历史。</p></section>")


def test_words() -> None:
    """No English word of the site holds Chinese, but the name of the other language."""
    assert [id for id, text in WORDS.items() if CHINESE.search(text.en)] == ["language"]


@pytest.mark.slow
def test_index() -> None:
    """Every definition is found by its id, and every page that a synonym names is there."""
    entries = definitions(packaged(), {"schemes/uscc": "the text"})
    kinds = {"product", "scheme", "record", "indicator", "codelist", "group", "interface", "source"}
    assert {entry.kind for entry in entries} == kinds
    assert {entry.id for entry in entries if entry.kind == "record"} == {
        layout.id for layout in layouts(packaged())
    }
    uscc = next(entry for entry in entries if entry.id == "uscc" and entry.kind == "scheme")
    assert uscc.address == "standard/schemes/uscc.html"
    assert uscc.text.endswith("the text")
    pages = {
        entry.address.partition("#")[0].removeprefix("standard/").removesuffix(".html")
        for entry in entries
    }
    assert {*synonyms()} <= {*pages, "alphabets"}
    assert len(json.dumps(entries, ensure_ascii=False).encode()) < 2_000_000


@pytest.mark.slow
def test_documents() -> None:
    """Each document stands in the trees of both languages, links to its sibling, and the index
    names it.
    """
    guides = Guides(DOCS)
    pages = {page.path: page for page, _ in guides.pages()}
    for path, page in pages.items():
        assert pages[str(page.other)].other == path
        assert page.lang == ("en" if path.startswith("en/") else "zh")
        if page.lang == "zh":
            assert CHINESE.search(page.title), path
    # of a page in both languages, links lead to the language of its tree
    assert 'href="program.html"' in pages["docs/plan.html"].body
    assert "../en/" not in pages["docs/plan.html"].body
    assert 'href="program.html"' in pages["en/docs/plan.html"].body
    named = [entry.name for group in guides.groups for entry in group.pages]
    for lang, tree in TREES.items():
        index = pages[f"{tree}docs/index.html"].body
        for name in named:
            assert re.search(rf'href="[^"]*{name}\.html"', index), (lang, name)


def test_examples_of_the_code_page() -> None:
    """The examples to try are codes of the specifications, but for the last, which is wrong."""
    from tracecode.codes.identify import identify

    fits = [
        any(match.code for match in identify(text, standard=packaged())[:1])
        for text in EXAMPLES[:-1]
    ]
    assert all(fits)
    assert identify(EXAMPLES[-1], near=True, standard=packaged())[0].code is None
