# ruff: noqa: E501  # tables of cases: one kind a line
r"""What people really sent, by kind, as seeds of the fuzzers: scans, spreadsheets, files of other
programs.

The inputs are those of public reports of faults, with invented numbers in place of theirs. A kind
that was found once is begun from for good.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping

GTIN, SSCC, USCC = "06901234567892", "106141412345678908", "91350100M000100Y43"

CODES: Mapping[str, tuple[str, ...]] = {
    "bare element strings": (
        f"01{GTIN}", f"01{GTIN}240X1", f"00{SSCC}", f"01{GTIN}422156\x1d10L1",
        f"01{GTIN}21S1\x1d17330331101A", "8003076123456789001", "8003050606547800230002",
        "241ABC1234\x1d100815", "168901", f"11220118{GTIN}",
    ),
    "separators around": (
        f"\x1d01{GTIN}17201200\x1d21000003", f"\ufffd01{GTIN}21S1", f"01{GTIN}\r\n", f"01{GTIN}\t",
        f"\ufeff01{GTIN}", f"]C101{GTIN}", f"]d2\x1d01{GTIN}", f"]Q3https://example.com/01/{GTIN}",
        f"（01）{GTIN}", f"[01]{GTIN}[21]S1", f"【01】{GTIN}",
    ),
    "separators as text": tuple(
        f"01{GTIN}10L1{mark}21S1"
        for mark in ("<GS>", "{GS}", "<FNC1>", "\\x1d", "^", "@", "\u241d", "%1D", "&#29;", "~1", "]C1", "\x1e")
    ),
    "separators in words, around": (
        f"{{GS}}01{GTIN}21S1", f"^(01){GTIN}(21)S1", f"{USCC}<GS>", f"01{GTIN}21S1%1D",
        f"(01){GTIN}(10)L1\x1d(21)S1", f"*{GTIN}*", "8018690123456789012344", "]E404252614",
        "01969012345678993103001250",
    ),
    "links": (
        f"https://example.com/01/{GTIN}/10/A%2FB", f"https://example.com/01/{GTIN}\n",
        f"https://a/01/{GTIN}/21/A%2540", f"https://example.com/x/01/{GTIN}",
        f"https://example.com/a|b/01/{GTIN}", "https://[::1/01/1", f"HTTPS://E.CN/{GTIN}",
        f"https://a/01/{GTIN}/21/S|1", f"https://a/01/{GTIN}/21/%zz", f"www.a.cn/01/{GTIN}/21/S1",
        f"https://a/01//{GTIN}", f"扫码（https://a/01/{GTIN}/21/S1）查询",
        (f"1 https://a/01/{GTIN}/21/S1\n2 "
                                            f"https://a/01/{GTIN}/21/S2"),
    ),
    "unseen": tuple(
        f"{GTIN[:5]}{char}{GTIN[5:]}{char}" for char in "\u200b\u200d\u200e\u202d\u2060\u00ad\ufeff\u3000\u2003\ufe0f\u180e"
    ),
    "look-alikes": (
        "91350100MOOO1OOY43", "７７３２－１８－５", "7732–18–5", "7732−18−5", "007732-18-5",
        "690123456789²", "６９０１２３４５６７８９２", "690 1234 567892", "'6901234567892",
        "6901234567892,", "٦٩٠١٢٣٤٥٦٧٨٩٢", "1101011949123100lX",
    ),
    "spreadsheets": (
        "6.90123E+12", "6901234567892.0", '="06901234567892"', "#N/A", "#REF!",
        "690123456789000000", "84187631076182200000", "78000003864", "6,901,234,567,892",
        "1.0E+400", "nan", "TRUE", "None", "########", "6.901.234.567.892", "6'901'234'567'892",
        "Err:502", "#WERT!",
    ),
    "other lengths": ("07838604", "00985234", "300450549108", "0231566199093", "154300000011234590", "CSQU1000080", "H20013124"),
    "dates inside": ("110105119112310012", "990105199012310019", "110105299912310012", "20260230"),
    "labels": (
        (f"许可证号: JY11201040012343\n\r经营者名称: 某餐馆\n\r社会信用代码: "
        f"{USCC}\n\r"), f"产品:某茶;批次:L1;码:{GTIN}",
        f"追溯码 https://example.com/t/{GTIN}?batch=L1 请扫码", "豫23526436", "某2932229",
        f"({GTIN})", f"GTIN{GTIN}GTIN",
    ),
}  # fmt: skip
"""Texts of codes by the kind of fault that they once showed."""

_TITLES = (
    "record_type",
    "product_item",
    "record_id",
    "event_time",
    "party_name",
    "uscc",
    "recall_no",
    "started_on",
)
_VALUES = (
    "recall", "meat", "0d982fd7-29a3-5b5b-8a9a-5e7eb9c9153d", "2026-03-12T10:30:00+08:00",
    "示例公司", USCC, "1", "2026-04-01",
)  # fmt: skip


def _table(
    values: tuple[str, ...] = _VALUES,
    *,
    mark: str = ",",
    end: str = "\n",
    titles: tuple[str, ...] = _TITLES,
) -> str:
    return mark.join(titles) + end + mark.join(values) + end


def _with(**changes: str) -> tuple[str, ...]:
    return tuple({**dict(zip(_TITLES, _VALUES, strict=True)), **changes}.values())


def csv_cases() -> Iterator[bytes]:
    """Tables of records as programs and people save them."""
    texts = (
        _table(end="\r"), _table(mark=";"), "sep=;\n" + _table(mark=";"), "召回记录表,,\n" + _table(), "\n" + _table(),
        _table(mark="\t"), _table(_with(party_name='"示例\n公司"')), _table(_with(party_name="True")), _table() + "\r\n\r\n,,,\n",
        _table(_with(recall_no="119 ")), _table(_with(recall_no="6.9E+12")), _table(_with(recall_no="1.0")),
        *(_table(_with(started_on=day)) for day in ("2026/4/1", "2026年4月1日", "46113", ("2026-04-01 "
                                                                                      "00:00:00"), "Apr-26")),
        _table(titles=tuple(f"{title}*" for title in _TITLES)),
        _table(titles=tuple(f"{title}（必填）" for title in _TITLES)),
        _table(_with(product_item="肉")), _table(titles=("记录\n类型", *_TITLES[1:])),
    )  # fmt: skip
    for text in texts:
        yield text.encode()
    for encoding in ("gbk", "gb18030", "utf-16", "utf-8-sig", "utf-16-le"):
        yield _table(mark="\t" if encoding == "utf-16" else ",").encode(encoding)
    yield gzip.compress(_table().encode(), mtime=0)


def json_cases() -> Iterator[bytes]:
    """Documents of JSON as other programs write them."""
    record = dict(zip(_TITLES, _VALUES, strict=True))
    text = json.dumps(record, ensure_ascii=False)
    yield from (
        text.encode("gbk"),
        text.encode("utf-16"),
        b"\xef\xbb\xbf" + text.encode(),
        (text + text).encode(),
    )
    yield from (
        b"",
        b"[]",
        b"[{}]",
        f"{text},".encode(),
        f"[{text},]".encode(),
        f"{text}\n\n{text}\n".encode(),
    )
    for old, new in (
        ('"1"', "1e400"), ('"1"', "-0"), ('"1"', "12345678901234567890123"), ('"1"', '"\\ud800"'),
        ('"1"', "null"), ('"1"', "NaN"), ("示例公司", "   "), ("示例公司", "\u200b"),
        ('"uscc"', '"\\u0072ecall_no"'), ("+08:00", ""), ("T10:30:00", "T24:00:00"),
        ("10:30:00", "23:59:60"), ("recall", "recal"),
    ):  # fmt: skip
        yield text.replace(old, new, 1).encode()


def xml_cases() -> Iterator[bytes]:
    """Documents of XML as other programs write them."""
    inner = "".join(
        f"<{name}>{value}</{name}>" for name, value in zip(_TITLES[1:], _VALUES[1:], strict=True)
    )
    text = (
        f'<recall xmlns="urn:tracecode:records"><record_type>recall</record_type>{inner}</recall>'
    )
    for encoding in ("GBK", "GB2312", "UTF-16", "UTF-8"):
        yield f'<?xml version="1.0" encoding="{encoding}"?>{text}'.encode(encoding)
    for old, new in (
        ("示例公司", "示<!-- c --><![CDATA[例]]>公司"), ("<uscc>", '<uscc xmlns="">'), ("<recall ", "<!DOCTYPE r><recall "),
        ("<recall ", ('<recall xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
                     'xsi:type="recall" ')),
        ("<uscc>", "<uscc/><uscc>"),
    ):  # fmt: skip
        yield text.replace(old, new, 1).encode()


def code_cases() -> Iterator[bytes]:
    """Files of codes, one a line and in a column, as scanners and spreadsheets leave them."""
    for texts in CODES.values():
        yield "\n".join(texts).encode()
        yield (
            "code,on\n"
            + "".join(f'"{text.replace(chr(34), chr(34) * 2)}",2026/3/12\n' for text in texts)
        ).encode()
    yield f"code\r{GTIN}\r".encode()
    yield f"code\n{GTIN}\n{GTIN[1:]}\n".encode()
    yield f"代码\n{GTIN}\n".encode("gbk")
