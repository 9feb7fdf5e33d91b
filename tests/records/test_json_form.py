# ruff: noqa: E501  # tables of cases: one case a line
"""Records as JSON: what is read, and each kind of bad input as a finding."""

from __future__ import annotations

import io
import json
import tracemalloc
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.records.standard import right, standard
from tracecode.checks.records import records
from tracecode.errors import UnreadableFile
from tracecode.records.json_form import dump, parse
from tracecode.records.json_lines import parse_lines
from tracecode.records.plain import MAX_LINE, Item


def told(item: Item) -> list[tuple[str, str, str | None, str, str]]:
    """The faults of an item: rule, severity, path and both texts."""
    return [(f.rule, f.severity, f.path, f.text("zh"), f.text("en")) for f in item.faults]


ENCODING_ZH, ENCODING_EN = (
    "；应为 UTF-8，或声明后用 GB18030",
    "; use UTF-8, or GB18030 where it is declared",
)
GB18030 = '{"title": "中文"}'.encode("gb18030")


@pytest.mark.parametrize(
    ("raw", "rule", "path", "zh", "en"),
    [
        (b"", "data.empty", None, "没有内容", "there is nothing to read"),
        (b" \r\n ", "data.empty", None, "没有内容", "there is nothing to read"),
        (b"\xef\xbb\xbf", "data.empty", None, "没有内容", "there is nothing to read"),
        (b'{"a": NaN}', "data.json", None, ("第 1 行第 7 列：不是合法的 "
                                           "JSON：此处应为值"), "row 1, column 7: not valid JSON: a value belongs here"),
        (b'{"a": -Infinity}', "data.json", None, ("第 1 行第 8 列：不是合法的 "
                                                 "JSON：数字写法错误"),
                                                 ("row 1, column 8: not valid JSON: a number is not written "
                                                                "as in JSON")),
        (b'{"a": 1,\n}', "data.json", None, ("第 2 行第 1 列：不是合法的 "
                                            "JSON：最后一项之后多了逗号"),
                                            ("row 2, column 1: not valid JSON: a comma stands behind the "
                                                               "last item")),
        (b'{"a": ' + b"9" * 5000 + b"}", "data.json", None, ("第 1 行第 4308 列：不是合法的 "
                                                            "JSON：数字过长"), "row 1, column 4308: not valid JSON: a number is too long"),
        (b"[" * 10_000 + b"]" * 10_000, "data.too_deep", None, "嵌套过深，最多 200 层", "the data are nested too deep; at most 200 levels are read"),
        (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, "data.too_deep", None, "嵌套过深，最多 200 层", "the data are nested too deep; at most 200 levels are read"),
        ('{"a": 1}'.encode("utf-16"), "data.encoding", None, (f"编码不对（UTF-16 / "
                                                             f"UTF-32）{ENCODING_ZH}"),
                                                             (f"the encoding is wrong (UTF-16 / "
                                                                                      f"UTF-32){ENCODING_EN}")),
        ('{"a": 1}'.encode("utf-16-le"), "data.encoding", None, (f"编码不对（UTF-16 / "
                                                                f"UTF-32）{ENCODING_ZH}"),
                                                                (f"the encoding is wrong (UTF-16 / "
                                                                                         f"UTF-32){ENCODING_EN}")),
        ('{"a": 1}'.encode("utf-16-be"), "data.encoding", None, (f"编码不对（UTF-16 / "
                                                                f"UTF-32）{ENCODING_ZH}"),
                                                                (f"the encoding is wrong (UTF-16 / "
                                                                                         f"UTF-32){ENCODING_EN}")),
        ('{"a": 1}'.encode("utf-32"), "data.encoding", None, (f"编码不对（UTF-16 / "
                                                             f"UTF-32）{ENCODING_ZH}"),
                                                             (f"the encoding is wrong (UTF-16 / "
                                                                                      f"UTF-32){ENCODING_EN}")),
        (GB18030, "data.encoding", None, (f"编码不对（0xD6 @ 12；看起来是 GBK，即 "
                                         f"GB18030）{ENCODING_ZH}"),
                                         (f"the encoding is wrong (0xD6 @ 12; it looks like GBK, that "
                                                                   f"is GB18030){ENCODING_EN}")),
        (b'{"a": "\xed\xa0\x80"}', "data.encoding", None, (f"编码不对（0xED @ "
                                                          f"8）{ENCODING_ZH}"),
                                                          (f"the encoding is wrong (0xED @ "
                                                                              f"8){ENCODING_EN}")),
        (b'{"a": "\\ud800"}', "data.json", None, ("第 1 行第 14 列：不是合法的 JSON：转义 \\uXXXX "
                                                 "只有代理对的一半"),
                                                 ("row 1, column 14: not valid JSON: half of a surrogate pair "
                                                             "stands alone in an escape \\uXXXX")),
        (b'{"a": "\\ude00\\ud83d"}', "data.json", None, ("第 1 行第 13 列：不是合法的 JSON：转义 "
                                                        "\\uXXXX 只有代理对的一半"),
                                                        ("row 1, column 13: not valid JSON: half of a surrogate pair "
                                                                            "stands alone in an escape "
                                                                            "\\uXXXX")),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "data.encoding", None, (f"编码不对（0xFF @ "
                                                                 f"1）{ENCODING_ZH}"),
                                                                 (f"the encoding is wrong (0xFF @ "
                                                                                     f"1){ENCODING_EN}")),
    ],
    ids=lambda value: repr(value)[:30],
)  # fmt: skip
def test_what_cannot_be_read(raw: bytes, rule: str, path: str | None, zh: str, en: str) -> None:
    """Bytes that are no JSON of ours give no data and one finding, with its whole text in both
    languages.
    """
    item = parse(raw)
    assert item.data is None
    assert [fault for fault in told(item) if fault[0] != "data.bom"] == [
        (rule, "error", path, zh, en)
    ]


