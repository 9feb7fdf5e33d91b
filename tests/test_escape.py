"""The escaping functions: whatever the text, each target reads back just that text."""

from __future__ import annotations

import ast
import io
import json
import re
import sqlite3

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree, html
from markdown_it import MarkdownIt

from tests.hostile_pack import SPITES, UNSEEN
from tracecode import escape
from tracecode.findings import Finding
from tracecode.privacy import shown
from tracecode.spec.charclass import BLANKS

ANY = st.one_of(
    st.lists(
        st.sampled_from([*SPITES, *UNSEEN, "\n", " ", "a", "追", '"', "'", "{", "}", "\\", "_x"])
    ).map("".join),
    st.text(),
)
"""Any text, often hostile."""
NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@given(ANY)
@example("\ud800")
@example("\U0001f600\u2028")
def test_python(text: str) -> None:
    """A literal of Python is the text, in printable characters on one line."""
    written = escape.python(text)
    assert ast.literal_eval(written) == text
    assert not any(map(escape.hidden, written))


@given(ANY)
@example('"')
@example('a"""')
@example('\\"""')
@example("\\")
def test_docstring(text: str) -> None:
    """A docstring is the text, wherever its quotation marks stand."""
    for end in ("", "\n"):
        source = f'"""{escape.docstring(text)}{end}"""'
        assert ast.literal_eval(source) == text + end
        assert not any(map(escape.hidden, source.replace("\n", "")))


@given(ANY)
def test_terminal(text: str) -> None:
    """Nothing that cannot be seen reaches a screen, and everything that can is there."""
    shown = escape.terminal(text, "\n")
    assert not any(map(escape.hidden, shown.replace("\n", "")))
    back = re.sub("<U\\+([0-9A-F]{4,6})>", lambda m: chr(int(m[1], 16)), shown)
    assert back == re.sub("<U\\+([0-9A-F]{4,6})>", lambda m: chr(int(m[1], 16)), text)


@pytest.mark.parametrize(
    "char",
    [*"\x00\x07\x1b\x7f\x80\x9b\u00ad\u200b\u200e\u202a\u202e\u2066\u2069\u2028\u2029\ufeff"],
)
def test_hidden(char: str) -> None:
    """Controls, marks of direction and what has no width are hidden."""
    assert escape.hidden(char)
    assert escape.first_hidden(f"追{char}溯") == char
    assert escape.first_hidden(f"追{char}溯", char) == ""


@pytest.mark.parametrize(
    "char",
    [
        "\ud800",
        "\ufffe",
        "\ue000",
        "\u0378",
        "\u3164",
        "\u115f",
        "\ufe0f",
        "\U000e0041",
        "\U000e0101",
    ],
)
def test_more_that_is_hidden(char: str) -> None:
    """So are unpaired surrogates, what is unassigned or private, fillers and selectors."""
    assert escape.hidden(char)
    assert escape.terminal(char) == f"<U+{ord(char):04X}>"


@pytest.mark.parametrize(
    "char", [*"aZ0 ~é中·，。“”（）—…℃㎡①\u3000\u00a0", "𠮷", "\U00031350", "\u0301"]
)
def test_what_is_seen(char: str) -> None:
    """Letters, marks, blanks of any width and characters of any plane are not hidden."""
    assert not escape.hidden(char)
    assert escape.terminal(char) == char


@given(ANY)
def test_lines_of_documents(text: str) -> None:
    """A text is one line with nothing hidden; a code keeps its blanks, and what is hidden is
    written out.
    """
    assert not any(map(escape.hidden, escape.line(text)))
    assert "\n" not in escape.line(text)
    assert not any(map(escape.hidden, escape.code(text)))
    assert escape.code("a  \x1db") == "a  \\u001db"


@given(ANY, ANY)
def test_json(first: str, second: str) -> None:
    """JSON says the same as before, and nothing in it is hidden."""
    data = {first: [second, {"a": first}]}
    written = escape.json(json.dumps(data, ensure_ascii=False, indent=1))
    assert json.loads(written) == data
    assert not any(map(escape.hidden, written.replace("\n", "")))


@given(ANY)
@example("\r")
@example('\t"\n')
def test_markup(text: str) -> None:
    """Between tags and in attributes XML is the text; what it cannot carry is shown as code
    points.
    """
    root = etree.fromstring(f"<a b={escape.attribute(text)}>{escape.markup(text)}</a>".encode())
    wanted = NOT_XML.sub(lambda found: escape.code_point(found[0]), text)
    assert root.get("b") == (root.text or "") == wanted
    assert len(root) == 0


