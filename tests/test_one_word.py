"""One word, one thing: no two classes of the house have the same name, and names say what they hold."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import tracecode

if TYPE_CHECKING:
    from collections.abc import Iterator

HOME = Path(tracecode.__file__).parent
SHARED: dict[str, tuple[set[str], str]] = {
    "Finding": (
        {"findings", "records.envelope"},
        "one thing in two forms: as it is raised, and as a receipt carries it",
    ),
}
"""Names that several modules may define, those modules, and why."""


EMPTY_WORDS = frozenset({"said", "found", "one", "thing"})
"""Names that tell nothing of what they hold."""


def modules() -> Iterator[Path]:
    """The modules of the house, but for the typed records, which are derived."""
    for path in sorted(HOME.rglob("*.py")):
        if path.relative_to(HOME).parts[0] != "models":
            yield path


def homes() -> dict[str, set[str]]:
    """The modules that define each class."""
    defining: dict[str, set[str]] = defaultdict(set)
    for path in modules():
        parts = path.relative_to(HOME).with_suffix("").parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                defining[node.name].add(".".join(parts))
    return defining


def test_a_class_has_a_name_of_its_own() -> None:
    """A reader who meets the name of a class knows which is meant; names that are listed as shared
    are shared.
    """
    shared = {name: modules for name, modules in homes().items() if len(modules) > 1}
    assert shared == {name: modules for name, (modules, _) in SHARED.items()}


def test_names_say_what_they_hold() -> None:
    """Names that fit anything are given seldom; a field, a finding, a paragraph is called so."""
    stores = [
        f"{path.relative_to(HOME)}:{node.lineno} {node.id}"
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id in EMPTY_WORDS
    ]
    assert len(stores) < 100, stores
