"""The first way through lines of JSON: most are right records of which nothing is to be said, and
nobody looks at them.

`acceptor` gives the values of such a record, and none of any other: then the typed class reads it,
or the quick way first, if that may take it: most records with a fault fail here as they would
there. It makes no typed record, which costs most; who asks for one has the line read
again. msgspec takes types and lengths, and patterns are looked up by what was written before; what
stands between the values is checked by the function that `way` writes, here over plain mappings;
and what `advice` would note is told as by `silence`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal, NotRequired, Required, TypedDict

import msgspec

from tracecode.escape import python
from tracecode.records.advice import notes
from tracecode.records.fields import number_bounds
from tracecode.records.quick.mapping_way import MappingWriter
from tracecode.records.quick.marks import IN_JSON, MOST_KNOWN, SIGNS, WIDE, marks
from tracecode.records.quick.silence import silence
from tracecode.records.quick.values import reader
from tracecode.records.source import form, literals
from tracecode.spec.charclass import BLANKS, inside
from tracecode.spec.formats import Format
from tracecode.standard.record_layout import item_ids
from tracecode.standard.resolved import kept

if TYPE_CHECKING:
    from tracecode.standard.elements import Element, ElementGroup, RecordLayout
    from tracecode.standard.resolved import Resolved

Accept = Callable[[bytes], "dict[str, Any] | Literal[False] | None"]
"""The values of a record of which nothing is to be said; False of one that the quick way would not
take either; None of any other.
"""


@kept
def acceptor(standard: Resolved, layout: RecordLayout) -> Accept:
    """The acceptor of a record type.

    Args:
        standard: the standard.
        layout: the record type.
    """
    writer = _DictWriter(standard)
    source = writer.source(layout)
    writer.names |= {"read": msgspec.json.Decoder(_type(layout, standard)).decode, "take": None}
    exec(compile(source, f"<accept {layout.id!a}>", "exec"), writer.names)  # noqa: S102  # as `quick_way`
    right: Any = writer.names["right"]
    items = item_ids(standard)
    silences: dict[object, Callable[[Mapping[str, Any]], bool]] = {}

    def accept(raw: bytes) -> dict[str, Any] | Literal[False] | None:
        try:
            values: dict[str, Any] | Literal[False] | None = right(raw)
        # a day that does not exist, bytes that are no text, brackets in brackets
        except (ValueError, ArithmeticError, RecursionError):
            return False
        if not values:
            return values
        item = values.get("product_item")
        if (silent := silences.get(item)) is None:
            silent = silences[item] = silence(
                standard, layout, item if item in items else None, typed=False
            )
        try:
            noted = not silent(values) and notes(layout, values, standard)
        except Exception:  # noqa: BLE001  # told where it costs this record its verdict, and no other
            return None
        return None if noted else values

    return accept


# --- types ----------------------------------------------------------------------------------------


def _type(group: ElementGroup, standard: Resolved) -> Any:
    """The values of a group as msgspec reads them; other keys are passed over, and the quotation
    marks tell them.
    """
    fields: dict[str, Any] = {}
    for field in group.elements:
        value = (
            _type(field.group, standard) if field.group is not None else value_type(field, standard)
        )
        if field.many is not None:
            value = Annotated[list[value], msgspec.Meta(min_length=1, max_length=field.many)]  # type: ignore[valid-type]
        needed = field.required and field.constant is None
        fields[field.id] = Required[value] if needed else NotRequired[value]
    return TypedDict(group.id, fields)  # type: ignore[operator]


def value_type(field: Element, standard: Resolved) -> Any:
    """The type of an element that is no group, as msgspec reads one value of it."""
    if (values := literals(field)) is not None:
        return Literal[tuple(values)]
    check = form(field, standard)
    format = Format.read(check.notation)
    if check.scheme is not None or check.identifies:
        return str
    if format.kind == "boolean":
        return bool
    if format.kind == "integer":
        low, high = number_bounds(format, check.min, check.max)
        return Annotated[int, msgspec.Meta(ge=int(low), le=int(high))]
    if format.kind == "text":
        return Annotated[str, msgspec.Meta(min_length=format.min, max_length=format.max)]
    return str


# --- the function ---------------------------------------------------------------------------------


_BEGINS = b'" '
_known: dict[bytes, int] = {}
"""What `_marks_of_seen` gave."""
_UNSURE = -2
"""So much less a number of marks is where some text may begin with a blank."""


def _marks_of_seen(raw: bytes, rest: bytes) -> int:
    """As `marks`, of a record in which no blanks but ASCII stand: so each text shows something,
    unless it begins with one.

    Whether one does is mostly seen where blanks are left, and remembered with it: to look for a
    blank behind a mark in all of the record took a tenth of the time of accepting it.

    Args:
        raw: the record.
        rest: the same without what needs no look, blanks apart.
    """
    # among ideographs, which are most of what is written, there is no blank
    bare = rest.translate(None, b" ")
    signs = bare.translate(None, WIDE)
    count = -1 if signs and _BLANKS.search(bare.decode()) else marks(raw, bare)
    if count >= 0 and _BEGINS in rest:
        count = _UNSURE - count
    # what composes with a character of ASCII is judged with it each time
    if len(rest) <= MOST_KNOWN and not signs.translate(None, SIGNS):
        if len(_known) >= MOST_KNOWN:
            _known.clear()
        _known[rest] = count
    return count


_BLANKS = re.compile(f"[{inside(tuple(each for each in BLANKS if each[1] > 127))}]")


class _DictWriter(MappingWriter):
    """Writes the function over mappings that msgspec reads."""

    _wrong = "False"
    _answer = (  # blanks, which others look at
        f"if m <= {_UNSURE}: m = -1 if begins in raw else {_UNSURE} - m\n"
        "    return one if m == n else None if m < 0 else False"
    )

    def __init__(self, standard: Resolved) -> None:
        super().__init__(standard)
        self.names |= {
            "ValidationError": msgspec.MsgspecError,
            "marks": _marks_of_seen,
            "known": _known,
            "json": bytes({*IN_JSON} - {*b" "}),
            "begins": _BEGINS,
        }

    def _read(self, field: Element, values: str, space: str) -> Iterator[str]:
        if field.constant is not None and not field.required:
            yield f"{space}{values}.setdefault({python(field.id)}, {python(field.constant)})"
        if field.format is not None and field.format.kind == "uuid":  # each is another
            match = self.name(re.compile(field.format.pattern or "").fullmatch)
            many = " for a in a" if field.many is not None else ""
            yield f"{space}if (a := {self._at(values, field)}) is not None:"
            yield f"{space}    if {f'None in [{match}(a){many}]' if many else f'{match}(a) is None'}: return False"
            return
        found = reader(field, self.standard)
        if found is None:
            return
        written, other = found
        name, place = self.name(written), f"{values}[{python(field.id)}] = " if other else ""
        yield f"{space}if (a := {self._at(values, field)}) is not None:"
        yield f"{space}    {place}{f'[{name}[a] for a in a]' if field.many is not None else f'{name}[a]'}"
