"""All published schemas, and the rule program, as files: `specs/published/next/`, until a release
numbers them.

They are derived and committed, so that others can use them without this program; a test keeps them
up to date.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic_core import to_json

from tracecode.lint.blame import blaming
from tracecode.publish import json_schema, openapi, schematron, xsd
from tracecode.publish.program import program_text
from tracecode.publish.program_schema import program_schema
from tracecode.standard.record_layout import layouts

if TYPE_CHECKING:
    from tracecode.spec.list_model import CodeListSpec
    from tracecode.standard.resolved import Resolved

FOLDER = "published/next"
"""Where they lie below the specifications until the standard is released."""


@blaming
def derived(standard: Resolved) -> dict[str, str]:
    """The files of a standard: path below the folder of the version, and text."""
    files = {
        f"json-schema/{json_schema.file_name(layout)}": _json(json_schema.schema(layout, standard))
        for layout in layouts(standard)
    }
    files["json-schema/message.json"] = _json(json_schema.message_schema(standard))
    files["xsd/tracecode.xsd"] = xsd.schema(standard)
    files["xsd/tracecode.sch"] = schematron.schema(standard)
    files["openapi.json"] = _json(openapi.document(standard))
    files["codes.json"] = program_text(standard)
    files["codes.schema.json"] = _json(program_schema())
    for id in standard.ids("codelist"):
        files[f"codelists/{id}.json"] = _json(_codelist(standard.codelist(id), standard))
    return files


def _codelist(codelist: CodeListSpec, standard: Resolved) -> dict[str, object]:
    entries = []
    for entry in codelist.entries:
        data: dict[str, object] = {"code": entry.code, "zh": entry.name.zh, "en": entry.name.en}
        days = {"valid_from": entry.valid_from, "valid_to": entry.valid_to}
        data |= {name: day.isoformat() for name, day in days.items() if day is not None}
        data |= {"evidence": entry.evidence} if entry.evidence is not None else {}
        entries.append(data)
    return {
        "id": codelist.id,
        "name": {"zh": codelist.name.zh, "en": codelist.name.en},
        "strict": codelist.strict,
        "source": standard.cite(codelist.source),
        "evidence": codelist.evidence,
        "entries": entries,
    }


def _json(data: object) -> str:
    # as `json.dumps` writes it, which indents in Python and took a third of the time of all schemas
    return to_json(data, indent=1).decode() + "\n"
