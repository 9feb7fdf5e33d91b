"""Hostile CSV and workbooks of records."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from tests.hostile.case import Hostile, recall

MB = 1_000_000
BOM = b"\xef\xbb\xbf"
ROWS = [recall(str(number)) for number in range(20)]
NAMES = list(ROWS[0])


def csv_files() -> Iterator[Hostile]:
    """Tables of records as CSV."""

    def table(
        name: str, content: bytes, rows: int, valid: int | None, *, stops: bool = False
    ) -> Hostile:
        return Hostile(f"csv-{name}", "csv", content, rows, valid, stops)

    head = ",".join(NAMES).encode() + b"\n"
    lines = [",".join(map(str, row.values())).encode() + b"\n" for row in ROWS]
    right = b"".join(lines)
    yield table("right", head + right, 20, 20)
    yield table("bom", BOM + head + right, 20, 20)
    yield table("two-boms", BOM + BOM + head + right, 20, None, stops=True)
    yield table("boms-and-garbage", BOM + BOM + b"garbage\n", 0, 0, stops=True)
    yield table("crlf", (head + right).replace(b"\n", b"\r\n"), 20, 20)
    yield table("semicolons", (head + right).replace(b",", b";"), 20, 20)
    yield table("tabs", (head + right).replace(b",", b"\t"), 20, 20)
    yield table("header-only", head, 0, 0, stops=True)
    yield table("header-and-blanks", head + b"\n" * 1000 + b"," * 10 + b"\n", 0, 0, stops=True)
    yield table(
        "types-only",
        b"record_type,product_item,recall_no\n" + b"recall,seed,\n" * 5,
        0,
        0,
        stops=True,
    )
    yield table("empty", b"", 0, 0, stops=True)
    yield table("blank", b"\n\n\n", 0, 0, stops=True)
    yield table("no-type-column", head.replace(b"record_type", b"type") + right, 20, 0, stops=True)
    yield table(
        "column-twice",
        head[:-1] + b",recall_no\n" + b"".join(line[:-1] + b",other\n" for line in lines),
        20,
        None,
        stops=True,
    )
    yield table(
        "unknown-column",
        head[:-1] + b",x\n" + b"".join(line[:-1] + b",1\n" for line in lines),
        20,
        None,
    )
    yield table(
        "records-above-the-header", b"".join(lines[:3]) + head + b"".join(lines[3:]), 20, 17
    )
    yield table("header-twice", head + right + head + right, 40, None)
    yield table("short-row", head + lines[0] + b"recall,seed\n" + lines[1], 3, None)
    yield table("long-row", head + lines[0] + lines[1][:-1] + b",,,beyond\n" + lines[2], 3, None)
    yield table(
        "open-quote",
        head + lines[0] + b'recall,seed,"never closed\n' + lines[1] + lines[2],
        4,
        None,
    )
    yield table("open-quotes", head + b'recall,seed,"open\n' * 2_000, 2_000, 0)
    yield table(
        "quote-inside", head + lines[0] + lines[1].replace(b"ZH", b'Z"H') + lines[2], 3, None
    )
    yield table("quotes", head + b'"' * 300_000 + b"\n" + lines[0], 2, None, stops=True)
    yield table(
        "line-in-a-cell", head + lines[0].replace(b"ZH2026-001", b'"ZH\n2026"') + lines[1], 2, 1
    )
    yield table("lone-cr", (head + right).replace(b"\n", b"\r"), 20, None, stops=True)
    yield table("mixed-ends", head + lines[0] + lines[1].replace(b"\n", b"\r\n") + lines[2], 3, 3)
    yield table("nul", head + lines[0] + lines[1].replace(b"ZH", b"Z\x00H") + lines[2], 3, 2)
    yield table("control", head + lines[0] + lines[1].replace(b"ZH", b"Z\x0bH") + lines[2], 3, 2)
    yield table(
        "not-nfc", head + lines[0] + lines[1].replace(b"ZH", "e\u0301".encode()) + lines[2], 3, 2
    )
    yield table(
        "formula", head + lines[0] + lines[1].replace(b"ZH2026-001", b"=1+1") + lines[2], 3, 2
    )
    yield table("gbk", (head + right).decode().encode("gb18030"), 20, None, stops=True)
    yield table(
        "gbk-in-the-middle",
        head + b"".join(lines[:10]) + lines[10].decode().encode("gb18030") + b"".join(lines[11:]),
        20,
        None,
        stops=True,
    )
    yield table("utf-16", (head + right).decode().encode("utf-16"), 20, None, stops=True)
    yield table("binary", head + lines[0] + b"\xff\xfe\xfd\n" + lines[1], 3, None, stops=True)
    yield table(
        "long-cell",
        head + lines[0] + lines[1].replace(b"ZH2026-001", b"x" * 2 * MB) + lines[2],
        3,
        2,
    )
    yield table("endless-line", head + lines[0] + b"x" * 12 * MB, 2, 1)
    yield table(
        "wide-header",
        b",".join(b"x%d" % n for n in range(100_000)) + b"\n" + right,
        20,
        0,
        stops=True,
    )
    yield table("wide-row", head + lines[0] + b"," * 400_000 + b"x\n" + lines[1], 3, None)
    yield table("commas", head + (b"," * 2_000 + b"\n") * 1_000, 0, 0, stops=True)
    yield table("many-wrong", head + b"recall,seed,x\n" * 3_000, 3_000, 0)
    yield table("continuations", head + lines[0] + b",,,,,,,,,,,x\n" * 3, 4, None)
    yield table(
        "spreadsheet-zeros",
        head + lines[0] + lines[1].replace(b"2026-04-01", b"46113") + lines[2],
        3,
        2,
    )


# --- workbooks ------------------------------------------------------------------------------------

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = (
    '<?xml version="1.0"?><Types '
    'xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
    '<Override PartName="/xl/sharedStrings.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
    '<Override PartName="/xl/styles.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>'
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_ROOT = (
    f'<?xml version="1.0"?><Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" '
    f'Type="{_REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
_RELATIONS = (
    f'<?xml version="1.0"?><Relationships xmlns="{_PACKAGE}">'
    f'<Relationship Id="rId1" Type="{_REL}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_REL}/sharedStrings" Target="sharedStrings.xml"/>'
    f'<Relationship Id="rId3" Type="{_REL}/styles" Target="styles.xml"/></Relationships>'
)


def letters(column: int) -> str:
    """The name of a column, from 0."""
    name, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def text_cell(column: int, row: int, text: str) -> str:
    """A cell that holds its text itself."""
    return f'<c r="{letters(column)}{row}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def row_of(values: list[str], row: int) -> str:
    """A row of texts."""
    return (
        f'<row r="{row}">'
        + "".join(text_cell(at, row, text) for at, text in enumerate(values))
        + "</row>"
    )


def workbook(
    rows: str, *, styles: str = "", strings: str = "", sheets: str = "", around: str = "",
    parts: dict[str, bytes] | None = None, level: int = 6, without: tuple[str, ...] = (),
    books: str = "",
) -> bytes:  # fmt: skip
    """A workbook of one sheet from the XML of its rows, with other or further parts."""
    sheet = f'<?xml version="1.0"?><worksheet xmlns="{_MAIN}">{around}<sheetData>{rows}</sheetData></worksheet>'
    book = (
        sheets
        or f'<sheets><sheet name="recall" sheetId="1" r:id="rId1" xmlns:r="{_REL}"/></sheets>'
    )
    shared = strings or f'<sst xmlns="{_MAIN}"/>'
    formats = (
        styles
        or f'<styleSheet xmlns="{_MAIN}"><cellXfs count="1"><xf numFmtId="0"/></cellXfs></styleSheet>'
    )
    files = {
        "[Content_Types].xml": _TYPES.encode(), "_rels/.rels": _ROOT.encode(),
        "xl/workbook.xml": f'<?xml version="1.0"?><workbook xmlns="{_MAIN}">{books}{book}</workbook>'.encode(),
        "xl/_rels/workbook.xml.rels": _RELATIONS.encode(),
        "xl/worksheets/sheet1.xml": sheet.encode("utf-8", "surrogatepass"),
        "xl/sharedStrings.xml": shared.encode(), "xl/styles.xml": formats.encode(), **(parts or {}),
    }  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in files.items():
            if name not in without:
                archive.writestr(name, content)
    return out.getvalue()


def xlsx_files() -> Iterator[Hostile]:
    """Workbooks."""

    def book(
        name: str, content: bytes, rows: int, valid: int | None, *, stops: bool = False
    ) -> Hostile:
        return Hostile(f"xlsx-{name}", "xlsx", content, rows, valid, stops)

    head = row_of(NAMES, 1)
    lines = [row_of(list(map(str, row.values())), at) for at, row in enumerate(ROWS, 2)]
    right = "".join(lines)
    plain = workbook(head + right)
    yield book("right", plain, 20, 20)
    yield book("header-only", workbook(head), 0, 0, stops=True)
    yield book(
        "types-only",
        workbook(head + row_of(["recall", "seed"], 2) + row_of(["recall", "seed"], 3)),
        0,
        0,
        stops=True,
    )
    yield book("no-rows", workbook(""), 0, 0, stops=True)
    yield book(
        "blank-rows",
        workbook(head + "".join(f'<row r="{n}"/>' for n in range(2, 50_000))),
        0,
        0,
        stops=True,
    )
    yield book("rows-out-of-order", workbook(head + "".join(lines[::-1])), 20, None)
    sorted_ = [row_of(list(map(str, row.values())), at) for at, row in enumerate(ROWS[:3], 1)]
    yield book(
        "records-above-the-header",
        workbook("".join(sorted_) + row_of(NAMES, 4) + "".join(lines[3:])),
        20,
        17,
    )
    yield book(
        "text-outside-of-cells",
        workbook(head + lines[0].replace("</row>", "lost</row>") + lines[1]),
        2,
        1,
    )
    bare_text = lines[0].replace("<is><t>", "<is>", 1).replace("</t></is>", "</is>", 1)
    yield book("text-outside-of-its-element", workbook(head + bare_text + lines[1]), 2, 1)
    yield book("header-last", workbook(right + head), 20, None, stops=True)
    yield book("row-twice", workbook(head + lines[0] + lines[0] + lines[1]), 3, None)
    yield book(
        "row-number-zero", workbook(head + lines[0].replace('r="2"', 'r="0"')), 1, None, stops=True
    )
    yield book(
        "row-number-negative",
        workbook(head + lines[0].replace('<row r="2"', '<row r="-2"')),
        1,
        None,
        stops=True,
    )
    yield book(
        "row-number-huge",
        workbook(head + row_of(list(map(str, ROWS[0].values())), 99_999_999_999)),
        1,
        None,
        stops=True,
    )
    yield book(
        "row-number-text",
        workbook(head + lines[0].replace('<row r="2"', '<row r="x"')),
        1,
        None,
        stops=True,
    )
    yield book("no-row-numbers", workbook((head + right).replace("<row r", "<row x")), 20, None)
    bare = "".join(
        f'<c t="inlineStr"><is><t>{escape(str(value))}</t></is></c>' for value in ROWS[0].values()
    )
    yield book("no-references", workbook(head + f"<row>{bare}</row>"), 1, None)
    yield book(
        "cell-twice",
        workbook(head + lines[0].replace("</row>", text_cell(6, 2, "other") + "</row>")),
        1,
        0,
    )
    cells = [text_cell(at, 2, str(value)) for at, value in enumerate(ROWS[0].values())]
    yield book(
        "cells-out-of-order",
        workbook(head + '<row r="2">' + "".join(cells[::-1]) + "</row>"),
        1,
        None,
    )
    yield book(
        "cell-of-another-row", workbook(head + lines[0].replace('r="G2"', 'r="G7"')), 1, None
    )
    yield book(
        "cell-far-right",
        workbook(head + lines[0].replace("</row>", text_cell(16_383, 2, "x") + "</row>")),
        1,
        None,
    )
    yield book(
        "cell-beyond",
        workbook(head + lines[0].replace("</row>", '<c r="ZZZZZZ2"><v>1</v></c></row>')),
        1,
        None,
        stops=True,
    )
    yield book(
        "cell-named-badly",
        workbook(head + lines[0].replace('r="G2"', 'r="2G"')),
        1,
        None,
        stops=True,
    )
    yield book(
        "shared-string-missing",
        workbook(head + lines[0] + '<row r="3"><c r="A3" t="s"><v>99</v></c></row>'),
        2,
        None,
    )
    yield book(
        "shared-string-negative",
        workbook(head + lines[0] + '<row r="3"><c r="A3" t="s"><v>-1</v></c></row>'),
        2,
        None,
    )
    yield book(
        "shared-string-text",
        workbook(head + lines[0] + '<row r="3"><c r="A3" t="s"><v>x</v></c></row>'),
        2,
        None,
    )
    yield book(
        "unknown-cell-type",
        workbook(head + lines[0].replace('r="G2" t="inlineStr"', 'r="G2" t="zzz"')),
        1,
        None,
    )
    for value in ("nan", "inf", "1e999", "", "1_000", "٣", "0x10", "--1", "1" * 400):
        cell = f'<c r="G2"><v>{value}</v></c>'
        yield book(
            f"number-{value[:6] or 'empty'}",
            workbook(head + lines[0].replace(text_cell(6, 2, "ZH2026-001"), cell)),
            1,
            0,
        )
    yield book(
        "error-cell",
        workbook(
            head
            + lines[0].replace(text_cell(6, 2, "ZH2026-001"), '<c r="G2" t="e"><v>#N/A</v></c>')
        ),
        1,
        0,
    )
    yield book(
        "formula",
        workbook(
            head
            + lines[0].replace(
                text_cell(6, 2, "ZH2026-001"), '<c r="G2" t="str"><f>A1</f><v>x</v></c>'
            )
        ),
        1,
        0,
    )
    yield book(
        "boolean",
        workbook(
            head + lines[0].replace(text_cell(6, 2, "ZH2026-001"), '<c r="G2" t="b"><v>1</v></c>')
        ),
        1,
        0,
    )
    yield book(
        "style-missing", workbook(head + lines[0].replace('r="G2"', 'r="G2" s="999"')), 1, None
    )
    yield book(
        "style-negative", workbook(head + lines[0].replace('r="G2"', 'r="G2" s="-1"')), 1, None
    )
    yield book(
        "control-in-text", workbook(head + lines[0].replace("ZH2026", "ZH_x000B_2026")), 1, 0
    )
    yield book(
        "control-reference",
        workbook(head + lines[0].replace("ZH2026", "ZH&#11;2026")),
        1,
        None,
        stops=True,
    )
    yield book("not-nfc", workbook(head + lines[0].replace("ZH2026", "e\u0301")), 1, 0)
    yield book(
        "surrogates", workbook(head + lines[0].replace("ZH2026", "ZH\ud800")), 1, None, stops=True
    )
    yield book(
        "hidden-row",
        workbook(head + lines[0] + lines[1].replace("<row ", '<row hidden="1" ')),
        2,
        None,
    )
    yield book(
        "doctype",
        workbook(
            "",
            parts={
                "xl/worksheets/sheet1.xml": b'<!DOCTYPE a [<!ENTITY x "y">]><worksheet xmlns="'
                + _MAIN.encode()
                + b'"><sheetData/></worksheet>'
            },
        ),
        0,
        0,
        stops=True,
    )
    laughs = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    yield book(
        "billion-laughs",
        workbook(
            "",
            parts={
                "xl/sharedStrings.xml": b'<!DOCTYPE a [<!ENTITY l0 "x">'
                + laughs
                + b']><sst xmlns="'
                + _MAIN.encode()
                + b'"><si><t>&l9;</t></si></sst>'
            },
        ),
        0,
        0,
        stops=True,
    )
    yield book(
        "file-entity",
        workbook(
            "",
            parts={
                "xl/worksheets/sheet1.xml": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet xmlns="'
                + _MAIN.encode()
                + b'"><sheetData><row r="1"><c r="A1" t="str"><v>&x;</v></c></row></sheetData></worksheet>'
            },
        ),
        0,
        0,
        stops=True,
    )
    for part in (
        "[Content_Types].xml",
        "_rels/.rels",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/worksheets/sheet1.xml",
        "xl/styles.xml",
        "xl/sharedStrings.xml",
    ):
        yield book(
            f"without-{part.rpartition('/')[2]}",
            workbook(head + right, without=(part,)),
            20,
            None,
            stops=True,
        )
        yield book(
            f"broken-{part.rpartition('/')[2]}",
            workbook(head + right, parts={part: b"<x"}),
            20,
            None,
            stops=True,
        )
    for share in (0.05, 0.5, 0.95):
        yield book(f"torn-{share}", plain[: int(len(plain) * share)], 20, None, stops=True)
    yield book(
        "flipped",
        bytes(b ^ 0x40 if 200 < i < 260 else b for i, b in enumerate(plain)),
        20,
        None,
        stops=True,
    )
    yield book("garbage-before", b"garbage" * 100 + plain, 20, None, stops=True)
    yield book("not-a-zip", b"PK\x03\x04" + b"x" * 1000, 0, 0, stops=True)
    yield book("old-xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 5000, 0, 0, stops=True)
    yield book("empty", b"", 0, 0, stops=True)
    yield book(
        "sheet-torn",
        workbook(
            "",
            parts={
                "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{head}{right}'.encode()
            },
        ),
        20,
        None,
        stops=True,
    )
    yield book("part-twice", _twice(head + right, head + lines[0]), 20, None, stops=True)
    yield book(
        "path-upwards", workbook(head + right, parts={"../../evil.xml": b"x"}), 20, None, stops=True
    )
    yield book(
        "external-link",
        workbook(head + right, parts={"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}),
        20,
        None,
        stops=True,
    )
    yield book(
        "macros", workbook(head + right, parts={"xl/vbaProject.bin": b"x"}), 20, None, stops=True
    )
    yield from _heavy(head, lines)


def _twice(first: str, second: str) -> bytes:
    """A workbook in whose archive the sheet stands twice."""
    out = io.BytesIO(workbook(first))
    with zipfile.ZipFile(out, "a") as archive, __import__("warnings").catch_warnings():
        __import__("warnings").simplefilter("ignore")
        sheet = f'<?xml version="1.0"?><worksheet xmlns="{_MAIN}"><sheetData>{second}</sheetData></worksheet>'
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
    return out.getvalue()


def _heavy(head: str, lines: list[str]) -> Iterator[Hostile]:
    """Small files that blow up, made when they are asked for."""

    def heavy(name: str, rows: int, make: Callable[[], bytes]) -> Hostile:
        return Hostile(f"xlsx-heavy-{name}", "xlsx", cache(make), rows, None, stops=True)

    def small(rows: str, **parts: Any) -> bytes:
        return workbook(rows, level=9, **parts)

    def inline(text: str) -> str:
        return f'<row r="2"><c r="G2" t="inlineStr"><is>{text}</is></c></row>'

    def strings(text: str) -> str:
        return f'<sst xmlns="{_MAIN}">{text}</sst>'

    def styles(text: str) -> str:
        return f'<styleSheet xmlns="{_MAIN}">{text}</styleSheet>'

    right = "".join(lines)
    kind = '<c t="inlineStr"><is><t>recall</t></is></c>'
    torn = f"<c><v>{'9' * 399}x</v></c>"
    yield heavy("sheet-of-blanks", 20, lambda: small(head + " " * 60 * MB + right))
    yield heavy(
        "empty-cells", 0, lambda: small(head + '<row r="2">' + "<c/>" * (4 * MB) + "</row>")
    )
    yield heavy("empty-rows", 20, lambda: small(head + "<row/>" * (4 * MB) + right))
    yield heavy("text", 1, lambda: small(head + inline(f"<t>{'x' * 30 * MB}</t>")))
    yield heavy("runs", 1, lambda: small(head + inline("<r><t>x</t></r>" * (2 * MB))))
    yield heavy(
        "shared-strings",
        20,
        lambda: small(head + right, strings=strings("<si><t/></si>" * (3 * MB))),
    )
    yield heavy(
        "shared-string",
        20,
        lambda: small(head + right, strings=strings(f"<si><t>{'x' * 40 * MB}</t></si>")),
    )
    yield heavy(
        "shared-string-everywhere",
        100_000,
        lambda: small(
            head + '<row><c t="s"><v>0</v></c></row>' * 100_000,
            strings=strings(f"<si><t>{'x' * 30_000}</t></si>"),
        ),
    )
    yield heavy(
        "styles",
        20,
        lambda: small(
            head + right,
            styles=styles("<cellXfs>" + '<xf numFmtId="0"/>' * (2 * MB) + "</cellXfs>"),
        ),
    )
    yield heavy(
        "number-formats",
        20,
        lambda: small(
            head + right,
            styles=styles(
                "<numFmts>"
                + "".join(f'<numFmt numFmtId="{n}" formatCode="0"/>' for n in range(164, 400_000))
                + "</numFmts>"
            ),
        ),
    )
    yield heavy(
        "number-format",
        1,
        lambda: small(
            head + '<row r="2"><c r="G2" s="0"><v>1</v></c></row>',
            styles=styles(
                f'<numFmts><numFmt numFmtId="164" formatCode="{"0" * 4 * MB}"/></numFmts>'
                '<cellXfs><xf numFmtId="164"/></cellXfs>'
            ),
        ),
    )
    yield heavy(
        "merged",
        20,
        lambda: small(
            head
            + right
            + "</sheetData><mergeCells>"
            + '<mergeCell ref="A1:XFD1048576"/>' * 500_000
            + "</mergeCells><sheetData>"
        ),
    )
    yield heavy(
        "dimension",
        20,
        lambda: workbook(head + right, around='<dimension ref="A1:XFD1048576"/>'),
    )
    yield heavy(
        "columns",
        20,
        lambda: small(
            head + right,
            around="<cols>" + '<col min="1" max="16384" hidden="1"/>' * 500_000 + "</cols>",
        ),
    )
    yield heavy(
        "sheets",
        20,
        lambda: small(
            head + right,
            sheets="<sheets>"
            + "".join(
                f'<sheet name="s{n}" sheetId="{n}" r:id="rId1" xmlns:r="{_REL}"/>'
                for n in range(1, 100_000)
            )
            + "</sheets>",
        ),
    )
    yield heavy(
        "defined-names",
        20,
        lambda: small(
            head + right, books="<definedNames>" + "<definedName/>" * MB + "</definedNames>"
        ),
    )
    yield heavy("deep", 0, lambda: small(head + "<row>" * MB))
    yield heavy(
        "attributes",
        20,
        lambda: small(
            head + "<row " + " ".join(f'a{n}="1"' for n in range(300_000)) + "/>" + right
        ),
    )
    yield heavy("attribute", 20, lambda: small(head + f'<row x="{"x" * 30 * MB}"/>' + right))
    yield heavy("comments", 20, lambda: small(head + "<!-- x -->" * (3 * MB) + right))
    yield heavy(
        "parts",
        20,
        lambda: workbook(head + right, parts={f"x/{n}.xml": b"" for n in range(70_000)}, level=1),
    )
    yield heavy(
        "lying-size",
        20,
        lambda: _lying(
            small(head + " " * 20 * MB + right),
            len(
                zipfile.ZipFile(io.BytesIO(workbook(head + right))).read("xl/worksheets/sheet1.xml")
            ),
        ),
    )
    yield heavy(
        "wrong-rows",
        3_000,
        lambda: small(
            head + f'<row>{kind}<c/><c t="inlineStr"><is><t>x</t></is></c></row>' * 3_000
        ),
    )
    yield heavy(
        "numbers-with-a-letter",
        80,
        lambda: small(head + f"<row>{kind}{torn * 9}</row>" * 80),
    )


def _lying(raw: bytes, size: int) -> bytes:
    """The same archive, whose directory says that the sheet is as small as `size`."""
    at = raw.rindex(b"xl/worksheets/sheet1.xml") - 46
    return raw[: at + 24] + size.to_bytes(4, "little") + raw[at + 28 :]
