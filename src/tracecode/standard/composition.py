"""How elements come together: those of a group, of a core on its bases, and what an item adds."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, get_args

from tracecode.spec.base import Citation, Evidence, Text
from tracecode.spec.formats import Format
from tracecode.spec.model import Identifies
from tracecode.spec.product_model import ProductRecord
from tracecode.spec.record_model import IndicatorUse, RecordSpec
from tracecode.spec.rule_model import CodeRule, RuleSpec, codes_in
from tracecode.standard.elements import Element, ElementGroup, RecordLayout

if TYPE_CHECKING:
    from tracecode.standard.resolved import Resolved


def type_id(product: str | None, record: str) -> str:
    """The id of a record type, as in file names and XML: `pesticide_production`, or `recall` for
    all items.
    """
    return "_".join(part.replace("-", "_") for part in (product, record) if part)


def type_name(
    standard: Resolved, product: str | None, core: RecordSpec, own: ProductRecord | None
) -> Text:
    """What a record type is called: as its core, or after its item and what that says."""
    if product is None or own is None:
        return core.name
    about, kind = standard.product(product).name, own.name or core.name
    return Text(zh=f"{about.zh}·{kind.zh}", en=f"{about.en}: {kind.en}")


def group_layout(standard: Resolved, id: str, above: tuple[str, ...] = ()) -> ElementGroup:
    """A group with its elements.

    Args:
        standard: the specifications.
        id: of the group.
        above: the groups in which it stands.

    Raises:
        SpecError: it contains itself.
    """
    if id in above:
        zh, en = (
            f"组 {id} 不能包含自身；请去掉循环",
            f"the group {id} cannot contain itself; take out what leads back",
        )
        raise standard.wrong("group", id, (), "spec.layout", reason_zh=zh, reason_en=en)
    return standard.keep((ElementGroup, id), partial(_group, standard, id, (*above, id)))


def _group(standard: Resolved, id: str, inside: tuple[str, ...]) -> ElementGroup:
    spec = standard.group(id)
    uses = (_field(standard, use, spec.source, spec.evidence, inside) for use in spec.indicators)
    fields = _paired(uses, spec.rules)
    return ElementGroup(
        id=id, name=spec.name, definition=spec.definition, elements=fields, rules=spec.rules,
        source=spec.source, evidence=spec.evidence,
    )  # fmt: skip


def core_layout(standard: Resolved, record: str) -> RecordLayout:
    """The layout of a core by itself, also of one that no item uses as it is."""
    return composed(standard, record, None, None)


def chain(standard: Resolved, record: str) -> list[RecordSpec]:
    """A core and its bases, the most general first.

    Raises:
        SpecError: cores are each other's base.
    """
    specs = [standard.record(record)]
    while (base := specs[0].base) is not None:
        if base in [spec.id for spec in specs]:
            zh, en = (
                f"公共记录 {base} 不能以自身为基础；请改正 base",
                f"the core {base} is a base of itself; correct base",
            )
            raise standard.wrong(
                "record", specs[0].id, ("base",), "spec.layout", reason_zh=zh, reason_en=en
            )
        specs.insert(0, standard.record(base))
    return specs


class Use(NamedTuple):
    """An indicator as a record type uses it, of which no element was made yet."""

    use: IndicatorUse
    source: Citation
    """Of the core or item where it stands."""
    evidence: Evidence

    def group(self, standard: Resolved) -> str | None:
        """The group that stands in it; None: a single value does."""
        return self.use.group or standard.indicator(self.use.use).group

    def element(self, standard: Resolved) -> Element:
        """The element, without what the rules and the kind of the record say of it."""
        return _field(standard, *self)


def uses(standard: Resolved, record: str, own: ProductRecord | None) -> dict[str, Use]:
    """What a record type uses, by the ids of the elements, in their order. Arguments as for
    `composed`.
    """
    specs = chain(standard, own.core if own else record)
    used = {
        use.use: Use(use, spec.source, spec.evidence) for spec in specs for use in spec.indicators
    }
    if own is not None:
        source, evidence = own.source or specs[-1].source, own.evidence or specs[-1].evidence
        used |= {use.use: Use(use, source, evidence) for use in own.indicators}
    return used


def composed(
    standard: Resolved, record: str, product: str | None, own: ProductRecord | None
) -> RecordLayout:
    """The layout of a record type: of its core alone, or with what an item adds."""
    specs = chain(standard, own.core if own else record)
    core = specs[-1]
    fields = {id: use.element(standard) for id, use in uses(standard, record, own).items()}
    rules = [_told(rule, spec.source, spec.evidence) for spec in specs for rule in spec.rules]
    source, evidence, gaps = core.source, core.evidence, core.gaps
    name = type_name(standard, product, core, own)
    of_item = () if own is None else own.recorders
    recorders = of_item or next((spec.recorders for spec in reversed(specs) if spec.recorders), ())
    if own is not None:
        source, evidence = own.source or source, own.evidence or evidence
        gaps = (*gaps, *own.gaps)
        rules += (_told(rule, source, evidence) for rule in own.rules)
    constants = {"record_type": record, "product_item": product if own else None}
    for id, constant in constants.items():
        if constant is not None and id in fields:
            fields[id] = fields[id].replace(constant=constant)
    return RecordLayout(
        id=type_id(product if own else None, record), name=name, definition=name,
        elements=_paired(fields.values(), rules), rules=tuple(rules), source=source,
        evidence=evidence, record=record, product=product if own else None, stage=core.stage,
        recorders=recorders, open=core.open, gaps=gaps,
    )  # fmt: skip


def _told(rule: RuleSpec, source: Citation, evidence: Evidence) -> RuleSpec:
    """A rule with the document behind it: where it says none, that of the core or item where it
    stands.
    """
    return rule.replace(source=rule.source or source, evidence=rule.evidence or evidence)


def _paired(fields: Iterable[Element], rules: Iterable[RuleSpec]) -> tuple[Element, ...]:
    """Elements; those that name an encoding rule with what all codes beside it may identify.

    Where nothing is said of that, which lint refuses, they may identify anything.
    """
    codes: dict[str, list[CodeRule]] = {}
    for code in codes_in(rules):
        codes.setdefault(code.scheme, []).append(code)

    def paired(field: Element) -> Element:
        if field.id not in codes and not field.spec.identifies:
            return field
        own = field.spec.identifies or get_args(Identifies)
        allowed = [code.identifies or own for code in codes.get(field.id, ())] or [own]
        return field.replace(
            identifies=tuple(kind for kind in allowed[0] if all(kind in kinds for kinds in allowed))
        )

    return tuple(map(paired, fields))


def _field(
    standard: Resolved,
    use: IndicatorUse,
    source: Citation,
    evidence: Evidence,
    above: tuple[str, ...] = (),
) -> Element:
    spec = standard.indicator(use.use)
    group = use.group or spec.group
    return Element(
        id=use.use, spec=spec, use=use,
        format=None if spec.format is None else Format.read(spec.format),
        group=None if group is None else group_layout(standard, group, above),
        codelist=None if spec.codelist is None else standard.codelist(spec.codelist),
        source=use.source or source, evidence=use.evidence or evidence,
    )  # fmt: skip
