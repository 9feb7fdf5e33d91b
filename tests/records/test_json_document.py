# ruff: noqa: E501  # tables of cases: one case a line
"""JSON documents record by record: what a document holds, where each fault is said, and what ends
the reading.
"""

from __future__ import annotations

import io
import json
from typing import Any

import jiter
import pytest

from tests.records.standard import right, standard
from tracecode.records import window
from tracecode.records.json_document import parse_document
from tracecode.records.plain import Item
from tracecode.records.reading import FileFormat, read
from tracecode.tables.limits import Limits

STOPPED = "data.stopped"


def items(raw: bytes, form: FileFormat = "json", **limits: int) -> list[Item]:
    """The items of a document."""
    return list(read(raw, form, standard(), typed=False, limits=Limits(**limits)))


def told(
    raw: bytes, **limits: int
) -> list[tuple[int, object, list[tuple[str, str | None, int | None]]]]:
    """Number, data and faults of each item."""
    return [
        (i.number, i.data, [(f.rule, f.path, f.line) for f in i.faults])
        for i in items(raw, "json", **limits)
    ]


def test_what_a_document_holds() -> None:
    """One record stands alone; a list gives its places; a message its records, then its
    envelope.
    """

    def held(raw: bytes) -> list[tuple[int, object, bool, int | None, int | None]]:
        return [(i.number, i.data, i.alone, i.message, i.record_count) for i in items(raw)]

    assert held(b' {"a": 1} ') == [(1, {"a": 1}, True, None, None)]
    assert held(b'[{"a": 1}, []]') == [(1, {"a": 1}, False, None, None), (2, [], False, None, None)]
    message = b'{"digest": {}, "body": [{"a": 1}, 2], "header": {"b": "}"}}'
    assert held(message) == [
        (1, {"a": 1}, False, 1, None), (2, 2, False, 1, None),
        (1, {"digest": {}, "body": [], "header": {"b": "}"}}, False, 1, 2),
    ]  # fmt: skip
    assert held(b'{"header": {}, "body": 5}') == [(1, {"header": {}, "body": 5}, False, 1, 0)]
    assert held(b'{"record_type": "x", "digest": 5}') == [
        (1, {"record_type": "x", "digest": 5}, True, None, None)
    ]


def test_a_list_of_records_makes_a_message_in_any_order() -> None:
    """Whether an object is a message does not hang on which of its keys comes first."""
    for raw in (
        b'{"record_type": "x", "body": [{"a": 1}]}',
        b'{"body": [{"a": 1}], "record_type": "x"}',
    ):
        assert [(i.data, i.record_count) for i in items(raw)] == [
            ({"a": 1}, None),
            ({"record_type": "x", "body": []}, 1),
        ]


@pytest.mark.parametrize("raw", [b"", b" \r\n\t", b"\xef\xbb\xbf ", b"[]", b"[ ]", b"null"])
def test_empty(raw: bytes) -> None:
    """A document in which nothing stands says so, once."""
    assert [[f.rule for f in i.faults if f.rule != "data.bom"] for i in items(raw)] == [
        ["data.empty"]
    ]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b'[{"a": 1}, {"a": 1,}, {"b": 2}]', [(1, {"a": 1}, []), (2, None, [("data.json", None, None)]), (3, {"b": 2}, [])]),
        ((b'[{"a": NaN},\n{"a": '
         b'null}]'), [(1, None, [("data.json", None, None)]), (2, {"a": None}, [("data.null", "a", 2)])]),
        ((b'[{"a": 1, "a": 2},\n\n{"b": '
         b'"e\\u0301"}]'), [(1, {"a": 2}, [("data.duplicate_key", "a", 1)]), (2, {"b": "e\u0301"}, [("data.nfc", "b", 3)])]),
        (b'[{"a": "\xff"}, {"b": 2}]', [(1, None, [("data.encoding", None, 1)]), (2, {"b": 2}, [])]),
        (b'[{"a": "}"}, {"a": "\\"]"}]', [(1, {"a": "}"}, []), (2, {"a": '"]'}, [])]),
        (b'[abc, 1, "x", null, [], {"header": 1}]', [(1, None, [("data.json", None, None)]), (2, 1, []), (3, "x", []), (4, None, [("data.null", None, 1)]), (5, [], []), (6, None, [("message.misplaced", None, None)])]),
        (b'[{"a": 1},]', [(1, {"a": 1}, []), (0, None, [("data.json", None, None)])]),
        (b'[{"a": 1}', [(1, {"a": 1}, []), (0, None, [("data.json", None, None)])]),
        (b'[{"a": 1} {"b": 2}]', [(1, {"a": 1}, []), (0, None, [("data.json", None, None), (STOPPED, None, 1)])]),
        (b'[{"a": 1}]\n]', [(1, {"a": 1}, []), (0, None, [("data.json", None, None), (STOPPED, None, 2)])]),
        (b'[{"a": "x\n"}, {"b": 2}]', [(1, None, [("data.json", None, None)]), (0, None, [(STOPPED, None, 1)])]),
        (b'[{"a": [1}, {"b": 2}]', [(1, None, [("data.json", None, None)]), (0, None, [(STOPPED, None, 1)])]),
        (b"[,1]", [(1, None, [("data.json", None, None)]), (0, None, [(STOPPED, None, 1)])]),
    ],
    ids=lambda value: repr(value)[:40],
)  # fmt: skip
def test_each_fault_stands_in_its_record(raw: bytes, expected: list[Any]) -> None:
    """A record that is no JSON costs itself; where nobody can tell where the next one begins,
    reading ends and says so.
    """
    assert told(raw) == expected


