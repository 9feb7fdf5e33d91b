"""The meta-model of the catalogue: its items, the records and codes of each, and what the items of a category share."""

from __future__ import annotations

from tracecode.spec.base import Citation, Defaults, Definition, Evidence, Spec, Text
from tracecode.spec.record_model import IndicatorUse
from tracecode.spec.rule_model import RuleSpec
from tracecode.spec.texts import ProductId, RecordId, WordId


class ProductRecord(Spec):
    """A kind of record that a product has. By its id alone, it is the common core as it is.

    品目的一种记录；没有增加内容时直接采用公共记录，只写标识。
    """

    id: RecordId
    """Id of the kind of record.
    记录种类的标识。"""
    core: str
    """Core in `records/` on which it builds; without it, the one with the record's own id.
    所依据的公共记录，见 `records/`；不写则为同一标识的公共记录。"""
    name: Text | None = None
    """Where it differs from the core's.
    名称，与公共记录不同时写。"""
    indicators: tuple[IndicatorUse, ...] = ()
    """What the product adds; a use of an element of the core replaces the core's.
    品目增加的数据元；公共记录已有的，以此处为准。"""
    recorders: tuple[str, ...] = ()
    """Who makes the record of this product, where they are not the core's.
    由谁记录该品目的此种记录，与公共记录不同时写。"""
    rules: tuple[RuleSpec, ...] = ()
    """Rules that the product adds.
    品目增加的规则。"""
    source: Citation | None = None
    """Where what is added is written, if not where the core is.
    所增内容的出处，与公共记录不同时写。"""
    evidence: Evidence | None = None
    """How sure it is, if not as the core.
    所增内容的依据程度，与公共记录不同时写。"""
    gaps: tuple[Text, ...] = ()
    """What the research could not find.
    未能查到的内容。"""

    @property
    def own(self) -> bool:
        """Whether it adds something to the core."""
        return bool(self.indicators or self.rules or self.id != self.core)


class ProductCodes(Spec):
    """The schemes a product carries, by role.

    品目使用的编码规则，按用途。
    """

    unit: tuple[str, ...] = ()
    """Of a single unit.
    单件。"""
    batch: tuple[str, ...] = ()
    """Of a batch.
    批次。"""
    package: tuple[str, ...] = ()
    """Of a package or logistic unit.
    包装或物流单元。"""
    product: tuple[str, ...] = ()
    """Of the product.
    产品。"""
    party: tuple[str, ...] = ()
    """Of a party.
    主体。"""
    licence: tuple[str, ...] = ()
    """Of a licence.
    许可。"""
    certificate: tuple[str, ...] = ()
    """Of a certificate or document.
    证书或单证。"""
    label: tuple[str, ...] = ()
    """Of a label.
    标签。"""

    @property
    def all(self) -> frozenset[str]:
        """The schemes of every role."""
        return frozenset(id for role in self.field_names() for id in getattr(self, role))


class ItemDomain(Spec):
    """With what the values of an element begin where they are those of the item's own goods.

    属于本品目货物的数据元取值以何开头。
    """

    element: str
    """The element. In the lines of a record one of its values at least begins so, since a parcel may hold other goods
    too; another element whose encoding rule, named beside it, is that of this one is held against it as well. A value
    that begins otherwise is only reported, since the goods of an item are nowhere listed in full.
    数据元。在记录的各行中至少一行如此开头，因为一个包裹可以另有其他货物；旁边写明的编码规则与本数据元相同的其他数据元一并核对。
    其他开头的值只提示，因为未见品目所含货物的完整清单。"""
    begins: tuple[str, ...]
    """The beginnings, values of the code list.
    各开头，取代码表的值。"""
    codelist: str
    """Code list that says what the beginnings are.
    说明各开头含义的代码表。"""
    source: Citation
    """Where it is written.
    出处。"""
    evidence: Evidence
    """How sure it is.
    依据程度。"""


