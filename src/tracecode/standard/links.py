"""The links among the elements of a record: derived from the links of encoding rules, so that no
record repeats them.

An encoding rule says with which other codes its codes agree (`links`). Wherever a record has an
element that may hold a code of the one and, beside it or around it, an element that may hold the
other, that is a rule of the record.

>>> from tracecode.standard.resolved import packaged
>>> from tracecode.standard.record_layout import record_layout
>>> production = record_layout(packaged(), "production", "pesticide")
>>> [(one.here.element, one.there.element) for one in links(production, packaged())]
[('trace_code', 'approval_no')]
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tracecode.spec.rule_model import codes_in
from tracecode.standard.resolved import kept
from tracecode.value import Value

if TYPE_CHECKING:
    from tracecode.spec.model import LinkSpec, SchemeSpec
    from tracecode.standard.elements import Element, ElementGroup
    from tracecode.standard.resolved import Resolved


class End(Value):
    """An element that holds codes, and how one knows of which encoding rule they are."""

    element: str
    """The element; with its group before it, where it stands in one:
    `electronic_marks.cylinder_mark_content`.
    """
    fixed: str | None
    """The encoding rule of all its codes."""
    named_by: str | None
    """The element beside it that names the encoding rule of a code."""
    kinds: tuple[str, ...]
    """What its codes may identify, where the encoding rule is named."""
    on: str | None = None
    """The element beside it with the date for which a code is read."""

    def holds(self, scheme: SchemeSpec) -> bool:
        """Whether it may hold a code of an encoding rule."""
        return (
            self.fixed == scheme.id if self.fixed is not None else scheme.identifies in self.kinds
        )


class CodeLink(Value):
    """A link between two elements of a record or group."""

    scheme: str
    """The encoding rule that has the link."""
    link: LinkSpec
    here: End
    """The element with its code."""
    there: End
    """The element with the other code."""


def links(group: ElementGroup, standard: Resolved) -> tuple[CodeLink, ...]:
    """The links among the elements of a record type or group, in the order of the encoding rules
    that have them.
    """
    return standard.keep((links, group), lambda: tuple(_links(group, standard)))


def _links(group: ElementGroup, standard: Resolved) -> Iterator[CodeLink]:
    beside = tuple(_ends(group))
    inside = tuple(
        end.replace(element=f"{field.id}.{end.element}")
        for field in group.elements
        if field.group is not None
        for end in _ends(field.group)
    )
    for scheme in _linked(standard):
        for link in scheme.links:
            other = standard.scheme(link.to)
            for there in beside:
                if not there.holds(other) or (link.elements and there.element not in link.elements):
                    continue
                for here in (*beside, *(inside if link.elements else ())):
                    if (
                        here.holds(scheme)
                        and here.element != there.element
                        and not _together(here, there)
                    ):
                        yield CodeLink(scheme=scheme.id, link=link, here=here, there=there)


@kept
def _linked(standard: Resolved) -> tuple[SchemeSpec, ...]:
    """The encoding rules that have links."""
    return tuple(scheme for scheme in map(standard.scheme, standard.ids("scheme")) if scheme.links)


def _together(here: End, there: End) -> bool:
    """Whether one element names the encoding rule of both, so that they are never of two."""
    return here.named_by is not None and here.named_by == there.named_by


def _ends(group: ElementGroup) -> Iterator[End]:
    """The elements of a group whose codes are those of the record's own goods and parties."""
    fields = {field.id: field for field in group.elements}
    paired = [code for code in codes_in(group.rules) if code.lines is None]
    for code in paired:
        if not code.other_goods and not _fixed(fields[code.value]):
            yield End(
                element=code.value,
                fixed=None,
                named_by=code.scheme,
                kinds=fields[code.scheme].identifies,
                on=code.on,
            )
    for field in group.elements:
        if _fixed(field):
            yield End(element=field.id, fixed=field.spec.scheme, named_by=None, kinds=())


def _fixed(field: Element) -> bool:
    """Whether all codes of an element are judged by one encoding rule."""
    return field.spec.scheme is not None and field.spec.evidence != "unsure"
