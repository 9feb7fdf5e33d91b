"""The bounds that spare reading a text under every scheme change no answer."""

from __future__ import annotations

import math
from random import Random

import pytest

from benchmarks.corpus import mixed
from tracecode.codes.doubts import doubts
from tracecode.codes.identify import identify
from tracecode.codes.match import Match
from tracecode.codes.payload import Piece
from tracecode.codes.readings import Readings
from tracecode.codes.registry import registry
from tracecode.codes.scheme import Scheme
from tracecode.standard.resolved import packaged


def _every(
    self: Readings, text: str, part: Piece | None, chance: float
) -> list[tuple[Scheme, float]]:
    """Every scheme, as if nothing were known of it."""
    return [(scheme, math.inf) for scheme in self._candidates(text, part, near=True)]


def _said(matches: list[Match]) -> tuple[object, ...]:
    """What a validation says of the first match."""
    if not matches:
        return ()
    first = matches[0]
    return (
        first.scheme,
        first.code,
        first.findings,
        doubts(matches, packaged()) if first.code is not None else (),
    )


def _texts(count: int) -> list[str]:
    schemes, random = registry(packaged()), Random(6)
    return [
        text
        for id in schemes.ids
        for text in random.sample([*mixed(schemes[id], 40, seed=6)], count)
        if text
    ]


@pytest.mark.slow
def test_no_match_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """All matches are those of reading every scheme; the first of them, where only that one is
    asked for.
    """
    texts = _texts(1)
    alike = [identify(text, near=True, standard=packaged()) for text in texts]
    first = [_said(identify(text, near=True, first=True, standard=packaged())) for text in texts]
    monkeypatch.setattr(Readings, "_hopeful", _every)
    expected = [identify(text, near=True, standard=packaged()) for text in texts]
    assert alike == expected
    assert first == [*map(_said, expected)]


@pytest.mark.parametrize("text", ["农肥号字8343号", "第审棉3637079"])
def test_a_wrong_character_where_one_stands(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is read behind it counts, too."""
    found = identify(text, near=True, standard=packaged())
    monkeypatch.setattr(Readings, "_hopeful", _every)
    assert found == identify(text, near=True, standard=packaged())
    assert found


def test_bounds_spare_schemes() -> None:
    """Of a wrong code a third of the schemes need not be read."""
    readings = Readings(registry(packaged()), frozenset(), None, near=True)
    text = "91350100M000100Y4A"
    assert (
        len(readings._hopeful(text, None, -93.0))
        < len(readings._candidates(text, None, near=True)) * 2 / 3
    )
