"""Pages as HTML: headings that can be linked, tables that scroll, links that lead to the made
pages.
"""

from __future__ import annotations

import pytest

from tracecode.escape import markdown
from tracecode.publish.site.links import broken
from tracecode.publish.site.markup import render


def linked(target: str) -> str:
    """A link as a test wants it."""
    return target.replace(".md", ".html")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# 名称 Name", '<h1 id="名称-name">名称 Name</h1>'),
        ("# A {#own}", '<h1 id="own">A</h1>'),
        ("[a](x.md#y)", '<p><a href="x.html#y">a</a></p>'),
        ("| a |\n| --- |\n| `b` |", '<div class="table"><table>'),
        ("~~~\n<b>\n\n~~~", "<pre><code>&lt;b&gt;\n</code></pre>"),
        (
            markdown("<script>alert(1)</script> [x](y)"),
            "<p>&lt;script&gt;alert(1)&lt;/script&gt; [x](y)</p>",
        ),
        ("记录。\n每项。\n`a`\nb", "<p>记录。每项。\n<code>a</code>\nb</p>"),
        ("[a](javascript:alert(1))", "<p>[a](javascript:alert(1))</p>"),
    ],
)
def test_html(text: str, html: str) -> None:
    """What Markdown becomes; what was escaped stays text."""
    assert html in render(text, linked).body


def test_headings() -> None:
    """Anchors differ also where headings are alike; from the second level on each shows a link to
    itself.
    """
    made = render("# T\n\n## A\n\n## A\n\n### B `c`\n", linked)
    assert made.headings == ((1, "t", "T"), (2, "a", "A"), (2, "a-1", "A"), (3, "b-c", "B c"))
    assert made.title == "T"
    assert made.body.count('class="here"') == 3


def test_front_matter() -> None:
    """A page may ask for the whole width."""
    made = render("---\nhide:\n  - navigation\n  - toc\n---\n\n# T\n\ntext\n", linked)
    assert (made.wide, made.title, made.text) == (True, "T", "T text")
    assert "hide" not in made.body


def test_broken_links() -> None:
    """Each link that leads nowhere is told: no file, no anchor, above the site; what is right is
    not.
    """
    page = (
        '<a href="b.html#x"></a><a href="#own"></a><a href="https://example.com/"></a><p '
        'id="own"></p>'
        '<a href="b.html#y"></a><a href="c.html"></a><a href="../d.html"></a><img src="e.png">'
    )
    files = {"a.html": page.encode(), "b.html": b'<p id="x"></p>'}
    assert [line.removeprefix("a.html: ") for line in broken(files)] == [
        ("b.html#y: no such "
        "anchor"), "c.html: no such file", "../d.html: no such file", "e.png: no such file",
    ]  # fmt: skip


def test_the_way_back_is_no_text_of_a_page() -> None:
    """The links above a page are shown and not searched; links further down are."""
    made = render("# T\n\n[Home](a.md) › [Lists](b.md)\n\n[One](c.md)\n", linked)
    assert ("Home" in made.body, made.text) == (True, "T One")
    assert render("# T\n\n[Home](a.md) and more\n", linked).text == "T Home and more"
