"""Settings that every test shares: examples are drawn the same way in each run, no run is slow
because a machine is, and quick runs draw fewer.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, settings

from tests.cases import IN_FULL, IN_QUICK

if TYPE_CHECKING:
    import pytest

# The specifications and some ten thousand tests stay to the end: looking through them for rubbish
# as often as Python does by itself took a tenth of the time of all tests.
gc.set_threshold(100_000, 20, 20)

for name, count in (("full", IN_FULL), ("quick", IN_QUICK)):
    settings.register_profile(
        name,
        derandomize=True,
        deadline=None,
        max_examples=count,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
settings.load_profile("full")

SLOW_DOCTESTS = ("tracecode.lint.blame", "tracecode.publish.documents")
"""Modules whose example takes more than a second: it works on the whole standard."""


def pytest_configure(config: pytest.Config) -> None:
    """A run that leaves out what is slow draws fewer examples."""
    if "not slow" in config.option.markexpr:
        settings.load_profile("quick")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the examples of modules that are slow: they have no place for a mark of their own."""
    for item in items:
        if item.name in SLOW_DOCTESTS:
            item.add_marker("slow")
