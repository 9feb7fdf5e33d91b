# ruff: noqa: E501  # tables of cases: one case a line
"""What texts, ids and names of a specification may be: at the editor, in lint, and when a program
reads them.
"""

from __future__ import annotations

import keyword
import re
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator

from tests.folders import alone, write
from tests.lint.test_files import BASIC, COMPLETE, CORE, FLOUR, GROUPS, THING
from tracecode.errors import SpecError
from tracecode.lint.files import lint
from tracecode.records import fields, model, rules
from tracecode.records.source import class_source
from tracecode.spec.check import check
from tracecode.spec.file_kinds import KINDS
from tracecode.spec.layer import COMPILED
from tracecode.spec.meta import derived, schema
from tracecode.spec.reader import read_text
from tracecode.spec.texts import ELEMENT, HYPHENS
from tracecode.standard.names import TAKEN, clashes, class_name
from tracecode.standard.record_layout import layouts
from tracecode.standard.resolved import Resolved, packaged

if TYPE_CHECKING:
    from pathlib import Path


def changed(root: Path, path: str, old: str, new: str) -> Resolved:
    """The small standard with one text replaced wherever it stands in a file."""
    assert old in COMPLETE[path]
    return alone(write(root / "specs", {**COMPLETE, path: COMPLETE[path].replace(old, new)}))


def said(standard: Resolved, *wanted: str) -> list[tuple[str, str]]:
    """The findings of some rules, as rule and English text."""
    return [
        (finding.rule, finding.text("en")) for finding in lint(standard) if finding.rule in wanted
    ]


# --- ids ------------------------------------------------------------------------------------------

BAD = (
    "", "A", "a b", "a.b", "../a", "a/b", "a\\\\b", 'a\\"b', "a'b", "{a}", "<a>", "a--b", "-a",
    "a-", "a_-b", "é", "ａ", "a\\n", '\\"\\"\\"', "a;b", "$a", "a" * 65,
)  # fmt: skip
"""What no id is, as it stands between quotation marks in YAML."""


@pytest.mark.parametrize(
    ("path", "old"),
    [
        (THING, "id: thing"),
        (THING, "id: old"),
        (THING, "id: short"),
        (THING, "id: part-known"),
        (THING, "id: with-itself"),
        (THING, "id: head"),
        (BASIC, "id: grade"),
        (GROUPS, "id: party"),
        (CORE, "id: production"),
        (FLOUR, "id: milling"),
        (FLOUR, "id: flour"),
        ("sources/test.yaml", "id: rule-book"),
        ("alphabets.yaml", "id: digits"),
        ("codelists/colour.yaml", "id: colour"),
        ("interfaces/submit.yaml", "id: submit"),
        ("gs1/identifiers.yaml", 'id: "01"'),
    ],
)
def test_ids(path: str, old: str, tmp_path: Path) -> None:
    """An id of any thing, and of any part of one, has its form: lint says so, and what has another
    is not read.
    """
    (kind,) = [kind for kind in KINDS.values() if kind.holds(path)]
    validator = Draft202012Validator(schema(kind))
    validator.validate(read_text(COMPLETE[path], path).data)
    for id in BAD:
        document = read_text(COMPLETE[path].replace(old, f'id: "{id}"', 1), path)
        assert {finding.rule for finding in check(document, kind)} == {"spec.id_form"}, id
        assert id.endswith("\\n") or not validator.is_valid(document.data), (
            id
        )  # Python's `$` also stands before a line end
    standard = changed(tmp_path, path, old, 'id: "../a"')
    assert any(
        finding.rule == "spec.id_form" and finding.path == f"specs/{path}"
        for finding in lint(standard)
    )
    with pytest.raises(SpecError, match=r"must be lower-case letters, digits and"):
        standard.layers[0].plain(path, kind)


@pytest.mark.parametrize(
    "id",
    [
        "class",
        "import",
        "none",
        "copy",
        "json",
        "schema",
        "model_dump",
        "model_config",
        "plain",
        "rules",
        "date",
        "str",
    ],
)
def test_elements_that_python_cannot_have(id: str, tmp_path: Path) -> None:
    """An element is a name in Python and in the class of its record; keywords and names that are
    taken are refused.
    """
    standard = changed(tmp_path, BASIC, "id: grade", f"id: {id}")
    found = said(standard, "spec.id_taken")
    if id == "none":  # only `None` is a word of Python
        assert not found
        return
    assert [text.startswith(f"the id {id} cannot be used: ") for _, text in found] == [True]
    assert found[0][1].endswith("; choose another")
    with pytest.raises(SpecError):
        standard.indicator("trace_code")


