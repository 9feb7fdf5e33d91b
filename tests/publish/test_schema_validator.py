"""What an outside validator sees, in our findings: as much as the library, but for what the page of
limits lists.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from referencing.exceptions import Unresolvable

import tracecode as tc
from tests.conformance.mutations import mutate
from tests.records.standard import right, standard
from tracecode.findings import status_of
from tracecode.publish.schema_limits import covering
from tracecode.publish.schema_validator import SchemaValidator, schema_validator
from tracecode.records import json_form
from tracecode.records.judge import judge
from tracecode.standard.elements import RecordLayout
from tracecode.standard.record_layout import layouts, record_layout
from tracecode.standard.resolved import Resolved, packaged
from tracecode.testing import payload

CATALOG = packaged()
TYPES = [layout.id for layout in layouts(CATALOG)]
DELIVERY = record_layout(standard(), "delivery")


def _errors(**changes: Any) -> list[tuple[str, str | None]]:
    data = {name: value for name, value in right(**changes).items() if value is not ...}
    return [
        (finding.rule, finding.path)
        for finding in schema_validator(standard(), DELIVERY).errors(data)
    ]


@pytest.mark.slow
@pytest.mark.parametrize("id", TYPES[::7])
def test_sees_what_the_library_sees(id: str) -> None:
    """Of a right record no error; of a wrong one an error wherever the library has one that a
    schema can see.
    """
    layout = next(layout for layout in layouts(CATALOG) if layout.id == id)
    validator = schema_validator(CATALOG, layout)
    for seed in range(5):
        random = Random(f"{id}{seed}")
        data = payload(layout, random)
        assert validator.errors(data) == ()
        for _ in range(4):
            _, changed = mutate(data, layout, random)
            judged = judge(json.loads(json.dumps(changed)), CATALOG)
            if judged.layout is layout:
                faults = json_form.parse(json.dumps(changed).encode()).faults
                wrong = [one for one in (*faults, *judged.findings) if one.severity == "error"]
                seen = [
                    one
                    for one in wrong
                    if covering(one, layout, changed, "json-schema", CATALOG) is None
                ]
                found = validator.errors(changed)
                assert bool(found) or not seen, (changed, seen)
                assert bool(wrong) or not found, (changed, found)


def test_never_valid() -> None:
    """A record without an error is not checked: what the schema cannot say is named, last, in both
    languages.
    """
    found = (
        tc.record_type(None, "recall")
        .schema_validator()
        .findings(payload(record_layout(CATALOG, "recall"), Random(1)))
    )
    assert [(one.rule, one.severity) for one in found] == [("check.schema", "warning")]
    assert status_of(found) == "not checked"
    assert "Codes beside the name of their encoding rule" in found[0].text("en")
    assert found[0].text("zh").startswith("JSON Schema 不能表达，未作判定：代码的内部规则、")


SEEN: dict[str, tuple[dict[str, Any], tuple[str, str | None]]] = {
    "missing": ({"title": ...}, ("record.missing", "title")),
    "unknown": ({"tittle": "a"}, ("record.unknown_field", "tittle")),
    "type": ({"count": "12"}, ("record.type", "count")),
    "list": ({"mark": [None]}, ("record.type", "mark")),
    "code list": ({"colour": "99"}, ("record.codelist", "colour")),
    "too short": ({"title": "a"}, ("record.length", "title")),
    "empty": ({"title": ""}, ("record.length", "title")),
    "blank": ({"title": " \u3000"}, ("record.missing", "title")),
    "too long": ({"title": "a" * 11}, ("record.length", "title")),
    "characters": ({"mark": "ab"}, ("record.format", "mark")),
    "control character": ({"title": "a\nb"}, ("record.format", "title")),
    "number": ({"net": "1e5"}, ("record.format", "net")),
    "out of range": ({"warmth": "61"}, ("record.format", "warmth")),
    "below the range": ({"count": 0}, ("record.range", "count")),
    "no such day": ({"best_before": "2026-02-30"}, ("record.date", "best_before")),
    "no date": ({"best_before": "yesterday"}, ("record.format", "best_before")),
    "no such time": (
        {"handed_over_at": "2026-03-12T24:00:00+08:00"},
        ("record.format", "handed_over_at"),
    ),
    "code": ({"unit_code": "?"}, ("record.format", "unit_code")),
    "encoding rule": (
        {"other_code": ["A-12"], "other_scheme": "unit-cod"},
        ("record.unknown_scheme", "other_scheme"),
    ),
    "in a group": (
        {"lines": [{"article": "120116"}, {"article": "1"}]},
        ("record.format", "lines[1].article"),
    ),
    "too often": ({"tags": ["a", "b", "c", "d"]}, ("record.occurrences", "tags")),
    "no list": ({"tags": "a"}, ("record.type", "tags")),
}


@pytest.mark.parametrize("name", SEEN)
def test_errors_by_name(name: str) -> None:
    """Each word of JSON Schema has its rule and place."""
    changes, expected = SEEN[name]
    assert _errors(**changes) == [expected]


def test_rules_among_elements() -> None:
    """Conditions, alternatives and exclusions are told in the words in which the library tells
    them.
    """
    layout = record_layout(CATALOG, "production", "pesticide")
    data = payload(layout, Random(3), fill=0)
    bare = {
        name: value
        for name, value in data.items()
        if name not in ("uscc", "operator_code", "contractor")
    }
    _same_words(
        CATALOG,
        layout,
        bare | {"production_type": "2"},
        {"record.required_when", "record.at_least_one"},
    )
    both = right(phone="02212345", mail="a@example.com")
    _same_words(standard(), DELIVERY, both, {"record.exclusive"})
    _same_words(
        standard(),
        DELIVERY,
        right(baked_on="2026-03-12", other_code=["A-12"]),
        {"record.required_when"},
    )
    # who it is stays unsaid
    _same_words(standard(), DELIVERY, right(driver="某乙"), {"record.required_when"})


def _same_words(
    resolved: Resolved, layout: RecordLayout, data: dict[str, Any], rules: set[str]
) -> None:
    found = schema_validator(resolved, layout).errors(data)
    told = {
        finding.line_text(lang)
        for finding in judge(data, resolved).findings
        for lang in ("zh", "en")
    }
    assert {finding.rule for finding in found} == rules
    assert {finding.line_text(lang) for finding in found for lang in ("zh", "en")} <= told


def test_patterns_name_what_stands_behind_them() -> None:
    """A text that fits a format but no pattern is told with the encoding rule, or the bounds,
    behind the pattern.
    """
    found = schema_validator(standard(), DELIVERY).errors(right(warmth="61", unit_code="?"))
    assert [one.values["allowed"] for one in found] == ["n..4,1 -30..60", "an..20 unit-code"]


def test_personal_values_are_masked() -> None:
    """The value of a personal element stands in no text."""
    validator = schema_validator(standard(), DELIVERY)
    [found] = validator.errors(right(licence="?secret?"))
    assert "secret" not in found.text("en") + found.text("zh") + repr(found)


@given(data=st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(("record_type", "title", "lines", "count", "tags", "sender", "baked_on")) | st.text(max_size=3),
        inner, max_size=4,
    ), max_leaves=8,
))  # fmt: skip
def test_any_json(data: object) -> None:
    """Whatever JSON holds gives findings, and each of them a sentence."""
    validator = schema_validator(standard(), DELIVERY)
    found = validator.findings(data)
    assert found[-1].rule == "check.schema"
    assert all(one.line_text(lang) for one in found for lang in ("zh", "en"))
    if not isinstance(data, Mapping):
        assert found[0].rule == "record.type"


def test_many_errors() -> None:
    """Of very many errors some are told, and the others counted."""
    data = right(**{f"x{i}": 1 for i in range(50)})
    found = schema_validator(standard(), DELIVERY).errors(data, most=10)
    assert [one.rule for one in found] == ["record.unknown_field"] * 10 + ["data.findings"]
    assert found[-1].values["found"] == 40


def test_nothing_is_fetched() -> None:
    """A reference that leads elsewhere is not followed."""
    validator = SchemaValidator(DELIVERY, standard()).validator
    with pytest.raises(Unresolvable):
        validator.evolve(schema={"$ref": "https://example.com/a.json"}).validate({})


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without jsonschema the error says which extra brings it."""
    monkeypatch.setitem(sys.modules, "jsonschema", None)
    with pytest.raises(tc.MissingExtra, match=r"tracecode\[schema\]"):
        SchemaValidator(DELIVERY, standard())
