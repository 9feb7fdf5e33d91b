"""The versions of a standard that were released, as they are kept in `published/X.Y.Z/` of its
lowest folder.

Each file of a version is JSON, compressed; none is ever changed. An installation has two of them,
by which messages of older versions are judged: the schema of the message (`message`) and the rule
program (`codes`). Where the standard is edited there are also what the next version is held
against: its definitions, its right samples, the sentences of its rules, what it changed and the
numbers of the clauses of its document.

>>> number("1.2.3"), number("1.2"), level((1, 2, 3), (1, 3, 0)), least((1, 2, 3), "minor")
((1, 2, 3), None, 'minor', (1, 3, 0))
"""

from __future__ import annotations

import gzip
import json
import os
import re
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from tracecode.errors import UnreadableFile
from tracecode.standard.resolved import kept

if TYPE_CHECKING:
    from tracecode.spec.definitions import Definitions
    from tracecode.spec.layer import CarriedLayer
    from tracecode.standard.resolved import Resolved

FOLDER = "published"
"""Below the folder of the standard."""
Part = Literal["message", "codes", "definitions", "samples", "rules", "changes", "clauses"]
PARTS: tuple[Part, ...] = (
    "message", "codes", "definitions", "samples", "rules", "changes", "clauses",
)  # fmt: skip
Number = tuple[int, int, int]
Level = Literal["major", "minor", "patch"]
"""The part of the number that a version raises."""


def number(text: str) -> Number | None:
    """The number of a version; None of a text that is none."""
    found = re.fullmatch(
        r"(0|[1-9][0-9]{0,4})\.(0|[1-9][0-9]{0,4})\.(0|[1-9][0-9]{0,4})", text, re.ASCII
    )
    return None if found is None else (int(found[1]), int(found[2]), int(found[3]))


def written(number: Number) -> str:
    """A number as text."""
    return ".".join(map(str, number))


def level(before: Number, now: Number) -> Level:
    """Which part of the number a version raises over the one before; below 1.0 the second counts as
    the first does.
    """
    if now[0] != before[0] or (now[0] == 0 and now[1] != before[1]):
        return "major"
    return "minor" if now[1] != before[1] else "patch"


def least(before: Number, step: Level) -> Number:
    """The first number that raises a part."""
    if step == "patch":
        return before[0], before[1], before[2] + 1
    return (before[0] + 1, 0, 0) if step == "major" and before[0] else (before[0], before[1] + 1, 0)


class Release(NamedTuple):
    """A version as it is kept."""

    number: Number
    folder: str

    @property
    def version(self) -> str:
        """The number as text."""
        return written(self.number)

    def has(self, part: Part) -> bool:
        """Whether a part is in this installation."""
        return os.path.isfile(self._path(part))

    def read(self, part: Part) -> Any:
        """The plain data of a part.

        Raises:
            UnreadableFile: it is not there, or damaged.
        """
        try:
            with gzip.open(self._path(part)) as file:
                return json.loads(file.read())
        except (OSError, EOFError, ValueError):
            path = self._path(part)
            raise UnreadableFile(
                f"the released version {self.version} cannot be read: {path}; install it again",
                f"无法读取已发布的 {self.version} 版：{path}；请重新安装",
            ) from None

    def definitions(self) -> Definitions:
        """What the version says, for comparing."""
        from tracecode.spec.definitions import Definitions

        return Definitions(self.layer())

    def layer(self) -> CarriedLayer:
        """The version as a layer without files."""
        from tracecode.spec.layer import CarriedLayer

        kept = self.read("definitions")
        return CarriedLayer(self.version, kept["digest"], kept["documents"])

    def _path(self, part: Part) -> str:
        return os.path.join(self.folder, f"{part}.json.gz")


@kept
def releases(standard: Resolved) -> tuple[Release, ...]:
    """The released versions of a standard that this installation has, the oldest first."""
    home = os.path.join(standard.layers[0].root, FOLDER)
    names = os.listdir(home) if os.path.isdir(home) else []
    found = ((number(name), os.path.join(home, name)) for name in names)
    return tuple(sorted(Release(each, folder) for each, folder in found if each is not None))


@kept
def earlier(standard: Resolved) -> Release | None:
    """The released version before the standard as it is: the last one, or where that is this very
    standard, the one before it.
    """
    known = [*releases(standard)]
    if known and known[-1].has("definitions"):
        digests = [layer.digest for layer in standard.layers]
        if digests == [known[-1].read("definitions")["digest"]]:
            known.pop()
    return known[-1] if known else None


def released(standard: Resolved, version: str) -> Release | None:
    """A released version by its number; None where this installation does not have it."""
    return next(
        (each for each in releases(standard) if each.version == version and each.has("message")),
        None,
    )
