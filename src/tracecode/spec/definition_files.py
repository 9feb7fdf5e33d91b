"""Which file of which layer has a definition, and what that file says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from tracecode.errors import SpecError
from tracecode.findings import Finding
from tracecode.spec.file_kinds import KINDS

if TYPE_CHECKING:
    from tracecode.spec.layer import Layer


class DefinitionFiles:
    """The files of some layers by kind and id; of a definition that several have, that of the uppermost.

    Raises:
        SpecError: a layer has no specifications.
    """

    def __init__(self, *layers: Layer) -> None:
        self.layers = layers
        """The lowest first."""
        self._items: dict[str, dict[str, dict[str, Any]]] = {}
        self._homes: dict[str, dict[str, tuple[Layer, str]]] = {}
        for layer in layers:
            if not layer.files:
                raise SpecError([Finding(rule="spec.no_files", severity="error", path=layer.name)])

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(map(repr, self.layers))})"

    @property
    def name(self) -> str:
        """The name of the uppermost layer, for messages."""
        return self.layers[-1].name

    def files(self, kind: str) -> Iterator[tuple[Layer, str]]:
        """The files of a kind, the lowest layer first."""
        for layer in self.layers:
            for path in KINDS[kind].among(layer.files):
                yield layer, path

    def _raw(self, kind: str, id: str) -> dict[str, Any] | None:
        """A thing as its file has it; None if there is none."""
        return self._listed(kind).get(id) if KINDS[kind].listed else self._one(kind, id)

    def _one(self, kind: str, id: str) -> dict[str, Any] | None:
        """The data of a thing that is a file; None if there is none."""
        home = self._named(kind).get(id)
        if home is None:
            return None
        layer, path = home
        data: dict[str, Any] = layer.plain(path, KINDS[kind])
        if not KINDS[kind].only and data["id"] != id:
            values = {"found": data["id"], "expected": id}
            raise SpecError(
                [Finding(rule="spec.id", severity="error", values=values, path=layer.shown(path))]
            )
        return data

    def _named(self, kind: str) -> dict[str, tuple[Layer, str]]:
        """The files of a kind in which a file is one thing, by id."""
        homes = self._homes.get(kind)
        if homes is None:
            homes = {}
            for layer, path in self.files(kind):
                stem = path.rpartition("/")[2].rpartition(".")[0]
                homes[layer.plain(path, KINDS[kind])["id"] if KINDS[kind].only else stem] = (
                    layer,
                    path,
                )
            homes = self._homes.setdefault(kind, homes)
        return homes

    def _listed(self, kind: str) -> dict[str, dict[str, Any]]:
        """The data of all things of a kind whose files are lists, by id. Few of a thousand are asked for at a time."""
        items = self._items.get(kind)
        if items is None:
            items = {
                item["id"]: item
                for layer, path in self.files(kind)
                for item in layer.plain(path, KINDS[kind])
            }
            items = self._items.setdefault(kind, items)
        return items
