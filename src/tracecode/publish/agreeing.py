"""Bring the codes of an invented record in line with the links of their encoding rules.

>>> from tracecode.standard.resolved import packaged
>>> from tracecode.standard.record_layout import record_layout
>>> standard = packaged()
>>> data = {"trace_code": "11722252247250743408010974953971", "code_scheme": "pesticide-unit",
...         "approval_no": "PD20190001", "approval_scheme": "pesticide-registration"}
>>> agree(data, record_layout(standard, "production", "pesticide"), standard)
>>> data["trace_code"]
'11900012247250743408010974953971'
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from tracecode.codes.registry import registry
from tracecode.errors import InvalidCode
from tracecode.publish.satisfying import Plain
from tracecode.standard.links import CodeLink, End, links

if TYPE_CHECKING:
    from tracecode.codes.links import Link
    from tracecode.standard.elements import ElementGroup
    from tracecode.standard.resolved import Resolved


def agree(data: Plain, group: ElementGroup, standard: Resolved) -> None:
    """Change the codes of a record or group that must agree with others beside them, so that they
    do.

    Args:
        data: right codes under the encoding rules beside them; changed in place.
        group: the record type or group.
        standard: the specifications.
    """
    for linked in links(group, standard):
        if (other := _other(data, linked)) is not None:
            link = registry(standard)[linked.scheme].links[linked.link.id]
            for holder, id in _holders(data, linked.here, linked.scheme):
                given = holder[id]
                made = [
                    agreeing(link, text, other)
                    for text in (given if isinstance(given, list) else [given])
                ]
                holder[id] = made if isinstance(given, list) else made[0]


def agreeing(link: Link, text: str, other: str) -> str:
    """A code that agrees with another: the one that is given, with other parts where they differ.

    Where the parts of the other cannot stand in it, it stays as it is.
    """
    scheme = link.owner
    code, _ = scheme.read(text, strict=True)
    there = scheme.sibling(link.spec.to).parts(other)
    if code is None or not (differences := list(link.differences(code.segments, there))):
        return text
    layout = code.layout
    computed = {check.into for check in layout.spec.checks}
    segments: dict[str, Any] = {
        segment.spec.id: code.segments[segment.spec.id]
        for segment in layout.segments
        if segment.spec.literal is None and segment.spec.id not in computed
    }
    for equal, _, wanted in differences:
        rest = wanted
        for id in equal.here:
            size = len(segments[id])
            segments[id], rest = rest[:size], rest[size:]
    try:
        return scheme.build(edition=code.edition, form=code.form, **segments).normalized
    except InvalidCode:
        return text


def _other(data: Plain, linked: CodeLink) -> str | None:
    """The code with which others must agree, if it is there and of the encoding rule that the link
    names.
    """
    for holder, id in _holders(data, linked.there, linked.link.to):
        text = holder[id][0] if isinstance(holder[id], list) else holder[id]
        assert isinstance(text, str)
        return text
    return None


def _holders(data: Plain, end: End, scheme: str) -> Iterator[tuple[Plain, str]]:
    """Where codes of an encoding rule stand on one side of a link: the mapping, and the key in
    it.
    """
    outer, _, id = end.element.rpartition(".")
    around = data.get(outer, []) if outer else [data]
    for holder in around if isinstance(around, list) else [around]:
        if id in holder and (end.named_by is None or holder.get(end.named_by) == scheme):
            yield holder, id
