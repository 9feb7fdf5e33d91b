"""Whatever a file holds: no traceback, no row lost, memory and time within bounds."""

from __future__ import annotations

import gc

import pytest

from tests.hostile.case import RECORDS, XML_RECORDS, Form, Hostile, as_json, header, recall
from tests.hostile.documents import json_files, ndjson_files, xml_files
from tests.hostile.measure import Outcome, measure
from tests.hostile.tables import NAMES, csv_files, row_of, workbook, xlsx_files
from tests.hostile.texts import code_files

MOST_MEGABYTES = 300
TIMES = 10
"""A hostile byte may take so many times as long as one of a right file of the same form."""
_LEAST_SECONDS = 0.4
"""Below this, a time says more about the machine than about the file."""

_EXPLAINED = 0.0005
"""Seconds in which a wrong record is explained: of records of a few bytes, that is more than ten times reading them."""

GENERATORS = (json_files, ndjson_files, xml_files, csv_files, xlsx_files, code_files)
CASES = {case.name: case for generate in GENERATORS for case in generate()}
NAMES_OF_CASES = sorted(CASES)


@pytest.fixture(scope="module")
def rates() -> dict[Form, float]:
    """Seconds a byte of a right file of each form, of about a megabyte."""
    gc.freeze()  # what is copied into each child is not touched there
    records = [recall(str(number)) for number in range(2_500)]
    table = [",".join(NAMES)] + [",".join(map(str, record.values())) for record in records]
    rows = row_of(NAMES, 1) + "".join(
        row_of(list(map(str, record.values())), at) for at, record in enumerate(records, 2)
    )
    head = as_json(header(len(records)))
    bare = [
        as_xml[as_xml.index(b"<recall") :].replace(b' xmlns="urn:tracecode:records"', b"") for as_xml in XML_RECORDS
    ]
    right: dict[Form, bytes] = {
        "json": b'{"header":' + head + b',"body":[' + b",".join(map(as_json, records)) + b"]}",
        "ndjson": b"\n".join(map(as_json, records)),
        "xml": b'<message xmlns="urn:tracecode:records"><body>' + b"".join(bare * 62) + b"</body></message>",
        "csv": "\n".join(table).encode(), "xlsx": workbook(rows, level=1), "codes": b"91120116000000019T\n" * 30_000,
    }  # fmt: skip
    found: dict[Form, float] = {}
    for form, content in right.items():
        measure(Hostile("warm", form, content[: len(content) // 50], 0))
        found[form] = measure(Hostile("right", form, content, 0)).seconds / len(content)
    assert len(RECORDS) == 40
    return found


def test_there_are_enough() -> None:
    """The corpus holds at least 250 files, with different names, over all forms."""
    names = [case.name for generate in GENERATORS for case in generate()]
    assert len(names) == len(set(names)) >= 250
    assert {case.form for case in CASES.values()} == {"codes", "json", "ndjson", "xml", "csv", "xlsx"}


@pytest.mark.parametrize("name", NAMES_OF_CASES)
def test_hostile(name: str, rates: dict[Form, float]) -> None:
    """A file ends in verdicts: what it holds is judged or named, and what is wrong is never called valid."""
    case = CASES[name]
    outcome = measure(case)
    assert outcome.error is None
    assert "check.failed" not in outcome.rules
    assert _accounted(case, outcome), outcome
    assert outcome.megabytes <= MOST_MEGABYTES
    explained = _EXPLAINED * (outcome.judged - outcome.valid)
    assert outcome.seconds <= max(_LEAST_SECONDS, explained, TIMES * rates[case.form] * len(case.content))


def _accounted(case: Hostile, outcome: Outcome) -> bool:
    """Whether every row is judged, or what stopped the reading is said; and no more is valid than may be."""
    if case.valid is not None and outcome.valid != case.valid and not (case.stops and outcome.valid < case.valid):
        return False
    if outcome.judged == case.rows and (case.rows or not case.stops):
        return True
    said = outcome.status == "refused" or (outcome.status != "valid" and bool(outcome.rules))
    return case.stops and said
