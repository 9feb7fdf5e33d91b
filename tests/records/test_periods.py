"""How long records are kept and within what time they are reported, as laws say: every rule of the
standard, by day.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tracecode as tc
from tests.cases import together
from tests.folders import alone, write
from tests.lint.test_files import COMPLETE
from tests.lint.test_laws import LAW
from tracecode.lint.files import lint
from tracecode.publish.examples import full
from tracecode.records.periods import check_times, kept_until, months_after
from tracecode.standard.periods import deadlines, retention
from tracecode.standard.record_layout import items_in_order, record_layout
from tracecode.standard.resolved import packaged

STANDARD = packaged()
KINDS = [
    (item, own.id) for item in items_in_order(STANDARD) for own in STANDARD.product(item).records
]  # fmt: skip
KEPT = [(item, record) for item, record in KINDS if retention(STANDARD, record, item)]
REPORTED = [(item, record) for item, record in KINDS if deadlines(STANDARD, record, item)]


def example(item: str, record: str) -> dict[str, Any]:
    """A right record of an item with every element, in which the law's conditions hold."""
    data = full(record_layout(STANDARD, record, item), STANDARD) | {"product_item": item}
    for rule in retention(STANDARD, record, item):
        data |= {id: values[0] for id, values in rule.when.items()}
    return data


def rules(data: dict[str, Any], **times: date) -> list[str]:
    """The rules of the findings on the times of a record."""
    return [finding.rule for finding in check_times(STANDARD, data, **times)]


def test_what_is_known() -> None:
    """The laws that were read set the time for so many kinds of record of so many items; of others
    nothing is said.
    """
    assert len(KEPT) > 100
    assert len(REPORTED) >= 6
    assert ("pesticide", "factory-sale") in KEPT
    assert rules(example("elevator", "installation"), deleted=date(2050, 1, 1)) == [
        "record.no_period"
    ]
    assert rules(example("pesticide", "factory-sale"), received=date(2050, 1, 1)) == [
        "record.no_period"
    ]


@together("item, record", KEPT)
def test_kept_long_enough(item: str, record: str) -> None:
    """A record may go on the last day, and not on the day before; the finding cites the law."""
    data = example(item, record)
    end = kept_until(STANDARD, data)
    assert end is not None
    assert rules(data, deleted=end) == []
    (finding, *_) = check_times(STANDARD, data, deleted=end - timedelta(days=1))
    assert finding.rule == "record.kept_too_short"
    assert finding.source is not None
    assert finding.severity == ("warning" if finding.evidence == "unsure" else "error")
    assert str(end) in finding.text("zh")
    assert str(end) in finding.text("en")


@pytest.mark.parametrize(("item", "record"), REPORTED)
def test_reported_in_time(item: str, record: str) -> None:
    """A record may come on the last day, and not later."""
    data = example(item, record)
    (deadline, *_) = deadlines(STANDARD, record, item)
    last = date.fromisoformat(data[deadline.rule.after]) + timedelta(days=deadline.rule.days)
    assert rules(data, received=last) == []
    assert rules(data, received=last + timedelta(days=1)) == ["record.reported_late"]
    del data[deadline.rule.after]
    assert rules(data, received=last) == ["record.no_period"]


def test_food_by_its_shelf_life() -> None:
    """Six months after the shelf life; without one, two years (food safety law, article 50)."""
    data = example("baijiu", "food-purchase") | {"event_time": "2026-01-10T08:00:00+08:00"}
    for id in ("expiry_date", "shelf_life", "shelf_life_unit"):
        data.pop(id, None)
    assert kept_until(STANDARD, data) == date(2028, 1, 10)
    data |= {"production_date": "2026-01-31", "shelf_life": 1, "shelf_life_unit": "month"}
    assert kept_until(STANDARD, data) == date(2026, 8, 28)
    assert kept_until(STANDARD, data | {"shelf_life": 30, "shelf_life_unit": "day"}) == date(
        2026, 9, 2
    )
    assert kept_until(STANDARD, data | {"shelf_life": 2, "shelf_life_unit": "year"}) == date(
        2028, 7, 31
    )
    assert kept_until(STANDARD, data | {"expiry_date": "2027-06-30"}) == date(2027, 12, 30)


def test_a_shelf_life_from_nobody_knows_when() -> None:
    """Goods with a shelf life, but neither day of production nor of expiry, are not goods without
    one: not checked.
    """
    data = example("baijiu", "food-purchase")
    for id in ("expiry_date", "production_date", "no_shelf_life"):
        data.pop(id, None)
    data |= {"batch_no": "L1", "shelf_life": 36, "shelf_life_unit": "month"}
    assert kept_until(STANDARD, data) is None
    assert rules(data, deleted=date(2028, 2, 1)) == ["record.no_period"]


