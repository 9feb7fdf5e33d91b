"""The issuer: codes that never repeat and cannot be guessed, and the answer whether a code was ever
issued.
"""

from __future__ import annotations

import getpass
import operator
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeAlias

from tracecode.codes.code import Code
from tracecode.codes.issue import manifest, output, recovery, stored
from tracecode.codes.issue.batch import Batch
from tracecode.codes.issue.faults import refusal
from tracecode.codes.issue.ff1 import KEY_BYTES, CipherName
from tracecode.codes.issue.journal import STATES, Journal, state_of
from tracecode.codes.issue.key import KeySource, read_key
from tracecode.codes.issue.ledger import IssueOrder, Ledger
from tracecode.codes.issue.lookup import IssueStatus, Lookup
from tracecode.codes.issue.manifest import Manifest, Shelf
from tracecode.codes.issue.packages import Packages
from tracecode.codes.issue.part_file import new_files
from tracecode.codes.issue.permutation import Permutations
from tracecode.codes.issue.plan import plan
from tracecode.codes.issue.recovery import Recovery
from tracecode.codes.issue.tables import Event
from tracecode.codes.registry import registry
from tracecode.errors import UnknownId
from tracecode.standard.resolved import packaged

if TYPE_CHECKING:
    import pyarrow as pa

    from tracecode.standard.resolved import Resolved

Folders: TypeAlias = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]
"""A folder, or several."""
_NO_TEXT = {
    "zh": "不是文本，或含有空字符或残缺字符",
    "en": "it is no text, or has NUL or half a character in it",
}


