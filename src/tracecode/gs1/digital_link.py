"""GS1 Digital Link URIs, uncompressed: elements in the path and query of a web address, read and
written.

>>> from tracecode.gs1 import parse
>>> message = parse("https://example.com/x/01/06901234567892/21/S%2F0001?17=261231&lang=zh")
>>> message.bracketed(), message.parameters
('(01)06901234567892(21)S/0001(17)261231', (('lang', 'zh'),))
>>> write_link(message)
'https://id.gs1.org/01/06901234567892/21/S%2F0001?17=261231'
>>> parse("https://id.gs1.org/01/06901234567892/21/7/10/L1")
Traceback (most recent call last):
    ...
tracecode.errors.InvalidCode: 01@43: '10' in the path is no qualifier of (01) GTIN here; in order: 22, 10, 21 / 235 ...
...

Values are percent-decoded before they are judged; a plus sign means itself in the path and a space
in the query.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from urllib.parse import quote, unquote_plus, unquote_to_bytes

from tracecode.errors import InvalidCode
from tracecode.findings import Finding
from tracecode.gs1.ai import Ai, table
from tracecode.gs1.element_string import ElementReading, Place, begin, pad_gtin

# All lower or all upper case (the latter makes smaller QR codes); mixed case is no Digital Link.
_ADDRESS = re.compile(
    r"(?:https?|HTTPS?)://(?:(?:[A-Za-z0-9._~!$&'()*+,;=:-]|%[0-9A-Fa-f]{2})*@)?"
    r"(?:(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+|\[([^\]/?#]*)\])(?::[0-9]*)?(?=[/?#]|\Z)"
)
"""Scheme and authority (RFC 3986, 3.2): perhaps a user, a name or an address in brackets, perhaps a
port.
"""
_FORBIDDEN = re.compile(r"[^A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]")
_BROKEN = re.compile("%(?![0-9A-Fa-f]{2}).{0,2}")


def write_link(values: Mapping[str, str], base_url: str = "https://id.gs1.org") -> str:
    """The Digital Link URI of right elements; see `Message.digital_link`.

    Raises:
        InvalidCode: they cannot be a Digital Link, or `base_url` is no address.
    """
    ais = table()
    base = base_url.rstrip("/")
    faults = _address_faults(base, 0)
    if "?" in base or "#" in base:
        faults.append(_no_address(1))
    faults += [_broken(match, match.start() + 1) for match in _BROKEN.finditer(base)]
    if faults:
        raise InvalidCode(faults)
    key = next((ais[ai] for ai in values if ai in ais.keys), None)
    if key is None:
        raise InvalidCode(
            [Finding(rule="gs1.link_key", severity="error", values={"allowed": tuple(ais.keys)})]
        )
    refused: list[Ai] = []
    for alternative in key.spec.qualifiers or ((),):
        path = [key.ai, *(ai for ai in alternative if ai in values)]
        query = sorted(values.keys() - set(path))
        barred = _barred(key, path[1:])
        if not (left := [ais[ai] for ai in query if ai in barred or not ais[ai].spec.attribute]):
            written = "".join(f"/{ai}/{quote(values[ai], safe='')}" for ai in path)
            attributes = "&".join(f"{ai}={quote(values[ai], safe='')}" for ai in query)
            return f"{base}{written}?{attributes}" if attributes else f"{base}{written}"
        refused = refused or left
    raise InvalidCode([entry.finding("gs1.link_attribute", None) for entry in refused])


def read_link(
    text: str, start: int = 0, *, associations: bool = True, short_gtin: bool = False
) -> ElementReading:
    """The complete reading of a Digital Link URI that begins at index `start` of a text."""
    reading = begin(text, associations=associations)
    reading.findings += _address_faults(text, start)
    address = _ADDRESS.match(text, start)
    if reading.findings or address is None:
        return reading
    whole = text.partition("#")[0]
    path_end = whole.find("?", address.end())
    path_end = len(whole) if path_end < 0 else path_end
    segments = _segments(text, address.end(), path_end)
    if segments and not segments[-1].text:
        reading.say("gs1.link_slash", segments[-1].start)
        segments.pop()
    at = _key_index(segments)
    if at is None:
        reading.say("gs1.link_key", address.end() + 1, allowed=tuple(table().keys))
        return reading
    for segment in segments[:at]:
        if segment.text in table().keys:
            reading.say("gs1.link_stem", segment.start + 1, "warning", found=segment.text)
        _decodes(reading, segment)
    _decodes(reading, _Piece(text[len(whole) :], len(whole)))
    key = table()[segments[at].text]
    pairs = list(zip(segments[at::2], segments[at + 1 :: 2], strict=False))
    chosen: list[str] = []
    for name, value in pairs:
        if name is pairs[0][0] or _follows(key, [*chosen, name.text]):
            if name is not pairs[0][0]:
                chosen.append(name.text)
            _take(reading, table()[name.text], name, value, short_gtin=short_gtin)
        else:
            reading.findings.append(_misplaced(key, name))
    if (len(segments) - at) % 2:  # a name without a value
        name = segments[-1]
        if _follows(key, [*chosen, name.text]):
            _take(
                reading,
                table()[name.text],
                name,
                _Piece("", name.start + len(name.text)),
                short_gtin=False,
            )
        else:
            reading.findings.append(_misplaced(key, name))
    _read_query(
        reading, text, path_end + 1, len(whole), _barred(key, chosen), short_gtin=short_gtin
    )
    return reading


def _address_faults(text: str, start: int) -> list[Finding]:
    """What makes a text no address at all, from an index on: characters that stand in none, or no
    domain (RFC 3986).
    """
    address = _ADDRESS.match(text, start)
    odd = _FORBIDDEN.search(text, start)
    if odd is None and address is not None:
        path = text.partition("#")
        odd = re.compile(r"[\[\]]").search(text, address.end()) or re.compile("#").search(
            text, len(path[0]) + 1
        )
    if odd is not None:
        values = {"found": odd[0]}
        return [
            Finding(
                rule="gs1.link_character", severity="error", values=values, position=odd.start() + 1
            )
        ]
    return [] if address is not None and _is_host(address[1]) else [_no_address(start + 1)]


def _no_address(position: int) -> Finding:
    return Finding(rule="gs1.link_uri", severity="error", position=position)


def _is_host(literal: str | None) -> bool:
    """Whether what stands in brackets as a host is an address of the sixth version, without a
    zone.
    """
    if literal is None:
        return True
    from ipaddress import IPv6Address

    try:
        return "%" not in literal and bool(IPv6Address(literal))
    except ValueError:
        return False


class _Piece(NamedTuple):
    """A piece of the URI, still encoded, and the index where it begins."""

    text: str
    start: int


def _segments(text: str, start: int, end: int) -> list[_Piece]:
    """The segments of the path after its first slash."""
    segments, at = [], start + 1
    for segment in text[at:end].split("/") if end > start else ():
        segments.append(_Piece(segment, at))
        at += len(segment) + 1
    return segments


def _key_index(segments: Sequence[_Piece]) -> int | None:
    """Where the primary key stands: the last one before pairs of name and value, since the stem may
    hold one as well.

    A path that ends with a lone name is read too, so that the name can be reported.
    """
    keys = table().keys
    for last in (len(segments) - 2, len(segments) - 3):
        index = next((i for i in range(last, -1, -2) if segments[i].text in keys), None)
        if index is not None:
            return index
    return None


def _follows(key: Ai, chosen: Sequence[str]) -> bool:
    """Whether qualifiers stand in the order of one of the key's alternatives."""
    return any(_in_order(chosen, alternative) for alternative in key.spec.qualifiers)


