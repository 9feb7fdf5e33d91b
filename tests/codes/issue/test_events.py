"""What happens to codes after they are issued: activated, voided, packed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import tracecode as tc
from tests.codes.issue.orders import PESTICIDE
from tests.codes.issue.test_issuer import refused
from tracecode.codes.code import Code
from tracecode.codes.issue import Issuer
from tracecode.errors import IssueError


@pytest.fixture
def units(issuer: Issuer) -> list[Code]:
    """Six issued codes."""
    return [*issuer.issue("pesticide-unit", 6, **PESTICIDE)]


@pytest.fixture
def cartons(issuer: Issuer) -> list[Code]:
    """Three issued codes of packages."""
    return [*issuer.issue("sscc", 3, extension="1", serial_prefix="6901234")]


def fails(rule: str, run: Callable[[], object]) -> None:
    """The call is refused by this rule."""
    with pytest.raises(IssueError) as error:
        run()
    refused(error, rule)


def test_activation_and_voiding(issuer: Issuer, units: list[Code]) -> None:
    """A code is issued, then active, then void, and never goes back."""
    issuer.activate(units[:3], "packed on line 2")
    issuer.void(units[1:2], "torn label")
    assert [status.state for status in issuer.statuses(units[:4])] == [
        "activated",
        "voided",
        "activated",
        "issued",
    ]
    fails("issue.state", lambda: issuer.activate(units[:1]))
    fails("issue.state", lambda: issuer.activate(units[1:2]))
    fails("issue.state", lambda: issuer.void(units[1:2]))
    assert [(event.kind, event.code, event.purpose, event.who) for event in issuer.events()][
        -2:
    ] == [
        ("activated", units[2].normalized, "packed on line 2", "tester"),
        ("voided", units[1].normalized, "torn label", "tester"),
    ]


def test_all_or_none(issuer: Issuer, units: list[Code]) -> None:
    """If one of several codes cannot be recorded, none is; one that stands twice is recorded
    once.
    """
    issuer.void(units[5:])
    fails("issue.state", lambda: issuer.void(units))
    invented = "11722251001000000000000000000001"
    fails("issue.never", lambda: issuer.activate([*units, invented]))
    assert {status.state for status in issuer.statuses(units[:5])} == {"issued"}
    issuer.activate([units[0], units[0].normalized])
    assert len([*issuer.events()]) == 2


def test_packages(issuer: Issuer, units: list[Code], cartons: list[Code]) -> None:
    """Units go into cartons and cartons onto pallets; each is in one package at a time."""
    pallet, one, two = cartons
    issuer.pack(one, units[:2])
    issuer.pack(two, units[2:4])
    issuer.pack(pallet, [one, two])
    assert issuer.status(units[0]).parent == ("sscc", one.normalized)
    assert issuer.status(one).parent == ("sscc", pallet.normalized)
    assert issuer.contents(pallet) == (("sscc", one.normalized), ("sscc", two.normalized))
    fails("issue.packed", lambda: issuer.pack(two, units[:1]))
    issuer.unpack(units[:1], "sample taken")
    assert issuer.contents(one) == (("pesticide-unit", units[1].normalized),)
    assert issuer.status(units[0]).parent is None
    issuer.pack(two, units[:1])
    issuer.unpack(units[:1])
    issuer.pack(one, units[:1])
    assert [code for _, code in issuer.contents(one)] == [units[0].normalized, units[1].normalized]


def test_packages_that_cannot_be(issuer: Issuer, units: list[Code], cartons: list[Code]) -> None:
    """A package goes neither into itself nor into what it holds; a void code goes nowhere."""
    pallet, one, _ = cartons
    issuer.pack(pallet, [one])
    fails("issue.loop", lambda: issuer.pack(one, [pallet]))
    fails("issue.loop", lambda: issuer.pack(one, [one]))
    issuer.void(units[:1])
    fails("issue.state", lambda: issuer.pack(one, units[:1]))


def test_a_package_of_somebody_else(issuer: Issuer, units: list[Code]) -> None:
    """A carton may bear a code that another maker issued."""
    foreign = tc.parse("106141411234567897", "sscc")
    issuer.pack(foreign, units[:1])
    assert issuer.contents(foreign) == (("pesticide-unit", units[0].normalized),)


def test_a_package_becomes_a_record(issuer: Issuer, units: list[Code], cartons: list[Code]) -> None:
    """What the ledger knows of a carton, with what the maker adds, is a right packaging record."""
    carton = cartons[0]
    fails("issue.empty", lambda: issuer.packaging(carton))
    issuer.pack(carton, units[:2])
    known = {
        "product_item": "pesticide",
        "party_name": "示例农药厂（虚构）",
        "uscc": "91350100M000100Y43",
    }
    data = issuer.packaging(
        carton,
        **known,
        product_name="示例杀虫剂",
        packaging_level="2",
        trace_url="https://t.example/",
    )
    record = tc.record_type("pesticide", "packaging").model.model_validate(data).plain()
    assert (record["code_scheme"], record["trace_code"]) == ("sscc", carton.normalized)
    assert record["trace_codes"] == [units[0].normalized, units[1].normalized]
    assert issuer.packaging(carton)["record_id"] == record["record_id"]
