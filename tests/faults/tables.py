"""Faults of reading lines, CSV and workbooks, each shown through names that existed before they
were mended.
"""

from __future__ import annotations

import io
import os
import random
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from tests.faults import both

NEW = [
    (
        "[5] data.stopped: from which row on nothing was checked, where a reader ends before its "
        "source does"
    ),
    (
        "[5] data.hidden, data.hidden_sheet: notes that name hidden sheets, rows and columns, and "
        "sheets nobody lists"
    ),
    (
        "[5] data.above_header: also on codes above the header of a table; before, no title could "
        "stand there either"
    ),
    (
        "[5] data.passed_sheet, data.unlisted_sheet: sheets that are not read, charts among them, and "
        "tables nobody lists"
    ),
    (
        "[7] tracecode.tables.limits.Limits, given as limits= to csv_form.parse, excel_form.parse and "
        "checks.rows.rows"
    ),
    "[7] docs/limits.md, written by script/input-limits",
]

RECALL: dict[str, object] = {
    "record_type": "recall",
    "product_item": "meat",
    "record_id": "0d982fd7-29a3-5b5b-8a9a-5e7eb9c9153d",
    "event_time": "2026-03-12T10:30:00+08:00",
    "party_name": "天津示例农业科技有限公司",
    "uscc": "91120116000000019T",
    "recall_no": "ZH2026-001",
    "recall_level": "2",
    "recall_reason": "检出致病菌",
    "product_name": "示例牌肉类",
    "batch_no": "20260312A",
    "started_on": "2026-04-01",
}
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ROOM = 300
"""Megabytes that any workbook may take."""


# --- making and reading ---------------------------------------------------------------------------


