"""A report: the verdicts of a validation, one a code or record, as they come, and their counts.

It streams: verdicts are made while it is iterated, and only the counts are kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, TypeVar

from tracecode.errors import MissingExtra, TraceCodeError
from tracecode.findings import Finding, Status
from tracecode.privacy import described, mask, starred
from tracecode.spec.base import Text

if TYPE_CHECKING:
    from tracecode.codes.code import Code
    from tracecode.records.model import Record
    from tracecode.records.verification import Verified

STATUSES: Mapping[Status, Text] = {
    "valid": Text(zh="有效", en="valid"),
    "invalid": Text(zh="无效", en="invalid"),
    "not checked": Text(zh="未校验", en="not checked"),
}
Subject = Literal["code", "record", "message", "file"]
KINDS: Mapping[Subject, Text] = {
    "code": Text(zh="个代码", en="codes"),
    "record": Text(zh="条记录", en="records"),
    "message": Text(zh="个报文", en="messages"),
    "file": Text(zh="个文件", en="files"),
}
"""What a verdict may be on, as it is counted."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found of one code, record or message; or of a whole file, where nothing in it could
    be judged.
    """

    line: int
    """Line or row in the file, or place in the iterable or message, from 1."""
    text: str
    """The code as it stood there; of a record or message its id."""
    status: Status
    """`valid`: everything was judged, and nothing is an error; `invalid`: there is an error; `not
    checked`: there is none, but a finding says what was not judged."""
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
    """The typed record, if it is valid."""
    kind: Subject = "code"
    signature: Status | None = None
    """Of a message: whether its signature proves who sent it. `not checked` where no keys were
    given, whatever the rest of the verdict says."""
    verified: Verified | None = None
    """Of a message: who signed what, where keys were given and it verified."""
    sender: tuple[str, str] | None = None
    """Of a message: encoding rule and code of who sent it, as its header says; see `verified`."""
    personal: bool = False
    """Whether `text` is a personal number, or was meant to be: then no text that is made of the
    verdict shows it.
    """
    in_message: bool = False
    """Of a record: whether it stands in a message, the verdict on which follows."""

    def __repr__(self) -> str:
        values = {name: getattr(self, name) for name in self.__slots__} | {"text": self.public_text}
        return (
            f"Verdict({', '.join(f'{name}={described(value)}' for name, value in values.items())})"
        )

    def of_file(self, path: str) -> Verdict:
        """The same, in a file, if it does not say in which."""
        return self if self.file is not None else replace(self, file=path)

    @property
    def public_text(self) -> str:
        """The text as it may be shown to anybody."""
        if not self.personal:
            return mask(self.text)
        return starred(self.text) if self.code is None else self.code.public()[0]

    def as_dict(self, lang: str | None = None) -> dict[str, object]:
        """Plain data for JSON. Personal numbers are masked."""
        data: dict[str, object] = {} if self.file is None else {"file": mask(self.file)}
        data |= {
            "kind": self.kind,
            "line": self.line,
            "text": self.public_text,
            "status": self.status,
        }
        data |= (
            {"scheme": self.scheme}
            if self.record_type is None
            else {"record_type": self.record_type}
        )
        if self.signature is not None:
            data["signature"] = self.signature
        if self.verified is not None:
            data["verified"] = self.verified.as_dict()
        if self.code is not None:
            normalized, segments = self.code.public()
            data |= {"edition": self.code.edition, "normalized": normalized, "segments": segments}
            if self.code.elements:
                data["elements"] = self.code.public_elements
        data["findings"] = [finding.as_dict(lang) for finding in self.findings]
        return data


def ranked(counts: Mapping[str, int]) -> dict[str, int]:
    """Counts, the greatest first, and equal ones by name: however the verdicts came."""
    return dict(sorted(counts.items(), key=lambda each: (-each[1], each[0])))


_Name = TypeVar("_Name", bound=str)


def _known(counts: Mapping[_Name, int], names: Iterable[_Name]) -> dict[_Name, int]:
    """The counts that there are, in the order of their names."""
    return {name: counts[name] for name in names if name in counts}


def crashed(error: Exception) -> Finding:
    """The finding on a check that ended with an error of its own: what it stood on was not judged.

    It names the error's class and where it arose, and nothing of what was read.
    """
    if isinstance(error, MissingExtra):
        values: dict[str, object] = {"found": error.package, "allowed": error.extra}
        return Finding(rule="check.extra", severity="warning", values=values)
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = (
        f", {trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}"
        if trace is not None
        else ""
    )
    return Finding(
        rule="check.failed", severity="warning", values={"found": type(error).__name__ + place}
    )


def speaks(verdict: Verdict) -> bool:
    """Whether a verdict says anything that somebody has to know: it is not simply valid, or has
    more than notes.
    """
    return verdict.status != "valid" or any(
        finding.severity != "info" for finding in verdict.findings
    )


@dataclass(frozen=True, slots=True)
class VerdictBlock:
    """The verdicts on many codes or records at once; those that say nothing are made only if
    somebody asks for them.
    """

    told: tuple[Verdict, ...]
    """Those that were made, in order; all that speak are among them."""
    every: Callable[[], Iterator[Verdict]]
    """Gives all of them, in order."""
    silent: Mapping[str, int] = field(default_factory=dict)
    """How many of the others there are of each scheme: valid codes of which nothing is to be
    said.
    """
    repeated: Mapping[str, int] = field(default_factory=dict)
    """And how many of which only a note is to be said, that they stood before."""
    records: Mapping[str, int] = field(default_factory=dict)
    """How many of the others are valid records of each type, of which nothing is to be said."""
    named: bool = False
    """Whether its verdicts say in which file they stand."""

    def of_file(self, path: str) -> VerdictBlock:
        """The same, of a file, if its verdicts do not say in which."""
        if self.named:
            return self
        named = tuple(verdict.of_file(path) for verdict in self.told)
        return replace(
            self, told=named, every=lambda: (verdict.of_file(path) for verdict in self.every())
        )


class Report:
    """Iterate it for the verdicts; `counts` and `errors` grow meanwhile and are complete when it
    ends.

    A source in which there is nothing to judge gives one verdict that says so: emptiness is no
    success.
    """

    def __init__(
        self, verdicts: Iterable[Verdict | VerdictBlock], few: Callable[[], None] | None = None
    ) -> None:  # fmt: skip
        """A report.

        Args:
            verdicts: as they come.
            few: is told, before the first is asked for, that only those that speak are wanted.
        """
        self._verdicts, self._few = iter(verdicts), few
        self.counts: Counter[Status] = Counter()
        """How many verdicts of each status."""
        self.kinds: Counter[Subject] = Counter()
        """How many verdicts on codes, records, messages and whole files."""
        self.signatures: Counter[Status] = Counter()
        """How many messages by what was found of their signatures: `not checked` where no keys were
        given, whatever else was found of the message."""
        self.schemes: Counter[str] = Counter()
        """How many codes of each scheme, valid or not."""
        self.records: Counter[str] = Counter()
        """How many records of each type, valid or not."""
        self.rules: Counter[str] = Counter()
        """How many findings of each rule, of error or warning."""
        self.errors = 0
        """How many findings of severity error."""
        self.warnings = 0
        """How many of severity warning."""
        self.unchecked = 0
        """How many of these say that something was not judged."""
        self.repeated = 0
        """How many codes stood before in the same source."""
        self.complete = False
        """Whether the source was read to its end."""

    @property
    def status(self) -> Status:
        """The verdict on the whole: `valid` only when all was read, all was judged and nothing is
        an error.
        """
        if self.counts["invalid"]:
            return "invalid"
        return (
            "valid"
            if self.complete and self.counts["valid"] and not self.counts["not checked"]
            else "not checked"
        )

    def __iter__(self) -> Iterator[Verdict]:
        for piece in self.pieces():
            if isinstance(piece, VerdictBlock):
                yield from piece.every()
            else:
                yield piece

    def speaking(self) -> Iterator[Verdict]:
        """The verdicts that say anything, see `speaks`; all are counted, but the others are not
        always made.
        """
        self._want_few()
        for piece in self.pieces():
            yield from filter(speaks, piece.told if isinstance(piece, VerdictBlock) else (piece,))

    def pieces(self) -> Iterator[Verdict | VerdictBlock]:
        """The verdicts, many at once where they came so; each is counted when it comes."""
        for piece in self._judged():
            if isinstance(piece, VerdictBlock):
                self._count_silent(piece)
                for verdict in piece.told:
                    self._count(verdict)
            else:
                self._count(piece)
            yield piece
        self.complete = True

    def _count(self, verdict: Verdict) -> None:
        self.counts[verdict.status] += 1
        self.kinds[verdict.kind] += 1
        if verdict.signature is not None:
            self.signatures[verdict.signature] += 1
        if verdict.scheme is not None:
            self.schemes[verdict.scheme] += 1
        if verdict.record_type is not None:
            self.records[verdict.record_type] += 1
        for finding in verdict.findings:
            if finding.severity == "error":
                self.errors += 1
                self.rules[finding.rule] += 1
                continue
            if finding.severity == "warning":
                self.rules[finding.rule] += 1
                self.warnings += 1
                self.unchecked += finding.unchecked
            self.repeated += finding.rule in ("code.repeated", "code.repeated_otherwise")

    def _count_silent(self, block: VerdictBlock) -> None:
        for counts in (block.silent, block.repeated):
            if count := sum(counts.values()):
                self.counts["valid"] += count
                self.kinds["code"] += count
                self.schemes.update(counts)
        self.repeated += sum(block.repeated.values())
        if count := sum(block.records.values()):
            self.counts["valid"] += count
            self.kinds["record"] += count
            self.records.update(block.records)

    def _judged(self) -> Iterator[Verdict | VerdictBlock]:
        """The verdicts, and what may have to be said of the whole: that it ended early, or had
        nothing to judge.
        """
        try:
            yield from self._verdicts
        except TraceCodeError:
            raise
        except Exception as error:  # noqa: BLE001  # a fault of ours must not pass for the end of the source
            yield Verdict(0, "", "not checked", None, None, None, (crashed(error),), kind="file")
        if not self.complete and not self.counts:
            yield Verdict(
                0,
                "",
                "invalid",
                None,
                None,
                None,
                (Finding(rule="data.empty", severity="error"),),
                kind="file",
            )

    def run(self) -> Report:
        """Read to the end, for the counts alone."""
        self._want_few()
        for _ in self.pieces():
            pass
        return self

    def _want_few(self) -> None:
        if self._few is not None:
            self._few()

    @classmethod
    def total(cls, reports: Iterable[Report]) -> Report:
        """The counts of several reports together."""
        whole = cls(())
        complete: list[bool] = []
        for report in reports:
            for name in ("counts", "kinds", "signatures", "schemes", "records", "rules"):
                getattr(whole, name).update(getattr(report, name))
            for name in ("errors", "warnings", "unchecked", "repeated"):
                setattr(whole, name, getattr(whole, name) + getattr(report, name))
            complete.append(report.complete)
        whole.complete = bool(complete) and all(complete)
        return whole

    def summary(self) -> dict[str, object]:
        """The counts as plain data."""
        return {
            "status": self.status, "verdicts": _known(self.counts, STATUSES),
            "kinds": _known(self.kinds, KINDS), "signatures": _known(self.signatures, STATUSES),
            "errors": self.errors, "warnings": self.warnings, "repeated": self.repeated,
            "schemes": ranked(self.schemes), "record_types": ranked(self.records),
            "rules": dict(self.rules.most_common()),
        }  # fmt: skip
