r"""Lines of text with their numbers, from bytes or files in UTF-8, GB 18030 or UTF-16.

Lines end with LF, CR LF or CR, also mixed. A line that is too long costs itself. Data that are no
UTF-8 from their first foreign character on, but GB 18030, are read as that, and `notes` says so: it
is what spreadsheets of China write where nobody chose. Where bytes are of neither, or of another
encoding than those before them, the line is a finding that says what they look like, and the
reading ends: what followed would be guesses.

>>> list(Lines(b"a\rb\r\n\xe8\xbf\xbd\n"))
[(1, 'a\r'), (2, 'b\r\n'), (3, '追\n')]
"""

from __future__ import annotations

import io
import re
from collections import deque
from collections.abc import Iterable
from typing import IO, cast

from tracecode.findings import Finding
from tracecode.spec.base import Text
from tracecode.tables.encodings import (
    WIDE,
    bad_bytes,
    codec_of,
    is_doubtful,
    is_gb18030,
    no_text_at,
)
from tracecode.tables.from_utf16 import FromUtf16
from tracecode.tables.limits import DEFAULT, Limits
from tracecode.tables.lookahead import LookAhead
from tracecode.tables.packed import fault_of

Line = tuple[int, str | Finding]
"""A line with its number, from 1; a finding stands for one that could not be read, or for the
rest.
"""
_BOM = b"\xef\xbb\xbf"
_DAMAGED = Text(zh="UTF-16，已损坏", en="UTF-16, damaged")
_ENDED = {
    "data.encoding": Text(zh="编码不对", en="the encoding is wrong"),
    "data.no_text": Text(zh="不是文本", en="this is no text"),
}
_RETURN = re.compile(rb"(?<=\r)(?!\n)")
_CHUNK = 65_536


def stopped(line: int, reason: Text) -> Finding:
    """The finding that the reading ended, and that nothing from this line or row on was checked."""
    return Finding(
        rule="data.stopped", severity="warning", values={"row": line, "reason": reason}, line=line
    )


