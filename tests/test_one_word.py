"""One word, one thing: no two classes of the house have the same name."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

import tracecode

HOME = Path(tracecode.__file__).parent
SHARED: dict[str, tuple[set[str], str]] = {
    "Finding": (
        {"findings", "records.envelope"},
        "one thing in two forms: as it is raised, and as a receipt carries it",
    ),
}
"""Names that several modules may define, those modules, and why."""


def homes() -> dict[str, set[str]]:
    """The modules that define each class, but for the typed records, which are derived."""
    modules: dict[str, set[str]] = defaultdict(set)
    for path in sorted(HOME.rglob("*.py")):
        parts = path.relative_to(HOME).with_suffix("").parts
        if parts[0] == "models":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                modules[node.name].add(".".join(parts))
    return modules


def test_a_class_has_a_name_of_its_own() -> None:
    """A reader who meets the name of a class knows which is meant; names that are listed as shared
    are shared.
    """
    shared = {name: modules for name, modules in homes().items() if len(modules) > 1}
    assert shared == {name: modules for name, (modules, _) in SHARED.items()}
