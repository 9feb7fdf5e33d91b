"""The meta-model of what others refer to: documents, alphabets, code lists; and of what a pack says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from tracecode.spec.base import Citation, Definition, Evidence, Spec, Text
from tracecode.spec.numbers import Bound
from tracecode.spec.texts import Chars, Id, WordId


class SourceSpec(Definition):
    """A governing document, described once and cited by id.

    依据文件，登记一次，以标识引用。
    """

    id: Id
    """Lower-case id, for instance `gb-32100-2015`.
    小写标识，例如 `gb-32100-2015`。"""
    title: Text
    """Full title; the English one may be a translation of this project.
    全称；英文名称可以是本项目的译名。"""
    number: str | None = None
    """Number as printed, for instance `GB 32100-2015`. Leave out what was not seen.
    所印的编号，例如 `GB 32100-2015`；没有见到的不写。"""
    issuer: Text | None = None
    """Issuing body.
    发布机构。"""
    issued: date | None = None
    """Date of issue.
    发布日期。"""
    in_force: date | None = None
    """First day in force.
    施行首日。"""
    ended: date | None = None
    """Last day in force.
    施行末日。"""
    status: Literal["in-force", "replaced", "draft", "unknown"]
    """Status as far as the research found it.
    查到的状态：现行、已被替代、草案、不明。"""
    evidence: Evidence
    """How sure it is that the document exists and says what is cited from it.
    文件存在且内容如所引用的依据程度。"""
    products: tuple[str, ...] = ()
    """Items or categories on which alone it is; it can make nothing mandatory for others. Empty: not limited.
    只涉及的品目或类别，不能作为其他品目必填的出处；不写则不限。"""
    unread: tuple[str, ...] = ()
    """Clauses of which no more than the title was seen, `"*"` for all; what rests on them is `unsure` at best.
    只见标题的条款，全部时写 `"*"`；以其为据的至多为 `unsure`。"""
    note: str | None = None
    """What the reader should know: what was read of it and what was not.
    说明：读到和没有读到的部分。"""


class DocumentSpec(Spec):
    """What cover, foreword and scope of the document say; where something is left out, a draft shows XXXX.

    标准成文时封面、前言和范围所用的内容。尚未确定的不写，草案中显示 XXXX。
    """

    series: str | None = None
    """How its number begins, for instance `DB12/T`; of a draft no more is known.
    标准代号，例如 `DB12/T`；草案没有编号的其余部分。"""
    level: Text | None = None
    """The level words of the cover, for instance `天津市地方标准`; without them, a local standard.
    封面的层次，例如“天津市地方标准”；不写则为“地方标准”。"""
    title: Text | None = None
    """Its title; without it, one made of `goods`.
    名称；不写则由 `goods` 得出。"""
    goods: Text | None = None
    """What is traced, for instance `重要产品`; without it, products.
    追溯的对象，例如“重要产品”；不写则为“产品”。"""
    place: Text | None = None
    """Where it holds, for instance `天津市`; it stands beside `goods` in the scope.
    适用的地域，例如“天津市”，在范围中与 `goods` 连写。"""
    ics: str | None = None
    """Its number in the International Classification for Standards.
    国际标准分类号。"""
    ccs: str | None = None
    """Its number in the Chinese Classification for Standards.
    中国标准文献分类号。"""
    proposed_by: Text | None = None
    """The body that proposes it and is in charge of it.
    提出并归口的单位。"""
    drafted_by: Text | None = None
    """The organisations that draft it.
    起草单位。"""
    drafters: Text | None = None
    """The main drafters.
    主要起草人。"""
    issued_by: Text | None = None
    """The body that issues it.
    发布机构。"""
    authorities: Text | None = None
    """A remark that stands where the authorities of items are named.
    列出品目主管部门之处的说明。"""


class PackSpec(Spec):
    """What a layer says of itself. The file is optional.

    规范包的自述；可以没有此文件。
    """

    id: WordId
    """Id by which other packs need it.
    供其他规范包引用的标识。"""
    name: Text
    """Name in both languages.
    两种语言的名称。"""
    language: int
    """The version of the specification language in which its files are written.
    所用规范语言的版本。"""
    whole: bool = False
    """True: a standard of its own, below which nothing lies; the packaged standard is one.
    是：自成一套标准，其下没有其他层；自带标准即是。"""
    needs: tuple[WordId, ...] = ()
    """The packs that lie below it.
    须在其下的规范包。"""
    latin: tuple[str, ...] | None = None
    """Names, abbreviations and units in Latin letters that its Chinese texts may hold, besides those of the packs
    below. Without it, lint does not look for Latin letters in them.
    除下层规范包所列之外，中文中可以使用的拉丁字母名称、缩写和单位；没有此项的，不查其中文里的拉丁字母。"""
    document: DocumentSpec | None = None
    """The standard as a document; it takes the place of what the packs below say, as a whole.
    标准成文时的名称、编号和各方；整体取代下层规范包所写。"""


class AlphabetSpec(Definition):
    """A named set of characters. Its order gives each character's value in check rules: the first is 0.

    有名称的字符集；其次序给出校验计算中各字符的数值，首个为 0。
    """

    id: Id
    """Id by which `chars` names it.
    供 `chars` 引用的标识。"""
    name: Text
    """Name in both languages.
    两种语言的名称。"""
    chars: Chars
    """A character class such as `[0-9A-Z]`; ranges and listed characters only.
    字符类，例如 `[0-9A-Z]`；只列字符和范围。"""
    source: Citation
    """Where it is written.
    出处。"""
    evidence: Evidence
    """How sure it is.
    依据程度。"""


class Equals(Spec):
    """How much of another unit a unit is.

    一个单位等于多少另一单位。
    """

    times: Bound
    """So many times the other.
    等于另一单位的倍数。"""
    unit: str
    """The other, a value of the same list that says nothing of this kind itself.
    另一单位，为同一代码表中未写换算的取值。"""


class CodeListEntry(Spec):
    """One value of a code list.

    代码表的一个取值。
    """

    code: str
    """The value as it stands in codes and records.
    在代码和记录中的写法。"""
    name: Text
    """Name in both languages.
    两种语言的名称。"""
    aliases: Mapping[str, str] | None = None
    """Its code in other systems' lists, by system, for instance `{rec20: KGM}`.
    在其他系统代码表中的代码，按系统，例如 `{rec20: KGM}`。"""
    equals: Equals | None = None
    """Of a unit: how much of another one it is, so that amounts can be compared: `{times: "1000", unit: g}`.
    单位的换算，使数量可以相互比较，例如 `{times: "1000", unit: g}`。"""
    evidence: Evidence | None = None
    """Only where it is weaker than the list's own.
    依据程度，只在弱于代码表时写。"""
    valid_from: date | None = None
    """First day.
    首日。"""
    valid_to: date | None = None
    """Last day.
    末日。"""
    note: str | None = None
    """What the reader should know.
    说明。"""


class CodeListSpec(Definition):
    """An enumerated value domain.

    列举的取值范围。
    """

    id: WordId
    """Lower-case id with hyphens, equal to the file's name.
    小写加连字符的标识，与文件名相同。"""
    name: Text
    """Name in both languages.
    两种语言的名称。"""
    like: str | None = None
    """Another list, whose values come first; `entries` adds to them.
    另一代码表，其各取值在前；`entries` 只写增加的取值。"""
    strict: bool
    """True: a value outside the list is wrong. False: it is only reported (the list may be incomplete).
    是：表外的值为错误；否：只提示（表可能不全）。"""
    covers: tuple[str, ...] = ()
    """Prefixes for which the list is complete; values with another prefix are not judged. Empty: all values.
    代码表完整覆盖的前缀；其他前缀的值不判定。空：全部。"""
    source: Citation
    """Where it is written.
    出处。"""
    evidence: Evidence
    """How sure it is.
    依据程度。"""
    entries: tuple[CodeListEntry, ...] = ()
    """Its values. A list has entries, or says of what it is.
    各取值；与 `of` 二选一。"""
    of: Literal["products", "product-numbers"] | None = None
    """Its values are the ids, or the numbers, of all items of the catalogue; each has the item's name.
    取值为目录全部品目的标识或编号，名称取自品目。"""
    gaps: tuple[Text, ...] = ()
    """What the research could not find.
    未能查到的内容。"""
