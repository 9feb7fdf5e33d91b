"""Codes in records whose last digits a spreadsheet has lost: a warning at their element, in every
form and place, and by every way through records.
"""

from __future__ import annotations

import io
import json
from typing import Any
from uuid import UUID

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

import tracecode as tc
from tracecode.checks.report import Report
from tracecode.codes.registry import registry
from tracecode.publish.examples import full
from tracecode.records.cut_codes import cut_code, may_be_cut
from tracecode.records.quick.columns import silent_rows
from tracecode.records.quick.json_record import accepting, right_record
from tracecode.standard.record_layout import record_layout
from tracecode.standard.resolved import packaged

Plain = dict[str, Any]
UNIT, DRUG = "31722252247250700000000000000000", "84187631076182200000"


def record(name: str, product: str | None = None, **change: Any) -> Plain:
    """A right record of a type with other values, what says its type first."""
    data = full(record_layout(packaged(), name, product), packaged())
    if product is not None:
        data |= {"product_item": product}
    head = {key: data[key] for key in ("record_type", "product_item") if key in data}
    return head | data | change


def packed(form: Any, data: Plain) -> Any:
    """A record in a form, or as a program holds it."""
    if form == "mapping":
        return data
    made = tc.loads(json.dumps(data), "json")
    if form == "typed":
        return made
    if form == "parquet":
        file = io.BytesIO()
        pq.write_table(pa.Table.from_pylist([data]), file)
        return file.getvalue()
    assert isinstance(made, tc.Record)
    return tc.dumps(made if form in ("json", "xml") else [made], form)


def told(report: Report) -> list[tuple[str, str, str | None]]:
    """Severity, rule and path of all that is said of one valid record."""
    (verdict,) = report
    assert verdict.status == "valid"
    return [(finding.severity, finding.rule, finding.path) for finding in verdict.findings]


@pytest.mark.parametrize(
    "form", ["json", "ndjson", "xml", "csv", "xlsx", "parquet", "mapping", "typed"]
)
def test_it_is_told_in_every_form(form: Any) -> None:
    """In the words that a list of codes has for it."""
    data = record(
        "storage", product_item="pesticide", trace_code=UNIT, code_scheme="pesticide-unit"
    )
    (verdict,) = tc.validate(packed(form, data))
    (in_list,) = tc.validate([UNIT], scheme="pesticide-unit")
    warnings = [each for each in verdict.findings if each.rule == "data.digits_lost"]
    assert verdict.status == "valid"
    assert [(each.severity, each.path) for each in warnings] == [("warning", "trace_code")]
    assert warnings[0].values == in_list.findings[0].values
    assert warnings[0].text("zh") == (
        f"{UNIT}：电子表格按数字保存，只保留前 15 位，其余变为 0；请将单元格设为文本后重新填写"
    )
    assert warnings[0].text("en") == (
        f"{UNIT}: a spreadsheet has kept 15 digits and put zeros for the others; format the cell "
        "as text and enter it again"
    )


@pytest.mark.parametrize(
    ("data", "paths"),
    [
        (record("storage", trace_code=DRUG, code_scheme="drug-trace-20"), ["trace_code"]),
        (
            record("drug-bill", "drug-preparation", code_scheme="drug-trace-20",
                   trace_codes=["83857930000879766660", DRUG]),
            ["trace_codes[1]"],
        ),
        (
            record("import-inspection", inspection_certificate_no="120000226000001000"),
            ["inspection_certificate_no"],
        ),
        (record("production", "pesticide", uscc="911201160000006000"), ["uscc"]),
    ],
)  # fmt: skip
def test_it_is_told_in_every_place(data: Plain, paths: list[str]) -> None:
    """Of codes of a fixed encoding rule and of one that is named, alone, in lists and in groups."""
    found = [
        (finding.severity, finding.path)
        for verdict in tc.validate(data)
        for finding in verdict.findings
        if finding.rule == "data.digits_lost"
    ]
    assert found == [("warning", path) for path in paths]


def test_it_is_told_in_groups_and_lines() -> None:
    """Of a code in a group, and of codes in lines whose encoding rule is named outside them."""
    data = record("production", "pesticide")
    data["inputs"][0] |= {"trace_code": UNIT, "code_scheme": "pesticide-unit"}
    assert told(tc.validate(data)) == [("warning", "data.digits_lost", "inputs[0].trace_code")]
    data = record("destruction-inventory", code_scheme="drug-trace-20")
    line = data["destruction_lines"][0] | {"range_first_code": "83857930000879766660"}
    data["destruction_lines"] = [
        line | {"range_last_code": code} for code in (DRUG[:-1] + "1", DRUG)
    ]
    place = "destruction_lines[1].range_last_code"
    for form in ("mapping", "json", "typed"):
        assert ("warning", "data.digits_lost", place) in told(tc.validate(packed(form, data)))


