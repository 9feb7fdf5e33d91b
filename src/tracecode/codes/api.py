"""The functions that most programs need: a scheme or product by id, and reading a code."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from tracecode.codes.registry import registry
from tracecode.errors import InvalidCode
from tracecode.findings import Finding
from tracecode.spec.charclass import shows_nothing

if TYPE_CHECKING:
    from tracecode.codes.code import Code
    from tracecode.codes.scheme import Scheme
    from tracecode.spec.catalog import Catalog
    from tracecode.spec.record_model import ProductSpec


def scheme(id: str, *, catalog: Catalog | None = None) -> Scheme:
    """The encoding rule of that id, at work.

    Raises:
        UnknownId: there is none.
    """
    return registry(catalog)[id]


def product(id: str, *, catalog: Catalog | None = None) -> ProductSpec:
    """The item of the catalogue of important products.

    Raises:
        UnknownId: there is none.
    """
    return registry(catalog).catalog.product(id)


def is_valid(text: str, scheme: str, on: date | None = None, *, strict: bool = True) -> bool:
    """Whether a text is a code of the scheme, without errors. Never raises for a str.

    Args:
        text: the code.
        scheme: id of the scheme.
        on: the production date, where known; chooses the edition.
        strict: accept only the characters of the rule; otherwise fold full-width characters, spaces, case first.

    Raises:
        UnknownId: there is no such scheme.
    """
    return registry()[scheme].is_valid(text, on, strict=strict)


def parse(
    text: str,
    scheme: str | None = None,
    on: date | None = None,
    *,
    strict: bool = False,
    catalog: Catalog | None = None,
) -> Code:
    """Read a code. Without a scheme, the likeliest one is taken, and a warning names the others that fit as well.

    Raises:
        InvalidCode: the text is no code of the scheme (or of any); carries every finding.
        UnknownId: there is no such scheme.
    """
    if scheme is not None:
        return registry(catalog)[scheme].parse(text, on, strict=strict)
    from tracecode.codes.identify import doubts, identify

    matches = identify(text, on=on, near=True, catalog=catalog)
    if not matches:
        if shows_nothing(text):
            raise InvalidCode([Finding(rule="code.empty", severity="error")])
        raise InvalidCode([Finding(rule="code.no_scheme", severity="error")])
    best = matches[0]
    if best.code is None:
        from tracecode.codes.repair import repairs

        raise InvalidCode(best.findings, partial(repairs, registry(catalog)[best.scheme], best.text, on))
    code = registry(catalog)[best.scheme].parse(best.text, on, strict=strict)
    found = doubts(best, catalog)
    return code.replace(findings=(*found, *code.findings)) if found else code
