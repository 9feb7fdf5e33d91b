"""The meta-model of a layout: the segments of a code, its check characters, and further limits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from tracecode.spec.base import Citation, Evidence, Spec, Text
from tracecode.spec.numbers import Count, Least, Modulus, Weight, Year
from tracecode.spec.texts import Chars, Id, SegmentId

Role = Literal[
    "prefix", "version", "class", "party", "place", "product", "date", "level", "batch", "serial", "check", "url",
    "text",
]  # fmt: skip


class Length(Spec):
    """A number of characters that may vary.

    可变的字符数。
    """

    min: Least
    """Fewest characters.
    最少字符数。"""
    max: Count | None = None
    """Most characters; leave out where the rule sets no upper limit.
    最多字符数；规则没有上限时不写。"""


class Range(Spec):
    """Bounds of a segment read as a whole number, both included.

    段作为整数的上下限，均含。
    """

    min: int | None = None
    """Smallest number.
    最小值。"""
    max: int | None = None
    """Largest number.
    最大值。"""


class Repeat(Spec):
    """A row of items, each with the segment's `chars` and `length`, for instance the arcs of an OID.

    一串字符集和长度相同的项，例如 OID 的各弧。
    """

    separator: Chars
    """What stands between two items.
    两项之间的分隔符。"""
    min: Count = 1
    """Fewest items.
    最少项数。"""
    max: Count = 32
    """Most items.
    最多项数。"""
    leading_zeros: bool = True
    """False: an item of several digits must not begin with 0.
    否：多位数字的项不得以 0 开头。"""


class Part(Spec):
    """A part of the text that a limit looks at, by position.

    限制所针对的部分文字，按位置。
    """

    start: Least
    """First character, counted from 1.
    起始字符的位置，从 1 起。"""
    end: Least
    """Last character, included.
    末尾字符的位置，含。"""


class DateRule(Spec):
    """A date inside a code; it must exist in the calendar.

    代码中的日期，须为日历上实有的日期。
    """

    format: str
    """`YYYY`, `YY` or `Y` (last digit), `MM`, `DD`, `DDD` (day of the year), `hh`, `mm`, `ss`, in the code's order.
    依代码中的次序由 `YYYY`、`YY`、`Y`（末位）、`MM`、`DD`、`DDD`（年内日序）、`hh`、`mm`、`ss` 组成。"""
    century: Year | None = None
    """With `YY`: first year of the century, for instance 2000. Without it the year nearest to the reference date.
    与 `YY` 同用：世纪的首年，例如 2000；不写则取最接近基准日期的年份。"""
    not_before: date | None = None
    """The date must not be earlier.
    日期不得早于此日。"""
    not_after: Literal["reference"] | None = None
    """`reference`: not later than the date for which the code is read (`on=`, otherwise today).
    写 `reference` 时：不得晚于读取代码所用的日期（`on=`，否则为当日）。"""


class SegmentSpec(Spec):
    """One part of a code. Its characters come from `literal`, `chars` or `scheme`.

    代码的一段；其字符由 `literal`、`chars` 或 `scheme` 给出。
    """

    id: SegmentId
    """English snake_case name; the keyword of `build`.
    英文小写加下划线的名称，即 `build` 的参数名。"""
    name: Text
    """Name in both languages.
    两种语言的名称。"""
    literal: Chars | None = None
    """Fixed text.
    固定文字。"""
    also: tuple[Chars, ...] = ()
    """Other printed forms of the literal that the rule itself allows, for instance full-width brackets.
    规则本身允许的固定文字的其他写法，例如全角括号。"""
    optional: bool = False
    """True: the literal may be left out.
    是：固定文字可以省略。"""
    chars: Chars | None = None
    """Named alphabet or character class such as `[0-9]`; `[^,]` means any printable character except those listed.
    With `scheme`, only where it is narrower.
    字符集的标识，或 `[0-9]` 这样的字符类；`[^,]` 指所列以外的任何可见字符。有 `scheme` 时，只在更窄时写。"""
    first: Chars | None = None
    """Character class of the first character, where it is narrower.
    首字符的字符类，较窄时写。"""
    length: Least | Length | None = None
    """Number of characters, counted in code points; with `repeat`, of each item. With `scheme`, only where it is
    narrower.
    字符数，按码位计；有 `repeat` 时为每项的字符数。有 `scheme` 时，只在更窄时写。"""
    repeat: Repeat | None = None
    """The segment is a row of such items.
    该段是一串这样的项。"""
    codelist: str | None = None
    """The value must be in this code list.
    取值须在此代码表中。"""
    range: Range | None = None
    """Bounds of the value read as a whole number.
    取值作为整数的上下限。"""
    date: DateRule | None = None
    """The value is a date.
    取值是日期。"""
    scheme: str | None = None
    """The value is a code of this scheme, from which characters and length follow.
    取值是此编码规则的代码，字符和长度由其得出。"""
    role: Role | None = None
    """What the part is for.
    该段的用途。"""
    running: bool = False
    """With the role `serial`: the rule calls it a running number, so codes are counted and not made unpredictable.
    与 `role: serial` 同用：规则规定为流水号，故依次编号，不作随机。"""
    evidence: Evidence | None = None
    """Only where it differs from the edition's.
    依据程度，只在与版本不同时写。"""
    source: Citation | None = None
    """Only where it differs from the edition's.
    出处，只在与版本不同时写。"""
    note: Text | None = None
    """What the reader should know.
    说明。"""


class CheckSpec(Spec):
    """A check character, or a pair of them.

    一个或一对校验字符。
    """

    rule: str
    """Name of the algorithm: see `docs/check-rules.md`.
    算法名称，见 `docs/check-rules.md`。"""
    of: tuple[str, ...]
    """Ids of the segments that are summed, in order.
    参与计算的各段的标识，依次。"""
    into: str
    """Id of the segment that holds the result.
    存放结果的段的标识。"""
    alphabet: str | None = None
    """`weighted-sum`: named alphabet that gives the characters their values.
    用于 `weighted-sum`：给出各字符数值的字符集。"""
    weights: tuple[Weight, ...] = ()
    """`weighted-sum`: one weight a character, from the left.
    用于 `weighted-sum`：自左起每个字符的权。"""
    modulus: Modulus | None = None
    """`weighted-sum`: what the sum is divided by.
    用于 `weighted-sum`：模数。"""
    results: Chars | None = None
    """`weighted-sum`: the check character for each remainder, from 0 up.
    用于 `weighted-sum`：从 0 起各余数对应的校验字符。"""
    severity: Literal["warning"] | None = None
    """`warning`: a wrong check character is only reported, however sure the rule is; `reason` says why.
    写 `warning` 时：无论依据程度如何，校验字符不符只作提示；以 `reason` 说明理由。"""
    reason: Text | None = None
    """With `severity`: why codes that break the rule are let through.
    与 `severity` 同用：放过不合规则的代码的理由。"""
    source: Citation
    """Where it is written.
    出处。"""
    evidence: Evidence
    """How sure it is.
    依据程度。"""


class LimitSpec(Spec):
    """A further rule on one segment, on a part of it, or on several segments read together.

    对一段、一段的部分或连读的几段的其他限制。
    """

    id: Id
    """Id, unique in the layout.
    标识，在代码结构内唯一。"""
    name: Text
    """What the rule says, in a few words.
    简述规则。"""
    of: tuple[str, ...]
    """Ids of the segments, read together in this order.
    各段的标识，依此次序连读。"""
    part: Part | None = None
    """Only these characters of them.
    只针对其中这些字符。"""
    chars: Chars | None = None
    """Narrower characters: named alphabet or class. What can never hold is a `warn` of the layout.
    更窄的字符：字符集或字符类。永远不能满足的限制，应写作代码结构的 `warn`。"""
    contains: Chars | None = None
    """Named alphabet or class of which at least one character must occur.
    至少须出现其中一个字符的字符集或字符类。"""
    codelist: str | None = None
    """The text must be in this code list.
    文字须在此代码表中。"""
    range: Range | None = None
    """Bounds of the text read as a whole number.
    文字作为整数的上下限。"""
    date: DateRule | None = None
    """The text is a date.
    文字是日期。"""
    scheme: str | None = None
    """The text is a code of this scheme.
    文字是此编码规则的代码。"""
    source: Citation
    """Where it is written.
    出处。"""
    evidence: Evidence
    """How sure it is.
    依据程度。"""


class LayoutSpec(Spec):
    """One layout. An edition that allows several (8, 12, 13 or 14 digits) lists them as forms.

    一种代码结构；版本允许多种（8、12、13 或 14 位）时，在 forms 中列出。
    """

    id: Id
    """Id, unique in the edition.
    标识，在版本内唯一。"""
    name: Text
    """Name in both languages.
    两种语言的名称。"""
    length: Least | Length
    """Total length as the standard states it; lint compares it with the segments.
    标准写明的总长度；检查程序与各段相加比较。"""
    segments: tuple[SegmentSpec, ...]
    """The parts, in order.
    各段，依次。"""
    checks: tuple[CheckSpec, ...] = ()
    """Check characters.
    校验字符。"""
    limits: tuple[LimitSpec, ...] = ()
    """Further rules.
    其他限制。"""
    warn: Text | None = None
    """Why a code of this layout is never quite sure: each raises a warning with this text.
    此种代码总有疑问的缘由：每个代码都以此文字给出警告。"""
    lenient_only: bool = False
    """True: what people hand over and the rule does not know; strict reading takes it only where it is asked for by
    name.
    是：规则所无而实际会遇到的写法；严格读取时，只有指名此种代码结构才采用。"""
    evidence: Evidence | None = None
    """Only where it differs from the edition's.
    依据程度，只在与版本不同时写。"""
    source: Citation | None = None
    """Only where it differs from the edition's.
    出处，只在与版本不同时写。"""
    note: Text | None = None
    """What the reader should know.
    说明。"""


class Likeness(Spec):
    """What an edition or layout may say in place of segments.

    版本或代码结构可以用以代替各段的写法。
    """

    like: str
    """Another layout of the edition, another edition, or `edition.layout`: its length, segments, checks and limits are
    taken, as far as none are stated here; of an edition with several layouts, all of them.
    同一版本的另一代码结构、另一版本或“版本.代码结构”：此处未写的长度、段、校验和限制取自它；有多种代码结构的版本，取其全部。"""
    replace: Mapping[str, tuple[SegmentSpec, ...]] | None = None  # type: ignore[assignment]  # never made: written out
    """By segment id, the segments that stand in its place.
    按段的标识，写明代替该段的各段。"""
    without: tuple[str, ...] = ()
    """Ids of segments that are not taken.
    不取的段的标识。"""
