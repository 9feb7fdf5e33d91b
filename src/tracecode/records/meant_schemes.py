"""The encoding rule that was meant by a name that no rule has.

>>> from tracecode.standard.resolved import packaged
>>> from tracecode.standard.record_layout import record_layout
>>> named = record_layout(packaged(), "production", "pesticide").element("code_scheme")
>>> schemes_meant("TJ-trace", named, packaged()), schemes_meant("zzz", named, packaged())
(['tj-trace'], [])
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracecode.codes.foreign import FAMILY
from tracecode.records.scheme_names import called, identified, numbers
from tracecode.records.unknown_names import nearest

if TYPE_CHECKING:
    from tracecode.standard.elements import Element
    from tracecode.standard.resolved import Resolved


def schemes_meant(name: str, field: Element, standard: Resolved) -> list[str]:
    """The encoding rule that a name of none may mean, if there is one: what is called so but for
    capitals, or else the nearest that the element may have. Mostly an id is meant, for which few
    rules have to be read.

    Args:
        name: the name of none.
        field: the element.
        standard: the specifications.
    """
    foreign, lower = name.startswith(FAMILY), name.lower()  # ids are lower case
    ids = [] if foreign else nearest(lower, standard.ids("scheme"), _NEAREST)
    if lower not in ids and not (ids := _fitting(ids, field, standard)):
        known = called(standard)
        if foreign:
            known = {**known, **numbers(standard)}
        ids = [known[each] for each in nearest(name, tuple(known), _NEAREST)]
        if name not in known:
            ids = _fitting(ids, field, standard)
    return ids[:1]


def _fitting(ids: list[str], field: Element, standard: Resolved) -> list[str]:
    """Those of some encoding rules that an element may have."""
    return [id for id in ids if identified(id, standard) in field.identifies]


_NEAREST = 3
"""So many near names are looked at: an element has rules for what its codes identify alone."""
