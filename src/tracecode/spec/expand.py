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
from tracecode.findings import Finding
from tracecode.spec.base import Citation, Evidence, Spec
from tracecode.spec.check import check, hints
from tracecode.spec.kinds import Kind
from tracecode.spec.reader import Document, Place

_DEFAULTS = Kind("defaults", "", "tracecode.spec.base:Defaults", listed=False)
_LIKENESS = Kind("like", "", "tracecode.spec.layout_model:Likeness", listed=False)
_LIKE_KEYS = frozenset({"like", "replace", "without"})
_ARRANGED = ("length", "checks", "limits")
"""What a layout takes from another one beside the segments."""


def expanded(document: Document, kind: Kind) -> Document:
    """A document with everything written out that its own file says.

    Raises:
        SpecError: it is like something that is not there, or otherwise cannot be written out; every fault is told.
            Whatever has another shape than the language asks for is left as it is: `spec.check` sees to that.
    """
    made = _Expansion(document, kind)
    if made.faults:
        raise SpecError(made.faults)
    return made.document


class _Expansion:
    def __init__(self, document: Document, kind: Kind) -> None:
        self.path, self.lines = document.path, dict(document.lines)
        self.data: Any = copy.deepcopy(document.data)
        self.faults: list[Finding] = []
        self._defaults(kind)
        if not self.faults:
            if kind.id == "scheme":
                _Likes(self)
            elif kind.id in ("product", "category"):
                self._records()

    @property
    def document(self) -> Document:
        return Document(self.path, self.data, self.lines)

    def say(self, place: Place, rule: str, **values: object) -> None:
        """Note a fault at a place."""
        line = self.document.line(place)
        self.faults.append(Finding(rule=rule, severity="error", values=values, path=self.path, line=line))

    def graft(self, old: Place, new: Place) -> Any:
        """A copy of what stands at a place, for another one; with its lines."""
        size = len(old)
        self.lines.update({
            (*new, *place[size:]): line for place, line in [*self.lines.items()] if place[:size] == old
        })  # fmt: skip
        return copy.deepcopy(_at(self.data, old))

    # --- defaults -----------------------------------------------------------------------------------------------------

    def _defaults(self, kind: Kind) -> None:
        listed = kind.listed and isinstance(self.data, dict) and kind.plural is not None
        if not listed and (kind.id not in ("scheme", "product", "category") or not isinstance(self.data, dict)):
            return
        given = self.data.pop("defaults", {})
        lines = {place[1:]: line for place, line in self.lines.items() if place[:1] == ("defaults",)}
        self.faults += check(Document(self.path, given, lines), _DEFAULTS)
        if listed:
            self._list(kind)
        if not self.faults:
            for cls, data, place in self._things(kind):
                _fill(cls, data, place, _Given(given, lines, self.lines))

    def _list(self, kind: Kind) -> None:
        """Take the list out of a file of defaults and a list."""
        key = str(kind.plural)
        for other in [other for other in self.data if other != key]:
            self.say((other,), "spec.unknown_field", field=other, within=kind.id, known=["defaults", key])
        if key not in self.data:
            self.say((), "spec.missing_field", field=key, within=kind.id)
            return
        self.lines = {place[1:]: line for place, line in self.lines.items() if place[:1] == (key,)}
        self.data = self.data[key]

    def _things(self, kind: Kind) -> Iterator[tuple[type[Spec], Any, Place]]:
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
            given.all.update({(*place, *at): line for at, line in given.lines.items() if at[:1] == (name,)})
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
            yield from ((cls, inner, (i, *steps)) for cls, inner, steps in _inside(arguments[0], item))
    elif origin is Mapping and isinstance(value, dict):
        for key, item in value.items():
            yield from ((cls, inner, (key, *steps)) for cls, inner, steps in _inside(arguments[1], item))


# --- like -------------------------------------------------------------------------------------------------------------


