"""A layer: one folder of specification files, each read when it is asked for.

A layer may carry a compiled copy of its YAML files (`meta/catalog.json`), as the packaged standard does. A file whose
checksum still agrees with the copy is taken from there, without YAML or validation library; any other is read and
checked from its YAML. So an edited file counts at once, and an untouched one costs almost nothing.

>>> from tracecode.spec.file_kinds import KINDS
>>> Layer(packaged()).plain("schemes/uscc.yaml", KINDS["scheme"])["name"]["en"]
'Unified social credit code'
"""

from __future__ import annotations

import json
import os
import stat
import zlib
from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tracecode.errors import SpecError, UnreadableFile
from tracecode.escape import terminal
from tracecode.findings import Finding
from tracecode.privacy import described
from tracecode.spec.file_kinds import FileKind, harmless_name, kind_of, odd_name

if TYPE_CHECKING:
    from tracecode.spec.reader import Document

COMPILED = "meta/catalog.json"


class Layer:
    """The specification files below one folder."""

    def __init__(self, root: str | os.PathLike[str]) -> None:
        self.root = os.fspath(root)
        """The folder."""
        self.name = terminal(os.path.basename(os.path.abspath(self.root)))
        """The folder's name, for messages."""
        self._documents: dict[str, Any] = {}

    def __repr__(self) -> str:
        return f"Layer({described(self.name)}, {len(self.files)} files)"

    @cached_property
    def files(self) -> tuple[str, ...]:
        """Every specification file, as a path below the root, sorted."""
        return tuple(sorted(_yaml_files(self.root)))

    def document(self, path: str) -> Document:
        """A file as plain data with its lines, read from YAML (never from the compiled copy) and written out.

        Raises:
            SpecError: it cannot be read, or not be written out.
        """
        from tracecode.spec.expand import expanded
        from tracecode.spec.reader import read

        document, kind = read(self.path(path), self.shown(path)), kind_of(path)
        return document if kind is None else expanded(document, kind)

    def compiled(self, path: str) -> Document | None:
        """A file from the compiled copy, its lines read from YAML when one is asked for; None without a fresh copy."""
        from tracecode.spec.reader import Document, LaterLines

        data = self.copied(path)
        if data is None:
            return None
        return Document(self.shown(path), data, LaterLines(lambda: self.document(path).lines))

    def plain(self, path: str, kind: FileKind) -> Any:
        """The checked data of a file: from the compiled copy where it is fresh, otherwise from YAML.

        Raises:
            SpecError: it is not as it should be, or its name is not, from which pages and schemas get theirs.
        """
        if path not in self._documents:
            if not harmless_name(path) and (wrong := odd_name(path, self.shown(path))):
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
        copy = _line(self._compiled, path)
        if not copy or not copy.startswith(f'["{self.checksum(path)}",'.encode()):
            return None
        try:
            return json.loads(copy.rstrip(b",\r"))[1]
        except ValueError:
            return None

    def shown(self, file: str) -> str:
        """A file, for messages."""
        return f"{self.name}/{terminal(file)}"

    def path(self, file: str) -> str:
        """Where a file lies."""
        return os.path.join(self.root, file)

    def checksum(self, file: str) -> str:
        """Size and CRC-32 of a file with line ends unified: tells whether it changed, not whether it was forged.

        Raises:
            SpecError: the file cannot be read.
        """
        raw = self._bytes(file)
        return f"{len(raw)}-{zlib.crc32(raw):08x}"

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the name, and over the path and text of each file with line ends unified, in hexadecimal.

        Raises:
            SpecError: a file cannot be read.
        """
        import hashlib  # milliseconds, which most programs need not spend

        digest = hashlib.sha256(self.name.encode())
        for path in self.files:
            text = self._bytes(path)
            digest.update(f"\n{path} {len(text)}\n".encode() + text)
        return digest.hexdigest()

    def _bytes(self, file: str) -> bytes:
        with suppress(OSError), open(self.path(file), "rb", buffering=0, opener=_at_once) as source:
            raw = source.read() if stat.S_ISREG(os.fstat(source.fileno()).st_mode) else None
            if raw is not None:
                return raw.replace(b"\r\n", b"\n") if b"\r" in raw else raw
        from tracecode.files import (
            opened,
            reading,
        )  # a millisecond, which most programs need not spend

        try:
            with opened(self.path(file)) as source, reading(self.path(file)):
                return source.read().replace(b"\r\n", b"\n")
        except UnreadableFile as error:
            raise _unreadable(file, error.why) from None

    @cached_property
    def _compiled(self) -> bytes:
        """The compiled copy as it is: a short command needs few of its lines."""
        try:
            with open(self.path(COMPILED), "rb", buffering=0, opener=_at_once) as copy:
                return copy.read() or b""
        except OSError:
            return b""


class CarriedLayer(Layer):
    """A layer that came from another process: its data without its files."""

    def __init__(self, name: str, digest: str, documents: dict[str, Any]) -> None:
        super().__init__(name)
        self.name, self.digest, self.files, self._documents = (
            name,
            digest,
            tuple(documents),
            documents,
        )

    @classmethod
    def of(cls, layer: Layer) -> CarriedLayer:
        """What a layer holds, read from its files.

        Raises:
            SpecError: a file is wrong.
        """
        documents = {
            path: layer.plain(path, kind)
            for path in layer.files
            if (kind := kind_of(path)) is not None
        }
        return cls(layer.name, layer.digest, documents)

    def __reduce__(self) -> tuple[Any, ...]:
        packed = zlib.compress(json.dumps(self._documents, ensure_ascii=False).encode())
        return _unpacked, (self.name, self.digest, packed)


def _unpacked(name: str, digest: str, packed: bytes) -> CarriedLayer:
    return CarriedLayer(name, digest, json.loads(zlib.decompress(packed)))


def _line(copy: bytes, path: str) -> bytes:
    """What the compiled copy says of a file, to the end of the line; empty if it says nothing.

    Its lines are in the order of the paths, so the line is looked for from the middle: 4 microseconds a file, where
    parting the whole copy into its lines took a short command 3 milliseconds.
    """
    key = f'"{path}":'.encode()
    low, high = copy.find(b"\n") + 1, len(copy)
    while low < high:
        begin = copy.rfind(b"\n", low, (low + high) // 2) + 1 or low
        end = copy.find(b"\n", begin)
        if copy.startswith(key, begin):
            return copy[begin + len(key) : max(end, begin)]
        if copy[begin : begin + len(key)] < key:
            low = end + 1 or high
        else:
            high = begin
    return b""


def packaged() -> str:
    """The folder of the packaged standard: inside an installed wheel, or the repository's for an editable install."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    inside = os.path.join(package, "specs")
    return (
        inside
        if os.path.isdir(inside)
        else os.path.join(os.path.dirname(os.path.dirname(package)), "specs")
    )


