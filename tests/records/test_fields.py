# ruff: noqa: E501  # tables of cases: one case a line
"""How values are checked: formats, bounds, code lists and encoding rules as annotations."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any

import pytest
from pydantic import TypeAdapter, ValidationError

from tests.records.standard import standard
from tracecode.records.fields import (
    Many,
    ValueFormat,
    chars_of,
    code_findings,
    codes_of,
    number_bounds,
    number_pattern,
)
from tracecode.spec.formats import Format
from tracecode.standard.resolved import packaged


def adapter(kind: Any, *notes: object) -> TypeAdapter[Any]:
    """A validator of an annotated type."""
    return TypeAdapter(Annotated[(kind, *notes)])


def passes(kind: Any, form: ValueFormat | Many, value: object) -> bool:
    """Whether a value of a program passes."""
    try:
        adapter(kind, form).validate_python(value)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    ("kind", "form", "right", "wrong"),
    [
        (str, ValueFormat("an2..4"), ["ab", "中文", "😀😀😀😀"], ["a", "abcde", "a\nb", "a\x00", "\u2028a", "a\ufffe", b"ab", 12]),
        (str, ValueFormat("an..4", chars="[A-Z]"), ["A", "ABCD"], ["a", "ABCDE", "A\n"]),
        (str, ValueFormat("an..4", chars="digits"), ["0123"], ["A", "０"]),
        (str, ValueFormat("n3"), ["012"], ["12", "１２３", "123\n", 123]),
        (int, ValueFormat("n..3"), [0, 999], [-1, 1000, "5", 1.0, True, 10**40]),
        (int, ValueFormat("n..3", min="-5", max="5"), [-5, 5], [-6, 6]),
        (Decimal, ValueFormat("n..4,1"), ["0", "12.5", Decimal(3), 7, Decimal("999.9")], ["-1", "12.55", "01", 1.5, "1000", Decimal("inf"), True]),
        (Decimal, ValueFormat("n..4,1", min="-2.5", max="2.5"), ["-2.5", "2.5", Decimal(-1)], ["-2.6", "2.6"]),
        (bool, ValueFormat("boolean"), [True, False], ["true", 1, None]),
        (date, ValueFormat("YYYY-MM-DD"), ["2026-03-12", date(2026, 3, 12)], ["2026-02-30", "2026-3-12", datetime(2026, 3, 12, tzinfo=UTC), 5]),
        (datetime, ValueFormat("YYYY-MM-DDThh:mm:ss±hh:mm"), ["2026-03-12T08:30:00+08:00", datetime(2026, 3, 12, tzinfo=UTC)], ["2026-03-12T08:30:00", "2026-02-30T08:30:00+08:00", date(2026, 3, 12)]),
        (str, ValueFormat("uuid"), ["0b1e7c1e-0000-4000-8000-000000000001"], ["0B1E7C1E-0000-4000-8000-000000000001"]),
        (str, ValueFormat("an..20", scheme="unit-code", standard=standard()), ["A-12"], ["A-1", "a-12", ""]),
        (str, ValueFormat("an..9", codelist="size", standard=standard()), ["s1", "t9"], ["u1"]),
        (str, ValueFormat("an18", scheme="uscc"), ["91350100M000100Y43"], ["91350100M000100Y44"]),
        (str | None, ValueFormat("n3"), [None, "012"], ["12"]),
        (list[str], Many(2), [["a"], ["a", "b"]], [[], ["a", "b", "c"], ("a",), "a"]),
        (list[str] | None, Many(2), [None, ["a"]], [[]]),
    ],
    ids=lambda value: repr(value)[:40],
)  # fmt: skip
def test_values(
    kind: Any, form: ValueFormat | Many, right: list[object], wrong: list[object]
) -> None:
    """Each format lets pass its values and refuses all others, those of another type included."""
    assert [value for value in right if not passes(kind, form, value)] == []
    assert [value for value in wrong if passes(kind, form, value)] == []


@pytest.mark.parametrize(
    ("kind", "form", "value", "written"),
    [
        (Decimal, ValueFormat("n..6,3"), Decimal("1E+2"), b'"100"'),
        (Decimal, ValueFormat("n..6,3"), "12.500", b'"12.500"'),
        (date, ValueFormat("YYYY-MM-DD"), date(2026, 3, 12), b'"2026-03-12"'),
        (datetime, ValueFormat("YYYY-MM-DDThh:mm:ss±hh:mm"), datetime(2026, 3, 12, 8, tzinfo=UTC), b'"2026-03-12T08:00:00+00:00"'),
    ],
)  # fmt: skip
def test_one_written_form(kind: Any, form: ValueFormat, value: object, written: bytes) -> None:
    """However a value was given, it is written in its one form."""
    checked = adapter(kind, form)
    assert checked.dump_json(checked.validate_python(value)) == written
    assert checked.validate_json(written) == checked.validate_python(value)


def test_json_has_text_for_numbers_with_decimals() -> None:
    """In messages a decimal is text; a number of JSON would lose digits on the way."""
    checked = adapter(Decimal, ValueFormat("n..6,3"))
    with pytest.raises(ValidationError):
        checked.validate_json("1.5")
    assert checked.validate_json('"1.5"') == Decimal("1.5")


def test_annotations_show_what_they_say() -> None:
    """An annotation is shown as it is written in a module, and is equal to one that says the
    same.
    """
    form = ValueFormat("n..9,2", min="-1", max="5")
    assert repr(form) == 'ValueFormat("n..9,2", min="-1", max="5")'
    assert repr(ValueFormat("an..9", chars="[A-Z]", codelist="c", scheme="s")) == (
        'ValueFormat("an..9", chars="[A-Z]", codelist="c", scheme="s")'
    )
    assert form == ValueFormat("n..9,2", min="-1", max="5") != ValueFormat("n..9,2")
    # `typing` keeps it
    assert Annotated[str, form] is Annotated[str, ValueFormat("n..9,2", min="-1", max="5")]
    with pytest.raises(TypeError):  # or `typing` would give the element of one standard to another
        hash(ValueFormat("n..9,2", standard=standard()))
    assert form != "n..9,2"
    assert repr(Many(3)) == "Many(3)"


def test_numbers() -> None:
    """Bounds of a number are those that are said, otherwise 0 and what the digits allow."""
    form = Format.read("n..5,2")
    assert number_bounds(form, None, None) == (Decimal(0), Decimal("999.99"))
    assert number_bounds(form, "-1.5", "2") == (Decimal("-1.5"), Decimal(2))
    assert number_pattern(form, None) == form.pattern
    assert number_pattern(form, "-1") == f"-?{form.pattern}"


def test_lists_and_classes() -> None:
    """Code lists and alphabets are found by id, in the packaged specifications or others."""
    assert "s1" in codes_of(standard(), "size")
    assert "" not in codes_of(packaged(), "product-item")
    assert chars_of("digits", standard()).chars == "0123456789"
    assert chars_of("[AB]", packaged()).chars == "AB"


def test_findings_of_codes() -> None:
    """Only errors of a code count; the edition is that of the date."""
    assert code_findings("unit-code", "A-12", standard()) == ()
    assert [f.rule for f in code_findings("unit-code", "A-1", standard())] == ["code.length"]
    assert code_findings("unit-code", "Z-12", standard(), date(2025, 1, 1)) == ()
    assert [f.rule for f in code_findings("unit-code", "Z-12", standard(), date(2026, 1, 1))] == [
        "code.characters"
    ]
    assert code_findings("loose-code", "A-12", standard()) == ()
