"""The sentences of checks across records. What a rule asks, and its remedy, stand in `specs/rules/`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracecode.messages import Actor

RULES: dict[str, tuple[str, str]] = {
    "across.unique": ("{name}：{found} 与{first}相同。{remedy}", "{name}: {found} is the same as at {first}. {remedy}"),
    "across.exists": ("{name}：没有与 {found} 对应的记录。{remedy}", "{name}: no record answers {found}. {remedy}"),
    "across.order": ("{name}：{found} 为 {value}，{first}为 {other}。{remedy}", "{name}: {found} has {value}, and {other} stands at {first}. {remedy}"),
    "across.balance": ("{name}：{found} 合计 {value}，多于 {other}（见{first}）。{remedy}", "{name}: {found} adds up to {value}, which is more than {other} (see {first}). {remedy}"),
    "across.equal": ("{name}：{found} 合计 {value}，应为 {other}（见{first}）。{remedy}", "{name}: {found} adds up to {value} and should be {other} (see {first}). {remedy}"),
    "across.one_parent": ("{name}：{found} 属于 {value}，{first}写的是 {other}。{remedy}", "{name}: {found} stands under {value}, and at {first} under {other}. {remedy}"),
    "across.agrees": ("{name}：{found} 为 {value}，{first}写的是 {other}。{remedy}", "{name}: {found} has {value}, and {other} at {first}. {remedy}"),
    "across.amounts": ("{name}：{found} 的数量有缺，或单位不能互相换算，未作比较（见{first}）", "{name}: amounts of {found} are missing, or their units cannot be turned into one another, so they were not compared (see {first})"),
    "across.not_run": ("{name}：未校验：{reason_zh}", "{name}: not checked: {reason_en}"),
    "across.value": ("有 {found} 个取值无法读取，未参与比较；首个为 {path}", "{found} values cannot be read and were not compared; the first is {path}"),
    "across.unread": ("有 {found} 处不是可读的记录，未参与比较；首处如左", "in {found} places no record could be read, so they were not compared; this is the first"),
}  # fmt: skip

_DOCUMENTS = (
    "核对原始单据，改正录错的记录",
    "Look at the original documents, and correct the wrong record",
)

REMEDIES: dict[str, tuple[Actor, str, str]] = {
    "across.unique": ("sender", f"{_DOCUMENTS[0]}；确为重复时删去其一", f"{_DOCUMENTS[1]}; delete one of the two if they are the same"),
    "across.exists": ("sender", "补报缺少的那条记录，或改正引用", "Send the record that is missing, or correct what refers to it"),
    "across.order": ("sender", *_DOCUMENTS),
    "across.balance": ("sender", f"{_DOCUMENTS[0]}，补报遗漏的进货", f"{_DOCUMENTS[1]}; send what came in and was not reported"),
    "across.equal": ("sender", *_DOCUMENTS),
    "across.one_parent": ("sender", "核对包装关系，改正其一", "Check which package it is in, and correct the other record"),
    "across.agrees": ("sender", *_DOCUMENTS),
    "across.amounts": ("sender", "补填数量，并使用可换算的单位", "Fill in the amounts, in units that can be turned into one another"),
    "across.not_run": ("operator", "按所述原因处理后重新核对", "Put right what is said, and look again"),
    "across.value": ("sender", "先改正单条记录校验指出的问题", "Correct first what checking the records by themselves finds"),
    "across.unread": ("sender", "先改正单条记录校验指出的问题", "Correct first what checking the records by themselves finds"),
}  # fmt: skip
"""Of each rule who can put it right, and how; a rule of the standard says its own remedy, which goes before."""
