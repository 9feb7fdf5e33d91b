# ruff: noqa: E501  # tables of cases: one case a line
"""The rules among elements, by themselves: when each is broken, and what it says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from tests.records.standard import standard
from tracecode.publish.examples import full
from tracecode.records.finding_values import written
from tracecode.records.lookups import elements_of_rules, rules_with_names
from tracecode.records.models import model_of
from tracecode.records.rules import (
    AtLeastOne,
    CodeFits,
    Equal,
    Exclusive,
    Order,
    RecordRule,
    Required,
    Since,
    Sum,
)
from tracecode.standard.elements import ElementGroup
from tracecode.standard.record_layout import layouts
from tracecode.standard.resolved import packaged

DAY = date(2026, 3, 12)


@pytest.mark.parametrize(
    ("rule", "kept", "broken"),
    [
        (Required("a", {"b": ("1", "2")}),
         [{}, {"b": None}, {"b": "3"}, {"a": "x", "b": "1"}, {"a": False, "b": "1"}], [{"b": "1"}, {"a": None, "b": "2"}]),
        (Required("a", {"b": ("*",)}), [{}, {"b": None}, {"a": 0, "b": "1"}], [{"b": "1"}, {"b": False}, {"b": ["x"]}]),
        (Required("a", {"b": ("true",), "c": ("5",)}), [{"b": True}, {"b": False, "c": 5}, {"c": 5}], [{"b": True, "c": 5}]),
        (Required("a", {"b": ("12.50",)}), [{"b": Decimal("12.5")}], [{"b": Decimal("12.50")}]),
        (Required("a", {"b": Since("2026-01-01", "2026-12-31")}),
         [{}, {"b": date(2025, 12, 31)}, {"b": date(2027, 1, 1)}], [{"b": date(2026, 1, 1)}, {"b": date(2026, 12, 31)}]),
        (AtLeastOne("a", "b"), [{"a": 1}, {"b": False}, {"a": 0, "b": 1}], [{}, {"a": None, "c": 1}]),
        (Exclusive("a", "b", "c"), [{}, {"b": 1}, {"a": None, "c": 0}], [{"a": 1, "b": 1}, {"b": 0, "c": False}]),
        (Order("a", "b", "c"), [{}, {"a": 2}, {"a": 1, "b": 1, "c": 2}, {"a": 1, "c": 1}],
         [{"a": 2, "b": 1}, {"a": 2, "c": 1}, {"a": Decimal("1.01"), "b": 1}, {"a": DAY, "b": date(2026, 3, 11)}]),
        (Order("a", "b"), [{"a": "08:00", "b": "08:00"}, {"a": "2026-01", "b": "2026-02"}], [{"a": "09:00", "b": "08:59"}]),
        (Order("a", "b"), [{"a": datetime(2026, 1, 1, 8, tzinfo=UTC), "b": datetime.fromisoformat("2026-01-01T16:00:00+08:00")}],
         [{"a": datetime(2026, 1, 1, 8, tzinfo=UTC), "b": datetime.fromisoformat("2026-01-01T15:59:59+08:00")}]),
        (Equal("a", "b", "c"), [{}, {"c": 1}, {"a": 1, "c": 1}, {"a": Decimal("1.0"), "b": 1}], [{"a": 1, "b": 2}, {"b": 1, "c": 2}]),
        (Sum("l", "w", total="t"),
         [{}, {"t": 1}, {"l": [{"w": 1}]}, {"l": [{"w": 1}, {}], "t": 5}, {"l": [{"w": Decimal("0.1")}] * 3, "t": Decimal("0.3")},
          {"l": [SimpleNamespace(w=2), SimpleNamespace(w=3)], "t": 5}, {"l": [SimpleNamespace(w=None)], "t": 5}],
         [{"l": [{"w": 1}], "t": 2}, {"l": [SimpleNamespace(w=2)], "t": 3}]),
        (CodeFits("v", "s", standard=standard()),
         [{}, {"v": "A-1"}, {"s": "unit-code"}, {"v": "A-12", "s": "unit-code"}, {"v": "A", "s": "unknown"}, {"v": ["A-12"], "s": "unit-code"}],
         [{"v": "A-1", "s": "unit-code"}, {"v": ["A-12", "A"], "s": "unit-code"}]),
        (CodeFits("v", "s", on="d", standard=standard()),
         [{"v": "Z-12", "s": "unit-code", "d": date(2025, 12, 31)}, {"v": "A-12", "s": "unit-code", "d": DAY}],
         [{"v": "Z-12", "s": "unit-code", "d": DAY}]),
    ],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_when_a_rule_is_broken(
    rule: RecordRule, kept: list[dict[str, Any]], broken: list[dict[str, Any]]
) -> None:
    """A rule is broken by what it is for, and by nothing else; absent elements break only those
    that ask for them.
    """
    assert [values for values in kept if rule.broken(values)] == []
    assert [values for values in broken if not rule.broken(values)] == []
    for values in broken:
        assert {finding.severity for finding in rule.broken(values)} == {"error"}


def said(rule: RecordRule, values: dict[str, Any]) -> list[tuple[str, str | None, str, str]]:
    """The findings of a rule: rule, path and both texts."""
    return [(f.rule, f.path, f.text("zh"), f.text("en")) for f in rule.broken(values)]


def test_what_rules_say() -> None:
    """Each rule says which elements contradict each other, and their values as they stand in a
    message.
    """
    assert said(Required("a", {"b": ("1",), "c": ("*",)}), {"b": "1", "c": [1]}) == [
        (
            "record.required_when",
            "a",
            "a在 b=1、填有 c 时为必填",
            "a is mandatory where b=1, c is given",
        )
    ]
    assert said(AtLeastOne("a", "b"), {}) == [
        (
            "record.at_least_one",
            None,
            "以下各项至少填一项：a、b",
            "at least one of these is needed: a, b",
        )
    ]
    assert said(Exclusive("a", "b", "c"), {"a": 1, "c": 1}) == [
        ("record.exclusive", "c", "以下各项只能填一项：a、c", "only one of these may stand: a, c")
    ]
    assert said(Order("a", "b", "c"), {"a": 3, "b": 2, "c": 1}) == [
        ("record.order", "b", "b 2 早于或小于 a 3", "b 2 comes before a 3"),
        ("record.order", "c", "c 1 早于或小于 b 2", "c 1 comes before b 2"),
    ]
    assert said(Equal("a", "b"), {"a": True, "b": Decimal("1.50")}) == [
        ("record.equal", "b", "b 1.50 应与 a 相同（true）", "b 1.50 differs from a (true)")
    ]
    assert said(Sum("l", "w", total="t"), {"l": [{"w": Decimal("0.5")}, {"w": 1}], "t": 2}) == [
        ("record.sum", "t", "t 2 不等于 l 各行 w 之和 1.5", "t 2 is not the sum of w over l: 1.5")
    ]
    rule = CodeFits("v", "s", standard=standard())
    assert [(f.rule, f.path) for f in rule.broken({"v": ["A-12", "A-1x"], "s": "unit-code"})] == [
        ("code.characters", "v[1].number")
    ]
    assert [(f.rule, f.path) for f in rule.broken({"v": "A", "s": "unit-code"})] == [
        ("code.length", "v")
    ]


def test_periods() -> None:
    """A period has one end or both, and is shown as it is written in a module."""
    assert DAY in Since("2026-03-12")
    assert DAY in Since(until="2026-03-12")
    assert DAY not in Since(until="2026-03-11")
    assert "2026-03-12" not in Since()
    assert repr(Since("2026-03-12")) == 'Since("2026-03-12")'
    assert repr(Since("2026-03-12", "2026-12-31")) == 'Since("2026-03-12", "2026-12-31")'


def test_values_as_they_are_written() -> None:
    """Truth values, decimals, dates and texts as they stand in a message."""
    values = [True, Decimal("1E+2"), DAY, datetime(2026, 3, 12, tzinfo=UTC), 5, "a"]
    assert [written(value) for value in values] == [
        "true",
        "100",
        "2026-03-12",
        "2026-03-12T00:00:00+00:00",
        "5",
        "a",
    ]


def test_a_rule_says_how_it_is_broken() -> None:
    """The base of the rules is none itself, and cannot be made."""
    with pytest.raises(TypeError, match="abstract"):
        RecordRule()  # type: ignore[abstract]


class Watched(dict[str, Any]):
    """Values that know which of them were asked for."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        super().__init__(values)
        self.asked: set[str] = set()

    def get(self, key: str, default: Any = None) -> Any:
        """A value."""
        self.asked.add(key)
        return super().get(key, default)

    def __getitem__(self, key: str) -> Any:
        """A value."""
        self.asked.add(key)
        return super().__getitem__(key)


@pytest.mark.slow
def test_a_rule_reads_what_it_names() -> None:
    """No rule of the standard reads an element that it does not name: the values of others are not
    made for it.
    """
    standard, seen = packaged(), 0
    for layout in layouts(standard):
        record = model_of(layout, standard).model_validate(full(layout, standard))
        groups: list[tuple[ElementGroup, Mapping[str, Any]]] = [(layout, vars(record))]
        for group, values in groups:
            for field in group.elements:
                value = values[field.id]
                if field.group is not None and value is not None:
                    inner = value if isinstance(value, list) else [value]
                    groups += [(field.group, vars(one)) for one in inner]
            known = {field.id for field in elements_of_rules(standard, group)}
            for rule, named in rules_with_names(standard, group):
                watched = Watched(values)
                rule.broken(watched)
                assert watched.asked <= named, (layout.id, group.id, rule)
                assert watched.asked <= known
                seen += bool(watched.asked)
    assert seen > 1000
