"""The pages of the released versions of a standard, below `versions/X.Y.Z/` of the site: each says
which version is the current one, and leads to the same page of it.

The current version is the last that was released. Where the standard is that very one, its pages
are those of the site itself; otherwise these are not released yet, and say so.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from tracecode.errors import WrongUse
from tracecode.escape import attribute, markup
from tracecode.publish.documents.change import PAGE
from tracecode.publish.site.shell import TREES, Lang, SitePage, relative, word
from tracecode.publish.site.standard import StandardPage, address, standard_pages
from tracecode.standard.released import releases
from tracecode.standard.resolved import Resolved

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_INDEX = "index.md"


class Versions:
    """The released versions of a standard on its site.

    Raises:
        WrongUse: the standard is one over another, or this installation does not have what a
            version defined.
    """

    def __init__(self, standard: Resolved) -> None:
        if len(standard.layers) != 1:
            raise WrongUse(
                "a pack over another standard has no released versions; leave --versions out",
                "叠加的规范包没有已发布的版本；请去掉 --versions",
            )
        known = releases(standard)
        for release in known:
            if not release.has("definitions"):
                raise WrongUse(
                    f"what version {release.version} defined is not in this installation; make the "
                    "site where the standard is edited",
                    f"此处未安装 {release.version} 版的规范数据；请在编辑规范的地方生成网站",
                )
        self._layers = {release.version: release.layer() for release in known}
        self._current = known[-1].version if known else None
        self._homes = {version: f"versions/{version}/" for version in self._layers}
        last = self._layers.get(self._current or "")
        if last is not None and last.digest == standard.layers[0].digest:
            self._homes[known[-1].version] = ""

    def told(self, page: StandardPage) -> SitePage:
        """A page of the site itself with what it says of versions."""
        own = page.page
        if page.name == PAGE:
            own = own._replace(body=own.body + self._listed(own))
        if self._current is None or self._current not in self._made:
            return own
        return self._noted(page._replace(page=own), "version_draft", self._names)

    def pages(self, names: Iterable[str]) -> Iterator[SitePage]:
        """The pages of the versions that are not the site itself.

        Args:
            names: of the pages of the site itself.
        """
        current = self._names or {*names}
        for version, made in self._made.items():
            note = "version_current" if version == self._current else "version_older"
            for page in made:
                yield self._noted(page, note, current, version)._replace(version=version)

    @cached_property
    def _made(self) -> dict[str, list[StandardPage]]:
        """The pages of the versions that are not the site itself, by version."""
        return {
            version: [
                page
                for lang in TREES
                for page in standard_pages(Resolved(layer), lang, self._homes[version])
            ]
            for version, layer in self._layers.items()
            if self._homes[version]
        }

    @cached_property
    def _names(self) -> set[str]:
        """Of the pages of the current version; none where that is the site itself."""
        return {page.name for page in self._made.get(self._current or "", ())}

    def _noted(self, page: StandardPage, note: str, names: set[str], version: str = "") -> SitePage:
        """A page with a line above it that tells of which version it is."""
        assert self._current is not None
        own = page.page
        name = page.name if page.name in names else _INDEX
        link = relative(address(name, own.lang, self._homes[self._current]), own.path)
        said = word(note, own.lang).format(
            version=markup(version),
            current=f"<a href={attribute(link)}>{markup(self._current)}</a>",
        )
        return own._replace(body=f'<p class="version">{said}</p>\n{own.body}')

    def _listed(self, page: SitePage) -> str:
        """Where the pages of each version are, the current one first."""
        lang: Lang = page.lang
        items = "".join(
            f"<li><a href={attribute(relative(address(_INDEX, lang, home), page.path))}>"
            f"{markup(version)}</a></li>"
            for version, home in reversed(self._homes.items())
        )
        return f'<section><h2 id="versions">{word("versions", lang)}</h2><ul>{items}</ul></section>'
