"""Find codes inside what a scanner delivers: GS1 element strings, Digital Links, other addresses.

A text that holds several of them, or one among words, `pieces` cuts first. Labels of several lines
or fields that a rule describes need no help from here: they are schemes of their own, whose
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

# Compiled when a text needs them: most need none, and all of them take a sixth of the start of a
# bare interpreter.
_ADDRESS = r"(?ai)(?:https?://|www\.)[^\s]+"
_BRACKETED = r"(?a)\(([0-9]{2,4})\)([^()]*)"
RUN = "[0-9A-Za-z][0-9A-Za-z-]{6,63}"
_MARK = r"[^\w\s()'\"]{1,3}(?=[0-9(])"
_SYMBOL = r"\][A-Za-z][0-9A-Za-z]"
# A bare element string, broken, as it usually begins; and one that ends with its key.
_BEGUN = r"01([0-9]{14})(?=[0-9]{2})|00([0-9]{18})(?=[0-9]{2})|(?:01([0-9]{14})|00([0-9]{18}))\Z"
# Without separators an element string is a row of elements of pre-defined length, and at most one
# other behind them; so a key stands behind such elements. A test holds this against the table.
ROW = (
    r"(?:04[0-9]{16}|1[1-9][0-9]{6}|20[0-9]{2}|3[1-6][0-9]{8})*"
    r"(?:00[0-9]{18}|0[123][0-9]{14}|41[0-9]{14}|25[35][0-9]{13}|40[12]|80(?:0[346]|1[03478]|26))"
)
_ROW_HEADS = ("0", "1", "2", "3", "4", "8")
_KEYED = "/(?:0[01]|25[35]|4(?:0[12]|1[457])|80(?:0[346]|1[0378]))/"
"""A primary key in the path of an address. A test holds this against the table."""
_LINKED = (
    "/(?:(00)/+([0-9]{18})|(01)/+([0-9]{12,14})|(402)/+([0-9]{17})|(41[457])/+([0-9]{13})"
    "|(8006|801[78])/+([0-9]{18})|(25[35])/+([0-9]{13})[^/?#]*|(8003)/+([0-9]{14})[^/?#]*"
    "|(401|80(?:04|10|13))/+([0-9]{4}[^/?#]*))(?=[/?#]|\\Z)"
)
"""A primary key with a value of its length: such an address is meant as a Digital Link."""
ADDRESS_ENDS = "，。；、！？：）】》”’"
"""What ends an address in a Chinese text; nothing of it can stand in one."""
_KEY_IN_ROW = (
    r"(?:04[0-9]{16}|1[1-9][0-9]{6}|20[0-9]{2}|3[1-6][0-9]{8})*"
    r"(?:(00)([0-9]{18})|(0[123])([0-9]{14})|(41[47]|25[35])([0-9]{13})|(402)([0-9]{17})|(8003|8006)([0-9]{14})"
    r"|(801[78])([0-9]{18}))"
)
"""A key behind elements of pre-defined length, as far as its check digit."""
_AI = "[0-9]{2,4}"
LIKE_AI = "(?:[0-9]{2}|[2478][0-9]{2}|[3478][0-9]{3})"
"""An application identifier, for all that is known of it here; no year is one."""
_PRINTED_UPC_E = r"[01][^\S\r\n]?[0-9]{6}[^\S\r\n]?[0-9]"
"""Number system, digits and check digit, which are parted below the symbol."""
_LONGEST_UPC_E = 10
MOST_PARTS = 64
LEAST = 8
"""A piece of a label of fewer characters fits some code too easily."""
GS1_KEY = r"(?ai)(?:GTIN|SSCC|GLN|GRAI|GIAI)\W*\Z"
"""A caption that names a key of GS1."""


WITHIN = Finding(rule="code.within", severity="warning")
"""What is said of a code that was read out of a longer text."""


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

    @property
    def is_bare(self) -> bool:
        """Whether nothing but digits says that its elements are of GS1."""
        return any(part.bare for part in self.parts)


NOTHING = Payload()
"""What stands inside a text that is no payload, as in most."""


def payload(text: str) -> Payload:
    """The pieces of a payload; none if the text is no payload."""
    if text.isascii() and text.isalnum():  # as most codes
        return _bare(text) if text[0].isdigit() else NOTHING
    content = fold(text, ("trim",)).text
    first = content[:1]
    if (
        first in _MARKS
        or "\x1d" in content
        or "\ufffd" in content
        or (first in _BRACKETS and _in_brackets(content))
    ):
        return _marked(text)
    if not content.isalnum() and (marked := _written_around(content)) is not None:
        return marked
    if "0" <= first <= "9" or "０" <= first <= "９":
        return _bare(text)
    match = re.search(_ADDRESS, content)
    if match is None:
        return NOTHING
    if match[0] == content:
        return _linked(match[0], text)
    address = re.split(f"[{ADDRESS_ENDS}]", match[0], maxsplit=1)[0]
    linked = _linked(address, address)
    return linked.replace(notes=(*linked.notes, WITHIN))


def is_message(text: str) -> bool:
    """Whether GS1 reads a text as one message."""
    from tracecode.gs1 import read

    return read(text, associations=False)[0] is not None


_MARKS = ("(", "（", "]", "］")
_BRACKETS = (*"[{【〔〖﹙﹝❨［｛",)


def _in_brackets(content: str) -> bool:
    from tracecode.gs1.scan import in_other_brackets

    return in_other_brackets(fold(content, ("width",)).text)


def _marked(text: str) -> Payload:
    """The elements of a GS1 element string that says what it is; of a broken one as far as they can
    be told apart.
    """
    from tracecode.gs1.scan import scanned
    from tracecode.gs1.symbology import is_link, split

    message, findings = _read(text)
    if message is not None:
        return _of_message(message, findings)
    scan = scanned(text)
    # an address without elements, too, holds codes
    if scan.text[:1] == "]" and is_link(behind := split(scan.text)[1]):
        return payload(behind)
    if (
        scan.text != text
        and "\x1d" not in scan.text
        and scan.text[:1] != "("
        and not _is_row(scan.text)
    ):
        # a national code with a scanner's separator around it
        return Payload(parts=(Piece(scan.text, "symbol"),))
    return _broken(scan.text, findings)


def _written_around(content: str) -> Payload | None:
    """A code with a separator in words, or GS1 data with another mark, before or behind it; None
    where none stands.
    """
    from tracecode.gs1.scan import named_around

    before, behind = named_around(content)
    inner = content[len(before) : len(content) - len(behind)]
    if not before and (mark := re.match(_MARK, content)):
        inner = content[mark.end() :]
    if inner != content and (_is_row(inner) or re.match(_BRACKETED, inner)):
        message, findings = _read(content)
        if message is not None:
            return _of_message(message, findings)
        if not any(finding.rule == "gs1.separator_written" for finding in findings):
            if inner[:1] != "(":
                return None
            values = {"found": content[: -len(inner)]}
            written = Finding(
                rule="gs1.separator_written", severity="error", values=values, position=1
            )
            findings = (written, *findings)
        return _broken(inner, findings)
    notes = tuple(
        Finding(
            rule="gs1.separator_written",
            severity="warning",
            values={"found": word},
            position=position,
        )
        for word, position in ((before, 1), (behind, len(before + inner) + 1))
        if word
    )
    return Payload(parts=(Piece(inner, "symbol"),), notes=notes) if notes else None


def behind_symbol(text: str) -> str | None:
    """What stands behind the identifier of a symbol that carries any text; None if the text begins
    with none.
    """
    if text[:1] != "]" or not re.match(_SYMBOL, text) or text[3:4] == "]":
        return None
    from tracecode.gs1.symbology import split

    symbology, _ = split(text)
    return (
        text[3:]
        if symbology is None or (symbology.carries == "plain" and not text[3:].startswith("http"))
        else None
    )


def _bare(text: str) -> Payload:
    """The elements of a text that begins with digits, if it can be read as elements of GS1 from end
    to end.
    """
    content = fold(text, ("width", "trim")).text
    short = content
    if len(content) <= _LONGEST_UPC_E and re.fullmatch(_PRINTED_UPC_E, content):
        short = fold(content, ("spaces",)).text
    if (full := expanded(short)) is not None:
        note = Finding(
            rule="gs1.upc_e", severity="info", values={"found": content, "allowed": full}
        )
        return Payload(parts=(Piece(full, "upc-e", "01", bare=True),), notes=(note,))
    if not _is_row(content):  # as most: GS1's table costs more to load than one code to read
        return NOTHING
    from tracecode.gs1 import read, table
    from tracecode.gs1.element_string import quick

    if (message := quick(content, table())) is not None:
        notes = read(text)[1] if content != text else message.findings
        return _of_message(message, notes, bare=True)
    begun = re.match(_BEGUN, content)
    if begun is None and not _is_keyed(content):
        return NOTHING
    message, findings = _read(text)
    if message is not None:
        return _of_message(message, findings, bare=True)
    # nothing but its check character is wrong
    if begun is not None and (key := begun[3] or begun[4]):
        part = Piece(key, "gs1", content[:2], ((content[:2], key),), bare=True)
        return Payload(parts=(part,))
    return _broken(content, findings)


def _is_keyed(content: str) -> bool:
    """Whether a broken row of elements holds a key with a right check digit, or is a long key
    alone.
    """
    found = re.match(_KEY_IN_ROW, content)
    if found is None:
        return False
    from tracecode.standard.check_computation import algorithm

    ai, key = filter(None, found.groups())
    alone = found.end() == len(content) and ai in ("402", "8006", "8017", "8018")
    return alone or algorithm("gs1-mod10")(key[:-1]) == key[-1]


def _is_row(content: str) -> bool:
    """Whether a text may be a bare element string."""
    return content.startswith(_ROW_HEADS) and re.match(ROW, content) is not None


def _read(text: str) -> tuple[Gs1Message | None, tuple[Finding, ...]]:
    """A message of GS1, with its findings, or those that say why it is none.

    Elements that need others beside them, or exclude each other, make the message wrong, but none
    of its codes: so they are warned of.
    """
    from tracecode.gs1 import read

    message, findings = read(text)
    if message is not None:
        return message, tuple(findings)
    message, others = read(text, associations=False)
    if message is None:
        return None, tuple(others)
    return message, tuple(
        finding.replace(severity="warning") if finding.severity == "error" else finding
        for finding in findings
    )


def _of_message(message: Gs1Message, notes: tuple[Finding, ...], *, bare: bool = False) -> Payload:
    elements = tuple(message.items())
    parts = tuple(Piece(value, "gs1", ai, elements, bare) for ai, value in elements)
    return Payload(parts=parts, notes=notes)


def _broken(content: str, findings: Iterable[Finding]) -> Payload:
    """The elements of a broken message, as far as they can be told apart."""
    from tracecode.gs1.symbology import split

    pairs = dict.fromkeys(
        Piece(value.strip(), "gs1", ai) for ai, value in re.findall(_BRACKETED, content)
    )
    if pairs and not any(re.fullmatch(LIKE_AI, pair.ai or "") for pair in pairs):
        return NOTHING  # a year in brackets, as in a licence
    symbology, behind = split(content)
    if not pairs and symbology is not None and symbology.carries == "gtin":
        pairs = {Piece(behind, "gs1", "01"): None}
    if not pairs and (key := re.match(_KEY_IN_ROW, behind.lstrip("\x1d"))):
        ai, value = filter(None, key.groups())
        pairs = {Piece(value, "gs1", ai): None}
    if not pairs and symbology is None:  # no more of it than a bracket or a separator is GS1's
        return NOTHING
    return Payload(parts=tuple(pairs)[:MOST_PARTS], faults=_errors(findings))


def _errors(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.severity == "error")


# --- addresses ------------------------------------------------------------------------------------


def _linked(address: str, given: str) -> Payload:
    """The elements of a Digital Link, what is wrong with a broken one, or the pieces of any other
    address.

    Args:
        address: it.
        given: with what stands around it, if nothing else does.
    """
    if re.search(_KEYED, address):
        message, findings = _read(given if "://" in address else f"https://{address}")
        if message is not None:
            return _of_message(message, findings)
        if key := re.search(_LINKED, address):
            ai, value = filter(None, key.groups())
            part = Piece(value.zfill(14) if ai == "01" else value, "gs1", ai)
            return Payload(parts=(part,), faults=_errors(findings))
    return Payload(
        parts=tuple(whole_numbers(address, dict.fromkeys(_address(address))))[:MOST_PARTS]
    )


def whole_numbers(text: str, parts: Iterable[Piece]) -> Iterable[Piece]:
    """The parts of a text without those that are pieces of what looks like a citizen's number: one
    may be a birth date.
    """
    from urllib.parse import unquote

    written = unquote(text)
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
    for run in re.findall(RUN, unquote(f"{split.path} {split.query} {split.fragment}")):
        yield Piece(run, "address")
