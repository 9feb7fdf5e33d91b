"""A whole site, of a small standard whose every text is hostile: it stays text, and every link
leads somewhere.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from lxml import html

from tests.folders import alone
from tests.hostile_pack import forge, pack
from tracecode.cli import main
from tracecode.publish.site.building import derived
from tracecode.publish.site.definitions import Downloads
from tracecode.publish.site.links import broken
from tracecode.standard.record_layout import layouts
from tracecode.standard.resolved import Resolved

pytestmark = pytest.mark.slow

ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028\u202e\u2066\u3164\ufeff\ufffe]")
"""What no output may hold bare."""


@pytest.fixture(scope="module", params=["clean", "forged"])
def standard(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Resolved:
    """The hostile standard: as lint lets it pass, and with what lint refuses."""
    folder = pack(tmp_path_factory.mktemp("hostile"))
    if request.param == "forged":
        forge(folder)
    return alone(folder)


@pytest.fixture(scope="module")
def site(standard: Resolved) -> dict[str, bytes]:
    """Its site."""
    return derived(standard)


def test_pages_hold_nothing_that_runs(site: dict[str, bytes]) -> None:
    """No script but the site's own, no handler, no address that runs, no picture from elsewhere, no
    odd character.
    """
    pages = {path: data.decode() for path, data in site.items() if path.endswith(".html")}
    assert len(pages) > 30
    for path, text in pages.items():
        assert not ODD.search(text), path
        page = html.document_fromstring(text)
        for element in page.iter():
            assert not [
                name for name in element.attrib if str(name).startswith("on") or name == "style"
            ], path
        assert {script.text for script in page.iter("script")} == {None}, path
        assert all("assets/" in script.get("src", "") for script in page.iter("script")), path
        assert [
            image.get("src") for image in page.iter("img", "iframe", "object", "embed")
        ] == [], path
        for link in page.iter("a"):
            assert re.match(r"[\w./#%+-]*$", link.get("href", "")), (path, link.get("href"))


def test_every_link_leads_somewhere(site: dict[str, bytes]) -> None:
    """Every link of every page is to a file and an anchor of the site."""
    assert [*broken(site)] == []


def test_every_definition_has_its_history(site: dict[str, bytes]) -> None:
    """Each page of a definition says what became of it; none of an index does."""
    for path, data in site.items():
        if "standard/schemes/" in path or "standard/indicators/" in path:
            assert (b'id="history"' in data) == (not path.endswith("index.html")), path


def test_each_item_has_its_document_where_it_is_asked_for(
    site: dict[str, bytes], standard: Resolved
) -> None:
    """A Word file, to which the pages of the item lead; else neither."""
    own = Downloads(standard, word=True)
    for id in standard.ids("product"):
        path = f"files/documents/{id}.docx"
        assert path not in site
        assert own.files[path][:2] == b"PK"
        for page in (f"products/{id}", f"procedures/{id}"):
            below = own.below(f"{page}.md", "zh", f"standard/{page}.html")
            assert f'href="../../{path}"' in below


def test_data_are_data(site: dict[str, bytes]) -> None:
    """What pages load as scripts sets one variable to JSON, in which nothing is odd."""
    for name, variable in (
        ("codes", "tracecodeProgram"),
        ("search-index", "tracecodeIndex"),
        ("zxing_wasm", "tracecodeDecoder"),
    ):
        text = site[f"assets/{name}.js"].decode()
        begin = f"globalThis.{variable} = "
        assert text.startswith(begin)
        json.loads(text.removeprefix(begin).removesuffix(";\n"))
        assert not ODD.search(text)


def test_every_definition_has_its_files(site: dict[str, bytes], standard: Resolved) -> None:
    """Each record type has schema, samples and page in both languages; each item a template."""
    for layout in layouts(standard):
        for path in (f"standard/records/{layout.id}.html", f"en/standard/records/{layout.id}.html"):
            assert b'id="files"' in site[path]
        for path in (
            f"json-schema/{layout.id}.json",
            f"samples/{layout.id}.full.xml",
            f"samples/{layout.id}.minimal.json",
        ):
            assert site[f"files/{path}"]
    for id in standard.ids("product"):
        assert site[f"files/templates/{id}.xlsx"].startswith(b"PK")
    for path in {path for _, path in standard.files("term")}:
        assert f"files/specs/{path}" in site["standard/terms.html"].decode()


def test_same_each_time(site: dict[str, bytes], standard: Resolved) -> None:
    """The same standard gives the same site, but for the times that workbooks keep."""
    again = derived(standard)
    assert [path for path in site if not path.endswith(".xlsx") and again[path] != site[path]] == []
    assert again.keys() == site.keys()


def test_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command writes a site, replaces one, and refuses to put one in the place of something
    else.
    """
    specs = str(pack(tmp_path / "pack"))
    out = tmp_path / "out"
    for _ in range(2):
        assert main(["publish", "site", "--specs", specs, "--out", str(out), "--lang", "en"]) == 0
        assert re.fullmatch(r"\S+index\.html: \d+ pages\n", capsys.readouterr().out)
    assert (out / "en" / "code.html").is_file()
    assert [path.name for path in tmp_path.iterdir()] in (["pack", "out"], ["out", "pack"])
    assert (
        main(["publish", "site", "--specs", specs, "--out", str(tmp_path / "pack"), "--lang", "zh"])
        == 2
    )
    assert "那里有其他内容" in capsys.readouterr().err
