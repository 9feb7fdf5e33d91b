"""Read printed labels back: every symbol as it is, and a sample of pages as wear would leave them.

The reader is that of zxing-cpp; the modules were drawn by other programs (the qrcode package, or
the Zint code inside zxing-cpp's writer). Where they are installed, ZBar and libdmtx read too, which
share no code with either. A PDF is rendered by PDFium, which had no part in writing it; ZPL is
decoded to the dots that a printer would burn.

The grade is this project's own and says no more than this. It is no grade of ISO/IEC 15415, which
needs a calibrated instrument.

| grade | meaning |
|---|---|
| `strong` | every symbol is read, also after every wear |
| `good` | every symbol is read, also after every mild wear |
| `weak` | every symbol is read, but not after every mild wear |
| `unreadable` | some symbol is not read, or read otherwise |
"""

from __future__ import annotations

import math
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from tracecode.extras import extra
from tracecode.files import WrongOutput, opened
from tracecode.findings import Finding, Severity, has_errors
from tracecode.labels.second_reader import PROGRAMS, is_there, second_reading
from tracecode.spec.base import Text

if TYPE_CHECKING:
    from PIL.Image import Image

    from tracecode.labels.symbol import Symbol

Grade = Literal["strong", "good", "weak", "unreadable"]
GRADES: dict[Grade, Text] = {
    "strong": Text(zh="牢靠", en="strong"), "good": Text(zh="良好", en="good"),
    "weak": Text(zh="偏弱", en="weak"), "unreadable": Text(zh="不可读", en="unreadable"),
}  # fmt: skip
WORN_PAGES = 3
"""So many pages, spread over the document, are also read after wear."""
MOST_SECOND = 200
"""So many symbols of a document, from the first on, each independent reader reads: it is started
for each.
"""
MOST_FAULTS = 100
"""So many unread symbols are named; the rest are counted."""


class Placed(NamedTuple):
    """A symbol and where its middle lies on the page, in millimetres from the upper left corner."""

    symbol: Symbol
    x: float
    y: float


class Wear(NamedTuple):
    """A kind of wear at two strengths."""

    name: Text
    mild: float
    hard: float
    unit: str
    apply: Callable[[Image, Sequence[Placed], int, float], Image]
    """Makes a worn copy of a page: its symbols, the resolution in dots an inch, the strength."""


class ReadBack(NamedTuple):
    """What was read back."""

    symbols: int
    """Symbols that were drawn."""
    read: int
    """Symbols that were read back rightly from the clean pages."""
    worn: dict[tuple[str, str], tuple[int, int]]
    """By wear and strength (`mild`, `hard`): how many were read, of how many."""
    findings: list[Finding]
    """Each symbol that was not read, up to `MOST_FAULTS`, with its page."""
    second: dict[str, tuple[int, int]] = {}  # noqa: RUF012  # never changed
    """By the name of each independent reader: how many symbols it read rightly, of how many."""

    @property
    def grade(self) -> Grade:
        """The grade of the whole document."""
        if self.read < self.symbols or has_errors(self.findings) or not self.symbols:
            return "unreadable"
        failed = {strength for (_, strength), (read, of) in self.worn.items() if read < of}
        return "weak" if "mild" in failed else "good" if failed else "strong"


