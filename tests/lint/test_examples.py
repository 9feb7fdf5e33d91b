# ruff: noqa: E501  # tables of cases: one case a line
"""Lint of the rules at work: each example is judged as it says, each rule is broken by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cases import together
from tests.folders import schemes
from tracecode.codes.registry import registry
from tracecode.lint.examples import lint_codes
from tracecode.standard.resolved import packaged

if TYPE_CHECKING:
    from pathlib import Path

    from tracecode.findings import Finding

GOOD = """\
id: thing
name: {zh: 试验码, en: Test code}
identifies: unit
issued_by: {kind: enterprise, name: {zh: 生产者, en: Maker}}
lenient: [trim]
editions:
  - id: first
    source: {ref: rule-book}
    evidence: confirmed
    length: 4
    segments:
      - {id: colour, name: {zh: 颜色, en: Colour}, chars: digits, length: 2, codelist: colour}
      - {id: number, name: {zh: 号码, en: Number}, chars: digits, length: 1, range: {min: 2, max: 8}}
      - {id: check, name: {zh: 校验码, en: Check digit}, chars: digits, length: 1}
    checks:
      - {rule: gs1-mod10, of: [colour, number], into: check, source: {ref: rule-book}, evidence: confirmed}
    examples:
      valid:
        - {code: "0154", origin: derived, segments: {colour: "01", check: "4"}}
        - {code: " 0154", origin: derived, lenient: true}
      invalid:
        - {code: "0155", finding: code.check_character}
        - {code: "0359", finding: code.codelist}
        - {code: "0190", finding: code.range}
"""


def lint(root: Path, text: str) -> list[Finding]:
    """The findings on a scheme file."""
    return lint_codes(schemes(root, {"thing": text}).standard)


def line_of(text: str, part: str) -> int:
    """The line on which a part of the file first stands."""
    return next(number for number, line in enumerate(text.splitlines(), 1) if part in line)


def test_a_tested_scheme_is_clean(tmp_path: Path) -> None:
    """A scheme whose examples are judged as they say, and break every rule, has no finding."""
    assert [f.line_text() for f in lint(tmp_path, GOOD)] == []


CASES = [
    # what is replaced, by what, rule, a part of the line at fault, sentence in Chinese and English
    (
        'code: "0154", origin', 'code: "0155", origin', "spec.example", 'code: "0155", origin',
        "示例 0155 应通过，但：校验码应为“4”，实为“5”（gs1-mod10）",
        "the example 0155 should pass, but: Check digit is '5'; expected '4' (gs1-mod10)",
    ),
    (
        'check: "4"', 'check: "5"', "spec.example", 'check: "5"',
        "示例 0154 的段 check 应为 5，实为 4", "the example 0154 has 4 as check; it states 5",
    ),
    (
        'check: "4"', 'other: "5"', "spec.example", 'other: "5"',
        "示例 0154 的段 other 应为 5，实为 -", "the example 0154 has - as other; it states 5",
    ),
    (
        ", lenient: true", "", "spec.example", '" 0154"',
        "示例 <U+0020>0154 应通过，但：试验码应为 4 个字符，实为 5（含 <U+0020>） 个",
        ("the example <U+0020>0154 should pass, but: Test code has 5 (with <U+0020>) "
                                                    "characters; expected 4"),
    ),
    (
        ('code: "0190", finding: '
        'code.range'), 'code: "0190", finding: code.date', "spec.example", "code.date",
        "示例 0190 应违反 code.date（error），实为：error code.range",
        "the example 0190 should break code.date (error); it gives: error code.range",
    ),
    (
        ('{code: "0155", finding: '
        'code.check_character}'), '{code: "0155", finding: code.check_character, severity: warning}',
        "spec.example", "severity: warning",
        "示例 0155 应违反 code.check_character（warning），实为：error code.check_character",
        ("the example 0155 should break code.check_character (warning); it gives: error "
        "code.check_character"),
    ),
    (
        'code: "0155", finding', 'code: "0154", finding', "spec.example", 'code: "0154", finding',
        "示例 0154 应违反 code.check_character（error），实为：no finding",
        "the example 0154 should break code.check_character (error); it gives: no finding",
    ),
    (
        '        - {code: "0190", finding: code.range}\n', "", "spec.untested", "valid:",
        ("没有示例违反规则 code.range "
        "number；请添加"), "no example breaks code.range number; add one under invalid",
    ),
    (
        '        - {code: "0359", finding: code.codelist}\n', "", "spec.untested", "valid:",
        ("没有示例违反规则 code.codelist "
        "colour；请添加"), "no example breaks code.codelist colour; add one under invalid",
    ),
    (
        '        - {code: "0155", finding: code.check_character}\n', "", "spec.untested", "valid:",
        ("没有示例违反规则 code.check_character "
        "check；请添加"), "no example breaks code.check_character check; add one under invalid",
    ),
    (
        "rule: gs1-mod10", "rule: gs1-mod11", "spec.check", "gs1-mod11",
        "校验规则 gs1-mod11：不存在；可用：gs1-mod10", ("the check rule gs1-mod11 does not exist; "
                                           "use one of gs1-mod10"),
    ),
    (
        "rule: gs1-mod10", "rule: weighted-sum", "spec.check", "weighted-sum",
        "校验规则 weighted-sum：参数不符：", ("the check rule weighted-sum needs one result for "
                                   "each of the 0 remainders, has 0"),
    ),
    (
        "codelist: colour", "codelist: colours", "spec.segment", "id: thing",
        "段 thing：", "the segment thing unknown codelist 'colours'; did you mean colour?",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "rule", "at", "zh", "en"),
    CASES,
    ids=lambda v: v[:28] if isinstance(v, str) else None,
)
def test_faults(tmp_path: Path, old: str, new: str, rule: str, at: str, zh: str, en: str) -> None:
    """An example that is not judged as it says, a rule that no example breaks, a check rule that
    does not exist: each with its line.
    """
    text = GOOD.replace(old, new, 1)
    assert text != GOOD
    found = [f for f in lint(tmp_path, text) if f.rule == rule]
    assert len(found) == 1
    (finding,) = found
    assert (finding.path or "").endswith("/schemes/thing.yaml")
    # rules that no example breaks are reported at the examples
    assert finding.line in (line_of(text, at), line_of(text, at) - 1)
    assert finding.text("zh").startswith(zh)
    assert finding.text("en").startswith(en)


def test_an_unknown_check_rule_stands_on_its_line(tmp_path: Path) -> None:
    """The finding of a check rule that does not exist points at the rule, not at the file's first
    line.
    """
    text = GOOD.replace("rule: gs1-mod10", "rule: gs1-mod11")
    (finding,) = lint(tmp_path, text)
    assert finding.line == line_of(text, "gs1-mod11")


def test_warnings_beside_errors_do_not_count(tmp_path: Path) -> None:
    """An example of a warning that has an error as well is no proof of the warning."""
    text = (
        GOOD.replace("codelist: colour}", "codelist: shade}")
        .replace('"0154"', '"1116"')
        .replace('" 0154"', '" 1116"')
    )
    text = text.replace('colour: "01", check: "4"', 'colour: "11"')
    text = text.replace(
        '{code: "0359", finding: code.codelist}',
        '{code: "1920", finding: code.codelist, severity: warning}',
    )
    found = [f.text() for f in lint(tmp_path, text)]
    assert any(
        "1920 should break code.codelist (warning); it gives: error" in said for said in found
    ), found


def test_lists_that_hold_every_value_need_no_example(tmp_path: Path) -> None:
    """A list that holds every possible character cannot be broken and needs no example."""
    codes = "\n".join(f'  - {{code: "{n}", name: {{zh: 值{n}, en: value {n}}}}}' for n in range(10))
    listed = f"id: all\nname: {{zh: 全, en: All}}\nstrict: true\nsource: {{ref: rule-book}}\nevidence: confirmed\nentries:\n{codes}\n"
    text = GOOD.replace("range: {min: 2, max: 8}", "codelist: all").replace(
        '        - {code: "0190", finding: code.range}\n', ""
    )
    assert (
        lint_codes(schemes(tmp_path, {"thing": text, "codelists/all.yaml": listed}).standard) == []
    )


def test_rules_of_nested_codes_are_tested_there(tmp_path: Path) -> None:
    """A segment that is a code of another scheme needs no example here: the other scheme has its
    own.
    """
    outer = GOOD.replace("id: thing", "id: outer").replace(
        "range: {min: 2, max: 8}", "scheme: inner"
    )
    outer = outer.replace('        - {code: "0190", finding: code.range}\n', "")
    inner = """\
