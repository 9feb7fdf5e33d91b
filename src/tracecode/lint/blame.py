"""All of lint at once, and its findings in place of what goes wrong with specifications that it
refuses.

What derives files takes it that the specifications are right; looking at all of them first would
take longer than most of that work. So where it breaks off, lint is asked why.

>>> from tracecode.standard.resolved import packaged
>>> @blaming
... def broken(standard):
...     return 1 / 0
>>> broken(packaged())  # lint has nothing to say: the fault is ours
Traceback (most recent call last):
ZeroDivisionError: division by zero
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import update_wrapper
from typing import ParamSpec, TypeVar

from tracecode.errors import SpecError, TraceCodeError, UnknownId
from tracecode.findings import Finding
from tracecode.standard.resolved import Resolved

P = ParamSpec("P")
T = TypeVar("T")
_HARMLESS = ("spec.uncited", "spec.unused", "spec.duplicate_name", "spec.tautology", "spec.latin")
"""Findings with which every scheme still compiles."""


def lint_all(standard: Resolved) -> list[Finding]:
    """Every finding on the files of a standard, and where these can be used, on its rules and
    examples.
    """
    from tracecode.lint.examples import lint_codes  # when something goes wrong, and not before
    from tracecode.lint.files import lint
    from tracecode.lint.rule_ids import wrong_ids

    findings = [*lint(standard), *wrong_ids(standard)]
    if all(finding.rule in _HARMLESS for finding in findings):
        findings += lint_codes(standard)
    return findings


def blaming(derive: Callable[P, T]) -> Callable[P, T]:
    """Let a function that is given a standard raise a SpecError wherever it fails on one that lint
    refuses.
    """

    def run(*args: P.args, **named: P.kwargs) -> T:
        try:
            return derive(*args, **named)
        except Exception as error:
            if _explains(error):
                raise
            standards = [given for given in (*args, *named.values()) if isinstance(given, Resolved)]
            findings: list[Finding] = []
            with suppress(TraceCodeError):  # its files are not here
                findings = [finding for each in standards for finding in lint_all(each)]
            if findings:
                raise SpecError(findings) from None
            raise

    update_wrapper(run, derive)
    return run


def _explains(error: Exception) -> bool:
    """Whether an error says already what is wrong, and of specifications where."""
    if isinstance(error, SpecError):
        return any(finding.line is not None for finding in error.findings)
    return isinstance(error, TraceCodeError | OSError) and not isinstance(error, UnknownId)
