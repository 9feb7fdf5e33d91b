"""The codes of one call of `issue`: numbers taken from the ledger, and printed as objects, arrays
or a file.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

from tracecode.codes.bulk.columns import Bytes
from tracecode.codes.code import Code
from tracecode.codes.issue import output, patterns
from tracecode.codes.issue.column import BLOCK, Former, Press
from tracecode.codes.issue.ledger import IssueOrder, Ledger
from tracecode.codes.issue.manifest import Manifest
from tracecode.codes.issue.part_file import PartFile
from tracecode.codes.issue.permutation import Permutations


class Batch:
    """The numbers of one call, to be printed. They are taken when this is made, and belong to the
    caller.
    """

    def __init__(self, ledger: Ledger, permutations: Permutations, order: IssueOrder) -> None:
        """Take the numbers.

        Raises:
            IssueError: they cannot be taken.
        """
        self._ledger, self._permutations, self._order = ledger, permutations, order
        self._scope, taken = ledger.take(order)
        self.taken = [taken]
        self.nonce = self._scope.spans[-1].nonce
        """Of the ledger, in the permutation; empty where numbers are counted."""

    def press(self, before: bytes = b"", after: bytes = b"") -> Press:
        """What prints the codes."""
        plan = self._order.plan
        if plan.running:
            return Press(plan, None, before, after)
        own = plan.scheme.id, plan.pattern, plan.alphabet
        former = [
            Former(self._permutations.of(span.nonce, *own), span.first, span.end)
            for span in self._scope.spans[:-1]
        ]
        return Press(plan, self._permutations.of(self.nonce, *own), before, after, former)

    def blocks(self, press: Press) -> Iterator[Bytes]:
        """The printed rows. Numbers whose codes the rule refuses are made up for by further
        ones.
        """
        missing = self._order.count
        while True:
            taken = self.taken[-1]
            for first in range(taken.first, taken.last + 1, BLOCK):
                rows = press.rows(first, min(BLOCK, taken.last + 1 - first))
                missing -= len(rows)
                if len(rows):
                    yield rows
            if not missing:
                return
            further = self._order.replace(count=missing)
            _, taken = self._ledger.take(further, self.taken[0].batch, self.nonce)
            self.taken.append(taken)

    def codes(self) -> Iterator[Code]:
        """The codes as objects."""
        plan = self._order.plan
        for rows in self.blocks(self.press()):
            for text in output.texts(rows):
                yield plan.scheme.parse(
                    text, plan.on, strict=True, edition=plan.layout.edition.id, form=plan.layout.id
                )

    def write(
        self, file: PartFile, layout: output.OutputLayout, progress: Callable[[int], None] | None
    ) -> Manifest:  # fmt: skip
        """Write the codes to a file, and say what it holds."""
        order, plan = self._order, self._order.plan
        digest = output.DigestingFile(file)
        press = self.press(layout.before, layout.after)
        seen: list[str] = []
        written = 0

        def watched() -> Iterator[Bytes]:
            nonlocal written
            for rows in self.blocks(press):
                seen[1:] = []
                seen.extend(press.codes(rows[[0, -1]]) if not seen else press.codes(rows[-1:]))
                yield rows
                written += len(rows)
                if progress is not None:
                    progress(written)

        if layout.format == "parquet":
            output.write_parquet(digest, plan.scheme.id, watched())
        else:
            output.write(digest, layout, watched())
        (taken, *_) = self.taken
        return Manifest(
            file=os.path.basename(file.path), format=layout.format, scheme=plan.scheme.id,
            edition=plan.layout.edition.id, form=plan.layout.id, segments=plan.segments,
            count=written, first=seen[0], last=seen[-1], bytes=digest.size, sha256=digest.hex(),
            batch=taken.batch, numbers=[[each.first, each.last] for each in self.taken],
            room=plan.room, key=order.key, at=taken.at, who=order.who, purpose=taken.purpose,
            ledger=self._ledger.id, nonce=self.nonce, pattern=patterns.as_data(plan.pattern),
            alphabet=plan.alphabet,
        )  # fmt: skip
