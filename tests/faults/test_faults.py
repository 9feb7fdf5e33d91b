"""None of the faults that were found shows any longer."""

from __future__ import annotations

import re

import pytest

from tests.faults.collect import Fault, ask, faults

pytestmark = pytest.mark.long


@pytest.mark.parametrize("fault", faults(), ids=lambda fault: f"{fault.module}:{fault.function}")
def test_the_fault_is_mended(fault: Fault) -> None:
    """It says nothing, in a process of its own."""
    assert re.match(r"\[[0-9]+\] ", fault.about), (
        "the docstring begins with the number of the requirement"
    )
    assert ask(fault) == ("silent", "")
