"""The standard that a command works with."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import Namespace

    from tracecode.face import Standard


def chosen(args: Namespace, *packs: str) -> Standard:
    """The packs that the command names over the packaged standard; without any, the packaged
    standard.

    Args:
        args: of the command; `--specs` may stand several times, the lowest first.
        packs: further ones above them.

    Raises:
        SpecError: a folder has no specifications, or the layers do not fit on one another.
        UnknownId: there is neither a folder nor an installed pack of that name.
    """
    from tracecode.face import Standard

    named = [*(args.specs or ()), *packs]
    return Standard.load(*named) if named else Standard.packaged()
