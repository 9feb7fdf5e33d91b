# ruff: noqa: E501  # tables of cases: one case a line
"""Lint of what is written in fewer words: like, defaults, categories, plain ids, nested codes,
warnings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.folders import alone, write
from tests.lint.test_files import COMPLETE
from tracecode.lint.files import lint

if TYPE_CHECKING:
    from pathlib import Path

    from tracecode.findings import Finding

NEST = """\
id: nest
name: {zh: 套码, en: Nesting code}
identifies: batch
issued_by: {kind: enterprise, name: {zh: 生产者, en: Maker}}
defaults: {source: {ref: other-book}, evidence: single}
editions:
  - id: first
    forms:
      - id: plain
        name: {zh: 常式, en: Plain}
        length: {min: 6, max: 12}
        segments:
          - {id: mark, name: {zh: 标志, en: Mark}, literal: N/}
          - {id: inner, name: {zh: 内码, en: Inner code}, scheme: leaf}
          - {id: end, name: {zh: 末位, en: End}, chars: digits, length: 1}
      - id: marked
        name: {zh: 加字式, en: With a letter}
        like: plain
        replace:
          end:
            - {id: letter, name: {zh: 字母, en: Letter}, chars: capitals, length: 1}
            - {id: end, name: {zh: 末位, en: End}, chars: digits, length: 1}
        length: {min: 7, max: 13}
        warn: {zh: 字母的来历不明, en: Where the letter comes from is not known}
      - id: short
        name: {zh: 短式, en: Short}
        like: plain
        without: [end]
        length: {min: 5, max: 11}
    examples:
      valid: [{code: N/1-AB7, origin: derived, form: plain}]
"""
LEAF = """\
id: leaf
name: {zh: 叶码, en: Leaf code}
identifies: batch
issued_by: {kind: enterprise, name: {zh: 生产者, en: Maker}}
editions:
  - id: first
    source: {ref: rule-book}
    evidence: confirmed
    length: {min: 3, max: 9}
    segments:
      - {id: head, name: {zh: 头部, en: Head}, chars: digits, length: {min: 0, max: 6}}
      - {id: dash, name: {zh: 连字符, en: Hyphen}, literal: "-"}
      - {id: tail, name: {zh: 尾部, en: Tail}, chars: "[A-Z]", length: 2}
    examples: {valid: [{code: 1-AB, origin: derived}]}
"""
SHORTER = COMPLETE | {
    "schemes/nest.yaml": NEST,
    "schemes/leaf.yaml": LEAF,
    "groups/basic.yaml": """\
defaults: {source: {ref: rule-book}, evidence: single}
groups:
  - id: party
    name: {zh: 主体, en: Party}
    definition: {zh: 参与者, en: Who takes part}
    indicators: [{use: party_name, obligation: C}, {use: phone, obligation: C}]
    rules: [{at_least_one: [party_name, phone]}]
  - id: line
    name: {zh: 一行, en: One line}
    definition: {zh: 明细的一行, en: A line of the list}
    indicators: [{use: weight, obligation: M}, {use: grade, obligation: O}]
    evidence: single
""",
    "products/food.yaml": """\
id: food
authorities: [某局]
stages: [production]
codes:
  unit: [thing]
  batch: [nest]
records:
  - production
  - notice
source: {ref: rule-book}
evidence: single
""",
    "products/food/flour.yaml": """\
id: flour
number: "201"
like: food
without: [notice]
name: {zh: 面粉, en: Flour}
codes:
  batch: []
defaults: {source: {ref: rule-book}, evidence: single}
records:
  - id: production
    indicators: [{use: colour_code, obligation: O}]
  - {id: milling, core: production, name: {zh: 磨制, en: Milling}, rules: [{exclusive: [maker, lines]}]}
