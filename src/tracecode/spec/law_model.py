"""The meta-model of laws: which elements an article lists for a record, so that the records can be held against it."""

from __future__ import annotations

from collections.abc import Mapping

from tracecode.spec.base import Definition, Evidence, Spec, Text
from tracecode.spec.numbers import Count
from tracecode.spec.texts import Id


class KeepSpec(Spec):
    """How long a record is kept after a date.

    一条记录自某一日期起应保存多久。
    """

    after: str
    """The date from which the time runs, by path; of a repeated group the latest line counts.
    期限起算的日期，写路径；可重复的组取最晚的一行。"""
    plus: tuple[str, ...] = ()
    """A length of time and its unit, by path, which are added to the date first: `[shelf_life, shelf_life_unit]`.
    先加到该日期上的时间长度及其单位，写路径，例如 `[shelf_life, shelf_life_unit]`。"""
    months: Count
    """So many months at least.
    至少保存的月数。"""


class ReportSpec(Spec):
    """Within what time a record is reported.

    一条记录应在多长时间内报送。
    """

    after: str
    """The date from which the time runs, by path.
    期限起算的日期，写路径。"""
    days: Count
    """So many days later at the latest.
    最迟的天数。"""
    to: Text | None = None
    """To whom, where it is known.
    报送对象，已知时写。"""


class ArticleSpec(Spec):
    """What one article lists for one kind of record.

    一条规定为一种记录列出的内容。
    """

    id: Id
    """Id, unique in the law; for instance `art-50`.
    标识，在该法规内唯一，例如 `art-50`。"""
    clause: str | None = None
    """The article, as sources of obligations name it; left out where its number was not seen.
    条款，与约束出处中的写法一致；未见条款号的不写。"""
    name: Text
    """Who records what, in a few words.
    由谁记录何事，简述。"""
    evidence: Evidence | None = None
    """How sure it is, where it differs from the law's.
    依据程度，与该法规不同时写。"""
    records: tuple[str, ...] = ()
    """The kinds of record in which it is done; each has all that is asked for.
    所用的记录种类；每种都须含全部所列内容。"""
    products: tuple[str, ...] = ()
    """Items or categories that it binds. Empty: every item that has such a record.
    所约束的品目或类别；不写则为有此种记录的各品目。"""
    when: Mapping[str, tuple[str, ...]] | None = None
    """Asked for, and kept, only where each of these elements has one of the values; they stand beside those asked for.
    仅在所列数据元（与所要求的并列）取所列值之一时要求，其保存期限亦同。"""
    asks: tuple[tuple[str, ...], ...] = ()
    """The elements, by path; of each list one at least, for instance `[lines.batch_no, lines.production_date]`.
    数据元的路径；每组至少填一个，例如 `[lines.batch_no, lines.production_date]`。"""
    keep: tuple[KeepSpec, ...] = ()
    """How long the record is kept: the first counts for which it has the dates.
    记录的保存期限：取记录中有所需日期的第一项。"""
    report: ReportSpec | None = None
    """Within what time it is reported.
    报送时限。"""
    gaps: tuple[Text, ...] = ()
    """What it asks for and no record has, with the reason.
    该条要求而记录中没有的内容及原因。"""


class LawSpec(Definition):
    """What the articles of a law ask of records. Lint holds the records against it, and obligations that cite it.

    一部法规的条款对记录的要求。规范检查据此核对各记录，以及引用该法规的约束。
    """

    id: Id
    """The law, by its id in `sources/`, equal to the file's name.
    法规在 `sources/` 中的标识，与文件名相同。"""
    evidence: Evidence
    """How sure it is that the articles ask for this.
    条款如此要求的依据程度。"""
    articles: tuple[ArticleSpec, ...]
    """Its articles on records.
    关于记录的各条。"""
