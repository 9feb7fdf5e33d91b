r"""Write records and messages in another form, as they are read: memory holds one record, whatever
the form and size.

Nothing that is wrong is written: the target is filled while everything is judged, and whoever calls
takes it only if nothing was raised. What is written and was not judged is said, and which record
stands twice, for which a digest of each record id is kept.

>>> import io
>>> from tracecode.standard.resolved import packaged
>>> table, lines = io.BytesIO("记录类型\nrecall\n".encode()), io.BytesIO()
>>> convert(table, "csv", lines, "ndjson", packaged())
Traceback (most recent call last):
    ...
tracecode.errors.InvalidRecord: ...
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from itertools import chain
from typing import IO, TYPE_CHECKING, Any, Literal

from tracecode.errors import InvalidRecord
from tracecode.files import WrongOutput
from tracecode.findings import Finding, has_errors
from tracecode.records.api import judged
from tracecode.records.judge import judge_message
from tracecode.records.known import Known, repeated
from tracecode.records.models import group_model
from tracecode.records.named_type import layout_of
from tracecode.records.plain import PARTS, Findings, Item, is_broken, is_incomplete, misplaced
from tracecode.records.quick.silence import record_notes
from tracecode.records.reading import FileFormat, read
from tracecode.records.signed_form import SignedForm
from tracecode.records.verification import digest_fault
from tracecode.tables.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from tracecode.records.model import Record
    from tracecode.records.verification import Party
    from tracecode.standard.resolved import Resolved

Plain = dict[str, Any]
"""Plain data of a record or a part of a message."""
ConvertedForm = FileFormat | Literal["parquet"]
"""What is read and written."""
Content = Literal["record", "records", "message"]
"""What a source holds: one record, several, or a message around them."""
_IN_MEMORY = 16 * 1024 * 1024
_TABLES = ("csv", "xlsx")


def convert(
    source: IO[bytes], form: ConvertedForm, target: IO[bytes], into: ConvertedForm,
    standard: Resolved, *, encoding: str = "utf-8", limits: Limits = DEFAULT,
    parties: tuple[Party, Party] | None = None, alone: bool = False,
) -> tuple[Finding, ...]:  # fmt: skip
    """Write what a source holds in another form.

    Args:
        source: an open binary file.
        form: how it is written.
        target: an open binary file. What stands in it when something is raised is of no use.
        into: how to write it.
        standard: the specifications.
        encoding: of the source; `utf-8` or `gb18030`.
        limits: how much is read.
        parties: who sends the records and who receives them: a message is made around them.
        alone: of a message the records alone are written.

    Returns:
        What was written without having been judged, and which records stand twice: a finding for
        each, up to a number (`limits`).

    Raises:
        WrongOutput: that cannot be written in this form without a loss, which is said, with what
            would be lost, before anything else is read.
        InvalidRecord: something is wrong, or there is nothing; carries every finding, up to a
            number (`limits`).
        MissingExtra: the packages for workbooks are not installed.
        UnreadableFile: the encoding is another one.
    """
    if form == "parquet":
        from tracecode.records import parquet_form

        items = read(parquet_form.lines_of(source), "ndjson", standard, limits=limits)
    else:
        items = read(source, form, standard, encoding, limits=limits)
    first = next(items)
    kind: Content = (
        "message" if first.message is not None else "record" if first.alone else "records"
    )
    if first.number:  # 0: the source itself cannot be read
        _see_to_a_loss(kind, into, message=parties is not None, alone=alone)
    passing = _PassingRecords(
        chain((first,), items), standard, limits, in_message=kind == "message"
    )
    if parties is not None:
        _write_around(passing, target, into, standard, parties)
    elif kind == "message" and not alone:
        _write_message(passing, target, into, standard)
    else:
        _WRITERS[into](passing, target, "records" if alone else kind, standard)
    return passing.told.all()


def _see_to_a_loss(kind: Content, into: ConvertedForm, *, message: bool, alone: bool) -> None:
    """Refuse what would lose something, or what contradicts itself.

    Raises:
        WrongOutput: it would.
    """
    if message and (kind == "message" or into not in _MESSAGES):
        raise WrongOutput(_HAS_ONE if kind == "message" else _NO_MESSAGE.format(into))
    if kind == "message" and into not in _MESSAGES and not alone:
        raise WrongOutput(_LOST.format(into))
    if into == "xml" and not message and (kind == "records" or (kind == "message" and alone)):
        raise WrongOutput(_SEVERAL)


_MESSAGES = ("json", "xml")
_SEVERAL = (
    "several records are written as XML inside a message / 多条记录须放在报文中才能写成 XML "
    "(--sender, --receiver)"
)
_LOST = (
    "a message is written as json or xml, not as {0}; tables carry its records alone (--records), "
    "without header, digest and signature / 报文只能写成 json 或 xml，不能写成 {0}；只写其中的记录（--records）"
    "会丢失报文头、摘要和签名"
)
_HAS_ONE = "the records are in a message already, whose header would be lost / 记录已在报文中，其报文头会丢失"
_NO_MESSAGE = (
    "a message is written as json or xml, not as {0} / 报文只能写成 json 或 xml，不能写成 {0}"
)


_TWICE = ("record.repeated", "data.same_record")
"""What is said of a record that stands twice, and is told of what was written."""


class _PassingRecords:
    """The records of a source as they pass, none that is wrong; at the end, everything that was
    wrong is raised.
    """

    def __init__(
        self, items: Iterator[Item], standard: Resolved, limits: Limits, *, in_message: bool
    ) -> None:
        self._items, self._standard, self._limits = items, standard, limits
        self._in_message = in_message
        self._found = Findings(limits.all_findings)
        self._around: list[Finding] = []
        self._form = SignedForm()
        self._known = Known()
        self.told = Findings(limits.all_findings)
        """What was not judged of the records that passed, and which stand twice."""
        self.envelope: Plain | None = None
        """The parts around the records, once they have passed."""

    def __iter__(self) -> Iterator[Record]:
        return (record for record, _ in self._passing())

    def plain(self) -> Iterator[Plain]:
        """The same as plain data."""
        return (record.plain() if plain is None else plain for record, plain in self._passing())

    def _passing(self) -> Iterator[tuple[Record, Plain | None]]:
        """The records, and their plain data where these were needed already."""
        wrong = False
        for item in self._items:
            if item.envelope:
                self._close(item)
                continue
            record, findings = judged(item, self._standard, self._limits)
            findings = (*findings, *self._beside(item, record))
            for finding in findings:
                self._found.add(finding)
                if finding.unchecked or finding.rule in _TWICE:
                    self.told.add(finding.replace(line=finding.line or item.line or item.number))
            plain = None
            if item.message is not None:
                if item.right is None:
                    self._form.add(item.data)
                else:
                    self._form.add(plain := item.right.plain())
            alien = (item.message is not None) != self._in_message and item.number > 0
            if alien:
                self._found.add(misplaced())
            wrong = wrong or alien or record is None or is_incomplete(findings)
            if record is not None and not wrong:
                yield record, plain
        every = [*self._around[: self._limits.findings], *self._found.all()]
        if wrong or is_incomplete(every):
            raise InvalidRecord(sorted(every, key=lambda finding: finding.severity != "error"))

    def _beside(self, item: Item, record: Record | None) -> Iterator[Finding]:
        """What is to be said of a record that is right by itself, or of its place among the
        others.
        """
        if record is None:
            return
        values = vars(record)
        if item.right is not None:
            yield from record_notes(layout_of(values, self._standard), record, self._standard)
        id = values.get("record_id")
        # which is said already
        same = any(finding.rule == "data.same_record" for finding in item.faults)
        if isinstance(id, str) and not same:
            line = item.line or item.number
            if (first := self._known.record(id, line)) is not None:
                yield repeated(first, line)

    def _close(self, item: Item) -> None:
        """Judge the envelope of the message whose records have passed."""
        whole = not is_broken(item)
        findings = (
            *item.faults,
            *judge_message(item.data, item.record_count, whole=whole),
            *(digest_fault(item.data, self._form) if whole else ()),
        )
        for finding in findings:
            if finding.unchecked:
                self.told.add(finding)
        alone = self._in_message and self.envelope is None
        self._around += findings if alone else (*findings, misplaced())
        if not has_errors(findings):
            self.envelope = {
                name: group_model(group).model_validate(item.data[name]).plain()
                for name, group in PARTS.items()
                if name in item.data
            }
        else:
            self.envelope = {}


def _write_around(
    passing: _PassingRecords, target: IO[bytes], into: ConvertedForm, standard: Resolved,
    parties: tuple[Party, Party],
) -> None:  # fmt: skip
    """Write a message around records."""
    from tracecode.records.message_writer import write_message

    sender, receiver = parties
    write_message(
        passing, target, standard, sender=sender, receiver=receiver,
        format="json" if into == "json" else "xml",
    )  # fmt: skip


def _write_message(
    passing: _PassingRecords, target: IO[bytes], into: ConvertedForm, standard: Resolved
) -> None:
    """Write the envelope, which comes last, around the records, which wait in a temporary file."""
    texts: Iterator[bytes]
    if into == "json":
        from tracecode.records import json_form

        between, empty = b",", (b'"body":[', b"]")
        texts = map(_json, passing)
    else:
        from tracecode.records import xml_form

        between, empty = b"", (b"<body>", b"</body>")
        texts = (xml_form.dump_inside(plain, standard) for plain in passing.plain())
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as body:
        body.write(next(texts, b""))
        for text in texts:
            body.write(between + text)
        parts = dict(passing.envelope or {})
        whole = {"header": parts.pop("header"), "body": [], **parts}
        around = json_form.dump(whole) if into == "json" else xml_form.dump(whole, standard)
        begin, _, end = around.partition(b"".join(empty))
        body.seek(0)
        target.write(begin + empty[0])
        shutil.copyfileobj(body, target)
        target.write(empty[1] + end)


def _write_json(passing: _PassingRecords, target: IO[bytes], kind: Content, _: Resolved) -> None:
    if kind == "record":
        target.writelines(map(_json, passing))
        return
    target.write(b"[")
    for number, record in enumerate(passing):
        target.write(b"," + _json(record) if number else _json(record))
    target.write(b"]")


def _write_lines(passing: _PassingRecords, target: IO[bytes], _kind: Content, _: Resolved) -> None:
    target.writelines(_json(record) + b"\n" for record in passing)


def _write_xml(
    passing: _PassingRecords, target: IO[bytes], _kind: Content, standard: Resolved
) -> None:
    from tracecode.records import xml_form

    target.writelines(xml_form.dump(record, standard) for record in passing.plain())


def _write_csv(
    passing: _PassingRecords, target: IO[bytes], _kind: Content, standard: Resolved
) -> None:
    from tracecode.records import csv_form

    csv_form.write(passing.plain(), standard, target)


def _write_workbook(
    passing: _PassingRecords, target: IO[bytes], _kind: Content, standard: Resolved
) -> None:
    from tracecode.records import excel_form

    excel_form.write(passing.plain(), standard, target)


def _write_parquet(
    passing: _PassingRecords, target: IO[bytes], _kind: Content, standard: Resolved
) -> None:
    from tracecode.records import parquet_form

    parquet_form.write(passing.plain(), standard, target)


_WRITERS: dict[ConvertedForm, Callable[[_PassingRecords, IO[bytes], Content, Resolved], None]] = {
    "json": _write_json, "ndjson": _write_lines, "xml": _write_xml, "csv": _write_csv,
    "xlsx": _write_workbook, "parquet": _write_parquet,
}  # fmt: skip


def _json(record: Record) -> bytes:
    """A record as it is written in JSON."""
    from tracecode.records.json_form import dump_record

    return dump_record(record)
