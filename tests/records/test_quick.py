"""The quick way: it gives the record that the full reading gives, or nothing; never a record that
is wrong.
"""

from __future__ import annotations

import json
import unicodedata
from datetime import date
from random import Random
from typing import Any

import pytest
from pydantic import ValidationError
from pydantic_core import to_json

import tracecode as tc
from tests.cases import thinned
from tests.conformance.mutations import mutate
from tests.records.standard import right, standard
from tracecode.checks.records import records
from tracecode.codes.registry import registry
from tracecode.findings import has_errors
from tracecode.publish.examples import full, minimal
from tracecode.records import judge, named_type, xml_form
from tracecode.records.model import Record
from tracecode.records.models import model_of
from tracecode.records.plain import MAX_LINE, irregular
from tracecode.records.quick import json_record, xml_record
from tracecode.records.quick.way import _Rules, quick_way
from tracecode.records.reading import FileFormat, read
from tracecode.spec.charclass import is_blank
from tracecode.standard.elements import RecordLayout
from tracecode.standard.record_layout import layouts, record_layout
from tracecode.standard.resolved import Resolved, packaged
from tracecode.testing import payload

CATALOG = packaged()
EVERY = list(layouts(CATALOG))
RECALL = record_layout(CATALOG, "recall")


def fully(raw: bytes, form: FileFormat = "json", standard: Resolved = CATALOG) -> Record | None:
    """The record as the typed class reads it, without the quick way; None if it is wrong."""
    items = list(read(raw, form, standard, typed=False))
    if len(items) != 1 or items[0].faults or not isinstance(items[0].data, dict):
        return None
    try:
        model = model_of(named_type.layout_of(items[0].data, standard), standard)
        record = model.model_validate_json(to_json(items[0].data))
    except (ValidationError, LookupError):
        return None
    assert isinstance(record, Record)
    return record


def quickly(raw: bytes, form: FileFormat = "json") -> Record | None:
    """The record by the quick way."""
    return (
        json_record.right_record(raw, CATALOG)
        if form == "json"
        else xml_record.right_record(raw, CATALOG)
    )


def written(data: dict[str, Any]) -> bytes:
    """A record as JSON, without escapes where there need be none."""
    return json.dumps(data, ensure_ascii=False).encode("utf-8", "surrogatepass")


def same(one: Record, other: Record | None) -> bool:
    """Whether two records are equal in every respect."""
    return (
        one == other
        and type(one) is type(other)
        and repr(one) == repr(other)
        and one.plain() == other.plain()
    )


@pytest.mark.slow
@pytest.mark.parametrize("layout", EVERY, ids=lambda layout: layout.id)
def test_it_agrees_with_the_typed_class(layout: RecordLayout) -> None:
    """Of drawn records and of ones changed at one place, exactly those are taken that the typed
    class takes.
    """
    random = Random(layout.id)
    for i in range(12):
        data = payload(layout, random, standard=tc.Standard(CATALOG))
        for change in (data, *(mutate(data, layout, random)[1] for _ in range(3))):
            raw = written(change)
            taken, expected = quickly(raw), fully(raw)
            assert (taken is None) == (expected is None or b"\\" in raw), (i, change)
            assert taken is None or same(taken, expected)


@pytest.mark.slow
@pytest.mark.parametrize("layout", EVERY, ids=lambda layout: layout.id)
def test_it_agrees_with_the_parser_of_xml(layout: RecordLayout) -> None:
    """The same of XML as it is written here; every example of a specification takes the quick
    way.
    """
    random = Random(layout.id)
    for data in (minimal(layout, CATALOG), full(layout, CATALOG)):
        raw = xml_form.dump(data, CATALOG)
        taken = quickly(raw, "xml")
        assert taken is not None
        assert same(taken, fully(raw, "xml"))
        for _ in range(6):
            torn = bytearray(raw)
            for _ in range(random.choice((1, 1, 2))):
                at = random.randrange(len(torn))
                torn[at : at + random.randrange(3)] = random.choice(
                    (b"", b"<", b">", b"/", b" ", b"\n", b"0", b"a", b"]]>")
                )
            taken = quickly(bytes(torn), "xml")
            assert taken is None or same(taken, fully(bytes(torn), "xml"))


