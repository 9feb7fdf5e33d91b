"""Judge a record: plain data in, the typed record or every finding out.

The typed class decides. Right records mostly take the quick way (`quick`); what is wrong with
others is told by `explain`, what is to be noted of any by `advice`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic_core import SchemaValidator, ValidationError, to_json

from tracecode.findings import Finding
from tracecode.messages import Constant
from tracecode.privacy import shown
from tracecode.records.advice import notes
from tracecode.records.explain import TYPES, faults
from tracecode.records.finding_values import value_shown
from tracecode.records.model import Record, untold
from tracecode.records.models import model_of
from tracecode.records.named_type import said_type, type_of
from tracecode.records.plain import PARTS, STANDARD_VERSION, bounded
from tracecode.records.quick.located import locator
from tracecode.records.quick.silence import data_notes
from tracecode.records.quick.way import quick_way
from tracecode.records.unknown_names import hint, unknown_type
from tracecode.spec.base import Text
from tracecode.standard.composition import group_layout
from tracecode.standard.elements import ElementGroup, RecordLayout
from tracecode.standard.record_layout import item_ids, records_beside
from tracecode.standard.resolved import kept, packaged
from tracecode.tables.limits import DEFAULT

if TYPE_CHECKING:
    from tracecode.standard.resolved import Resolved


class Judged(NamedTuple):
    """What was found of a record."""

    layout: RecordLayout | None
    """Its record type, if it is known."""
    record: Record | None
    """The typed record, if it is right."""
    findings: tuple[Finding, ...]


def judge(
    data: Mapping[str, Any], standard: Resolved, raw: bytes | None = None,
    most: int = DEFAULT.findings, *, tried: bool = False,
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
    noted = bounded(data_notes(layout, data, standard), most)
    if not tried:
        raw = raw or to_json(data)
        if (right := quick_way(standard, layout)(raw)) is not None:
            return Judged(layout, right, noted)
    details, typed = locator(standard, layout)(data)
    if details:
        told = faults(details, layout, data, standard, most, typed)
        return Judged(layout, None, (*told, *noted))
    try:
        record = typed_record(raw or to_json(data), layout, standard)
    except ValidationError as error:
        errors = error.errors(include_url=False)
        return Judged(layout, None, (*faults(errors, layout, data, standard, most), *noted))
    return Judged(layout, record, noted)


def typed_record(raw: bytes, layout: RecordLayout, standard: Resolved) -> Record:
    """The typed record of one in JSON.

    Args:
        raw: the record.
        layout: its type.
        standard: the standard.

    Raises:
        pydantic_core.ValidationError: it is not right.
    """
    record = _validator(standard, layout)(raw)
    assert isinstance(record, Record)
    return record


def judge_message(
    data: Mapping[str, Any], records: int | None = None, *, whole: bool = True
) -> tuple[Finding, ...]:  # fmt: skip
    """What is wrong with the envelope of a message: its header, its count, the blocks of digest and
    signature.

    The records of the body are judged one by one, and the signature is verified, elsewhere.

    Args:
        data: the envelope.
        records: how many records its body has, where they are not in it.
        whole: whether it could be read to its end; otherwise nothing is missed or counted.
    """
    envelope = packaged()  # the same whatever records it carries
    findings = [*envelope_faults(data, records, whole=whole)]
    for name, group in PARTS.items():
        if data.get(name) is not None:
            layout = group_layout(envelope, group)
            raw = to_json(data[name])
            try:
                _validator(envelope, layout)(raw)
            except ValidationError as error:
                findings += [
                    finding.replace(path=f"{name}.{finding.path}" if finding.path else name)
                    for finding in faults(
                        error.errors(include_url=False), layout, data[name], envelope
                    )
                ]
            if isinstance(data[name], Mapping):
                findings += notes(layout, data[name], envelope, f"{name}.")
    findings += count_faults(data, records, whole=whole)
    header = data.get("header")
    if isinstance(header, Mapping):
        version = header.get("standard_version")
        if isinstance(version, str) and version != STANDARD_VERSION:
            findings.append(other_version(version))
    return tuple(findings)


def other_version(version: str) -> Finding:
    """The finding that a message names a version of the standard by which nothing here judges."""
    found = shown(version) or Text(zh="（空）", en="(empty)")
    return Finding(
        rule="message.version",
        severity="warning",
        values={"found": found, "allowed": STANDARD_VERSION},
        path="header.standard_version",
    )


def envelope_faults(
    data: Mapping[str, Any], records: int | None = None, *, whole: bool = True
) -> Iterator[Finding]:  # fmt: skip
    """What is wrong with the envelope itself: parts that are missing or unknown, a body that is no
    list or has nothing.

    Args:
        data: the envelope.
        records: how many records its body has, where they are not in it.
        whole: whether it could be read to its end.
    """
    body = data.get("body")
    if whole:
        yield from (_part(name) for name in ("header", "body") if data.get(name) is None)
    for name in data:
        if name not in PARTS and name != "body":
            values: dict[str, object] = {"found": name, "hint": hint(name, [*PARTS, "body"])}
            yield Finding(
                rule="record.unknown_field", severity="error", values=values, path=shown(name)
            )
    if body is not None and not isinstance(body, list):
        values = {
            "name": Text(zh="报文体", en="Body"),
            "found": value_shown(body, None),
            "allowed": TYPES["many"],
        }
        yield Finding(rule="record.type", severity="error", values=values, path="body")
    elif whole and (len(body) if isinstance(body, list) and records is None else records) == 0:
        yield Finding(rule="data.empty", severity="error", path="body")


def count_faults(
    data: Mapping[str, Any], records: int | None = None, *, whole: bool = True
) -> Iterator[Finding]:
    """That there are not as many records as the header of an envelope says. Arguments as for
    `envelope_faults`.
    """
    header, body = data.get("header"), data.get("body")
    if whole and isinstance(header, Mapping) and isinstance(body, list):
        count, wanted = header.get("record_count"), len(body) if records is None else records
        if isinstance(count, int) and count != wanted:
            values: dict[str, object] = {"found": count, "allowed": wanted}
            yield Finding(
                rule="message.count", severity="error", values=values, path="header.record_count"
            )


def _part(name: str) -> Finding:
    return Finding(rule="message.part", severity="error", values={"found": name}, path=name)


@kept
def _validator(standard: Resolved, layout: ElementGroup) -> Any:
    model = model_of(layout, standard)
    model.model_rebuild()
    return SchemaValidator(untold(model.__pydantic_core_schema__)).validate_json


def _unknown(data: Mapping[str, Any], standard: Resolved) -> Finding:
    """The finding on a record of no known type; of what looks like one it is known when it recurs."""
    kind, item = data.get("record_type"), data.get("product_item")
    if type(kind) is not str or _LIKE_A_TYPE.fullmatch(kind) is None:
        return _of_no_type(data, standard)
    if not (item is None or (type(item) is str and item in item_ids(standard))):
        return _of_no_type(data, standard)
    known = _known_strangers(standard)
    if (told := known.get((kind, item))) is None:
        told = _of_no_type(data, standard)
        if len(known) < _MOST_STRANGERS:
            told = known[kind, item] = told.replace(values=Constant(told.values))
    return told


_MOST_STRANGERS = 1024
_LIKE_A_TYPE = re.compile(r"\s?[a-z_-]{0,32}\s?")
"""What nobody takes for somebody's name or number."""


@kept
def _known_strangers(_: Resolved) -> dict[tuple[str, str | None], Finding]:
    """The findings on types that do not exist, by type and item."""
    return {}


def _of_no_type(data: Mapping[str, Any], standard: Resolved) -> Finding:
    kind = data.get("record_type")
    values: dict[str, object] = {
        "name": Text(zh="记录类型", en="Record type"),
        "found": value_shown(kind, None),
    }
    if kind is None:
        return Finding(rule="record.missing", severity="error", values=values, path="record_type")
    if not isinstance(kind, str):
        values["allowed"] = TYPES["text"]
        return Finding(rule="record.type", severity="error", values=values, path="record_type")
    named, product = said_type(data, standard)
    known = () if named is None else records_beside(standard, named, product)
    return unknown_type(kind, data.get("product_item"), known).replace(path="record_type")
