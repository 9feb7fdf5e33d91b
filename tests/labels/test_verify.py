"""Reading labels back: what is right gets a grade, what is wrong is found and named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import tracecode as tc
from tests.labels.conftest import READY
from tracecode.files import WrongOutput
from tracecode.labels.verify import GRADES, WEARS, Placed, ReadBack, verify


def rows(count: int, start: int = 0) -> list[dict[str, str]]:
    """Rows of pesticide labels with invented codes."""
    sample = tc.label("pesticide").sample
    return [{**sample, "code": f"11722252247{number:021d}"} for number in range(start, start + count)]


@pytest.mark.parametrize(("name", "dpi", "sheet"), [("x.pdf", 300, False), ("x.pdf", 300, True), ("x.zpl", 203, False)])
def test_what_was_drawn_is_read(name: str, dpi: int, sheet: bool, font: Path, tmp_path: Path) -> None:
    """Every symbol is read back, and after every mild wear too."""
    template = tc.label("pesticide", font)
    template.write(rows(8), tmp_path / name, dpi=dpi, sheet=sheet)
    verdict = template.verify(rows(8), tmp_path / name, dpi=dpi, sheet=sheet)
    assert (verdict.symbols, verdict.read, verdict.findings) == (8, 8, [])
    assert verdict.grade in {"good", "strong"}
    worn = 8 if sheet else 3
    assert {(wear.name.en, "mild"): (worn, worn) for wear in WEARS}.items() <= verdict.worn.items()


@pytest.mark.parametrize("id", READY)
def test_ready_templates_stand_wear(id: str, font: Path, tmp_path: Path) -> None:
    """Every ready template is read after every mild wear, at 203 dpi and at 300 dpi."""
    template = tc.label(id, font)
    for dpi in (203, 300):
        template.write([template.sample], tmp_path / "x.pdf", dpi=dpi)
        assert template.verify([template.sample], tmp_path / "x.pdf", dpi=dpi).grade in {"good", "strong"}


def test_other_codes_are_found(font: Path, tmp_path: Path) -> None:
    """A page that carries another code than the data say is named on both sides."""
    template = tc.label("pesticide", font)
    template.write(rows(3), tmp_path / "x.pdf")
    other = [*rows(2), *rows(1, start=9)]
    verdict = template.verify(other, tmp_path / "x.pdf")
    assert (verdict.symbols, verdict.read, verdict.grade) == (3, 2, "unreadable")
    assert [finding.text("en") for finding in verdict.findings] == [
        "on page 3 a symbol cannot be read: HTTPS://T.EXAMPLE/11722252247000000000000000000009",
        "page 3 reads 'HTTPS://T.EXAMPLE/11722252247000000000000000000002', which is none of the codes drawn",
    ]


def test_other_number_of_pages(font: Path, tmp_path: Path) -> None:
    """A file with more or fewer pages than the data ask for is not passed over."""
    template = tc.label("pesticide", font)
    template.write(rows(3), tmp_path / "x.pdf")
    for count in (2, 4):
        with pytest.raises(WrongOutput, match=f"has 3 pages.*{'more' if count == 2 else 'fewer'} than the data"):
            template.verify(rows(count), tmp_path / "x.pdf")


def test_small_symbols_are_graded_lower(tmp_path: Path) -> None:
    """At level Q a symbol stands a spot of a tenth of its area; at level L it does not."""
    grades = []
    for level in ("L", "Q"):
        (symbol,) = tc.symbols(["HTTPS://T.EXAMPLE/11722252247250743408010974953971"], level=level, module_mm=0.5)
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
