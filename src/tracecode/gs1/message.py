"""A GS1 message: what one symbol, one text in brackets or one Digital Link says. It exists only if
it is right.

>>> from tracecode.gs1 import parse
>>> message = parse("]d201069012345678921726120010L2026-07")
>>> message["10"], message.date("17"), list(message)
('L2026-07', datetime.date(2026, 12, 31), ['01', '17', '10'])
>>> message.bracketed()
'(01)06901234567892(17)261200(10)L2026-07'
>>> message.digital_link("https://example.com/trace")
'https://example.com/trace/01/06901234567892/10/L2026-07?17=261200'
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from tracecode.gs1.ai import GS, read_date, table
from tracecode.privacy import described

if TYPE_CHECKING:
    from datetime import date

    from tracecode.findings import Finding


class Gs1Element(NamedTuple):
    """One element of a message."""

    ai: str
    """Application identifier."""
    value: str

    def __repr__(self) -> str:
        return f"Gs1Element(ai={self.ai!r}, value={described(self.value)})"

    @property
    def date(self) -> date | None:
        """The (first) date in the value, if it begins with one; day 00 means the last day of the
        month.
        """
        written = table().dated.get(self.ai)
        return None if written is None else read_date(self.value, written)

    @property
    def title(self) -> str | None:
        """Data title, such as `BATCH/LOT`."""
        return table()[self.ai].spec.title


# each pair of the mapping as it stands: a third of the time of `Gs1Element._make`
_element: Callable[[tuple[str, str]], Gs1Element] = partial(tuple.__new__, Gs1Element)


class Gs1Message(Mapping[str, str]):
    """The elements of a message: a mapping from application identifier to value, in the order as
    given.

    Two messages are equal if they say the same, in whatever order and notation.
    """

    # a plain class: a frozen dataclass would cost a fifth of the time that reading a message takes
    __slots__ = ("_findings", "_parameters", "_values")

    def __init__(
        self,
        values: dict[str, str],
        findings: tuple[Finding, ...] | None = None,
        parameters: tuple[tuple[str, str], ...] = (),
    ) -> None:
        self._values, self._findings, self._parameters = values, findings, parameters

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Warnings, and what was taken off around the text. Never errors."""
        if self._findings is None:  # of a right text nobody looks for doubts until somebody asks
            from tracecode.gs1.element_string import doubts

            self._findings = tuple(doubts(self._values))
        return self._findings

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        """The query parameters of a Digital Link that are not GS1's, such as `linkType`."""
        return self._parameters

    @property
    def elements(self) -> tuple[Gs1Element, ...]:
        """The elements, in order."""
        return tuple(map(_element, self._values.items()))

    def date(self, ai: str, on: date | None = None) -> date | None:
        """The (first) date of an element; None if it has none. Years of two digits are the nearest
        to `on` (today).

        Raises:
            KeyError: there is no such element.
        """
        value, written = self[ai], table().dated.get(ai)
        return None if written is None else read_date(value, written, on)

    def __getitem__(self, ai: str) -> str:
        return self._values[ai]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __hash__(self) -> int:
        return hash(frozenset(self._values.items()))

    def __repr__(self) -> str:
        return f"Gs1Message({described(self.bracketed())})"

    def __str__(self) -> str:
        return self.bracketed()

    def element_string(self, *, predefined_first: bool = False) -> str:
        """The wire form, as a symbol carries it: FNC1 as GS (0x1D), no symbology identifier.

        Args:
            predefined_first: put elements of pre-defined length first, which saves separators; else
                keep the order.
        """
        entries = [(table()[ai], value) for ai, value in self._values.items()]
        if predefined_first:
            entries.sort(key=lambda pair: not pair[0].predefined)
        written = "".join(
            f"{entry.ai}{value}{'' if entry.predefined else GS}" for entry, value in entries
        )
        return written.removesuffix(GS)

    def bracketed(self) -> str:
        r"""The form for people, `(01)06901234567892(10)A`; a bracket inside a value is written
        `\(`.
        """
        return "".join(
            f"({ai}){value.replace('(', chr(92) + '(')}" for ai, value in self._values.items()
        )

    def digital_link(self, base_url: str = "https://id.gs1.org") -> str:
        """The GS1 Digital Link URI; with the default address it is the canonical one.

        The first primary key becomes the path, its qualifiers follow in order, all else is the
        query, sorted by AI. Parameters that are not GS1's are left out.

        Raises:
            InvalidCode: no element is a primary key, an element can stand neither in the path nor
                in the query, or `base_url` is no address. (A segment of its path that looks like
                a key is no fault of the link: who reads it is told `gs1.link_stem`.)
        """
        from tracecode.gs1.digital_link import write_link

        return write_link(self._values, base_url)
