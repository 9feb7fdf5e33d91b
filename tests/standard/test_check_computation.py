# tables of cases: one case a line
"""The check rules against worked examples, an independent library, their definitions, and the
errors they promise to find.
"""

from __future__ import annotations

import json
from itertools import pairwise, product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import casrn, ean, luhn
from stdnum.cn import ric, uscc
from stdnum.iso7064 import mod_11_2, mod_11_10, mod_37_2, mod_37_36, mod_97_10

import tracecode as tc
from tests.cases import drawing
from tracecode.standard.check_computation import algorithm, computing, computing_after
from tracecode.standard.check_rules import check_rule, check_rule_names, weighted_sum

if TYPE_CHECKING:
    from collections.abc import Callable

DIGITS = "0123456789"
UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ALNUM = DIGITS + UPPER
USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"
VIN = "0123456789ABCDEFGHJKLMNPRSTUVWXYZ"
CSET82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
VECTORS: list[dict[str, str]] = json.loads(
    (Path(__file__).parents[1] / "vectors" / "check_characters.json").read_text("utf-8")
)

# name, characters of the body, fewest and most characters, number of check characters
SHAPES: dict[str, tuple[str, int, int, int]] = {
    "gs1-mod10": (DIGITS, 1, 30, 1),
    "gs1-check-pair": (CSET82, 1, 23, 2),
    "iso7064-mod-11-2": (DIGITS, 1, 24, 1),
    "iso7064-mod-37-2": (ALNUM, 1, 24, 1),
    "iso7064-mod-97-10": (DIGITS, 1, 24, 2),
    "iso7064-mod-661-26": (UPPER, 1, 24, 2),
    "iso7064-mod-1271-36": (ALNUM, 1, 24, 2),
    "iso7064-mod-11-10": (DIGITS, 1, 24, 1),
    "iso7064-mod-27-26": (UPPER, 1, 24, 1),
    "iso7064-mod-37-36": (ALNUM, 1, 24, 1),
    "gb32100": (USCC, 17, 17, 1),
    "gb11714": (ALNUM, 8, 8, 1),
    "gb11643": (DIGITS, 17, 17, 1),
    "vin": (VIN, 16, 16, 1),
    "cas": (DIGITS, 1, 9, 1),
    "luhn": (DIGITS, 1, 24, 1),
}


