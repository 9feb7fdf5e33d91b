"""What the extra `labels` brings is named where it is absent, as for every extra."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

import tracecode as tc
from tracecode.labels.draw import draw
from tracecode.labels.fonts import Font
from tracecode.labels.output import picture

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

USES: dict[str, Callable[[Path], object]] = {
    "zxingcpp": lambda _: draw("x", "data-matrix", "M"),
    "fontTools": Font,
    "PIL": picture,
}


@pytest.mark.parametrize("package", USES)
def test_an_absent_package_is_named(
    package: str, font: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error names the package, and the extra that brings it, in both languages."""
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(tc.MissingExtra) as caught:
        USES[package](font)
    assert (caught.value.package, caught.value.extra) == (package, "labels")
    assert "pip install 'tracecode[labels]'" in str(caught.value)


def test_reading_back_needs_its_packages(
    font: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A PDF is written without what reads it back."""
    template = tc.label("pesticide", font)
    template.write([template.sample], tmp_path / "x.pdf")
    for package in ("pypdfium2", "zxingcpp"):
        with monkeypatch.context() as without:
            without.setitem(sys.modules, package, None)
            with pytest.raises(tc.MissingExtra, match=package):
                template.verify([template.sample], tmp_path / "x.pdf")
