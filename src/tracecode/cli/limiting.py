"""The option `--limit`: change a limit of reading."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from tracecode.cli.commands import wrong_use
from tracecode.errors import UnknownId
from tracecode.privacy import shown

if TYPE_CHECKING:
    from tracecode.tables.limits import Limits


def limits_of(args: Namespace) -> Limits:
    """The limits that the words of a command give; the usual ones where they say nothing.

    Raises:
        UnknownId: there is no such limit.
        WrongUse: its value is no whole number from 1.
    """
    from dataclasses import fields, replace

    from tracecode.tables.limits import DEFAULT

    known = [field.name for field in fields(DEFAULT)]
    changed: dict[str, int] = {}
    for limit in args.limit or ():
        name, _, value = limit.partition("=")
        if name not in known:
            raise UnknownId("limit", name, known)
        if not (value.isascii() and value.isdecimal() and 0 < len(value) < 16 and int(value)):
            raise wrong_use(
                f"{name} takes a whole number from 1, not {shown(value)!r} / 须为不小于 1 的整数"
            )
        changed[name] = int(value)
    return replace(DEFAULT, **changed)
