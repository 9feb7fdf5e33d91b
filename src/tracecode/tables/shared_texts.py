"""The texts that a workbook keeps in one place for all its cells, held as UTF-8 one behind another.

A list of a million short texts would take ten times the memory.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator

from tracecode.spec.base import Text
from tracecode.tables.limits import Limits
from tracecode.tables.package import BadPart
from tracecode.tables.xml_part import Attributes, Handlers, main_names, too_deep, walk


class SharedTexts:
    """The texts by number, from 0, as they are written in the file."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._ends = array("I", [0])

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, number: int) -> str:
        """The text of a number.

        Raises:
            IndexError: there is none.
            ValueError: it is not written as in a workbook, so that nobody knows what it says.
        """
        if number < 0:
            raise IndexError(number)
        ends = self._ends  # has one more than there are texts
        return self._bytes[ends[number] : ends[number + 1]].decode()

    @classmethod
    def read(cls, name: str, pieces: Iterable[bytes], limits: Limits) -> SharedTexts:
        """Read the part that holds them. A text that is longer than a cell may hold is kept up to
        where that shows.

        Raises:
            BadPart: it is damaged, or holds more than is read.
        """
        texts = cls()
        for text in _texts(name, pieces, limits):
            texts._bytes += _ODD if text is None else text.encode()
            texts._ends.append(len(texts._bytes))
            if len(texts) > limits.shared_texts or len(texts._bytes) > limits.shared_bytes:
                most = (
                    limits.shared_texts if len(texts) > limits.shared_texts else limits.shared_bytes
                )
                raise BadPart(
                    Text(
                        zh=f"{name} 的文本过多（{most}）", en=f"{name} holds too much text ({most})"
                    )
                )
        return texts


_ODD = b"\xff"
"""No text in UTF-8 has this byte: it stands for one that is not written as in a workbook."""
_LIST = "main|sst"
_ITEM, _TEXT, _RUN, _PHONETIC = "main|si", "main|t", "main|r", "main|rPh"
_NAMES = main_names(_LIST, _ITEM, _TEXT, _RUN, _PHONETIC)


def _texts(name: str, pieces: Iterable[bytes], limits: Limits) -> Iterator[str | None]:
    """The texts; None for one that is not written as in a workbook."""
    ready: list[str | None] = []
    parts: list[str] = []
    depth = size = 0
    taking = inside = run = aside = odd = False

    def start(tag: str, _: Attributes) -> None:
        nonlocal depth, size, taking, inside, run, aside, odd
        depth += 1
        odd = odd or taking  # an element inside a text
        if tag is _TEXT and inside:
            taking = not aside
            odd = odd or not (depth == 3 or (depth == 4 and (run or aside)))
        elif tag is _ITEM and depth == 2:
            parts.clear()
            size = 0
            inside, odd = True, False
        elif depth == 3 and (tag is _RUN or tag is _PHONETIC) and inside:
            run, aside = tag is _RUN, tag is _PHONETIC
        elif tag is _ITEM or tag is _TEXT:
            raise _strange(name)
        elif depth > limits.part_depth:
            raise too_deep(name, limits)
        elif depth == 1 and tag is not _LIST:
            raise _strange(name)

    def end(_: str) -> None:
        nonlocal depth, taking, inside, run, aside
        depth -= 1
        taking = False
        if depth == 1 and inside:
            ready.append(None if odd else "".join(parts))
            inside = False
        elif depth == 2:
            run = aside = False

    def text(data: str) -> None:
        nonlocal size, odd
        if taking:
            if size <= limits.cell_characters:
                parts.append(data[: limits.cell_characters + 1 - size])
                size += len(data)
        elif not (aside or data.isspace()):
            if not inside:
                raise _strange(name)
            odd = True

    for _ in walk(name, pieces, Handlers(start, end, text), limits, _NAMES):
        yield from ready
        ready.clear()


def _strange(name: str) -> BadPart:
    """The error on something that stands beside the texts: their numbers cannot be trusted then."""
    return BadPart(Text(zh=f"{name} 的写法不对", en=f"{name} is not written as in a workbook"))
