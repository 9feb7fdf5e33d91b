"""Invented records are such as a person of the trade would believe: what stands in one does not
contradict itself.

The published samples are read, which another test holds to be those of the specifications.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import tracecode as tc
from tracecode.standard.resolved import packaged

STANDARD = packaged()
FOLDER = Path(__file__).parents[2] / "specs" / "published" / "next" / "samples"
FILES = sorted(FOLDER.glob("*.valid.ndjson"))
AFTER = frozenset(
    [
        "approval_expires_on",
        "arrival_endorsed_on",
        "arrived_at",
        "bundle_next_inspection",
        "certification_expires_on",
        "completed_on",
        "complaint_closed_on",
        "contract_expires_on",
        "correction_due_on",
        "cylinder_scrap_month",
        "destruction_planned_at",
        "effective_to",
        "entrusted_to",
        "entry_certificate_date",
        "expiry_date",
        "filing_valid_to",
        "flow_filed_on",
        "import_drug_permit_expires_on",
        "import_registration_expires_on",
        "licence_expires_on",
        "moved_out_on",
        "next_inspection_month",
        "next_surveillance_on",
        "paid_at",
        "permit_returned_on",
        "purchase_date",
        "purchase_permit_expires_on",
        "registered_to",
        "shipped_at",
        "signed_for_at",
        "stored_at_out",
        "supervision_date",
        "transport_valid_to",
        "unloaded_at",
        "user_confirmed_at",
    ]
)
"""Days and times that may come after the event: what ends, falls due, or is entered when it has
come about.
"""
SIDES = ("supplier", "buyer", "seller", "carrier", "exporter")


def records(file: Path) -> list[dict[str, Any]]:
    """The right samples of an item."""
    return [json.loads(line) for line in file.read_text().splitlines()]


def groups(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A record and every group in it."""
    yield data
    for value in data.values():
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, dict):
                yield from groups(inner)


