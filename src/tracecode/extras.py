"""Packages that an extra brings: imported when they are needed, and named when they are absent."""

from __future__ import annotations

import importlib
from typing import Any

from tracecode.errors import MissingExtra


def extra(module: str, name: str) -> Any:
    """A module of an optional package.

    Args:
        module: its name.
        name: the extra that brings it.

    Raises:
        MissingExtra: it is not installed; the text says how to install it.
    """
    try:
        return importlib.import_module(module)
    except ImportError:
        raise MissingExtra(module.partition(".")[0], name) from None
