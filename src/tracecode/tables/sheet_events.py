"""The rows of a sheet as they stand in its XML, and what it says beside them.

The handlers of the parser share their state as variables of one function. That is hard on the eye,
and twice as fast as attributes of an object: a sheet has millions of events.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from tracecode.spec.base import Text
from tracecode.tables.conditions import Conditions
from tracecode.tables.limits import Limits
from tracecode.tables.package import BadPart
from tracecode.tables.plain_cells import PlainCells
from tracecode.tables.raw_rows import FORMULA, INLINE, ODD, VALUE, RawCell, RawRow
from tracecode.tables.xml_part import (
    MAIN,
    Attributes,
    Feeder,
    Handlers,
    main_names,
    too_deep,
    walk,
)

_HELD = VALUE | INLINE
_SHEET, _DATA, _ROW, _CELL = "main|worksheet", "main|sheetData", "main|row", "main|c"
_VALUE, _TEXT, _INLINE, _FORMULA, _PHONETIC = "main|v", "main|t", "main|is", "main|f", "main|rPh"
_WITHIN = (_VALUE, _TEXT, _INLINE)
_RUN, _COLUMN, _MERGED, _DEFAULTS = "main|r", "main|col", "main|mergeCell", "main|sheetFormatPr"
_VIEW = "main|sheetView"
_COMPATIBLE = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_WORDY = frozenset(
    f"{space}|{name}"
    for space in MAIN
    for name in (
        "conditionalFormatting", "dataValidations", "headerFooter", "customSheetViews",
        "oleObjects", "controls", "extLst",
    )
) | {f"{_COMPATIBLE}|AlternateContent"}  # fmt: skip
"""What may hold text in a sheet beside its rows: formulas, headers and places of drawings."""
_OUTER = 2
"""Up to this level no text belongs."""
_NAMES = main_names(
    _SHEET, _DATA, _ROW, _CELL, _VALUE, _TEXT, _INLINE, _FORMULA, _PHONETIC, _RUN, _COLUMN, _MERGED,
    _DEFAULTS, _VIEW,
)  # fmt: skip


class SheetEvents:
    """What a sheet says beside its rows, as far as it was read."""

    def __init__(self, part: str, limits: Limits, restyling: Collection[int] = ()) -> None:
        self._part, self._limits = part, limits
        self.conditions = Conditions(restyling)
        """The cells that conditions show otherwise; they stand behind the rows."""
        self.hides_zeros = False
        """Whether a zero is not shown; it stands before the rows."""
        self.defaults: Attributes = {}
        """What holds of rows and columns that say nothing of themselves; it stands before the
        rows.
        """
        self.columns: list[Attributes] = []
        """Descriptions of columns; they stand before the rows."""
        self.merged: list[str] = []
        """Merged cells, `E2:E3`; they stand behind the rows."""
        self.misplaced = 0
        """Rows, cells and texts that stand where none belongs."""

    def rows(self, pieces: Iterable[bytes]) -> Iterator[list[RawRow]]:
        """The rows, some at a time.

        Raises:
            BadPart: the sheet cannot be read any further. The rows before that were given.
        """
        ready: list[RawRow] = []
        handlers, feeder = self._handlers(ready)
        walked = walk(self._part, pieces, handlers, self._limits, _NAMES, feeder)
        failed = None
        while failed is None:
            try:
                next(walked)
            except StopIteration:
                break
            except BadPart as error:
                failed = error
            yield ready
            ready.clear()
        if failed is not None:
            raise failed

    def _handlers(self, ready: list[RawRow]) -> tuple[Handlers, Feeder]:  # noqa: PLR0915  # one state, as said above
        part, limits, conditions = self._part, self._limits, self.conditions
        most_characters, most_cells, deepest = (
            limits.row_characters,
            limits.sheet_columns,
            limits.part_depth,
        )
        depth = size = seen = lost = 0
        in_data = in_row = in_cell = taking = aside = run = stray = silent = False
        unprefixed = False
        whole = True
        row: Attributes = {}
        name: str | None = None
        kind: str | None = None
        style: str | None = None
        cells: list[RawCell] = []
        pieces: list[str] = []

        def start(tag: str, attributes: Attributes) -> None:  # noqa: PLR0915  # as above
            nonlocal depth, size, seen, in_data, in_row, in_cell, taking, aside, whole, row, cells
            nonlocal name, kind, style, run, stray, silent, lost
            depth += 1
            if tag is _CELL and in_row and depth == 4:
                in_cell, seen = True, 0
                name, kind, style = attributes.get("r"), attributes.get("t"), attributes.get("s")
                return
            if in_cell:
                if taking:  # an element inside a text
                    seen |= ODD
                if (
                    tag is _TEXT
                    and seen & INLINE
                    and (depth == 6 or (depth == 7 and (run or aside)))
                ):
                    taking = not aside
                    return
                if tag is _VALUE and depth == 5 and not seen & _HELD:
                    seen |= VALUE
                    taking = True
                    return
                if tag is _INLINE and depth == 5 and not seen & _HELD:
                    seen |= INLINE
                    return
                if tag is _PHONETIC and seen & INLINE and depth == 6:
                    aside = True
                elif tag is _RUN and seen & INLINE and depth == 6:
                    run = True
                elif tag is _FORMULA:
                    seen |= FORMULA
                elif tag in _WITHIN:
                    seen |= ODD
                elif tag is _ROW or tag is _CELL:
                    self.misplaced += 1
            elif tag is _ROW and in_data and depth == 3:
                in_row, row, cells, size, whole, stray = True, attributes, [], 0, True, False
            elif tag is _ROW or tag is _CELL:
                self.misplaced += 1
                lost = lost or depth
            elif tag is _DATA and depth == 2:
                in_data = True
            elif depth == 2:
                silent = tag not in _WORDY
                conditions.start(tag, attributes)
                if tag is _DEFAULTS:
                    self.defaults = attributes
            elif tag is _COLUMN and depth == 3:
                if len(self.columns) < most_cells:
                    self.columns.append(attributes)
            elif tag is _MERGED and depth == 3:
                self.merged.append(attributes.get("ref", ""))
                if len(self.merged) > most_cells:
                    raise BadPart(
                        Text(
                            zh=f"{part} 的合并单元格超过 {most_cells} 处",
                            en=f"{part} has more than {most_cells} merged areas",
                        )
                    )
            elif tag is _VIEW and depth == 3:
                self.hides_zeros = self.hides_zeros or attributes.get("showZeros") in ("0", "false")
            elif depth > _OUTER and not in_data:
                conditions.start(tag, attributes)
            elif depth == 1 and tag is not _SHEET:
                raise BadPart(Text(zh=f"{part} 不是工作表", en=f"{part} is no sheet"))
            if depth > deepest:
                raise too_deep(part, limits)

        def end(_: str) -> None:
            nonlocal depth, in_data, in_row, in_cell, taking, aside, run, whole, silent, lost
            depth -= 1
            if in_cell:
                taking = False
                if depth == 3:
                    in_cell = False
                    if len(cells) < most_cells:
                        cells.append((name, kind, style, "".join(pieces), seen))
                    else:
                        whole = False
                    pieces.clear()
                elif depth == 5:
                    aside = run = False
            elif in_row:
                if depth == 2:
                    in_row = False
                    ready.append(RawRow(row, cells, size, whole, stray))
            elif depth == 1:
                in_data = silent = False
                lost = 0
            elif lost > depth:
                lost = 0

        def text(data: str) -> None:
            nonlocal size, seen, stray
            if taking:
                size += len(data)
                if size <= most_characters:
                    pieces.append(data)
            elif data.isspace():
                pass
            elif in_cell:
                if not (aside or seen & FORMULA):
                    seen |= ODD
            elif in_row:
                stray = True
            elif conditions.taking:
                conditions.text(data)
            elif (
                in_data or silent or depth <= _OUTER
            ) and not lost:  # otherwise what is around it was counted
                self.misplaced += 1

        def bind(prefix: str | None, space: str | None) -> None:
            nonlocal unprefixed
            if prefix is None:
                unprefixed = depth == 0 and space in MAIN

        def between() -> bool:
            return in_row and depth == 3 and unprefixed

        def take(plain: list[RawCell], characters: int) -> bool:
            nonlocal size
            if size + characters > most_characters or len(cells) + len(plain) > most_cells:
                return False  # then it counts which of them are kept
            size += characters
            cells.extend(plain)
            return True

        return Handlers(start, end, text, bind), PlainCells(between, take)
