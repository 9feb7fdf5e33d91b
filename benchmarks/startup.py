"""What it costs to start: importing the package, and reading one code as a whole process. Ratios of one run.

Wanted: `import tracecode` at most half of `import pydantic` (both beyond a bare interpreter), `tracecode parse CODE` at
most 8 times a bare interpreter's start. Compiled modules must be in place, as after an installation: script/setup sees
to it.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from statistics import median

ROUNDS = 25
COMMAND = Path(sys.executable).with_name("tracecode")
PROGRAMS: dict[str, list[str]] = {
    "bare interpreter": [sys.executable, "-c", "pass"],
    "import tracecode": [sys.executable, "-c", "import tracecode"],
    "import pydantic": [sys.executable, "-c", "import pydantic"],
    "import python-stdnum (cn.uscc)": [sys.executable, "-c", "import stdnum.cn.uscc"],
    "tracecode parse CODE": [str(COMMAND), "parse", "91350100M000100Y43"],
    "tracecode parse CODE --scheme": [str(COMMAND), "parse", "91350100M000100Y43", "--scheme", "uscc"],
}


def main() -> int:
    """Print medians and minima in milliseconds and the two wanted ratios."""
    spent: dict[str, list[float]] = {name: [] for name in PROGRAMS}
    for _ in range(ROUNDS + 1):  # the first round fills caches
        for name, program in PROGRAMS.items():
            start = time.perf_counter()
            subprocess.run(program, check=True, stdout=subprocess.DEVNULL)  # our own words
            spent[name].append((time.perf_counter() - start) * 1000)
    middle = {name: median(times[1:]) for name, times in spent.items()}
    least = {name: min(times[1:]) for name, times in spent.items()}
    for name in PROGRAMS:
        print(f"{name:32} median {middle[name]:7.1f} ms   least {least[name]:7.1f} ms")
    for word, figures in (("medians", middle), ("least", least)):
        bare = figures["bare interpreter"]
        imports = (figures["import tracecode"] - bare) / (figures["import pydantic"] - bare)
        print(f"{word}: import tracecode / import pydantic {imports:.2f} (wanted at most 0.5); ", end="")
        print(f"parse / bare interpreter {figures['tracecode parse CODE'] / bare:.1f} (wanted at most 8)")
    return 0
