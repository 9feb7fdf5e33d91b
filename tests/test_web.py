"""The service of `docs/web.md`, run: typed route, raw route, receipts."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest

import tracecode as tc
from tracecode.publish.examples import minimal
from tracecode.standard.record_layout import record_layout
from tracecode.standard.resolved import packaged

PAGE = Path(__file__).parents[1] / "docs" / "web.md"
RIGHT: dict[str, Any] = minimal(record_layout(packaged(), "production", "pesticide"), packaged())
WRONG = RIGHT | {
    "uscc": "91120116000000019X",
    "quantity": 1.5,
    "operator_phone": 5,
    "expiry_date": "1999-01-01",
}
PARTY = ("uscc", RIGHT["uscc"])


@pytest.fixture(scope="module")
def service() -> ModuleType:
    """The program of the page."""
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    module = ModuleType("service")
    exec(compile(code, str(PAGE), "exec"), module.__dict__)
    return module


def post(service: ModuleType, path: str, content: bytes) -> httpx.Response:
    """What the service answers."""

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(service.app)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://service.example"
        ) as client:
            return await client.post(
                path, content=content, headers={"content-type": "application/json"}
            )

    return asyncio.run(ask())


def test_the_typed_route(service: ModuleType) -> None:
    """A right record arrives; a wrong one is answered with the findings of `validate`, all of them
    in one round.
    """
    assert post(service, "/productions", json.dumps(RIGHT).encode()).json() == {
        "record_id": RIGHT["record_id"]
    }
    answer = post(service, "/productions", json.dumps(WRONG).encode())
    assert answer.status_code == 422
    (verdict,) = tc.validate(WRONG)
    expected = [finding.as_dict() for finding in verdict.findings if finding.severity == "error"]
    assert sorted(answer.json()["findings"], key=str) == sorted(expected, key=str)
    rules = {finding["rule"] for finding in answer.json()["findings"]}
    assert {"code.check_character", "record.type", "record.order"} <= rules
    assert all(finding["zh"] and finding["en"] for finding in answer.json()["findings"])
    (finding,) = post(service, "/productions", b"{").json()["findings"]
    assert finding["rule"] == "data.beside"


def test_the_raw_route(service: ModuleType) -> None:
    """Whatever the form, the answer has a verdict on each record; what is no record is refused, in
    both languages.
    """
    record = tc.record_type("pesticide", "production").model.model_validate(RIGHT)
    for form in ("json", "ndjson", "xml", "csv", "xlsx"):
        answer = post(
            service, "/records", tc.dumps(record if form in ("json", "xml") else [record], form)
        )
        assert (answer.status_code, answer.json()["status"]) == (200, "valid"), form
    answer = post(service, "/records", json.dumps([RIGHT, WRONG]).encode())
    assert (answer.status_code, [verdict["status"] for verdict in answer.json()["verdicts"]]) == (
        422, ["valid", "invalid"],
    )  # fmt: skip
    assert post(service, "/records", b"").json()["status"] == "invalid"
    answer = post(service, "/records", b"garbage")
    assert (answer.status_code, sorted(answer.json())) == (400, ["en", "zh"])


def test_receipts(service: ModuleType) -> None:
    """A message is answered by its receipt; unsigned, nothing of it is accepted; without an id,
    there is none.
    """
    record = tc.record_type("pesticide", "production").model.model_validate(RIGHT)
    message = tc.Message.new([record], sender=PARTY, receiver=PARTY)
    receipt = post(service, "/messages", tc.dumps(message)).json()
    assert (receipt["message_id"], receipt["receipt_status"]) == (
        message.header.message_id,
        "refused",
    )
    key = tc.Ed25519Key.new("one")
    service.keys.append(tc.PartyKey(PARTY, key.public()))
    receipt = post(service, "/messages", tc.dumps(message.signed(key))).json()
    assert (receipt["receipt_status"], receipt["accepted_count"]) == ("accepted", 1)
    assert post(service, "/messages", json.dumps(RIGHT).encode()).status_code == 400


def test_the_interface_has_the_words_of_the_dictionary(service: ModuleType) -> None:
    """OpenAPI shows names, definitions, and what the values of a list mean."""
    elements = service.app.openapi()["components"]["schemas"]["Production"]["properties"]
    assert elements["unit_level"]["title"] == "追溯单元级别 / Level of the traceable unit"
    assert "1: 单品 / Single unit" in elements["unit_level"]["description"]
    assert all("description" in element and "title" in element for element in elements.values())