class Issuer:
    """Issues codes of one maker. Safe to use from several threads, processes and machines on one
    ledger.
    """

    def __init__(
        self,
        ledger: str = "sqlite:///codes.db",
        key: KeySource = None,
        *,
        cipher: CipherName = "aes",
        who: str | None = None,
        wait: float = 30,
        clock: Callable[[], datetime] | None = None,
        standard: Resolved | None = None,
        make: bool = True,
        manifests: Folders = (),
    ) -> None:
        """Open the ledger and read the key.

        Args:
            ledger: address of the ledger: `sqlite:///FILE`, made if there is none, or
                `postgresql://...`.
            key: a file (`pathlib.Path`) of mode 0600, a function that returns the bytes, or None
                for the environment variable `TRACECODE_ISSUE_KEY`. It may be absent where only
                running numbers are issued.
            cipher: the block cipher of the permutation: `aes` (256 bits) or `sm4`.
            who: who issues, for the log; by default the user of the process.
            wait: seconds to wait for others who hold the ledger.
            clock: what time it is, for the log; by default the system's.
            standard: where schemes are specified; by default the packaged standard.
            make: make the ledger if there is none; False where codes are only looked up.
            manifests: folders with manifests of earlier files. A ledger that is older than one of
                them issues nothing, nor does any while one of them cannot be read.

        Raises:
            IssueError: the ledger cannot be opened, the key cannot be read, or a folder does not
                exist.
        """
        if cipher not in KEY_BYTES:
            raise UnknownId("cipher", cipher, KEY_BYTES)
        self._permutations = Permutations(read_key(key), cipher)
        self._schemes = registry(standard or packaged())
        self._ledger = Ledger(ledger, wait, clock, make=make, schemes=frozenset(self._schemes.ids))
        self._journal = Journal(self._ledger.database, self._ledger.now)
        self._packages = Packages(self._journal)
        self._who = _user() if who is None else _text(who)
        self._lookup = Lookup(self._ledger, self._journal, self._permutations, self._schemes)
        self._shelf = Shelf(_paths(manifests))

    def __repr__(self) -> str:
        return f"Issuer({self._ledger!r}, key={self.key_fingerprint!r})"

    @property
    def key_fingerprint(self) -> str | None:
        """Cipher and fingerprint of the key: what the ledger and manifests show of it."""
        return self._permutations.fingerprint

    def issue(
        self, scheme_id: str, count: int, /, *, purpose: str = "", edition: str | None = None,
        form: str | None = None, on: date | None = None, serial_prefix: str = "",
        serial_length: int | None = None, serial_chars: str | None = None,
        **segments: str | date | Code,
    ) -> Iterator[Code]:  # fmt: skip
        """Issue codes, one by one. The numbers are taken at once; those of codes that are never
        asked for are a gap.

        Args:
            scheme_id: the encoding rule.
            count: how many.
            purpose: what for, for the log.
            edition: only by this edition of the rule.
            form: only in this layout.
            on: the production date, which chooses the edition; by default today.
            serial_prefix: what every serial begins with; the company prefix, where a GS1 key has it
                inside.
            serial_length: characters of the serial segment with its prefix, where the rule lets it
                vary; by default the fewest that leave 10**16 values.
            serial_chars: a named alphabet or class such as `[0-9]`, to use fewer characters than
                the rule allows.
            segments: the fixed segments, as for `Scheme.build`.

        Raises:
            IssueError: it is not for enterprises to issue, the count is wrong or too large, the key
                is missing or is another than before, or the ledger fails.
            InvalidCode: a segment is missing, unknown or wrong.
            UnknownId: there is no such scheme, edition, form or alphabet.
        """
        order = self._order(
            scheme_id, count, segments, purpose, edition, form, on, serial_prefix, serial_length,
            serial_chars
        )  # fmt: skip
        return Batch(self._ledger, self._permutations, order).codes()

    def issue_batches(
        self, scheme_id: str, count: int, /, *, purpose: str = "", edition: str | None = None,
        form: str | None = None, on: date | None = None, serial_prefix: str = "",
        serial_length: int | None = None, serial_chars: str | None = None,
        **segments: str | date | Code,
    ) -> Iterator[pa.StringArray]:  # fmt: skip
        """Issue codes as Arrow arrays of some ten thousand each. Arguments and errors as for
        `issue`.
        """
        output.need_arrow()
        order = self._order(
            scheme_id, count, segments, purpose, edition, form, on, serial_prefix, serial_length,
            serial_chars
        )  # fmt: skip
        batch = Batch(self._ledger, self._permutations, order)
        return map(output.array, batch.blocks(batch.press()))

    def issue_to(
        self, path: str | os.PathLike[str], scheme_id: str, count: int, /, *,
        format: output.OutputFormat = "text", purpose: str = "", edition: str | None = None,
        form: str | None = None, on: date | None = None, serial_prefix: str = "",
        serial_length: int | None = None, serial_chars: str | None = None,
        progress: Callable[[int], None] | None = None, **segments: str | date | Code,
    ) -> Manifest:  # fmt: skip
        """Issue codes to a new file, and write its manifest beside it. The memory needed does not
        grow with the count.

        Args:
            path: of the file. It appears when it is complete; nothing is ever overwritten.
            scheme_id: the encoding rule.
            count: how many.
            format: `text` (one code a line), `csv` and `ndjson` (scheme and code), or `parquet`
                (the same columns).
            progress: is told now and then how many codes are written.
            purpose: and all others: as for `issue`.
            edition: see there.
            form: see there.
            on: see there.
            serial_prefix: see there.
            serial_length: see there.
            serial_chars: see there.
            segments: see there.

        Raises:
            IssueError: also if the file exists, the disk is full or the file cannot be written:
                then no code has left, and the numbers taken are a gap.
            InvalidCode: as for `issue`.
            UnknownId: as for `issue`.
        """
        if format not in output.FORMATS:
            raise UnknownId("format", format, output.FORMATS)
        if format == "parquet":
            output.need_arrow()
        path = os.fsdecode(path)
        order = self._order(
            scheme_id, count, segments, purpose, edition, form, on, serial_prefix, serial_length,
            serial_chars, beside=os.path.dirname(path) or ".",
        )  # fmt: skip
        layout = output.layout(format, order.plan)
        output.need_room(path, layout.size(len(order.plan.sample.normalized.encode()), order.count))
        with new_files([path, path + manifest.ENDING], manifest.is_stray) as files:
            codes, beside = files.parts
            done = Batch(self._ledger, self._permutations, order).write(codes, layout, progress)
            beside.write(manifest.written(done))
            files.publish()
        return done

    def recover(
        self, manifests: Folders = (), *, reserve: int | None = None, new_nonce: bool = False,
        purpose: str = "",
    ) -> Recovery:  # fmt: skip
        """Make a ledger safe that was restored from a backup, or lost and made anew: before
        anything is issued from it.

        Every count goes on behind all numbers that ledger and manifests know, and behind the
        reserve. An empty ledger becomes the lost one again, as far as its manifests tell.

        Args:
            manifests: folders with manifests of files of codes, at any depth, behind links too.
            reserve: so many numbers at most were taken, in any one count, that neither ledger nor
                manifests know of; be generous. 0 where every code went to a file whose manifest is
                there; refused while one cannot be read.
            new_nonce: where nobody can say so: all further codes come from another permutation.
                Running numbers, which know none, stay closed until a reserve is given.
            purpose: for the log.

        Raises:
            IssueError: neither of the two is given; the reserve is 0, but not everything could be
                read; a folder does not exist; the manifests are of several ledgers, or know a nonce
                that this one does not; or the ledger fails. Then nothing is changed.
        """
        wish = recovery.Wish(reserve, new_nonce, self._who, _text(purpose))
        return recovery.recover(self._ledger, _paths(manifests), wish)

    def status(self, code: str | Code, /, scheme: str | None = None) -> IssueStatus:
        """Whether a code was issued. No list of codes is needed: the permutation is inverted.

        Args:
            code: a code, or a text read leniently.
            scheme: of a text, where it is known.

        Raises:
            IssueError: the key is missing or is another than that of the codes, or the ledger
                fails.
        """
        (status,) = self._lookup.statuses([code], scheme)
        return status

    def statuses(
        self, codes: Iterable[str | Code], /, scheme: str | None = None
    ) -> Iterator[IssueStatus]:
        """The status of many codes, in their order; arguments and errors as for `status`."""
        return self._lookup.statuses(codes, scheme)

    def activate(self, codes: Iterable[str | Code], /, purpose: str = "") -> None:
        """Record that issued codes are in use now. All are recorded or none.

        Raises:
            IssueError: one was never issued, is active already or void.
        """
        self._record("activated", codes, purpose, ("voided", "activated"))

    def void(self, codes: Iterable[str | Code], /, purpose: str = "") -> None:
        """Record that issued codes are void: misprinted, lost, destroyed. All are recorded or none.

        Raises:
            IssueError: one was never issued or is void already.
        """
        self._record("voided", codes, purpose, ("voided",))

    def pack(self, parent: Code, children: Iterable[str | Code], /, purpose: str = "") -> None:
        """Record that issued codes are in a package now: units in a carton, cartons on a pallet.
        All or none.

        Args:
            parent: the package's code, of whatever scheme, and whoever issued it.
            children: what is in it.
            purpose: for the record.

        Raises:
            IssueError: one was never issued, is void, in a package already, or holds the package
                itself.
        """
        self._packages.pack(parent, self._issued(children), self._who, _text(purpose))

    def unpack(self, children: Iterable[str | Code], /, purpose: str = "") -> None:
        """Record that codes have left the package in which they were. All are recorded or none.

        Raises:
            IssueError: one was never issued.
        """
        self._journal.record("unpacked", self._issued(children), self._who, _text(purpose))

    def contents(self, parent: Code, /) -> tuple[tuple[str, str], ...]:
        """Scheme and code of all that is in a package now, in the order of packing."""
        return self._packages.contents(parent)

    def packaging(self, parent: Code, /, **elements: object) -> dict[str, object]:
        """What the ledger knows of a package, as plain data of a `packaging` record.

        Args:
            parent: the package's code.
            elements: what the ledger does not know, by element: `party_name`, `uscc`,
                `product_name` ...

        Raises:
            IssueError: nothing is in the package.
        """
        return self._packages.record(parent, elements)

    def events(self) -> Iterator[Event]:
        """All that was recorded of codes after they were issued, in order."""
        return self._journal.all()

    def _order(
        self, scheme_id: str, count: int, segments: dict[str, str | date | Code], purpose: str,
        edition: str | None, form: str | None, on: date | None, prefix: str, length: int | None,
        chars: str | None, beside: str | None = None,
    ) -> IssueOrder:  # fmt: skip
        """What is to be taken from the ledger, and what manifests know of the codes. Nothing is
        taken yet.
        """
        wanted = plan(
            self._schemes[scheme_id], segments, edition=edition, form=form, on=on, prefix=prefix,
            length=length, chars=chars,
        )  # fmt: skip
        key = "" if wanted.running else self._permutations.need_key()
        order = IssueOrder(
            plan=wanted, key=key, count=_whole(count), who=self._who, purpose=_text(purpose)
        )
        claims = self._shelf.claims(wanted, key, self._ledger.id, beside)
        if not claims:
            return order
        where, last = max(claims, key=lambda pair: pair[1].greatest)
        nonces = frozenset(claim.nonce for _, claim in claims if claim.nonce)
        return order.replace(least=last.greatest + 1, nonces=nonces, where=where)

    def _record(
        self, kind: str, codes: Iterable[str | Code], purpose: str, never: tuple[str, ...]
    ) -> None:
        def judge(earlier: Sequence[Event], code: str) -> None:
            state, _ = state_of(earlier)
            if state in never:
                raise refusal("issue.state", found=code, allowed=STATES[state])

        self._journal.record(kind, self._issued(codes), self._who, _text(purpose), judge=judge)

    def _issued(self, codes: Iterable[str | Code]) -> list[tuple[str, str]]:
        """Scheme and code of issued codes, each once."""
        pairs = []
        for status in self.statuses(codes):
            if not status.issued or status.scheme is None:
                raise refusal("issue.never", found=status.code)
            pairs.append((status.scheme, status.code))
        return [*dict.fromkeys(pairs)]


def _paths(folders: Folders) -> list[str]:
    """Folders as texts."""
    if isinstance(folders, str | bytes | os.PathLike):
        folders = [folders]
    return [os.fsdecode(folder) for folder in folders]


def _whole(count: object) -> int:
    """How many codes."""
    try:
        number = 0 if isinstance(count, bool) else operator.index(count)  # type: ignore[arg-type]  # asked of it here
    except TypeError:
        number = 0
    if number < 1:
        raise refusal("issue.count", found=count)
    return number


def _text(given: object) -> str:
    """A text that every ledger can hold."""
    if not stored.is_text(given):
        raise refusal("issue.text", reason=_NO_TEXT)
    return given


def _user() -> str:
    try:
        name = getpass.getuser()
    except (KeyError, OSError):  # no such user on this machine: usual in containers
        name = str(os.getuid())
    return name.encode(errors="backslashreplace").decode()
