"""Write the Python of typed records: one class a group or record type, as one would write it by
hand, in a module of its own, so that a class that nobody asks for is not made.

The committed modules in `tracecode.models` are written here, and those of `tracecode publish
models`. What a class says is data first (`rules_of`, `form`, `literals`), from which
`records.models` makes the classes of anyone's own specifications without any source. Every text and
id passes `escape` on its way into the source.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple, assert_never

from tracecode import escape
from tracecode.records.fields import Many, ValueFormat
from tracecode.spec.record_model import Period
from tracecode.spec.rule_model import (
    AtLeastOneSpec,
    CodeFitsSpec,
    EqualSpec,
    ExclusiveSpec,
    OrderSpec,
    RuleSpec,
    SumSpec,
)
from tracecode.standard.elements import Element, ElementGroup, RecordLayout
from tracecode.standard.links import CodeLink, links
from tracecode.standard.names import class_name, name_of

if TYPE_CHECKING:
    from tracecode.standard.resolved import Resolved

LITERALS = 12
"""Up to so many values of a code list are written out in the class."""
GROUPS = "groups"
"""The package, among those of the items, that gives the classes of groups."""
BOUND = ("Agrees", "CodeFits", "ValueFormat")
"""What looks up code lists and encoding rules, and so needs to know where."""
_PYTHON = {
    "boolean": "bool", "integer": "int", "decimal": "Decimal", "date": "date", "moment": "datetime",
}  # fmt: skip


def class_source(
    standard: Resolved, group: ElementGroup, package: str, module: str,
    *, specs_from: str | None = None,
) -> str:  # fmt: skip
    """The source of the module of one class, that of a group or record type.

    Args:
        standard: the specifications.
        group: the group or record type.
        package: the package of all classes.
        module: the package in it that gives the class: where it says that it is from.
        specs_from: module whose names of `BOUND` look up code lists and schemes in other
            specifications than the packaged ones.
    """
    base = "Record" if isinstance(group, RecordLayout) else "Group"
    body = _class(standard, group, base, f"{package}.{module}")
    text = "\n".join(_expressions(group, standard))
    inner = sorted(
        {class_name(field.group.id) for field in group.elements if field.group is not None}
    )
    title = f"{group.name.zh} / {group.name.en}."
    lines = [_head(title)]
    dates = [name for name in ("date", "datetime") if f"[{name} " in text or f"[{name}," in text]
    if dates:
        lines.append(f"from datetime import {', '.join(dates)}")
    if "Decimal" in text:
        lines.append("from decimal import Decimal")
    ruled = any(True for _ in rules_of(group, standard))
    typing = [
        name
        for name in ("Annotated", "ClassVar", "Literal")
        if f"{name}[" in text or (name == "ClassVar" and ruled)
    ]
    if typing:
        lines.append(f"from typing import {', '.join(typing)}\n")
    fields = [name for name in ("ValueFormat", "Many") if f"{name}(" in text]
    rules = [name for name in _RULES if f"{name}(" in text]
    if inner:
        lines += textwrap.wrap(
            f"from {package}.{GROUPS} import ({', '.join(inner)},)",
            110,
            subsequent_indent="    ",
            break_long_words=False,
        )
    bound = [] if specs_from is None else [name for name in BOUND if name in (*fields, *rules)]
    if bound:
        lines.append(f"from {specs_from} import {', '.join(bound)}")
    if fields := [name for name in fields if name not in bound]:
        lines.append(f"from tracecode.records.fields import {', '.join(fields)}")
    lines.append(f"from tracecode.records.model import {base}")
    if ruled:
        lines.append(
            f"from tracecode.records.rules import "
            f"{', '.join(sorted({'RecordRule', *rules} - {*bound}))}"
        )
    return "\n".join(lines) + f"\n\n\n{body}"


def package_source(title: str, homes: Mapping[str, str]) -> str:
    """The source of a package that gives the classes of an item, or of all groups, each when it is
    first asked for.

    Args:
        title: first line of its docstring.
        homes: the module of each class by its name, as `import_module` takes it.
    """
    if not homes:  # a standard without groups
        return _head(title)
    lines = [
        _head(title),
        "from typing import TYPE_CHECKING\n",
        "from tracecode.records.on_demand import on_demand\n",
        "if TYPE_CHECKING:",
        *(f"    from {home} import {name} as {name}" for name, home in homes.items()),
        "else:",
        "    _HOMES = {",
        *(f"        {escape.python(name)}: {escape.python(home)}," for name, home in homes.items()),
        "    }",
        "    __all__ = list(_HOMES)",
        "    __getattr__, __dir__ = on_demand(__name__, _HOMES)",
    ]
    return "\n".join(lines) + "\n"


def _head(title: str) -> str:
    return (
        f'"""{escape.docstring(title)}\n\nGenerated by `tracecode publish models`; do not '
        f'edit.\n"""\n'
    )


