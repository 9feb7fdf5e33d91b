"""Lint of words: a definition says more than its name, and a Chinese text holds no English but
listed names.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.folders import alone, write
from tests.lint.test_files import BASIC, COMPLETE, FLOUR, SUBMIT, THING
from tracecode.lint.files import lint
from tracecode.lint.wording import foreign, repeats
from tracecode.standard.resolved import load, packaged

if TYPE_CHECKING:
    from pathlib import Path

PACK = "id: tests\nname: {zh: 试验标准, en: Standard of the tests}\nlanguage: 1\nwhole: true\nlatin: []\n"


def findings(root: Path, path: str, old: str, new: str, pack: str = PACK) -> list[str]:
    """What lint says of one change, in English."""
    assert old in COMPLETE[path]
    files = {**COMPLETE, path: COMPLETE[path].replace(old, new, 1), "pack.yaml": pack}
    return [finding.line_text() for finding in lint(alone(write(root / "specs", files)))]


@pytest.mark.parametrize(
    ("zh", "en", "word"),
    [
        ("追溯码", "Code of the unit", "追溯码"),
        ("该追溯码的信息", "Code of the unit", "该追溯码的信息"),
        ("追溯单元的编码", "The trace codes", "The trace codes"),
        ("追溯单元的编码", "Code of a trace.", "Code of a trace."),
    ],
)
def test_a_definition_that_adds_no_word_to_its_name_is_refused(
    tmp_path: Path, zh: str, en: str, word: str
) -> None:
    """Neither particles nor another order nor a plural is a word more, in either language."""
    (said,) = findings(
        tmp_path, BASIC, "{zh: 追溯单元的编码, en: Code of the unit}", f"{{zh: {zh}, en: {en}}}"
    )
    assert said.startswith("specs/indicators/basic.yaml:3: ")
    assert f"the definition '{word}' says no more than the name" in said


def test_groups_and_interfaces_are_defined_too(tmp_path: Path) -> None:
    """What has a name and a definition is asked, whatever it is."""
    (said,) = findings(
        tmp_path,
        SUBMIT,
        "definition: {zh: 向平台报送记录, en: Send records to the platform}",
        "definition: {zh: 向平台报送记录, en: To submit}",
    )
    assert "'To submit' says no more than the name" in said


@pytest.mark.parametrize(
    ("path", "old", "new", "word"),
    [
        (BASIC, "zh: 颜色代码", "zh: 颜色 code", "code"),
        (BASIC, "zh: 追溯单元的编码", "zh: 追溯单元的编码（trace_code）", "trace"),
        ("codelists/colour.yaml", "zh: 红", "zh: 红 red", "red"),
        ("sources/test.yaml", "zh: 另一规则", "zh: 另一 RULE", "RULE"),
        (THING, "zh: 颜色, en: Colour", "zh: Colour, en: Colour", "Colour"),
        (FLOUR, "zh: 磨制", "zh: 磨制 milling", "milling"),
    ],
)
def test_english_in_a_chinese_text_is_refused_wherever_it_stands(
    tmp_path: Path, path: str, old: str, new: str, word: str
) -> None:
    """Names, definitions, titles, parts of codes, records of an item: every text in two languages
    is read.
    """
    said = findings(tmp_path, path, old, new)
    line = COMPLETE[path].count("\n", 0, COMPLETE[path].index(old)) + 1
    assert f"specs/{path}:{line}: " in said[0]
    assert f"the Chinese text holds '{word}'" in said[0]


def test_names_that_the_pack_lists_are_no_english(tmp_path: Path) -> None:
    """A name, an abbreviation or a unit may stand there when the pack says so; part of a word it is
    not.
    """
    listed = PACK.replace("[]", '[QR Code, GTIN, "%vol"]')
    assert (
        findings(tmp_path, BASIC, "zh: 颜色代码", "zh: 颜色（GTIN）在 QR Code 中为 5 %vol", listed)
        == []
    )
    (said,) = findings(tmp_path, BASIC, "zh: 颜色代码", "zh: 颜色 GTINS", listed)
    assert "'GTINS'" in said


@pytest.mark.slow
def test_a_pack_may_use_the_names_of_the_packs_below(tmp_path: Path) -> None:
    """What the packaged standard lists need not be listed again."""
    own = "- {id: own-book, title: {zh: 本地 GTIN 规则, en: Local book}, status: unknown, evidence: single}\n"
    pack = "id: own\nname: {zh: 本地, en: Local}\nlanguage: 1\n"
    above = write(tmp_path / "own", {"sources/own.yaml": own, "pack.yaml": pack})
    said = [finding.rule for finding in lint(load(above))]
    assert "spec.latin" not in said
    own = own.replace("GTIN", "Local")
    above = write(tmp_path / "own", {"sources/own.yaml": own, "pack.yaml": pack})
    # a pack asks for it by its list
    assert "spec.latin" not in [finding.rule for finding in lint(load(above))]
    above = write(tmp_path / "own", {"sources/own.yaml": own, "pack.yaml": f"{pack}latin: []\n"})
    assert "spec.latin" in [finding.rule for finding in lint(load(above))]


def test_the_findings_are_said_in_chinese_too(tmp_path: Path) -> None:
    """Both name the remedy in both languages."""
    files = {
        **COMPLETE,
        BASIC: COMPLETE[BASIC].replace("zh: 追溯单元的编码", "zh: code", 1),
        "pack.yaml": PACK,
    }
    (latin,) = lint(alone(write(tmp_path / "specs", files)))
    assert (
        latin.text("zh")
        == "中文中有外文“code”；请改用中文，专有名称、缩写和单位在 pack.yaml 的 latin 中列出"
    )
    files = {**COMPLETE, BASIC: COMPLETE[BASIC].replace("zh: 追溯单元的编码", "zh: 追溯码", 1)}
    (tautology,) = lint(alone(write(tmp_path / "specs", files)))
    assert (
        tautology.text("zh")
        == "定义“追溯码”没有比名称多说什么；请写明所指为何、如何计量、自何时起、由谁"
    )


def test_a_letter_by_itself_is_a_sign() -> None:
    """Grades and annexes have letters; a word has at least two, wherever it begins."""
    assert foreign("A级，见附录 B 的 3T", []) is None
    assert foreign("年份为 19xx", []) == "xx"


def test_what_a_word_more_is() -> None:
    """A single character that the name does not have is one."""
    assert repeats("出库数量", "本次出库的数量", "zh")
    assert not repeats("出库数量", "发出库的数量", "zh")
    assert not repeats("Certificate number", "Number of the health certificate", "en")


def test_the_packaged_standard_lists_no_name_that_it_does_not_use() -> None:
    """Every name of its list stands in one of its Chinese texts."""
    layer = packaged().layers[0]
    pack = layer.document("pack.yaml").data
    assert isinstance(pack, dict)
    names = pack["latin"]
    assert isinstance(names, list)
    others = [layer.document(path).data for path in layer.files if path != "pack.yaml"]
    texts = json.dumps(others, ensure_ascii=False, default=str)
    assert [name for name in names if str(name) not in texts] == []
