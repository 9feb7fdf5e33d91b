"""Check characters as data: each rule described once, weights included, for every engine and for
the rule program.

There are two kinds. A `WeightedSum` adds up weighted values and looks its remainder up; a `Hybrid`
is a recurrence of ISO/IEC 7064. `standard.check_computation` computes them text by text,
`codes.bulk.checks` over columns; neither knows a rule by its name.

>>> rule = check_rule("gs1-mod10")
>>> rule.weights, rule.modulus, rule.results
((3, 1), 10, ('0', '9', '8', '7', '6', '5', '4', '3', '2', '1'))

Specifications name the rule; nothing here knows a scheme. A name that is not listed is an error,
never a pass.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from tracecode.errors import BilingualError, SpecError
from tracecode.findings import Finding
from tracecode.spec.charclass import CharClass
from tracecode.value import Value

if TYPE_CHECKING:
    from tracecode.spec.layout_model import CheckSpec
    from tracecode.standard.resolved import Resolved

DIGITS = "0123456789"
UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ALNUM = DIGITS + UPPER
WEIGHTED = "weighted-sum"
"""The rule whose weights stand in the specification of the scheme."""


class Unfit(BilingualError, ValueError):
    """Parameters that make no rule, or a body that has no check character; said in both
    languages.
    """


class WeightedSum(Value):
    """Value times weight, added up over the body; the remainder names the check character or
    characters.

    Weights and tables of values are counted from the right: the first belongs to the last character
    of the body, and where they end they begin again.
    """

    values: tuple[Mapping[str, int], ...]
    """The value of each character; several tables take turns as weights do."""
    weights: tuple[int, ...]
    modulus: int
    results: tuple[str, ...]
    """The check text of each remainder, from 0."""
    others: tuple[str, ...] = ()
    """Of each remainder another check text that is as right where a code is read, or none, which is
    "".
    """
    least: int = 0
    """Fewest characters of a body."""
    most: int | None = None
    """Most characters of a body."""

    def agrees(self, right: str, given: str) -> bool:
        """Whether given check characters are right: the computed ones, or the others of the same
        remainder.
        """
        if given == right:
            return True
        return bool(self.others and given) and self.others[self.results.index(right)] == given

    def fits(self, size: int) -> bool:
        """Whether bodies of so many characters have a check character."""
        return self.least <= size and (self.most is None or size <= self.most)

    @property
    def choices(self) -> int:
        """How many different check texts there are: a random text passes once in so many times."""
        return len(set(self.results))


class Hybrid(Value):
    """ISO/IEC 7064 hybrid system, modulus + 1 and modulus, where the modulus is the number of its
    characters.

    With the modulus M, P begins as M. For each character of the body, from the left: S = P + value,
    modulo M, where 0 becomes M; then P = 2 S modulo M + 1. The check character has the value (1 -
    P) modulo M.
    """

    alphabet: str
    """A character's value is its place, from 0."""

    @property
    def values(self) -> Mapping[str, int]:
        """The value of each character."""
        return _order(self.alphabet)

    def agrees(self, right: str, given: str) -> bool:
        """Whether given check characters are right: the computed ones."""
        return given == right

    @property
    def choices(self) -> int:
        """How many different check characters there are."""
        return len(self.alphabet)


CheckRule: TypeAlias = WeightedSum | Hybrid


@cache
def check_rule(name: str) -> CheckRule:
    """The rule of that name.

    Raises:
        LookupError: there is none; a weighted sum needs parameters, see `weighted_sum`.
    """
    return _RULES[name]()


def check_rule_names() -> tuple[str, ...]:
    """All names, the weighted sum included."""
    return (*_RULES, WEIGHTED)


def weighted_sum(alphabet: str, weights: Sequence[int], modulus: int, results: str) -> WeightedSum:
    """The check character `results[sum(weight * value) mod modulus]`; a character's value is its
    place in `alphabet`.

    Args:
        alphabet: the characters that have a value.
        weights: one for each character of the body, from the left.
        modulus: of the sum.
        results: the check character of each remainder.

    Raises:
        Unfit: there is not one result for each remainder, or no weights.
    """
    if len(results) != modulus or modulus < 2:
        raise Unfit(
            f"needs one result for each of the {modulus} remainders, has {len(results)}",
            f"{modulus} 个余数须各有一个结果，实有 {len(results)} 个",
        )
    if not weights:
        raise Unfit("needs weights", "须有权重")
    return _fixed(_order(alphabet), weights, modulus, results)


