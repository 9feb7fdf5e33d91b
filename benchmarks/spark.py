"""The checks on Spark, on two cores of this machine: `python -m benchmarks spark [--only WORDS]
[--most 10000000] [--records 1000000] [--plot FILE.svg]`.

Needs Spark: `pip install '.[spark]'`, or the environment that script/spark makes. Warm figures: each
job runs once before it is measured. Seconds of the clock, and of the processors of all processes of
the session, which other work on the machine disturbs less. Printed are start-up, the size of what is
broadcast, codes beside an identity `mapInArrow` over the same column in turns, the growth of codes,
records and rules across records beside the local engine, and by calculation from the two largest
sizes what 10^9 a day would take.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

import tracecode as tc
from benchmarks.processes import processor_seconds

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

ROUNDS = 3
AT_ONCE = 100_000
DAY = 86_400


class Spent(NamedTuple):
    """What a job took."""

    clock: float
    processor: float


class Series(NamedTuple):
    """How a job grows."""

    name: str
    sizes: list[int]
    spent: list[Spent]
    local: list[float]
    """Processor seconds of the local engine."""


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks spark", description=__doc__.partition("\n")[0]
    )
    parser.add_argument(
        "--only", metavar="WORDS", default="", help="identity, codes, records, rules"
    )
    parser.add_argument("--most", type=int, default=10_000_000)
    parser.add_argument("--records", type=int, default=1_000_000, help="most records")
    parser.add_argument("--plot", metavar="FILE", help="draw the growth")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="spark-") as temporary:
        folder = Path(temporary)
        begun = time.perf_counter()
        session = started(folder)
        up = time.perf_counter() - begun
        told(f"session of local[2]: {up:.1f} s")
        first_findings(session)
        if chosen.only in "identity":
            identity(session, folder, min(chosen.most, 2_000_000))
        drawn = [
            grown(session, folder, name, chosen.most if name == "codes" else chosen.records)
            for name in JOBS
            if chosen.only in name
        ]
        session.stop()
    if chosen.plot:
        from benchmarks.plot import growth

        points = {
            one.name: [
                (size, spent.processor) for size, spent in zip(one.sizes, one.spent, strict=True)
            ]
            for one in drawn
        }
        Path(chosen.plot).write_text(growth(points), encoding="utf-8")
    return 0


def told(line: str) -> None:
    """Print a line at once."""
    print(line, flush=True)


def started(folder: Path) -> SparkSession:
    """A session on two cores of this machine."""
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    builder = SparkSession.builder.master("local[2]").appName("tracecode")
    settings = {
        "spark.driver.memory": "3g", "spark.ui.enabled": "false",
        "spark.local.dir": str(folder / "local"), "spark.ui.showConsoleProgress": "false",
        "spark.sql.shuffle.partitions": "8",
    }  # fmt: skip
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    return session


def first_findings(session: SparkSession) -> None:
    """The time to the first finding, and the size of what goes to workers."""
    from tracecode.spark import validate_codes
    from tracecode.spark.shipping import Shipment

    table = session.createDataFrame([("6901234567890",)], "code STRING")
    begun = time.perf_counter()
    table.mapInArrow(_same, table.schema).collect()
    bare = time.perf_counter()
    validate_codes(table, "code", "gtin").collect()
    ours = time.perf_counter()
    size = len(Shipment(tc.Standard.packaged().resolved).packed)
    told(
        f"first rows of mapInArrow: {bare - begun:.1f} s; then our first finding: {ours - bare:.1f} s"
    )
    told(f"broadcast: {size} bytes of the packaged standard, which every worker has installed")


def _same(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    return batches


def identity(session: SparkSession, folder: Path, rows: int) -> None:
    """Codes beside a `mapInArrow` that gives back what it gets."""
    from tracecode.spark import validate_codes

    table = session.read.parquet(str(codes(folder, rows))).select("code")
    bare = table.mapInArrow(_same, table.schema)
    found = {scheme: validate_codes(table, "code", scheme) for scheme in ("pesticide-unit", None)}
    for frame in (bare, *found.values()):
        run(frame)
    for scheme, frame in found.items():
        pairs = [(spent(lambda: run(bare)), spent(lambda: run(frame))) for _ in range(ROUNDS)]  # noqa: B023  # called here
        clock = median(one.clock / other.clock for one, other in pairs)
        processor = median(one.processor / other.processor for one, other in pairs)
        rate = rows / median(other.clock for _, other in pairs)
        told(
            f"{rows:,} codes, {scheme or 'scheme found'}: {rate:,.0f}/s, {clock:.2f} of the throughput "
            f"of identity by the clock, {processor:.2f} by the processor"
        )


def run(frame: DataFrame) -> None:
    """All of a table, to nowhere."""
    frame.write.format("noop").mode("overwrite").save()


def own_seconds() -> float:
    """Processor time of this process and of those that it started and that have ended. Workers of
    Spark, which end when they are idle, are not among them.
    """
    return sum(
        used.ru_utime + used.ru_stime for used in map(getrusage, (RUSAGE_SELF, RUSAGE_CHILDREN))
    )


def spent(job: Callable[[], object]) -> Spent:
    """What a job takes."""
    processor, clock = processor_seconds(), time.perf_counter()
    job()
    return Spent(time.perf_counter() - clock, processor_seconds() - processor)


# --- growth ---------------------------------------------------------------------------------------


def grown(session: SparkSession, folder: Path, name: str, most: int) -> Series:
    """A job at three sizes, each ten times the one before."""
    write, judge, local = JOBS[name]
    series = Series(name, [most // 100, most // 10, most], [], [])
    for size in series.sizes:
        path = write(folder, size)
        table = session.read.parquet(str(path))
        if size == series.sizes[0]:
            judge(table)
        series.spent.append(spent(lambda: judge(table)))  # noqa: B023  # called here
        before = own_seconds()
        local(path)
        series.local.append(own_seconds() - before)
        last, here = series.spent[-1], series.local[-1]
        told(
            f"{size:>12,} {name}: {last.clock:8.1f} s, {last.processor:8.1f} s of processors; "
            f"local engine {here:8.1f} s ({last.processor / here:.2f} of it)"
        )
        path.unlink()
    (few, many), (less, more) = series.sizes[1:], series.spent[1:]
    each = (more.processor - less.processor) / (many - few)
    told(
        f"{name}: {each * 1e6:.1f} microseconds of a processor each; 10^9 a day: "
        f"{each * 1e9 / 3600:.1f} core hours, {each * 1e9 / DAY:.2f} cores all day"
    )
    return series


def codes(folder: Path, rows: int) -> Path:
    """Codes of units, all right and all different but by chance."""
    random = np.random.default_rng(7)
    path = folder / "codes.parquet"
    schema = pa.schema([("code", pa.string()), ("n", pa.int64())])
    with pq.ParquetWriter(path, schema) as writer:
        for begin in range(0, rows, AT_ONCE * 5):
            count = min(AT_ONCE * 5, rows - begin)
            digits = random.integers(48, 58, (count, 32), np.uint8)
            digits[:, :8] = np.frombuffer(b"11722251", np.uint8)
            ends = np.arange(count + 1, dtype=np.int32) * 32
            texts = pa.StringArray.from_buffers(
                count, pa.py_buffer(ends), pa.py_buffer(digits.tobytes())
            )
            numbers = pa.array(np.arange(begin + 1, begin + count + 1))
            writer.write_batch(pa.record_batch([texts, numbers], schema=schema))
    return path


def records(folder: Path, rows: int) -> Path:
    """Records of which one in a hundred is faulty."""
    from tests.spark.made import record_lines

    lines = record_lines(min(rows, AT_ONCE))
    return written(
        folder / "records.parquet",
        (
            line.replace(b'"record_id": "00', b'"record_id": "%02x' % turn, 1).decode()
            for turn in range(-(-rows // AT_ONCE))
            for line in lines
        ),
    )


def stories(folder: Path, rows: int) -> Path:
    """Records with faults across them."""
    from tests.relations.planted import planted
    from tests.spark.made import json_lines

    whole = (record for record, _ in islice(planted(rows // 7), rows))
    return written(folder / "stories.parquet", (line.decode() for line in json_lines(whole)))


def written(path: Path, payloads: Iterator[str]) -> Path:
    """Payloads with their numbers."""
    schema, begin = pa.schema([("payload", pa.string()), ("n", pa.int64())]), 0
    with pq.ParquetWriter(path, schema) as writer:
        while some := list(islice(payloads, AT_ONCE // 4)):
            numbers = range(begin + 1, begin + len(some) + 1)
            writer.write_table(pa.table({"payload": some, "n": numbers}, schema=schema))
            begin += len(some)
    return path


def _codes(table: DataFrame) -> None:
    from tracecode.spark import validate_codes

    run(validate_codes(table, "code", "pesticide-unit", line="n"))


def _records(table: DataFrame) -> None:
    from tracecode.spark import validate_records

    run(validate_records(table, "payload", line="n"))


def _rules(table: DataFrame) -> None:
    from tracecode.spark import across

    run(across(table, "payload", line="n"))
    table.sparkSession.catalog.clearCache()


def _payloads(path: Path) -> Iterator[bytes]:
    for batch in pq.ParquetFile(path).iter_batches(10_000, columns=["payload"]):
        yield from (payload.encode() + b"\n" for payload in batch.column(0).to_pylist())


def _local_codes(path: Path) -> None:
    tc.validate(path=path, column="code", scheme="pesticide-unit").run()


def _local_records(path: Path) -> None:
    lines = path.with_suffix(".ndjson")
    lines.write_bytes(b"".join(_payloads(path)))
    tc.validate(path=lines).run()
    lines.unlink()


def _local_rules(path: Path) -> None:
    lines = path.with_suffix(".ndjson")
    lines.write_bytes(b"".join(_payloads(path)))
    tc.across(lines).run()
    lines.unlink()


JOBS: dict[
    str, tuple[Callable[[Path, int], Path], Callable[[DataFrame], None], Callable[[Path], None]]
] = {
    "codes": (codes, _codes, _local_codes),
    "records": (records, _records, _local_records),
    "rules": (stories, _rules, _local_rules),
}
"""How each file is written, judged on Spark, and judged locally."""


if __name__ == "__main__":
    sys.exit(main())
