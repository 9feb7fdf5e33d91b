# ruff: noqa: E501  # a table of texts: one a line
"""What a schema language cannot say: the rules that only the library checks, by name and by record
type.

The published schemas refuse nothing that the library accepts, and miss only what stands here. The
page `docs/schema-limits.md` is made of these data, and the tests of agreement leave out exactly the
findings that `covering` puts under one of these names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal

from tracecode.codes.registry import registry
from tracecode.publish.limit_subjects import (
    EXACT,
    content,
    equals,
    integers,
    linked,
    orders,
    pairs,
    sums,
    unbounded,
    unsure,
    wide,
)
from tracecode.publish.patterns import scheme_pattern
from tracecode.publish.xsd import MOST
from tracecode.records.source import form
from tracecode.spec.base import Text
from tracecode.standard.elements import Element, ElementGroup
from tracecode.value import Value

if TYPE_CHECKING:
    from tracecode.findings import Finding
    from tracecode.standard.resolved import Resolved

Target = Literal["json-schema", "xsd"]
"""JSON Schema; XSD together with Schematron."""


class Limit(Value):
    """A rule that the library checks and a schema language does not."""

    id: str
    name: Text
    reason: Text
    targets: tuple[Target, ...]
    rules: tuple[str, ...]
    """Rule ids of the findings; `code.*` stands for all that begin so."""
    subjects: Callable[[ElementGroup, Resolved], Iterator[str]] | None = None
    """What it concerns in a record type: elements or rules among them. None: every record type
    alike.
    """
    of_message: bool = False
    """Whether it concerns the message around records."""


def limits() -> tuple[Limit, ...]:
    """All limits, those of both languages first."""
    return _LIMITS


def covering(
    finding: Finding,
    layout: ElementGroup,
    data: Mapping[str, Any],
    target: Target,
    standard: Resolved,
) -> Limit | None:
    """The limit because of which a schema language does not see what a finding says; None if it
    must see it.

    Args:
        finding: an error.
        layout: the record type or group in whose elements the finding's path is.
        data: the record or group, as plain data.
        target: the schema language.
        standard: the specifications.
    """
    if finding.rule.startswith("code.") or finding.rule in _OF_CODES:
        id = _code_limit(finding, layout, data, standard)
    elif finding.rule == "record.type":
        value = _at(data, finding.path or "")
        id = "json-integer" if isinstance(value, float) and value.is_integer() else None
    elif finding.rule in ("record.order", "record.equal", "record.sum"):
        id = finding.rule.replace("record.", "json-")
        if target == "xsd":
            numbers = [str(finding.values.get(name, "")) for name in ("found", "allowed")]
            id = "xpath-precision" if any(_digits(number) > EXACT for number in numbers) else None
    else:
        id = next(
            (each.id for each in _LIMITS if finding.rule in each.rules and target in each.targets),
            None,
        )
    limit = next((each for each in _LIMITS if each.id == id), None)
    return limit if limit is not None and target in limit.targets else None


def unseen(group: ElementGroup, standard: Resolved) -> tuple[Limit, ...]:
    """What JSON Schema does not see of a record type, or of a part of a message."""
    known = [
        limit
        for limit in _LIMITS
        if "json-schema" in limit.targets and limit.rules and not limit.of_message
    ]
    return tuple(
        limit for limit in known if limit.subjects is None or any(limit.subjects(group, standard))
    )


# --- which limit ----------------------------------------------------------------------------------


def _code_limit(
    finding: Finding, layout: ElementGroup, data: Mapping[str, Any], standard: Resolved
) -> str | None:
    """The limit behind a finding on a code: it fits no pattern, so a schema must see it; or what
    schemas cannot say.
    """
    path, field = element_at(finding.path or "", layout)
    if field is None:
        return None
    scheme = form(field, standard).scheme
    if scheme is None:
        return "code-pair"
    pattern = scheme_pattern(registry(standard)[scheme])
    if pattern is None:
        return "code-unsure"
    value = _at(data, path)
    return "code-content" if isinstance(value, str) and re.fullmatch(pattern, value) else None


def _digits(number: str) -> int:
    return (
        len(number.replace(".", "").replace("-", "").strip("0"))
        if number.replace(".", "").isdigit()
        else 0
    )


def element_at(path: str, layout: ElementGroup) -> tuple[str, Element | None]:
    """The element in which a path ends or, for a part of a code, in which the code stands."""
    group: ElementGroup | None = layout
    element, walked = None, ""
    for part in path.split("."):
        name = part.partition("[")[0]
        field = next((each for each in group.elements if each.id == name), None) if group else None
        if field is None:
            break
        element, group = field, field.group
        walked += f".{part}" if walked else part
    return walked, element


def _at(data: Mapping[str, Any], path: str) -> Any:
    """The value at a path such as `lines[0].quantity`; None where there is none."""
    value: Any = data
    for name, index in re.findall(r"([^.\[\]]+)|\[([0-9]+)\]", path):
        if name:
            value = value.get(name) if isinstance(value, Mapping) else None
        else:
            value = (
                value[int(index)] if isinstance(value, list) and int(index) < len(value) else None
            )
    return value


_BOTH: tuple[Target, ...] = ("json-schema", "xsd")
_OF_CODES = ("code.*", "data.digits_lost")
"""What is found of codes; the second beside the others, where a spreadsheet is the cause."""
_LIMITS = (
    Limit(
        id="code-content", targets=_BOTH, rules=_OF_CODES, subjects=content,
        name=Text(zh="代码的内部规则", en="What a code holds"),
        reason=Text(
            zh="模式语言检查代码的长度和字符（取自编码规则的各版式），但不能计算校验码，也不检查代码内部的代码表、日期、数值范围和所含的其他代码。",
            en="The schemas check length and characters of a code, as the layouts of its encoding "
               "rule give them. They cannot compute check characters, and do not look into code "
               "lists, dates, ranges and nested codes inside.",
        ),
    ),
    Limit(
        id="code-unsure", targets=_BOTH, rules=_OF_CODES, subjects=unsure,
        name=Text(zh="版式依据不确定的代码", en="Codes whose layout is not certain"),
        reason=Text(
            zh="编码规则的全部版式依据均为 "
               "unsure：不合版式只警告，合乎版式而违反其中确定规则的才判错，模式语言不能表达。",
            en="All layouts of the encoding rule are unsure: a text that fits none only raises "
               "warnings, and one that fits is judged by what is certain. No schema language can "
               "say so.",
        ),
    ),
    Limit(
        id="code-pair", targets=_BOTH, rules=_OF_CODES, subjects=pairs,
        name=Text(zh="代码与编码体系成对", en="Codes beside the name of their encoding rule"),
        reason=Text(
            zh="编码体系由相邻数据元给出，并按生产日期选择版本；模式语言不能按另一数据元的值选择编码规则及其版本。",
            en="The encoding rule is named by the element beside the code, and its edition chosen "
               "by the production date. A schema cannot choose a rule and its edition by the "
               "value of another element.",
        ),
    ),
    Limit(
        id="code-link", targets=_BOTH, rules=("record.link",), subjects=linked,
        name=Text(zh="代码之间的一致性", en="Codes that agree with each other"),
        reason=Text(
            zh="编码规则规定其代码的某些段与另一代码一致（如农药标签单元识别代码与登记证号）；模式语言不能按编码规则拆分代码后比较。",
            en="An encoding rule says that parts of its codes repeat parts of another code, such "
               "as the registration number. A schema cannot take codes apart by their rules and "
               "compare the parts.",
        ),
    ),
    Limit(
        id="nfc", targets=_BOTH, rules=("data.nfc",),
        name=Text(zh="Unicode 规范化形式 C", en="Unicode normal form C"),
        reason=Text(zh="模式语言不能判断文本是否为 NFC。", en="A schema language cannot tell whether a text is in NFC."),
    ),
    Limit(
        id="envelope", targets=_BOTH, of_message=True, rules=("message.count", "message.digest", "message.signature"),
        name=Text(zh="报文的条数、摘要和签名", en="Count, digest and signature of a message"),
        reason=Text(
            zh="条数与报文体是否一致、摘要和签名是否正确，须由程序计算。",
            en="Whether the count agrees with the body, and digest and signature hold, must be "
               "computed.",
        ),
    ),
    Limit(
        id="json-order", targets=("json-schema",), rules=("record.order",), subjects=orders,
        name=Text(zh="先后与大小", en="Order of dates, times and numbers"),
        reason=Text(zh="JSON Schema 不能比较两个数据元；Schematron 可以。", en="JSON Schema cannot compare two elements; Schematron can."),
    ),
    Limit(
        id="json-equal", targets=("json-schema",), rules=("record.equal",), subjects=equals,
        name=Text(zh="相等", en="Equality"),
        reason=Text(zh="JSON Schema 不能比较两个数据元；Schematron 可以。", en="JSON Schema cannot compare two elements; Schematron can."),
    ),
    Limit(
        id="json-sum", targets=("json-schema",), rules=("record.sum",), subjects=sums,
        name=Text(zh="合计", en="Sums"),
        reason=Text(zh="JSON Schema 不能求和；Schematron 可以。", en="JSON Schema cannot add; Schematron can."),
    ),
    Limit(
        id="json-integer", targets=("json-schema",), rules=("record.type",), subjects=integers,
        name=Text(zh="整数写作 1.0", en="Whole numbers written 1.0"),
        reason=Text(
            zh="在 JSON Schema 中 1.0 就是整数；本库只接受整数写法。",
            en="To JSON Schema 1.0 is an integer; the library accepts only whole numbers written "
               "as such.",
        ),
    ),
    Limit(
        id="json-text", targets=("json-schema",), rules=("data.duplicate_key", "data.json", "data.too_deep", "data.bom", "data.encoding"),
        name=Text(zh="JSON 文本本身", en="The JSON text itself"),
        reason=Text(
            zh="重复的键、NaN、嵌套深度、编码等在解析之后已不可见；模式只看到解析结果。",
            en="Repeated keys, NaN, depth and encoding are no longer visible after parsing; a "
               "schema sees only what the parser made.",
        ),
    ),
    Limit(
        id="json-formats", targets=("json-schema",), rules=(),
        name=Text(zh="未启用格式断言的校验器", en="Validators that do not assert formats"),
        reason=Text(
            zh="日期和日期时间由 pattern 与 format 共同限定；未启用格式断言时，2 月 30 "
               "日之类会被放过。请启用格式断言。",
            en="Dates and times are said by pattern and format together; a validator that does "
               "not assert formats lets 30 February pass. Turn the assertion on.",
        ),
    ),
    Limit(
        id="xml-text", targets=("xsd",), rules=("data.attribute", "data.instruction", "data.doctype", "data.encoding"),
        name=Text(zh="XML 文本本身", en="The XML text itself"),
        reason=Text(
            zh="XSD 不禁止处理指令和文档类型声明，且总是允许 xsi 命名空间的属性；本库一律拒绝。",
            en="XSD forbids neither processing instructions nor document types, and always allows "
               "the attributes of the xsi namespace; the library refuses them all.",
        ),
    ),
    Limit(
        id="xsd-occurrences", targets=("xsd",), rules=(), subjects=unbounded,
        name=Text(zh="很多次的重复（XSD 更宽，由 Schematron 检查）", en="Very many occurrences (XSD is wider; Schematron checks them)"),
        reason=Text(
            zh=f"Java 自带的校验器默认不接受允许重复超过 {MOST} 次的模式，故 XSD "
               f"中此类元素不限次数；其上限由 Schematron 检查。",
            en=f"Java's own validator, with its default limits, does not load a schema in which "
               f"an element may stand more than {MOST} times. The XSD leaves these without a "
               f"bound; Schematron checks the most.",
        ),
    ),
    Limit(
        id="xml-order", targets=("xsd",), rules=(),
        name=Text(zh="元素顺序（XSD 更严）", en="Order of elements (XSD is stricter)"),
        reason=Text(
            zh="XSD 1.0 中含重复元素的类型只能规定顺序；本库按此顺序写出，读入时不论顺序。",
            en="In XSD 1.0 a type in which something repeats must fix the order. The library "
               "writes this order, and reads any.",
        ),
    ),
    Limit(
        id="xml-name", targets=("xsd",), rules=(),
        name=Text(zh="根元素名（XSD 更严）", en="Name of the record's element (XSD is stricter)"),
        reason=Text(
            zh="XSD 按元素名确定记录类型，并要求 record_type 和 product_item "
               "与之一致；本库以这两个数据元为准。",
            en="XSD takes the record type from the name of the element and wants record_type and "
               "product_item to agree; the library goes by these two elements.",
        ),
    ),
    Limit(
        id="xpath-precision", targets=("xsd",), rules=("record.order", "record.equal", "record.sum"),
        subjects=lambda layout, standard: (f"`{path}`" for path in wide(layout, standard)),
        name=Text(zh="超过 15 位的数值", en="Numbers of more than 15 digits"),
        reason=Text(
            zh="XPath 1.0 以双精度计算，超过 15 "
               "位有效数字的比较和合计不精确；求和时各行之和亦以此为限。",
            en="XPath 1.0 computes in double precision: comparisons and sums beyond 15 "
               "significant digits are not exact; so are sums of many lines near that bound.",
        ),
    ),
)  # fmt: skip
