"""Hostile files of codes."""

from __future__ import annotations

import random
from collections.abc import Iterator

from tests.hostile.case import USCC, Hostile

MB = 1_000_000
BOM = b"\xef\xbb\xbf"


def code_files() -> Iterator[Hostile]:
    """Codes, one a line, and in a column of a CSV file."""

    def lines(
        name: str, content: bytes, rows: int, valid: int | None, *, stops: bool = False
    ) -> Hostile:
        return Hostile(f"codes-{name}", "codes", content, rows, valid, stops)

    one = USCC.encode() + b"\n"
    yield lines("right", one * 30, 30, 30)
    yield lines("crlf", one.replace(b"\n", b"\r\n") * 30, 30, 30)
    yield lines("no-last-end", (one * 30)[:-1], 30, 30)
    yield lines("blank-lines", (one + b"\n") * 30, 30, 30)
    yield lines("empty", b"", 0, 0, stops=True)
    yield lines("line-ends", b"\n" * 100_000, 0, 0, stops=True)
    yield lines("blanks", b"   \n" * 3, 3, 0)
    yield lines("bom", BOM + one, 1, 1)
    yield lines("two-boms", BOM + BOM + one, 1, None)
    yield lines("boms-and-garbage", BOM + BOM + b"garbage\n", 1, 0, stops=True)
    yield lines("lone-cr", one.replace(b"\n", b"\r") * 30, 30, None, stops=True)
    yield lines("gbk", "药品\n".encode("gb18030") + one, 2, None, stops=True)
    yield lines("utf-16", one.decode().encode("utf-16"), 1, None, stops=True)
    yield lines("binary", bytes(range(11, 256)) + b"\n" + one, 2, None, stops=True)
    yield lines("binary-later", one * 10 + b"\xff\xfe\n" + one * 10, 21, None, stops=True)
    yield lines("nul", one + b"\x00\n" + one, 3, 2)
    yield lines("controls", one + b"\x1b[2J\x07\n" + one, 3, 2)
    yield lines("bidi", one + "\u202e\u2066x\n".encode() + one, 3, 2)
    yield lines("emoji", "🎉🎉🎉\n".encode() + one, 2, 1)
    yield lines("long-line", one + b"1" * 2 * MB + b"\n" + one, 3, 2)
    yield lines("endless-line", one + b"1" * 20 * MB, 2, 1)
    yield lines("longest-codes", (b"1" * 4_096 + b"\n") * 20, 20, 0)
    yield lines("too-long-codes", (b"1" * 4_097 + b"\n") * 200, 200, 0)
    yield lines("parentheses", (b"(01)" * 1_000 + b"\n") * 20, 20, 0)
    yield lines("links", (b"https://a/01/" * 300 + b"\n") * 20, 20, 0)
    yield lines("percents", (b"https://a.example/01/" + b"%25" * 1_300 + b"\n") * 20, 20, 0)
    yield lines("separators", (b"]C1" + b"\x1d" * 4_000 + b"\n") * 20, 20, 0)
    written = [
        b"{GS}",
        b"<GS>",
        b"^",
        b"@",
        b"\\x1d",
        b"%1D",
        "\u241d".encode(),
        "\ufffd".encode(),
        b"~1",
        b"\x1e",
        b"FNC1",
    ]
    yield lines(
        "written-separators",
        b"".join(b"010690123456789210L1%s21S1\n" % word for word in written),
        11,
        None,
    )
    yield lines(
        "many-written-separators", (b"0106901234567892" + b"10A{GS}" * 500 + b"\n") * 10, 10, 0
    )
    yield lines(
        "many-marks", (b"010690123456789210" + bytes(range(33, 127)) * 40 + b"\n") * 10, 10, 0
    )
    yield lines(
        "bare-elements",
        b"0106901234567892240X1\n00106141412345678908\n1726123101069012345678921\n",
        3,
        None,
    )
    yield lines(
        "prefixed",
        b"\x1d0106901234567892\t\n]C10106901234567892\t\n\xef\xbf\xbd(01)06901234567892\n",
        3,
        None,
    )
    yield lines(
        "unseen",
        "".join(f"{USCC[:9]}{chr(code)}{USCC[9:]}\n" for code in range(0x2060, 0x2070)).encode(),
        16,
        16,
    )
    yield lines(
        "spreadsheet",
        b'6.90123E+12\n6901234567892.0\n="6901234567892"\n#N/A\n84187631076182200000\n',
        5,
        None,
    )
    yield lines("long-labels", ("追溯码：A " * 450 + "\n").encode() * 5, 5, 0)
    yield lines("long-labels-of-codes", (f"信用代码{USCC} " * 100 + "\n").encode() * 3, 3, None)
    yield lines("brackets-and-blanks", (b"(01)x" + b" " * 4_000 + b"\n") * 10, 10, 0)
    yield lines("blanks-in-brackets", (b"(01)" + b" " * 4_000 + b"x\n") * 10, 10, 0)
    for name, part in (
        ("symbols", b"]d2"),
        ("scans", b"]d20106901234567892 "),
        ("messages", b"(01)06901234567892;"),
        ("element-strings", b"0106901234567892,"),
        ("captions", b"a:"),
        ("commas", b","),
        ("long-numbers", b"123456789012345 "),
    ):
        yield lines(f"many-{name}", (part * (4_090 // len(part)) + b"\n") * 5, 5, None)
    yield lines(
        "digits",
        b"".join(b"%d\n" % random.Random(n).randrange(10**20) for n in range(300)),
        300,
        None,
    )
    yield lines("citizens", b"11010519491231002X\n" * 30, 30, None)
    yield lines("markup", b"<script>alert(1)</script>\n" + one, 2, 1, stops=True)
    yield lines("formula", b"=cmd|'/c calc'!A1\n" + one, 2, 1)
    yield from _columns(one)


def _columns(one: bytes) -> Iterator[Hostile]:
    def table(
        name: str, content: bytes, rows: int, valid: int | None, *, stops: bool = False
    ) -> Hostile:
        return Hostile(f"column-{name}", "codes", content, rows, valid, stops, "code")

    head = b"no,code\n"
    row = b"1," + one
    yield table("right", head + row * 30, 30, 30)
    yield table("header-only", head, 0, 0, stops=True)
    yield table("empty", b"", 0, 0, stops=True)
    yield table("no-column", b"a,b\n" + row, 1, None, stops=True)
    yield table("short-rows", head + b"1\n" * 5 + row, 6, 1)
    yield table("empty-cells", head + b"1,\n" * 5 + row, 6, 1)
    yield table("blank-rows", head + b"\n,\n" * 5 + row, 1, 1)
    yield table("open-quote", head + row + b'1,"open\n' + row * 3, 5, None)
    yield table("open-quotes", head + b'1,"open\n' * 2_000, 2_000, 0)
    yield table("quote-inside", head + row + b'1,a"b"c\n' + row, 3, 2)
    yield table("label", head + b'1,"a\nb\nc"\n' + row, 2, 1)
    yield table("long-cell", head + row + b"1," + b"x" * 2 * MB + b"\n" + row, 3, 2)
    yield table("endless-cell", head + row + b'1,"' + b"x" * 12 * MB, 2, 1)
    yield table("wide-row", head + row + b"1,2" + b"," * 500_000 + b"\n" + row, 3, 2)
    yield table(
        "wide-header",
        b",".join(b"x%d" % n for n in range(100_000)) + b",code\n" + row,
        1,
        None,
        stops=True,
    )
    yield table("column-twice", b"code,code\n" + b"1," + one, 1, None, stops=True)
    yield table("binary-later", head + row * 10 + b"1,\xff\n" + row * 10, 21, None, stops=True)
    yield table("nul", head + row + b"1,\x00\n" + row, 3, 2)
    yield table("lone-cr", (head + row * 5).replace(b"\n", b"\r"), 5, None, stops=True)
