"""Packages: which issued codes are in which now, and the record of one that is packed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from tracecode.codes.code import Code
from tracecode.codes.issue.faults import refusal
from tracecode.codes.issue.journal import STATES, Journal, state_of
from tracecode.codes.issue.tables import Event


class Packages:
    """The packages of a ledger, as its journal tells."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def pack(self, parent: Code, codes: Sequence[tuple[str, str]], who: str, purpose: str) -> None:
        """Record that issued codes are in a package now, all or none.

        Args:
            parent: the package's code.
            codes: pairs of scheme and code.
            who: by whom.
            purpose: for the record.

        Raises:
            IssueError: one is void, in a package already, or holds the package itself.
        """
        package = parent.scheme, parent.normalized
        above: list[tuple[str, str]] = []
        outer: tuple[str, str] | None = package
        while outer is not None:  # the package, what it is in, and so on
            above.append(outer)
            _, outer = state_of(self._journal.of(outer[0], [outer[1]])[outer[1]])

        def judge(earlier: Sequence[Event], code: str) -> None:
            state, inside = state_of(earlier)
            if state == "voided":
                raise refusal("issue.state", found=code, allowed=STATES[state])
            if inside is not None:
                raise refusal("issue.packed", found=code, allowed=inside[1])

        if looped := set(above).intersection(codes):
            raise refusal("issue.loop", found=looped.pop()[1], allowed=parent.normalized)
        self._journal.record("packed", codes, who, purpose, package, judge)

    def contents(self, parent: Code) -> tuple[tuple[str, str], ...]:
        """Scheme and code of all that is in a package now, in the order of packing."""
        packed = dict.fromkeys(
            (e.scheme, e.code) for e in self._journal.packed(parent.scheme, parent.normalized)
        )
        inside = {
            (scheme, code)
            for scheme in {scheme for scheme, _ in packed}
            for code, events in self._journal.of(
                scheme, [code for own, code in packed if own == scheme]
            ).items()
            if state_of(events)[1] == (parent.scheme, parent.normalized)
        }
        return tuple(pair for pair in packed if pair in inside)

    def record(self, parent: Code, elements: Mapping[str, object]) -> dict[str, object]:
        """Plain data of the `packaging` record of a package.

        Args:
            parent: the package's code.
            elements: what the ledger does not know, by element.

        Raises:
            IssueError: nothing is in the package.
        """
        inside = self.contents(parent)
        if not inside:
            raise refusal("issue.empty", found=parent.normalized)
        last = max(e.at for e in self._journal.packed(parent.scheme, parent.normalized))
        id = uuid5(NAMESPACE_URL, f"{parent.scheme}/{parent.normalized}/{last}")
        schemes = {scheme for scheme, _ in inside}
        # of several, the maker says which
        named = {"trace_codes_scheme": schemes.pop()} if len(schemes) == 1 else {}
        return {
            "record_type": "packaging", "record_id": str(id),
            "event_time": datetime.fromisoformat(last).isoformat(timespec="seconds"),
            "trace_code": parent.normalized, "code_scheme": parent.scheme, "unit_level": "3",
            "trace_codes": [code for _, code in inside], **named, **elements,
        }  # fmt: skip
