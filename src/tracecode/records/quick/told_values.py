"""What is said of wrong values of single elements, which mostly were wrong in the same way before.

A program with a mistake makes it in every record. So what is said of a value is known when it recurs;
and of texts that differ from record to record, such as ids and moments, what is said of all that are
wrong in the same way.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracecode.codes.registry import registry
from tracecode.messages import Alike, Constant
from tracecode.records.explain import element_faults
from tracecode.records.fields import recurs
from tracecode.records.lookups import plain_of
from tracecode.records.quick.element_values import LONGEST, MOST_WRONG, lasts
from tracecode.records.quick.located import Detail, ElementErrors
from tracecode.records.quick.wrong_forms import WrongForm, wrong_form

if TYPE_CHECKING:
    from tracecode.findings import Finding
    from tracecode.standard.elements import RecordLayout
    from tracecode.standard.resolved import Resolved

_MOST_NUMBER = 10**8  # longer numbers may be of a telephone, or of somebody's papers
_NAME = re.compile(r"[A-Za-z_]{1,64}")
"""A name of which nobody thinks that it is somebody's."""


class ToldValues:
    """Says what is wrong with values in records of one type and item."""

    def __init__(self, standard: Resolved, layout: RecordLayout, kind: str, item: str) -> None:
        self._standard, self._layout = standard, layout
        self._said = {"record_type": kind, "product_item": item}
        self._errors = ElementErrors(standard, layout)
        self._forms = {field.id: form for field in layout.elements
                       if (form := wrong_form(field, standard)) is not None}  # fmt: skip
        self._said_of: dict[tuple[str, WrongForm], tuple[Finding, Alike]] = {}
        """What is said of texts of an element that are wrong in such a way, and its values."""
        self._lasting = plain_of(layout) | {
            field.id for field in layout.elements
            if (id := field.spec.scheme) is not None and not field.personal
            and recurs(registry(standard)[id])
        }  # fmt: skip
        """Elements of which wrong values are remembered: they recur, and no day touches them."""
        self._known: dict[tuple[str, object], tuple[Finding, ...]] = {}
        """What is said of values that were wrong before, by element and value."""

    def missing(self, id: str) -> tuple[Finding, ...]:
        """What is said where an element is absent."""
        if (told := self._known.get((id, None))) is None:
            told = self._remembered((id, None), self._of_errors([_missing_detail(id)]))
        return told

    def stranger(self, name: str, value: object) -> tuple[Finding, ...]:
        """What is said of a name that is no element; one with digits, or in another script, may be
        somebody's, and is not remembered.
        """
        lasts = _NAME.fullmatch(name) is not None
        if lasts and (told := self._known.get((name, object))) is not None:
            return told
        detail: Detail = {"type": "extra_forbidden", "loc": (name,), "input": value}
        told = self._of_errors([detail])
        return self._remembered((name, object), told) if lasts else told

    def told(self, id: str, value: object) -> tuple[Finding, ...]:
        """What is said of the value of an element; nothing, if it is right after all."""
        kind = type(value)
        key: object = None
        if kind is list or kind is dict:  # of which nothing else is said
            key = kind
        elif id in self._lasting and _recurs(value):
            key = value if kind is str else (kind, value)
        if key is None:
            return self._of_errors(self._errors(id, value))
        if (told := self._known.get((id, key))) is None:
            told = self._alike(id, value) if isinstance(value, str) else None
            if told is not None and len(self._known) >= MOST_WRONG // 2:
                return told  # those that differ from record to record take no more room
            told = told or self._of_errors(self._errors(id, value))
            told = self._remembered((id, key), told)
        return told

    def _alike(self, id: str, text: str) -> tuple[Finding, ...] | None:
        """The same of a text of which nothing else is said than of those that are wrong in the same
        way; None of others.
        """
        form = self._forms.get(id)
        if form is None or (wrong := form(text)) is None:
            return None
        if (of_it := self._said_of.get((id, wrong))) is None:
            told = self._of_errors(self._errors(id, text))
            if len(told) == 1 and told[0].values.get("found") == text:
                values = Alike({**told[0].values, "found": ""})
                self._said_of[id, wrong] = told[0].replace(values=values), values
            return told
        said, values = of_it
        return (said.replace(values=values.with_found(text)),)

    def _remembered(
        self, key: tuple[str, object], told: tuple[Finding, ...]
    ) -> tuple[Finding, ...]:
        """What is said, which is known from now on, if there is room, and the value is no number of
        somebody's.
        """
        value = key[1]
        if len(self._known) >= MOST_WRONG or (isinstance(value, str) and not lasts(value)):
            return told
        lasting = (finding.replace(values=Constant(finding.values)) for finding in told)
        self._known[key] = told = (*lasting,)
        return told

    def _of_errors(self, details: list[Detail]) -> tuple[Finding, ...]:
        """The findings behind the errors of an element."""
        told = element_faults(
            details, self._layout, self._said, self._standard, len(details), set(), recur=True
        )
        return (*told,)


def _recurs(value: object) -> bool:
    """Whether what is said of a wrong value is remembered: of short texts, and of small numbers."""
    if isinstance(value, int):
        return -_MOST_NUMBER < value < _MOST_NUMBER
    return isinstance(value, str) and len(value) <= LONGEST


def _missing_detail(id: str) -> Detail:
    return {"type": "missing", "loc": (id,), "input": {}}
