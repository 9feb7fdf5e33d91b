"""The files that people send: what they are is told by how they begin, and read, or refused with
the remedy.
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tracecode as tc
from tests.records.standard import right, standard

STANDARD = tc.Standard(standard())
USCC = "91350100M000100Y43"
ONE, TWO, THREE = (
    right(count=n, record_id=f"0b1e7c1e-0000-4000-8000-00000000000{n}") for n in (1, 2, 3)
)
PLAIN = {key: value for key, value in ONE.items() if not isinstance(value, dict | list)}


def dumped(*records: Any) -> list[bytes]:
    """Records as JSON, each for itself."""
    return [json.dumps(record, ensure_ascii=False).encode() for record in records]


def judged(source: Any, **options: Any) -> list[tuple[str, str]]:
    """Kind and status of every verdict."""
    return [(verdict.kind, verdict.status) for verdict in STANDARD.validate(source, **options)]


def rules(source: Any, **options: Any) -> list[str]:
    """The rules of all findings."""
    return [
        finding.rule
        for verdict in STANDARD.validate(source, **options)
        for finding in verdict.findings
    ]


def table(rows: list[dict[str, Any]], **options: Any) -> str:
    """Records of single values as a table."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]), **options)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


class TestJson:
    """Documents one behind another, however they are parted."""

    @pytest.mark.parametrize("name", [None, "a.json", "a.ndjson", "a.jsonl"])
    @pytest.mark.parametrize(
        "between",
        [
            b"\n",
            b"\n\n",
            b"\r\n",
            b"\r\n\r\n",
            b"\n \n",
            b"\r",
            b"\n\x1e",
            b" ",
            b"",
            b"\t",
            b"\n\n\n\n",
        ],
    )
    def test_documents(self, name: str | None, between: bytes, tmp_path: Path) -> None:
        """Each record is judged; that two share a line is a warning, and said once."""
        raw = between.join(dumped(ONE, TWO, THREE)) + between.rstrip(b"\x1e")
        source: Any = raw
        if name is not None:
            source = tmp_path / name
            source.write_bytes(raw)
        assert judged(source) == [("record", "valid")] * 3
        shared = between in (b" ", b"", b"\t")
        assert rules(source) == (["data.concatenated"] if shared else [])

    @pytest.mark.parametrize("name", ["a.json", "a.ndjson"])
    def test_spread_over_lines(self, name: str, tmp_path: Path) -> None:
        """Documents for people, each over several lines, are read under either name."""
        raw = b"\n".join(
            json.dumps(one, ensure_ascii=False, indent=2).encode() for one in (ONE, TWO)
        )
        (tmp_path / name).write_bytes(raw)
        assert judged(tmp_path / name) == [("record", "valid")] * 2

    @given(
        st.lists(st.sampled_from([b"\n", b"\n\n", b" ", b"", b"\r\n"]), min_size=4, max_size=4),
        st.booleans(),
    )
    def test_every_record_is_judged(self, between: list[bytes], lists: bool) -> None:
        """However documents are parted, as many are judged as stand there."""
        documents = [
            b"[" + one + b"]" if lists and at % 2 else one
            for at, one in enumerate(dumped(*[ONE] * 5))
        ]
        raw = b"".join(
            document + space for document, space in zip(documents, [*between, b""], strict=True)
        )
        assert [kind for kind, _ in judged(raw)] == ["record"] * 5

    def test_what_follows_a_message(self) -> None:
        """Nothing may stand behind a message: it would be neither signed nor counted."""
        raw = b'{"header": {}, "body": []}' + dumped(ONE)[0]
        assert "data.json" in rules(raw)
        assert "data.stopped" in rules(raw)

    def test_text_behind(self) -> None:
        """What follows and is no document is a fault, as before."""
        assert "data.json" in rules(dumped(ONE)[0] + b" x")

    def test_place(self) -> None:
        """The warning says where the second document begins."""
        first, second = dumped(ONE, TWO)
        (_, verdict) = STANDARD.validate(first + second)
        (finding,) = verdict.findings
        assert finding.text("en").startswith(
            f"another JSON document begins in row 1, column {len(first) + 1};"
        )
        assert finding.text("zh").startswith(f"第 1 行第 {len(first) + 1} 列开始了另一个 JSON 文档")


