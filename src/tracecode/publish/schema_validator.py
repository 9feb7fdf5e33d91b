"""What an outside validator sees: records judged by the published JSON Schema alone, in the
findings of this library.

A program of another language that has nothing but the schema refuses what these findings name, and
lets pass whatever the schema cannot say (`schema_limits`). That is not checked here, so that no
record is ever valid by its schema.

>>> import tracecode as tc
>>> validator = tc.record_type(None, "recall").schema_validator()
>>> first, *_, last = validator.findings({"record_type": "recall"})
>>> (first.rule, first.path), last.rule
(('record.missing', 'product_item'), 'check.schema')
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, cast

from pydantic_core import InitErrorDetails, PydanticCustomError, ValidationError

from tracecode.extras import extra
from tracecode.findings import Finding
from tracecode.publish import json_schema
from tracecode.publish.schema_limits import element_at, unseen
from tracecode.records.explain import faults
from tracecode.records.finding_values import condition_text
from tracecode.records.lookups import fields_of
from tracecode.standard.elements import Element, ElementGroup
from tracecode.standard.resolved import kept
from tracecode.tables.limits import DEFAULT

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError as SchemaError
    from jsonschema.protocols import Validator

    from tracecode.standard.resolved import Resolved

Location = tuple[str | int, ...]


class SchemaValidator:
    """The JSON Schema of a record type, or of a part of a message, at work. Made by
    `RecordType.schema_validator`.
    """

    def __init__(self, group: ElementGroup, standard: Resolved) -> None:
        """The schema of a group, compiled.

        Raises:
            MissingExtra: jsonschema is not installed.
        """
        self._group, self._standard = group, standard
        self.validator: Validator = asserting(json_schema.schema(group, standard))
        """The validator of jsonschema: the schema with its formats asserted, which fetches
        nothing.
        """
        names = [limit.name for limit in unseen(group, standard)]
        self._unseen = Finding(rule="check.schema", severity="warning", values={"allowed": names})

    def __repr__(self) -> str:
        return f"SchemaValidator({self._group.id!r})"

    def findings(self, data: object, *, most: int = DEFAULT.findings) -> tuple[Finding, ...]:
        """The errors that the schema finds, and last what it cannot see.

        Args:
            data: a record as JSON has it: a mapping of text, whole numbers, true and false, lists
                and mappings.
            most: so many errors are told; further ones are counted.
        """
        return (*self.errors(data, most=most), self._unseen)

    def errors(self, data: object, *, most: int = DEFAULT.findings) -> tuple[Finding, ...]:
        """The errors alone."""
        lines = list(self._lines(self.validator.iter_errors(cast("Any", data))))
        if not lines:
            return ()
        error = ValidationError.from_exception_data(self._group.id, lines)
        findings = faults(error.errors(include_url=False), self._group, None, self._standard, most)
        return tuple(_with_pattern(finding, self._group) for finding in findings)

    def _lines(self, errors: Iterable[SchemaError]) -> Iterator[InitErrorDetails]:
        """Errors of jsonschema as pydantic would tell them, each once."""
        told: set[tuple[Location, str]] = set()
        for error in errors:
            for loc, type, value in _meant(error, self._group):
                word = type if isinstance(type, str) else type.type
                kind = (
                    "value"
                    if word in _OF_VALUE
                    else word
                    if isinstance(type, str)
                    else repr(type.context)
                )
                if (loc, kind) not in told:
                    told.add((loc, kind))
                    line = InitErrorDetails(type=type, loc=loc, input=value)
                    yield line | {"ctx": _CONTEXT[word](error)} if word in _CONTEXT else line


@kept
def schema_validator(standard: Resolved, group: ElementGroup) -> SchemaValidator:
    """The validator of a record type or of a part of a message, compiled once.

    Raises:
        MissingExtra: jsonschema is not installed.
    """
    return SchemaValidator(group, standard)


def asserting(schema: Mapping[str, object]) -> Validator:
    """The validator of jsonschema for a schema, with our formats asserted, which fetches nothing.

    Raises:
        MissingExtra: jsonschema is not installed.
    """
    jsonschema, referencing = extra("jsonschema", "schema"), extra("referencing", "schema")
    formats = jsonschema.FormatChecker(formats=())
    for name, check in _FORMATS.items():
        formats.checks(name, raises=ValueError)(check)
    # The registry is empty and has no way to fetch: every reference stays inside the schema.
    made: Validator = jsonschema.Draft202012Validator(
        schema, format_checker=formats, registry=referencing.Registry()
    )
    return made


def _is_date(value: object) -> bool:
    return not isinstance(value, str) or bool(date.fromisoformat(value))


def _is_moment(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


def _is_uuid(value: object) -> bool:
    return not isinstance(value, str) or bool(uuid.UUID(value))


_FORMATS = {"date": _is_date, "date-time": _is_moment, "uuid": _is_uuid}
"""Those that the schemas name. What else must hold of such a text is said by the pattern beside."""
_OF_VALUE = frozenset(
    {
        "string_pattern_mismatch",
        "date_parsing",
        "uuid_parsing",
        "string_too_short",
        "string_too_long",
    }
)
"""Of these a text has one: a wrong date breaks pattern and format."""
_TYPES = {
    "string": "string_type", "integer": "int_type", "boolean": "bool_type", "array": "list_type",
    "object": "dict_type",
}  # fmt: skip
_SIMPLE = {
    "pattern": "string_pattern_mismatch", "minLength": "string_too_short",
    "maxLength": "string_too_long", "minItems": "too_short", "maxItems": "too_long",
    "minimum": "greater_than_equal", "maximum": "less_than_equal", "enum": "literal_error",
    "const": "literal_error",
}  # fmt: skip
"""Words of JSON Schema that have one of pydantic."""


def _bound(name: str) -> Any:
    return lambda error: {name: error.validator_value}


def _sized(name: str) -> Any:
    return lambda error: {
        "field_type": "List",
        name: error.validator_value,
        "actual_length": len(error.instance),
    }


_CONTEXT = {
    "string_pattern_mismatch": lambda error: {"pattern": str(error.validator_value)},
    "string_too_short": lambda _: {"min_length": 1}, "string_too_long": _bound("max_length"),
    "too_short": _sized("min_length"), "too_long": _sized("max_length"),
    "greater_than_equal": _bound("ge"), "less_than_equal": _bound("le"),
    "literal_error": lambda error: {"expected": str(error.validator_value)},
    "date_parsing": lambda error: {"error": str(error.validator_value)},
    "uuid_parsing": lambda error: {"error": str(error.validator_value)},
}  # fmt: skip
"""What pydantic wants to know beside."""


def _meant(
    error: SchemaError, group: ElementGroup
) -> Iterator[tuple[Location, str | PydanticCustomError, object]]:
    """What an error of jsonschema is: place, kind in pydantic's words, value."""
    word = error.validator
    value: Any = error.instance
    asked: Any = error.validator_value
    loc: Location = tuple(error.absolute_path)
    if word == "required":
        for id in asked:
            if id not in value:
                field = _field(group, (*loc, id))
                if (
                    "then" in error.absolute_schema_path
                    and field is not None
                    and field.use.when is not None
                ):
                    when = [
                        condition_text(each, wanted, value[each])
                        for each, wanted in field.use.when.items()
                    ]
                    yield loc, _of_rules("record.required_when", id, when=when), value
                else:
                    yield (*loc, id), "missing", value
    elif word == "additionalProperties":
        yield from (
            ((*loc, id), "extra_forbidden", each)
            for id, each in value.items()
            if _is_foreign(error, id)
        )
    elif word == "type":
        yield loc, _TYPES[str(asked)], value
    elif word == "format":
        yield loc, "uuid_parsing" if asked == "uuid" else "date_parsing", value
    elif word == "anyOf" and _rule(error) is not None:
        ids = tuple(id for each in asked for id in each["required"])
        yield loc, _of_rules("record.at_least_one", None, allowed=ids), value
    elif word == "not" and _rule(error) is not None:
        if isinstance(value, Mapping):  # what is no object is told to be none
            pairs = [each["required"] for each in asked["anyOf"]]
            present = list(dict.fromkeys(id for pair in pairs for id in pair if id in value))
            yield loc, _of_rules("record.exclusive", present[1], found=present), value
    elif word == "anyOf":  # the name of an encoding rule
        yield loc, PydanticCustomError("scheme", "scheme"), value
    elif word == "pattern" and not value:  # every text has a character that shows something
        yield loc, "string_too_short", value
    elif word in _SIMPLE:
        yield loc, _SIMPLE[str(word)], value
    else:  # `not`: of a text with control characters, or where nothing is right
        yield loc, "string_pattern_mismatch" if isinstance(value, str) else "string_type", value


