"""One answer of `identify`: what a text may be, how likely it is, and what that rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from tracecode.codes.layout import Layout
from tracecode.codes.payload import Inside, Piece
from tracecode.findings import Finding
from tracecode.privacy import mask, starred
from tracecode.spec.base import Text
from tracecode.value import Value

if TYPE_CHECKING:
    from tracecode.codes.code import Code

Basis = Literal["check", "content", "length"]


class Match(Value):
    """One answer of `identify`."""

    scheme: str
    """Id of the scheme."""
    name: Text
    """Its name."""
    text: str
    """The text or the part of it that was read."""
    code: Code | None
    """The code; None for a near miss."""
    confidence: float
    """Between 0 and 1: the share of this reading among all, "no code at all" included."""
    basis: Basis
    """What the answer rests on: `check` a verified check character, `content` fixed text, lists or
    dates, `length` only length and characters."""
    reasons: tuple[Text, ...]
    """Why it fits, in words."""
    findings: tuple[Finding, ...]
    """Of the code: warnings and changes; of a near miss: what is wrong."""
    inside: Inside | None = None
    """The payload in which the code was found."""
    rivals: tuple[str, ...] = ()
    """Other schemes that fit nearly as well; empty if this one stands out."""
    personal: bool = False
    """Whether the scheme is of personal numbers: then no text that is made of the match shows
    `text`.
    """

    def __repr__(self) -> str:
        return Value.__repr__(self.replace(text=self.public_text))

    @property
    def certain(self) -> bool:
        """Whether no other reading is plausible. Never for a match by length alone."""
        return (
            self.code is not None
            and self.basis != "length"
            and not self.rivals
            and self.confidence >= 0.99
        )

    @property
    def public_text(self) -> str:
        """The text as it may be shown to anybody."""
        return starred(self.text) if self.personal else mask(self.text)


def basis_of(layout: Layout) -> Basis:
    """What a match by a layout rests on."""
    kinds = {rule.id for rule in layout.rules if rule.severity == "error"}
    if "code.check_character" in kinds or any(
        rule.id == "code.nested" and rule.severity == "error" and rule.bits >= 3
        for rule in layout.rules
    ):
        return "check"
    if (
        any(s.spec.literal is not None and s.min > 0 for s in layout.segments)
        or sum(r.bits for r in layout.rules) >= 2
    ):
        return "content"
    return "length"


def reasons_of(layout: Layout, part: Piece | None, favoured: bool) -> tuple[Text, ...]:
    """Why a text fits a layout, in words.

    Args:
        layout: that it fits.
        part: of a payload, where it is one.
        favoured: whether the product carries the scheme.
    """
    reasons = [
        rule.reason for rule in layout.rules if rule.reason is not None and rule.severity == "error"
    ]
    literals = [
        s.spec.literal
        for s in layout.segments
        if s.spec.literal is not None and s.spec.literal.strip() and s.min
    ]
    if literals:
        fixed_text = " ".join(literals)
        reasons.insert(0, Text(zh=f"固定字符“{fixed_text}”", en=f"fixed text '{fixed_text}'"))
    if (
        part is not None
        and part.inside != "upc-e"
        and part.ai is not None
        and part.ai in layout.owner.spec.gs1_ai
    ):
        reasons.insert(
            0, Text(zh=f"GS1 应用标识符（{part.ai}）", en=f"GS1 application identifier ({part.ai})")
        )
    if favoured:
        reasons.append(Text(zh="该品目使用此码", en="the product carries this code"))
    return tuple(reasons) or (Text(zh="仅长度和字符相符", en="only length and characters fit"),)
