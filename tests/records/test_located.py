"""What is found element by element is what the typed class finds of the whole record."""

from __future__ import annotations

import copy
import json
from contextlib import suppress
from random import Random
from typing import Any

import pytest

from tests.records.test_acceptor import changed
from tracecode.findings import Finding
from tracecode.publish.examples import full
from tracecode.records import explain
from tracecode.records import judge as judging
from tracecode.records.explain import _recurring
from tracecode.records.judge import judge
from tracecode.records.lookups import plain_of
from tracecode.records.quick.located import Located, locator
from tracecode.standard.record_layout import layouts, record_layout
from tracecode.standard.resolved import packaged

Plain = dict[str, Any]


def found(data: Plain, monkeypatch: pytest.MonkeyPatch, *, located: bool) -> tuple[Finding, ...]:
    """The findings on a record, with and without the way."""
    if not located:
        monkeypatch.setattr(judging, "locator", lambda *_: lambda _: Located([], {}))
    else:
        monkeypatch.setattr(judging, "locator", locator)
    return judge(data, packaged(), tried=True).findings


@pytest.mark.parametrize(
    ("seed", "count", "step"),
    [(5, 12, 30), pytest.param(8, 40, 1, marks=pytest.mark.slow)],
)
def test_the_same_findings_in_the_same_order(
    seed: int, count: int, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of changed records of every type, and of ones that are wrong in many places."""
    random, wrong = Random(seed), 0
    everything = [full(layout, packaged()) for layout in layouts(packaged())]
    for record in everything[seed % step :: step]:
        others = [record, *random.sample(everything, 3)]
        for _ in range(count):
            data: Any = copy.deepcopy(record)
            with suppress(ValueError):
                data = json.loads(changed(record, others, random))
            if not isinstance(data, dict):
                continue
            if random.random() < 0.2:
                for key in random.sample([*data], min(len(data), 4)):
                    data[key] = random.choice(
                        ["", 1, None, [], {"a": 1}, ["x"], True, "2026-02-30"]
                    )
            few = found(data, monkeypatch, located=True)
            assert few == found(data, monkeypatch, located=False), data
            wrong += any(finding.severity == "error" for finding in few)
    assert wrong > count


def test_only_what_is_wrong_is_given_to_pydantic() -> None:
    """Errors stand in the order of the class, strangers at the end; the others are values."""
    layout = record_layout(packaged(), "production", "pesticide")
    data = full(layout, packaged())
    data |= {"product_item": "pesticide", "stranger": 1.5, "record_id": "1"}
    del data["party_name"]
    details, typed = locator(packaged(), layout)(data)
    told = [(detail["type"], detail["loc"]) for detail in details]
    assert told == [
        ("string_pattern_mismatch", ("record_id",)),
        ("missing", ("party_name",)),
        ("extra_forbidden", ("stranger",)),
    ]
    assert typed.keys() == data.keys() - {"record_id", "stranger"}


def test_the_typed_class_is_not_asked_of_a_wrong_record(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where an element is wrong, whatever else is right."""

    def refuse(*_: object) -> None:
        raise AssertionError("the class was asked")

    monkeypatch.setattr(judging, "_validator", refuse)
    data = full(record_layout(packaged(), "production", "pesticide"), packaged())
    data |= {"product_item": "pesticide", "uscc": "91350100M000100Y44"}
    errors = [
        each.rule
        for each in judge(data, packaged(), tried=True).findings
        if each.severity == "error"
    ]
    assert errors == ["code.check_character"]


def test_a_mistake_that_recurs_is_told_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is remembered of a wrong value is what was told of it first, whatever stands beside it;
    and no more than so much is remembered.
    """
    layout = record_layout(packaged(), "production", "pesticide")
    right = full(layout, packaged()) | {"product_item": "pesticide"}
    values = ["", "\u3000x", "x" * 300, "2026-02-30", "1" * 18, " "]
    wrong = [right | {id: value} for id in [*right] for value in values]
    beside = [{**data, "stranger": 1, "remark": 5} for data in wrong]
    known = _recurring(packaged(), layout)._findings
    known.clear()
    first = [[each.as_dict() for each in judge(data, packaged()).findings] for data in wrong]
    assert known
    again = [[each.as_dict() for each in judge(data, packaged()).findings] for data in wrong]
    assert again == first
    for data, told in zip(beside, first, strict=True):
        now = [each.as_dict() for each in judge(data, packaged()).findings]
        assert [each for each in told if each.get("path") != "remark"] == [
            each for each in now if each.get("path") not in ("remark", "stranger")
        ]
    monkeypatch.setattr(explain, "MOST_WRONG", before := len(known))
    assert judge(right | {"record_id": "never seen"}, packaged()).findings
    assert len(known) == before


def test_no_personal_value_and_no_code_is_remembered() -> None:
    """Nobody keeps a citizen's number, and what is wrong with a code may be another thing tomorrow."""
    layout = record_layout(packaged(), "blasting", "industrial-explosive")
    data = full(layout, packaged())
    number = "11010519491231002X"
    for id in data:
        judge(data | {id: f"{number}1"}, packaged())
        judge(data | {id: number}, packaged())
    secret = {field.id for field in layout.elements if field.personal}
    coded = {field.id for field in layout.elements if field.spec.scheme is not None}
    told = {id for id, _ in _recurring(packaged(), layout)._findings}
    assert secret
    assert coded
    assert told
    assert told.isdisjoint(secret | coded)
    assert plain_of(layout).isdisjoint(secret | coded)
