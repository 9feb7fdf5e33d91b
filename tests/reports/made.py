"""Verdicts and rows for tests of reports."""

from __future__ import annotations

from collections.abc import Iterator

from tracecode.checks.report import Verdict
from tracecode.findings import Finding, Severity, Status
from tracecode.messages import UNCHECKED

RULES: tuple[tuple[str, Severity], ...] = (
    ("data.null", "error"), ("data.nfc", "error"), ("message.digest", "error"),
    ("code.within", "warning"), ("data.hidden", "warning"),
)  # fmt: skip
HOSTILE = '=HYPERLINK("http://x.invalid")</script><img src=x onerror=document.title=\'x\'>\u202e,"\n11010519491231002X'
"""A formula, a tag, a mark of direction, what CSV quotes, and a citizen's number."""


def verdicts(count: int, *, text: str = "") -> Iterator[Verdict]:
    """As many verdicts with a finding each: the first rules have the most."""
    for at in range(count):
        rule, severity = RULES[min(at % 16, len(RULES) - 1)]
        values = {"found": text or f"item {at}"}
        finding = Finding(rule=rule, severity=severity, values=values, path=f"lines[{at % 7}].{text or 'name'}",
                          source="GB 1 5.2", evidence="confirmed")  # fmt: skip
        judged: Status = "not checked" if rule in UNCHECKED else "valid"
        status: Status = "invalid" if severity == "error" else judged
        yield Verdict(
            at + 1, f"{text}{at:08d}", status, None, None, None, (finding,),
            file=f"inbox/{text}{at % 5}.ndjson", record_type="recall", kind="record",
        )  # fmt: skip
