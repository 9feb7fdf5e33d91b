r"""GS1 element strings, read and built: the wire form of a symbol; the form for people is read in
`brackets`.

>>> from tracecode.gs1 import parse
>>> parse("010690123456789210L2026-07\x1d21S/0001").bracketed()
'(01)06901234567892(10)L2026-07(21)S/0001'
>>> parse("(01) 06901234567892 (21) S/0001").element_string()
'010690123456789221S/0001'
>>> build({"01": "6901234567892", "10": "A1", "17": date(2026, 12, 31)}).bracketed()
'(01)06901234567892(10)A1(17)261231'
>>> parse("010690123456789017261300")
Traceback (most recent call last):
    ...
tracecode.errors.InvalidCode: 01@16: the check of (01) GTIN is '0'; expected '2' [...] (and 1 more)
...

A right text is read by one pattern an element. Any other is read again, slowly and completely, so
that the error says everything that is wrong with it, with positions in the text as given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from tracecode.errors import InvalidCode, WrongUse
from tracecode.findings import SEVERITIES, Finding, Severity, discreet, has_errors
from tracecode.gs1.ai import GS, MAX_TEXT, Ai, Table, read_date, table
from tracecode.gs1.message import Gs1Message
from tracecode.gs1.scan import Scan, doubted, suspected
from tracecode.gs1.symbology import split, symbologies

Place = Callable[[int], int]


def build(elements: Mapping[str, str | date], *, associations: bool = True) -> Gs1Message:
    """A message from values by application identifier. GTINs of 8, 12 or 13 digits are padded;
    dates may be `date`.

    Raises:
        InvalidCode: there are no elements, or an identifier is unknown or a value wrong; every
            fault is a finding.
    """
    ais, reading = table(), ElementReading(associations=associations)
    if not elements:
        reading.say("code.empty", None)
    for ai, given in elements.items():
        entry = ais.get(ai)
        if entry is None:
            reading.say("gs1.unknown_ai", None, found=ai)
            continue
        value: object = given
        if isinstance(given, date) and entry.date_format is not None:
            value = _dated(reading, entry, given)
        if not isinstance(value, str):
            reading.say("build.type", None, path=ai, name=entry.name, found=type(value).__name__)
            continue
        reading.add(entry, pad_gtin(ai, value), None, None)
    return reading.message()


def _dated(reading: ElementReading, entry: Ai, day: date) -> str:
    """Write a date; one that would be read as another century's is a fault."""
    written = f"{day:%Y%m%d}"[-len(entry.date_format or "") :]
    if entry.date_format is None or read_date(written, entry.date_format) != date(
        day.year, day.month, day.day
    ):
        reading.findings.append(
            entry.finding("gs1.date", None, found=day, allowed=entry.date_format)
        )
    return written


def pad_gtin(ai: str, value: str) -> str:
    """A GTIN of 8, 12 or 13 digits with the zeros that make it 14; any other value as it is."""
    short = (
        ai in ("01", "02", "03")
        and len(value) in (8, 12, 13)
        and value.isascii()
        and value.isdigit()
    )
    return value.zfill(14) if short else value


# --- what all readers share -----------------------------------------------------------------------


