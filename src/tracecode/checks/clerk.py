"""Judges the messages and records of one source, as they come out of it.

The verdict on a message follows those on its records.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from tracecode.checks.parcels import (
    Parcel,
    repeated_message,
    sent,
    without_keys,
)
from tracecode.checks.report import Subject, Verdict, VerdictBlock, crashed
from tracecode.findings import Finding, has_errors, status_of
from tracecode.records.judge import envelope_faults, judge, judge_message, typed_record
from tracecode.records.judged_lines import JudgedLines
from tracecode.records.known import Known, repeated, with_repeats
from tracecode.records.named_type import layout_of
from tracecode.records.plain import Item, bounded, fault, is_broken, misplaced, not_a_record
from tracecode.records.quick.json_record import right_record
from tracecode.records.quick.silence import record_notes
from tracecode.spec.base import Text

if TYPE_CHECKING:
    from tracecode.records.model import Record
    from tracecode.records.signed_form import SignedForm
    from tracecode.standard.elements import RecordLayout
    from tracecode.standard.resolved import Resolved

MESSAGE = Text(zh="报文", en="Message")
"""What the verdict on a message is called."""


def _signed_form() -> SignedForm:
    from tracecode.records.signed_form import SignedForm  # few sources have a digest to compare

    return SignedForm()


def _sender(header: object) -> tuple[str, str] | None:
    """Encoding rule and code of the sender that a header names."""
    sender = header.get("sender_id") if isinstance(header, Mapping) else None
    if not isinstance(sender, Mapping):
        return None
    scheme, code = sender.get("code_scheme"), sender.get("code_value")
    return (scheme, code) if isinstance(scheme, str) and isinstance(code, str) else None


def _is_record(item: Item) -> bool:
    """Whether an item is a record, whatever is wrong with it."""
    return item.right is not None or isinstance(item.data, Mapping)


def told_with_repeats(
    told: Mapping[int, tuple[Finding, ...]], ids: Sequence[Any], lines: Sequence[int], known: Known,
    start: int
) -> Mapping[int, tuple[Finding, ...]]:  # fmt: skip
    """As `with_repeats`; where that fails, which costs nobody his verdict, each record says so."""
    try:
        return with_repeats(told, ids, lines, known, start)
    except Exception as error:  # noqa: BLE001  # as of `Clerk._record`
        return {at: (*told.get(at, ()), crashed(error)) for at in range(len(ids))}


class Clerk:
    """Judges the messages and records of one source."""

    def __init__(
        self, file: str | None, start: int, known: Known, standard: Resolved, most: int, *,
        keyed: bool
    ) -> None:  # fmt: skip
        self._file, self._start, self._known = file, start, known
        self._standard, self._most, self._keyed = standard, most, keyed
        self._line = self._on_line = 0
        """The line of the last record, and how many records stand before it on that line."""
        self.alone = self.in_message = False
        """Whether a record stood outside any message, and whether there was a message."""
        self._inside = False
        """Whether what is judged stands in a message."""
        self.mixed = False
        """Whether it was said that both were there."""

    def verdicts(
        self, parcels: Iterable[Parcel | Item | JudgedLines]
    ) -> Iterator[Verdict | VerdictBlock]:
        """The verdicts on what comes: of a parcel those on its records, then that on its message,
        if it has one.
        """
        outside = (fault("record.unsigned"),) if self._keyed else ()
        for parcel in parcels:
            if isinstance(parcel, JudgedLines):
                self._on_line, self.alone = 0, True
                tells = self.in_message and not self.mixed  # with the first of them
                for lines in parcel.first_apart() if tells else (parcel,):
                    yield self._together(lines)
                    yield from self._mixed(lines.line)
            elif isinstance(parcel, Item):  # all of its line
                self._on_line = 0
                self.alone = self.alone or _is_record(parcel)
                yield self._record(parcel, outside)
                yield from self._mixed(parcel.line)
            else:
                yield from self._of_parcel(parcel, outside)
                yield from self._mixed(self._line)

    def _mixed(self, line: int | None) -> Iterator[Verdict]:
        """That records and messages stand beside each other on lines of NDJSON; said once of the
        whole.
        """
        if self.in_message and self.alone and not self.mixed:
            self.mixed = True
            yield self._made(line or 0, None, (misplaced(),), kind="file")

    def _together(self, lines: JudgedLines) -> VerdictBlock:
        """The verdicts on records of which all is known but whether they stood before."""
        spoken = told_with_repeats(lines.told, lines.ids, lines.lines, self._known, self._start)
        told = {at: self._of_line(lines, at, findings) for at, findings in spoken.items()}
        silent = Counter(type for at, type in enumerate(lines.types) if at not in spoken)
        counts = {layout.id: count for layout, count in silent.items() if layout is not None}
        every = partial(self._every, lines, told)
        return VerdictBlock((*told.values(),), every, records=counts, named=True)

    def _every(self, lines: JudgedLines, told: Mapping[int, Verdict]) -> Iterator[Verdict]:
        for at in range(len(lines.lines)):
            yield told.get(at) or self._of_line(lines, at, ())

    def _of_line(self, lines: JudgedLines, at: int, findings: tuple[Finding, ...]) -> Verdict:
        """The verdict on one of some records, of which that is to be said."""
        line, layout, record = lines.lines[at], lines.types[at], lines.records.get(at)
        if record is None and layout is not None and not has_errors(findings):
            try:
                record = self._typed(lines.raws[at], layout, plainly=not findings)
            except Exception as error:  # noqa: BLE001  # as of `_record`
                return self._crashed(Item(lines.number + at, line, None, findings), error)
        return self._of_layout(line, lines.ids[at], findings, layout, record)

    def _typed(self, raw: bytes, layout: RecordLayout, *, plainly: bool) -> Record:
        """The typed record of a right one; `plainly`: of which nothing is to be said."""
        record = right_record(raw, self._standard) if plainly else None
        return record or typed_record(raw, layout, self._standard)

    def _of_parcel(
        self, parcel: Parcel, outside: tuple[Finding, ...]
    ) -> Iterator[Verdict | VerdictBlock]:
        envelope: Item | None = None
        form = _signed_form() if parcel.compares else None
        for item in parcel.items:
            if isinstance(item, JudgedLines):  # rows of a table
                self._line, self._on_line, self.alone = item.line, 0, True
                yield self._together(item)
                continue
            if item.record_count is not None:
                envelope = item
                if item.line is not None and item.line != self._line:  # no record stood on it
                    self._line, self._on_line = item.line, -1
                continue
            if form is not None:
                form.add(sent(item))
            if item.line is not None:
                self._on_line = self._on_line + 1 if item.line == self._line else 0
                self._line = item.line
            self._inside = item.message is not None
            if item.message is None:
                self.alone = self.alone or _is_record(item)
                verdict = self._record(item, outside)
            else:
                unproved = () if parcel.verified is None else parcel.verified.unproved
                verdict = self._record(item, unproved, parcel.version)
            self._inside = False
            yield verdict
        if envelope is not None:
            self.in_message = True
            yield self._message(envelope, parcel, form)

    def _message(self, envelope: Item, parcel: Parcel, form: SignedForm | None) -> Verdict:
        try:
            return self._judged_message(envelope, parcel, form)
        except Exception as error:  # noqa: BLE001  # a fault of ours must cost nobody else his verdicts
            return self._crashed(envelope, error)

    def _judged_message(self, envelope: Item, parcel: Parcel, form: SignedForm | None) -> Verdict:
        data, line = envelope.data, envelope.line or envelope.number
        header = data.get("header")
        id = header.get("message_id") if isinstance(header, Mapping) else None
        whole = not is_broken(envelope)
        if parcel.version is None:
            judged = judge_message(data, envelope.record_count, whole=whole)
        else:
            judged = self._of_envelope(envelope, parcel.version, whole=whole)
        findings = (*envelope.faults, *judged)
        if parcel.verified is not None:
            findings = bounded((*findings, *parcel.verified.findings), self._most)
        else:
            findings = bounded((*findings, *without_keys(envelope, form)), self._most)
            if (
                isinstance(id, str)
                and (first := self._known.message(id, "", self._start + line)) is not None
            ):
                findings += (repeated_message(first),)
        made = self._made(line, id, findings, None, MESSAGE, None, "message")
        made = replace(made, sender=_sender(header))
        if parcel.verified is None:
            return replace(made, signature="not checked")
        return replace(made, signature=parcel.verified.status, verified=parcel.verified.verified)

    def _of_envelope(self, envelope: Item, version: str, *, whole: bool) -> tuple[Finding, ...]:
        """What is to be said of an envelope that names another version."""
        from tracecode.checks.older import of_version  # few messages are of another version

        older = of_version(self._standard, version)
        if isinstance(older, Finding):
            return (*envelope_faults(envelope.data, envelope.record_count, whole=whole), older)
        return tuple(older.envelope(envelope.data, envelope.record_count, whole=whole))

    def _of_version(self, item: Item, version: str, unproved: tuple[Finding, ...]) -> Verdict:
        """The verdict on a record of a message that names another version."""
        from tracecode.checks.older import of_version

        data, line = sent(item), item.line or item.number
        if not isinstance(data, Mapping):
            return self._judged(item, unproved)
        older, id = of_version(self._standard, version), data.get("record_id")
        findings = (older,) if isinstance(older, Finding) else older.findings(data)
        findings = bounded((*item.faults, *item.told(findings)), self._most)
        return self._made(line, id, (*findings, *self._repeated(id, item, line), *unproved))

    def _record(
        self, item: Item, unproved: tuple[Finding, ...], version: str | None = None
    ) -> Verdict:
        try:
            if version is not None:
                return self._of_version(item, version, unproved)
            return (
                self._judged(item, unproved)
                if item.right is None
                else self._right(item.right, item, unproved)
            )
        except Exception as error:  # noqa: BLE001  # one record must not cost the others their verdicts
            return self._crashed(item, error)

    def _judged(self, item: Item, unproved: tuple[Finding, ...]) -> Verdict:
        line, data = item.line or item.number, item.data
        if type(data) is not dict and not isinstance(data, Mapping):
            findings = item.faults or (not_a_record(data),)
            of_file = not item.number or all(finding.rule == "data.stopped" for finding in findings)
            return self._made(line, None, findings, kind="file" if of_file else "record")
        judged = judge(
            data, self._standard, None if self._keyed else item.raw, self._most, tried=item.tried
        )
        layout, id = judged.layout, data.get("record_id")
        findings = bounded((*item.faults, *item.told(judged.findings)), self._most)
        if more := (*self._repeated(id, item, line), *unproved):
            findings += more
        return self._of_layout(line, id, findings, layout, judged.record)

    def _right(self, record: Record, item: Item, unproved: tuple[Finding, ...]) -> Verdict:
        """The verdict on a record that is known to be right."""
        line, values = item.line or item.number, vars(record)
        layout, id = layout_of(values, self._standard), values.get("record_id")
        noted = record_notes(layout, record, self._standard)
        findings = (*item.faults, *noted, *self._repeated(id, item, line), *unproved)
        return self._made(line, id, findings, layout.id, layout.name, record)

    def _repeated(self, id: object, item: Item, line: int) -> tuple[Finding, ...]:
        """The finding on a record whose id stood before."""
        if not isinstance(id, str):
            return ()
        if (first := self._known.record(id, self._start + line, self._on_line)) is None:
            return ()
        if any(finding.rule == "data.same_record" for finding in item.faults):
            return ()
        return (repeated(first),)

    def _crashed(self, item: Item, error: Exception) -> Verdict:
        """The verdict on what was not judged, since a check of ours failed."""
        return self._made(item.line or item.number, None, (*item.faults, crashed(error)))

    def _of_layout(
        self, line: int, id: object, findings: tuple[Finding, ...], layout: RecordLayout | None,
        record: Record | None,
    ) -> Verdict:  # fmt: skip
        kind, name = (layout.id, layout.name) if layout else (None, None)
        return self._made(line, id, findings, kind, name, record)

    def _made(
        self, line: int, id: object, findings: tuple[Finding, ...], type: str | None = None,
        name: Text | None = None, record: Record | None = None, kind: Subject = "record",
    ) -> Verdict:  # fmt: skip
        text, status = id if isinstance(id, str) else "", status_of(findings)
        whole = record if status == "valid" else None
        return Verdict(
            line, text, status, None, name, None, findings, self._file, type, whole, kind,
            in_message=self._inside
        )  # fmt: skip
