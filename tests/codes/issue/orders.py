"""What can be issued: for every such scheme one order, from the standard's own examples."""

from __future__ import annotations

from typing import Any

PESTICIDE: dict[str, Any] = {
    "registration_category": "1", "registration_last6": "172225", "production_type": "1",
    "spec_code": "001",
}  # fmt: skip
ORDERS: dict[str, dict[str, Any]] = {
    "baijiu-gs1-trace": {"gtin": "06901234567892", "production_date": "260312"},
    "container-number": {"owner": "CSQ", "category": "U"},
    "cylinder-key": {"maker_code": "AG"},
    "detonator": {"maker": "44", "year_digit": "6", "month": "06", "day": "10", "feature": "3"},
    "detonator-uid": {},
    "equipment-device": {
        "category_code": "3110",
        "authority": "10",
        "maker_seq": "339",
        "year": "2026",
    },
    "gdti": {"body": "690123400001"},
    "giai": {"serial_prefix": "6901234"},
    "ginc": {"serial_prefix": "6901234"},
    "grai": {"body": "690123400001"},
    "gsin": {"serial_prefix": "6901234"},
    "mofcom-batch": {"node": "220122001"},
    "mofcom-trace": {"operator": "2201220010000"},
    "pesticide-unit": {**PESTICIDE},
    "seed-unit": {},
    "sscc": {"extension": "1", "serial_prefix": "6901234"},
    "tj-trace": {
        "item": "403",
        "unit_level": "1",
        "party": "91120116000000019T",
        "production_date": "260312",
    },
    "vin": {"wmi": "1FM", "vds": "EE5DP", "year": "N", "plant": "L"},
}
RUNNING = {"detonator", "equipment-device", "mofcom-batch", "mofcom-trace", "vin"}
"""The schemes whose rule calls the serial a running number."""
