"""JSON Schema of values: of the elements of records, of codes that a scheme names, of one of some
values.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from tracecode.publish.lexical import (
    Lexical,
    lexical,
    named_schemes,
    scheme_names,
    source_of,
    title,
)
from tracecode.publish.patterns import json_class, json_pattern
from tracecode.spec.charclass import BLANKS, CONTROLS
from tracecode.standard.elements import Element, ElementGroup, RecordLayout

if TYPE_CHECKING:
    from tracecode.standard.resolved import Resolved

Json = Mapping[str, object]
LINE: Json = {
    "title": title("一行文本", "A line of text"),
    "description": title(
        "不含控制字符和换行符、且不只有空白或不可见字符的文本",
        "Text without control characters and line ends, and not of blanks or invisible characters only",
    ),
    "type": "string",
    "pattern": json_class(BLANKS, negated=True),
    "not": {"pattern": json_class(CONTROLS)},
}
"""What every text is."""
LINE_NAME = "text-line"
"""Its definition."""
_FORMATS = {"date": "date", "moment": "date-time", "uuid": "uuid"}
"""Formats that say more than the pattern beside them. `uri` is not one: checkers differ on what it
means.
"""


def name_of(group: ElementGroup) -> str:
    """The definition of a group or record type. Those of elements have no hyphen, and ours end
    otherwise.
    """
    return f"{group.id}-record" if isinstance(group, RecordLayout) else f"{group.id}-group"


def element_schema(
    field: Element, standard: Resolved, owner: ElementGroup | None = None
) -> dict[str, object]:
    """The schema of the values of one element, with its names and its source.

    Args:
        field: the element.
        standard: the specifications.
        owner: the record type or group in which it stands.
    """
    spec = field.spec
    item: Json = (
        {"$ref": f"#/$defs/{name_of(field.group)}"}
        if field.group
        else value_schema(lexical(field, standard, owner))
    )
    schema: dict[str, object] = {
        "title": title(spec.name.zh, spec.name.en),
        "description": title(spec.definition.zh, spec.definition.en),
        **(
            item
            if field.many is None
            else {"type": "array", "items": item, "minItems": 1, "maxItems": field.many}
        ),
        "x-name": {"zh": spec.name.zh, "en": spec.name.en},
        "x-source": source_of(field, standard),
        "x-evidence": spec.evidence,
        "x-obligation": field.use.obligation,
    }
    more = {
        "x-format": spec.format, "x-unit": spec.unit, "x-codelist": spec.codelist,
        "x-scheme": spec.scheme, "x-identifies": list(field.identifies) or None,
        "x-privacy": spec.privacy,
        "x-sharing": None if field.sharing == "conditional" else field.sharing,
    }  # fmt: skip
    return schema | {name: value for name, value in more.items() if value is not None}


def value_schema(form: Lexical) -> dict[str, object]:
    """The schema of a single value."""
    match form.kind:
        case "boolean":
            return {"type": "boolean"}
        case "integer":
            assert form.low is not None
            assert form.high is not None
            return {"type": "integer", "minimum": int(form.low), "maximum": int(form.high)}
    if form.schemes is not None:
        return {"$ref": f"#/$defs/{form.schemes}"}
    if form.values is not None:
        return {**listed(form.values)}
    schema: dict[str, object] = {"$ref": f"#/$defs/{LINE_NAME}", "type": "string"}
    if form.kind == "text":
        schema |= {"minLength": form.min, "maxLength": form.max}
    if form.patterns:
        schema["pattern"] = json_pattern(form.patterns[0])
    if len(form.patterns) > 1:
        schema["allOf"] = [{"pattern": json_pattern(pattern)} for pattern in form.patterns[1:]]
    if form.kind in _FORMATS:
        schema["format"] = _FORMATS[form.kind]
    return schema


def listed(values: Iterable[object]) -> Json:
    """The schema of what is one of some values; of none nothing is, and a list of none is no
    schema.
    """
    given = list(values)
    return {"const": given[0]} if len(given) == 1 else {"enum": given} if given else NOTHING


NOTHING: Json = {"not": {}}
"""What nothing fits."""


def schemes(fields: Iterable[Element], standard: Resolved) -> dict[str, object]:
    """The definitions of the encoding rules that elements may name, as far as the elements refer to
    them.
    """
    return {
        id: {
            "title": title("编码规则的标识", "Id of an encoding rule"),
            "description": title(scheme_names(form).zh, scheme_names(form).en),
            "$ref": f"#/$defs/{LINE_NAME}",
            "type": "string",
            "anyOf": [listed(form.values or ()), {"pattern": json_pattern(form.patterns[0])}],
        }
        for id, form in named_schemes(fields, standard).items()
    }
