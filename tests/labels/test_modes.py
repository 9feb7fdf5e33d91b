"""The split of a text into modes: nothing is lost, and no reader's library finds a smaller
symbol.
"""

from __future__ import annotations

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from tracecode.labels.draw import LEVELS, Level, draw
from tracecode.labels.modes import VERSIONS, split

RUNS = st.one_of(
    st.text("0123456789", min_size=1, max_size=40),
    st.text("ABCXYZ $%*+-./:09", min_size=1, max_size=30),
    st.text("abcxyz?&=#", min_size=1, max_size=20),
    st.text("种子追溯码：，", min_size=1, max_size=6),
)
TEXTS = st.lists(RUNS, min_size=1, max_size=8).map("".join)


@given(TEXTS, st.sampled_from(list(VERSIONS)))
def test_nothing_is_lost(text: str, first: int) -> None:
    """The pieces, joined, are the text, and each holds only characters of its mode."""
    pieces = split(text.encode(), first)
    assert b"".join(chunk for _, chunk in pieces) == text.encode()
    for mode, chunk in pieces:
        assert chunk
        assert mode != "numeric" or chunk.isdigit()
        assert mode != "alphanumeric" or set(chunk) <= set(
            b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
        )


@given(TEXTS, st.sampled_from(LEVELS))
def test_no_smaller_symbol(text: str, level: Level) -> None:
    """The version is the one that zxing-cpp's writer finds, which searches for the smallest too."""
    data = text.encode()
    if data.isascii():
        other = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level=level)
    else:
        other = zxingcpp.create_barcode(
            data, zxingcpp.BarcodeFormat.QRCode, ec_level=level, eci="Unknown"
        )
    side = len(bytes(memoryview(other.to_image(scale=1, add_quiet_zones=False)))) ** 0.5  # type: ignore[arg-type]  # it has the buffer of one
    assert len(draw(text, "qr", level)) == side


@pytest.mark.parametrize(
    ("small", "large"),
    [
        (
            "HTTPS://T.EXAMPLE/11722252247250743408010974953971",
            "https://t.example/abcdefghabcdefghabcdefghabcdefgh",
        ),
        ("HTTPS://T.EXAMPLE/A-B/C%20-DEFGH", "https://t.example/a-b/c%20-defgh"),
    ],
)
def test_capitals_and_digits_are_smaller(small: str, large: str) -> None:
    """An address in capital letters, and digits in a row, make a smaller symbol than as many other
    characters.
    """
    assert len(small) == len(large)
    assert len(draw(small, "qr", "M")) < len(draw(large, "qr", "M"))


def test_digits_behind_a_small_address() -> None:
    """Digits after an address in small letters are packed as digits."""
    assert [
        mode for mode, _ in split(b"https://t.example/11722252247250743408010974953971", 1)
    ] == ["byte", "numeric"]
