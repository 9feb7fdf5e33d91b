"""The bases of all classes of the meta-model."""

from __future__ import annotations

from tracecode.value import Value


class Spec(Value):
    """A specification object: what one mapping in a YAML file says."""


class Text(Spec):
    """A text in both languages."""

    zh: str
    """Chinese."""
    en: str
    """English."""


class Definition(Spec):
    """What a layer defines by its id."""

    overrides: bool = False
    """True: it takes the place of what the layers below define by this id; without it a second definition is wrong."""
    reason: Text | None = None
    """Why, where it allows what a confirmed rule below does not."""
