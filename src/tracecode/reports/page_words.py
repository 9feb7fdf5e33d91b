"""The words of the page, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping

from tracecode.spec.base import Text

WORDS: Mapping[str, Text] = {
    "title": Text(zh="校验报告", en="Validation report"),
    "switch": Text(zh="English", en="中文"),
    "made": Text(zh="生成于", en="Made"),
    "valid": Text(zh="有效", en="valid"),
    "invalid": Text(zh="无效", en="invalid"),
    "not checked": Text(zh="未校验", en="not checked"),
    "code": Text(zh="个代码", en="codes"),
    "record": Text(zh="条记录", en="records"),
    "message": Text(zh="个报文", en="messages"),
    "error": Text(zh="错误", en="Error"),
    "warning": Text(zh="警告", en="Warning"),
    "unchecked": Text(zh="未校验", en="Not checked"),
    "error findings": Text(zh="处错误", en="errors"),
    "warning findings": Text(zh="处警告", en="warnings"),
    "unchecked findings": Text(zh="处未能判定", en="could not be judged"),
    "new": Text(zh="新增", en="new"),
    "remaining": Text(zh="仍有", en="remaining"),
    "gone": Text(zh="已消除", en="gone"),
    "incomplete": Text(
        zh="校验中途结束：以下只是此前已校验部分的结果。",
        en="Checking ended early: what follows is what was found until then.",
    ),
    "unlisted": Text(
        zh="最多列出 {limit} 条；以下规则另有结果，既未列出，也不在下面的数字中：{rules}",
        en="At most {limit} are listed; more was found by these rules, which is not among the "
        "numbers below: {rules}",
    ),
    "errorsOnly": Text(zh="只列出错误。", en="Only errors are listed."),
    "none": Text(zh="没有需要处理的问题。", en="Nothing was found that anybody has to act on."),
    "nothing": Text(zh="没有符合筛选条件的问题。", en="No finding fits the filters."),
    "search": Text(zh="搜索：代码、记录、规则、文字……", en="Search: code, record, rule, text ..."),
    "all": Text(zh="全部", en="All"),
    "severity": Text(zh="级别", en="Severity"),
    "who": Text(zh="由谁处理", en="Who acts"),
    "whichFile": Text(zh="文件", en="File"),
    "change": Text(zh="与前次相比", en="Change"),
    "byRule": Text(zh="按规则", en="By rule"),
    "byFile": Text(zh="按文件", en="By file"),
    "others": Text(zh="其他文件", en="other files"),
    "listed": Text(zh="下面列出 {shown} 条，共 {all} 条", en="{shown} listed here of {all}"),
    "left": Text(
        zh="另有 {count} 条因篇幅未列出；全部结果见 .ndjson、.csv 或 .xlsx 文件。",
        en="{count} more are not listed for want of room; a .ndjson, .csv or .xlsx file has them all.",
    ),
    "remedy": Text(zh="处理办法", en="Remedy"),
    "example": Text(zh="例如", en="For example"),
    "place": Text(zh="位置", en="Place"),
    "what": Text(zh="代码或记录", en="Code or record"),
    "finding": Text(zh="问题", en="Finding"),
    "line": Text(zh="第 {line} 行", en="line {line}"),
    "character": Text(zh="第 {position} 个字符", en="character {position}"),
    "source": Text(zh="依据", en="Source"),
    "against": Text(zh="对照", en="Held against"),
    "more": Text(zh="再列出 {count} 条", en="List {count} more"),
    "forward": Text(zh="转发文字", en="Text to forward"),
    "copy": Text(zh="复制", en="Copy"),
    "copied": Text(zh="已复制", en="Copied"),
    "greeting": Text(
        zh="您好！校验发现以下问题，请处理后重新报送：",
        en="Hello, checking found the following. Please put it right and send the data again:",
    ),
    "greetingFile": Text(
        zh="您好！校验文件 {file} 发现以下问题，请处理后重新报送：",
        en="Hello, checking the file {file} found the following. Please put it right and send the "
        "data again:",
    ),
    "times": Text(zh="{count} 处", en="{count} times"),
    "andMore": Text(zh="……另有 {count} 处", en="... and {count} more"),
    "findings": Text(zh="{count} 条问题", en="{count} findings"),
}
"""By the name that the program of the page uses; `{...}` is filled there."""
