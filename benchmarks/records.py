"""Records in JSON and XML against pydantic, jsonschema, lxml and xsdata: ratios of one run.

Peers: a bare pydantic class of the same elements with types, lengths and code lists (no formats, no
encoding rules, no rules among elements, keys that stand twice unseen); the same with the formats
and bounds that pydantic can check; the typed class itself, called through pydantic (keys that stand
twice unseen); the published JSON Schema in jsonschema, with format checks; lxml's iterparse into a
dict, without any judgement; xsdata with dataclasses of the same elements, without any judgement.
Every figure is the median of interleaved rounds over different records; every code of a unit
(bottle, bag, animal) is another one, as in a stream of records.
"""

from __future__ import annotations

import dataclasses
import io
import json
import time
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from statistics import median
from typing import Annotated, Any, Literal

import jsonschema
from lxml import etree
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, create_model
from xsdata.formats.dataclass.parsers import XmlParser
from xsdata.formats.dataclass.serializers import XmlSerializer

import tracecode as tc
from benchmarks.traffic import records
from tracecode import dumps, loads
from tracecode.records import xml_form
from tracecode.records.fields import LINE, number_bounds
from tracecode.standard.elements import Element, ElementGroup, RecordLayout
from tracecode.standard.record_layout import record_layout
from tracecode.standard.resolved import packaged

COUNT = 400
ROUNDS = 7
KINDS = (
    ("pesticide", "production"), ("veterinary-drug", "sales-ledger"), ("meat", "market-trade"),
    ("baijiu", "storage"),
)  # fmt: skip


def main() -> int:
    """Print the table; 0 even where a wanted ratio is missed, since machines differ."""
    standard = packaged()
    print(f"{'':34}{'bytes':>7}{'loads/s':>10}{'/pydantic':>11}{'+formats':>10}{'/class':>10}{'/jsonschema':>13}"
          f"{'xml in/s':>10}{'/iterparse':>12}{'/xsdata':>9}{'xml out/s':>11}{'/xsdata':>9}")  # fmt: skip
    print(
        f"{'wanted':34}{'':17}{'0.8':>11}{'':20}{'25':>13}{'':10}{'0.5':>12}{'8':>9}{'':11}{'5':>9}"
    )
    for product, record in KINDS:
        layout = record_layout(standard, record, product)
        _measure(f"{product} {record}", layout, records(layout, COUNT, texts=False))
    return 0


