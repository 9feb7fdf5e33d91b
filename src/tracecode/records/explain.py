"""Explain what is wrong with a record: the faults of its typed class as findings in two languages.

Where elements are wrong, the rules among the right ones are still tried (`rule_faults`), so that
one pass names everything. The values of personal elements stay out of every finding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache, partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from tracecode.codes.spreadsheet import damage
from tracecode.findings import Finding, counted
from tracecode.messages import Constant
from tracecode.nearest import meant
from tracecode.privacy import shown
from tracecode.records.finding_values import masked, value_shown
from tracecode.records.lookups import cited, elements_of, fields_of, plain_of
from tracecode.records.meant_schemes import schemes_meant
from tracecode.records.quick.element_values import MOST_WRONG, lasts
from tracecode.records.rule_faults import around, of_rule, rules_beside
from tracecode.records.scheme_names import identified
from tracecode.records.unknown_names import hint
from tracecode.spec.base import Text
from tracecode.spec.charclass import is_blank
from tracecode.spec.identifies import IDENTIFIES
from tracecode.standard.duties import basis
from tracecode.standard.record_layout import item_ids
from tracecode.standard.resolved import kept
from tracecode.tables.limits import DEFAULT

if TYPE_CHECKING:
    from tracecode.standard.elements import Element, ElementGroup
    from tracecode.standard.resolved import Resolved

_KINDS = {
    "missing": "record.missing", "extra_forbidden": "record.unknown_field",
    "literal_error": "record.codelist", "codelist": "record.codelist",
    "string_pattern_mismatch": "record.format", "string_too_short": "record.length",
    "string_too_long": "record.length", "too_short": "record.occurrences",
    "too_long": "record.occurrences", "greater_than_equal": "record.range",
    "less_than_equal": "record.range", "decimal_max_digits": "record.format",
}  # fmt: skip
TYPES = {
    "group": Text(zh="对象 {…}", en="an object {...}"),
    "many": Text(zh="列表 […]", en="a list [...]"),
    "boolean": Text(zh="true 或 false", en="true or false"),
    "integer": Text(zh="整数", en="a whole number"),
    "decimal": Text(zh="加引号的数，如“12.5”", en='a number in quotes, such as "12.5"'),
    "text": Text(zh="文本（加引号）", en="text in quotes"),
}  # fmt: skip


def faults(
    details: Sequence[Mapping[str, Any]], layout: ElementGroup, data: object, standard: Resolved,
    most: int = DEFAULT.findings, typed: Mapping[str, Any] | None = None,
) -> Iterator[Finding]:  # fmt: skip
    """The findings behind the validation errors of the class of a layout.

    Args:
        details: the errors, as `ValidationError.errors` tells them.
        layout: of the class.
        data: what was validated.
        standard: of the class.
        most: so many are told; then one says how many more there are.
        typed: the values of all right elements as rules compare them, if they are known.
    """
    wrong: set[str] = set()
    yield from element_faults(details, layout, data, standard, most, wrong, recur=typed is not None)
    more = len(details) - most
    if more > 0:
        yield Finding(rule="data.findings", severity="error", values={"found": more})
    elif isinstance(data, Mapping):
        yield from rules_beside(layout, data, "", wrong, around(wrong), standard, typed)


def element_faults(
    details: Sequence[Mapping[str, Any]], layout: ElementGroup, data: object, standard: Resolved,
    most: int, wrong: set[str], *, recur: bool
) -> Iterator[Finding]:  # fmt: skip
    """The findings behind the errors of elements, without those of rules among them.

    Args:
        details: the errors.
        layout: of the class.
        data: what was validated, or as much of it as says which item it is.
        standard: of the class.
        most: so many are told.
        wrong: takes the paths of what is wrong.
        recur: whether what is told may be remembered, and is.
    """
    strangers = 0
    absence = _absences(standard)
    item = _item(layout, data, standard)
    known = _recurring(standard, layout) if recur else None
    for told in islice(details, most):
        if known is not None and (found := known.of(told)) is not None:
            wrong.add(told["loc"][0])
            yield found
            continue
        detail, loc = dict(told), told["loc"]
        # of which a record that is no such record at all has many
        if detail["type"] == "missing" or _is_null(detail, layout):
            path, absent = absence(layout, item, loc)
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
            yield _stranger(str(loc[-1]), path, inside, standard, guess=strangers <= GUESSES)
            continue
        if loc:
            wrong.add(path)
        blank = _nothing(detail.get("input"), field)
        if blank is None and detail["type"] == "scheme" and field is not None:
            strangers += 1
            scheme_finding = _scheme(
                str(detail["input"]), path, field, standard, guess=strangers <= GUESSES
            )
            yield cited(scheme_finding, field.id, inside, standard)
            continue
        if blank is None and detail["type"] in ("rules", "code"):
            for finding in ctx["findings"]:
                below = ".".join(part for part in (path, finding.path) if part) or None
                if detail["type"] == "code":
                    yield masked(finding.replace(path=below), field)
                else:
                    yield of_rule(finding, below, group, standard)
            continue
        said = blank.replace(path=path) if blank else _fault(detail, ctx, path, field, inside)
        found = cited(said, field.id if field else None, inside, standard)
        yield found if known is None else known.learnt(told, found)


class _Recurring:
    """The findings on values of the elements of a record type: a sender's mistakes recur."""

    def __init__(self, layout: ElementGroup) -> None:
        self._plain = plain_of(layout)
        self._findings: dict[tuple[str, str], Finding] = {}

    def of(self, detail: Mapping[str, Any]) -> Finding | None:
        """The finding behind an error, if it is known."""
        return self._findings.get(self._at(detail) or ("", ""))

    def learnt(self, detail: Mapping[str, Any], finding: Finding) -> Finding:
        """The same finding, which is known from now on, where it depends on nothing else."""
        at = self._at(detail)
        if at is None or len(self._findings) >= MOST_WRONG:
            return finding
        self._findings[at] = finding.replace(values=Constant(finding.values))
        return self._findings[at]

    def _at(self, detail: Mapping[str, Any]) -> tuple[str, str] | None:
        """The element of a record and its value, on which alone the finding behind an error
        depends; None where it depends on more, or on what is not to be remembered.
        """
        loc, value = detail["loc"], detail.get("input")
        if len(loc) != 1 or type(value) is not str or loc[0] not in self._plain:
            return None
        return (loc[0], value) if lasts(value) else None


