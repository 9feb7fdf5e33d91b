"""A plain reference of the six kinds of check: lists, dictionaries and loops over rows, and no
SQL.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, assert_never

from tracecode.relations.cells import MILLIONTHS
from tracecode.relations.rows import RowReader
from tracecode.spec.across_model import (
    AgreesCheck,
    BalanceCheck,
    ExistsCheck,
    OneParentCheck,
    OrderCheck,
    UniqueCheck,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tracecode.spec.across_model import (
        AcrossSpec,
        AgreesRule,
        BalanceRule,
        ExistsRule,
        OrderRule,
        UniqueRule,
    )
    from tracecode.standard.resolved import Resolved

Row = dict[str, Any]
Found = set[tuple[int, bool]]
"""The numbers of the records found, and whether each could be judged."""


class Rows:
    """The rows of all tables, each with the number of its record."""

    def __init__(self, standard: Resolved, records: Iterable[Mapping[str, Any]]) -> None:
        self.standard = standard
        self.tables: dict[str, list[Row]] = {id: [] for id in standard.ids("rows")}
        reader = RowReader(standard, self.tables)
        for number, record in enumerate(records, 1):
            for id, cells in reader.read(record):
                columns = standard.rows(id).columns
                self.tables[id].append({**dict(zip(columns, cells, strict=True)), "record": number})

    def found(self, rule: AcrossSpec) -> Found:
        """What a rule finds."""
        match rule.check:
            case UniqueCheck():
                return self._unique(rule.check.unique)
            case ExistsCheck():
                return self._exists(rule.check.exists)
            case OrderCheck():
                return self._order(rule.check.order)
            case BalanceCheck():
                return self._balance(rule.check.balance)
            case OneParentCheck():
                links = rule.check.one_parent
                return self._agrees(links.of, links.child, links.parent)
            case AgreesCheck():
                agrees: AgreesRule = rule.check.agrees
                return self._agrees(agrees.of, agrees.by, agrees.agree)
            case _:
                assert_never(rule.check)

    def _by(self, rows: str, by: tuple[str, ...], *needed: str) -> dict[tuple[Any, ...], list[Row]]:
        """The rows by key, of those that have the whole key and all that is needed."""
        groups: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
        for row in self.tables[rows]:
            if all(row[name] is not None for name in (*by, *needed)):
                groups[tuple(row[name] for name in by)].append(row)
        return groups

    def _unique(self, rule: UniqueRule) -> Found:
        return {
            (row["record"], True)
            for group in self._by(rule.of, rule.by).values()
            for row in group[1:]
        }

    def _exists(self, rule: ExistsRule) -> Found:
        among = self._by(rule.among, rule.by)
        groups = self._by(rule.of, rule.by)
        return {
            (row["record"], True)
            for key, group in groups.items()
            if key not in among
            for row in group
        }

    def _order(self, rule: OrderRule) -> Found:
        found = set()
        earlier = self._by(rule.earlier, rule.by, rule.earlier_at)
        later = self._by(rule.later, rule.by, rule.later_at)
        pick = min if rule.counts == "first" else max
        for key in earlier.keys() & later.keys():
            if rule.judged == "later":
                limit = pick(row[rule.earlier_at] for row in earlier[key])
                found |= {(row["record"], True) for row in later[key] if row[rule.later_at] < limit}
            else:
                limit = pick(row[rule.later_at] for row in later[key])
                found |= {
                    (row["record"], True) for row in earlier[key] if row[rule.earlier_at] > limit
                }
        return found

    def _balance(self, rule: BalanceRule) -> Found:
        found = set()
        used, supplied = self._by(rule.used, rule.by), self._by(rule.supplied, rule.by)
        for key in used.keys() & supplied.keys():
            units: set[object] = set()
            sums: list[int] = []
            known = True
            sides = (rule.used, used[key], rule.amount), (
                rule.supplied, supplied[key], rule.supplied_amount or rule.amount,
            )  # fmt: skip
            for rows, group, amount in sides:
                columns = self.standard.rows(rows).columns
                numbers = [MILLIONTHS if amount is None else row[amount] for row in group]
                known = known and None not in numbers
                sums.append(sum(number or 0 for number in numbers))
                if amount is not None and columns[amount] == "quantity":
                    (unit,) = (name for name, kind in columns.items() if kind == "unit")
                    units |= {row[unit] for row in group}
            last = used[key][-1]["record"]
            if not known or len(units) > 1:
                found.add((last, False))
            elif sums[0] > sums[1] or (rule.asks == "equal" and sums[0] != sums[1]):
                found.add((last, True))
        return found

    def _agrees(self, rows: str, by: tuple[str, ...], agree: tuple[str, ...]) -> Found:
        found = set()
        for group in self._by(rows, by, *agree).values():
            first = [group[0][name] for name in agree]
            found |= {
                (row["record"], True) for row in group if [row[name] for name in agree] != first
            }
        return found
