"""Lint of the dictionary: indicators, their formats and domains, their examples, their names here
and elsewhere.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracecode.lint.findings import SpecFindings
from tracecode.lint.record_codes import CodeLint
from tracecode.lint.sharing import marked
from tracecode.lint.values import fault, odd_range
from tracecode.spec.charclass import is_blank
from tracecode.spec.formats import Format
from tracecode.spec.record_model import (
    ITEM_MARK,
    IndicatorSpec,
    IndicatorUse,
)
from tracecode.standard.elements import Element

if TYPE_CHECKING:
    from tracecode.spec.reader import Document, Place


class IndicatorLint:
    """Checks one indicator at a time; what it finds goes to the notes."""

    def __init__(self, notes: SpecFindings) -> None:
        self._notes = notes
        self._codes = CodeLint(notes)
        self._aliases: dict[tuple[str, str], str] = {}

    def indicator(self, element: IndicatorSpec, document: Document, place: Place) -> None:
        """A data element: its format, its domain, its example, its names elsewhere."""
        if (element.format is None) == (element.group is None):
            self._notes.layout(
                document, place, "format 与 group 须有且只有一个", "exactly one of format and group"
            )
            return
        for kind in ("codelist", "scheme", "group"):
            if (id := getattr(element, kind)) is not None:
                self._notes.refer(kind, id, document, (*place, kind))
        if element.unit is not None and "measure-unit" in self._notes.things["codelist"]:
            self._notes.value("measure-unit", element.unit, document, (*place, "unit"))
        marked(self._notes, element, document, place)
        for system, names in (element.aliases or {}).items():
            for name in names:
                first = self._aliases.setdefault((system, name), element.id)
                if first != element.id:
                    self._notes.say(
                        document,
                        (*place, "aliases", system),
                        "spec.duplicate_id",
                        found=f"{system}:{name}",
                        first=first,
                    )
        if element.format is not None:
            self._value(element, document, place)

    def _value(self, element: IndicatorSpec, document: Document, place: Place) -> None:
        try:
            form = Format.read(element.format or "")
        except ValueError as error:
            self._notes.say(
                document,
                (*place, "format"),
                "spec.value",
                field="format",
                found=element.format,
                allowed=str(error),
            )
            return
        if element.range is not None and not form.number:
            self._notes.layout(
                document, (*place, "range"), "只有数值可有 range", "only a number has a range"
            )
        elif element.range is not None and (odd := odd_range(element.range, form)):
            self._notes.say(
                document,
                (*place, "range"),
                "spec.value",
                field="range",
                found=odd[0],
                allowed=odd[1],
            )
        if element.chars is not None:
            self._notes.alphabet_or_class(element.chars, document, (*place, "chars"))
            if form.kind != "text":
                self._notes.layout(
                    document, (*place, "chars"), "只有文本可有 chars", "only a text has chars"
                )
            elif not self._shows(element.chars):
                self._notes.layout(
                    document,
                    (*place, "chars"),
                    "chars 中须有可见字符",
                    "chars needs a visible character",
                )
        if element.example is None:
            self._notes.say(
                document, place, "spec.missing_field", field="example", within=element.id
            )
            return
        self._codes.indicator(element, form.kind == "text", document, place)
        field = Element(
            id=element.id, spec=element, use=IndicatorUse(use=element.id, obligation="M"),
            format=form, group=None,
            codelist=self._notes.things["codelist"].get(element.codelist or "", (None,))[0],
            source=element.source, evidence=element.evidence,
        )  # fmt: skip
        if field.codelist is not None and form.kind in ("text", "digits", "letters"):
            for entry in field.codelist.entries:
                if not form.min <= len(entry.code) <= form.max or (
                    form.pattern and not re.fullmatch(form.pattern, entry.code)
                ):
                    self._notes.layout(
                        document, (*place, "format"), f"代码“{entry.code}”不合格式 "
                                                      f"{element.format}",
                        f"the code '{entry.code}' does not fit the format {element.format}",
                    )  # fmt: skip
                    break
        if self._notes.is_replaced_above("codelist", element.codelist, ("indicator", element.id)):
            return  # its example is then one of the new list
        if reason := fault(field, element.example):
            self._notes.say(
                document,
                (*place, "example"),
                "spec.value",
                field="example",
                found=element.example,
                allowed=reason,
            )
        if (written := element.example_of_item) is not None:
            names = [product.name.zh for product, _, _ in self._notes.things["product"].values()]
            wrong = filter(None, (fault(field, written.replace(ITEM_MARK, name)) for name in names))
            if reason := ITEM_MARK if ITEM_MARK not in written else next(wrong, None):
                self._notes.say(
                    document, (*place, "example_of_item"), "spec.value", field="example_of_item",
                    found=written, allowed=reason,
                )  # fmt: skip

    def _shows(self, chars: str) -> bool:
        """Whether a text of these characters can show something."""
        try:
            known = self._notes.chars(chars)
        except ValueError:
            return True  # reported as a wrong class
        return known.negated or any(not is_blank(char) for char in known.chars)

    def names(self) -> None:
        """Elements whose names are nearly the same: they may be one."""
        seen: dict[str, str] = {}
        for id, (element, document, place) in sorted(self._notes.things["indicator"].items()):
            bare = re.sub(r"[\s（）()／/·、,-]", "", element.name.zh)
            if bare in seen:
                self._notes.say(
                    document,
                    (*place, "name"),
                    "spec.near_name",
                    found=element.name.zh,
                    first=seen[bare],
                )
            seen.setdefault(bare, id)