@pytest.mark.parametrize(
    ("path", "old", "ids"),
    [
        (FLOUR, "id: flour", ("class", "groups", "specs", "all-items", "index", "con", "lpt1")),
        (FLOUR, "id: milling", ("message", "index", "nul")),
        (CORE, "id: production", ("message", "index", "aux")),
        (GROUPS, "id: party", ("index", "com1")),
        (THING, "id: thing", ("index", "prn")),
        (THING, "id: head", ("on", "form", "edition", "purpose", "serial_prefix")),
        ("codelists/colour.yaml", "id: colour", ("index", "com0")),
    ],
)
def test_ids_with_another_use(path: str, old: str, ids: tuple[str, ...], tmp_path: Path) -> None:
    """Ids that name something else among what is derived, or a device on some systems, are refused
    with the reason.
    """
    for id in ids:
        found = said(changed(tmp_path / id, path, old, f'id: "{id}"'), "spec.id_taken")
        assert [text.startswith(f"the id {id} cannot be used: ") for _, text in found] == [True], id


def test_the_tables_of_taken_names_are_complete() -> None:
    """Every keyword, every name of the class of records, and every name in a module of records is
    in its table.
    """
    members = {name for name in dir(model.Record) if not name.startswith("_")}
    assert members <= set(ELEMENT.taken)
    assert {word for word in keyword.kwlist if word.islower()} <= set(ELEMENT.taken)
    ours = {
        name
        for name, value in vars(rules).items()
        if isinstance(value, type) and value.__module__ == rules.__name__
    }
    assert ours - {"RecordRule", "Values"} <= TAKEN
    assert {
        fields.ValueFormat.__name__,
        fields.Many.__name__,
        "Group",
        "Record",
        "RecordRule",
    } <= TAKEN
    standard = packaged()
    for layout in layouts(standard):
        source = class_source(standard, layout, "mine", "all_items")
        _, _, head, *_ = source.split('"""')
        imported = {
            name
            for line in re.findall("^from (?!mine).* import (.*)", head, re.MULTILINE)
            for name in re.findall(r"\w+", line)
        }  # those of `mine` are theirs
        assert "Record" in imported
        assert imported <= TAKEN | {"date", "datetime"}


def test_no_packaged_id_is_refused() -> None:
    """The packaged standard keeps all this, and none of its classes hides another."""
    assert list(clashes(packaged())) == []
    assert HYPHENS.fits("gb-32100-2015")


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({GROUPS: ("id: party", "id: order"), BASIC: ("group: party", "group: order")}, ["order and the module itself both become Order"]),
        ({GROUPS: ("id: party", "id: none"), BASIC: ("group: party", "group: none")}, ["none and the module itself both become None"]),
        ({FLOUR: ("id: milling", "id: line")}, ["flour_line and line both become Line"]),
    ],
)  # fmt: skip
def test_clashes(changes: dict[str, tuple[str, str]], found: list[str], tmp_path: Path) -> None:
    """Two classes of one module have two names; lint says which ids make one of them."""
    files = COMPLETE | {
        path: COMPLETE[path].replace(old, new) for path, (old, new) in changes.items()
    }
    standard = alone(write(tmp_path / "specs", files))
    assert [text.split(";")[0] for _, text in said(standard, "spec.name_clash")] == found
    from tracecode.publish import models

    with pytest.raises(SpecError, match=re.escape(found[0])):
        models.derived(standard)


