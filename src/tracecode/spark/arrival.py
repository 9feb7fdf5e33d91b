"""What a worker does first: see to it that it has the library, in the version of the driver.

This module alone travels by value, so that a worker without the library can say so; it imports
nothing above its functions but what every Python has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any


def arriving(
    version: str, shipment: Any, packed: bytes
) -> Callable[[Iterator[Any]], Iterator[Any]]:
    """What is run on a worker for each partition.

    Args:
        version: of the library on the driver.
        shipment: the broadcast of a `Shipment`.
        packed: the work, pickled; it cannot be unpickled without the library.
    """

    def run(batches: Iterator[Any]) -> Iterator[Any]:
        import pickle

        try:
            import tracecode

            here = tracecode.__version__
        except ImportError:
            raise RuntimeError(
                f"this worker has no tracecode; the driver has {version}: install that on all "
                f"workers, or send it with --py-files or --archives\n"
                f"此工作节点未安装 tracecode，驱动端为 {version}：请在所有工作节点安装同一版本"
            ) from None
        if here != version:
            raise RuntimeError(
                f"this worker has tracecode {here}, the driver has {version}: install one version "
                f"everywhere\n"
                f"此工作节点的 tracecode 为 {here}，驱动端为 {version}：请统一版本"
            )
        work: Any = pickle.loads(packed)  # noqa: S301  # of our own driver
        given: Iterator[Any] = work.run(shipment.value.standard, batches)
        return given

    return run
