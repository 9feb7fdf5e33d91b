"""The meta-model of the second half of the standard: indicators, groups, record types and interfaces.

Kept apart from `spec.model`, so that reading an encoding rule does not load it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from tracecode.spec.base import Citation, Definition, Evidence, Spec, Text
from tracecode.spec.model import Identifies
from tracecode.spec.numbers import Bound, Count
from tracecode.spec.rule_model import RuleSpec
from tracecode.spec.texts import Chars, ElementId, Id, RecordId, WordId


class NumberRange(Spec):
    """Bounds of a number, both included, as decimals in text.

    数值的上下限，均含，写成文字形式的小数。
    """

    min: Bound | None = None
    """Smallest value.
    最小值。"""
    max: Bound | None = None
    """Largest value.
    最大值。"""


Sharing = Literal["open", "conditional", "withheld"]
"""Who may have a value: anybody, other departments on conditions, nobody."""


class IndicatorSpec(Definition):
    """A data element of the dictionary: a single value (`format`) or a group of them (`group`).

    数据元：单个值（`format`）或一组值（`group`）。
    """

    id: ElementId
    """snake_case; the key in Python, JSON, XML, CSV, SQL and documents alike.
    小写加下划线；在 Python、JSON、XML、CSV、SQL 和文件中都是同一个键。"""
    name: Text
    """Name in both languages.
    两种语言的名称。"""
    definition: Text
    """What it means.
    定义。"""
    format: str | None = None
    """GB/T 19488 manner: `an..50` text, `n6` digits, `n..9` whole number, `n..14,3` decimal, `YYYY-MM-DD`; see
    `docs/records.md` for all. Leave out with `group`.
    按 GB/T 19488 的写法：`an..50` 文本、`n6` 数字串、`n..9` 整数、`n..14,3` 小数、`YYYY-MM-DD`；全部写法见
    `docs/records.md`。有 `group` 时不写。"""
    group: str | None = None
    """Id of the group of which this element is an instance, for instance `party` of `supplier`.
    该数据元所属的组，例如 `supplier` 的 `party`。"""
    unit: str | None = None
    """Unit of measurement of the value, for instance `kg`; a value of the code list `measure-unit`, if there is one.
    计量单位，例如 `kg`；有代码表 `measure-unit` 时取其值。"""
    range: NumberRange | None = None
    """Bounds of a number. Without `min`, a number is not negative.
    数值的上下限；没有 `min` 时不得为负。"""
    chars: Chars | None = None
    """Further limit on a text: named alphabet or character class.
    对文本的进一步限制：字符集或字符类。"""
    codelist: str | None = None
    """The value must be in this code list.
    取值须在此代码表中。"""
    scheme: str | None = None
    """The value is a code of this scheme.
    取值是此编码规则的代码。"""
    identifies: tuple[Identifies, ...] = ()
    """The value is the id of an encoding rule and stands beside a code; the code may identify one of these.
    取值是编码规则的标识，与代码并列；该代码可以标识其中之一。"""
    privacy: Literal["personal", "trade-secret"] | None = None
    """`personal` values are masked in messages and findings; neither kind is shown to the public.
    个人信息（`personal`）在信息和结果中遮盖；两类都不向公众显示。"""
    sharing: Sharing | None = None
    """Who may have the value beside those who deal with it: anybody, other departments on conditions, nobody. Left
    out: `withheld` with `privacy`, otherwise `conditional`.
    除经办各方外的共享属性：公开、有条件共享、不予共享；不写的，标有 `privacy` 的为不予共享，其余为有条件共享。"""
    aliases: Mapping[str, tuple[str, ...]] | None = None
    """Names of the element in other systems' messages, by system.
    在其他系统报文中的名称，按系统。"""
    source: Citation
    """Where it is written.
    出处。"""
    evidence: Evidence
    """How sure it is.
    依据程度。"""
    example: str | None = None
    """A right value as text; required with `format`.
    一个正确的值，写成文字；有 `format` 时必填。"""
    example_of_item: str | None = None
    """The same in a record of an item, whose Chinese name stands for `{item}`: `天津示例{item}有限公司`.
    在某一品目的记录中的示例值，`{item}` 处填该品目的中文名称，例如 `天津示例{item}有限公司`。"""


ITEM_MARK = "{item}"
"""Stands for the name of an item in `example_of_item`."""


def sharing_of(spec: IndicatorSpec) -> Sharing:
    """Who may have the value of an element: as it says, or by its privacy."""
    return spec.sharing or ("conditional" if spec.privacy is None else "withheld")


class Period(Spec):
    """Dates on which a condition holds, both ends included; at least one end.

    条件成立的期间，首尾均含，至少写一端。
    """

    since: date | None = None
    """First day.
    首日。"""
    until: date | None = None
    """Last day.
    末日。"""


class IndicatorUse(Spec):
    """An indicator inside a record type or group.

    记录或组中使用的数据元。
    """

    use: str
    """Indicator id.
    数据元的标识。"""
    obligation: Literal["M", "C", "O"]
    """Mandatory, conditional (with `when`, or by a rule of the record), optional.
    必填、有条件必填（用 `when` 或记录的规则）、可选。"""
    when: Mapping[str, tuple[str, ...] | Period] | None = None
    """With `C`: required when every named indicator has one of the listed values (`"*"`: any value at all), or its
    date lies in the period.
    与 `C` 同用：所列数据元均取所列值之一（`"*"` 为任何值），或日期在期间内时必填。"""
    group: str | None = None
    """A narrower group in place of the element's own: more elements are mandatory, optional ones may be left out.
    以更严的组代替数据元自己的组：必填的更多，可选的可不含。"""
    many: Count | None = None
    """Most occurrences, where the element may occur more than once.
    可以出现多次时的最多次数。"""
    source: Citation | None = None
    """Only where it differs from the record's.
    出处，只在与记录不同时写。"""
    evidence: Evidence | None = None
    """Of the obligation, where it differs from the record's. What is `unsure` cannot be mandatory.
    约束的依据程度，与记录不同时写；`unsure` 的不能为必填。"""


class GroupSpec(Definition):
    """Elements that travel together, for instance the name, code and telephone of a party.

    成组出现的数据元，例如主体的名称、代码和电话。
    """

    id: WordId
    """Id by which `group` names it.
    供 `group` 引用的标识。"""
    name: Text
    """Name in both languages.
    两种语言的名称。"""
    definition: Text
    """What it means.
    定义。"""
    indicators: tuple[IndicatorUse, ...]
    """Its elements.
    各数据元。"""
    rules: tuple[RuleSpec, ...] = ()
    """Rules among its elements.
    数据元之间的规则。"""
    source: Citation
    """Where it is written.
    出处。"""
    evidence: Evidence
    """How sure it is.
    依据程度。"""


class RecordSpec(Definition):
    """What every product shares in one kind of record: the common core.

    各品目在一种记录中共有的内容，即公共记录。
    """

    id: RecordId
    """Lower-case id with hyphens, equal to the file's name.
    小写加连字符的标识，与文件名相同。"""
    name: Text
    """Name in both languages.
    两种语言的名称。"""
    stage: str | None = None
    """Value of the code list `stage`; leave out where a record belongs to none, such as a filing or a reply.
    代码表 `stage` 的取值；备案、答复等不属于环节的记录不写。"""
    recorders: tuple[str, ...] = ()
    """Who makes such a record, values of the code list `recorder`; left out: those of the base.
    由谁记录，取代码表 `recorder` 的值；不写则与 `base` 相同。"""
    base: str | None = None
    """Another core, whose elements and rules come first.
    另一公共记录，其数据元和规则在前。"""
    open: bool = False
    """True: it holds open elements only, and of each item all that its other records have, as optional ones.
    是：只含公开的数据元；各品目的此种记录还含该品目其他记录中公开的数据元，均为可选。"""
    abstract: bool = False
    """True: only a base of others, no record by itself.
    是：只供其他记录依据，自身不成记录。"""
    indicators: tuple[IndicatorUse, ...] = ()
    """Its elements.
    各数据元。"""
    rules: tuple[RuleSpec, ...] = ()
    """Rules among its elements.
    数据元之间的规则。"""
    source: Citation
    """Where it is written.
    出处。"""
    evidence: Evidence
    """How sure it is.
    依据程度。"""
    gaps: tuple[Text, ...] = ()
    """What the research could not find; printed in the documents.
    未能查到的内容，印入文件。"""


Side = Literal[
    "enterprise",
    "third-party-platform",
    "district-platform",
    "department",
    "city-platform",
    "ministry-platform",
    "public",
]
"""Who calls or answers an operation: an enterprise, the platform that sends for it, the platform of a district, a
department of the city or of a district, the city's platform, that of a ministry, anybody."""


