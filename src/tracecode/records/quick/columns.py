"""Rows of Arrow, of which those are found by columns that are records of which nothing is to be
said.

`silent_rows` says of each row whether it is one; the others are read as lines of JSON, by the ways
that explain. So no fault is found here: a row only has to be surely right where it is said to be.
Each column takes a few calls for all of its values. Values that recur, as most do, are looked at
once; codes, which differ from row to row, go through the kernels, and free texts are looked at
together. The entries of a list are a column of their own, of which each knows its row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from tracecode.records.advice import Advice, ItemCodes, Unnamed, advice
from tracecode.records.cut_codes import CutCodes
from tracecode.records.models import model_of
from tracecode.records.named_type import known_type
from tracecode.records.plain import MAX_LINE
from tracecode.records.quick.column_cells import Cells, Mask, Numbers
from tracecode.records.quick.column_leaves import Leaf
from tracecode.records.quick.column_rules import breaks, seem_cut
from tracecode.records.quick.column_texts import numbered, text_column
from tracecode.records.rules import Agrees, CodeFits, RecordRule
from tracecode.standard.record_layout import item_ids
from tracecode.standard.resolved import kept

if TYPE_CHECKING:
    import pyarrow as pa

    from tracecode.findings import Finding
    from tracecode.standard.elements import Element, ElementGroup, RecordLayout
    from tracecode.standard.resolved import Resolved

_FEW = 48
"""Of fewer rows of a type each is read by itself: looking at its columns takes longer."""
_AROUND = 32
"""So many bytes stand around a value in JSON at most, its name not counted: marks, digits."""


def silent_rows(
    standard: Resolved, batch: pa.RecordBatch, most: int = MAX_LINE
) -> Iterator[tuple[RecordLayout, Numbers]]:
    """The rows of a batch that are records of which nothing is to be said, by record type.

    Args:
        standard: the standard.
        batch: rows with a column `record_type`; groups are structs, what repeats lists.
        most: bytes of a record in JSON; longer ones are not said to be right.

    Yields:
        A record type, and the numbers of its rows, from 0, in order.
    """
    types, items = (_texts(batch, name) for name in ("record_type", "product_item"))
    if types is None or items is None:
        return
    pairs = types[0] * (len(items[1]) + 1) + items[0]
    pairs[(types[0] < 0) | (items[0] < 0)] = -1
    for pair in np.unique(pairs[pairs >= 0]).tolist():
        kind, item = (
            types[1][pair // (len(items[1]) + 1)], items[1][pair % (len(items[1]) + 1)]
        )  # fmt: skip
        layout = known_type(standard, kind, item)
        rows = np.flatnonzero(pairs == pair)
        if layout is None or len(rows) < _FEW:
            continue
        own = batch if len(rows) == batch.num_rows else batch.take(rows)
        right = _group_of(standard, layout, item if item in item_ids(standard) else None)
        judged = _Batch(own.num_rows)
        columns = dict(zip(own.schema.names, own.columns, strict=True))
        judged.group(right, columns, own.num_rows, None)
        yield layout, rows[~judged.refused & (judged.bytes <= most)]


def _texts(batch: pa.RecordBatch, name: str) -> tuple[Numbers, list[str]] | None:
    """The numbers of the texts of a column, -1 where there is none, and the texts."""
    column = text_column(batch.column(name)) if name in batch.schema.names else None
    if column is None:
        return None
    numbers, texts = numbered(column)
    return numbers, texts.to_pylist()


class _Group(NamedTuple):
    """What is asked of the columns of a group."""

    elements: Mapping[str, Element]
    leaves: Mapping[str, Leaf]
    groups: Mapping[str, _Group]
    strange: frozenset[str]
    """Groups whose records may be of another item, which are left to the reading by lines."""
    rules: tuple[RecordRule, ...]
    doubts: tuple[tuple[Advice, RecordRule], ...]
    """Elements that may raise doubts where they are there, and the rule that does."""


@kept
def _group_of(standard: Resolved, group: ElementGroup, item: str | None) -> _Group:
    """What is asked of a group of records of an item."""
    advised: dict[str, list[Advice]] = {}
    doubts: list[tuple[Advice, RecordRule]] = []
    for each in advice(standard, group, item):
        if each.inner is not None:
            continue
        doubts += [(each, rule) for rule in each.rules]
        if each.alone:
            advised.setdefault(each.id, []).append(each)
    elements = {field.id: field for field in group.elements}
    inner = {id: field.group for id, field in elements.items() if field.group is not None}
    strange = {
        id
        for id, below in inner.items()
        if any(field.id == "product_item" for field in below.elements)
    }
    return _Group(
        elements,
        {
            id: Leaf(standard, field, item, advised.get(id, ()))
            for id, field in elements.items()
            if field.group is None
        },
        {id: _group_of(standard, below, item) for id, below in inner.items()},
        frozenset(strange),
        tuple(
            rule
            for rule in model_of(group, standard).rules
            if not (isinstance(rule, Agrees) and rule.at_work.severity != "error")
        ),
        tuple(doubts),
    )


class _Batch:
    """Some rows of one record type, as they are judged."""

    def __init__(self, rows: int) -> None:
        self.refused: Mask = np.zeros(rows, np.bool_)
        """The rows that are not surely right."""
        self.bytes: Numbers = np.zeros(rows, np.int64)
        """How many bytes each has in JSON at most."""

    def group(
        self, group: _Group, columns: Mapping[str, Any], size: int, rows: Numbers | None
    ) -> dict[str, Cells]:
        """Judge the columns of a group.

        Args:
            group: what is asked of it.
            columns: its columns, by name.
            size: how many entries each has.
            rows: the row to which each entry belongs; None: its own.
        """
        cells: dict[str, Cells] = {}
        below: dict[str, tuple[dict[str, Cells], Numbers]] = {}
        for name, column in columns.items():
            field = group.elements.get(name)
            present = ~column.is_null().to_numpy(zero_copy_only=False)
            self._weigh(present * (len(name.encode()) + _AROUND), rows)
            if field is None or name in group.strange:
                self.refuse(present, rows)
                continue
            inside, parents, inner_rows = column, None, rows
            if field.many is not None:
                if (opened := _opened(column)) is None:
                    self.refuse(present, rows)
                    continue
                inside, sizes, parents = opened
                self.refuse(present & ((sizes < 1) | (sizes > field.many)), rows)
                inner_rows = parents if rows is None else rows[parents]
                self.refuse(inside.is_null().to_numpy(zero_copy_only=False), inner_rows)
            if not len(inside):
                cells[name] = Cells(present)
            elif field.group is None:
                made = self._leaf(group.leaves[name], inside, inner_rows)
                cells[name] = made if parents is None else Cells(present, entries=made, of=parents)
            else:
                cells[name] = Cells(present)
                members = _members(inside)
                if members is None:
                    self.refuse(present, rows)
                    continue
                if parents is None:  # entries that are not there have no place below
                    parents = np.flatnonzero(present)
                    if not len(parents):
                        continue
                    members = {key: each.take(parents) for key, each in members.items()}
                    inner_rows = parents if rows is None else rows[parents]
                assert inner_rows is not None
                below[name] = (
                    self.group(group.groups[name], members, len(parents), inner_rows), parents,
                )  # fmt: skip
        self._absent(group, cells, size, rows)
        for rule in group.rules:
            broken = breaks(rule, cells, below, size)
            if isinstance(rule, Agrees) and broken.any():  # those that take more than columns
                broken = _told(rule, rule.broken, broken, columns)
            self.refuse(broken, rows)
        for each, rule in group.doubts:
            if isinstance(rule, CutCodes):
                self.refuse(seem_cut(rule.rule, cells, below, size), rows)
            else:
                self.refuse(_doubted(each, rule, cells, columns), rows)
        return cells

    def _absent(
        self, group: _Group, cells: dict[str, Cells], size: int, rows: Numbers | None
    ) -> None:
        """See to the elements that are not there, of which some have a value all the same."""
        for id, field in group.elements.items():
            here = cells.setdefault(id, Cells(np.zeros(size, np.bool_)))
            if field.constant is not None and not field.required:
                cells[id] = Cells(
                    np.ones(size, np.bool_), np.zeros(size, np.int64), [field.constant]
                )
            elif field.required:
                self.refuse(~here.present, rows)

    def _leaf(self, leaf: Leaf, column: Any, rows: Numbers | None) -> Cells:
        """The values of an element; those that are not surely right are left out."""
        cells, right, sizes = leaf.judged(column)
        self.refuse(~right, rows)
        if sizes is not None:
            self._weigh(2 * sizes, rows)
        return cells

    def refuse(self, entries: Mask, rows: Numbers | None) -> None:
        """Leave the rows of some entries to the reading by lines."""
        if rows is None:
            self.refused |= entries
        else:
            self.refused[rows[entries]] = True

    def _weigh(self, sizes: Numbers, rows: Numbers | None) -> None:
        if rows is None:
            self.bytes += sizes
        else:
            self.bytes += np.bincount(rows, sizes, len(self.bytes)).astype(np.int64)


def _doubted(
    each: Advice, rule: RecordRule, cells: Mapping[str, Cells], columns: Mapping[str, Any]
) -> Mask:
    """The entries of which a rule doubts something."""
    holder = cells[each.id]
    one = each.doubtful is not bool and holder.entries is None
    asked = holder.where(each.doubtful) if one else holder.present
    if isinstance(rule, Unnamed):
        return asked & ~cells[rule.scheme].present
    return _told(rule, rule.doubts, asked, columns)


def _told(
    rule: RecordRule,
    tell: Callable[[Mapping[str, Any]], tuple[Finding, ...]],
    asked: Mask,
    columns: Mapping[str, Any],
) -> Mask:
    """Of some entries those of which a rule tells something, each asked by itself."""
    told = asked.copy()
    entries = np.flatnonzero(asked)
    if not len(entries) or not isinstance(rule, Agrees | CodeFits | ItemCodes):
        return told
    read = {id: columns[id].take(entries).to_pylist() for id in rule.elements if id in columns}
    for at, entry in enumerate(entries.tolist()):
        told[entry] = bool(tell({id: values[at] for id, values in read.items()}))
    return told


def _opened(column: Any) -> tuple[Any, Numbers, Numbers] | None:
    """The entries of a column of lists, how many each list has, and of which each is; None if it
    is something else.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    if not (pa.types.is_list(column.type) or pa.types.is_large_list(column.type)):
        return None
    sizes = pc.list_value_length(column).fill_null(0).to_numpy(zero_copy_only=False)
    parents = np.repeat(np.arange(len(column)), sizes)
    return pc.list_flatten(column), sizes.astype(np.int64), parents


def _members(column: Any) -> dict[str, Any] | None:
    """The columns in a column of groups; None if it is something else."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = column.type
    if not pa.types.is_struct(kind):
        return None
    return {kind.field(n).name: pc.struct_field(column, [n]) for n in range(kind.num_fields)}
