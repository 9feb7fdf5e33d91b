"""Making a ledger safe that was restored from a backup, or lost and made again.

Such a ledger does not know what was issued since, and would issue it once more. Two things do know:
the manifests beside the files of codes, and whoever can say how many codes at most left without one
(`reserve`). Each count goes on behind both. Where nobody can say, a new nonce gives all further
numbers another permutation: then the codes that ledger and manifests know never come again, and one
that only the lost ledger knew comes again by chance alone.

Numbers that are passed over count as issued, since they may have been.
"""

from __future__ import annotations

import os
import secrets
import stat
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import sqlalchemy as sql

from tracecode.codes.issue import manifest as manifests
from tracecode.codes.issue import patterns, stored, tables
from tracecode.codes.issue.database import lock
from tracecode.codes.issue.faults import refusal
from tracecode.codes.issue.ledger import Ledger, NewScope
from tracecode.codes.issue.manifest import Manifest
from tracecode.codes.issue.tables import LedgerHead, Scope, Taken
from tracecode.findings import Finding
from tracecode.value import Value

_Name = tuple[str, str]  # of a scope: scheme and written pattern


class Moved(Value):
    """A count that goes on from a later number."""

    scheme: str
    codes: str
    """The fixed parts, with `…` for what varies."""
    before: int
    """The last number that the ledger knew."""
    after: int
    """The last number that counts as taken now."""
    room: int
    """How many numbers there are."""


class Recovery(Value):
    """What was done to make a ledger safe."""

    ledger: str
    """Names the ledger, as its manifests do."""
    scopes: tuple[Moved, ...]
    manifests: int
    """How many manifests of this ledger were found."""
    foreign: tuple[str, ...]
    """Manifests that are not of this ledger, or fit none of its counts."""
    unread: tuple[str, ...]
    """What may hold numbers and could not be read: files named as manifests, folders, links to
    nothing.
    """
    twice: tuple[tuple[str, str], ...]
    """Pairs of manifests that hold the same numbers: some codes are in both files."""
    renewed: bool
    """Whether the ledger has a new nonce."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What went wrong before, and what was not read.

        An older ledger had been used, and two files hold the same numbers. Of what was not read,
        numbers are kept clear of as far as the reserve reaches.
        """
        twice = (
            Finding(
                rule="issue.recover_twice",
                severity="error",
                values={"found": first, "allowed": other},
            )
            for first, other in self.twice
        )
        unread = (
            Finding(rule="issue.recover_unread", severity="warning", values={"found": path})
            for path in self.unread
        )
        return (*twice, *unread)


class Wish(NamedTuple):
    """What the caller says of a lost or restored ledger."""

    reserve: int | None
    """So many numbers at most were taken in any one count that neither ledger nor manifests know
    of.
    """
    new_nonce: bool
    who: str
    purpose: str


class _FoundManifest(NamedTuple):
    path: str
    manifest: Manifest


def recover(ledger: Ledger, folders: Iterable[str], wish: Wish) -> Recovery:
    """Make a ledger safe.

    Args:
        ledger: restored, or made anew.
        folders: with manifests, at any depth; or manifests themselves.
        wish: what the caller says.

    Raises:
        IssueError: neither reserve nor new nonce is given; the reserve is 0, but not everything
            could be read; a folder does not exist; the manifests are of several ledgers, or know a
            nonce that this one does not; or the ledger fails. Then nothing is changed.
    """
    if wish.reserve is None and not wish.new_nonce:
        raise refusal("issue.recover_choice")
    if wish.reserve is not None and not (
        stored.is_whole(wish.reserve, 0) and wish.reserve <= tables.MOST
    ):
        raise refusal("issue.recover_reserve", found=wish.reserve)
    unread: list[str] = []
    files = [*_read(folders, unread)]
    if unread and wish.reserve == 0:  # which says that the manifests know everything
        raise refusal("issue.recover_blind", found=len(unread), where=unread[0])
    work = _Work(ledger, wish, files)
    done = ledger.database.write(work.run)
    ledger.id = done.ledger
    return done.replace(unread=tuple(unread))