def _measure(name: str, layout: RecordLayout, records: list[dict[str, Any]]) -> None:
    standard = packaged()
    texts = [json.dumps(record, ensure_ascii=False).encode() for record in records]
    documents = [xml_form.dump(record, standard) for record in records]
    bare, formats = (
        _pydantic(layout, layout.id, formats).model_validate_json for formats in (False, True)
    )
    typed = tc.record_type(layout.product, layout.record).model.model_validate_json
    validator = jsonschema.Draft202012Validator(
        tc.record_type(layout.product, layout.record).json_schema(),
        format_checker=jsonschema.FormatChecker(),
    )
    classes = _dataclasses(layout)
    parser, serializer = XmlParser(), XmlSerializer()
    ours = [loads(text) for text in texts]
    theirs: list[Any] = [parser.from_bytes(document, classes) for document in documents]
    jobs: dict[str, tuple[Callable[[Any], object], list[Any]]] = {
        "loads": (loads, texts),
        "bare": (bare, texts),
        "formats": (formats, texts),
        "typed": (typed, texts),
        "jsonschema": (
            lambda text: list(validator.iter_errors(json.loads(text))),
            texts[: COUNT // 10],
        ),
        "xml_in": (lambda document: loads(document, "xml"), documents),
        "iterparse": (_iterparse, documents),
        "xsdata_in": (
            lambda document: parser.from_bytes(document, classes),
            documents[: COUNT // 4],
        ),
        "xml_out": (lambda one: dumps(one, "xml"), ours),
        "xsdata_out": (serializer.render, theirs[: COUNT // 4]),
    }
    rate = _rates(jobs)
    size = sum(map(len, texts)) // len(texts)
    print(
        f"{name:34}{size:>7}{rate['loads']:>10,.0f}{rate['loads'] / rate['bare']:>11.2f}"
        f"{rate['loads'] / rate['formats']:>10.2f}{rate['loads'] / rate['typed']:>10.2f}"
        f"{rate['loads'] / rate['jsonschema']:>13.1f}{rate['xml_in']:>10,.0f}"
        f"{rate['xml_in'] / rate['iterparse']:>12.2f}{rate['xml_in'] / rate['xsdata_in']:>9.1f}"
        f"{rate['xml_out']:>11,.0f}{rate['xml_out'] / rate['xsdata_out']:>9.1f}"
    )


def _rates(jobs: dict[str, tuple[Callable[[Any], object], list[Any]]]) -> dict[str, float]:
    """Calls a second of each job over its inputs, the jobs taken in turn; what they return is let
    go.
    """
    took: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(ROUNDS):
        for name, (job, inputs) in jobs.items():
            begun = time.perf_counter()
            for one in inputs:
                job(one)
            took[name].append((time.perf_counter() - begun) / len(inputs))
    return {name: 1 / median(times) for name, times in took.items()}


# --- peers ----------------------------------------------------------------------------------------


def _pydantic(group: ElementGroup, name: str, formats: bool) -> type[BaseModel]:
    fields: dict[str, Any] = {}
    for element in group.elements:
        if element.group is not None:
            hint: Any = _pydantic(element.group, element.group.id, formats)
        else:
            hint = _formatted(element) if formats else _bare(element)
        if element.many:
            hint = Annotated[list[hint], Field(max_length=element.many)]
        fields[element.id] = (hint, ...) if element.required else (hint | None, None)
    return create_model(name, __config__=ConfigDict(extra="forbid"), **fields)


def _bare(element: Element) -> Any:
    form = element.format
    assert form is not None
    if element.values is not None:
        return Literal[element.values]
    if form.kind == "decimal":
        return Annotated[Decimal, Field(max_digits=form.max, decimal_places=form.decimals)]
    plain = {"integer": int, "boolean": bool, "date": date, "moment": datetime}.get(form.kind)
    return plain or Annotated[str, StringConstraints(min_length=form.min, max_length=form.max)]


def _formatted(element: Element) -> Any:
    form, bounds = element.format, element.spec.range
    assert form is not None
    if form.number:
        low, high = number_bounds(
            form, bounds.min if bounds else None, bounds.max if bounds else None
        )
        return Annotated[_bare(element), Field(ge=low, le=high)]
    if form.kind in ("boolean", "date", "moment") or element.values is not None:
        return _bare(element)
    return Annotated[
        _bare(element), StringConstraints(pattern=f"^(?:{form.pattern})$" if form.pattern else LINE)
    ]


def _dataclasses(layout: RecordLayout) -> type:
    """Dataclasses of the same elements for xsdata."""

    def make(group: ElementGroup, name: str, meta: dict[str, str]) -> type:
        fields: list[Any] = []
        for element in group.elements:
            kind: Any = str
            if element.group is not None:
                kind = make(element.group, element.group.id.replace("-", "_"), {})
            elif element.format is not None and element.format.kind in (
                "integer",
                "boolean",
                "decimal",
            ):
                kind = {"integer": int, "boolean": bool, "decimal": Decimal}[element.format.kind]
            metadata = {"type": "Element", "namespace": xml_form.NAMESPACE}
            if element.many:
                fields.append(
                    (
                        element.id,
                        list[kind],
                        dataclasses.field(default_factory=list, metadata=metadata),
                    )
                )
            else:
                fields.append(
                    (element.id, kind | None, dataclasses.field(default=None, metadata=metadata))
                )
        made = dataclasses.make_dataclass(name, fields)
        made.Meta = type("Meta", (), meta)  # type: ignore[attr-defined]
        return made

    return make(layout, layout.id, {"name": layout.id, "namespace": xml_form.NAMESPACE})


def _iterparse(document: bytes) -> dict[str, Any]:
    """A document as nested dicts, with lists where a name repeats."""
    stack: list[dict[str, Any]] = [{}]
    for event, element in etree.iterparse(io.BytesIO(document), events=("start", "end")):
        if event == "start":
            stack.append({})
            continue
        inner = stack.pop()
        name = element.tag.rpartition("}")[2]
        value = inner or element.text
        around = stack[-1]
        if name not in around:
            around[name] = value
        elif isinstance(around[name], list):
            around[name].append(value)
        else:
            around[name] = [around[name], value]
    return stack[0]
