"""The themes of the dictionary: each file of data elements is one, and has a page and a table."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from tracecode.publish.documents.words import THEMES
from tracecode.spec.base import Text
from tracecode.spec.file_kinds import KINDS
from tracecode.standard.resolved import kept

if TYPE_CHECKING:
    from tracecode.standard.resolved import Resolved


@kept
def themes(standard: Resolved) -> dict[str, tuple[str, ...]]:
    """The ids of the data elements by theme, which is the name of their file, in the order of the
    file.
    """
    kind, found = KINDS["indicator"], dict[str, list[str]]()
    for layer, path in standard.files("indicator"):
        ids = (item["id"] for item in layer.plain(path, kind))
        found.setdefault(posixpath.basename(path).removesuffix(".yaml"), []).extend(ids)
    return {theme: tuple(dict.fromkeys(ids)) for theme, ids in found.items()}


@kept
def theme_of(standard: Resolved) -> dict[str, str]:
    """The theme of each data element."""
    return {id: theme for theme, ids in themes(standard).items() for id in ids}


def theme_name(standard: Resolved, theme: str) -> Text:
    """What a theme is called: the category of the catalogue, or a word of its own."""
    listed = standard.codelist("category").entries if "category" in standard.ids("codelist") else ()
    known = {entry.code: entry.name for entry in listed} | THEMES
    return known.get(theme, Text(zh=theme, en=theme))
