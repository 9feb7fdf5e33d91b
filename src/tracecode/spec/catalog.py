"""The catalogue: every specification, found by id and read when asked for.

The packaged standard travels with a compiled copy of its YAML files (`meta/catalog.json`). A file whose checksum
still agrees with the copy is taken from there, without YAML or validation library; any other is read and checked from
its YAML. So an edited file counts at once, and an untouched one costs almost nothing.

>>> load_catalog().scheme("uscc").name.en
'Unified social credit code'
"""

from __future__ import annotations

import json
import os
import zlib
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from tracecode.errors import SpecError, UnknownId
from tracecode.escape import terminal
from tracecode.findings import Finding
from tracecode.spec.base import Spec
from tracecode.spec.construct import construct
from tracecode.spec.kinds import KINDS, Kind, harmless_name, odd_name
from tracecode.spec.model import AlphabetSpec, CodeListSpec, SchemeSpec, SourceSpec

if TYPE_CHECKING:
    from tracecode.spec.gs1_model import Gs1AiSpec, Gs1ListSpec, Gs1SymbologySpec
    from tracecode.spec.reader import Document
    from tracecode.spec.record_model import GroupSpec, IndicatorSpec, InterfaceSpec, ProductSpec, RecordSpec

T = TypeVar("T")
COMPILED = "meta/catalog.json"


class Catalog:
    """All specifications below one folder. Objects are made once and shared; they are immutable."""

    def __init__(self, root: str | os.PathLike[str]) -> None:
        self.root = os.fspath(root)
        """The folder."""
        self.name = terminal(os.path.basename(os.path.abspath(self.root)))
        """The folder's name, for messages."""
        self._documents: dict[str, Any] = {}
        self._things: dict[str, dict[str, object]] = {}
        self._items: dict[str, dict[str, dict[str, Any]]] = {}
        self._names: dict[str, dict[str, str]] = {}

    def __repr__(self) -> str:
        return f"Catalog({self.name!r}, {len(self.files)} files)"

    @cached_property
    def files(self) -> tuple[str, ...]:
        """Every specification file, as a path below the root, sorted."""
        return tuple(sorted(_yaml_files(self.root)))

    def ids(self, kind: str) -> tuple[str, ...]:
        """The ids of a kind (`scheme`, `codelist`, `source`, ...), sorted."""
        return tuple(sorted(self._listed(kind) if KINDS[kind].listed else self._named(kind)))

    def alphabet(self, id: str) -> AlphabetSpec:
        """A named set of characters."""
        return self._get("alphabet", id, AlphabetSpec)

    def codelist(self, id: str) -> CodeListSpec:
        """A code list."""
        return self._get("codelist", id, CodeListSpec)

    def scheme(self, id: str) -> SchemeSpec:
        """An encoding rule as data; `tracecode.scheme` gives the same rule at work."""
        return self._get("scheme", id, SchemeSpec)

    def source(self, id: str) -> SourceSpec:
        """A governing document."""
        return self._get("source", id, SourceSpec)

    def indicator(self, id: str) -> IndicatorSpec:
        """A data element."""
        from tracecode.spec.record_model import IndicatorSpec

        return self._get("indicator", id, IndicatorSpec)

    def group(self, id: str) -> GroupSpec:
        """Data elements that travel together."""
        from tracecode.spec.record_model import GroupSpec

        return self._get("group", id, GroupSpec)

    def record(self, id: str) -> RecordSpec:
        """A record type's common core."""
        from tracecode.spec.record_model import RecordSpec

        return self._get("record", id, RecordSpec)

    def product(self, id: str) -> ProductSpec:
        """An item of the catalogue of important products."""
        from tracecode.spec.record_model import ProductSpec

        return self._get("product", id, ProductSpec)

    def interface(self, id: str) -> InterfaceSpec:
        """An operation between systems."""
        from tracecode.spec.record_model import InterfaceSpec

        return self._get("interface", id, InterfaceSpec)

    def gs1_ai(self, id: str) -> Gs1AiSpec:
        """A row of the table of GS1 application identifiers: `10`, or a range such as `3100-3105`."""
        from tracecode.spec.gs1_model import Gs1AiSpec

        return self._get("gs1-ai", id, Gs1AiSpec)

    def gs1_list(self, id: str) -> Gs1ListSpec:
        """The values that a part of a GS1 element string may have."""
        from tracecode.spec.gs1_model import Gs1ListSpec

        return self._get("gs1-list", id, Gs1ListSpec)

    def gs1_symbology(self, id: str) -> Gs1SymbologySpec:
        """A kind of symbol, as a scanner names it."""
        from tracecode.spec.gs1_model import Gs1SymbologySpec

        return self._get("gs1-symbology", id, Gs1SymbologySpec)

    def thing(self, kind: str, id: str) -> Spec:
        """A thing of any kind.

        Raises:
            UnknownId: there is none of that id.
        """
        return self._get(kind, id, Spec)

    def document(self, path: str) -> Document:
        """A file as plain data with its lines, read from YAML (never from the compiled copy)."""
        from tracecode.spec.reader import read

        return read(self.path(path), self._shown(path))

    def _get(self, kind: str, id: str, cls: type[T]) -> T:
        things = self._things.setdefault(kind, {})
        if id not in things:
            data = self._listed(kind).get(id) if KINDS[kind].listed else self._one(kind, id)
            if data is None:
                raise UnknownId(kind, id, self.ids(kind))
            things[id] = construct(KINDS[kind].cls, data)
        thing = things[id]
        assert isinstance(thing, cls)
        return thing

    def _one(self, kind: str, id: str) -> dict[str, Any] | None:
        """The data of a thing that is a file; None if there is none."""
        path = self._named(kind).get(id)
        if path is None:
            return None
        data: dict[str, Any] = self._plain(path, KINDS[kind])
        if data["id"] != id:
            values = {"found": data["id"], "expected": id}
            raise SpecError([Finding(rule="spec.id", severity="error", values=values, path=self._shown(path))])
        return data

    def _named(self, kind: str) -> dict[str, str]:
        """The files of a kind in which a file is one thing, by id."""
        named = self._names.get(kind)
        if named is None:
            found = (path for path in self.files if KINDS[kind].holds(path))
            named = self._names[kind] = {path.rpartition("/")[2].rpartition(".")[0]: path for path in found}
        return named

    def _listed(self, kind: str) -> dict[str, dict[str, Any]]:
        """The data of all things of a kind whose files are lists, by id. Few of a thousand are asked for at a time."""
        if kind not in self._items:
            self._items[kind] = {
                item["id"]: item
                for path in self.files
                if KINDS[kind].holds(path)
                for item in self._plain(path, KINDS[kind])
            }
        return self._items[kind]

    def _plain(self, path: str, kind: Kind) -> Any:
        """The checked data of a file: from the compiled copy where it is fresh, otherwise from YAML.

        Raises:
            SpecError: it is not as it should be, or its name is not, from which pages and schemas get theirs.
        """
        if path not in self._documents:
            if not harmless_name(path) and (wrong := odd_name(path, self._shown(path))):
                raise SpecError([wrong])
            if (copy := self.copied(path)) is not None:
                self._documents[path] = copy
            else:
                from tracecode.spec.check import check

                document = self.document(path)
                if faults := check(document, kind):
                    raise SpecError(faults)
                self._documents[path] = document.data
        return self._documents[path]

    def copied(self, path: str) -> Any:
        """The data of a file in the compiled copy; None where that does not belong to the file as it is."""
        copy = self._compiled.get(path)
        if copy is None or not copy.startswith(f'["{self.checksum(path)}",'.encode()):
            return None
        try:
            return json.loads(copy)[1]
        except ValueError:
            return None

    def _shown(self, file: str) -> str:
        return f"{self.name}/{terminal(file)}"

    def path(self, file: str) -> str:
        """Where a file of the catalogue lies."""
        return os.path.join(self.root, file)

    def checksum(self, file: str) -> str:
        """Size and CRC-32 of a file with line ends unified: tells whether it changed, not whether it was forged.

        Raises:
            SpecError: the file cannot be read.
        """
        try:
            with open(self.path(file), "rb") as source:
                raw = source.read().replace(b"\r\n", b"\n")
        except OSError as error:
            from tracecode.files import reason

            said = {"reason": reason(error)}
            raise SpecError([Finding(rule="spec.unreadable", severity="error", values=said, path=file)]) from None
        return f"{len(raw)}-{zlib.crc32(raw):08x}"

    @cached_property
    def _compiled(self) -> dict[str, bytes]:
        """The lines of the compiled copy by file; each is decoded only when it is asked for."""
        try:
            with open(self.path(COMPILED), "rb") as copy:
                lines = copy.read().split(b"\n")[1:-2]
        except OSError:
            return {}
        pairs = (line.partition(b":") for line in lines)
        return {file.strip(b'"').decode(errors="replace"): row.rstrip(b",\r") for file, _, row in pairs}


