"""What the released versions changed in the definitions of a page, and what is changed since the
last of them and not released yet.

A definition of which nothing is told has not changed since the first version; while no version is
released, the page says that there is no history.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tracecode.escape import attribute, markup
from tracecode.publish.audiences import AUDIENCE_NAMES
from tracecode.publish.documents.change import PAGE
from tracecode.publish.site.shell import TREES, Lang, relative, word
from tracecode.spec.diff import changes
from tracecode.standard.released import releases

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracecode.standard.released import Release
    from tracecode.standard.resolved import Resolved

_LONGEST = 60
"""Longer values are said to have changed, and not shown."""


class Subject(NamedTuple):
    """A definition, or a part of it, of which a page tells."""

    kind: str
    id: str
    part: str = ""
    """The path of the part; empty: the whole definition."""


class _Event(NamedTuple):
    version: str | None
    """None: not released yet."""
    change: dict[str, Any]
    """Plain data of a change (`Change.as_dict`)."""


class History:
    """The history of every definition of a standard."""

    def __init__(self, standard: Resolved) -> None:
        known = releases(standard)
        self._first = known[0].version if known else None
        self._told = [release for release in known if release.has("changes")]
        self._events: dict[tuple[str, str], list[_Event]] = {}
        for event in _events(standard, self._told):
            key = event.change["kind"], event.change["id"]
            self._events.setdefault(key, []).append(event)

    def section(self, subjects: Iterable[Subject], lang: Lang, at: str) -> str:
        """The history of what a page defines, as HTML.

        Args:
            subjects: what the page defines.
            lang: of the words.
            at: where the page stands on the site.
        """
        asked = [*subjects]
        rows = [
            _row(event, lang, at, named=len({subject.id for subject in asked}) > 1)
            for subject in asked
            for event in self._events.get((subject.kind, subject.id), ())
            if _within(event.change["path"], subject.part)
        ]
        if rows:
            body = f'<div class="table"><table><tbody>{"".join(rows)}</tbody></table></div>'
        else:
            body = f"<p>{self._without(lang)}</p>"
        return f'<section><h2 id="history">{word("history", lang)}</h2>{body}</section>'

    def _without(self, lang: Lang) -> str:
        """Why nothing is told."""
        if self._first is None:
            return word("history_none", lang)
        if not self._told:
            return word("history_absent", lang)
        return word("history_same", lang).format(version=markup(self._first))


def _events(standard: Resolved, told: list[Release]) -> Iterator[_Event]:
    """Every change, the newest first."""
    if told and told[-1].has("definitions"):
        for change in changes(told[-1].definitions(), standard):
            yield _Event(None, change.as_dict())
    for release in reversed(told):
        for each in release.read("changes")["changes"]:
            yield _Event(release.version, each)


def _within(path: str, part: str) -> bool:
    return not part or path == part or path.startswith(f"{part}.")


def _row(event: _Event, lang: Lang, at: str, *, named: bool) -> str:
    change = event.change
    if event.version is None:
        version = word("unreleased", lang)
    else:
        link = attribute(relative(f"{TREES[lang]}standard/{PAGE.replace('.md', '.html')}", at))
        version = f"<a href={link}>{markup(event.version)}</a>"
    place = ([change["id"]] if named else []) + ([change["path"]] if change["path"] else [])
    where = "".join(f"<code>{markup(one)}</code> " for one in place)
    breaks = markup(AUDIENCE_NAMES[lang][change["breaks"]])
    return (
        f"<tr><td>{version}</td><td>{where}</td><td>{_how(change, lang)}</td><td>{breaks}</td></tr>"
    )


def _how(change: dict[str, Any], lang: Lang) -> str:
    """What became of it: came, went, or another value, shown if it is short."""
    old, new = _shown(change["old"]), _shown(change["new"])
    if change["old"] is None:
        return f"{word('came', lang)} {new}".strip()
    if change["new"] is None:
        return f"{word('went', lang)} {old}".strip()
    return f"{old} → {new}" if old and new else word("changed", lang)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        value = str(value).lower()
    if not isinstance(value, str | int) or len(text := str(value)) > _LONGEST:
        return ""
    return f"<code>{markup(text)}</code>"