@pytest.mark.parametrize(
    ("raw", "rule", "severity", "path", "zh", "en"),
    [
        (b'\xef\xbb\xbf{"a": 1}', "data.bom", "warning", None, "文件开头有字节顺序标记，已略过", "a byte order mark stands at the beginning; it was passed over"),
        (b'{"a": 1,\n "a": 2}', "data.duplicate_key", "error", "a", "a 只能出现一次，这里不止一次", "a may stand only once; it stands here more than once"),
        (b'{"a": [{"b": 1}, {"c": 1, "c": 2}]}', "data.duplicate_key", "error", "a[1].c", "c 只能出现一次，这里不止一次", "c may stand only once; it stands here more than once"),
        ((b'{"a": {"b": [1, '
         b'null]}}'), "data.null", "error", "a.b[1]", "不使用 null；没有值时请省去该项", "null is not used; leave out what has no value"),
        (b"[null]", "data.null", "error", "[0]", "不使用 null；没有值时请省去该项", "null is not used; leave out what has no value"),
        ('{"a": "e\u0301"}'.encode(), "data.nfc", "error", "a", "文字未按 Unicode NFC 规范化", "the text is not in Unicode normal form C"),
        ((b'{"a": ["x", '
         b'"e\\u0301"]}'), "data.nfc", "error", "a[1]", "文字未按 Unicode NFC 规范化", "the text is not in Unicode normal form C"),
        ('{"a": "\uf900"}'.encode(), "data.nfc", "error", "a", "文字未按 Unicode NFC 规范化", "the text is not in Unicode normal form C"),
        (b'{"\\u001b[2J": null}', "data.null", "error", "<U+001B>[2J", "不使用 null；没有值时请省去该项", "null is not used; leave out what has no value"),
    ],
    ids=lambda value: repr(value)[:30],
)  # fmt: skip
def test_what_is_read_with_a_finding(
    raw: bytes, rule: str, severity: str, path: str | None, zh: str, en: str
) -> None:
    """Data that have more than one form, or none, are read on, so that the rest can be judged
    too.
    """
    item = parse(raw)
    assert item.data is not None
    assert item.raw is None or severity == "warning"
    assert told(item) == [(rule, severity, path, zh, en)]


def test_two_faults_of_one_document() -> None:
    """After a key that stands twice the rest is still read: a syntax error behind it is told
    too.
    """
    twice = parse(b'{"a": 1, "b": {"c": 1, "c": 2}, "a": 3}')
    assert [(fault.rule, fault.path) for fault in twice.faults] == [
        ("data.duplicate_key", "a"), ("data.duplicate_key", "b.c"),
    ]  # fmt: skip
    assert [fault.rule for fault in parse(b'{"a": 1, "a": 2').faults] == [
        "data.duplicate_key",
        "data.json",
    ]
    assert [fault.rule for fault in parse(b'{"a": 1, "a": null}').faults] == [
        "data.duplicate_key",
        "data.null",
    ]


@pytest.mark.parametrize(
    "text",
    ["null", "x\u00e9", "\u4e2d\u6587\uff08\u6d25\uff09", "\U0001f600", "\\u4e2d", "e\\u0300"[:1]],
)
def test_regular_text_has_no_finding(text: str) -> None:
    """Composed text, escapes and the letters n-u-l-l inside a text are nothing to speak of."""
    assert parse(f'{{"a": "{text}"}}'.encode()).faults == ()


