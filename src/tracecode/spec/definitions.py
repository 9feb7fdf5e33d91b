"""Every definition of a standard, found by kind and id in its layers, and made when it is asked for.

>>> from tracecode.spec.layer import Layer, packaged
>>> Definitions(Layer(packaged())).scheme("uscc").name.en
'Unified social credit code'
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from tracecode.errors import SpecError, UnknownId
from tracecode.findings import Finding
from tracecode.spec.base import Spec, Text
from tracecode.spec.construct import construct
from tracecode.spec.definition_files import DefinitionFiles
from tracecode.spec.file_kinds import KINDS
from tracecode.spec.list_model import AlphabetSpec, CodeListEntry, CodeListSpec, SourceSpec
from tracecode.spec.model import SchemeSpec
from tracecode.spec.nested import circle, completed, held, incomplete

if TYPE_CHECKING:
    from tracecode.spec.across_model import AcrossSpec, RowsSpec
    from tracecode.spec.gs1_model import Gs1AiSpec, Gs1ListSpec, Gs1SymbologySpec
    from tracecode.spec.law_model import LawSpec
    from tracecode.spec.layer import Layer
    from tracecode.spec.product_model import CategorySpec, ProductSpec
    from tracecode.spec.reader import Document, Place
    from tracecode.spec.record_model import GroupSpec, IndicatorSpec, InterfaceSpec, RecordSpec
    from tracecode.spec.sample_model import SampleSpec
    from tracecode.spec.share import Merged
    from tracecode.spec.term_model import TermSpec

T = TypeVar("T")


class Definitions(DefinitionFiles):
    """The definitions of some layers. Objects are made once and shared; they are immutable.

    Raises:
        SpecError: a layer has no specifications. (Faults inside a file are raised when it is read, and whether layers
        fit on one another `layers.stacked` says; `tracecode spec lint` finds all.)
    """

    def __init__(self, *layers: Layer) -> None:
        super().__init__(*layers)
        self._things: dict[str, dict[str, object]] = {}
        self._ids: dict[str, tuple[str, ...]] = {}
        self._names: dict[str, dict[str, str]] = {}

    def ids(self, kind: str) -> tuple[str, ...]:
        """The ids of a kind (`scheme`, `codelist`, `source`, ...), sorted.

        Raises:
            UnknownId: there is no such kind.
        """
        if kind not in KINDS:
            raise UnknownId("kind", kind, KINDS)
        ids = self._ids.get(kind)
        if ids is None:
            ids = self._ids[kind] = tuple(
                sorted(self._listed(kind) if KINDS[kind].listed else self._named(kind))
            )
        return ids

    def written(self, kind: str) -> tuple[str, ...]:
        """The ids of a kind whose files are lists, in the order in which these have them, the lowest layer first."""
        return tuple(self._listed(kind))

    def alphabet(self, id: str) -> AlphabetSpec:
        """A named set of characters."""
        return self._get("alphabet", id, AlphabetSpec)

    def codelist(self, id: str) -> CodeListSpec:
        """A code list."""
        return self._get("codelist", id, CodeListSpec)

    def scheme(self, id: str) -> SchemeSpec:
        """An encoding rule as data; `tracecode.scheme` gives the same rule at work."""
        return self._get("scheme", id, SchemeSpec)

    def source(self, id: str) -> SourceSpec:
        """A governing document."""
        return self._get("source", id, SourceSpec)

    def indicator(self, id: str) -> IndicatorSpec:
        """A data element."""
        from tracecode.spec.record_model import IndicatorSpec

        return self._get("indicator", id, IndicatorSpec)

    def group(self, id: str) -> GroupSpec:
        """Data elements that travel together."""
        from tracecode.spec.record_model import GroupSpec

        return self._get("group", id, GroupSpec)

    def record(self, id: str) -> RecordSpec:
        """A record type's common core."""
        from tracecode.spec.record_model import RecordSpec

        return self._get("record", id, RecordSpec)

    def category(self, id: str) -> CategorySpec:
        """What the items of a category share."""
        from tracecode.spec.product_model import CategorySpec

        return self._get("category", id, CategorySpec)

    def product(self, id: str) -> ProductSpec:
        """An item of the catalogue of important products."""
        from tracecode.spec.product_model import ProductSpec

        return self._get("product", id, ProductSpec)

    def sample(self, id: str) -> SampleSpec:
        """What stands in invented records of an item or of the items of a category."""
        from tracecode.spec.sample_model import SampleSpec

        return self._get("sample", id, SampleSpec)

    def law(self, id: str) -> LawSpec:
        """What the articles of a law ask of records."""
        from tracecode.spec.law_model import LawSpec

        return self._get("law", id, LawSpec)

    def rows(self, id: str) -> RowsSpec:
        """Rows that rules across records look at."""
        from tracecode.spec.across_model import RowsSpec

        return self._get("rows", id, RowsSpec)

    def rule(self, id: str) -> AcrossSpec:
        """A rule across records."""
        from tracecode.spec.across_model import AcrossSpec

        return self._get("rule", id, AcrossSpec)

    def interface(self, id: str) -> InterfaceSpec:
        """An operation between systems."""
        from tracecode.spec.record_model import InterfaceSpec

        return self._get("interface", id, InterfaceSpec)

    def term(self, id: str) -> TermSpec:
        """A term or abbreviation."""
        from tracecode.spec.term_model import TermSpec

        return self._get("term", id, TermSpec)

    def gs1_ai(self, id: str) -> Gs1AiSpec:
        """A row of the table of GS1 application identifiers: `10`, or a range such as `3100-3105`."""
        from tracecode.spec.gs1_model import Gs1AiSpec

        return self._get("gs1-ai", id, Gs1AiSpec)

    def gs1_list(self, id: str) -> Gs1ListSpec:
        """The values that a part of a GS1 element string may have."""
        from tracecode.spec.gs1_model import Gs1ListSpec

        return self._get("gs1-list", id, Gs1ListSpec)

    def gs1_symbology(self, id: str) -> Gs1SymbologySpec:
        """A kind of symbol, as a scanner names it."""
        from tracecode.spec.gs1_model import Gs1SymbologySpec

        return self._get("gs1-symbology", id, Gs1SymbologySpec)

    def thing(self, kind: str, id: str) -> Spec:
        """A thing of any kind.

        Raises:
            UnknownId: there is none of that id.
        """
        return self._get(kind, id, Spec)

    def names(self, kind: str) -> dict[str, str]:
        """The ids of a kind by what people call the things: their names and titles, and the documents of schemes."""
        if kind in self._names:
            return self._names[kind]
        ids: dict[str, str] = {}
        for id in self.ids(kind):
            data = self._raw(kind, id) or {}
            for titles in (data.get("name"), data.get("title")):
                for name in titles.values() if isinstance(titles, dict) else (titles,):
                    if isinstance(name, str):
                        ids.setdefault(name, id)
            for edition in data.get("editions") or ():
                number = (self._raw("source", edition["source"]["ref"]) or {}).get("number")
                if isinstance(number, str):
                    ids.setdefault(number, id)
        self._names[kind] = ids
        return ids

    def data(self, kind: str, id: str) -> dict[str, Any]:
        """A thing as plain data.

        Raises:
            UnknownId: there is none of that id.
        """
        data = self._raw(kind, id)
        if data is None:
            raise UnknownId(kind, id, self.ids(kind), self.names(kind))
        if kind == "scheme":
            self._straight(data)
            return self._nested(data) if incomplete(data) else data
        if kind == "codelist" and data.get("like") is not None:
            return data | {"entries": [*self._values(data["like"]), *data.get("entries", ())]}
        return self._shared(data) if kind == "product" and "like" in data else data

    def _values(self, codelist: str) -> list[dict[str, Any]]:
        """The values that another code list has in its file."""
        data = self._raw("codelist", codelist)
        if data is None:
            raise UnknownId("codelist", codelist, self.ids("codelist"), self.names("codelist"))
        return list(data.get("entries", ()))

    def merged(self, item: dict[str, Any]) -> Merged:
        """An item that is like a category, written out.

        Raises:
            SpecError: there is no such category.
        """
        from tracecode.spec.share import merged

        category = self._one("category", item["like"])
        if category is None:
            known = self.ids("category") or ["-"]
            raise self.wrong(
                "product", item["id"], ("like",), "spec.like", found=item["like"], known=known
            )
        return merged(item, category)

    def _shared(self, item: dict[str, Any]) -> dict[str, Any]:
        made = self.merged(item)
        for place, rule, values in made.faults:
            raise self.wrong("product", item["id"], place, rule, **values)
        cls = KINDS["product"].cls
        for name in cls.field_names():
            if name not in made.data and not hasattr(cls, name):
                raise self.wrong(
                    "product", item["id"], (), "spec.missing_field", field=name, within=item["id"]
                )
        return made.data

    def wrong(self, kind: str, id: str, place: Place, rule: str, **values: object) -> SpecError:
        """The error to raise for what is wrong at a place of a thing: with its file, and the line there."""
        document, at = self._home(kind, id)
        line = document.line((*at, *place))
        return SpecError(
            [Finding(rule=rule, severity="error", values=values, path=document.path, line=line)]
        )

    def _home(self, kind: str, id: str) -> tuple[Document, Place]:
        """The file of a thing, and where it stands in that."""
        if KINDS[kind].listed:
            for layer, path in reversed([*self.files(kind)]):
                ids = [item["id"] for item in layer.plain(path, KINDS[kind])]
                if id in ids:
                    return layer.document(path), (ids.index(id),)
        return self.document(kind, id), ()

    def _straight(self, scheme: dict[str, Any]) -> None:
        """See that no scheme whose codes a scheme holds leads back to it.

        Raises:
            SpecError: one does.
        """
        for place, first in held(scheme):
            seen, more = set[str](), [first]
            while more:
                id = more.pop()
                if id == scheme["id"]:
                    raise self.wrong("scheme", id, place, "spec.layout", **circle(scheme, first)[1])
                if id not in seen and (data := self._one("scheme", id)) is not None:
                    seen.add(id)
                    more += [inner for _, inner in held(data)]

    def _nested(self, scheme: dict[str, Any], above: tuple[str, ...] = ()) -> dict[str, Any]:
        inside = (*above, scheme["id"])

        def inner(id: str) -> dict[str, Any]:
            data = self._one("scheme", id)
            if data is None:
                raise UnknownId("scheme", id, self.ids("scheme"), self.names("scheme"))
            if id in inside:
                place, reasons = circle(scheme, id)
                raise self.wrong("scheme", scheme["id"], place, "spec.layout", **reasons)
            return self._nested(data, inside) if incomplete(data) else data

        return completed(scheme, inner, lambda name: self.alphabet(name).chars)

    def document(self, kind: str, id: str) -> Document:
        """The file of a thing that is the only one in its file, with its lines, read from YAML.

        Raises:
            UnknownId: there is none of that id.
        """
        home = None if KINDS[kind].listed else self._named(kind).get(id)
        if home is None:
            raise UnknownId(kind, id, self.ids(kind), self.names(kind))
        layer, path = home
        return layer.document(path)

    def _get(self, kind: str, id: str, cls: type[T]) -> T:
        things = self._things.setdefault(kind, {})
        if id not in things:
            made = construct(KINDS[kind].cls, self.data(kind, id))
            if isinstance(made, CodeListSpec) and made.of is not None:
                made = made.replace(entries=tuple(self._items_of(made.of)))
            elif kind == "indicator" and len(self.layers) > 1:
                made = self._illustrated(made)
            things.setdefault(id, made)
        definition = things[id]
        assert isinstance(definition, cls)
        return definition

    def _illustrated(self, element: Any) -> Any:
        """A data element with an example that its code list has, also where a layer above replaced the list."""
        if (
            element.codelist is None
            or element.example is None
            or element.codelist not in self._named("codelist")
        ):
            return element
        codes = [entry.code for entry in self.codelist(element.codelist).entries]
        return (
            element.replace(example=codes[0]) if codes and element.example not in codes else element
        )

    def _items_of(self, which: str) -> Iterator[CodeListEntry]:
        """The items of the catalogue as the values of a code list, in its order."""
        items = [
            data for id in self._named("product") if (data := self._one("product", id)) is not None
        ]
        for data in sorted(items, key=lambda data: str(data["number"])):
            code = data["id"] if which == "products" else data["number"]
            yield CodeListEntry(code=code, name=construct(Text, data["name"]))
