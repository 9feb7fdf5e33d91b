"""All schemes of a standard at work, each made once and shared."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from tracecode.codes.scheme import Scheme
from tracecode.errors import UnknownId

if TYPE_CHECKING:
    from tracecode.codes.index import Index
    from tracecode.standard.resolved import Resolved


class Registry:
    """The schemes of one standard, by id."""

    def __init__(self, standard: Resolved) -> None:
        self.standard = standard
        self._schemes: dict[str, Scheme] = {}

    def __getitem__(self, id: str) -> Scheme:
        """The scheme of that id.

        Raises:
            UnknownId: there is none; the error names near ones.
            SpecError: its specification is wrong.
        """
        scheme = self._schemes.get(id)
        if scheme is None:
            made = self._made(id)
            scheme = self._schemes.setdefault(id, made)
        return scheme

    def _made(self, id: str) -> Scheme:
        # one in capitals is told what it is called
        if id[: len("foreign:")].casefold() == "foreign:":
            from tracecode.codes.foreign import foreign_scheme

            return foreign_scheme(id, self.standard, self._nested)
        try:
            spec = self.standard.scheme(id)
        except UnknownId:
            from tracecode.codes.foreign import FAMILY, foreign_ids

            foreign = f"{FAMILY}{id.casefold()}"  # a number of another country without its family
            if foreign not in foreign_ids():
                raise
            named = self.standard.names("scheme") | {id: foreign}
            raise UnknownId("scheme", id, self.ids, named) from None
        return Scheme(spec, self.standard, self._nested)

    def _nested(self, id: str) -> Scheme:
        """A scheme inside another: one of the standard, since no rule program and no kernel has a
        foreign one.
        """
        if id.startswith("foreign:"):
            raise UnknownId("scheme", id, self.ids, self.standard.names("scheme"))
        return self[id]

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all schemes, sorted."""
        return self.standard.ids("scheme")

    @cached_property
    def index(self) -> Index:
        """The index behind `identify`."""
        from tracecode.codes.index import Index

        return Index(self)


def registry(standard: Resolved) -> Registry:
    """The schemes of a standard, which keeps them."""
    return standard.keep(Registry, partial(Registry, standard))
