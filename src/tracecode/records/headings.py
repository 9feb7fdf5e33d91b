"""The names of columns: what a header may hold, and which element each name means.

A column is named by the id of its element or by its name in either language; the elements of a
group are dotted.

>>> from tracecode.standard.resolved import packaged
>>> path_of("召回 编号", packaged(), None), path_of("Supplier.Name of the party", packaged(), None)
('recall_no', 'supplier.party_name')
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from tracecode.findings import Finding
from tracecode.records.plain import fault
from tracecode.spec.base import Text
from tracecode.standard.elements import Element, ElementGroup, RecordLayout
from tracecode.standard.record_layout import uses_of_all
from tracecode.standard.resolved import kept
from tracecode.tables.delimited import compared, unasked
from tracecode.tables.limits import Limits
from tracecode.tables.rows import Cell, Flaw, Number, Row, cell_name, plain

if TYPE_CHECKING:
    from tracecode.standard.resolved import Resolved

TYPE = ("record_type", "product_item")
"""The elements that say of which type a record is. They do not begin a record by themselves."""
_HINTS = 5
"""So many unknown names get a proposal: a search among all names each time."""
_FEW = 4_000
"""So many cells of a row are looked at to see whether it is a header."""


class Header(NamedTuple):
    """What the header of a table says."""

    row: Row
    columns: tuple[tuple[int, str], ...]
    """The columns that are read: place and path of the element."""
    width: int
    """Columns up to the last that has a name."""
    findings: tuple[Finding, ...]


def columns_of(types: Iterable[RecordLayout]) -> list[str]:
    """The columns of a table that holds records of these types."""
    return list(
        dict.fromkeys(
            path for layout in types for path, field in layout.walk() if field.group is None
        )
    )


def constants(layout: RecordLayout) -> dict[str, str]:
    """The elements that say the type, where they have the same value in every record of it."""
    return {
        field.id: field.constant
        for field in layout.elements
        if field.id in TYPE and field.constant is not None
    }


def headings(
    group: ElementGroup, path: str = "", zh: str = "", en: str = ""
) -> Iterator[tuple[str, Element, str, str]]:
    """The path, element, and Chinese and English name of each element of a type; of groups they end
    with a dot.
    """
    for field in group.elements:
        yield from _heading(field, path, zh, en)


def _heading(
    field: Element, path: str, zh: str, en: str
) -> Iterator[tuple[str, Element, str, str]]:
    end = "" if field.group is None else "."
    heading = (path + field.id + end, field, zh + field.name.zh + end, en + field.name.en + end)
    yield heading
    if field.group is not None:
        yield from headings(field.group, heading[0], heading[2], heading[3])


def path_of(name: Cell | None, standard: Resolved, layout: RecordLayout | None) -> str | None:
    """The path of the element that a name means; that of a group ends with a dot; None if there is
    none.

    Args:
        name: as it stands in the header.
        standard: the specifications.
        layout: the record type; None: any.
    """
    if not isinstance(name, str):
        return None
    known, text = paths(standard, layout), compared(name)
    if (path := known.get(text)) is None:
        text = unasked(text)
        path = known.get(text) or known.get(text.replace(*_OTHER_WORD))
    return path


_OTHER_WORD = ("溯源", "追溯")
"""What people call it, and what the standard does."""


def is_header(row: Row, standard: Resolved, layout: RecordLayout | None) -> bool:
    """Whether a row names any element."""
    return any(
        path_of(cell, standard, layout) is not None for cell in islice(row.cells.values(), _FEW)
    )


def read_header(
    row: Row, standard: Resolved, layout: RecordLayout | None, limits: Limits, sheet: str = ""
) -> Header:
    """Read the names of the columns.

    Args:
        row: the header.
        standard: the specifications.
        layout: type of the records; None: a column says it.
        limits: how many columns are read.
        sheet: what the table is called in findings, with an exclamation mark.
    """
    findings: list[Finding] = []
    first: dict[str, int] = {}
    unknown: list[tuple[str, str]] = []
    for at, cell in row.cells.items():
        place = sheet + cell_name(at, row.line)
        if at >= limits.columns:
            findings.append(fault("data.columns", line=row.line, allowed=limits.columns))
            break
        if isinstance(cell, Flaw):
            findings.append(fault(cell.rule, None, row.line, cell=place, **cell.values))
            continue
        name = _text_of(cell)
        path = path_of(cell, standard, layout)
        if path is None:
            unknown.append((place, name))
        elif path.endswith("."):
            known = paths(standard, layout).values()
            inner = next(each for each in known if each.startswith(path) and not each.endswith("."))
            findings.append(
                fault("data.column_group", None, row.line, cell=place, found=name, allowed=inner)
            )
        elif path in first:
            before = sheet + cell_name(first[path], row.line)
            findings.append(
                fault("data.column_repeated", path, row.line, cell=place, found=name, first=before)
            )
        else:
            first[path] = at
    if not first:
        findings.insert(0, fault("data.header", line=row.line))
    elif layout is None and "record_type" not in first:
        findings.append(fault("data.record_type", line=row.line))
        first = {}
    else:
        findings += _strangers(unknown, row.line, standard, layout)
    columns = tuple((at, path) for path, at in first.items())
    return Header(row, columns, max(row.cells) + 1, tuple(findings))


def columns_in(
    header: Header, standard: Resolved, layout: RecordLayout | None
) -> list[tuple[int, str]]:
    """The columns of a header as a record of one type has them: one name may mean another element
    in another type.

    Args:
        header: of a table with records of several types.
        standard: the specifications.
        layout: the type; None: it is not known.
    """
    if layout is None:
        return list(header.columns)
    own = set(paths(standard, layout).values())
    taken = {path for _, path in header.columns}
    columns = []
    for at, path in header.columns:
        other = None if path in own else path_of(header.row.cells.get(at), standard, layout)
        if other is None or other in taken or other.endswith("."):
            other = path
        taken.add(other)
        columns.append((at, other))
    return columns


def repeats(header: Row, row: Row, standard: Resolved, layout: RecordLayout | None) -> bool:
    """Whether a row is the header once more, in ids or another language."""
    for at, cell in row.cells.items():
        path = path_of(cell, standard, layout)
        if path is None or path_of(header.cells.get(at), standard, layout) != path:
            return False
    return True


@kept
def paths(standard: Resolved, layout: RecordLayout | None) -> Mapping[str, str]:
    """The path behind each name that a header may hold: of a type, or of any. That of a group ends
    with a dot.

    Of an element of several items it is also the name of one of them.
    """
    names: dict[str, str] = {}
    short: dict[str, set[str]] = {}
    known = list(_all(standard, layout))
    for path, many, zh, en in known:
        names.setdefault(path.removesuffix("."), path)  # an id is compared as it is
        for name in (zh, en):
            names.setdefault(compared(name.removesuffix(".")), path)
        for name in (zh.replace("清单", ""), en.removesuffix("s")) if many else ():
            short.setdefault(compared(name), set()).add(path)
    ids = {path.removesuffix("."): path for path, *_ in known}
    unique = {name: next(iter(meant)) for name, meant in short.items() if len(meant) == 1}
    # a short name is never taken for a whole one, nor an id for somebody's name
    return unique | names | ids


def field_of(standard: Resolved, layout: RecordLayout | None, id: str) -> Element | None:
    """The element of that id in a record type; as the first that has it uses it, where none is
    given.
    """
    if layout is None:
        use = uses_of_all(standard).get(id)
        return None if use is None else use.element(standard)
    return next((field for field in layout.elements if field.id == id), None)


def _strangers(
    unknown: Sequence[tuple[str, str]], line: int, standard: Resolved, layout: RecordLayout | None
) -> Iterator[Finding]:
    """The findings on columns that name no element."""
    for at, (place, name) in enumerate(unknown):
        hint = _near(name, standard, layout) if at < _HINTS else Text(zh="", en="")
        yield fault("data.column", None, line, cell=place, found=name, hint=hint)


def _near(name: str, standard: Resolved, layout: RecordLayout | None) -> Text:
    names = _shown_names(standard, layout)
    near = difflib.get_close_matches(name[:80], names, n=3, cutoff=0.5)
    if not near:
        return Text(zh="", en="")
    return Text(zh=f"；是否为 {'、'.join(near)}？", en=f"; did you mean {' or '.join(near)}?")


@kept
def _shown_names(standard: Resolved, layout: RecordLayout | None) -> Sequence[str]:
    named = [(path, zh) for path, _, zh, _ in _all(standard, layout) if not path.endswith(".")]
    return list(dict.fromkeys(name for pair in named for name in pair))


def _all(standard: Resolved, layout: RecordLayout | None) -> Iterator[tuple[str, bool, str, str]]:
    """Path of every element, whether it is a value of which there may be several, and its full
    names; an element is called the same in all records.
    """
    if layout is not None:
        yield from map(_named, headings(layout))
        return
    for id, use in uses_of_all(standard).items():
        if use.group(standard) is None:
            # the element itself would read its code list, which its name does not need
            name = standard.indicator(id).name
            yield id, bool(use.use.many), name.zh, name.en
        else:
            yield from map(_named, _heading(use.element(standard), "", "", ""))


def _named(heading: tuple[str, Element, str, str]) -> tuple[str, bool, str, str]:
    path, field, zh, en = heading
    return path, bool(field.many) and field.group is None, zh, en


def _text_of(cell: Cell) -> str:
    """A cell of the header as it is named in a finding."""
    if isinstance(cell, Number):
        return cell.shown.text if cell.shown is not None else plain(cell.value)
    return str(getattr(cell, "at", cell))
