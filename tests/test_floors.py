"""The house: what stands on what. Imports point down only, lazy ones too; rooms of one floor do not
know each other.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import tracecode

if TYPE_CHECKING:
    from collections.abc import Iterator

HOME = Path(tracecode.__file__).parent
FLOORS: tuple[tuple[str, ...], ...] = (
    ("escape", "nearest", "randomness", "citizens", "dates"),
    ("privacy",),
    ("errors", "messages", "value"),
    ("arguments", "extras", "files", "findings"),
    ("spec",),
    ("fold",),
    ("standard", "tables"),
    ("gs1",),
    ("codes", "relations"),
    ("lint", "records", "engines"),
    ("models", "publish", "labels"),
    ("checks",),
    ("reports",),
    ("face", "spark"),
    ("cli", "testing"),
)
"""Rooms and folders, from the ground up."""
LEVEL = {room: level for level, rooms in enumerate(FLOORS) for room in rooms}


def running(node: ast.AST) -> Iterator[ast.AST]:
    """The statements below a node, save those for types alone."""
    for_types = (
        isinstance(node, ast.If)
        and isinstance(node.test, ast.Name)
        and node.test.id == "TYPE_CHECKING"
    )
    for part in ("orelse",) if for_types else ("body", "handlers", "cases", "orelse", "finalbody"):
        for inner in getattr(node, part, ()):
            yield inner
            yield from running(inner)


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """The rooms that a module imports when it runs, with lines; also inside functions, but not for
    types alone.
    """
    for node in running(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        names: list[str] = []
        if isinstance(node, ast.ImportFrom) and node.module == "tracecode":
            names = [f"tracecode.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            names = [node.module]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        for name in names:
            parts = name.split(".")
            if parts[0] == "tracecode" and len(parts) > 1:
                yield parts[1], node.lineno


def modules(room: str) -> list[Path]:
    """The modules of a room."""
    folder = HOME / room
    return sorted(folder.rglob("*.py")) if folder.is_dir() else [HOME / f"{room}.py"]


def test_every_room_has_a_floor() -> None:
    """Each folder and module of the package stands on a floor."""
    found = {
        path.stem
        for path in HOME.iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert found - {"__init__"} == set(LEVEL)


@pytest.mark.parametrize("room", LEVEL)
def test_imports_point_down(room: str) -> None:
    """A room imports only rooms of lower floors."""
    up = [
        f"{path.relative_to(HOME)}:{line} -> {other}"
        for path in modules(room)
        for other, line in imports(path)
        if other in LEVEL and other != room and LEVEL[other] >= LEVEL[room]
    ]
    assert up == []


MOST_LINES = 400


def test_no_module_is_longer_than_can_be_read() -> None:
    """A module that was written by hand has at most 400 lines; the classes of the items are
    derived.
    """
    lines = {
        path: len(path.read_text(encoding="utf-8").splitlines()) for path in HOME.rglob("*.py")
    }
    assert {
        path: count
        for path, count in lines.items()
        if count > MOST_LINES and "models" not in path.parts
    } == {}
