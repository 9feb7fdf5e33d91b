"""The samples: judged as they are meant to be, small enough to read, and the same in JSON and
XML.
"""

from __future__ import annotations

import json
from functools import cache

import pytest

from tests.cases import thinned
from tracecode.findings import status_of
from tracecode.publish import examples
from tracecode.publish.samples import derived, samples
from tracecode.publish.satisfying import applies
from tracecode.records.judge import judge
from tracecode.records.xml_form import parse
from tracecode.spec.rule_model import AtLeastOneSpec, OrderSpec, named_in
from tracecode.standard.record_layout import layouts, record_layout
from tracecode.standard.resolved import packaged

LAYOUTS = {layout.id: layout for layout in layouts(packaged())}


@cache
def files() -> dict[str, str]:
    """The files of the packaged standard."""
    return derived(packaged(), ("json", "xml"))


@pytest.mark.parametrize("id", thinned(LAYOUTS, 5))
def test_each_record_type_has_five_samples(id: str) -> None:
    """Two right ones and three wrong ones, each wrong one with the one error that it states."""
    found = samples(LAYOUTS[id], packaged())
    assert [one.kind for one in found] == ["minimal", "full", "missing", "value", "rule"]
    for one in found:
        judged = judge(one.data, packaged())
        errors = [finding.rule for finding in judged.findings if finding.severity == "error"]
        assert errors == ([] if one.finding is None else [one.finding.rule])
        assert one.finding is not None or status_of(judged.findings) == "valid"
        assert judged.layout is not None
        assert judged.layout.id == id


def test_the_minimal_sample_has_no_more_than_needed() -> None:
    """Whatever optional element is taken out of nothing: only what is mandatory or asked for by a
    rule is there.
    """
    layout = record_layout(packaged(), "production", "pesticide")
    data = examples.minimal(layout, packaged())
    asked = {
        id
        for rule in layout.rules
        if isinstance(rule, AtLeastOneSpec | OrderSpec)
        for id in named_in(rule)
    }
    for id in data:
        field = layout.element(id)
        assert field.required or applies(field, data) or id in asked
    assert set(data) < set(examples.full(layout, packaged()))


def test_codes_are_those_of_the_item() -> None:
    """Where a code stands beside its scheme, the item's own schemes are taken."""
    data = examples.full(record_layout(packaged(), "production", "pesticide"), packaged())
    assert data["approval_scheme"] == "pesticide-registration"
    assert data["trace_code"].startswith("TJ1401")


@pytest.mark.slow
def test_the_index_leads_to_every_line() -> None:
    """Each line of the index names file, line and kind; wrong ones also rule, path and
    sentences.
    """
    index = [json.loads(line) for line in files()["index.ndjson"].splitlines()]
    assert len(index) == 5 * len(LAYOUTS)
    for entry in index:
        record = json.loads(files()[entry["file"]].splitlines()[entry["line"] - 1])
        judged = judge(record, packaged())
        assert judged.layout is not None
        assert judged.layout.id == entry["type"]
        assert ("rule" in entry) == (entry["kind"] not in ("minimal", "full"))


@pytest.mark.slow
def test_xml_holds_the_same_records() -> None:
    """A sample in XML reads back as the one in JSON; right ones are always there."""
    for layout in list(LAYOUTS.values())[::20]:
        (read,) = parse(files()[f"{layout.id}.full.xml"].encode(), packaged())
        assert read.data == examples.full(layout, packaged())


@pytest.mark.slow
def test_two_runs_agree() -> None:
    """The same specifications give the same samples."""
    again = derived(packaged())
    assert again == {path: text for path, text in files().items() if not path.endswith(".xml")}
