"""What each number of a specification may be: in plain digits, and no more than any use has. The meta-model's types.

What is made from a specification (patterns, schemas, samples, pictures) grows with its numbers, so a slip such as
`1e9999999` would never end.

>>> BOUND.fits("-273.1"), BOUND.fits("1e5"), BOUND.fits("NaN"), COUNT.fits(5), COUNT.fits(10**9)
(True, False, False, True, False)
"""

from __future__ import annotations

from typing import Annotated

from tracecode.spec.texts import TextRule
from tracecode.value import Value


class WholeRule(Value):
    """Which whole numbers may stand somewhere."""

    least: int
    most: int

    def fits(self, number: int) -> bool:
        """Whether a number is one of them."""
        return self.least <= number <= self.most


def _decimals(pattern: str, example: str) -> TextRule:
    return TextRule(
        pattern=pattern, form=(example, example), finding="spec.number", harmless=frozenset()
    )


_MEASURE = r"(?:0|[1-9][0-9]{0,3})(?:\.[0-9]{1,3})?"
BOUND = _decimals(r"-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,9})?", "12 / -0.5")
COUNT = WholeRule(least=1, most=10_000)

Bound = Annotated[str, BOUND]
"""Of a value: at most 18 digits before the point, as many as 64 bits hold, and 9 behind it."""
Measure = Annotated[str, _decimals(_MEASURE, "12 / 0.5")]
"""Square centimetres, millimetres or points."""
Lengths = Annotated[str, _decimals(rf"{_MEASURE} {_MEASURE}", "70 40")]
"""Two lengths in millimetres."""
Box = Annotated[str, _decimals(rf"{_MEASURE}(?: {_MEASURE}){{3}}", "3 2.5 40 6")]
"""Left, top, width and height in millimetres."""
Count = Annotated[int, COUNT]
"""Of characters, items or repetitions; the longest row of the standard has 10 000 items."""
Least = Annotated[int, WholeRule(least=0, most=10_000)]
"""A count that may be none."""
Year = Annotated[int, WholeRule(least=1, most=9_900)]
"""The first one of a century: its last one has four digits too."""
Weight = Annotated[int, WholeRule(least=-1_000_000, most=1_000_000)]
"""Of a character in a sum; a sum of weights and values stays far within 64 bits."""
Modulus = Annotated[int, WholeRule(least=2, most=1_000_000)]
"""There is a check character for each remainder."""
