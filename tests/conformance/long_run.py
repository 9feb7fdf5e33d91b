# ruff: noqa: T201  # it reports
"""The long run: `python -m tests.conformance.long_run --payloads 2000` compares so many records of
every type.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter

from tests.conformance.agreement import Judges
from tests.folders import alone
from tracecode.standard.resolved import packaged


def main() -> int:
    """Compare, print what is disputed and which limits were met; 1 if anything is disputed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--payloads", type=int, default=2000, help="records of each type")
    parser.add_argument("--specs", help="the standard; the packaged one if left out")
    parser.add_argument("--only", help="record types that begin so")
    parser.add_argument("--show", type=int, default=5, help="disputes shown of each type")
    parser.add_argument("--seed", default="")
    options = parser.parse_args()
    judges = Judges(alone(options.specs) if options.specs else packaged())
    began = time.monotonic()
    total = 0
    kinds: Counter[str] = Counter()
    chosen = [
        layout for layout in judges.layouts.values() if layout.id.startswith(options.only or "")
    ]
    for done, layout in enumerate(chosen, 1):
        found = list(judges.disputes(layout, options.payloads, options.seed))
        total += len(found)
        for one in found[: options.show]:
            print(
                f"{one.record} [{one.change}] {one.target}: library {list(one.library)}; schema "
                f"{one.schema!r}",
                flush=True,
            )
        kinds.update(f"{one.target}: {one.change}" for one in found)
        if sys.stderr.isatty():
            print(f"\r{done}/{len(chosen)}", end="", file=sys.stderr)
        elif done % 50 == 0:  # in a log, a line now and then
            print(f"{done}/{len(chosen)}, {total} disputes", file=sys.stderr, flush=True)
    took = time.monotonic() - began
    print(f"{len(chosen)} record types x {options.payloads}: {total} disputes, {took:.0f} s")
    for name, count in [*kinds.most_common(), *judges.limits.most_common()]:
        print(f"  {count:8} {name}")
    return 1 if total else 0


if __name__ == "__main__":
    sys.exit(main())