def leaves(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Every text in a record, with the element in which it stands."""
    for group in groups(data):
        for id, value in group.items():
            yield from (
                (id, each)
                for each in (value if isinstance(value, list) else [value])
                if isinstance(each, str)
            )


def day_after(start: date, length: int, unit: str) -> date:
    """The last day of a shelf life that begins on a day."""
    if unit == "day":
        return start + timedelta(days=length - 1)
    months = start.month - 1 + length * (12 if unit == "year" else 1)
    return start.replace(year=start.year + months // 12, month=months % 12 + 1) - timedelta(days=1)


every_item = pytest.mark.parametrize("file", FILES, ids=lambda file: file.name.partition(".")[0])


def test_there_are_all_items() -> None:
    """Each item of the catalogue has its samples, and so have the records of all items."""
    assert {file.name.partition(".")[0] for file in FILES} == {
        *STANDARD.ids("product"),
        "all-items",
    }


@every_item
def test_nothing_is_told_before_it_happened(file: Path) -> None:
    """No day or time that tells what happened comes after the event."""
    for data in records(file):
        told = data.get("event_time", "9999")
        for id, text in leaves(data):
            if (
                re.match(r"\d{4}-\d\d-\d\d(T|\Z)", text)
                and id not in AFTER
                and (data["record_type"], id) != PERMIT
            ):
                assert text[:10] <= told[:10], (data["record_type"], id, text, told)
                assert len(text) == 10 or text <= told, (data["record_type"], id, text, told)


PERMIT = ("purchase-permit", "purchase_date")
"""A permit is given before the purchase."""


@every_item
def test_nobody_trades_with_himself(file: Path) -> None:
    """The sides of a deal are different parties, in name and in code; the recording party may be
    one of them.
    """
    for data in records(file):
        sides = [data[side] for side in SIDES if side in data]
        for id in ("party_name", "uscc"):
            there = [side[id] for side in sides if id in side]
            assert len(there) == len(set(there)), (data["record_type"], id, there)
        if "buyer" in data and "supplier" not in data:
            assert data["buyer"]["party_name"] != data.get("party_name"), data["record_type"]


@every_item
def test_a_code_of_one_thing_stands_for_one(file: Path) -> None:
    """Beside the code of a single unit the quantity is one; many share the code of a batch, or are
    named by it.
    """
    for data in records(file):
        for group in groups(data):
            code, scheme, quantity = (
                group.get(id) for id in ("trace_code", "code_scheme", "quantity")
            )
            if (
                code
                and quantity
                and scheme not in (None, "tj-trace")
                and STANDARD.scheme(scheme).identifies == "unit"
            ):
                assert quantity == "1", (data["record_type"], code, quantity)
            if code and quantity and scheme == "tj-trace" and code[6] == "1":
                assert quantity == "1", (data["record_type"], code, quantity)
            for ours, theirs in (("trace_codes", "parent_code"), ("trace_code", "parent_code"),
                                 ("old_code", "new_code"), ("replaced_code", "trace_code")):  # fmt: skip
                if ours in group and theirs in group:
                    assert group[theirs] not in (
                        group[ours] if isinstance(group[ours], list) else [group[ours]]
                    )
            if "range_first_code" in group and "quantity" in group:
                first, last = group["range_first_code"], group["range_last_code"]
                assert int(last[-5:]) - int(first[-5:]) + 1 == int(group["quantity"])


@every_item
def test_numbers_add_up(file: Path) -> None:
    """An amount is quantity times price, an expiry date production and shelf life; codes counted
    are codes given.
    """
    for data in records(file):
        for group in groups(data):
            if {"quantity", "unit_price", "amount"} <= group.keys():
                assert Decimal(group["quantity"]) * Decimal(group["unit_price"]) == Decimal(
                    group["amount"]
                ), group
            if {"production_date", "shelf_life", "expiry_date"} <= group.keys():
                made, unit = date.fromisoformat(group["production_date"]), group["shelf_life_unit"]
                assert day_after(made, group["shelf_life"], unit) == date.fromisoformat(
                    group["expiry_date"]
                ), group
            if "code_count" in group and "trace_codes" in group:
                assert group["code_count"] == len(group["trace_codes"])
                assert {group["first_code"], group["last_code"]} <= {*group["trace_codes"]}


@every_item
def test_what_passed_is_not_sent_back(file: Path) -> None:
    """Goods that passed an inspection have no handling of what failed."""
    for data in records(file):
        if data.get("inspection_result") == "pass":
            assert "nonconformity_handling" not in data, data["record_type"]


@every_item
def test_places_agree(file: Path) -> None:
    """A district is named as its code says, and a licence of a party in Tianjin is one of
    Tianjin.
    """
    names = {entry.code: entry.name.zh for entry in STANDARD.codelist("division-tianjin").entries}
    pairs = (("division_code", "event_address"), ("origin_division", "origin_place"))
    for data in records(file):
        for group in groups(data):
            for code, place in pairs:
                if code in group and "区" in group.get(place, ""):
                    assert names[group[code]] in group[place], (
                        data["record_type"],
                        group[code],
                        group[place],
                    )
            if "licence_scheme" in group:
                province = tc.parse(group["licence_no"], group["licence_scheme"]).segments.get(
                    "province", "津"
                )
                assert province in ("津", "02", "12"), (data["record_type"], group["licence_no"])


def test_an_import_is_made_abroad() -> None:
    """What is imported has a maker and an exporter abroad."""
    for file in FILES:
        if file.name.startswith("imported-"):
            for data in records(file):
                for side in ("manufacturer", "exporter"):
                    assert "天津" not in data.get(side, {}).get("party_name", ""), data[
                        "record_type"
                    ]


@every_item
def test_a_code_says_when_its_goods_were_made(file: Path) -> None:
    """The day inside the project's code is that of production, wherever both stand side by side."""
    for data in records(file):
        for group in groups(data):
            if (
                group.get("code_scheme") == "tj-trace"
                and {"trace_code", "production_date"} <= group.keys()
            ):
                made = tc.parse(group["trace_code"], "tj-trace").segments["production_date"]
                assert made == group["production_date"][2:].replace("-", ""), (
                    data["record_type"],
                    group["trace_code"],
                )


@every_item
def test_goods_are_too_old_only_after_their_time(file: Path) -> None:
    """What is destroyed since its shelf life was over is older than that, and was not made on the
    day.
    """
    for data in records(file):
        if "保质期" in data.get("disposal_reason", "") and "production_date" in data:
            sample = STANDARD.sample(data.get("product_item", file.name.partition(".")[0]))
            life, unit = (
                int(sample.values["shelf_life"]),
                sample.values.get("shelf_life_unit", "day"),
            )
            made, gone = (
                date.fromisoformat(data[id]) for id in ("production_date", "disposal_date")
            )
            assert gone > day_after(made, life, unit), data["record_type"]
        if data.get("destruction_ground") == "spoilt-or-expired":
            lots = [line["batch_no"] for line in data["destruction_lines"] if "batch_no" in line]
            assert all(lot[:8] < data["destroyed_at"][:10].replace("-", "") for lot in lots), lots


@every_item
def test_a_node_is_run_by_who_records(file: Path) -> None:
    """A market, a shop or a slaughterhouse is that of the recording party, by name: nobody records
    for another.
    """
    kinds = {
        "批发市场": "批发市场",
        "菜市场": "菜市场",
        "超市": "超市",
        "屠宰": "屠宰",
        "食堂": "餐饮",
    }
    for data in records(file):
        if "node_name" in data:
            kind = next(kind for kind in kinds if kind in data["node_name"])
            assert kinds[kind] in data["party_name"], (
                data["record_type"],
                data["node_name"],
                data["party_name"],
            )


@every_item
def test_what_is_caught_is_not_frozen_yet(file: Path) -> None:
    """Goods are harvested fresh, and are made of something else than themselves."""
    for data in records(file):
        if data["record_type"] == "harvest":
            assert "冻" not in data["product_name"]
