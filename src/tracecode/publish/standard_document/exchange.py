# ruff: noqa: E501  # sentences: a language each on its line
"""Clauses 9 to 11: how messages are written, the interfaces, and how exchange is secured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracecode.publish.documents.tree import CodeText, Figure, Ref, Section
from tracecode.publish.documents.words import SIDES, WORDS
from tracecode.publish.standard_document.figures import MessageArrow, sequence
from tracecode.spec.base import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracecode.publish.documents.tree import Block, Spans
    from tracecode.publish.standard_document.draft import DocumentDraft
    from tracecode.spec.record_model import InterfaceSpec

_NAMESPACE = "urn:tracecode:records"
_HERE = Text(zh="所用的规范", en="the standard in use")
_NONE = Text(zh="—", en="—")
_WANTED = ("submit", "receipt", "query-code", "trace", "public-query")
"""The operations that are drawn: those of enterprises and of the public."""


# --- 9 transmission -------------------------------------------------------------------------------


def transmission(draft: DocumentDraft) -> Section:
    """The forms in which records travel."""
    parts = (
        ("header", "报文头", "message header", "message-header"),
        ("digest", "摘要", "digest", "digest"),
        ("signature", "签名", "signature", "signature"),
    )
    rows: list[tuple[Spans, ...]] = [
        (
            (CodeText(key),),
            draft.cell(Text(zh=zh, en=en)),
            draft.said("{it}", "{it}", it=draft.refer("group", group, _NONE)),
        )
        for key, zh, en, group in parts
    ]
    rows.insert(
        1, ((CodeText("body"),), draft.cell(Text(zh="记录", en="records")), (Ref("records"),))
    )
    message = (
        *draft.paragraphs(
            "报文由报文头、记录、摘要和签名四部分组成，见{table}；摘要和签名可以不含。报文头写明报文标识、类型、标准版本、发送方、接收方、发送时间和记录数。",
            "A message has four parts, a header, records, a digest and a signature, see {table}; "
            "digest and signature may be left out. The header says the id and type of the "
            "message, the version of the standard, sender, receiver, time of sending and number "
            "of records.",
            table=Ref("table-message"),
        ),
        *draft.table("table-message", Text(zh="报文的组成", en="Parts of a "
                                                          "message"), (WORDS["id"], WORDS["content"], Text(zh="规定于", en="Defined in")), rows, (2, 2, 2)),
        *draft.paragraphs(
            "接收方对每个报文给出回执，见{receipt}；同一报文标识重发时，给出同一回执。报文示例见{example}。",
            "The receiver answers each message with a receipt, see {receipt}; the same message id "
            "sent again gets the same receipt. An example stands in {example}.",
            receipt=draft.refer("record", "receipt", _HERE), example=Ref("messages"),
        ),
        *_messages(draft),
    )  # fmt: skip
    children = (
        draft.section("message", Text(zh="报文", en="Messages"), message),
        draft.section("json", Text(zh="JSON 格式", en="JSON"), _json(draft)),
        draft.section("xml", Text(zh="XML 格式", en="XML"), _xml(draft)),
        draft.section("tables", Text(zh="表格格式", en="Tables"), _tables(draft)),
        draft.section("encoding", Text(zh="字符编码", en="Character encoding"), _encoding(draft)),
    )
    return draft.section(
        "transmission", Text(zh="传输格式", en="Transmission format"), children=children
    )


def _json(draft: DocumentDraft) -> tuple[Block, ...]:
    return (
        *draft.paragraphs(
            "一个 JSON 文件是一条记录、一组记录或一个报文；NDJSON "
            "每行一条记录或一个报文。键为数据元的标识符，次序不限，不得重复。",
            "A JSON document is a record, a list of records, or a message; NDJSON has a record or "
            "message a line. Keys are the identifiers of data elements, in any order, none of "
            "them twice.",
        ),
        *draft.paragraphs(
            "整数写作数，小数写作文本，布尔型写作 {yes} 或 "
            "{no}，其余写作文本；没有的值不写。结构以{schemas}所列的模式为准。",
            "Whole numbers are written as numbers, decimals as text, booleans as {yes} or {no}, "
            "everything else as text; what is absent is left out. The schemas in {schemas} hold.",
            yes=CodeText("true"), no=CodeText("false"), schemas=Ref("schemas"),
        ),
    )  # fmt: skip


def _xml(draft: DocumentDraft) -> tuple[Block, ...]:
    return (
        *draft.paragraphs(
            "命名空间为 {namespace}；元素以数据元的标识符命名，不使用属性。根元素为记录类型的标识符，或 {message}。元素次序以模式为准，识读时不限。",
            "The namespace is {namespace}; elements are named by the identifiers of data "
            "elements, and there are no attributes. The root is the identifier of a record type, "
            "or {message}. The order of elements is that of the schema when written, and any when read.",
            namespace=CodeText(_NAMESPACE), message=CodeText("message"),
        ),
        *draft.paragraphs(
            "文件中不得有文档类型声明、实体和处理指令。",
            "A document holds no document type declaration, entity or processing instruction.",
        ),
    )  # fmt: skip


def _tables(draft: DocumentDraft) -> tuple[Block, ...]:
    return (
        *draft.paragraphs(
            "CSV 文件和 XLSX "
            "工作表的首行为数据元的标识符或名称；组内的数据元写作组与数据元的标识符以点相连，例如 "
            "{path}。一个工作表只含一种记录类型。",
            "The first row of a CSV file or XLSX sheet has the identifiers or names of data "
            "elements; an element inside a group is written as both identifiers with a point "
            "between them, for instance {path}. A sheet holds one record type.",
            path=CodeText("supplier.party_name"),
        ),
        *draft.paragraphs(
            "填写了不重复的列的一行开始一条新记录；只填写重复的列的一行接续上一条记录。表格中显示的内容即为校验的内容。",
            "A row that fills a column that does not repeat begins a record; a row that fills "
            "only repeated columns continues it. What a cell shows is what is checked.",
        ),
    )


def _encoding(draft: DocumentDraft) -> tuple[Block, ...]:
    return draft.paragraphs(
        "文本采用 UTF-8 编码；声明了编码的文件可采用 GB18030。文本采用规范形式 C，不含控制字符。",
        "Text is encoded in UTF-8; a file that declares it may be in GB18030. Text is in normal "
        "form C and holds no control characters.",
    )


def _messages(draft: DocumentDraft) -> Iterator[Block]:
    """Who sends what to the city platform, and what it answers."""
    specs = [draft.standard.interface(id) for id in _WANTED if id in draft.extent.interfaces]
    if not specs:
        return
    yield from draft.paragraphs(
        "报文的传送次序见{figure}。",
        "{figure} shows the order of messages.",
        figure=Ref("figure-messages"),
    )
    sides = list(dict.fromkeys(side for spec in specs for side in (spec.caller, spec.responder)))
    sides.sort(key=list(SIDES).index)
    calls = [
        MessageArrow(
            sides.index(spec.caller),
            sides.index(spec.responder),
            _drawn(draft, spec.name),
            _answer(draft, spec),
        )
        for spec in specs
    ]
    caption = draft.title(Text(zh="报文的传送", en="Messages and answers"))
    said = ("; " if draft.lang == "en" else "；").join(
        f"{_drawn(draft, SIDES[s.caller])} → {_drawn(draft, SIDES[s.responder])}: "
        f"{_drawn(draft, s.name)}"
        for s in specs
    )
    yield Figure(
        "figure-messages",
        caption,
        sequence([_drawn(draft, SIDES[side]) for side in sides], calls),
        said,
    )


def _drawn(draft: DocumentDraft, text: Text) -> str:
    return text.en if draft.lang == "en" else text.zh


def _answer(draft: DocumentDraft, spec: InterfaceSpec) -> str:
    names = (
        WORDS["records"] if id == "*" else draft.standard.record(id).name for id in spec.returns
    )
    return (", " if draft.lang == "en" else "、").join(_drawn(draft, name) for name in names)


# --- 10 interfaces --------------------------------------------------------------------------------


def interfaces(draft: DocumentDraft) -> Section:
    """One clause an operation."""
    general = (
        *draft.paragraphs(
            "接口采用 HTTP，请求和应答为报文或记录。路径接在平台地址之后；花括号中的名称代表一个数据元。",
            "Interfaces use HTTP; requests and answers are messages or records. Paths stand "
            "behind the address of the platform; a name in braces stands for a data element.",
        ),
        *draft.paragraphs(
            "接收方逐条校验收到的记录，在回执中给出每条记录的校验结论和全部校验结果。未能校验的，结论为未校验，不作有效处理。",
            "The receiver checks the records one by one and answers with a verdict on each and "
            "all findings. What could not be checked is not checked, and not taken as valid.",
        ),
    )
    specs = sorted(
        map(draft.standard.interface, draft.extent.interfaces), key=lambda spec: spec.reserved
    )
    children = [draft.section("interfaces-general", Text(zh="通则", en="General"), general)]
    children += [_interface(draft, spec) for spec in specs]
    return draft.section("interfaces", WORDS["interfaces"], children=children)


def _interface(draft: DocumentDraft, spec: InterfaceSpec) -> Section:
    query = (
        (*draft.element(use.use), " ", CodeText(use.use), f" {use.obligation}")
        for use in spec.query
    )
    facts = draft.facts(
        (
            (WORDS["id"], (CodeText(spec.id),)),
            (WORDS["operation"], (CodeText(f"{spec.method.upper()} {spec.path}"),)),
            (WORDS["caller"], draft.spans(SIDES[spec.caller])),
            (WORDS["responder"], draft.spans(SIDES[spec.responder])),
            (WORDS["query"], draft.joined(query)),
            (WORDS["accepts"], draft.joined(_record(draft, id) for id in spec.accepts)),
            (WORDS["returns"], draft.joined(_record(draft, id) for id in spec.returns)),
            (WORDS["note"], draft.spans(WORDS["reserved"]) if spec.reserved else None),
            (WORDS["privacy"], draft.spans(WORDS["public_answer"]) if spec.public else None),
            (WORDS["source"], draft.cite_within(spec.source, spec.evidence)),
        )
    )
    return draft.section(f"interface-{spec.id}", spec.name, (*draft.texts(spec.definition), *facts))


def _record(draft: DocumentDraft, id: str) -> Spans:
    """A kind of record; with its clause where it is a record type by itself."""
    if id == "*":
        return draft.spans(WORDS["every_record"])
    name = draft.standard.record(id).name
    common = next(
        (one for one in draft.extent.layouts if one.record == id and one.product is None), None
    )
    return draft.see(f"record-{common.id}", name) if common is not None else draft.spans(name)


# --- 11 security ----------------------------------------------------------------------------------


def security(draft: DocumentDraft) -> Section:
    """Digest and signature, verification, personal data."""
    children = (
        draft.section("signing", Text(zh="摘要和签名", en="Digest and signature"), _signing(draft)),
        draft.section(
            "verifying", Text(zh="验签", en="Verification"),
            (
                *draft.paragraphs(
                    "验签回答一个问题：报文是否确由发送方的密钥持有人签署且未经改动。公钥与其所属主体一并给出；密钥属于其他主体、算法或签署人标识不符、内容有改动的，不予通过。",
                    "Verification answers one question: is this exactly what the holder of a key "
                    "of the sender signed. Public keys are given with the party they belong to; a "
                    "key of another party, another algorithm or user id, or changed content does "
                    "not pass.",
                ),
                *draft.paragraphs(
                    "同一发送方的报文标识已经收到过的，不予通过。要求验签而未通过的报文，其中的记录不作有效处理。",
                    "A message id that was received from this sender before does not pass. Where "
                    "signatures are asked for, the records of a message that does not pass are "
                    "not valid.",
                ),
            ),
        ),
        draft.section(
            "privacy", Text(zh="个人信息和商业秘密", en="Personal data and trade secrets"),
            draft.paragraphs(
                "标为个人信息的值在提示和校验结果中隐去；标为个人信息或商业秘密的值不进入公开应答。共享属性见{sharing}。公民身份号码不进入追溯码。",
                "Values that are marked as personal are masked in messages and findings; values "
                "that are personal or trade secrets never stand in an answer to the public. "
                "Sharing stands in {sharing}. A citizen's number never enters a trace code.",
                sharing=Ref("sharing"),
            ),
        ),
    )  # fmt: skip
    return draft.section("security", Text(zh="安全要求", en="Security"), children=children)


def _signing(draft: DocumentDraft) -> Iterator[Block]:
    yield from draft.paragraphs(
        "摘要和签名对数据计算，不对文件的字节计算，因此报文在 JSON 与 XML "
        "之间转换后仍可验证。计算步骤如下：",
        "Digest and signature are made over data, not over the bytes of a file, so that a message "
        "that goes from JSON to XML still verifies. The steps are:",
    )
    steps = (
        ("每条记录写成规范形式的一行，依记录的次序，报文头的一行排在最后；每行以换行结束", ("each record is one line in canonical form, in the order of "
                                                    "the records, the line of the header last; "
                                                    "each line ends with a line feed")),
        ("对全部各行计算摘要，写作小写十六进制", ("the digest is made over all lines and written "
                               "in lower-case hexadecimal")),
        ("以摘要部分和报文头的规范形式为待签文本", ("the canonical form of the digest part and the "
                                "header is the text to be signed")),
        ("对待签文本签名，连同算法、密钥标识和写法填入签名部分", ("that text is signed; the signature stands with its "
                                       "algorithm, key id and encoding in the signature part")),
    )  # fmt: skip
    yield from draft.items((draft.said(zh, en) for zh, en in steps), "letter")
    yield from draft.paragraphs(
        "规范形式不含空白；键依其字符的编码排序；文本照写，只对引号、反斜线和控制字符转义；数只有整数。摘要算法见{digest}，签名算法见{signature}，签名值的写法见{encoding}。",
        "The canonical form has no white space; keys are in the order of their code units; texts "
        "are written as they are, with quotation marks, backslashes and controls escaped; numbers "
        "are whole. Digests: {digest}; signatures: {signature}; how they are written: {encoding}.",
        **{
            word: draft.refer("codelist", id, _HERE)
            for word,
            id in (("digest", "digest-algorithm"), ("signature", "signature-algorithm"), ("encoding", "signature-encoding"))
        },
    )  # fmt: skip
