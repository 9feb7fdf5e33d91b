"""What is said of a code beside its rules: the traces of a spreadsheet, a compressed number, a
restricted one.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tracecode.codes.segment_rules import Bound
from tracecode.codes.spreadsheet import LOST, Damage, damage, zeros_lost
from tracecode.codes.strays import strays
from tracecode.codes.things import expanded, is_restricted
from tracecode.findings import Finding
from tracecode.privacy import starred

if TYPE_CHECKING:
    from tracecode.codes.layout import Layout
    from tracecode.codes.scheme import Scheme
    from tracecode.fold import Folded


def explained(
    layout: Layout, read: Folded, on: date | None, findings: tuple[Finding, ...]
) -> tuple[Finding, ...]:
    """The findings on a wrong text; where a spreadsheet has changed it, that comes first.

    Of what never was a code it is all that is said.
    A right UPC-E is named as the trade item number that it stands for, and what nobody sees by its
    number.
    """
    scheme, text, folded = layout.owner, read.given, read.text
    findings = (*strays(layout, read, findings), *findings)
    damaged = damage(text)
    if (
        damaged is None
        and folded.isdecimal()
        and any(finding.rule == "code.length" for finding in findings)
    ):
        damaged = _zeros(scheme, folded, on)
    if damaged is not None:
        values = {"cell": starred(text) if scheme.personal else text, "reason": damaged.said}
        told = Finding(rule="data.digits_lost", severity="error", values=values)
        return (told,) if damaged.is_other else (told, *findings)
    if scheme.identity == "trade-item" and (upc_e := _upc_e(folded)) is not None:
        return *findings, upc_e
    return findings


def _zeros(scheme: Scheme, folded: str, on: date | None) -> Damage | None:
    """Whether a text is right with the zeros before it that a number loses; only a check character
    can tell.
    """
    checked = [
        layout
        for layout in scheme.candidates(on, strict=False)
        if layout.spec.checks and layout.min == layout.max
    ]
    bound = Bound(on or date.today(), strict=True)

    def accepts(wide: str) -> bool:
        return any(layout.accepts(wide, bound) for layout in checked)

    return zeros_lost(folded, [layout.max for layout in checked], accepts)


def _upc_e(folded: str) -> Finding | None:
    full = expanded(folded)
    values = {"found": folded, "allowed": full}
    return None if full is None else Finding(rule="gs1.upc_e", severity="info", values=values)


def cut(shown: object) -> Finding:
    """That a right code looks as if a spreadsheet had cut it (`seems_cut`).

    Args:
        shown: what may be shown of the code.
    """
    values = {"cell": shown, "reason": LOST}
    return Finding(rule="data.digits_lost", severity="warning", values=values)


def restricted(text: str) -> tuple[Finding, ...]:
    """What is said of a trade item number that is not for everybody."""
    if not is_restricted(text):
        return ()
    return (Finding(rule="gs1.restricted", severity="info"),)
