"""Check characters: each algorithm once, by name, as a function from a text to its check character or characters.

Specifications name the algorithm; nothing here knows a scheme. A name that is not listed is an error, never a pass.

>>> algorithm("gs1-mod10")("690123456789")
'2'
>>> algorithm("iso7064-mod-97-10")("794")
'44'

An algorithm gets only characters that the segments of its scheme allow; for any other it raises ValueError.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from operator import mul
from typing import TypeVar

Compute = Callable[[str], str]
_Value = TypeVar("_Value")

DIGITS = "0123456789"
UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ALNUM = DIGITS + UPPER


def algorithm(name: str) -> Compute:
    """The algorithm of that name.

    Raises:
        LookupError: there is none; `weighted-sum` needs parameters, see `weighted_sum`.
    """
    return _ALGORITHMS[name]


def after(name: str, begun: str, compute: Compute) -> Compute:
    """The check characters of texts that all begin alike, from what follows: the long common part is run through once.

    Args:
        name: the algorithm.
        begun: how the texts begin.
        compute: the same algorithm over a whole text.
    """
    if (system := _HYBRIDS.get(name)) is not None:
        return _hybrid_after(*system, begun)
    return lambda rest: compute(begun + rest)


def agrees(name: str, right: str, given: str) -> bool:
    """Whether check characters are right: the computed ones, and under MOD 97-10 every congruent pair.

    ISO/IEC 7064 has pairs from 00, practice has them up to 98; read either way, built from 02 to 98.
    """
    return given == right or given in congruent(name, right)


def congruent(name: str, right: str) -> tuple[str, ...]:
    """What may stand for computed check characters beside themselves."""
    if name != "iso7064-mod-97-10":
        return ()
    return tuple(f"{pair:02d}" for pair in (int(right) - 97, int(right) + 97) if 0 <= pair <= 99)


def algorithm_names() -> tuple[str, ...]:
    """All names, `weighted-sum` included."""
    return (*_ALGORITHMS, "weighted-sum")


def choices(name: str, results: str | None = None) -> int:
    """How many different check values there are: a random text passes once in so many times."""
    return len(set(results or "")) if name == "weighted-sum" else _CHOICES[name]


def weighted_sum(alphabet: str, weights: Sequence[int], modulus: int, results: str) -> Compute:
    """The check character `results[sum(weight * value) mod modulus]`; a character's value is its place in `alphabet`.

    Raises:
        ValueError: there is not one result for each remainder, or no weights.
    """
    if len(results) != modulus or modulus < 2:
        raise ValueError(f"needs one result for each of the {modulus} remainders, has {len(results)}")
    if not weights:
        raise ValueError("needs weights")
    values = {char: value for value, char in enumerate(alphabet)}
    return partial(_weighted, values, tuple(weights), modulus, results)


def _weighted(values: dict[str, int], weights: tuple[int, ...], modulus: int, results: str, body: str) -> str:
    if len(body) != len(weights):
        raise ValueError(f"{len(body)} characters for {len(weights)} weights")
    try:
        return results[sum(map(mul, map(values.__getitem__, body), weights)) % modulus]
    except KeyError as error:
        raise ValueError(f"{error.args[0]!r} has no value") from None


# --- GS1 --------------------------------------------------------------------------------------------------------------


def _gs1_mod10(body: str) -> str:
    """Weights 3, 1, 3, 1 ... from the right; the check digit completes the sum to a multiple of ten."""
    codes = body.encode("ascii")  # its error is a ValueError too
    if not codes.isdigit():
        raise ValueError("only digits have a GS1 check digit")
    # Each character code is 48 more than its digit: 3 * 48 and 48 for each pair are 2 modulo 10, a single 3 * 48 is 4.
    surplus = len(codes) + (len(codes) & 1) * 3
    return DIGITS[(surplus - 3 * sum(codes[::-2]) - sum(codes[-2::-2])) % 10]


_CSET82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
_CSET32 = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83)
_VALUE82 = {char: value for value, char in enumerate(_CSET82)}


def _gs1_pair(body: str) -> str:
    """GS1 check character pair: primes from the right, modulo 1021, two of 32 characters."""
    if len(body) > len(_PRIMES):
        raise ValueError(f"at most {len(_PRIMES)} characters have a check pair")
    total = sum(map(mul, _values(_VALUE82, reversed(body)), _PRIMES)) % 1021
    return _CSET32[total >> 5] + _CSET32[total & 31]


# --- ISO/IEC 7064 = GB/T 17710-2008 -----------------------------------------------------------------------------------


def _pure(modulus: int, radix: int, alphabet: str, check: str, body: str) -> str:
    """Pure system with one check character."""
    product = 0
    for value in _values(_PLACES[alphabet], body):
        product = (product + value) * radix % modulus
    return check[(1 - product) % modulus]


def _pure_pair(modulus: int, radix: int, alphabet: str, base: int, body: str) -> str:
    """Pure system with two check characters, written in base `base` (26 or 36)."""
    product = 0
    for value in _values(_PLACES[alphabet], body):
        product = (product + value) * radix % modulus
    pair = (1 - product * radix) % modulus
    return alphabet[pair // base] + alphabet[pair % base]


def _mod_97_10(body: str) -> str:
    """MOD 97-10, a pure system whose pairs run from 02 to 98, as they are issued in practice."""
    product = 0
    for value in _values(_PLACES[DIGITS], body):
        product = (product + value) * 10 % 97
    return f"{98 - product * 10 % 97:02d}"


def _hybrid(modulus: int, alphabet: str, body: str) -> str:
    """Hybrid system, modulus+1 and modulus."""
    return alphabet[(1 - _hybrid_product(modulus, alphabet, modulus, body)) % modulus]


def _hybrid_after(modulus: int, alphabet: str, begun: str) -> Compute:
    begin = _hybrid_product(modulus, alphabet, modulus, begun)
    return lambda rest: alphabet[(1 - _hybrid_product(modulus, alphabet, begin, rest)) % modulus]


def _hybrid_product(modulus: int, alphabet: str, product: int, body: str) -> int:
    steps = _hybrid_steps(modulus, alphabet)
    try:
        for char in body:
            product = steps[char][product]
    except KeyError as error:
        raise ValueError(f"{error.args[0]!r} has no value in this check rule") from None
    return product


@cache
def _hybrid_steps(modulus: int, alphabet: str) -> dict[str, tuple[int, ...]]:
    """The next product, by character and product."""
    return {
        char: tuple(((product + value) % modulus or modulus) * 2 % (modulus + 1) for product in range(modulus + 1))
        for char, value in _PLACES[alphabet].items()
    }


_PLACES = {alphabet: {char: i for i, char in enumerate(alphabet)} for alphabet in (DIGITS, UPPER, ALNUM)}

# --- Chinese standards ------------------------------------------------------------------------------------------------

_USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = tuple(pow(3, i, 31) for i in range(17))
_USCC_VALUES = bytes(_USCC.find(chr(code)) & 0xFF for code in range(128)) + b"\xff" * 128


def _gb32100(body: str) -> str:
    """GB 32100-2015: powers of 3 modulo 31 from the left, over 17 of 31 characters."""
    values = body.encode("ascii").translate(_USCC_VALUES)
    if len(values) != 17 or 0xFF in values:
        raise ValueError("the code has 17 characters of the 31 before its check character")
    return _USCC[-sum(map(mul, values, _USCC_WEIGHTS)) % 31]


_GB11714_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def _gb11714(body: str) -> str:
    """GB 11714-1997: eight weights, modulo 11; 10 is written X and 11 is written 0."""
    if len(body) != len(_GB11714_WEIGHTS):
        raise ValueError("the code has 8 characters before its check character")
    return "0X987654321"[sum(map(mul, _values(_PLACES[ALNUM], body), _GB11714_WEIGHTS)) % 11]


def _gb11643(body: str) -> str:
    """GB 11643-1999: ISO/IEC 7064 MOD 11-2 over 17 digits."""
    if len(body) != 17:
        raise ValueError("the number has 17 digits before its check character")
    return _pure(11, 2, DIGITS, DIGITS + "X", body)


# --- Others -----------------------------------------------------------------------------------------------------------

_VIN_VALUES = dict(zip("0123456789ABCDEFGHJKLMNPRSTUVWXYZ", map(int, "012345678912345678123457923456789"), strict=True))
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 9, 8, 7, 6, 5, 4, 3, 2)


def _vin(body: str) -> str:
    """GB 16735-2019: over the 16 characters beside the check character, which stands ninth; modulo 11, 10 is X."""
    if len(body) != len(_VIN_WEIGHTS):
        raise ValueError("the number has 16 characters beside its check character")
    return "0123456789X"[sum(map(mul, _values(_VIN_VALUES, body), _VIN_WEIGHTS)) % 11]


def _cas(body: str) -> str:
    """CAS registry number: each digit times its place from the right, modulo 10."""
    return DIGITS[sum(map(mul, _values(_PLACES[DIGITS], reversed(body)), range(1, len(body) + 1))) % 10]


_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


def _luhn(body: str) -> str:
    """Luhn: every second digit from the right doubled, its digits added."""
    digits = [*_values(_PLACES[DIGITS], reversed(body))]
    return DIGITS[-(sum(_DOUBLED[d] for d in digits[::2]) + sum(digits[1::2])) % 10]


def _values(table: Mapping[str, _Value], body: object) -> list[_Value]:
    try:
        return [table[char] for char in body]  # type: ignore[attr-defined]  # a str, or one reversed
    except KeyError as error:
        raise ValueError(f"{error.args[0]!r} has no value in this check rule") from None


_HYBRIDS = {"iso7064-mod-11-10": (10, DIGITS), "iso7064-mod-27-26": (26, UPPER), "iso7064-mod-37-36": (36, ALNUM)}
_ALGORITHMS: dict[str, Compute] = {
    "gs1-mod10": _gs1_mod10,
    "gs1-check-pair": _gs1_pair,
    "iso7064-mod-11-2": partial(_pure, 11, 2, DIGITS, DIGITS + "X"),
    "iso7064-mod-37-2": partial(_pure, 37, 2, ALNUM, ALNUM + "*"),
    "iso7064-mod-97-10": _mod_97_10,
    "iso7064-mod-661-26": partial(_pure_pair, 661, 26, UPPER, 26),
    "iso7064-mod-1271-36": partial(_pure_pair, 1271, 36, ALNUM, 36),
    **{name: partial(_hybrid, *system) for name, system in _HYBRIDS.items()},
    "gb32100": _gb32100,
    "gb11714": _gb11714,
    "gb11643": _gb11643,
    "vin": _vin,
    "cas": _cas,
    "luhn": _luhn,
}
_CHOICES = {
    "gs1-mod10": 10, "gs1-check-pair": 1021, "iso7064-mod-11-2": 11, "iso7064-mod-37-2": 37, "iso7064-mod-97-10": 97,
    "iso7064-mod-661-26": 661, "iso7064-mod-1271-36": 1271, "iso7064-mod-11-10": 10, "iso7064-mod-27-26": 26,
    "iso7064-mod-37-36": 36, "gb32100": 31, "gb11714": 11, "gb11643": 11, "vin": 11, "cas": 10, "luhn": 10,
}  # fmt: skip
