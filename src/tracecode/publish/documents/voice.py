"""How data are said in the language of a document, or in both: words, lists, sentences with parts.

A page of the site and the standard document speak alike; they differ in how they refer to what is
defined elsewhere, by a link or by the number of a clause.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar, Literal

from tracecode.publish.documents.tree import Break
from tracecode.spec.base import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracecode.publish.documents.tree import Span, Spans
    from tracecode.spec.base import Citation, Evidence
    from tracecode.standard.resolved import Resolved

Single = Literal["zh", "en"]
_PART = re.compile(r"\{([a-z_]+)\}")


class Voice(ABC):
    """What is written about, in which languages, and how to refer to it."""

    between: ClassVar[Span] = " "
    """What stands between a sentence and the same in the other language."""

    def __init__(self, standard: Resolved, languages: tuple[Single, ...]) -> None:
        self.standard, self.languages = standard, languages

    def itself(self, text: str) -> str:
        """A text of the data, which speaks of the standard, as it is said here."""
        return text

    def spans(self, text: Text, between: Span = " ") -> Spans:
        """A text; in both languages, the English behind the Chinese."""
        texts = dict.fromkeys(self.itself(getattr(text, lang)) for lang in self.languages)
        out: list[Span] = []
        for one in filter(None, texts):
            out += [between] * bool(out) + [one]
        return tuple(out)

    def cell(self, text: Text) -> Spans:
        """A text in a cell; in both languages, the English below the Chinese."""
        return self.spans(text, Break())

    def said(
        self, zh: str, en: str, between: Span | None = None, **parts: Text | Span | Spans
    ) -> Spans:
        """A sentence of the documents themselves, with parts of the data where `{name}` stands."""
        out: list[Span] = []
        for lang in self.languages:
            out += [self.between if between is None else between] * bool(out)
            out += self._filled(zh if lang == "zh" else en, lang, parts)
        return tuple(out)

    def _filled(
        self, template: str, lang: Single, parts: dict[str, Text | Span | Spans]
    ) -> Iterator[Span]:
        at = 0
        for match in _PART.finditer(template):
            if match.start() > at:
                yield template[at : match.start()]
            part = parts[match[1]]
            if isinstance(part, Text):
                yield self.itself(getattr(part, lang))
            elif isinstance(part, tuple):
                yield from part
            else:
                yield part
            at = match.end()
        if at < len(template):
            yield template[at:]

    def joined(self, parts: Iterable[Spans], between: str | None = None) -> Spans:
        """Several things in a line."""
        comma = between if between is not None else ", " if self._english else "、"
        out: list[Span] = []
        for part in parts:
            out += [comma] * bool(out) + [*part]
        return tuple(out)

    @staticmethod
    def lines(parts: Iterable[Spans]) -> Spans:
        """Several things, one below the other in a cell, each once."""
        out: list[Span] = []
        for part in filter(None, dict.fromkeys(parts)):
            out += [Break()] * bool(out) + [*part]
        return tuple(out)

    def opened(self, inner: Spans) -> Spans:
        """Spans in parentheses of the language."""
        return (" (", *inner, ")") if self._english else ("（", *inner, "）")

    @property
    def colon(self) -> str:
        """What stands between a name and what is said of it."""
        return ": " if self._english else "："

    @property
    def _english(self) -> bool:
        return self.languages == ("en",)

    # --- what is defined elsewhere ----------------------------------------------------------------

    @abstractmethod
    def scheme(self, id: str) -> Spans:
        """An encoding rule."""

    @abstractmethod
    def codelist(self, id: str) -> Spans:
        """A code list."""

    @abstractmethod
    def group(self, id: str) -> Spans:
        """A group of elements."""

    @abstractmethod
    def product(self, id: str) -> Spans:
        """An item of the catalogue."""

    @abstractmethod
    def element(self, id: str) -> Spans:
        """An element of the dictionary, by its name."""

    @abstractmethod
    def chars(self, chars: str) -> Spans:
        """Characters: a named set, or the class itself."""

    @abstractmethod
    def cite(self, source: Citation, evidence: Evidence | None = None) -> Spans:
        """A source with its clause, and how sure the rule is."""

    @abstractmethod
    def evidence(self, evidence: Evidence) -> Spans:
        """How sure a rule is, as a mark."""