def test_gb18030_where_it_is_declared() -> None:
    """GB18030 is read when the caller declares it, by any of its spellings; other encodings are
    refused.
    """
    for name in ("gb18030", "GB18030"):
        item = parse(GB18030, encoding=name)
        assert (item.data, item.faults) == ({"title": "中文"}, ())
    assert (
        parse(b'{"a": "\xff"}', encoding="gb18030")
        .faults[0]
        .text("en")
        .startswith("the encoding is wrong (0xFF @ 8)")
    )
    assert parse(b'{"a": 1}', encoding="UTF_8").data == {"a": 1}
    with pytest.raises(UnreadableFile) as caught:
        parse(b"{}", encoding="latin-1")
    assert caught.value.texts == {
        "en": "the encoding 'latin-1' is not read; use utf-8, or gb18030 where the data declare it",
        "zh": "不读取编码 'latin-1'；请用 utf-8，或声明后用 gb18030",
    }


def test_huge_numbers_are_findings_of_their_element() -> None:
    """A number of hundreds of digits is out of range, one beyond all floats no whole number."""
    for number, rule in (
        ("9" * 400, "record.range"),
        ("1e999", "record.type"),
        ("-0.5", "record.type"),
    ):
        raw = f'{{"record_type": "delivery", "title": "Rye", "count": {number}}}'.encode()
        (verdict,) = records(raw, "json", standard=standard())
        assert [(f.rule, f.path) for f in verdict.findings] == [(rule, "count")]


def test_lines() -> None:
    """NDJSON: one document a line, a list is its items; blank lines are passed over, line ends may
    be of either kind.
    """
    items = list(parse_lines(io.BytesIO(b'{"a": 1}\r\n\n  \n[2]\nx\n{"b": 3}')))
    assert [(item.number, item.line, item.data) for item in items] == [
        (1, 1, {"a": 1}), (1, 4, 2), (3, 5, None), (4, 6, {"b": 3}),
    ]  # fmt: skip


def test_a_line_that_is_too_long_costs_only_itself() -> None:
    """A line beyond the limit is told and passed over, however long; the next one is read."""
    long = b'{"a": "' + b"x" * (3 * MAX_LINE) + b'"}\n'
    items = list(parse_lines(io.BytesIO(long + b'{"a": 1}\n' + long[:-1])))
    assert [(item.line, item.data) for item in items] == [(1, None), (2, {"a": 1}), (3, None)]
    assert told(items[0]) == [
        (
            "file.line_too_long",
            "error",
            None,
            "该行过长，最多 1048576 个字节；已跳过",
            "the line is longer than 1048576 bytes; skipped",
        )
    ]
    exact = b'"' + b"x" * (MAX_LINE - 2) + b'"'
    assert [item.data is None for item in parse_lines(io.BytesIO(exact + b"\n"))] == [False]


class Endless(io.RawIOBase):
    """A file of many lines that are made as they are read."""

    def __init__(self, lines: int) -> None:
        self.left = lines
        self.rest = b""

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """The next piece."""
        if not self.rest and self.left:
            self.left -= 1
            text = (
                json.dumps(right(title=f"No {self.left}"[:10]))
                if self.left % 3
                else '{"record_type": "deliv'
            )
            self.rest = text.encode() + b"\n"
        piece, self.rest = self.rest[: len(buffer)], self.rest[len(buffer) :]
        buffer[: len(piece)] = piece
        return len(piece)


@pytest.mark.slow
def test_lines_stream_in_constant_memory() -> None:
    """Ten times the lines, a third of them bad, take no more memory."""
    peaks = []
    for count in (6000, 600, 6000):  # the first run fills the parsers' caches of short texts
        tracemalloc.start()
        report = records(io.BufferedReader(Endless(count)), "ndjson", standard=standard()).run()
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert sum(report.counts.values()) == count
        assert report.counts["invalid"] == count / 3
    assert peaks[2] < peaks[1] + 400_000  # of 1 200 000 bytes read


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=3), inner),
)


@given(data=JSON)
def test_what_is_written_is_read(data: object) -> None:
    """Plain data come back as they were."""
    assert parse(dump({"a": data})).data == {"a": data}


def test_indented() -> None:
    """JSON for people has a line for each element."""
    assert (
        dump({"a": [1], "中": "文"}, indent=2)
        == '{\n  "a": [\n    1\n  ],\n  "中": "文"\n}'.encode()
    )


@given(raw=st.binary(max_size=60))
def test_any_bytes_end_in_findings(raw: bytes) -> None:
    """Whatever the bytes, reading gives data or findings, and never raises."""
    for start in (b"", b'{"record_type": "delivery", "title": "', b"["):
        item = parse(start + raw)
        assert item.data is not None or item.faults or (start + raw).strip() == b"null"
