"""Answers to many messages: a folder with one file a sender, in which each of his messages has a
receipt, a line of JSON.

Senders are outside texts: the name of a file says who it is where the code has only digits and
capital letters, as most have; otherwise it ends in a digest of it, which for a citizen's number is
another in each process. The folder appears when all was judged, or not at all.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import uuid4

from tracecode.checks.receipt import ReceiptDraft
from tracecode.checks.report import VerdictBlock
from tracecode.errors import UnwritableFile, WrongUse
from tracecode.files import reason
from tracecode.privacy import mask, shown
from tracecode.records.json_form import dump_record

if TYPE_CHECKING:
    from tracecode.checks.report import Report, Verdict

_PLAIN_SCHEME, _PLAIN_CODE = re.compile(r"[a-z0-9-]{1,40}"), re.compile(r"[0-9A-Z]{1,40}")
_ODD = re.compile(r"[^0-9A-Za-z]+")
_MOST_NAME = 60
_NOBODY = "unknown~sender"


class Receipts:
    """The receipts of a run."""

    def __init__(self, work: str) -> None:
        self._work = work
        self._draft, self._records = ReceiptDraft(), 0
        """Of the message that is being read, or records of none."""
        self.written = 0
        """How many receipts there are."""
        self.senders: set[str] = set()
        """The names of their files."""
        self.unanswered = 0
        """How many messages have no receipt, since they have no id."""
        self.outside = 0
        """How many records were in no message."""

    def passing(self, report: Report) -> Iterator[Verdict | VerdictBlock]:
        """The verdicts of a report, of which receipts are made as they pass."""
        file: str | None = None
        for piece in report.pieces():
            if isinstance(piece, VerdictBlock):  # of lines and rows, each a record
                self._pass_by(sum(piece.records.values()))
            for verdict in piece.told if isinstance(piece, VerdictBlock) else (piece,):
                if verdict.kind == "code":
                    continue
                if verdict.kind == "record" and not verdict.in_message:
                    self._pass_by(1)
                    continue
                # What is said of a whole file may follow its message.
                more = self._draft.message is not None and verdict.kind != "file"
                self._take(verdict.kind == "record", more=more or verdict.file != file)
                file = verdict.file
                self._draft.add(verdict)
            yield piece
        self._take(0, more=True)

    def _pass_by(self, records: int) -> None:
        """Count records that stand in no message; what was read before is answered."""
        if records:
            self._take(0, more=self._draft.message is not None)
            self.outside += records

    def _take(self, records: int, *, more: bool) -> None:
        """Count records; `more`: of another message than before, which is answered now."""
        if more:
            if self._draft.message is not None:
                self._answer(self._draft.message)
            else:
                self.outside += self._records
            self._draft, self._records = ReceiptDraft(), 0
        self._records += records

    def _answer(self, message: Verdict) -> None:
        """Write the receipt of a message.

        Raises:
            UnwritableFile: there is no room.
        """
        try:
            receipt = self._draft.receipt(message.text)
        except ValueError:  # its id is none, which is a finding of its own
            self.unanswered += 1
            return
        name = file_name(message.sender)
        path = os.path.join(self._work, name)
        try:
            with open(path, "ab") as file:
                file.write(dump_record(receipt) + b"\n")
        except OSError as error:
            raise _unwritable(path, error) from None
        self.senders.add(name)
        self.written += 1


@contextmanager
def receipts_in(folder: str) -> Iterator[Receipts]:
    """Receipts that stand in a folder if the block ends well.

    Raises:
        WrongUse: there is something in it already.
        UnwritableFile: it cannot be written.
    """
    folder = os.path.abspath(folder)
    if os.path.lexists(folder) and not (os.path.isdir(folder) and not os.listdir(folder)):
        name = shown(folder, 200)
        raise WrongUse(
            f"receipts are written into a new or empty folder, and {name!r} is none",
            f"回执写入新的或空的文件夹，“{name}”不是",
        )
    parent, name = os.path.split(folder)
    work = os.path.join(parent, f".{name}.{uuid4().hex}.part")
    try:
        os.makedirs(work)
    except OSError as error:
        raise _unwritable(folder, error) from None
    try:
        yield Receipts(work)
        try:
            if os.path.isdir(folder):
                os.rmdir(folder)
            os.rename(work, folder)
        except OSError as error:
            raise _unwritable(folder, error) from None
    finally:
        shutil.rmtree(work, ignore_errors=True)


def file_name(sender: tuple[str, str] | None) -> str:
    """The name of the file of a sender, by encoding rule and code.

    >>> file_name(("uscc", "91350100M000100Y43")), file_name(None)
    ('uscc-91350100M000100Y43.ndjson', 'unknown~sender.ndjson')
    >>> file_name(("uscc", "../a"))
    'uscc-a~7bbfef558543.ndjson'
    """
    if sender is None:
        return f"{_NOBODY}.ndjson"
    scheme, code = sender
    seen = mask(code)  # a citizen's number stands in no name, and cannot be found from one
    if seen == code and _PLAIN_SCHEME.fullmatch(scheme) and _PLAIN_CODE.fullmatch(code):
        return f"{scheme}-{code}.ndjson"
    raw = f"{scheme}\0{code}".encode("utf-8", "surrogatepass")
    if seen != code:
        raw = _key() + raw
    name = _ODD.sub("-", f"{scheme} {seen}"[:_MOST_NAME]).strip("-")
    return f"{name}~{sha256(raw).hexdigest()[:12]}.ndjson"


@cache
def _key() -> bytes:
    return os.urandom(16)


def _unwritable(path: str, error: OSError) -> UnwritableFile:
    from tracecode.files.whole import unwritable

    return unwritable(path, reason(error))
