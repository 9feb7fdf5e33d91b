"""The faults, by the files they stand in."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).resolve().parent
_OURS = {"__init__", "collect", "run", "test_faults"}
SECONDS = 300
"""Most time of one fault."""


class Fault(NamedTuple):
    """A function that says whether a fault shows."""

    module: str
    function: str
    about: str
    """First line of its docstring; it begins with the number of the requirement in brackets."""


def faults() -> list[Fault]:
    """All faults, without importing anything."""
    found = []
    for path in sorted(FOLDER.glob("*.py")):
        if path.stem in _OURS:
            continue
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("fault_"):
                about = (ast.get_docstring(node) or "").partition("\n")[0]
                found.append(Fault(path.stem, node.name, about))
    return found


def later() -> list[str]:
    """What no name of the first commit reaches, as the files list it under `NEW`."""
    found: list[str] = []
    for path in sorted(FOLDER.glob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", None) == "NEW":
                found += ast.literal_eval(node.value)
    return found


def ask(fault: Fault, source: Path | None = None) -> tuple[str, str]:
    """What a fault says in a process of its own.

    Args:
        fault: which one.
        source: folder that holds the package `tracecode`; the installed one if left out.

    Returns:
        `shows` with what went wrong; `silent`; or `broken` with the last line of the error, where
        the fault itself failed (a missing name, for instance): that is no proof of anything.
    """
    environment = dict(os.environ) | ({"PYTHONPATH": str(source)} if source else {})
    try:
        done = subprocess.run(
            [sys.executable, str(FOLDER / "run.py"), fault.module, fault.function],
            capture_output=True, timeout=SECONDS, check=False, env=environment,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return "broken", f"no answer in {SECONDS} s"
    lines = done.stdout.decode("utf-8", "replace").strip().splitlines()
    if done.returncode or not lines:
        errors = done.stderr.decode("utf-8", "replace").strip().splitlines() or [
            f"exit code {done.returncode}"
        ]
        return "broken", errors[-1]
    says = json.loads(lines[-1])["says"]
    return ("silent", "") if says is None else ("shows", says)
