"""The meta-model of the GS1 application identifiers, of the values that their parts may have, and of symbologies.

Kept apart from `spec.model`, so that reading an encoding rule does not load it.
"""

from __future__ import annotations

from typing import Literal

from tracecode.spec.base import Citation, Definition, Evidence, Spec, Text
from tracecode.spec.layout_model import Length
from tracecode.spec.numbers import Count, Least
from tracecode.spec.texts import AiId, Id


class Gs1Part(Spec):
    """One part of a value, from left to right. Optional parts come last; only the last part may vary in length.

    值的一部分，自左至右；可选部分在后，只有最后一部分可以变长。
    """

    chars: Literal["N", "X", "Y", "Z"]
    """Character set: `N` digits, `X` the 82 characters of CSET 82, `Y` the 39 of CSET 39, `Z` base64url.
    字符集：`N` 数字，`X` 为 CSET 82 的 82 个字符，`Y` 为 CSET 39 的 39 个字符，`Z` 为 base64url。"""
    length: Least | Length
    """Number of characters.
    字符数。"""
    optional: bool = False
    """It may be absent, and with it all parts that follow.
    可以没有；没有时其后各部分也没有。"""
    linters: tuple[str, ...] = ()
    """What is checked beyond characters and length, by name: see `tracecode.gs1.linters`.
    字符和长度之外的检查，按名称，见 `tracecode.gs1.linters`。"""


class Gs1AiSpec(Definition):
    """An application identifier, or a range of them that differ in the last digit only.

    一个应用标识符，或只有末位不同的一段。
    """

    id: AiId
    """Two to four digits such as `10`, or first and last of a range such as `3100-3105`.
    两至四位数字，如 `10`；或一段的首末，如 `3100-3105`。"""
    title: str | None = None
    """Data title as printed under a symbol.
    符号下方所印的数据名称。"""
    parts: tuple[Gs1Part, ...]
    """The parts of its value, from left to right.
    值的各部分，自左至右。"""
    predefined: bool = False
    """Pre-defined length: no separator (FNC1) follows the value. Any other value needs one unless it is the last.
    预定义长度：值后没有分隔符（FNC1）；其他的值除末尾外都须有。"""
    requires: tuple[tuple[str, ...], ...] = ()
    """Every group must hold; a group holds if one of its entries is present; `01+21` means both; `n` is any digit.
    各组均须满足；组内有一项出现即满足；`01+21` 指二者兼有；`n` 为任一数字。"""
    excludes: tuple[str, ...] = ()
    """Application identifiers that must not stand beside it; `n` is any digit. Never itself.
    不得与之同时出现的应用标识符；`n` 为任一数字；不含自身。"""
    key: bool = False
    """Digital Link: it may be the primary key.
    数字链接：可以作主标识。"""
    qualifiers: tuple[tuple[str, ...], ...] = ()
    """Digital Link: the qualifiers of the key, in order, each optional; several lists are alternatives.
    数字链接：主标识的限定符，依次，均可省略；有几列时任选其一。"""
    attribute: bool = False
    """Digital Link: it may stand in the query as a data attribute.
    数字链接：可以作查询参数。"""
    source: Citation
    """Where it is written.
    出处。"""
    evidence: Evidence
    """How sure it is.
    依据程度。"""

    @property
    def ais(self) -> tuple[str, ...]:
        """Each application identifier of the row."""
        first, _, last = self.id.partition("-")
        return tuple(f"{n:0{len(first)}d}" for n in range(int(first), int(last or first) + 1))


class Gs1ListSpec(Definition):
    """The values that a part may have, without names.

    某部分可取的值，没有名称。
    """

    id: Id
    """Name of the linter that looks them up.
    查用它的检查的名称。"""
    name: Text
    """Name in both languages.
    两种语言的名称。"""
    codes: str
    """The values, with spaces between them.
    各取值，以空格分隔。"""
    source: Citation
    """Where it is written.
    出处。"""
    evidence: Evidence
    """How sure it is.
    依据程度。"""


class Gs1SymbologySpec(Definition):
    """A kind of symbol, as a scanner names it in the three characters that it may put before what it read.

    一种码制，即扫描器在读出内容之前所加三个字符表示的种类。
    """

    id: Id
    """Id of the symbology.
    码制的标识。"""
    identifier: str
    """The three characters, such as `]d2`.
    三个字符，如 `]d2`。"""
    name: Text
    """Name in both languages.
    两种语言的名称。"""
    carries: Literal["elements", "gtin", "plain"]
    """`elements`: GS1 element strings; `gtin`: the digits of a GTIN; `plain`: any text.
    内容：`elements` 为 GS1 单元数据串，`gtin` 为 GTIN 的数字，`plain` 为任意文字。"""
    links: bool = False
    """Of `plain`: the identifier stands before a Digital Link.
    用于 `plain`：该标识之后是数字链接。"""
    digits: Count | None = None
    """How many digits a GTIN has in it.
    其中 GTIN 的位数。"""
    source: Citation
    """Where it is written.
    出处。"""
    evidence: Evidence
    """How sure it is.
    依据程度。"""
    note: str | None = None
    """What the reader should know.
    说明。"""


def matches(pattern: str, ai: str) -> bool:
    """Whether a pattern of `requires` or `excludes`, in which `n` is any digit, means an application identifier."""
    return len(pattern) == len(ai) and all(
        wanted in ("n", given) for wanted, given in zip(pattern, ai, strict=True)
    )
