"""What a change of the standard means, and for whom: the differences between two standards, one by one.

Each difference has the old and the new value, and the smallest audience that it breaks:

`stored-data`     what was right is wrong now, also if it was recorded long ago
`writers`         what is written from a day on, or printed, must be otherwise
`readers`         what was wrong is right now, so that a program may meet what it does not know
`generated-code`  data stay as they are; classes and other generated code change
`text`            words for people, sources and remarks

Where nothing is known of a field, a change of it is taken to break stored data.

>>> from tracecode.spec.definitions import Definitions
>>> from tracecode.spec.layer import Layer, packaged
>>> standard = Definitions(Layer(packaged()))
>>> list(changes(standard, standard))
[]
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from tracecode.spec.audience import WORDS, Audience, Path, audience, came, went
from tracecode.spec.file_kinds import KINDS

if TYPE_CHECKING:
    from tracecode.spec.definitions import Definitions


class Change(NamedTuple):
    """One difference."""

    kind: str
    """Kind of definition: `scheme`, `codelist`, `record` ..."""
    id: str
    """Id of the definition."""
    path: Path
    """Where in the definition; parts of a list by their ids. Empty: the definition itself came or went."""
    old: object
    """As it was, as plain data; None: it was not there."""
    new: object
    """As it is; None: it is not there any more."""
    breaks: Audience
    """The smallest audience that it breaks."""

    @property
    def place(self) -> str:
        """The place in one text: `scheme uscc editions.gb-32100.segments.check`."""
        return " ".join([self.kind, self.id, *([".".join(self.path)] if self.path else [])])

    @property
    def fingerprint(self) -> str:
        """A name of the change that stays while words change: twelve hexadecimal digits."""
        content = [
            self.kind,
            self.id,
            self.path,
            _without_words(self.old),
            _without_words(self.new),
        ]
        return hashlib.sha256(
            json.dumps(content, ensure_ascii=False, sort_keys=True).encode()
        ).hexdigest()[:12]

    def as_dict(self) -> dict[str, object]:
        """Plain data for JSON."""
        return {
            "kind": self.kind, "id": self.id, "path": ".".join(self.path), "old": self.old, "new": self.new,
            "breaks": self.breaks, "fingerprint": self.fingerprint,
        }  # fmt: skip


def changes(old: Definitions, new: Definitions) -> Iterator[Change]:
    """The differences between two standards, by kind and id."""
    for kind in KINDS:
        if kind == "category":  # what items share is compared in each of them
            continue
        before, after = (
            {id: standard.data(kind, id) for id in standard.ids(kind)} for standard in (old, new)
        )
        for id in sorted({*before, *after}):
            yield from _of_definition(kind, id, before.get(id), after.get(id), old, new)


def between(kind: str, id: str, old: Definitions, new: Definitions) -> Iterator[Change]:
    """The differences in one definition that both standards have."""
    yield from _of_definition(kind, id, old.data(kind, id), new.data(kind, id), old, new)


def _of_definition(
    kind: str, id: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None,
    old: Definitions, new: Definitions,
) -> Iterator[Change]:  # fmt: skip
    if after is None:
        assert before is not None
        yield Change(kind, id, (), before, None, went(kind, before))
        return
    if before is None:
        yield Change(kind, id, (), None, after, came(kind, after))
        return
    for path, was, now in _differences(before, after, ()):
        doubtful = (
            kind == "scheme"
            and path[-1] != "evidence"
            and _unsure(before, path)
            and _unsure(after, path)
        )
        breaks = "text" if doubtful else audience(kind, path, was, now, old, new)
        yield Change(kind, id, path, was, now, breaks)


def _unsure(data: Any, path: Path) -> bool:
    """Whether what stands at a path is of unsure evidence: that of the innermost part which says so."""
    evidence = None
    for step in ("", *path):
        if isinstance(data, list):
            data = next((item for item in data if step in (item.get(key) for key in _KEYS)), None)
        elif step:
            data = data.get(step)
        if not isinstance(data, dict | list):
            break
        evidence = data.get("evidence", evidence) if isinstance(data, dict) else evidence
    return evidence == "unsure"


_KEYS = ("id", "code", "use")
"""The fields by which the parts of a list are told apart, the first that all of them have."""
ORDER = "order"
"""The last step of a path where the parts of a list stand in another order."""


def _differences(old: Any, new: Any, path: Path) -> Iterator[tuple[Path, Any, Any]]:
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys((*old, *new)):
            yield from _differences(old.get(key), new.get(key), (*path, key))
        return
    if isinstance(old, list) and isinstance(new, list):
        key = next((key for key in _KEYS if _has_all(old, key) and _has_all(new, key)), None)
        if key is not None:
            before, after = ({str(item[key]): item for item in items} for items in (old, new))
            yield from _differences(before, after, path)
            kept = [[id for id in side if id in before and id in after] for side in (before, after)]
            if kept[0] != kept[1]:
                yield (*path, ORDER), kept[0], kept[1]
            return
        if _of_mappings(old) and _of_mappings(new):
            texts = [
                {json.dumps(item, sort_keys=True): item for item in items} for items in (old, new)
            ]
            for text, item in texts[0].items():
                if text not in texts[1]:
                    yield (*path, "-"), item, None
            for text, item in texts[1].items():
                if text not in texts[0]:
                    yield (*path, "+"), None, item
            return
    yield path, old, new


def _has_all(items: list[Any], key: str) -> bool:
    values = [item.get(key) for item in items if isinstance(item, dict)]
    return (
        len(values) == len(items)
        and None not in values
        and len(set(map(str, values))) == len(items)
    )


def _of_mappings(items: list[Any]) -> bool:
    return all(isinstance(item, dict) for item in items)


def _without_words(value: object) -> object:
    if isinstance(value, dict):
        return {key: _without_words(part) for key, part in value.items() if key not in WORDS}
    return [_without_words(part) for part in value] if isinstance(value, list) else value