@kept
def _recurring(_: Resolved, layout: ElementGroup) -> _Recurring:
    return _Recurring(layout)


def _is_null(detail: Mapping[str, Any], layout: ElementGroup) -> bool:
    """Whether nothing stands where an element has to be: it is missing, as if it were left out."""
    loc = detail["loc"]
    if detail.get("input", loc) is not None or not loc or not isinstance(loc[-1], str):
        return False
    _, field, _, _ = _place(loc, layout)
    return field is not None and field.required


def _item(layout: ElementGroup, data: object, standard: Resolved) -> str | None:
    """The item of a record of a type that several items share; None if it says none of the
    catalogue.
    """
    if getattr(layout, "product", None) is not None or not isinstance(data, Mapping):
        return None
    item = data.get("product_item")
    return item if isinstance(item, str) and item in item_ids(standard) else None


def _at(data: object, loc: tuple[str | int, ...]) -> object:
    """What stands at a place of plain data."""
    for key in loc:
        if isinstance(data, Mapping) and key in data:
            data = data[str(key)]
        elif isinstance(data, list) and isinstance(key, int) and key < len(data):
            data = data[key]
    return data


@kept
def _absences(
    standard: Resolved,
) -> Callable[[ElementGroup, str | None, tuple[str | int, ...]], tuple[str, Finding]]:
    """`_absent`, of which some thousand answers are kept: places in lists are foreign data."""
    return lru_cache(4096)(partial(_absent, standard))


def _absent(
    standard: Resolved, layout: ElementGroup, item: str | None, loc: tuple[str | int, ...]
) -> tuple[str, Finding]:  # fmt: skip
    """The path of an element that is not there, and the finding: it is the same in every record."""
    path, field, inside, _ = _place(loc, layout)
    finding = _fault({"type": "missing", "loc": loc, "input": {}}, {}, path, field, inside)
    if field is not None:
        source, evidence = basis(
            standard, layout, ".".join(part for part in loc if isinstance(part, str)), item
        )
        finding = finding.replace(source=standard.cite(source), evidence=evidence)
    finding = cited(finding, None, inside, standard)
    return path, finding.replace(values=Constant(finding.values))


def _nothing(value: object, field: Element | None) -> Finding | None:
    """The finding on a text that shows nothing, where a text belongs."""
    if (
        not value
        or not isinstance(value, str)
        or field is None
        or field.format is None
        or not is_blank(value)
    ):
        return None
    if field.format.kind in ("boolean", "integer"):
        return None
    rule = "record.missing" if field.required else "record.blank"
    return Finding(rule=rule, severity="error", values={"name": field.name})


