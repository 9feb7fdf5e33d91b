"""The issuer: codes that never repeat and cannot be guessed, and the answer whether a code was ever issued."""

from __future__ import annotations

import getpass
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal
from uuid import NAMESPACE_URL, uuid5

import numpy as np
from numpy.typing import NDArray

from tracecode.codes.bulk import kernel
from tracecode.codes.code import Code
from tracecode.codes.issue import output
from tracecode.codes.issue import plan as patterns
from tracecode.codes.issue.column import BLOCK, Press
from tracecode.codes.issue.faults import refusal
from tracecode.codes.issue.ff1 import FF1, KEY_BYTES, CipherName
from tracecode.codes.issue.key import VARIABLE, KeySource, read_key
from tracecode.codes.issue.ledger import Event, Ledger, Scope, Taken
from tracecode.codes.issue.plan import Pattern, Plan, plan
from tracecode.codes.registry import registry
from tracecode.value import Value

if TYPE_CHECKING:
    import pyarrow as pa

    from tracecode.codes.bulk.columns import Bytes
    from tracecode.spec.catalog import Catalog

_CHUNK = 20_000  # codes looked up together
_NO_KEY = {"zh": "请设置该变量，或指定密钥文件", "en": "set the variable, or name a key file"}
_STATES = {
    "issued": {"zh": "未激活", "en": "not active"},
    "activated": {"zh": "已激活", "en": "active"},
    "voided": {"zh": "已作废", "en": "void"},
}


class IssueStatus(Value):
    """Whether a code was issued, and what the ledger knows of it."""

    scheme: str | None
    """Of the code; None if it is no code of any scheme that this ledger issues."""
    code: str
    """As the rule writes it; of a text that is no code, the text."""
    issued: bool
    """Whether its number was taken. That includes numbers that a crash lost before they were printed."""
    number: int | None = None
    """Its place in the order of issue, from 1."""
    batch: str | None = None
    """Names the call by which it was issued; the manifest has the same name."""
    at: datetime | None = None
    """When it was issued."""
    purpose: str | None = None
    odds: float | None = None
    """The chance that an invented code with these fixed segments passes for issued; 1 where numbers are counted and not
    permuted, since such numbers can be guessed. None if no code with these segments was ever issued."""
    state: Literal["issued", "activated", "voided"] | None = None
    parent: tuple[str, str] | None = None
    """Scheme and code of the package it is in, where that was recorded."""


class Manifest(Value):
    """What a file of codes holds. It stands beside the file, as JSON."""

    file: str
    format: str
    scheme: str
    edition: str
    form: str
    segments: dict[str, str]
    """The segments that all codes share."""
    count: int
    first: str
    last: str
    bytes: int
    sha256: str
    """Of the file."""
    batch: str
    numbers: list[list[int]]
    """The ranges of numbers taken, both ends included."""
    room: int
    """How many numbers there are for these segments."""
    key: str
    """Cipher and fingerprint of the key; empty where numbers are counted."""
    at: str
    who: str
    purpose: str


