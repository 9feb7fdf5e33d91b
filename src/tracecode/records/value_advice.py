"""What is to be noted of single values: outside an advisory list, of another item's goods, of no
scheme of the item.

Each function gives one that is asked of a value and of the item of its record; what it finds are
warnings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from tracecode.codes.foreign import is_foreign
from tracecode.codes.registry import registry
from tracecode.findings import Finding
from tracecode.nearest import meant, proposals
from tracecode.records.cut_codes import cut_code
from tracecode.records.finding_values import masked, value_shown
from tracecode.records.plain import MAX_ID
from tracecode.records.scheme_names import accepts, is_other
from tracecode.standard.resolved import kept
from tracecode.standard.segment import MAX_TEXT

if TYPE_CHECKING:
    from tracecode.spec.product_model import ItemDomain
    from tracecode.standard.elements import Element
    from tracecode.standard.resolved import Resolved

Advise = Callable[[str, str | None], Iterable[Finding]]
"""Says what is to be noted of a value, in a record of an item."""


@kept
def unlisted(_: Resolved, field: Element) -> Advise:
    """A value outside a code list that may be incomplete."""
    assert field.codelist is not None
    entries, name = field.codelist.entries, field.codelist.name
    codes = frozenset(entry.code for entry in entries)
    named = {
        text: entry.code for entry in entries for text in (entry.code, entry.name.zh, entry.name.en)
    }

    @lru_cache(512)
    def near_codes(value: str) -> Mapping[str, str]:
        """The values that were perhaps meant: a person's own value is proposed to nobody."""
        return meant(() if field.spec.privacy is not None else proposals(value, named))

    def advise(value: str, _item: str | None) -> Iterable[Finding]:
        if value in codes:
            return ()
        values = {
            "name": field.name,
            "found": value_shown(value, field),
            "list": name,
            "hint": near_codes(value),
        }
        return (Finding(rule="record.unlisted", severity="warning", values=values),)

    return advise


@kept
def other_item(standard: Resolved, field: Element, domain: ItemDomain) -> Advise:
    """A value that does not begin as those of the item's own goods do."""
    names = {entry.code: entry.name for entry in standard.codelist(domain.codelist).entries}
    allowed = {
        lang: between.join(f"{text} {getattr(names[text], lang)}" for text in domain.begins)
        for lang, between in (("zh", "；"), ("en", "; "))
    }

    def advise(value: str, item: str | None) -> Iterable[Finding]:
        if value.startswith(domain.begins):
            return ()
        product = "" if item is None else standard.product(item).name
        values = {
            "name": field.name,
            "found": value_shown(value, field),
            "product": product,
            "allowed": allowed,
        }
        cite = standard.cite(domain.source)
        return (
            Finding(
                rule="record.other_item",
                severity="warning",
                values=values,
                source=cite,
                evidence=domain.evidence,
            ),
        )

    return advise


@kept
def named_scheme(standard: Resolved, field: Element, *, own: bool) -> Advise:
    """An encoding rule that is not of this standard, or not one of those that the item carries for
    the purpose.

    Args:
        standard: the standard.
        field: the element that names it.
        own: whether its codes are those of the record's own goods and parties.
    """

    @lru_cache(512)
    def named(value: str, item: str | None) -> Iterable[Finding]:
        carried = (
            frozenset[str]()
            if item is None or not own
            else _carried(standard, item, field.identifies)
        )
        if value in carried:
            return ()
        if is_foreign(value):
            return ()
        if is_other(value):
            return (
                Finding(rule="record.foreign_scheme", severity="warning", values={"found": value}),
            )
        if not carried or not accepts(value, field.identifies, standard):
            return ()
        about = standard.product(item or "").name
        values = {"name": field.name, "found": value, "product": about}
        return (Finding(rule="record.uncarried_scheme", severity="warning", values=values),)

    # no name is longer
    return lambda value, item: named(value, item) if len(value) <= MAX_ID else ()


@kept
def _carried(standard: Resolved, item: str, kinds: tuple[str, ...]) -> frozenset[str]:
    """The encoding rules that an item carries and whose codes identify one of these kinds."""
    codes = standard.product(item).codes.all
    return frozenset(id for id in codes if accepts(id, kinds, standard))


@kept
def scheme_warnings(standard: Resolved, field: Element) -> Advise:
    """What an encoding rule warns of, and that a code looks as if a spreadsheet had cut it."""
    scheme = registry(standard)[field.spec.scheme or ""]

    @lru_cache(4096)
    def warnings(value: str) -> Iterable[Finding]:
        _, findings = scheme.read(value, None, strict=True)
        told = (masked(finding, field) for finding in findings if finding.severity == "warning")
        return (*told, *cut_code(scheme, field, value))

    # a longer one is read by none
    return lambda value, _item: warnings(value) if len(value) <= MAX_TEXT else ()
