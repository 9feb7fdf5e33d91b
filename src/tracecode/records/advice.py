"""What is to be noted of a record beside its errors: values outside advisory lists, doubtful codes,
codes that a spreadsheet has cut, codes of no scheme.

Nothing here makes a record wrong; all findings are warnings. Some say that a code was not checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from tracecode.codes.foreign import is_foreign
from tracecode.codes.registry import registry
from tracecode.findings import Finding
from tracecode.records.cut_codes import CutCodes, Uncut, may_be_cut
from tracecode.records.finding_values import value_shown
from tracecode.records.models import model_of
from tracecode.records.places import Values
from tracecode.records.rules import Agrees, CodeFits, RecordRule
from tracecode.records.scheme_names import identified
from tracecode.records.value_advice import (
    Advise,
    named_scheme,
    other_item,
    scheme_warnings,
    unlisted,
)
from tracecode.spec.charclass import shows_nothing
from tracecode.spec.rule_model import codes_in
from tracecode.standard.elements import RecordLayout
from tracecode.standard.record_layout import item_ids
from tracecode.standard.resolved import kept

if TYPE_CHECKING:
    from tracecode.spec.product_model import ItemDomain
    from tracecode.standard.elements import Element, ElementGroup
    from tracecode.standard.resolved import Resolved


def notes(
    group: ElementGroup, data: Mapping[str, Any], standard: Resolved, prefix: str = ""
) -> list[Finding]:
    """What is to be noted of a record or group.

    Args:
        group: its record type, or the group.
        data: plain data, or the values of the typed record.
        standard: that the group is of.
        prefix: what stands before its paths.
    """
    findings: list[Finding] = []
    _advise(group, standard, data, None, findings)
    return (
        [finding.replace(path=f"{prefix}{finding.path}") for finding in findings]
        if prefix
        else findings
    )


_MOST, _LONGEST = 256, 64
"""So many values are kept of an element, and none that is longer: they are foreign data."""


class Advice(NamedTuple):
    """An element on which there may be something to say."""

    id: str
    inner: ElementGroup | None
    """The group that it is."""
    quiet: set[str]
    """Values of which there is nothing to note; of most that was seen before."""
    advise: Advise
    rules: tuple[RecordRule, ...] = ()
    """Rules among elements that may raise doubts."""
    doubtful: Callable[[str], bool] = bool
    """Whether they may where the element has this value."""

    @property
    def alone(self) -> bool:
        """Whether there may be something to note of a value by itself."""
        return self.advise is not _nothing

    @property
    def ends(self) -> bool:
        """Whether all that may be to be noted are blanks at the ends of a text."""
        return isinstance(self.quiet, _Trimmed)

    @property
    def zeros(self) -> bool:
        """Whether it is that a text ends as a code does that a spreadsheet has cut."""
        return isinstance(self.quiet, Uncut)


@kept
def advice(standard: Resolved, group: ElementGroup, item: str | None) -> tuple[Advice, ...]:
    """The elements of a group on which there may be something to say beside errors, in a record of
    an item.
    """
    advised: list[Advice] = []
    rules = model_of(group, standard).rules
    domains = (
        standard.product(item).domains
        if isinstance(group, RecordLayout) and item is not None
        else ()
    )
    for field in group.elements:
        if field.group is not None:
            if advice(standard, field.group, item):
                advised.append(Advice(field.id, field.group, set(), _nothing))
            continue
        if _is_number_of_its_own(field):
            advised.append(Advice(field.id, None, _Trimmed(), _blank_ends(field)))
        if field.codelist is not None and not field.codelist.strict and not field.codelist.covers:
            advised.append(Advice(field.id, None, set(), unlisted(standard, field)))
        if field.spec.scheme is not None:
            scheme = registry(standard)[field.spec.scheme]
            if scheme.warns or may_be_cut(scheme):
                quiet = set[str]() if scheme.warns else Uncut()
                advised.append(Advice(field.id, None, quiet, scheme_warnings(standard, field)))
        if field.identifies:
            own = any(
                code.scheme == field.id and not code.other_goods for code in codes_in(group.rules)
            )
            codes = tuple(
                rule for rule in rules if isinstance(rule, CodeFits) and rule.scheme == field.id
            )
            named = named_scheme(standard, field, own=own)
            advised.append(Advice(field.id, None, set(), named, codes, _unsure(standard)))
        advised += [
            Advice(field.id, None, set(), other_item(standard, field, domain))
            for domain in domains
            if domain.element == field.id
        ]
    advised += [
        Advice(rule.holder, None, set(), _nothing, (rule,))
        for rule in _goods(standard, group, domains, item)
    ]
    advised += [
        Advice(rule.there, None, set(), _nothing, (rule,))
        for rule in rules
        if isinstance(rule, Agrees) and rule.at_work.severity != "error"
    ]
    advised += [
        Advice(rule.lines or rule.value, None, set(), _nothing, (Unnamed(rule, group),))
        for rule in rules
        if isinstance(rule, CodeFits) and not _is_asked_for(group.element(rule.scheme), rule)
    ]
    cut = [CutCodes(rule, group) for rule in rules if isinstance(rule, CodeFits)]
    advised += [
        Advice(each.rule.lines or each.rule.value, None, each.uncut, _nothing, (each,))
        for each in cut
    ]
    return tuple(advised)


def _goods(
    standard: Resolved, group: ElementGroup, domains: tuple[ItemDomain, ...], item: str | None
) -> Iterable[ItemCodes]:
    """What an item says of codes whose encoding rule is named beside them, and of those in the
    lines of a record.
    """
    for domain in domains:
        scheme = standard.indicator(domain.element).scheme
        for code in codes_in(group.rules):
            if code.lines is None and scheme is not None and not code.other_goods:
                yield ItemCodes(other_item(standard, group.element(code.value), domain), item, domain, code.value,
                                 named=(code.scheme, scheme))  # fmt: skip
        for field in group.elements:
            if field.group is not None and any(
                each.id == domain.element for each in field.group.elements
            ):
                inner = field.group.element(domain.element)
                yield ItemCodes(
                    other_item(standard, inner, domain), item, domain, field.id, inside=inner.id
                )


class ItemCodes(RecordRule):
    """Codes of goods, of which one at least begins as those of the item do: a parcel may hold other
    goods too.
    """

    def __init__(
        self, advise: Advise, item: str | None, domain: ItemDomain, holder: str, *,
        inside: str | None = None, named: tuple[str, str] | None = None,
    ) -> None:  # fmt: skip
        self.holder = holder
        self._advise, self._item, self._begins, self._inside, self._named = (
            advise,
            item,
            domain.begins,
            inside,
            named,
        )
        self.elements = (holder,) if named is None else (holder, named[0])
        """The elements whose values it reads."""

    def broken(self, values: Values) -> tuple[Finding, ...]:  # noqa: ARG002  # it makes no record wrong
        """Nothing."""
        return ()

    def doubts(self, values: Values) -> tuple[Finding, ...]:
        """That the first code is of other goods, where all are."""
        if self._named is not None and values.get(self._named[0]) != self._named[1]:
            return ()
        codes = list(self._codes(values.get(self.holder)))
        if any(text.startswith(self._begins) for _, text in codes):
            return ()
        return tuple(
            _below(finding, at)
            for at, text in codes[:1]
            for finding in self._advise(text, self._item)
        )

    def _codes(self, value: Any) -> Iterable[tuple[str, str]]:
        """The codes, each with its place."""
        for i, each in enumerate(value) if type(value) is list else ((None, value),):
            at, text = _at(self.holder, i), each
            if self._inside is not None:
                inner = each if isinstance(each, Mapping) else getattr(each, "__dict__", {})
                at, text = f"{at}.{self._inside}", inner.get(self._inside)
            if isinstance(text, str):
                yield at, text


class _Trimmed(set[str]):
    """Every text without white space, or what cannot be seen, at its ends."""

    def __contains__(self, text: object) -> bool:
        if not isinstance(text, str) or text.strip() != text:
            return False
        if text and "!" <= text[0] <= "~" and "!" <= text[-1] <= "~":  # as mostly
            return True
        return shows_nothing(text) or not (shows_nothing(text[0]) or shows_nothing(text[-1]))

    def add(self, text: str) -> None:
        """Nothing need be kept."""


def _is_number_of_its_own(field: Element) -> bool:
    """Whether a text is a number that somebody gave, such as that of a batch, and is compared with
    others.
    """
    free = field.codelist is None and field.spec.scheme is None and field.many is None
    return (
        free
        and field.id.endswith("_no")
        and field.format is not None
        and field.format.kind == "text"
    )


def _blank_ends(field: Element) -> Advise:
    def advise(text: str, _: str | None) -> Iterable[Finding]:
        shown = value_shown(text, field)
        values = {"name": field.name, "found": shown}
        return (Finding(rule="record.blank_ends", severity="warning", values=values),)

    return advise


def _advise(
    group: ElementGroup, standard: Resolved, data: Mapping[str, Any], item: str | None,
    findings: list[Finding]
) -> None:  # fmt: skip
    own = data.get("product_item", item)
    item = own if type(own) is str and own in item_ids(standard) else None
    for id, inner, quiet, advise, rules, doubtful in advice(standard, group, item):
        value = data.get(id)
        if value is None or (type(value) is str and value in quiet):
            continue
        if inner is not None:
            for i, each in enumerate(value) if type(value) is list else ((None, value),):
                values = each if type(each) is dict else getattr(each, "__dict__", None)
                if values is not None:
                    before = len(findings)
                    _advise(inner, standard, values, item, findings)
                    if len(findings) > before:
                        findings[before:] = [
                            _below(finding, _at(id, i)) for finding in findings[before:]
                        ]
            continue
        doubted = bool(rules) and (type(value) is not str or doubtful(value))
        for rule in rules if doubted else ():
            findings += rule.doubts(data)
        if type(value) is str:
            if notes := advise(value, item):
                findings += [_below(finding, id) for finding in notes]
            elif not doubted and len(value) <= _LONGEST:
                if len(quiet) >= _MOST:
                    quiet.clear()
                quiet.add(value)
            continue
        for i, each in enumerate(value) if type(value) is list else ():
            if type(each) is str and each not in quiet:
                findings += [_below(finding, _at(id, i)) for finding in advise(each, item)]


def _at(id: str, i: int | None) -> str:
    return id if i is None else f"{id}[{i}]"


def _nothing(_value: str, _item: str | None) -> Iterable[Finding]:
    return ()


def _is_asked_for(named: Element, rule: CodeFits) -> bool:
    """Whether a record without the name of an encoding rule is wrong wherever it has a code to
    which that belongs.
    """
    return named.required or named.use.when == {rule.lines or rule.value: ("*",)}


class Unnamed(RecordRule):
    """A code beside which no encoding rule is named, so that nothing judged it, nor its links."""

    def __init__(self, rule: CodeFits, group: ElementGroup) -> None:
        self._rule, self.scheme = rule, rule.scheme
        inner = group.element(rule.lines).group if rule.lines is not None else group
        assert inner is not None
        self._values = {
            "name": inner.element(rule.value).name,
            "allowed": group.element(rule.scheme).name,
        }

    def broken(self, values: Values) -> tuple[Finding, ...]:  # noqa: ARG002  # it makes no record wrong
        """Nothing."""
        return ()

    def doubts(self, values: Values) -> tuple[Finding, ...]:
        """That the codes were not checked, if there are any."""
        if values.get(self._rule.scheme) is not None or not self._rule.has_codes(values):
            return ()
        finding = Finding(
            rule="record.no_scheme", severity="warning", values=self._values, path=self._rule.scheme
        )
        return (finding,)


@kept
def _unsure(standard: Resolved) -> Callable[[str], bool]:
    """Whether nothing is sure of an encoding rule: then it takes any text, and says what it
    doubts.
    """

    @lru_cache(512)
    def unsure(id: str) -> bool:
        return identified(id, standard) is not None and (
            is_foreign(id) or registry(standard)[id].unsure
        )

    return unsure


def _below(finding: Finding, path: str) -> Finding:
    return finding.replace(path=f"{path}.{finding.path}" if finding.path else path)
