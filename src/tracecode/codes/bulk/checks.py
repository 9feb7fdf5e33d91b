"""Check characters over columns: sums and recurrences along lines, as `standard.check_rules`
describes them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import cycle, islice
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tracecode.codes.bulk.columns import Bools, Bytes
from tracecode.codes.bulk.lines import ByteMatrix, valued
from tracecode.standard.check_rules import Hybrid, WeightedSum

if TYPE_CHECKING:
    from tracecode.standard.check_rules import CheckRule


def known(rule: CheckRule) -> frozenset[str]:
    """The characters that have a value at every place; a text with any other has no check
    character.
    """
    tables = (rule.values,) if isinstance(rule, Hybrid) else rule.values
    return frozenset.intersection(*map(frozenset, tables))


def failing(rule: CheckRule, body: list[int], into: list[int]) -> Callable[[ByteMatrix], Bools]:
    """The test over columns: which rows' check characters, at `into`, are wrong for the `body` of
    known characters.
    """
    if not isinstance(rule, Hybrid) and not rule.fits(len(body)):
        return ByteMatrix.all
    if len(into) != (1 if isinstance(rule, Hybrid) else len(rule.results[0])):
        return ByteMatrix.all
    wanted = [computing(rule, body)]
    if isinstance(rule, WeightedSum) and rule.others:
        others = tuple(a or b for a, b in zip(rule.others, rule.results, strict=True))
        wanted.append(computing(rule.replace(results=others), body))

    def test(lines: ByteMatrix) -> Bools:
        given = lines.pick(into)
        bad = _differing(lines, given, wanted[0](lines))
        for other in wanted[1:]:
            bad &= _differing(lines, given, other(lines))
        return bad

    return test


def _differing(lines: ByteMatrix, given: Iterable[Bytes], wanted: Iterable[Bytes]) -> Bools:
    bad = lines.none()
    for each, right in zip(given, wanted, strict=True):
        bad |= right != each
    return bad


def computing(rule: CheckRule, body: list[int]) -> Callable[[ByteMatrix], list[Bytes]]:
    """The right check characters of the `body` of known characters, as many as the rule takes: a
    line for each.
    """
    return _of_hybrid(rule, body) if isinstance(rule, Hybrid) else _of_sum(rule, body)


def _of_sum(rule: WeightedSum, body: list[int]) -> Callable[[ByteMatrix], list[Bytes]]:
    weights = [*islice(cycle(weight % rule.modulus for weight in rule.weights), len(body))][::-1]
    tables = [*islice(cycle(range(len(rule.values))), len(body))][::-1]
    greatest = [max(values.values()) for values in rule.values]
    most = max(
        rule.modulus, sum(w * greatest[table] for w, table in zip(weights, tables, strict=True))
    )
    kind: type[np.unsignedinteger[Any]] = (
        np.uint8 if most < 256 else np.uint16 if most < 65536 else np.uint32
    )
    parts = []
    for table, values in enumerate(rule.values):
        own = [i for i, each in enumerate(tables) if each == table]
        if not own:
            continue
        groups: dict[int, list[int]] = {}
        for nth, i in enumerate(own):
            groups.setdefault(weights[i], []).append(nth)
        parts.append((valued(values), [body[i] for i in own], sorted(groups.items())))
    rights = [
        np.array([ord(result[i]) for result in rule.results], np.uint8)
        for i in range(len(rule.results[0]))
    ]  # the right byte at each place, by remainder

    def run(lines: ByteMatrix) -> list[Bytes]:
        total: NDArray[Any] = np.zeros(lines.count, kind)
        for read, at, groups in parts:
            values = read(lines.pick(at))
            for weight, places in groups:
                added = _added([values[place] for place in places], kind)
                if weight:
                    total += added if weight == 1 else added.astype(kind) * kind(weight)
        remainder = total - total // kind(rule.modulus) * kind(rule.modulus)
        return [right.take(remainder) for right in rights]

    return run


def _added(values: Sequence[Bytes], kind: type[np.unsignedinteger[Any]]) -> NDArray[Any]:
    if len(values) == 1:
        return values[0]
    total: NDArray[Any] = values[0].astype(kind)
    for line in values[1:]:
        total += line
    return total


def _of_hybrid(rule: Hybrid, body: list[int]) -> Callable[[ByteMatrix], list[Bytes]]:
    alphabet, size = rule.alphabet, len(rule.alphabet)
    modulus, more, one, two = np.uint8(size), np.uint8(size + 1), np.uint8(1), np.uint8(2)
    read = valued(rule.values)
    right = np.frombuffer(
        bytes(ord(alphabet[(1 - product) % size]) for product in range(256)), np.uint8
    )

    def run(lines: ByteMatrix) -> list[Bytes]:
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
