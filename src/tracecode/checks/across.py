"""Checks across records: codes that stand twice, more out than in, sales after a recall, and what
else no record shows.

>>> import tracecode as tc
>>> record = {"record_type": "recall", "record_id": "7", "uscc": "91350100M000100Y43"}
>>> [(found.rule, found.place.line, found.other.line) for found in tc.across([record, record])]
[('record-id-twice', 2, 1)]

The rules are data (`specs/rules/`). The rows that they look at go from the sources into tables of
an engine, which may be larger than memory; each rule is one query there. Whether a record by itself
is right, `validate` says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from tracecode.checks.across_loading import Loader, RecordPlace
from tracecode.engines.duckdb import Engine, EngineFailed
from tracecode.errors import MissingExtra, UnknownId
from tracecode.findings import Finding, Severity, Status, severity_of
from tracecode.privacy import starred
from tracecode.relations.cells import MILLIONTHS
from tracecode.relations.rows import personal_columns
from tracecode.relations.sql import Query, query_of
from tracecode.spec.across_model import (
    AgreesCheck,
    BalanceCheck,
    ExistsCheck,
    OneParentCheck,
    OrderCheck,
    UniqueCheck,
    read_by,
)
from tracecode.spec.base import Text
from tracecode.tables.limits import DEFAULT, Limits

if TYPE_CHECKING:
    import os

    from tracecode.checks.across_loading import AcrossSource
    from tracecode.spec.across_model import AcrossSpec, Check
    from tracecode.standard.resolved import Resolved

_AT_ONCE = 1_000
_NO_PLACE = Text(zh="另一记录", en="another record")


@dataclass(frozen=True, slots=True)
class AcrossFinding:
    """What a rule found: a record, and the one that it is held against."""

    rule: str | None
    """The id of the rule in `specs/rules/`; None of what is said of a source."""
    finding: Finding
    """Severity, sentence in both languages, source and evidence; its path and line are those of the
    record.
    """
    place: RecordPlace | None = None
    """The record that is found; None where a rule was not run."""
    other: RecordPlace | None = None
    """The record that it is held against, where there is one."""

    @property
    def severity(self) -> Severity:
        """That of the finding."""
        return self.finding.severity

    def as_dict(self, lang: str | None = None) -> dict[str, object]:
        """Plain data for JSON, as of a finding, with the rule and the records. Personal values are
        masked.
        """
        data: dict[str, object] = {} if self.rule is None else {"across": self.rule}
        data |= self.finding.as_dict(lang)
        for name, place in (("record", self.place), ("other", self.other)):
            if place is not None:
                data[name] = place.as_dict()
        return data


class Across:
    """What was found across records; iterate it. The counts grow meanwhile and are complete when it
    ends.
    """

    def __init__(self, found: Iterable[AcrossFinding], counted: Loaded) -> None:
        self._found = iter(found)
        self._loaded = counted
        self.rules: Counter[str] = Counter()
        """How many records each rule found."""
        self.not_checked: dict[str, Mapping[str, str]] = {}
        """The rules that could not be carried out, and why, by language."""
        self.errors = self.warnings = 0
        self.unchecked = 0
        """How many findings say that something was not judged."""
        self.complete = False

    @property
    def records(self) -> int:
        """How many records were read."""
        return self._loaded.records

    @property
    def judged(self) -> tuple[str, ...]:
        """The rules that had records to look at, and were carried out."""
        return tuple(self._loaded.judged)

    @property
    def status(self) -> Status:
        """`valid` only when all was read, every rule that had something to look at was carried out,
        and none errs.
        """
        if self.errors:
            return "invalid"
        return "valid" if self.complete and self.records and not self.unchecked else "not checked"

    def __iter__(self) -> Iterator[AcrossFinding]:
        for found in self._found:
            finding = found.finding
            if found.rule is not None and found.place is not None and not finding.unchecked:
                self.rules[found.rule] += 1
            if found.rule is not None and finding.rule == "across.not_run":
                values = finding.values
                self.not_checked[found.rule] = {
                    "zh": str(values["reason_zh"]),
                    "en": str(values["reason_en"]),
                }
            self.errors += finding.severity == "error"
            self.warnings += finding.severity == "warning"
            self.unchecked += finding.unchecked
            yield found
        self.complete = True

    def run(self) -> Across:
        """Read to the end, for the counts alone."""
        for _ in self:
            pass
        return self

    def summary(self) -> dict[str, object]:
        """The counts as plain data."""
        return {
            "status": self.status, "records": self.records, "errors": self.errors,
            "warnings": self.warnings, "rules": dict(self.rules.most_common()),
            "judged": list(self.judged), "not_checked": self.not_checked,
        }  # fmt: skip


class Loaded:
    """What a run counts of itself."""

    def __init__(self) -> None:
        self.records = 0
        self.judged: list[str] = []


def across(
    sources: Iterable[AcrossSource], standard: Resolved, *,
    rows: Mapping[str, object] = MappingProxyType({}), rules: Iterable[str] | None = None,
    encoding: str = "utf-8", memory_mb: int = 1_000, folder: str | os.PathLike[str] | None = None,
    limits: Limits = DEFAULT,
) -> Across:  # fmt: skip
    """Carry out rules across all records of some sources; see `tracecode.Standard.across`."""
    wanted = rules_of(standard, rules)
    loaded = Loaded()
    for id in rows:
        standard.rows(id)  # refuses what there is not
    run = _Run(standard, wanted, loaded, rows)
    return Across(run.found(sources, encoding, memory_mb, folder, limits), loaded)


def rules_of(standard: Resolved, ids: Iterable[str] | None) -> list[AcrossSpec]:
    """Rules by their ids; all of them by default.

    Raises:
        UnknownId: there is none of that id.
    """
    known = standard.ids("rule")
    wanted = known if ids is None else tuple(dict.fromkeys(ids))
    for id in wanted:
        if id not in known:
            raise UnknownId("rule", id, known, standard.names("rule"))
    return [standard.rule(id) for id in wanted]


def tables_of(rules: Iterable[AcrossSpec]) -> list[str]:
    """The rows that rules read."""
    return list(dict.fromkeys(used.rows for rule in rules for used in read_by(rule.check)))


def not_run(rule: AcrossSpec, reason: Mapping[str, str]) -> AcrossFinding:
    """What is said of a rule that was not carried out."""
    values = {"name": rule.name, "reason_zh": reason["zh"], "reason_en": reason["en"]}
    return AcrossFinding(rule.id, Finding(rule="across.not_run", severity="warning", values=values))


def missing_rows(
    standard: Resolved, rule: AcrossSpec, counts: Mapping[str, int]
) -> Mapping[str, str] | None:
    """Why a rule cannot be carried out that has rows to judge: none of those are known among which
    one must be.

    Args:
        standard: has the rule.
        rule: the rule.
        counts: how many of each rows there are.
    """
    others = read_by(rule.check)[1:]
    if not isinstance(rule.check, ExistsCheck) or counts[others[0].rows]:
        return None
    name = standard.rows(others[0].rows).name
    return {
        "zh": f"没有任何“{name.zh}”的记录可供核对",
        "en": f"no record at all tells of: {name.en}",
    }


class _Run:
    def __init__(
        self, standard: Resolved, rules: list[AcrossSpec], loaded: Loaded,
        rows: Mapping[str, object]
    ) -> None:  # fmt: skip
        self._standard, self._rules, self._loaded, self._rows = standard, rules, loaded, rows

    def found(
        self, sources: Iterable[AcrossSource], encoding: str, memory_mb: int,
        folder: str | os.PathLike[str] | None, limits: Limits,
    ) -> Iterator[AcrossFinding]:  # fmt: skip
        try:
            engine = Engine(folder, memory_mb)
        except MissingExtra as error:
            zh, en = (
                f"缺少软件包 {error.package}；请安装 tracecode[engine]",
                f"{error.package} is not installed: tracecode[engine]",
            )
            yield from self._none_run({"zh": zh, "en": en})
            return
        except EngineFailed as error:
            yield from self._none_run(error.texts)
            return
        with engine:
            loader = Loader(self._standard, tables_of(self._rules), engine, encoding, limits)
            try:
                for id in [id for id in self._rows if id in loader.rows]:
                    loader.take_rows(id, self._rows[id])
                loader.load(sources)
                loader.finish()
            except EngineFailed as error:
                yield from self._none_run(error.texts)
                return
            self._loaded.records = loader.records
            for finding in loader.told():
                yield AcrossFinding(None, finding)
            for rule in self._rules:
                yield from self._carried_out(rule, engine, loader)

    def _none_run(self, reason: Mapping[str, str]) -> Iterator[AcrossFinding]:
        yield from (not_run(rule, reason) for rule in self._rules)

    def _carried_out(
        self, rule: AcrossSpec, engine: Engine, loader: Loader
    ) -> Iterator[AcrossFinding]:
        """What a rule finds; or that it could not be carried out."""
        if not loader.rows[read_by(rule.check)[0].rows]:
            return
        if (missing := missing_rows(self._standard, rule, loader.rows)) is not None:
            yield not_run(rule, missing)
            return
        query = query_of(self._standard, rule, "duckdb")
        sentences = Sentences(self._standard, rule, query)
        try:
            for rows in _chunks(engine.rows(query.text)):
                places = loader.places(
                    {record for row in rows for record in row[1:3] if record is not None}
                )
                for row in rows:
                    yield sentences.told(
                        row, places[row[1]], None if row[2] is None else places[row[2]]
                    )
        except EngineFailed as error:
            yield not_run(rule, error.texts)
            return
        self._loaded.judged.append(rule.id)


def _chunks(rows: Iterator[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    chunk: list[tuple[Any, ...]] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == _AT_ONCE:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


class Sentences:
    """Makes findings of the rows that the query of a rule gives."""

    def __init__(self, standard: Resolved, rule: AcrossSpec, query: Query) -> None:
        """Sentences on what a rule finds.

        Args:
            standard: has the rule.
            rule: the rule.
            query: says what its rows hold.
        """
        self._rule, self._query = rule, query
        self._kind = _sentence_of(rule.check)
        self._severity: Severity = rule.severity or severity_of(rule.evidence)
        self._source = standard.cite(rule.source)
        self._personal = personal_columns(standard, query.judged)
        compared = {column for used in read_by(rule.check) for column in used.columns}
        self._hides = bool(self._personal & compared)
        self._numbers = isinstance(rule.check, BalanceCheck)

    def told(
        self, row: tuple[Any, ...], place: RecordPlace, other: RecordPlace | None
    ) -> AcrossFinding:
        """The finding on a row: what is found, the other record, whether it could be judged, key,
        values, unit.
        """
        unjudged, unit = row[3], row[-1]
        key = [
            starred(str(value)) if name in self._personal else str(value)
            for name, value in zip(self._query.columns, row[4:-3], strict=True)
        ]
        values: dict[str, object] = {
            "name": self._rule.name, "found": " / ".join(key) or place.record_id or "-",
            "first": _NO_PLACE if other is None else other.text(place.file),
        }  # fmt: skip
        if not unjudged:
            found, allowed = (self._said(value, unit) for value in row[-3:-1])
            values |= {"value": found, "other": allowed, "remedy": self._rule.remedy}
        finding = Finding(
            rule="across.amounts" if unjudged else self._kind,
            severity="warning" if unjudged else self._severity, values=values, path=place.file,
            line=place.line, source=self._source, evidence=self._rule.evidence,
        )  # fmt: skip
        return AcrossFinding(self._rule.id, finding, place, other)

    def _said(self, value: object, unit: str | None) -> str:
        if value is None:
            return ""
        if self._numbers:
            whole, part = divmod(abs(int(str(value))), MILLIONTHS)
            sign = "-" if int(str(value)) < 0 else ""
            number = f"{sign}{whole}.{part:06d}".rstrip("0").rstrip(".")
            return f"{number} {unit}" if unit else number
        return starred(str(value)) if self._hides else str(value)


def _sentence_of(check: Check) -> str:
    """The sentence by which a kind of check tells what it found."""
    match check:
        case UniqueCheck():
            return "across.unique"
        case ExistsCheck():
            return "across.exists"
        case OrderCheck():
            return "across.order"
        case BalanceCheck():
            return "across.equal" if check.balance.asks == "equal" else "across.balance"
        case OneParentCheck():
            return "across.one_parent"
        case AgreesCheck():
            return "across.agrees"
