"""What is said of a sheet that is read: what of it is hidden, and where it shows something else
than its cells hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from tracecode.findings import Finding
from tracecode.records.plain import fault
from tracecode.spec.base import Text
from tracecode.tables.areas import Area
from tracecode.tables.rows import Row, column_name
from tracecode.tables.sheet import Sheet

_CONDITION = Text(
    zh="的条件格式会改变显示的内容，请去掉该条件",
    en="may be shown otherwise by a conditional format (take it away)",
)
_NAMED = 20
"""So many areas are named in one finding."""


def hidden_sheet(sheet: Sheet) -> Finding:
    """The note on a hidden sheet that is read."""
    subject = Text(zh=f"工作表“{sheet.title}”", en=f"the sheet '{sheet.title}' is")
    return Finding(rule="data.hidden", severity="info", values={"found": subject})


def hidden_columns(sheet: Sheet, first: Iterable[Row]) -> list[Finding]:
    """The note on hidden columns that have something in one of the first rows."""
    filled = {at for row in first for at in row.cells}
    ranges = [
        (low, high) for low, high in sheet.hidden_columns if any(low <= at <= high for at in filled)
    ]
    if not ranges:
        return []
    names = "、".join(
        column_name(low) if low == high else f"{column_name(low)}–{column_name(high)}"
        for low, high in ranges[:_NAMED]
    )
    subject = Text(
        zh=f"{sheet.title}!{names} 列", en=f"columns {sheet.title}!{names.replace('、', ', ')} are"
    )
    return [Finding(rule="data.hidden", severity="info", values={"found": subject})]


def altered(
    sheet: Sheet, heading: int, last: int, is_read: Callable[[Area], bool]
) -> Iterator[Finding]:
    """The errors on merged cells, and on conditional formats, among the rows that were read.

    Args:
        sheet: read to its end.
        heading: row of the names of columns, from 1.
        last: row that was read last.
        is_read: whether an area lies in columns that were read.
    """

    def named(areas: list[Area]) -> tuple[int, str]:
        """The first row, and the names, of those that lie among the records."""
        inside = [
            area for area in areas if heading < area.bottom and area.top <= last and is_read(area)
        ]
        names = ", ".join(f"{sheet.title}!{area.name}" for area in inside[:_NAMED])
        return (inside[0].top if inside else 0), names + (" …" if len(inside) > _NAMED else "")

    line, merged = named(sheet.merged)
    if merged:
        yield fault("data.merged", line=line, found=merged)
    line, restyled = named(sheet.restyled)
    if restyled:
        yield fault("data.cell_shown", line=line, cell=restyled, reason=_CONDITION)
