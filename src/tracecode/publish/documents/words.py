"""The words of the documents themselves, in both languages; what a thing is called stands in the
specifications.
"""

# ruff: noqa: E501  # tables: one word a line

from __future__ import annotations

from tracecode.spec.base import Text

EVIDENCE = {
    "confirmed": Text(zh="已证实", en="confirmed"),
    "single": Text(zh="单一来源", en="single source"),
    "unsure": Text(zh="存疑", en="unsure"),
    "project": Text(zh="本项目约定", en="project"),
}
MEANING = {
    "confirmed": Text(
        zh="有正式文本，或有两个独立来源，或经真实代码证实；违反时判错",
        en="Official text, or two independent sources, or proved on real codes; a violation is an error",
    ),
    "single": Text(zh="只有一个来源；违反时判错", en="One source; a violation is an error"),
    "unsure": Text(zh="推断；违反时只警告", en="Inference; a violation is a warning only"),
    "project": Text(
        zh="没有找到标准，由本项目约定；本项目自己的编码判错，其余只警告",
        en="No standard was found, so this project defines it; an error in the project's own "
        "code, otherwise a warning",
    ),
}
STATUS = {
    "in-force": Text(zh="现行", en="in force"),
    "replaced": Text(zh="已被代替", en="replaced"),
    "draft": Text(zh="草案", en="draft"),
    "unknown": Text(zh="状态未查明", en="status unknown"),
}
ISSUER = {
    "enterprise": Text(zh="企业自行赋码", en="issued by the enterprise itself"),
    "authority": Text(zh="只由主管部门赋码", en="issued by the authority only"),
    "platform": Text(zh="只由平台赋码", en="issued by the platform only"),
    "agency": Text(zh="只由编码机构分配", en="allocated by the agency only"),
}
FOLDS = {
    "width": Text(zh="全角转半角", en="full-width to ASCII"),
    "trim": Text(zh="去除首尾空白", en="surrounding space"),
    "spaces": Text(zh="去除空格", en="spaces"),
    "hyphens": Text(zh="去除连字符", en="hyphens"),
    "dots": Text(zh="去除点号", en="dots"),
    "upper": Text(zh="转大写", en="to upper case"),
    "lower": Text(zh="转小写", en="to lower case"),
    "zeros": Text(zh="去除前导零", en="leading zeros"),
}
SYMBOLS = {
    "qr": Text(zh="QR 码", en="QR code"),
    "data-matrix": Text(zh="Data Matrix 码", en="Data Matrix"),
    "han-xin": Text(zh="汉信码", en="Han Xin code"),
    "code-128": Text(zh="128 条码", en="Code 128"),
    "ean-13": Text(zh="EAN-13 条码", en="EAN-13"),
    "ean-8": Text(zh="EAN-8 条码", en="EAN-8"),
    "upc-a": Text(zh="UPC-A 条码", en="UPC-A"),
    "itf-14": Text(zh="ITF-14 条码", en="ITF-14"),
    "gs1-128": Text(zh="GS1-128 条码", en="GS1-128"),
    "rfid": Text(zh="射频标签", en="RFID tag"),
    "text": Text(zh="文字", en="printed text"),
    "barcode": Text(zh="条码（种类未查明）", en="bar code (kind not found)"),
}
ORIGINS = {
    "real": Text(zh="实际使用的代码", en="found in the field"),
    "printed": Text(zh="文件中的示例", en="worked in a document"),
    "derived": Text(zh="按规则构造", en="made from the rule"),
}
CARRIES = {
    "unit": Text(zh="单件标识", en="Unit"),
    "batch": Text(zh="批次标识", en="Batch"),
    "package": Text(zh="包装标识", en="Package"),
    "product": Text(zh="产品标识", en="Product"),
    "party": Text(zh="主体标识", en="Party"),
    "licence": Text(zh="许可", en="Licence"),
    "certificate": Text(zh="证书与单证", en="Certificate"),
    "label": Text(zh="标签", en="Label"),
}
PRIVACY = {
    "personal": Text(
        zh="个人信息：在提示和公开查询中隐去",
        en="Personal data: masked in messages, left out of public answers",
    ),
    "trade-secret": Text(zh="商业秘密：不公开", en="Trade secret: not shown to the public"),
}
UNSTAGED = Text(
    zh="备案、监管、查询等（不属于环节）", en="Filings, oversight, queries (of no stage)"
)
"""The records that belong to no stage."""
SHARING = {
    "open": Text(zh="公开", en="Open"),
    "conditional": Text(zh="有条件共享", en="Shared on conditions"),
    "withheld": Text(zh="不予共享", en="Withheld"),
}
SIDES = {
    "enterprise": Text(zh="企业", en="enterprise"),
    "third-party-platform": Text(zh="第三方平台", en="third-party platform"),
    "district-platform": Text(zh="区级平台", en="platform of a district"),
    "department": Text(zh="市、区有关部门", en="department of the city or of a district"),
    "city-platform": Text(zh="市级平台", en="city platform"),
    "ministry-platform": Text(zh="部级平台", en="ministry platform"),
    "public": Text(zh="公众", en="public"),
}
THEMES = {
    "commerce": Text(zh="电子商务、物流交接与出口", en="Trade online, hand-over and export"),
    "cross-border": Text(
        zh="跨境电商支付、运单与清单", en="Payment, parcel and list of cross-border orders"
    ),
    "document": Text(zh="单证", en="Documents"),
    "identification": Text(zh="标识", en="Identification"),
    "incident": Text(zh="突发事件、影响评估与销毁", en="Emergencies, their impact, destruction"),
    "inspection": Text(zh="检验检测", en="Inspection"),
    "integrity": Text(zh="诚信、预警与数据共享", en="Integrity, early warning, shared data"),
    "logistics": Text(zh="仓储物流", en="Storage and transport"),
    "market-intake": Text(
        zh="禽蛋、活畜禽、水产品进场", en="Intake of eggs, live animals and aquatic products"
    ),
    "message": Text(zh="报文", en="Messages"),
    "oversight": Text(
        zh="监督检查、评价、认证与备案审核",
        en="Checks, evaluation, certification, review of filings",
    ),
    "party": Text(zh="主体", en="Parties"),
    "place-time": Text(zh="地点与时间", en="Place and time"),
    "product": Text(zh="产品", en="Product"),
    "quantity": Text(zh="数量", en="Quantity"),
    "recall": Text(zh="召回与处置", en="Recall and disposal"),
    "trade": Text(zh="交易", en="Trade"),
}
WORDS = {
    id: Text(zh=zh, en=en)
    for id, zh, en in (
        ("scope", "范围", "Scope"),
        ("contents", "目录", "Contents"),
        ("catalogue", "品目", "Items of the catalogue"),
        ("schemes", "编码规则", "Encoding rules"),
        ("records", "采集记录", "Records"),
        ("groups", "数据组", "Groups of elements"),
        ("indicators", "数据采集指标", "Data elements"),
        ("codelists", "代码表", "Code lists"),
        ("alphabets", "字符集", "Character sets"),
        ("interfaces", "接口", "Interfaces"),
        ("sources", "规范性引用文件", "Sources"),
        ("evidence_legend", "依据标记", "Evidence"),
        ("item", "项目", "Item"),
        ("content", "内容", "Content"),
        ("id", "标识符", "Identifier"),
        ("name", "名称", "Name"),
        ("definition", "定义", "Definition"),
        ("format", "表示格式", "Format"),
        ("domain", "值域", "Value domain"),
        ("unit", "计量单位", "Unit"),
        ("source", "依据", "Source"),
        ("note", "说明", "Note"),
        ("example", "示例", "Example"),
        ("examples", "示例", "Examples"),
        ("aliases", "其他系统中的名称", "Names in other systems"),
        ("privacy", "共享和保密", "Sharing and privacy"),
        ("number", "序号", "No."),
        ("mark", "标记", "Mark"),
        ("meaning", "含义", "Meaning"),
        ("count", "数量", "Number"),
        ("identifies", "标识对象", "Identifies"),
        ("issued_by", "赋码主体", "Issued by"),
        ("lenient", "宽松识读时", "Lenient reading folds"),
        ("gs1_ai", "GS1 应用标识符", "GS1 application identifiers"),
        ("hint_only", "识别", "Identification"),
        (
            "hint_only_text",
            "仅凭形式不能识别，只在指定品目时给出",
            "Its form alone says nothing; offered only for an item that carries it",
        ),
        ("editions", "版本与有效期", "Editions"),
        ("edition", "版本", "Edition"),
        ("period", "有效期（生产日期）", "In force (production date)"),
        ("valid", "有效期", "Valid"),
        ("structure", "编码结构", "Structure"),
        ("length", "长度", "Length"),
        ("position", "位置", "Position"),
        ("segment", "字段", "Segment"),
        ("characters", "取值", "Values"),
        ("checks", "校验码", "Check characters"),
        ("check_rule", "校验算法", "Algorithm"),
        ("check_of", "参与计算的字段", "Computed over"),
        ("check_into", "结果字段", "Result"),
        ("limits", "其他规则", "Further rules"),
        ("limit", "规则", "Rule"),
        ("of", "字段", "Segments"),
        ("carrier", "载体", "Carrier"),
        ("trace_mark", "追溯标识（符号旁须印）", "Trace mark (printed beside the symbol)"),
        ("whole_code", "完整代码", "the whole code"),
        ("symbologies", "符号", "Symbols"),
        ("symbol_content", "符号内容", "Content of the symbol"),
        ("charset", "字符编码", "Character encoding"),
        ("error_correction", "纠错等级", "Error correction"),
        ("min_area", "最小面积（平方厘米）", "Smallest area (cm²)"),
        ("quiet_zone", "空白区（毫米）", "Quiet zone (mm)"),
        ("valid_examples", "正确示例", "Right examples"),
        ("invalid_examples", "错误示例", "Wrong examples"),
        ("code", "代码", "Code"),
        ("origin", "来历", "Origin"),
        ("finding", "规则标识", "Rule id"),
        ("why", "错在何处", "What is wrong"),
        ("links", "与其他代码的一致性", "Agreement with other codes"),
        ("other_code", "另一代码", "Other code"),
        ("agreement", "应一致的部分", "What must agree"),
        ("used_by", "使用本规则的品目", "Items that carry it"),
        ("used_in", "使用本代码表之处", "Where it is used"),
        ("gaps", "未查明事项", "What was not found"),
        ("category", "类别", "Category"),
        ("item_number", "品目编号", "Item number"),
        ("authorities", "主管部门", "Responsible authorities"),
        ("codes", "标识与编码", "Codes"),
        ("role", "用途", "Use"),
        ("stage", "环节", "Stage"),
        ("retention", "保存期限", "Retention"),
        ("coordination", "统筹分析", "Coordination"),
        ("changes", "各版本的改动", "Changes of the versions"),
        (
            "changes_note",
            "每个发布的版本较前一版的改动，及其影响到谁；只改文字的只计数。",
            (
                "What each released version changed since the one before, and whom it breaks; changes "
                "of words are only counted."
            ),
        ),
        ("first_version", "首个版本。", "The first version."),
        ("since", "较", "Since"),
        ("breaks", "影响", "Breaks"),
        ("definition_kind", "定义", "Definition"),
        ("place", "位置", "Place"),
        (
            "coordination_note",
            "各品目共用的数据元及其要求的异同、无人使用的定义、名称相近的数据元、依据文件的引用次数；完整的表见工作簿（tracecode publish coordination）。",
            (
                "Elements that items share, what nobody uses, near names, how documents are cited; "
                "all of it stands in the workbook"
            ),
        ),
        ("shared_elements", "共用数据元", "Shared elements"),
        ("item_count", "品目数", "Items"),
        ("record_types", "记录类型数", "Record types"),
        ("obligations", "要求（品目数）", "Obligations (items)"),
        ("orphans", "无人使用的定义", "What nobody uses"),
        ("near_elements", "名称相近的数据元", "Near names"),
        ("likeness", "相似度", "Likeness"),
        ("documents_cited", "依据文件的引用", "Documents"),
        ("times_cited", "引用次数", "Cited"),
        ("procedures", "追溯规程", "Traceability procedures"),
        ("procedure", "追溯规程", "Procedure"),
        (
            "procedures_note",
            "由谁、在哪一环节、记录什么、多久报送、保存多久、依据哪条规定；“—”表示所读法规没有规定，记录主体由本项目划分。",
            (
                "Who records what, at which stage, in what time, kept how long, by which article; — "
                "where no law read says so"
            ),
        ),
        ("recorder", "由谁记录", "Who records"),
        ("one_of", "至少一项", "one of"),
        ("on_condition", "有条件", "on a condition"),
        ("mandatory_elements", "必须记录的内容", "What must be recorded"),
        ("laws", "法规条款", "Laws"),
        ("deadline", "报送时限", "Deadline"),
        ("kind", "记录", "Record"),
        ("record_type", "记录类型", "Record type"),
        ("own", "本品目专用", "own"),
        ("common", "各品目通用", "common to all items"),
        ("elements", "指标数", "Elements"),
        ("mandatory", "其中必填", "Mandatory"),
        ("element_table", "采集指标", "Elements"),
        ("element", "指标", "Element"),
        ("obligation", "约束", "Obligation"),
        ("occurrence", "次数", "Occurs"),
        ("condition", "条件与说明", "Condition and notes"),
        ("rules", "指标之间的规则", "Rules among the elements"),
        ("across", "跨记录规则", "Rules across records"),
        ("across_asks", "要求", "What it asks"),
        ("across_remedy", "处理办法", "Remedy"),
        ("across_rows", "所查内容", "What it looks at"),
        ("across_samples", "示例", "Samples"),
        ("across_found", "违反规则的记录（序号）", "Records that break it, by their place"),
        ("across_none", "没有", "none"),
        ("terms", "术语和缩略语", "Terms and abbreviations"),
        ("abbreviation", "缩略语", "Abbreviation"),
        ("product", "品目", "Item"),
        ("all_items", "下列品目采用本记录，不另加指标：", "These items use the record as it is:"),
        (
            "obligation_note",
            "约束：M 必填，C 有条件必填，O 可选。",
            "Obligation: M mandatory, C conditional, O optional.",
        ),
        (
            "format_note",
            "表示格式的写法：an 字符，a 字母，n 数字；“..”后为最大长度，逗号后为小数位数。",
            (
                "Formats: an characters, a letters, n digits; after “..” the greatest length, after "
                "the comma the decimals."
            ),
        ),
        ("strict", "完备，表外的值判错", "complete: a value outside it is an error"),
        (
            "advisory",
            "可能不全，表外的值只提示",
            "may be incomplete: a value outside it is only reported",
        ),
        (
            "domains",
            "属于本品目的取值（其他开头的只提示）",
            "Values of the item's own goods (others are only reported)",
        ),
        ("begins", "开头", "Begins with"),
        ("lenient_only", "只在宽松读取时接受。", "Taken in lenient reading only."),
        ("covers", "只对下列前缀完备", "Complete for these prefixes only"),
        ("completeness", "完备性", "Completeness"),
        ("values", "代码", "Values"),
        ("theme", "主题", "Theme"),
        ("cited_in", "引用页", "Cited on"),
        ("pages", "页", "pages"),
        ("title", "名称", "Title"),
        ("issuer", "发布机构", "Issuer"),
        ("issued", "发布日期", "Issued"),
        ("in_force", "实施日期", "In force from"),
        ("ended", "失效日期", "Ended"),
        ("status", "状态", "Status"),
        ("existence", "文件的确实程度", "How sure the document is"),
        ("document_number", "编号", "Number"),
        ("operation", "操作", "Operation"),
        ("caller", "发起方", "Caller"),
        ("responder", "响应方", "Responder"),
        ("accepts", "请求所带记录", "Request carries"),
        ("returns", "应答所带记录", "Answer carries"),
        ("query", "地址参数", "Parameters"),
        ("every_record", "各品目的全部记录", "every record of every item"),
        (
            "public_answer",
            "应答不含个人信息和商业秘密",
            "The answer leaves out personal data and trade secrets",
        ),
        (
            "reserved",
            "预留：未见接口条文，只保留名称",
            "Reserved: its text was not found; only the name is kept",
        ),
        (
            "scope_text",
            "本标准规定{subject}追溯的编码规则、数据采集指标、采集记录和接口。全部内容由规范数据生成，与校验程序所用的规则相同；每条规则旁注明依据文件、条款和依据标记，未查明的内容如实列出。",
            (
                "This standard gives the encoding rules, data elements, records and interfaces for "
                "the traceability of {subject}. All of it is generated from the specifications by "
                "which data are validated. Beside each rule stand its source, the clause and how sure "
                "it is; what was not found is said."
            ),
        ),
        (
            "pair_text",
            "平台不强制采用统一编码：追溯码总是“编码规则＋代码值”成对出现，企业已有的编码按原样采用。",
            (
                "No single code is imposed: a trace code is always the pair of encoding rule and "
                "value, and existing codes are carried as they are."
            ),
        ),
        (
            "rules_text",
            "规则依日期适用：追溯码和记录按生产日期选择版本。",
            "Rules have dates: the production date chooses the edition of a code or record.",
        ),
        ("edition_text", "标准版本", "Version of the standard"),
    )
}
