"""What may be issued: from a scheme and its fixed segments to the shape of the codes and the room
for serial numbers.

The serial segment of a rule is the one with `role: serial`. Where the rule calls it a running
number (`running: true`), numbers are counted from 1, in decimal digits. Everywhere else they are
permuted, so that no code tells another; that takes room for a million at least.

All that is fixed in the codes, with the places of the rest, is their *pattern* (`patterns`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from tracecode.codes.issue.faults import refusal
from tracecode.codes.issue.ff1 import longest
from tracecode.codes.issue.patterns import Pattern, Slot, joined
from tracecode.errors import InvalidCode, IssueError
from tracecode.standard.constraints import Narrowed
from tracecode.standard.segment import char_class, span_text
from tracecode.value import Value

if TYPE_CHECKING:
    from tracecode.codes.code import Code
    from tracecode.codes.layout import Layout
    from tracecode.codes.scheme import Scheme
    from tracecode.standard.segment import Segment

LEAST_ROOM = 1_000_000
"""Of a permutation; with less, FF1 is not secure (NIST SP 800-38G, revision 1) and guessing is
easy.
"""
ENOUGH_ROOM = 10**16
"""A serial of variable length is made long enough for so many values: of ten million issued, one
guess in a billion.
"""
MOST_RUNNING = 18
"""Digits of a running number, so that it fits a column of the ledger."""

_DIGITS = "0123456789"
_COMPANY_PREFIX = 4  # fewest digits, as the limits of GIAI and CPID have it
_TRIALS = 64
# roles of segments that tell the codes of two makers apart
_LOCATING = ("product", "party", "place", "class")


class IssuePlan(Value):
    """How the codes of one scope look: everything but the numbers."""

    scheme: Scheme
    layout: Layout
    serial: Segment
    prefix: str
    """What the issuer wants at the head of every serial."""
    alphabet: str
    """The digits of the serial, the one of value 0 first."""
    length: int
    """Of the serial, after the prefix."""
    running: bool
    sample: Code
    """A code of this scope."""
    on: date | None

    @property
    def room(self) -> int:
        """How many numbers there are; a running number is never 0."""
        return int(len(self.alphabet) ** self.length) - self.running

    @cached_property
    def varying(self) -> frozenset[str]:
        """The segments that differ from code to code: the serial, and the check characters over
        it.
        """
        varying = {self.serial.spec.id}
        for check in self.layout.spec.checks:
            if varying.intersection(check.of):
                varying.add(check.into)
        return frozenset(varying)

    @property
    def segments(self) -> dict[str, str]:
        """The segments that are the same in all codes."""
        return {id: text for id, text in self.sample.segments.items() if id not in self.varying}

    @cached_property
    def pattern(self) -> Pattern:
        """The codes with slots in place of what varies."""
        parts: list[str | Slot] = []
        for id, text in self.sample.segments.items():
            if id == self.serial.spec.id:
                parts += [self.prefix, ("serial", self.length)]
            else:
                parts.append(("check", len(text)) if id in self.varying else text)
        return joined(parts)


def plan(
    scheme: Scheme,
    segments: Mapping[str, str | date | Code],
    *,
    edition: str | None = None,
    form: str | None = None,
    on: date | None = None,
    prefix: str = "",
    length: int | None = None,
    chars: str | None = None,
) -> IssuePlan:
    """How codes of the scheme look with these segments; by the first layout in force that takes
    them.

    Raises:
        IssueError: the scheme is not for enterprises to issue, or has no serial that can be issued.
        InvalidCode: a segment is missing, unknown or wrong.
        UnknownId: there is no such edition, form or alphabet.
    """
    issuer = scheme.spec.issued_by
    if issuer.kind != "enterprise":
        raise refusal("issue.authority", name=scheme.name, allowed=issuer.name)
    refused: list[IssueError] = []
    wrong: list[InvalidCode] = []
    for each in scheme.candidates(on or date.today(), edition, form, strict=True):
        try:
            return _plan(each, segments, on, prefix, length, chars)
        except IssueError as error:
            refused.append(error)
        except InvalidCode as error:
            wrong.append(error)
    raise wrong[0] if wrong else refused[0]


def _plan(
    layout: Layout,
    segments: Mapping[str, str | date | Code],
    on: date | None,
    prefix: str,
    length: int | None,
    chars: str | None,
) -> IssuePlan:
    serial = _serial_of(layout)
    name = serial.spec.name
    if serial.spec.id in segments:
        raise refusal("issue.serial_given", found=serial.spec.id)
    running = serial.spec.running
    _judge_prefix(layout, serial, prefix)
    alphabet = _alphabet(layout, serial, prefix, chars, running=running)
    length = _length(serial, prefix, length, len(alphabet), running=running)
    own = length - len(prefix)
    if not running and len(alphabet) ** own < LEAST_ROOM:
        raise refusal("issue.small", name=name, found=len(alphabet) ** own, allowed=LEAST_ROOM)
    return IssuePlan(
        scheme=layout.owner, layout=layout, serial=serial, prefix=prefix, alphabet=alphabet,
        length=own, running=running, on=on,
        sample=_sample(layout, segments, on, serial, prefix, alphabet, own),
    )  # fmt: skip


def _serial_of(layout: Layout) -> Segment:
    """The serial segment of a layout."""
    if layout.severity != "error":
        raise refusal("issue.unsure", name=layout.name)
    serials = [segment for segment in layout.segments if segment.spec.role == "serial"]
    if len(serials) != 1:
        raise refusal("issue.no_serial", name=layout.name)
    (serial,) = serials
    if serial.spec.scheme is not None:
        inner = layout.owner.sibling(serial.spec.scheme)
        raise refusal("issue.nested", name=layout.name, found=inner.name, allowed=inner.id)
    if (
        serial.chars is None
        or serial.chars.negated
        or serial.spec.repeat
        or not serial.chars.chars.isascii()
    ):
        raise refusal("issue.open", name=layout.name, found=serial.spec.name)
    return serial


def _alphabet(
    layout: Layout, serial: Segment, prefix: str, chars: str | None, *, running: bool
) -> str:
    """The characters that the rule allows at every place behind the prefix, and the caller
    wants.
    """
    assert serial.chars is not None
    allowed = [serial.chars]
    if serial.first is not None and not prefix:
        allowed.append(serial.first)
    for each in layout.constraints:
        if isinstance(each, Narrowed) and each.target.of == (serial.spec.id,):
            part = each.target.part
            if part is None or part.end > len(prefix):
                allowed.append(each.chars)
    alphabet = "".join(char for char in serial.chars.chars if all(char in each for each in allowed))
    if running:
        alphabet = "".join(char for char in _DIGITS if char in alphabet)
    if chars is None:
        return alphabet
    if not isinstance(chars, str):
        raise refusal("issue.chars", found=chars, allowed=alphabet)
    try:
        wanted = char_class(chars, layout.owner.standard)
    except ValueError as error:
        raise refusal("issue.chars", found=f"{chars} ({error})", allowed=alphabet) from None
    if wanted.negated or len(wanted.chars) < 2 or not set(wanted.chars) <= set(alphabet):
        raise refusal("issue.chars", found=chars, allowed=alphabet)
    return wanted.chars


def _judge_prefix(layout: Layout, serial: Segment, prefix: str) -> None:
    """A GS1 key whose serial begins with the company prefix needs it; every prefix is of the rule's
    characters.
    """
    assert serial.chars is not None
    name = serial.spec.name
    if not isinstance(prefix, str) or any(char not in serial.chars for char in prefix):
        raise refusal("issue.prefix", name=name, found=prefix, allowed=serial.allowed)
    whole = layout.owner.spec.gs1_ai and not any(
        segment.spec.role in _LOCATING for segment in layout.segments
    )
    if whole and (
        len(prefix) < _COMPANY_PREFIX or not set(prefix[:_COMPANY_PREFIX]) <= set(_DIGITS)
    ):
        raise refusal("issue.company_prefix", name=layout.name)


def _length(serial: Segment, prefix: str, wanted: int | None, radix: int, *, running: bool) -> int:
    """The length of the whole serial segment: the one wanted, or the shortest with enough room."""
    least = max(serial.min, len(prefix) + 1)
    most = min(serial.max, len(prefix) + (MOST_RUNNING if running else longest(max(radix, 2))))
    whole = isinstance(wanted, int) and not isinstance(wanted, bool)
    if least > most or (wanted is not None and not (whole and least <= wanted <= most)):
        length = wanted if wanted is not None else len(prefix) + 1
        raise refusal(
            "issue.length", name=serial.spec.name, found=length, allowed=span_text(least, most)
        )
    if wanted is not None:
        return wanted
    return next(
        (size for size in range(least, most) if radix ** (size - len(prefix)) >= ENOUGH_ROOM), most
    )


def _sample(
    layout: Layout, segments: Mapping[str, str | date | Code], on: date | None, serial: Segment,
    prefix: str, alphabet: str, length: int,
) -> Code:  # fmt: skip
    """A code with these segments: the rule may refuse some serials, so several are tried."""
    room = len(alphabet) ** length
    refused: list[InvalidCode] = []
    for trial in range(_TRIALS):
        given = prefix + _digits((room // 3 + trial * (room // 97 + 1)) % room, alphabet, length)
        try:
            return layout.owner.build(
                edition=layout.edition.id, form=layout.id, on=on,
                **{**segments, serial.spec.id: given}
            )  # fmt: skip
        except InvalidCode as error:
            refused.append(error)
    raise refused[0]


def _digits(value: int, alphabet: str, length: int) -> str:
    digits = ""
    for _ in range(length):
        value, digit = divmod(value, len(alphabet))
        digits = alphabet[digit] + digits
    return digits