def test_one_of_two_laws_that_cannot_be_judged() -> None:
    """Milk without its dates: the regulation on dairy is judged, the law on food is not, and both
    are said.
    """
    data = example("dairy", "food-dealer-purchase")
    for line in data["lines"]:
        for id in ("expiry_date", "production_date", "no_shelf_life"):
            line.pop(id, None)
        line |= {"batch_no": "L1", "shelf_life": 12, "shelf_life_unit": "month"}
    assert sorted(rules(data, deleted=date(2027, 1, 1))) == [
        "record.kept_too_short",
        "record.no_period",
    ]


@pytest.mark.parametrize(
    ("length", "unit"), [(7974, "year"), (9999, "year"), (9999, "month"), (9999, "day")]
)
def test_shelf_lives_beyond_the_calendar(length: int, unit: str) -> None:
    """A longer shelf life is never kept for a shorter time."""
    data = example("baijiu", "food-purchase") | {
        "production_date": "2025-11-20",
        "shelf_life_unit": unit,
    }
    for id in ("expiry_date", "no_shelf_life"):
        data.pop(id, None)
    end = kept_until(STANDARD, data | {"shelf_life": length})
    before = kept_until(STANDARD, data | {"shelf_life": length - 1})
    assert end is not None
    assert before is not None
    assert end >= before > date(2030, 1, 1)


def test_a_law_that_was_not_in_force() -> None:
    """What went before a law was in force broke nothing; the law on hazardous chemicals binds from
    1 May 2026.
    """
    data = example("toxic-chemical", "stock-move") | {"event_time": "2025-03-12T08:00:00+08:00"}
    assert rules(data, deleted=date(2026, 4, 30)) == ["record.no_period"]
    assert rules(data, deleted=date(2026, 5, 1)) == ["record.kept_too_short"]


def test_common_types_name_the_items() -> None:
    """A type that several items share says for which of them a time holds: in its schema, class and
    page.
    """
    schema = tc.record_type("imported-vehicle", "vehicle-sale").json_schema()
    kept = schema["x-retention"]
    assert isinstance(kept, list)
    assert [rule["rules"] for rule in kept] == [[{"after": "event_time", "months": 60}]]
    assert "Kept: 60 months after" in (
        tc.record_type("imported-vehicle", "vehicle-sale").model.__doc__ or ""
    )
    dealer = tc.record_type("dairy", "food-dealer-purchase").json_schema()["x-retention"]
    assert isinstance(dealer, list)
    assert {"dairy", "infant-formula"} <= {
        item for rule in dealer for item in rule.get("products", ())
    }


def test_other_records_are_refused() -> None:
    """A record type is asked about its own typed records."""
    sale = tc.record_type("toxic-chemical", "sale")
    other = tc.record_type("toxic-chemical", "purchase")
    record = other.model.model_validate(example("toxic-chemical", "purchase"))
    assert [deadline.rule.days for deadline in other.deadlines] == [5]
    with pytest.raises(tc.WrongUse, match="no record of toxic_chemical_sale"):
        sale.kept_until(record)
    with pytest.raises(tc.WrongUse, match="Record"):
        sale.kept_until(example("toxic-chemical", "sale"))  # type: ignore[arg-type]  # that is what is refused


def test_two_parts_of_an_article_are_told_once() -> None:
    """The law on farm products binds a harvest by two of its parts."""
    assert len(retention(STANDARD, "harvest", "vegetable")) > 1
    assert rules(example("vegetable", "harvest"), deleted=date(2020, 1, 1)) == [
        "record.kept_too_short"
    ]


def test_the_latest_line_counts() -> None:
    """Of several lines the one counts that is kept longest; a line without a shelf life counts two
    years.
    """
    data = example("baijiu", "food-dispatch") | {"event_time": "2026-01-10T08:00:00+08:00"}
    (line, *_) = data["lines"]
    bare = {
        id: value
        for id, value in line.items()
        if id not in ("expiry_date", "shelf_life", "shelf_life_unit")
    }
    early, late = ({**bare, "expiry_date": day} for day in ("2026-03-31", "2029-03-31"))
    assert kept_until(STANDARD, data | {"lines": [early, late, bare]}) == date(2029, 9, 30)
    assert kept_until(STANDARD, data | {"lines": [early, bare]}) == date(2028, 1, 10)


