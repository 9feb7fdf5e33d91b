r"""Find the messages of GS1 in a text; what else may be a code in it, `words` finds.

A message begins at a symbology identifier, an application identifier in brackets, an address, or
elements of fixed length with a key among them. It ends at a blank, a line end or a mark of Chinese
text. `,` `;` `|` may be part of a value, and end it only where what stands behind cannot be:
another message, a code with a caption, or a number of a trade item, a pallet or a party with a
right check character; or where the message is wrong with the sign and right without what follows.
So in `(01)...(21)S1,SC11464010500015` the licence is part of a serial. What
stands behind a message and is neither another code nor words nor a caption was meant as part of its
last value (`tail_of`): then the whole is wrong, and no serial is cut in silence. English words are
told from such characters only where something stands before the message on its line.

Elements in brackets go on over blanks, signs and captions until one is repeated behind some of
these, or a pallet or trade item begins behind a sign or caption. What cannot stand alone, and would be right behind a
separator, stays part of the message before it, which is then refused with the name of what stands
there in its place.

>>> [m.text for m in messages("A: (01)06901234567892(21)S1; B: (01)06901234567892(21)S2")]
['(01)06901234567892(21)S1', '(01)06901234567892(21)S2']
>>> [m.text for m in messages("]d2010690123456789221S1\nSSCC:00106141412345678908")]
[']d2010690123456789221S1', '00106141412345678908']
>>> messages("010690123456789221S1"), messages("0106901234567892 21S1")
((), ())
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from tracecode.codes.payload import (
    ADDRESS_ENDS,
    GS1_KEY,
    LEAST,
    LIKE_AI,
    MOST_PARTS,
    ROW,
    Payload,
    Piece,
    behind_symbol,
    is_message,
    payload,
)
from tracecode.fold import table_of

LINE_ENDS = r"[\n\v\f\r\u0085\u2028\u2029]+"
# What separators and blanks are here: those of `\s` that are no separators of GS1.
BLANK = r" \t\n\v\f\r\u0085\u00a0\u2000-\u200a\u2028\u2029\u3000"
_MARKS = "，；：、。！？（）【】《》“”‘’—"
_SIGN = "[,;|]"
HAN = r"\u3005-\u3007\u3400-\u9fff"
_NAME = rf"[^{BLANK},;|，；、。:：=＝()\]]{{1,24}}[:：=＝][{BLANK}]*+"
_CAPTIONED = rf"(?:{_NAME})?"
_BEGINS = r"(?:https?://|www\.|\][A-Za-z][0-9]|\([0-9]{2,4}\)|01[0-9]{14}|00[0-9]{18})"
_PARTED = (
    rf"{_SIGN}(?:[{BLANK}{HAN}]|{_CAPTIONED}{_BEGINS}|{_NAME}(?:[0-9A-Za-z]{{{LEAST}}}|[{HAN}]))"
)
"""A sign behind which another message begins, a code with a caption, a blank, or a word."""
_OPENS = rf"(?<!\\)\(({LIKE_AI})\)"
_SPACED = r"[<{\[(](?:FNC|ASCII|CHAR|CHR|GROUP) [A-Z0-9]{1,9}[>})\]]"
"""A separator in words with a blank in it."""
_IN_TOKEN = rf"{_SPACED}|\](?![A-Za-z][0-9])|(?!{_PARTED})[^\]{BLANK}{_MARKS}{HAN}]"
_KEYS = "0[0123]|41[0-7]|25[35]|40[12]|80(?:0[346]|1[03478]|26)"
_THINGS = ("00", "01")
"""What a message is about: behind a sign another one begins."""
_FIXED = "0[0-4]|1[1-9]|20|3[1-6]|41"
"""How the elements of pre-defined length begin: words may stand right behind one."""
_MOST_TRIED = 8


class FoundMessage(NamedTuple):
    """A message of GS1 in a text, or the content of a symbol or an address."""

    start: int
    end: int
    text: str
    """It, without captions between its elements."""
    content: Payload
    symbol: str | None = None
    """What stands behind the identifier of a symbol that carries any text."""


# beside a word without a mark only what is hardly anything else
_STANDS = rf"(?:(?:\A|(?<=[{BLANK}]))\x1d?|(?<=[,;|，；、。:：=＝\"'“‘]))"
_ROW = (
    rf"{_STANDS}(?={ROW}|[0-9]{{2}}[^{BLANK},;|]*+\x1d)"
    rf"|(?<=[{HAN}])(?=01[0-9]{{14}}|00[0-9]{{18}})"
)
_BEGIN = (
    rf"(?P<address>https?://|www\.)|(?P<symbol>\][A-Z][0-9])|(?P<element>(?<!\\)\((?P<ai>{LIKE_AI})\))"
    rf"|{_ROW}"
)
_TOKEN = rf"(?:{_IN_TOKEN})*+"
_VALUE = rf"[ \t]*+(?:\\\(|(?!\()(?:{_IN_TOKEN}))*+"
_GAP = rf"[{BLANK}]*+[^\w{BLANK}{HAN}()]{{0,3}}[{BLANK}]*+"
_NEXT = rf"({_GAP}){_OPENS}"
_CAPTION = rf"[{BLANK},;|，；、]*+{_NAME}{_OPENS}"
_ADDRESS = rf"(?:(?!{_PARTED}|\][A-Z][0-9])[^{BLANK}{ADDRESS_ENDS}])*+"
_CODE = rf"[{BLANK}]*+{_CAPTIONED}(?:https?://|www\.|[0-9A-Z]{{{LEAST}}})"
_MORE = rf"[{BLANK},;|，；、]++(?=[0-9]{{2}})"


@cache  # each when a text needs it: most are one code and need none, and words no more than _BEGIN
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII | re.IGNORECASE)


def messages(text: str) -> tuple[FoundMessage, ...]:
    """The messages in a text that is not one of them alone; none where no word or code stands
    beside the only one.
    """
    if text.isascii() and (text.isalnum() or not re.search(r"[]():=/\s,;|]", text)):
        return ()
    if "\x1d" in text and is_message(text):
        return ()
    seen = _seen(text)
    found: list[FoundMessage] = []
    at = tried = 0
    while tried < MOST_PARTS and (begin := _compiled(_BEGIN).search(seen, at)):
        tried += 1
        start = begin.start()
        written, end = _extent(text, seen, begin)
        if len(written) == len(text) and not re.search(_SIGN, text):
            return ()  # as most that are messages; it is read as a whole
        if message := _message(text, start, end, written):
            found.append(message)
            at = message.end
        elif (begin["element"] or begin["symbol"]) and not any(map(str.isalnum, text[:start])):
            return ()  # it begins as a message, and holds no key: the whole says why
        else:
            at = end if begin["symbol"] else max(begin.end(), start + 1)
    if len(found) == 1 and _is_alone(text, found[0]) and payload(text).parts:
        return ()
    return tuple(found)


def _is_alone(text: str, message: FoundMessage) -> bool:
    """Whether nothing stands beside a message but marks, or a separator in words."""
    from tracecode.gs1.scan import named_around

    around = text[: message.start] + text[message.end :]
    if message.end - message.start > len(message.text):  # captions stand in it
        return False
    if message.text[:1] in "HhWw":  # `payload` looks for an address behind other marks
        return not around.strip()
    return not any(map(str.isalnum, around)) or any(named_around(text.strip()))


def tail_of(text: str, message: FoundMessage, limit: int) -> tuple[int, int] | None:
    """Where the characters begin, and where they end, that stand behind a message as if they
    belonged to it; None where words, a caption, marks around the message, or nothing stands there.

    Args:
        text: that holds the message.
        message: it.
        limit: where the next one begins, or the text ends.
    """
    if message.symbol is not None:  # any text may stand in it
        return None
    ends = re.search(LINE_ENDS, text[message.end : limit])
    end = message.end + ends.start() if ends else limit
    first = re.search(r"\w", text[message.end : end])
    if first is None:
        return None
    if end < len(text) and re.fullmatch(rf"\W*{_NAME}", text[message.end : end]):
        return None  # a caption of the next
    at = message.end + first.start()
    before = [*re.split(LINE_ENDS, text[: message.start])][-1]
    gap, mark = text[message.end : at], before[-1:]
    if "|" in gap or (mark.strip() and gap[:1] == mark.translate(_MIRRORED) != ","):
        return None
    if at == message.end:
        *_, (last, _) = message.content.parts[-1].elements or (("", ""),)
        return None if re.match(_FIXED, last) and not text[at].isascii() else (at, end)
    word = in_ascii(text[at:end])
    caption = r"[A-Za-z][A-Za-z._/-]+\s*[:=]|[A-Za-z][:=]\s"
    if re.match(f"[{HAN}][{HAN}:：=＝]|{caption}", word):  # one character alone is no word
        return None
    return None if before.strip() and re.match("(?a)[A-Za-z]{3,}(?![\\w-])", word) else (at, end)


def with_tail(text: str, message: FoundMessage, end: int) -> FoundMessage:
    """A message with what stands behind it as part of it, which mostly makes it wrong."""
    written = text[message.start : end].rstrip()
    content = payload(written)
    if not content.faults and not content.parts:
        return message
    return FoundMessage(message.start, message.start + len(written), written, content)


def _seen(text: str) -> str:
    """The text with letters, digits and brackets as in ASCII, each character in its place."""
    if text.isascii() and not any(bracket in text for bracket in "[{"):
        return text
    from tracecode.gs1.scan import rounded

    return rounded(in_ascii(text))


def in_ascii(text: str) -> str:
    """The text with letters and digits of full width as in ASCII, each in its place."""
    return text if text.isascii() else text.translate(_ascii())


@cache
def _ascii() -> dict[int, int | None]:
    """Characters of full width as those of ASCII, but for the marks that part words."""
    return {code: to for code, to in table_of("width").items() if chr(code) not in "，；："}


def _extent(text: str, seen: str, begin: re.Match[str]) -> tuple[str, int]:
    """What is written of a message that begins at a place, and where it ends."""
    start = begin.start()
    if begin["element"]:
        return _elements(text, seen, begin)
    if begin["address"]:
        end = _end(_compiled(_ADDRESS), text, begin.end())
    else:
        end = _with_more(seen, start, _end(_compiled(_TOKEN), seen, begin.end()))
        if wide := re.search("[（）]", text[begin.end() : end]):  # which are marks here
            end = begin.end() + wide.start()
    return text[start:end], end


def _message(text: str, start: int, end: int, written: str) -> FoundMessage | None:
    """The message that is written at a place, or the part of it before a sign that parts it from
    the next code; None if there is none after all.
    """
    if marks := _marks_around(text[max(0, start - 3) : start], written):
        end, written = end - marks, written[:-marks]
    quote = text[start - 1 : start]
    if quote in ("'", '"') and (
        closed := re.match(rf"(.+?){quote}(?:[{BLANK},;|\])}}]|\Z)", text[start:end])
    ):
        written, end = closed[1], start + closed.end(1)
    if (symbol := behind_symbol(written)) is not None:
        return FoundMessage(start, end, written, payload(symbol), symbol)
    content = payload(written)
    named = re.search(GS1_KEY, text[max(0, start - 16) : start])
    if content.is_bare and not named and not all(map(_has_right_key, content.parts)):
        return None  # by its digits alone it is as well another number
    wrong = bool(content.faults or not content.parts)
    whole = written == text[start:end]
    for sign in [*re.finditer(_SIGN, written)][:_MOST_TRIED] if whole else ():
        before, behind = written[: sign.start()], written[sign.end() :]
        if _is_checked(re.split(_SIGN, behind, maxsplit=1)[0]) or (
            wrong and _compiled(_CODE).match(behind) and not _goes_on(before, behind)
        ):
            shorter = payload(before)
            # digits that are wrong may be another code
            if shorter.parts and (not shorter.faults or written[:1].isdigit()):
                return _held(start, start + len(before), before, shorter)
    return _held(start, end, written, content)


def _held(start: int, end: int, written: str, content: Payload) -> FoundMessage | None:
    """A message, if it has something that it is about, or is an address."""
    held = any(
        part.inside == "address"
        or (part.ai and re.fullmatch(_KEYS, part.ai) and re.match("(?a)[0-9]{4}", part.text))
        for part in content.parts
    )
    return FoundMessage(start, end, written, content) if held else None


def _has_right_key(part: Piece) -> bool:
    """Whether the check digit of a key of digits alone is right; all else is."""
    keyed = part.ai in ("00", "01", "02", "03") or (part.ai or "")[:2] == "41"
    return not keyed or _is_checked(part.text)


def _marks_around(before: str, message: str) -> int:
    """How many marks stand behind a message that stand before it, too, the other way round."""
    for count in (3, 2, 1):
        marks = before[-count:][::-1].translate(_MIRRORED)
        if len(marks) == count and not any(map(str.isalnum, marks)) and message.endswith(marks):
            return count if marks.strip() else 0
    return 0


_MIRRORED = str.maketrans("([{<", ")]}>")


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    """Where a pattern that matches any text ends."""
    match = pattern.match(text, at)
    return match.end() if match else at


def _elements(text: str, seen: str, begin: re.Match[str]) -> tuple[str, int]:
    """Elements in brackets, without captions between them, and where they end."""
    written, start, ai, opened = "", begin.start(), begin["ai"], begin.end()
    told: set[str] = set()
    while True:
        told.add(ai)
        end = _end(_compiled(_VALUE), seen, opened)
        written += text[start:end]
        if following := _compiled(_NEXT).match(seen, end):
            gap, ai = following.groups()
            start = end
        elif following := _compiled(_CAPTION).match(seen, end):
            gap, ai = ":", following[1]
            start = following.end() - len(ai) - 2
        else:
            return written, end
        if gap and (ai in told or (ai in _THINGS and gap.strip())):
            return written, end
        opened = following.end()


def _with_more(seen: str, start: int, end: int) -> int:
    """Where a message in wire form ends, with what is a part of it behind something else than the
    separator.
    """
    for _ in range(_MOST_TRIED):
        sign = _compiled(_MORE).match(seen, end)
        token = sign and _compiled(_TOKEN).match(seen, sign.end())
        if not token or not _goes_on(seen[start:end], token[0]):
            break
        end = token.end()
    return end


def _goes_on(message: str, behind: str) -> bool:
    """Whether what stands behind a message in wire form is right as more elements of it, and no
    code by itself.
    """
    if re.match(_BEGINS, behind) or _is_checked(behind):
        return False
    parts = re.split(rf"[{BLANK},;|，；、]+", message)
    return is_message("\x1d".join((*parts, behind)))


def _is_checked(text: str) -> bool:
    """Whether a text is right as a number of a trade item, a pallet or a party."""
    from tracecode.standard.check_computation import algorithm

    if not re.fullmatch("(?a)[0-9]{12,14}|[0-9A-Z]{18}", text):
        return False
    names = ("gs1-mod10", "gb32100") if len(text) == 18 else ("gs1-mod10",)
    return any(
        algorithm(name)(text[:-1]) == text[-1]
        for name in names
        if name == "gb32100" or text.isdigit()
    )
