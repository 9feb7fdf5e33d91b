"""Judge a record: plain data in, the typed record or every finding out.

The typed class decides. Right records mostly take the quick way (`quick`); what is wrong with others is told by
`explain`, what is to be noted of any by `advice`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic_core import ValidationError, to_json

from tracecode.codes.registry import registry
from tracecode.errors import UnknownId
from tracecode.findings import Finding
from tracecode.privacy import shown
from tracecode.records.advice import notes
from tracecode.records.explain import TYPES, faults, hint, unknown_type, value_shown
from tracecode.records.model import Record
from tracecode.records.models import model_of
from tracecode.records.plain import MAX_ID, MAX_LINE, PARTS, STANDARD_VERSION, bounded
from tracecode.records.quick import Quick, quick_way
from tracecode.spec.catalog import load_catalog
from tracecode.spec.layout import Group, Layout, find_layout, group_layout, record_layout, records_beside
from tracecode.spec.model import Text
from tracecode.tables.limits import DEFAULT

if TYPE_CHECKING:
    from tracecode.spec.catalog import Catalog


class Judged(NamedTuple):
    """What was found of a record."""

    layout: Layout | None
    """Its record type, if it is known."""
    record: Record | None
    """The typed record, if it is right."""
    findings: tuple[Finding, ...]


def judge(
    data: Mapping[str, Any], raw: bytes | None = None, catalog: Catalog | None = None, most: int = DEFAULT.findings, *,
    tried: bool = False,
) -> Judged:  # fmt: skip
    """Judge the plain data of a record: text, whole numbers, true and false, lists and mappings.

    Args:
        data: the record; `record_type` and `product_item` say what it is.
        raw: the same record as JSON, where it is at hand.
        catalog: another catalogue than the packaged one.
        most: so many errors are told, and so many warnings; further ones are counted.
        tried: whether the quick way was tried in vain.
    """
    if not data:
        return Judged(None, None, (Finding(rule="data.empty", severity="error"),))
    layout = type_of(data, catalog)
    if layout is None:
        return Judged(None, None, (_unknown(data, catalog),))
    if raw is None:
        raw = to_json(data)
    noted = bounded(notes(layout, data, catalog), most)
    if not tried and (right := quick_way(layout, catalog)(raw)) is not None:
        return Judged(layout, right, noted)
    try:
        record = _validator(layout, catalog)(raw)
    except ValidationError as error:
        return Judged(layout, None, (*faults(error, layout, data, catalog, most), *noted))
    assert isinstance(record, Record)
    return Judged(layout, record, noted)


def right_record(raw: bytes) -> Record | None:
    """The typed record of a record in JSON, if one pass shows that it has no error; otherwise None.

    Its record type is looked up by a search, so that a right record is parsed only once.
    """
    if len(raw) > MAX_LINE:  # the reading of documents bounds memory
        return None
    end = raw.find(b",", raw.find(b",") + 1)
    way = _ways.get(raw[:end])
    if way is None:
        kind, item = _TYPE.search(raw), _ITEM.search(raw)
        if kind is None or raw.find(b"{", 1, kind.start()) > 0:  # a message, or something stranger
            return None
        layout = _known(kind[1].decode(), item and item[1].decode(), None)
        if layout is None:
            return None
        way = quick_way(layout)
        if item and max(kind.end(), item.end()) <= end and len(_ways) < _MOST_WAYS:
            _ways[raw[:end]] = way
    return way(raw)


_TYPE, _ITEM = (re.compile(rb'"%s": ?"([a-z0-9-]{1,64})"' % id) for id in (b"record_type", b"product_item"))
_MOST_WAYS = 4096
_ways: dict[bytes, Quick] = {}
"""The quick way by how most records begin: with the two elements that say what they are."""


def judge_message(
    data: Mapping[str, Any], records: int | None = None, *, whole: bool = True
) -> tuple[Finding, ...]:  # fmt: skip
    """What is wrong with the envelope of a message: its header, its count, the blocks of digest and signature.

    The records of the body are judged one by one, and the signature is verified, elsewhere.

    Args:
        data: the envelope.
        records: how many records its body has, where they are not in it.
        whole: whether it could be read to its end; otherwise nothing is missed or counted.
    """
    packaged = load_catalog()  # the envelope is the same whatever records it carries
    header, body = data.get("header"), data.get("body")
    if isinstance(body, list) and records is None:
        records = len(body)
    found = [_part(name) for name in ("header", "body") if whole and data.get(name) is None]
    found += [
        Finding(
            rule="record.unknown_field", severity="error", values={"found": name, "hint": hint(name, [*PARTS, "body"])},
            path=shown(name),
        )
        for name in data if name not in PARTS and name != "body"
    ]  # fmt: skip
    for name, group in PARTS.items():
        if data.get(name) is not None:
            layout = group_layout(packaged, group)
            raw = to_json(data[name])
            try:
                _validator(layout, None)(raw)
            except ValidationError as error:
                found += [
                    finding.replace(path=f"{name}.{finding.path}" if finding.path else name)
                    for finding in faults(error, layout, data[name])
                ]
            if isinstance(data[name], Mapping):
                found += notes(layout, data[name], prefix=f"{name}.")
    if body is not None and not isinstance(body, list):
        said: dict[str, object] = {
            "name": Text(zh="报文体", en="Body"),
            "found": value_shown(body, None),
            "allowed": TYPES["many"],
        }
        found.append(Finding(rule="record.type", severity="error", values=said, path="body"))
    if isinstance(header, Mapping):
        count, version = header.get("record_count"), header.get("standard_version")
        if whole and isinstance(body, list) and isinstance(count, int) and count != records:
            said = {"found": count, "allowed": records}
            found.append(Finding(rule="message.count", severity="error", values=said, path="header.record_count"))
        if isinstance(version, str) and version != STANDARD_VERSION:
            said = {"found": version, "allowed": STANDARD_VERSION}
            found.append(
                Finding(rule="message.version", severity="warning", values=said, path="header.standard_version")
            )
    return tuple(found)


def _part(name: str) -> Finding:
    return Finding(rule="message.part", severity="error", values={"found": name}, path=name)


def layout_of(data: Mapping[str, Any], catalog: Catalog | None = None) -> Layout:
    """The record type that a record says it is of.

    Raises:
        UnknownId: it does not say, or there is none.
    """
    found = type_of(data, catalog)
    if found is not None:
        return found
    kind, product = _named(data, catalog)
    if kind is None:
        said = data.get("record_type")
        raise UnknownId("record type", shown(said, MAX_ID) if isinstance(said, str) else type(said).__name__, ())
    return record_layout(registry(catalog).catalog, kind, product)  # which says what there is


def type_of(data: Mapping[str, Any], catalog: Catalog | None = None) -> Layout | None:
    """The same; None where there is none."""
    kind, product = _named(data, catalog)
    return None if kind is None else _known(kind, product, catalog)


@lru_cache(1024)
def _known(kind: str, product: str | None, catalog: Catalog | None) -> Layout | None:
    return find_layout(registry(catalog).catalog, kind, product if product in _products(catalog) else None)


def _named(data: Mapping[str, Any], catalog: Catalog | None) -> tuple[str | None, str | None]:
    """The type and the item that a record names; a text that is too long for a type is none."""
    kind, product = data.get("record_type"), data.get("product_item")
    if not isinstance(kind, str) or len(kind) > MAX_ID:
        return None, None
    return kind, product if isinstance(product, str) and product in _products(catalog) else None


@cache
def _products(catalog: Catalog | None) -> frozenset[str]:
    return frozenset(registry(catalog).catalog.ids("product"))


@cache
def _validator(layout: Group, catalog: Catalog | None) -> Any:
    model = model_of(layout, catalog)
    model.model_rebuild()
    return model.__pydantic_validator__.validate_json


def _unknown(data: Mapping[str, Any], catalog: Catalog | None) -> Finding:
    kind = data.get("record_type")
    said: dict[str, object] = {"name": Text(zh="记录类型", en="Record type"), "found": value_shown(kind, None)}
    if kind is None:
        return Finding(rule="record.missing", severity="error", values=said, path="record_type")
    if not isinstance(kind, str):
        said["allowed"] = TYPES["text"]
        return Finding(rule="record.type", severity="error", values=said, path="record_type")
    named, product = _named(data, catalog)
    known = () if named is None else records_beside(registry(catalog).catalog, named, product)
    return unknown_type(kind, data.get("product_item"), known).replace(path="record_type")
