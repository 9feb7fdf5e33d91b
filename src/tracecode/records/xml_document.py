"""An XML document of any size, record by record: one record, or a message around records.

Each record is cut out and given to the parser alone, with the namespaces that are declared around
it. So a document type never reaches the parser, what is wrong with a record stands in that record,
and memory holds one of them.

>>> import io
>>> from tracecode.standard.resolved import packaged
>>> raw = f'<message xmlns="{NAMESPACE}"><body><recall/><recal/></body></message>'.encode()
>>> [(item.number, item.envelope, len(item.faults)) for item in parse_document(io.BytesIO(raw), packaged())]
[(1, False, 0), (2, False, 1), (1, True, 0)]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any

from lxml import etree

from tracecode.errors import UnreadableFile
from tracecode.findings import has_errors
from tracecode.records.decoding import codec_of
from tracecode.records.plain import PARTS, TOO_MANY_KEYS, Findings, Item, below, fault, stopped
from tracecode.records.quick.xml_record import right_element
from tracecode.records.reasons import MISMATCH, MORE_XML, NAME, NO_START, OPEN_ELEMENT, Reason
from tracecode.records.window import Window
from tracecode.records.xml_cut import COMMENT, Token
from tracecode.records.xml_elements import NAMESPACE, SPACE, ElementReader, elements
from tracecode.records.xml_pieces import Pieces, tree_of
from tracecode.standard.composition import group_layout
from tracecode.standard.resolved import packaged
from tracecode.tables.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from tracecode.standard.resolved import Resolved

_HEAD = 400
_DECLARED = re.compile(
    rb"""<\?xml\s[^>]{0,100}?encoding=["']([A-Za-z0-9._-]{1,40})["'][^>]{0,100}\?>"""
)
_NAMED = re.compile(rb"""(encoding[ \t\r\n]*=[ \t\r\n]*["'])[A-Za-z0-9._-]*""")
_DECLARATION = re.compile(rb"""<\?xml[ \t\r\n][^>]{0,300}?\?>""")
_TEXT = re.compile(rb"[\t\n\r -%'-;=?-\x7e]*+")
"""Text in which nothing can be wrong, and no reference says something else."""
_BLANK = SPACE.encode()
_MOST_AROUND = 8192
"""Most bytes of the namespaces that are declared around records: they are parsed with each."""
_MOST_MISSED = 100
_PLAIN = (f'<message xmlns="{NAMESPACE}">'.encode(), b"<body>")


def parse_document(
    file: IO[bytes],
    standard: Resolved,
    encoding: str = "utf-8",
    *,
    typed: bool = False,
    limits: Limits = DEFAULT,
) -> Iterator[Item]:
    """Read a document; memory holds one record.

    Args:
        file: open, of bytes.
        standard: the specifications; they say what repeats and what is a number.
        encoding: `utf-8`, or `gb18030`; one that the document declares wins.
        typed: give the typed record of what is plainly right (of the packaged standard), in place
            of its data.
        limits: how much a record may hold.

    Yields:
        The record; or the records of a message, then its envelope. What is wrong around them is
        said by the record that stands alone, or by the envelope. A document that is neither gives
        an item with the number 0.

    Raises:
        UnreadableFile: the encoding is another one.
    """
    codec = codec_of(encoding)
    window = Window(file)
    findings = window.begin()
    while len(window.text) < _HEAD and window.more():
        pass
    declared = _DECLARED.match(window.text, window.at)
    if declared is not None:
        try:
            codec = codec_of(declared[1].decode())
        except UnreadableFile:
            findings = (fault("data.encoding", found=declared[1].decode().lower()),)
    if has_errors(findings):
        yield Item(0, None, None, findings)
        return
    if codec == "gb18030":
        window.recode()
    for item in _XmlReader(window, standard, typed, limits).items():
        yield item._replace(faults=(*findings, *item.faults)) if findings else item
        findings = ()