@pytest.mark.parametrize(
    ("raw", "faults"),
    [
        (b'{"a": 1} x', [("data.json", None, None), (STOPPED, None, 1)]),
        (b'{"a": 1,}', [("data.json", None, None)]),
        (b'{"a" 1}', [("data.json", None, None)]),
        (b"{a: 1}", [("data.json", None, None)]),
        (b'{"a": 1 "b": 2}', [("data.json", None, None)]),
        (b'{"a": 1', [("data.json", None, None)]),
        (b'{"a": {"b": 1,}}', [("data.json", None, None)]),
        (b'{"a": [1}', [("data.json", None, None), (STOPPED, None, 1)]),
        (b'{"a": "\xff"}', [("data.encoding", None, 1)]),
        (b'{"\\q": 1}', [("data.json", None, None)]),
        (b'{"a": 1, "b": {"c": ' + b"[" * 300 + b"]" * 300 + b"}}", [("data.too_deep", None, 1)]),
    ],
    ids=lambda value: repr(value)[:40],
)  # fmt: skip
def test_a_record_that_stands_alone_has_all_faults(raw: bytes, faults: list[Any]) -> None:
    """What is wrong in and around the only record is one item, so that there is one verdict."""
    (item,) = items(raw)
    assert item.alone
    assert [(f.rule, f.path, f.line) for f in item.faults] == faults


