"""The description of the interfaces is right OpenAPI 3.1, says who calls what, and shows the public nothing private."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import validate

from tracecode.publish import openapi, schemas
from tracecode.standard.layout import layouts
from tracecode.standard.resolved import packaged

CATALOG = packaged()
DOCUMENT: dict[str, Any] = openapi.document(CATALOG)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published files in a folder."""
    home = tmp_path_factory.mktemp("published")
    for name, text in schemas.derived(CATALOG).items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(text, encoding="utf-8")
    return home


@pytest.mark.slow
def test_valid(folder: Path) -> None:
    """openapi-spec-validator finds nothing, with the schemas beside the document at hand."""
    document = json.loads((folder / "openapi.json").read_text(encoding="utf-8"))
    validate(document, base_uri=(folder / "openapi.json").as_uri())


def test_references_lead_to_published_files(folder: Path) -> None:
    """What the document refers to is published beside it."""
    assert (folder / "json-schema/message.json").exists()
    assert (folder / "xsd/tracecode.xsd").exists()
    assert (folder / "xsd/tracecode.sch").exists()


def test_every_interface_is_an_operation() -> None:
    """Each interface of the standard is one operation, with names in both languages, source and evidence."""
    operations = {one["operationId"]: one for path in DOCUMENT["paths"].values() for one in path.values()}
    assert set(operations) == {id.replace("-", "_") for id in CATALOG.ids("interface")}
    for one in operations.values():
        assert " / " in one["summary"]
        assert {"x-source", "x-evidence", "x-caller", "x-responder"} <= set(one)


def test_reserved_places_promise_nothing() -> None:
    """A reserved interface of a ministry is marked, and answers nothing but that it is not defined."""
    for id in CATALOG.ids("interface"):
        spec = CATALOG.interface(id)
        operation = DOCUMENT["paths"][spec.path][spec.method]
        assert operation.get("x-reserved", False) == spec.reserved
        if spec.reserved:
            assert set(operation["responses"]) == {"501"}


def test_submit() -> None:
    """Submitting takes a message as JSON or XML and answers with an acknowledgement, also of a message with errors."""
    submit = DOCUMENT["paths"]["/messages"]["post"]
    assert set(submit["requestBody"]["content"]) == {"application/json", "application/xml"}
    assert set(submit["responses"]) == {"200", "400", "401", "413", "415", "422", "429"}
    for code in ("200", "422"):
        body = submit["responses"][code]["content"]["application/json"]["schema"]["allOf"][1]
        assert body["properties"]["body"]["items"]["properties"]["record_type"] == {"enum": ["acknowledgement"]}


def test_the_public_sees_nothing_private() -> None:
    """No element that is personal or a trade secret stands in what the public is shown."""
    private = {
        path.rpartition(".")[2]
        for layout in layouts(CATALOG)
        for path, field in layout.walk()
        if field.spec.privacy is not None
    }
    public = DOCUMENT["components"]["schemas"]
    assert any(name.endswith("_public") for name in public)
    for name, schema in public.items():
        assert not private & set(schema.get("properties", ())), name
        assert not private & set(schema.get("required", ())), name