def _book(
    changes: Mapping[str, object] | None = None,
    formats: Mapping[str, str] | None = None,
    then: Callable[[Any], object] = bool,
    title: str = "recall",
) -> bytes:
    """A workbook with one recall, perhaps changed."""
    import openpyxl

    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet.title = title
    record = RECALL | dict(changes or {})
    sheet.append(list(record))
    sheet.append(list(record.values()))
    for name, code in (formats or {}).items():
        sheet.cell(2, list(record).index(name) + 1).number_format = code
    then(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _csv(*records: Mapping[str, object], delimiter: str = ",") -> str:
    """CSV with some recalls."""
    rows = [delimiter.join(RECALL), *(delimiter.join(map(str, one.values())) for one in records)]
    return "".join(f"{row}\n" for row in rows)


def _other(number: int, **changes: object) -> dict[str, object]:
    """A recall with another id."""
    return RECALL | {"record_id": f"0d982fd7-29a3-5b5b-8a9a-5e7eb9c9{number:04d}", **changes}


def _packed(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _changed(
    raw: bytes, change: Callable[[str], str], part: str = "xl/worksheets/sheet1.xml"
) -> bytes:
    """A workbook with another part."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts[part].decode()).encode()
    return _packed(parts)


def _rules(data: bytes, **options: Any) -> list[tuple[str, list[str]]]:
    """Status and rules of every verdict."""
    import tracecode as tc

    return [
        (one.status, [found.rule for found in one.findings]) for one in tc.validate(data, **options)
    ]


def _clean(data: bytes, **options: Any) -> bool:
    """Whether nothing is said of a source."""
    return all(status == "valid" and not found for status, found in _rules(data, **options))


def _named(data: bytes, **options: Any) -> int:
    """How many verdicts there are on rows."""
    return len([1 for status, found in _rules(data, **options) if found != ["data.stopped"]])


def _command(*words: str) -> tuple[int, str]:
    """How the command ends, and what it says."""
    run = "import sys; from tracecode.cli import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", run, *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    return done.returncode, done.stdout + done.stderr


def _file(name: str, content: bytes) -> str:
    path = os.path.join(tempfile.mkdtemp(), name)
    with open(path, "wb") as file:
        file.write(content)
    return path


def _peak(raw: bytes) -> str | None:
    """What is wrong with the memory and time that the validation of a workbook takes."""
    run = (
        "import pathlib, sys, resource, time, tracecode as tc\n"
        "begin = time.process_time()\n"
        "tc.validate(pathlib.Path(sys.argv[1]), format='xlsx').run()\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10, time.process_time() - "
        "begin)"
    )
    words = [sys.executable, "-c", run, _file("x.xlsx", raw)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=900)
    if done.returncode:
        return f"{len(raw) >> 10} KiB end in {done.stderr.strip().splitlines()[-1:]}"
    megabytes, seconds = done.stdout.split()
    if int(megabytes) > ROOM:
        return f"{len(raw) >> 10} KiB take {megabytes} MB and {float(seconds):.0f} s"
    return None


def _bomb(part: str, begin: str, piece: str, end: str, ratio: int = 60) -> bytes:
    """A workbook of which a part holds a piece some million times, and is not packed too well."""
    noise = random.Random(1)
    content = [begin.encode()]
    size = 25_000_000
    run = piece.encode() * (500_000 // len(piece))
    for _ in range(size // len(run)):
        content += [run, b"<!--", noise.randbytes(len(run) // ratio).hex().encode(), b"-->"]
    content.append(end.encode())
    raw = _book()
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = b"".join(content)
    return _packed(parts)


# --- what is shown is what is judged --------------------------------------------------------------


def _humidity(value: object, form: str) -> bytes:
    """A storage record whose relative humidity is a number under a format."""
    import openpyxl

    from tracecode.publish import examples

    catalog = both.packaged()
    record = examples.full(
        both.record_layout(catalog, "import-storage", "imported-milk-powder"), catalog
    )
    flat = {name: one for name, one in record.items() if isinstance(one, str)} | {
        "relative_humidity_pct": value
    }
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet.append(list(flat))
    sheet.append(list(flat.values()))
    sheet.cell(2, list(flat).index("relative_humidity_pct") + 1).number_format = form
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _value(raw: bytes, name: str) -> str | None:
    """The value of an element in the one record, if that is valid."""
    import tracecode as tc

    try:
        (record,) = tc.loads(raw, "xlsx")  # type: ignore[misc]
    except tc.InvalidRecord:
        return None
    return str(getattr(record, name))


def fault_percentage_is_read_as_its_fraction() -> str | None:
    """[5] A cell that shows 60% in an element in per cent is 0.6."""
    found = _value(_humidity(0.6, "0%"), "relative_humidity_pct")
    return f"60% is read as {found}" if found != "60" else None


def fault_percentage_elsewhere_is_valid() -> str | None:
    """[5] A cell that shows 12% where a text belongs is taken as 0.12."""
    found = _value(_book({"batch_no": 0.12}, {"batch_no": "0%"}), "batch_no")
    return f"12% is read as {found}" if found is not None else None


def fault_leading_zeros_are_lost() -> str | None:
    """[5] A cell that shows 0000000012 is 12."""
    found = _value(_book({"batch_no": 12}, {"batch_no": "0000000000"}), "batch_no")
    return f"0000000012 is read as {found}" if found not in (None, "0000000012") else None


def fault_literals_of_formats_are_lost() -> str | None:
    """[5] A cell that shows PC0012 is 12."""
    found = _value(_book({"batch_no": 12}, {"batch_no": '"PC"0000'}), "batch_no")
    return f"PC0012 is read as {found}" if found not in (None, "PC0012") else None


def fault_rounded_numbers_are_valid() -> str | None:
    """[5] A cell that shows 61 and holds 60.5 passes without a word."""
    found = _value(_humidity(60.5, "0"), "relative_humidity_pct")
    return f"a cell that shows 61 is read as {found}" if found is not None else None


def fault_units_of_formats_are_passed_over() -> str | None:
    """[5] A number that is shown as grams is taken in an element that is in per cent."""
    found = _value(_humidity(60, '0" g"'), "relative_humidity_pct")
    return f"60 g is read as {found} %" if found is not None else None


def fault_scientific_text() -> str | None:
    """[5] A cell that shows 6.90E+12 where a text belongs passes as thirteen digits."""
    found = _value(_book({"batch_no": 6901234567892}, {"batch_no": "0.00E+00"}), "batch_no")
    return f"6.90E+12 is read as {found}" if found is not None else None


def fault_invisible_numbers_are_read() -> str | None:
    """[5] A cell whose format shows nothing is read."""
    found = _value(_book({"batch_no": 12}, {"batch_no": ";;;"}), "batch_no")
    return f"a cell that shows nothing is read as {found}" if found is not None else None


def fault_seventeen_digits() -> str | None:
    """[5] Digits beyond the 15 that a spreadsheet keeps make a right number wrong."""
    raw = _changed(
        _humidity(60.5, "General"),
        lambda xml: xml.replace("<v>60.5</v>", "<v>60.500000000000007</v>"),
    )
    found = _value(raw, "relative_humidity_pct")
    return f"60.5 is read as {found}" if found != "60.5" else None


def fault_escapes_are_texts() -> str | None:
    """[5] The escape of a carriage return passes as seven letters."""
    found = _value(_book({"recall_reason": "检出_x000D_"}), "recall_reason")
    return f"a carriage return is read as {found!r}" if found is not None else None


def fault_day_is_midnight() -> str | None:
    """[5] A date without a time of day is taken as midnight."""
    day = datetime(2026, 3, 12)  # noqa: DTZ001
    found = _value(_book({"event_time": day}, {"event_time": "yyyy-mm-dd"}), "event_time")
    return f"2026-03-12 is read as {found}" if found is not None else None


def fault_day_without_year() -> str | None:
    """[5] A date that is shown without its year is taken with the year that the program chose."""
    day = datetime(2026, 3, 12)  # noqa: DTZ001
    found = _value(_book({"started_on": day}, {"started_on": 'm"月"d"日"'}), "started_on")
    return f"3月12日 is read as {found}" if found is not None else None


# --- nothing is lost ------------------------------------------------------------------------------


def _rows(*rows: tuple[str, Sequence[tuple[str, object]]]) -> bytes:
    """A workbook whose sheet has these rows: the number of each, and names and texts of cells."""
    xml = "".join(
        f'<row r="{number}">'
        + "".join(f'<c r="{name}" t="inlineStr"><is><t>{text}</t></is></c>' for name, text in cells)
        + "</row>"
        for number, cells in rows
    )

    def change(part: str) -> str:
        return part[: part.index("<sheetData>") + 11] + xml + part[part.index("</sheetData>") :]

    return _changed(_book(), change)


def _cells(row: int, values: Mapping[str, object]) -> list[tuple[str, object]]:
    return [(f"{'ABCDEFGHIJKLMNOP'[at]}{row}", text) for at, text in enumerate(values.values())]


def _head() -> tuple[str, list[tuple[str, object]]]:
    return "1", [(f"{'ABCDEFGHIJKLMNOP'[at]}1", name) for at, name in enumerate(RECALL)]


def fault_rows_out_of_order_vanish() -> str | None:
    """[5] A row that stands behind a later one in the file is not read, and nobody says so."""
    raw = _rows(_head(), ("3", _cells(3, RECALL)), ("2", _cells(2, _other(1, recall_level="9"))))
    return "two records, one of them wrong, are one valid record" if _clean(raw) else None


def fault_rows_twice_vanish() -> str | None:
    """[5] A row that stands twice in the file is read once, and nobody says so."""
    raw = _rows(_head(), ("2", _cells(2, RECALL)), ("2", _cells(2, _other(1, recall_level="9"))))
    return "two records, one of them wrong, are one valid record" if _clean(raw) else None


def fault_cells_out_of_order_vanish() -> str | None:
    """[5] A cell that stands before an earlier one of its row is not read, and nobody says so."""
    head = ("1", [*_head()[1], ("M1", "remark"), ("N1", "operator_name")])
    raw = _rows(head, ("2", [*_cells(2, RECALL), ("N2", "x" * 900), ("M2", "y")]))
    return "a name of 900 characters is lost" if _clean(raw) else None


def fault_cells_twice_vanish() -> str | None:
    """[5] Of a cell that stands twice one text is read, and the other one lost in silence."""
    cells = _cells(2, RECALL)
    raw = _rows(_head(), ("2", [*cells[:5], ("E2", "天津另一有限公司"), *cells[5:]]))
    return "a cell that stands twice is valid" if _clean(raw) else None


def fault_impossible_rows_vanish() -> str | None:
    """[5] A row with a number that no sheet has is not read, and nobody says so."""
    raw = _rows(
        _head(),
        ("2", _cells(2, RECALL)),
        ("99999999", _cells(99999999, _other(1, recall_level="9"))),
    )
    return "a row is lost in silence" if _clean(raw) else None


def fault_one_bad_cell_ends_a_sheet() -> str | None:
    """[5] One damaged cell ends the reading of its sheet; the records below are neither judged nor
    named.
    """

    def change(xml: str) -> str:
        return xml.replace(">2</t>", ">2</t>", 1).replace(
            't="inlineStr"><is><t>20260312A</t></is>', 't="n"><v>x</v>', 1
        )

    rows = [("2", _cells(2, RECALL)), *((str(at), _cells(at, _other(at))) for at in range(3, 9))]
    raw = _changed(_rows(_head(), *rows), change)
    return "six of seven records are lost" if _named(raw) < 7 else None


def fault_hidden_sheets_are_silent() -> str | None:
    """[5] A hidden sheet with records is neither judged nor named."""

    def hide(made: Any) -> None:
        made["recall"].sheet_state = "hidden"
        made.create_sheet("说明")["A1"] = "x"

    return (
        "a hidden record leaves a clean report"
        if _clean(_book({"recall_level": "9"}, then=hide))
        else None
    )


def fault_merged_cells_are_not_named() -> str | None:
    """[5] Of cells that are merged over two records the second counts as empty, and nobody names
    the cause.
    """

    def merge(made: Any) -> None:
        made["recall"].append(list(_other(1).values()))
        made["recall"].merge_cells("E2:E3")

    import tracecode as tc

    found = [
        one.text("en") for verdict in tc.validate(_book(then=merge)) for one in verdict.findings
    ]
    return None if any("E2:E3" in text for text in found) else "E2:E3 is not named"


def fault_cells_without_header_vanish() -> str | None:
    """[5] A filled cell in a column without a header, between others, is not read, and nobody says
    so.
    """
    record, head = list(RECALL.values()), list(RECALL)
    table = (
        ",".join([*head[:3], "", *head[3:]])
        + "\n"
        + ",".join(map(str, [*record[:3], "lost", *record[3:]]))
        + "\n"
    )
    return "a filled cell is lost in silence" if _clean(table.encode()) else None


def fault_continued_by_another_type() -> str | None:
    """[5] A row of another record type continues the record above it without a word."""
    table = "record_type,product_item,record_id,inputs.batch_no\nproduction,pesticide,a,x\nproduction,feed,,y\n"
    found = _rules(table.encode())
    return (
        None
        if any("data.other_type" in rules for _, rules in found)
        else "feed continues pesticide"
    )


def fault_rows_behind_a_broken_one_vanish() -> str | None:
    """[5] Rows that continue a record which could not be read are neither judged nor named."""
    head = f"{','.join(RECALL)},trace_codes"
    record = f"{','.join(map(str, RECALL.values()))},x"
    table = f'{head}\n{record}\n"broken"x\n' + f"{',' * 12}y\n" * 3
    found = _named(table.encode())
    return f"of 5 rows {found} are judged or named" if found < 5 else None


def fault_blank_rows_are_records() -> str | None:
    """[5] A row that holds a blank is a record in which everything is missing."""

    def blank(made: Any) -> None:
        made["recall"]["E3"] = " "

    found = _rules(_book(then=blank))
    return f"one record is {len(found)}" if len(found) != 1 else None


# --- emptiness ------------------------------------------------------------------------------------


def fault_header_only_is_success() -> str | None:
    """[1] A table with a header and nothing else ends with exit code 0."""
    code, _ = _command("validate", _file("x.csv", _csv().encode()))
    return "exit code 0" if code == 0 else None


def fault_template_is_success() -> str | None:
    """[1] A template in which nothing was filled in ends with exit code 0."""
    path = _file("x.xlsx", b"")
    _command("publish", "template", "pesticide", path)
    code, _ = _command("validate", path)
    return "exit code 0" if code == 0 else None


def fault_type_alone_is_success() -> str | None:
    """[1] Rows that say their type and nothing else end with exit code 0."""
    table = f"{','.join(RECALL)}\nrecall,meat{',' * 10}\n"
    code, _ = _command("validate", _file("x.csv", table.encode()))
    return "exit code 0" if code == 0 else None


# --- one reader of text ---------------------------------------------------------------------------


def fault_encodings_are_judged_in_two_ways() -> str | None:
    """[5] The same wrong bytes are a finding among records, and an error without any among
    codes.
    """
    import tracecode as tc

    raw = "record_type,代码\nx,1\n".encode("gb18030")
    try:
        found = [
            one.rule for verdict in tc.validate(raw, column="代码") for one in verdict.findings
        ]
    except tc.UnreadableFile:
        return "codes raise UnreadableFile"
    return None if {"data.encoding", "data.guessed_encoding"} & {*found} else "no finding"


def fault_bad_bytes_below_end_the_command() -> str | None:
    """[5] One wrong byte in the second line ends the command with 2 and hides the verdict on the
    first.
    """
    code, said = _command(
        "validate", "--lang", "en", _file("x.txt", b"91350100M000100Y43\n\xff\xfe\xfd\n")
    )
    return f"exit code {code}: {said.strip()}" if code == 2 else None


def fault_limits_of_lines_differ() -> str | None:
    """[7] A line of 100 000 bytes is read among records, and too long among codes."""
    table = f"code,remark\n91350100M000100Y43,{'x ' * 15_000}{',y' * 20_000}\n"
    found = _rules(table.encode(), column="code")
    return (
        "the line is too long for codes"
        if any("file.line_too_long" in rules for _, rules in found)
        else None
    )


def fault_delimiters_differ() -> str | None:
    """[5] The bar stands between the cells of codes, and not between those of records."""
    found = _rules(_csv(RECALL, delimiter="|").encode(), format="csv")
    return None if found == [("valid", [])] else f"a table with bars gives {found[0][1]}"


def fault_two_byte_order_marks() -> str | None:
    """[4] Two byte order marks before a header are read as a part of its first name."""
    found = _rules(b"\xef\xbb\xbf\xef\xbb\xbf" + _csv(RECALL).encode(), format="csv")
    return (
        None
        if any("data.encoding" in rules for _, rules in found)
        else f"no word of the marks: {found}"
    )


def fault_unicode_text_of_excel() -> str | None:
    """[5] What Excel saves as Unicode text is refused, with advice that is refused too."""
    path = _file("x.csv", b"\xff\xfe" + _csv(RECALL, delimiter="\t").encode("utf-16-le"))
    code, said = _command("validate", "--lang", "en", path)
    return f"exit code {code}: {said.strip()}" if code != 0 else None


def fault_titles_above_the_header() -> str | None:
    """[5] A title above the header makes codes of records."""
    code, said = _command(
        "validate", "--lang", "en", _file("x.csv", ("召回记录表,,\n" + _csv(RECALL)).encode())
    )
    return f"exit code {code}: {said.strip()}" if code != 0 else None


def fault_blank_line_above_the_header() -> str | None:
    """[5] A blank line above the header makes codes of records."""
    found = _rules(("\n" + _csv(RECALL)).encode())
    return (
        None
        if [status for status, _ in found] == ["valid"]
        else f"{len(found)} verdicts: {found[0][1]}"
    )


def fault_lone_carriage_returns() -> str | None:
    """[5] Lines that end with CR alone are one line."""
    found = _rules(_csv(RECALL).replace("\n", "\r").encode(), format="csv")
    return None if found == [("valid", [])] else f"{found}"


def fault_truth_values_of_pandas() -> str | None:
    """[5] True and False, as Python writes them, are no truth values in tables."""
    import tracecode as tc
    from tracecode.publish import examples

    catalog = both.packaged()
    record = examples.full(both.record_layout(catalog, "entrance-check", "livestock"), catalog)
    flat = {name: one for name, one in record.items() if isinstance(one, str | bool | int)}
    table = f"{','.join(flat)}\n{','.join(map(str, flat.values()))}\n"
    wrong = [one.text("en") for verdict in tc.validate(table.encode()) for one in verdict.findings]
    wrong = [text for text in wrong if "true or false" in text]
    return wrong[0] if wrong else None


def fault_old_workbooks_are_called_text() -> str | None:
    """[5] The command speaks of the encoding of an old .xls file."""
    _, said = _command(
        "validate", "--lang", "en", _file("old.xls", bytes.fromhex("D0CF11E0A1B11AE1") + bytes(592))
    )
    return said.strip() if "save it as .xlsx" not in said else None


def fault_blanks_at_the_end_are_invisible() -> str | None:
    """[5] A finding on a number with a blank behind it does not show the blank."""
    import tracecode as tc

    table = "record_type,product_item,received_count\nentrance-check,livestock,119 \n"
    found = [one.text("en") for verdict in tc.validate(table.encode()) for one in verdict.findings]
    found = [text for text in found if "119" in text]
    return found[0] if "<U+0020>" not in found[0] and '"119 "' not in found[0] else None


# --- memory and time ------------------------------------------------------------------------------


def fault_styles_take_gigabytes() -> str | None:
    """[7] A workbook with millions of styles takes thousands of times its size."""
    begin = f'<styleSheet xmlns="{MAIN}"><cellXfs>'
    return _peak(_bomb("xl/styles.xml", begin, '<xf numFmtId="0"/>', "</cellXfs></styleSheet>"))


def fault_texts_of_runs_take_gigabytes() -> str | None:
    """[7] A cell with millions of pieces of text takes hundreds of times its size."""
    begin = f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is>'
    return _peak(
        _bomb(
            "xl/worksheets/sheet1.xml",
            begin,
            "<r><t>a</t></r>",
            "</is></c></row></sheetData></worksheet>",
        )
    )


def fault_cells_of_a_row_take_gigabytes() -> str | None:
    """[7] A row with millions of cells takes hundreds of times its size."""
    begin = f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">'
    return _peak(
        _bomb(
            "xl/worksheets/sheet1.xml", begin, "<c><v>1</v></c>", "</row></sheetData></worksheet>"
        )
    )


def fault_columns_take_gigabytes() -> str | None:
    """[7] A sheet with millions of descriptions beside its rows takes hundreds of times its
    size.
    """
    begin = f'<workbook xmlns="{MAIN}"><sheets/><definedNames>'
    return _peak(
        _bomb(
            "xl/workbook.xml",
            begin,
            '<definedName name="a">A</definedName>',
            "</definedNames></workbook>",
        )
    )


# --- what stands in odd places --------------------------------------------------------------------


def fault_records_above_the_header_vanish() -> str | None:
    """[5] Records above the header, as after a sort that included it, are neither judged nor
    named.
    """
    table = _csv(_other(1), _other(2, recall_level="9"), _other(3)).splitlines(keepends=True)
    raw = "".join([*table[1:3], table[0], table[3]]).encode()
    found = _rules(raw, format="csv")
    return f"three records are {len(found)} verdicts" if len(found) < 3 else None


def fault_offsets_of_formats_are_passed_over() -> str | None:
    """[5] A cell that shows 12:00 with the offset +09:00 is 12:00+08:00."""
    noon = datetime(2026, 3, 12, 12)  # noqa: DTZ001
    found = _value(
        _book({"event_time": noon}, {"event_time": 'yyyy-mm-dd hh:mm "+09:00"'}), "event_time"
    )
    return f"12:00 +09:00 is read as {found}" if found is not None and "+08:00" in found else None


def fault_offset_z_is_passed_over() -> str | None:
    """[5] A cell that shows 12:00:00Z is 12:00+08:00."""
    noon = datetime(2026, 3, 12, 12)  # noqa: DTZ001
    found = _value(
        _book({"event_time": noon}, {"event_time": 'yyyy-mm-dd"T"hh:mm:ss"Z"'}), "event_time"
    )
    return f"12:00:00Z is read as {found}" if found is not None and "+08:00" in found else None


def fault_other_dates_in_formats_are_passed_over() -> str | None:
    """[5] A cell that shows another date before its own is valid."""
    day = datetime(2026, 4, 1)  # noqa: DTZ001
    found = _value(
        _book({"started_on": day}, {"started_on": '"2020-01-01" yyyy-mm-dd'}), "started_on"
    )
    return f"2020-01-01 2026-04-01 is read as {found}" if found is not None else None


def _with_sheet(title: str, state: str, *rows: Sequence[object]) -> bytes:
    """A workbook with a recall and another sheet."""

    def add(made: Any) -> None:
        made.create_sheet(title).sheet_state = state
        for row in rows:
            made[title].append(list(row))

    return _book(then=add)


def _unsaid() -> tuple[list[str], list[object]]:
    """A recall that does not say its type, and is wrong."""
    record = {
        name: value for name, value in _other(1, recall_level="9").items() if name != "record_type"
    }
    return list(record), list(record.values())


def fault_records_among_instructions_vanish() -> str | None:
    """[5] Records without a type on a sheet with the title of instructions are passed over without
    a word.
    """
    return (
        "a record is lost in silence"
        if _clean(_with_sheet("说明", "visible", *_unsaid()))
        else None
    )


def fault_records_on_a_hidden_sheet_vanish() -> str | None:
    """[5] Records without a type on a hidden sheet are passed over without a word."""
    raw = _with_sheet("x", "hidden", *_unsaid())
    return "the report is clean" if all(status == "valid" for status, _ in _rules(raw)) else None


def fault_records_behind_drop_downs_vanish() -> str | None:
    """[5] Whatever a hidden sheet `_lists` holds is passed over without a word."""
    return (
        "a record is lost in silence"
        if _clean(_with_sheet("_lists", "hidden", *_unsaid()))
        else None
    )


def fault_records_far_down_among_instructions_vanish() -> str | None:
    """[5] Records with a type below row 11 of a sheet of instructions are passed over without a
    word.
    """
    wrong = _other(1, recall_level="9")
    raw = _with_sheet("说明", "visible", *[["x"]] * 12, list(wrong), list(wrong.values()))
    return "a record is lost in silence" if _clean(raw) else None


def _odd(inside: str) -> bytes:
    """A workbook with a recall, and something odd at the end of its row."""
    head = ("1", [*_head()[1], ("M1", "remark")])
    raw = _rows(head, ("2", _cells(2, RECALL)))
    return _changed(
        raw, lambda xml: xml.replace("</row></sheetData>", f"{inside}</row></sheetData>")
    )


def _text_lost(*insides: str) -> str | None:
    lost = [inside for inside in insides if _clean(_odd(inside))]
    return f"of {lost[0]} nothing is said" if lost else None


def fault_text_in_odd_cells_vanishes() -> str | None:
    """[5] Text in a cell that is not written as in a workbook is lost without a word."""
    return _text_lost(
        *(
            f'<c r="M2" t="inlineStr"><is>{inside}</is></c>'
            for inside in (
                "lost",
                "<t/><foo>lost</foo>",
                '<x:t xmlns:x="urn:x">lost</x:t>',
                "<r>lost</r>",
            )
        )
    )


def fault_text_outside_of_cells_vanishes() -> str | None:
    """[5] Text in a row, outside of its cells or in one of another namespace, is lost without a
    word.
    """
    other = '<x:c xmlns:x="urn:x" r="M2" t="inlineStr"><is><t>lost</t></is></x:c>'
    return _text_lost("lost", "<v>lost</v>", other)


def fault_odd_shared_texts_vanish() -> str | None:
    """[5] A shared text that is not written as in a workbook is lost without a word."""
    relation = (
        '<Relationship Id="shared" Target="sharedStrings.xml" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"/></Relationships>'
    )
    raw = _odd('<c r="M2" t="s"><v>0</v></c>')
    kind = (
        '<Override PartName="/xl/sharedStrings.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
    )
    raw = _changed(
        raw, lambda xml: xml.replace("</Relationships>", relation), "xl/_rels/workbook.xml.rels"
    )
    raw = _changed(raw, lambda xml: xml.replace("</Types>", kind), "[Content_Types].xml")
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for shared in (
        "<si>lost</si>",
        "<si><t/><foo>lost</foo></si>",
        '<si><x:t xmlns:x="urn:x">lost</x:t></si>',
    ):
        if _clean(
            _packed(
                parts | {"xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{shared}</sst>'.encode()}
            )
        ):
            return f"of {shared} nothing is said"
    return None


def fault_rows_hidden_by_default_are_silent() -> str | None:
    """[5] Rows that a sheet hides unless they say otherwise are not named."""
    raw = _changed(
        _book(), lambda xml: xml.replace("<sheetFormatPr", '<sheetFormatPr zeroHeight="1"')
    )
    return "no word of it" if _clean(raw) else None


def fault_columns_of_no_width_are_silent() -> str | None:
    """[5] Columns too narrow to be seen are not named."""
    cols = '<cols><col min="8" max="8" width="0.05" customWidth="1"/></cols><sheetData>'
    raw = _changed(_book(), lambda xml: xml.replace("<sheetData>", cols))
    return "no word of it" if _clean(raw) else None


def fault_merged_cells_in_lower_case_are_not_named() -> str | None:
    """[5] Merged cells that the file names in lower case are not seen."""

    def merge(xml: str) -> str:
        return xml.replace(
            "</sheetData>", '</sheetData><mergeCells><mergeCell ref="e2:e3"/></mergeCells>'
        )

    import tracecode as tc

    raw = _changed(_book(then=lambda made: made["recall"].append(list(_other(1).values()))), merge)
    found = [one.text("en") for verdict in tc.validate(raw) for one in verdict.findings]
    return None if any("E2:E3" in text for text in found) else "E2:E3 is not named"
