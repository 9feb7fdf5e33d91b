"""Files of codes and records, as large as the tests ask, with faults in some of them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.platform import FAULTS, pesticide
from benchmarks.traffic import faulty
from benchmarks.traffic import records as invented
from benchmarks.workload_files import _line
from tracecode.standard.record_layout import record_layout
from tracecode.standard.resolved import packaged


def codes(path: Path, count: int) -> Path:
    """Codes of units with the numbers of their rows: one in a hundred is faulty in one of ten ways,
    one in a thousand stands twice, some of these otherwise written, and some are null.
    """
    random = Random(count)
    made: list[str | None] = [pesticide(random) for _ in range(count)]
    for at in range(50, count, 100):
        made[at] = FAULTS[at // 100 % len(FAULTS)](str(made[at]), random.randrange(32))
    for at in range(999, count, 1000):
        earlier = str(made[random.randrange(at)])
        made[at] = f" {earlier}" if at % 3 else earlier
    for at in range(5_000, count, 10_000):
        made[at] = None
    table = pa.table({"code": pa.array(made, pa.string()), "n": range(1, count + 1)})
    pq.write_table(table, path, row_group_size=max(count // 8, 1))
    return path


def record_lines(count: int) -> list[bytes]:
    """Lines of records, two thousand at least, of which one in a hundred is faulty; some are no
    records at all, and the last thousand have the ids of the first.
    """
    layout, random = record_layout(packaged(), "production", "pesticide"), Random(5)
    right = invented(layout, 1_000)
    wrong = [faulty(record, layout, random) for record in right]
    lines = []
    for n in range(count):
        record = dict((wrong if n % 100 == 50 else right)[n % 1_000])
        if isinstance(record.get("record_id"), str) and len(record["record_id"]) == 36:
            record["record_id"] = f"{n % (count - 1_000):08x}{record['record_id'][8:]}"
        lines.append(_line(record))
    odd = (b'{"a":', b"[1]", b'{"a": 1, "a": 2}', b"5", b'{"record_type": "recall"}')
    for place, line in enumerate(odd):
        lines[place * 7 + 3] = line
    return lines


def table_of(path: Path, payloads: Iterable[Any], kind: pa.DataType | None = None) -> Path:
    """Payloads with the numbers of their rows."""
    column = pa.array(list(payloads), kind)
    table = pa.table({"payload": column, "n": range(1, len(column) + 1)})
    pq.write_table(table, path, row_group_size=max(len(column) // 8, 1))
    return path


def json_lines(records: Iterable[object]) -> list[bytes]:
    """Records as lines of JSON."""
    return [json.dumps(record, ensure_ascii=False).encode() for record in records]
