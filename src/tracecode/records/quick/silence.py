"""Whether there is anything to note of a record: mostly nothing, which is seen at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from tracecode.codes.spreadsheet import TAIL
from tracecode.escape import python
from tracecode.findings import Finding
from tracecode.records.advice import advice, notes
from tracecode.standard.record_layout import item_ids
from tracecode.standard.resolved import kept

if TYPE_CHECKING:
    from tracecode.records.model import Record
    from tracecode.standard.elements import ElementGroup, RecordLayout
    from tracecode.standard.resolved import Resolved


def record_notes(layout: ElementGroup, record: Record, standard: Resolved) -> list[Finding]:
    """What is to be noted of a typed record; mostly nothing, which is seen at once."""
    values = record.__dict__
    item = values.get("product_item")
    silent = silence(standard, layout, item if item in item_ids(standard) else None, typed=True)
    return [] if silent(values) else notes(layout, values, standard)


def data_notes(layout: RecordLayout, data: Mapping[str, Any], standard: Resolved) -> list[Finding]:
    """The same of plain data, whatever stands in them."""
    item = data.get("product_item")
    known = type(item) is str and item in item_ids(standard)
    silent = silence(standard, layout, item if known else None, typed=False)
    try:
        if silent(data):
            return []
    except (AttributeError, TypeError):  # values of other types than the elements have
        pass
    return notes(layout, data, standard)


@kept
def silence(
    standard: Resolved, group: ElementGroup, item: str | None, *, typed: bool
) -> Callable[[Mapping[str, Any]], bool]:  # fmt: skip
    """A function that says whether all values of a record are quiet.

    It is written as that of `quick.way` is: looking at one element after the other took thrice as
    long, and a tenth of validating a record of pesticides.

    Args:
        standard: the specifications.
        group: the record type.
        item: of which the record is.
        typed: whether it gets what a typed record holds, every element and groups as objects; or
            else mappings, which lack what is absent.
    """
    names: dict[str, object] = {}
    lines = [
        "def silent(v0):",
        *_silent(standard, group, item, 0, "    ", names, typed=typed),
        "    return True",
    ]
    exec(compile("\n".join(lines), f"<silent {group.id!a}>", "exec"), names)  # noqa: S102  # ids as literals
    return names["silent"]  # type: ignore[return-value]


def _silent(
    standard: Resolved, group: ElementGroup, item: str | None, depth: int, space: str,
    names: dict[str, object], *, typed: bool,
) -> Iterator[str]:  # fmt: skip
    """The lines on the elements of a group; what may need a note, or a closer look, ends in
    False.
    """
    for advised in advice(standard, group, item):
        id, inner = advised.id, advised.inner
        at = f"v{depth}[{python(id)}]" if typed else f"v{depth}.get({python(id)})"
        many = group.element(id).many is not None
        if inner is None:
            name = f"quiet{len(names)}"
            names[name] = advised.quiet
            asked = [] if many else [f"a not in {name}"]
            if advised.ends:  # which to ask took a third of all; mostly characters of ASCII say it
                asked.insert(0, "not ('!' <= a[:1] <= '~' and '!' <= a[-1:] <= '~')")
            if advised.zeros and many:
                asked = [f"(type(a) is not list or any(a not in {name} for a in a))"]
            elif advised.zeros and group.element(id).group is None:  # asked of each, it took thrice
                asked.insert(0, f"a.endswith({python(TAIL)})")
            yield f"{space}if {' and '.join([f'(a := {at}) is not None', *asked])}: return False"
            continue
        yield f"{space}if (a := {at}) is not None:"
        if any(field.id == "product_item" for field in inner.elements):  # of another item, perhaps
            yield f"{space}    return False"
            continue
        yield f"{space}    for v{depth + 1} in {'a' if many else '(a,)'}:"
        yield f"{space}        {f'v{depth + 1} = v{depth + 1}.__dict__' if typed else 'pass'}"
        yield from _silent(standard, inner, item, depth + 1, f"{space}        ", names, typed=typed)
