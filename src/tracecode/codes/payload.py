"""Find codes inside what a scanner delivers: GS1 element strings, Digital Links, other addresses, the text of a label.

Labels of several lines or fields that a rule describes need no help from here: they are schemes of their own, whose
segments are codes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

from tracecode.codes.things import expanded
from tracecode.findings import Finding
from tracecode.fold import fold
from tracecode.privacy import mask
from tracecode.value import Value

if TYPE_CHECKING:
    from tracecode.gs1 import Gs1Message

Inside = Literal["address", "gs1", "label", "symbol", "text", "upc-e"]

# Compiled when a text needs them: most need none, and all of them take a sixth of the start of a bare interpreter.
_ADDRESS = r"(?ai)(?:https?://|www\.)[^\s]+"
_BRACKETED = r"(?a)\(([0-9]{2,4})\)([^()]*)"
_ELEMENTS = r"(?a)(?:\([0-9]{2,4}\)[ \t]*(?:\\\(|[^\s()])+[ \t]*)+"
_RUN = "[0-9A-Za-z][0-9A-Za-z-]{6,63}"
_SYMBOL = r"\][A-Za-z][0-9A-Za-z]"
# A bare element string, broken, as it usually begins; and one that ends with its key.
_BEGUN = r"01([0-9]{14})(?:1[01357]|21)|00([0-9]{18})(?=[0-9]{2})|(?:01([0-9]{14})|00([0-9]{18}))\Z"
# Without separators an element string is a row of elements of pre-defined length, and at most one other behind them; so
# a key stands behind such elements. A test holds this against the table.
_ROW = (
    r"(?:04[0-9]{16}|1[1-9][0-9]{6}|20[0-9]{2}|3[1-6][0-9]{8})*"
    r"(?:00[0-9]{18}|0[123][0-9]{14}|41[0-9]{14}|25[35][0-9]{13}|40[12]|80(?:0[346]|1[03478]|26))"
)
_ROW_HEADS = ("0", "1", "2", "3", "4", "8")
_AI = "[0-9]{2,4}"
_LINE_ENDS = r"[\n\v\f\r\u0085\u2028\u2029]+"
_CAPTION = "[:：=＝]"
_GAPS = r"[\s,;|，；、。]+"
_LEAST = 8
"""A piece of a label of fewer characters fits some code too easily."""
_MOST_PARTS = 64


class Piece(NamedTuple):
    """A piece of a payload that may be a code."""

    text: str
    inside: Inside
    ai: str | None = None
    """GS1 application identifier before it."""
    elements: tuple[tuple[str, str], ...] = ()
    """All elements of the GS1 message in which it stands."""
    bare: bool = False
    """Whether nothing but the digits before it says that it is one of GS1's."""


class Payload(Value):
    """What was found inside a text."""

    parts: tuple[Piece, ...] = ()
    """The pieces that may be codes, in order, without repetition."""
    faults: tuple[Finding, ...] = ()
    """What is wrong with the payload as a whole: errors of a GS1 element string."""
    notes: tuple[Finding, ...] = ()
    """What is said of a right payload as a whole: warnings, and what was passed over."""
    rest: str = ""
    """The text around an address."""


def payload(text: str) -> Payload:
    """The pieces of a payload; none if the text is no payload."""
    content = fold(text, ("trim",)).text
    first = content[:1]
    if first in _MARKS or "\x1d" in content or "\ufffd" in content or (first in _BRACKETS and _in_brackets(content)):
        return _marked(text)
    if "0" <= first <= "9" or "０" <= first <= "９":
        return _bare(text)
    match = re.search(_ADDRESS, content)
    if match is None:
        return Payload()
    address = match[0]
    if address == content and "://" in address:
        from tracecode.gs1 import read

        message, _ = read(text, associations=False)
        if message is not None:
            return _of_message(message)
    parts = tuple(_whole(address, dict.fromkeys(_address(address))))[:_MOST_PARTS]
    return Payload(parts=parts, rest=(content[: match.start()] + "\n" + content[match.end() :]).strip())


_MARKS = ("(", "（", "]", "］")
_BRACKETS = (*"[{【〔〖﹙﹝❨［｛",)


def _in_brackets(content: str) -> bool:
    from tracecode.gs1.scan import in_other_brackets

    return in_other_brackets(fold(content, ("width",)).text)


def _marked(text: str) -> Payload:
    """The elements of a GS1 element string that says what it is; of a broken one as far as they can be told apart."""
    from tracecode.gs1 import read
    from tracecode.gs1.scan import scanned
    from tracecode.gs1.symbology import is_link, split

    message, findings = read(text, associations=False)
    if message is not None:
        return _of_message(message)
    scan = scanned(text)
    if scan.text[:1] == "]" and is_link(behind := split(scan.text)[1]):  # an address without elements, too, holds codes
        return payload(behind)
    if scan.text != text and "\x1d" not in scan.text and scan.text[:1] != "(" and not _is_row(scan.text):
        return Payload(parts=(Piece(scan.text, "symbol"),))  # a national code with a scanner's separator around it
    return _broken(scan.text, findings)


