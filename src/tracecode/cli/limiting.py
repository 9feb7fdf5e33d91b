"""The option `--limit`: change a limit of reading."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from tracecode.cli.commands import WrongUse
from tracecode.privacy import shown

if TYPE_CHECKING:
    from tracecode.tables.limits import Limits


def limits_of(args: Namespace) -> Limits:
    """The limits that the words of a command give; the usual ones where they say nothing.

    Raises:
        WrongUse: there is no such limit, or its value is no whole number from 1.
    """
    from dataclasses import fields, replace

    from tracecode.tables.limits import DEFAULT

    known = [field.name for field in fields(DEFAULT)]
    changed: dict[str, int] = {}
    for one in args.limit or ():
        name, _, value = one.partition("=")
        if name not in known:
            raise WrongUse(f"{shown(name)!r} is no limit; limits / 没有这个限值，可用: {', '.join(known)}")
        if not (value.isascii() and value.isdecimal() and 0 < len(value) < 16 and int(value)):
            raise WrongUse(f"{name} takes a whole number from 1, not {shown(value)!r} / 须为不小于 1 的整数")
        changed[name] = int(value)
    return replace(DEFAULT, **changed)
