"""How the time of deriving grows with the standard: `python -m benchmarks scale [--rounds 3]`.

The packaged standard is written three, six and nine times as large: each item again under other ids
and numbers, with its records. Processor seconds, whole processes but for the first two columns,
which are taken inside one after the specifications are read. Each size is compiled first, as a
released pack would be. The exponent is the slope between 102 and 306 items: 1 is linear in the
items, 2 quadratic.

Wanted: layouts under 1 s and the message schema under 2 s at 306 items; exponents of schemas and
models at most 1.2.
"""

from __future__ import annotations

import argparse
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from tracecode.spec.layer import packaged

TIMES = (1, 3, 9)
_MAIN = "import sys; from tracecode.cli import main; sys.exit(main())"
_INSIDE = """
import sys, time
from tracecode.publish import json_schema
from tracecode.standard.record_layout import layouts
from tracecode.standard.resolved import load
standard = load(sys.argv[1])
for kind in ("source", "indicator", "group", "record", "product", "codelist"):
    for id in standard.ids(kind):
        standard.thing(kind, id)
start = time.process_time()
count = len(layouts(standard))
between = time.process_time()
json_schema.message_schema(standard)
print(len(standard.ids("product")), count, between - start, time.process_time() - between)
"""


def main() -> int:
    """Print a row a size."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks scale", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    print(f"{'items':>6}{'types':>7}{'layouts':>10}{'message':>10}{'schemas':>10}{'models':>10}")
    spent: dict[str, list[float]] = {"schemas": [], "models": []}
    with tempfile.TemporaryDirectory(prefix="scale-") as temporary:
        for times in TIMES:
            folder = enlarged(times, Path(temporary, f"x{times}"))
            inside = [_inside(folder) for _ in range(rounds)]
            items, types = (int(value) for value in inside[0][:2])
            layouts, message = (median(row[at] for row in inside) for at in (2, 3))
            for what, seconds in spent.items():
                out = os.path.join(temporary, f"{what}_{times}")
                publish = [
                    sys.executable,
                    "-c",
                    _MAIN,
                    "publish",
                    what,
                    "--specs",
                    str(folder),
                    "--out",
                    out,
                ]
                seconds.append(median(_seconds(publish) for _ in range(rounds)))
                shutil.rmtree(out)
            last = [f"{seconds[-1]:8.2f} s" for seconds in spent.values()]
            print(f"{items:6}{types:7}{layouts:8.2f} s{message:8.2f} s{''.join(last)}", flush=True)
    for what, (_, middle, most) in spent.items():
        print(
            f"{what}: exponent {math.log(most / middle) / math.log(TIMES[2] / TIMES[1]):.2f} "
            f"(wanted at most 1.2)"
        )
    return 0


def enlarged(times: int, folder: Path) -> Path:
    """The packaged standard with each item so many times, compiled."""
    shutil.copytree(packaged(), folder, ignore=shutil.ignore_patterns("published", "meta"))
    for product in sorted((folder / "products").glob("*/*.yaml")):
        text = product.read_text("utf-8")
        id = product.stem
        for copy in range(1, times):
            again = re.sub(r"^id: .*$", f"id: {id}-{copy}", text, count=1, flags=re.MULTILINE)
            again = re.sub(
                r'^number: "(.*)"$', rf'number: "\g<1>{copy}"', again, count=1, flags=re.MULTILINE
            )
            product.with_name(f"{id}-{copy}.yaml").write_text(again, encoding="utf-8")
    compiling = [sys.executable, "-c", _MAIN, "spec", "compile", str(folder)]
    subprocess.run(compiling, check=True, stdout=subprocess.DEVNULL)
    return folder


def _inside(folder: Path) -> list[float]:
    done = subprocess.run(
        [sys.executable, "-c", _INSIDE, str(folder)], check=True, capture_output=True, text=True
    )
    return [float(value) for value in done.stdout.split()]


def _seconds(command: list[str]) -> float:
    """Processor time of a process, user and system."""
    before = os.times()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = os.times()
    return (
        after.children_user + after.children_system - before.children_user - before.children_system
    )


if __name__ == "__main__":
    sys.exit(main())
