r"""Character classes of the specification language: `[0-9A-Z]`, `[京津冀]`, `[^,]`.

A class lists characters and ranges, nothing else: no `\d`, no `.`; so that every engine and every schema language
reads it alike. A class that begins with `^` means any printable character except those listed; control characters and
unpaired surrogates are never allowed.

>>> CharClass.read("[0-9X]").chars
'0123456789X'
>>> "，" in CharClass.read("[^,]")
True
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

_MOST = 4096  # a range of more characters than this is a slip, not an alphabet
CONTROLS = ((0x00, 0x1F), (0x7F, 0x9F), (0x2028, 0x2029), (0xFFFE, 0xFFFF))
"""Characters that no text holds, as ranges of code points: controls, line ends, what XML cannot carry."""
BLANKS = (
    (0x20, 0x20), (0xA0, 0xA0), (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x1680, 0x1680),
    (0x17B4, 0x17B5), (0x180B, 0x180F), (0x2000, 0x200F), (0x202A, 0x202F), (0x205F, 0x206F), (0x2800, 0x2800),
    (0x2D7F, 0x2D7F), (0x3000, 0x3000), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFFB), (0x1107F, 0x1107F), (0x13430, 0x13442), (0x16FE4, 0x16FE4), (0x1BCA0, 0x1BCA3),
    (0x1D159, 0x1D159), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
)  # fmt: skip
"""Characters that show nothing, as ranges of code points: a text of these alone says nothing and counts as missing.

They are the spaces of Unicode (`White_Space`), what may be ignored in display (`Default_Ignorable_Code_Point`), the
controls of a script's layout (those of category Cf that are no sign of their own, and the joiners of Tifinagh and
Brahmi), and characters that are blank by their name: the empty cell of braille, the null notehead, the filler of
Khitan, the blanks among hieroglyphs; as far as `CONTROLS` do not have them.
"""

ANY_EXCEPT = "任意字符/any except "
"""How the label of a class begins that names what may not stand; it stands in messages of both languages."""


class CharClass:
    """A set of characters in a fixed order."""

    __slots__ = ("_label", "chars", "negated")

    def __init__(self, chars: str, *, negated: bool = False) -> None:
        self.chars = chars
        """The characters, in order and without repetition. With `negated`, those that are excluded."""
        self.negated = negated
        self._label: str | None = None

    @classmethod
    def read(cls, text: str) -> CharClass:
        """Read a class such as `[0-9A-Z]`.

        Raises:
            ValueError: it is not written in the dialect; the text says what is wrong and what would be right.
        """
        if len(text) < 3 or text[0] != "[" or text[-1] != "]":
            raise ValueError(
                f"{text!r} is not a character class; write it in brackets, for instance [0-9A-Z]"
            )
        body = text[1:-1]
        negated = body.startswith("^")
        listed: dict[str, None] = {}
        rest = body[1:] if negated else body
        at = 0
        while at < len(rest):
            start, at = _one(rest, at)
            if at < len(rest) - 1 and rest[at] == "-":
                end, at = _one(rest, at + 1)
                if ord(end) < ord(start):
                    raise ValueError(
                        f"in {text!r} the range {start}-{end} runs backwards; write {end}-{start}"
                    )
                if ord(end) - ord(start) > _MOST:
                    raise ValueError(
                        f"in {text!r} the range {start}-{end} is longer than {_MOST} characters"
                    )
                listed.update(dict.fromkeys(map(chr, range(ord(start), ord(end) + 1))))
            else:
                listed[start] = None
        if not listed:
            raise ValueError(f"{text!r} lists no character")
        return cls("".join(listed), negated=negated)

    @classmethod
    def of(cls, chars: Iterable[str]) -> CharClass:
        """The class of some characters, in the order of Unicode."""
        return cls("".join(sorted(set(chars))))

    @property
    def text(self) -> str:
        r"""The class as a specification writes it: `[0-9A-HJ-N]`.

        >>> print(CharClass.of("7-B]A98").text)
        [\-7-9AB\]]
        """
        runs = (run if len(run) < 3 else [run[0], "", run[-1]] for run in self._runs())
        listed = "".join(
            f"\\{char}" if char and char in "\\]-^" else char or "-" for run in runs for char in run
        )
        return f"[{'^' if self.negated else ''}{listed}]"

    def __contains__(self, char: str) -> bool:
        if self.negated:
            return char not in self.chars and not _control(char)
        return char in self.chars

    def holds(self, text: str) -> bool:
        """Whether every character of a text is in the class."""
        if self.negated:
            return all(char in self for char in text)
        return not text.strip(self.chars)

    @property
    def regex(self) -> str:
        """The class for Python's `re`, with explicit characters only."""
        listed = "".join(
            f"{re.escape(run[0])}-{re.escape(run[-1])}"
            if len(run) > 3
            else "".join(map(re.escape, run))
            for run in self._runs()
        )
        if self.negated:
            return f"[^{listed}\\x00-\\x1f\\x7f-\\x9f\\ud800-\\udfff]"
        return f"[{listed}]"

    @property
    def size(self) -> int:
        """How many characters the class has; for a negated one an estimate (printable characters in common use)."""
        return 8000 if self.negated else len(self.chars)

    @property
    def label(self) -> str:
        """The class in short form for people, ranges joined: `0-9 A-H J-N`."""
        if self._label is None:  # every character that does not belong is told with it
            self._label = self._named()
        return self._label

    def _named(self) -> str:
        if self.negated:
            return ANY_EXCEPT + " ".join(_name(c) for c in self.chars)
        return " ".join(
            f"{run[0]}-{run[-1]}" if len(run) > 2 else " ".join(map(_name, run))
            for run in self._runs()
        )

    def _runs(self) -> list[list[str]]:
        """The characters in runs of neighbours: only ASCII letters and digits, whose order readers know."""
        runs: list[list[str]] = []
        for char in self.chars:
            if (
                runs
                and ord(char) == ord(runs[-1][-1]) + 1
                and char.isascii()
                and char.isalnum()
                and runs[-1][0].isalnum()
            ):
                runs[-1].append(char)
            else:
                runs.append([char])
        return runs


