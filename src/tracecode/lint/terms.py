"""Lint of terms and abbreviations: each says what it is for, and stands in some text of the
standard.

>>> stands("XML", "JSON 或 XML 报文"), stands("XML", "XMLS"), stands("环节", "各环节")
(True, False, True)
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracecode.spec.base import Spec, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracecode.lint.findings import SpecFindings
    from tracecode.spec.reader import Document, Place
    from tracecode.spec.term_model import TermSpec

DOCUMENT_WORDS = (
    *("代码结构", "数据组", "校验结论", "依据程度"),
    *("CSV", "GB18030", "HTTP", "JSON", "NDJSON", "XLSX"),
)
"""What the document says in its own sentences, though no specification needs to: terms of these are
never unused.
"""


def stands(word: str, text: str) -> bool:
    """Whether a word stands in a text, not as a part of another word in Latin letters; capitals
    count.
    """
    if not word.isascii():
        return word in text
    return re.search(rf"(?<![A-Za-z0-9]){re.escape(word)}(?![A-Za-z0-9])", text) is not None


class TermLint:
    """Checks one term at a time, and at the end whether all are used; what it finds goes to the
    notes.
    """

    def __init__(self, notes: SpecFindings) -> None:
        self._notes = notes
        self._shorts: dict[str, str] = {}
        """The ids of the abbreviations."""

    def term(self, term: TermSpec, document: Document, place: Place) -> None:
        """It is defined or abbreviated, and no other one is abbreviated so."""
        short = term.abbreviation
        if short is None:
            if term.definition is None:
                zh, en = (
                    "术语须有 definition 或 abbreviation",
                    "a term needs a definition or an abbreviation",
                )
                self._notes.layout(document, (*place, "id"), zh, en)
            return
        if (first := self._shorts.setdefault(short, term.id)) != term.id:
            self._notes.say(
                document, (*place, "abbreviation"), "spec.duplicate_name", found=short, first=first
            )

    def unused(self) -> None:
        """Say which terms stand in no text, be it that of a document itself or the definition of
        another term.
        """
        terms = self._notes.things["term"]
        if not terms:
            return
        texts = {
            (kind, id): "\n".join(_texts(definition))
            for kind, things in self._notes.things.items()
            for id, (definition, *_) in things.items()
        }
        others = "\n".join(
            (*DOCUMENT_WORDS, *(text for (kind, _), text in texts.items() if kind != "term"))
        )
        for id, (term, document, place) in terms.items():
            words = (term.abbreviation or "", term.name.zh if term.definition is not None else "")
            beside = (
                text for (kind, other), text in texts.items() if kind == "term" and other != id
            )
            if not any(stands(word, text) for text in (others, *beside) for word in words if word):
                self._notes.say(document, place, "spec.unused")


def _texts(part: Spec | tuple[object, ...]) -> Iterator[str]:
    """Every text inside a definition, in both languages."""
    if isinstance(part, Text):
        yield from (part.zh, part.en)
        return
    for value in part if isinstance(part, tuple) else part.__dict__.values():
        if isinstance(value, Spec | tuple):
            yield from _texts(value)
