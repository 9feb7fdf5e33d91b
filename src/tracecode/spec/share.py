"""What an item of the catalogue shares with the others of its category: `like` of a product, written out.

>>> merged({"id": "tea", "like": "import"}, {"id": "import", "stages": ["wholesale"], "records": []}).data
{'id': 'tea', 'stages': ['wholesale'], 'category': 'import'}
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from tracecode.spec.reader import Place


class Merged(NamedTuple):
    """An item with what it shares."""

    data: dict[str, Any]
    origins: dict[Place, tuple[bool, Place]]
    """For each part that stands elsewhere than in the result: whether the category has it, and where."""
    faults: list[tuple[Place, str, dict[str, object]]]
    """Where in the file of the item, by which rule, and the values of the finding."""


def merged(item: Mapping[str, Any], category: Mapping[str, Any]) -> Merged:
    """An item that is like a category, written out; both as plain data of the right shape."""
    data = {name: value for name, value in item.items() if name not in ("like", "without")}
    origins: dict[Place, tuple[bool, Place]] = {}
    for name in ("authorities", "stages", "recorders", "source", "evidence"):
        if name not in data and name in category:
            data[name] = category[name]
            origins[name,] = True, (name,)
    codes = dict(data.get("codes", {}))
    for role, schemes in category.get("codes", {}).items():
        if role not in codes:
            codes[role] = schemes
            origins["codes", role] = True, ("codes", role)
    records, places, faults = _records(item, category)
    combined = {
        "codes": {role: schemes for role, schemes in codes.items() if schemes},
        "records": records,
    }
    data = {**data, "category": data.get("category", category["id"])}
    data |= {name: value for name, value in combined.items() if value}
    return Merged(data, origins | places, faults)


def _records(
    item: Mapping[str, Any], category: Mapping[str, Any]
) -> tuple[list[Any], dict[Place, tuple[bool, Place]], list[tuple[Place, str, dict[str, object]]]]:
    """The records of the category, with the item's own among them."""
    own, shared, without = (
        item.get("records", []),
        category.get("records", []),
        item.get("without", []),
    )
    faults: list[tuple[Place, str, dict[str, object]]] = []
    known = [record["id"] for record in shared]
    for i, id in enumerate(without):
        if id not in known:
            faults.append((("without", i), "spec.without", {"found": id, "known": known}))
    rows = [
        (record, (True, ("records", i)))
        for i, record in enumerate(shared)
        if record["id"] not in without
    ]
    at = 0
    for i, record in enumerate(own):
        places = [number for number, (other, _) in enumerate(rows) if other["id"] == record["id"]]
        row = record, (False, ("records", i))
        if any(record["id"] == other["id"] for other in own[:i]):
            faults.append(
                (("records", i), "spec.duplicate_id", {"found": record["id"], "first": item["id"]})
            )
        elif not places:
            rows.insert(at, row)
            at += 1
        elif places[0] < at:
            zh = f"记录 {record['id']} 与类别中的次序不同；要移动，请列入 without"
            en = f"the category has the record {record['id']} in another order; to move it, name it under without"
            faults.append((("records", i), "spec.layout", {"reason_zh": zh, "reason_en": en}))
        else:
            if record != {
                "id": record["id"],
                "core": record["id"],
            }:  # by its id alone it says where others stand
                rows[places[0]] = row
            at = places[0] + 1
    return (
        [record for record, _ in rows],
        {("records", i): origin for i, (_, origin) in enumerate(rows)},
        faults,
    )
