"""The figures, drawn from data: structure of a code, a check character worked out, stages of an
item, messages.

>>> drawing = structure([BarPart("区划", "110000", 6), BarPart("校验码", "3", 1)])
>>> [shape.text for shape in drawing.shapes if isinstance(shape, Lettering)]
['110000', '区划', '1～6', '3', '校验码', '7']
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tracecode.publish.documents.drawing import Box, Drawing, Lettering, Line, text_width
from tracecode.publish.documents.structure import positions

if TYPE_CHECKING:
    from tracecode.publish.documents.drawing import Shade, Shape
    from tracecode.publish.standard_document.worked import Work

WIDTH = 156.0
"""Millimetres between the margins, less the strokes at both ends."""
_SMALL = 2.6
"""Height of the letters beside and below boxes, in millimetres."""
_LINE = 3.6
"""From one line of small letters to the next."""


class BarPart(NamedTuple):
    """A segment as it is drawn."""

    name: str
    value: str
    """In an example; empty if there is none."""
    length: int | None
    """Number of characters; None if it varies, and then nothing behind it has a position."""


def structure(parts: Sequence[BarPart]) -> Drawing:
    """The segments of a code as a bar: value, name below, positions above. Breaks into rows where
    it is too long.
    """
    widths = [min(WIDTH, max(_value_width(part), _name_width(part.name), 9.0)) for part in parts]
    names = [_wrapped(part.name, width - 1.5) for part, width in zip(parts, widths, strict=True)]
    places = list(positions(part.length for part in parts))
    shapes: list[Shape] = []
    top, widest = 0.0, 0.0
    for row in _rows(widths):
        x, deepest = 0.2, max(len(names[at]) for at in row)
        for at in row:
            middle = x + widths[at] / 2
            shapes.append(Box(x, top + 4.5, widths[at], 7, shade="light" if at % 2 else "white"))
            if parts[at].value:
                shapes.append(
                    Lettering(
                        middle,
                        top + 9,
                        _fitted(parts[at].value, widths[at]),
                        middle=True,
                        fixed=True,
                    )
                )
            for line, text in enumerate(names[at]):
                shapes.append(Lettering(middle, top + 15 + line * _LINE, text, _SMALL, middle=True))
            if places[at]:
                shapes.append(Lettering(middle, top + 3.4, places[at], _SMALL, middle=True))
            x += widths[at]
        widest, top = max(widest, x), top + 15 + deepest * _LINE
    return Drawing(widest + 0.2, top, tuple(shapes))


def _value_width(part: BarPart) -> float:
    return text_width(part.value[:24], fixed=True) + 2.5


def _name_width(name: str) -> float:
    """So wide that a short name fits in one line and a longer one in two; words are not cut."""
    if text_width(name, _SMALL) < 13:
        return text_width(name, _SMALL) + 2
    longest = (
        max((text_width(word, _SMALL) for word in name.split(" ")), default=0)
        if name.isascii()
        else 0
    )
    return max(text_width(name, _SMALL) / 2 + 4.5, min(longest, 30) + 2)


def _fitted(value: str, width: float) -> str:
    """A value, its end cut where the box is too narrow for it."""
    most = max(3, int((width - 2) / text_width("0", fixed=True)))
    return value if len(value) <= most else value[: most - 1] + "…"


def _wrapped(name: str, width: float) -> list[str]:
    """A name in lines: at blanks where it has any, otherwise anywhere."""
    pieces = [piece + " " for piece in name.split(" ")] if " " in name else list(name)
    lines = [""]
    for piece in pieces:
        closing = piece in "），、。；：”"  # never begins a line
        if lines[-1] and not closing and text_width(lines[-1] + piece.rstrip(), _SMALL) > width:
            lines.append("")
        lines[-1] += piece
    return [line.rstrip() for line in lines]


def _rows(widths: Sequence[float]) -> Iterator[list[int]]:
    """The places of boxes that fit in a row, row by row."""
    row: list[int] = []
    used = 0.0
    for at, width in enumerate(widths):
        if row and used + width > WIDTH:
            yield row
            row, used = [], 0.0
        row.append(at)
        used += width
    if row:
        yield row


class Steps(NamedTuple):
    """What the rows of a worked check character are called."""

    position: str
    character: str
    value: str
    weight: str
    product: str
    sum: str


def check(work: Work, names: Steps, conclusion: Sequence[str]) -> Drawing:
    """A check character worked out: a column a character, and the conclusion below."""
    rows: list[tuple[str, list[str]]] = [
        (names.position, [str(at) for at in range(1, len(work.body) + 1)]),
        (names.character, list(work.body)),
        (names.value, [*map(str, work.values)]),
    ]
    if work.weights:
        rows += [
            (names.weight, [*map(str, work.weights)]),
            (names.product, [*map(str, work.products)]),
        ]
    else:
        rows += [(names.sum, [*map(str, work.sums)]), (names.product, [*map(str, work.products)])]
    head = max(text_width(name, _SMALL) for name, _ in rows) + 3
    widest = max((len(text) for _, cells in rows for text in cells), default=1)
    cell = max(5.5, text_width("0" * widest, _SMALL, fixed=True) + 1.6)
    across = max(1, int((WIDTH - head) / cell))
    shapes: list[Shape] = []
    top = 0.2
    for begin in range(0, len(work.body), across):
        for at, (name, cells) in enumerate(rows):
            shade: Shade = "light" if at == 0 else "none"
            shapes += [
                Box(0.2, top, head, 5, shade="light"),
                Lettering(0.2 + head / 2, top + 3.5, name, _SMALL, middle=True),
            ]
            for column, text in enumerate(cells[begin : begin + across]):
                x = 0.2 + head + column * cell
                shapes += [
                    Box(x, top, cell, 5, shade=shade),
                    Lettering(
                        x + cell / 2,
                        top + 3.5,
                        text,
                        _SMALL,
                        middle=True,
                        fixed=True,
                        strong=at == 1,
                    ),
                ]
            top += 5
        top += 2
    for line in conclusion:
        shapes.append(Lettering(0.2, top + 3, line, 3.0))
        top += 4.6
    grid = head + min(across, len(work.body)) * cell + 0.4
    said = max((text_width(line) for line in conclusion), default=0)
    return Drawing(max(grid, said + 1), top + 0.4, tuple(shapes))


class Stage(NamedTuple):
    """A stage as it is drawn."""

    name: str
    records: Sequence[str]
    ordered: bool = True
    """Whether it has a place in the order; False: a box beside the others, to which no arrow
    leads.
    """


def flow(stages: Sequence[Stage]) -> Drawing:
    """The stages of an item in order, each a box with what is recorded; arrows from one to the
    next.
    """
    width, gap = 48.0, 6.0
    across = max(1, int((WIDTH + gap) / (width + gap)))
    boxes = [
        [line for text in stage.records for line in _wrapped(text, width - 4)] for stage in stages
    ]
    shapes: list[Shape] = []
    top = 0.2
    for begin in range(0, len(stages), across):
        row = range(begin, min(begin + across, len(stages)))
        height = 7 + max(len(boxes[at]) for at in row) * _LINE + 1.5
        for place, at in enumerate(row):
            x = 0.2 + place * (width + gap)
            name, _, ordered = stages[at]
            size = 3.0 if text_width(name) < width - 2 else _SMALL
            shapes += [
                Box(x, top, width, height, rounded=True, dashed=not ordered),
                Box(
                    x,
                    top,
                    width,
                    6,
                    shade="middle" if ordered else "light",
                    rounded=True,
                    dashed=not ordered,
                ),
                Lettering(x + width / 2, top + 4.2, name, size, middle=True, strong=True),
            ]
            shapes += [
                Lettering(x + 2, top + 9.5 + line * _LINE, text, _SMALL)
                for line, text in enumerate(boxes[at])
            ]
            if at + 1 < len(stages) and stages[at + 1].ordered:
                shapes += _onward(x, top, width, gap, height, last=place == across - 1)
        top += height + gap
    columns = min(across, len(stages))
    return Drawing(columns * (width + gap) - gap + 0.4, top - gap + 0.4, tuple(shapes))


def _onward(
    x: float, top: float, width: float, gap: float, height: float, *, last: bool
) -> Iterator[Shape]:
    """The arrow to the next box: to the right, or back to the first of the next row."""
    if not last:
        yield Line(x + width, top + 3, x + width + gap, top + 3, arrow=True)
        return
    below = top + height + gap / 2
    yield Line(x + width / 2, top + height, x + width / 2, below)
    yield Line(x + width / 2, below, 0.2 + width / 2, below)
    yield Line(0.2 + width / 2, below, 0.2 + width / 2, top + height + gap, arrow=True)


class MessageArrow(NamedTuple):
    """A message from one side to another, and what comes back."""

    caller: int
    """The place of the side among all sides."""
    responder: int
    name: str
    answer: str
    """Empty if nothing comes back."""


def sequence(sides: Sequence[str], calls: Sequence[MessageArrow]) -> Drawing:
    """Who sends what to whom: a line down from each side, an arrow for each message, a dashed one
    for the answer.
    """
    step = WIDTH / len(sides)
    middles = [step * (at + 0.5) for at in range(len(sides))]
    shapes: list[Shape] = []
    heads = [_wrapped(side, step - 6) for side in sides]
    deep = 4 + max(map(len, heads)) * _LINE
    for middle, lines in zip(middles, heads, strict=True):
        shapes.append(Box(middle - step / 2 + 2, 0.2, step - 4, deep, shade="middle", rounded=True))
        shapes += [
            Lettering(middle, 4.6 + line * _LINE, text, _SMALL, middle=True, strong=True)
            for line, text in enumerate(lines)
        ]
    top = deep + 6
    for call in calls:
        start, end = middles[call.caller], middles[call.responder]
        shapes += [
            Line(start, top, end, top, arrow=True),
            Lettering((start + end) / 2, top - 1.2, call.name, _SMALL, middle=True),
        ]
        if call.answer:
            top += 5.6
            shapes += [
                Line(end, top, start, top, arrow=True, dashed=True),
                Lettering((start + end) / 2, top - 1.2, call.answer, _SMALL, middle=True),
            ]
        top += 7
    shapes += [Line(middle, deep + 0.2, middle, top - 3, dashed=True) for middle in middles]
    return Drawing(WIDTH, top, tuple(shapes))
