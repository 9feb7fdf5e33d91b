"""Check characters computed text by text, from what `tracecode.standard.check_rules` says of a
rule.

>>> algorithm("gs1-mod10")("690123456789")
'2'
>>> algorithm("iso7064-mod-97-10")("794")
'44'

A rule gets only characters that the segments of its scheme allow; for any other it raises `Unfit`,
a ValueError.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from itertools import cycle, islice
from operator import mul
from typing import TYPE_CHECKING

from tracecode.standard.check_rules import Hybrid, Unfit, WeightedSum, check_rule, check_rule_of
from tracecode.standard.resolved import Resolved, kept

if TYPE_CHECKING:
    from tracecode.spec.layout_model import CheckSpec
    from tracecode.standard.check_rules import CheckRule

Compute = Callable[[str], str]
"""From a body to its check character or characters.

Raises:
    Unfit: the body has another length than the rule's, or a character without a value.
"""

_NONE = 0xFF


@cache
def algorithm(name: str) -> Compute:
    """The rule of that name, ready to compute.

    Raises:
        LookupError: there is none; a weighted sum needs parameters, see `check_rules.weighted_sum`.
    """
    return computing(check_rule(name))


@kept
def compute_of(standard: Resolved, spec: CheckSpec) -> Compute:
    """The rule that a specification names, ready to compute.

    Raises:
        SpecError: no such rule, or parameters that do not fit.
    """
    return computing(check_rule_of(spec, standard))


def computing(rule: CheckRule) -> Compute:
    """A rule, ready to compute."""
    return _hybrid(rule, "") if isinstance(rule, Hybrid) else _sum(rule)


def computing_after(rule: CheckRule, begun: str) -> Compute:
    """The check characters of texts that all begin alike, from what follows.

    Args:
        rule: of a hybrid system the long common part is run through once.
        begun: how the texts begin.
    """
    if isinstance(rule, Hybrid):
        return _hybrid(rule, begun)
    compute = computing(rule)
    return lambda rest: compute(begun + rest)


# --- sums -----------------------------------------------------------------------------------------


def _sum(rule: WeightedSum) -> Compute:
    alone = len(rule.values) == 1 and all(
        char.isascii() and value < _NONE for char, value in rule.values[0].items()
    )
    if not alone:
        return _any_sum(rule)
    return _alternating(rule) if len(rule.weights) == 2 and rule.most is None else _one_table(rule)


def _one_table(rule: WeightedSum) -> Compute:
    table, modulus, results = _table(rule.values[0]), rule.modulus, rule.results
    weights: dict[int, tuple[int, ...]] = {}

    def compute(body: str) -> str:
        own = weights.get(len(body))
        if own is None:
            own = weights[len(body)] = _weights(rule, len(body))
        try:
            values = body.encode("ascii").translate(table)
        except UnicodeEncodeError:
            raise _foreign(rule, body) from None
        if _NONE in values:
            raise _foreign(rule, body)
        total: int = sum(map(mul, values, own))
        return results[total % modulus]

    return compute


def _alternating(rule: WeightedSum) -> Compute:
    """The same where two weights take turns: what has one weight is added up at once, in two thirds
    of the time.
    """
    table, (last, other), modulus, results = (
        _table(rule.values[0]),
        rule.weights,
        rule.modulus,
        rule.results,
    )
    sizes: set[int] = set()

    def compute(body: str) -> str:
        try:
            values = body.encode("ascii").translate(table)
        except UnicodeEncodeError:
            raise _foreign(rule, body) from None
        if _NONE in values:
            raise _foreign(rule, body)
        if len(values) not in sizes:
            _weights(rule, len(values))
            sizes.add(len(values))
        return results[(last * sum(values[::-2]) + other * sum(values[-2::-2])) % modulus]

    return compute


def _any_sum(rule: WeightedSum) -> Compute:
    """Where tables take turns, characters are no ASCII, or values no bytes."""
    modulus, results = rule.modulus, rule.results

    def compute(body: str) -> str:
        weights = _weights(rule, len(body))
        tables = [*islice(cycle(rule.values), len(body))][::-1]
        try:
            values = [values[char] for values, char in zip(tables, body, strict=True)]
        except KeyError:
            raise _foreign(rule, body) from None
        total: int = sum(map(mul, values, weights))
        return results[total % modulus]

    return compute


def _weights(rule: WeightedSum, size: int) -> tuple[int, ...]:
    if not rule.fits(size):
        raise _mismatch(rule, size)
    return tuple(islice(cycle(rule.weights), size))[::-1]


def _table(values: Mapping[str, int]) -> bytes:
    return bytes(values.get(chr(code), _NONE) for code in range(256))


def _foreign(rule: WeightedSum, body: str) -> Unfit:
    return _no_value(
        next(char for char in body if any(char not in values for values in rule.values))
    )


def _no_value(char: str) -> Unfit:
    return Unfit(f"{char!r} has no value in this check rule", f"{char!r} 在该校验规则中没有取值")


def _mismatch(rule: WeightedSum, size: int) -> Unfit:
    span = (
        str(rule.least)
        if rule.least == rule.most
        else f"{rule.least}..{'' if rule.most is None else rule.most}"
    )
    return Unfit(
        f"the check is over {span} characters, not {size}",
        f"校验针对 {span} 个字符，实有 {size} 个",
    )


# --- hybrid systems -------------------------------------------------------------------------------


def _hybrid(rule: Hybrid, begun: str) -> Compute:
    size, alphabet, steps = len(rule.alphabet), rule.alphabet, _steps(rule.alphabet)
    begin = _product(steps, size, begun)
    return lambda rest: alphabet[(1 - _product(steps, begin, rest)) % size]


def _product(steps: Mapping[str, tuple[int, ...]], product: int, body: str) -> int:
    try:
        for char in body:
            product = steps[char][product]
    except KeyError as error:
        raise _no_value(error.args[0]) from None
    return product


@cache
def _steps(alphabet: str) -> Mapping[str, tuple[int, ...]]:
    """The next product, by character and product."""
    size = len(alphabet)
    return {
        char: tuple(
            ((product + value) % size or size) * 2 % (size + 1) for product in range(size + 1)
        )
        for value, char in enumerate(alphabet)
    }
