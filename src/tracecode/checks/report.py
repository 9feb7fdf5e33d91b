"""A report: the verdicts of a validation, one a code or record, as they come, and their counts.

It streams: verdicts are made while it is iterated, and only the counts are kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from tracecode.findings import Finding
from tracecode.privacy import described, mask, starred
from tracecode.spec.model import Text

if TYPE_CHECKING:
    from tracecode.codes.code import Code
    from tracecode.records.model import Record

Status = Literal["valid", "uncertain", "invalid", "unknown", "unread"]
STATUSES: dict[Status, Text] = {
    "valid": Text(zh="有效", en="valid"),
    "uncertain": Text(zh="不确定", en="uncertain"),
    "invalid": Text(zh="无效", en="invalid"),
    "unknown": Text(zh="无法识别", en="unknown"),
    "unread": Text(zh="未能读取", en="not read"),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found of one code, or of one record or message."""

    line: int
    """Line or row in the file, or place in the iterable or message, from 1."""
    text: str
    """The code as it stood there; of a record or message its id."""
    status: Status
    """`valid`; `uncertain`: without fault, but other schemes fit nearly as well, or only length and characters speak
    for this one; `invalid`; `unknown`: no scheme comes near; `unread`: the line itself could not be read."""
    scheme: str | None
    """The scheme by which a code was judged."""
    name: Text | None
    """The name of the scheme or record type."""
    code: Code | None
    """The code, if it is one."""
    findings: tuple[Finding, ...] = ()
    file: str | None = None
    """The file it stands in, where several were validated or it holds records."""
    record_type: str | None = None
    """The record type by which a record was judged; `message` for the envelope around records."""
    record: Record | None = None
    """The typed record, if it is right."""
    personal: bool = False
    """Whether `text` is a personal number, or was meant to be: then no text that is made of the verdict shows it."""

    def __repr__(self) -> str:
        values = {name: getattr(self, name) for name in self.__slots__} | {"text": self.public_text}
        return f"Verdict({', '.join(f'{name}={described(value)}' for name, value in values.items())})"

    @property
    def public_text(self) -> str:
        """The text as it may be shown to anybody."""
        if not self.personal:
            return mask(self.text)
        return starred(self.text) if self.code is None else self.code.public()[0]

    def as_dict(self, lang: str | None = None) -> dict[str, object]:
        """Plain data for JSON. Personal numbers are masked."""
        data: dict[str, object] = {} if self.file is None else {"file": mask(self.file)}
        data |= {"line": self.line, "text": self.public_text, "status": self.status}
        data |= {"scheme": self.scheme} if self.record_type is None else {"record_type": self.record_type}
        if self.code is not None:
            normalized, segments = self.code.public()
            data |= {"edition": self.code.edition, "normalized": normalized, "segments": segments}
        data["findings"] = [finding.as_dict(lang) for finding in self.findings]
        return data


class Report:
    """Iterate it for the verdicts; `counts` and `errors` grow meanwhile and are complete when it ends."""

    def __init__(self, verdicts: Iterable[Verdict]) -> None:
        self._verdicts = iter(verdicts)
        self.counts: Counter[Status] = Counter()
        """How many verdicts of each status."""
        self.schemes: Counter[str] = Counter()
        """How many codes of each scheme, valid or not."""
        self.records: Counter[str] = Counter()
        """How many records of each type, valid or not, and how many messages."""
        self.rules: Counter[str] = Counter()
        """How many findings of each rule, of error or warning."""
        self.errors = 0
        """How many findings of severity error."""
        self.repeated = 0
        """How many codes stood before in the same source."""

    def __iter__(self) -> Iterator[Verdict]:
        for verdict in self._verdicts:
            self.counts[verdict.status] += 1
            if verdict.scheme is not None:
                self.schemes[verdict.scheme] += 1
            if verdict.record_type is not None:
                self.records[verdict.record_type] += 1
            for finding in verdict.findings:
                if finding.severity != "info":
                    self.rules[finding.rule] += 1
                self.errors += finding.severity == "error"
                self.repeated += finding.rule in ("code.repeated", "code.repeated_otherwise")
            yield verdict

    def run(self) -> Report:
        """Read to the end, for the counts alone."""
        for _ in self:
            pass
        return self

    @classmethod
    def total(cls, reports: Iterable[Report]) -> Report:
        """The counts of several reports together."""
        whole = cls(())
        for one in reports:
            for name in ("counts", "schemes", "records", "rules"):
                getattr(whole, name).update(getattr(one, name))
            whole.errors += one.errors
            whole.repeated += one.repeated
        return whole

    def summary(self) -> dict[str, object]:
        """The counts as plain data."""
        judged = sum(self.counts.values())
        records = sum(self.records.values())
        return {
            "codes": judged - records, "records": records, "errors": self.errors, "repeated": self.repeated,
            "status": dict(self.counts),
            "schemes": dict(self.schemes.most_common()), "record_types": dict(self.records.most_common()),
            "rules": dict(self.rules.most_common()),
        }  # fmt: skip
