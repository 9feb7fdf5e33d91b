"""Validate messages and records: from files in any form, every finding with its place.

>>> report = records('{"record_type": "recall"}'.encode(), "json")
>>> [(verdict.record_type, verdict.status) for verdict in report]
[('recall', 'invalid')]
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import IO, TYPE_CHECKING, Any

from tracecode.checks.report import Kind, Report, Verdict, crashed
from tracecode.codes.registry import registry
from tracecode.findings import Finding, status_of
from tracecode.records.advice import notes
from tracecode.records.judge import judge, judge_message, layout_of
from tracecode.records.message import verify
from tracecode.records.plain import bounded, is_broken, not_a_record
from tracecode.records.reading import Form, read
from tracecode.spec.model import Text
from tracecode.tables.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from tracecode.records.keys import Key
    from tracecode.records.plain import Item
    from tracecode.spec.catalog import Catalog

_MESSAGE = Text(zh="报文", en="Message")


def records(
    source: str | os.PathLike[str] | bytes | IO[bytes], form: Form, *, encoding: str = "utf-8",
    keys: Mapping[str, Key] | None = None, catalog: Catalog | None = None, limits: Limits = DEFAULT,
) -> Report:  # fmt: skip
    """Judge every record and message of a source; `tracecode.validate` finds the form by itself.

    The verdict on a message follows those on its records.

    Args:
        source: a path, bytes, or an open binary file.
        form: how it is written.
        encoding: `utf-8` or `gb18030`.
        keys: public keys by key id, to verify signatures.
        catalog: another catalogue than the packaged one.
        limits: how much is read, and how many findings on a record are told.

    Raises:
        UnreadableFile: while iterating: the file cannot be opened.
    """
    name = os.fspath(source) if isinstance(source, str | os.PathLike) else None
    items = read(source, form, registry(catalog).catalog, encoding, typed=keys is None, limits=limits)
    return Report(_verdicts(items, name, keys, catalog, limits.findings))


def _verdicts(
    items: Iterator[Item], file: str | None, keys: Mapping[str, Key] | None, catalog: Catalog | None, most: int
) -> Iterator[Verdict]:  # fmt: skip
    body: list[Any] = []
    for item in items:
        try:
            verdict = _message(item, body, file, keys, most) if item.envelope else _verdict(item, file, catalog, most)
        except Exception as error:  # noqa: BLE001  # one record must not cost the others their verdicts
            kind: Kind = "message" if item.envelope else "record"
            found = (*item.faults, crashed(error))
            verdict = _made(item.line or item.number, None, found, file, None, None, None, kind)
        if item.envelope:
            body.clear()
        elif keys is not None and item.message is not None:  # what was signed; without keys nothing is kept
            body.append(item.data)
        yield verdict


def _message(item: Item, body: list[Any], file: str | None, keys: Mapping[str, Key] | None, most: int) -> Verdict:
    """The verdict on the envelope of a message, whose records came before it."""
    signed = item.data if keys is not None else {name: item.data[name] for name in item.data if name != "digest"}
    found = (
        *item.faults,
        *judge_message(item.data, item.record_count, whole=not is_broken(item)),
        *verify({**signed, "body": body}, keys),
    )
    header = item.data.get("header")
    id = header.get("message_id") if isinstance(header, Mapping) else None
    return _made(item.line or item.number, id, bounded(found, most), file, None, _MESSAGE, None, "message")


def _verdict(item: Item, file: str | None, catalog: Catalog | None, most: int) -> Verdict:
    line = item.line or item.number
    if item.right is not None:
        return _right(line, item, file)
    if not isinstance(item.data, Mapping):
        found = item.faults or (not_a_record(item.data),)
        return _made(line, None, found, file, None, None, None, "record" if item.number else "file")
    judged = judge(item.data, item.raw, catalog, most)
    layout = judged.layout
    found = bounded((*item.faults, *judged.findings), most)
    record = judged.record if status_of(found) == "valid" else None
    type, name = (layout.id, layout.name) if layout else (None, None)
    return _made(line, item.data.get("record_id"), found, file, type, name, record)


def _right(line: int, item: Item, file: str | None) -> Verdict:
    """The verdict on a record of the packaged standard that is known to be right."""
    assert item.right is not None
    values = vars(item.right)
    layout = layout_of(values)
    noted = notes(layout, values)
    found = (*item.faults, *noted) if item.faults or noted else ()
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
