"""What may be a code in a text beside the messages of GS1 in it: words, long numbers, and a UPC-E
that is called so.

>>> numbers("追溯码：81234567890123456789", "追溯码：81234567890123456789")
(Piece(text='81234567890123456789', inside='text', ai=None, elements=(), bare=False),)
>>> [*printed_upc_e("UPC-E: 0-123456-5")]
[(7, '0-123456-5', '01234565')]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from tracecode.codes.payload import LEAST, MOST_PARTS, RUN, Piece, whole_numbers
from tracecode.codes.pieces import BLANK, HAN, LINE_ENDS, in_ascii
from tracecode.codes.things import expanded
from tracecode.fold import fold

if TYPE_CHECKING:
    from tracecode.codes.pieces import FoundMessage

_CAPTION = "[:：=＝]"
_GAPS = r"[\s,;|，；、。]+"
_OPENING, _CLOSING = "'\"`*([<{#$&", "'\"`*)]>}#%!?"
_NAMED = "[A-Za-z][A-Za-z._-]{0,23}[:=][0-9A-Za-z-]+"
"""One word with a caption."""
_BESIDE = rf"{BLANK},;|，；、。:：=＝!！?？\"'“”‘’"
_HAN = f"[{HAN}]"
_LONG = (
    rf"(?:(?<![^{_BESIDE}])|(?<={_HAN}{_HAN}))"
    rf"[0-9]{{15,64}}(?:(?![^{_BESIDE}]|[,;|][0-9A-Za-z])|(?={_HAN}{_HAN}))"
)
"""A number that is longer than one of a telephone, and than a day with its time; it stands beside
signs, blanks or words: one strange character is none, but a fault in a code.
"""
_PALLET = r"(?ai)SSCC\W*\Z"
"""A caption behind which a number that is no SSCC is nothing else either."""
_UPC_E = r"(?ai)(?<![A-Z])UPC(?:[ -]?E)?[^0-9A-Z]{0,3}([01][ -]?[0-9]{6}[ -]?[0-9])(?![0-9A-Z]|-[0-9A-Z])"

Sought = Callable[[str], bool]
"""Whether a piece is what somebody looks for."""


def without(text: str, found: tuple[FoundMessage, ...]) -> str:
    """A text with line ends in place of the messages in it, so that all else keeps its place.

    Digits that are wrong as elements may be another code.
    """
    if len(found) == MOST_PARTS:  # what stands behind so many is not read
        text = text[: found[-1].end]
    for each in found:
        faults = {fault.rule for fault in each.content.faults}
        if faults and each.text[:1].isdigit() and "gs1.separator_written" not in faults:
            continue
        text = text[: each.start] + "\n" * (each.end - each.start) + text[each.end :]
    return text


def lines_before(text: str, at: int) -> int:
    """How many line ends stand before a place in a text."""
    return len(re.findall(LINE_ENDS, text[:at]))


def words(text: str, rest: str, sought: Sought | None = None) -> tuple[Piece, ...]:
    """The pieces of a text of several words that may be codes: lines, what follows a caption,
    words, runs of ASCII.

    Args:
        text: it, which is read as a whole besides.
        rest: it without the messages in it.
        sought: what the pieces are looked for; none are given if it is true of none.
    """
    if text.isascii() and text.isalnum():  # which is read as a whole
        return ()
    if (
        text.isascii() and not re.search(_GAPS, text) and not re.fullmatch(_NAMED, text)
    ):  # one word, perhaps in marks
        word = text.lstrip(_OPENING).rstrip(_CLOSING)
        return (Piece(word, "text"),) if word != text and len(word) >= LEAST else ()
    parts: dict[Piece, None] = {}
    # which is read as such, and what was taken off is said
    whole = (text, fold(text, ("width", "trim")).text)
    for line in filter(None, map(str.strip, re.split(LINE_ENDS, rest))):
        caption = re.search(_CAPTION, line)
        pieces = [line, *([line[caption.end() :].strip()] if caption else [])]
        pieces += re.split(_GAPS, re.sub(_CAPTION, " ", line))
        pieces += re.findall(RUN, line)
        parts.update(
            dict.fromkeys(
                Piece(piece, "text")
                for piece in pieces
                if len(piece) >= LEAST and piece not in whole
            )
        )
    return _whole(rest, parts, sought)


def numbers(text: str, rest: str, sought: Sought | None = None) -> tuple[Piece, ...]:
    """The numbers beside words or other codes that are too long for anything but a code. Arguments
    as for `words`.
    """
    runs = [
        run[0]
        for run in re.finditer(_LONG, rest)
        if len(run[0]) not in (18, 20)
        or not re.search(_PALLET, rest[max(0, run.start() - 16) : run.start()])
    ]
    if len(runs) == 1 and not any(map(str.isalnum, text.replace(runs[0], ""))):
        return ()
    return _whole(rest, dict.fromkeys(Piece(run, "text") for run in runs), sought)


def _whole(rest: str, parts: dict[Piece, None], sought: Sought | None) -> tuple[Piece, ...]:
    """The parts of a text without those of a citizen's number, which are looked for only where
    there is something to leave out.
    """
    if not parts or (sought is not None and not any(sought(part.text) for part in parts)):
        return ()
    return tuple(whole_numbers(rest, parts))[:MOST_PARTS]


def printed_upc_e(text: str) -> Iterator[tuple[int, str, str]]:
    """The numbers that a text calls UPC-E: where each stands, as it is printed, and without what
    parts its digits.
    """
    for found in re.finditer(_UPC_E, re.sub(r"[\u00a0\u3000]", " ", in_ascii(text))):
        digits = re.sub("[ -]", "", found[1])
        if expanded(digits) is not None:
            yield found.start(1), text[found.start(1) : found.end(1)], digits
