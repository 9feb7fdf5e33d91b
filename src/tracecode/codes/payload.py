"""Find codes inside what a scanner delivers: GS1 element strings, Digital Links, and any other address.

Labels of several lines or fields need no help from here: they are schemes of their own, whose segments are codes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from tracecode.findings import Finding
from tracecode.fold import fold
from tracecode.privacy import mask

Inside = Literal["address", "gs1", "label"]

_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s]+", re.ASCII | re.IGNORECASE)
_BRACKETED = re.compile(r"\(([0-9]{2,4})\)([^()]*)", re.ASCII)
_RUN = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{6,63}", re.ASCII)
_GTIN_FIRST = re.compile(r"01[0-9]{14}(?:1[01357]|21)", re.ASCII)  # a bare element string as it usually begins
_AI = re.compile(r"[0-9]{2,4}", re.ASCII)
_MOST_PARTS = 64


class Part(NamedTuple):
    """A piece of a payload that may be a code."""

    text: str
    inside: Inside
    ai: str | None = None
    """GS1 application identifier before it."""


class Payload(NamedTuple):
    """What was found inside a text."""

    parts: tuple[Part, ...] = ()
    """The pieces that may be codes, in order, without repetition."""
    faults: tuple[Finding, ...] = ()
    """What is wrong with the payload as a whole: errors of a GS1 element string."""


def payload(text: str) -> Payload:
    """The pieces of a payload; none if the text is no payload."""
    content = fold(text, ("trim",)).text
    if content.startswith("（"):
        content = fold(content, ("width",)).text
    if content.startswith(("(", "]")) or "\x1d" in content or _GTIN_FIRST.match(content):
        return _elements(content)
    match = _ADDRESS.search(content)
    if match is None:
        return Payload()
    address = match[0]
    if address == content and "://" in address:
        from tracecode.gs1 import read

        message, _ = read(address, associations=False)
        if message is not None:
            return Payload(tuple(Part(element.value, "gs1", element.ai) for element in message.elements))
    return Payload(tuple(_whole(address, dict.fromkeys(_address(address))))[:_MOST_PARTS])


def _elements(content: str) -> Payload:
    """The elements of a GS1 element string; of a broken one as far as they can be told apart."""
    from tracecode.gs1 import read

    message, findings = read(content, associations=False)
    if message is not None:
        return Payload(tuple(Part(element.value, "gs1", element.ai) for element in message.elements))
    pairs = dict.fromkeys(Part(value.strip(), "gs1", ai) for ai, value in _BRACKETED.findall(content))
    if not pairs and _GTIN_FIRST.match(content):
        pairs = {Part(content[2:16], "gs1", "01"): None}
    errors = tuple(finding for finding in findings if finding.severity == "error")
    return Payload(tuple(pairs)[:_MOST_PARTS], errors)


def _whole(address: str, parts: Iterable[Part]) -> Iterable[Part]:
    """The parts without those that are pieces of what looks like a citizen's number: one may be a birth date."""
    from urllib.parse import unquote

    written = unquote(address)
    if (masked := mask(written)) == written:
        return parts
    return (part for part in parts if part.text in masked or mask(part.text) != part.text)


def _address(address: str) -> Iterator[Part]:
    from urllib.parse import unquote, urlsplit  # costs more to import than most texts to read

    try:
        split = urlsplit(address if "://" in address else f"//{address}")
    except ValueError:  # not an address after all, for instance an unfinished [IPv6]
        return
    segments = [unquote(segment) for segment in split.path.split("/") if segment]
    for before, segment in zip(["", *segments], segments, strict=False):
        yield Part(segment, "address", before if _AI.fullmatch(before) else None)
    for pair in re.split(r"[&;]", split.query):
        key, _, value = pair.partition("=")
        if value:
            yield Part(unquote(value), "address", key if _AI.fullmatch(key) else None)
    for run in _RUN.findall(unquote(f"{split.path} {split.query} {split.fragment}")):
        yield Part(run, "address")