def test_ids_of_two_words(tmp_path: Path) -> None:
    """`lot-1` and `lot1` differ as ids and not as names of classes; `a_b_c` is one file however it
    came about.
    """
    assert class_name("lot-1") == class_name("lot1")
    groups = COMPLETE[GROUPS] + COMPLETE[GROUPS].replace("id: party", "id: lot-1").replace("id: line", "id: lot1").replace(
        "主体", "批甲").replace("Party", "Lot A").replace("一行", "批乙").replace("One line", "Lot B")  # fmt: skip
    standard = alone(write(tmp_path / "specs", {**COMPLETE, GROUPS: groups}))
    assert said(standard, "spec.name_clash") == [
        ("spec.name_clash", "lot1 and lot-1 both become Lot1; change the id of one"),
    ]  # fmt: skip
    core = COMPLETE[CORE].replace("id: production\n", "id: flour-milling\n").replace("生产记录", "磨制记录").replace(
        "Production record", "Milling record")  # fmt: skip
    standard = alone(write(tmp_path / "two", {**COMPLETE, "records/flour-milling.yaml": core}))
    assert said(standard, "spec.name_clash") == [
        ("spec.name_clash", ("flour/milling and flour-milling both become flour_milling; change "
                            "the id of one")),
    ]  # fmt: skip
    with pytest.raises(SpecError, match="both become flour_milling"):
        list(layouts(standard))


def test_a_group_that_contains_itself(tmp_path: Path) -> None:
    """A circle of groups is an error of the specifications, in a program too."""
    standard = changed(tmp_path, GROUPS, "use: weight, obligation: M", "use: lines, obligation: M")
    with pytest.raises(SpecError, match=r"groups/\S+:\d+: the group line cannot contain itself"):
        list(layouts(standard))


def test_addresses(tmp_path: Path) -> None:
    """The path of an operation is an address of plain characters and named elements."""
    for path in ("records", "/a b", "/{made_on", "/{0.__class__}", "/a/../b?c", "//a", "/a/"):
        standard = changed(
            tmp_path / str(len(path)),
            "interfaces/submit.yaml",
            "/records/{product_item}",
            f'"{path}"',
        )
        assert said(standard, "spec.value")[:1] == [
            ("spec.value", f"path is {path}; allowed: /codes/{{trace_code}}")
        ]


# --- names of files -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "indicators/a b.yaml",
        "indicators/A.yaml",
        "indicators/index.yaml",
        "indicators/<b>.yaml",
        "codelists/con.yaml",
        "products/fo od/flour.yaml",
        "indicators/追溯.yaml",
    ],
)
def test_names_of_files(name: str, tmp_path: Path) -> None:
    """A file is named like an id, since pages and schemas are named after it; lint says so, and it
    is not read.
    """
    text = (
        COMPLETE[BASIC]
        if name.startswith("indicators")
        else COMPLETE[FLOUR]
        if "flour" in name
        else COMPLETE["codelists/colour.yaml"]
    )
    standard = alone(write(tmp_path / "specs", {name: text}))
    assert any(
        finding.path == f"specs/{name}" and finding.rule in ("spec.id_form", "spec.id_taken")
        for finding in lint(standard)
    )
    (kind,) = [kind for kind in KINDS.values() if kind.holds(name)]
    with pytest.raises(SpecError):
        standard.layers[0].plain(name, kind)


def test_an_id_that_differs_from_its_file(tmp_path: Path) -> None:
    """A thing is not found under the name of its file if it calls itself otherwise."""
    standard = changed(tmp_path, THING, "id: thing", "id: other")
    with pytest.raises(
        SpecError, match="the id other differs from the file's name; expected thing"
    ):
        standard.scheme("thing")


@pytest.mark.parametrize("name", ["a\u202eb", "a\x1b[2J", "a\u200b", "e\u0301"])
def test_the_name_of_the_folder(name: str, tmp_path: Path) -> None:
    """The folder's name stands in messages, so it is a text like others."""
    found = lint(alone(write(tmp_path / name, COMPLETE)))
    assert [finding.rule for finding in found] == [
        "spec.nfc" if name == "e\u0301" else "spec.hidden"
    ]
    assert "the folder's name" in found[0].text("en")
    assert "文件夹名" in found[0].text("zh")