@pytest.mark.parametrize(
    ("code", "scheme"),
    [
        ("84187631076182200001", "drug-trace-20"),
        ("84187631076182210000", "drug-trace-20"),  # one digit behind the fifteenth
        ("TJ1401191120116000000019T2603127K2M9QX4A", "tj-trace"),
        ("6901234567892", "gtin"),
        (DRUG, "other:house"),  # nobody here knows whether it is right
    ],
)
def test_other_codes_are_none(code: str, scheme: str) -> None:
    """Of a code that ends otherwise, or of which it is not known whether it is right, it is not
    told.
    """
    data = record("storage", trace_code=code, code_scheme=scheme)
    rules = {finding.rule for verdict in tc.validate(data) for finding in verdict.findings}
    assert "data.digits_lost" not in rules


def test_a_code_without_the_name_of_its_scheme() -> None:
    """Nobody knows whether it is right: only that is told."""
    data = record("storage", trace_code=DRUG)
    del data["code_scheme"]
    rules = {finding.rule for verdict in tc.validate(data) for finding in verdict.findings}
    assert "data.digits_lost" not in rules


def test_a_wrong_code_has_it_once() -> None:
    """With its errors, first of all."""
    (verdict,) = tc.validate(record("production", "pesticide", uscc="916201055716048000"))
    errors = [(each.severity, each.rule) for each in verdict.findings]
    assert errors.count(("error", "data.digits_lost")) == 1
    assert ("warning", "data.digits_lost") not in errors


def test_a_persons_number_is_not_shown() -> None:
    """Not a digit of it."""
    rule, element = (
        tc.scheme("resident-id"),
        record_layout(packaged(), "storage").element("trace_code"),
    )
    right = (f"1101051949{month:02}{day:02}{at}000" for month in range(1, 13) for day in range(1, 29)
             for at in range(1, 10))  # fmt: skip
    number = next(filter(rule.is_valid, right))
    (finding,) = cut_code(rule, element, number)
    assert finding.values["cell"] == "*" * 18
    assert "1101" not in finding.text("en")


@given(tail=st.text("0123456789", min_size=5, max_size=5), zeros=st.integers(0, 5))
def test_all_ways_agree(tail: str, zeros: int) -> None:
    """The first way through lines, the one that explains, columns and typed records: each has
    something to say of exactly the codes that end so.
    """
    code = f"841876310761822{tail[: 5 - zeros]}{'0' * zeros}"
    given = {"product_item": "drug-preparation", "code_scheme": "drug-trace-20"}
    data = record("storage", trace_code=code, **given)
    other = record("storage", trace_code="84187631076182200001", **given)
    expected = ["data.digits_lost"] if code.endswith("00000") else []
    rules = [
        [finding.rule for finding in verdict.findings]
        for verdict in tc.validate([data, other | {"record_id": str(UUID(int=1))}])
    ]
    assert rules == [expected, []]
    raw = json.dumps(data, ensure_ascii=False).encode()
    assert [rule for _, rule, _ in told(tc.validate(tc.loads(raw, "json")))] == expected
    assert right_record(raw, packaged()) is not None  # it has no error
    assert (accepting(packaged())(raw) is None) == bool(expected)
    batch = pa.RecordBatch.from_pylist([data, other] * 30)
    ((_, silent),) = silent_rows(packaged(), batch)
    assert {int(row) % 2 for row in silent} == ({1} if expected else {0, 1})


@pytest.mark.parametrize(
    ("scheme", "may"),
    [("inspection-certificate", True), ("uscc", True), ("gtin", False), ("tj-trace", False)],
)
def test_which_codes_may_be_cut(scheme: str, may: bool) -> None:
    """Those of digits alone that are long enough: of others nothing is asked."""
    assert may_be_cut(registry(packaged())[scheme]) is may


@pytest.mark.parametrize("form", ["mapping", "json", "xlsx", "csv"])
@pytest.mark.parametrize(
    ("gtin", "rule"),
    [
        ("6.90123E+12", "data.digits_lost"), ("9506000134352.0", "data.digits_lost"),
        ("95060001343", "record.format"),
    ],
)  # fmt: skip
def test_a_code_that_shows_what_a_spreadsheet_did(form: Any, gtin: str, rule: str) -> None:
    """A wrong code is told by one rule in every form; a text of another form as such."""
    data = record("production", "pesticide", gtin=gtin)
    if form in ("csv", "xlsx"):
        right = tc.loads(json.dumps(record("production", "pesticide")), "json")
        assert isinstance(right, tc.Record)
        source: Any = _in_table(tc.dumps([right], form), str(right.model_dump()["gtin"]), gtin)
    else:
        source = data if form == "mapping" else json.dumps(data).encode()
    (verdict,) = tc.validate(source)
    (finding,) = verdict.findings
    assert (finding.rule, finding.path) == (rule, "gtin")
    assert gtin in finding.text("zh") or finding.text("zh").startswith("Q2：")  # the cell


def _in_table(table: bytes, old: str, new: str) -> bytes:
    """A table with another text in a cell."""
    if not table.startswith(b"PK"):
        return table.replace(old.encode(), new.encode())
    book = openpyxl.load_workbook(io.BytesIO(table))
    for cells in book.worksheets[0].iter_rows():
        for cell in cells:
            if cell.value == old:
                cell.value = new
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
