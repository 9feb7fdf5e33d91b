"""Why a text is no JSON or no XML, in our own words and both languages.

What a parser says is English, changes with its version, and may repeat the document. So its words
never reach a finding: libxml2 numbers its errors, and those numbers are read; the JSON parser has
only words, which are compared. What is not listed here gets one general sentence.

>>> json_reason("trailing comma")["en"], json_reason("no such words")["en"]
('a comma stands behind the last item', 'something stands here that no JSON has')
>>> xml_reason(76)["zh"], xml_reason(99999)["zh"]
('结束标签与开始标签不符', '此处的写法不合 XML 的规定')
"""

from __future__ import annotations

from collections.abc import Mapping

Reason = Mapping[str, str]
"""A text by language, `zh` and `en`."""


def json_reason(message: str) -> Reason:
    """The reason behind a message of the JSON parser, without the place that it names."""
    return _OF_WORDS.get(message, _NO_JSON)


def xml_reason(code: int) -> Reason:
    """The reason behind an error of the XML parser, by its number among libxml2's
    `xmlParserErrors`.
    """
    return _OF_CODES.get(code, _NO_XML)


def _both(zh: str, en: str) -> Reason:
    return {"zh": zh, "en": en}


# --- JSON -----------------------------------------------------------------------------------------

NO_VALUE = _both("缺少值，内容已结束", "the text ends where a value belongs")
OPEN_OBJECT = _both("对象没有结束", "an object is not closed")
OPEN_LIST = _both("列表没有结束", "a list is not closed")
COLON = _both("此处应为冒号", "a colon belongs here")
COMMA_IN_OBJECT = _both("此处应为逗号或 }", "a comma or } belongs here")
COMMA_IN_LIST = _both("此处应为逗号或 ]", "a comma or ] belongs here")
KEY = _both("键必须是加引号的字符串", "a key is a text in quotation marks")
LAST_COMMA = _both("最后一项之后多了逗号", "a comma stands behind the last item")
MORE_JSON = _both("文档结束之后还有内容", "something follows the end of the document")
_SURROGATE = _both(
    "转义 \\uXXXX 只有代理对的一半", "half of a surrogate pair stands alone in an escape \\uXXXX"
)
_NO_JSON = _both("此处的写法不合 JSON 的规定", "something stands here that no JSON has")
_OF_WORDS: Mapping[str, Reason] = {
    "EOF while parsing a value": NO_VALUE,
    "EOF while parsing an object": OPEN_OBJECT,
    "EOF while parsing a list": OPEN_LIST,
    "EOF while parsing a string": _both("字符串没有结束", "a text is not closed"),
    "expected value": _both("此处应为值", "a value belongs here"),
    "expected ident": _both("此处应为 true、false 或 null", "true, false or null belongs here"),
    "expected `:`": COLON,
    "expected `,` or `}`": COMMA_IN_OBJECT,
    "expected `,` or `]`": COMMA_IN_LIST,
    "key must be a string": KEY,
    "trailing comma": LAST_COMMA,
    "trailing characters": MORE_JSON,
    "invalid number": _both("数字写法错误", "a number is not written as in JSON"),
    "number out of range": _both("数字过长", "a number is too long"),
    "invalid escape": _both("转义写法错误", "an escape is not written as in JSON"),
    "invalid unicode code point": _both("不是合法的字符", "no such character exists"),
    "control character (\\u0000-\\u001F) found while parsing a string": _both(
        "字符串中有控制字符", "a text holds a control character"
    ),
    "unexpected end of hex escape": _SURROGATE,
    "lone leading surrogate in hex escape": _SURROGATE,
}

# --- XML ------------------------------------------------------------------------------------------

