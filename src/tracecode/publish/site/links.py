"""Whether every link of a site leads somewhere: to a file of it, and to an anchor that is there."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from html import unescape
from urllib.parse import unquote

_TARGET = re.compile(r'\b(?:href|src)="([^"]*)"')
_ID = re.compile(r'\bid="([^"]*)"')


def broken(files: Mapping[str, bytes]) -> Iterator[str]:
    """A line for each link that leads nowhere, or off the site by a path.

    Args:
        files: every file of the site, by its path.
    """
    pages = {path: data.decode() for path, data in files.items() if path.endswith(".html")}
    anchors = {path: {unescape(id) for id in _ID.findall(text)} for path, text in pages.items()}
    for path, text in sorted(pages.items()):
        for target in dict.fromkeys(map(unescape, _TARGET.findall(text))):
            if "://" in target or target.startswith("mailto:"):
                continue
            name, _, anchor = target.partition("#")
            at = (
                posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(name)))
                if name
                else path
            )
            if at not in files:
                yield f"{path}: {target}: no such file"
            elif anchor and at in anchors and unquote(anchor) not in anchors[at]:
                yield f"{path}: {target}: no such anchor"
