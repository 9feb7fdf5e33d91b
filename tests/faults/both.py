"""What both versions can do, under one name: the version that had the faults calls it otherwise."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import tracecode as tc

OLD = not hasattr(tc, "Standard")


def _named(old: str, new: str) -> Any:
    module, _, name = (old if OLD else new).partition(":")
    return getattr(import_module(f"tracecode.{module}"), name)


def packaged() -> Any:
    """The definitions of the packaged standard."""
    return _named("spec.catalog:load_catalog", "standard.resolved:packaged")()


def packaged_folder() -> str:
    """The folder of the packaged standard."""
    folder: str = _named("spec.catalog:packaged", "spec.layer:packaged")()
    return folder


def load(folder: Any) -> Any:
    """The definitions of a folder alone."""
    if OLD:
        return _named("spec.catalog:load_catalog", "")(folder)
    return _named("", "standard.resolved:Resolved")(_named("", "spec.layer:Layer")(folder))


def lint(standard: Any) -> list[Any]:
    """Every finding on the files of a standard."""
    return list(_named("spec.lint:lint", "lint.files:lint")(standard))


def layouts(standard: Any) -> list[Any]:
    """Every record type."""
    return list(_named("spec.layout:layouts", "standard.record_layout:layouts")(standard))


def record_layout(standard: Any, record: str, product: str | None = None) -> Any:
    """A record type."""
    return _named("spec.layout:record_layout", "standard.record_layout:record_layout")(
        standard, record, product
    )


def record_type(product: str | None, record: str, standard: Any = None) -> Any:
    """A record type at work; of the packaged standard, if none is given."""
    face: Any = tc
    if OLD:
        return face.record(product, record, catalog=standard)
    return face.Standard(standard or packaged()).record_type(product, record)


def through(record: Any, form: str, standard: Any) -> Any:
    """What comes back of a list of one record that is written in a form and read again."""
    face: Any = tc
    if OLD:
        return face.loads(face.dumps([record], form, catalog=standard), form, catalog=standard)
    own = face.Standard(standard)
    return own.loads(own.dumps([record], form), form)


def kernel(scheme: str) -> Any:
    """The check of an encoding rule over columns."""
    return _named("codes.bulk:kernel", "codes.bulk:kernel")(scheme) if OLD else tc.kernel(scheme)


def compiled(folder: Any) -> str:
    """The text of the compiled copy of a folder."""
    meta = import_module("tracecode.spec.meta")
    source = load(folder) if OLD else load(folder).layers[0]
    text: str = meta.derived(source)["meta/catalog.json"]
    return text


def group_layout(standard: Any, id: str) -> Any:
    """A group with its elements."""
    return _named("spec.layout:group_layout", "standard.composition:group_layout")(standard, id)


def set_groups(standard: Any, groups: dict[str, Any]) -> None:
    """Let a standard have groups that stand in none of its files."""
    if OLD:
        standard.__dict__["_groups"].update(groups)
        return
    group = _named("", "standard.elements:ElementGroup")
    for id, one in groups.items():
        standard._kept[group, id] = one


def whole() -> dict[str, Any]:
    """What makes a folder a standard of its own; the old version had nothing below any folder."""
    return (
        {}
        if OLD
        else {
            "pack.yaml": {
                "id": "faults",
                "name": {"zh": "甲", "en": "A"},
                "language": 1,
                "whole": True,
            }
        }
    )