class Lines:
    """The lines of a source. They can be put back."""

    def __init__(
        self, source: IO[bytes] | IO[str] | bytes, encoding: str = "utf-8", limits: Limits = DEFAULT
    ) -> None:  # fmt: skip
        """Begin to read.

        Args:
            source: bytes, or an open file of bytes or text.
            encoding: of the bytes; a byte order mark decides otherwise.
            limits: the longest line that is read.

        Raises:
            UnreadableFile: the encoding is none of `tracecode.tables.encodings.ENCODINGS`.
        """
        self._codec = codec_of(encoding)
        self._file: IO[bytes] | IO[str] | LookAhead = (
            io.BytesIO(source) if isinstance(source, bytes) else source
        )
        self._most = limits.line_bytes
        self._number = 0
        self._ahead: deque[bytes] = deque()
        """Lines that end with CR, of which several came at once."""
        self._rest = b""
        """The beginning of the line after them."""
        self._back: deque[Line] = deque()
        self._ended = False
        self._source = self._file
        self._foreign = False
        """Whether a character beyond ASCII was read, which says what the encoding is."""
        self.notes: tuple[Finding, ...] = ()
        """What is to be said of the encoding; known when the first line was read that shows it."""

    def __iter__(self) -> Lines:
        return self

    def __next__(self) -> Line:
        if self._back:
            return self._back.popleft()
        if self._ended:
            raise StopIteration
        try:
            raw = self._ahead.popleft() if self._ahead else self._read()
        except UnicodeDecodeError as error:  # of a file of text
            return self._end(*bad_bytes(error.object, error.start, error.encoding))
        if isinstance(raw, str):
            return self._text(raw)
        if (cut := self._cut(raw)) is not None:
            return cut
        if not raw:
            raise StopIteration
        self._number += 1
        if len(raw) > self._most and len(raw.rstrip(b"\r\n")) > self._most:
            if raw[-1] not in b"\r\n":
                self._skip()
            allowed = {"allowed": self._most}
            return self._number, Finding(
                rule="file.line_too_long", severity="error", values=allowed, line=self._number
            )  # fmt: skip
        if self._number == 1 and (odd := no_text_at(raw)) is not None:
            return self._end(*bad_bytes(raw, odd, self._codec))
        try:
            text = self._decoded(raw)
        except UnicodeDecodeError as error:
            damaged = isinstance(self._file, io.BufferedReader) and isinstance(
                self._file.raw, FromUtf16
            )
            return self._end(
                *(
                    ("data.encoding", _DAMAGED)
                    if damaged
                    else bad_bytes(raw, error.start, self._codec)
                )
            )
        if self._number == 1:
            if text.startswith("\ufeff"):
                return self._end(
                    "data.encoding", Text(zh="重复的字节顺序标记", en="two byte order marks")
                )
            if raw[:4].count(0) >= 2:
                return self._end(*bad_bytes(raw, raw.index(0), self._codec))
        return self._number, text

    def put_back(self, lines: Iterable[Line]) -> None:
        """Read these lines next, in this order."""
        self._back.extendleft(reversed(list(lines)))

    def window(self, size: int) -> bytes:
        """The bytes of the lines that come next, for who tells by them which are plain: then
        `pass_over` goes on.

        Nothing is read by it. Empty where a line is to be read by `next` first: at the beginning,
        at the end, where lines wait, and always in a text or in UTF-16.

        Args:
            size: about so many bytes.
        """
        if self.waits or not self._number:
            return b""
        if not isinstance(self._file, LookAhead):
            if self._file is not self._source or isinstance(self._file, io.TextIOBase):
                return b""
            self._file = LookAhead(cast("IO[bytes]", self._file))
        return self._file.ahead(size)

    def pass_over(self, position: int, count: int) -> None:
        """Go on at a position in the window, so many lines behind the last one."""
        assert isinstance(self._file, LookAhead)
        self._file.seek(position)
        self._number += count

    @property
    def position(self) -> int | None:
        """Where reading stands in the window; None if it has left it."""
        return self._file.position if isinstance(self._file, LookAhead) else None

    @property
    def waits(self) -> bool:
        """Whether something comes before what stands in the window next."""
        return bool(self._back or self._ahead or self._rest or self._ended)

    @property
    def number(self) -> int:
        """Of the last line that was read."""
        return self._number

    @property
    def codec(self) -> str | None:
        """The encoding; None as long as no character beyond ASCII has shown it."""
        return self._codec if self._foreign else None

    def _text(self, line: str) -> Line:
        """The next line of a file of text."""
        if not line:
            raise StopIteration
        self._number += 1
        return self._number, line if self._number > 1 else line.removeprefix("\ufeff")

    def _cut(self, raw: bytes) -> Line | None:
        """The finding at the end of packed data that cannot be unpacked; what is left of a line
        there is not read.
        """
        if (
            raw.endswith((b"\n", b"\r"))
            or len(raw) > self._most
            or (fault := fault_of(self._source)) is None
        ):
            return None
        self._ended = True
        line = self._number = self._number + 1
        self._back.append(
            (line, stopped(line, Text(zh="压缩数据到此为止", en="the packed data end there")))
        )
        return line, fault.replace(line=line)

    def _decoded(self, raw: bytes) -> str:
        """A line as text. The first that is not plain ASCII shows the encoding, where none was
        declared.

        Raises:
            UnicodeDecodeError: it is not of the encoding.
        """
        if self._foreign or raw.isascii():
            return raw.decode(self._codec)
        self._foreign = True
        if self._guesses and is_gb18030(raw):
            self._codec = "gb18030"
            self._note("data.guessed_encoding")
        elif self._guesses and is_doubtful(raw):
            self._note("data.doubtful_encoding")
        return raw.decode(self._codec)

    def _note(self, rule: str) -> None:
        self.notes = (*self.notes, Finding(rule=rule, severity="warning", line=self._number))

    _guesses = True
    """Whether the encoding is open: neither a byte order mark nor the caller said it."""

    def _end(self, rule: str, description: Text) -> Line:
        """End at a line that is no text, or not in the encoding."""
        self._ended = True
        line = self._number = max(self._number, 1)
        self._back.append((line, stopped(line, _ENDED[rule])))
        return line, Finding(rule=rule, severity="error", values={"found": description}, line=line)

    def _read(self) -> bytes | str:
        """The next line as it stands in the file."""
        raw = (
            self._begin()
            if self._number == 0
            else self._file.readline(self._most + 2 - len(self._rest))
        )
        if isinstance(raw, str):
            return raw
        if self._rest:
            raw, self._rest = self._rest + raw, b""
        if b"\r" in raw and raw.count(b"\r") > raw.endswith(b"\r\n"):
            raw, *more = _RETURN.split(raw)
            if more and not more[-1].endswith((b"\r", b"\n")):
                self._rest = more.pop()
            self._ahead.extend(piece for piece in more if piece)
        return raw

    def _begin(self) -> bytes | str:
        """The first line, and the encoding that its first bytes show."""
        first = self._file.readline(self._most + 2)
        if isinstance(first, str):
            return first
        wide = WIDE.get(first[:2]) or (self._codec if self._codec.startswith("utf-16") else None)
        self._guesses = self._codec == "utf-8"
        if first.startswith(_BOM):
            self._codec, self._guesses = "utf-8", False
            return first[3:] or self._file.readline(self._most + 2)
        if wide is not None and not first.startswith(b"\xff\xfe\x00\x00"):
            head = first[2:] if first[:2] in WIDE else first
            wide = "utf-16-le" if wide == "utf-16" else wide
            self._guesses = False
            self._codec, self._file = (
                "utf-8",
                io.BufferedReader(FromUtf16(head, self._source, wide), _CHUNK),
            )
            return self._file.readline(self._most + 2)
        return first

    def _skip(self) -> None:
        """Go to the end of a line that is too long."""
        self._rest = b""
        while rest := self._file.readline(_CHUNK):
            if isinstance(rest, str):
                continue
            place = rest.find(b"\r")
            if 0 <= place < len(rest) - 1 and rest[place + 1 :] != b"\n":
                self._rest = rest[place + 1 :]
                return
            if rest[-1] in b"\r\n":
                return
