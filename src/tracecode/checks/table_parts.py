"""Tables of records in CSV judged by several processes: the same verdicts, in the same order, as by
one.

This process reads the lines and cuts them where a record surely begins (`records.csv_parts`); a
worker judges its part below the header that stands above the first. What rows above said is made
good here, as for lines of JSON: ids that stood before, two records of one id one below the other,
words for nothing, of which each is told once, and places without a record. What is not cut, since
no row of it surely begins a record, is judged here row by row.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from importlib.util import find_spec
from itertools import chain, islice
from typing import TYPE_CHECKING

from tracecode.checks.document_bytes import open_unpacked
from tracecode.checks.parcels import Parcel
from tracecode.checks.part_judge import JudgedPart, PartJudge, StoodBefore, part_verdicts
from tracecode.checks.parts import Books
from tracecode.records.csv_parts import CsvCutter, CsvPart, PartReader
from tracecode.records.quick.table_rows import taking_records, taking_values

if TYPE_CHECKING:
    import os
    from typing import IO

    from tracecode.checks.report import Verdict, VerdictBlock
    from tracecode.records.judged_lines import JudgedLines
    from tracecode.records.known import Known
    from tracecode.records.plain import Item
    from tracecode.records.quick.table_rows import Take
    from tracecode.standard.resolved import Resolved
    from tracecode.tables.limits import Limits

PART = 1024 * 1024
"""About so many characters are judged at once: a tenth of a second, in which a thousand records
are.
"""


class TableJudge(PartJudge[CsvPart]):
    """Judges rows of CSV."""

    _reader: PartReader | None = None
    """Of the part that is judged, and of all others of the same head."""

    def _items(self, part: CsvPart, before: StoodBefore) -> Iterator[Item | JudgedLines]:
        first = part.head.row is None
        if first or self._reader is None or self._reader.head.row is None:
            self._reader = PartReader(self._standard, part.head, self._limits)
        if not first:
            self._reader.begin(before.last, before.nothings | part.head.nothings)
        return self._reader.items(part, self._take())

    def _take(self) -> Take | None:
        if not self._limits.admit_records:
            return None
        quick = find_spec("msgspec") is not None
        return taking_values(self._standard) if quick else taking_records(self._standard)

    def _parcels(self, items: Iterator[Item | JudgedLines]) -> Iterator[Parcel]:
        yield Parcel(items)

    def judged(self, before: StoodBefore) -> JudgedPart:
        """As ever, and what is to be known of rows above."""
        judged, reader = super().judged(before), self._reader
        assert reader is not None
        behind = judged.behind._replace(last=reader.last, nothings=reader.new_nothings)
        return judged._replace(behind=behind, first=reader.first)


def table_verdicts(
    source: str | os.PathLike[str] | bytes | IO[bytes], name: str | None, known: Known,
    standard: Resolved, encoding: str, limits: Limits, jobs: int
) -> Iterator[Verdict | VerdictBlock]:  # fmt: skip
    """The verdicts on a table of records in CSV.

    Args:
        source: a path, bytes, or an open binary file.
        name: of the file, where it is known.
        known: what stood in the sources before.
        standard: the standard.
        encoding: of the bytes, as for `records.csv_form.parse`.
        limits: how much is read.
        jobs: how many processes judge.
    """
    books = Books(known, name)
    with open_unpacked(source, limits) as file:
        rest = CsvCutter(file, standard, encoding, limits, PART).parts()
        first = [*islice(rest, 3)]
        begin = partial(TableJudge, name, standard, encoding, limits)
        # beside the first, which is short, one alone is judged here
        question = _asked if len(first) > 2 else _nothing
        yield from part_verdicts(chain(first, rest), begin, question, jobs, books, limits)


def _asked(part: CsvPart, before: StoodBefore) -> CsvPart | None:
    if part.rest is not None:
        return None
    nothings = part.head.nothings | before.nothings  # so that few parts are judged once more
    return part._replace(head=part.head._replace(nothings=nothings))


def _nothing(_: CsvPart, __: StoodBefore) -> CsvPart | None:
    return None
