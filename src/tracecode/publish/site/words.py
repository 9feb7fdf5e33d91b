"""The words of the site itself, in both languages; what is said of the standard comes from its
pages.
"""

from __future__ import annotations

from tracecode.spec.base import Text

WORDS: dict[str, Text] = {
    "home": Text(zh="首页", en="Home"),
    "standard": Text(zh="标准", en="Standard"),
    "code": Text(zh="识读代码", en="Read a code"),
    "docs": Text(zh="文档", en="Docs"),
    "search": Text(zh="搜索名称、标识符：农药、信用代码、uscc", en="Search names and ids: pesticide, uscc"),
    "theme": Text(zh="深色或浅色", en="Dark or light"),
    "menu": Text(zh="菜单", en="Menu"),
    "skip": Text(zh="跳到正文", en="Skip to the text"),
    "contents": Text(zh="本页内容", en="On this page"),
    "language": Text(zh="English", en="中文"),
    "made": Text(
        zh="本页由规范数据生成，与校验程序所用规则相同。标准版本 {version}。",
        en="Made from the specifications by which codes and records are checked. Version "
           "{version} of the standard.",
    ),
    "made_version": Text(
        zh="本页由标准 {version} 版的规范数据生成。",
        en="Made from the specifications of version {version} of the standard.",
    ),
    # --- definitions
    "definition": Text(zh="规范数据、示例和下载", en="Specification, samples and downloads"),
    "yaml": Text(zh="规范数据（YAML）", en="Specification (YAML)"),
    "sample_json": Text(zh="示例（JSON，全部采集项）", en="Sample with every element (JSON)"),
    "sample_xml": Text(zh="示例（XML，全部采集项）", en="Sample with every element (XML)"),
    "json_schema": Text(zh="JSON Schema", en="JSON Schema"),
    "xsd": Text(zh="XML Schema（全部记录）", en="XML Schema of all records"),
    "template": Text(zh="Excel 填报模板", en="Excel template to fill in"),
    "word": Text(zh="标准文本（Word）", en="The standard as a document (Word, in Chinese)"),
    "smallest": Text(zh="最小示例", en="Smallest sample"),
    "file": Text(zh="规范数据文件", en="Specification file"),
    "list_json": Text(zh="代码表（JSON）", en="Code list (JSON)"),
    "program": Text(zh="规则程序（全部编码规则）", en="Rule program of all encoding rules"),
    "used_by": Text(zh="使用这些数据元的记录", en="Records that use these elements"),
    "used_by_all": Text(zh="展开", en="Show"),
    "history": Text(zh="历史", en="History"),
    "history_none": Text(
        zh="标准尚未发布任何版本，因此还没有历史。",
        en="No version of the standard has been released yet, so there is no history.",
    ),
    "history_same": Text(
        zh="自首个版本 {version} 以来没有改动。", en="No change since the first version, {version}."
    ),
    "history_absent": Text(
        zh="此处未安装已发布版本的改动记录。",
        en="What the released versions changed is not part of this installation.",
    ),
    "versions": Text(zh="各版本的网页", en="The pages of each version"),
    "version_older": Text(
        zh="本页属于 {version} 版，不是现行版本。现行版本是 {current}。",
        en="This page is of version {version}, which is not the current one. The current version "
           "is {current}.",
    ),
    "version_current": Text(
        zh="本页属于现行版本 {version}。", en="This page is of the current version, {version}."
    ),
    "version_draft": Text(
        zh="本页内容尚未发布。现行版本是 {current}。",
        en="What this page says is not released yet. The current version is {current}.",
    ),
    "unreleased": Text(zh="尚未发布", en="not released yet"),
    "came": Text(zh="新增", en="added"),
    "went": Text(zh="删除", en="removed"),
    "changed": Text(zh="修改", en="changed"),
    # --- home page
    "lead": Text(
        zh="编码规则、数据元、采集记录和接口，全部由同一份规范数据生成：查得到、读得懂、可直接用于编程和校验。",
        en="Encoding rules, data elements, records and interfaces, all made from one set of "
           "specifications: "
        "to look up, to read, and to run.",
    ),
    "ask": Text(zh="粘贴或输入一个代码", en="Paste or type a code"),
    "ask_button": Text(zh="识读", en="Read it"),
    "tasks": Text(zh="要做什么", en="What do you want to do?"),
    "catalogue": Text(zh="全部品目", en="The items of the catalogue"),
    "all_of_it": Text(zh="标准全文", en="The whole standard"),
    # --- code page
    "code_lead": Text(
        zh="粘贴、输入或扫描一个代码，看它可能是什么、各字段的含义、哪里不对、依据是什么。所输入的内容不离开本页。",
        en="Paste, type or scan a code: what it may be, what its segments mean, what is wrong "
           "with it, and by which "
        "source. Nothing that you enter leaves this page.",
    ),
    "code_field": Text(zh="代码、网址、GS1 "
                          "数据或标签全文", en="A code, an address, GS1 data or the text of a label"),
    "item": Text(zh="所在品目", en="On which item"),
    "any_item": Text(zh="不指定", en="any"),
    "on": Text(zh="生产日期", en="Production date"),
    "picture": Text(zh="选择图片", en="Choose a picture"),
    "camera": Text(zh="打开摄像头", en="Use the camera"),
    "examples": Text(zh="试一试：", en="Try:"),
    "results": Text(zh="识读结果", en="What it may be"),
    "engine": Text(
        zh="本页所用的程序可供自己的网页和 Node 程序使用：",
        en="The program behind this page, for pages and Node programs of your own:",
    ),
    "decoder": Text(
        zh="图片和摄像头由 zxing-wasm（MIT，含 "
           "ZXing-C++，Apache-2.0）识读，在本页内运行，用到时才装入。",
        en="Pictures are read by zxing-wasm (MIT, with ZXing-C++, Apache-2.0); it runs inside "
           "this page, and is loaded "
        "when it is asked for.",
    ),
    "no_script": Text(zh="本页需要 JavaScript。", en="This page needs JavaScript."),
}  # fmt: skip
