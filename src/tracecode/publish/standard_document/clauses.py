"""The numbers of a document by the ids of what has them: `clauses.json` of a release, and what
moved between two.

A clause keeps its number as long as nothing before it changes; where it does not, `moved` maps the
old to the new.

>>> moved({"scope": "1", "coding": "5", "old": "6"}, {"scope": "1", "coding": "6", "new": "5"})
{'coding': ('5', '6'), 'new': (None, '5'), 'old': ('6', None)}
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from tracecode.publish.documents.numbering import number
from tracecode.standard.released import earlier

if TYPE_CHECKING:
    from tracecode.publish.documents.numbering import Numbering
    from tracecode.publish.documents.tree import DocumentTree
    from tracecode.standard.resolved import Resolved

FILE = "clauses.json"
"""What the file is called beside a document."""


def clauses(document: DocumentTree, numbering: Numbering | None = None) -> dict[str, str]:
    """The number of every clause, annex, term, table, figure and formula, by id, in the order of
    the document.
    """
    labels = (numbering or number(document)).labels
    return {id: label for id, label in labels.items() if label}


def moved(
    before: Mapping[str, str], after: Mapping[str, str]
) -> dict[str, tuple[str | None, str | None]]:
    """What has another number than before, or came, or went: old and new number by id."""
    ids = sorted({*before, *after})
    return {id: (before.get(id), after.get(id)) for id in ids if before.get(id) != after.get(id)}


def numbers_before(standard: Resolved, document: DocumentTree) -> Mapping[str, str] | None:
    """The numbers that a document had in the version before; None where they are not known: kept
    are those of the whole standard, as they stand in Chinese.
    """
    before = earlier(standard)
    if before is None or document.id != "standard-whole" or document.lang == "en":
        return None
    numbers: Mapping[str, str] | None = before.read("clauses") if before.has("clauses") else None
    return numbers


def clauses_text(document: DocumentTree, before: Mapping[str, str] | None = None) -> str:
    """The file: the document, its numbers, and what moved since the numbers of an earlier
    version.
    """
    numbers = clauses(document)
    data: dict[str, object] = {"document": document.id, "numbers": numbers}
    if before is not None:
        data["moved"] = {
            id: {"old": old, "new": new} for id, (old, new) in moved(before, numbers).items()
        }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
