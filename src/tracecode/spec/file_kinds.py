"""The kinds of specification files: where they lie, what they hold, how an id is found."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from functools import cache

from tracecode.findings import Finding
from tracecode.spec.base import Spec
from tracecode.spec.texts import HYPHENS, harmless, odd_id
from tracecode.value import Value


class FileKind(Value):
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
        listed = self.id in ("alphabet", "indicator", "group", "term")
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

    def among(self, paths: Iterable[str]) -> list[str]:
        """Those of some paths below the root that are of this kind."""
        folder = self.pattern.partition("*")[0]  # looked at first: most of hundreds lie elsewhere
        return [path for path in paths if path.startswith(folder) and self.holds(path)]


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


_LIST, _RECORD, _PRODUCT, _GS1 = (
    f"tracecode.spec.{name}_model" for name in ("list", "record", "product", "gs1")
)
KINDS: dict[str, FileKind] = {
    kind.id: kind
    for kind in (
        FileKind(
            id="pack", pattern="pack.yaml", model=f"{_LIST}:PackSpec", listed=False, only=True
        ),
        FileKind(id="source", pattern="sources/*.yaml", model=f"{_LIST}:SourceSpec", listed=True),
        FileKind(
            id="alphabet", pattern="alphabets.yaml", model=f"{_LIST}:AlphabetSpec", listed=True
        ),
        FileKind(
            id="codelist", pattern="codelists/*.yaml", model=f"{_LIST}:CodeListSpec", listed=False
        ),
        FileKind(
            id="scheme",
            pattern="schemes/*.yaml",
            model="tracecode.spec.model:SchemeSpec",
            listed=False,
        ),
        FileKind(
            id="indicator",
            pattern="indicators/*.yaml",
            model=f"{_RECORD}:IndicatorSpec",
            listed=True,
        ),
        FileKind(id="group", pattern="groups/*.yaml", model=f"{_RECORD}:GroupSpec", listed=True),
        FileKind(
            id="record", pattern="records/*.yaml", model=f"{_RECORD}:RecordSpec", listed=False
        ),
        FileKind(
            id="category", pattern="products/*.yaml", model=f"{_PRODUCT}:CategorySpec", listed=False
        ),
        FileKind(
            id="product", pattern="products/*/*.yaml", model=f"{_PRODUCT}:ProductSpec", listed=False
        ),
        FileKind(
            id="sample",
            pattern="samples/*.yaml",
            model="tracecode.spec.sample_model:SampleSpec",
            listed=False,
        ),
        FileKind(
            id="law", pattern="laws/*.yaml", model="tracecode.spec.law_model:LawSpec", listed=False
        ),
        FileKind(
            id="rows",
            pattern="rules/rows/*.yaml",
            model="tracecode.spec.across_model:RowsSpec",
            listed=False,
        ),
        FileKind(
            id="rule",
            pattern="rules/*.yaml",
            model="tracecode.spec.across_model:AcrossSpec",
            listed=False,
        ),
        FileKind(
            id="interface",
            pattern="interfaces/*.yaml",
            model=f"{_RECORD}:InterfaceSpec",
            listed=False,
        ),
        FileKind(
            id="label",
            pattern="labels/*.yaml",
            model="tracecode.spec.label_model:LabelSpec",
            listed=False,
        ),
        FileKind(id="gs1-ai", pattern="gs1/*.yaml", model=f"{_GS1}:Gs1AiSpec", listed=True),
        FileKind(
            id="gs1-list", pattern="gs1/lists/*.yaml", model=f"{_GS1}:Gs1ListSpec", listed=True
        ),
        FileKind(
            id="gs1-symbology",
            pattern="gs1/symbologies/*.yaml",
            model=f"{_GS1}:Gs1SymbologySpec",
            listed=True,
        ),
        FileKind(
            id="term",
            pattern="terms/*.yaml",
            model="tracecode.spec.term_model:TermSpec",
            listed=True,
        ),
    )
}


def kind_of(path: str) -> FileKind | None:
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