class Issuer:
    """Issues codes of one maker. Safe to use from several threads, processes and machines on one ledger."""

    def __init__(
        self,
        ledger: str = "sqlite:///codes.db",
        key: KeySource = None,
        *,
        cipher: CipherName = "aes",
        who: str | None = None,
        wait: float = 30,
        clock: Callable[[], datetime] | None = None,
        catalog: Catalog | None = None,
        make: bool = True,
    ) -> None:
        """Open the ledger and read the key.

        Args:
            ledger: address of the ledger: `sqlite:///FILE`, made if there is none, or `postgresql://...`.
            key: a file (`pathlib.Path`) of mode 0600, a function that returns the bytes, or None for the environment
                variable `TRACECODE_ISSUE_KEY`. It may be absent where only running numbers are issued.
            cipher: the block cipher of the permutation: `aes` (256 bits) or `sm4`.
            who: who issues, for the log; by default the user of the process.
            wait: seconds to wait for others who hold the ledger.
            clock: what time it is, for the log; by default the system's.
            catalog: where schemes are specified; by default the packaged standard.
            make: make the ledger if there is none; False where codes are only looked up.

        Raises:
            IssueError: the ledger cannot be opened, or the key cannot be read.
        """
        if cipher not in KEY_BYTES:
            raise ValueError(f"cipher is one of {', '.join(KEY_BYTES)}, not {cipher!r}")
        self._key, self._cipher = read_key(key), cipher
        self._ledger = Ledger(ledger, wait, clock, make=make)
        self._who = _user() if who is None else who
        self._schemes = registry(catalog)

    def __repr__(self) -> str:
        return f"Issuer({self._ledger!r}, key={self.key_fingerprint!r})"

    @property
    def key_fingerprint(self) -> str | None:
        """Cipher and fingerprint of the key: what the ledger and manifests show of it."""
        return None if self._key is None else f"{self._cipher}-{self._key.fingerprint}"

    def issue(
        self, scheme_id: str, count: int, /, *, purpose: str = "", edition: str | None = None, form: str | None = None,
        on: date | None = None, serial_prefix: str = "", serial_length: int | None = None,
        serial_chars: str | None = None, **segments: str | date | Code,
    ) -> Iterator[Code]:  # fmt: skip
        """Issue codes, one by one. The numbers are taken at once; those of codes that are never asked for are a gap.

        Args:
            scheme_id: the encoding rule.
            count: how many.
            purpose: what for, for the log.
            edition: only by this edition of the rule.
            form: only in this layout.
            on: the production date, which chooses the edition; by default today.
            serial_prefix: what every serial begins with; the company prefix, where a GS1 key has it inside.
            serial_length: characters of the serial segment with its prefix, where the rule lets it vary; by default the
                fewest that leave 10**16 values.
            serial_chars: a named alphabet or class such as `[0-9]`, to use fewer characters than the rule allows.
            segments: the fixed segments, as for `Scheme.build`.

        Raises:
            IssueError: it is not for enterprises to issue, the count is wrong or too large, the key is missing or is
                another than before, or the ledger fails.
            InvalidCode: a segment is missing, unknown or wrong.
            UnknownId: there is no such scheme, edition, form or alphabet.
        """
        batch = self._batch(
            scheme_id, count, segments, purpose, edition, form, on, serial_prefix, serial_length, serial_chars
        )  # fmt: skip
        return batch.codes()

    def issue_batches(
        self, scheme_id: str, count: int, /, *, purpose: str = "", edition: str | None = None, form: str | None = None,
        on: date | None = None, serial_prefix: str = "", serial_length: int | None = None,
        serial_chars: str | None = None, **segments: str | date | Code,
    ) -> Iterator[pa.StringArray]:  # fmt: skip
        """Issue codes as Arrow arrays of some ten thousand each. Arguments and errors as for `issue`."""
        output.need_arrow()
        batch = self._batch(
            scheme_id, count, segments, purpose, edition, form, on, serial_prefix, serial_length, serial_chars
        )  # fmt: skip
        return map(output.array, batch.blocks(batch.press()))

    def issue_to(
        self, path: str | os.PathLike[str], scheme_id: str, count: int, /, *, format: output.Format = "text",
        purpose: str = "", edition: str | None = None, form: str | None = None, on: date | None = None,
        serial_prefix: str = "", serial_length: int | None = None, serial_chars: str | None = None,
        progress: Callable[[int], None] | None = None, **segments: str | date | Code,
    ) -> Manifest:  # fmt: skip
        """Issue codes to a new file, and write its manifest beside it. The memory needed does not grow with the count.

        Args:
            path: of the file. It appears when it is complete; nothing is ever overwritten.
            scheme_id: the encoding rule.
            count: how many.
            format: `text` (one code a line), `csv` and `ndjson` (scheme and code), or `parquet` (the same columns).
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
            IssueError: also if the file exists, the disk is full or the file cannot be written: then no code has left,
                and the numbers taken are a gap.
            InvalidCode: as for `issue`.
            UnknownId: as for `issue`.
        """
        if format not in output.FORMATS:
            raise ValueError(f"format is one of {', '.join(output.FORMATS)}, not {format!r}")
        if format == "parquet":
            output.need_arrow()
        path = os.fspath(path)
        with output.complete(path) as file, output.complete(path + output.MANIFEST) as beside:
            batch = self._batch(
                scheme_id, count, segments, purpose, edition, form, on, serial_prefix, serial_length, serial_chars
            )  # fmt: skip
            manifest = self._write(file, batch, path, format, progress)
            output.settle(file)  # or a manifest might stand beside a file that did not fit on the disk
            beside.write(json.dumps(manifest.__dict__, ensure_ascii=False, indent=2).encode() + b"\n")
        return manifest

    def status(self, code: str | Code, /, scheme: str | None = None) -> IssueStatus:
        """Whether a code was issued. No list of codes is needed: the permutation is inverted.

        Args:
            code: a code, or a text read leniently.
            scheme: of a text, where it is known.

        Raises:
            IssueError: the key is missing or is another than that of the codes, or the ledger fails.
        """
        (found,) = self.statuses([code], scheme)
        return found

    def statuses(self, codes: Iterable[str | Code], /, scheme: str | None = None) -> Iterator[IssueStatus]:
        """The status of many codes, in their order; arguments and errors as for `status`."""
        rest = iter(codes)
        while chunk := [*islice(rest, _CHUNK)]:
            yield from self._look_up(chunk, scheme)

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
        """Record that issued codes are in a package now: units in a carton, cartons on a pallet. All or none.

        Args:
            parent: the package's code, of whatever scheme, and whoever issued it.
            children: what is in it.
            purpose: for the record.

        Raises:
            IssueError: one was never issued, is void, in a package already, or holds the package itself.
        """
        package = parent.scheme, parent.normalized
        above: list[tuple[str, str]] = []
        outer: tuple[str, str] | None = package
        while outer is not None:  # the package, what it is in, and so on
            above.append(outer)
            _, outer = _state(self._ledger.events(outer[0], [outer[1]])[outer[1]])

        def judge(earlier: Sequence[Event], code: str) -> None:
            state, inside = _state(earlier)
            if state == "voided":
                raise refusal("issue.state", found=code, allowed=_STATES[state])
            if inside is not None:
                raise refusal("issue.packed", found=code, allowed=inside[1])

        pairs = self._issued(children)
        if looped := set(above).intersection(pairs):
            raise refusal("issue.loop", found=looped.pop()[1], allowed=parent.normalized)
        self._ledger.record("packed", pairs, self._who, purpose, package, judge)

    def unpack(self, children: Iterable[str | Code], /, purpose: str = "") -> None:
        """Record that codes have left the package in which they were. All are recorded or none.

        Raises:
            IssueError: one was never issued.
        """
        self._ledger.record("unpacked", self._issued(children), self._who, purpose)

    def contents(self, parent: Code, /) -> tuple[tuple[str, str], ...]:
        """Scheme and code of all that is in a package now, in the order of packing."""
        packed = dict.fromkeys((e.scheme, e.code) for e in self._ledger.packed(parent.scheme, parent.normalized))
        inside = {
            (scheme, code)
            for scheme in {scheme for scheme, _ in packed}
            for code, events in self._ledger.events(scheme, [code for own, code in packed if own == scheme]).items()
            if _state(events)[1] == (parent.scheme, parent.normalized)
        }
        return tuple(pair for pair in packed if pair in inside)

    def packaging(self, parent: Code, /, **elements: object) -> dict[str, object]:
        """What the ledger knows of a package, as plain data of a `packaging` record.

        Args:
            parent: the package's code.
            elements: what the ledger does not know, by element: `party_name`, `uscc`, `product_name` ...

        Raises:
            IssueError: nothing is in the package.
        """
        inside = self.contents(parent)
        if not inside:
            raise refusal("issue.empty", found=parent.normalized)
        last = max(e.at for e in self._ledger.packed(parent.scheme, parent.normalized))
        id = uuid5(NAMESPACE_URL, f"{parent.scheme}/{parent.normalized}/{last}")
        return {
            "record_type": "packaging", "record_id": str(id),
            "event_time": datetime.fromisoformat(last).isoformat(timespec="seconds"),
            "trace_code": parent.normalized, "code_scheme": parent.scheme, "unit_level": "3",
            "trace_codes": [code for _, code in inside], **elements,
        }  # fmt: skip

    def events(self) -> Iterator[Event]:
        """All that was recorded of codes after they were issued, in order."""
        return self._ledger.every_event()

    def _batch(
        self, scheme_id: str, count: int, segments: dict[str, str | date | Code], purpose: str, edition: str | None,
        form: str | None, on: date | None, prefix: str, length: int | None, chars: str | None,
    ) -> _Batch:  # fmt: skip
        """Take the numbers. From here on they belong to the caller."""
        if isinstance(count, bool) or not isinstance(count, int) or count < 1:
            raise refusal("issue.count", found=count)
        wanted = plan(
            self._schemes[scheme_id], segments, edition=edition, form=form, on=on, prefix=prefix, length=length,
            chars=chars,
        )  # fmt: skip
        permutation = None
        if not wanted.running:
            permutation = self._permutation(wanted.scheme.id, wanted.pattern, wanted.alphabet, wanted.length)
        return _Batch(self, wanted, permutation, count, purpose)

    def _take(self, plan: Plan, count: int, purpose: str, batch: str | None = None) -> Taken:
        key = "" if plan.running else self.key_fingerprint or ""
        return self._ledger.take(plan, key, count, self._who, purpose, batch)

    def _permutation(self, scheme: str, pattern: Pattern, alphabet: str, length: int) -> FF1:
        if self._key is None:
            raise refusal("issue.key_missing", where=VARIABLE, reason=_NO_KEY)
        named = json.dumps([self._ledger.nonce, scheme, patterns.written(pattern), alphabet], ensure_ascii=False)
        tweak = hashlib.sha256(named.encode()).digest()
        return FF1(self._key.cipher(self._cipher), tweak, radix=len(alphabet), length=length)

    def _write(
        self, file: Any, batch: _Batch, path: str, format: output.Format, progress: Callable[[int], None] | None
    ) -> Manifest:
        plan = batch.plan
        fixed = "".join(part for part in plan.pattern if isinstance(part, str))
        layout = output.Layout(format, plan.scheme.id, output.special(fixed + plan.alphabet))
        digest = output.Digest(file)
        press = batch.press(layout.before, layout.after)
        seen: list[str] = []
        written = 0

        def watched() -> Iterator[Bytes]:
            nonlocal written
            for rows in batch.blocks(press):
                seen[1:] = []
                seen.extend(press.codes(rows[[0, -1]]) if not seen else press.codes(rows[-1:]))
                yield rows
                written += len(rows)
                if progress is not None:
                    progress(written)

        if format == "parquet":
            output.write_parquet(digest, plan.scheme.id, watched())
        else:
            output.write(digest, layout, watched())
        (taken, *_) = batch.taken
        return Manifest(
            file=os.path.basename(path), format=format, scheme=plan.scheme.id, edition=plan.form.edition.id,
            form=plan.form.id, segments=plan.segments, count=written, first=seen[0], last=seen[-1], bytes=digest.size,
            sha256=digest.hex(), batch=taken.batch, numbers=[[t.first, t.last] for t in batch.taken], room=plan.room,
            key="" if plan.running else self.key_fingerprint or "", at=taken.at, who=self._who, purpose=taken.purpose,
        )  # fmt: skip

    def _look_up(self, codes: Sequence[str | Code], scheme: str | None) -> list[IssueStatus]:
        shapes: dict[str, dict[int, list[Pattern]]] = {}
        for id, shape in self._ledger.shapes():
            widths = shapes.setdefault(id, {})
            widths.setdefault(sum(part[1] for part in shape if not isinstance(part, str)), []).append(shape)
        found: list[IssueStatus | None] = [None] * len(codes)
        for id, widths in shapes.items():
            if scheme not in (None, id):
                continue
            own = [i for i, code in enumerate(codes) if isinstance(code, str) or code.scheme == id]
            own = [i for i in own if (known := found[i]) is None or not known.issued]
            for i, status in zip(own, self._of_scheme(id, widths, [codes[i] for i in own]), strict=True):
                if status is not None:
                    found[i] = status
        return [
            status or IssueStatus(scheme=None, code=code if isinstance(code, str) else code.normalized, issued=False)
            for status, code in zip(found, codes, strict=True)
        ]

    def _of_scheme(
        self, id: str, widths: dict[int, list[Pattern]], codes: Sequence[str | Code]
    ) -> list[IssueStatus | None]:
        """The status of codes of one scheme; None for a text that is no code of it."""
        texts = self._normalized(id, codes)
        found: list[IssueStatus | None] = [
            None if text is None else IssueStatus(scheme=id, code=text, issued=False) for text in texts
        ]
        wanted: dict[Pattern, list[tuple[int, str]]] = {}
        for i, text in enumerate(texts):
            for shape in () if text is None else widths.get(len(text), ()):
                assert text is not None
                pattern, serial = patterns.cut(text, shape)
                wanted.setdefault(pattern, []).append((i, serial))
        for pattern, scope in self._ledger.scopes(id, [*wanted]).items():
            places, serials = zip(*wanted[pattern], strict=True)
            odds = (scope.next - 1) / scope.room if scope.key else 1.0
            numbers = dict(zip(places, self._numbers(scope, serials), strict=True))
            issued = {i: number for i, number in numbers.items() if number is not None and 0 < number < scope.next}
            takings = self._ledger.takings(scope.id, {*issued.values()})
            events = self._ledger.events(id, [texts[i] or "" for i in issued])
            for i, number in numbers.items():
                status = found[i]
                assert status is not None
                if i in issued:
                    taken = takings[issued[i]]
                    state, parent = _state(events[status.code])
                    found[i] = status.replace(
                        issued=True, number=number, batch=taken.batch, at=datetime.fromisoformat(taken.at),
                        purpose=taken.purpose, odds=odds, state=state, parent=parent,
                    )  # fmt: skip
                elif number is not None:
                    found[i] = status.replace(odds=odds)
        return found

    def _normalized(self, id: str, codes: Sequence[str | Code]) -> list[str | None]:
        """Texts as the rule writes them; None for what is no code of the scheme."""
        scheme = self._schemes[id]
        texts = [code if isinstance(code, str) else code.normalized for code in codes]
        valid = kernel(id, catalog=scheme.catalog).check(texts).valid.tolist()
        found: list[str | None] = []
        for text, right in zip(texts, valid, strict=True):
            code = None if right else scheme.read(text)[0]
            found.append(text if right else None if code is None else code.normalized)
        return found

    def _numbers(self, scope: Scope, serials: Sequence[str]) -> list[int | None]:
        """The numbers behind serials, from 1; None for one with a character that is not in the alphabet."""
        size = len(scope.alphabet)
        data = np.frombuffer("".join(serials).encode("ascii", "replace"), np.uint8).reshape(len(serials), -1)
        table = np.full(256, size, np.uint64)
        table[np.frombuffer(scope.alphabet.encode(), np.uint8)] = np.arange(size)
        digits = table[data]
        known: NDArray[np.bool_] = np.logical_and.reduce(digits < size, axis=1)
        digits[~known] = 0
        if not scope.key:
            numbers = _value(digits, size).astype(object)
        else:
            if scope.key != self.key_fingerprint and self._key is not None:
                raise refusal("issue.other_key", found=self.key_fingerprint, allowed=scope.key)
            permutation = self._permutation(scope.scheme, scope.pattern, scope.alphabet, scope.length)
            half = scope.length // 2
            halves = permutation.backward(_value(digits[:, :half], size), _value(digits[:, half:], size))
            numbers = permutation.numbers(*halves) + 1
        return [number if fits else None for number, fits in zip(numbers.tolist(), known.tolist(), strict=True)]

    def _record(self, kind: str, codes: Iterable[str | Code], purpose: str, never: tuple[str, ...]) -> None:
        def judge(earlier: Sequence[Event], code: str) -> None:
            state, _ = _state(earlier)
            if state in never:
                raise refusal("issue.state", found=code, allowed=_STATES[state])

        self._ledger.record(kind, self._issued(codes), self._who, purpose, judge=judge)

    def _issued(self, codes: Iterable[str | Code]) -> list[tuple[str, str]]:
        """Scheme and code of issued codes, each once."""
        found = []
        for status in self.statuses(codes):
            if not status.issued or status.scheme is None:
                raise refusal("issue.never", found=status.code)
            found.append((status.scheme, status.code))
        return [*dict.fromkeys(found)]