class Call(NamedTuple):
    """A rule, or a part of one, as the call that makes it: written into source, or carried out."""

    name: str
    """Of a class in `records.rules`."""
    positional: tuple[str, ...] = ()
    named: Mapping[str, object] = {}


def rules_of(group: ElementGroup, standard: Resolved) -> Iterator[Call]:
    """The rules of a group or record type: those that conditions of its elements stand for, its
    own, links of codes.
    """
    for field in group.elements:
        if field.use.when is not None:
            when = {id: _wanted(wanted) for id, wanted in field.use.when.items()}
            yield Call("Required", (field.id,), {"when": when})
    yield from map(_rule, group.rules)
    yield from map(_agrees, links(group, standard))


def literals(field: Element) -> tuple[str, ...] | None:
    """The only right values of an element, where its class writes them out."""
    return field.values if field.values is not None and len(field.values) <= LITERALS else None


def meanings(field: Element) -> str | None:
    """What each value means that the class of an element writes out."""
    if field.codelist is None or field.constant is not None or literals(field) is None:
        return None
    return "; ".join(
        f"{entry.code}: {entry.name.zh} / {entry.name.en}" for entry in field.codelist.entries
    )


def doc(standard: Resolved, group: ElementGroup) -> list[str]:
    """The lines of the docstring of a class, as text."""
    # no class at work needs them
    from tracecode.records.period_words import kept_in_words, reported_in_words

    source = f"Source: {standard.cite(group.source)} ({group.evidence})."
    lines = [f"{group.name.zh} / {group.name.en}.", "", source]
    if isinstance(group, RecordLayout):
        for word, texts in (("Kept", kept_in_words), ("Reported", reported_in_words)):
            of_laws = dict.fromkeys(text.en for text in texts(standard, group))
            lines += [f"{word}: {' / '.join(of_laws)}."] if of_laws else []
    return [part for line in lines for part in (textwrap.wrap(line, 112) or [""])]


def form(field: Element, standard: Resolved | None = None) -> ValueFormat:
    """How a single value is checked; by the standard, if given."""
    spec = field.spec
    bounds = spec.range
    strict = field.codelist is not None and field.codelist.strict
    return ValueFormat(
        spec.format or "", min=bounds.min if bounds else None, max=bounds.max if bounds else None,
        chars=spec.chars, codelist=spec.codelist if strict else None,
        scheme=spec.scheme if _judged(field) else None, identifies=field.identifies,
        standard=standard,
    )  # fmt: skip


def _judged(field: Element) -> bool:
    return field.spec.scheme is not None and field.spec.evidence != "unsure"


def _expressions(group: ElementGroup, standard: Resolved) -> Iterator[str]:
    """What stands in a class besides names and words."""
    yield from map(_hint, group.elements)
    yield from map(_expression, rules_of(group, standard))


def _class(standard: Resolved, group: ElementGroup, base: str, module: str) -> str:
    first, *more = map(escape.docstring, doc(standard, group))
    lines = [f"class {name_of(group)}({base}):", f'    """{first}']
    lines += [f"    {line}".rstrip() for line in more] + ['    """', ""]
    lines += [f"    __module__ = {escape.python(module)}", ""]
    for field in group.elements:
        lines += _field(field)
    rules = list(rules_of(group, standard))
    if rules:
        lines.append("    rules: ClassVar[tuple[RecordRule, ...]] = (")
        lines += [f"        {_expression(rule)}," for rule in rules]
        lines.append("    )")
    return "\n".join(lines) + "\n"


