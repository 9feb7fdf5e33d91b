"""Run one fault in a process of its own: `python run.py MODULE FUNCTION`; the last line printed is
the answer as JSON.

The module is loaded from its file, so that it meets whatever version of the library the process was
given.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.append(str(FOLDER.parents[1]))  # for what the tests share, such as a database server


def answer(module: str, function: str) -> str | None:
    """What the fault says."""
    spec = importlib.util.spec_from_file_location(f"faults_{module}", FOLDER / f"{module}.py")
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = loaded
    spec.loader.exec_module(loaded)
    said = getattr(loaded, function)()
    assert said is None or isinstance(said, str)
    return said


if __name__ == "__main__":
    result = answer(sys.argv[1], sys.argv[2])
    sys.stdout.write("\n" + json.dumps({"says": result}) + "\n")
