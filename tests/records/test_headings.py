"""The names of columns: what a header may hold, whatever its records are."""

from __future__ import annotations

import pytest

from tests.folders import alone
from tracecode.records.headings import field_of, headings, path_of, paths
from tracecode.standard.record_layout import layouts
from tracecode.standard.resolved import packaged
from tracecode.tables.delimited import compared

STANDARD = packaged()


@pytest.mark.slow
def test_a_header_of_any_type_holds_the_names_of_each() -> None:
    """Names are looked up without making the elements: each that a record type has is known also
    where no type is, by its id and its names, as the first type that has it would say it.
    """
    first: dict[str, str] = {}
    ids: set[str] = set()
    for layout in layouts(STANDARD):
        for path, _, zh, en in headings(layout):
            ids.add(path)
            for name in (zh, en):
                first.setdefault(compared(name.removesuffix(".")), path)
    assert {path_of(path.removesuffix("."), STANDARD, None) for path in ids} == ids
    others = {path.removesuffix(".") for path in ids}  # an id is never somebody's name
    assert {
        name: path
        for name, path in first.items()
        if name not in others and path_of(name, STANDARD, None) != path
    } == {}
    assert {*paths(STANDARD, None).values()} == ids
    assert {compared(id) for id in others} == others


@pytest.mark.slow
def test_of_any_type_one_of_several_values_is_called_so_too() -> None:
    """The name of a list is also that of one of its values, where that is nobody's name and no other
    list has the same.
    """
    known, whole = paths(STANDARD, None), set[str]()
    meant: dict[str, set[str]] = {}
    seen: set[str] = set()
    for layout in layouts(STANDARD):
        for path, field, zh, en in headings(layout):
            if path in seen:
                continue
            seen.add(path)
            whole.update(compared(name.removesuffix(".")) for name in (path, zh, en))
            if field.many and field.group is None:
                for name in (zh.replace("清单", ""), en.removesuffix("s")):
                    meant.setdefault(compared(name), set()).add(path)
    alone = {name: ids for name, ids in meant.items() if name not in whole}
    assert "jointmeasure" in alone
    for name, ids in alone.items():
        assert known.get(name) == (None if len(ids) > 1 else min(ids))


def test_an_element_of_any_type_is_the_first_that_has_it() -> None:
    """It is made alone: no list of values of another is read for it."""
    standard = alone(packaged().layers[0].root)  # of which nothing was made yet
    paths(standard, None)
    field = field_of(standard, None, "recall_level")
    assert field is not None
    assert field.codelist == standard.codelist("recall-level")
    assert field_of(standard, None, "no_such_element") is None
    # those inside groups are
    assert "animal-species" not in standard._things["codelist"]