class _Work:
    """One recovery, in one transaction."""

    def __init__(self, ledger: Ledger, wish: Wish, files: Sequence[_FoundManifest]) -> None:
        self._ledger, self._wish, self._found = ledger, wish, files

    def run(self, connection: sql.Connection) -> Recovery:
        """Do it. The server may ask to do it once more, so that nothing is kept from before."""
        self._connection = connection
        lock(connection)
        if connection.dialect.name == "postgresql":  # nobody takes numbers meanwhile
            connection.execute(sql.text(f"LOCK TABLE {tables.scopes.name} IN EXCLUSIVE MODE"))
        self._scopes = self._all_scopes()
        head = self._identified(self._upgraded())
        self._known = self._ledger.nonces(self._connection, head)
        adopted = self._adopted(head)
        self._foreign: list[str] = []
        own: dict[_Name, list[_FoundManifest]] = defaultdict(list)
        for file in self._found:
            name = self._place(file.manifest, head)
            if name is None:
                self._foreign.append(file.path)
            else:
                own[name].append(file)
        moved = []
        for name, scope in self._scopes.items():
            after = self._passed(scope, own[name])
            if after.next > scope.next:
                moved.append(_moved(scope, after))
            if self._wish.new_nonce and scope.key:
                self._end_eras(scope, after, own[name], head)
        if adopted is not None:
            self._enter(0, adopted)
        self._enter(self._wish.reserve, secrets.token_hex(16) if self._wish.new_nonce else None)
        return Recovery(
            ledger=head.id, scopes=tuple(moved), manifests=len(self._found) - len(self._foreign),
            foreign=tuple(self._foreign), unread=(), twice=tuple(_twice(own.values())),
            renewed=self._wish.new_nonce,
        )  # fmt: skip

    def _enter(self, reserve: int | None, nonce: str | None) -> None:
        """Write a recovery down: so many numbers were passed over, and then the nonce became
        another one.
        """
        self._connection.execute(
            tables.recoveries.insert().values(
                at=self._ledger.now(), who=self._wish.who, purpose=self._wish.purpose,
                reserve=reserve, nonce=nonce, manifests=len(self._found) - len(self._foreign),
            )
        )  # fmt: skip

    def _all_scopes(self) -> dict[_Name, Scope]:
        self._ledger.audit.ledger(self._connection)
        scopes: dict[_Name, Scope] = {}
        for row in self._connection.execute(tables.SCOPES):
            scope = stored.as_scope(row)
            if scopes.setdefault((row.scheme, row.pattern), scope) is not scope:
                stored.wrong(tables.scopes.c.pattern, row.pattern)
        return scopes

    def _upgraded(self) -> LedgerHead:
        """What the ledger says about itself, after it has the tables of a recovery."""
        head = self._ledger.head(self._connection)
        if head.version < tables.VERSION:
            for table in tables.ADDED:
                table.create(self._connection, checkfirst=True)
            self._connection.execute(tables.about.update().values(version=tables.VERSION))
        return self._ledger.head(self._connection)

    def _identified(self, head: LedgerHead) -> LedgerHead:
        """The ledger under its own name: one that was lost and is empty takes it from the
        manifests.
        """
        named = {file.manifest.ledger for file in self._found if file.manifest.key} - {""}
        empty = head.nonce == head.id and not any(scope.key for scope in self._scopes.values())
        if not empty or not named or head.id in named:
            return head
        if len(named) > 1:
            raise refusal("issue.recover_ledgers", found=sorted(named))
        (id,) = named
        self._connection.execute(tables.about.update().values(nonce=id))
        return LedgerHead(head.version, id, id)

    def _adopted(self, head: LedgerHead) -> str | None:
        """The nonce of the manifests, where a lost ledger had another one than at its beginning."""
        own = [file.manifest for file in self._found if file.manifest.ledger == head.id]
        named = {manifest.nonce for manifest in own if manifest.key}
        if self._wish.new_nonce or not named - self._known:
            return None
        if len(named) == 1 and not any(scope.key for scope in self._scopes.values()):
            return named.pop()  # lost, and all that is known of it came under one nonce
        raise refusal("issue.recover_nonce")

    def _place(self, manifest: Manifest, head: LedgerHead) -> _Name | None:
        """The scope of a manifest's codes, made if need be; None if there can be none."""
        if manifest.key and manifest.ledger not in ("", head.id):
            return None
        if manifest.pattern:
            pattern = patterns.from_data(manifest.pattern)
            name = manifest.scheme, patterns.written(pattern)
            if name not in self._scopes:
                made = NewScope(
                    scheme=manifest.scheme, pattern=pattern, alphabet=manifest.alphabet,
                    key=manifest.key, segments=manifest.segments,
                )  # fmt: skip
                self._scopes[name] = self._ledger.add(self._connection, made, head, self._wish.who)
            fits = [name] if self._scopes[name].alphabet == manifest.alphabet else []
        else:
            fits = [
                (scheme, pattern) for (scheme, pattern), scope in self._scopes.items()
                if scheme == manifest.scheme and patterns.fits(manifest.first, scope.pattern)
            ]  # fmt: skip
        for name in fits:
            scope = self._scopes[name]
            if scope.key == manifest.key and manifest.greatest < scope.end:
                return name
        return None

    def _passed(self, scope: Scope, files: Sequence[_FoundManifest]) -> Scope:
        """The scope, behind its manifests and the reserve; what it passes stands in its log."""
        newest = self._ledger.newest(self._connection, scope.id)
        # numbers without a log are logged too
        now = scope.replace(next=1 if newest is None else newest.last + 1)
        ranges = (
            (first, last, each.manifest) for each in files for first, last in each.manifest.numbers
        )
        for first, last, manifest in sorted(ranges, key=lambda span: span[:2]):
            if last >= now.next:
                now = self._skipped(now, first)
                taken = Taken(
                    batch=manifest.batch, first=now.next, last=last, at=manifest.at,
                    purpose=manifest.purpose
                )  # fmt: skip
                self._ledger.log(self._connection, scope.id, taken, manifest.who)
                now = now.replace(next=last + 1)
        now = self._skipped(now, max(now.next, scope.next) + (self._wish.reserve or 0))
        return self._ledger.move(self._connection, scope, now.next)

    def _skipped(self, scope: Scope, next: int) -> Scope:
        return self._ledger.skip(self._connection, scope, next, self._wish.who, self._wish.purpose)

    def _end_eras(
        self, before: Scope, after: Scope, files: Sequence[_FoundManifest], head: LedgerHead
    ) -> None:
        """Write down under which nonces the numbers of a scope were permuted until now."""
        at = self._ledger.with_spans(self._connection, before, head).spans[-1].first
        # the ledger was set back behind a nonce that it got
        strange: dict[str, tuple[int, int]] = {}
        for manifest in (each.manifest for each in files):
            if manifest.nonce and manifest.nonce not in self._known:
                first, last = strange.get(manifest.nonce, (manifest.least, manifest.greatest))
                strange[manifest.nonce] = min(first, manifest.least), max(last, manifest.greatest)
        runs: list[tuple[str, int]] = []
        nonce = head.nonce
        for own, (first, last) in sorted(strange.items(), key=lambda pair: pair[1]):
            runs += [(head.nonce, first), (own, last + 1)]
            nonce = head.nonce if before.next > last + 1 else own
        for nonce_of, until in [*runs, (nonce, after.next)]:
            if until > at:
                era = tables.eras.insert().values(scope=before.id, nonce=nonce_of, until=until)
                self._connection.execute(era)
                at = until