NO_START = _both("此处应为开始标签", "an opening tag belongs here")
MORE_XML = _both("文档结束之后还有内容", "something follows the end of the document")
MISMATCH = _both(
    "结束标签与开始标签不符", "the closing tag is not that of the element which is open"
)
OPEN_ELEMENT = _both("有元素没有结束", "an element is not closed")
NAME = _both(
    "此处应为名称；< 和 & 本身请写成 &lt; 和 &amp;",
    "a name belongs here; write < and & themselves as &lt; and &amp;",
)
_CHARACTER_REFERENCE = _both(
    "字符引用写法错误", "the reference to a character is not written as in XML"
)
_TAG = _both("标签没有写完（缺少 >）", "a tag is not closed: > is missing")
_QUOTES = _both(
    "属性值的引号不成对", "the quotation marks around an attribute's value are not a pair"
)
_TWICE = _both("属性重复", "an attribute stands twice")
_COMMENT = _both("注释没有结束，或含有 --", "a comment is not closed, or holds --")
_DECLARATION = _both(
    "XML 声明写法错误，或不在文档开头",
    "the XML declaration is malformed, or does not stand at the beginning",
)
_SPACES = _both("命名空间的声明不可用", "a namespace is declared in a way that XML does not allow")
_COLON = _both("名称中的冒号用得不对", "a name has a colon where none belongs")
_NO_XML = _both("此处的写法不合 XML 的规定", "something stands here that no XML has")
XML_LIMIT = 114
"""The number of the error that says that a limit of the parser was reached: RESOURCE_LIMIT."""
_OF_CODES: Mapping[int, Reason] = {
    4: NO_START,  # DOCUMENT_EMPTY
    5: MORE_XML,  # DOCUMENT_END
    6: _CHARACTER_REFERENCE,  # INVALID_HEX_CHARREF
    7: _CHARACTER_REFERENCE,  # INVALID_DEC_CHARREF
    8: _CHARACTER_REFERENCE,  # INVALID_CHARREF
    # INVALID_CHAR
    9: _both("有 XML 不允许的字符", "a character stands here that XML does not allow"),
    22: NAME,  # ENTITYREF_NO_NAME
    23: _both(
        "引用之后缺少分号；& 本身请写成 &amp;",
        "a reference lacks its semicolon; write & itself as &amp;",
    ),  # ENTITYREF_SEMICOL_MISSING
    26: _both("实体没有定义", "an entity is not defined"),  # UNDECLARED_ENTITY
    31: _DECLARATION,  # UNKNOWN_ENCODING
    32: _DECLARATION,  # UNSUPPORTED_ENCODING
    33: _DECLARATION,  # STRING_NOT_STARTED
    34: _DECLARATION,  # STRING_NOT_CLOSED
    38: _both("属性值中不能有 <", "the value of an attribute holds <"),  # LT_IN_ATTRIBUTE
    39: _QUOTES,  # ATTRIBUTE_NOT_STARTED
    40: _QUOTES,  # ATTRIBUTE_NOT_FINISHED
    41: _both("属性没有值", "an attribute has no value"),  # ATTRIBUTE_WITHOUT_VALUE
    42: _TWICE,  # ATTRIBUTE_REDEFINED
    44: _COMMENT,  # COMMENT_NOT_STARTED
    45: _COMMENT,  # COMMENT_NOT_FINISHED
    47: _both("处理指令没有结束", "a processing instruction is not closed"),  # PI_NOT_FINISHED
    56: _DECLARATION,  # XMLDECL_NOT_STARTED
    57: _DECLARATION,  # XMLDECL_NOT_FINISHED
    62: _both("文字中不能有 ]]>", "text holds ]]>"),  # MISPLACED_CDATA_END
    63: _both("CDATA 没有结束", "a CDATA section is not closed"),  # CDATA_NOT_FINISHED
    64: _DECLARATION,  # RESERVED_XML_NAME
    65: _both("此处缺少空白", "white space is missing here"),  # SPACE_REQUIRED
    68: NAME,  # NAME_REQUIRED
    72: NO_START,  # LT_REQUIRED
    73: _TAG,  # GT_REQUIRED
    74: _TAG,  # LTSLASH_REQUIRED
    75: _both("属性没有值", "an attribute has no value"),  # EQUAL_REQUIRED
    76: MISMATCH,  # TAG_NAME_MISMATCH
    77: OPEN_ELEMENT,  # TAG_NOT_FINISHED
    78: _DECLARATION,  # STANDALONE_VALUE
    79: _DECLARATION,  # ENCODING_NAME
    80: _COMMENT,  # HYPHEN_IN_COMMENT
    81: _both("编码不对", "the encoding is wrong"),  # INVALID_ENCODING
    86: MORE_XML,  # EXTRA_CONTENT
    96: _DECLARATION,  # VERSION_MISSING
    108: _DECLARATION,  # UNKNOWN_VERSION
    110: _both("名称过长", "a name is too long"),  # NAME_TOO_LONG
    200: _SPACES,  # NS_ERR_XML_NAMESPACE
    201: _both(
        "命名空间前缀没有声明", "the prefix of a namespace is not declared"
    ),  # NS_ERR_UNDEFINED_NAMESPACE
    202: _COLON,  # NS_ERR_QNAME
    203: _TWICE,  # NS_ERR_ATTRIBUTE_REDEFINED
    204: _SPACES,  # NS_ERR_EMPTY
    205: _COLON,  # NS_ERR_COLON
}