@pytest.mark.parametrize("layout", thinned(EVERY[::3], 4), ids=lambda layout: layout.id)
def test_torn_json(layout: RecordLayout) -> None:
    """Whatever is done to the bytes of a record: what is taken quickly is what the full reading
    takes.
    """
    random = Random(layout.id)
    raw = written(full(layout, CATALOG))
    assert quickly(raw) is not None
    for _ in range(40):
        torn = bytearray(raw)
        at = random.randrange(len(torn))
        torn[at : at + random.randrange(3)] = random.choice(
            (
                b"",
                b'"',
                b"\\",
                b" ",
                b"\n",
                b"0",
                b"a",
                b",",
                b"null",
                "\u0301".encode(),
                b"\xff",
                b"\x7f",
            )
        )
        taken = quickly(bytes(torn))
        assert taken is None or same(taken, fully(bytes(torn)))


@pytest.mark.slow
def test_every_character() -> None:
    """A text with any character, at its beginning, after a letter and after kana, is taken exactly
    if it is right.
    """
    data = minimal(RECALL, CATALOG)
    taken = 0
    for point in (
        *range(0x80, 0xD800),
        *range(0xE000, 0x10000, 7),
        *range(0xFDF0, 0x10000),
        *range(0x10000, 0x110000, 997),
    ):
        char = chr(point)
        for text in (char, f"e{char}", f"か{char}"):
            raw = written(data | {"recall_reason": text})
            category = unicodedata.category(char)
            wanted = (
                unicodedata.is_normalized("NFC", text)
                and category not in ("Cc", "Zl", "Zp")
                and point not in (0xFFFE, 0xFFFF)
                and not is_blank(text)
            )
            assert (quickly(raw) is not None) == wanted, hex(point)
            taken += wanted
    assert taken > 100_000


@pytest.mark.parametrize(
    "text",
    [
        "e\u0301",
        "a\u0327\u0301",
        "\u20d0\u3099",
        "\u2de0\u2d7f",
        "\u1100\u1161",
        "\u2126",
        "か\u3099",
        "\x7f",
        "\x85",
        "\u2028",
        "a\ufffe",
    ],
)
def test_texts_that_are_not_taken(text: str) -> None:
    """Composed and misordered marks, controls, line ends: left to the full reading, which
    agrees.
    """
    raw = written(full(RECALL, CATALOG) | {"recall_reason": text})
    assert quickly(raw) is None
    assert fully(raw) is None or irregular({"recall_reason": text})


@pytest.mark.parametrize(
    "text", ["", "é", "2 ℃～6 ℃", "（甲）、“乙”——丙…", "Ω", "\U00020000", "한글", "ｱﾞ", "ば"]
)
def test_texts_that_are_taken(text: str) -> None:
    """Whatever is in normal form: also other scripts, full-width forms, rare ideographs."""
    raw = written(full(RECALL, CATALOG) | {"recall_reason": f"原因 {text}"})
    assert same(quickly(raw) or pytest.fail("left"), fully(raw))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"recall_no"', '"recall_no": "A", "recall_no"'),  # twice
        ('"recall_no"', '"recall_no" : "A", "recall_no"\n'),
        ('"recall_no"', '"recall_reason": "A", "recall_no"'),
        ('"recall_no"', '"unknown": 1, "recall_no"'),
        ('"recall_no"', '"unknown": [], "recall_no"'),
        ('"recall_no"', '"remark": null, "recall_no"'),
        ('"recall_no"', '"\\u0072ecall_no"'),
        ('"recall"', '"recal"'),
        ('"record_type"', '"record_typ"'),
        ('"product_item"', '"item"'),
    ],
)
def test_keys(old: str, new: str) -> None:
    """Keys that stand twice in whatever spelling, unknown ones, null and escapes are all left to
    the full reading.
    """
    text = written(minimal(RECALL, CATALOG)).decode()
    assert quickly(text.encode()) is not None
    assert text.count(old) >= 1
    assert quickly(text.replace(old, new, 1).encode()) is None


