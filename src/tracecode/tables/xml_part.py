"""The XML parts of a workbook as events, from a parser that is bounded in every direction.

Document types are refused where they begin, so there are no entities; nothing is ever fetched. The
parser keeps open levels, names and the tag that it is reading, so each of these has a limit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple
from xml.parsers import expat

from tracecode.spec.base import Text
from tracecode.tables.limits import Limits
from tracecode.tables.package import BadPart

MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
"""The namespaces of workbooks, transitional and strict."""
RELATIONS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
"""Those of references between parts."""
_ENCODINGS = ("utf-8", "utf8", "us-ascii", "utf-16", "utf-16le", "utf-16be")
Attributes = dict[str, str]


class Handlers(NamedTuple):
    """What is called for each event of a part. Names are `namespace|name`; without one, the name
    alone.
    """

    start: Callable[[str, Attributes], None]
    end: Callable[[str], None]
    text: Callable[[str], None]
    bind: Callable[[str | None, str | None], None] = lambda _, __: None
    """A prefix and its namespace, before the element that declares them."""


class Feeder:
    """How the bytes of a part reach the parser: as they are."""

    def feed(
        self,
        parser: expat.XMLParserType,
        piece: bytes,
        names: dict[str, str],  # noqa: ARG002  # for those who keep something from the parser
    ) -> int:
        """Give the parser a piece.

        Args:
            parser: takes it.
            piece: the next bytes of the part.
            names: all that the parser has met so far.

        Returns:
            How many bytes it got.
        """
        parser.Parse(piece, False)
        return len(piece)

    def place(self, line: int, column: int) -> tuple[int, int]:
        """Line and column of the part, from those of what the parser got last."""
        return line, column


class PartElement(NamedTuple):
    """An element without its text, of a part that is small."""

    level: int
    """1 is the root."""
    name: str
    """Without namespace; empty if it is of a foreign one."""
    attributes: Attributes
    inside: str
    """The name of the element around it."""


def walk(
    name: str,
    pieces: Iterable[bytes],
    handlers: Handlers,
    limits: Limits,
    names: Mapping[str, str] = {},
    feeder: Feeder | None = None,
) -> Iterator[None]:
    """Read a part; the caller goes on after each piece.

    Args:
        name: of the part, for findings.
        pieces: its bytes.
        handlers: what is called.
        limits: what is too much.
        names: what reaches the handlers in place of a name, as this very object; `main_names` makes
            them.
        feeder: how the bytes reach the parser; as they are, if none is given.

    Raises:
        BadPart: it is not well-formed, has a document type or another encoding, or goes beyond a
            limit.
    """
    known = dict(names)
    feeder = feeder or Feeder()
    parser = expat.ParserCreate(None, "|", known)
    parser.buffer_text = True
    parser.specified_attributes = True
    spaces: set[str | None] = set()

    def declare(_: str, encoding: str | None, __: int) -> None:
        if encoding is not None and encoding.lower() not in _ENCODINGS:
            reason = Text(
                zh=f"{name} 的编码 {encoding} 不可用", en=f"{name} is in the encoding {encoding}"
            )
            raise BadPart(reason)

    def refuse(*_: object) -> None:
        raise BadPart(Text(zh=name, en=name), "data.doctype")

    def bind(prefix: str | None, space: str | None) -> None:
        spaces.update((prefix, space))
        handlers.bind(prefix, space)

    parser.StartElementHandler, parser.EndElementHandler = handlers.start, handlers.end
    parser.CharacterDataHandler = handlers.text
    parser.XmlDeclHandler, parser.StartDoctypeDeclHandler = declare, refuse
    parser.StartNamespaceDeclHandler = bind
    fed = 0
    try:
        for piece in pieces:
            fed += feeder.feed(parser, piece, known)
            if fed - max(parser.CurrentByteIndex, 0) > limits.token_bytes + len(piece):
                most = limits.token_bytes
                raise BadPart(
                    Text(
                        zh=f"{name} 有超过 {most} 字节的标签",
                        en=f"{name} has a tag of more than {most} bytes",
                    )
                )
            if len(known) > limits.part_names or len(spaces) > limits.part_names:
                raise BadPart(
                    Text(zh=f"{name} 的元素名过多", en=f"{name} has too many names of elements")
                )
            yield
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        line, column = feeder.place(error.lineno, error.offset + 1)
        raise BadPart(
            Text(
                zh=f"{name} 第 {line} 行第 {column} 列不是合法的 XML",
                en=f"{name} is not well-formed XML in line {line}, column {column}",
            )
        ) from None
    yield


def main_names(*names: str) -> dict[str, str]:
    """The names of workbooks, of either namespace, with these objects to stand for them: `main|c`
    for `c`.
    """
    return {f"{space}|{name.removeprefix('main|')}": name for space in MAIN for name in names}


def elements(
    name: str, pieces: Iterable[bytes], limits: Limits, *, spaces: tuple[str, ...] = MAIN
) -> Iterator[PartElement]:
    """The elements of a part, one after another.

    Raises:
        BadPart: as `walk`.
    """
    ready: list[PartElement] = []
    around: list[str] = [""]

    def start(tag: str, attributes: Attributes) -> None:
        space, _, local = tag.rpartition("|")
        local = local if space in spaces else ""
        ready.append(PartElement(len(around), local, attributes, around[-1]))
        around.append(local)
        if len(around) > limits.part_depth:
            raise too_deep(name, limits)

    def end(_: str) -> None:
        around.pop()

    def text(_: str) -> None:
        pass

    for _ in walk(name, pieces, Handlers(start, end, text), limits):
        yield from ready
        ready.clear()


def refuse_doctype(name: str, pieces: Iterable[bytes], limits: Limits) -> None:
    """Refuse a part with a document type; only its beginning is read.

    Raises:
        BadPart: it has one.
    """
    try:
        next(elements(name, pieces, limits, spaces=()), None)
    except BadPart as error:
        if error.rule == "data.doctype":
            raise


def too_deep(name: str, limits: Limits) -> BadPart:
    """The error on a part that is nested too deep."""
    most = limits.part_depth
    return BadPart(
        Text(zh=f"{name} 嵌套超过 {most} 层", en=f"{name} is nested deeper than {most} levels")
    )


def whole(text: str | None) -> int:
    """A number as attributes write it; -1 for anything else."""
    return (
        int(text)
        if text is not None and len(text) < 10 and text.isascii() and text.isdigit()
        else -1
    )


def is_true(text: str | None) -> bool:
    """Whether an attribute says yes."""
    return text in ("1", "true")
