"""The limits of reading: how much of anything is taken in, and why no more.

Data come from anybody, so nothing is read without an end. Every reader takes its bounds from here,
and a caller may change any of them; what lies beyond one is named in a finding, never dropped.
`docs/limits.md` is written from this module.

>>> Limits(findings=10).findings, DEFAULT.findings
(10, 100)
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from tracecode.errors import WrongUse
from tracecode.privacy import described, shown

MOST = 10**15 - 1
"""The greatest value of a limit: all that the system counts with has room for it."""
_KIB = 1024
_MIB = 1024 * _KIB


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much is read. The first sentence under a limit says what it bounds, the rest why it
    stands there.
    """

    # --- text: lines, CSV, NDJSON
    line_bytes: int = _MIB
    """Bytes of one line. A line is held as a whole; the longest record of the standard has a tenth
    of it.
    """
    row_lines: int = 24
    """Lines of one CSV row, whose quoted cells may hold line ends. A quote that is never closed
    costs one row then, not the rest of the file."""
    row_characters: int = _MIB
    """Characters of one row of a table. As for a line: a row is held as a whole."""
    columns: int = 2_000
    """Columns named in a header. The widest record type has a few hundred."""
    cell_characters: int = 32_767
    """Characters of one cell. Excel holds no more, so what is read can be shown and written
    again.
    """
    title_rows: int = 10
    """Rows above the header of a table. People put titles there; a table without any header ends
    soon.
    """

    # --- packed files: gzip and Zstandard
    packed_ratio: int = 500
    """Bytes that one packed byte may become, beyond the first megabyte. A hundred thousand records
    that differ in nothing but their number reach 112 with gzip and 366 with Zstandard at level 19;
    a bomb has a thousand or more. So the time is bounded by the size of the file."""
    packed_window: int = 128 * _MIB
    """Bytes that an unpacker may look back for repetitions, which it holds. Zstandard needs no more
    at any of its usual levels."""

    # --- records, however they are written
    record_rows: int = 20_000
    """Rows of one record in a table. No element repeats more than 10 000 times."""
    record_values: int = 200_000
    """Keys and items of one record in JSON or XML. Ten thousand lines of twenty elements; the
    record is held as a whole."""
    findings: int = 100
    """Findings on one record; further ones are counted. A finding costs a hundred times the memory,
    and ten thousand times the time, of the value that it is on; who has read a hundred knows
    enough."""
    all_findings: int = 1_000
    """Findings that `loads` and `convert` tell of one source; further ones are counted. `validate`
    tells those of each record as it comes, without an end."""

    # --- JSON and XML documents
    document_bytes: int = 64 * _MIB
    """Bytes of a JSON or XML document that cannot be read record by record. It is held as a whole,
    several times over."""
    record_bytes: int = _MIB
    """Bytes of one record in a JSON or XML document, about as many of one in a table, and of all
    that stands around the records of a message. A record is held as a whole; a longer one costs
    itself."""
    strangers: int = 10_000
    """Places one after another that hold no record, in any form. What goes on so is something else;
    without an end, a finding for every two bytes would take hours."""
    depth: int = 200
    """Levels of nesting of a JSON or XML document. The deepest record has six; readers keep each
    open level.
    """
    keys: int = 2_000
    """Keys of one object. As many as a table has columns."""

    # --- workbooks
    workbook_bytes: int = 64 * _MIB
    """Bytes of a workbook file. It is held as a whole while its parts are unpacked in pieces."""
    parts: int = 2_000
    """Files inside a workbook. One a sheet and a few more are usual."""
    part_bytes: int = 512 * _MIB
    """Bytes of one part, unpacked. A sheet of a million rows and few columns; a part is read in
    pieces and never held."""
    unpacked_bytes: int = 1_024 * _MIB
    """Bytes of everything that is unpacked, a part that is read twice counted twice. It bounds the
    time.
    """
    ratio: int = 100
    """Bytes that one packed byte may become, in parts beyond the first megabyte. Real sheets reach
    ten to thirty; a bomb has a thousand."""
    part_depth: int = 64
    """Levels of nesting in a part. Sheets have seven; the parser keeps each open level."""
    part_names: int = 4_000
    """Different names of elements, attributes and namespaces in a part. Sheets have some hundreds;
    the parser keeps each."""
    token_bytes: int = _MIB
    """Bytes of one tag or comment in a part. The parser holds it as a whole."""
    sheets: int = 1_000
    """Sheets of a workbook. The standard has fewer record types."""
    sheet_rows: int = 1_048_576
    """Number of the last row of a sheet. Excel has no more."""
    sheet_columns: int = 16_384
    """Number of the last column of a sheet, and cells of one row. Excel has no more."""
    shared_texts: int = 4_000_000
    """Texts that a workbook keeps in one place for all its cells. Each costs four bytes beside its
    own.
    """
    shared_bytes: int = 64 * _MIB
    """Bytes of these texts together. They are held as a whole."""
    expansion: int = 16
    """Characters that cells may draw from the shared texts for each byte of their sheet, beyond the
    first megabyte. Otherwise one long text that many cells name would take time without end."""
    styles: int = 65_536
    """Cell styles of a workbook. Excel has no more."""
    number_formats: int = 5_000
    """Number formats of a workbook beside the built-in ones. Excel has a few hundred."""
    format_characters: int = 255
    """Characters of a number format. Excel has no more; what a longer one shows is not told."""

    @property
    def admit_records(self) -> bool:
        """Whether they leave room for each record that the usual limits leave room for."""
        bounds = ("record_bytes", "record_values", "depth", "keys")
        return all(getattr(self, name) >= getattr(DEFAULT, name) for name in bounds)

    def __post_init__(self) -> None:
        """Refuse what would fail somewhere inside.

        Raises:
            WrongUse: a value is no whole number from 1 to `MOST`.
        """
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST:
                given = (
                    "None"
                    if value is None
                    else f"{type(value).__name__} {shown(described(value), 60)}"
                )
                raise WrongUse(
                    f"the limit {field.name} takes a whole number from 1 to {MOST}, not {given}",
                    f"限值 {field.name} 应为 1 至 {MOST} 的整数，实为 {given}",
                )


DEFAULT = Limits()
"""What is used where the caller gives none."""
