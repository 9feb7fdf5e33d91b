"""Lint of label templates: the trace mark that the carrier rule of a code asks for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracecode.errors import SpecError
from tracecode.lint.labels import template
from tracecode.standard.resolved import packaged

TEMPLATE = Path(__file__).parents[2] / "specs/labels/tj-trace.yaml"


def test_a_label_bears_the_trace_mark(tmp_path: Path) -> None:
    """A template whose code has a mark prints its words and the whole code; the packaged one does."""
    path = tmp_path / "own.yaml"
    path.write_text(TEMPLATE.read_text("utf-8"), encoding="utf-8")
    assert template(packaged(), str(path)).id == "tj-trace"


@pytest.mark.parametrize(
    ("printed", "without", "zh", "en"),
    [
        ("重要产品追溯", "扫码", "追溯标识须印“重要产品追溯”", "the trace mark prints the words 重要产品追溯"),
        ('text: "{code}"', 'text: "{product_name}"', "追溯标识须印完整代码 {code}", "prints the whole code, {code}"),
    ],
)
def test_a_label_without_its_mark_is_wrong(tmp_path: Path, printed: str, without: str, zh: str, en: str) -> None:
    """A template that lacks the words, or the code that people type, is named with what it lacks."""
    path = tmp_path / "own.yaml"
    written = TEMPLATE.read_text("utf-8")
    assert printed in written
    path.write_text(written.replace(printed, without), encoding="utf-8")
    with pytest.raises(SpecError) as raised:
        template(packaged(), str(path))
    assert [
        (finding.rule, zh in finding.text("zh"), en in finding.text("en")) for finding in raised.value.findings
    ] == [("spec.layout", True, True)]