class _XmlReader:
    def __init__(self, window: Window, standard: Resolved, typed: bool, limits: Limits) -> None:
        self.window, self.standard, self.limits = window, standard, limits
        self.typed = typed
        self.pieces = Pieces(window, limits)
        self.found = Findings(limits.findings)
        """What is wrong around the records."""
        self.broken = False
        """Whether the last record was no XML."""
        self.missed = 0
        """How many records one after another were not plainly right: a sender writes all alike."""

    def items(self) -> Iterator[Item]:
        token = self._prolog()
        if token is None:
            if findings := self.found.all():
                yield Item(0, None, None, findings)
            return
        root = self.pieces.tag(token)
        if root is not None and root.tag == f"{{{NAMESPACE}}}message":
            yield from self._message(root, token)
            return
        item = self._record(1, token)
        if not self.broken:  # otherwise what follows is part of it
            self._epilog()
        yield item._replace(alone=True, faults=(*item.faults, *self.found.all()))

    # --- around the root --------------------------------------------------------------------------

    def _prolog(self) -> Token | None:
        """Pass over what stands before the root; its tag, or None where there is none."""
        window = self.window
        if (declaration := _DECLARATION.match(window.text, window.at)) is not None:
            raw = _NAMED.sub(rb"\1UTF-8", declaration[0])
            if not isinstance(wrong := tree_of(raw + b"<a/>"), etree._Element):
                self.found.add(self.pieces.syntax(wrong, raw))
                self.found.add(stopped(1))
                return None
            window.at = declaration.end()
        while not self.pieces.ended:
            token = self.pieces.next()
            if token.kind in ("start", "empty"):
                return token
            if not self._passes(token):
                self._lost(token, NO_START)
        return None

    def _epilog(self) -> None:
        """Nothing but comments and white space stands behind the root."""
        while not self.pieces.ended:
            token = self.pieces.next()
            if not self._passes(token):
                self._lost(token, MORE_XML)

    def _passes(self, token: Token, path: str | None = None) -> bool:
        """Pass over what is no element: white space, comments, and what a finding tells.

        Args:
            token: what comes next.
            path: of the element in which it stands, empty for a message; None: in none, where text
                ends the reading.
        """
        window = self.window
        raw = window.text[window.at : window.at + token.size]
        if token.kind == "text" and not raw.strip(_BLANK):
            pass
        elif token.kind in ("text", "cdata") and path is not None:
            self._between(raw, path)
        elif token.kind == "comment":
            if COMMENT.fullmatch(raw) is None and not isinstance(
                wrong := tree_of(raw + b"<a/>"), etree._Element
            ):
                self.found.add(self.pieces.syntax(wrong, raw))
        elif token.kind == "instruction" and self.found.full:
            self.found.count()
        elif token.kind == "instruction":
            self.found.say("data.instruction", line=window.place()[0])
        else:
            return False
        window.at += token.size
        return True

    def _between(self, raw: bytes, path: str) -> None:
        """Text between elements must be white space, if only by what its references say."""
        size = len(raw.strip(_BLANK)) if _TEXT.fullmatch(raw) else None
        if size is None:
            text = tree_of(b"<a>" + raw + b"</a>")
            if not isinstance(text, etree._Element):
                self.found.add(self.pieces.syntax(text, raw, 3))
                return
            size = len((text.text or "").strip(SPACE))
        if size and self.found.full:
            self.found.count()
        elif size:
            self.found.say("data.mixed_text", path or None, self.window.place()[0], found=size)

    def _lost(self, token: Token, reason: Reason) -> None:
        """End at what does not belong here, or at the end of the text."""
        window = self.window
        window.next()
        row = window.place()[0]
        if token.kind == "doctype":
            self.found.add(fault("data.doctype", line=row))
        elif token.kind == "long":
            self.found.add(fault("data.too_large", line=row, allowed=self.limits.record_bytes))
        elif token.kind or self.pieces.open:
            self.found.add(self.pieces.no_xml(reason))
        if token.kind:
            self._stop()
        self.pieces.ended = True

    def _stop(self, rule: str | None = None, **values: object) -> None:
        """End here, though there is more."""
        if not self.pieces.ended:
            row = self.window.place()[0]
            if rule is not None:
                self.found.say(rule, None, row, **values)
            self.found.add(stopped(row))
            self.pieces.ended = True

    # --- a message --------------------------------------------------------------------------------

    def _message(self, root: etree._Element, token: Token) -> Iterator[Item]:
        """The records of the body, then the envelope."""
        window, pieces = self.window, self.pieces
        envelope = _XmlEnvelope()
        first = window.text[window.at : window.at + token.size]
        self._enter(root, token, "")
        outside = pieces.around
        while not pieces.ended and token.kind != "empty":
            part = pieces.next()
            if part.kind == "end" and part.name == token.name:
                window.at += part.size
                break
            if part.kind not in ("start", "empty"):
                if not self._passes(part, ""):
                    self._lost(part, _unclosed(part))
                continue
            tag = pieces.tag(part)
            name = None if tag is None else self._name(tag)
            envelope.parts += 1
            if name is not None and envelope.names(name):
                self.found.say("data.duplicate_key", name, window.place()[0], found=name)
            if tag is not None and name == "body":
                quick = (
                    self.typed and (first, window.text[window.at : window.at + part.size]) == _PLAIN
                )
                self._enter(tag, part, "body")
                envelope.data["body"] = []
                for item in self._records(part, envelope.records, quick):
                    envelope.records = item.number
                    yield item
                pieces.leave(outside)
            else:
                self._part(name, part, envelope)
            if envelope.size > self.limits.record_bytes:
                self._stop("data.too_large", allowed=self.limits.record_bytes)
            elif envelope.parts > self.limits.keys:
                self._stop("data.record_size", allowed=self.limits.keys, what=TOO_MANY_KEYS)
        if pieces.ended and not has_errors(self.found.all()):  # in the midst of a record
            self.found.add(pieces.no_xml(OPEN_ELEMENT))
        pieces.leave(b"")
        self._epilog()
        yield Item(
            1, None, envelope.data, self.found.all(), message=1, record_count=envelope.records
        )

    def _enter(self, element: etree._Element, token: Token, path: str) -> None:
        """Go into an element around others: it has no attributes, but may declare namespaces."""
        raw = self.window.text[self.window.at : self.window.at + token.size]
        reader = ElementReader(raw, self.window.place()[0], self.limits)
        reader.bare(element, path)
        self.found.take(reader.found)
        self.pieces.enter(element, token)
        if len(self.pieces.around) > _MOST_AROUND:
            self._stop("data.too_large", allowed=_MOST_AROUND)

    def _name(self, tag: etree._Element) -> str | None:
        """The name of a part of the message, if it is of the namespace."""
        reader = ElementReader(b"", self.window.place()[0], self.limits)
        name = reader.name(tag, "")
        self.found.take(reader.found)
        return name

    def _part(self, name: str | None, token: Token, envelope: _XmlEnvelope) -> None:
        """Read a part of the message that is not its body."""
        row = self.window.place()[0]
        element, raw, wrong = self.pieces.element(token, self.pieces.nearest(token))
        envelope.size += len(raw)
        for finding in wrong:
            self.found.add(finding if name is None else below(finding, name))
        if element is None or name is None:
            return
        reader = ElementReader(raw, row, self.limits)
        value: Any = element.text or ""
        if name in PARTS:
            value = reader.group(
                element, elements(packaged(), group_layout(packaged(), PARTS[name])), name
            )
        reader.look({name: value}, row)
        self.found.take(reader.found)
        envelope.data[name] = value  # the last one, as in JSON

    def _records(self, body: Token, number: int, quick: bool) -> Iterator[Item]:
        """The records of the body, of which the opening tag was passed."""
        while not self.pieces.ended and body.kind != "empty":
            token = self.pieces.next()
            if token.kind in ("start", "empty"):
                number += 1
                yield self._record(number, token, 1, quick=quick)
            elif token.kind == "end" and token.name == body.name:
                self.window.at += token.size
                return
            elif not self._passes(token, "body"):
                self._lost(token, _unclosed(token))

    # --- a record ---------------------------------------------------------------------------------

    def _record(
        self, number: int, token: Token, message: int | None = None, *, quick: bool = False
    ) -> Item:
        """The element that comes next, as a record."""
        window = self.window
        row = window.place()[0]
        near = self.pieces.nearest(token)
        if near and self.missed < _MOST_MISSED and (quick or (self.typed and message is None)):
            record = right_element(
                window.text[window.at : window.at + near], self.standard, inside=quick
            )
            if record is not None:
                self.missed = 0
                window.at += near
                return Item(number, row, None, right=record, message=message)
            self.missed += 1
        element, raw, wrong = self.pieces.element(token, near)
        self.broken = element is None
        if element is None:
            return Item(number, row, None, wrong, message=message)
        item = ElementReader(raw, row, self.limits).record(element, self.standard, number)
        return item._replace(faults=(*wrong, *item.faults), message=message)


class _XmlEnvelope:
    """What stands around the records of a message."""

    def __init__(self) -> None:
        self.data: dict[str, Any] = {}
        self.records = 0
        """How many records its body has."""
        self.parts = self.size = 0
        self._names: set[str] = set()

    def names(self, name: str) -> bool:
        """Whether a part was named before."""
        before = name in self._names
        self._names.add(name)
        return before


def _unclosed(token: Token) -> Reason:
    """What is wrong where an element ends otherwise than with its own tag."""
    if token.kind == "end":
        return MISMATCH
    return NAME if token.kind else OPEN_ELEMENT
