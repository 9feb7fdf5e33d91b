"""Lint of label templates: boxes inside the label, fields that exist and are used, a symbol that
knows its code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from tracecode.errors import SpecError
from tracecode.findings import Finding

if TYPE_CHECKING:
    from tracecode.lint.findings import SpecFindings
    from tracecode.spec.label_model import LabelSpec, LabelSymbol
    from tracecode.spec.reader import Document, Place
    from tracecode.standard.resolved import Resolved

_NUMBER = re.compile(r"(?:0|[1-9][0-9]{0,3})(?:\.[0-9]{1,3})?", re.ASCII)
MOST_MM = 1000
"""Largest label; at printer resolution a larger one would be a picture of gigabytes."""
_FIELD = re.compile(r"\{([a-z][a-z0-9_]*)\}", re.ASCII)
_BRACE = re.compile(r"[{}]")


def numbers(text: str, count: int) -> list[float] | None:
    """So many numbers between blanks; None if they are not."""
    parts = text.split(" ")
    return (
        [float(part) for part in parts]
        if len(parts) == count and all(map(_NUMBER.fullmatch, parts))
        else None
    )


def printable(sizes: list[float]) -> bool:
    """Whether a label or page of these sizes can be printed."""
    return 1 <= min(sizes) <= max(sizes) <= MOST_MM


def odd_size(spec: LabelSpec) -> Finding | None:
    """What is wrong with the size of a template or of its sheet, for who uses one that lint did not
    see.
    """
    for path, text in (
        ("size", spec.size),
        ("sheet.page", spec.sheet.page if spec.sheet is not None else None),
    ):
        if text is not None and ((sizes := numbers(text, 2)) is None or not printable(sizes)):
            values = {"reason_zh": _UNPRINTABLE[0], "reason_en": _UNPRINTABLE[1]}
            return Finding(
                rule="spec.layout", severity="error", values=values, path=f"{spec.id}.{path}"
            )
    return None


_UNPRINTABLE = f"宽和高须为 1 至 {MOST_MM} 毫米", f"width and height must be 1 to {MOST_MM} mm"


def placeholders(text: str) -> list[str]:
    """The fields in a text of a template."""
    return _FIELD.findall(text)


def filled(text: str, values: Mapping[str, str]) -> str:
    """A text of a template with its fields filled in, all at once: what looks like a field in a
    value stays.
    """
    return _FIELD.sub(lambda match: values.get(match[1], ""), text)


def template(standard: Resolved, path: str) -> LabelSpec:
    """A template from a file of one's own, checked as those of a standard are.

    Raises:
        SpecError: it is wrong; each finding has its line.
        UnreadableFile: it is missing or cannot be read.
    """
    from tracecode.lint.findings import SpecFindings
    from tracecode.spec.check import check
    from tracecode.spec.construct import construct
    from tracecode.spec.file_kinds import KINDS
    from tracecode.spec.label_model import LabelSpec
    from tracecode.spec.reader import read

    document = read(path, path)
    if faults := check(document, KINDS["label"]):
        raise SpecError(faults)
    assert isinstance(document.data, dict)
    spec = construct(LabelSpec, document.data)
    notes = SpecFindings(standard)
    for kind in ("scheme", "product"):
        notes.things[kind] = {
            id: (standard.thing(kind, id), document, ()) for id in standard.ids(kind)
        }
    LabelLint(notes).check(spec, document, ())
    if notes.found:
        raise SpecError(notes.found)
    return spec


class LabelLint:
    """Checks one template at a time."""

    def __init__(self, notes: SpecFindings) -> None:
        self._notes = notes

    def check(self, label: LabelSpec, document: Document, place: Place) -> None:
        """Everything that is wrong with a template."""
        if label.product is not None:
            self._notes.refer("product", label.product, document, (*place, "product"))
        self._boxes(label, document)
        self._fields(label, document)
        self._symbol(label.symbol, document)

    def _boxes(self, label: LabelSpec, document: Document) -> None:
        whole = self._numbers(label.size, 2, document, ("size",))
        self._within(whole, document, ("size",))
        boxes: list[tuple[Place, str, float]] = [(("symbol", "box"), label.symbol.box, 1)]
        boxes += [(("texts", i, "box"), text.box, 1) for i, text in enumerate(label.texts)]
        boxes += [(("frames", i), frame, 0) for i, frame in enumerate(label.frames)]
        if label.logo is not None:
            boxes.append((("logo",), label.logo, 1))
        for at, box, least in boxes:
            measures = self._numbers(box, 4, document, at)
            if measures is None or whole is None:
                continue
            left, top, width, height = measures
            if left + width > whole[0] + 1e-9 or top + height > whole[1] + 1e-9:
                self._notes.layout(
                    document,
                    at,
                    f"超出标签（{label.size}）",
                    f"reaches beyond the label ({label.size})",
                )
            if min(width, height) < least:
                self._notes.layout(
                    document, at, "宽和高至少 1 毫米", "width and height must be at least 1 mm"
                )
        for i, text in enumerate(label.texts):
            size = self._numbers(text.size, 1, document, ("texts", i, "size"))
            smallest = self._numbers(
                text.min_size or text.size, 1, document, ("texts", i, "min_size")
            )
            if size and smallest and not 1 <= smallest[0] <= size[0]:
                self._notes.layout(
                    document,
                    ("texts", i),
                    "须 1 <= min_size <= size",
                    "needs 1 <= min_size <= size",
                )
        if label.sheet is not None:
            page = self._numbers(label.sheet.page, 2, document, ("sheet", "page"))
            self._within(page, document, ("sheet", "page"))
            margin = self._numbers(label.sheet.margin, 2, document, ("sheet", "margin"))
            self._numbers(label.sheet.gap, 2, document, ("sheet", "gap"))
            if (
                page
                and margin
                and whole
                and any(whole[i] + 2 * margin[i] > page[i] + 1e-9 for i in (0, 1))
            ):
                self._notes.layout(
                    document, ("sheet",), "页面放不下一个标签", "the page is too small for a label"
                )

    def _within(self, sizes: list[float] | None, document: Document, place: Place) -> None:
        if sizes is not None and not printable(sizes):
            self._notes.layout(document, place, *_UNPRINTABLE)

    def _numbers(
        self, text: str, count: int, document: Document, place: Place
    ) -> list[float] | None:
        measures = numbers(text, count)
        if measures is None:
            example = {1: '"8"', 2: "70 40", 4: "3 2.5 40 6"}[count]
            self._notes.say(
                document, place, "spec.value", field=place[-1], found=text, allowed=example
            )
        return measures

    def _fields(self, label: LabelSpec, document: Document) -> None:
        known = {field.id for field in label.fields} | {"code"}
        used: set[str] = set()
        symbol = label.symbol
        texts: list[tuple[Place, str]] = [
            (("texts", i, "text"), text.text) for i, text in enumerate(label.texts)
        ]
        texts += [
            (("symbol", name), value)
            for name in ("code", "trace_url", "content", "link")
            if (value := getattr(symbol, name)) is not None
        ]
        for name in ("build", "gs1"):
            texts += [
                (("symbol", name, key), value)
                for key, value in (getattr(symbol, name) or {}).items()
            ]
        for place, text in texts:
            if _BRACE.search(_FIELD.sub("", text)):
                self._notes.layout(
                    document,
                    place,
                    "花括号只用于字段，如 {code}",
                    "braces stand only around a field, such as {code}",
                )
            for id in placeholders(text):
                used.add(id)
                if id not in known:
                    self._notes.say(
                        document,
                        place,
                        "spec.value",
                        field=place[-1],
                        found=id,
                        allowed=sorted(known),
                    )
        seen: set[str] = set()
        for i, field in enumerate(label.fields):
            if field.id in seen:
                self._notes.say(
                    document, ("fields", i), "spec.duplicate_id", found=field.id, first="fields"
                )
            seen.add(field.id)
            if field.id not in used:
                self._notes.layout(
                    document,
                    ("fields", i),
                    f"字段 {field.id} 没有用到",
                    f"the field {field.id} is not used",
                )

    def _symbol(self, symbol: LabelSymbol, document: Document) -> None:
        place: Place = ("symbol",)
        if (symbol.scheme is None) == (symbol.gs1 is None):
            self._notes.layout(
                document, place, "须有 scheme 或 gs1 之一", "needs either scheme or gs1"
            )
        elif symbol.scheme is not None:
            self._notes.refer("scheme", symbol.scheme, document, ("symbol", "scheme"))
            if (symbol.code is None) == (symbol.build is None):
                self._notes.layout(
                    document, place, "须有 code 或 build 之一", "needs either code or build"
                )
            if symbol.link is not None:
                self._notes.layout(document, place, "link 只与 gs1 同用", "link goes with gs1 only")
            self._segments(symbol, document)
        elif symbol.link is None:
            self._notes.layout(document, place, "gs1 须有 link", "gs1 needs link")

    def mark(self, label: LabelSpec, document: Document) -> None:
        """What the carrier rule of the symbol wants to be read beside it; asked of templates of a
        standard only.

        A user's own template may stand on a package that has the mark elsewhere.
        """
        known = self._notes.things["scheme"].get(label.symbol.scheme or "")
        carriers = [edition.carrier for edition in known[0].editions] if known else []
        printed = [text.text for text in label.texts]
        for mark in (
            carrier.mark for carrier in carriers if carrier is not None and carrier.mark is not None
        ):
            if not any(mark.words in text for text in printed):
                self._notes.layout(
                    document,
                    ("texts",),
                    f"追溯标识须印“{mark.words}”",
                    f"the trace mark prints the words {mark.words}",
                )
            if mark.code and not any("{code}" in text for text in printed):
                self._notes.layout(
                    document,
                    ("texts",),
                    "追溯标识须印完整代码 {code}",
                    "the trace mark prints the whole code, {code}",
                )

    def _segments(self, symbol: LabelSymbol, document: Document) -> None:
        known = self._notes.things["scheme"].get(symbol.scheme or "")
        if known is None or symbol.build is None:
            return
        layouts = [layout for edition in known[0].editions for layout in edition.layouts]
        segments = {segment.id for layout in layouts for segment in layout.segments}
        for id in symbol.build:
            if id not in segments:
                self._notes.say(
                    document,
                    ("symbol", "build", id),
                    "spec.value",
                    field="build",
                    found=id,
                    allowed=sorted(segments),
                )
