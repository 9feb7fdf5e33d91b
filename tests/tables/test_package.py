"""The archive of a workbook: what is refused before it is unpacked, and what while it is."""

from __future__ import annotations

import io
import random
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import pytest

from tests.tables.books import packed
from tracecode.tables.limits import DEFAULT, Limits
from tracecode.tables.package import BadPart, Package

NOISE = random.Random(1).randbytes(40_000)


def reasons(raw: bytes, limits: Limits = DEFAULT, name: str = "a") -> tuple[str, str]:
    """Why a package, or a part of it, is refused, in both languages."""
    with pytest.raises(BadPart) as caught:
        for _ in Package(raw, limits).pieces(name):
            pass
    return caught.value.reason.en, caught.value.reason.zh


def patched(raw: bytes, mark: bytes, at: int, value: bytes) -> bytes:
    """Other bytes behind the first of such marks."""
    place = raw.index(mark) + at
    return raw[:place] + value + raw[place + len(value) :]


class TestParts:
    """Parts that are read."""

    @pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
    @pytest.mark.parametrize("content", [b"", b"x", NOISE, NOISE.hex().encode(), b"ab" * 300_000])
    def test_content(self, method: int, content: bytes) -> None:
        """A part comes in pieces that together are its content; capitals of its name do not
        count.
        """
        package = Package(packed({"A/b.xml": content, "c": b""}, method), DEFAULT)
        pieces = list(package.pieces("a/B.XML"))
        assert b"".join(pieces) == content
        assert max(map(len, pieces), default=0) <= 65_536
        assert package.names == ["A/b.xml", "c"]
        assert "a/b.xml" in package
        assert "d" not in package

    def test_names_in_chinese(self) -> None:
        """Names may be Chinese."""
        package = Package(packed({"表.xml": b"x"}), DEFAULT)
        assert list(package.pieces("表.xml")) == [b"x"]

    def test_large_archives(self) -> None:
        """Parts with sizes of 64 bits, and with sizes that stand behind them, as streaming programs
        write them.
        """
        out = io.BytesIO()

        class Stream(io.RawIOBase):
            def writable(self) -> bool:
                return True

            def write(self, data: Any) -> int:
                return out.write(data)

        with zipfile.ZipFile(Stream(), "w", zipfile.ZIP_DEFLATED) as archive:
            with archive.open("a", "w", force_zip64=True) as part:
                part.write(NOISE)
            archive.writestr("b", b"x")
        package = Package(out.getvalue(), DEFAULT)
        assert (b"".join(package.pieces("a")), list(package.pieces("b"))) == (NOISE, [b"x"])

    def test_a_note_at_the_end(self) -> None:
        """A note behind the list of parts belongs to the archive."""
        out = io.BytesIO(packed({"a": b"x"}))
        with zipfile.ZipFile(out, "a") as archive:
            archive.comment = b"made by hand"
        assert list(Package(out.getvalue(), DEFAULT).pieces("a")) == [b"x"]


