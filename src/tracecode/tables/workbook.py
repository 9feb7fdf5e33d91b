"""Workbooks (XLSX): sheets, and of each its rows as people see them.

A workbook is a zip file of XML made by anybody. It is read by the standard library's own parsers,
in pieces, within `Limits`; document types are refused, macros and links to other files are
findings, formulas are never trusted.

>>> open_workbook(b"")
Traceback (most recent call last):
    ...
tracecode.tables.workbook.BadWorkbook: ...
"""

from __future__ import annotations

import posixpath
import re
from typing import IO

from tracecode.errors import FindingsError
from tracecode.escape import from_excel
from tracecode.findings import Finding
from tracecode.spec.base import Text
from tracecode.tables.limits import DEFAULT, Limits
from tracecode.tables.package import BadPart, Package
from tracecode.tables.shared_texts import SharedTexts
from tracecode.tables.sheet import Book, Sheet
from tracecode.tables.styles import Styles
from tracecode.tables.xml_part import RELATIONS, elements, is_true, refuse_doctype

_ACTIVE = re.compile(
    r"vbaproject|macrosheets/|dialogsheets/|activex/|ctrlprops/|embeddings/|customui", re.IGNORECASE
)
_LINKS = re.compile(r"(?:^|/)(?:externallinks/|connections\.xml$|querytables/)", re.IGNORECASE)
_SHEET_PART = re.compile(r"(?:^|/)worksheets/[^/]+\.xml", re.IGNORECASE)
_PACKAGE_SPACES = ("http://schemas.openxmlformats.org/package/2006/relationships",)
_OLD = b"\xd0\xcf\x11\xe0"
_OLD_REASON = Text(
    zh="有密码保护，或是旧的 .xls 格式；请另存为无密码的 .xlsx",
    en="it is encrypted, or of the old format .xls; save it as .xlsx without a password",
)
_OTHERS = {
    "mimetype": Text(
        zh="是 OpenDocument 表格；请另存为 .xlsx",
        en="it is an OpenDocument sheet; save it as .xlsx",
    ),
    "xl/workbook.bin": Text(
        zh="是 .xlsb 格式；请另存为 .xlsx", en="it is of the format .xlsb; save it as .xlsx"
    ),
    "word/document.xml": Text(zh="是 Word 文档", en="it is a Word document"),
    "ppt/presentation.xml": Text(zh="是 PowerPoint 文档", en="it is a PowerPoint document"),
}
"""What a package without a workbook is, by a part of it."""


class BadWorkbook(FindingsError):
    """A workbook of which nothing can be read."""


class Workbook:
    """The sheets of a workbook."""

    def __init__(
        self, sheets: tuple[Sheet, ...], unlisted: tuple[Sheet, ...], findings: tuple[Finding, ...]
    ) -> None:  # fmt: skip
        self.sheets, self.findings = sheets, findings
        self.unlisted = unlisted
        """Sheets that lie in the file, but not in its list: no spreadsheet shows them. Their title
        is their part.
        """


def open_workbook(source: IO[bytes] | bytes, limits: Limits = DEFAULT) -> Workbook:
    """Open a workbook; its sheets are read when their rows are asked for.

    Args:
        source: bytes, or an open file.
        limits: how much is read.

    Returns:
        The sheets, and what is wrong with the workbook beside them: macros, links to other files.

    Raises:
        BadWorkbook: it is empty, none, encrypted, damaged, or beyond a limit.
    """
    raw = source if isinstance(source, bytes) else _read(source, limits.workbook_bytes + 1)
    findings: list[Finding] = []
    try:
        _look(raw, limits)
        package = Package(raw, limits)
        findings += _active(package)
        sheets, unlisted = _sheets(package, limits, findings)
    except BadPart as error:
        if error.rule == "data.doctype":
            findings.append(_error("data.doctype").replace(path=error.reason.en))
        elif error.rule == "data.too_large":
            findings.append(_error(error.rule, allowed=limits.workbook_bytes))
        else:
            findings.append(_error(error.rule, reason=error.reason))
        raise BadWorkbook(findings) from None
    return Workbook(sheets, unlisted, tuple(findings))


