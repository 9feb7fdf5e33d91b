"""The command line: `tracecode COMMAND`. Thin: it reads arguments, calls the library and prints.

Exit codes: 0 clean, 1 findings of severity error, 2 wrong use, 141 the reader of the output went away.
"""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = _run()
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or the interpreter complains when it flushes
        code = 141
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)


def _run() -> int:
    import click

    from tracecode.cli.commands import program
    from tracecode.cli.show import language
    from tracecode.errors import FindingsError, TraceCodeError, UnreadableFile

    try:
        result = program.main(standalone_mode=False, prog_name="tracecode")
    except click.ClickException as error:
        error.show()
        return 2
    except click.exceptions.Abort:
        return 130
    except FindingsError as error:
        lang = language(None)
        for finding in error.findings:
            print(finding.line_text(lang), file=sys.stderr)
        return 1
    except UnreadableFile as error:
        print(error.texts[language(None)], file=sys.stderr)
        return 2
    except TraceCodeError as error:
        print(error, file=sys.stderr)
        return 2
    return int(result or 0)
