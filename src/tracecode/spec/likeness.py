"""An edition or layout that is like another one: its segments, written out."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from tracecode.findings import Finding
from tracecode.spec.check import check
from tracecode.spec.file_kinds import FileKind
from tracecode.spec.reader import Document, Place

_LIKENESS = FileKind(
    id="like", pattern="", model="tracecode.spec.layout_model:Likeness", listed=False
)
_LIKE_KEYS = frozenset({"like", "replace", "without"})
_ARRANGED = ("length", "checks", "limits")
"""What a layout takes from another one beside the segments."""
_MOST = 20_000
"""Most segments that a file may come to by `like`; the standard has a tenth of that in all its files."""
_DEEPEST = 50
"""Most layouts of which each is like the next."""


class Draft:
    """A document that is being written out, and what is wrong with it."""

    def __init__(self, document: Document) -> None:
        self.path, self.lines = document.path, dict(document.lines)
        self.data: Any = copy.deepcopy(document.data)
        self.faults: list[Finding] = []

    @property
    def document(self) -> Document:
        """As far as it is written out."""
        return Document(self.path, self.data, self.lines)

    def say(self, place: Place, rule: str, **values: object) -> None:
        """Note a fault at a place."""
        line = self.document.line(place)
        self.faults.append(
            Finding(rule=rule, severity="error", values=values, path=self.path, line=line)
        )

    def graft(self, old: Place, new: Place) -> Any:
        """A copy of what stands at a place, for another one; with its lines."""
        value = _at(self.data, old)
        for steps in _places(value):
            if (line := self.lines.get((*old, *steps))) is not None:
                self.lines[*new, *steps] = line
        return copy.deepcopy(value)


def write_likes(draft: Draft) -> None:
    """Write out every edition and layout of a scheme that is like another, as far as nothing is wrong with it."""
    _Likes(draft)


class _Likes:
    """Writes out every edition and layout of a scheme that is like another."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._layouts: dict[Place, dict[str, Any]] = {}
        """Editions and layouts by place."""
        self._open: list[Place] = []
        """Those that are being written out, each like the next."""
        self._done: dict[Place, bool] = {}
        """Those that were written out, and whether it could be done."""
        self._written = 0
        """How many segments were taken over so far."""
        editions = draft.data.get("editions") if isinstance(draft.data, dict) else None
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
        entry, say = self._layouts[place], self._draft.say
        if _LIKE_KEYS.isdisjoint(entry):
            return True
        if place not in self._open and self._odd(entry, place):
            self._done[place] = False
            return False
        like = entry["like"]
        if place in self._open:
            names = [
                self._layouts[open_place]["like"]
                for open_place in self._open[self._open.index(place) :]
            ]
            say((*place, "like"), "spec.like_cycle", found=names)
            return False
        source = self._named(like, place)
        if source is None:
            say((*place, "like"), "spec.like", found=like, known=self._known(place) or ["-"])
            self._done[place] = False
            return False
        if len(self._open) == _DEEPEST:
            zh, en = (
                f"like 相连超过 {_DEEPEST} 层",
                f"more than {_DEEPEST} layouts are like each other in a row",
            )
            self._mixed((*place, "like"), zh, en)
            return False
        self._open.append(place)
        done = self._write_out(source) and self._take(entry, place, source)
        self._open.pop()
        self._done[place] = done
        return done

    def _named(self, name: str, place: Place) -> Place | None:
        """The place of an edition or layout by its name, seen from another one."""
        edition, _, form = name.rpartition(".")
        beside = place[:2] if len(place) > 2 and not edition else None
        for other, layout in self._layouts.items():
            if (
                beside is not None
                and other[:2] == beside
                and len(other) > 2
                and layout.get("id") == name
            ):
                return other
        for other, layout in self._layouts.items():
            if len(other) == 2 and layout.get("id") == (edition or name):
                if not edition:
                    return other
                inner = [
                    candidate
                    for candidate in self._layouts
                    if candidate[:2] == other and len(candidate) > 2
                ]
                return next(
                    (
                        candidate
                        for candidate in inner
                        if self._layouts[candidate].get("id") == form
                    ),
                    None,
                )
        return None

    def _known(self, place: Place) -> list[str]:
        """What it could be like."""
        known = []
        for other, layout in self._layouts.items():
            if other == place or other == place[:2]:
                continue
            same = other[:2] == place[:2]
            above = "" if len(other) == 2 or same else f"{self._layouts[other[:2]].get('id')}."
            if len(other) > 2 or "forms" not in layout:
                known.append(f"{above}{layout.get('id')}")
        return known

    def _take(self, entry: dict[str, Any], place: Place, source: Place) -> bool:
        other, graft = self._layouts[source], self._draft.graft
        replace, without = entry.get("replace") or {}, entry.get("without", [])
        forms = other.get("forms")
        layouts = (
            [form for form in forms if isinstance(form, dict)]
            if isinstance(forms, list)
            else [other]
        )
        self._written += sum(len(layout.get("segments") or "-") for layout in layouts) + sum(
            map(len, replace.values())
        )
        if self._written > _MOST:
            zh, en = (
                f"like 写出的段超过 {_MOST} 个",
                f"what is like another comes to more than {_MOST} segments",
            )
            self._mixed((*place, "like"), zh, en)
            return False
        if "forms" in other:
            if len(place) > 2 or replace or without:
                zh, en = (
                    f"{entry['like']} 有多种代码结构，请写明其一",
                    f"{entry['like']} has several layouts; name one",
                )
                self._mixed((*place, "like"), zh, en)
                return False
            entry["forms"] = graft((*source, "forms"), (*place, "forms"))
        else:
            if not self._segments(entry, place, source, replace, without):
                return False
            for name in _ARRANGED:
                if name in other and name not in entry:
                    entry[name] = graft((*source, name), (*place, name))
                elif entry.get(name) == []:  # none, where the other one has some
                    del entry[name]
        for name in _LIKE_KEYS:
            entry.pop(name, None)
        return True

    def _segments(
        self,
        entry: dict[str, Any],
        place: Place,
        source: Place,
        replace: dict[str, Any],
        without: list[Any],
    ) -> bool:
        """Take the segments of another layout but for those that are replaced or left out, if these are there."""
        graft, say = self._draft.graft, self._draft.say
        segments = self._layouts[source].get("segments")
        segments = segments if isinstance(segments, list) else []
        known = [segment.get("id") for segment in segments if isinstance(segment, dict)]
        before = len(self._draft.faults)
        for i, id in enumerate(without):
            if id not in known or id in replace:
                say((*place, "without", i), "spec.without", found=id, known=known)
        for id in replace:
            if id not in known:
                say((*place, "replace", id), "spec.replace", found=id, known=known)
            elif known.count(id) > 1:
                say((*place, "replace", id), "spec.duplicate_id", found=id, first=entry["like"])
        if len(self._draft.faults) > before:
            return False
        made: list[Any] = []
        for i, segment in enumerate(segments):
            named = segment.get("id") if isinstance(segment, dict) else None
            name = named if isinstance(named, str) else ""
            if name in without:
                continue
            places = (
                [(*place, "replace", name, j) for j in range(len(replace[name]))]
                if name in replace
                else [(*source, "segments", i)]
            )
            for origin in places:
                made.append(graft(origin, (*place, "segments", len(made))))
        entry["segments"] = made
        return True

    def _odd(self, entry: dict[str, Any], place: Place) -> bool:
        """Whether something is wrong with how a likeness is written, whatever it is like."""
        if "like" not in entry:
            self._mixed(
                (*place, "replace" if "replace" in entry else "without"),
                "须与 like 同用",
                "it goes with like",
            )
            return True
        if "segments" in entry or "forms" in entry:
            zh = "like 与 segments、forms 不能并用；请用 replace 和 without"
            en = "like goes with neither segments nor forms; use replace and without"
            self._mixed((*place, "like"), zh, en)
            return True
        data = {name: entry[name] for name in entry if name in _LIKE_KEYS}
        size = len(place)
        lines = {at[size:]: line for at, line in self._draft.lines.items() if at[:size] == place}
        faults = check(Document(self._draft.path, data, lines), _LIKENESS)
        self._draft.faults += faults
        return bool(faults)

    def _mixed(self, place: Place, zh: str, en: str) -> None:
        self._draft.say(place, "spec.layout", reason_zh=zh, reason_en=en)


def _places(value: Any) -> Iterator[Place]:
    """The places inside a value, its own first."""
    yield ()
    inside = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for step, inner in inside:
        yield from ((step, *deeper) for deeper in _places(inner))


def _at(data: Any, place: Place) -> Any:
    for step in place:
        data = data[step]
    return data
