"""What happens to workers changes no finding, or is told: never is a part of a table given for the
whole.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pyspark
import pytest

import tracecode as tc
from tests.spark.equality import of_local, of_spark, placeless
from tests.spark.made import codes
from tracecode.spark import arrival, validate_codes
from tracecode.spec.layer import Layer
from tracecode.standard.resolved import Resolved

if TYPE_CHECKING:
    from collections import Counter

    from pyspark.sql import SparkSession


@pytest.mark.parametrize("kind", ["pyspark.daemon", "CoarseGrainedExecutorBackend"])
def test_killed(spark: SparkSession, tmp_path: Path, kind: str) -> None:
    """A Python worker, or an executor with its finished tasks, dies in the middle: the findings are
    the same.
    """
    path = codes(tmp_path / "codes.parquet", 400_000)
    local = of_local(tc.validate(path=path, column="code", scheme="pesticide-unit"))
    table = spark.read.parquet(str(path)).repartition(32)
    found: list[Counter[tuple[object, ...]]] = []
    judge = validate_codes(table, "code", "pesticide-unit", line="n")

    def run() -> None:
        spark.sparkContext.setJobGroup(kind, kind)
        found.append(of_spark(judge))

    thread = Thread(target=run)
    thread.start()
    killed = kill_in_the_middle(spark, kind)
    thread.join(180)
    assert found == [local]
    assert killed
    assert failures(spark, kind) or lost_executors(spark)


def kill_in_the_middle(spark: SparkSession, kind: str) -> int | None:
    """End one process below this one, once a stage with work for it has finished some of its tasks;
    its number.
    """
    tracker = spark.sparkContext.statusTracker()
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        for id in tracker.getActiveStageIds():
            stage = tracker.getStageInfo(id)
            if stage is not None and stage.numTasks == 32 and 2 <= stage.numCompletedTasks < 24:
                for process in below(os.getpid()):
                    if kind in command(process):
                        os.kill(process, signal.SIGKILL)
                        return process
        time.sleep(0.02)
    return None


def below(parent: int) -> list[int]:
    """The processes that a process started, and those that these started; the last first."""
    parents: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                status = (folder / "stat").read_text("utf-8", "replace")
            except OSError:
                continue
            parents.setdefault(int(status.rpartition(")")[2].split()[1]), []).append(
                int(folder.name)
            )
    found, rest = [], [parent]
    while rest:
        inner = parents.get(rest.pop(), [])
        found += inner
        rest += inner
    return found[::-1]


def command(process: int) -> str:
    """The command line of a process."""
    try:
        return (Path("/proc") / str(process) / "cmdline").read_text("utf-8", "replace")
    except OSError:
        return ""


def failures(spark: SparkSession, group: str) -> int:
    """How many tasks of a group of jobs have failed."""
    tracker = spark.sparkContext.statusTracker()
    jobs = map(tracker.getJobInfo, tracker.getJobIdsForGroup(group))
    stages = {stage for job in jobs if job is not None for stage in job.stageIds}
    infos = map(tracker.getStageInfo, stages)
    return sum(info.numFailedTasks for info in infos if info is not None)


def lost_executors(spark: SparkSession) -> int:
    """How many executors the session had and has no more."""
    store = spark.sparkContext._jsc.sc().statusStore()
    listed = store.executorList(False)
    return sum(not listed.apply(at).isActive() for at in range(listed.size()))


def test_another_version_of_the_library(
    spark: SparkSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker with another version names both, in both languages."""
    monkeypatch.setattr(tc, "__version__", "9.9.9")
    table = spark.createDataFrame([("6901234567892",)], "code STRING")
    with pytest.raises(Exception, match=r"worker has tracecode 0\.1\.0, the driver has 9\.9\.9"):
        validate_codes(table, "code", "gtin").collect()


def test_another_version_of_the_standard(spark: SparkSession) -> None:
    """A worker whose packaged standard is another one names both."""
    ours = tc.Standard.packaged().resolved
    layer = Layer(ours.layers[0].root)
    layer.__dict__["digest"] = "0" * 64  # as if a file of it were another one
    other = tc.Standard(Resolved(layer))
    told = (
        rf"has the standard .*\({ours.reference.digest[:12]}\), the driver has .*\("
        + (other.resolved.reference.digest[:12])
    )
    table = spark.createDataFrame([("6901234567892",)], "code STRING")
    with pytest.raises(Exception, match=told):
        validate_codes(table, "code", "gtin", standard=other).collect()


def test_a_pack_travels(spark: SparkSession) -> None:
    """A standard of a pack goes to workers that have none of its folders."""
    seaside = tc.Standard.load(Path(__file__).parents[1] / "packs" / "seaside")
    assert "seaside-code" not in tc.Standard.packaged().ids("scheme")
    table = spark.createDataFrame([("S-26-0001",)], "code STRING")
    local = of_local(seaside.validate(["S-26-0001"], scheme="seaside-code"))
    found = validate_codes(table, "code", "seaside-code", standard=seaside)
    assert placeless(local) == of_spark(found)
    assert local


ARRIVE = "import pickle, sys; next(pickle.load(sys.stdin.buffer)(iter(())))"


def test_no_library() -> None:
    """A worker without the library says so."""
    from pyspark import cloudpickle

    cloudpickle.register_pickle_by_value(arrival)
    try:
        packed = cloudpickle.dumps(arrival.arriving("0.1.0", None, b""))
    finally:
        cloudpickle.unregister_pickle_by_value(arrival)
    bare = {"PYTHONPATH": str(Path(pyspark.__file__).parents[1])}
    done = subprocess.run(
        [sys.executable, "-S", "-c", ARRIVE],
        input=packed,
        env=bare,
        capture_output=True,
        check=False,
    )
    told = done.stderr.decode()
    assert "this worker has no tracecode; the driver has 0.1.0" in told
    assert "此工作节点未安装 tracecode" in told


def test_threads(spark: SparkSession) -> None:
    """Several threads of a driver ask at once."""
    table = spark.createDataFrame([(1, "69"), (2, "6901234567892")], "n LONG, code STRING")
    with ThreadPoolExecutor(3) as pool:
        calls = [pool.submit(lambda: validate_codes(table, "code", "gtin")) for _ in range(30)]
    assert {call.result().count() for call in calls[:3]} == {1}
    for call in calls:
        call.result()