def _scheme(
    scheme_name: str, path: str, field: Element, standard: Resolved, *, guess: bool
) -> Finding:
    """The finding on the name of an encoding rule that does not belong here, or does not exist."""
    values: dict[str, object] = {"name": field.name, "found": scheme_name}
    kind = identified(scheme_name, standard)
    if kind is None:
        values["hint"] = meant(schemes_meant(scheme_name, field, standard) if guess else ())
        return Finding(rule="record.unknown_scheme", severity="error", values=values, path=path)
    values |= {
        "kind": IDENTIFIES[kind],
        "allowed": [IDENTIFIES[allowed] for allowed in field.identifies],
    }
    return Finding(rule="record.identifies", severity="error", values=values, path=path)


GUESSES = 5
"""So many unknown names get a proposal: it takes a search among all that are known each time."""


def _stranger(
    id: str, path: str, inside: ElementGroup, standard: Resolved, *, guess: bool
) -> Finding:
    near = hint(id, elements_of(inside) if guess else ())
    made = Finding(
        rule="record.unknown_field", severity="error", values={"found": id, "hint": near}, path=path
    )
    return cited(made, None, inside, standard)


def _fault(
    detail: Any, ctx: dict[str, Any], path: str, field: Element | None, inside: ElementGroup
) -> Finding:
    kind = detail["type"]
    rule = _KINDS.get(kind)
    value = detail.get("input")
    if kind == "literal_error" and not isinstance(value, str):
        rule = None  # 1 is no "1"
    values: dict[str, object] = {
        "name": field.name if field else inside.name,
        "found": value_shown(value, field),
    }
    if field is None:
        rule = "record.type"
        values["allowed"] = TYPES["group"]
    elif rule == "record.codelist":
        codes = field.values or ()
        values["list"] = field.codelist.name if field.codelist else field.name
        values["allowed"] = ", ".join(codes[:12]) + (" …" if len(codes) > 12 else "")
    elif rule in ("record.occurrences", "record.length"):
        values["found"] = (
            counted(value)
            if isinstance(value, str)
            else len(value)
            if isinstance(value, list)
            else "?"
        )
        values["allowed"] = (
            f"1–{field.many}"
            if rule == "record.occurrences"
            else field.format and field.format.notation
        )
    elif rule == "record.range":
        values["allowed"] = ctx.get("ge", ctx.get("le"))
        values["sign"] = "≥" if "ge" in ctx else "≤"
    elif (
        rule == "record.format" and field.spec.scheme is not None and isinstance(value, str)
        and (harm := damage(value)) is not None
    ):  # fmt: skip
        rule = "data.digits_lost"
        values |= {"cell": values["found"], "reason": harm.said}
    elif rule is None and kind.startswith(("date", "datetime")) and isinstance(value, str):
        rule = "record.date"
        values["allowed"] = field.format and field.format.notation
    elif (
        rule is None
        and isinstance(value, date)
        and field.format is not None
        and field.format.kind in _DAYS
    ):
        rule = "record.format"  # a day where a moment belongs, or the other way round
        values |= {"found": value_shown(value.isoformat(), field), "allowed": field.format.notation}
    elif rule is None:
        rule = "record.type"
        many = field.many and not isinstance(detail["loc"][-1], int)
        word = (
            "many"
            if many
            else "group"
            if field.group
            else field.format.kind
            if field.format
            else "text"
        )
        values["allowed"] = TYPES.get(word, TYPES["text"])
    else:
        parts = (
            field.format.notation if field.format else None,
            field.spec.chars if rule == "record.format" else None,
        )
        values["allowed"] = " ".join(part for part in parts if part)
        if field.format is not None and field.format.kind == "moment" and lacks_offset(value):
            values["allowed"] = {
                lang: f"{values['allowed']}{why}" for lang, why in _NO_OFFSET.items()
            }
    return Finding(rule=rule, severity="error", values=values, path=path or None)


_DAYS = ("date", "moment")
_NO_OFFSET = {"zh": "；缺少时差，如 +08:00", "en": "; its offset is missing, such as +08:00"}


def lacks_offset(value: object) -> bool:
    """Whether a moment is right but for its offset, as `datetime.now()` is."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return False
    return isinstance(moment, datetime) and moment.tzinfo is None


def _place(
    loc: tuple[str | int, ...], layout: ElementGroup
) -> tuple[str, Element | None, ElementGroup, ElementGroup]:
    """What pydantic's location means: the path, its element, the group in which it stands, and the
    group that it is.
    """
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
