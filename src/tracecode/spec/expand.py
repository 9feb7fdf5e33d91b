"""Write out what a file says in fewer words, before anything else sees it.

- `defaults`: source and evidence of whatever must have them and states none;
- `like`, `replace`, `without`: an edition or layout with the segments of another one;
- a record of a product or category by its id alone, or without `core`.

What rests on other files is written out later: `like` of a product (`spec.share`), the characters of a nested scheme
(`spec.nested`). The lines of a document stay those of what somebody wrote.
"""

from __future__ import annotations

import copy
import types
import typing
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from tracecode.errors import SpecError
from tracecode.spec.base import Citation, Evidence, Spec
from tracecode.spec.check import check, hints
from tracecode.spec.file_kinds import FileKind
from tracecode.spec.likeness import Draft, write_likes
from tracecode.spec.reader import Document, Place

_DEFAULTS = FileKind(id="defaults", pattern="", model="tracecode.spec.base:Defaults", listed=False)


def expanded(document: Document, kind: FileKind) -> Document:
    """A document with everything written out that its own file says.

    Raises:
        SpecError: it is like something that is not there, or otherwise cannot be written out; every fault is told.
            Whatever has another shape than the language asks for is left as it is: `spec.check` sees to that.
    """
    made = _Expansion(document, kind)
    if made.faults:
        raise SpecError(made.faults)
    return made.document


class _Expansion(Draft):
    def __init__(self, document: Document, kind: FileKind) -> None:
        super().__init__(document)
        self._defaults(kind)
        if not self.faults:
            if kind.id == "scheme":
                write_likes(self)
            elif kind.id in ("product", "category"):
                self._records()

    # --- defaults -----------------------------------------------------------------------------------------------------

    def _defaults(self, kind: FileKind) -> None:
        listed = kind.listed and isinstance(self.data, dict) and kind.plural is not None
        if not listed and (
            kind.id not in ("scheme", "product", "category") or not isinstance(self.data, dict)
        ):
            return
        given = self.data.pop("defaults", {})
        lines = {
            place[1:]: line for place, line in self.lines.items() if place[:1] == ("defaults",)
        }
        self.faults += check(Document(self.path, given, lines), _DEFAULTS)
        if listed:
            self._list(kind)
        if not self.faults:
            for cls, data, place in self._things(kind):
                _fill(cls, data, place, _Given(given, lines, self.lines))

    def _list(self, kind: FileKind) -> None:
        """Take the list out of a file of defaults and a list."""
        key = str(kind.plural)
        for other in [other for other in self.data if other != key]:
            self.say(
                (other,), "spec.unknown_field", field=other, within=kind.id, known=["defaults", key]
            )
        if key not in self.data:
            self.say((), "spec.missing_field", field=key, within=kind.id)
            return
        self.lines = {place[1:]: line for place, line in self.lines.items() if place[:1] == (key,)}
        self.data = self.data[key]

    def _things(self, kind: FileKind) -> Iterator[tuple[type[Spec], Any, Place]]:
        if kind.id in ("product", "category"):
            records = self.data.get("records")
            for i, record in enumerate(records if isinstance(records, list) else ()):
                if isinstance(record, dict) and not _ADDED.isdisjoint(record):
                    yield _Own, record, ("records", i)
        elif not kind.listed:
            yield kind.cls, self.data, ()
        elif isinstance(self.data, list):
            yield from ((kind.cls, item, (i,)) for i, item in enumerate(self.data))

    # --- records ------------------------------------------------------------------------------------------------------

    def _records(self) -> None:
        """A record by its id alone, or without a core."""
        records = self.data.get("records") if isinstance(self.data, dict) else None
        records = records if isinstance(records, list) else []
        for i, record in enumerate(records):
            if isinstance(record, str):
                records[i] = {"id": record, "core": record}
            elif isinstance(record, dict) and isinstance(record.get("id"), str):
                record.setdefault("core", record["id"])


class _Own(Spec):
    """A record that adds something to its core: by rights it says where that is written."""

    source: Citation
    evidence: Evidence


_ADDED = frozenset({"indicators", "rules"})


class _Given(NamedTuple):
    """The defaults of a file."""

    values: Mapping[str, Any]
    lines: Mapping[Place, int]
    """Of the defaults."""
    all: dict[Place, int]
    """Of the file; gets those of what is filled in."""


def _fill(cls: Any, data: Any, place: Place, given: _Given) -> None:
    """Give what must have a source and evidence those of the file, as far as it says nothing itself.

    What names a source of its own says how sure that is.
    """
    if not isinstance(data, dict):
        return
    fields = hints(cls)
    cited = "source" in data
    for name, value in given.values.items():
        if name in fields and not hasattr(cls, name) and name not in data and not cited:
            data[name] = copy.deepcopy(value)
            given.all.update(
                {(*place, *at): line for at, line in given.lines.items() if at[:1] == (name,)}
            )
    for name, value in data.items():
        for inner, item, steps in _inside(fields.get(name), value):
            _fill(inner, item, (*place, name, *steps), given)


def _inside(hint: Any, value: Any) -> Iterator[tuple[type[Spec], Any, Place]]:
    """The specification objects in a value of a field, by class."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if isinstance(hint, type) and issubclass(hint, Spec):
        yield hint, value, ()
    elif origin is types.UnionType:
        for argument in arguments:
            yield from _inside(argument, value)
    elif origin is tuple and isinstance(value, list):
        for i, item in enumerate(value):
            yield from (
                (cls, inner, (i, *steps)) for cls, inner, steps in _inside(arguments[0], item)
            )
    elif origin is Mapping and isinstance(value, dict):
        for key, item in value.items():
            yield from (
                (cls, inner, (key, *steps)) for cls, inner, steps in _inside(arguments[1], item)
            )
