"""Say what a text is: every scheme that fits, the likeliest first, and why.

How likely each is, `readings` weighs; here stands what is read: the whole text, codes inside an
address, a GS1 element string or a label, and which of them comes first.

>>> from tracecode.standard.resolved import packaged
>>> [(m.scheme, m.basis) for m in identify("86902551000259", standard=packaged())[:2]]
[('drug-standard-code', 'check'), ('gtin', 'check')]
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from tracecode.codes.match import Match
from tracecode.codes.payload import WITHIN, Payload, Piece, behind_symbol, label, payload
from tracecode.codes.readings import Readings
from tracecode.codes.registry import registry
from tracecode.codes.spreadsheet import LOST, damage
from tracecode.errors import InvalidCode
from tracecode.findings import Finding
from tracecode.fold import fold
from tracecode.privacy import mask
from tracecode.spec.base import Text
from tracecode.spec.charclass import shows_nothing
from tracecode.standard.segment import MAX_TEXT

if TYPE_CHECKING:
    from tracecode.codes.code import Code
    from tracecode.codes.registry import Registry
    from tracecode.standard.resolved import Resolved


_LEADING = 0.5  # share of a reading of the whole text from which it comes before codes found inside


def identify(
    text: str, product: str | None = None, on: date | None = None, *, near: bool = False,
    first: bool = False, standard: Resolved,
) -> list[Match]:  # fmt: skip
    """Every scheme that a text fits, the likeliest first. Reads leniently.

    Args:
        text: what was scanned or typed: a code, an address with a code in it, GS1 element strings
            in any form, the text of a label.
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
    content = payload(text)
    bare = content.parts if any(part.bare for part in content.parts) else ()
    whole = _by_level(
        [_noted(match, content.notes) for match in reader.matches([(text, None, bare)])]
    )
    inner = [
        *(() if bare else content.parts),
        *(part for match in whole for part in _labelled(schemes, match)),
    ]
    inside = _unrepeated(
        _noted(match, content.notes)
        for match in reader.matches([(part.text, part, ()) for part in inner])
    )
    if content.faults:  # a code in a broken message is not a right reading of the message
        inside = [_faulty(match, content.faults) for match in inside] if near else []
    if any(map(_leads, whole)):
        if not _is_list(text, reader):
            return whole + inside
        whole, inside = [], []
    damaged = (found := damage(text)) is not None and found.said is not LOST
    unread_yet = content.rest or ("" if inside or content.faults else text)
    if not damaged and unread_yet and (pieces := label(unread_yet)):
        proved = [match for part in pieces for match in reader.proved(part)]
        inside = _unrepeated(
            [
                *inside,
                *(
                    match if match.inside == "text" else _noted(match, (WITHIN,))
                    for match in proved
                ),
            ]
        )
    if not inside and (content.faults or _keyless(content)):
        return [match for match in whole if match.code]
    if not inside and damaged:
        # by its length even an error value fits some rule
        misses = found is None or not found.is_other  # of what is no code nothing is nearly right
        return [
            match for match in whole if (misses if match.code is None else match.basis != "length")
        ]
    return inside + [match for match in whole if match.code] if inside else whole


def _is_list(text: str, reader: Readings) -> bool:
    """Whether each of several lines has a code that its check characters prove: so many codes,
    then. Any four lines are else the text of a seed label.
    """
    lines = [line for line in map(str.strip, text.splitlines()) if line]
    return len(lines) > 1 and all(
        any(
            match.basis == "check"
            for part in (Piece(line, "text"), *label(line))
            for match in reader.proved(part)
        )
        for line in lines
    )


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
        raise InvalidCode([finding.replace(severity="error") for finding in unread(text)])
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


def unread(text: str) -> tuple[Finding, ...]:
    """Why a text is none of the codes.

    It is empty, a spreadsheet has changed it, it is of GS1 and broken or without a key, or no rule
    fits.
    """
    if shows_nothing(text):
        return (Finding(rule="code.empty", severity="error"),)
    if (damaged := damage(text)) is not None:
        values = {"cell": text, "reason": damaged.said}
        return (Finding(rule="data.digits_lost", severity="error", values=values),)
    if (content := payload(text)).faults:
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


def doubts(matches: list[Match], standard: Resolved) -> tuple[Finding, ...]:
    """What speaks against taking the first match for what the text is; where nothing but the text
    spoke for it.

    Without a verified check character a reading that has rivals, or that only length and characters
    speak for, is no more than the likeliest: it was not checked.
    """
    match, *more = matches
    findings = []
    if others := {
        other.code and other.code.canonical: other
        for other in reversed(more)
        if _apart(other, match)
    }:
        names = [_named(other) for other in reversed(others.values())]
        findings.append(Finding(rule="code.several", severity="warning", values={"others": names}))
    if match.rivals:
        rivals = [registry(standard)[id].name for id in match.rivals]
        rule = "code.ambiguous" if match.basis == "check" else "code.undecided"
        findings.append(Finding(rule=rule, severity="warning", values={"others": rivals}))
    if match.inside == "text":
        findings.append(WITHIN)
    if match.basis == "length":
        findings.append(
            Finding(rule="code.length_only", severity="warning", values={"name": match.name})
        )
    return tuple(findings)


def _named(match: Match) -> Text:
    """Scheme and code of a match, for people."""
    elements = match.code.elements if match.code is not None and match.inside == "gs1" else {}
    beside = "".join(f"({ai}){value}" for ai, value in elements.items() if value != match.text)
    text = match.public_text + mask(beside)
    return Text(zh=f"{match.name.zh} {text}", en=f"{match.name.en} {text}")


def _apart(match: Match, best: Match) -> bool:
    """Whether a match is of another piece of a label's text than the best one, or of another
    message of GS1.
    """
    if match.code is None or best.code is None:
        return False
    if match.inside == best.inside == "gs1":
        return match.scheme == best.scheme and match.code.canonical != best.code.canonical
    if "text" not in (match.inside, best.inside):
        return False
    return (
        match.text not in best.text
        and best.text not in match.text
        and match.inside in ("text", "gs1", "address")
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
    """The best match of each scheme and thing: first what a message is about, then the likeliest.

    A number is not told again that stands in a message, with what else is said of it.
    """
    best: dict[tuple[str, str], Match] = {}
    for match in sorted(matches, key=lambda m: (_level(m), -m.confidence)):
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
