"""The tests' own tools: cases that are tried together, and what a quick run leaves to a full one."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.cases import IN_FULL, drawing, thinned, together

if TYPE_CHECKING:
    from pathlib import Path


def test_all_cases_are_tried_and_those_that_fail_are_named() -> None:
    """One that fails hides no other."""
    tried = []

    @together(
        "number, wanted", [(1, 1), (2, 3), (3, 3), (4, 0)], ids=lambda case: f"case {case[0]}"
    )
    def check(number: int, wanted: int) -> None:
        """A sentence."""
        tried.append(number)
        if number == 4:
            raise KeyError(number)
        if number != wanted:
            raise AssertionError(f"not {wanted}")

    assert check.__doc__ == "A sentence."
    with pytest.raises(AssertionError) as caught:
        check()
    assert tried == [1, 2, 3, 4]
    lines = str(caught.value).splitlines()
    assert lines[:3] == ["2 of 4 cases:", "case 2: AssertionError: not 3", "case 4: KeyError: 4"]


def test_no_case_is_a_fault() -> None:
    """A list that lost its cases does not pass."""
    with pytest.raises(AssertionError, match="there is no case"):
        together("number", [])(print)()


def test_a_quick_run_thins() -> None:
    """Every third is tried in each run, the others in a full one."""
    slow = [bool(case.marks) for case in thinned(range(6), 3)]
    assert slow == [False, True, True, False, True, True]
    assert [case.values for case in thinned([("a", 1), 2], 3)] == [("a", 1), (2,)]


@pytest.mark.slow
@pytest.mark.parametrize(("marks", "counts"), [("not long", (50, 4)), ("not slow", (12, 1))])
def test_a_quick_run_draws_fewer(marks: str, counts: tuple[int, int], tmp_path: Path) -> None:
    """With the marks of a quick run, and only then."""
    assert IN_FULL == 50
    assert drawing(0).max_examples == 1
    (tmp_path / "test_drawing.py").write_text(
        "from hypothesis import settings\nfrom tests.cases import drawing\n"
        f"def test() -> None:\n    assert (settings.default.max_examples, drawing(4).max_examples) == {counts}\n",
    )
    subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "tests.conftest",
         "-m", marks, "--rootdir", tmp_path, tmp_path / "test_drawing.py"],
        check=True, capture_output=True,
    )  # fmt: skip
