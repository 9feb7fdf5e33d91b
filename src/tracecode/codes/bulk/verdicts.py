"""What a bulk check says: of each row whether it is valid, and by which rule it is not."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np

from tracecode.codes.bulk.columns import Bools, Bytes

RULES = (
    "", "code.length", "code.literal", "code.characters", "code.codelist", "code.range",
    "code.date", "code.date_range", "code.contains", "code.check_character", "code.empty",
    "code.too_long", "code.unverified",
)  # fmt: skip
"""The rules that a row can break; the number of a rule is its place here."""
NUMBERS = {rule: number for number, rule in enumerate(RULES)}
LENGTH, LITERAL, CHARACTERS = 1, 2, 3
ASK = 255
"""Wrong, by a rule that only the engine for single codes can name."""


class Verdicts:
    """What was found, a row an element."""

    rules = RULES
    """Rule ids."""

    def __init__(
        self, numbers: Bytes, unnamed: list[tuple[int, str]], name: Callable[[str], int]
    ) -> None:
        self._numbers, self._unnamed, self._name = numbers, unnamed, name
        self.valid: Bools = numbers == 0
        """Whether the row is a valid code; a null is not."""

    def __len__(self) -> int:
        return len(self._numbers)

    def __repr__(self) -> str:
        return f"Verdicts({int(self.valid.sum())} of {len(self)} valid)"

    @cached_property
    def rule(self) -> Bytes:
        """Which rule the row breaks, as an index into `rules`; 0 for none.

        Some wrong rows are read one by one for it, when it is first asked for.
        """
        numbers = self._numbers.copy()
        for row, text in self._unnamed:
            numbers[row] = self._name(text)
        return numbers

    def count(self) -> dict[str, int]:
        """How many rows break each rule, the most frequent first."""
        counts = np.bincount(self.rule, minlength=len(self.rules)).tolist()
        pairs = [
            (rule, number)
            for rule, number in zip(self.rules, counts, strict=True)
            if rule and number
        ]
        return dict(sorted(pairs, key=lambda pair: -pair[1]))


def better(verdicts: Bytes, more: Bytes) -> Bytes:
    """The verdict of two layouts: valid if either accepts; otherwise the fault of the one that came
    closer.
    """
    weak = (verdicts == LENGTH) | (verdicts == LITERAL) | (verdicts == ASK)
    closer = (more > LITERAL) | ((verdicts == LENGTH) & (more == LITERAL))
    chosen = ((more == 0) | (weak & closer)).view(np.uint8)
    either: Bytes = chosen * more + (np.uint8(1) - chosen) * verdicts
    return either
