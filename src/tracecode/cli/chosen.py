"""The standard that a command works with."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import Namespace

    from tracecode.face import Standard


def chosen(_: Namespace) -> Standard:
    """The packaged standard."""
    from tracecode.face import Standard

    return Standard.packaged()
