"""The classes that are written by hand say what the specifications say of their groups and records,
word for word.
"""

from __future__ import annotations

import ast
import inspect

import pytest

from tests.folders import alone
from tracecode.records.envelope import WRITTEN
from tracecode.records.model import Group as Model
from tracecode.records.model import Record
from tracecode.records.models import model_of
from tracecode.records.source import class_source
from tracecode.standard.composition import group_layout
from tracecode.standard.elements import ElementGroup
from tracecode.standard.record_layout import record_layout
from tracecode.standard.resolved import packaged


def said(id: str) -> ElementGroup:
    """What the standard says of a class."""
    standard = packaged()
    return (
        record_layout(standard, id)
        if issubclass(WRITTEN[id], Record)
        else group_layout(standard, id)
    )


def derived(id: str) -> str:
    """The class as it would be derived."""
    group = said(id)
    # the standard is asked as one that somebody has changed, of which nothing is written by hand
    standard = alone(packaged().layers[0].root)
    source = class_source(standard, group, "tracecode.records", "envelope")
    written = source[source.index("\nclass ") + 1 :]
    return written.replace(
        '    __module__ = "tracecode.records.envelope"\n\n', ""
    )  # it stands there


def parsed(source: str) -> ast.ClassDef:
    """The class of a source, without the layout of its lines."""
    (node,) = ast.parse(source).body
    assert isinstance(node, ast.ClassDef)
    return node


@pytest.mark.parametrize("id", WRITTEN)
def test_a_class_is_what_would_be_derived(id: str) -> None:
    """Elements, their types, formats, obligations, names and order, the rules, the words: all is as
    in the standard.
    """
    written = parsed(inspect.getsource(WRITTEN[id]))
    wanted = parsed(derived(id))
    assert written.name == wanted.name
    for mine, other in zip(written.body, wanted.body, strict=True):
        assert ast.unparse(mine) == ast.unparse(other)


@pytest.mark.parametrize("id", WRITTEN)
def test_they_are_the_classes_of_the_standard(id: str) -> None:
    """Whoever asks for the class of such a group or record gets the one that is written."""
    assert model_of(said(id), packaged()) is WRITTEN[id]
    assert list(WRITTEN[id].model_fields) == [field.id for field in said(id).elements]


@pytest.mark.parametrize("model", [Model, Record, *WRITTEN.values()])
def test_annotations_are_no_texts(model: type) -> None:
    """What is text in a base is compiled and evaluated by pydantic again for each class, some
    hundreds of times.
    """
    assert not [
        name for name, hint in inspect.get_annotations(model).items() if isinstance(hint, str)
    ]
