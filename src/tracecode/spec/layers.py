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
    from tracecode.spec.reader import Place

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
    return _at(layer, PACK, (field,), rule, **values)


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
            place: Place = (at, "id") if kind.listed else ("id",)
            values: dict[str, object] = {"found": id, "kind": kind.id}
            if not overrides:
                values["first"] = there[id].name
            rule = "spec.override_nothing" if overrides else "spec.layer_clash"
            yield _at(layer, path, place, rule, **values)


def within(layers: Sequence[Layer]) -> Iterator[Finding]:
    """What makes the definitions of the layers above the lowest useless where they lie: an id that
    stands twice in one layer, a code list or scheme that no layer has.

    `tracecode spec lint` says the same, and all else that is wrong inside the files.

    Raises:
        SpecError: a file of a layer above the lowest is wrong.
    """
    for layer in layers[1:]:
        for kind in KINDS.values():
            if not kind.only:
                yield from _repeated(layer, kind)
        for kind_id, field, wanted in _REFERENCES:
            yield from _unresolved(layer, KINDS[kind_id], field, KINDS[wanted], layers)


_REFERENCES = (
    ("codelist", "like", "codelist"),
    ("scheme", "codelist", "codelist"),
    ("scheme", "scheme", "scheme"),
    ("indicator", "codelist", "codelist"),
    ("product", "codelist", "codelist"),
    ("label", "scheme", "scheme"),
)
"""In files of which kind a field, wherever it stands, names a definition of which kind."""


def _repeated(layer: Layer, kind: FileKind) -> Iterator[Finding]:
    """What a layer defines twice, or in a file that is named otherwise."""
    first: dict[str, str] = {}
    for path in kind.among(layer.files):
        data = layer.plain(path, kind)
        stem = path.rpartition("/")[2].rpartition(".")[0]
        for at, item in enumerate(data if kind.listed else [data]):
            place: Place = (at, "id") if kind.listed else ("id",)
            id = item["id"]
            if id in first:
                yield _at(layer, path, place, "spec.duplicate_id", found=id, first=first[id])
            elif not kind.listed and id != stem:
                yield _at(layer, path, place, "spec.id", found=id, expected=stem)
            first.setdefault(id, layer.shown(path))


def _unresolved(
    layer: Layer, kind: FileKind, field: str, wanted: FileKind, layers: Sequence[Layer]
) -> Iterator[Finding]:
    """The references of a layer to what no layer has."""
    files = kind.among(layer.files)
    known = {id for each in layers for id in ids_in(each, wanted)} if files else set()
    for path in files:
        for place, id in _named(layer.plain(path, kind), field):
            # names of families, as of foreign numbers, are none of a definition: `lint` and whoever
            # uses them say where they do not belong
            if id not in known and ":" not in id:
                # a millisecond, which most programs need not spend
                from tracecode.nearest import meant, near

                hint = meant(near(id, tuple(sorted(known))))
                yield _at(
                    layer, path, place, "spec.reference",
                    field=field, kind=wanted.id, found=id, hint=hint,
                )  # fmt: skip


def _named(data: object, field: str, above: Place = ()) -> Iterator[tuple[Place, str]]:
    """The ids that a field has anywhere in plain data, each with its place."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key == field and isinstance(value, str):
                yield (*above, key), value
            else:
                yield from _named(value, field, (*above, key))
    elif isinstance(data, list):
        for at, value in enumerate(data):
            yield from _named(value, field, (*above, at))


def _at(layer: Layer, path: str, place: Place, rule: str, **values: object) -> Finding:
    line = layer.document(path).line(place)
    return Finding(rule=rule, severity="error", values=values, path=layer.shown(path), line=line)


def ids_in(layer: Layer, kind: FileKind) -> Iterator[str]:
    """The ids of what a layer defines of a kind."""
    for path in layer.files:
        if kind.holds(path):
            if kind.listed:
                yield from (item["id"] for item in layer.plain(path, kind))
            else:
                yield path.rpartition("/")[2].rpartition(".")[0]
