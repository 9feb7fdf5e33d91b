"""The rules among elements over columns: which entries are not surely right by a rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import partial

import numpy as np

from tracecode.codes.bulk import kernel
from tracecode.codes.foreign import is_foreign
from tracecode.codes.registry import registry
from tracecode.codes.scheme import Scheme
from tracecode.codes.spreadsheet import TAIL, seems_cut
from tracecode.records.quick.column_cells import Cells, Mask, Numbers
from tracecode.records.quick.column_texts import ends
from tracecode.records.rules import (
    Agrees,
    AtLeastOne,
    CodeFits,
    Equal,
    Exclusive,
    Order,
    RecordRule,
    Required,
    Sum,
    holds,
)

Below = Mapping[str, tuple[Mapping[str, Cells], Numbers]]
"""The cells of the groups of a group, and of which entry each is."""


def breaks(rule: RecordRule, cells: Mapping[str, Cells], below: Below, size: int) -> Mask:
    """The entries that may break a rule.

    Args:
        rule: a rule of a group.
        cells: the values of its elements.
        below: those of its groups.
        size: how many entries there are.
    """
    match rule:
        case AtLeastOne():
            broken: Mask = ~np.logical_or.reduce([cells[id].present for id in rule.elements])
            return broken
        case Exclusive():
            several: Mask = np.sum([cells[id].present for id in rule.elements], 0) > 1
            return several
        case Required():
            asked = ~cells[rule.element].present
            for id, wanted in rule.when.items():
                given = cells[id]
                if wanted == ("*",) or given.entries is not None:  # of several any may be meant
                    asked &= given.present
                else:
                    asked &= given.where(partial(holds, wanted=wanted))
            return asked
        case Order() | Equal():
            return _neighbours(
                [cells[id] for id in rule.elements], size, equal=isinstance(rule, Equal)
            )
        case Sum():
            return _sums(rule, cells, below, size)
        case CodeFits():
            return _codes(rule, cells, below, size)
        case Agrees() if rule.at_work.severity == "error":
            return _differ(rule, cells, size)
    return np.ones(size, np.bool_)


def _neighbours(several: list[Cells], size: int, *, equal: bool) -> Mask:
    """Where a value is less than the one before it, or another."""
    broken: Mask = np.zeros(size, np.bool_)
    last, there = np.empty(size, np.object_), np.zeros(size, np.bool_)
    for each in several:
        both = np.flatnonzero(there & each.present)
        values = each.objects()
        if len(both):
            here, before = values[both], last[both]
            broken[both] |= ((here != before) if equal else (here < before)).astype(np.bool_)
        last[each.present] = values[each.present]
        there |= each.present
    return broken


def _sums(rule: Sum, cells: Mapping[str, Cells], below: Below, size: int) -> Mask:
    """Where the values of all lines do not make up the total."""
    broken: Mask = np.zeros(size, np.bool_)
    if rule.lines not in below:
        return broken
    inner, parents = below[rule.lines]
    totals, parts = cells[rule.total].objects(), inner[rule.of].objects()
    made: dict[int, Decimal] = {}
    unknown: set[int] = set()
    for parent, part in zip(parents.tolist(), parts.tolist(), strict=True):
        if part is None:
            unknown.add(parent)
        else:
            made[parent] = made.get(parent, _ZERO) + part
    for parent, whole in made.items():
        total = totals[parent]
        broken[parent] = total is not None and parent not in unknown and whole != total
    return broken


_ZERO = Decimal(0)


def _codes(rule: CodeFits, cells: Mapping[str, Cells], below: Below, size: int) -> Mask:
    """Where a code does not keep the encoding rule that is named beside it."""
    broken: Mask = np.zeros(size, np.bool_)
    value, parents = _values(rule, cells, below, size)
    named, names = cells[rule.scheme].coded
    named = np.where(cells[rule.scheme].present, named, -1)[parents]
    asked = value.present & (named >= 0)
    if not asked.any():
        return broken
    texts, sure = value.texts(), np.zeros(len(parents), np.bool_)
    for number in np.unique(named[asked]).tolist():
        scheme = _known(rule, str(names[number]))
        if scheme is None:  # it was not judged, as others say
            continue
        entries = np.flatnonzero(asked & (named == number))
        for day, some in _days(scheme, rule, cells, entries, parents):
            sure[some] = kernel(rule.standard, scheme.id).check(texts.take(some), day).valid
    broken[parents[asked & ~sure]] = True
    return broken


def seem_cut(rule: CodeFits, cells: Mapping[str, Cells], below: Below, size: int) -> Mask:
    """Where a code looks as if a spreadsheet had cut it, of whatever encoding rule. Arguments as
    for `breaks`.
    """
    import pyarrow.compute as pc

    value, parents = _values(rule, cells, below, size)
    texts = value.texts()
    entries = np.flatnonzero(value.present & ends(texts, pc.ends_with, TAIL))
    cut = [seems_cut(text) for text in texts.take(entries).to_pylist()]
    found: Mask = np.zeros(size, np.bool_)
    found[parents[entries[np.array(cut, np.bool_)]]] = True
    return found


def _values(
    rule: CodeFits, cells: Mapping[str, Cells], below: Below, size: int
) -> tuple[Cells, Numbers]:
    """The codes that a rule is on, and the entry to which each belongs."""
    inner, parents = (cells, np.arange(size)) if rule.lines is None else below.get(
        rule.lines, ({}, np.arange(0))
    )  # fmt: skip
    value = inner.get(rule.value, Cells(np.zeros(len(parents), np.bool_)))
    if value.entries is not None and value.of is not None:
        value, parents = value.entries, parents[value.of]
    return value, parents


def _known(rule: CodeFits, name: str) -> Scheme | None:
    schemes = registry(rule.standard)
    return None if is_foreign(name) or name not in schemes.ids else schemes[name]


def _days(
    scheme: Scheme, rule: CodeFits, cells: Mapping[str, Cells], entries: Numbers, parents: Numbers
) -> Iterator[tuple[date | None, Numbers]]:
    """The entries by a day for which their codes may be read; days on which the same layouts hold
    are one, where no code is held against the day itself.
    """
    on = None if rule.on is None else cells.get(rule.on)
    if on is None or not on.present.any():
        yield None, entries
        return
    index, days = on.coded
    numbers = np.where(on.present, index, -1)[parents[entries]]
    alike: dict[object, tuple[date | None, list[int]]] = {None: (None, [-1])}
    for number in {*numbers.tolist()} - {-1}:
        day = days[number]
        assert isinstance(day, date)
        key = day if scheme.dated else tuple(map(id, scheme.candidates(day, strict=True)))
        alike.setdefault(key, (day, []))[1].append(number)
    for day, those in alike.values():
        some = entries[np.isin(numbers, those)]
        if len(some):
            yield day, some


def _differ(rule: Agrees, cells: Mapping[str, Cells], size: int) -> Mask:
    """Where two codes may not agree as a link says."""
    outer, _, _ = rule.here.rpartition(".")
    here, there = cells[outer or rule.here], cells[rule.there]
    both = here.present & there.present
    link = rule.at_work
    for named, scheme in ((None if outer else rule.here_scheme, rule.scheme),
                          (rule.there_scheme, link.spec.to)):  # fmt: skip
        if named is not None:
            both &= cells[named].where(scheme.__eq__)
    if outer or here.entries is not None or there.entries is not None or not both.any():
        return both
    broken: Mask = np.zeros(size, np.bool_)
    days = None if rule.on is None else cells[rule.on].objects()
    mine, others = here.objects(), there.objects()
    for entry in np.flatnonzero(both).tolist():
        on = None if days is None else days[entry]
        broken[entry] = not link.agree(mine[entry], others[entry], on)
    return broken
