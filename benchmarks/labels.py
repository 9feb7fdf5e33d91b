"""Symbols and labels: how fast they are drawn, in how much memory, and whether every one reads
back.

`python -m benchmarks labels` draws symbols with the qrcode package and with `tc.qr` in one run
(wanted: at least 5 times the qrcode package's SVG rate), then prints labels (wanted: at least 500 a
second as ZPL and as an archive of SVG; processor time). `python -m benchmarks labels decode 5000`
draws so many random codes of all carriers as SVG, PNG and PDF and reads each back; it ends with 1 if
one is not read as it was drawn.
"""

from __future__ import annotations

import io
import random
import re
import sys
import tempfile
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pypdfium2
import qrcode
import zxingcpp
from PIL import Image, ImageDraw
from qrcode.image.svg import SvgPathImage

import tracecode as tc
from tracecode.labels.draw import SYMBOLOGIES
from tracecode.labels.symbol import Symbol
from tracecode.standard.resolved import packaged

FORMATS = {
    "qr": zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode),
    "data-matrix": zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.DataMatrix),
}
ADDRESS = "HTTPS://T.EXAMPLE/"


def main() -> int:
    """Print the rates, or read symbols back."""
    if sys.argv[1:2] == ["decode"]:
        return decode(int(sys.argv[2]) if len(sys.argv) > 2 else 5000)
    draw_symbols()
    print_labels()
    return 0


# --- rates ----------------------------------------------------------------------------------------


def draw_symbols() -> None:
    """SVG documents a second, of the same addresses with pesticide codes."""
    rng = random.Random(1)
    texts = [f"{ADDRESS}1172225{rng.randrange(10**25):025d}" for _ in range(4000)]
    rates = {
        "qrcode package, SvgPathImage": rate(package_svg, texts[:150]),
        "tc.qr": rate(lambda text: tc.qr(text).svg(), texts),
    }
    for name, found in rates.items():
        print(
            f"{name:32} {found:8.0f} SVG/s  {found / rates['qrcode package, SvgPathImage']:6.1f} x"
        )


