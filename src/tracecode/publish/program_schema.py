"""The JSON Schema of the rule program, `codes.schema.json`. What the fields mean is said in
`docs/program.md`.
"""

from __future__ import annotations

from typing import Any, get_args

from tracecode.publish.program import FORMAT
from tracecode.spec.model import Fold

_DAY = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_TEXT = {"type": "string"}
_WORD = {"type": "string", "minLength": 1}
_COUNT = {"type": "integer", "minimum": 0}
_SOME = {"type": "integer", "minimum": 1}
_NAME = {"$ref": "#/$defs/name"}
_CHARS = {"$ref": "#/$defs/chars"}
_SEVERITY = {"enum": ["error", "warning"]}
_EVIDENCE = {"enum": ["confirmed", "single", "unsure", "project"]}
_RANGES = {
    "type": "array",
    "items": {"type": "array", "items": _COUNT, "minItems": 2, "maxItems": 2},
}


def program_schema() -> dict[str, Any]:
    """The schema (2020-12)."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "tracecode rule program",
        **_object(
            format={"const": FORMAT},
            standard=_WORD,
            longest=_SOME,
            blank=_RANGES,
            control=_RANGES,
            folding=_list(_folding()),
            checks=_map({"oneOf": [_sum(), _object(kind={"const": "hybrid"}, chars=_WORD)]}),
            lists=_map(_object(name=_NAME, values=_map(_NAME), optional={"covers": _list(_WORD)})),
            schemes=_map(_scheme()),
            items=_map(_object(name=_NAME, carries=_list(_WORD))),
            gs1=_map({**_list(_SOME), "minItems": 1, "maxItems": 2}),
            gs1_chars=_map(_object(chars=_WORD, label=_WORD)),
            gs1_values=_map(
                _object({"chars": _WORD, "min": _SOME, "max": _SOME, "date": _NAME}, name=_WORD)
            ),
            messages=_map(_NAME),
        ),
        "$defs": {
            "name": _object(zh=_TEXT, en=_TEXT),
            "chars": {"oneOf": [_WORD, _object(**{"except": _TEXT})]},
            "rule": {"oneOf": [*_rules()]},
        },
    }


def _object(optional: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    properties = fields | (optional or {})
    return {
        "type": "object",
        "properties": properties,
        "required": [*fields],
        "additionalProperties": False,
    }


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _map(values: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": values}


def _folding() -> dict[str, Any]:
    changes = {
        "step": {"enum": [*get_args(Fold)]},
        "map": _map(_WORD),
        "drop": _RANGES,
        "trim": _WORD,
        "bare": _WORD,
    }
    ends = {"lead": _WORD, "before": _WORD}
    required = [{"required": [name]} for name in ("map", "drop", "trim", "lead")]
    return {
        **_object(changes | ends),
        "anyOf": required,
        "dependentRequired": {"lead": ["before"], "trim": ["bare"]},
    }


def _sum() -> dict[str, Any]:
    return _object(
        {"most": _SOME, "others": _list(_TEXT)},
        kind={"const": "sum"},
        values={**_list(_map(_COUNT)), "minItems": 1},
        weights={**_list(_COUNT), "minItems": 1},
        modulus={"type": "integer", "minimum": 2},
        results=_list(_WORD),
        least=_COUNT,
    )


def _scheme() -> dict[str, Any]:
    edition = _object(
        {"from": _DAY, "to": _DAY}, id=_WORD, evidence=_EVIDENCE, source=_TEXT,
        layouts=_list(_layout())
    )  # fmt: skip
    return _object(
        {"personal": {"const": True}, "gs1_ai": _list(_WORD), "hint_only": {"const": True}},
        name=_NAME,
        identifies=_WORD,
        issued_by=_WORD,
        lenient=_list(_WORD),
        editions={**_list(edition), "minItems": 1},
    )


def _layout() -> dict[str, Any]:
    return _object(
        id=_WORD,
        name=_NAME,
        severity=_SEVERITY,
        evidence=_EVIDENCE,
        source=_TEXT,
        min=_COUNT,
        max=_SOME,
        segments={**_list(_segment()), "minItems": 1},
        rules=_list({"$ref": "#/$defs/rule"}),
        optional={"lenient_only": {"const": True}},
    )


def _segment() -> dict[str, Any]:
    repeat = _object(
        separator=_WORD,
        min=_SOME,
        max=_SOME,
        item=_object(min=_COUNT, max=_SOME),
        leading_zeros={"type": "boolean"},
    )
    common: dict[str, Any] = {"id": _WORD, "name": _NAME, "min": _COUNT, "max": _SOME}
    beside = {"role": _WORD, "at": _SOME, "source": _TEXT}
    return {
        "oneOf": [
            _object(beside, **common, text=_WORD, texts={**_list(_TEXT), "minItems": 1}),
            _object({**beside, "first": _CHARS, "repeat": repeat}, **common, chars=_CHARS),
        ]
    }


def _rules() -> list[dict[str, Any]]:
    common = {
        "severity": _SEVERITY,
        "of": {**_list(_WORD), "minItems": 1},
        "evidence": _EVIDENCE,
        "source": _TEXT,
    }
    part = {"part": {"type": "array", "items": _SOME, "minItems": 2, "maxItems": 2}}
    whole = {"type": "integer"}
    tokens = {"date": _list({"enum": ["YYYY", "YY", "Y", "MM", "DD", "DDD", "hh", "mm", "ss"]})}
    century = {**part, "century": _COUNT}

    def rule(id: str, optional: dict[str, Any], **fields: Any) -> dict[str, Any]:
        return _object(
            optional | {"bits": {"type": "number"}}, id={"const": id}, **common, **fields
        )

    return [
        rule("code.codelist", part, list=_WORD),
        rule("code.range", {**part, "min": whole, "max": whole}),
        rule("code.date", century, **tokens),
        rule(
            "code.date_range",
            {**century, "not_before": _DAY, "not_after": {"const": "reference"}},
            **tokens,
        ),
        rule("code.characters", part, chars=_CHARS),
        rule("code.contains", part, chars=_CHARS),
        rule("code.nested", part, scheme=_WORD),
        rule("code.check_character", {}, into=_WORD, check=_WORD),
        rule("code.unverified_layout", {}, reason=_NAME),
    ]