def verify(path: str | os.PathLike[str], pages: Iterable[Sequence[Placed]], dpi: int) -> ReadBack:
    """Read a printed file back.

    Args:
        path: ends in .pdf or .zpl.
        pages: what was drawn, page by page.
        dpi: resolution of the printer, at which the pages are read.

    Raises:
        WrongOutput: it is of another kind, or has another number of pages.
        MissingExtra: a package of the extra `labels` is not installed.
        OSError: the file cannot be read.
    """
    count, images = _opened(path, dpi)
    chosen = {
        round(i * (count - 1) / max(1, min(WORN_PAGES, count) - 1))
        for i in range(min(WORN_PAGES, count))
    }
    drawn = right = 0
    worn: dict[tuple[str, str], tuple[int, int]] = {}
    findings: list[Finding] = []
    others = _Others(os.fspath(path), dpi)
    for number, (image, placed) in enumerate(_together(images, pages, count, os.fspath(path))):
        wanted = Counter(place.symbol.text for place in placed)
        read_texts = _texts(image, placed)
        drawn += len(placed)
        right += (wanted & read_texts).total()
        for rule, texts in (
            ("label.unread", wanted - read_texts),
            ("label.read_otherwise", read_texts - wanted),
        ):
            for text in texts:
                if len(findings) < MOST_FAULTS:
                    values = {"page": number + 1, "found": text}
                    findings.append(
                        Finding(rule=rule, severity="error", values=values, path=os.fspath(path))
                    )
        others.read(image, placed, number + 1)
        if number in chosen:
            for wear in WEARS:
                for strength in ("mild", "hard"):
                    left = wear.apply(image, placed, dpi, getattr(wear, strength))
                    read, of = worn.get((wear.name.en, strength), (0, 0))
                    read += (wanted & _texts(left, placed)).total()
                    worn[wear.name.en, strength] = read, of + len(placed)
    return ReadBack(drawn, right, worn, [*findings, *others.findings], others.counts)


class _Others:
    """The independent readers, each for its symbology; of what was read otherwise there is an
    error.
    """

    def __init__(self, path: str, dpi: int) -> None:
        self.counts: dict[str, tuple[int, int]] = {}
        self.findings: list[Finding] = []
        self._path, self._dpi, self._absent = path, dpi, set[str]()

    def read(self, page: Image, placed: Sequence[Placed], number: int) -> None:
        """Read the symbols of a page, as long as there were not enough."""
        for place in placed:
            program = PROGRAMS[place.symbol.symbology]
            read, of = self.counts.get(program.name, (0, 0))
            if of >= MOST_SECOND or program.name in self._absent:
                continue
            if not is_there(program):
                self._absent.add(program.name)
                values: dict[str, object] = {"reader": program.name, "package": program.package}
                self.findings.append(
                    Finding(rule="label.one_reader", severity="info", values=values)
                )
                continue
            content = second_reading(program, page, place, self._dpi)
            right = content == place.symbol.text.encode()
            self.counts[program.name] = read + right, of + 1
            if not right and len(self.findings) < MOST_FAULTS:
                values = {"page": number, "reader": program.name, "found": place.symbol.text}
                if content is not None:
                    values["read"] = content.decode("utf-8", "backslashreplace")
                rule = "label.second_unread" if content is None else "label.second_otherwise"
                level: Severity = "warning" if content is None else "error"
                self.findings.append(
                    Finding(rule=rule, severity=level, values=values, path=self._path)
                )


def _together(
    images: Iterator[Image], pages: Iterable[Sequence[Placed]], count: int, path: str
) -> Iterator[tuple[Image, Sequence[Placed]]]:
    """The pages of the file beside what was drawn on them."""
    drawn = iter(pages)
    for image in images:
        placed = next(drawn, None)
        if placed is None:
            raise _pages(path, count, "more", "多于")
        yield image, placed
    if next(drawn, None) is not None:
        raise _pages(path, count, "fewer", "少于")


def _pages(path: str, count: int, en: str, zh: str) -> WrongOutput:
    return WrongOutput(
        f"{path} has {count} pages, {en} than the data / {path} 有 {count} 页，{zh}数据所需"
    )


def _texts(image: Image, placed: Sequence[Placed]) -> Counter[str]:
    """The texts of all symbols on a page."""
    extra("zxingcpp", "labels")
    import zxingcpp

    formats = {
        "qr": zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode),
        "data-matrix": zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.DataMatrix),
    }
    kinds = {each.symbol.symbology for each in placed}
    texts: Counter[str] = Counter()
    for kind in kinds:
        texts.update(each.text for each in zxingcpp.read_barcodes(image, formats=formats[kind]))
    return texts


