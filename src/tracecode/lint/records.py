"""Lint of what elements make up: groups, the cores of record types, interfaces, and the rules among
elements.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, assert_never

from tracecode.errors import SpecError, UnknownId
from tracecode.lint.findings import SpecFindings, field_of
from tracecode.lint.record_codes import CodeLint
from tracecode.nearest import meant, near
from tracecode.spec.record_model import (
    GroupSpec,
    IndicatorSpec,
    IndicatorUse,
    InterfaceSpec,
    Period,
    RecordSpec,
)
from tracecode.spec.rule_model import (
    AtLeastOneSpec,
    CodeFitsSpec,
    EqualSpec,
    ExclusiveSpec,
    OrderSpec,
    RuleSpec,
    SumSpec,
    named_in,
)  # fmt: skip
from tracecode.standard.composition import core_layout, group_layout
from tracecode.standard.elements import Element, ElementGroup, RecordLayout
from tracecode.standard.names import clashes

if TYPE_CHECKING:
    from tracecode.spec.reader import Document, Place

_PATH = re.compile(r"(?:/(?:[A-Za-z0-9._~-]+|\{[a-z_0-9]+\}))+", re.ASCII)
_PARAMETER = re.compile(r"\{([a-z_0-9]*)\}", re.ASCII)


class RecordLint:
    """Checks one thing at a time; what it finds goes to the notes."""

    def __init__(self, notes: SpecFindings) -> None:
        self._notes = notes
        self._codes = CodeLint(notes)

    def clashes(self) -> None:
        """Record types with one id, and groups and record types whose classes would have one
        name.
        """
        try:
            name_clashes = list(clashes(self._notes.standard))
        except SpecError as error:
            same = [finding for finding in error.findings if finding.rule == "spec.name_clash"]
            self._notes.found += [finding.replace(line=1) for finding in same]
            return
        except (UnknownId, RecursionError, ValueError):
            return  # what is wrong with the parts is said there
        for clash in name_clashes:
            document, place = self._home(clash.thing)
            values = {"found": clash.thing.id, "first": clash.taken_by, "name": clash.name}
            self._notes.say(document, (*place, "id"), "spec.name_clash", **values)

    def _home(self, group: ElementGroup) -> tuple[Document, Place]:
        """Where the id of a group or record type stands."""
        if not isinstance(group, RecordLayout):
            _, document, place = self._notes.things["group"][group.id]
        elif group.product is None:
            _, document, place = self._notes.things["record"][group.record]
        else:
            product, document, place = self._notes.things["product"][group.product]
            at = [record.id for record in product.records].index(group.record)
            place = (*place, "records", at)
        return document, place

    def group(self, group: GroupSpec, document: Document, place: Place) -> None:
        """A group: no cycle, no repetition inside a repetition, rules that fit their elements."""
        self.uses(group.indicators, group.evidence, document, (*place, "indicators"))
        if self._cyclic(group.id, ()):
            self._notes.layout(document, place, "组不能包含自身", "a group cannot contain itself")
            return
        self.content(
            group.indicators,
            group.rules,
            lambda: group_layout(self._notes.standard, group.id),
            document,
            place,
        )

    def record(self, record: RecordSpec, document: Document, place: Place) -> None:
        """A core: its stage, its base, its elements and rules."""
        if record.stage is not None:
            self._notes.value("stage", record.stage, document, (*place, "stage"))
        for i, id in enumerate(record.recorders):
            self._notes.value("recorder", id, document, (*place, "recorders", i))
        if record.base is not None:
            self._notes.refer("record", record.base, document, (*place, "base"))
            seen, base = {record.id}, record.base
            while base in self._notes.things["record"]:
                if base in seen:
                    self._notes.layout(
                        document,
                        (*place, "base"),
                        "基础记录不能循环",
                        "cores cannot be each other's base",
                    )
                    return
                seen.add(base)
                base = self._notes.things["record"][base][0].base or ""
        self.uses(record.indicators, record.evidence, document, (*place, "indicators"))
        self.content(
            record.indicators,
            record.rules,
            lambda: core_layout(self._notes.standard, record.id),
            document,
            place,
        )

    def interface(self, spec: InterfaceSpec, document: Document, place: Place) -> None:
        """An operation: the records it carries, the elements of its address."""
        for name in ("accepts", "returns"):
            for i, id in enumerate(getattr(spec, name)):
                if id != "*":
                    self._notes.refer("record", id, document, (*place, name, i))
        if not _PATH.fullmatch(spec.path):
            self._notes.say(
                document,
                (*place, "path"),
                "spec.value",
                field="path",
                found=spec.path,
                allowed="/codes/{trace_code}",
            )
        for id in _PARAMETER.findall(spec.path):
            self._notes.refer("indicator", id, document, (*place, "path"))
        self.uses(spec.query, spec.evidence, document, (*place, "query"))

    # --- inside -----------------------------------------------------------------------------------

    def uses(
        self, uses: tuple[IndicatorUse, ...], evidence: str, document: Document, place: Place
    ) -> None:
        """Elements of something: each exists, stands once, and is not asked for by a doubtful
        rule.
        """
        seen: set[str] = set()
        for i, use in enumerate(uses):
            where = (*place, i)
            self._notes.refer("indicator", use.use, document, (*where, "use"))
            if use.use in seen:
                self._notes.say(document, where, "spec.duplicate_id", found=use.use, first=use.use)
            seen.add(use.use)
            if use.group is not None:
                self._narrower(use.use, use.group, document, (*where, "group"))
            if use.when is not None and use.obligation != "C":
                self._notes.layout(document, where, "只有 C 可有 when", "only C has a when")
            if (use.evidence or evidence) == "unsure" and use.obligation != "O":
                self._notes.say(
                    document,
                    where,
                    "spec.severity",
                    evidence="unsure",
                    reason_zh="请写 obligation: O",
                    reason_en="write obligation: O",
                )

    def _narrower(self, element: str, id: str, document: Document, where: Place) -> None:
        """A group that stands in place of an element's own: whatever is right in it is right
        there.
        """
        self._notes.refer("group", id, document, where)
        spec: IndicatorSpec | None = self._notes.things["indicator"].get(element, (None,))[0]
        try:
            own, other = (
                group_layout(self._notes.standard, group or "")
                for group in (spec and spec.group, id)
            )
        except (SpecError, UnknownId, RecursionError, ValueError):
            if spec is not None and spec.group is None:
                self._notes.layout(
                    document,
                    where,
                    "只有组可由更严的组代替",
                    "only a group gives way to a narrower one",
                )
            return  # what else is wrong with the parts is said there
        here, there = ({field.id: field for field in group.elements} for group in (own, other))
        left_out = (field for id, field in here.items() if id not in there)
        wider = [
            *(there.keys() - here.keys()),
            *(field.id for field in left_out if field.use.obligation != "O"),
        ]
        for common in here.keys() & there.keys():
            was, now = here[common].use, there[common].use
            # without when, by a rule; see below
            as_often = now.obligation == "C" and was.when in (None, now.when)
            kept = now.obligation == "M" or was.obligation == "O" or as_often
            if not kept or was.many != now.many:
                wider.append(common)
        rules = [rule.replace(source=None, evidence=None) for rule in other.rules]
        if wider or not all(
            _implied(rule.replace(source=None, evidence=None), rules) for rule in own.rules
        ):
            shown = ", ".join(sorted(wider)) or "rules"
            self._notes.layout(
                document,
                where,
                f"{id} 不比 {own.id} 严：{shown}",
                f"{id} is not narrower than {own.id}: {shown}",
            )

    def content(
        self,
        uses: tuple[IndicatorUse, ...],
        rules: tuple[RuleSpec, ...],
        make: Any,
        document: Document,
        place: Place,
    ) -> None:
        """Rules and conditions of something whose parts can all be read."""
        try:
            layout: ElementGroup = make()
        except (SpecError, UnknownId, RecursionError, ValueError):
            return  # what is wrong with the parts is said there
        fields = {field.id: field for field in layout.elements}
        for i, use in enumerate(uses):
            where = (*place, "indicators", i)
            for id, wanted in (use.when or {}).items():
                self._condition(fields, id, wanted, document, where)
            if (
                use.obligation == "C"
                and use.when is None
                and not any(use.use in named_in(rule) for rule in layout.rules)
            ):
                self._notes.layout(
                    document,
                    where,
                    "C 须有 when，或出现在一条规则中",
                    "C needs a when, or a place in a rule of the record",
                )
        for field in layout.elements:
            if (
                field.group is not None
                and field.many
                and any(inner.many for _, inner in field.group.walk())
            ):
                self._notes.layout(
                    document,
                    place,
                    f"{field.id}：重复的组内不能再有重复",
                    f"{field.id}: a repeated group has nothing repeated inside",
                )
        for i, rule in enumerate(rules):
            self._rule(layout, fields, rule, document, (*place, "rules", i))
        self._codes.unpaired(layout, uses, document, place)

    def _condition(
        self, fields: dict[str, Element], id: str, wanted: object, document: Document, where: Place
    ) -> None:
        field = fields.get(id)
        if field is None:
            self._unknown(id, fields, document, (*where, "when"))
        elif isinstance(wanted, Period):
            if (
                field.format is None
                or field.format.kind != "date"
                or (wanted.since, wanted.until) == (None, None)
            ):
                self._notes.layout(
                    document, where, "期间条件须用于日期", "a period is a condition on a date"
                )
        else:
            assert isinstance(wanted, tuple)
            if wanted != ("*",) and field.values is not None:
                for value in wanted:
                    if value not in field.values:
                        self._notes.say(
                            document,
                            where,
                            "spec.value",
                            field=id,
                            found=value,
                            allowed=field.values,
                        )

    def _rule(
        self,
        layout: ElementGroup,
        fields: dict[str, Element],
        rule: RuleSpec,
        document: Document,
        where: Place,
    ) -> None:
        if (rule.evidence or "project") == "unsure":
            self._notes.say(
                document,
                where,
                "spec.severity",
                evidence="unsure",
                reason_zh="请删去该规则",
                reason_en="leave the rule out",
            )
        named = named_in(rule)
        for id in named:
            if id not in fields:
                self._unknown(id, fields, document, where)
        if any(id not in fields for id in named):
            return
        match rule:
            case OrderSpec():
                kinds = {
                    form.kind if (form := fields[id].format) and form.ordered else ""
                    for id in rule.order
                }
                numbers = kinds <= {"integer", "decimal"}
                if (
                    "" in kinds
                    or (len(kinds) > 1 and not numbers)
                    or any(fields[id].many for id in rule.order)
                ):
                    self._notes.layout(
                        document,
                        where,
                        "order 须用于同类的日期、时刻或数值",
                        "order compares dates, times or numbers of one kind",
                    )
            case SumSpec():
                lines = fields[rule.sum.lines]
                inner = {field.id: field for field in lines.group.elements} if lines.group else {}
                form = fields[rule.sum.total].format
                of = inner[rule.sum.of].format if rule.sum.of in inner else None
                if not lines.many or of is None or not of.number or form is None or not form.number:
                    self._notes.layout(
                        document,
                        where,
                        "sum 须将重复组中的数值相加",
                        "sum adds a number over a repeated group",
                    )
            case CodeFitsSpec():
                self._codes.rule(layout, rule.code, document, where)
            case AtLeastOneSpec() | ExclusiveSpec() | EqualSpec():
                pass
            case _:
                assert_never(rule)

    def _unknown(
        self, id: str, fields: dict[str, Element], document: Document, where: Place
    ) -> None:
        hint = meant(near(id, tuple(fields)))
        self._notes.say(
            document,
            where,
            "spec.reference",
            field=field_of(where),
            kind="element",
            found=id,
            hint=hint,
        )

    def _cyclic(self, id: str, above: tuple[str, ...]) -> bool:
        if id in above:
            return True
        spec: GroupSpec | None = self._notes.things["group"].get(id, (None,))[0]
        for use in spec.indicators if spec else ():
            inner: IndicatorSpec | None = self._notes.things["indicator"].get(use.use, (None,))[0]
            if (
                inner is not None
                and inner.group is not None
                and self._cyclic(inner.group, (*above, id))
            ):
                return True
        return False


def _implied(rule: RuleSpec, rules: list[RuleSpec]) -> bool:
    """Whether what keeps some rules keeps a rule: it is one of them, or one asks for one of fewer
    elements.
    """
    if not isinstance(rule, AtLeastOneSpec):
        return rule in rules
    return any(
        isinstance(each, AtLeastOneSpec) and {*each.at_least_one} <= {*rule.at_least_one}
        for each in rules
    )
