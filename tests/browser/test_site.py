"""The site in a browser: what is looked for is found, on any screen, and nothing is fetched from
elsewhere.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.chromium import Browser, browser

SEARCHES = [
    ("农药", "standard/products/pesticide.html"),
    ("信用代码", "standard/schemes/uscc.html"),
    ("施药", "standard/records/pesticide_farm_use.html"),
    ("uscc", "standard/schemes/uscc.html"),
    ("USCC", "standard/schemes/uscc.html"),
    ("追溯码", "standard/indicators/identification.html#trace_code"),
    ("商品条码", "standard/schemes/gtin.html"),
    ("召回", "standard/records/recall.html"),
    ("气瓶", "standard/products/gas-cylinder.html"),
    ("pesticide", "standard/products/pesticide.html"),
    ("credit code", "standard/schemes/uscc.html"),
    ("production_date", "standard/indicators/place-time.html#production_date"),
]
PAGES = [
    "index.html", "code.html", "docs/index.html", "standard/index.html",
    "standard/schemes/index.html", "standard/schemes/pesticide-unit.html",
    "standard/records/pesticide_production.html", "standard/products/pesticide.html",
    "standard/indicators/party.html", "standard/codelists/division.html", "standard/sources.html",
    "docs/first-label.html", "docs/remedies.html", "docs/records.html", "docs/rules.html",
    "docs/guide.html", "en/index.html", "en/code.html",
    "en/standard/schemes/uscc.html", "en/docs/guide.html",
]  # fmt: skip


@pytest.mark.parametrize(("words", "page"), SEARCHES)
def test_search(desk: Browser, origin: str, words: str, page: str) -> None:
    """The page that is meant is among the first three."""
    desk.open(f"{origin}/index.html")
    desk.type("#search", words)
    found = desk.wait("return [...document.querySelectorAll('#found a')].map((link) => link.href)")
    assert f"{origin}/{page}" in found[:3]
    desk.click("#found a")
    assert desk.run("return location.href") == found[0]


def test_search_in_english(desk: Browser, origin: str) -> None:
    """From an English page English pages are found; what is nowhere is said to be."""
    desk.open(f"{origin}/en/standard/schemes/gtin.html")
    desk.type("#search", "unified social")
    found = desk.wait("return [...document.querySelectorAll('#found a')].map((link) => link.href)")
    assert found[0] == f"{origin}/en/standard/schemes/uscc.html"
    desk.type("#search", "qqqq")
    assert (
        desk.wait("return document.querySelector('#found .none')?.textContent") == "Nothing found"
    )


@pytest.mark.parametrize("page", PAGES)
def test_phone(phone: Browser, origin: str, page: str) -> None:
    """On a telephone no page is wider than the screen, and the menu leads on."""
    phone.open(f"{origin}/{page}")
    assert phone.run("return document.documentElement.scrollWidth") <= 360
    assert phone.run("return innerWidth") == 360
    phone.click("[data-toggle=menu]")
    assert (
        phone.run("return getComputedStyle(document.querySelector('nav.main')).display") == "flex"
    )


@pytest.mark.parametrize("page", PAGES)
def test_pages_say_what_they_are(desk: Browser, origin: str, page: str) -> None:
    """Each page has one title, one heading of the first level, and a switch to the other language
    that leads there.
    """
    desk.open(f"{origin}/{page}")
    assert desk.run("return document.querySelectorAll('h1').length") == 1
    assert desk.run("return document.documentElement.lang") == (
        "en" if page.startswith("en/") else "zh-CN"
    )
    desk.click("a.switch")
    assert desk.run("return document.documentElement.lang") == (
        "zh-CN" if page.startswith("en/") else "en"
    )


def test_definition(desk: Browser, origin: str) -> None:
    """A record's page shows its samples and what can be taken away; a row that a link names is
    marked.
    """
    desk.open(f"{origin}/standard/records/pesticide_production.html")
    links = desk.run(
        "return [...document.querySelectorAll('.downloads a')].map((link) => link.href)"
    )
    assert f"{origin}/files/json-schema/pesticide_production.json" in links
    assert f"{origin}/files/xsd/tracecode.xsd" in links
    assert f"{origin}/files/templates/pesticide.xlsx" in links
    shown = desk.run(
        "return [...document.querySelectorAll('details pre')].map((each) => each.textContent)"
    )
    assert shown[0].startswith("# yaml-language-server")
    assert '"record_type": "production"' in shown[1]
    assert shown[2].startswith("<?xml")
    history = "return document.querySelector('#history').nextElementSibling.textContent"
    assert desk.run(history) == "标准尚未发布任何版本，因此还没有历史。"
    desk.open(f"{origin}/standard/indicators/party.html#uscc")
    assert (
        desk.run("return document.querySelector(':target').closest('tr').cells[0].textContent")
        == "统一社会信用代码uscc"
    )


def test_colours(origin: str, tmp_path: Path) -> None:
    """Dark where the system is dark; the switch changes it, and the next page keeps it."""
    ground = "return getComputedStyle(document.body).backgroundColor"
    with browser(tmp_path, dark=True) as dark:
        dark.open(f"{origin}/index.html")
        assert dark.run(ground) == "rgb(20, 25, 30)"
        dark.click("[data-toggle=theme]")
        assert dark.run(ground) == "rgb(255, 255, 255)"
        dark.open(f"{origin}/standard/index.html")
        assert dark.run(ground) == "rgb(255, 255, 255)"
        assert dark.messages() == []