def package_svg(text: str) -> bytes:
    """A symbol as the qrcode package draws it by itself."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, image_factory=SvgPathImage)
    code.add_data(text)
    code.make()
    return code.make_image().to_string()


def rate(draw: Callable[[str], object], texts: Iterable[str]) -> float:
    """Texts a second."""
    listed = list(texts)
    return rate_of(len(listed), lambda: [draw(text) for text in listed])


def rate_of(count: int, run: Callable[[], object]) -> float:
    """Things a second, the better of two runs."""
    spent = []
    for _ in range(2):
        start = time.process_time()
        run()
        spent.append(time.process_time() - start)
    return count / min(spent)


def print_labels() -> None:
    """Pages of PDF and ZPL a second, and the memory that Python holds at most."""
    template = tc.label("pesticide")
    with tempfile.TemporaryDirectory() as folder:
        for name, count in (("x.pdf", 1000), ("x.pdf", 10_000), ("x.zpl", 2000), ("x.zip", 2000)):
            path = Path(folder) / name
            start = time.process_time()
            template.write(pesticide_rows(count), path, dpi=300 if name == "x.pdf" else 203)
            spent = time.process_time() - start
            size = path.stat().st_size / count
            print(
                f"{count:6} labels, {path.suffix}: {count / spent:6.0f} labels/s, {size:6.0f} "
                f"bytes a label"
            )
        for count in (500, 5000):
            tracemalloc.start()
            template.write(pesticide_rows(count), Path(folder) / "y.pdf")
            print(
                f"{count:6} labels, .pdf: at most {tracemalloc.get_traced_memory()[1] / 1e6:.1f} "
                f"MB of Python objects"
            )
            tracemalloc.stop()


def pesticide_rows(count: int) -> Iterator[dict[str, str]]:
    """Rows of invented pesticide labels, as many small lots would have them: each of a code, batch
    and day of its own, of a hundred products.
    """
    rng = random.Random(2)
    sample = tc.label("pesticide").sample
    for _ in range(count):
        day = date(2026, 1, 1) + timedelta(rng.randrange(300))
        yield {
            **sample,
            "code": f"11722252247{rng.randrange(10**21):021d}",
            "product_name": f"{sample['product_name']}{rng.randrange(100)}号",
            "batch_no": f"{day:%Y%m%d}{rng.randrange(1000):03d}",
            "production_date": f"{day}",
        }


# --- reading back ---------------------------------------------------------------------------------


def decode(count: int) -> int:
    """Draw random codes of every scheme with a carrier rule, in each symbology and form, and read
    them back.
    """
    rng = random.Random(3)
    read: Counter[tuple[str, str, str]] = Counter()
    drawn: Counter[tuple[str, str]] = Counter()
    start = time.process_time()
    for number, (rule, symbol) in enumerate(random_symbols(rng, count)):
        dpi = (203, 300, 600)[number % 3]
        name = (rule, symbol.symbology)
        drawn[name] += 1
        images = {"svg": svg_picture(symbol.svg()), "png": Image.open(io.BytesIO(symbol.png(dpi)))}
        images["pdf"] = pdf_picture(symbol.pdf(), dpi)
        for form, image in images.items():
            texts = [
                found.text
                for found in zxingcpp.read_barcodes(image, formats=FORMATS[symbol.symbology])
            ]
            read[(*name, form)] += texts == [symbol.text]
            if texts != [symbol.text]:
                print(f"{name} {form} {dpi} dpi: {symbol.text!r} reads {texts!r}")
    for (scheme, symbology), total in drawn.items():
        said = ", ".join(
            f"{form} {read[scheme, symbology, form]}" for form in ("svg", "png", "pdf")
        )
        print(f"{scheme:44} {symbology:12} {total:5} drawn; read back: {said}")
    total = drawn.total()
    print(
        f"{total} symbols, {read.total()} of {3 * total} read back rightly, "
        f"{time.process_time() - start:.0f} s"
    )
    return int(read.total() < 3 * total)


def random_symbols(rng: random.Random, count: int) -> Iterator[tuple[str, Symbol]]:
    """Symbols of random codes, by turns of every carrier rule that says what its symbol holds; with
    the rule's name.
    """
    carriers = []
    for scheme in map(tc.scheme, packaged().ids("scheme")):
        for edition in scheme.spec.editions:
            rule = edition.carrier
            if rule is not None and rule.content is not None:
                examples = [
                    scheme.parse(one.code, one.on, edition=edition.id)
                    for one in edition.examples.valid
                ]
                name = f"{scheme.id} ({edition.id})"
                carriers += [
                    (name, rule.content, kind, examples)
                    for kind in SYMBOLOGIES
                    if kind in rule.symbologies
                ]
    for number in range(count):
        name, content, kind, examples = carriers[number % len(carriers)]
        code = changed(rng.choice(examples), rng)
        address = ADDRESS if "{trace_url}" in content else None
        yield name, tc.symbol_for(code, trace_url=address, symbology=kind)


def changed(code: tc.Code, rng: random.Random) -> tc.Code:
    """A code of the same layout with other characters, invented: digits for digits, letters for
    letters.
    """
    scheme = tc.scheme(code.scheme)
    free = [
        part.spec.id for part in code.layout.segments if part.spec.literal is None and part.spec.role != "check"
    ]  # fmt: skip
    segments = {id: code.segments[id] for id in free}
    for id in free:  # each is kept if the code is still right
        other = {**segments, id: "".join(_other(character, rng) for character in segments[id])}
        try:
            scheme.build(edition=code.edition, form=code.form, on=None, **other)
        except tc.InvalidCode:
            continue
        segments = other
    return scheme.build(edition=code.edition, form=code.form, on=None, **segments)


def _other(character: str, rng: random.Random) -> str:
    if character in "0123456789":
        return rng.choice("0123456789")
    if character.isascii() and character.isalpha():
        return (
            rng.choice("ABCDEFGHJKLMNPQRSTUVWXYZ")
            if character.isupper()
            else rng.choice("abcdefghjkmnpqrstuvwxyz")
        )
    if "\u4e00" <= character <= "\u9fff":
        return rng.choice("种子追溯农药兽药稻麦玉米棉花油菜甲乙丙丁")
    return character


def svg_picture(svg: str, scale: int = 6) -> Image.Image:
    """Draw the path of a symbol's SVG, by a reading of its own."""
    side = re.search(r'viewBox="0 0 (\d+) ', svg)
    assert side is not None
    image = Image.new("L", (int(side[1]) * scale,) * 2, 255)
    pen = ImageDraw.Draw(image)
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", svg):
        left, top = int(x) * scale, int(y) * scale
        pen.rectangle((left, top, left + int(width) * scale - 1, top + scale - 1), fill=0)
    return image


def pdf_picture(pdf: bytes, dpi: int) -> Image.Image:
    """The first page, rendered by PDFium."""
    document = pypdfium2.PdfDocument(pdf)
    image: Image.Image = document[0].render(scale=dpi / 72, grayscale=True).to_pil()
    document.close()
    return image
