"""Where a value of JSON ends, by its brackets and quotation marks, block after block.

It judges nothing else: what stands between them is the parser's business. Time is linear, and
memory is the open brackets, whatever the text is.

>>> nesting = Nesting()
>>> nesting.feed(b'{"a": "}', 0)
-1
>>> nesting.feed(b'}"}, {}', 0)
3
"""

from __future__ import annotations

import re

from tracecode.errors import TraceCodeError
from tracecode.tables.limits import DEFAULT

_INSIDE = rb"""[^"\\\x00-\x1f]*+(?:\\[^\x00-\x1f][^"\\\x00-\x1f]*+)*+"""
_STRING = re.compile(_INSIDE)
"""The inside of a string; possessive, since a string of a megabyte must not be gone through
again.
"""
_FLAT = re.compile(rb"""[^"\[\]{}]*+(?:"%s"[^"\[\]{}]*+)*+""" % _INSIDE)
"""Whole strings, and what is neither string nor bracket."""
_SPACE, _OPENING = re.compile(rb"[ \t\r\n]*+"), re.compile(rb"[\[{]*+")
_CLOSER = {0x5B: 0x5D, 0x7B: 0x7D}
_QUOTE, _BACKSLASH = 0x22, 0x5C


class Broken(TraceCodeError):
    """No value can end any more: a bracket closes another one, or a string holds a control
    character.
    """

    def __init__(self, end: int) -> None:
        super().__init__(end)
        self.end = end
        """The place behind what is wrong: there the parser sees it too."""


class Nesting:
    """The brackets and the string that are open."""

    def __init__(self, inside: bytes = b"", depth: int = DEFAULT.depth) -> None:
        """Begin before a value, or inside one.

        Args:
            inside: the brackets that close what is open.
            depth: most levels; brackets beyond are counted, but not compared.
        """
        self.at = 0
        """Where the next block begins, in the text that was fed last."""
        self.deep = False
        """Whether there were more levels."""
        self._closers = bytearray(inside)
        self._depth = depth
        self._beyond = 0
        self._string = False

    def feed(self, text: bytes, at: int) -> int:
        """Look at a text from a place on.

        Returns:
            The place behind the value; -1 where it goes on behind the text: then `self.at` says
            from where.

        Raises:
            Broken: the brackets do not fit.
        """
        size = len(text)
        closers = self._closers
        while True:
            if self._string:
                at = _end(_STRING, text, at)
                if at == size or (at == size - 1 and text[at] == _BACKSLASH):
                    self.at = at
                    return -1
                if text[at] != _QUOTE:
                    raise Broken(at + (2 if text[at] == _BACKSLASH else 1))
                self._string = False
                at += 1
                if not closers:
                    return at
            at = _end(_FLAT, text, at) if closers else _end(_SPACE, text, at)
            if at == size:
                self.at = size
                return -1
            mark = text[at]
            at += 1
            if mark == _QUOTE:
                self._string = True
            elif mark in _CLOSER:
                if len(closers) < self._depth:
                    closers.append(_CLOSER[mark])
                else:
                    at = self._dive(text, at)
            elif self._beyond:
                self._beyond -= 1
            elif not closers or closers.pop() != mark:
                raise Broken(at)
            elif not closers:
                return at

    def _dive(self, text: bytes, at: int) -> int:
        """Count the brackets that open here, of which one was passed; the place behind them."""
        end = _end(_OPENING, text, at)
        self.deep = True
        self._beyond += end - at + 1
        return end


def _end(pattern: re.Pattern[bytes], text: bytes, at: int) -> int:
    match = pattern.match(text, at)
    assert match is not None
    return match.end()
