"""The sentences behind the rules, in Chinese and English: the one place where findings become text.

`RULES` lists every rule id of the library; `sentence` fills one. Values come from findings and may be foreign text, so
each passes `privacy.shown`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

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
    "code.foreign": ("不是有效的{name}：{reason_zh}", "is no {name}: {reason_en}"),
    "code.folded": ("已规范化：{changes}", "read after folding: {changes}"),
    "code.ambiguous": ("也可能是：{others}", "may also be: {others}"),
    "code.undecided": ("不能确定是哪一种，也可能是：{others}", "it cannot be told which it is; may also be: {others}"),
    "code.length_only": ("只有长度和字符与{name}相符，不能确定", "only length and characters speak for {name}"),
    "code.unverified": ("{name}的结构未经证实，该代码与已知结构不符，未作判定", "the structure of {name} is not certain; this text has none that is known, and was not judged"),
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
    # --- files of codes -------------------------------------------------------------------------------------------
    "file.line_too_long": ("该行过长，最多 {allowed} 个字节；已跳过", "the line is longer than {allowed} bytes; skipped"),
    "file.malformed_row": ("该行不是合法的 CSV：{reason}", "the row is not valid CSV: {reason}"),
    "file.missing_column": ("该行没有第 {column} 列", "the row has no column {column}"),
    # --- data: records in tables ----------------------------------------------------------------------------------
    "data.header": ("表头中没有一个数据项名称；首行应为数据项标识或中文名称", "the header names no element; the first row holds ids or names of elements"),
    "data.column": ("{cell}：没有名为“{found}”的数据项{hint}；该列已略过", "{cell}: no element is called '{found}'{hint}; the column was passed over"),
    "data.column_repeated": ("{cell}：列“{found}”与 {first} 重复，已略过", "{cell}: the column '{found}' is the same as {first}; it was passed over"),
    "data.column_group": ("{cell}：“{found}”是一组数据项，请写到组内各项，如 {allowed}", "{cell}: '{found}' is a group; name an element inside it, such as {allowed}"),
    "data.columns": ("列数过多，最多 {allowed} 列；其余未读", "there are too many columns; at most {allowed} are read"),
    "data.beyond_header": ("{cell} 有内容，但该列没有表头", "{cell}: filled in, but the column has no header"),
    "data.record_type": ("看不出记录类型：请加列 record_type（及 product_item），或用类型标识、类型名称命名工作表", "the record type cannot be told: add the column record_type (and product_item), or name the sheet after the type"),
    "data.other_type": ("{cell}：记录类型为“{found}”，而本表为“{allowed}”", "{cell}: the type is '{found}', but this table holds '{allowed}'"),
    "data.continuation": ("该行只填了重复项，但上面没有它所属的记录", "the row fills repeated columns only, and no record stands above it"),
    "data.record_id": ("未填记录标识，已按记录内容生成", "no record id was given; one was made from the content"),
    "data.same_record": ("记录标识与上一条记录相同；如为同一记录的续行，请只填重复项", "the record id is that of the record above; a row that continues a record fills repeated columns only"),
    "data.record_rows": ("一条记录最多 {allowed} 行；其余未读", "a record has at most {allowed} rows; the rest was not read"),
    "data.formula": ("{cell} 是公式；请粘贴为数值或文本", "{cell} is a formula; paste it as a value"),
    "data.cell_error": ("{cell} 是错误值 {found}", "{cell} holds the error {found}"),
    "data.cell_kind": ("{cell} 的单元格是{found}，此处应为{allowed}；请把单元格格式设为文本后重新填写", "{cell} is {found} in the spreadsheet; {allowed} is expected: format the cell as text and enter the value again"),
    "data.digits_lost": ("{cell} 按数字保存，超过 15 位的数字已丢失；请设为文本后重新填写", "{cell} is stored as a number, which has lost its digits beyond 15; format the cell as text and enter it again"),
    "data.sheet": (
        "工作表“{found}”不是记录类型的名称{hint}，且前 {allowed} 行中没有 record_type 列",
        "the sheet '{found}' is not named after a record type{hint} and has no column record_type in its first {allowed} rows",
    ),
    "data.passed_sheet": ("工作表“{found}”不是记录表，未读取", "the sheet '{found}' holds no table of records; it was not read"),
    "data.unlisted_sheet": (
        "文件中有一个工作簿未列出的工作表（{found}），像是记录表，未读取；请在 Excel 中打开并另存",
        "a sheet that the workbook does not list ({found}) looks like a table of records and was not read; open the file in Excel and save it again",
    ),
    "data.workbook": ("不能作为 Excel 工作簿（.xlsx）读取：{reason}", "cannot be read as an Excel workbook (.xlsx): {reason}"),
    "data.macro": ("工作簿含有宏或可执行内容（{found}）；请另存为不含宏的 .xlsx", "the workbook carries macros or other active content ({found}); save it as .xlsx without them"),
    "data.external_link": ("工作簿引用了外部文件或数据连接（{found}）；请断开链接后保存", "the workbook refers to other files or data connections ({found}); break the links and save it"),
    "data.cell_shown": ("{cell} {reason}；请把单元格设为文本后重新填写", "{cell} {reason}; format the cell as text and enter it again"),
    "data.cell_broken": ("{cell} 无法读取：{reason}", "{cell} cannot be read: {reason}"),
    "data.cell_order": ("{cell} {reason}；请在 Excel 中打开并另存", "{cell} {reason}; open the file in Excel and save it again"),
    "data.row_order": ("第 {row} 行{reason}；请在 Excel 中打开并另存", "row {row} {reason}; open the file in Excel and save it again"),
    "data.row_too_long": ("该行过长，最多 {allowed} 个字符；已跳过", "the row has more than {allowed} characters; skipped"),
    "data.merged": ("{found} 是合并单元格：只有左上角一格有值，其余按空读取；请取消合并，逐格填写", "{found} are merged: only the first cell holds the value, and the others count as empty; split them and fill in each"),
    "data.hidden": ("{found}是隐藏的；已照常读取", "{found} hidden; read all the same"),
    "data.hidden_sheet": ("工作表“{found}”是隐藏的，不是记录表，未读取", "the sheet '{found}' is hidden and holds no table of records; it was not read"),
    "data.above_header": (
        "表头在第 {row} 行；该行在其上，却像记录一样填了多列，未读取：如为记录，请移到表头之下，否则请删去",
        "the header stands in row {row}; this row above it fills several columns like a record and was not read: move it below the header, or delete it",
    ),
    "data.title_rows": ("表头在第 {row} 行，其上的行未读取", "the header stands in row {row}; what stands above it was not read"),
    "data.findings": ("此记录另有 {found} 条问题未列出", "{found} further findings on this record are not listed"),
    "data.stopped": ("从第 {row} 行起未读取，也未校验：{reason}", "from row {row} on nothing was read or checked: {reason}"),
    "data.not_tabular": ("无法写入表格：{reason}", "cannot be written into a table: {reason}"),
    # --- labels ---------------------------------------------------------------------------------------------------
    "label.area": ("符号面积 {found} 平方厘米，小于规定的 {allowed} 平方厘米", "the symbol covers {found} cm²; the rule asks for {allowed} cm²"),
    "label.quiet_zone": ("空白区 {found} 毫米，小于规定的 {allowed} 毫米", "the quiet zone is {found} mm wide; the rule asks for {allowed} mm"),
    "label.level": ("纠错等级为 {found}，规定为 {allowed}", "the error correction level is {found}; the rule asks for {allowed}"),
    "label.dots": ("模块宽 {module} 毫米，在 {dpi} dpi 下只有 {found} 个打印点；应至少 {allowed} 个点（{least} 毫米）", "a module is {module} mm wide, {found} dots at {dpi} dpi; at least {allowed} dots ({least} mm) print safely"),
    "label.symbol": ("无法绘制符号：{reason_zh}", "the symbol cannot be drawn: {reason_en}"),
    "label.symbol_fit": ("符号有 {found} 个模块（含空白区），放不进 {allowed} 毫米的框（{dpi} dpi）", "the symbol has {found} modules with its quiet zone and does not fit a box of {allowed} mm at {dpi} dpi"),
    "label.text_fit": ("“{found}”放不进 {box} 毫米的框（字号 {size} 磅）", "'{found}' does not fit its box of {box} mm at {size} points"),
    "label.glyphs": ("字体 {font} 没有这些字符：{found}", "the font {font} lacks the characters: {found}"),
    "label.value": ("缺少{name}（列 {found}）", "{name} (column {found}) is empty or absent"),
    "label.column": ("数据没有列 {found}；现有列：{known}", "the data have no column {found}; columns: {known}"),
    "label.unread": ("第 {page} 页的符号读不出：{found}", "on page {page} a symbol cannot be read: {found}"),
    "label.read_otherwise": ("第 {page} 页读出“{found}”，不在数据之中", "page {page} reads '{found}', which is none of the codes drawn"),
    # --- records: what is wrong with a record ---------------------------------------------------------------------
    "record.unknown_type": ("没有记录类型“{found}”（品目：{product}）{known}", "there is no record type '{found}' (item: {product}){known}"),
    "record.unknown_scheme": ("{name}：没有编码规则“{found}”{hint}（不属于本标准的编码规则请写作 other:名称）", "{name}: there is no encoding rule '{found}'{hint} (write other:NAME for one that is not of this standard)"),
    "record.identifies": ("{name}“{found}”的代码标识的是{kind}；此处只接受标识{allowed}的代码", "{name}: codes of '{found}' identify a {kind}; here a code identifies one of: {allowed}"),
    "record.foreign_scheme": ("编码规则“{found}”不属于本标准，其代码未校验", "the encoding rule '{found}' is not of this standard; its code was not checked"),
    "record.no_scheme": ("没有填写{allowed}，{name}未校验", "{allowed} is not given, so {name} was not checked"),
    "record.uncarried_scheme": ("{name}“{found}”不是品目 {product} 所用的编码规则", "{name}: '{found}' is not among the encoding rules of the item {product}"),
    "record.link": ("{name}与 {first} 不一致：{link}，应为“{allowed}”，实为“{found}”", "{name} does not agree with {first}: {link}; expected '{allowed}', found '{found}'"),
    "record.missing": ("缺少{name}", "{name} is missing"),
    "record.blank": ("{name}只有空白或不可见的字符；没有内容时请省去", "{name} has only blanks or invisible characters; leave it out where there is nothing to say"),
    "record.unknown_field": ("没有数据元“{found}”{hint}", "there is no element '{found}'{hint}"),
    "record.type": ("{name}应为{allowed}，实为“{found}”", "{name} is {found}; expected {allowed}"),
    "record.format": ("{name}“{found}”不合格式 {allowed}", "{name} '{found}' does not fit the format {allowed}"),
    "record.length": ("{name}有 {found} 个字符，格式为 {allowed}", "{name} has {found} characters; the format is {allowed}"),
    "record.codelist": ("{name}“{found}”不在代码表“{list}”中；可用：{allowed}", "{name} '{found}' is not in the code list '{list}'; allowed: {allowed}"),
    "record.unlisted": ("{name}“{found}”不在代码表“{list}”中（该表可能不全）", "{name} '{found}' is not in the code list '{list}', which may be incomplete"),
    "record.range": ("{name} {found} 应 {sign} {allowed}", "{name} {found} is outside its range; expected {sign} {allowed}"),
    "record.date": ("{name}“{found}”不是有效日期或时间（{allowed}）", "{name} '{found}' is no date or time of the calendar ({allowed})"),
    "record.occurrences": ("{name}出现 {found} 次，应为 {allowed} 次；没有时请省去", "{name} occurs {found} times; expected {allowed}; leave it out where there is none"),
    "record.required_when": ("{name}在 {when} 时为必填", "{name} is mandatory where {when}"),
    "record.at_least_one": ("以下各项至少填一项：{allowed}", "at least one of these is needed: {allowed}"),
    "record.exclusive": ("以下各项只能填一项：{found}", "only one of these may stand: {found}"),
    "record.order": ("{name} {found} 早于或小于 {first} {allowed}", "{name} {found} comes before {first} {allowed}"),
    "record.equal": ("{name} {found} 应与 {first} 相同（{allowed}）", "{name} {found} differs from {first} ({allowed})"),
    "record.sum": ("{name} {found} 不等于 {lines} 各行 {of} 之和 {allowed}", "{name} {found} is not the sum of {of} over {lines}: {allowed}"),
    "record.repeated": ("与 {first} 处的记录标识相同，是同一条记录", "has the record id of the record at {first}: it is the same record"),
    "record.unsigned": ("提供了公钥，但该记录不在任何报文中，没有人为其签名", "keys were given, but the record stands in no message: nobody signed it"),
    # --- checks: what could not be judged -------------------------------------------------------------------------
    "check.failed": ("校验程序自身出错（{found}），未作判定；请报告此问题", "the check itself failed ({found}); nothing was judged; please report it"),
    "check.extra": ("缺少软件包 {found}，未作判定；请安装：pip install 'tracecode[{allowed}]'", "not judged, since the package {found} is missing; install it with: pip install 'tracecode[{allowed}]'"),
    "file.skipped": ("未读取：{reason_zh}", "not read: {reason_en}"),
    "file.unreadable": ("未能读取：{reason_zh}", "could not be read: {reason_en}"),
    # --- messages: the envelope -----------------------------------------------------------------------------------
    "message.part": ("报文缺少 {found}", "the message has no {found}"),
    "message.count": ("报文头称有 {found} 条记录，实有 {allowed} 条", "the header says {found} records; there are {allowed}"),
    "message.version": ("报文按标准版本 {found} 编写，本程序为 {allowed}", "the message follows version {found} of the standard; this program has {allowed}"),
    "message.digest": ("摘要不符：报文头或报文体已改动（{found}）", "the digest does not fit: header or body was changed ({found})"),
    "message.signature": ("签名与报文头、摘要及密钥 {key} 不符", "the signature does not fit header, digest and the key {key}"),
    "message.unverified": ("未提供公钥，签名和发送方未经核实", "no keys were given: neither the signature nor the sender was verified"),
    "message.verified": ("签名有效：由 {sender} 的密钥 {key} 签署（{algorithm}）", "signed by {sender} with the key {key} ({algorithm})"),
    "message.unsigned": ("报文没有签名（缺少 {found}）", "the message is not signed: it has no {found}"),
    "message.header": ("报文头没有写明发送方或报文标识，无从确定由谁的密钥验签", "the header names no sender or no message id, so it cannot be told whose key verifies it"),
    "message.unknown_key": ("不认识发送方 {sender} 的密钥 {found}", "no key {found} of the sender {sender} is known"),
    "message.key_party": ("密钥 {found} 属于其他方，不能代表发送方 {sender} 签名", "the key {found} belongs to another party and does not sign for the sender {sender}"),
    "message.algorithm": ("算法应为密钥 {key} 所用的 {allowed}，实为 {found}", "the algorithm is {found}; the key {key} takes {allowed}"),
    "message.user_id": ("签名者标识应为密钥 {key} 的“{allowed}”，实为“{found}”", "the user id is '{found}'; that of the key {key} is '{allowed}'"),
    "message.malformed": ("{name}“{found}”写法不合规定，应为 {allowed}", "{name} '{found}' is not written as it should be: {allowed}"),
    "message.canonical": ("报文没有规范形式（RFC 8785）：含有 null、小数、过大的数或非法字符，不可能有人为其签名", "the message has no canonical form (RFC 8785): it holds null, a fraction, too large a number or text that is not Unicode, which nobody signs"),
    "message.uncovered": ("报文中有签名未覆盖的内容：{found}", "something stands in the message that no signature covers: {found}"),
    "message.not_verified": ("所在报文未通过验签，不能认定该记录由发送方报送", "the message around it does not verify, so nothing says that the sender sent this record"),
    "message.replayed": ("发送方 {sender} 的报文 {found} 此前已收到", "the message {found} of {sender} was received before"),
    "message.repeated": ("与 {first} 处是同一个报文（报文标识相同）", "has the message id of the message at {first}"),
    "message.misplaced": ("报文应独立成文，不能放在列表或其他报文中，也不能与记录并列", "a message stands by itself: not in a list, not in another message, not beside records"),
    # --- keys -----------------------------------------------------------------------------------------------------
    "key.unusable": ("密钥 {found} 不能使用：{reason_zh}", "the key {found} cannot be used: {reason_en}"),
    "key.party": ("密钥 {key}：没有编码规则“{found}”，或其代码不标识主体{hint}", "the key {key}: there is no encoding rule '{found}', or its codes identify no party{hint}"),
    "key.repeated": ("{sender} 有两个标识同为 {found} 的密钥", "{sender} has two keys of the id {found}"),
    # --- data: the form of records --------------------------------------------------------------------------------
    "data.empty": ("没有内容", "there is nothing to read"),
    "data.encoding": ("编码不对（{found}）；应为 UTF-8，或声明后用 GB18030", "the encoding is wrong ({found}); use UTF-8, or GB18030 where it is declared"),
    "data.beside": ("记录之外的内容不符合其模型（{found}）", "what stands beside the records does not fit its model ({found})"),
    "data.bom": ("文件开头有字节顺序标记，已略过", "a byte order mark stands at the beginning; it was passed over"),
    "data.too_large": ("数据过大，最多 {allowed} 个字节", "the data are too large; at most {allowed} bytes are read"),
    "data.too_deep": ("嵌套过深，最多 {allowed} 层", "the data are nested too deep; at most {allowed} levels are read"),
    "data.json": ("第 {row} 行第 {column} 列：不是合法的 JSON：{reason}", "row {row}, column {column}: not valid JSON: {reason}"),
    "data.duplicate_key": ("{found} 只能出现一次，这里不止一次", "{found} may stand only once; it stands here more than once"),
    "data.record_size": ("一条记录最多 {allowed} {what}；其余未读", "a record has at most {allowed} {what}; the rest was not read"),
    "data.null": ("不使用 null；没有值时请省去该项", "null is not used; leave out what has no value"),
    "data.nfc": ("文字未按 Unicode NFC 规范化", "the text is not in Unicode normal form C"),
    "data.shape": ("此处应为{allowed}，实为 {found}", "{allowed} is expected here, not {found}"),
    "data.xml": ("第 {row} 行第 {column} 列：不是合法的 XML：{reason}", "row {row}, column {column}: not valid XML: {reason}"),
    "data.doctype": ("不接受文档类型声明和实体", "document types and entities are not accepted"),
    "data.instruction": ("不接受处理指令", "processing instructions are not accepted"),
    "data.attribute": ("不使用属性（{found}）", "attributes are not used ({found})"),
    "data.namespace": ("命名空间应为 {allowed}，实为 {found}", "the namespace is {found}; expected {allowed}"),
    "data.root": ("根元素 {allowed} 与其中的记录类型 {found} 不符", "the element is {allowed}, the record type inside it {found}"),
    "data.inside": ("此处只放文字，不能有元素 {found}", "only text belongs here, no element {found}"),
    "data.mixed_text": ("元素之间不应有文字（{found} 个字符）", "no text belongs between elements ({found} characters)"),
    # --- specifications -------------------------------------------------------------------------------------------
    "spec.unreadable": ("无法读取：{reason}", "cannot be read: {reason}"),
    "spec.no_files": ("没有规范文件（*.yaml）", "there are no specification files (*.yaml) here"),
    "spec.language": ("规范语言版本为 {found}；本程序只能读版本 {allowed}，请升级程序或改写规范包", "it is written in version {found} of the specification language; this program reads version {allowed}: update the program, or the pack"),
    "spec.layer_whole": ("whole 表示自成一套标准，只能是最底层；请去掉 whole，或单独加载", "what is whole is a standard of its own and can only be the lowest layer; take whole away, or load it by itself"),
    "spec.layer_missing": ("所需的规范包 {found} 不在其下各层（{known}）；请先加载", "the pack {found}, which it needs, is not among the layers below ({known}); load that first"),
    "spec.loosened": ("{kind} {name} 放宽了下层已确认的规则（{found}）；请写明理由 reason: {{zh: …, en: …}}", "the {kind} {name} allows what a confirmed rule below does not ({found}); give a reason: {{zh: ..., en: ...}}"),
    "spec.layer_gs1": ("GS1 的标识和码制对所有人相同，规范包不能增改", "the GS1 identifiers and symbologies are the same for all; a pack cannot add to them"),
    "spec.layer_clash": ("{kind} {found} 已由下层 {first} 定义；如要替换，请写 overrides: true，否则请换一个 id", "the {kind} {found} is defined by the layer {first} below; to replace it say overrides: true, otherwise choose another id"),
    "spec.override_nothing": ("写明 overrides，但下层没有 {kind} {found}；请去掉 overrides，或改正 id", "it overrides the {kind} {found}, which no layer below defines; take overrides away, or correct the id"),
    "spec.too_large": ("文件有 {found} 字节，最多 {allowed}", "the file has {found} bytes; at most {allowed}"),
    "spec.encoding": ("不是 UTF-8 编码；请另存为 UTF-8", "is not UTF-8; save it as UTF-8"),
    "spec.yaml": ("YAML 语法错误：{reason_zh}", "is not well-formed YAML: {reason_en}"),
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
    "spec.number": (
        "{field}：{found} 应写成普通十进制数（不带指数和多余的零，位数有限），例如 {allowed}",
        "{field}: {found} must be written in plain decimal numbers, without exponent or needless zeros and of few digits, such as {allowed}",
    ),
    "spec.id_taken": ("id {found} 不可用：{reason_zh}；请换一个", "the id {found} cannot be used: {reason_en}; choose another"),
    "spec.name_clash": ("{found} 与 {first} 都生成名称 {name}；请改其一的 id", "{found} and {first} both become {name}; change the id of one"),
    "spec.hidden": ("{field}：含有控制字符或不可见字符 {found}；请删去", "{field} holds {found}, a control or invisible character; remove it"),
    "spec.nfc": ("{field}：{found} 处未按 Unicode NFC 规范化；请规范化后保存", "{field} is not in Unicode normal form C at {found}; normalise the text"),
    "spec.edges": ("{field}：“{found}”首尾有空白；请删去", "{field} has blanks at its ends: '{found}'; remove them"),
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
    "spec.sample": (
        "{found} 的 {kind} 样例无法生成：{reason}；请检查相关规则和示例",
        "no {kind} sample can be made of {found}: {reason}; look at its rules and examples",
    ),
    "spec.derived": ("派生文件已过期；请运行 {allowed}", "the derived file is out of date; run {allowed}"),
}  # fmt: skip
UNCHECKED = frozenset({
    "code.no_scheme",
    "code.length_only",
    "code.undecided",
    "code.unverified",
    "record.foreign_scheme",
    "record.no_scheme",
    "check.failed",
    "check.extra",
    "data.stopped",
    "file.skipped",
    "file.unreadable",
    "message.not_verified",
    "issue.recover_unread",
})  # fmt: skip
"""The rules whose findings say that something was not judged: what they stand on is never called valid."""


def sentence(rule: str, values: Mapping[str, object], lang: str) -> str:
    """The sentence of a rule in `lang` (`zh` or `en`), filled with `values`.

    Raises:
        KeyError: the rule is not listed (a fault of this library, found by its tests).
    """
    if type(values) is not Constant:
        return _filled(rule, values, lang)
    text = values.said.get((rule, lang))
    if text is None:
        text = values.said[rule, lang] = _filled(rule, values, lang)
    return text


class Constant(dict[str, object]):
    """Values of a finding that is the same in record after record, such as that an element is absent.

    What is said of them is kept: half the time of telling what records of a few bytes lack.
    """

    __slots__ = ("said",)

    def __init__(self, values: Mapping[str, object]) -> None:
        super().__init__(values)
        self.said: dict[tuple[str, str], str] = {}

    def __reduce__(self) -> tuple[type[dict[str, object]], tuple[dict[str, object]]]:
        return dict, (dict(self),)


LANGUAGES = ("zh", "en")
"""The languages of messages and names."""


def _filled(rule: str, values: Mapping[str, object], lang: str) -> str:
    zh, en = RULES[rule]
    return (zh if lang == "zh" else en).format_map(_Said(values, lang))


class _Said(dict[str, str]):
    """What fills a sentence: of all values those that stand in it."""

    def __init__(self, values: Mapping[str, object], lang: str) -> None:
        super().__init__()
        self._values, self._lang = values, lang

    def __missing__(self, name: str) -> str:
        return _say(self._values[name], self._lang)


def _say(value: object, lang: str) -> str:
    """A value in a sentence: texts in two languages by language, lists joined, everything else made safe to print."""
    if type(value) is str:
        return shown(value, 200)
    if hasattr(value, "zh") and hasattr(value, "en"):
        return _name(str(getattr(value, lang)))
    if isinstance(value, Mapping):
        return shown(str(value.get(lang, "")), 200)
    if isinstance(value, list | tuple):
        return ("、" if lang == "zh" else ", ").join(_say(one, lang) for one in value)
    return shown(str(value), 200)


@lru_cache(2048)
def _short_name(text: str) -> str:
    return shown(text, 200)


def _name(text: str) -> str:
    """A text in two languages is mostly a name of the standard, which is looked at once."""
    return _short_name(text) if len(text) <= 64 else shown(text, 200)
