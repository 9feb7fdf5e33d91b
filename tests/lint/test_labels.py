"""Lint of label templates: the trace mark that the carrier rule of a code asks for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.folders import write
from tracecode.findings import Finding
from tracecode.lint.files import lint
from tracecode.lint.labels import template
from tracecode.standard.resolved import load, packaged

TEMPLATE = (Path(__file__).parents[2] / "specs/labels/tj-trace.yaml").read_text("utf-8")


def findings(folder: Path, text: str) -> list[Finding]:
    """What lint says of a pack with one more template."""
    own = text.replace("id: tj-trace", "id: own", 1)
    return [
        finding
        for finding in lint(load(write(folder, {"labels/own.yaml": own})))
        if finding.rule == "spec.layout"
    ]


@pytest.mark.slow
def test_a_label_bears_the_trace_mark(tmp_path: Path) -> None:
    """A template whose code has a mark prints its words and the whole code; the packaged one
    does.
    """
    assert findings(tmp_path / "own", TEMPLATE) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("printed", "without", "zh", "en"),
    [
        (
            "重要产品追溯",
            "扫码",
            "追溯标识须印“重要产品追溯”",
            "the trace mark prints the words 重要产品追溯",
        ),
        (
            'text: "{code}"',
            'text: "{product_name}"',
            "追溯标识须印完整代码 {code}",
            "prints the whole code, {code}",
        ),
    ],
)
def test_a_label_without_its_mark_is_wrong(
    tmp_path: Path, printed: str, without: str, zh: str, en: str
) -> None:
    """A template that lacks the words, or the code that people type, is named; a user's own file
    may lack them.
    """
    assert printed in TEMPLATE
    (finding,) = findings(tmp_path / "own", TEMPLATE.replace(printed, without))
    assert zh in finding.text("zh")
    assert en in finding.text("en")
    path = tmp_path / "mine.yaml"
    path.write_text(TEMPLATE.replace(printed, without), encoding="utf-8")
    assert template(packaged(), str(path)).id == "tj-trace"
