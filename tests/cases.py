"""Tests over many cases: how many of them a quick run tries, and many small ones as one test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

IN_FULL, IN_QUICK = 50, 12
"""Examples that a test draws which says nothing else, in a full run and in a quick one."""


def drawing(count: int, **others: Any) -> settings:
    """Settings of a test that draws `count` examples in a full run, in a quick one as much fewer as
    the others.
    """
    assert settings.default is not None
    return settings(max_examples=max(1, count * settings.default.max_examples // IN_FULL), **others)


def thinned(cases: Iterable[Any], step: int) -> list[Any]:
    """All cases for `parametrize`, of which a quick run tries the first of every `step`.

    Args:
        cases: what one argument is in each, or a tuple of what several are.
        step: one in how many.
    """
    every = (case if isinstance(case, tuple) else (case,) for case in cases)
    return [
        pytest.param(*case, marks=pytest.mark.slow if number % step else ())
        for number, case in enumerate(every)
    ]


def together(
    names: str, cases: Iterable[Any], ids: Callable[[Any], object] = str
) -> Callable[[Callable[..., None]], Callable[[], None]]:
    """Make one test of many cases that take next to no time: to `parametrize` them takes more.

    All of them are tried; the message says which failed, and why.

    Args:
        names: of the arguments, as for `parametrize`.
        cases: what they are in each case; a sequence where there are several names.
        ids: how a case is named in the message.
    """
    arguments, every = [name.strip() for name in names.split(",")], [*cases]

    def one_test(check: Callable[..., None]) -> Callable[[], None]:
        def run() -> None:
            assert every, "there is no case"
            failed = []
            for case in every:
                values: Sequence[Any] = case if len(arguments) > 1 else (case,)
                try:
                    check(**dict(zip(arguments, values, strict=True)))
                except Exception as error:  # noqa: BLE001  # the others are tried as well
                    failed.append(f"{ids(case)}: {type(error).__name__}: {error}")
            assert not failed, f"{len(failed)} of {len(every)} cases:\n" + "\n".join(failed)

        run.__name__, run.__doc__, run.__module__ = check.__name__, check.__doc__, check.__module__
        return run

    return one_test