class _Batch:
    """The numbers of one call of `issue`, to be printed."""

    def __init__(self, issuer: Issuer, plan: Plan, permutation: FF1 | None, count: int, purpose: str) -> None:
        self.plan, self._issuer, self._permutation, self._count, self._purpose = (
            plan, issuer, permutation, count, purpose,
        )  # fmt: skip
        self.taken = [issuer._take(plan, count, purpose)]

    def press(self, before: bytes = b"", after: bytes = b"") -> Press:
        """What prints the codes."""
        return Press(self.plan, self._permutation, before, after)

    def blocks(self, press: Press) -> Iterator[Bytes]:
        """The printed rows. Numbers whose codes the rule refuses are made up for by further ones."""
        missing = self._count
        while True:
            taken = self.taken[-1]
            for first in range(taken.first, taken.last + 1, BLOCK):
                rows = press.rows(first, min(BLOCK, taken.last + 1 - first))
                missing -= len(rows)
                if len(rows):
                    yield rows
            if not missing:
                return
            self.taken.append(self._issuer._take(self.plan, missing, self._purpose, self.taken[0].batch))

    def codes(self) -> Iterator[Code]:
        """The codes as objects."""
        plan = self.plan
        for rows in self.blocks(self.press()):
            for text in output.texts(rows):
                yield plan.scheme.parse(text, plan.on, strict=True, edition=plan.form.edition.id, form=plan.form.id)


def _value(digits: Any, radix: int) -> Any:
    """Rows of digits as numbers."""
    found = np.zeros(len(digits), np.uint64)
    for column in digits.T:
        found = found * np.uint64(radix) + column
    return found


def _state(events: Sequence[Event]) -> tuple[Literal["issued", "activated", "voided"], tuple[str, str] | None]:
    """What a code is after these events, and the package in which it is."""
    state: Literal["issued", "activated", "voided"] = "issued"
    parent = None
    for event in events:
        if event.kind == "activated":
            state = "activated"
        elif event.kind == "voided":
            state = "voided"
        else:
            packed = event.parent_scheme is not None and event.parent is not None
            parent = (str(event.parent_scheme), str(event.parent)) if packed else None
    return state, parent


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no such user on this machine: usual in containers
        return str(os.getuid())
