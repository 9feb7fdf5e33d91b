"""The sentences of checks across records. What a rule asks, and its remedy, stand in `specs/rules/`."""

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
