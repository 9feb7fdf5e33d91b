"""Validate messages and records: from files in any form, every finding with its place.

>>> from tracecode.standard.resolved import packaged
>>> report = records('{"record_type": "recall"}'.encode(), "json", standard=packaged())
>>> [(verdict.record_type, verdict.status) for verdict in report]
[('recall', 'invalid')]
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import IO, TYPE_CHECKING

from pydantic_core import from_json

from tracecode.checks.parcels import (
    Opener,
    Parcel,
    Pieces,
    Verifier,
    repeated_message,
    sent,
    without_keys,
)
from tracecode.checks.report import Report, Subject, Verdict, VerdictBlock, crashed
from tracecode.errors import WrongUse
from tracecode.extras import extra
from tracecode.findings import Finding, has_errors, status_of
from tracecode.records.judge import envelope_faults, judge, judge_message
from tracecode.records.known import Known, repeated, with_repeats
from tracecode.records.named_type import layout_of
from tracecode.records.plain import (
    Item,
    JudgedLines,
    bounded,
    fault,
    is_broken,
    misplaced,
    not_a_record,
)
from tracecode.records.quick.json_record import right_record
from tracecode.records.quick.silence import record_notes
from tracecode.records.reading import FileFormat
from tracecode.spec.base import Text
from tracecode.tables.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from tracecode.records.model import Record
    from tracecode.records.signed_form import SignedForm
    from tracecode.records.verification import MessageStore, PartyKey
    from tracecode.standard.elements import RecordLayout
    from tracecode.standard.resolved import Resolved

MESSAGE = Text(zh="报文", en="Message")
"""What the verdict on a message is called."""


def records(
    source: str | os.PathLike[str] | bytes | IO[bytes], form: FileFormat, *,
    encoding: str = "utf-8", keys: Iterable[PartyKey] | None = None,
    seen: MessageStore | None = None, standard: Resolved, limits: Limits = DEFAULT,
) -> Report:  # fmt: skip
    """Judge every record and message of a source; `tracecode.validate` finds the form by itself.

    The verdict on a message follows those on its records.

    Args:
        source: a path, bytes, or an open binary file.
        form: how it is written.
        encoding: `utf-8` or `gb18030`.
        keys: public keys, each with its party. Where they are given, also none at all, only the
            records of a message that verifies are valid.
        seen: remembers the messages that verified, so that none is taken twice. Only with `keys`.
        standard: the standard.
        limits: how much is read, and how many findings on a record are told.

    Raises:
        WrongUse: `seen` is given without `keys`.
        TypeError: a key is given without its party.
        InvalidKey: a party has two keys of one id.
        InvalidCode: the code of a party is wrong.
        UnreadableFile: while iterating: the file cannot be opened.
    """
    judge = RecordJudge(encoding=encoding, keys=keys, seen=seen, standard=standard, limits=limits)
    return judge.report(source, form)


class RecordJudge:
    """Judges messages and records of sources that belong together: the files of a folder, or all of
    one run.

    Within them no message and no record stands twice without a finding.
    """

    def __init__(
        self, *, encoding: str = "utf-8", keys: Iterable[PartyKey] | None = None,
        seen: MessageStore | None = None, standard: Resolved, limits: Limits = DEFAULT,
        by_schema: bool = False,
    ) -> None:  # fmt: skip
        """A judge; see `records` for what it takes and raises.

        `by_schema`: by the published JSON Schema alone, without keys (see `checks.by_schema`).
        """
        if seen is not None and keys is None:
            raise WrongUse(
                "seen needs keys: if messages counted that did not verify, anybody could use up "
                "their ids",
                "seen 须与 keys 同用：未验签的报文如也计入，任何人都能占用其标识",
            )
        self._encoding, self._standard, self._limits = encoding, standard, limits
        self.known = Known()
        """What stood in the sources before."""
        self.clerk = Clerk
        """What judges a source."""
        self._by_schema = by_schema
        if by_schema:
            extra("jsonschema", "schema")
        self._verifier: Verifier | None = None
        if keys is not None:
            from tracecode.records.verification import KeyRing

            self._verifier = Verifier(KeyRing(keys, standard), self.known, seen)

    def report(
        self, source: str | os.PathLike[str] | bytes | IO[bytes], form: FileFormat, *,
        rows_of: str | None = None, pieces: Pieces | None = None,
    ) -> Report:  # fmt: skip
        """The report on one source.

        Args:
            source: a path, bytes, or an open binary file.
            form: how it is written.
            rows_of: where the source is made of the rows of a file, its name, or nothing: then all
                is there, so that nobody waits for the next line, and it is in UTF-8.
            pieces: gives those rows, where few verdicts are wanted.
        """
        name = os.fspath(source) if isinstance(source, str | os.PathLike) else rows_of or None
        start, made = self.known.file(name), rows_of is not None
        encoding = "utf-8" if made else self._encoding
        opener = Opener(
            start, form, self._standard, encoding, self._limits, made=made, pieces=pieces
        )
        if self._by_schema:
            from tracecode.checks.by_schema import BySchema

            reader = BySchema(
                name, start, self.known, self._standard, self._limits.findings, keyed=False
            )
            return Report(reader.verdicts(opener.plain(source)))
        verifier = self._verifier
        parcels = (
            opener.unverified(source) if verifier is None else opener.verified(source, verifier)
        )
        most = self._limits.findings
        clerk = self.clerk(
            name, start, self.known, self._standard, most, keyed=verifier is not None
        )
        return Report(clerk.verdicts(parcels), opener.want_few)


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
        found = with_repeats(lines.told, lines.ids, lines.lines, self._known, self._start)
        told = {at: self._of_line(lines, at, findings) for at, findings in found.items()}
        silent = Counter(lines.types)
        silent.subtract(lines.types[at] for at in found)
        counts = {layout.id: count for layout, count in silent.items() if layout and count}
        return VerdictBlock((*told.values(),), partial(self._every, lines, told), records=counts)

    def _every(self, lines: JudgedLines, told: Mapping[int, Verdict]) -> Iterator[Verdict]:
        for at in range(len(lines.lines)):
            yield told.get(at) or self._of_line(lines, at, ())

    def _of_line(self, lines: JudgedLines, at: int, findings: tuple[Finding, ...]) -> Verdict:
        """The verdict on one of some records, of which that is to be said."""
        layout, record = lines.types[at], lines.records.get(at)
        if record is None and not has_errors(findings):
            record = self._typed(lines.raws[at])
        return self._of_layout(lines.lines[at], lines.ids[at], findings, layout, record)

    def _typed(self, raw: bytes) -> Record | None:
        """The typed record of a right one; of one with odd characters the quick way gives none."""
        return (
            right_record(raw, self._standard)
            or judge(from_json(raw), self._standard, raw, tried=True).record
        )

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
            if item.message is None:
                self.alone = self.alone or _is_record(item)
                yield self._record(item, outside)
            else:
                unproved = () if parcel.verified is None else parcel.verified.unproved
                yield self._record(item, unproved, parcel.version)
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
            line, text, status, None, name, None, findings, self._file, type, whole, kind
        )
