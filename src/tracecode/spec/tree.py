"""Plain data from the events of a YAML parser: the strict subset of `reader`, value by value.

A module of its own since the parser is imported with it, which few programs need: most read the compiled copy.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)

from tracecode.spec.reader import MAX_DEPTH, Place, Plain, wrong

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})", re.ASCII)
_NUMBER_LIKE = re.compile(r"[-+]?[0-9][0-9_,]*(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?", re.ASCII)
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
_BEGINS_NUMBER = frozenset("+-0123456789")
_FALSE_FRIENDS = frozenset({"yes", "no", "on", "off", "y", "n"})
_LONGEST_FRIEND = max(map(len, _FALSE_FRIENDS))


def tree(text: str, shown: str, lines: dict[Place, int]) -> Plain:
    """The data of a text.

    Args:
        text: of one document.
        shown: the file, as messages name it.
        lines: gets the line of each value and key.

    Raises:
        YAMLError: it is not YAML.
        SpecError: it is outside the strict subset.
    """
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    try:
        return _document(loader.get_event, shown, lines)
    finally:
        loader.dispose()


def _document(take: Callable[[], Event], shown: str, lines: dict[Place, int]) -> Plain:
    take()  # the stream begins
    if isinstance(take(), StreamEndEvent):
        raise wrong(shown, 1, "spec.empty")
    first = take()
    lines[()] = _line(first)
    data = _value(first, take, (), shown, lines)
    take()  # the document ends
    after = take()
    if isinstance(after, DocumentStartEvent):
        raise wrong(shown, _line(after), "spec.yaml_feature", feature="---")
    return data


def written(text: str) -> str:
    """A text without line breaks or marks as a value in a file: in quotation marks where it would
    be read as something else, here or by another reader of YAML, which takes more for a number or a
    date.

    >>> written("jar-code"), written("no"), written("1e3")
    ('jar-code', '"no"', '"1e3"')
    """
    plain = text not in _WORDS and text.lower() not in _FALSE_FRIENDS
    return text if plain and text[0] not in _BEGINS_NUMBER else f'"{text}"'


def _value(
    event: Event, take: Callable[[], Event], place: Place, shown: str, lines: dict[Place, int]
) -> Plain:
    """The value that begins with an event, whose line is noted already."""
    if len(place) > MAX_DEPTH:
        raise wrong(shown, _line(event), "spec.too_deep", allowed=MAX_DEPTH)
    _plain_only(event, shown)
    if isinstance(event, ScalarEvent):
        return _scalar(event, shown)
    if not isinstance(event, MappingStartEvent):
        items: list[Plain] = []
        while not isinstance(child := take(), SequenceEndEvent):
            inside = (*place, len(items))
            lines[inside] = _line(child)
            items.append(_value(child, take, inside, shown, lines))
        return items
    mapping: dict[str, Plain] = {}
    while not isinstance(child := take(), MappingEndEvent):
        _plain_only(child, shown)
        if not isinstance(child, ScalarEvent):
            raise wrong(shown, _line(child), "spec.key")
        key: str = child.value
        inside = (*place, key)
        if key in mapping:
            raise wrong(shown, _line(child), "spec.duplicate_key", key=key, first=lines[inside])
        lines[inside] = _line(child)
        mapping[key] = _value(take(), take, inside, shown, lines)
    return mapping


def _plain_only(event: Event, shown: str) -> None:
    """Refuse anchors, aliases and tags."""
    anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
    if anchor or tag:
        mark = "*" if isinstance(event, AliasEvent) else "&"
        raise wrong(
            shown,
            _line(event),
            "spec.yaml_feature",
            feature=f"{mark}{anchor}" if anchor else str(tag),
        )


def _scalar(event: ScalarEvent, shown: str) -> Plain:
    text: str = event.value
    if event.style:  # quoted or block: always text
        return text
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in _BEGINS_NUMBER:
        if _INTEGER.fullmatch(text):
            return int(text)
        if _NUMBER_LIKE.fullmatch(text):
            raise wrong(shown, _line(event), "spec.quote", found=text)
    elif len(text) <= _LONGEST_FRIEND and text.lower() in _FALSE_FRIENDS:
        raise wrong(shown, _line(event), "spec.quote", found=text)
    return text


def _line(event: Event) -> int:
    assert event.start_mark is not None  # the parser marks every event
    return int(event.start_mark.line) + 1
