"""The reference of the language: complete, in both languages, and what editors show."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tracecode.spec.base import Spec
from tracecode.spec.check import field_docs
from tracecode.spec.file_kinds import KINDS
from tracecode.spec.layout_model import Likeness
from tracecode.spec.meta import schema
from tracecode.spec.reference import _COMMON, _inner, _said, page

CLASSES = dict.fromkeys(
    (*(one for kind in KINDS.values() for one in (kind.cls, *_inner(kind.cls))), Likeness, *_COMMON)
)
PAGE = Path(__file__).parents[2] / "docs" / "spec-language.md"


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_every_field_has_a_sentence_in_both_languages(cls: type[Spec]) -> None:
    """Each field says in English and in Chinese what it is for, and neither has a stray sentence of
    the other.
    """
    docs = field_docs(cls)
    for name in cls.field_names():
        en, zh = _said(docs.get(name))
        assert en.endswith("."), (cls.__name__, name, en)
        assert zh.endswith("。"), (cls.__name__, name, zh)
        assert not re.search("[\u4e00-\u9fff]", re.sub("`[^`]*`", "", en)), (cls.__name__, name, en)
        assert not re.search(
            r"[a-z]{3,} [a-z]{2,} "
            r"[a-z]{2,}",
            re.sub("`[^`]*`", "", zh),
        ), (cls.__name__, name, zh)


def test_the_page_is_what_the_classes_say() -> None:
    """The committed page is up to date, and its links lead to its headings."""
    assert PAGE.read_text("utf-8") == page()
    headings = re.findall(r"^#+ (.*)$", page(), re.MULTILINE)
    assert len(headings) == len(set(headings))
    anchors = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert set(re.findall(r"\]\(#([^)]*)\)", page())) <= anchors


def test_editors_show_the_same_help() -> None:
    """The schemas of editors hold both sentences of a field."""
    said = json.dumps(schema(KINDS["scheme"]), ensure_ascii=False)
    assert (
        "English snake_case name; the keyword of `build`. 英文小写加下划线的名称，即 `build` 的参数名。"
        in said
    )
    assert (
        "By segment id, the segments that stand in its place. 按段的标识，写明代替该段的各段。"
        in said
    )
