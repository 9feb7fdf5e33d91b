"""The bounds that spare reading a text under every scheme change no answer."""

from __future__ import annotations

import math
from datetime import date
from random import Random

import pytest

from benchmarks.corpus import mixed
from tracecode.codes.chance import random_bits
from tracecode.codes.doubts import doubts
from tracecode.codes.identify import identify
from tracecode.codes.likelihood import LEFT_BITS, OTHER_ERROR_BITS, score
from tracecode.codes.match import Match
from tracecode.codes.payload import Piece
from tracecode.codes.readings import LEAST_BITS, NEAR_ERRORS, Readings
from tracecode.codes.registry import registry
from tracecode.codes.scheme import Scheme
from tracecode.codes.segment_rules import Bound
from tracecode.fold import fold
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


def test_nothing_is_explained_better_than_its_bound() -> None:
    """By no scheme of one length, of texts that it refuses with few faults."""
    schemes, near = registry(packaged()), 0
    bound = Bound(date.today(), strict=False)
    for id in schemes.ids:
        scheme = schemes[id]
        for text in filter(None, mixed(scheme, 40, seed=3)):
            reading, code, findings = scheme.weighed(text, None)
            if reading is None or code is not None:
                continue
            folded = fold(text, scheme.spec.lenient)
            if folded.changes:
                reading = scheme.best(folded.text, bound, None)
            if sum(finding.severity == "error" for finding in findings) > NEAR_ERRORS:
                continue
            near += 1
            odd = random_bits(text) / len(text)
            best = max(
                layout.nearness.bound(
                    folded.text, odd + LEFT_BITS, odd, OTHER_ERROR_BITS, LEAST_BITS, NEAR_ERRORS
                )
                for layout in scheme.candidates(None, strict=False)
            )
            told = score(reading, None, text, favoured=False, carried=False)
            assert told <= best, (id, text)
    assert near > 500


def test_rules_on_wrong_segments_hold_nothing() -> None:
    """A credit code is no broken number of a citizen, whose birth date has letters in it."""
    (layout,) = registry(packaged())["resident-id"].layouts
    date_wrong, all_right = (
        layout.nearness.bound(text, 7.2, 5.2, OTHER_ERROR_BITS, LEAST_BITS, NEAR_ERRORS)
        for text in ("91120116MA89375664", "911201161989375664")
    )
    assert all_right - date_wrong > 2 * OTHER_ERROR_BITS + layout.nearness.held - LEAST_BITS


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
