"""The published XSD and Schematron load in the processors that people use, and see what they
should.
"""

from __future__ import annotations

import re
from functools import cache
from random import Random

import pytest
import xmlschema
from lxml import etree
from lxml.isoschematron import Schematron  # type: ignore[import-not-found]

from tests.conformance.agreement import write
from tracecode.publish import json_schema, schematron, xsd
from tracecode.publish.lexical import Lexical
from tracecode.records import xml_form
from tracecode.spec.rule_model import (
    EqualSpec,
    ExclusiveSpec,
    OrderSpec,
    RuleSpec,
    SumRule,
    SumSpec,
)
from tracecode.standard.elements import ElementGroup
from tracecode.standard.record_layout import items_of, record_layout
from tracecode.standard.resolved import packaged
from tracecode.testing import payload

CATALOG = packaged()
STORAGE = record_layout(CATALOG, "storage")


@cache
def _whole() -> str:
    return xsd.schema(CATALOG)


@pytest.mark.slow
def test_loads_in_lxml_and_in_xmlschema() -> None:
    """Both processors read the schema of all record types and find a right record right."""
    text = write(STORAGE, payload(STORAGE, Random(1)))
    assert etree.XMLSchema(etree.fromstring(_whole().encode())).validate(etree.fromstring(text))
    assert xmlschema.XMLSchema(_whole()).is_valid(text.decode())


def test_one_record_type() -> None:
    """The schema of one record type needs nothing beside it, and refuses the others."""
    schema = etree.XMLSchema(etree.fromstring(xsd.schema(CATALOG, STORAGE).encode()))
    assert schema.validate(etree.fromstring(write(STORAGE, payload(STORAGE, Random(1)))))
    recall = record_layout(CATALOG, "recall")
    assert not schema.validate(etree.fromstring(write(recall, payload(recall, Random(1)))))


def test_very_many_occurrences() -> None:
    """No element has a bound that Java's validator refuses by default; Schematron sees to these."""
    bounds = re.findall('maxOccurs="([0-9]+)"', _whole())
    assert bounds
    assert max(map(int, bounds)) <= xsd.MOST
    layout = record_layout(CATALOG, "packaging")
    field = layout.element("trace_codes")
    assert field.many is not None
    assert field.many > xsd.MOST
    check = etree.XMLSchema(etree.fromstring(xsd.schema(CATALOG, layout).encode()))
    rules = Schematron(etree.fromstring(schematron.schema(CATALOG, layout).encode()))
    data = payload(layout, Random(1))
    for count, kept in ((field.many, True), (field.many + 1, False)):
        tree = etree.fromstring(
            write(layout, data | {"trace_codes": data["trace_codes"][:1] * count})
        )
        assert check.validate(tree)
        assert rules.validate(tree) == kept


def test_of_no_value() -> None:
    """Where no value is right, nothing is: an empty restriction would restrict nothing."""
    nobody = STORAGE.replace(record="product-filing")  # of which every item has its own
    assert items_of(CATALOG, nobody) == ()
    schema = etree.XMLSchema(etree.fromstring(xsd.schema(CATALOG, nobody).encode()))
    assert not schema.validate(etree.fromstring(write(STORAGE, payload(STORAGE, Random(1)))))
    assert "product_item" in str(schema.error_log)
    made = json_schema.schema(nobody, CATALOG)["properties"]
    assert isinstance(made, dict)
    assert made["product_item"]["not"] == {}
    form = Lexical(kind="text", values=(), patterns=("other:[a-z]+",), min=1, max=9)
    assert xsd._schemes("schemes-none", form, CATALOG).count("    <xs:simpleType>") == 1


def test_what_the_library_writes() -> None:
    """What the library writes is right by the schema, in the order of the schema."""
    schema = etree.XMLSchema(etree.fromstring(_whole().encode()))
    for seed in range(20):
        data = payload(STORAGE, Random(seed))
        assert schema.validate(etree.fromstring(xml_form.dump(data, CATALOG))), schema.error_log


