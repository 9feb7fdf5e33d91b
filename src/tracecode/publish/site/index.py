"""The index of the search: every definition and every document, with its names, its id and what it
says.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

import yaml

from tracecode.publish.documents.themes import theme_of
from tracecode.publish.documents.words import WORDS
from tracecode.standard.record_layout import layouts

if TYPE_CHECKING:
    from tracecode.spec.base import Text
    from tracecode.standard.resolved import Resolved

_MOST_TEXT = 200_000
"""Characters of a page that are searched beside its names: what no page but that of a list without
end has.
"""


class SearchEntry(NamedTuple):
    """One thing that is found."""

    zh: str
    en: str
    id: str
    address: str
    """Below the folder of a language; of a document below that of the site."""
    kind: str
    text: str


def definitions(standard: Resolved, texts: dict[str, str]) -> list[SearchEntry]:
    """The definitions of a standard.

    Args:
        standard: the standard.
        texts: what each page says, by its path below the standard without ending.
    """
    entries: list[SearchEntry] = []

    def add(kind: str, id: str, name: Text, page: str, text: str = "") -> None:
        path, mark, anchor = page.partition("#")
        words = [*synonyms().get(path, ())] if not anchor else []
        content = " ".join([*words, text or ("" if anchor else texts.get(path, ""))])[:_MOST_TEXT]
        address = f"standard/{path}.html{mark}{anchor}"
        entries.append(SearchEntry(name.zh, name.en, id, address, kind, _once(content)))

    for id in standard.ids("product"):
        add("product", id, standard.product(id).name, f"products/{id}")
    for id in standard.ids("scheme"):
        add("scheme", id, standard.scheme(id).name, f"schemes/{id}")
    for layout in layouts(standard):
        add("record", layout.id, layout.name, f"records/{layout.id}")
    for id in standard.ids("indicator"):
        spec = standard.indicator(id)
        content = f"{spec.definition.zh} {spec.definition.en}" if spec.definition else ""
        add("indicator", id, spec.name, f"indicators/{theme_of(standard)[id]}#{id}", content)
    for id in standard.ids("codelist"):
        add("codelist", id, standard.codelist(id).name, f"codelists/{id}")
    for id in standard.ids("group"):
        add("group", id, standard.group(id).name, f"groups/{id}")
    for id in standard.ids("interface"):
        add("interface", id, standard.interface(id).name, "interfaces")
    for id in standard.ids("rule"):
        add("rule", id, standard.rule(id).name, f"rules/{id}")
    for id in standard.ids("term"):
        term = standard.term(id)
        content = f"{term.definition.zh} {term.definition.en}" if term.definition else ""
        add("term", term.abbreviation or id, term.name, f"terms#{id}", content)
    for id in standard.ids("alphabet"):
        add("alphabet", id, standard.alphabet(id).name, f"alphabets#{id}")
    for id in standard.ids("source"):
        source = standard.source(id)
        add("source", source.number or id, source.title, f"sources#{id}", source.number or "")
    for page in ("coordination", "alphabets", "sources", "terms"):
        add("page", page, WORDS[page], page)
    add("page", "rules", WORDS["across"], "rules/index")
    return entries


def _once(text: str) -> str:
    """Each word of a text once: a search holds no blanks, so it finds the same."""
    return " ".join(dict.fromkeys(text.split()))


@cache
def synonyms() -> dict[str, list[str]]:
    """Words by which people look for a page that does not hold them, by its path below the
    standard.
    """
    text = (files("tracecode.publish.site") / "synonyms.yaml").read_text(encoding="utf-8")
    read: dict[str, list[str]] = yaml.safe_load(text)
    return read
