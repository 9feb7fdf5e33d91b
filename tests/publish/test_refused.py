"""What is derived of specifications that lint refuses: lint's findings, or what could be made;
never a traceback.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import tracecode as tc
from tests.folders import alone, write
from tests.lint.test_files import BASIC, COMPLETE, CORE, FAULTS, FLOUR, THING, Fault, mutated
from tracecode.cli import main
from tracecode.lint.blame import blaming
from tracecode.lint.files import lint
from tracecode.publish import coverage, documents, models, samples, schemas
from tracecode.publish.template import template
from tracecode.standard.record_layout import layouts
from tracecode.standard.resolved import Resolved, packaged

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


DERIVED: dict[str, Callable[[Resolved], object]] = {
    "documents": lambda standard: documents.derived(standard, "bilingual"),
    "models": lambda standard: models.derived(standard, "mine", ["specs"]),
    "schemas": schemas.derived,
    "samples": lambda standard: samples.derived(standard, ("json", "xml")),
    "coverage": coverage.coverage,
}


def error_of(derive: Callable[[Resolved], object], standard: Resolved) -> tc.TraceCodeError | None:
    """How a function refuses a standard; whatever else is raised passes."""
    try:
        derive(standard)
    except tc.TraceCodeError as error:
        return error
    return None


@pytest.mark.slow
@pytest.mark.parametrize(
    "fault", FAULTS, ids=lambda f: f"{f.rule}:{f.new.strip()[:30] or f.old.strip()[:30]}"
)
def test_each_fault(fault: Fault, tmp_path: Path) -> None:
    """Whatever lint refuses, each function gives something or one of our errors."""
    standard, _ = mutated(tmp_path, fault)
    for derive in DERIVED.values():
        error = error_of(derive, standard)
        assert error is None or str(error)


BREAKING = [
    (FLOUR, "category: food", 'category: "x"'), (BASIC, "format: n..4,1", "format: production"),
    (BASIC, 'example: "12.5"', "example: model"), (THING, "into: check", "into: chuck"),
    (CORE, "total: total_weight", "total: tutal"), (CORE, "order: [made_on", "order: [maid_on"),
    ("codelists/stage.yaml", "code: production", "code: produktion"),
]  # fmt: skip
"""Faults by which one function or another breaks off."""


@pytest.mark.parametrize(("path", "old", "new"), BREAKING)
def test_the_findings_of_lint_come_instead(path: str, old: str, new: str, tmp_path: Path) -> None:
    """Where a function breaks off, the error carries what lint says, with file and line."""
    changed = COMPLETE[path].replace(old, new, 1)
    assert changed != COMPLETE[path]
    standard = alone(write(tmp_path / "specs", {**COMPLETE, path: changed}))
    said = [finding.line_text() for finding in lint(standard)]
    assert said
    errors = [
        error for derive in DERIVED.values() if (error := error_of(derive, standard)) is not None
    ]
    lines = [
        [one.line_text() for one in error.findings]
        for error in errors
        if isinstance(error, tc.SpecError)
    ]
    assert said in lines, errors


@pytest.mark.slow
def test_our_own_faults_stay(tmp_path: Path) -> None:
    """What goes wrong with a standard in order is raised as it is, and so are errors that say why
    already.
    """

    @blaming
    def broken(standard: Resolved, error: Exception) -> None:
        raise error

    for error in (ZeroDivisionError("ours"), OSError("full"), tc.UnknownId("scheme", "x", ["y"])):
        with pytest.raises(type(error)) as caught:
            broken(packaged(), error)
        assert caught.value is error
    standard = alone(
        write(
            tmp_path / "specs",
            {**COMPLETE, THING: COMPLETE[THING].replace("into: check", "into: chuck")},
        )
    )
    with pytest.raises(tc.SpecError, match="chuck") as refused:
        broken(standard, error=ZeroDivisionError("theirs"))
    assert refused.value.__suppress_context__


def test_a_template_of_refused_types(tmp_path: Path) -> None:
    """A template of a standard with a wrong number in it is refused, and no file is there."""
    changed = COMPLETE[BASIC].replace('range: {min: "-10"', 'range: {min: "-->"')
    standard = alone(write(tmp_path / "specs", {**COMPLETE, BASIC: changed}))
    with pytest.raises(tc.SpecError):
        template(layouts(standard), standard, tmp_path / "x.xlsx")
    assert not (tmp_path / "x.xlsx").exists()


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`publish` on a pack that lint refuses ends with the findings and exit code 1."""
    pack = write(
        tmp_path / "pack",
        {
            "indicators/own.yaml": """
            - id: moisture
              name: {zh: 水分, en: Moisture}
              definition: {zh: 面粉所含的水分, en: Water in the flour}
              format: n..4,1
              range: {min: "1e9999999"}
              source: {ref: project}
              evidence: project
              example: "1"
            """
        },
    )
    for what in ("docs", "schemas", "samples"):
        words = [
            "publish",
            what,
            "--specs",
            str(pack),
            "--out",
            str(tmp_path / "out"),
            "--lang",
            "en",
        ]
        assert main(words) == 1
        said = capsys.readouterr().err
        assert said.startswith("pack/indicators/own.yaml:")
        assert "0.range.min: 1e9999999 must be written in plain decimal numbers" in said
        assert not (tmp_path / "out").exists()
