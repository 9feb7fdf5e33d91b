"""Cut elements of XML out of a text that streams by.

Tags, comments and CDATA are told apart as the parser will do it; whether what lies between is
right, the parser says.

>>> import io
>>> window = Window(io.BytesIO(b'<a b=">"><!-- </a> --><a/></a> <c/>'))
>>> window.begin()
()
>>> cutter = XmlCutter(window, Limits())
>>> cutter.token()
Token(kind='start', size=9, name=b'a')
>>> cutter.whole()
30
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from tracecode.records.window import Window
from tracecode.tables.limits import Limits

# Everything here is possessive: a tag may be a megabyte long, and what is given back is gone
# through again.
_NAME = rb"[^\s<>/!?\"'=&]++"
_INSIDE = rb"""(?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+"""
_TAG = re.compile(rb"<(/?)(%s)(%s)>" % (_NAME, _INSIDE))
_BEGUN = re.compile(rb"""</?(?:%s(?:%s)(?:"[^"<]*+|'[^'<]*+)?)?""" % (_NAME, _INSIDE))
"""The beginning of a tag, whose end is not there yet."""
_CLOSED = re.compile(rb"[ \t\r\n]*+")
_SHORT = rb"<!--[\t\n\r ,./0-9:;<=>?@A-Z_a-z]{0,400}+-->"
COMMENT = re.compile(_SHORT)
"""A short comment in which nothing can be wrong."""
_SHORT_PIECE = re.compile(rb"(%s)|<\?[^?]{0,400}+\?>" % _SHORT)
"""Such a comment, or a short instruction: seen at once, since there may be one every seven bytes."""
_LONG_TEXT, _REFERENCE = 1 << 16, 12
"""From so many bytes on a text is given in parts; so long is a reference to a character at most."""
_CLOSERS = {b"<!--": b"-->", b"<![CDATA[": b"]]>", b"<?": b"?>"}

TokenKind = Literal[
    "start",
    "empty",
    "end",
    "text",
    "comment",
    "cdata",
    "instruction",
    "doctype",
    "broken",
    "long",
    "",
]
"""What comes next. `broken` is none of these; `long` is longer than any of them may be; nothing is
the end.
"""


class Token(NamedTuple):
    """A piece of markup, or the text before the next one."""

    kind: TokenKind
    size: int
    """Bytes, from where the window is."""
    name: bytes = b""
    """Of a tag, with its prefix."""


class XmlCutter:
    """Cuts what comes next in a window."""

    def __init__(self, window: Window, limits: Limits) -> None:
        self.window, self.limits = window, limits
        self._without: dict[bytes, range] = {}
        """By the end of a comment and its like, where in the file none begins: what never ends is
        sought once, not anew from each place at which it is opened again."""

    def token(self, distance: int = 0) -> Token:
        """What stands at a distance from where the window is; a long text is given in parts."""
        window = self.window
        while len(window.text) <= window.at + distance:
            if not window.more():
                return Token("", 0)
        if window.text[window.at + distance] != 0x3C:
            return self._text(distance)
        if (piece := _SHORT_PIECE.match(window.text, window.at + distance)) is not None:
            kind: TokenKind = "comment" if piece[1] else "instruction"
            return Token(kind, piece.end() - window.at - distance)
        while len(window.text) < window.at + distance + len(b"<![CDATA[") and window.more():
            pass
        head = window.text[window.at + distance : window.at + distance + len(b"<![CDATA[")]
        for opening, closing in _CLOSERS.items():
            if head.startswith(opening):
                end = self._end(
                    closing, distance + len(opening), distance + self.limits.record_bytes
                )
                if end < 0:
                    return Token("broken" if self._at_end() else "long", 0)
                return Token(_KINDS[opening], end - distance)
        if head.startswith(b"<!"):
            return Token("doctype", 0)
        return self._tag(distance)

    def _end(self, closing: bytes, distance: int, most: int) -> int:
        """The distance behind what ends a comment or its like; -1 where it does not end so near."""
        window = self.window
        here = window.passed + window.at
        start = here + distance
        without = self._without.get(closing, range(0))
        if start not in without:
            without = range(start, start)
        end = window.find(closing, max(start, without.stop) - here, most)
        if end < 0:
            self._without[closing] = range(
                without.start, max(without.stop, here + most - len(closing) + 1)
            )
        return end

    def _text(self, distance: int) -> Token:
        window = self.window
        seen = distance
        while (end := window.text.find(b"<", window.at + seen)) < 0:
            seen = len(window.text) - window.at
            if seen - distance > _LONG_TEXT or not window.more():
                end = len(window.text)
                # cut where neither a character nor a reference is torn
                if seen - distance > _LONG_TEXT:
                    while window.text[end - 1] >= 0x80:
                        end -= 1
                    mark = window.text.rfind(b"&", end - _REFERENCE, end)
                    end = end if mark < 0 else mark
                break
        return Token("text", max(end - window.at - distance, 1))

    def _tag(self, distance: int) -> Token:
        window, most = self.window, self.limits.record_bytes
        while True:
            text, at = window.text, window.at + distance
            if (match := _TAG.match(text, at)) is not None:
                kind: TokenKind = (
                    "end" if match[1] else "empty" if match[3].endswith(b"/") else "start"
                )
                size = match.end() - at
                if kind == "end" and match[3].strip(b" \t\r\n"):
                    return Token("broken", 0)
                return Token(kind, size, match[2]) if size <= most else Token("long", 0)
            begun = _BEGUN.match(text, at)
            end = at if begun is None else begun.end()
            if end - at > most:
                return Token("long", 0)
            if end < len(text):
                return Token("broken", 0)
            if not window.more():
                return Token("broken", 0)

    def closing(self, name: bytes) -> int:
        """How long the element of that name is that comes next, to the first closing tag of that
        name; 0 if unsure.
        """
        window, most = self.window, self.limits.record_bytes
        distance = 0
        while (distance := window.find(b"</" + name, distance, most)) > 0:
            if size := self._closed(distance):
                return size if size <= most else 0
        return 0

    def whole(self) -> int:
        """How long the element is that comes next, tag by tag.

        Returns:
            Its length; 0 where its tags do not fit, or it has no end; -1 where it is longer than a
            record may be, -2 where it is nested deeper.
        """
        open_tags: list[bytes] = []
        distance = 0
        while distance <= self.limits.record_bytes:
            token = self.token(distance)
            if token.kind == "long":
                return -1
            if token.kind in ("", "broken", "doctype"):
                return 0
            distance += token.size
            if token.kind == "start":
                open_tags.append(token.name)
                if len(open_tags) > self.limits.depth:
                    return -2
            elif token.kind == "end" and (not open_tags or open_tags.pop() != token.name):
                return 0
            if not open_tags:
                return distance if distance <= self.limits.record_bytes else -1
        return -1

    def skip(self, name: bytes) -> bool:
        """Pass over an element that cannot be read, to the first closing tag of its name; False
        where there is none.
        """
        window, mark = self.window, b"</" + name
        while True:
            start = window.text.find(mark, window.at)
            if start < 0:
                window.at = max(window.at, len(window.text) - len(mark) + 1)
                if not window.more():
                    window.at = len(window.text)
                    return False
                continue
            window.at = start
            size = self._closed(len(mark))
            window.at += size or len(mark)
            if size:
                return True

    def _closed(self, distance: int) -> int:
        """The distance behind the end of a closing tag whose name ends at a distance; 0 if its name
        goes on there.
        """
        window = self.window
        while True:
            closed = _CLOSED.match(window.text, window.at + distance)
            assert closed is not None
            if closed.end() < len(window.text):
                ends = window.text[closed.end()] == 0x3E
                return closed.end() + 1 - window.at if ends else 0
            if closed.end() - window.at > self.limits.record_bytes or not window.more():
                return 0

    def _at_end(self) -> bool:
        """Whether the file has no more."""
        return not self.window.more()


_KINDS: dict[bytes, TokenKind] = {b"<!--": "comment", b"<![CDATA[": "cdata", b"<?": "instruction"}
