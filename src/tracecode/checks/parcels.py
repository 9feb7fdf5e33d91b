"""Messages in a source: which records belong to which, and whether each message verifies before its
records are judged.

A document holds one message at most, of any size: with keys it is read twice, first to verify it,
then to judge it, both times from one private copy, so that nobody changes it in between. A short
one is read once and its items are held, and so are those of a line of NDJSON.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from typing import IO, TYPE_CHECKING, NamedTuple, TypeVar, cast

from tracecode.checks.document_bytes import RecordSource, head_of, mentioned, private_copy, size_of
from tracecode.checks.report import crashed
from tracecode.findings import Finding
from tracecode.records.judged_lines import JudgedLines
from tracecode.records.known import Known
from tracecode.records.plain import STANDARD_VERSION, Item, fault, misplaced
from tracecode.records.reading import FileFormat, read, read_lines, read_rows, read_table
from tracecode.tables.packed import is_packed

# most sources hold no message, so what verifies one is loaded where it is asked for
if TYPE_CHECKING:
    from tracecode.records.signed_form import SignedForm
    from tracecode.records.verification import KeyRing, MessageStore, Verification
    from tracecode.spec.base import Text
    from tracecode.standard.resolved import Resolved
    from tracecode.tables.limits import Limits

_SHORT, _FEW = 4 * 1024 * 1024, 10_000
"""A document of at most so many bytes and items is not read a second time."""
_MOST_FAULTS = 5
_Line = TypeVar("_Line", Item, Item | JudgedLines)
Pieces = Callable[["Resolved"], Iterable[JudgedLines | bytes]]
"""Gives rows in order: some that were accepted, and others as lines of JSON."""


class Parcel(NamedTuple):
    """Items that belong together: the records of a message and its envelope, or records of no
    message.
    """

    items: Iterable[Item | JudgedLines]
    verified: Verification | None = None
    """The answer of keys; None where none were given, and on records of no message."""
    compares: bool = False
    """Without keys: whether the digest, if there is one, is to be compared."""
    version: str | None = None
    """The version of the standard that its message names, where it is another than this
    program's.
    """


class Opener:
    """Takes a source apart into parcels, and verifies its messages where keys are given."""

    def __init__(
        self, start: int, form: FileFormat, standard: Resolved, encoding: str, limits: Limits, *,
        made: bool = False, pieces: Pieces | None = None,
    ) -> None:  # fmt: skip
        """A way to open sources.

        Args:
            start: the number of the source, to which lines are added.
            form: how it is written.
            standard: the specifications.
            encoding: of bytes.
            limits: how much is read.
            made: whether an open file is made of what is all there.
            pieces: gives its rows, those of which nothing is to be said apart, where it is made of
                rows.
        """
        self._pieces = pieces
        self._start, self._form, self._standard, self._made = start, form, standard, made
        self._few = False
        self._encoding, self._limits = encoding, limits

    def want_few(self) -> None:
        """Hear that nobody wants the verdicts on records of which nothing is to be said."""
        self._few = True

    def unverified(self, source: RecordSource) -> Iterator[Parcel | Item | JudgedLines]:
        """The parcels of a source, where no keys are given."""
        if self._form == "ndjson":
            yield from parcels_of(self._lines(source))
        elif self._form in ("json", "xml"):
            with _read_again(source) as document:
                digest, other = mentioned(document, self._limits)
                version = self._version(document) if other else None
                yield Parcel(
                    self._read(document, typed=version is None), compares=digest, version=version
                )
        elif self._accepts(source):
            yield Parcel(
                read_table(source, self._form, self._standard, self._encoding, self._limits)
            )
        else:
            yield Parcel(self._read(source))

    def plain(self, source: RecordSource) -> Iterator[Parcel]:
        """All of a source as plain data, and no message verified."""
        yield Parcel(self._read(source, typed=False))

    def verified(self, source: RecordSource, verifier: Verifier) -> Iterator[Parcel | Item]:
        """The parcels of a source, each with the answer of keys."""
        if self._form == "ndjson":
            for items in _by_line(self._read(source, typed=False)):
                if isinstance(items, Item) and items.record_count is None:
                    yield items
                    continue
                together = [items] if isinstance(items, Item) else items
                yield Parcel(
                    together, verifier.verify(together, self._start), version=_version_of(together)
                )
        elif self._form in ("json", "xml"):
            with private_copy(source) as copy:
                short = size_of(copy) <= _SHORT and not is_packed(head_of(copy))
                pass_by = _PassingItems(self._read(copy, typed=False), short)
                verification = verifier.verify(pass_by, self._start)
                copy.seek(0)
                held = pass_by.held
                yield Parcel(
                    self._read(copy, typed=False) if held is None else held,
                    verification,
                    version=pass_by.version,
                )
        else:  # no table carries a message
            yield Parcel(self._read(source))

    def _lines(self, source: RecordSource) -> Iterator[Item | JudgedLines]:
        """Lines of JSON; those of which all is known come together, if few are wanted and nobody
        waits.
        """
        if self._encoding != "utf-8" or not self._accepts(source):
            return self._read(source)
        from tracecode.records.quick.json_record import accepting

        accepted = accepting(self._standard)
        if self._pieces is not None:
            return read_rows(self._pieces(self._standard), self._standard, accepted, self._limits)
        return read_lines(source, self._standard, accepted, self._limits)

    def _accepts(self, source: RecordSource) -> bool:
        """Whether records may come together of which all is known."""
        waits = not (
            self._made or isinstance(source, bytes | str | os.PathLike) or source.seekable()
        )
        quick = self._few and not waits and self._limits.admit_records
        return quick and find_spec("msgspec") is not None

    def _version(self, document: RecordSource) -> str | None:
        """The version that the envelope of a document names, where it is another than this
        program's. An open file stands afterwards where it stood.
        """
        at = None if isinstance(document, str | bytes | os.PathLike) else document.tell()
        version = _version_of(self._read(document, typed=False))
        if at is not None:
            cast("IO[bytes]", document).seek(at)
        return version

    def _read(self, source: RecordSource, *, typed: bool = True) -> Iterator[Item]:
        return read(
            source, self._form, self._standard, self._encoding, typed=typed, limits=self._limits
        )


def parcels_of(lines: Iterator[Item | JudgedLines]) -> Iterator[Parcel | Item | JudgedLines]:
    """The parcels of lines of JSON, where no keys are given."""
    for items in _by_line(lines):
        if isinstance(items, JudgedLines) or (
            isinstance(items, Item) and items.record_count is None
        ):
            yield items
            continue
        together = [items] if isinstance(items, Item) else items
        compares = any(item.record_count is not None for item in together)
        yield Parcel(together, compares=compares, version=_version_of(together))


class Verifier:
    """Verifies messages with the keys that count."""

    def __init__(self, keys: KeyRing, known: Known, seen: MessageStore | None = None) -> None:
        self._keys, self._known, self._seen = keys, known, seen

    def verify(self, items: Iterable[Item], start: int) -> Verification | None:
        """Verify the message of a parcel; None if there is none in it.

        Args:
            items: those of the parcel.
            start: the number of their source.
        """
        from tracecode.records.signed_form import SignedForm
        from tracecode.records.verification import Verification, is_uncovered, verification

        form = SignedForm()
        faults: list[Finding] = []
        envelope: Item | None = None
        for item in items:
            if len(faults) < _MOST_FAULTS:
                faults += filter(is_uncovered, item.faults)
            if item.record_count is not None:
                envelope = item
                continue
            form.add(sent(item))
        if envelope is None:
            return None
        if form.count != envelope.record_count:
            faults.append(misplaced())
        try:
            result = verification(envelope.data, form, self._keys, faults)
            return (
                result
                if result.verified is None
                else self._unless_received(result, start, envelope)
            )
        except Exception as error:  # noqa: BLE001  # of a key or a store of the caller's too: it costs this message alone
            return Verification(None, (crashed(error),))

    def _unless_received(
        self, verification: Verification, start: int, envelope: Item
    ) -> Verification:
        """The same, unless the message was received before, here or earlier. Only what verified is
        remembered.
        """
        proof = verification.verified
        assert proof is not None
        sender = " ".join(proof.sender)
        first = self._known.message(
            proof.message_id, sender, start + (envelope.line or envelope.number)
        )
        if first is not None:
            return verification._replace(verified=None, findings=(repeated_message(first),))
        if (
            self._seen is None
            or self._seen.first(proof.sender, proof.message_id, proof.digest) is True
        ):
            return verification
        again = fault(
            "message.replayed", "header.message_id", found=proof.message_id, sender=sender
        )
        return verification._replace(verified=None, findings=(again,))


def without_keys(envelope: Item, form: SignedForm | None) -> tuple[Finding, ...]:
    """What can be said of digest and signature of a message where no keys are given.

    Args:
        envelope: the message.
        form: its records, where the digest is to be compared.
    """
    from tracecode.records.verification import digest_fault, unverified

    notes = unverified(envelope.data)
    return notes if form is None else (*digest_fault(envelope.data, form), *notes)


def repeated_message(first: str | Text) -> Finding:
    """The finding on a message whose id stood before in the same input."""
    return fault("message.repeated", "header.message_id", first=first)


def sent(item: Item) -> object:
    """The plain data of a record as it was sent."""
    return item.data if item.right is None else item.right.plain()


def _by_line(items: Iterator[_Line]) -> Iterator[_Line | list[Item]]:
    """The items of each line of NDJSON, none longer than a mebibyte; an item that is all of its
    line is given bare.
    """
    held: Item | list[Item] | None = None
    line: int | None = None
    try:
        for item in items:
            if isinstance(item, JudgedLines):
                given, held = held, None
                if given is not None:
                    yield given
                yield item
            elif held is None or item.line != line:
                given, held, line = held, item, item.line
                if given is not None:
                    yield given
            elif isinstance(held, list):
                held.append(item)
            else:
                held = [held, item]
    except (Exception, KeyboardInterrupt):
        if held is not None and _is_whole(held):
            yield held
        raise
    if held is not None:
        yield held


def _is_whole(held: Item | list[Item]) -> bool:
    """Whether no message is open among the items of a line behind which the source broke off: of
    one that is, nobody knows whether it verifies.
    """
    last = held[-1] if isinstance(held, list) else held
    return last.message is None or last.record_count is not None


@contextmanager
def _read_again(source: RecordSource) -> Iterator[RecordSource]:
    """A source that can be read twice: itself, or a copy of what can be read only once."""
    if isinstance(source, str | bytes | os.PathLike) or source.seekable():
        yield source
        return
    with private_copy(source) as copy:
        yield copy


class _PassingItems:
    """Items as they pass, held as long as they are few, and the version that their envelope
    names.
    """

    def __init__(self, items: Iterable[Item], short: bool) -> None:
        self._items = items
        self.held: list[Item] | None = [] if short else None
        self.version: str | None = None

    def __iter__(self) -> Iterator[Item]:
        for item in self._items:
            self.version = self.version or _version_of((item,))
            if self.held is not None:
                self.held.append(item)
                if len(self.held) > _FEW:
                    self.held = None
            yield item


def _version_of(items: Iterable[Item]) -> str | None:
    """The version that the envelope among some items names, where it is another than this
    program's.
    """
    for item in items:
        if item.record_count is not None and isinstance(header := item.data.get("header"), Mapping):
            version = header.get("standard_version")
            return version if isinstance(version, str) and version != STANDARD_VERSION else None
    return None
