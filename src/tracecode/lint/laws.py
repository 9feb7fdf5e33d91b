"""Lint of obligations: what a law asks of a record is asked there, and what is asked rests on what
was read.

A mandatory element that cites a law whose articles are listed must be in the list of that article,
one that cites a document on some goods must be of those goods, and what rests on a clause known by
its title is no more than unsure.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from tracecode.errors import SpecError, UnknownId
from tracecode.spec.base import Citation, Spec
from tracecode.spec.rule_model import AtLeastOneSpec
from tracecode.standard.composition import chain
from tracecode.standard.duties import Duty, asked, bound, stands
from tracecode.standard.record_layout import record_layout

if TYPE_CHECKING:
    from tracecode.lint.findings import SpecFindings
    from tracecode.spec.law_model import ArticleSpec, LawSpec
    from tracecode.spec.product_model import ProductSpec
    from tracecode.spec.reader import Document, Place
    from tracecode.spec.record_model import IndicatorUse
    from tracecode.spec.rule_model import RuleSpec
    from tracecode.standard.elements import ElementGroup, RecordLayout

_Holder = tuple[str, ...]
"""What elements stand in: `("group", id)`, `("record", id)`, or `("product", item, record)`."""


class _Listed(NamedTuple):
    """An element that an article lists, where it stands."""

    law: str
    clause: str | None
    holder: _Holder
    element: str


class LawLint:
    """Checks one thing at a time; what it finds goes to the notes."""

    def __init__(self, notes: SpecFindings) -> None:
        self._notes = notes
        self._listed: dict[tuple[str, _Holder, str], set[str]] = {}
        """The clauses that list an element, by law, holder and element."""

    def law(self, law: LawSpec, document: Document, place: Place) -> None:
        """The articles of a law: what they name exists, and each record type asks for what they
        list.
        """
        self._notes.cited.add(law.id)
        self._notes.refer("source", law.id, document, (*place, "id"))
        seen: set[str] = set()
        for i, article in enumerate(law.articles):
            where = (*place, "articles", i)
            if article.id in seen:
                self._notes.say(
                    document, (*where, "id"), "spec.duplicate_id", found=article.id, first=law.id
                )
            seen.add(article.id)
            self._article(law, article, document, where)

    def products(self, ids: tuple[str, ...], document: Document, place: Place) -> None:
        """Items or categories that something names."""
        for i, id in enumerate(ids):
            if id not in self._notes.things["category"]:
                self._notes.refer("product", id, document, (*place, "products", i))

    def _article(
        self, law: LawSpec, article: ArticleSpec, document: Document, where: Place
    ) -> None:
        self.products(article.products, document, where)
        if not (article.asks or article.keep or article.report or article.gaps):
            words = "须写 asks、keep、report 或 gaps", "it needs asks, keep, report or gaps"
            self._notes.layout(document, where, *words)
        try:
            types = list(bound(self._notes.standard, article))
        except (SpecError, UnknownId, RecursionError, ValueError):
            # what is wrong with the record types is said there
            for i, id in enumerate(article.records):
                if id not in self._records():
                    self._notes.refer("record", id, document, (*where, "records", i))
            return
        if (article.keep or article.report) and article.clause is None and not article.gaps:
            words = (
                "有期限的须写条款；未见的写入 gaps",
                "a time needs its clause; say in gaps that it was not seen",
            )
            self._notes.layout(document, where, *words)
        if (article.asks or article.keep or article.report) and not types:
            self._notes.layout(document, where, "没有品目有此种记录", "no item has such a record")
        for layout in types:
            self._held(Duty(law.id, article, layout), document, where)

    def _records(self) -> set[str]:
        """The kinds of record of all items."""
        return {
            record.id
            for item, *_ in self._notes.things["product"].values()
            for record in item.records
        }

    def _held(self, duty: Duty, document: Document, where: Place) -> None:
        """A record type against an article."""
        self._times(duty, document, where)
        for i, paths in enumerate(duty.article.asks):
            at = (*where, "asks", i)
            here = [path for path in paths if stands(duty.layout, path)]
            for path in here:
                for listed in self._steps(duty, path):
                    self._listed.setdefault((listed.law, listed.holder, listed.element), set()).add(
                        listed.clause or ""
                    )
            if not here:
                found = f"{duty.layout.id}.{paths[0]}"
                self._notes.say(
                    document,
                    at,
                    "spec.reference",
                    field="asks",
                    kind="element",
                    found=found,
                    hint="",
                )
            elif asked(duty, paths) is None:
                clause = duty.article.clause or duty.law
                values = {"found": ", ".join(paths), "record": duty.layout.id, "clause": clause}
                self._notes.say(document, at, "spec.law", **values)

    def _times(self, duty: Duty, document: Document, where: Place) -> None:
        """The elements by which the times of an article are reckoned: there, and dates and lengths
        of time.
        """
        article, fields = duty.article, dict(duty.layout.walk())
        starts = [rule.after for rule in article.keep] + (
            [article.report.after] if article.report else []
        )
        lengths = [path for rule in article.keep for path in rule.plus[:1]]
        units = [path for rule in article.keep for path in rule.plus[1:]]
        conditions = [*(article.when or {})] if article.keep and not article.asks else []
        for path in (*starts, *lengths, *units, *conditions):
            if path not in fields:
                found = f"{duty.layout.id}.{path}"
                self._notes.say(
                    document,
                    where,
                    "spec.reference",
                    field="after",
                    kind="element",
                    found=found,
                    hint="",
                )
        for paths, kinds in (
            (starts, ("date", "moment")),
            (lengths, ("integer",)),
            (units, ("text",)),
        ):
            for path in paths:
                form = fields[path].format if path in fields else None
                if path in fields and (form is None or form.kind not in kinds):
                    zh, en = f"{path} 不能用来计算期限", f"no time can be reckoned by {path}"
                    self._notes.layout(document, where, zh, en)
        if any(len(rule.plus) not in (0, 2) for rule in article.keep):
            self._notes.layout(
                document,
                where,
                "plus 为时间长度及其单位两项",
                "plus is a length of time and its unit",
            )

    def _steps(self, duty: Duty, path: str) -> Iterator[_Listed]:
        """The elements on the way to one, each with what it stands in."""
        group: ElementGroup = duty.layout
        for id in path.split("."):
            field = group.element(id)
            for holder in self._holders(group, duty.layout):
                yield _Listed(duty.law, duty.article.clause, holder, id)
            if field.group is not None:
                group = field.group

    def _holders(self, group: ElementGroup, layout: RecordLayout) -> Iterator[_Holder]:
        if group is not layout:
            yield "group", group.id
            return
        record = layout.record
        if layout.product is not None:
            yield "product", layout.product, record
            records = self._notes.standard.product(layout.product).records
            record = next(own.core for own in records if own.id == record)
        yield from (("record", core.id) for core in chain(self._notes.standard, record))

    # --- obligations against their sources; after all laws ----------------------------------------

    def sources(self) -> None:
        """Every obligation rests on what its source says."""
        for id, (group, document, place) in self._notes.things["group"].items():
            self._uses(("group", id), group.indicators, group.rules, group.source, document, place)
        for id, (record, document, place) in self._notes.things["record"].items():
            self._uses(
                ("record", id), record.indicators, record.rules, record.source, document, place
            )
        for id, (item, document, place) in self._notes.things["product"].items():
            for i, own in enumerate(item.records):
                core = self._notes.things["record"].get(own.core, (None,))[0]
                if core is not None:
                    where, source = (*place, "records", i), own.source or core.source
                    self._uses(
                        ("product", id, own.id), own.indicators, own.rules, source, document, where
                    )
                    self._of_goods(item, own.id, document, where)
        for things in self._notes.things.values():
            for definition, document, place in things.values():
                self._read(definition, document, place)

    def _uses(
        self, holder: _Holder, uses: tuple[IndicatorUse, ...], rules: tuple[RuleSpec, ...],
        source: Citation, document: Document, place: Place,
    ) -> None:  # fmt: skip
        """Mandatory elements that cite a law whose articles are listed."""
        for i, use in enumerate(uses):
            if use.obligation != "O":
                self._covered(
                    holder, (use.use,), use.source or source, document, (*place, "indicators", i)
                )
        for i, rule in enumerate(rules):
            if isinstance(rule, AtLeastOneSpec):
                self._covered(
                    holder, rule.at_least_one, rule.source or source, document, (*place, "rules", i)
                )

    def _covered(
        self,
        holder: _Holder,
        elements: tuple[str, ...],
        source: Citation,
        document: Document,
        where: Place,
    ) -> None:
        law = self._notes.things["law"].get(source.ref, (None,))[0]
        if law is None or not any(article.asks for article in law.articles):
            return
        for element in elements:
            clauses = self._listed.get((source.ref, holder, element), ())
            cited = source.clause or ""
            if not any(_within(clause, cited) or _within(cited, clause) for clause in clauses):
                self._uncovered(element, source, document, where)

    def _of_goods(self, item: ProductSpec, record: str, document: Document, where: Place) -> None:
        """Mandatory elements of an item that cite a document on other goods."""
        try:
            layout = record_layout(self._notes.standard, record, item.id)
        except (SpecError, UnknownId, RecursionError, ValueError):
            return  # what is wrong with the parts is said there
        for path, field in layout.walk():
            document_cited = self._notes.things["source"].get(field.source.ref, (None,))[0]
            goods = document_cited.products if document_cited is not None else ()
            if field.use.obligation != "O" and goods and not {item.id, item.category} & {*goods}:
                self._uncovered(path, field.source, document, where)

    def _uncovered(self, element: str, source: Citation, document: Document, where: Place) -> None:
        cited = " ".join(part for part in (source.ref, source.clause) if part)
        self._notes.say(document, where, "spec.uncovered", found=element, source=cited)

    def _read(self, part: Spec | tuple[object, ...], document: Document, place: Place) -> None:
        """What rests on a clause of which only the title was seen."""
        if isinstance(part, Spec):
            source, evidence = (part.__dict__.get(name) for name in ("source", "evidence"))
            if (
                isinstance(source, Citation)
                and evidence in ("confirmed", "single")
                and self._unread(source)
            ):
                cited = " ".join(text for text in (source.ref, source.clause) if text)
                self._notes.say(document, place, "spec.unread", source=cited, evidence=evidence)
        for key, value in enumerate(part) if isinstance(part, tuple) else part.__dict__.items():
            if isinstance(value, (Spec, tuple)):
                self._read(value, document, (*place, key))

    def _unread(self, source: Citation) -> bool:
        cited = self._notes.things["source"].get(source.ref, (None,))[0]
        if cited is None or not cited.unread:
            return False
        clause = source.clause or ""
        return "*" in cited.unread or any(_within(clause, unread) for unread in cited.unread)


def _within(clause: str, whole: str) -> bool:
    """Whether a clause is another or a part of it: `5.1` of `5`, but not `51`."""
    return clause.startswith(whole) and not (
        whole[-1:].isdigit() and clause[len(whole) : len(whole) + 1].isdigit()
    )
