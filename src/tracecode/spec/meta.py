"""Derive what stands in `specs/meta/`: a JSON Schema for each kind of file, and the compiled copy of all files.

An editor that knows YAML schemas completes and checks with the former; the library reads the latter instead of YAML.
"""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from tracecode.errors import SpecError
from tracecode.files import write_all
from tracecode.spec.base import Defaults
from tracecode.spec.check import adapter, check, model_of
from tracecode.spec.file_kinds import KINDS, FileKind, kind_of
from tracecode.spec.layer import COMPILED, Layer
from tracecode.spec.layout_model import Likeness

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracecode.findings import Finding


def derived(layer: Layer) -> dict[str, str]:
    """The derived files of a layer: path below the root, and text.

    Raises:
        SpecError: a specification is wrong; nothing is derived from it.
    """
    files = {
        f"meta/{_schema_name(kind)}.schema.json": _dump(schema(kind)) for kind in KINDS.values()
    }
    files[COMPILED] = _compile(layer)
    return files


def write(texts: Mapping[str, str]) -> None:
    """Write derived files, by their paths; each appears whole or not at all, and of new ones all or none."""
    write_all({path: text.encode() for path, text in texts.items()})


def schema(kind: FileKind) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a kind of specification file, as somebody writes it."""
    body = adapter(kind, described=True).json_schema()
    title = f"tracecode specification: {kind.pattern}"
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **_shorter(body, kind),
        "title": title,
    }


def _shorter(body: dict[str, Any], kind: FileKind) -> dict[str, Any]:
    """A schema that lets a file say things in fewer words; see `spec.expand`."""
    if kind.plural is not None:
        return _with_defaults(body, kind.plural, kind.cls.__name__)
    parts = {**body.get("$defs", {}), kind.cls.__name__: body}
    if kind.id == "scheme":
        for part in parts.values():
            _demand(part, without=("source", "evidence"))
        likeness = TypeAdapter(model_of(Likeness)).json_schema()["properties"]
        for name in ("EditionSpec", "LayoutSpec"):
            parts[name]["properties"] |= likeness
            parts[name]["dependentRequired"] = {"replace": ["like"], "without": ["like"]}
        _either_like(parts["LayoutSpec"], ("length", "segments"))
    if kind.id in ("product", "category"):
        _demand(parts["ProductRecord"], without=("core",))
        records = body["properties"]["records"]
        records["items"] = {"anyOf": [parts["ProductRecord"]["properties"]["id"], records["items"]]}
    if kind.id == "product":
        _either_like(body, ("category", "authorities", "stages", "codes", "source", "evidence"))
    return body


def _with_defaults(body: dict[str, Any], key: str, item: str) -> dict[str, Any]:
    """A list, or defaults and a list."""
    defaults = TypeAdapter(model_of(Defaults)).json_schema()
    definitions = body.pop("$defs") | defaults.pop("$defs")
    definitions[f"{item}OfDefaults"] = of_defaults = copy.deepcopy(definitions[item])
    definitions["Defaults"] = defaults
    _demand(of_defaults, without=("source", "evidence"))
    whole = {
        "type": "object",
        "additionalProperties": False,
        "required": [key],
        "properties": {
            "defaults": {"$ref": "#/$defs/Defaults"},
            key: {"type": "array", "items": {"$ref": f"#/$defs/{item}OfDefaults"}},
        },
    }
    return {"$defs": definitions, "anyOf": [body, whole]}


def _demand(part: dict[str, Any], *, without: tuple[str, ...]) -> None:
    """Ask for what is required but for some fields."""
    if "required" in part:
        part["required"] = [name for name in part["required"] if name not in without]


def _either_like(part: dict[str, Any], fields: tuple[str, ...]) -> None:
    """Ask for some fields, or for what has them."""
    _demand(part, without=fields)
    part["anyOf"] = [{"required": ["like"]}, {"required": list(fields)}]


def _schema_name(kind: FileKind) -> str:
    return {"source": "sources", "alphabet": "alphabets", "indicator": "indicators"}.get(
        kind.id, kind.id
    )


def _compile(layer: Layer) -> str:
    faults: list[Finding] = []
    rows = []
    for path in layer.files:
        kind = kind_of(path)
        if kind is None:
            continue
        document = layer.document(path)
        faults += check(document, kind)
        row = json.dumps(
            [layer.checksum(path), document.data], ensure_ascii=False, separators=(",", ":")
        )
        rows.append(f"{json.dumps(path)}:{row}")
    if faults:
        raise SpecError(faults)
    return "{\n" + ",\n".join(rows) + "\n}\n"


def _dump(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
