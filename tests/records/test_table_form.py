"""Records as rows and as CSV: what goes out comes back, and what is wrong with a table is said."""

from __future__ import annotations

import io
from random import Random
from typing import TYPE_CHECKING

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import tracecode as tc
from tracecode.errors import InvalidRecord, UnreadableFile
from tracecode.findings import Finding
from tracecode.publish import examples
from tracecode.records import csv_form, excel_form, headings, table_writing
from tracecode.records.csv_form import dump, lines_of, parse
from tracecode.records.headings import columns_of
from tracecode.records.judge import judge
from tracecode.records.plain import Item
from tracecode.records.table_form import read_rows
from tracecode.records.written_ids import written_ids
from tracecode.standard.elements import RecordLayout
from tracecode.standard.record_layout import layouts, record_layout
from tracecode.standard.resolved import packaged
from tracecode.tables.delimited import compared
from tracecode.tables.limits import DEFAULT, Limits
from tracecode.tables.nothing import NOTHINGS
from tracecode.tables.rows import Row
from tracecode.testing import payload

if TYPE_CHECKING:
    from collections.abc import Iterable

CATALOG = packaged()
PRODUCTION = record_layout(CATALOG, "production", "pesticide")
RECALL = record_layout(CATALOG, "recall")
FULL = examples.full(PRODUCTION, CATALOG)
HEAD = "record_type,product_item,record_id"


def findings(items: Iterable[Item]) -> list[tuple[str, int | None]]:
    """Rule and line of every finding."""
    return [(one.rule, one.line) for item in items for one in item.faults]


def said(table: str, *, layout: RecordLayout | None = None, lang: str = "en") -> list[str]:
    """The findings on a CSV text as sentences."""
    return [
        one.text(lang)
        for item in parse(table.encode(), CATALOG, layout=layout)
        for one in item.faults
    ]


def samples() -> list[dict[str, object]]:
    """Right records of every type."""
    made = [
        make(layout, CATALOG)
        for layout in layouts(CATALOG)
        for make in (examples.minimal, examples.full)
    ]
    # an item's own record that does not name the item is written as the common one
    return [one for one in made if all(path in _known(one) for path in one)]


def _known(record: dict[str, object]) -> set[str]:
    return {field.id for field in table_writing.layout_of(record, CATALOG).elements}