class TestTables:
    """CSV in all its dialects."""

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n"])
    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
    @pytest.mark.parametrize(
        "encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-be-bom"]
    )
    def test_dialects(self, end: str, delimiter: str, encoding: str) -> None:
        """Ends, delimiters and encodings in every combination, none declared, are read alike."""
        text = table(
            [PLAIN, {**PLAIN, "record_id": TWO["record_id"]}],
            lineterminator=end,
            delimiter=delimiter,
        )
        raw = (
            b"\xfe\xff" + text.encode("utf-16-be")
            if encoding == "utf-16-be-bom"
            else text.encode(encoding)
        )
        found = [verdict for verdict in STANDARD.validate(raw) if verdict.kind == "record"]
        assert [verdict.text for verdict in found] == [ONE["record_id"], TWO["record_id"]]
        guessed = encoding.startswith("gb")
        assert ("data.guessed_encoding" in rules(raw)) == (guessed and not text.isascii())

    def test_mixed_ends(self) -> None:
        """Lines of one file may end in different ways."""
        lines = table([PLAIN, PLAIN], lineterminator="\n").splitlines()
        raw = f"{lines[0]}\r{lines[1]}\r\n{lines[2]}\n".encode()
        assert [kind for kind, _ in judged(raw)] == ["record"] * 2

    @pytest.mark.parametrize("line", ["sep=;\n", '"sep=;"\r\n', "SEP=;\r", "\ufeffsep=;\n"])
    def test_separator_line(self, line: str) -> None:
        """The line by which Excel is told the delimiter is no row."""
        raw = (line + table([PLAIN], delimiter=";", lineterminator="\n")).encode()
        assert [kind for kind, _ in judged(raw)] == ["record"]
        codes = f"{line}code;made\n{USCC};2026-03-12\n".encode()
        assert [v.text for v in tc.validate(codes, column="code", scheme="uscc")] == [USCC]

    def test_other_separator(self) -> None:
        """It may name any character."""
        raw = ("sep=^\n" + table([PLAIN], delimiter="^", lineterminator="\n")).encode()
        assert [kind for kind, _ in judged(raw)] == ["record"]

    def test_titles(self) -> None:
        """Titles and blank rows above the header, also with line ends in quotes, are passed over
        and named.
        """
        title = '"送货单, 三月\n（草稿）",,,\n,,,\n\n'
        raw = (title + table([PLAIN], lineterminator="\n")).encode()
        assert [kind for kind, _ in judged(raw)] == ["record"]
        assert "data.title_rows" in rules(raw)

    def test_header_with_line_ends(self) -> None:
        """A heading may be broken in its cell, as people do to keep columns narrow."""
        names = {
            "record_type": "记录\n类型",
            "product_item": "产品\r\n品目",
            "record_id": "记录 标识",
        }
        row = {names.get(key, key): value for key, value in PLAIN.items()}
        raw = table([row], lineterminator="\n").encode()
        assert [verdict.text for verdict in STANDARD.validate(raw)] == [ONE["record_id"]]
        codes = f'序号,"追溯\n码"\n1,{USCC}\n'.encode()
        (verdict,) = tc.validate(codes, column="追溯码", scheme="uscc")
        assert (verdict.status, verdict.line) == ("valid", 3)

    @pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.txt", "a.xls", "a.xlsx", "a.CSV"])
    def test_names(self, name: str, tmp_path: Path) -> None:
        """A table of records is one by its header, whatever it is called: Excel saves "Unicode
        text" as .txt.
        """
        path = tmp_path / name
        path.write_bytes(table([PLAIN], delimiter="\t", lineterminator="\r\n").encode("utf-16"))
        assert [verdict.text for verdict in STANDARD.validate(path)] == [ONE["record_id"]]
        assert [verdict.text for verdict in STANDARD.validate(tmp_path)] == [ONE["record_id"]]


class TestRefused:
    """What is not read says what it is and what to do, in one sentence."""

    @pytest.mark.parametrize(
        ("name", "raw", "said"),
        [
            ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(592), "save it as .xlsx"),
            ("a.et", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(592), "save it as .xlsx"),
            ("a.csv", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(592), "save it as .xlsx"),
            (
                "a.xls",
                b"<html><table><tr><td>1</td></tr></table></html>",
                "HTML or XML; save it as .xlsx",
            ),
            (
                "a.xls",
                b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>',
                "HTML or XML; save it as .xlsx",
            ),
            ("a.csv", b"BZh91AY&SY" + bytes(range(256)), "packed with bzip2: unpack it first"),
            ("a.txt", b"\xfd7zXZ\0" + bytes(range(200, 256)), "packed with xz: unpack it first"),
            (
                "a.txt",
                b"7z\xbc\xaf\x27\x1c" + bytes(range(200, 256)),
                "an archive (7z): unpack it first",
            ),
            (
                "a.txt",
                b"Rar!\x1a\x07\x01" + bytes(range(200, 256)),
                "an archive (RAR): unpack it first",
            ),
        ],
    )
    def test_remedies(self, name: str, raw: bytes, said: str, tmp_path: Path) -> None:
        """One sentence with the remedy; nothing in it is judged."""
        (tmp_path / name).write_bytes(raw)
        column = "code" if name == "a.csv" and not raw.startswith(b"\xd0") else None
        found = list(tc.validate(tmp_path / name, column=column))
        assert {verdict.status for verdict in found} <= {"invalid", "not checked"}
        assert len(found) <= 2
        assert any(said in finding.text("en") for verdict in found for finding in verdict.findings)


