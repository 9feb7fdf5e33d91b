"""The sentences behind the rules, in Chinese and English: the one place where findings become text.

`RULES` lists every rule id of the library; `sentence` fills one. Values come from findings and may be foreign text, so
each passes `privacy.shown`.
"""

from __future__ import annotations

from collections.abc import Mapping

from tracecode.privacy import shown

RULES: dict[str, tuple[str, str]] = {
    # --- codes: what is wrong with a code -------------------------------------------------------------------------
    "code.empty": ("代码为空", "the code is empty"),
    "code.too_long": ("代码过长：{found} 个字符，最多 {allowed} 个", "the text has {found} characters; at most {allowed} are read"),
    "code.length": ("{name}应为 {allowed} 个字符，实为 {found} 个", "{name} has {found} characters; expected {allowed}"),
    "code.characters": (
        "{name}中的“{found}”不在允许字符 {allowed} 之内",
        "'{found}' in {name} is not allowed; allowed: {allowed}",
    ),
    "code.literal": ("{name}应为“{allowed}”，实为“{found}”", "{name} is '{found}'; expected '{allowed}'"),
    "code.codelist": ("{name}“{found}”不在代码表“{list}”中{hint}", "{name} '{found}' is not in the code list '{list}'{hint}"),
    "code.range": ("{name}“{found}”超出范围 {allowed}", "{name} '{found}' is outside {allowed}"),
    "code.date": ("{name}“{found}”不是有效日期（{allowed}）", "{name} '{found}' is not a date in the calendar ({allowed})"),
    "code.date_range": ("{name} {found} 不在允许期间：{allowed}", "{name} {found} is outside the allowed dates: {allowed}"),
    "code.check_character": (
        "{name}应为“{allowed}”，实为“{found}”（{check}）",
        "{name} is '{found}'; expected '{allowed}' ({check})",
    ),
    "code.contains": ("{name}“{found}”中至少要有一个字符属于 {allowed}", "{name} '{found}' needs at least one character of {allowed}"),
    "code.edition": (
        "{on} 没有有效版本，按版本 {edition} 读取",
        "no edition is in force on {on}; read by edition {edition}",
    ),
    "code.folded": ("已规范化：{changes}", "read after folding: {changes}"),
    "code.ambiguous": ("也可能是：{others}", "may also be: {others}"),
    "code.length_only": ("只有长度和字符与{name}相符，不能确定", "only length and characters speak for {name}"),
    "code.no_scheme": ("没有编码规则与之相符", "no encoding rule fits"),
    "code.repeated": ("与第 {first} 行是同一个代码", "is the same code as on line {first}"),
    "code.repeated_otherwise": (
        "与第 {first} 行是同一个代码，写法不同",
        "is the same code as on line {first}, written otherwise",
    ),
    "code.link": ("{name}：应为“{allowed}”，实为“{found}”", "{name}: expected '{allowed}', found '{found}'"),
    "code.link_scheme": ("应与{allowed}核对，而不是{found}", "is compared with {allowed}, not with {found}"),
    # --- GS1 element strings and Digital Links --------------------------------------------------------------------
    "gs1.unknown_ai": ("“{found}”不是 GS1 应用标识符", "'{found}' is not a GS1 application identifier"),
    "gs1.no_ai": ("此处应为应用标识符（2 至 4 位数字），实为“{found}”", "'{found}' stands where an application identifier of 2 to 4 digits is expected"),
    "gs1.length": ("{name} 应为 {allowed} 个字符，实为 {found} 个", "{name} has {found} characters; expected {allowed}"),
    "gs1.characters": ("{name} 中的“{found}”不在允许字符 {allowed} 之内", "'{found}' in {name} is not allowed; allowed: {allowed}"),
    "gs1.check_character": ("{name} 的校验码应为“{allowed}”，实为“{found}”", "the check of {name} is '{found}'; expected '{allowed}'"),
    "gs1.date": ("{name} 的“{found}”不是有效日期或时间（{allowed}）", "'{found}' in {name} is no date or time ({allowed})"),
    "gs1.value": ("{name} 的“{found}”不可用；应为：{allowed}", "'{found}' in {name} is not allowed; expected: {allowed}"),
    "gs1.unchecked": ("{name} 的内部结构未校验：{allowed}", "the structure of {name} was not checked: {allowed}"),
    "gs1.separator_missing": (
        "{name} 到下一分隔符共 {found} 个字符，应为 {allowed}：值过长，或其后缺少分隔符（FNC1，即 GS）",
        "{name} has {found} characters up to the next separator, expected {allowed}: too long, or the separator (FNC1, GS) after it is missing",
    ),
    "gs1.separator_extra": ("此处不应有分隔符（FNC1，即 GS）", "no separator (FNC1, GS) belongs here"),
    "gs1.bracket": (
        "此处应为括号内的应用标识符，如 (01)，实为“{found}”；值中的左括号请写成 \\(",
        "an application identifier in brackets such as (01) is expected, not '{found}'; write a bracket inside a value as \\(",
    ),
    "gs1.symbology": ("码制标识“{found}”之后不是 GS1 单元数据串；可用：{allowed}", "no GS1 element string follows the symbology identifier '{found}'; one does after: {allowed}"),
    "gs1.repeated": ("{name} 出现两次：“{first}”与“{found}”", "{name} stands twice: '{first}' and '{found}'"),
    "gs1.requires": ("{name} 须与以下之一同时出现：{allowed}", "{name} needs one of these beside it: {allowed}"),
    "gs1.serial": ("{name} 与 {found} 同时出现时须带序列号部分", "{name} needs its serial part beside {found}"),
    "gs1.excludes": ("{name} 不能与 {found} 同时出现", "{name} must not stand beside {found}"),
    "gs1.link_uri": ("不是数字链接地址：应以 http:// 或 https:// 及域名开头，且不含空格和控制字符", "is no Digital Link URI: it begins with http:// or https:// and a domain, and has no spaces or control characters"),
    "gs1.link_key": (
        "路径中没有带值的主标识（如 /01/…）；可用：{allowed}（不支持压缩形式）",
        "the path has no primary key with its value, such as /01/...; keys: {allowed} (compressed links are not read)",
    ),
    "gs1.link_qualifier": ("路径中的“{found}”不是 {name} 此处可用的限定符；依次可用：{allowed}", "'{found}' in the path is no qualifier of {name} here; in order: {allowed}"),
    "gs1.link_attribute": ("{name} 不能作为该数字链接的查询参数", "{name} cannot stand in the query of this Digital Link"),
    "gs1.link_escape": ("“{found}”不是有效的百分号编码（UTF-8）", "'{found}' is no valid percent-encoding (UTF-8)"),
    "gs1.link_plus": ("{name} 中的“+”在查询部分表示空格；请写成 %2B", "'+' in {name} means a space in the query; write %2B"),
    "gs1.link_slash": ("最后一个值之后不应有“/”", "no '/' belongs after the last value"),
    # --- building codes -------------------------------------------------------------------------------------------
    "build.missing": ("{scheme}缺少字段 {found}；需要：{allowed}", "{scheme} needs {found}; its segments are: {allowed}"),
    "build.unknown": ("{scheme}没有字段 {found}；可用：{allowed}", "{scheme} has no segment {found}; its segments are: {allowed}"),
    "build.type": ("{name}应为文本，实为 {found}", "{name} takes text, not {found}"),
    # --- files of codes -------------------------------------------------------------------------------------------
    "file.line_too_long": ("该行过长，最多 {allowed} 个字节；已跳过", "the line is longer than {allowed} bytes; skipped"),
    "file.malformed_row": ("该行不是合法的 CSV：{reason}", "the row is not valid CSV: {reason}"),
    "file.missing_column": ("该行没有第 {column} 列", "the row has no column {column}"),
    # --- specifications -------------------------------------------------------------------------------------------
    "spec.unreadable": ("无法读取：{reason}", "cannot be read: {reason}"),
    "spec.no_files": ("没有规范文件（*.yaml）", "there are no specification files (*.yaml) here"),
    "spec.too_large": ("文件有 {found} 字节，最多 {allowed}", "the file has {found} bytes; at most {allowed}"),
    "spec.encoding": ("不是 UTF-8 编码；请另存为 UTF-8", "is not UTF-8; save it as UTF-8"),
    "spec.yaml": ("YAML 语法错误：{reason}", "is not well-formed YAML: {reason}"),
    "spec.empty": ("文件为空", "the file is empty"),
    "spec.yaml_feature": (
        "不允许使用 YAML 的 {feature}；请写出内容本身",
        "the YAML feature {feature} is not allowed; write the content out",
    ),
    "spec.too_deep": ("嵌套超过 {allowed} 层", "is nested deeper than {allowed} levels"),
    "spec.key": ("键必须是文本", "a key must be text"),
    "spec.duplicate_key": ("键 {key} 重复（首次在第 {first} 行）；请删去其一", "the key {key} stands twice (first on line {first}); remove one"),
    "spec.quote": ('{found} 有歧义；若为代码请写成 "{found}"', '{found} is ambiguous; if it is a code, write "{found}"'),
    "spec.misplaced": ("此处不放规范文件；可用位置：{allowed}", "no specification file belongs here; places: {allowed}"),
    "spec.missing_field": ("{within} 缺少必填项 {field}", "{within} lacks the required field {field}"),
    "spec.unknown_field": ("{within} 没有字段 {field}；可用：{known}", "{within} has no field {field}; use: {known}"),
    "spec.type": ("{field} 写成了 {found}；应写成 {expected}", "{field} is {found}; write it as {expected}"),
    "spec.value": ("{field} 的值 {found} 不可用；可用：{allowed}", "{field} is {found}; allowed: {allowed}"),
    "spec.id": ("id {found} 与文件名不符；应为 {expected}", "the id {found} differs from the file's name; expected {expected}"),
    "spec.id_form": ("id {found} 应由小写字母、数字和 {allowed} 组成", "the id {found} must be lower-case letters, digits and {allowed}"),
    "spec.duplicate_id": ("id {found} 已在 {first} 定义", "the id {found} is already defined in {first}"),
    "spec.near_name": ("名称“{found}”与 {first} 的名称仅标点不同；同义的数据元只能定义一次", "the name '{found}' differs from that of {first} in punctuation only; what means the same is defined once"),
    "spec.duplicate_name": ("名称“{found}”已用于 {first}；请合并或改名", "the name '{found}' is already used by {first}; merge or rename"),
    "spec.reference": ("{field} 引用了不存在的 {kind}“{found}”{hint}", "{field} refers to the {kind} '{found}', which does not exist{hint}"),
    "spec.uncited": ("没有任何规范引用此文件；请引用或删去", "no specification cites this source; cite it or remove it"),
    "spec.unused": ("没有任何规范使用它；请使用或删去", "no specification uses it; use it or remove it"),
    "spec.edition_overlap": ("版本 {found} 与 {other} 的有效期重叠", "the edition {found} overlaps with {other}"),
    "spec.edition_gap": ("版本 {other} 与 {found} 之间缺 {days} 天", "between the editions {other} and {found} {days} days are not covered"),
    "spec.edition_order": ("有效期止于 {to}，早于起始 {found}", "ends on {to}, before it begins on {found}"),
    "spec.length": ("写明总长 {found}，各段相加为 {expected}", "states the length {found}; the segments add up to {expected}"),
    "spec.segment": ("段 {found}：{reason_zh}", "the segment {found} {reason_en}"),
    "spec.layout": ("{reason_zh}", "{reason_en}"),
    "spec.class": ("字符集写法错误：{reason}", "the character class is wrong: {reason}"),
    "spec.ambiguous": ("变长段 {found} 之后须有其中不出现的固定字符", "the variable segment {found} must be followed by a literal that cannot occur in it"),
    "spec.date_format": ("日期格式 {found} 不可用；由 {allowed} 组成", "the date format {found} is not usable; compose it of {allowed}"),
    "spec.severity": ("依据不确定（{evidence}）的规则不能判错：{reason_zh}", "a rule of evidence {evidence} cannot raise an error: {reason_en}"),
    "spec.check": ("校验规则 {found}：{reason_zh}", "the check rule {found} {reason_en}"),
    "spec.example": ("示例 {found} {reason_zh}", "the example {found} {reason_en}"),
    "spec.untested": ("没有示例违反规则 {found}；请添加", "no example breaks {found}; add one under invalid"),
    "spec.covers": ("代码 {found} 不在 covers 的前缀 {allowed} 之内", "the code {found} has none of the prefixes in covers: {allowed}"),
    "spec.derived": ("派生文件已过期；请运行 tracecode spec compile", "the derived file is out of date; run tracecode spec compile"),
}  # fmt: skip


def sentence(rule: str, values: Mapping[str, object], lang: str) -> str:
    """The sentence of a rule in `lang` (`zh` or `en`), filled with `values`.

    Raises:
        KeyError: the rule is not listed (a fault of this library, found by its tests).
    """
    zh, en = RULES[rule]
    template = zh if lang == "zh" else en
    return template.format_map({name: _say(value, lang) for name, value in values.items()})


def _say(value: object, lang: str) -> str:
    """A value in a sentence: texts in two languages by language, lists joined, everything else made safe to print."""
    if isinstance(value, Mapping):
        return shown(str(value.get(lang, "")), 200)
    if isinstance(value, list | tuple):
        return ("、" if lang == "zh" else ", ").join(_say(one, lang) for one in value)
    if hasattr(value, "zh") and hasattr(value, "en"):
        return shown(str(getattr(value, lang)), 200)
    return shown(str(value), 200)
