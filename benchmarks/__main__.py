"""Run a benchmark by name: `python -m benchmarks codes`."""

from __future__ import annotations

import importlib
import os
import sys


def main() -> int:
    """Run `main` of the module that the first argument names; further arguments are its own."""
    here = os.path.dirname(__file__)
    names = sorted(
        name[:-3]
        for name in os.listdir(here)
        if name.endswith(".py") and _runs(os.path.join(here, name))
    )
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name not in names:
        print(f"usage: python -m benchmarks NAME, where NAME is one of: {', '.join(names)}")
        return 2
    del sys.argv[1]
    found: int | None = importlib.import_module(f"benchmarks.{name}").main()
    return found or 0


def _runs(path: str) -> bool:
    """Whether a module is a benchmark, or only serves some."""
    with open(path, encoding="utf-8") as opened:
        return not os.path.basename(path).startswith("_") and "\ndef main(" in opened.read()


if __name__ == "__main__":
    sys.exit(main())
