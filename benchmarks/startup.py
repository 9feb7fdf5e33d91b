"""What it costs to start, whole processes, as processor time in starts of a bare interpreter:
medians of paired ratios.

Wanted: `tracecode parse CODE` at most 6, `parse CODE --scheme ID` at most 4.5, `--version` at most
3; and `import tracecode` at most half of `import pydantic`, both beyond a bare interpreter. The
command is the script that an installation makes; compiled modules must be in place, as after one:
the first round sees to it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from statistics import median

ROUNDS = 25
COMMAND = str(Path(sys.executable).with_name("tracecode"))
CODE = "91350100M000100Y43"
BARE, OURS, PYDANTIC = "bare interpreter", "import tracecode", "import pydantic"
PROGRAMS: dict[str, list[str]] = {
    BARE: [sys.executable, "-c", "pass"],
    OURS: [sys.executable, "-c", "import tracecode"],
    PYDANTIC: [sys.executable, "-c", "import pydantic"],
    "import python-stdnum (cn.uscc)": [sys.executable, "-c", "import stdnum.cn.uscc"],
    "tracecode parse CODE": [COMMAND, "parse", CODE],
    "tracecode parse CODE --scheme": [COMMAND, "parse", CODE, "--scheme", "uscc"],
    "tracecode --version": [COMMAND, "--version"],
}
WANTED = {
    "tracecode parse CODE": 6.0,
    "tracecode parse CODE --scheme": 4.5,
    "tracecode --version": 3.0,
}


def main() -> int:
    """Print medians and minima in milliseconds, and the ratios with what is wanted of them; `main
    N`: of N rounds.
    """
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    spent: dict[str, list[float]] = {name: [] for name in PROGRAMS}
    for number in range(rounds + 1):  # the first round fills caches and compiles
        for name, program in PROGRAMS.items():
            used = _processor_time(program)
            if number:
                spent[name].append(used)
    bare = spent[BARE]
    for name, times in spent.items():
        ratio = median(used / start for used, start in zip(times, bare, strict=True))
        wanted = f" (wanted at most {WANTED[name]:g})" if name in WANTED else ""
        print(
            f"{name:32} median {median(times):6.1f} ms   least {min(times):6.1f} ms   ratio "
            f"{ratio:5.2f}{wanted}"
        )
    ours, theirs = median(spent[OURS]) - median(bare), median(spent[PYDANTIC]) - median(bare)
    print(f"import tracecode / import pydantic {ours / theirs:.2f} (wanted at most 0.5)")
    return 0


def _processor_time(program: list[str]) -> float:
    """Milliseconds of processor time, of the user and the system, that a program takes.

    Raises:
        RuntimeError: it fails.
    """
    quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    settings = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    _, status, usage = os.wait4(
        os.posix_spawn(program[0], program, settings, file_actions=quiet), 0
    )
    if status:
        raise RuntimeError(f"{' '.join(program)} ended with status {status}")
    return (usage.ru_utime + usage.ru_stime) * 1000
