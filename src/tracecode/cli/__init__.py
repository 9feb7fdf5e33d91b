"""The command line: `tracecode COMMAND`. Thin: it reads arguments, calls the library and prints.

Exit codes: 0 all was judged and nothing is an error; 1 findings of severity error, or nothing was
there to judge; 2 wrong use; 3 no error, but something was not checked; 141 the reader of the output
went away.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import Namespace


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    Args:
        arguments: the words after the program's name; by default those of the process.
    """
    from tracecode.cli.screen import screens

    if arguments is None:  # the process is this command's
        # Objects are looked through for circles less often, and not once more at the end, where the
        # system frees them all: half a start of a bare interpreter, of the 5.5 in which a code was
        # parsed (`benchmarks startup`); and a twentieth of judging wrong records, whose peak of
        # memory stays the same.
        gc.set_threshold(50_000, 10, 10)
        atexit.register(gc.freeze)
        # To look for plugins pydantic reads what is said of every installed package, as long as
        # explaining a hundred records takes; and none has any business here.
        os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    with screens():
        try:
            return _run(arguments)
        except BrokenPipeError:
            _drop_output()
            return 141
        except KeyboardInterrupt:
            return 130
        except OSError as error:  # of the output itself, which is full or gone
            from tracecode.cli.show import language
            from tracecode.errors import BilingualError
            from tracecode.files import reason

            texts = error.texts if isinstance(error, BilingualError) else reason(error)
            _complain(texts[language(None)])
            _drop_output()
            return 2


def _run(arguments: Sequence[str] | None) -> int:
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words == ["--version"]:  # without the grammar of all commands
        return _version()
    from tracecode.cli.program import program
    from tracecode.cli.show import language

    parser = program(words[0] if words else None)
    chosen = parser.parse_args(words)
    if chosen.version:
        return _version()
    if not hasattr(chosen, "run"):
        parser.print_help()
        return 2
    chosen.lang = language(chosen.lang)
    return _answered(chosen)


def _version() -> int:
    from tracecode import __version__

    print(f"tracecode {__version__}", flush=True)
    return 0


def _answered(chosen: Namespace) -> int:
    """Run the chosen command; whatever it refuses is said in one sentence."""
    from tracecode.errors import BilingualError, FindingsError, TraceCodeError

    try:
        code: int = chosen.run(chosen)
        sys.stdout.flush()
    except FindingsError as error:
        _complain(*(finding.line_text(chosen.lang) for finding in error.findings))
        return 1
    except BilingualError as error:
        _complain(error.texts[chosen.lang])
        if isinstance(error, OSError):
            _drop_output()
        return 2
    except TraceCodeError as error:
        _complain(str(error))
        return 2
    except BrokenPipeError:
        raise
    except OSError as error:  # that nobody foresaw
        from tracecode.files import reason

        place = f"{error.filename}: " if error.filename is not None else ""
        _complain(place + reason(error)[chosen.lang])
        return 2
    return code


def _complain(*lines: str) -> None:
    """Say on the error stream what was refused, if it can be said."""
    with suppress(OSError):
        for line in lines:
            print(line, file=sys.stderr)


def _drop_output() -> None:
    """What still waits to be printed is lost; without this the interpreter would complain when it
    ends.
    """
    with suppress(OSError):
        sys.stdout.flush()
        return
    with suppress(OSError, ValueError):  # a stream that is none of the system's
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
