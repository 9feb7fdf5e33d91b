"""What speaks against taking the likeliest reading of a text for what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracecode.codes.payload import WITHIN
from tracecode.codes.registry import registry
from tracecode.findings import Finding
from tracecode.privacy import mask
from tracecode.spec.base import Text

if TYPE_CHECKING:
    from tracecode.codes.match import Match
    from tracecode.standard.resolved import Resolved


def doubts(matches: list[Match], standard: Resolved) -> tuple[Finding, ...]:
    """What speaks against taking the first match for what the text is; where nothing but the text
    spoke for it.

    Without a verified check character a reading that has rivals, or that only length and characters
    speak for, is no more than the likeliest: it was not checked.
    """
    match, *more = matches
    findings = []
    if others := {
        other.code and other.code.canonical: other
        for other in reversed(more)
        if _apart(other, match)
    }:
        names = [_named(other) for other in reversed(others.values())]
        findings.append(Finding(rule="code.several", severity="warning", values={"others": names}))
    if match.rivals:
        rivals = [registry(standard)[id].name for id in match.rivals]
        rule = "code.ambiguous" if match.basis == "check" else "code.undecided"
        findings.append(Finding(rule=rule, severity="warning", values={"others": rivals}))
    if match.inside == "text":
        findings.append(WITHIN)
    if match.basis == "length":
        findings.append(
            Finding(rule="code.length_only", severity="warning", values={"name": match.name})
        )
    return tuple(findings)


def _named(match: Match) -> Text:
    """Scheme and code of a match, for people."""
    elements = match.code.elements if match.code is not None and match.inside == "gs1" else {}
    beside = "".join(f"({ai}){value}" for ai, value in elements.items() if value != match.text)
    text = match.public_text + mask(beside)
    return Text(zh=f"{match.name.zh} {text}", en=f"{match.name.en} {text}")


def _apart(match: Match, best: Match) -> bool:
    """Whether a match is of another piece of a label's text than the best one, or of another
    message of GS1.
    """
    if match.code is None or best.code is None:
        return False
    if match.inside == best.inside == "gs1":
        if match.scheme == best.scheme:
            return match.code.canonical != best.code.canonical
        return match.code.elements != best.code.elements
    inside = {match.inside, best.inside}
    if inside.isdisjoint(("text", "upc-e")) and inside != {"gs1", "address"}:
        return False
    return (
        match.text not in best.text
        and best.text not in match.text
        and match.inside in ("text", "gs1", "address", "upc-e")
    )
