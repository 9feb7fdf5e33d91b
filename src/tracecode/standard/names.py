"""What groups and record types are called in Python, and where two of them would be called alike.

>>> class_name("slaughter-intake"), class_name("lot-1") == class_name("lot1")
('SlaughterIntake', True)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from tracecode.standard.composition import group_layout
from tracecode.standard.elements import ElementGroup, RecordLayout
from tracecode.standard.record_layout import layouts

if TYPE_CHECKING:
    from tracecode.standard.resolved import Resolved

TAKEN = frozenset({
    "None", "True", "False", "Annotated", "ClassVar", "Literal", "Decimal", "ValueFormat", "Many",
    "Group", "Record", "RecordRule", "Agrees", "AtLeastOne", "CodeFits", "Equal", "Exclusive",
    "Order", "Required", "Since", "Sum",
})  # fmt: skip
"""Names that a module of typed records has already."""


class Clash(NamedTuple):
    """A group or record type whose class has a name that its module has already."""

    thing: ElementGroup
    first: ElementGroup | None
    """What has the name; None: the module itself needs it."""
    name: str

    @property
    def taken_by(self) -> str | dict[str, str]:
        """What has the name, for a message."""
        return (
            {"zh": "模块本身", "en": "the module itself"} if self.first is None else self.first.id
        )


def class_name(id: str) -> str:
    """The class of a group or kind of record."""
    return "".join(word.capitalize() for word in id.replace("_", "-").split("-"))


def name_of(group: ElementGroup) -> str:
    """The name of the class of a group or record type."""
    return class_name(group.record if isinstance(group, RecordLayout) else group.id)


def clashes(standard: Resolved) -> Iterator[Clash]:
    """Every class that would hide another one in its module.

    Raises:
        SpecError: two record types have even one id.
    """
    groups = [group_layout(standard, id) for id in standard.ids("group")]
    yield from _among([], groups)
    modules: dict[str | None, list[RecordLayout]] = {}
    for layout in layouts(standard):
        modules.setdefault(layout.product, []).append(layout)
    for own in modules.values():
        used = {
            field.group.id: field.group
            for layout in own
            for field in layout.elements
            if field.group is not None
        }
        yield from _among(used.values(), own)


def _among(there: Iterable[ElementGroup], new: Iterable[ElementGroup]) -> Iterator[Clash]:
    names: dict[str, ElementGroup | None] = dict.fromkeys(TAKEN) | {
        name_of(group): group for group in there
    }
    for group in new:
        name = name_of(group)
        if name in names:
            yield Clash(group, names[name], name)
        names.setdefault(name, group)