def _field(field: Element) -> list[str]:
    text = _hint(field)
    if field.constant is not None:
        text += f" = {escape.python(field.constant)}"
    elif not field.required:
        text += " = None"
    description = f"{field.name.zh} / {field.name.en}"
    if field.spec.unit:
        description += f" ({field.spec.unit})"
    first, *more = [description, *_wrapped(meanings(field))]
    lines = [
        f'    """{escape.docstring(first)}',
        *(f"    {escape.docstring(line)}".rstrip() for line in more),
    ]
    return [
        f"    {field.id}: {text}",
        *(lines if more else ()),
        '    """' if more else f'{lines[0]}"""',
    ]


def _wrapped(text: str | None) -> list[str]:
    """A paragraph below a first line; nothing, if there is none."""
    return [] if text is None else ["", *textwrap.wrap(text, 96, break_on_hyphens=False)]


def _hint(field: Element) -> str:
    if field.constant is not None:
        return f"Literal[{escape.python(field.constant)}]"
    absent = "" if field.required else " | None"
    note = ""
    if field.group is not None:
        base = class_name(field.group.id)
    elif (values := literals(field)) is not None:
        base = f"Literal[{', '.join(map(escape.python, values))}]"
    else:
        assert field.format is not None
        base, note = _PYTHON.get(field.format.kind, "str"), repr(form(field))
    if field.many is not None:
        inner = f"Annotated[{base}, {note}]" if note else base
        return f"Annotated[list[{inner}]{absent}, {Many(field.many)!r}]"
    return f"Annotated[{base}{absent}, {note}]" if note else f"{base}{absent}"


_RULES = (
    "Agrees",
    "AtLeastOne",
    "CodeFits",
    "Equal",
    "Exclusive",
    "Order",
    "Required",
    "Since",
    "Sum",
)


def _expression(value: object) -> str:
    """A value of a rule in Python."""
    if isinstance(value, Call):
        given = [*map(_expression, value.positional)]
        given += [f"{name}={_expression(part)}" for name, part in value.named.items()]
        return f"{value.name}({', '.join(given)})"
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{_expression(key)}: {_expression(part)}' for key, part in value.items())}}}"
    if isinstance(value, tuple):
        return f"({', '.join(map(_expression, value))}{',' if len(value) == 1 else ''})"
    assert isinstance(value, str)
    return escape.python(value)


def _wanted(wanted: tuple[str, ...] | Period) -> tuple[str, ...] | Call:
    if not isinstance(wanted, Period):
        return wanted
    ends = {"since": wanted.since, "until": wanted.until}
    return Call("Since", named={name: day.isoformat() for name, day in ends.items() if day})


def _rule(rule: RuleSpec) -> Call:
    match rule:
        case AtLeastOneSpec():
            return Call("AtLeastOne", rule.at_least_one)
        case ExclusiveSpec():
            return Call("Exclusive", rule.exclusive)
        case OrderSpec():
            return Call("Order", rule.order)
        case EqualSpec():
            return Call("Equal", rule.equal)
        case SumSpec():
            return Call("Sum", (rule.sum.lines, rule.sum.of), {"total": rule.sum.total})
        case CodeFitsSpec():
            named = {name: id for name in ("lines", "on") if (id := getattr(rule.code, name))}
            return Call("CodeFits", (rule.code.value, rule.code.scheme), named)
        case _:
            assert_never(rule)


def _agrees(link: CodeLink) -> Call:
    here, there = link.here, link.there
    on = here.on if "." not in here.element else None
    named = {"here_scheme": here.named_by, "there_scheme": there.named_by, "on": on}
    texts = (link.scheme, link.link.id, here.element, there.element)
    return Call("Agrees", texts, {name: id for name, id in named.items() if id})