def _read(folders: Iterable[str], unread: list[str]) -> Iterator[_FoundManifest]:
    """The manifests in folders, each once."""
    seen = set()
    for path in _paths(folders, unread):
        manifest = manifests.read(path)
        if manifest is None:
            unread.append(path)
            continue
        copy = manifest.batch, manifest.file, manifest.sha256, str(manifest.numbers)
        if copy not in seen:
            seen.add(copy)
            yield _FoundManifest(path, manifest)


def _paths(folders: Iterable[str], unread: list[str]) -> Iterator[str]:
    seen: set[tuple[int, int]] = set()
    for folder in folders:
        if os.path.isfile(folder):
            yield folder
        elif os.path.isdir(folder):
            yield from _below(folder, seen, unread)
        else:
            raise refusal("issue.no_folder", found=folder)


def _below(folder: str, seen: set[tuple[int, int]], unread: list[str]) -> Iterator[str]:
    """Files named as manifests at any depth, behind links too; each folder once, wherever links
    lead.
    """
    waiting = [folder]
    while waiting:
        inner = waiting.pop()
        try:
            status = os.stat(inner)
            if (status.st_dev, status.st_ino) in seen:
                continue
            seen.add((status.st_dev, status.st_ino))
            with os.scandir(inner) as inside:
                entries = sorted(inside, key=lambda entry: entry.name)
        except OSError:
            unread.append(inner)
            continue
        for entry in entries:
            try:
                is_folder = stat.S_ISDIR(entry.stat().st_mode)
            except (
                OSError
            ):  # a link to nothing may have led to manifests: an archive that is not mounted
                unread.append(entry.path)
                continue
            if is_folder:
                waiting.append(entry.path)
            elif entry.name.endswith(manifests.ENDING):
                yield entry.path


def _twice(groups: Iterable[Sequence[_FoundManifest]]) -> Iterator[tuple[str, str]]:
    """Pairs of manifests of one scope whose numbers overlap."""
    for group in groups:
        ranges = [
            (first, last, file.path) for file in group for first, last in file.manifest.numbers
        ]
        greatest, holder = 0, ""
        pairs = set()
        for first, last, path in sorted(ranges):
            if first <= greatest:
                pairs.add((holder, path))
            if last > greatest:
                greatest, holder = last, path
        yield from sorted(pairs)


def _moved(before: Scope, after: Scope) -> Moved:
    return Moved(
        scheme=before.scheme, codes=patterns.shown(before.pattern), before=before.next - 1,
        after=after.next - 1, room=before.room,
    )  # fmt: skip
