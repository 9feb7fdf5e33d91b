"""The documents: short where they should be, all reachable, every link leading somewhere, every
example true.
"""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.docs.pages import DOCS, PAGES, ROOT, blocks, follow, name_of
from tracecode.cli import main

FOLLOWED = {
    "guide.md": 7,
    "guide.zh.md": 7,
    "first-pack.md": 9,
    "first-pack.zh.md": 9,
    "first-label.md": 9,
    "first-label.zh.md": 9,
}
"""Pages whose commands are run, and how many they have."""
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_LABELLED = re.compile(r"\[([^\]]*)\]\(([^)\s]+)\)")
_CHINESE = re.compile(r"[一-鿿]")
_HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_a_readme_is_short(name: str) -> None:
    """A README says what this is and where to read on, in a hundred lines at most."""
    assert len((ROOT / name).read_text(encoding="utf-8").splitlines()) <= 100


def test_every_page_is_in_the_contents() -> None:
    """The contents of the site name every page of docs/ once, and no page that is not there."""
    groups = yaml.safe_load((DOCS / "contents.yaml").read_text(encoding="utf-8"))
    named = [
        page if isinstance(page, str) else page["both"]
        for group in groups
        for page in group["pages"]
    ]
    assert len(named) == len({*named})
    assert {*named} == {
        path.name.removesuffix(".md").removesuffix(".zh") for path in DOCS.glob("*.md")
    }


def test_every_page_has_its_sibling() -> None:
    """What is said in English is said in Chinese: on a page beside it, or on the same one."""
    groups = yaml.safe_load((DOCS / "contents.yaml").read_text(encoding="utf-8"))
    for page in (page for group in groups for page in group["pages"]):
        if isinstance(page, str):
            english, chinese = (
                (DOCS / f"{page}{end}").read_text(encoding="utf-8") for end in (".md", ".zh.md")
            )
            assert f"]({page}.zh.md)" in english, page
            assert f"]({page}.md)" in chinese, page
        else:
            chinese = (DOCS / f"{page['both']}.md").read_text(encoding="utf-8")
            assert page["zh"], page
        assert len(_CHINESE.findall(chinese)) > 200, page


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.name.endswith(".zh.md")], ids=name_of
)
def test_a_page_in_chinese_links_to_pages_in_chinese(page: Path) -> None:
    """Unless it says that the page is in English, a link leads to the Chinese one of two."""
    for label, target in _LABELLED.findall(page.read_text(encoding="utf-8")):
        name = target.partition("#")[0]
        sibling = page.parent / f"{name.removesuffix('.md')}.zh.md"
        if name.endswith(".md") and sibling.is_file():
            assert "英文" in label or label == "English", (label, target)


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_somewhere(page: Path) -> None:
    """A relative link names a file of the repository, and its anchor a heading of that file."""
    text = re.sub(
        r"^( *)```.*?^\1```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL
    )
    for target in _LINK.findall(text):
        if "://" not in target:
            path, _, anchor = target.partition("#")
            file = (page.parent / path).resolve() if path else page
            assert file.exists(), target
            if page.parent == DOCS:
                assert file.is_relative_to(DOCS), f"{target}: not on the site"
            if anchor:
                assert anchor in anchors(file), target


def anchors(page: Path) -> set[str]:
    """The anchors of a page: of its headings, and those that it sets itself."""
    text = page.read_text(encoding="utf-8")
    plain = [re.sub(r"[`*]|\]\([^)]*\)|\[", "", heading) for heading in _HEADING.findall(text)]
    of_headings = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in plain}
    return of_headings | set(re.findall(r'<a id="([^"]+)">', text))


@pytest.mark.parametrize(
    "page", [page for page in PAGES if ">>> " in page.read_text("utf-8")], ids=name_of
)
def test_sessions_in_python(page: Path) -> None:
    """What a document shows of Python happens as shown."""
    failed, tried = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert tried
    assert not failed


@pytest.mark.slow
def test_sessions_in_python_are_typed(tmp_path: Path) -> None:
    """A strict type checker finds nothing in what the READMEs and the guide show of Python."""
    pages = [ROOT / "README.md", ROOT / "README.zh.md", DOCS / "guide.md", DOCS / "guide.zh.md"]
    parser = doctest.DocTestParser()
    scripts = []
    for number, page in enumerate(pages):
        examples = parser.get_examples(page.read_text(encoding="utf-8"))
        script = tmp_path / f"page_{number}.py"
        script.write_text("".join(example.source for example in examples), encoding="utf-8")
        scripts.append(str(script))
    command = [sys.executable, "-m", "mypy", "--strict", *scripts]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("name", FOLLOWED)
def test_sessions_in_a_shell(name: str, tmp_path: Path) -> None:
    """The commands of a page, run from top to bottom in an empty folder, print what it shows."""
    assert follow(DOCS / name, tmp_path) == FOLLOWED[name]
    if name.startswith("first-pack"):
        made, finished = files(tmp_path / "bees"), files(ROOT / "examples" / "bees")
        assert made == finished


def files(folder: Path) -> dict[str, str]:
    """The text of every file below a folder."""
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in paths}


@pytest.mark.slow
def test_the_files_of_a_page_pass_lint(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The files that the page on writing specifications shows are right as they stand."""
    shown = [block for block in blocks(DOCS / "specifications.md") if block.file is not None]
    assert len(shown) == 6
    for block in shown:
        path = tmp_path / str(block.file).removeprefix("specs/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, encoding="utf-8")
    assert main(["spec", "lint", str(tmp_path), "--lang", "en"]) == 0, capsys.readouterr().out


def test_what_both_languages_show_is_the_same() -> None:
    """The tutorials in Chinese have the files of those in English."""
    for tutorial in ("first-pack", "first-label"):
        english, chinese = (
            [block for block in blocks(DOCS / f"{tutorial}{end}") if block.file]
            for end in (".md", ".zh.md")
        )
        assert english == chinese
