"""Cut values of JSON out of a text that streams by.

>>> import io
>>> window = Window(io.BytesIO(b'{"a": "}"}, 5'))
>>> window.begin()
()
>>> cutter = JsonCutter(window, Limits())
>>> cutter.balanced(), cutter.whole(), cutter.take()[0]
(8, 10, b'{"a": "}"}')
"""

from __future__ import annotations

import re

from tracecode.findings import Finding
from tracecode.records.json_form import no_json
from tracecode.records.nesting import Broken, Nesting
from tracecode.records.plain import fault, stopped
from tracecode.records.reasons import MORE_JSON, NO_VALUE, Reason
from tracecode.records.window import Window
from tracecode.tables.limits import Limits

_SCALAR = re.compile(rb"""[^\s,:"\[\]{}]*+""")


class JsonCutter:
    """Cuts what comes next in a window, and keeps what is wrong between the values."""

    def __init__(self, window: Window, limits: Limits) -> None:
        self.window, self.limits = window, limits
        self.faults: list[Finding] = []
        """What is wrong with the text between the values."""
        self.ended = False
        """Whether reading cannot go on: the text ends, or nobody can tell where the next value
        begins.
        """

    def balanced(self) -> int:
        """How long the object is that comes next, by its braces alone; 0 if that cannot be told so.

        A brace inside a text deceives. The parser says whether it was the object: no object begins
        another one.
        """
        window, most = self.window, self.limits.record_bytes
        distance = opened = closed = 0
        while distance <= most:
            text, start = window.text, window.at + distance
            brace = text.find(b"}", start)
            opened += text.count(b"{", start, len(text) if brace < 0 else brace)
            if brace < 0:
                distance = len(text) - window.at
                if distance > most or not window.more():
                    return 0
                continue
            distance = brace + 1 - window.at
            closed += 1
            if closed >= opened:
                return distance if distance <= most else 0
        return 0

    def whole(self) -> int:
        """How long the object is that comes next, by its brackets and texts; 0 if it is too long,
        or no object.
        """
        window = self.window
        nesting = Nesting(depth=self.limits.depth)
        distance = 0
        while distance <= self.limits.record_bytes:
            try:
                end = nesting.feed(window.text, window.at + distance)
            except Broken:
                return 0
            if end >= 0:
                size = end - window.at
                return 0 if nesting.deep or size > self.limits.record_bytes else size
            distance = nesting.at - window.at
            if not window.more():
                return 0
        return 0

    def take(self) -> tuple[bytes, Finding | None]:
        """The text of the value that comes next, which is passed over; and why it cannot be read,
        if it cannot.
        """
        if self.window.text[self.window.at : self.window.at + 1] in (b"{", b"[", b'"'):
            return self._nested()
        return self._scalar()

    def leave(self) -> None:
        """Pass over what is left of the object in which something is wrong."""
        nesting = Nesting(b"}", self.limits.depth)
        window = self.window
        row = window.place()[0]
        while not self.ended:
            try:
                end = nesting.feed(window.text, window.at)
            except Broken:
                self.end_here(row)
                return
            window.at = nesting.at if end < 0 else end
            if end >= 0:
                return
            self.ended = not window.more()

    def finish(self) -> None:
        """Nothing stands behind the document."""
        if not self.ended and self.window.next():
            self.wrong(MORE_JSON)
            self.end_here()

    def wrong(self, reason: Reason) -> None:
        """Something is wrong with the text between the values."""
        self.faults.append(no_json(reason, self.window.place()))

    def end_here(self, row: int | None = None) -> None:
        """Reading ends in that row, or at this place, and does not go on behind it."""
        if not self.ended:
            self.faults.append(stopped(self.window.place()[0] if row is None else row))
            self.ended = True

    def _nested(self) -> tuple[bytes, Finding | None]:
        """A value with brackets, or a text."""
        window, most = self.window, self.limits.record_bytes
        nesting = Nesting(depth=self.limits.depth)
        row = window.place()[0]
        wrong: Finding | None = None
        distance = 0
        end = -1
        while end < 0:
            try:
                end = nesting.feed(window.text, window.at + distance)
            except Broken as broken:
                self.end_here(row)
                end = broken.end
            distance = (nesting.at if end < 0 else end) - window.at
            if wrong is None and nesting.deep:
                wrong = fault("data.too_deep", line=row, allowed=self.limits.depth)
            elif wrong is None and distance > most:
                wrong = fault("data.too_large", line=row, allowed=most)
            if wrong is not None:  # what is not read is not kept
                window.at += distance
                distance = 0
            if end < 0 and not window.more():
                distance = len(window.text) - window.at
                if wrong is not None:
                    self.wrong(NO_VALUE)
                self.ended = True
                break
        raw = window.text[window.at : window.at + distance]
        window.at += distance
        return raw, wrong

    def _scalar(self) -> tuple[bytes, Finding | None]:
        """A number, `true`, `false`, `null`, or what is none."""
        window, most = self.window, self.limits.record_bytes
        row = window.place()[0]
        distance = 0
        while True:
            match = _SCALAR.match(window.text, window.at + distance)
            assert match is not None
            distance = match.end() - window.at
            if match.end() < len(window.text) or distance > most or not window.more():
                break
        if distance > most:
            self.end_here()
            return b"", fault("data.too_large", line=row, allowed=most)
        if not distance:
            self.end_here()
            distance = 1
        raw = window.text[window.at : window.at + distance]
        window.at += distance
        return raw, None
