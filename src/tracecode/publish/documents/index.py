"""The front page."""

from __future__ import annotations

from tracecode import __version__
from tracecode.publish.documents import across, change, product
from tracecode.publish.documents.page import PageSet
from tracecode.publish.documents.words import EVIDENCE, MEANING, WORDS
from tracecode.spec.base import Text
from tracecode.standard.released import releases


def write(book: PageSet) -> None:
    """What the standard holds, how to read it, and the items of the catalogue."""
    page = book.page("index.md", book.identity.title)
    page.paragraph(*page.word("edition_text"), f"：{__version__}")
    page.heading("scope")
    subject, scope = book.identity.subject, WORDS["scope_text"]
    page.texts(Text(zh=scope.zh.format(subject=subject.zh), en=scope.en.format(subject=subject.en)))
    for text in ("pair_text", "rules_text"):
        page.texts(WORDS[text])
    page.heading("contents")
    standard = book.standard
    counts = (
        ("catalogue", "products/index.md", len(standard.ids("product"))),
        ("procedures", "procedures/index.md", len(standard.ids("product"))),
        ("schemes", "schemes/index.md", len(standard.ids("scheme"))),
        ("alphabets", "alphabets.md", len(standard.ids("alphabet"))),
        ("records", "records/index.md", len(book.layouts)),
        ("groups", "groups/index.md", len(standard.ids("group"))),
        ("indicators", "indicators/index.md", len(standard.ids("indicator"))),
        ("codelists", "codelists/index.md", len(standard.ids("codelist"))),
        ("interfaces", "interfaces.md", len(standard.ids("interface"))),
        *([("across", "rules/index.md", len(rules))] if (rules := standard.ids("rule")) else []),
        *([("terms", across.TERMS, len(terms))] if (terms := standard.ids("term")) else []),
        ("coordination", "coordination.md", 1),
        ("sources", "sources.md", len(standard.ids("source"))),
        *([("changes", change.PAGE, len(releases(standard)))] if change.PAGE in book.pages else []),
    )
    page.table(
        ("content", "count"),
        ((page.link(path, page.word(word)), str(count)) for word, path, count in counts),
    )
    page.heading("evidence_legend")
    page.table(
        ("mark", "meaning"),
        ((page.say(EVIDENCE[id], " "), page.say(MEANING[id])) for id in EVIDENCE),
    )
    page.heading("catalogue")
    product.table(page)
