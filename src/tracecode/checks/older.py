"""Messages of a version of the standard that was released before: judged by what was frozen of it.

The schema of that version judges each record, with jsonschema, and codes are judged by the edition
of their date: so a message is right for ever if it was right when it was made. What a schema cannot
say is not checked, and told by name. A version that this installation does not have judges nothing:
the message is not checked, and the version named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from tracecode.codes.registry import registry
from tracecode.findings import Finding, has_errors
from tracecode.publish.schema_validator import asserting
from tracecode.records.judge import count_faults, envelope_faults, other_version
from tracecode.records.plain import PARTS
from tracecode.records.scheme_names import identified
from tracecode.spec.base import Text
from tracecode.standard.released import Release, released
from tracecode.standard.resolved import kept

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError as SchemaError

    from tracecode.standard.resolved import Resolved

Plain = Mapping[str, Any]


def of_version(standard: Resolved, version: str) -> Older | Finding:
    """What judges messages of an older version; or that the version is not here, so that nothing is
    checked.

    Raises:
        MissingExtra: jsonschema is not installed.
        UnreadableFile: the version is damaged.
    """
    release = released(standard, version)
    return other_version(version) if release is None else older(standard, release)


@kept
def older(standard: Resolved, release: Release) -> Older:
    """The judge of a version, made once.

    Raises:
        MissingExtra: jsonschema is not installed.
        UnreadableFile: the version is damaged.
    """
    return Older(standard, release)


class Older:
    """Judges the records and the envelope of messages of a released version."""

    def __init__(self, standard: Resolved, release: Release) -> None:
        """As `older`."""
        self._standard, self.version = standard, release.version
        schema: dict[str, Any] = release.read("message")
        self._kinds, self._codes, self._unseen = (
            schema.pop(word) for word in ("x-kinds", "x-codes", "x-unseen")
        )
        whole = {"$schema": schema["$schema"], "$defs": schema["$defs"]}
        self._record = asserting(whole | {"$ref": "#/$defs/any-record"})
        self._parts = {
            name: asserting(whole | {"$ref": schema["properties"][name]["$ref"]}) for name in PARTS
        }  # fmt: skip

    def errors(self, data: Plain) -> tuple[Finding, ...]:
        """What is wrong with a record by its schema and its codes."""
        findings = tuple(self._told(self._record.iter_errors(cast("Any", data))))
        kind = self.kind(data)
        return (
            findings
            if findings or kind is None
            else tuple(f for f in self._of_codes(data, kind) if f.severity == "error")
        )

    def findings(self, data: Plain) -> tuple[Finding, ...]:
        """All findings on a record, and what was not checked."""
        kind = self.kind(data)
        findings = [*self._told(self._record.iter_errors(cast("Any", data)))]
        if kind is not None:
            findings += self._of_codes(data, kind)
        if not has_errors(tuple(findings)) and (unseen := self._unseen.get(kind or "")):
            values: dict[str, object] = {
                "found": self.version,
                "allowed": [Text(**each) for each in unseen],
            }
            findings.append(Finding(rule="message.older", severity="warning", values=values))
        return tuple(findings)

    def envelope(self, data: Plain, records: int | None, *, whole: bool) -> Iterator[Finding]:
        """What is wrong with the envelope."""
        yield from envelope_faults(data, records, whole=whole)
        yield from count_faults(data, records, whole=whole)
        for name, validator in self._parts.items():
            if data.get(name) is not None:
                for finding in self._told(validator.iter_errors(data[name])):
                    yield finding.replace(path=f"{name}.{finding.path}" if finding.path else name)

    def kind(self, data: Plain) -> str | None:
        """The definition of a record's type in the schema of the version."""
        named, item = data.get("record_type"), data.get("product_item", "")
        kinds = self._kinds.get(named, {}) if isinstance(named, str) else {}
        return kinds.get(item) if isinstance(item, str) else None

    def _of_codes(self, data: Plain, kind: str) -> Iterator[Finding]:
        """What is wrong with the codes of a record, each read for its date."""
        for code in self._codes[kind]:
            for path, group in _groups(data, code["at"]):
                scheme = code.get("scheme") or group.get(code["named"])
                if not isinstance(scheme, str):
                    continue
                on = _day(group.get(code.get("on") or "")) or _day(data.get("event_time"))
                for below, line in _groups(
                    group, code.get("lines", code["at"])[len(code["at"]) :].lstrip(".")
                ):
                    for text, at in _texts(
                        line, code["value"], ".".join(part for part in (path, below) if part)
                    ):
                        for finding in self._of_code(text, scheme, on):
                            told = _secret(finding) if code["personal"] else finding
                            yield told.replace(path=f"{at}.{finding.path}" if finding.path else at)

    def _of_code(self, text: str, scheme: str, on: date | None) -> tuple[Finding, ...]:
        if identified(scheme, self._standard) is None:  # nothing here judges it
            return (
                Finding(rule="record.foreign_scheme", severity="warning", values={"found": scheme}),
            )
        return registry(self._standard)[scheme].read(text, on, strict=True)[1]

    def _told(self, errors: Iterator[SchemaError]) -> Iterator[Finding]:
        """Errors of jsonschema as findings, each once."""
        told = set()
        for error in errors:
            for rule, path, values in _meant(error):
                if (rule, path) not in told:
                    told.add((rule, path))
                    yield Finding(
                        rule=rule,
                        severity="error",
                        values=values | {"version": self.version},
                        path=path,
                    )


def _meant(error: SchemaError) -> Iterator[tuple[str, str, dict[str, object]]]:
    """The rule, the path and the values of an error; the value itself is not shown, for it may be a
    person's.
    """
    at = "".join(
        f"[{part}]" if isinstance(part, int) else f".{part}" for part in error.absolute_path
    ).lstrip(".")
    value, asked = cast("Any", error.instance), cast("Any", error.validator_value)
    if error.validator == "required":
        for id in asked:
            if id not in value:
                yield "record.missing", f"{at}.{id}".lstrip("."), {"name": id}
    elif error.validator == "additionalProperties":
        known = cast("Mapping[str, Any]", error.schema)["properties"]
        for id in value:
            if id not in known:
                yield (
                    "record.unknown_field",
                    f"{at}.{id}".lstrip("."),
                    {"found": id, "hint": {"zh": "", "en": ""}},
                )
    else:
        yield (
            "record.schema",
            at,
            {"name": at.rpartition(".")[2], "allowed": f"{error.validator} {asked}"},
        )


def _secret(finding: Finding) -> Finding:
    """A finding on a personal code, without what stands in it."""
    return finding.replace(values=dict(finding.values) | dict.fromkeys(("found", "allowed"), "***"))


def _groups(data: Plain, path: str) -> Iterator[tuple[str, Plain]]:
    """The groups at a path, each with its place; the record itself at none."""
    if not path:
        yield "", data
        return
    first, _, rest = path.partition(".")
    value = data.get(first)
    for i, each in enumerate(value) if isinstance(value, list) else ((None, value),):
        if isinstance(each, Mapping):
            at = first if i is None else f"{first}[{i}]"
            for below, inner in _groups(each, rest):
                yield f"{at}.{below}" if below else at, inner


def _texts(data: Plain, id: str, around: str) -> Iterator[tuple[str, str]]:
    value = data.get(id)
    at = f"{around}.{id}" if around else id
    for i, each in enumerate(value) if isinstance(value, list) else ((None, value),):
        if isinstance(each, str):
            yield each, at if i is None else f"{at}[{i}]"


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value[:10]) if isinstance(value, str) else None
    except ValueError:
        return None
