"""Read and write messages and records.

>>> loads(b'{"record_type": "recall"}')
Traceback (most recent call last):
    ...
tracecode.errors.InvalidRecord: ...
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from tracecode.codes.registry import registry
from tracecode.errors import InvalidRecord
from tracecode.findings import Finding, has_errors
from tracecode.records.judge import judge, judge_message, right_record
from tracecode.records.message import Message
from tracecode.records.model import Record
from tracecode.records.models import group_model
from tracecode.records.plain import fault
from tracecode.records.reading import Form, is_message, read
from tracecode.spec.model import Text

if TYPE_CHECKING:
    from tracecode.spec.catalog import Catalog

Loaded = Message | Record | list[Record]


def loads(
    data: bytes | str, format: Form = "json", *, encoding: str = "utf-8", catalog: Catalog | None = None
) -> Loaded:
    """Read a message, a record, or several records.

    Args:
        data: the whole of it.
        format: how it is written; `ndjson`, `csv` and `xlsx` give lists.
        encoding: of bytes; `utf-8` or `gb18030`.
        catalog: another catalogue than the packaged one.

    Returns:
        A `Message`, one typed record, or a list of them, as the data are.

    Raises:
        InvalidRecord: something is wrong; carries every finding.
    """
    if isinstance(data, str):  # a lone surrogate becomes bytes that are a finding
        data, encoding = data.encode("utf-8", "surrogatepass"), "utf-8"
    if catalog is None and encoding == "utf-8":
        right = None
        if format == "json":
            right = right_record(data)
        elif format == "xml":
            from tracecode.records import xml_form

            right = xml_form.right_record(data)
        if right is not None:
            return right
    found: list[Finding] = []
    records: list[Record] = []
    envelope = None
    expected = 0
    alone = False
    for item in read(data, format, registry(catalog).catalog, encoding):
        found += item.faults
        if item.right is not None:
            records.append(item.right)
        elif item.record_count is not None:
            if envelope is not None:
                found.append(misplaced_message())
            envelope, expected = item.data, item.record_count
            found += judge_message(envelope)
        elif is_message(item.data):
            found.append(misplaced_message())
        elif isinstance(item.data, dict):
            judged = judge(item.data, item.raw, catalog)
            found += judged.findings
            records += [judged.record] if judged.record is not None else []
        elif item.data is not None or not item.faults:
            found.append(not_a_record(item.data))
        alone = item.alone and format != "ndjson"
    if envelope is not None and not has_errors(found) and len(records) != expected:
        found.append(misplaced_message())
    if has_errors(found):
        raise InvalidRecord(sorted(found, key=lambda finding: finding.severity != "error"))
    if envelope is not None:
        parts = {
            name: group_model(group).model_validate(envelope[name])
            for name, group in (("digest", "digest"), ("signature", "signature"), ("header", "message-header"))
            if name in envelope
        }
        message = Message(body=tuple(records), **parts)  # type: ignore[arg-type]
        if has_errors(wrong := message.digest_fault()):
            raise InvalidRecord(wrong)
        return message
    return records[0] if alone else records


def dumps(
    obj: Message | Record | Iterable[Record], format: Literal["json", "ndjson", "xml", "csv", "xlsx"] = "json", *,
    catalog: Catalog | None = None,
) -> bytes:  # fmt: skip
    """Write a message, a record, or several records; `loads` of the result is equal to what was written.

    Args:
        obj: a message (json, xml), a record, or several records (json, ndjson, csv, xlsx).
        format: how to write it.
        catalog: another catalogue than the packaged one.

    Raises:
        ValueError: that cannot be written in this format.
    """
    used = registry(catalog).catalog
    if isinstance(obj, Message | Record):
        plain = obj.plain()
        if format == "xml":
            from tracecode.records import xml_form

            return xml_form.dump(plain, used)
        if format == "json":
            from tracecode.records import json_form

            return json_form.dump(plain)
    if isinstance(obj, Message):
        raise ValueError(  # noqa: TRY004  # the type is right, the format is not
            f"a message is written as json or xml, not as {format}; tables carry its records"
        )
    records = [obj.plain()] if isinstance(obj, Record) else [record.plain() for record in obj]
    match format:
        case "json" | "ndjson":
            from tracecode.records import json_form

            return json_form.dump(records) if format == "json" else b"".join(json_form.dump(r) + b"\n" for r in records)
        case "csv":
            from tracecode.records import csv_form

            return csv_form.dump(records, used)
        case "xlsx":
            from tracecode.records import excel_form

            return excel_form.dump(records, used)
        case _:
            raise ValueError("several records are written as XML inside a message")


def misplaced_message() -> Finding:
    """The finding on a message that does not stand by itself."""
    return fault("message.misplaced")


def not_a_record(data: object) -> Finding:
    """The finding on something that stands where a record belongs."""
    kind = _SHAPES.get(type(data), _SHAPES[int])
    return fault("data.shape", found=kind, allowed={"zh": "记录（对象）", "en": "a record (an object)"})


_SHAPES: dict[type, Text] = {
    list: Text(zh="列表", en="a list"), str: Text(zh="文本", en="a text"), int: Text(zh="数值", en="a number"),
    bool: Text(zh="true 或 false", en="true or false"), type(None): Text(zh="null", en="null"),
}  # fmt: skip
