# ruff: noqa: PT017  # tables of cases: one case a line
"""The strict reader: what it takes, what it refuses, on which line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracecode.errors import SpecError
from tracecode.spec.reader import MAX_BYTES, MAX_DEPTH, Document, read, read_text

if TYPE_CHECKING:
    from pathlib import Path


def fault(text: str) -> tuple[str, int | None, str, str]:
    """The one finding of a text that is refused."""
    with pytest.raises(SpecError) as caught:
        read_text(text, "specs/x.yaml")
    (finding,) = caught.value.findings
    assert finding.path == "specs/x.yaml"
    assert finding.severity == "error"
    return finding.rule, finding.line, finding.text("zh"), finding.text("en")


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("a: text", {"a": "text"}),
        ("a: 12\nb: -3\nc: 0", {"a": 12, "b": -3, "c": 0}),
        ("a: 123456789012345678", {"a": 123456789012345678}),
        (
            "a: true\nb: false\nc: null\nd: ~\ne:",
            {"a": True, "b": False, "c": None, "d": None, "e": None},
        ),
        ("a: True\nb: NULL", {"a": "True", "b": "NULL"}),
        (
            "a: '12'\nb: \"true\"\nc: |\n  012\nd: >-\n  yes\n",
            {"a": "12", "b": "true", "c": "012\n", "d": "yes"},
        ),
        (
            "a: 2026-11-01\nb: 12:30\nc: 0x1F\nd: .5",
            {"a": "2026-11-01", "b": "12:30", "c": "0x1F", "d": ".5"},
        ),
        ("- 1\n- [a, b]\n- {c: d}", [1, ["a", "b"], {"c": "d"}]),
        ("yes: a\non: b", {"yes": "a", "on": "b"}),
        ("just text", "just text"),
        ("\ufeffa: 1", {"a": 1}),
        ("a: 中文 # remark", {"a": "中文"}),
        ("{}", {}),
        ("[]", []),
    ],
)
def test_values(text: str, data: object) -> None:
    """Unquoted values are text, except true, false, null and whole numbers; quoted ones are always
    text.
    """
    assert read_text(text, "x").data == data


@pytest.mark.parametrize(
    "word",
    [
        "012",
        "00",
        "1.5",
        "1.",
        "+1",
        "1e5",
        "1_000",
        "1,000",
        "-01",
        "1234567890123456789",
        "yes",
        "No",
        "ON",
        "off",
        "y",
        "N",
    ],
)
def test_ambiguous_words_must_be_quoted(word: str) -> None:
    """What other readers take for a number or a truth value must be quoted, and the finding shows
    how.
    """
    assert fault(f"a: 1\nb: {word}") == (
        "spec.quote", 2, (f'{word} 有歧义；若为代码请写成 '
                         f'"{word}"'), f'{word} is ambiguous; if it is a code, write "{word}"',
    )  # fmt: skip
    assert read_text(f'b: "{word}"', "x").data == {"b": word}


@pytest.mark.parametrize(
    ("text", "line", "feature"),
    [
        ("a: 1\nb: &name 2", 2, "&name"),
        ("a: &name [1]", 1, "&name"),
        ("a: &name {b: c}", 1, "&name"),
        ("a: 1\nb: *name", 2, "*name"),
        ("a: !!str 1", 1, "tag:yaml.org,2002:str"),
        ("a: !python/object 1", 1, "!python/object"),
        ("a: 1\n---\nb: 2", 2, "---"),
    ],
)
def test_features_that_are_not_allowed(text: str, line: int, feature: str) -> None:
    """Tags, anchors, aliases and several documents are refused by name."""
    zh, en = (
        f"不允许使用 YAML 的 {feature}；请写出内容本身",
        f"the YAML feature {feature} is not allowed; write the content out",
    )
    assert fault(text) == ("spec.yaml_feature", line, zh, en)


@pytest.mark.parametrize("text", ["? &x a\n: 1", "? !!str a\n: 1"])
def test_features_of_keys(text: str) -> None:
    """A key has no anchor and no tag either."""
    assert fault(text)[0] == "spec.yaml_feature"


def test_duplicate_keys() -> None:
    """A key that stands twice in one mapping is refused, with the line of the first; the same key
    elsewhere is not.
    """
    assert fault("a:\n  b: 1\n  c: 2\n  b: 3") == (
        "spec.duplicate_key", 4, ("键 b 重复（首次在第 2 "
                                 "行）；请删去其一"), ("the key b stands twice (first on line 2); "
                                             "remove one"),
    )  # fmt: skip
    assert read_text("a: {b: 1}\nc: {b: 1}", "x").data == {"a": {"b": 1}, "c": {"b": 1}}


@pytest.mark.parametrize("text", ["[a]: 1", "? {a: b}\n: 1", "{[a]: 1}"])
def test_keys_are_text(text: str) -> None:
    """A list or a mapping is no key."""
    assert fault(text) == ("spec.key", 1, "键必须是文本", "a key must be text")


def test_depth() -> None:
    """Nesting is bounded, long before it hurts."""
    assert read_text("[" * MAX_DEPTH + "]" * MAX_DEPTH, "x").data
    assert fault("[" * 2000) == (
        "spec.too_deep",
        1,
        "嵌套超过 24 层",
        "is nested deeper than 24 levels",
    )
    assert fault("[" * (MAX_DEPTH + 2) + "]" * (MAX_DEPTH + 2))[0] == "spec.too_deep"


@pytest.mark.parametrize("opening", ["[", "[\n", "{a: ", "- ", "[ # remark\n"])
@pytest.mark.parametrize("levels", [MAX_DEPTH + 2, 999, 1001, 5000])
def test_depth_is_judged_before_the_limits_of_the_parser(opening: str, levels: int) -> None:
    """However deep, and in whichever form, the finding is ours: parsers give up at depths of their
    own.
    """
    assert fault(opening * levels)[0] == "spec.too_deep"


@pytest.mark.parametrize("levels", [MAX_DEPTH + 2, 1001])
def test_depth_of_blocks(levels: int) -> None:
    """Mappings inside mappings are counted as well, each a space further in than the last."""
    assert fault("".join(f"{' ' * level}a:\n" for level in range(levels)))[0] == "spec.too_deep"


@pytest.mark.parametrize("wrong", ["@", "\t%", "`", "]]", "}", "'", "&a &b", "*"])
def test_depth_is_judged_before_what_the_parser_sees_ahead(wrong: str) -> None:
    """A fault behind the nesting does not hide it, though the parser reads ahead and meets that
    fault first.
    """
    assert fault("a: " + "[" * (MAX_DEPTH + 2) + wrong)[0] == "spec.too_deep"
    assert fault("a: " + "[" * 3 + wrong)[0] != "spec.too_deep"


@pytest.mark.parametrize("text", ['a: "{}"', "a: '{}'", "a: x{}", "a: |\n  {}\n", "# {}\na: 1"])
def test_brackets_in_text_are_no_nesting(text: str) -> None:
    """Brackets inside quoted, plain and block texts and in remarks do not count."""
    assert read_text(text.replace("{}", "[" * 3000), "x").data


@pytest.mark.parametrize("text", ["", "# only a remark\n", "\n\n"])
def test_empty(text: str) -> None:
    """A file without content is refused."""
    assert fault(text) == ("spec.empty", 1, "文件为空", "the file is empty")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: [", 2),
        ("a: b: c", 1),
        ("a: 1\n\t- b", 2),
        ("a: 'x", 1),
        ("a: 1\nb", 2),
        ("}", 1),
        ("a: 1\n  b: 2", 2),
    ],
)
def test_broken_yaml(text: str, line: int) -> None:
    """What is not well-formed is refused on its line, with a reason."""
    rule, found, zh, en = fault(text)
    assert (rule, zh[:8], en[:25]) == ("spec.yaml", "YAML 语法错", "is not well-formed YAML: ")
    assert found in (line, line + 1)


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("a: b: c", "第 5 列：此处不应有冒号；含冒号的文本请加引号，并检查缩进",
         ("column 5: no colon belongs here; put text with a colon in quotation marks, and look at "
         "the indentation")),
        ("a: @x", ("第 4 列：文本不能以 @ "
                  "开头；请加引号"), "column 4: no text begins with @; put it in quotation marks"),
        ("a: 1\n\t- b", "第 1 列：此处不能用制表符；缩进请用空格", ("column 1: no tab belongs here; indent with "
                                                 "spaces")),
        ("a: 'x", "第 6 列：文件到此结束，但引号或括号没有闭合，或缺少冒号",
         ("column 6: the file ends here, but a quotation mark or bracket is not closed, or a colon "
         "is missing")),
        ("a: 1\n- b", "第 1 列：此处不应有列表项；请检查缩进",
         "column 1: no item of a list belongs here; look at the indentation"),
        ("a: [1,,2]", "第 7 列：此处不应有逗号或括号", "column 7: no comma or bracket belongs here"),
        ('追溯: "\\q"', "第 6 列：转义写法错误", "column 6: an escape is not written as in YAML"),
        ("a: ''x", "第 6 列：结构不对；请检查缩进、引号、括号和冒号",
         ("column 6: the structure is wrong; look at the indentation, quotation marks, brackets "
         "and colons")),
    ],
)  # fmt: skip
def test_reasons_of_broken_yaml(text: str, zh: str, en: str) -> None:
    """The reason is told in our own words, in both languages, with its column."""
    assert fault(text)[2:] == (f"YAML 语法错误：{zh}", f"is not well-formed YAML: {en}")


@given(st.text("ab12:-'\"[]{},#&*!|>%@`\\\t\n ?追", max_size=30))
def test_no_words_of_the_parser(text: str) -> None:
    """Whatever is wrong, Chinese sentences hold no English ones."""
    try:
        read_text(text, "x")
    except SpecError as error:
        for finding in error.findings:
            assert not re.search("[a-z]{3,} [a-z]{2,}", finding.text("zh").replace(text, ""))


@pytest.mark.parametrize(
    ("char", "name"),
    [
        ("\x01", "U+0001"),
        ("\x7f", "U+007F"),
        ("\x1b", "U+001B"),
        ("\ufffe", "U+FFFE"),
        ("\x00", "U+0000"),
        ("\ud800", "U+D800"),
    ],
)
def test_control_characters(char: str, name: str) -> None:
    """A control character is refused on its line, and named, in our own words."""
    assert fault(f"a: 1\nb: x{char}y") == (
        "spec.yaml",
        2,
        f"YAML 语法错误：不允许字符 {name}",
        f"is not well-formed YAML: the character {name} is not allowed",
    )


def test_lines() -> None:
    """Every key and item knows its line; a place that does not exist gives the line of what
    encloses it.
    """
    document = read_text("# head\na: 1\nb:\n  - x\n  - c: v\n    d: w\n", "x")
    assert isinstance(document, Document)
    assert document.line(("a",)) == 2
    assert document.line(("b",)) == 3
    assert document.line(("b", 0)) == 4
    assert document.line(("b", 1, "d")) == 6
    assert document.line(("b", 1, "missing")) == 5
    assert document.line(("missing",)) in (1, 2)
    assert document.path == "x"


def test_files(tmp_path: Path) -> None:
    """A file is read as UTF-8; one that is missing, of another encoding or too large is refused."""
    path = tmp_path / "a.yaml"
    path.write_text("a: 追溯\n", encoding="utf-8")
    assert read(str(path), "a.yaml").data == {"a": "追溯"}

    def wrong() -> tuple[str, int | None, str, str]:
        with pytest.raises(SpecError) as caught:
            read(str(path), "a.yaml")
        (finding,) = caught.value.findings
        return finding.rule, finding.line, finding.text("zh"), finding.text("en")

    path.write_bytes("a: 1\nb: 追溯\n".encode("gb18030"))
    assert wrong() == (
        "spec.encoding",
        2,
        "不是 UTF-8 编码；请另存为 UTF-8",
        "is not UTF-8; save it as UTF-8",
    )
    path.write_bytes(b"#" * (MAX_BYTES + 1))
    assert wrong() == (
        "spec.too_large",
        1,
        "文件有 4000001 字节，最多 4000000",
        "the file has 4000001 bytes; at most 4000000",
    )
    path.write_bytes(b"a: 1\n" + b"#" * (MAX_BYTES - 5))
    assert read(str(path), "a.yaml").data == {"a": 1}
    path.unlink()
    assert wrong() == (
        "spec.unreadable",
        1,
        "无法读取：没有这个文件或文件夹",
        "cannot be read: No such file or directory",
    )


@given(text=st.text(st.sampled_from("ab:- {}[],&*!|>'\"#%@`?\n\t~01.é\x7f\x00\ud800")))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Whatever the text, it is read, or refused with a finding: no other error."""
    try:
        read_text(text, "x")
    except SpecError as error:
        assert error.findings[0].text("zh")
        assert error.findings[0].text("en")