def inside(ranges: tuple[tuple[int, int], ...]) -> str:
    r"""Ranges of code points as the inside of a class, for Python and for pydantic.

    >>> print(inside(((0x20, 0x20), (0xE0000, 0xE0FFF))))
    \x20\U000e0000-\U000e0fff
    """
    return "".join(
        _escaped(first) if first == last else f"{_escaped(first)}-{_escaped(last)}"
        for first, last in ranges
    )


def _escaped(code: int) -> str:
    return (
        f"\\x{code:02x}"
        if code < 0x100
        else f"\\u{code:04x}"
        if code < 0x10000
        else f"\\U{code:08x}"
    )


def is_blank(text: str) -> bool:
    """Whether a text shows nothing: it is empty, or has only blanks, invisible characters and controls."""
    if text.isascii():
        return not text.strip(_ASCII_BLANKS)
    return _blank().fullmatch(text) is not None


_ASCII_BLANKS = "".join(map(chr, [*range(0x21), 0x7F]))
"""Of `CONTROLS` and `BLANKS` those that are ASCII; so most programs never compile the pattern of all."""


@cache
def _blank() -> re.Pattern[str]:
    return re.compile(f"[{inside((*CONTROLS, *BLANKS))}]*")


def shows_nothing(text: str) -> bool:
    r"""Whether a text is empty, or has only white space and invisible characters: then nobody wrote anything there.

    >>> shows_nothing(" \u200b\t"), shows_nothing("0"), shows_nothing("\0")
    (True, False, False)
    """
    return not text or (not "!" <= text[0] <= "~" and _unseen().fullmatch(text) is not None)


@cache
def _unseen() -> re.Pattern[str]:
    return re.compile(rf"[\s{inside(BLANKS)}]+")


def _one(text: str, at: int) -> tuple[str, int]:
    if text[at] == "\\":
        if at + 1 == len(text) or text[at + 1] not in "\\]-^":
            raise ValueError(r"a backslash in a class stands only before \ ] - or ^")
        return text[at + 1], at + 2
    if text[at] in "[]":
        raise ValueError(
            f"write \\{text[at]} for a bracket inside a class"
            if text[at] == "]"
            else "a class cannot nest"
        )
    return text[at], at + 1


def _control(char: str) -> bool:
    return char < " " or "\x7f" <= char <= "\x9f" or "\ud800" <= char <= "\udfff"


def _name(char: str) -> str:
    return {" ": "space", "\n": "LF", "\r": "CR", "\t": "TAB"}.get(char, char)
