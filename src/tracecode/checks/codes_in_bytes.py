"""Codes in bytes of which nobody said what they are: every line is one, or they are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracecode.errors import UnreadableFile
from tracecode.findings import Finding
from tracecode.privacy import shown
from tracecode.tables.limits import Limits
from tracecode.tables.lines import Lines
from tracecode.tables.nothing import is_nothing

if TYPE_CHECKING:
    from tracecode.codes.match import Match
    from tracecode.codes.scheme import Scheme
    from tracecode.standard.resolved import Resolved

_SPOKEN = 4
"""So many rules of the codes before are tried on the next one."""


def only_codes(head: bytes, encoding: str, standard: Resolved, limits: Limits) -> None:
    """See to it that every line is a code of some encoding rule.

    Codes of one list are mostly of one rule, so what was found is tried first; judging them
    identifies each.

    Args:
        head: bytes, or the beginning of a file.
        encoding: of them.
        standard: the encoding rules.
        limits: how long a line may be.

    Raises:
        UnreadableFile: a line is none; so nothing says that these are codes.
    """
    from tracecode.codes.identify import identify
    from tracecode.codes.payload import payload
    from tracecode.codes.registry import registry

    schemes = registry(standard)
    spoken: list[Scheme] = []
    nothing: tuple[int, str] | None = None
    is_code = False
    for number, line in Lines(head, encoding, limits):
        if isinstance(line, Finding):
            raise _of_no_form(number, line.text("en"), line.text("zh"))
        text = line.strip("\r\n")
        if is_nothing(text):
            nothing = nothing or (number, text)
            continue
        if not text.strip() or (
            _counted(text) and any(scheme.judge(text, None) for scheme in spoken)
        ):
            continue
        speaking = next(
            (match for match in identify(text, standard=standard) if _speaks(match, text)), None
        )
        if speaking is None and payload(text).faults:  # a scan, if a broken one
            is_code = True
            continue
        if speaking is None:
            raise _no_code(number, text)
        is_code, scheme = True, schemes[speaking.scheme]
        if speaking.inside is None and scheme not in spoken:
            spoken = [scheme, *spoken[: _SPOKEN - 1]]
    if nothing is not None and not is_code:  # among codes it is one that is absent
        raise _no_code(*nothing)


def _no_code(line: int, text: str) -> UnreadableFile:
    named = shown(text, 40)
    return _of_no_form(
        line, f"{named!r} is no code of any encoding rule", f"“{named}”不是任何编码规则的代码"
    )


def _speaks(match: Match, text: str) -> bool:
    """Whether a match says that the text is a code: words have the length of some code, and may
    hold one, too.
    """
    if match.code is None or match.inside == "text":
        return False
    return match.basis != "length" or (_counted(text) and not _is_words(text))


def _is_words(text: str) -> bool:
    """Whether blanks part words in a text: digits are grouped by them, letters are not."""
    return any(char.isspace() for char in text.strip()) and any(char.isalpha() for char in text)


def _counted(text: str) -> bool:
    """Whether there is a digit in a text, as there is in nearly every code."""
    return any(char.isdigit() for char in text)


def _of_no_form(line: int, en: str, zh: str) -> UnreadableFile:
    return UnreadableFile(
        f"these bytes show no form: they do not begin as JSON, XML, a workbook or a table of "
        f"records, and on line "
        f"{line} {en}. Say what they are: scheme=... or format='codes' for codes, column=... for "
        f"a table of codes, or "
        f"format='json', 'ndjson', 'xml', 'csv', 'xlsx'",
        f"看不出这些字节的形式：开头不是 JSON、XML、工作簿或记录表，且第 {line} "
        f"行：{zh}。请指明：代码用 scheme=... 或 "
        f"format='codes'，代码表格用 column=...，或 format='json'、'ndjson'、'xml'、'csv'、'xlsx'",
    )