def _in_order(chosen: Sequence[str], alternative: Sequence[str]) -> bool:
    rest = iter(alternative)
    # `in` moves the iterator forward, which makes it a question of order
    return all(ai in rest for ai in chosen)


def _barred(key: Ai, chosen: Sequence[str]) -> set[str]:
    """The qualifiers of the key that could stand in the path and therefore not in the query."""
    return {
        ai
        for alternative in key.spec.qualifiers
        if _in_order(chosen, alternative)
        for ai in alternative
    }


def _misplaced(key: Ai, name: _Piece) -> Finding:
    order = " / ".join(", ".join(alternative) for alternative in key.spec.qualifiers) or "-"
    return key.finding("gs1.link_qualifier", name.start + 1, found=name.text, allowed=order)


def _read_query(
    reading: ElementReading, text: str, start: int, end: int, barred: set[str], *, short_gtin: bool
) -> None:
    at = start
    for pair in text[start:end].split("&") if end > start else ():
        name, _, value = pair.partition("=")
        named, given = _Piece(name, at), _Piece(value, at + len(name) + 1)
        at += len(pair) + 1
        entry = table().get(name)
        if entry is None:
            if name.isascii() and name.isdigit():
                reading.say("gs1.unknown_ai", named.start + 1, path=name[:4], found=name)
            elif pair and _decodes(reading, _Piece(pair, named.start)):
                reading.parameters.append((unquote_plus(name), unquote_plus(value)))
        elif name in barred or not entry.spec.attribute:
            reading.findings.append(entry.finding("gs1.link_attribute", named.start + 1))
        elif "+" in value:
            reading.findings.append(
                entry.finding("gs1.link_plus", given.start + value.index("+") + 1)
            )
        else:
            _take(reading, entry, named, given, short_gtin=short_gtin)


def _decodes(reading: ElementReading, piece: _Piece) -> bool:
    """Whether a piece holds no broken percent-encoding; else that is noted."""
    if broken := _BROKEN.search(piece.text):
        reading.findings.append(_broken(broken, piece.start + broken.start() + 1))
    return broken is None


def _broken(match: re.Match[str], position: int) -> Finding:
    return Finding(
        rule="gs1.link_escape", severity="error", values={"found": match[0]}, position=position
    )


def _take(
    reading: ElementReading, entry: Ai, name: _Piece, value: _Piece, *, short_gtin: bool
) -> None:
    """Decode a value and add it to the reading."""
    if broken := _BROKEN.search(value.text):
        reading.say(
            "gs1.link_escape", value.start + broken.start() + 1, path=entry.ai, found=broken[0]
        )
        return
    try:
        decoded = unquote_to_bytes(value.text).decode("utf-8") if "%" in value.text else value.text
    except UnicodeDecodeError:
        reading.say("gs1.link_escape", value.start + 1, path=entry.ai, found=value.text)
        return
    if short_gtin:
        decoded = pad_gtin(entry.ai, decoded)
    reading.add(entry, decoded, name.start + 1, _place(value, decoded), again=True)


def _place(value: _Piece, decoded: str) -> Place:
    """Positions of the decoded characters; behind an escape or padding only the beginning is
    sure.
    """
    if decoded == value.text:
        return lambda index: value.start + index + 1
    return lambda _: value.start + 1
