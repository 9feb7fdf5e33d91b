"""The meta-model of laws: which elements an article lists for a record, so that the records can be held against it."""

from __future__ import annotations

from collections.abc import Mapping

from tracecode.spec.base import Definition, Evidence, Spec, Text
from tracecode.spec.texts import Id


class ArticleSpec(Spec):
    """What one article lists for one kind of record.

    一条规定为一种记录列出的内容。
    """

    id: Id
    """Id, unique in the law; for instance `art-50`.
    标识，在该法规内唯一，例如 `art-50`。"""
    clause: str
    """The article, as sources of obligations name it.
    条款，与约束出处中的写法一致。"""
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
    """Asked for only where each of these elements, which stand beside those asked for, has one of the values.
    仅在所列数据元（与所要求的并列）取所列值之一时要求。"""
    asks: tuple[tuple[str, ...], ...] = ()
    """The elements, by path; of each list one at least, for instance `[lines.batch_no, lines.production_date]`.
    数据元的路径；每组至少填一个，例如 `[lines.batch_no, lines.production_date]`。"""
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
