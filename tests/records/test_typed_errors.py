"""The errors of typed classes are the findings of `validate`, in one round, whoever asks for the
class.
"""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

import tracecode as tc
from tests.records.standard import right, standard
from tracecode.models.all_items import Recall, Storage
from tracecode.models.groups import AdditiveDose, Party
from tracecode.publish import schemas
from tracecode.publish.examples import minimal
from tracecode.records.models import model_of
from tracecode.records.source import literals
from tracecode.standard.record_layout import layouts, record_layout
from tracecode.standard.resolved import packaged

RIGHT: dict[str, Any] = minimal(record_layout(packaged(), "recall"), packaged())


def findings_of(model: Any, data: object) -> list[tuple[str, str | None, str, str]]:
    """What the class finds wrong."""
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(model).validate_python(data)
    return [_told(one) for one in tc.findings(caught.value)]


def _told(finding: tc.Finding) -> tuple[str, str | None, str, str]:
    return finding.rule, finding.path, finding.text("zh"), finding.text("en")


def judged(data: Any) -> list[tuple[str, str | None, str, str]]:
    """What `validate` finds wrong."""
    (verdict,) = tc.validate(data)
    return [_told(one) for one in verdict.findings if one.severity == "error"]


def test_every_wrong_sample() -> None:
    """Of every published record that is wrong, its class tells what `validate` tells: all of it, in
    the same order.
    """
    ours, count = packaged(), 0
    for file in sorted(
        Path(ours.layers[0].path(f"{schemas.FOLDER}/samples")).glob("*invalid*.ndjson")
    ):
        for line in file.read_bytes().splitlines()[::4]:
            data = json.loads(line)
            try:
                model = model_of(
                    record_layout(ours, data["record_type"], data.get("product_item")), ours
                )
            except (tc.UnknownId, KeyError, TypeError):
                continue
            expected = judged(data)
            if expected:
                assert findings_of(model, data) == expected, data
                count += 1
    assert count > 200


def test_errors_carry_rule_ids_and_both_languages() -> None:
    """The types of pydantic's errors are rule ids, the messages both languages, the context the
    finding as data.
    """
    with pytest.raises(ValidationError) as caught:
        Recall.model_validate(
            RIGHT | {"uscc": "91120116000000019X", "completed_on": "1999-01-01", "nothing": 1}
        )
    errors = {error["type"]: error for error in caught.value.errors()}
    assert set(errors) == {"code.check_character", "record.order", "record.unknown_field"}
    error = errors["code.check_character"]
    assert error["loc"] == ("uscc",)
    assert (
        error["msg"]
        == "Check character is 'X'; expected 'T' (gb32100) / 校验码应为“T”，实为“X”（gb32100）"
    )
    assert error["ctx"]["finding"]["path"] == "uscc.check"
    assert error["input"] == "91120116000000019X"
    json.dumps(caught.value.errors())


@pytest.mark.parametrize(
    ("change", "rule", "text"),
    [
        (
            {"event_time": datetime(2026, 3, 12, 8, 30)},  # noqa: DTZ001  # that is what is refused
            "record.format",
            "its offset is missing, such as +08:00",
        ),
        (
            {"event_time": "2026-03-12T08:30:00"},
            "record.format",
            "its offset is missing, such as +08:00",
        ),
        (
            {"event_time": date(2026, 3, 12)},
            "record.format",
            "'2026-03-12' does not fit the format YYYY-MM-DDThh:mm:ss",
        ),
        (
            {"started_on": datetime(2026, 3, 12, 5)},  # noqa: DTZ001
            "record.format",
            "'2026-03-12T05:00:00' does not fit",
        ),
        ({"recall_quantity": 1.5}, "record.type", 'expected a number in quotes, such as "12.5"'),
        ({"recall_level": 1}, "record.type", "is 1; expected text in quotes"),
        ({"recall_no": 5}, "record.type", "expected text in quotes"),
        ({"batch_no": object()}, "record.type", "is <object>; expected text in quotes"),
    ],
)
def test_values_of_programs(change: dict[str, object], rule: str, text: str) -> None:
    """A value of the wrong type is told in the words of the standard, with what would be right."""
    found = findings_of(Recall, RIGHT | change)
    assert [one[0] for one in found if one[0] != "record.required_when"] == [rule]
    assert text in found[0][3]


def test_around_records() -> None:
    """In a model or list around records each finding has its whole path; what is wrong beside them
    is told too.
    """

    class Filing(BaseModel):
        """Somebody's own model."""

        records: list[Recall]
        party: Party
        number: Annotated[int, Field(gt=0)]

    wrong = RIGHT | {"recall_no": ""}
    found = findings_of(
        Filing, {"records": [RIGHT, wrong], "party": {"party_name": 1}, "number": 0}
    )
    assert [one[:2] for one in found] == [
        ("record.length", "records[1].recall_no"), ("record.type", "party.party_name"),
        ("data.beside", "number"),
    ]  # fmt: skip
    assert [one[:2] for one in findings_of(list[Recall], [wrong])] == [
        ("record.length", "[0].recall_no")
    ]
    assert [one[:2] for one in findings_of(AdditiveDose, {"additive_name": "x"})] == [
        ("record.missing", "additive_dose")
    ]
    assert findings_of(Filing, 5)[0][0] == "data.beside"


