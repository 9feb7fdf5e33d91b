"""Validate messages and records: from files in any form, every finding with its place.

>>> report = records('{"record_type": "recall"}'.encode(), "json")
>>> [(verdict.record_type, verdict.status) for verdict in report]
[('recall', 'invalid')]
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import IO, TYPE_CHECKING, Any

from tracecode.checks.report import Kind, Report, Verdict, crashed
from tracecode.codes.registry import registry
from tracecode.findings import Finding, status_of
from tracecode.records.advice import notes
from tracecode.records.api import not_a_record
from tracecode.records.judge import judge, judge_message, layout_of
from tracecode.records.message import verify
from tracecode.records.reading import Form, is_message, read
from tracecode.spec.model import Text

if TYPE_CHECKING:
    from tracecode.records.keys import Key
    from tracecode.records.plain import Item
    from tracecode.spec.catalog import Catalog

_MESSAGE = Text(zh="报文", en="Message")


def records(
    source: str | os.PathLike[str] | bytes | IO[bytes], form: Form, *, encoding: str = "utf-8",
    keys: Mapping[str, Key] | None = None, catalog: Catalog | None = None,
) -> Report:  # fmt: skip
    """Judge every message and record of a source; `tracecode.validate` finds the form by itself.

    Args:
        source: a path, bytes, or an open binary file.
        form: how it is written.
        encoding: `utf-8` or `gb18030`.
        keys: public keys by key id, to verify signatures.
        catalog: another catalogue than the packaged one.

    Raises:
        UnreadableFile: while iterating: the file cannot be opened.
    """
    name = os.fspath(source) if isinstance(source, str | os.PathLike) else None
    items = read(source, form, registry(catalog).catalog, encoding)
    return Report(_safe_verdict(item, name, keys, catalog) for item in items)


def _safe_verdict(item: Item, file: str | None, keys: Mapping[str, Key] | None, catalog: Catalog | None) -> Verdict:
    """The verdict on an item; where a check of ours fails, the item was not judged."""
    try:
        return _verdict(item, file, keys, catalog)
    except Exception as error:  # noqa: BLE001  # one record must not cost the others their verdicts
        return _made(item.line or item.number, None, (*item.faults, crashed(error)), file, None, None, None)


def _verdict(item: Item, file: str | None, keys: Mapping[str, Key] | None, catalog: Catalog | None) -> Verdict:
    line = item.line or item.number
    if item.right is not None:
        return _right(line, item, file)
    if is_message(item.data):
        found = (*item.faults, *judge_message(item.data), *verify(item.data, keys))
        header = item.data.get("header")
        id = header.get("message_id") if isinstance(header, Mapping) else None
        return _made(line, id, found, file, None, _MESSAGE, None, "message")
    if not isinstance(item.data, Mapping):
        found = item.faults or (not_a_record(item.data),)
        return _made(line, None, found, file, None, None, None, "record" if item.number else "file")
    judged = judge(item.data, item.raw, catalog)
    layout = judged.layout
    found = (*item.faults, *judged.findings)
    record = judged.record if status_of(found) == "valid" else None
    type, name = (layout.id, layout.name) if layout else (None, None)
    return _made(line, item.data.get("record_id"), found, file, type, name, record)


def _right(line: int, item: Item, file: str | None) -> Verdict:
    """The verdict on a record of the packaged standard that is known to be right."""
    assert item.right is not None
    values = vars(item.right)
    layout = layout_of(values)
    found = (*item.faults, *notes(layout, values))
    return _made(line, values.get("record_id"), found, file, layout.id, layout.name, item.right)


def _made(
    line: int,
    id: object,
    found: tuple[Finding, ...],
    file: str | None,
    type: str | None,
    name: Text | None,
    record: Any,
    kind: Kind = "record",
) -> Verdict:
    shown = id if isinstance(id, str) else ""
    return Verdict(line, shown, status_of(found), None, name, None, found, file, type, record, kind)
