"""The quick way through a record: most records are right, and a right one needs no explanation.

`quick_way` gives the typed record, or None for whatever is not plainly right: then the typed class
says what is wrong. So this way never finds a fault; it must only be sure where it says that there
is none. What the typed class checks piece by piece is checked here where it costs least:

- the characters of all texts, escapes and Unicode's normal form: once over the bytes;
- keys that stand twice, or are not known: by the number of quotation marks, for which the elements
  must account;
- code lists, encoding rules and the rules among elements: in one function, written for the record
  type as `dataclasses` writes methods;
- types, lengths, formats, and that a text shows something: by pydantic, with a schema of the same
  class that has only these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING, Any, Protocol

from pydantic_core import SchemaValidator, ValidationError, core_schema

from tracecode.codes.foreign import is_foreign
from tracecode.codes.registry import registry
from tracecode.escape import python
from tracecode.findings import has_errors
from tracecode.records.fields import SchemeNames, codes_of, recurs
from tracecode.records.models import model_of
from tracecode.records.quick.marks import IN_JSON, IN_XML, KNOWN, marks
from tracecode.records.quick.values import Accepted, lean_schema
from tracecode.records.rules import (
    Agrees,
    AtLeastOne,
    CodeFits,
    Equal,
    Exclusive,
    Order,
    RecordRule,
    Required,
    Since,
    Sum,
)
from tracecode.records.scheme_names import identified, is_other
from tracecode.records.source import form, literals
from tracecode.standard.elements import Element, ElementGroup, RecordLayout
from tracecode.standard.record_layout import find_layout, item_ids
from tracecode.standard.resolved import kept

if TYPE_CHECKING:
    from tracecode.codes.scheme import Scheme
    from tracecode.records.model import Record
    from tracecode.standard.resolved import Resolved


class Quick(Protocol):
    """Gives the typed record, if one pass shows that it has no error; otherwise None."""

    def __call__(self, raw: bytes, data: dict[str, Any] | None = None, /) -> Record | None:
        """Judge a record.

        Args:
            raw: the record in JSON; or in XML without references, attributes and white space
                between elements.
            data: of XML: what stands there.
        """


@kept
def quick_way(standard: Resolved, layout: RecordLayout) -> Quick:
    """The quick way through the records of a type.

    Args:
        standard: the standard.
        layout: the record type.
    """
    writer = WayWriter(standard)
    source = writer.source(layout)
    # Values differ from record to record: to look for each among those seen before took up to a
    # quarter of the reading.
    validator = SchemaValidator(
        _schema(layout, standard), core_schema.CoreConfig(cache_strings="keys")
    )
    writer.names |= {"read": validator.validate_json, "take": validator.validate_python}
    # No text of the specifications stands in it: ids as literals, everything else under names that
    # we number.
    exec(compile(source, f"<quick {layout.id!a}>", "exec"), writer.names)  # noqa: S102
    return writer.names["right"]  # type: ignore[return-value]


# --- in pydantic ----------------------------------------------------------------------------------


def _schema(group: ElementGroup, standard: Resolved) -> core_schema.CoreSchema:
    """The class of a group by types, lengths and formats alone."""
    fields = {}
    for field in group.elements:
        inner = (
            _schema(field.group, standard) if field.group is not None else _value(field, standard)
        )
        if field.many is not None:
            inner = core_schema.list_schema(inner, min_length=1, max_length=field.many, strict=True)
        if field.constant is not None:
            inner = core_schema.with_default_schema(inner, default=field.constant)
        elif not field.required:
            inner = core_schema.with_default_schema(inner, default=None)
        fields[field.id] = core_schema.model_field(inner)
    inside = core_schema.model_fields_schema(fields, extra_behavior="ignore")
    return core_schema.model_schema(model_of(group, standard), inside)


def _value(field: Element, standard: Resolved) -> core_schema.CoreSchema:
    if (values := literals(field)) is not None:
        return core_schema.literal_schema(list(values))
    return lean_schema(form(field, standard))


# --- in one function ------------------------------------------------------------------------------


class WayWriter:
    """Writes the function `right` of a record type; what it does not return is read in full."""

    # what the function returns of a record with a fault; and its last line
    _wrong = "None"
    _answer = "return one if m == n or (m >= 0 and data is not None) else None"

    def __init__(self, standard: Resolved) -> None:
        self.standard = standard
        self._groups = count()
        rules = _Rules(standard)
        self.names: dict[str, object] = {
            "ValidationError": ValidationError, "rules": rules, "rule_of": rules.of,
            "json": IN_JSON, "xml": IN_XML, "known": KNOWN, "marks": marks,
        }  # fmt: skip

    def source(self, layout: RecordLayout) -> str:
        """The function; `n` counts the quotation marks for which the elements account."""
        return "\n    ".join(
            [
                "def right(raw, data=None):",
                "try: one = read(raw) if data is None else take(data)",
                f"except ValidationError: return {self._wrong}",
                "n = 0",
                *self._group(layout, "one", ""),
                *self._item(layout),
                "rest = raw.translate(None, json if data is None else xml)",
                "m = known.get(rest)",
                "if m is None: m = marks(raw, rest)",
                self._answer,
            ]
        )

    def name(self, value: object) -> str:
        """The name under which the function has a value."""
        name = f"x{len(self.names)}"
        self.names[name] = value
        return name

    def _item(self, layout: RecordLayout) -> Iterator[str]:
        """The line on an item that may have a type of its own, or no such record at all."""
        if any(field.id == "product_item" and field.constant is None for field in layout.elements):
            item = self._at(self._values_of("one"), layout.element("product_item"))
            others = self.name(_OtherItems(layout.record, self.standard))
            yield f"if {others}[{item}]: return {self._wrong}"

    def _group(self, group: ElementGroup, variable: str, space: str) -> Iterator[str]:
        """The lines that count and check a group."""
        values = f"{variable}_"
        rules = model_of(group, self.standard).rules
        checks = [line for field in group.elements for line in self._field(field, values, space)]
        checks += [line for rule in rules for line in self.rule(rule, group, values, space)]
        if checks:
            yield f"{space}{values} = {self._values_of(variable)}"
        if all(field.required and field.constant is None for field in group.elements):
            yield f"{space}n += {4 * len(group.elements)}"
        else:
            yield f"{space}n += 4 * len({self._keys_of(variable)})"  # a key and a text
        yield from checks

    # What the function reads: typed records, whose values have all keys.

    def _values_of(self, variable: str) -> str:
        """The mapping of the values of a group."""
        return f"{variable}.__dict__"

    def _keys_of(self, variable: str) -> str:
        """The keys that a group was given with."""
        return f"{variable}.__pydantic_fields_set__"

    def _at(self, values: str, field: Element) -> str:
        """A value of a group, or None."""
        return f"{values}[{python(field.id)}]"

    def _read(self, field: Element, values: str, space: str) -> Iterator[str]:  # noqa: ARG002  # for others
        """The lines by which a value that was read becomes what the rules compare; none where it is
        that already.
        """
        yield from ()

    def _field(self, field: Element, values: str, space: str) -> Iterator[str]:
        """The lines on one element, or on each of its values."""
        yield from self._read(field, values, space)
        at = self._at(values, field)
        inner = f"{space}    "
        if field.group is not None:
            part = f"g{next(self._groups)}"
            yield f"{space}if ({part} := {at}) is not None:"
            yield f"{inner}n -= 2"
            if field.many is None:
                yield from self._group(field.group, part, inner)
            else:
                yield f"{inner}for {part}_1 in {part}:"
                yield from self._group(field.group, f"{part}_1", f"{inner}    ")
            return
        number = field.format is not None and field.format.kind in ("integer", "boolean")
        broken = "" if literals(field) is not None else self._broken(field)
        given = "" if field.required else "a is not None and "
        if field.many is not None:
            yield f"{space}if (a := {at}) is not None:"
            yield f"{inner}n += {'-2' if number else '2 * len(a) - 2'}"
            if broken:
                yield f"{inner}for a in a:"
                yield f"{inner}    if {broken}: return {self._wrong}"
        elif number:
            yield f"{space}if {at} is not None: n -= 2"
        elif broken:
            yield f"{space}a = {at}"
            yield f"{space}if {given}{broken}: return {self._wrong}"

    def _broken(self, field: Element) -> str:
        """The condition under which a value `a` is outside its domain: code list, scheme, names of
        schemes, bounds.
        """
        check = form(field, self.standard)
        conditions = []
        if check.scheme is not None:
            accepted = self.name(Accepted(check))
            conditions.append(f"a not in {accepted} and not {accepted}.take(a)")
        if check.identifies:
            names = self.name(SchemeNames(check.identifies, self.standard))
            conditions.append(f"a not in {names} and not {names}.take(a)")
        if check.codelist is not None:
            conditions.append(f"a not in {self.name(codes_of(self.standard, check.codelist))}")
        if check.bounds is not None:
            low, high = map(self.name, check.bounds)
            conditions.append(f"not {low} <= a <= {high}")
        return f"({' or '.join(conditions)})" if conditions else ""

    def rule(self, rule: RecordRule, group: ElementGroup, values: str, space: str) -> Iterator[str]:
        """The lines on a rule; a rule that may be broken is left to the typed class."""
        known = {field.id: field for field in group.elements}

        def at(id: str) -> str:
            return self._at(values, known[id]) if id in known else "None"

        if isinstance(rule, AtLeastOne):
            yield f"{space}if {' is None and '.join(map(at, rule.elements))} is None: return {self._wrong}"
        elif isinstance(rule, Required):
            when = [self._holds(group, id, at(id), wanted) for id, wanted in rule.when.items()]
            others = [f"{self.name(rule)}.broken({values})"] if None in when else filter(None, when)
            yield f"{space}if {' and '.join([f'{at(rule.element)} is None', *others])}: return {self._wrong}"
        elif isinstance(rule, Exclusive):
            yield f"{space}if {' + '.join(f'({at(id)} is not None)' for id in rule.elements)} > 1: return {self._wrong}"
        elif isinstance(rule, Order | Equal):
            first, *others = map(at, rule.elements)
            yield f"{space}a = {first}"
            for other in others:
                differ = "b < a" if isinstance(rule, Order) else "b != a"
                yield f"{space}if (b := {other}) is not None:"
                yield f"{space}    if a is not None and {differ}: return {self._wrong}"
                yield f"{space}    a = b"
        elif isinstance(rule, Sum):
            yield f"{space}if (a := {at(rule.total)}) is not None and (b := {at(rule.lines)}) is not None:"
            yield f"{space}    c = {self.name(Decimal())}"
            yield f"{space}    for b in b:"
            yield f"{space}        if (b := {self._values_of('b')}.get({python(rule.of)})) is None: break"
            yield f"{space}        c += b"
            yield f"{space}    else:"
            yield f"{space}        if c != a: return {self._wrong}"
        elif isinstance(rule, Agrees):
            if rule.at_work.severity == "error":
                yield f"{space}if {self._disagree(rule, group, values)}: return {self._wrong}"
        elif isinstance(rule, CodeFits) and rule.lines is None:
            on = at(rule.on) if rule.on else "None"
            yield f"{space}if (a := {at(rule.value)}) is not None and (b := {at(rule.scheme)}) is not None:"
            if group.element(rule.value).many is None:
                yield f"{space}    if not (rules.get(b) or rule_of(b))(a, {on}): return {self._wrong}"
            else:
                yield f"{space}    b = rules.get(b) or rule_of(b)"
                yield f"{space}    for a in a:"
                yield f"{space}        if not b(a, {on}): return {self._wrong}"
        else:
            yield f"{space}if {self.name(rule)}.broken({values}): return {self._wrong}"

    def _holds(
        self, group: ElementGroup, id: str, at: str, wanted: tuple[str, ...] | Since
    ) -> str | None:
        """The condition that an element has a certain value; None where only the rule itself can
        tell.
        """
        if wanted == ("*",):
            return f"{at} is not None"
        field = next((field for field in group.elements if field.id == id), None)
        if isinstance(wanted, Since) or (field is not None and _is_text(field)):
            return f"{at} in {self.name(wanted)}"
        return None

    def _disagree(self, rule: Agrees, group: ElementGroup, values: str) -> str:
        """The condition under which two codes do not agree."""
        other = rule.at_work.spec.to
        sides = ((rule.here, rule.here_scheme, rule.scheme), (rule.there, rule.there_scheme, other))
        beside = [
            (element, named, scheme) for element, named, scheme in sides if "." not in element
        ]
        of_them = [
            f"{self._at(values, group.element(named))} == {self.name(scheme)}"
            for _, named, scheme in beside
            if named is not None
        ]
        if len(beside) < len(sides) or any(group.element(element).many for element, _, _ in beside):
            return " and ".join([*of_them, f"{self.name(rule)}.broken({values})"])
        elements = zip("ab", (rule.here, rule.there), strict=True)
        given = [
            f"({name} := {self._at(values, group.element(element))}) is not None"
            for name, element in elements
        ]
        on = self._at(values, group.element(rule.on)) if rule.on else "None"
        return " and ".join([*of_them, *given, f"not {self.name(rule.at_work.agree)}(a, b, {on})"])


def _is_text(field: Element) -> bool:
    """Whether an element has one text as its value."""
    return field.many is None and field.format is not None and field.format.textual


class _OtherItems(dict[str | None, bool]):
    """Whether the records of a kind are not of the common type, by item; each item is looked at
    when it is first named, since most files are of few.
    """

    def __init__(self, record: str, standard: Resolved) -> None:
        super().__init__()
        self._record, self._standard = record, standard

    def __missing__(self, item: str | None) -> bool:
        if item is None or item not in item_ids(self._standard):
            return False  # not kept: such names are foreign data
        layout = find_layout(self._standard, self._record, item)
        self[item] = layout is None or layout.product is not None
        return self[item]


class _Rules(dict[str, Callable[[str, "date | None"], bool]]):
    """Whether a text is a code of a scheme on a date, by scheme; verdicts on codes that recur are
    kept.
    """

    def __init__(self, standard: Resolved) -> None:
        super().__init__()
        self._schemes = registry(standard)

    def of(self, id: str) -> Callable[[str, date | None], bool]:
        """The same of a scheme that is not here yet; codes of one that is not known are left
        alone.
        """
        if is_foreign(id):
            return (
                self._schemes[id].judge
                if identified(id, self._schemes.standard)
                else lambda _text, _on: True
            )
        if is_other(id) or id not in self._schemes.ids:
            return lambda _text, _on: True  # not kept: such names are foreign data
        scheme = self._schemes[id]
        right = scheme.judge if _only_refuses(scheme) else _without_error(scheme)
        self[id] = lru_cache(4096)(right) if recurs(scheme) else right
        return self[id]


def _only_refuses(scheme: Scheme) -> bool:
    """Whether a scheme either refuses a text or has nothing to say of it: then its quick verdict is
    the whole one.
    """
    return not scheme.warns and all(layout.severity == "error" for layout in scheme.layouts)


def _without_error(scheme: Scheme) -> Callable[[str, date | None], bool]:
    """Whether a code has no error, where rules of unsure evidence may carry what they do not
    take.
    """
    judge = scheme.judge
    return lambda text, on: judge(text, on) or not has_errors(scheme.read(text, on, strict=True)[1])
