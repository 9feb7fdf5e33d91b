"""What a standard is called as a document, where it holds and whose it is: as the uppermost pack
that says so has it.

>>> from tracecode.standard.resolved import packaged
>>> identity(packaged()).number, identity(packaged()).subject.zh
('DB12/T XXXX—XXXX', '天津市重要产品')
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tracecode.spec.base import Text
from tracecode.spec.construct import construct
from tracecode.spec.layers import pack_of
from tracecode.spec.list_model import DocumentSpec

if TYPE_CHECKING:
    from tracecode.standard.resolved import Resolved

OPEN = "XXXX"
"""Stands in a draft for what others decide: numbers, dates, bodies, persons."""
_OPEN = Text(zh=OPEN, en=OPEN)
_GOODS = Text(zh="产品", en="products")
_LEVEL = Text(zh="地方标准", en="Local standard")


class Identity(NamedTuple):
    """A standard as a document, with what stands for whatever its packs leave out."""

    number: str
    """`DB12/T XXXX—XXXX`: of a draft no more is known."""
    level: Text
    title: Text
    goods: Text
    """What is traced: 重要产品."""
    place: Text | None
    ics: str
    ccs: str
    proposed_by: Text
    drafted_by: Text
    drafters: Text
    issued_by: Text
    authorities: Text | None
    """A remark beside the names of authorities."""

    @property
    def subject(self) -> Text:
        """What is traced, and where: 天津市重要产品."""
        return self.within(self.goods)

    def within(self, goods: Text, between: str = "in") -> Text:
        """Some goods, and where they are traced; `between` stands before the place in English."""
        if self.place is None:
            return goods
        return Text(zh=f"{self.place.zh}{goods.zh}", en=f"{goods.en} {between} {self.place.en}")


def identity(standard: Resolved) -> Identity:
    """What the packs of a standard say of it as a document, neutral words for the rest.

    Raises:
        SpecError: a file `pack.yaml` is wrong.
    """
    packs = (pack_of(layer) or {} for layer in reversed(standard.layers))
    spec = construct(
        DocumentSpec, next((pack["document"] for pack in packs if pack.get("document")), {})
    )
    goods = spec.goods or _GOODS
    return Identity(
        number=f"{spec.series or 'DBXX/T'} {OPEN}—{OPEN}",
        level=spec.level or _LEVEL,
        title=spec.title
        or Text(
            zh=f"{goods.zh}追溯数据标准", en=f"Data standard for the traceability of {goods.en}"
        ),
        goods=goods,
        place=spec.place,
        ics=spec.ics or "XX.XXX.XX",
        ccs=spec.ccs or "X XX",
        proposed_by=spec.proposed_by or _OPEN,
        drafted_by=spec.drafted_by or _OPEN,
        drafters=spec.drafters or _OPEN,
        issued_by=spec.issued_by or _OPEN,
        authorities=spec.authorities,
    )