@pytest.mark.parametrize(
    ("raw", "faults"),
    [
        (b'{"header": {}, "record_type": "x"}', []),
        (b'{"digest":{},"record_type":"x","a":null}', ["data.null"]),
        (b'{"signature": 1, "record_type": "x", "signature": 2}', ["data.duplicate_key"]),
        (b'{"body": "x", "record_type": "x"}', []),
        (b'\xef\xbb\xbf{"header": {}, "record_type": "x"}', ["data.bom"]),
        (b'{"header": {}, "record_type": "x"} x', ["data.json", STOPPED]),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_a_record_with_a_part_of_a_message(raw: bytes, faults: list[str]) -> None:
    """A record that begins as a message does is one record, with all of its elements."""
    (item,) = items(raw)
    data = jiter.from_json(raw.removeprefix(b"\xef\xbb\xbf").removesuffix(b" x"))
    assert (item.alone, item.envelope, item.data) == (True, False, data)
    assert [finding.rule for finding in item.faults] == faults


@pytest.mark.parametrize(
    ("inside", "rule"),
    [
        (b'"a": "' + b"x" * 400 + b'"', "data.too_large"),
        (b'"a": 1' + b" " * 400, "data.too_large"),
        (b'"a": [' + b"1," * 20 + b'1], "b": [' + b"1," * 20 + b"1]", "data.record_size"),
        (b'"a": ' + b"[" * 12 + b"]" * 12, "data.too_deep"),
        (b'"a": tru', "data.json"),
    ],
)
def test_limits_of_a_record_with_a_part_of_a_message(inside: bytes, rule: str) -> None:
    """What it holds at most is what any record holds; the first finding is that of a list."""
    raw = b'{"header": {}, "record_type": "x", ' + inside + b"}"
    limits = {"record_bytes": 300, "depth": 10, "keys": 10, "record_values": 30}
    for text in (raw, b"[" + raw + b"]"):
        (item,) = items(text, "json", **limits)
        assert (item.data, item.faults[0].rule) == (None, rule)


@pytest.mark.parametrize(
    ("raw", "data", "count", "faults"),
    [
        (b'{"header": {"a": null}, "body": []}', {"header": {"a": None}, "body": []}, 0, [("data.null", "header.a", 1)]),
        (b'{"header": null, "body": []}', {"header": None, "body": []}, 0, [("data.null", "header", 1)]),
        (b'{"header": {"a": 1, "a": 2}, "body": []}', {"header": {"a": 2}, "body": []}, 0, [("data.duplicate_key", "header.a", 1)]),
        (b'{"digest": 1, "body": [], "digest": 2}', {"digest": 2, "body": []}, 0, [("data.duplicate_key", "digest", 1)]),
        (b'{"body": [{"a": 1}],\n"body": [{"b": 2}]}', {"body": []}, 2, [("data.duplicate_key", "body", 2)]),
        (b'{"header": {"a": NaN}, "body": []}', {"body": []}, 0, [("data.json", "header", None)]),
        (b'{"body": [], "odd": [1]}', {"body": [], "odd": [1]}, 0, []),
        (b'{"body": [1, 2', {"body": []}, 2, [("data.json", None, None)]),
        (b'{"body": [{"a": 1', {"body": []}, 1, [("data.json", None, None)]),
        (b'{"body": [1], "header"', {"body": []}, 1, [("data.json", None, None)]),
        (b'{"body": [1]} {}', {"body": []}, 1, [("data.json", None, None), (STOPPED, None, 1)]),
        (b'{"body": [1 2], "header": {}}', {"body": []}, 1, [("data.json", None, None), (STOPPED, None, 1)]),
        (b'{"body": [1], header: {}}', {"body": []}, 1, [("data.json", None, None)]),
        (b'{"body": [1],}', {"body": []}, 1, [("data.json", None, None)]),
        (b'{"body": [' + b"[" * 300 + b"]" * 300 + b'], "header": {}}', {"body": [], "header": {}}, 1, []),
    ],
    ids=lambda value: repr(value)[:40],
)  # fmt: skip
def test_faults_of_the_envelope(
    raw: bytes, data: dict[str, Any], count: int, faults: list[Any]
) -> None:
    """What is wrong around the records of a message stands in its envelope, which comes last."""
    envelope = items(raw)[-1]
    assert (envelope.data, envelope.record_count) == (data, count)
    assert [(f.rule, f.path, f.line) for f in envelope.faults] == faults


@pytest.mark.parametrize(
    ("records", "objects"), [(1000, 20_000), pytest.param(5000, 50_000, marks=pytest.mark.slow)]
)
def test_rows_and_columns_are_those_of_the_document(records: int, objects: int) -> None:
    """The place of a fault is told in the document, however many records stand before it."""
    many = b",\n".join([json.dumps(right()).encode()] * records)
    raw = b"[\n" + many + b',\n  {"a": nul}]'
    *_, broken = items(raw)
    assert [f.text("en") for f in broken.faults] == [
        f"row {records + 2}, column 12: not valid JSON: true, false or null belongs here"
    ]
    raw = b'{"body":[' + json.dumps(right()).encode() + b',{"a":tru}]}'
    with pytest.raises(ValueError, match="expected ident") as caught:
        jiter.from_json(raw)
    place = {name: items(raw)[1].faults[0].values[name] for name in ("row", "column")}
    assert "line {row} column {column}".format_map(place) in str(caught.value)
    raw = b"[" + b'{"a":1},' * objects + b'{"a":"\xff"}]'
    place_of_it = f"0xFF @ {8 * objects + 8}"
    assert items(raw, strangers=10**6)[-1].faults[0].values["found"] == place_of_it


def test_two_byte_order_marks() -> None:
    """One byte order mark is passed over with a warning; behind a second one nothing is read."""
    assert told(b'\xef\xbb\xbf{"a": 1}') == [(1, {"a": 1}, [("data.bom", None, None)])]
    forms: tuple[FileFormat, ...] = ("json", "ndjson", "xml")
    for form in forms:
        for rest in (b"", b"garbage", b'{"a": 1}', b"<a/>"):
            found = [
                f.rule
                for i in items(b"\xef\xbb\xbf" * 2 + rest, form)
                for f in i.faults
                if f.severity == "error"
            ]
            assert found == ["data.encoding"], (form, rest)


def test_limits() -> None:
    """A record that is too long, too deep or too full costs itself; the next one is read."""
    good = {"record_type": "delivery", "title": "Rye"}
    tail = json.dumps(good).encode()
    long, deep = b'{"a": "' + b"x" * 400 + b'"}', b'{"a": ' + b"[" * 20 + b"]" * 20 + b"}"
    keys = json.dumps({f"k{i}": 1 for i in range(20)}).encode()
    values = json.dumps({"a": [1] * 50}).encode()
    limits = {"record_bytes": 300, "depth": 10, "keys": 10, "record_values": 30}
    rules = ["data.too_large", "data.too_deep", "data.record_size", "data.record_size"]
    for form, around in (("list", b"[%s]"), ("message", b'{"body": [%s], "header": {}}')):
        raw = around % b", ".join([long, deep, keys, values, tail])
        found = told(raw, **limits)
        assert [faults[0][0] for _, data, faults in found[:4] if data is None] == rules, form
        assert found[4][1:] == (good, [])
    whole = b'{"header": {}, "odd": "' + b"x" * 400 + b'", "body": [' + tail + b"]}"
    assert [f.rule for i in items(whole, "json", **limits) for f in i.faults] == [
        "data.too_large",
        "data.too_large",
        STOPPED,
    ]
    many = b'{"header": {}' + b', "odd": 1' * 20 + b"}"
    assert [f.rule for f in items(many, "json", **limits)[-1].faults[-2:]] == [
        "data.record_size",
        STOPPED,
    ]


def test_strangers_end_the_reading() -> None:
    """What goes on without a record is no file of records: reading ends, and says from where on."""
    sources: dict[FileFormat, bytes] = {
        "json": b"[" + b"{}, 1, null, " * 40 + b"1]",
        "ndjson": b"{}\n1\nx\n" * 40,
    }
    for form, raw in sources.items():
        found = items(raw, form, strangers=25)
        assert len(found) == 26
        assert [(f.rule, f.text("zh")) for f in found[-1].faults] == [
            (STOPPED, "从第 25 行起未读取，也未校验：连续 25 处不是记录")
        ]
        assert found[-1].faults[0].text("en").endswith("25 places one after another hold no record")
    mixed = b'1\n{"record_type": "x"}\n' * 40
    assert len(items(mixed, "ndjson", strangers=2)) == 80


def test_a_line_may_hold_a_list_or_a_message() -> None:
    """Each line of NDJSON is a document; a record knows the line of its message."""
    raw = b'{"a": 1}\n[{"b": 1}, {"b": null}]\n{"body": [{"c": 1,}], "header": {}}\n'
    found = [
        (i.number, i.line, i.message, i.record_count, [f.rule for f in i.faults])
        for i in items(raw, "ndjson")
    ]
    assert found == [
        (1, 1, None, None, []), (1, 2, None, None, []), (2, 2, None, None, ["data.null"]),
        (1, 3, 3, None, ["data.json"]), (3, 3, 3, 1, []),
    ]  # fmt: skip
    assert [f.line for i in items(raw, "ndjson") for f in i.faults] == [2, None]
    assert "row 3, column 19" in items(raw, "ndjson")[3].faults[0].text("en")


def test_gb18030() -> None:
    """A document in GB 18030 is read where that is said; a byte that is none costs its record."""
    raw = '[{"a": "黑麦"}, {"a": "?"}, {"b": "𠮷"}]'.encode("gb18030").replace(b"?", b"\xff")
    found = list(parse_document(io.BytesIO(raw), "gb18030"))
    assert [i.data for i in found] == [{"a": "黑麦"}, None, {"b": "𠮷"}]
    assert found[1].faults[0].rule == "data.encoding"


@pytest.mark.parametrize("block", [1, 2, 3, 7])
def test_blocks_of_any_size(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the text is cut while it is read makes no difference."""
    raws = [
        (
            b'{"header": {"a": "\\"}"}, "body": [{"a": "}{"}, {"b": [{}, {"c": null}]}, 12, "x\\\\", '
            b'{"d": }], "odd": tru}'
        ),
        '[{"é": "津"}, {"a": "\\u00e9"}, 1.5e3, {"b": {"b": 1, "b": 2}}]'.encode(),
        b'\xef\xbb\xbf  [{"a": 1}\n,\n{"a": [[[]]]}]  ',
    ]
    expected = [told(raw, depth=3) for raw in raws]
    monkeypatch.setattr(window, "BLOCK", block)
    assert [told(raw, depth=3) for raw in raws] == expected
    text = '[{"a": "黑麦"}]'.encode("gb18030")
    assert [i.data for i in parse_document(io.BytesIO(text), "gb18030")] == [{"a": "黑麦"}]
