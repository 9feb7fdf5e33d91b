"""The coordination report: what items share, what nobody uses, what is near, how documents are
cited.
"""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.folders import alone, write
from tests.lint.test_files import COMPLETE
from tracecode.cli import main
from tracecode.publish.coordination import coordination
from tracecode.publish.coordination_book import write_book
from tracecode.publish.documents import derived
from tracecode.standard.record_layout import items_in_order, record_layout
from tracecode.standard.resolved import load, packaged

STANDARD = packaged()
REPORT = coordination(STANDARD)


def test_every_cell_is_what_the_records_ask() -> None:
    """An item has an element with just the obligations that stand in its record types."""
    wanted: dict[tuple[str, str], set[str]] = {}
    for item in items_in_order(STANDARD):
        for record in STANDARD.product(item).records:
            for _, element in record_layout(STANDARD, record.id, item).walk():
                wanted.setdefault((element.id, item), set()).add(element.use.obligation)
    found = {
        (one.id, item): set(marks) for one in REPORT.elements for item, marks in one.items.items()
    }
    assert found == wanted
    assert [one for one in REPORT.shared if len(one.items) < 2] == []
    assert any(one.differs for one in REPORT.shared)


@pytest.mark.slow
def test_what_nobody_uses(tmp_path: Path) -> None:
    """What no definition names is found; what is used is not."""
    assert "recall_no" not in REPORT.orphans["indicator"]
    assert "uscc" not in REPORT.orphans["scheme"]
    assert "party" not in REPORT.orphans["group"]
    assert "province" not in REPORT.orphans["codelist"]
    for kind, id in (("element", "lonely_one"), ("scheme", "lonely-code")):
        assert main(["spec", "new", kind, id, "--pack", str(tmp_path / "own")]) == 0
    orphans = coordination(load(tmp_path / "own")).orphans
    assert "lonely_one" in orphans["indicator"]
    assert "lonely-code" in orphans["scheme"]


def test_near_names() -> None:
    """Pairs are of one format, near, and each stands once."""
    pairs = [frozenset((pair.first, pair.second)) for pair in REPORT.near]
    assert len(pairs) == len(set(pairs))
    for pair in REPORT.near:
        first, second = STANDARD.indicator(pair.first), STANDARD.indicator(pair.second)
        assert first.format == second.format
        assert pair.ratio >= 0.8
    assert frozenset(("recall_quantity", "recalled_quantity")) in pairs


def test_documents() -> None:
    """Every document is listed; lint sees to it that each is cited."""
    assert [cited.id for cited in REPORT.sources] == list(STANDARD.ids("source"))
    assert min(cited.times for cited in REPORT.sources) >= 1
    assert all(sum(cited.evidence.values()) <= cited.times for cited in REPORT.sources)


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_workbook_holds_it(
    lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Five sheets with a head each; the matrix has a column an item."""
    path = tmp_path / "report.xlsx"
    assert main(["publish", "coordination", str(path), "--lang", lang]) == 0
    assert str(len(REPORT.shared)) in capsys.readouterr().out
    book = openpyxl.load_workbook(path)
    counts = [
        len(REPORT.shared),
        len(REPORT.elements),
        sum(map(len, REPORT.orphans.values())),
        len(REPORT.near),
    ]
    assert [sheet.max_row - 1 for sheet in book.worksheets] == [*counts, len(REPORT.sources)]
    assert book.worksheets[1].max_column == 2 + 34


def test_kinds_by_their_names(tmp_path: Path) -> None:
    """What nobody uses stands under the name of its kind, as on the page, in the language asked
    for.
    """
    standard = alone(write(tmp_path / "specs", COMPLETE))
    unused = coordination(standard).orphans
    words = {
        "indicator": ("数据采集指标", "Data elements"), "group": ("数据组", "Groups of elements"),
        "codelist": ("代码表", "Code lists"), "scheme": ("编码规则", "Encoding rules"),
        "alphabet": ("字符集", "Character sets"),
    }  # fmt: skip
    for number, lang in enumerate(("zh", "en")):
        path = tmp_path / f"{lang}.xlsx"
        write_book(standard, path, lang=lang)
        kinds = [row[0] for row in openpyxl.load_workbook(path).worksheets[2].values][1:]
        assert kinds == [words[kind][number] for kind, ids in unused.items() for _ in ids]
        assert len({*kinds}) > 1


@pytest.mark.parametrize("words", [("coordination",), ("template", "egg")])
def test_a_workbook_by_another_name(
    words: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A name with another ending is refused before anything is made."""
    for name in ("out.txt", "out", "out.xls"):
        with pytest.raises(SystemExit) as caught:
            main(["publish", *words, str(tmp_path / name)])
        assert caught.value.code == 2
        told = capsys.readouterr().err
        assert "文件名应以 .xlsx 结尾" in told
        assert "the name ends in .xlsx" in told
    assert not [*tmp_path.iterdir()]


def test_names_that_begin_like_formulas(tmp_path: Path) -> None:
    """Names of a pack are texts in every cell."""
    name = "=HYPERLINK(1)"
    elements = next(path for path in COMPLETE if path.startswith("indicators/"))
    files = {**COMPLETE, elements: COMPLETE[elements].replace("zh: 偏差", f'zh: "{name}"')}
    path = tmp_path / "report.xlsx"
    write_book(alone(write(tmp_path / "specs", files)), path)
    cells = [
        cell for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for cell in row
    ]
    assert [cell.data_type for cell in cells if cell.value == name] == ["s"]
    assert not [cell for cell in cells if cell.data_type == "f"]


@pytest.mark.slow
def test_the_page() -> None:
    """The page is one of the documents, and shows the most shared element and the nearest pair."""
    page = derived(STANDARD, "bilingual")["coordination.md"]
    assert f"`{REPORT.shared[0].id}`" in page
    assert f"`{REPORT.near[0].first}`" in page
