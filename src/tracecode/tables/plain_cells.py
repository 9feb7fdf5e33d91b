"""The plain cells of a sheet, read in runs: the parser does not get to see them.

A sheet has seven events a cell, each a call from the parser into Python. Cells that are written as
nearly all are (a value or a text of their own, three attributes) are read by one pattern in their
place. A row of 39 cells takes 55 to 62 microseconds so, in place of 136 to 151 by events, both on
one machine in turns; twenty of them go where Chinese is written as references of characters, as
openpyxl does. From four cells a row on it is the shorter way.

Nothing else is taken from the parser: rows with their attributes, cells that are written otherwise,
and whatever stands around them go to it as they are, and so does a run of cells unless it is sure
that the parser is between two cells of a row. That is so where

- the part is UTF-8, and has nowhere yet held `<!` or `<?`: so each `<` begins a tag, or ends the
  reading as an error; there are no comments, no CDATA, and no document type;
- the parser has taken all bytes so far: no tag is open;
- the handlers are in a row, below all of its cells;
- the namespace of what has no prefix was declared once, at the root, as that of workbooks.

The place that an error of the parser names is moved by what it did not see. Bytes are looked at
once, whatever they are; where rows are mostly not plain, they are not looked at any more.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from tracecode.tables.raw_rows import INLINE, VALUE, RawCell
from tracecode.tables.xml_part import Feeder

if TYPE_CHECKING:
    from xml.parsers.expat import XMLParserType

_HEAD = re.compile(
    rb"(?:\xef\xbb\xbf)?"
    rb"(?:<\?xml version=(?:'1\.0'|\"1\.0\")(?: encoding=(?:'UTF-8'|\"UTF-8\"))?"
    rb"(?: standalone=(?:'yes'|\"yes\"|'no'|\"no\"))?[ \t]*\?>[ \t\r\n]*)?<[A-Z_]",
    re.IGNORECASE,
)
"""How a part in UTF-8 begins."""
_ROW = re.compile(rb"<row(?:[^\"'<>]++|\"[^\"<]*+\")*+>")
"""A tag that begins a row. It is whole: at the end of an unfinished one the parser would give the
text before it, which it keeps to itself where the tag is an error.
"""
_CELL = re.compile(
    r'<c(?: r="([A-Z]++[0-9]++)")?+(?: s="([0-9]++)")?+(?: t="([A-Za-z]++)")?+'
    r'(?:><(?:(is)><t(?: xml:space="preserve")?+>|v>(?!<))([^<]*+)</(?(4)t></is|v)></c>| ?/>)'
    r"|(.+)",
    re.DOTALL,
)
"""A cell (name, style, kind, `is` if the text is its own, and the text or value), or all that is
left. No part of it can match in two ways, so it never goes back.
"""
_CONTROL = bytes(code for code in range(32) if code not in b"\t\n")
"""What no XML holds, and the carriage return, which the parser makes a line feed of."""
_REFERENCE = re.compile(r"#(?:([0-9]{1,7})|x([0-9A-Fa-f]{1,6}))", re.ASCII)
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_SPACE = "http://www.w3.org/XML/1998/namespace|space"
_SHORT = 120
"""Bytes of three cells: fewer are sooner read by the parser."""
_CREDIT = 16
"""So many rows that are not plain, and are not made up for by as many that are, end the search."""
_KNOWN = 8_000
"""Most references that are kept with what they mean; texts of more signs are the parser's."""