def _by_definition(modulus: int, radix: int, alphabet: str, pair: bool) -> Callable[[str], str]:
    """ISO/IEC 7064, pure systems: the check value that makes the weighted sum leave the remainder
    1.

    MOD 97-10 counts its pairs from 02 to 98, as IBAN and LEI do; 00 and 01 do not occur.
    """
    values = range(2, 99) if modulus == 97 else range(modulus)

    def compute(body: str) -> str:
        weight_of_last = radix ** (2 if pair else 1)
        total = sum(
            alphabet.index(char) * weight_of_last * radix**i
            for i, char in enumerate(reversed(body))
        )
        value = next(v for v in values if (total + v) % modulus == 1)
        return alphabet[value // radix] + alphabet[value % radix] if pair else alphabet[value]

    return compute


def _gs1(body: str) -> str:
    total = sum(int(char) * (3 if i % 2 == 0 else 1) for i, char in enumerate(reversed(body)))
    return str((10 - total % 10) % 10)


def _gs1_pair(body: str) -> str:
    primes = [n for n in range(2, 84) if all(n % d for d in range(2, n))]
    total = (
        sum(CSET82.index(char) * prime for char, prime in zip(reversed(body), primes, strict=False))
        % 1021
    )
    table = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
    return table[total // 32] + table[total % 32]


def _organisation(body: str) -> str:
    value = (
        11
        - sum(
            int(char, 36) * weight
            for char, weight in zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)
        )
        % 11
    )
    return {10: "X", 11: "0"}.get(value, str(value))


def _vehicle(body: str) -> str:
    values = {str(d): d for d in range(10)}
    for row, first in (("ABCDEFGH", 1), ("JKLMN", 1), ("P", 7), ("R", 9), ("STUVWXYZ", 2)):
        values |= {char: first + i for i, char in enumerate(row)}
    weights = [8, 7, 6, 5, 4, 3, 2, 10, 9, 8, 7, 6, 5, 4, 3, 2]
    return "0123456789X"[
        sum(values[char] * weight for char, weight in zip(body, weights, strict=True)) % 11
    ]


ORACLES: dict[str, list[Callable[[str], Any]]] = {
    "gs1-mod10": [ean.calc_check_digit, _gs1],
    "gs1-check-pair": [_gs1_pair],
    "iso7064-mod-11-2": [
        mod_11_2.calc_check_digit,
        _by_definition(11, 2, DIGITS + "X", pair=False),
    ],
    "iso7064-mod-37-2": [mod_37_2.calc_check_digit, _by_definition(37, 2, ALNUM + "*", pair=False)],
    "iso7064-mod-97-10": [mod_97_10.calc_check_digits, _by_definition(97, 10, DIGITS, pair=True)],
    "iso7064-mod-661-26": [_by_definition(661, 26, UPPER, pair=True)],
    "iso7064-mod-1271-36": [_by_definition(1271, 36, ALNUM, pair=True)],
    "iso7064-mod-11-10": [mod_11_10.calc_check_digit],
    "iso7064-mod-27-26": [lambda body: mod_37_36.calc_check_digit(body, UPPER)],
    "iso7064-mod-37-36": [mod_37_36.calc_check_digit],
    "gb32100": [uscc.calc_check_digit],
    "gb11714": [_organisation],
    "gb11643": [lambda body: ric.calc_check_digit(body + "0"), mod_11_2.calc_check_digit],
    "vin": [_vehicle],
    "cas": [casrn.calc_check_digit],
    "luhn": [luhn.calc_check_digit],
}


def bodies(name: str) -> st.SearchStrategy[str]:
    """Bodies that the rule may be asked about."""
    chars, low, high, _ = SHAPES[name]
    return st.text(st.sampled_from(chars), min_size=low, max_size=high)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: f"{v['rule']}:{v['body']}")
def test_worked_examples(vector: dict[str, str]) -> None:
    """Printed and published numbers have the check characters that they were printed with."""
    assert algorithm(vector["rule"])(vector["body"]) == vector["check"]


@pytest.mark.slow
@pytest.mark.parametrize("name", SHAPES)
@drawing(150)
@given(data=st.data())
def test_agrees_with_others(name: str, data: st.DataObject) -> None:
    """The rule gives what python-stdnum gives and what its definition gives, on any body."""
    body = data.draw(bodies(name))
    for oracle in ORACLES[name]:
        assert algorithm(name)(body) == oracle(body), body


@pytest.mark.parametrize("name", SHAPES)
def test_every_character_at_every_place(name: str) -> None:
    """No character's value and no place's weight differs from the definition, alone or beside
    others.
    """
    chars, low, high, _ = SHAPES[name]
    for length in {low, high}:
        for place in range(length):
            for char in chars:
                body = chars[1] * place + char + chars[2] * (length - place - 1)
                assert algorithm(name)(body) == ORACLES[name][0](body), body


def _altered(name: str, body: str, check: str) -> list[tuple[str, str]]:
    """Every text that differs in one character, as body and check."""
    chars, _, _, _ = SHAPES[name]
    results = {
        "iso7064-mod-37-2": ALNUM + "*",
        "gs1-check-pair": "23456789ABCDEFGHJKLMNPQRSTUVWXYZ",
    }.get(name, chars + "X")
    changed = [
        (body[:i] + c + body[i + 1 :], check)
        for i in range(len(body))
        for c in chars
        if c != body[i]
    ]
    return changed + [
        (body, check[:i] + c + check[i + 1 :])
        for i in range(len(check))
        for c in results
        if c != check[i]
    ]


FINDS_EVERY_CHARACTER = [name for name in SHAPES if name not in ("gb11714", "vin", "cas")]


