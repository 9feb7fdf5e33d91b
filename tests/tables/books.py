"""Workbooks made by hand, part by part, so that they can be right, old, strange or broken."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def text(*cells: str, row: int = 1) -> str:
    """A row of texts that stand in the sheet."""
    return (
        f'<row r="{row}">'
        + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells)
        + "</row>"
    )


def sheet(rows: str, *, before: str = "", after: str = "", space: str = MAIN) -> bytes:
    """The part of a sheet."""
    return f'<worksheet xmlns="{space}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'.encode()


def styles(*formats: str) -> bytes:
    """The part of styles: style 0 is General, the others are these number formats."""
    made = "".join(
        f'<numFmt numFmtId="{200 + at}" formatCode="{code}"/>' for at, code in enumerate(formats)
    )
    used = "".join(f'<xf numFmtId="{200 + at}"/>' for at in range(len(formats)))
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts>{made}</numFmts>'
        f'<cellXfs><xf numFmtId="0"/>{used}</cellXfs></styleSheet>'
    ).encode()  # fmt: skip


def shared(*texts: str) -> bytes:
    """The part of shared texts."""
    return f'<sst xmlns="{MAIN}">{"".join(f"<si>{one}</si>" for one in texts)}</sst>'.encode()


def parts(
    *sheets: bytes, titles: tuple[str, ...] = (), states: tuple[str, ...] = (),
    more: Mapping[str, bytes] | None = None, properties: str = "",
) -> dict[str, bytes]:  # fmt: skip
    """The parts of a workbook with these sheets; `more` holds `styles.xml`, `sharedStrings.xml` and
    others.
    """
    more = dict(more or {})
    listed, related = "", ""
    made: dict[str, bytes] = {}
    for at, one in enumerate(sheets):
        title = titles[at] if at < len(titles) else f"召回{at or ''}"
        state = f' state="{states[at]}"' if at < len(states) and states[at] else ""
        listed += f'<sheet name="{title}" sheetId="{at + 1}"{state} r:id="s{at}"/>'
        related += _relation(f"s{at}", "worksheet", f"worksheets/sheet{at + 1}.xml")
        made[f"xl/worksheets/sheet{at + 1}.xml"] = one
    for name in ("styles", "sharedStrings"):
        if f"xl/{name}.xml" in more:
            related += _relation(name, name, f"{name}.xml")
    first = _relation("w", "officeDocument", "/xl/workbook.xml")
    return {
        "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}">{first}</Relationships>'.encode(),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" '
            f'xmlns:r="{_RELATIONS}">{properties}<sheets>{listed}</sheets></workbook>'
        ).encode(),
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{related}</Relationships>'.encode(),
        **made,
        **more,
    }


def _relation(id: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{id}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'


def packed(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The parts as a file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def book(rows: str, **more: bytes) -> bytes:
    """A workbook with one sheet; `styles=` and `shared=` are parts beside it."""
    names = {"styles": "xl/styles.xml", "shared": "xl/sharedStrings.xml"}
    return packed(parts(sheet(rows), more={names[name]: part for name, part in more.items()}))
