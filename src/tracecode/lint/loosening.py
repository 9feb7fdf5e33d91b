"""Lint of layers that loosen: one that allows what a confirmed rule below it does not says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracecode.spec.definitions import Definitions
from tracecode.spec.diff import between

if TYPE_CHECKING:
    from tracecode.lint.findings import SpecFindings


def loosened(notes: SpecFindings) -> None:
    """Note each definition that loosens one below it, on confirmed evidence, without a reason."""
    layers = notes.standard.layers
    for (kind, id), layer in notes.homes.items():
        if layer is layers[0] or id not in notes.things[kind]:
            continue
        definition, document, place = notes.things[kind][id]
        if not getattr(definition, "overrides", False) or definition.reason is not None:
            continue
        below, here = (Definitions(*layers[: layers.index(layer) + more]) for more in (0, 1))
        if id not in below.ids(kind):
            continue  # an override of nothing, which is said where layers are put on one another
        if not _is_confirmed(below.data(kind, id)):
            continue
        loose = [change for change in between(kind, id, below, here) if change.breaks == "readers"]
        if loose:
            where = ".".join(loose[0].path)
            notes.say(
                document, (*place, "overrides"), "spec.loosened", found=where, kind=kind, name=id
            )


def _is_confirmed(data: object) -> bool:
    """Whether any part of a definition rests on confirmed evidence."""
    if isinstance(data, dict):
        return data.get("evidence") == "confirmed" or any(map(_is_confirmed, data.values()))
    return isinstance(data, list) and any(map(_is_confirmed, data))