def behind_symbol(text: str) -> str | None:
    """What stands behind the identifier of a symbol that carries any text; None if the text begins with none."""
    if text[:1] != "]" or not re.match(_SYMBOL, text) or text[3:4] == "]":
        return None
    from tracecode.gs1.symbology import split

    symbology, _ = split(text)
    return text[3:] if symbology is None or (symbology.carries == "plain" and not text[3:].startswith("http")) else None


def _bare(text: str) -> Payload:
    """The elements of a text that begins with digits, if it can be read as elements of GS1 from end to end."""
    content = fold(text, ("width", "trim")).text
    if (full := expanded(content)) is not None:
        note = Finding(rule="gs1.upc_e", severity="info", values={"found": content, "allowed": full})
        return Payload(parts=(Piece(full, "upc-e", "01", bare=True),), notes=(note,))
    if not _is_row(content):  # as most: GS1's table costs more to load than one code to read
        return Payload()
    from tracecode.gs1 import read, table
    from tracecode.gs1.element_string import quick

    if (message := quick(content, table())) is not None:
        notes = read(text)[1] if content != text else message.findings
        return _of_message(message, notes, bare=True)
    begun = re.match(_BEGUN, content)
    if begun is None:
        return Payload()
    message, findings = read(text, associations=False)
    if message is not None:
        return _of_message(message, bare=True)
    key = begun[3] or begun[4]
    if key is not None:  # nothing but its check character is wrong
        part = Piece(key, "gs1", content[:2], ((content[:2], key),), bare=True)
        return Payload(parts=(part,))
    return _broken(content, findings)


def _is_row(content: str) -> bool:
    """Whether a text may be a bare element string."""
    return content.startswith(_ROW_HEADS) and re.match(_ROW, content) is not None


def _of_message(message: Gs1Message, notes: tuple[Finding, ...] | None = None, *, bare: bool = False) -> Payload:
    elements = tuple(message.items())
    parts = tuple(Piece(value, "gs1", ai, elements, bare) for ai, value in elements)
    return Payload(parts=parts, notes=message.findings if notes is None else notes)


def _broken(content: str, findings: Iterable[Finding]) -> Payload:
    """The elements of a broken message, as far as they can be told apart."""
    pairs = dict.fromkeys(Piece(value.strip(), "gs1", ai) for ai, value in re.findall(_BRACKETED, content))
    if not pairs and (begun := re.match(_BEGUN, content)):
        pairs = {Piece(next(filter(None, begun.groups())), "gs1", content[:2]): None}
    errors = tuple(finding for finding in findings if finding.severity == "error")
    return Payload(parts=tuple(pairs)[:_MOST_PARTS], faults=errors)


# --- addresses --------------------------------------------------------------------------------------------------------


def _whole(address: str, parts: Iterable[Piece]) -> Iterable[Piece]:
    """The parts without those that are pieces of what looks like a citizen's number: one may be a birth date."""
    from urllib.parse import unquote

    written = unquote(address)
    if (masked := mask(written)) == written:
        return parts
    return (part for part in parts if part.text in masked or mask(part.text) != part.text)


def _address(address: str) -> Iterator[Piece]:
    from urllib.parse import unquote, urlsplit  # costs more to import than most texts to read

    try:
        split = urlsplit(address if "://" in address else f"//{address}")
    except ValueError:  # not an address after all, for instance an unfinished [IPv6]
        return
    segments = [unquote(segment) for segment in split.path.split("/") if segment]
    for before, segment in zip(["", *segments], segments, strict=False):
        yield Piece(segment, "address", before if re.fullmatch(_AI, before) else None)
    for pair in re.split(r"[&;]", split.query):
        key, _, value = pair.partition("=")
        if value:
            yield Piece(unquote(value), "address", key if re.fullmatch(_AI, key) else None)
    for run in re.findall(_RUN, unquote(f"{split.path} {split.query} {split.fragment}")):
        yield Piece(run, "address")


# --- labels -----------------------------------------------------------------------------------------------------------


def label(text: str) -> tuple[Piece, ...]:
    """The pieces of a text of several words that may be codes: what follows a caption, words, runs of ASCII."""
    if text.isascii() and not re.search(_GAPS, text):
        return ()
    parts: dict[Piece, None] = {}
    whole = (text, fold(text, ("width", "trim")).text)  # which is read as such, and what was taken off is said
    for line in filter(None, map(str.strip, re.split(_LINE_ENDS, text))):
        for elements in re.findall(_ELEMENTS, line):
            parts.update(dict.fromkeys(_marked(elements).parts))
        caption = re.search(_CAPTION, line)
        words = re.split(_GAPS, re.sub(_CAPTION, " ", line))
        pieces = [line, *([line[caption.end() :].strip()] if caption else []), *words]
        pieces += re.findall(_RUN, line)
        if address := re.search(_ADDRESS, line):
            parts.update(dict.fromkeys(_whole(address[0], dict.fromkeys(_address(address[0])))))
        parts.update(
            dict.fromkeys(Piece(piece, "text") for piece in pieces if len(piece) >= _LEAST and piece not in whole)
        )
    return tuple(_whole(text, parts))[:_MOST_PARTS]
