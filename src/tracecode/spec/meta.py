"""Derive what stands in `specs/meta/`: a JSON Schema for each kind of file, and the compiled copy of all files.

An editor that knows YAML schemas completes and checks with the former; the library reads the latter instead of YAML.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tracecode.errors import SpecError
from tracecode.files import write as write_file
from tracecode.spec.check import adapter, check
from tracecode.spec.kinds import KINDS, Kind, kind_of
from tracecode.spec.layer import COMPILED, Layer

if TYPE_CHECKING:
    from tracecode.findings import Finding


def derived(layer: Layer) -> dict[str, str]:
    """The derived files of a layer: path below the root, and text.

    Raises:
        SpecError: a specification is wrong; nothing is derived from it.
    """
    files = {f"meta/{_schema_name(kind)}.schema.json": _dump(schema(kind)) for kind in KINDS.values()}
    files[COMPILED] = _compile(layer)
    return files


def write(path: str, text: str) -> None:
    """Write a derived file; it appears whole or not at all."""
    write_file(path, text.encode())


def schema(kind: Kind) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a kind of specification file."""
    body = adapter(kind, described=True).json_schema()
    title = f"tracecode specification: {kind.pattern}"
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **body, "title": title}


def _schema_name(kind: Kind) -> str:
    return {"source": "sources", "alphabet": "alphabets", "indicator": "indicators"}.get(kind.id, kind.id)


def _compile(layer: Layer) -> str:
    faults: list[Finding] = []
    rows = []
    for path in layer.files:
        kind = kind_of(path)
        if kind is None:
            continue
        document = layer.document(path)
        faults += check(document, kind)
        row = json.dumps([layer.checksum(path), document.data], ensure_ascii=False, separators=(",", ":"))
        rows.append(f"{json.dumps(path)}:{row}")
    if faults:
        raise SpecError(faults)
    return "{\n" + ",\n".join(rows) + "\n}\n"


def _dump(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
