"""The function of the quick way over mappings, which lack what is absent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from tracecode.escape import python
from tracecode.records.models import model_of
from tracecode.records.quick.way import WayWriter
from tracecode.standard.resolved import kept

if TYPE_CHECKING:
    from tracecode.standard.elements import Element, ElementGroup
    from tracecode.standard.resolved import Resolved


class MappingWriter(WayWriter):
    """Writes the function over mappings."""

    def _values_of(self, variable: str) -> str:
        return variable

    def _keys_of(self, variable: str) -> str:
        return variable

    def _at(self, values: str, field: Element) -> str:
        return f"{values}.get({python(field.id)})"


@kept
def rules_hold(
    standard: Resolved, group: ElementGroup
) -> Callable[[Mapping[str, Any]], bool | None]:
    """Whether all rules among the elements of a group surely hold, warnings among them: at a fifth
    of the time in which each is asked what is wrong.

    Args:
        standard: the standard.
        group: the record type, or the group.
    """
    writer = MappingWriter(standard)
    lines = ["def hold(values):"]
    for rule in model_of(group, standard).rules:
        asked = [*writer.rule(rule, group, "values", "    ")]
        # unsure links, which make no record wrong
        lines += asked or [f"    if {writer.name(rule)}.broken(values): return None"]
    lines.append("    return True")
    exec(compile("\n".join(lines), f"<rules {group.id!a}>", "exec"), writer.names)  # noqa: S102  # as `quick_way`
    return writer.names["hold"]  # type: ignore[return-value]
