"""Characters of a wrong text that cannot be seen and that no code of its rule holds: blanks of other
widths, and what is ignored in display.

They come with what people copy. A rule whose parts have no fixed length takes their neighbours for
what is wrong, so they are told by themselves where nothing else names them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tracecode.escape import code_point
from tracecode.findings import Finding
from tracecode.spec.charclass import CharClass, shows_nothing

if TYPE_CHECKING:
    from tracecode.codes.layout import Layout
    from tracecode.fold import Folded


_WIDE = "\u3000"


def strays(layout: Layout, folded: Folded, findings: tuple[Finding, ...]) -> Iterator[Finding]:
    """A finding on each of them that none of the others names.

    Args:
        layout: by which the text was read.
        folded: the text.
        findings: what is wrong with it.
    """
    text = folded.wide
    for char in dict.fromkeys(text) if not text.isascii() else ():
        if char.isascii() or not shows_nothing(char):
            continue
        if occurs(" " if char == _WIDE else char, layout):  # read as that
            continue
        if not any(code_point(char) in finding.text("en") for finding in findings):
            values = {"name": layout.name, "found": char, "allowed": _all(layout).label}
            yield Finding(
                rule="code.characters", severity=findings[0].severity, values=values,
                position=folded.place(text.index(char)) + 1, source=findings[0].source,
                evidence=layout.evidence,
            )  # fmt: skip


def occurs(char: str, layout: Layout) -> bool:
    """Whether any code of a layout holds a character."""
    return any(
        char in "".join((segment.spec.literal or "", *segment.spec.also))
        if segment.chars is None
        else char in segment.chars
        or (segment.first is not None and char in segment.first)
        or (segment.spec.repeat is not None and char in segment.spec.repeat.separator)
        for segment in layout.segments
    )


def _all(layout: Layout) -> CharClass:
    """The characters of all codes of a layout."""
    chars: set[str] = set()
    for segment in layout.segments:
        chars.update(segment.spec.literal or "", *segment.spec.also)
        chars.update(*(each.chars for each in (segment.chars, segment.first) if each is not None))
        chars.update(segment.spec.repeat.separator if segment.spec.repeat is not None else "")
    return CharClass.of(chars)
