"""Find codes inside what a scanner delivers: an address, or GS1 element strings in brackets.

Labels of several lines or fields need no help from here: they are schemes of their own, whose segments are codes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s]+", re.ASCII | re.IGNORECASE)
_BRACKETED = re.compile(r"\(([0-9]{2,4})\)([^()]*)", re.ASCII)
_RUN = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{6,63}", re.ASCII)
_AI = re.compile(r"[0-9]{2,4}", re.ASCII)
_MOST_PARTS = 64

Inside = Literal["address", "gs1", "label"]


class Part(NamedTuple):
    """A piece of a payload that may be a code."""

    text: str
    inside: Inside
    ai: str | None = None
    """GS1 application identifier before it."""


def parts(text: str) -> list[Part]:
    """The pieces of a payload that may be codes, in order, without repetition; empty if it is no payload."""
    found = dict.fromkeys(_parts(text.strip()))
    return list(found)[:_MOST_PARTS]


def _parts(text: str) -> Iterator[Part]:
    if text.startswith("("):
        for ai, value in _BRACKETED.findall(text):
            yield Part(value.strip(), "gs1", ai)
    elif match := _ADDRESS.search(text):
        yield from _address(match[0])


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
