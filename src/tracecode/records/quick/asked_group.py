"""What is asked of the values of a group in many lines of JSON, column by column.

As in `columns`, nothing is explained here, and a line only has to be surely right where it is said
to be.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import chain, compress, repeat
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
from msgspec.structs import astuple

from tracecode.codes.spreadsheet import TAIL, seems_cut
from tracecode.escape import python
from tracecode.records.advice import Advice, Unnamed, advice
from tracecode.records.cut_codes import CutCodes
from tracecode.records.lookups import rules_with_names
from tracecode.records.quick.acceptor import value_type
from tracecode.records.quick.element_values import WRONG, ElementValues
from tracecode.records.quick.way import WayWriter
from tracecode.records.rules import RecordRule, Sum
from tracecode.standard.resolved import kept

if TYPE_CHECKING:
    from tracecode.standard.elements import Element, ElementGroup
    from tracecode.standard.resolved import Resolved

Written = list[Sequence[Any]]
"""The values of a group, by element and then by line."""
_AskedRules = tuple["Callable[..., bool] | None", tuple[int, ...]]


class SeenLines:
    """What is found out of some lines."""

    def __init__(self, unsure: set[int]) -> None:
        self.unsure = unsure
        """The lines that are not surely right."""
        self.broken = set[int]()
        """Those that break a rule or have a wrong value, and are not plainly right."""
        self.marks = 0
        """Quotation marks for which the elements account."""

    def of(self, column: AskedElement) -> set[int]:
        """What takes the lines with a value of an element that does not pass."""
        return self.unsure if column.noted else self.broken


class LineValues(msgspec.Struct):
    """The values of a group, as rules ask for them; those that are absent are None."""

    def get(self, id: str) -> Any:
        """The value of an element."""
        return self.__dict__.get(id)

    @property
    def __dict__(self) -> dict[str, Any]:  # type: ignore[override]  # as typed records have it
        return dict(zip(self.__struct_encode_fields__, astuple(self), strict=True))


class AskedElement:
    """What is asked of the values of an element."""

    def __init__(
        self, standard: Resolved, field: Element, item: str | None, advised: Sequence[Advice]
    ) -> None:
        self.id, self.many = field.id, field.many is not None
        self.inner = None if field.group is None else asked_group(standard, field.group, item)
        self.strange = self.inner is not None and "product_item" in self.inner.ids
        """Whether its records may be of another item."""
        self.constant = None if field.required else field.constant
        """What it is where it is absent."""
        self.needed = field.required and field.constant is None
        """Whether it is never absent."""
        self.ruled = False
        """Whether rules among elements compare what is written."""
        self.marks = 2
        """Quotation marks around a value."""
        self.values: Callable[[set[str]], dict[str, object]] | None = None
        """Gives what is written, or WRONG, by text; None where the type tells all that is asked."""
        self.match: Callable[[str], object] | None = None
        """Finds the form of a text, where nothing else is asked."""
        self.trimmed = self.asks = False
        """Whether all that is asked is that no blank stands at the ends; whether anything is."""
        self.advised = advised
        """What may be to be noted of a value by itself."""
        self.noted = bool(advised)
        """Whether of a value that does not pass there may only be something to note."""
        self.alone: ElementValues | None = None
        """What is asked of a single value; None of a group."""
        if self.inner is not None:
            self.marks = 0
            return
        self.alone = values = ElementValues(standard, field, item, advised)
        if values.kind in ("boolean", "integer"):
            self.marks = 0
        elif not values.typed or advised:
            self.trimmed = values.typed and all(each.ends for each in advised)
            self.values = None if self.trimmed else values.values
            if not advised and (pattern := values.pattern) is not None:
                self.values, self.match = None, re.compile(pattern).fullmatch
        self.asks = self.trimmed or self.values is not None or self.match is not None


class AskedGroup:
    """What is asked of a group."""

    def __init__(self, standard: Resolved, group: ElementGroup, item: str | None) -> None:
        alone: dict[str, list[Advice]] = {}
        doubts: list[tuple[int, Advice, RecordRule]] = []
        self.ids = [field.id for field in group.elements]
        self.advised = {each.id for each in advice(standard, group, item)}
        """The elements of which there may be something to note."""
        for each in advice(standard, group, item):
            if each.inner is None:
                doubts += [(self.ids.index(each.id), each, rule) for rule in each.rules]
                if each.alone:
                    alone.setdefault(each.id, []).append(each)
        self.columns = [
            AskedElement(standard, field, item, alone.get(field.id, ())) for field in group.elements
        ]
        self.type = row_type(group, self.columns, standard)
        self._standard, self._group = standard, group
        self.broken, self.asked = self._rules(rules_with_names(standard, group))
        """Says of a row, and of the values of the elements asked, whether they may break a rule."""
        self._without: dict[str, _AskedRules] = {}
        for at in self.asked:
            self.columns[at].ruled = True
        self._doubts = doubts

    def _rules(self, rules: Iterable[tuple[RecordRule, frozenset[str]]]) -> _AskedRules:
        writer = _ArgumentWriter(self._standard, self.ids)
        return writer.function(self._group, [rule for rule, _ in rules])

    def broken_without(self, id: str) -> _AskedRules:
        """As `broken` and `asked`, by the rules that do not name an element."""
        if id not in self._without:
            rules = rules_with_names(self._standard, self._group)
            self._without[id] = self._rules(rule for rule in rules if id not in rule[1])
        return self._without[id]

    def judge(
        self, rows: Sequence[LineValues], owners: Sequence[int] | None, judged: SeenLines
    ) -> Written:
        """Judge values; they are given by element, as they are written.

        Args:
            rows: of the group, at least one.
            owners: the line of each; None: its own.
            judged: what is found out of the lines; it is brought up to date.
        """
        written: Written = [*zip(*map(astuple, rows), strict=True)]
        columns = [
            self.column(column, values, owners, judged)
            for column, values in zip(self.columns, written, strict=True)
        ]
        own = range(len(rows)) if owners is None else owners
        if self.broken is not None:
            told = [*map(self.broken, rows, *(columns[at] for at in self.asked))]
            if True in told:
                judged.broken.update(compress(own, told))
        judged.unsure.update(own[n] for n in self.doubted(written, rows))
        return written

    def column(
        self,
        column: AskedElement,
        values: Sequence[Any],
        owners: Sequence[int] | None,
        judged: SeenLines,
    ) -> Sequence[Any]:
        """Judge the values of an element; those that its group is asked about.

        Args:
            column: the element.
            values: by line.
            owners: as for `judge`.
            judged: as for `judge`.
        """
        whole = column.needed or all(values)  # of what is absent all end at the first
        given = values if whole else [value for value in values if value is not None]
        if not given:
            return values if column.constant is None else [column.constant] * len(values)
        judged.marks += 2 * len(given)
        if column.many:
            sizes = [0 if value is None else len(value) for value in values]
            own = range(len(values)) if owners is None else owners
            places = [*chain.from_iterable(map(repeat, own, sizes))]
            self._entries(column, [*chain.from_iterable(given)], places, judged)
            return values
        if column.inner is not None:
            own = range(len(values)) if owners is None else owners
            places = [n for n, value in zip(own, values, strict=True) if value is not None]
            self._entries(column, given, places, judged)
            return values
        judged.marks += column.marks * len(given)
        if column.asks:
            read, wrong = _read(column, given)
            if wrong:
                judged.of(column).update(
                    n if owners is None else owners[n]
                    for n, value in enumerate(values)
                    if value in wrong
                )
            if read is not None and column.ruled:
                values = [*map(read.get, values)]
        if whole or column.constant is None:
            return values
        return [column.constant if value is None else value for value in values]

    def _entries(
        self,
        column: AskedElement,
        entries: Sequence[Any],
        places: Sequence[int],
        judged: SeenLines,
    ) -> None:
        """Judge groups, or the values of an element that repeats.

        Args:
            column: what is asked of them.
            entries: at least one.
            places: the line of each.
            judged: as for `judge`.
        """
        if column.strange:
            judged.unsure.update(places)
        elif column.inner is not None:
            column.inner.judge(entries, places, judged)
        else:
            judged.marks += column.marks * len(entries)
            if column.asks:
                _, wrong = _read(column, entries)
                judged.of(column).update(
                    n for n, value in zip(places, entries, strict=True) if value in wrong
                )

    def doubted(
        self, columns: Sequence[Sequence[Any]], rows: Sequence[LineValues]
    ) -> Iterator[int]:
        """The rows of which a rule doubts something.

        Args:
            columns: the values, as they are written.
            rows: the same by row.
        """
        for at, each, rule in self._doubts:
            column, values = self.columns[at], columns[at]
            one = not column.many and column.inner is None
            if isinstance(rule, CutCodes) and one:
                if TAIL in "\n".join(filter(None, values)):
                    ends = [n for n, text in enumerate(values) if text and text.endswith(TAIL)]
                    yield from (n for n in ends if seems_cut(values[n]))
                continue
            if one and each.doubtful is not bool and not isinstance(rule, Unnamed):
                doubtful = {*filter(each.doubtful, {*values} - {None})}
                asked = (
                    [n for n, value in enumerate(values) if value in doubtful] if doubtful else []
                )
            else:
                asked = [n for n, value in enumerate(values) if value is not None]
            if isinstance(rule, Unnamed):
                names = columns[self.ids.index(rule.scheme)]
                asked = [n for n in asked if names[n] is None]
            yield from (n for n in asked if rule.doubts(rows[n]))  # type: ignore[arg-type]  # it has `get`


def _read(column: AskedElement, given: Sequence[str]) -> tuple[dict[Any, Any] | None, set[str]]:
    """What the texts of an element stand for, by text, where that is asked; and those that are
    wrong.
    """
    if column.trimmed:
        joined = "\n".join(given)
        ends = "\n " in joined or " \n" in joined or joined[0] == " " or joined[-1] == " "
        return None, {text for text in given if text.strip() != text} if ends else set()
    different = {*given}
    if (match := column.match) is not None:
        wrong = None in map(match, different)
        return None, {text for text in different if match(text) is None} if wrong else set()
    assert column.values is not None
    read = column.values(different)
    if WRONG not in read.values():
        return read, set()
    bad = {text for text, value in read.items() if value is WRONG}
    return {text: value for text, value in read.items() if text not in bad}, bad


def row_type(
    group: ElementGroup, columns: Sequence[AskedElement], standard: Resolved, *, loose: bool = False
) -> type[LineValues]:
    """The class of a group as msgspec reads it: a name that is no element is refused.

    Args:
        group: the group.
        columns: what is asked of its elements.
        standard: the standard.
        loose: whether an element that is one text or number may be absent, or hold anything.
    """
    fields: list[tuple[str, Any] | tuple[str, Any, None]] = []
    names: dict[str, str] = {}
    for field, column in zip(group.elements, columns, strict=True):
        kind = value_type(field, standard) if column.inner is None else column.inner.type
        if loose and field.many is None and column.inner is None:
            kind = Any
        if field.many is not None:
            kind = Annotated[list[kind], msgspec.Meta(min_length=1, max_length=field.many)]  # type: ignore[valid-type]
        name = f"v{len(fields)}"  # an element may be called as something of Python is
        names[name] = field.id
        fields.append((name, kind) if column.needed and not loose else (name, kind, None))
    return msgspec.defstruct(
        group.id, fields, bases=(LineValues,), kw_only=True, eq=False, gc=False,
        forbid_unknown_fields=True, rename=names,
    )  # type: ignore[return-value]  # fmt: skip


@kept
def asked_group(standard: Resolved, group: ElementGroup, item: str | None) -> AskedGroup:
    """What is asked of a group in records of an item."""
    return AskedGroup(standard, group, item)


class _ArgumentWriter(WayWriter):
    """Writes a function of the values of a group, each an argument, that says whether they may
    break a rule.
    """

    _wrong = "True"

    def __init__(self, standard: Resolved, ids: Sequence[str]) -> None:
        super().__init__(standard)
        self._ids = ids
        self._asked = set[int]()

    def function(self, group: ElementGroup, rules: Iterable[RecordRule]) -> _AskedRules:
        """The function, if there are rules, and the elements that it takes, by number, behind all
        of the values.

        Args:
            group: the group.
            rules: those of its rules that are asked.
        """
        lines = [line for rule in rules for line in self.rule(rule, group, "row", "    ")]
        asked = tuple(sorted(self._asked))
        if not lines:
            return None, asked
        head = f"def broken({', '.join(['row', *(f'v{at}' for at in asked)])}):"
        source = "\n".join([head, *lines, "    return False"])
        exec(compile(source, f"<broken {group.id!a}>", "exec"), self.names)  # noqa: S102  # as `quick_way`
        return self.names["broken"], asked  # type: ignore[return-value]

    def _at(self, values: str, field: Element) -> str:  # noqa: ARG002  # there is one group
        self._asked.add(at := self._ids.index(field.id))
        return f"v{at}"

    def rule(self, rule: RecordRule, group: ElementGroup, values: str, space: str) -> Iterator[str]:
        """As of `WayWriter`; lines stand there as they are written."""
        if not isinstance(rule, Sum):
            yield from super().rule(rule, group, values, space)
            return
        total, lines = (self._at(values, group.element(id)) for id in (rule.total, rule.lines))
        adds = self.name(_adds)
        yield f"{space}if {total} is not None and {lines} is not None:"
        yield f"{space}    if not {adds}({total}, {lines}, {python(rule.of)}): return True"


def _adds(total: Decimal, lines: Iterable[Mapping[str, Any]], of: str) -> bool:
    """Whether the values of all lines make up a total."""
    parts = [line.get(of) for line in lines]
    try:
        return None in parts or sum(map(Decimal, parts)) == total  # type: ignore[arg-type]  # none is None
    except ArithmeticError:  # no number, as others see
        return False
