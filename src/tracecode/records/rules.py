"""The rules among the elements of a record: a small closed set that Python, schemas and documents all express.

Each rule looks at the values of one record or group, by element, and yields a finding where it is broken. Absent
elements break none but `Required` and `AtLeastOne`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tracecode.codes.registry import registry
from tracecode.errors import UnknownId
from tracecode.findings import Finding
from tracecode.records.fields import code_findings

if TYPE_CHECKING:
    from tracecode.spec.catalog import Catalog

Values = Mapping[str, Any]
"""The values of a record by element; an absent one is missing or None."""


class Since:
    """A condition on a date: from a day, to a day, or both, both included."""

    def __init__(self, since: str | None = None, until: str | None = None) -> None:
        self.since, self.until = since, until
        self._from, self._to = date.fromisoformat(since or "1900-01-01"), date.fromisoformat(until or "2199-12-31")

    def __repr__(self) -> str:
        return f"Since({', '.join(repr(part).replace(chr(39), chr(34)) for part in (self.since, self.until) if part)})"

    def __contains__(self, value: object) -> bool:
        return isinstance(value, date) and self._from <= value <= self._to


class Rule(ABC):
    """A rule among elements."""

    @abstractmethod
    def broken(self, values: Values) -> tuple[Finding, ...]:
        """What is wrong; empty if the rule is kept. Called for every record, so the common answer comes first."""


class Required(Rule):
    """An element that is mandatory where other elements have certain values."""

    def __init__(self, element: str, when: Mapping[str, tuple[str, ...] | Since]) -> None:
        self.element, self.when = element, when

    def broken(self, values: Values) -> tuple[Finding, ...]:
        """Nothing, or the one finding on the absent element."""
        if values.get(self.element) is not None:
            return ()
        for id, wanted in self.when.items():
            if (value := values.get(id)) is None or not _holds(value, wanted):
                return ()
        when = [_said(id, wanted, values.get(id)) for id, wanted in self.when.items()]
        return (_finding("record.required_when", self.element, when=when),)


class AtLeastOne(Rule):
    """One of several elements is present."""

    def __init__(self, *elements: str) -> None:
        self.elements = elements

    def broken(self, values: Values) -> tuple[Finding, ...]:
        """Nothing, or one finding."""
        for id in self.elements:
            if values.get(id) is not None:
                return ()
        return (_finding("record.at_least_one", None, allowed=self.elements),)


class Exclusive(Rule):
    """At most one of several elements is present."""

    def __init__(self, *elements: str) -> None:
        self.elements = elements

    def broken(self, values: Values) -> tuple[Finding, ...]:
        """Nothing, or one finding."""
        found = [id for id in self.elements if values.get(id) is not None]
        return (_finding("record.exclusive", found[1], found=found),) if len(found) > 1 else ()


class Order(Rule):
    """Dates, times or numbers that do not decrease."""

    def __init__(self, *elements: str) -> None:
        self.elements = elements

    def broken(self, values: Values) -> tuple[Finding, ...]:
        """A finding for each neighbour pair that runs backwards; absent elements are passed over."""
        before, first = None, ""
        found: tuple[Finding, ...] = ()
        for id in self.elements:
            value = values.get(id)
            if value is None:
                continue
            if before is not None and value < before:
                found += (_finding("record.order", id, first=first, found=written(value), allowed=written(before)),)
            before, first = value, id
        return found


class Equal(Rule):
    """Elements with one value."""

    def __init__(self, *elements: str) -> None:
        self.elements = elements

    def broken(self, values: Values) -> tuple[Finding, ...]:
        """A finding for each element that differs from the first present one."""
        present = [(id, value) for id in self.elements if (value := values.get(id)) is not None]
        if not present:
            return ()
        first, allowed = present[0]
        found: tuple[Finding, ...] = ()
        for id, value in present[1:]:
            if value != allowed:
                said = {"first": first, "found": written(value), "allowed": written(allowed)}
                found += (_finding("record.equal", id, **said),)
        return found


class Sum(Rule):
    """The values of one element over all lines make up a total."""

    def __init__(self, lines: str, of: str, *, total: str) -> None:
        self.lines, self.of, self.total = lines, of, total

    def broken(self, values: Values) -> tuple[Finding, ...]:
        """Nothing, or one finding; lines without the element leave the rule open."""
        total, lines = values.get(self.total), values.get(self.lines)
        if total is None or lines is None:
            return ()
        made = Decimal(0)
        for line in lines:
            part = _values(line).get(self.of)
            if part is None:
                return ()
            made += part
        if made == total:
            return ()
        said = {"lines": self.lines, "of": self.of, "found": written(total), "allowed": format(made, "f")}
        return (_finding("record.sum", self.total, **said),)


class CodeFits(Rule):
    """A code keeps the encoding rule named beside it, in the edition of a date."""

    def __init__(self, value: str, scheme: str, *, on: str | None = None, catalog: Catalog | None = None) -> None:
        self.value, self.scheme, self.on, self.catalog = value, scheme, on, catalog

    def broken(self, values: Values) -> tuple[Finding, ...]:
        """The errors of the code. An encoding rule that is not known here is none of them: `judge` mentions it."""
        text, id = values.get(self.value), values.get(self.scheme)
        if text is None or id is None:
            return ()
        try:
            rule = registry(self.catalog)[id]
        except UnknownId:
            return ()
        on = values.get(self.on) if self.on else None
        found: tuple[Finding, ...] = ()
        for i, one in enumerate(text) if isinstance(text, list) else ((None, text),):
            if not rule.is_valid(one, on):
                place = self.value if i is None else f"{self.value}[{i}]"
                for finding in code_findings(id, one, self.catalog, on):
                    inside = f"{place}.{finding.path}" if finding.path else place
                    found += (finding.replace(path=inside),)
        return found


def without_values(finding: Finding, element: str | None, is_personal: Callable[[str], bool]) -> Finding:
    """The finding of a rule among elements, without the values of personal ones.

    Args:
        finding: as the rule made it.
        element: at which it points, within its group.
        is_personal: whether an element of the group is personal.
    """
    said = dict(finding.values)
    own = None if element is None else element.partition(".")[0].partition("[")[0]  # `ids[2].check` is of `ids`
    if any(isinstance(id, str) and is_personal(id) for id in (own, said.get("first"))):
        said |= {name: "***" for name in ("found", "allowed") if name in said and finding.rule != "record.exclusive"}
    if isinstance(when := said.get("when"), list):
        said["when"] = [_secret(one, is_personal) for one in when]
    return finding.replace(values=said)


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


def _said(id: str, wanted: tuple[str, ...] | Since, value: object) -> str | dict[str, str]:
    if wanted == ("*",):
        return {"zh": f"填有 {id}", "en": f"{id} is given"}
    return f"{id}={written(value)}"


def _holds(value: object, wanted: tuple[str, ...] | Since) -> bool:
    if isinstance(wanted, Since):
        return value in wanted
    return wanted == ("*",) or written(value) in wanted


def _values(line: object) -> Values:
    return line if isinstance(line, Mapping) else vars(line)


def _finding(rule: str, path: str | None, **values: object) -> Finding:
    return Finding(rule=rule, severity="error", values={"name": path, **values}, path=path)
