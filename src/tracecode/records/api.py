"""Read and write messages and records.

>>> from tracecode.standard.resolved import packaged
>>> loads(b'{"record_type": "recall"}', packaged())
Traceback (most recent call last):
    ...
tracecode.errors.InvalidRecord: ...
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from tracecode.errors import InvalidRecord, UnknownId, WrongUse
from tracecode.findings import Finding, has_errors
from tracecode.records.judge import judge, judge_message
from tracecode.records.message import Message
from tracecode.records.model import Record
from tracecode.records.models import group_model
from tracecode.records.plain import (
    PARTS,
    Findings,
    Item,
    bounded,
    is_broken,
    misplaced,
    not_a_record,
)
from tracecode.records.quick.json_record import right_record
from tracecode.records.reading import FORMS, FileFormat, read
from tracecode.tables.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from tracecode.standard.resolved import Resolved

Loaded = Message | Record | list[Record]


def loads(
    data: bytes | str, standard: Resolved, format: FileFormat = "json", *, encoding: str = "utf-8",
    limits: Limits | None = None,
) -> Loaded:  # fmt: skip
    """Read a message, a record, or several records. Only errors are told, by an exception.

    What does not make a record wrong, above all that something in it was not checked, and whether
    it stands twice, is told by `tracecode.validate`, whose verdicts carry the typed records too.
    Neither says who signed a message without its keys (`Message.verify`).

    Args:
        data: the whole of it.
        format: how it is written; `ndjson`, `csv` and `xlsx` give lists.
        encoding: of bytes; `utf-8` or `gb18030`.
        standard: the standard.
        limits: how much is read; as `docs/limits.md` has it if left out.

    Returns:
        A `Message`, one typed record, or a list of them, as the data are.

    Raises:
        InvalidRecord: something is wrong, or there is nothing; carries every finding, up to a
            number (`limits`).
    """
    if isinstance(data, str):  # a lone surrogate becomes bytes that are a finding
        data, encoding = data.encode("utf-8", "surrogatepass"), "utf-8"
    if encoding == "utf-8":
        right = None
        if format == "json":
            right = right_record(data, standard)
        elif format == "xml":
            from tracecode.records.quick import xml_record

            right = xml_record.right_record(data, standard)
        if right is not None:
            return right
    limits = limits or DEFAULT
    findings = Findings(limits.all_findings)
    around: list[Finding] = []
    records: list[Record] = []
    envelopes: list[Item] = []
    alone = outside = False
    for item in read(data, format, standard, encoding, limits=limits):
        if item.envelope:
            envelopes.append(item)
            around += [
                *item.faults,
                *judge_message(item.data, item.record_count, whole=not is_broken(item)),
            ]
            continue
        record, wrong = judged(item, standard, limits)
        records += [] if record is None else [record]
        for finding in wrong:
            findings.add(finding)
        alone = item.alone
        outside |= item.message is None
    if envelopes and (outside or len(envelopes) > 1):
        around.append(misplaced())
    every = [*around, *findings.all()]
    if has_errors(every):
        raise InvalidRecord(sorted(every, key=lambda finding: finding.severity != "error"))
    if envelopes:
        parts = {
            name: group_model(group).model_validate(envelopes[0].data[name])
            for name, group in PARTS.items()
            if name in envelopes[0].data
        }
        message = Message(body=tuple(records), **parts)  # type: ignore[arg-type]
        if has_errors(wrong := message.digest_fault()):
            raise InvalidRecord(wrong)
        return message
    return records[0] if alone else records


def judged(
    item: Item, standard: Resolved, limits: Limits = DEFAULT
) -> tuple[Record | None, tuple[Finding, ...]]:  # fmt: skip
    """The typed record of an item, if it is right, and the findings on it.

    Args:
        item: not an envelope.
        standard: the standard.
        limits: how many findings are told.
    """
    if item.right is not None:
        return item.right, item.faults
    if isinstance(item.data, dict):
        record = judge(item.data, standard, item.raw, limits.findings, tried=item.tried)
        return record.record, bounded((*item.faults, *item.told(record.findings)), limits.findings)
    return None, item.faults or (not_a_record(item.data),)


def dumps(
    obj: Message | Record | Iterable[Record], standard: Resolved,
    format: Literal["json", "ndjson", "xml", "csv", "xlsx"] = "json",
) -> bytes:  # fmt: skip
    """Write a message, a record, or several records; `loads` of the result is equal to what was
    written.

    Args:
        obj: a message (json, xml), a record, or several records (json, ndjson, csv, xlsx).
        format: how to write it.
        standard: the standard.

    Raises:
        ValueError: that cannot be written in this format.
    """
    used = standard
    if format not in FORMS:
        raise UnknownId("format", format, FORMS)
    if isinstance(obj, Message | Record):
        if format == "xml":
            from tracecode.records import xml_form

            return xml_form.dump(obj.plain(), used)
        if format == "json":
            from tracecode.records import json_form

            return (
                json_form.dump(obj.plain())
                if isinstance(obj, Message)
                else json_form.dump_record(obj)
            )
    if isinstance(obj, Message):
        raise WrongUse(
            f"a message is written as json or xml, not as {format}; tables carry its records",
            f"报文只能写成 json 或 xml，不能写成 {format}；表格可写其中的记录",
        )
    records = [obj.plain()] if isinstance(obj, Record) else [record.plain() for record in obj]
    match format:
        case "json" | "ndjson":
            from tracecode.records import json_form

            return (
                json_form.dump(records)
                if format == "json"
                else b"".join(json_form.dump(r) + b"\n" for r in records)
            )
        case "csv":
            from tracecode.records import csv_form

            return csv_form.dump(records, used)
        case "xlsx":
            from tracecode.records import excel_form

            return excel_form.dump(records, used)
        case _:
            raise WrongUse(
                "several records are written as XML inside a message",
                "多条记录须放在报文中才能写成 XML",
            )
