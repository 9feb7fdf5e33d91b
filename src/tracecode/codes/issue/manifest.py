"""Manifests: what each file of issued codes holds. They stand beside the files, and outlive a lost
ledger.

A manifest names its ledger, the pattern of its codes and the numbers taken. So a ledger that was
set back can be told from its manifests, and one that was lost can be made again from them.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Sequence
from typing import Any, NamedTuple

from tracecode.codes.issue import patterns, stored, tables
from tracecode.codes.issue.faults import refusal
from tracecode.codes.issue.plan import IssuePlan
from tracecode.value import Value

ENDING = ".manifest.json"
"""What the name of a manifest has more than that of its file."""
_LARGEST = 1 << 20  # bytes; ours have one or two thousand
_TEXTS = (
    "file",
    "format",
    "scheme",
    "edition",
    "form",
    "first",
    "last",
    "sha256",
    "batch",
    "key",
    "at",
    "who",
    "purpose",
)


class Manifest(Value):
    """What a file of codes holds. It stands beside the file, as JSON."""

    file: str
    format: str
    scheme: str
    edition: str
    form: str
    segments: dict[str, str]
    """The segments that all codes share."""
    count: int
    first: str
    last: str
    bytes: int
    sha256: str
    """Of the file."""
    batch: str
    numbers: list[list[int]]
    """The ranges of numbers taken, both ends included."""
    room: int
    """How many numbers there are for these segments."""
    key: str
    """Cipher and fingerprint of the key; empty where numbers are counted."""
    at: str
    who: str
    purpose: str
    ledger: str = ""
    """Names the ledger. Empty in manifests that were written before they named it, as are the next
    three.
    """
    nonce: str = ""
    """The ledger's random number that went into the permutation; it is no secret without the
    key.
    """
    pattern: list[str | list[str | int]] = []  # noqa: RUF012  # a value is fixed
    """The codes with places for what varies: texts, and pairs of `serial` or `check` and a
    length.
    """
    alphabet: str = ""
    """The digits of the serial."""

    @property
    def least(self) -> int:
        """The first number taken."""
        return self.numbers[0][0]

    @property
    def greatest(self) -> int:
        """The greatest number taken."""
        return self.numbers[-1][1]


def written(manifest: Manifest) -> bytes:
    """A manifest as it stands in its file."""
    text = json.dumps(manifest.__dict__, ensure_ascii=False, indent=2)
    # what no UTF-8 can hold becomes an escape of JSON
    return text.encode(errors="backslashreplace") + b"\n"


def read(path: str) -> Manifest | None:
    """The manifest in a file; None if the file is none, or cannot be read."""
    try:
        handle = os.open(
            path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        )
        with open(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                return None
            data = file.read(_LARGEST + 1)
        fields = json.loads(data) if len(data) <= _LARGEST else None
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(fields, dict) or not _is_manifest(fields):
        return None
    return Manifest(**{name: fields[name] for name in Manifest.field_names() if name in fields})


def is_stray(path: str, handle: int) -> bool:
    """Whether a manifest is that of a complete file, open as this handle, which did not get its
    name.
    """
    manifest = read(path)
    if manifest is None or manifest.file + ENDING != os.path.basename(path):
        return False
    if manifest.bytes != os.fstat(handle).st_size:
        return False
    with open(handle, "rb", closefd=False) as file:
        file.seek(0)
        return hashlib.file_digest(file, "sha256").hexdigest() == manifest.sha256


def inside(folder: str) -> list[str]:
    """The manifests of a folder, by name.

    Raises:
        OSError: it cannot be read.
    """
    with os.scandir(folder) as entries:
        return sorted(entry.path for entry in entries if entry.name.endswith(ENDING))


class Claim(NamedTuple):
    """What a manifest says about one scope, and what is kept of it."""

    scheme: str
    first: str
    key: str
    ledger: str
    nonce: str
    greatest: int


class Shelf:
    """Folders with manifests. A manifest is read once, and again when it changed."""

    def __init__(self, folders: Sequence[str]) -> None:
        """Look at these folders, whatever codes are asked about.

        Raises:
            IssueError: one does not exist.
        """
        for folder in folders:
            if not os.path.isdir(folder):
                raise refusal("issue.no_folder", found=folder)
        self._folders = folders
        self._kept: dict[str, tuple[tuple[int, int], Claim | None]] = {}

    def claims(
        self, plan: IssuePlan, key: str, ledger: str, beside: str | None
    ) -> list[tuple[str, Claim]]:
        """The manifests of codes of this plan out of this ledger, by file.

        Running numbers are the same in every ledger. All others are told apart by the ledger's
        name; a manifest that names none counts, if its key is the same.

        Args:
            plan: of the codes.
            key: cipher and fingerprint of the key; empty for running numbers.
            ledger: its name.
            beside: one more folder, that of the output: what is no manifest there may be anybody's.

        Raises:
            IssueError: a folder that was named, or a manifest in it, cannot be read.
        """
        claims = []
        unread: list[str] = []
        for folder in dict.fromkeys([*self._folders, *([] if beside is None else [beside])]):
            named = folder in self._folders
            try:
                paths = inside(folder)
            except OSError:
                paths = []
                unread += [folder] if named else []
            for path in paths:
                claim = self._claim(path)
                if claim is None and named and os.path.lexists(path):
                    unread.append(path)
                if claim is None or claim.scheme != plan.scheme.id or claim.key != key:
                    continue
                if key and claim.ledger not in ("", ledger):
                    continue
                if patterns.fits(claim.first, plan.pattern):
                    claims.append((path, claim))
        if unread:
            raise refusal("issue.manifests_unread", found=len(unread), where=unread[0])
        return claims

    def _claim(self, path: str) -> Claim | None:
        try:
            status = os.stat(path)
        except OSError:
            return None
        state = status.st_mtime_ns, status.st_size
        if path not in self._kept or self._kept[path][0] != state:
            manifest = read(path)
            claim = None
            if manifest is not None:
                claim = Claim(**{name: getattr(manifest, name) for name in Claim._fields})
            self._kept[path] = state, claim
        return self._kept[path][1]


def _is_manifest(fields: dict[str, Any]) -> bool:
    """Whether these are the fields of a manifest, each of its type and agreeing with the others."""
    if not all(stored.is_text(fields.get(name)) for name in _TEXTS) or not stored.is_batch(
        fields["batch"]
    ):
        return False
    if not all(stored.is_whole(fields.get(name), 0) for name in ("count", "bytes", "room")):
        return False
    segments = fields.get("segments")
    if not isinstance(segments, dict) or not all(map(stored.is_text, segments.values())):
        return False
    if (
        not stored.is_key(fields["key"])
        or not stored.is_time(fields["at"])
        or not _are_ranges(fields.get("numbers"))
    ):
        return False
    return "ledger" not in fields or _is_named(fields)


def _are_ranges(numbers: object) -> bool:
    """Whether these are ranges of numbers, each behind the one before."""
    least = 1
    for pair in numbers if isinstance(numbers, list) and numbers else [None]:
        match pair:
            case [first, last] if stored.is_whole(first, least) and stored.is_whole(last, first):
                least = last + 1
            case _:
                return False
    return least <= tables.MOST + 1


def _is_named(fields: dict[str, Any]) -> bool:
    """Whether ledger, pattern and alphabet are named, and first and last code fit them."""
    nonces = [fields["ledger"], fields.get("nonce")] if fields["key"] else [fields["ledger"]]
    try:
        pattern = patterns.from_data(fields.get("pattern"))
        length = patterns.serial_length(pattern)
    except ValueError:
        return False
    alphabet = fields.get("alphabet")
    return (
        all(map(stored.is_nonce, nonces))
        and stored.is_alphabet(alphabet, length, permuted=bool(fields["key"]))
        and fields["numbers"][-1][1] <= len(str(alphabet)) ** length
        and patterns.fits(fields["first"], pattern)
        and patterns.fits(fields["last"], pattern)
    )
