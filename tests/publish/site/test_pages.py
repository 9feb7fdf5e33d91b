"""The pages of a site as files: what stands around them, the search, the documents."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tracecode.publish.documents.identity import identity
from tracecode.publish.site.guides import Guides
from tracecode.publish.site.history import History, Subject
from tracecode.publish.site.home import EXAMPLES, code_page, home
from tracecode.publish.site.index import definitions, synonyms
from tracecode.publish.site.shell import TREES, Lang, SitePage, shell
from tracecode.publish.site.words import WORDS
from tracecode.spec.base import Text
from tracecode.standard.record_layout import layouts
from tracecode.standard.resolved import load, packaged

DOCS = Path(__file__).parents[3] / "docs"
PACKS = Path(__file__).parents[2] / "packs"
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
    text = shell(page, identity(packaged()).title, docs=True)
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
    text = shell(page, Text(zh=hostile, en=hostile), docs=False)
    assert "<script>" not in text
    assert text.count("&lt;script&gt;alert(1)") == 5


@pytest.mark.parametrize("lang", TREES)
def test_a_site_bears_the_name_of_its_standard(lang: Lang) -> None:
    """Head, title and first heading name the standard of a pack, not the packaged one."""
    cloudland = load(PACKS / "cloudland")
    name = {"zh": "云岭省茶叶追溯数据规范", "en": "Data for the traceability of tea in Cloudland"}[
        lang
    ]
    page = home(cloudland, lang, docs=False)
    text = shell(page, identity(cloudland).title, docs=False)
    assert f"<h1>{name}</h1>" in text
    assert f" · {name}</title>" in text
    assert f'index.html">{name}</a>' in text
    other = getattr(identity(packaged()).title, lang)
    assert other not in text


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
    kinds = {
        "product", "scheme", "record", "indicator", "codelist", "group", "interface", "source",
        "rule", "term", "alphabet", "page",
    }  # fmt: skip
    assert {entry.kind for entry in entries} == kinds
    assert {entry.id for entry in entries if entry.kind == "record"} == {
        layout.id for layout in layouts(packaged())
    }
    uscc = next(entry for entry in entries if entry.id == "uscc" and entry.kind == "scheme")
    assert uscc.address == "standard/schemes/uscc.html"
    assert uscc.text.endswith("the text")
    last = definitions(packaged(), {"schemes/uscc": "a b " * 5000 + "the last of them"})
    uscc = next(entry for entry in last if entry.id == "uscc" and entry.kind == "scheme")
    assert uscc.text.endswith("a b the last of them")
    addresses = {(entry.kind, entry.id): entry.address for entry in entries}
    assert addresses["rule", "sold-after-expiry"] == "standard/rules/sold-after-expiry.html"
    assert addresses["term", "trace-code"] == "standard/terms.html#trace-code"
    assert addresses["alphabet", "alnum"] == "standard/alphabets.html#alnum"
    assert {id for kind, id in addresses if kind == "page"} == {
        "coordination", "alphabets", "sources", "terms", "rules",
    }  # fmt: skip
    pages = {
        entry.address.partition("#")[0].removeprefix("standard/").removesuffix(".html")
        for entry in entries
    }
    assert {*synonyms()} <= pages
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
