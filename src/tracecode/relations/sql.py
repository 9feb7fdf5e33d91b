"""Rules across records as SQL: one query a rule, made of its data, that any engine with window-free
SQL can run.

The rows of `relations.rows` are tables; each has beside its columns `row`, a number that grows in
the order of the sources and is of that row alone, and `record`, the number of the record. Every
name passes `tracecode.escape`.

>>> from tracecode.standard.resolved import packaged
>>> query = query_of(packaged(), packaged().rule("record-id-twice"))
>>> query.columns, query.text.splitlines()[-1]
(('id',), 'ORDER BY a."row"')

What a query gives, row by row: `row` and `record` of what is found, `other`, the record that it is
held against (or null), whether it could not be judged (0 or 1), the columns of its key, then what
was found, what would be right or stands at the other, and the unit of both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, assert_never

from tracecode.escape import sql, sql_name
from tracecode.relations.cells import MILLIONTHS
from tracecode.spec.across_model import (
    AgreesCheck,
    BalanceCheck,
    ExistsCheck,
    OneParentCheck,
    OrderCheck,
    UniqueCheck,
    read_by,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tracecode.relations.rows import RowTable
    from tracecode.spec.across_model import (
        AcrossSpec,
        AgreesRule,
        BalanceRule,
        ColumnKind,
        ExistsRule,
        OrderRule,
        UniqueRule,
    )
    from tracecode.standard.resolved import Resolved

Dialect = Literal["standard", "duckdb"]
"""`duckdb`: keys that stand twice are looked for by their hash of 64 bits, and looked at again in
full.
"""
RECORD = "record"
"""The column that stands for the record itself."""
TYPES: Mapping[ColumnKind, str] = {
    "text": "VARCHAR", "unit": "VARCHAR", "number": "BIGINT", "quantity": "BIGINT", "day": "DATE",
    "moment": "TIMESTAMP",
}  # fmt: skip


class Query(NamedTuple):
    """A rule in SQL."""

    text: str
    columns: tuple[str, ...]
    """The columns of the key, in the order in which they stand in the result behind the first
    four.
    """
    judged: str
    """The rows that it judges."""


def name_of(rows: str) -> str:
    """The table of some rows."""
    return sql_name(rows.replace("-", "_"))


def create(table: RowTable, types: Mapping[ColumnKind, str] = TYPES) -> str:
    """The statement that makes a table."""
    columns = [f"{sql_name(name)} {types[kind]}" for name, kind in table.columns.items()]
    fixed = ['"row" BIGINT NOT NULL', '"record" BIGINT NOT NULL']
    return f"CREATE TABLE {name_of(table.id)} (\n  " + ",\n  ".join([*fixed, *columns]) + "\n)"


def query_of(standard: Resolved, rule: AcrossSpec, dialect: Dialect = "standard") -> Query:
    """The query of a rule.

    Args:
        standard: the rows that it reads.
        rule: the rule; right, as lint finds it.
        dialect: of the engine.
    """
    judged = read_by(rule.check)[0].rows
    match rule.check:
        case UniqueCheck():
            return Query(_unique(rule.check.unique, dialect), rule.check.unique.by, judged)
        case ExistsCheck():
            return Query(_exists(rule.check.exists), rule.check.exists.by, judged)
        case OrderCheck():
            return Query(_order(rule.check.order), rule.check.order.by, judged)
        case BalanceCheck():
            by = tuple(name for name in rule.check.balance.by if name != RECORD)
            return Query(
                _balance(rule.check.balance, unit_columns(standard, rule.check.balance)), by, judged
            )
        case OneParentCheck():
            links = rule.check.one_parent
            return Query(_agrees(links.of, links.child, links.parent), links.child, judged)
        case AgreesCheck():
            agrees: AgreesRule = rule.check.agrees
            return Query(_agrees(agrees.of, agrees.by, agrees.agree), agrees.by, judged)
        case _:
            assert_never(rule.check)


def read_in_sql(
    column: str, kind: ColumnKind, unit: str | None, factors: Mapping[str, tuple[int, int, str]]
) -> str:  # fmt: skip
    """A column of rows as DuckDB reads it from a column that is there already; null where it
    cannot.

    Args:
        column: its name, and that of what is there.
        kind: what it holds.
        unit: the column of units of the rows, if there is one.
        factors: what units are in base units, as a fraction.
    """
    name = sql_name(column)
    match kind:
        case "text":
            return f"CAST({name} AS VARCHAR)"
        case "unit":
            bases = "".join(
                f" WHEN {sql(unit)} THEN {sql(base)}" for unit, (_, _, base) in factors.items()
            )
            return (
                f"CASE CAST({name} AS VARCHAR){bases} ELSE CAST({name} AS VARCHAR) END"
                if bases
                else name
            )
        case "day" | "moment":
            return f"TRY_CAST({name} AS {TYPES[kind]})"
    times = str(MILLIONTHS)
    if kind == "quantity" and unit is not None:
        cases = "".join(
            f" WHEN {sql(id)} THEN {MILLIONTHS * a // b}" for id, (a, b, _) in factors.items()
        )
        times = (
            f"CASE CAST({sql_name(unit)} AS VARCHAR){cases} ELSE {MILLIONTHS} END"
            if cases
            else times
        )
    return (
        f"TRY_CAST(TRY_CAST({name} AS DECIMAL(18, 6)) * CAST({times} AS DECIMAL(19, 0)) AS BIGINT)"
    )


def unit_columns(standard: Resolved, rule: BalanceRule) -> tuple[str, ...]:
    """The column with the unit of the amounts that are added up, if they have one."""
    columns = standard.rows(rule.used).columns
    if rule.amount is None or columns[rule.amount] != "quantity":
        return ()
    return tuple(name for name, kind in columns.items() if kind == "unit")


def _unique(rule: UniqueRule, dialect: Dialect) -> str:
    table, keys, there = name_of(rule.of), _listed(rule.by), _there(rule.by)
    suspects, among = "", ""
    if dialect == "duckdb":
        suspects = (
            f"suspects AS (SELECT hash({keys}) AS h FROM {table} WHERE {there} GROUP BY h HAVING "
            f"COUNT(*) > 1),\n"
        )
        among = f" AND hash({keys}) IN (SELECT h FROM suspects)"
    return (
        f"WITH {suspects}twice AS (\n"
        f'  SELECT {keys}, MIN("row") AS "first" FROM {table}\n'
        f"  WHERE {there}{among} GROUP BY {keys} HAVING COUNT(*) > 1\n)\n"
        f'SELECT a."row", a."record", b."record", 0, {_listed(rule.by, "a")}, NULL, NULL, NULL\n'
        f'FROM {table} a JOIN twice k ON {_same(rule.by, "a", "k")} AND a."row" > k."first"\n'
        f'JOIN {table} b ON b."row" = k."first"\n'
        'ORDER BY a."row"'
    )


def _exists(rule: ExistsRule) -> str:
    return (
        f'SELECT a."row", a."record", NULL, 0, {_listed(rule.by, "a")}, NULL, NULL, NULL\n'
        f"FROM {name_of(rule.of)} a\n"
        f"WHERE {_there(rule.by, 'a')}\n"
        f"  AND NOT EXISTS (SELECT 1 FROM {name_of(rule.among)} b WHERE "
        f"{_same(rule.by, 'a', 'b')})\n"
        'ORDER BY a."row"'
    )


def _order(rule: OrderRule) -> str:
    sides = (rule.later, rule.later_at, rule.earlier, rule.earlier_at)
    if rule.judged == "earlier":
        sides = (*sides[2:], *sides[:2])
    judged, at, other, other_at = (
        name_of(sides[0]),
        sql_name(sides[1]),
        name_of(sides[2]),
        sql_name(sides[3]),
    )
    sign = "<" if rule.judged == "later" else ">"
    which = "MIN" if rule.counts == "first" else "MAX"
    known = f"{_there(rule.by)} AND {other_at} IS NOT NULL"
    return (
        f"WITH counted AS (\n"
        f"  SELECT {_listed(rule.by)}, {which}({other_at}) AS counted_at FROM {other}\n"
        f"  WHERE {known} GROUP BY {_listed(rule.by)}\n)\n"
        f'SELECT a."row", a."record",\n'
        f'  (SELECT MIN(b."record") FROM {other} b\n'
        f"   WHERE {_same(rule.by, 'b', 'a')} AND b.{other_at} = k.counted_at),\n"
        f"  0, {_listed(rule.by, 'a')}, a.{at}, k.counted_at, NULL\n"
        f"FROM {judged} a JOIN counted k ON {_same(rule.by, 'a', 'k')}\n"
        f"WHERE a.{at} {sign} k.counted_at\n"
        'ORDER BY a."row"'
    )


def _balance(rule: BalanceRule, units: tuple[str, ...]) -> str:
    amounts = rule.amount, rule.supplied_amount or rule.amount
    used = _summed(rule.used, rule.by, amounts[0], units, "MAX")
    supplied = _summed(rule.supplied, rule.by, amounts[1], units, "MIN")
    unit = "u.low" if units else "NULL"
    unjudged = f"CASE WHEN {' OR '.join(unjudged_balance(units))} THEN 1 ELSE 0 END"
    broken = "u.total <> s.total" if rule.asks == "equal" else "u.total > s.total"
    keys = "".join(f"h.{sql_name(name)}, " for name in rule.by if name != RECORD)
    columns = f"{_listed(rule.by, 'u')}, u.total AS found, s.total AS allowed, {unit} AS unit"
    return (
        f"WITH used AS (\n{used}\n),\nsupplied AS (\n{supplied}\n),\nheld AS (\n"
        f"  SELECT u.at_row, s.at_row AS other_row, {columns},\n    {unjudged} AS unjudged\n"
        f"  FROM used u JOIN supplied s ON {_same(rule.by, 'u', 's')}\n"
        f"  WHERE {unjudged} = 1 OR {broken}\n)\n"
        f'SELECT a."row", a."record", b."record", h.unjudged, {keys}h.found, h.allowed, h.unit\n'
        f'FROM held h JOIN {name_of(rule.used)} a ON a."row" = h.at_row\n'
        f'JOIN {name_of(rule.supplied)} b ON b."row" = h.other_row\n'
        'ORDER BY a."row"'
    )


def unjudged_balance(units: tuple[str, ...], used: str = "u", supplied: str = "s") -> list[str]:
    """The conditions of which one says that two sums cannot be compared.

    Args:
        units: the column of units, if there is one.
        used: what stands for the sum of what is used.
        supplied: and for that of what is supplied.
    """
    u, s = used, supplied
    unknown = [f"{u}.known <> {u}.held", f"{s}.known <> {s}.held"]
    if units:  # each amount has a unit, and it is the same of all; or none has one
        unknown.append(f"{u}.named + {s}.named NOT IN (0, {u}.held + {s}.held)")
        unknown.append(
            f"({u}.named > 0 AND ({u}.low <> {u}.high OR {s}.low <> {s}.high OR {u}.low <> {s}.low))"
        )
    return unknown


def _summed(
    rows: str, by: tuple[str, ...], amount: str | None, units: tuple[str, ...], which: str
) -> str:
    """The sum of each key, how many rows it has, and of how many the amount, and the unit, is
    known.
    """
    total, known = f"COUNT(*) * {MILLIONTHS}", "COUNT(*)"
    if amount is not None:
        total, known = f"SUM({sql_name(amount)})", f"COUNT({sql_name(amount)})"
    unit = ""
    if units:
        name = sql_name(units[0])
        unit = f", COUNT({name}) AS named, MIN({name}) AS low, MAX({name}) AS high"
    counts = f'COUNT(*) AS held, {known} AS known, {which}("row") AS at_row'
    return (
        f"  SELECT {_listed(by)}, {total} AS total, {counts}{unit}\n"
        f"  FROM {name_of(rows)} WHERE {_there(by)} GROUP BY {_listed(by)}"
    )


def _agrees(rows: str, by: tuple[str, ...], agree: tuple[str, ...]) -> str:
    table, there = name_of(rows), _there((*by, *agree))
    differs = " OR ".join(f"MIN({sql_name(name)}) <> MAX({sql_name(name)})" for name in agree)
    other = " OR ".join(f"a.{sql_name(name)} <> b.{sql_name(name)}" for name in agree)
    found, first = (_joined(agree, side) for side in ("a", "b"))
    return (
        f"WITH first_of AS (\n"
        f'  SELECT {_listed(by)}, MIN("row") AS "first" FROM {table}\n'
        f"  WHERE {there} GROUP BY {_listed(by)} HAVING {differs}\n)\n"
        f'SELECT a."row", a."record", b."record", 0, {_listed(by, "a")}, {found}, {first}, NULL\n'
        f"FROM {table} a JOIN first_of k ON {_same(by, 'a', 'k')}\n"
        f'JOIN {table} b ON b."row" = k."first"\n'
        f"WHERE {_there(agree, 'a')} AND ({other})\n"
        'ORDER BY a."row"'
    )


# --- parts ----------------------------------------------------------------------------------------


def _listed(names: Iterable[str], side: str = "") -> str:
    return ", ".join(f"{side}.{sql_name(name)}" if side else sql_name(name) for name in names)


def _there(names: Iterable[str], side: str = "") -> str:
    return " AND ".join(f"{_listed([name], side)} IS NOT NULL" for name in names)


def _same(names: Iterable[str], left: str, right: str) -> str:
    return " AND ".join(f"{left}.{sql_name(name)} = {right}.{sql_name(name)}" for name in names)


def _joined(names: tuple[str, ...], side: str) -> str:
    """Several values as one text."""
    return " || ' ' || ".join(f"CAST({side}.{sql_name(name)} AS VARCHAR)" for name in names)
