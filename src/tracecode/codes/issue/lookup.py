"""Whether codes were issued, and what the ledger knows of them. No list of codes is needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tracecode.codes.bulk import kernel
from tracecode.codes.code import Code
from tracecode.codes.issue import patterns
from tracecode.codes.issue.faults import refusal
from tracecode.codes.issue.journal import Journal, state_of
from tracecode.codes.issue.ledger import Ledger
from tracecode.codes.issue.patterns import Pattern
from tracecode.codes.issue.permutation import Permutations
from tracecode.codes.issue.tables import Scope
from tracecode.codes.registry import Registry
from tracecode.value import Value

Digits: TypeAlias = NDArray[np.uint64]
_CHUNK = 20_000  # codes looked up together


class IssueStatus(Value):
    """Whether a code was issued, and what the ledger knows of it."""

    scheme: str | None
    """Of the code; None if it is no code of any scheme that this ledger issues."""
    code: str
    """As the rule writes it; of a text that is no code, the text."""
    issued: bool
    """Whether its number was taken. That includes numbers that a crash lost before they were
    printed.
    """
    number: int | None = None
    """Its place in the order of issue, from 1."""
    batch: str | None = None
    """Names the call by which it was issued; the manifest has the same name."""
    at: datetime | None = None
    """When it was issued."""
    purpose: str | None = None
    odds: float | None = None
    """The chance that an invented code with these fixed segments passes for issued; 1 where numbers
    are counted and not permuted, since such numbers can be guessed. None if no code with these
    segments was ever issued."""
    state: Literal["issued", "activated", "voided"] | None = None
    parent: tuple[str, str] | None = None
    """Scheme and code of the package it is in, where that was recorded."""


class Lookup:
    """Recognises the codes of a ledger: the permutation is inverted, and the number compared with
    those taken.
    """

    def __init__(
        self, ledger: Ledger, journal: Journal, permutations: Permutations, schemes: Registry
    ) -> None:  # fmt: skip
        self._ledger, self._journal, self._permutations, self._schemes = (
            ledger,
            journal,
            permutations,
            schemes,
        )

    def statuses(self, codes: Iterable[str | Code], scheme: str | None) -> Iterator[IssueStatus]:
        """The status of many codes, in their order.

        Args:
            codes: codes, or texts read leniently.
            scheme: of texts, where it is known.

        Raises:
            IssueError: the key is missing or is another than that of the codes, or the ledger
                fails.
        """
        rest = iter(codes)
        while chunk := [*islice(rest, _CHUNK)]:
            yield from self._look_up(chunk, scheme)

    def _look_up(self, codes: Sequence[str | Code], scheme: str | None) -> list[IssueStatus]:
        shapes: dict[str, dict[int, list[Pattern]]] = {}
        for id, shape in self._ledger.shapes():
            widths = shapes.setdefault(id, {})
            widths.setdefault(
                sum(part[1] for part in shape if not isinstance(part, str)), []
            ).append(shape)
        results: list[IssueStatus | None] = [None] * len(codes)
        for id, widths in shapes.items():
            if scheme not in (None, id):
                continue
            self._ledger.audit.scheme(id)
            own = [i for i, code in enumerate(codes) if isinstance(code, str) or code.scheme == id]
            own = [i for i in own if (known := results[i]) is None or not known.issued]
            for i, status in zip(
                own, self._of_scheme(id, widths, [codes[i] for i in own]), strict=True
            ):
                if status is not None:
                    results[i] = status
        # or its scope cannot be found any more
        if not all(status is not None and status.issued for status in results):
            self._ledger.audit.once(self._ledger.database)
        return [
            status
            or IssueStatus(
                scheme=None, code=code if isinstance(code, str) else code.normalized, issued=False
            )
            for status, code in zip(results, codes, strict=True)
        ]

    def _of_scheme(
        self, id: str, widths: dict[int, list[Pattern]], codes: Sequence[str | Code]
    ) -> list[IssueStatus | None]:
        """The status of codes of one scheme; None for a text that is no code of it."""
        texts = self._normalized(id, codes)
        statuses: list[IssueStatus | None] = [
            None if text is None else IssueStatus(scheme=id, code=text, issued=False)
            for text in texts
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
            issued = {i: number for i, number in numbers.items() if number}
            takings = self._ledger.takings(scope.id, {*issued.values()})
            events = self._journal.of(id, [texts[i] or "" for i in issued])
            for i, number in numbers.items():
                status = statuses[i]
                assert status is not None
                if i in issued:
                    taken = takings[issued[i]]
                    state, parent = state_of(events[status.code])
                    statuses[i] = status.replace(
                        issued=True, number=number, batch=taken.batch,
                        at=datetime.fromisoformat(taken.at), purpose=taken.purpose, odds=odds,
                        state=state, parent=parent,
                    )  # fmt: skip
                elif number is not None:
                    statuses[i] = status.replace(odds=odds)
        return statuses

    def _normalized(self, id: str, codes: Sequence[str | Code]) -> list[str | None]:
        """Texts as the rule writes them; None for what is no code of the scheme."""
        scheme = self._schemes[id]
        texts = [code if isinstance(code, str) else code.normalized for code in codes]
        valid = kernel(scheme.standard, id).check(texts).valid.tolist()
        normalized: list[str | None] = []
        for text, right in zip(texts, valid, strict=True):
            code = None if right else scheme.read(text)[0]
            normalized.append(text if right else None if code is None else code.normalized)
        return normalized

    def _numbers(self, scope: Scope, serials: Sequence[str]) -> list[int | None]:
        """The taken numbers behind serials, from 1; 0 for a serial that none led to.

        None for one with a character that is not in the alphabet.
        """
        size = len(scope.alphabet)
        data = np.frombuffer("".join(serials).encode("ascii", "replace"), np.uint8).reshape(
            len(serials), -1
        )
        table = np.full(256, size, np.uint64)
        table[np.frombuffer(scope.alphabet.encode(), np.uint8)] = np.arange(size)
        digits = table[data]
        known: NDArray[np.bool_] = np.logical_and.reduce(digits < size, axis=1)
        digits[~known] = 0
        taken: list[int | None] = [0 if fits else None for fits in known.tolist()]
        # the oldest first: a code that came under a former nonce never comes again
        for span in scope.spans:
            numbers = self._under(span.nonce, scope, digits)
            taken = [
                number if now == 0 and span.first <= number < span.end else now
                for now, number in zip(taken, numbers, strict=True)
            ]
        return taken

    def _under(self, nonce: str, scope: Scope, digits: Digits) -> list[int]:
        """The numbers that a nonce sends to these serials."""
        size = len(scope.alphabet)
        if not scope.key:
            numbers: list[int] = _value(digits, size).tolist()
            return numbers
        own = self._permutations.fingerprint
        if own is not None and scope.key != own:
            raise refusal("issue.other_key", found=own, allowed=scope.key)
        permutation = self._permutations.of(nonce, scope.scheme, scope.pattern, scope.alphabet)
        half = scope.length // 2
        halves = permutation.backward(
            _value(digits[:, :half], size), _value(digits[:, half:], size)
        )
        return [number + 1 for number in permutation.numbers(*halves).tolist()]


def _value(digits: Digits, radix: int) -> Digits:
    """Rows of digits as numbers."""
    numbers = np.zeros(len(digits), np.uint64)
    for column in digits.T:
        numbers = numbers * np.uint64(radix) + column
    return numbers