def test_the_item_decides_the_type() -> None:
    """A record of an item that has a type of its own is not taken for the common one, wherever its
    item is named.
    """
    layout = next(one for one in EVERY if one.product is not None and record_has_common(one.record))
    common = record_layout(CATALOG, layout.record)
    data = minimal(common, CATALOG)
    assert quickly(written(data)) is not None
    wrong = {"remark": '"product_item": "x"'} | data | {"product_item": layout.product}
    assert quickly(written(wrong)) is None
    document = xml_form.dump(data, CATALOG).decode()
    item = f"<product_item>{data['product_item']}<"
    assert quickly(document.encode(), "xml") is not None
    assert (
        quickly(document.replace(item, f"<product_item>{layout.product}<").encode(), "xml") is None
    )


def record_has_common(record: str) -> bool:
    """Whether a kind of record also has a common type."""
    return any(one.product is None and one.record == record for one in EVERY)


@pytest.mark.parametrize("id", registry(CATALOG).ids)
def test_codes_of_every_scheme(id: str) -> None:
    """A code is right exactly if the scheme has no error to tell of it, also where it only warns,
    or carries it.
    """
    scheme, random = registry(CATALOG)[id], Random(id)
    right = _Rules(CATALOG).of(id)
    examples = [example.code for example in scheme.examples]
    for text in [*examples, *(torn(text, random) for text in examples for _ in range(4))]:
        for on in (None, date(2009, 1, 1), date(2026, 5, 10), date(2026, 8, 10)):
            assert right(text, on) == (not has_errors(scheme.read(text, on, strict=True)[1])), (
                text,
                on,
            )


def torn(text: str, random: Random) -> str:
    """A code with one character changed, lost or too many."""
    at = random.randrange(len(text))
    return text[:at] + random.choice(("", "0", "A", text[at] * 2)) + text[at + 1 :] or "0"


def test_a_code_that_is_carried() -> None:
    """A number of a foreign maker that fits no layout of unsure evidence is carried; one that no
    edition has is not.
    """
    data = full(record_layout(CATALOG, "import-origin", "imported-mineral-water"), CATALOG)
    data |= {"overseas_maker_scheme": "overseas-maker", "overseas_maker_no": "91120000100000000X"}
    later, earlier = (
        written(data | {"production_date": day}) for day in ("2026-08-10", "2026-05-10")
    )
    assert same(quickly(later) or pytest.fail("left"), fully(later))
    assert quickly(earlier) is fully(earlier) is None


