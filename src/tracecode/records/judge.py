"""Judge a record: plain data in, the typed record or every finding out.

The typed class decides. Right records mostly take the quick way (`quick`); what is wrong with others is told by
`explain`, what is to be noted of any by `advice`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic_core import SchemaValidator, ValidationError, to_json

from tracecode.errors import UnknownId
from tracecode.findings import Finding
from tracecode.privacy import shown
from tracecode.records.advice import notes
from tracecode.records.explain import TYPES, faults, hint, unknown_type, value_shown
from tracecode.records.model import Record, untold
from tracecode.records.models import model_of
from tracecode.records.plain import MAX_ID, MAX_LINE, PARTS, STANDARD_VERSION, bounded
from tracecode.records.quick import Quick, quick_way
from tracecode.spec.model import Text
from tracecode.standard.layout import Group, Layout, find_layout, group_layout, item_ids, record_layout, records_beside
from tracecode.standard.resolved import kept, packaged
from tracecode.tables.limits import DEFAULT

if TYPE_CHECKING:
    from tracecode.standard.resolved import Resolved


class Judged(NamedTuple):
    """What was found of a record."""

    layout: Layout | None
    """Its record type, if it is known."""
    record: Record | None
    """The typed record, if it is right."""
    findings: tuple[Finding, ...]


def judge(
    data: Mapping[str, Any], standard: Resolved, raw: bytes | None = None, most: int = DEFAULT.findings, *,
    tried: bool = False,
) -> Judged:  # fmt: skip
    """Judge the plain data of a record: text, whole numbers, true and false, lists and mappings.

    Args:
        data: the record; `record_type` and `product_item` say what it is.
        standard: the standard.
        raw: the same record as JSON, where it is at hand.
        most: so many errors are told, and so many warnings; further ones are counted.
        tried: whether the quick way was tried in vain.
    """
    if not data:
        return Judged(None, None, (Finding(rule="data.empty", severity="error"),))
    layout = type_of(data, standard)
    if layout is None:
        return Judged(None, None, (_unknown(data, standard),))
    if raw is None:
        raw = to_json(data)
    noted = bounded(notes(layout, data, standard), most)
    if not tried and (right := quick_way(standard, layout)(raw)) is not None:
        return Judged(layout, right, noted)
    try:
        record = _validator(standard, layout)(raw)
    except ValidationError as error:
        return Judged(layout, None, (*faults(error, layout, data, standard, most), *noted))
    assert isinstance(record, Record)
    return Judged(layout, record, noted)


def right_record(raw: bytes, standard: Resolved) -> Record | None:
    """The typed record of a record in JSON, if one pass shows that it has no error; otherwise None.

    Its record type is looked up by a search, so that a right record is parsed only once.
    """
    if len(raw) > MAX_LINE:  # the reading of documents bounds memory
        return None
    end = raw.find(b",", raw.find(b",") + 1)
    ways = _ways(standard)
    way = ways.get(raw[:end])
    if way is None:
        kind, item = _TYPE.search(raw), _ITEM.search(raw)
        if kind is None or raw.find(b"{", 1, kind.start()) > 0:  # a message, or something stranger
            return None
        layout = _known(standard, kind[1].decode(), item and item[1].decode())
        if layout is None:
            return None
        way = quick_way(standard, layout)
        if item and max(kind.end(), item.end()) <= end and len(ways) < _MOST_WAYS:
            ways[raw[:end]] = way
    return way(raw)


_TYPE, _ITEM = (re.compile(rb'"%s": ?"([a-z0-9-]{1,64})"' % id) for id in (b"record_type", b"product_item"))
_MOST_WAYS = 4096


@kept
def _ways(_: Resolved) -> dict[bytes, Quick]:
    """The quick way by how most records begin: with the two elements that say what they are."""
    return {}


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
    envelope = packaged()  # the same whatever records it carries
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
            layout = group_layout(envelope, group)
            raw = to_json(data[name])
            try:
                _validator(envelope, layout)(raw)
            except ValidationError as error:
                found += [
                    finding.replace(path=f"{name}.{finding.path}" if finding.path else name)
                    for finding in faults(error, layout, data[name], envelope)
                ]
            if isinstance(data[name], Mapping):
                found += notes(layout, data[name], envelope, f"{name}.")
    if body is not None and not isinstance(body, list):
        said: dict[str, object] = {
            "name": Text(zh="报文体", en="Body"),
            "found": value_shown(body, None),
            "allowed": TYPES["many"],
        }
        found.append(Finding(rule="record.type", severity="error", values=said, path="body"))
    elif whole and records == 0:
        found.append(Finding(rule="data.empty", severity="error", path="body"))
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


def layout_of(data: Mapping[str, Any], standard: Resolved) -> Layout:
    """The record type that a record says it is of.

    Raises:
        UnknownId: it does not say, or there is none.
    """
    found = type_of(data, standard)
    if found is not None:
        return found
    kind, product = _said(data, standard)
    if kind is None:
        said = data.get("record_type")
        raise UnknownId("record type", shown(said, MAX_ID) if isinstance(said, str) else type(said).__name__, ())
    return record_layout(standard, kind, product)  # which says what there is


def type_of(data: Mapping[str, Any], standard: Resolved) -> Layout | None:
    """The same; None where there is none."""
    kind, product = _said(data, standard)
    return None if kind is None else _known(standard, kind, product)


def _known(standard: Resolved, kind: str, product: str | None) -> Layout | None:
    named = _named(standard)
    if (layout := named.get((kind, product))) is None:
        item = product if product in item_ids(standard) else None
        layout = find_layout(standard, kind, item)
        if layout is not None:
            named[kind, item] = layout
    return layout


def _said(data: Mapping[str, Any], standard: Resolved) -> tuple[str | None, str | None]:
    """The type and the item that a record names; a text that is too long for a type is none."""
    kind, product = data.get("record_type"), data.get("product_item")
    if not isinstance(kind, str) or len(kind) > MAX_ID:
        return None, None
    return kind, product if isinstance(product, str) and product in item_ids(standard) else None


@kept
def _named(_: Resolved) -> dict[tuple[str, str | None], Layout]:
    """The record types that were asked for, by kind of record and item; of names that exist, so not without end."""
    return {}


@kept
def _validator(standard: Resolved, layout: Group) -> Any:
    model = model_of(layout, standard)
    model.model_rebuild()
    return SchemaValidator(untold(model.__pydantic_core_schema__)).validate_json


def _unknown(data: Mapping[str, Any], standard: Resolved) -> Finding:
    kind = data.get("record_type")
    said: dict[str, object] = {"name": Text(zh="记录类型", en="Record type"), "found": value_shown(kind, None)}
    if kind is None:
        return Finding(rule="record.missing", severity="error", values=said, path="record_type")
    if not isinstance(kind, str):
        said["allowed"] = TYPES["text"]
        return Finding(rule="record.type", severity="error", values=said, path="record_type")
    named, product = _said(data, standard)
    known = () if named is None else records_beside(standard, named, product)
    return unknown_type(kind, data.get("product_item"), known).replace(path="record_type")
