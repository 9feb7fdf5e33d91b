"""The data of labels: the values of each, from a CSV file or from rows, with the line where they
stand.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from tracecode.errors import FindingsError
from tracecode.files import opened
from tracecode.findings import Finding
from tracecode.nearest import meant, near
from tracecode.privacy import columns

if TYPE_CHECKING:
    from tracecode.spec.label_model import LabelField

Values = Mapping[str, str]
"""What stands on one label, by field."""
LabelSource = str | os.PathLike[str] | Iterable[Values]
"""A CSV file with a header line, or values label by label."""


class BadLabels(FindingsError):
    """Labels cannot be printed: every fault of the data, with its line. No file was written."""


def labels_of(
    source: LabelSource, fields: Sequence[LabelField], constants: Values, encoding: str
) -> Iterator[tuple[int, Values | Finding]]:
    """The values of each label, or why there are none, with the line in the file or the number of
    the label.

    Args:
        source: a CSV file, or values. Its columns are named by the ids of fields, or by their
            names.
        fields: those of the template.
        constants: values that all labels share.
        encoding: of the CSV file.

    Raises:
        BadLabels: a column is missing, or a constant is no field.
        UnreadableFile: the file is missing or cannot be read.
    """
    names = [field.id for field in fields]
    needed = [
        f.id for f in fields if f.id not in constants and not f.optional and f.default is None
    ]
    if unknown := [name for name in constants if name not in names]:
        raise BadLabels([_no_column(name, names) for name in unknown])
    if not isinstance(source, str | os.PathLike):
        yield from enumerate(({**values, **constants} for values in source), 1)
        return
    from tracecode.tables.delimited import compared, named_rows
    from tracecode.tables.lines import Lines
    from tracecode.tables.packed import unpacked

    column = needed[0] if needed else names[0]
    called = {
        compared(name): field.id for field in fields for name in (field.name.en, field.name.zh)
    }
    first = True
    with opened(source) as file:
        for line, values, fault, _ in named_rows(
            Lines(unpacked(file), encoding), column, called=called
        ):
            if fault is not None:
                yield line, fault
                continue
            if first and (absent := [name for name in needed if name not in values]):
                raise BadLabels([_no_column(name, list(values)) for name in absent])
            first = False
            yield line, {**values, **constants}


def missing(field: LabelField) -> Finding:
    """The finding that a label has no value for a field."""
    values = {"name": field.name, "found": field.id}
    return Finding(rule="label.value", severity="error", values=values, path=field.id)


def _no_column(name: str, known: list[str]) -> Finding:
    values = {"found": name, "known": columns(known), "hint": meant(near(name, tuple(known)))}
    return Finding(rule="label.column", severity="error", values=values, path=name)
