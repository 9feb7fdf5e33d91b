"""The standard as documents: Markdown for people, from the same specifications by which everything
is checked.

One page a scheme, item, record type, group of elements, theme of the dictionary, code list and rule
across records, each with its sources and how sure they are; what the research could not find is
printed, not hidden. The same specifications always give the same text. These pages, and the
document that a committee sends out (`publish.standard_document`), are trees of blocks (`tree`) that
`writers` write; `forms` gives the files of a document.

>>> from tracecode.standard.resolved import packaged
>>> derived(packaged())["schemes/uscc.md"].splitlines()[0]
'# 统一社会信用代码'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracecode.lint.blame import blaming
from tracecode.publish.documents import (
    across,
    change,
    codelist,
    coordination,
    index,
    indicator,
    interface,
    procedure,
    product,
    record,
    scheme,
    source,
)  # fmt: skip
from tracecode.publish.documents.page import PageSet

if TYPE_CHECKING:
    from tracecode.publish.documents.page import Lang
    from tracecode.standard.resolved import Resolved


@blaming
def derived(standard: Resolved, lang: Lang = "zh") -> dict[str, str]:
    """Every page of the standard, by its path below the folder of the documents.

    Args:
        standard: the specifications.
        lang: `zh`, or `bilingual` with English beside or below the Chinese.

    Raises:
        SpecError: a specification is wrong.
        ValueError: the language is another one.
    """
    if lang not in ("zh", "bilingual"):
        raise ValueError(f"{lang!r} is not a language of the documents; use zh or bilingual")
    book = PageSet(standard, lang)
    for kind in (
        scheme,
        product,
        procedure,
        record,
        indicator,
        codelist,
        interface,
        across,
        coordination,
        change,
    ):
        kind.write(book)
    index.write(book)
    source.write(book)  # last: it names the pages that cite each source
    return {path: page.text() for path, page in sorted(book.pages.items())}
