# sentences: a language each on its line
"""The algorithms of check characters, one clause each, written from the same data by which they are
computed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from tracecode.publish.documents.tree import CodeText, Formula, Section, Variable
from tracecode.spec.base import Text
from tracecode.standard.check_rules import WEIGHTED, Hybrid, WeightedSum, check_rule

if TYPE_CHECKING:
    from tracecode.publish.documents.tree import Block, Span, Spans
    from tracecode.publish.standard_document.draft import DocumentDraft
    from tracecode.standard.check_rules import CheckRule

_PURE = "ISO/IEC 7064 纯系统 {}", "ISO/IEC 7064 pure system {}"
_MIXED = "ISO/IEC 7064 混合系统 {}", "ISO/IEC 7064 hybrid system {}"
_NAMES = {
    "gs1-mod10": Text(zh="GS1 校验位（模 10）", en="GS1 check digit (modulo 10)"),
    "gs1-check-pair": Text(zh="GS1 校验字符对", en="GS1 check character pair"),
    "gb32100": Text(zh="统一社会信用代码的校验码", en="Check character of the unified social "
                                          "credit code"),
    "gb11714": Text(zh="组织机构代码的校验码", en="Check character of the organisation code"),
    "gb11643": Text(zh="公民身份号码的校验码", en="Check character of the citizen identity number"),
    "vin": Text(zh="车辆识别代号的检验位", en="Check digit of the vehicle identification number"),
    "cas": Text(zh="化学文摘登记号的校验位", en="Check digit of the chemical abstracts number"),
    "luhn": Text(zh="模 10 隔位加倍算法", en="Luhn algorithm"),
    **{
        f"iso7064-mod-{id}": Text(zh=zh.format(f"MOD {mod}"), en=en.format(f"MOD {mod}"))
        for (zh, en),
        systems in ((_PURE, ("11-2", "37-2", "97-10", "661-26", "1271-36")), (_MIXED, ("11-10", "27-26", "37-36")))
        for id,
        mod in ((system, system if (zh, en) == _PURE else system.replace("-", ",")) for system in systems)
    },
}  # fmt: skip
_CHARACTER, _VALUE = Text(zh="字符", en="Character"), Text(zh="数值", en="Value")
_REMAINDER, _CHECK = Text(zh="余数", en="Remainder"), Text(zh="校验码", en="Check character")


def name(rule: str) -> Text:
    """What an algorithm is called."""
    return _NAMES.get(rule, Text(zh=rule, en=rule))


def algorithms(draft: DocumentDraft) -> Section:
    """One clause for each algorithm that a scheme of the document names."""
    used: dict[str, None] = {}
    for id in draft.extent.schemes:
        for edition in draft.standard.scheme(id).editions:
            used.update((check.rule, None) for layout in edition.layouts for check in layout.checks)
    used.pop(WEIGHTED, None)
    ids = [id for id in _NAMES if id in used]
    lead = draft.paragraphs(
        "校验码由代码中参与校验的字符依次计算，各编码规则使用的算法如下；参与校验的字段见各编码规则。校验码正确只表明代码多半没有抄错，不表明代码确已赋予。",
        "A check character is computed from those characters of a code that are checked, in "
        "order. The algorithms in use are those below; which segments are checked stands with "
        "each encoding rule. A right check character shows that a code was probably not mistyped; "
        "it does not show that it was issued.",
    )
    children = [
        draft.section(f"check-{id}", _NAMES[id], _rule(draft, id, check_rule(id)), listed=False)
        for id in ids
    ]
    return draft.section(
        "checks", Text(zh="校验码的计算", en="Computing check characters"), lead, children
    )


def _rule(draft: DocumentDraft, id: str, rule: CheckRule) -> Iterator[Block]:
    """What an algorithm does, step by step."""
    yield from draft.paragraphs(
        "算法标识：{id}。", "Identifier of the algorithm: {id}.", id=CodeText(id)
    )
    if isinstance(rule, Hybrid):
        yield from _values(draft, id, [rule.values])
        yield from _hybrid(draft, id, rule)
        return
    yield from _values(draft, id, rule.values)
    yield from weighted(draft, id, rule, name(id))


def weighted(draft: DocumentDraft, id: str, rule: WeightedSum, named: Text) -> Iterator[Block]:
    """Weights, sum and result of a weighted sum.

    Args:
        draft: the document.
        id: part of the ids of formulas and tables.
        rule: the sum.
        named: whose check character it is.
    """
    if rule.most is not None and rule.least == rule.most:
        yield from draft.paragraphs(
            "参与校验的字符为 {count} 个，自左起的权依次为：{weights}。",
            "{count} characters are checked; their weights from the left are: {weights}.",
            count=str(rule.most), weights=_row(rule.weights[::-1]),
        )  # fmt: skip
    else:
        yield from draft.paragraphs(
            "自参与校验的最末一个字符起向左，权依次为：{weights}；用完后从头循环。",
            "From the last of the checked characters to the left, the weights are: {weights}; "
            "then they begin again.",
            weights=_row(rule.weights),
        )
    yield Formula(
        f"formula-sum-{id}",
        (Variable("S"), " = ∑ (", Variable("w", below="i"), " × ", Variable("a", below="i"), ")"),
    )
    yield Formula(
        f"formula-remainder-{id}", (Variable("r"), " = ", Variable("S"), f" mod {rule.modulus}")
    )
    yield from _results(draft, id, rule, named)


def _row(weights: Sequence[int]) -> Text:
    return Text(zh="、".join(map(str, weights)), en=", ".join(map(str, weights)))


def _results(draft: DocumentDraft, id: str, rule: WeightedSum, named: Text) -> Iterator[Block]:
    if (digits := _places(rule.results)) is not None:
        size = len(digits)
        yield from draft.paragraphs(
            "余数写成 {size} 进制的两位，各位依次取字符：{digits}。",
            "The remainder is written with two digits of base {size}, which are the characters: "
            "{digits}.",
            size=str(size), digits=CodeText(digits),
        )  # fmt: skip
        return
    caption = Text(zh=f"{named.zh}：余数与校验码", en=f"{named.en}: remainder and check character")
    rows = (
        (_numbers(group[0][0], group[-1][0]), _characters(group)) for group in _tens(rule.results)
    )
    yield from draft.table(
        f"table-results-{id}", caption, (_REMAINDER, _CHECK), rows, (1, 2), listed=False
    )


def _numbers(first: int, last: int) -> Spans:
    return (f"{first}～{last}" if first != last else str(first),)


def _characters(group: Sequence[tuple[int, str]]) -> Spans:
    out: list[Span] = []
    for _, result in group:
        out += [" "] * bool(out) + [CodeText(result)]
    return tuple(out)


def _tens(results: Sequence[str]) -> Iterator[list[tuple[int, str]]]:
    """The results ten by ten."""
    numbered = list(enumerate(results))
    for begin in range(0, len(numbered), 10):
        yield numbered[begin : begin + 10]


def _places(results: Sequence[str]) -> str | None:
    """The digits, if every result is its remainder written with two digits of some base; else
    None.
    """
    size = next((at for at, result in enumerate(results) if result[0] != results[0][0]), 0)
    if size < 2 or any(len(result) != 2 for result in results):
        return None
    digits = [result[1] for result in results[:size]]
    right = all(
        at // size < size and result == digits[at // size] + digits[at % size]
        for at, result in enumerate(results)
    )
    return "".join(digits) if right else None


def _hybrid(draft: DocumentDraft, id: str, rule: Hybrid) -> Iterator[Block]:
    size = len(rule.alphabet)
    product, sum_, value = (
        Variable("p", below="i"),
        Variable("s", below="i"),
        Variable("a", below="i"),
    )
    before = Variable("p", below="i−1")
    yield from draft.paragraphs(
        "模数 m 为 {size}，积的初值 {first} 为 {size}。自左起对每个字符依次计算：",
        "The modulus m is {size}, and the product begins as {first} = {size}. For each character "
        "from the left:",
        size=str(size), first=Variable("p", below="0"),
    )  # fmt: skip
    zero = (
        draft.said(f"（为 0 时取 {size}）", f" (0 is taken as {size})")
        if draft.lang != "both"
        else (f"（0 → {size}）",)
    )
    yield Formula(
        f"formula-step-{id}", (sum_, " = (", before, " + ", value, f") mod {size}", *zero)
    )
    yield Formula(f"formula-product-{id}", (product, " = (2 × ", sum_, f") mod {size + 1}"))
    yield from draft.paragraphs("校验码的数值为：", "The value of the check character is:")
    yield Formula(
        f"formula-result-{id}",
        (Variable("r"), " = (1 − ", Variable("p", below="n"), f") mod {size}"),
    )


def _values(draft: DocumentDraft, id: str, tables: Sequence[Mapping[str, int]]) -> Iterator[Block]:
    """The values of the characters; of several tables, each."""
    for at, table in enumerate(tables):
        which = Text(zh="", en="")
        if len(tables) > 1:
            which = Text(
                zh=f"（自右起第 {at + 1}、{at + 1 + len(tables)} … 位）",
                en=f" (characters {at + 1}, {at + 1 + len(tables)} … from the right)",
            )
        caption = Text(
            zh=f"{name(id).zh}：字符的数值{which.zh}",
            en=f"{name(id).en}: values of the characters{which.en}",
        )
        yield from draft.table(
            f"table-values-{id}" + (f"-{at + 1}" if at else ""), caption, (_CHARACTER, _VALUE),
            (((CodeText(chars),), (values,)) for chars, values in _runs(table)), (1, 1),
            listed=False,
        )  # fmt: skip


def _runs(table: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """Characters in a row whose values follow each other, as one line: `0～9`, `0～9`."""
    begun: list[tuple[str, int]] = []
    for pair, after in pairwise([*table.items(), ("", -2)]):
        begun.append(pair)
        if len(after[0]) == 1 and ord(after[0]) == ord(pair[0]) + 1 and after[1] == pair[1] + 1:
            continue
        (first, low), (last, high) = begun[0], begun[-1]
        yield (first, str(low)) if first == last else (f"{first}～{last}", f"{low}～{high}")
        begun = []
