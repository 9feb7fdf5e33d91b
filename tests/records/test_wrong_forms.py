"""Texts that are wrong in the same way are told alike, as each would be by itself."""

from __future__ import annotations

import pickle
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracecode.messages import Alike, sentence
from tracecode.records.quick.told_values import ToldValues
from tracecode.records.quick.wrong_forms import wrong_form
from tracecode.standard.elements import RecordLayout
from tracecode.standard.record_layout import item_ids, layouts
from tracecode.standard.resolved import packaged

WRITTEN = st.sampled_from(
    ["2026-03-12T08:47:56+08:00", "6af88309-63fc-4c5a-8e7a-638a974bc78b", "2026-02-30", "2026-13"]
)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Texts near to those that elements have, and any."""
    text = draw(WRITTEN)
    at = draw(st.integers(0, len(text)))
    put = draw(st.text(string.printable + "\u3000示", max_size=3))
    return draw(
        st.sampled_from([text[:at], text[:at] + put + text[at + 1 :], text[:at] + put + text[at:],
                         text.upper(), text.replace("T", " "), put])
    )  # fmt: skip


def forms(layout: RecordLayout) -> list[str]:
    """The elements of which texts are wrong in a known way."""
    return [field.id for field in layout.elements if wrong_form(field, packaged()) is not None]


@pytest.mark.parametrize("layout", layouts(packaged())[::40], ids=lambda layout: layout.id)
@given(given=st.lists(texts(), min_size=2, max_size=12))
def test_each_is_told_as_by_itself(layout: RecordLayout, given: list[str]) -> None:
    """Findings, and their sentences in both languages."""
    item = layout.product or min(item_ids(packaged()))
    several = ToldValues(packaged(), layout, layout.id, item)
    asked = forms(layout)
    assert {"record_id", "event_time"} <= {*asked}
    for id in asked:
        for text in given:
            alone = ToldValues(packaged(), layout, layout.id, item)
            expected = alone._of_errors(alone._errors(id, text))
            for told in (several.told(id, text), several._alike(id, text)):
                if told is None:
                    continue
                assert told == expected
                for one, other in zip(told, expected, strict=True):
                    for lang in ("zh", "en"):
                        assert one.text(lang) == other.text(lang)
                        assert one.line_text(lang) == other.line_text(lang)
                    assert pickle.loads(pickle.dumps(one)) == other
                    assert one.remedy == other.remedy


@given(found=st.text(max_size=80))
def test_a_sentence_with_another_text_is_that_of_its_values(found: str) -> None:
    """Whatever the text: braces, controls, blanks."""
    values = {"name": "record_id", "found": "x", "allowed": "uuid {found}"}
    alike = Alike(values).with_found(found)
    for lang in ("zh", "en"):
        told = sentence("record.format", alike, lang)
        assert told == sentence("record.format", values | {"found": found}, lang)
    assert alike == values | {"found": found}
