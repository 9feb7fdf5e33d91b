"""How issuing refuses: one error, whose sentence stands with all others in `tracecode.messages`."""

from __future__ import annotations

from tracecode.errors import IssueError
from tracecode.findings import Finding


def refusal(rule: str, **values: object) -> IssueError:
    """The error of a rule, to be raised; `values` fill its sentence."""
    return IssueError([Finding(rule=rule, severity="error", values=values)])