PAGE = b"<html><body><table><tr><td>code</td></tr></table></body></html>"
SHEET = b"""<?xml version="1.0"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>"""


@pytest.mark.parametrize("column", [None, "code"])
@pytest.mark.parametrize(
    "data",
    [PAGE, b"\xef\xbb\xbf \n<!DOCTYPE html><html></html>", b"<table border=1></table>", SHEET],
)
def test_tables_that_are_saved_as_markup(data: bytes, column: str | None) -> None:
    """A web page or XML that a program calls a workbook is told as one, with the remedy, however it
    is given.
    """
    if column and data.startswith(b"\xef"):
        data = data[3:]
    (verdict,) = tc.validate(data, column=column)
    assert verdict.status == "invalid"
    (finding,) = verdict.findings
    assert (finding.rule, "save it as .xlsx" in finding.text("en")) == ("data.workbook", True)
    assert "请另存为 .xlsx" in finding.text("zh")


def test_records_in_xml_are_no_saved_tables() -> None:
    """XML of records stays what it is."""
    assert [v.findings[0].rule for v in tc.validate(b'<?xml version="1.0"?><recall/>')] == [
        "data.namespace"
    ]


@pytest.mark.parametrize("data", [b"SQLite format 3\x00\x10", b"Version 1\n", b"build 20261201\n"])
def test_words_with_digits_are_no_codes(data: bytes) -> None:
    """Words that have the length of some code are not judged as codes."""
    with pytest.raises(tc.UnreadableFile):
        [*tc.validate(data)]


@pytest.mark.parametrize(
    "data",
    [
        b"8418 7631 0761 8223 2943\n",
        b"(01)06901234567892(10)L1{GS}(21)S1\n",
        b"<GS>010690123456789221S1\n",
    ],
)
def test_scans_are_codes_though_they_are_broken(data: bytes) -> None:
    """A list of scans is judged, also where a separator was written as text or digits stand in
    groups.
    """
    assert len([*tc.validate(data)]) == 1


@pytest.mark.parametrize(
    "head",
    [
        "\u200b编码",
        "编码\ufeff",
        "\u200e编\u2060码",
        "*编码",
        "编码（必填）",
        "※编码",
        "编码\u00ad",
    ],
)
def test_names_of_columns_with_what_is_unseen(head: str) -> None:
    """A column of codes is found by its name, whatever stands unseen in it or says that it must be
    filled.
    """
    table = f"{head},名称\n91350100M000100Y43,甲\n".encode()
    assert [verdict.status for verdict in tc.validate(table, column="编码")] == ["valid"]


@pytest.mark.parametrize(
    ("data", "schemes"),
    [
        (b"[01]06901234567892[21]S1", ["gtin"]),
        (
            b"\xef\xbb\xbf[01]06901234567892[21]S1\r\n[8003]06901234000016ABC-1\r\n",
            ["gtin", "grai"],
        ),
        (b"{01}06901234567892{21}S1\n", ["gtin"]),
    ],
)
def test_codes_in_other_brackets_are_no_json(data: bytes, schemes: list[str]) -> None:
    """Elements of GS1 begin as JSON does, but something stands behind the bracket."""
    verdicts = [*tc.validate(data)]
    assert [verdict.scheme for verdict in verdicts] == schemes
    assert {verdict.status for verdict in verdicts} == {"valid"}
    assert [verdict.scheme for verdict in tc.validate(io.BytesIO(data))] == schemes


def test_json_that_begins_with_a_number_is_json() -> None:
    """A list of a number is one, of which every verdict is on a record; and not every line need be a
    code.
    """
    for data in (b"[12]", b"[12]\n[13]", b"[01, 2]", b"[8003 ]", b'[01]\n{"a": 1}', b"{}"):
        assert {verdict.kind for verdict in tc.validate(data)} <= {"record", "file"}
    with pytest.raises(tc.UnreadableFile):
        tc.validate(b"[01]06901234567892\nhello")
