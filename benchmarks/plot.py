"""A plot of growth as SVG: rows against seconds, both by powers of ten."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

_WIDE, _HIGH, _LEFT, _LOW = 640, 400, 70, 50
_COLOURS = ("#0b6e99", "#b34700", "#3b7a3b", "#6a3d9a")


def growth(series: Mapping[str, Sequence[tuple[int, float]]]) -> str:
    """The plot.

    Args:
        series: of each name the points: rows, and seconds.
    """
    points = [point for line in series.values() for point in line]
    first, last = (
        [math.floor(math.log10(min(point[axis] for point in points))) for axis in (0, 1)],
        [math.ceil(math.log10(max(point[axis] for point in points))) for axis in (0, 1)],
    )

    def place(rows: float, seconds: float) -> tuple[float, float]:
        across, up = (
            (math.log10(value) - first[axis]) / max(last[axis] - first[axis], 1)
            for axis, value in enumerate((rows, seconds))
        )
        return _LEFT + across * (_WIDE - _LEFT - 110), _HIGH - _LOW - up * (_HIGH - _LOW - 20)

    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {_HIGH}" '
            f'font-family="sans-serif" font-size="13" role="img">'
        ),
        "<title>Processor seconds by rows / 处理器用时与行数</title>",
        f'<rect width="{_WIDE}" height="{_HIGH}" fill="#fff"/>',
    ]
    for axis in (0, 1):
        for power in range(first[axis], last[axis] + 1):
            ends = [
                (10.0**power, 10.0 ** at[1]) if axis == 0 else (10.0 ** at[0], 10.0**power)
                for at in (first, last)
            ]
            (x, y), (to_x, to_y) = (place(*end) for end in ends)
            parts.append(
                f'<line x1="{x:.0f}" y1="{y:.0f}" x2="{to_x:.0f}" y2="{to_y:.0f}" stroke="#ddd"/>'
            )
            at = (
                f'x="{x:.0f}" y="{y + 18:.0f}" text-anchor="middle"'
                if axis == 0
                else f'x="{x - 6:.0f}" y="{y + 4:.0f}" text-anchor="end"'
            )
            parts.append(f'<text {at}>10<tspan dy="-5" font-size="9">{power}</tspan></text>')
    for colour, (name, line) in zip(_COLOURS, series.items(), strict=False):
        spots = [place(*point) for point in line]
        drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
        parts.append(f'<polyline points="{drawn}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>' for x, y in spots]
        x, y = spots[-1]
        parts.append(f'<text x="{x + 8:.0f}" y="{y + 4:.0f}" fill="{colour}">{name}</text>')
    parts += [
        f'<text x="{_WIDE / 2:.0f}" y="{_HIGH - 8}" text-anchor="middle">rows / 行数</text>',
        (
            f'<text x="16" y="{_HIGH / 2:.0f}" text-anchor="middle" transform="rotate(-90 16 '
            f'{_HIGH / 2:.0f})">seconds of processors / 处理器秒数</text>'
        ),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"
