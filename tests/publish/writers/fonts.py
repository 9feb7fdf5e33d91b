"""Whether the machine has what a PDF needs."""

from __future__ import annotations

import pytest

from tracecode.publish.documents.writers.fonts import MissingGlyphs, roles


def _there() -> bool:
    try:
        return bool(roles())
    except MissingGlyphs:
        return False


needs_fonts = pytest.mark.skipif(
    not _there(), reason="needs a Chinese font, such as fonts-noto-cjk"
)
