"""Explain what is wrong with a record: the faults of its typed class as findings in two languages.

Where elements are wrong, the rules among the right ones are still tried, so that one pass names everything. The values
of personal elements stay out of every finding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache, partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from tracecode.codes.foreign import FAMILY
from tracecode.findings import Finding
from tracecode.messages import Constant
from tracecode.nearest import meant, near
from tracecode.privacy import shown
from tracecode.records.lookups import citation_of, elements_of, fields_of, groups_of, personal_of, rules_with_names
from tracecode.records.plain import MAX_ID
from tracecode.records.rules import without_values, written
from tracecode.records.scheme_names import called, identified, numbers
from tracecode.spec.base import Text
from tracecode.spec.charclass import is_blank
from tracecode.spec.identifies import IDENTIFIES
from tracecode.standard.resolved import kept
from tracecode.tables.limits import DEFAULT

if TYPE_CHECKING:
    from pydantic_core import ValidationError

    from tracecode.standard.elements import Element, ElementGroup
    from tracecode.standard.resolved import Resolved

_KINDS = {
    "missing": "record.missing", "extra_forbidden": "record.unknown_field", "literal_error": "record.codelist",
    "codelist": "record.codelist", "string_pattern_mismatch": "record.format", "string_too_short": "record.length",
    "string_too_long": "record.length", "too_short": "record.occurrences", "too_long": "record.occurrences",
    "greater_than_equal": "record.range", "less_than_equal": "record.range", "decimal_max_digits": "record.format",
}  # fmt: skip
TYPES = {
    "group": Text(zh="对象 {…}", en="an object {...}"), "many": Text(zh="列表 […]", en="a list [...]"),
    "boolean": Text(zh="true 或 false", en="true or false"), "integer": Text(zh="整数", en="a whole number"),
    "decimal": Text(zh="加引号的数，如“12.5”", en='a number in quotes, such as "12.5"'),
    "text": Text(zh="文本（加引号）", en="text in quotes"),
}  # fmt: skip


def faults(
    error: ValidationError, layout: ElementGroup, data: object, standard: Resolved, most: int = DEFAULT.findings
) -> Iterator[Finding]:  # fmt: skip
    """The findings behind a validation error of the class of a layout.

    Args:
        error: as raised.
        layout: of the class.
        data: what was validated.
        standard: of the class.
        most: so many are told; then one says how many more there are.
    """
    wrong: set[str] = set()
    strangers = 0
    absence = _absences(standard)
    for detail in islice(error.errors(include_url=False), most):
        loc = detail["loc"]
        if detail["type"] == "missing":  # of which a record that is no such record at all has many
            path, absent = absence(layout, loc)
            wrong.add(path)
            yield absent
            continue
        if isinstance(detail.get("input"), float):
            detail["input"] = _at(data, loc)  # as it was written, where no float holds it
        path, field, inside, group = _place(loc, layout)
        ctx: dict[str, Any] = detail.get("ctx") or {}
        if detail["type"] == "extra_forbidden":
            strangers += 1
            wrong.add(f"{path.rpartition('.')[0]}.?")  # one of them stands for all
            yield _stranger(str(loc[-1]), path, inside, standard, guess=strangers <= _GUESSES)
            continue
        if loc:
            wrong.add(path)
        if (blank := _nothing(detail.get("input"), field)) is not None:
            yield _cited(blank.replace(path=path), field.id if field else None, inside, standard)
            continue
        if detail["type"] == "scheme" and field is not None:
            strangers += 1
            scheme_finding = _scheme(str(detail["input"]), path, field, standard, guess=strangers <= _GUESSES)
            yield _cited(scheme_finding, field.id, inside, standard)
            continue
        if detail["type"] in ("rules", "code"):
            for finding in ctx["findings"]:
                below = ".".join(part for part in (path, finding.path) if part) or None
                if detail["type"] == "code":
                    yield masked(finding.replace(path=below), field)
                else:
                    yield _of_rule(finding, below, group, standard)
            continue
        yield _cited(_fault(detail, ctx, path, field, inside), field.id if field else None, inside, standard)
    more = error.error_count() - most
    if more > 0:
        yield Finding(rule="data.findings", severity="error", values={"found": more})
    elif isinstance(data, Mapping):
        yield from _rules_beside(layout, data, "", wrong, _around(wrong), standard)


def _at(data: object, loc: tuple[str | int, ...]) -> object:
    """What stands at a place of plain data."""
    for key in loc:
        if isinstance(data, Mapping) and key in data:
            data = data[str(key)]
        elif isinstance(data, list) and isinstance(key, int) and key < len(data):
            data = data[key]
    return data


@kept
def _absences(standard: Resolved) -> Callable[[ElementGroup, tuple[str | int, ...]], tuple[str, Finding]]:
    """`_absent`, of which some thousand answers are kept: places in lists are foreign data."""
    return lru_cache(4096)(partial(_absent, standard))


def _absent(standard: Resolved, layout: ElementGroup, loc: tuple[str | int, ...]) -> tuple[str, Finding]:
    """The path of an element that is not there, and the finding: it is the same in every record."""
    path, field, inside, _ = _place(loc, layout)
    finding = _fault({"type": "missing", "loc": loc, "input": {}}, {}, path, field, inside)
    cited = _cited(finding, field.id if field else None, inside, standard)
    return path, cited.replace(values=Constant(cited.values))


def _around(wrong: set[str]) -> set[str]:
    """What is around wrong elements: of `lines[3].weight` that is `lines[3]`, `lines` and the record itself, ``."""
    paths: set[str] = set()
    for path in wrong:
        if path.isidentifier():
            paths.add("")
            continue
        while path and (path := path[: max(path.rfind("."), path.rfind("["), 0)]) not in paths:
            paths.add(path)
    return paths


def _nothing(value: object, field: Element | None) -> Finding | None:
    """The finding on a text that shows nothing, where a text belongs."""
    if not value or not isinstance(value, str) or field is None or field.format is None or not is_blank(value):
        return None
    if field.format.kind in ("boolean", "integer"):
        return None
    rule = "record.missing" if field.required else "record.blank"
    return Finding(rule=rule, severity="error", values={"name": field.name})


def _scheme(scheme_name: str, path: str, field: Element, standard: Resolved, *, guess: bool) -> Finding:
    """The finding on the name of an encoding rule that does not belong here, or does not exist."""
    values: dict[str, object] = {"name": field.name, "found": scheme_name}
    kind = identified(scheme_name, standard)
    if kind is None:
        known = called(standard) if guess else {}
        if guess and scheme_name.startswith(FAMILY):
            known = {**known, **numbers(standard)}
        lower = scheme_name.lower()  # ids are lower case
        values["hint"] = hint(lower if lower in known else scheme_name, known, known)
        return Finding(rule="record.unknown_scheme", severity="error", values=values, path=path)
    values |= {"kind": IDENTIFIES[kind], "allowed": [IDENTIFIES[allowed] for allowed in field.identifies]}
    return Finding(rule="record.identifies", severity="error", values=values, path=path)


_GUESSES = 20
"""So many unknown names get a proposal: it takes a search among all that are known each time."""


def _stranger(id: str, path: str, inside: ElementGroup, standard: Resolved, *, guess: bool) -> Finding:
    near = hint(id, elements_of(inside) if guess else ())
    made = Finding(rule="record.unknown_field", severity="error", values={"found": id, "hint": near}, path=path)
    return _cited(made, None, inside, standard)


def _fault(detail: Any, ctx: dict[str, Any], path: str, field: Element | None, inside: ElementGroup) -> Finding:
    kind = detail["type"]
    rule = _KINDS.get(kind)
    value = detail.get("input")
    if kind == "literal_error" and not isinstance(value, str):
        rule = None  # 1 is no "1"
    values: dict[str, object] = {"name": field.name if field else inside.name, "found": value_shown(value, field)}
    if field is None:
        rule = "record.type"
        values["allowed"] = TYPES["group"]
    elif rule == "record.codelist":
        codes = field.values or ()
        values["list"] = field.codelist.name if field.codelist else field.name
        values["allowed"] = ", ".join(codes[:12]) + (" …" if len(codes) > 12 else "")
    elif rule in ("record.occurrences", "record.length"):
        values["found"] = len(value) if isinstance(value, str | list) else "?"
        values["allowed"] = (
            f"1–{field.many}" if rule == "record.occurrences" else field.format and field.format.notation
        )
    elif rule == "record.range":
        values["allowed"] = ctx.get("ge", ctx.get("le"))
        values["sign"] = "≥" if "ge" in ctx else "≤"
    elif rule is None and kind.startswith(("date", "datetime")) and isinstance(value, str):
        rule = "record.date"
        values["allowed"] = field.format and field.format.notation
    elif rule is None:
        rule = "record.type"
        many = field.many and not isinstance(detail["loc"][-1], int)
        word = "many" if many else "group" if field.group else field.format.kind if field.format else "text"
        values["allowed"] = TYPES.get(word, TYPES["text"])
    else:
        parts = (field.format.notation if field.format else None, field.spec.chars if rule == "record.format" else None)
        values["allowed"] = " ".join(part for part in parts if part)
        if field.format is not None and field.format.kind == "moment" and _lacks_offset(value):
            values["allowed"] = {lang: f"{values['allowed']}{why}" for lang, why in _NO_OFFSET.items()}
    return Finding(rule=rule, severity="error", values=values, path=path or None)


_NO_OFFSET = {"zh": "；缺少时差，如 +08:00", "en": "; its offset is missing, such as +08:00"}


def _lacks_offset(value: object) -> bool:
    """Whether a moment is right but for its offset, as `datetime.now()` is."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return False
    return isinstance(moment, datetime) and moment.tzinfo is None


