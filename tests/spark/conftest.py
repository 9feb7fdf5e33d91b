"""A cluster of two executors in processes of their own on this machine, for all tests of a run."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pyspark
import pytest
from pyspark.sql import SparkSession

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """A session on two executors of one core and a gigabyte each."""
    installed = Path(pyspark.__file__).parent
    os.environ["SPARK_HOME"] = str(installed)
    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    home = tmp_path_factory.mktemp("spark")
    settings = {
        "spark.driver.memory": "1g", "spark.ui.enabled": "false",
        "spark.local.dir": str(home / "local"), "spark.sql.warehouse.dir": str(home / "tables"),
        "spark.sql.shuffle.partitions": "4",
        # processes that live for minutes: what the second compiler gains comes too late
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
        "spark.executor.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
        "spark.ui.showConsoleProgress": "false", "spark.sql.session.timeZone": "Asia/Shanghai",
    }  # fmt: skip
    builder = SparkSession.builder.master("local-cluster[2,1,1024]").appName("tracecode tests")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    logs = installed / "work" / session.sparkContext.applicationId
    yield session
    session.stop()
    shutil.rmtree(logs, ignore_errors=True)