class ElementReading:
    """Collects elements and findings while a text is read; `message` judges the whole."""

    def __init__(self, *, associations: bool, given: str = "") -> None:
        self.given = given
        """The text that is read."""
        self.scan: Scan | None = None
        """What was taken off around it before."""
        self.values: dict[str, str] = {}
        self.findings: list[Finding] = []
        self.parameters: list[tuple[str, str]] = []
        self._associations = associations
        self._places: dict[str, int | None] = {}
        self._broken = False

    def add(
        self,
        entry: Ai,
        value: str,
        position: int | None,
        place: Place | None,
        *,
        again: bool = False,
    ) -> None:
        """Take an element; `again`: the same value twice is wrong as well (in a Digital Link)."""
        first = self.values.setdefault(entry.ai, value)
        if entry.ai not in self._places:
            self._places[entry.ai] = position
            self.findings += entry.faults(value, place)
        elif again or value != first:
            self.findings.append(entry.finding("gs1.repeated", position, first=first, found=value))

    def say(
        self,
        rule: str,
        position: int | None,
        severity: Severity = "error",
        path: str | None = None,
        **values: object,
    ) -> None:
        """Note a finding that belongs to no application identifier of the table."""
        self.findings.append(
            Finding(rule=rule, severity=severity, values=values, path=path, position=position)
        )

    def break_off(self) -> None:
        """Elements may be missing because the text could not be split: what they would require is
        not judged.
        """
        self._broken = True

    def message(self) -> Gs1Message:
        """The message.

        Raises:
            InvalidCode: there are errors.
        """
        # a value may hold the separator and the elements that another one needs
        whole = not has_errors(self.findings)
        if self._associations and not self._broken:
            for conflict in table().conflicts(tuple(self.values)):
                named = {"allowed" if conflict.rule == "gs1.requires" else "found": conflict.others}
                entry = table()[conflict.ai]
                self.findings.append(
                    entry.finding(conflict.rule, self._places[conflict.ai], **named)
                )
            self._judge_signature()
        all_findings = [*self.findings, *doubts(self.values)] if whole else self.findings
        if self.scan is not None:
            place = self.scan.place
            all_findings = [
                f if f.position is None else f.replace(position=place(f.position))
                for f in all_findings
            ]
            all_findings += self.scan.findings()
        ordered = sorted(all_findings, key=_weight)
        findings = discreet(ordered, self.given)
        if has_errors(findings):
            raise InvalidCode(findings)
        return Gs1Message(self.values, findings, tuple(self.parameters))

    def _judge_signature(self) -> None:
        """A digital signature belongs to a single item: a key whose serial part is optional must
        have it.
        """
        for ai in _SERIAL_PART if _SIGNATURE in self.values else ():
            entry = table()[ai]
            if len(self.values.get(ai, "")) == entry.min:
                self.findings.append(
                    entry.finding("gs1.serial", self._places[ai], found=f"({_SIGNATURE})")
                )


_SIGNATURE, _SERIAL_PART = "8030", ("253", "255", "8003")


def begin(text: str, *, associations: bool) -> ElementReading:
    """A reading of a text that can be read at all.

    Raises:
        InvalidCode: it is empty or far too long.
        WrongUse: it is no str.
    """
    if not isinstance(text, str):
        raise no_text(text)
    if not text:
        raise InvalidCode([Finding(rule="code.empty", severity="error")])
    if len(text) > MAX_TEXT:
        values = {"found": len(text), "allowed": MAX_TEXT}
        raise InvalidCode([Finding(rule="code.too_long", severity="error", values=values)])
    return ElementReading(associations=associations, given=text)


def no_text(given: object) -> WrongUse:
    """The error on what is no text."""
    name = type(given).__name__
    return WrongUse(f"GS1 data are a str, not {name}", f"GS1 数据应为 str，实为 {name}")


# --- the wire form --------------------------------------------------------------------------------


def quick(text: str, ais: Table, *, associations: bool = True) -> Gs1Message | None:
    """The message of a right text in wire form without symbology identifier; None if anything is
    unusual about it.
    """
    values: dict[str, str] = {}
    width, elements = ais.width, ais.quick
    at, count, size = 0, 0, len(text)
    if size > MAX_TEXT or text[-1:] == GS:
        return None
    try:
        while at < size:
            ai = text[at : at + width[text[at : at + 2]]]
            match, holds = elements[ai]
            element = match(text, at)
            if element is None:
                return None
            value = element[1]
            if holds is not None and not holds(value):
                return None
            values[ai] = value
            at = element.end()
            count += 1
    except KeyError:  # no application identifier stands here
        return None
    if (
        count != len(values)
        or not count
        or _SIGNATURE in values
        or (associations and ais.conflicts(tuple(values)))
    ):
        return None
    return Gs1Message(values)


def doubts(values: Mapping[str, str]) -> list[Finding]:
    """Warnings of right values in which a separator seems to stand as text."""
    ais = table()
    written = Gs1Message(dict(values)).element_string
    doubtful = doubted(
        values, lambda text: quick(text, ais, associations=False) is not None, written
    )
    return [
        ais[ai].finding("gs1.separator_written", None, found=text).replace(severity="warning")
        for ai, text in doubtful
    ]


