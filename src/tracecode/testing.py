"""Invented records for tests: for every record type, payloads that are right.

`payload` makes one with a random generator; `records` is the same as a hypothesis strategy, for
tests of one's own software. What they make has passed the library's judgement. Nothing in it is
real: codes are the examples of their encoding rules.

>>> from random import Random
>>> from tracecode.standard.record_layout import record_layout
>>> from tracecode.standard.resolved import packaged
>>> payload(record_layout(packaged(), "production", "pesticide"), Random(1))["record_type"]
'production'
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache, partial
from random import Random
from typing import TYPE_CHECKING, Any

from tracecode.codes.registry import registry
from tracecode.errors import TraceCodeError
from tracecode.findings import Finding, has_errors
from tracecode.publish.agreeing import agree
from tracecode.publish.fitting import codes_of, put_codes, value_field
from tracecode.publish.satisfying import Plain, satisfy
from tracecode.records.fields import chars_of, number_bounds
from tracecode.records.judge import judge
from tracecode.records.scheme_names import OTHER, accepted, accepts, is_other
from tracecode.spec.rule_model import CodeRule, EqualSpec
from tracecode.standard.elements import Element, ElementGroup, RecordLayout
from tracecode.standard.record_layout import items_of, record_layout
from tracecode.standard.resolved import packaged

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from tracecode.codes.scheme import Scheme
    from tracecode.face import Standard
    from tracecode.standard.resolved import Resolved

_WORDS = "津京沪甲乙丙样品测试一二三 ABCxyz019-./（）"
_LETTERS = "ABCDEFGHXYZabcxyz"
_NAMES = ("厂内码", "maker-7", "ABC.9/x")
_OTHER = 0.05
"""Share of the codes that are of no scheme of this standard."""
_TRIES = 40
_LONG = 24
_MOST = Decimal(10) ** 11
"""Sums of greater numbers lose digits in floating point, and with it in Schematron."""
_EPOCH = date(2026, 3, 1)


class NoPayload(TraceCodeError):
    """No right record of a type could be made: its rules contradict each other, or a value cannot
    be invented.
    """

    def __init__(self, layout: ElementGroup, findings: tuple[Finding, ...]) -> None:
        messages = "; ".join(
            finding.line_text("en") for finding in findings if finding.severity == "error"
        )
        super().__init__(
            f"no right {layout.id} could be made: {messages}",
            f"无法生成正确的 {layout.id}：{messages}",
        )
        self.findings = findings


def records(
    product: str | None, record: str, *, standard: Standard | None = None
) -> SearchStrategy[Plain]:
    """A hypothesis strategy of right records of a type, as plain data.

    Args:
        product: item of the catalogue, for instance `pesticide`; None for records that belong to
            none.
        record: kind of record, for instance `production`.
        standard: the standard; the packaged one if left out.

    Raises:
        UnknownId: there is no such record type.
    """
    from hypothesis import strategies

    layout = record_layout(_resolved(standard), record, product)
    given = {} if product is None else {"product_item": product}
    return strategies.builds(
        lambda random: payload(layout, random, standard=standard, given=given),
        strategies.randoms(use_true_random=False),
    )


def _resolved(standard: Standard | None) -> Resolved:
    return packaged() if standard is None else standard.resolved


def payload(
    layout: RecordLayout, random: Random, *, standard: Standard | None = None,
    fill: float | None = None, given: Plain | None = None,
) -> Plain:  # fmt: skip
    """A right record of a type, as plain data.

    Args:
        layout: the record type.
        random: chooses; one with a seed makes the same records again.
        standard: that the layout is of; the packaged one if left out.
        fill: share of the optional elements that are present, 0 to 1; chosen if left out.
        given: values of elements that are fixed.

    Raises:
        NoPayload: none could be made.
    """
    resolved = _resolved(standard)
    findings: tuple[Finding, ...] = ()
    for _ in range(_TRIES):
        share = random.choice((0.0, 0.3, 0.6, 1.0)) if fill is None else fill
        maker = _RecordMaker(random, resolved, share)
        made = maker.group(layout, given or {})
        findings = judge(made, resolved).findings
        if not has_errors(findings):
            return made
    raise NoPayload(layout, findings)


def group_payload(
    group: ElementGroup, random: Random, *, standard: Standard | None = None, fill: float = 0.5
) -> Plain:
    """A group of elements, such as the header of a message, as plain data.

    Args:
        group: the group.
        random: chooses.
        standard: that the group is of; the packaged one if left out.
        fill: share of the optional elements that are present, 0 to 1.
    """
    return _RecordMaker(random, _resolved(standard), fill).group(group)


class _RecordMaker:
    """Makes the values of one record."""

    def __init__(self, random: Random, standard: Resolved, share: float) -> None:
        self.random, self.standard, self.share = random, standard, share

    def group(self, group: ElementGroup, given: Plain | None = None) -> Plain:
        """The elements of a record type or group, in order, with its rules kept."""
        made: Plain = {
            field.id: self.element(field, group)
            for field in group.elements
            if field.required or self.random.random() < self.share
        } | (given or {})
        supply, agreed = partial(self.element, owner=group), partial(agree, standard=self.standard)
        return satisfy(made, group, supply, self.fit, agreed) | (given or {})

    def element(self, field: Element, owner: ElementGroup) -> Any:
        """The value of an element."""
        if field.many is None:
            return self.one(field, owner)
        count = min(field.many, self.random.choice((1, 1, 2, 3)))
        return [self.one(field, owner) for _ in range(count)]

    def one(self, field: Element, owner: ElementGroup) -> Any:
        """One value of an element."""
        if field.group is not None:
            return self.group(field.group)
        notation = field.format
        assert notation is not None
        values = field.values
        if field.id == "product_item" and isinstance(owner, RecordLayout) and owner.product is None:
            values = items_of(self.standard, owner)
        if values:
            text = self.random.choice(values)
            return (
                int(text)
                if notation.kind == "integer"
                else text == "true"
                if notation.kind == "boolean"
                else text
            )
        if field.identifies:
            known = accepted(self.standard, field.identifies)
            foreign = not known or self.random.random() < _OTHER
            return f"{OTHER}{self.random.choice(_NAMES)}" if foreign else self.random.choice(known)
        if (scheme := field.spec.scheme) is not None and (
            codes := _codes(registry(self.standard)[scheme], None, notation.min, notation.max)
        ):
            return self.random.choice(codes)
        if field.codelist is not None and self.random.random() < 0.8:
            return self.random.choice(field.codelist.entries).code
        return self.value(field)

    def value(self, field: Element) -> Any:
        """A value of the format, where no code list and no encoding rule says more."""
        random, notation = self.random, field.format
        assert notation is not None
        day = _EPOCH + timedelta(random.randint(0, 400))
        clock = f"{random.randint(0, 23):02}:{random.randint(0, 59):02}"
        match notation.kind:
            case "boolean":
                return random.random() < 0.5
            case "integer" | "decimal":
                return self.number(field)
            case "digits":
                return "".join(
                    random.choices("0123456789", k=random.randint(notation.min, notation.max))
                )
            case "letters":
                return "".join(
                    random.choices(_LETTERS, k=random.randint(notation.min, notation.max))
                )
            case "date":
                return day.isoformat()
            case "month":
                return f"{day:%Y-%m}"
            case "year":
                return f"{day:%Y}"
            case "time":
                return clock
            case "moment":
                offset = random.choice(("+08:00", "+08:00", "+00:00", "-03:30", "+14:00"))
                return f"{day.isoformat()}T{clock}:{random.randint(0, 59):02}{offset}"
            case "uri":
                return f"https://files.example.com/{random.randint(1, 99999)}?a=1&b=[{random.randint(1, 9)}]"
            case "uuid":
                return "-".join(f"{random.getrandbits(4 * n):0{n}x}" for n in (8, 4, 4, 4, 12))
            case _:
                return self.text(field)

    def text(self, field: Element) -> str:
        """A line of text."""
        notation = field.format
        assert notation is not None
        chars = (
            _WORDS if field.spec.chars is None else chars_of(field.spec.chars, self.standard).chars
        )
        most = (
            notation.max
            if self.random.random() < 0.05
            else min(notation.max, max(notation.min, _LONG))
        )
        return "".join(self.random.choices(chars, k=self.random.randint(notation.min, most)))

    def number(self, field: Element) -> int | str:
        """A number within its bounds, mostly a small one."""
        notation, bounds = field.format, field.spec.range
        assert notation is not None
        low, high = number_bounds(
            notation, bounds.min if bounds else None, bounds.max if bounds else None
        )
        top = min(high, _MOST if self.random.random() < 0.1 else max(low, Decimal(0)) + 500)
        if notation.kind == "integer":
            return self.random.randint(int(low), int(top))
        places = self.random.randint(0, notation.decimals)
        step = Decimal(1).scaleb(-places)
        steps = int((top - low) / step)
        number = low + step * self.random.randint(0, steps)
        return format(number.quantize(step) if number == number.quantize(step) else number, "f")

    def fit(self, made: Plain, rule: CodeRule, group: ElementGroup) -> None:
        """Make a code one of the encoding rule named beside it."""
        given = codes_of(made, rule)
        if not given or rule.scheme not in made:
            return
        value, kinds = value_field(group, rule), group.element(rule.scheme).identifies
        equals = [
            other.equal
            for other in group.rules
            if isinstance(other, EqualSpec) and rule.value in other.equal
        ]
        same = [group.element(id) for equal in equals for id in equal if id in made]
        if fixed := [field for field in same if field.spec.scheme is not None]:
            made[rule.scheme], made[rule.value] = fixed[0].spec.scheme, made[fixed[0].id]
            return
        on = date.fromisoformat(made[rule.on]) if rule.on is not None and rule.on in made else None
        assert value.format is not None
        schemes = registry(self.standard)
        named = made[rule.scheme]
        if accepts(named, kinds, self.standard) and (
            is_other(named) or all(schemes[named].is_valid(code, on) for code in given)
        ):
            return
        fitting = accepted(self.standard, kinds)
        for id in (
            self.random.sample(fitting, len(fitting))
            if value.spec.scheme is None
            else (value.spec.scheme,)
        ):
            if codes := _codes(schemes[id], on, value.format.min, value.format.max):
                made[rule.scheme] = id
                put_codes(made, rule, self.random.choice(codes))
                return


@lru_cache(4096)
def _codes(scheme: Scheme, on: date | None, least: int, most: int) -> tuple[str, ...]:
    """Examples of an encoding rule that are right when read strictly on a day."""
    codes = [
        example.code
        for example in scheme.examples
        if not example.lenient and example.code.isprintable() and least <= len(example.code) <= most
    ]  # fmt: skip
    return tuple(code for code in codes if scheme.is_valid(code, on))
