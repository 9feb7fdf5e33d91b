"""What an outside validator sees: records and messages judged by the published JSON Schema alone.

It shows a sender what a program finds that has nothing but the schema, whatever form the records
are in. What the schema cannot say is not checked, and told by name, so that nothing is ever valid
by it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from tracecode.checks.clerk import MESSAGE, Clerk
from tracecode.findings import Finding
from tracecode.publish.schema_limits import limits, unseen
from tracecode.publish.schema_validator import schema_validator
from tracecode.records.judge import envelope_faults
from tracecode.records.named_type import type_of
from tracecode.records.plain import PARTS, bounded, is_broken
from tracecode.standard.composition import group_layout
from tracecode.standard.resolved import packaged

if TYPE_CHECKING:
    from tracecode.checks.parcels import Parcel
    from tracecode.checks.report import Verdict
    from tracecode.records.plain import Item
    from tracecode.records.signed_form import SignedForm
    from tracecode.standard.elements import ElementGroup


class BySchema(Clerk):
    """Judges the messages and records of one source by their schema."""

    def _judged(self, item: Item, unproved: tuple[Finding, ...]) -> Verdict:
        line, data = item.line or item.number, item.data
        layout = type_of(data, self._standard) if isinstance(data, Mapping) else None
        if layout is None:  # of no type: the schema of the message refuses it too
            return super()._judged(item, unproved)
        findings = _of_form(item)
        findings += schema_validator(self._standard, layout).findings(data, most=self._most)
        return self._made(
            line, data.get("record_id"), bounded(findings, self._most), layout.id, layout.name
        )

    def _judged_message(self, envelope: Item, parcel: Parcel, form: SignedForm | None) -> Verdict:  # noqa: ARG002
        data, line = envelope.data, envelope.line or envelope.number
        parts = {name: group_layout(packaged(), id) for name, id in PARTS.items()}
        findings = _of_form(envelope)
        findings += tuple(
            envelope_faults(data, envelope.record_count, whole=not is_broken(envelope))
        )
        findings += tuple(self._of_parts(data, parts))
        names = [limit.name for limit in limits() if limit.of_message]
        names += [limit.name for part in parts.values() for limit in unseen(part, packaged())]
        values: dict[str, object] = {"allowed": list(dict.fromkeys(names))}
        findings += (Finding(rule="check.schema", severity="warning", values=values),)
        header = data.get("header")
        id = header.get("message_id") if isinstance(header, Mapping) else None
        made = self._made(line, id, bounded(findings, self._most), None, MESSAGE, None, "message")
        return replace(made, signature="not checked")

    def _of_parts(
        self, data: Mapping[str, object], parts: Mapping[str, ElementGroup]
    ) -> Iterator[Finding]:
        for name, part in parts.items():
            if data.get(name) is not None:
                for finding in schema_validator(packaged(), part).errors(
                    data[name], most=self._most
                ):
                    yield finding.replace(path=f"{name}.{finding.path}" if finding.path else name)


def _of_form(item: Item) -> tuple[Finding, ...]:
    """What is wrong with the form, as far as a program meets it that hands what it parsed to a
    validator.
    """
    return tuple(fault for fault in item.faults if fault.rule not in _LOST)


_LOST = frozenset({"data.duplicate_key", "data.nfc", "data.null"})
"""What is no longer seen, or never was, in what a parser of JSON makes; null is told by the
schema.
"""
