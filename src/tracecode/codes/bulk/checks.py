"""Check characters over columns: the algorithms of `tracecode.check_characters` as sums and recurrences along lines.

An algorithm that is not described here raises `NotColumnar`: the engine for single codes then judges the rows, and none
passes unjudged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import cycle, islice
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tracecode import check_characters as rules
from tracecode.codes.bulk.columns import Bools, Bytes
from tracecode.codes.bulk.layout import NotColumnar
from tracecode.codes.bulk.lines import Lines, valued
from tracecode.spec.charclass import CharClass
from tracecode.spec.model import CheckSpec
from tracecode.standard.resolved import Resolved

Values = Mapping[str, int]


class Sum(NamedTuple):
    """Weight times value, added up; the remainder names the check character or characters."""

    values: Sequence[Values]
    """The values of the characters at each place of the body."""
    weights: Sequence[int]
    modulus: int
    results: Sequence[str]
    """The check text of each remainder."""
    others: Sequence[str] = ()
    """Another check text that is as right, of each remainder."""


class Hybrid(NamedTuple):
    """ISO/IEC 7064 hybrid system: modulus + 1 and modulus."""

    alphabet: str

    @property
    def values(self) -> Sequence[Values]:
        """As of a sum; the same at each place."""
        return [_order(self.alphabet)]


def algorithm(spec: CheckSpec, size: int, standard: Resolved) -> Sum | Hybrid | None:
    """The check of a body of `size` characters; None if such a body has none, so that every text is wrong.

    Raises:
        NotColumnar: the algorithm has no form over columns.
    """
    if spec.rule == "weighted-sum":
        alphabet = CharClass.read(standard.alphabet(spec.alphabet or "digits").chars).chars
        return _sum(_order(alphabet), spec.weights, spec.modulus or 0, spec.results or "", size)
    if spec.rule not in _ALGORITHMS:
        raise NotColumnar(spec.rule)
    return _ALGORITHMS[spec.rule](size)


def known(check: Sum | Hybrid | None) -> frozenset[str]:
    """The characters that have a value at every place; a text with any other has no check character."""
    return frozenset.intersection(*map(frozenset, check.values)) if check and check.values else frozenset()


def failing(check: Sum | Hybrid | None, body: list[int], into: list[int]) -> Callable[[Lines], Bools]:
    """The test over columns: which rows' check characters, at `into`, are wrong for the `body` of known characters."""
    if check is None or len(into) != (1 if isinstance(check, Hybrid) else len(check.results[0])):
        return Lines.all
    wanted = [computing(check, body)]
    if isinstance(check, Sum) and check.others:
        wanted.append(computing(check._replace(results=check.others), body))

    def test(lines: Lines) -> Bools:
        given = lines.pick(into)
        bad = _differing(lines, given, wanted[0](lines))
        for other in wanted[1:]:
            bad &= _differing(lines, given, other(lines))
        return bad

    return test


def _differing(lines: Lines, given: Iterable[Bytes], wanted: Sequence[Bytes]) -> Bools:
    bad = lines.none()
    for one, right in zip(given, wanted, strict=True):
        bad |= right != one
    return bad


def computing(check: Sum | Hybrid, body: list[int]) -> Callable[[Lines], list[Bytes]]:
    """The right check characters of the `body` of known characters: a line for each."""
    return _of_hybrid(check.alphabet, body) if isinstance(check, Hybrid) else _of_sum(check, body)


def _of_sum(check: Sum, body: list[int]) -> Callable[[Lines], list[Bytes]]:
    weights = [weight % check.modulus for weight in check.weights]
    most = max(check.modulus, sum(w * max(v.values()) for w, v in zip(weights, check.values, strict=True)))
    kind: type[np.unsignedinteger[Any]] = np.uint8 if most < 256 else np.uint16 if most < 65536 else np.uint32
    tables = {id(values): values for values in check.values}
    parts = []
    for key, values in tables.items():
        own = [i for i, each in enumerate(check.values) if id(each) == key]
        groups: dict[int, list[int]] = {}
        for nth, i in enumerate(own):
            groups.setdefault(weights[i], []).append(nth)
        parts.append((valued(values), [body[i] for i in own], sorted(groups.items())))
    rights = [
        np.array([ord(result[i]) for result in check.results], np.uint8) for i in range(len(check.results[0]))
    ]  # the right byte at each place, by remainder

    def run(lines: Lines) -> list[Bytes]:
        total: NDArray[Any] = np.zeros(lines.count, kind)
        for read, at, groups in parts:
            values = read(lines.pick(at))
            for weight, places in groups:
                added = _added([values[place] for place in places], kind)
                if weight:
                    total += added if weight == 1 else added.astype(kind) * kind(weight)
        remainder = total - total // kind(check.modulus) * kind(check.modulus)
        return [right.take(remainder) for right in rights]

    return run


def _added(values: Sequence[Bytes], kind: type[np.unsignedinteger[Any]]) -> NDArray[Any]:
    if len(values) == 1:
        return values[0]
    total: NDArray[Any] = values[0].astype(kind)
    for line in values[1:]:
        total += line
    return total


