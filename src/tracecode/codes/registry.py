"""All schemes of a catalogue at work, each made once and shared."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from tracecode.codes.scheme import Scheme
from tracecode.spec.catalog import load_catalog

if TYPE_CHECKING:
    from tracecode.codes.index import Index
    from tracecode.spec.catalog import Catalog


class Registry:
    """The schemes of one catalogue, by id."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._schemes: dict[str, Scheme] = {}

    def __getitem__(self, id: str) -> Scheme:
        """The scheme of that id.

        Raises:
            UnknownId: there is none; the error names near ones.
            SpecError: its specification is wrong.
        """
        scheme = self._schemes.get(id)
        if scheme is None:
            scheme = self._schemes[id] = Scheme(self.catalog.scheme(id), self.catalog, self.__getitem__)
        return scheme

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all schemes, sorted."""
        return self.catalog.ids("scheme")

    @cached_property
    def index(self) -> Index:
        """The index behind `identify`."""
        from tracecode.codes.index import Index

        return Index(self)


@lru_cache(maxsize=8)
def registry(catalog: Catalog | None = None) -> Registry:
    """The registry of a catalogue; without one, of the packaged standard."""
    return Registry(catalog or load_catalog())