@given(st.one_of(ANY, st.from_regex(r"[-+0-9.)#>=~`*_| a]{1,8}", fullmatch=True)))
@example("---")
@example("1.")
@example("2) a")
@example("- ")
@example("    code")
@example("a\n===")
def test_markdown(text: str) -> None:
    """As a paragraph, a heading and a cell, Markdown shows just the text, with blanks drawn
    together.
    """
    render = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render
    written = escape.markdown(text)
    wanted = " ".join(escape.terminal(text.strip(), "\t\n\r\f\v").split())
    for page, tags in (
        (written, ["div", "p"]),
        (f"# {written} {{#a}}", ["div", "h1"]),
        (f"- {written}", ["div", "ul", "li"]),
        (f"[{written}](a.md)", ["div", "p", "a"]),
        (
            f"| a | b |\n| --- | --- |\n| {written} | c |",
            ["div", "table", "thead", "tr", "th", "th", "tbody", "tr", "td", "td"],
        ),
    ):
        tree = html.fromstring(f"<div>{render(page)}</div>")
        said = " ".join("".join(map(str, tree.itertext())).split())
        if wanted:
            assert [each.tag for each in tree.iter()] == tags
        assert wanted in said


@given(ANY.filter(bool))
@example("a`b")
@example("\\`|")
def test_markdown_code(text: str) -> None:
    r"""Code in Markdown shows the text, in a table too; what cannot be seen as `\u001d`."""
    render = MarkdownIt("commonmark", {"html": True}).enable("table").render
    tree = html.fromstring(render(f"| a |\n| --- |\n| {escape.markdown_code(text)} |"))
    (cell,) = tree.iter("td")
    chinese = "\U00020000", "\U0003fffd"  # extension H is younger than some Pythons
    seen = [
        char
        if (char.isprintable() or chinese[0] <= char <= chinese[1]) and not escape.hidden(char)
        else f"\\u{ord(char):04x}"
        for char in text
    ]
    assert "".join(map(str, cell.itertext())) == "".join(seen)
    assert [each.tag for each in cell.iter()] == ["td", "code"]


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("../sources.md#gb-1", "../sources.md#gb-1"),
        ("a b).md", "a%20b%29.md"),
        ("javascript:alert(1)", "javascript%3Aalert%281%29"),
        ("追.md", "%E8%BF%BD.md"),
        ('"><script>', "%22%3E%3Cscript%3E"),
        ("a\n\\b", "a%0A%5Cb"),
    ],
)
def test_markdown_targets(path: str, written: str) -> None:
    """The target of a link stays one, and has no scheme."""
    assert escape.markdown_target(path) == written


@given(ANY.filter(lambda text: not NOT_XML.search(text)))
def test_xpath(text: str) -> None:
    """XPath computes just the text, also where some characters must be named."""
    root = etree.fromstring("<a/>")
    assert root.xpath(escape.xpath(text)) == text
    named = escape.xpath(text, {"{": "$left", "}": "$right"})
    assert not set(named) & set("{}")
    assert root.xpath(named, left="{", right="}") == text


@given(ANY.filter(lambda text: "\0" not in text and not re.search("[\ud800-\udfff]", text)))
def test_sql(text: str) -> None:
    """SQL computes just the text, and a column is called just so."""
    with sqlite3.connect(":memory:") as connection:
        found = connection.execute(f"select {escape.sql(text)} as {escape.sql_name(text)}")
        assert found.fetchone() == (text,)
        assert [column for column, *_ in found.description] == [text]


def test_sql_carries_no_nul() -> None:
    """NUL is refused, since some databases would end the text there."""
    for write in (escape.sql, escape.sql_name):
        with pytest.raises(ValueError, match="SQL cannot carry the character NUL"):
            write("a\0b")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("#set page()", '"#set page()"'),
        ('"] #panic() \\', '"\\"] #panic() \\\\"'),
        ("\u202e\n", '"\\u{202e}\\u{a}"'),
        ("追溯 $x$ *b*", '"追溯 $x$ *b*"'),
    ],
)
def test_typst(text: str, written: str) -> None:
    """A string of Typst holds no mark-up; quotation marks, backslashes and hidden characters are
    escaped.
    """
    assert escape.typst(text) == written


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@a", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠a"]
)
def test_cells_of_csv(text: str) -> None:
    """What a spreadsheet would compute gets an apostrophe; other texts stay."""
    assert escape.cell(text) == f"'{text}"
    assert escape.cell(f"a{text}") == f"a{text}"
    assert escape.cell("") == ""


@given(ANY)
@example("_x000D_")
@example("_x005F_x000D_")
@example("_x_x0041_x0041_")
@example("_x0041\x1b_x0041_")
def test_workbooks(text: str) -> None:
    """A cell holds just the text, whatever `_x0041_` stands in it, and openpyxl takes it."""
    written = escape.excel(text)
    assert escape.from_excel(written) == text
    assert not NOT_XML.search(written)
    book = openpyxl.Workbook()
    book.worksheets[0].cell(1, 1, written).data_type = "s"
    book.save(io.BytesIO())


def test_everything_that_shows_nothing_is_hidden_or_a_blank() -> None:
    """What the standard counts as blank is hidden, or is a space that is no control; and every
    message names it.
    """
    for first, last in BLANKS:
        for char in map(chr, range(first, last + 1)):
            assert escape.hidden(char) or char.isspace()
            assert char == " " or shown(f"a{char}b") == f"a<U+{ord(char):04X}>b"
    finding = Finding(
        rule="code.characters",
        severity="error",
        values={"name": "x", "found": " ", "allowed": "0-9"},
    )
    assert finding.text("en") == "'<U+0020>' in x is not allowed; allowed: 0-9"