def test_own_specifications() -> None:
    """Records of one's own specifications: bounds, repeated texts, whole numbers, true and false,
    nested codes.
    """
    random = Random(7)
    own = standard()

    def agree(layout: RecordLayout, data: dict[str, Any]) -> None:
        raw = written(data)
        taken = quick_way(own, layout)(raw)
        try:
            expected = None if irregular(data) else model_of(layout, own).model_validate_json(raw)
        except ValidationError:
            expected = None
        assert (taken is None) == (expected is None or b"\\" in raw), data
        assert taken is None or taken == expected

    for layout in layouts(own):
        for _ in range(200):
            data = payload(layout, random, standard=tc.Standard(own))
            agree(layout, data)
            for _ in range(4):
                agree(layout, mutate(data, layout, random)[1])
    for count, warmth in (
        (1, "-30"),
        (0, "60"),
        (1, "60.1"),
        (1, "-30.1"),
        (999, "60"),
        (1000, "0"),
    ):
        agree(record_layout(own, "delivery"), right(count=count, warmth=warmth))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<recall_no>", "<!-- --><recall_no>"),
        ("<recall_no>", "<?x?><recall_no>"),
        ("<recall_no>", " <recall_no>"),
        ("<recall_no>", '<recall_no a="1">'),
        ("<recall_no>", "<recall_no >"),
        ("<recall_no>", "<recall_no/><recall_no>"),
        ("<recall_no>", "<recall_no>1</recall_no><recall_no>"),
        ("<recall_no>", "<unknown>1</unknown><recall_no>"),
        ("<recall_no>", "<recall_no><b></b>"),
        ("<recall_no>", "<recall_no>&amp;"),
        ("<recall_no>", "<recall_no><![CDATA[x]]>"),
        ("<recall_no>", "<recall_no>]]>"),
        ("<recall_no>", "<recall_no>\t"),
        ("<recall_no>", "<recall_no>\x01"),
        ("</recall>", "</recall>x"),
        ("</recall>", "</recall><recall/>"),
        ("</recall>", ""),
        ("</recall>", "</recal>"),
        ("<recall xmlns", "x<recall xmlns"),
        ("<recall xmlns", "<!DOCTYPE recall><recall xmlns"),
        ("<recall xmlns", "<recall a='1' xmlns"),
        ("urn:tracecode:records", "urn:other"),
        ('encoding="UTF-8"', 'encoding="GB18030"'),
        ('version="1.0"', 'version="1.1"'),
        ("<?xml", "\ufeff<?xml"),
    ],
)
def test_xml_that_is_left_to_the_parser(old: str, new: str) -> None:
    """Whatever is not written as we write it, right or wrong, goes through the parser."""
    document = xml_form.dump(minimal(RECALL, CATALOG), CATALOG).decode()
    assert quickly(document.encode(), "xml") is not None
    assert old in document
    assert quickly(document.replace(old, new, 1).encode(), "xml") is None


def test_xml_in_other_encodings() -> None:
    """Bytes that are not UTF-8 are left to the parser; line ends around the document do not
    matter.
    """
    document = xml_form.dump(full(RECALL, CATALOG), CATALOG).decode()
    assert quickly(document.encode("utf-16"), "xml") is None
    assert quickly(document.encode("gb18030"), "xml") is None
    assert quickly(document.replace("?>\n", "?>\r\n").encode() + b"\r\n", "xml") is not None


@pytest.mark.parametrize("form", ["json", "xml"])
def test_long_documents_and_messages(form: FileFormat) -> None:
    """A document longer than a line may be, and a message around a record, are read in full."""
    data = full(RECALL, CATALOG)
    raw = written(data) if form == "json" else xml_form.dump(data, CATALOG)
    assert quickly(raw, form) is not None
    assert quickly(raw + b"\n" * MAX_LINE, form) is None
    message = {"header": {}, "body": [data]}
    assert (
        quickly(written(message) if form == "json" else xml_form.dump(message, CATALOG), form)
        is None
    )


def test_lines_have_the_same_verdicts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of lines, right and wrong, has the same report with the quick way and without,
    warnings included.
    """
    random, lines = Random(7), []
    for layout in EVERY[::4]:
        data = payload(layout, random, standard=tc.Standard(CATALOG))
        lines += [data, mutate(data, layout, random)[1], full(layout, CATALOG)]
    source = b"\n".join(map(written, lines))

    def report() -> list[dict[str, Any]]:
        return [
            verdict.as_dict() | {"record": verdict.record}
            for verdict in records(source, "ndjson", standard=CATALOG)
        ]

    quick = report()
    assert {finding["severity"] for verdict in quick for finding in verdict["findings"]} >= {
        "error",
        "warning",
    }
    assert sum(verdict["status"] == "valid" for verdict in quick) > len(lines) / 2
    monkeypatch.setattr(json_record, "right_record", lambda *_, **__: None)
    monkeypatch.setattr(judge, "quick_way", lambda *_: lambda *_: None)
    assert report() == quick
