# a table of texts: one a line
"""The page `docs/schema-limits.md`: how the published schemas are used, and what they cannot
say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracecode.publish.json_schema import WORDS
from tracecode.publish.schema_limits import Limit, limits
from tracecode.spec.base import Text
from tracecode.standard.elements import RecordLayout
from tracecode.standard.record_layout import layouts

if TYPE_CHECKING:
    from tracecode.standard.resolved import Resolved


def page(standard: Resolved) -> str:
    """The page `docs/schema-limits.md`: every limit in both languages, with the record types that
    it concerns.
    """
    known = list(layouts(standard))
    lines = [
        "# 模式语言的限度 / Limits of the schema languages",
        "",
        _INTRO.zh,
        "",
        _INTRO.en,
        "",
        _USE.zh,
        "",
        _USE.en,
        "",
        _STRICT.zh,
        "",
        _STRICT.en,
        "",
        *_AJV,
        "",
        "| 名称 / Name | 规则 / Rules | JSON Schema | XSD + Schematron | 记录类型 / Record types |",
        "|---|---|---|---|---|",
    ]
    concerned = {limit.id: _concerned(limit, known, standard) for limit in limits()}
    for limit in limits():
        marks = ["×" if target in limit.targets else "" for target in ("json-schema", "xsd")]
        types = (
            {id for ids in concerned[limit.id].values() for id in ids}
            if limit.subjects
            else {r.id for r in known}
        )
        rules = ", ".join(f"`{rule}`" for rule in limit.rules)
        lines.append(
            f"| [{limit.name.zh} / {limit.name.en}](#{limit.id}) | {rules} | {marks[0]} | "
            f"{marks[1]} | {len(types)} |"
        )
    lines += ["", "× = 不能表达 / cannot be said.", ""]
    for limit in limits():
        lines += [
            f'<a id="{limit.id}"></a>',
            "",
            f"## {limit.name.zh} / {limit.name.en}",
            "",
            limit.reason.zh,
            "",
            limit.reason.en,
            "",
        ]
        if limit.subjects is None:
            lines += ["记录类型：全部。 Record types: all.", ""]
            continue
        if not concerned[limit.id]:
            lines += ["目前没有涉及的记录类型。 No record type is concerned at present.", ""]
            continue
        lines += ["| 对象 / Subject | 记录类型 / Record types |", "|---|---|"]
        for subject, ids in sorted(concerned[limit.id].items()):
            cell = "全部 / all" if len(ids) == len(known) else ", ".join(ids)
            lines.append(f"| {subject} | {cell} |")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _concerned(limit: Limit, known: list[RecordLayout], standard: Resolved) -> dict[str, list[str]]:
    """The subjects of a limit with the record types in which they occur."""
    by_subject: dict[str, list[str]] = {}
    for layout in known if limit.subjects else ():
        assert limit.subjects is not None
        for subject in dict.fromkeys(limit.subjects(layout, standard)):
            by_subject.setdefault(subject, []).append(layout.id)
    return by_subject


_INTRO = Text(
    zh="公布的 JSON Schema、XSD 与 Schematron "
    "不拒绝本库接受的记录（下文注明“更严”的除外）；本库检查而模式语言不能表达的规则全部列在此处，一致性测试按名称排除。",
    en="The published JSON Schema, XSD and Schematron refuse nothing that the library accepts, "
    "unless a limit below says that they are stricter. Every rule that the library checks and "
    "a schema language cannot say is listed here; the conformance tests leave it out by this name.",
)
_USE = Text(
    zh="JSON Schema 每个文件（包括 `message.json`）都是完整的，不引用其他文件；OpenAPI "
    "也是如此，可直接生成 TypeScript、Python "
    "等客户端，缺少必填项的程序不能通过编译或类型检查。XSD 可由 Java "
    "自带的校验器按默认限值加载。只有模式、没有本库的程序能看到什么，用 `tracecode validate "
    "文件 --by schema` 或 `RecordType.schema_validator()` 查看（扩展 "
    "`schema`）：下列各项不在其中，故其结论最多是“未校验”，从不是“有效”。",
    en="Every file of JSON Schema, `message.json` too, stands alone and refers to no other. So "
    "does the OpenAPI document: from it clients are written in TypeScript, Python and other "
    "languages, in which a program without a mandatory element does not pass the compiler or "
    "type checker. The XSD loads in Java's own validator with its default limits. What a "
    "program sees that has the schema and not this library is shown by `tracecode validate "
    "FILE --by schema` and `RecordType.schema_validator()` (extra `schema`): what is listed "
    'below it does not see, so that its verdict is "not checked" at best, never "valid".',
)
_STRICT = Text(
    zh="除标准关键字外，JSON Schema 中还有下列以 `x-` 开头的说明性关键字，不影响校验；使用 Ajv "
    "的严格模式时，用一行声明它们：",
    en="Beside the words of JSON Schema there are those below that begin with `x-`; they explain, "
    "and judge nothing. The strict mode of Ajv wants them announced, which takes one line:",
)
_AJV = (
    "```js",
    'import Ajv from "ajv/dist/2020.js"',
    'import formats from "ajv-formats"',
    "const ajv = formats(new Ajv({ strict: true, allErrors: true }))",
    f"ajv.addVocabulary({str(list(WORDS)).replace(chr(39), chr(34))})",
    "```",
)
