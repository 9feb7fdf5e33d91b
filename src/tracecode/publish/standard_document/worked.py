"""A check character worked out step by step: what a reader would write down to check a code by
hand.

>>> from tracecode.standard.check_rules import check_rule
>>> work = worked(check_rule("gs1-mod10"), "690123456789")
>>> work.values[:3], work.weights[:3], work.total, work.remainder, work.result
((6, 9, 0), (1, 3, 1), 128, 8, '2')
>>> steps = worked(check_rule("iso7064-mod-11-10"), "079")
>>> steps.sums, steps.products, steps.result
((10, 6, 10), (9, 1, 9), '2')
"""

from __future__ import annotations

from itertools import cycle, islice
from typing import TYPE_CHECKING, NamedTuple

from tracecode.standard.check_computation import computing
from tracecode.standard.check_rules import Hybrid

if TYPE_CHECKING:
    from tracecode.standard.check_rules import CheckRule


class Work(NamedTuple):
    """The steps for one code."""

    body: str
    """The characters that are checked."""
    values: tuple[int, ...]
    weights: tuple[int, ...]
    """Of a weighted sum; empty of a hybrid system."""
    products: tuple[int, ...]
    """Value times weight; of a hybrid system the product after each step."""
    sums: tuple[int, ...]
    """Of a hybrid system, the sum of each step; otherwise empty."""
    total: int
    """The weighted sum; of a hybrid system, the last product."""
    modulus: int
    remainder: int
    """Of the sum; of a hybrid system, the value of the check character."""
    result: str
    """The check character or characters."""


def worked(rule: CheckRule, body: str) -> Work:
    """The steps by which a body gets its check characters.

    Raises:
        Unfit: the body has another length than the rule's, or a character without a value.
    """
    result = computing(rule)(body)
    if isinstance(rule, Hybrid):
        return _hybrid(rule, body, result)
    size = len(body)
    weights = tuple(islice(cycle(rule.weights), size))[::-1]
    tables = [*islice(cycle(rule.values), size)][::-1]
    values = tuple(table[char] for table, char in zip(tables, body, strict=True))
    products = tuple(value * weight for value, weight in zip(values, weights, strict=True))
    total = sum(products)
    return Work(
        body, values, weights, products, (), total, rule.modulus, total % rule.modulus, result
    )


def _hybrid(rule: Hybrid, body: str, result: str) -> Work:
    size, product = len(rule.alphabet), len(rule.alphabet)
    values, sums, products = [], [], []
    for char in body:
        values.append(rule.values[char])
        sums.append((product + values[-1]) % size or size)
        product = sums[-1] * 2 % (size + 1)
        products.append(product)
    last = (1 - product) % size
    return Work(body, tuple(values), (), tuple(products), tuple(sums), product, size, last, result)
