"""What stands in findings for the values of a record: as they are written, and nothing for personal
ones.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from tracecode.findings import Finding

if TYPE_CHECKING:
    from tracecode.standard.elements import Element


def without_values(
    finding: Finding, element: str | None, is_personal: Callable[[str], bool]
) -> Finding:
    """The finding of a rule among elements, without the values of personal ones.

    Args:
        finding: as the rule made it.
        element: at which it points, within its group.
        is_personal: whether an element of the group is personal.
    """
    values = before = dict(finding.values)
    # `ids[2].check` is of `ids`
    own = None if element is None else element.partition(".")[0].partition("[")[0]
    if any(isinstance(id, str) and is_personal(id) for id in (own, values.get("first"))):
        values = values | {
            name: "***"
            for name in ("found", "allowed")
            if name in values and finding.rule != "record.exclusive"
        }
    if isinstance(when := values.get("when"), list):
        values = values | {"when": [_secret(condition, is_personal) for condition in when]}
    return finding if values is before else finding.replace(values=values)


def _secret(condition: object, is_personal: Callable[[str], bool]) -> object:
    """A condition as it is said, `driver=A`, without the value of a personal element."""
    if not isinstance(condition, str):
        return condition
    id = condition.partition("=")[0]
    return f"{id}=***" if is_personal(id) else condition


def written(value: object) -> str:
    """A value as it stands in a message."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else str(value)


def condition_text(id: str, wanted: object, value: object) -> str | dict[str, str]:
    """What a condition says of a record that meets it, for the finding: `production_type=2`.

    Args:
        id: the element.
        wanted: its values, or its period.
        value: what it is there.
    """
    if wanted == ("*",):
        return {"zh": f"填有 {id}", "en": f"{id} is given"}
    return f"{id}={written(value)}"


def masked(finding: Finding, field: Element | None) -> Finding:
    """The finding without the value of a personal element."""
    if field is not None and field.personal:
        return finding.replace(values=dict(finding.values) | {"found": "***"})
    return finding


def value_shown(value: object, field: Element | None) -> object:
    """A value as messages may show it: a personal one not at all, nor a text where no single text
    belongs.
    """
    if field is not None and field.personal:
        return "***"
    if isinstance(value, dict | list):
        return "{…}" if isinstance(value, dict) else "[…]"
    if isinstance(value, str) and (field is None or field.group is not None):
        return "…"  # it may hold the personal elements that belong there
    # a program's object: no form has it
    if not isinstance(value, str | int | float | Decimal | date | None):
        return f"<{type(value).__name__}>"
    return "null" if value is None else written(value) if isinstance(value, bool) else value
