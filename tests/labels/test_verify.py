"""Reading labels back: what is right gets a grade, what is wrong is found and named."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import PIL.Image
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

import tracecode as tc
from tests.cases import drawing
from tests.labels.conftest import READY
from tracecode.files import WrongOutput
from tracecode.labels.draw import Symbology
from tracecode.labels.second_reader import PROGRAMS, is_there, second_reading
from tracecode.labels.verify import GRADES, WEARS, Placed, ReadBack, verify

if TYPE_CHECKING:
    from PIL.Image import Image


def rows(count: int, start: int = 0) -> list[dict[str, str]]:
    """Rows of pesticide labels with invented codes."""
    sample = tc.label("pesticide").sample
    return [
        {**sample, "code": f"11722252247{number:021d}"} for number in range(start, start + count)
    ]


@pytest.mark.parametrize(
    ("name", "dpi", "sheet"), [("x.pdf", 300, False), ("x.pdf", 300, True), ("x.zpl", 203, False)]
)
def test_what_was_drawn_is_read(
    name: str, dpi: int, sheet: bool, font: Path, tmp_path: Path
) -> None:
    """Every symbol is read back, and after every mild wear too."""
    template = tc.label("pesticide", font)
    template.write(rows(8), tmp_path / name, dpi=dpi, sheet=sheet)
    verdict = template.verify(rows(8), tmp_path / name, dpi=dpi, sheet=sheet)
    assert (verdict.symbols, verdict.read) == (8, 8)
    assert [finding.rule for finding in verdict.findings] == (
        [] if is_there(PROGRAMS["qr"]) else ["label.one_reader"]
    )
    assert verdict.grade in {"good", "strong"}
    worn = 8 if sheet else 3
    assert {(wear.name.en, "mild"): (worn, worn) for wear in WEARS}.items() <= verdict.worn.items()


@pytest.mark.parametrize("id", READY)
def test_ready_templates_stand_wear(id: str, font: Path, tmp_path: Path) -> None:
    """Every ready template is read after every mild wear, at 203 dpi and at 300 dpi."""
    template = tc.label(id, font)
    for dpi in (203, 300):
        template.write([template.sample], tmp_path / "x.pdf", dpi=dpi)
        assert template.verify([template.sample], tmp_path / "x.pdf", dpi=dpi).grade in {
            "good",
            "strong",
        }


def test_other_codes_are_found(font: Path, tmp_path: Path) -> None:
    """A page that carries another code than the data say is named on both sides."""
    template = tc.label("pesticide", font)
    template.write(rows(3), tmp_path / "x.pdf")
    other = [*rows(2), *rows(1, start=9)]
    verdict = template.verify(other, tmp_path / "x.pdf")
    assert (verdict.symbols, verdict.read, verdict.grade) == (3, 2, "unreadable")
    of_reader = ("label.second", "label.one_reader")
    assert [
        finding.text("en") for finding in verdict.findings if not finding.rule.startswith(of_reader)
    ] == [
        "on page 3 a symbol cannot be read: HTTPS://T.EXAMPLE/11722252247000000000000000000009",
        (
            "page 3 reads 'HTTPS://T.EXAMPLE/11722252247000000000000000000002', which is none of the "
            "codes drawn"
        ),
    ]


def test_other_number_of_pages(font: Path, tmp_path: Path) -> None:
    """A file with more or fewer pages than the data ask for is not passed over."""
    template = tc.label("pesticide", font)
    template.write(rows(3), tmp_path / "x.pdf")
    for count in (2, 4):
        with pytest.raises(
            WrongOutput, match=f"has 3 pages.*{'more' if count == 2 else 'fewer'} than the data"
        ):
            template.verify(rows(count), tmp_path / "x.pdf")


def test_small_symbols_are_graded_lower(tmp_path: Path) -> None:
    """At level Q a symbol stands a spot of a tenth of its area; at level L it does not."""
    grades = []
    for level in ("L", "Q"):
        (symbol,) = tc.symbols(
            ["HTTPS://T.EXAMPLE/11722252247250743408010974953971"], level=level, module_mm=0.5
        )
        symbol.save(tmp_path / "x.pdf")

        def pages(symbol: tc.Symbol = symbol) -> Iterator[list[Placed]]:
            yield [Placed(symbol, symbol.size_mm / 2, symbol.size_mm / 2)]

        grades.append(verify(tmp_path / "x.pdf", pages(), 300).grade)
    assert grades == ["weak", "strong"]


def test_grades() -> None:
    """The grade is the worst that was seen; nothing drawn is nothing read."""
    worn = {("blur", "mild"): (5, 5), ("blur", "hard"): (5, 5)}
    assert ReadBack(5, 5, worn, []).grade == "strong"
    assert ReadBack(5, 5, worn | {("blur", "hard"): (4, 5)}, []).grade == "good"
    assert ReadBack(5, 5, worn | {("blur", "mild"): (4, 5)}, []).grade == "weak"
    assert ReadBack(5, 4, worn, []).grade == "unreadable"
    assert ReadBack(0, 0, {}, []).grade == "unreadable"
    assert (GRADES["strong"].zh, GRADES["strong"].en) == ("牢靠", "strong")


def test_only_what_can_be_read(tmp_path: Path) -> None:
    """Other files than PDF and ZPL are refused."""
    with pytest.raises(WrongOutput, match=r"only \.pdf and \.zpl are read back"):
        verify(tmp_path / "x.svg", [], 300)


CHINESE = st.text(st.characters(codec="gb2312", min_codepoint=0x4E00), min_size=1, max_size=20)


@pytest.mark.parametrize("symbology", ["qr", "data-matrix"])
@drawing(15)
@given(text=CHINESE)
def test_chinese_without_a_mark(symbology: Symbology, text: str) -> None:
    """An independent reader gets the bytes of the text from a symbol of either kind, and nothing in
    front of them.
    """
    program = PROGRAMS[symbology]
    if not is_there(program):
        pytest.skip(f"{program.package} is not installed")
    (symbol,) = tc.symbols([text], symbology=symbology)
    assert second_reading(program, picture(symbol), placed(symbol), 300) == text.encode()


@pytest.mark.parametrize("symbology", ["qr", "data-matrix"])
def test_eci(symbology: Symbology) -> None:
    """Who asks for it gets the mark of UTF-8; ASCII is the same with it and without."""
    text = "追溯码"
    (plain,), (marked,) = (
        tc.symbols([text], symbology=symbology),
        tc.symbols([text], symbology=symbology, eci=True),
    )
    for symbol in (plain, marked):
        assert [one.text for one in zxingcpp.read_barcodes(picture(symbol))] == [text]
    assert plain.rows != marked.rows
    (first,), (second,) = (
        tc.symbols(["ABC"], symbology=symbology),
        tc.symbols(["ABC"], symbology=symbology, eci=True),
    )
    assert first.rows == second.rows
    assert tc.qr(text, eci=True).rows != tc.qr(text).rows
    if symbology == "data-matrix" and is_there(PROGRAMS[symbology]):
        read = second_reading(PROGRAMS[symbology], picture(marked), placed(marked), 300)
        assert read == b"\x1a" + text.encode()


def picture(symbol: tc.Symbol) -> Image:
    """A symbol at 300 dpi."""
    return PIL.Image.open(io.BytesIO(symbol.png(300))).convert("L")


def placed(symbol: tc.Symbol) -> Placed:
    """A symbol alone in its picture."""
    middle = symbol.side * symbol.dots(300) / 300 * 25.4 / 2
    return Placed(symbol, middle, middle)


def test_independent_readers(font: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second program reads each symbol too; where it is absent the verdict says so, and is no
    worse for it.
    """
    template = tc.label("pesticide", font)
    template.write(rows(3), tmp_path / "x.pdf")
    verdict = template.verify(rows(3), tmp_path / "x.pdf")
    if is_there(PROGRAMS["qr"]):
        assert (verdict.second, verdict.findings) == ({"ZBar": (3, 3)}, [])
    monkeypatch.setenv("PATH", str(tmp_path))
    alone = template.verify(rows(3), tmp_path / "x.pdf")
    assert [finding.text("en") for finding in alone.findings] == [
        "ZBar is not installed (Debian package zbar-tools): no independent reader read the symbols"
    ]
    assert (alone.grade, alone.second) == (verdict.grade, {})


@pytest.mark.parametrize(
    ("said", "rule", "grade"),
    [(b"other", "label.second_otherwise", "unreadable"), (b"", "label.second_unread", "strong")],
)
def test_the_second_reader_differs(
    said: bytes, rule: str, grade: str, font: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it reads otherwise is an error; what it cannot read is a warning, since the first one
    read it.
    """
    (tmp_path / "zbarimg").write_bytes(b"#!/bin/sh\ncat >/dev/null\nprintf '" + said + b"'\n")
    (tmp_path / "zbarimg").chmod(0o755)
    template = tc.label("pesticide", font)
    template.write(rows(1), tmp_path / "x.pdf")
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    verdict = template.verify(rows(1), tmp_path / "x.pdf")
    assert ([finding.rule for finding in verdict.findings], verdict.grade) == ([rule], grade)
