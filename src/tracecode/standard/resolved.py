"""The resolved standard: the definitions of all layers as one thing, and whatever was derived of
it.

All that reads the standard (engines, typed records, schemas, documents, labels) is given a
`Resolved`. What is made of it once and used often (layouts, compiled rules, models, tables of
names) is kept by it and by nothing else, so two standards in one process never touch, and what was
made of one goes when it goes.

>>> standard = packaged()
>>> standard.scheme("uscc").name.en, standard.cite(standard.scheme("uscc").editions[0].source)
('Unified social credit code', 'GB 32100-2015')

A function of the standard keeps its results by `@kept`:

>>> @kept
... def scheme_count(standard: Resolved) -> int:
...     return len(standard.ids("scheme"))
>>> scheme_count(standard) is scheme_count(standard)
True
"""

from __future__ import annotations

import os

# threading itself, and hashlib below, are milliseconds that most programs need not spend
from _thread import RLock
from collections.abc import Callable, Hashable
from contextlib import suppress
from functools import cache, partial, update_wrapper
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar
from weakref import WeakSet

from tracecode.errors import AbsentStandard, SpecError, UnknownId
from tracecode.escape import first_hidden
from tracecode.findings import Cited
from tracecode.spec.definitions import Definitions
from tracecode.spec.layer import CarriedLayer, Layer
from tracecode.spec.layer import packaged as packaged_folder
from tracecode.spec.layers import is_whole, stacked, within
from tracecode.value import Value

if TYPE_CHECKING:
    from tracecode.spec.base import Citation

P = ParamSpec("P")
T = TypeVar("T")


class Reference(Value):
    """A standard by name: what a code or record takes with it into another process."""

    digest: str
    """Of all its files."""
    layers: tuple[str, ...]
    """The names of its layers, the lowest first."""
    made: str
    """Tells apart what one process loaded twice."""


class Resolved(Definitions):
    """A standard. Immutable, and safe to share between threads.

    Pickled, it takes the data of all layers but the packaged one with it, so that a worker needs
    none of the folders.
    """

    def __init__(self, *layers: Layer) -> None:
        super().__init__(*layers)
        self._kept: dict[Hashable, Any] = {}
        self._making = RLock()
        self._made = os.urandom(8).hex()
        _living.add(self)

    __hash__ = object.__hash__

    @property
    def reference(self) -> Reference:
        """Its name, by which `referred` finds it again."""
        return self.keep(Reference, self._reference)

    def _reference(self) -> Reference:
        import hashlib

        digest = hashlib.sha256(
            "\n".join(layer.digest for layer in self.layers).encode()
        ).hexdigest()
        return Reference(
            digest=digest, layers=tuple(layer.name for layer in self.layers), made=self._made
        )

    def __reduce__(self) -> tuple[Any, ...]:
        ours = packaged_folder()
        carried = [None if layer.root == ours else CarriedLayer.of(layer) for layer in self.layers]
        return _arrived, (self.reference, tuple(carried))

    def keep(self, key: Hashable, make: Callable[[], T]) -> T:
        """What was made under a key; the first time it is made, by one thread.

        Args:
            key: of whoever keeps something: begins with its own function or class, so that no other
                has the same.
            make: makes it. What it raises is not kept.
        """
        # not in an `except`: what `make` raises would bring the key along, as it was given
        if key not in self._kept:
            with self._making:
                if key not in self._kept:
                    self._kept[key] = make()
        kept: T = self._kept[key]
        return kept

    def cite(self, source: Citation) -> str:
        """A source as people cite it: its number or title, and the clause; `findings.cited` gives
        an English title.
        """
        if source.ref == LIBRARY:
            return f"{LIBRARY} ({source.clause})"
        document = self.source(source.ref)
        clause = f" {source.clause}" if source.clause else ""
        if document.number is not None:
            return document.number + clause
        return Cited(document.title.zh + clause, document.title.en + clause)


LIBRARY = "python-stdnum"
"""The source of numbers of other countries (`codes.foreign`): a library, and no document of any
standard.
"""


