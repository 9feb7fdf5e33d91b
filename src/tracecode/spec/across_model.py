"""The meta-model of checks across records: which rows are read from records, and what rules ask of them.

The language is closed: six kinds of check over rows, each of which any SQL engine can carry out. `rows` say once which
elements of which records are looked at, and many rules share them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias, assert_never

from tracecode.spec.base import Citation, Definition, Evidence, Spec, Text
from tracecode.spec.texts import Id, SnakeId

ColumnKind = Literal["text", "number", "quantity", "unit", "day", "moment"]
"""`quantity` is a number in the unit of the column of kind `unit`; both are turned into the base unit of the list."""


class ReadSpec(Spec):
    """What is read from some kinds of record: one row a record, or one a line of the repeated group that is named.

    从某些记录种类读取的内容：每条记录一行；写明可重复的组时，该组每行一行。
    """

    records: tuple[str, ...]
    """The kinds of record; `["*"]` for all.
    记录种类；全部写 `["*"]`。"""
    products: tuple[str, ...] = ()
    """Only of these items; empty: of every item that has such a record.
    只读这些品目；不写则为有此种记录的各品目。"""
    take: Mapping[str, tuple[str, ...]]
    """For each column the elements, by path; the first that is there counts: `{party: [uscc, operator_code]}`.
    每列所取的数据元，写路径；取已填的第一个，例如 `{party: [uscc, operator_code]}`。"""
    when: Mapping[str, tuple[str, ...]] = {}
    """Only where each of these elements, by path, has one of the values.
    仅在所列数据元（写路径）取所列值之一时读取。"""


class RowsSpec(Definition):
    """Rows that rules look at: a table with a line for each thing of one kind that records tell of.

    供规则查看的行：记录所述的一类事物，每件一行。
    """

    id: Id
    """Id, equal to the file's name.
    标识，与文件名相同。"""
    name: Text
    """Name in both languages.
    两种语言的名称。"""
    columns: Mapping[str, ColumnKind]
    """The columns, and what each holds: `text`, `number`, `quantity` with its `unit`, `day` or `moment`.
    各列及其内容：文本、数值、带单位的数量及其单位、日期或时刻。"""
    reads: tuple[ReadSpec, ...]
    """From which records they are read.
    从哪些记录读取。"""


class UniqueRule(Spec):
    """No two rows have the same values.

    任何两行的取值不得相同。
    """

    of: Id
    """The rows.
    所查的行。"""
    by: tuple[SnakeId, ...]
    """The columns that are compared.
    所比较的列。"""


class ExistsRule(Spec):
    """For each row there is one with the same values among others.

    每一行在另一些行中有取值相同的行。
    """

    of: Id
    """The rows.
    所查的行。"""
    among: Id
    """Those among which one must be.
    须在其中有对应行的行。"""
    by: tuple[SnakeId, ...]
    """The columns that are compared.
    所比较的列。"""


class OrderRule(Spec):
    """Of rows with the same values, one kind does not come before the other.

    取值相同的两类行，一类不早于另一类。
    """

    earlier: Id
    """The rows that come first, or on the same day.
    在先（或同日）的行。"""
    earlier_at: SnakeId
    """Their column of kind day or moment.
    其日期或时刻列。"""
    later: Id
    """The rows that come afterwards.
    在后的行。"""
    later_at: SnakeId
    """Their column, of the same kind.
    其日期或时刻列，类型相同。"""
    by: tuple[SnakeId, ...]
    """The columns that are compared.
    所比较的列。"""
    judged: Literal["earlier", "later"]
    """Which rows are found where the order is broken.
    次序有误时指出哪一类行。"""
    counts: Literal["first", "last"] = "first"
    """Of several rows on the other side, the first or the last counts.
    另一类有多行时，以最早或最晚的一行为准。"""


class BalanceRule(Spec):
    """Of rows with the same values, one kind adds up to no more than the other, or to as much.

    取值相同的两类行，一类合计不超过（或等于）另一类合计。
    """

    used: Id
    """The rows whose sum is judged.
    合计受查的行。"""
    supplied: Id
    """The rows whose sum is the limit.
    合计作为限额的行。"""
    by: tuple[SnakeId, ...]
    """The columns that are compared; `record` stands for the record itself.
    所比较的列；`record` 指记录本身。"""
    amount: SnakeId | None = None
    """The column that is added up, on both sides. Left out: rows are counted.
    两类行中相加的列；不写则计行数。"""
    supplied_amount: SnakeId | None = None
    """That of the supplied rows, where it is another one.
    作为限额的行所用的列，与前项不同时写。"""
    asks: Literal["at-most", "equal"] = "at-most"
    """Whether the sums may differ.
    两合计可以不等，还是必须相等。"""


class OneParentRule(Spec):
    """A child stands under one parent only.

    同一个下级只属于一个上级。
    """

    of: Id
    """The rows, one a link.
    关联关系，每条一行。"""
    child: tuple[SnakeId, ...]
    """The columns that name the child.
    指明下级的列。"""
    parent: tuple[SnakeId, ...]
    """The columns that name the parent.
    指明上级的列。"""


class AgreesRule(Spec):
    """Rows with the same values agree in further ones.

    取值相同的行，另一些列也相同。
    """

    of: Id
    """The rows.
    所查的行。"""
    by: tuple[SnakeId, ...]
    """The columns that are compared.
    所比较的列。"""
    agree: tuple[SnakeId, ...]
    """The columns in which they agree; a row that lacks one breaks nothing.
    应一致的列；缺填的行不判。"""


class UniqueCheck(Spec):
    """No two rows are alike.

    不得重复。
    """

    unique: UniqueRule
    """Which rows, by which columns.
    哪些行，按哪些列。"""


class ExistsCheck(Spec):
    """There is a row for each.

    应有对应。
    """

    exists: ExistsRule
    """For which rows, among which.
    哪些行，在哪些行中。"""


class OrderCheck(Spec):
    """One comes after the other.

    先后次序。
    """

    order: OrderRule
    """Which rows, by which times.
    哪些行，按哪个时间。"""


class BalanceCheck(Spec):
    """One sum does not exceed another.

    数量平衡。
    """

    balance: BalanceRule
    """Which sums.
    哪些合计。"""


class OneParentCheck(Spec):
    """A child has one parent.

    上级唯一。
    """

    one_parent: OneParentRule
    """Which links.
    哪些关联关系。"""


class AgreesCheck(Spec):
    """Rows agree.

    相互一致。
    """

    agrees: AgreesRule
    """Which rows, in what.
    哪些行，在哪些列。"""


Check: TypeAlias = (
    UniqueCheck | ExistsCheck | OrderCheck | BalanceCheck | OneParentCheck | AgreesCheck
)
"""What a rule asks; exactly one kind."""


class AcrossSample(Spec):
    """A few records, and which of them are found.

    几条记录，及其中会被指出的记录。
    """

    about: Text
    """What happens in them.
    所述情形。"""
    records: tuple[Mapping[str, str], ...]
    """The records, each by paths: `{record_type: wholesale, "lines[0].batch_no": A1}`.
    各条记录，用路径写：`{record_type: wholesale, "lines[0].batch_no": A1}`。"""
    found: tuple[int, ...] = ()
    """The numbers of those that are found, from 1; none: the records are right.
    会被指出的记录序号，从 1 起；不写则各记录均正确。"""


class AcrossSpec(Definition):
    """A rule across records.

    跨记录的校验规则。
    """

    id: Id
    """Id, equal to the file's name.
    标识，与文件名相同。"""
    name: Text
    """What it is called.
    名称。"""
    asks: Text
    """What it asks, as a sentence.
    规则要求，写成一句话。"""
    remedy: Text
    """What to do where it is broken, as a sentence.
    不符合时如何处理，写成一句话。"""
    source: Citation
    """Where it is written.
    出处。"""
    evidence: Evidence
    """How sure it is; it says whether breaking it is an error or a warning.
    依据程度，决定不符合时是错误还是警告。"""
    severity: Literal["warning"] | None = None
    """Left at `warning` where no more is meant, though the evidence would allow an error.
    虽有充分依据，仍只作警告时写 `warning`。"""
    check: Check
    """The check, of one kind.
    校验内容，须且只须一种。"""
    samples: tuple[AcrossSample, ...]
    """Right and wrong ones; at least one of each.
    正确和错误的例子，各至少一个。"""


class Used(Spec):
    """Rows that a check reads, and the columns of them."""

    rows: str
    columns: tuple[str, ...]


def read_by(check: Check) -> tuple[Used, ...]:
    """The rows and columns that a check reads; the rows that are judged come first."""
    match check:
        case UniqueCheck():
            return (Used(rows=check.unique.of, columns=check.unique.by),)
        case ExistsCheck():
            rule = check.exists
            return Used(rows=rule.of, columns=rule.by), Used(rows=rule.among, columns=rule.by)
        case OrderCheck():
            sides = (
                Used(rows=check.order.earlier, columns=(*check.order.by, check.order.earlier_at)),
                Used(rows=check.order.later, columns=(*check.order.by, check.order.later_at)),
            )
            return sides if check.order.judged == "earlier" else sides[::-1]
        case BalanceCheck():
            balance = check.balance
            supplied = balance.supplied_amount or balance.amount
            used_columns = (*balance.by, *([balance.amount] if balance.amount else ()))
            return (
                Used(rows=balance.used, columns=used_columns),
                Used(
                    rows=balance.supplied, columns=(*balance.by, *([supplied] if supplied else ()))
                ),
            )
        case OneParentCheck():
            return (
                Used(
                    rows=check.one_parent.of,
                    columns=(*check.one_parent.child, *check.one_parent.parent),
                ),
            )
        case AgreesCheck():
            return (Used(rows=check.agrees.of, columns=(*check.agrees.by, *check.agrees.agree)),)
        case _:
            assert_never(check)
