# ruff: noqa: E501  # tables of cases: one case a line
"""XML documents record by record: what a document holds, where each fault is said, and what ends
the reading.
"""

from __future__ import annotations

import io
from typing import Any

import pytest

from tests.records.standard import standard
from tracecode.publish.examples import full, minimal
from tracecode.records import window
from tracecode.records.plain import Item
from tracecode.records.reading import read
from tracecode.records.xml_document import parse_document
from tracecode.records.xml_elements import NAMESPACE
from tracecode.records.xml_form import dump, dump_inside
from tracecode.standard.record_layout import record_layout
from tracecode.standard.resolved import packaged
from tracecode.tables.limits import Limits

SPACE = f'xmlns="{NAMESPACE}"'
GOOD = "<receipt><record_type>receipt</record_type><title>a</title></receipt>"
DATA = {"record_type": "receipt", "title": "a"}
HEADER = {"record_count": 1}
STOPPED = "data.stopped"


def message(body: str = "", after: str = "", begin: str = f"<message {SPACE}>") -> bytes:
    """A message with a body."""
    header = "<header><record_count>1</record_count></header>"
    return f"{begin}{header}<body>{body}</body>{after}</message>".encode()


def items(raw: bytes, **limits: int) -> list[Item]:
    """The items of a document."""
    return list(read(raw, "xml", standard(), typed=False, limits=Limits(**limits)))


def told(
    raw: bytes, **limits: int
) -> list[tuple[int, object, list[tuple[str, str | None, int | None]]]]:
    """Number, data and faults of each item."""
    return [
        (i.number, i.data, [(f.rule, f.path, f.line) for f in i.faults])
        for i in items(raw, **limits)
    ]


def test_the_records_of_a_message_come_first() -> None:
    """Records have their row and their message; the envelope follows, whatever stands behind the
    body.
    """
    raw = f"""<?xml version="1.0"?>
<message {SPACE}>
  <digest><digest_value>1</digest_value></digest>
  <body>
    {GOOD}<!-- -->
    {GOOD}
  </body>
  <header><record_count>2</record_count></header>
</message>
<!-- the end -->
""".encode()
    found = [(i.number, i.line, i.data, i.message, i.record_count, i.alone) for i in items(raw)]
    assert found == [
        (1, 5, DATA, 1, None, False), (2, 6, DATA, 1, None, False),
        (1, None, {"digest": {"digest_value": "1"}, "body": [], "header": {"record_count": 2}}, 1, 2, False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "raw", [b"", b" \n", b"\xef\xbb\xbf", b"<!-- nothing -->", b'<?xml version="1.0"?>\n']
)
def test_empty(raw: bytes) -> None:
    """A document without an element has nothing to read."""
    assert [[f.rule for f in i.faults if f.rule != "data.bom"] for i in items(raw)] == [
        ["data.empty"]
    ]


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ("<receipt><a></receipt>", [("data.xml", None, None)]),
        ("<receipt><a></b></receipt>", [("data.xml", None, None)]),
        ("<receipt>a < b</receipt>", [("data.xml", None, None)]),
        ("<receipt>&foo;</receipt>", [("data.xml", None, None)]),
        ("<receipt>\n<a>&#1;</a></receipt>", [("data.xml", None, None)]),
        ("<receipt a='1' a='2'/>", [("data.xml", None, None)]),
        ("<t:receipt/>", [("data.xml", None, None)]),
        ("<receipt><!DOCTYPE a></receipt>", [("data.doctype", None, 1)]),
        ("<receipt><a>BYTE</a></receipt>", [("data.encoding", None, 1)]),
        ("<receipt><!-- </receipt> --><a>&#1;</a></receipt>", [("data.xml", None, None)]),
        ("<receipt>" + "<a>" * 300 + "</a>" * 300 + "</receipt>", [("data.too_deep", None, 1)]),
        ("<receit/>", [("record.unknown_type", None, None)]),
        ("<message/>", [("message.misplaced", None, None)]),
        ('<receipt xmlns="urn:other"/>', [("data.namespace", "receipt", 1)]),
    ],
    ids=lambda value: repr(value)[:40],
)  # fmt: skip
def test_a_record_that_cannot_be_read_costs_itself(body: str, faults: list[Any]) -> None:
    """Reading goes on behind it."""
    raw = message(GOOD + body + GOOD).replace(b"BYTE", b"\xff")
    first, broken, last, envelope = told(raw)
    assert broken == (2, None, faults)
    assert (first[1:], last[1:]) == ((DATA, []), (DATA, []))
    assert envelope == (1, {"header": HEADER, "body": []}, [])