@pytest.mark.parametrize("name", FINDS_EVERY_CHARACTER)
@drawing(12)
@given(data=st.data())
def test_finds_every_wrong_character(name: str, data: st.DataObject) -> None:
    """Whatever single character is changed, in the body or in the check, the check no longer
    agrees.
    """
    body = data.draw(bodies(name))
    check = algorithm(name)(body)
    assert all(algorithm(name)(changed) != said for changed, said in _altered(name, body, check))


@drawing(30)
@given(body=bodies("gb11714"), data=st.data())
def test_organisation_code_finds_wrong_digits(body: str, data: st.DataObject) -> None:
    """GB 11714 finds a changed character whenever the two values differ modulo 11; 11 characters
    apart it cannot.
    """
    place = data.draw(st.integers(0, 7))
    check = algorithm("gb11714")(body)
    for char in ALNUM:
        apart = (int(char, 36) - int(body[place], 36)) % 11
        assert (algorithm("gb11714")(body[:place] + char + body[place + 1 :]) == check) is (
            apart == 0
        )


@drawing(30)
@given(body=bodies("vin"), data=st.data())
def test_vehicle_number_finds_wrong_values(body: str, data: st.DataObject) -> None:
    """The vehicle number's check finds a changed character whenever the two have different
    values.
    """
    place = data.draw(st.integers(0, 15))
    check = _vehicle(body)
    for char in VIN:
        changed = body[:place] + char + body[place + 1 :]
        assert (algorithm("vin")(changed) == check) is (_vehicle(changed) == check)


@drawing(30)
@given(body=bodies("cas"))
def test_cas_finds_wrong_digits_where_it_can(body: str) -> None:
    """The CAS check finds every changed digit at the places whose weight has no factor in common
    with ten.
    """
    check = algorithm("cas")(body)
    for i, char in enumerate(body):
        weight = len(body) - i
        for other in DIGITS:
            same = (int(other) - int(char)) * weight % 10 == 0
            assert (algorithm("cas")(body[:i] + other + body[i + 1 :]) == check) is same