def _yaml_files(root: str) -> list[str]:
    """The YAML files below a folder, and what is named as one: a pipe or a link to nothing is refused when it is read.

    Raises:
        SpecError: a folder below it cannot be read.
    """
    paths = []
    stack, seen = [""], set()
    while stack:
        below = stack.pop()
        try:
            status = os.stat(os.path.join(root, below))
            if (status.st_dev, status.st_ino) in seen:  # links that lead in a circle
                continue
            seen.add((status.st_dev, status.st_ino))
            entries = list(os.scandir(os.path.join(root, below)))
        except OSError as error:
            if not below:  # no such folder
                continue
            from tracecode.files import reason

            raise _unreadable(below, reason(error)) from None
        for entry in entries:
            name, hidden = f"{below}{entry.name}", entry.name.startswith(".")
            if _is_folder(entry):
                if not hidden and entry.name not in ("meta", "published"):
                    stack.append(f"{name}/")
            elif entry.name.endswith((".yaml", ".yml")) and not (
                hidden and entry.is_symlink()
            ):  # locks of editors
                paths.append(name)
    return paths


def _at_once(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))  # a pipe would wait for a writer


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself
        return False


def _unreadable(file: str, why: Mapping[str, str] | None) -> SpecError:
    return SpecError(
        [Finding(rule="spec.unreadable", severity="error", values={"reason": why}, path=file)]
    )
