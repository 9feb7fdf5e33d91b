"""Validation of codes, one by one and by columns, against python-stdnum and against ourselves:
ratios of one run.

Every figure is the median of several interleaved rounds, so that a slower minute of the machine
slows both sides.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from random import Random
from statistics import median
from typing import NamedTuple

from tracecode.standard.resolved import packaged

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import pyarrow as pa
from biip.gs1_messages import GS1Message
from stdnum import ean
from stdnum.cn import uscc

from benchmarks.corpus import right
from tracecode import gs1, kernel
from tracecode.codes.registry import registry

SINGLE = 20_000
BULK = 1_000_000
ROUNDS = 9

Rival = Callable[[str], bool]


class Case(NamedTuple):
    """What to measure and what is wanted."""

    name: str
    scheme: str
    length: int
    rival: Rival | None
    alone: float | None
    """Wanted ratio of single validation to the rival."""
    bulk: float
    """Wanted ratio of bulk validation: to the rival, or to the faster of the rival and
    ourselves.
    """
    to_rival: bool


CASES = (
    Case("GTIN-14", "gtin", 14, ean.is_valid, 3, 400, True),
    Case("USCC", "uscc", 18, uscc.is_valid, 3, 200, True),
    Case("SC licence", "sc-food-licence", 16, None, None, 100, False),
    Case("VIN", "vin", 17, None, None, 100, False),
    Case("pesticide unit", "pesticide-unit", 32, None, None, 100, False),
)


def main() -> int:
    """Print the table; 0 even where a wanted ratio is missed, since machines differ."""
    print(
        f"{'':16}{'alone/s':>12}{'stdnum/s':>12}{'ratio':>9}{'wanted':>8}{'bulk/s':>15}{'ratio':>9}{'wanted':>8}"
    )
    for case in CASES:
        _report(case)
    _gs1()
    print(
        f"\nMedians of {ROUNDS} rounds; bulk: {BULK:,} valid codes in an Arrow string array, on "
        f"one core."
    )
    print(
        "Bulk ratios are to stdnum for GTIN-14 and USCC, and to our own single validation for "
        "the others."
    )
    return 0


def _report(case: Case) -> None:
    scheme, judge = registry(packaged())[case.scheme], kernel(case.scheme)
    random = Random(1)
    codes = [
        code
        for code in right(scheme, 4000, random)
        if len(code) == case.length and scheme.is_valid(code)
    ]
    if case.rival is not None:
        codes = [*filter(case.rival, codes)]  # only what both accept: a refusal is quicker
    few = random.choices(codes, k=SINGLE)
    column = pa.array(random.choices(codes, k=BULK))
    if not judge.check(column).valid.all():
        raise AssertionError(f"{case.name}: a valid code was refused")
    rival_of = case.rival
    rounds = [
        (
            _rate(lambda: [*map(scheme.is_valid, few)], SINGLE),
            _rate(lambda: [*map(rival_of, few)], SINGLE) if rival_of else 0.0,
            _rate(lambda: judge.check(column), BULK),
        )
        for _ in range(ROUNDS)
    ]
    alone, rival, bulk = (median(rates) for rates in zip(*rounds, strict=True))
    base = 1 if case.to_rival else 0
    print(
        f"{case.name:16}{alone:12,.0f}{_number(rival):>12}"
        f"{_number(median(a / r for a, r, _ in rounds) if rival else 0, 1):>9}{_number(case.alone or 0):>8}"
        f"{bulk:15,.0f}{median(each[2] / each[base] for each in rounds):9,.0f}{case.bulk:8,.0f}"
    )


def _gs1() -> None:
    """A four-element GS1 message in wire form: reading it, and reading it with its dates, against
    biip.
    """
    random = Random(2)
    few = [
        f"01{item}17{random.randrange(26, 50)}{random.randrange(1, 13):02d}{random.randrange(1, 29):02d}"
        f"10{random.randrange(10**6)}\x1d21{random.randrange(10**9)}"
        for item in (
            code for code in right(registry(packaged())["gtin"], 3000, random) if len(code) == 14
        )
    ][:2000]
    rounds = [
        (
            _rate(lambda: [*map(gs1.parse, few)], len(few)),
            _rate(lambda: [gs1.parse(text).date("17") for text in few], len(few)),
            _rate(lambda: [*map(GS1Message.parse, few)], len(few)),
        )
        for _ in range(ROUNDS)
    ]
    ours, dated, rival = (median(rates) for rates in zip(*rounds, strict=True))
    print(
        f"\n{'GS1 message of four elements':32}{'ours/s':>12}{'biip/s':>12}{'ratio':>9}{'wanted':>8}"
    )
    print(
        f"{'read':32}{ours:12,.0f}{rival:12,.0f}{median(a / r for a, _, r in rounds):9,.1f}{10:8}"
    )
    ratio = median(d / r for _, d, r in rounds)
    print(f"{'read, and the date of (17)':32}{dated:12,.0f}{rival:12,.0f}{ratio:9,.1f}{'-':>8}")


def _number(value: float, places: int = 0) -> str:
    return f"{value:,.{places}f}" if value else "-"


def _rate(run: Callable[[], object], count: int) -> float:
    start = time.perf_counter()
    run()
    return count / (time.perf_counter() - start)


if __name__ == "__main__":
    raise SystemExit(main())
