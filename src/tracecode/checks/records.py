"""Validate messages and records: from files in any form, every finding with its place.

>>> from tracecode.standard.resolved import packaged
>>> report = records('{"record_type": "recall"}'.encode(), "json", standard=packaged())
>>> [(verdict.record_type, verdict.status) for verdict in report]
[('recall', 'invalid')]
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import IO, TYPE_CHECKING

from tracecode.checks.clerk import Clerk
from tracecode.checks.parcels import (
    Opener,
    Pieces,
    Verifier,
)
from tracecode.checks.report import Report
from tracecode.errors import WrongUse
from tracecode.extras import extra
from tracecode.records.known import Known
from tracecode.records.reading import FileFormat
from tracecode.tables.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from tracecode.records.verification import MessageStore, PartyKey
    from tracecode.standard.resolved import Resolved


def records(
    source: str | os.PathLike[str] | bytes | IO[bytes], form: FileFormat, *,
    encoding: str = "utf-8", keys: Iterable[PartyKey] | None = None,
    seen: MessageStore | None = None, standard: Resolved, limits: Limits = DEFAULT,
) -> Report:  # fmt: skip
    """Judge every record and message of a source; `tracecode.validate` finds the form by itself.

    The verdict on a message follows those on its records.

    Args:
        source: a path, bytes, or an open binary file.
        form: how it is written.
        encoding: `utf-8` or `gb18030`.
        keys: public keys, each with its party. Where they are given, also none at all, only the
            records of a message that verifies are valid.
        seen: remembers the messages that verified, so that none is taken twice. Only with `keys`.
        standard: the standard.
        limits: how much is read, and how many findings on a record are told.

    Raises:
        WrongUse: `seen` is given without `keys`.
        TypeError: a key is given without its party.
        InvalidKey: a party has two keys of one id.
        InvalidCode: the code of a party is wrong.
        UnreadableFile: while iterating: the file cannot be opened.
    """
    judge = RecordJudge(encoding=encoding, keys=keys, seen=seen, standard=standard, limits=limits)
    return judge.report(source, form)


class RecordJudge:
    """Judges messages and records of sources that belong together: the files of a folder, or all of
    one run.

    Within them no message and no record stands twice without a finding.
    """

    def __init__(
        self, *, encoding: str = "utf-8", keys: Iterable[PartyKey] | None = None,
        seen: MessageStore | None = None, standard: Resolved, limits: Limits = DEFAULT,
        by_schema: bool = False,
    ) -> None:  # fmt: skip
        """A judge; see `records` for what it takes and raises.

        `by_schema`: by the published JSON Schema alone, without keys (see `checks.by_schema`).
        """
        if seen is not None and keys is None:
            raise WrongUse(
                "seen needs keys: if messages counted that did not verify, anybody could use up "
                "their ids",
                "seen 须与 keys 同用：未验签的报文如也计入，任何人都能占用其标识",
            )
        self._encoding, self._standard, self._limits = encoding, standard, limits
        self.known = Known()
        """What stood in the sources before."""
        self.clerk = Clerk
        """What judges a source."""
        self._by_schema = by_schema
        if by_schema:
            extra("jsonschema", "schema")
        self._verifier: Verifier | None = None
        if keys is not None:
            from tracecode.records.verification import KeyRing

            self._verifier = Verifier(KeyRing(keys, standard), self.known, seen)

    def report(
        self, source: str | os.PathLike[str] | bytes | IO[bytes], form: FileFormat, *,
        rows_of: str | None = None, pieces: Pieces | None = None,
    ) -> Report:  # fmt: skip
        """The report on one source.

        Args:
            source: a path, bytes, or an open binary file.
            form: how it is written.
            rows_of: where the source is made of the rows of a file, its name, or nothing: then all
                is there, so that nobody waits for the next line, and it is in UTF-8.
            pieces: gives those rows, where few verdicts are wanted.
        """
        name = os.fspath(source) if isinstance(source, str | os.PathLike) else rows_of or None
        start, made = self.known.file(name), rows_of is not None
        encoding = "utf-8" if made else self._encoding
        opener = Opener(
            start, form, self._standard, encoding, self._limits, made=made, pieces=pieces
        )
        if self._by_schema:
            from tracecode.checks.by_schema import BySchema

            reader = BySchema(
                name, start, self.known, self._standard, self._limits.findings, keyed=False
            )
            return Report(reader.verdicts(opener.plain(source)))
        verifier = self._verifier
        parcels = (
            opener.unverified(source) if verifier is None else opener.verified(source, verifier)
        )
        most = self._limits.findings
        clerk = self.clerk(
            name, start, self.known, self._standard, most, keyed=verifier is not None
        )
        return Report(clerk.verdicts(parcels), opener.want_few)
