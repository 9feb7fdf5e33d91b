"""Lint of encoding rules: editions that follow each other, links that can hold, nesting without a
circle.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from tracecode.lint.layouts import LayoutLint
from tracecode.spec.layout_model import LimitSpec, SegmentSpec
from tracecode.spec.model import EditionSpec, SchemeSpec
from tracecode.spec.nested import circle

if TYPE_CHECKING:
    from tracecode.lint.findings import SpecFindings
    from tracecode.spec.reader import Document, Place
    from tracecode.spec.record_model import IndicatorSpec


class SchemeLint:
    """Checks one scheme after the other."""

    def __init__(self, notes: SpecFindings) -> None:
        self._notes = notes
        self._layouts = LayoutLint(notes)

    def check(self, scheme: SchemeSpec, document: Document, place: Place) -> None:
        """Note everything that is wrong with a scheme."""
        ids: dict[str, int] = {}
        written_out = scheme.id not in self._notes.half_written
        for i, edition in enumerate(scheme.editions):
            where = (*place, "editions", i)
            if edition.id in ids:
                self._notes.say(
                    document,
                    (*where, "id"),
                    "spec.duplicate_id",
                    found=edition.id,
                    first=f"editions.{ids[edition.id]}",
                )
            ids[edition.id] = i
            self._edition(edition, document, where, written_out)
        if not scheme.editions:
            self._notes.layout(
                document, ("editions",), "至少要有一个版本", "needs at least one edition"
            )
        self._periods(scheme, document, place)
        for i, link in enumerate(scheme.links):
            self._notes.refer("scheme", link.to, document, (*place, "links", i, "to"))
            for j, id in enumerate(link.elements):
                self._holds_code(id, link.to, document, (*place, "links", i, "elements", j))
            for j, equal in enumerate(link.equal):
                where = (*place, "links", i, "equal", j)
                self._linked(scheme, equal.here, document, where)
                if link.to in self._notes.things["scheme"]:
                    self._linked(
                        self._notes.things["scheme"][link.to][0], equal.there, document, where
                    )
        for inner in sorted(self._inside(scheme.id, set())):
            if scheme.id == inner or scheme.id in self._inside(inner, set()):
                where, reasons = circle(document.mapping, inner)
                if where[-1] != "editions":  # one that it holds itself, and not one further down
                    self._notes.say(document, (*place, *where), "spec.layout", **reasons)

    def _linked(
        self, scheme: SchemeSpec, ids: tuple[str, ...], document: Document, place: Place
    ) -> None:
        """The segments of a link must stand together in some layout, or it would never be
        compared.
        """
        layouts = [form for edition in scheme.editions for form in edition.layouts]
        if not any(set(ids) <= {segment.id for segment in form.segments} for form in layouts):
            hint = {"zh": "", "en": ""}
            self._notes.say(
                document,
                place,
                "spec.reference",
                field=scheme.id,
                kind="segment",
                found=list(ids),
                hint=hint,
            )

    def _holds_code(self, id: str, scheme: str, document: Document, place: Place) -> None:
        """An element that a link names holds codes of the other encoding rule, or may."""
        self._notes.refer("indicator", id, document, place)
        spec: IndicatorSpec | None = self._notes.things["indicator"].get(id, (None,))[0]
        if spec is not None and (spec.format is None or spec.scheme not in (None, scheme)):
            self._notes.layout(
                document,
                place,
                f"数据元 {id} 不会有 {scheme} 的代码",
                f"the element {id} never holds a code of {scheme}",
            )

    def _inside(self, id: str, seen: set[str]) -> set[str]:
        """The ids of all schemes that are nested in a scheme, however deep."""
        if id not in self._notes.things["scheme"]:
            return seen
        scheme: SchemeSpec = self._notes.things["scheme"][id][0]
        for edition in scheme.editions:
            for form in edition.layouts:
                parts: list[SegmentSpec | LimitSpec] = [*form.segments, *form.limits]
                for part in parts:
                    if part.scheme is not None and part.scheme not in seen:
                        seen.add(part.scheme)
                        self._inside(part.scheme, seen)
        return seen

    def _periods(self, scheme: SchemeSpec, document: Document, place: Place) -> None:
        order = sorted(
            range(len(scheme.editions)), key=lambda i: str(scheme.editions[i].valid_from or "")
        )
        for i in order:
            edition = scheme.editions[i]
            if edition.valid_from and edition.valid_to and edition.valid_to < edition.valid_from:
                where = (*place, "editions", i, "valid_to")
                self._notes.say(
                    document,
                    where,
                    "spec.edition_order",
                    found=edition.valid_from,
                    to=edition.valid_to,
                )
        for before, after in pairwise(order):
            earlier, later = scheme.editions[before], scheme.editions[after]
            where = (*place, "editions", after, "valid_from")
            if (
                earlier.valid_to is None
                or later.valid_from is None
                or later.valid_from <= earlier.valid_to
            ):
                self._notes.say(
                    document, where, "spec.edition_overlap", found=later.id, other=earlier.id
                )
            elif (missing := (later.valid_from - earlier.valid_to - timedelta(days=1)).days) > 0:
                self._notes.say(
                    document,
                    where,
                    "spec.edition_gap",
                    found=later.id,
                    other=earlier.id,
                    days=missing,
                )

    def _edition(
        self, edition: EditionSpec, document: Document, place: Place, written_out: bool
    ) -> None:
        written = (
            edition.segments,
            edition.checks,
            edition.limits,
            edition.warn,
            edition.length is not None,
        )
        single = any(map(bool, written))
        if single == bool(edition.forms):
            self._notes.layout(
                document,
                place,
                "length+segments 与 forms 须二选一",
                "needs either length and segments, or forms",
            )
            return
        if single and (edition.length is None or not edition.segments):
            self._notes.layout(
                document, place, "须同时有 length 和 segments", "needs both length and segments"
            )
            return
        if edition.forms:
            seen: dict[str, int] = {}
            for i, form in enumerate(edition.forms):
                if form.id in seen:
                    self._notes.say(
                        document,
                        (*place, "forms", i),
                        "spec.duplicate_id",
                        found=form.id,
                        first=f"forms.{seen[form.id]}",
                    )
                seen[form.id] = i
                self._layouts.check(form, document, (*place, "forms", i), written_out=written_out)
            if all(form.lenient_only for form in edition.forms):
                zh, en = "至少一种代码结构须可严格读取", "needs a layout that strict reading takes"
                self._notes.layout(document, place, zh, en)
        else:
            self._layouts.check(edition.layouts[0], document, place, written_out=written_out)
        if not edition.examples.valid:
            self._notes.layout(
                document,
                (*place, "examples"),
                "至少要有一个正确示例",
                "needs at least one valid example",
            )
