"""Faults of item 0: a verdict that depended on the words, limits or look-ahead of a library.

The nesting of a specification is ours to judge, whichever release of PyYAML reads it; so is what
counts as a character.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

NEW = [
    "[0] script/setup installs from requirements.lock (hashes), VERSIONS=locked|newest|lowest",
    "[0] .ci/run --all, whose steps fail where a tool is missing",
    "[0] python -m benchmarks against REV",
    "[0] script/sbom",
]

_MAIN = "import sys; from tracecode.cli import main; sys.exit(main())"


def fault_deep_nesting_is_called_a_syntax_fault() -> str | None:
    """[0] Two thousand brackets: PyYAML 6.0.4 refuses first, so the reader says bad YAML and not
    too deep.
    """
    return _other_than("[" * 2000, "deeper than 24 levels")


def fault_deep_mappings_and_a_wrong_character() -> str | None:
    """[0] The parser reads ahead: a fault behind thirty brackets hides that they are nested too
    deep.
    """
    return _other_than("a: " + "[" * 30 + "@", "deeper than 24 levels")


def fault_unpaired_surrogate_is_a_traceback() -> str | None:
    """[0] A text with half a character ends in an error of the codec: nobody judged it before the
    parser.
    """
    from tracecode.errors import SpecError
    from tracecode.spec.reader import read_text

    try:
        read_text("a: \ud800", "a.yaml")
    except SpecError:
        return None
    except UnicodeEncodeError as error:
        return f"an error of the codec instead of a finding: {error}"
    return "half a character was accepted"


def fault_control_character_in_the_words_of_the_parser() -> str | None:
    """[0] What is said of a control character is the sentence of the installed parser, English in
    Chinese.
    """
    said = _lint("a: x\x01y\n", "zh")
    return (
        None
        if "control characters" not in said
        else f"the Chinese sentence is the parser's own: {said[:200]}"
    )


def fault_separators_alone_are_a_valid_code() -> str | None:
    """[1] Read leniently, a hyphen is a valid container number, though `parse` says that the code
    is empty.
    """
    import tracecode as tc

    try:
        tc.parse("-", "container-number")
    except tc.InvalidCode:
        valid = tc.is_valid("-", "container-number", strict=False)
        return "is_valid says yes to a text that parse refuses as empty" if valid else None
    return None


def _other_than(text: str, wanted: str) -> str | None:
    said = _lint(text, "en")
    return None if wanted in said else f"wanted {wanted!r}, but lint says: {said[:200]}"


def _lint(text: str, lang: str) -> str:
    """What the command says about a folder whose only source file has this text."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "sources", "a.yaml")
        path.parent.mkdir()
        path.write_text(text, encoding="utf-8")
        command = [sys.executable, "-c", _MAIN, "spec", "lint", folder, "--lang", lang]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr
