"""The page on changes: what each released version changed, and whom it breaks."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from tracecode.publish.audiences import AUDIENCE_NAMES
from tracecode.publish.documents.page import NOTHING, Page, PageSet, Run, code, join
from tracecode.spec.audience import AUDIENCES
from tracecode.spec.base import Text
from tracecode.standard.released import releases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracecode.publish.documents.tree import Spans
    from tracecode.standard.released import Release

PAGE = "changes.md"


def write(book: PageSet) -> None:
    """One page, the newest version first; none where no version was released, or what it changed is
    not here.
    """
    kept = [release for release in releases(book.standard) if release.has("changes")]
    if not kept:
        return
    page = book.page(PAGE, "changes", wide=True)
    page.paragraph(*page.word("changes_note"))
    for release in reversed(kept):
        _version(page, release)


def _version(page: Page, release: Release) -> None:
    told: dict[str, Any] = release.read("changes")
    page.heading(Text(zh=release.version, en=release.version))
    if told["before"] is None:
        page.paragraph(*page.word("first_version"))
        return
    counts = Counter(change["breaks"] for change in told["changes"])
    page.paragraph(*page.word("since"), f" {told['before']}：", *join(_counted(page, counts), "，"))
    rows = [change for change in told["changes"] if change["breaks"] != "text"]
    rows.sort(key=lambda change: AUDIENCES.index(change["breaks"]))
    page.table(
        ("breaks", "definition_kind", "id", "place"),
        (
            (_named(page, row["breaks"]), code(row["kind"]), code(row["id"]), _place(row["path"]))
            for row in rows
        ),
    )


def _counted(page: Page, counts: Counter[Any]) -> Iterator[Spans]:
    yield from (
        (*_named(page, breaks), f" {counts[breaks]}") for breaks in AUDIENCES if counts[breaks]
    )


def _named(page: Page, breaks: Any) -> Spans:
    return page.say(Text(**{lang: names[breaks] for lang, names in AUDIENCE_NAMES.items()}))


def _place(path: str) -> Run:
    return code(path) if path else NOTHING