def check_rule_of(spec: CheckSpec, standard: Resolved) -> CheckRule:
    """The rule that a specification names.

    Raises:
        SpecError: no such rule, or parameters that do not fit: never a silent pass.
    """
    try:
        if spec.rule != WEIGHTED:
            return check_rule(spec.rule)
        alphabet = CharClass.read(standard.alphabet(spec.alphabet or "digits").chars).chars
        return weighted_sum(alphabet, spec.weights, spec.modulus or 0, spec.results or "")
    except LookupError:
        known = ", ".join(check_rule_names())
        values = {
            "found": spec.rule,
            "reason_zh": f"不存在；可用：{known}",
            "reason_en": f"does not exist; use one of {known}",
        }
    except Unfit as error:
        texts = error.texts
        values = {
            "found": spec.rule,
            "reason_zh": f"参数不符：{texts['zh']}",
            "reason_en": texts["en"],
        }
    raise SpecError([Finding(rule="spec.check", severity="error", values=values)])


@cache
def _order(alphabet: str) -> Mapping[str, int]:
    return {char: value for value, char in enumerate(alphabet)}


def _fixed(
    values: Mapping[str, int], weights: Sequence[int], modulus: int, results: Sequence[str]
) -> WeightedSum:
    """Over bodies of exactly as many characters as there are weights, which are given from the
    left.
    """
    size = len(weights)
    right = tuple(weights[::-1])
    return WeightedSum(
        values=(values,),
        weights=right,
        modulus=modulus,
        results=tuple(results),
        least=size,
        most=size,
    )


# --- GS1 ------------------------------------------------------------------------------------------


def _completing(modulus: int, alphabet: str) -> tuple[str, ...]:
    """The characters that complete each remainder to a multiple of the modulus."""
    return tuple(alphabet[-remainder % modulus] for remainder in range(modulus))


def _gs1_mod10() -> WeightedSum:
    """Weights 3, 1, 3, 1 ... from the right; the check digit completes the sum to a multiple of
    ten.
    """
    return WeightedSum(
        values=(_order(DIGITS),),
        weights=(3, 1),
        modulus=10,
        results=_completing(10, DIGITS),
        least=1,
    )


_CSET82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
_CSET32 = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83)


def _gs1_pair() -> WeightedSum:
    """GS1 check character pair: primes from the right, modulo 1021, two of 32 characters."""
    results = tuple(_CSET32[total >> 5] + _CSET32[total & 31] for total in range(1021))
    return WeightedSum(
        values=(_order(_CSET82),), weights=_PRIMES, modulus=1021, results=results, most=len(_PRIMES)
    )


# --- ISO/IEC 7064 = GB/T 17710-2008 ---------------------------------------------------------------


def _pure(modulus: int, radix: int, alphabet: str, check: str) -> WeightedSum:
    """Pure system with one check character."""
    results = tuple(check[(1 - remainder) % modulus] for remainder in range(modulus))
    return WeightedSum(
        values=(_order(alphabet),),
        weights=_powers(modulus, radix),
        modulus=modulus,
        results=results,
    )


