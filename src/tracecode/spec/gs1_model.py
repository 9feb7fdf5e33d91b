"""The meta-model of the GS1 application identifiers, of the values that their parts may have, and of symbologies.

Kept apart from `spec.model`, so that reading an encoding rule does not load it.
"""

from __future__ import annotations

from typing import Literal

from tracecode.spec.base import Definition, Spec
from tracecode.spec.model import Citation, Evidence, Length, Text
from tracecode.spec.numbers import Count, Least
from tracecode.spec.texts import AiId, Id


class Gs1Part(Spec):
    """One part of a value, from left to right. Optional parts come last; only the last part may vary in length."""

    chars: Literal["N", "X", "Y", "Z"]
    """Character set: `N` digits, `X` the 82 characters of CSET 82, `Y` the 39 of CSET 39, `Z` base64url."""
    length: Least | Length
    optional: bool = False
    """It may be absent, and with it all parts that follow."""
    linters: tuple[str, ...] = ()
    """What is checked beyond characters and length, by name: see `tracecode.gs1.linters`."""


class Gs1AiSpec(Definition):
    """An application identifier, or a range of them that differ in the last digit only."""

    id: AiId
    """Two to four digits such as `10`, or first and last of a range such as `3100-3105`."""
    title: str | None = None
    """Data title as printed under a symbol."""
    parts: tuple[Gs1Part, ...]
    predefined: bool = False
    """Pre-defined length: no separator (FNC1) follows the value. Any other value needs one unless it is the last."""
    requires: tuple[tuple[str, ...], ...] = ()
    """Every group must hold; a group holds if one of its entries is present; `01+21` means both; `n` is any digit."""
    excludes: tuple[str, ...] = ()
    """Application identifiers that must not stand beside it; `n` is any digit. Never itself."""
    key: bool = False
    """Digital Link: it may be the primary key."""
    qualifiers: tuple[tuple[str, ...], ...] = ()
    """Digital Link: the qualifiers of the key, in order, each optional; several lists are alternatives."""
    attribute: bool = False
    """Digital Link: it may stand in the query as a data attribute."""
    source: Citation
    evidence: Evidence

    @property
    def ais(self) -> tuple[str, ...]:
        """Each application identifier of the row."""
        first, _, last = self.id.partition("-")
        return tuple(f"{n:0{len(first)}d}" for n in range(int(first), int(last or first) + 1))


class Gs1ListSpec(Definition):
    """The values that a part may have, without names."""

    id: Id
    """Name of the linter that looks them up."""
    name: Text
    codes: str
    """The values, with spaces between them."""
    source: Citation
    evidence: Evidence


class Gs1SymbologySpec(Definition):
    """A kind of symbol, as a scanner names it in the three characters that it may put before what it read."""

    id: Id
    identifier: str
    """The three characters, such as `]d2`."""
    name: Text
    carries: Literal["elements", "gtin", "plain"]
    """`elements`: GS1 element strings; `gtin`: the digits of a GTIN; `plain`: any text."""
    links: bool = False
    """Of `plain`: the identifier stands before a Digital Link."""
    digits: Count | None = None
    """How many digits a GTIN has in it."""
    source: Citation
    evidence: Evidence
    note: str | None = None


def matches(pattern: str, ai: str) -> bool:
    """Whether a pattern of `requires` or `excludes`, in which `n` is any digit, means an application identifier."""
    return len(pattern) == len(ai) and all(wanted in ("n", given) for wanted, given in zip(pattern, ai, strict=True))