def _rules_beside(
    layout: ElementGroup, data: Mapping[str, Any], prefix: str, wrong: set[str], around: set[str], standard: Resolved
) -> Iterator[Finding]:
    """The broken rules among elements that are right, where the class itself did not come to try them.

    Args:
        layout: the record type or group.
        data: what stands in it.
        prefix: what stands before its paths.
        wrong: the paths of what is wrong.
        around: the paths of what is around it.
        standard: the specifications.
    """
    if prefix.removesuffix(".") not in around:
        return
    for field in groups_of(layout):
        value, path = data.get(field.id), prefix + field.id
        below = value if isinstance(value, list) else (value,)
        for i, line in enumerate(below):
            if isinstance(line, Mapping) and field.group is not None:
                at = f"{path}[{i}]." if isinstance(value, list) else f"{path}."
                yield from _rules_beside(field.group, line, at, wrong, around, standard)
    fields = fields_of(layout)
    usable: dict[str, Any] = {}
    unusable: set[str] = set()
    for id, value in data.items():
        known = fields.get(id)
        if known is None or value is None:
            continue
        if (path := prefix + id) in wrong or path in around:
            unusable.add(id)
        else:
            usable[id] = _typed(known, value)
    for rule, named in rules_with_names(standard, layout):
        if unusable.isdisjoint(named):
            for finding in rule.broken(usable):
                yield _of_rule(finding, (prefix + (finding.path or "")).removesuffix(".") or None, layout, standard)