def _pure_pair(modulus: int, alphabet: str) -> WeightedSum:
    """Pure system with two check characters, a number in the base of the alphabet, which is the
    radix too.
    """
    radix = len(alphabet)
    pairs = [(1 - remainder * radix) % modulus for remainder in range(modulus)]
    results = tuple(alphabet[pair // radix] + alphabet[pair % radix] for pair in pairs)
    return WeightedSum(
        values=(_order(alphabet),),
        weights=_powers(modulus, radix),
        modulus=modulus,
        results=results,
    )


def _mod_97_10() -> WeightedSum:
    """MOD 97-10, a pure system whose pairs run from 02 to 98, as they are issued in practice.

    ISO/IEC 7064 has pairs from 00; what is congruent is read either way.
    """
    pairs = [98 - remainder * 10 % 97 for remainder in range(97)]
    others = tuple(
        f"{pair - 97 if pair >= 97 else pair + 97:02d}" if not 3 <= pair <= 96 else ""
        for pair in pairs
    )
    return WeightedSum(
        values=(_order(DIGITS),), weights=_powers(97, 10), modulus=97,
        results=tuple(f"{pair:02d}" for pair in pairs), others=others,
    )  # fmt: skip


def _powers(modulus: int, radix: int) -> tuple[int, ...]:
    """The powers of the radix from the first, until they come again: both have no factor in
    common.
    """
    powers = [radix % modulus]
    while (power := powers[-1] * radix % modulus) != powers[0]:
        powers.append(power)
    return tuple(powers)


# --- Chinese standards ----------------------------------------------------------------------------

_USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def _gb32100() -> WeightedSum:
    """GB 32100-2015: powers of 3 modulo 31 from the left, over 17 of 31 characters."""
    return _fixed(_order(_USCC), [pow(3, i, 31) for i in range(17)], 31, _completing(31, _USCC))


def _gb11714() -> WeightedSum:
    """GB 11714-1997: eight weights, modulo 11; 10 is written X and 11 is written 0."""
    return _fixed(_order(ALNUM), (3, 7, 9, 10, 5, 8, 4, 2), 11, "0X987654321")


def _gb11643() -> WeightedSum:
    """GB 11643-1999: ISO/IEC 7064 MOD 11-2 over 17 digits."""
    return _pure(11, 2, DIGITS, DIGITS + "X").replace(least=17, most=17)


# --- Others ---------------------------------------------------------------------------------------


def _vin() -> WeightedSum:
    """GB 16735-2019: over the 16 characters beside the check character, which stands ninth; modulo
    11, 10 is X.
    """
    chars, values = "0123456789ABCDEFGHJKLMNPRSTUVWXYZ", "012345678912345678123457923456789"
    table = dict(zip(chars, map(int, values), strict=True))
    return _fixed(table, (8, 7, 6, 5, 4, 3, 2, 10, 9, 8, 7, 6, 5, 4, 3, 2), 11, "0123456789X")


def _cas() -> WeightedSum:
    """CAS registry number: each digit times its place from the right, modulo 10."""
    return WeightedSum(
        values=(_order(DIGITS),),
        weights=(1, 2, 3, 4, 5, 6, 7, 8, 9, 0),
        modulus=10,
        results=tuple(DIGITS),
    )


def _luhn() -> WeightedSum:
    """Luhn: every second digit from the right doubled, its digits added."""
    doubled = dict(zip(DIGITS, (0, 2, 4, 6, 8, 1, 3, 5, 7, 9), strict=True))
    return WeightedSum(
        values=(doubled, _order(DIGITS)), weights=(1,), modulus=10, results=_completing(10, DIGITS)
    )


_RULES: dict[str, Callable[[], CheckRule]] = {
    "gs1-mod10": _gs1_mod10,
    "gs1-check-pair": _gs1_pair,
    "iso7064-mod-11-2": lambda: _pure(11, 2, DIGITS, DIGITS + "X"),
    "iso7064-mod-37-2": lambda: _pure(37, 2, ALNUM, ALNUM + "*"),
    "iso7064-mod-97-10": _mod_97_10,
    "iso7064-mod-661-26": lambda: _pure_pair(661, UPPER),
    "iso7064-mod-1271-36": lambda: _pure_pair(1271, ALNUM),
    "iso7064-mod-11-10": lambda: Hybrid(alphabet=DIGITS),
    "iso7064-mod-27-26": lambda: Hybrid(alphabet=UPPER),
    "iso7064-mod-37-36": lambda: Hybrid(alphabet=ALNUM),
    "gb32100": _gb32100,
    "gb11714": _gb11714,
    "gb11643": _gb11643,
    "vin": _vin,
    "cas": _cas,
    "luhn": _luhn,
}
