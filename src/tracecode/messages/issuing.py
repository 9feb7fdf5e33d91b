"""The sentences on issuing codes, and on the ledger of what was issued."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracecode.messages import Actor

RULES: dict[str, tuple[str, str]] = {
    # --- issuing codes --------------------------------------------------------------------------------------------
    "issue.authority": ("{name}由{allowed}赋码，企业不能自行生成", "{name}: codes are issued by {allowed}, and by nobody else"),
    "issue.unsure": ("{name}的规则依据不确定，不能据以赋码", "{name}: the rule is not certain enough to issue codes by it"),
    "issue.no_serial": ("{name}没有可编序列号的段，不能批量赋码", "{name} has no serial number, so there is nothing to count"),
    "issue.nested": ("{name}中的序列号是{found}的代码；请用 {allowed} 赋码", "the serial in {name} is a code of {found}; issue {allowed} instead"),
    "issue.open": ("{name}的{found}没有列明可用字符，不能赋码", "{name}: the rule lists no characters for the {found}, so none can be issued"),
    "issue.serial_given": ("字段 {found} 由系统生成，不要给出", "the segment {found} is made by the issuer; leave it out"),
    "issue.company_prefix": (
        "{name}以厂商识别代码开头：请用 serial_prefix 给出（至少 4 位数字）",
        "{name} begins with your company prefix: give it as serial_prefix (4 digits at least)",
    ),
    "issue.prefix": ("{name}不能以“{found}”开头；可用字符：{allowed}", "{name} cannot begin with '{found}'; allowed: {allowed}"),
    "issue.length": ("{name}的长度不能是 {found}；可用：{allowed}", "{name} cannot have {found} characters here; allowed: {allowed}"),
    "issue.chars": ("序列号不能使用字符“{found}”；可用两个以上：{allowed}", "a serial cannot be made of '{found}'; take two or more of: {allowed}"),
    "issue.small": (
        "{name}只有 {found} 个可能的值，容易被猜中；不可预测的序列号至少需要 {allowed} 个",
        "{name} has only {found} possible values, which are soon guessed; unpredictable serials need {allowed}",
    ),
    "issue.count": ("数量应为正整数，实为 {found}", "the count is a whole number from 1, not {found}"),
    "issue.left": ("要求 {found} 个，只剩 {allowed} 个", "{found} codes were asked for; {allowed} are left"),
    "issue.key_missing": ("没有密钥（{where}）：{reason}", "there is no key ({where}): {reason}"),
    "issue.key_form": ("密钥（{where}）应为至少 {allowed} 个十六进制字符", "the key ({where}) must be {allowed} hexadecimal digits or more"),
    "issue.key_weak": (
        "密钥（{where}）不是随机数，只有几种不同的字节，任何人都能猜到；请用 tracecode issue keygen 生成",
        "the key ({where}) is not random: it has a few different bytes only, and anybody could guess it. Make one with tracecode issue keygen",
    ),
    "issue.key_mode": ("密钥文件 {found} 可被他人读取；请执行 chmod {allowed}", "the key file {found} is open to others; run chmod {allowed} on it"),
    "issue.other_key": (
        "这些代码此前用密钥 {allowed} 赋码；换用 {found} 可能产生重复，请改用原密钥，或更换固定段",
        "these codes were issued under the key {allowed}; under {found} they could repeat. Use that key, or other fixed segments",
    ),
    "issue.other_chars": (
        "这些代码此前使用字符 {allowed}；改用 {found} 可能产生重复",
        "these codes were issued with the characters {allowed}; with {found} they could repeat",
    ),
    "issue.overlap": (
        "代码 {found} 可能与已赋的 {allowed} 重复；请使用不同的前缀或长度",
        "codes {found} could repeat those issued as {allowed}; choose another prefix or length",
    ),
    "issue.ledger_address": ("台账地址不可用；可用：{allowed}", "the address of the ledger is not usable; write it as: {allowed}"),
    "issue.ledger_absent": ("没有台账 {found}", "there is no ledger {found}"),
    "issue.ledger_none": (
        "{reason} 不是台账：它不是 SQLite 数据库；请检查 --ledger。若它原是台账，则其开头已损坏：请停止赋码，恢复最新备份，并在赋码前执行 tracecode issue recover",
        "{reason} is no ledger: it is no database of SQLite. Check --ledger. If it was a ledger, its beginning is overwritten: stop issuing, restore the latest backup, and run tracecode issue recover before you issue from it",
    ),
    "issue.ledger_locked": ("台账被其他进程占用，请稍后重试", "others hold the ledger; try again later"),
    "issue.ledger_newer": (
        "台账版本为 {found}，本程序只支持 {allowed}；请升级 tracecode",
        "the ledger is of version {found}; this program knows {allowed}. Upgrade tracecode",
    ),
    "issue.ledger_damaged": (
        "台账已损坏：{reason}。请停止赋码，恢复最新备份，并在赋码前执行 tracecode issue recover",
        "the ledger is damaged: {reason}. Stop issuing, restore the latest backup, and run tracecode issue recover before you issue from it",
    ),
    "issue.ledger_full": ("台账所在磁盘已满：{reason}", "the disk of the ledger is full: {reason}"),
    "issue.ledger_unusable": ("台账无法使用：{reason}", "the ledger cannot be used: {reason}"),
    "issue.ledger_readonly": (
        "台账只能读取：{reason}。未取任何号码；请改用可写的主服务器或文件",
        "the ledger can only be read: {reason}. No number was taken; name the primary server, or a file that may be written",
    ),
    "issue.ledger_rights": (
        "该用户在台账中缺少权限：{reason}。未取任何号码；请授予 tracecode_* 各表的 SELECT、INSERT、UPDATE 权限，首次使用还需 CREATE",
        "this user lacks a right in the ledger: {reason}. No number was taken; grant SELECT, INSERT and UPDATE on the tables tracecode_*, and CREATE for the first time",
    ),
    "issue.ledger_open": ("无法打开台账文件：{reason}；请检查路径和读写权限", "the file of the ledger cannot be opened: {reason}. Check its path, and that this user may read and write it"),
    "issue.ledger_connection": (
        "无法连接台账服务器：{reason}；请检查地址、用户、密码和数据库名",
        "no connection to the ledger's server: {reason}. Check address, user, password and name of the database",
    ),
    "issue.ledger_stopped": (
        "台账服务器中断了操作：{reason}。所取号码如已记下，则成为空号，不会重复；请稍后重试",
        "the ledger's server broke off: {reason}. Numbers that it may have noted are a gap and do not repeat; try again later",
    ),
    "issue.ledger_resources": ("台账数据库资源不足：{reason}；请稍后重试", "the ledger's database lacks memory or connections: {reason}. Try again later"),
    "issue.ledger_conflict": ("台账正被同时修改：{reason}；请重试", "others changed the ledger at the same moment: {reason}. Try again"),
    "issue.ledger_io": (
        "台账所在磁盘读写出错：{reason}。未取任何号码；请检查磁盘，不要换用旧的台账",
        "reading or writing the ledger's disk failed: {reason}. No number was taken; look after the disk, and do not go back to an older ledger",
    ),
    "issue.ledger_tables": (
        "台账的表缺失或结构不符：{reason}。请停止赋码，恢复最新备份，并在赋码前执行 tracecode issue recover",
        "tables of the ledger are missing or are others: {reason}. Stop issuing, restore the latest backup, and run tracecode issue recover before you issue from it",
    ),
    "issue.ledger_scheme": (
        "台账中有编码规则 {found} 的代码，而所加载的规范没有此规则；请加载规定它的规范包（--specs）。若并无此规范包，则台账被改动过：请停止赋码，恢复最新备份，并在赋码前执行 tracecode issue recover",
        "the ledger counts codes of the scheme {found}, which the standard that is loaded does not have. Load the pack that has it (--specs); if there is none, the ledger was changed: stop issuing, restore the latest backup, and run tracecode issue recover before you issue from it",
    ),
    "issue.ledger_contents": (
        "台账中的内容不可能正确：{reason}。请停止赋码，恢复最新备份，并在赋码前执行 tracecode issue recover",
        "the ledger holds what cannot be right: {reason}. Stop issuing, restore the latest backup, and run tracecode issue recover before you issue from it",
    ),
    "issue.ledger_behind": (
        "台账比已赋出的代码旧：{where} 记录号码已用到 {found}，台账只到 {allowed}。未取任何号码；请先执行 tracecode issue recover",
        "the ledger is older than what was issued from it: {where} knows of numbers up to {found}, the ledger up to {allowed}. No number was taken; run tracecode issue recover first",
    ),
    "issue.ledger_changed": (
        "台账已被恢复或更换；请重新开始",
        "the ledger was recovered, or is another one now; begin again",
    ),
    "issue.recover_choice": (
        "请给出预留数量 reserve（每个代码都随清单保存时为 0），或选用新随机数 new_nonce",
        "give a reserve (0 if every code went to a file whose manifest is there), or ask for a new nonce",
    ),
    "issue.recover_reserve": ("预留数量应为非负整数，实为 {found}", "the reserve is a whole number from 0, not {found}"),
    "issue.no_folder": ("没有文件夹 {found}", "there is no folder {found}"),
    "issue.recover_ledgers": (
        "这些清单来自多个台账：{found}；请只给出其中一个台账的清单",
        "the manifests come from several ledgers: {found}. Name the folders of one",
    ),
    "issue.recover_blind": (
        "{found} 处清单未能读取（如 {where}），预留数量不能为 0；请给出足以覆盖其号码的 --reserve，或只用 --new-nonce",
        "manifests could not be read at {found} places, such as {where}, so the reserve cannot be 0; give a reserve that covers them, or --new-nonce alone",
    ),
    "issue.recover_unread": (
        "未能读取 {found}：其中若有号码，只由预留数量或新随机数避开",
        "{found} could not be read: numbers that it may hold are kept clear of by the reserve or the new nonce alone",
    ),
    "issue.manifests_unread": (
        "清单文件夹中有 {found} 处未能读取（如 {where}），无法确认台账不比清单旧；请修复、移走，或先执行 tracecode issue recover",
        "{found} places among the manifests could not be read, such as {where}, so nobody can tell that the ledger is not older; mend or move them, or run tracecode issue recover first",
    ),
    "issue.recover_nonce": (
        "清单中有此台账不知道的随机数，台账比清单旧；请执行 tracecode issue recover --new-nonce",
        "the manifests name a nonce that this ledger does not know, so it is older; run tracecode issue recover --new-nonce",
    ),
    "issue.recover_running": (
        "台账以新随机数恢复，而顺序号没有随机数；请先以 reserve 再次执行 tracecode issue recover",
        "the ledger was recovered by a new nonce, and running numbers have none; run tracecode issue recover with a reserve first",
    ),
    "issue.recover_twice": (
        "{found} 与 {allowed} 含有相同的号码：有代码已重复赋出",
        "{found} and {allowed} hold the same numbers: codes were issued twice",
    ),
    "issue.text": ("文本无法写入台账：{reason}", "a text cannot be written to the ledger: {reason}"),
    "issue.exists": ("文件 {found} 已存在，不会覆盖", "the file {found} exists and is not overwritten"),
    "issue.no_file": ("{found} 是{allowed}；代码只写入新文件", "{found} is {allowed}; codes are written to a new file"),
    "issue.busy": ("另一进程正在写 {found}", "another process is writing {found}"),
    "issue.disk_small": (
        "{found} 约需 {allowed} 字节，磁盘只剩 {left} 字节；未取任何号码",
        "{found} needs some {allowed} bytes, and the disk has {left} left; no number was taken",
    ),
    "issue.disk_full": (
        "磁盘已满，{found} 未写成（{reason}）；所取号码作废，没有代码输出",
        "no room to write {found} ({reason}); its numbers are lost, and no code has left",
    ),
    "issue.output": ("无法写入 {found}：{reason}", "cannot write {found}: {reason}"),
    "issue.never": ("{found} 从未赋出", "{found} was never issued"),
    "issue.state": ("{found} 的状态已是 {allowed}", "{found} is {allowed} already"),
    "issue.empty": ("{found} 中没有包装任何代码", "nothing is packed in {found}"),
    "issue.packed": ("{found} 已在包装 {allowed} 中", "{found} is in the package {allowed} already"),
    "issue.loop": ("{found} 不能装入 {allowed}：后者就是它或在它里面", "{found} cannot go into {allowed}, which is it or lies in it"),
}  # fmt: skip

_RECOVER = (
    "停止赋码，恢复最新备份，执行 tracecode issue recover 后再赋码",
    "Stop issuing, restore the latest backup, and run tracecode issue recover before you issue again",
)
_LATER = "稍后重试", "Try again later"
_LEDGER_SET_UP = "检查台账的地址、路径和读写权限", "Check address, path and rights of the ledger"
_KEY = (
    "用 tracecode issue keygen 生成密钥并妥善保管",
    "Make a key with tracecode issue keygen, and keep it safe",
)
_ROOM = (
    "清理磁盘或换一个目录后重试",
    "Make room on the disk, or choose another folder, and try again",
)

REMEDIES: dict[str, tuple[Actor, str, str]] = {
    "issue.authority": ("issuer", "向赋码机关申领代码", "Apply to the authority that issues these codes"),
    "issue.unsure": ("issuer", "改用依据确定的编码规则", "Choose an encoding rule whose evidence is certain"),
    "issue.no_serial": ("issuer", "改用含序列号的编码规则，或逐个生成", "Choose a rule with a serial number, or build codes one by one"),
    "issue.nested": ("issuer", "改用所述编码规则赋码", "Issue codes of the scheme that is named"),
    "issue.open": ("issuer", "改用列明字符的编码规则", "Choose a rule that lists its characters"),
    "issue.serial_given": ("issuer", "不要给出该字段", "Leave the segment out"),
    "issue.company_prefix": ("issuer", "用 serial_prefix 给出厂商识别代码", "Give the company prefix as serial_prefix"),
    "issue.prefix": ("issuer", "换一个由可用字符组成的前缀", "Choose a prefix of the characters that are allowed"),
    "issue.length": ("issuer", "改用可用的长度", "Choose a length that is allowed"),
    "issue.chars": ("issuer", "从可用字符中选两个以上", "Choose two or more of the characters that are allowed"),
    "issue.small": ("issuer", "加长序列号，或增加可用字符", "Make the serial longer, or allow more characters"),
    "issue.count": ("issuer", "数量写成正整数", "Ask for a whole number from 1"),
    "issue.left": ("issuer", "减少数量，或换一组固定段", "Ask for fewer, or for other fixed segments"),
    "issue.key_missing": ("issuer", *_KEY),
    "issue.key_form": ("issuer", *_KEY),
    "issue.key_weak": ("issuer", *_KEY),
    "issue.key_mode": ("issuer", "收紧密钥文件的权限", "Close the key file to others"),
    "issue.other_key": ("issuer", "改用原密钥，或更换固定段", "Use the key of before, or other fixed segments"),
    "issue.other_chars": ("issuer", "改用原来的字符，或更换固定段", "Use the characters of before, or other fixed segments"),
    "issue.overlap": ("issuer", "换一个前缀或长度", "Choose another prefix or length"),
    "issue.ledger_address": ("operator", *_LEDGER_SET_UP),
    "issue.ledger_absent": ("operator", *_LEDGER_SET_UP),
    "issue.ledger_none": ("operator", *_LEDGER_SET_UP),
    "issue.ledger_locked": ("issuer", *_LATER),
    "issue.ledger_newer": ("operator", "升级 tracecode", "Upgrade tracecode"),
    "issue.ledger_damaged": ("operator", *_RECOVER),
    "issue.ledger_full": ("operator", *_ROOM),
    "issue.ledger_unusable": ("operator", *_LEDGER_SET_UP),
    "issue.ledger_readonly": ("operator", "改用可写的主服务器或文件", "Name the primary server, or a file that may be written"),
    "issue.ledger_rights": ("operator", "按所述授予台账各表的权限", "Grant the rights on the tables of the ledger that are named"),
    "issue.ledger_open": ("operator", *_LEDGER_SET_UP),
    "issue.ledger_connection": ("operator", "检查台账服务器的地址、用户和密码，确认服务器在运行", "Check address, user and password of the ledger's server, and that it runs"),
    "issue.ledger_stopped": ("issuer", *_LATER),
    "issue.ledger_resources": ("issuer", *_LATER),
    "issue.ledger_conflict": ("issuer", *_LATER),
    "issue.ledger_io": ("operator", "检查磁盘；不要换用旧的台账", "Look after the disk; do not go back to an older ledger"),
    "issue.ledger_tables": ("operator", *_RECOVER),
    "issue.ledger_scheme": ("operator", "加载规定该编码规则的规范包（--specs）", "Load the pack that has the encoding rule (--specs)"),
    "issue.ledger_contents": ("operator", *_RECOVER),
    "issue.ledger_behind": ("operator", "先执行 tracecode issue recover", "Run tracecode issue recover first"),
    "issue.ledger_changed": ("issuer", "重新开始赋码", "Begin issuing again"),
    "issue.recover_choice": ("operator", "给出 reserve 或 new_nonce", "Give a reserve, or ask for a new nonce"),
    "issue.recover_reserve": ("operator", "把 reserve 写成非负整数", "Give the reserve as a whole number from 0"),
    "issue.no_folder": ("operator", "改正文件夹的路径", "Correct the path of the folder"),
    "issue.recover_ledgers": ("operator", "只给出一个台账的清单文件夹", "Name the folders of one ledger only"),
    "issue.recover_blind": ("operator", "修复未能读取的清单，或给出足够的 --reserve", "Mend the manifests that could not be read, or give a reserve that covers them"),
    "issue.recover_unread": ("operator", "修复该清单，或确认预留数量足以覆盖", "Mend the manifest, or see that the reserve covers it"),
    "issue.manifests_unread": ("operator", "修复或移走未能读取的清单", "Mend or move the manifests that could not be read"),
    "issue.recover_nonce": ("operator", "执行 tracecode issue recover --new-nonce", "Run tracecode issue recover --new-nonce"),
    "issue.recover_running": ("operator", "以 reserve 再次执行 tracecode issue recover", "Run tracecode issue recover with a reserve"),
    "issue.recover_twice": ("operator", "停止使用这两份文件中的代码，查明哪些已贴出", "Stop using the codes of both files, and find out which were put on goods"),
    "issue.text": ("issuer", "按所述原因改正文本", "Change the text by the reason that is given"),
    "issue.exists": ("issuer", "换一个文件名", "Choose another name of the file"),
    "issue.no_file": ("issuer", "换一个普通文件的路径", "Name a regular file"),
    "issue.busy": ("issuer", "等另一进程结束，或换一个文件名", "Wait for the other process, or choose another name"),
    "issue.disk_small": ("issuer", *_ROOM),
    "issue.disk_full": ("issuer", *_ROOM),
    "issue.output": ("issuer", "按所述原因处理后重试", "Put right what is said, and try again"),
    "issue.never": ("sender", "核对代码；确未赋出的代码可能是伪造的", "Check the code; one that was never issued may be forged"),
    "issue.state": ("issuer", "无需处理；状态有误时先查明原因", "Nothing need be done; find out why if the state is wrong"),
    "issue.empty": ("issuer", "核对包装代码", "Check the code of the package"),
    "issue.packed": ("issuer", "先从原包装中取出，或核对包装代码", "Take it out of its package first, or check the code of the package"),
    "issue.loop": ("issuer", "核对包装层级", "Check the levels of packages"),
}  # fmt: skip
"""Of each rule who can put it right, and how, in Chinese and English."""
