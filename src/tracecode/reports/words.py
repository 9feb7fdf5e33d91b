"""The words of reports, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tracecode.spec.base import Text

if TYPE_CHECKING:
    from tracecode.messages import Actor

ACTORS: Mapping[Actor, Text] = {
    "sender": Text(zh="填报人员", en="Whoever fills in the data"),
    "developer": Text(zh="报送程序的开发人员", en="Developers of the sending program"),
    "issuer": Text(zh="赋码和标签人员", en="Whoever issues codes and prints labels"),
    "operator": Text(zh="平台运行人员", en="Operators of the platform"),
    "editor": Text(zh="规范编制人员", en="Editors of the specifications"),
}
"""Who can put right what was found, those with the most to do first."""
COLUMN_NAMES: Mapping[str, Text] = {
    "file": Text(zh="文件", en="File"),
    "line": Text(zh="行", en="Line"),
    "text": Text(zh="代码或记录标识", en="Code or record id"),
    "status": Text(zh="判定", en="Verdict"),
    "type": Text(zh="记录类型或编码规则", en="Record type or scheme"),
    "rule": Text(zh="规则编号", en="Rule"),
    "severity": Text(zh="级别", en="Severity"),
    "path": Text(zh="数据项", en="Element"),
    "zh": Text(zh="问题", en="Finding, in Chinese"),
    "en": Text(zh="问题（英文）", en="Finding"),
    "source": Text(zh="依据", en="Source"),
    "cell": Text(zh="单元格", en="Cell"),
    "position": Text(zh="第几个字符", en="Character"),
    "kind": Text(zh="对象", en="Verdict on"),
    "evidence": Text(zh="依据程度", en="Evidence"),
    "unchecked": Text(zh="未校验", en="Not checked"),
    "who": Text(zh="由谁处理", en="Who acts"),
    "remedy_zh": Text(zh="处理办法", en="Remedy, in Chinese"),
    "remedy_en": Text(zh="处理办法（英文）", en="Remedy"),
    "across": Text(zh="跨记录规则", en="Rule across records"),
    "other": Text(zh="对照的记录", en="Held against"),
    "key": Text(zh="结果标识", en="Key"),
    "change": Text(zh="与前次相比", en="Change"),
}
"""What the columns of the table are called."""
TOTALS: Mapping[str, Text] = {
    "listed": Text(zh="已列出", en="Listed"),
    "all": Text(zh="合计", en="In all"),
    "example": Text(zh="举例", en="Example"),
}
SHEETS: Mapping[str, Text] = {
    "findings": Text(zh="校验结果", en="Findings"),
    "rules": Text(zh="按规则汇总", en="By rule"),
}
SEVERITY_NAMES: Mapping[str, Text] = {
    "error": Text(zh="错误", en="Error"),
    "warning": Text(zh="警告", en="Warning"),
    "unchecked": Text(zh="未校验", en="Not checked"),
}
"""How bad a finding is; what was not judged is neither."""
ANNOTATED: Mapping[str, Text] = {
    "title": Text(zh="校验说明", en="About this copy"),
    "error": Text(zh="必须改正", en="has to be put right"),
    "warning": Text(zh="请核对", en="please look at it"),
    "unchecked": Text(zh="未能判定，请核对", en="could not be judged; please look at it"),
    "copy": Text(
        zh="本文件是带批注的副本：单元格的值照原样保留，公式不保留。请在原文件中改正后重新报送。",
        en="This is a copy with comments: values are those of the original, formulas are left out. "
        "Please correct the original, and send that again.",
    ),
    "rows": Text(
        zh="原文件超过 {most} 个单元格，只保留有问题的行，行号不变。",
        en="The original has more than {most} cells; only rows with findings are here, on their "
        "own row numbers.",
    ),
    "left": Text(zh="另有 {count} 处未加批注", en="{count} more places have no comment"),
}
"""The words of the annotated copy."""
