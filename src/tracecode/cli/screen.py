"""The streams on which the command line prints: what passes is masked, and cannot steer a terminal.

They stand in for `sys.stdout` and `sys.stderr` while a command runs, so no command can forget it,
nor can the parser of arguments, which repeats them in its errors. Codes that a command was asked to
make are data: `put` prints them as they are.
"""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, Any

from tracecode.errors import UnreadableFile
from tracecode.escape import terminal
from tracecode.privacy import mask


class Screen:
    """A text stream before another one."""

    def __init__(self, beneath: IO[str], name: str) -> None:
        self.beneath = beneath
        """The stream that takes the text."""
        self._name = name

    def __getattr__(self, name: str) -> Any:
        return getattr(self.beneath, name)

    def write(self, text: str) -> int:
        """Write a text, masked and printable.

        Raises:
            UnwritableFile: the disk is full, or the device refuses.
            BrokenPipeError: nobody reads any more.
        """
        masked = mask(text)
        self.put(_shown(text if masked == text else _by_column(text, masked)))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        """Write several texts; as `write`."""
        for line in lines:
            self.write(line)

    def put(self, text: str) -> None:
        """Write a text as it is; raises as `write` does."""
        try:
            self.beneath.write(text)
        except OSError as error:
            raise _told(error, self._name) from None

    def flush(self) -> None:
        """Send on what waits; raises as `write` does."""
        try:
            self.beneath.flush()
        except OSError as error:
            raise _told(error, self._name) from None


def _told(error: OSError, name: str) -> OSError:
    if isinstance(error, BrokenPipeError):
        return error
    from tracecode.files import reason, unwritable

    return unwritable(name, reason(error))


@contextmanager
def screens() -> Iterator[None]:
    """While the block runs, what is printed passes a `Screen`."""
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = _screen(sys.stdout, "<stdout>"), _screen(sys.stderr, "<stderr>")
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


def _screen(stream: Any, name: str) -> Any:
    if stream is None:  # the process was given none
        stream = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  # as long as the command runs
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="backslashreplace")
    return Screen(stream, name)


def put(line: str) -> None:
    """Print a line as it is: what is masked and printable already, or data, which would not be the
    same otherwise.
    """
    out = sys.stdout
    if isinstance(out, Screen):
        out.put(f"{line}\n")
    else:
        print(line)


def put_code(code: str) -> None:
    """Print a code as data; on a terminal, what could steer it is written out."""
    put(_shown(code) if sys.stdout.isatty() else code)


def beneath(stream: IO[str]) -> IO[str]:
    """The stream below a screen, for what steers the terminal on purpose. Foreign text is made
    printable before.
    """
    return stream.beneath if isinstance(stream, Screen) else stream


def standard_input() -> IO[bytes]:
    """The bytes of the standard input.

    Raises:
        UnreadableFile: it is closed.
    """
    if sys.stdin is None:
        raise UnreadableFile("the standard input is closed", "标准输入已关闭")
    return sys.stdin.buffer


def standard_lines() -> Iterator[str]:
    """The lines of the standard input, without their ends; bytes that are no text become unpaired
    surrogates.
    """
    given = sys.stdin
    if given is None or hasattr(given, "buffer"):
        given = io.TextIOWrapper(standard_input(), errors="surrogateescape")
    return (line.rstrip("\n") for line in given)


def _shown(text: str) -> str:
    """A text with its hidden characters as code points; line ends and tabs stay."""
    if text.isascii() and text.isprintable():
        return text
    return "\r\n".join([terminal(part, "\n\t") for part in text.split("\r\n")])


def _by_column(text: str, masked: str) -> str:
    """A text masked between tabs and line ends, which part columns: a line number and a code are
    not one number.
    """
    if "\t" not in text and "\n" not in text.rstrip("\n"):
        return masked
    return "".join(map(mask, re.split(r"([\t\n])", text)))
