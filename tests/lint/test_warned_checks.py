"""Checks that only warn, however sure their rule is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.folders import alone, write
from tests.lint.test_files import COMPLETE, THING
from tracecode.codes.registry import registry
from tracecode.lint.files import lint
from tracecode.standard.resolved import Resolved, packaged

if TYPE_CHECKING:
    from pathlib import Path


def standard(root: Path, changed: dict[str, str]) -> Resolved:
    """The complete folder of the lint tests with some files changed."""
    return alone(write(root / "specs", COMPLETE | changed))


def test_a_check_that_only_warns_says_why(tmp_path: Path) -> None:
    """However sure its rule is, a wrong check character may be let through, with a reason."""
    part = 'results: "0123456789", '
    assert part in COMPLETE[THING]
    warned = COMPLETE[THING].replace(part, f"{part}severity: warning, ")
    assert [f.text("en") for f in lint(standard(tmp_path, {THING: warned}))] == [
        "severity goes with a reason"
    ]
    told = warned.replace(
        "severity: warning, ", "severity: warning, reason: {zh: 常见, en: They are common}, "
    )
    assert lint(standard(tmp_path / "told", {THING: told})) == []


def test_container_numbers_with_a_wrong_check_digit_are_in_use() -> None:
    """The rule is confirmed; a number that is printed so is read, with a warning."""
    scheme = registry(packaged())["container-number"]
    code, findings = scheme.read("TCLU4265447", strict=True)
    assert code is not None
    assert [(f.rule, f.severity, f.evidence) for f in findings] == [
        ("code.check_character", "warning", "confirmed")
    ]
    assert scheme.read("CSQU3054383", strict=True)[1] == ()
