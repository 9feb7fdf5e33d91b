"""Which encoding rules may be named beside a code: those whose codes identify what the element is for.

A trace code is always a pair of scheme and value. The specification says of each element that names a scheme what its
codes may identify (`identifies`); a scheme that identifies something else is wrong there, and so is a name that no
scheme has. A code of no scheme of this standard is carried too, where the record says so: its scheme is then written
`other:` and a name, and the code is not checked.

>>> accepts("gtin", ("unit", "product")), accepts("uscc", ("unit", "product")), accepts("gtim", ("unit", "product"))
(True, False, False)
>>> accepts("other:厂内码", ("unit",))
True
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from tracecode.codes.registry import registry

if TYPE_CHECKING:
    from tracecode.spec.catalog import Catalog
    from tracecode.spec.model import Identifies

FOREIGN = "other:"
"""What stands before the name of a scheme that is not of this standard."""
FOREIGN_NAME = f"{FOREIGN}[!-~一-鿿]{{1,58}}"
"""The whole of it as a pattern in the common dialect: characters of ASCII and Chinese ones, no blank."""


def accepts(scheme: str, kinds: tuple[str, ...], catalog: Catalog | None = None) -> bool:
    """Whether a scheme may be named where codes identify one of these kinds.

    Args:
        scheme: its id, or `other:` and a name.
        kinds: what the codes may identify.
        catalog: the specifications; the packaged ones if left out.
    """
    if is_foreign(scheme):
        return True
    return (kind := identified(scheme, catalog)) is not None and kind in kinds


def is_foreign(scheme: str) -> bool:
    """Whether it says that the scheme is not of this standard."""
    return scheme.startswith(FOREIGN) and re.fullmatch(FOREIGN_NAME, scheme) is not None  # few programs compile that


def identified(scheme: str, catalog: Catalog | None = None) -> Identifies | None:
    """What the codes of a scheme identify; None if there is no such scheme."""
    if scheme not in _known(catalog):  # foreign text: an error about it would search for near ids
        return None
    return registry(catalog).catalog.scheme(scheme).identifies


@cache
def _known(catalog: Catalog | None) -> frozenset[str]:
    return frozenset(registry(catalog).ids)


@cache
def accepted(kinds: tuple[str, ...], catalog: Catalog | None = None) -> tuple[str, ...]:
    """The ids of all schemes whose codes identify one of these kinds, sorted."""
    used = registry(catalog).catalog
    return tuple(id for id in used.ids("scheme") if used.scheme(id).identifies in kinds)


@cache
def called(catalog: Catalog | None = None) -> Mapping[str, str]:
    """The ids of all schemes by what people call them: id, Chinese and English name."""
    used = registry(catalog).catalog
    schemes = [used.scheme(id) for id in used.ids("scheme")]
    return {name: scheme.id for scheme in schemes for name in (scheme.name.zh, scheme.name.en, scheme.id)}
