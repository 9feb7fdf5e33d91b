# ruff: noqa: E501  # sentences: a language each on its line
"""Data elements: clause 7 says how they are described, the normative annex defines each in one row
of its theme.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from tracecode.publish.documents.cells import conditions, domain, occurrence, sentence
from tracecode.publish.documents.themes import theme_name, theme_of, themes
from tracecode.publish.documents.tree import Anchor, Break, CodeText, Ref, Section
from tracecode.publish.documents.words import SHARING, WORDS
from tracecode.spec.base import Text
from tracecode.spec.formats import Format, FormatKind
from tracecode.spec.record_model import sharing_of
from tracecode.standard.composition import group_layout
from tracecode.standard.duties import basis

if TYPE_CHECKING:
    from tracecode.publish.documents.tree import Block, Spans
    from tracecode.publish.standard_document.draft import DocumentDraft
    from tracecode.spec.record_model import IndicatorSpec
    from tracecode.standard.elements import ElementGroup

_TEXT, _NUMBER = Text(zh="字符型", en="string"), Text(zh="数字型", en="number")
_DATE, _MOMENT = Text(zh="日期型", en="date"), Text(zh="日期时间型", en="date and time")
TYPES: dict[FormatKind, Text] = {
    "text": _TEXT, "letters": _TEXT, "digits": _TEXT, "uri": _TEXT, "uuid": _TEXT, "time": _TEXT,
    "integer": _NUMBER, "decimal": _NUMBER, "boolean": Text(zh="布尔型", en="boolean"),
    "date": _DATE, "month": _DATE, "year": _DATE, "moment": _MOMENT,
}  # fmt: skip
"""The type of data of each kind of format."""
GROUP = Text(zh="数据组", en="group")


def elements(draft: DocumentDraft) -> Section:
    """Clause 7."""
    described = draft.paragraphs(
        "每个数据元有标识符、中文名称、英文名称、定义、数据类型、表示格式和值域，列于{directory}；标识符在程序、报文、表格和数据库中均为同一个键。",
        "Each data element has an identifier, a Chinese and an English name, a definition, a "
        "type, a format and a value domain; they stand in {directory}. The identifier is the key "
        "in programs, messages, tables and databases alike.",
        directory=Ref("directory"),
    )
    shared = ((draft.spans(text), draft.cell(_SHARED[id])) for id, text in SHARING.items())
    children = [
        draft.section("elements-described", Text(zh="描述方法", en="Description"), described),
        draft.section("formats", WORDS["format"], _formats(draft)),
        draft.section(
            "sharing", Text(zh="共享属性", en="Sharing"),
            (
                *draft.paragraphs(
                    "数据元按向经办各方以外提供的条件分为三类。未另行写明的，个人信息和商业秘密不予共享，其余有条件共享。",
                    "Data elements are of three classes, by who may have their values beside "
                    "those who deal with them. Where nothing else is said, personal data and "
                    "trade secrets are withheld, and everything else is shared on conditions.",
                ),
                *draft.table("table-sharing", Text(zh="共享属性", en="Sharing"), (WORDS["mark"], WORDS["meaning"]), shared, (1, 3)),
            ),
        ),
        draft.section(
            "groups", Text(zh="数据组", en="Groups of elements"),
            draft.paragraphs(
                "成组出现的数据元如下。约束：M 必填，C 有条件必填，O 可选，只在该组出现时适用。",
                "Data elements that occur together are these. Obligation: M mandatory, C "
                "conditional, O optional, wherever the group occurs.",
            ),
            [group(draft, group_layout(draft.standard, id)) for id in draft.extent.groups],
        ),
    ]  # fmt: skip
    return draft.section("elements", WORDS["indicators"], children=children)


_SHARED = {
    "open": Text(zh="可向公众提供", en="may be given to the public"),
    "conditional": Text(
        zh="可按条件提供给其他部门", en="may be given to other departments on conditions"
    ),
    "withheld": Text(
        zh="不提供给经办各方以外的任何人", en="is given to nobody but those who deal with it"
    ),
}
_FORMATS = (
    ("an..50", "text", "最多 50 个字符的一行文本；汉字按一个字符计", ("one line of at most 50 characters, a Chinese one counted "
                                                  "as one")),
    ("an18", "text", "恰好 18 个字符", "exactly 18 characters"),
    ("an3..8", "text", "3 至 8 个字符", "3 to 8 characters"),
    ("a3", "letters", "3 个字母", "3 letters"),
    ("n6", "digits", "6 个数字，保留前导零", "6 digits, leading zeros kept"),
    ("n..9", "integer", "最多 9 位的整数", "whole number of at most 9 digits"),
    ("n..14,3", "decimal", "最多 14 位、其中小数最多 3 位的数", ("number of at most 14 digits, at most 3 of them "
                                                   "decimals")),
    ("boolean", "boolean", "是或否，写作 true 或 false", "yes or no, written true or false"),
    ("YYYY-MM-DD", "date", "日期", "date"),
    ("YYYY-MM", "month", "年月", "year and month"),
    ("YYYY", "year", "年", "year"),
    ("YYYY-MM-DDThh:mm:ss±hh:mm", "moment", "带时差的日期和时刻", "date and time with its offset"),
    ("hh:mm", "time", "时刻", "time of day"),
    ("uri", "uri", "网址", "address on the web"),
    ("uuid", "uuid", "通用唯一标识符，小写", "universally unique identifier in lower case"),
)  # fmt: skip


def _formats(draft: DocumentDraft) -> tuple[Block, ...]:
    rows = (
        ((CodeText(notation),), draft.spans(TYPES[kind]), _bare(draft, zh, en))  # type: ignore[index]
        for notation, kind, zh, en in _FORMATS
    )
    heads = (WORDS["format"], Text(zh="数据类型", en="Type"), WORDS["meaning"])
    said = draft.paragraphs(
        "表示格式的写法见{table}。数未写明值域的不为负；没有的值不写，不以空值、空文本代替。",
        "How formats are written stands in {table}. A number is not negative unless its value "
        "domain says so. What is absent is left out: there is no null and no empty text.",
        table=Ref("table-formats"),
    )
    return (*said, *draft.table("table-formats", WORDS["format"], heads, rows, (4, 2, 6)))


def _bare(draft: DocumentDraft, zh: str, en: str) -> Spans:
    """A cell in which `true` and `false` are values."""
    return draft.cell(Text(zh=zh, en=en)) if "true" not in zh else draft.said(
        "是或否，写作 {yes} 或 {no}", "yes or no, written {yes} or {no}", Break(),
        yes=CodeText("true"), no=CodeText("false")
    )  # fmt: skip


def group(draft: DocumentDraft, layout: ElementGroup) -> Section:
    """The one clause that defines a group of elements."""
    facts = draft.facts(
        (
            (WORDS["id"], (CodeText(layout.id),)),
            (WORDS["source"], draft.cite_within(layout.source, layout.evidence)),
        )
    )
    blocks = (
        *draft.texts(layout.definition),
        *facts,
        *element_table(draft, layout, f"group-{layout.id}", layout.name),
    )
    return draft.section(f"group-{layout.id}", layout.name, blocks, listed=False)


def element_table(
    draft: DocumentDraft, layout: ElementGroup, key: str, named: Text
) -> Iterator[Block]:
    """The elements of a record type or group, each with the row that defines it, and the rules
    among them.
    """
    rows = (
        (
            (str(number),),
            draft.lines((draft.element(field.id), (CodeText(field.id),))),
            defined(draft, field.id),
            (field.use.obligation,),
            (occurrence(field),),
            conditions(draft, layout, field, codes=False),
            draft.cite(*basis(draft.standard, layout, field.id)),
        )
        for number, field in enumerate(layout.elements, 1)
    )
    heads = (
        WORDS["number"], WORDS["element"], Text(zh="定义见", en="Defined in"),
        *(WORDS[word] for word in ("obligation", "occurrence", "condition", "source")),
    )  # fmt: skip
    caption = Text(zh=f"{named.zh}的数据元", en=f"Elements of {named.en}")
    yield from draft.table(
        f"table-{key}", caption, heads, rows, (1.2, 4.8, 3.3, 1.2, 1.9, 4.8, 3), listed=False
    )
    rules = [
        (
            sentence(draft, rule),
            draft.cite(rule.source or layout.source, rule.evidence or layout.evidence),
        )
        for rule in layout.rules
    ]
    caption = Text(zh=f"{named.zh}的规则", en=f"Rules of {named.en}")
    yield from draft.table(
        f"table-rules-{key}",
        caption,
        (WORDS["limit"], WORDS["source"]),
        rules,
        (4, 1),
        listed=False,
    )


def defined(draft: DocumentDraft, id: str) -> Spans:
    """Where an element is defined: the table, and the number of the row in it."""
    theme = theme_of(draft.standard)[id]
    return (Ref(f"table-theme-{theme}"), *draft.opened((str(numbers(draft, theme)[id]),)))


def numbers(draft: DocumentDraft, theme: str) -> dict[str, int]:
    """The numbers of the rows of a theme, by element."""
    ids = _listed(draft, theme)
    return {id: at for at, id in enumerate(ids, 1)}


def _listed(draft: DocumentDraft, theme: str) -> list[str]:
    key = (_listed, draft.extent.id, theme)
    known = frozenset(draft.extent.indicators)
    return draft.standard.keep(
        key, lambda: [id for id in themes(draft.standard)[theme] if id in known]
    )


def directory(draft: DocumentDraft) -> Section:
    """The normative annex with all data elements, theme by theme."""
    lead = draft.paragraphs(
        "数据元按主题列出，表中序号供其他各章引用。",
        "Data elements are listed by theme; other clauses refer to them by table and number.",
    )
    children = []
    for theme in themes(draft.standard):
        if ids := _listed(draft, theme):
            named = theme_name(draft.standard, theme)
            children.append(
                draft.section(f"theme-{theme}", named, _theme(draft, theme, named, ids))
            )
    return Section(
        "directory", draft.title(Text(zh="数据元目录", en="Directory of data "
                                                     "elements")), kind="annex", blocks=lead,
        children=tuple(children),
    )  # fmt: skip


def _theme(draft: DocumentDraft, theme: str, named: Text, ids: Iterable[str]) -> tuple[Block, ...]:
    heads = (
        WORDS["number"], Text(zh="中文名称、英文名称和标识符", en="Name and identifier"), WORDS["definition"],
        Text(zh="类型和格式", en="Type and format"), WORDS["domain"], Text(zh="示例和共享属性", en="Example and "
                                                                                       "sharing"),
        WORDS["source"],
    )  # fmt: skip
    weights = (1.2, 5.6, 7, 3.2, 4, 3.4, 3)
    rows = (
        _element(draft, number, draft.standard.indicator(id)) for number, id in enumerate(ids, 1)
    )
    caption = Text(zh=f"数据元：{named.zh}", en=f"Data elements: {named.en}")
    return draft.table(f"table-theme-{theme}", caption, heads, rows, weights)


def _element(draft: DocumentDraft, number: int, spec: IndicatorSpec) -> tuple[Spans, ...]:
    kind = GROUP if spec.format is None else TYPES[Format.read(spec.format).kind]
    names = [(spec.name.en,)] if draft.lang == "en" else [(spec.name.zh,), (spec.name.en,)]
    return (
        (str(number),),
        (Anchor(f"element-{spec.id}"), *draft.lines((*names, (CodeText(spec.id),)))),
        draft.lines((draft.cell(spec.definition), _aliases(draft, spec))),
        draft.lines((draft.cell(kind), (CodeText(spec.format),) if spec.format else ())),
        domain(draft, spec),
        draft.lines(
            (
                (CodeText(spec.example),) if spec.example else (),
                draft.cell(SHARING[sharing_of(spec)]),
            )
        ),
        draft.cite(spec.source, spec.evidence),
    )


def _aliases(draft: DocumentDraft, spec: IndicatorSpec) -> Spans:
    """Its names in other systems."""
    names = [
        (CodeText(system), " ", *draft.joined((CodeText(own),) for own in owns))
        for system, owns in (spec.aliases or {}).items()
    ]
    if not names:
        return ()
    between = "; " if draft.lang == "en" else "；"
    return (*draft.said("同义名称：", "also: "), *draft.joined(names, between))
