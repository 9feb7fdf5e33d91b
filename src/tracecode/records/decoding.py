"""The text of JSON and XML from bytes, and what is wrong with its encoding."""

from __future__ import annotations

import re

from tracecode.errors import UnreadableFile
from tracecode.findings import Finding
from tracecode.records.plain import fault
from tracecode.spec.base import Text
from tracecode.tables.encodings import ENCODINGS, is_gb18030

_NOT_ASCII = re.compile(rb"(?:[\x81-\xfe][\x40-\x7e\x80-\xfe]){1,64}")
BOM = b"\xef\xbb\xbf"
"""The byte order mark of UTF-8."""
TWO_MARKS = {"zh": "重复的字节顺序标记", "en": "two byte order marks"}


def codec_of(encoding: str) -> str:
    """The name by which an encoding of JSON or XML is read: `utf-8` or `gb18030`, which holds GBK
    and GB 2312.

    Raises:
        UnreadableFile: it is neither, by no name of theirs.
    """
    codec = ENCODINGS.get(encoding.lower().replace("_", "-"), "")
    if codec not in ("utf-8", "gb18030"):
        raise UnreadableFile(
            f"the encoding {encoding!r} is not read; use utf-8, or gb18030 where the data declare it",
            f"不读取编码 {encoding!r}；请用 utf-8，或声明后用 gb18030",
        )
    return codec


def decode(raw: bytes, encoding: str) -> tuple[str, tuple[Finding, ...]]:
    """The text of bytes, and what is wrong with its encoding.

    Args:
        raw: the bytes.
        encoding: `utf-8`, or `gb18030` where that was declared.

    Raises:
        UnreadableFile: the encoding is another one.
    """
    codec = codec_of(encoding)
    if is_wide(raw):
        return "", (fault("data.encoding", found="UTF-16 / UTF-32"),)
    findings: tuple[Finding, ...] = ()
    if raw.startswith(BOM):
        raw, findings = raw[len(BOM) :], (Finding(rule="data.bom", severity="warning"),)
    try:
        return raw.decode(codec), findings
    except UnicodeDecodeError as error:
        return "", (*findings, bad_byte(raw, error.start))


def is_wide(head: bytes) -> bool:
    """Whether text begins as one of two or four bytes a character does."""
    return head[:2] in (b"\xff\xfe", b"\xfe\xff") or head[:4].count(0) >= 2


def bad_byte(raw: bytes, at: int, before: int = 0, line: int | None = None) -> Finding:
    """The finding on a byte that is not of the encoding.

    Args:
        raw: the text.
        at: where the byte stands in it.
        before: how many bytes of the source stand before it.
        line: the line of the byte, where it is known.
    """
    byte = f"0x{raw[at]:02X} @ {before + at + 1}"
    words = _NOT_ASCII.match(raw, at)
    if words is None or not is_gb18030(words[0]):
        return fault("data.encoding", line=line, found=byte)
    zh, en = f"{byte}；看起来是 GBK，即 GB18030", f"{byte}; it looks like GBK, that is GB18030"
    return fault("data.encoding", line=line, found=Text(zh=zh, en=en))