def _with_pattern(finding: Finding, group: ElementGroup) -> Finding:
    """The finding on a text that fits no pattern, with what stands behind the pattern beside the
    format.
    """
    _, field = element_at(finding.path or "", group)
    if finding.rule != "record.format" or field is None:
        return finding
    bounds = field.spec.range
    behind = (
        field.spec.scheme,
        None if bounds is None else f"{bounds.min or ''}..{bounds.max or ''}",
    )
    allowed = " ".join(str(part) for part in (finding.values.get("allowed"), *behind) if part)
    return finding.replace(values=dict(finding.values) | {"allowed": allowed})


def _rule(error: SchemaError) -> object:
    schema = error.schema
    return schema.get("x-rule") if isinstance(schema, Mapping) else None


def _is_foreign(error: SchemaError, id: str) -> bool:
    schema = error.schema
    return isinstance(schema, Mapping) and id not in schema["properties"]


def _of_rules(rule: str, path: str | None, **values: object) -> PydanticCustomError:
    finding = Finding(rule=rule, severity="error", values={"name": path, **values}, path=path)
    return PydanticCustomError("rules", "rules", {"findings": (finding,)})


def _field(group: ElementGroup, loc: Location) -> Element | None:
    """The element at a place."""
    inside: ElementGroup | None = group
    field: Element | None = None
    for part in loc:
        if isinstance(part, str):
            field = None if inside is None else fields_of(inside).get(part)
            inside = None if field is None else field.group
    return field
