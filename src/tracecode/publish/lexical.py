"""What the text of a single value must look like, in terms that every schema language has.

JSON Schema and XSD are both written from a `Lexical`, so that they say the same of every element.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from tracecode.codes.registry import registry
from tracecode.publish.patterns import char_class, decimals_between, scheme_pattern
from tracecode.records.fields import chars_of, number_bounds, number_pattern
from tracecode.records.scheme_names import OTHER_NAME, PARTY_NAME, accepted
from tracecode.records.source import form
from tracecode.spec.base import Text
from tracecode.standard.elements import Element, ElementGroup, RecordLayout
from tracecode.standard.record_layout import items_of
from tracecode.standard.resolved import kept
from tracecode.value import Value

if TYPE_CHECKING:
    from tracecode.spec.formats import FormatKind
    from tracecode.standard.resolved import Resolved


class Lexical(Value):
    """The form of a value."""

    kind: FormatKind
    values: tuple[str, ...] | None
    """The only right values; of the name of an encoding rule those of this standard, beside which
    the pattern holds.
    """
    patterns: tuple[str, ...]
    """Patterns in the common dialect, all of which hold."""
    min: int
    """Fewest characters of a text."""
    max: int
    """Most characters of a text."""
    low: Decimal | None = None
    """Least value of a number."""
    high: Decimal | None = None
    """Greatest value of a number."""
    decimals: int = 0
    """Most digits after the decimal point."""
    schemes: str | None = None
    """Of the name of an encoding rule: what all elements share that take the same ones, as an
    id.
    """


SCHEMES = Text(
    zh="本标准的编码规则，或以 other: 开头的其他编码规则的名称（其代码不校验）",
    en="An encoding rule of this standard, or other: and the name of another one, whose codes are "
    "not checked",
)
"""What the name of an encoding rule is."""
_PARTIES = Text(
    zh=f"{SCHEMES.zh}；境外主体的编号写作 foreign: 加 python-stdnum 的模块名，如 foreign:de.vat"
    f"（模式文件不能校验其编号）",
    en=f"{SCHEMES.en}; a number of a party abroad is named foreign: and a module of "
    f"python-stdnum, such as "
    f"foreign:de.vat (whether it is right no schema can tell)",
)


def scheme_names(form: Lexical) -> Text:
    """What the name of an encoding rule is, where a value has this form."""
    return _PARTIES if form.patterns == (PARTY_NAME,) else SCHEMES


def named_schemes(fields: Iterable[Element], standard: Resolved) -> dict[str, Lexical]:
    """The sets of encoding rules from which elements take their values, by the id that the elements
    share.
    """
    forms = [lexical(field, standard) for field in fields if field.identifies]
    return {
        form.schemes: form
        for form in sorted(forms, key=lambda form: form.schemes or "")
        if form.schemes
    }


def lexical(field: Element, standard: Resolved, owner: ElementGroup | None = None) -> Lexical:
    """The form of the values of an element; of a repeated one, of each value.

    Args:
        field: an element without elements inside.
        standard: the specifications.
        owner: the record type in which it stands; the item is limited to those that share the
            record type.
    """
    notation = field.format
    assert notation is not None
    values = field.values
    if field.id == "product_item" and isinstance(owner, RecordLayout) and owner.product is None:
        values = items_of(standard, owner)
    if field.identifies:
        return Lexical(
            kind="text", values=accepted(standard, field.identifies), min=1, max=notation.max,
            patterns=(PARTY_NAME if "party" in field.identifies else OTHER_NAME,),
            schemes=f"schemes-{'-'.join(field.identifies)}",
        )  # fmt: skip
    if notation.number:
        bounds = field.spec.range
        low, high = number_bounds(
            notation, bounds.min if bounds else None, bounds.max if bounds else None
        )
        pattern = number_pattern(notation, bounds.min if bounds else None)
        if bounds is not None and notation.kind == "decimal":
            pattern = decimals_between(low, high, notation.decimals) or pattern
        return Lexical(
            kind=notation.kind, values=values, patterns=(pattern,), min=1, max=notation.max,
            low=low, high=high, decimals=notation.decimals,
        )  # fmt: skip
    patterns = [] if notation.pattern is None else [notation.pattern]
    if notation.kind == "text" and field.spec.chars is not None:
        patterns.append(_text_of(standard, field.spec.chars))
    if values is None and (scheme := form(field, standard).scheme) is not None:
        codes = _codes_of(standard, scheme)
        patterns += [codes] if codes else []
    return Lexical(
        kind=notation.kind, values=values, patterns=tuple(patterns), min=notation.min,
        max=notation.max
    )  # fmt: skip


@kept
def _text_of(standard: Resolved, chars: str) -> str:
    """The pattern of a text of some characters; hundreds of elements share it, and the next one."""
    return f"{char_class(chars_of(chars, standard))}*"


@kept
def _codes_of(standard: Resolved, scheme: str) -> str | None:
    """The pattern of the codes of an encoding rule."""
    return scheme_pattern(registry(standard)[scheme])


def source_of(field_or_group: Element | ElementGroup, standard: Resolved) -> str:
    """Where an element, or a record type, is written: the document as people cite it."""
    return standard.cite(
        field_or_group.spec.source if isinstance(field_or_group, Element) else field_or_group.source
    )


def title(zh: str, en: str) -> str:
    """Both names in one text, as schema languages have room for one."""
    return f"{zh} / {en}"