@pytest.mark.parametrize(
    ("body", "data", "faults"),
    [
        ("<receipt><title>a</title>\n<title>b</title></receipt>", {"title": "b"}, [("data.duplicate_key", "title", 2)]),
        ("<receipt><title>e&#x301;</title></receipt>", {"title": "e\u0301"}, [("data.nfc", "title", 1)]),
        ("<receipt><title>a<b/></title></receipt>", {"title": "a"}, [("data.inside", "title", 1)]),
        ("<receipt a='1'/>", {}, [("data.attribute", None, 1)]),
        ("<receipt>x</receipt>", {}, [("data.mixed_text", None, 1)]),
        ("<receipt><?go on?></receipt>", {}, [("data.instruction", None, 1)]),
        (("<receipt><odd "
         "a='1'><b/></odd>\n<odd/></receipt>"), {"odd": ""}, [("data.attribute", "odd", 1), ("data.inside", "odd", 1), ("data.duplicate_key", "odd", 2)]),
        ("<receipt><odd>" + "<a>" * 210 + "</a>" * 210 + "</odd></receipt>", {"odd": ""}, [("data.inside", "odd", 1), ("data.too_deep", "odd", 1)]),
        ("<odd><record_type>receipt</record_type><title>a</title></odd>", DATA, [("data.root", "record_type", 1)]),
        ("<odd><record_type>odd</record_type></odd>", {"record_type": "odd"}, []),
        ("<odd><title>a</title></odd>", {"title": "a"}, [("record.unknown_type", None, None)]),
        ("<receipt><receipt>a</receipt></receipt>", {"receipt": "a"}, []),
    ],
    ids=lambda value: repr(value)[:40],
)  # fmt: skip
def test_what_is_wrong_with_a_record_stands_in_it(
    body: str, data: dict[str, Any], faults: list[Any]
) -> None:
    """The record is read; the others, and the envelope, have no fault."""
    first, odd, last, envelope = told(message(GOOD + body + GOOD))
    assert odd == (2, data, faults)
    assert not first[2] + last[2] + envelope[2]


@pytest.mark.parametrize(
    ("raw", "faults"),
    [
        (message(GOOD + "x"), [("data.mixed_text", "body", 1)]),
        (message(GOOD + "<![CDATA[x]]>"), [("data.mixed_text", "body", 1)]),
        (message(GOOD, "&#8195;"), [("data.mixed_text", None, 1)]),
        (message(GOOD, " &#32;&#x0A; <!-- a -->"), []),
        (message(GOOD, "&foo;"), [("data.xml", None, None)]),
        (message(GOOD, "<!-- -- -->"), [("data.xml", None, None)]),
        (message(GOOD, "<?go on?>"), [("data.instruction", None, 1)]),
        (b"<?go on?>" + message(GOOD), [("data.instruction", None, 1)]),
        (message(GOOD, "<header/>"), [("data.duplicate_key", "header", 1)]),
        (message(GOOD, "<body/>"), [("data.duplicate_key", "body", 1)]),
        (message(GOOD, '<a xmlns="urn:other"/>'), [("data.namespace", "a", 1)]),
        (message(GOOD, "<digest><a></digest>"), [("data.xml", "digest", None)]),
        (message(GOOD, "<digest a='1'/>"), [("data.attribute", "digest", 1)]),
        (message(GOOD, begin=f"<message {SPACE} a='1'>"), [("data.attribute", None, 1)]),
        (message(GOOD).replace(b"<body>", b"<body a='1'>"), [("data.attribute", "body", 1)]),
        (message(GOOD) + b"\n<a/>", [("data.xml", None, None), (STOPPED, None, 2)]),
        (message(GOOD).replace(b"</body>", b"</bdy>"), [("data.xml", None, None), (STOPPED, None, 1)]),
        (message(GOOD).replace(b"</body>", b"<!DOCTYPE a>"), [("data.doctype", None, 1), (STOPPED, None, 1)]),
        (message(GOOD + "<receipt a='<'/>"), [("data.xml", None, None), (STOPPED, None, 1)]),
        (message(GOOD)[:-5], [("data.xml", None, None), (STOPPED, None, 1)]),
        (message(GOOD).removesuffix(b"</body></message>"), [("data.xml", None, None)]),
    ],
    ids=lambda value: repr(value)[-40:],
)  # fmt: skip
def test_faults_of_the_envelope(raw: bytes, faults: list[Any]) -> None:
    """What is wrong around the records stands in the envelope; the record before it has its
    verdict.
    """
    record, *_, envelope = told(raw)
    assert record == (1, DATA, [])
    assert envelope[2] == faults


