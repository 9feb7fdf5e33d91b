"""Law: a record has one verdict, the same in every form that can express what is wrong with it.

Eight ways to send a record: a JSON document, a place of a JSON list, of a JSON message, a line of
NDJSON, an XML document, a place of an XML message, a row of a CSV file and of a workbook. What a
form cannot express is in `CANNOT`, and in docs/records.md.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from functools import cache
from random import Random
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

import tracecode as tc
from tests.cases import drawing
from tests.conformance.agreement import write
from tracecode.checks.report import Verdict
from tracecode.publish.examples import full, minimal
from tracecode.records import xml_form
from tracecode.records.message import new_header
from tracecode.records.plain import ENVELOPE
from tracecode.records.reading import FileFormat
from tracecode.records.table_writing import rows_of
from tracecode.spec.rule_model import CodeRule, codes_in
from tracecode.standard.elements import Element, RecordLayout
from tracecode.standard.record_layout import layouts, record_layout
from tracecode.standard.resolved import packaged
from tracecode.testing import payload

CATALOG = packaged()
PARTY = ("uscc", "91350100M000100Y43")  # printed in GB 32100
OTHER = minimal(record_layout(CATALOG, "recall"), CATALOG)
RECORDS = [layout for layout in layouts(CATALOG) if layout.id != "recall"]
Plain = dict[str, Any]


class Case(NamedTuple):
    """A record with one fault."""

    layout: RecordLayout
    right: Plain
    """Before."""
    data: Plain
    """With the fault, as far as plain data can hold it."""
    key: str
    """The element with the fault."""
    twice: bool = False
    """Whether that element stands twice."""
    torn: bool = False
    """Whether its text ends in a byte that is no UTF-8."""


# --- what may be wrong ----------------------------------------------------------------------------


def _text(layout: RecordLayout, random: Random, right: Plain) -> str:
    """An element with a text that has no code list, no other format and no rule."""
    ids = [
        field.id
        for field in layout.elements
        if isinstance(right.get(field.id), str) and field.format is not None and field.format.kind == "text"
        and field.values is None and field.spec.scheme is None and field.constant is None
    ]  # fmt: skip
    return random.choice(ids)


def _changed(value: object) -> Callable[[RecordLayout, Plain, Random], Case]:
    """A text element with another value."""

    def change(layout: RecordLayout, right: Plain, random: Random) -> Case:
        key = _text(layout, random, right)
        return Case(layout, right, {**right, key: value}, key)

    return change


def _missing(layout: RecordLayout, right: Plain, random: Random) -> Case:
    ids = [
        field.id
        for field in layout.elements
        if field.required and field.constant is None and field.id in right
    ]
    ids = [id for id in ids if isinstance(right[id], str) and id != "record_id"]
    key = random.choice(ids)
    return Case(layout, right, {id: value for id, value in right.items() if id != key}, key)


def _misspelt(layout: RecordLayout, right: Plain, random: Random) -> Case:
    return Case(layout, right, {**right, "no_such_element": "x"}, "no_such_element")


def _part(layout: RecordLayout, right: Plain, random: Random) -> Case:
    key = random.choice(ENVELOPE)
    return Case(
        layout, right, {key: "x", **right} if random.random() < 0.7 else {**right, key: "x"}, key
    )


def _coded(layout: RecordLayout, right: Plain, random: Random) -> Case:
    return Case(layout, right, {**right, "record_id": "7"}, "record_id")


def _day(layout: RecordLayout, right: Plain, random: Random) -> Case:
    key = "event_time" if "event_time" in right else "record_id"
    return Case(layout, right, {**right, key: "2026-02-30T10:00:00+08:00"}, key)


def _type(layout: RecordLayout, right: Plain, random: Random) -> Case:
    return Case(layout, right, {**right, "record_type": "no-such-type"}, "record_type")


def _no_type(layout: RecordLayout, right: Plain, random: Random) -> Case:
    return Case(
        layout,
        right,
        {id: value for id, value in right.items() if id != "record_type"},
        "record_type",
    )


def _twice(layout: RecordLayout, right: Plain, random: Random) -> Case:
    return Case(layout, right, right, _text(layout, random, right), twice=True)


def _torn(layout: RecordLayout, right: Plain, random: Random) -> Case:
    return Case(layout, right, right, _text(layout, random, right), torn=True)


FAULTS: Mapping[str, Callable[[RecordLayout, Plain, Random], Case]] = {
    "none": lambda layout, right, _: Case(layout, right, right, "record_id"),
    "missing element": _missing,
    "unknown element": _misspelt,
    "part of a message": _part,
    "text too long": _changed("津" * 3000),
    "text not in normal form C": _changed("e\u0301"),
    "line end in a text": _changed("a\nb"),
    "empty text": _changed(""),
    "null": _changed(None),
    "number where a text belongs": _changed(7),
    "list where a text belongs": _changed(["x"]),
    "group where a text belongs": _changed({"x": "y"}),
    "wrong format": _coded,
    "no day of the calendar": _day,
    "unknown record type": _type,
    "no record type": _no_type,
    "element twice": _twice,
    "byte that is no UTF-8": _torn,
}
FORMS: Mapping[str, FileFormat] = {
    "JSON": "json", "JSON list": "json", "JSON message": "json", "NDJSON": "ndjson", "XML": "xml",
    "XML message": "xml", "CSV": "csv", "XLSX": "xlsx",
}  # fmt: skip
_XML, _TABLES = ("XML", "XML message"), ("CSV", "XLSX")
CANNOT: Mapping[str, tuple[str, ...]] = {
    "unknown element": _TABLES,  # a fault of the header: `data.column`
    "part of a message": _TABLES,
    "empty text": _TABLES,  # an empty cell is no value
    "null": (*_XML, *_TABLES),
    "number where a text belongs": (*_XML, *_TABLES),  # all is text there
    "list where a text belongs": (*_XML, *_TABLES),  # of one item it is the same as the item
    # in XML an element inside a text: `data.inside`
    "group where a text belongs": (*_XML, *_TABLES),
    "element twice": _TABLES,  # a fault of the header: `data.column_repeated`
    "byte that is no UTF-8": ("XLSX",),
}
"""The forms that cannot express a fault, or only as another one."""


# --- how it is sent -------------------------------------------------------------------------------


def sent(case: Case, form: str) -> bytes:
    """The record in a form, among others where the form holds several."""
    if form in ("CSV", "XLSX"):
        return _csv(case) if form == "CSV" else _workbook(case)
    if form in _XML:
        text = _xml(case)
        if form == "XML":
            return text
        other = xml_form.dump_inside(OTHER, CATALOG)
        return _around(
            "xml", other + text.replace(f' xmlns="{xml_form.NAMESPACE}"'.encode(), b"", 1)
        )
    text, other = _json(case), json.dumps(OTHER).encode()
    match form:
        case "JSON":
            return text
        case "JSON list":
            return b"[" + other + b", " + text + b"]"
        case "NDJSON":
            return other + b"\n" + text + b"\n"
        case _:
            return _around("json", other + b"," + text)


def _around(form: FileFormat, body: bytes) -> bytes:
    """A message of two records around a body."""
    header = new_header(2, PARTY, PARTY, id="0b1e7c1e-0000-4000-8000-000000000001")
    message = tc.Message(header=header, body=())
    begin, end = (b"<body>", b"</body>") if form == "xml" else (b'"body":[', b"]")
    head, _, tail = tc.dumps(message, form).partition(begin + end)
    return head + begin + body + end + tail


def _json(case: Case) -> bytes:
    text = json.dumps(case.data, ensure_ascii=False)
    if case.twice:
        text = f'{{"{case.key}": "x", {text[1:]}'
    return _tear(case, text.encode(), f'"{case.key}": "'.encode())


def _xml(case: Case) -> bytes:
    text = write(case.layout, case.data)
    if case.twice:
        again = f"<{case.key}>x</{case.key}>".encode()
        text = text.replace(f"<{case.key}>".encode(), again + f"<{case.key}>".encode(), 1)
    return _tear(case, text, f"<{case.key}>".encode())


def _tear(case: Case, raw: bytes, before: bytes) -> bytes:
    if not case.torn:
        return raw
    assert before in raw
    return raw.replace(before, before + b"\xff", 1)


def _rows(case: Case) -> list[dict[str, str]]:
    """The rows of a table."""
    rows = list(rows_of(case.right, case.layout))
    if case.key not in case.data:
        return [{path: text for path, text in row.items() if path != case.key} for row in rows]
    rows[0][case.key] = str(case.data[case.key])
    return rows


def _csv(case: Case) -> bytes:
    rows = _rows(case)
    columns = list(dict.fromkeys(["record_type", *(path for row in rows for path in row)]))
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    text = case.right[case.key] if case.torn else ""
    return (
        _tear(case, out.getvalue().encode(), f",{text},".encode()[:-1])
        if case.torn
        else out.getvalue().encode()
    )


def _workbook(case: Case) -> bytes:
    rows = _rows(case)
    columns = list(dict.fromkeys(["record_type", *(path for row in rows for path in row)]))
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "records"
    sheet.append(columns)
    for row in rows:
        sheet.append([row.get(path) for path in columns])
    for cells in sheet.iter_rows(min_row=2):
        for cell in cells:
            cell.number_format = "@"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


# --- the law --------------------------------------------------------------------------------------


def verdict(case: Case, form: str) -> Verdict:
    """The verdict on the record."""
    verdicts = [
        one for one in tc.validate(sent(case, form), format=FORMS[form]) if one.kind == "record"
    ]
    assert len(verdicts) == (1 if form in ("JSON", "XML", "CSV", "XLSX") else 2), (form, verdicts)
    if len(verdicts) == 2:
        assert verdicts[0].status == "valid", verdicts[0]
    return verdicts[-1]


def errors(one: Verdict) -> set[str]:
    """The rules that are broken."""
    return {finding.rule for finding in one.findings if finding.severity == "error"}


def _in_pieces(case: Case, form: str) -> bool:
    """Whether a record takes several rows of a table that does not say its type: nobody can tell
    what repeats.
    """
    untyped = case.data.get("record_type") != case.right["record_type"]
    return form in _TABLES and untyped and len(_rows(case)) > 1


@cache
def _payload(number: int, seed: int) -> Plain:
    return payload(RECORDS[number], Random(seed), standard=tc.Standard(CATALOG))


def drawn(name: str, number: int, seed: int) -> Case | None:
    """A record with a fault; None where it has no element that could have it."""
    try:
        return FAULTS[name](RECORDS[number], _payload(number, seed), Random(seed))
    except IndexError:
        return None


@pytest.mark.slow
@pytest.mark.parametrize("name", FAULTS)
@drawing(12)
@given(number=st.integers(0, len(RECORDS) - 1), seed=st.integers(0, 99))
def test_one_verdict(name: str, number: int, seed: int) -> None:
    """Status and broken rules are those of the JSON document, in every form that can express the
    fault.
    """
    case = drawn(name, number, seed)
    if case is None:
        return
    found = verdict(case, "JSON")
    assert found.status == ("valid" if name == "none" else "invalid") or not errors(found)
    assert name == "none" or errors(found), (name, case)
    for form in FORMS:
        if form not in CANNOT.get(name, ()) and not _in_pieces(case, form):
            other = verdict(case, form)
            assert (other.status, errors(other)) == (found.status, errors(found)), (
                name,
                form,
                case,
                other.findings,
            )


@pytest.mark.parametrize("name", FAULTS)
@drawing(6)
@given(number=st.integers(0, len(RECORDS) - 1), seed=st.integers(0, 99))
def test_one_receipt(name: str, number: int, seed: int) -> None:
    """The answer to a message is the same in JSON and XML, but for the texts, which name rows."""
    case = drawn(name, number, seed)
    if case is None or "XML message" in CANNOT.get(name, ()):
        return
    answers = []
    for form in ("JSON message", "XML message"):
        said = tc.receipt(tc.validate(sent(case, form))).plain()
        found = [
            (one["rule_id"], one["severity"], one.get("record_id"), one.get("finding_path"))
            for one in said.pop("findings", ())
        ]
        answers.append(
            (
                said["receipt_status"],
                said["accepted_count"],
                said["refused_count"],
                sorted(map(str, found)),
            )
        )
    assert answers[0] == answers[1], (name, case)


_UNNAMED = {
    layout.id: (layout, code.scheme)
    for layout in layouts(CATALOG)
    for code in codes_in(layout.rules)
    if layout.element(code.scheme).use.obligation == "O" and code.scheme in full(layout, CATALOG)
}
"""Record types with a code whose encoding rule may be left out, and the element that names it; save
those of an item that has no such code, so that its invented record has none."""


def _element(layout: RecordLayout, code: CodeRule) -> Element:
    """The element with the codes of a rule."""
    lines = None if code.lines is None else layout.element(code.lines).group
    return (layout if lines is None else lines).element(code.value)


@pytest.mark.parametrize("id", _UNNAMED)
def test_a_code_of_no_scheme_in_every_form(id: str) -> None:
    """A code beside which no encoding rule is named is not checked, whatever the form, and the
    receipt says so.
    """
    layout, named = _UNNAMED[id]
    right = full(layout, CATALOG)
    case = Case(layout, right, {key: value for key, value in right.items() if key != named}, named)
    of_scheme = [code for code in codes_in(layout.rules) if code.scheme == named]
    unchecked = [("record.no_scheme", named, _element(layout, code).name) for code in of_scheme]
    for form in FORMS:
        found = verdict(case, form)
        told = [(one.rule, one.path, one.values["name"]) for one in found.findings if one.unchecked]
        assert (form, found.status, told) == (form, "not checked", unchecked)
        if form.endswith("message"):
            answer = tc.receipt(tc.validate(sent(case, form)))
            counts = (answer.accepted_count, answer.refused_count, answer.not_checked_count)
            assert (answer.receipt_status, *counts) == ("accepted-in-part", 1, 0, 1)
            paths = [
                one.finding_path
                for one in answer.findings or ()
                if one.rule_id == "record.no_scheme"
            ]
            assert paths == [named] * len(unchecked)


def test_what_cannot_be_expressed_is_documented() -> None:
    """The page on records lists the same faults for the same forms."""
    from pathlib import Path

    page = (Path(__file__).parents[2] / "docs" / "records.md").read_text(encoding="utf-8")
    for name in CANNOT:
        assert f"| {name} |" in page, name
