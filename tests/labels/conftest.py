"""What the tests of labels share: a font made for them, with the characters of all ready
templates.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import tracecode as tc
from tests.labels.made_fonts import make_font
from tracecode.standard.resolved import packaged

READY = packaged().ids("label")
LATIN = "".join(map(chr, range(0x20, 0x7F)))


def characters() -> str:
    """Every character of the ready templates and their samples, and some more."""
    texts = [LATIN, "农药种子追溯·≥≤，（）：甲乙丙丁"]
    for id in READY:
        template = tc.label(id)
        texts += [*template.sample.values(), *(text.text for text in template.spec.texts)]
    return "".join(texts).replace("\n", "")


@pytest.fixture(scope="session")
def font(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A TrueType font."""
    return make_font(tmp_path_factory.mktemp("font") / "made.ttf", characters())


@pytest.fixture(scope="session")
def cff_font(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same as an OpenType font with compact outlines."""
    return make_font(tmp_path_factory.mktemp("font") / "made.otf", characters(), cff=True)
