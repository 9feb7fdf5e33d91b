"""The way of work to the workers: the standard by broadcast, once for each of their processes, and
the work itself.

A worker judges nothing before its library and its standard are known to be those of the driver.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import tracecode
from tracecode.errors import AbsentStandard, OtherStandard, WrongUse
from tracecode.extras import extra
from tracecode.reports.rows import arrow_schema
from tracecode.spark import arrival
from tracecode.standard.resolved import packaged

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame

    from tracecode.face import Standard
    from tracecode.standard.resolved import Resolved


class PartitionWork(Protocol):
    """What is done with the rows of a partition; pickled on the driver, run on workers."""

    def run(
        self, standard: Resolved, batches: Iterator[pa.RecordBatch]
    ) -> Iterator[pa.RecordBatch]:
        """The batches that come out of the batches of a partition, however these are cut."""


class Shipment:
    """A standard on its way. A process unpacks it once, whatever the number of its tasks."""

    def __init__(self, standard: Resolved) -> None:
        self.named = _named(standard)
        self.packed = pickle.dumps(standard)
        """Of the packaged standard its digest; of packs over it all that they say."""

    @cached_property
    def standard(self) -> Resolved:
        """The standard.

        Raises:
            OtherStandard: the packaged standard of this process is another one.
        """
        try:
            standard: Resolved = pickle.loads(self.packed)  # noqa: S301  # of our own driver
        except AbsentStandard:
            raise OtherStandard(self.named, _named(packaged())) from None
        return standard


def _named(standard: Resolved) -> str:
    return f"{' + '.join(standard.reference.layers)} ({standard.reference.digest[:12]})"


def resolved(standard: Standard | None) -> Resolved:
    """The data of a standard; by default of the packaged one."""
    return packaged() if standard is None else standard.resolved


def on_workers(
    df: DataFrame, work: PartitionWork, schema: pa.Schema, standard: Resolved
) -> DataFrame:
    """What a work makes of the rows of a DataFrame; nothing is run before somebody asks for it.

    Args:
        df: all its columns go to the workers.
        work: what is done.
        schema: of what comes out.
        standard: goes with it.

    Raises:
        WrongUse: the session has no context of its own, as one of Spark Connect.
    """
    types = extra("pyspark.sql.pandas.types", "spark")
    cloudpickle = extra("pyspark.cloudpickle", "spark")
    try:
        context = df.sparkSession.sparkContext
    except Exception:  # noqa: BLE001  # of several classes, by version
        raise WrongUse(
            "a session of Spark Connect cannot broadcast the standard: run the driver on the cluster",
            "Spark Connect 会话无法广播规范：请在集群上运行驱动程序",
        ) from None
    shipment = standard.keep(
        (Shipment, context.applicationId), lambda: context.broadcast(Shipment(standard))
    )
    # For as long as the process lives: what one thread takes back another may need just now.
    cloudpickle.register_pickle_by_value(arrival)
    run = arrival.arriving(tracecode.__version__, shipment, pickle.dumps(work))
    return df.mapInArrow(run, types.from_arrow_schema(schema))


def findings_schema() -> pa.Schema:
    """The schema of the public table of findings."""
    return arrow_schema()
