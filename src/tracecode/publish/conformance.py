"""The conformance file: texts, and what is right for them, by which an engine in any language is
proved.

The texts are the examples of the specifications and what is made of them by a seeded generator:
characters changed, dropped, doubled and exchanged, segments given other values with right check
characters, spaces, full-width characters.

>>> from tracecode.standard.resolved import packaged
>>> lines = [*generated(packaged(), seed=7, count=200, schemes=["uscc"])]
>>> sorted({line.verdict for line in lines}), any("code.check_character" in line.errors for line in lines)
(['invalid', 'valid'], True)
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from random import Random
from typing import TYPE_CHECKING, Literal, NamedTuple

from tracecode import escape
from tracecode.codes.registry import registry
from tracecode.findings import status_of
from tracecode.lint.blame import blaming
from tracecode.publish.conformance_texts import TextMaker
from tracecode.standard.constraints import Nested

if TYPE_CHECKING:
    from tracecode.codes.layout import Layout
    from tracecode.codes.registry import Registry
    from tracecode.codes.scheme import Scheme
    from tracecode.findings import Status
    from tracecode.standard.resolved import Resolved

SEED = 11
"""Of the published file."""
PER_LAYOUT = 52
"""Lines of the published file that are made for each layout."""
_TRIES = 300
"""How often a rule of a layout is looked for that no line has yet."""


class ConformanceLine(NamedTuple):
    """One text and what is right for it."""

    scheme: str
    text: str
    on: date
    """The date for which it is read."""
    mode: Literal["strict", "lenient"]
    verdict: Status
    errors: tuple[str, ...]
    """Rule ids of the errors, sorted."""
    warnings: tuple[str, ...]
    layout: str | None
    """Edition and layout of the best reading; None of a text that was refused unread."""
    only: str | None = None
    """Edition and layout under which alone it is read; None: under all."""
    nested: frozenset[str] = frozenset()
    """Of which segments findings came from inside; not written."""

    def written(self) -> str:
        """The line of the file."""
        data = {
            "scheme": self.scheme, "text": self.text, "on": self.on.isoformat(), "mode": self.mode,
            "verdict": self.verdict, "errors": self.errors, "warnings": self.warnings,
        }  # fmt: skip
        data |= {
            key: value
            for key, value in (("layout", self.layout), ("only", self.only))
            if value is not None
        }
        return escape.json(json.dumps(data, ensure_ascii=False, separators=(",", ":"))) + "\n"


@blaming
def derived(standard: Resolved) -> dict[str, str]:
    """The published file: its name, and its text."""
    return {"conformance.ndjson": written(published(standard))}


def published(standard: Resolved) -> Iterator[ConformanceLine]:
    """The lines of the published file: all examples in both modes, and for each layout some texts
    made of them.

    Every rule id of every layout is in it that the generator finds.
    """
    schemes, random = registry(standard), Random(SEED)  # noqa: S311  # repeatable, no secret
    for id in schemes.ids:
        maker = _LineMaker(schemes, schemes[id], random)
        yield from maker.examples()
        for layout in maker.layouts:
            wanted = expected(layout)
            for line in islice(maker.lines(layout), PER_LAYOUT):
                wanted -= found_in(line)
                yield line
            # what another layout is always nearer to is shown by this one alone
            for alone in (False, True):
                for line in islice(maker.lines(layout, alone=alone), _TRIES if wanted else 0):
                    if new := wanted & found_in(line):
                        wanted -= new
                        yield line


def generated(
    standard: Resolved, *, seed: int, count: int, schemes: Sequence[str] | None = None
) -> Iterator[ConformanceLine]:  # fmt: skip
    """As many other lines.

    Args:
        standard: whose encoding rules are used.
        seed: the same seed gives the same lines.
        count: how many.
        schemes: of these only.
    """
    known, random = registry(standard), Random(seed)  # noqa: S311  # repeatable, no secret
    makers = [_LineMaker(known, known[id], random) for id in schemes or known.ids]
    lines = [maker.lines(layout) for maker in makers for layout in maker.layouts]
    lines += [
        maker.lines(layout, alone=True)
        for maker in makers
        for layout in maker.layouts
        if len(maker.layouts) > 1
    ]
    for number in range(count):
        yield next(lines[number % len(lines)])


def written(lines: Iterable[ConformanceLine]) -> str:
    """The text of a file."""
    return "".join(line.written() for line in lines)


def expected(layout: Layout) -> set[tuple[str, str]]:
    """What texts should raise under a layout: the layout, and the rule ids of its characters,
    lengths and constraints.

    A nested code stands as `code.nested` with the segment that holds it.
    """
    named = f"{layout.owner.id}/{_id(layout)}"
    ids = {"code.length"}
    for segment in layout.segments:
        ids.add("code.literal" if segment.chars is None else "code.characters")
    for each in layout.constraints:
        ids.add(f"code.nested {each.target.of[0]}" if isinstance(each, Nested) else each.rule)
    return {(named, id) for id in ids}


def found_in(line: ConformanceLine) -> set[tuple[str, str]]:
    """What a line shows of its layout."""
    ids = {*line.errors, *line.warnings, *(f"code.nested {segment}" for segment in line.nested)}
    return {(f"{line.scheme}/{line.layout}", id) for id in ids}


def _id(layout: Layout) -> str:
    return f"{layout.edition.id}/{layout.id}"


class _LineMaker:
    """Makes lines for one scheme."""

    def __init__(self, schemes: Registry, scheme: Scheme, random: Random) -> None:
        self.scheme, self.random = scheme, random
        self.maker = TextMaker(schemes, scheme, random)
        # by the specification, not by what is in force today: the file must not change from one day
        # to the next
        self.layouts = [
            layout for edition in scheme.spec.editions for layout in scheme.layouts if layout.edition is edition
        ]  # fmt: skip

    def examples(self) -> Iterator[ConformanceLine]:
        """The examples of the specification, in both modes."""
        for edition in self.scheme.spec.editions:
            examples = [(each.code, each.on) for each in edition.examples.valid]
            examples += [(each.code, each.on) for each in edition.examples.invalid]
            for text, day in examples:
                on = day or edition.valid_to or edition.valid_from or date(2026, 1, 15)
                for strict in (True, False):
                    yield self.judged(text, on, strict=strict)

    def judged(
        self, text: str, on: date, *, strict: bool, only: Layout | None = None
    ) -> ConformanceLine:
        """A text with its verdict."""
        edition, layout = (None, None) if only is None else (only.edition.id, only.id)
        reading, findings = self.scheme.judged(
            text, on, strict=strict, edition=edition, form=layout
        )
        by_level = {
            level: tuple(sorted({f.rule for f in findings if f.severity == level}))
            for level in ("error", "warning")
        }
        best = None if reading is None else _id(reading.layout)
        inside = frozenset(
            f.path.partition(".")[0] for f in findings if f.path is not None and "." in f.path
        )
        return ConformanceLine(
            self.scheme.id, text, on, "strict" if strict else "lenient", status_of(findings),
            by_level["error"], by_level["warning"], best, None if only is None else _id(only),
            inside,
        )  # fmt: skip

    def lines(self, layout: Layout, *, alone: bool = False) -> Iterator[ConformanceLine]:
        """Lines made for a layout, without end; `alone`: read under that one only."""
        for text in self.maker.texts(layout):
            strict = self.random.random() < 0.5
            yield self.judged(
                text, self.maker.day(layout), strict=strict, only=layout if alone else None
            )
