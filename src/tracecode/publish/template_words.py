"""The words of the Excel template: what the header says of each element, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from tracecode.findings import cited
from tracecode.publish.rule_words import in_words, told_at
from tracecode.records.cells import shown
from tracecode.records.table_words import KINDS
from tracecode.records.written_ids import kind_of, shown_id
from tracecode.spec.record_model import Period
from tracecode.standard.duties import basis
from tracecode.standard.elements import Element, ElementGroup

if TYPE_CHECKING:
    from tracecode.standard.elements import RecordLayout
    from tracecode.standard.resolved import Resolved


class Place(NamedTuple):
    """An element with the groups around it."""

    field: Element
    group: ElementGroup
    """In which it stands."""
    outer: tuple[Element, ...]
    """The groups around it, the widest first."""

    @property
    def path(self) -> str:
        """Its column."""
        return ".".join(field.id for field in (*self.outer, self.field))

    @property
    def required(self) -> str:
        """`M`, `C` or `O`: what is mandatory in a group that need not be there is conditional."""
        uses = [field.use.obligation for field in (*self.outer, self.field)]
        if uses[-1] == "O" or self.field.id == "record_id":  # which reading makes of the content
            return "O"
        return "M" if all(use == "M" for use in uses) else "C"


def places(
    group: ElementGroup, prefix: str = "", outer: tuple[Element, ...] = ()
) -> dict[str, Place]:
    """The elements of a record type and of its groups, by path."""
    by_path: dict[str, Place] = {}
    for field in group.elements:
        by_path[prefix + field.id] = Place(field, group, outer)
        if field.group is not None:
            by_path |= places(field.group, f"{prefix}{field.id}.", (*outer, field))
    return by_path


def comment(
    place: Place, layout: RecordLayout, standard: Resolved, examples: Mapping[str, str]
) -> str:
    """The comment on a header cell: definition, format, obligation, source, example; Chinese, then
    English.

    Args:
        place: the element.
        layout: the record type in which it stands.
        standard: the specifications.
        examples: right values of this record type by path, as text.
    """
    field = place.field
    lines: dict[str, list[str]] = {"zh": [], "en": []}
    labels = {
        "zh": ("定义", "格式", "填写", "依据", "示例", "单位", "所在组", "重复"),
        "en": (
            "Definition",
            "Format",
            "Obligation",
            "Source",
            "Example",
            "Unit",
            "Group",
            "Repeats",
        ),
    }
    source, evidence = basis(standard, layout, place.path)
    document = standard.cite(source)
    for lang, (
        definition,
        form,
        obligation,
        grounds,
        example,
        unit,
        around,
        repeats,
    ) in labels.items():
        out = lines[lang]
        mark = "：" if lang == "zh" else ": "
        out.append(getattr(field.name, lang))
        out.append(f"{definition}{mark}{getattr(field.spec.definition, lang)}")
        if place.outer:
            group = place.outer[-1]
            out.append(
                f"{around}{mark}{getattr(group.name, lang)} — "
                f"{getattr(group.spec.definition, lang)}"
            )
        out.append(f"{form}{mark}{_format(field, lang)}")
        if field.spec.unit:
            out.append(f"{unit}{mark}{field.spec.unit}")
        many = next((each.many for each in (*place.outer, field) if each.many), None)
        if many:
            out.append(
                f"{repeats}{mark}" + (f"最多 {many} 行" if lang == "zh" else f"up to {many} rows")
            )
        out.append(f"{obligation}{mark}{_obligation(place, lang)}")
        out.append(f"{grounds}{mark}{cited(document, lang)} ({evidence})")
        if (value := examples.get(place.path, field.spec.example)) is not None:
            out.append(f"{example}{mark}{entered(field, value, standard, lang)}")
    return "\n".join((*lines["zh"], "", *lines["en"]))


def _format(field: Element, lang: str) -> str:
    assert field.format is not None
    kind: str = getattr(KINDS[field.format.kind], lang)
    if field.codelist is not None:
        listed: str = getattr(field.codelist.name, lang)
        free = (
            ""
            if field.codelist.strict
            else "（可填列表以外的值）"
            if lang == "zh"
            else " (other values may stand)"
        )
        return f"代码表“{listed}”{free}" if lang == "zh" else f"code list '{listed}'{free}"
    return f"{kind} ({field.format.notation})"


def entered(field: Element, text: str, standard: Resolved, lang: str = "zh") -> str:
    """A value as people enter it: a code or id with its name, a time without its offset; or
    nothing.
    """
    if not text:
        return ""
    if field.format is not None and field.format.kind == "boolean":
        return {"true": "是", "false": "否"}[text]
    if field.format is not None and field.format.kind == "moment":
        return text[:19].replace("T", " ")
    if field.codelist is not None:
        return next(
            (shown(entry, lang) for entry in field.codelist.entries if entry.code == text), text
        )
    kind = kind_of(field)
    return (
        shown_id(standard, kind, text, lang)
        if kind is not None and text in standard.ids(kind)
        else text
    )


def _obligation(place: Place, lang: str) -> str:
    """When an element is required, in words."""
    field, zh = place.field, lang == "zh"
    sentences = []
    optional = next((outer for outer in reversed(place.outer) if outer.use.obligation != "M"), None)
    if field.id == "record_id":
        return "可以不填" if zh else "may be left empty"
    if field.use.obligation == "M":
        if optional is None:
            sentences.append("必填" if zh else "required")
        else:
            name = getattr(optional.name, lang)
            sentences.append(
                f"填写“{name}”时必填" if zh else f"required when '{name}' is filled in"
            )
    elif field.use.when is not None:
        when = (" 且 " if zh else " and ").join(
            _when(place.group, id, wanted, lang) for id, wanted in field.use.when.items()
        )
        sentences.append(f"当{when}时必填" if zh else f"required when {when}")
    sentences += [
        sentence
        for rule in place.group.rules
        if field.id in told_at(rule) and (sentence := in_words(rule, place.group, lang)) is not None
    ]
    if not sentences:
        sentences.append("选填" if zh else "optional")
    return "；".join(sentences) if zh else "; ".join(sentences)


def _when(group: ElementGroup, id: str, wanted: tuple[str, ...] | Period, lang: str) -> str:
    zh = lang == "zh"
    other = group.element(id)
    name = getattr(other.name, lang)
    if isinstance(wanted, Period):
        ends = [
            f"{'自' if zh else 'from '}{wanted.since}{'起' if zh else ' on'}"
            if wanted.since
            else ""
        ]
        ends.append(f"{'至' if zh else 'until '}{wanted.until}" if wanted.until else "")
        return (
            f"“{name}”{''.join(ends)}"
            if zh
            else f"'{name}' lies {' '.join(end for end in ends if end)}"
        )
    if wanted == ("*",):
        return f"已填“{name}”" if zh else f"'{name}' is filled in"
    entries = (
        {}
        if other.codelist is None
        else {entry.code: shown(entry, lang) for entry in other.codelist.entries}
    )
    truth = {"true": "是", "false": "否"}
    values = [entries.get(value, truth.get(value, value)) for value in wanted]
    return f"“{name}”为 {'、'.join(values)}" if zh else f"'{name}' is {' or '.join(values)}"
