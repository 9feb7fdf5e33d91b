"""How layers lie on one another: what must be below, and what may take the place of what.

A later layer adds definitions. It replaces one only where it says so (`overrides: true`), and keeps its id. A pack that
was written for another version of the specification language, or that needs packs which do not lie below it, is not
loaded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from tracecode.findings import Finding
from tracecode.spec.file_kinds import KINDS, FileKind

if TYPE_CHECKING:
    from tracecode.spec.layer import Layer

LANGUAGE = 1
"""The version of the specification language that this program reads."""
PACK = "pack.yaml"


def pack_of(layer: Layer) -> dict[str, Any] | None:
    """What a layer says of itself; None where it says nothing.

    Raises:
        SpecError: its file is wrong.
    """
    pack: dict[str, Any] | None = layer.plain(PACK, KINDS["pack"]) if PACK in layer.files else None
    return pack


def is_whole(layer: Layer) -> bool:
    """Whether a layer is a standard of its own, below which nothing lies."""
    pack = pack_of(layer)
    return pack is not None and bool(pack.get("whole"))


def stacked(layers: Sequence[Layer]) -> Iterator[Finding]:
    """What is wrong with layers on one another, the lowest first.

    Raises:
        SpecError: a file of a layer above the lowest is wrong.
    """
    below: dict[str, Layer] = {}
    for number, layer in enumerate(layers):
        pack = pack_of(layer) or {}
        language = pack.get("language", LANGUAGE)
        if language != LANGUAGE:
            yield _said(layer, "language", "spec.language", found=language, allowed=LANGUAGE)
        if number and pack.get("whole"):
            yield _said(layer, "whole", "spec.layer_whole")
        for id in pack.get("needs", ()):
            if id not in below:
                yield _said(layer, "needs", "spec.layer_missing", found=id, known=[*below] or ["-"])
        id = pack.get("id", layer.name)
        if pack and id in below:
            yield _said(layer, "id", "spec.layer_twice", found=id, first=below[id].shown(PACK))
        below.setdefault(id, layer)
    if len(below) < len(layers):  # one definition clashes with the other, each of them
        return
    for number, layer in enumerate(layers[1:], 1):
        for kind in KINDS.values():
            if not kind.only:
                yield from _placed(layer, kind, layers[:number])


def _said(layer: Layer, field: str, rule: str, **values: object) -> Finding:
    line = layer.document(PACK).line((field,))
    return Finding(rule=rule, severity="error", values=values, path=layer.shown(PACK), line=line)


def _placed(layer: Layer, kind: FileKind, lower: Sequence[Layer]) -> Iterator[Finding]:
    """What a layer defines of a kind without leave, or in place of nothing."""
    files = [path for path in layer.files if kind.holds(path)]
    if not files:
        return
    if kind.id.startswith("gs1-"):  # what GS1 data say is the same for all
        for path in files:
            yield Finding(rule="spec.layer_gs1", severity="error", path=layer.shown(path), line=1)
        return
    there = {id: under for under in lower for id in ids_in(under, kind)}
    for path in files:
        data = layer.plain(path, kind)
        for at, item in enumerate(data if kind.listed else [data]):
            overrides, id = item.get("overrides", False), item["id"]
            if overrides == (id in there):
                continue
            place: tuple[str | int, ...] = (at, "id") if kind.listed else ("id",)
            values: dict[str, object] = {"found": id, "kind": kind.id}
            if not overrides:
                values["first"] = there[id].name
            rule = "spec.override_nothing" if overrides else "spec.layer_clash"
            line = layer.document(path).line(place)
            yield Finding(
                rule=rule, severity="error", values=values, path=layer.shown(path), line=line
            )


def ids_in(layer: Layer, kind: FileKind) -> Iterator[str]:
    """The ids of what a layer defines of a kind."""
    for path in layer.files:
        if kind.holds(path):
            if kind.listed:
                yield from (item["id"] for item in layer.plain(path, kind))
            else:
                yield path.rpartition("/")[2].rpartition(".")[0]