def test_personal_values_stay_hidden() -> None:
    """No error shows the value of a personal element, nor repeats a record as a whole."""
    secret = "某某某" * 50
    with pytest.raises(ValidationError) as caught:
        Recall.model_validate(RIGHT | {"operator_name": secret, "recall_no": None})
    assert secret not in str(caught.value) + repr(caught.value.errors())
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(Recall).validate_python(secret)
    assert secret not in repr(tc.findings(caught.value))


def test_own_standards() -> None:
    """The classes of one's own specifications tell the same."""
    model = model_of(record_layout(standard(), "delivery"), standard())
    assert findings_of(model, right(warmth=1.5))[0][:2] == ("record.type", "warmth")


def test_a_change_that_is_refused() -> None:
    """Setting an element to what is wrong raises the same errors, and leaves the record as it
    was.
    """
    made = Recall.model_validate(RIGHT)
    with pytest.raises(ValidationError) as caught:
        made.uscc = "91120116000000019X"
    assert [one.rule for one in tc.findings(caught.value)] == ["code.check_character"]
    assert made.uscc == RIGHT["uscc"]


def test_fields_are_described() -> None:
    """Every element of every class has its name and definition, and each value that is written out
    its meaning.
    """
    ours = packaged()
    for layout in layouts(ours):
        for field in layout.elements:
            info = model_of(layout, ours).model_fields[field.id]
            assert info.title == f"{field.name.zh} / {field.name.en}"
            assert field.spec.definition.zh in str(info.description)
            if (
                field.codelist is not None
                and literals(field) is not None
                and field.constant is None
            ):
                assert all(
                    f"{entry.code}: {entry.name.zh}" in str(info.description)
                    for entry in field.codelist.entries
                )
    schema = Storage.model_json_schema()["properties"]["unit_level"]
    assert schema["title"] == "追溯单元级别 / Level of the traceable unit"
    assert "3: 物流单元 / Logistic unit" in schema["description"]


def test_adapters_are_built_at_once() -> None:
    """A `TypeAdapter` around a class is whole when it is made: of those of FastAPI pydantic warns
    if it is not.
    """
    assert TypeAdapter(Annotated[Storage, Field(description="what is stored")]).pydantic_complete
    assert Storage.model_config.get("extra") == "forbid"


def test_the_function_is_the_module() -> None:
    """`tracecode.findings` is one thing, whether its module was imported before or not, and however
    it is imported.
    """
    code = """
import sys, tracecode as tc
one = tc.findings
import tracecode.findings as two
from tracecode.findings import Finding, findings
assert one is two is tc.findings is sys.modules["tracecode.findings"]
assert tc.Finding is Finding is two.Finding
class Error:
    def errors(self):
        return [{"type": "x", "loc": ("a", 1)}]
(found,) = one(Error())
assert (found,) == findings(Error())
assert (found.rule, found.path) == ("data.beside", "a[1]")
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_other_errors() -> None:
    """Errors of ours give the findings that they carry; what carries none is wrong use."""
    with pytest.raises(tc.InvalidCode) as caught:
        tc.parse("x", "gtin")
    assert tc.findings(caught.value) == caught.value.findings
    others: list[Any] = [ValueError("x"), None, "x", tc.UnknownId("scheme", "x", ())]
    for other in others:
        with pytest.raises(tc.WrongUse, match="carries no findings"):
            tc.findings(other)


@pytest.mark.parametrize("id", ["recall_no", "record_id", "party_name", "event_time"])
def test_nothing_in_place_of_a_mandatory_value_is_missing(id: str) -> None:
    """None in Python, in a mapping and in a class, and null in JSON, which says beside it that null
    is not used.
    """
    data = RIGHT | {id: None}
    missing = judged(data)
    assert [(rule, path) for rule, path, *_ in missing] == [("record.missing", id)]
    assert findings_of(Recall, data) == missing
    raw = json.dumps(data).encode()
    (null, *others) = judged(raw)
    assert null[:2] == ("data.null", id)
    assert others == missing
    with pytest.raises(ValidationError) as caught:
        Recall.model_validate_json(raw)
    assert [_told(one) for one in tc.findings(caught.value)] == missing


def test_nothing_in_place_of_an_optional_value() -> None:
    """It is absent; only JSON, which can leave it out, may not write null."""
    data = RIGHT | {"remark": None}
    assert judged(data) == []
    assert Recall.model_validate(data).remark is None
    assert [rule for rule, *_ in judged(json.dumps(data).encode())] == ["data.null"]


def test_nothing_in_a_list_is_of_another_type() -> None:
    """An entry of a list that is there is not missing, and a stranger is told as one."""
    production = model_of(record_layout(packaged(), "production", "pesticide"), packaged())
    data = minimal(record_layout(packaged(), "production", "pesticide"), packaged())
    told = findings_of(production, data | {"inputs": [None], "stranger": None})
    assert [(rule, path) for rule, path, *_ in told] == [
        ("record.type", "inputs[0]"),
        ("record.unknown_field", "stranger"),
    ]