def read_elements(text: str, *, associations: bool = True) -> ElementReading:
    """The complete reading of a text in wire form, or of the GTIN behind a symbology identifier."""
    reading = begin(text, associations=associations)
    symbology, content = split(text)
    start = len(text) - len(content)
    if text.startswith("]") and (symbology is None or symbology.carries == "plain"):
        carrying = sorted(
            spec.identifier for spec in symbologies().values() if spec.carries != "plain"
        )
        reading.say("gs1.symbology", 1, found=text[:3], allowed=carrying)
    elif not content:
        reading.say("code.empty", start + 1)
    elif symbology is not None and symbology.carries == "gtin":
        gtin = table()["01"]
        if len(content) != symbology.digits:
            reading.say(
                "gs1.length",
                start + 1,
                name=symbology.name,
                found=len(content),
                allowed=symbology.digits,
            )
        else:  # the padding stands nowhere in the text
            added = 14 - len(content)
            reading.add(
                gtin, content.zfill(14), start + 1, lambda index: start + max(index - added, 0) + 1
            )
    else:
        _read_wire(text, start, reading)
        if has_errors(reading.findings):
            _say_written(text[start:], start, reading)
    return reading


def _weight(finding: Finding) -> tuple[int, bool, int]:
    """Errors come first, and of those the separator that is none, which the others come from."""
    return (
        SEVERITIES.index(finding.severity),
        finding.rule != "gs1.separator_written",
        finding.position or 0,
    )


def _say_written(content: str, start: int, reading: ElementReading) -> None:
    """Say what seems to be a separator written as text in wrong elements."""
    for separator, at in suspected(content, _right):
        reading.say("gs1.separator_written", start + at + 1, found=separator)


def _right(content: str) -> bool:
    """Whether elements are right, whatever they need beside them."""
    if quick(content, table(), associations=False) is not None:
        return True
    reading = ElementReading(associations=False)
    _read_wire(content, 0, reading)
    return bool(reading.values) and not has_errors(reading.findings)


def _read_wire(text: str, at: int, reading: ElementReading) -> None:
    ais, size = table(), len(text)
    tolerated = False  # whether a separator may stand here, though none is needed
    while at < size:
        if text[at] == GS:
            reading.say("gs1.separator_extra", at + 1, "warning" if tolerated else "error")
            tolerated = False
            at += 1
            continue
        stop = text.find(GS, at)
        stop = size if stop < 0 else stop
        entry = ais.find(text, at)
        if entry is None:
            at, tolerated = _skip(text, at, stop, ais, reading)
            continue
        start = at + len(entry.ai)
        end = stop
        if entry.predefined:
            end = min(start + entry.max, stop)
        elif stop - start > entry.max:
            values = {"found": stop - start, "allowed": entry.allowed}
            reading.findings.append(
                entry.finding("gs1.separator_missing", start + entry.max + 1, **values)
            )
            if entry.min == entry.max:  # read on as if the separator stood there
                end = start + entry.max
            else:
                reading.break_off()
                at, tolerated = stop + 1, False
                continue
        reading.add(entry, text[start:end], at + 1, place_from(start))
        # the separator that ends a value is passed over, unless the text ends with it; any other is
        # reported above
        passed = not entry.predefined and end == stop and stop + 1 < size
        at, tolerated = (end + 1, False) if passed else (end, True)


def _skip(text: str, at: int, stop: int, ais: Table, reading: ElementReading) -> tuple[int, bool]:
    """Pass over what is no known AI: only over its element, if its first two digits tell where that
    ends.
    """
    prefix = text[at : at + 2]
    width = ais.width.get(prefix)
    unknown = text[at : at + width] if width else ""
    if width and len(unknown) == width and unknown.isascii() and unknown.isdigit():
        reading.say("gs1.unknown_ai", at + 1, path=unknown, found=unknown)
        if prefix in ais.fixed:
            return min(at + width + ais.fixed[prefix], stop), True
    else:
        reading.say("gs1.no_ai", at + 1, found=text[at : min(at + 8, stop)])
        reading.break_off()
    return (stop, True) if stop + 1 >= len(text) else (stop + 1, False)


def place_from(start: int) -> Place:
    """Where the characters of a value stand in a text that has them as they are."""
    return lambda index: start + index + 1
