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
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracecode.checks.report import Verdict
    from tracecode.checks.rows import CodeRow
    from tracecode.codes.registry import Registry
    from tracecode.codes.scheme import Scheme

SAMPLE = 100
"""So many rows are read before the rule of a column is decided."""
_LEAST = 20  # so many right codes make a column
_SHARE = 0.9  # of the rows on which anything stands
_LEADING = 3  # so many right codes of one rule let expect that it is the one of the column


def scheme_of(sample: Iterable[Verdict], schemes: Registry) -> str | None:
    """The id of the scheme of a column: that of which nine of ten of its first rows are codes, and
    at least twenty, without a word to be said of them. None if there is none such.

    Args:
        sample: the verdicts on its first rows, each identified by itself. Rows on which nothing
            stands do not count.
        schemes: all of them.
    """
    filled = [verdict for verdict in sample if verdict.text.strip()]
    return _of_most(Counter(_sound(verdict, schemes) for verdict in filled))


def _of_most(told: Counter[str | None]) -> str | None:
    """The id that is told of enough rows, where None is told of a row that is no right code."""
    for id, count in told.most_common(1):
        if count >= max(_LEAST, _SHARE * told.total()):
            return id
    return None


def _sound(verdict: Verdict, schemes: Registry) -> str | None:
    """The id of the scheme of which a text is a code, without a word to be said of it."""
    id = verdict.scheme
    if id is None or verdict.code is None or verdict.findings:
        return None
    scheme = schemes[id]
    # the one takes any text; an address may hold a code of the other
    return id if not scheme.unsure and scheme.judge(verdict.text, None) else None


class ColumnSample:
    """The first rows of a column, of which no more are identified than tell its scheme.

    A text that the scheme of the codes before refuses does not count for it, whatever it holds.
    What else it may be takes a hundred times as long to find out as that, and loads most of the
    other rules: it is asked only where the scheme is not told without it.
    """

    def __init__(self, read: Callable[[CodeRow], Verdict], schemes: Registry) -> None:
        """No rows as yet; `read` gives the verdict on one by itself."""
        self._read, self._schemes = read, schemes
        self._rows: list[tuple[CodeRow, Verdict | None]] = []
        self._told: Counter[str | None] = Counter()
        self._leading: Scheme | None = None

    def __iter__(self) -> Iterator[tuple[CodeRow, Verdict | None]]:
        """The rows, with the verdicts on those that were identified: on all, once `scheme` has
        found none.
        """
        return iter(self._rows)

    def add(self, row: CodeRow) -> None:
        """One more row."""
        leading = self._leading
        refused = leading is not None and row.fault is None and not leading.judge(row.text, None)
        verdict = None if refused else self._read(row)
        self._rows.append((row, verdict))
        if not row.text.strip():
            return
        id = None if verdict is None else _sound(verdict, self._schemes)
        self._told[id] += 1
        if leading is None and id is not None and self._told[id] == _LEADING:
            self._leading = self._schemes[id]

    def scheme(self) -> str | None:
        """The id of the scheme of the column, as `scheme_of` finds it in the verdicts on all
        rows.
        """
        id = _of_most(self._told)
        if id is None and self._leading is not None:  # all rows have a say
            verdicts = [verdict or self._read(row) for row, verdict in self._rows]
            self._rows = [
                (row, verdict) for (row, _), verdict in zip(self._rows, verdicts, strict=True)
            ]
            return scheme_of(verdicts, self._schemes)
        return id
