"""The JavaScript engine as one file: the modules of `engine/`, for import and for a page that is
opened from a folder.

A browser loads no modules from a folder, so the same modules are also written as one classic
script, which sets `tracecode`. Each module keeps a scope of its own.

>>> "export const {" in module(), "globalThis.tracecode =" in script()
(True, True)
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

_IMPORT = re.compile(r'^import \{([^}]*)\} from "\./(\w+)\.js";\n', re.MULTILINE)
_AGAIN = re.compile(r'^export \{([^}]*)\} from "\./(\w+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:class|function|const) (\w+))", re.MULTILINE)
_FIRST = "index"


def module() -> str:
    """`tracecode-codes.js`: an ECMAScript module."""
    return f"{_head()}{_body()}\nexport const {{ {_exported()} }} = {_scope(_FIRST)};\n"


def script() -> str:
    """The same as a classic script."""
    return f'{_head()}"use strict";\n(() => {{\n{_body()}\nglobalThis.tracecode = {_scope(_FIRST)};\n}})();\n'


def types() -> str:
    """`tracecode-codes.d.ts`: the types of the module."""
    return _read(f"{_FIRST}.d.ts")


@cache
def _source(name: str) -> str:
    return _read(f"{name}.js")


def _read(name: str) -> str:
    return (files("tracecode.publish.site") / "engine" / name).read_text(encoding="utf-8")


def _head() -> str:
    """The comment at the top of the first module, and the licence."""
    comment = _source(_FIRST).partition("*/")[0]
    return f"{comment}*/\n/* SPDX-License-Identifier: Apache-2.0 */\n"


def _exported() -> str:
    return ", ".join(
        sorted(name for names, _ in _AGAIN.findall(_source(_FIRST)) for name in _names(names))
    )


def _body() -> str:
    done: dict[str, str] = {}
    _add(_FIRST, done)
    return "\n".join(done.values())


def _add(name: str, done: dict[str, str]) -> None:
    """Add a module behind those that it imports."""
    source = _source(name)
    for _, other in [*_IMPORT.findall(source), *_AGAIN.findall(source)]:
        if other not in done:
            _add(other, done)
    source = re.sub(r"\A/\*\*.*?\*/\n", "", source, flags=re.DOTALL)
    again = [name for names, _ in _AGAIN.findall(source) for name in _names(names)]
    own = [*_EXPORT.findall(source), *again]
    for imported in (_IMPORT, _AGAIN):
        source = imported.sub(lambda match: f"const {{{match[1]}}} = {_scope(match[2])};\n", source)
    source = _EXPORT.sub("", source).strip()
    done[name] = (
        f"const {_scope(name)} = (() => {{\n{source}\nreturn {{ {', '.join(own)} }};\n}})();"
    )


def _scope(name: str) -> str:
    return f"_{name}"


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]
