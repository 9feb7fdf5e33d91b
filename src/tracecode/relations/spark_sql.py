"""Rules across records as SQL of Apache Spark: each rule as one pass over rows that were brought
together by its key, so that it moves rows between machines once.

`relations.sql` says what a rule is in any SQL; here stands all in which Spark differs. Names are in
backticks; of those that stand beside the columns of rows each begins with `#`, as no column does.
`row` and `record` are structs, which are compared by their fields from the left and so grow in the
order of the sources. What the standard text joins is one union here, over which windows or sums go.
Days and moments stay texts, which sort, so that no session's time zone touches them.

>>> from tracecode.standard.resolved import packaged
>>> print(spark_query(packaged(), packaged().rule("record-id-twice")))
SELECT 'record-id-twice' AS rule, `record`.line, `record`.id AS named, `#other`.line AS other,
  0 AS unjudged, ARRAY(CAST(`id` AS STRING)) AS key,
  CAST(NULL AS STRING) AS found, CAST(NULL AS STRING) AS allowed, CAST(NULL AS STRING) AS unit
FROM (SELECT *, FIRST_VALUE(`record`) OVER same AS `#other`, ROW_NUMBER() OVER same AS `#place`
  FROM `record_heads` WHERE `id` IS NOT NULL
  WINDOW same AS (PARTITION BY `id` ORDER BY `row`))
WHERE `#place` > 1

What a query gives, row by row: the rule, line and id of the record that is found, the line of the
one that it is held against, whether it could not be judged (0 or 1), the values of the key, what
was found, what would be right or stands at the other, and the unit of both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from tracecode.relations.cells import MILLIONTHS
from tracecode.relations.sql import RECORD, unit_columns, unjudged_balance
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
        BalanceRule,
        ColumnKind,
        ExistsRule,
        OrderRule,
        UniqueRule,
    )
    from tracecode.standard.resolved import Resolved

TYPES: Mapping[ColumnKind, str] = {
    "text": "STRING", "unit": "STRING", "number": "BIGINT", "quantity": "BIGINT", "day": "STRING",
    "moment": "STRING",
}  # fmt: skip
_NULL = "CAST(NULL AS STRING)"
_USED, _SUPPLIED = "`#used`", "`#supplied`"
"""The two sides of a balance."""


def quoted(name: str) -> str:
    """A name in Spark SQL."""
    return "`" + name.replace("`", "``") + "`"


def spark_name(rows: str) -> str:
    """The table of some rows."""
    return quoted(rows.replace("-", "_"))


def spark_tables(tables: Iterable[str], rows: str) -> str:
    """The head of a query that takes tables out of rows in which they stand side by side, a column
    of structs for each.

    Args:
        tables: ids of rows; the column of each has its name.
        rows: what stands for all rows in the text.
    """
    taken = (
        f"{spark_name(table)} AS (SELECT `record`, `row`, {spark_name(table)}.* FROM {rows} "
        f"WHERE {spark_name(table)} IS NOT NULL)"
        for table in tables
    )
    return "WITH " + ",\n".join(taken)


def spark_query(standard: Resolved, rule: AcrossSpec) -> str:
    """The query of a rule.

    Args:
        standard: the rows that it reads.
        rule: the rule; right, as lint finds it.
    """
    match rule.check:
        case UniqueCheck():
            return _unique(standard, rule.id, rule.check.unique)
        case ExistsCheck():
            return _exists(standard, rule.id, rule.check.exists)
        case OrderCheck():
            return _order(standard, rule.id, rule.check.order)
        case BalanceCheck():
            return _balance(standard, rule.id, rule.check.balance)
        case OneParentCheck():
            links = rule.check.one_parent
            return _agrees(standard, rule.id, links.of, links.child, links.parent)
        case AgreesCheck():
            agrees = rule.check.agrees
            return _agrees(standard, rule.id, agrees.of, agrees.by, agrees.agree)
        case _:
            assert_never(rule.check)


def _unique(standard: Resolved, id: str, rule: UniqueRule) -> str:
    return (
        f"{_gives(standard, id, rule.of, rule.by)}\n"
        f"FROM (SELECT *, FIRST_VALUE(`record`) OVER same AS `#other`, ROW_NUMBER() OVER same AS "
        f"`#place`\n"
        f"  FROM {spark_name(rule.of)} WHERE {_there(rule.by)}\n"
        f"  WINDOW same AS (PARTITION BY {_listed(rule.by)} ORDER BY `row`))\n"
        f"WHERE `#place` > 1"
    )


def _exists(standard: Resolved, id: str, rule: ExistsRule) -> str:
    keys = _listed(rule.by)
    return (
        f"{_gives(standard, id, rule.of, rule.by, other='CAST(NULL AS BIGINT)')}\n"
        f"FROM (SELECT *, MAX(`#among`) OVER (PARTITION BY {keys}) AS `#known` FROM (\n"
        f"  SELECT 0 AS `#among`, `record`, {keys} FROM {spark_name(rule.of)} WHERE "
        f"{_there(rule.by)}\n"
        f"  UNION ALL SELECT 1, NULL, {keys} FROM {spark_name(rule.among)} WHERE "
        f"{_there(rule.by)}))\n"
        f"WHERE `#among` = 0 AND `#known` = 0"
    )


def _order(standard: Resolved, id: str, rule: OrderRule) -> str:
    sides = (rule.later, rule.later_at, rule.earlier, rule.earlier_at)
    if rule.judged == "earlier":
        sides = (*sides[2:], *sides[:2])
    judged, at, other, other_at = sides
    sign = "<" if rule.judged == "later" else ">"
    which = "MIN" if rule.counts == "first" else "MAX"
    keys, there = _listed(rule.by), _there(rule.by)
    kind = standard.rows(judged).columns[at]
    found, allowed = _shown("`#at`", kind), _shown("`#counted`", kind)
    return (
        f"{_gives(standard, id, judged, rule.by, found=found, allowed=allowed)}\n"
        f"FROM (SELECT *, MIN(CASE WHEN `#among` = 1 AND `#at` = `#counted` THEN `record` END)\n"
        f"    OVER (PARTITION BY {keys}) AS `#other`\n"
        f"  FROM (SELECT *, {which}(CASE WHEN `#among` = 1 THEN `#at` END)\n"
        f"    OVER (PARTITION BY {keys}) AS `#counted` FROM (\n"
        f"    SELECT 0 AS `#among`, `record`, {keys}, {quoted(at)} AS `#at`\n"
        f"    FROM {spark_name(judged)}\n"
        f"    WHERE {there} AND {quoted(at)} IS NOT NULL\n"
        f"    UNION ALL SELECT 1, `record`, {keys}, {quoted(other_at)} FROM {spark_name(other)}\n"
        f"    WHERE {there} AND {quoted(other_at)} IS NOT NULL)))\n"
        f"WHERE `#among` = 0 AND `#at` {sign} `#counted`"
    )


def _balance(standard: Resolved, id: str, rule: BalanceRule) -> str:
    units = unit_columns(standard, rule)
    by = tuple(name for name in rule.by if name != RECORD)
    amounts = rule.amount, rule.supplied_amount or rule.amount
    unjudged = (
        f"CASE WHEN {' OR '.join(unjudged_balance(units, _USED, _SUPPLIED))} THEN 1 ELSE 0 END"
    )
    broken = f"{_USED}.total {'<>' if rule.asks == 'equal' else '>'} {_SUPPLIED}.total"
    rows = "\n    UNION ALL ".join(
        f"SELECT {among} AS `#among`, `row`, {_listed((RECORD, *by))}, "
        f"{quoted(amount) if amount else '0'} AS `#amount`, "
        f"{quoted(units[0]) if units else _NULL} AS `#unit` "
        f"FROM {spark_name(table)} WHERE {_there(rule.by)}"
        for among, (table, amount) in enumerate(
            zip((rule.used, rule.supplied), amounts, strict=True)
        )
    )
    sums = ",\n    ".join(
        _summed(name, among, amounts[among] is not None, which)
        for name, among, which in ((_USED, 0, "MAX"), (_SUPPLIED, 1, "MIN"))
    )
    unit = f"{_USED}.low" if units else _NULL
    return (
        f"SELECT {_text(id)} AS rule, {_USED}.at.`record`.line, {_USED}.at.`record`.id AS named,\n"
        f"  {_SUPPLIED}.at.`record`.line AS other, {unjudged} AS unjudged,\n"
        f"  {_key(standard, rule.used, by)} AS key, CAST({_USED}.total AS STRING) AS found,\n"
        f"  CAST({_SUPPLIED}.total AS STRING) AS allowed, {unit} AS unit\n"
        f"FROM (SELECT {_listed(rule.by)},\n    {sums}\n  FROM (\n    {rows})\n"
        f"  GROUP BY {_listed(rule.by)})\n"
        f"WHERE {_USED}.held > 0 AND {_SUPPLIED}.held > 0 AND ({unjudged} = 1 OR {broken})"
    )


def _summed(name: str, among: int, adds: bool, which: str) -> str:
    """Of one side of a balance: its sum, how many rows it has, and of how many the amount, and the
    unit, is known. No sum overflows.
    """
    own = f"FILTER (WHERE `#among` = {among})"
    total = (
        f"SUM(CAST(`#amount` AS DECIMAL(28, 0))) {own}"
        if adds
        else f"COUNT(*) {own} * {MILLIONTHS}"
    )
    return (
        f"STRUCT({total} AS total, COUNT(*) {own} AS held, COUNT(`#amount`) {own} AS known,\n"
        f"      COUNT(`#unit`) {own} AS named, MIN(`#unit`) {own} AS low,\n"
        f"      MAX(`#unit`) {own} AS high,\n"
        f"      {which}(STRUCT(`row`, `record`)) {own} AS at) AS {name}"
    )


def _agrees(
    standard: Resolved, id: str, rows: str, by: tuple[str, ...], agree: tuple[str, ...]
) -> str:
    kinds = standard.rows(rows).columns
    firsts = [f"`#first {place}`" for place in range(len(agree))]
    taken = ", ".join(
        f"FIRST_VALUE({quoted(name)}) OVER same AS {first}"
        for name, first in zip(agree, firsts, strict=True)
    )
    differs = " OR ".join(
        f"{quoted(name)} <> {first}" for name, first in zip(agree, firsts, strict=True)
    )
    found = " || ' ' || ".join(_shown(quoted(name), kinds[name]) for name in agree)
    allowed = " || ' ' || ".join(
        _shown(first, kinds[name]) for name, first in zip(agree, firsts, strict=True)
    )
    return (
        f"{_gives(standard, id, rows, by, found=found, allowed=allowed)}\n"
        f"FROM (SELECT *, FIRST_VALUE(`record`) OVER same AS `#other`, {taken}\n"
        f"  FROM {spark_name(rows)} WHERE {_there((*by, *agree))}\n"
        f"  WINDOW same AS (PARTITION BY {_listed(by)} ORDER BY `row`))\n"
        f"WHERE {differs}"
    )


# --- parts ----------------------------------------------------------------------------------------


def _gives(
    standard: Resolved, id: str, rows: str, by: tuple[str, ...], *, other: str = "`#other`.line",
    found: str = _NULL, allowed: str = _NULL,
) -> str:  # fmt: skip
    return (
        f"SELECT {_text(id)} AS rule, `record`.line, `record`.id AS named, {other} AS other,\n"
        f"  0 AS unjudged, {_key(standard, rows, by)} AS key,\n"
        f"  {found} AS found, {allowed} AS allowed, {_NULL} AS unit"
    )


def _key(standard: Resolved, rows: str, by: tuple[str, ...]) -> str:
    kinds = standard.rows(rows).columns
    if not by:
        return "CAST(ARRAY() AS ARRAY<STRING>)"
    return f"ARRAY({', '.join(_shown(quoted(name), kinds[name]) for name in by)})"


def _shown(value: str, kind: ColumnKind) -> str:
    """A value as a text; of a moment the fraction without zeros at its end, or none."""
    text = f"CAST({value} AS STRING)"
    if kind != "moment":
        return text
    return f"REGEXP_REPLACE({text}, '([.][0-9]*[1-9])0+$|[.]0+$', '$1')"


def _text(id: str) -> str:
    return "'" + id.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(map(quoted, names))


def _there(names: Iterable[str]) -> str:
    return " AND ".join(f"{quoted(name)} IS NOT NULL" for name in names)
