"""What people sent goes through the targets of the fuzzers, which raise what is documented only."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from tests.fuzz.cases import CODES, code_cases, csv_cases, json_cases, xml_cases
from tests.fuzz.targets import TARGETS

CASES: dict[str, Callable[[], Iterable[bytes]]] = {
    "json": json_cases, "ndjson": json_cases, "xml": xml_cases, "csv": csv_cases,
    "codes": code_cases,
    "text": lambda: (text.encode() for texts in CODES.values() for text in texts),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_every_case_is_a_seed(name: str) -> None:
    """Each is among the seeds of its reader, so that a fuzzer begins from it, and the reader stands
    it.
    """
    cases = [*CASES[name]()]
    assert {*cases} <= {*TARGETS[name].seeds()}
    for data in cases:
        TARGETS[name].run(data)


def test_codes_are_read_under_schemes() -> None:
    """What was sent as a code is read by the schemes too for which it was taken."""
    seeds = [
        data
        for data in TARGETS["scheme"].seeds()
        if any(data.endswith(text.encode()) for text in CODES["labels"])
    ]
    assert len(seeds) >= len(CODES["labels"])
    for data in seeds:
        TARGETS["scheme"].run(data)
