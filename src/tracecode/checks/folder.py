"""Validate a folder: every file in it and in the folders below, one after another; what is not read
is named.

Nothing that lies in a folder ends the run. A file that holds no codes or records, cannot be opened
or is none (a link to nothing, a pipe) has a verdict of its own: it was not checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from tracecode.checks.report import Report, Verdict, VerdictBlock
from tracecode.errors import BilingualError, FindingsError, TraceCodeError
from tracecode.files import Entry, reason, walked
from tracecode.findings import Finding, status_of
from tracecode.spec.base import Text

Judge = Callable[[str], Report | Text]
"""Gives the report on a file, or why it is not read."""


def verdicts_in(folder: str, judge: Judge) -> Iterator[Verdict | VerdictBlock]:
    """The verdicts on all files in a folder and below it, in the order of their names.

    Args:
        folder: its path.
        judge: judges one file.
    """
    for entry in walked(folder):
        yield from judged_file(entry, judge)


def judged_file(entry: Entry, judge: Judge) -> Iterator[Verdict | VerdictBlock]:
    """The verdicts on what lies in a folder, or why it was not checked."""
    path, fault = entry
    if fault is not None:
        yield _skipped(path, _text(fault))
        return
    try:
        judged = judge(path)
        if isinstance(judged, Text):
            yield _skipped(path, judged)
            return
        for piece in judged.pieces():
            yield piece.of_file(path)
    except BilingualError as error:
        yield _named(path, "file.unreadable", _text(error.why or error.texts))
    except FindingsError as error:
        yield _named(path, "file.unreadable", Text(zh=error.message("zh"), en=error.message("en")))
    except TraceCodeError as error:
        yield _named(path, "file.unreadable", Text(zh=str(error), en=str(error)))
    except OSError as error:
        yield _named(path, "file.unreadable", _text(reason(error)))


def _text(reason: Mapping[str, str]) -> Text:
    return Text(zh=reason["zh"], en=reason["en"])


def _skipped(path: str, why: Text) -> Verdict:
    return _named(path, "file.skipped", why)


def _named(path: str, rule: str, why: Text) -> Verdict:
    values = {"reason_zh": why.zh, "reason_en": why.en}
    findings = (Finding(rule=rule, severity="warning", values=values),)
    return Verdict(0, "", status_of(findings), None, None, None, findings, path, kind="file")
