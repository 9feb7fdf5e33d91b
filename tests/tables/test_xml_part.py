"""The parser of parts is bounded in every direction."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tracecode.tables.limits import DEFAULT, Limits
from tracecode.tables.package import BadPart
from tracecode.tables.xml_part import MAIN, elements, refuse_doctype

TEN = b"<a>" + b"x" * 10


def read(xml: bytes, limits: Limits = DEFAULT) -> list[tuple[int, str, str]]:
    """Level, name and surroundings of the elements."""
    return [(one.level, one.name, one.inside) for one in elements("p", _pieces(xml), limits)]


def refused(xml: bytes, limits: Limits = DEFAULT) -> tuple[str, str]:
    """Why a part is refused, in both languages."""
    with pytest.raises(BadPart) as caught:
        read(xml, limits)
    return caught.value.reason.en, caught.value.reason.zh


def _pieces(xml: bytes) -> Iterator[bytes]:
    return (xml[at : at + 1000] for at in range(0, len(xml), 1000))


def test_elements() -> None:
    """Elements come with level, name and what is around them; those of other namespaces have no
    name.
    """
    for space in MAIN:
        xml = f'<x:a xmlns:x="{space}" xmlns:y="urn:y"><x:b><y:c/></x:b></x:a>'.encode()
        assert read(xml) == [(1, "a", ""), (2, "b", "a"), (3, "", "b")]


def test_encodings() -> None:
    """Parts are UTF-8 or UTF-16; another encoding is refused by its name."""
    xml = f'<a xmlns="{MAIN[0]}"/>'
    declared = f'<?xml version="1.0" encoding="UTF-16"?>{xml}'
    assert read(xml.encode()) == read(declared.encode("utf-16")) == [(1, "a", "")]
    for name in ("IBM037", "gb2312", "latin-1"):
        raw = f'<?xml version="1.0" encoding="{name}"?>{xml}'.encode()
        assert refused(raw) == (f"p is in the encoding {name}", f"p 的编码 {name} 不可用")


@pytest.mark.parametrize(
    "head",
    [
        "<!DOCTYPE a>",
        '<!DOCTYPE a [<!ENTITY b "c">]>',
        f"<!--{'x' * 5000}--><!DOCTYPE a SYSTEM 'file:///x'>",
    ],
)
def test_document_types(head: str) -> None:
    """A document type is refused where it begins, also in UTF-16 and in parts that are not read any
    further.
    """
    for raw in (f"{head}<a/>".encode(), f"{head}<a/>".encode("utf-16")):
        with pytest.raises(BadPart) as caught:
            read(raw)
        assert (caught.value.rule, caught.value.reason.en) == ("data.doctype", "p")
        with pytest.raises(BadPart):
            refuse_doctype("p", _pieces(raw), DEFAULT)
    refuse_doctype("p", _pieces(b"<a><broken"), DEFAULT)


def test_not_well_formed() -> None:
    """What is no XML is refused with its place; entities that nobody declared are none."""
    assert refused(b"<a>\n<b></a>") == (
        "p is not well-formed XML in line 2, column 6",
        "p 第 2 行第 6 列不是合法的 XML",
    )
    for raw in (
        b"",
        b"x",
        b"<a>&nbsp;</a>",
        b"<a>",
        b"<a b=1/>",
        b"<a b='' b=''/>",
        b"<a>\x00</a>",
        b"\xff<a/>",
    ):
        assert "is not well-formed XML" in refused(raw)[0]


@pytest.mark.parametrize(
    ("xml", "limits", "en", "zh"),
    [
        (b"<a>" * 9, Limits(part_depth=5), "p is nested deeper than 5 levels", "p 嵌套超过 5 层"),
        (b"<a " + b"b=''" + b" " * 9000 + b"/>", Limits(token_bytes=2000),
         "p has a tag of more than 2000 bytes", "p 有超过 2000 字节的标签"),
        (b"<a><!--" + b"x" * 9000 + b"-->", Limits(token_bytes=2000),
         "p has a tag of more than 2000 bytes", "p 有超过 2000 字节的标签"),
        (b"<a>" + b"".join(b"<b%d/>" % at for at in range(999)), Limits(part_names=50),
         "p has too many names of elements", "p 的元素名过多"),
        (b"<a>" + b"".join(b"<b c%d=''/>" % at for at in range(999)), Limits(part_names=50),
         "p has too many names of elements", "p 的元素名过多"),
        (b"<a>" + b"".join(b"<b xmlns:c%d='d'/>" % at for at in range(999)), Limits(part_names=50),
         "p has too many names of elements", "p 的元素名过多"),
    ],
)  # fmt: skip
def test_bounds(xml: bytes, limits: Limits, en: str, zh: str) -> None:
    """Levels, the length of a tag or comment, and the number of names have an end."""
    assert refused(xml, limits) == (en, zh)


def test_long_texts_are_no_tags() -> None:
    """Text and CDATA may be longer than any tag."""
    xml = f'<a xmlns="{MAIN[0]}">{"x" * 9000}<![CDATA[{"y" * 9000}]]></a>'
    assert read(xml.encode(), Limits(token_bytes=2000)) == [(1, "a", "")]
