"""CSV: delimiters, headers, quotes that are right and quotes that are not."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracecode.errors import UnreadableFile
from tracecode.findings import Finding
from tracecode.tables.delimited import DELIMITERS, NamedRow, cells_of, delimiter_of, named_rows
from tracecode.tables.limits import DEFAULT, Limits
from tracecode.tables.lines import Lines


def cells(
    text: str, delimiter: str = ",", limits: Limits = DEFAULT
) -> list[tuple[int, list[str] | str]]:
    """Lines and cells; of a finding its sentence."""
    rows = cells_of(Lines(text.encode(), limits=limits), delimiter, limits)
    return [(number, row.text("en") if isinstance(row, Finding) else row) for number, row in rows]


def named(text: str, column: str = "code", *beside: str) -> list[NamedRow]:
    """The rows below a header."""
    return list(named_rows(Lines(text.encode()), column, beside=beside))


class TestCells:
    """Rows of cells."""

    @given(st.lists(st.lists(st.text('a",\n\r;', max_size=4), min_size=1, max_size=4), max_size=5))
    def test_as_written(self, rows: list[list[str]]) -> None:
        """What the standard library writes is read as it was."""
        out = io.StringIO(newline="")
        csv.writer(out).writerows(rows)
        found = [row for _, row in cells(out.getvalue(), limits=Limits(row_lines=99)) if row]
        assert found == [row for row in rows if row != [""]] or [""] in rows

    @pytest.mark.parametrize("delimiter", DELIMITERS)
    def test_delimiters(self, delimiter: str) -> None:
        """Cells stand between delimiters, with quotes or without."""
        row = delimiter.join(["a", "", '"x""y"', " b "])
        assert cells(f"{row}\n", delimiter) == [(1, ["a", "", 'x"y', " b "])]

    def test_lines(self) -> None:
        """A row has the number of its first line; an empty line has no cells."""
        assert cells('a,"b\r\nc"\r\n\r\nd\r\n') == [(1, ["a", "b\r\nc"]), (3, []), (4, ["d"])]

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ('"a\nb\n', "a quotation mark is never closed"),
            ('"a"b\nb\n', "text follows a closing quotation mark"),
            (f"{'a' * 32_768}\nb\n", "a cell has more than 32767 characters"),
            (f'"{"a" * 32_768}"\nb\n', "a cell has more than 32767 characters"),
            (f'"{"a" * 140_000}"\nb\n', "a cell has more than 32767 characters"),
        ],
    )
    def test_malformed(self, text: str, reason: str) -> None:
        """A row that is wrong costs its first line, and says why; the next one is read."""
        assert cells(text) == [(1, f"the row is not valid CSV: {reason}"), (2, ["b"])]

    def test_malformed_in_chinese(self) -> None:
        """The reasons are Chinese in Chinese."""
        texts = ('"a\n', '"a"b\n', f"{'a' * 32_768}\n")
        found = [row for text in texts for _, row in cells_of(Lines(text.encode()), ",")]
        assert [row.text("zh") for row in found if isinstance(row, Finding)] == [
            "该行不是合法的 CSV：引号没有闭合",
            "该行不是合法的 CSV：闭合的引号之后还有文字",
            "该行不是合法的 CSV：单元格超过 32767 个字符",
        ]

    def test_many_lines(self) -> None:
        """A row has so many lines and no more."""
        text = '"a\nb\nc"\nd\n'
        assert cells(text, limits=Limits(row_lines=3)) == [(1, ["a\nb\nc"]), (4, ["d"])]
        assert [number for number, _ in cells(text, limits=Limits(row_lines=2))] == [1, 2, 3, 4]

    def test_a_long_line_inside_quotes(self) -> None:
        """A line that cannot be read ends the search for a closing quotation mark, and is named
        too.
        """
        found = cells(f'"a\n{"x" * 99}\nb\n', limits=Limits(line_bytes=50))
        assert [number for number, _ in found] == [1, 2, 3]


class TestDelimiter:
    """Which delimiter a table has."""

    @pytest.mark.parametrize(
        ("text", "delimiter", "left"),
        [
            ("code;made\n", ";", 1),
            ("a,b,c\ncode\tmade\n", "\t", 2),
            ("sep=;\ncode,made\n", ";", 1),
            ("SEP=|\r\ncode\n", "|", 1),
            ("nothing known\n", ",", 1),
            ("", ",", 0),
            ("\n" * 20 + "code;made\n", ",", 21),
        ],
    )
    def test_delimiter(self, text: str, delimiter: str, left: int) -> None:
        """It is the one that makes known names, in one of the first lines, or the one that is
        declared.
        """
        lines = Lines(text.encode())
        assert delimiter_of(lines, lambda name: name in ("code", "made")) == delimiter
        assert len(list(lines)) == left

    def test_bad_lines(self) -> None:
        """A line that cannot be read ends the search, and is read again."""
        lines = Lines(b"\xff\ncode\n")
        assert delimiter_of(lines, lambda name: name == "code") == ","
        assert [isinstance(line, Finding) for _, line in lines] == [True, True]


class TestNamed:
    """Rows below a header."""

    def test_fields(self) -> None:
        """Cells are named by the header; a column that stands twice has its number."""
        (row,) = named("code,n, n\nA,1,2\n")
        assert (row.line, row.fields) == (2, {"code": "A", "n": "1", "n (2)": "2"})

    def test_repeated_columns(self) -> None:
        """A column that is read and stands twice is a fault of the table; the first of them is
        read.
        """
        wrong, late, row = named("n, code ,code,made,made\n1,A,B,,\n", "code", "made")
        assert [
            (one.fault and one.fault.rule, one.fault and one.fault.text("en"))
            for one in (wrong, late)
        ] == [
            ("data.column_repeated", "C1: the column 'code' is the same as B1; it was passed over"),
            ("data.column_repeated", "E1: the column 'made' is the same as D1; it was passed over"),
        ]
        assert (row.fields["code"], row.fault, row.notes) == ("A", None, ())

    def test_cells_without_a_header(self) -> None:
        """A filled cell beyond the header, or below an empty name, is named; an empty one is
        not.
        """
        rows = named("code,,n\nA,x,1,y\nB,,1,, \nC,,1\nD\n")
        assert [[one.text("zh") for one in row.notes] for row in rows] == [
            ["B2, D2 有内容，但该列没有表头"], [], [], [],
        ]  # fmt: skip
        (row,) = named("code\nA,b,c,d,e,f,g\n")
        assert (
            row.notes[0].text("en")
            == "B2, C2, D2, E2, F2 … G2: filled in, but the column has no header"
        )

    def test_titles(self) -> None:
        """Titles above the header are passed over, and so are blank rows."""
        assert [row.fields["code"] for row in named("Codes of March\n\ncode\nA\n\nB\n")] == [
            "A",
            "B",
        ]

    def test_codes_above_the_header(self) -> None:
        """Rows above the header that are no titles are errors with their line: the table was sorted
        with its header.
        """
        above = "the header stands in row {}; this row above it fills several columns like a record and was not read: "
        above += "move it below the header, or delete it"
        for text, lines, header in (
            ("Codes,,\nA,2026,\nB,,\nn,code,\n1,C\n", [2, 3], 4),
            ("Codes of March\nA\n\nB\ncode\nC\n", [2, 4], 5),
        ):
            found = named(text)
            assert [row.line for row in found if row.fault] == lines
            assert [row.fault.text("en") for row in found if row.fault] == [
                above.format(header)
            ] * 2
            assert found[-1].fields["code"] == "C"
        assert [row.fault for row in named("三月的代码,,\nn,code\n1,C\n")] == [None]

    def test_faults(self) -> None:
        """A row that is too short, or cannot be read, is a finding with its line."""
        found = named('n,code\n1\n"x\n2,A\n')
        assert [(row.line, row.fault and row.fault.rule) for row in found] == [
            (2, "file.missing_column"), (3, "file.malformed_row"), (4, None),
        ]  # fmt: skip

    def test_no_column(self) -> None:
        """A table without the column is refused, with its columns in both languages."""
        for text in ("n,made\n1,2\n", "n,made\n" + "1,2\n" * 30):
            with pytest.raises(UnreadableFile) as caught:
                named(text)
            assert caught.value.texts == {
                "en": "there is no column 'code'; the columns are: n, made",
                "zh": "没有名为 'code' 的列；现有列：n, made",
            }  # fmt: skip
        with pytest.raises(
            UnreadableFile, match="there is no column 'made'; the columns are: n, code"
        ):
            named("n,code\n1,2\n", "code", "made")
        with pytest.raises(UnreadableFile, match="no header line"):
            named("\n" * 99 + "n,code\n")

    def test_nothing(self) -> None:
        """A table in which nothing stands says so, however long it is."""
        for text in ("", "\n\n", ",,\n", "\u200b\n" * 999):
            (row,) = named(text)
            assert row.fault is not None
            assert (row.line, row.fault.rule) == (0, "data.empty")

    def test_another_encoding(self) -> None:
        """A header in another encoding is a finding, and says that nothing was checked."""
        found = list(named_rows(Lines(b"\xff\xfd,code\n"), "code"))
        assert [row.fault and row.fault.rule for row in found] == ["data.encoding", "data.stopped"]
