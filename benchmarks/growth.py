"""What a night costs by its size, on one core and on two: `python -m benchmarks growth
[--codes 10000000] [--records 1000000] [--plot FILE.svg]`.

`tracecode validate --quiet` as whole processes, with `--jobs 1` and `--jobs 2`, on a CSV of codes
whose scheme is named and on lines of JSON with a record each, one in a hundred faulty in codes and
none in records; codes and ids differ, and a thousand records recur with other ids. Three sizes of
each, ten times apart. Printed are the time on the clock, which says something on a quiet machine
only, the processor time, the peak of memory of the largest process, and by calculation from the two
largest sizes what 10^9 codes and 10^8 records a day take.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from benchmarks.against import ROOT, Run
from benchmarks.platform import apart, pesticide, validate, write, write_lines
from benchmarks.plot import growth

DAY = 86_400


class Kind(NamedTuple):
    """What is judged."""

    name: str
    most: int
    day: int
    """How many a platform gets in a day."""


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks growth", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("--codes", type=int, default=10_000_000)
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--plot", metavar="FILE", help="draw processor time by size")
    chosen = parser.parse_args()
    drawn: dict[str, list[tuple[int, float]]] = {}
    with tempfile.TemporaryDirectory(prefix="growth-") as temporary:
        for kind in (
            Kind("codes", chosen.codes, 10**9), Kind("records", chosen.records, 10**8),
        ):  # fmt: skip
            drawn |= measured(Path(temporary), kind)
    if chosen.plot:
        Path(chosen.plot).write_text(growth(drawn), encoding="utf-8")
    return 0


def measured(folder: Path, kind: Kind) -> dict[str, list[tuple[int, float]]]:
    """The seconds of a kind by size, for one process and for two."""
    points: dict[str, list[tuple[int, float]]] = {}
    for rows in (kind.most // 100, kind.most // 10, kind.most):
        file = folder / f"{kind.name}.{'csv' if kind.name == 'codes' else 'ndjson'}"
        if kind.name == "codes":
            apart(write, file, pesticide, rows, 0.01)
        else:
            apart(write_lines, file, rows)
        for jobs in (1, 2):
            clock, spent = judged(file, kind, jobs)
            points.setdefault(f"{kind.name}, {jobs}", []).append((rows, spent.seconds))
            print(
                f"{rows:>12,} {kind.name:8} {file.stat().st_size / 1e6:8.0f} MB, jobs {jobs}: "
                f"{clock:8.1f} s, {spent.seconds:8.1f} s of processors, {rows / clock:>10,.0f}/s, "
                f"{spent.memory:5.0f} MB, load {os.getloadavg()[0]:.1f}",
                flush=True,
            )
        file.unlink()
    (few, less), (many, more) = points[f"{kind.name}, 1"][-2:]
    each = (more - less) / (many - few)
    print(
        f"{kind.name}: {each * 1e6:.2f} microseconds of a processor each; {kind.day:,} a day: "
        f"{each * kind.day / 3600:.1f} core hours, {each * kind.day / DAY:.2f} cores all day"
    )
    return points


def judged(file: Path, kind: Kind, jobs: int) -> tuple[float, Run]:
    """The command on a file: seconds on the clock, and what it took."""
    options = ("--scheme", "pesticide-unit") if kind.name == "codes" else ()
    begun = time.monotonic()
    spent = validate(file, ROOT / "src", "--jobs", str(jobs), *options, codes=kind.name == "codes")
    return time.monotonic() - begun, spent


if __name__ == "__main__":
    sys.exit(main())