def kept(make: Callable[Concatenate[Resolved, P], T]) -> Callable[Concatenate[Resolved, P], T]:
    """Let a standard keep what a function makes of it; the other arguments are hashable.

    Asked six times a record, it looks for itself before it calls `keep`: a tenth of the time of
    judging a record.
    """

    def ask(standard: Resolved, /, *args: P.args, **named: P.kwargs) -> T:
        key = (make, args, *named.items()) if named else (make, args)
        try:
            value: T = standard._kept[key]
        except KeyError:
            # and no more: what is raised here would bring the key along, in which a citizen's
            # number may stand
            pass
        else:
            return value
        return standard.keep(key, partial(make, standard, *args, **named))

    update_wrapper(ask, make)
    return ask


_living: WeakSet[Resolved] = WeakSet()
"""Every standard of this process that somebody holds."""


@cache
def packaged() -> Resolved:
    """The packaged standard."""
    return Resolved(Layer(packaged_folder()))


def referred(reference: Reference) -> Resolved:
    """The standard of that name in this process.

    Raises:
        AbsentStandard: nobody holds it here.
    """
    here = [packaged(), *_living]
    for standard in here:
        if standard._made == reference.made:
            return standard
    for standard in here:
        if standard.reference.digest == reference.digest:
            return standard
    raise AbsentStandard(reference.layers, reference.digest)


def _arrived(reference: Reference, layers: tuple[CarriedLayer | None, ...]) -> Resolved:
    """A standard that was pickled: the one that is here already, or made of the layers that came
    along.
    """
    with suppress(AbsentStandard):
        return referred(reference)
    made = Resolved(*(Layer(packaged_folder()) if layer is None else layer for layer in layers))
    made._made = reference.made  # what goes back from here is of the standard that came
    if made.reference != reference:  # the packaged standard is another one here
        raise AbsentStandard(reference.layers, reference.digest)
    return made


def load(*packs: str | os.PathLike[str]) -> Resolved:
    """A standard of packs, the lowest first; below them lies the packaged standard, unless the
    first is whole.

    Args:
        packs: folders, or names of installed packs.

    Raises:
        SpecError: a folder has no specifications, the layers do not fit on one another, or one
            defines an id twice or names a code list or scheme that there is not.
        UnknownId: there is neither a folder nor an installed pack of that name.
    """
    made = unchecked(*packs)
    if wrong := list(stacked(made.layers)) or list(within(made.layers)):
        raise SpecError(wrong)
    return made


def unchecked(*packs: str | os.PathLike[str]) -> Resolved:
    """The same, whatever is wrong with the layers on one another: for lint, which says all of
    it.
    """
    layers = [Layer(_folder(pack)) for pack in packs]
    if not layers or not is_whole(layers[0]):
        layers.insert(0, Layer(packaged_folder()))
    return Resolved(*layers)


PACKS = "tracecode.packs"
"""The group of entry points by which an installed distribution names the package that holds its
specifications.
"""


def _folder(pack: str | os.PathLike[str]) -> str:
    name = os.fspath(pack)
    if os.path.isdir(name):
        return name
    from importlib.metadata import entry_points
    from importlib.util import find_spec

    installed = entry_points(group=PACKS)
    for point in installed:
        if point.name == name:
            spec = find_spec(point.value)  # finds the package without running it
            if spec is not None and spec.submodule_search_locations:
                return spec.submodule_search_locations[0]
    beside = {path: path for path in _folders_like(name)}
    raise UnknownId("folder or installed pack", name, [point.name for point in installed], beside)


def _folders_like(path: str) -> list[str]:
    """The folders beside one that is not there, with names near to its own."""
    from tracecode.nearest import near  # a millisecond, which most programs need not spend

    head, name = os.path.split(os.path.normpath(path))
    folders: list[str] = []
    with suppress(OSError, ValueError), os.scandir(head or os.curdir) as entries:
        folders = [
            entry.name for entry in entries if entry.is_dir() and not first_hidden(entry.name)
        ]
    return [os.path.join(head, other) for other in near(name, tuple(sorted(folders)), 3)]
