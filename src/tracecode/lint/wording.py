"""Lint of what definitions say in words: a definition says more than its name, and Chinese is
Chinese.

>>> repeats("出库数量", "本次出库的数量", "zh"), repeats("出库数量", "本次从库中发出的数量，以件计", "zh")
(True, False)
>>> repeats("Certificate number", "The number of the certificate", "en")
True
>>> foreign("商品条码（GTIN）的 check digit", ["GTIN"])
'check'
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from tracecode.spec.base import Spec, Text
from tracecode.spec.list_model import CodeListSpec

if TYPE_CHECKING:
    from tracecode.lint.findings import SpecFindings
    from tracecode.spec.layer import Layer
    from tracecode.spec.reader import Document, Place

_PARTICLES = {
    "zh": "本次 有关 相关 情况 信息 记录 内容 数据 的 该 本 此 其 所 之 和 与 及 或 各",
    "en": "a an and as at be by data for from in information is it its of on or record recorded "
    "that the their this to "
    "was were which with",
}
"""Words with which a definition says nothing, however many it has of them."""
_ZH = re.compile("|".join(_PARTICLES["zh"].split()))
_EN = frozenset(_PARTICLES["en"].split())
_EN_WORD = re.compile(r"[a-z0-9]+", re.ASCII)
_FOREIGN = re.compile(r"[A-Za-z][A-Za-z0-9]+", re.ASCII)
_LETTERS = re.compile(r"[A-Za-z]", re.ASCII)


def repeats(name: str, definition: str, language: Literal["zh", "en"]) -> bool:
    """Whether a definition has no word that its name does not have: characters in Chinese, words in
    English.
    """
    if language == "zh":
        return {char for char in _ZH.sub("", definition) if char.isalnum()} <= set(name)
    return _words(definition) - _EN <= _words(name)


def _words(text: str) -> set[str]:
    """The words of an English text, without the mark of the plural."""
    return {
        word.removesuffix("s") if len(word) > len("its") else word
        for word in _EN_WORD.findall(text.lower())
    }


def foreign(text: str, names: Iterable[str]) -> str | None:
    """The first word in Latin letters in a Chinese text that is none of some names; a letter by
    itself is a sign.
    """
    if _FOREIGN.search(text) is None:
        return None
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z0-9])", " ", text)
    return next((word for word in _FOREIGN.findall(text) if len(_LETTERS.findall(word)) > 1), None)


class WordLint:
    """Reads one definition at a time, when all packs are read; what it finds goes to the notes."""

    def __init__(self, notes: SpecFindings) -> None:
        self._notes = notes

    def check(
        self, definition: Spec, document: Document, place: Place, layer: Layer | None
    ) -> None:
        """Every text inside a definition of a layer, and what it is defined as."""
        if layer in self._strict:
            listed = isinstance(definition, CodeListSpec) and definition.of is not None
            # the values of such a list are the items of all layers, each of which is read in its
            # own
            self._chinese(definition.replace(entries=()) if listed else definition, document, place)
        name, meaning = (getattr(definition, field, None) for field in ("name", "definition"))
        if isinstance(name, Text) and isinstance(meaning, Text):
            if repeats(name.zh, meaning.zh, "zh"):
                self._notes.say(
                    document, (*place, "definition", "zh"), "spec.tautology", found=meaning.zh
                )
            if repeats(name.en, meaning.en, "en"):
                self._notes.say(
                    document, (*place, "definition", "en"), "spec.tautology", found=meaning.en
                )

    def _chinese(self, part: Spec | tuple[object, ...], document: Document, place: Place) -> None:
        if isinstance(part, Text):
            if (word := foreign(part.zh, self._latin)) is not None:
                self._notes.say(document, (*place, "zh"), "spec.latin", found=word)
            return
        for key, value in enumerate(part) if isinstance(part, tuple) else part.__dict__.items():
            if isinstance(value, (Spec, tuple)):
                self._chinese(value, document, (*place, key))

    @cached_property
    def _latin(self) -> tuple[str, ...]:
        """The names in Latin letters that the packs of all layers know."""
        return tuple(
            name for pack, *_ in self._notes.things["pack"].values() for name in pack.latin or ()
        )

    @cached_property
    def _strict(self) -> tuple[Layer | None, ...]:
        """The layers whose Chinese texts hold no other names: those that list names, be it none."""
        packs = self._notes.things["pack"].items()
        return tuple(
            self._notes.homes.get(("pack", id))
            for id, (pack, *_) in packs
            if pack.latin is not None
        )