def _opened(path: str | os.PathLike[str], dpi: int) -> tuple[int, Iterator[Image]]:
    """How many pages a file has, and the pages as grey pictures at a resolution."""
    ending = os.path.splitext(path)[1].lower()
    if ending not in _OPENERS:
        raise WrongOutput("only .pdf and .zpl are read back / 只能读回 .pdf 和 .zpl")
    return _OPENERS[ending](path, dpi)


def _pdf(path: str | os.PathLike[str], dpi: int) -> tuple[int, Iterator[Image]]:
    extra("pypdfium2", "labels")
    import pypdfium2

    document = pypdfium2.PdfDocument(opened(path), autoclose=True)

    def pages() -> Iterator[Image]:
        try:
            for number in range(len(document)):
                page = document[number]
                image: Image = page.render(scale=dpi / 72, grayscale=True).to_pil()
                page.close()
                yield image
        finally:
            document.close()

    return len(document), pages()


def _zpl(path: str | os.PathLike[str], _dpi: int) -> tuple[int, Iterator[Image]]:
    import PIL.Image

    from tracecode.labels.zpl import pictures

    def labels() -> Iterator[Image]:
        with opened(path) as file:
            for line in file:  # a label a line
                for rows in pictures(line.decode()):
                    flat = b"".join(rows).translate(_GREY)
                    yield PIL.Image.frombytes("L", (len(rows[0]), len(rows)), flat)

    with opened(path) as file:
        return sum(line.count(b"^GFA,") for line in file), labels()


_OPENERS = {".pdf": _pdf, ".zpl": _zpl}
_GREY = bytes([255, 0]) + bytes(254)  # a dot is black


# --- wear -----------------------------------------------------------------------------------------


def _blurred(image: Image, placed: Sequence[Placed], dpi: int, strength: float) -> Image:
    """Out of focus: a Gaussian of so many modules."""
    from PIL import ImageFilter

    module = min(place.symbol.module_mm for place in placed) / 25.4 * dpi
    return image.filter(ImageFilter.GaussianBlur(strength * module))


def _spotted(image: Image, placed: Sequence[Placed], dpi: int, strength: float) -> Image:
    """A round spot that covers this share of each symbol: ink and bare paper by turns, off the
    middle by turns.
    """
    from PIL import ImageDraw

    copy = image.copy()
    pen = ImageDraw.Draw(copy)
    for number, (symbol, across, down) in enumerate(placed):
        side = symbol.modules * symbol.module_mm
        radius = side * math.sqrt(strength / math.pi)
        x = across + side * (0.05, -0.02, 0.1)[number % 3]
        y = down + side * (0.08, 0.03, -0.02)[number % 3]
        edges = (x - radius, y - radius, x + radius, y + radius)
        pen.ellipse([edge / 25.4 * dpi for edge in edges], fill=255 * (number % 2))
    return copy


def _turned(image: Image, _placed: Sequence[Placed], _dpi: int, strength: float) -> Image:
    """Held askew by so many degrees."""
    import PIL.Image

    return image.rotate(strength, expand=True, fillcolor=255, resample=PIL.Image.Resampling.BICUBIC)


def _faded(image: Image, _placed: Sequence[Placed], _dpi: int, strength: float) -> Image:
    """Black and white drawn together to this share of their distance."""
    return image.point([round(128 + (grey - 128) * strength) for grey in range(256)])


WEARS = (
    Wear(Text(zh="模糊（模块宽的倍数）", en="blur (modules)"), 0.3, 0.45, "", _blurred),
    Wear(Text(zh="污斑（占符号面积）", en="spot (share of the symbol)"), 0.05, 0.1, "%", _spotted),
    Wear(Text(zh="倾斜", en="rotation"), 7, 30, "°", _turned),
    Wear(Text(zh="对比度降低（余下）", en="low contrast (left)"), 0.4, 0.15, "%", _faded),
)