@lru_cache(maxsize=1)
def _packaged() -> Catalog:
    return Catalog(packaged())


def load_catalog(path: str | os.PathLike[str] | None = None) -> Catalog:
    """The catalogue below `path`; without a path, the packaged standard.

    Raises:
        SpecError: there are no specifications. (Faults inside a file are raised when it is read; `tracecode spec
        lint` finds all.)
    """
    catalog = _packaged() if path is None else Catalog(path)
    if not catalog.files:
        raise SpecError([Finding(rule="spec.no_files", severity="error", path=catalog.name)])
    return catalog


def packaged() -> str:
    """The folder of the packaged standard: inside an installed wheel, or the repository's for an editable install."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    inside = os.path.join(package, "specs")
    return inside if os.path.isdir(inside) else os.path.join(os.path.dirname(os.path.dirname(package)), "specs")


def _yaml_files(root: str) -> list[str]:
    found = []
    stack = [""]
    while stack:
        below = stack.pop()
        try:
            entries = list(os.scandir(os.path.join(root, below)))
        except OSError:
            continue
        for entry in entries:
            name = f"{below}{entry.name}"
            if entry.is_dir() and not entry.name.startswith(".") and entry.name not in ("meta", "published"):
                stack.append(f"{name}/")
            elif entry.name.endswith((".yaml", ".yml")) and entry.is_file():
                found.append(name)
    return found
