"""Whether there is anything to note of a typed record: mostly nothing, which is seen at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from tracecode.escape import python
from tracecode.findings import Finding
from tracecode.records.advice import advice, notes
from tracecode.standard.record_layout import item_ids
from tracecode.standard.resolved import kept

if TYPE_CHECKING:
    from tracecode.records.model import Record
    from tracecode.standard.elements import ElementGroup
    from tracecode.standard.resolved import Resolved


def record_notes(layout: ElementGroup, record: Record, standard: Resolved) -> list[Finding]:
    """What is to be noted of a typed record; mostly nothing, which is seen at once."""
    values = record.__dict__
    item = values.get("product_item")
    silent = _silence(standard, layout, item if item in item_ids(standard) else None)
    return [] if silent(values) else notes(layout, values, standard)


@kept
def _silence(standard: Resolved, group: ElementGroup, item: str | None) -> Callable[[Mapping[str, Any]], bool]:
    """A function that says whether all values of a typed record are quiet.

    It is written as that of `quick.way` is: looking at one element after the other took thrice as long, and a tenth of
    validating a record of pesticides.
    """
    names: dict[str, object] = {}
    lines = ["def silent(v0):", *_silent(standard, group, item, 0, "    ", names), "    return True"]
    exec(compile("\n".join(lines), f"<silent {group.id!a}>", "exec"), names)  # noqa: S102  # ids as literals
    return names["silent"]  # type: ignore[return-value]


def _silent(
    standard: Resolved, group: ElementGroup, item: str | None, depth: int, space: str, names: dict[str, object]
) -> Iterator[str]:  # fmt: skip
    """The lines on the elements of a group; what may need a note, or a closer look, ends in False."""
    for id, inner, quiet, *_ in advice(standard, group, item):
        at, many = f"v{depth}[{python(id)}]", group.element(id).many is not None
        if inner is None:
            name = f"quiet{len(names)}"
            names[name] = quiet
            yield f"{space}if {at} is not None{'' if many else f' and {at} not in {name}'}: return False"
            continue
        yield f"{space}if {at} is not None:"
        if any(field.id == "product_item" for field in inner.elements):  # of another item, perhaps
            yield f"{space}    return False"
            continue
        yield f"{space}    for v{depth + 1} in {at if many else f'({at},)'}:"
        yield f"{space}        v{depth + 1} = v{depth + 1}.__dict__"
        yield from _silent(standard, inner, item, depth + 1, f"{space}        ", names)
