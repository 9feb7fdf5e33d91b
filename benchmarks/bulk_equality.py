"""The bulk kernels against the engine for single codes: `python -m benchmarks bulk_equality --rows
1000000 [SCHEME]`.

Prints for each scheme how its rows were judged, how many of them were valid, and the disagreements;
fails if there is one.
"""

from __future__ import annotations

import argparse
import time
from itertools import islice

from benchmarks.corpus import mixed
from tracecode import kernel
from tracecode.codes.registry import registry
from tracecode.standard.resolved import packaged

_BATCH = 100_000


def main() -> int:
    """Compare, and return 1 if any verdict differs."""
    parser = argparse.ArgumentParser(description="bulk kernels against the engine for single codes")
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows a scheme")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("schemes", nargs="*", help="scheme ids; all without")
    given = parser.parse_args()
    wrong = 0
    for id in given.schemes or registry(packaged()).ids:
        wrong += _compare(id, given.rows, given.seed)
    print(f"{wrong} disagreements")
    return 1 if wrong else 0


def _compare(id: str, rows: int, seed: int) -> int:
    scheme, judge = registry(packaged())[id], kernel(id)
    texts = mixed(scheme, rows, seed)
    right = wrong = 0
    single = bulk = 0.0
    while batch := [*islice(texts, _BATCH)]:
        start = time.perf_counter()
        expected = [*map(scheme.is_valid, batch)]
        middle = time.perf_counter()
        found = judge.check(batch).valid.tolist()
        end = time.perf_counter()
        single, bulk = single + middle - start, bulk + end - middle
        right += sum(expected)
        for text, one, other in zip(batch, expected, found, strict=True):
            if one != other:
                wrong += 1
                print(f"  {id}: {text!r} is {one} alone and {other} in bulk")
    print(
        f"{id:30} {judge.engine:8} {right / rows:6.1%} valid {wrong:4} disagreements  "
        f"{single:6.1f} s {bulk:6.1f} s"
    )
    return wrong


if __name__ == "__main__":
    raise SystemExit(main())