def _typed(field: Element, value: Any) -> Any:
    if field.group is not None:
        if isinstance(value, list):
            return [_typed_line(field.group, line) if isinstance(line, Mapping) else line for line in value]
        return value
    kind = field.format.kind if field.format else "text"
    read: Callable[[str], Any] | None = _READ.get(kind)
    return read(value) if read is not None and isinstance(value, str) else value


def _typed_line(group: ElementGroup, line: Mapping[str, Any]) -> dict[str, Any]:
    return {field.id: _typed(field, line[field.id]) for field in group.elements if field.id in line}


_READ: dict[str, Callable[[str], Any]] = {
    "decimal": Decimal, "date": date.fromisoformat, "moment": datetime.fromisoformat,
}  # fmt: skip


def _place(loc: tuple[str | int, ...], layout: ElementGroup) -> tuple[str, Element | None, ElementGroup, ElementGroup]:
    """What pydantic's location means: the path, its element, the group in which it stands, and the group that it is."""
    path, field, inside, group = "", None, layout, layout
    for part in loc:
        if isinstance(part, int):
            path += f"[{part}]"
            continue
        inside = group
        field = fields_of(group).get(part)
        part = part if field is not None else shown(part)  # noqa: PLW2901  # foreign text
        path += f".{part}" if path else part
        if field is not None and field.group is not None:
            group = field.group
    return path, field, inside, group