@pytest.mark.parametrize(
    ("raw", "faults"),
    [
        (b"<!DOCTYPE a><a/>", [("data.doctype", None, 1), (STOPPED, None, 1)]),
        (b"xx", [("data.xml", None, None), (STOPPED, None, 1)]),
        (b"</a>", [("data.xml", None, None), (STOPPED, None, 1)]),
        (b"<!-- never closed", [("data.xml", None, None), (STOPPED, None, 1)]),
        (b"<?xml version='x'?><a/>", [("data.xml", None, None), (STOPPED, None, 1)]),
        (b"<?xml version='1.0' encoding='utf-16'?><a/>", [("data.encoding", None, None)]),
        ("<a/>".encode("utf-16"), [("data.encoding", None, None)]),
    ],
    ids=lambda value: repr(value)[:40],
)  # fmt: skip
def test_what_is_no_document(raw: bytes, faults: list[Any]) -> None:
    """Where no element begins, nothing was read, which is said once."""
    assert told(raw) == [(0, None, faults)]


def test_a_record_that_is_never_closed() -> None:
    """It ends where what is around it ends; at the end of the text its message is not whole."""
    *_, broken, envelope = told(message(GOOD + "<receipt><title>a</title>"))
    assert (broken[2], envelope) == (
        [("data.xml", None, None)],
        (1, {"header": HEADER, "body": []}, []),
    )
    *_, broken, envelope = told(
        message(GOOD + "<receipt><title>a").removesuffix(b"</body></message>")
    )
    assert (broken[2], envelope[2]) == ([("data.xml", None, None)], [("data.xml", None, None)])


@pytest.mark.slow
def test_rows_and_columns_are_those_of_the_document() -> None:
    """The place of a fault is told in the document, beyond the rows that the parser counts, too."""
    body = f"\n{GOOD}" * 70_000 + "\n <receipt><a>&foo;</a></receipt>"
    *_, broken, _ = read(message(body), "xml", standard())
    assert broken.line == 70_002
    assert (
        broken.faults[0].text("en")
        == "row 70002, column 19: not valid XML: an entity is not defined"
    )
    body = f"\n{GOOD}" * 70_000 + "\n<receipt>\n<title/>\n<title/></receipt>"
    *_, odd, _ = read(message(body), "xml", standard())
    assert (odd.line, odd.faults[0].line) == (70_002, 70_004)


def test_prefixes_and_declarations_around() -> None:
    """Namespaces count where they are declared: around the message, at the body, or at a record."""
    inside = "<t:receipt><t:record_type>receipt</t:record_type></t:receipt>"
    for raw in (
        f'<t:message xmlns:t="{NAMESPACE}"><t:body>{inside}</t:body></t:message>',
        f'<message {SPACE}><body xmlns:t="{NAMESPACE}">{inside}</body></message>',
        f"<message {SPACE}><body>{inside.replace('<t:receipt>', f'<t:receipt xmlns:t={NAMESPACE!r}>')}</body></message>",
    ):
        record, envelope = items(raw.encode())
        assert (record.data, record.faults, envelope.record_count) == (
            {"record_type": "receipt"},
            (),
            1,
        )


