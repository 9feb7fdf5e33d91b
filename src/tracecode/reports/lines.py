"""The table of findings as text: CSV for spreadsheets, NDJSON for programs."""

from __future__ import annotations

import csv
import io
import json
from typing import IO, TYPE_CHECKING

from tracecode import escape
from tracecode.reports.rows import COLUMNS, FindingRow, as_values

if TYPE_CHECKING:
    from tracecode.reports.writing import Facts


class CsvWriter:
    """CSV in UTF-8 with a byte order mark, by which Excel knows it. What looks like a formula gets
    an apostrophe.
    """

    def __init__(self, file: IO[bytes], _facts: Facts) -> None:
        self._text = io.TextIOWrapper(file, "utf-8-sig", newline="", write_through=True)
        self._rows = csv.writer(self._text)
        self._rows.writerow(COLUMNS)

    def put(self, row: FindingRow) -> None:
        """Write a row."""
        self._rows.writerow(csv_cells(row))

    def finish(self, _facts: Facts) -> None:
        """All is written."""
        self._text.detach()

    def discard(self) -> None:
        """The file is closed by whoever opened it."""
        self._text.detach()


def csv_cells(row: FindingRow) -> list[str | int]:
    """A row as cells of CSV."""
    return ["" if value is None else _cell(value) for value in row]


def _cell(value: str | int) -> str | int:
    if isinstance(value, bool):
        return str(value).lower()
    return escape.cell(value) if isinstance(value, str) else value


class NdjsonWriter:
    """A JSON object a line; what is absent is left out."""

    def __init__(self, file: IO[bytes], _facts: Facts) -> None:
        self._file = file

    def put(self, row: FindingRow) -> None:
        """Write a row."""
        line = escape.json(json.dumps(as_values(row), ensure_ascii=False))
        self._file.write(f"{line}\n".encode("utf-8", "surrogatepass"))

    def finish(self, _facts: Facts) -> None:
        """All is written."""

    def discard(self) -> None:
        """Nothing is held."""
