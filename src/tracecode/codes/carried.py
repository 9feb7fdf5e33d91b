"""A code among the elements of GS1 data, where its scheme is named: a scan of a label is read as
the code on it.

>>> import tracecode as tc
>>> code = tc.parse("(01)06901234567892(21)S1", "gtin")
>>> code.normalized, code.canonical
('06901234567892', 'gtin:06901234567892(21)S1')
"""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from tracecode.findings import Finding
from tracecode.standard.segment import MAX_TEXT

if TYPE_CHECKING:
    from tracecode.codes.code import Code
    from tracecode.codes.scheme import Scheme


def among_elements(
    scheme: Scheme, text: str, on: date | None, edition: str | None, form: str | None
) -> tuple[Code | None, tuple[Finding, ...]] | None:
    """The code of a scheme, with the elements beside it, or what is wrong with these; None where
    none of it stands.

    Args:
        scheme: the scheme that is asked for.
        text: GS1 data in any form that `tracecode.gs1.parse` reads, or any other text.
        on: the date for which the code is read.
        edition: only this edition.
        form: only this layout.
    """
    if not scheme.spec.gs1_ai or len(text) > MAX_TEXT:
        return None
    from tracecode.codes.payload import payload

    content = payload(text)
    part = next(
        (each for each in content.parts if each.inside == "gs1" and each.ai in scheme.spec.gs1_ai),
        None,
    )
    if part is None:
        return None
    if content.faults:
        return None, content.faults
    code, findings = scheme.alone(part.text, on, edition=edition, form=form)
    findings = (*findings, *content.notes)
    if code is not None:
        code = code.replace(elements=MappingProxyType(dict(part.elements)), findings=findings)
    return code, findings
