"""Lines of text: encodings, ends, numbers, and what cannot be read."""

from __future__ import annotations

import io
from typing import IO, TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracecode.errors import UnreadableFile
from tracecode.findings import Finding
from tracecode.tables.limits import DEFAULT, Limits
from tracecode.tables.lines import Lines

if TYPE_CHECKING:
    from tracecode.tables.lines import Line

TEXT = "追溯\n码\r\nx"


def read(
    source: IO[bytes] | IO[str] | bytes, encoding: str = "utf-8", limits: Limits = DEFAULT
) -> list[Line]:
    """Numbers and lines; of a finding its rule."""
    return [
        (number, line.rule if isinstance(line, Finding) else line)
        for number, line in Lines(source, encoding, limits)
    ]


def found(raw: bytes, encoding: str = "utf-8", lang: str = "en") -> list[str]:
    """The findings as sentences."""
    return [line.text(lang) for _, line in Lines(raw, encoding) if isinstance(line, Finding)]


class Trickle(io.RawIOBase):
    """A file that gives a few bytes at a time."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """At most three bytes."""
        piece, self.raw = self.raw[:3], self.raw[3:]
        buffer[: len(piece)] = piece
        return len(piece)


class TestEncodings:
    """The encodings that are read, and those that are not."""

    @pytest.mark.parametrize(
        ("raw", "encoding"),
        [
            (TEXT.encode(), "utf-8"),
            (TEXT.encode(), "UTF_8"),
            (TEXT.encode("utf-8-sig"), "utf-8"),
            (TEXT.encode("utf-8-sig"), "gb18030"),
            (TEXT.encode("gb18030"), "gb18030"),
            (TEXT.encode("gbk"), "GBK"),
            (TEXT.encode("gb2312"), "gb2312"),
            (TEXT.encode("utf-16"), "utf-8"),
            (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-8"),
            (TEXT.encode("utf-16-le"), "utf-16"),
            (TEXT.encode("utf-16-be"), "utf-16-be"),
        ],
    )
    def test_read(self, raw: bytes, encoding: str) -> None:
        """UTF-8, GB 18030 with its parts, and UTF-16 give the same lines; a byte order mark
        decides.
        """
        expected = [(1, "追溯\n"), (2, "码\r\n"), (3, "x")]
        assert read(raw, encoding) == expected
        assert read(io.BufferedReader(Trickle(raw)), encoding) == expected

    def test_texts(self) -> None:
        """A file of text is read as it is."""
        assert read(io.StringIO("\ufeffa\nb")) == [(1, "a\n"), (2, "b")]

    def test_other_encodings(self) -> None:
        """Another encoding is refused at once, in both languages."""
        with pytest.raises(UnreadableFile) as caught:
            Lines(b"", "latin-1")
        assert "the encoding 'latin-1' is not read; use utf-8" in str(caught.value)
        assert "不读取编码 'latin-1'" in str(caught.value)

    @pytest.mark.parametrize(
        ("raw", "said"),
        [
            (
                "试\n".encode() + "试验".encode("gb18030"),
                "0xCA @ 1; it looks like gb18030: declare it with --encoding gb18030",
            ),
            (
                "ab\n".encode("utf-16-le"),
                "0x00 @ 2; it looks like utf-16-le: declare it with --encoding utf-16-le",
            ),
            (
                "ab\n".encode("utf-16-be"),
                "0x00 @ 1; it looks like utf-16-be: declare it with --encoding utf-16-be",
            ),
            ("ab\n".encode("utf-32"), "0xFF @ 1"),
            (b"\xef\xbb\xbf\xef\xbb\xbfa", "two byte order marks"),
            (b"\xff\xfea\x00\n\x00\x00\xdc", "UTF-16, damaged"),
            (
                "代码,数量\n".encode("utf-16-le"),
                "0xE3 @ 1; it looks like utf-16-le: declare it with --encoding utf-16-le",
            ),
            (
                "编号,数量\n甲,1\n".encode("utf-16-be"),
                "0xF7 @ 4; it looks like utf-16-be: declare it with --encoding utf-16-be",
            ),
        ],
    )
    def test_wrong(self, raw: bytes, said: str) -> None:
        """Bytes of another encoding are a finding that says what they look like, and the reading
        ends.
        """
        first, end = found(raw)[-2:]
        assert (
            first == f"the encoding is wrong ({said}); use UTF-8, or GB18030 where it is declared"
        )
        assert end.endswith("nothing was read or checked: the encoding is wrong")

    @pytest.mark.parametrize(
        ("raw", "zh", "en"),
        [
            (
                b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64),
                "旧的工作簿（.xls）；请将工作表另存为 CSV（UTF-8）",
                "an old workbook (.xls): save the sheet as CSV (UTF-8)",
            ),
            (
                b"PK\x03\x04\xff",
                "压缩包（.zip）或工作簿（.xlsx）；请先解压，或者请将工作表另存为 CSV（UTF-8）",
                (
                    "an archive (.zip) or a workbook (.xlsx): unpack it, or save the sheet as CSV "
                    "(UTF-8)"
                ),
            ),
            (b"7z\xbc\xaf\x27\x1c\x00", "7z 压缩包；请先解压", "an archive (7z): unpack it first"),
        ],
    )
    def test_no_text(self, raw: bytes, zh: str, en: str) -> None:
        """A file that is no text is named with its remedy, and no word of encodings."""
        assert found(raw) == [
            f"this is no text, but {en}",
            "from row 1 on nothing was read or checked: this is no text",
        ]
        assert found(raw, lang="zh") == [
            f"这不是文本，而是{zh}",
            "从第 1 行起未读取，也未校验：不是文本",
        ]

    def test_wrong_in_chinese(self) -> None:
        """The same in Chinese."""
        assert found("试\n".encode() + "试验".encode("gb18030"), lang="zh") == [
            (
                "编码不对（0xCA @ 1；看起来是 gb18030，请用 --encoding gb18030 指明）；应为 "
                "UTF-8，或声明后用 GB18030"
            ),
            "从第 2 行起未读取，也未校验：编码不对",
        ]

    def test_wrong_in_the_middle(self) -> None:
        """Lines before the wrong one are given; from it on nothing is."""
        raw = "试\n".encode() + "试\n".encode("gb18030") + b"b\n"
        assert read(raw) == [(1, "试\n"), (2, "data.encoding"), (2, "data.stopped")]
        file = io.TextIOWrapper(io.BytesIO("试".encode("gb18030")), "utf-8")
        assert read(file) == [(1, "data.encoding"), (1, "data.stopped")]


class TestGuesses:
    """Data that are not what was declared, because nobody declared anything."""

    WORDS = st.text(st.characters(codec="gb2312", min_codepoint=0x4E00), min_size=2)

    @pytest.mark.slow
    @given(
        st.text(st.characters(codec="ascii", exclude_characters="\0")),
        WORDS,
        st.text(st.characters(codec="gb18030", exclude_characters="\0\ufeff")),
    )
    def test_gb18030(self, before: str, word: str, after: str) -> None:
        """From the first Chinese words on, GB 18030 is read as that and said once; what is UTF-8
        too stays UTF-8.
        """
        text = f"{before}{word}\n{after}"
        raw = text.encode("gb18030")
        lines = Lines(raw)
        given = "".join(str(line) for _, line in lines)
        notes = [note.rule for note in lines.notes]
        try:
            raw.splitlines(keepends=True)[
                len(before.encode().splitlines()) - (before[-1:] not in ("\n", "\r", ""))
            ].decode()
        except UnicodeDecodeError:
            assert (given, notes) == (text, ["data.guessed_encoding"])

    @given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff")))
    def test_utf_8(self, text: str) -> None:
        """What is UTF-8 is never read as anything else."""
        assert "".join(str(line) for _, line in Lines(text.encode())) == text

    def test_notes(self) -> None:
        """Which it was is a warning; a declaration or a byte order mark leaves nothing to be
        said.
        """
        for raw, encoding, rules in (
            ("追溯码".encode("gbk"), "utf-8", ["data.guessed_encoding"]),
            ("农药".encode("gbk"), "utf-8", ["data.doubtful_encoding"]),
            ("农药".encode("gbk"), "gbk", []), ("农药".encode(), "utf-8", []),
            ("Château".encode(), "utf-8", []), ("农药".encode("utf-16"), "utf-8", []),
            ("农药".encode("utf-8-sig"), "utf-8", []), (b"abc", "utf-8", []),
        ):  # fmt: skip
            lines = Lines(raw, encoding)
            list(lines)
            assert [note.rule for note in lines.notes] == rules
        assert found("Château d'Été".encode("latin-1"))[0].startswith(
            "the encoding is wrong (0xE2 @ 3"
        )


class TestEnds:
    """Where a line ends."""

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_ends(self, end: str) -> None:
        """LF, CR LF and CR end a line; the last line needs none."""
        assert read(f"a{end}{end}b".encode()) == [(1, f"a{end}"), (2, end), (3, "b")]

    @given(
        st.lists(
            st.tuples(st.text("ab", max_size=3), st.sampled_from(["\n", "\r\n", "\r"])), max_size=9
        )
    )
    def test_mixed(self, lines: list[tuple[str, str]]) -> None:
        """Mixed ends give the lines that universal newlines give."""
        raw = "".join(line + end for line, end in lines)
        expected = [line.rstrip("\n") for line in io.StringIO(raw, newline=None)]
        assert [str(line).rstrip("\r\n") for _, line in read(raw.encode())] == expected

    @given(st.text(st.characters(blacklist_categories=["Cs"]), max_size=40), st.integers(1, 9))
    def test_nothing_is_lost(self, text: str, most: int) -> None:
        """Together the lines are the text; a limit changes what is given of a line, and not which
        lines there are.
        """
        text = text.lstrip("\ufeff").replace("\x00", "")
        lines = read(text.encode())
        numbers = [number for number, _ in lines]
        assert "".join(str(line) for _, line in lines) == text
        assert numbers == list(range(1, len(lines) + 1))
        assert [
            number for number, _ in read(text.encode(), limits=Limits(line_bytes=most))
        ] == numbers

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_long(self, end: str) -> None:
        """A line that is too long is passed over, and the next is read."""
        raw = f"{'x' * 99}{end}b{end}".encode()
        assert read(raw, limits=Limits(line_bytes=10)) == [
            (1, "file.line_too_long"),
            (2, f"b{end}"),
        ]
        assert read(f"{'x' * 10}{end}b".encode(), limits=Limits(line_bytes=10))[0] == (
            1,
            f"{'x' * 10}{end}",
        )

    def test_put_back(self) -> None:
        """Lines that are put back come first, in their order."""
        lines = Lines(b"a\nb\nc\n")
        first, second = next(lines), next(lines)
        lines.put_back([first, second])
        assert list(lines) == [(1, "a\n"), (2, "b\n"), (3, "c\n")]

    def test_empty(self) -> None:
        """Nothing has no line, and nor has a byte order mark alone."""
        assert read(b"") == read(b"\xef\xbb\xbf") == read(b"\xff\xfe") == []
