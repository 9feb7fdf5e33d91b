# ruff: noqa: E501  # tables of cases: one case a line
"""Records as XML: what is read and written, and each kind of bad input as a finding."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.records.standard import right, standard
from tracecode.errors import UnknownId
from tracecode.records.judge import judge_message
from tracecode.records.plain import Item
from tracecode.records.reading import read
from tracecode.records.xml_elements import NAMESPACE
from tracecode.records.xml_form import dump, parse

SPACE = f'xmlns="{NAMESPACE}"'
HUGE = 12_000_000


def told(item: Item) -> list[tuple[str, str | None, str, str]]:
    """The faults of an item: rule, path and both texts."""
    return [(f.rule, f.path, f.text("zh"), f.text("en")) for f in item.faults]


def delivery(inside: str, *, before: str = "", attributes: str = "") -> bytes:
    """A record around some elements."""
    return f"{before}<delivery {SPACE}{attributes}><record_type>delivery</record_type>{inside}</delivery>".encode()


ENCODING_ZH, ENCODING_EN = (
    "；应为 UTF-8，或声明后用 GB18030",
    "; use UTF-8, or GB18030 where it is declared",
)
DOCTYPE = (
    "data.doctype",
    None,
    "不接受文档类型声明和实体",
    "document types and entities are not accepted",
)
INSTRUCTION = (
    "data.instruction",
    None,
    "不接受处理指令",
    "processing instructions are not accepted",
)


@pytest.mark.parametrize(
    ("raw", "rule", "path", "zh", "en"),
    [
        (b"", "data.empty", None, "没有内容", "there is nothing to read"),
        (b"\xef\xbb\xbf", "data.empty", None, "没有内容", "there is nothing to read"),
        (b"<a>", "data.xml", None, ("第 1 行第 4 列：不是合法的 "
                                   "XML：有元素没有结束"), ("row 1, column 4: not valid XML: an "
                                                  "element is not closed")),
        (delivery("<title>&b;</title>"), "data.xml", None, ("第 1 行第 86 列：不是合法的 "
                                                           "XML：实体没有定义"),
                                                           ("row 1, column 86: not valid XML: an entity is not "
                                                                         "defined")),
        (delivery("<title>&#1;</title>"), "data.xml", None, ("第 1 行第 87 列：不是合法的 XML：有 "
                                                            "XML 不允许的字符"),
                                                            ("row 1, column 87: not valid XML: a character stands here "
                                                                          "that XML does not allow")),
        (b'<!DOCTYPE a SYSTEM "http://example.com/a.dtd"><a/>', *DOCTYPE),
        ((b'<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY b SYSTEM '
         b'"file:///etc/passwd">]><a>&b;</a>'), *DOCTYPE),
        ((b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c '
         b'"&b;&b;&b;">]><l>&c;</l>'), *DOCTYPE),
        (b"<a>" * 10_000 + b"</a>" * 10_000, "data.too_deep", None, "嵌套过深，最多 200 层", "the data are nested too deep; at most 200 levels are read"),
        (b'<a b="' + b"x" * HUGE + b'"/>', "data.too_large", None, "数据过大，最多 1048576 个字节", "the data are too large; at most 1048576 bytes are read"),
        (b"<a>" + b"x" * HUGE + b"</a>", "data.too_large", None, "数据过大，最多 1048576 个字节", "the data are too large; at most 1048576 bytes are read"),
        ("<a/>".encode("utf-16"), "data.encoding", None, (f"编码不对（UTF-16 / "
                                                         f"UTF-32）{ENCODING_ZH}"),
                                                         (f"the encoding is wrong (UTF-16 / "
                                                                                  f"UTF-32){ENCODING_EN}")),
        ("<a/>".encode("utf-16-le"), "data.encoding", None, (f"编码不对（UTF-16 / "
                                                            f"UTF-32）{ENCODING_ZH}"),
                                                            (f"the encoding is wrong (UTF-16 / "
                                                                                     f"UTF-32){ENCODING_EN}")),
        ((b'<?xml version="1.0" '
         b'encoding="UTF-16"?><a/>'), "data.encoding", None, f"编码不对（utf-16）{ENCODING_ZH}",
         (f"the encoding is wrong "
                                                                                          f"(utf-16){ENCODING_EN}")),
        ((b"<?xml version='1.0' "
         b"encoding='latin-1'?><a/>"), "data.encoding", None, f"编码不对（latin-1）{ENCODING_ZH}",
         (f"the encoding is wrong "
                                                                                            f"(latin-1){ENCODING_EN}")),
        ("<a>中</a>".encode("gb18030"), "data.encoding", None, (f"编码不对（0xD6 @ 4；看起来是 GBK，即 "
                                                              f"GB18030）{ENCODING_ZH}"),
                                                              (f"the encoding is wrong (0xD6 @ 4; it looks like GBK, that "
                                                                                        f"is GB18030){ENCODING_EN}")),
        (b"<delivery/>", "data.namespace", "delivery", f"命名空间应为 {NAMESPACE}，实为 -", (f"the namespace is -; expected "
                                                                                   f"{NAMESPACE}")),
        ((b'<delivery '
         b'xmlns="urn:other"/>'), "data.namespace", "delivery", (f"命名空间应为 {NAMESPACE}，实为 "
                                                               f"urn:other"),
                                                               (f"the namespace is urn:other; expected "
                                                                             f"{NAMESPACE}")),
        (f"<delivry {SPACE}/>".encode(), "record.unknown_type", None, ("没有记录类型“delivry”（品目：-）；是否为 "
                                                                      "delivery？"),
                                                                      ("there is no record type 'delivry' (item: -); did you mean "
                                                                                   "delivery?")),
    ],
    ids=lambda value: repr(value)[:30],
)  # fmt: skip
def test_what_cannot_be_read(raw: bytes, rule: str, path: str | None, zh: str, en: str) -> None:
    """Bytes that are no XML of ours give no data and one finding, with its whole text in both
    languages.
    """
    (item,) = read(raw, "xml", standard())
    assert item.data is None
    assert [fault for fault in told(item) if fault[0] not in ("data.bom", "data.stopped")] == [
        (rule, path, zh, en)
    ]


@pytest.mark.parametrize(
    "raw",
    [
        delivery("", before='<?xml-stylesheet href="a.xsl"?>'),
        delivery("", before='<?xml version="1.0"?><?go on?>'),
        delivery("") + b"<?go on?>",
        delivery("<?go on?>"),
        delivery("<title>a<?go on?>b</title>"),
    ],
    ids=lambda value: repr(value)[-50:],
)
def test_processing_instructions(raw: bytes) -> None:
    """A processing instruction, wherever it stands, is a finding, and changes nothing of what is
    read.
    """
    (item,) = parse(raw, standard())
    assert told(item) == [INSTRUCTION]
    assert item.data in ({"record_type": "delivery"}, {"record_type": "delivery", "title": "ab"})


@pytest.mark.parametrize(
    ("raw", "rule", "path", "zh", "en"),
    [
        (delivery("<title>a</title><title>b</title>"), "data.duplicate_key", "title", "title 只能出现一次，这里不止一次", "title may stand only once; it stands here more than once"),
        (delivery("<sender><title>a</title><title>b</title></sender>"), "data.duplicate_key", "sender.title", "title 只能出现一次，这里不止一次", "title may stand only once; it stands here more than once"),
        (delivery("", attributes=' id="1"'), "data.attribute", None, ("不使用属性（id）；请去掉，写出时不要带 "
                                                                     "schemaLocation、type 之类的属性"),
                                                                     ("attributes are not used (id); leave them out, also those "
                                                                                                  "that programs add by themselves, such as schemaLocation "
                                                                                                  "and type")),
        (delivery("<title lang='zh'>a</title>"), "data.attribute", "title", ("不使用属性（lang）；请去掉，写出时不要带 "
                                                                            "schemaLocation、type 之类的属性"),
                                                                            ("attributes are not used (lang); leave them out, also those "
                                                                                                         "that programs add by themselves, such as schemaLocation "
                                                                                                         "and type")),
        (delivery("<lines no='1'/>"), "data.attribute", "lines", ("不使用属性（no）；请去掉，写出时不要带 "
                                                                 "schemaLocation、type 之类的属性"),
                                                                 ("attributes are not used (no); leave them out, also those "
                                                                                              "that programs add by themselves, such as schemaLocation "
                                                                                              "and type")),
        (delivery("stray<title>a</title>"), "data.mixed_text", None, "元素之间不应有文字（5 个字符）", ("no text belongs between elements (5 "
                                                                                         "characters)")),
        (delivery("<title>a</title>stray"), "data.mixed_text", None, "元素之间不应有文字（5 个字符）", ("no text belongs between elements (5 "
                                                                                         "characters)")),
        (delivery("<sender>stray</sender>"), "data.mixed_text", "sender", "元素之间不应有文字（5 个字符）", ("no text belongs between elements (5 "
                                                                                              "characters)")),
        (delivery("<title>a<b/></title>"), "data.inside", "title", "此处只放文字，不能有元素 b", "only text belongs here, no element b"),
        (delivery('<title xmlns="urn:other">a</title>'), "data.namespace", "title", (f"命名空间应为 {NAMESPACE}，实为 "
                                                                                    f"urn:other"),
                                                                                    (f"the namespace is urn:other; expected "
                                                                                                  f"{NAMESPACE}")),
        (delivery("<title>e&#x301;</title>"), "data.nfc", "title", "文字未按 Unicode NFC 规范化", "the text is not in Unicode normal form C"),
        (b"\xef\xbb\xbf" + delivery(""), "data.bom", None, "文件开头有字节顺序标记，已略过", "a byte order mark stands at the beginning; it was passed over"),
        (f"<receipt {SPACE}><record_type>delivery</record_type></receipt>".encode(), "data.root", "record_type", "根元素 receipt 与其中的记录类型 delivery 不符", ("the element is receipt, the record type inside it "
                                                                                                                                                     "delivery")),
    ],
    ids=lambda value: repr(value)[-50:],
)  # fmt: skip
def test_what_is_read_with_a_finding(
    raw: bytes, rule: str, path: str | None, zh: str, en: str
) -> None:
    """What is out of place is one finding, with its whole text in both languages; the rest is
    read.
    """
    (item,) = parse(raw, standard())
    assert item.data is not None
    assert [
        fault for fault in told(item) if "xmlns" not in raw.decode()[60:] or fault[0] == rule
    ] == [(rule, path, zh, en)]


def test_what_a_record_does_not_say_is_left_to_the_judge() -> None:
    """A record without its type, or of one that does not exist, is read; the judge says what is
    missing.
    """
    for inside in ("", "<record_type>nothing</record_type>"):
        (item,) = parse(
            f"<delivery {SPACE}>{inside}<title>a</title></delivery>".encode(), standard()
        )
        assert item.faults == ()
        assert item.data["title"] == "a"


def test_unknown_elements_are_left_to_the_judge() -> None:
    """An unknown element is read as it is, for the judge of the record knows what may have been
    meant.
    """
    (item,) = parse(delivery("<titel>a</titel><empty/>"), standard())
    assert (item.data, item.faults) == ({"record_type": "delivery", "titel": "a", "empty": ""}, ())


def test_values() -> None:
    """Whole numbers and truth values become what they are; what is none stays text, for the
    judge.
    """
    (item,) = parse(
        delivery("<count>12</count><organic>true</organic><warmth> -1.5\n</warmth>"), standard()
    )
    assert item.data == {"record_type": "delivery", "count": 12, "organic": True, "warmth": "-1.5"}
    (item,) = parse(delivery("<count>012</count><organic>1</organic>"), standard())
    assert item.data == {"record_type": "delivery", "count": "012", "organic": "1"}
    (item,) = parse(delivery("<count>" + "9" * 5000 + "</count>"), standard())
    assert item.data["count"] == "9" * 5000


def test_deep_groups() -> None:
    """Elements that nest without end are an unknown element, not an exception."""
    (item,) = parse(delivery("<sender>" * 100 + "</sender>" * 100), standard())
    assert item.data["sender"] == {"sender": ""}


def test_comments_and_cdata() -> None:
    """Comments are passed over, wherever they stand; text may stand in CDATA."""
    raw = (
        delivery("<!-- a --><title>R<!-- b -->ye<![CDATA[<&]]></title>", before="<!-- c -->")
        + b"<!-- d -->"
    )
    (item,) = parse(raw, standard())
    assert (item.data, item.faults) == ({"record_type": "delivery", "title": "Rye<&"}, ())


def test_gb18030_where_it_is_declared() -> None:
    """GB18030 is read where the document or the caller declares it; rows and columns of findings
    stay right.
    """
    for declaration, encoding in (
        ('<?xml version="1.0" encoding="GB18030"?>', "utf-8"),
        ("", "gb18030"),
    ):
        raw = delivery("<title>黑麦</title>", before=declaration).decode().encode("gb18030")
        (item,) = parse(raw, standard(), encoding=encoding)
        assert (item.data, item.faults) == ({"record_type": "delivery", "title": "黑麦"}, ())
    (item,) = parse('<?xml version="1.0" encoding="GB18030"?><中>'.encode("gb18030"), standard())
    assert item.faults[0].text("en") == "row 1, column 44: not valid XML: an element is not closed"


def message(body: str = "", more: str = "", attributes: str = "") -> bytes:
    """A message with a body."""
    return f"<message {SPACE}><header{attributes}><record_count>0</record_count></header><body>{body}</body>{more}</message>".encode()


def test_messages() -> None:
    """The records of a message come first, its envelope follows them and says how many there
    were.
    """
    record = "<receipt><record_type>receipt</record_type></receipt>"
    first, second, whole = parse(message(f"{record}<odd/>"), standard())
    assert (whole.data, whole.record_count) == ({"header": {"record_count": 0}, "body": []}, 2)
    assert (first.number, first.data, first.alone) == (1, {"record_type": "receipt"}, False)
    assert {item.message for item in (first, second, whole)} == {1}
    assert [f.rule for f in second.faults] == ["record.unknown_type"]


def test_a_message_without_body() -> None:
    """A message that has no body has no records; an element of another namespace is told."""
    items = parse(
        f'<message {SPACE}><header/><a xmlns="urn:other"/></message>'.encode(), standard()
    )
    assert [(item.data, [fault.rule for fault in item.faults]) for item in items] == [
        ({"header": {}}, ["data.namespace"])
    ]


@pytest.mark.parametrize(
    ("raw", "rule", "path"),
    [
        (message(more="<body/>"), "data.duplicate_key", "body"),
        (message(more="<header/>"), "data.duplicate_key", "header"),
        (message(more="stray"), "data.mixed_text", None),
        (message("stray"), "data.mixed_text", "body"),
        (message(attributes=' a="1"'), "data.attribute", "header"),
        (message().replace(b"<body>", b"<body a='1'>"), "data.attribute", "body"),
    ],
)
def test_faults_of_the_envelope(raw: bytes, rule: str, path: str | None) -> None:
    """What is out of place around the records is a finding of the message."""
    item = parse(raw, standard())[-1]
    assert [(fault.rule, fault.path) for fault in item.faults] == [(rule, path)]


def test_unknown_parts_are_left_to_the_judge() -> None:
    """A part that no message has is read as it is: the judge of the envelope says that it is
    unknown, as in JSON.
    """
    item = parse(message(more="<trailer>x</trailer>"), standard())[-1]
    assert (item.data["trailer"], item.faults) == ("x", ())
    assert ("record.unknown_field", "trailer") in [
        (f.rule, f.path) for f in judge_message(item.data, item.record_count)
    ]


def test_what_is_written_is_read() -> None:
    """A record comes back as it was: marks of XML, blanks at its ends, characters of all planes."""
    data = right(
        title=" <&>]]> 😀", count=7, warmth="-0.5", organic=False, tags=["a", "&"],
        sender={"title": "“M”", "mail": "a"},
        lines=[{"article": "120116"}, {"article": "120117", "weight": "1.50"}],
    )  # fmt: skip
    for indent in (False, True):
        (item,) = parse(dump(data, standard(), indent=indent), standard())
        assert (item.data, item.faults, item.alone) == (data, (), True)
    with pytest.raises(UnknownId):
        dump({"record_type": "nothing"}, standard())


LINE = st.text(
    st.characters(
        blacklist_categories=("Cs", "Cc"), blacklist_characters="\u2028\u2029\ufffe\uffff"
    ),
    max_size=20,
)


@given(text=LINE)
def test_any_line_of_text_travels(text: str) -> None:
    """Whatever line of text an element holds, XML carries it as it is."""
    (item,) = parse(dump(right(title=text), standard()), standard())
    assert item.data["title"] == text


@given(raw=st.binary(max_size=60))
def test_any_bytes_end_in_findings(raw: bytes) -> None:
    """Whatever the bytes, reading gives data or findings, and never raises."""
    for start in (b"", b"<", delivery("<title>")[:-11]):
        for item in parse(start + raw, standard()):
            assert item.data is not None or item.faults


@pytest.mark.slow
def test_hostile_documents_take_bounded_memory() -> None:
    """An attribute of sixty megabytes, an expanding entity and ten million levels stay within 300
    MB of a process.
    """
    code = r"""
import json, pathlib, re, resource
from tests.records.standard import standard
from tracecode.records.xml_form import parse
standard = standard()
rules = [
    parse(raw, standard)[0].faults[0].rule
    for raw in (
        b'<a b="' + b"x" * 60_000_000 + b'"/>',
        b'<!DOCTYPE l [<!ENTITY a "ha">' + b'<!ENTITY b "&a;&a;">' * 30 + b"]><l>&b;</l>",
        b"<a>" * 10_000_000,
    )
]
status = pathlib.Path("/proc/self/status")  # getrusage counts the parent's memory before exec
peak = re.search(r"VmHWM:\s+(\d+)", status.read_text()) if status.exists() else None
print(json.dumps([rules, int(peak[1]) if peak else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    rules, kilobytes = json.loads(done.stdout)
    assert rules == ["data.too_large", "data.doctype", "data.too_deep"]
    assert kilobytes < 300_000
