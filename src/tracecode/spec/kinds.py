"""The kinds of specification files: where they lie, what they hold, how an id is found."""

from __future__ import annotations

import importlib
from functools import cache
from typing import NamedTuple

from tracecode.findings import Finding
from tracecode.spec.base import Spec
from tracecode.spec.texts import HYPHENS, harmless, odd_id


class Kind(NamedTuple):
    """One kind of specification file."""

    id: str
    """Word for messages and for the schema file's name."""
    pattern: str
    """Files below the root of the specifications."""
    model: str
    """`module:class` of the meta-model."""
    listed: bool
    """True: a file is a list of things. False: one thing, and the file is named after its id."""
    only: bool = False
    """True: a layer has one of them at most, and the file is named after the kind."""

    @property
    def plural(self) -> str | None:
        """The key before the list, in a file of a list that says `defaults`; None if the kind has none.

        How sure it is that a document exists is said of each document.
        """
        listed = self.id in ("alphabet", "indicator", "group")
        return self.pattern.partition("/")[0].removesuffix(".yaml") if listed else None

    @property
    def cls(self) -> type[Spec]:
        """The class of the meta-model; imported when asked for."""
        return _class(self.model)

    def holds(self, path: str) -> bool:
        """Whether a file, by its path below the root, is of this kind."""
        if "*" not in self.pattern:
            return path == self.pattern
        folder, ending, depth = _parts(self.pattern)
        return path.startswith(folder) and path.endswith(ending) and path.count("/") == depth


@cache
def _class(model: str) -> type[Spec]:
    module, _, name = model.partition(":")
    cls = getattr(importlib.import_module(module), name)
    assert isinstance(cls, type)
    assert issubclass(cls, Spec)
    return cls


@cache
def _parts(pattern: str) -> tuple[str, str, int]:
    """How paths of a kind begin and end, and how many folders deep they lie."""
    folder, _, rest = pattern.partition("*")  # at most one folder is free: products/*/*.yaml
    return folder, rest.rpartition("*")[2], pattern.count("/")


_LIST, _RECORD, _PRODUCT, _GS1 = (f"tracecode.spec.{name}_model" for name in ("list", "record", "product", "gs1"))
KINDS: dict[str, Kind] = {
    kind.id: kind
    for kind in (
        Kind("pack", "pack.yaml", f"{_LIST}:PackSpec", listed=False, only=True),
        Kind("source", "sources/*.yaml", f"{_LIST}:SourceSpec", listed=True),
        Kind("alphabet", "alphabets.yaml", f"{_LIST}:AlphabetSpec", listed=True),
        Kind("codelist", "codelists/*.yaml", f"{_LIST}:CodeListSpec", listed=False),
        Kind("scheme", "schemes/*.yaml", "tracecode.spec.model:SchemeSpec", listed=False),
        Kind("indicator", "indicators/*.yaml", f"{_RECORD}:IndicatorSpec", listed=True),
        Kind("group", "groups/*.yaml", f"{_RECORD}:GroupSpec", listed=True),
        Kind("record", "records/*.yaml", f"{_RECORD}:RecordSpec", listed=False),
        Kind("category", "products/*.yaml", f"{_PRODUCT}:CategorySpec", listed=False),
        Kind("product", "products/*/*.yaml", f"{_PRODUCT}:ProductSpec", listed=False),
        Kind("law", "laws/*.yaml", "tracecode.spec.law_model:LawSpec", listed=False),
        Kind("interface", "interfaces/*.yaml", f"{_RECORD}:InterfaceSpec", listed=False),
        Kind("label", "labels/*.yaml", "tracecode.spec.label_model:LabelSpec", listed=False),
        Kind("gs1-ai", "gs1/*.yaml", f"{_GS1}:Gs1AiSpec", listed=True),
        Kind("gs1-list", "gs1/lists/*.yaml", f"{_GS1}:Gs1ListSpec", listed=True),
        Kind("gs1-symbology", "gs1/symbologies/*.yaml", f"{_GS1}:Gs1SymbologySpec", listed=True),
    )
}


def kind_of(path: str) -> Kind | None:
    """The kind of a file by its path below the root, or None."""
    return next((kind for kind in KINDS.values() if kind.holds(path)), None)


def harmless_name(path: str) -> bool:
    """Whether what is named after a file can do no harm; see `texts.harmless`."""
    return all(harmless(HYPHENS, part) for part in path.rpartition(".")[0].split("/"))


def odd_name(path: str, shown: str) -> Finding | None:
    """What is wrong with the name of a file: it is written like an id, and so are the folders around it.

    Args:
        path: below the root.
        shown: as it should stand in the message.
    """
    for part in path.rpartition(".")[0].split("/"):
        if odd := odd_id(HYPHENS, part):
            return Finding(rule=odd[0], severity="error", values=odd[1], path=shown, line=1)
    return None
