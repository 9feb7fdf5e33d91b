"""Read a YAML file strictly: plain data, and the line of every value.

The strict subset is what a reviewer can trust by sight: no tags, anchors or aliases (so no hidden copies and no
expansion bombs), one document a file, no duplicate keys, bounded depth. Unquoted values are text, except `true`,
`false`, `null` and whole numbers; a number with a leading zero must be quoted, since it is a code and not a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from tracecode.errors import SpecError, UnreadableFile
from tracecode.files import opened, reading
from tracecode.findings import Finding

if TYPE_CHECKING:
    from yaml.events import Event

Plain: TypeAlias = "bool | int | str | list[Plain] | dict[str, Plain] | None"
Place: TypeAlias = tuple[str | int, ...]

MAX_BYTES = 4_000_000
MAX_DEPTH = 24
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})", re.ASCII)
_NUMBER_LIKE = re.compile(r"[-+]?[0-9][0-9_,]*(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?", re.ASCII)
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
_FALSE_FRIENDS = {"yes", "no", "on", "off", "y", "n"}


class Document(NamedTuple):
    """A file as plain data, with the line of each value and key."""

    path: str
    """As it should be shown in messages."""
    data: Plain
    lines: dict[Place, int]

    def line(self, place: Place) -> int:
        """The line of a place, or of the nearest thing that encloses it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def read(path: str, shown: str) -> Document:
    """Read one file.

    Raises:
        SpecError: it is not readable, not UTF-8, or outside the strict subset; the finding has file and line.
    """
    try:
        with opened(path) as file, reading(path):
            raw = file.read(MAX_BYTES + 1)
    except UnreadableFile as error:
        raise _wrong(shown, 1, "spec.unreadable", reason=error.why) from None
    if len(raw) > MAX_BYTES:
        raise _wrong(shown, 1, "spec.too_large", found=len(raw), allowed=MAX_BYTES)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _wrong(shown, line, "spec.encoding") from None
    return read_text(text, shown)


def read_text(text: str, shown: str) -> Document:
    """Read the text of a file; raises as `read` does."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    lines: dict[Place, int] = {}
    try:
        events = iter(yaml.parse(text, Loader=loader))
        data = _document(events, shown, lines)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _wrong(
            shown, mark.line + 1 if mark else 1, "spec.yaml", reason=error.problem or str(error.context)
        ) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        number = error.character if isinstance(error.character, int) else ord(error.character)
        raise _wrong(shown, line, "spec.yaml", reason=f"{error.reason} (U+{number:04X})") from None
    return Document(shown, data, lines)


def _document(events: Iterator[Event], shown: str, lines: dict[Place, int]) -> Plain:
    from yaml.events import DocumentStartEvent, StreamEndEvent, StreamStartEvent

    first = next(events)
    assert isinstance(first, StreamStartEvent)  # the parser always begins so
    start = next(events)
    if isinstance(start, StreamEndEvent):
        raise _wrong(shown, 1, "spec.empty")
    data = _value(next(events), events, (), shown, lines)
    next(events)  # document end
    after = next(events)
    if isinstance(after, DocumentStartEvent):
        raise _wrong(shown, _line(after), "spec.yaml_feature", feature="---")
    return data


def _value(event: Event, events: Iterator[Event], place: Place, shown: str, lines: dict[Place, int]) -> Plain:
    from yaml.events import MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent

    line = _line(event)
    lines.setdefault(place, line)
    if len(place) > MAX_DEPTH:
        raise _wrong(shown, line, "spec.too_deep", allowed=MAX_DEPTH)
    _plain_only(event, shown)
    if isinstance(event, ScalarEvent):
        return _scalar(event, shown, line)
    if not isinstance(event, MappingStartEvent):
        items: list[Plain] = []
        while not isinstance(child := next(events), SequenceEndEvent):
            items.append(_value(child, events, (*place, len(items)), shown, lines))
        return items
    mapping: dict[str, Plain] = {}
    while not isinstance(child := next(events), MappingEndEvent):
        _plain_only(child, shown)
        if not isinstance(child, ScalarEvent):
            raise _wrong(shown, _line(child), "spec.key")
        key = child.value
        if key in mapping:
            raise _wrong(shown, _line(child), "spec.duplicate_key", key=key, first=lines[(*place, key)])
        lines[(*place, key)] = _line(child)
        mapping[key] = _value(next(events), events, (*place, key), shown, lines)
    return mapping


def _plain_only(event: Event, shown: str) -> None:
    """Refuse anchors, aliases and tags."""
    from yaml.events import AliasEvent

    anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
    if anchor or tag:
        mark = "*" if isinstance(event, AliasEvent) else "&"
        raise _wrong(shown, _line(event), "spec.yaml_feature", feature=f"{mark}{anchor}" if anchor else str(tag))


def _scalar(event: Event, shown: str, line: int) -> Plain:
    text: str = event.value  # type: ignore[attr-defined]  # only scalar events come here
    if event.style:  # type: ignore[attr-defined]  # quoted or block: always text
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _NUMBER_LIKE.fullmatch(text) or text.lower() in _FALSE_FRIENDS:
        raise _wrong(shown, line, "spec.quote", found=text)
    return text


def _line(event: Event) -> int:
    assert event.start_mark is not None  # the parser marks every event
    return int(event.start_mark.line) + 1


def _wrong(path: str, line: int, rule: str, **values: object) -> SpecError:
    return SpecError([Finding(rule=rule, severity="error", values=values, path=path, line=line)])
