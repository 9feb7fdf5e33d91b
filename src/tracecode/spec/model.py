"""The meta-model of encoding rules: what the file of a scheme may say, and what each word means.

The classes of `spec.*_model` and these are the one definition of the specification language. The loader checks YAML
files against them (`spec.check`), the JSON Schemas that help an editor and the reference of the language are generated
from them (`spec.meta`, `spec.reference`), and the engines read them. They need no validation library, so that reading a
packaged specification is quick. What files may say in fewer words (`like`, `defaults`) is written out by `spec.expand`
before anything else sees it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from tracecode.spec.base import Citation, Defaults, Definition, Evidence, Spec, Text
from tracecode.spec.layout_model import CheckSpec, LayoutSpec, Length, LimitSpec, SegmentSpec
from tracecode.spec.numbers import Count, Least, Measure
from tracecode.spec.texts import Chars, Id

Identifies = Literal[
    "unit",
    "batch",
    "product",
    "class",
    "party",
    "place",
    "logistic-unit",
    "package",
    "licence",
    "certificate",
    "document",
    "label",
    "object",
]
Fold = Literal["width", "trim", "spaces", "hyphens", "dots", "upper", "lower", "zeros"]


class MarkSpec(Spec):
    """The trace mark: what people read beside the symbol, and so know that it is one and need no scanner.

    追溯标识：符号旁供人阅读的文字，用以辨认，没有扫码设备时也能查询。
    """

    words: str
    """Words that every label with the symbol prints; lint looks for them in the templates.
    带此符号的标签均须印出的文字，检查程序在标签模板中查找。"""
    code: bool = False
    """True: the whole code is printed too, so that it can be typed.
    是：另须印出完整代码，供人工输入。"""


class CarrierSpec(Spec):
    """The symbol that carries the code.

    承载代码的符号。
    """

    symbologies: tuple[
        Literal[
            "qr", "data-matrix", "han-xin", "code-128", "ean-13", "ean-8", "upc-a", "itf-14", "gs1-128", "rfid", "text",
            "barcode",
        ],
        ...,
    ]  # fmt: skip
    """Symbols that carry it.
    可用的码制或载体。"""
    content: str | None = None
    """Template of the symbol's text: `{code}`, and `{trace_url}` where an address stands before it.
    符号内容的模板：`{code}`，前有网址时加 `{trace_url}`。"""
    charset: str | None = None
    """Character encoding of the symbol's text.
    符号内容的字符编码。"""
    error_correction: Literal["L", "M", "Q", "H"] | None = None
    """Level of error correction.
    纠错等级。"""
    min_area_cm2: Measure | None = None
    """Smallest area of the symbol, a decimal as text.
    符号的最小面积，写成文字形式的小数。"""
    quiet_zone_mm: Measure | None = None
    """White border, a decimal as text.
    空白区宽度，写成文字形式的小数。"""
    mark: MarkSpec | None = None
    """What is printed beside the symbol.
    符号旁须印的内容。"""
    note: Text | None = None
    """What the reader should know.
    说明。"""
    source: Citation
    """Where it is written.
    出处。"""
    evidence: Evidence
    """How sure it is.
    依据程度。"""


class ValidExample(Spec):
    """A code that must pass. Every example is a test.

    应通过的代码；每个示例都是测试。
    """

    code: Chars
    """The code.
    代码。"""
    origin: Literal["real", "printed", "derived"]
    """`real`: found in the field; `printed`: worked in a document; `derived`: made here from the rule.
    来历：`real` 实际使用中所见；`printed` 文件中的示例；`derived` 按规则编制。"""
    note: str | None = None
    """Where it comes from, or what it shows.
    来源或用意。"""
    form: str | None = None
    """Layout as which it must be read, where there are several.
    应读作的代码结构，有多种时写。"""
    segments: Mapping[str, Chars] | None = None
    """Its segments, as far as they should be compared.
    需要比较的各段的值。"""
    on: date | None = None
    """Date for which it is read.
    读取所用的日期。"""
    lenient: bool = False
    """True: passes only after folding (full-width characters, spaces, case).
    是：规范化（全角、空格、大小写）之后才能通过。"""


class InvalidExample(Spec):
    """A code that must be refused, and the rule that refuses it.

    应被拒绝的代码，以及拒绝它的规则。
    """

    code: Chars
    """The code.
    代码。"""
    finding: str
    """Rule id, for instance `code.check_character`.
    校验规则的标识，例如 `code.check_character`。"""
    note: str | None = None
    """What was changed.
    改动了什么。"""
    form: str | None = None
    """Layout as which it is read, where there are several.
    读作的代码结构，有多种时写。"""
    on: date | None = None
    """Date for which it is read.
    读取所用的日期。"""
    lenient: bool = False
    """True: it is read after folding.
    是：规范化之后读取。"""
    severity: Literal["error", "warning"] = "error"
    """How severe the finding is.
    结果的严重程度。"""


class Examples(Spec):
    """The codes by which an edition is tested.

    检验一个版本的代码。
    """

    valid: tuple[ValidExample, ...]
    """Codes that must pass; at least one.
    应通过的代码，至少一个。"""
    invalid: tuple[InvalidExample, ...] = ()
    """Codes that must be refused; at least one for each rule.
    应被拒绝的代码，每条规则至少一个。"""


class EditionSpec(Spec):
    """A version of an encoding rule, with its dates. Editions of one scheme follow each other without overlap.

    编码规则的一个版本及其有效期；同一规则的各版本首尾相接。
    """

    id: Id
    """Id, unique in the scheme.
    标识，在编码规则内唯一。"""
    name: Text | None = None
    """Name, where the scheme's is not enough.
    名称，编码规则的名称不足以区分时写。"""
    valid_from: date | None = None
    """First day (production date of the goods); leave out where no date was found.
    首日（产品的生产日期）；未见日期时不写。"""
    valid_to: date | None = None
    """Last day; leave out while in force.
    末日；仍有效时不写。"""
    source: Citation
    """Where it is written.
    出处。"""
    evidence: Evidence
    """How sure it is.
    依据程度。"""
    length: Least | Length | None = None
    """Total length, where the edition has one layout.
    总长度，只有一种代码结构时写。"""
    segments: tuple[SegmentSpec, ...] = ()
    """The layout, where there is one; otherwise use `forms`.
    只有一种代码结构时的各段；否则用 `forms`。"""
    checks: tuple[CheckSpec, ...] = ()
    """Check characters.
    校验字符。"""
    limits: tuple[LimitSpec, ...] = ()
    """Further rules.
    其他限制。"""
    warn: Text | None = None
    """Why a code of this edition is never quite sure: each raises a warning with this text.
    此版代码总有疑问的缘由：每个代码都以此文字给出警告。"""
    forms: tuple[LayoutSpec, ...] = ()
    """The layouts, where there are several.
    有多种代码结构时，逐一列出。"""
    carrier: CarrierSpec | None = None
    """The symbol that carries the code.
    承载代码的符号。"""
    examples: Examples
    """Codes that pass and codes that do not.
    通过和不通过的代码。"""
    note: Text | None = None
    """What the reader should know.
    说明。"""

    @property
    def layouts(self) -> tuple[LayoutSpec, ...]:
        """All layouts: the forms, or the single one written directly on the edition."""
        if self.forms or self.length is None:
            return self.forms
        name = self.name or Text(zh="", en="")
        return (
            LayoutSpec(
                id=self.id, name=name, length=self.length, segments=self.segments, checks=self.checks,
                limits=self.limits, warn=self.warn,
            ),
        )  # fmt: skip


class LinkEqual(Spec):
    """Segments of this code that must repeat segments of the other.

    本代码中须与另一代码的段相同的段。
    """

    here: tuple[str, ...]
    """Segments of this code.
    本代码的段。"""
    there: tuple[str, ...]
    """Segments of the other code.
    另一代码的段。"""
    last: Count | None = None
    """Compare only the last so many characters of `there`.
    只比较 `there` 的末若干位。"""
    map: Mapping[str, str] | None = None
    """What a value there is called here.
    另一代码的取值在本代码中的写法。"""


class LinkSpec(Spec):
    """How a code agrees with another one, for instance a unit code with the product's registration number.

    代码与另一代码的对应，例如单元识别代码与登记证号。
    """

    id: Id
    """Id, unique in the scheme.
    标识，在编码规则内唯一。"""
    name: Text
    """What it says, in a few words.
    简述。"""
    to: str
    """Scheme of the other code.
    另一代码的编码规则。"""
    equal: tuple[LinkEqual, ...]
    """What must agree.
    须相同的部分。"""
    elements: tuple[str, ...] = ()
    """Elements of records in which the other code stands, beside the first or in the record around it. Without them:
    every element beside the first that has such a code.
    记录中存放另一代码的数据元，与前者并列或在其外层；不写则为并列的、有此种代码的各数据元。"""
    source: Citation
    """Where it is written.
    出处。"""
    evidence: Evidence
    """How sure it is.
    依据程度。"""


class IssuerSpec(Spec):
    """Who makes the codes.

    由谁赋码。
    """

    kind: Literal["enterprise", "authority", "platform", "agency"]
    """`enterprise`: the maker itself; the others: only they may issue, a library never does.
    写 `enterprise` 为企业自行赋码；其余为只能由其赋码，本库不生成。"""
    name: Text
    """Name in both languages.
    两种语言的名称。"""


class SchemeSpec(Definition):
    """An encoding rule.

    一条编码规则。
    """

    id: Id
    """Lower-case id with hyphens, equal to the file's name.
    小写加连字符的标识，与文件名相同。"""
    name: Text
    """Name in both languages.
    两种语言的名称。"""
    identifies: Identifies
    """What a code names.
    代码标识的对象。"""
    issued_by: IssuerSpec
    """Who makes the codes.
    由谁赋码。"""
    lenient: tuple[Fold, ...] = ()
    """What lenient reading may fold: `width` (full-width to ASCII), `trim`, `spaces`, `hyphens`, `dots`, case, `zeros`
    (leading ones). Invisible characters go from every text.
    宽松读取时可规范化的内容：`width`（全角转半角）、`trim`（首尾空白）、空格、连字符、点、大小写、`zeros`（前导零）。不可见字符一律去除。"""
    gs1_ai: tuple[str, ...] = ()
    """GS1 application identifiers whose value is a code of this scheme.
    取值为此种代码的 GS1 应用标识符。"""
    hint_only: bool = False
    """True: `identify` offers it only for a product that carries it, since its form alone says nothing.
    是：只有写法不足以辨认，`identify` 仅对使用它的品目给出。"""
    privacy: Literal["personal"] | None = None
    """`personal`: the value is masked in every message and output.
    写 `personal` 时：在一切信息和输出中遮盖取值。"""
    defaults: Defaults | None = None
    """Source and evidence of whatever below must have them and states none: editions, checks, limits, carriers, links.
    以下版本、校验、限制、载体、对应未写明出处或依据程度时，取此处所写。"""
    editions: tuple[EditionSpec, ...]
    """The versions of the rule; at least one.
    规则的各版本，至少一个。"""
    links: tuple[LinkSpec, ...] = ()
    """How it agrees with other codes.
    与其他代码的对应。"""
    gaps: tuple[Text, ...] = ()
    """What the research could not find; printed in the documents.
    未能查到的内容，印入文件。"""
    note: Text | None = None
    """What the reader should know.
    说明。"""
