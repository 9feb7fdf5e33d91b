"""The table of GS1 application identifiers (AIs) at work: which AI stands at a place, and whether a
value fits it.

The table is data (`specs/gs1/application-identifiers.yaml`); it is read once, when it is first
asked for, and each AI's pattern is compiled when it is first met.

>>> best_before = table()["15"]
>>> best_before.name, best_before.predefined, best_before.accepts("261200"), best_before.accepts("261300")
('(15) BEST BEFORE or BEST BY', True, True, False)
>>> table().find("3103000195", 0).name
'(3103) NET WEIGHT (kg)'
>>> [finding.text("en") for finding in best_before.faults("26130")]
['(15) BEST BEFORE or BEST BY has 5 characters; expected 6']
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache, cached_property, lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from tracecode.errors import SpecError, UnknownId
from tracecode.findings import Finding, Severity, severity_of
from tracecode.gs1.linters import Linter, Ok, linter
from tracecode.spec.gs1_model import Gs1AiSpec, Gs1Part, matches
from tracecode.spec.layout_model import Length
from tracecode.standard.resolved import packaged

if TYPE_CHECKING:
    from tracecode.standard.resolved import Resolved

GS = "\x1d"
"""How FNC1 between two elements is delivered."""
MAX_TEXT = 8192
"""Longer texts are refused unread: no symbol and no link comes near."""

# Characters of each set, in the form that a class of `re` takes; base64url may be padded, which its
# linter judges.
_SETS = {"N": "0-9", "X": "!\"%&'()*+,./0-9:;<=>?A-Z_a-z-", "Y": "#/0-9A-Z-", "Z": "0-9A-Z_a-z=-"}
_LABELS = {
    "N": "0-9", "X": "CSET 82 (A-Z a-z 0-9 ! \" % & ' ( ) * + , - . / : ; < = > ? _)",
    "Y": "CSET 39 (0-9 A-Z # - /)", "Z": "base64url (A-Z a-z 0-9 - _)",
}  # fmt: skip
_DATES = {"yymmd0": "YYMMDD", "yymmdd": "YYMMDD", "yyyymmd0": "YYYYMMDD", "yyyymmdd": "YYYYMMDD"}


class Component(NamedTuple):
    """One part of a value, compiled."""

    chars: str
    min: int
    max: int
    optional: bool
    linters: tuple[Linter, ...]


class Ai:
    """One application identifier. Made by the table; shared and never changed."""

    def __init__(self, ai: str, spec: Gs1AiSpec, standard: Resolved) -> None:
        self.ai, self.spec, self.standard = ai, spec, standard
        self.name = f"({ai}) {spec.title}" if spec.title else f"({ai})"
        """The AI in brackets and its data title."""
        self.predefined = spec.predefined
        """Pre-defined length: no separator follows. A fixed format alone does not make it so (7003,
        422, 8005).
        """
        self.parts = tuple(map(_part, spec.parts))
        self.max = sum(part.max for part in self.parts)
        self.min = sum(part.min for part in self.parts if not part.optional)
        self.date_format = next(
            (_DATES[each.name] for each in self.parts[0].linters if each.name in _DATES), None
        )
        """How the date is written with which a value begins; None if it begins with none."""

    def __repr__(self) -> str:
        return f"Ai({self.ai!r})"

    @cached_property
    def lengths(self) -> tuple[int, ...]:
        """Every length that a value may have."""
        lengths = {self.min}
        for before, part in zip(
            accumulate((p.max for p in self.parts), initial=0), self.parts, strict=False
        ):
            if part.optional or part.min != part.max:
                lengths.update(range(before + part.min, before + part.max + 1))
        return tuple(sorted(length for length in lengths if length >= self.min))

    @property
    def allowed(self) -> str:
        """The lengths, for people."""
        if len(self.lengths) > 2 and self.lengths[-1] - self.lengths[0] == len(self.lengths) - 1:
            return f"{self.lengths[0]}..{self.lengths[-1]}"
        return ", ".join(map(str, self.lengths))

    @cached_property
    def pattern(self) -> str:
        """The value as a pattern without groups: characters and lengths."""
        return "".join(
            f"(?:[{_SETS[part.chars]}]{{{part.min},{part.max}}}){'?' if part.optional else ''}"
            for part in self.parts
        )

    @cached_property
    def full_match(self) -> Callable[[str], re.Match[str] | None]:
        """Matches a value on its own."""
        return re.compile(self.pattern).fullmatch

    @cached_property
    def holds(self) -> Ok | None:
        """All linters as one function, for a value that fits the pattern; None if there are
        none.
        """
        checks: list[tuple[int, int, Ok]] = []
        at = 0
        for part in self.parts:
            # digits always begin with digits: the prefix linters cannot fail on them
            named = [
                linter
                for linter in part.linters
                if part.chars != "N" or "gcppos" not in linter.name
            ]
            checks += [(at, at + part.max, linter.ok) for linter in named]
            at += part.max
        if len(checks) == 1 and len(self.parts) == 1:
            return checks[0][2]

        def holds(value: str) -> bool:
            return all(ok(text) for start, end, ok in checks if (text := value[start:end]))

        return holds if checks else None

    def accepts(self, value: str) -> bool:
        """Whether a value is right in itself."""
        return self.full_match(value) is not None and (self.holds is None or self.holds(value))

    def split(self, value: str) -> Iterator[tuple[int, str, Component]]:
        """The parts that a value has: where each begins, its text, its rule."""
        at = 0
        for part in self.parts:
            text = value[at : at + part.max]
            if not text and part.optional:
                return
            yield at, text, part
            at += part.max

    def faults(self, value: str, place: Callable[[int], int] | None = None) -> list[Finding]:
        """Everything that is wrong with a value; `place` gives the position of each of its
        characters.
        """
        if self.accepts(value):
            return []
        where = place or (lambda index: index + 1)
        findings: list[Finding] = []
        if len(value) not in self.lengths:
            findings.append(
                self.finding("gs1.length", where(0), found=len(value), allowed=self.allowed)
            )
        for at, text, part in self.split(value):
            if odd := re.search(f"[^{_SETS[part.chars]}]", text):
                allowed = _LABELS[part.chars]
                findings.append(
                    self.finding(
                        "gs1.characters", where(at + odd.start()), found=odd[0], allowed=allowed
                    )
                )
            elif part.min <= len(text):
                findings += (
                    self._fault(linter, text, at, where)
                    for linter in part.linters
                    if not linter.ok(text)
                )
        return findings

    def _fault(self, linter: Linter, text: str, at: int, where: Callable[[int], int]) -> Finding:
        right = linter.expected(text)
        if linter.check is None or right is None:
            rule = "gs1.value" if linter.rule == "gs1.check_character" else linter.rule
            return self.finding(rule, where(at), found=text, allowed=linter.allowed)
        start = len(text) - linter.check[1]
        return self.finding(linter.rule, where(at + start), found=text[start:], allowed=right)

    def finding(self, rule: str, position: int | None, **values: object) -> Finding:
        """A finding on this AI, with the source and evidence of its row in the table."""
        level: Severity = "warning" if rule == "gs1.unchecked" else severity_of(self.spec.evidence)
        return Finding(
            rule=rule, severity=level, values={"name": self.name, **values}, path=self.ai,
            position=position, source=self.standard.cite(self.spec.source),
            evidence=self.spec.evidence,
        )  # fmt: skip


class Conflict(NamedTuple):
    """A requirement or exclusion that a set of AIs breaks."""

    rule: str
    ai: str
    others: str
    """What is missing, or what must not be there."""


class _Quick(dict[str, tuple[Callable[[str, int], "re.Match[str] | None"], "Ok | None"]]):
    """By AI: the pattern of the whole element with the separator after it, and the linters;
    compiled on demand.
    """

    def __init__(self, entries: dict[str, Ai]) -> None:
        super().__init__()
        self._entries = entries

    def __missing__(self, ai: str) -> tuple[Callable[[str, int], re.Match[str] | None], Ok | None]:
        entry = self._entries[ai]
        after = "" if entry.predefined else rf"(?:{GS}|\Z)"
        self[ai] = re.compile(f"{ai}({entry.pattern}){after}").match, entry.holds
        return self[ai]


class Table:
    """All application identifiers. No AI begins with another, so at most one stands at a place."""

    def __init__(self, standard: Resolved) -> None:
        self._entries: dict[str, Ai] = {}
        try:
            for id in standard.ids("gs1-ai"):
                spec = standard.gs1_ai(id)
                self._entries.update((ai, Ai(ai, spec, standard)) for ai in spec.ais)
        except UnknownId as error:  # a linter that does not exist: never a silent pass
            values = {"found": id, "reason_zh": str(error), "reason_en": str(error)}
            raise SpecError(
                [Finding(rule="spec.segment", severity="error", values=values)]
            ) from None
        self.width = {ai[:2]: len(ai) for ai in self._entries}
        """Length of an AI by its first two digits, so that an unknown one can be told from what
        follows.
        """
        self.fixed = {ai[:2]: entry.max for ai, entry in self._entries.items() if entry.predefined}
        """Pre-defined length of a value by the first two digits of its AI."""
        self.dated = {
            ai: entry.date_format for ai, entry in self._entries.items() if entry.date_format
        }
        """How the date is written with which a value begins, by AI."""
        self.quick = _Quick(self._entries)
        self.conflicts = lru_cache(4096)(self._conflicts)
        """The conflicts among the AIs of a message, as a tuple; few combinations occur, so the
        answers are kept.
        """

    def __getitem__(self, ai: str) -> Ai:
        """The application identifier.

        Raises:
            UnknownId: there is none.
        """
        if ai not in self._entries:
            raise UnknownId("application identifier", ai, tuple(self._entries))
        return self._entries[ai]

    def __iter__(self) -> Iterator[Ai]:
        return iter(self._entries.values())

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, ai: str) -> Ai | None:
        """The application identifier, or None."""
        return self._entries.get(ai)

    def find(self, text: str, at: int) -> Ai | None:
        """The application identifier that stands in a text at an index, or None."""
        return self._entries.get(text[at : at + self.width.get(text[at : at + 2], 2)])

    @cached_property
    def keys(self) -> dict[str, Ai]:
        """The primary keys of Digital Links."""
        return {ai: entry for ai, entry in self._entries.items() if entry.spec.key}

    def _conflicts(self, ais: tuple[str, ...]) -> tuple[Conflict, ...]:
        by_ais: dict[frozenset[str], Conflict] = {}
        for ai in ais:
            spec = self._entries[ai].spec
            for group in spec.requires:
                if not any(
                    all(_present(wanted, ais) for wanted in entry.split("+")) for entry in group
                ):
                    by_ais[frozenset((ai, *group))] = Conflict("gs1.requires", ai, _said(group))
            for other in ais:
                if other != ai and any(matches(pattern, other) for pattern in spec.excludes):
                    by_ais.setdefault(
                        frozenset((ai, other)),
                        Conflict("gs1.excludes", ai, self._entries[other].name),
                    )
        return tuple(by_ais.values())


@cache
def table() -> Table:
    """The table of the packaged standard."""
    return Table(packaged())


def character_sets() -> dict[str, tuple[str, str]]:
    """By the letter of each set: all of its characters, and how it is called."""
    seen = "".join(map(chr, range(0x20, 0x7F)))
    return {
        id: ("".join(re.findall(f"[{chars}]", seen)), _LABELS[id]) for id, chars in _SETS.items()
    }


def read_date(value: str, written: str, on: date | None = None) -> date | None:
    """Read the date with which a right value begins; day 00 means the last day of the month.

    Of two digits the year is the one nearest to `on` (today): 49 years back to 50 years ahead.
    """
    return _date(value[: len(written)], written, (on or date.today()).year)


@lru_cache(4096)  # goods of a day share their dates
def _date(text: str, written: str, year: int) -> date | None:
    from tracecode.dates import DateFormat

    if text.endswith("00"):
        text, written = text[:-2], written[:-2]
    span = DateFormat.compile(written).span(text, date(year, 12, 31))
    return span[1] if span else None


def _part(spec: Gs1Part) -> Component:
    length = spec.length
    low, high = (
        (length.min, length.max or length.min) if isinstance(length, Length) else (length, length)
    )
    names = ("csetZ", *spec.linters) if spec.chars == "Z" else spec.linters
    return Component(spec.chars, low, high, spec.optional, tuple(map(linter, names)))


def _present(wanted: str, ais: Iterable[str]) -> bool:
    return wanted in ais if "n" not in wanted else any(matches(wanted, ai) for ai in ais)


def _said(group: Iterable[str]) -> str:
    return " / ".join("+".join(f"({ai})" for ai in entry.split("+")) for entry in group)