id: inner
name: {zh: 内码, en: Inner code}
identifies: unit
issued_by: {kind: enterprise, name: {zh: 生产者, en: Maker}}
editions:
  - id: first
    source: {ref: rule-book}
    evidence: confirmed
    length: 1
    segments: [{id: digit, name: {zh: 数字, en: Digit}, chars: digits, length: 1}]
    examples: {valid: [{code: "5", origin: derived}]}
"""
    assert lint_codes(schemes(tmp_path, {"outer": outer, "inner": inner}).standard) == []


def test_examples_are_read_by_their_own_edition_and_form(tmp_path: Path) -> None:
    """An example counts for the edition under which it stands, not for another that would take
    it.
    """
    second = (
        GOOD.split("editions:\n")[1]
        .replace("id: first", "id: second\n    valid_from: 2020-01-01")
        .replace("length: 4", "length: 5")
    )
    second = second.replace(
        "number, name: {zh: 号码, en: Number}, chars: digits, length: 1",
        "number, name: {zh: 号码, en: Number}, chars: digits, length: 2",
    )
    text = (
        GOOD.replace("    id: first", "    id: first").replace(
            "  - id: first\n", "  - id: first\n    valid_to: 2019-12-31\n"
        )
        + second
    )
    found = lint(tmp_path, text)
    assert found
    assert all((f.line or 0) > len(GOOD.splitlines()) for f in found)


SHAPE = {"code.length", "code.characters", "code.literal"}


@together("id", registry(packaged()).ids)
def test_every_layout_of_the_standard_refuses_something(id: str) -> None:
    """Each firm layout has an example that does not fit it, one with another fixed text, one for
    each nested code.
    """
    scheme = registry(packaged())[id]
    for layout in (layout for layout in scheme.layouts if layout.severity == "error"):
        examples = [
            one for one in layout.edition.examples.invalid if one.form in (None, layout.spec.id)
        ]
        rules = {one.finding for one in examples}
        assert rules & SHAPE, layout.spec.id
        if any(
            segment.spec.literal is not None and not segment.spec.optional
            for segment in layout.segments
        ):
            assert "code.literal" in rules, layout.spec.id
        broken = {
            (finding.path or "").split(".")[0]
            for one in layout.edition.examples.invalid
            for finding in scheme.read(
                one.code, one.on, strict=not one.lenient, edition=layout.edition.id, form=one.form
            )[1]
            if finding.rule == one.finding
        }
        assert {
            segment.spec.id for segment in layout.segments if segment.spec.scheme is not None
        } <= broken