def test_conditions() -> None:
    """How long a breeding archive is kept depends on the animal; of others nothing is known."""
    data = example("livestock", "breeding")
    assert rules(data | {"animal_species": "猪"}, deleted=date(2020, 1, 1)) == [
        "record.kept_too_short"
    ]
    assert rules(data | {"animal_species": "骆驼"}, deleted=date(2020, 1, 1)) == [
        "record.no_period"
    ]


def test_the_longest_of_several_laws() -> None:
    """Milk that a dealer buys is under the law on food and that on dairy: both are told, the longer
    counts.
    """
    kept = tc.record_type("dairy", "food-dealer-purchase")
    assert {rule.source.ref for rule in kept.retention} == {
        "food-safety-law",
        "dairy-regulation-2008",
    }
    data = example("dairy", "food-dealer-purchase")
    assert rules(data, deleted=date(2000, 1, 1)) == ["record.kept_too_short"] * 2


def test_moments_are_days_of_china() -> None:
    """A moment counts by its day in China; one without an offset is no moment."""
    data = example("detonator", "sale") | {"trade_date": "2026-03-10"}
    assert rules(data, received=datetime(2026, 3, 13, 15, 59, tzinfo=UTC)) == []
    assert rules(data, received=datetime(2026, 3, 13, 16, 0, tzinfo=UTC)) == [
        "record.reported_late"
    ]
    with pytest.raises(ValueError, match="offset"):
        rules(data, received=datetime(2026, 3, 13, 16, 0))  # noqa: DTZ001  # that is what is refused


@given(st.dates(max_value=date(9000, 1, 1)), st.integers(0, 2000))
def test_months(start: date, months: int) -> None:
    """The same day of the month, or its last; so many months later, whatever the year."""
    end = months_after(start, months)
    assert (end.year - start.year) * 12 + end.month - start.month == months
    assert end.day == start.day or (end.day < start.day and (end + timedelta(days=1)).day == 1)


def test_a_record_and_its_class() -> None:
    """Times are asked of the record type, with the record itself."""
    sale = tc.record_type("toxic-chemical", "sale")
    record = sale.model.model_validate(example("toxic-chemical", "sale"))
    assert sale.kept_until(record) is not None
    assert [deadline.rule.days for deadline in sale.deadlines] == [5]
    assert sale.check_times(record) == ()
    (finding,) = sale.check_times(record, deleted=date(2020, 1, 1))
    assert finding.rule == "record.kept_too_short"
    assert finding.path == "event_time"


@pytest.mark.parametrize(
    ("times", "said"),
    [
        ("    keep: [{after: trace_code, months: 24}]\n", "no time can be reckoned by trace_code"),
        (
            "    keep: [{after: made_on, plus: [trace_code], months: 24}]\n",
            "plus is a length of time and its unit",
        ),
        (
            "    keep: [{after: made_on, plus: [trace_code, made_on], months: 24}]\n",
            "no time can be reckoned by trace_code",
        ),
        ("    report: {after: trace_code, days: 3}\n", "no time can be reckoned by trace_code"),
    ],
)
def test_lint_of_what_is_no_time(times: str, said: str, tmp_path: Path) -> None:
    """A time runs from a date or moment, and a length of time is a number with its unit."""
    files = COMPLETE | LAW | {"laws/other-book.yaml": LAW["laws/other-book.yaml"] + times}
    found = [one.text("en") for one in lint(alone(write(tmp_path / "specs", files)))]
    assert any(said in text for text in found), found


def test_lint_of_a_time_without_its_clause(tmp_path: Path) -> None:
    """A retention names its article, or says that its number was not seen."""
    law = LAW["laws/other-book.yaml"].replace("    clause: article 3\n", "")
    for gap, count in (
        ("", 1),
        ('    gaps: [{zh: 条款号未见, en: "The clause was not seen"}]\n', 0),
    ):
        text = f"{law}    keep: [{{after: made_on, months: 24}}]\n{gap}"
        found = lint(
            alone(
                write(tmp_path / f"specs{count}", COMPLETE | LAW | {"laws/other-book.yaml": text})
            )
        )
        assert sum("a time needs its clause" in one.text("en") for one in found) == count


def test_lint_of_periods(tmp_path: Any) -> None:
    """A time runs from an element that every bound record has."""
    law = LAW["laws/other-book.yaml"]
    for keep, said in (("made_on", None), ("sold_on", "sold_on")):
        files = (
            COMPLETE
            | LAW
            | {"laws/other-book.yaml": law + f"    keep: [{{after: {keep}, months: 24}}]\n"}
        )
        found = [one.text("en") for one in lint(alone(write(tmp_path / keep, files)))]
        assert [text for text in found if "sold_on" in text] == (
            []
            if said is None
            else ["after refers to the element 'flour_production.sold_on', which does not exist"]
        )