# which neighbours a rule cannot tell apart when they are swapped
SWAPS: dict[str, Callable[[str, str], bool]] = {
    "gs1-mod10": lambda a, b: abs(int(a) - int(b)) == 5,
    "luhn": lambda a, b: {a, b} == {"0", "9"},
    **dict.fromkeys(
        (
            "gs1-check-pair", "iso7064-mod-11-2", "iso7064-mod-37-2", "iso7064-mod-97-10",
            "iso7064-mod-661-26", "iso7064-mod-1271-36", "gb32100", "gb11643",
        ),
        lambda _a, _b: False,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SWAPS)
@drawing(30)
@given(data=st.data())
def test_finds_swapped_neighbours(name: str, data: st.DataObject) -> None:
    """Two different neighbours that change places are found, except the pairs that the rule is
    known to miss.
    """
    body = data.draw(bodies(name))
    check = algorithm(name)(body)
    for i, (left, right) in enumerate(pairwise(body)):
        if left != right:
            swapped = body[:i] + right + left + body[i + 2 :]
            assert (algorithm(name)(swapped) == check) is SWAPS[name](left, right), (body, i)


def test_credit_code_finds_any_two_exchanged() -> None:
    """GB 32100 finds any two exchanged characters of the body, however far apart: its 17 weights
    differ.
    """
    body = "91350100M000100Y4"
    for i in range(17):
        for j in range(i + 1, 17):
            if body[i] != body[j]:
                chars = list(body)
                chars[i], chars[j] = chars[j], chars[i]
                assert algorithm("gb32100")("".join(chars)) != "3"


@pytest.mark.parametrize("name", SHAPES)
def test_foreign_characters_raise(name: str) -> None:
    """A character without a value raises ValueError at every place; it never counts as some other
    one.
    """
    chars, low, _, _ = SHAPES[name]
    length = max(low, 3)
    for char, place in product("é１٣京\ud800\n \x00~", range(length)):
        body = chars[1] * place + char + chars[1] * (length - place - 1)
        with pytest.raises(ValueError):  # noqa: PT011  # the words belong to the rule
            algorithm(name)(body)


@pytest.mark.parametrize("name", SHAPES)
def test_characters_beside_the_alphabet_raise(name: str) -> None:
    """Every ASCII character outside the rule's alphabet raises ValueError."""
    chars, low, _, _ = SHAPES[name]
    for code in range(256):
        if chr(code) not in chars:
            with pytest.raises(ValueError):  # noqa: PT011  # the words belong to the rule
                algorithm(name)(chr(code) + chars[1] * (max(low, 1) - 1))


@pytest.mark.parametrize(
    ("name", "lengths", "words"),
    [
        ("gb32100", (0, 16, 18), "the check is over 17 characters, not {}"),
        ("gb11714", (0, 7, 9), "the check is over 8 characters, not {}"),
        ("gb11643", (0, 16, 18), "the check is over 17 characters, not {}"),
        ("vin", (0, 15, 17), "the check is over 16 characters, not {}"),
        ("gs1-check-pair", (24, 25), "the check is over 0..23 characters, not {}"),
        ("gs1-mod10", (0,), "the check is over 1.. characters, not {}"),
    ],
)
def test_wrong_lengths_raise(name: str, lengths: tuple[int, ...], words: str) -> None:
    """A body of another length than the rule's raises Unfit, and says which length is right."""
    for length in lengths:
        with pytest.raises(tc.Unfit) as caught:
            algorithm(name)("1" * length)
        assert caught.value.texts["en"] == words.format(length)


@pytest.mark.parametrize(
    ("name", "body", "words"),
    [
        ("gs1-mod10", "69012345678A", "'A' has no value in this check rule"),
        ("iso7064-mod-11-2", "079A", "'A' has no value in this check rule"),
    ],
)
def test_foreign_characters_are_named(name: str, body: str, words: str) -> None:
    """The error of a foreign character says which one, or which would do."""
    with pytest.raises(tc.Unfit) as caught:
        algorithm(name)(body)
    assert caught.value.texts["en"] == words


@pytest.mark.parametrize("name", ["", "GB32100", "gb32100 ", "mod-10", "weighted-sum"])
def test_unknown_names_raise(name: str) -> None:
    """A name that is not listed is an error and never a pass; a weighted sum needs its
    parameters.
    """
    with pytest.raises(LookupError):
        algorithm(name)


def test_names_are_complete() -> None:
    """Every rule has a test here and a place in the list of names."""
    assert {*SHAPES, "weighted-sum"} == set(check_rule_names())


@pytest.mark.parametrize("name", SHAPES)
def test_choices_are_those_that_occur(name: str) -> None:
    """`choices` is the number of different check values that bodies can have."""
    import random

    draw = random.Random(7)  # repeatable examples, no secret
    chars, low, high, _ = SHAPES[name]
    length = low if low == high else min(12, high)
    many = check_rule(name).choices * 16
    seen = {algorithm(name)("".join(draw.choices(chars, k=length))) for _ in range(many)}
    assert len(seen) == check_rule(name).choices


def test_choices_of_a_weighted_sum() -> None:
    """A weighted sum has as many choices as different results."""
    assert weighted_sum(DIGITS, (1,), 11, "0123456789X").choices == 11
    assert weighted_sum(DIGITS, (1,), 4, "0011").choices == 2


def test_weighted_sum_is_what_it_says() -> None:
    """The result stands at the remainder of the weighted sum, and a character's value is its place
    in the alphabet.
    """
    isbn = computing(weighted_sum(DIGITS, range(10, 1, -1), 11, "0X987654321"))
    assert isbn("030640615") == "2"
    assert isbn("080442957") == "X"
    letters = computing(weighted_sum("BA", (1, 2), 3, "xyz"))
    assert [letters(body) for body in ("AA", "BA", "AB")] == ["x", "z", "y"]


def test_weighted_sum_of_other_than_ascii() -> None:
    """Characters outside ASCII, and more of them than a byte counts, have values like any other."""
    han = computing(weighted_sum("津冀京", (1, 2), 5, "vwxyz"))
    assert [han(body) for body in ("津津", "京冀", "冀京")] == ["v", "z", "v"]
    many = "".join(map(chr, range(0x4E00, 0x4E00 + 300)))
    assert computing(weighted_sum(many, (1,), 7, "abcdefg"))(many[299]) == "abcdefg"[299 % 7]
    with pytest.raises(ValueError, match="'1' has no value in this check rule"):
        han("津1")


@given(body=st.text(st.sampled_from(ALNUM), min_size=8, max_size=8))
def test_weighted_sum_gives_the_organisation_code(body: str) -> None:
    """Written as a weighted sum, GB 11714 gives the same."""
    rule = weighted_sum(ALNUM, (3, 7, 9, 10, 5, 8, 4, 2), 11, "0X987654321")
    assert computing(rule)(body) == algorithm("gb11714")(body)


@pytest.mark.parametrize(
    ("weights", "modulus", "results", "words"),
    [
        ((1,), 3, "01", "needs one result for each of the 3 remainders, has 2"),
        ((1,), 1, "0", "needs one result for each of the 1 remainders, has 1"),
        ((1,), 0, "", "needs one result for each of the 0 remainders, has 0"),
        ((), 2, "01", "needs weights"),
    ],
)
def test_weighted_sum_refuses_wrong_parameters(
    weights: tuple[int, ...], modulus: int, results: str, words: str
) -> None:
    """Parameters that do not fit each other raise when the rule is made, not when it is used."""
    with pytest.raises(tc.Unfit) as caught:
        weighted_sum(DIGITS, weights, modulus, results)
    assert caught.value.texts["en"] == words


def test_weighted_sum_with_two_remainders() -> None:
    """Two remainders are enough for a check character."""
    assert computing(weighted_sum(DIGITS, (1, 1), 2, "ab"))("34") == "b"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("12", "the check is over 3 characters, not 2"),
        ("12A", "'A' has no value in this check rule"),
    ],
)
def test_weighted_sum_refuses_other_bodies(body: str, words: str) -> None:
    """A body of another length, or with a character outside the alphabet, raises Unfit."""
    with pytest.raises(tc.Unfit) as caught:
        computing(weighted_sum(DIGITS, (1, 2, 3), 11, "0123456789X"))(body)
    assert caught.value.texts["en"] == words