""",
}  # fmt: skip
"""A small standard that says things once. Everything in it is invented."""

SCHEME, FLOUR, FOOD, GROUPS = (
    "schemes/nest.yaml",
    "products/food/flour.yaml",
    "products/food.yaml",
    "groups/basic.yaml",
)
FAULTS = [
    # file, what is replaced, by what; rule, text on the line, sentences
    (SCHEME, ("like: plain\n        "
             "replace"), ("like: plane\n        "
                        "replace"), "spec.like", "like: plane", ("like 所指的 plane "
                                                               "不存在；可用：plain、short"), "it is like plane, which does not exist; known here: plain, short"),
    (SCHEME, ("like: plain\n        "
             "without"), ("like: first.other\n        "
                        "without"), "spec.like", "like: first.other", "like 所指的 first.other 不存在", "it is like first.other, which does not exist"),
    (SCHEME, ("        length: {min: 6, max: 12}\n        "
             "segments:"), ("        like: marked\n        length: {min: 6, max: 12}\n        "
                          "segments:"), "spec.layout", "like: marked",
                          "like 与 segments、forms 不能并用",
                          ("like goes with neither segments nor forms; use replace and "
                                                                                                    "without")),
    (SCHEME, ("          "
             "end:\n"), ("          "
                       "ending:\n"), "spec.replace", ("          "
                                                    "ending:"),
                                                    ("replace 所指的段 ending 不存在；like "
                                                               "的各段为：mark、inner、end"),
                                                               ("it replaces the segment ending, which what it is like does "
                                                                                      "not have; that has: mark, inner, end")),
    (SCHEME, "without: [end]", "without: [ending]", "spec.without", "without: [ending]", "without 所指的 ending 不存在", "it leaves out ending, which what it is like does not have"),
    (SCHEME, ("        like: plain\n        without: "
             "[end]\n"), ("        without: "
                        "[end]\n"), "spec.layout", "without: [end]", "须与 like 同用", "it goes with like"),
    (SCHEME, "without: [end]", "without: end", "spec.type", "without: end", "without 写成了 end；应写成 [a, b]", "without is end; write it as [a, b]"),
    (SCHEME, ("like: plain\n        "
             "without"), ("like: 7\n        "
                        "without"), "spec.type", "like: 7", ('like 写成了 7；应写成 '
                                                           '"text"'), ('like is 7; write it as '
                                                                     '"text"')),
    (SCHEME, "{id: letter, name: {zh: 字母, en: Letter}, chars: capitals, length: 1}", ("{id: letter, name: {zh: 字母, en: Letter}, char: capitals, "
                                                                                     "length: 1}"), "spec.unknown_field", "char: capitals", "没有字段 char；可用：chars", "has no field char; use: chars"),
    (SCHEME, "chars: capitals", "chars: small", "spec.reference", "chars: small", "引用了不存在的 alphabet“small”", "refers to the alphabet 'small', which does not exist"),
    (SCHEME, ("defaults: {source: {ref: other-book}, evidence: "
             "single}"), ("defaults: {sources: {ref: other-book}, evidence: "
                        "single}"), "spec.unknown_field", "defaults:", ("defaults 没有字段 "
                                                                      "sources；可用：source"),
                                                                      ("defaults has no field sources; use: "
                                                                                           "source")),
    (SCHEME, ("evidence: "
             "single"), "evidence: sure", "spec.value", "defaults:",
             ("evidence 的值 sure 不可用；可用：confirmed, "
                                                                    "single"),
                                                                    ("evidence is sure; allowed: confirmed, "
                                                                              "single")),
    (SCHEME, ("ref: other-book}, "
             "evidence"), ("ref: third-book}, "
                         "evidence"), "spec.reference", "defaults:", "引用了不存在的 source“third-book”", "refers to the source 'third-book', which does not exist"),
    (SCHEME, "  - id: first\n", ("  - id: first\n    source: {ref: "
                                "rule-book}\n"), "spec.missing_field", "  - id: first",
                                ("editions.0 缺少必填项 "
                                                                                       "evidence"),
                                                                                       ("editions.0 lacks the required field "
                                                                                                   "evidence")),
    (SCHEME, "scheme: leaf", "scheme: leave", "spec.reference", "scheme: leave", "引用了不存在的 scheme“leave”；是否为 leaf？", "did you mean leaf?"),
    (SCHEME, "{min: 6, max: 12}", "{min: 6, max: 13}", "spec.length", "{min: 6, max: 13}", "写明总长 6..13，各段相加为 6..12", "states the length 6..13; the segments add up to 6..12"),
    (SCHEME, ("        warn: {zh: 字母的来历不明, en: Where the letter comes from is not "
             "known}\n"), ("        limits: [{id: no-letter, name: {zh: 无字母, en: No letter}, of: "
                         "[letter], chars: digits, evidence: unsure, source: {ref: "
                         "rule-book}}]\n"), "spec.never", "limits:", ("限制 no-letter "
                                                                    "永远不能满足"),
                                                                    ("no code can keep the limit no-letter; take it away, and "
                                                                              "say why under warn: {zh: ..., en: ...} of the "
                                                                              "layout")),
    (GROUPS, "groups:\n", "group:\n", "spec.unknown_field", "group:", ("group 没有字段 "
                                                                      "group；可用：defaults、groups"),
                                                                      ("group has no field group; use: defaults, "
                                                                                                  "groups")),
    (GROUPS, ("defaults: {source: {ref: rule-book}, evidence: "
             "single}\n"), "", "spec.missing_field", "  - id: party", "缺少必填项 source",
             ("lacks the required field "
                                                                                     "source")),
    (FLOUR, "like: food", "like: foods", "spec.like", "like: foods", ("like 所指的 foods "
                                                                     "不存在；可用：food"), "it is like foods, which does not exist; known here: food"),
    (FLOUR, "without: [notice]", "without: [notices]", "spec.without", "without: [notices]", "without 所指的 notices 不存在", ("it leaves out notices, which what it is like does not "
                                                                                                                        "have, or which is replaced; that has: production, "
                                                                                                                        "notice")),
    (FLOUR, "id: milling", "id: production", "spec.duplicate_id", "{id: production, core", "id production 已在 flour 定义", "the id production is already defined in flour"),
    (FLOUR, "core: production, ", "", "spec.core", "id: milling", ("记录 milling 没有写 "
                                                                  "core，也没有同名的公共记录"),
                                                                  ("the record milling names no core, and no core has its id; "
                                                                                     "name one under core, or correct the id")),
    (FLOUR, ("name: {zh: 面粉, en: "
            "Flour}\n"), "", "spec.missing_field", "id: flour", "flour 缺少必填项 name", "flour lacks the required field name"),
    (FOOD, "  - notice\n", "  - notices\n", "spec.core", "- notices", ("记录 notices 没有写 core，也没有同名的公共记录；请写 "
                                                                      "core，或改正 id；是否为 "
                                                                      "notice？"), ("did you mean "
                                                                                 "notice?")),
    (FOOD, "unit: [thing]", "unit: [things]", "spec.reference", "unit: [things]", "引用了不存在的 scheme“things”", ("refers to the scheme 'things', which does not exist; did "
                                                                                                            "you mean thing?")),
    (FOOD, "stages: [production]\n", "", "spec.missing_field", "id: flour", ("flour 缺少必填项 "
                                                                            "stages"),
                                                                            ("flour lacks the required field "
                                                                                      "stages")),
    (FOOD, "id: food\n", "id: foot\n", "spec.id", "id: foot", "id foot 与文件名不符；应为 food", "the id foot differs from the file's name; expected food"),
    (FOOD, "ref: rule-book", "ref: role-book", "spec.reference", "ref: role-book", "引用了不存在的 source“role-book”", "refers to the source 'role-book', which does not exist"),
]  # fmt: skip


def linted(root: Path, files: dict[str, str]) -> list[Finding]:
    """The findings on some files."""
    return lint(alone(write(root / "specs", files)))


def test_what_is_said_once_is_clean(tmp_path: Path) -> None:
    """The small standard has no finding."""
    assert [finding.line_text() for finding in linted(tmp_path, SHORTER)] == []


@pytest.mark.parametrize(
    ("path", "old", "new", "rule", "at", "zh", "en"),
    FAULTS,
    ids=lambda v: v.strip()[:28] if isinstance(v, str) else "",
)
def test_faults(
    tmp_path: Path, path: str, old: str, new: str, rule: str, at: str, zh: str, en: str
) -> None:
    """One fault gives a finding of its rule, where it was written, that says in both languages what
    to do.
    """
    files = SHORTER | {path: SHORTER[path].replace(old, new, 1)}
    assert files[path] != SHORTER[path]
    if rule == "spec.missing_field" and at == "id: flour":
        path = FLOUR
    found = linted(tmp_path, files)
    line = files[path].count("\n", 0, files[path].index(at)) + 1
    hits = [one for one in found if (one.rule, one.path, one.line) == (rule, f"specs/{path}", line)]
    assert hits, [one.line_text() for one in found]
    assert any(zh in one.text("zh") and en in one.text("en") for one in hits), [
        one.text("zh") for one in hits
    ]


def test_a_circle_is_told_once_with_everything_in_it(tmp_path: Path) -> None:
    """Layouts that are like each other have no segments at all; each is named."""
    text = NEST.replace(
        "        length: {min: 6, max: 12}\n        segments:", "        like: marked\n        was:"
    )
    found = linted(tmp_path, SHORTER | {SCHEME: text})
    assert [(one.rule, one.line) for one in found] == [("spec.like_cycle", 11)]
    assert found[0].text("zh") == "like 循环：marked、plain；请将其一写全"
    assert found[0].text("en") == "they are like each other: marked, plain; write one of them out"


def test_what_items_share_keeps_its_order(tmp_path: Path) -> None:
    """An item cannot list shared records in another order without saying that it moves them."""
    text = (
        SHORTER[FLOUR]
        .replace("without: [notice]\n", "")
        .replace("records:\n", "records:\n  - notice\n")
    )
    (finding,) = linted(tmp_path, SHORTER | {FLOUR: text})
    assert (finding.rule, finding.line) == ("spec.layout", 10)
    assert finding.text("zh") == "记录 production 与类别中的次序不同；要移动，请列入 without"
    assert finding.text("en").startswith("the category has the record production in another order")


def test_a_broken_category_is_not_called_missing(tmp_path: Path) -> None:
    """What is wrong with the category is said there, and of its items nothing."""
    found = linted(
        tmp_path, SHORTER | {FOOD: SHORTER[FOOD].replace("evidence: single", "evidence: sure")}
    )
    assert [(one.rule, one.path) for one in found] == [("spec.value", f"specs/{FOOD}")]


def test_two_faults_are_both_told(tmp_path: Path) -> None:
    """Not only the first layout that is like nothing is found."""
    text = NEST.replace("like: plain\n        replace", "like: a\n        replace")
    text = text.replace("like: plain\n        without", "like: b\n        without")
    assert [one.rule for one in linted(tmp_path, SHORTER | {SCHEME: text})] == [
        "spec.like",
        "spec.like",
    ]
