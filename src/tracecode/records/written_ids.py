"""Ids of encoding rules and records as people write them in tables: by their names, as a drop-down
shows them.

>>> from tracecode.standard.resolved import packaged
>>> from tracecode.records.written_names import found_in
>>> ids = written_ids(packaged(), "scheme")
>>> found_in(ids, "农药标签单元识别代码"), found_in(ids, "pesticide-unit 农药标签单元识别代码")
('pesticide-unit', 'pesticide-unit')
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from tracecode.records.written_names import written_names
from tracecode.standard.resolved import kept
from tracecode.tables.delimited import compared

if TYPE_CHECKING:
    from tracecode.spec.base import Text
    from tracecode.standard.elements import Element
    from tracecode.standard.resolved import Resolved

IdKind = Literal["scheme", "record"]
"""What such ids are of."""


def kind_of(field: Element | None) -> IdKind | None:
    """What the value of an element is the id of; None if it is of neither kind."""
    if field is None:
        return None
    if field.identifies:
        return "scheme"
    return "record" if field.id == "record_type" else None


def shown_id(standard: Resolved, kind: IdKind, id: str, lang: str = "zh") -> str:
    """An id with its name, as a drop-down shows it: `uscc 统一社会信用代码`."""
    name = _name(standard, kind, id)
    return f"{id} {name.zh if lang == 'zh' else name.en}"


@kept
def written_ids(standard: Resolved, kind: IdKind) -> Mapping[str, str]:
    """The id behind each text that may stand for it, for `found_in`: its name in either language,
    or both.

    A name that several have stands for none.
    """
    ids = standard.ids(kind)
    named = ((id, _name(standard, kind, id)) for id in ids)
    names = {id: (name.zh, name.en, f"{id} {name.zh}", f"{id} {name.en}") for id, name in named}
    return {**written_names(names), **{compared(id): id for id in ids}}


def _name(standard: Resolved, kind: IdKind, id: str) -> Text:
    return standard.scheme(id).name if kind == "scheme" else standard.record(id).name
