"""Why a text is no JSON or no XML, in both languages: what the parsers say in English.

A message that is not listed stays as it is, in both.

>>> json_reason("trailing comma")["zh"]
'最后一项之后多了逗号'
>>> xml_reason("Opening and ending tag mismatch: a and b")["zh"]
'结束标签 b 与开始标签 a 不符'
"""

from __future__ import annotations

import re
from collections.abc import Mapping

Reason = Mapping[str, str]
"""A text by language, `zh` and `en`."""


def json_reason(said: str) -> Reason:
    """The reason behind a message of the JSON parser."""
    return _JSON.get(said) or {"zh": said, "en": said}


def xml_reason(said: str) -> Reason:
    """The reason behind a message of the XML parser, without the lines that it names."""
    for pattern, zh in _XML:
        if (found := re.fullmatch(pattern, said, re.DOTALL)) is not None:
            return {"zh": found.expand(zh), "en": said}
    return {"zh": said, "en": said}


def _both(zh: str, en: str) -> Reason:
    return {"zh": zh, "en": en}


_SURROGATE = _both("转义 \\uXXXX 只有代理对的一半", "half of a surrogate pair stands alone in an escape \\uXXXX")
_CONTROL = "control character (\\u0000-\\u001F) found while parsing a string"
_JSON: Mapping[str, Reason] = {
    en: _both(zh, en)
    for en, zh in (
        ("EOF while parsing a value", "缺少值，内容已结束"),
        ("EOF while parsing an object", "对象没有结束"),
        ("EOF while parsing a list", "列表没有结束"),
        ("EOF while parsing a string", "字符串没有结束"),
        ("expected value", "此处应为值"),
        ("expected ident", "此处应为 true、false 或 null"),
        ("expected `:`", "此处应为冒号"),
        ("expected `,` or `}`", "此处应为逗号或 }"),
        ("expected `,` or `]`", "此处应为逗号或 ]"),
        ("key must be a string", "键必须是加引号的字符串"),
        ("trailing comma", "最后一项之后多了逗号"),
        ("trailing characters", "文档结束之后还有内容"),
        ("invalid number", "数字写法错误"),
        ("number out of range", "数字过长"),
        ("invalid escape", "转义写法错误"),
        ("invalid unicode code point", "不是合法的字符"),
        (_CONTROL, "字符串中有控制字符"),
    )
} | {"unexpected end of hex escape": _SURROGATE, "lone leading surrogate in hex escape": _SURROGATE}

_XML = (  # compiled when first met: that takes longer than reading a record
    (r"Opening and ending tag mismatch: (.*) and (.*)", r"结束标签 \2 与开始标签 \1 不符"),
    (r"Premature end of data in tag (.*)", r"标签 \1 没有结束"),
    (r"Entity '(.*)' not defined", r"实体 \1 没有定义"),
    (r"Extra content at the end of the document", "文档结束之后还有内容"),
    (r"Start tag expected, '<' not found", "此处应为开始标签"),
    (r"StartTag: invalid element name", "元素名称写法错误"),
    (r"xmlParseCharRef: invalid xmlChar value ([0-9]+)", r"字符引用 \1 不可用"),
    (r"xmlParseEntityRef: no name", "& 之后应为引用的名称；& 本身请写成 &amp;"),
    (r"EntityRef: expecting ';'", "引用之后缺少分号；& 本身请写成 &amp;"),
    (r"Couldn't find end of Start Tag (.*)", r"开始标签 \1 没有结束"),
    (r"PCDATA invalid Char value ([0-9]+)", r"文字中有不可用的字符 \1"),
    (r"Attribute (.*) redefined", r"属性 \1 重复"),
    (r"Namespace prefix (.*) on (.*) is not defined", r"元素 \2 的命名空间前缀 \1 没有定义"),
    (r"Unescaped '<' not allowed in attributes values", "属性值中不能有 <"),
    (r"AttValue: \" or ' expected", "属性值应加引号"),
    (r"Specification mandates? value for attribute (.*)", r"属性 \1 没有值"),
    (r"(?:Comment not terminated|Comment must not contain '--' \(double-hyphen\)).*", "注释写法错误"),
    (r"CData section not finished.*", "CDATA 没有结束"),
    (r"Sequence '\]\]>' not allowed in content", "文字中不能有 ]]>"),
)
