"""The base of all classes of the meta-model."""

from __future__ import annotations

from tracecode.value import Value


class Spec(Value):
    """A specification object: what one mapping in a YAML file says."""