class TestTrips:
    """What is written is read back."""

    @pytest.mark.slow
    def test_every_record_type(self) -> None:
        """The minimal and the full example of every record type are equal after a trip through CSV,
        all in one file.
        """
        records = samples()
        items = list(parse(dump(records, CATALOG), CATALOG))
        assert [item.data for item in items] == records
        assert [item.number for item in items] == list(range(1, len(records) + 1))
        assert not findings(items)

    def test_each_alone(self) -> None:
        """Each of them also comes back from a file of its own, without a byte order mark."""
        for record in samples()[::7]:
            assert [item.data for item in parse(dump([record], CATALOG, mark=False), CATALOG)] == [
                record
            ]

    @given(st.integers(0, 2**32))
    def test_random_payloads(self, seed: int) -> None:
        """Right records of any values come back."""
        random = Random(seed)
        records = [
            payload(layout, random, standard=tc.Standard(CATALOG))
            for layout in (PRODUCTION, RECALL)
        ]
        assert [item.data for item in parse(dump(records, CATALOG), CATALOG)] == records

    @given(st.text(st.characters(blacklist_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1))
    def test_any_text(self, text: str) -> None:
        """Any line of text comes back, also one that a spreadsheet would take for a formula."""
        record = {
            "record_type": "recall",
            "record_id": "a",
            "remark": text,
            "trace_codes": [text, "b"],
        }
        (item,) = parse(dump([record], CATALOG), CATALOG)
        assert item.data == record

    def test_streaming(self) -> None:
        """A file may be written and read record by record."""
        columns = columns_of([PRODUCTION])
        lines = lines_of((dict(FULL, record_id=f"r{i}") for i in range(3)), columns, CATALOG)
        assert next(lines).split(b",")[0].decode() == columns[0]
        first = next(parse(io.BytesIO(b"".join(lines_of([FULL, FULL], columns, CATALOG))), CATALOG))
        assert first.data == FULL

    def test_no_records(self) -> None:
        """A table without records has a header and nothing else."""
        assert (
            b"".join(lines_of([], ["record_type", "record_id"], CATALOG))
            == b"record_type,record_id\r\n"
        )
        assert findings(parse(b"record_type,record_id\r\n", CATALOG)) == [("data.empty", None)]

    def test_order_of_columns(self) -> None:
        """Columns may stand in any order."""
        table = f"召回编号,{HEAD}\nR-1,recall,,a\n"
        (item,) = parse(table.encode(), CATALOG)
        assert item.data == {"recall_no": "R-1", "record_type": "recall", "record_id": "a"}


class TestRows:
    """Which rows make a record."""

    TABLE = f"""{HEAD},inputs.material_name,inputs.quantity,附件.附件地址
production,pesticide,a,甲,1,https://a.example
,,,乙,2,

,,,,,https://b.example
production,pesticide,b,丙,3,
"""

    def test_repeated(self) -> None:
        """The n-th filled row of a repeated element is its n-th item; blank rows do not count."""
        first, second = parse(self.TABLE.encode(), CATALOG)
        assert first.data["inputs"] == [
            {"material_name": "甲", "quantity": "1"},
            {"material_name": "乙", "quantity": "2"},
        ]
        assert first.data["attachments"] == [
            {"attachment_uri": "https://a.example"},
            {"attachment_uri": "https://b.example"},
        ]
        assert second.data["inputs"] == [{"material_name": "丙", "quantity": "3"}]
        assert (first.line, second.line) == (2, 6)

    def test_type_alone_begins_nothing(self) -> None:
        """A row that repeats the type and fills repeated columns continues its record."""
        table = self.TABLE.replace(",,,乙", "production,pesticide,,乙")
        assert len(list(parse(table.encode(), CATALOG))) == 2

    def test_without_record(self) -> None:
        """A row that continues nothing is a finding."""
        table = f"{HEAD},trace_codes\n,,,x\n,,,y\nrecall,,a,z\n"
        rows = list(parse(table.encode(), CATALOG, layout=RECALL))
        assert findings(rows) == [("data.continuation", 2), ("data.continuation", 3)]
        assert rows[2].data["trace_codes"] == ["z"]
        rows = list(parse(table.encode(), CATALOG))
        assert rows[-1].data["trace_codes"] == ["z"]

    def test_same_id(self) -> None:
        """A record whose id is that of the one above may be a continuation filled in wrongly: a
        warning.
        """
        items = list(parse(f"{HEAD},trace_codes\nrecall,,a,x\nrecall,,a,y\n".encode(), CATALOG))
        assert findings(items) == [("data.same_record", 3)]
        assert items[1].faults[0].severity == "warning"

    def test_many_rows(self) -> None:
        """A record that never ends is cut off, and memory with it."""
        table = (
            f"{HEAD},trace_codes\nrecall,,a,0\n"
            + "".join(f",,,{i}\n" for i in range(1, 9))
            + "recall,,b,9\n"
        )
        first, second = parse(table.encode(), CATALOG, limits=Limits(record_rows=3))
        assert first.data["trace_codes"] == ["0", "1", "2"]
        assert findings([first]) == [("data.record_rows", 5)]
        assert second.data["trace_codes"] == ["9"]

    def test_other_type_of_record(self) -> None:
        """Types may take turns; a column of another type is for the judge of the record."""
        table = f"{HEAD},recall_no,production_date\nrecall,,a,R-1,\nproduction,pesticide,b,R-2,2026-03-12\n"
        first, second = parse(table.encode(), CATALOG)
        assert first.data["recall_no"] == "R-1"
        assert second.data["recall_no"] == "R-2"
        assert any(
            one.rule == "record.unknown_field" for one in judge(second.data, CATALOG).findings
        )

    def test_unknown_type(self) -> None:
        """A type that does not exist is left to the judge."""
        (item,) = parse(f"{HEAD}\nnonsense,,a\n".encode(), CATALOG)
        assert item.data == {"record_type": "nonsense", "record_id": "a"}
        assert [one.rule for one in judge(item.data, CATALOG).findings] == ["record.unknown_type"]


class TestHeader:
    """Names of columns."""

    @pytest.mark.parametrize(
        "name", ["production_date", "生产日期", "Production date", " 生产 日期 ", "production date"]
    )
    def test_names(self, name: str) -> None:
        """A column is named by id or by its name in either language; spaces and capitals do not
        count.
        """
        (item,) = parse(f"{HEAD},{name}\nproduction,pesticide,a,2026-03-12\n".encode(), CATALOG)
        assert item.data["production_date"] == "2026-03-12"

    def test_every_name(self) -> None:
        """The full name of every element in every language leads to it."""
        for layout in (PRODUCTION, RECALL):
            for path, field, zh, en in headings.headings(layout):
                names = {name.removesuffix(".") for name in (path, zh, en)}
                assert {headings.path_of(name, CATALOG, None) for name in names} == {path}, field.id

    def test_two_rows(self) -> None:
        """Names above ids, as in the template, are one header."""
        table = "记录类型,记录标识,召回编号\nrecord_type,record_id,recall_no\nrecall,a,R-1\n"
        assert [item.data["recall_no"] for item in parse(table.encode(), CATALOG)] == ["R-1"]

    def test_joined_tables(self) -> None:
        """Where tables were joined, their headers stand between the records, in either of the
        languages.
        """
        chinese, ids = "记录类型,记录标识", "record_type,record_id"
        table = f"{chinese}\n{ids}\nrecall,a\n{ids}\nrecall,b\n{chinese}\nrecall,c\n"
        items = list(parse(table.encode(), CATALOG))
        assert [item.data["record_id"] for item in items] == ["a", "b", "c"]
        assert not findings(items)

    def test_unknown(self) -> None:
        """An unknown column is named with its cell, and near names are proposed."""
        table = f"{HEAD},recal_no\nrecall,,a,R-1\n"
        items = list(parse(table.encode(), CATALOG))
        assert (items[0].number, items[0].data, items[1].number) == (0, None, 1)
        assert items[1].data == {"record_type": "recall", "record_id": "a"}
        assert said(table)[0].startswith(
            "D1: no element is called 'recal_no'; did you mean recall_no"
        )
        assert said(table, lang="zh")[0].startswith(
            "D1：没有名为“recal_no”的数据项；是否为 recall_no"
        )

    def test_repeated(self) -> None:
        """Two columns of one element, in whatever language: the second is passed over."""
        table = f"{HEAD},remark,备注\nrecall,,a,x,y\n"
        assert said(table) == ["E1: the column '备注' is the same as D1; it was passed over"]
        assert said(table, lang="zh") == ["E1：列“备注”与 D1 重复，已略过"]
        assert list(parse(table.encode(), CATALOG))[1].data["remark"] == "x"

    def test_group(self) -> None:
        """A group is no column."""
        table = f"{HEAD},attachments\nrecall,,a,x\n"
        assert said(table) == [
            (
                "D1: 'attachments' is a group; name an element inside it, such as "
                "attachments.attachment_uri"
            )
        ]

    def test_no_header(self) -> None:
        """A first row that names nothing is no header."""
        assert said("1,2,3\n4,5,6\n", lang="zh") == [
            "表头中没有一个数据项名称；首行应为数据项标识或中文名称"
        ]
        assert said("\n\n") == ["there is nothing to read"]

    def test_titles(self) -> None:
        """Titles may stand above the header; a note says that they were not read."""
        for titles in ("召回记录表,,\n", "召回记录表\n\n2026 年 3 月\n"):
            table = f"{titles}{HEAD},remark\nrecall,,a,x\n"
            (item,) = parse(table.encode(), CATALOG)
            line = titles.count("\n") + 1
            assert item.data["remark"] == "x"
            assert [(one.rule, one.severity, one.line) for one in item.faults] == [
                ("data.title_rows", "info", line)
            ]
        assert (
            item.faults[0].text("en")
            == "the header stands in row 4; what stands above it was not read"
        )
        assert item.faults[0].text("zh") == "表头在第 4 行，其上的行未读取"

    def test_records_above(self) -> None:
        """Records above the header, as where it was sorted with them, are errors with their rows;
        none is lost.
        """
        table = f"召回记录表,,\nrecall,,a\n,,b\n{HEAD},remark\nrecall,,c,x\n"
        items = list(parse(table.encode(), CATALOG))
        assert [(item.number, item.line, item.data is None) for item in items] == [
            (1, 2, True), (2, 3, True), (3, 5, False),
        ]  # fmt: skip
        assert findings(items) == [
            ("data.above_header", 2),
            ("data.above_header", 3),
            ("data.title_rows", 4),
        ]
        assert items[0].faults[0].text("en") == (
            "the header stands in row 4; this row above it fills several columns like a record "
            "and was not read: "
            "move it below the header, or delete it"
        )
        assert items[0].faults[0].text("zh") == (
            "表头在第 4 行；该行在其上，却像记录一样填了多列，未读取：如为记录，请移到表头之下，否则请删去"
        )
        items = list(parse(f"recall,,a\n{HEAD}\n".encode(), CATALOG))
        assert findings(items) == [("data.above_header", 1)]

    def test_far_down(self) -> None:
        """A header is looked for in the first rows; without one nothing is read, and that is said
        with the row.
        """
        table = "x\n" * 11 + f"{HEAD}\nrecall,,a\n"
        assert findings(parse(table.encode(), CATALOG)) == [
            ("data.header", 1),
            ("data.stopped", 11),
        ]

    def test_delimiter_under_titles(self) -> None:
        """The delimiter is that of the header, not of the title."""
        table = "召回,记录,表\nrecord_type;record_id\nrecall;a\n"
        assert [item.data["record_id"] for item in parse(table.encode(), CATALOG)] == ["a"]

    def test_no_type(self) -> None:
        """Without a column or a word of the caller, the type cannot be told, and that is said
        once.
        """
        table = "record_id,recall_no\na,R-1\nb,R-2\n"
        assert findings(parse(table.encode(), CATALOG)) == [
            ("data.record_type", 1),
            ("data.stopped", 2),
        ]
        items = list(parse(table.encode(), CATALOG, layout=RECALL))
        assert [item.data["record_type"] for item in items] == ["recall", "recall"]

    def test_type_of_sheet(self) -> None:
        """A type made for one item fills in both words; a row that says another type is a
        finding.
        """
        table = "record_id,记录类型\na,\nb,recall\n"
        first, second = parse(table.encode(), CATALOG, layout=PRODUCTION)
        assert first.data == {
            "record_id": "a",
            "record_type": "production",
            "product_item": "pesticide",
        }
        assert findings([second]) == [("data.other_type", 3)]

    def test_beyond(self) -> None:
        """A filled cell without a header is said, not lost."""
        assert said(f"{HEAD}\nrecall,,a,x,\n") == ["D2: filled in, but the column has no header"]
        assert said(f"record_type,,record_id\nrecall,x,a,{','.join('123456')}\n") == [
            "B2, D2, E2, F2, G2 … I2: filled in, but the column has no header"
        ]

    def test_nothing_but_beyond(self) -> None:
        """A row that fills no column that is read is named by itself, and ends the record above
        it.
        """
        head = f"{HEAD},trace_codes,nonsense"
        items = list(parse(f"{head}\nrecall,,a,x\n,,,,,y\n,,,,z\n,,,x\n".encode(), CATALOG))
        assert findings(items) == [
            ("data.column", 1), ("data.beyond_header", 3), ("data.empty", 4),
            ("data.continuation", 5),
        ]  # fmt: skip

    def test_nothing_but_errors(self) -> None:
        """What is wrong with a row is said also where nothing else stands in it; that it is out of
        order is not.
        """
        wrong, order = (
            Finding(rule=rule, severity="error", line=2)
            for rule in ("data.cell_broken", "data.row_order")
        )
        rows = [
            Row(1, {0: "record_id"}),
            Row(2, {}, None, (order, wrong)),
            Row(3, {0: " "}, None, (order,)),
        ]
        (item,) = read_rows(rows, CATALOG, layout=RECALL)
        assert (item.number, item.line, item.data, item.faults) == (1, 2, None, (wrong,))

    def test_many_columns(self) -> None:
        """A header as wide as no record needs is read up to a bound."""
        table = f"{HEAD},remark,备注,recall_no\n".encode()
        assert findings(parse(table, CATALOG, limits=Limits(columns=4))) == [("data.columns", 1)]


class TestCsv:
    """The bytes of CSV."""

    @pytest.mark.parametrize("mark", [",", ";", "\t"])
    def test_delimiters(self, mark: str) -> None:
        """Comma, semicolon and tab are told by the header."""
        table = f'"record_type"{mark}record_id{mark}remark\nrecall{mark}a{mark}"x,y;z"\n'
        (item,) = parse(table.encode(), CATALOG)
        assert item.data == {"record_type": "recall", "record_id": "a", "remark": "x,y;z"}

    def test_encodings(self) -> None:
        """UTF-8 with and without a mark, UTF-16 with one, GB18030 declared or not; in another the
        reading ends.
        """
        table = f"{HEAD},备注\nrecall,,a,试验\n"
        for raw, encoding in (
            (table.encode(), "utf-8"),
            (table.encode("utf-8-sig"), "utf-8"),
            (table.encode("utf-16"), "utf-8"),
            (table.encode("gb18030"), "gb18030"),
            (table.encode("gbk"), "gbk"),
        ):
            assert [item.data["remark"] for item in parse(raw, CATALOG, encoding=encoding)] == [
                "试验"
            ]
        stopped = [("data.encoding", 1), ("data.stopped", 1)]
        assert findings(parse(table.encode("gb18030"), CATALOG)) == [("data.guessed_encoding", 1)]
        assert findings(parse(b"\xff" + table.encode(), CATALOG)) == stopped
        assert findings(parse(b"\xef\xbb\xbf\xef\xbb\xbf" + table.encode(), CATALOG)) == stopped
        late = f"{HEAD},remark\nrecall,,a,试\n".encode() + "recall,,b,试\nrecall,,c,y\n".encode(
            "gb18030"
        )
        assert findings(parse(late, CATALOG)) == [("data.encoding", 3), ("data.stopped", 3)]
        with pytest.raises(UnreadableFile, match="big5"):
            list(parse(b"", CATALOG, encoding="big5"))

    def test_empty(self) -> None:
        """An empty file is a finding, and so is a row that says its type and nothing else."""
        assert findings(parse(b"", CATALOG)) == [("data.empty", None)]
        assert findings(parse(b"\xef\xbb\xbf", CATALOG)) == [("data.empty", None)]
        assert findings(parse(f"{HEAD}\nrecall,,\nrecall,meat,\n".encode(), CATALOG)) == [
            ("data.only_type", 2), ("data.only_type", 3),
        ]  # fmt: skip

    def test_blank_rows(self) -> None:
        """A row of blanks and invisible characters is empty; a blank in a row that holds something
        is kept.
        """
        table = f"{HEAD},remark\n , ,\u200b,\u3000\nrecall,,a, \n"
        assert [item.data for item in parse(table.encode(), CATALOG)] == [
            {"record_type": "recall", "record_id": "a", "remark": " "}
        ]

    def test_quotes(self) -> None:
        """A quote that is never closed costs its own line; a line end inside quotes does not end
        the row.
        """
        table = f'{HEAD},remark\nrecall,,a,"x\nrecall,,b,y\nrecall,,c,"p\nq"\n'
        items = list(parse(table.encode(), CATALOG))
        assert findings(items) == [("file.malformed_row", 2)]
        assert [(item.line, item.data and item.data.get("remark")) for item in items] == [
            (2, None),
            (3, "y"),
            (4, "p\nq"),
        ]

    def test_broken_row_ends_its_record(self) -> None:
        """Rows that continue what could not be read are not given to the record above."""
        table = f'{HEAD},trace_codes\nrecall,,a,x\nrecall,,"b"b,y\n,,,lost\nrecall,,c,z\n'
        items = list(parse(table.encode(), CATALOG))
        assert [item.data and item.data["trace_codes"] for item in items] == [
            ["x"],
            None,
            None,
            ["z"],
        ]
        assert findings(items) == [("file.malformed_row", 3), ("data.continuation", 4)]

    def test_long_line(self) -> None:
        """A line longer than any is passed over."""
        raw = (
            f"{HEAD},remark\nrecall,,a,x\nrecall,,b,".encode()
            + b"y" * (DEFAULT.line_bytes + 9)
            + b"\nrecall,,c,z\n"
        )
        items = list(parse(io.BytesIO(raw), CATALOG))
        assert findings(items) == [("file.line_too_long", 3)]
        assert [item.data and item.data["record_id"] for item in items] == ["a", None, "c"]
        assert findings(parse(b"x" * (DEFAULT.line_bytes + 9), CATALOG)) == [
            ("file.line_too_long", 1)
        ]

    @pytest.mark.parametrize(
        ("text", "cell"),
        [
            ("=1+1", "'=1+1"),
            ("+86 22", "'+86 22"),
            ("-18℃", "'-18℃"),
            ("@x", "'@x"),
            ("'=x", "''=x"),
            ("'x", "'x"),
            ("a=b", "a=b"),
            ("＝1+1", "'＝1+1"),
            ("#N/A", "'#N/A"),
            ("'#N/A", "''#N/A"),
            ("#N/A!", "#N/A!"),
            ("#1", "#1"),
        ],
    )
    def test_formulas_out(self, text: str, cell: str) -> None:
        """What a spreadsheet would take for a formula gets an apostrophe, and loses it in
        reading.
        """
        record = {"record_type": "recall", "record_id": "a", "remark": text}
        raw = dump([record], CATALOG, mark=False).decode()
        assert raw.splitlines()[1].split(",")[-1] == cell
        assert [item.data for item in parse(raw.encode(), CATALOG)] == [record]

    def test_negative_numbers(self) -> None:
        """A number keeps its sign: it is no text. A text in a column of numbers is treated as
        text.
        """
        for layout in layouts(CATALOG):
            for path, field in layout.walk():
                number = field.format is not None and field.format.number
                assert csv_form._is_number(path, CATALOG) == number
        assert csv_form._safe("-1.5", number=True) == "-1.5"
        assert csv_form._safe("-1.5", number=False) == "'-1.5"
        assert csv_form._safe("-1+cmd", number=True) == "'-1+cmd"

    def test_formulas_in(self) -> None:
        """A bare formula is a finding and no value."""
        table = f"{HEAD},remark\nrecall,,a,=1+1\n"
        items = list(parse(table.encode(), CATALOG))
        assert findings(items) == [("data.formula", 2)]
        assert items[0].data == {"record_type": "recall", "record_id": "a"}
        assert said(table) == ["D2 is a formula; paste it as a value"]
        assert said(table, lang="zh") == ["D2 是公式；请粘贴为数值或文本"]

    @pytest.mark.parametrize("error", ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?"])
    def test_errors_in(self, error: str) -> None:
        """An error of a spreadsheet is no text, in CSV as in a workbook."""
        table = f"{HEAD},remark\nrecall,,a,{error}\n"
        assert said(table) == [f"D2 holds the error {error}"]
        assert said(table, lang="zh") == [f"D2 是错误值 {error}"]

    def test_normal_form(self) -> None:
        """Text that is not in normal form C is said with its element."""
        (item,) = parse(f"{HEAD},remark\nrecall,,a,e\u0301\n".encode(), CATALOG)
        assert [(one.rule, one.path) for one in item.faults] == [("data.nfc", "remark")]


class TestSize:
    """A record has an end, and so has what is said of it."""

    def test_bytes(self) -> None:
        """A record that is larger than any is refused as a whole; the next one is read."""
        table = f"{HEAD},trace_codes\nrecall,,a,x\n" + f",,,{'y' * 100}\n" * 9 + "recall,,b,z\n"
        first, second = parse(table.encode(), CATALOG, limits=Limits(record_bytes=999))
        assert (first.data, findings([first])) == (None, [("data.too_large", 2)])
        assert second.data["record_id"] == "b"
        first, second = parse(table.encode(), CATALOG, limits=Limits(record_bytes=9999))
        assert len(first.data["trace_codes"]) == 10

    def test_findings(self) -> None:
        """Of many findings on one record the first are listed, and the others counted."""
        table = f"{HEAD},trace_codes\nrecall,,a,=x\n" + ",,,=x\n" * 9
        (item,) = parse(table.encode(), CATALOG, limits=Limits(findings=4))
        assert [one.rule for one in item.faults] == ["data.formula"] * 4 + ["data.findings"]
        assert item.faults[-1].text("en") == "6 further findings on this record are not listed"
        assert item.faults[-1].text("zh") == "此记录另有 6 条问题未列出"

    def test_other_type_below(self) -> None:
        """A row that continues a record cannot be of another type."""
        table = f"{HEAD},trace_codes\nrecall,meat,a,x\nrecall,meat,,y\n"
        (item,) = parse(table.encode(), CATALOG)
        assert not findings([item])
        table = f"{HEAD},trace_codes\nrecall,,a,x\nrecall,meat,,y\n=x,,,z\n"
        (item,) = parse(table.encode(), CATALOG)
        assert findings([item]) == [("data.other_type", 3), ("data.formula", 4)]
        assert item.faults[0].text("en") == "B3: the type is 'meat', but this table holds '-'"
        table = f"{HEAD},inputs.batch_no\nproduction,pesticide,a,x\nproduction,feed,,y\n"
        (item,) = parse(table.encode(), CATALOG)
        assert findings([item]) == [("data.other_type", 3)]


class TestUnwritable:
    """What no table holds is refused, not lost."""

    @pytest.mark.parametrize(
        ("change", "reason"),
        [
            ({"nonsense": "x"}, "there is no element nonsense"),
            ({"remark": ""}, "text, a whole number, true or false belongs here"),
            ({"remark": 1.5}, "text, a whole number, true or false belongs here"),
            ({"trace_codes": []}, "a list with items belongs here"),
            ({"trace_codes": "x"}, "a list with items belongs here"),
            ({"attachments": [{}]}, "an empty group fills no cell"),
            ({"attachments": ["x"]}, "an object belongs here"),
            ({"record_type": "nonsense"}, "no record type nonsense / None"),
            ({"remark": "x" * 32_768}, "a cell holds 32767 characters at most"),
            ({"trace_codes": ["x", " "]}, "a row would hold blanks only"),
        ],
    )
    def test_refused(self, change: dict[str, object], reason: str) -> None:
        """Each of these is named in both languages."""
        with pytest.raises(InvalidRecord) as caught:
            dump([{"record_type": "recall", "record_id": "a", **change}], CATALOG)
        assert caught.value.findings[0].text("en") == f"cannot be written into a table: {reason}"
        assert caught.value.findings[0].text("zh").startswith("无法写入表格：")

    def test_no_column(self) -> None:
        """Columns that were chosen beforehand must have room for every record."""
        with pytest.raises(InvalidRecord, match="there is no column remark"):
            list(lines_of([{"record_type": "recall", "remark": "x"}], ["record_type"], CATALOG))


def test_a_record_without_id_gets_one_from_its_content() -> None:
    """Nobody types a UUID into a table: one is made, the same for the same content, and a note says
    so.
    """
    table = "记录类型,召回编号\nrecall,R-1\nrecall,R-2\nrecall,R-1\n".encode()
    items = list(parse(table, packaged()))
    ids = [item.data["record_id"] for item in items]
    assert ids[0] == ids[2] != ids[1]
    found = items[0].faults[0]
    assert (found.rule, found.severity, found.path) == ("data.record_id", "info", "record_id")
    assert found.text("zh") == "未填记录标识，已按记录内容生成"
    assert found.text("en") == "no record id was given; one was made from the content"


class TestTyped:
    """What people and programs type for ids and for nothing."""

    @pytest.mark.parametrize(
        "written",
        [
            "农药标签单元识别代码",
            "pesticide-unit 农药标签单元识别代码",
            "Pesticide-Unit",
            "pesticide-unit",
            " 农药标签单元\n识别代码 ",
        ],
    )
    def test_schemes(self, written: str) -> None:
        """An encoding rule may be written by its name, by its id, or as the drop-down shows
        both.
        """
        table = f'记录类型,产品品目,编码体系标识\n生产,农药,"{written}"\n'.encode()
        (item,) = parse(table, CATALOG)
        assert item.data["code_scheme"] == "pesticide-unit"
        assert (item.data["record_type"], item.data["product_item"]) == ("production", "pesticide")

    def test_every_scheme(self) -> None:
        """Each scheme is known by its id and, unless another one is called the same, by both
        names.
        """
        ids = written_ids(CATALOG, "scheme")
        named = {
            id: {compared(CATALOG.scheme(id).name.zh), compared(CATALOG.scheme(id).name.en)}
            for id in CATALOG.ids("scheme")
        }
        for id, names in named.items():
            assert ids[compared(id)] == id
            for name in names:
                assert ids.get(name) == id or sum(name in others for others in named.values()) > 1

    @pytest.mark.parametrize("nothing", sorted(NOTHINGS))
    def test_nothing(self, nothing: str) -> None:
        """What databases and pandas write for nothing is an empty cell, which is said once."""
        table = f"{HEAD},remark,batch_no\nrecall,,a,{nothing},{nothing}\nrecall,,b,{nothing},x\n".encode()
        first, second = parse(table, CATALOG)
        assert "remark" not in first.data
        assert second.data["batch_no"] == "x"
        said = [
            one.text("en")
            for item in (first, second)
            for one in item.faults
            if one.rule == "data.no_value"
        ]
        assert said == [
            f"D2 holds '{nothing}', as programs write for nothing; such cells are read as empty"
        ]

    @pytest.mark.parametrize("nothing", sorted(NOTHINGS))
    def test_nothing_in_a_workbook(self, nothing: str) -> None:
        """In a workbook it is the same; and what a record holds as a text stays that, in every
        form.
        """
        book = openpyxl.Workbook()
        sheet = book.worksheets[0]
        sheet.append(["record_type", "record_id", "remark"])
        sheet.append(["recall", "a", nothing])
        raw = io.BytesIO()
        book.save(raw)
        (item,) = excel_form.parse(raw.getvalue(), CATALOG)
        assert item.data is not None
        assert "remark" not in item.data
        (said,) = [one.text("zh") for one in item.faults if one.rule == "data.no_value"]
        assert said == f"Sheet!C2 为“{nothing}”，即数据库或程序所写的空值；此类单元格按空白读取"
        for text in (nothing, f"'{nothing}", f"''{nothing}"):
            record = {"record_type": "recall", "recall_no": "R-1", "remark": text}
            for form in (csv_form, excel_form):
                (again,) = form.parse(form.dump([record], CATALOG), CATALOG)
                assert again.data is not None
                assert again.data["remark"] == text


@pytest.mark.parametrize("written", ["9.1120116E+17", "2.02603E+11", "6.901234567892E+12", "4E+05"])
def test_a_power_of_ten_in_csv(written: str) -> None:
    """A number that a spreadsheet saved as it showed it is told as in a workbook, and is no text of
    a wrong length.
    """
    (item,) = parse(f"record_type,record_id,uscc\nrecall,a,{written}\n".encode(), CATALOG)
    (found,) = [one for one in item.faults if one.rule == "data.digits_lost"]
    assert ("power of ten" in found.text("en"), "科学记数法" in found.text("zh")) == (True, True)
    (kept,) = parse(f"record_type,record_id,uscc\nrecall,a,'{written}\n".encode(), CATALOG)
    assert kept.data is not None
    assert kept.data["uscc"] == written
