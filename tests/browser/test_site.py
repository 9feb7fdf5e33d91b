"""The site in a browser: what is looked for is found, on any screen, and nothing is fetched from
elsewhere.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.chromium import Browser, browser
from tests.publish.test_release import LINE, OPTIONAL, change, released, small
from tracecode.cli import main

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
    ("统筹", "standard/coordination.html"),
    ("alphabets", "standard/alphabets.html"),
    ("sources", "standard/sources.html"),
    ("信用代码 校验", "standard/schemes/uscc.html"),
    ("sold-after-expiry", "standard/rules/sold-after-expiry.html"),
    ("超过有效期售出", "standard/rules/sold-after-expiry.html"),
    ("品目 最小分类单位", "standard/terms.html#item"),
]
PAGES = [
    "index.html", "code.html", "docs/index.html", "standard/index.html",
    "standard/schemes/index.html", "standard/schemes/pesticide-unit.html",
    "standard/records/pesticide_production.html", "standard/products/pesticide.html",
    "standard/indicators/party.html", "standard/codelists/division.html", "standard/sources.html",
    "docs/first-label.html", "docs/remedies.html", "docs/records.html", "docs/rules.html",
    "docs/guide.html", "docs/check-rules.html", "docs/program.html", "docs/dependencies.html",
    "docs/limits.html", "docs/plan.html", "docs/python.html", "docs/command-line.html",
    "docs/compliance.html", "docs/spec-language.html", "docs/schema-limits.html",
    "standard/rules/sold-after-expiry.html", "standard/rules/index.html", "standard/terms.html",
    "en/standard/rules/sold-after-expiry.html",
    "standard/coordination.html", "en/docs/remedies.html", "en/docs/limits.html", "en/index.html", "en/code.html",
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


def test_the_other_language_at_the_same_place(desk: Browser, origin: str) -> None:
    """The switch of the language keeps the anchor, and comes back to it."""
    desk.open(f"{origin}/standard/indicators/party.html#uscc")
    for tree in ("en/", ""):
        desk.click("a.switch")
        wanted = f"{origin}/{tree}standard/indicators/party.html#uscc"
        assert desk.wait(f"return location.href === {wanted!r} && location.href") == wanted


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


@pytest.fixture(scope="module")
def origin_of_versions(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The site of a small standard with two released versions."""
    folder = tmp_path_factory.mktemp("versions")
    specs = small(folder / "specs")
    assert released(specs, "1.0.0")[0] == 0
    change(specs, LINE, LINE + OPTIONAL)
    assert released(specs, "1.1.0")[0] == 0
    site = folder / "site"
    command = ["publish", "site", "--versions", "--specs", str(specs), "--out", str(site)]
    assert main(command) == 0
    return site.as_uri()


@pytest.mark.parametrize(
    ("tree", "says"), [("", "不是现行版本"), ("en/", "which is not the current one")]
)
def test_versions(tmp_path: Path, origin_of_versions: str, tree: str, says: str) -> None:
    """A page of an older version says so, on a telephone too, and leads to the same page of the
    current one, whose history leads on.
    """
    page = "standard/records/recall.html"
    with browser(tmp_path, width=360) as phone:
        phone.open(f"{origin_of_versions}/{tree}versions/1.0.0/{page}")
        assert says in phone.run("return document.querySelector('.version').textContent")
        assert phone.run("return document.documentElement.scrollWidth") <= 360
        phone.click(".version a")
        assert phone.run("return location.href") == f"{origin_of_versions}/{tree}{page}"
        assert phone.run("return document.querySelector('.version')") is None
        assert phone.run("return document.documentElement.scrollWidth") <= 360
        link = phone.run(
            "return document.querySelector('#history').parentElement.querySelector('a[href]:not(.here)').href"
        )
        assert link == f"{origin_of_versions}/{tree}standard/changes.html"
        phone.open(link)
        assert phone.run("return document.documentElement.scrollWidth") <= 360
        listed = phone.run(
            "return [...document.querySelectorAll('#versions + ul a')].map((each) => each.href)"
        )
        assert [each.removeprefix(f"{origin_of_versions}/{tree}") for each in listed] == [
            "standard/index.html",
            "versions/1.0.0/standard/index.html",
        ]
        phone.open(f"{origin_of_versions}/{tree}versions/1.0.0/{page}")
        phone.click("a.switch")
        other = "" if tree else "en/"
        assert (
            phone.run("return location.href")
            == f"{origin_of_versions}/{other}versions/1.0.0/{page}"
        )
        assert phone.messages() == []
        assert [each for each in phone.requests() if not each.startswith(origin_of_versions)] == []


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


@pytest.mark.parametrize("page", ["docs/limits.html", "docs/dependencies.html", "docs/rules.html"])
def test_tables_on_a_phone(phone: Browser, origin: str, page: str) -> None:
    """What is long in a table has a column wide enough to read; the table scrolls by itself."""
    phone.open(f"{origin}/{page}")
    widths = phone.run(
        "return [...document.querySelectorAll('.table td')].filter((cell) =>"
        " cell.textContent.length > 20).map((cell) => cell.offsetWidth)"
    )
    assert len(widths) > 5
    assert min(widths) > 150
    assert max(widths) < 360


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


def test_rule_across_records(desk: Browser, origin: str) -> None:
    """The page of a rule shows its YAML, and leads to it and to the rows that it looks at."""
    desk.open(f"{origin}/standard/rules/sold-after-expiry.html")
    shown = desk.run("return document.querySelector('.definition pre').textContent")
    assert shown.splitlines()[1] == "id: sold-after-expiry"
    links = desk.run("return [...document.querySelectorAll('.downloads a')].map((it) => it.href)")
    names = ("sold-after-expiry", "rows/sold-batches", "rows/dated-batches")
    assert links == [f"{origin}/files/specs/rules/{name}.yaml" for name in names]


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
