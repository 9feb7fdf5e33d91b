"""The description of the interfaces is right OpenAPI 3.1, says who calls what, and shows the public
nothing private.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import validate

from tests.records.standard import standard as small_standard
from tracecode.errors import SpecError
from tracecode.publish import openapi, schemas
from tracecode.standard.record_layout import layouts
from tracecode.standard.resolved import packaged

CATALOG = packaged()
DOCUMENT: dict[str, Any] = openapi.document(CATALOG)
SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published files in a folder."""
    home = tmp_path_factory.mktemp("published")
    for name, text in schemas.derived(CATALOG).items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(text, encoding="utf-8")
    return home


@pytest.mark.long
def test_valid(folder: Path) -> None:
    """openapi-spec-validator finds nothing, with the schemas beside the document at hand."""
    document = json.loads((folder / "openapi.json").read_text(encoding="utf-8"))
    validate(document, base_uri=(folder / "openapi.json").as_uri())


def _references(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(ref := part.get("$ref"), str):
            yield ref
        part = list(part.values())
    for one in part if isinstance(part, list) else ():
        yield from _references(one)


@pytest.mark.slow
def test_stands_alone(folder: Path) -> None:
    """Every reference leads to a component, and every component is led to; only XML has files
    beside the document.
    """
    names = {ref.removeprefix("#/components/schemas/") for ref in _references(DOCUMENT)}
    assert names == set(SCHEMAS)
    assert (folder / "xsd/tracecode.xsd").exists()
    assert (folder / "xsd/tracecode.sch").exists()


def test_every_interface_is_an_operation() -> None:
    """Each interface of the standard is one operation, with names in both languages, source and
    evidence.
    """
    operations = {
        one["operationId"]: one for path in DOCUMENT["paths"].values() for one in path.values()
    }
    assert set(operations) == {id.replace("-", "_") for id in CATALOG.ids("interface")}
    for one in operations.values():
        assert " / " in one["summary"]
        assert {"x-source", "x-evidence", "x-caller", "x-responder"} <= set(one)


def test_reserved_places_promise_nothing() -> None:
    """A reserved interface of a ministry is marked, and answers nothing but that it is not
    defined.
    """
    for id in CATALOG.ids("interface"):
        spec = CATALOG.interface(id)
        operation = DOCUMENT["paths"][spec.path][spec.method]
        assert operation.get("x-reserved", False) == spec.reserved
        if spec.reserved:
            assert set(operation["responses"]) == {"501"}


def test_submit() -> None:
    """Submitting takes a message as JSON or XML and answers with a receipt, also of a message with
    errors.
    """
    submit = DOCUMENT["paths"]["/messages"]["post"]
    assert set(submit["requestBody"]["content"]) == {"application/json", "application/xml"}
    assert set(submit["responses"]) == {"200", "400", "401", "413", "415", "422", "429"}
    assert submit["requestBody"]["content"]["application/json"]["schema"] == _ref("AnyMessage")
    for code in ("200", "422"):
        assert submit["responses"][code]["content"]["application/json"]["schema"] == _ref(
            "ReceiptMessage"
        )
    assert SCHEMAS["ReceiptMessage"]["properties"]["body"]["items"] == _ref("Receipt")


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def test_record_types_by_their_constants() -> None:
    """A message carries one of all record types by name, and each record is of exactly one."""
    types = SCHEMAS["AnyMessage"]["properties"]["body"]["items"]["oneOf"]
    known = list(layouts(CATALOG))
    assert len(types) == len(known)
    said: dict[tuple[str, str | None], list[str]] = {}
    for one in types:
        name = one["$ref"].removeprefix("#/components/schemas/")
        properties = SCHEMAS[name]["properties"]
        item = properties.get("product_item", {})
        items = item.get("enum") or [item.get("const")]
        for value in items:
            said.setdefault((properties["record_type"]["const"], value), []).append(name)
    assert {key: names for key, names in said.items() if len(names) > 1} == {}
    assert said["production", "pesticide"] == ["PesticideProduction"]


def test_titles_are_names_of_classes() -> None:
    """Programs that write clients name classes by titles: only components have one, and it is their
    name.
    """
    for name, schema in SCHEMAS.items():
        assert schema.get("title", name) == name
        inside = [
            one
            for one in schema.get("properties", {}).values()
            if isinstance(one.get("title"), str)
        ]
        assert inside == []
    assert SCHEMAS["batch_no"]["description"].startswith("批次号 / Batch number\n\n")


def test_lists_of_none() -> None:
    """No list of values is empty, whatever a standard leaves out; what nothing fits is said so."""
    for standard in (CATALOG, small_standard()):
        text = json.dumps(openapi.document(standard))
        assert '"enum": []' not in text
        assert '"oneOf": []' not in text


def test_names_that_meet() -> None:
    """Two schemas under one name are refused: one would be written over the other."""
    with pytest.raises(SpecError) as error:
        openapi._components({"party-group": {}, "party_group-record": {}})
    assert error.value.findings[0].rule == "spec.name_clash"


def test_the_public_sees_nothing_private() -> None:
    """No element that is personal or a trade secret stands in what the public is shown."""
    private = {
        path.rpartition(".")[2]
        for layout in layouts(CATALOG)
        for path, field in layout.walk()
        if field.spec.privacy is not None
    }
    answer = DOCUMENT["paths"]["/public/codes/{trace_code}"]["get"]["responses"]["200"]
    waiting, public = list(_references(answer)), set[str]()
    while waiting:
        name = waiting.pop().removeprefix("#/components/schemas/")
        if name not in public:
            public.add(name)
            waiting += _references(SCHEMAS[name])
    assert {"PesticidePublicAnswer", "PublicPartyGroup"} <= public
    assert sum(name.endswith("PublicAnswer") for name in public) == 34
    assert not private & public
    for name in public:
        assert not private & set(SCHEMAS[name].get("properties", ())), name
        assert not private & set(SCHEMAS[name].get("required", ())), name
