# ruff: noqa: E501  # cases: one line of a file a line
"""Terms, abbreviations and the order of a code list are held to the standard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.folders import alone, write
from tests.lint.test_files import COMPLETE
from tracecode.lint.files import lint
from tracecode.lint.terms import DOCUMENT_WORDS, stands
from tracecode.publish.documents.traversal import blocks, plain, runs
from tracecode.publish.standard_document import standard_document
from tracecode.spec.definitions import Definitions
from tracecode.spec.diff import changes
from tracecode.spec.layer import Layer
from tracecode.standard.resolved import packaged

if TYPE_CHECKING:
    from pathlib import Path

RED = "{id: red, name: {zh: 红, en: red}, definition: {zh: 一种颜色, en: a colour}}"
COLOUR = "codelists/colour.yaml"


def texts(root: Path, *terms: str) -> list[str]:
    """What lint says of the complete folder with these terms."""
    rows = "".join(f"  - {term}\n" for term in terms)
    head = "defaults: {source: {ref: rule-book}, evidence: confirmed}\nterms:\n"
    files = COMPLETE | {"terms/own.yaml": head + rows}
    return [finding.line_text("en") for finding in lint(alone(write(root / "specs", files)))]


def test_terms_that_are_used_are_clean(tmp_path: Path) -> None:
    """One that stands in a code list, one in the definition of another, an abbreviation in a
    text.
    """
    shade = "{id: shade, name: {zh: 红度, en: redness}, definition: {zh: 深浅的程度, en: how dark it is}}"
    deep = (
        "{id: deep, name: {zh: 深浅, en: depth}, abbreviation: TESTS, definition: {zh: "
        "红度的大小, en: much redness}}"
    )
    assert texts(tmp_path, RED, shade, deep) == []


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ((RED, ("{id: bare, name: {zh: 绿, en: "
               "green}}")), "specs/terms/own.yaml:4: a term needs a definition or an abbreviation"),
        ((RED, RED.replace("id: red", "id: rot")), ("specs/terms/own.yaml:4: the name '红' is "
                                                   "already used by red; merge or rename")),
        ((RED, RED.replace("一种颜色", "一种红")), ("specs/terms/own.yaml:4: the id red is already "
                                            "defined in specs/terms/own.yaml")),
        ((RED.replace("红", "靛"),), ("specs/terms/own.yaml:3: no specification uses it; use it or "
                                   "remove it")),
        (("{id: usd, name: {zh: 元, en: dollar}, abbreviation: USD}",), ("specs/terms/own.yaml:3: no specification uses it; use it "
                                                                       "or remove it")),
        (
            tuple(f"{{id: {id}, name: {{zh: {id}, en: {id}}}, abbreviation: Colour}}" for id in ("one", "two")),
            "specs/terms/own.yaml:4: the name 'Colour' is already used by one; merge or rename",
        ),
        ((RED.replace("一种颜色", "红的信息"),), ("specs/terms/own.yaml:3: the definition "
                                         "'红的信息' says no more")),
    ],
)  # fmt: skip
def test_faults_are_told(terms: tuple[str, ...], said: str, tmp_path: Path) -> None:
    """Neither definition nor abbreviation, one name twice, what no text uses, a definition that
    says nothing.
    """
    assert any(text.startswith(said) for text in texts(tmp_path, *terms)), texts(tmp_path, *terms)


def test_words_of_latin_letters_stand_by_themselves() -> None:
    """A part of another word is none."""
    assert stands("QR", "QR码")
    assert not stands("QR", "QRS")
    assert not stands("QR", "2QR")


@pytest.mark.slow
def test_the_words_of_the_document_stand_in_it() -> None:
    """Those that are taken for used do stand in the document."""
    document = standard_document(packaged())
    front = [
        section for section in document.sections if section.id not in ("terms", "symbols", "index")
    ]
    text = "\n".join(
        plain(run) for section in front for block in blocks(section) for run in runs(block)
    )
    assert [word for word in DOCUMENT_WORDS if not stands(word, text)] == []


def test_changes_of_terms_and_identity_are_of_words(tmp_path: Path) -> None:
    """Nothing but text is broken by another definition, another identity."""
    old = {
        **COMPLETE,
        "pack.yaml": "id: a\nname: {zh: 甲, en: A}\nlanguage: 1\nwhole: "
        "true\ndocument: {ccs: A 20}\n",
    }
    old["terms/own.yaml"] = f"- {RED[:-1]}, source: {{ref: rule-book}}, evidence: confirmed}}\n"
    new = {
        path: text.replace("A 20", "A 21").replace("一种颜色", "暖色") for path, text in old.items()
    }
    before, after = (
        Definitions(Layer(write(tmp_path / name, files)))
        for name, files in (("old", old), ("new", new))
    )
    assert [(change.place, change.breaks) for change in changes(before, after)] == [
        ("pack a document.ccs", "text"),
        ("term red definition.zh", "text"),
    ]
    gone = Definitions(Layer(write(tmp_path / "gone", {**new, "terms/own.yaml": "[]\n"})))
    assert [(change.place, change.breaks) for change in changes(after, gone)] == [
        ("term red", "text")
    ]
