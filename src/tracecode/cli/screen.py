r"""A stream on which text is shown and never obeyed: what the whole command line prints to.

A name in a specification, a value in a file, a word on the command line may hold what a terminal takes for an order:
clear the screen, move up, write from right to left. Here each such character becomes a code point.

>>> import io
>>> out = io.StringIO()
>>> print("\x1b[2Jall gone", file=Screen(out))
>>> out.getvalue()
'<U+001B>[2Jall gone\n'
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TextIO, cast

from tracecode.escape import terminal


class Screen:
    """A text stream in front of another one, to which it leaves all that it does not do itself."""

    def __init__(self, behind: TextIO) -> None:
        self.behind = behind
        """Where orders to the terminal still reach it, for those who give any."""

    def write(self, text: str) -> int:
        """Write a text, with its hidden characters as code points; line ends and tabs stay."""
        return self.behind.write(text if text.isascii() and text.isprintable() else _shown(text))

    def writelines(self, lines: Iterable[str]) -> None:
        """Write several texts."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.behind, name)


def _shown(text: str) -> str:
    return "\r\n".join([terminal(part, "\n\t") for part in text.split("\r\n")])


def behind(stream: TextIO) -> TextIO:
    """The stream itself, where it stands behind a screen."""
    return getattr(stream, "behind", stream)


@contextmanager
def screens() -> Iterator[None]:
    """Screens in front of output and errors, for as long as a command runs."""
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = cast("TextIO", Screen(sys.stdout)), cast("TextIO", Screen(sys.stderr))
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before