class _Likes:
    """Writes out every edition and layout of a scheme that is like another."""

    def __init__(self, expansion: _Expansion) -> None:
        self._expansion = expansion
        self._layouts: dict[Place, dict[str, Any]] = {}
        """Editions and layouts by place."""
        self._open: list[Place] = []
        """Those that are being written out, each like the next."""
        self._done: dict[Place, bool] = {}
        """Those that were written out, and whether it could be done."""
        editions = expansion.data.get("editions") if isinstance(expansion.data, dict) else None
        for i, edition in enumerate(editions if isinstance(editions, list) else ()):
            if not isinstance(edition, dict):
                continue
            self._layouts["editions", i] = edition
            forms = edition.get("forms")
            for j, form in enumerate(forms if isinstance(forms, list) else ()):
                if isinstance(form, dict):
                    self._layouts["editions", i, "forms", j] = form
        for place in [*self._layouts]:
            self._write_out(place)

    def _write_out(self, place: Place) -> bool:
        """Whether it could be done."""
        if place in self._done:
            return self._done[place]
        thing, say = self._layouts[place], self._expansion.say
        if _LIKE_KEYS.isdisjoint(thing):
            return True
        if place not in self._open and self._odd(thing, place):
            self._done[place] = False
            return False
        like = thing["like"]
        if place in self._open:
            names = [self._layouts[one]["like"] for one in self._open[self._open.index(place) :]]
            say((*place, "like"), "spec.like_cycle", found=names)
            return False
        source = self._named(like, place)
        if source is None:
            say((*place, "like"), "spec.like", found=like, known=self._known(place) or ["-"])
            self._done[place] = False
            return False
        self._open.append(place)
        done = self._write_out(source) and self._take(thing, place, source)
        self._open.pop()
        self._done[place] = done
        return done

    def _named(self, name: str, place: Place) -> Place | None:
        """The place of an edition or layout by its name, seen from another one."""
        edition, _, form = name.rpartition(".")
        beside = place[:2] if len(place) > 2 and not edition else None
        for other, thing in self._layouts.items():
            if beside is not None and other[:2] == beside and len(other) > 2 and thing.get("id") == name:
                return other
        for other, thing in self._layouts.items():
            if len(other) == 2 and thing.get("id") == (edition or name):
                if not edition:
                    return other
                inner = [one for one in self._layouts if one[:2] == other and len(one) > 2]
                return next((one for one in inner if self._layouts[one].get("id") == form), None)
        return None

    def _known(self, place: Place) -> list[str]:
        """What it could be like."""
        known = []
        for other, thing in self._layouts.items():
            if other == place or other == place[:2]:
                continue
            same = other[:2] == place[:2]
            above = "" if len(other) == 2 or same else f"{self._layouts[other[:2]].get('id')}."
            if len(other) > 2 or "forms" not in thing:
                known.append(f"{above}{thing.get('id')}")
        return known

    def _take(self, thing: dict[str, Any], place: Place, source: Place) -> bool:
        other, graft = self._layouts[source], self._expansion.graft
        replace, without = thing.get("replace") or {}, thing.get("without", [])
        if "forms" in other:
            if len(place) > 2 or replace or without:
                zh, en = f"{thing['like']} 有多种代码结构，请写明其一", f"{thing['like']} has several layouts; name one"
                self._mixed((*place, "like"), zh, en)
                return False
            thing["forms"] = graft((*source, "forms"), (*place, "forms"))
        else:
            self._segments(thing, place, source, replace, without)
            for name in _ARRANGED:
                if name in other and name not in thing:
                    thing[name] = graft((*source, name), (*place, name))
                elif thing.get(name) == []:  # none, where the other one has some
                    del thing[name]
        for name in _LIKE_KEYS:
            thing.pop(name, None)
        return True

    def _segments(
        self, thing: dict[str, Any], place: Place, source: Place, replace: dict[str, Any], without: list[Any]
    ) -> None:
        """The segments of another layout but for those that are replaced or left out."""
        graft, say = self._expansion.graft, self._expansion.say
        segments = self._layouts[source].get("segments")
        segments = segments if isinstance(segments, list) else []
        known = [segment.get("id") for segment in segments if isinstance(segment, dict)]
        for i, id in enumerate(without):
            if id not in known or id in replace:
                say((*place, "without", i), "spec.without", found=id, known=known)
        for id in replace:
            if id not in known:
                say((*place, "replace", id), "spec.replace", found=id, known=known)
        made: list[Any] = []
        for i, segment in enumerate(segments):
            id = segment.get("id") if isinstance(segment, dict) else None
            if id in without:
                continue
            places = (
                [(*place, "replace", id, j) for j in range(len(replace[id]))]
                if id in replace
                else [(*source, "segments", i)]
            )
            for one in places:
                made.append(graft(one, (*place, "segments", len(made))))
        thing["segments"] = made

    def _odd(self, thing: dict[str, Any], place: Place) -> bool:
        """Whether something is wrong with how a likeness is written, whatever it is like."""
        if "like" not in thing:
            self._mixed((*place, "replace" if "replace" in thing else "without"), "须与 like 同用", "it goes with like")
            return True
        if "segments" in thing or "forms" in thing:
            zh = "like 与 segments、forms 不能并用；请用 replace 和 without"
            en = "like goes with neither segments nor forms; use replace and without"
            self._mixed((*place, "like"), zh, en)
            return True
        data = {name: thing[name] for name in thing if name in _LIKE_KEYS}
        size = len(place)
        lines = {at[size:]: line for at, line in self._expansion.lines.items() if at[:size] == place}
        faults = check(Document(self._expansion.path, data, lines), _LIKENESS)
        self._expansion.faults += faults
        return bool(faults)

    def _mixed(self, place: Place, zh: str, en: str) -> None:
        self._expansion.say(place, "spec.layout", reason_zh=zh, reason_en=en)


def _at(data: Any, place: Place) -> Any:
    for step in place:
        data = data[step]
    return data
