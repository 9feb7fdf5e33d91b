"""Lint: what a checker of single files cannot see.

References that lead nowhere, documents that nobody cites, editions that overlap, segments that do
not add up, two things with one name, a doubtful rule that would raise an error. Each finding has
file, line and remedy.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from tracecode.errors import SpecError, UnknownId
from tracecode.files import opened
from tracecode.findings import Finding
from tracecode.lint.across import AcrossLint
from tracecode.lint.findings import SpecFindings
from tracecode.lint.gs1 import Gs1Lint
from tracecode.lint.indicators import IndicatorLint
from tracecode.lint.labels import LabelLint
from tracecode.lint.laws import LawLint
from tracecode.lint.loosening import loosened
from tracecode.lint.products import ProductLint
from tracecode.lint.records import RecordLint
from tracecode.lint.samples import SampleLint
from tracecode.lint.schemes import SchemeLint
from tracecode.lint.sharing import public
from tracecode.lint.terms import TermLint
from tracecode.lint.wording import WordLint
from tracecode.spec.base import Citation, Spec
from tracecode.spec.check import check
from tracecode.spec.construct import construct
from tracecode.spec.file_kinds import KINDS, FileKind, kind_of, odd_name
from tracecode.spec.label_model import LabelSpec
from tracecode.spec.layer import COMPILED
from tracecode.spec.layers import stacked
from tracecode.spec.list_model import AlphabetSpec, CodeListSpec, PackSpec, SourceSpec
from tracecode.spec.nested import incomplete
from tracecode.spec.product_model import ProductSpec
from tracecode.spec.texts import LINE, odd_text

if TYPE_CHECKING:
    from tracecode.spec.layer import Layer
    from tracecode.spec.reader import Document, Place
    from tracecode.standard.resolved import Resolved


def lint(standard: Resolved) -> list[Finding]:
    """Every finding on the files of a standard, in the order of files and lines; empty if it is
    clean.

    Examples and check rules need the engine: see `lint.examples`.
    """
    return _Lint(standard).run()


class _Lint:
    def __init__(self, standard: Resolved) -> None:
        self._notes = SpecFindings(standard)
        self._indicators = IndicatorLint(self._notes)
        self._records = RecordLint(self._notes)
        self._labels = LabelLint(self._notes)
        self._laws = LawLint(self._notes)
        self._words = WordLint(self._notes)
        self._terms = TermLint(self._notes)
        products, gs1 = ProductLint(self._notes, self._records), Gs1Lint(self._notes)
        across = AcrossLint(self._notes)
        self._checks: dict[str, Callable[[Any, Document, Place], None]] = {
            "pack": self._pack, "source": self._source, "alphabet": self._alphabet,
            "codelist": self._codelist, "scheme": SchemeLint(self._notes).check,
            "indicator": self._indicators.indicator, "group": self._records.group,
            "record": self._records.record, "interface": self._records.interface,
            "category": products.category, "product": products.product, "rows": across.rows,
            "rule": across.rule, "sample": SampleLint(self._notes).sample, "law": self._laws.law,
            "label": self._label, "term": self._terms.term, "gs1-ai": gs1.identifier,
            "gs1-list": gs1.values, "gs1-symbology": gs1.symbology,
        }  # fmt: skip

    def run(self) -> list[Finding]:
        for layer in self._notes.standard.layers:
            self._folder(layer)
            for path in layer.files:
                self._load(layer, path)
        readable = not self._notes.found
        for layer in self._notes.standard.layers:
            self._copy(layer)
        if readable:
            self._notes.found += stacked(self._notes.standard.layers)
        self._written_out()
        if readable:
            loosened(self._notes)
        self._items(readable)
        for kind, things in self._notes.things.items():
            for id, (definition, document, place) in things.items():
                self._cite(definition, document, place)
                self._words.check(definition, document, place, self._notes.homes.get((kind, id)))
                self._checks[kind](definition, document, place)
            self._names(kind)
        self._indicators.names()
        if readable:  # what cites a source may stand in a file that could not be read
            self._unused()
            self._records.clashes()
            self._laws.sources()
            self._terms.unused()
            public(self._notes)
        # what is shared is met often
        once = {(f.path, f.line, f.rule, f.text("zh")): f for f in self._notes.found}
        return sorted(once.values(), key=lambda f: (f.path or "", f.line or 0))

    def _written_out(self) -> None:
        """Replace what rests on other files by what it means: items that are like a category,
        nested schemes.
        """
        standard = self._notes.standard
        products = self._notes.things["product"]
        for id, (product, document, place) in [*products.items()]:
            if product.like is not None:
                self._share(id, product.like, document, place)
        for id, (_, document, place) in self._notes.things["scheme"].items():
            if incomplete(document.mapping):
                try:
                    self._notes.things["scheme"][id] = standard.scheme(id), document, place
                except (SpecError, UnknownId):  # what is wrong with the inner one is said there
                    self._notes.half_written.add(id)

    def _share(self, id: str, like: str, document: Document, place: Place) -> None:
        """An item that is like a category, with what it shares; without the item, if that cannot
        be.
        """
        del self._notes.things["product"][id]
        self._notes.broken.add(f"product {id}")
        category = self._notes.things["category"].get(like)
        if category is None:
            if f"category {like}" not in self._notes.broken:
                known = [*self._notes.things["category"]] or ["-"]
                self._notes.say(document, (*place, "like"), "spec.like", found=like, known=known)
            return
        made = self._notes.standard.merged(document.mapping)
        lacking = [
            name
            for name in ProductSpec.field_names()
            if not hasattr(ProductSpec, name) and name not in made.data
        ]
        for at, rule, values in made.faults:
            self._notes.say(document, at, rule, **values)
        for name in lacking:
            self._notes.say(document, place, "spec.missing_field", field=name, within=id)
        if made.faults or lacking:
            return
        self._notes.broken.remove(f"product {id}")
        homes = {
            at: (category[1] if shared else document, origin)
            for at, (shared, origin) in made.origins.items()
        }
        whole = document._replace(data=made.data, elsewhere=homes)
        self._notes.things["product"][id] = construct(ProductSpec, made.data), whole, place

    def _items(self, readable: bool) -> None:
        """Fill the code lists whose values are the items of the catalogue; while a file is wrong,
        these are unknown.
        """
        lists = self._notes.things["codelist"]
        for id, (codelist, document, place) in [*lists.items()]:
            other = lists.get(codelist.like or "", (None,))[0]
            if codelist.like is not None and (other is None or other.like is not None):
                self._notes.say(
                    document, (*place, "like"), "spec.like", found=codelist.like, known=[*lists]
                )
            elif codelist.like is None and bool(codelist.entries) == (codelist.of is not None):
                zh, en = "须且只须有 entries 或 of 之一", "it needs either entries or of"
                self._notes.layout(document, (*place, "id"), zh, en)
            elif codelist.of is not None and not readable:
                del lists[id]
                self._notes.broken.add(f"codelist {id}")
            elif codelist.of is not None or codelist.like is not None:
                lists[id] = self._notes.standard.codelist(id), document, place

    def _folder(self, layer: Layer) -> None:
        """The name of the folder, which stands in messages and documents."""
        if odd := odd_text(LINE, os.path.basename(os.path.abspath(layer.root))):
            values = {"field": {"zh": "文件夹名", "en": "the folder's name"}} | odd[1]
            self._notes.found.append(
                Finding(rule=odd[0], severity="error", values=values, path=layer.name, line=1)
            )

    def _copy(self, layer: Layer) -> None:
        """The compiled copy: a broken one slows every program, which then reads YAML, and nothing
        else says so.
        """
        if not os.path.lexists(layer.path(COMPILED)):
            return
        with suppress(OSError, ValueError, RecursionError), opened(layer.path(COMPILED)) as copy:
            if isinstance(json.load(copy), dict):
                return
        values = {"allowed": "tracecode spec compile"}
        shown = layer.shown(COMPILED)
        self._notes.found.append(
            Finding(rule="spec.derived", severity="error", values=values, path=shown, line=1)
        )

    def _load(self, layer: Layer, path: str) -> None:
        kind = kind_of(path)
        if kind is None:
            places = ", ".join(k.pattern for k in KINDS.values())
            shown = layer.shown(path)
            self._notes.found.append(
                Finding(
                    rule="spec.misplaced",
                    severity="error",
                    values={"allowed": places},
                    path=shown,
                    line=1,
                )
            )
            return
        below = layer is not self._notes.standard.layers[-1]
        document = layer.compiled(path) if below else None  # a copy was judged when it was made
        if document is None and (document := self._read(layer, path, kind)) is None:
            broken = (
                kind.id
                if kind.listed
                else f"{kind.id} {path.rpartition('/')[2].rpartition('.')[0]}"
            )
            self._notes.broken.add(broken)
            return
        data: Any = document.data
        for place, item in (
            [((i,), entry) for i, entry in enumerate(data)] if kind.listed else [((), data)]
        ):
            self._add(kind, item, document, place, layer)

    def _read(self, layer: Layer, path: str, kind: FileKind) -> Document | None:
        """A file from its YAML; None if it is not as it should be, which is said then."""
        try:
            document = layer.document(path)
            faults = check(document, kind)
            if (wrong := odd_name(path, document.path)) is not None:
                faults.append(wrong)
        except SpecError as error:
            faults = list(error.findings)
        if faults:
            self._notes.found += faults
            return None
        copy = layer.copied(path)
        # what is used would not be what stands in the file
        if copy is not None and copy != document.data:
            values = {"allowed": "tracecode spec compile"}
            shown = layer.shown(COMPILED)
            self._notes.found.append(
                Finding(rule="spec.derived", severity="error", values=values, path=shown, line=1)
            )
        return document

    def _add(
        self, kind: FileKind, item: dict[str, Any], document: Document, place: Place, layer: Layer
    ) -> None:
        id = item["id"]
        stem = document.path.rpartition("/")[2].rpartition(".")[0]
        if not kind.listed and not kind.only and id != stem:
            self._notes.say(document, (*place, "id"), "spec.id", found=id, expected=stem)
        home = self._notes.homes.setdefault((kind.id, id), layer)
        if layer is self._notes.standard.layers[0] and item.get("overrides"):
            self._notes.say(
                document, (*place, "overrides"), "spec.override_nothing", found=id, kind=kind.id
            )
        if id in self._notes.things[kind.id] and home is layer:
            first = self._notes.things[kind.id][id][1].path
            self._notes.say(document, (*place, "id"), "spec.duplicate_id", found=id, first=first)
            return
        self._notes.homes[kind.id, id] = layer
        self._notes.things[kind.id][id] = construct(kind.cls, item), document, place

    # --- one check a kind -------------------------------------------------------------------------

    def _pack(self, pack: PackSpec, document: Document, place: Place) -> None:
        """What a layer says of itself was looked at when the layers were put on one another."""

    def _source(self, source: SourceSpec, document: Document, place: Place) -> None:
        if source.in_force and source.ended and source.ended < source.in_force:
            self._notes.say(
                document,
                (*place, "ended"),
                "spec.edition_order",
                found=source.in_force,
                to=source.ended,
            )
        self._laws.products(source.products, document, place)

    def _alphabet(self, alphabet: AlphabetSpec, document: Document, place: Place) -> None:
        self._notes.char_class(alphabet.chars, document, (*place, "chars"))

    def _codelist(self, codelist: CodeListSpec, document: Document, place: Place) -> None:
        if codelist.strict and codelist.evidence == "unsure":
            self._notes.say(
                document,
                ("strict",),
                "spec.severity",
                evidence="unsure",
                reason_zh="请设 strict: false",
                reason_en="set strict: false",
            )
        seen: dict[str, int] = {}
        bases = [entry.code for entry in codelist.entries if entry.equals is None]
        for i, entry in enumerate(codelist.entries):
            where = (*place, "entries", i)
            if entry.equals is not None and entry.equals.unit not in bases:
                values = {"field": "unit", "found": entry.equals.unit, "allowed": bases}
                self._notes.say(document, (*where, "equals"), "spec.value", **values)
            if entry.code in seen:
                self._notes.say(
                    document,
                    where,
                    "spec.duplicate_id",
                    found=entry.code,
                    first=f"entries.{seen[entry.code]}",
                )
            seen[entry.code] = i
            if codelist.covers and not entry.code.startswith(codelist.covers):
                self._notes.say(
                    document, where, "spec.covers", found=entry.code, allowed=codelist.covers
                )

    def _label(self, label: LabelSpec, document: Document, place: Place) -> None:
        self._labels.check(label, document, place)
        self._labels.mark(label, document)

    def _cite(self, part: Spec | tuple[object, ...], document: Document, place: Place) -> None:
        """Follow every citation inside a thing."""
        if isinstance(part, Citation):
            self._notes.cited.add(part.ref)
            self._notes.refer("source", part.ref, document, (*place, "ref"))
        else:
            for key, value in enumerate(part) if isinstance(part, tuple) else part.__dict__.items():
                if isinstance(value, (Spec, tuple)):
                    self._cite(value, document, (*place, key))

    def _names(self, kind: str) -> None:
        if kind in ("source", "alphabet", "gs1-ai", "category", "law", "sample"):
            return  # two documents may share a title; others have no name in two languages
        seen: dict[str, str] = {}
        for id, (definition, document, place) in self._notes.things[kind].items():
            for lang in ("zh", "en"):
                name = getattr(definition.name, lang)
                if name in seen and seen[name] != id:
                    self._notes.say(
                        document,
                        (*place, "name"),
                        "spec.duplicate_name",
                        found=name,
                        first=seen[name],
                    )
                seen.setdefault(name, id)

    def _unused(self) -> None:
        for id, (_, document, place) in self._notes.things["source"].items():
            if id not in self._notes.cited:
                self._notes.say(document, place, "spec.uncited")
        for kind in ("alphabet", "rows"):
            for id, (_, document, place) in self._notes.things[kind].items():
                if (kind, id) not in self._notes.used:
                    self._notes.say(document, place, "spec.unused")