class PlainCells(Feeder):
    """Takes runs of plain cells out of the bytes of a sheet."""

    def __init__(
        self, between: Callable[[], bool], take: Callable[[list[RawCell], int], bool]
    ) -> None:
        """Begin.

        Args:
            between: whether the last event leaves the handlers between two cells of a row whose
                names need no prefix.
            take: takes cells with the number of their characters as the next ones of the row, or
                refuses them.
        """
        self._between, self._take = between, take
        self._references = _References()
        self._credit = _CREDIT
        self._sent = 0
        """Bytes that went to the parser."""
        self._opened = False
        """Whether the piece before ended with a `<`."""
        self._unnamed = {"r", "s", "t", _SPACE}
        """The attributes of cells that none had yet."""
        self._line, self._breaks, self._columns = 1, 0, 0
        """The line of the parser in which cells were last taken; the lines that it did not see, and
        the columns that it did not see of this one.
        """

    def feed(self, parser: XMLParserType, piece: bytes, names: dict[str, str]) -> int:
        """Give the parser a piece without its plain cells."""
        if self._credit and not self._is_tags_alone(piece):
            self._credit = 0
        if not self._credit:
            parser.Parse(piece, False)
            return len(piece)
        before = self._sent
        done, place = 0, piece.find(b"</c>") + 4  # in the row that the piece before began
        if place < 4 or not before:
            place = _row_begun(piece, 0)
        while place > 0 and self._credit:
            self._parse(parser, piece[done:place])
            done = place
            if self._between() and parser.CurrentByteIndex == self._sent:
                end = piece.find(b"</row", done)
                if end < 0:
                    end = piece.rfind(b"</c>", done) + 4
                if end > done:
                    done += self._cut(parser, piece[done:end], names)
            place = _row_begun(piece, done)
        self._parse(parser, piece[done:])
        return self._sent - before

    def place(self, line: int, column: int) -> tuple[int, int]:
        """Where that is in the part which is line and column to the parser."""
        return line + self._breaks, column + (self._columns if line == self._line else 0)

    def _is_tags_alone(self, piece: bytes) -> bool:
        """Whether up to the end of a piece each `<` begins a tag, or is an error."""
        begin = 0
        if not self._sent:
            head = _HEAD.match(piece)
            if head is None:
                return False
            begin = head.end()
        opened, self._opened = self._opened, piece.endswith(b"<")
        return not (
            (opened and piece.startswith((b"!", b"?")))
            # one byte is found much sooner than two of which the first is frequent
            or (b"!" in piece and b"<!" in piece)
            or (piece.find(b"?", begin) >= 0 and piece.find(b"<?", begin) >= 0)
        )

    def _parse(self, parser: XMLParserType, piece: bytes) -> None:
        self._sent += len(piece)
        parser.Parse(piece, False)

    def _cut(self, parser: XMLParserType, raw: bytes, names: dict[str, str]) -> int:
        """How many bytes at the beginning of these are plain cells, which were taken."""
        taken = self._plain(parser, raw, names) if len(raw) >= _SHORT and _is_text(raw) else 0
        if 2 * taken < len(raw):
            self._credit -= 1
        elif self._credit < _CREDIT:
            self._credit += 1
        return taken

    def _plain(self, parser: XMLParserType, raw: bytes, names: dict[str, str]) -> int:
        try:
            text = raw.decode()
        except UnicodeDecodeError:
            return 0
        if "\ufffe" in text or "\uffff" in text:
            return 0
        found = _CELL.findall(text)
        rest = found[-1][-1]
        if rest:
            found.pop()
        texts = [cell[4] for cell in found]
        held = "\0".join(texts)
        if "&" in held:
            try:
                held = self._references.resolved(held)
            except KeyError:
                return 0
            texts = held.split("\0")
        cells: list[RawCell] = [
            (
                name or None,
                kind or None,
                style or None,
                content,
                INLINE if own else VALUE if content else 0,
            )
            for (name, style, kind, own, _, _), content in zip(found, texts, strict=True)
        ]
        if not cells or not self._take(cells, len(held) - len(cells) + 1):
            return 0
        text = text[: len(text) - len(rest)]
        if self._unnamed:
            self._name(cells, "<t xml:space" in text, names)
        self._pass(parser, text)
        return len(raw) - len(rest.encode())

    def _name(self, cells: list[RawCell], spaced: bool, names: dict[str, str]) -> None:
        """Count the names of attributes as the parser would."""
        for at, name in enumerate("rts"):
            if name in self._unnamed and any(cell[at] is not None for cell in cells):
                self._unnamed.discard(name)
                names.setdefault(name, name)
        if spaced:
            self._unnamed.discard(_SPACE)
            names.setdefault(_SPACE, _SPACE)

    def _pass(self, parser: XMLParserType, text: str) -> None:
        """Count the lines and columns of what the parser does not see."""
        line = parser.CurrentLineNumber
        if line != self._line:
            self._line, self._columns = line, 0
        breaks = text.count("\n")
        if breaks:
            self._breaks += breaks
            self._columns = len(text) - text.rfind("\n") - 1 - parser.CurrentColumnNumber
        else:
            self._columns += len(text)


class _References(dict[str, str]):
    """What stands for a reference, `#22825;` or `amp;`, and the text up to the next one."""

    def resolved(self, text: str) -> str:
        """A text without references.

        Raises:
            KeyError: there is one of no character, or there were too many.
        """
        first, *others = text.split("&")
        return first + "".join(map(self.__getitem__, others))

    def __missing__(self, key: str) -> str:
        reference, end, rest = key.partition(";")
        if not end:
            raise KeyError(key)
        if rest:
            return self[reference + end] + rest
        if len(self) >= _KNOWN:
            raise KeyError(key)
        meant = self[key] = _NAMED.get(reference) or _character(reference)
        return meant


def _character(reference: str) -> str:
    """The character of a number.

    Raises:
        KeyError: there is none, or XML does not hold it.
    """
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise KeyError(reference)
    code = int(match[1]) if match[1] else int(match[2], 16)
    if (
        code in (0x9, 0xA, 0xD)
        or 0x20 <= code < 0xD800
        or 0xE000 <= code < 0xFFFE
        or 0x10000 <= code < 0x110000
    ):
        return chr(code)
    raise KeyError(reference)


def _is_text(raw: bytes) -> bool:
    """Whether the parser would take these bytes as they are, were they characters and no tag."""
    return len(raw.translate(None, _CONTROL)) == len(raw) and not (b"]" in raw and b"]]>" in raw)


def _row_begun(piece: bytes, place: int) -> int:
    """Where the tag ends that begins the next row; 0 for nowhere."""
    tag = _ROW.search(piece, place)
    return 0 if tag is None else tag.end()
