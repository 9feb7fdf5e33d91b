"""The answer to a message: what was accepted, what was refused, and every finding; beyond a limit
their number by rule.

>>> import tracecode as tc
>>> body = b'{"body": [{"record_type": "recall"}]}'
>>> reply = receipt(tc.validate(body), message_id="0b7c6f0e-51a4-4b6e-9a53-6d1d7a3f2c01")
>>> reply.receipt_status, reply.refused_count, reply.findings[0].rule_id
('refused', 1, 'message.part')
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Literal
from unicodedata import normalize

from tracecode.arguments import checked
from tracecode.checks.report import Report, Verdict
from tracecode.errors import WrongUse
from tracecode.escape import code_point
from tracecode.findings import Finding, Status
from tracecode.records.envelope import Finding as FindingGroup
from tracecode.records.envelope import FindingCount, Receipt
from tracecode.spec.charclass import shows_nothing

_MOST_FINDINGS = 1000
_ReceiptStatus = Literal["accepted", "accepted-in-part", "refused", "not-checked"]
_MOST_TEXT, _MOST_PATH, _MOST_SOURCE = 1000, 256, 100


@checked
def receipt(
    verdicts: Iterable[Verdict],
    *,
    message_id: str | None = None,
    id: str | None = None,
    at: datetime | None = None,
) -> Receipt:
    """The receipt of one message, as a record to send back.

    Accepted is only what is valid. A record with an error is refused; one that was not checked is
    neither; a message whose envelope has an error, that could not be read to its end, or that keys
    did not verify, is refused as a whole. Whether anybody checked who signed the message is counted
    apart. Of the findings a thousand travel: those of the message, which say whether its signature
    was verified, then errors and warnings, then notes. Of each rule the receipt says how many more
    there are (`unlisted_findings`).

    Args:
        verdicts: the report of the message, or its verdicts.
        message_id: id of the message, where its header does not say it.
        id: of the receipt, a UUID; a new one if left out.
        at: with offset; now if left out.

    Raises:
        WrongUse: the id of the message is not known; these are the verdicts of several messages, or
            of something else than a message and its records; there are none, or the report was read
            before, so that some are missing.
        pydantic.ValidationError: an id is no UUID.
    """
    if isinstance(verdicts, Report) and (verdicts.complete or verdicts.counts):
        raise WrongUse(
            "the report was read before, and gives each verdict once; keep them: verdicts = "
            "list(report)",
            "该报告已被读取过，每个结论只给出一次；请先保存：verdicts = list(report)",
        )
    draft = ReceiptDraft()
    for verdict in verdicts:
        if verdict.kind == "code":
            raise WrongUse(
                "a receipt answers a message; these are verdicts on codes",
                "回执答复的是报文；这些是代码的校验结论",
            )
        if verdict.kind == "message" and draft.message is not None:
            raise WrongUse(
                "a receipt answers one message; these are the verdicts of several",
                "回执只答复一个报文；这些是多个报文的校验结论",
            )
        draft.add(verdict)
    if not draft.judged:
        raise WrongUse(
            "there are no verdicts, so nothing is known of the message",
            "没有任何校验结论，无从答复该报文",
        )
    message_id = message_id or draft.message_id
    if message_id is None:
        raise WrongUse(
            "the header names no message; give message_id", "报文头没有报文标识；请给出 message_id"
        )
    return draft.receipt(message_id, id, at)


class ReceiptDraft:
    """What a receipt will say, while the verdicts on a message and its records come."""

    def __init__(self) -> None:
        self.judged = False
        """Whether there was any verdict."""
        self.message: Verdict | None = None
        """The verdict on the message, once it has come."""
        self._counts: Counter[Status] = Counter()
        self._envelope: Status = "valid"
        self._around: list[FindingGroup] = []
        self._findings: list[FindingGroup] = []
        self._notes: list[FindingGroup] = []
        self._every: Counter[str] = Counter()

    @property
    def message_id(self) -> str | None:
        """The id that the message has."""
        return None if self.message is None else self.message.text or None

    def add(self, verdict: Verdict) -> None:
        """Take a verdict."""
        self.judged = True
        if verdict.kind == "message":
            self.message = verdict
        if verdict.kind == "record":
            self._counts[verdict.status] += 1
        else:  # the envelope, or what was read is no message
            self._envelope = _worse(self._envelope, verdict.status)
        for finding in verdict.findings:
            kept = (
                self._around
                if verdict.kind != "record"
                else self._notes
                if finding.severity == "info"
                else self._findings
            )
            self._every[finding.rule] += 1
            if len(kept) < _MOST_FINDINGS:
                kept.append(_group(finding, verdict))

    def receipt(
        self, message_id: str, id: str | None = None, at: datetime | None = None
    ) -> Receipt:
        """The receipt of the verdicts that were taken; see `receipt`."""
        counts, every = self._counts, self._every.copy()
        if self._envelope != "valid":  # then nothing in it is accepted
            counts = Counter({self._envelope: counts.total()})
        listed = [*self._around, *self._findings, *self._notes][:_MOST_FINDINGS]
        every.subtract(finding.rule_id for finding in listed)
        accepted, refused, unchecked = counts["valid"], counts["invalid"], counts["not checked"]
        message = self.message
        unsigned = message is not None and message.signature == "not checked"
        return Receipt(
            record_id=id or str(uuid.uuid4()), event_time=at or datetime.now(UTC).astimezone(),
            message_id=message_id,
            receipt_status=_status(self._envelope, accepted, refused, unchecked),
            accepted_count=accepted, refused_count=refused, not_checked_count=unchecked,
            signature_not_checked_count=int(unsigned), findings=listed or None,
            unlisted_findings=[
                FindingCount(rule_id=rule, finding_count=count)
                for rule, count in (+every).most_common()
            ] or None,
        )  # fmt: skip


def _worse(first: Status, other: Status) -> Status:
    return next(
        status for status in ("invalid", "not checked", "valid") if status in (first, other)
    )


def _status(envelope: Status, accepted: int, refused: int, unchecked: int) -> _ReceiptStatus:
    """What is said of the whole: acceptance only where all was judged right."""
    if accepted:
        return "accepted-in-part" if refused or unchecked else "accepted"
    if envelope == "invalid" or refused:
        return "refused"
    return "not-checked"


def _group(finding: Finding, verdict: Verdict) -> FindingGroup:
    record = verdict.text if verdict.kind != "message" and _is_uuid(verdict.text) else None
    return FindingGroup(
        rule_id=finding.rule, severity=finding.severity, record_id=record,
        finding_path=_written(finding.place, _MOST_PATH),
        text_zh=_written(finding.text("zh"), _MOST_TEXT) or "",
        text_en=_written(finding.text("en"), _MOST_TEXT) or "",
        finding_source=_written(finding.source, _MOST_SOURCE),
    )  # fmt: skip


def _written(text: str | None, most: int) -> str | None:
    """A text that quotes foreign ones, as records have texts: in NFC, with something to see, and
    not too long.
    """
    if not text:
        return None
    cut = normalize("NFC", text)[:most]
    return "".join(map(code_point, cut))[:most] if shows_nothing(cut) else cut


def _is_uuid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False
