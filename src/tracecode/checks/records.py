"""Validate messages and records: from files in any form, every finding with its place.

>>> report = records('{"record_type": "recall"}'.encode(), "json")
>>> [(verdict.record_type, verdict.status) for verdict in report]
[('recall', 'invalid')]
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from hashlib import blake2b
from typing import IO, TYPE_CHECKING, Any

from tracecode.checks.messages import Opener, Verifier, repeated_message, sent, without_keys
from tracecode.checks.report import Kind, Report, Verdict
from tracecode.codes.registry import registry
from tracecode.findings import Finding, status_of
from tracecode.records.advice import notes
from tracecode.records.api import misplaced_message, not_a_record
from tracecode.records.judge import judge, judge_message, layout_of
from tracecode.records.plain import fault
from tracecode.records.reading import Form, is_message
from tracecode.records.signed_form import SignedForm
from tracecode.records.verification import KeyRing
from tracecode.spec.model import Text

if TYPE_CHECKING:
    from tracecode.checks.messages import Parcel
    from tracecode.records.plain import Item
    from tracecode.records.verification import MessageStore, PartyKey
    from tracecode.spec.catalog import Catalog

_MESSAGE = Text(zh="报文", en="Message")


def records(
    source: str | os.PathLike[str] | bytes | IO[bytes], form: Form, *, encoding: str = "utf-8",
    keys: Iterable[PartyKey] | None = None, seen: MessageStore | None = None, catalog: Catalog | None = None,
) -> Report:  # fmt: skip
    """Judge every message and record of a source; `tracecode.validate` finds the form by itself.

    The verdict on a message follows those on its records.

    Args:
        source: a path, bytes, or an open binary file.
        form: how it is written.
        encoding: `utf-8` or `gb18030`.
        keys: public keys, each with its party. Where they are given, also none at all, only the records of a message
            that verifies are valid.
        seen: remembers the messages that verified, so that none is taken twice. Only with `keys`.
        catalog: another catalogue than the packaged one.

    Raises:
        ValueError: `seen` is given without `keys`, or `keys` hold two of one party and id.
        UnreadableFile: while iterating: the file cannot be opened.
    """
    if seen is not None and keys is None:
        raise ValueError(
            "seen needs keys: only messages that verified are remembered, or anybody could use up their ids"
        )
    verifier = None if keys is None else Verifier(KeyRing(keys, catalog), seen)
    opener = Opener(form, registry(catalog).catalog, encoding)
    parcels = opener.unverified(source) if verifier is None else opener.verified(source, verifier)
    name = os.fspath(source) if isinstance(source, str | os.PathLike) else None
    judge = _Judge(name, catalog, keyed=verifier is not None)
    return Report(verdict for parcel in parcels for verdict in judge.verdicts(parcel))


class _Judge:
    """Judges the messages and records of one source."""

    def __init__(self, file: str | None, catalog: Catalog | None, *, keyed: bool) -> None:
        self._file, self._catalog, self._keyed = file, catalog, keyed
        self._lines: dict[bytes, int] = {}
        """For each id of a record the line on which it stood first."""
        self._messages: dict[str, int] = {}
        """The same for messages, where no keys are given: those that verified are compared before."""

    def verdicts(self, parcel: Parcel) -> Iterator[Verdict]:
        """The verdicts on the records of a parcel, then on its message, if it has one."""
        envelope: Item | None = None
        form = SignedForm() if parcel.compares else None
        unproved = self._unproved(parcel)
        for item in parcel.items:
            if item.record_count is not None:
                envelope = item
                continue
            if form is not None:
                form.add(sent(item))
            yield self._record(item, unproved)
        if envelope is not None:
            yield self._message(envelope, parcel, form)

    def _unproved(self, parcel: Parcel) -> tuple[Finding, ...]:
        """The finding on each record of which keys did not prove who sent it."""
        if not self._keyed or (parcel.verified is not None and parcel.verified.verified is not None):
            return ()
        if parcel.verified is None:
            return (fault("record.unsigned"),)
        return (Finding(rule="message.not_verified", severity="warning"),)

    def _message(self, envelope: Item, parcel: Parcel, form: SignedForm | None) -> Verdict:
        data = envelope.data
        header = data.get("header")
        id = header.get("message_id") if isinstance(header, Mapping) else None
        line = envelope.line or envelope.number
        found = (*envelope.faults, *judge_message(data))
        if parcel.verified is not None:
            found += parcel.verified.findings
        else:
            found += without_keys(envelope, form)
            if isinstance(id, str) and (first := self._messages.setdefault(id, line)) != line:
                found += (repeated_message(first),)
        made = self._made(line, id, found, None, _MESSAGE, None, "message")
        if parcel.verified is None:
            return replace(made, signature="not checked")
        return replace(made, signature=parcel.verified.status, verified=parcel.verified.verified)

    def _record(self, item: Item, unproved: tuple[Finding, ...]) -> Verdict:
        line, data = item.line or item.number, item.data
        if item.right is not None:
            return self._right(line, item, unproved)
        if not isinstance(data, Mapping):
            found = item.faults or (not_a_record(data),)
            return self._made(line, None, found, None, None, None, "record" if item.number else "file")
        if is_message(data):
            return self._made(line, None, (*item.faults, misplaced_message()), None, None, None)
        judged = judge(data, None if self._keyed else item.raw, self._catalog)
        layout = judged.layout
        found = (*item.faults, *judged.findings, *self._repeated(item, data, line), *unproved)
        type, name = (layout.id, layout.name) if layout else (None, None)
        return self._made(line, data.get("record_id"), found, type, name, judged.record)

    def _right(self, line: int, item: Item, unproved: tuple[Finding, ...]) -> Verdict:
        """The verdict on a record of the packaged standard that is known to be right."""
        assert item.right is not None
        values = vars(item.right)
        layout = layout_of(values)
        found = (*item.faults, *notes(layout, values), *self._repeated(item, values, line), *unproved)
        return self._made(line, values.get("record_id"), found, layout.id, layout.name, item.right)

    def _repeated(self, item: Item, values: Mapping[str, Any], line: int) -> tuple[Finding, ...]:
        """The finding on a record whose id stood before in the same source."""
        id = values.get("record_id")
        if not isinstance(id, str):
            return ()
        key = blake2b(id.encode("utf-8", "surrogatepass"), digest_size=12).digest()
        if (first := self._lines.get(key)) is None:
            self._lines[key] = line
            return ()
        if any(one.rule == "data.same_record" for one in item.faults):
            return ()
        return (Finding(rule="record.repeated", severity="warning", values={"first": first}, path="record_id"),)

    def _made(
        self, line: int, id: object, found: tuple[Finding, ...], type: str | None, name: Text | None, record: Any,
        kind: Kind = "record",
    ) -> Verdict:  # fmt: skip
        text, status = id if isinstance(id, str) else "", status_of(found)
        whole = record if status == "valid" else None
        return Verdict(line, text, status, None, name, None, found, self._file, type, whole, kind)
