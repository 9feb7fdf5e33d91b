"""The meta-model of the terms and abbreviations that a document explains."""

from __future__ import annotations

from tracecode.spec.base import Citation, Definition, Evidence, Text
from tracecode.spec.texts import Id


class TermSpec(Definition):
    """A term with its definition, an abbreviation with its full name, or both. A document has those that stand in it.

    术语及其定义，或缩略语及其全称，或兼有。文件只列其中出现的。
    """

    id: Id
    """Lower-case id, for instance `trace-code`.
    小写标识，例如 `trace-code`。"""
    name: Text
    """The term as it stands in texts; of an abbreviation the full name.
    术语在正文中的写法；缩略语的全称。"""
    abbreviation: str | None = None
    """Its short form, for instance `GTIN`.
    缩略语，例如 `GTIN`。"""
    definition: Text | None = None
    """What is meant: a phrase that could stand in place of the term, without a full stop.
    定义：可在正文中代替术语的短语，末尾不写句号。"""
    source: Citation
    """Where it is written.
    出处。"""
    evidence: Evidence
    """How sure it is.
    依据程度。"""
