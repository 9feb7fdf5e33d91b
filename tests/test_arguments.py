"""What is given in a wrong type: every public function refuses it by name, with what is right."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest

import tracecode as tc
from tracecode.arguments import checked

if TYPE_CHECKING:
    from collections.abc import Callable

USCC = "91350100M000100Y43"
STANDARD = tc.Standard.packaged()
SCHEME = tc.scheme("uscc")


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (tc.parse, "text"),
        (lambda wrong: tc.parse(wrong, "uscc"), "text"),
        (tc.identify, "text"),
        (lambda wrong: tc.is_valid(wrong, "uscc"), "text"),
        (lambda wrong: tc.is_valid(wrong, "uscc", strict=False), "text"),
        (lambda wrong: tc.is_valid(USCC, wrong), "scheme"),
        (lambda wrong: tc.suggest(wrong, "uscc"), "text"),
        (lambda wrong: tc.suggest(USCC, wrong), "scheme"),
        (tc.scheme, "id"),
        (tc.product, "id"),
        (tc.label, "id"),
        (tc.kernel, "scheme"),
        (lambda wrong: tc.record_type("pesticide", wrong), "record"),
        (tc.load_keys, "source"),
        (tc.loads, "data"),
        (tc.dumps, "obj"),
        (tc.Message.loads, "data"),
        (tc.qr, "code"),
        (tc.symbol_for, "code"),
        (tc.symbols, "texts"),
        (tc.receipt, "verdicts"),
        (lambda wrong: tc.label("pesticide").draw(wrong), "row"),
        (tc.Standard.load, "packs"),
        (STANDARD.ids, "kind"),
        (STANDARD.codelist, "id"),
        (STANDARD.indicator, "id"),
        (STANDARD.source, "id"),
        (SCHEME.parse, "text"),
        (SCHEME.read, "text"),
        (SCHEME.is_valid, "text"),
        (SCHEME.validate, "text"),
        (SCHEME.compact, "text"),
        (SCHEME.format, "text"),
        (tc.scheme("foreign:lei").parse, "text"),
        (tc.scheme("foreign:lei").is_valid, "text"),
    ],
)
@pytest.mark.parametrize("wrong", [None, 5])
def test_wrong_types_are_refused_by_name(
    call: Callable[[Any], object], name: str, wrong: object
) -> None:
    """Every public function says which argument is wrong and what it was given, in both languages,
    before any work.
    """
    with pytest.raises(tc.WrongUse) as caught:
        call(wrong)
    given = {
        "en": "None" if wrong is None else "the int 5",
        "zh": "None" if wrong is None else "int 5",
    }
    assert f"{name} takes a" in caught.value.texts["en"]
    assert f", not {given['en']}" in caught.value.texts["en"]
    assert caught.value.texts["zh"].startswith(f"{name} 应为 ")
    assert f"，实为 {given['zh']}" in caught.value.texts["zh"]


ON: list[Callable[[Any], object]] = [
    lambda on: tc.parse(USCC, on=on),
    lambda on: tc.parse(USCC, "uscc", on),
    lambda on: tc.identify(USCC, on=on),
    lambda on: tc.is_valid(USCC, "uscc", on),
    lambda on: tc.suggest(USCC, "uscc", on),
    lambda on: tc.validate([USCC], on=on),
    lambda on: SCHEME.parse(USCC, on),
    lambda on: SCHEME.read(USCC, on),
    lambda on: SCHEME.is_valid(USCC, on),
    lambda on: SCHEME.is_valid(USCC, on, strict=False),
    lambda on: SCHEME.build(on=on),
]


@pytest.mark.parametrize("call", ON)
def test_a_day_is_a_date(call: Callable[[Any], object]) -> None:
    """A text or a moment for a day is refused with the date to write, also where the rule has no
    dates.
    """
    with pytest.raises(tc.WrongUse) as caught:
        call("2026-01-01")
    assert caught.value.texts == {
        "en": "on takes a datetime.date or None, not the str '2026-01-01'; give "
        "date.fromisoformat('2026-01-01')",
        "zh": "on 应为 datetime.date 或 None，实为 str '2026-01-01'；请给出 "
        "date.fromisoformat('2026-01-01')",
    }
    with pytest.raises(tc.WrongUse, match="give its day: \\.date\\(\\)"):
        call(datetime(2026, 1, 1))  # noqa: DTZ001


@pytest.mark.parametrize("call", ON[:-1])
def test_a_date_is_taken(call: Callable[[Any], object]) -> None:
    """What is right is not refused."""
    call(date(2026, 1, 1))
    call(None)


@pytest.mark.parametrize(
    "call",
    [
        lambda strict: tc.parse(USCC, strict=strict),
        lambda strict: tc.parse(USCC, "uscc", strict=strict),
        lambda strict: tc.is_valid(USCC, "uscc", strict=strict),
        lambda strict: tc.validate([USCC], scheme="uscc", strict=strict),
        lambda strict: SCHEME.parse(USCC, strict=strict),
        lambda strict: SCHEME.read(USCC, strict=strict),
        lambda strict: SCHEME.is_valid(USCC, strict=strict),
    ],
)
def test_yes_and_no_are_no_texts(call: Callable[[Any], object]) -> None:
    """A text for yes or no is refused: every text but the empty one would count as yes."""
    with pytest.raises(tc.WrongUse) as caught:
        call("no")
    assert caught.value.texts == {
        "en": "strict takes a bool, not the str 'no'; give True or False",
        "zh": "strict 应为 bool，实为 str 'no'；请给出 True 或 False",
    }
    call(True)
    call(False)


@pytest.mark.parametrize(
    ("wrong", "en"),
    [
        (USCC.encode(), ("text takes a str, not the bytes b'91350100M000100Y43'; give the text: "
                        ".decode()")),
        (
            float("nan"),
            ("text takes a str, not the float nan; "
            "a number has lost its leading zeros and what is beyond 15 digits: read codes as text"),
        ),
        (tc.parse(USCC), None),
        (["9"], "text takes a str, not the list ['9']"),
    ],
)  # fmt: skip
def test_remedies(wrong: Any, en: str | None) -> None:
    """What was given says what was meant: bytes are decoded, a number should have been a text, a
    code has its text.
    """
    with pytest.raises(tc.WrongUse) as caught:
        tc.parse(wrong)
    assert caught.value.texts["en"] == en or caught.value.texts["en"].endswith("; give its .text")


def test_a_scheme_is_named_by_its_id() -> None:
    """Where a name is asked for, its object is refused with the name to give."""
    with pytest.raises(
        tc.WrongUse,
        match=r"scheme takes a str or None, not the Scheme .*; give "
        r"its \.id",
    ):
        tc.parse(USCC, SCHEME)  # type: ignore[arg-type]


def test_personal_numbers_stay_masked() -> None:
    """What is refused is shown masked."""
    with pytest.raises(tc.WrongUse) as caught:
        tc.parse(["11010519491231002X"])  # type: ignore[arg-type]
    assert "19491231002" not in str(caught.value)


def test_what_cannot_be_told_is_left_to_the_function() -> None:
    """A parameter of a type that the words do not tell is not looked at."""

    @checked
    def takes(source: Callable[[], int] | str) -> object:
        return source

    assert takes(5) == 5  # type: ignore[arg-type]
