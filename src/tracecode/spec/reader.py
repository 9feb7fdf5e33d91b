r"""Read a YAML file strictly: plain data, and the line of every value.

The strict subset is what a reviewer can trust by sight: no tags, anchors or aliases (so no hidden copies and no
expansion bombs), one document a file, no duplicate keys, bounded depth. Unquoted values are text, except `true`,
`false`, `null` and whole numbers; a number with a leading zero must be quoted, since it is a code and not a number.
What cannot be seen is refused, in remarks too; what a code has of it is written as an escape, such as `"\u001d"`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple, TypeAlias

from tracecode.errors import SpecError, UnreadableFile
from tracecode.escape import first_hidden
from tracecode.files import opened, reading
from tracecode.findings import Finding
from tracecode.spec.base import Text

Plain: TypeAlias = "bool | int | str | list[Plain] | dict[str, Plain] | None"
Place: TypeAlias = tuple[str | int, ...]

MAX_BYTES = 4_000_000
MAX_DEPTH = 24
_STRAY = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What YAML 1.2 (5.1) does not count among its characters; judged here, since parsers differ in it and in its words."""


class LaterLines(Mapping[Place, int]):
    """The lines of a file that is read for them when the first is asked for."""

    def __init__(self, read: Callable[[], Mapping[Place, int]]) -> None:
        self._read = read

    @cached_property
    def _lines(self) -> Mapping[Place, int]:
        return self._read()

    def __getitem__(self, place: Place) -> int:
        return self._lines[place]

    def __iter__(self) -> Iterator[Place]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


class Document(NamedTuple):
    """A file as plain data, with the line of each value and key."""

    path: str
    """As it should be shown in messages."""
    data: Plain
    lines: Mapping[Place, int]
    elsewhere: Mapping[Place, tuple[Document, Place]] = MappingProxyType({})
    """What was taken from other places, and from where."""

    @property
    def mapping(self) -> dict[str, Any]:
        """The data of a file that is one thing."""
        assert isinstance(self.data, dict)
        return self.data

    def where(self, place: Place) -> tuple[str, int]:
        """The file and line of a place."""
        for size in range(len(place), 0, -1):
            if place[:size] in self.elsewhere:
                other, start = self.elsewhere[place[:size]]
                return other.where((*start, *place[size:]))
        return self.path, self.line(place)

    def line(self, place: Place) -> int:
        """The line of a place, or of the nearest thing that encloses it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def read(path: str, shown: str) -> Document:
    """Read one file.

    Raises:
        SpecError: it is not readable, not UTF-8, or outside the strict subset; the finding has file and line.
    """
    try:
        with opened(path) as file, reading(path):
            raw = file.read(MAX_BYTES + 1)
    except UnreadableFile as error:
        raise wrong(shown, 1, "spec.unreadable", reason=error.why) from None
    if len(raw) > MAX_BYTES:
        raise wrong(shown, 1, "spec.too_large", found=len(raw), allowed=MAX_BYTES)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise wrong(shown, line, "spec.encoding") from None
    return read_text(text, shown)


def read_text(text: str, shown: str) -> Document:
    """Read the text of a file; raises as `read` does."""
    import yaml

    from tracecode.spec.tree import tree

    seen = not first_hidden(text.removeprefix("\ufeff").replace("\n", " "), "\t\r")
    if not seen and (stray := _STRAY.search(text)):
        line = text.count("\n", 0, stray.start()) + 1
        name = f"U+{ord(stray[0]):04X}"
        raise _malformed(shown, line, f"不允许字符 {name}", f"the character {name} is not allowed")
    lines: dict[Place, int] = {}
    try:
        data = tree(text, shown, lines)
    except yaml.YAMLError as error:
        marks = [getattr(error, name, None) for name in ("problem_mark", "context_mark")]
        known = [mark for mark in marks if mark is not None]
        if known:
            _judge_depth(text[: min(mark.index for mark in known)], shown)
        if not known:
            raise _malformed(shown, 1, _STRUCTURE.zh, _STRUCTURE.en) from None
        line, column, reason = known[0].line + 1, known[0].column + 1, _reason(text, known[0].index)
        raise _malformed(
            shown, line, f"第 {column} 列：{reason.zh}", f"column {column}: {reason.en}"
        ) from None
    if not seen and (faults := _unseen(text, shown)):
        raise SpecError(faults)
    return Document(shown, data, lines)


def _reason(text: str, at: int) -> Text:
    """Why a text is no YAML, by what stands where the parser gave up: its words differ by version, and are English."""
    char = text[at : at + 1]
    if "\\" in text[max(at - 1, 0) : at + 1]:
        return Text(zh="转义写法错误", en="an escape is not written as in YAML")
    if char and char in _NO_START:
        return Text(
            zh=f"文本不能以 {char} 开头；请加引号",
            en=f"no text begins with {char}; put it in quotation marks",
        )
    return _REASONS.get(char, _STRUCTURE)


_NO_START = "@`%|>&*!"
_STRUCTURE = Text(
    zh="结构不对；请检查缩进、引号、括号和冒号",
    en="the structure is wrong; look at the indentation, quotation marks, brackets and colons",
)
_BRACKET = Text(zh="此处不应有逗号或括号", en="no comma or bracket belongs here")
_REASONS = {
    "": Text(
        zh="文件到此结束，但引号或括号没有闭合，或缺少冒号",
        en="the file ends here, but a quotation mark or bracket is not closed, or a colon is missing",
    ),
    "\t": Text(zh="此处不能用制表符；缩进请用空格", en="no tab belongs here; indent with spaces"),
    ":": Text(
        zh="此处不应有冒号；含冒号的文本请加引号，并检查缩进",
        en="no colon belongs here; put text with a colon in quotation marks, and look at the indentation",
    ),
    "-": Text(zh="此处不应有列表项；请检查缩进", en="no item of a list belongs here; look at the indentation"),
    ",": _BRACKET, "]": _BRACKET, "}": _BRACKET,
}  # fmt: skip


def _judge_depth(before: str, shown: str) -> None:
    """Refuse what is nested too deep in the text before the place at which the parser gave up.

    The parser reads up to 1024 characters ahead of its events, and has limits of its own, which differ by version: so
    it may give up before it has told of the nesting.
    """
    import yaml

    from tracecode.spec.tree import tree

    try:
        tree(before, shown, {})
    except yaml.YAMLError:
        return  # the text was cut off: only its depth was asked for
    except SpecError as error:
        if error.findings[0].rule == "spec.too_deep":
            raise


def _unseen(text: str, shown: str) -> list[Finding]:
    """The hidden characters as they stand in the file: one finding a line."""
    within = {"zh": "该行", "en": "the line"}
    findings = []
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        if odd := first_hidden(line, "\t\r"):
            values = {"field": within, "found": f"U+{ord(odd):04X}"}
            findings.append(
                Finding(
                    rule="spec.hidden", severity="error", values=values, path=shown, line=number
                )
            )
    return findings


def _malformed(path: str, line: int, zh: str, en: str) -> SpecError:
    return wrong(path, line, "spec.yaml", reason_zh=zh, reason_en=en)


def wrong(path: str, line: int, rule: str, **values: object) -> SpecError:
    """What is wrong with a line of a file."""
    return SpecError([Finding(rule=rule, severity="error", values=values, path=path, line=line)])
