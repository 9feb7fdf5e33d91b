"""The command line: `tracecode COMMAND`. Thin: it reads arguments, calls the library and prints.

Exit codes: 0 all was judged and nothing is an error; 1 findings of severity error, or nothing was there to judge;
2 wrong use; 3 no error, but something was not checked; 141 the reader of the output went away.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    Args:
        arguments: the words after the program's name; by default those of the process.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    from tracecode.cli.screen import screens

    try:
        with screens():
            code = _run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or the interpreter complains when it flushes
        return 141
    except KeyboardInterrupt:
        return 130
    return code


def _run(arguments: Sequence[str] | None) -> int:
    from tracecode.cli.program import program
    from tracecode.cli.show import language
    from tracecode.errors import FindingsError, TraceCodeError, UnreadableFile

    words = list(sys.argv[1:] if arguments is None else arguments)
    parser = program(words[0] if words else None)
    chosen = parser.parse_args(words)
    if chosen.version:
        from tracecode import __version__

        print(f"tracecode {__version__}")
        return 0
    if not hasattr(chosen, "run"):
        parser.print_help()
        return 2
    chosen.lang = language(chosen.lang)
    try:
        code: int = chosen.run(chosen)
    except FindingsError as error:
        for finding in error.findings:
            print(finding.line_text(chosen.lang), file=sys.stderr)
        return 1
    except UnreadableFile as error:
        print(error.texts[chosen.lang], file=sys.stderr)
        return 2
    except TraceCodeError as error:
        print(error, file=sys.stderr)
        return 2
    return code
