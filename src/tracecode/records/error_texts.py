"""Texts that look like an error of a spreadsheet: `#N/A`, in whatever table they stand.

Whether a program or a person put it there no table of texts can tell, so it is an error in each; a
text that is meant has an apostrophe in front, which writing adds and reading takes away.

>>> meant("'#N/A"), meant("#N/A").rule, written("#N/A"), written("#5")
('#N/A', 'data.cell_error', "'#N/A", '#5')
"""

from __future__ import annotations

from tracecode.tables.rows import Flaw

ERRORS = frozenset({
    "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!",
    "#GETTING_DATA",
})  # fmt: skip
"""What a spreadsheet writes for a cell in which it could not work out anything."""


def meant(text: str) -> str | Flaw:
    """What a cell of text stands for."""
    if text in ERRORS:
        return Flaw("data.cell_error", {"found": text})
    return text[1:] if text[:1] == "'" and text.lstrip("'") in ERRORS else text


def written(text: str) -> str:
    """The text of a cell that is read as this text."""
    return f"'{text}" if text.lstrip("'") in ERRORS else text
