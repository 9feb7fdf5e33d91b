"""The bases of all classes of the meta-model, and what every definition says: where it is written, and how sure it is.

The string under a field is its help text, in an editor and in `docs/spec-language.md`: English, then on a line of its
own Chinese. Write it for the person who edits the YAML.
"""

from __future__ import annotations

from typing import Literal

from tracecode.value import Value

Evidence = Literal["confirmed", "single", "unsure", "project"]


class Spec(Value):
    """A specification object: what one mapping in a YAML file says."""


class Text(Spec):
    """A text in both languages.

    两种语言的文字。
    """

    zh: str
    """Chinese.
    中文。"""
    en: str
    """English.
    英文。"""


class Citation(Spec):
    """Where a rule is written.

    规则的出处。
    """

    ref: str
    """Id of the document in `sources/`.
    依据文件的标识，见 `sources/`。"""
    clause: str | None = None
    """Clause, article, table or annex inside the document.
    文件中的条、款、表或附录。"""


class Defaults(Spec):
    """What a file says once for whatever in it must have a source and evidence, and states none.

    文件内须写明而未写明的出处和依据程度，在此统一写明。
    """

    source: Citation | None = None
    """Where it is written.
    出处。"""
    evidence: Evidence | None = None
    """How sure it is.
    依据程度。"""


class Definition(Spec):
    """What a layer defines by its id."""

    overrides: bool = False
    """True: it takes the place of what the layers below define by this id; without it a second definition is wrong.
    是：替换下层同一标识的定义；不写则重复定义为错误。"""
    reason: Text | None = None
    """Why, where it allows what a confirmed rule below does not.
    放宽下层已确认的规则时的理由。"""
