"""Lint of rule ids against what was released: programs act on them, so an id means the same for
ever.

An id that a version has and a later one has not is retired, and never comes back; one that stays
says what it said. Whether it does is told by its sentences: they may be worded better, but not be
other ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from tracecode.findings import Finding
from tracecode.messages import rules
from tracecode.standard.released import releases

if TYPE_CHECKING:
    from tracecode.standard.resolved import Resolved

Sentences = dict[str, dict[str, str]]
"""By rule id, its sentence in each language, as a template."""
_ALIKE = 0.5
"""Two sentences less alike than this do not say the same."""


def sentences() -> Sentences:
    """Those of this program."""
    return {id: {"zh": zh, "en": en} for id, (zh, en) in sorted(rules().items())}


def wrong_ids(standard: Resolved, now: Sentences | None = None) -> Iterator[Finding]:
    """The ids that are used for something else than in a released version.

    Args:
        standard: whose versions count.
        now: the rules; those of this program if left out.
    """
    now = sentences() if now is None else now
    last: Sentences = {}
    retired: dict[str, str] = {}
    told: set[str] = set()
    for version in releases(standard):
        if not version.has("rules"):
            continue
        then: Sentences = version.read("rules")
        retired |= dict.fromkeys(last.keys() - then.keys(), version.version)
        last = {**last, **then}
        for id in sorted((then.keys() & now.keys()) - told):
            if all(_likeness(then[id][lang], now[id][lang]) < _ALIKE for lang in ("zh", "en")):
                told.add(id)
                yield _wrong("release.other_meaning", found=id, version=version.version)
    for id in sorted(retired.keys() & now.keys()):
        yield _wrong("release.retired", found=id, version=retired[id])


def _likeness(one: str, other: str) -> float:
    return 1.0 if one == other else SequenceMatcher(None, one, other, autojunk=False).ratio()


def _wrong(rule: str, *, found: str, version: str) -> Finding:
    return Finding(
        rule=rule, severity="error", values={"found": found, "version": version}, path=found
    )
