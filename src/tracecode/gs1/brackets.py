"""GS1 element strings in brackets, the form for people, as they are read."""

from __future__ import annotations

import re

from tracecode.findings import Severity, has_errors
from tracecode.gs1.ai import GS, table
from tracecode.gs1.element_string import ElementReading, Place, begin, place_from
from tracecode.gs1.scan import FOREIGN, plain

_OPENING = re.compile(r"\(([0-9]{2,4})\)[ \t]*")
# from the first character of a run only, and without a step back: blanks may stand there by thousands
_BETWEEN = re.compile(rf"([;,]|(?<!{FOREIGN})(?:{FOREIGN})++)[ \t]*+(?=\([0-9]{{2,4}}\))")
_RUN = re.compile(r"(?:\\\(|[^(])*")  # up to the next bracket that is not escaped


def read_bracketed(text: str, *, associations: bool = True) -> ElementReading:
    """The complete reading of a text in brackets."""
    reading = begin(text, associations=associations)
    ais, at = table(), 0
    while at < len(text):
        opening = _OPENING.match(text, at)
        start = opening.end() if opening else at + 1
        run = _RUN.match(text, start)
        end = run.end() if run else start
        if opening is None:
            reading.say("gs1.bracket", at + 1, found=text[at : at + 8])
            reading.break_off()
        elif (entry := ais.get(opening[1])) is None:
            reading.say("gs1.unknown_ai", at + 1, path=opening[1], found=opening[1])
        else:
            run_text = text[start:end].rstrip(f" \t\r\n{GS}")
            # as the wire form has it; in brackets it is not needed
            if GS in text[start + len(run_text) : end]:
                reading.say(
                    "gs1.separator_extra", text.index(GS, start + len(run_text)) + 1, "warning"
                )
            value, place = _unescaped(run_text, start)
            reading.add(entry, value, at + 1, place)
        at = end
    words = dict(plain(text)) if has_errors(reading.findings) else {}
    for separator, index in words.items():
        reading.say("gs1.separator_written", index + 1, found=separator)
    _say_between(text, reading)
    return reading


def _say_between(text: str, reading: ElementReading) -> None:
    """Say what people have put between elements in brackets, if these are right without it and it
    was not told.
    """
    between = [*_BETWEEN.finditer(text)]
    if between and not has_errors(
        read_bracketed(_BETWEEN.sub("", text), associations=False).findings
    ):
        severity: Severity = "error" if has_errors(reading.findings) else "warning"
        told = [word for word, _ in plain(text)]
        marks = {
            match[1]: match
            for match in reversed(between)
            if not any(match[1] in word for word in told)
        }
        for mark in marks.values():
            reading.say("gs1.separator_written", mark.start() + 1, severity, found=mark[1])


def _unescaped(run: str, start: int) -> tuple[str, Place]:
    """A value without its escapes, and where each of its characters stands."""
    if "\\(" not in run:
        return run, place_from(start)
    places = [i for i, char in enumerate(run) if char != "\\" or run[i + 1 : i + 2] != "("]
    ends = [*places, len(run)]
    return "".join(run[i] for i in places), lambda index: start + ends[min(index, len(places))] + 1