class InterfaceSpec(Definition):
    """An operation between enterprise, platform and public.

    企业、平台和公众之间的一项操作。
    """

    id: Id
    """Lower-case id with hyphens, equal to the file's name.
    小写加连字符的标识，与文件名相同。"""
    name: Text
    """Name in both languages.
    两种语言的名称。"""
    definition: Text
    """What it does.
    定义。"""
    method: Literal["get", "post"]
    """Method of HTTP.
    请求方法。"""
    path: str
    """Below the platform's address; `{name}` stands for an element of the dictionary.
    平台地址之下的路径；`{name}` 代表一个数据元。"""
    query: tuple[IndicatorUse, ...] = ()
    """Parameters of the address.
    地址中的参数。"""
    caller: Side
    """Who calls.
    发起方。"""
    responder: Side
    """Who answers.
    应答方。"""
    accepts: tuple[str, ...] = ()
    """Record ids that the request carries; `*`: every record of every product.
    请求所含记录的标识；`*` 为各品目的全部记录。"""
    returns: tuple[str, ...] = ()
    """Record ids that the answer carries.
    应答所含记录的标识。"""
    public: bool = False
    """True: the answer leaves out personal data and trade secrets.
    是：应答不含个人信息和商业秘密。"""
    reserved: bool = False
    """True: the place of a ministry's interface whose text was not found; nothing is promised beyond its name.
    是：为未见文本的部委接口预留；名称之外不作承诺。"""
    source: Citation
    """Where it is written.
    出处。"""
    evidence: Evidence
    """How sure it is.
    依据程度。"""
