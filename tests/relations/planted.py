"""Invented records, right but for faults that are planted in some, with the rules that must find
each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

Record = dict[str, Any]
Planted = tuple[Record, tuple[str, ...]]
"""A record, and the rules that find it."""

FAULTS = (
    "record-id-twice", "code-assigned-twice", "sold-batch-has-origin", "input-was-supplied",
    "permit-exists", "batch-out-not-over-in", "input-not-over-supplied", "permit-quantity",
    "reported-code-count", "activated-before-sold", "sold-not-before-obtained",
    "sold-after-code-recall", "sold-after-batch-recall", "sold-after-expiry",
    "sold-after-code-withdrawn", "permit-in-force", "one-parent", "one-place-at-a-time",
    "batch-one-production-date", "batch-one-expiry", "one-name-a-number",
)  # fmt: skip
"""The rules for which a fault is planted; each story breaks one at most."""


def planted(stories: int, every: int = 100) -> Iterator[Planted]:
    """The records of some stories, about eight each; those that tell of the origin come before all
    others.

    Args:
        stories: how many.
        every: of so many stories one has a fault.
    """
    for part in (_origin, _sale):
        for number in range(stories):
            fault = FAULTS[number // every % len(FAULTS)] if number % every == every - 1 else None
            yield from part(number, fault)


def _head(number: int, kind: str, part: str, item: str | None = None) -> Record:
    goods = {} if item is None else {"product_item": item}
    time = {"event_time": "2026-03-01T08:00:00+08:00"}
    return {
        "record_type": kind,
        **goods,
        "record_id": f"{part}{number}",
        "uscc": f"party {number % 997}",
        **time,
    }


def _line(batch: str, amount: str, unit: str = "kg", **more: object) -> Record:
    return {
        "product_name": "Goods",
        "batch_no": batch,
        "quantity": amount,
        "quantity_unit": unit,
        **more,
    }


def _origin(n: int, fault: str | None) -> Iterator[Planted]:
    found = (fault,) if fault is not None else ()
    count = 2 if fault == "reported-code-count" else 1
    report = _codes(n, "A", "active") | {"code_count": count}
    if fault == "activated-before-sold":
        report["event_time"] = "2026-03-05T08:00:00+08:00"
    yield report, found if fault == "reported-code-count" else ()
    day = "2026-03-10" if fault == "sold-not-before-obtained" else "2026-03-01"
    lines = [_line(f"B{n}", "0.01", "t")]
    yield _head(n, "food-dealer-purchase", "B", "baijiu") | {"trade_date": day, "lines": lines}, ()
    code = f"U{n - 1 if fault == 'code-assigned-twice' else n}"
    batch = f"Y{n}" if fault == "input-was-supplied" else f"B{n}"
    amount = "20" if fault == "input-not-over-supplied" else "2"
    inputs = [
        {"material_name": "Goods", "batch_no": batch, "quantity": amount, "quantity_unit": "kg"}
    ]
    made = _batch(n, "C") | {
        "unit_level": "1",
        "code_scheme": "tj-trace",
        "trace_code": code,
        "inputs": inputs,
    }
    of_making = ("code-assigned-twice", "input-was-supplied", "input-not-over-supplied")
    yield made, found if fault in of_making else ()
    yield _permit(n), ()


def _sale(n: int, fault: str | None) -> Iterator[Planted]:
    found = (fault,) if fault is not None else ()
    batch = f"Z{n}" if fault == "sold-batch-has-origin" else f"B{n}"
    amount = "10.5" if fault == "batch-out-not-over-in" else "9500"
    unit = "kg" if fault == "batch-out-not-over-in" else "g"
    line = _line(batch, amount, unit, code_scheme="drug-trace", trace_code=f"K{n}")
    sale = _head(n, "food-wholesale", "E", "baijiu") | {"trade_date": "2026-03-02", "lines": [line]}
    if fault == "record-id-twice":
        sale["record_id"] = f"B{n}"
    of_sale = {
        "record-id-twice", "sold-batch-has-origin", "batch-out-not-over-in",
        "activated-before-sold", "sold-not-before-obtained", "sold-after-code-recall",
        "sold-after-batch-recall", "sold-after-code-withdrawn",
    }  # fmt: skip
    yield sale, found if fault in of_sale else ()
    yield (
        _ledger(n, "F", "2027-01-05" if fault == "sold-after-expiry" else "2026-04-01"),
        (found if fault == "sold-after-expiry" else ()),
    )
    yield _link(n, "G", f"case {n // 10}"), ()
    yield _place(n, "H", "120101"), ()
    yield _permitted(n, fault), found if fault is not None and fault.startswith("permit") else ()
    yield from ((record, rules) for record, rules in _further(n, fault))


def _further(n: int, fault: str | None) -> Iterator[Planted]:
    """The record by which a fault comes about, of those that need a further one."""
    match fault:
        case "sold-after-code-recall":
            recall = {
                "code_scheme": "drug-trace",
                "trace_codes": [f"K{n}"],
                "started_on": "2026-03-01",
            }
            yield _head(n, "food-recall", "J", "baijiu") | recall, ()
        case "sold-after-batch-recall":
            recall = {"product_name": "Goods", "batch_no": f"B{n}", "started_on": "2026-03-01"}
            yield _head(n, "food-recall", "J", "baijiu") | recall, ()
        case "sold-after-code-withdrawn":
            yield _codes(n, "J", "cancelled"), ()
        case "one-parent":
            yield _link(n, "J", "another case"), (fault,)
        case "one-place-at-a-time":
            yield _place(n, "J", "120102"), (fault,)
        case "batch-one-production-date":
            yield _batch(n, "J") | {"production_date": "2026-01-02"}, (fault,)
        case "batch-one-expiry":
            yield _batch(n, "J") | {"expiry_date": "2027-12-31"}, (fault,)
        case "one-name-a-number":
            yield _ledger(n, "J", "2026-04-01") | {"buyer_name": "乙"}, (fault,)


def _codes(n: int, part: str, status: str) -> Record:
    codes = {
        "code_scheme": "drug-trace",
        "code_count": 1,
        "trace_codes": [f"K{n}"],
        "code_status": status,
    }
    return _head(n, "code-report", part) | codes


def _batch(n: int, part: str) -> Record:
    batch = {
        "unit_level": "2", "product_name": "Poison", "batch_no": f"P{n}",
        "production_date": "2026-01-01", "expiry_date": "2026-12-31", "quantity": "5",
        "quantity_unit": "bottle",
    }  # fmt: skip
    return _head(n, "production", part, "pesticide") | batch


def _ledger(n: int, part: str, day: str) -> Record:
    line = {
        "product_name": "Poison",
        "batch_no": f"P{n}",
        "quantity": "1",
        "quantity_unit": "bottle",
    }
    person = {"person_id_no": f"X{n}", "buyer_name": "甲"}
    return (
        _head(n, "sales-ledger", part, "pesticide")
        | person
        | {"trade_date": day, "pesticide_sale_lines": [line]}
    )


def _link(n: int, part: str, parent: str) -> Record:
    link = {"code_scheme": "drug-trace", "trace_code": f"L{n}", "parent_code": parent}
    return _head(n, "drug-package-relation", part) | {"package_links": [link]}


def _place(n: int, part: str, division: str) -> Record:
    unit = {
        "unit_level": "1",
        "code_scheme": "tj-trace",
        "trace_code": f"U{n}",
        "division_code": division,
    }
    return _head(n, "storage", part, "baijiu") | unit


def _permit(n: int) -> Record:
    goods = {"product_name": "Poison", "quantity": "100", "quantity_unit": "kg"}
    permit = {"toxic_purchase_permit_no": f"N{n}", "purchase_permit_expires_on": "2026-06-30"}
    return _head(n, "purchase-permit", "D", "toxic-chemical") | permit | {"approved_goods": [goods]}


def _permitted(n: int, fault: str | None) -> Record:
    line = {
        "product_name": "Poison",
        "quantity_unit": "kg",
        "quantity": "101" if fault == "permit-quantity" else "99",
    }
    permit = f"no {n}" if fault == "permit-exists" else f"N{n}"
    day = "2026-07-01" if fault == "permit-in-force" else "2026-06-30"
    sale = {"toxic_purchase_permit_no": permit, "trade_date": day, "lines": [line]}
    return _head(n, "sale", "I", "toxic-chemical") | sale
