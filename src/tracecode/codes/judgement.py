"""The judgement of a text under an encoding rule: its best reading, whatever is wrong with it, and
every finding.
"""

from __future__ import annotations

from datetime import date
from operator import itemgetter
from typing import TYPE_CHECKING

from tracecode.codes.clock import now
from tracecode.codes.editions import off_date, ordered
from tracecode.codes.layout import Layout, Reading, weight
from tracecode.codes.segment_rules import Bound
from tracecode.findings import SEVERITIES, Finding, discreet, told_once
from tracecode.fold import Folded, fold
from tracecode.spec.charclass import shows_nothing
from tracecode.standard.segment import MAX_TEXT

if TYPE_CHECKING:
    from tracecode.codes.scheme import Scheme


def judged(
    scheme: Scheme, text: str, on: date | None, *, strict: bool, edition: str | None,
    form: str | None
) -> tuple[Reading | None, tuple[Finding, ...]]:  # fmt: skip
    """The best reading of a text, and all findings, errors first; None of a text refused unread."""
    if shows_nothing(text):
        return None, (Finding(rule="code.empty", severity="error"),)
    if len(text) > MAX_TEXT:
        values = {"found": len(text), "allowed": MAX_TEXT}
        return None, (Finding(rule="code.too_long", severity="error", values=values),)
    folded = Folded(text, text, ()) if strict else fold(text, scheme.spec.lenient)
    if folded.changes and _fits_as_it_is(scheme, text, on, edition, form):
        folded = Folded(text, text, ())
    if not folded.text:
        return None, (Finding(rule="code.empty", severity="error"),)
    bound = Bound(on or now().reference, strict)
    reading = best(scheme, folded.text, bound, on, edition, form)
    if folded.wide != folded.text and any(map(_blames_a_blank, reading.findings)):  # told as given
        reading = best(scheme, folded.wide, bound, on, edition, form)
    own = reading.findings
    findings = [*off_date(scheme, reading.layout, on), *(own if len(own) < 2 else told_once(own))]
    if folded.changes:
        findings.append(
            Finding(rule="code.folded", severity="info", values={"changes": folded.said})
        )
        told = [finding.position - 1 for finding in findings if finding.position is not None]
        places = iter(folded.places_of(told))
        findings = [
            f if f.position is None else f.replace(position=next(places) + 1) for f in findings
        ]
    if len(findings) > 1:
        findings.sort(key=lambda f: SEVERITIES.index(f.severity))
    ordered = discreet(findings, text)
    if ordered and ordered[0].severity == "error":
        return reading, ordered
    if not reading.whole:  # rules of unsure evidence refuse nothing
        ordered = (
            Finding(rule="code.unverified", severity="warning", values={"name": scheme.name}),
            *ordered,
        )
    if scheme.identity == "trade-item":
        from tracecode.codes.remarks import restricted

        ordered += restricted("".join(reading.groups))
    return reading, ordered


def _blames_a_blank(finding: Finding) -> bool:
    found = finding.values.get("found")
    return isinstance(found, str) and " " in found


def best(
    scheme: Scheme, text: str, bound: Bound, on: date | None, edition: str | None, form: str | None
) -> Reading:
    """The reading of the first layout without findings, or the one with the least to complain
    about.
    """
    layouts = ordered(scheme, bound, on, edition, form)
    fitting: dict[Layout, Reading] = {}
    for each in layouts:
        if (reading := each.fitting(text, bound)) is not None:
            if not reading.findings:
                return reading
            fitting[each] = reading
    if len(layouts) == 1:  # nothing to compare it with
        return fitting.get(layouts[0]) or layouts[0].diagnose(text, bound)
    read: dict[Layout, Reading] = fitting
    least: Reading | None = None
    for some in ([each for each in layouts if each.min <= len(text) <= each.max], layouts):
        read |= {each: each.diagnose(text, bound) for each in some if each not in read}
        readings = [read[each] for each in some]
        # A layout of unsure evidence takes what fits it; what does not fit is judged by the firm
        # ones, if any.
        firm = [r for r in readings if r.whole or r.layout.severity == "error"]
        weights = [(weight(reading.findings), reading) for reading in firm or readings]
        if not weights:
            continue
        (structural, *_), least = min(weights, key=_LEAST)
        if firm and structural == 0:
            return least  # of another length nothing comes as close
    assert least is not None
    return least


_LEAST = itemgetter(0)


def _fits_as_it_is(
    scheme: Scheme, text: str, on: date | None, edition: str | None, form: str | None
) -> bool:
    """Whether a text needs no folding: what is right strictly stays as it is in lenient reading."""
    bound = now() if on is None else Bound(on, strict=True)
    return any(
        each.accepts(text, bound) for each in scheme.candidates(on, edition, form, strict=True)
    )