class TestRefused:
    """Packages that are refused."""

    def test_no_package(self) -> None:
        """What is no archive, or only a part of one."""
        whole = packed({"a": NOISE})
        for raw in (b"", b"PK", NOISE, whole[: len(whole) // 2], whole[:-30]):
            assert reasons(raw) == ("it is no whole .xlsx file", "不是完好的 .xlsx 文件")

    def test_missing(self) -> None:
        """A part that is not there."""
        assert reasons(packed({"b": b""})) == ("the part a is missing", "缺少部件 a")

    def test_many(self) -> None:
        """More parts than are read; the list of them is not read either."""
        raw = packed({str(at): b"" for at in range(9)})
        assert reasons(raw, Limits(parts=4)) == ("it has more than 4 parts", "部件超过 4 个")
        assert reasons(raw, Limits(parts=8)) == ("it has more than 8 parts", "部件超过 8 个")

    def test_long_list(self) -> None:
        """A list of parts of many megabytes is not read."""
        raw = packed({f"{at}/{'x' * 60_000}": b"" for at in range(80)})
        assert reasons(raw)[0] == "it has more than 2000 parts"

    def test_same_name(self) -> None:
        """Two parts of one name, or of names that differ in capitals."""
        raw = packed({"a": b"x", "A": b"y"})
        assert reasons(raw) == ("it has two parts of the name A", "部件 A 重名")

    def test_encrypted(self) -> None:
        """A part under a password."""
        raw = patched(packed({"a": b"x"}), b"PK\x01\x02", 8, b"\x01")
        assert reasons(raw) == (
            "it is encrypted; save it without a password",
            "有密码保护；请另存为无密码的 .xlsx",
        )

    @pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
    def test_methods(self, method: int) -> None:
        """Methods of packing that no workbook uses, whose bombs are larger still."""
        said = "a is packed by a method that no workbook uses", "a 的压缩方法不可用"
        assert reasons(packed({"a": b"x" * 99}, method)) == said

    def test_overlapping(self) -> None:
        """Parts that share their bytes."""
        raw = packed({"a": b"x" * 99, "b": b"x" * 99})
        second = raw.index(b"PK\x01\x02", raw.index(b"PK\x01\x02") + 4)
        # the second begins where the first does
        other = raw[: second + 42] + bytes(4) + raw[second + 46 :]
        assert reasons(other)[0] in ("the part b is damaged", "the part b overlaps another")
        raw = packed({"a": b"x" * 99, "b": b"y"})
        longer = patched(raw, b"PK\x01\x02", 20, (50).to_bytes(4, "little"))
        assert reasons(longer)[0] == "the part b overlaps another"
        assert reasons(longer)[1] == "部件 b 与其他部件重叠"

    @pytest.mark.parametrize(
        "change",
        [
            lambda raw: patched(raw, b"PK\x03\x04", 30, b"b"),  # another name in its own header
            lambda raw: patched(raw, b"PK\x03\x04", 8, b"\x00\x00"),  # another method there
            # another size in the list
            lambda raw: patched(raw, b"PK\x01\x02", 24, (99).to_bytes(4, "little")),
            lambda raw: patched(raw, b"PK\x01\x02", 16, b"\x00\x00\x00\x01"),  # another checksum
            lambda raw: patched(raw, b"PK\x03\x04", 40, b"\xff\xff\xff"),  # other content
        ],
    )
    def test_damaged(self, change: Callable[[bytes], bytes]) -> None:
        """A part that is not what the list says of it."""
        raw = packed({"a": NOISE.hex().encode()})
        assert reasons(change(raw)) == ("the part a is damaged", "部件 a 已损坏")

    @pytest.mark.parametrize("size", [1, 7, 22, 700, 70_000])
    def test_bytes_of_no_part(self, size: int) -> None:
        """Whatever stands before, behind or between the parts, where another program may find a
        workbook.
        """
        raw, more = packed({"a": b"x"}), NOISE[:size] + bytes(max(size - len(NOISE), 0))
        reason = f"{size} bytes belong to none of its parts, as when two files are joined"
        assert reasons(more + raw) == (
            reason,
            f"另有 {size} 字节不属于任何部件，文件可能由两个文件拼成",
        )
        if size < 65_536:  # further from its end no archive is looked for
            assert reasons(raw + more) == (
                f"{size} bytes stand behind its end",
                f"文件末尾另有 {size} 字节",
            )
        place = raw.index(b"PK\x01\x02")
        moved = patched(raw, b"PK\x05\x06", 16, (place + size).to_bytes(4, "little"))
        assert reasons(moved[:place] + more + moved[place:])[0] == reason

    def test_two_in_one(self) -> None:
        """Two archives in one file, the second one's list made to fit or not, or the second as a
        note of the first.
        """
        one, two = packed({"a": NOISE}), packed({"a": b"x"})
        said = f"{len(one)} bytes belong to none of its parts, as when two files are joined"
        assert reasons(one + two)[0] == said
        out = io.BytesIO(one)
        with zipfile.ZipFile(out, "a") as archive:
            archive.comment = two
        assert reasons(out.getvalue())[0] == said
        fitting = patched(two, b"PK\x01\x02", 42, len(one).to_bytes(4, "little"))
        fitting = patched(
            fitting, b"PK\x05\x06", 16, (len(one) + two.index(b"PK\x01\x02")).to_bytes(4, "little")
        )
        assert reasons(one + fitting)[0] == said

    def test_a_part_that_the_list_conceals(self) -> None:
        """A part whose line was taken out of the list, and one that the list says is shorter."""
        raw = packed({"a": b"x" * 99, "b": b"y"})
        first, second = (raw.index(b"PK\x01\x02", at) for at in (0, raw.index(b"PK\x01\x02") + 4))
        end = raw.index(b"PK\x05\x06")
        only = patched(raw[:second] + raw[end:], b"PK\x05\x06", 8, b"\1\0\1\0")
        only = patched(only, b"PK\x05\x06", 12, (second - first).to_bytes(4, "little"))
        concealed = first - raw.index(b"PK\x03\x04", 4)
        assert (
            reasons(only)[0]
            == f"{concealed} bytes belong to none of its parts, as when two files are joined"
        )
        shorter = patched(
            packed({"a": NOISE}, zipfile.ZIP_STORED), b"PK\x01\x02", 20, (9).to_bytes(4, "little")
        )
        assert reasons(shorter)[0].startswith(f"{len(NOISE) - 9} bytes belong to none")


class TestBombs:
    """Parts that are larger than they look."""

    def test_said(self) -> None:
        """A part that says how large it is goes unread."""
        raw = packed({"b": b" " * 4_000_000, "a": b""})
        assert reasons(raw) == ("b is packed too well to be true", "b 的压缩比过高")
        assert reasons(packed({"a": NOISE}), Limits(part_bytes=100)) == (
            "a has more than 100 bytes",
            "a 超过 100 字节",
        )

    def test_unsaid(self) -> None:
        """A part that says another size ends where it may not go on, whatever was said."""
        raw = patched(
            packed({"a": b" " * 40_000_000}), b"PK\x01\x02", 24, (9).to_bytes(4, "little")
        )
        taken: list[int] = []

        def unpack() -> None:
            for piece in Package(raw, DEFAULT).pieces("a"):
                taken.append(len(piece))  # noqa: PERF401  # those before the end are kept

        with pytest.raises(BadPart, match="packed too well"):
            unpack()
        assert sum(taken) < 3_000_000
        raw = patched(packed({"a": NOISE}), b"PK\x01\x02", 24, (9).to_bytes(4, "little"))
        assert reasons(raw, Limits(part_bytes=100))[0] == "a has more than 100 bytes"

    def test_together(self) -> None:
        """All parts together have a limit, and one that is read twice counts twice."""
        package = Package(packed({"a": NOISE}), Limits(unpacked_bytes=50_000))
        assert b"".join(package.pieces("a")) == NOISE
        with pytest.raises(BadPart, match="unpacks to more than 50000 bytes"):
            list(package.pieces("a"))


@pytest.mark.parametrize("content", [b"", b"x", NOISE, b"ab" * 40_000])
@pytest.mark.parametrize("more", [b"\0", b"more", NOISE])
def test_what_stands_behind_the_packed_data_of_a_part(content: bytes, more: bytes) -> None:
    """It is damaged, and the reading ends: nothing ever takes those bytes."""
    inside = zlib.compressobj(9, zlib.DEFLATED, -15)
    raw = packed({"a": inside.compress(content) + inside.flush() + more}, zipfile.ZIP_STORED)
    for mark, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        raw = patched(raw, mark, at, b"\x08\0")
    assert "damaged" in reasons(raw)[0]