def _cited(finding: Finding, element: str | None, group: ElementGroup, standard: Resolved) -> Finding:
    """The finding with the document behind it: of the element's obligation, or of the whole."""
    if finding.source is not None:
        return finding
    source, evidence = citation_of(standard, group, element if element in fields_of(group) else None)
    return finding.replace(source=source, evidence=evidence)


def _of_rule(finding: Finding, path: str | None, group: ElementGroup, standard: Resolved) -> Finding:
    """The finding of a rule among elements: with a name and a document, without the values of personal elements.

    Args:
        finding: as the rule made it; its path is that within the group.
        path: where it stands in the record.
        group: whose rule it is.
        standard: the specifications.
    """
    if finding.rule == "record.at_least_one":  # which says nothing of a record
        return _constants(standard)(finding, path, group)
    return _made(standard, finding, path, group)


def _made(standard: Resolved, finding: Finding, path: str | None, group: ElementGroup) -> Finding:
    own = finding.path
    id = own.partition("[")[0] if own is not None and own.endswith("]") else own
    field = None if id is None else fields_of(group).get(id)
    named = {} if field is None else {"name": field.name}
    made = _cited(finding.replace(path=path, values=dict(finding.values) | named), own, group, standard)
    return without_values(made, own, personal_of(group).__contains__)


@kept
def _constants(standard: Resolved) -> Callable[[Finding, str | None, ElementGroup], Finding]:
    """`_made_once`, of which some thousand answers are kept."""
    return lru_cache(1024)(partial(_made_once, standard))


def _made_once(standard: Resolved, finding: Finding, path: str | None, group: ElementGroup) -> Finding:
    made = _made(standard, finding, path, group)
    return made.replace(values=Constant(made.values))


def masked(finding: Finding, field: Element | None) -> Finding:
    """The finding without the value of a personal element."""
    if field is not None and field.personal:
        return finding.replace(values=dict(finding.values) | {"found": "***"})
    return finding


def value_shown(value: object, field: Element | None) -> object:
    """A value as messages may show it: a personal one not at all, nor a text where no single text belongs."""
    if field is not None and field.personal:
        return "***"
    if isinstance(value, dict | list):
        return "{…}" if isinstance(value, dict) else "[…]"
    if isinstance(value, str) and (field is None or field.group is not None):
        return "…"  # it may hold the personal elements that belong there
    if not isinstance(value, str | int | float | Decimal | date | None):  # a program's object: no form has it
        return f"<{type(value).__name__}>"
    return "null" if value is None else written(value) if isinstance(value, bool) else value


def hint(id: str, known: Iterable[str], ids: Mapping[str, str] | None = None) -> dict[str, str]:
    """The end of a message about an unknown id: the nearest known one; empty if there is none.

    Args:
        id: what was given.
        known: what it may have been.
        ids: the id behind each known name, where names are among them.
    """
    likely = _near(id, tuple(known)) if len(id) <= MAX_ID else []
    return meant([(ids or {}).get(name, name) for name in likely])


_near = lru_cache(1024)(near)  # a wrong name mostly stands in many records


def unknown_type(kind: str, product: object, known: tuple[str, ...]) -> Finding:
    """The finding on a record of a type that does not exist, or that its item has not.

    Args:
        kind: the type that was named.
        product: the item that was named.
        known: the types that there are.
    """
    said_known = hint(kind, known)
    if not said_known["en"] and known:
        listed = ", ".join(known[:12]) + (" …" if len(known) > 12 else "")
        said_known = {"zh": f"；可用：{listed}", "en": f"; known: {listed}"}
    named = product if isinstance(product, str) else value_shown(product, None)
    values = {"found": kind, "product": "-" if product is None else named, "known": said_known}
    return Finding(rule="record.unknown_type", severity="error", values=values)