# --- texts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("new", "rule", "zh", "en"),
    [
        ('"试验\\u202E码"', "spec.hidden", ("name.zh：含有控制字符或不可见字符 "
                                        "U+202E；请删去"), ("name.zh holds U+202E, a control or "
                                                      "invisible character; remove it")),
        ('"试验\\n码"', "spec.hidden", "U+000A", "U+000A"),
        ("|\n    试验码\n ", "spec.hidden", "U+000A", "U+000A"),
        ('"e\\u0301"', "spec.nfc", ("name.zh：e U+0065 处未按 Unicode NFC "
                                   "规范化；请规范化后保存"),
                                   ("name.zh is not in Unicode normal form C at e U+0065; "
                                                  "normalise the text")),
        ('" 试验码"', "spec.edges", "name.zh：“<U+0020>试验码”首尾有空白；请删去", "name.zh has blanks at its ends: '<U+0020>试验码'; remove them"),
        ('"试验码\\u3000"', "spec.edges", "首尾有空白", "has blanks at its ends"),
        ('"试验\\uD800码"', "spec.yaml", "YAML 语法错误", "is not well-formed YAML"),
    ],
)  # fmt: skip
def test_texts(new: str, rule: str, zh: str, en: str, tmp_path: Path) -> None:
    """A text is what a reviewer sees; what is wrong is said with file and line, and the remedy."""
    text = COMPLETE[THING].replace(
        "name: {zh: 试验码, en: Test code}", f"name:\n  zh: {new}\n  en: Test code"
    )
    standard = alone(write(tmp_path / "specs", {**COMPLETE, THING: text}))
    found = [finding for finding in lint(standard) if finding.rule == rule]
    assert found[0].path == f"specs/{THING}"
    assert found[0].line is not None
    assert 3 <= found[0].line <= 5
    assert zh in found[0].text("zh")
    assert en in found[0].text("en")


def test_codes_may_hold_what_symbols_carry(tmp_path: Path) -> None:
    """Line ends, tabs and separators belong to codes; marks of direction do not."""
    dash = 'literal: "-"'
    for allowed in ("\\r\\n", "\\t", "\\x1d", " "):
        standard = changed(tmp_path / str(len(allowed)), THING, dash, f'literal: "{allowed}"')
        assert said(standard, "spec.hidden", "spec.edges") == []
    for refused in ("\\u202e", "\\e", "\\0", "\\u200b"):
        standard = changed(tmp_path / "refused", THING, dash, f'literal: "{refused}"')
        assert len(said(standard, "spec.hidden")) == 1


@pytest.mark.parametrize("char", ["\u202e", "\u2028", "\u200b", "\x85", "\ue000"])
def test_remarks(char: str) -> None:
    """What cannot be seen is refused in remarks and between values too, once a line, and a BOM at
    the beginning is none.
    """
    with pytest.raises(SpecError) as caught:
        read_text(f"\ufeffa: 1 # {char}{char}\nb: 2\n# {char}\n", "x")
    assert {(finding.rule, finding.text("zh")) for finding in caught.value.findings} == {
        ("spec.hidden", f"该行：含有控制字符或不可见字符 U+{ord(char):04X}；请删去"),
    }  # fmt: skip
    assert [finding.line for finding in caught.value.findings] == [1, 3]


# --- the compiled copy ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "path", "old", "new"),
    [
        ("scheme", THING, '"id":"thing"', '"id":"../../thing"'),
        ("indicator", BASIC, '"id":"grade"', '"id":"a\\";import os;\\""'),
        ("group", GROUPS, '"id":"party"', '"id":"class Party"'),
        ("product", FLOUR, '"id":"milling"', '"id":"../milling"'),
        ("indicator", BASIC, '"id":"grade"', '"id":"rules"'),
    ],
)
def test_ids_of_a_forged_copy(kind: str, path: str, old: str, new: str, tmp_path: Path) -> None:
    """Ids are looked at also where they come from a compiled copy whose checksums agree."""
    root = write(tmp_path / "specs", COMPLETE)
    text = derived(alone(root).layers[0])[COMPILED]
    assert old in text
    write(root, {COMPILED: "x"})
    (root / COMPILED).write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(SpecError):
        [alone(root).thing(kind, id) for id in alone(root).ids(kind)]
    assert any(finding.rule == "spec.derived" for finding in lint(alone(root)))


def test_a_copy_that_belongs_to_the_files(tmp_path: Path) -> None:
    """A copy as it was made is no finding, nor is one that is out of date and so not read."""
    root = write(tmp_path / "specs", COMPLETE)
    write(root, {COMPILED: "x"})
    (root / COMPILED).write_text(derived(alone(root).layers[0])[COMPILED], encoding="utf-8")
    assert lint(alone(root)) == []
    write(root, {BASIC: COMPLETE[BASIC].replace("颜色代码", "色彩代码")})
    assert lint(alone(root)) == []
