r"""Encodings of text: those that are read, and what bytes look like that are of another one, or no
text.

>>> no_text_at(b"%PDF-1.7\n%\xe2\xe3"), no_text_at(b"%PDF of the label")
(10, None)
"""

from __future__ import annotations

import re

from tracecode.errors import UnreadableFile
from tracecode.spec.base import Text

ENCODINGS = {
    "utf-8": "utf-8", "utf8": "utf-8", "utf-8-sig": "utf-8", "gb18030": "gb18030", "gbk": "gb18030",
    "gb2312": "gb18030", "cp936": "gb18030", "utf-16": "utf-16", "utf-16le": "utf-16-le",
    "utf-16-le": "utf-16-le", "utf-16be": "utf-16-be", "utf-16-be": "utf-16-be",
}  # fmt: skip
"""The encodings that are read, by the names that people give them. GB 18030 holds GBK and GB
2312.
"""
WIDE = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
"""UTF-16, by its byte order mark."""
_UNPACK = ("请先解压", "unpack it first")
_AS_CSV = ("请将工作表另存为 CSV（UTF-8）", "save the sheet as CSV (UTF-8)")
_KINDS = {
    b"PK\x03\x04": (
        "压缩包（.zip）或工作簿（.xlsx）；请先解压，或者",
        "an archive (.zip) or a workbook (.xlsx): unpack it, or ",
        _AS_CSV,
    ),
    b"\xd0\xcf\x11\xe0": ("旧的工作簿（.xls）；", "an old workbook (.xls): ", _AS_CSV),
    b"PAR1": (
        "Parquet 文件；",
        "a Parquet file: ",
        ("代码请用 --column 指明所在列", "name the column of its codes with --column"),
    ),
    b"%PDF": (
        "PDF 文件；",
        "a PDF file: ",
        ("请取原来的表格", "take the table from which it was made"),
    ),
    b"\x1f\x8b": ("再次压缩的 gzip 文件；", "packed with gzip once more: ", _UNPACK),
    b"BZh": ("bzip2 压缩文件；", "packed with bzip2: ", _UNPACK),
    b"\xfd7zXZ": ("xz 压缩文件；", "packed with xz: ", _UNPACK),
    b"7z\xbc\xaf": ("7z 压缩包；", "an archive (7z): ", _UNPACK),
    b"Rar!": ("RAR 压缩包；", "an archive (RAR): ", _UNPACK),
}
"""Files that are no text, by how they begin, and the remedy; in Chinese and English."""
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1f\x80-\xff]")
"""What shows that a file is one of these, and no text that begins alike."""


def codec_of(encoding: str) -> str:
    """The name by which an encoding is read.

    Raises:
        UnreadableFile: it is none of those that are read.
    """
    codec = ENCODINGS.get(encoding.lower().replace("_", "-"))
    if codec is None:
        raise UnreadableFile(
            f"the encoding {encoding!r} is not read; use utf-8, or gb18030 or utf-16 where the "
            f"data are in that",
            f"不读取编码 {encoding!r}；请用 utf-8，或按数据实际编码用 gb18030、utf-16",
        )
    return codec


def no_text_at(raw: bytes) -> int | None:
    """Where the beginning of a file shows that it is no text but of another kind; None if it does
    not.
    """
    odd = _BINARY.search(raw, 4) if raw.startswith(tuple(_KINDS)) else None
    return None if odd is None else odd.start()


def is_gb18030(raw: bytes) -> bool:
    """Whether a text is GB 18030 and no UTF-8: at least half of its foreign characters are then of
    GB 2312.

    >>> is_gb18030("王喆".encode("gbk")), is_gb18030("王喆".encode()), is_gb18030("Château".encode("latin-1"))
    (True, False, False)
    """
    try:
        raw.decode()
    except UnicodeDecodeError:
        foreign = [char for char in raw.decode("gb18030", "replace") if not char.isascii()]
        return "\ufffd" not in foreign and 2 * sum(map(_is_common, foreign)) >= len(foreign)
    return False


def _is_common(char: str) -> bool:
    try:
        return bool(char.encode("gb2312"))
    except UnicodeEncodeError:
        return False


def is_doubtful(raw: bytes) -> bool:
    """Whether a text in UTF-8 may be GB 2312 all the same: words of Chinese, or foreign letters in
    a row as in no word.

    >>> is_doubtful("农药".encode("gbk")), is_doubtful("Château Pétrus".encode()), is_doubtful("农药".encode())
    (True, False, False)
    """
    return all(_CHINESE.fullmatch(word) for word in _FOREIGN.findall(raw))


_FOREIGN = re.compile(rb"[\x80-\xff]+")
_CHINESE = re.compile(rb"(?:[\xb0-\xdf][\xa1-\xbf]){2,}")
"""Two Chinese characters of GB 2312 or more, whose bytes are also letters in UTF-8."""


def bad_bytes(raw: bytes, at: int, codec: str) -> tuple[str, Text]:
    """The rule that bytes break which are not of the encoding; and what they are, or what they look
    like.
    """
    for start, (zh, en, remedy) in _KINDS.items():
        if raw.startswith(start):
            return "data.no_text", Text(zh=zh + remedy[0], en=en + remedy[1])
    byte = f"0x{raw[at]:02X} @ {at + 1}" if at < len(raw) else "-"
    guess = _guess(raw, codec)
    if guess is None:
        return "data.encoding", Text(zh=byte, en=byte)
    return "data.encoding", Text(
        zh=f"{byte}；看起来是 {guess}，请用 --encoding {guess} 指明",
        en=f"{byte}; it looks like {guess}: declare it with --encoding {guess}",
    )


def _guess(raw: bytes, codec: str) -> str | None:
    """An encoding in which the bytes are text."""
    if raw.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")) or raw[:4].count(0) > 2:
        return None
    if raw[:2] in WIDE or raw[:4].count(0) == 2:
        return "utf-16-le" if raw[1:2] == b"\x00" else "utf-16-be"
    even, odd = raw[::2].count(0), raw[1::2].count(0)
    if bool(even) != bool(odd):  # letters among Chinese: every other byte of theirs is 0
        return "utf-16-be" if even else "utf-16-le"
    for other in ("utf-8", "gb18030"):
        if other != codec:
            try:
                raw.decode(other)
            except UnicodeDecodeError:
                continue
            return other
    return None
