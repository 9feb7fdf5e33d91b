"""A tiny vector drawing in data: boxes, lines, arrows and texts, in millimetres from the top left
corner.

One drawing gives SVG, and the commands of Typst, from which a picture in pixels comes as well. Who
draws places things; `text_width` says how wide a text will be.

>>> drawing = Drawing(30, 10, (Box(0, 0, 30, 10), Lettering(15, 6.2, "32", middle=True)))
>>> svg(drawing).startswith('<svg xmlns="http://www.w3.org/2000/svg" width="30mm" height="10mm" viewBox="0 0 30 10"')
True
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Literal, TypeAlias

from tracecode.escape import attribute, markup
from tracecode.escape import typst as literal

Shade: TypeAlias = Literal["none", "white", "light", "middle", "dark"]
"""What fills a box: greys that differ in print, light enough for black letters but `dark`."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its top left corner, width and height."""

    x: float
    y: float
    width: float
    height: float
    shade: Shade = "none"
    rounded: bool = False
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line from one point to another, with a head at its end if it is an arrow."""

    x: float
    y: float
    to_x: float
    to_y: float
    arrow: bool = False
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Lettering:
    """One line of text; `x`, `y` are the left end of its base line, or the middle of it."""

    x: float
    y: float
    text: str
    size: float = 3.0
    """Height of the letters, in millimetres: 3 is 8.5 points."""
    middle: bool = False
    fixed: bool = False
    """Letters of equal width."""
    strong: bool = False
    white: bool = False
    """For a dark ground."""


Shape: TypeAlias = Box | Line | Lettering


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing and its size in millimetres; at most 160 wide fits between the margins of a
    page.
    """

    width: float
    height: float
    shapes: tuple[Shape, ...]


def text_width(text: str, size: float = 3.0, *, fixed: bool = False) -> float:
    """About how wide a text is, in millimetres: a Chinese character is as wide as high, others
    about half of it.
    """
    narrow = 0.6 if fixed else 0.56
    return size * sum(
        1.0 if unicodedata.east_asian_width(char) in "WFA" else narrow for char in text
    )


_SHADES = {"white": "#ffffff", "light": "#eeeeee", "middle": "#d0d0d0", "dark": "#404040"}
_STROKE = 0.2
_HEAD = 1.8
"""Length of the head of an arrow; half as wide."""


def svg(drawing: Drawing, said: str = "") -> str:
    """The drawing as SVG, letters as text.

    Args:
        drawing: what is drawn.
        said: what it shows, for those who do not see it.
    """
    width, height = _mm(drawing.width), _mm(drawing.height)
    role = f' role="img" aria-label={attribute(said)}' if said else ""
    shapes = "".join(map(_svg, drawing.shapes))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" '
        f'viewBox="0 0 {width} {height}"{role}>{shapes}</svg>'
    )


def _svg(shape: Shape) -> str:
    match shape:
        case Box():
            fill = _SHADES.get(shape.shade, "none")
            place = f'x="{_mm(shape.x)}" y="{_mm(shape.y)}" width="{_mm(shape.width)}" height="{_mm(shape.height)}"'
            radius = ' rx="1"' if shape.rounded else ""
            return f'<rect {place}{radius} fill="{fill}"{_pen(dashed=shape.dashed)}/>'
        case Line():
            ends = f'x1="{_mm(shape.x)}" y1="{_mm(shape.y)}" x2="{_mm(shape.to_x)}" y2="{_mm(shape.to_y)}"'
            points = " ".join([f"{_mm(x)},{_mm(y)}" for x, y in _head(shape)])
            head = f'<polygon points="{points}" fill="#000000"/>' if shape.arrow else ""
            return f"<line {ends}{_pen(dashed=shape.dashed)}/>{head}"
        case Lettering():
            family = "monospace" if shape.fixed else "sans-serif"
            anchor = ' text-anchor="middle"' if shape.middle else ""
            bold = ' font-weight="bold"' if shape.strong else ""
            colour = "#ffffff" if shape.white else "#000000"
            return (
                f'<text x="{_mm(shape.x)}" y="{_mm(shape.y)}" font-size="{_mm(shape.size)}" '
                f'font-family="{family}"'
                f'{anchor}{bold} fill="{colour}">{markup(shape.text)}</text>'
            )


def _pen(*, dashed: bool) -> str:
    return f' stroke="#000000" stroke-width="{_STROKE}"' + (
        ' stroke-dasharray="1 0.8"' if dashed else ""
    )


def _head(line: Line) -> tuple[tuple[float, float], ...]:
    """The three corners of the head of an arrow."""
    across, down = line.to_x - line.x, line.to_y - line.y
    length = (across**2 + down**2) ** 0.5 or 1.0
    across, down = across / length, down / length
    x, y = line.to_x - across * _HEAD, line.to_y - down * _HEAD
    half = _HEAD / 4
    return (
        (line.to_x, line.to_y),
        (x - down * half, y + across * half),
        (x + down * half, y - across * half),
    )


def typst(drawing: Drawing) -> str:
    """The drawing as an expression of Typst in code: a box with everything placed in it."""
    shapes = "".join(f"{_typst(shape)};" for shape in drawing.shapes)
    return f"box(width: {_mm(drawing.width)}mm, height: {_mm(drawing.height)}mm, {{ {shapes} }})"


def _typst(shape: Shape) -> str:
    match shape:
        case Box():
            fill = f'rgb("{_SHADES[shape.shade]}")' if shape.shade in _SHADES else "none"
            size = f"width: {_mm(shape.width)}mm, height: {_mm(shape.height)}mm, fill: {fill}"
            radius = ", radius: 1mm" if shape.rounded else ""
            return _placed(
                shape.x, shape.y, f"rect({size}, stroke: {_stroke(dashed=shape.dashed)}{radius})"
            )
        case Line():
            ends = f"start: ({_mm(shape.x)}mm, {_mm(shape.y)}mm), end: ({_mm(shape.to_x)}mm, {_mm(shape.to_y)}mm)"
            drawn = _placed(0, 0, f"line({ends}, stroke: {_stroke(dashed=shape.dashed)})")
            if not shape.arrow:
                return drawn
            corners = ", ".join(f"({_mm(x)}mm, {_mm(y)}mm)" for x, y in _head(shape))
            return f"{drawn};" + _placed(0, 0, f"polygon(fill: black, {corners})")
        case Lettering():
            font = "fixed" if shape.fixed else "sans"
            weight = ', weight: "bold"' if shape.strong else ""
            fill = "white" if shape.white else "black"
            style = f'font: {font}, size: {_mm(shape.size)}mm, fill: {fill}, top-edge: "baseline"{weight}'
            said = f"text({style}, {literal(shape.text)})"
            wide = 200  # wider than any page: the line is never broken
            held = f"box(width: {wide}mm, align({'center' if shape.middle else 'left'}, {said}))"
            return _placed(shape.x - wide / 2 if shape.middle else shape.x, shape.y, held)


def _placed(x: float, y: float, what: str) -> str:
    return f"place(top + left, dx: {_mm(x)}mm, dy: {_mm(y)}mm, {what})"


def _stroke(*, dashed: bool) -> str:
    dash = ', dash: "dashed"' if dashed else ""
    return f"(paint: black, thickness: {_STROKE}mm{dash})"


def _mm(value: float) -> str:
    """Millimetres, to the hundredth, without needless zeros."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