class CategorySpec(Definition):
    """What the items of a category share; an item takes it by `like`.

    一个类别的品目共有的内容；品目以 `like` 采用。
    """

    id: WordId
    """Value of the code list `category`, equal to the file's name.
    代码表 `category` 的取值，与文件名相同。"""
    authorities: tuple[str, ...] = ()
    """Responsible authorities under their names of 2017.
    主管部门，用 2017 年的名称。"""
    stages: tuple[str, ...] = ()
    """Stages that the plan names for its items.
    方案为其品目指明的环节。"""
    recorders: tuple[str, ...] = ()
    """Who makes records of its items, values of the code list `recorder`.
    其品目由谁记录，取代码表 `recorder` 的值。"""
    codes: ProductCodes | None = None
    """The schemes that its items carry, by role; an item's own list for a role takes the place of the one here.
    品目使用的编码规则，按用途；品目自己写明的用途，以品目为准。"""
    defaults: Defaults | None = None
    """Source and evidence of the records below that add something to their cores and name no source.
    以下增加了内容而未写明出处的记录，其出处和依据程度取此处所写。"""
    records: tuple[ProductRecord, ...] = ()
    """The records of its items, in order. An item's own record of the same id takes the place of the one here.
    品目的各种记录，依次；品目自己写明的同一标识的记录，以品目为准。"""
    source: Citation
    """Where it is written.
    出处。"""
    evidence: Evidence
    """How sure it is.
    依据程度。"""


class ProductSpec(Definition):
    """One item of the catalogue.

    目录的一个品目。
    """

    id: ProductId
    """Lower-case id with hyphens, equal to the file's name.
    小写加连字符的标识，与文件名相同。"""
    number: str
    """Category digit and two digits in the order of the catalogue, for instance `401`; part of `tj-trace` codes.
    类别一位加目录次序两位，例如 `401`；用于 `tj-trace` 代码。"""
    like: str | None = None
    """A category of which it takes what its items share: authorities, stages, who records, codes, records, source,
    evidence.
    所属类别；采用其品目共有的主管部门、环节、记录主体、编码、记录、出处和依据程度。"""
    without: tuple[str, ...] = ()
    """With `like`: ids of records that are not taken.
    与 `like` 同用：不取的记录的标识。"""
    category: str
    """Value of the code list `category`; with `like`, that one.
    代码表 `category` 的取值；有 `like` 时即为它。"""
    name: Text
    """Name in both languages.
    两种语言的名称。"""
    authorities: tuple[str, ...]
    """Responsible authorities under their names of 2017.
    主管部门，用 2017 年的名称。"""
    stages: tuple[str, ...]
    """Stages that the plan names for it, values of the code list `stage`; each needs a record.
    方案指明的环节，取代码表 `stage` 的值；每个环节须有记录。"""
    recorders: tuple[str, ...] = ()
    """Who makes records of it, values of the code list `recorder`: of those whom a kind of record of many items names,
    these alone stand in the item's procedure. Empty: all.
    由谁记录，取代码表 `recorder` 的值：共用的记录所列的记录主体，只有这些写入本品目的追溯规程；不写则全部写入。"""
    codes: ProductCodes
    """The schemes that it carries, by role.
    使用的编码规则，按用途。"""
    defaults: Defaults | None = None
    """Source and evidence of the records below that add something to their cores and name no source.
    以下增加了内容而未写明出处的记录，其出处和依据程度取此处所写。"""
    domains: tuple[ItemDomain, ...] = ()
    """With what the values of elements begin that are of the item's own goods, such as the customs headings of tea.
    属于本品目货物的数据元取值以何开头，例如茶叶的税目。"""
    records: tuple[ProductRecord, ...] = ()
    """Its records. With `like`, a new one stands after the one before it in this list, or first.
    各种记录。有 `like` 时，新增的记录排在此处前一记录之后，列在最前的排在最前。"""
    source: Citation
    """Where it is written.
    出处。"""
    evidence: Evidence
    """How sure it is.
    依据程度。"""
    gaps: tuple[Text, ...] = ()
    """What the research could not find.
    未能查到的内容。"""
