"""The rules across records as SQL text for a warehouse: tables of rows, and one query a rule.

Whoever has records in a warehouse fills the tables (each says from which elements of which records)
and runs the queries. What a query gives, stands at its head. Tests run the same text in two
engines.

>>> from tracecode.standard.resolved import packaged
>>> sorted(derived(packaged()))[:2]
['rules/activated-before-sold.sql', 'rules/batch-one-expiry.sql']
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracecode.escape import terminal
from tracecode.relations.rows import table_of
from tracecode.relations.sql import create, query_of
from tracecode.spec.across_model import read_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracecode.spec.across_model import AcrossSpec, ReadSpec, RowsSpec
    from tracecode.standard.resolved import Resolved

_HEAD = (
    (
        "Rows that rules across records look at. Fill them from records, in order: row grows from 1 "
        "in each table,"
    ),
    (
        "record is the number of the record. Amounts and numbers are whole millionths, amounts in "
        "base units of the code"
    ),
    "list quantity-unit; days as written, moments in UTC. What a record leaves out is NULL.",
    (
        "跨记录规则所用的表。按记录顺序填写：row 在每表内从 1 递增，record "
        "为记录序号。数值为百万分之一的整数倍，"
    ),
    "数量先换算为代码表 quantity-unit 的基本单位；日期按所写，时刻为协调世界时；未填的为 NULL。",
)
_GIVES = (
    (
        "Gives: row and record of what is found, the other record, 1 where amounts could not be "
        "compared, the key,"
    ),
    "what was found, what would be right, the unit of both.",
    "结果：所指出的行和记录、对照的记录、数量无法比较时为 1、各键列、实际值、应有值、单位。",
)


def derived(standard: Resolved) -> dict[str, str]:
    """The files: `tables.sql`, and a query for each rule."""
    tables = "\n".join(map(_table, map(standard.rows, standard.ids("rows")), _creates(standard)))
    files = {"tables.sql": _remarks(_HEAD) + "\n" + tables}
    for id in standard.ids("rule"):
        rule = standard.rule(id)
        files[f"rules/{id}.sql"] = (
            _remarks(_about(rule, standard)) + query_of(standard, rule).text + ";\n"
        )
    return files


def _creates(standard: Resolved) -> Iterator[str]:
    return (create(table_of(standard, id)) for id in standard.ids("rows"))


def _table(rows: RowsSpec, statement: str) -> str:
    reads = [f"  {line}" for read in rows.reads for line in _read(read)]
    return _remarks([f"{rows.name.zh} / {rows.name.en}", *reads]) + statement + ";\n"


def _read(read: ReadSpec) -> Iterator[str]:
    goods = f" ({', '.join(read.products)})" if read.products else ""
    yield ", ".join(read.records) + goods
    for column, paths in read.take.items():
        yield f"  {column}: {', '.join(paths)}"
    for path, values in read.when.items():
        yield f"  where / 条件 {path}: {', '.join(values)}"


def _about(rule: AcrossSpec, standard: Resolved) -> list[str]:
    tables = ", ".join(dict.fromkeys(used.rows.replace("-", "_") for used in read_by(rule.check)))
    return [
        f"{rule.id}: {rule.name.zh} / {rule.name.en}", rule.asks.zh, rule.asks.en,
        (f"Source / 出处: {standard.cite(rule.source)} ({rule.evidence}). Tables / 表: "
        f"{tables}"), *_GIVES,
    ]  # fmt: skip


def _remarks(lines: Iterable[str]) -> str:
    """Lines as remarks of SQL, none of which can end early."""
    return "".join(f"-- {terminal(line)}\n" for line in lines)
