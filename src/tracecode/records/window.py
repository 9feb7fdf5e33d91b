r"""A long text, seen through a window that moves on: what lies behind it is let go, so memory stays
small.

>>> import io
>>> window = Window(io.BytesIO(b'\xef\xbb\xbf[1,\n 22]'))
>>> window.begin()[0].rule, window.next()
('data.bom', b'[')
>>> window.at += 3
>>> window.next(), window.place()
(b'2', (2, 2))
"""

from __future__ import annotations

import codecs
import re
from typing import IO

from tracecode.findings import Finding
from tracecode.records.decoding import BOM, TWO_MARKS, codec_of, is_wide
from tracecode.records.plain import fault

BLOCK = 1 << 17
"""So many bytes are read at a time."""
_HEAD = 2 * len(BOM)
_SPACE = re.compile(rb"[ \t\r\n]*+")


class Window:
    """The part of a file that is at hand, as UTF-8. `at` moves on in `text`; whoever moves it says
    what is read.

    `more` moves the text: a place is kept as its distance from `at`.
    """

    def __init__(self, file: IO[bytes], encoding: str = "utf-8", row: int = 1) -> None:
        """Begin at the beginning of a file.

        Args:
            file: open, of bytes.
            encoding: `utf-8` or `gb18030`.
            row: the row on which the text begins.

        Raises:
            UnreadableFile: the encoding is another one.
        """
        self.text = b""
        self.at = 0
        self.passed = 0
        """How many bytes stood before `text`."""
        self._file = file
        self._recode = None if codec_of(encoding) == "utf-8" else _gb18030()
        self._row, self._line, self._counted = row, 0, 0
        """The row at `_counted` in `text`, and how many bytes stood before that row."""

    def begin(self) -> tuple[Finding, ...]:
        """Pass over a byte order mark; what is to be said of the encoding."""
        while len(self.text) < _HEAD and self.more():
            pass
        if is_wide(self.text):
            return (fault("data.encoding", found="UTF-16 / UTF-32"),)
        if not self.text.startswith(BOM):
            return ()
        if self.text.startswith(BOM, len(BOM)):
            return (fault("data.encoding", found=TWO_MARKS),)
        self.at = self._counted = self._line = len(BOM)
        return (Finding(rule="data.bom", severity="warning"),)

    def recode(self) -> None:
        """Take the text for GB 18030 from here on: its own declaration says so."""
        self._recode = _gb18030()
        self.text = self.text[: self.at] + self._utf8(self.text[self.at :])

    def more(self) -> bool:
        """Read on; False at the end of the file. What stands before `at` is let go, and `at`
        becomes 0.
        """
        block = self._read()
        if not block:
            return False
        self.place()
        self.passed += self.at
        self.text = self.text[self.at :] + block
        self.at = self._counted = 0
        return True

    def next(self) -> bytes:
        """Pass over white space; the character behind it, or nothing at the end of the file."""
        while True:
            space = _SPACE.match(self.text, self.at)
            assert space is not None
            self.at = space.end()
            if self.at < len(self.text):
                return self.text[self.at : self.at + 1]
            if not self.more():
                return b""

    def find(self, mark: bytes, distance: int, most: int) -> int:
        """The distance from `at` behind a mark.

        Args:
            mark: what is looked for.
            distance: from `at`, where the search begins.
            most: a mark that ends beyond that distance does not count.

        Returns:
            The distance; -1 where there is none so near.
        """
        while True:
            start = self.text.find(mark, self.at + distance, self.at + most)
            if start >= 0:
                return start + len(mark) - self.at
            distance = max(distance, len(self.text) - self.at - len(mark) + 1)
            if distance + len(mark) > most or not self.more():
                return -1

    def place(self) -> tuple[int, int]:
        """Row and column (in bytes) of `at`, both from 1."""
        text, at = self.text, self.at
        if rows := text.count(b"\n", self._counted, at):
            self._row += rows
            self._line = self.passed + text.rfind(b"\n", self._counted, at) + 1
        self._counted = at
        return self._row, self.passed + at - self._line + 1

    def _read(self) -> bytes:
        block = self._file.read(BLOCK)
        if self._recode is None:
            return block
        while block and not (text := self._utf8(block)):  # half a character
            block = self._file.read(BLOCK)
        return text if block else self._utf8(b"", last=True)

    def _utf8(self, block: bytes, *, last: bool = False) -> bytes:
        """The same in UTF-8. Bytes that are none of the encoding stay as they are: their record
        will say so.
        """
        assert self._recode is not None
        return self._recode.decode(block, final=last).encode("utf-8", "surrogateescape")


def _gb18030() -> codecs.IncrementalDecoder:
    return codecs.getincrementaldecoder("gb18030")("surrogateescape")
