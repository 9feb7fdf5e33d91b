"""This version against another one, in one run: `python -m benchmarks against REV [--only WORDS]
[--rounds 9]`.

A checkout of REV is made in a temporary folder. Both versions run in this environment, with the
same packages, the same files and the same programs (`workloads.py`), as whole processes that take
turns. What is compared is processor time, user and system, so that other work on the machine
matters little. Each round gives one ratio for each workload, the time of REV divided by the time of
this version: 1.0 is equal, above it this version is faster, below it slower. Printed are the median
of the ratios, its quartiles, both medians of time, and both peaks of memory. A ratio under 0.95 is
marked `<`, one under 0.90 `<<`. A workload that ends otherwise in the two versions, or with wrong
use or a fault, is followed by how both ended, since they did not do the same work. The exit code is
0 all the same: this is a measurement, and what it means is for a reader.

    python -m benchmarks against d7076d4 --only validate --rounds 5 > faster.txt
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

from benchmarks.workloads import WORKLOADS, Workload

ROOT = Path(__file__).resolve().parent.parent
MAIN = "import sys; from tracecode.cli import main; sys.exit(main())"
FINE = ("exit 0", "exit 1", "exit 3")
MARKS = ((0.90, "<<"), (0.95, "<"))


class Run(NamedTuple):
    """One measurement."""

    seconds: float
    """Processor time, user and system."""
    memory: float
    """Most memory at one time, in MB."""
    end: str
    """The exit code, or the last line of a traceback."""


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks against", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("rev", metavar="REV", help="a commit, tag or branch of this repository")
    parser.add_argument(
        "--only", metavar="WORDS", action="append", help="workloads in whose name this stands"
    )
    parser.add_argument("--rounds", type=int, default=9)
    chosen = parser.parse_args()
    workloads = [
        work
        for work in WORKLOADS
        if not chosen.only or any(words in work.name for words in chosen.only)
    ]
    if not workloads:
        print(
            f"no workload of that name; there are: {'; '.join(work.name for work in WORKLOADS)}",
            file=sys.stderr,
        )
        return 2
    with tempfile.TemporaryDirectory(prefix="against-") as temporary:
        folder = Path(temporary)
        (folder / "data" / "out").mkdir(parents=True)
        sources = (checkout(chosen.rev, folder / "rev"), ROOT / "src")
        for source in sources:
            prove(source)
        print("writing the files ...", file=sys.stderr)
        write = [sys.executable, "-m", "benchmarks.workload_files", str(folder / "data")]
        subprocess.run(write, cwd=ROOT, env=environment(ROOT / "src"), check=True)
        print(f"{'':28}{'ratio':>7}{'quartiles':>15}{chosen.rev[:9]:>11}{'here':>9}{'memory':>16}")
        for work in workloads:
            print(line(work, compare(work, sources, folder / "data", chosen.rounds)), flush=True)
    print(
        f"{chosen.rounds} rounds; seconds of processor time; ratio: {chosen.rev[:9]} / here, "
        f"over 1 is faster here"
    )
    return 0


def checkout(rev: str, folder: Path) -> Path:
    """The source of a revision, with compiled modules, as installed ones have them."""
    ask = ["git", "rev-parse", "--verify", "--quiet", f"{rev}^{{commit}}"]
    if subprocess.run(ask, cwd=ROOT, stdout=subprocess.DEVNULL, check=False).returncode:
        sys.exit(f"git knows no commit {rev}")
    command = ["git", "archive", rev, "src", "specs"]
    with (
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as packing,
        # as a stream: this process must stay small
        tarfile.open(fileobj=packing.stdout, mode="r|") as archive,
    ):
        archive.extractall(folder, filter="data")
    return folder / "src"


def prove(source: Path) -> None:
    """Make sure that a process with this source imports it, and not the installed one."""
    subprocess.run(
        [sys.executable, "-m", "compileall", "-q", str(source / "tracecode")], check=True
    )
    code = "import tracecode; print(tracecode.__file__)"
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(source), check=True, capture_output=True
    )
    if Path(done.stdout.decode().strip()).parent != source / "tracecode":
        sys.exit(f"{source} is not what is imported, but {done.stdout.decode().strip()}")


def environment(source: Path) -> dict[str, str]:
    """The environment in which a version runs: its source comes before the one that is
    installed.
    """
    return {
        **os.environ,
        "PYTHONPATH": str(source),
        "PYTHONDONTWRITEBYTECODE": "1",
        "LC_ALL": "C.UTF-8",
    }


def compare(
    work: Workload, sources: tuple[Path, Path], data: Path, rounds: int
) -> list[tuple[Run, Run]]:
    """Pairs of measurements of the two versions, one round each; which comes first alternates."""
    measure(work, sources[0], data)  # the first run reads files that the second finds in memory
    pairs = []
    for turn in range(rounds):
        if turn % 2:
            here, there = measure(work, sources[1], data), measure(work, sources[0], data)
        else:
            there, here = measure(work, sources[0], data), measure(work, sources[1], data)
        pairs.append((there, here))
    return pairs


def measure(work: Workload, source: Path, data: Path) -> Run:
    """Run a workload once, in a folder whose output is empty."""
    shutil.rmtree(data / "out")
    (data / "out").mkdir()
    if "\n" in work.program:
        command = [sys.executable, "-c", work.program]
    else:
        command = [sys.executable, "-c", MAIN, *work.program.split()]
    runs = [run(command, source, data) for _ in range(work.times)]
    return Run(sum(one.seconds for one in runs), max(one.memory for one in runs), runs[-1].end)


def run(command: list[str], source: Path, data: Path) -> Run:
    """Processor time, memory and end of one process."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            command, cwd=data, env=environment(source), stdout=subprocess.DEVNULL, stderr=said
        )
        _, status, used = os.wait4(process.pid, 0)
        # so that Popen knows that it has ended
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        text = said.read().decode(errors="replace").strip()
    end = (
        text.splitlines()[-1][:80]
        if "Traceback (most recent call last)" in text
        else f"exit {process.returncode}"
    )
    return Run(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, end)


def line(work: Workload, pairs: list[tuple[Run, Run]]) -> str:
    """A row of the table."""
    ratios = [there.seconds / here.seconds for there, here in pairs]
    low, middle, high = (
        quantiles(ratios, n=4, method="inclusive") if len(ratios) > 1 else ratios * 3
    )
    times = [median(run.seconds for run in side) for side in zip(*pairs, strict=True)]
    peaks = [max(run.memory for run in side) for side in zip(*pairs, strict=True)]
    mark = next((mark for limit, mark in MARKS if middle < limit), "")
    ends = sorted({(there.end, here.end) for there, here in pairs})
    odd = [f"{there} | {here}" for there, here in ends if there != here or there not in FINE]
    return (
        f"{work.name:28}{middle:7.2f}{f'{low:.2f}-{high:.2f}':>15}{times[0]:9.2f} "
        f"s{times[1]:7.2f} s"
        f"{f'{peaks[0]:.0f} / {peaks[1]:.0f} MB':>16} {mark} {'; '.join(odd)}"
    ).rstrip()
