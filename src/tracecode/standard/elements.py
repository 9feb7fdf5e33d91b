"""The elements of records and groups, and the record type that they make up, as data.

>>> from tracecode.standard.record_layout import record_layout
>>> from tracecode.standard.resolved import packaged
>>> element = record_layout(packaged(), "recall").element("recall_no")
>>> element.required, element.many, element.group
(True, None, None)
"""

from __future__ import annotations

from collections.abc import Iterator

from tracecode.errors import UnknownId
from tracecode.spec.base import Citation, Evidence, Text
from tracecode.spec.formats import Format
from tracecode.spec.list_model import CodeListSpec
from tracecode.spec.model import Identifies
from tracecode.spec.record_model import IndicatorSpec, IndicatorUse, Sharing, sharing_of
from tracecode.spec.rule_model import RuleSpec
from tracecode.value import Value


class Element(Value):
    """An element of a record or group."""

    id: str
    spec: IndicatorSpec
    use: IndicatorUse
    format: Format | None = None
    """Of a single value."""
    group: ElementGroup | None = None
    """The elements inside, of a group."""
    codelist: CodeListSpec | None = None
    constant: str | None = None
    """The only value: the kind of record, and the item, of a record type made for one item."""
    identifies: tuple[Identifies, ...] = ()
    """Of an element with the id of an encoding rule: what the codes beside it may identify."""
    source: Citation
    """Of the obligation."""
    evidence: Evidence
    """Of the obligation."""

    @property
    def name(self) -> Text:
        """What the element is called."""
        return self.spec.name

    @property
    def personal(self) -> bool:
        """Whether its value concerns a natural person: no message, finding or other text shows
        it.
        """
        return self.spec.privacy == "personal"

    @property
    def sharing(self) -> Sharing:
        """Who may have its value beside those who deal with it."""
        return sharing_of(self.spec)

    @property
    def required(self) -> bool:
        """Whether it is always mandatory."""
        return self.use.obligation == "M"

    @property
    def many(self) -> int | None:
        """Most occurrences, of a repeated element."""
        return self.use.many

    @property
    def values(self) -> tuple[str, ...] | None:
        """The only right values: those of a strict code list, or the constant."""
        if self.constant is not None:
            return (self.constant,)
        if self.codelist is None or not self.codelist.strict:
            return None
        return tuple(entry.code for entry in self.codelist.entries)


class ElementGroup(Value):
    """Elements with rules among them."""

    id: str
    name: Text
    definition: Text
    elements: tuple[Element, ...]
    rules: tuple[RuleSpec, ...]
    source: Citation
    evidence: Evidence

    def element(self, id: str) -> Element:
        """The element of that id.

        Raises:
            UnknownId: there is none.
        """
        for element in self.elements:
            if element.id == id:
                return element
        names = {
            name: element.id
            for element in self.elements
            for name in (element.name.zh, element.name.en)
        }
        raise UnknownId(
            f"element of {self.id}", id, [element.id for element in self.elements], names
        )

    def walk(self, prefix: str = "") -> Iterator[tuple[str, Element]]:
        """Every element at any depth with its path (`supplier.party_name`), parents first."""
        for element in self.elements:
            yield prefix + element.id, element
            if element.group is not None:
                yield from element.group.walk(f"{prefix}{element.id}.")


class RecordLayout(ElementGroup):
    """A record type: what is collected at a stage, of one item or of all."""

    record: str
    """Kind of record, for instance `production`; the value of `record_type`."""
    product: str | None
    """The item it is made for; None: the common record of all items that add nothing to it."""
    stage: str | None
    recorders: tuple[str, ...] = ()
    """Who makes such a record: values of the code list `recorder`."""
    open: bool = False
    """Whether it is made for the public."""
    gaps: tuple[Text, ...] = ()