def _read(source: IO[bytes], size: int) -> bytes:
    """As many bytes as there are, up to a size; some files give less at once."""
    pieces: list[bytes] = []
    while size > 0 and (piece := source.read(size)):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def _look(raw: bytes, limits: Limits) -> None:
    """What the first bytes say."""
    if len(raw) > limits.workbook_bytes:
        raise BadPart(Text(zh="", en=""), "data.too_large")
    if not raw:
        raise BadPart(Text(zh="", en=""), "data.empty")
    if raw.startswith(_OLD):
        raise BadPart(_OLD_REASON)
    if raw[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise BadPart(
            Text(zh="是网页或 XML；请另存为 .xlsx", en="it is HTML or XML; save it as .xlsx")
        )


def _active(package: Package) -> list[Finding]:
    """Macros, and links to other files."""
    findings = []
    for rule, pattern in (("data.macro", _ACTIVE), ("data.external_link", _LINKS)):
        part = next((name for name in package.names if pattern.search(name)), None)
        if part is not None:
            findings.append(_error(rule, found=part))
    return findings


def _sheets(
    package: Package, limits: Limits, findings: list[Finding]
) -> tuple[tuple[Sheet, ...], tuple[Sheet, ...]]:  # fmt: skip
    """The sheets in the order of the workbook, and those that it does not list."""
    main = _main_part(package, limits)
    targets = _targets(package, main, limits)
    listed: list[tuple[str, str, bool]] = []
    styles = Styles()
    for element in elements(main, package.pieces(main), limits):
        values = element.attributes
        if element.level == 1 and element.name != "workbook":
            raise BadPart(Text(zh=f"{main} 不是工作簿", en=f"{main} is no workbook"))
        if element.name == "workbookPr" and element.level == 2:
            styles.date1904 = is_true(values.get("date1904"))
        elif element.name == "sheet" and element.inside == "sheets":
            id = next(
                (values[name] for space in RELATIONS if (name := f"{space}|id") in values), ""
            )
            hidden = values.get("state", "visible") != "visible"
            listed.append((from_excel(values.get("name", "")), id, hidden))
            if len(listed) > limits.sheets:
                most = limits.sheets
                raise BadPart(
                    Text(zh=f"工作表超过 {most} 个", en=f"it has more than {most} sheets")
                )
    texts = SharedTexts()
    for kind, part in targets.values():
        if kind == "styles":
            styles.read(part, package.pieces(part), limits)
        elif kind == "sharedStrings":
            texts = SharedTexts.read(part, package.pieces(part), limits)
    book = Book(package, texts, styles, limits)
    sheets = []
    taken: set[str] = set()
    for title, id, hidden in listed:
        kind, part = targets.get(id, ("", ""))
        shared = part in taken
        if kind == "worksheet" and part in package and not shared:
            taken.add(part)
            sheets.append(Sheet(title, part, book, hidden=hidden))
        elif kind == "chartsheet":
            findings.append(
                Finding(rule="data.passed_sheet", severity="info", values={"found": title})
            )
        else:
            findings.append(_error("data.workbook", reason=_no_sheet(title[:40], shared=shared)))
    _rest(package, limits, {main, *(part for _, part in targets.values())})
    named = {part.lower() for part in taken}
    related = [part for kind, part in targets.values() if kind == "worksheet" and part in package]
    others = dict.fromkeys([*filter(_SHEET_PART.search, package.names), *related])
    unlisted = {
        part.lower(): Sheet(part, part, book, hidden=True)
        for part in others
        if part.lower() not in named
    }
    return tuple(sheets), tuple(unlisted.values())


def _no_sheet(title: str, *, shared: bool) -> Text:
    if shared:
        return Text(
            zh=f"工作表“{title}”与另一工作表共用内容",
            en=f"the sheet '{title}' shares its content with another",
        )
    return Text(
        zh=f"缺少工作表“{title}”的内容", en=f"the content of the sheet '{title}' is missing"
    )


def _main_part(package: Package, limits: Limits) -> str:
    """The part that lists the sheets."""
    if "_rels/.rels" in package:
        for kind, part in _targets(package, "", limits).values():
            if (
                kind == "officeDocument"
                and part.lower().endswith(".xml")
                and not part.lower().startswith("word/")
            ):
                return part
    for name, reason in _OTHERS.items():
        if name in package:
            raise BadPart(reason)
    raise BadPart(Text(zh="不是完好的 .xlsx 文件", en="it is no whole .xlsx file"))


def _targets(package: Package, part: str, limits: Limits) -> dict[str, tuple[str, str]]:
    """What a part refers to by its ids: the kind of each other part, and its name."""
    folder, name = posixpath.split(part)
    listing = posixpath.join(folder, "_rels", f"{name}.rels")
    targets: dict[str, tuple[str, str]] = {}
    if listing not in package:
        return targets
    for element in elements(listing, package.pieces(listing), limits, spaces=_PACKAGE_SPACES):
        values = element.attributes
        if element.name == "Relationship" and values.get("TargetMode") != "External":
            kind = values.get("Type", "").rpartition("/")[2]
            place = posixpath.normpath(posixpath.join("/", folder, values.get("Target", "")))
            targets[values.get("Id", "")] = (kind, place.lstrip("/"))
            if len(targets) > limits.parts:
                raise BadPart(
                    Text(zh=f"{listing} 的引用过多", en=f"{listing} refers to too many parts")
                )
    return targets


def _rest(package: Package, limits: Limits, known: set[str]) -> None:
    """Refuse document types also in parts that are not read."""
    used = {name.lower() for name in known}
    for name in package.names:
        if name.lower() not in used and name.lower().endswith((".xml", ".rels", ".vml")):
            refuse_doctype(name, package.pieces(name), limits)


def _error(rule: str, **values: object) -> Finding:
    return Finding(rule=rule, severity="error", values=values)
