"""What travels around records, and what comes back: header, digest and signature of a message, and its receipt.

These classes are written by hand, since messages, keys and receipts stand on them; those of all other groups and
records are derived from the specifications (`tracecode.models`). `tests/records/test_envelope.py` holds them to what
the specifications say.
"""

from datetime import datetime
from typing import Annotated, ClassVar, Literal

from tracecode.records.fields import Many, ValueFormat
from tracecode.records.model import Group, Record
from tracecode.records.rules import CodeFits, RecordRule, Required


class CodedIdentifier(Group):
    """编码标识 / Coded identifier.

    Source: 本项目约定 (project).
    """

    code_scheme: Annotated[str, ValueFormat("an..64", identifies=("party", "place"))]
    """编码体系标识 / Encoding rule"""
    code_value: Annotated[str, ValueFormat("an..256")]
    """代码值 / Value of the code"""
    rules: ClassVar[tuple[RecordRule, ...]] = (CodeFits("code_value", "code_scheme"),)


class MessageHeader(Group):
    """报文头 / Message header.

    Source: 本项目约定 (project).
    """

    message_id: Annotated[str, ValueFormat("uuid")]
    """报文标识 / Message id"""
    message_type: Annotated[str, ValueFormat("an..32", codelist="message-type")]
    """报文类型 / Message type"""
    standard_version: Annotated[str, ValueFormat("an..16")]
    """标准版本 / Version of the standard"""
    sender_id: CodedIdentifier
    """发送方 / Sender"""
    receiver_id: CodedIdentifier
    """接收方 / Receiver"""
    sent_at: Annotated[datetime, ValueFormat("YYYY-MM-DDThh:mm:ss±hh:mm")]
    """发送时间 / Sent at"""
    record_count: Annotated[int, ValueFormat("n..9")]
    """记录数 / Number of records"""


class Digest(Group):
    """报文摘要 / Digest.

    Source: 本项目约定 (project).
    """

    digest_algorithm: Literal["sm3", "sha-256"]
    """摘要算法 / Digest algorithm

    sm3: SM3 / SM3; sha-256: SHA-256 / SHA-256
    """
    digest_value: Annotated[str, ValueFormat("an64", chars="[0-9a-f]")]
    """摘要值 / Digest value"""


class Signature(Group):
    """签名 / Signature.

    Source: 本项目约定 (project).
    """

    signature_algorithm: Literal["ed25519", "sm2-sm3"]
    """签名算法 / Signature algorithm

    ed25519: Ed25519 / Ed25519; sm2-sm3: SM2（摘要用 SM3） / SM2 with SM3
    """
    key_id: Annotated[str, ValueFormat("an..64")]
    """密钥标识 / Key id"""
    signer_user_id: Annotated[str | None, ValueFormat("an..64")] = None
    """SM2 签名者标识 / SM2 user id of the signer"""
    signature_encoding: Literal["raw-base64", "der-base64", "raw-hex", "der-hex"]
    """签名编码 / Signature encoding

    raw-base64: 原始字节，Base64 / Raw bytes in Base64; der-base64: DER，Base64 / DER in Base64; raw-hex:
    原始字节，十六进制 / Raw bytes in hexadecimal; der-hex: DER，十六进制 / DER in hexadecimal
    """
    signature_value: Annotated[str, ValueFormat("an..512")]
    """签名值 / Signature value"""
    rules: ClassVar[tuple[RecordRule, ...]] = (
        Required("signer_user_id", when={"signature_algorithm": ("sm2-sm3",)}),
    )


class Finding(Group):
    """校验结果 / Finding.

    Source: 本项目约定 (project).
    """

    rule_id: Annotated[str, ValueFormat("an..64")]
    """校验规则标识 / Rule id"""
    severity: Literal["error", "warning", "info"]
    """严重程度 / Severity

    error: 错误 / Error; warning: 警告 / Warning; info: 提示 / Note
    """
    record_id: Annotated[str | None, ValueFormat("uuid")] = None
    """记录标识 / Record id"""
    finding_path: Annotated[str | None, ValueFormat("an..256")] = None
    """出错位置 / Place of the finding"""
    text_zh: Annotated[str, ValueFormat("an..1000")]
    """结果说明（中文） / Text of the finding (Chinese)"""
    text_en: Annotated[str, ValueFormat("an..1000")]
    """结果说明（英文） / Text of the finding (English)"""
    finding_source: Annotated[str | None, ValueFormat("an..100")] = None
    """规则依据 / Source of the rule"""


class FindingCount(Group):
    """校验结果条数 / Count of findings.

    Source: 本项目约定 (project).
    """

    rule_id: Annotated[str, ValueFormat("an..64")]
    """校验规则标识 / Rule id"""
    finding_count: Annotated[int, ValueFormat("n..9")]
    """结果条数 / Number of findings"""


class Receipt(Record):
    """回执 / Receipt.

    Source: 本项目约定 (project).
    """

    record_type: Literal["receipt"] = "receipt"
    """记录类型 / Record type"""
    record_id: Annotated[str, ValueFormat("uuid")]
    """记录标识 / Record id"""
    event_time: Annotated[datetime, ValueFormat("YYYY-MM-DDThh:mm:ss±hh:mm")]
    """发生时间 / Time of the event"""
    message_id: Annotated[str, ValueFormat("uuid")]
    """报文标识 / Message id"""
    receipt_status: Literal["accepted", "accepted-in-part", "refused", "not-checked"]
    """接收状态 / Receipt status

    accepted: 全部接收 / Accepted; accepted-in-part: 部分接收 / Accepted in part; refused: 拒收 / Refused;
    not-checked: 未校验 / Not checked
    """
    accepted_count: Annotated[int, ValueFormat("n..9")]
    """接收条数 / Records accepted"""
    refused_count: Annotated[int, ValueFormat("n..9")]
    """拒收条数 / Records refused"""
    not_checked_count: Annotated[int, ValueFormat("n..9")]
    """未校验条数 / Records not checked"""
    signature_not_checked_count: Annotated[int, ValueFormat("n..9")]
    """未核实签名数 / Signatures not checked"""
    findings: Annotated[list[Finding] | None, Many(1000)] = None
    """校验结果 / Findings"""
    unlisted_findings: Annotated[list[FindingCount] | None, Many(500)] = None
    """未列校验结果 / Findings not listed"""


WRITTEN: dict[str, type[Group]] = {
    "coded-identifier": CodedIdentifier, "message-header": MessageHeader, "digest": Digest, "signature": Signature,
    "finding": Finding, "finding-count": FindingCount, "receipt": Receipt,
}  # fmt: skip
"""The classes by the id of their group or record type."""
