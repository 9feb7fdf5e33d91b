"""The encoding rule of a column of which nobody said it: that of nearly all of its first codes.

Who fills a column fills it with codes of one kind. So its rule is decided once, from a sample, and
a text that is no right code is told as a broken one of the column, not of whatever else it comes
near to. A right code of another rule is told as that.

>>> import tracecode as tc
>>> right = [f"PD2018{number:04}" for number in range(30)]
>>> report = tc.validate([*right, "PD201800O1"], format="codes")
>>> [(verdict.scheme, verdict.status) for verdict in report][-1]
('pesticide-registration', 'invalid')
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracecode.checks.report import Verdict
    from tracecode.codes.registry import Registry

SAMPLE = 100
"""So many rows are read before the rule of a column is decided."""
_LEAST = 20  # so many right codes make a column
_SHARE = 0.9  # of the rows on which anything stands


def scheme_of(sample: Iterable[Verdict], schemes: Registry) -> str | None:
    """The id of the scheme of a column: that of which nine of ten of its first rows are codes, and
    at least twenty, without a word to be said of them. None if there is none such.

    Args:
        sample: the verdicts on its first rows, each identified by itself. Rows on which nothing
            stands do not count.
        schemes: all of them.
    """
    filled = [verdict for verdict in sample if verdict.text.strip()]
    sound = Counter(
        verdict.scheme
        for verdict in filled
        if verdict.scheme is not None
        and verdict.code is not None
        and not verdict.findings
        and not schemes[verdict.scheme].unsure  # which takes any text
        and schemes[verdict.scheme].judge(verdict.text, None)  # an address may hold one
    )
    for id, count in sound.most_common(1):
        if count >= max(_LEAST, _SHARE * len(filled)):
            return id
    return None
