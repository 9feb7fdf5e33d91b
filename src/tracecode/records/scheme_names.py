"""Which encoding rules may be named beside a code: those whose codes identify what the element is
for.

A trace code is always a pair of scheme and value. The specification says of each element that names
a scheme what its codes may identify (`identifies`); a scheme that identifies something else is
wrong there, and so is a name that no scheme has. A number of another country is named `foreign:`
and a module of python-stdnum where a party may stand, and checked by that (`codes.foreign`). A code
of no scheme known here is carried too, where the record says so: its scheme is then written
`other:` and a name, and the code is not checked.

>>> from tracecode.standard.resolved import packaged
>>> [accepts(scheme, ("unit", "product"), packaged()) for scheme in ("gtin", "uscc", "gtim", "other:厂内码")]
[True, False, False, True]
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from tracecode.codes import foreign
from tracecode.codes.foreign import FAMILY, NAME, OURS
from tracecode.standard.resolved import kept

if TYPE_CHECKING:
    from tracecode.spec.model import Identifies
    from tracecode.standard.resolved import Resolved

OTHER = "other:"
"""What stands before the name of a scheme that is not of this standard."""
OTHER_NAME = f"{OTHER}[!-~一-鿿]{{1,58}}"
"""The whole of it as a pattern in the common dialect: characters of ASCII and Chinese ones, no
blank.
"""
PARTY_NAME = f"({OTHER_NAME}|{FAMILY}{NAME})"
"""The names of schemes that are not listed, where a party may stand."""


def accepts(scheme: str, kinds: tuple[str, ...], standard: Resolved) -> bool:
    """Whether a scheme may be named where codes identify one of these kinds.

    Args:
        scheme: its id, or `other:` and a name.
        kinds: what the codes may identify.
        standard: the standard.
    """
    if is_other(scheme):
        return True
    return (kind := identified(scheme, standard)) is not None and kind in kinds


def is_other(scheme: str) -> bool:
    """Whether it says that the scheme is not of this standard."""
    # few programs compile that
    return scheme.startswith(OTHER) and re.fullmatch(OTHER_NAME, scheme) is not None


def identified(scheme: str, standard: Resolved) -> Identifies | None:
    """What the codes of a scheme identify; None if there is no such scheme."""
    if scheme.startswith(FAMILY):
        return foreign.identifies(scheme)
    if scheme not in _known(standard):  # foreign text: an error about it would search for near ids
        return None
    return standard.scheme(scheme).identifies


@kept
def _known(standard: Resolved) -> frozenset[str]:
    return frozenset(standard.ids("scheme"))


@kept
def accepted(standard: Resolved, kinds: tuple[str, ...]) -> tuple[str, ...]:
    """The ids of all schemes whose codes identify one of these kinds, sorted."""
    return tuple(id for id in standard.ids("scheme") if standard.scheme(id).identifies in kinds)


@kept
def called(standard: Resolved) -> Mapping[str, str]:
    """The ids of all schemes by what people call them: id, Chinese and English name."""
    schemes = [standard.scheme(id) for id in standard.ids("scheme")]
    names = {
        name: scheme.id
        for scheme in schemes
        for name in (scheme.name.zh, scheme.name.en, scheme.id)
    }
    return names | {f"{FAMILY}{module}": id for module, id in OURS.items()}


@kept
def numbers(_: Resolved) -> Mapping[str, str]:
    """The ids of the numbers of parties of other countries, by themselves: finding them takes half
    a second.
    """
    return {id: id for id in foreign.foreign_ids() if foreign.identifies(id) == "party"}
