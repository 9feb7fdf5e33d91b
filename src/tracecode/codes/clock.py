"""Today, asked for with every code that is judged without a date."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from time import time

from tracecode.codes.segment_rules import Bound

STRICT = Bound(date.min, strict=True)
"""For rules that no date touches."""


def now() -> Bound:
    """Today, for strict reading. Asking for the date takes ten times as long as asking whether
    midnight has passed.
    """
    global _today  # noqa: PLW0603  # swapped as a whole
    begin, end, bound = _today
    if begin <= time() < end:
        return bound
    today = date.today()
    begin, end = (
        datetime.combine(today + timedelta(days), datetime.min.time()).timestamp()
        for days in (0, 1)
    )
    _today = (begin, end, Bound(today, strict=True))
    return _today[2]


_today = (0.0, 0.0, STRICT)
"""Begin and end of the day, in seconds of the epoch, and what rules need to know on it."""