@given(body=st.text("0123456789", min_size=1, max_size=24), pair=st.integers(0, 99))
def test_mod_97_10_is_read_by_congruence(body: str, pair: int) -> None:
    """A pair is right if the whole number leaves 1 modulo 97, whichever of two it is; computed are
    02 to 98.
    """
    rule, right = check_rule("iso7064-mod-97-10"), algorithm("iso7064-mod-97-10")(body)
    assert 2 <= int(right) <= 98
    assert rule.agrees(right, f"{pair:02d}") == (int(f"{body}{pair:02d}") % 97 == 1)


@pytest.mark.parametrize("name", [name for name in SHAPES if name != "iso7064-mod-97-10"])
def test_other_rules_have_one_right_text(name: str) -> None:
    """Under every other rule only the computed characters are right."""
    rule = check_rule(name)
    assert not getattr(rule, "others", ())
    assert rule.agrees("2", "2")
    assert not rule.agrees("02", "99")


@pytest.mark.parametrize("name", SHAPES)
@drawing(30)
@given(data=st.data())
def test_what_begins_alike(name: str, data: st.DataObject) -> None:
    """Run through once, a common beginning gives the same check characters as the whole."""
    body = data.draw(bodies(name))
    cut = data.draw(st.integers(0, len(body)))
    assert computing_after(check_rule(name), body[:cut])(body[cut:]) == algorithm(name)(body)
