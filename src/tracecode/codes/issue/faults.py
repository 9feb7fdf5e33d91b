"""How issuing refuses: one error, whose sentence stands with all others in `tracecode.messages`."""

from __future__ import annotations

from tracecode.errors import IssueError
from tracecode.findings import Finding

_DIGITS = 40  # no number of ours is longer; Python refuses to write one of thousands of digits


def refusal(rule: str, **values: object) -> IssueError:
    """The error of a rule, to be raised; `values` fill its sentence."""
    return IssueError(
        [Finding(rule=rule, severity="error", values={k: _short(v) for k, v in values.items()})]
    )


def _short(value: object) -> object:
    """The value, a huge number by its size."""
    if isinstance(value, int) and abs(value) >= 10**_DIGITS:
        return f"{'-' if value < 0 else ''}10^{_DIGITS}+"
    return value
