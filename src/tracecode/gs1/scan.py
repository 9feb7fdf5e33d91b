r"""What stands around GS1 data as scanners and people deliver it, and separators that became text
on the way.

>>> scan = scanned("\ufeff\x1d（01）06901234567892\r\n")
>>> scan.text, [finding.rule for finding in scan.findings()]
('(01)06901234567892', ['gs1.separator_extra', 'code.folded'])
>>> named("010690123456789210L1{GS}21S1")
[('{GS}', 20)]
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tracecode.findings import Finding
from tracecode.fold import Folded, fold
from tracecode.gs1.ai import GS
from tracecode.gs1.symbology import split
from tracecode.spec.base import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# and what a separator becomes where a text is decoded that is not what it was said to be
_SEPARATORS = f"{GS}\ufffd"
_LINK = re.compile("https?:", re.IGNORECASE)


OPENING, _CLOSING = "[{【〔〖﹙﹝❨", "]}】〕〗﹚﹞❩"
"""Brackets that people put around application identifiers in place of ( ), in either width."""
_AI_IN_BRACKETS = re.compile(
    rf"[{re.escape(OPENING)}]([0-9]{{2,4}})[{re.escape(_CLOSING)}]", re.ASCII
)
_ROUNDED = Text(zh="括号转为圆括号", en="brackets to ( )")


class Scan(NamedTuple):
    """A text without what stands around it."""

    text: str
    folded: Folded
    """The text after folding, with separators around it still."""
    before: int
    """Separators that stood first."""
    kept: int
    """Characters that stay before these: the symbology identifier."""
    after: int
    """Separators that stood last."""
    brackets: bool = False
    """Whether other brackets than ( ) stood around the application identifiers."""

    def place(self, position: int) -> int:
        """The position in the text as given of one in the text without what stands around it; both
        from 1.
        """
        return self.folded.place(position - 1 + (self.before if position > self.kept else 0)) + 1

    def findings(self) -> list[Finding]:
        """What was taken off."""
        findings = []
        if self.before:
            position = self.folded.place(self.kept) + 1
            findings.append(
                Finding(rule="gs1.separator_extra", severity="warning", position=position)
            )
        if self.after:
            position = self.folded.place(len(self.folded.text) - self.after) + 1
            findings.append(
                Finding(rule="gs1.separator_extra", severity="warning", position=position)
            )
        if changes := [*self.folded.said, *([_ROUNDED] if self.brackets else [])]:
            findings.append(
                Finding(rule="code.folded", severity="info", values={"changes": changes})
            )
        return findings


def scanned(text: str) -> Scan:
    """A text without line ends, blanks, invisible characters and separators around it, in
    characters of ASCII.

    A link keeps its characters: there what is not of ASCII is a fault.
    """
    if (
        text.isascii()
        and text.isprintable()
        and text[:1] not in OPENING
        and " " not in (text[:1], text[-1:])
    ):
        return whole(text)
    folded = fold(text, ("trim",))
    if not _LINK.match(split(folded.text)[1].lstrip(_SEPARATORS)):
        folded = fold(text, ("width", "trim"))
    content = split(folded.text)[1]
    kept = len(folded.text) - len(content)
    inner = content.lstrip(_SEPARATORS)
    before = len(content) - len(inner)
    brackets = in_other_brackets(inner)
    if brackets:
        inner = rounded(inner)
    # the one separator that may stand last in the wire form is judged there
    around = _SEPARATORS if inner[:1] == "(" or _LINK.match(inner) else "\ufffd"
    rest = inner.rstrip(around)
    return Scan(folded.text[:kept] + rest, folded, before, kept, len(inner) - len(rest), brackets)


def in_other_brackets(text: str) -> bool:
    """Whether a text begins with an application identifier in brackets, but not in ( )."""
    return _AI_IN_BRACKETS.match(text) is not None


def rounded(text: str) -> str:
    """A text with its application identifiers in ( ), whatever brackets stood around them."""
    return _AI_IN_BRACKETS.sub(r"(\1)", text)


def whole(text: str) -> Scan:
    """A text around which nothing stands."""
    return Scan(text, Folded(text, text, ()), 0, 0, 0)


# --- separators as text ---------------------------------------------------------------------------

_NUMBERED = r"(?:(?:ASCII|CHAR|CHR)[ _-]?)?\(?0?(?:29|30)\)?"
_NAMES = rf"[FGRU]S|FNC[ -]?1|F1|GS1|GROUP[ _-]?SEPARATOR|(?:0x|x|\\x|\\0x|U\+00|\\u00)?1[C-F]|{_NUMBERED}"
_LESS, _MORE = "&(?:lt|#60|#x3C);", "&(?:gt|#62|#x3E);"
_NAMED = (
    rf"<(?:{_NAMES})>|{_LESS}(?:{_NAMES}){_MORE}|\{{(?:{_NAMES})\}}|\[(?:{_NAMES})\]|\((?:GS|FNC-?1)\)|(?:ASCII|CHAR|CHR)\(0?29\)"
    r"|\\(?:0?x1D|u001D|u\{1D\}|U0000001D|035|29|GS|F1?|FNC1)"
    r"|&#(?:0*29|x0*1D);|%1D|=1D|\$1D|_x001D_|_1D|0x1D|U\+001D|\^(?:GS|FNC1|029|\])|~(?:1|d029|FNC1)|!1D|FNC1"
    r"|[\u241d\u2194\ufffd]"
)
"""A separator in words: in brackets of any kind, as an escape of some language or printer, as a
picture.
"""
_SURE = (
    rf"(?:[<(]|{_LESS})(?:[FGRU]S|FNC[ -]?1|GROUP[ _-]?SEPARATOR|ASCII[ _-]?0?29)(?:[>)]|{_MORE})"
)
"""Of these, what can stand in a value, and hardly ever stands for itself."""
_INSTEAD = re.compile("[%?;,!*&+=_:\"']")
"""Marks of values that are seldom part of a number, and are put where the separator was."""
FOREIGN = rf"[^!\"%&'()*+,./0-9:;<=>?A-Z_a-z{GS}-]"
"""A character that stands in no value."""
_FOREIGN = re.compile(f"{FOREIGN}+")
_MOST_TRIED = 8
_LONGEST_WORDS = 40


def named(text: str) -> list[tuple[str, int]]:
    """The separators that a text has in words, each as it is written first, and its index."""
    separators: dict[str, int] = {}
    for match in re.finditer(_NAMED, text, re.IGNORECASE):
        separators.setdefault(match[0], match.start())
    return [*separators.items()]


def named_around(text: str) -> tuple[str, str]:
    """The separators in words with which a text begins and ends; empty where it does not."""
    before = re.match(rf"(?:{_NAMED})+", text, re.IGNORECASE)
    rest = text[before.end() if before else 0 :]
    behind = re.search(rf"(?:{_NAMED})+\Z", rest[-_LONGEST_WORDS:], re.IGNORECASE)
    return before[0] if before else "", behind[0] if behind else ""


def _speaks(word: str) -> bool:
    """Whether a separator in words can hardly be part of a value."""
    return _FOREIGN.search(word) is not None or re.fullmatch(_SURE, word, re.IGNORECASE) is not None


def plain(text: str) -> list[tuple[str, int]]:
    """The separators in words that can hardly be part of a value, and where each stands first."""
    return [(word, at) for word, at in named(text) if _speaks(word)]


def suspected(text: str, reads: Callable[[str], bool]) -> list[tuple[str, int]]:
    """What stands for the separator in a text in wire form that is wrong as it is, and the index of
    each.

    That is what says so by its name; and what stands in no value, if the text is right with
    separators in its place.

    Args:
        text: the elements.
        reads: whether elements are right.
    """
    words = [
        (word, at)
        for word, at in named(text)
        if _speaks(word) or reads(text.replace(word, GS).strip(GS))
    ]
    if words:
        return words
    odd: dict[str, int] = {}
    for match in _FOREIGN.finditer(text):
        odd.setdefault(match[0], match.start())
    tried = [*odd.items()][:_MOST_TRIED]
    return [(run, at) for run, at in tried if reads(text.replace(run, GS).strip(GS))]


def doubted(
    values: Mapping[str, str], reads: Callable[[str], bool], written: Callable[[], str]
) -> list[tuple[str, str]]:
    """Application identifiers whose right values seem to hold a separator as text, and that text.

    Args:
        values: right values by application identifier.
        reads: whether elements are right.
        written: the elements in wire form.
    """
    doubtful: list[tuple[str, str]] = []
    for ai, value in values.items():
        if sure := re.search(_SURE, value, re.IGNORECASE):
            doubtful.append((ai, sure[0]))
            continue
        # which may stand last in it, or beside a right separator
        words = [word for word, _ in named(value)]
        tokens = dict.fromkeys(words + _INSTEAD.findall(value))
        separated = ((token, written().replace(token, GS)) for token in tokens)
        doubtful += [
            (ai, token)
            for token, text in separated
            if reads(re.sub(f"{GS}+", GS, text).strip(GS) if token in words else text)
        ][:1]
    return doubtful
