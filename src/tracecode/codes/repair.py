"""Suggest what a mistyped code may have been: one character or one swap away, and right by every rule.

A suggestion is a guess, however good: it satisfies the rules, which is not to say that the code exists.

>>> import tracecode as tc
>>> [s.text for s in tc.suggest("6901234567829", "gtin") if s.kind == "swap"]
['9601234567829', '6901234567892']
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from tracecode.codes.form import Form
from tracecode.codes.rules import Bound
from tracecode.findings import RepairKind, Suggestion
from tracecode.fold import fold
from tracecode.privacy import mask

if TYPE_CHECKING:
    from tracecode.codes.scheme import Scheme

_MOST = 20
_ALIKE = {
    frozenset(pair)
    for pair in ("O0", "Q0", "D0", "I1", "L1", "l1", "Z2", "S5", "B8", "G6", "U0", "V0", "17", "38", "69", "UV")
}


def repairs(rule: Scheme, text: str, on: date | None) -> tuple[Suggestion, ...]:
    """Repairs of a wrong code by one character or one swap of neighbours, the likeliest kinds first; at most 20.

    Of personal numbers, and what looks like one, there are none: a right one would be another person's.
    """
    if rule.personal or mask(text) != text:
        return ()  # a number that is right would be somebody's
    folded = fold(text, rule.spec.lenient).text
    found: dict[str, Suggestion] = {}
    for form in rule.candidates(on):
        if not form.min <= len(folded) <= form.max or len(folded) > 64:
            continue
        for suggestion in _changes(folded, form):
            if suggestion.text not in found and _clean(form, suggestion.text, Bound(on or date.today(), strict=True)):
                found[suggestion.text] = suggestion
    order = ("check", "swap", "alike", "character")
    found.pop(folded, None)
    return tuple(sorted(found.values(), key=lambda s: (order.index(s.kind), s.position))[:_MOST])


def _clean(form: Form, text: str, bound: Bound) -> bool:
    return form.accepts(text, bound) and not form.read(text, bound).findings


def _changes(text: str, form: Form) -> Iterator[Suggestion]:
    checks = {check.into for check in form.spec.checks}
    alphabet = [(segment.spec.id in checks, segment.chars) for segment in form.segments for _ in range(segment.max)]
    fixed = form.min == form.max
    for i, (left, right) in enumerate(pairwise(text)):
        if left != right:
            yield Suggestion(text[:i] + right + left + text[i + 2 :], "swap", i + 1)
    for i, char in enumerate(text):
        is_check, chars = alphabet[i] if fixed else (False, None)
        listed = chars.chars if chars is not None and not chars.negated else _VARIABLE
        for other in listed:
            if other != char:
                kind: RepairKind = (
                    "check" if is_check else "alike" if frozenset((char, other)) in _ALIKE else "character"
                )
                yield Suggestion(text[:i] + other + text[i + 1 :], kind, i + 1)


_VARIABLE = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
