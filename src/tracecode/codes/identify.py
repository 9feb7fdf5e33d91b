"""Say what a text is: every scheme that fits, the likeliest first, and why.

How likely each is, `readings` weighs; here stands what is read: the whole text, codes inside an
address, a GS1 element string or a label, and which of them comes first.

>>> from tracecode.standard.resolved import packaged
>>> [(m.scheme, m.basis) for m in identify("86902551000259", standard=packaged())[:2]]
[('drug-standard-code', 'check'), ('gtin', 'check')]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from tracecode.codes.doubts import doubts
from tracecode.codes.match import Match
from tracecode.codes.payload import LEAST, NOTHING, WITHIN, Payload, Piece, behind_symbol, payload
from tracecode.codes.pieces import FoundMessage, messages, tail_of, with_tail
from tracecode.codes.readings import Given, Readings, proving
from tracecode.codes.registry import registry
from tracecode.codes.spreadsheet import LOST, damage
from tracecode.codes.words import lines_before, numbers, printed_upc_e, without, words
from tracecode.errors import InvalidCode
from tracecode.findings import Finding
from tracecode.fold import fold
from tracecode.spec.charclass import shows_nothing
from tracecode.standard.segment import MAX_TEXT

if TYPE_CHECKING:
    from tracecode.codes.code import Code
    from tracecode.codes.registry import Registry
    from tracecode.standard.resolved import Resolved


_Place = tuple[int, list[Match]]
"""Where in a text something stands that was read, and its matches."""
_UNLIKELY = 0.01  # a reading of the whole text beside which numbers in it may be codes
_LEADING = 0.5  # share of a reading of the whole text from which it comes before codes found inside


def identify(
    text: str, product: str | None = None, on: date | None = None, *, near: bool = False,
    first: bool = False, standard: Resolved,
) -> list[Match]:  # fmt: skip
    """Every scheme that a text fits, the likeliest first. Reads leniently.

    Of a text that holds several codes, the likeliest reading of each comes first, in the order of
    the text; then what else they may be.

    Args:
        text: what was scanned or typed: a code, an address with a code in it, GS1 element strings
            in any form, or a text that holds some of these, such as that of a label.
        product: id of the product on which it stands; schemes that the product carries come first.
        on: production date, where known; chooses the editions.
        near: also return the schemes that the text nearly fits, with what is wrong; a broken code
            of a tight rule comes before a whole one of a loose rule.
        first: only the first match is wanted, and what speaks against it: of a text that fits
            nothing not every scheme need be read.
        standard: the standard.

    Raises:
        UnknownId: there is no such product.
    """
    schemes = registry(standard)
    favoured = standard.product(product).codes.all if product else frozenset()
    reader = Readings(schemes, favoured, on, near, first=first)
    if not text or len(text) > MAX_TEXT:
        return []
    if inner_text := behind_symbol(fold(text, ("trim",)).text):
        again = identify(inner_text, product, on, near=near, first=first, standard=standard)
        return [match.replace(inside=match.inside or "symbol") for match in again]
    spoken = _whole_messages(text, reader)
    content = NOTHING if spoken else payload(text)
    whole = _whole(reader.matches, text, content)
    leading = any(map(_leads, whole))
    labelled = [part for match in whole for part in _labelled(schemes, match)] if leading else []
    parts = () if content.is_bare else content.parts
    inside = _inside(reader.matches, (*parts, *labelled), content)
    if content.faults:  # a code in a broken message is not a right reading of the message
        inside = [_faulty(match, content.faults) for match in inside] if near else []
    found = [(each.start, _of_message(reader, each)) for each in spoken]
    damaged = (harm := damage(text)) is not None and harm.said is not LOST
    if not damaged and (_may_be_list(text, spoken) if leading else not (inside or content.faults)):
        loose = leading or all(match.confidence < _UNLIKELY for match in whole if match.code)
        found += _among_words(reader, text, without(text, spoken), loose=loose)
    if leading:
        if not _is_list(text, spoken, found):
            told = [match for _, matches in found[: len(spoken)] for match in matches]
            return whole + _unrepeated(inside + told)
        whole, inside = [], []
    refused = _refused(spoken)
    inside += [_noted(match, refused) for match in _unrepeated(_standing(found))]
    if not inside and (content.faults or _keyless(content)):
        return [match for match in whole if match.code]
    if not inside and damaged:
        # by its length even an error value fits some rule
        # of what is no code nothing is nearly right
        misses = harm is None or not harm.is_other
        return [
            match for match in whole if (misses if match.code is None else match.basis != "length")
        ]
    if not inside and near and spoken:
        again = identify(spoken[0].text, product, on, near=True, first=first, standard=standard)
        return [match for match in again if match.code is None]
    return inside + [match for match in whole if match.code] if inside else whole


def _whole_messages(text: str, reader: Readings) -> tuple[FoundMessage, ...]:
    """The messages in a text, each with what stands behind it as part of it: a value that holds
    what it cannot, but for where another code begins there.
    """
    spoken = messages(text)
    limits = [*(each.start for each in spoken[1:]), len(text)][: len(spoken)]
    tails = [tail_of(text, each, limit) for each, limit in zip(spoken, limits, strict=True)]
    if not any(tails):  # as mostly
        return spoken
    found = _among_words(reader, text, without(text, spoken), loose=True)
    codes = {at for at, matches in found if matches}
    whole = tuple(
        each
        if tail is None or tail[0] in codes
        else with_tail(text, each, min({at for at in codes if tail[0] < at < tail[1]} | {tail[1]}))
        for each, tail in zip(spoken, tails, strict=True)
    )
    # a separator that begins a message is a blank to Python
    return () if [each.text.strip() for each in whole] == [text.strip()] else whole


def _whole(read: Callable[[list[Given]], list[Match]], text: str, content: Payload) -> list[Match]:
    """The matches of a text, also as the elements of GS1 that it may be."""
    bare = content.parts if content.is_bare else ()
    return _by_level([_noted(match, content.notes) for match in read([(text, None, bare)])])


def _inside(
    read: Callable[[list[Given]], list[Match]], parts: Iterable[Piece], content: Payload
) -> list[Match]:
    """The matches of pieces of a text."""
    matches = read([(part.text, part, ()) for part in parts])
    return _unrepeated(
        sorted(
            (_noted(match, content.notes) for match in matches),
            key=lambda match: (_level(match), -match.confidence),
        )
    )


def _of_message(reader: Readings, message: FoundMessage) -> list[Match]:
    """The matches of a message in a longer text that rest on more than length, as of the message
    alone.
    """
    content = message.content
    if content.faults:
        return []
    if message.symbol is not None or content.is_bare:
        matches = proving(_whole(reader.fits, message.symbol or message.text, content))
    else:
        matches = _inside(reader.fits, content.parts, content)
    return [
        _noted(match.replace(inside=match.inside or "text"), (WITHIN,))
        for match in matches
        if match.basis != "length" or (match.inside in ("address", "gs1") and not content.is_bare)
    ]


def _among_words(reader: Readings, text: str, rest: str, *, loose: bool) -> list[_Place]:
    """What stands where among the words of a text: codes that rest on more than length, and, where
    asked for, numbers that are too long for anything else.
    """
    found: list[_Place] = []
    for at, printed, digits in printed_upc_e(text):
        if rest[at : at + len(printed)] == printed:
            short = FoundMessage(at, at + len(printed), printed, payload(digits))
            found.append((at, [m for m in _of_message(reader, short) if m.inside == "upc-e"]))
            rest = rest[:at] + "\n" * len(printed) + rest[at + len(printed) :]
    found += [(rest.find(part.text), reader.proved(part)) for part in words(text, rest)]
    if loose:
        read = [m.text for _, matches in found for m in matches if not re.search(r"\s", m.text)]
        found += [
            (rest.find(part.text), reader.fits([(part.text, part, ())]))
            for part in numbers(text, rest)
            if not any(part.text in other for other in read)
        ]
    return found


def _standing(found: list[_Place]) -> list[Match]:
    """All matches: first the likeliest of each place, in the order of the text, if it rests on more
    than length; then the others, the likeliest first.
    """
    placed = sorted(found, key=lambda place: place[0])
    firm = [matches for _, matches in placed if matches and matches[0].basis != "length"]
    leading = [matches[0] for matches in firm]
    others = [m for _, matches in placed for m in matches[matches in firm :]]
    return leading + sorted(others, key=lambda match: -match.confidence)


def _refused(spoken: tuple[FoundMessage, ...]) -> tuple[Finding, ...]:
    """For what messages beside others were refused."""
    return tuple(
        fault.replace(severity="warning", position=None)
        for message in spoken
        for fault in message.content.faults
    )


def _may_be_list(text: str, spoken: tuple[FoundMessage, ...]) -> bool:
    """Whether it is worth looking for codes in a text that reads as one."""
    parted = text.split()
    return (
        bool(spoken)
        or lines_before(text.strip(), len(text)) > 0
        or (len(parted) > 1 and min(map(len, parted)) >= LEAST)
    )


def _is_list(text: str, spoken: tuple[FoundMessage, ...], found: list[_Place]) -> bool:
    """Whether several lines have codes of their own, or each of several words is one. Any four
    lines are else the text of a seed label, which has one code, and an address; and digits in
    groups are else one code.
    """
    holding = {at for at, matches in found if matches}
    words_at = [word.start() for word in re.finditer(r"\S+", text)]
    if len(words_at) > 1 and holding.issuperset(words_at):
        return any(match.basis == "check" for _, matches in found for match in matches)
    places = [each.start for each in spoken] + [at for at, matches in found if matches]
    addressed = {lines_before(text, at): text[at:].startswith(("http", "www.")) for at in places}
    lines = lines_before(text.rstrip(), len(text)) + 1
    return lines > 1 and (len(addressed) == lines or list(addressed.values()).count(False) > 1)


def _leads(match: Match) -> bool:
    """Whether a match rests on more than length, and is likelier than all others together."""
    return match.code is not None and match.basis != "length" and match.confidence > _LEADING


def parse(text: str, on: date | None = None, *, strict: bool = False, standard: Resolved) -> Code:
    """Read a text as a code of the likeliest scheme; a warning names the others that fit as well.

    Raises:
        InvalidCode: it fits none; carries every finding.
    """
    matches = identify(text, on=on, near=True, standard=standard)
    if not matches:
        found = unread(text, standard)
        raise InvalidCode([finding.replace(severity="error") for finding in found])
    best = matches[0]
    rule = registry(standard)[best.scheme]
    if best.code is None:
        from tracecode.codes.repair import repairs

        raise InvalidCode(best.findings, partial(repairs, rule, best.text, on))
    code = (
        rule.parse(best.text, on, strict=True).replace(elements=best.code.elements)
        if strict
        else best.code
    )
    return code.replace(findings=(*doubts(matches, standard), *best.findings))


def unread(text: str, standard: Resolved) -> tuple[Finding, ...]:
    """Why a text is none of the codes.

    It is empty or too long, a spreadsheet has changed it, it is of GS1 and broken or without a key,
    or no rule fits.
    """
    if shows_nothing(text):
        return (Finding(rule="code.empty", severity="error"),)
    if len(text) > MAX_TEXT:
        values: dict[str, object] = {"found": len(text), "allowed": MAX_TEXT}
        return (Finding(rule="code.too_long", severity="error", values=values),)
    if (damaged := damage(text)) is not None:
        values = {"cell": text, "reason": damaged.said}
        return (Finding(rule="data.digits_lost", severity="error", values=values),)
    spoken = _whole_messages(text, Readings(registry(standard), frozenset(), None, near=False))
    if (content := spoken[0].content if spoken else payload(text)).faults:
        return content.faults
    if _keyless(content):
        elements = " ".join(f"({part.ai})" for part in content.parts)
        return (Finding(rule="gs1.no_key", severity="warning", values={"found": elements}),)
    return (Finding(rule="code.no_scheme", severity="warning"),)  # no rule, so nothing was judged


def _keyless(content: Payload) -> bool:
    """Whether a text says to be of GS1, and is, without a code in it: of what was found inside it,
    none was read.
    """
    return (
        bool(content.parts)
        and not content.faults
        and all(p.inside == "gs1" and not p.bare for p in content.parts)
    )


def _noted(match: Match, notes: tuple[Finding, ...]) -> Match:
    """A match in a payload of which more is to be said."""
    return (
        match.replace(findings=(*notes, *match.findings))
        if notes and match.inside is not None
        else match
    )


def _faulty(match: Match, faults: tuple[Finding, ...]) -> Match:
    """A match inside a message that is wrong elsewhere; a fault that both found is told once."""
    known = {finding.rule.partition(".")[2] for finding in match.findings}
    others = tuple(fault for fault in faults if fault.rule.partition(".")[2] not in known)
    return match.replace(code=None, reasons=(), findings=(*match.findings, *others) or faults)


def _labelled(schemes: Registry, match: Match) -> list[Piece]:
    """The codes inside a label, as parts."""
    if match.code is None or schemes[match.scheme].spec.identifies != "label":
        return []
    return [Piece(code.text, "label") for code in match.code.nested.values()]


_LEVELS = {"sscc": 0, "ginc": 2, "gsin": 2, "gln": 3, "gsrn": 3}
"""What a message is about comes before what it says of it: a pallet before what it holds, goods
before a place.
"""


def _level(match: Match) -> int:
    return _LEVELS.get(match.scheme, 1) if match.inside == "gs1" else 1


def _by_level(matches: list[Match]) -> list[Match]:
    """The matches with the elements of a message in the order of what it is about; all others stay
    where they are.
    """
    elements = iter(sorted((match for match in matches if match.inside == "gs1"), key=_level))
    return [next(elements) if match.inside == "gs1" else match for match in matches]


def _unrepeated(matches: Iterable[Match]) -> list[Match]:
    """The first match of each scheme and thing.

    A number is not told again that stands in a message, with what else is said of it.
    """
    best: dict[tuple[str, str], Match] = {}
    for match in matches:
        thing = match.code.canonical if match.code else ""
        best.setdefault((match.scheme, thing), match)
    told = {
        (match.scheme, str(match.code))
        for match in best.values()
        if match.code and match.code.elements
    }
    return [
        m
        for m in best.values()
        if not m.code or m.code.elements or (m.scheme, str(m.code)) not in told
    ]
