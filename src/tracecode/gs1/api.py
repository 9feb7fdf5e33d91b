"""The functions that most programs need: reading whatever GS1 data a scanner or a person delivers.

>>> parse("0109506000134352" "10ABC123")["10"]
'ABC123'
>>> parse("(01)09506000134352(10)ABC123") == parse("https://id.gs1.org/01/09506000134352/10/ABC123")
True
>>> is_valid("(01)09506000134352(10)")
False
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracecode.errors import InvalidCode
from tracecode.gs1.ai import MAX_TEXT, table
from tracecode.gs1.brackets import read_bracketed
from tracecode.gs1.element_string import no_text, quick, read_elements
from tracecode.gs1.scan import scanned, whole
from tracecode.gs1.symbology import is_link, split, symbologies

if TYPE_CHECKING:
    from tracecode.findings import Finding
    from tracecode.gs1.element_string import ElementReading
    from tracecode.gs1.message import Gs1Message


def parse(text: str, *, associations: bool = True, short_gtin: bool = False) -> Gs1Message:
    """Read GS1 data in any of its forms.

    They are element strings in wire form, after a symbology identifier or not, or in brackets, and
    Digital Link URIs. What scanners and people put around them (separators, line ends, blanks,
    invisible characters, a byte order mark, full-width characters) is passed over, which a finding
    says. A separator that was written as text is never taken for one: where it can be part of a
    value, a warning names it; elsewhere an error does.

    Args:
        text: what was scanned or typed.
        associations: judge which elements need or exclude each other. The rules hold over all
            symbols of an item, so turn it off for a single one of several, or for a part of a
            message from a database.
        short_gtin: read GTINs of 8, 12 or 13 digits in a Digital Link, as older ones have them.

    Raises:
        InvalidCode: it is wrong; the error carries every finding.
        WrongUse: it is no text.
    """
    if not isinstance(text, str):
        raise no_text(text)
    symbology, content = split(text)
    before_elements = symbology is None or symbology.carries == "elements"
    message = quick(content, table(), associations=associations) if before_elements else None
    if message is None:
        return _reading(text, associations=associations, short_gtin=short_gtin).message()
    return message


def read(
    text: str, *, associations: bool = True, short_gtin: bool = False
) -> tuple[Gs1Message | None, tuple[Finding, ...]]:
    """As `parse`, but returns the message (None if there are errors) and the findings instead of
    raising.
    """
    try:
        message = parse(text, associations=associations, short_gtin=short_gtin)
    except InvalidCode as error:
        return None, error.findings
    return message, message.findings


def is_valid(text: str, *, associations: bool = True) -> bool:
    """Whether a text is right GS1 data in any of its forms. Never raises for a str."""
    return read(text, associations=associations)[0] is not None


def _reading(given: str, *, associations: bool, short_gtin: bool) -> ElementReading:
    scan = scanned(given) if isinstance(given, str) and len(given) <= MAX_TEXT else whole(given)
    reading = _in_form(scan.text, associations=associations, short_gtin=short_gtin)
    reading.scan = scan
    return reading


def _in_form(text: str, *, associations: bool, short_gtin: bool) -> ElementReading:
    if text[:1] == "(":
        return read_bracketed(text, associations=associations)
    symbology, content = split(text)
    start = len(text) - len(content)
    if is_link(content):
        from tracecode.gs1.digital_link import read_link

        reading = read_link(text, start, associations=associations, short_gtin=short_gtin)
        if symbology is not None and not symbology.links:  # it says that elements follow
            linking = sorted(spec.identifier for spec in symbologies().values() if spec.links)
            reading.say("gs1.symbology_link", 1, "warning", found=text[:start], allowed=linking)
        return reading
    return read_elements(text, associations=associations)
