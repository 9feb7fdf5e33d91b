# tables of cases
"""Why a text is no JSON or XML: in our own words, never in those of a parser."""

from __future__ import annotations

import io
import json
import random
import re
from collections.abc import Callable, Iterator

import jiter
import pytest
from lxml import etree

from tests.records.standard import standard
from tracecode.records import reasons
from tracecode.records.json_document import parse_document as parse_json
from tracecode.records.plain import Item
from tracecode.records.reasons import Reason, json_reason, xml_reason
from tracecode.records.xml_elements import NAMESPACE
from tracecode.records.xml_form import parse as parse_xml

_OURS = (*vars(reasons).values(), *reasons._OF_WORDS.values(), *reasons._OF_CODES.values())
SENTENCES = [reason for reason in _OURS if isinstance(reason, dict) and set(reason) == {"zh", "en"}]
RECORD = {
    "record_type": "receipt",
    "title": "黑麦 & <b>",
    "count": 12,
    "tags": ["a", "b"],
    "open": True,
}
BROKEN_XML = [
    b"<a", b"<a></b>", b"<a/><b/>", b"<a>&b;</a>", b"<a>&</a>", b"<a>&b</a>", b"<a>&#0;</a>",
    b"<a>&#12</a>", b"<a>&#xZ;</a>", b"<1/>", b"<a b/>", b"<a b=1/>", b"<a b='<'/>",
    b"<a b='1' b='2'/>", b"<a b='1'c='2'/>", b"<a b='1/>", b"<a>\x01</a>", b"<x:a/>",
    b"<a xmlns:='x'/>", b"<a:b:c/>", b"<a xmlns:x=''/>", (b"<a xmlns:x='u' xmlns:y='u' x:b='1' "
                                                                    b"y:b='2'/>"),
    b"<a><!-- </a>", (b"<a><!-- -- "
                     b"--></a>"), b"<a>]]></a>", b"<a><![CDATA[</a>", b"<a><?x </a>",
                     b"<a><?xml version='1.0'?></a>",
    b"<?xml version=1.0?><a/>", (b"<?xml version='1.0' "
                                b"standalone='x'?><a/>"), b"<?xml version='2.0'?><a/>", b"<a></a b>",
    b"<a b='&'/>", b"<a><></a>", b"<a/ >", b"<" + b"a" * 60_000 + b"/>", b"<a b='1'/x>",
    b"<a>\x00</a>", b"x", b"<a>",
]  # fmt: skip


def known(item: Item) -> Iterator[Reason]:
    """The reasons that an item gives."""
    for finding in item.faults:
        if finding.rule in ("data.json", "data.xml"):
            reason = finding.values["reason"]
            assert isinstance(reason, dict)
            assert reason in SENTENCES
            assert finding.values["row"]
            assert finding.values["column"]
            yield reason


@pytest.mark.parametrize("raw", BROKEN_XML, ids=lambda raw: repr(raw)[:30])
def test_kinds_of_xml(raw: bytes) -> None:
    """Each usual fault of XML has a sentence of its own, and nothing of the document is
    repeated.
    """
    with pytest.raises(etree.XMLSyntaxError) as caught:
        etree.fromstring(raw)
    reason = xml_reason(caught.value.code)  # type: ignore[attr-defined]  # not in the stubs
    assert reason is not xml_reason(0)
    for document in (raw, f'<message xmlns="{NAMESPACE}"><body>'.encode() + raw):
        for item in parse_xml(document, standard()):
            assert all(each in SENTENCES for each in known(item))


@pytest.mark.parametrize(
    "raw",
    [
        b'{"a": ', b'{"a": 1', b"[1", b'"a', b"x", b"nul", b'{"a" 1}', b'{"a": 1 2}', b"[1 2]",
        b"{1: 2}", b"[1,]", b"1 2", b"-", b"1" * 5000, b'"\\q"', b'"\n"', b'"\\ud800"', b'"\\ud8"',
        b"01", b"1.", b"1e",
    ],
)  # fmt: skip
def test_kinds_of_json(raw: bytes) -> None:
    """Each usual fault of JSON has a sentence of its own."""
    with pytest.raises(ValueError, match=" at line ") as caught:
        jiter.from_json(raw)
    reason = json_reason(str(caught.value).partition(" at line")[0])
    assert reason is not json_reason("")
    items = [*parse_json(io.BytesIO(raw)), *parse_json(io.BytesIO(b'{"body": [' + raw))]
    assert reason in [each for item in items for each in known(item)]


def test_unknown() -> None:
    """What no version of a parser has said yet gets one general sentence."""
    assert json_reason("some new words") == {
        "zh": "此处的写法不合 JSON 的规定",
        "en": "something stands here that no JSON has",
    }
    assert xml_reason(4711) == {
        "zh": "此处的写法不合 XML 的规定",
        "en": "something stands here that no XML has",
    }


def test_sentences() -> None:
    """Chinese sentences are Chinese, and English ones English."""
    for reason in SENTENCES:
        assert isinstance(reason, dict)
        assert re.search("[一-鿿]", reason["zh"])
        assert not re.search("[a-z]{3,} [a-z]{2,}", reason["zh"])
        assert reason["en"].isascii()


def read_xml(raw: bytes) -> list[Item]:
    """The items of an XML document."""
    return parse_xml(raw, standard())


def read_json(raw: bytes) -> list[Item]:
    """The items of a JSON document."""
    return list(parse_json(io.BytesIO(raw)))


INSIDE = "".join(f"<{name}>x</{name}>" for name in RECORD)
XML = f'<?xml version="1.0"?>\n<receipt xmlns="{NAMESPACE}"><!-- 注 -->{INSIDE}<a b="1">&amp;</a></receipt>'.encode()
MARKS: dict[Callable[[bytes], list[Item]], bytes] = {
    read_xml: b"< > & &x; </ /> <!-- ]]> \" \0 <?x : xmlns: ' =",
    read_json: b"{ } [ ] , : \" \\ tru 1e - \x01 '",
}


@pytest.mark.parametrize(
    ("read", "raw"), [(read_xml, XML), (read_json, json.dumps(RECORD).encode())]
)
def test_torn_documents(read: Callable[[bytes], list[Item]], raw: bytes) -> None:
    """However a document is broken, only our own words tell of it."""
    chance = random.Random(14)
    marks = [*MARKS[read].split(b" "), b" ", b"\n"]
    seen = 0
    for _ in range(400):
        at, cut = chance.randrange(len(raw)), chance.choice((0, 0, 1, 5, 30))
        for item in read(raw[:at] + chance.choice(marks) + raw[at + cut :]):
            seen += len(list(known(item)))
    assert seen > 100