def test_limits() -> None:
    """A record that is too long, too deep or too full costs itself; the next one is read."""
    long = f"<receipt><title>{'x' * 400}</title></receipt>"
    deep = "<receipt>" + "<a>" * 20 + "</a>" * 20 + "</receipt>"
    keys = "<receipt>" + "".join(f"<k{i}/>" for i in range(20)) + "</receipt>"
    limits = {"record_bytes": 300, "depth": 10, "keys": 10, "record_values": 30}
    found = told(message(long + deep + keys + GOOD), **limits)
    assert [faults[0][0] for _, data, faults in found[:3] if data is None] == [
        "data.too_large",
        "data.record_size",
    ]
    assert found[1][2][-1][0] == "data.too_deep"
    assert found[3][1:] == (DATA, [])
    around = "".join(f' xmlns:a{i}="urn:a"' for i in range(600))
    envelope = items(message(GOOD, begin=f"<message {SPACE}{around}>"))[-1]
    assert [f.rule for f in envelope.faults] == ["data.too_large", STOPPED]
    envelope = items(message(GOOD, "<odd/>" * 20), keys=10)[-1]
    assert [f.rule for f in envelope.faults[-2:]] == ["data.record_size", STOPPED]
    parts = "".join(f"<odd{i}>{'x' * 90}</odd{i}>" for i in range(5))
    assert [f.rule for f in items(message(GOOD, parts), record_bytes=300)[-1].faults] == [
        "data.too_large",
        STOPPED,
    ]


def test_many_findings_of_form_are_counted() -> None:
    """Of the faults in one record the first are kept, and the rest is counted."""
    (record, _) = items(message("<receipt>" + "x<a/>" * 500 + "</receipt>"), findings=10)
    assert len(record.faults) == 11
    assert record.faults[-1].rule == "data.findings"


def test_plainly_right_records_are_typed() -> None:
    """A record of the packaged standard as this library writes it, or indented, is typed at once;
    any other is data.
    """
    standard = packaged()
    production = full(record_layout(standard, "production", "pesticide"), standard)
    recall = minimal(record_layout(standard, "recall"), standard)
    plain = dump_inside(production, standard) + dump_inside(recall, standard)
    indented = plain.replace(b"><", b">\n  <")
    odd = dump_inside(recall, standard).replace(b"<recall>", b"<recall><!-- -->")
    body = (plain + indented + odd).decode()
    found = list(read(message(body), "xml", standard))
    assert [i.right is not None for i in found] == [True] * 4 + [False, False]
    assert [i.right.plain() for i in found[:4] if i.right] == [production, recall] * 2
    assert found[4].data == recall
    assert all(i.right is None for i in read(message(body), "xml", standard, typed=False))
    assert [i.data for i in read(message(body), "xml", standard, typed=False)][:5] == [
        production,
        recall,
    ] * 2 + [recall]
    alone = dump(recall, standard, indent=True)
    assert next(read(alone, "xml", standard)).right is not None
    silent = alone.replace(b"<record_type>recall</record_type>", b"")
    assert next(read(silent, "xml", standard)).right is None


@pytest.mark.parametrize("block", [1, 2, 3, 7])
def test_blocks_of_any_size(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the text is cut while it is read makes no difference."""
    raws = [
        f'<?xml version="1.0"?><!-- a --><t:message xmlns:t="{NAMESPACE}"\n><t:header a=">"/><t:body>x<t:receipt ><!-- </t:receipt> --><![CDATA[</t:receipt>]]></t:receipt ></t:body ></t:message>'.encode(),
        message(GOOD + "<receipt><a></receipt>津<receipt/>" + "<receipt>" + "<a>" * 30, "<odd>"),
        message(f"<receipt><title>{'津' * 200}</title></receipt>{GOOD}") + b" <a/>",
    ]
    expected = [told(raw, depth=8, record_bytes=400) for raw in raws]
    monkeypatch.setattr(window, "BLOCK", block)
    assert [told(raw, depth=8, record_bytes=400) for raw in raws] == expected
    text = f'<?xml version="1.0" encoding="GB18030"?><receipt {SPACE}><title>黑麦</title></receipt>'.encode(
        "gb18030"
    )
    assert [i.data for i in parse_document(io.BytesIO(text), standard())] == [{"title": "黑麦"}]
