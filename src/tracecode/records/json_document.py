"""A JSON document of any size, record by record: one record, a list of records, or a message around
them.

A record is cut out where its braces balance. If it is plainly right, or the parser takes it, that
was its end; otherwise brackets and texts are looked at one by one. So each record is judged for
itself: what is wrong with it stands in it, and reading goes on behind it as long as its end is
sure.

>>> import io
>>> [(item.number, item.data) for item in parse_document(io.BytesIO(b'[{"a": 1}, {"a": 1,}]'))]
[(1, {'a': 1}), (2, None)]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from tracecode.findings import Finding, has_errors
from tracecode.records.json_cut import JsonCutter
from tracecode.records.json_envelope import JsonEnvelope
from tracecode.records.json_form import Right, parse
from tracecode.records.plain import (
    ENVELOPE,
    TOO_MANY_KEYS,
    Item,
    fault,
    is_message,
    misplaced,
)
from tracecode.records.reasons import (
    COLON,
    COMMA_IN_LIST,
    COMMA_IN_OBJECT,
    KEY,
    LAST_COMMA,
    OPEN_LIST,
    OPEN_OBJECT,
    Reason,
)
from tracecode.records.window import Window
from tracecode.tables.limits import DEFAULT, Limits

_OPENING = (b"{", b"[")
_PART = re.compile(rb'\{[ \t\r\n]*"(?:%s)"' % "|".join(ENVELOPE).encode())


def begins_several(raw: bytes) -> bool:
    """Whether a document is plainly no single record: a list, or a message that begins with one of
    its parts.
    """
    return raw[:1] == b"[" or _PART.match(raw) is not None


def parse_document(
    file: IO[bytes], encoding: str = "utf-8", *, right: Right | None = None,
    limits: Limits = DEFAULT, number: int = 1, line: int | None = None,
) -> Iterator[Item]:  # fmt: skip
    """Read a document, or several records one behind another; memory holds one record.

    Args:
        file: open, of bytes.
        encoding: `utf-8` or `gb18030`.
        right: gives the typed record of a text that is plainly a right record; such a record is not
            read otherwise.
        limits: how much a record may hold.
        number: of the first record in its source.
        line: of the document in its source, where it stands on one line.

    Yields:
        The record; the records of a list; the records of a message, then its envelope. What is
        wrong around them is said by the record that stands alone, or by the envelope; of a list by
        an item with the number 0. A document that begins on the line on which another one ends says
        so in its first item.

    Raises:
        UnreadableFile: the encoding is another one.
    """
    window = Window(file, encoding, line or 1)
    findings = window.begin()
    if has_errors(findings):
        yield Item(0, line, None, findings)
        return
    reader = _JsonReader(window, right, limits, number, line)
    for item in reader.items():
        yield item._replace(faults=(*findings, *item.faults)) if findings else item
        findings = ()
    joined = False
    while reader.more:
        if reader.joined and not joined:  # said once
            joined, findings = True, (reader.joined,)
        reader.next()
        for item in reader.items():
            yield item._replace(faults=(*findings, *item.faults)) if findings else item
            findings = ()


class _JsonReader:
    def __init__(
        self, window: Window, right: Right | None, limits: Limits, number: int, line: int | None
    ) -> None:
        self.window, self.right, self.limits = window, right, limits
        self.number, self.line = number, line
        self.cut = JsonCutter(window, limits)
        self.size = 0
        """How long the object is that was looked at last."""
        self.before = 0
        """How many records were read in documents before."""
        self.last = 0
        """The place of the last record."""
        self.more = False
        """Whether another document follows; known at the end of this one."""
        self.joined: Finding | None = None
        """That it begins on the same line."""
        self.deceived = False
        """Whether braces did not tell where a record ends; then texts are looked at too, or each
        might be gone through for nothing."""

    def next(self) -> None:
        """Go on to the next document."""
        self.number, self.before = self.last + 1, self.last
        self.more, self.joined = False, None

    def items(self) -> Iterator[Item]:
        """The records of a document, or what it is."""
        first = self.window.next()
        if first == b"{":
            yield from self._object()
        elif first == b"[":
            yield from self._elements(None, self.before)
            self._finish()
            if self.cut.faults:
                yield Item(0, self.line, None, tuple(self.cut.faults))
        elif first:
            item = self._value(self.number)
            if [finding.rule for finding in item.faults] == ["data.null"]:
                item = item._replace(faults=(fault("data.empty"),))
            self.cut.finish()
            yield item._replace(alone=True, faults=(*item.faults, *self.cut.faults))

    def _object(self) -> Iterator[Item]:
        """A record that stands alone, or a message."""
        item = None
        if _PART.match(self.window.text, self.window.at) is None:
            item = self._cut(self.number, self.cut.balanced()) or self._cut(
                self.number, self.cut.whole()
            )
        if item is None or is_message(item.data):
            yield from self._members()
            return
        self.window.at += self.size
        yield self._alone(item)

    def _alone(self, item: Item) -> Item:
        """The item of a document that is this one value, with what is wrong around it."""
        self._finish()
        return item._replace(
            alone=self.number == 1 and not self.more, faults=(*item.faults, *self.cut.faults)
        )

    def _finish(self, *, alone: bool = False) -> None:
        """Whether another document follows, unless none may; anything else is a fault."""
        self.last = max(self.last, self.number)
        row = self.window.place()[0]
        self.more = (
            not (alone or self.cut.ended or self.cut.faults) and self.window.next() in _OPENING
        )
        if not self.more:
            self.cut.finish()
        elif (place := self.window.place())[0] == row and not self.window.text[
            : self.window.at
        ].endswith(b"\r"):
            values = {"row": place[0], "column": place[1]}
            self.joined = Finding(
                rule="data.concatenated", severity="warning", values=values, line=row
            )

    # --- a list -----------------------------------------------------------------------------------

    def _elements(self, message: int | None, number: int = 0) -> Iterator[Item]:
        """The places of the list that comes next; their numbers begin behind the one that is
        given.
        """
        window, cut = self.window, self.cut
        window.at += 1
        char = window.next()
        if char == b"]":
            window.at += 1
            return
        while char:
            number += 1
            self.last = number
            yield self._element(number, message, char)
            if cut.ended:
                return
            char = window.next()
            if char == b"]":
                window.at += 1
                return
            if char == b",":
                window.at += 1
                char = window.next()
                if char == b"]":
                    cut.wrong(LAST_COMMA)
                    window.at += 1
                    return
            elif char:
                cut.wrong(COMMA_IN_LIST)
                cut.end_here()
                return
        cut.wrong(OPEN_LIST)
        cut.ended = True

    def _element(self, number: int, message: int | None, char: bytes) -> Item:
        """What stands at the place of a list that comes next."""
        item = None
        if char == b"{":
            item = self._cut(
                number, self.cut.whole() if self.deceived else self.cut.balanced(), message
            )
            self.deceived = self.deceived or item is None
        if item is None:
            item = self._value(number, message)
        else:
            self.window.at += self.size
        if is_message(item.data):
            return Item(number, self.line, None, (*item.faults, misplaced()), message=message)
        return item

    def _cut(self, number: int, size: int, message: int | None = None) -> Item | None:
        """The object that comes next, if that is its length."""
        if not size:
            return None
        window = self.window
        self.size = size
        raw = window.text[window.at : window.at + size]
        if self.right is not None and (record := self.right(raw)) is not None:
            return Item(number, self.line, None, (), None, record, False, message)
        item = self._parsed(raw, number, message, window.passed + window.at, window.place())
        return item if item.data is not None else None

    def _value(self, number: int, message: int | None = None) -> Item:
        """Whatever comes next, by its brackets."""
        before, place = self.window.passed + self.window.at, self.window.place()
        raw, wrong = self.cut.take()
        if wrong is not None:
            return Item(number, self.line, None, (wrong,), message=message)
        return self._parsed(raw, number, message, before, place)

    def _parsed(
        self, raw: bytes, number: int, message: int | None, before: int, place: tuple[int, int]
    ) -> Item:
        tried = self.right is not None
        item = parse(
            raw, number, self.line, place=place, before=before, limits=self.limits, tried=tried
        )
        return item if message is None else item._replace(message=message)

    # --- a message --------------------------------------------------------------------------------

    def _members(self) -> Iterator[Item]:
        """The records of a message, then its envelope; or a record that begins as one; or what
        cannot be read.
        """
        window, cut = self.window, self.cut
        envelope = JsonEnvelope(self.limits)
        row, begin = window.place()[0], window.passed + window.at
        window.at += 1
        char = window.next()
        while char != b"}":
            place = window.place()
            key = self._key(char)
            if key is None:
                break
            if envelope.names(key):
                envelope.found.say("data.duplicate_key", key, place[0], found=key)
            if key == "body" and window.next() == b"[":
                envelope.data["body"] = []
                for item in self._elements(self.number, envelope.records):
                    envelope.records = item.number
                    yield item
            else:
                self._member(key, envelope)
            if envelope.members > self.limits.keys:
                values = {"allowed": self.limits.keys, "what": TOO_MANY_KEYS}
                cut.faults.append(fault("data.record_size", None, place[0], **values))
                cut.end_here()
            if cut.ended:
                break
            char = window.next()
            if char == b",":
                window.at += 1
                char = window.next()
                if char == b"}":
                    cut.wrong(LAST_COMMA)
            elif char != b"}":
                self._lost(COMMA_IN_OBJECT)
                break
        else:
            window.at += 1
        size = window.passed + window.at - begin
        broken = bool(cut.faults) or cut.ended or envelope.unread
        # behind a message nothing would be signed or counted
        self._finish(alone=envelope.is_message())
        if cut.ended and not cut.faults:  # in the midst of a record
            cut.wrong(OPEN_OBJECT)
        faults = (*envelope.found.all(), *cut.faults)
        if envelope.is_message():
            yield Item(
                self.number, self.line, envelope.data, faults, message=self.number,
                record_count=envelope.records
            )  # fmt: skip
        elif broken:  # of what cannot be read at all there are no elements
            faults = tuple(
                finding if finding.rule == "data.duplicate_key" else finding.replace(path=None)
                for finding in faults
            )
            yield Item(self.number, self.line, None, faults, alone=not self.more)
        elif (large := envelope.oversized(size)) is not None:
            yield Item(
                self.number,
                self.line,
                None,
                (large.replace(line=row), *cut.faults),
                alone=not self.more,
            )
        else:
            yield Item(self.number, self.line, envelope.data, faults, alone=not self.more)

    def _key(self, char: bytes) -> str | None:
        """The key that comes next, with its colon; None where there is none, and what is left was
        passed over.
        """
        if char != b'"':
            self._lost(KEY)
            return None
        item = self._value(0)
        if not isinstance(item.data, str):
            self.cut.faults += item.faults
            self._lost(None)
            return None
        if self.window.next() != b":":
            self._lost(COLON)
            return None
        self.window.at += 1
        return item.data

    def _member(self, key: str, envelope: JsonEnvelope) -> None:
        """The value that comes next, of a part of the envelope."""
        begin = self.window.passed + self.window.at
        if not self.window.next():
            self._lost(None)
            return
        item = self._value(0)
        envelope.size += self.window.passed + self.window.at - begin
        envelope.take(key, item)
        if envelope.size > self.limits.record_bytes:
            row, most = self.window.place()[0], self.limits.record_bytes
            self.cut.faults.append(fault("data.too_large", line=row, allowed=most))
            self.cut.end_here()

    def _lost(self, reason: Reason | None) -> None:
        """The object is none here; pass over what is left of it."""
        if not self.window.next():
            self.cut.wrong(OPEN_OBJECT)
            self.cut.ended = True
            return
        if reason is not None:
            self.cut.wrong(reason)
        self.cut.leave()
