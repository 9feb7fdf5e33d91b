"""Pieces of an XML document, parsed one by one: each with the namespaces that are declared around
it.
"""

from __future__ import annotations

from functools import cache
from xml.sax.saxutils import quoteattr

from lxml import etree

from tracecode.findings import Finding
from tracecode.records.decoding import bad_byte
from tracecode.records.plain import fault
from tracecode.records.reasons import OPEN_ELEMENT, XML_LIMIT, Reason, xml_reason
from tracecode.records.window import Window
from tracecode.records.xml_cut import Token, XmlCutter
from tracecode.tables.limits import Limits

_DEEPEST, _LONGEST_TEXT = 256, 10_000_000
"""Levels, and bytes of one text, of which the parser reads no more, whatever the limits are."""
_BEYOND = {-1: ("data.too_large", "record_bytes"), -2: ("data.too_deep", "depth")}


class Pieces:
    """Cuts the elements that come next in a window, and parses them."""

    def __init__(self, window: Window, limits: Limits) -> None:
        self.window, self.limits = window, limits
        self.cut = XmlCutter(window, limits)
        self.around = b""
        """A tag with the namespaces that are declared around the pieces."""
        self.open: list[bytes] = []
        """The names of the elements around the pieces, as they are written."""
        self.ended = False
        """Whether reading cannot go on."""

    def enter(self, element: etree._Element, token: Token) -> None:
        """Go into an element around others, of which the tag comes next."""
        spaces = [
            ("xmlns" if prefix is None else f"xmlns:{prefix}") + f"={quoteattr(space)}"
            for prefix, space in element.nsmap.items()
        ]
        self.around = f"<{' '.join(('a', *spaces))}>".encode()
        self.open.append(token.name)
        self.window.at += token.size

    def leave(self, around: bytes) -> None:
        """Go out of it again, among the namespaces that were declared before."""
        self.around = around
        self.open.pop()

    def next(self) -> Token:
        """What comes next."""
        return self.cut.token()

    def nearest(self, token: Token) -> int:
        """How long the element is that comes next, to the first closing tag of its name; 0 if there
        is none nearby.
        """
        return token.size if token.kind == "empty" else self.cut.closing(token.name)

    def tag(self, token: Token) -> etree._Element | None:
        """The tag that comes next, as an element; None where it is none."""
        raw = self.window.text[self.window.at : self.window.at + token.size]
        tag = self._inside(raw if token.kind == "empty" else raw[:-1] + b"/>")
        return tag if isinstance(tag, etree._Element) else None

    def element(
        self, token: Token, near: int
    ) -> tuple[etree._Element | None, bytes, tuple[Finding, ...]]:
        """The element that comes next, which is passed over; its text; and what is wrong with that.

        Args:
            token: its tag.
            near: its `nearest` length: mostly it ends there.
        """
        window, cut = self.window, self.cut
        size, whole = near, 0
        parsed = self._parse(size) if size else None
        if not isinstance(parsed, etree._Element) and token.kind != "empty":
            whole = cut.whole()
            if whole > 0:
                size, parsed = whole, self._parse(whole)
        raw = window.text[window.at : window.at + size]
        if isinstance(parsed, etree._Element):
            wrong: tuple[Finding, ...] = ()
            if b"<?" in raw and _instructs(self.around + raw + b"</a>" if self.around else raw):
                wrong = (fault("data.instruction", line=window.place()[0]),)
            window.at += size
            return parsed, raw, wrong
        return None, raw, (self._broken(token, near, whole, parsed),)

    def syntax(self, error: etree.XMLSyntaxError, raw: bytes, before: int = 0) -> Finding:
        """The finding on an error of the parser.

        Args:
            error: as raised.
            raw: the text at this place that was parsed.
            before: how many bytes stood before it on the first row.
        """
        window = self.window
        row, column = window.place()
        try:
            raw.decode()
        except UnicodeDecodeError as wrong:
            return bad_byte(
                raw, wrong.start, window.passed + window.at, row + raw.count(b"\n", 0, wrong.start)
            )
        if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
            return fault("data.doctype", line=row)
        code = getattr(error, "code", 0)
        if code == XML_LIMIT:
            if len(raw) > _LONGEST_TEXT:
                return fault("data.too_large", line=row, allowed=_LONGEST_TEXT)
            return fault("data.too_deep", line=row, allowed=min(self.limits.depth, _DEEPEST))
        at_row, at_column = error.position
        if at_row == 1:
            at_column = max(at_column - before, 1) + column - 1
        return no_xml(xml_reason(code), row + at_row - 1, at_column)

    def no_xml(self, reason: Reason) -> Finding:
        """The finding on text at this place that is no XML."""
        return no_xml(reason, *self.window.place())

    def _broken(
        self, token: Token, near: int, whole: int, parsed: etree.XMLSyntaxError | None
    ) -> Finding:
        """Why the element that comes next cannot be read; it is passed over, as far as anybody can
        tell its end.
        """
        window = self.window
        row = window.place()[0]
        size = max(near, whole)
        if whole < 0:
            rule, allowed = _BEYOND[whole]
            finding = fault(rule, line=row, allowed=getattr(self.limits, allowed))
        else:
            raw = window.text[window.at : window.at + (size or self.limits.record_bytes)]
            again = tree_of(self.around + raw + (b"</a>" if size and self.around else b""))
            wrong = parsed if isinstance(again, etree._Element) else again
            finding = (
                self.no_xml(OPEN_ELEMENT)
                if wrong is None
                else self.syntax(wrong, raw, len(self.around))
            )
        if size:
            window.at += size
        else:
            self._resume(token.name)
        return finding

    def _resume(self, name: bytes) -> None:
        """Go on behind an element that has no end nearby: at the end of what is around it, or where
        it ends at last.
        """
        window = self.window
        for outer in reversed(self.open):
            distance = window.find(b"</" + outer, 0, self.limits.record_bytes)
            if distance > 0:
                window.at += distance - len(outer) - 2
                return
        self.ended = not self.cut.skip(name)

    def _parse(self, size: int) -> etree._Element | etree.XMLSyntaxError:
        """The element of that length that comes next, or what is wrong with it."""
        return self._inside(self.window.text[self.window.at : self.window.at + size])

    def _inside(self, raw: bytes) -> etree._Element | etree.XMLSyntaxError:
        """One element, with the namespaces around it."""
        if not self.around:
            return tree_of(raw)
        outer = tree_of(self.around + raw + b"</a>")
        return outer[0] if isinstance(outer, etree._Element) else outer


def no_xml(reason: Reason, row: int, column: int) -> Finding:
    """The finding on text that is no XML."""
    return fault("data.xml", reason=reason, row=row, column=column)


def tree_of(raw: bytes) -> etree._Element | etree.XMLSyntaxError:
    """A text as an element, or what is wrong with it."""
    try:
        return etree.fromstring(raw, _parser())
    except etree.XMLSyntaxError as error:
        return error


def _instructs(raw: bytes) -> bool:
    """Whether there is a processing instruction in a text."""
    root = etree.fromstring(raw, _parser(remove_pis=False))
    return next(root.iter(etree.ProcessingInstruction), None) is not None


@cache
def _parser(*, remove_pis: bool = True) -> etree.XMLParser:
    """No entities, no network, no document type, no huge trees; comments and instructions leave no
    trace in texts.
    """
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=remove_pis,
        collect_ids=False,
    )