def _of_hybrid(alphabet: str, body: list[int]) -> Callable[[Lines], list[Bytes]]:
    size = len(alphabet)
    modulus, more, one, two = np.uint8(size), np.uint8(size + 1), np.uint8(1), np.uint8(2)
    read = valued(_order(alphabet))
    right = np.frombuffer(bytes(ord(alphabet[(1 - product) % size]) for product in range(256)), np.uint8)

    def run(lines: Lines) -> list[Bytes]:
        product = np.full(lines.count, modulus)
        for line in read(lines.pick(body)):
            # Bytes wrap: of x and x - m the smaller is the one in range, which spares the division.
            product += line
            product -= one
            np.minimum(product, product - modulus, out=product)
            product += one
            product *= two
            np.minimum(product, product - more, out=product)
        return [right.take(product)]

    return run


def _order(alphabet: str) -> Values:
    return _ORDERS.setdefault(alphabet, {char: value for value, char in enumerate(alphabet)})


_ORDERS: dict[str, Values] = {}


def _sum(values: Values, weights: Sequence[int], modulus: int, results: Sequence[str], size: int) -> Sum | None:
    """A sum over bodies of exactly as many characters as there are weights."""
    return Sum([values] * size, weights, modulus, results) if size == len(weights) else None


def _from_right(weights: Sequence[int], size: int) -> list[int]:
    return [*islice(cycle(weights), size)][::-1]


def _gs1_mod10(size: int) -> Sum | None:
    results = [rules.DIGITS[-remainder % 10] for remainder in range(10)]
    return _sum(_order(rules.DIGITS), _from_right((3, 1), size), 10, results, size) if size else None


def _gs1_pair(size: int) -> Sum | None:
    if size > len(rules._PRIMES):
        return None
    results = [rules._CSET32[total >> 5] + rules._CSET32[total & 31] for total in range(1021)]
    return _sum(_order(rules._CSET82), rules._PRIMES[:size][::-1], 1021, results, size)


def _pure(modulus: int, radix: int, alphabet: str, check: str) -> Callable[[int], Sum]:
    results = [check[(1 - remainder) % modulus] for remainder in range(modulus)]

    def sized(size: int) -> Sum:
        weights = [pow(radix, size - i, modulus) for i in range(size)]
        return Sum([_order(alphabet)] * size, weights, modulus, results)

    return sized


def _pure_pair(modulus: int, radix: int, alphabet: str, base: int) -> Callable[[int], Sum]:
    pairs = [(1 - remainder * radix) % modulus for remainder in range(modulus)]
    results = [alphabet[pair // base] + alphabet[pair % base] for pair in pairs]

    def sized(size: int) -> Sum:
        weights = [pow(radix, size - i, modulus) for i in range(size)]
        return Sum([_order(alphabet)] * size, weights, modulus, results)

    return sized


def _mod_97_10(size: int) -> Sum:
    results = [f"{98 - remainder * 10 % 97:02d}" for remainder in range(97)]
    others = [(*rules.congruent("iso7064-mod-97-10", right), right)[0] for right in results]
    return _pure(97, 10, rules.DIGITS, rules.DIGITS * 10)(size)._replace(results=results, others=others)


def _gb32100(size: int) -> Sum | None:
    results = [rules._USCC[-remainder % 31] for remainder in range(31)]
    return _sum(_order(rules._USCC), rules._USCC_WEIGHTS, 31, results, size)


def _gb11714(size: int) -> Sum | None:
    return _sum(_order(rules.ALNUM), rules._GB11714_WEIGHTS, 11, "0X987654321", size)


def _gb11643(size: int) -> Sum | None:
    return _pure(11, 2, rules.DIGITS, rules.DIGITS + "X")(size) if size == 17 else None


def _vin(size: int) -> Sum | None:
    return _sum(rules._VIN_VALUES, rules._VIN_WEIGHTS, 11, "0123456789X", size)


def _cas(size: int) -> Sum:
    return Sum([_order(rules.DIGITS)] * size, [*range(size, 0, -1)], 10, rules.DIGITS)


def _luhn(size: int) -> Sum:
    doubled = {char: rules._DOUBLED[int(char)] for char in rules.DIGITS}
    values = [doubled if (size - i) % 2 else _order(rules.DIGITS) for i in range(size)]
    results = [rules.DIGITS[-remainder % 10] for remainder in range(10)]
    return Sum(values, [1] * size, 10, results)


def _hybrid(alphabet: str) -> Callable[[int], Hybrid]:
    return lambda _: Hybrid(alphabet)


_ALGORITHMS: dict[str, Callable[[int], Sum | Hybrid | None]] = {
    "gs1-mod10": _gs1_mod10,
    "gs1-check-pair": _gs1_pair,
    "iso7064-mod-11-2": _pure(11, 2, rules.DIGITS, rules.DIGITS + "X"),
    "iso7064-mod-37-2": _pure(37, 2, rules.ALNUM, rules.ALNUM + "*"),
    "iso7064-mod-97-10": _mod_97_10,
    "iso7064-mod-661-26": _pure_pair(661, 26, rules.UPPER, 26),
    "iso7064-mod-1271-36": _pure_pair(1271, 36, rules.ALNUM, 36),
    "iso7064-mod-11-10": _hybrid(rules.DIGITS),
    "iso7064-mod-27-26": _hybrid(rules.UPPER),
    "iso7064-mod-37-36": _hybrid(rules.ALNUM),
    "gb32100": _gb32100,
    "gb11714": _gb11714,
    "gb11643": _gb11643,
    "vin": _vin,
    "cas": _cas,
    "luhn": _luhn,
}
