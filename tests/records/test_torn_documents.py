"""Documents torn at random say the same in blocks of any size; what no parser takes is no valid
document.

Two other readers judge the whole text at once: jiter for JSON, lxml for XML.
"""

from __future__ import annotations

import json
from random import Random
from typing import Any

import jiter
import pytest
from lxml import etree

import tracecode as tc
from tests.cases import together
from tracecode.publish.examples import full, minimal
from tracecode.records import window
from tracecode.records.model import Record
from tracecode.records.reading import FileFormat, read
from tracecode.standard.record_layout import record_layout
from tracecode.standard.resolved import packaged
from tracecode.tables.limits import Limits

CATALOG = packaged()
PARTY = ("uscc", "91350100M000100Y43")  # printed in GB 32100
RECALL = minimal(record_layout(CATALOG, "recall"), CATALOG)
STORAGE = full(record_layout(CATALOG, "storage"), CATALOG)
PIECES = (
    b'"', b"\\", b"{", b"}", b"[", b"]", b",", b":", b" ", b"\n", b"null", b"1", b"\xff", b"\x00",
    "e\u0301".encode(), b"<", b">", b"/", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"&", b"&amp;",
    b"</", b"<?x?>", b'"body":[', b"<body>", b"</body>", b"</recall>", b"<recall>",
)  # fmt: skip
TIGHT = Limits(record_bytes=600, depth=4, keys=30, record_values=50, findings=3, strangers=2)
ODD = """<!-- a --><message xmlns="urn:tracecode:records"><header/><body><!-- </body> -->
<recall><record_type><![CDATA[</recall>]]></record_type></recall>
<t:recall xmlns:t='urn:tracecode:records' a='x>y'/></body></message>"""


def _typed(data: dict[str, Any]) -> Record:
    record = tc.loads(json.dumps(data))
    assert isinstance(record, Record)
    return record


def _documents() -> dict[FileFormat, list[bytes]]:
    message = tc.Message.new([_typed(RECALL), _typed(STORAGE)], sender=PARTY, receiver=PARTY)
    plain = message.plain()
    swapped = {"body": [RECALL], "header": plain["header"], "odd": {"a": [1, {"b": "}"}]}}
    xml = tc.dumps(message, "xml")
    return {
        "json": [
            json.dumps(RECALL, ensure_ascii=False).encode(),
            json.dumps([RECALL, STORAGE], ensure_ascii=False, indent=1).encode(),
            tc.dumps(message),
            json.dumps(swapped, indent=2).encode(),
            b'[{"a": "\\"}"}, {"b": [{}]}, 1, "x", null, {}]',
        ],
        "xml": [
            tc.dumps(_typed(RECALL), "xml"),
            xml,
            etree.tostring(etree.fromstring(xml), pretty_print=True),
            ODD.encode(),
        ],
    }


DOCUMENTS = _documents()


def torn(raw: bytes, random: Random) -> bytes:
    """A document with something put in, cut out, cut off or doubled."""
    made = bytearray(raw)
    for _ in range(random.choice((0, 1, 1, 2, 3))):
        at, chance = random.randrange(len(made) + 1), random.random()
        if chance < 0.4:
            made[at:at] = random.choice(PIECES)
        elif chance < 0.7:
            del made[at : at + random.choice((1, 1, 2, 5, 30, 200))]
        elif chance < 0.85:
            del made[at:]
        else:
            other = random.randrange(len(made) + 1)
            made[at:at] = made[min(at, other) : max(at, other)][:400]
        made = made or bytearray(b" ")
    return bytes(made)


def told(
    raw: bytes,
    form: FileFormat,
    limits: Limits = Limits(),  # noqa: B008
    *,
    typed: bool = True,
) -> list[Any]:
    """Everything that the items of a document say; which of two limits is told first is all one."""
    return [
        (
            item.number, item.line, item.data, item.alone, item.message, item.record_count,
            item.right is not None,
            [_limit(f.rule) or (f.rule, f.path, f.line, f.text()) for f in item.faults],
        )
        for item in read(raw, form, CATALOG, typed=typed, limits=limits)
    ]  # fmt: skip


def _limit(rule: str) -> str | None:
    return "limit" if rule in ("data.too_deep", "data.too_large", "data.record_size") else None


@pytest.mark.parametrize("form", ["json", "xml", "ndjson"])
@pytest.mark.parametrize("seed", range(60))
def test_blocks_of_any_size(seed: int, form: FileFormat, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the text is cut while it is read makes no difference, whether records are typed or
    not.
    """
    random = Random(f"{form}{seed}")
    raw = torn(random.choice(DOCUMENTS["xml" if form == "xml" else "json"]), random)
    if form == "ndjson":
        raw = raw.replace(b"\n", b" ") + b"\n" + raw.replace(b"\n", b"")
    limits = TIGHT if seed % 3 == 0 and form != "xml" else Limits()
    typed = seed % 2 == 0
    expected = told(raw, form, limits, typed=typed)
    for block in (1, random.choice((2, 3, 5, 7, 11, 64))):
        monkeypatch.setattr(window, "BLOCK", block)
        assert told(raw, form, limits, typed=typed) == expected, (block, raw)


@together("seed", range(300))
def test_what_no_parser_takes_is_a_finding(seed: int) -> None:
    """A document has a fault of its syntax exactly where a parser of the whole text finds one."""
    random = Random(f"whole{seed}")
    raw = torn(random.choice(DOCUMENTS["json"]), random)
    try:
        jiter.from_json(raw, catch_duplicate_keys=False, allow_inf_nan=False)
        whole = True
    except ValueError:
        whole = False
    rules = {rule for *_, faults in told(raw, "json") for rule, *_ in faults if len(rule) > 1}
    assert whole is not bool(rules & {"data.json", "data.encoding"}) or "data.empty" in rules, raw
    raw = torn(random.choice(DOCUMENTS["xml"]), random)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        etree.fromstring(raw, parser)
        whole = True
    except etree.XMLSyntaxError:
        whole = False
    rules = {rule for *_, faults in told(raw, "xml") for rule, *_ in faults if len(rule) > 1}
    wrong = {"data.xml", "data.encoding", "data.empty", "data.doctype", "data.instruction"}
    assert (rules & {"data.xml", "data.encoding"} == set()) if whole else bool(rules & wrong), raw