def test_white_space_around_values() -> None:
    """White space around dates and numbers does not count for XML Schema, nor for the library;
    around texts it does.
    """
    data = payload(STORAGE, Random(1), fill=1.0)
    text = write(STORAGE, data).decode()
    spaced = text.replace(f">{data['event_time']}<", f">\n {data['event_time']} <").encode()
    assert spaced != text.encode()
    assert etree.XMLSchema(etree.fromstring(_whole().encode())).validate(etree.fromstring(spaced))
    assert xml_form.parse(spaced, CATALOG)[0].data == data


MOMENTS = [
    ("2026-03-01T00:30:00+08:00", "2026-02-28T16:30:00+00:00", True),
    ("2026-03-01T00:30:00+08:00", "2026-02-28T16:29:59+00:00", False),
    ("2024-02-29T23:59:59-14:00", "2024-03-01T13:59:59+00:00", True),
    ("2024-02-29T23:59:59-14:00", "2024-03-01T13:59:58+00:00", False),
    ("1999-12-31T23:59:59+00:00", "2000-01-01T00:00:00+00:00", True),
    ("2100-03-01T00:00:00+00:00", "2100-02-28T23:59:59+00:00", False),
]


@pytest.mark.parametrize(("first", "second", "kept"), MOMENTS)
def test_order_of_times_with_offsets(first: str, second: str, *, kept: bool) -> None:
    """Times with different offsets are compared as the same clock would show them."""
    assert (
        _kept(
            OrderSpec(order=("stored_at_in", "stored_at_out")),
            {"stored_at_in": first, "stored_at_out": second},
        )
        == kept
    )


@pytest.mark.parametrize(("amounts", "total", "kept"), [
    (["0.1", "0.2"], "0.3", True), (["0.1", "0.2"], "0.30", True), (["0.1", "0.2"], "0.31", False),
    (["0.07"] * 60, "4.2", True), (["999999999.99"] * 9, "8999999999.91", True),
    (["1", None], "5", True), ([], "5", True),
])  # fmt: skip
def test_sums(amounts: list[str | None], total: str, *, kept: bool) -> None:
    """A total is the sum of the lines to the last decimal, whatever double precision adds; gaps
    leave it open.
    """
    lines = [
        {"batch_no": "1"} | ({} if amount is None else {"amount": amount}) for amount in amounts
    ]
    rule = SumSpec(sum=SumRule(lines="lines", of="amount", total="amount"))
    assert (
        _kept(rule, {"lines": lines, "amount": total}, record_layout(CATALOG, "purchase")) == kept
    )


def test_equal_and_exclusive() -> None:
    """Equality compares numbers as numbers and texts as texts; of exclusive elements one may be
    there.
    """
    exclusive = ExclusiveSpec(exclusive=("batch_no", "gtin", "remark"))
    assert _kept(exclusive, {"batch_no": "1"})
    assert not _kept(exclusive, {"batch_no": "1", "remark": "2"})
    texts = EqualSpec(equal=("batch_no", "remark"))
    assert _kept(texts, {"batch_no": "1.0", "remark": "1.0"})
    assert not _kept(texts, {"batch_no": "1.0", "remark": "1.00"})
    assert _kept(texts, {"batch_no": "1.0"})
    recall = record_layout(CATALOG, "recall")
    numbers = EqualSpec(equal=("recall_quantity", "recalled_quantity"))
    assert _kept(numbers, {"recall_quantity": "1.0", "recalled_quantity": "1.00"}, recall)
    assert not _kept(numbers, {"recall_quantity": "1.0", "recalled_quantity": "1.01"}, recall)


def _kept(rule: RuleSpec, data: dict[str, object], layout: ElementGroup = STORAGE) -> bool:
    """Whether a record keeps a rule, by Schematron."""
    fields = tuple(field.replace(use=field.use.replace(when=None)) for field in layout.elements)
    one = STORAGE.replace(id="storage", elements=fields, rules=(rule,))
    schema = Schematron(etree.fromstring(schematron.schema(CATALOG, one).encode()))
    verdict: bool = schema.validate(etree.fromstring(write(one, data)))
    return verdict
