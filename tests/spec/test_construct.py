"""Objects from checked data."""

from __future__ import annotations

from datetime import date

from tracecode.spec.base import Text
from tracecode.spec.construct import construct
from tracecode.spec.layout_model import DateRule, Length, SegmentSpec
from tracecode.spec.list_model import CodeListSpec
from tracecode.spec.model import EditionSpec, LinkEqual, SchemeSpec


def test_nested_objects_dates_and_tuples() -> None:
    """Mappings become objects, lists tuples, texts of dates dates, and what is absent has its
    default.
    """
    found = construct(
        CodeListSpec,
        {
            "id": "a",
            "name": {"zh": "甲", "en": "A"},
            "strict": True,
            "covers": ["1", "2"],
            "source": {"ref": "r"},
            "evidence": "single",
            "entries": [
                {"code": "1", "name": {"zh": "一", "en": "one"}, "valid_from": "2020-01-02"}
            ],
        },
    )
    assert found.name == Text(zh="甲", en="A")
    assert found.covers == ("1", "2")
    assert found.entries[0].valid_from == date(2020, 1, 2)
    assert found.entries[0].valid_to is None
    assert found.source.clause is None
    assert found.gaps == ()


def test_a_number_or_an_object() -> None:
    """A length is a number or an object; both stay what they are."""
    name = {"zh": "甲", "en": "A"}
    assert construct(SegmentSpec, {"id": "a", "name": name, "length": 3}).length == 3
    assert construct(
        SegmentSpec, {"id": "a", "name": name, "length": {"min": 1, "max": 2}}
    ).length == Length(min=1, max=2)
    assert construct(SegmentSpec, {"id": "a", "name": name, "length": None}).length is None
    rule = construct(
        SegmentSpec,
        {"id": "a", "name": name, "date": {"format": "YYMM", "not_before": "2001-02-03"}},
    ).date
    assert rule == DateRule(format="YYMM", not_before=date(2001, 2, 3))


def test_mappings() -> None:
    """A mapping of texts stays one; a mapping of lists gets tuples."""
    from tracecode.spec.record_model import IndicatorUse

    assert construct(LinkEqual, {"here": ["a"], "there": ["b"], "map": {"x": "y"}}).map == {
        "x": "y"
    }
    use = construct(IndicatorUse, {"use": "a", "obligation": "C", "when": {"b": ["1", "2"]}})
    assert use.when == {"b": ("1", "2")}


def test_layouts_of_an_edition() -> None:
    """An edition with one layout gives it the edition's id and name; one with forms gives the
    forms.
    """
    name = {"zh": "甲", "en": "A"}
    segment = {"id": "a", "name": name, "chars": "[0-9]", "length": 1}
    base = {"id": "e", "source": {"ref": "r"}, "evidence": "single", "examples": {"valid": []}}
    single = construct(EditionSpec, {**base, "length": 1, "segments": [segment]})
    (layout,) = single.layouts
    assert (layout.id, layout.length, layout.segments) == ("e", 1, single.segments)
    assert (layout.name.zh, layout.name.en) == ("", "")
    named = construct(EditionSpec, {**base, "name": name, "length": 1, "segments": [segment]})
    assert named.layouts[0].name == Text(zh="甲", en="A")
    form = {"id": "f", "name": name, "length": 1, "segments": [segment]}
    assert [one.id for one in construct(EditionSpec, {**base, "forms": [form]}).layouts] == ["f"]
    assert construct(EditionSpec, base).layouts == ()


def test_a_scheme() -> None:
    """A whole scheme is made from plain data."""
    found = construct(
        SchemeSpec,
        {
            "id": "x", "name": {"zh": "甲", "en": "A"}, "identifies": "unit",
            "issued_by": {"kind": "agency", "name": {"zh": "甲", "en": "A"}}, "editions": [],
        },
    )  # fmt: skip
    assert (found.id, found.editions, found.lenient, found.note) == ("x", (), (), None)
